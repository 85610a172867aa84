/* SPDX-License-Identifier: Apache-2.0 */
/* real.h - numbers that may be missing, and the functions of which every machine must give the same bits.
 * Missing is one NaN pattern; a value is never infinite: what overflows is missing. */
#pragma once
#include <math.h>
#include <stddef.h>

#define QN_MISSING ((double)NAN)
static inline int qn_is_missing(double x) { return x != x; }
/* What leaves a computation: finite, or the one missing pattern. */
static inline double qn_settle(double x) { return isfinite(x) ? x : QN_MISSING; }

/* Fixed bits on every machine (SLEEF, deterministic variants). Out of domain: missing. */
double qn_exp(double x);
double qn_log(double x);
double qn_pow(double x, double y);
