/* SPDX-License-Identifier: Apache-2.0 */
/* test_cells.c - cells gather in any order, few or many, and are put as they are; what comes twice is counted or told. */
#include <errno.h>
#include "fixture.h"
#include "ingest/cells.h"
#include "ingest/room.h"

enum { ENTITIES = 9000 };
typedef struct { double value[ENTITIES]; unsigned line[ENTITIES]; uint64_t repeated, twins; } truth;

static uint32_t seed = 9;
static uint32_t any(uint32_t below) { return ((seed = seed * 1664525u + 1013904223u) >> 8) % below; }

static void add(qn_cells *cells, truth *t, uint32_t place, uint32_t entity, unsigned line, double value)
{
	assert_true(qn_cells_add(cells, REVENUE, CLUSTER, place, entity, line, value));
	if (qn_is_missing(t->value[entity]))
		t->value[entity] = value, t->line[entity] = line;
	else if (t->value[entity] == value)
		t->repeated++;
	else
		t->twins++;
}

static void assert_put(fixture *f, qn_cells *cells, const truth *t, uint64_t there)
{
	static double column[ENTITIES];
	qn_change_set *change = NULL;
	qn_put_count count = { 0 };
	qn_import import = { .file = "r.csv", .source = "", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "" };
	OK(f, qn_change_begin(f->store, &change, &f->err));
	OK(f, qn_change_add_import(change, &import, &f->err));
	OK(f, qn_cells_put(cells, change, &import, &count, &f->err));
	assert_int_equal(count.added, there);
	OK(f, qn_column_read(qn_change_snapshot(change), REVENUE, CLUSTER, qn_period_of(QN_ANNUAL, 2024, 1), column, ENTITIES, &f->err));
	for (uint32_t e = 0; e < ENTITIES; e++) {
		qn_origin origin;
		assert_true(qn_is_missing(t->value[e]) ? qn_is_missing(column[e]) : column[e] == t->value[e]);
		OK(f, qn_column_origin(qn_change_snapshot(change), REVENUE, CLUSTER, qn_period_of(QN_ANNUAL, 2024, 1), e, &origin, &f->err));
		assert_int_equal(origin.line, qn_is_missing(t->value[e]) ? 0 : t->line[e]);
	}
	qn_change_abort(change);
}

static void test_cells_in_any_order_and_number_are_put_as_they_came_first(void **state)
{
	static const uint32_t numbers[] = { 0, 1, 2, 8, 9, 127, 128, 129, 130, 500, 5000, 30000 };
	fixture *f = *state;
	truth *t = malloc(sizeof *t);
	for (uint32_t round = 0; round < 2 * sizeof numbers / sizeof *numbers; round++) {
		qn_cells *cells = qn_cells_new(8, 2, 20, round % 3 * 40000);
		uint32_t number = numbers[round / 2], place = qn_cells_place(cells, qn_period_of(QN_ANNUAL, 2024, 1));
		uint64_t there = 0, all;
		size_t told;
		memset(t, 0, sizeof *t);
		for (uint32_t e = 0; e < ENTITIES; e++)
			t->value[e] = QN_MISSING;
		for (uint32_t k = 0; k < number; k++) /* in order, as far as it goes, or anywhere */
			add(cells, t, place, round % 2 ? any(ENTITIES) : k % ENTITIES, k + 2, any(3));
		for (uint32_t e = 0; e < ENTITIES; e++)
			there += !qn_is_missing(t->value[e]);
		qn_cells_twins(cells, &told, &all);
		assert_int_equal(all, t->twins);
		assert_int_equal(told, t->twins < 20 ? t->twins : 20);
		assert_int_equal(cells->repeated, t->repeated);
		assert_put(f, cells, t, there);
		qn_cells_free(cells);
	}
	free(t);
}

static void test_the_first_twins_of_all_are_told_in_order(void **state)
{
	qn_cells *cells = qn_cells_new(8, 2, 3, 1 << 20);
	uint32_t place = qn_cells_place(cells, qn_period_of(QN_ANNUAL, 2024, 1));
	size_t told;
	uint64_t all;
	(void)state;
	for (uint32_t e = 0; e < 5000; e++)
		assert_true(qn_cells_add(cells, REVENUE, CLUSTER, place, e, 2 + e, 1));
	for (uint32_t e = 5000; e-- > 100;)
		assert_true(qn_cells_add(cells, REVENUE, CLUSTER, place, e, 20000 - e, 2));
	const qn_twin *twin = qn_cells_twins(cells, &told, &all);
	assert_int_equal(all, 4900);
	assert_int_equal(told, 3);
	for (uint32_t k = 0; k < 3; k++) {
		assert_int_equal(twin[k].entity, 100 + k);
		assert_int_equal(twin[k].before, 102 + k);
		assert_int_equal(twin[k].line, 19900 - k);
	}
	qn_cells_free(cells);
}

/* 100 columns of three chunks, 15 MB of pieces, of which a megabyte may lie in memory. */
static void test_what_is_over_the_bound_lies_in_a_file_and_comes_back(void **state)
{
	fixture *f = *state;
	truth *t = malloc(sizeof *t);
	qn_cells *cells = qn_cells_new(8, 2, 3, 1 << 20);
	memset(t, 0, sizeof *t);
	for (uint32_t e = 0; e < ENTITIES; e++)
		for (int year = 2024; year > 1924; year--)
			assert_true(qn_cells_add(cells, REVENUE, CLUSTER, qn_cells_place(cells, qn_period_of(QN_ANNUAL, year, 1)), e, 2 + e, year + 1.0 / (1 + e)));
	assert_true(qn_room_filed(cells->dense) > 0);
	qn_room_rest(cells->dense);
	for (uint32_t e = 0; e < ENTITIES; e++)
		t->value[e] = 2024 + 1.0 / (1 + e), t->line[e] = 2 + e;
	assert_put(f, cells, t, 100 * ENTITIES);
	qn_cells_free(cells);
	free(t);
}

static void test_more_periods_than_at_first_find_their_places(void **state)
{
	qn_cells *cells = qn_cells_new(8, 2, 3, 1 << 20);
	(void)state;
	for (int round = 0; round < 2; round++)
		for (int month = 0; month < 1200; month++) {
			uint32_t place = qn_cells_place(cells, qn_period_of(QN_MONTH, 1900 + month / 12, month % 12 + 1));
			assert_int_equal(place, month);
			assert_true(qn_cells_add(cells, MARGIN, COUNTY, place, 7, 2, month));
		}
	assert_int_equal(cells->repeated, 1200);
	qn_cells_free(cells);
}

static void test_a_disk_without_room_is_told_from_memory(void **state)
{
	(void)state;
	qn_cells *cells = qn_cells_new(8, 2, 0, 0);
	uint32_t place = qn_cells_place(cells, qn_period_of(QN_ANNUAL, 2024, 1)), entity = 0;
	setenv("TMPDIR", "/nowhere", 1);
	while (entity < ENTITIES && qn_cells_add(cells, REVENUE, CLUSTER, place, entity, 2, 1))
		entity++;
	assert_true(entity < ENTITIES);
	assert_int_equal(errno, ENOENT);
	unsetenv("TMPDIR");
	assert_true(qn_cells_add(cells, REVENUE, CLUSTER, place, entity, 2, 1));
	qn_cells_free(cells);
}

/* Bytes of files that are in this process's memory; 0 where the system does not say. */
static size_t mapped(void)
{
	unsigned long all, resident, shared = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	int found = file ? fscanf(file, "%lu %lu %lu", &all, &resident, &shared) : 0;
	if (file)
		fclose(file);
	return found == 3 ? shared * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

typedef struct { size_t seen, most; } walked;

static void look_at(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line)
{
	walked *w = context;
	(void)indicator, (void)kind, (void)period, (void)entity, (void)line;
	if (w->seen++ % 2048 == 0 && mapped() > w->most)
		w->most = mapped();
}

static void test_what_lies_in_a_file_is_walked_through_in_little_memory(void **state)
{
	enum { PERIODS = 1000, MORE = 130 };
	qn_cells *cells = qn_cells_new(1, 1, 0, 0);
	walked w = { 0, 0 };
	(void)state;
	for (unsigned month = 0; month < PERIODS; month++) {
		uint32_t place = qn_cells_place(cells, qn_period_of(QN_MONTH, 1900 + (int)month / 12, month % 12 + 1));
		for (uint32_t k = 0; k < MORE; k++)
			assert_true(qn_cells_add(cells, 0, 0, place, k + 1 < MORE ? k : 4000, 2, 1));
	}
	assert_true(qn_room_filed(cells->dense) >= (size_t)40 << 20);
	qn_room_rest(cells->dense);
	size_t before = mapped();
	qn_cells_each(cells, look_at, &w);
	assert_int_equal(w.seen, PERIODS * MORE);
	assert_true(w.most <= before + ((size_t)24 << 20));
	qn_cells_free(cells);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_cells_in_any_order_and_number_are_put_as_they_came_first),
		cmocka_unit_test(test_the_first_twins_of_all_are_told_in_order),
		WITH_STORE(test_what_is_over_the_bound_lies_in_a_file_and_comes_back),
		cmocka_unit_test(test_what_lies_in_a_file_is_walked_through_in_little_memory),
		cmocka_unit_test(test_a_disk_without_room_is_told_from_memory),
		cmocka_unit_test(test_more_periods_than_at_first_find_their_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
