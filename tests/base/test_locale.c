/* SPDX-License-Identifier: Apache-2.0 */
/* test_locale.c - in a program whose locale writes a comma, numbers are read and written as ever. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/unit.h"

static bool set_comma(void)
{
	static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "ru_RU.UTF-8" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (setlocale(LC_ALL, names[i]) && *localeconv()->decimal_point == ',')
			return true;
	return false;
}

static void test_numbers_have_a_point(void **state)
{
	static const char *const numbers[] = { "1.5", "-0.25", "1e-07", "2.675", "123456.789", ".5", "7" };
	char text[QN_NUMBER_SIZE], comma[16];
	(void)state;
	if (!set_comma())
		skip();
	snprintf(comma, sizeof comma, "%.1f", 1.5);
	assert_string_equal(comma, "1,5");
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		double number = 0, again = 0;
		assert_true(qn_number_read(numbers[i], strlen(numbers[i]), &number));
		assert_null(strchr(qn_number_text(text, number), ','));
		assert_true(qn_number_read(text, strlen(text), &again) && again == number);
	}
	double number = 0;
	assert_true(qn_number_read("1.5", 3, &number) && number == 1.5);
	assert_false(qn_number_read("1,5", 3, &number));
	assert_string_equal(qn_number_text(text, 0.1), "0.1");
	assert_string_equal(qn_number_fixed(text, 2.675, 2), "2.68");
	assert_string_equal(qn_number_fixed(text, 1e39, 2), "1e+39");
	assert_string_equal(qn_number_fixed(text, 1234.5, 2), "1234.50");
	snprintf(comma, sizeof comma, "%.1f", 1.5);
	assert_string_equal(comma, "1,5"); /* the program's own is as it was */
}

static void test_units_are_told_as_ever(void **state)
{
	static const qn_unit percent = { .multiply = 1, .divide = 100 };
	(void)state;
	if (!set_comma())
		skip();
	assert_true(qn_unit_apart(NULL, 100, 94.58) == 5.42);
	assert_true(qn_unit_apart(&percent, 2.2 / 100, 2.11 / 100) == 0.09);
	assert_true(qn_unit_told(&percent, qn_unit_to_reference(&percent, 2.11)) == 2.11);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_numbers_have_a_point), cmocka_unit_test(test_units_are_told_as_ever) };
	return cmocka_run_group_tests_name("base/locale", tests, NULL, NULL);
}
