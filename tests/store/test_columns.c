/* SPDX-License-Identifier: Apache-2.0 */
/* test_columns.c - values, origins, journal and claims; against a model of plain arrays, too. */
#include "past_cells.h"
#include <fcntl.h>

static double value_of(fixture *f, qn_period period, uint32_t entity)
{
	double *all = malloc((entity + 1) * sizeof *all);
	OK(f, qn_column_read(f->snapshot, REVENUE, CLUSTER, period, all, entity + 1, &f->err));
	double value = all[entity];
	free(all);
	return value;
}

static void assert_origin(fixture *f, qn_period period, uint32_t entity, uint32_t import, uint32_t line)
{
	qn_origin origin;
	OK(f, qn_column_origin(f->snapshot, REVENUE, CLUSTER, period, entity, &origin, &f->err));
	assert_int_equal(origin.import, import);
	assert_int_equal(origin.line, line);
}

static void test_missing_is_missing_and_zero_is_zero(void **state)
{
	fixture *f = *state;
	double value[6];
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	qn_put_count count = put(f, &import, year(2024), (qn_cell[]){ { 1, 2, 0 }, { 2, 3, QN_MISSING }, { 4, 4, -7.25 } }, 3);
	assert_int_equal(count.added, 2);
	commit(f);
	assert_int_equal(qn_column_read(look(f), REVENUE, CLUSTER, year(2024), value, 6, &f->err), 1);
	assert_true(qn_is_missing(value[0]) && value[1] == 0 && qn_is_missing(value[2]) && qn_is_missing(value[3]) && value[4] == -7.25);
	assert_true(qn_is_missing(value[5]));
	assert_int_equal(qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2023), value, 6, &f->err), 0);
	assert_true(qn_is_missing(value[4]));
	assert_origin(f, year(2024), 4, 1, 4);
	assert_origin(f, year(2024), 2, 0, 0);
}

static void test_an_infinite_value_is_refused(void **state)
{
	fixture *f = *state;
	qn_put_count count = { 0 };
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	assert_int_equal(qn_change_put_cells(f->change, &import, REVENUE, CLUSTER, year(2024), &(qn_cell){ 0, 9, INFINITY }, 1, &count, &f->err), QN_EINPUT);
	assert_string_equal(f->err.text, "r.csv:9: an infinite value cannot be kept");
}

static void test_columns_of_4091_to_8185_entities_come_back(void **state)
{
	fixture *f = *state;
	static const size_t sizes[] = { 4091, 4092, 4093, 8184, 8185 };
	qn_cell *cell = calloc(8185, sizeof *cell);
	double *value = calloc(8186, sizeof *value);
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	for (uint32_t i = 0; i < 8185; i++)
		cell[i] = (qn_cell){ i, 2 + 3 * i, i + 0.5 };
	for (int i = 0; i < 5; i++)
		assert_int_equal(put(f, &import, year(2020 + i), cell, sizes[i]).added, sizes[i]);
	commit(f);
	reopen(f, false);
	look(f);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2020 + i), value, 8186, &f->err), 1);
		for (uint32_t k = 0; k < 8186; k++)
			assert_true(k < sizes[i] ? value[k] == k + 0.5 : qn_is_missing(value[k]));
		assert_origin(f, year(2020 + i), (uint32_t)sizes[i] - 1, 1, 2 + 3 * ((uint32_t)sizes[i] - 1));
	}
	free(cell);
	free(value);
}

static void test_periods_ascend_within_their_frequency(void **state)
{
	fixture *f = *state;
	qn_period period[4];
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	static const int years[] = { 2024, 2019, 2021 };
	for (int i = 0; i < 3; i++)
		put(f, &import, year(years[i]), &(qn_cell){ 5000, 2, 1 }, 1);
	put(f, &import, qn_period_of(QN_MONTH, 2020, 3), &(qn_cell){ 0, 3, 1 }, 1);
	commit(f);
	assert_int_equal(qn_column_periods(look(f), REVENUE, CLUSTER, QN_ANNUAL, period, 4, &f->err), 3);
	assert_true(period[0] == year(2019) && period[1] == year(2021) && period[2] == year(2024));
	assert_int_equal(qn_column_periods(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, period, 2, &f->err), 2);
	assert_int_equal(qn_column_periods(f->snapshot, REVENUE, CLUSTER, QN_MONTH, period, 4, &f->err), 1);
	assert_int_equal(qn_column_periods(f->snapshot, REVENUE, COUNTY, QN_ANNUAL, period, 4, &f->err), 0);
	assert_int_equal(qn_column_periods(f->snapshot, STAFF, CLUSTER, QN_ANNUAL, period, 4, &f->err), 0);
}

static void test_the_better_source_stays_and_the_other_becomes_a_claim(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import checked = add_import(f, QN_SOURCE_CHECKED, 100, false), published = add_import(f, QN_SOURCE_PUBLISHED, 900, false);
	qn_import official = add_import(f, QN_SOURCE_OFFICIAL, 50, false);
	put(f, &checked, year(2024), &(qn_cell){ 3, 11, 300 }, 1);
	assert_int_equal(put(f, &published, year(2024), &(qn_cell){ 3, 12, 600 }, 1).not_adopted, 1);
	assert_int_equal(put(f, &official, year(2024), &(qn_cell){ 3, 13, 310 }, 1).replaced, 1);
	commit(f);
	look(f);
	assert_true(value_of(f, year(2024), 3) == 310);
	assert_origin(f, year(2024), 3, 3, 13);
	pasts claims = claims_of(f, year(2024)), journal = journal_of(f, year(2024));
	assert_int_equal(claims.count, 1);
	assert_int_equal(claims.cell[0].import, 2);
	assert_int_equal(claims.cell[0].known_on, 900);
	assert_int_equal(claims.cell[0].origin.line, 12);
	assert_true(claims.cell[0].value == 600);
	assert_int_equal(journal.count, 1);
	assert_int_equal(journal.cell[0].import, 3);
	assert_int_equal(journal.cell[0].entity, 3);
	assert_int_equal(journal.cell[0].origin.import, 1);
	assert_int_equal(journal.cell[0].origin.line, 11);
	assert_true(journal.cell[0].value == 300 && !journal.cell[0].repeated);
}

static void test_of_equal_sources_the_one_known_later_stays(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import late = add_import(f, QN_SOURCE_OFFICIAL, 200, false), early = add_import(f, QN_SOURCE_OFFICIAL, -100, false);
	qn_import same_day = add_import(f, QN_SOURCE_OFFICIAL, 200, false);
	put(f, &late, year(2024), &(qn_cell){ 0, 2, 1 }, 1);
	assert_int_equal(put(f, &early, year(2024), &(qn_cell){ 0, 2, 2 }, 1).not_adopted, 1);
	assert_int_equal(put(f, &same_day, year(2024), &(qn_cell){ 0, 2, 3 }, 1).replaced, 1);
	commit(f);
	look(f);
	assert_true(value_of(f, year(2024), 0) == 3);
	assert_int_equal(claims_of(f, year(2024)).cell[0].known_on, -100);
}

static void test_a_value_told_again_is_unchanged_and_moves_its_origin(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import first = add_import(f, QN_SOURCE_OFFICIAL, 100, false), second = add_import(f, QN_SOURCE_OFFICIAL, 101, false);
	put(f, &first, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	assert_int_equal(put(f, &second, year(2024), &(qn_cell){ 0, 8, 5 }, 1).unchanged, 1);
	commit(f);
	look(f);
	assert_origin(f, year(2024), 0, 2, 8);
	pasts journal = journal_of(f, year(2024));
	assert_int_equal(journal.count, 1);
	assert_true(journal.cell[0].repeated && journal.cell[0].origin.import == 1 && journal.cell[0].origin.line == 2);
}

static void test_the_same_file_of_the_same_day_again_leaves_all_as_it_was(void **state)
{
	fixture *f = *state;
	qn_cell cell[] = { { 0, 2, 5 }, { 1, 3, 6 } };
	begin(f);
	qn_import first = add_import(f, QN_SOURCE_OFFICIAL, 100, false), again = first;
	put(f, &first, year(2024), cell, 2);
	OK(f, qn_change_add_import(f->change, &again, &f->err));
	assert_int_equal(put(f, &again, year(2024), cell, 2).unchanged, 2);
	commit(f);
	look(f);
	assert_origin(f, year(2024), 0, 1, 2);
	assert_int_equal(journal_of(f, year(2024)).count, 0);
	begin(f);
	again.known_on = 101; /* but known later it stands against other files of the days between */
	OK(f, qn_change_add_import(f->change, &again, &f->err));
	put(f, &again, year(2024), cell, 1);
	commit(f);
	look(f);
	assert_origin(f, year(2024), 0, 3, 2);
	assert_origin(f, year(2024), 1, 1, 3);
}

static void test_a_change_sees_its_own_origins_at_once(void **state)
{
	fixture *f = *state;
	begin(f);
	f->snapshot = qn_change_snapshot(f->change);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	assert_origin(f, year(2024), 0, 1, 2);
	put(f, &import, year(2024), (qn_cell[]){ { 0, 3, 5 }, { 1, 4, 6 } }, 2);
	assert_origin(f, year(2024), 0, 1, 3);
	assert_origin(f, year(2024), 1, 1, 4);
	f->snapshot = NULL;
}

/* LMDB leaves out pages at the file's end that a change took and gave back: such a file is not cut short. */
static void test_a_store_opens_after_any_mixture_of_large_and_small_changes(void **state)
{
	fixture *f = *state;
	enum { N = 12000 };
	qn_cell *cell = calloc(N, sizeof *cell);
	srand(4);
	for (int round = 0; round < 60; round++) {
		begin(f);
		qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
		for (int i = 0; i < 6; i++) {
			size_t cells = 1 + (size_t)rand() % N;
			for (uint32_t e = 0; e < cells; e++)
				cell[e] = (qn_cell){ e, (uint32_t)rand(), rand() % 9 };
			put(f, &import, year(2000 + rand() % 3), cell, cells);
		}
		commit(f);
		reopen(f, true);
	}
	free(cell);
}

static void test_origins_survive_any_order_of_lines(void **state)
{
	fixture *f = *state;
	enum { N = 6000 };
	qn_cell *cell = calloc(N, sizeof *cell);
	uint32_t *line = calloc(3 * N, sizeof *line), seed = 7;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	for (int form = 0; form < 3; form++) {
		size_t cells = 0;
		for (uint32_t e = 0; e < N; e++) {
			uint32_t random = seed = seed * 1664525 + 1013904223;
			if (random % 23 == 0 || (e > 1000 && e < 1300))
				continue;
			line[form * N + e] = form == 0 ? 2 + e * 240 - random % 7 * (e > 0) : form == 1 ? random : UINT32_MAX - e * 5;
			cell[cells++] = (qn_cell){ e, line[form * N + e], 1 };
		}
		put(f, &import, year(2020 + form), cell, cells);
	}
	commit(f);
	look(f);
	for (int form = 0; form < 3; form++)
		for (uint32_t e = 0; e < N; e++)
			assert_origin(f, year(2020 + form), e, line[form * N + e] != 0, line[form * N + e]);
	free(cell);
	free(line);
}

/* A file in order must cost little more than its values. */
static void test_a_file_in_order_costs_next_to_nothing_but_its_values(void **state)
{
	fixture *f = *state;
	enum { N = 40920, YEARS = 20 };
	char file[160];
	struct stat facts;
	qn_cell *cell = calloc(N, sizeof *cell);
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	for (int y = 0; y < YEARS; y++) {
		for (uint32_t e = 0; e < N; e++)
			cell[e] = (qn_cell){ e, 2 + e * YEARS + (uint32_t)y, e + y };
		put(f, &import, year(2000 + y), cell, N);
	}
	commit(f);
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	assert_int_equal(stat(file, &facts), 0);
	assert_true((double)facts.st_size / (N * YEARS) < 8.15);
	free(cell);
}

/* Flips every 97th byte of the column, one at a time: never does wrong data come back. */
static void test_a_damaged_byte_of_a_column_is_found(void **state)
{
	fixture *f = *state;
	enum { N = 4092 };
	char file[160];
	qn_cell *cell = calloc(N, sizeof *cell);
	double *value = calloc(N, sizeof *value), mark = 987654.321;
	qn_catalogue catalogue = small_catalogue();
	begin(f);
	OK(f, qn_change_put_catalogue(f->change, &catalogue, &f->err));
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	for (uint32_t e = 0; e < N; e++)
		cell[e] = (qn_cell){ e, 2 + e, mark };
	put(f, &import, year(2024), cell, N);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDWR);
	struct stat facts;
	fstat(data, &facts);
	unsigned char *bytes = malloc((size_t)facts.st_size), *at = NULL;
	assert_int_equal(pread(data, bytes, (size_t)facts.st_size, 0), facts.st_size);
	for (off_t i = 0; i + 16 < facts.st_size && !at; i++)
		if (memcmp(bytes + i, &mark, 8) == 0 && memcmp(bytes + i + 8, &mark, 8) == 0)
			at = bytes + i - 16; /* with the header */
	assert_non_null(at);
	for (size_t i = 0; i < 16 + N * sizeof(double); i += i < 16 ? 1 : 97) {
		unsigned char flipped = at[i] ^ 0x10;
		assert_int_equal(pwrite(data, &flipped, 1, at - bytes + (off_t)i), 1);
		OK(f, qn_store_open(f->path, false, &f->store, &f->err));
		assert_int_equal(qn_column_read(look(f), REVENUE, CLUSTER, year(2024), value, N, &f->err), QN_ESTORE);
		assert_non_null(strstr(f->err.text, "the column revenue of 2024 (cluster) is damaged"));
		assert_non_null(strstr(f->err.text, f->path));
		qn_snapshot_close(f->snapshot), f->snapshot = NULL;
		qn_store_close(f->store), f->store = NULL;
		assert_int_equal(pwrite(data, at + i, 1, at - bytes + (off_t)i), 1);
	}
	close(data);
	free(bytes);
	free(cell);
	free(value);
}

/* Flips a bit of the column's key wherever the file holds it: the value comes back, or an error; it is never missing. */
static void test_a_damaged_key_hides_no_value(void **state)
{
	fixture *f = *state;
	char file[160];
	int told = 0;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	for (int y = 2020; y < 2025; y++)
		put(f, &import, year(y), &(qn_cell){ 0, 2, y }, 1);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	unsigned char key[8] = { 0, 0, 0, 0, (unsigned char)(year(2024) >> 8), (unsigned char)year(2024), 0, 0 };
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDWR);
	static unsigned char bytes[1 << 20];
	ssize_t size = pread(data, bytes, sizeof bytes, 0);
	for (ssize_t i = 0; i + 8 <= size; i++) {
		double value;
		qn_period periods[8];
		unsigned char flipped = bytes[i + 5] ^ 1;
		if (memcmp(bytes + i, key, 8) != 0)
			continue;
		assert_int_equal(pwrite(data, &flipped, 1, i + 5), 1);
		OK(f, qn_store_open(f->path, false, &f->store, &f->err));
		int rc = qn_column_read(look(f), REVENUE, CLUSTER, year(2024), &value, 1, &f->err);
		assert_true(rc == QN_ESTORE || (rc == 1 && value == 2024));
		told += rc == QN_ESTORE;
		rc = qn_column_periods(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, periods, 8, &f->err);
		assert_true(rc == QN_ESTORE || rc == 5);
		qn_snapshot_close(f->snapshot), f->snapshot = NULL;
		qn_store_close(f->store), f->store = NULL;
		assert_int_equal(pwrite(data, bytes + i + 5, 1, i + 5), 1);
	}
	close(data);
	assert_true(told > 0);
}

static void test_imports_are_told_back_and_synthetic_ones_remembered(void **state)
{
	fixture *f = *state;
	qn_import back;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_CHECKED, 123, true);
	assert_int_equal(qn_import_any(qn_change_snapshot(f->change), true), 0); /* nothing of it adopted yet */
	put(f, &import, year(2024), &(qn_cell){ 0, 2, 1 }, 1);
	commit(f);
	assert_int_equal(qn_import_any(look(f), true), 1);
	assert_int_equal(qn_import_any(f->snapshot, false), 0);
	assert_int_equal(imports_of(f->snapshot), 1);
	OK(f, qn_import_get(f->snapshot, 1, &back, &f->err));
	assert_string_equal(back.file, "r.csv");
	assert_string_equal(back.source, "city");
	assert_int_equal(back.rank, QN_SOURCE_CHECKED);
	assert_int_equal(back.known_on, 123);
	assert_true(back.synthetic && back.rows == 7);
	assert_int_equal(qn_import_get(f->snapshot, 2, &back, &f->err), QN_ENOTFOUND);
}

/* Random histories against plain arrays. */

enum { ENTITIES = 9000, WATCHED = 40, IMPORTS = 8 };
typedef struct { double value; uint32_t import, line; } told;
typedef struct { told cell[WATCHED]; qn_import import[IMPORTS + 1]; uint64_t journal, claims; } model;

static uint32_t watched(uint32_t i) { return i < 20 ? i * 3 : i < 30 ? 4080 + i : ENTITIES - 1 - (WATCHED - i) * 11; }

static void tell_model(model *m, const qn_import *import, uint32_t i, const qn_cell *cell, qn_put_count *count)
{
	told *held = &m->cell[i];
	const qn_import *other = &m->import[held->import];
	bool wins = import->rank != other->rank ? import->rank < other->rank
		: import->known_on != other->known_on ? import->known_on > other->known_on : true;
	if (held->import && !wins) {
		count->not_adopted++, m->claims++;
		return;
	}
	if (!held->import)
		count->added++;
	else if (held->value == cell->value)
		count->unchanged++, m->journal++;
	else
		count->replaced++, m->journal++;
	*held = (told){ cell->value, import->number, cell->line };
}

/* The cells of an import: all there are, or some of those watched. */
static size_t make_cells(model *m, uint32_t n, bool all, qn_cell cell[ENTITIES], qn_put_count *expected)
{
	size_t cells = 0;
	uint32_t i = 0;
	for (uint32_t e = 0; e < ENTITIES; e++) {
		bool is_watched = i < WATCHED && watched(i) == e;
		if (all || (is_watched && rand() % 3)) {
			cell[cells] = (qn_cell){ e, all ? 2 + 3 * e : (uint32_t)rand() % 5000, rand() % 3 };
			if (is_watched)
				tell_model(m, &m->import[n], i, &cell[cells], expected);
			cells++;
		}
		i += is_watched;
	}
	expected->added += all ? ENTITIES - WATCHED : 0; /* where nothing was */
	return cells;
}

static void compare(fixture *f, const model *m)
{
	double *value = calloc(ENTITIES, sizeof *value);
	OK(f, qn_column_read(look(f), REVENUE, CLUSTER, year(2024), value, ENTITIES, &f->err));
	for (uint32_t i = 0; i < WATCHED; i++) {
		assert_true(m->cell[i].import ? value[watched(i)] == m->cell[i].value : qn_is_missing(value[watched(i)]));
		assert_origin(f, year(2024), watched(i), m->cell[i].import, m->cell[i].line);
	}
	assert_int_equal(journal_of(f, year(2024)).count, m->journal);
	assert_int_equal(claims_of(f, year(2024)).count, m->claims);
	free(value);
}

static void test_random_histories_answer_like_plain_arrays(void **state)
{
	fixture *f = *state;
	qn_store_close(f->store), f->store = NULL;
	srand(20250701);
	for (int history = 0; history < 100; history++) {
		model m = { .journal = 0 };
		snprintf(f->path, sizeof f->path, "%s/%d.qn", f->folder, history);
		OK(f, qn_store_create(f->path, &f->store, &f->err));
		for (uint32_t n = 1; n <= IMPORTS;) {
			model before = m;
			qn_put_count expected = { 0 };
			static qn_cell cell[ENTITIES];
			begin(f);
			m.import[n] = add_import(f, (qn_source_rank)(1 + rand() % 3), rand() % 4, false);
			assert_int_equal(m.import[n].number, n);
			size_t cells = make_cells(&m, n, history % 2 && n == 1, cell, &expected);
			qn_put_count count = put(f, &m.import[n], year(2024), cell, cells);
			assert_memory_equal(&count, &expected, sizeof count);
			if (rand() % 4 == 0) {
				qn_change_abort(f->change), f->change = NULL;
				m = before;
			} else {
				commit(f);
				n++;
			}
			compare(f, &m);
		}
		reopen(f, false);
		compare(f, &m);
		qn_snapshot_close(f->snapshot), f->snapshot = NULL;
		qn_store_close(f->store), f->store = NULL;
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_missing_is_missing_and_zero_is_zero),
		TEST(test_an_infinite_value_is_refused),
		TEST(test_columns_of_4091_to_8185_entities_come_back),
		TEST(test_periods_ascend_within_their_frequency),
		TEST(test_the_better_source_stays_and_the_other_becomes_a_claim),
		TEST(test_of_equal_sources_the_one_known_later_stays),
		TEST(test_a_value_told_again_is_unchanged_and_moves_its_origin),
		TEST(test_the_same_file_of_the_same_day_again_leaves_all_as_it_was),
		TEST(test_a_change_sees_its_own_origins_at_once),
		TEST(test_a_store_opens_after_any_mixture_of_large_and_small_changes),
		TEST(test_origins_survive_any_order_of_lines),
		TEST(test_a_file_in_order_costs_next_to_nothing_but_its_values),
		TEST(test_a_damaged_byte_of_a_column_is_found),
		TEST(test_a_damaged_key_hides_no_value),
		TEST(test_imports_are_told_back_and_synthetic_ones_remembered),
		TEST(test_random_histories_answer_like_plain_arrays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
