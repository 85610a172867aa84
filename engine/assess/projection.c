/* SPDX-License-Identifier: Apache-2.0 */
/* projection.c - sets up the ensemble, collects what its blocks tell, and answers questions about it. Everything a
 * block tells goes to places of its own, so that no sum depends on which thread came first. */
#include "assess/projection.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/quantile.h"

/* Why an output was asked for. */
typedef struct { enum { TARGET_VALUE, GOAL_MET, GOAL_THRESHOLD, NEEDS, WAIVABLE } kind; uint32_t index, goal; } purpose;

/* One block's verdicts of one period, gathered criterion by criterion: the state of each entity and path. */
enum { FAILS = 1, UNKNOWN = 2, ON_WAIVER = 4 };

typedef struct {
	qn_panel *panel;
	qn_projection *projection;
	purpose *purpose;
	uint32_t wants;
	uint32_t *pair;          /* by criterion: output of its waivable rule, or QN_NONE */
	uint32_t block, blocks;
	struct gathering { qn_mask *mask; uint32_t *count; } *gathering; /* by block; mask: [rules][entities][block] */
	uint32_t *rule;          /* by output: its place among the rules, or QN_NONE */
	uint32_t rules, last_rule_output;
} collecting;

static void take_value(collecting *c, const qn_slice *slice, uint32_t target)
{
	qn_projection *p = c->projection;
	double *to = p->value + ((size_t)target * (size_t)p->periods + (size_t)slice->period) * p->paths;
	if (slice->period > p->base)
		memcpy(to + slice->first_path, slice->number, slice->paths * sizeof *to);
	else
		for (uint32_t i = 0; i < p->paths; i++)
			to[i] = slice->number[0];
}

static void take_goal(collecting *c, const qn_slice *slice, uint32_t target, uint32_t goal)
{
	qn_projection *p = c->projection;
	qn_mask *met = p->met[target] ? p->met[target] + (size_t)goal * p->paths : NULL;
	if (!met || slice->period != qn_panel_index(c->panel, c->panel->program->target[target].goal[goal].due))
		return;
	if (slice->period > p->base)
		memcpy(met + slice->first_path, slice->mask, slice->paths);
	else
		memset(met, slice->mask[0], p->paths);
}

static void take_threshold(collecting *c, const qn_slice *slice, uint32_t target, uint32_t goal)
{
	if (slice->first_path == 0 && slice->period == qn_panel_index(c->panel, c->panel->program->target[target].goal[goal].due))
		c->projection->threshold[target][goal] = slice->number[0];
}

static uint8_t state_of(const collecting *c, const struct gathering *g, size_t e, uint32_t path, uint32_t width)
{
	uint8_t state = 0;
	for (uint32_t o = 0; o < c->wants; o++) {
		if (c->purpose[o].kind != NEEDS)
			continue;
		size_t lane = e * width + path, plane = c->panel->entities * c->block;
		qn_mask needs = g->mask[c->rule[o] * plane + lane];
		uint32_t pair = c->pair[c->purpose[o].index];
		qn_mask waivable = pair == QN_NONE ? QN_FALSE : g->mask[c->rule[pair] * plane + lane];
		if (needs == QN_TRUE)
			continue;
		state |= waivable == QN_TRUE ? ON_WAIVER : needs == QN_FALSE ? FAILS : UNKNOWN;
	}
	return state;
}

static void count_block(collecting *c, struct gathering *g, const qn_slice *slice)
{
	size_t n = c->panel->entities;
	uint32_t width = slice->period > c->projection->base ? slice->paths : 1, weight = width == 1 ? c->projection->paths : 1;
	for (size_t e = 0; e < n; e++) {
		if (c->projection->review[e] != slice->period)
			continue;
		if (slice->period > c->projection->base)
			weight = 1;
		for (uint32_t path = 0; path < width; path++) {
			uint8_t state = state_of(c, g, e, path, width);
			g->count[e] += state & FAILS ? weight : 0;
			g->count[n + e] += state & (FAILS | UNKNOWN) ? weight : 0;
			g->count[2 * n + e] += state & ON_WAIVER && !(state & (FAILS | UNKNOWN)) ? weight : 0;
		}
	}
}

static bool is_reviewed(const qn_projection *projection, int period)
{
	for (size_t e = 0; e < projection->entities; e++)
		if (projection->review[e] == period)
			return true;
	return false;
}

/* Rules come in the order of outputs; when the last has come, the block's period is counted. */
static int take_rule(collecting *c, const qn_slice *slice)
{
	size_t n = c->panel->entities;
	if (!is_reviewed(c->projection, slice->period))
		return 0;
	struct gathering *g = &c->gathering[slice->period > c->projection->base ? slice->first_path / c->block : c->blocks];
	uint32_t width = slice->period > c->projection->base ? slice->paths : 1;
	if (!g->mask)
		g->mask = calloc((size_t)c->rules * n * c->block, 1);
	if (!g->mask)
		return QN_ENOMEM;
	qn_mask *plane = g->mask + c->rule[slice->output] * n * c->block;
	for (size_t e = 0; e < n; e++)
		memcpy(plane + e * width, slice->mask + (slice->by_entity ? e * width : 0), width);
	if (slice->output == c->last_rule_output)
		count_block(c, g, slice);
	return 0;
}

static int take(void *context, const qn_slice *slice)
{
	collecting *c = context;
	const purpose *why = &c->purpose[slice->output];
	switch (why->kind) {
	case TARGET_VALUE: take_value(c, slice, why->index); return 0;
	case GOAL_MET: take_goal(c, slice, why->index, why->goal); return 0;
	case GOAL_THRESHOLD: take_threshold(c, slice, why->index, why->goal); return 0;
	default: return take_rule(c, slice);
	}
}

static void want(collecting *c, qn_want *wants, uint32_t node, purpose why)
{
	wants[c->wants] = (qn_want){ .kind = QN_WANT_NODE, .index = node };
	c->rule[c->wants] = QN_NONE;
	if (why.kind == NEEDS || why.kind == WAIVABLE) {
		c->rule[c->wants] = c->rules++;
		c->last_rule_output = c->wants;
	}
	c->purpose[c->wants++] = why;
}

static void want_goal(collecting *c, qn_want *wants, uint32_t target, uint32_t goal)
{
	const qn_program *program = c->panel->program;
	uint32_t met = program->target[target].goal[goal].met, comparison = qn_mask_comparison(program, met);
	want(c, wants, met, (purpose){ .kind = GOAL_MET, .index = target, .goal = goal });
	if (comparison != QN_NONE)
		want(c, wants, program->node[comparison].b, (purpose){ .kind = GOAL_THRESHOLD, .index = target, .goal = goal });
}

static void want_everything(collecting *c, qn_want *wants, const qn_changes *changes)
{
	const qn_program *program = c->panel->program;
	for (uint32_t i = 0; i < program->targets; i++) {
		want(c, wants, program->target[i].value, (purpose){ .kind = TARGET_VALUE, .index = i });
		for (uint32_t k = 0; k < program->target[i].goals; k++)
			want_goal(c, wants, i, k);
	}
	for (uint32_t i = 0; i < program->criteria; i++) {
		const qn_criterion *criterion = &program->criterion[i];
		c->pair[i] = QN_NONE;
		if (qn_criterion_undetermined(c->panel, changes, i, c->panel->periods - 1))
			continue;
		want(c, wants, criterion->needs, (purpose){ .kind = NEEDS, .index = i });
		if (criterion->waivable != QN_NONE) {
			c->pair[i] = c->wants;
			want(c, wants, criterion->waivable, (purpose){ .kind = WAIVABLE, .index = i });
		}
	}
}

static size_t count_wants(const qn_program *program)
{
	size_t count = (size_t)program->targets + 2 * (size_t)program->criteria + 1;
	for (uint32_t i = 0; i < program->targets; i++)
		count += 2 * (size_t)program->target[i].goals;
	return count;
}

static int review_index(const qn_panel *panel, const qn_term *term)
{
	if (!term->titled || panel->catalogue->frequency != QN_ANNUAL)
		return -1;
	int index = qn_panel_index(panel, term->reviewed);
	return index >= 0 && index < panel->periods ? index : -1;
}

static int allocate(qn_projection *p, const qn_panel *panel, const qn_term *term, uint32_t paths, qn_error *err)
{
	const qn_program *program = panel->program;
	size_t n = panel->entities;
	p->paths = paths, p->periods = panel->periods, p->base = panel->base, p->targets = program->targets, p->entities = n;
	p->value = qn_arena_array(&p->arena, (size_t)program->targets * (size_t)panel->periods * paths + 1, sizeof *p->value);
	p->met = qn_arena_array(&p->arena, (size_t)program->targets + 1, sizeof *p->met);
	p->review = qn_arena_array(&p->arena, n + 1, sizeof *p->review);
	p->fails = qn_arena_array(&p->arena, 3 * n + 1, sizeof *p->fails);
	p->moved = qn_arena_array(&p->arena, panel->catalogue->indicators + 1, sizeof *p->moved);
	p->held = qn_arena_array(&p->arena, panel->catalogue->indicators + 1, sizeof *p->held);
	if (!p->value || !p->met || !p->review || !p->fails || !p->moved || !p->held)
		return qn_no_memory(err);
	p->fails_or_unknown = p->fails + n, p->on_waiver = p->fails + 2 * n;
	for (size_t i = 0; i < (size_t)program->targets * (size_t)panel->periods * paths; i++)
		p->value[i] = QN_MISSING;
	p->threshold = qn_arena_array(&p->arena, (size_t)program->targets + 1, sizeof *p->threshold);
	if (!p->threshold)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < program->targets; i++) {
		p->threshold[i] = qn_arena_array(&p->arena, (size_t)program->target[i].goals + 1, sizeof **p->threshold);
		for (uint32_t k = 0; p->threshold[i] && k < program->target[i].goals; k++)
			p->threshold[i][k] = QN_MISSING;
		if (!(p->met[i] = qn_arena_array(&p->arena, (size_t)program->target[i].goals * paths + 1, 1)) || !p->threshold[i])
			return qn_no_memory(err);
	}
	for (size_t e = 0; e < n; e++)
		p->review[e] = review_index(panel, &term[e]);
	return QN_OK;
}

static int check_shocks(const qn_panel *panel, const qn_changes *changes, uint32_t model, qn_error *err)
{
	const qn_model *about = &panel->program->model[model];
	for (uint32_t i = 0; i < changes->hits; i++) {
		bool moved = false;
		for (uint32_t k = 0; k < about->states; k++)
			moved = moved || about->state[k].indicator == changes->hit[i].indicator;
		if (!moved)
			return qn_fail(err, QN_EUSAGE, "a shock to %s: the model %s does not move it",
				panel->catalogue->indicator[changes->hit[i].indicator].id, about->id);
		if (qn_panel_index(panel, changes->hit[i].from) <= panel->base)
			return qn_fail(err, QN_EUSAGE, "a shock to %s: its period is observed already, shocks strike projected ones",
				panel->catalogue->indicator[changes->hit[i].indicator].id);
	}
	return QN_OK;
}

static int make_room(collecting *c, uint32_t paths, qn_error *err)
{
	const qn_program *program = c->panel->program;
	size_t most = count_wants(program);
	c->block = paths < 256 ? paths : 256;
	c->blocks = (paths + c->block - 1) / c->block;
	c->purpose = calloc(most, sizeof *c->purpose);
	c->rule = calloc(most, sizeof *c->rule);
	c->pair = calloc((size_t)program->criteria + 1, sizeof *c->pair);
	c->gathering = calloc((size_t)c->blocks + 1, sizeof *c->gathering);
	if (!c->purpose || !c->rule || !c->pair || !c->gathering)
		return qn_no_memory(err);
	for (uint32_t b = 0; b <= c->blocks; b++)
		if (!(c->gathering[b].count = calloc(3 * c->panel->entities + 1, sizeof *c->gathering[b].count)))
			return qn_no_memory(err);
	return QN_OK;
}

static void free_room(collecting *c)
{
	for (uint32_t b = 0; c->gathering && b <= c->blocks; b++)
		free(c->gathering[b].mask), free(c->gathering[b].count);
	free(c->gathering), free(c->purpose), free(c->rule), free(c->pair);
}

static void add_up(collecting *c)
{
	for (uint32_t b = 0; b <= c->blocks; b++)
		for (size_t i = 0; i < 3 * c->panel->entities; i++)
			c->projection->fails[i] += c->gathering[b].count[i];
}

int qn_project(qn_panel *panel, const qn_changes *changes, const qn_term *term, const qn_projection_options *options,
	qn_projection **out, qn_error *err)
{
	qn_projection *projection = calloc(1, sizeof *projection);
	collecting c = { .panel = panel, .projection = projection };
	qn_want *wants = calloc(count_wants(panel->program), sizeof *wants);
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_run_options run = { .seed = options->seed, .paths = options->central ? 1 : options->paths, .threads = options->threads, .central = options->central };
	int rc = projection && wants ? check_shocks(panel, changes, options->model, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = make_room(&c, run.paths, err);
	if (rc < 0)
		goto out;
	want_everything(&c, wants, changes);
	if ((rc = qn_link(panel->program, panel->catalogue, options->model, wants, c.wants, &linked, err)) < 0 ||
		(rc = qn_panel_load_used(panel, linked, err)) < 0 || (rc = qn_setup_make(&setup, panel, changes, &inputs, err)) < 0 ||
		(rc = allocate(projection, panel, term, run.paths, err)) < 0)
		goto out;
	memcpy(projection->moved, linked->moved, panel->catalogue->indicators * sizeof *projection->moved);
	memcpy(projection->held, linked->held, panel->catalogue->indicators * sizeof *projection->held);
	run.block = c.block;
	rc = qn_run(linked, &inputs, &run, 0, take, &c, err);
	if (rc == QN_OK)
		add_up(&c);
out:
	free_room(&c);
	free(wants);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	if (rc < 0)
		qn_projection_free(projection), projection = NULL;
	else
		*out = projection;
	return rc;
}

void qn_projection_free(qn_projection *projection)
{
	if (!projection)
		return;
	qn_arena_free(&projection->arena);
	free(projection);
}

static const double *values_of(const qn_projection *p, uint32_t target, int period)
{
	return p->value + ((size_t)target * (size_t)p->periods + (size_t)period) * p->paths;
}

int qn_projection_quantiles(const qn_projection *projection, uint32_t target, int period, double out[3], qn_error *err)
{
	static const double probability[3] = { 0.05, 0.5, 0.95 };
	double *copy = malloc(projection->paths * sizeof *copy);
	if (!copy)
		return qn_no_memory(err);
	for (int i = 0; i < 3; i++) {
		memcpy(copy, values_of(projection, target, period), projection->paths * sizeof *copy);
		out[i] = qn_quantile(copy, projection->paths, probability[i]);
	}
	free(copy);
	return QN_OK;
}

double qn_projection_probability(const qn_projection *projection, uint32_t target, uint32_t goal, double *se)
{
	const qn_mask *met = projection->met[target] + (size_t)goal * projection->paths;
	uint32_t yes = 0, known = 0;
	for (uint32_t i = 0; i < projection->paths; i++)
		yes += met[i] == QN_TRUE, known += met[i] != QN_UNKNOWN;
	*se = QN_MISSING;
	if (known == 0)
		return QN_MISSING;
	double p = (double)yes / known;
	*se = sqrt(p * (1 - p) / known);
	return p;
}

/* Mean of per-path differences and its standard error; d(context, i) may be missing. */
static double mean_difference(uint32_t paths, double (*d)(const void *context, uint32_t i), const void *context, double *se)
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
	*se = known > 1 ? sqrt(squares / (known - 1.0) / known) : QN_MISSING;
	return mean;
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

double qn_projection_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, int period, double *se)
{
	pair p = { .from = values_of(base, target, period), .to = values_of(changed, target, period) };
	return mean_difference(base->paths, value_change, &p, se);
}

double qn_projection_goal_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, uint32_t goal, double *se)
{
	size_t offset = (size_t)goal * base->paths;
	pair p = { .met_from = base->met[target] + offset, .met_to = changed->met[target] + offset };
	return mean_difference(base->paths, met_change, &p, se);
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
