/* SPDX-License-Identifier: Apache-2.0 */
/* weights.c - weights of items, each scheme a function that fills raw ones; what they are over their sum is the weight. */
#include "methods/weights.h"
#include <math.h>
#include <stdlib.h>
#include "base/real.h"

static bool counts(const qn_item_score *item) { return item->state == QN_ITEM_COUNTS; }

/* Given: themes first, then the items of each. */
static void given(const qn_scoring *of, const qn_item_score *item, double *weight)
{
	for (uint32_t k = 0; k < of->items; k++) {
		double own = of->weight ? of->weight[k] : 1, all = 0;
		for (uint32_t j = 0; of->theme && j < of->items; j++)
			all += of->theme[j] == of->theme[k] && counts(&item[j]) ? (of->weight ? of->weight[j] : 1) : 0;
		weight[k] = !counts(&item[k]) ? 0 : !of->theme ? own : all > 0 ? of->theme_weight[of->theme[k]] * own / all : 0;
	}
}

static double lowest(const double *x, size_t count)
{
	double low = INFINITY;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			low = fmin(low, x[i]);
	return low;
}

static double entropy_weight(const double *x, size_t count, bool lower)
{
	double low = lowest(x, count), from = lower || low < 0 ? low : 0, total = 0, n = 0, sum = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			total += x[i] - from, n++;
	for (size_t i = 0; i < count; i++) {
		double p = qn_is_missing(x[i]) ? 0 : (x[i] - from) / total;
		sum += p > 0 ? p * qn_log(p) : 0;
	}
	return fmax(1 + sum / qn_log(n), 0);
}

/* Scaled to 0 … 1. */
static double scaled_deviation(const double *x, size_t count)
{
	double low = lowest(x, count), high = -INFINITY, n = 0, sum = 0, around = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			high = fmax(high, x[i]), sum += x[i], n++;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]))
			around += (x[i] - sum / n) * (x[i] - sum / n);
	return sqrt(around / (n - 1)) / (high - low);
}

/* Pearson's, over those who have both; 0 where that says nothing. */
static double correlation(const double *x, const double *y, size_t count)
{
	double n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(x[i]) && !qn_is_missing(y[i]))
			n++, sx += x[i], sy += y[i];
	for (size_t i = 0; i < count; i++) {
		double a = x[i] - sx / n, b = y[i] - sy / n;
		if (!qn_is_missing(x[i]) && !qn_is_missing(y[i]))
			xx += a * a, yy += b * b, xy += a * b;
	}
	return xx > 0 && yy > 0 ? xy / (sqrt(xx) * sqrt(yy)) : 0;
}

static double critic_weight(const qn_scoring *of, const double *treated, const qn_item_score *item, uint32_t k)
{
	size_t n = of->entities;
	double conflict = 0;
	for (uint32_t j = 0; j < of->items; j++)
		if (j != k && counts(&item[j]))
			conflict += 1 - correlation(treated + k * n, treated + j * n, n);
	return scaled_deviation(treated + k * n, n) * conflict;
}

static int no_weight(qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "没有一个计入的指标有权重:数据全缺、全都相同,或权重都是 0",
		"no item that counts has a weight: all data is missing, or the same for all, or all weights are 0");
}

int qn_items_weigh(const qn_scoring *of, const double *treated, const qn_item_score *item, qn_weighting how, double *weight, qn_error *err)
{
	size_t n = of->entities;
	double sum = 0;
	if (how == QN_WEIGH_GIVEN || how == QN_WEIGH_AHP)
		given(of, item, weight);
	for (uint32_t k = 0; how != QN_WEIGH_GIVEN && how != QN_WEIGH_AHP && k < of->items; k++)
		weight[k] = !counts(&item[k]) ? 0 : how == QN_WEIGH_EQUAL ? 1
			: how == QN_WEIGH_ENTROPY ? entropy_weight(treated + k * n, n, of->lower && of->lower[k]) : critic_weight(of, treated, item, k);
	for (uint32_t k = 0; k < of->items; k++) {
		if (!(weight[k] >= 0) || !isfinite(weight[k]))
			return qn_fail_both(err, QN_EINPUT, "权重须为非负数", "a weight is a number that is not negative");
		sum += weight[k];
	}
	if (!(sum > 0))
		return no_weight(err);
	for (uint32_t k = 0; k < of->items; k++)
		weight[k] /= sum;
	return QN_OK;
}

/* Saaty's means of the consistency index of random matrices, by size. */
static const double random_index[QN_MOST_JUDGED + 1] = { 0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59 };

static int check_judged(const double *matrix, uint32_t n, qn_error *err)
{
	if (n == 0 || n > QN_MOST_JUDGED)
		return qn_fail_both(err, QN_ELIMIT, "成对判断至多 %d 项", "at most %d can be judged in pairs", QN_MOST_JUDGED);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
			if (!(matrix[i * n + j] > 0) || fabs(matrix[i * n + j] * matrix[j * n + i] - 1) > 1e-9)
				return qn_fail_both(err, QN_EINPUT, "判断矩阵须为正且互为倒数", "judgements in pairs are positive, and each is one over its reverse");
	return QN_OK;
}

/* The power method: a positive matrix has one largest eigenvalue, and only its eigenvector is positive (Perron). */
int qn_ahp(const double *matrix, uint32_t n, qn_judged *out, qn_error *err)
{
	enum { MOST_STEPS = 10000 };
	double next[QN_MOST_JUDGED], moved = 1;
	int rc = check_judged(matrix, n, err);
	if (rc < 0)
		return rc;
	*out = (qn_judged){ .lambda = n };
	for (uint32_t i = 0; i < n; i++)
		out->weight[i] = 1.0 / n;
	for (int step = 0; moved > 1e-14 && step < MOST_STEPS; step++) {
		double sum = 0;
		for (uint32_t i = 0; i < n; i++) {
			next[i] = 0;
			for (uint32_t j = 0; j < n; j++)
				next[i] += matrix[i * n + j] * out->weight[j];
			sum += next[i];
		}
		moved = 0;
		for (uint32_t i = 0; i < n; i++)
			moved += fabs(next[i] / sum - out->weight[i]), out->weight[i] = next[i] / sum;
		out->lambda = sum; /* the weights before added up to 1 */
	}
	out->index = n > 1 ? (out->lambda - n) / (n - 1) : 0;
	out->ratio = random_index[n] > 0 ? out->index / random_index[n] : 0;
	return QN_OK;
}
