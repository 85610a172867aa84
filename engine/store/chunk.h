/* SPDX-License-Identifier: Apache-2.0 */
/* chunk.h - private to the store: the pieces of a column. */
#pragma once
#include "base/real.h"
#include "store/claims.h"
#include "store/env.h"
#include "store/origins.h"

enum { QN_CHUNK_HEADER = 16 };
typedef struct { uint32_t indicator, kind; qn_period period; uint32_t number; } qn_chunk;

int qn_chunk_key(qn_chunk chunk, qn_key *out, qn_error *err);
/* Puts a chunk's values, of which one at least is present. */
int qn_chunk_write(qn_change_set *change, const qn_key *key, const double *value, uint32_t count, qn_error *err);
/* The checksum of a chunk whose header's first 4 and last 8 bytes are filled. */
uint32_t qn_chunk_seal(const qn_key *key, const unsigned char *header, const void *values, size_t length);
bool qn_chunk_is_sound(const qn_key *key, const MDB_val *value);
/* Whether a value is what was put under the chunk's key; QN_ESTORE in words if not. */
int qn_chunk_check(qn_snapshot *snapshot, qn_chunk chunk, const MDB_val *value, qn_error *err);
int qn_chunk_damaged(qn_snapshot *snapshot, qn_chunk chunk, qn_error *err);
/* Fills all of out; 1 if the chunk exists, 0 if not. */
int qn_chunk_values(qn_snapshot *snapshot, qn_chunk chunk, double *out, size_t room, qn_error *err);
/* Lets other claims count, of the cells whose claim is not NULL and not the one that counts: what they replace goes to the
 * journal as replaced by the ruling. Adds to *moved how many. */
int qn_chunk_readopt(qn_change_set *change, const qn_import *ruling, qn_chunk chunk, const qn_claim *const claim[QN_CHUNK], uint64_t *moved, qn_error *err);
int qn_chunk_origins_read(qn_snapshot *snapshot, qn_chunk chunk, qn_chunk_origins *out, qn_error *err);

/* Chunks, gathered from several places. */
typedef struct { qn_chunk *one; uint32_t count; qn_arena arena; } qn_chunk_list; /* zeroed: empty */
int qn_chunk_order(const qn_chunk *a, const qn_chunk *b); /* below, at or above 0: as their keys are */
int qn_chunks_add(qn_chunk_list *list, qn_chunk chunk, qn_error *err);
/* Those that the journal or the claims have patches of, under a prefix of their keys. */
int qn_chunks_find(qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_chunk_list *list, qn_error *err);
void qn_chunks_settle(qn_chunk_list *list); /* in order, each once */
