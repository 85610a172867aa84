/* SPDX-License-Identifier: Apache-2.0 */
/* rankings.h - how firm the ranks of a composite are: intervals over drawn weights, choices and missing values (after Saisana,
 * Saltelli and Tarantola 2005), what moves ranks the most, and whose order flips when somebody else is taken away. */
#pragma once
#include "methods/composite.h"

typedef struct {
	uint64_t seed;
	uint32_t draws;
	double spread;               /* every weight, of a theme and of an item, is drawn evenly from 1 - spread to 1 + spread times its own */
	bool choices;                /* normalisation by minmax, zscore or rank, and an arithmetic or geometric mean, are drawn too */
	bool missing;                /* what is missing is drawn from what is present of the item */
	uint32_t first;              /* how many places a list has */
	const uint64_t *item_hash, *theme_hash, *entity_hash; /* of their ids: what is drawn depends on nobody else */
} qn_rank_question;

typedef struct {
	double low, median, high;    /* ranks that 5, 50 and 95 in a hundred draws do not exceed; missing for who has no rank */
	double chance;               /* of being among the first */
} qn_rank_interval;

/* out: [entities]. QN_ELIMIT for more than a hundred million ranks. Who has no score as it stands gets none by what is drawn. */
int qn_rank_intervals(const qn_scoring *of, const qn_method *method, const qn_rank_question *question, qn_rank_interval *out, qn_error *err);

/* One thing done otherwise: an item left out, or another treatment, normalisation, weighting, aggregation. */
typedef enum { QN_LEFT_OUT, QN_TREATED_BY, QN_NORMALISED_BY, QN_WEIGHED_BY, QN_AGGREGATED_BY } qn_move_of_ranks;
typedef struct {
	qn_move_of_ranks what;
	uint32_t which;              /* the item, or the choice */
	double shift;                /* places that a rank moves on average */
	uint32_t changed;            /* of the first, how many are others */
	size_t most;                 /* who moves the furthest */
	uint32_t from, to;
} qn_rank_move;
enum { QN_MOST_RANK_MOVES = 256 + QN_TREATS + QN_NORMALISATIONS + QN_WEIGHTINGS + QN_AGGREGATIONS };
/* move: [QN_MOST_RANK_MOVES], those that move the most first; *moves of them. Judged weights are no alternative of given ones: they need judgements. */
int qn_rank_moves(const qn_scoring *of, const qn_method *method, uint32_t first, qn_rank_move *move, uint32_t *moves, qn_error *err);

/* Without `dropped`, `pairs` of the others change their order; above was before below, and is behind it then: of those pairs the one
 * whose better had the best rank. */
typedef struct { size_t dropped; uint32_t pairs; size_t above, below; } qn_reversal;
/* reversal: [entities], in their order; *reversals of them. Takes each of those ranked away once: of n the time of n scores and n³ comparisons. */
int qn_rank_reversals(const qn_scoring *of, const qn_method *method, qn_reversal *reversal, uint32_t *reversals, qn_error *err);
