/* SPDX-License-Identifier: Apache-2.0 */
/* test_panel.c - what a run sees of a store does not depend on the order in which entities came, on the border of a chunk,
 * or on whether a column is read in place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "assess/panel.h"
#include "base/real.h"

enum { REVENUE, COST, RATE, INDICATORS, FIRST = 2020, YEARS = 4 };

typedef struct {
	char folder[32], path[64];
	qn_store *store;
	qn_snapshot *snapshot;
	qn_catalogue catalogue;
	qn_panel *panel;
	qn_error err;
} fixture;

#define OK(f, call) do { if ((call) < 0) fail_msg("%s", (f)->err.text); } while (0)

static int start(void **state)
{
	static char yi[] = "yi", wan[] = "wan", pct[] = "pct";
	static qn_unit unit[] = { { yi, yi, NULL, QN_UNIT_AMOUNT, 1, 1, 1, 1 }, { wan, wan, NULL, QN_UNIT_AMOUNT, 1, 1, 10000, 0 },
		{ pct, pct, NULL, QN_UNIT_RATIO, 0, 1, 100, 1 } };
	static qn_indicator indicator[] = { { .id = "revenue", .title = { NULL, "Revenue" }, .unit = 0, .dimension = 1, .kind = QN_FLOW },
		{ .id = "cost", .title = { NULL, "Cost" }, .unit = 1, .dimension = 1, .kind = QN_FLOW },
		{ .id = "rate", .title = { NULL, "Rate" }, .unit = 2, .kind = QN_RATIO } };
	static qn_kind kind[] = { { "thing", { NULL, "Thing" } } };
	static struct qn_members members;
	fixture *f = calloc(1, sizeof *f);
	strcpy(f->folder, "/tmp/qunce-panel-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof f->path, "%s/s.qn", f->folder);
	f->catalogue = (qn_catalogue){ .pack = "p", .title = { NULL, "p" }, .units = { .unit = unit, .units = 3 }, .indicator = indicator,
		.indicators = INDICATORS, .kind = kind, .kinds = 1, .member = &members };
	OK(f, qn_store_create(f->path, &f->store, &f->err));
	*state = f;
	return 0;
}

static int finish(void **state)
{
	fixture *f = *state;
	char command[96];
	qn_panel_free(f->panel);
	qn_snapshot_close(f->snapshot);
	qn_store_close(f->store);
	snprintf(command, sizeof command, "rm -rf %s", f->folder);
	int rc = system(command);
	free(f);
	return rc;
}

/* Entity k is called e00000k; its number is k, or counts from the end. */
static double value_of(uint32_t k, int y)
{
	return (k * 7 + (uint32_t)y) % 19 == 0 ? QN_MISSING : k * 0.5 + y;
}

static void put(fixture *f, qn_change_set *change, const qn_import *import, uint32_t indicator, qn_period period, const qn_cell *cell, size_t cells)
{
	qn_put_count count = { 0 };
	OK(f, qn_change_put_cells(change, import, indicator, 0, period, cell, cells, &count, &f->err));
}

static void fill(fixture *f, uint32_t entities, bool backwards)
{
	qn_change_set *change;
	qn_import import = { .file = "r.csv", .source = "s", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "" };
	qn_cell *cell = calloc(entities + 1, sizeof *cell);
	OK(f, qn_change_begin(f->store, &change, &f->err));
	for (uint32_t i = 0; i < entities; i++) {
		char id[16];
		snprintf(id, sizeof id, "e%06u", backwards ? entities - 1 - i : i);
		OK(f, qn_change_add_entity(change, &(qn_entity){ .id = id, .title = { NULL, id } }, &f->err));
	}
	OK(f, qn_change_add_import(change, &import, &f->err));
	for (int y = FIRST; y < FIRST + YEARS; y++)
		for (uint32_t indicator = 0; indicator < INDICATORS && y != FIRST + 1; indicator++) {
			for (uint32_t i = 0; i < entities; i++)
				cell[i] = (qn_cell){ i, 2 + i, value_of(backwards ? entities - 1 - i : i, y) };
			put(f, change, &import, indicator, qn_period_of(QN_ANNUAL, y, 1), cell, entities);
		}
	OK(f, qn_change_commit(change, &f->err));
	free(cell);
}

static void open_panel(fixture *f)
{
	qn_panel_free(f->panel), f->panel = NULL;
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	OK(f, qn_snapshot_open(f->store, &f->snapshot, &f->err));
	OK(f, qn_panel_open(f->snapshot, &f->catalogue, NULL, QN_NO_PERIOD, QN_NO_PERIOD, &f->panel, &f->err));
}

static void assert_same(double a, double b) { assert_memory_equal(&a, &b, sizeof a); }

static void assert_panel(fixture *f, uint32_t entities)
{
	qn_panel *panel = f->panel;
	assert_int_equal(panel->entities, entities);
	assert_int_equal(panel->base, YEARS - 1);
	for (uint32_t i = 0; i < INDICATORS; i++)
		OK(f, qn_panel_load(panel, i, &f->err));
	for (uint32_t k = 0; k < entities; k++) {
		char id[16];
		snprintf(id, sizeof id, "e%06u", k);
		assert_string_equal(qn_panel_who(panel, k)->id, id);
		assert_int_equal(qn_panel_entity(panel, qn_panel_number(panel, k)), k);
		for (int t = 0; t < YEARS; t++) {
			double x = t == 1 ? QN_MISSING : value_of(k, FIRST + t);
			assert_same(qn_panel_value(panel, REVENUE, t, k), x);
			assert_same(qn_panel_value(panel, COST, t, k), x * 1 / 10000);
			assert_same(qn_panel_value(panel, RATE, t, k), x * 1 / 100);
		}
	}
	assert_int_equal(qn_panel_entity(panel, entities), -1);
}

static void test_the_order_of_arrival_changes_nothing(void **state)
{
	static const uint32_t sizes[] = { 1, 5, 4091, 4092, 4093 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			assert_int_equal(start(state), 0);
			fixture *f = *state;
			fill(f, sizes[i], backwards);
			open_panel(f);
			assert_panel(f, sizes[i]);
			assert_int_equal(f->panel->order != NULL, backwards && sizes[i] > 1);
			open_panel(f); /* what is known of the order from the first time */
			assert_panel(f, sizes[i]);
			assert_int_equal(finish(state), 0);
		}
}

static void test_entities_that_come_later_are_put_into_order(void **state)
{
	fixture *f = *state;
	qn_change_set *change;
	fill(f, 5, false);
	open_panel(f);
	assert_null(f->panel->order);
	OK(f, qn_change_begin(f->store, &change, &f->err));
	OK(f, qn_change_add_entity(change, &(qn_entity){ .id = "e000002b", .title = { NULL, "late" } }, &f->err));
	OK(f, qn_change_commit(change, &f->err));
	open_panel(f);
	assert_int_equal(f->panel->entities, 6);
	assert_string_equal(qn_panel_who(f->panel, 3)->id, "e000002b");
	OK(f, qn_panel_load(f->panel, REVENUE, &f->err));
	assert_same(qn_panel_value(f->panel, REVENUE, 0, 3), QN_MISSING);
	assert_same(qn_panel_value(f->panel, REVENUE, 0, 4), value_of(3, FIRST));
}

static void test_quarters_fill_what_a_year_lacks(void **state)
{
	fixture *f = *state;
	qn_change_set *change;
	qn_import import = { .file = "q.csv", .source = "s", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "" };
	fill(f, 5, false);
	OK(f, qn_change_begin(f->store, &change, &f->err));
	OK(f, qn_change_add_import(change, &import, &f->err));
	for (int q = 1; q <= 4; q++)
		put(f, change, &import, REVENUE, qn_period_of(QN_QUARTER, FIRST + 1, q), (qn_cell[]){ { 1, 2, q }, { 2, 3, q == 3 ? QN_MISSING : q } }, 2);
	OK(f, qn_change_commit(change, &f->err));
	open_panel(f);
	OK(f, qn_panel_load(f->panel, REVENUE, &f->err));
	assert_same(qn_panel_value(f->panel, REVENUE, 1, 1), 10);
	assert_same(qn_panel_value(f->panel, REVENUE, 1, 2), QN_MISSING);
	assert_same(qn_panel_value(f->panel, REVENUE, 0, 1), value_of(1, FIRST));
}

static void test_a_damaged_chunk_is_refused_when_a_panel_loads_it(void **state)
{
	fixture *f = *state;
	char file[80];
	static unsigned char bytes[1 << 21];
	double mark[2] = { value_of(4000, FIRST + 3), value_of(4001, FIRST + 3) };
	int hits = 0;
	fill(f, 4092, false);
	qn_store_close(f->store), f->store = NULL;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDWR);
	ssize_t size = pread(data, bytes, sizeof bytes, 0);
	for (ssize_t i = 0; i + 16 <= size; i++)
		if (memcmp(bytes + i, mark, sizeof mark) == 0) {
			unsigned char flipped = bytes[i + 2] ^ 4;
			assert_int_equal(pwrite(data, &flipped, 1, i + 2), 1);
			hits++;
		}
	close(data);
	assert_true(hits >= INDICATORS);
	OK(f, qn_store_open(f->path, false, &f->store, &f->err));
	open_panel(f);
	for (uint32_t i = 0; i < INDICATORS; i++)
		assert_int_equal(qn_panel_load(f->panel, i, &f->err), QN_ESTORE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_order_of_arrival_changes_nothing),
		cmocka_unit_test_setup_teardown(test_entities_that_come_later_are_put_into_order, start, finish),
		cmocka_unit_test_setup_teardown(test_quarters_fill_what_a_year_lacks, start, finish),
		cmocka_unit_test_setup_teardown(test_a_damaged_chunk_is_refused_when_a_panel_loads_it, start, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
