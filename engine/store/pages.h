/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - private to the store: a store's file read page by page by plain reads, neither mapped nor believed. Every page
 * that the newest header leads to is checked - its number, its bounds, the order of its keys, that nothing uses it twice -
 * and every entry's checksum. Damage costs what it lies in and nothing else, and never a signal.
 * The form is that of LMDB 0.9 on a 64-bit little-endian machine: see pages.c. */
#pragma once
#include "store/env.h"

typedef struct {
	int db;               /* a qn_db; QN_NO_DB: none of ours */
	const char *what;     /* "its checksum does not fit"; lives as long as the call */
	uint64_t page;        /* where; UINT64_MAX: no page in particular */
	bool single;          /* one entry, whose key is `from` */
	MDB_val from, until;  /* else the entries from here to before there; size 0: from the first, to the last */
} qn_page_fault;
enum { QN_NO_DB = -1 };

typedef struct {
	void *context;
	/* A sound entry, its value with its seal; lives as long as the call. Non-zero stops the walk and is returned. May be NULL. */
	int (*entry)(void *context, qn_db db, const MDB_val *key, const MDB_val *value, qn_error *err);
	int (*fault)(void *context, const qn_page_fault *fault, qn_error *err);
} qn_page_visitor;

typedef struct { uint64_t pages, entries[DATABASES]; } qn_page_count;

/* Walks the state of transaction `transaction` (of a reader that holds it still), or with 0 that of the newest header that is
 * sound: then *older says that the newest is not. QN_ESTORE when there is none. */
int qn_pages_walk(const char *path, uint64_t transaction, const qn_page_visitor *visitor, qn_page_count *count, bool *older, qn_error *err);
