/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/scratch.h"

/* Where a file lies that has no name: "/folder/… (deleted)". */
static void assert_lies_in(const char *folder, FILE *file)
{
	char link[64], path[PATH_MAX] = "";
	snprintf(link, sizeof link, "/proc/self/fd/%d", fileno(file));
	assert_true(readlink(link, path, sizeof path - 1) > 0);
	assert_memory_equal(path, folder, strlen(folder));
	assert_non_null(strstr(path, "(deleted)"));
}

static void test_what_is_written_is_read_and_nothing_is_left(void **state)
{
	(void)state;
	char folder[] = "/tmp/qunce-scratch-XXXXXX", back[6] = "";
	assert_non_null(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	FILE *file = qn_scratch_open();
	assert_non_null(file);
	assert_lies_in(folder, file);
	assert_true(fputs("words", file) >= 0);
	rewind(file);
	assert_string_equal(fgets(back, sizeof back, file), "words");
	fclose(file);
	assert_int_equal(rmdir(folder), 0); /* it is empty */
}

static void test_without_a_folder_named_it_lies_in_tmp(void **state)
{
	(void)state;
	for (int named = 0; named < 2; named++) {
		named ? setenv("TMPDIR", "", 1) : unsetenv("TMPDIR");
		FILE *file = qn_scratch_open();
		assert_non_null(file);
		assert_lies_in("/tmp", file);
		fclose(file);
	}
}

static void test_a_folder_that_is_none_is_named(void **state)
{
	(void)state;
	qn_error err = { 0 };
	setenv("TMPDIR", "/nowhere", 1);
	assert_null(qn_scratch_open());
	assert_int_equal(qn_scratch_failed(&err), QN_EIO);
	assert_string_equal(err.text, "no temporary file in /nowhere: No such file or directory; TMPDIR can name another folder");
	assert_string_equal(err.chinese, "临时文件放不进 /nowhere:没有这个文件或文件夹;可用环境变量 TMPDIR 指定别的文件夹");
	errno = ENOMEM;
	assert_int_equal(qn_scratch_failed(&err), QN_ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read_and_nothing_is_left),
		cmocka_unit_test(test_without_a_folder_named_it_lies_in_tmp),
		cmocka_unit_test(test_a_folder_that_is_none_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
