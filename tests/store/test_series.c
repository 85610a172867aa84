/* SPDX-License-Identifier: Apache-2.0 */
/* test_series.c - what a directory of chunks gives is what the columns hold, or an error; never less. */
#include "fixture.h"
#include <fcntl.h>
#include "store/series.h"
#include "store/vintages.h"

enum { FIRST = 2019, PERIODS = 8, MOST = 8200 };

static double value_of(uint32_t entity, int y)
{
	return entity % 53 == 7 || (entity % 11 == 0 && y == 2022) ? QN_MISSING : entity * 0.25 + 10000.0 * y;
}

/* Columns of so many entities, in the years 2020, 2021, 2022 and 2024. */
static void fill(fixture *f, uint32_t entities)
{
	qn_cell *cell = calloc(MOST, sizeof *cell);
	qn_catalogue catalogue = small_catalogue();
	begin(f);
	OK(f, qn_change_put_catalogue(f->change, &catalogue, &f->err));
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	for (int y = 2020; y <= 2024; y += y == 2022 ? 2 : 1) {
		for (uint32_t e = 0; e < entities; e++)
			cell[e] = (qn_cell){ e, 2 + e, value_of(e, y) };
		put(f, &import, year(y), cell, entities);
	}
	commit(f);
	free(cell);
}

static void assert_like_columns(fixture *f, uint32_t entities)
{
	double *column = calloc((size_t)PERIODS * MOST, sizeof *column), *out = calloc((size_t)PERIODS * MOST, sizeof *out);
	qn_series_id *id = calloc(MOST, sizeof *id);
	for (int t = 0; t < PERIODS; t++)
		OK(f, qn_column_read(f->snapshot, REVENUE, CLUSTER, year(FIRST + t), column + t * MOST, MOST, &f->err));
	for (uint32_t i = 0; i < MOST; i++)
		id[i] = (qn_series_id){ i % 9 == 8 ? STAFF : REVENUE, i * 4211 % MOST };
	OK(f, qn_series_read(f->snapshot, CLUSTER, year(FIRST), PERIODS, id, MOST, out, &f->err));
	for (uint32_t i = 0; i < MOST; i++)
		for (int t = 0; t < PERIODS; t++) {
			double expected = id[i].indicator == STAFF ? QN_MISSING : column[t * MOST + id[i].entity];
			assert_memory_equal(&out[i * PERIODS + (uint32_t)t], &expected, sizeof expected);
		}
	assert_true(out[1] == value_of(0, 2020) || entities == 0);
	free(column), free(out), free(id);
}

static void test_series_are_what_the_columns_hold(void **state)
{
	static const uint32_t sizes[] = { 1, 5, 101, 2046, 4091, 4092, 4093, 8184, 8185 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		assert_int_equal(fixture_open(state), 0);
		fill(*state, sizes[i]);
		reopen(*state, false);
		look(*state);
		assert_like_columns(*state, sizes[i]);
		assert_like_columns(*state, sizes[i]); /* what was touched before */
		assert_int_equal(fixture_close(state), 0);
	}
}

static void test_a_column_is_a_table_of_chunks_of_all_entities(void **state)
{
	fixture *f = *state;
	qn_series *series;
	const double *const *chunk;
	begin(f);
	for (int i = 0; i < 4100; i++) {
		char id[16];
		snprintf(id, sizeof id, "e%d", i);
		add_entity(f, CLUSTER, id, NULL, id, NULL);
	}
	commit(f);
	fill(f, 4092);
	OK(f, qn_series_open(look(f), REVENUE, CLUSTER, QN_ANNUAL, &series, &f->err));
	assert_true(series->first == year(2020) && series->periods == 5 && series->chunks == 2 && series->entities == 4100);
	assert_int_equal(qn_series_column(f->snapshot, series, year(2021), &chunk, &f->err), 1);
	for (uint32_t e = 0; e < 4100; e++) {
		double value = chunk[e / QN_CHUNK][e % QN_CHUNK], expected = e < 4092 ? value_of(e, 2021) : QN_MISSING;
		assert_memory_equal(&value, &expected, sizeof value);
	}
	assert_int_equal((uintptr_t)chunk[0] % sizeof(double), 0);
	assert_int_equal(qn_series_column(f->snapshot, series, year(2023), &chunk, &f->err), 0);
	assert_null(chunk);
	assert_int_equal(qn_series_column(f->snapshot, series, year(2025), &chunk, &f->err), 0);
	OK(f, qn_series_open(f->snapshot, REVENUE, COUNTY, QN_ANNUAL, &series, &f->err));
	assert_int_equal(series->periods, 0);
	assert_int_equal(qn_series_column(f->snapshot, series, year(2021), &chunk, &f->err), 0);
	OK(f, qn_series_open(f->snapshot, REVENUE, CLUSTER, QN_MONTH, &series, &f->err));
	assert_int_equal(series->periods, 0);
}

static void test_a_change_has_no_directory(void **state)
{
	fixture *f = *state;
	qn_series *series;
	fill(f, 5);
	begin(f);
	assert_int_equal(qn_series_open(qn_change_snapshot(f->change), REVENUE, CLUSTER, QN_ANNUAL, &series, &f->err), QN_EINTERNAL);
}

/* The file with one byte changed, as long as the store is open. */
static void with_byte(fixture *f, off_t at, unsigned char byte, void (*check)(fixture *))
{
	char file[160];
	unsigned char kept;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDWR);
	assert_int_equal(pread(data, &kept, 1, at), 1);
	kept ^= byte;
	assert_int_equal(pwrite(data, &kept, 1, at), 1);
	OK(f, qn_store_open(f->path, false, &f->store, &f->err));
	check(f);
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	qn_store_close(f->store), f->store = NULL;
	kept ^= byte;
	assert_int_equal(pwrite(data, &kept, 1, at), 1);
	close(data);
}

static void assert_refused(fixture *f)
{
	double out[PERIODS];
	qn_series *series;
	const double *const *chunk;
	qn_series_id id = { REVENUE, 4000 };
	OK(f, qn_series_open(look(f), REVENUE, CLUSTER, QN_ANNUAL, &series, &f->err));
	assert_int_equal(qn_series_read(f->snapshot, CLUSTER, year(FIRST), PERIODS, &id, 1, out, &f->err), QN_ESTORE);
	assert_non_null(strstr(f->err.text, "the column revenue of 2024 (cluster) is damaged"));
	assert_int_equal(qn_series_column(f->snapshot, series, year(2024), &chunk, &f->err), QN_ESTORE);
	assert_null(chunk);
	assert_int_equal(qn_series_column(f->snapshot, series, year(2022), &chunk, &f->err), 1); /* the others are as they were */
}

static void test_a_damaged_chunk_is_refused_when_it_is_touched(void **state)
{
	fixture *f = *state;
	char file[160];
	static unsigned char bytes[1 << 21];
	double mark[2] = { value_of(4000, 2024), value_of(4001, 2024) };
	fill(f, 4092);
	qn_store_close(f->store), f->store = NULL;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDONLY), found = 0;
	ssize_t size = pread(data, bytes, sizeof bytes, 0);
	close(data);
	for (ssize_t i = 0; i + 16 <= size; i++)
		if (memcmp(bytes + i, mark, sizeof mark) == 0) {
			with_byte(f, i + 3, 0x40, assert_refused);
			with_byte(f, i - 4000 * 8 - 16, 1, assert_refused); /* the count */
			found++;
		}
	assert_int_equal(found, 1);
}

static int told;

static void assert_nothing_hidden(fixture *f)
{
	double out[2];
	int rc = qn_series_read(look(f), CLUSTER, year(2023), 2, &(qn_series_id){ REVENUE, 3 }, 1, out, &f->err);
	assert_true(rc == QN_ESTORE || (rc == 0 && out[1] == value_of(3, 2024)));
	told += rc == QN_ESTORE;
}

/* As of a day on which not all was known that is known now. */
static void assert_nothing_hidden_of_a_day(fixture *f)
{
	const qn_frozen day = { .at = { 20000, UINT32_MAX }, .rules_on = QN_NO_DATE };
	qn_period period[PERIODS];
	double out[5];
	int rc = qn_snapshot_as_of(look(f), &day, &f->err), periods = rc;
	if (rc == QN_OK)
		periods = qn_column_periods(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, period, PERIODS, &f->err);
	if (rc == QN_OK)
		rc = qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2024), out, 5, &f->err);
	assert_true(periods == QN_ESTORE || periods == 4);
	assert_true(rc == QN_ESTORE || (rc == 1 && out[3] == value_of(3, 2024)));
	told += periods == QN_ESTORE || rc == QN_ESTORE;
}

static void damage_keys(fixture *f, void (*check)(fixture *))
{
	char file[160];
	static unsigned char bytes[1 << 20];
	unsigned char key[8] = { 0, 0, 0, 0, (unsigned char)(year(2024) >> 8), (unsigned char)year(2024), 0, 0 };
	qn_store_close(f->store), f->store = NULL;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDONLY);
	ssize_t size = pread(data, bytes, sizeof bytes, 0);
	close(data);
	told = 0;
	for (ssize_t i = 0; i + 8 <= size; i++)
		for (int k = 0; k < 8 && memcmp(bytes + i, key, 8) == 0; k++) {
			with_byte(f, i + k, 1, check);
			with_byte(f, i + k, 0x40, check);
		}
	assert_true(told > 0);
}

static void test_a_damaged_key_hides_no_value_of_a_series(void **state)
{
	fill(*state, 5);
	damage_keys(*state, assert_nothing_hidden);
}

static void test_a_damaged_key_hides_no_value_of_a_day(void **state)
{
	fixture *f = *state;
	fill(f, 5);
	begin(f);
	qn_import later = add_import(f, QN_SOURCE_OFFICIAL, 20100, false);
	put(f, &later, year(2022), &(qn_cell){ 1, 2, 7.5 }, 1);
	commit(f);
	damage_keys(f, assert_nothing_hidden_of_a_day);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_series_are_what_the_columns_hold),
		TEST(test_a_column_is_a_table_of_chunks_of_all_entities),
		TEST(test_a_change_has_no_directory),
		TEST(test_a_damaged_chunk_is_refused_when_it_is_touched),
		TEST(test_a_damaged_key_hides_no_value_of_a_series),
		TEST(test_a_damaged_key_hides_no_value_of_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
