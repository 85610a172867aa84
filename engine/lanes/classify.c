/* SPDX-License-Identifier: Apache-2.0 */
/* classify.c - what each node of a graph varies by in one period, in which phase it runs, how long its value is needed. */
#include "lanes/compiler.h"

/* Of a node that computes one of its operands along: that one's two, then the other. */
static int fused_operands_of(const qn_compiler *c, uint32_t n, uint32_t out[3])
{
	const qn_node *node = &c->graph->node[n], *inner = &c->graph->node[c->inner[n]];
	bool first = c->root[node->a] == c->inner[n];
	out[0] = c->root[inner->a];
	out[1] = c->root[inner->b];
	out[2] = c->root[first ? node->b : node->a];
	return 3;
}

int qn_compiler_operands(const qn_compiler *c, uint32_t n, uint32_t out[3])
{
	const qn_node *node = &c->graph->node[n];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	if (c->inner[n] != QN_NONE)
		return fused_operands_of(c, n, out);
	int count = c->decided->known[n] ? 0 : qn_graph_operands(node);
	for (int i = 0; i < count; i++)
		out[i] = c->root[operand[i]];
	return count;
}

qn_loc qn_compiler_lagged(const qn_compiler *c, const qn_node *node)
{
	static const double no_number = QN_MISSING;
	static const qn_mask no_mask = QN_UNKNOWN;
	const qn_frame *frame = c->frame;
	int64_t then = (int64_t)c->period - node->symbol;
	bool is_mask = node->type == QN_MASK, rows = frame->slot_by_entity[node->domain];
	qn_loc out = { .varies = rows ? QN_ENTITIES : QN_BY_NONE, .rows = rows, .is_mask = is_mask, .plane = QN_NONE };
	if (then >= frame->first)
		return *slot_at(frame, node->domain, (int)then);
	if (!rows)
		out.fixed = is_mask ? (const void *)&no_mask : &no_number;
	else if (is_mask)
		out.fixed = frame->unknown;
	else
		out.piece = frame->missing;
	return out;
}

/* What nodes vary by, and when they run. */

static uint8_t setting_varies(qn_setting setting)
{
	if (setting.value.kind == QN_FIXED)
		return QN_BY_NONE;
	return setting.reach == QN_BY_GROUP || setting.reach == QN_BY_ENTITY ? QN_PATHS | QN_ENTITIES : QN_PATHS;
}

static bool struck(const qn_compiler *c, uint32_t indicator)
{
	const qn_inputs *in = c->frame->in;
	for (size_t i = 0; i < in->blows; i++)
		if (in->blow[i].indicator == indicator && in->blow[i].period == c->period && in->blow[i].entity < in->entities)
			return true;
	return false;
}

static uint8_t node_varies(const qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	uint32_t operand[3];
	int count = qn_compiler_operands(c, n, operand);
	uint8_t all = QN_BY_NONE;
	if (c->decided->known[n])
		return QN_BY_NONE;
	for (int i = 0; i < count; i++)
		all |= c->varies[operand[i]];
	switch (node->op) {
	case QN_INPUT:
	case QN_HOLD:
	case QN_ATTRIBUTE: return QN_ENTITIES;
	case QN_PARAMETER:
	case QN_ASSUME: return setting_varies(setting_of(c, node));
	case QN_LAG: return qn_compiler_lagged(c, node).varies;
	case QN_STATE: return all | QN_ENTITIES;
	default: break;
	}
	if (!is_across(node))
		return all;
	if (node->symbol != QN_ALL || qn_across_by_entity((qn_op)node->op))
		return all | QN_ENTITIES;
	return all & QN_PATHS;
}

/* A node runs once its operands of the same level are there: what meets all entities is there a phase later. */
static uint32_t node_phase(const qn_compiler *c, uint32_t n)
{
	uint32_t operand[3], phase = 0;
	int count = qn_compiler_operands(c, n, operand);
	for (int i = 0; i < count; i++) {
		uint32_t o = operand[i], there = c->phase[o] + is_across(&c->graph->node[o]);
		if (is_flat(c, o) == is_flat(c, n) && there > phase)
			phase = there;
	}
	return phase;
}

static void classify(qn_compiler *c)
{
	for (uint32_t n = 0; n < c->graph->nodes; n++) {
		const qn_node *node = &c->graph->node[n];
		uint32_t stands = node->op == QN_STATE && !struck(c, node->symbol) ? node->a : c->decided->stands[n];
		bool alias = stands != n;
		c->root[n] = alias ? c->root[stands] : n;
		c->run[n] = c->need[n] && !alias;
		c->inner[n] = QN_NONE;
		if (!alias && !c->need[n])
			continue; /* nobody looks at it */
		c->varies[n] = alias ? c->varies[c->root[n]] : node_varies(c, n);
		c->phase[n] = alias ? c->phase[c->root[n]] : node_phase(c, n);
	}
}

static void keep(qn_compiler *c, uint32_t n, uint8_t how)
{
	uint8_t *kept = &c->keep[c->root[n]];
	*kept = *kept < how ? how : *kept;
}

static uint32_t root_of_slot(const qn_compiler *c, const qn_slot *slot)
{
	return c->projected ? slot->projected : slot->observed;
}

uint32_t qn_compiler_shown(const qn_compiler *c, uint32_t output)
{
	return qn_frame_asked(c->frame, output, c->period) ? root_of_slot(c, &c->frame->linked->output[output]) : QN_NONE;
}

uint32_t qn_compiler_looked_at(const qn_compiler *c, uint32_t slot)
{
	const qn_linked *linked = c->frame->linked;
	return c->frame->slot_need[(size_t)c->period * linked->slots + slot] ? root_of_slot(c, &linked->slot[slot]) : QN_NONE;
}

static void find_kept(qn_compiler *c)
{
	const qn_linked *linked = c->frame->linked;
	uint32_t operand[3];
	for (uint32_t n = 0; n < c->graph->nodes; n++) {
		int count = c->run[n] ? qn_compiler_operands(c, n, operand) : 0;
		for (int i = 0; i < count; i++) {
			uint32_t o = operand[i];
			c->uses[o]++;
			if (is_flat(c, o) != is_flat(c, n) || c->phase[o] != c->phase[n] || (is_across(&c->graph->node[n]) && !is_tallied(c, n)))
				keep(c, o, KEEP_PERIOD);
		}
	}
	for (uint32_t i = 0; i < linked->outputs; i++)
		if (qn_compiler_shown(c, i) != QN_NONE)
			keep(c, qn_compiler_shown(c, i), KEEP_PERIOD);
	for (uint32_t i = 0; i < linked->slots; i++)
		if (qn_compiler_looked_at(c, i) != QN_NONE)
			keep(c, qn_compiler_looked_at(c, i), KEEP_RUN);
}

/* A value that stays in a register for one user in the same list can be computed along with it. */
static bool fuse(qn_compiler *c)
{
	bool *alone = qn_arena_array(&c->arena, (size_t)c->graph->nodes + 1, sizeof *alone);
	uint32_t operand[3];
	for (uint32_t n = 0; alone && n < c->graph->nodes; n++) {
		int count = c->run[n] ? qn_compiler_operands(c, n, operand) : 0;
		for (int i = 0; i < count; i++) {
			uint32_t o = operand[i];
			alone[o] = c->uses[o] == 1 && c->keep[o] == KEEP_ROW && ((c->varies[o] ^ c->varies[n]) & QN_ENTITIES) == 0;
		}
	}
	if (alone)
		qn_fuse(c->graph, &(qn_fusing){ c->root, c->decided->known, alone, c->run, c->inner });
	return alone != NULL;
}

bool qn_compiler_classify(qn_compiler *c)
{
	classify(c);
	find_kept(c);
	return c->frame->options->unfused || fuse(c);
}
