/* SPDX-License-Identifier: Apache-2.0 */
/* rankings.c - a composite made again and again, each time a little otherwise. */
#include "methods/rankings.h"
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "lanes/quantile.h"
#include "lanes/random.h"
#include "methods/weights.h"

/* Intervals. */

enum { DRAWN_NORMALISATIONS = 3, DRAWN_AGGREGATIONS = 2 };
static const qn_normalisation drawn_normalisation[DRAWN_NORMALISATIONS] = { QN_BY_MINMAX, QN_BY_ZSCORE, QN_BY_RANK };
static const qn_aggregation drawn_aggregation[DRAWN_AGGREGATIONS] = { QN_ARITHMETIC, QN_GEOMETRIC };

typedef struct {
	const qn_scoring *of;
	const qn_method *method;
	const qn_rank_question *question;
	const qn_composite *base;
	double *normal[DRAWN_NORMALISATIONS]; /* [items][entities] each; without choices the first alone */
	double *filled;          /* [items][entities]: of one draw */
	double *present;         /* [items][entities]: normalised values that are there, of the draw's normalisation, in front */
	double *weight, *score, *share;
	double *theme_factor;    /* [themes][draws] */
	double *item_factor;     /* [items][draws] */
	double *choice;          /* [2][draws] */
	double *gap;             /* [draws], for one missing value; kept by gap number */
	double *rank;            /* [entities][draws] */
	uint32_t *place;         /* [entities] */
	uint32_t gaps;
} drawing;

static void draw(const drawing *d, const char *what, uint64_t who, double *out)
{
	qn_draws_portable.uniforms(qn_stream_of(d->question->seed, what), who, 0, 0, d->question->draws, out);
}

static uint64_t hash_of(const uint64_t *hash, size_t i) { return hash ? hash[i] : i + 1; }
static bool is_gap(const drawing *d, uint32_t k, size_t e)
{
	return d->base->item[k].weight > 0 && d->base->rank[e] && qn_is_missing(d->base->normal[k * d->of->entities + e]);
}

static void draw_everything(drawing *d)
{
	const qn_rank_question *q = d->question;
	for (uint32_t t = 0; t < d->of->themes; t++)
		draw(d, "weight of a theme", hash_of(q->theme_hash, t), d->theme_factor + (size_t)t * q->draws);
	for (uint32_t k = 0; k < d->of->items; k++)
		draw(d, "weight of an item", hash_of(q->item_hash, k), d->item_factor + (size_t)k * q->draws);
	draw(d, "normalisation", 0, d->choice);
	draw(d, "aggregation", 0, d->choice + q->draws);
	uint32_t gap = 0;
	for (uint32_t k = 0; q->missing && k < d->of->items; k++)
		for (size_t e = 0; e < d->of->entities; e++)
			if (is_gap(d, k, e))
				draw(d, "a missing value", hash_of(q->item_hash, k) * 31 + hash_of(q->entity_hash, e), d->gap + (size_t)gap++ * q->draws);
}

static double factor(double u, double spread) { return 1 + spread * (2 * u - 1); }

static void weigh(drawing *d, uint32_t at)
{
	const qn_scoring *of = d->of;
	const qn_rank_question *q = d->question;
	double sum = 0;
	for (uint32_t k = 0; k < of->items; k++) {
		double theme = of->theme ? factor(d->theme_factor[(size_t)of->theme[k] * q->draws + at], q->spread) : 1;
		d->weight[k] = d->base->item[k].weight * theme * factor(d->item_factor[(size_t)k * q->draws + at], q->spread);
		sum += d->weight[k];
	}
	for (uint32_t k = 0; k < of->items; k++)
		d->weight[k] /= sum;
}

/* The values of one draw: what is missing is one of those present. */
static const double *fill(drawing *d, const double *normal, uint32_t at)
{
	size_t n = d->of->entities;
	uint32_t gap = 0;
	if (d->gaps == 0)
		return normal;
	memcpy(d->filled, normal, d->of->items * n * sizeof *normal);
	for (uint32_t k = 0; k < d->of->items; k++) {
		size_t there = 0;
		for (size_t e = 0; e < n; e++)
			if (!qn_is_missing(normal[k * n + e]))
				d->present[there++] = normal[k * n + e];
		for (size_t e = 0; e < n; e++)
			if (is_gap(d, k, e))
				d->filled[k * n + e] = d->present[(size_t)(d->gap[(size_t)gap++ * d->question->draws + at] * (double)there)];
	}
	return d->filled;
}

static int run_draw(drawing *d, uint32_t at, qn_error *err)
{
	const qn_rank_question *q = d->question;
	qn_method method = *d->method;
	uint32_t choice = 0, ranked;
	if (q->choices) {
		choice = (uint32_t)(d->choice[at] * DRAWN_NORMALISATIONS);
		method.normalise = drawn_normalisation[choice];
		method.aggregate = drawn_aggregation[(uint32_t)(d->choice[q->draws + at] * DRAWN_AGGREGATIONS)];
	}
	weigh(d, at);
	qn_items_aggregate(d->of, fill(d, d->normal[choice], at), d->weight, &method, d->score, d->share);
	for (size_t e = 0; e < d->of->entities; e++)
		if (d->base->rank[e] == 0)
			d->score[e] = QN_MISSING;
	int rc = qn_scores_rank(d->of, d->score, d->place, &ranked, err);
	for (size_t e = 0; e < d->of->entities; e++)
		d->rank[e * q->draws + at] = d->place[e];
	return rc;
}

static void sum_up(drawing *d, qn_rank_interval *out)
{
	uint32_t draws = d->question->draws;
	for (size_t e = 0; e < d->of->entities; e++) {
		double *rank = d->rank + e * draws, within = 0;
		out[e] = (qn_rank_interval){ QN_MISSING, QN_MISSING, QN_MISSING, QN_MISSING };
		if (d->base->rank[e] == 0)
			continue;
		for (uint32_t i = 0; i < draws; i++)
			within += rank[i] <= d->question->first;
		out[e] = (qn_rank_interval){ qn_quantile(rank, draws, 0.05), qn_quantile(rank, draws, 0.5), qn_quantile(rank, draws, 0.95), within / draws };
	}
}

static void *room(qn_arena *arena, size_t count, size_t size) { return qn_arena_array(arena, count + 1, size); }

static int prepare(drawing *d, qn_arena *arena, qn_error *err)
{
	const qn_scoring *of = d->of;
	size_t cells = of->items * of->entities, draws = d->question->draws;
	qn_item_score *item = room(arena, of->items, sizeof *item);
	double *treated = room(arena, cells, sizeof *treated);
	for (uint32_t k = 0; d->question->missing && k < of->items; k++)
		for (size_t e = 0; e < of->entities; e++)
			d->gaps += is_gap(d, k, e);
	d->filled = room(arena, cells, sizeof(double)), d->present = room(arena, of->entities, sizeof(double));
	d->weight = room(arena, of->items, sizeof(double)), d->place = room(arena, of->entities, sizeof *d->place);
	d->score = room(arena, of->entities, sizeof(double)), d->share = room(arena, of->entities, sizeof(double));
	d->theme_factor = room(arena, of->themes * draws, sizeof(double)), d->item_factor = room(arena, of->items * draws, sizeof(double));
	d->choice = room(arena, 2 * draws, sizeof(double)), d->gap = room(arena, d->gaps * draws, sizeof(double));
	d->rank = room(arena, of->entities * draws, sizeof(double));
	if (!item || !treated || arena->failed)
		return qn_no_memory(err);
	int rc = qn_items_treat(of, d->method->treat, treated, item, err);
	for (int i = 0; rc == QN_OK && i < (d->question->choices ? DRAWN_NORMALISATIONS : 1); i++) {
		if (!(d->normal[i] = room(arena, cells, sizeof(double))))
			return qn_no_memory(err);
		rc = qn_items_normalise(of, treated, item, d->question->choices ? drawn_normalisation[i] : d->method->normalise, d->normal[i], err);
	}
	return rc;
}

enum { MOST_RANKS = 100000000 }; /* kept at once: 8 bytes each */

int qn_rank_intervals(const qn_scoring *of, const qn_method *method, const qn_rank_question *question, qn_rank_interval *out, qn_error *err)
{
	qn_composite *base;
	qn_arena arena = { 0 };
	if (!(question->spread >= 0 && question->spread <= 1))
		return qn_fail_both(err, QN_EUSAGE, "权重上下浮动 %g%%:应在 0%% 到 100%% 之间,以免权重为负", "weights may be %g%% up or down: from 0%% to 100%% is wanted, for no weight is negative",
			100 * question->spread);
	if (of->entities > MOST_RANKS / ((size_t)question->draws + 1))
		return qn_fail_both(err, QN_ELIMIT, "%zu 个对象抽取 %u 次占用内存过多:请用 --paths 减少次数", "%zu entities and %u draws need too much memory: draw less often, with --paths",
			of->entities, question->draws);
	int rc = qn_composite_make(of, method, &base, err);
	if (rc < 0)
		return rc;
	drawing d = { .of = of, .method = method, .question = question, .base = base };
	rc = prepare(&d, &arena, err);
	if (rc == QN_OK)
		draw_everything(&d);
	for (uint32_t i = 0; rc == QN_OK && i < question->draws; i++)
		rc = run_draw(&d, i, err);
	if (rc == QN_OK)
		sum_up(&d, out);
	qn_arena_free(&arena);
	qn_composite_free(base);
	return rc;
}

/* What moves ranks. */

static void compare(const qn_composite *base, const qn_composite *other, uint32_t first, qn_rank_move *move)
{
	double both = 0, sum = 0;
	uint32_t most = 0;
	for (size_t e = 0; e < base->entities; e++) {
		uint32_t from = base->rank[e], to = other->rank[e], moved = from > to ? from - to : to - from;
		if (from && from <= first && (to == 0 || to > first))
			move->changed++;
		if (!from || !to)
			continue;
		both++, sum += moved;
		if (moved > most)
			most = moved, move->most = e, move->from = from, move->to = to;
	}
	move->shift = both ? sum / both : 0;
}

typedef struct { const qn_scoring *of; const qn_composite *base; uint32_t first; qn_rank_move *move; uint32_t *moves; qn_error *err; } moving;

static int add_move(moving *m, const qn_scoring *of, const qn_method *method, qn_move_of_ranks what, uint32_t which)
{
	qn_composite *other;
	qn_error unused;
	qn_rank_move made = { .what = what, .which = which, .most = SIZE_MAX };
	int rc = qn_composite_make(of, method, &other, &unused);
	if (rc == QN_EINPUT) /* nothing is left, or it does not go together: no alternative */
		return QN_OK;
	if (rc < 0)
		return *m->err = unused, rc;
	compare(m->base, other, m->first, &made);
	qn_composite_free(other);
	m->move[(*m->moves)++] = made;
	return QN_OK;
}

static int leave_out(moving *m, const qn_method *method)
{
	size_t n = m->of->entities;
	double *value = malloc((m->of->items * n + 1) * sizeof *value);
	qn_scoring of = *m->of;
	int rc = value ? QN_OK : qn_no_memory(m->err);
	of.value = value;
	for (uint32_t k = 0; rc == QN_OK && k < of.items; k++) {
		if (m->base->item[k].weight == 0)
			continue;
		memcpy(value, m->of->value, of.items * n * sizeof *value);
		for (size_t e = 0; e < n; e++)
			value[k * n + e] = QN_MISSING;
		rc = add_move(m, &of, method, QN_LEFT_OUT, k);
	}
	free(value);
	return rc;
}

static bool have_targets(const qn_scoring *of)
{
	bool all = of->target != NULL;
	for (uint32_t k = 0; all && k < of->items; k++)
		all = !qn_is_missing(of->target[k]);
	return all;
}

static int choose_otherwise(moving *m, const qn_method *method)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < QN_TREATS; i++) {
		qn_method other = *method;
		other.treat = (qn_treat)i;
		rc = other.treat == method->treat ? rc : add_move(m, m->of, &other, QN_TREATED_BY, i);
	}
	for (uint32_t i = 0; rc == QN_OK && i < QN_BY_VECTOR; i++) {
		qn_method other = *method;
		other.normalise = (qn_normalisation)i;
		rc = other.normalise == method->normalise || (i == QN_BY_TARGET && !have_targets(m->of)) ? rc : add_move(m, m->of, &other, QN_NORMALISED_BY, i);
	}
	for (uint32_t i = QN_WEIGH_EQUAL; rc == QN_OK && i < QN_WEIGH_AHP; i++) {
		qn_method other = *method;
		other.weigh = (qn_weighting)i;
		rc = other.weigh == method->weigh ? rc : add_move(m, m->of, &other, QN_WEIGHED_BY, i);
	}
	for (uint32_t i = 0; rc == QN_OK && i < QN_AGGREGATIONS; i++) {
		qn_method other = *method;
		other.aggregate = (qn_aggregation)i;
		rc = other.aggregate == method->aggregate ? rc : add_move(m, m->of, &other, QN_AGGREGATED_BY, i);
	}
	return rc;
}

static int furthest_first(const void *a, const void *b)
{
	const qn_rank_move *x = a, *y = b;
	if (x->shift != y->shift)
		return x->shift < y->shift ? 1 : -1;
	return x->what != y->what ? (int)x->what - (int)y->what : (x->which > y->which) - (x->which < y->which);
}

int qn_rank_moves(const qn_scoring *of, const qn_method *method, uint32_t first, qn_rank_move *move, uint32_t *moves, qn_error *err)
{
	qn_composite *base;
	*moves = 0;
	int rc = qn_composite_make(of, method, &base, err);
	if (rc < 0)
		return rc;
	moving m = { of, base, first, move, moves, err };
	rc = leave_out(&m, method);
	if (rc == QN_OK)
		rc = choose_otherwise(&m, method);
	if (*moves)
		qsort(move, *moves, sizeof *move, furthest_first);
	qn_composite_free(base);
	return rc;
}

/* Reversals. */

static void count_reversals(const qn_composite *base, const qn_composite *other, qn_reversal *out)
{
	for (size_t a = 0; a < base->entities; a++)
		for (size_t b = 0; b < base->entities; b++) {
			if (!base->rank[a] || !base->rank[b] || !other->rank[a] || !other->rank[b])
				continue;
			if (!(base->rank[a] < base->rank[b] && other->rank[a] > other->rank[b]))
				continue;
			if (out->pairs++ == 0 || base->rank[a] < base->rank[out->above])
				out->above = a, out->below = b;
		}
}

static int drop_each(const qn_scoring *of, const qn_method *method, const qn_composite *base, double *value, qn_reversal *reversal, uint32_t *reversals, qn_error *err)
{
	qn_scoring without = *of;
	int rc = QN_OK;
	without.value = value;
	memcpy(value, of->value, of->items * of->entities * sizeof *value);
	for (size_t e = 0; rc == QN_OK && e < of->entities; e++) {
		qn_composite *other;
		qn_reversal made = { .dropped = e };
		if (base->rank[e] == 0)
			continue;
		for (uint32_t k = 0; k < of->items; k++)
			value[k * of->entities + e] = QN_MISSING;
		rc = qn_composite_make(&without, method, &other, err);
		if (rc == QN_OK) {
			count_reversals(base, other, &made);
			qn_composite_free(other);
		}
		for (uint32_t k = 0; k < of->items; k++)
			value[k * of->entities + e] = of->value[k * of->entities + e];
		if (made.pairs)
			reversal[(*reversals)++] = made;
	}
	return rc;
}

int qn_rank_reversals(const qn_scoring *of, const qn_method *method, qn_reversal *reversal, uint32_t *reversals, qn_error *err)
{
	qn_composite *base;
	*reversals = 0;
	int rc = qn_composite_make(of, method, &base, err);
	if (rc < 0)
		return rc;
	double *value = malloc((of->items * of->entities + 1) * sizeof *value);
	rc = value ? drop_each(of, method, base, value, reversal, reversals, err) : qn_no_memory(err);
	free(value);
	qn_composite_free(base);
	return rc;
}
