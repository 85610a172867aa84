/* SPDX-License-Identifier: Apache-2.0 */
/* put.c - an import's cells into a column, chunk by chunk: a chunk that was not there is written as it comes, one that was
 * is merged, and nothing that was said before is lost. */
#include <float.h>
#include <stdlib.h>
#include <string.h>
#include "store/chunk.h"
#include "store/ranks.h"

typedef struct qn_merge {
	double value[QN_CHUNK];
	qn_chunk_origins origin;
	qn_patch replaced, refused; /* what was there · what was not adopted */
	bool changed;               /* values */
	uint16_t at[QN_CHUNK];      /* the cells whose origins moved, ascending */
	uint32_t moved;
	double given[QN_CHUNK];     /* the cells of qn_change_put_cells as a chunk */
	uint32_t line[QN_CHUNK];
} merge;

typedef struct {
	qn_change_set *change;
	const qn_import *import;
	qn_chunk chunk;
	qn_put_count *count;
	qn_source_rank rank;        /* of its source, in force now */
	uint32_t told_first;        /* the import that told first what this one repeats; 0: not yet sought */
	qn_coded_ahead ahead;
} putting;

enum { LOSES, WINS, SAME_FILE };

/* Two sources of one file stand in the order in which the file first named them, however often it comes in. */
static int weigh_within_file(putting *p, const qn_import *held, qn_error *err)
{
	uint32_t other;
	int rc = p->told_first ? QN_OK : qn_import_first_told(&p->change->view, p->import, &p->told_first, err);
	if (rc || (rc = qn_import_first_told(&p->change->view, held, &other, err)))
		return rc;
	return p->told_first > other ? WINS : LOSES;
}

/* Did the import's file tell it when it came in before? Then it stands among the claims already. */
static int is_told_before(putting *p, qn_error *err)
{
	int rc = p->told_first ? QN_OK : qn_import_first_told(&p->change->view, p->import, &p->told_first, err);
	return rc ? rc : p->told_first < p->import->number;
}

/* Does the import go before the one a cell comes from: a better source, else known later, else imported later. One that
 * brings in the same file again, known on the same day, has nothing to say about a line that it repeats. */
static int weigh(putting *p, uint32_t held, qn_error *err)
{
	qn_import other;
	qn_source_rank rank;
	int rc;
	if (held == p->import->number)
		return WINS;
	if ((rc = qn_import_get(&p->change->view, held, &other, err)))
		return rc;
	if ((rc = qn_rank_in_force(&p->change->view, &other, QN_NOW, &rank, err)))
		return rc;
	if (p->rank != rank)
		return p->rank < rank ? WINS : LOSES;
	if (p->import->known_on != other.known_on)
		return p->import->known_on > other.known_on ? WINS : LOSES;
	if (p->import->synthetic == other.synthetic && memcmp(&p->import->content, &other.content, sizeof other.content) == 0)
		return qn_import_same_source(p->import, &other) ? SAME_FILE : weigh_within_file(p, &other, err);
	return p->import->number > other.number ? WINS : LOSES;
}

static void note(qn_patch *patch, uint32_t at, qn_origin origin, double value, bool valued)
{
	patch->origin.import[at] = origin.import;
	patch->origin.line[at] = origin.line;
	patch->value[at] = value;
	patch->valued[at] = valued;
	patch->any = true;
}

static void adopt(const putting *p, merge *m, uint32_t at, double value, uint32_t line)
{
	m->value[at] = value;
	m->origin.import[at] = p->import->number;
	m->origin.line[at] = line;
	m->at[m->moved++] = (uint16_t)at;
}

static int not_finite(const putting *p, uint32_t line, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:%u:无穷大的数值不能保存", "%s:%u: an infinite value cannot be kept", p->import->file, line);
}

static int put_cell(putting *p, merge *m, uint32_t at, double value, uint32_t line, qn_error *err)
{
	qn_origin held = { m->origin.import[at], m->origin.line[at] };
	bool same = m->value[at] == value;
	int rc;
	if (!isfinite(value))
		return not_finite(p, line, err);
	if (qn_is_missing(m->value[at])) {
		adopt(p, m, at, value, line);
		m->changed = true;
		p->count->added++;
		return QN_OK;
	}
	if ((rc = weigh(p, held.import, err)) < 0)
		return rc;
	if (rc == LOSES) {
		if ((rc = is_told_before(p, err)) < 0)
			return rc;
		if (rc == 0)
			note(&m->refused, at, (qn_origin){ p->import->number, line }, value, true);
		p->count->not_adopted++;
		return QN_OK;
	}
	*(same ? &p->count->unchanged : &p->count->replaced) += 1;
	if (rc == SAME_FILE && same && held.line == line)
		return QN_OK;
	note(&m->replaced, at, held, m->value[at], !same);
	adopt(p, m, at, value, line);
	m->changed = m->changed || !same;
	return QN_OK;
}

int qn_chunk_write(qn_change_set *change, const qn_key *key, const double *value, uint32_t count, qn_error *err)
{
	unsigned char header[QN_CHUNK_HEADER] = { 0 };
	uint32_t crc;
	void *room;
	int rc;
	while (qn_is_missing(value[count - 1]))
		count--;
	memcpy(header, &count, sizeof count);
	crc = qn_chunk_seal(key, header, value, count * sizeof *value);
	memcpy(header + 4, &crc, sizeof crc);
	if ((rc = qn_env_put_raw(change, DB_COLUMNS, key, QN_CHUNK_HEADER + count * sizeof *value, &room, err)))
		return rc;
	memcpy(room, header, sizeof header);
	memcpy((unsigned char *)room + sizeof header, value, count * sizeof *value);
	return QN_OK;
}

static int keep_origins(const putting *p, const qn_buffer *out, const qn_key *key, qn_error *err)
{
	if (out->failed)
		return qn_no_memory(err);
	free(p->change->view.origins);
	p->change->view.origins = NULL;
	return qn_env_put(p->change, DB_ORIGINS, key, out->data, out->length, err);
}

static int write_origins(const putting *p, const merge *m, const qn_key *key, qn_error *err)
{
	p->change->bytes.length = 0;
	qn_origins_write(&m->origin, &p->change->bytes);
	return keep_origins(p, &p->change->bytes, key, err);
}

/* Few that moved are laid over what was there. */
static int move_origins(const putting *p, const merge *m, const qn_key *key, qn_error *err)
{
	qn_buffer *out = &p->change->bytes;
	MDB_val old;
	int rc;
	if (!qn_layer_pays(&m->origin, m->moved))
		return write_origins(p, m, key, err);
	if ((rc = qn_env_get(&p->change->view, DB_ORIGINS, key, &old, err)) < 0)
		return rc;
	out->length = 0;
	qn_buffer_add(out, old.mv_data, rc ? old.mv_size : 0);
	qn_layer_write(&m->origin, m->at, m->moved, out);
	return keep_origins(p, out, key, err);
}

/* The journal keeps what was there before the import as a whole: its first word about a cell stays. */
static void keep_older(qn_patch *patch, const qn_patch *older)
{
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		if (older->origin.import[e])
			note(patch, e, (qn_origin){ older->origin.import[e], older->origin.line[e] }, older->value[e], older->valued[e]);
}

/* Of claims the last word stays. */
static void keep_newer(qn_patch *patch, const qn_patch *older)
{
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		if (older->origin.import[e] && !patch->origin.import[e])
			note(patch, e, (qn_origin){ older->origin.import[e], older->origin.line[e] }, older->value[e], older->valued[e]);
}

static int write_patch(const putting *p, qn_db db, qn_patch *patch, const qn_key *chunk, qn_error *err)
{
	qn_buffer *out = &p->change->bytes;
	qn_patch *older = NULL;
	qn_key key = *chunk;
	MDB_val value;
	int rc = QN_OK;
	if (!patch->any)
		return QN_OK;
	qn_key_date(&key, p->import->known_on);
	qn_key_u32(&key, p->import->number);
	if ((rc = qn_env_get(&p->change->view, db, &key, &value, err)) < 0)
		return rc;
	if (rc > 0) { /* a second helping of one import for one chunk */
		if (!(older = malloc(sizeof *older)))
			return qn_no_memory(err);
		rc = qn_patch_read(value.mv_data, value.mv_size, older) ? QN_OK : qn_env_damaged(&p->change->view, "the past of a column", err);
		if (rc == QN_OK)
			(db == DB_JOURNAL ? keep_older : keep_newer)(patch, older);
		free(older);
	}
	if (rc)
		return rc;
	out->length = 0;
	qn_patch_write(patch, out);
	return out->failed ? qn_no_memory(err) : qn_env_put(p->change, db, &key, out->data, out->length, err);
}

/* The chunk as it is, and nothing said about it yet. */
static int begin_merge(const putting *p, qn_error *err)
{
	merge *m = p->change->merge;
	int rc = qn_chunk_values(&p->change->view, p->chunk, m->value, QN_CHUNK, err);
	if (rc < 0 || (rc = qn_chunk_origins_read(&p->change->view, p->chunk, &m->origin, err)) < 0)
		return rc;
	m->changed = false;
	m->moved = 0;
	qn_patch_clear(&m->replaced);
	qn_patch_clear(&m->refused);
	return QN_OK;
}

static int end_merge(const putting *p, const qn_key *key, qn_error *err)
{
	const merge *m = p->change->merge;
	int rc = m->changed ? qn_chunk_write(p->change, key, m->value, QN_CHUNK, err) : QN_OK;
	if (rc == QN_OK)
		rc = write_patch(p, DB_JOURNAL, &p->change->merge->replaced, key, err);
	return rc ? rc : write_patch(p, DB_CLAIMS, &p->change->merge->refused, key, err);
}

static int merge_chunk(putting *p, const double *value, const uint32_t *line, uint32_t cells, const qn_key *key, qn_error *err)
{
	merge *m = p->change->merge;
	int rc = begin_merge(p, err);
	for (uint32_t at = 0; at < cells && rc == QN_OK; at++)
		if (!qn_is_missing(value[at]))
			rc = put_cell(p, m, at, value[at], line[at], err);
	if (rc == QN_OK && m->moved && (rc = move_origins(p, m, key, err)) == QN_OK)
		rc = qn_change_adopted(p->change, p->import, err);
	return rc ? rc : end_merge(p, key, err);
}

/* The place of a value that cannot be kept, or cells. */
static uint32_t find_infinite(const double *value, uint32_t cells)
{
	uint32_t at = 0;
	bool any = false;
	for (uint32_t i = 0; i < cells; i++)
		any |= fabs(value[i]) > DBL_MAX;
	while (any && !isinf(value[at]))
		at++;
	return any ? at : cells;
}

/* Nothing to merge with: the values go as they are. */
static int write_chunk(putting *p, const double *value, const uint32_t *line, uint32_t cells, const qn_key *key, qn_error *err)
{
	uint32_t bad = find_infinite(value, cells);
	const qn_coded *coded;
	int rc;
	if (bad < cells)
		return not_finite(p, line[bad], err);
	if (p->ahead.take) {
		coded = p->ahead.take(p->ahead.context);
	} else {
		qn_chunk_code(p->import->number, value, line, cells, &p->change->coded);
		coded = &p->change->coded;
	}
	if (coded->present == 0)
		return QN_OK;
	if ((rc = qn_chunk_write(p->change, key, value, cells, err)) || (rc = keep_origins(p, &coded->bytes, key, err)))
		return rc;
	p->count->added += coded->present;
	return qn_change_adopted(p->change, p->import, err);
}

static int put_chunk(putting *p, const double *value, const uint32_t *line, uint32_t cells, qn_error *err)
{
	MDB_val unused;
	qn_key key;
	int rc = qn_chunk_key(p->chunk, &key, err);
	if (rc == QN_OK)
		rc = qn_change_touch(p->change, (qn_touched){ p->chunk.indicator, p->chunk.kind, p->chunk.period }, err);
	if (rc || (rc = qn_env_get_raw(&p->change->view, DB_COLUMNS, &key, &unused, err)) < 0)
		return rc;
	if (rc == 0 && (rc = qn_env_get_raw(&p->change->view, DB_ORIGINS, &key, &unused, err)) < 0)
		return rc;
	return (rc ? merge_chunk : write_chunk)(p, value, line, cells, &key, err);
}

/* Room to merge in, and the rank that the import's source has. */
static int prepare(putting *p, qn_error *err)
{
	if (!p->change->merge && !(p->change->merge = malloc(sizeof *p->change->merge)))
		return qn_no_memory(err);
	return qn_rank_in_force(&p->change->view, p->import, QN_NOW, &p->rank, err);
}

int qn_change_put_chunk(qn_change_set *change, const qn_import *import, uint32_t indicator, uint32_t kind, qn_period period, uint32_t chunk,
                        const double *value, const uint32_t *line, uint32_t cells, qn_coded_ahead ahead, qn_put_count *count, qn_error *err)
{
	putting p = { .change = change, .import = import, .chunk = { indicator, kind, period, chunk }, .count = count, .ahead = ahead };
	int rc = prepare(&p, err);
	return rc ? rc : put_chunk(&p, value, line, cells, err);
}

void qn_chunk_code(uint32_t import, const double *value, const uint32_t *line, uint32_t cells, qn_coded *out)
{
	out->bytes.length = 0;
	out->present = qn_origins_write_new(import, value, line, cells, &out->bytes);
}

static int spread(const qn_import *import, const qn_cell *cell, size_t cells, merge *m, qn_error *err)
{
	for (uint32_t at = 0; at < QN_CHUNK; at++)
		m->given[at] = QN_MISSING;
	for (size_t i = 0; i < cells; i++) {
		if (i && cell[i].entity <= cell[i - 1].entity)
			return qn_fail(err, QN_EINTERNAL, "%s:%u: cells of a column come out of order", import->file, cell[i].line);
		m->given[cell[i].entity % QN_CHUNK] = cell[i].value;
		m->line[cell[i].entity % QN_CHUNK] = cell[i].line;
	}
	return QN_OK;
}

int qn_change_put_cells(qn_change_set *change, const qn_import *import, uint32_t indicator, uint32_t kind, qn_period period,
                        const qn_cell *cell, size_t cells, qn_put_count *count, qn_error *err)
{
	putting p = { .change = change, .import = import, .chunk = { indicator, kind, period, 0 }, .count = count };
	int rc = prepare(&p, err);
	for (size_t start = 0, end = 0; rc == QN_OK && start < cells; start = end) {
		p.chunk.number = cell[start].entity / QN_CHUNK;
		for (end = start + 1; end < cells && cell[end].entity / QN_CHUNK == p.chunk.number; end++)
			;
		if ((rc = spread(import, cell + start, end - start, change->merge, err)) == QN_OK)
			rc = put_chunk(&p, change->merge->given, change->merge->line, QN_CHUNK, err);
	}
	return rc;
}

static void readopt_cell(merge *m, uint32_t at, const qn_claim *claim)
{
	note(&m->replaced, at, (qn_origin){ m->origin.import[at], m->origin.line[at] }, m->value[at], true);
	m->changed = m->changed || m->value[at] != claim->value;
	m->value[at] = claim->value;
	m->origin.import[at] = claim->origin.import;
	m->origin.line[at] = claim->origin.line;
	m->moved++;
}

static int readopt_cells(qn_change_set *change, const qn_claim *const claim[QN_CHUNK], uint64_t *moved, qn_error *err)
{
	merge *m = change->merge;
	qn_import import = { 0 };
	int rc = QN_OK;
	for (uint32_t at = 0; at < QN_CHUNK && rc == QN_OK; at++) {
		if (!claim[at] || (claim[at]->origin.import == m->origin.import[at] && claim[at]->origin.line == m->origin.line[at]))
			continue;
		readopt_cell(m, at, claim[at]);
		++*moved;
		if (import.number != claim[at]->origin.import && (rc = qn_import_get(&change->view, claim[at]->origin.import, &import, err)) == QN_OK)
			rc = qn_change_adopted(change, &import, err);
	}
	return rc;
}

int qn_chunk_readopt(qn_change_set *change, const qn_import *ruling, qn_chunk chunk, const qn_claim *const claim[QN_CHUNK], uint64_t *moved, qn_error *err)
{
	putting p = { .change = change, .import = ruling, .chunk = chunk };
	qn_key key;
	int rc = prepare(&p, err);
	if (rc || (rc = qn_chunk_key(chunk, &key, err)) || (rc = begin_merge(&p, err)) < 0)
		return rc;
	rc = readopt_cells(change, claim, moved, err);
	if (rc == QN_OK && change->merge->moved)
		rc = write_origins(&p, change->merge, &key, err);
	return rc ? rc : end_merge(&p, &key, err);
}
