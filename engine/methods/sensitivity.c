/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/sensitivity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "lanes/quantile.h"
#include "lanes/random.h"

enum { RESAMPLES = 200, LEVELS = 4 };

static void uniforms(uint64_t seed, const char *what, uint64_t who, uint32_t which, size_t count, double *out)
{
	qn_draws_portable.uniforms(qn_stream_of(seed, what), who, which, 0, count, out);
}

/* Points. */

typedef struct { double key; uint32_t index; } keyed;

static int by_key(const void *a, const void *b)
{
	const keyed *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->index > y->index) - (x->index < y->index);
}

size_t qn_sobol_size(uint32_t n, uint32_t factors) { return (size_t)n * ((size_t)factors + 2); }

/* Shares of variance. */

typedef struct { uint32_t n, factors; const double *a, *b, *mixed; double centre; const uint32_t *pick; uint32_t picks; } sample;

/* first and total: [factors]; of the points picked. */
static void indices(const sample *s, double *first, double *total)
{
	double sum = 0, squares = 0;
	for (uint32_t i = 0; i < s->picks; i++) {
		double a = s->a[s->pick[i]] - s->centre, b = s->b[s->pick[i]] - s->centre;
		sum += a + b, squares += a * a + b * b;
	}
	double mean = sum / (2.0 * s->picks), variance = squares / (2.0 * s->picks) - mean * mean;
	for (uint32_t k = 0; k < s->factors; k++) {
		const double *mixed = s->mixed + (size_t)k * s->n;
		double alone = 0, with = 0;
		for (uint32_t i = 0; i < s->picks; i++) {
			double step = mixed[s->pick[i]] - s->a[s->pick[i]];
			alone += (s->b[s->pick[i]] - s->centre) * step, with += step * step;
		}
		first[k] = variance > 0 ? alone / s->picks / variance : QN_MISSING;
		total[k] = variance > 0 ? with / 2 / s->picks / variance : QN_MISSING;
	}
}

/* Points at which the function is known everywhere, and the mean of A and B there. */
static uint32_t complete_points(uint32_t n, uint32_t factors, const double *result, uint32_t *out, double *centre)
{
	uint32_t count = 0;
	double sum = 0;
	for (uint32_t i = 0; i < n; i++) {
		bool known = true;
		for (uint32_t k = 0; k < factors + 2; k++)
			known = known && !qn_is_missing(result[(size_t)k * n + i]);
		if (known)
			out[count++] = i, sum += result[i] + result[(size_t)n + i];
	}
	*centre = count ? sum / (2.0 * count) : 0;
	return count;
}

static void resample(uint64_t seed, uint32_t which, const uint32_t *from, uint32_t count, double *number, uint32_t *out)
{
	uniforms(seed, "bootstrap", which, 0, count, number);
	for (uint32_t i = 0; i < count; i++)
		out[i] = from[(uint32_t)(number[i] * count)];
}

/* The middle 95 % of resamples: [RESAMPLES][stride], at an offset. */
static void middle(const double *found, size_t stride, size_t offset, double *low, double *high)
{
	double copy[RESAMPLES];
	for (size_t r = 0; r < RESAMPLES; r++)
		copy[r] = found[r * stride + offset];
	*low = qn_quantile(copy, RESAMPLES, 0.025);
	*high = qn_quantile(copy, RESAMPLES, 0.975);
}

int qn_sobol_estimate(uint32_t n, uint32_t factors, const double *result, uint64_t seed, qn_sobol_index *out, qn_error *err)
{
	sample s = { .n = n, .factors = factors, .a = result, .b = result + n, .mixed = result + 2 * (size_t)n };
	uint32_t *known = calloc((size_t)n + 1, sizeof *known), *picked = calloc((size_t)n + 1, sizeof *picked);
	size_t stride = 2 * (size_t)factors;
	double *found = calloc((RESAMPLES + 1) * stride + 1, sizeof *found), *number = calloc((size_t)n + 1, sizeof *number);
	int rc = known && picked && found && number ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK) {
		s.picks = complete_points(n, factors, result, known, &s.centre);
		for (uint32_t r = 0; r <= RESAMPLES; r++) { /* the last is of all points as they are */
			s.pick = r < RESAMPLES ? picked : known;
			if (r < RESAMPLES)
				resample(seed, r, known, s.picks, number, picked);
			indices(&s, &found[r * stride], &found[r * stride + factors]);
		}
	}
	for (uint32_t k = 0; rc == QN_OK && k < factors; k++) {
		out[k] = (qn_sobol_index){ .first = found[RESAMPLES * stride + k], .total = found[RESAMPLES * stride + factors + k] };
		middle(found, stride, k, &out[k].first_low, &out[k].first_high);
		middle(found, stride, factors + k, &out[k].total_low, &out[k].total_high);
	}
	free(known), free(picked), free(found), free(number);
	return rc;
}

/* Elementary effects. */

size_t qn_morris_size(uint32_t trajectories, uint32_t factors) { return (size_t)trajectories * ((size_t)factors + 1); }

/* Half the levels up, or as far down: with 4 levels every level is as likely as another. */
static double moved_level(double level) { return level < 0.5 ? level + 2.0 / 3 : level - 2.0 / 3; }

int qn_morris_design(uint32_t trajectories, uint32_t factors, uint64_t seed, double *out, uint32_t *moved, qn_error *err)
{
	double *number = calloc((size_t)factors + 1, sizeof *number);
	keyed *order = calloc((size_t)factors + 1, sizeof *order);
	int rc = number && order ? QN_OK : qn_no_memory(err);
	for (uint32_t t = 0; rc == QN_OK && t < trajectories; t++) {
		double *at = out + (size_t)t * (factors + 1) * factors;
		uniforms(seed, "morris", t, 0, factors, number);
		for (uint32_t k = 0; k < factors; k++)
			at[k] = floor(number[k] * LEVELS) / (LEVELS - 1);
		uniforms(seed, "morris", t, 1, factors, number);
		for (uint32_t k = 0; k < factors; k++)
			order[k] = (keyed){ number[k], k };
		qsort(order, factors, sizeof *order, by_key);
		for (uint32_t i = 0; i < factors; i++, at += factors) {
			memcpy(at + factors, at, factors * sizeof *at);
			moved[(size_t)t * factors + i] = order[i].index;
			at[factors + order[i].index] = moved_level(at[order[i].index]);
		}
	}
	free(number), free(order);
	return rc;
}

/* effect: [factors][trajectories]; missing where the function is. */
static void elementary_effects(uint32_t trajectories, uint32_t factors, const double *point, const uint32_t *moved, const double *result, double *effect)
{
	for (uint32_t t = 0; t < trajectories; t++)
		for (uint32_t i = 0; i < factors; i++) {
			size_t before = (size_t)t * (factors + 1) + i;
			uint32_t k = moved[(size_t)t * factors + i];
			effect[(size_t)k * trajectories + t] = (result[before + 1] - result[before]) / (point[(before + 1) * factors + k] - point[before * factors + k]);
		}
}

static qn_morris_effect summary(const double *effect, uint32_t count, const uint32_t *pick)
{
	double sum = 0, sizes = 0, squares = 0;
	uint32_t known = 0;
	for (uint32_t i = 0; i < count; i++) {
		double x = effect[pick ? pick[i] : i];
		if (!qn_is_missing(x))
			sum += x, sizes += fabs(x), known++;
	}
	double mean = known ? sum / known : QN_MISSING;
	for (uint32_t i = 0; i < count; i++) {
		double x = effect[pick ? pick[i] : i];
		squares += qn_is_missing(x) ? 0 : (x - mean) * (x - mean);
	}
	return (qn_morris_effect){ .mean = mean, .size = known ? sizes / known : QN_MISSING, .deviation = known > 1 ? sqrt(squares / (known - 1)) : QN_MISSING };
}

int qn_morris_estimate(uint32_t trajectories, uint32_t factors, const double *point, const uint32_t *moved, const double *result, uint64_t seed,
	qn_morris_effect *out, qn_error *err)
{
	double *effect = calloc((size_t)trajectories * factors + 1, sizeof *effect), *number = calloc((size_t)trajectories + 1, sizeof *number), found[RESAMPLES];
	uint32_t *all = calloc((size_t)trajectories + 1, sizeof *all), *picked = calloc((size_t)trajectories + 1, sizeof *picked);
	int rc = effect && number && all && picked ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK)
		elementary_effects(trajectories, factors, point, moved, result, effect);
	for (uint32_t t = 0; rc == QN_OK && t < trajectories; t++)
		all[t] = t;
	for (uint32_t k = 0; rc == QN_OK && k < factors; k++) {
		out[k] = summary(effect + (size_t)k * trajectories, trajectories, NULL);
		for (uint32_t r = 0; r < RESAMPLES; r++) {
			resample(seed, r, all, trajectories, number, picked);
			found[r] = summary(effect + (size_t)k * trajectories, trajectories, picked).size;
		}
		middle(found, 1, 0, &out[k].size_low, &out[k].size_high);
	}
	free(effect), free(number), free(all), free(picked);
	return rc;
}
