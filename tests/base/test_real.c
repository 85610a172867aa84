/* SPDX-License-Identifier: Apache-2.0 */
/* test_real.c - exp, log and pow: near the true value, and the same bits one by one and many at once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>
#include "base/cpu.h"
#include "base/real.h"

enum { COUNT = 20011 };
static double x[COUNT + 1], y[COUNT + 1], out[COUNT + 1];

static double part(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(*seed >> 11) * 0x1p-53;
}

static void fill(double *values, double low, double high, uint64_t seed)
{
	for (size_t i = 0; i <= COUNT; i++)
		values[i] = low + (high - low) * part(&seed);
}

/* Distance from the true value in units of the last place. */
static double ulps(double got, long double exact)
{
	double nearest = (double)exact;
	return (double)(fabsl((long double)got - exact) / (nextafter(fabs(nearest), INFINITY) - fabs(nearest)));
}

static void test_log_exp_and_pow_are_within_one_ulp(void **state)
{
	(void)state;
	fill(x, 0, 1, 1), fill(y, -700, 700, 2);
	for (size_t i = 0; i < COUNT; i++) {
		assert_true(ulps(qn_log(x[i]), logl(x[i])) < 1.0);
		assert_true(ulps(qn_exp(y[i]), expl(y[i])) < 1.0);
	}
	fill(x, 0, 3, 3), fill(y, -20, 20, 4);
	for (size_t i = 0; i < COUNT; i++) {
		assert_true(ulps(qn_pow(x[i], y[i]), powl(x[i], y[i])) < 1.0);
		assert_true(ulps(qn_pow(x[i], 1.0 / 3), powl(x[i], (long double)(1.0 / 3))) < 1.0);
	}
}

static void check_same(const double *from, const double *to, size_t n, double (*one)(double, double))
{
	for (size_t i = 0; i < n; i++) {
		double expected = one(from[i], to[i]);
		if (qn_is_missing(expected))
			assert_true(qn_is_missing(out[1 + i]));
		else
			assert_memory_equal(&out[1 + i], &expected, sizeof expected);
	}
}

static double exp_of(double a, double b) { (void)b; return qn_exp(a); }
static double log_of(double a, double b) { (void)b; return qn_log(a); }

static void check_set(const qn_reals *set)
{
	for (size_t n = COUNT - 9; n < COUNT; n++) {
		set->exp(n, x + 1, out + 1);
		check_same(x + 1, y + 1, n, exp_of);
		set->log(n, x + 1, out + 1);
		check_same(x + 1, y + 1, n, log_of);
		set->pow(n, x + 1, y + 1, out + 1);
		check_same(x + 1, y + 1, n, qn_pow);
	}
}

static void check_sets(void)
{
	check_set(&qn_reals_portable);
#ifdef QN_WITH_X86
	if (qn_cpu_has_avx2())
		check_set(&qn_reals_avx2);
	if (qn_cpu_has_avx512())
		check_set(&qn_reals_avx512);
#endif
}

static void test_many_at_once_have_the_bits_of_one_by_one(void **state)
{
	static const double odd[] = { 0, -0.0, 1, -1, 0.5, -2, 3, 1e300, -1e300, 1e-300, 5e-324, -5e-324, 709.79, -745.2, 1e16, DBL_MIN, DBL_MAX };
	enum { ODD = sizeof odd / sizeof *odd };
	(void)state;
	fill(x, 0, 1, 5), fill(y, -3, 3, 6);
	check_sets();
	fill(x, -800, 800, 7), fill(y, -300, 300, 8);
	check_sets();
	for (size_t i = 0; i < COUNT; i++)
		x[i] = ldexp(x[i], (int)(i % 2000) - 1000), y[i] = i % 3 ? y[i] : floor(y[i]);
	for (size_t i = 0; i < 400; i++) /* every pair, and missing ones among them */
		x[i] = i / ODD < ODD ? odd[i / ODD] : QN_MISSING, y[i] = i % (ODD + 1) < ODD ? odd[i % ODD] : QN_MISSING;
	check_sets();
}

static void test_missing_stays_missing(void **state)
{
	double one = 1, missing = QN_MISSING;
	(void)state;
	assert_true(qn_is_missing(qn_pow(1, QN_MISSING)) && qn_is_missing(qn_pow(QN_MISSING, 0)));
	qn_reals_portable.pow(1, &one, &missing, out);
	qn_reals_portable.pow(1, &missing, &(double){ 0 }, out + 1);
	assert_true(qn_is_missing(out[0]) && qn_is_missing(out[1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log_exp_and_pow_are_within_one_ulp),
		cmocka_unit_test(test_many_at_once_have_the_bits_of_one_by_one),
		cmocka_unit_test(test_missing_stays_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
