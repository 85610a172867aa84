/* SPDX-License-Identifier: Apache-2.0 */
/* solve.h - what values of a few levers make a condition hold, nearest to where the levers stand. Knows nothing of models:
 * the condition is a function that is not negative where it holds. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"

enum { QN_MOST_LEVERS = 4, QN_SOLVE_GRID = 8 };

typedef struct {
	uint32_t levers;        /* 1 … QN_MOST_LEVERS */
	double low[QN_MOST_LEVERS], high[QN_MOST_LEVERS], now[QN_MOST_LEVERS]; /* now may lie outside the bounds */
	/* How far the condition is from failing: >= 0 holds, missing does not. The same answer for the same values. */
	int (*score)(void *context, const double *value, double *out, qn_error *err);
	void *context;
} qn_search;

typedef struct {
	enum {
		QN_SOLVED,           /* value holds, and nothing nearer to now was found that does */
		QN_HOLDS,            /* it holds as things stand; of one lever, value is how far it can go before it fails: `slack` says whether it does */
		QN_BEYOND,           /* it holds nowhere that was tried; value is where it is nearest to holding */
		QN_INERT,            /* the levers change nothing, not even together */
		QN_UNTOLD            /* the score is missing wherever the levers were put */
	} how;
	double value[QN_MOST_LEVERS], score; /* within the bounds, if it does not hold already; score: at value */
	double now_score;
	bool slack;
	bool nowhere;           /* of one lever and QN_HOLDS: it stands outside the bounds, and within them it fails; value is where it is nearest to holding */
	bool bound;             /* of QN_SOLVED: the levers stand outside, and value is the place within the bounds nearest to them: less may do */
	bool monotone;          /* of one lever: over the whole range the score only rises or only falls */
	double effort;          /* distance from now, each lever in shares of its range */
} qn_answer;

/* One lever: a grid over the range and where the lever stands finds where the condition starts to hold, bisection the place.
 * Several: the least distance, each lever counted in shares of its range. Directions are tried, first the one in which the
 * score rises fastest, then ever smaller turns of the best; along each the nearest place is bisected. Levers that
 * stand outside the bounds begin at the nearest place within, and the effort is counted from where they stand; where no direction
 * helps, the way to the best corner of the bounds does. */
int qn_solve(const qn_search *search, qn_answer *out, qn_error *err);
