/* SPDX-License-Identifier: Apache-2.0 */
/* test_outlet.c - tables through the pipe into a database and back by SQL. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>
#include "files/outlet.h"

enum { ROWS = 30000 }; /* more than a frame holds */
static const qn_out_about about = { "观测值", "市工信局", "2026-03-30", "synthetic 合成", "qunce 0", true };
static const qn_out_column column[] = { { "name \"n\"", "名称", "", QN_OUT_TEXT, 0 }, { "x", "数", "亿元", QN_OUT_NUMBER, 0 },
	{ "n", "", "", QN_OUT_WHOLE, 0 }, { "yes", "", "", QN_OUT_FLAG, 0 }, { "day", "", "", QN_OUT_DATE, 0 } };
static char path[64];
static qn_error err;
static qn_outfile *file;

static qn_outlet *open_outlet(const char *format)
{
	qn_outlet *outlet;
	strcpy(path, "/tmp/qunce-outlet-XXXXXX");
	close(mkstemp(path));
	assert_int_equal(qn_outfile_open(path, true, &file, &err), QN_OK);
	assert_int_equal(qn_outlet_program(format, file, "a.db", BUILD_DIR "/qunce-files", &outlet, &err), QN_OK);
	assert_int_equal(outlet->begin(outlet, &about, &err), QN_OK);
	return outlet;
}

static void put_table(qn_outlet *outlet, const char *name, int rows)
{
	qn_out_table table = { name, "表", column, 5, 0 };
	char text[32];
	assert_int_equal(outlet->table(outlet, &table, &err), QN_OK);
	for (int i = 0; i < rows; i++) {
		snprintf(text, sizeof text, "=第%d行'", i);
		bool missing = i % 7 == 3;
		qn_out_cell cell[] = { { missing ? NULL : text, 0 }, { .number = missing ? (double)NAN : i / 3.0 }, { .number = 9007199254740992.0 - i },
			{ .number = i % 2 }, { .number = i } };
		assert_int_equal(outlet->row(outlet, cell, &err), QN_OK);
	}
}

static sqlite3_stmt *ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *answer;
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &answer, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(answer), SQLITE_ROW);
	return answer;
}

static void test_every_cell_arrives_to_the_bit(void **state)
{
	(void)state;
	sqlite3 *db;
	sqlite3_stmt *answer;
	qn_outlet *outlet = open_outlet("sqlite");
	put_table(outlet, "a", ROWS);
	put_table(outlet, "b", 0);
	put_table(outlet, "c", 1);
	assert_int_equal(outlet->end(outlet, &err), QN_OK);
	qn_outlet_free(outlet);
	assert_int_equal(qn_outfile_keep(file, &err), QN_OK);
	qn_outfile_free(file);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	answer = ask(db, "SELECT \"name \"\"n\"\"\", x, n, yes, day FROM a ORDER BY rowid");
	for (int i = 0; i < ROWS; i++) {
		char text[32];
		bool missing = i % 7 == 3;
		snprintf(text, sizeof text, "=第%d行'", i);
		assert_int_equal(sqlite3_column_type(answer, 0), missing ? SQLITE_NULL : SQLITE_TEXT);
		assert_int_equal(sqlite3_column_type(answer, 1), missing ? SQLITE_NULL : SQLITE_FLOAT);
		if (!missing) {
			assert_string_equal(sqlite3_column_text(answer, 0), text);
			assert_true(sqlite3_column_double(answer, 1) == i / 3.0);
		}
		assert_true(sqlite3_column_int64(answer, 2) == INT64_C(9007199254740992) - i);
		assert_int_equal(sqlite3_column_int(answer, 3), i % 2);
		assert_int_equal(sqlite3_step(answer), i + 1 < ROWS ? SQLITE_ROW : SQLITE_DONE);
	}
	sqlite3_finalize(answer);
	answer = ask(db, "SELECT day FROM a WHERE rowid = 19725");
	assert_string_equal(sqlite3_column_text(answer, 0), "2024-01-02");
	sqlite3_finalize(answer);
	answer = ask(db, "SELECT (SELECT count(*) FROM b), (SELECT count(*) FROM c), (SELECT value FROM about WHERE name = 'mark'),"
		" (SELECT label || unit FROM columns WHERE \"table\" = 'c' AND name = 'x')");
	assert_int_equal(sqlite3_column_int(answer, 0), 0);
	assert_int_equal(sqlite3_column_int(answer, 1), 1);
	assert_string_equal(sqlite3_column_text(answer, 2), "synthetic 合成");
	assert_string_equal(sqlite3_column_text(answer, 3), "数亿元");
	sqlite3_finalize(answer);
	sqlite3_close(db);
	unlink(path);
}

static void test_a_row_that_no_frame_holds_is_told_by_its_table(void **state)
{
	(void)state;
	enum { LENGTH = 17 << 20 };
	qn_outlet *outlet = open_outlet("sqlite");
	char *text = malloc(LENGTH + 1);
	memset(text, 'x', LENGTH);
	text[LENGTH] = 0;
	assert_int_equal(outlet->table(outlet, &(qn_out_table){ "wide", "表", column, 1, 0 }, &err), QN_OK);
	assert_int_equal(outlet->row(outlet, &(qn_out_cell){ text, 0 }, &err), QN_ELIMIT);
	assert_string_equal(err.text, "the table wide: a row or its head has more than 16 MiB: shorten the texts");
	free(text);
	qn_outlet_free(outlet);
	qn_outfile_free(file);
	unlink(path);
}

/* Whoever dies before the end must not leave what looks like all. */
static void test_an_end_that_never_came_leaves_nothing(void **state)
{
	(void)state;
	qn_outlet *outlet = open_outlet("sqlite");
	unlink(path);
	put_table(outlet, "a", ROWS);
	qn_outlet_free(outlet);
	qn_outfile_free(file);
	assert_int_not_equal(access(path, F_OK), 0);
}

static void test_a_format_that_is_none_is_told(void **state)
{
	(void)state;
	qn_outlet *outlet = open_outlet("papyrus");
	assert_int_equal(outlet->end(outlet, &err), QN_EINTERNAL);
	assert_string_equal(err.text, "a.db: qunce-files knows no way to write papyrus");
	qn_outlet_free(outlet);
	qn_outfile_free(file);
	unlink(path);
}

static void test_what_cannot_be_written_is_told(void **state)
{
	(void)state;
	qn_outlet *outlet;
	char folder[] = "/tmp/qunce-outlet-XXXXXX", gone[64];
	assert_non_null(mkdtemp(folder));
	snprintf(gone, sizeof gone, "%s/a.db", folder);
	assert_int_equal(qn_outfile_open(gone, false, &file, &err), QN_OK);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(qn_outlet_program("sqlite", file, "a.db", BUILD_DIR "/qunce-files", &outlet, &err), QN_OK);
	assert_int_equal(outlet->begin(outlet, &about, &err), QN_OK);
	assert_int_equal(outlet->end(outlet, &err), QN_EIO);
	assert_string_equal(err.text, "a.db: cannot be written: unable to open database file");
	qn_outlet_free(outlet);
	qn_outfile_free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_cell_arrives_to_the_bit),
		cmocka_unit_test(test_a_row_that_no_frame_holds_is_told_by_its_table),
		cmocka_unit_test(test_an_end_that_never_came_leaves_nothing),
		cmocka_unit_test(test_a_format_that_is_none_is_told),
		cmocka_unit_test(test_what_cannot_be_written_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
