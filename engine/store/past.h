/* SPDX-License-Identifier: Apache-2.0 */
/* past.h - private to the store: columns as a vintage knew them, each chunk made from its claims when it is first asked for. */
#pragma once
#include "store/chunk.h"
#include "store/claims.h"

/* A chunk as it would lie in a store of that day; size 0: nothing of it was known. */
typedef struct {
	uint64_t key;
	const void *bytes;       /* header and values */
	uint32_t size, cells;    /* cells: of the two below */
	const uint32_t *import, *line; /* NULL: as they are now */
} qn_past_chunk;

/* Notes which imports the snapshot's vintage knows; leaves snapshot->past NULL if those are all. */
int qn_past_open(qn_snapshot *snapshot, qn_error *err);
/* Borrowed until the next call. The snapshot has a past. */
int qn_past_find(qn_snapshot *snapshot, qn_chunk chunk, const qn_past_chunk **out, qn_error *err);
/* As qn_chunk_values. */
int qn_past_values(qn_snapshot *snapshot, qn_chunk chunk, double *out, size_t room, qn_error *err);
/* Was anything known of the column? 1 or 0. */
int qn_past_column(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, qn_error *err);
/* Was any import known that is (or is not) synthetic? */
bool qn_past_any(const qn_snapshot *snapshot, bool synthetic);
