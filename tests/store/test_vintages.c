/* SPDX-License-Identifier: Apache-2.0 */
/* test_vintages.c - a store as it was on a day, and days that have a name. */
#include "naive.h"
#include "store/series.h"
#include <fcntl.h>

static int turn_back(fixture *f, qn_vintage at)
{
	return qn_snapshot_as_of(look(f), &(qn_frozen){ .at = at, .rules_on = QN_NO_DATE }, &f->err);
}

static void compare_cells(fixture *f, const naive *n, int y, qn_vintage at)
{
	static double value[2 * QN_CHUNK];
	int exists = qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2020 + y), value, 2 * QN_CHUNK, &f->err), any = 0;
	for (uint32_t e = 0; e < 2 * QN_CHUNK; e++) {
		const saying *said = naive_adopted(n, e, y, at);
		qn_origin origin;
		double again;
		any |= said != NULL;
		if (said || e % 97 == 0) {
			OK(f, qn_column_origin(f->snapshot, REVENUE, CLUSTER, year(2020 + y), e, &origin, &f->err));
			assert_int_equal(origin.import, said ? said->import : 0);
			assert_int_equal(origin.line, said ? said->line : 0);
			OK(f, qn_series_read(f->snapshot, CLUSTER, year(2020 + y), 1, &(qn_series_id){ REVENUE, e }, 1, &again, &f->err));
			assert_true(qn_is_same(again, value[e]));
		}
		assert_true(said ? value[e] == said->value : qn_is_missing(value[e]));
	}
	assert_int_equal(exists, any);
}

/* Which years anything was known of. */
static int years_of(const naive *n, qn_vintage at, qn_period *out)
{
	int years = 0;
	for (int y = 0; y < YEARS; y++) {
		bool any = false;
		for (uint32_t i = 0; i < n->count && !any; i++)
			any = n->said[i].year == y && naive_adopted(n, n->said[i].entity, y, at);
		if (any)
			out[years++] = year(2020 + y);
	}
	return years;
}

static void compare_periods(fixture *f, const naive *n, qn_vintage at)
{
	qn_period expected[YEARS], period[YEARS + 1], first, last;
	qn_series *series;
	int years = years_of(n, at, expected);
	assert_int_equal(qn_column_extent(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, &first, &last, &f->err), years > 0);
	assert_int_equal(qn_column_periods(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, period, YEARS + 1, &f->err), years);
	OK(f, qn_series_open(f->snapshot, REVENUE, CLUSTER, QN_ANNUAL, &series, &f->err));
	assert_int_equal(series->periods, years ? expected[years - 1] - expected[0] + 1 : 0);
	if (!years)
		return;
	assert_memory_equal(period, expected, (size_t)years * sizeof *period);
	assert_true(first == expected[0] && last == expected[years - 1] && series->first == first);
}

static bool any_known(const naive *n, qn_vintage at)
{
	bool any = false;
	for (uint32_t i = 1; i <= n->imports; i++)
		any |= n->import[i].known_on <= at.day && i <= at.imports;
	return any;
}

static void compare_history(fixture *f, const naive *n)
{
	look(f); /* as it is now, too: what imports and rulings left behind one after the other */
	compare_periods(f, n, QN_NOW);
	for (int y = 0; y < YEARS; y++)
		compare_cells(f, n, y, QN_NOW);
	for (qn_date day = -1; day <= DAYS; day++) {
		qn_vintage at = { day, day % 2 ? UINT32_MAX : (uint32_t)rand() % HISTORY + 1 };
		int rc = turn_back(f, at);
		assert_int_equal(rc, any_known(n, at) ? QN_OK : QN_EUSAGE);
		for (uint32_t i = 1; rc == QN_OK && i <= n->imports; i++)
			assert_int_equal(qn_snapshot_knows(f->snapshot, i), n->import[i].known_on <= day && i <= at.imports);
		if (rc == QN_OK && day % 2)
			compare_periods(f, n, at);
		for (int y = 0; rc == QN_OK && y < YEARS; y++)
			compare_cells(f, n, y, at);
		if (rc == QN_OK)
			compare_periods(f, n, at);
	}
}

static void test_random_histories_answer_as_each_day_did(void **state)
{
	srand(20260401);
	naive_histories(*state, 25, compare_history);
}

/* The property that a frozen vintage is for: whatever comes later, known whenever, it answers the same. */
static void test_a_frozen_vintage_stays_whatever_comes_after_it(void **state)
{
	fixture *f = *state;
	qn_frozen frozen, found;
	double value[2];
	begin(f);
	qn_import first = add_import(f, QN_SOURCE_CHECKED, 100, false);
	put(f, &first, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	OK(f, qn_change_freeze(f->change, "2025-annual", QN_END_OF_TIME, "2026-04-01T08:00:00Z", &frozen, &f->err));
	assert_int_equal(frozen.at.day, 100);
	commit(f);
	begin(f);
	qn_import better = add_import(f, QN_SOURCE_OFFICIAL, 50, false); /* known before, told after */
	put(f, &better, year(2024), (qn_cell[]){ { 0, 2, 6 }, { 1, 3, 7 } }, 2);
	commit(f);
	assert_int_equal(qn_frozen_find(look(f), "2025-annual", &found, &f->err), 1);
	assert_int_equal(found.at.day, 100);
	assert_int_equal(found.at.imports, 1);
	assert_string_equal(found.recorded, "2026-04-01T08:00:00Z");
	OK(f, qn_snapshot_as_of(f->snapshot, &found, &f->err));
	OK(f, qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2024), value, 2, &f->err));
	assert_true(value[0] == 5 && qn_is_missing(value[1]));
	OK(f, turn_back(f, (qn_vintage){ 100, UINT32_MAX })); /* the day itself has learned since */
	OK(f, qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2024), value, 2, &f->err));
	assert_true(value[0] == 6 && value[1] == 7);
}

static int freeze(fixture *f, const char *name, qn_date day)
{
	begin(f);
	int rc = qn_change_freeze(f->change, name, day, "", NULL, &f->err);
	qn_change_abort(f->change), f->change = NULL;
	return rc;
}

static void test_a_name_is_given_once_and_is_no_date(void **state)
{
	fixture *f = *state;
	char message[256];
	assert_int_equal(freeze(f, "early", QN_END_OF_TIME), QN_EUSAGE);
	snprintf(message, sizeof message, "%s: nothing was imported yet, so that there is nothing to freeze", f->path);
	assert_string_equal(f->err.text, message);
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	OK(f, qn_change_freeze(f->change, "年度评价", 20001, "", NULL, &f->err));
	commit(f);
	assert_int_equal(freeze(f, "年度评价", 20001), QN_EUSAGE);
	assert_string_equal(f->err.text, "年度评价 is frozen already, as of 2024-10-05: a vintage is never moved, so take another name");
	assert_int_equal(freeze(f, "2025-03-30", 20001), QN_EUSAGE);
	assert_string_equal(f->err.text, "\"2025-03-30\" is no name for a vintage: letters, digits, - _ and . up to 100 bytes, and no date: 2025-annual");
	static const char *const refused[] = { "", "a b", "a=b", "a/b", "-a", "a\nb", "a,b" };
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_int_equal(freeze(f, refused[i], 20001), QN_EUSAGE);
	assert_int_equal(freeze(f, "before", 19999), QN_EUSAGE);
	snprintf(message, sizeof message, "%s: nothing was known on 2024-10-03 yet: its first import was known on 2024-10-04", f->path);
	assert_string_equal(f->err.text, message);
	assert_int_equal(turn_back(f, (qn_vintage){ 19999, UINT32_MAX }), QN_EUSAGE);
	assert_string_equal(f->err.text, message);
	assert_int_equal(qn_frozen_find(look(f), "nothing", &(qn_frozen){ .name = NULL }, &f->err), 0);
}

static int name_one(void *context, const qn_frozen *frozen)
{
	strcat(context, frozen->name);
	return strcat(context, " ") ? 0 : 1;
}

static void test_frozen_vintages_are_listed_by_name(void **state)
{
	fixture *f = *state;
	char names[64] = "";
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	OK(f, qn_change_freeze(f->change, "b", 20001, "", NULL, &f->err));
	OK(f, qn_change_freeze(f->change, "a", 20002, "", NULL, &f->err));
	commit(f);
	OK(f, qn_frozen_each(look(f), name_one, names, &f->err));
	assert_string_equal(names, "a b ");
}

static int count_records(void *context, const qn_record *record) { return (void)record, ++*(int *)context, 0; }

static void test_registers_know_what_their_imports_knew(void **state)
{
	fixture *f = *state;
	begin(f);
	for (uint32_t i = 0; i < 3; i++) {
		qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100 + 100 * (qn_date)i, i == 2);
		qn_field field = { .name = "by", .type = QN_FIELD_TEXT, .text = "province" };
		qn_record record = { .register_id = "titles", .kind = CLUSTER, .subject = i, .origin = { import.number, 2 }, .field = &field, .fields = 1 };
		OK(f, qn_change_add_record(f->change, &record, &f->err));
	}
	commit(f);
	for (qn_date day = 100; day <= 300; day += 100) {
		int seen = 0;
		OK(f, turn_back(f, (qn_vintage){ day, UINT32_MAX }));
		OK(f, qn_record_each(f->snapshot, "titles", count_records, &seen, &f->err));
		assert_int_equal(seen, day / 100);
		assert_int_equal(qn_import_any(f->snapshot, true), day == 300);
		assert_int_equal(qn_import_any(f->snapshot, false), 1);
	}
}

/* What a later import replaced lies in the journal under its key: were that damaged, the value would look as if nobody had told it. */
static void test_a_damaged_key_of_the_journal_hides_no_value(void **state)
{
	fixture *f = *state;
	static unsigned char bytes[1 << 20];
	char file[160];
	int found = 0, told = 0;
	begin(f);
	for (int known_on = 100; known_on <= 300; known_on += 100) {
		qn_import import = add_import(f, QN_SOURCE_OFFICIAL, known_on, false);
		for (int y = 2020; y < 2025; y++)
			put(f, &import, year(y), &(qn_cell){ 0, 2, known_on + y }, 1);
	}
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	unsigned char key[16] = { 0, 0, 0, 0, (unsigned char)(year(2022) >> 8), (unsigned char)year(2022), 0, 0, 0x80, 0, 0, 200, 0, 0, 0, 2 };
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_RDWR);
	ssize_t size = pread(data, bytes, sizeof bytes, 0);
	for (ssize_t at = 0; at + 16 <= size; at++)
		for (int i = 0; i < 16 && memcmp(bytes + at, key, 16) == 0; i++) {
			unsigned char flipped = bytes[at + i] ^ 1;
			double value = 0;
			assert_int_equal(pwrite(data, &flipped, 1, at + i), 1);
			OK(f, qn_store_open(f->path, false, &f->store, &f->err));
			int rc = turn_back(f, (qn_vintage){ 150, UINT32_MAX });
			if (rc == QN_OK)
				rc = qn_column_read(f->snapshot, REVENUE, CLUSTER, year(2022), &value, 1, &f->err);
			assert_true(rc == QN_ESTORE || (rc == 1 && value == 2122));
			found++, told += rc == QN_ESTORE;
			qn_snapshot_close(f->snapshot), f->snapshot = NULL;
			qn_store_close(f->store), f->store = NULL;
			assert_int_equal(pwrite(data, bytes + at + i, 1, at + i), 1);
		}
	close(data);
	assert_true(found >= 16 && told > 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_random_histories_answer_as_each_day_did),
		TEST(test_a_frozen_vintage_stays_whatever_comes_after_it),
		TEST(test_a_name_is_given_once_and_is_no_date),
		TEST(test_frozen_vintages_are_listed_by_name),
		TEST(test_a_damaged_key_of_the_journal_hides_no_value),
		TEST(test_registers_know_what_their_imports_knew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
