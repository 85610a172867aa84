/* SPDX-License-Identifier: Apache-2.0 */
/* columns.c - reading columns, their origins and their past. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "store/fault_words.h"
#include "store/past.h"

enum { CHECKED = 512,  /* periods that are looked up in the origins too */
       PERIODS = 8192 }; /* of a frequency */

int qn_chunk_key(qn_chunk chunk, qn_key *out, qn_error *err)
{
	out->length = 0;
	if (chunk.indicator > UINT16_MAX || chunk.kind > UINT16_MAX || chunk.number > UINT16_MAX)
		return qn_fail(err, QN_EINTERNAL, "indicator %u, kind %u, chunk %u: a store numbers up to 65535 of each", chunk.indicator,
			chunk.kind, chunk.number);
	qn_key_u16(out, chunk.indicator);
	qn_key_u16(out, chunk.kind);
	qn_key_u16(out, chunk.period);
	qn_key_u16(out, chunk.number);
	return QN_OK;
}

/* "the column revenue of 2025 (cluster)" */
static int damaged(qn_snapshot *snapshot, qn_chunk chunk, const char *part, qn_error *err)
{
	const qn_catalogue *words = qn_snapshot_words(snapshot);
	const char *in_chinese = qn_fault_chinese(part);
	char english[160], chinese[160], period[24];
	qn_period_text(chunk.period, period);
	if (words && chunk.indicator < words->indicators) {
		const char *id = words->indicator[chunk.indicator].id, *kind = qn_kind_word(snapshot, chunk.kind);
		snprintf(english, sizeof english, "%s %s of %s (%s)", part, id, period, kind);
		snprintf(chinese, sizeof chinese, "%s %s %s(%s)", in_chinese, id, period, kind);
	} else {
		snprintf(english, sizeof english, "%s of indicator %u, kind %u, %s", part, chunk.indicator, chunk.kind, period);
		snprintf(chinese, sizeof chinese, "%s 第 %u 项指标、第 %u 类、%s", in_chinese, chunk.indicator, chunk.kind, period);
	}
	return qn_env_damaged_both(snapshot, (qn_both){ chinese, english }, err);
}

uint32_t qn_chunk_seal(const qn_key *key, const unsigned char *header, const void *values, size_t length)
{
	uint32_t crc = qn_crc32c(0, key->byte, key->length);
	crc = qn_crc32c(crc, header, 4);
	crc = qn_crc32c(crc, header + 8, 8);
	return qn_crc32c(crc, values, length);
}

bool qn_chunk_is_sound(const qn_key *key, const MDB_val *value)
{
	const unsigned char *bytes = value->mv_data;
	uint32_t count, crc;
	if (value->mv_size < QN_CHUNK_HEADER)
		return false;
	memcpy(&count, bytes, sizeof count);
	memcpy(&crc, bytes + 4, sizeof crc);
	return count <= QN_CHUNK && value->mv_size == QN_CHUNK_HEADER + count * sizeof(double)
	       && crc == qn_chunk_seal(key, bytes, bytes + QN_CHUNK_HEADER, count * sizeof(double));
}

int qn_chunk_damaged(qn_snapshot *snapshot, qn_chunk chunk, qn_error *err)
{
	return damaged(snapshot, chunk, "the column", err);
}

int qn_chunk_check(qn_snapshot *snapshot, qn_chunk chunk, const MDB_val *value, qn_error *err)
{
	qn_key key;
	int rc = qn_chunk_key(chunk, &key, err);
	return rc || qn_chunk_is_sound(&key, value) ? rc : qn_chunk_damaged(snapshot, chunk, err);
}

/* A damaged key hides its entry: where a chunk has no values it has no origins, and the other way round. */
static int check_absent(qn_snapshot *snapshot, qn_chunk chunk, qn_db db, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc = qn_chunk_key(chunk, &key, err);
	if (rc == QN_OK)
		rc = qn_env_get_raw(snapshot, db, &key, &value, err);
	return rc > 0 ? damaged(snapshot, chunk, "the column", err) : rc;
}

int qn_chunk_values(qn_snapshot *snapshot, qn_chunk chunk, double *out, size_t room, qn_error *err)
{
	MDB_val value;
	qn_key key;
	size_t count = 0;
	int rc = qn_chunk_key(chunk, &key, err);
	if (rc || (rc = qn_env_get_raw(snapshot, DB_COLUMNS, &key, &value, err)) < 0)
		return rc;
	if (rc > 0) {
		if (!qn_chunk_is_sound(&key, &value))
			return damaged(snapshot, chunk, "the column", err);
		count = (value.mv_size - QN_CHUNK_HEADER) / sizeof *out;
		count = count < room ? count : room;
		memcpy(out, (const unsigned char *)value.mv_data + QN_CHUNK_HEADER, count * sizeof *out);
	}
	for (size_t i = count; i < room; i++)
		out[i] = QN_MISSING;
	return rc ? rc : check_absent(snapshot, chunk, DB_ORIGINS, err);
}

int qn_column_read(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, double *out, size_t count, qn_error *err)
{
	int exists = 0;
	for (size_t done = 0; done < count; done += QN_CHUNK) {
		qn_chunk chunk = { indicator, kind, period, (uint32_t)(done / QN_CHUNK) };
		size_t room = count - done < QN_CHUNK ? count - done : QN_CHUNK;
		int rc = (snapshot->past ? qn_past_values : qn_chunk_values)(snapshot, chunk, out + done, room, err);
		if (rc < 0)
			return rc;
		exists |= rc;
	}
	return exists;
}

/* The first chunk of the indicator and kind at or after the period: 1 with its period, 0 if there is none. */
static int next_period(qn_snapshot *snapshot, MDB_cursor *cursor, qn_chunk from, qn_period *out, qn_error *err)
{
	qn_key start;
	MDB_val key, value;
	int code, rc = qn_chunk_key(from, &start, err);
	if (rc)
		return rc;
	key = (MDB_val){ start.length, start.byte };
	code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
	if (code && code != MDB_NOTFOUND)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	if (code || key.mv_size != start.length || memcmp(key.mv_data, start.byte, 4) != 0)
		return 0;
	*out = (qn_period)qn_key_read_u16((const unsigned char *)key.mv_data + 4);
	return 1;
}

static int list_periods(qn_snapshot *snapshot, qn_db db, qn_chunk from, qn_frequency frequency, qn_period *out, int max, qn_error *err)
{
	MDB_cursor *cursor;
	int found = 0, rc = 1, code = mdb_cursor_open(snapshot->txn, snapshot->store->db[db], &cursor);
	if (code)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	while (found < max && (rc = next_period(snapshot, cursor, from, &from.period, err)) > 0
	       && qn_period_frequency(from.period) == frequency)
		out[found++] = from.period++;
	mdb_cursor_close(cursor);
	return rc < 0 ? rc : found;
}

/* Of the periods, ascending, those of which a vintage knew anything. */
static int keep_known(qn_snapshot *snapshot, qn_chunk of, qn_period *period, int count, qn_error *err)
{
	int kept = 0;
	for (int i = 0; i < count; i++) {
		int rc = qn_past_column(snapshot, of.indicator, of.kind, period[i], err);
		if (rc < 0)
			return rc;
		period[kept] = period[i];
		kept += rc;
	}
	return kept;
}

/* Of now, the same in columns and origins: a damaged key hides its period from whoever looks for it. */
static int periods_now(qn_snapshot *snapshot, qn_chunk from, qn_period *out, int max, qn_error *err)
{
	const qn_frequency frequency = qn_period_frequency(from.period);
	qn_period again[CHECKED];
	int found = list_periods(snapshot, DB_COLUMNS, from, frequency, out, max, err), seen;
	if (found < 0)
		return found;
	seen = list_periods(snapshot, DB_ORIGINS, from, frequency, again, max < CHECKED ? max : CHECKED, err);
	if (seen < 0)
		return seen;
	if (seen != (found < CHECKED ? found : CHECKED) || memcmp(out, again, (size_t)seen * sizeof *again) != 0)
		return damaged(snapshot, from, "a column", err);
	return found;
}

static int past_periods(qn_snapshot *snapshot, qn_chunk from, qn_period *out, int max, qn_error *err)
{
	qn_period *all = malloc(PERIODS * sizeof *all);
	int found = all ? periods_now(snapshot, from, all, PERIODS, err) : qn_no_memory(err);
	if (found > 0)
		found = keep_known(snapshot, from, all, found, err);
	found = found > max ? max : found;
	if (found > 0)
		memcpy(out, all, (size_t)found * sizeof *out);
	free(all);
	return found;
}

int qn_column_periods(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_period *out, int max, qn_error *err)
{
	qn_chunk from = { indicator, kind, (qn_period)((unsigned)frequency << 13), 0 }; /* the first of the frequency: see base/period.h */
	return (snapshot->past ? past_periods : periods_now)(snapshot, from, out, max, err);
}

/* The first or the last period of one database: 1, 0 if there is none. */
static int end_of(qn_snapshot *snapshot, MDB_cursor *cursor, qn_chunk at, bool last, qn_period *out, qn_error *err)
{
	qn_frequency frequency = qn_period_frequency(at.period);
	qn_key start;
	MDB_val key, value;
	int code, rc = qn_chunk_key(at, &start, err);
	if (rc)
		return rc;
	if (last) /* before the first key of the next frequency: its three bits stand in front */
		start.byte[4] = (unsigned char)(start.byte[4] + 0x20);
	key = (MDB_val){ start.length, start.byte };
	code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
	if (last && (!code || code == MDB_NOTFOUND))
		code = mdb_cursor_get(cursor, &key, &value, code ? MDB_LAST : MDB_PREV);
	if (code && code != MDB_NOTFOUND)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	if (code || key.mv_size != start.length || memcmp(key.mv_data, start.byte, 4) != 0)
		return 0;
	at.period = (qn_period)qn_key_read_u16((const unsigned char *)key.mv_data + 4);
	if (qn_period_frequency(at.period) != frequency)
		return 0;
	*out = at.period;
	return 1;
}

static int ends_in(qn_snapshot *snapshot, qn_db db, qn_chunk at, qn_period out[2], qn_error *err)
{
	MDB_cursor *cursor;
	int rc, code = mdb_cursor_open(snapshot->txn, snapshot->store->db[db], &cursor);
	if (code)
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	if ((rc = end_of(snapshot, cursor, at, false, &out[0], err)) > 0)
		rc = end_of(snapshot, cursor, at, true, &out[1], err);
	mdb_cursor_close(cursor);
	return rc;
}

/* Narrows what there is now to what a vintage knew. */
static int past_extent(qn_snapshot *snapshot, qn_chunk of, qn_period *first, qn_period *last, qn_error *err)
{
	int rc = 0, end = *last;
	for (int period = *first; period <= end && rc == 0; period++)
		if ((rc = qn_past_column(snapshot, of.indicator, of.kind, (qn_period)period, err)) > 0)
			*first = (qn_period)period;
	if (rc <= 0)
		*first = *last = QN_NO_PERIOD;
	for (int known = 0; rc > 0 && known == 0; end--)
		if ((known = qn_past_column(snapshot, of.indicator, of.kind, (qn_period)end, err)) != 0)
			rc = known, *last = (qn_period)end;
	return rc;
}

int qn_column_extent(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_period *first, qn_period *last, qn_error *err)
{
	qn_chunk at = { indicator, kind, (qn_period)((unsigned)frequency << 13), 0 };
	qn_period values[2] = { QN_NO_PERIOD, QN_NO_PERIOD }, origins[2] = { QN_NO_PERIOD, QN_NO_PERIOD };
	int rc = ends_in(snapshot, DB_COLUMNS, at, values, err), seen = rc < 0 ? rc : ends_in(snapshot, DB_ORIGINS, at, origins, err);
	if (seen < 0)
		return seen;
	if (seen != rc || memcmp(values, origins, sizeof values) != 0)
		return damaged(snapshot, at, "a column", err);
	*first = values[0];
	*last = values[1];
	return rc > 0 && snapshot->past ? past_extent(snapshot, at, first, last, err) : rc;
}

int qn_chunk_origins_read(qn_snapshot *snapshot, qn_chunk chunk, qn_chunk_origins *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc = qn_chunk_key(chunk, &key, err);
	if (rc || (rc = qn_env_get(snapshot, DB_ORIGINS, &key, &value, err)) < 0)
		return rc;
	if (rc == 0) {
		memset(out, 0, sizeof *out);
		return check_absent(snapshot, chunk, DB_COLUMNS, err);
	}
	return qn_origins_read(value.mv_data, value.mv_size, out) ? rc : damaged(snapshot, chunk, "the origins of", err);
}

int qn_column_origin(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, qn_origin *out, qn_error *err)
{
	qn_chunk chunk = { indicator, kind, period, entity / QN_CHUNK };
	qn_key key;
	int rc = qn_chunk_key(chunk, &key, err);
	*out = (qn_origin){ 0, 0 };
	if (rc)
		return rc;
	if (snapshot->past) {
		const qn_past_chunk *made;
		if ((rc = qn_past_find(snapshot, chunk, &made, err)) < 0)
			return rc;
		uint32_t at = entity % QN_CHUNK;
		if (!made->size || made->import) {
			if (at < made->cells)
				*out = (qn_origin){ made->import[at], made->line[at] };
			return QN_OK;
		}
	}
	if (!snapshot->origins || memcmp(snapshot->origins_key, key.byte, sizeof snapshot->origins_key) != 0) {
		qn_chunk_origins *read = snapshot->origins ? snapshot->origins : malloc(sizeof *read);
		snapshot->origins = NULL;
		if (!read)
			return qn_no_memory(err);
		if ((rc = qn_chunk_origins_read(snapshot, chunk, read, err)) < 0) {
			free(read);
			return rc;
		}
		snapshot->origins = read;
		memcpy(snapshot->origins_key, key.byte, sizeof snapshot->origins_key);
	}
	*out = (qn_origin){ snapshot->origins->import[entity % QN_CHUNK], snapshot->origins->line[entity % QN_CHUNK] };
	return QN_OK;
}
