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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type_7_is_what_r_says),
		cmocka_unit_test(test_quantiles_run_over_what_is_present),
		cmocka_unit_test(test_picking_agrees_with_sorting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
