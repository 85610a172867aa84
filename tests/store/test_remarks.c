/* SPDX-License-Identifier: Apache-2.0 */
/* test_remarks.c - what claims say beyond their numbers comes back, and no bound ever becomes a value. */
#include "past_cells.h"
#include "store/remarks.h"

static qn_spot here(uint32_t entity, int y) { return (qn_spot){ REVENUE, CLUSTER, entity, year(y) }; }

static void remark(fixture *f, const qn_import *import, uint32_t line, qn_spot place, qn_remark what)
{
	OK(f, qn_change_put_remark(f->change, import, line, &place, &what, &f->err));
}

typedef struct { char text[512]; } told;

static int tell(void *context, const qn_remarked *r)
{
	told *t = context;
	char one[128], period[24];
	qn_period_text(r->place.period, period);
	snprintf(one, sizeof one, "%u %s %u:%u %s%g %s|%s|%s; ", r->place.entity, period, r->origin.import, r->origin.line, qn_claim_sign(r->remark.op),
		r->remark.value, r->remark.scope ? r->remark.scope : "", r->remark.note ? r->remark.note : "", r->remark.words ? r->remark.words : "");
	strcat(t->text, one);
	return QN_OK;
}

static void assert_cell(fixture *f, qn_spot place, const char *expected)
{
	told t = { "" };
	OK(f, qn_remark_each(look(f), &place, tell, &t, &f->err));
	assert_string_equal(t.text, expected);
}

static void test_remarks_come_back_by_cell_import_and_line(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import first = add_import(f, QN_SOURCE_PUBLISHED, 20000, false), second = add_import(f, QN_SOURCE_PUBLISHED, 20001, false);
	remark(f, &second, 9, here(7, 2022), (qn_remark){ QN_BELOW, 300, NULL, "“近300亿”", "近300亿元" });
	remark(f, &first, 2, here(7, 2022), (qn_remark){ QN_ABOVE, 600, "", NULL, "逾600亿元" });
	remark(f, &first, 3, here(7, 2023), (qn_remark){ QN_EXACTLY, 620, "全区", NULL, NULL });
	remark(f, &first, 4, here(5000, 2022), (qn_remark){ QN_EXACTLY, 1, NULL, "two\nlines", NULL });
	commit(f);
	assert_cell(f, here(7, 2022), "7 2022 1:2 >600 ||逾600亿元; 7 2022 2:9 <300 |“近300亿”|近300亿元; ");
	assert_cell(f, here(7, 2023), "7 2023 1:3 =620 全区||; ");
	assert_cell(f, here(8, 2022), "");
	told all = { "" };
	OK(f, qn_remark_each_of(look(f), REVENUE, tell, &all, &f->err));
	assert_string_equal(all.text, "7 2022 1:2 >600 ||逾600亿元; 7 2022 2:9 <300 |“近300亿”|近300亿元; 5000 2022 1:4 =1 |two\nlines|; 7 2023 1:3 =620 全区||; ");
	all.text[0] = '\0';
	OK(f, qn_remark_each_of(look(f), STAFF, tell, &all, &f->err));
	assert_string_equal(all.text, "");
}

static void test_one_remark_is_found_by_its_line(void **state)
{
	fixture *f = *state;
	qn_spot place = here(7, 2022);
	qn_remark found;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_PUBLISHED, 20000, false);
	remark(f, &import, 2, place, (qn_remark){ QN_ABOUT, 20, NULL, NULL, "约20亿" });
	remark(f, &import, 2, place, (qn_remark){ QN_ABOUT, 21, NULL, NULL, "约21亿" }); /* again */
	commit(f);
	assert_int_equal(qn_remark_get(look(f), &place, (qn_origin){ import.number, 2 }, &found, &f->err), 1);
	assert_true(found.op == QN_ABOUT && found.value == 21);
	assert_int_equal(qn_remark_get(f->snapshot, &place, (qn_origin){ import.number, 3 }, &found, &f->err), 0);
}

/* The column, its origins, its journal and its other claims are as if the remark were not there. */
static void test_a_remark_is_no_value(void **state)
{
	fixture *f = *state;
	qn_period first, last;
	double value;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	remark(f, &import, 2, here(0, 2022), (qn_remark){ QN_ABOVE, 600, NULL, NULL, NULL });
	commit(f);
	assert_int_equal(qn_column_read(look(f), REVENUE, CLUSTER, year(2022), &value, 1, &f->err), 0);
	assert_true(qn_is_missing(value));
	assert_int_equal(qn_column_extent(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, &first, &last, &f->err), 0);
	assert_int_equal(claims_of(f, year(2022)).count + journal_of(f, year(2022)).count, 0);
	assert_int_equal(qn_import_any(f->snapshot, false), 0);
}

static void test_only_an_exact_figure_of_the_entity_itself_counts(void **state)
{
	(void)state;
	assert_true(qn_remark_is_exact(&(qn_remark){ QN_EXACTLY, 1, NULL, "a note", "1 亿" }));
	assert_true(qn_remark_is_exact(&(qn_remark){ QN_EXACTLY, 1, "", NULL, NULL }));
	assert_false(qn_remark_is_exact(&(qn_remark){ QN_EXACTLY, 1, "全市", NULL, NULL }));
	for (qn_claim_op op = QN_ABOVE; op <= QN_AT_MOST; op++)
		assert_false(qn_remark_is_exact(&(qn_remark){ op, 1, NULL, NULL, NULL }));
	assert_false(qn_remark_says(&(qn_remark){ QN_EXACTLY, 1, "", "", NULL }));
	assert_true(qn_remark_says(&(qn_remark){ QN_EXACTLY, 1, "", "provisional", NULL }));
	assert_true(qn_remark_says(&(qn_remark){ QN_ABOVE, 1, "", "", NULL }));
}

static void test_what_cannot_be_kept_is_refused(void **state)
{
	fixture *f = *state;
	qn_spot place = here(0, 2022);
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	assert_int_equal(qn_change_put_remark(f->change, &import, 5, &place, &(qn_remark){ QN_ABOVE, QN_MISSING, NULL, NULL, NULL }, &f->err), QN_EINPUT);
	assert_string_equal(f->err.text, "r.csv:5: a claim without a finite number cannot be kept");
	assert_int_equal(qn_change_put_remark(f->change, &import, 5, &place, &(qn_remark){ QN_ABOVE, 1, "a\033[31mb", NULL, NULL }, &f->err), QN_EINPUT);
	assert_string_equal(f->err.text, "a remark cannot be kept: a text holds control characters");
	qn_spot far = { UINT16_MAX, CLUSTER, 0, year(2022) };
	assert_int_equal(qn_change_put_remark(f->change, &import, 5, &far, &(qn_remark){ QN_ABOVE, 1, NULL, NULL, NULL }, &f->err), QN_EINTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_remarks_come_back_by_cell_import_and_line, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(test_one_remark_is_found_by_its_line, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(test_a_remark_is_no_value, fixture_open, fixture_close),
		cmocka_unit_test(test_only_an_exact_figure_of_the_entity_itself_counts),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_kept_is_refused, fixture_open, fixture_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
