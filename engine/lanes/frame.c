/* SPDX-License-Identifier: Apache-2.0 */
/* frame.c - what all periods of a run share: groupings, where slots stand, and the plan of a worker's memory. */
#include <limits.h>
#include <string.h>
#include "lanes/code.h"

/* Planes of a worker. */

/* Registers have classes of their own: one that is given back is written again with every row, over whatever else would
 * have taken its plane and holds rows. */
static uint32_t size_class_of(qn_layout *layout, qn_arena *arena, size_t size, bool registers)
{
	for (uint32_t i = 0; i < layout->size_classes; i++)
		if (layout->size_class[i].size == size && layout->size_class[i].registers == registers)
			return i;
	if (!qn_grow(arena, (void **)&layout->size_class, layout->size_classes, sizeof *layout->size_class))
		return QN_NONE;
	layout->size_class[layout->size_classes] = (struct qn_size_class){ size, QN_NONE, registers };
	return layout->size_classes++;
}

uint32_t qn_layout_give(qn_layout *layout, qn_arena *arena, size_t size, int until)
{
	uint32_t class = size_class_of(layout, arena, size, until == INT_MAX), plane;
	if (class == QN_NONE)
		return QN_NONE;
	plane = layout->size_class[class].free;
	if (plane != QN_NONE) {
		layout->size_class[class].free = layout->plane[plane].next;
	} else {
		if (!qn_grow(arena, (void **)&layout->plane, layout->planes, sizeof *layout->plane))
			return QN_NONE;
		plane = layout->planes++;
		layout->plane[plane] = (qn_plane){ .offset = layout->top, .size_class = class };
		layout->top += size;
	}
	layout->plane[plane].until = until;
	layout->plane[plane].in_use = true;
	return plane;
}

void qn_layout_take(qn_layout *layout, uint32_t plane)
{
	qn_plane *of = &layout->plane[plane];
	of->in_use = false;
	of->next = layout->size_class[of->size_class].free;
	layout->size_class[of->size_class].free = plane;
}

void qn_layout_take_before(qn_layout *layout, int period)
{
	for (uint32_t i = layout->planes; i-- > 0;)
		if (layout->plane[i].in_use && layout->plane[i].until < period)
			qn_layout_take(layout, i);
}

/* Kinds. */

static bool add_members(qn_frame *frame, struct qn_kind_seen *seen, const uint32_t *group)
{
	const qn_inputs *in = frame->in;
	uint32_t groups = seen->grouping.groups;
	double *attribute = qn_arena_array(&frame->arena, in->entities + 1, sizeof *attribute);
	uint64_t *hash = qn_arena_array(&frame->arena, (size_t)groups + 1, sizeof *hash);
	seen->drawn = qn_arena_array(&frame->arena, (size_t)groups + 1, sizeof *seen->drawn);
	if (!attribute || !hash || !seen->drawn)
		return false;
	for (size_t e = 0; e < in->entities; e++)
		attribute[e] = group && group[e] != QN_NONE ? (double)group[e] : QN_MISSING;
	for (uint32_t g = 0; g < groups; g++) {
		hash[g] = in->member_hash ? in->member_hash(in->context, seen->kind, g) : 0;
		seen->drawn[g] = seen->grouping.start[g + 1] > seen->grouping.start[g];
	}
	seen->attribute = attribute;
	seen->hash = hash;
	return true;
}

/* Of a kind that nobody belongs to. */
static const uint32_t *no_groups(qn_frame *frame)
{
	uint32_t *none = qn_arena_array(&frame->arena, frame->in->entities + 1, sizeof *none);
	for (size_t e = 0; none && e < frame->in->entities; e++)
		none[e] = QN_NONE;
	return none;
}

const struct qn_kind_seen *qn_frame_kind(qn_frame *frame, uint32_t kind)
{
	const qn_inputs *in = frame->in;
	struct qn_kind_seen seen = { .kind = kind };
	const uint32_t *group = NULL;
	uint32_t groups = 1;
	for (uint32_t i = 0; i < frame->kinds_seen; i++)
		if (frame->seen[i].kind == kind)
			return &frame->seen[i];
	if (kind != QN_ALL) {
		group = in->group(in->context, kind);
		groups = group ? in->groups(in->context, kind) : 0;
		if (!group && !(group = no_groups(frame)))
			return NULL;
	}
	if (!qn_grow(&frame->arena, (void **)&frame->seen, frame->kinds_seen, sizeof *frame->seen)
	    || !qn_grouping_make(&seen.grouping, &frame->arena, group, groups, in->entities)
	    || (kind != QN_ALL && !add_members(frame, &seen, group)))
		return NULL;
	frame->seen[frame->kinds_seen] = seen;
	return &frame->seen[frame->kinds_seen++];
}

/* Slots. */

static bool by_entity(const qn_frame *frame, const qn_node *node, const bool *of)
{
	const uint32_t operand[3] = { node->a, node->b, node->c };
	switch (node->op) {
	case QN_INPUT:
	case QN_ATTRIBUTE: return true;
	case QN_LAG: return frame->slot_by_entity[node->domain];
	case QN_RANKED:
	case QN_SHARE: return true;
	case QN_TOTAL:
	case QN_MEAN:
	case QN_COUNT:
	case QN_QUANTILE: return node->symbol != QN_ALL;
	default:
		for (int i = 0; i < 3; i++)
			if (operand[i] != QN_NONE && of[operand[i]])
				return true;
		return false;
	}
}

/* Whether a slot's values differ by entity, so that the years before the first look like the others. A slot may rest on
 * itself: rounds until nothing changes, few in any program that is not made to be odd. */
static bool find_slots_by_entity(qn_frame *frame)
{
	enum { ROUNDS = 64 };
	const qn_graph *graph = &frame->linked->observed;
	bool *of = qn_arena_array(&frame->arena, (size_t)graph->nodes + 1, sizeof *of), changed = true;
	if (!of)
		return false;
	for (int round = 0; changed && round < ROUNDS; round++) {
		changed = false;
		for (uint32_t i = 0; i < graph->nodes; i++)
			of[i] = by_entity(frame, &graph->node[i], of);
		for (uint32_t i = 0; i < frame->linked->slots; i++) {
			bool now = of[frame->linked->slot[i].observed];
			changed |= now != frame->slot_by_entity[i];
			frame->slot_by_entity[i] = now;
		}
	}
	return true;
}

static void find_slot_lags(qn_frame *frame)
{
	const qn_graph *graph = &frame->linked->projected;
	for (uint32_t i = 0; i < graph->nodes; i++) {
		const qn_node *node = &graph->node[i];
		if (node->op == QN_LAG && node->symbol > frame->slot_lag[node->domain])
			frame->slot_lag[node->domain] = node->symbol;
	}
}

static bool lags_masks(const qn_graph *graph)
{
	for (uint32_t i = 0; i < graph->nodes; i++)
		if (graph->node[i].op == QN_LAG && graph->node[i].type == QN_MASK)
			return true;
	return false;
}

/* Columns without a value: one piece of nothing, as often as there are pieces. */
static bool make_nothing(qn_frame *frame)
{
	size_t entities = frame->in->entities, pieces = entities / QN_PIECE + 1, room = entities < QN_PIECE ? entities + 1 : QN_PIECE;
	double *nothing = qn_arena_array(&frame->arena, room, sizeof *nothing);
	const double **piece = qn_arena_array(&frame->arena, pieces, sizeof *piece);
	bool masks = lags_masks(&frame->linked->observed) || lags_masks(&frame->linked->projected);
	for (size_t i = 0; nothing && i < room; i++)
		nothing[i] = QN_MISSING;
	for (size_t i = 0; piece && i < pieces; i++)
		piece[i] = nothing;
	frame->missing = piece;
	frame->unknown = masks ? qn_arena_array(&frame->arena, entities + 1, sizeof *frame->unknown) : NULL;
	return nothing && piece && (frame->unknown || !masks);
}

bool qn_frame_start(qn_frame *frame)
{
	const qn_inputs *in = frame->in;
	size_t slots = (size_t)frame->linked->slots + 1, periods = in->periods > 0 ? (size_t)in->periods : 1;
	frame->slot = qn_arena_array(&frame->arena, slots * periods, sizeof *frame->slot);
	frame->slot_by_entity = qn_arena_array(&frame->arena, slots, sizeof *frame->slot_by_entity);
	frame->slot_lag = qn_arena_array(&frame->arena, slots, sizeof *frame->slot_lag);
	if (!frame->slot || !frame->slot_by_entity || !frame->slot_lag || !find_slots_by_entity(frame) || !make_nothing(frame))
		return false;
	find_slot_lags(frame);
	return qn_frame_find_needs(frame);
}

void qn_frame_free(qn_frame *frame)
{
	qn_arena_free(&frame->arena);
}
