/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/reach.h"
#include <stdlib.h>

static void mark(uint32_t node, bool *by_node)
{
	if (node != QN_NONE)
		by_node[node] = true;
}

/* Operands stand before the node: one pass downwards. */
void qn_reach_operands(const qn_program *program, bool *by_node)
{
	for (uint32_t i = program->nodes; i-- > 0;)
		if (by_node[i]) {
			mark(program->node[i].a, by_node);
			mark(program->node[i].b, by_node);
			mark(program->node[i].c, by_node);
		}
}

void qn_reach_below(const qn_program *program, bool *by_node)
{
	for (bool more = true; more;) {
		more = false;
		qn_reach_operands(program, by_node);
		for (uint32_t i = 0; i < program->derivations; i++)
			if (!by_node[program->derivation[i].node] && qn_reach_reads(program, by_node, QN_INPUT, program->derivation[i].indicator))
				more = by_node[program->derivation[i].node] = true;
	}
}

void qn_reach_criterion(const qn_criterion *criterion, bool *by_node)
{
	mark(criterion->needs, by_node);
	mark(criterion->waivable, by_node);
	mark(criterion->hint, by_node);
}

void qn_reach_check(const qn_check *check, bool *by_node)
{
	mark(check->holds, by_node);
}

void qn_reach_target(const qn_target *target, bool *by_node)
{
	mark(target->value, by_node);
	for (uint32_t i = 0; i < target->goals; i++)
		mark(target->goal[i].met, by_node);
}

void qn_reach_ranking(const qn_ranking *ranking, bool *by_node)
{
	for (uint32_t i = 0; i < ranking->items; i++)
		mark(ranking->item[i].value, by_node);
}

void qn_reach_rounds(const qn_rounds *rounds, bool *by_node)
{
	if (rounds)
		mark(rounds->needs, by_node);
}

void qn_reach_model(const qn_model *model, bool *by_node)
{
	for (uint32_t i = 0; i < model->states; i++)
		mark(model->state[i].node, by_node);
}

void qn_reach_answers(const qn_program *program, bool *by_node)
{
	for (uint32_t i = 0; i < program->criteria; i++)
		qn_reach_criterion(&program->criterion[i], by_node);
	for (uint32_t i = 0; i < program->targets; i++)
		qn_reach_target(&program->target[i], by_node);
	for (uint32_t i = 0; i < program->models; i++)
		qn_reach_model(&program->model[i], by_node);
	for (uint32_t i = 0; i < program->derivations; i++)
		mark(program->derivation[i].node, by_node);
	qn_reach_operands(program, by_node);
}

bool qn_reach_reads(const qn_program *program, const bool *by_node, qn_op leaf, uint32_t symbol)
{
	for (uint32_t i = 0; i < program->nodes; i++)
		if (by_node[i] && program->node[i].op == leaf && program->node[i].symbol == symbol)
			return true;
	return false;
}

bool qn_reach_terms(const qn_program *program, uint32_t parameter)
{
	const qn_recognition *rules = program->recognition;
	if (!rules)
		return false;
	return rules->term_years == parameter || rules->renewal_years == parameter || rules->when[QN_CALENDAR_YEARS].option == parameter ||
		rules->when[QN_RENEWED_FROM_DECISION].option == parameter;
}

bool qn_reach_titles(const qn_program *program, uint32_t parameter)
{
	const qn_recognition *rules = program->recognition;
	bool reads = qn_reach_terms(program, parameter);
	for (uint32_t i = 0; rules && i < rules->risks; i++)
		reads = reads || rules->risk_at_least[i] == parameter;
	for (uint32_t i = 0; rules && i < rules->stages; i++)
		reads = reads || rules->stage[i].lasts == parameter;
	for (int i = 0; rules && i < QN_WHENS; i++)
		reads = reads || rules->when[i].option == parameter;
	return reads;
}

static bool ranking_reads(const qn_ranking *ranking, uint32_t parameter)
{
	bool reads = ranking->least == parameter || ranking->spread == parameter;
	for (uint32_t i = 0; i < ranking->themes; i++)
		reads = reads || ranking->theme[i].weight == parameter;
	for (uint32_t i = 0; i < ranking->items; i++)
		reads = reads || ranking->item[i].weight == parameter || ranking->item[i].target == parameter;
	for (uint32_t i = 0; i < ranking->bands; i++)
		reads = reads || ranking->band[i].at_least == parameter;
	return reads;
}

/* Without memory it is taken for read. */
static bool needs_read(const qn_program *program, uint32_t parameter)
{
	if (!program->rounds || program->rounds->needs == QN_NONE)
		return false;
	bool *node = calloc((size_t)program->nodes + 1, sizeof *node);
	if (!node)
		return true;
	qn_reach_rounds(program->rounds, node);
	qn_reach_below(program, node);
	bool reads = qn_reach_reads(program, node, QN_PARAMETER, parameter);
	free(node);
	return reads;
}

bool qn_reach_rankings(const qn_program *program, uint32_t parameter)
{
	const qn_rounds *rounds = program->rounds;
	bool reads = rounds && (rounds->places == parameter || rounds->tolerance == parameter || rounds->a_year == parameter
		|| rounds->exactly.option == parameter || rounds->by_plan.option == parameter || rounds->unit_left_out.option == parameter);
	for (uint32_t i = 0; i < program->rankings; i++)
		reads = reads || ranking_reads(&program->ranking[i], parameter);
	return reads || needs_read(program, parameter);
}
