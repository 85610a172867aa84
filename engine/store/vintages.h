/* SPDX-License-Identifier: Apache-2.0 */
/* vintages.h - a store as it was: what was known on a day, and the days that were given a name and frozen. */
#pragma once
#include "store/store.h"

/* What the store knew: the imports known on or before a day, of those numbered up to a last one. Everything: see QN_NOW. */
typedef struct { qn_date day; uint32_t imports; } qn_vintage;
#define QN_NOW ((qn_vintage){ QN_END_OF_TIME, UINT32_MAX })

/* A vintage under a name. The number of the last import keeps what is brought in afterwards out of it, whenever that was
 * known, and so does the version of the pack's rules; so that the same question gives the same digits for as long as the store lives. */
typedef struct {
	const char *name;     /* NULL: a day and no more */
	qn_vintage at;
	qn_date rules_on;     /* the version of the pack by its day and place among those of the day; QN_NO_DATE: none */
	uint32_t rules;
	const char *recorded; /* when it was frozen, ISO 8601; display only */
} qn_frozen;

/* Freezes what is known on a day (QN_END_OF_TIME: on the last day that anything was known) under a name. A name that is taken,
 * or could be taken for something else, is QN_EUSAGE; so is a day before the first import. *out is filled if not NULL. */
int qn_change_freeze(qn_change_set *change, const char *name, qn_date day, const char *recorded, qn_frozen *out, qn_error *err);
/* 1 with the vintage of that name, 0 if there is none. */
int qn_frozen_find(qn_snapshot *snapshot, const char *name, qn_frozen *out, qn_error *err);
/* Calls each for the frozen vintages by name; non-zero stops and is returned. */
int qn_frozen_each(qn_snapshot *snapshot, int (*each)(void *context, const qn_frozen *frozen), void *context, qn_error *err);

/* From now on the snapshot answers as the store did: values, origins, periods, records, imports adopted, rules. Once, before
 * anything else is asked of it. A day before anything was known is QN_EUSAGE and names the first that will do. */
int qn_snapshot_as_of(qn_snapshot *snapshot, const qn_frozen *frozen, qn_error *err);
/* The version of the pack that its rules of a day are of (of a day before any: the first): its day, and its place among those
 * of that day; QN_NO_DATE: it has none. */
int qn_snapshot_rules(qn_snapshot *snapshot, qn_date day, qn_date *on, uint32_t *arrival, qn_error *err);
/* What the snapshot answers for; QN_NOW unless it was turned back. */
qn_vintage qn_snapshot_vintage(const qn_snapshot *snapshot);
/* Does the snapshot's vintage know the import? */
bool qn_snapshot_knows(const qn_snapshot *snapshot, uint32_t import);
