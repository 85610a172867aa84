/* SPDX-License-Identifier: Apache-2.0 */
/* env.h - private to the store: LMDB's handles, keys, sealed values and scans. The layout stands in env.c. */
#pragma once
#include <lmdb.h>
#include <stdatomic.h>
#include "base/janitor.h"
#include "plan/bytes.h"
#include "store/records.h"
#include "store/vintages.h"

enum { QN_STORE_FORMAT = 3, QN_KEY_SIZE = 511 }; /* 2: origins may be in Rice's code; 3: in layers, and ranks of sources be ruled */

typedef enum {
	DB_META, DB_CATALOGUE, DB_ENTITIES, DB_NAMES, DB_MEMBERS, DB_COLUMNS, DB_ORIGINS, DB_CLAIMS, DB_JOURNAL,
	DB_IMPORTS, DB_RECORDS, DB_PACKS, DB_CONTENTS, DATABASES
} qn_db;

struct qn_store {
	MDB_env *env;
	MDB_dbi db[DATABASES];
	char *path;
	bool writable, made; /* made: its folder too */
	qn_janitor janitor;  /* of a store that is being made */
	atomic_uint_least64_t in_order; /* kind << 32 | how many of its entities are known to stand in the order of their ids */
};

typedef struct { qn_entity **entity; uint32_t room; } qn_entity_table; /* by number; NULL where not yet read */
typedef struct qn_chunk_origins qn_chunk_origins;
typedef struct qn_memberships qn_memberships;

struct qn_snapshot {
	qn_store *store;
	MDB_txn *txn;
	bool lent;                 /* its transaction is a change's, which ends it */
	bool moving;               /* the view of a change: what it shows moves, and may never be */
	qn_arena arena;
	qn_entity_table *table;    /* by kind */
	uint32_t tables;
	bool counted;              /* there are as many entities as their table says */
	qn_memberships *memberships; /* all of them; NULL until wanted */
	qn_import **import;        /* by number; NULL where not yet read */
	uint32_t imports;
	struct qn_told *told;      /* who told what first; NULL until wanted; see told.c */
	struct qn_rulings *rulings; /* of sources' ranks, in the arena; NULL until wanted; see ranks.c */
	qn_catalogue *catalogue;   /* without members; NULL until wanted */
	qn_chunk_origins *origins; /* the chunk read last, under origins_key; NULL until wanted */
	unsigned char origins_key[8];
	struct qn_series_list **series; /* by indicator, in the arena; see series.c */
	uint32_t series_room;
	double *no_values;         /* a chunk of missing ones; NULL until wanted */
	qn_frozen frozen;          /* the vintage it answers for: see qn_snapshot_as_of */
	struct qn_past *past;      /* columns as they were; NULL where all that there is was known */
};

struct qn_change_set {
	qn_snapshot view;
	int lock;                  /* descriptor of writer.lock, held while writing */
	struct qn_merge *merge;    /* scratch of qn_change_put_cells */
	qn_buffer bytes;           /* scratch of one value */
	qn_coded coded;            /* and of one chunk's origins */
	qn_touched *touched;       /* columns that values were put in */
	size_t touches, touches_room;
	size_t held;               /* bytes that were put since LMDB let go of pages; see spill.c */
};

/* Keys are big-endian, so that LMDB's order of bytes is the order of numbers. */
typedef struct { unsigned char byte[QN_KEY_SIZE]; size_t length; } qn_key;
void qn_key_u16(qn_key *key, uint32_t value);
void qn_key_u32(qn_key *key, uint32_t value);
void qn_key_date(qn_key *key, qn_date date); /* with the sign turned, so that days before 1970 come first */
void qn_key_bytes(qn_key *key, const void *bytes, size_t length);
uint32_t qn_key_read_u16(const unsigned char *at);
uint32_t qn_key_read_u32(const unsigned char *at);
qn_date qn_key_read_date(const unsigned char *at);

/* LMDB's and the system's codes as words of ours: the only place that does so. doing: "opening it". */
int qn_env_fail(const char *path, int code, const char *doing, qn_error *err);
/* "STORE: what is damaged", and the next step. */
int qn_env_damaged(const qn_snapshot *snapshot, const char *what, qn_error *err);
int qn_env_damaged_both(const qn_snapshot *snapshot, qn_both what, qn_error *err);
int qn_env_damaged_in(const qn_snapshot *snapshot, qn_db db, qn_error *err); /* an entry of this table */
const char *qn_db_name(qn_db db);
/* A folder for a new store, which must not exist yet or be empty; *made: it did not. *janitor takes it away if this process ends
 * before it ends the janitor, and until then nobody else makes one there. Takes a store's files away, and the folder if it was made. */
int qn_env_make_folder(const char *path, bool *made, qn_janitor *janitor, qn_error *err);
void qn_env_remove_files(const char *path, bool made);
/* Opens the file for reading and nothing of what is in it; then its tables, by a snapshot that is open. */
int qn_env_open_file(const char *path, qn_store **out, qn_error *err);
int qn_env_open_tables(qn_store *store, qn_snapshot *snapshot, qn_error *err);
/* QN_ENOTFOUND where nothing is there, QN_ESTORE where it is no folder. */
int qn_env_check_folder(const char *path, qn_error *err);
/* Says why a data file cannot be mapped safely, before LMDB maps it. */
int qn_env_inspect(const char *path, qn_error *err);
/* QN_ESTORE when the data file has another name too. */
int qn_env_check_alone(const char *path, qn_error *err);
/* The data file, for reading: close it. */
int qn_env_open_data(const char *path, int *out, qn_error *err);
/* Refuses a folder on another machine's disk. */
int qn_env_check_disk(const char *path, qn_error *err);
/* The format that a store's word of it tells, its seal taken off; QN_ESTORE if it is newer than this qunce knows. */
int qn_env_read_format(const char *path, const MDB_val *value, uint32_t *format, qn_error *err);
/* Marks a store of an older format as one of this: what is written from now on may need it. */
int qn_env_raise_format(qn_change_set *change, qn_error *err);
/* Makes the data file as long as its header says, which is *whole; 0, or a code. */
int qn_env_fill(qn_store *store, off_t *whole);

/* 1 with the value as it lies in the map, 0 if there is none. */
int qn_env_get_raw(qn_snapshot *snapshot, qn_db db, const qn_key *key, MDB_val *out, qn_error *err);
/* Room for a value of the given length; fill it before anything else is done. */
int qn_env_put_raw(qn_change_set *change, qn_db db, const qn_key *key, size_t length, void **room, qn_error *err);
/* Lets written pages leave memory before the change is committed. */
int qn_env_let_go(qn_change_set *change, qn_error *err);
/* Sealed values begin with a CRC-32C over key and rest; *out is the rest. */
int qn_env_get(qn_snapshot *snapshot, qn_db db, const qn_key *key, MDB_val *out, qn_error *err);
int qn_env_put(qn_change_set *change, qn_db db, const qn_key *key, const void *bytes, size_t length, qn_error *err);
/* Does the checksum of an entry as it lies in the file fit? */
bool qn_env_is_sealed(qn_db db, const MDB_val *key, const MDB_val *value);
/* A thing as its walk writes it, after trying that it can be read again. what: for messages. */
int qn_env_put_thing(qn_change_set *change, qn_db db, const qn_key *key, void (*walk)(qn_bytes *, void *), void *thing,
	const char *what, qn_error *err);
/* thing, zeroed, from a sealed value; its texts live in the snapshot's arena. */
int qn_env_read_thing(qn_snapshot *snapshot, qn_db db, MDB_val value, void (*walk)(qn_bytes *, void *), void *thing, qn_error *err);
/* The same in an arena of the caller's. */
int qn_env_read_lent(qn_snapshot *snapshot, qn_db db, MDB_val value, void (*walk)(qn_bytes *, void *), void *thing, qn_arena *arena, qn_error *err);
/* The highest number that an entry of a table which numbers its own may have. They go without a gap, and damage may have taken
 * many: but what lies beyond this is itself damaged, and nobody makes room for it. */
uint32_t qn_env_most(qn_snapshot *snapshot, qn_db db);
uint32_t qn_env_most_of(uint64_t entries); /* of a table that has so many */
uint64_t qn_env_entries(qn_snapshot *snapshot, qn_db db); /* how many a table says that it has */
/* 1 with the last key that begins with prefix, 0 if there is none. */
int qn_env_last(qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_key *out, qn_error *err);

/* The entries whose keys begin with prefix, in order. Write nothing while one is open. */
typedef struct {
	qn_snapshot *snapshot;
	qn_db db;
	MDB_cursor *cursor;
	qn_key prefix;
	MDB_val key, value; /* value: without its seal */
	bool started;
} qn_scan;
int qn_scan_open(qn_scan *scan, qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_error *err);
int qn_scan_next(qn_scan *scan, qn_error *err); /* 1, 0 at the end, or an error */
void qn_scan_close(qn_scan *scan);              /* a zeroed one is fine */

/* Shared between the files of the floor. */
void qn_entities_forget(qn_snapshot *snapshot);  /* frees the tables */
void qn_memberships_forget(qn_snapshot *snapshot);
void qn_imports_forget(qn_snapshot *snapshot);
void qn_told_free(struct qn_told *told); /* NULL is fine */
void qn_past_free(struct qn_past *past); /* NULL is fine */
/* The catalogue without members, read once; NULL if there is none or it cannot be read. */
const qn_catalogue *qn_snapshot_words(qn_snapshot *snapshot);
int qn_snapshot_need_words(qn_snapshot *snapshot, const qn_catalogue **out, qn_error *err); /* where nothing can be done without */
/* Of the two copies that a store keeps: is it the one that is not read? */
bool qn_catalogue_is_twin(const MDB_val *key);
/* If one of the two is lost, it is made of the other. */
int qn_change_mend_catalogue(qn_change_set *change, qn_error *err);
/* The id of a kind for messages: "cluster"; "entity" if unknown. */
const char *qn_kind_word(qn_snapshot *snapshot, uint32_t kind);
/* Notes that values were put in a column. */
int qn_change_touch(qn_change_set *change, qn_touched column, qn_error *err);
/* Are they of one source, by its own words? */
bool qn_import_same_source(const qn_import *a, const qn_import *b);
/* Notes that something of the import counts from now on. */
int qn_change_adopted(qn_change_set *change, const qn_import *import, qn_error *err);
