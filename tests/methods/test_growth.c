/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/growth.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/real.h"

static void assert_close(double a, double b)
{
	if (!(fabs(a - b) <= 1e-12 * fabs(b)))
		fail_msg("%.17g is not %.17g", a, b);
}

/* The count of clusters above 10 bn yuan: 23 in 2023, 60 wanted in 2027, about 100 in 2030. */
static void test_required_growth_is_that_of_the_published_counts(void **state)
{
	(void)state;
	assert_true(fabs(qn_growth_required(23, 60, 4) - 0.271) < 5e-4);
	assert_true(fabs(qn_growth_required(60, 100, 3) - 0.186) < 5e-4);
}

static void test_nothing_is_required_of_nothing(void **state)
{
	(void)state;
	assert_true(qn_is_missing(qn_growth_required(0, 60, 4)));
	assert_true(qn_is_missing(qn_growth_required(QN_MISSING, 60, 4)));
	assert_true(qn_is_missing(qn_growth_required(23, 60, 0)));
}

static void test_two_points_are_refused_with_a_reason(void **state)
{
	(void)state;
	const double value[] = { 1, QN_MISSING, 2, QN_MISSING };
	const char *why;
	qn_growth growth = qn_growth_observed(value, 4, 1, &why);
	assert_true(qn_is_missing(growth.rate));
	assert_int_equal(growth.points, 2);
	assert_string_equal(why, "fewer than three years with a value");
}

static void test_gaps_lengthen_the_span_and_not_the_rate(void **state)
{
	(void)state;
	const double value[] = { QN_MISSING, 100, QN_MISSING, 121, 133.1 };
	const char *why;
	qn_growth growth = qn_growth_observed(value, 5, 1, &why);
	assert_close(growth.rate, 0.1);
	assert_int_equal(growth.from, 1);
	assert_int_equal(growth.to, 4);
	assert_null(why);
}

static void test_quarters_are_compared_with_the_same_quarter(void **state)
{
	(void)state;
	const double value[] = { 10, 20, 30, 40, 11, 22, 33, 44, 12.1, 24.2 };
	const char *why;
	qn_growth growth = qn_growth_observed(value, 10, 4, &why);
	assert_close(growth.rate, sqrt(sqrt(1.1)) - 1);
	assert_int_equal(growth.from, 1);
	assert_int_equal(growth.to, 9);
	assert_int_equal(growth.points, 3);
}

/* Not the rate up to the last value above zero, or from the first. */
static void test_zeros_and_losses_are_not_passed_over(void **state)
{
	(void)state;
	const double ends[] = { 100, 80, 60, 0 }, falls[] = { 10, 12, 14, -5 }, starts[] = { -5, 10, 12, 14 };
	const double *const series[] = { ends, falls, starts };
	const char *why;
	for (int i = 0; i < 3; i++) {
		assert_true(qn_is_missing(qn_growth_observed(series[i], 4, 1, &why).rate));
		assert_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_required_growth_is_that_of_the_published_counts),
		cmocka_unit_test(test_nothing_is_required_of_nothing),
		cmocka_unit_test(test_two_points_are_refused_with_a_reason),
		cmocka_unit_test(test_gaps_lengthen_the_span_and_not_the_rate),
		cmocka_unit_test(test_quarters_are_compared_with_the_same_quarter),
		cmocka_unit_test(test_zeros_and_losses_are_not_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
