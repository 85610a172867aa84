/* SPDX-License-Identifier: Apache-2.0 */
/* internal.h - what the host's files share. */
#pragma once
#include "base/digest.h"
#include "script/host/script.h"

/* guest_process.c: one question to one guest. The words in *question are frames; *reply is the payload of PROGRAM.
 * A guest's FAILURE, its death, silence or chatter become errors. */
int qn_guest_ask(const char *guest, const qn_buffer *question, double seconds, qn_buffer *reply, qn_error *err);

/* cache.c: checked programs by fingerprint. Whatever fails here only costs time. */
typedef struct { char *path; char *folder; } qn_cache_entry; /* path NULL: no cache */
/* build: what else decides the answer, such as the guest's own version. */
qn_cache_entry qn_cache_find(const char *folder, const qn_buffer *question, const char *build);
int qn_cache_read(const qn_cache_entry *entry, const qn_catalogue *catalogue, qn_program **out); /* 1 with *out, or 0 */
void qn_cache_write(const qn_cache_entry *entry, const qn_buffer *program);
void qn_cache_release(qn_cache_entry *entry);
