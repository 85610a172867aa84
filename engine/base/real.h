/* SPDX-License-Identifier: Apache-2.0 */
/* real.h - numbers that may be missing, and the functions of which every machine must give the same bits.
 * Missing is one NaN pattern; a value is never infinite: what overflows is missing. */
#pragma once
#include <math.h>
#include <stddef.h>

#define QN_MISSING ((double)NAN)
static inline int qn_is_missing(double x) { return x != x; }
/* One number, or both missing. */
static inline int qn_is_same(double x, double y) { return x == y || (qn_is_missing(x) && qn_is_missing(y)); }
/* Below, above and at a line are told with a margin: what was computed in another order, or from decimals, does not lie on the
 * other side of it for that. 0.1 + 0.7 reaches 0.8. Equality has none. */
#define QN_MARGIN 1e-12
static inline double qn_edge(double line, double margin) { return margin == 0 ? line : line + margin * fabs(line); }
/* What leaves a computation: finite, or the one missing pattern. */
static inline double qn_settle(double x) { return isfinite(x) ? x : QN_MISSING; }

/* For qsort: doubles, none of them missing, the least first. */
int qn_rising(const void *a, const void *b);

/* Fixed bits on every machine (SLEEF, deterministic variants). Missing in or out of domain: missing. */
double qn_exp(double x);
double qn_log(double x);
double qn_pow(double x, double y);
double qn_erfc(double x); /* 1 - erf(x), without loss in the tail */

/* The same of n values, each to the same bits; out may be x. One set of them for every instruction set (isa.h). */
typedef struct {
	void (*exp)(size_t n, const double *x, double *out);
	void (*log)(size_t n, const double *x, double *out);
	void (*pow)(size_t n, const double *x, const double *y, double *out);
} qn_reals;
extern const qn_reals qn_reals_portable;
#ifdef QN_WITH_X86
extern const qn_reals qn_reals_avx2, qn_reals_avx512;
#endif
