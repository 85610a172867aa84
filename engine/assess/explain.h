/* SPDX-License-Identifier: Apache-2.0 */
/* explain.h - every number behind a rule for one entity: the rule as written, node by node, down to the file and line of
 * each observation and the clause of each parameter. */
#pragma once
#include "assess/changes.h"

typedef struct {
	int depth;               /* 0 for a root */
	uint32_t node;           /* of the program */
	const char *formula;     /* as the script wrote it */
	bool is_mask;
	qn_mask mask;
	double number;           /* reference units */
	uint32_t unit;           /* to show it in, QN_NONE: a pure number */
	const char *member;      /* of a category: the id of what it is, else NULL */
	const char *place;       /* file:line in the scripts */
	const char *source;      /* "observations.csv:17 (2026-03-30)", a clause, or "" */
	bool synthetic;          /* the observation is */
} qn_line;

typedef struct { qn_line *line; uint32_t lines; qn_arena arena; } qn_explanation;

/* roots: nodes of the program. model QN_NONE: the observed period of the index; else a projected one on the central path,
 * where every draw is its median. *out is the caller's. */
int qn_explain(qn_panel *panel, const qn_changes *changes, uint32_t model, const uint32_t *root, uint32_t roots, size_t entity,
	int index, qn_explanation **out, qn_error *err);
void qn_explanation_free(qn_explanation *explanation); /* NULL is fine */

/* Where an observation came from, "FILE:LINE (known on DATE)", or "" if there is none; in arena. */
int qn_source_text(qn_panel *panel, uint32_t indicator, int index, size_t entity, qn_arena *arena, const char **text,
	bool *synthetic, qn_error *err);
