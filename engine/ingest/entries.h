/* SPDX-License-Identifier: Apache-2.0 */
/* entries.h - the rows of a register between reading and putting: as bytes, in the order in which the store keeps them, by (register,
 * kind, subject, day, line). */
#pragma once
#include "ingest/sorter.h"
#include "store/records.h"

enum { QN_MOST_HEADS = 64 };

/* A row taken apart, and only as much of it as is filled. kind QN_NONE: of nobody known. */
typedef struct {
	const char *register_id;
	uint32_t kind, subject;
	qn_date known_on;
	unsigned line;
	uint32_t fields;
	qn_field field[QN_MOST_HEADS];     /* without their names */
	unsigned char column[QN_MOST_HEADS]; /* where each stands, from 0, ascending */
} qn_entry;

void qn_entry_write(const qn_entry *entry, qn_buffer *key, qn_buffer *rest);
void qn_entry_read(const qn_sorted *from, qn_entry *out); /* its texts are lent by from */
int qn_entries_add(qn_sorter *entries, const qn_entry *entry, qn_error *err);
/* 1 with the next, whose texts are lent until the next call, 0 at the end. */
int qn_entries_next(qn_sorter *entries, qn_entry *out, qn_error *err);
