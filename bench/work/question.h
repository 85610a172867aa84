/* SPDX-License-Identifier: Apache-2.0 */
/* question.h - what W2 to W4 begin with: a store that the program itself has filled, open in the engine with the script's
 * answers traced; and the same file seen by LMDB alone, for the raw rows. */
#pragma once
#include <lmdb.h>
#include "assess/changes.h"
#include "harness.h"

typedef struct {
	qn_store *store;
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	qn_program *program; /* of the script */
	qn_panel *panel;
	MDB_env *env;        /* of the same file */
	MDB_txn *view;       /* reset: renew it, read, reset it again */
	MDB_dbi columns;
} question;

/* what: "panel", "criteria": files WHAT-SIZE.csv and PACK-SIZE; script: a file of bench/work. False after words on stderr. */
bool question_open(question *q, const bench_options *options, const char *what, const char *pack, const char *script);
void question_close(question *q);
/* Is the check what the world itself says? False after words on stderr. */
bool question_agrees(const char *expected, const char *check);

/* A chunk of a column as it lies in the map, between mdb_txn_renew and mdb_txn_reset; its length in *count. */
const double *question_chunk(question *q, unsigned indicator, int year, unsigned number, size_t *count);

/* A run of the script's targets over a panel: outputs are targets in their order, then `more` nodes. asked: [outputs][periods] or
 * NULL. A negative status after words on stderr. */
int question_ask(const qn_catalogue *catalogue, const qn_program *program, const qn_want *want, uint32_t wants, qn_panel *panel, int from,
                 const bool *asked, qn_sink sink, void *context);
