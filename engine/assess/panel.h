/* SPDX-License-Identifier: Apache-2.0 */
/* panel.h - what a store knows of the entities that are judged, laid out for a run: columns in reference units, entities
 * in the order of their ids, periods from the first with data over the base (the last observed) to the horizon. */
#pragma once
#include "lanes/run.h"
#include "store/columns.h"
#include "store/entities.h"

typedef struct {
	qn_snapshot *snapshot;        /* borrowed, like the two below */
	const qn_catalogue *catalogue;
	const qn_program *program;
	size_t entities;
	qn_entity *entity;            /* in the order of their ids, so that no result depends on the order of arrival */
	uint64_t *entity_hash;
	qn_period first;              /* period of index 0 */
	int periods, base;            /* indices as in run.h */
	struct qn_panel_series { bool loaded; double **column; double *held; } *series; /* by indicator; column by index up to base */
	uint32_t **group;             /* by kind: [entities] */
	uint64_t **member_hash;       /* by kind */
	qn_arena arena;
} qn_panel;

/* base: QN_NO_PERIOD for the latest with any value. horizon: QN_NO_PERIOD for the base itself. A store without a value is
 * QN_ENOTFOUND and says what to do. *out is the caller's. */
int qn_panel_open(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_program *program, qn_period base,
	qn_period horizon, qn_panel **out, qn_error *err);
void qn_panel_free(qn_panel *panel); /* NULL is fine */

/* Loads an indicator's columns; finer frequencies fill what the plan's own lacks: flows are summed, stocks take the last,
 * ratios are missing. Nothing to do the second time. */
int qn_panel_load(qn_panel *panel, uint32_t indicator, qn_error *err);
/* Loads what a linked plan reads. */
int qn_panel_load_used(qn_panel *panel, const qn_linked *linked, qn_error *err);

qn_period qn_panel_period(const qn_panel *panel, int index);
int qn_panel_index(const qn_panel *panel, qn_period period); /* may lie outside 0 … periods-1 */
/* Index of an entity by its number in the store, or -1. */
long qn_panel_entity(const qn_panel *panel, uint32_t number);
