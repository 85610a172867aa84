/* SPDX-License-Identifier: Apache-2.0 */
/* holdings.h - the records of declared registers as a vintage knows them: of each that is told apart the one known last, its
 * values as numbers, and found by key from one register to another. */
#pragma once
#include "base/names.h"
#include "plan/program.h"
#include "store/columns.h"
#include "store/records.h"

/* A record. value[] by field: a number in reference units, a choice's place, a day, a year; missing where it says nothing. */
typedef struct {
	uint32_t kind, subject, key;   /* key: as qn_holdings numbers them; QN_NO_NAME: none */
	const double *value;
	qn_origin origin;
	qn_date known_on;
	uint32_t next;                 /* of the same key, QN_NONE at the end */
	bool replaced;                 /* by one that was known later */
} qn_holding;

typedef struct {
	const qn_register *of;
	qn_holding *holding; uint32_t count;
	uint32_t *first; uint32_t keys; /* by key up to keys: its first record, QN_NONE */
	bool **told;                    /* by field and choice: does any record say it? */
} qn_shelf;

/* The registers of a store, read as they are asked for. */
typedef struct {
	qn_snapshot *snapshot;
	const qn_catalogue *catalogue; /* its registers unpacked; both borrowed */
	qn_names *keys;
	qn_shelf **shelf;              /* by register; NULL: not read yet */
	qn_arena arena;
} qn_holdings;

int qn_holdings_open(qn_snapshot *snapshot, const qn_catalogue *catalogue, qn_holdings **out, qn_error *err);
void qn_holdings_free(qn_holdings *holdings); /* NULL is fine */
/* Borrowed; those it finds fields in are read too. */
int qn_holdings_shelf(qn_holdings *holdings, uint32_t of, const qn_shelf **out, qn_error *err);

/* Does a record hold on a day, which of a register by year is of its year? */
bool qn_holding_holds(const qn_register *of, const qn_holding *holding, qn_date day);
/* A field of a record on a day, wherever it stands: a number, a choice's place, 1 or 0 of a flag; missing where nobody says so.
 * ever: of a flag, did it hold up to the day? A flag is 0 where its register does not say so of the key; it is missing where no
 * record of any key says it, as when a list of titles has not come, and of a register by year where none is of the key and year. */
double qn_holding_value(const qn_holdings *holdings, const qn_register *of, const qn_holding *holding, uint32_t field, qn_date day, bool ever);
/* Of the records of a key that tell a number in a field on a day: the one that counts, which is known last; NULL if none tells it. */
const qn_holding *qn_holding_counted(const qn_shelf *shelf, uint32_t key, uint32_t field, qn_date day);
