/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/ways.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/probe.h"
#include "base/real.h"
#include "plan/scalar.h"
#include "plan/spoken.h"
#include "plan/walk.h"

enum { MOST_PARTS = 64, DOUBLINGS = 60, HALVINGS = 80 };

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	uint32_t criterion;
	size_t entity;
	int index;
	qn_arena *arena;
	qn_way *way;
	uint32_t ways;
	uint32_t group;      /* that is being filled */
} search;

static bool is_numeric(const qn_program *program, uint32_t node)
{
	return program->node[node].type == QN_NUMBER || program->node[node].type == QN_RANK;
}

static int add_way(search *s, const qn_way *way, qn_error *err)
{
	if (!qn_grow(s->arena, (void **)&s->way, s->ways, sizeof *s->way))
		return qn_no_memory(err);
	s->way[s->ways] = *way;
	s->way[s->ways].criterion = s->criterion;
	s->way[s->ways++].group = s->group;
	return QN_OK;
}

static int words_of(search *s, uint32_t node, const char **out, qn_error *err)
{
	qn_buffer text = { 0 };
	qn_node_print(s->panel->program, s->panel->catalogue, node, &text);
	*out = text.failed ? NULL : qn_arena_text(s->arena, text.data ? text.data : "");
	qn_buffer_free(&text);
	return *out ? QN_OK : qn_no_memory(err);
}

/* Where a figure starts to do. */

/* A condition on two numbers of a probe: the first op the second, or the first op a fixed one. */
typedef struct { qn_probe *probe; qn_op op; bool fixed; double level; uint32_t figure; } condition;

static int holds_at(const condition *c, double figure, bool *out, qn_error *err)
{
	int rc = qn_probe_run(c->probe, c->figure, figure, err);
	if (rc == QN_OK)
		*out = qn_scalar_compare(c->op, c->probe->number[0], c->fixed ? c->level : c->probe->number[1]) == QN_TRUE;
	return rc;
}

/* Goes from where the figure is, ever farther, until the condition holds, then comes back as near as it can. Missing: never.
 * Nothing goes below zero. */
static int first_that_does(const condition *c, double now, int way, double *out, qn_error *err)
{
	double fails = now, at = now, step = fabs(now) > 0 ? fabs(now) / 8 : 1;
	bool holds = false;
	int rc = QN_OK;
	*out = QN_MISSING;
	for (int i = 0; rc == QN_OK && i < DOUBLINGS && !holds; i++, step *= 2) {
		fails = at, at = way > 0 ? at + step : fmax(at - step, 0);
		rc = holds_at(c, at, &holds, err);
		if (at == 0 && way < 0)
			break;
	}
	for (int i = 0; rc == QN_OK && holds && i < HALVINGS; i++) {
		double middle = fails + (at - fails) / 2;
		bool there = false;
		if (middle == fails || middle == at)
			break;
		rc = holds_at(c, middle, &there, err);
		if (there)
			at = middle;
		else
			fails = middle;
	}
	*out = rc == QN_OK && holds ? at : QN_MISSING;
	return rc;
}

/* To the decimals of its unit, away from where it does not hold; the last bits of a bisection are not a step. */
static int told(const condition *c, const qn_unit *unit, double reference, int way, double *out, qn_error *err)
{
	double scale = pow(10, unit->decimals), shown = qn_unit_from_reference(unit, reference) * scale;
	double slack = 1e-9 * fmax(1, fabs(shown)), steps = way > 0 ? ceil(shown - slack) : floor(shown + slack);
	bool holds;
	*out = qn_unit_to_reference(unit, steps / scale);
	int rc = holds_at(c, *out, &holds, err);
	if (rc == QN_OK && !holds) /* the slack was too much */
		*out = qn_unit_to_reference(unit, (steps + way) / scale);
	return rc;
}

/* Tries a figure in the directions in which it is better, or in both; the nearer one. */
static int solve_figure(search *s, const condition *c, double now, double *exact, double *needed, qn_error *err)
{
	const qn_indicator *about = &s->panel->catalogue->indicator[c->figure];
	*exact = *needed = QN_MISSING;
	for (int way = 1; way >= -1; way -= 2) {
		double found;
		if (about->better == -way)
			continue;
		int rc = first_that_does(c, now, way, &found, err);
		if (rc < 0)
			return rc;
		if (qn_is_missing(found) || fabs(*exact - now) <= fabs(found - now))
			continue;
		*exact = found;
		rc = told(c, &s->panel->catalogue->units.unit[about->unit], found, way, needed, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

/* Leaves. */

/* The indicators of this period that an expression reads, each once, in the order they were written. What lies in earlier
 * periods is past changing. */
static int figures_below(search *s, uint32_t root, uint32_t out[MOST_PARTS], uint32_t *count, qn_error *err)
{
	const qn_program *program = s->panel->program;
	qn_walk walk;
	uint32_t at;
	int rc = qn_walk_begin(&walk, program, root, err);
	*count = 0;
	while (rc == QN_OK && qn_walk_next(&walk, &at)) {
		const qn_node *node = &program->node[at];
		bool known = node->op != QN_INPUT;
		for (uint32_t i = 0; i < *count; i++)
			known = known || out[i] == node->symbol;
		if (!known && *count < MOST_PARTS)
			out[(*count)++] = node->symbol;
		if (node->op != QN_LAG)
			qn_walk_into(&walk, at);
	}
	qn_walk_end(&walk);
	return rc;
}

static int value_now(search *s, uint32_t indicator, double *out, qn_error *err)
{
	int rc = qn_panel_load(s->panel, indicator, err);
	*out = rc == QN_OK ? qn_panel_value(s->panel, indicator, s->index, s->entity) : QN_MISSING;
	return rc;
}

/* The parts a derived figure is made of: what they come to must do by itself. Where the figure was reported that counts, so
 * that it is to be told anew with them; parts that would do as they are need no other figures. */
static int try_parts(search *s, uint32_t derived, double now, double exact, bool reported, qn_error *err)
{
	const qn_program *program = s->panel->program;
	uint32_t root = qn_program_derivation(program, derived), part[MOST_PARTS], parts = 0;
	qn_probe probe = { 0 };
	int rc = root == QN_NONE ? QN_OK : figures_below(s, root, part, &parts, err);
	if (rc == QN_OK && parts)
		rc = qn_probe_make(&probe, s->panel, s->changes, &root, 1, s->entity, s->index, err);
	if (rc == QN_OK && parts)
		rc = qn_probe_run(&probe, QN_NONE, 0, err);
	bool up = exact > now, lacks = rc == QN_OK && parts && (up ? probe.number[0] < exact : probe.number[0] > exact);
	for (uint32_t i = 0; rc == QN_OK && i < parts && lacks; i++) {
		condition c = { .probe = &probe, .op = up ? QN_GE : QN_LE, .fixed = true, .level = exact, .figure = part[i] };
		double at, found, needed = QN_MISSING;
		rc = value_now(s, part[i], &at, err);
		if (rc == QN_OK && !qn_is_missing(at))
			rc = solve_figure(s, &c, at, &found, &needed, err);
		if (rc == QN_OK && !qn_is_missing(needed))
			rc = add_way(s, &(qn_way){ .kind = QN_WAY_PART, .indicator = part[i], .through = derived, .now = at, .needed = needed, .anew = reported,
				.unit = s->panel->catalogue->indicator[part[i]].unit }, err);
	}
	qn_probe_free(&probe);
	return rc;
}

static int try_figure(search *s, qn_probe *probe, const qn_node *comparison, uint32_t figure, qn_error *err)
{
	condition c = { .probe = probe, .op = (qn_op)comparison->op, .figure = figure };
	uint32_t root = qn_program_derivation(s->panel->program, figure);
	double now, exact, needed;
	qn_probe derived = { 0 };
	int rc = value_now(s, figure, &now, err);
	bool unreported = rc == QN_OK && qn_is_missing(now);
	if (unreported && root != QN_NONE && (rc = qn_probe_make(&derived, s->panel, s->changes, &root, 1, s->entity, s->index, err)) == QN_OK &&
		(rc = qn_probe_run(&derived, QN_NONE, 0, err)) == QN_OK)
		now = derived.number[0];
	qn_probe_free(&derived);
	if (rc < 0 || qn_is_missing(now))
		return rc;
	rc = solve_figure(s, &c, now, &exact, &needed, err);
	if (rc < 0 || qn_is_missing(needed))
		return rc;
	if (!unreported)
		rc = add_way(s, &(qn_way){ .kind = QN_WAY_FIGURE, .indicator = figure, .through = QN_NONE, .now = now, .needed = needed,
			.unit = s->panel->catalogue->indicator[figure].unit }, err);
	return rc == QN_OK ? try_parts(s, figure, now, exact, !unreported, err) : rc;
}

/* What is missing, and what it must be where the rule compares it as it is. */
static int add_missing(search *s, const qn_node *comparison, double threshold, qn_error *err)
{
	const qn_program *program = s->panel->program;
	uint32_t figure[MOST_PARTS], figures;
	int rc = figures_below(s, comparison->a, figure, &figures, err);
	for (uint32_t i = 0; rc == QN_OK && i < figures; i++) {
		double now;
		bool alone = program->node[comparison->a].op == QN_INPUT;
		rc = value_now(s, figure[i], &now, err);
		if (rc == QN_OK && qn_is_missing(now))
			rc = add_way(s, &(qn_way){ .kind = QN_WAY_REPORT, .indicator = figure[i], .through = QN_NONE, .op = (qn_op)comparison->op, .now = QN_MISSING,
				.needed = alone ? threshold : QN_MISSING, .unit = s->panel->catalogue->indicator[figure[i]].unit }, err);
	}
	return rc;
}

static int add_fact(search *s, uint32_t node, qn_error *err)
{
	const char *text;
	const qn_node *about = &s->panel->program->node[node];
	int rc = words_of(s, node, &text, err);
	return rc < 0 ? rc : add_way(s, &(qn_way){ .kind = QN_WAY_FACT, .indicator = about->op == QN_INPUT ? about->symbol : QN_NONE,
		.through = QN_NONE, .text = text, .now = QN_MISSING, .needed = QN_MISSING,
		.unit = QN_NONE }, err);
}

static int try_comparison(search *s, uint32_t at, qn_error *err)
{
	const qn_program *program = s->panel->program;
	const qn_node *comparison = &program->node[at];
	const uint32_t sides[2] = { comparison->a, comparison->b };
	uint32_t figure[MOST_PARTS], figures = 0, before = s->ways;
	qn_probe probe = { 0 };
	if (!is_numeric(program, comparison->a))
		return add_fact(s, at, err);
	int rc = qn_probe_make(&probe, s->panel, s->changes, sides, 2, s->entity, s->index, err);
	if (rc == QN_OK)
		rc = qn_probe_run(&probe, QN_NONE, 0, err);
	double value = rc == QN_OK ? probe.number[0] : QN_MISSING, threshold = rc == QN_OK ? probe.number[1] : QN_MISSING;
	if (rc == QN_OK)
		rc = figures_below(s, comparison->a, figure, &figures, err);
	if (rc == QN_OK && qn_is_missing(value))
		rc = add_missing(s, comparison, threshold, err);
	for (uint32_t i = 0; rc == QN_OK && i < figures && !qn_is_missing(value) && !qn_is_missing(threshold); i++)
		rc = try_figure(s, &probe, comparison, figure[i], err);
	qn_probe_free(&probe);
	return rc == QN_OK && s->ways == before ? add_fact(s, at, err) : rc;
}

/* Rules. */

static qn_mask truth_of(search *s, uint32_t node, qn_error *err, int *rc)
{
	qn_probe probe = { 0 };
	*rc = qn_probe_make(&probe, s->panel, s->changes, &node, 1, s->entity, s->index, err);
	if (*rc == QN_OK)
		*rc = qn_probe_run(&probe, QN_NONE, 0, err);
	qn_mask mask = *rc == QN_OK ? probe.mask[0] : QN_UNKNOWN;
	qn_probe_free(&probe);
	return mask;
}

enum { MOST_WAYS = 200 }; /* nobody reads more */

/* A part of a condition; node QN_NONE: the first half of a conjunction lies behind. */
typedef struct { uint32_t node; bool alternative; } part;
/* Where a part was met: a requirement that is shared is told once, an alternative once in its group. */
enum { REQUIRED = 1, GROUP };

static bool is_met(const search *s, uint32_t *met, part at)
{
	uint32_t here = at.alternative ? GROUP + s->group : REQUIRED;
	bool before = met[at.node] == here;
	met[at.node] = here;
	return before;
}

static int look_at(search *s, part at, part *pending, uint32_t *count, qn_error *err)
{
	const qn_node *node = &s->panel->program->node[at.node];
	bool both = node->op == QN_AND, alternative = at.alternative || !both;
	int rc = QN_OK;
	if (truth_of(s, at.node, err, &rc) == QN_TRUE || rc < 0)
		return rc;
	if (!both && node->op != QN_OR)
		return qn_op_compares(node->op) ? try_comparison(s, at.node, err) : add_fact(s, at.node, err);
	pending[(*count)++] = (part){ node->b, alternative };
	if (both)
		pending[(*count)++] = (part){ QN_NONE, alternative };
	pending[(*count)++] = (part){ node->a, alternative };
	return QN_OK;
}

/* Of a conjunction every part that does not hold is a group of its own, alternatives fill one. */
static int walk_needs(search *s, uint32_t root, qn_error *err)
{
	part *pending = calloc(2 * (size_t)root + 3, sizeof *pending); /* two wait for each node on the way down */
	uint32_t *met = calloc((size_t)root + 1, sizeof *met), count = 0;
	int rc = pending && met ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK)
		pending[count++] = (part){ root, false };
	while (rc == QN_OK && count > 0 && s->ways < MOST_WAYS) {
		part at = pending[--count];
		if (at.node == QN_NONE)
			s->group += s->ways > 0 && s->way[s->ways - 1].group == s->group;
		else if (!is_met(s, met, at))
			rc = look_at(s, at, pending, &count, err);
	}
	free(pending);
	free(met);
	return rc;
}

static int add_evidence(search *s, uint32_t at, qn_error *err)
{
	const qn_program *program = s->panel->program;
	const qn_node *node = &program->node[at];
	bool numeric = qn_op_compares(node->op) && is_numeric(program, node->a);
	const uint32_t nodes[3] = { at, numeric ? node->a : at, numeric ? node->b : at };
	qn_way way = { .kind = QN_WAY_EVIDENCE, .op = numeric ? (qn_op)node->op : QN_EQ,
		.indicator = numeric && program->node[node->a].op == QN_INPUT ? program->node[node->a].symbol : QN_NONE,
		.through = QN_NONE, .unit = numeric ? qn_node_unit(program, s->panel->catalogue, node->a) : QN_NONE };
	qn_probe probe = { 0 };
	int rc = words_of(s, numeric ? node->a : at, &way.text, err);
	if (rc == QN_OK)
		rc = qn_probe_make(&probe, s->panel, s->changes, nodes, 3, s->entity, s->index, err);
	if (rc == QN_OK)
		rc = qn_probe_run(&probe, QN_NONE, 0, err);
	if (rc == QN_OK)
		way.holds = probe.mask[0] == QN_TRUE, way.now = probe.number[1], way.needed = probe.number[2];
	qn_probe_free(&probe);
	return rc == QN_OK ? add_way(s, &way, err) : rc;
}

static int walk_waiver(search *s, uint32_t root, qn_error *err)
{
	const qn_program *program = s->panel->program;
	qn_walk walk;
	uint32_t at;
	int rc = qn_walk_begin(&walk, program, root, err);
	while (rc == QN_OK && s->ways < MOST_WAYS && qn_walk_next(&walk, &at))
		if (program->node[at].op == QN_AND || program->node[at].op == QN_OR)
			qn_walk_into(&walk, at);
		else
			rc = add_evidence(s, at, err);
	qn_walk_end(&walk);
	return rc;
}

int qn_ways_to_pass(qn_panel *panel, const qn_changes *changes, uint32_t criterion, size_t entity, int index, qn_arena *arena, qn_way **out,
	uint32_t *count, qn_error *err)
{
	const qn_criterion *about = &panel->program->criterion[criterion];
	search s = { .panel = panel, .changes = changes, .criterion = criterion, .entity = entity, .index = index, .arena = arena };
	int rc = about->needs == QN_NONE ? QN_OK : walk_needs(&s, about->needs, err);
	if (rc == QN_OK && s.ways > 0 && about->waivable != QN_NONE)
		rc = walk_waiver(&s, about->waivable, err);
	*out = s.way, *count = s.ways;
	return rc;
}
