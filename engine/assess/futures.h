/* SPDX-License-Identifier: Apache-2.0 */
/* futures.h - the inputs of a run of one future, or of two that share what no change touches (plan/futures.h). */
#pragma once
#include "assess/changes.h"

enum { QN_FUTURES = 2 };

typedef struct {
	uint32_t count;              /* 1 or 2 */
	qn_setup setup[QN_FUTURES];
	qn_inputs each[QN_FUTURES];
	qn_inputs inputs;            /* of the run */
	qn_arena arena;
} qn_futures;

/* Joins the plan if there are two. changes: one for each future, borrowed like panel; futures stays where it is while its
 * inputs are used. */
int qn_futures_make(qn_futures *futures, const qn_panel *panel, const qn_changes *const *changes, uint32_t count, qn_linked *linked, qn_error *err);
void qn_futures_free(qn_futures *futures);
