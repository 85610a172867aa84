/* SPDX-License-Identifier: Apache-2.0 */
/* composite.c - normalises, aggregates and ranks. */
#include "methods/composite.h"
#include <math.h>
#include <stdlib.h>
#include "base/real.h"
#include "methods/weights.h"

/* Normalising: x is one column, the better the higher. */

typedef struct { double n, low, high, mean, deviation, length; } column_facts;

static column_facts facts_of(const double *x, size_t count)
{
	column_facts f = { .low = INFINITY, .high = -INFINITY };
	double sum = 0, squares = 0, around = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			f.n++, sum += x[i], squares += x[i] * x[i], f.low = fmin(f.low, x[i]), f.high = fmax(f.high, x[i]);
	f.mean = sum / f.n;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			around += (x[i] - f.mean) * (x[i] - f.mean);
	f.deviation = sqrt(around / (f.n - 1));
	f.length = sqrt(squares);
	return f;
}

/* sorted: room for count values. */
static void by_rank(const double *x, size_t count, double *sorted, double *out)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			sorted[n++] = x[i];
	qsort(sorted, n, sizeof *sorted, qn_rising);
	for (size_t i = 0; i < count; i++) {
		size_t low = 0, high = n; /* how many are below */
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (sorted[middle] < x[i])
				low = middle + 1;
			else
				high = middle;
		}
		out[i] = qn_is_missing(x[i]) ? QN_MISSING : 100.0 * (double)low / (double)(n - 1);
	}
}

static double one(const column_facts *f, qn_normalisation how, double target, double x)
{
	switch (how) {
	case QN_BY_ZSCORE: return 50 + 10 * (x - f->mean) / f->deviation;
	case QN_BY_VECTOR: return 100 * x / f->length;
	case QN_BY_TARGET:
		if (!qn_is_missing(target))
			return target <= f->low || x >= target ? 100 : 100 * (x - f->low) / (target - f->low);
		break;
	default: break;
	}
	return 100 * (x - f->low) / (f->high - f->low);
}

int qn_items_normalise(const qn_scoring *of, const double *treated, const qn_item_score *item, qn_normalisation how, double *out, qn_error *err)
{
	size_t n = of->entities;
	double *sorted = malloc((n + 1) * sizeof *sorted);
	if (!sorted)
		return qn_no_memory(err);
	for (uint32_t k = 0; k < of->items; k++) {
		const double *x = treated + k * n;
		double *to = out + k * n, target = of->target ? of->target[k] : QN_MISSING;
		bool counts = item[k].state == QN_ITEM_COUNTS;
		column_facts f = facts_of(x, n);
		if (of->lower && of->lower[k])
			target = -target;
		if (counts && how == QN_BY_RANK)
			by_rank(x, n, sorted, to);
		for (size_t i = 0; (!counts || how != QN_BY_RANK) && i < n; i++)
			to[i] = !counts || qn_is_missing(x[i]) ? QN_MISSING : one(&f, how, target, x[i]);
	}
	free(sorted);
	return QN_OK;
}

/* Aggregating: each entity over what is present of it. */

/* The geometric mean takes values of 1 … 100, so that one worst item is no end; it takes z-scores as they are, from 1 on. */
static double above_zero(double normal, qn_normalisation how)
{
	return how == QN_BY_ZSCORE ? fmax(normal, 1) : 1 + 0.99 * normal;
}

/* Distances to the best and the worst of each item, over their sum. best, worst: [items]. */
static double topsis(const qn_scoring *of, const double *normal, const double *weight, size_t e, double present, const double *best, const double *worst)
{
	double up = 0, down = 0;
	for (uint32_t k = 0; k < of->items; k++) {
		double x = normal[k * of->entities + e], w = weight[k] / present;
		if (weight[k] == 0 || qn_is_missing(x))
			continue;
		up += w * w * (best[k] - x) * (best[k] - x);
		down += w * w * (x - worst[k]) * (x - worst[k]);
	}
	return qn_settle(100 * sqrt(down) / (sqrt(up) + sqrt(down)));
}

static void find_ends(const qn_scoring *of, const double *normal, uint32_t k, double *best, double *worst)
{
	*best = -INFINITY, *worst = INFINITY;
	for (size_t e = 0; e < of->entities; e++) {
		double x = normal[k * of->entities + e];
		if (!qn_is_missing(x))
			*best = fmax(*best, x), *worst = fmin(*worst, x);
	}
}

static double mean_of(const qn_scoring *of, const double *normal, const double *weight, const qn_method *method, size_t e, double present)
{
	double sum = 0;
	for (uint32_t k = 0; k < of->items; k++) {
		double x = normal[k * of->entities + e];
		if (weight[k] == 0 || qn_is_missing(x))
			continue;
		sum += weight[k] / present * (method->aggregate == QN_GEOMETRIC ? qn_log(above_zero(x, method->normalise)) : x);
	}
	return method->aggregate == QN_GEOMETRIC ? qn_exp(sum) : sum;
}

enum { MOST_ITEMS = 256 };

void qn_items_aggregate(const qn_scoring *of, const double *normal, const double *weight, const qn_method *method, double *score, double *share)
{
	double best[MOST_ITEMS], worst[MOST_ITEMS];
	for (uint32_t k = 0; method->aggregate == QN_TOPSIS && k < of->items; k++)
		find_ends(of, normal, k, &best[k], &worst[k]);
	for (size_t e = 0; e < of->entities; e++) {
		double present = 0;
		for (uint32_t k = 0; k < of->items; k++)
			present += qn_is_missing(normal[k * of->entities + e]) ? 0 : weight[k];
		share[e] = fmin(present, 1);
		if (present == 0 || present < method->least - 1e-12)
			score[e] = QN_MISSING;
		else
			score[e] = method->aggregate == QN_TOPSIS ? topsis(of, normal, weight, e, present, best, worst)
				: mean_of(of, normal, weight, method, e, present);
	}
}

/* Ranking. */

typedef struct { double score; uint32_t entity; } placed;

static int best_first(const void *a, const void *b)
{
	const placed *x = a, *y = b;
	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

int qn_scores_rank(const qn_scoring *of, const double *score, uint32_t *rank, uint32_t *ranked, qn_error *err)
{
	placed *place = malloc((of->entities + 1) * sizeof *place);
	uint32_t n = 0;
	if (!place)
		return qn_no_memory(err);
	for (size_t e = 0; e < of->entities; e++) {
		rank[e] = 0;
		if (!qn_is_missing(score[e]) && (!of->among || of->among[e]))
			place[n++] = (placed){ score[e], (uint32_t)e };
	}
	qsort(place, n, sizeof *place, best_first);
	for (uint32_t i = 0; i < n; i++)
		rank[place[i].entity] = i && place[i].score == place[i - 1].score ? rank[place[i - 1].entity] : i + 1;
	*ranked = n;
	free(place);
	return QN_OK;
}

/* The whole. */

static int refuse(const qn_scoring *of, const qn_method *method, qn_error *err)
{
	if (of->items > MOST_ITEMS)
		return qn_fail_both(err, QN_ELIMIT, "综合评分至多 %d 个指标,而这里有 %u 个", "a score has %d items at the most, and here are %u", MOST_ITEMS, of->items);
	if (method->aggregate == QN_GEOMETRIC && method->normalise == QN_BY_VECTOR)
		return qn_fail_both(err, QN_EINPUT, "几何平均不能用 vector 归一化(可能为负):请用 minmax、rank、target 或 zscore",
			"the geometric mean does not go with vector, which may be negative: use minmax, rank, target or zscore");
	return QN_OK;
}

static qn_composite *make(const qn_scoring *of)
{
	qn_composite *made = calloc(1, sizeof *made);
	if (!made)
		return NULL;
	qn_arena *arena = &made->arena;
	made->items = of->items, made->entities = of->entities;
	made->item = qn_arena_array(arena, of->items + 1, sizeof *made->item);
	made->normal = qn_arena_array(arena, of->items * of->entities + 1, sizeof *made->normal);
	made->score = qn_arena_array(arena, of->entities + 1, sizeof *made->score);
	made->share = qn_arena_array(arena, of->entities + 1, sizeof *made->share);
	made->rank = qn_arena_array(arena, of->entities + 1, sizeof *made->rank);
	if (made->item && made->normal && made->score && made->share && made->rank)
		return made;
	qn_composite_free(made);
	return NULL;
}

static double mean_present(const double *x, size_t count)
{
	double sum = 0, n = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			sum += x[i], n++;
	return n ? sum / n : QN_MISSING;
}

static int fill(const qn_scoring *of, const qn_method *method, double *treated, double *weight, qn_composite *made, qn_error *err)
{
	int rc = qn_items_treat(of, method->treat, treated, made->item, err);
	if (rc == QN_OK)
		rc = qn_items_normalise(of, treated, made->item, method->normalise, made->normal, err);
	if (rc == QN_OK)
		rc = qn_items_weigh(of, treated, made->item, method->weigh, weight, err);
	for (uint32_t k = 0; rc == QN_OK && k < of->items; k++) {
		made->item[k].weight = weight[k];
		made->item[k].mean = mean_present(made->normal + k * of->entities, of->entities);
	}
	if (rc == QN_OK)
		qn_items_aggregate(of, made->normal, weight, method, made->score, made->share);
	return rc == QN_OK ? qn_scores_rank(of, made->score, made->rank, &made->ranked, err) : rc;
}

int qn_composite_make(const qn_scoring *of, const qn_method *method, qn_composite **out, qn_error *err)
{
	int rc = refuse(of, method, err);
	if (rc < 0)
		return rc;
	double *treated = malloc((of->items * of->entities + 1) * sizeof *treated), *weight = malloc((of->items + 1) * sizeof *weight);
	qn_composite *made = make(of);
	rc = treated && weight && made ? fill(of, method, treated, weight, made, err) : qn_no_memory(err);
	free(treated), free(weight);
	if (rc < 0)
		qn_composite_free(made);
	else
		*out = made;
	return rc;
}

void qn_composite_free(qn_composite *composite)
{
	if (!composite)
		return;
	qn_arena_free(&composite->arena);
	free(composite);
}

double qn_composite_points(const qn_composite *composite, uint32_t item, size_t entity)
{
	double x = composite->normal[item * composite->entities + entity], share = composite->share[entity];
	return qn_is_missing(x) || share == 0 ? QN_MISSING : x * composite->item[item].weight / share;
}

double qn_composite_lead(const qn_composite *composite, uint32_t item, size_t entity)
{
	double x = composite->normal[item * composite->entities + entity], share = composite->share[entity];
	return qn_is_missing(x) || share == 0 ? QN_MISSING : (x - composite->item[item].mean) * composite->item[item].weight / share;
}
