/* SPDX-License-Identifier: Apache-2.0 */
/* past.c - chunks as they were known at a vintage. First, where the vintage knows the import of every value that a chunk holds now, and
 * no source has another rank since, the chunk is taken as it is: what is best of all claims was best when there were fewer of them.
 * Else it is made anew, each cell from the claims on it that the vintage knows: of 90 told in March and 95 told in June, in April 90. */
#include "store/past.h"
#include <stdlib.h>
#include <string.h>

struct qn_past {
	bool *known;             /* by number of import */
	uint32_t imports;
	bool moved;              /* a source ranks otherwise than now */
	bool real, synthetic;    /* some import of the kind is known */
	qn_past_chunk *chunk;    /* by the hash of its key; key UINT64_MAX: free */
	uint32_t count, room;
};

void qn_past_free(struct qn_past *past)
{
	if (!past)
		return;
	free(past->known);
	free(past->chunk);
	free(past);
}

bool qn_snapshot_knows(const qn_snapshot *snapshot, uint32_t import)
{
	return !snapshot->past || (import < snapshot->past->imports && snapshot->past->known[import]);
}

bool qn_past_any(const qn_snapshot *snapshot, bool synthetic)
{
	return synthetic ? snapshot->past->synthetic : snapshot->past->real;
}

/* Which imports the vintage knows. */

typedef struct { uint32_t known, all; qn_date first; } tally; /* first: day on which any was known */

static int weigh(qn_snapshot *snapshot, struct qn_past *past, uint32_t number, tally *t, qn_error *err)
{
	qn_vintage at = snapshot->frozen.at;
	qn_source_rank then, now;
	qn_import import;
	int rc = qn_import_get(snapshot, number, &import, err);
	if (rc < 0)
		return rc;
	t->all++;
	t->first = import.known_on < t->first ? import.known_on : t->first;
	if (import.known_on > at.day || number > at.imports)
		return QN_OK;
	if ((rc = qn_import_rank(snapshot, number, at, &then, err)) < 0 || (rc = qn_import_rank(snapshot, number, QN_NOW, &now, err)) < 0)
		return rc;
	past->known[number] = true;
	past->moved |= then != now;
	*(import.synthetic ? &past->synthetic : &past->real) = true;
	t->known++;
	return QN_OK;
}

static int too_early(const qn_snapshot *snapshot, const tally *t, qn_error *err)
{
	char day[16], first[16];
	qn_date_text(snapshot->frozen.at.day, day);
	qn_date_text(t->first, first);
	return qn_fail_both(err, QN_EUSAGE, "%s:%s 时还一无所知:第一次导入的知悉日是 %s",
		"%s: nothing was known on %s yet: its first import was known on %s", snapshot->store->path, day, first);
}

/* A damaged key hides its entry from whoever looks for it, and a value that was replaced would look as if nobody had told it:
 * each entry is met once before any is looked for. */
static int check_all(qn_snapshot *snapshot, qn_db db, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key all = { 0 };
	int rc = qn_scan_open(&scan, snapshot, db, &all, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0)
		rc = QN_OK;
	qn_scan_close(&scan);
	return rc;
}

int qn_past_open(qn_snapshot *snapshot, qn_error *err)
{
	struct qn_past *past = calloc(1, sizeof *past);
	uint32_t count;
	tally t = { .first = QN_END_OF_TIME };
	int rc = qn_imports_counted(snapshot, &count, err);
	if (rc == QN_OK && (!past || !(past->known = calloc((size_t)count + 1, sizeof *past->known))))
		rc = qn_no_memory(err);
	for (uint32_t number = 1; rc == QN_OK && number <= count; number++)
		rc = weigh(snapshot, past, number, &t, err);
	if (rc == QN_OK && t.all > 0 && t.known == 0)
		rc = too_early(snapshot, &t, err);
	if (rc < 0 || (t.known == t.all && !past->moved)) {
		qn_past_free(past);
		return rc;
	}
	past->imports = count + 1;
	snapshot->past = past;
	rc = check_all(snapshot, DB_JOURNAL, err);
	return rc ? rc : check_all(snapshot, DB_CLAIMS, err);
}

/* Chunks that were made. */

static uint64_t pack(qn_chunk chunk)
{
	return (uint64_t)chunk.indicator << 48 | (uint64_t)chunk.kind << 32 | (uint64_t)chunk.period << 16 | chunk.number;
}

static qn_past_chunk *place_of(const struct qn_past *past, uint64_t key)
{
	uint64_t at = (key * 0x9E3779B97F4A7C15u) >> 32; /* the indicator, which stands highest, moves these bits */
	while (past->chunk[at % past->room].key != key && past->chunk[at % past->room].key != UINT64_MAX)
		at++;
	return &past->chunk[at % past->room];
}

static bool make_room(struct qn_past *past)
{
	struct qn_past bigger = { .room = past->room ? 2 * past->room : 256 };
	if (past->count < past->room / 2)
		return true;
	if (!(bigger.chunk = malloc(bigger.room * sizeof *bigger.chunk)))
		return false;
	for (uint32_t i = 0; i < bigger.room; i++)
		bigger.chunk[i].key = UINT64_MAX;
	for (uint32_t i = 0; i < past->room; i++)
		if (past->chunk[i].key != UINT64_MAX)
			*place_of(&bigger, past->chunk[i].key) = past->chunk[i];
	free(past->chunk);
	past->chunk = bigger.chunk;
	past->room = bigger.room;
	return true;
}

static bool is_as_now(const struct qn_past *past, const qn_chunk_origins *origin)
{
	bool unknown = past->moved;
	for (uint32_t at = 0; at < QN_CHUNK && !unknown; at++)
		unknown = origin->import[at] >= past->imports || (origin->import[at] && !past->known[origin->import[at]]);
	return !unknown;
}

typedef struct { double value[QN_CHUNK]; uint32_t import[QN_CHUNK], line[QN_CHUNK]; } cells;

static uint32_t adopt(const qn_claims *claims, cells *made)
{
	uint32_t end = 0;
	for (uint32_t at = 0; at < QN_CHUNK; at++) {
		const qn_claim *held = qn_claim_adopted(claims->claim + claims->first[at], claims->first[at + 1] - claims->first[at]);
		made->value[at] = held ? held->value : QN_MISSING;
		made->import[at] = held ? held->origin.import : 0;
		made->line[at] = held ? held->origin.line : 0;
		end = held ? at + 1 : end;
	}
	return end;
}

static const void *copy(qn_arena *arena, const void *from, size_t size)
{
	void *to = qn_arena_room(arena, 1, size);
	return to ? memcpy(to, from, size) : NULL;
}

/* The first cells as a store would keep them. */
static int keep(qn_snapshot *snapshot, const qn_key *key, const cells *made, uint32_t count, qn_past_chunk *out, qn_error *err)
{
	size_t length = count * sizeof *made->value;
	unsigned char *bytes = qn_arena_alloc(&snapshot->arena, QN_CHUNK_HEADER + length);
	uint32_t crc;
	if (!bytes)
		return qn_no_memory(err);
	memcpy(bytes, &count, sizeof count);
	crc = qn_chunk_seal(key, bytes, made->value, length);
	memcpy(bytes + 4, &crc, sizeof crc);
	memcpy(bytes + QN_CHUNK_HEADER, made->value, length);
	out->bytes = bytes;
	out->size = (uint32_t)(QN_CHUNK_HEADER + length);
	out->cells = count;
	out->import = copy(&snapshot->arena, made->import, count * sizeof *made->import);
	out->line = copy(&snapshot->arena, made->line, count * sizeof *made->line);
	return out->import && out->line ? QN_OK : qn_no_memory(err);
}

static int make_from_claims(qn_snapshot *snapshot, qn_chunk chunk, const qn_key *key, qn_past_chunk *out, qn_error *err)
{
	qn_claims *claims = malloc(sizeof *claims);
	cells *made = malloc(sizeof *made);
	int rc = claims && made ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK) {
		rc = qn_claims_read(snapshot, chunk.indicator, chunk.kind, chunk.period, chunk.number, snapshot->frozen.at, claims, err);
		uint32_t count = rc == QN_OK ? adopt(claims, made) : 0;
		if (count)
			rc = keep(snapshot, key, made, count, out, err);
		qn_claims_free(claims);
	}
	free(made);
	free(claims);
	return rc;
}

static int make(qn_snapshot *snapshot, qn_chunk chunk, qn_past_chunk *out, qn_error *err)
{
	qn_chunk_origins *origin = malloc(sizeof *origin);
	MDB_val value;
	qn_key key;
	int rc = origin ? qn_chunk_key(chunk, &key, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_chunk_origins_read(snapshot, chunk, origin, err);
	if (rc > 0 && is_as_now(snapshot->past, origin)) {
		rc = qn_env_get_raw(snapshot, DB_COLUMNS, &key, &value, err);
		if (rc > 0 && (rc = qn_chunk_check(snapshot, chunk, &value, err)) == QN_OK)
			out->bytes = value.mv_data, out->size = (uint32_t)value.mv_size;
		else if (rc == 0)
			rc = qn_chunk_damaged(snapshot, chunk, err);
	} else if (rc > 0) {
		rc = make_from_claims(snapshot, chunk, &key, out, err);
	}
	free(origin);
	return rc;
}

int qn_past_find(qn_snapshot *snapshot, qn_chunk chunk, const qn_past_chunk **out, qn_error *err)
{
	struct qn_past *past = snapshot->past;
	qn_past_chunk *place, made = { .key = pack(chunk) };
	if (!make_room(past))
		return qn_no_memory(err);
	place = place_of(past, made.key);
	*out = place;
	if (place->key == made.key)
		return QN_OK;
	int rc = make(snapshot, chunk, &made, err);
	if (rc < 0)
		return rc;
	*place = made;
	past->count++;
	return QN_OK;
}

/* Answers. */

int qn_past_values(qn_snapshot *snapshot, qn_chunk chunk, double *out, size_t room, qn_error *err)
{
	const qn_past_chunk *made;
	int rc = qn_past_find(snapshot, chunk, &made, err);
	size_t count = rc == QN_OK && made->size ? (made->size - QN_CHUNK_HEADER) / sizeof *out : 0;
	if (rc < 0)
		return rc;
	count = count < room ? count : room;
	if (count)
		memcpy(out, (const unsigned char *)made->bytes + QN_CHUNK_HEADER, count * sizeof *out);
	for (size_t i = count; i < room; i++)
		out[i] = QN_MISSING;
	return made->size > 0;
}

int qn_past_column(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, qn_error *err)
{
	const qn_past_chunk *made;
	qn_chunk chunk = { indicator, kind, period, 0 };
	qn_key prefix, last;
	int rc = qn_chunk_key(chunk, &prefix, err);
	prefix.length -= rc ? 0 : 2; /* of all chunks */
	if (rc || (rc = qn_env_last(snapshot, DB_COLUMNS, &prefix, &last, err)) < 0)
		return rc;
	if (rc == 0) /* or is its key damaged? */
		return (rc = qn_env_last(snapshot, DB_ORIGINS, &prefix, &last, err)) > 0 ? qn_chunk_damaged(snapshot, chunk, err) : rc;
	for (uint32_t number = 0; number <= qn_key_read_u16(last.byte + 6); number++) {
		chunk.number = number;
		if ((rc = qn_past_find(snapshot, chunk, &made, err)) < 0 || made->size)
			return rc < 0 ? rc : 1;
	}
	return 0;
}
