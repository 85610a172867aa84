/* SPDX-License-Identifier: Apache-2.0 */
/* check_nodes.c - each node derived again from those before it, and what it rests on. */
#include <stdlib.h>
#include "plan/checker.h"

static uint8_t rests_of_leaf(const qn_checker *k, const qn_node *node)
{
	qn_reach reach;
	switch (node->op) {
	case QN_INPUT: return VARIES | PRESENT;
	case QN_ATTRIBUTE: return VARIES;
	case QN_ASSUME:
		reach = k->program->assumption[node->symbol].reach;
		return reach == QN_BY_GROUP || reach == QN_BY_ENTITY ? ASSUMES | VARIES : ASSUMES;
	default: return 0;
	}
}

static uint8_t rests_of(const qn_checker *k, const qn_node *node)
{
	uint8_t rests;
	if (qn_op_of(node->op)->leaf)
		return rests_of_leaf(k, node);
	rests = k->rests[node->a];
	if (node->b != QN_NONE)
		rests |= k->rests[node->b];
	if (node->c != QN_NONE)
		rests |= k->rests[node->c];
	if (node->op == QN_LAG)
		rests &= (uint8_t)~PRESENT;
	if (!qn_op_of(node->op)->across)
		return rests;
	if (node->symbol == QN_ALL && node->op != QN_RANKED && node->op != QN_SHARE)
		return rests & (uint8_t)~VARIES;
	return rests | VARIES;
}

static int check_node(qn_checker *k, uint32_t index)
{
	qn_node *node = &k->program->node[index];
	qn_program before = *k->program; /* a node sees those before it only */
	qn_error why;
	int rc;
	why.text[0] = 0;
	before.nodes = index;
	if (!qn_checker_place_fits(k, node->place))
		return qn_checker_damage(k, "a line is not there");
	if (node->op == QN_HOLD)
		return qn_checker_damage(k, "scripts cannot hold a value");
	if (node->bare > 1)
		return qn_checker_damage(k, "a truth value is neither 0 nor 1");
	rc = qn_node_derive(&before, k->catalogue, node, &why);
	if (rc != QN_OK)
		return rc == QN_ESCRIPT ? qn_checker_blame_both(k, node->place, (qn_both){ *why.chinese ? why.chinese : why.text, why.text }) : qn_checker_damage(k, why.text);
	k->rests[index] = rests_of(k, node);
	return QN_OK;
}

int qn_checker_nodes(qn_checker *k)
{
	int rc = QN_OK;
	if (k->program->nodes > QN_MOST_NODES)
		return qn_fail_both(k->err, QN_ELIMIT, "规则共有 %u 步运算,超过 %d:请把共同的部分合用,或拆分规则包", "the rules make %u operations, more than %d: share what they have in common, or split the pack",
			k->program->nodes, QN_MOST_NODES);
	if (!(k->rests = calloc((size_t)k->program->nodes + 1, 1)))
		return qn_no_memory(k->err);
	for (uint32_t i = 0; i < k->program->nodes && rc == QN_OK; i++)
		rc = check_node(k, i);
	return rc;
}
