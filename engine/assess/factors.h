/* SPDX-License-Identifier: Apache-2.0 */
/* factors.h - what a target's future is drawn from: the assumptions that a model reads and that are not fixed, and parameters
 * that a question lets vary. */
#pragma once
#include "assess/lever.h"

typedef struct {
	bool assumed;
	uint32_t index, unit;    /* of the parameter or assumption; its unit in the catalogue or QN_NONE */
	const char *id;
	qn_label title;
	qn_distribution value;   /* in the first projected period */
	qn_reach reach;
	uint32_t group;          /* kind, for QN_BY_GROUP */
} qn_factor;

/* Of a model and a target under the changes, in the order of the program, parameters behind. In arena. */
int qn_factors_find(const qn_panel *panel, const qn_changes *changes, uint32_t model, uint32_t target, qn_arena *arena, qn_factor **out, uint32_t *count, qn_error *err);
/* The value at a share of a distribution. */
double qn_factor_at(const qn_factor *factor, double share);
/* The lever that fixes it. */
qn_lever qn_factor_lever(const qn_factor *factor);
/* Names of streams for qn_changes.stream, by assumption and then by parameter, in arena: each factor for which anew is true has
 * another one. */
const char **qn_factors_anew(const qn_panel *panel, const qn_factor *factor, uint32_t count, const bool *anew, qn_arena *arena);
/* What each path drew: of what is drawn once a path that, else the mean over projected periods and whoever draws. out: [paths]. */
int qn_factor_draws(const qn_factor *factor, const qn_panel *panel, uint64_t seed, uint32_t paths, double *out, qn_error *err);
