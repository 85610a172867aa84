/* SPDX-License-Identifier: Apache-2.0 */
/* care.h - a store looked after: verified, copied while it is in use, written as text and read back, saved from damage. */
#pragma once
#include "store/store.h"

/* Called with one line of words for each thing that is wrong; non-zero stops and is returned. */
typedef int (*qn_told)(void *context, const qn_both *words);
typedef struct { uint64_t pages, entries, values, findings; } qn_health;

/* Every page, every checksum, and whether everything fits together: columns and origins, journal, claims, names, memberships,
 * imports, records, packs. The file is read, not mapped, until its pages have proved sound. QN_OK when it could be looked
 * at, however many the findings. */
int qn_store_verify(const char *path, qn_told finding, void *context, qn_health *out, qn_error *err);

/* A copy as of now into a directory that must not exist yet or be empty, without gaps, while others read and write. */
int qn_store_backup(qn_store *store, const char *to, qn_error *err);

/* All of a store as lines of text: dump.h says how. write gets pieces of any length. */
int qn_store_dump(qn_snapshot *snapshot, int (*write)(void *context, const char *bytes, size_t length, qn_error *err), void *context, qn_error *err);
/* A new store of such lines. read: how many bytes it gave, 0 at the end, or an error. name: for messages, "NAME:LINE: ". */
int qn_store_load(const char *to, const char *name, long (*read)(void *context, char *room, size_t most, qn_error *err), void *context, qn_error *err);

/* A new store of what can be saved of another; lost is told in words. */
int qn_store_repair(const char *from, const char *to, qn_told lost, void *context, qn_health *out, qn_error *err);
