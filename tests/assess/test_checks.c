/* SPDX-License-Identifier: Apache-2.0 */
/* test_checks.c - checks look at a change before it counts: what rests on its figures is told, what was there before is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assess/checks.h"
#include "base/real.h"

enum { REVENUE, COST, MARGIN, INDICATORS, ENTITIES = 3 };
enum { PART, STEADY, THIN, CHECKS };

typedef struct {
	char folder[32], path[64];
	qn_store *store;
	qn_catalogue catalogue;
	qn_program *program;
	qn_change_set *change;
	qn_snapshot *view;
	qn_panel *panel;
	qn_breaches *found;
	qn_error err;
} fixture;

#define OK(f, call) do { if ((call) < 0) fail_msg("%s", (f)->err.text); } while (0)

static uint32_t add(fixture *f, qn_node node)
{
	OK(f, qn_node_derive(f->program, &f->catalogue, &node, &f->err));
	assert_true(qn_program_room(f->program, node, nodes));
	f->program->node[f->program->nodes] = node;
	return f->program->nodes++;
}

static uint32_t op(fixture *f, qn_op op, uint32_t a, uint32_t b, uint32_t symbol)
{
	return add(f, (qn_node){ .op = (uint16_t)op, .a = a, .b = b, .c = QN_NONE, .symbol = symbol, .place = QN_NONE });
}

static uint32_t number(fixture *f, double value)
{
	return add(f, (qn_node){ .op = QN_CONST, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = QN_NONE, .place = QN_NONE, .type = QN_NUMBER, .bare = true, .value = value });
}

/* cost <= revenue · revenue <= 3 lag(revenue, 1) · margin >= 1 %, where margin is (revenue - cost) / revenue unless told */
static void write_rules(fixture *f)
{
	static qn_check check[CHECKS] = { { .id = "part", .severity = QN_SEVERITY_ERROR }, { .id = "steady", .severity = QN_SEVERITY_WARNING },
		{ .id = "thin", .severity = QN_SEVERITY_NOTE } };
	static qn_derivation derivation = { .indicator = MARGIN, .place = QN_NONE };
	f->program = qn_program_new();
	uint32_t revenue = op(f, QN_INPUT, QN_NONE, QN_NONE, REVENUE), cost = op(f, QN_INPUT, QN_NONE, QN_NONE, COST), margin = op(f, QN_INPUT, QN_NONE, QN_NONE, MARGIN);
	check[PART].holds = op(f, QN_LE, cost, revenue, QN_NONE);
	check[STEADY].holds = op(f, QN_LE, revenue, op(f, QN_MUL, number(f, 3), op(f, QN_LAG, revenue, QN_NONE, 1), QN_NONE), QN_NONE);
	check[THIN].holds = op(f, QN_GE, margin, number(f, 0.01), QN_NONE);
	derivation.node = op(f, QN_DIV, op(f, QN_SUB, revenue, cost, QN_NONE), revenue, QN_NONE);
	f->program->check = check, f->program->checks = CHECKS;
	f->program->derivation = &derivation, f->program->derivations = 1;
}

static int start(void **state)
{
	static char yi[] = "yi", pct[] = "pct";
	static qn_unit unit[] = { { yi, yi, NULL, QN_UNIT_AMOUNT, 1, 1, 1, 1 }, { pct, pct, NULL, QN_UNIT_RATIO, 0, 1, 1, 1 } };
	static qn_indicator indicator[] = { { .id = "revenue", .title = { NULL, "Revenue" }, .unit = 0, .dimension = 1, .kind = QN_FLOW },
		{ .id = "cost", .title = { NULL, "Cost" }, .unit = 0, .dimension = 1, .kind = QN_FLOW }, { .id = "margin", .title = { NULL, "Margin" }, .unit = 1, .kind = QN_RATIO } };
	static qn_kind kind[] = { { "thing", { NULL, "Thing" } } };
	static struct qn_members members;
	fixture *f = calloc(1, sizeof *f);
	strcpy(f->folder, "/tmp/qunce-checks-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof f->path, "%s/s.qn", f->folder);
	f->catalogue = (qn_catalogue){ .pack = "p", .title = { NULL, "p" }, .units = { .dimension = { "money" }, .dimensions = 1, .unit = unit, .units = 2 }, .indicator = indicator,
		.indicators = INDICATORS, .kind = kind, .kinds = 1, .member = &members };
	OK(f, qn_store_create(f->path, &f->store, &f->err));
	write_rules(f);
	OK(f, qn_change_begin(f->store, &f->change, &f->err));
	for (int i = 0; i < ENTITIES; i++) {
		char id[2] = { (char)('a' + i), 0 };
		OK(f, qn_change_add_entity(f->change, &(qn_entity){ .id = id, .title = { NULL, id } }, &f->err));
	}
	OK(f, qn_change_commit(f->change, &f->err));
	f->change = NULL;
	*state = f;
	return 0;
}

static void stop_looking(fixture *f)
{
	qn_breaches_free(f->found), f->found = NULL;
	qn_panel_free(f->panel), f->panel = NULL;
	qn_snapshot_close(f->view), f->view = NULL;
}

static int finish(void **state)
{
	fixture *f = *state;
	char command[96];
	stop_looking(f);
	qn_change_abort(f->change);
	qn_store_close(f->store);
	f->program->check = NULL, f->program->derivation = NULL;
	qn_program_free(f->program);
	snprintf(command, sizeof command, "rm -rf %s", f->folder);
	int rc = system(command);
	free(f);
	return rc;
}

typedef struct { uint32_t indicator; int year; uint32_t entity; double value; } figure;

/* An import of a few figures, the n-th on line 2 + n; it is left uncommitted. Gives its number. */
static uint32_t put(fixture *f, const figure *of, size_t count)
{
	qn_import import = { .file = "r.csv", .source = "s", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "" };
	qn_put_count unused = { 0 };
	OK(f, qn_change_begin(f->store, &f->change, &f->err));
	OK(f, qn_change_add_import(f->change, &import, &f->err));
	for (size_t i = 0; i < count; i++)
		OK(f, qn_change_put_cells(f->change, &import, of[i].indicator, 0, qn_period_of(QN_ANNUAL, of[i].year, 1),
			&(qn_cell){ of[i].entity, (uint32_t)i + 2, of[i].value }, 1, &unused, &f->err));
	return import.number;
}

static void look(fixture *f, uint32_t first)
{
	size_t columns;
	const qn_touched *column = qn_change_touched(f->change, &columns);
	OK(f, qn_change_view(f->change, &f->view, &f->err));
	OK(f, qn_panel_open(f->view, &f->catalogue, f->program, QN_NO_PERIOD, QN_NO_PERIOD, &f->panel, &f->err));
	OK(f, qn_breaches_of(f->panel, &(qn_changes){ 0 }, first, column, columns, &f->found, &f->err));
}

static void commit(fixture *f)
{
	stop_looking(f);
	OK(f, qn_change_commit(f->change, &f->err));
	f->change = NULL;
}

static void assert_breach(const fixture *f, uint32_t at, uint32_t check, int year, size_t entity, uint32_t line)
{
	const qn_breach *breach = &f->found->breach[at];
	assert_true(at < f->found->count);
	assert_int_equal(breach->check, check);
	assert_int_equal(qn_period_year(qn_panel_period(f->panel, breach->index)), year);
	assert_int_equal(breach->entity, entity);
	assert_int_equal(breach->origin.line, line);
}

static void test_a_change_is_seen_before_it_counts(void **state)
{
	fixture *f = *state;
	look(f, put(f, (figure[]){ { REVENUE, 2025, 1, 10 }, { COST, 2025, 1, 11 }, { COST, 2025, 2, 5 } }, 3));
	assert_int_equal(f->found->count, 2); /* c's revenue is missing: nothing is said of it */
	assert_breach(f, 0, PART, 2025, 1, 3);
	assert_breach(f, 1, THIN, 2025, 1, 2); /* derived: the first part it is made of */
	stop_looking(f);
	qn_change_abort(f->change), f->change = NULL;
	look(f, put(f, (figure[]){ { REVENUE, 2025, 1, 10 } }, 1));
	assert_int_equal(f->found->count, 0); /* what was given up is gone */
}

static void test_what_was_wrong_before_is_not_told_again(void **state)
{
	fixture *f = *state;
	put(f, (figure[]){ { REVENUE, 2025, 0, 10 }, { COST, 2025, 0, 20 } }, 2);
	commit(f);
	look(f, put(f, (figure[]){ { REVENUE, 2025, 1, 10 }, { COST, 2025, 1, 9 } }, 2));
	assert_int_equal(f->found->count, 0);
	stop_looking(f);
	qn_change_abort(f->change), f->change = NULL;
	look(f, put(f, (figure[]){ { REVENUE, 2025, 0, 11 } }, 1)); /* now it is this figure's fault too */
	assert_int_equal(f->found->count, 2);
	assert_breach(f, 0, PART, 2025, 0, 2);
}

static void test_an_earlier_year_is_looked_back_on(void **state)
{
	fixture *f = *state;
	put(f, (figure[]){ { REVENUE, 2023, 0, 100 }, { REVENUE, 2025, 0, 100 } }, 2);
	commit(f);
	look(f, put(f, (figure[]){ { REVENUE, 2024, 0, 10 } }, 1));
	assert_int_equal(f->found->count, 1);
	assert_breach(f, 0, STEADY, 2025, 0, 2);
	commit(f);
	look(f, put(f, (figure[]){ { COST, 2022, 2, 1 } }, 1)); /* years before the first */
	assert_int_equal(f->found->count, 0);
}

static void test_a_told_ratio_is_not_its_parts(void **state)
{
	fixture *f = *state;
	look(f, put(f, (figure[]){ { MARGIN, 2025, 0, 0.5 }, { REVENUE, 2025, 0, 10 }, { COST, 2025, 0, 10 } }, 3));
	assert_int_equal(f->found->count, 0);
}

static void test_everything_there_is_asked(void **state)
{
	fixture *f = *state;
	qn_changes none = { 0 };
	put(f, (figure[]){ { REVENUE, 2024, 2, 10 }, { REVENUE, 2025, 2, 31 }, { COST, 2024, 0, 1 }, { REVENUE, 2024, 0, 0.5 } }, 4);
	commit(f);
	OK(f, qn_snapshot_open(f->store, &f->view, &f->err));
	OK(f, qn_panel_open(f->view, &f->catalogue, f->program, QN_NO_PERIOD, QN_NO_PERIOD, &f->panel, &f->err));
	OK(f, qn_breaches_find(f->panel, &none, &f->found, &f->err));
	assert_int_equal(f->found->count, 3);
	assert_breach(f, 0, PART, 2024, 0, 4);
	assert_breach(f, 1, STEADY, 2025, 2, 3);
	assert_breach(f, 2, THIN, 2024, 0, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_change_is_seen_before_it_counts, start, finish),
		cmocka_unit_test_setup_teardown(test_what_was_wrong_before_is_not_told_again, start, finish),
		cmocka_unit_test_setup_teardown(test_an_earlier_year_is_looked_back_on, start, finish),
		cmocka_unit_test_setup_teardown(test_a_told_ratio_is_not_its_parts, start, finish),
		cmocka_unit_test_setup_teardown(test_everything_there_is_asked, start, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
