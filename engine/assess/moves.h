/* SPDX-License-Identifier: Apache-2.0 */
/* moves.h - growth verbs say where the central path goes; what that takes is known once a model runs. Settling runs the
 * central path, finds for each entity the factors that lead it there, and leaves moves that any run can strike. */
#pragma once
#include "assess/changes.h"

/* What a growth verb came to: of those it concerns, how many it moves, leaves alone because they get there anyway, or cannot
 * move for want of data, or because they stand at zero or below, from which no growth leads; and the extra growth a period that it takes:
 * least, middle, most. */
typedef struct {
	const char *where, *verb;
	uint32_t indicator;
	size_t moved, left, lacking, zero;
	qn_label why;                /* of a forecast: for what a series was refused */
	double least, middle, most; /* missing where nobody is moved */
} qn_effort;

typedef struct { qn_changes changes; qn_effort *effort; uint32_t efforts; } qn_settled;

/* Checks every move against the model (what it does not move can be struck, not led) and makes growth verbs into strikes.
 * out->changes borrows from changes. Free it whatever the result. */
int qn_changes_settle(qn_panel *panel, const qn_changes *changes, uint32_t model, qn_settled *out, qn_error *err);
void qn_settled_free(qn_settled *settled);
