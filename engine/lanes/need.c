/* SPDX-License-Identifier: Apache-2.0 */
/* need.c - what anybody asks for, walked from the last period to the first: a node is needed where an output that is asked
 * for rests on it, in that period or by a lag from a later one, when all is left out that the period's parameters, options
 * and year decide. */
#include "lanes/code.h"
#include "plan/simplify.h"

static const qn_graph *graph_of(const qn_frame *frame, int period)
{
	return period > frame->in->base ? &frame->linked->projected : &frame->linked->observed;
}

qn_setting qn_frame_setting(const qn_frame *frame, const qn_node *node, int period)
{
	const qn_inputs *in = frame->in;
	qn_setting out = { .value = { .kind = QN_FIXED, .a = QN_MISSING }, .reach = QN_BY_PATH };
	if (period <= in->base) {
		if (node->op == QN_PARAMETER)
			out.value.a = in->parameter(in->context, node->symbol, period);
		return out;
	}
	if (node->op == QN_PARAMETER)
		out = in->parameter_setting(in->context, node->symbol, period);
	else
		out = in->assumption_setting(in->context, node->symbol, period);
	if (frame->options->central)
		out.value = (qn_distribution){ .kind = QN_FIXED, .a = qn_median(&out.value) };
	return out;
}

typedef struct { const qn_frame *frame; int period; } moment;

static bool known_leaf(const void *context, const qn_node *node, double *number)
{
	const moment *m = context;
	qn_setting setting;
	switch (node->op) {
	case QN_CONST: *number = node->value; return true;
	case QN_YEAR: *number = m->frame->in->year(m->frame->in->context, m->period); return true;
	case QN_PARAMETER:
	case QN_ASSUME:
		setting = qn_frame_setting(m->frame, node, m->period);
		*number = setting.value.a;
		return setting.value.kind == QN_FIXED;
	default: return false;
	}
}

static void need(qn_frame *frame, const qn_slot *slot, int period)
{
	uint32_t root = period > frame->in->base ? slot->projected : slot->observed;
	if (root != QN_NONE)
		frame->need[period][frame->decided[period].stands[root]] = true;
}

static void need_lagged(qn_frame *frame, const qn_node *node, int period)
{
	int64_t then = (int64_t)period - node->symbol;
	if (then >= frame->first)
		frame->slot_need[(size_t)then * frame->linked->slots + node->domain] = true;
}

/* Operands stand before who uses them. */
static void walk_down(qn_frame *frame, int period)
{
	const qn_graph *graph = graph_of(frame, period);
	const qn_decided *decided = &frame->decided[period];
	bool *needed = frame->need[period];
	for (uint32_t n = graph->nodes; n-- > 0;) {
		const qn_node *node = &graph->node[n];
		const uint32_t operand[3] = { node->a, node->b, node->c };
		int count = decided->known[n] ? 0 : qn_graph_operands(node);
		for (int i = 0; needed[n] && i < count; i++)
			needed[decided->stands[operand[i]]] = true;
		if (needed[n] && node->op == QN_LAG)
			need_lagged(frame, node, period);
	}
}

bool qn_frame_asked(const qn_frame *frame, uint32_t output, int period)
{
	const bool *asked = frame->options->asked;
	if (period < frame->from)
		return false;
	return !asked || asked[(size_t)output * (size_t)frame->in->periods + (size_t)period];
}

bool qn_frame_find_needs(qn_frame *frame)
{
	const qn_linked *linked = frame->linked;
	size_t periods = frame->in->periods > 0 ? (size_t)frame->in->periods : 1;
	frame->need = qn_arena_array(&frame->arena, periods, sizeof *frame->need);
	frame->slot_need = qn_arena_array(&frame->arena, periods * linked->slots + 1, sizeof *frame->slot_need);
	frame->decided = qn_arena_array(&frame->arena, periods, sizeof *frame->decided);
	if (!frame->need || !frame->slot_need || !frame->decided)
		return false;
	for (int period = frame->in->periods; period-- > frame->first;) {
		frame->need[period] = qn_arena_array(&frame->arena, (size_t)graph_of(frame, period)->nodes + 1, sizeof **frame->need);
		if (!frame->need[period] || !qn_decide(graph_of(frame, period), known_leaf, &(moment){ frame, period }, &frame->arena, &frame->decided[period]))
			return false;
		for (uint32_t i = 0; i < linked->outputs; i++)
			if (qn_frame_asked(frame, i, period))
				need(frame, &linked->output[i], period);
		for (uint32_t i = 0; i < linked->slots; i++)
			if (frame->slot_need[(size_t)period * linked->slots + i])
				need(frame, &linked->slot[i], period);
		walk_down(frame, period);
	}
	return true;
}
