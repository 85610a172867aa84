/* SPDX-License-Identifier: Apache-2.0 */
/* records.c - registers: records of a subject, in the order in which they came. */
#include <string.h>
#include "store/things.h"

typedef qn_kept_record kept;

static void walk_field(qn_bytes *bytes, void *item)
{
	qn_field *field = item;
	int32_t date = field->date;
	qn_bytes_name(bytes, &field->name);
	qn_bytes_enum(bytes, field->type, QN_FIELD_DATE);
	if (field->type == QN_FIELD_TEXT)
		qn_bytes_prose(bytes, &field->text);
	else if (field->type == QN_FIELD_NUMBER)
		qn_bytes_double(bytes, &field->number);
	else
		qn_bytes_i32(bytes, &date);
	field->date = date;
}

void qn_record_walk(qn_bytes *bytes, void *thing)
{
	kept *record = thing;
	qn_bytes_u32(bytes, &record->origin.import);
	qn_bytes_u32(bytes, &record->origin.line);
	qn_bytes_array(bytes, (void **)&record->field, &record->fields, sizeof *record->field, 12, walk_field);
}

static int register_key(qn_key *key, const char *register_id, qn_error *err)
{
	size_t length = strlen(register_id);
	key->length = 0;
	if (length == 0 || length > QN_REGISTER_BYTES)
		return qn_fail_both(err, QN_EINPUT, "登记的名称有 %zu 字节:应为 1 到 %d 字节", "a register's name of %zu bytes: give it 1 to %d", length, QN_REGISTER_BYTES);
	qn_key_bytes(key, register_id, length + 1);
	return QN_OK;
}

/* How many records a register has: damage to a key may hide one from whoever walks the register. */

static void walk_count(qn_bytes *bytes, void *thing) { qn_bytes_u32(bytes, thing); }

static int count_key(qn_key *key, const char *register_id, qn_error *err)
{
	int rc = register_key(key, register_id, err); /* is it a name at all? */
	key->length = 0;
	if (rc == QN_OK) {
		qn_key_bytes(key, "records ", 8);
		qn_key_bytes(key, register_id, strlen(register_id));
	}
	return rc;
}

int qn_record_count(qn_snapshot *snapshot, const char *register_id, uint32_t *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc;
	*out = 0;
	if ((rc = count_key(&key, register_id, err)) < 0 || (rc = qn_env_get(snapshot, DB_META, &key, &value, err)) <= 0)
		return rc;
	rc = qn_env_read_thing(snapshot, DB_META, value, walk_count, out, err);
	return rc ? rc : 1;
}

static int count_entries(qn_snapshot *snapshot, const qn_key *prefix, uint32_t *out, qn_error *err)
{
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, snapshot, DB_RECORDS, prefix, err);
	for (*out = 0; rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0; rc = QN_OK)
		++*out;
	qn_scan_close(&scan);
	return rc;
}

static int count_one_more(qn_change_set *change, const char *register_id, qn_error *err)
{
	uint32_t count;
	qn_key key;
	int rc = qn_record_count(&change->view, register_id, &count, err);
	count++;
	if (rc == 0 && (rc = register_key(&key, register_id, err)) == QN_OK)
		rc = count_entries(&change->view, &key, &count, err);
	if (rc >= 0)
		rc = count_key(&key, register_id, err);
	return rc < 0 ? rc : qn_env_put_thing(change, DB_META, &key, walk_count, &count, "a count of records", err);
}

static int note_adopted(qn_change_set *change, uint32_t number, qn_error *err)
{
	qn_import import;
	int rc;
	if (number == 0)
		return QN_OK;
	rc = qn_import_get(&change->view, number, &import, err);
	return rc ? rc : qn_change_adopted(change, &import, err);
}

int qn_change_add_record(qn_change_set *change, const qn_record *record, qn_error *err)
{
	kept keeping = { .origin = record->origin, .field = (qn_field *)record->field, .fields = (uint32_t)record->fields };
	qn_key key, last;
	uint32_t arrival = 0;
	int rc = register_key(&key, record->register_id, err);
	if (rc)
		return rc;
	if (record->kind > UINT16_MAX)
		return qn_fail(err, QN_EINTERNAL, "%s: there is no kind of number %u", record->register_id, record->kind);
	qn_key_u16(&key, record->kind);
	qn_key_u32(&key, record->subject);
	if ((rc = qn_env_last(&change->view, DB_RECORDS, &key, &last, err)) < 0)
		return rc;
	if (rc && last.length == key.length + 4)
		arrival = qn_key_read_u32(last.byte + key.length) + 1;
	qn_key_u32(&key, arrival);
	if ((rc = qn_env_put_thing(change, DB_RECORDS, &key, qn_record_walk, &keeping, record->register_id, err))
	    || (rc = count_one_more(change, record->register_id, err)))
		return rc;
	return note_adopted(change, record->origin.import, err);
}

/* next: the arrival that must come, unless another subject does. A gap is an entry hidden by damage to its key. */
typedef struct { qn_scan scan; size_t named; uint32_t next; qn_arena *arena; } walking; /* named: bytes of the register in a key */

static int read_record(walking *w, qn_record *out, qn_error *err)
{
	kept found = { 0 };
	const qn_scan *scan = &w->scan;
	const unsigned char *at = (const unsigned char *)scan->key.mv_data + w->named;
	int rc;
	if (scan->key.mv_size == w->named + 10 && (out->kind != qn_key_read_u16(at) || out->subject != qn_key_read_u32(at + 2)))
		w->next = 0;
	if (scan->key.mv_size != w->named + 10 || qn_key_read_u32(at + 6) != w->next++)
		return qn_env_damaged(scan->snapshot, "an entry of its records", err);
	if ((rc = qn_env_read_lent(scan->snapshot, DB_RECORDS, scan->value, qn_record_walk, &found, w->arena, err)))
		return rc;
	out->kind = qn_key_read_u16(at);
	out->subject = qn_key_read_u32(at + 2);
	out->origin = found.origin;
	out->field = found.field;
	out->fields = found.fields;
	return QN_OK;
}

static bool is_known(qn_snapshot *snapshot, const qn_record *record)
{
	return !record->origin.import || qn_snapshot_knows(snapshot, record->origin.import);
}

int qn_record_each(qn_snapshot *snapshot, const char *register_id, int (*each)(void *context, const qn_record *record), void *context, qn_error *err)
{
	qn_record record = { .register_id = register_id };
	walking w = { .arena = &snapshot->arena };
	uint32_t seen = 0, wanted;
	qn_key prefix;
	int counted = qn_record_count(snapshot, register_id, &wanted, err), rc = counted < 0 ? counted : register_key(&prefix, register_id, err);
	w.named = rc == QN_OK ? prefix.length : 0;
	if (rc == QN_OK)
		rc = qn_scan_open(&w.scan, snapshot, DB_RECORDS, &prefix, err);
	while (rc == QN_OK && (rc = qn_scan_next(&w.scan, err)) > 0)
		if ((rc = read_record(&w, &record, err)) == QN_OK)
			seen++, rc = is_known(snapshot, &record) ? qn_called(each(context, &record), err) : QN_OK;
	qn_scan_close(&w.scan);
	return rc == QN_OK && counted && seen != wanted ? qn_env_damaged(snapshot, "an entry of its records", err) : rc;
}

int qn_record_each_of(qn_snapshot *snapshot, const char *register_id, uint32_t kind, uint32_t subject,
                      int (*each)(void *context, const qn_record *record), void *context, qn_error *err)
{
	qn_record record = { .register_id = register_id, .kind = kind, .subject = subject };
	qn_arena arena = { 0 };
	walking w = { .arena = &arena };
	qn_key prefix;
	int rc = register_key(&prefix, register_id, err);
	if (rc)
		return rc;
	w.named = prefix.length;
	qn_key_u16(&prefix, kind);
	qn_key_u32(&prefix, subject);
	rc = qn_scan_open(&w.scan, snapshot, DB_RECORDS, &prefix, err);
	while (rc == QN_OK && (rc = qn_scan_next(&w.scan, err)) > 0) {
		if ((rc = read_record(&w, &record, err)) == QN_OK)
			rc = is_known(snapshot, &record) ? qn_called(each(context, &record), err) : QN_OK;
		qn_arena_free(&arena);
	}
	qn_scan_close(&w.scan);
	return rc;
}

const qn_field *qn_record_field(const qn_record *record, const char *name)
{
	for (size_t i = 0; i < record->fields; i++)
		if (strcmp(record->field[i].name, name) == 0)
			return &record->field[i];
	return NULL;
}
