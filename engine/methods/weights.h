/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - how much each item of a composite counts: as given, alike, by what the data say (entropy, CRITIC), or as judged in
 * pairs (AHP).
 * Entropy (Shannon; Zeleny 1982): p = x / total, e = -(1/ln n) sum p ln p with 0 ln 0 = 0, weight 1 - e. A column that has
 * negative values, or of which less is better, is counted from its worst.
 * CRITIC (Diakoulaki, Mavrotas and Papayannakis 1995): on min-max values, s_j * sum over k of (1 - r_jk), s the standard
 * deviation, r the correlation over the entities that have both. */
#pragma once
#include "methods/composite.h"

/* weight[items]: 1 together, 0 of items that do not count. Given and judged weights: of the theme, times the item's share of
 * those of its theme that count. treated: of qn_items_treat. */
int qn_items_weigh(const qn_scoring *of, const double *treated, const qn_item_score *item, qn_weighting how, double *weight, qn_error *err);

/* The analytic hierarchy process (Saaty 1980). */
enum { QN_MOST_JUDGED = 15 };
typedef struct {
	double weight[QN_MOST_JUDGED];
	double lambda;               /* the principal eigenvalue */
	double index;                /* consistency index: (lambda - n) / (n - 1) */
	double ratio;                /* over Saaty's random index: 0.1 is the usual bound; 0 of two or fewer */
} qn_judged;
/* matrix[n][n]: how many times the one of the row counts more than that of the column; positive, reciprocal. n from 1 on. */
int qn_ahp(const double *matrix, uint32_t n, qn_judged *out, qn_error *err);
