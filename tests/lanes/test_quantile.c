/* SPDX-License-Identifier: Apache-2.0 */
/* test_quantile.c - type 7, against R and against sorting. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "lanes/quantile.h"

/* R: quantile(c(1, 3, 4, 9, 12, 20), c(0, .1, .25, .5, .75, .9, 1)), type 7 by default. */
static void test_type_7_is_what_r_says(void **state)
{
	static const double probability[] = { 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1 }, expected[] = { 1, 2, 3.25, 6.5, 11.25, 16, 20 };
	(void)state;
	for (int i = 0; i < 7; i++) {
		double values[] = { 12, 3, 20, 1, 9, 4 };
		assert_true(fabs(qn_quantile(values, 6, probability[i]) - expected[i]) < 1e-14);
	}
}

static void test_quantiles_run_over_what_is_present(void **state)
{
	double values[] = { QN_MISSING, 5, QN_MISSING, 1 }, none[] = { QN_MISSING };
	(void)state;
	assert_true(qn_quantile(values, 4, 0.5) == 3);
	assert_true(qn_is_missing(qn_quantile(none, 1, 0.5)));
	assert_true(qn_is_missing(qn_quantile(none, 0, 0.5)));
}

static int ascending(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static void test_picking_agrees_with_sorting(void **state)
{
	enum { MOST = 60 };
	double values[MOST], sorted[MOST];
	(void)state;
	srand(3);
	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + (size_t)rand() % MOST, spread = 1 + (size_t)rand() % 40;
		double probability = rand() % 101 / 100.0, at = (double)(n - 1) * probability;
		size_t below = (size_t)floor(at);
		for (size_t i = 0; i < n; i++)
			values[i] = (double)((size_t)rand() % spread);
		memcpy(sorted, values, sizeof sorted);
		qsort(sorted, n, sizeof *sorted, ascending);
		double high = sorted[below + 1 < n ? below + 1 : below], share = at - (double)below;
		assert_true(qn_quantile(values, n, probability) == sorted[below] + share * (high - sorted[below]));
	}
}

/* What the answer must be, by sorting all that is present. */
static double by_sorting(const double *values, size_t n, double probability)
{
	double *sorted = malloc((n + 1) * sizeof *sorted), out = QN_MISSING;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!qn_is_missing(values[i]))
			sorted[kept++] = values[i];
	qsort(sorted, kept, sizeof *sorted, ascending);
	if (kept > 0) {
		double at = (double)(kept - 1) * probability, share = at - floor(at);
		size_t below = (size_t)floor(at);
		out = share == 0 || below + 1 >= kept ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
	}
	free(sorted);
	return out;
}

/* Shapes that mislead a sample taken at even steps, or leave it nothing to tell apart. */
static double shaped(int shape, size_t i, size_t n)
{
	double luck = rand() / (double)RAND_MAX;
	switch (shape) {
	case 0: return exp(20 * luck);                         /* skewed */
	case 1: return floor(7 * luck);                        /* ties */
	case 2: return 3.25;                                   /* all equal */
	case 3: return (double)i;                              /* sorted */
	case 4: return i % (n / 512 + 1) == 0 ? -luck : luck;  /* what the sample sees is not what the rest is */
	case 5: return i < n / 3 ? -luck : 1e9 + luck;         /* two heaps */
	default: return luck < 0.9 ? QN_MISSING : luck;        /* nearly all missing */
	}
}

static void test_a_large_run_agrees_with_sorting(void **state)
{
	enum { MOST = 20000 };
	static const double probability[] = { 0, 1e-9, 0.05, 0.25, 0.5, 0.731, 0.95, 1 - 1e-9, 1 };
	static double values[MOST], again[MOST];
	(void)state;
	srand(4);
	for (int round = 0; round < 140; round++) {
		size_t n = round < 70 ? 4090 + (size_t)round % 14 : 4097 + (size_t)rand() % (MOST - 4097);
		for (size_t i = 0; i < n; i++)
			values[i] = rand() % 50 == 0 ? QN_MISSING : shaped(round % 7, i, n);
		for (size_t p = 0; p < sizeof probability / sizeof *probability; p++) {
			double expected = by_sorting(values, n, probability[p]);
			memcpy(again, values, n * sizeof *again);
			double answer = qn_quantile(again, n, probability[p]);
			assert_memory_equal(&answer, &expected, sizeof answer);
		}
	}
}

static void test_few_values_have_quantiles_too(void **state)
{
	(void)state;
	assert_true(qn_quantile((double[]){ 7 }, 1, 0.25) == 7);
	assert_true(qn_quantile((double[]){ 7, 3 }, 2, 0.25) == 4);
	assert_true(qn_is_missing(qn_quantile((double[]){ 7, 3 }, 2, QN_MISSING)));
	assert_true(!signbit(qn_quantile((double[]){ -0.0, 0.0, -0.0 }, 3, 0.5)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type_7_is_what_r_says),
		cmocka_unit_test(test_quantiles_run_over_what_is_present),
		cmocka_unit_test(test_picking_agrees_with_sorting),
		cmocka_unit_test(test_a_large_run_agrees_with_sorting),
		cmocka_unit_test(test_few_values_have_quantiles_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
