/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.h - one node of a program, in one observed period, for every entity. */
#pragma once
#include "assess/changes.h"

typedef struct {
	size_t entities;
	bool is_mask, by_entity; /* not by entity: the same for all, such as a total */
	double *number;          /* [entities]: reference units; a category's member; NULL for a mask */
	qn_mask *mask;           /* [entities]; NULL for a number */
	unsigned char *rests;    /* [entities]: on real and synthetic observations (provenance.h) */
	qn_arena arena;
} qn_values;

/* index: of a period up to the base. *out is the caller's. */
int qn_evaluate(qn_panel *panel, const qn_changes *changes, uint32_t node, int index, qn_values **out, qn_error *err);
/* Of how many what the node's totals and counts go over is missing there; 0 where it has none. */
int qn_count_lacking(qn_panel *panel, const qn_changes *changes, uint32_t node, int index, size_t *out, qn_error *err);
void qn_values_free(qn_values *values); /* NULL is fine */
