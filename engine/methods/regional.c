/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/regional.h"
#include <stdlib.h>
#include "base/real.h"

double qn_location_quotient(double of, double region, double industry, double all)
{
	return region > 0 && industry > 0 && all > 0 ? qn_settle((of / region) / (industry / all)) : QN_MISSING;
}

qn_shift qn_shift_share(double before, double after, double industry_before, double industry_after, double all_before, double all_after)
{
	double growth = all_after / all_before - 1, of_industry = industry_after / industry_before - 1;
	if (before == 0)
		return (qn_shift){ before, after, 0, 0, after };
	if (!(before > 0 && industry_before > 0 && all_before > 0))
		return (qn_shift){ before, after, QN_MISSING, QN_MISSING, QN_MISSING };
	return (qn_shift){ before, after, qn_settle(before * growth), qn_settle(before * (of_industry - growth)), qn_settle(before * (after / before - 1 - of_industry)) };
}

qn_shift qn_shift_add(qn_shift a, qn_shift b)
{
	return (qn_shift){ a.before + b.before, a.after + b.after, a.share + b.share, a.mix + b.mix, a.own + b.own };
}

static int falling(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x < *y) - (*x > *y);
}

/* Those present, the largest first; how many. */
static size_t gather(double *value, size_t count, double *total)
{
	size_t n = 0;
	*total = 0;
	for (size_t i = 0; i < count; i++)
		if (!qn_is_missing(value[i]))
			value[n++] = value[i];
	qsort(value, n, sizeof *value, falling);
	for (size_t i = 0; i < n; i++)
		*total += value[i];
	return n;
}

static double largest_share(const double *value, size_t n, double total, size_t largest)
{
	double sum = 0;
	for (size_t i = 0; i < n && i < largest; i++)
		sum += value[i];
	return sum / total;
}

qn_concentration qn_concentration_of(double *value, size_t count)
{
	qn_concentration c = { .hhi = QN_MISSING, .normalised = QN_MISSING, .cr4 = QN_MISSING, .cr8 = QN_MISSING };
	double squares = 0;
	c.n = gather(value, count, &c.total);
	if (c.n == 0 || value[c.n - 1] < 0 || c.total <= 0)
		return c;
	for (size_t i = 0; i < c.n; i++)
		squares += value[i] / c.total * (value[i] / c.total);
	c.hhi = squares;
	if (c.n > 1)
		c.normalised = (squares - 1.0 / (double)c.n) / (1 - 1.0 / (double)c.n);
	c.cr4 = largest_share(value, c.n, c.total, 4);
	c.cr8 = largest_share(value, c.n, c.total, 8);
	return c;
}

qn_quadrant qn_quadrant_of(double size, double growth, double median_size, double median_growth)
{
	if (qn_is_missing(size) || qn_is_missing(growth) || qn_is_missing(median_size) || qn_is_missing(median_growth))
		return QN_QUADRANT_UNKNOWN;
	if (size >= median_size)
		return growth >= median_growth ? QN_LARGE_FAST : QN_LARGE_SLOW;
	return growth >= median_growth ? QN_SMALL_FAST : QN_SMALL_SLOW;
}
