/* SPDX-License-Identifier: Apache-2.0 */
/* terms.h - who holds a title, until when, and which year's data the next re-review sees. */
#pragma once
#include "assess/changes.h"

typedef struct {
	bool titled;            /* holds a title: a candidate otherwise */
	qn_date recognised, ends; /* QN_END_OF_TIME: nobody knows how long a term is */
	qn_period reviewed;     /* the last full year whose report is due before the term ends */
	bool synthetic;         /* what the record is */
} qn_term;

/* One per entity of the panel, in its order; in arena. The latest record of the register counts. */
int qn_terms(qn_panel *panel, const qn_changes *changes, qn_arena *arena, qn_term **out, qn_error *err);
/* Who holds a title on a day: it is granted and has not ended, where the pack has stages by its reading of what holds until a
 * re-review is decided. [entities], in arena; term: of qn_terms. */
int qn_titled_on(qn_panel *panel, const qn_changes *changes, const qn_term *term, qn_date day, qn_arena *arena, bool **out, qn_error *err);
/* The last year Y whose data, due on month-day of Y+1, was due before a day. */
int qn_reviewed_year(qn_date ends, int month, int day);
