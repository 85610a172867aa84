/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/real.h"
#include "base/sum.h"

static double sum_of(const double *x, size_t n, bool backwards)
{
	qn_sum sum = QN_SUM_START;
	for (size_t i = 0; i < n; i++)
		qn_sum_add(&sum, x[backwards ? n - 1 - i : i]);
	return qn_sum_of(sum);
}

static void test_figures_with_two_decimals_add_up_to_one_with_two_in_any_order(void **state)
{
	enum { MANY = 5000 };
	double x[MANY];
	int64_t hundredths = 0;
	(void)state;
	for (int i = 0; i < MANY; i++) {
		int64_t of = (int64_t)i * 7919 % 1000003;
		x[i] = (double)of / 100;
		hundredths += of;
		assert_true(sum_of(x, (size_t)i + 1, false) == (double)hundredths / 100);
		if (i % 100 == 0)
			assert_true(sum_of(x, (size_t)i + 1, true) == (double)hundredths / 100);
	}
}

static void test_what_is_small_beside_what_is_large_is_not_lost(void **state)
{
	(void)state;
	assert_true(sum_of((double[]){ 1, 1e100, 1, -1e100 }, 4, false) == 2);
	assert_true(sum_of((double[]){ 0.1, 0.2 }, 2, false) == 0.1 + 0.2); /* of two, what a machine adds */
}

static void test_a_zero_keeps_its_sign_and_what_overflows_is_missing(void **state)
{
	(void)state;
	assert_true(signbit(sum_of(NULL, 0, false)) && signbit(sum_of((double[]){ -0.0, -0.0 }, 2, false)));
	assert_false(signbit(sum_of((double[]){ -0.0, 0.0 }, 2, false)));
	assert_true(qn_is_missing(qn_settle(sum_of((double[]){ 1e308, 1e308, -1e308 }, 3, false))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_with_two_decimals_add_up_to_one_with_two_in_any_order),
		cmocka_unit_test(test_what_is_small_beside_what_is_large_is_not_lost),
		cmocka_unit_test(test_a_zero_keeps_its_sign_and_what_overflows_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
