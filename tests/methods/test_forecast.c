/* SPDX-License-Identifier: Apache-2.0 */
/* test_forecast.c - methods beside the numbers of R: stats 4.2 (HoltWinters) and the package forecast 8.20 (rwf, naive,
 * thetaf, ets), on series that are public. */
#include "methods/forecast.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "base/real.h"
#include "methods/smooth.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* The first series of the M3 competition, 1975-1988 (Makridakis and Hibon 2000). */
static const double first_of_m3[] = { 940.66, 1084.86, 1244.98, 1445.02, 1683.17, 2038.15, 2342.52, 2602.45, 2927.87, 3103.96, 3360.27,
	3807.63, 4387.88, 4936.99 };
/* Flow of the Nile at Aswan, 1871-1970, 100 million m3 (Cobb 1978). */
static const double nile[] = { 1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
	1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702,
	1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
	846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919,
	718, 714, 740 };
/* Oil production of Saudi Arabia, 1996-2013, million tonnes (Hyndman and Athanasopoulos, 2nd ed., table 7.1). */
static const double oil[] = { 445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95, 488.89, 509.87, 456.72,
	473.82, 525.95, 549.83, 542.34 };

static void assert_near(double got, double wanted, double part)
{
	if (!(fabs(got - wanted) <= part * fabs(wanted)))
		fail_msg("%.12g is not %.12g", got, wanted);
}

static qn_fit fit(qn_method method, const double *value, int count, int horizon, double *out)
{
	qn_fit made;
	assert_int_equal(qn_forecast(method, value, count, 1, horizon, out, &made), 1);
	assert_null(made.why);
	return made;
}

static void test_naive_and_its_interval_are_those_of_r(void **state)
{
	(void)state;
	double out[6];
	qn_fit made = fit(QN_NAIVE, first_of_m3, COUNT(first_of_m3), 6, out);
	double sigma = qn_fit_sigma(&made, &(qn_pool){ 0 }), z = 1.2815515655446004;
	for (int h = 0; h < 6; h++)
		assert_true(out[h] == 4936.99); /* Naive 2 of the competition */
	assert_near(4936.99 + z * sigma * qn_fit_spread(&made, 1), 5367.983488, 1e-9);
	assert_near(4936.99 + z * sigma * qn_fit_spread(&made, 6), 5992.704129, 1e-9);
}

static void test_drift_and_its_interval_are_those_of_r(void **state)
{
	(void)state;
	static const double wanted[] = { 5244.40, 5551.81, 5859.22, 6166.63, 6474.04, 6781.45 };
	double out[6], z = 1.2815515655446004;
	qn_fit made = fit(QN_DRIFT, first_of_m3, COUNT(first_of_m3), 6, out);
	double sigma = qn_fit_sigma(&made, &(qn_pool){ 0 });
	for (int h = 0; h < 6; h++)
		assert_near(out[h], wanted[h], 1e-12);
	assert_near(out[0] + z * sigma * qn_fit_spread(&made, 1), 5433.188503, 1e-9);
	assert_near(out[5] + z * sigma * qn_fit_spread(&made, 6), 7320.171057, 1e-9);
}

static void test_simple_smoothing_is_that_of_r(void **state)
{
	(void)state;
	double out[1];
	qn_fit made = fit(QN_SES, nile, COUNT(nile), 1, out); /* HoltWinters(Nile, gamma = FALSE, beta = FALSE) */
	assert_near(made.alpha, 0.2465578775, 1e-4);
	assert_near(out[0], 805.0388577, 1e-5); /* R stops its search earlier */
	assert_true(made.squares <= 2038871.83289 * (1 + 1e-12));
	made = fit(QN_SES, oil, COUNT(oil), 1, out);
	assert_near(made.alpha, 0.8345716642, 1e-4);
	assert_near(out[0], 542.6829634, 1e-6);
	assert_near(out[0], 542.68, 1e-5); /* the book's, whose start is fitted too */
}

static void test_theta_is_near_that_of_r_whose_start_is_fitted(void **state)
{
	(void)state;
	static const double wanted[] = { 5085.07, 5233.19, 5381.31, 5529.43, 5677.55, 5825.67 }; /* thetaf */
	double out[6];
	fit(QN_THETA, first_of_m3, COUNT(first_of_m3), 6, out);
	for (int h = 0; h < 6; h++)
		assert_near(out[h], wanted[h], 1e-4);
}

/* Hyndman and Billah (2003), equation 4: X^(n+h) = S(n) + b/2 (h - 1 + 1/alpha - (1 - alpha)^n / alpha). */
static void test_theta_is_simple_smoothing_with_half_the_slope_as_drift(void **state)
{
	(void)state;
	int n = COUNT(oil);
	double out[5];
	qn_fit made = fit(QN_THETA, oil, n, 5, out);
	qn_smoothing simple = { .alpha = made.alpha, .phi = 1, .level = oil[0] };
	qn_smooth(oil, n, &simple);
	assert_true(made.alpha > 0.01 && made.alpha < 0.99);
	for (int h = 1; h <= 5; h++)
		assert_near(out[h - 1], simple.level + made.trend * (h - 1 + 1 / made.alpha - pow(1 - made.alpha, n) / made.alpha), 1e-12);
}

/* Gardner and McKenzie's two equations, written out. */
static void test_a_damped_trend_follows_its_equations(void **state)
{
	(void)state;
	double out[3], s, t;
	qn_fit made = fit(QN_DAMPED, oil, COUNT(oil), 3, out);
	double n = COUNT(oil), time = (n + 1) / 2, mean = 0, product = 0, square = 0;
	for (int i = 0; i < COUNT(oil); i++)
		mean += oil[i] / n;
	for (int i = 0; i < COUNT(oil); i++)
		product += (i + 1 - time) * (oil[i] - mean), square += (i + 1 - time) * (i + 1 - time);
	t = product / square, s = mean - t * time;
	for (int i = 0; i < COUNT(oil); i++) {
		double before = s;
		s = made.alpha * oil[i] + (1 - made.alpha) * (before + made.phi * t);
		t = made.beta * (s - before) + (1 - made.beta) * made.phi * t;
	}
	assert_near(out[0], s + made.phi * t, 1e-9);
	assert_near(out[2], s + (made.phi + made.phi * made.phi + pow(made.phi, 3)) * t, 1e-9);
}

/* ets(model = "AAN", damped, alpha 0.5, beta 0.1, phi 0.9): R's beta is alpha times that of Gardner and McKenzie. */
static void test_the_spread_of_a_damped_trend_is_that_of_r(void **state)
{
	(void)state;
	const qn_fit made = { .method = QN_DAMPED, .alpha = 0.5, .beta = 0.2, .phi = 0.9 };
	double one = 5565.537973 - 4878.059037;
	assert_near(qn_fit_spread(&made, 1), 1, 0);
	assert_near(qn_fit_spread(&made, 2), (5901.622007 - 5103.405967) / one, 1e-8);
	assert_near(qn_fit_spread(&made, 3), (6228.142837 - 5306.218204) / one, 1e-8);
	assert_near(qn_fit_spread(&made, 6), (7134.201731 - 5800.877250) / one, 1e-8);
}

/* ets(model = "ANN", alpha 0.8). */
static void test_the_spread_of_simple_smoothing_is_that_of_r(void **state)
{
	(void)state;
	const qn_fit made = { .method = QN_SES, .alpha = 0.8 };
	double one = 5565.363285 - 4799.887531;
	assert_near(qn_fit_spread(&made, 2), (5780.174801 - 4799.887531) / one, 1e-8);
	assert_near(qn_fit_spread(&made, 6), (6368.646003 - 4799.887531) / one, 1e-8);
}

static void test_a_straight_line_goes_on_straight(void **state)
{
	(void)state;
	const double line[] = { 10, 12, 14, 16, 18, 20 };
	double out[2];
	for (qn_method method = QN_HOLT; method <= QN_DAMPED; method++) {
		qn_fit made = fit(method, line, 6, 2, out);
		assert_true(made.squares < 1e-20);
		assert_near(out[1], 24, 1e-9);
	}
	fit(QN_DRIFT, line, 6, 2, out);
	assert_near(out[1], 24, 1e-12);
}

static void test_the_season_is_that_of_the_last_year(void **state)
{
	(void)state;
	const double quarters[] = { 1, 2, 3, 4, 11, 12, 13, 14 };
	double out[6];
	qn_fit made;
	assert_int_equal(qn_forecast(QN_SEASONAL_NAIVE, quarters, 8, 4, 6, out, &made), 1);
	assert_true(out[0] == 11 && out[3] == 14 && out[4] == 11 && out[5] == 12);
	assert_int_equal(made.freedom, 4);
	assert_near(qn_fit_spread(&made, 4), 1, 0);
	assert_near(qn_fit_spread(&made, 5), sqrt(2), 1e-15);
	assert_int_equal(qn_forecast(QN_SEASONAL_NAIVE, quarters, 3, 4, 1, out, &made), 0);
	assert_string_equal(made.why, "no value of the same season a year before");
}

static void test_short_series_are_refused_with_a_reason(void **state)
{
	(void)state;
	static const struct { qn_method method; int fewest; const char *why; } wanted[] = {
		{ QN_NAIVE, 1, "no value yet" }, { QN_DRIFT, 3, "fewer than 3 points for a straight line" },
		{ QN_SES, 3, "fewer than 3 points for a weight" }, { QN_HOLT, 4, "fewer than 4 points for two weights and a line" },
		{ QN_DAMPED, 5, "fewer than 5 points for three weights and a line" }, { QN_THETA, 3, "fewer than 3 points for a line and a weight" } };
	const double value[] = { 3, QN_MISSING, 5, 4, 6, 7 };
	double out[2];
	qn_fit made;
	for (int i = 0; i < COUNT(wanted); i++) {
		int enough = wanted[i].fewest + (wanted[i].fewest > 1); /* one of them is missing */
		assert_int_equal(qn_forecast(wanted[i].method, value, enough, 1, 2, out, &made), 1);
		assert_int_equal(qn_forecast(wanted[i].method, value, wanted[i].fewest > 1 ? enough - 1 : 0, 1, 2, out, &made), 0);
		assert_string_equal(made.why, wanted[i].why);
		assert_non_null(made.why_zh);
	}
}

static void test_what_is_missing_moves_nothing_and_time_goes_on(void **state)
{
	(void)state;
	const double gap[] = { QN_MISSING, 10, QN_MISSING, 14, 16, QN_MISSING }, line[] = { 10, 12, 14, 16, QN_MISSING, 20, QN_MISSING };
	double out[2];
	qn_fit made = fit(QN_DRIFT, gap, 6, 2, out);
	assert_near(out[0], 20, 1e-12); /* one period has passed since the last value */
	assert_int_equal(made.points, 3);
	assert_int_equal(made.span, 4);
	fit(QN_NAIVE, gap, 6, 2, out);
	assert_true(out[0] == 16 && out[1] == 16);
	fit(QN_DAMPED, line, 7, 2, out);
	assert_near(out[0], 24, 1e-9);
	assert_near(out[1], 26, 1e-9);
	fit(QN_THETA, line, 7, 2, out);
	assert_near(out[1] - out[0], 1, 1e-9); /* half the slope */
}

static void test_what_the_series_does_not_decide_follows_the_last_value(void **state)
{
	(void)state;
	const double value[] = { 3, 3, 4 };
	double out[1];
	qn_fit made = fit(QN_SES, value, 3, 1, out); /* any alpha leaves the same squares */
	assert_true(made.alpha == 1 && out[0] == 4);
}

static void test_few_errors_take_the_spread_of_the_pool_by_size(void **state)
{
	(void)state;
	const double small[] = { 9, 10, 11 }, large[] = { 90, 100, 110 };
	double out[1];
	qn_fit of_small = fit(QN_NAIVE, small, 3, 1, out), of_large = fit(QN_NAIVE, large, 3, 1, out);
	qn_pool pool = { 0 };
	qn_pool_add(&pool, &of_small);
	assert_true(qn_is_missing(qn_fit_sigma(&of_small, &pool)));
	for (int i = 0; i < 3; i++)
		qn_pool_add(&pool, &of_large);
	assert_int_equal(pool.freedom, 8);
	assert_near(qn_fit_sigma(&of_small, &pool), 1, 1e-12);
	assert_near(qn_fit_sigma(&of_large, &pool), 10, 1e-12);
	qn_fit of_nile = fit(QN_NAIVE, nile, COUNT(nile), 1, out);
	assert_true(qn_fit_sigma(&of_nile, &pool) == sqrt(of_nile.squares / 99));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_naive_and_its_interval_are_those_of_r),
		cmocka_unit_test(test_drift_and_its_interval_are_those_of_r),
		cmocka_unit_test(test_simple_smoothing_is_that_of_r),
		cmocka_unit_test(test_theta_is_near_that_of_r_whose_start_is_fitted),
		cmocka_unit_test(test_theta_is_simple_smoothing_with_half_the_slope_as_drift),
		cmocka_unit_test(test_a_damped_trend_follows_its_equations),
		cmocka_unit_test(test_the_spread_of_a_damped_trend_is_that_of_r),
		cmocka_unit_test(test_the_spread_of_simple_smoothing_is_that_of_r),
		cmocka_unit_test(test_a_straight_line_goes_on_straight),
		cmocka_unit_test(test_the_season_is_that_of_the_last_year),
		cmocka_unit_test(test_short_series_are_refused_with_a_reason),
		cmocka_unit_test(test_what_is_missing_moves_nothing_and_time_goes_on),
		cmocka_unit_test(test_what_the_series_does_not_decide_follows_the_last_value),
		cmocka_unit_test(test_few_errors_take_the_spread_of_the_pool_by_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
