/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/accuracy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/real.h"

static void assert_near(double got, double wanted)
{
	if (!(fabs(got - wanted) <= 1e-9 * (1 + fabs(wanted))))
		fail_msg("%.12g is not %.12g", got, wanted);
}

static void test_smape_is_symmetric_and_at_most_200(void **state)
{
	(void)state;
	assert_near(qn_smape(100, 150), 40); /* 50 by the mean 125 */
	assert_near(qn_smape(150, 100), 40);
	assert_near(qn_smape(100, 0), 200);
	assert_near(qn_smape(0, 0), 0);
	assert_near(qn_smape(100, -50), 200);
	assert_true(qn_is_missing(qn_smape(QN_MISSING, 1)));
	assert_true(qn_is_missing(qn_smape(1, QN_MISSING)));
}

static void test_smape_as_printed_differs_below_zero_only(void **state)
{
	(void)state;
	assert_near(qn_smape_as_printed(100, 150), 40);
	assert_near(qn_smape_as_printed(100, -50), 600);
	assert_near(qn_smape_as_printed(50, -100), -600);
	assert_true(qn_is_missing(qn_smape_as_printed(50, -50)));
}

/* The series of test_forecast.c: R's accuracy(naive(x, 6)) has a mean step of 307.41 and, on 1989-1994, a MASE of 7.703517561. */
static void test_mase_is_that_of_r(void **state)
{
	(void)state;
	static const double past[] = { 940.66, 1084.86, 1244.98, 1445.02, 1683.17, 2038.15, 2342.52, 2602.45, 2927.87, 3103.96, 3360.27, 3807.63,
		4387.88, 4936.99 }, actual[] = { 5379.75, 6158.68, 6876.58, 7851.91, 8407.84, 9156.01 };
	double scale = qn_mase_scale(past, 14, 1), sum = 0;
	for (int h = 0; h < 6; h++)
		sum += fabs(actual[h] - 4936.99) / scale / 6;
	assert_near(scale, 307.41);
	assert_near(sum, 7.703517561);
}

static void test_the_scale_takes_pairs_that_are_present(void **state)
{
	(void)state;
	const double gap[] = { 1, QN_MISSING, 3, 7, 8 }, still[] = { 2, 2, 2 };
	assert_near(qn_mase_scale(gap, 5, 1), 2.5);
	assert_near(qn_mase_scale(gap, 5, 2), 3.5); /* 3 - 1, 8 - 3 */
	assert_true(qn_is_missing(qn_mase_scale(still, 3, 1)));
	assert_true(qn_is_missing(qn_mase_scale(gap, 1, 1)));
}

/* properscoring's documentation of crps_gaussian has 0.23369498 for (0; 0, 1): 2 phi(0) - 1/sqrt(pi). */
static void test_crps_of_a_normal_is_the_closed_form(void **state)
{
	(void)state;
	assert_near(qn_crps_normal(0, 0, 1), 0.23369497725510913);
	assert_near(qn_crps_normal(7, 7, 10), 2.3369497725510913);
	assert_near(qn_crps_normal(3, 1, 0), 2); /* a point */
	assert_near(qn_crps_normal(1000, 0, 1), 1000 - 0.5641895835477563); /* far off: the distance less 1/sqrt(pi) */
	assert_near(qn_crps_normal(1, 0, 1), qn_crps_normal(-1, 0, 1));
}

/* The closed form is an integral, of (F(x) - [x >= y])^2. */
static void test_crps_of_a_normal_is_its_integral(void **state)
{
	(void)state;
	double sum = 0, step = 1e-4, y = 0.7;
	for (double x = -9 + step / 2; x < 9; x += step) {
		double below = erfc(-x / sqrt(2)) / 2 - (x >= y);
		sum += below * below * step;
	}
	assert_true(fabs(sum - qn_crps_normal(y, 0, 1)) < 1e-4);
}

static void test_crps_of_a_sample_is_the_fair_estimator(void **state)
{
	(void)state;
	const double pair[] = { 1, 3 }, three[] = { 1, 2, 6 };
	assert_near(qn_crps_sample(2, pair, 2), 1 - 1);      /* mean distance 1, half the mean distance of the two 1 */
	assert_near(qn_crps_sample(2, pair, 1), 1);          /* a point */
	assert_near(qn_crps_sample(4, three, 3), 7.0 / 3 - (1 + 5 + 4) / 6.0);
	assert_true(qn_is_missing(qn_crps_sample(4, three, 0)));
}

/* Quantiles of a normal at the middles of n equal parts: as n grows the sample's score becomes the distribution's. */
static void test_crps_of_a_large_sample_is_that_of_its_distribution(void **state)
{
	(void)state;
	enum { N = 4000 };
	static double sample[N];
	for (int i = 0; i < N; i++) { /* by bisection of the distribution */
		double low = -9, high = 9;
		while (high - low > 1e-12) {
			double middle = (low + high) / 2;
			*(erfc(-middle / sqrt(2)) / 2 < (i + 0.5) / N ? &low : &high) = middle;
		}
		sample[i] = low;
	}
	assert_true(fabs(qn_crps_sample(0.3, sample, N) - qn_crps_normal(0.3, 0, 1)) < 1e-3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_smape_is_symmetric_and_at_most_200),
		cmocka_unit_test(test_smape_as_printed_differs_below_zero_only),
		cmocka_unit_test(test_mase_is_that_of_r),
		cmocka_unit_test(test_the_scale_takes_pairs_that_are_present),
		cmocka_unit_test(test_crps_of_a_normal_is_the_closed_form),
		cmocka_unit_test(test_crps_of_a_normal_is_its_integral),
		cmocka_unit_test(test_crps_of_a_sample_is_the_fair_estimator),
		cmocka_unit_test(test_crps_of_a_large_sample_is_that_of_its_distribution),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
