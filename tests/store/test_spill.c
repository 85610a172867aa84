/* SPDX-License-Identifier: Apache-2.0 */
/* test_spill.c - what is let go lies in the file before the change is committed, and is read from there; what is written again is
 * written again, and what is given up is gone. */
#include "fixture.h"
#include "store/env.h"

/* LMDB 0.9.24 keeps its list of such pages when a change ends (ITS#9155, mended in 0.9.25): a megabyte, known to whoever looks for leaks. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void) { return "leak:mdb_midl_alloc\n"; }

enum { PIECES = 400, PIECE = 100000 };

static uint32_t size_of_data(const fixture *f)
{
	char data[128];
	struct stat facts;
	snprintf(data, sizeof data, "%s/data.mdb", f->path);
	assert_int_equal(stat(data, &facts), 0);
	return (uint32_t)facts.st_size;
}

static void put_pieces(fixture *f, unsigned char fill)
{
	unsigned char *bytes = malloc(PIECE);
	assert_non_null(bytes);
	for (uint32_t i = 0; i < PIECES; i++) {
		qn_key key = { .length = 0 };
		qn_key_u32(&key, i);
		memset(bytes, fill, PIECE);
		memcpy(bytes, &i, sizeof i);
		OK(f, qn_env_put(f->change, DB_CONTENTS, &key, bytes, i % 3 ? PIECE : 100, &f->err));
	}
	free(bytes);
}

static void assert_pieces(fixture *f, qn_snapshot *snapshot, unsigned char fill)
{
	for (uint32_t i = 0, number; i < PIECES; i++) {
		qn_key key = { .length = 0 };
		MDB_val value;
		qn_key_u32(&key, i);
		OK(f, qn_env_get(snapshot, DB_CONTENTS, &key, &value, &f->err));
		assert_int_equal(value.mv_size, i % 3 ? PIECE : 100);
		memcpy(&number, value.mv_data, sizeof number);
		assert_int_equal(number, i);
		assert_int_equal(((unsigned char *)value.mv_data)[value.mv_size - 1], fill);
	}
}

static void test_written_pages_leave_memory_before_the_commit(void **state)
{
	fixture *f = *state;
	OK(f, qn_change_begin(f->store, &f->change, &f->err));
	uint32_t before = size_of_data(f);
	put_pieces(f, 'a');
	assert_int_equal(size_of_data(f), before);
	for (int again = 0; again < 2; again++) /* there may be nothing to let go of */
		assert_int_equal(qn_env_let_go(f->change, &f->err), QN_OK);
	assert_true(size_of_data(f) > before + PIECES / 2 * PIECE);
	assert_pieces(f, qn_change_snapshot(f->change), 'a');
	put_pieces(f, 'b');
	assert_pieces(f, qn_change_snapshot(f->change), 'b');
	OK(f, qn_change_commit(f->change, &f->err));
	f->change = NULL;
	OK(f, qn_snapshot_open(f->store, &f->snapshot, &f->err));
	assert_pieces(f, f->snapshot, 'b');
}

static void test_what_was_let_go_is_gone_when_the_change_is(void **state)
{
	fixture *f = *state;
	MDB_val value;
	qn_key key = { .length = 0 };
	OK(f, qn_change_begin(f->store, &f->change, &f->err));
	put_pieces(f, 'a');
	OK(f, qn_env_let_go(f->change, &f->err));
	qn_change_abort(f->change);
	f->change = NULL;
	qn_store_close(f->store);
	OK(f, qn_store_open(f->path, true, &f->store, &f->err));
	OK(f, qn_snapshot_open(f->store, &f->snapshot, &f->err));
	qn_key_u32(&key, 0);
	assert_int_equal(qn_env_get(f->snapshot, DB_CONTENTS, &key, &value, &f->err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_written_pages_leave_memory_before_the_commit, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(test_what_was_let_go_is_gone_when_the_change_is, fixture_open, fixture_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
