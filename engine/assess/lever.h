/* SPDX-License-Identifier: Apache-2.0 */
/* lever.h - something that can be turned between two bounds: a parameter or assumption, or the growth of an indicator beyond
 * what the model gives it. */
#pragma once
#include "assess/changes.h"

typedef struct {
	const char *name;       /* as written: "growth", "revenue:city:NAME" */
	bool grows;             /* extra growth a period of an indicator, times 1 + value, for whom */
	bool assumed;
	uint32_t index;         /* parameter, assumption or indicator */
	qn_whom whom;
	qn_period from, until;  /* QN_NO_PERIOD: from the start · for good */
	double low, high;       /* low < high */
	uint32_t unit;          /* to show it in; QN_NONE: a pure number */
} qn_lever;

/* "NAME[@PERIOD[:PERIOD]]=LOW..HIGH" with NAME a parameter, an assumption, or INDICATOR[:WHO] for extra growth; WHO as in
 * qn_whom_find. Refused is what nothing hears under the changes that are made besides. Texts live in arena. */
int qn_lever_read(qn_panel *panel, const qn_changes *changes, qn_arena *arena, const char *text, qn_lever *out, qn_error *err);
/* Refuses a lever that moves what one before it moves in a period of both: only one of the two would count. */
int qn_lever_apart(const qn_lever *before, uint32_t levers, const qn_lever *lever, qn_error *err);
/* Where it stands under the changes in the first period it concerns: the median of what is drawn; 0 for growth. */
double qn_lever_now(const qn_lever *lever, const qn_changes *changes, const qn_panel *panel);
/* The changes with levers set: a parameter or assumption is that value and no longer drawn. *out borrows from changes and
 * is freed with qn_changes_free. */
int qn_levers_set(const qn_changes *changes, const qn_panel *panel, const qn_lever *lever, const double *value, uint32_t levers, qn_changes *out, qn_error *err);
