/* SPDX-License-Identifier: Apache-2.0 */
/* test_sensitivity.c - indices of functions whose indices are known: Ishigami and Homma 1990 (a = 7, b = 0.1), Sobol's G with
 * the eight coefficients that SALib ships, and lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "methods/sensitivity.h"

#define PI 3.14159265358979323846
typedef double (*function)(const double *u);

static double ishigami(const double *u)
{
	double x = PI * (2 * u[0] - 1), y = PI * (2 * u[1] - 1), z = PI * (2 * u[2] - 1);
	return sin(x) + 7 * sin(y) * sin(y) + 0.1 * z * z * z * z * sin(x);
}

static const double g_a[8] = { 0, 1, 4.5, 9, 99, 99, 99, 99 };

static double sobol_g(const double *u)
{
	double product = 1;
	for (int i = 0; i < 8; i++)
		product *= (fabs(4 * u[i] - 2) + g_a[i]) / (1 + g_a[i]);
	return product;
}

static double line(const double *u) { return 3 * u[0] - 2 * u[1] + 0 * u[2]; }
static double constant(const double *u) { (void)u; return 4; }
static double partly(const double *u) { return u[0] < 0.1 ? QN_MISSING : line(u); }

/* A number of [0, 1): splitmix64. */
static double next(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9, z = (z ^ z >> 27) * 0x94D049BB133111EB;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

/* Points A, points B, and for each factor A with that factor from B. */
static void lay_out(uint32_t n, uint32_t factors, double *point)
{
	uint64_t state = 7;
	size_t part = (size_t)n * factors;
	for (size_t i = 0; i < 2 * part; i++)
		point[i] = next(&state);
	for (uint32_t k = 0; k < factors; k++) {
		double *mixed = point + (k + 2) * part;
		memcpy(mixed, point, part * sizeof *mixed);
		for (uint32_t i = 0; i < n; i++)
			mixed[(size_t)i * factors + k] = point[part + (size_t)i * factors + k];
	}
}

static void sobol(function f, uint32_t n, uint32_t factors, qn_sobol_index *out)
{
	size_t size = qn_sobol_size(n, factors);
	double *point = calloc(size * factors, sizeof *point), *result = calloc(size, sizeof *result);
	qn_error err;
	lay_out(n, factors, point);
	for (size_t i = 0; i < size; i++)
		result[i] = f(point + i * factors);
	assert_int_equal(qn_sobol_estimate(n, factors, result, 7, out, &err), QN_OK);
	free(point), free(result);
}

/* How often a true value lies in its interval; it is never far outside, and intervals are not so wide as to say nothing. */
static int covered(double truth, double estimate, double low, double high)
{
	double half = (high - low) / 2;
	assert_true(half < 0.1 && low <= high);
	assert_true(fabs(estimate - truth) <= 2 * half + 1e-4);
	return truth >= low - 1e-9 && truth <= high + 1e-9;
}

static void test_ishigami(void **state)
{
	/* D = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2 */
	double first_d = 0.5 * pow(1 + 0.1 * pow(PI, 4) / 5, 2), second_d = 49.0 / 8, both_d = 0.01 * pow(PI, 8) * (1.0 / 18 - 1.0 / 50);
	double d = first_d + second_d + both_d;
	double first[3] = { first_d / d, second_d / d, 0 }, total[3] = { (first_d + both_d) / d, second_d / d, both_d / d };
	qn_sobol_index index[3];
	int inside = 0;
	(void)state;
	assert_float_equal(first[0], 0.3139, 5e-5); /* as printed in the literature */
	assert_float_equal(first[1], 0.4424, 5e-5);
	assert_float_equal(total[0], 0.5576, 5e-5);
	assert_float_equal(total[2], 0.2437, 5e-5);
	sobol(ishigami, 8192, 3, index);
	for (int k = 0; k < 3; k++) {
		inside += covered(first[k], index[k].first, index[k].first_low, index[k].first_high);
		inside += covered(total[k], index[k].total, index[k].total_low, index[k].total_high);
	}
	assert_true(inside >= 5);
}

static void test_sobol_g(void **state)
{
	qn_sobol_index index[8];
	double product = 1;
	int inside = 0;
	(void)state;
	for (int i = 0; i < 8; i++)
		product *= 1 + 1 / (3 * (1 + g_a[i]) * (1 + g_a[i]));
	sobol(sobol_g, 8192, 8, index);
	for (int i = 0; i < 8; i++) {
		double v = 1 / (3 * (1 + g_a[i]) * (1 + g_a[i])), d = product - 1;
		inside += covered(v / d, index[i].first, index[i].first_low, index[i].first_high);
		inside += covered(v * product / (1 + v) / d, index[i].total, index[i].total_low, index[i].total_high);
	}
	assert_true(inside >= 13); /* of sixteen, of which one in twenty may lie outside */
}

static void test_what_is_missing_drops_its_point_and_what_does_not_vary_has_no_shares(void **state)
{
	qn_sobol_index index[3];
	(void)state;
	sobol(constant, 256, 3, index);
	assert_true(qn_is_missing(index[0].first) && qn_is_missing(index[0].total_high));
	sobol(partly, 4096, 3, index);
	assert_true(index[0].first > index[1].first && index[1].first > 0.2);
	assert_float_equal(index[2].total, 0, 1e-12);
}

static void morris(function f, uint32_t trajectories, uint32_t factors, qn_morris_effect *out)
{
	size_t size = qn_morris_size(trajectories, factors);
	double *point = calloc(size * factors, sizeof *point), *result = calloc(size, sizeof *result);
	uint32_t *moved = calloc((size_t)trajectories * factors, sizeof *moved);
	qn_error err;
	assert_int_equal(qn_morris_design(trajectories, factors, 7, point, moved, &err), QN_OK);
	for (size_t i = 0; i < size; i++) {
		for (uint32_t k = 0; k < factors; k++)
			assert_true(fabs(point[i * factors + k] * 3 - round(point[i * factors + k] * 3)) < 1e-12 && point[i * factors + k] >= 0 && point[i * factors + k] <= 1);
		result[i] = f(point + i * factors);
	}
	assert_int_equal(qn_morris_estimate(trajectories, factors, point, moved, result, 7, out, &err), QN_OK);
	free(point), free(result), free(moved);
}

static void test_effects_of_a_line_are_its_slopes(void **state)
{
	qn_morris_effect effect[3];
	(void)state;
	morris(line, 10, 3, effect);
	assert_float_equal(effect[0].mean, 3, 1e-9);
	assert_float_equal(effect[1].mean, -2, 1e-9);
	assert_float_equal(effect[1].size, 2, 1e-9);
	assert_float_equal(effect[2].size_high, 0, 1e-12);
	assert_float_equal(effect[0].deviation, 0, 1e-9);
}

/* The whole grid, one point after another. */
static void enumerate(function f, uint32_t factor, double *mean, double *size, double *deviation)
{
	double sum = 0, sizes = 0, squares = 0;
	for (int at = 0; at < 64; at++) {
		double u[3] = { at % 4 / 3.0, at / 4 % 4 / 3.0, at / 16 / 3.0 }, before = f(u), from = u[factor];
		u[factor] = from < 0.5 ? from + 2.0 / 3 : from - 2.0 / 3;
		double effect = (f(u) - before) / (u[factor] - from);
		sum += effect, sizes += fabs(effect), squares += effect * effect;
	}
	*mean = sum / 64, *size = sizes / 64, *deviation = sqrt(squares / 64 - *mean * *mean);
}

static void test_effects_of_ishigami_are_those_of_the_whole_grid(void **state)
{
	enum { TRAJECTORIES = 4000 };
	qn_morris_effect effect[3];
	(void)state;
	morris(ishigami, TRAJECTORIES, 3, effect);
	for (uint32_t k = 0; k < 3; k++) {
		double mean, size, deviation;
		enumerate(ishigami, k, &mean, &size, &deviation);
		double error = 4 * deviation / sqrt(TRAJECTORIES) + 1e-9;
		assert_float_equal(effect[k].mean, mean, error);
		assert_float_equal(effect[k].size, size, error);
		assert_float_equal(effect[k].deviation, deviation, 0.05 * deviation + 1e-9);
		assert_true(effect[k].size_low <= effect[k].size && effect[k].size <= effect[k].size_high);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ishigami),
		cmocka_unit_test(test_sobol_g),
		cmocka_unit_test(test_what_is_missing_drops_its_point_and_what_does_not_vary_has_no_shares),
		cmocka_unit_test(test_effects_of_a_line_are_its_slopes),
		cmocka_unit_test(test_effects_of_ishigami_are_those_of_the_whole_grid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
