/* SPDX-License-Identifier: Apache-2.0 */
/* test_sources.c - rows that name their source: one import for each, in the order of the file, and what a row says beyond its
 * number. */
#include "fixture.h"
#include "ingest/operators.h"
#include "ingest/sources.h"

static void assert_import(fixture *f, uint32_t number, const char *source, qn_source_rank rank, const char *day, uint64_t rows)
{
	qn_import import;
	char known[16];
	look(f);
	OK(f, qn_import_get(f->snapshot, number, &import, &f->err));
	qn_date_text(import.known_on, known);
	assert_string_equal(import.source, source);
	assert_int_equal(import.rank, rank);
	assert_string_equal(known, day);
	assert_int_equal(import.rows, rows);
	assert_string_equal(import.file, "r.csv");
}

static double robots(fixture *f, int year, qn_origin *origin)
{
	double value = value_of(f, REVENUE, CLUSTER, YI_ROBOTS, year);
	OK(f, qn_column_origin(f->snapshot, REVENUE, CLUSTER, qn_period_of(QN_ANNUAL, year, 1), YI_ROBOTS, origin, &f->err));
	return value;
}

static int import_as(fixture *f, const char *text) { return import_bytes(f, text, strlen(text), (qn_import_options){ .source = "county" }); }

#define HEAD "entity,indicator,period,value,operator,source,rank,known_on,scope,note\n"
static const char two_papers[] = HEAD
	"yi-robots,revenue,2023,84,,People's Daily,published,2024-08-20,,\n"
	"yi-robots,revenue,2023,202.87,,Press News,published,2024-07-01,,rounded by nobody\n"
	"yi-robots,revenue,2022,600,>,People's Daily,公开报道,2024年8月20日,,\n"
	"yi-cables,revenue,2023,9,,,,,,\n"
	"yi-robots,revenue,2021,290,=,Press News,published,2024/7/1,the whole city,\n";

static void test_each_source_is_an_import_in_the_order_of_the_file(void **state)
{
	fixture *f = *state;
	qn_origin origin;
	OK(f, import_as(f, two_papers));
	assert_int_equal(f->report.import, 1);
	assert_int_equal(f->report.imports, 3);
	assert_int_equal(f->report.beside, 2);
	assert_import(f, 1, "People's Daily", QN_SOURCE_PUBLISHED, "2024-08-20", 2);
	assert_import(f, 2, "Press News", QN_SOURCE_PUBLISHED, "2024-07-01", 2);
	assert_import(f, 3, "county", QN_SOURCE_OFFICIAL, "2026-03-30", 1);
	assert_true(robots(f, 2023, &origin) == 84); /* known later */
	assert_int_equal(origin.import, 1);
	assert_int_equal(origin.line, 2);
}

static void test_what_is_no_plain_figure_of_the_entity_never_enters_the_column(void **state)
{
	fixture *f = *state;
	qn_spot over = { REVENUE, CLUSTER, YI_ROBOTS, qn_period_of(QN_ANNUAL, 2022, 1) }, wide = { REVENUE, CLUSTER, YI_ROBOTS, qn_period_of(QN_ANNUAL, 2021, 1) };
	qn_origin origin;
	qn_remark remark;
	OK(f, import_as(f, two_papers));
	assert_true(qn_is_missing(robots(f, 2022, &origin)));
	assert_true(qn_is_missing(robots(f, 2021, &origin)));
	assert_int_equal(qn_remark_get(f->snapshot, &over, (qn_origin){ 1, 4 }, &remark, &f->err), 1);
	assert_true(remark.op == QN_ABOVE && remark.value == 600);
	assert_int_equal(qn_remark_get(f->snapshot, &wide, (qn_origin){ 2, 6 }, &remark, &f->err), 1);
	assert_string_equal(remark.scope, "the whole city");
	qn_spot noted = { REVENUE, CLUSTER, YI_ROBOTS, qn_period_of(QN_ANNUAL, 2023, 1) };
	assert_int_equal(qn_remark_get(f->snapshot, &noted, (qn_origin){ 2, 3 }, &remark, &f->err), 1);
	assert_string_equal(remark.note, "rounded by nobody");
	assert_true(qn_remark_is_exact(&remark));
}

static void test_the_same_file_again_changes_no_cell(void **state)
{
	static const char even[] = "entity,indicator,period,value,source\nyi-robots,revenue,2023,84,A\nyi-robots,revenue,2023,202,B\nyi-robots,revenue,2022,7,A\n";
	fixture *f = *state;
	qn_origin origin;
	OK(f, import_as(f, even));
	assert_true(robots(f, 2023, &origin) == 202);
	for (int again = 0; again < 3; again++) {
		OK(f, import_as(f, even));
		assert_int_equal(f->report.cells.unchanged, 2);
		assert_int_equal(f->report.cells.not_adopted, 1);
		assert_int_equal(f->report.cells.replaced + f->report.cells.added, 0);
		assert_true(robots(f, 2023, &origin) == 202);
		assert_int_equal(origin.import, 2);
	}
}

static void test_a_scope_that_names_the_entity_is_its_own(void **state)
{
	fixture *f = *state;
	qn_origin origin;
	OK(f, import_as(f, "entity,indicator,period,value,scope\nyi-robots,revenue,2023,84,yi-robots\nyi-robots,revenue,2022,85,same\nyi-robots,revenue,2021,86,yi-cables\n"));
	assert_true(robots(f, 2023, &origin) == 84);
	assert_true(robots(f, 2022, &origin) == 85);
	assert_true(qn_is_missing(robots(f, 2021, &origin)));
	assert_int_equal(f->report.beside, 1);
}

static void test_what_is_wrong_is_told_with_its_column(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_as(f, HEAD "yi-robots,revenue,2023,84,about so,A,published,2024-08-20,,\n"
		"yi-robots,revenue,2023,84,,A,rumour,2024-08-20,,\n" "yi-robots,revenue,2023,84,,A,published,2024-02-30,,\n"
		"yi-robots,revenue,2023,84,,A,published,2024年13月1日,,\n"), QN_EINPUT);
	assert_string_equal(f->report.errors.data, "r.csv:2:5: \"about so\" is no operator: write =, >, <, ~, >= or <= (等于、超、近、约、以上、不超过)\n"
		"r.csv:3:7: \"rumour\" is no rank of a source: write official, checked, published or estimate (官方、核实、公开报道、估计)\n"
		"r.csv:4:8: \"2024-02-30\" is no day: write it as in 2026-03-30\n"
		"r.csv:5:8: \"2024年13月1日\" is no day: write it as in 2026-03-30\n");
	look(f);
	assert_int_equal(imports_of(f->snapshot), 0);
}

static void test_twins_are_twins_of_one_source_only(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_as(f, "entity,indicator,period,value,source\nyi-robots,revenue,2023,84,A\nyi-robots,revenue,2023,85,B\nyi-robots,revenue,2023,86,A\n"), QN_EINPUT);
	assert_string_equal(f->report.errors.data, "r.csv:4:4: revenue: another value than in line 2 for the same entity and period: keep one of them\n");
}

/* Beyond the first 64, sources are kept another way: nobody must notice. */
static void test_many_sources_are_kept_as_a_few_are(void **state)
{
	fixture *f = *state;
	qn_buffer text = { 0 };
	qn_origin origin;
	qn_buffer_text(&text, "entity,indicator,period,value,source\n");
	for (int i = 0; i < 300; i++)
		qn_buffer_printf(&text, "yi-robots,revenue,%d,%d,paper %d\n", 1900 + i % 100, i, i);
	OK(f, import_bytes(f, text.data, text.length, (qn_import_options){ 0 }));
	assert_int_equal(f->report.imports, 300);
	for (int i = 200; i < 300; i++) {
		assert_true(robots(f, 1900 + i % 100, &origin) == i);
		assert_int_equal(origin.import, i + 1);
		assert_int_equal(origin.line, i + 2);
	}
	assert_int_equal(f->report.cells.added, 100);
	assert_int_equal(f->report.cells.replaced, 200);
	qn_buffer_text(&text, "yi-robots,revenue,1999,5,paper 299\n");
	assert_int_equal(import_bytes(f, text.data, text.length, (qn_import_options){ 0 }), QN_EINPUT);
	assert_string_equal(f->report.errors.data, "r.csv:302:4: revenue: another value than in line 301 for the same entity and period: keep one of them\n");
	qn_buffer_free(&text);
}

static void test_signs_and_words_are_read(void **state)
{
	static const struct { const char *text; qn_claim_op op; } good[] = { { "", QN_EXACTLY }, { " > ", QN_ABOVE }, { "超", QN_ABOVE }, { "逾", QN_ABOVE },
		{ "近", QN_BELOW }, { "约", QN_ABOUT }, { "≥", QN_AT_LEAST }, { "以上", QN_AT_LEAST }, { "不超过", QN_AT_MOST }, { "About", QN_ABOUT } };
	static const struct { const char *text; qn_source_rank rank; } ranks[] = { { "Official", QN_SOURCE_OFFICIAL }, { "核实", QN_SOURCE_CHECKED },
		{ "公开报道", QN_SOURCE_PUBLISHED }, { "估计", QN_SOURCE_ESTIMATE } };
	qn_source_rank rank;
	qn_claim_op op;
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(qn_claim_op_read(good[i].text, &op));
		assert_int_equal(op, good[i].op);
	}
	assert_false(qn_claim_op_read("!=", &op));
	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
		assert_true(qn_rank_read(ranks[i].text, &rank));
		assert_int_equal(rank, ranks[i].rank);
	}
	assert_false(qn_rank_read("", &rank));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_each_source_is_an_import_in_the_order_of_the_file), WITH_STORE(test_what_is_no_plain_figure_of_the_entity_never_enters_the_column),
		WITH_STORE(test_the_same_file_again_changes_no_cell), WITH_STORE(test_a_scope_that_names_the_entity_is_its_own),
		WITH_STORE(test_what_is_wrong_is_told_with_its_column), WITH_STORE(test_twins_are_twins_of_one_source_only),
		WITH_STORE(test_many_sources_are_kept_as_a_few_are), cmocka_unit_test(test_signs_and_words_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
