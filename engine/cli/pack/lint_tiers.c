/* SPDX-License-Identifier: Apache-2.0 */
/* lint_tiers.c - thresholds that do not fit together. A target that counts entities by one indicator is a tier: which figures
 * it counts is tried out at and around every threshold of the pack, under the readings in force, so that it does not matter
 * how its rule is written. Then goals of one target, goals of tiers within each other, levels of risk and bands of scores are
 * put in order. */
#include <stdlib.h>
#include <string.h>
#include "cli/pack/lint.h"
#include "cli/show.h"
#include "plan/reach.h"
#include "plan/scalar.h"

typedef struct { const qn_program *program; uint32_t indicator; double x; qn_date day; } trial;

static double leaf(void *context, const qn_node *node)
{
	const trial *t = context;
	if (node->op == QN_INPUT && node->symbol == t->indicator)
		return t->x;
	if (node->op == QN_PARAMETER)
		return qn_parameter_at(&t->program->parameter[node->symbol], t->day);
	int year, month, day;
	qn_date_parts(t->day, &year, &month, &day);
	return node->op == QN_YEAR ? year : QN_MISSING;
}

typedef struct { uint32_t target, indicator; bool *holds; } tier; /* holds: by sample */
typedef struct {
	linting *l;
	qn_value *value;        /* by node */
	double *sample; uint32_t samples; /* ascending */
	tier *tier;     uint32_t tiers;
	qn_date day;
} tiering;

static const qn_value *try_out(tiering *t, uint32_t indicator, double x, qn_date day)
{
	const qn_program *program = t->l->se->program;
	trial at = { program, indicator, x, day };
	qn_scalar_run(program->node, program->nodes, leaf, &at, t->value);
	return t->value;
}

/* The one indicator that a count's mask reads; QN_NONE if it reads none, several, or something else of an entity. */
static uint32_t only_indicator(linting *l, uint32_t mask)
{
	const qn_program *program = l->se->program;
	uint32_t found = QN_NONE;
	bool *node = qn_arena_array(&l->se->arena, (size_t)program->nodes + 1, sizeof *node), fits = node != NULL;
	if (node) {
		node[mask] = true;
		qn_reach_operands(program, node);
	}
	for (uint32_t i = 0; fits && i < program->nodes; i++) {
		const qn_node *at = &program->node[i];
		if (!node[i])
			continue;
		fits = at->op != QN_ATTRIBUTE && at->op != QN_LAG && at->op != QN_PRESENT && !qn_op_of(at->op)->across
			&& !(at->op == QN_INPUT && found != QN_NONE && at->symbol != found) && !(at->op == QN_INPUT && at->type != QN_NUMBER);
		if (at->op == QN_INPUT)
			found = at->symbol;
	}
	l->failed = l->failed || !node;
	return fits ? found : QN_NONE;
}

static void add_sample(tiering *t, double x)
{
	if (t->l->failed || !qn_grow(&t->l->se->arena, (void **)&t->sample, t->samples, sizeof *t->sample))
		t->l->failed = true;
	else
		t->sample[t->samples++] = x;
}

/* Each threshold of the indicator's dimension, and just below and above it; far below and far above all. */
static void take_samples(tiering *t, uint32_t indicator)
{
	const qn_program *program = t->l->se->program;
	qn_dimension dimension = t->l->se->catalogue->indicator[indicator].dimension;
	double most = 1;
	t->samples = 0;
	add_sample(t, 0);
	for (uint32_t i = 0; i < program->nodes; i++) {
		const qn_node *node = &program->node[i];
		double x = node->op == QN_CONST && node->type == QN_NUMBER ? node->value
			: node->op == QN_PARAMETER && node->type == QN_NUMBER ? qn_parameter_at(&program->parameter[node->symbol], t->day) : QN_MISSING;
		if (node->dimension != dimension || qn_is_missing(x) || x == 0)
			continue;
		most = x > most ? x : most;
		add_sample(t, x * (1 - 1e-6)), add_sample(t, x), add_sample(t, x * (1 + 1e-6));
	}
	add_sample(t, most * 1000);
	if (!t->l->failed)
		qsort(t->sample, t->samples, sizeof *t->sample, qn_rising);
}

static void add_tier(tiering *t, uint32_t target, uint32_t indicator)
{
	linting *l = t->l;
	uint32_t mask = l->se->program->node[l->se->program->target[target].value].a;
	bool *holds = qn_arena_array(&l->se->arena, (size_t)t->samples + 1, sizeof *holds);
	if (l->failed || !holds || !qn_grow(&l->se->arena, (void **)&t->tier, t->tiers, sizeof *t->tier)) {
		l->failed = true;
		return;
	}
	for (uint32_t i = 0; i < t->samples; i++)
		holds[i] = try_out(t, indicator, t->sample[i], t->day)[mask].mask == QN_TRUE;
	t->tier[t->tiers++] = (tier){ target, indicator, holds };
}

/* Tiers of one indicator against each other. */

typedef struct { bool both, only_a, only_b; } overlap;

static overlap compare(const tiering *t, const tier *a, const tier *b)
{
	overlap o = { 0 };
	for (uint32_t i = 0; i < t->samples; i++) {
		o.both = o.both || (a->holds[i] && b->holds[i]);
		o.only_a = o.only_a || (a->holds[i] && !b->holds[i]);
		o.only_b = o.only_b || (b->holds[i] && !a->holds[i]);
	}
	return o;
}

/* From the lower tier's last sample to the upper one's first nothing is counted: more than the threshold itself? */
static bool has_gap(const tiering *t, const tier *a, const tier *b, double *from, double *to)
{
	uint32_t last = 0, first = 0;
	bool counts = false;
	for (uint32_t i = 0; i < t->samples; i++)
		if (a->holds[i])
			last = i;
	while (first < t->samples && !b->holds[first])
		first++;
	if (last >= first || first == t->samples)
		return false;
	*from = t->sample[last], *to = t->sample[first];
	for (uint32_t k = 0; k < t->tiers; k++)
		for (uint32_t i = last + 1; i < first; i++)
			counts = counts || t->tier[k].holds[i];
	return first > last + 1 && !counts;
}

static void compare_tiers(tiering *t, const tier *a, const tier *b)
{
	linting *l = t->l;
	cli_session *se = l->se;
	const qn_target *x = &se->program->target[a->target], *y = &se->program->target[b->target];
	uint32_t unit = se->catalogue->indicator[a->indicator].unit;
	overlap o = compare(t, a, b);
	double from, to;
	if (o.both && o.only_a && o.only_b)
		lint_add(l, LINT_WARNING, "tiers-overlap", y->place, say(se, "let one lie within the other, or let them not meet", "让一个包含另一个,或互不重叠"),
			say(se, "%s and %s count some of the same, and each some that the other does not: their thresholds cross", "%s 与 %s 部分重叠而互不包含:门槛交叉"), x->id, y->id);
	else if (!o.both && has_gap(t, a, b, &from, &to))
		lint_add(l, LINT_WARNING, "tiers-gap", y->place, say(se, "let one tier begin where the other ends", "让一档从另一档结束处开始"),
			say(se, "between %s and %s nobody counts from %s to %s", "%s 与 %s 之间,%s 至 %s 无人计入"), x->id, y->id, quantity_text(se, from, unit), quantity_text(se, to, unit));
}

/* Goals. */

/* What a goal compares its target's value with, on its day; missing if it compares with nothing plain. *op: how. */
static double threshold_of(tiering *t, const qn_goal *goal, qn_op *op)
{
	const qn_program *program = t->l->se->program;
	uint32_t comparison = qn_mask_comparison(program, goal->met);
	if (comparison == QN_NONE)
		return QN_MISSING;
	*op = (qn_op)program->node[comparison].op;
	return try_out(t, QN_NONE, QN_MISSING, qn_period_end(goal->due))[program->node[comparison].b].number;
}

static bool is_upward(qn_op op) { return op == QN_GE || op == QN_GT; }
static bool is_downward(qn_op op) { return op == QN_LE || op == QN_LT; }

static void compare_years(tiering *t, uint32_t target)
{
	cli_session *se = t->l->se;
	const qn_target *about = &se->program->target[target];
	for (uint32_t k = 1; k < about->goals; k++) {
		qn_op early = QN_EQ, late = QN_EQ;
		double before = threshold_of(t, &about->goal[k - 1], &early), after = threshold_of(t, &about->goal[k], &late);
		if (about->goal[k].due <= about->goal[k - 1].due || early != late)
			continue;
		if ((is_upward(late) && after < before) || (is_downward(late) && after > before))
			lint_add(t->l, LINT_WARNING, "goals-cross", about->goal[k].place, say(se, "were the two years exchanged?", "两个年份是否写反了?"),
				say(se, "%s wants less in %s than in %s", "%s 在 %s 的要求低于 %s"), about->id, period_text(se, about->goal[k].due), period_text(se, about->goal[k - 1].due));
	}
}

/* Whoever is in the narrower tier is in the wider one too: its goal must not be the smaller. */
static void compare_goals(tiering *t, const tier *narrow, const tier *wide)
{
	cli_session *se = t->l->se;
	const qn_target *x = &se->program->target[narrow->target], *y = &se->program->target[wide->target];
	overlap o = compare(t, narrow, wide);
	for (uint32_t i = 0; o.both && !o.only_a && i < x->goals; i++)
		for (uint32_t k = 0; k < y->goals; k++) {
			qn_op a = QN_EQ, b = QN_EQ;
			double wanted = threshold_of(t, &x->goal[i], &a), within = threshold_of(t, &y->goal[k], &b);
			if (x->goal[i].due == y->goal[k].due && is_upward(a) && is_upward(b) && wanted > within)
				lint_add(t->l, LINT_WARNING, "goals-cross", y->goal[k].place, say(se, "were the two thresholds exchanged?", "两个门槛是否写反了?"),
					say(se, "%s wants more in %s than %s, which counts them all: the wider goal can never decide anything", "%s 在 %s 的要求高于包含它的 %s:后者永远不起作用"),
					x->id, period_text(se, x->goal[i].due), y->id);
		}
}

static void compare_levels(tiering *t)
{
	cli_session *se = t->l->se;
	const qn_recognition *rules = se->program->recognition;
	for (uint32_t i = 1; rules && i < rules->risks; i++) {
		double higher = qn_parameter_at(&se->program->parameter[rules->risk_at_least[i - 1]], t->day);
		double lower = qn_parameter_at(&se->program->parameter[rules->risk_at_least[i]], t->day);
		if (lower >= higher)
			lint_add(t->l, LINT_WARNING, "levels-cross", rules->place, say(se, "levels go from the highest down", "各级由高到低排列"),
				say(se, "the level %s begins no lower than %s above it: nobody is ever at it", "%s 级的起点不低于其上的 %s 级:没有人会落在这一级"), rules->risk_id[i], rules->risk_id[i - 1]);
	}
}

/* A score is of the first band that it reaches. */
static void compare_bands(tiering *t, const qn_ranking *ranking)
{
	cli_session *se = t->l->se;
	for (uint32_t i = 1; i < ranking->bands; i++) {
		double higher = qn_parameter_at(&se->program->parameter[ranking->band[i - 1].at_least], t->day);
		double lower = qn_parameter_at(&se->program->parameter[ranking->band[i].at_least], t->day);
		if (lower >= higher)
			lint_add(t->l, LINT_WARNING, "bands-cross", ranking->place, say(se, "bands go from the highest down", "各档由高到低排列"),
				say(se, "%s: the band %s begins no lower than %s above it: nobody is ever in it", "%s:%s 档的起点不低于其上的 %s 档:没有人会落在这一档"),
				ranking->id, ranking->band[i].id, ranking->band[i - 1].id);
	}
}

/* The last day on which a goal is due: every dated value is in force by then. */
static qn_date last_day(const qn_program *program)
{
	qn_period last = qn_projection_horizon(program);
	return last == QN_NO_PERIOD ? QN_LAST_DAY : qn_period_end(last);
}

static void compare_all(tiering *t)
{
	const qn_program *program = t->l->se->program;
	for (uint32_t i = 0; i < t->tiers; i++)
		for (uint32_t k = 0; k < t->tiers; k++) {
			const tier *a = &t->tier[i], *b = &t->tier[k];
			if (i == k || a->indicator != b->indicator || program->target[a->target].compared != program->target[b->target].compared)
				continue;
			if (i < k)
				compare_tiers(t, a, b);
			compare_goals(t, a, b);
		}
}

void lint_thresholds(linting *l)
{
	const qn_program *program = l->se->program;
	tiering t = { .l = l, .day = last_day(program), .value = qn_arena_array(&l->se->arena, (size_t)program->nodes + 1, sizeof *t.value) };
	bool *done = qn_arena_array(&l->se->arena, (size_t)l->se->catalogue->indicators + 1, sizeof *done);
	uint32_t *read = qn_arena_array(&l->se->arena, (size_t)program->targets + 1, sizeof *read);
	l->failed = l->failed || !t.value || !done || !read;
	for (uint32_t i = 0; !l->failed && i < program->targets; i++) {
		const qn_node *value = &program->node[program->target[i].value];
		read[i] = value->op == QN_COUNT ? only_indicator(l, value->a) : QN_NONE;
		compare_years(&t, i);
	}
	for (uint32_t i = 0; !l->failed && i < program->targets; i++) {
		if (read[i] == QN_NONE || done[read[i]])
			continue;
		done[read[i]] = true;
		t.tiers = 0, t.tier = NULL, t.sample = NULL;
		take_samples(&t, read[i]);
		for (uint32_t k = i; !l->failed && k < program->targets; k++)
			if (read[k] == read[i])
				add_tier(&t, k, read[i]);
		if (!l->failed)
			compare_all(&t);
	}
	if (!l->failed)
		compare_levels(&t);
	for (uint32_t i = 0; !l->failed && i < program->rankings; i++)
		compare_bands(&t, &program->ranking[i]);
}
