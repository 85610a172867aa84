/* SPDX-License-Identifier: Apache-2.0 */
/* test_env.c - a store's life, and what is said of files that are none. */
#include "fixture.h"
#include "store/env.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

static void one_line(const qn_error *err, const char *path)
{
	assert_null(strchr(err->text, '\n'));
	assert_non_null(strstr(err->text, path));
}

static void fill_one(fixture *f, double value)
{
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 2, value }, 1);
}

static double read_one(fixture *f)
{
	double value;
	OK(f, qn_column_read(look(f), REVENUE, CLUSTER, year(2024), &value, 1, &f->err));
	return value;
}

static void test_what_is_committed_survives_reopening(void **state)
{
	fixture *f = *state;
	fill_one(f, 12.5);
	commit(f);
	reopen(f, false);
	assert_true(read_one(f) == 12.5);
}

static void test_an_abort_leaves_no_trace(void **state)
{
	fixture *f = *state;
	fill_one(f, 12.5);
	qn_change_abort(f->change), f->change = NULL;
	assert_true(qn_is_missing(read_one(f)));
	assert_int_equal(imports_of(f->snapshot), 0);
	assert_int_equal(qn_import_any(f->snapshot, false), 0);
}

static void test_a_snapshot_does_not_see_later_commits(void **state)
{
	fixture *f = *state;
	double value;
	fill_one(f, 1);
	commit(f);
	qn_snapshot *before = look(f);
	f->snapshot = NULL;
	fill_one(f, 2);
	commit(f);
	OK(f, qn_column_read(before, REVENUE, CLUSTER, year(2024), &value, 1, &f->err));
	assert_true(value == 1);
	assert_true(read_one(f) == 2);
	qn_snapshot_close(before);
}

static void test_two_stores_are_open_at_once(void **state)
{
	fixture *f = *state, other = *f;
	snprintf(other.path, sizeof other.path, "%s/other.qn", f->folder);
	OK(f, qn_store_create(other.path, &other.store, &f->err));
	fill_one(f, 1);
	fill_one(&other, 2);
	commit(f);
	commit(&other);
	assert_true(read_one(f) == 1);
	other.snapshot = NULL;
	assert_true(read_one(&other) == 2);
	qn_snapshot_close(other.snapshot);
	qn_store_close(other.store);
}

static void test_a_second_writer_is_told_to_wait(void **state)
{
	fixture *f = *state;
	char file[160];
	snprintf(file, sizeof file, "%s/writer.lock", f->path);
	int lock = open(file, O_RDWR | O_CREAT, 0644);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_int_equal(qn_change_begin(f->store, &f->change, &f->err), QN_EBUSY);
	assert_non_null(strstr(f->err.text, "another import is writing to "));
	one_line(&f->err, f->path);
	close(lock);
	begin(f);
}

static void test_a_store_open_for_reading_refuses_writes(void **state)
{
	fixture *f = *state;
	reopen(f, false);
	assert_int_equal(qn_change_begin(f->store, &f->change, &f->err), QN_EUSAGE);
}

static int refusal(fixture *f)
{
	qn_store *store = NULL;
	int rc = qn_store_open(f->path, false, &store, &f->err);
	if (store)
		fail_msg("it was opened");
	one_line(&f->err, f->path);
	return rc;
}

static void test_what_is_no_store_is_named_so(void **state)
{
	fixture *f = *state;
	char *path = f->path;
	qn_store_close(f->store), f->store = NULL;
	snprintf(path, sizeof f->path, "%s/none", f->folder);
	assert_int_equal(refusal(f), QN_ENOTFOUND);
	assert_non_null(strstr(f->err.text, "qunce init"));
	snprintf(path, sizeof f->path, "%s", f->folder); /* a directory without data.mdb */
	assert_int_equal(refusal(f), QN_ESTORE);
	snprintf(path, sizeof f->path, "%s/s.qn/data.mdb", f->folder); /* a file */
	assert_int_equal(refusal(f), QN_ESTORE);
}

static void overwrite(fixture *f, off_t at, const void *bytes, size_t length)
{
	char file[160];
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	int data = open(file, O_WRONLY);
	assert_int_equal(pwrite(data, bytes, length, at), length);
	close(data);
}

static void test_a_foreign_file_is_refused(void **state)
{
	fixture *f = *state;
	qn_store_close(f->store), f->store = NULL;
	overwrite(f, 20, &(uint32_t){ 2 }, 4); /* the version in LMDB's header */
	assert_int_equal(refusal(f), QN_ESTORE);
	assert_non_null(strstr(f->err.text, "another version of LMDB"));
	overwrite(f, 0, "SQLite format 3\0SQLite format 3", 32);
	assert_int_equal(refusal(f), QN_ESTORE);
	assert_non_null(strstr(f->err.text, "no store"));
}

static void mark_format(fixture *f, uint32_t format)
{
	unsigned char mark[13] = "qunce";
	qn_key key = { 0 };
	qn_key_bytes(&key, "format", 6);
	memcpy(mark + 5, &format, sizeof format);
	OK(f, qn_env_put(begin(f), DB_META, &key, mark, sizeof mark, &f->err));
	commit(f);
}

static uint32_t format_of(fixture *f)
{
	uint32_t format = 0;
	qn_key key = { 0 };
	MDB_val value;
	qn_key_bytes(&key, "format", 6);
	assert_int_equal(qn_env_get(look(f), DB_META, &key, &value, &f->err), 1);
	memcpy(&format, (const char *)value.mv_data + 5, sizeof format);
	return format;
}

static void test_an_older_format_is_read_and_raised_by_the_next_import_and_a_newer_one_refused(void **state)
{
	fixture *f = *state;
	mark_format(f, 1);
	reopen(f, true);
	assert_int_equal(format_of(f), 1);
	fill_one(f, 7);
	commit(f);
	assert_int_equal(format_of(f), QN_STORE_FORMAT);
	mark_format(f, QN_STORE_FORMAT + 1);
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	qn_store_close(f->store), f->store = NULL;
	assert_int_equal(refusal(f), QN_ESTORE);
	assert_non_null(strstr(f->err.text, "use a newer qunce"));
}

static void test_a_file_cut_short_is_told_in_one_line_at_any_length(void **state)
{
	fixture *f = *state;
	char file[160];
	struct stat facts;
	fill_one(f, 1);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	snprintf(file, sizeof file, "%s/data.mdb", f->path);
	assert_int_equal(stat(file, &facts), 0);
	for (off_t length = facts.st_size - 1; length >= 0; length -= 1021) {
		assert_int_equal(truncate(file, length), 0);
		assert_int_equal(refusal(f), QN_ESTORE);
	}
}

static void test_creating_refuses_what_is_there_and_leaves_nothing_behind(void **state)
{
	fixture *f = *state;
	char path[160];
	qn_store *store;
	assert_int_equal(qn_store_create(f->path, &store, &f->err), QN_EBUSY); /* who made it has not closed it yet */
	one_line(&f->err, f->path);
	qn_store_close(f->store);
	assert_int_equal(qn_store_create(f->path, &store, &f->err), QN_EUSAGE);
	one_line(&f->err, f->path);
	OK(f, qn_store_open(f->path, true, &f->store, &f->err));
	snprintf(path, sizeof path, "%s/data.mdb", f->path);
	assert_int_equal(qn_store_create(path, &store, &f->err), QN_EUSAGE);
	snprintf(path, sizeof path, "%s/no/folder", f->folder);
	assert_int_equal(qn_store_create(path, &store, &f->err), QN_ENOTFOUND);
	assert_int_not_equal(access(path, F_OK), 0);
	snprintf(path, sizeof path, "%s/empty", f->folder);
	assert_int_equal(mkdir(path, 0755), 0);
	OK(f, qn_store_create(path, &store, &f->err));
	qn_store_close(store);
}

/* In a child: leaving root's rights behind cannot be taken back. */
static int read_as_nobody(const char *path)
{
	qn_store *store = NULL;
	qn_snapshot *snapshot = NULL;
	qn_error err = { 0 };
	double value = 0;
	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 2;
	if (qn_store_open(path, false, &store, &err) == QN_OK && qn_snapshot_open(store, &snapshot, &err) == QN_OK)
		qn_column_read(snapshot, REVENUE, CLUSTER, year(2024), &value, 1, &err);
	if (*err.text)
		fprintf(stderr, "%s\n", err.text);
	qn_snapshot_close(snapshot);
	qn_store_close(store);
	return value == 3 ? 0 : 1;
}

static void test_readers_work_in_a_directory_they_cannot_write(void **state)
{
	fixture *f = *state;
	int status;
	fill_one(f, 3);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	chmod(f->path, 0555);
	pid_t child = fork();
	if (child == 0)
		_exit(read_as_nobody(f->path));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_committed_survives_reopening),
		TEST(test_an_abort_leaves_no_trace),
		TEST(test_a_snapshot_does_not_see_later_commits),
		TEST(test_two_stores_are_open_at_once),
		TEST(test_a_second_writer_is_told_to_wait),
		TEST(test_a_store_open_for_reading_refuses_writes),
		TEST(test_what_is_no_store_is_named_so),
		TEST(test_a_foreign_file_is_refused),
		TEST(test_an_older_format_is_read_and_raised_by_the_next_import_and_a_newer_one_refused),
		TEST(test_a_file_cut_short_is_told_in_one_line_at_any_length),
		TEST(test_creating_refuses_what_is_there_and_leaves_nothing_behind),
		TEST(test_readers_work_in_a_directory_they_cannot_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
