/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/spoken.h"

/* Operations whose result is spoken of in the unit of their operands. */
static bool keeps_unit(uint16_t op)
{
	switch (op) {
	case QN_ADD: case QN_SUB: case QN_MIN: case QN_MAX: case QN_NEG: case QN_ABS: case QN_FLOOR: case QN_CEIL:
	case QN_WHERE: case QN_FILL: case QN_LAG: case QN_TOTAL: case QN_MEAN: case QN_QUANTILE: return true;
	default: return false;
	}
}

/* An amount times or over a pure number stays that amount. */
static bool scales_unit(const qn_node *node)
{
	return (node->op == QN_MUL || node->op == QN_DIV) && node->type == QN_NUMBER && node->dimension != 0;
}

/* Where the unit of a result may come from, in the order they were written. */
static int spoken_of_as(const qn_program *program, const qn_node *node, uint32_t out[3])
{
	const uint32_t operand[3] = { node->a, node->b, node->c };
	int count = 0;
	for (int i = 0; (keeps_unit(node->op) || scales_unit(node)) && i < 3; i++)
		if (operand[i] != QN_NONE && program->node[operand[i]].type != QN_MASK)
			out[count++] = operand[i];
	return count;
}

/* A leaf's own unit, where it measures what is asked for. */
static uint32_t unit_of_leaf(const qn_program *program, const qn_catalogue *catalogue, const qn_node *node, qn_dimension wanted)
{
	uint32_t unit = node->op == QN_INPUT ? catalogue->indicator[node->symbol].unit
		: node->op == QN_PARAMETER ? program->parameter[node->symbol].unit
		: node->op == QN_ASSUME ? program->assumption[node->symbol].unit : QN_NONE;
	return unit != QN_NONE && node->dimension == wanted && catalogue->units.unit[unit].dimension == wanted ? unit : QN_NONE;
}

static bool is_in(const uint64_t *set, uint32_t node) { return set[node / 64] >> (node % 64) & 1; }

/* Straight down from the node to the first that has a unit, along those that lead to one; NULL: as if the first part always did. */
static uint32_t unit_down(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, const uint64_t *leads)
{
	qn_dimension wanted = program->node[node].dimension;
	for (;;) {
		uint32_t unit = unit_of_leaf(program, catalogue, &program->node[node], wanted), next[3];
		if (unit != QN_NONE)
			return unit;
		int k = 0, count = spoken_of_as(program, &program->node[node], next);
		while (leads && k < count && !is_in(leads, next[k]))
			k++;
		if (k == count)
			return QN_NONE;
		node = next[k];
	}
}

/* Mostly the first part has one. Else, since operands stand before their node, one pass up finds who leads to one. */
uint32_t qn_node_unit(const qn_program *program, const qn_catalogue *catalogue, uint32_t node)
{
	uint32_t next[3], unit = unit_down(program, catalogue, node, NULL);
	if (unit != QN_NONE || spoken_of_as(program, &program->node[node], next) == 0)
		return unit;
	uint64_t leads[QN_MOST_NODES / 64] = { 0 };
	for (uint32_t i = 0; i < node; i++) {
		if (program->node[i].type == QN_MASK)
			continue;
		bool found = unit_of_leaf(program, catalogue, &program->node[i], program->node[node].dimension) != QN_NONE;
		for (int k = spoken_of_as(program, &program->node[i], next); k-- > 0;)
			found = found || is_in(leads, next[k]);
		leads[i / 64] |= (uint64_t)found << (i % 64);
	}
	return unit_down(program, catalogue, node, leads);
}
