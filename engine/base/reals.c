/* SPDX-License-Identifier: Apache-2.0 */
/* reals.c - exp, log and pow of many values. SLEEF's variants without fused operations ("cinz") give the bits of its
 * scalar ones on vectors of any width. */
#include <float.h>
#include <sleef.h>
#include <string.h>
#include "base/isa.h"
#include "base/real.h"

#if defined QN_ISA_AVX512
typedef __m512d vector;
enum { WIDTH = 8 };
static inline vector load(const double *x) { return _mm512_loadu_pd(x); }
static inline void store(double *out, vector x) { _mm512_storeu_pd(out, x); }
static inline vector settle(vector result, vector x, vector y)
{
	__mmask8 present = _mm512_cmp_pd_mask(x, y, _CMP_ORD_Q), finite = _mm512_cmp_pd_mask(_mm512_abs_pd(result), _mm512_set1_pd(DBL_MAX), _CMP_LE_OQ);
	return _mm512_mask_blend_pd(present & finite, _mm512_set1_pd(QN_MISSING), result);
}
#define EXP Sleef_cinz_expd8_u10avx512fnofma
#define LOG Sleef_cinz_logd8_u10avx512fnofma
#define POW Sleef_cinz_powd8_u10avx512fnofma
#elif defined QN_ISA_AVX2
typedef __m256d vector;
enum { WIDTH = 4 };
static inline vector load(const double *x) { return _mm256_loadu_pd(x); }
static inline void store(double *out, vector x) { _mm256_storeu_pd(out, x); }
/* qn_settle, and missing where an operand is: pow(1, missing) would be 1. Both compare false with a NaN. */
static inline vector settle(vector result, vector x, vector y)
{
	vector size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), result), present = _mm256_cmp_pd(x, y, _CMP_ORD_Q);
	vector finite = _mm256_cmp_pd(size, _mm256_set1_pd(DBL_MAX), _CMP_LE_OQ);
	return _mm256_blendv_pd(_mm256_set1_pd(QN_MISSING), result, _mm256_and_pd(finite, present));
}
#define EXP Sleef_cinz_expd4_u10avx
#define LOG Sleef_cinz_logd4_u10avx
#define POW Sleef_cinz_powd4_u10avx
#else
typedef double vector;
enum { WIDTH = 1 };
static inline vector load(const double *x) { return *x; }
static inline void store(double *out, vector x) { *out = x; }
static inline vector settle(vector result, vector x, vector y)
{
	return qn_is_missing(x) || qn_is_missing(y) ? QN_MISSING : qn_settle(result);
}
#define EXP Sleef_cinz_expd1_u10purec
#define LOG Sleef_cinz_logd1_u10purec
#define POW Sleef_cinz_powd1_u10purec
#endif

static inline vector exp_of(vector x, vector y) { (void)y; return EXP(x); }
static inline vector log_of(vector x, vector y) { (void)y; return LOG(x); }
static inline vector pow_of(vector x, vector y) { return POW(x, y); }

/* Full vectors, and the rest in one that is filled up. */
static inline __attribute__((always_inline)) void each(vector (*of)(vector, vector), size_t n, const double *x, const double *y, double *out)
{
	double a[WIDTH] = { 0 }, b[WIDTH] = { 0 };
	size_t full = n / WIDTH * WIDTH;
	for (size_t i = 0; i < full; i += WIDTH)
		store(out + i, settle(of(load(x + i), load(y + i)), load(x + i), load(y + i)));
	if (full == n)
		return;
	memcpy(a, x + full, (n - full) * sizeof *a);
	memcpy(b, y + full, (n - full) * sizeof *b);
	store(a, settle(of(load(a), load(b)), load(a), load(b)));
	memcpy(out + full, a, (n - full) * sizeof *a);
}

static void exp_each(size_t n, const double *x, double *out) { each(exp_of, n, x, x, out); }
static void log_each(size_t n, const double *x, double *out) { each(log_of, n, x, x, out); }
static void pow_each(size_t n, const double *x, const double *y, double *out) { each(pow_of, n, x, y, out); }

const qn_reals QN_FOR_ISA(qn_reals) = { exp_each, log_each, pow_each };
