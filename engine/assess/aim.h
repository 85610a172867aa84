/* SPDX-License-Identifier: Apache-2.0 */
/* aim.h - what is asked of a target in one period: a goal of the pack's own, or a number somebody types. */
#pragma once
#include "assess/chances.h"

typedef struct {
	uint32_t target;
	uint32_t goal;           /* the pack's own; QN_NONE: op and threshold below */
	int period;              /* index, projected */
	qn_op op;
	double threshold;        /* reference units */
} qn_aim;

/* A target by its id, of which length bytes count; unknown ones offer the nearest. */
int qn_target_find(const qn_program *program, const char *name, size_t length, uint32_t *out, qn_error *err);
/* "TARGET", "TARGET@2030" for a goal of the pack's own, "TARGET >= 100 @ 2030" for another. With several goals of its own
 * the period must be said. A period that is not projected is an error. */
int qn_aim_read(const qn_panel *panel, const char *text, qn_aim *out, qn_error *err);
/* The pack's own goals that a projection reaches, of its own document; in arena. */
int qn_aims_own(const qn_panel *panel, qn_arena *arena, qn_aim **out, uint32_t *count, qn_error *err);

/* Of a projection that kept every period: the chance to meet it, and what is to be reached. */
qn_chance qn_aim_chance(const qn_projection *projection, const qn_aim *aim);
double qn_aim_threshold(const qn_projection *projection, const qn_aim *aim);
/* How far beyond the threshold the share `chance` of all paths gets, in the direction of the comparison: not negative where
 * it is met with that chance (`beyond`), and the value itself (`reached`). Missing without a threshold, or where the value is not
 * known on so many paths. */
int qn_aim_reached(const qn_projection *projection, const qn_aim *aim, double chance, double *beyond, double *reached, qn_error *err);
