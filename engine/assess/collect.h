/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h - which outputs a projection asks of a run and in which periods, and where what is told goes. What a block tells
 * goes to places of its own, and counts are whole numbers: nothing depends on which thread came first. */
#pragma once
#include "assess/decisions.h"
#include "assess/futures.h"
#include "assess/projection.h"

/* Why an output is wanted, and whether it is the last about re-reviews. */
typedef struct {
	enum { QN_FOR_VALUE, QN_FOR_LACKING, QN_FOR_GOAL, QN_FOR_THRESHOLD, QN_FOR_NEEDS, QN_FOR_WAIVABLE } what;
	uint32_t index, goal;
	bool paired, last;
} qn_purpose;

typedef struct {
	const qn_panel *panel;
	uint32_t futures;
	qn_projection *projection[QN_FUTURES];
	bool *judged[QN_FUTURES];    /* by criterion: it rests on no parameter without value */
	qn_decision *decision[QN_FUTURES]; /* [criteria][entities]: waivers that are decided when the review is held; NULL: none */
	qn_want *want;               /* of one future; in the run the second's follow in the same order */
	qn_purpose *purpose;
	uint32_t wants;
	bool *asked;                 /* as in qn_run_options */
	uint32_t *reviewed[QN_FUTURES], *start[QN_FUTURES]; /* entities by the period of their review, which a future may set; [periods + 1] where each period's start */
	struct qn_gathering { uint8_t *state; qn_mask *needs; uint32_t *count[QN_FUTURES]; } *gathering; /* by block, observed periods last */
	uint32_t gatherings;
	qn_arena arena;
} qn_collector;

/* Projections are made already. */
int qn_collector_make(qn_collector *collector, const qn_panel *panel, qn_projection *const *projection, const qn_changes *const *changes,
	uint32_t futures, const qn_projection_options *options, qn_error *err);
int qn_collector_take(void *collector, const qn_slice *slice); /* a qn_sink */
/* After the run: the blocks' counts into the projections. */
void qn_collector_add_up(qn_collector *collector);
void qn_collector_free(qn_collector *collector);
