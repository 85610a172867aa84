/* SPDX-License-Identifier: Apache-2.0 */
/* value.c - values in and out of the databases: raw, sealed by a checksum, or as things walked field by field. */
#include <stdio.h>
#include <string.h>
#include "store/chunk.h"
#include "store/fault_words.h"
#include "store/things.h"

enum { SEAL = 4, HELD = 64 << 20 }; /* HELD: bytes put that may stay in memory until the change is committed */

static MDB_val val_of(const qn_key *key) { return (MDB_val){ .mv_size = key->length, .mv_data = (void *)key->byte }; }

static uint32_t seal_of(const void *key, size_t key_length, const void *rest, size_t length)
{
	return qn_crc32c(qn_crc32c(0, key, key_length), rest, length);
}

int qn_env_get_raw(qn_snapshot *snapshot, qn_db db, const qn_key *key, MDB_val *out, qn_error *err)
{
	MDB_val k = val_of(key);
	int code = mdb_get(snapshot->txn, snapshot->store->db[db], &k, out);
	if (code == MDB_NOTFOUND)
		return 0;
	return code ? qn_env_fail(snapshot->store->path, code, "reading it", err) : 1;
}

/* Keys that come in order are appended: LMDB then fills its pages instead of leaving each half empty. */
static int put(qn_change_set *change, MDB_dbi db, MDB_val *key, MDB_val *value)
{
	int code = mdb_put(change->view.txn, db, key, value, MDB_RESERVE | MDB_APPEND);
	return code == MDB_KEYEXIST ? mdb_put(change->view.txn, db, key, value, MDB_RESERVE) : code;
}

int qn_env_put_raw(qn_change_set *change, qn_db db, const qn_key *key, size_t length, void **room, qn_error *err)
{
	qn_store *store = change->view.store;
	MDB_val k = val_of(key), v = { .mv_size = length };
	int code, rc = QN_OK;
	change->held += key->length + length;
	if (change->held > HELD && (rc = qn_env_let_go(change, err)) < 0)
		return rc;
	code = put(change, store->db[db], &k, &v);
	*room = v.mv_data;
	return code ? qn_env_fail(store->path, code, "writing to it", err) : QN_OK;
}

int qn_env_damaged_in(const qn_snapshot *snapshot, qn_db db, qn_error *err)
{
	char english[64], chinese[64];
	snprintf(english, sizeof english, "an entry of its %s", qn_db_name(db));
	snprintf(chinese, sizeof chinese, "表 %s 的一个条目", qn_db_name(db));
	return qn_env_damaged_both(snapshot, (qn_both){ chinese, english }, err);
}

/* Takes the seal off; the value may lie at any even address. */
static bool unseal(const void *key, size_t key_length, MDB_val *value)
{
	uint32_t seal;
	if (value->mv_size < SEAL)
		return false;
	memcpy(&seal, value->mv_data, SEAL);
	value->mv_data = (char *)value->mv_data + SEAL;
	value->mv_size -= SEAL;
	return seal == seal_of(key, key_length, value->mv_data, value->mv_size);
}

bool qn_env_is_sealed(qn_db db, const MDB_val *key, const MDB_val *value)
{
	MDB_val rest = *value;
	qn_key own = { .length = 0 };
	if (db != DB_COLUMNS)
		return unseal(key->mv_data, key->mv_size, &rest);
	if (key->mv_size > QN_KEY_SIZE)
		return false;
	qn_key_bytes(&own, key->mv_data, key->mv_size);
	return qn_chunk_is_sound(&own, value);
}

int qn_env_get(qn_snapshot *snapshot, qn_db db, const qn_key *key, MDB_val *out, qn_error *err)
{
	int rc = qn_env_get_raw(snapshot, db, key, out, err);
	if (rc > 0 && !unseal(key->byte, key->length, out))
		return qn_env_damaged_in(snapshot, db, err);
	return rc;
}

int qn_env_put(qn_change_set *change, qn_db db, const qn_key *key, const void *bytes, size_t length, qn_error *err)
{
	uint32_t seal = seal_of(key->byte, key->length, bytes, length);
	void *room;
	int rc = qn_env_put_raw(change, db, key, SEAL + length, &room, err);
	if (rc)
		return rc;
	memcpy(room, &seal, SEAL);
	if (length)
		memcpy((char *)room + SEAL, bytes, length);
	return QN_OK;
}

static int fail_keeping(const char *what, const char *why, qn_error *err)
{
	int rc = qn_fail(err, QN_EINPUT, "%s cannot be kept: %s", what, why);
	qn_fail_chinese(err, "%s不能保存:%s", qn_fault_chinese(what), qn_fault_chinese(why));
	return rc;
}

int qn_env_put_thing(qn_change_set *change, qn_db db, const qn_key *key, void (*walk)(qn_bytes *, void *), void *thing,
	const char *what, qn_error *err)
{
	qn_buffer *buffer = &change->bytes;
	qn_arena arena = { 0 };
	qn_bytes out = { .out = buffer }, in = { .arena = &arena };
	qn_thing again;
	memset(&again, 0, sizeof again);
	buffer->length = 0;
	walk(&out, thing);
	if (buffer->failed)
		return qn_no_memory(err);
	in.at = (const unsigned char *)buffer->data;
	in.end = in.at + buffer->length;
	walk(&in, &again);
	qn_arena_free(&arena);
	if (in.why == qn_bytes_no_memory)
		return qn_no_memory(err);
	if (out.why || in.why)
		return fail_keeping(what, out.why ? out.why : in.why, err);
	return qn_env_put(change, db, key, buffer->data, buffer->length, err);
}

int qn_env_read_lent(qn_snapshot *snapshot, qn_db db, MDB_val value, void (*walk)(qn_bytes *, void *), void *thing, qn_arena *arena, qn_error *err)
{
	qn_bytes in = { .at = value.mv_data, .end = (const unsigned char *)value.mv_data + value.mv_size, .arena = arena };
	walk(&in, thing);
	if (in.why == qn_bytes_no_memory)
		return qn_no_memory(err);
	return in.why || in.at != in.end ? qn_env_damaged_in(snapshot, db, err) : QN_OK;
}

int qn_env_read_thing(qn_snapshot *snapshot, qn_db db, MDB_val value, void (*walk)(qn_bytes *, void *), void *thing, qn_error *err)
{
	return qn_env_read_lent(snapshot, db, value, walk, thing, &snapshot->arena, err);
}

static bool begins(const MDB_val *key, const qn_key *prefix)
{
	return key->mv_size >= prefix->length && memcmp(key->mv_data, prefix->byte, prefix->length) == 0;
}

/* LMDB's order of keys. Two entries led to by one pointer that is damaged are sealed both, and stand twice or astray. */
static bool follows(const MDB_val *before, const MDB_val *key)
{
	size_t common = before->mv_size < key->mv_size ? before->mv_size : key->mv_size;
	int order = memcmp(before->mv_data, key->mv_data, common);
	return order < 0 || (order == 0 && before->mv_size < key->mv_size);
}

/* Do the keys ascend between the entry here and its neighbour that way? Leaves the cursor at that. */
static bool ascends(MDB_cursor *cursor, MDB_cursor_op way)
{
	MDB_val here, there, value;
	if (mdb_cursor_get(cursor, &here, &value, MDB_GET_CURRENT) || mdb_cursor_get(cursor, &there, &value, way))
		return true;
	return way == MDB_NEXT ? follows(&here, &there) : follows(&there, &here);
}

/* Sought from above, does an entry have that one behind it, or nothing? Then a pointer that leads astray hides none between. */
static bool is_next(MDB_cursor *cursor, const MDB_val *entry, const MDB_val *behind)
{
	MDB_val at, value;
	if (mdb_cursor_get(cursor, &at, &value, MDB_FIRST)) /* away from where it is, or the cursor stays on that page, however it came there */
		return false;
	at = *entry;
	if (mdb_cursor_get(cursor, &at, &value, MDB_SET))
		return false;
	int code = mdb_cursor_get(cursor, &at, &value, MDB_NEXT);
	return behind ? !code && at.mv_data == behind->mv_data : code == MDB_NOTFOUND;
}

/* LMDB's code for the last entry before a key; sound: it stands between neighbours where they belong, so that none is hidden. */
static int last_before(MDB_cursor *cursor, const qn_key *beyond, MDB_val *key, bool *sound)
{
	const MDB_val bound = val_of(beyond);
	MDB_val behind = bound, value;
	int code = mdb_cursor_get(cursor, &behind, &value, MDB_SET_RANGE);
	const bool none = code == MDB_NOTFOUND;
	*sound = code || ascends(cursor, MDB_NEXT);
	if (!code)
		code = mdb_cursor_get(cursor, &behind, &value, MDB_SET_RANGE);
	code = mdb_cursor_get(cursor, key, &value, none ? MDB_LAST : MDB_PREV);
	*sound = *sound && (code || (follows(key, &bound) && ascends(cursor, MDB_PREV) && is_next(cursor, key, none ? NULL : &behind)));
	return code;
}

int qn_env_last(qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_key *out, qn_error *err)
{
	static const unsigned char high[16] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	qn_key beyond = *prefix;
	MDB_cursor *cursor;
	MDB_val key;
	bool sound;
	int code = mdb_cursor_open(snapshot->txn, snapshot->store->db[db], &cursor);
	if (code)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	qn_key_bytes(&beyond, high, sizeof high);
	code = last_before(cursor, &beyond, &key, &sound);
	out->length = 0;
	if (!code && begins(&key, prefix) && key.mv_size <= QN_KEY_SIZE)
		qn_key_bytes(out, key.mv_data, key.mv_size);
	mdb_cursor_close(cursor);
	if (code && code != MDB_NOTFOUND)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	return sound ? out->length > 0 : qn_env_damaged_in(snapshot, db, err);
}

uint32_t qn_env_most_of(uint64_t entries)
{
	enum { FEW = 1 << 16, LOST = 16 }; /* of so many one is left */
	return entries < (UINT32_MAX - FEW) / LOST ? FEW + (uint32_t)entries * LOST : UINT32_MAX - 1;
}

uint64_t qn_env_entries(qn_snapshot *snapshot, qn_db db)
{
	MDB_stat facts = { 0 };
	mdb_stat(snapshot->txn, snapshot->store->db[db], &facts);
	return facts.ms_entries;
}

uint32_t qn_env_most(qn_snapshot *snapshot, qn_db db) { return qn_env_most_of(qn_env_entries(snapshot, db)); }

int qn_scan_open(qn_scan *scan, qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_error *err)
{
	int code;
	*scan = (qn_scan){ .snapshot = snapshot, .db = db, .prefix = *prefix };
	code = mdb_cursor_open(snapshot->txn, snapshot->store->db[db], &scan->cursor);
	return code ? qn_env_fail(snapshot->store->path, code, "reading it", err) : QN_OK;
}

static int first(qn_scan *scan)
{
	scan->started = true;
	if (scan->prefix.length == 0)
		return mdb_cursor_get(scan->cursor, &scan->key, &scan->value, MDB_FIRST);
	scan->key = val_of(&scan->prefix);
	return mdb_cursor_get(scan->cursor, &scan->key, &scan->value, MDB_SET_RANGE);
}

/* 1 at the next entry, 0 behind the last. */
static int step(qn_scan *scan, qn_error *err)
{
	const bool goes_on = scan->started;
	const MDB_val before = scan->key;
	int code = goes_on ? mdb_cursor_get(scan->cursor, &scan->key, &scan->value, MDB_NEXT) : first(scan);
	if (code && code != MDB_NOTFOUND)
		return qn_env_fail(scan->snapshot->store->path, code, "reading it", err);
	if (!code && goes_on && !follows(&before, &scan->key))
		return qn_env_damaged_in(scan->snapshot, scan->db, err);
	return code == 0;
}

int qn_scan_next(qn_scan *scan, qn_error *err)
{
	int rc = step(scan, err);
	if (rc > 0 && !begins(&scan->key, &scan->prefix)) {
		rc = step(scan, err); /* what stands behind the last stands where it belongs, or the last is not the last */
		return rc < 0 ? rc : 0;
	}
	return rc > 0 && !unseal(scan->key.mv_data, scan->key.mv_size, &scan->value) ? qn_env_damaged_in(scan->snapshot, scan->db, err) : rc;
}

void qn_scan_close(qn_scan *scan)
{
	if (scan->cursor)
		mdb_cursor_close(scan->cursor);
	scan->cursor = NULL;
}
