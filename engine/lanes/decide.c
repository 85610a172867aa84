/* SPDX-License-Identifier: Apache-2.0 */
/* decide.c - a walk over a graph with what is known of one period. */
#include "lanes/decide.h"
#include "plan/simplify.h"

typedef struct {
	const qn_graph *graph;
	qn_decided *out;
} deciding;

static bool is_known(const deciding *d, uint32_t n, qn_mask *mask)
{
	*mask = d->out->value[n].mask;
	return d->out->known[n];
}

static void take_over(const deciding *d, uint32_t n, uint32_t other)
{
	d->out->stands[n] = d->out->stands[other];
	d->out->known[n] = d->out->known[other];
	d->out->value[n] = d->out->value[other];
}

static void settle(const deciding *d, uint32_t n, qn_mask mask)
{
	d->out->known[n] = true;
	d->out->value[n].mask = mask;
}

/* False and anything is false, true and x is x; with true and false exchanged, or. */
static bool decide_logic(const deciding *d, uint32_t n, qn_mask neutral, qn_mask deciding_one)
{
	const qn_node *node = &d->graph->node[n];
	const uint32_t operand[2] = { node->a, node->b };
	for (int i = 0; i < 2; i++) {
		qn_mask mask;
		if (!is_known(d, operand[i], &mask))
			continue;
		if (mask == deciding_one) {
			settle(d, n, deciding_one);
			return true;
		}
		if (mask == neutral) {
			take_over(d, n, operand[1 - i]);
			return true;
		}
	}
	return false;
}

static bool decide_choice(const deciding *d, uint32_t n)
{
	const qn_node *node = &d->graph->node[n];
	qn_mask mask;
	if (!is_known(d, node->a, &mask) || mask == QN_UNKNOWN)
		return false;
	take_over(d, n, mask == QN_TRUE ? node->b : node->c);
	return true;
}

static bool all_known(const deciding *d, uint32_t n)
{
	const qn_node *node = &d->graph->node[n];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	int count = qn_graph_operands(node);
	for (int i = 0; i < count; i++)
		if (!d->out->known[operand[i]])
			return false;
	return count > 0;
}

static void decide_node(const deciding *d, uint32_t n)
{
	const qn_node *node = &d->graph->node[n];
	if (node->op >= QN_OPS || qn_op_of(node->op)->across || qn_graph_operands(node) == 0)
		return;
	if ((node->op == QN_AND && decide_logic(d, n, QN_TRUE, QN_FALSE)) || (node->op == QN_OR && decide_logic(d, n, QN_FALSE, QN_TRUE))
	    || (node->op == QN_WHERE && decide_choice(d, n)) || !all_known(d, n))
		return;
	d->out->known[n] = true;
	d->out->value[n] = qn_scalar_node(node, d->graph->node, d->out->value);
}

bool qn_decide(const qn_graph *graph, bool (*leaf)(const void *context, const qn_node *node, double *number), const void *context,
	qn_arena *arena, qn_decided *out)
{
	size_t nodes = (size_t)graph->nodes + 1;
	deciding d = { graph, out };
	out->known = qn_arena_array(arena, nodes, sizeof *out->known);
	out->value = qn_arena_array(arena, nodes, sizeof *out->value);
	out->stands = qn_arena_array(arena, nodes, sizeof *out->stands);
	if (!out->known || !out->value || !out->stands)
		return false;
	for (uint32_t n = 0; n < graph->nodes; n++) {
		double number;
		out->stands[n] = n;
		if (qn_graph_operands(&graph->node[n]) > 0) {
			decide_node(&d, n);
		} else if (leaf(context, &graph->node[n], &number)) {
			out->known[n] = true;
			out->value[n] = qn_scalar_value(&graph->node[n], number);
		}
	}
	return true;
}
