/* SPDX-License-Identifier: Apache-2.0 */
/* quantile.c - picks the two order statistics a quantile lies between, without sorting the rest. */
#include "lanes/quantile.h"
#include <math.h>
#include "base/real.h"

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

double qn_quantile(double *values, size_t count, double probability)
{
	count = drop_missing(values, count);
	if (count == 0 || !(probability >= 0 && probability <= 1))
		return QN_MISSING;
	double at = (double)(count - 1) * probability;
	size_t below = (size_t)floor(at);
	double share = at - (double)below;
	double low = pick(values, count, below);
	if (share == 0 || below + 1 >= count)
		return low;
	double high = least(values + below + 1, count - below - 1);
	return qn_settle(low + share * (high - low));
}
