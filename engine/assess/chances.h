/* SPDX-License-Identifier: Apache-2.0 */
/* chances.h - questions about several goals at once, or about a goal before its time, answered path by path: goals share
 * their futures, so that the chance of all is not the product of the chances of each. */
#pragma once
#include "assess/projection.h"

typedef struct {
	uint32_t goals;         /* due in the period and wanted */
	double all, all_se;     /* share of paths in which every one is met, of those in which that is known; missing if none is */
	double product;         /* of the chances of each: what independent goals would have */
	double met[3];          /* p5, p50, p95 of how many are met, unknown ones not among them */
	uint32_t target, goal;  /* the least likely one; QN_NONE where no chance is known */
	double least;           /* its chance */
} qn_together;

/* wanted: by target; a goal that is due beyond the projection counts for nothing. */
int qn_chances_together(const qn_projection *projection, const qn_panel *panel, const bool *wanted, qn_period due, qn_together *out, qn_error *err);

/* The goal of a target that lies ahead in a period: the first due then or later; QN_NONE if there is none, or no comparison. */
uint32_t qn_goal_ahead(const qn_panel *panel, uint32_t target, int period);
/* Share of paths in which a target has reached a goal's threshold in a period whose paths were kept. */
double qn_chance_in(const qn_projection *projection, const qn_program *program, uint32_t target, uint32_t goal, int period, double *se);
/* The mean over paths of a target in such a period. */
double qn_projection_mean(const qn_projection *projection, uint32_t target, int period);

/* value op threshold; false where either is missing. */
bool qn_reaches(qn_op op, double value, double threshold);
/* The comparison of a goal; QN_GE where it has none. */
qn_op qn_goal_op(const qn_program *program, uint32_t target, uint32_t goal);
