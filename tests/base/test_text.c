/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "base/text.h"

static void test_what_a_spreadsheet_would_run_is_guarded(void **state)
{
	(void)state;
	static const char *const run[] = { "=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "\rx", "\nx", "＝1+1", "＋x", "－x", "＠x", "-", "=", "'=1", "'-5", "''+1", "-1e", "+0x1" };
	static const char *const calm[] = { "", "a=b", "-5", "+1.5", "-2e3", "'", "''", "'a", "1-2", "—", "约5", " =1" };
	for (size_t i = 0; i < sizeof run / sizeof *run; i++)
		assert_true(qn_text_wants_guard(run[i]));
	for (size_t i = 0; i < sizeof calm / sizeof *calm; i++)
		assert_false(qn_text_wants_guard(calm[i]));
}

/* All texts of up to six of these signs: out and in again. */
static void test_every_text_comes_back_as_it_was(void **state)
{
	(void)state;
	static const char signs[] = "'=-5a\t";
	char text[8], out[9];
	for (int length = 0, all = 1; length <= 6; length++, all *= 6)
		for (int i = 0; i < all; i++) {
			for (int at = 0, rest = i; at < length; at++, rest /= 6)
				text[at] = signs[rest % 6];
			text[length] = 0;
			snprintf(out, sizeof out, "%s%s", qn_text_wants_guard(text) ? "'" : "", text);
			assert_string_equal(qn_text_unguarded(out), text);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_spreadsheet_would_run_is_guarded),
		cmocka_unit_test(test_every_text_comes_back_as_it_was),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
