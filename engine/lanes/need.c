/* SPDX-License-Identifier: Apache-2.0 */
/* need.c - what anybody asks for, walked from the last period to the first: a node is needed where an output that is asked
 * for rests on it, in that period or by a lag from a later one. */
#include "lanes/code.h"
#include "plan/simplify.h"

static const qn_graph *graph_of(const qn_frame *frame, int period)
{
	return period > frame->in->base ? &frame->linked->projected : &frame->linked->observed;
}

static void need(qn_frame *frame, const qn_slot *slot, int period)
{
	uint32_t root = period > frame->in->base ? slot->projected : slot->observed;
	if (root != QN_NONE)
		frame->need[period][root] = true;
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
	bool *needed = frame->need[period];
	for (uint32_t n = graph->nodes; n-- > 0;) {
		const qn_node *node = &graph->node[n];
		const uint32_t operand[3] = { node->a, node->b, node->c };
		int count = qn_graph_operands(node);
		for (int i = 0; needed[n] && i < count; i++)
			needed[operand[i]] = true;
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
	if (!frame->need || !frame->slot_need)
		return false;
	for (int period = frame->in->periods; period-- > frame->first;) {
		frame->need[period] = qn_arena_array(&frame->arena, (size_t)graph_of(frame, period)->nodes + 1, sizeof **frame->need);
		if (!frame->need[period])
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
