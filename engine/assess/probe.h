/* SPDX-License-Identifier: Apache-2.0 */
/* probe.h - what rules say of one entity in an observed period if one of its figures were another. */
#pragma once
#include "assess/changes.h"

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	qn_linked *linked;
	size_t entity;
	int index;
	uint32_t nodes;
	double *number;      /* [nodes]: of the last run; missing of a mask */
	qn_mask *mask;
	qn_arena arena;
} qn_probe;

/* nodes of the program, QN_NONE among them is left out of every run. Free it whatever the result. */
int qn_probe_make(qn_probe *probe, qn_panel *panel, const qn_changes *changes, const uint32_t *node, uint32_t nodes, size_t entity, int index, qn_error *err);
/* indicator QN_NONE: as things are. */
int qn_probe_run(qn_probe *probe, uint32_t indicator, double value, qn_error *err);
void qn_probe_free(qn_probe *probe);
