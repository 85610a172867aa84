/* SPDX-License-Identifier: Apache-2.0 */
/* test_statements.c - what was said of a cell, why it counts or not, and when two sources contradict each other. */
#include <math.h>
#include "fixture.h"
#include "store/ranks.h"
#include "store/statements.h"

static qn_remark told(qn_claim_op op, double value) { return (qn_remark){ .op = op, .value = value }; }

static void test_bounds_are_taken_at_their_word(void **state)
{
	static const struct { qn_claim_op op; double value; qn_claim_op other; double with; bool contradict; } cases[] = {
		{ QN_ABOVE, 600, QN_BELOW, 300, true }, { QN_ABOVE, 100, QN_EXACTLY, 120, false }, { QN_ABOVE, 100, QN_EXACTLY, 100, true },
		{ QN_AT_LEAST, 100, QN_EXACTLY, 100, false }, { QN_AT_MOST, 100, QN_AT_LEAST, 100, false }, { QN_BELOW, 100, QN_AT_LEAST, 100, true },
		{ QN_EXACTLY, 84, QN_EXACTLY, 202.87, true }, { QN_EXACTLY, 84, QN_EXACTLY, 84, false }, { QN_ABOVE, 100, QN_ABOVE, 900, false },
		{ QN_BELOW, 100, QN_BELOW, 5, false }, { QN_ABOUT, 100, QN_EXACTLY, 110, false }, { QN_ABOUT, 100, QN_EXACTLY, 111, true },
		{ QN_ABOUT, 100, QN_ABOVE, 600, true }, { QN_ABOUT, -100, QN_EXACTLY, -95, false }, { QN_ABOVE, 100, QN_BELOW, 100, true },
		{ QN_EXACTLY, 0, QN_EXACTLY, -0.0, false }, { QN_ABOVE, 0, QN_EXACTLY, 0, true } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_remark a = told(cases[i].op, cases[i].value), b = told(cases[i].other, cases[i].with);
		if (qn_statements_contradict(&a, &b, 0) != cases[i].contradict || qn_statements_contradict(&b, &a, 0) != cases[i].contradict)
			fail_msg("%s%g and %s%g", qn_claim_sign(a.op), a.value, qn_claim_sign(b.op), b.value);
	}
}

static void test_a_tolerance_forgives_a_share_of_the_greater_figure(void **state)
{
	qn_remark a = told(QN_EXACTLY, 100), b = told(QN_EXACTLY, 101), over = told(QN_ABOVE, 100);
	(void)state;
	assert_true(qn_statements_contradict(&a, &b, 0));
	assert_false(qn_statements_contradict(&a, &b, 0.01));
	assert_true(qn_statements_contradict(&a, &b, 0.009));
	assert_true(qn_statements_contradict(&a, &over, 0));
	assert_false(qn_statements_contradict(&a, &over, 0.001));
}

static void test_what_speaks_of_another_scope_contradicts_nothing(void **state)
{
	qn_remark own = told(QN_EXACTLY, 100), city = { QN_EXACTLY, 900, "the whole city", NULL, NULL }, again = { QN_EXACTLY, 800, "the whole city", NULL, NULL };
	(void)state;
	assert_false(qn_statements_contradict(&own, &city, 0));
	assert_true(qn_statements_contradict(&again, &city, 0));
}

static qn_import from(fixture *f, const char *source, qn_source_rank rank, qn_date known_on)
{
	qn_import import = { .file = "r.csv", .source = source, .submitter = "", .rank = rank, .known_on = known_on, .recorded = "" };
	import.content = qn_sha256_of(&f->imports, sizeof f->imports);
	f->imports++;
	OK(f, qn_change_add_import(f->change, &import, &f->err));
	return import;
}

static const qn_spot spot = { REVENUE, CLUSTER, 3, 0 };
static qn_spot here(void) { qn_spot at = spot; at.period = year(2024); return at; }

static void say(fixture *f, const qn_import *import, uint32_t line, qn_remark what)
{
	qn_spot at = here();
	if (qn_remark_is_exact(&what))
		put(f, import, at.period, &(qn_cell){ at.entity, line, what.value }, 1);
	if (qn_remark_says(&what))
		OK(f, qn_change_put_remark(f->change, import, line, &at, &what, &f->err));
}

static const char *const standings[] = { "alone", "better", "later", "last", "rank", "day", "order", "retold", "bound", "rough", "scope" };

static void tell(const qn_statement *all, uint32_t count, char text[static 512])
{
	char one[96];
	text[0] = '\0';
	for (uint32_t i = 0; i < count; i++) {
		snprintf(one, sizeof one, "%s %s%g %s%s; ", all[i].source, qn_claim_sign(all[i].remark.op), all[i].remark.value, standings[all[i].standing], all[i].last ? "" : " old");
		strcat(text, one);
	}
}

static void assert_said(fixture *f, qn_date day, const char *expected)
{
	qn_spot at = here();
	qn_arena arena = { 0 };
	qn_statement *all;
	uint32_t count;
	char text[512];
	OK(f, qn_statements_read(look(f), &at, (qn_vintage){ day, UINT32_MAX }, &arena, &all, &count, &f->err));
	tell(all, count, text);
	assert_string_equal(text, expected);
	qn_arena_free(&arena);
}

static void test_every_statement_says_why_it_counts_or_not(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import a = from(f, "A", QN_SOURCE_PUBLISHED, 100), b = from(f, "B", QN_SOURCE_PUBLISHED, 200), c = from(f, "C", QN_SOURCE_ESTIMATE, 300);
	qn_import again = from(f, "A", QN_SOURCE_PUBLISHED, 150), last = from(f, "D", QN_SOURCE_PUBLISHED, 200), city = from(f, "E", QN_SOURCE_OFFICIAL, 50);
	say(f, &a, 2, told(QN_EXACTLY, 84));
	say(f, &b, 3, told(QN_EXACTLY, 202));
	say(f, &c, 4, told(QN_EXACTLY, 500));
	say(f, &again, 5, told(QN_EXACTLY, 85));
	say(f, &again, 6, told(QN_ABOVE, 80));
	say(f, &c, 7, told(QN_ABOUT, 20));
	say(f, &city, 8, (qn_remark){ QN_EXACTLY, 900, "the whole city", NULL, NULL });
	commit(f);
	assert_said(f, 60, "E =900 scope; ");
	assert_said(f, 100, "A =84 alone; E =900 scope; ");
	assert_said(f, 150, "A =85 alone; A =84 retold old; E =900 scope; A >80 bound; ");
	assert_said(f, 1000, "B =202 later; A =85 day; A =84 retold old; C =500 rank; E =900 scope; A >80 bound; C ~20 rough; ");
	begin(f);
	say(f, &last, 9, told(QN_EXACTLY, 203));
	commit(f);
	assert_said(f, 1000, "D =203 last; B =202 order; A =85 day; A =84 retold old; C =500 rank; E =900 scope; A >80 bound; C ~20 rough; ");
	begin(f);
	uint64_t moved;
	OK(f, qn_change_rule_rank(f->change, &(qn_import){ .file = "sources", .source = "A", .submitter = "", .rank = QN_SOURCE_CHECKED, .known_on = 400, .recorded = "" }, &moved, &f->err));
	commit(f);
	assert_said(f, 1000, "A =85 better; A =84 retold old; D =203 rank; B =202 rank; C =500 rank; E =900 scope; A >80 bound; C ~20 rough; ");
}

/* As in a cell of which every line speaks of a scope of its own. */
static void test_many_scopes_are_looked_at_one_by_one(void **state)
{
	enum { SCOPES = 40000 };
	qn_statement *all = calloc(SCOPES + 1, sizeof *all);
	char (*scope)[16] = calloc(SCOPES, sizeof *scope);
	(void)state;
	for (int i = 0; i < SCOPES; i++) {
		snprintf(scope[i], sizeof *scope, "%d", i);
		all[i] = (qn_statement){ .source = "A", .last = true, .remark = { .op = QN_EXACTLY, .value = i, .scope = scope[i] } };
	}
	all[SCOPES] = (qn_statement){ .source = "B", .last = true, .remark = { .op = QN_EXACTLY, .value = 1, .scope = scope[77] } };
	assert_int_equal(qn_statements_conflict(all, SCOPES, 0, NULL), 0);
	assert_int_equal(qn_statements_conflict(all, SCOPES + 1, 0, NULL), 1);
	all[SCOPES].remark.value = 77;
	assert_int_equal(qn_statements_conflict(all, SCOPES + 1, 0, NULL), 0);
	free(scope);
	free(all);
}

/* A source that corrects itself contradicts nobody. */
static bool conflicts(fixture *f)
{
	qn_spot at = here();
	qn_arena arena = { 0 };
	qn_statement *all;
	uint32_t count;
	OK(f, qn_statements_read(look(f), &at, QN_NOW, &arena, &all, &count, &f->err));
	int found = qn_statements_conflict(all, count, 0, &f->err);
	OK(f, found);
	qn_arena_free(&arena);
	return found;
}

static void test_only_the_last_words_of_different_sources_conflict(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import a = from(f, "A", QN_SOURCE_PUBLISHED, 100), again = from(f, "A", QN_SOURCE_PUBLISHED, 150), unnamed = from(f, "", QN_SOURCE_OFFICIAL, 150);
	qn_import corrected = from(f, "", QN_SOURCE_OFFICIAL, 160), b = from(f, "B", QN_SOURCE_PUBLISHED, 170);
	say(f, &a, 2, told(QN_EXACTLY, 84));
	say(f, &again, 5, told(QN_EXACTLY, 85));
	commit(f);
	assert_false(conflicts(f));
	begin(f), say(f, &unnamed, 6, told(QN_EXACTLY, 86)), commit(f);
	assert_true(conflicts(f));
	begin(f), say(f, &corrected, 7, told(QN_EXACTLY, 85)), commit(f);
	assert_false(conflicts(f)); /* now all say 85 */
	begin(f), say(f, &b, 8, told(QN_BELOW, 80)), commit(f);
	assert_true(conflicts(f));
}

typedef struct { char text[1024]; } listed;

static int list(void *context, const qn_spot *at, const qn_statement *all, uint32_t count)
{
	listed *l = context;
	char text[512], period[24];
	qn_period_text(at->period, period);
	tell(all, count, text);
	size_t length = strlen(l->text);
	snprintf(l->text + length, sizeof l->text - length, "%u %s: %s", at->entity, period, text);
	return QN_OK;
}

static void test_every_cell_of_which_more_than_one_thing_was_said_is_met_once(void **state)
{
	fixture *f = *state;
	listed l = { "" };
	begin(f);
	qn_import a = from(f, "A", QN_SOURCE_PUBLISHED, 100), b = from(f, "B", QN_SOURCE_PUBLISHED, 200);
	for (int y = 2023; y <= 2024; y++)
		put(f, &a, year(y), (qn_cell[]){ { 1, 2, 10 }, { 2, 3, 20 }, { QN_CHUNK + 7, 4, 30 } }, 3);
	put(f, &b, year(2024), (qn_cell[]){ { 1, 2, 11 }, { QN_CHUNK + 7, 3, 31 } }, 2);
	qn_spot lone = { REVENUE, CLUSTER, 9, year(2023) }, beside = { REVENUE, CLUSTER, 2, year(2023) }, far = { REVENUE, CLUSTER, QN_CHUNK + 8, year(2023) };
	OK(f, qn_change_put_remark(f->change, &b, 5, &lone, &(qn_remark){ QN_ABOVE, 5, NULL, NULL, NULL }, &f->err));
	OK(f, qn_change_put_remark(f->change, &b, 6, &beside, &(qn_remark){ QN_ABOVE, 5, NULL, NULL, NULL }, &f->err));
	OK(f, qn_change_put_remark(f->change, &b, 7, &far, &(qn_remark){ QN_ABOVE, 6, NULL, NULL, NULL }, &f->err));
	OK(f, qn_change_put_remark(f->change, &a, 8, &far, &(qn_remark){ QN_BELOW, 5, NULL, NULL, NULL }, &f->err));
	commit(f);
	OK(f, qn_statements_each(look(f), REVENUE, QN_NOW, list, &l, &f->err));
	assert_string_equal(l.text, "2 2023: A =20 alone; B >5 bound; 4100 2023: B >6 bound; A <5 bound; 1 2024: B =11 later; A =10 day; 4099 2024: B =31 later; A =30 day; ");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounds_are_taken_at_their_word), cmocka_unit_test(test_a_tolerance_forgives_a_share_of_the_greater_figure),
		cmocka_unit_test(test_what_speaks_of_another_scope_contradicts_nothing), cmocka_unit_test(test_many_scopes_are_looked_at_one_by_one), TEST(test_every_statement_says_why_it_counts_or_not),
		TEST(test_only_the_last_words_of_different_sources_conflict), TEST(test_every_cell_of_which_more_than_one_thing_was_said_is_met_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
