/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "files/spawn.h"

static qn_error err;

static qn_files *start(const char *program, const char *how)
{
	qn_files_task task = { .verb = how, .format = "x", .file = -1, .about = "book.xlsx", .seconds = 0.3, .program = program };
	qn_files *files;
	err.text[0] = 0;
	assert_int_equal(qn_files_start(&task, &files, &err), QN_OK);
	return files;
}

static void assert_fails(const char *how, int status, const char *words)
{
	qn_files *files = start(BUILD_DIR "/tests/files/misbehave", how);
	qn_frame frame;
	assert_int_equal(qn_files_next(files, &frame, &err), status);
	assert_string_equal(err.text, words);
	qn_files_free(files);
}

static void test_whatever_the_program_does_is_one_line(void **state)
{
	(void)state;
	assert_fails("crash", QN_EINPUT, "book.xlsx: brought qunce-files down (signal 6): the file is damaged, or hostile");
	assert_fails("long", QN_EINPUT, "book.xlsx: takes longer than a file of its kind should: given up");
	assert_fails("quit", QN_EINPUT, "book.xlsx: qunce-files ended without an answer (status 7)");
	assert_fails("half", QN_EINPUT, "book.xlsx: qunce-files ended without an answer (status 0)");
	assert_fails("huge", QN_EINPUT, "book.xlsx: qunce-files says more than it may");
	assert_fails("silent", QN_EINPUT, "book.xlsx: nothing moved for 0.3 s: given up");
}

static void test_a_failure_has_words_in_both_languages_that_move_no_cursor(void **state)
{
	(void)state;
	qn_files *files = start(BUILD_DIR "/tests/files/misbehave", "refuse");
	qn_frame frame;
	assert_int_equal(qn_files_next(files, &frame, &err), QN_EINPUT);
	assert_string_equal(err.text, "book.xlsx:7:2: row \\x1B[2J");
	assert_string_equal(err.chinese, "book.xlsx:7:2:行 \\x1B[2J");
	qn_files_free(files);
}

static void test_a_flood_that_nobody_takes_is_no_memory_of_ours(void **state)
{
	(void)state;
	static char bytes[1 << 20];
	qn_files *files = start(BUILD_DIR "/tests/files/misbehave", "flood");
	int rc = QN_OK;
	for (int i = 0; i < 1000 && rc == QN_OK; i++)
		rc = qn_files_send(files, bytes, sizeof bytes, &err);
	assert_int_equal(rc, QN_EINPUT);
	assert_string_equal(err.text, "book.xlsx: qunce-files says more than it may");
	qn_files_free(files);
}

static void test_what_is_sent_arrives_whole(void **state)
{
	(void)state;
	static char bytes[3 << 20];
	unsigned long sum;
	qn_files *files = start(BUILD_DIR "/tests/files/misbehave", "count");
	qn_frame frame;
	assert_int_equal(qn_files_send(files, bytes, sizeof bytes, &err), QN_OK);
	qn_files_sent(files);
	assert_int_equal(qn_files_next(files, &frame, &err), 1);
	assert_int_equal(frame.length, sizeof sum);
	memcpy(&sum, frame.bytes, sizeof sum);
	assert_int_equal(sum, sizeof bytes);
	assert_int_equal(qn_files_next(files, &frame, &err), 0);
	qn_files_free(files);
}

static void test_the_program_itself_says_what_it_does_not_know(void **state)
{
	(void)state;
	qn_files *files = start(BUILD_DIR "/qunce-files", "sing");
	qn_frame frame;
	assert_int_equal(qn_files_next(files, &frame, &err), QN_EINTERNAL);
	assert_string_equal(err.text, "book.xlsx: qunce-files knows no way to sing x");
	assert_string_equal(err.chinese, "book.xlsx:qunce-files 不会处理 sing x");
	qn_files_free(files);
}

static void test_a_program_that_is_not_there(void **state)
{
	(void)state;
	qn_files_task task = { .verb = "read", .format = "xlsx", .file = -1, .about = "book.xlsx", .program = "/nowhere/qunce-files" };
	qn_files *files;
	assert_int_equal(qn_files_start(&task, &files, &err), QN_EIO);
	assert_null(files);
	assert_string_equal(err.text, "/nowhere/qunce-files, which reads and writes such files, cannot be started: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whatever_the_program_does_is_one_line),
		cmocka_unit_test(test_a_failure_has_words_in_both_languages_that_move_no_cursor),
		cmocka_unit_test(test_a_flood_that_nobody_takes_is_no_memory_of_ours),
		cmocka_unit_test(test_what_is_sent_arrives_whole),
		cmocka_unit_test(test_the_program_itself_says_what_it_does_not_know),
		cmocka_unit_test(test_a_program_that_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
