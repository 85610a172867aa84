/* SPDX-License-Identifier: Apache-2.0 */
/* link.c - walks rules from the outputs wanted and writes them out as graphs in which every name is what it stands
 * for. The walk keeps its own stack: rules may be as deep as a program is long. */
#include "plan/linker.h"
#include <stdlib.h>
#include <string.h>
#include "plan/look_back.h"
#include "plan/simplify.h"

static uint32_t *memory_of(qn_linker *l, goal g)
{
	return g.is_indicator ? &l->indicator[g.world][g.index] : &l->node[g.world][g.index];
}

/* What stands behind an indicator. */

static uint32_t rule_of(const qn_linker *l, goal g)
{
	if (g.world == PROJECTED && l->state[g.index] != QN_NONE)
		return l->model->state[l->state[g.index]].node;
	return l->derivation[g.index] == QN_NONE ? QN_NONE : l->program->derivation[l->derivation[g.index]].node;
}

/* The goals that must be written before g, at most three; a lag looks elsewhere. */
static int needs(const qn_linker *l, goal g, goal out[3])
{
	const qn_node *node;
	uint32_t operand[3];
	int count;
	if (g.is_indicator) {
		out[0] = (goal){ g.world, false, rule_of(l, g) };
		return out[0].index != QN_NONE;
	}
	node = &l->program->node[g.index];
	if (node->op == QN_INPUT) {
		out[0] = (goal){ g.world, true, node->symbol };
		return 1;
	}
	memcpy(operand, (uint32_t[3]){ node->a, node->b, node->c }, sizeof operand);
	count = node->op == QN_LAG ? 0 : qn_op_of(node->op)->operands;
	for (int i = 0; i < count; i++)
		out[i] = (goal){ g.world, false, operand[i] };
	return count;
}

/* Writing. */

static bool make_room(qn_linker *l, int world, size_t room)
{
	qn_graph *graph = l->graph[world];
	qn_node *node = qn_arena_room(&l->out->arena, room, sizeof *node);
	if (!node)
		return false;
	if (graph->nodes)
		memcpy(node, graph->node, graph->nodes * sizeof *node);
	graph->node = node;
	graph->room = room;
	return true;
}

uint32_t qn_linker_emit(qn_linker *l, int world, const qn_node *node)
{
	qn_graph *graph = l->graph[world];
	if (graph->nodes == graph->room && !make_room(l, world, 2 * graph->room))
		return QN_NONE;
	graph->node[graph->nodes] = *node;
	return graph->nodes++;
}

static uint32_t emit_leaf(qn_linker *l, int world, qn_op op, uint32_t indicator, qn_type type)
{
	qn_node leaf = { .op = (uint16_t)op, .type = (uint8_t)type, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = indicator,
		.domain = QN_NONE, .place = QN_NONE, .dimension = l->catalogue->indicator[indicator].dimension };
	return qn_linker_emit(l, world, &leaf);
}

static uint32_t emit_on(qn_linker *l, int world, qn_op op, uint32_t a, uint32_t b, uint32_t symbol)
{
	qn_node node = l->graph[world]->node[a];
	node.op = (uint16_t)op;
	node.a = a;
	node.b = b;
	node.c = node.place = QN_NONE;
	node.symbol = symbol;
	node.value = 0;
	return qn_linker_emit(l, world, &node);
}

static qn_type type_of(const qn_linker *l, uint32_t indicator)
{
	qn_unit_kind kind = l->catalogue->units.unit[l->catalogue->indicator[indicator].unit].kind;
	return kind == QN_UNIT_RANK ? QN_RANK : kind == QN_UNIT_FLAG ? QN_MASK : QN_NUMBER;
}

/* An indicator: the model's state · its derivation where that rests on a state · else what was reported (in projected
 * periods: last), and where that is missing its derivation. */
static uint32_t write_indicator(qn_linker *l, goal g)
{
	uint32_t rule = rule_of(l, g), leaf, written = rule == QN_NONE ? QN_NONE : l->node[g.world][rule];
	if (g.world == PROJECTED && l->state[g.index] != QN_NONE)
		return emit_on(l, g.world, (qn_op)QN_STATE, written, QN_NONE, g.index);
	if (g.world == PROJECTED && l->out->moved[g.index])
		return written;
	leaf = emit_leaf(l, g.world, g.world == PROJECTED ? QN_HOLD : QN_INPUT, g.index, type_of(l, g.index));
	if (leaf != QN_NONE && g.world == PROJECTED && type_of(l, g.index) == QN_NUMBER)
		leaf = emit_on(l, g.world, (qn_op)QN_STATE, leaf, QN_NONE, g.index);
	if (leaf == QN_NONE || written == QN_NONE)
		return leaf;
	return emit_on(l, g.world, QN_FILL, leaf, written, QN_NONE);
}

/* The slot of a lag's operand; lags of one indicator share one wherever they are written. */
static uint32_t slot_of(qn_linker *l, uint32_t operand)
{
	const qn_node *node = &l->program->node[operand];
	bool is_input = node->op == QN_INPUT;
	uint32_t *known = is_input ? &l->slot_of_indicator[node->symbol] : &l->slot_of_node[operand];
	qn_linked *out = l->out;
	if (*known != QN_NONE)
		return *known;
	if (!qn_grow(&out->arena, (void **)&out->slot, out->slots, sizeof *out->slot))
		return QN_NONE;
	out->slot[out->slots] = (qn_slot){ QN_NONE, QN_NONE };
	l->operand[out->slots] = (goal){ OBSERVED, is_input, is_input ? node->symbol : operand };
	return *known = out->slots++;
}

static uint32_t write_node(qn_linker *l, goal g)
{
	const uint32_t *at = l->node[g.world];
	qn_node node = l->program->node[g.index];
	if (node.op == QN_INPUT)
		return l->indicator[g.world][node.symbol];
	if (node.op == QN_LAG) {
		if ((node.domain = slot_of(l, node.a)) == QN_NONE)
			return QN_NONE;
		node.a = QN_NONE;
		return qn_linker_emit(l, g.world, &node);
	}
	node.a = node.a == QN_NONE ? QN_NONE : at[node.a];
	node.b = node.b == QN_NONE ? QN_NONE : at[node.b];
	node.c = node.c == QN_NONE ? QN_NONE : at[node.c];
	return qn_linker_emit(l, g.world, &node);
}

/* Walking. */

static void name_indicator(qn_linker *l, goal g, qn_buffer *text, qn_arena *arena)
{
	bool is_state = g.world == PROJECTED && l->state[g.index] != QN_NONE;
	uint32_t place = is_state ? l->model->state[l->state[g.index]].place : l->program->derivation[l->derivation[g.index]].place;
	const char *where = qn_place_text(l->program, place, arena);
	qn_buffer_printf(text, "%s%s%s%s", l->catalogue->indicator[g.index].id, *where ? " (" : "", where, *where ? ")" : "");
}

static bool same(goal x, goal y)
{
	return x.world == y.world && x.is_indicator == y.is_indicator && x.index == y.index;
}

/* "a (rules.lua:1) needs b (rules.lua:2) needs a", from where the circle begins in the stack. */
static void name_circle(qn_linker *l, size_t start, const char *needs, qn_buffer *text, qn_arena *arena)
{
	uint32_t first = QN_NONE;
	for (size_t i = start; i < l->depth; i++) {
		if (!l->stack[i].is_indicator)
			continue;
		if (first != QN_NONE)
			qn_buffer_text(text, needs);
		else
			first = l->stack[i].index;
		name_indicator(l, l->stack[i], text, arena);
	}
	if (first != QN_NONE)
		qn_buffer_printf(text, "%s%s", needs, l->catalogue->indicator[first].id);
}

/* The stack from the open goal up is the circle. */
static int fail_circle(qn_linker *l, goal open)
{
	qn_buffer text = { 0 }, chinese = { 0 };
	qn_arena arena = { 0 };
	size_t start = l->depth;
	while (start > 0 && !same(l->stack[--start], open))
		;
	name_circle(l, start, " needs ", &text, &arena);
	name_circle(l, start, " 要用 ", &chinese, &arena);
	bool told = !text.failed && text.data && !chinese.failed;
	int rc = !told ? qn_no_memory(l->err) : qn_fail(l->err, QN_ESCRIPT, "derivations go round in a circle: %s; a value of the year before, lag(x, 1), would be fine", text.data);
	if (told)
		qn_fail_chinese(l->err, "推算绕成了圈:%s;可以用上一年的值,如 lag(x, 1)", chinese.data);
	qn_buffer_free(&text);
	qn_buffer_free(&chinese);
	qn_arena_free(&arena);
	return rc;
}

static void push(qn_linker *l, goal g)
{
	l->stack[l->depth++] = g;
	*memory_of(l, g) = OPEN;
}

/* A derivation or state of another type than its indicator would be read as what it is not. */
static int check_rule(const qn_linker *l, goal g)
{
	uint32_t rule = g.is_indicator ? rule_of(l, g) : QN_NONE;
	if (rule == QN_NONE || (l->program->node[rule].type == QN_MASK) == (type_of(l, g.index) == QN_MASK))
		return QN_OK;
	bool mask = l->program->node[rule].type == QN_MASK;
	int rc = qn_fail(l->err, QN_ESCRIPT, "%s: its rule is %s, the catalogue says otherwise", l->catalogue->indicator[g.index].id, mask ? "a condition" : "a number");
	qn_fail_chinese(l->err, "%s:它的规则是%s,与指标目录不符", l->catalogue->indicator[g.index].id, mask ? "条件" : "数");
	return rc;
}

/* One step: opens the first goal that the top still needs, or writes the top. */
static int step(qn_linker *l)
{
	goal top = l->stack[l->depth - 1], need[3];
	int count = needs(l, top, need);
	for (int i = 0; i < count; i++) {
		uint32_t known = *memory_of(l, need[i]);
		if (known == OPEN)
			return fail_circle(l, need[i]);
		if (known == QN_NONE) {
			push(l, need[i]);
			return check_rule(l, need[i]);
		}
	}
	l->depth--;
	*memory_of(l, top) = top.is_indicator ? write_indicator(l, top) : write_node(l, top);
	return *memory_of(l, top) == QN_NONE ? qn_no_memory(l->err) : QN_OK;
}

static int write_goal(qn_linker *l, goal g, uint32_t *out)
{
	int rc = QN_OK;
	if (*memory_of(l, g) == QN_NONE) {
		push(l, g);
		rc = check_rule(l, g);
	}
	while (rc == QN_OK && l->depth)
		rc = step(l);
	*out = *memory_of(l, g);
	return rc;
}

static int write_both(qn_linker *l, goal g, qn_slot *out)
{
	int rc;
	out->projected = QN_NONE;
	g.world = OBSERVED;
	if ((rc = write_goal(l, g, &out->observed)) != QN_OK || !l->model)
		return rc;
	g.world = PROJECTED;
	return write_goal(l, g, &out->projected);
}

/* What the model moves: states, and what rests on one, through lags too. */

static bool spread(qn_linker *l, bool *rests)
{
	const qn_program *program = l->program;
	bool changed = false;
	for (uint32_t i = 0; i < program->nodes; i++) {
		const qn_node *node = &program->node[i];
		rests[i] = (node->op == QN_INPUT && l->out->moved[node->symbol]) || (node->a != QN_NONE && rests[node->a])
		           || (node->b != QN_NONE && rests[node->b]) || (node->c != QN_NONE && rests[node->c]);
	}
	for (uint32_t i = 0; i < program->derivations; i++) {
		bool *moved = &l->out->moved[program->derivation[i].indicator];
		if (!*moved && rests[program->derivation[i].node])
			*moved = changed = true;
	}
	return changed;
}

static int find_moved(qn_linker *l)
{
	bool *rests = calloc(l->program->nodes + 1, sizeof *rests);
	if (!rests)
		return qn_no_memory(l->err);
	for (uint32_t i = 0; l->model && i < l->model->states; i++)
		l->out->moved[l->model->state[i].indicator] = true;
	while (l->model && spread(l, rests))
		;
	free(rests);
	return QN_OK;
}

static void find_read(qn_linked *linked)
{
	for (uint32_t i = 0; i < linked->observed.nodes; i++)
		if (linked->observed.node[i].op == QN_INPUT)
			linked->used[linked->observed.node[i].symbol] = true;
	for (uint32_t i = 0; i < linked->projected.nodes; i++)
		if (linked->projected.node[i].op == QN_HOLD)
			linked->used[linked->projected.node[i].symbol] = linked->held[linked->projected.node[i].symbol] = true;
}

/* The whole. */

static uint32_t *all_none(qn_arena *arena, uint32_t count)
{
	uint32_t *out = qn_arena_array(arena, (size_t)count + 1, sizeof *out);
	if (out)
		memset(out, 0xff, ((size_t)count + 1) * sizeof *out);
	return out;
}

/* A graph rarely has more than a node for each of the program's, and two for an indicator: a leaf, and what fills it. */
static bool prepare_world(qn_linker *l, qn_arena *arena, int world)
{
	uint32_t nodes = l->program->nodes, indicators = l->catalogue->indicators;
	l->graph[world] = world == OBSERVED ? &l->out->observed : &l->out->projected;
	l->node[world] = all_none(arena, nodes);
	l->indicator[world] = all_none(arena, indicators);
	return l->node[world] && l->indicator[world] && make_room(l, world, (size_t)nodes + 2 * (size_t)indicators + 1);
}

static bool prepare(qn_linker *l, qn_arena *arena, uint32_t wants)
{
	uint32_t nodes = l->program->nodes, indicators = l->catalogue->indicators;
	qn_linked *out = l->out;
	for (int world = 0; world < WORLDS; world++)
		if (!prepare_world(l, arena, world))
			return false;
	l->derivation = all_none(arena, indicators);
	l->state = all_none(arena, indicators);
	l->slot_of_node = all_none(arena, nodes);
	l->slot_of_indicator = all_none(arena, indicators);
	l->operand = qn_arena_array(arena, (size_t)nodes + 1, sizeof *l->operand);
	l->stack = qn_arena_array(arena, (size_t)nodes + indicators + 1, sizeof *l->stack);
	out->output = qn_arena_array(&out->arena, (size_t)wants + 1, sizeof *out->output);
	out->moved = qn_arena_array(&out->arena, (size_t)indicators + 1, sizeof *out->moved);
	out->held = qn_arena_array(&out->arena, (size_t)indicators + 1, sizeof *out->held);
	out->used = qn_arena_array(&out->arena, (size_t)indicators + 1, sizeof *out->used);
	return l->derivation && l->state && l->slot_of_node && l->slot_of_indicator && l->operand && l->stack && out->output
	       && out->moved && out->held && out->used;
}

static int write_all(qn_linker *l, const qn_want *want, uint32_t wants)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < wants; i++) {
		goal g = { OBSERVED, want[i].kind == QN_WANT_INDICATOR, want[i].index };
		rc = write_both(l, g, &l->out->output[i]);
		if (rc == QN_OK && (want[i].kind == QN_WANT_LACKING || want[i].kind == QN_WANT_LACKS))
			rc = qn_linker_lacking(l, want[i].index, want[i].kind == QN_WANT_LACKS, &l->out->output[i]);
	}
	l->out->outputs = wants;
	for (uint32_t i = 0; rc == QN_OK && i < l->out->slots; i++) { /* writing a slot may add slots */
		qn_slot slot;
		rc = write_both(l, l->operand[i], &slot);
		l->out->slot[i] = slot;
	}
	return rc;
}

int qn_link(const qn_program *program, const qn_catalogue *catalogue, uint32_t model, const qn_want *want, uint32_t wants,
            qn_linked **out, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_linker l = { .program = program, .catalogue = catalogue, .model = model == QN_NONE ? NULL : &program->model[model], .err = err };
	int rc;
	*out = NULL;
	if (!(l.out = calloc(1, sizeof *l.out)) || !prepare(&l, &arena, wants)) {
		rc = qn_no_memory(err);
		goto out;
	}
	for (uint32_t i = 0; i < program->derivations; i++)
		l.derivation[program->derivation[i].indicator] = i;
	for (uint32_t i = 0; l.model && i < l.model->states; i++)
		l.state[l.model->state[i].indicator] = i;
	if ((rc = find_moved(&l)) != QN_OK || (rc = write_all(&l, want, wants)) != QN_OK || (rc = qn_simplify(l.out, err)) != QN_OK)
		goto out;
	find_read(l.out);
	rc = qn_look_back(l.out, err);
out:
	qn_arena_free(&arena);
	if (rc == QN_OK)
		*out = l.out;
	else
		qn_linked_free(l.out);
	return rc;
}

void qn_linked_free(qn_linked *linked)
{
	if (!linked)
		return;
	qn_arena_free(&linked->arena);
	free(linked);
}
