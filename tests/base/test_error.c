/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/error.h"

static void test_bytes_that_are_no_letters_are_told_and_the_rest_with_them(void **state)
{
	(void)state;
	qn_error err;
	qn_fail_both(&err, QN_EINPUT, "%s:没有", "%s: none", "\xff\xfe集\xe7.csv");
	assert_string_equal(err.text, "??集?.csv: none");
	assert_string_equal(err.chinese, "??集?.csv:没有");
	qn_fail(&err, QN_EINPUT, "%s", "\xe9\x9b");
	assert_string_equal(err.text, "??");
}

static void test_a_long_message_ends_at_a_whole_letter(void **state)
{
	(void)state;
	qn_error err;
	char long_text[sizeof err.text + 9];
	for (size_t shift = 0; shift < 3; shift++) {
		size_t at = shift;
		memset(long_text, 'x', shift);
		for (; at + 3 < sizeof long_text; at += 3)
			memcpy(long_text + at, "群", 3);
		long_text[at] = 0;
		qn_fail(&err, QN_EINPUT, "%s", long_text);
		size_t kept = strlen(err.text);
		assert_true(kept >= sizeof err.text - 4 && kept < sizeof err.text);
		assert_int_equal((kept - shift) % 3, 0);
		assert_memory_equal(err.text, long_text, kept);
	}
}

/* Names are cut and bytes told as in the English: the two languages lack the same. */
static void test_chinese_of_its_own_arguments_goes_with_what_failed(void **state)
{
	(void)state;
	qn_error err;
	char long_name[sizeof err.chinese + 4];
	qn_fail(&err, QN_ENOTFOUND, "a.csv: a rank");
	qn_fail_chinese(&err, "a.csv:%s\xff", "位次");
	assert_int_equal(err.status, QN_ENOTFOUND);
	assert_string_equal(err.text, "a.csv: a rank");
	assert_string_equal(err.chinese, "a.csv:位次?");
	qn_fail_chinese(&err, "%s", err.text);
	assert_string_equal(err.chinese, "a.csv: a rank");
	for (size_t at = 0; at + 3 < sizeof long_name; at += 3)
		memcpy(long_name + at, "群", 4);
	qn_fail_chinese(&err, "%s", long_name);
	assert_int_equal(strlen(err.chinese) % 3, 0);
	qn_fail_chinese(NULL, "nobody listens");
}

static void test_what_the_system_refuses_is_told_in_both_languages(void **state)
{
	(void)state;
	qn_error err;
	assert_int_equal(qn_fail_system(&err, "a.csv", ENOENT), QN_ENOTFOUND);
	assert_string_equal(err.text, "a.csv: No such file or directory");
	assert_string_equal(err.chinese, "a.csv:没有这个文件或文件夹");
	assert_int_equal(qn_fail_system(&err, "a.csv", EISDIR), QN_EIO);
	assert_string_equal(err.chinese, "a.csv:这是文件夹");
	assert_int_equal(qn_fail_system(&err, "a.csv", ENOMEM), QN_ENOMEM);
	assert_int_equal(qn_fail_system(&err, "a.csv", EBADF), QN_EIO); /* a rare one stays as it is */
	assert_string_equal(err.chinese, "a.csv:Bad file descriptor");
	assert_int_equal(qn_fail_system(NULL, "a.csv", EIO), QN_EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes_that_are_no_letters_are_told_and_the_rest_with_them),
		cmocka_unit_test(test_a_long_message_ends_at_a_whole_letter),
		cmocka_unit_test(test_chinese_of_its_own_arguments_goes_with_what_failed),
		cmocka_unit_test(test_what_the_system_refuses_is_told_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
