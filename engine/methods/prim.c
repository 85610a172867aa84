/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/prim.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "lanes/quantile.h"

typedef struct { uint32_t points, happening; } tally;

static const double *side(const qn_cloud *c, uint32_t d) { return c->at + (size_t)d * c->points; }

static bool lies_in(const qn_cloud *c, const qn_box *box, uint32_t point)
{
	for (uint32_t d = 0; d < c->dimensions; d++)
		if (side(c, d)[point] < box->low[d] || side(c, d)[point] > box->high[d])
			return false;
	return true;
}

static tally count(const qn_cloud *c, const qn_box *box)
{
	tally t = { 0 };
	for (uint32_t i = 0; i < c->points; i++)
		if (lies_in(c, box, i))
			t.points++, t.happening += c->happens[i];
	return t;
}

void qn_prim_measure(const qn_cloud *c, qn_box *box)
{
	tally in = count(c, box);
	uint32_t all = 0;
	for (uint32_t i = 0; i < c->points; i++)
		all += c->happens[i];
	box->mass = c->points ? (double)in.points / c->points : QN_MISSING;
	box->density = in.points ? (double)in.happening / in.points : QN_MISSING;
	box->coverage = all ? (double)in.happening / all : QN_MISSING;
	box->restricted = 0;
	for (uint32_t d = 0; d < c->dimensions; d++)
		box->restricted += (box->low[d] > -INFINITY) + (box->high[d] < INFINITY);
}

/* The bound that takes alpha of the box off one end: the nearest value that stays in. */
static double peeled_bound(const qn_cloud *c, const qn_box *box, uint32_t d, bool low, double *values)
{
	uint32_t inside = 0;
	for (uint32_t i = 0; i < c->points; i++)
		if (lies_in(c, box, i))
			values[inside++] = side(c, d)[i];
	return qn_quantile(values, inside, low ? c->alpha : 1 - c->alpha);
}

/* The end whose loss leaves the densest box; false when none may be peeled. */
static bool peel_once(const qn_cloud *c, const qn_box *from, qn_box *to, double *values)
{
	bool found = false;
	tally before = count(c, from);
	for (uint32_t d = 0; d < c->dimensions; d++)
		for (int low = 0; low < 2; low++) {
			qn_box trial = *from;
			*(low ? &trial.low[d] : &trial.high[d]) = peeled_bound(c, from, d, low, values);
			tally in = count(c, &trial);
			if (in.points == before.points || in.points < c->smallest * c->points || in.points == 0)
				continue;
			qn_prim_measure(c, &trial);
			if (!found || trial.density > to->density)
				*to = trial, found = true;
		}
	return found;
}

int qn_prim_peel(const qn_cloud *c, qn_box box[QN_MOST_PEELS], uint32_t *boxes, qn_error *err)
{
	double *values = malloc(((size_t)c->points + 1) * sizeof *values);
	*boxes = 0;
	if (!values)
		return qn_no_memory(err);
	memset(&box[0], 0, sizeof box[0]);
	for (uint32_t d = 0; d < c->dimensions; d++)
		box[0].low[d] = -INFINITY, box[0].high[d] = INFINITY;
	qn_prim_measure(c, &box[0]);
	for (*boxes = 1; *boxes < QN_MOST_PEELS && box[*boxes - 1].density < 1 && peel_once(c, &box[*boxes - 1], &box[*boxes], values);)
		++*boxes;
	free(values);
	return QN_OK;
}

/* Lets out one bound by about alpha of the box: over the nearest points outside it that lie within all other bounds. */
static bool pasted_bound(const qn_cloud *c, const qn_box *box, uint32_t d, bool low, double *values, double *out)
{
	qn_box open = *box;
	uint32_t outside = 0, wanted = (uint32_t)ceil(c->alpha * count(c, box).points);
	*(low ? &open.low[d] : &open.high[d]) = low ? -INFINITY : INFINITY;
	for (uint32_t i = 0; i < c->points; i++)
		if (lies_in(c, &open, i) && !lies_in(c, box, i))
			values[outside++] = side(c, d)[i];
	if (outside == 0)
		return false;
	double share = outside > 1 && wanted < outside ? (double)(wanted - (wanted > 0)) / (outside - 1) : 1;
	*out = qn_quantile(values, outside, low ? 1 - share : share);
	if (wanted >= outside)
		*out = low ? -INFINITY : INFINITY;
	return true;
}

int qn_prim_paste(const qn_cloud *c, qn_box *box, qn_error *err)
{
	double *values = malloc(((size_t)c->points + 1) * sizeof *values), bound;
	bool better = values != NULL;
	while (better) {
		qn_box best = *box;
		better = false;
		for (uint32_t d = 0; d < c->dimensions; d++)
			for (int low = 0; low < 2; low++) {
				qn_box trial = *box;
				if ((low ? box->low[d] == -INFINITY : box->high[d] == INFINITY) || !pasted_bound(c, box, d, low, values, &bound))
					continue;
				*(low ? &trial.low[d] : &trial.high[d]) = bound;
				qn_prim_measure(c, &trial);
				if (trial.density >= best.density && trial.mass > best.mass)
					best = trial, better = true;
			}
		*box = best;
	}
	int rc = values ? QN_OK : qn_no_memory(err);
	free(values);
	return rc;
}

static qn_box without(const qn_cloud *c, const qn_box *box, uint32_t d)
{
	qn_box open = *box;
	open.low[d] = -INFINITY, open.high[d] = INFINITY;
	qn_prim_measure(c, &open);
	return open;
}

void qn_prim_prune(const qn_cloud *c, qn_box *box)
{
	double least = box->density - 2 * sqrt(box->density * (1 - box->density) / (box->mass * c->points)) - 1e-12;
	for (bool dropped = true; dropped;) {
		qn_box best = *box;
		dropped = false;
		for (uint32_t d = 0; d < c->dimensions; d++) {
			bool bound = box->low[d] > -INFINITY || box->high[d] < INFINITY;
			qn_box open = bound ? without(c, box, d) : *box;
			if (bound && open.density >= least && (!dropped || open.density > best.density))
				best = open, dropped = true;
		}
		*box = best;
	}
}
