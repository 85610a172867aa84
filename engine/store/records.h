/* SPDX-License-Identifier: Apache-2.0 */
/* records.h - registers: append-only records of a subject with typed fields (titles, decisions, projects), and the
 * packs and imports a store keeps by content. */
#pragma once
#include "store/columns.h"
#include "store/entities.h"

typedef struct { const char *name; enum { QN_FIELD_TEXT, QN_FIELD_NUMBER, QN_FIELD_DATE } type; const char *text; double number; qn_date date; } qn_field;
typedef struct {
	const char *register_id;
	uint32_t kind, subject; /* an entity */
	qn_origin origin;
	const qn_field *field; size_t fields;
} qn_record;

int qn_change_add_record(qn_change_set *change, const qn_record *record, qn_error *err);
/* How many records a register says it has: 1, or 0 where its store did not count yet, or an error. */
int qn_record_count(qn_snapshot *snapshot, const char *register_id, uint32_t *out, qn_error *err);
/* Calls each for every record of the register in order of (subject, arrival); non-zero stops and is returned. */
int qn_record_each(qn_snapshot *snapshot, const char *register_id, int (*each)(void *context, const qn_record *record), void *context, qn_error *err);
/* The same of one subject, each lent for its call alone, however many there are. */
int qn_record_each_of(qn_snapshot *snapshot, const char *register_id, uint32_t kind, uint32_t subject,
                      int (*each)(void *context, const qn_record *record), void *context, qn_error *err);
const qn_field *qn_record_field(const qn_record *record, const char *name); /* NULL if it has none */

/* A pack's files by path, as they were at a date; later versions stand beside earlier ones. */
typedef struct { const char *path; const char *bytes; size_t length; } qn_pack_file;
int qn_pack_check_path(const char *path, qn_error *err); /* of a file of a pack: can it be shown, and is it the same wherever it is written? */
int qn_change_put_pack(qn_change_set *change, const char *pack_id, const qn_pack_file *file, size_t files, qn_date known_on, qn_error *err);
/* The files of the version that was in force for the snapshot's vintage (the first one for a day before any), by content;
 * they live as long as the snapshot. */
int qn_snapshot_pack_sources(qn_snapshot *snapshot, const qn_source **source, size_t *sources, qn_error *err);
/* The same with their bytes. file[] and its texts live in arena. */
int qn_snapshot_pack(qn_snapshot *snapshot, qn_arena *arena, const char **pack_id, qn_pack_file **file, size_t *files, qn_error *err);
