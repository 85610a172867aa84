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
	const uint32_t *order;        /* [entities]: their numbers in the store, in the order of their ids, so that no result depends
	                               * on the order of arrival; NULL: as they stand */
	uint32_t *place;              /* by number: where in that order; NULL likewise */
	uint64_t *entity_hash;        /* NULL until a plan draws by entity */
	qn_period first;              /* period of index 0 */
	int periods, base;            /* indices as in run.h */
	qn_date *day;                 /* [periods]: the last of each */
	struct qn_panel_series {
		struct qn_panel_column { bool loaded; qn_pieces piece; } *column; /* by index up to base; piece NULL: nothing */
		qn_pieces held;
	} *series;                    /* by indicator */
	uint32_t **group;             /* by kind: [entities]; NULL until wanted */
	uint64_t **member_hash;       /* by kind */
	qn_status lost;               /* why someone's record could not be read: what was told of the panel is no answer */
	qn_arena arena;
} qn_panel;

/* base: QN_NO_PERIOD for the latest with any value. horizon: QN_NO_PERIOD for the base itself, and for one
 * before it. A base of another frequency than the pack's is QN_EUSAGE; a horizon may be coarser (when.h). A store without a value is
 * QN_ENOTFOUND and says what to do. *out is the caller's. */
int qn_panel_open(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_program *program, qn_period base,
	qn_period horizon, qn_panel **out, qn_error *err);
void qn_panel_free(qn_panel *panel); /* NULL is fine */
/* What is said of a store that has no figure, or none of the frequency that the rules are in. */
int qn_no_figures(qn_snapshot *snapshot, bool of_rules, qn_error *err);
/* Refuses an end of the projection that somebody asked for, in the words `said`, where it lies before what is judged. */
int qn_panel_reaches(const qn_panel *panel, const char *said, qn_period until, qn_error *err);
/* Lets it begin at an earlier period, in which it knows nothing: so that two panels of one program count periods alike. Before
 * anything is loaded. */
int qn_panel_begin(qn_panel *panel, qn_period first, qn_error *err);

/* Loads an indicator's columns; finer frequencies fill what the plan's own lacks: flows are summed, stocks take the last,
 * ratios are missing. Nothing to do the second time. */
int qn_panel_load(qn_panel *panel, uint32_t indicator, qn_error *err);
/* How many periods of a finer frequency stand in for one that an indicator lacks; 0 where nothing was reported by it, or
 * parts make no whole; or an error. Looked at are halves, then quarters, then months. */
int qn_panel_parts(const qn_panel *panel, uint32_t indicator, qn_frequency part, qn_error *err);
/* Loads what a linked plan reads when it is run from the period of an index on: columns, groups, hashes. */
int qn_panel_load_used(qn_panel *panel, const qn_linked *linked, int from, qn_error *err);
/* Fills group[kind], as of the base period. */
int qn_panel_load_group(qn_panel *panel, uint32_t kind, qn_error *err);

qn_period qn_panel_period(const qn_panel *panel, int index);
int qn_panel_index(const qn_panel *panel, qn_period period); /* may lie outside 0 … periods-1; -1 of another frequency */
/* Index of an entity by its number in the store, or -1; and back. */
long qn_panel_entity(const qn_panel *panel, uint32_t number);
uint32_t qn_panel_number(const qn_panel *panel, size_t entity);
/* Id, titles and so on, borrowed from the snapshot; somebody called "?" where they cannot be read. */
const qn_entity *qn_panel_who(const qn_panel *panel, size_t entity);
/* What was reported, in reference units; missing too where the column is not loaded. */
double qn_panel_value(const qn_panel *panel, uint32_t indicator, int index, size_t entity);
