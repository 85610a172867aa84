/* SPDX-License-Identifier: Apache-2.0 */
/* lift.h - how much extra growth a period each entity needs by itself for a mask to hold of it in a projected period, on the
 * central path. All are sought at once, each in its own bisection, so that it takes a few dozen runs of one path. */
#pragma once
#include "assess/lever.h"

typedef struct {
	uint32_t model, indicator, mask; /* mask: a node with a value for each entity */
	int due;                 /* index of the period */
	double most;             /* extra growth beyond which nothing is tried */
	const qn_lever *lever;   /* growth that is settled already, and its values */
	const double *value;
	uint32_t levers;
} qn_lifting;

/* growth: [entities]: 0 where it holds anyway, missing where it cannot be reached or is not known. without, with: the
 * indicator in the period before and after; with is missing where growth is. */
int qn_lift(qn_panel *panel, const qn_changes *changes, const qn_lifting *lifting, double *growth, double *without, double *with, qn_error *err);
