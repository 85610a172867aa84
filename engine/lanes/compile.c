/* SPDX-License-Identifier: Apache-2.0 */
/* compile.c - a graph to the code of one period: its flat level and that of paths, each in the order in which it runs. */
#include <limits.h>
#include <stdlib.h>
#include "lanes/compiler.h"

/* A level. */

static qn_code *code_new(qn_compiler *c, bool flat)
{
	qn_code *code = calloc(1, sizeof *code);
	if (!code)
		return NULL;
	code->flat = flat;
	code->period = c->period;
	for (uint32_t n = 0; n < c->graph->nodes; n++)
		if (c->run[n] && is_flat(c, n) == flat && c->phase[n] >= code->phases)
			code->phases = c->phase[n] + 1;
	code->phase = qn_arena_array(&code->arena, code->phases + 1, sizeof *code->phase);
	code->shown = qn_arena_array(&code->arena, c->frame->linked->outputs + 1, sizeof *code->shown);
	if (code->phase && code->shown)
		return code;
	qn_code_free(code);
	return NULL;
}

/* Within a phase what runs once comes first, then what runs for each entity, then meetings: registers must be given back
 * and out again in the order in which the lists run. */
enum { ONCE, EACH, MEETING, STEPS };

static uint32_t step_of(const qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	bool setting = node->op == QN_PARAMETER || node->op == QN_ASSUME;
	uint32_t step = is_tallied(c, n) ? EACH : is_across(node) ? MEETING : c->varies[n] & QN_ENTITIES ? EACH : ONCE;
	if (setting && setting_of(c, node).reach == QN_BY_GROUP)
		step = ONCE;
	return c->phase[n] * STEPS + step;
}

/* in_step: how many nodes each step of each phase has; tallied: of each phase. */
static bool lists_new(qn_compiler *c, const uint32_t *in_step, const uint32_t *tallied)
{
	qn_arena *arena = &c->code->arena;
	for (uint32_t i = 0; i < c->code->phases; i++, in_step += STEPS) {
		qn_phase *phase = &c->code->phase[i];
		phase->once_list = qn_arena_array(arena, (size_t)in_step[ONCE] + 1, sizeof *phase->once_list);
		phase->each_list = qn_arena_array(arena, (size_t)in_step[EACH] + 1, sizeof *phase->each_list);
		phase->meeting = qn_arena_array(arena, (size_t)in_step[MEETING] + 1, sizeof *phase->meeting);
		phase->result = qn_arena_array(arena, (size_t)tallied[i] + 1, sizeof *phase->result);
		if (!phase->once_list || !phase->each_list || !phase->meeting || !phase->result)
			return false;
	}
	return true;
}

/* The level's nodes in the order in which they run; returns how many, QN_NONE without memory. */
static uint32_t sort_by_step(qn_compiler *c)
{
	uint32_t steps = c->code->phases * STEPS, count = 0;
	uint32_t *start = qn_arena_array(&c->code->arena, (size_t)steps + 2, sizeof *start);
	uint32_t *tallied = qn_arena_array(&c->code->arena, (size_t)c->code->phases + 1, sizeof *tallied);
	if (!start || !tallied)
		return QN_NONE;
	for (uint32_t n = 0; n < c->graph->nodes; n++)
		if (is_flat(c, n) == c->code->flat && c->run[n])
			start[step_of(c, n) + 1]++, tallied[c->phase[n]] += is_tallied(c, n), count++;
	if (!lists_new(c, start + 1, tallied))
		return QN_NONE;
	for (uint32_t i = 0; i < steps; i++)
		start[i + 1] += start[i];
	for (uint32_t n = 0; n < c->graph->nodes; n++)
		if (is_flat(c, n) == c->code->flat && c->run[n])
			c->order[start[step_of(c, n)]++] = n;
	return count;
}

static bool compile_level(qn_compiler *c, qn_code *code)
{
	uint32_t count;
	c->code = code;
	c->layout = code->flat ? &c->frame->registers : &c->frame->layout;
	qn_layout_take_before(c->layout, code->flat ? INT_MAX : c->period);
	if ((count = sort_by_step(c)) == QN_NONE)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!qn_compiler_put(c, c->order[i]))
			return false;
	return true;
}

/* A slot's plane lives as long as somebody may look back at it. */
static void record_slots(qn_compiler *c)
{
	qn_frame *frame = c->frame;
	for (uint32_t i = 0; i < frame->linked->slots; i++) {
		uint32_t n = qn_compiler_looked_at(c, i);
		qn_loc *loc = slot_at(frame, i, c->period);
		int until;
		if (n == QN_NONE)
			continue;
		*loc = c->loc[c->root[n]];
		if (loc->plane == QN_NONE)
			continue;
		until = c->period + (int)frame->slot_lag[i];
		if (frame->layout.plane[loc->plane].until < until)
			frame->layout.plane[loc->plane].until = until;
	}
}

static void record_shown(qn_compiler *c, qn_code *code)
{
	const qn_linked *linked = c->frame->linked;
	for (uint32_t i = 0; i < linked->outputs; i++) {
		uint32_t n = qn_compiler_shown(c, i);
		if (n != QN_NONE)
			code->shown[code->shows++] = (qn_shown){ i, c->loc[c->root[n]] };
	}
}

static bool start(qn_compiler *c)
{
	size_t nodes = (size_t)c->graph->nodes + 1;
	c->root = qn_arena_array(&c->arena, nodes, sizeof *c->root);
	c->varies = qn_arena_array(&c->arena, nodes, sizeof *c->varies);
	c->keep = qn_arena_array(&c->arena, nodes, sizeof *c->keep);
	c->phase = qn_arena_array(&c->arena, nodes, sizeof *c->phase);
	c->uses = qn_arena_array(&c->arena, nodes, sizeof *c->uses);
	c->loc = qn_arena_array(&c->arena, nodes, sizeof *c->loc);
	c->order = qn_arena_array(&c->arena, nodes, sizeof *c->order);
	c->run = qn_arena_array(&c->arena, nodes, sizeof *c->run);
	c->inner = qn_arena_array(&c->arena, nodes, sizeof *c->inner);
	c->tally = qn_arena_array(&c->arena, nodes, sizeof *c->tally);
	return c->tally && c->run && c->inner && c->root && c->varies && c->keep && c->phase && c->uses && c->loc && c->order;
}

int qn_compile(qn_frame *frame, int period, qn_code **flat, qn_code **paths, qn_error *err)
{
	bool projected = period > frame->in->base, blocks = projected && !frame->options->central;
	qn_compiler c = { .frame = frame, .period = period, .projected = projected, .need = frame->need[period], .decided = &frame->decided[period],
		.graph = projected ? &frame->linked->projected : &frame->linked->observed };
	int rc = QN_OK;
	*flat = *paths = NULL;
	if (!start(&c) || !qn_compiler_classify(&c)) {
		rc = qn_no_memory(err);
		goto out;
	}
	*flat = code_new(&c, true);
	*paths = blocks ? code_new(&c, false) : NULL;
	if (!*flat || (blocks && !*paths) || !compile_level(&c, *flat) || (blocks && !compile_level(&c, *paths))) {
		rc = qn_no_memory(err);
		goto out;
	}
	record_slots(&c);
	record_shown(&c, blocks ? *paths : *flat);
out:
	qn_arena_free(&c.arena);
	return rc;
}

void qn_code_free(qn_code *code)
{
	if (!code)
		return;
	qn_arena_free(&code->arena);
	free(code);
}
