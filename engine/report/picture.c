/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c - a span drawn on an axis, in ASCII, which is as wide on a Chinese terminal as on any other. */
#include <math.h>
#include <string.h>
#include "report/model.h"

enum { PLACES = 30 };

void qn_axis_reach(qn_axis *axis, double value)
{
	if (!isfinite(value))
		return;
	axis->from = axis->any ? fmin(axis->from, value) : value;
	axis->to = axis->any ? fmax(axis->to, value) : value;
	axis->any = true;
}

/* The place of a value; what lies beyond an end stands at it. */
static int place_of(const qn_axis *axis, double value)
{
	double share = axis->to > axis->from ? (value - axis->from) / (axis->to - axis->from) : 0;
	return (int)lround(fmin(fmax(share, 0), 1) * (PLACES - 1));
}

void qn_row_picture(qn_row *row, const qn_axis *axis, double low, double high, const qn_mark *mark, size_t marks)
{
	char drawn[PLACES + 1];
	memset(drawn, ' ', PLACES);
	if (axis->any && isfinite(low) && isfinite(high))
		for (int place = place_of(axis, fmin(low, high)), last = place_of(axis, fmax(low, high)); place <= last; place++)
			drawn[place] = '=';
	for (size_t k = 0; k < marks; k++)
		if (axis->any && isfinite(mark[k].at))
			drawn[place_of(axis, mark[k].at)] = mark[k].sign;
	size_t length = PLACES;
	while (length > 0 && drawn[length - 1] == ' ')
		length--;
	drawn[length] = 0;
	qn_row_text(row, drawn);
}
