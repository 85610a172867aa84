/* SPDX-License-Identifier: Apache-2.0 */
/* prim.h - boxes in which something happens more often than elsewhere: the patient rule induction method (Friedman and Fisher
 * 1999), peeling and pasting. Knows nothing of models. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"

enum { QN_MOST_SIDES = 40, QN_MOST_PEELS = 400 };

/* A box: bounds of each dimension, and what is in it. */
typedef struct {
	double low[QN_MOST_SIDES], high[QN_MOST_SIDES]; /* -INFINITY, INFINITY: not restricted */
	uint32_t restricted;     /* sides */
	double mass;             /* share of all points */
	double density;          /* share of its points in which it happens */
	double coverage;         /* share of all points in which it happens that lie in it */
} qn_box;

typedef struct {
	uint32_t points, dimensions;
	const double *at;        /* [dimensions][points]; not missing */
	const bool *happens;     /* [points] */
	double alpha;            /* peeled off at a time, as a share of the box: 0.05 */
	double smallest;         /* share of all points below which nothing is peeled: 0.05 */
} qn_cloud;

/* Fills what is in a box of given bounds. */
void qn_prim_measure(const qn_cloud *cloud, qn_box *box);
/* The trajectory of peeling: box 0 is everything, each next one smaller; *boxes of them. */
int qn_prim_peel(const qn_cloud *cloud, qn_box box[QN_MOST_PEELS], uint32_t *boxes, qn_error *err);
/* Drops the bounds of a dimension, the least telling one first, as long as the density falls, in all, by less than two of its
 * standard errors: what chance would do (after Bryant and Lempert 2010). */
void qn_prim_prune(const qn_cloud *cloud, qn_box *box);
/* Lets sides out again for as long as the density rises or stays. */
int qn_prim_paste(const qn_cloud *cloud, qn_box *box, qn_error *err);
