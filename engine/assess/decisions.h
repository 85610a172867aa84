/* SPDX-License-Identifier: Apache-2.0 */
/* decisions.h - who let whom off which criterion, and when: what the register of waivers says. */
#pragma once
#include "assess/changes.h"

typedef struct {
	qn_date on;      /* QN_NO_DATE: nobody has decided */
	const char *by;
} qn_decision;

/* [criteria][entities], in the arena; of several the last record counts. A decision counts in each period that it was taken
 * for or after: from then on, without end, up to a year after the period judged. index: of the period each entity is judged
 * in, -1 for none. NULL where the pack has no such register. */
int qn_decisions_read(const qn_panel *panel, const int *index, qn_arena *arena, qn_decision **out, qn_error *err);
