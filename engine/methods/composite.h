/* SPDX-License-Identifier: Apache-2.0 */
/* composite.h - composite indicators: a table of entities and items is treated for outliers, normalised, weighed and aggregated
 * to one score each. After the OECD/JRC Handbook (Nardo et al. 2008); outliers and normalisations as in the R package COINr.
 *
 * Items that say nothing (no value, or the same for all) are left out, and said. A score is over the items present, whose
 * weights make up for the rest; below a least share of weight present there is none. Knows nothing of stores. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "plan/score.h"

/* What is scored. Borrowed; every array by item, theme or entity. */
typedef struct {
	uint32_t items, themes;
	size_t entities;
	const double *value;         /* [items][entities], in any unit; missing where nothing is known */
	const bool *lower;           /* [items]: less is better; NULL: of none */
	const double *target;        /* [items]; missing, or NULL: none */
	const double *weight;        /* [items]: within its theme; NULL: alike */
	const uint32_t *theme;       /* [items]; NULL: no themes */
	const double *theme_weight;  /* [themes], of given or judged (AHP) weights */
	const bool *among;           /* [entities]: who is ranked; all set the scale; NULL: all */
} qn_scoring;

typedef struct {
	qn_treat treat;
	qn_normalisation normalise;
	qn_weighting weigh;
	qn_aggregation aggregate;
	double least;                /* share of weight that must be present for a score: 0.5 */
} qn_method;

typedef enum { QN_ITEM_COUNTS, QN_ITEM_EMPTY, QN_ITEM_FLAT } qn_item_state; /* no value at all · one value for all */
typedef struct {
	qn_item_state state;
	uint32_t present;            /* entities */
	uint32_t pulled;             /* values pulled in */
	bool logged;
	double weight;               /* of all items: 1 together; 0 of those left out */
	double mean;                 /* of its normalised values */
} qn_item_score;

typedef struct {
	uint32_t items;
	size_t entities;
	qn_item_score *item;         /* [items] */
	double *normal;              /* [items][entities] */
	double *score;               /* [entities]: 0 … 100, or as the z-scores; missing: too little is known */
	double *share;               /* [entities]: of weight that is present */
	uint32_t *rank;              /* [entities]: 1, 2, 2, 4 on unrounded scores among those ranked; 0: no score, or not among them */
	uint32_t ranked;
	qn_arena arena;
} qn_composite;

/* QN_EINPUT when no item says anything, when all weights are 0, or when the choices do not go together. *out is the caller's. */
int qn_composite_make(const qn_scoring *of, const qn_method *method, qn_composite **out, qn_error *err);
void qn_composite_free(qn_composite *composite); /* NULL is fine */
/* What an item adds to the arithmetic mean of an entity, in points; and how much more than it does on average. */
double qn_composite_points(const qn_composite *composite, uint32_t item, size_t entity);
double qn_composite_lead(const qn_composite *composite, uint32_t item, size_t entity);

/* The steps, for those who vary one of them. Arrays as above. */

/* treat.c: values with the better ones higher (the sign of `lower` items is turned); what became of each item. */
int qn_items_treat(const qn_scoring *of, qn_treat how, double *out, qn_item_score *item, qn_error *err);
/* Adjusted skewness and excess kurtosis of the present values, as spreadsheets have them (types 2 of Joanes and Gill 1998). */
void qn_shape(const double *value, size_t count, double *skewness, double *kurtosis);
/* treated: of qn_items_treat. */
int qn_items_normalise(const qn_scoring *of, const double *treated, const qn_item_score *item, qn_normalisation how, double *out, qn_error *err);
/* weight[items], 1 together. score, share: [entities]. */
void qn_items_aggregate(const qn_scoring *of, const double *normal, const double *weight, const qn_method *method, double *score, double *share);
/* Ranks of those among, on unrounded scores; *ranked of them. */
int qn_scores_rank(const qn_scoring *of, const double *score, uint32_t *rank, uint32_t *ranked, qn_error *err);
