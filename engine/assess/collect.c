/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/collect.h"
#include <stdlib.h>
#include <string.h>

/* What the criteria together say of an entity in a path. */
enum { FAILS = 1, UNKNOWN = 2, ON_WAIVER = 4 };
/* Blocks start at multiples of it. */
enum { STEP = 128 };

/* Taking. */

static void take_value(const qn_slice *slice, qn_projection *p, uint32_t target)
{
	double *to = p->value[(size_t)target * (size_t)p->periods + (size_t)slice->period];
	if (slice->period <= p->base)
		p->observed[(size_t)target * ((size_t)p->base + 1) + (size_t)slice->period] = slice->number[0];
	if (to && slice->period > p->base)
		memcpy(to + slice->first_path, slice->number, slice->paths * sizeof *to);
	for (uint32_t i = 0; to && slice->period <= p->base && i < p->paths; i++)
		to[i] = slice->number[0];
}

static void take_goal(const qn_slice *slice, qn_projection *p, uint32_t target, uint32_t goal)
{
	qn_mask *met = p->met[target] + (size_t)goal * p->paths;
	if (slice->period > p->base)
		memcpy(met + slice->first_path, slice->mask, slice->paths);
	else
		memset(met, slice->mask[0], p->paths);
}

static void mark(size_t n, uint8_t *restrict state, const qn_mask *restrict needs)
{
	for (size_t i = 0; i < n; i++)
		state[i] |= needs[i] == QN_FALSE ? FAILS : needs[i] == QN_TRUE ? 0 : UNKNOWN;
}

static void mark_with_waiver(size_t n, uint8_t *restrict state, const qn_mask *restrict needs, const qn_mask *restrict waivable)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t unmet = needs[i] == QN_FALSE ? FAILS : UNKNOWN, found = waivable[i] == QN_TRUE ? ON_WAIVER : unmet;
		state[i] |= needs[i] == QN_TRUE ? 0 : found;
	}
}

/* Whom a decision lets off passes, whatever becomes of the figures. */
static void mark_decided(size_t n, uint8_t *restrict state, const qn_mask *restrict needs)
{
	for (size_t i = 0; i < n; i++)
		state[i] |= needs[i] == QN_TRUE ? 0 : ON_WAIVER;
}

static bool is_decided(const qn_collector *c, uint32_t future, uint32_t criterion, uint32_t entity)
{
	const qn_decision *decision = c->decision[future];
	return decision && decision[(size_t)criterion * c->panel->entities + entity].on != QN_NO_DATE;
}

static void count(size_t n, const uint8_t *state, uint32_t weight, uint32_t out[3])
{
	uint32_t fails = 0, either = 0, waived = 0;
	for (size_t i = 0; i < n; i++) {
		fails += state[i] & FAILS;
		either += (state[i] & (FAILS | UNKNOWN)) != 0;
		waived += state[i] == ON_WAIVER;
	}
	out[0] += fails * weight, out[1] += either * weight, out[2] += waived * weight;
}

static struct qn_gathering *gathering_of(const qn_collector *c, const qn_slice *slice)
{
	bool projected = slice->period > c->projection[0]->base;
	struct qn_gathering *g = &c->gathering[projected ? slice->first_path / STEP : c->gatherings - 1];
	size_t entities = c->panel->entities, lanes = projected ? slice->paths : 1;
	if (g->state)
		return g;
	for (uint32_t i = 0; i < c->futures; i++)
		if (!(g->count[i] = calloc(3 * entities + 1, sizeof *g->count[i])))
			return NULL;
	g->needs = malloc(entities * lanes + 1);
	g->state = calloc(entities * lanes + 1, 1);
	return g->needs && g->state ? g : NULL;
}

/* Rules come in the order of outputs, a rule's waiver right behind it; with the last the block's period is counted. */
static int take_rule(qn_collector *c, const qn_slice *slice, const qn_purpose *why, uint32_t future)
{
	const uint32_t *start = &c->start[future][slice->period], *reviewed = c->reviewed[future];
	size_t lanes = slice->paths;
	uint32_t weight = slice->period > c->projection[0]->base ? 1 : c->projection[0]->paths;
	struct qn_gathering *g = gathering_of(c, slice);
	if (!g)
		return QN_ENOMEM;
	for (uint32_t k = start[0]; k < start[1]; k++) {
		size_t at = (k - start[0]) * lanes;
		const qn_mask *row = slice->mask + (slice->by_entity ? reviewed[k] * lanes : 0);
		bool decided = is_decided(c, future, why->index, reviewed[k]), judged = c->judged[future][why->index];
		if (judged && decided && !why->paired)
			mark_decided(lanes, g->state + at, why->what == QN_FOR_WAIVABLE ? g->needs + at : row);
		else if (why->what == QN_FOR_WAIVABLE && judged)
			mark_with_waiver(lanes, g->state + at, g->needs + at, row);
		else if (why->paired)
			memcpy(g->needs + at, row, lanes);
		else if (judged)
			mark(lanes, g->state + at, row);
		if (why->last)
			count(lanes, g->state + at, weight, g->count[future] + 3 * (size_t)reviewed[k]);
	}
	if (why->last)
		memset(g->state, 0, (start[1] - start[0]) * lanes);
	return 0;
}

int qn_collector_take(void *context, const qn_slice *slice)
{
	qn_collector *c = context;
	uint32_t future = slice->output / c->wants;
	const qn_purpose *why = &c->purpose[slice->output % c->wants];
	qn_projection *p = c->projection[future];
	switch (why->what) {
	case QN_FOR_VALUE: take_value(slice, p, why->index); return 0;
	case QN_FOR_GOAL: take_goal(slice, p, why->index, why->goal); return 0;
	case QN_FOR_LACKING: p->lacking[why->index] = qn_is_missing(slice->number[0]) ? 0 : (uint32_t)slice->number[0]; return 0;
	case QN_FOR_THRESHOLD:
		if (slice->first_path == 0)
			p->threshold[why->index][why->goal] = slice->number[0];
		return 0;
	default: return take_rule(c, slice, why, future);
	}
}

void qn_collector_add_up(qn_collector *c)
{
	for (uint32_t g = 0; g < c->gatherings; g++)
		for (uint32_t f = 0; f < c->futures; f++)
			for (size_t e = 0; c->gathering[g].count[f] && e < c->panel->entities; e++) {
				const uint32_t *counts = c->gathering[g].count[f] + 3 * e;
				c->projection[f]->fails[e] += counts[0];
				c->projection[f]->fails_or_unknown[e] += counts[1];
				c->projection[f]->on_waiver[e] += counts[2];
			}
}

/* Wanting. */

static qn_purpose *want(qn_collector *c, uint32_t node, qn_purpose why)
{
	c->want[c->wants] = (qn_want){ .kind = why.what == QN_FOR_LACKING ? QN_WANT_LACKING : QN_WANT_NODE, .index = node };
	c->purpose[c->wants] = why;
	return &c->purpose[c->wants++];
}

static void want_target(qn_collector *c, uint32_t target)
{
	const qn_program *program = c->panel->program;
	want(c, program->target[target].value, (qn_purpose){ .what = QN_FOR_VALUE, .index = target });
	want(c, program->target[target].value, (qn_purpose){ .what = QN_FOR_LACKING, .index = target });
	for (uint32_t k = 0; k < program->target[target].goals; k++) {
		uint32_t met = program->target[target].goal[k].met, comparison = qn_mask_comparison(program, met);
		want(c, met, (qn_purpose){ .what = QN_FOR_GOAL, .index = target, .goal = k });
		if (comparison != QN_NONE)
			want(c, program->node[comparison].b, (qn_purpose){ .what = QN_FOR_THRESHOLD, .index = target, .goal = k });
	}
}

static void want_criteria(qn_collector *c)
{
	const qn_program *program = c->panel->program;
	qn_purpose *last = NULL;
	for (uint32_t i = 0; i < program->criteria; i++) {
		const qn_criterion *criterion = &program->criterion[i];
		bool paired = criterion->waivable != QN_NONE;
		if (!c->judged[0][i] && !(c->futures > 1 && c->judged[1][i]))
			continue;
		last = want(c, criterion->needs, (qn_purpose){ .what = QN_FOR_NEEDS, .index = i, .paired = paired });
		if (paired)
			last = want(c, criterion->waivable, (qn_purpose){ .what = QN_FOR_WAIVABLE, .index = i });
	}
	if (last)
		last->last = true;
}

/* Targets in the periods in which a goal is due, criteria in those in which somebody is reviewed. */
static bool is_asked(const qn_collector *c, uint32_t future, const qn_purpose *why, int period, const qn_projection_options *options)
{
	const qn_projection *p = c->projection[future];
	bool of_target = why->what != QN_FOR_NEEDS && why->what != QN_FOR_WAIVABLE, past = options->past;
	if (of_target && options->wanted && !options->wanted[why->index])
		return false;
	switch (why->what) {
	case QN_FOR_VALUE: return p->value[(size_t)why->index * (size_t)p->periods + (size_t)period] || (past && period <= p->base);
	case QN_FOR_LACKING: return (past || options->lacking) && period == p->base;
	case QN_FOR_GOAL:
	case QN_FOR_THRESHOLD: return period == qn_panel_index(c->panel, c->panel->program->target[why->index].goal[why->goal].due);
	default: return c->start[future][period + 1] > c->start[future][period];
	}
}

static bool ask(qn_collector *c, const qn_projection_options *options)
{
	size_t periods = (size_t)c->panel->periods;
	c->asked = qn_arena_array(&c->arena, c->futures * c->wants * periods + 1, sizeof *c->asked);
	for (size_t i = 0; c->asked && i < c->futures * c->wants; i++)
		for (size_t t = 0; t < periods; t++)
			c->asked[i * periods + t] = is_asked(c, (uint32_t)(i / c->wants), &c->purpose[i % c->wants], (int)t, options);
	return c->asked != NULL;
}

static bool sort_by_review(qn_collector *c, uint32_t future)
{
	const qn_projection *p = c->projection[future];
	uint32_t *start = qn_arena_array(&c->arena, (size_t)p->periods + 2, sizeof *start), *at;
	uint32_t *reviewed = qn_arena_array(&c->arena, p->entities + 1, sizeof *reviewed);
	if (!start || !reviewed)
		return false;
	c->start[future] = start, c->reviewed[future] = reviewed;
	at = start + 1; /* walks from each period's start to its end */
	for (size_t e = 0; e < p->entities; e++)
		if (p->review[e] >= 0)
			start[p->review[e] + 2]++;
	for (int t = 0; t < p->periods; t++)
		start[t + 2] += start[t + 1];
	for (size_t e = 0; e < p->entities; e++)
		if (p->review[e] >= 0)
			reviewed[at[p->review[e]]++] = (uint32_t)e;
	return true;
}

static size_t most_wants(const qn_program *program)
{
	size_t count = 2 * (size_t)program->targets + 2 * (size_t)program->criteria + 1;
	for (uint32_t i = 0; i < program->targets; i++)
		count += 2 * (size_t)program->target[i].goals;
	return count;
}

static int judge(qn_collector *c, const qn_changes *const *changes, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t f = 0; rc == QN_OK && f < c->futures; f++) {
		c->judged[f] = qn_arena_array(&c->arena, (size_t)c->panel->program->criteria + 1, sizeof *c->judged[f]);
		if (!c->judged[f])
			return qn_no_memory(err);
		for (uint32_t i = 0; rc == QN_OK && i < c->panel->program->criteria; i++) {
			bool undetermined;
			rc = qn_criterion_undetermined(c->panel, changes[f], i, c->panel->periods - 1, &undetermined, err);
			c->judged[f][i] = rc == QN_OK && !undetermined;
		}
	}
	return rc;
}

int qn_collector_make(qn_collector *c, const qn_panel *panel, qn_projection *const *projection, const qn_changes *const *changes,
	uint32_t futures, const qn_projection_options *options, qn_error *err)
{
	size_t most = most_wants(panel->program);
	*c = (qn_collector){ .panel = panel, .futures = futures };
	memcpy(c->projection, projection, futures * sizeof *projection);
	c->gatherings = projection[0]->paths / STEP + 2;
	c->want = qn_arena_array(&c->arena, most, sizeof *c->want);
	c->purpose = qn_arena_array(&c->arena, most, sizeof *c->purpose);
	c->gathering = qn_arena_array(&c->arena, c->gatherings, sizeof *c->gathering);
	if (!c->want || !c->purpose || !c->gathering)
		return qn_no_memory(err);
	int rc = judge(c, changes, err);
	for (uint32_t f = 0; rc == QN_OK && f < futures; f++)
		rc = sort_by_review(c, f) ? qn_decisions_read(panel, projection[f]->review, &c->arena, &c->decision[f], err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	for (uint32_t i = 0; i < panel->program->targets; i++)
		want_target(c, i);
	want_criteria(c);
	return ask(c, options) ? QN_OK : qn_no_memory(err);
}

void qn_collector_free(qn_collector *c)
{
	for (uint32_t g = 0; c->gathering && g < c->gatherings; g++) {
		free(c->gathering[g].state), free(c->gathering[g].needs);
		for (uint32_t f = 0; f < c->futures; f++)
			free(c->gathering[g].count[f]);
	}
	qn_arena_free(&c->arena);
}
