/* SPDX-License-Identifier: Apache-2.0 */
/* growth.h - growth rates of short yearly series, refused with a reason where there are too few points. */
#pragma once
#include "base/error.h"

typedef struct { double rate; int points, from, to; } qn_growth; /* compound, per period; indices of the first and last point used */

/* Compound growth up to the last present of count values from the first that is a whole number of `every` before it: quarters are
 * compared with the same quarter, every = 4. points: the present ones of those. Below three: missing, and why, in English; missing
 * where one of the two is not positive. */
qn_growth qn_growth_observed(const double *value, int count, int every, const char **why);
/* What growth per period leads from `now` to `goal` in `periods`; missing where now is not positive. */
double qn_growth_required(double now, double goal, int periods);
