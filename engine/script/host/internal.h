/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h - what the host's files share. */
#pragma once
#include "base/digest.h"
#include "script/host/script.h"

/* guest_process.c: one question to one guest. main: the script that is run, for messages. The words in *question are frames; *reply is the payload of PROGRAM.
 * A guest's FAILURE, its death, silence or chatter become errors. */
int qn_guest_ask(const char *guest, const char *main, const qn_buffer *question, double seconds, qn_buffer *reply, qn_error *err);

/* cache.c: checked programs by fingerprint. Whatever fails here only costs time. */
typedef struct { qn_sha256 fingerprint; char *path, *folder; } qn_cache_entry; /* path NULL: no cache */
extern const char qn_cache_format[]; /* what stands first in every file, and decides its name too */
qn_cache_entry qn_cache_find(const char *folder, qn_sha256 fingerprint);
int qn_cache_read(const qn_cache_entry *entry, const qn_catalogue *catalogue, uint64_t hash, qn_program **out); /* 1 with *out, or 0 */
void qn_cache_write(const qn_cache_entry *entry, const qn_buffer *program);
void qn_cache_release(qn_cache_entry *entry);
