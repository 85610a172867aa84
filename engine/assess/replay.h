/* SPDX-License-Identifier: Apache-2.0 */
/* replay.h - past rounds and re-reviews held again under the rules and numbers of a panel and changes: who would have been listed
 * each year, whose title would have been renewed and whose would have lapsed. Titles of the replay, not of the register: whoever is
 * listed holds one for the pack's term, sees a re-review on the figures of the last whole year whose report is due before it ends, and loses
 * it where a criterion is unmet; missing data takes nothing away. A round's own titles are granted when the reports of the year before
 * are in, and so end after those of the year before their last. */
#pragma once
#include "assess/round.h"

typedef struct {
	int year;               /* of the round; its figures are of the year before */
	qn_round *round;
	bool *renewed, *lapsed; /* [entities]: by a re-review of that year */
} qn_replayed;

typedef struct {
	qn_replayed *at;
	int count;
	qn_arena arena;
} qn_replay;

/* first, last: indices of the periods judged, up to the base. Begins with the titles that the register has at the end of the
 * first; a pack without terms renews nothing. *out is the caller's. */
int qn_replay_make(qn_panel *panel, const qn_changes *changes, int first, int last, qn_replay **out, qn_error *err);
void qn_replay_free(qn_replay *replay); /* NULL is fine */
/* Does a criterion with a number stand unmet? */
bool qn_fails(const qn_judgement *judgement, size_t entity);
