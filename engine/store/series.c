/* SPDX-License-Identifier: Apache-2.0 */
/* series.c - directories of chunks. Full chunks fill pages of their own and lie at multiples of eight: they are used in place.
 * Short values lie at any even address, and end after the last present one: they are copied once, padded with missing. */
#include "store/series.h"
#include <string.h>
#include "plan/program.h"
#include "store/past.h"
#include "store/entities.h"

enum { AHEAD = 8 };          /* lookups whose lines are fetched before they are read */
enum { LIKELY = 1 << 20 };   /* chunks of a table */

/* A chunk: no data where only its origins are there, which is damage; zero where nothing is. */
struct qn_found { const void *data; uint32_t size; bool known; };
typedef struct { qn_period period; uint32_t number; struct qn_found found; } entry;
typedef struct { entry *entry; uint32_t count; qn_arena arena; } entries;

/* A frequency's keys of one database, in order. */
static int list_entries(qn_snapshot *snapshot, qn_db db, qn_chunk from, entries *out, qn_error *err)
{
	qn_frequency frequency = qn_period_frequency(from.period);
	MDB_cursor *cursor;
	MDB_val key, value;
	qn_key start;
	int rc = qn_chunk_key(from, &start, err), code;
	if (rc)
		return rc;
	if ((code = mdb_cursor_open(snapshot->txn, snapshot->store->db[db], &cursor)))
		return qn_env_fail(snapshot->store->path, code, "reading it", err);
	key = (MDB_val){ start.length, start.byte };
	for (code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); !code; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		const unsigned char *byte = key.mv_data;
		if (key.mv_size != start.length || memcmp(byte, start.byte, 4) != 0)
			break;
		entry one = { (qn_period)qn_key_read_u16(byte + 4), qn_key_read_u16(byte + 6), { value.mv_data, (uint32_t)value.mv_size, true } };
		if (qn_period_frequency(one.period) != frequency)
			break;
		if (!qn_grow(&out->arena, (void **)&out->entry, out->count, sizeof *out->entry)) {
			rc = qn_no_memory(err);
			break;
		}
		out->entry[out->count++] = one;
	}
	mdb_cursor_close(cursor);
	return rc || !code || code == MDB_NOTFOUND ? rc : qn_env_fail(snapshot->store->path, code, "reading it", err);
}

/* Puts chunks as a vintage knew them in the place of what lies there now; what it did not know goes. */
static int turn_back(qn_snapshot *snapshot, const qn_series *series, entries *of, bool values, qn_error *err)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < of->count; i++) {
		entry one = of->entry[i];
		const qn_past_chunk *made;
		int rc = qn_past_find(snapshot, (qn_chunk){ series->indicator, series->kind, one.period, one.number }, &made, err);
		if (rc < 0)
			return rc;
		if (values)
			one.found = (struct qn_found){ made->bytes, made->size, true };
		of->entry[kept] = one;
		kept += made->size > 0;
	}
	of->count = kept;
	return QN_OK;
}

/* The table's measures, from the entries of one database. */
static void measure(qn_series *series, const entries *of, bool values, qn_period *last)
{
	for (uint32_t i = 0; i < of->count; i++) {
		const entry *one = &of->entry[i];
		size_t held = values && one->found.size > QN_CHUNK_HEADER ? (one->found.size - QN_CHUNK_HEADER) / sizeof(double) : 0;
		size_t end = (size_t)one->number * QN_CHUNK + (held < QN_CHUNK ? held : QN_CHUNK);
		series->first = series->first == QN_NO_PERIOD || one->period < series->first ? one->period : series->first;
		*last = *last == QN_NO_PERIOD || one->period > *last ? one->period : *last;
		series->entities = end > series->entities ? end : series->entities;
		series->chunks = one->number >= series->chunks ? one->number + 1 : series->chunks;
	}
}

static size_t place_of(const qn_series *series, qn_period period, uint32_t number)
{
	return (size_t)number * series->periods + (size_t)(period - series->first);
}

/* A key that damage moved far away would ask for a table of any size: before a large one is made, all is checked. */
static int check_extent(qn_snapshot *snapshot, const qn_series *series, const entries *values, const entries *origins, qn_period last, qn_error *err)
{
	int rc = QN_OK;
	if ((size_t)(last - series->first + 1) * series->chunks <= LIKELY)
		return rc;
	if (values->count != origins->count)
		return qn_chunk_damaged(snapshot, (qn_chunk){ series->indicator, series->kind, series->first, 0 }, err);
	for (uint32_t i = 0; i < values->count && rc == QN_OK; i++) {
		const entry *one = &values->entry[i];
		MDB_val value = { one->found.size, (void *)(uintptr_t)one->found.data };
		rc = qn_chunk_check(snapshot, (qn_chunk){ series->indicator, series->kind, one->period, one->number }, &value, err);
	}
	return rc;
}

static bool fill_table(qn_snapshot *snapshot, qn_series *series, const entries *values, const entries *origins, qn_period last)
{
	series->periods = (uint32_t)(last - series->first) + 1;
	series->piece = qn_arena_array(&snapshot->arena, (size_t)series->periods * series->chunks, sizeof *series->piece);
	series->found = qn_arena_array(&snapshot->arena, (size_t)series->periods * series->chunks, sizeof *series->found);
	series->column = qn_arena_array(&snapshot->arena, series->periods, sizeof *series->column);
	if (!series->piece || !series->found || !series->column)
		return false;
	for (uint32_t i = 0; i < origins->count; i++)
		series->found[place_of(series, origins->entry[i].period, origins->entry[i].number)].known = true;
	for (uint32_t i = 0; i < values->count; i++)
		series->found[place_of(series, values->entry[i].period, values->entry[i].number)] = values->entry[i].found;
	return true;
}

static int walk(qn_snapshot *snapshot, qn_series *series, qn_frequency frequency, qn_error *err)
{
	qn_chunk from = { series->indicator, series->kind, (qn_period)((unsigned)frequency << 13), 0 };
	qn_period last = QN_NO_PERIOD;
	entries values = { 0 }, origins = { 0 };
	uint32_t all;
	int rc = list_entries(snapshot, DB_COLUMNS, from, &values, err);
	if (rc == QN_OK)
		rc = list_entries(snapshot, DB_ORIGINS, from, &origins, err);
	if (rc == QN_OK && snapshot->past && (rc = turn_back(snapshot, series, &values, true, err)) == QN_OK)
		rc = turn_back(snapshot, series, &origins, false, err);
	series->first = QN_NO_PERIOD;
	if (rc == QN_OK && values.count + origins.count > 0 && (rc = qn_entity_count(snapshot, series->kind, &all, err)) == QN_OK) {
		measure(series, &values, true, &last);
		measure(series, &origins, false, &last);
		series->entities = all > series->entities ? all : series->entities;
		series->chunks = all > series->chunks * QN_CHUNK ? (all - 1) / QN_CHUNK + 1 : series->chunks;
		rc = check_extent(snapshot, series, &values, &origins, last, err);
		if (rc == QN_OK && !fill_table(snapshot, series, &values, &origins, last))
			rc = qn_no_memory(err);
	}
	qn_arena_free(&values.arena);
	qn_arena_free(&origins.arena);
	return rc;
}

/* The head of the indicator's list of series, one for each kind and frequency asked for. */
static struct qn_series_list **list_of(qn_snapshot *snapshot, uint32_t indicator)
{
	while (indicator >= snapshot->series_room) {
		uint32_t room = snapshot->series_room ? 2 * snapshot->series_room : 64;
		struct qn_series_list **more = qn_arena_array(&snapshot->arena, room, sizeof *more);
		if (!more)
			return NULL;
		if (snapshot->series_room)
			memcpy(more, snapshot->series, snapshot->series_room * sizeof *more);
		snapshot->series = more;
		snapshot->series_room = room;
	}
	return &snapshot->series[indicator];
}

struct qn_series_list { qn_series series; qn_frequency frequency; struct qn_series_list *next; };

int qn_series_open(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_series **out, qn_error *err)
{
	struct qn_series_list **head, *one;
	int rc;
	if (indicator > UINT16_MAX)
		return qn_fail(err, QN_EINTERNAL, "indicator %u: a store numbers up to 65535", indicator);
	if (snapshot->moving)
		return qn_fail(err, QN_EINTERNAL, "a directory of chunks was asked for in a change, which moves them");
	if (!(head = list_of(snapshot, indicator)))
		return qn_no_memory(err);
	for (one = *head; one; one = one->next)
		if (one->series.kind == kind && one->frequency == frequency) {
			*out = &one->series;
			return QN_OK;
		}
	if (!(one = qn_arena_alloc(&snapshot->arena, sizeof *one)))
		return qn_no_memory(err);
	*one = (struct qn_series_list){ .series = { .indicator = indicator, .kind = kind }, .frequency = frequency, .next = *head };
	if ((rc = walk(snapshot, &one->series, frequency, err)))
		return rc;
	*head = one;
	*out = &one->series;
	return QN_OK;
}

/* How many entities a chunk of the series is for. */
static size_t room_of(const qn_series *series, uint32_t number)
{
	size_t left = series->entities - (size_t)number * QN_CHUNK;
	return left < QN_CHUNK ? left : QN_CHUNK;
}

/* A whole chunk of nothing, shared by all that are not there. */
static const double *no_values(qn_snapshot *snapshot)
{
	if (!snapshot->no_values && (snapshot->no_values = qn_arena_array(&snapshot->arena, QN_CHUNK, sizeof *snapshot->no_values)))
		for (size_t i = 0; i < QN_CHUNK; i++)
			snapshot->no_values[i] = QN_MISSING;
	return snapshot->no_values;
}

static const double *padded(qn_snapshot *snapshot, const unsigned char *values, size_t count, size_t room)
{
	double *copy = qn_arena_array(&snapshot->arena, room + 1, sizeof *copy);
	if (!copy)
		return NULL;
	memcpy(copy, values, count * sizeof *copy);
	for (size_t i = count; i < room; i++)
		copy[i] = QN_MISSING;
	return copy;
}

static int touch(qn_snapshot *snapshot, qn_series *series, size_t at, qn_error *err)
{
	qn_chunk chunk = { series->indicator, series->kind, (qn_period)(series->first + at % series->periods), (uint32_t)(at / series->periods) };
	const struct qn_found *found = &series->found[at];
	if (!found->known) {
		series->piece[at] = no_values(snapshot);
	} else {
		MDB_val value = { found->size, (void *)(uintptr_t)found->data };
		int rc = found->data ? qn_chunk_check(snapshot, chunk, &value, err) : qn_chunk_damaged(snapshot, chunk, err);
		if (rc)
			return rc;
		const unsigned char *values = (const unsigned char *)found->data + QN_CHUNK_HEADER;
		size_t room = room_of(series, chunk.number), count = (found->size - QN_CHUNK_HEADER) / sizeof(double);
		bool whole = count >= room && (uintptr_t)values % _Alignof(double) == 0;
		series->piece[at] = whole ? (const double *)(const void *)values : padded(snapshot, values, count, room);
	}
	return series->piece[at] ? QN_OK : qn_no_memory(err);
}

/* A period's chunks side by side; *any: at least one is there. */
static int make_column(qn_snapshot *snapshot, qn_series *series, qn_period period, const double **table, bool *any, qn_error *err)
{
	*any = false;
	for (uint32_t i = 0; i < series->chunks; i++) {
		size_t at = place_of(series, period, i);
		int rc = series->piece[at] ? QN_OK : touch(snapshot, series, at, err);
		if (rc)
			return rc;
		table[i] = series->piece[at];
		*any |= series->found[at].known;
	}
	return QN_OK;
}

int qn_series_column(qn_snapshot *snapshot, qn_series *series, qn_period period, const double *const **out, qn_error *err)
{
	const double **table;
	bool any;
	int rc;
	*out = NULL;
	if (series->periods == 0 || period < series->first || period - series->first >= (int)series->periods)
		return 0;
	if ((*out = series->column[period - series->first]))
		return 1;
	if (!(table = qn_arena_array(&snapshot->arena, series->chunks, sizeof *table)))
		return qn_no_memory(err);
	if ((rc = make_column(snapshot, series, period, table, &any, err)))
		return rc;
	*out = series->column[period - series->first] = any ? table : NULL;
	return any;
}

/* Lookups. */

/* Rows from … until of an answer, and where they lie. */
typedef struct { const double *const *piece; size_t within; uint32_t from, until; } place;

/* Where an entity's values lie; its chunks are touched. */
static int find(qn_snapshot *snapshot, qn_series *series, uint32_t entity, qn_period first, uint32_t periods, place *out, qn_error *err)
{
	long skip = (long)series->first - (long)first, end = skip + (long)series->periods;
	*out = (place){ .within = entity % QN_CHUNK };
	if (entity >= series->entities || end <= 0 || skip >= (long)periods)
		return QN_OK;
	out->from = skip > 0 ? (uint32_t)skip : 0;
	out->until = end < (long)periods ? (uint32_t)end : periods;
	size_t at = (size_t)(entity / QN_CHUNK) * series->periods + (size_t)((long)out->from - skip);
	out->piece = series->piece + at;
	for (uint32_t i = 0; i < out->until - out->from; i++) {
		int rc = out->piece[i] ? QN_OK : touch(snapshot, series, at + i, err);
		if (rc)
			return rc;
	}
	return QN_OK;
}

static inline void fetch(const place *at)
{
	for (uint32_t i = 0; i < at->until - at->from; i++)
		__builtin_prefetch(at->piece[i] + at->within);
}

static inline void read_one(const place *at, uint32_t periods, double *out)
{
	for (uint32_t t = 0; t < at->from; t++)
		out[t] = QN_MISSING;
	for (uint32_t t = at->from; t < at->until; t++)
		out[t] = at->piece[t - at->from][at->within];
	for (uint32_t t = at->until; t < periods; t++)
		out[t] = QN_MISSING;
}

int qn_series_read(qn_snapshot *snapshot, uint32_t kind, qn_period first, uint32_t periods, const qn_series_id *id, size_t count,
                   double *out, qn_error *err)
{
	qn_frequency frequency = qn_period_frequency(first);
	qn_series *series = NULL;
	place ahead[AHEAD];
	for (size_t i = 0; i < count; i++) {
		place *at = &ahead[i % AHEAD];
		int rc = QN_OK;
		if (i >= AHEAD)
			read_one(at, periods, out + (i - AHEAD) * periods);
		if (!series || series->indicator != id[i].indicator)
			rc = qn_series_open(snapshot, id[i].indicator, kind, frequency, &series, err);
		if (rc || (rc = find(snapshot, series, id[i].entity, first, periods, at, err)))
			return rc;
		fetch(at);
	}
	for (size_t i = count < AHEAD ? 0 : count - AHEAD; i < count; i++)
		read_one(&ahead[i % AHEAD], periods, out + i * periods);
	return QN_OK;
}
