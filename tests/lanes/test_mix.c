/* SPDX-License-Identifier: Apache-2.0 */
/* test_mix.c - draws that go together: chances against the error function, distributions that stay what they were, and
 * correlations against what a Gaussian copula promises, in every set of loops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/loops.h"

enum { PATHS = 20000 };
static const double R = 0.7;
static const qn_loops *loops;

static void test_chances_are_those_of_the_error_function(void **state)
{
	(void)state;
	for (int i = -8000; i <= 8000; i++) {
		double z = i / 1000.0, u = z, known = 0.5 * erfc(-z / sqrt(2.0));
		loops->draws->chances(1, &u);
		assert_true(u > 0 && u < 1);
		assert_true(fabs(u - known) < 2e-15);
	}
	double middle = 0;
	loops->draws->chances(1, &middle);
	assert_true(fabs(middle - 0.5) < 1e-15);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's distance from the uniform distribution. */
static double distance(const double *u)
{
	double *sorted = malloc(PATHS * sizeof *sorted), most = 0;
	memcpy(sorted, u, PATHS * sizeof *sorted);
	qsort(sorted, PATHS, sizeof *sorted, by_size);
	for (int i = 0; i < PATHS; i++)
		most = fmax(most, fmax(fabs(sorted[i] - (double)i / PATHS), fabs(sorted[i] - (i + 1.0) / PATHS)));
	free(sorted);
	return most;
}

static double correlation(const double *x, const double *y)
{
	double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
	for (int i = 0; i < PATHS; i++)
		mx += x[i] / PATHS, my += y[i] / PATHS;
	for (int i = 0; i < PATHS; i++)
		xx += (x[i] - mx) * (x[i] - mx), yy += (y[i] - my) * (y[i] - my), xy += (x[i] - mx) * (y[i] - my);
	return xy / sqrt(xx * yy);
}

static void draw_pair(double *first, double *second)
{
	const qn_stream part[] = { qn_stream_of(1, "drift"), qn_stream_of(1, "elasticity") };
	const double weight[] = { R, sqrt(1 - R * R) };
	loops->draws->uniforms(part[0], 0, 0, 0, PATHS, first);
	qn_draw_mixed(loops->draws, 2, part, weight, 0, 0, 0, PATHS, second);
}

/* 1.95 / sqrt(n) is the distance that one sample in a thousand exceeds. */
static void test_what_is_mixed_is_uniform_still(void **state)
{
	double first[PATHS], second[PATHS];
	(void)state;
	draw_pair(first, second);
	assert_true(distance(second) < 1.95 / sqrt(PATHS));
}

/* Of uniforms with a Gaussian copula of r the correlation, which is Spearman's of the ranks, is 6/pi asin(r/2). */
static void test_ranks_go_together_as_a_gaussian_copula_has_them(void **state)
{
	double first[PATHS], second[PATHS];
	(void)state;
	draw_pair(first, second);
	double expected = 6 / acos(-1) * asin(R / 2), found = correlation(first, second);
	assert_true(fabs(found - expected) < 4 * (1 - expected * expected) / sqrt(PATHS));
}

static void test_normals_have_the_correlation_itself(void **state)
{
	const qn_distribution x = { QN_NORMAL, 0.05, 0.01, 0 }, y = { QN_NORMAL, 0.5, 0.1, 0 };
	double first[PATHS], second[PATHS];
	(void)state;
	draw_pair(first, second);
	loops->draws->invert(&x, PATHS, first);
	loops->draws->invert(&y, PATHS, second);
	assert_true(fabs(correlation(first, second) - R) < 4 * (1 - R * R) / sqrt(PATHS));
}

static void test_where_a_run_begins_changes_no_bit(void **state)
{
	const qn_stream part[] = { qn_stream_of(1, "a"), qn_stream_of(1, "b") };
	const double weight[] = { 0.6, 0.8 };
	double all[1000], some[1000];
	(void)state;
	qn_draw_mixed(loops->draws, 2, part, weight, 7, 2027, 0, 1000, all);
	for (uint32_t at = 0, step = 1; at < 1000; at += step, step = step % 89 + 17) {
		size_t count = 1000 - at < step ? 1000 - at : step;
		qn_draw_mixed(loops->draws, 2, part, weight, 7, 2027, at, count, some + at);
	}
	assert_memory_equal(all, some, sizeof all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chances_are_those_of_the_error_function),
		cmocka_unit_test(test_what_is_mixed_is_uniform_still),
		cmocka_unit_test(test_ranks_go_together_as_a_gaussian_copula_has_them),
		cmocka_unit_test(test_normals_have_the_correlation_itself),
		cmocka_unit_test(test_where_a_run_begins_changes_no_bit),
	};
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	int failed = 0;
	for (size_t i = 0; i < count; i++) {
		loops = sets[i];
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	}
	return failed;
}
