/* SPDX-License-Identifier: Apache-2.0 */
/* at_odds.h - two lines of a file by which one source says of one cell what cannot be true together: > 5 and < 3, 5 and > 7, or two
 * figures of one other scope. Two figures of the cell itself are refused before anything is put; these are asked about. */
#pragma once
#include "ingest/sayings.h"

typedef struct {
	qn_spot place;       /* of one voice on one cell, whose sayings come one after the other */
	uint32_t voice, sayings;
	bool beside;         /* some of them is no figure of the cell */
} qn_group;

/* Takes the next saying: true if it begins another group, and *ended, a copy of the one before, is to be asked about. */
bool qn_group_next(qn_group *group, const qn_saying *saying, qn_group *ended);
/* After the group was put as what an import says: 1 with the two lines, 0 if all of it may be true. */
int qn_group_at_odds(const qn_group *group, qn_snapshot *snapshot, uint32_t import, unsigned line[2], qn_error *err);
