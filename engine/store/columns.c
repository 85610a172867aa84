/* SPDX-License-Identifier: Apache-2.0 */
/* columns.c - reads and writes columns chunk by chunk, each with the origins of its values. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "store/env.h"

enum { KEY = 10 };
typedef struct { uint32_t indicator, kind, chunk; qn_period period; } column_key;
typedef struct { uint32_t first, count, import, line; int32_t step; } run; /* of origins */
typedef struct { uint32_t entity, import, line, unused; double value; } past; /* in journal and claims */

static void make_key(uint8_t key[KEY], column_key of)
{
	qn_key16(qn_key16(qn_key16(qn_key32(key, of.indicator), of.kind), of.period), of.chunk);
}

static int damaged(const qn_snapshot *snapshot, column_key of, qn_error *err)
{
	char period[24], what[80];
	qn_period_text(of.period, period);
	snprintf(what, sizeof what, "the column of indicator %u in %s", of.indicator, period);
	return qn_store_damaged(snapshot->store, what, err);
}

/* Copies a chunk; what is not there is missing. 1 if there is one. */
static int read_chunk(qn_snapshot *snapshot, column_key of, double *out, size_t count, qn_error *err)
{
	uint8_t key[KEY];
	MDB_val value;
	uint32_t held;
	make_key(key, of);
	int rc = qn_store_get(snapshot, DB_COLUMNS, key, KEY, &value, err);
	for (size_t i = 0; i < count; i++)
		out[i] = QN_MISSING;
	if (rc <= 0)
		return rc;
	const uint8_t *items = qn_unseal(&value, key, KEY, sizeof(double), &held);
	if (!items || held > QN_CHUNK)
		return damaged(snapshot, of, err);
	memcpy(out, items, (held < count ? held : count) * sizeof *out);
	return 1;
}

int qn_column_read(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, double *out, size_t count, qn_error *err)
{
	int any = 0;
	for (size_t from = 0; from < count; from += QN_CHUNK) {
		size_t here = count - from < QN_CHUNK ? count - from : QN_CHUNK;
		int rc = read_chunk(snapshot, (column_key){ indicator, kind, (uint32_t)(from / QN_CHUNK), period }, out + from, here, err);
		if (rc < 0)
			return rc;
		any |= rc;
	}
	return any;
}

int qn_column_periods(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_period *out, int max, qn_error *err)
{
	MDB_cursor *cursor;
	uint8_t seek[KEY], prefix[6];
	MDB_val key = { KEY, seek }, value;
	int count = 0;
	make_key(seek, (column_key){ indicator, kind, 0, (qn_period)(frequency << 13) });
	memcpy(prefix, seek, sizeof prefix);
	int code = mdb_cursor_open(snapshot->txn, snapshot->store->dbi[DB_COLUMNS], &cursor);
	if (code != 0)
		return qn_store_fail(snapshot->store, code, "reading", err);
	for (code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); code == 0; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		const uint8_t *at = key.mv_data;
		if (key.mv_size != KEY || memcmp(at, prefix, sizeof prefix) != 0)
			break;
		qn_period period = (qn_period)qn_read16(at + 6);
		if (qn_period_frequency(period) != frequency || count == max)
			break;
		if (count == 0 || out[count - 1] != period)
			out[count++] = period;
	}
	mdb_cursor_close(cursor);
	return code == 0 || code == MDB_NOTFOUND ? count : qn_store_fail(snapshot->store, code, "reading", err);
}

/* Spreads the runs of a chunk over its entities. */
static int read_origins(qn_snapshot *snapshot, column_key of, qn_origin *out, qn_error *err)
{
	uint8_t key[KEY];
	MDB_val value;
	uint32_t runs;
	make_key(key, of);
	memset(out, 0, QN_CHUNK * sizeof *out);
	int rc = qn_store_get(snapshot, DB_ORIGINS, key, KEY, &value, err);
	if (rc <= 0)
		return rc;
	const uint8_t *items = qn_unseal(&value, key, KEY, sizeof(run), &runs);
	for (uint32_t i = 0; items && i < runs; i++) {
		run r;
		memcpy(&r, items + i * sizeof r, sizeof r);
		if (r.first >= QN_CHUNK || r.count > QN_CHUNK - r.first)
			return damaged(snapshot, of, err);
		for (uint32_t k = 0; k < r.count; k++)
			out[r.first + k] = (qn_origin){ r.import, r.line + k * (uint32_t)r.step };
	}
	return items ? 1 : damaged(snapshot, of, err);
}

int qn_column_origin(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, qn_origin *out, qn_error *err)
{
	column_key of = { indicator, kind, entity / QN_CHUNK, period };
	uint8_t key[KEY];
	MDB_val value;
	uint32_t runs, at = entity % QN_CHUNK;
	*out = (qn_origin){ 0, 0 };
	make_key(key, of);
	int rc = qn_store_get(snapshot, DB_ORIGINS, key, KEY, &value, err);
	if (rc <= 0)
		return rc;
	const uint8_t *items = qn_unseal(&value, key, KEY, sizeof(run), &runs);
	if (!items)
		return damaged(snapshot, of, err);
	for (uint32_t i = 0; i < runs; i++) {
		run r;
		memcpy(&r, items + i * sizeof r, sizeof r);
		if (at >= r.first && at - r.first < r.count)
			*out = (qn_origin){ r.import, r.line + (at - r.first) * (uint32_t)r.step };
	}
	return QN_OK;
}

static uint32_t make_runs(const qn_origin *origin, run *out)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < QN_CHUNK; i++) {
		run *last = count ? &out[count - 1] : NULL;
		if (origin[i].import == 0)
			continue;
		bool follows = last && last->import == origin[i].import && last->first + last->count == i;
		int32_t step = follows ? (int32_t)(origin[i].line - (last->line + (last->count - 1) * (uint32_t)last->step)) : 0;
		if (follows && (last->count == 1 || step == last->step))
			last->step = step, last->count++;
		else
			out[count++] = (run){ i, 1, origin[i].import, origin[i].line, 0 };
	}
	return count;
}

/* A chunk on its way: what stands, what is replaced, what is not adopted. */
typedef struct {
	double value[QN_CHUNK];
	qn_origin origin[QN_CHUNK];
	past replaced[QN_CHUNK], refused[QN_CHUNK];
	uint32_t replacements, refusals;
	run runs[QN_CHUNK];
	uint8_t sealed[QN_SEAL + QN_CHUNK * sizeof(past)];
} work;

/* Better source first; among equals the one known later; among those the later import, which is this one. */
static bool wins(const qn_import *import, const qn_import *standing)
{
	if (import->rank != standing->rank)
		return import->rank < standing->rank;
	return import->known_on >= standing->known_on;
}

static int put_cell(qn_change_set *change, const qn_import *import, work *w, uint32_t at, const qn_cell *cell, qn_put_count *count, qn_error *err)
{
	qn_origin *origin = &w->origin[at];
	qn_import standing = { 0 };
	past before = { cell->entity, origin->import, origin->line, 0, w->value[at] };
	if (origin->import != 0) {
		int rc = qn_import_get(&change->view, origin->import, &standing, err);
		if (rc < 0)
			return rc;
		if (!wins(import, &standing)) {
			w->refused[w->refusals++] = (past){ cell->entity, import->number, cell->line, 0, cell->value };
			count->not_adopted++;
			return QN_OK;
		}
		w->replaced[w->replacements++] = before;
	}
	if (origin->import == 0)
		count->added++;
	else if (memcmp(&before.value, &cell->value, sizeof cell->value) == 0)
		count->unchanged++;
	else
		count->replaced++;
	w->value[at] = cell->value;
	*origin = (qn_origin){ import->number, cell->line };
	return QN_OK;
}

static int put_sealed(qn_change_set *change, qn_database database, const uint8_t *key, size_t key_length, work *w, const void *items, uint32_t count,
	size_t item, qn_error *err)
{
	memcpy(w->sealed + QN_SEAL, items, count * item);
	qn_seal(w->sealed, key, key_length, count, item);
	return qn_store_put(change, database, key, key_length, w->sealed, QN_SEAL + count * item, err);
}

static int write_chunk(qn_change_set *change, const qn_import *import, column_key of, work *w, qn_error *err)
{
	uint8_t key[KEY + 8];
	uint32_t held = QN_CHUNK;
	int rc = QN_OK;
	make_key(key, of);
	while (held > 0 && qn_is_missing(w->value[held - 1]))
		held--;
	if (held > 0)
		rc = put_sealed(change, DB_COLUMNS, key, KEY, w, w->value, held, sizeof *w->value, err);
	if (rc == QN_OK && held > 0)
		rc = put_sealed(change, DB_ORIGINS, key, KEY, w, w->runs, make_runs(w->origin, w->runs), sizeof *w->runs, err);
	qn_key32(qn_key32(key + KEY, qn_key_date(import->known_on)), import->number);
	if (rc == QN_OK && w->replacements)
		rc = put_sealed(change, DB_JOURNAL, key, KEY + 8, w, w->replaced, w->replacements, sizeof *w->replaced, err);
	qn_key32(key + KEY, import->number);
	if (rc == QN_OK && w->refusals)
		rc = put_sealed(change, DB_CLAIMS, key, KEY + 4, w, w->refused, w->refusals, sizeof *w->refused, err);
	return rc;
}

static int put_chunk(qn_change_set *change, const qn_import *import, column_key of, const qn_cell *cell, size_t cells, work *w,
	qn_put_count *count, qn_error *err)
{
	w->replacements = w->refusals = 0;
	int rc = read_chunk(&change->view, of, w->value, QN_CHUNK, err);
	if (rc >= 0)
		rc = read_origins(&change->view, of, w->origin, err);
	for (size_t i = 0; rc >= 0 && i < cells; i++)
		rc = qn_is_missing(cell[i].value) ? QN_OK : put_cell(change, import, w, cell[i].entity % QN_CHUNK, &cell[i], count, err);
	return rc < 0 ? rc : write_chunk(change, import, of, w, err);
}

int qn_change_put_cells(qn_change_set *change, const qn_import *import, uint32_t indicator, uint32_t kind, qn_period period,
	const qn_cell *cell, size_t cells, qn_put_count *count, qn_error *err)
{
	work *w = malloc(sizeof *w);
	int rc = w ? QN_OK : qn_no_memory(err);
	for (size_t from = 0, to; rc >= 0 && from < cells; from = to) {
		uint32_t chunk = cell[from].entity / QN_CHUNK;
		for (to = from; to < cells && cell[to].entity / QN_CHUNK == chunk;)
			to++;
		rc = put_chunk(change, import, (column_key){ indicator, kind, chunk, period }, cell + from, to - from, w, count, err);
	}
	free(w);
	return rc < 0 ? rc : QN_OK;
}
