/* SPDX-License-Identifier: Apache-2.0 */
/* emit.c - where the value of each node stands, and the instructions that compute it. */
#include <limits.h>
#include <string.h>
#include "lanes/compiler.h"

/* Where values stand. */

static qn_arena *arena_of(qn_compiler *c, uint32_t n)
{
	return c->keep[n] == KEEP_RUN ? &c->frame->arena : &c->code->arena;
}

static bool in_worker(qn_compiler *c, qn_loc *loc, size_t bytes, int until)
{
	loc->plane = qn_layout_give(c->layout, &c->frame->arena, (bytes + 7) / 8 * 8, until);
	if (loc->plane == QN_NONE)
		return false;
	loc->offset = c->layout->plane[loc->plane].offset;
	return true;
}

/* Room for a node's value. A register is given back by its last user, everything else at the end of its time. */
static bool give_room(qn_compiler *c, uint32_t n)
{
	size_t entities = c->frame->in->entities;
	bool by_entity = c->varies[n] & QN_ENTITIES, whole = c->keep[n] != KEEP_ROW || is_across(&c->graph->node[n]);
	qn_loc *loc = &c->loc[n];
	size_t size;
	loc->varies = c->varies[n];
	loc->is_mask = c->graph->node[n].type == QN_MASK;
	loc->rows = by_entity && whole;
	loc->plane = QN_NONE;
	size = size_of(loc->is_mask) * (loc->rows ? entities + 1 : 1);
	if (by_entity && !whole)
		return in_worker(c, loc, size, INT_MAX);
	if (!is_flat(c, n))
		return in_worker(c, loc, size, c->period);
	return (loc->fixed = qn_arena_alloc(arena_of(c, n), size)) != NULL;
}

static bool is_register(const qn_compiler *c, uint32_t n)
{
	return c->loc[n].plane != QN_NONE && c->layout->plane[c->loc[n].plane].until == INT_MAX;
}

static void drop_operands(qn_compiler *c, uint32_t n)
{
	uint32_t operand[3];
	int count = qn_compiler_operands(c, n, operand);
	for (int i = 0; i < count; i++) {
		uint32_t o = operand[i];
		if (--c->uses[o] == 0 && is_flat(c, o) == c->code->flat && is_register(c, o) && c->layout->plane[c->loc[o].plane].in_use)
			qn_layout_take(c->layout, c->loc[o].plane);
	}
}

static qn_view view_of(const qn_compiler *c, const qn_loc *loc)
{
	size_t size = size_of(loc->is_mask);
	if (c->code->flat)
		return (qn_view){ loc->fixed, loc->piece, QN_PIECE / QN_FLAT, loc->offset, loc->rows ? QN_FLAT * size : 0, NULL, (loc->varies & QN_ENTITIES) != 0 };
	return (qn_view){ loc->fixed, loc->piece, QN_PIECE, loc->offset, loc->rows ? size : 0, loc->index, (loc->varies & QN_PATHS) != 0 };
}
/* Writing instructions. */

static qn_phase *phase_of(qn_compiler *c, uint32_t n)
{
	return &c->code->phase[c->phase[n]];
}

static qn_instruction *next(qn_compiler *c, uint32_t n, bool each)
{
	qn_phase *phase = phase_of(c, n);
	return each ? &phase->each_list[phase->each++] : &phase->once_list[phase->once++];
}

static bool put_known(qn_compiler *c, uint32_t n)
{
	bool is_mask = c->graph->node[n].type == QN_MASK;
	qn_value *at = qn_arena_alloc(arena_of(c, n), sizeof *at);
	if (!at)
		return false;
	*at = c->decided->value[n];
	c->loc[n] = (qn_loc){ .fixed = at, .is_mask = is_mask, .plane = QN_NONE };
	return true;
}

static bool put_column(qn_compiler *c, uint32_t n, qn_pieces column)
{
	qn_loc from = { .piece = column ? column : c->frame->missing, .varies = QN_ENTITIES, .rows = true, .plane = QN_NONE };
	qn_instruction *do_;
	if (c->graph->node[n].type != QN_MASK) {
		c->loc[n] = from;
		return true;
	}
	if (!give_room(c, n))
		return false;
	do_ = next(c, n, true);
	do_->a = view_of(c, &from);
	do_->out = view_of(c, &c->loc[n]);
	do_->kernel = c->frame->loops->kernels->to_masks[do_->a.wide];
	return true;
}

static bool put_attribute(qn_compiler *c, uint32_t n)
{
	const struct qn_kind_seen *seen = qn_frame_kind(c->frame, c->graph->node[n].symbol);
	if (!seen)
		return false;
	c->loc[n] = (qn_loc){ .fixed = seen->attribute, .varies = QN_ENTITIES, .rows = true, .plane = QN_NONE };
	return true;
}

/* A draw for each member of a kind, a row each, and one more for entities in none. */
static bool put_group_draw(qn_compiler *c, uint32_t n, qn_draw *draw, uint32_t kind)
{
	const struct qn_kind_seen *seen = qn_frame_kind(c->frame, kind);
	qn_instruction *do_;
	qn_loc *loc = &c->loc[n];
	if (!seen)
		return false;
	draw->who = seen->hash;
	draw->drawn = seen->drawn;
	draw->rows = seen->grouping.groups;
	*loc = (qn_loc){ .varies = c->varies[n], .rows = true };
	if (!in_worker(c, loc, ((size_t)draw->rows + 1) * sizeof(double), c->period))
		return false;
	do_ = next(c, n, false);
	do_->what = QN_DO_DRAW_ROWS;
	do_->draw = draw;
	do_->out = view_of(c, loc);
	loc->index = seen->grouping.index;
	return true;
}

static bool add_mix(qn_compiler *c, qn_draw *draw, const qn_mix *mix)
{
	qn_stream *part = mix ? qn_arena_array(&c->code->arena, (size_t)mix->parts + 1, sizeof *part) : NULL;
	if (!mix)
		return true;
	if (!part)
		return false;
	for (uint32_t i = 0; i < mix->parts; i++)
		part[i] = qn_stream_of(c->frame->options->seed, mix->name[i]);
	draw->parts = mix->parts, draw->part = part, draw->weight = mix->weight;
	return true;
}

static bool put_draw(qn_compiler *c, uint32_t n, qn_setting setting)
{
	const qn_inputs *in = c->frame->in;
	const qn_node *node = &c->graph->node[n];
	const char *name = node->op == QN_PARAMETER ? in->parameter_name(in->context, node->symbol) : in->assumption_name(in->context, node->symbol);
	qn_draw *draw = qn_arena_alloc(&c->code->arena, sizeof *draw);
	qn_instruction *do_;
	if (!draw)
		return false;
	*draw = (qn_draw){ .stream = qn_stream_of(c->frame->options->seed, name), .value = setting.value, .rows = 1 };
	if (!add_mix(c, draw, setting.mix))
		return false;
	if (setting.reach != QN_BY_PATH)
		draw->period = in->ordinal(in->context, c->period);
	if (setting.reach == QN_BY_GROUP)
		return put_group_draw(c, n, draw, setting.group);
	if (setting.reach == QN_BY_ENTITY)
		draw->who = in->entity_hash;
	if (!give_room(c, n))
		return false;
	do_ = next(c, n, setting.reach == QN_BY_ENTITY);
	do_->what = QN_DO_DRAW;
	do_->draw = draw;
	do_->out = view_of(c, &c->loc[n]);
	return true;
}

static bool put_leaf(qn_compiler *c, uint32_t n)
{
	const qn_inputs *in = c->frame->in;
	const qn_node *node = &c->graph->node[n];
	switch (node->op) {
	case QN_INPUT: return put_column(c, n, in->column(in->context, node->symbol, c->period));
	case QN_HOLD: return put_column(c, n, in->held(in->context, node->symbol));
	case QN_ATTRIBUTE: return put_attribute(c, n);
	case QN_LAG:
		c->loc[n] = qn_compiler_lagged(c, node);
		return true;
	default:
		return put_draw(c, n, setting_of(c, node));
	}
}

static bool put_strike(qn_compiler *c, uint32_t n)
{
	const qn_inputs *in = c->frame->in;
	uint32_t indicator = c->graph->node[n].symbol;
	uint32_t *start = qn_arena_array(&c->code->arena, in->entities + 2, sizeof *start);
	double *factor = qn_arena_array(&c->code->arena, in->blows + 1, sizeof *factor), *add = qn_arena_array(&c->code->arena, in->blows + 1, sizeof *add);
	qn_strike *strike = qn_arena_alloc(&c->code->arena, sizeof *strike);
	qn_instruction *do_;
	if (!start || !factor || !add || !strike || !give_room(c, n))
		return false;
	for (size_t i = 0; i < in->blows; i++)
		if (in->blow[i].indicator == indicator && in->blow[i].period == c->period && in->blow[i].entity < in->entities)
			start[in->blow[i].entity + 2]++;
	for (size_t e = 0; e + 1 < in->entities; e++)
		start[e + 2] += start[e + 1];
	for (size_t i = 0; i < in->blows; i++) /* in their order, entity by entity */
		if (in->blow[i].indicator == indicator && in->blow[i].period == c->period && in->blow[i].entity < in->entities) {
			uint32_t at = start[in->blow[i].entity + 1]++;
			factor[at] = in->blow[i].factor;
			add[at] = in->blow[i].add;
		}
	*strike = (qn_strike){ start, factor, add };
	do_ = next(c, n, true);
	do_->what = QN_DO_STRIKE;
	do_->strike = strike;
	do_->a = view_of(c, &c->loc[c->root[c->graph->node[n].a]]);
	do_->out = view_of(c, &c->loc[n]);
	do_->kernel = c->frame->loops->kernels->copy_numbers[do_->a.wide];
	return true;
}

/* Meetings see rows one by one on both levels: a flat one has one lane. */
static qn_view row_view(const qn_loc *loc)
{
	return (qn_view){ loc->fixed, loc->piece, QN_PIECE, loc->offset, loc->rows ? size_of(loc->is_mask) : 0, loc->index, true };
}

static bool put_meeting(qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	const struct qn_kind_seen *seen = qn_frame_kind(c->frame, node->symbol);
	bool grouped = node->symbol != QN_ALL && !qn_across_by_entity((qn_op)node->op);
	qn_phase *phase = phase_of(c, n);
	qn_meeting *meeting = &phase->meeting[phase->meetings++];
	qn_loc *loc = &c->loc[n];
	if (!seen)
		return false;
	if (seen->grouping.groups > c->frame->most_groups)
		c->frame->most_groups = seen->grouping.groups;
	if (grouped && !c->code->flat) {
		*loc = (qn_loc){ .varies = c->varies[n], .rows = true };
		if (!in_worker(c, loc, ((size_t)seen->grouping.groups + 1) * sizeof(double), c->period))
			return false;
	} else if (!give_room(c, n)) {
		return false;
	}
	*meeting = (qn_meeting){ .op = (qn_op)node->op, .probability = node->value, .grouping = &seen->grouping,
		.a = row_view(&c->loc[c->root[node->a]]), .out = row_view(loc), .with_none = grouped && !c->code->flat,
		.spread = grouped && c->code->flat };
	if (grouped && !c->code->flat)
		loc->index = seen->grouping.index;
	return true;
}

/* One tally serves every sum and count of a node: it is kept with the first of them. */
static bool put_tally(qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	uint32_t operand = c->root[node->a];
	qn_phase *phase = phase_of(c, n);
	if (!give_room(c, n))
		return false;
	if (!c->tally[operand]) {
		qn_instruction *do_ = next(c, n, true);
		if (!(c->tally[operand] = qn_arena_alloc(&c->code->arena, sizeof **c->tally)))
			return false;
		do_->what = QN_DO_TALLY;
		do_->tally = c->tally[operand];
		do_->a = view_of(c, &c->loc[operand]);
		do_->is_mask = c->loc[operand].is_mask;
	}
	phase->result[phase->results++] = (qn_tallied){ (qn_op)node->op, c->tally[operand], (double *)(uintptr_t)c->loc[n].fixed };
	return true;
}

static bool put_operation(qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	uint32_t operand[3];
	int count = qn_compiler_operands(c, n, operand);
	qn_view view[3] = { 0 };
	unsigned wide = 0;
	bool masks = c->loc[operand[node->op == QN_WHERE ? 1 : 0]].is_mask;
	const qn_kernels *kernels = c->frame->loops->kernels;
	qn_instruction *do_;
	if (!give_room(c, n))
		return false;
	for (int i = 0; i < count; i++) {
		view[i] = view_of(c, &c->loc[operand[i]]);
		wide |= (unsigned)view[i].wide << i;
	}
	if (node->op == QN_BARE) {
		double *factor = qn_arena_alloc(&c->code->arena, sizeof *factor);
		if (!factor)
			return false;
		*factor = node->value;
		view[1].fixed = (const char *)factor;
	}
	do_ = next(c, n, c->varies[n] & QN_ENTITIES);
	do_->a = view[0];
	do_->b = view[1];
	do_->c = view[2];
	do_->out = view_of(c, &c->loc[n]);
	if (c->inner[n] == QN_NONE)
		do_->kernel = qn_kernel_of(kernels, (qn_op)node->op, masks, wide);
	else
		do_->kernel = kernels->fused[qn_fused_of(c->graph->node[c->inner[n]].op, node->op)][wide];
	return do_->kernel != NULL;
}

bool qn_compiler_put(qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	bool done = c->decided->known[n] ? put_known(c, n) : qn_graph_operands(node) == 0 ? put_leaf(c, n) : node->op == QN_STATE ? put_strike(c, n)
	            : is_tallied(c, n) ? put_tally(c, n) : is_across(node) ? put_meeting(c, n) : put_operation(c, n);
	drop_operands(c, n);
	return done;
}
