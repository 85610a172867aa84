/* SPDX-License-Identifier: Apache-2.0 */
/* listing.c - a whole program to read: every rule in a block with its formula, the units of what it uses, its line. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "plan/print.h"
#include "plan/rollup.h"

struct listing {
	const qn_program *program;
	const qn_catalogue *catalogue;
	const char *file; /* NULL: every file */
	bool chinese;   /* what is said; the words of scripts are what they are */
	qn_buffer *out;
	uint8_t *used;  /* by node: does the block rest on it? */
	uint8_t *named; /* by node, the first of its symbol: was it listed? */
};

static const char *say(const struct listing *l, const char *english, const char *chinese) { return l->chinese ? chinese : english; }

static void line(struct listing *l, const char *what, const char *text)
{
	if (!text || !*text)
		return;
	qn_buffer_printf(l->out, "  %-8s  ", what);
	qn_buffer_text(l->out, text);
	qn_buffer_text(l->out, "\n");
}

static void head(struct listing *l, const char *what, const char *id, const qn_label *title)
{
	qn_buffer_printf(l->out, "%s%s %s", l->out->length ? "\n" : "", what, id);
	if (title)
		qn_buffer_printf(l->out, "  %s%s%s", title->zh ? title->zh : "", title->zh && title->en ? " / " : "", title->en ? title->en : "");
	qn_buffer_text(l->out, "\n");
}

static void place(struct listing *l, uint32_t at)
{
	qn_arena arena = { 0 };
	line(l, say(l, "at", "位置    "), qn_place_joined(l->program, at, say(l, ", called from ", ",调用自 "), &arena));
	l->out->failed |= arena.failed;
	qn_arena_free(&arena);
}

/* Formulas, and what they rest on. */

static void formula(struct listing *l, const char *what, uint32_t node, bool step)
{
	if (node == QN_NONE)
		return;
	qn_buffer_printf(l->out, "  %-8s  ", what);
	(step ? qn_step_print : qn_node_print)(l->program, l->catalogue, node, l->out);
	qn_buffer_text(l->out, "\n");
	l->used[node] = 1;
}

static bool same_leaf(const qn_node *x, const qn_node *y) { return x->op == y->op && x->symbol == y->symbol; }

static bool listed_before(const struct listing *l, uint32_t leaf)
{
	for (uint32_t i = 0; i < l->program->nodes; i++)
		if (l->named[i] && same_leaf(&l->program->node[i], &l->program->node[leaf]))
			return true;
	return false;
}

static void mark_operands(struct listing *l, uint32_t index)
{
	const qn_node *node = &l->program->node[index];
	uint32_t operand[3] = { node->a, node->b, node->c };
	for (int i = 0; i < 3; i++)
		if (operand[i] != QN_NONE)
			l->used[operand[i]] = 1;
}

static const char *unit_of(const struct listing *l, const qn_node *node, qn_arena *arena)
{
	uint32_t unit = QN_NONE;
	if (node->op == QN_INPUT)
		unit = l->catalogue->indicator[node->symbol].unit;
	else if (node->op == QN_PARAMETER)
		unit = l->program->parameter[node->symbol].unit;
	else if (node->op == QN_ASSUME)
		unit = l->program->assumption[node->symbol].unit;
	if (unit == QN_NONE)
		return NULL;
	if (node->type == QN_NUMBER && l->catalogue->units.unit[unit].dimension != node->dimension)
		return qn_dimension_text(&l->catalogue->units, node->dimension, arena); /* a count of something */
	return l->catalogue->units.unit[unit].id;
}

/* The units of what the formulas since the last call use, in the order they were written. */
static void units(struct listing *l)
{
	qn_arena arena = { 0 };
	bool any = false;
	for (uint32_t i = l->program->nodes; i-- > 0;)
		if (l->used[i])
			mark_operands(l, i);
	for (uint32_t i = 0; i < l->program->nodes; i++) {
		const char *unit = l->used[i] ? unit_of(l, &l->program->node[i], &arena) : NULL;
		if (!unit || listed_before(l, i))
			continue;
		qn_buffer_printf(l->out, "%s", any ? ", " : say(l, "  units     ", "  单位      "));
		qn_node_print(l->program, l->catalogue, i, l->out);
		qn_buffer_printf(l->out, " %s", unit);
		l->named[i] = 1;
		any = true;
	}
	if (any)
		qn_buffer_text(l->out, "\n");
	memset(l->used, 0, l->program->nodes);
	memset(l->named, 0, l->program->nodes);
	l->out->failed |= arena.failed;
	qn_arena_free(&arena);
}

/* Declarations. */

static void quantity(const qn_catalogue *catalogue, uint32_t unit, double value, qn_buffer *out)
{
	char text[QN_NUMBER_SIZE];
	const qn_unit *in = &catalogue->units.unit[unit];
	qn_quantity_text(text, in, value);
	qn_buffer_printf(out, "%s %s", *text ? text : "not set", *text ? in->id : "");
}

double qn_lognormal_told(const qn_catalogue *catalogue, uint32_t unit, double mu)
{
	return round((mu - qn_log(qn_unit_to_reference(&catalogue->units.unit[unit], 1))) * 1e12) / 1e12 + 0.0;
}

void qn_distribution_print(const qn_catalogue *catalogue, uint32_t unit, const qn_distribution *distribution, qn_buffer *out)
{
	static const char *const names[] = { "", "normal", "lognormal", "uniform", "triangular" };
	double part[3] = { distribution->a, distribution->b, distribution->c };
	int parts = distribution->kind == QN_FIXED ? 1 : distribution->kind == QN_TRIANGULAR ? 3 : 2;
	char text[QN_NUMBER_SIZE];
	qn_buffer_printf(out, "%s%s", names[distribution->kind], parts > 1 ? "(" : "");
	for (int i = 0; i < parts; i++) {
		if (i)
			qn_buffer_text(out, ", ");
		if (distribution->kind == QN_LOGNORMAL) /* of the logarithm: no unit */
			qn_buffer_text(out, qn_number_text(text, i ? part[i] : qn_lognormal_told(catalogue, unit, part[i])));
		else
			quantity(catalogue, unit, part[i], out);
	}
	qn_buffer_text(out, parts > 1 ? ")" : "");
}

static void parameter(struct listing *l, const qn_parameter *p)
{
	char day[16];
	head(l, p->readings ? "option" : "parameter", p->id, &p->title);
	line(l, "clause", p->clause);
	if (!p->dates)
		line(l, "value", say(l, "not set", "未定"));
	for (uint32_t i = 0; i < p->dates; i++) {
		qn_buffer_text(l->out, "  value     ");
		if (p->readings)
			qn_buffer_quote(l->out, p->reading[(uint32_t)p->dated[i].value].id);
		else
			quantity(l->catalogue, p->unit, p->dated[i].value, l->out);
		if (p->dates > 1 || p->dated[i].from) {
			qn_date_text(p->dated[i].from, day);
			qn_buffer_printf(l->out, say(l, " from %s", " 自 %s 起"), day);
		}
		qn_buffer_text(l->out, "\n");
	}
	place(l, p->place);
}

static void assumption(struct listing *l, const qn_assumption *a)
{
	head(l, "assumption", a->id, &a->title);
	qn_buffer_text(l->out, "  usual     ");
	qn_distribution_print(l->catalogue, a->unit, &a->usual, l->out);
	qn_buffer_text(l->out, "\n");
	line(l, "by", a->reach == QN_BY_PATH ? "path" : a->reach == QN_BY_PERIOD ? "period" : a->reach == QN_BY_ENTITY ? "entity"
		: l->catalogue->kind[a->group].id);
	line(l, "source", a->source);
	place(l, a->place);
}

/* Rules. */

static void derivation(struct listing *l, const qn_derivation *d)
{
	const qn_indicator *indicator = &l->catalogue->indicator[d->indicator];
	head(l, "derive", indicator->id, &indicator->title);
	formula(l, "value", d->node, false);
	units(l);
	place(l, d->place);
}

static void criterion(struct listing *l, const qn_criterion *c)
{
	head(l, "criterion", c->id, &c->title);
	line(l, "clause", c->clause);
	line(l, "modality", c->modality);
	if (c->needs == QN_NONE)
		line(l, "needs", say(l, "the text gives no number", "文件没有给出数字"));
	formula(l, "needs", c->needs, false);
	formula(l, "waivable", c->waivable, false);
	formula(l, "hint", c->hint, false);
	units(l);
	place(l, c->place);
}

static void check(struct listing *l, const qn_check *c)
{
	static const char *const severities[] = { [QN_SEVERITY_NOTE] = "note", [QN_SEVERITY_WARNING] = "warning", [QN_SEVERITY_ERROR] = "error" };
	head(l, "check", c->id, &c->title);
	line(l, "severity", severities[c->severity]);
	line(l, "clause", c->clause);
	formula(l, "holds", c->holds, false);
	units(l);
	place(l, c->place);
}

static void model(struct listing *l, const qn_model *m)
{
	head(l, "model", m->id, &m->title);
	for (uint32_t i = 0; i < m->states; i++) {
		qn_buffer_printf(l->out, "  %s' = ", l->catalogue->indicator[m->state[i].indicator].id);
		qn_step_print(l->program, l->catalogue, m->state[i].node, l->out);
		qn_buffer_text(l->out, "\n");
		l->used[m->state[i].node] = 1;
	}
	units(l);
	place(l, m->place);
}

static void target(struct listing *l, const qn_target *t)
{
	char due[24];
	head(l, "target", t->id, &t->title);
	line(l, "clause", t->clause);
	line(l, "modality", t->modality);
	line(l, "document", t->document);
	formula(l, "value", t->value, false);
	for (uint32_t i = 0; i < t->goals; i++) {
		qn_period_text(t->goal[i].due, due);
		formula(l, due, t->goal[i].met, false);
	}
	units(l);
	place(l, t->place);
}

static void ranking(struct listing *l, const qn_ranking *r)
{
	head(l, "ranking", r->id, &r->title);
	qn_buffer_printf(l->out, "  treat     %s, normalise %s, weigh %s, aggregate %s\n", qn_treat_names[r->treat], qn_normalisation_names[r->normalise],
		qn_weighting_names[r->weigh], qn_aggregation_names[r->aggregate]);
	for (uint32_t t = 0; t < r->themes; t++)
		qn_buffer_printf(l->out, "  theme     %s, weight p.%s\n", r->theme[t].id, l->program->parameter[r->theme[t].weight].id);
	for (uint32_t i = 0; i < r->items; i++) {
		qn_buffer_printf(l->out, "  item      %s, of %s%s\n", r->item[i].id, r->theme[r->item[i].theme].id, r->item[i].lower ? say(l, ", less is better", ",越小越好") : "");
		formula(l, "value", r->item[i].value, false);
	}
	units(l);
	place(l, r->place);
}

static void rounds(struct listing *l, const qn_rounds *r)
{
	qn_buffer_printf(l->out, "%srounds by %s\n", l->out->length ? "\n" : "", l->program->ranking[r->ranking].id);
	line(l, "places", l->program->parameter[r->places].id);
	line(l, "tolerance", l->program->parameter[r->tolerance].id);
	formula(l, "needs", r->needs, false);
	units(l);
	place(l, r->place);
}

static void stage(struct listing *l, const qn_recognition *r, const qn_stage *s)
{
	head(l, "stage", s->id, &s->title);
	line(l, "clause", s->clause);
	line(l, "by", s->by);
	for (uint32_t i = 0; i < s->afters; i++)
		line(l, "after", s->after[i] == QN_START ? "start" : r->stage[s->after[i]].id);
	if (s->lasts != QN_NONE)
		line(l, "lasts", l->program->parameter[s->lasts].id);
	place(l, s->place);
}

static void recognition(struct listing *l, const qn_recognition *r)
{
	qn_buffer_printf(l->out, "%srecognition %s\n", l->out->length ? "\n" : "", r->title_register);
	line(l, "waivers", r->waiver_register);
	line(l, "term", l->program->parameter[r->term_years].id);
	qn_buffer_printf(l->out, "  due       %02d-%02d\n", r->report_month, r->report_day);
	for (uint32_t i = 0; i < r->risks; i++)
		qn_buffer_printf(l->out, "  risk      %s from p.%s\n", r->risk_id[i], l->program->parameter[r->risk_at_least[i]].id);
	place(l, r->place);
	for (uint32_t i = 0; i < r->stages; i++)
		stage(l, r, &r->stage[i]);
}

/* Was it written in the file, or by a helper called from there? */
static bool wanted(const struct listing *l, uint32_t at)
{
	bool found = !l->file;
	for (; !found && at != QN_NONE; at = l->program->place_of[at].caller)
		found = !strcmp(l->program->place_of[at].file, l->file);
	return found;
}

static void rollup(struct listing *l, const qn_rollup *r)
{
	const qn_rolling *rolling = qn_rolling_of(l->program, r->of);
	qn_program inner = qn_rolling_program(l->program, rolling);
	head(l, "rollup", r->id, &r->title);
	line(l, "of", rolling->words->catalogue.title.en ? rolling->words->catalogue.title.en : rolling->words->catalogue.title.zh);
	line(l, "beside", r->to == QN_NONE ? NULL : l->catalogue->indicator[r->to].id);
	line(l, "clause", r->clause);
	qn_buffer_text(l->out, "  value     ");
	qn_node_print(&inner, &rolling->words->catalogue, r->node, l->out);
	qn_buffer_text(l->out, "\n");
	line(l, "note", r->note);
	place(l, r->place);
}

void qn_program_print(const qn_program *program, const qn_catalogue *catalogue, const char *file, bool chinese, qn_buffer *out)
{
	struct listing l = { .program = program, .catalogue = catalogue, .file = file, .chinese = chinese, .out = out };
	l.used = calloc((size_t)program->nodes + 1, 1);
	l.named = calloc((size_t)program->nodes + 1, 1);
	if (!l.used || !l.named) {
		out->failed = 1;
		goto out;
	}
	for (uint32_t i = 0; i < program->parameters; i++)
		if (wanted(&l, program->parameter[i].place))
			parameter(&l, &program->parameter[i]);
	for (uint32_t i = 0; i < program->assumptions; i++)
		if (wanted(&l, program->assumption[i].place))
			assumption(&l, &program->assumption[i]);
	for (uint32_t i = 0; i < program->derivations; i++)
		if (wanted(&l, program->derivation[i].place))
			derivation(&l, &program->derivation[i]);
	for (uint32_t i = 0; i < program->criteria; i++)
		if (wanted(&l, program->criterion[i].place))
			criterion(&l, &program->criterion[i]);
	for (uint32_t i = 0; i < program->checks; i++)
		if (wanted(&l, program->check[i].place))
			check(&l, &program->check[i]);
	for (uint32_t i = 0; i < program->rollups; i++)
		if (wanted(&l, program->rollup[i].place))
			rollup(&l, &program->rollup[i]);
	for (uint32_t i = 0; i < program->models; i++)
		if (wanted(&l, program->model[i].place))
			model(&l, &program->model[i]);
	for (uint32_t i = 0; i < program->targets; i++)
		if (wanted(&l, program->target[i].place))
			target(&l, &program->target[i]);
	for (uint32_t i = 0; i < program->rankings; i++)
		if (wanted(&l, program->ranking[i].place))
			ranking(&l, &program->ranking[i]);
	if (program->rounds && wanted(&l, program->rounds->place))
		rounds(&l, program->rounds);
	if (program->recognition && wanted(&l, program->recognition->place))
		recognition(&l, program->recognition);
out:
	free(l.used);
	free(l.named);
}
