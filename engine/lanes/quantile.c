/* SPDX-License-Identifier: Apache-2.0 */
/* quantile.c - picks the two order statistics a quantile lies between, without sorting the rest. Zero is plain zero
 * whichever sign it had, so that the answer does not depend on the order of values. */
#include "lanes/quantile.h"
#include <math.h>
#include "base/real.h"

enum { LARGE = 4096, SAMPLE = 512 };

static size_t drop_missing(double *values, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(values[i]))
			values[kept++] = values[i];
	return kept;
}

static void swap(double *a, double *b)
{
	double kept = *a;
	*a = *b;
	*b = kept;
}

/* The median of three spots, so that sorted and constant runs stay fast. */
static double pivot_of(const double *values, size_t low, size_t high)
{
	double a = values[low], b = values[low + (high - low) / 2], c = values[high];
	if ((a <= b) == (b <= c))
		return b;
	return (b <= a) == (a <= c) ? a : c;
}

/* Hoare's FIND: afterwards values[k] is the one sorting would put there, nothing before it is greater. */
static double pick(double *values, size_t count, size_t k)
{
	size_t low = 0, high = count - 1;
	while (low < high) {
		double pivot = pivot_of(values, low, high);
		size_t i = low, j = high;
		for (;;) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&values[i++], &values[j--]);
		}
		/* up to j nothing is greater than the pivot, after j nothing less; j < high since the pivot is a median */
		if (k <= j)
			high = j;
		else
			low = j + 1;
	}
	return values[k];
}

static double least(const double *values, size_t count)
{
	double found = values[0];
	for (size_t i = 1; i < count; i++)
		found = values[i] < found ? values[i] : found;
	return found;
}

static size_t count_present(const double *values, size_t count)
{
	size_t present = 0;
	for (size_t i = 0; i < count; i++)
		present += !qn_is_missing(values[i]);
	return present;
}

/* Evenly spread over the run; what is missing is passed over. */
static size_t take_sample(const double *values, size_t count, double sample[SAMPLE])
{
	size_t taken = 0;
	for (size_t i = 0; i < SAMPLE; i++) {
		double x = values[i * (count / SAMPLE)];
		sample[taken] = x;
		taken += !qn_is_missing(x);
	}
	return taken;
}

/* Swaps what lies from lower to upper to the front, without a branch that could be guessed wrong. Returns how many those
 * are, and how many are less. */
static size_t bring_forward(double *values, size_t count, double lower, double upper, size_t *less)
{
	size_t kept = 0, under = 0;
	for (size_t i = 0; i < count; i++) {
		double x = values[i];
		values[i] = values[kept];
		values[kept] = x;
		kept += (x >= lower) & (x <= upper);
		under += x < lower;
	}
	*less = under;
	return kept;
}

/* Floyd and Rivest's SELECT in one step: a sample tells between which two values the one wanted lies, three standard
 * deviations to either side, so that one pass leaves few to pick from. 1 with those in front, how many, and *k counted
 * among them together with the one after it; 0 if the sample misled. */
static int narrow(double *values, size_t count, size_t present, size_t *k, size_t *kept)
{
	double sample[SAMPLE], share = (double)*k / (double)present;
	size_t taken = take_sample(values, count, sample), less;
	if (taken < SAMPLE / 4)
		return 0;
	double around = (double)taken * share, margin = 3 * sqrt((double)taken * share * (1 - share)) + 2;
	size_t low = around > margin ? (size_t)(around - margin) : 0, high = (size_t)(around + margin) + 1;
	double lower = low > 0 ? pick(sample, taken, low) : -INFINITY, upper = high < taken ? pick(sample, taken, high) : INFINITY;
	*kept = bring_forward(values, count, lower, upper, &less);
	if (*k < less || *k - less >= *kept || (*k + 1 - less >= *kept && *k + 1 < present))
		return 0;
	*k -= less;
	return 1;
}

double qn_quantile(double *values, size_t count, double probability)
{
	size_t present = count_present(values, count), kept = present;
	if (present == 0 || !(probability >= 0 && probability <= 1))
		return QN_MISSING;
	double at = (double)(present - 1) * probability;
	size_t below = (size_t)floor(at), k = below;
	double share = at - (double)below;
	if (present < LARGE || !narrow(values, count, present, &k, &kept))
		kept = drop_missing(values, count), k = below;
	double low = pick(values, kept, k);
	if (share == 0 || below + 1 >= present)
		return low + 0.0;
	double high = least(values + k + 1, kept - k - 1);
	return qn_settle(low + share * (high - low)) + 0.0;
}
