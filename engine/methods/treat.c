/* SPDX-License-Identifier: Apache-2.0 */
/* treat.c - outliers of a column: pulled in one by one from the longer tail, else the logarithm. Thresholds and order of steps
 * are COINr's defaults: treated if |skewness| is 2 or more and kurtosis 3.5 or more, five values at the most, then
 * log(x - min + range/100) of the values as they were. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "methods/composite.h"

enum { MOST_PULLED = 5 };
static const double most_skewed = 2, most_peaked = 3.5;

void qn_shape(const double *value, size_t count, double *skewness, double *kurtosis)
{
	double n = 0, sum = 0, square = 0, cube = 0, fourth = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]))
			n++, sum += value[i];
	for (size_t i = 0; i < count; i++) {
		double from = value[i] - sum / n;
		if (qn_is_missing(value[i]))
			continue;
		square += from * from, cube += from * from * from, fourth += from * from * from * from;
	}
	*skewness = n < 3 ? QN_MISSING : qn_settle(sqrt(n) * cube / (square * sqrt(square)) * sqrt(n * (n - 1)) / (n - 2));
	*kurtosis = n < 4 ? QN_MISSING : qn_settle(((n + 1) * (n * fourth / (square * square) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)));
}

static bool is_fair(const double *value, size_t count, double *skewness)
{
	double kurtosis;
	qn_shape(value, count, skewness, &kurtosis);
	return qn_is_missing(*skewness) || qn_is_missing(kurtosis) || fabs(*skewness) < most_skewed || kurtosis < most_peaked;
}

/* The outermost values of a tail become the next ones; how many of them there are. */
static uint32_t pull(double *value, size_t count, bool high)
{
	double end = QN_MISSING, next = QN_MISSING, sign = high ? 1 : -1;
	uint32_t pulled = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]) && (qn_is_missing(end) || sign * value[i] > sign * end))
			end = value[i];
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]) && value[i] != end && (qn_is_missing(next) || sign * value[i] > sign * next))
			next = value[i];
	for (size_t i = 0; i < count; i++)
		if (value[i] == end)
			value[i] = next, pulled++;
	return pulled;
}

static void take_logarithm(double *value, size_t count)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]))
			low = fmin(low, value[i]), high = fmax(high, value[i]);
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]))
			value[i] = qn_log(value[i] - low + (high - low) / 100);
}

/* before: room for count values. */
static void treat(double *value, size_t count, double *before, qn_item_score *item)
{
	double skewness;
	uint32_t high = 0, low = 0; /* those pulled before are among the outermost again */
	memcpy(before, value, count * sizeof *value);
	while (!is_fair(value, count, &skewness) && high + low < MOST_PULLED) {
		bool up = skewness >= 0;
		*(up ? &high : &low) = pull(value, count, up);
	}
	item->pulled = high + low;
	if (is_fair(value, count, &skewness))
		return;
	memcpy(value, before, count * sizeof *value);
	take_logarithm(value, count);
	item->pulled = 0;
	item->logged = true;
}

static void look(const double *value, size_t count, qn_item_score *item)
{
	double first = QN_MISSING;
	item->present = 0;
	item->state = QN_ITEM_EMPTY;
	for (size_t i = 0; i < count; i++) {
		if (qn_is_missing(value[i]))
			continue;
		if (item->present++ == 0)
			first = value[i], item->state = QN_ITEM_FLAT;
		else if (value[i] != first)
			item->state = QN_ITEM_COUNTS;
	}
}

int qn_items_treat(const qn_scoring *of, qn_treat how, double *out, qn_item_score *item, qn_error *err)
{
	size_t n = of->entities;
	double *before = malloc((n + 1) * sizeof *before);
	if (!before)
		return qn_no_memory(err);
	for (uint32_t k = 0; k < of->items; k++) {
		double *value = out + k * n;
		memcpy(value, of->value + k * n, n * sizeof *value);
		item[k] = (qn_item_score){ 0 };
		look(value, n, &item[k]);
		if (how == QN_TREAT_OUTLIERS && item[k].state == QN_ITEM_COUNTS)
			treat(value, n, before, &item[k]);
		for (size_t i = 0; of->lower && of->lower[k] && i < n; i++)
			value[i] = -value[i];
	}
	free(before);
	return QN_OK;
}
