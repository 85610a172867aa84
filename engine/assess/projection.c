/* SPDX-License-Identifier: Apache-2.0 */
/* projection.c - sets up the ensemble of one future or of two, and answers questions about it. */
#include "assess/projection.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/collect.h"
#include "assess/moves.h"
#include "lanes/quantile.h"

static int review_index(const qn_panel *panel, const qn_term *term)
{
	if (!term->titled || panel->catalogue->frequency != QN_ANNUAL)
		return -1;
	int index = qn_panel_index(panel, term->reviewed);
	return index >= 0 && index < panel->periods ? index : -1;
}

static bool room_for_values(qn_projection *p, uint32_t target, int period)
{
	double **value = &p->value[(size_t)target * (size_t)p->periods + (size_t)period];
	return *value || (*value = qn_arena_array(&p->arena, p->paths, sizeof **value));
}

/* Room for the paths of a target in the years in which a goal is due, or in all that are projected. */
static bool room_for_target(qn_projection *p, const qn_panel *panel, uint32_t target, bool every)
{
	const qn_target *about = &panel->program->target[target];
	p->met[target] = qn_arena_array(&p->arena, (size_t)about->goals * p->paths + 1, 1);
	p->threshold[target] = qn_arena_array(&p->arena, (size_t)about->goals + 1, sizeof **p->threshold);
	if (!p->met[target] || !p->threshold[target])
		return false;
	for (uint32_t k = 0; k < about->goals; k++) {
		int due = qn_panel_index(panel, about->goal[k].due);
		p->threshold[target][k] = QN_MISSING;
		if (due >= 0 && due < p->periods && !room_for_values(p, target, due))
			return false;
	}
	for (int t = p->base + 1; every && t < p->periods; t++)
		if (!room_for_values(p, target, t))
			return false;
	return true;
}

static int projection_new(const qn_panel *panel, const qn_term *term, const qn_projection_options *options, qn_projection **out, qn_error *err)
{
	qn_projection *p = *out = calloc(1, sizeof *p);
	size_t n = panel->entities, targets = panel->program->targets, observed = targets * ((size_t)panel->base + 1);
	if (!p)
		return qn_no_memory(err);
	p->paths = options->central ? 1 : options->paths, p->periods = panel->periods, p->base = panel->base, p->targets = panel->program->targets, p->entities = n;
	p->observed = qn_arena_array(&p->arena, observed + 1, sizeof *p->observed);
	p->value = qn_arena_array(&p->arena, targets * (size_t)panel->periods + 1, sizeof *p->value);
	p->met = qn_arena_array(&p->arena, targets + 1, sizeof *p->met);
	p->threshold = qn_arena_array(&p->arena, targets + 1, sizeof *p->threshold);
	p->review = qn_arena_array(&p->arena, n + 1, sizeof *p->review);
	p->fails = qn_arena_array(&p->arena, 3 * n + 1, sizeof *p->fails);
	p->moved = qn_arena_array(&p->arena, panel->catalogue->indicators + 1, sizeof *p->moved);
	p->lacking = qn_arena_array(&p->arena, targets + 1, sizeof *p->lacking);
	p->held = qn_arena_array(&p->arena, panel->catalogue->indicators + 1, sizeof *p->held);
	if (!p->observed || !p->value || !p->met || !p->threshold || !p->review || !p->fails || !p->moved || !p->held || !p->lacking)
		return qn_no_memory(err);
	p->fails_or_unknown = p->fails + n, p->on_waiver = p->fails + 2 * n;
	for (size_t i = 0; i < observed; i++)
		p->observed[i] = QN_MISSING;
	for (uint32_t i = 0; i < p->targets; i++)
		if (!room_for_target(p, panel, i, options->every))
			return qn_no_memory(err);
	for (size_t e = 0; e < n; e++)
		p->review[e] = review_index(panel, &term[e]);
	return QN_OK;
}

/* The runs of one future or two; projections are made. */
static int run(qn_panel *panel, const qn_changes *const *changes, uint32_t futures, const qn_projection_options *options,
	qn_projection *const *projection, qn_error *err)
{
	size_t indicators = panel->catalogue->indicators;
	qn_collector collector;
	qn_futures inputs = { 0 };
	qn_linked *linked = NULL;
	int rc = qn_collector_make(&collector, panel, projection, changes, futures, options, err);
	if (rc < 0 || (rc = qn_link(panel->program, panel->catalogue, options->model, collector.want, collector.wants, &linked, err)) < 0 ||
		(rc = qn_panel_load_used(panel, linked, 0, err)) < 0 || (rc = qn_futures_make(&inputs, panel, changes, futures, linked, err)) < 0)
		goto out;
	for (uint32_t i = 0; i < futures; i++) {
		memcpy(projection[i]->moved, linked->moved, indicators * sizeof *linked->moved);
		memcpy(projection[i]->held, linked->held, indicators * sizeof *linked->held);
	}
	qn_run_options how = { .seed = options->seed, .paths = projection[0]->paths, .threads = options->threads, .central = options->central,
		.asked = collector.asked };
	rc = qn_run(linked, &inputs.inputs, &how, 0, qn_collector_take, &collector, err);
	if (rc == QN_OK)
		qn_collector_add_up(&collector);
out:
	qn_collector_free(&collector);
	qn_futures_free(&inputs);
	qn_linked_free(linked);
	return rc;
}

/* What a strike moves is not held. */
static void tell_struck(qn_projection *projection, const qn_changes *changes)
{
	for (uint32_t i = 0; i < changes->hits; i++)
		projection->held[changes->hit[i].indicator] = false;
}

static int project(qn_panel *panel, const qn_changes *const *changes, uint32_t futures, const qn_term *const *term,
	const qn_projection_options *options, qn_projection **out, qn_error *err)
{
	qn_settled settled[QN_FUTURES] = { { .efforts = 0 } };
	const qn_changes *ready[QN_FUTURES];
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < futures; i++) {
		ready[i] = &settled[i].changes;
		if ((rc = qn_changes_settle(panel, changes[i], options->model, &settled[i], err)) == QN_OK)
			rc = projection_new(panel, term[i], options, &out[i], err);
	}
	if (rc == QN_OK)
		rc = run(panel, ready, futures, options, out, err);
	for (uint32_t i = 0; i < futures; i++) {
		if (rc < 0)
			qn_projection_free(out[i]), out[i] = NULL;
		else
			tell_struck(out[i], ready[i]);
		qn_settled_free(&settled[i]);
	}
	return rc;
}

int qn_project(qn_panel *panel, const qn_changes *changes, const qn_term *term, const qn_projection_options *options,
	qn_projection **out, qn_error *err)
{
	*out = NULL;
	return project(panel, &changes, 1, &term, options, out, err);
}

int qn_project_both(qn_panel *panel, const qn_changes *none, const qn_changes *changes, const qn_term *const term[2],
	const qn_projection_options *options, qn_projection **base, qn_projection **changed, qn_error *err)
{
	qn_projection *both[QN_FUTURES] = { NULL };
	int rc = project(panel, (const qn_changes *const[QN_FUTURES]){ none, changes }, QN_FUTURES, term, options, both, err);
	*base = both[0], *changed = both[1];
	return rc;
}

void qn_projection_free(qn_projection *projection)
{
	if (!projection)
		return;
	qn_arena_free(&projection->arena);
	free(projection);
}

const double *qn_projection_values(const qn_projection *p, uint32_t target, int period)
{
	return p->value[(size_t)target * (size_t)p->periods + (size_t)period];
}

int qn_projection_quantiles(const qn_projection *projection, uint32_t target, int period, double out[3], qn_error *err)
{
	static const double probability[3] = { 0.05, 0.5, 0.95 };
	const double *values = qn_projection_values(projection, target, period);
	double *copy = malloc(projection->paths * sizeof *copy);
	size_t present = 0;
	if (!copy)
		return qn_no_memory(err);
	for (uint32_t i = 0; values && i < projection->paths; i++)
		if (!qn_is_missing(values[i]))
			copy[present++] = values[i];
	for (int i = 0; i < 3; i++) /* each finds them in the order in which the one before has left them */
		out[i] = qn_quantile(copy, present, probability[i]);
	free(copy);
	return QN_OK;
}

qn_chance qn_chance_of(uint32_t yes, uint32_t unknown, uint32_t paths)
{
	if (unknown >= paths)
		return (qn_chance){ .met = QN_MISSING, .unknown = 1, .se = QN_MISSING };
	double met = (double)yes / paths;
	return (qn_chance){ .met = met, .unknown = (double)unknown / paths, .se = sqrt(met * (1 - met) / paths) };
}

qn_chance qn_projection_chance(const qn_projection *projection, uint32_t target, uint32_t goal)
{
	const qn_mask *met = projection->met[target] + (size_t)goal * projection->paths;
	uint32_t yes = 0, unknown = 0;
	for (uint32_t i = 0; i < projection->paths; i++)
		yes += met[i] == QN_TRUE, unknown += met[i] == QN_UNKNOWN;
	return qn_chance_of(yes, unknown, projection->paths);
}

/* Mean of per-path differences and its standard error; d(context, i) may be missing. */
static qn_difference mean_difference(uint32_t paths, double (*d)(const void *context, uint32_t i), const void *context)
{
	double sum = 0, squares = 0;
	uint32_t known = 0;
	for (uint32_t i = 0; i < paths; i++) {
		double x = d(context, i);
		if (!qn_is_missing(x))
			sum += x, known++;
	}
	double mean = known ? sum / known : QN_MISSING;
	for (uint32_t i = 0; known && i < paths; i++) {
		double x = d(context, i);
		squares += qn_is_missing(x) ? 0 : (x - mean) * (x - mean);
	}
	return (qn_difference){ .mean = mean, .se = known > 1 ? sqrt(squares / (known - 1.0) / known) : QN_MISSING, .known = (double)known / paths };
}

typedef struct { const double *from, *to; const qn_mask *met_from, *met_to; } pair;

static double value_change(const void *context, uint32_t i) { return ((const pair *)context)->to[i] - ((const pair *)context)->from[i]; }

static double met_change(const void *context, uint32_t i)
{
	const pair *p = context;
	if (p->met_to[i] == QN_UNKNOWN || p->met_from[i] == QN_UNKNOWN)
		return QN_MISSING;
	return (p->met_to[i] == QN_TRUE) - (p->met_from[i] == QN_TRUE);
}

qn_difference qn_projection_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, int period)
{
	pair p = { .from = qn_projection_values(base, target, period), .to = qn_projection_values(changed, target, period) };
	return mean_difference(base->paths, value_change, &p);
}

qn_difference qn_projection_goal_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, uint32_t goal)
{
	size_t offset = (size_t)goal * base->paths;
	pair p = { .met_from = base->met[target] + offset, .met_to = changed->met[target] + offset };
	return mean_difference(base->paths, met_change, &p);
}

qn_period qn_projection_horizon(const qn_program *program)
{
	qn_period last = QN_NO_PERIOD;
	for (uint32_t i = 0; i < program->targets; i++)
		for (uint32_t k = 0; !program->target[i].compared && k < program->target[i].goals; k++)
			if (last == QN_NO_PERIOD || program->target[i].goal[k].due > last)
				last = program->target[i].goal[k].due;
	return last;
}
