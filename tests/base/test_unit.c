/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/real.h"
#include "base/unit.h"

static const qn_unit percent = { .multiply = 1, .divide = 100 }, wan = { .multiply = 1, .divide = 10000 };

/* One in seven of these comes back another number when it is only multiplied and divided. */
static void test_what_was_recorded_is_told_as_it_was_recorded(void **state)
{
	(void)state;
	for (int i = -100000; i <= 100000; i += 7) {
		double x = i / 100.0, y = i * 31.0;
		assert_true(qn_unit_told(&percent, qn_unit_to_reference(&percent, x)) == x);
		assert_true(qn_unit_told(&wan, qn_unit_to_reference(&wan, y)) == y);
	}
	assert_true(qn_unit_told(NULL, 1.0 / 3) == 1.0 / 3);
	assert_true(qn_unit_told(&percent, 1.0 / 3) == 1.0 / 3 * 100);
	assert_true(qn_is_missing(qn_unit_told(&percent, QN_MISSING)));
}

static void test_a_difference_is_that_of_the_decimals_told(void **state)
{
	(void)state;
	assert_true(qn_unit_apart(NULL, 100, 94.58) == 5.42);
	assert_true(qn_unit_apart(&percent, 2.2 / 100, 2.11 / 100) == 0.09);
	assert_true(qn_unit_apart(&percent, 2.11 / 100, 2.2 / 100) == -0.09);
	assert_true(qn_unit_apart(NULL, 1e300, 1) == 1e300 && qn_unit_apart(NULL, 1e-30, 0) == 1e-30);
	assert_true(fabs(qn_unit_apart(NULL, 1.0 / 3, 0.25) - 1.0 / 12) < 1e-16);
	assert_false(signbit(qn_unit_apart(NULL, 3.5, 3.5)));
	assert_true(qn_is_missing(qn_unit_apart(NULL, QN_MISSING, 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_recorded_is_told_as_it_was_recorded),
		cmocka_unit_test(test_a_difference_is_that_of_the_decimals_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
