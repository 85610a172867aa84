/* SPDX-License-Identifier: Apache-2.0 */
/* reals.c - exp, log and pow of many values. SLEEF's variants without fused operations ("cinz") give the bits of its
 * scalar ones on vectors of any width. */
#include <sleef.h>
#include "base/isa.h"
#include "base/real.h"

#ifdef QN_ISA_AVX2
enum { WIDTH = 4 };
#define LOAD(x) _mm256_loadu_pd(x)
#define STORE(out, x) _mm256_storeu_pd(out, x)
#define EXP Sleef_cinz_expd4_u10avx
#define LOG Sleef_cinz_logd4_u10avx
#define POW Sleef_cinz_powd4_u10avx
#else
enum { WIDTH = 1 };
#define LOAD(x) (*(x))
#define STORE(out, x) (*(out) = (x))
#define EXP Sleef_cinz_expd1_u10purec
#define LOG Sleef_cinz_logd1_u10purec
#define POW Sleef_cinz_powd1_u10purec
#endif

static void exp_some(const double *x, const double *y, double *out) { (void)y, STORE(out, EXP(LOAD(x))); }
static void log_some(const double *x, const double *y, double *out) { (void)y, STORE(out, LOG(LOAD(x))); }
static void pow_some(const double *x, const double *y, double *out) { STORE(out, POW(LOAD(x), LOAD(y))); }

typedef void (*some)(const double *x, const double *y, double *out);

/* Missing operands are missing: pow(1, missing) would be 1. */
static inline __attribute__((always_inline)) void piece(some of, size_t n, const double *x, const double *y, double *out)
{
	double a[WIDTH] = { 0 }, b[WIDTH] = { 0 }, result[WIDTH];
	for (size_t i = 0; i < n; i++)
		a[i] = x[i], b[i] = y[i];
	of(a, b, result);
	for (size_t i = 0; i < n; i++)
		out[i] = qn_is_missing(a[i]) || qn_is_missing(b[i]) ? QN_MISSING : qn_settle(result[i]);
}

static inline __attribute__((always_inline)) void each(some of, size_t n, const double *x, const double *y, double *out)
{
	size_t full = n / WIDTH * WIDTH;
	for (size_t i = 0; i < full; i += WIDTH)
		piece(of, WIDTH, x + i, y + i, out + i);
	if (full < n)
		piece(of, n - full, x + full, y + full, out + full);
}

static void exp_each(size_t n, const double *x, double *out) { each(exp_some, n, x, x, out); }
static void log_each(size_t n, const double *x, double *out) { each(log_some, n, x, x, out); }
static void pow_each(size_t n, const double *x, const double *y, double *out) { each(pow_some, n, x, y, out); }

const qn_reals QN_FOR_ISA(qn_reals) = { exp_each, log_each, pow_each };
