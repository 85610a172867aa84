/* SPDX-License-Identifier: Apache-2.0 */
#include "work/whatif_raw.h"
#include <immintrin.h>
#include <math.h>
#include <pthread.h>
#include <sleef.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "work/ensemble_raw.h"

enum { BLOCK = 256, MOST_INDUSTRIES = 16 };

/* Draws of a block that its members share; what a future's revenue and investment grow by before a member's own luck. */
struct shared {
	double drift[BLOCK], elasticity[BLOCK], rd_elasticity[BLOCK];
	double industry[MOST_INDUSTRIES][RAW_PROJECTED][BLOCK];
	double revenue[RAW_FUTURES][RAW_PROJECTED][BLOCK], one_and_investment[RAW_FUTURES][RAW_BY_2027][BLOCK];
	double sum_rd[RAW_FUTURES][BLOCK], sum_revenue[RAW_FUTURES][BLOCK];
};

struct part { const raw_anhui *a; raw_future *out; uint32_t from, to, *fails[RAW_FUTURES]; struct shared *s; pthread_t id; };

static void draw(uint64_t key, uint64_t who, uint32_t ordinal, uint32_t first, double mean, double deviation, double *out)
{
	raw_uniforms(key, who, ordinal, first, BLOCK, out);
	raw_normals(BLOCK, out, mean, deviation);
}

static void draw_shared(const raw_anhui *a, uint32_t first, struct shared *s)
{
	double shock[BLOCK];
	draw(a->drift, 0, 0, first, 0.05, 0.01, s->drift);
	draw(a->elasticity, 0, 0, first, 0.5, 0.1, s->elasticity);
	draw(a->rd_elasticity, 0, 0, first, 1.1, 0.1, s->rd_elasticity);
	for (int t = 0; t < RAW_PROJECTED; t++) {
		draw(a->provincial, 0, a->ordinal[t], first, 0, 0.02, shock);
		for (uint32_t k = 0; k < a->industries; k++)
			draw(a->industry_shock, a->industry_who[k], a->ordinal[t], first, 0, 0.02, s->industry[k][t]);
		for (int f = 0; f < RAW_FUTURES; f++)
			for (int i = 0; i < BLOCK; i++) {
				double investment = a->growth[f] + shock[i];
				s->revenue[f][t][i] = s->drift[i] + s->elasticity[i] * investment;
				if (t < RAW_BY_2027)
					s->one_and_investment[f][t][i] = 1 + investment;
			}
	}
}

static void count_over(double *restrict count, const double *restrict x, double line)
{
	for (int i = 0; i < BLOCK; i++)
		count[i] += x[i] >= line ? 1.0 : 0.0;
}

static void count_above(double *restrict count, const double *restrict x, double line)
{
	for (int i = 0; i < BLOCK; i++)
		count[i] += x[i] > line ? 1.0 : 0.0;
}

static void add(double *restrict sum, const double *restrict x)
{
	for (int i = 0; i < BLOCK; i++)
		sum[i] += x[i];
}

static void grow(double *restrict x, const double *restrict by)
{
	for (int i = 0; i < BLOCK; i++)
		x[i] *= 1 + by[i];
}

static void fill(double *x, double value)
{
	for (int i = 0; i < BLOCK; i++)
		x[i] = value;
}

/* Average yearly growth since 2024, settled to 10^-12. */
static void pace(double *restrict x, double from)
{
	for (int i = 0; i < BLOCK; i += 4) {
		__m256d whole = _mm256_div_pd(_mm256_loadu_pd(x + i), _mm256_set1_pd(from));
		_mm256_storeu_pd(x + i, Sleef_cinz_powd4_u10avx(whole, _mm256_set1_pd(1.0 / 3)));
	}
	for (int i = 0; i < BLOCK; i++)
		x[i] = floor((x[i] - 1) * 1e12 + 0.5) / 1e12;
}

/* Both series up to 2027; a member that is missing one has not shown its growth. */
static void invest(const raw_anhui *a, const struct shared *s, uint32_t m, int f, double *slow)
{
	const double *industry = s->industry[a->industry[m]][0];
	double works[BLOCK], factories[BLOCK];
	bool known = !isnan(a->works[m]) && !isnan(a->factories[m]) && !isnan(a->works_2024[m]) && !isnan(a->factories_2024[m]);
	for (int i = 0; !known && i < BLOCK; i++)
		slow[i] += 1;
	if (!known)
		return;
	for (int i = 0; i < BLOCK; i++) {
		double first = s->one_and_investment[f][0][i] + industry[i], second = s->one_and_investment[f][1][i] + industry[BLOCK + i];
		works[i] = a->works[m] * first * second;
		factories[i] = a->factories[m] * first * second;
	}
	pace(works, a->works_2024[m]);
	pace(factories, a->factories_2024[m]);
	for (int i = 0; i < BLOCK; i++)
		slow[i] += works[i] >= 0.06 && factories[i] >= 0.06 ? 0.0 : 1.0;
}

static uint32_t count_fails(const raw_anhui *a, uint32_t m, const double *revenue, const double *rd, const double *quality, uint32_t n)
{
	uint32_t fails = 0;
	for (uint32_t i = 0; i < n; i++)
		fails += a->without_leader[m] | (revenue[i] < 100 && !a->waived[m]) | (quality[i] < 50) | (rd[i] / revenue[i] < 0.022);
	return fails;
}

static void run_member(struct part *part, uint32_t m, uint32_t first, uint32_t n)
{
	const raw_anhui *a = part->a;
	struct shared *s = part->s;
	double own[RAW_PROJECTED][BLOCK], firm[BLOCK], quality[RAW_PROJECTED][BLOCK], hte[BLOCK], srdi[BLOCK], growth[BLOCK], revenue[BLOCK], rd[BLOCK];
	int firm_years = a->review[m] + 1 > RAW_BY_2027 ? a->review[m] + 1 : RAW_BY_2027, rd_years = firm_years;
	bool has_revenue = !isnan(a->revenue[m]), both = has_revenue && !isnan(a->rd[m]);
	fill(quality[0], a->quality[m]), fill(hte, a->hte[m]), fill(srdi, a->srdi[m]);
	for (int t = 0; t < RAW_PROJECTED; t++)
		draw(a->own, a->who[m], a->ordinal[t], first, 0, 0.04, own[t]);
	for (int t = 0; t < firm_years; t++) {
		draw(a->firm, a->who[m], a->ordinal[t], first, 0.06, 0.04, firm);
		if (t)
			memcpy(quality[t], quality[t - 1], sizeof quality[t]);
		grow(quality[t], firm);
		if (t < RAW_BY_2027)
			grow(hte, firm), grow(srdi, firm);
	}
	if (!isnan(a->hte[m]))
		add(part->out[0].hte + first, hte);
	if (!isnan(a->srdi[m]))
		add(part->out[0].srdi + first, srdi);
	for (int i = 0; i < BLOCK; i++)
		part->out[0].few_firms[first + (uint32_t)i] += quality[RAW_BY_2027 - 1][i] >= 50 ? 0.0 : 1.0;
	for (int f = 0; f < RAW_FUTURES; f++) {
		raw_future *out = &part->out[f];
		invest(a, s, m, f, out->slow + first);
		fill(revenue, a->revenue[m]), fill(rd, a->rd[m]);
		for (int t = 0; t < RAW_PROJECTED; t++) {
			const double *industry = s->industry[a->industry[m]][t];
			for (int i = 0; i < BLOCK; i++) {
				growth[i] = s->revenue[f][t][i] + industry[i] + own[t][i];
				revenue[i] *= 1 + growth[i];
			}
			for (int i = 0; t < rd_years && i < BLOCK; i++)
				rd[i] *= 1 + s->rd_elasticity[i] * growth[i];
			if (t == RAW_BY_2027 - 1) {
				count_over(out->over_100 + first, revenue, 100);
				count_above(out->over_500 + first, revenue, 500);
				count_above(out->over_1000 + first, revenue, 1000);
				if (both)
					add(s->sum_rd[f], rd), add(s->sum_revenue[f], revenue);
			}
			if (t == a->review[m])
				part->fails[f][m] += count_fails(a, m, revenue, rd, quality[t], n);
		}
		count_over(out->over_100_in_2030 + first, revenue, 100);
	}
}

static void *run_part(void *context)
{
	struct part *part = context;
	for (uint32_t first = part->from; first < part->to; first += BLOCK) {
		uint32_t n = part->to - first < BLOCK ? part->to - first : BLOCK;
		draw_shared(part->a, first, part->s);
		memset(part->s->sum_rd, 0, sizeof part->s->sum_rd), memset(part->s->sum_revenue, 0, sizeof part->s->sum_revenue);
		for (uint32_t m = 0; m < part->a->members; m++)
			run_member(part, m, first, n);
		for (int f = 0; f < RAW_FUTURES; f++)
			for (int i = 0; i < BLOCK; i++)
				part->out[f].rd_mean[first + (uint32_t)i] = part->s->sum_rd[f][i] / part->s->sum_revenue[f][i];
	}
	return NULL;
}

void raw_whatif(const raw_anhui *a, uint32_t paths, int threads, raw_future out[RAW_FUTURES])
{
	struct part *part = calloc((size_t)threads, sizeof *part);
	uint32_t blocks = (paths + BLOCK - 1) / BLOCK;
	for (int i = 0; i < threads; i++) {
		uint32_t from = blocks * (uint32_t)i / (uint32_t)threads * BLOCK, to = blocks * (uint32_t)(i + 1) / (uint32_t)threads * BLOCK;
		part[i] = (struct part){ .a = a, .out = out, .from = from, .to = to < paths ? to : paths, .s = malloc(sizeof *part->s) };
		for (int f = 0; f < RAW_FUTURES; f++)
			part[i].fails[f] = calloc(a->members, sizeof(uint32_t));
		if (i)
			pthread_create(&part[i].id, NULL, run_part, &part[i]);
	}
	run_part(&part[0]);
	for (int f = 0; f < RAW_FUTURES; f++)
		memset(out[f].fails, 0, a->members * sizeof *out[f].fails);
	for (int i = 0; i < threads; i++) {
		if (i)
			pthread_join(part[i].id, NULL);
		for (int f = 0; f < RAW_FUTURES; f++) {
			for (uint32_t m = 0; m < a->members; m++)
				out[f].fails[m] += part[i].fails[f][m];
			free(part[i].fails[f]);
		}
		free(part[i].s);
	}
	free(part);
}
