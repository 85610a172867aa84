/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.h - the roll-ups of a pack: from the records of a register to a number for each group of entities. A rule is over one
 * key of the register, and what it speaks of is a catalogue of its own: numbers and figures are indicators in it, and so are
 * flags, which are true or not; NAME_ever of a flag (did it ever hold up to the day?), days (do they lie in the period?) and
 * `listed` (of each key); a choice is a kind whose members are its words. All of them, QN_ALL, are those of the group. */
#pragma once
#include "plan/program.h"

typedef enum { QN_VALUE_OF, QN_EVER_OF, QN_DAY_OF, QN_LISTED } qn_rolled_kind;
typedef struct qn_rollup_words {
	qn_catalogue catalogue;
	uint32_t of;                /* register */
	struct { qn_rolled_kind kind; uint32_t field; } *indicator; /* by indicator: what it is */
	uint32_t *field;            /* by kind from QN_ROLLUP_KINDS on: the choice */
} qn_rollup_words;
enum { QN_ROLLUP_GROUP, QN_ROLLUP_KEY, QN_ROLLUP_KINDS }; /* kinds: the group · the key, which is what is judged · those of choices */

/* What a rule over a register may speak of. In arena; borrows the catalogue, whose registers are unpacked. NULL without memory. */
qn_rollup_words *qn_rollup_words_new(qn_arena *arena, const qn_catalogue *catalogue, uint32_t of);
/* The nodes of a register's rules as a program that shares all else with the whole. Owns nothing. */
qn_program qn_rolling_program(const qn_program *program, const qn_rolling *rolling);
/* Unpacks the roll-ups and checks them, if that was not done yet, and the registers of the catalogue. */
int qn_program_rollups(qn_program *program, qn_catalogue *catalogue, qn_error *err);
long qn_program_rollup(const qn_program *program, const char *id);
/* The roll-up that an indicator is the twin of: of those to it the one of its own id, else the first; NULL if there is none. */
const qn_rollup *qn_rollup_of_indicator(const qn_program *program, uint32_t indicator);
const qn_rolling *qn_rolling_of(const qn_program *program, uint32_t of); /* register */
/* The unit that a roll-up is told in; NULL: a plain number. */
const qn_unit *qn_rollup_unit(const qn_catalogue *catalogue, const qn_rollup *rollup);
/* Why a node may not stand in a roll-up; NULL: it may. */
const char *qn_rollup_refuses(const qn_node *node);
void qn_rollups_walk(qn_bytes *bytes, qn_program *program); /* as a run of bytes of its own; in program_io.c's walk */
