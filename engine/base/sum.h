/* SPDX-License-Identifier: Apache-2.0 */
/* sum.h - sums that keep what their roundings lose (Neumaier 1974, with Knuth's exact error of an addition): figures that were
 * recorded with two decimals add up to one with two decimals, and their order does not show. The same bits on every machine. */
#pragma once

typedef struct { double sum, lost; } qn_sum;
#define QN_SUM_START { -0.0, 0.0 } /* the one number that changes no sum, zeros with a sign included */

/* What sum = a + b lost: exactly. Not a number where one of the three is none. */
static inline double qn_sum_loss(double a, double b, double sum)
{
	double of_b = sum - a;
	return (a - (sum - of_b)) + (b - of_b);
}

static inline void qn_sum_add(qn_sum *to, double x)
{
	double sum = to->sum + x;
	to->lost += qn_sum_loss(to->sum, x, sum);
	to->sum = sum;
}

/* Zero keeps its sign. */
static inline double qn_sum_with(double sum, double lost) { return lost != 0 ? sum + lost : sum; }
static inline double qn_sum_of(qn_sum of) { return qn_sum_with(of.sum, of.lost); }
