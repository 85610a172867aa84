/* SPDX-License-Identifier: Apache-2.0 */
#include "work/raw_scan.h"
#include <math.h>
#include <string.h>

double raw_sum(const double *x, size_t n, size_t *present)
{
	double sum = 0;
	size_t known = 0;
	for (size_t i = 0; i < n; i++) {
		sum += isnan(x[i]) ? 0 : x[i];
		known += !isnan(x[i]);
	}
	*present = known;
	return sum;
}

static double pick(double *x, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;
	while (low < high) {
		double pivot = x[low + (high - low) / 2];
		size_t i = low, j = high;
		for (;; i++, j--) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i >= j)
				break;
			double kept = x[i];
			x[i] = x[j], x[j] = kept;
		}
		if (k <= j)
			high = j;
		else
			low = j + 1;
	}
	return x[k];
}

double raw_quickselect_median(double *values, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			values[kept++] = values[i];
	if (kept == 0)
		return NAN;
	double low = pick(values, kept, (kept - 1) / 2), high = low;
	if (kept % 2 == 0)
		for (size_t i = kept / 2, first = i; i < kept; i++)
			high = i == first || values[i] < high ? values[i] : high;
	return low + (high - low) / 2;
}

double raw_top20_growth(const double *before, const double *now, size_t n)
{
	double top[20], sum = 0;
	for (int i = 0; i < 20; i++)
		top[i] = -INFINITY;
	for (size_t e = 0; e < n; e++) {
		double growth = now[e] / before[e] - 1;
		if (!(growth > top[0]))
			continue;
		int i = 0;
		for (; i < 19 && top[i + 1] < growth; i++)
			top[i] = top[i + 1];
		top[i] = growth;
	}
	for (int i = 0; i < 20; i++)
		sum += isfinite(top[i]) ? top[i] : 0;
	return sum;
}

uint64_t raw_sum_numbers(const uint8_t *mask, size_t n)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)(mask[i] & 1) * (uint32_t)(i + 1);
	return sum;
}

static uint64_t judge_rule(const double *figure, const double *waiver, world_rule rule, size_t n, bool ahead, uint8_t *failed)
{
	enum { STEP = 32, LINE = 8, FAR = 512 };
	uint64_t fails = 0;
	size_t i = 0;
	for (; ahead && i + STEP <= n; i += STEP) {
		for (size_t k = 0; k < STEP; k += LINE)
			__builtin_prefetch(figure + i + k + FAR), __builtin_prefetch(waiver + i + k + FAR);
		for (size_t k = i; k < i + STEP; k++)
			failed[k] = (uint8_t)((figure[k] < rule.at_least) & !(waiver[k] >= rule.waived_from));
	}
	for (; i < n; i++)
		failed[i] = (uint8_t)((figure[i] < rule.at_least) & !(waiver[i] >= rule.waived_from));
	for (size_t k = 0; k < n; k++)
		fails += failed[k];
	return fails;
}

void raw_judge(const double *const figure[WORLD_FIGURES], size_t n, uint32_t first, bool ahead, raw_verdicts *out)
{
	uint8_t failed[RAW_LANES], times[RAW_LANES];
	memset(times, 0, n);
	for (int r = 0; r < WORLD_RULES; r++) {
		out->fails[r] += judge_rule(figure[r], figure[WORLD_RULES + r % WORLD_WAIVERS], world_rule_at(r), n, ahead, failed);
		for (size_t i = 0; i < n; i++)
			times[i] = (uint8_t)(times[i] + failed[i]);
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t twice = times[i] >= 2;
		out->twice += twice;
		out->numbers += twice * (first + i + 1);
	}
}
