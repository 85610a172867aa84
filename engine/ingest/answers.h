/* SPDX-License-Identifier: Apache-2.0 */
/* answers.h - what a document answers to a shortfall: its sentences, each with whose task it is, which criteria and targets it
 * serves, which indicators would show that it was done, and which measures of the programme carry it out. A pack's table
 * answers.csv: id,clause,quote,owners and, as they are known, title_en,criteria,targets,indicators,measures; several of one
 * cell are parted by ; */
#pragma once
#include "ingest/pack.h"
#include "plan/program.h"

typedef struct { uint32_t *index, count; } qn_served; /* indices in the program or the catalogue, each once, as written */

typedef struct {
	const char *id, *clause, *quote, *owners; /* owners: parted by "; " */
	qn_label title;                           /* the quote, and in English what it says; where that is not told the quote too */
	qn_served criteria, targets, indicators, measures;
	unsigned line;
} qn_reply;

typedef struct { qn_reply *reply; uint32_t replies; } qn_answers;

/* From a pack's files (data/answers.csv; none: there are no replies). A name that the rules do not have is QN_EINPUT, and the nearest
 * is offered. Everything lives in arena. */
int qn_answers_read(const qn_pack_file *file, size_t files, const qn_program *program, const qn_catalogue *catalogue, qn_arena *arena,
	qn_answers *out, qn_error *err);
bool qn_serves(const qn_served *served, uint32_t index);
