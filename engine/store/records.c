/* SPDX-License-Identifier: Apache-2.0 */
/* records.c - registers, and packs by content. */
#include "store/records.h"
#include <stdlib.h>
#include <string.h>
#include "store/env.h"

enum { LONGEST_NAME = 128, LONGEST_KEY = LONGEST_NAME + 1 + 2 + 4 + 4, MOST_FIELDS = 256 };

static size_t record_key(uint8_t *key, const char *register_id, uint32_t kind, uint32_t subject, uint32_t place)
{
	size_t length = strlen(register_id) + 1;
	memcpy(key, register_id, length);
	return (size_t)(qn_key32(qn_key32(qn_key16(key + length, kind), subject), place) - key);
}

static void add_field(qn_buffer *row, const qn_field *field)
{
	static const char *const types[] = { "t", "n", "d" };
	qn_texts_add(row, field->name);
	qn_texts_add(row, types[field->type]);
	if (field->type == QN_FIELD_TEXT)
		qn_texts_add(row, field->text);
	else if (field->type == QN_FIELD_NUMBER)
		qn_buffer_printf(row, "%.17g%c", field->number, 0);
	else
		qn_texts_number(row, field->date);
}

int qn_change_add_record(qn_change_set *change, const qn_record *record, qn_error *err)
{
	uint8_t key[LONGEST_KEY];
	MDB_stat about;
	qn_buffer row = { 0 };
	if (strlen(record->register_id) >= LONGEST_NAME)
		return qn_fail(err, QN_EINPUT, "the name of the register %.40s… is longer than %d bytes", record->register_id, LONGEST_NAME - 1);
	int code = mdb_stat(change->txn, change->store->dbi[DB_RECORDS], &about);
	if (code != 0)
		return qn_store_fail(change->store, code, "writing", err);
	qn_texts_number(&row, record->origin.import), qn_texts_number(&row, record->origin.line);
	for (size_t i = 0; i < record->fields; i++)
		add_field(&row, &record->field[i]);
	/* append-only: the number of records so far is a place nobody has */
	size_t length = record_key(key, record->register_id, record->kind, record->subject, (uint32_t)about.ms_entries);
	int rc = row.failed ? qn_no_memory(err) : qn_store_put(change, DB_RECORDS, key, length, row.data, row.length, err);
	qn_buffer_free(&row);
	return rc;
}

static size_t read_fields(qn_texts row, qn_field *field)
{
	size_t count = 0;
	while (row.at < row.end && count < MOST_FIELDS) {
		qn_field *to = &field[count];
		*to = (qn_field){ .name = qn_texts_next(&row) };
		const char *type = qn_texts_next(&row), *text = qn_texts_next(&row);
		to->type = *type == 't' ? QN_FIELD_TEXT : *type == 'n' ? QN_FIELD_NUMBER : QN_FIELD_DATE;
		to->text = text;
		if (to->type == QN_FIELD_NUMBER)
			to->number = strtod(text, NULL);
		else if (to->type == QN_FIELD_DATE)
			to->date = (qn_date)strtol(text, NULL, 10);
		count++;
	}
	return count;
}

int qn_record_each(qn_snapshot *snapshot, const char *register_id, int (*each)(void *context, const qn_record *record), void *context, qn_error *err)
{
	MDB_cursor *cursor;
	size_t prefix = strlen(register_id) + 1;
	MDB_val key = { prefix, (void *)(uintptr_t)register_id }, value;
	qn_field field[MOST_FIELDS];
	int rc = QN_OK, code = mdb_cursor_open(snapshot->txn, snapshot->store->dbi[DB_RECORDS], &cursor);
	if (code != 0)
		return qn_store_fail(snapshot->store, code, "reading", err);
	for (code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); code == 0 && rc == QN_OK; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		const uint8_t *at = key.mv_data;
		if (key.mv_size != prefix + 10 || memcmp(at, register_id, prefix) != 0)
			break;
		qn_texts row = { value.mv_data, (const char *)value.mv_data + value.mv_size };
		qn_record record = { .register_id = register_id, .kind = qn_read16(at + prefix), .subject = qn_read32(at + prefix + 2), .field = field };
		record.origin.import = (uint32_t)qn_texts_next_number(&row);
		record.origin.line = (uint32_t)qn_texts_next_number(&row);
		record.fields = read_fields(row, field);
		rc = each(context, &record);
	}
	mdb_cursor_close(cursor);
	if (code != 0 && code != MDB_NOTFOUND)
		return qn_store_fail(snapshot->store, code, "reading", err);
	return rc;
}

const qn_field *qn_record_field(const qn_record *record, const char *name)
{
	for (size_t i = 0; i < record->fields; i++)
		if (!strcmp(record->field[i].name, name))
			return &record->field[i];
	return NULL;
}

int qn_change_put_pack(qn_change_set *change, const char *pack_id, const qn_pack_file *file, size_t files, qn_date known_on, qn_error *err)
{
	uint8_t key[8];
	MDB_stat about;
	qn_buffer row = { 0 };
	int code = mdb_stat(change->txn, change->store->dbi[DB_PACKS], &about), rc = QN_OK;
	if (code != 0)
		return qn_store_fail(change->store, code, "writing", err);
	qn_texts_add(&row, pack_id);
	for (size_t i = 0; rc == QN_OK && i < files; i++) {
		qn_sha256 digest = qn_sha256_of(file[i].bytes, file[i].length);
		qn_texts_add(&row, file[i].path);
		qn_buffer_add(&row, digest.byte, sizeof digest.byte);
		rc = qn_store_put(change, DB_BLOBS, digest.byte, sizeof digest.byte, file[i].bytes, file[i].length, err);
	}
	qn_key32(qn_key32(key, qn_key_date(known_on)), (uint32_t)about.ms_entries);
	if (rc == QN_OK)
		rc = row.failed ? qn_no_memory(err) : qn_store_put(change, DB_PACKS, key, sizeof key, row.data, row.length, err);
	qn_buffer_free(&row);
	return rc;
}

static int read_pack(qn_snapshot *snapshot, const MDB_val *value, qn_arena *arena, const char **pack_id, qn_pack_file **file, size_t *files, qn_error *err)
{
	qn_texts row = { value->mv_data, (const char *)value->mv_data + value->mv_size };
	uint32_t count = 0;
	*file = NULL;
	*pack_id = qn_arena_text(arena, qn_texts_next(&row));
	while (row.at < row.end) {
		MDB_val content;
		const char *path = qn_arena_text(arena, qn_texts_next(&row)), *digest = row.at;
		if (row.end - row.at < 32)
			return qn_store_damaged(snapshot->store, "the pack", err);
		row.at += 32;
		int rc = qn_store_get(snapshot, DB_BLOBS, digest, 32, &content, err);
		if (rc <= 0)
			return rc < 0 ? rc : qn_store_damaged(snapshot->store, "the pack", err);
		qn_sha256 is = qn_sha256_of(content.mv_data, content.mv_size);
		if (memcmp(is.byte, digest, 32) != 0)
			return qn_store_damaged(snapshot->store, "the pack", err);
		char *bytes = qn_arena_copy(arena, content.mv_data, content.mv_size);
		if (!path || !bytes || !qn_grow(arena, (void **)file, count, sizeof **file))
			return qn_no_memory(err);
		(*file)[count++] = (qn_pack_file){ path, bytes, content.mv_size };
	}
	*files = count;
	return *pack_id ? QN_OK : qn_no_memory(err);
}

int qn_snapshot_pack(qn_snapshot *snapshot, qn_date known_by, qn_arena *arena, const char **pack_id, qn_pack_file **file, size_t *files, qn_error *err)
{
	MDB_cursor *cursor;
	MDB_val key, value, found = { 0 };
	int code = mdb_cursor_open(snapshot->txn, snapshot->store->dbi[DB_PACKS], &cursor);
	if (code != 0)
		return qn_store_fail(snapshot->store, code, "reading", err);
	while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0 && key.mv_size == 8 && qn_read_date(key.mv_data) <= known_by)
		found = value;
	mdb_cursor_close(cursor);
	if (code != 0 && code != MDB_NOTFOUND)
		return qn_store_fail(snapshot->store, code, "reading", err);
	if (!found.mv_data)
		return qn_fail(err, QN_ENOTFOUND, "%s: no pack was known by then", snapshot->store->path);
	return read_pack(snapshot, &found, arena, pack_id, file, files, err);
}
