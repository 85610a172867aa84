/* SPDX-License-Identifier: Apache-2.0 */
/* test_memory.c - every allocation of an import fails once, alone or with all that follow: it ends with words, puts nothing,
 * or goes another way to the same end. The linker puts the allocators below in the place of the C library's. */
#include "fixture.h"
#include "ingest/cells.h"

static long left = -1; /* until one fails; below 0: none does */
static bool for_good;  /* those after it fail too */

static bool refuses(void)
{
	if (left < 0)
		return false;
	if (left > 0)
		return left--, false;
	left = for_good ? 0 : -1;
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *from, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *from, size_t size);
void *__wrap_malloc(size_t size) { return refuses() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return refuses() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *from, size_t size) { return refuses() ? NULL : __real_realloc(from, size); }

/* Whether there was an allocation to fail, that is, whether the next one may fail too. */
static bool failed(void)
{
	bool any = for_good ? left == 0 : left < 0;
	left = -1;
	return any;
}

enum { PLACES = 40, ENTITIES = 6000, FEW = 3 };

/* So many periods that hands are made anew, and one column of two pieces. */
static bool add_all(qn_cells *cells)
{
	for (uint32_t k = 0; k < PLACES; k++) {
		uint32_t place = qn_cells_place(cells, qn_period_of(QN_ANNUAL, 1980 + (int)k, 1));
		if (place == QN_NO_PLACE || !qn_cells_add(cells, REVENUE, CLUSTER, place, k % FEW, k + 2, k))
			return false;
	}
	for (uint32_t e = 0; e < ENTITIES; e++)
		if (!qn_cells_add(cells, MARGIN, CLUSTER, 0, e, PLACES + e + 2, e))
			return false;
	return true;
}

static void test_cells_without_memory_say_so_and_can_be_asked_again(void **state)
{
	(void)state;
	for (int mode = 0; mode < 2; mode++)
		for (long n = 0, more = 1; more; n++) {
			left = n, for_good = mode;
			qn_cells *cells = qn_cells_new(8, 2, 20, QN_CELLS_BOUND);
			bool good = cells && add_all(cells);
			more = failed();
			assert_true(good || more);
			assert_true(!cells || add_all(cells)); /* with memory again */
			assert_int_equal(cells ? cells->twins : 0, 0);
			qn_cells_free(cells);
		}
}

static void put_rows(char *text, size_t room)
{
	size_t at = (size_t)snprintf(text, room, "entity,indicator,period,value\n");
	for (int k = 0; k < PLACES; k++) {
		static const char *const who[FEW] = { "jia-vehicles", "yi-robots", "yi-cables" };
		at += (size_t)snprintf(text + at, room - at, "%s,revenue,%d,%d\n%s,%s,%d,%s\n", who[k % FEW], 1980 + k, k, who[k % FEW],
			k % 2 ? "revenue" : "margin", 1980 + k, k % 5 ? "" : "no number");
	}
}

static int import_short_of_memory(fixture *f, long n, bool *more)
{
	qn_import_options options = { .known_on = qn_date_of(2026, 3, 30) };
	qn_change_set *change = NULL;
	qn_import_report_free(&f->report);
	f->err = (qn_error){ 0 };
	OK(f, qn_change_begin(f->store, &change, &f->err));
	left = n;
	int rc = qn_import_file(change, f->file, &options, &f->report, &f->err);
	*more = failed();
	qn_change_abort(change);
	return rc;
}

static void assert_same_answer(const qn_import_report *report, const qn_import_report *usual)
{
	assert_int_equal(report->rows, usual->rows);
	assert_int_equal(report->missing, usual->missing);
	assert_int_equal(report->cells.added, usual->cells.added);
	assert_int_equal(report->error_count, usual->error_count);
	assert_int_equal(report->errors.length, usual->errors.length);
}

static void import_with_every_failure(fixture *f, const char *text, int usual)
{
	FILE *file = fopen(f->file, "wb");
	bool more;
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(import_short_of_memory(f, -1, &more), usual);
	qn_import_report report = f->report;
	f->report.errors = (qn_buffer){ 0 };
	for (int mode = 0; mode < 2; mode++) {
		more = true;
		for (long n = 0; more; n++) {
			for_good = mode;
			int rc = import_short_of_memory(f, n, &more);
			if (rc != usual && rc != QN_ENOMEM)
				fail_msg("allocation %ld: %d, %s", n, rc, f->err.text);
			if (rc == usual)
				assert_same_answer(&f->report, &report);
			assert_true(more || rc == usual);
			assert_true(rc >= 0 || f->err.text[0]);
		}
	}
	qn_import_report_free(&report);
}

static void test_import_without_memory_ends_with_words(void **state)
{
	static char text[16384];
	put_rows(text, sizeof text);
	import_with_every_failure(*state, text, QN_EINPUT);
	for (char *at; (at = strstr(text, "no number"));)
		memset(at, ' ', strlen("no number"));
	import_with_every_failure(*state, text, QN_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_without_memory_say_so_and_can_be_asked_again),
		cmocka_unit_test_setup_teardown(test_import_without_memory_ends_with_words, fixture_open, fixture_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
