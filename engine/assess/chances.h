/* SPDX-License-Identifier: Apache-2.0 */
/* chances.h - questions about several goals at once, or about a goal before its time, answered path by path: goals share
 * their futures, so that the chance of all is not the product of the chances of each. */
#pragma once
#include "assess/projection.h"

typedef struct {
	uint32_t goals, unknown; /* due in the period and wanted; of them, not known on every path */
	qn_chance all;          /* that every one is met: not known where one is not and none is missed */
	double product;         /* of the chances of each: what independent goals would have; missing where one is not known */
	double met[3];          /* p5, p50, p95 of how many are met, unknown ones not among them */
	uint32_t target, goal;  /* the one that is met on the fewest paths; QN_NONE where no chance is known */
	qn_chance least;        /* its chance */
} qn_together;

/* wanted: by target; a goal that is due beyond the projection counts for nothing. */
int qn_chances_together(const qn_projection *projection, const qn_panel *panel, const bool *wanted, qn_period due, qn_together *out, qn_error *err);

/* The goal of a target that lies ahead in a period: the first due then or later; QN_NONE if there is none, or no comparison. */
uint32_t qn_goal_ahead(const qn_panel *panel, uint32_t target, int period);
/* That a target has reached a goal's threshold in a period whose paths were kept. */
qn_chance qn_chance_in(const qn_projection *projection, const qn_program *program, uint32_t target, uint32_t goal, int period);
/* The mean over paths of a target in such a period. */
double qn_projection_mean(const qn_projection *projection, uint32_t target, int period);

/* value op threshold; false where either is missing. */
bool qn_reaches(qn_op op, double value, double threshold);
/* The comparison of a goal; QN_GE where it has none. */
qn_op qn_goal_op(const qn_program *program, uint32_t target, uint32_t goal);
