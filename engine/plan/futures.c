/* SPDX-License-Identifier: Apache-2.0 */
/* futures.c - finds what rests on a change, and writes it out a second time behind the rest of its graph. */
#include "plan/futures.h"
#include <stdlib.h>
#include <string.h>
#include "plan/simplify.h"

enum { OBSERVED, PROJECTED, WORLDS };

struct join {
	qn_linked *linked;
	qn_differs differs;
	const void *context;
	qn_graph *graph[WORLDS];
	uint32_t *twin[WORLDS]; /* by node: itself while nothing under it differs, any other number once something does */
	uint32_t *slot;         /* by slot, likewise */
};

static bool can_differ(const qn_node *node)
{
	return node->op == QN_PARAMETER || node->op == QN_ASSUME || node->op == QN_STATE;
}

static bool node_differs(const struct join *j, int world, const qn_node *node)
{
	const uint32_t operand[3] = { node->a, node->b, node->c };
	if (can_differ(node) && j->differs(j->context, node->op, node->symbol))
		return true;
	if (node->op == QN_LAG)
		return j->slot[node->domain] != node->domain;
	for (int i = 0; i < qn_graph_operands(node); i++)
		if (j->twin[world][operand[i]] != operand[i])
			return true;
	return false;
}

static bool slot_differs(const struct join *j, const qn_slot *slot)
{
	return (slot->observed != QN_NONE && j->twin[OBSERVED][slot->observed] != slot->observed)
	       || (slot->projected != QN_NONE && j->twin[PROJECTED][slot->projected] != slot->projected);
}

/* A slot may rest on itself: rounds until nothing more is found. */
static void find_changed(struct join *j)
{
	for (bool found = true; found;) {
		found = false;
		for (int world = 0; world < WORLDS; world++)
			for (uint32_t n = 0; n < j->graph[world]->nodes; n++)
				if (j->twin[world][n] == n && node_differs(j, world, &j->graph[world]->node[n]))
					j->twin[world][n] = QN_NONE, found = true;
		for (uint32_t i = 0; i < j->linked->slots; i++)
			if (j->slot[i] == i && slot_differs(j, &j->linked->slot[i]))
				j->slot[i] = QN_NONE, found = true;
	}
}

static uint32_t twin_of(const uint32_t *twin, uint32_t index)
{
	return index == QN_NONE ? QN_NONE : twin[index];
}

static qn_slot twin_of_slot(const struct join *j, const qn_slot *slot)
{
	return (qn_slot){ twin_of(j->twin[OBSERVED], slot->observed), twin_of(j->twin[PROJECTED], slot->projected) };
}

static void number_slots(struct join *j)
{
	uint32_t slots = j->linked->slots;
	for (uint32_t i = 0; i < j->linked->slots; i++)
		if (j->slot[i] != i)
			j->slot[i] = slots++;
}

static bool make_room(struct join *j, int world)
{
	qn_graph *graph = j->graph[world];
	size_t wanted = graph->nodes;
	for (uint32_t n = 0; n < graph->nodes; n++)
		wanted += j->twin[world][n] != n;
	if (wanted <= graph->room)
		return true;
	qn_node *node = qn_arena_room(&j->linked->arena, wanted, sizeof *node);
	if (!node)
		return false;
	memcpy(node, graph->node, graph->nodes * sizeof *node);
	graph->node = node;
	graph->room = wanted;
	return true;
}

static bool write_nodes(struct join *j, int world)
{
	qn_graph *graph = j->graph[world];
	uint32_t *twin = j->twin[world], count = graph->nodes;
	if (!make_room(j, world))
		return false;
	qn_node *node = graph->node;
	for (uint32_t n = 0; n < graph->nodes; n++) {
		qn_node changed = node[n];
		if (twin[n] == n)
			continue;
		changed.a = twin_of(twin, changed.a);
		changed.b = twin_of(twin, changed.b);
		changed.c = twin_of(twin, changed.c);
		if (changed.op == QN_LAG)
			changed.domain = j->slot[changed.domain];
		if (can_differ(&changed))
			changed.symbol |= QN_CHANGED;
		node[count] = changed;
		twin[n] = count++;
	}
	graph->nodes = count;
	return true;
}

static bool write_slots(struct join *j)
{
	qn_linked *linked = j->linked;
	uint32_t slots = linked->slots;
	qn_slot *slot = qn_arena_array(&linked->arena, 2 * (size_t)slots + 1, sizeof *slot);
	qn_slot *output = qn_arena_array(&linked->arena, 2 * (size_t)linked->outputs + 1, sizeof *output);
	if (!slot || !output)
		return false;
	memcpy(slot, linked->slot, slots * sizeof *slot);
	memcpy(output, linked->output, linked->outputs * sizeof *output);
	for (uint32_t i = 0; i < slots; i++)
		if (j->slot[i] != i)
			slot[linked->slots++] = twin_of_slot(j, &slot[i]);
	for (uint32_t i = 0; i < linked->outputs; i++)
		output[linked->outputs + i] = twin_of_slot(j, &output[i]);
	linked->slot = slot;
	linked->output = output;
	linked->outputs *= 2;
	return true;
}

static uint32_t *itself(qn_arena *arena, uint32_t count)
{
	uint32_t *out = qn_arena_array(arena, (size_t)count + 1, sizeof *out);
	for (uint32_t i = 0; out && i < count; i++)
		out[i] = i;
	return out;
}

int qn_futures_join(qn_linked *linked, qn_differs differs, const void *context, qn_error *err)
{
	qn_arena arena = { 0 };
	struct join j = { .linked = linked, .differs = differs, .context = context, .graph = { &linked->observed, &linked->projected },
		.twin = { itself(&arena, linked->observed.nodes), itself(&arena, linked->projected.nodes) }, .slot = itself(&arena, linked->slots) };
	bool good = j.twin[OBSERVED] && j.twin[PROJECTED] && j.slot;
	if (good) {
		find_changed(&j);
		number_slots(&j);
		good = write_nodes(&j, OBSERVED) && write_nodes(&j, PROJECTED) && write_slots(&j);
	}
	qn_arena_free(&arena);
	return good ? QN_OK : qn_no_memory(err);
}
