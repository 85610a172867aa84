/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - one LMDB environment: columns of observations with their origins, entities and memberships, records,
 * imports, claims, journal, packs. One writer; any number of readers, which never block and never write. */
#pragma once
#include <stdbool.h>
#include "base/digest.h"
#include "base/error.h"
#include "base/period.h"
#include "plan/catalogue.h"

typedef struct qn_store qn_store;       /* an open environment */
typedef struct qn_snapshot qn_snapshot; /* a consistent view; what it gives out lives as long as it does */
typedef struct qn_change_set qn_change_set; /* a write: all of it or nothing */

/* Creates a new store in a directory that must not exist yet or be empty. */
int qn_store_create(const char *path, qn_store **out, qn_error *err);
/* A file that is no store, a newer format, another LMDB's file: one clear line. */
int qn_store_open(const char *path, bool writable, qn_store **out, qn_error *err);
void qn_store_close(qn_store *store); /* NULL is fine */

/* Has a check that LMDB makes of its own pages failed? It ends the process by SIGABRT: for whoever handles that. */
bool qn_store_refuted(void);

/* Takes away a store's files and folder; whoever has it open keeps it until it is closed. */
void qn_store_remove(const char *path);
/* Takes away what qn_store_create made and nothing came of, and closes it. NULL is fine. */
void qn_store_discard(qn_store *store);

int qn_snapshot_open(qn_store *store, qn_snapshot **out, qn_error *err);
void qn_snapshot_close(qn_snapshot *snapshot); /* NULL is fine */

int qn_change_begin(qn_store *store, qn_change_set **out, qn_error *err); /* QN_EBUSY when another process writes */
int qn_change_commit(qn_change_set *change, qn_error *err); /* durable when 0; frees change whatever the result */
void qn_change_abort(qn_change_set *change);                /* NULL is fine */
/* The change's own view, for reading while writing. Borrowed. */
qn_snapshot *qn_change_snapshot(qn_change_set *change);
/* The change as it stands, like any snapshot: read nothing from it once more was put. Close it before the change ends. */
int qn_change_view(qn_change_set *change, qn_snapshot **out, qn_error *err);
/* The columns in which values were put, in that order; one may stand there more than once. Borrowed until the next is put. */
typedef struct { uint32_t indicator, kind; qn_period period; } qn_touched;
const qn_touched *qn_change_touched(const qn_change_set *change, size_t *count);

/* Catalogue: units, indicators, kinds. */
int qn_change_put_catalogue(qn_change_set *change, const qn_catalogue *catalogue, qn_error *err);
/* With the members of every kind filled in from the entities. *out is the caller's. */
int qn_snapshot_catalogue(qn_snapshot *snapshot, qn_catalogue **out, qn_error *err);
