/* SPDX-License-Identifier: Apache-2.0 */
/* claims.c - the claims of a chunk out of its column, its journal and its claims not adopted. The journal keeps a value that
 * was only told again without its number: that of the import that told it stands in for it. */
#include "store/claims.h"
#include <stdlib.h>
#include <string.h>
#include "plan/program.h"
#include "store/chunk.h"

/* A claim as it is found; value missing: the same as that of the import `again`. */
typedef struct { uint32_t at, again; qn_origin origin; double value; } found;

typedef struct {
	qn_snapshot *snapshot;
	qn_chunk chunk;
	qn_vintage vintage;
	found *found;
	size_t count;
	qn_arena arena;
	qn_error *err;
} gathering;

static int gather(gathering *g, uint32_t at, qn_origin origin, double value, uint32_t again)
{
	if (!qn_grow(&g->arena, (void **)&g->found, g->count, sizeof *g->found))
		return qn_no_memory(g->err);
	g->found[g->count++] = (found){ at, again, origin, value };
	return QN_OK;
}

static int damaged(const gathering *g) { return qn_chunk_damaged(g->snapshot, g->chunk, g->err); }

static int gather_current(gathering *g)
{
	double *value = qn_arena_room(&g->arena, QN_CHUNK, sizeof *value);
	qn_chunk_origins *origin = qn_arena_room(&g->arena, 1, sizeof *origin);
	int rc = value && origin ? qn_chunk_values(g->snapshot, g->chunk, value, QN_CHUNK, g->err) : qn_no_memory(g->err);
	if (rc < 0 || (rc = qn_chunk_origins_read(g->snapshot, g->chunk, origin, g->err)) < 0)
		return rc;
	for (uint32_t at = 0; at < QN_CHUNK; at++) {
		if ((origin->import[at] == 0) != qn_is_missing(value[at]))
			return damaged(g);
		if (origin->import[at] && (rc = gather(g, at, (qn_origin){ origin->import[at], origin->line[at] }, value[at], 0)) < 0)
			return rc;
	}
	return QN_OK;
}

/* A patch that an import left; of what it replaced of its own nothing counts. */
static int gather_patch(gathering *g, const qn_patch *patch, uint32_t import, bool replaced)
{
	int rc = QN_OK;
	for (uint32_t at = 0; at < QN_CHUNK && rc == QN_OK; at++) {
		qn_origin origin = { patch->origin.import[at], patch->origin.line[at] };
		if (origin.import && !(replaced && origin.import == import))
			rc = gather(g, at, origin, patch->valued[at] ? patch->value[at] : QN_MISSING, import);
	}
	return rc;
}

static int gather_past(gathering *g, qn_db db)
{
	qn_patch *patch = malloc(sizeof *patch);
	qn_scan scan = { 0 };
	qn_key prefix;
	int rc = patch ? qn_chunk_key(g->chunk, &prefix, g->err) : qn_no_memory(g->err);
	if (rc == QN_OK)
		rc = qn_scan_open(&scan, g->snapshot, db, &prefix, g->err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, g->err)) > 0)
		rc = scan.key.mv_size == 16 && qn_patch_read(scan.value.mv_data, scan.value.mv_size, patch)
			? gather_patch(g, patch, qn_key_read_u32((const unsigned char *)scan.key.mv_data + 12), db == DB_JOURNAL)
			: damaged(g);
	qn_scan_close(&scan);
	free(patch);
	return rc;
}

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

/* A cell's claims with what is known of their imports; those of the import before are looked up once. */
static int describe(gathering *g, qn_claim *claim, qn_claim *before)
{
	if (before->origin.import != claim->origin.import) {
		qn_import import;
		int rc = qn_import_get(g->snapshot, claim->origin.import, &import, g->err);
		if (rc < 0 || (rc = qn_import_rank(g->snapshot, claim->origin.import, g->vintage, &before->rank, g->err)) < 0)
			return rc;
		before->origin.import = import.number;
		before->known_on = import.known_on;
		before->known = import.known_on <= g->vintage.day && import.number <= g->vintage.imports;
	}
	claim->known_on = before->known_on;
	claim->rank = before->rank;
	claim->known = before->known;
	return QN_OK;
}

/* By import and line; of one claim met twice, the one with a value comes first. */
static int by_claim(const void *a, const void *b)
{
	const found *x = a, *y = b;
	int order = compare(x->origin.import, y->origin.import);
	if (order == 0)
		order = compare(x->origin.line, y->origin.line);
	if (order == 0)
		order = qn_is_missing(x->value) - qn_is_missing(y->value);
	return order ? order : compare(x->again, y->again);
}

/* Each claim once; returns how many are left. */
static size_t distinct(found *of, size_t count)
{
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (left == 0 || of[i].origin.import != of[left - 1].origin.import || of[i].origin.line != of[left - 1].origin.line)
			of[left++] = of[i];
	return left;
}

/* The value that an import told; QN_MISSING: it is not among them. */
static double value_of(const found *of, size_t count, uint32_t import)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (of[middle].origin.import < import)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && of[low].origin.import == import ? of[low].value : QN_MISSING;
}

/* One cell: what was found of it into claims, each import's word once. What was told again has the value of a later import, which may
 * have been told again in its turn: the last one first. */
static int settle_cell(gathering *g, found *of, size_t count, qn_claim *claim, uint32_t *claims)
{
	qn_claim before = { .origin.import = 0 };
	if (count > 1)
		qsort(of, count, sizeof *of, by_claim);
	size_t left = distinct(of, count);
	for (size_t i = left; i-- > 0;)
		if (qn_is_missing(of[i].value) && qn_is_missing(of[i].value = value_of(of + i + 1, left - i - 1, of[i].again)))
			return damaged(g);
	for (size_t i = 0; i < left; i++) {
		claim[i] = (qn_claim){ .origin = of[i].origin, .value = of[i].value };
		int rc = describe(g, &claim[i], &before);
		if (rc < 0)
			return rc;
	}
	*claims = (uint32_t)left;
	return QN_OK;
}

/* What was found by cell, each cell's in the order in which it was found. */
static found *sorted(gathering *g, uint32_t first[QN_CHUNK + 1])
{
	found *all = qn_arena_room(&g->arena, g->count + 1, sizeof *all);
	uint32_t *next = qn_arena_array(&g->arena, QN_CHUNK + 1, sizeof *next);
	if (!all || !next)
		return NULL;
	memset(first, 0, (QN_CHUNK + 1) * sizeof *first);
	for (size_t i = 0; i < g->count; i++)
		first[g->found[i].at + 1]++;
	for (uint32_t at = 0; at < QN_CHUNK; at++)
		first[at + 1] += first[at], next[at] = first[at];
	for (size_t i = 0; i < g->count; i++)
		all[next[g->found[i].at]++] = g->found[i];
	return all;
}

static int settle(gathering *g, qn_claims *out)
{
	uint32_t *first = qn_arena_array(&g->arena, QN_CHUNK + 1, sizeof *first), count = 0;
	found *all = first ? sorted(g, first) : NULL;
	int rc = QN_OK;
	if (!all || !(out->claim = qn_arena_array(&out->arena, g->count + 1, sizeof *out->claim)))
		return qn_no_memory(g->err);
	for (uint32_t at = 0; at < QN_CHUNK && rc == QN_OK; at++) {
		uint32_t claims = 0;
		out->first[at] = count;
		rc = settle_cell(g, all + first[at], first[at + 1] - first[at], out->claim + count, &claims);
		count += claims;
	}
	out->first[QN_CHUNK] = count;
	return rc;
}

int qn_claims_read(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, uint32_t chunk, qn_vintage at,
                   qn_claims *out, qn_error *err)
{
	gathering g = { .snapshot = snapshot, .chunk = { indicator, kind, period, chunk }, .vintage = at, .err = err };
	memset(out, 0, sizeof *out);
	int rc = gather_current(&g);
	if (rc == QN_OK)
		rc = gather_past(&g, DB_JOURNAL);
	if (rc == QN_OK)
		rc = gather_past(&g, DB_CLAIMS);
	if (rc == QN_OK)
		rc = settle(&g, out);
	qn_arena_free(&g.arena);
	return rc;
}

void qn_claims_free(qn_claims *claims)
{
	qn_arena_free(&claims->arena);
	claims->claim = NULL;
}

bool qn_claim_beats(const qn_claim *a, const qn_claim *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->known_on != b->known_on)
		return a->known_on > b->known_on;
	int order = compare(a->origin.import, b->origin.import);
	return (order ? order : compare(a->origin.line, b->origin.line)) > 0;
}

const qn_claim *qn_claim_adopted(const qn_claim *claim, size_t count)
{
	const qn_claim *best = NULL;
	for (size_t i = 0; i < count; i++)
		if (claim[i].known && (!best || qn_claim_beats(&claim[i], best)))
			best = &claim[i];
	return best;
}
