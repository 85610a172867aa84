/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.h - runs a pack's roll-ups over the records of a store: for each group of a kind (cluster, county, province) what its
 * records come to at the end of a period. A key counts once in a group, however many of its entities it belongs to; the record
 * that says so is the one known last. The plan runs as any other, its lanes the keys of each group. */
#pragma once
#include "assess/holdings.h"
#include "plan/rollup.h"

/* A roll-up of every group. Missing where a group has no record, or nothing is known. */
typedef struct { const qn_rollup *about; double *value, *lacking, *ever; } qn_rolled; /* [groups]; lacking: keys that lack what it goes over ·
                                * ever: the value if flags that held once held still; the value itself where none is asked */
typedef struct {
	uint32_t of, kind, groups;     /* register · kind rolled up to · how many members it has */
	qn_date day;
	uint32_t *keys, *doubled, *shared; /* [groups]: keys that count · of them those in several entities of the group · in another group too */
	qn_rolled *rolled; uint32_t count; /* the roll-ups of this register, in the program's order */
	qn_arena arena;
} qn_rolled_register;

/* The program's roll-ups are unpacked. kind: of entity; QN_NONE: all that are judged, in one group. parameter: what each is in the
 * period, in reference units. *out is the caller's. */
int qn_rollup_register(qn_holdings *holdings, const qn_program *program, const double *parameter, uint32_t of, uint32_t kind, qn_period period,
	qn_rolled_register **out, qn_error *err);
void qn_rolled_register_free(qn_rolled_register *rolled); /* NULL is fine */

/* One for each register that is rolled up, in the program's order. *out is the caller's, as is each. */
typedef struct { qn_rolled_register **one; uint32_t count; } qn_rolled_all;
int qn_rollup_all(qn_holdings *holdings, const qn_program *program, const double *parameter, uint32_t kind, qn_period period, qn_rolled_all *out, qn_error *err);
void qn_rolled_all_free(qn_rolled_all *all);
/* A roll-up among them, NULL if it is not there; *register_of: of which register. */
const qn_rolled *qn_rolled_find(const qn_rolled_all *all, const qn_rollup *about, const qn_rolled_register **register_of);
