/* SPDX-License-Identifier: Apache-2.0 */
/* statements.c - claims and remarks of a cell put together, and what to think of them. */
#include "store/statements.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "plan/program.h"
#include "store/chunk.h"
#include "store/ranks.h"

static const char *text_or_none(const char *text) { return text ? text : ""; }

/* Contradiction: what each says is a range of true values. */

qn_range qn_remark_range(const qn_remark *r)
{
	double rough = fabs(r->value) * QN_ROUGHLY;
	switch (r->op) {
	case QN_ABOVE: return (qn_range){ r->value, INFINITY, true };
	case QN_AT_LEAST: return (qn_range){ r->value, INFINITY, false };
	case QN_BELOW: return (qn_range){ -INFINITY, r->value, true };
	case QN_AT_MOST: return (qn_range){ -INFINITY, r->value, false };
	case QN_ABOUT: return (qn_range){ r->value - rough, r->value + rough, false };
	default: return (qn_range){ r->value, r->value, false };
	}
}

bool qn_statements_contradict(const qn_remark *a, const qn_remark *b, double tolerance)
{
	if (strcmp(text_or_none(a->scope), text_or_none(b->scope)) != 0)
		return false;
	qn_range x = qn_remark_range(a), y = qn_remark_range(b);
	double low = x.low > y.low ? x.low : y.low, high = x.high < y.high ? x.high : y.high;
	if (low < high)
		return false;
	if (low == high) /* they touch */
		return tolerance == 0 && ((x.open && (x.low == low || x.high == low)) || (y.open && (y.low == low || y.high == low)));
	return low - high > tolerance * (fabs(low) > fabs(high) ? fabs(low) : fabs(high));
}

/* Sources without a name are told apart by their rank alone. */
static bool same_source(const qn_statement *a, const qn_statement *b)
{
	return !strcmp(a->source, b->source) && (*a->source || a->claim.rank == b->claim.rank);
}

/* Does a leave less room above than b? */
static bool is_lower(const qn_statement *a, const qn_statement *b)
{
	qn_range x = qn_remark_range(&a->remark), y = qn_remark_range(&b->remark);
	return x.high < y.high || (x.high == y.high && x.open && !y.open);
}

/* Last words on one scope: what contradicts anything contradicts the one of another source that leaves least room above. */
static bool conflict_on(const qn_statement *const *on, size_t count, double tolerance)
{
	const qn_statement *lowest = on[0], *next = NULL; /* next: the lowest of another source */
	for (size_t i = 1; i < count; i++)
		if (is_lower(on[i], lowest))
			lowest = on[i];
	for (size_t i = 0; i < count; i++)
		if (!same_source(on[i], lowest) && (!next || is_lower(on[i], next)))
			next = on[i];
	for (size_t i = 0; next && i < count; i++)
		if (qn_statements_contradict(&on[i]->remark, &(same_source(on[i], lowest) ? next : lowest)->remark, tolerance))
			return true;
	return false;
}

static int by_scope(const void *a, const void *b)
{
	const qn_statement *x = *(const qn_statement *const *)a, *y = *(const qn_statement *const *)b;
	return strcmp(text_or_none(x->remark.scope), text_or_none(y->remark.scope));
}

int qn_statements_conflict(const qn_statement *statement, uint32_t count, double tolerance, qn_error *err)
{
	const qn_statement **last = malloc((count + (size_t)1) * sizeof *last);
	size_t lasts = 0, first = 0;
	bool found = false;
	if (!last)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < count; i++)
		if (statement[i].last)
			last[lasts++] = &statement[i];
	qsort(last, lasts, sizeof *last, by_scope);
	for (size_t i = 1; i <= lasts && !found; i++)
		if (i == lasts || by_scope(&last[i], &last[first]) != 0) {
			found = conflict_on(last + first, i - first, tolerance);
			first = i;
		}
	free(last);
	return found;
}

/* Standing. */

static bool is_exact(const qn_statement *s) { return qn_remark_is_exact(&s->remark); }

/* Of one source, on one scope; then in the order in which it was told. */
static int by_voice(const qn_statement *a, const qn_statement *b)
{
	int order = strcmp(a->source, b->source);
	if (order == 0 && !*a->source)
		order = (a->claim.rank > b->claim.rank) - (a->claim.rank < b->claim.rank);
	return order ? order : strcmp(text_or_none(a->remark.scope), text_or_none(b->remark.scope));
}

static int by_turn(const qn_statement *a, const qn_statement *b)
{
	const qn_claim *x = &a->claim, *y = &b->claim;
	if (x->known_on != y->known_on)
		return x->known_on < y->known_on ? -1 : 1;
	return (x->origin.import > y->origin.import) - (x->origin.import < y->origin.import);
}

static int by_voice_and_turn(const void *a, const void *b)
{
	const qn_statement *x = *(qn_statement *const *)a, *y = *(qn_statement *const *)b;
	int order = by_voice(x, y);
	return order ? order : by_turn(x, y);
}

/* Which the source has not told anew since. */
static int mark_last(qn_statement *all, uint32_t count, qn_arena *arena, qn_error *err)
{
	qn_statement **told = qn_arena_array(arena, count + (size_t)1, sizeof *told);
	if (!told)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < count; i++)
		told[i] = &all[i];
	qsort(told, count, sizeof *told, by_voice_and_turn);
	for (uint32_t i = count; i-- > 0;) {
		const qn_statement *next = i + 1 < count && by_voice(told[i], told[i + 1]) == 0 ? told[i + 1] : NULL;
		told[i]->last = !next || (next->last && by_turn(told[i], next) == 0);
	}
	return QN_OK;
}

static qn_standing standing_beside(const qn_claim *claim, const qn_claim *adopted)
{
	return claim->rank != adopted->rank ? QN_PASSED_RANK : claim->known_on != adopted->known_on ? QN_PASSED_DAY : QN_PASSED_ORDER;
}

/* What the adopted one won by: what the best of the others has against it. */
static qn_standing reason(const qn_statement *all, uint32_t count, const qn_statement *adopted)
{
	const qn_statement *next = NULL;
	for (uint32_t i = 0; i < count; i++)
		if (&all[i] != adopted && is_exact(&all[i]) && all[i].last && (!next || qn_claim_beats(&all[i].claim, &next->claim)))
			next = &all[i];
	if (!next)
		return QN_ADOPTED_ALONE;
	return QN_ADOPTED_BETTER + (standing_beside(&next->claim, &adopted->claim) - QN_PASSED_RANK);
}

static qn_standing standing_of(const qn_statement *s, const qn_statement *adopted)
{
	if (*text_or_none(s->remark.scope))
		return QN_OTHER_SCOPE;
	if (s->remark.op != QN_EXACTLY)
		return s->remark.op == QN_ABOUT ? QN_ROUGH : QN_BOUND;
	return s->last ? standing_beside(&s->claim, &adopted->claim) : QN_RETOLD;
}

static int in_order(const void *a, const void *b)
{
	const qn_statement *x = a, *y = b;
	bool exact = is_exact(x);
	if (exact != is_exact(y))
		return exact ? -1 : 1;
	return qn_claim_beats(&y->claim, &x->claim) - qn_claim_beats(&x->claim, &y->claim);
}

static int judge(qn_statement *all, uint32_t count, qn_arena *arena, qn_error *err)
{
	if (count > 1)
		qsort(all, count, sizeof *all, in_order);
	int rc = mark_last(all, count, arena, err);
	if (rc < 0)
		return rc;
	qn_statement *adopted = count && is_exact(&all[0]) ? &all[0] : NULL;
	if (adopted)
		adopted->last = true;
	for (uint32_t i = 0; i < count; i++)
		if (&all[i] != adopted)
			all[i].standing = standing_of(&all[i], adopted);
	if (adopted)
		adopted->standing = reason(all, count, adopted);
	return QN_OK;
}

/* Putting together. */

typedef struct {
	qn_snapshot *snapshot;
	qn_vintage at;
	const qn_claim *claim; size_t claims;
	const qn_remarked *remarked; size_t remarks;
} cell;

static int fill(const cell *c, qn_statement *s, qn_error *err)
{
	qn_import import;
	int rc = qn_import_get(c->snapshot, s->claim.origin.import, &import, err);
	if (rc < 0)
		return rc;
	s->source = text_or_none(import.source);
	s->file = import.file;
	s->synthetic = import.synthetic;
	s->claim.known_on = import.known_on;
	s->claim.known = import.known_on <= c->at.day && import.number <= c->at.imports;
	return qn_rank_in_force(c->snapshot, &import, c->at, &s->claim.rank, err);
}

/* One more of what was said, if it is known. */
static int say(const cell *c, qn_statement one, qn_statement *all, uint32_t *count, qn_error *err)
{
	int rc = fill(c, &one, err);
	if (rc == QN_OK && one.claim.known)
		all[(*count)++] = one;
	return rc;
}

static int by_origin(qn_origin a, qn_origin b)
{
	return a.import != b.import ? (a.import > b.import) - (a.import < b.import) : (a.line > b.line) - (a.line < b.line);
}

/* Claims and remarks both come in the order of imports and lines. */
static int put_together(const cell *c, qn_arena *arena, qn_statement **out, uint32_t *count, qn_error *err)
{
	qn_statement *all = *out = qn_arena_array(arena, c->claims + c->remarks + 1, sizeof *all);
	int rc = all ? QN_OK : qn_no_memory(err);
	size_t at = 0;
	*count = 0;
	for (size_t i = 0; rc == QN_OK && i < c->claims; i++) {
		qn_statement one = { .claim = c->claim[i], .remark = { .op = QN_EXACTLY, .value = c->claim[i].value } };
		while (at < c->remarks && by_origin(c->remarked[at].origin, one.claim.origin) < 0)
			at++;
		if (at < c->remarks && by_origin(c->remarked[at].origin, one.claim.origin) == 0)
			one.remark.note = c->remarked[at].remark.note, one.remark.words = c->remarked[at].remark.words;
		rc = say(c, one, all, count, err);
	}
	for (size_t k = 0; rc == QN_OK && k < c->remarks; k++) {
		const qn_remarked *r = &c->remarked[k];
		if (!qn_remark_is_exact(&r->remark))
			rc = say(c, (qn_statement){ .claim = { .origin = r->origin, .value = r->remark.value }, .remark = r->remark }, all, count, err);
	}
	return rc == QN_OK ? judge(all, *count, arena, err) : rc;
}

typedef struct { qn_remarked *one; uint32_t count; qn_arena arena; qn_error *err; } remarks;

static int gather_remark(void *context, const qn_remarked *remarked)
{
	remarks *all = context;
	if (!qn_grow(&all->arena, (void **)&all->one, all->count, sizeof *all->one))
		return qn_no_memory(all->err);
	all->one[all->count++] = *remarked;
	return QN_OK;
}

int qn_statements_read(qn_snapshot *snapshot, const qn_spot *spot, qn_vintage at, qn_arena *arena, qn_statement **out, uint32_t *count, qn_error *err)
{
	uint32_t in_chunk = spot->entity % QN_CHUNK;
	remarks beside = { .err = err };
	qn_claims claims = { 0 };
	int rc = qn_claims_read(snapshot, spot->indicator, spot->kind, spot->period, spot->entity / QN_CHUNK, at, &claims, err);
	if (rc == QN_OK)
		rc = qn_remark_each(snapshot, spot, gather_remark, &beside, err);
	if (rc == QN_OK)
		rc = put_together(&(cell){ snapshot, at, claims.claim + claims.first[in_chunk], claims.first[in_chunk + 1] - claims.first[in_chunk],
			beside.one, beside.count }, arena, out, count, err);
	qn_claims_free(&claims);
	qn_arena_free(&beside.arena);
	return rc;
}

static int has_any(qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_error *err)
{
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, snapshot, db, prefix, err);
	if (rc == QN_OK)
		rc = qn_scan_next(&scan, err);
	qn_scan_close(&scan);
	return rc;
}

static int stop_at_one(void *context, const qn_remarked *remarked)
{
	(void)context, (void)remarked;
	return 1;
}

int qn_statements_beside(qn_snapshot *snapshot, const qn_spot *spot, qn_error *err)
{
	qn_key key;
	int rc = qn_chunk_key((qn_chunk){ spot->indicator, spot->kind, spot->period, spot->entity / QN_CHUNK }, &key, err);
	if (rc == QN_OK)
		rc = has_any(snapshot, DB_JOURNAL, &key, err);
	if (rc == QN_OK)
		rc = has_any(snapshot, DB_CLAIMS, &key, err);
	return rc ? rc : qn_remark_each(snapshot, spot, stop_at_one, NULL, err);
}

/* All cells of an indicator. */

typedef struct { qn_snapshot *snapshot; qn_vintage at; qn_statements_taker *each; void *context; const remarks *beside; uint32_t next; } walk;

/* The remarks of a cell, which come in the order of cells. */
static size_t remarks_of(walk *w, const qn_spot *spot, const qn_remarked **first)
{
	const qn_remarked *all = w->beside->one;
	size_t count = 0;
	qn_chunk here = { 0, spot->kind, spot->period, spot->entity };
	while (w->next < w->beside->count && qn_chunk_order(&(qn_chunk){ 0, all[w->next].place.kind, all[w->next].place.period, all[w->next].place.entity }, &here) < 0)
		w->next++;
	*first = all ? all + w->next : NULL;
	while (w->next < w->beside->count && qn_chunk_order(&(qn_chunk){ 0, all[w->next].place.kind, all[w->next].place.period, all[w->next].place.entity }, &here) == 0)
		w->next++, count++;
	return count;
}

static int walk_chunk(walk *w, qn_chunk chunk, qn_error *err)
{
	qn_claims claims = { 0 };
	int rc = qn_claims_read(w->snapshot, chunk.indicator, chunk.kind, chunk.period, chunk.number, w->at, &claims, err);
	for (uint32_t at = 0; rc == QN_OK && at < QN_CHUNK; at++) {
		qn_spot spot = { chunk.indicator, chunk.kind, chunk.number * QN_CHUNK + at, chunk.period };
		cell c = { .snapshot = w->snapshot, .at = w->at, .claim = claims.claim + claims.first[at], .claims = claims.first[at + 1] - claims.first[at] };
		qn_arena arena = { 0 };
		qn_statement *all;
		uint32_t count;
		c.remarks = remarks_of(w, &spot, &c.remarked);
		if (c.claims + c.remarks < 2)
			continue;
		rc = put_together(&c, &arena, &all, &count, err);
		if (rc == QN_OK && count > 1)
			rc = qn_called(w->each(w->context, &spot, all, count), err);
		qn_arena_free(&arena);
	}
	qn_claims_free(&claims);
	return rc;
}

int qn_statements_each(qn_snapshot *snapshot, uint32_t indicator, qn_vintage at, qn_statements_taker *each, void *context, qn_error *err)
{
	qn_chunk_list all = { 0 };
	remarks beside = { .err = err };
	qn_key prefix = { .length = 0 };
	walk w = { .snapshot = snapshot, .at = at, .each = each, .context = context, .beside = &beside };
	qn_key_u16(&prefix, indicator);
	int rc = qn_remark_each_of(snapshot, indicator, gather_remark, &beside, err);
	if (rc == QN_OK)
		rc = qn_chunks_find(snapshot, DB_JOURNAL, &prefix, &all, err);
	if (rc == QN_OK)
		rc = qn_chunks_find(snapshot, DB_CLAIMS, &prefix, &all, err);
	for (uint32_t i = 0; rc == QN_OK && i < beside.count; i++)
		rc = qn_chunks_add(&all, (qn_chunk){ indicator, beside.one[i].place.kind, beside.one[i].place.period, beside.one[i].place.entity / QN_CHUNK }, err);
	qn_chunks_settle(&all);
	for (uint32_t i = 0; rc == QN_OK && i < all.count; i++)
		rc = walk_chunk(&w, all.one[i], err);
	qn_arena_free(&all.arena);
	qn_arena_free(&beside.arena);
	return rc;
}
