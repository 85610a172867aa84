/* SPDX-License-Identifier: Apache-2.0 */
/* env.h - what the files of this floor share: the databases, keys, sealed values. Nobody outside includes it. */
#pragma once
#include <lmdb.h>
#include "store/columns.h"
#include "store/entities.h"
#include "plan/program.h"
#include "store/records.h"

typedef enum { DB_META, DB_CATALOGUE, DB_ENTITIES, DB_ALIASES, DB_MEMBERS, DB_COLUMNS, DB_ORIGINS, DB_CLAIMS, DB_JOURNAL, DB_IMPORTS,
	DB_RECORDS, DB_PACKS, DB_BLOBS, DATABASES } qn_database;

struct qn_store {
	MDB_env *env;
	char *path;
	bool writable;
	MDB_dbi dbi[DATABASES];
};

typedef struct qn_roster qn_roster; /* the entities of a kind, in memory; entities.c */
struct qn_snapshot {
	qn_store *store;
	MDB_txn *txn;
	bool owned;              /* false: the view of a change */
	qn_roster **roster;      /* by kind, loaded when first asked for */
	uint32_t rosters;
	qn_arena arena;
};

struct qn_change_set {
	qn_store *store;
	MDB_txn *txn;
	qn_snapshot view;
	int lock;                /* the writer's lock file */
};

/* LMDB's codes in our words, with the store's path and what to do. */
int qn_store_fail(const qn_store *store, int code, const char *doing, qn_error *err);
int qn_store_damaged(const qn_store *store, const char *what, qn_error *err);
void qn_rosters_forget(qn_snapshot *snapshot);

/* 1 found, 0 not, or an error. */
int qn_store_get(const qn_snapshot *snapshot, qn_database database, const void *key, size_t length, MDB_val *out, qn_error *err);
int qn_store_put(qn_change_set *change, qn_database database, const void *key, size_t length, const void *bytes, size_t size, qn_error *err);

/* Keys are big-endian, so that their order is the order of numbers. */
static inline uint8_t *qn_key16(uint8_t *at, uint32_t value) { at[0] = (uint8_t)(value >> 8), at[1] = (uint8_t)value; return at + 2; }
static inline uint8_t *qn_key32(uint8_t *at, uint32_t value) { return qn_key16(qn_key16(at, value >> 16), value & 0xFFFF); }
static inline uint32_t qn_read16(const uint8_t *at) { return (uint32_t)at[0] << 8 | at[1]; }
static inline uint32_t qn_read32(const uint8_t *at) { return qn_read16(at) << 16 | qn_read16(at + 2); }
static inline uint32_t qn_key_date(qn_date date) { return (uint32_t)date ^ 0x80000000u; } /* so that days before 1970 come first */
static inline qn_date qn_read_date(const uint8_t *at) { return (qn_date)(qn_read32(at) ^ 0x80000000u); }

/* A sealed value: count (u32), CRC-32C of key, count and items (u32), 8 bytes of zero, then count items of one size. */
enum { QN_SEAL = 16 };
void qn_seal(void *value, const void *key, size_t key_length, uint32_t count, size_t item);
/* The items of a sealed value, or NULL when it is damaged. */
const uint8_t *qn_unseal(const MDB_val *value, const void *key, size_t key_length, size_t item, uint32_t *count);

/* A row of texts, each with its final zero. */
typedef struct { const char *at, *end; } qn_texts;
void qn_texts_add(qn_buffer *row, const char *text);
void qn_texts_number(qn_buffer *row, long long number);
const char *qn_texts_next(qn_texts *row); /* "" past the end */
long long qn_texts_next_number(qn_texts *row);
