/* SPDX-License-Identifier: Apache-2.0 */
/* lint_rules.c - declarations that nothing reads, that say not where they come from, that quote what is not written, or that
 * no data can answer; readings that no rule tells apart. */
#include <stdlib.h>
#include <string.h>
#include "cli/pack/lint.h"
#include "cli/show.h"
#include "plan/reach.h"

/* What is read at all. */

static bool is_empty(const char *text) { return !text || !*text; }

static bool *all_rules(linting *l)
{
	const qn_program *program = l->se->program;
	bool *node = qn_arena_array(&l->se->arena, (size_t)program->nodes + 1, sizeof *node);
	l->failed = l->failed || !node;
	for (uint32_t i = 0; node && i < program->criteria; i++)
		qn_reach_criterion(&program->criterion[i], node);
	for (uint32_t i = 0; node && i < program->checks; i++)
		qn_reach_check(&program->check[i], node);
	for (uint32_t i = 0; node && i < program->targets; i++)
		qn_reach_target(&program->target[i], node);
	for (uint32_t i = 0; node && i < program->rankings; i++)
		qn_reach_ranking(&program->ranking[i], node);
	if (node)
		qn_reach_rounds(program->rounds, node);
	for (uint32_t i = 0; node && i < program->models; i++)
		qn_reach_model(&program->model[i], node);
	for (uint32_t i = 0; node && i < program->derivations; i++)
		node[program->derivation[i].node] = true;
	if (node)
		qn_reach_below(program, node);
	return node;
}

static bool rollup_reads(const qn_program *program, uint32_t parameter)
{
	for (uint32_t i = 0; i < program->rollups; i++)
		if (program->rollup[i].within == parameter)
			return true;
	for (uint32_t i = 0; i < program->rollings; i++)
		for (uint32_t n = 0; n < program->rolling[i].nodes; n++)
			if (program->rolling[i].node[n].op == QN_PARAMETER && program->rolling[i].node[n].symbol == parameter)
				return true;
	return false;
}

static void lint_unread(linting *l, const bool *node)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	for (uint32_t i = 0; i < program->parameters; i++) {
		const qn_parameter *p = &program->parameter[i];
		if (qn_reach_reads(program, node, QN_PARAMETER, i) || qn_reach_titles(program, i) || rollup_reads(program, i) || qn_reach_rankings(program, i))
			continue;
		const char *how = is_empty(p->note) ? say(se, "read it as p.NAME in a rule, take it out, or say in its note why it stands there", "在规则里用 p.名称 读它,或删去,或在 note 里说明为何留着")
			: qn_arena_printf(&se->arena, say(se, "its note says: %s", "其说明:%s"), p->note);
		lint_add(l, is_empty(p->note) ? LINT_WARNING : LINT_NOTE, p->readings ? "unread-option" : "unread-parameter", p->place, how ? how : "",
			p->readings ? say(se, "no rule reads the option %s: choosing another reading changes nothing", "没有规则读选项 %s:换一种读法不改变任何结果")
			: say(se, "no rule reads the parameter %s", "没有规则读参数 %s"), p->id);
	}
}

static bool measure_reads(const qn_program *program, uint32_t assumption)
{
	for (uint32_t i = 0; i < program->measures; i++)
		for (uint32_t k = 0; k < program->measure[i].effects; k++)
			if (program->measure[i].effect[k].assumption == assumption)
				return true;
	return false;
}

static void lint_assumptions(linting *l, const bool *node)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	for (uint32_t i = 0; i < program->assumptions; i++) {
		const qn_assumption *a = &program->assumption[i];
		if (!qn_reach_reads(program, node, QN_ASSUME, i) && !measure_reads(program, i))
			lint_add(l, LINT_WARNING, "unread-assumption", a->place, say(se, "read it as a.NAME in a model's step, or take it out", "在模型的 step 里用 a.名称 读它,或删去"),
				say(se, "no model and no measure reads the assumption %s", "没有模型或措施读假设 %s"), a->id);
		if (is_empty(a->source) && is_empty(a->note))
			lint_add(l, LINT_WARNING, "no-source", a->place, say(se, "write source = \"…\", be it only that it is ours", "写 source = \"…\",哪怕只说明是自定"),
				say(se, "the assumption %s does not say what it rests on", "假设 %s 未说明依据"), a->id);
	}
}

/* Clauses and quotes. */

static void lint_words(linting *l, const char *kind, const char *id, uint32_t place, const char *clause, const char *quote, bool ours)
{
	cli_session *se = l->se;
	if (is_empty(clause) && !ours)
		lint_add(l, LINT_WARNING, "no-clause", place, say(se, "write clause = \"…\", or in a note that it is ours", "写 clause = \"…\",自定的在 note 里说明"),
			say(se, "the %s %s does not say which clause it comes from", "%s %s 未注明条款"), kind, id);
	else if (!is_empty(clause) && is_empty(quote))
		lint_add(l, LINT_NOTE, "no-quote", place, say(se, "write quote = \"…\", the text's own words", "写 quote = \"…\",照抄原文"),
			say(se, "the %s %s names a clause and not its words", "%s %s 有条款而无原文"), kind, id);
	if (l->policy && !is_empty(quote) && !strstr(l->policy, quote))
		lint_add(l, LINT_ERROR, "misquoted", place, say(se, "copy the words from the text, to the letter", "照原文一字不差地抄写"),
			say(se, "the %s %s quotes “%s”, which the text does not say", "%s %s 引用“%s”,原文没有这句话"), kind, id, quote);
}

static void lint_all_words(linting *l)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	for (uint32_t i = 0; i < program->parameters; i++) {
		const qn_parameter *p = &program->parameter[i];
		bool sourced = p->dates && !is_empty(p->dated[0].source);
		lint_words(l, p->readings ? say(se, "option", "选项") : say(se, "parameter", "参数"), p->id, p->place, p->clause, p->quote, sourced || !is_empty(p->note));
	}
	for (uint32_t i = 0; i < program->criteria; i++)
		lint_words(l, say(se, "criterion", "准则"), program->criterion[i].id, program->criterion[i].place, program->criterion[i].clause, program->criterion[i].quote, false);
	for (uint32_t i = 0; i < program->checks; i++)
		lint_words(l, say(se, "check", "校验"), program->check[i].id, program->check[i].place, program->check[i].clause, program->check[i].quote, true); /* without a clause it is the pack's own */
	for (uint32_t i = 0; i < program->rollups; i++)
		lint_words(l, say(se, "roll-up", "登记汇总"), program->rollup[i].id, program->rollup[i].place, "", program->rollup[i].quote, true);
	for (uint32_t i = 0; i < program->targets; i++)
		lint_words(l, say(se, "target", "目标"), program->target[i].id, program->target[i].place, program->target[i].clause, program->target[i].quote, false);
	for (uint32_t i = 0; program->recognition && i < program->recognition->stages; i++) {
		const qn_stage *stage = &program->recognition->stage[i];
		lint_words(l, say(se, "stage", "环节"), stage->id, stage->place, stage->clause, stage->quote, false);
	}
}

/* Readings. */

static bool same_text(const char *a, const char *b) { return (!a && !b) || (a && b && !strcmp(a, b)); }

/* Does a rule ask whether the option is this reading? */
static bool is_asked_for(const qn_program *program, uint32_t option, uint32_t reading)
{
	for (uint32_t i = 0; i < program->nodes; i++) {
		const qn_node *node = &program->node[i];
		if (node->op != QN_EQ && node->op != QN_NE)
			continue;
		for (int k = 0; k < 2; k++) {
			const qn_node *a = &program->node[k ? node->b : node->a], *b = &program->node[k ? node->a : node->b];
			if (a->op == QN_PARAMETER && a->symbol == option && b->op == QN_CONST && b->value == reading)
				return true;
		}
	}
	return false;
}

static void lint_readings(linting *l, const bool *node)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	for (uint32_t i = 0; i < program->parameters; i++) {
		const qn_parameter *p = &program->parameter[i];
		bool read = p->readings && qn_reach_reads(program, node, QN_PARAMETER, i);
		for (uint32_t a = 0; a < p->readings; a++)
			for (uint32_t b = a + 1; b < p->readings; b++) {
				const qn_reading *x = &p->reading[a], *y = &p->reading[b];
				if (same_text(x->title.zh, y->title.zh) && same_text(x->title.en, y->title.en))
					lint_add(l, LINT_WARNING, "readings-alike", p->place, say(se, "say in the titles how they differ, or keep one", "在名称里说明区别,或只留一种"),
						say(se, "%s: the readings %s and %s have the same title", "%s:读法 %s 与 %s 名称相同"), p->id, x->id, y->id);
				else if (read && !is_asked_for(program, i, a) && !is_asked_for(program, i, b))
					lint_add(l, LINT_WARNING, "readings-alike", p->place, say(se, "let a rule ask for one of them, or keep one", "让某条规则区分它们,或只留一种"),
						say(se, "%s: no rule tells the readings %s and %s apart", "%s:没有规则区分读法 %s 与 %s"), p->id, x->id, y->id);
			}
	}
}

/* Data. */

/* Observed, or derived from what is; a derivation that rests on itself of an earlier period is taken for answered. */
static bool *answerable(linting *l)
{
	const qn_program *program = l->se->program;
	uint32_t count = l->se->catalogue->indicators;
	bool *is = qn_arena_array(&l->se->arena, (size_t)count + 1, sizeof *is), *node = qn_arena_array(&l->se->arena, (size_t)program->nodes + 1, sizeof *node);
	l->failed = l->failed || !is || !node;
	if (l->failed)
		return NULL;
	memcpy(is, l->observed, count * sizeof *is);
	for (uint32_t round = 0; round <= program->derivations; round++)
		for (uint32_t i = 0; i < program->derivations; i++) {
			const qn_derivation *d = &program->derivation[i];
			bool all = true;
			memset(node, 0, program->nodes * sizeof *node);
			node[d->node] = true;
			qn_reach_operands(program, node);
			for (uint32_t k = 0; k < count; k++)
				all = all && (is[k] || k == d->indicator || !qn_reach_reads(program, node, QN_INPUT, k));
			is[d->indicator] = is[d->indicator] || all;
		}
	return is;
}

static void lint_root(linting *l, const bool *answered, const char *kind, const char *id, uint32_t place, uint32_t root)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	bool *node = qn_arena_array(&se->arena, (size_t)program->nodes + 1, sizeof *node);
	l->failed = l->failed || !node;
	if (l->failed || root == QN_NONE)
		return;
	node[root] = true;
	qn_reach_operands(program, node);
	for (uint32_t i = 0; i < se->catalogue->indicators; i++)
		if (!answered[i] && qn_reach_reads(program, node, QN_INPUT, i))
			lint_add(l, LINT_WARNING, "no-data", place, say(se, "import it, or derive it from what is there", "导入数据,或由已有指标推算"),
				say(se, "the %s %s reads %s, of which the store has no observation", "%s %s 要读 %s,而库里没有一个观测值"), kind, id, se->catalogue->indicator[i].id);
}

static void lint_data(linting *l)
{
	cli_session *se = l->se;
	const qn_program *program = se->program;
	bool *answered = l->observed ? answerable(l) : NULL;
	for (uint32_t i = 0; answered && i < program->criteria; i++)
		lint_root(l, answered, say(se, "criterion", "准则"), program->criterion[i].id, program->criterion[i].place, program->criterion[i].needs);
	for (uint32_t i = 0; answered && i < program->checks; i++)
		lint_root(l, answered, say(se, "check", "校验"), program->check[i].id, program->check[i].place, program->check[i].holds);
	for (uint32_t i = 0; answered && i < program->targets; i++)
		lint_root(l, answered, say(se, "target", "目标"), program->target[i].id, program->target[i].place, program->target[i].value);
}

void lint_declarations(linting *l)
{
	bool *node = all_rules(l);
	if (!node)
		return;
	lint_unread(l, node);
	lint_assumptions(l, node);
	lint_all_words(l);
	lint_readings(l, node);
	lint_data(l);
}
