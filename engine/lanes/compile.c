/* SPDX-License-Identifier: Apache-2.0 */
/* compile.c - a graph to the code of one period: what each node varies by, in which phase it runs, where it stands. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/code.h"
#include "plan/simplify.h"

/* How long a node's value is needed beyond the row it was computed in. */
enum { KEEP_ROW, KEEP_PERIOD, KEEP_RUN };

struct compiler {
	qn_frame *frame;
	const qn_graph *graph;
	int period;
	bool projected;
	/* by node */
	const bool *need;       /* what nobody needs in this period is not there */
	const qn_decided *decided;
	uint32_t *root;         /* the node whose value it is: itself, but for a state that nothing strikes and for what is decided */
	uint8_t *varies, *keep;
	uint32_t *phase, *uses;
	bool *run;              /* it is given room and computed */
	uint32_t *inner;        /* the operand that is computed along with it, or QN_NONE */
	qn_loc *loc;
	qn_tally **tally;       /* kept of the node, NULL if none is */
	uint32_t *order;        /* nodes of the level, phase by phase */
	qn_code *code;          /* being written */
	qn_layout *layout;
	qn_arena arena;
};

static bool is_across(const qn_node *node)
{
	return node->op < QN_OPS && qn_op_of(node->op)->across;
}

/* Of a node that computes one of its operands along: that one's two, then the other. */
static int fused_operands_of(const struct compiler *c, uint32_t n, uint32_t out[3])
{
	const qn_node *node = &c->graph->node[n], *inner = &c->graph->node[c->inner[n]];
	bool first = c->root[node->a] == c->inner[n];
	out[0] = c->root[inner->a];
	out[1] = c->root[inner->b];
	out[2] = c->root[first ? node->b : node->a];
	return 3;
}

static int operands_of(const struct compiler *c, uint32_t n, uint32_t out[3])
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

static bool is_flat(const struct compiler *c, uint32_t n)
{
	return !(c->varies[n] & QN_PATHS);
}

/* A sum or count over everybody that rows tell one after another. */
static bool is_tallied(const struct compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	return is_flat(c, n) && node->symbol == QN_ALL && (node->op == QN_TOTAL || node->op == QN_MEAN || node->op == QN_COUNT);
}

/* Leaves. */

static qn_setting setting_of(const struct compiler *c, const qn_node *node)
{
	return qn_frame_setting(c->frame, node, c->period);
}

static uint8_t setting_varies(qn_setting setting)
{
	if (setting.value.kind == QN_FIXED)
		return QN_BY_NONE;
	return setting.reach == QN_BY_GROUP || setting.reach == QN_BY_ENTITY ? QN_PATHS | QN_ENTITIES : QN_PATHS;
}

static qn_loc *slot_at(const qn_frame *frame, uint32_t slot, int period)
{
	return &frame->slot[(size_t)period * frame->linked->slots + slot];
}

/* What a lag reads: the slot of a period that was run, or the years before the first, which are missing. */
static qn_loc lagged(const struct compiler *c, const qn_node *node)
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

static bool struck(const struct compiler *c, uint32_t indicator)
{
	const qn_inputs *in = c->frame->in;
	for (size_t i = 0; i < in->blows; i++)
		if (in->blow[i].indicator == indicator && in->blow[i].period == c->period && in->blow[i].entity < in->entities)
			return true;
	return false;
}

static uint8_t node_varies(const struct compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	uint32_t operand[3];
	int count = operands_of(c, n, operand);
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
	case QN_LAG: return lagged(c, node).varies;
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
static uint32_t node_phase(const struct compiler *c, uint32_t n)
{
	uint32_t operand[3], phase = 0;
	int count = operands_of(c, n, operand);
	for (int i = 0; i < count; i++) {
		uint32_t o = operand[i], there = c->phase[o] + is_across(&c->graph->node[o]);
		if (is_flat(c, o) == is_flat(c, n) && there > phase)
			phase = there;
	}
	return phase;
}

static void classify(struct compiler *c)
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

static void keep(struct compiler *c, uint32_t n, uint8_t how)
{
	uint8_t *kept = &c->keep[c->root[n]];
	*kept = *kept < how ? how : *kept;
}

static uint32_t root_of_slot(const struct compiler *c, const qn_slot *slot)
{
	return c->projected ? slot->projected : slot->observed;
}

/* The node of an output that is asked for, of a slot that a later period looks at; QN_NONE otherwise. */
static uint32_t shown(const struct compiler *c, uint32_t output)
{
	return qn_frame_asked(c->frame, output, c->period) ? root_of_slot(c, &c->frame->linked->output[output]) : QN_NONE;
}

static uint32_t looked_at(const struct compiler *c, uint32_t slot)
{
	const qn_linked *linked = c->frame->linked;
	return c->frame->slot_need[(size_t)c->period * linked->slots + slot] ? root_of_slot(c, &linked->slot[slot]) : QN_NONE;
}

static void find_kept(struct compiler *c)
{
	const qn_linked *linked = c->frame->linked;
	uint32_t operand[3];
	for (uint32_t n = 0; n < c->graph->nodes; n++) {
		int count = c->run[n] ? operands_of(c, n, operand) : 0;
		for (int i = 0; i < count; i++) {
			uint32_t o = operand[i];
			c->uses[o]++;
			if (is_flat(c, o) != is_flat(c, n) || c->phase[o] != c->phase[n] || (is_across(&c->graph->node[n]) && !is_tallied(c, n)))
				keep(c, o, KEEP_PERIOD);
		}
	}
	for (uint32_t i = 0; i < linked->outputs; i++)
		if (shown(c, i) != QN_NONE)
			keep(c, shown(c, i), KEEP_PERIOD);
	for (uint32_t i = 0; i < linked->slots; i++)
		if (looked_at(c, i) != QN_NONE)
			keep(c, looked_at(c, i), KEEP_RUN);
}

/* A value that stays in a register for one user in the same list can be computed along with it. */
static bool fuse(struct compiler *c)
{
	bool *alone = qn_arena_array(&c->arena, (size_t)c->graph->nodes + 1, sizeof *alone);
	uint32_t operand[3];
	for (uint32_t n = 0; alone && n < c->graph->nodes; n++) {
		int count = c->run[n] ? operands_of(c, n, operand) : 0;
		for (int i = 0; i < count; i++) {
			uint32_t o = operand[i];
			alone[o] = c->uses[o] == 1 && c->keep[o] == KEEP_ROW && ((c->varies[o] ^ c->varies[n]) & QN_ENTITIES) == 0;
		}
	}
	if (alone)
		qn_fuse(c->graph, &(qn_fusing){ c->root, c->decided->known, alone, c->run, c->inner });
	return alone != NULL;
}

/* Where values stand. */

static size_t size_of(bool is_mask)
{
	return is_mask ? sizeof(qn_mask) : sizeof(double);
}

static qn_arena *arena_of(struct compiler *c, uint32_t n)
{
	return c->keep[n] == KEEP_RUN ? &c->frame->arena : &c->code->arena;
}

static bool in_worker(struct compiler *c, qn_loc *loc, size_t bytes, int until)
{
	loc->plane = qn_layout_give(c->layout, &c->frame->arena, (bytes + 7) / 8 * 8, until);
	if (loc->plane == QN_NONE)
		return false;
	loc->offset = c->layout->plane[loc->plane].offset;
	return true;
}

/* Room for a node's value. A register is given back by its last user, everything else at the end of its time. */
static bool give_room(struct compiler *c, uint32_t n)
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

static bool is_register(const struct compiler *c, uint32_t n)
{
	return c->loc[n].plane != QN_NONE && c->layout->plane[c->loc[n].plane].until == INT_MAX;
}

static void drop_operands(struct compiler *c, uint32_t n)
{
	uint32_t operand[3];
	int count = operands_of(c, n, operand);
	for (int i = 0; i < count; i++) {
		uint32_t o = operand[i];
		if (--c->uses[o] == 0 && is_flat(c, o) == c->code->flat && is_register(c, o) && c->layout->plane[c->loc[o].plane].in_use)
			qn_layout_take(c->layout, c->loc[o].plane);
	}
}

static qn_view view_of(const struct compiler *c, const qn_loc *loc)
{
	size_t size = size_of(loc->is_mask);
	if (c->code->flat)
		return (qn_view){ loc->fixed, loc->piece, QN_PIECE / QN_FLAT, loc->offset, loc->rows ? QN_FLAT * size : 0, NULL, (loc->varies & QN_ENTITIES) != 0 };
	return (qn_view){ loc->fixed, loc->piece, QN_PIECE, loc->offset, loc->rows ? size : 0, loc->index, (loc->varies & QN_PATHS) != 0 };
}

/* Writing instructions. */

static qn_phase *phase_of(struct compiler *c, uint32_t n)
{
	return &c->code->phase[c->phase[n]];
}

static qn_instruction *next(struct compiler *c, uint32_t n, bool each)
{
	qn_phase *phase = phase_of(c, n);
	return each ? &phase->each_list[phase->each++] : &phase->once_list[phase->once++];
}

static bool put_known(struct compiler *c, uint32_t n)
{
	bool is_mask = c->graph->node[n].type == QN_MASK;
	qn_value *at = qn_arena_alloc(arena_of(c, n), sizeof *at);
	if (!at)
		return false;
	*at = c->decided->value[n];
	c->loc[n] = (qn_loc){ .fixed = at, .is_mask = is_mask, .plane = QN_NONE };
	return true;
}

static bool put_column(struct compiler *c, uint32_t n, qn_pieces column)
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

static bool put_attribute(struct compiler *c, uint32_t n)
{
	const struct qn_kind_seen *seen = qn_frame_kind(c->frame, c->graph->node[n].symbol);
	if (!seen)
		return false;
	c->loc[n] = (qn_loc){ .fixed = seen->attribute, .varies = QN_ENTITIES, .rows = true, .plane = QN_NONE };
	return true;
}

/* A draw for each member of a kind, a row each, and one more for entities in none. */
static bool put_group_draw(struct compiler *c, uint32_t n, qn_draw *draw, uint32_t kind)
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

static bool add_mix(struct compiler *c, qn_draw *draw, const qn_mix *mix)
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

static bool put_draw(struct compiler *c, uint32_t n, qn_setting setting)
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

static bool put_leaf(struct compiler *c, uint32_t n)
{
	const qn_inputs *in = c->frame->in;
	const qn_node *node = &c->graph->node[n];
	switch (node->op) {
	case QN_INPUT: return put_column(c, n, in->column(in->context, node->symbol, c->period));
	case QN_HOLD: return put_column(c, n, in->held(in->context, node->symbol));
	case QN_ATTRIBUTE: return put_attribute(c, n);
	case QN_LAG:
		c->loc[n] = lagged(c, node);
		return true;
	default:
		return put_draw(c, n, setting_of(c, node));
	}
}

static bool put_strike(struct compiler *c, uint32_t n)
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

static bool put_meeting(struct compiler *c, uint32_t n)
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
static bool put_tally(struct compiler *c, uint32_t n)
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

static bool put_operation(struct compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	uint32_t operand[3];
	int count = operands_of(c, n, operand);
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

static bool put(struct compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	bool done = c->decided->known[n] ? put_known(c, n) : qn_graph_operands(node) == 0 ? put_leaf(c, n) : node->op == QN_STATE ? put_strike(c, n)
	            : is_tallied(c, n) ? put_tally(c, n) : is_across(node) ? put_meeting(c, n) : put_operation(c, n);
	drop_operands(c, n);
	return done;
}

/* A level. */

static qn_code *code_new(struct compiler *c, bool flat)
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

static uint32_t step_of(const struct compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	bool setting = node->op == QN_PARAMETER || node->op == QN_ASSUME;
	uint32_t step = is_tallied(c, n) ? EACH : is_across(node) ? MEETING : c->varies[n] & QN_ENTITIES ? EACH : ONCE;
	if (setting && setting_of(c, node).reach == QN_BY_GROUP)
		step = ONCE;
	return c->phase[n] * STEPS + step;
}

/* in_step: how many nodes each step of each phase has; tallied: of each phase. */
static bool lists_new(struct compiler *c, const uint32_t *in_step, const uint32_t *tallied)
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
static uint32_t sort_by_step(struct compiler *c)
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

static bool compile_level(struct compiler *c, qn_code *code)
{
	uint32_t count;
	c->code = code;
	c->layout = code->flat ? &c->frame->registers : &c->frame->layout;
	qn_layout_take_before(c->layout, code->flat ? INT_MAX : c->period);
	if ((count = sort_by_step(c)) == QN_NONE)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!put(c, c->order[i]))
			return false;
	return true;
}

/* A slot's plane lives as long as somebody may look back at it. */
static void record_slots(struct compiler *c)
{
	qn_frame *frame = c->frame;
	for (uint32_t i = 0; i < frame->linked->slots; i++) {
		uint32_t n = looked_at(c, i);
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

static void record_shown(struct compiler *c, qn_code *code)
{
	const qn_linked *linked = c->frame->linked;
	for (uint32_t i = 0; i < linked->outputs; i++) {
		uint32_t n = shown(c, i);
		if (n != QN_NONE)
			code->shown[code->shows++] = (qn_shown){ i, c->loc[c->root[n]] };
	}
}

static bool start(struct compiler *c)
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
	struct compiler c = { .frame = frame, .period = period, .projected = projected, .need = frame->need[period], .decided = &frame->decided[period],
		.graph = projected ? &frame->linked->projected : &frame->linked->observed };
	int rc = QN_OK;
	*flat = *paths = NULL;
	if (!start(&c)) {
		rc = qn_no_memory(err);
		goto out;
	}
	classify(&c);
	find_kept(&c);
	if (!frame->options->unfused && !fuse(&c)) {
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
