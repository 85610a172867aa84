/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/alike.h"
#include <stdlib.h>
#include "base/sum.h"

enum { ITSELF, LACKS, PARTS, MOST_PARTS = 32 }; /* outputs of the run: the target, who lacks what it goes over, and what it is made of */
enum { NOT_OF_IT, COMPUTED, GIVEN, MET }; /* a node of the target: from its operands · the same for all · a total, mean or count */

typedef struct { bool by_entity; double same, *each; } taken;

typedef struct {
	const qn_node *node;
	uint32_t root, outputs, *output; /* [root + 1]: which output a given node is, and the operand of one at which all meet */
	unsigned char *kind;             /* [root + 1] */
	bool whole;                      /* nothing else is in it */
	int period[2];
	size_t entities;
	qn_want want[PARTS + MOST_PARTS];
	taken taken[2][PARTS + MOST_PARTS];
	bool *kept;                      /* [entities] */
	qn_arena arena;
} sifting;

static unsigned char kind_of(const qn_node *node)
{
	if (node->op == QN_TOTAL || node->op == QN_MEAN || node->op == QN_COUNT)
		return node->symbol == QN_ALL ? MET : NOT_OF_IT;
	if (node->op == QN_CONST || node->op == QN_PARAMETER || node->op == QN_YEAR)
		return GIVEN;
	return qn_op_of(node->op)->leaf || qn_op_of(node->op)->across || node->op == QN_LAG ? NOT_OF_IT : COMPUTED;
}

/* From the root down to what is given and to where all meet. */
static void find_parts(sifting *s)
{
	s->whole = true;
	s->kind[s->root] = COMPUTED;
	for (uint32_t i = s->root + 1; s->whole && i-- > 0;) {
		const qn_node *node = &s->node[i];
		const uint32_t operand[3] = { node->a, node->b, node->c };
		if (!s->kind[i])
			continue;
		s->kind[i] = kind_of(node);
		s->whole = s->kind[i] != NOT_OF_IT && s->outputs < PARTS + MOST_PARTS;
		if (s->whole && s->kind[i] != COMPUTED) {
			s->want[s->outputs] = (qn_want){ .kind = QN_WANT_NODE, .index = s->kind[i] == MET ? node->a : i };
			s->output[i] = s->outputs++;
		}
		for (int k = 0; s->whole && s->kind[i] == COMPUTED && k < 3; k++)
			if (operand[k] != QN_NONE)
				s->kind[operand[k]] = COMPUTED;
	}
}

static double of_mask(qn_mask mask) { return mask == QN_TRUE ? 1 : mask == QN_FALSE ? 0 : QN_MISSING; }

static int take(void *context, const qn_slice *slice)
{
	sifting *s = context;
	if (slice->period != s->period[0] && slice->period != s->period[1])
		return 0;
	taken *to = &s->taken[slice->period == s->period[1]][slice->output];
	to->by_entity = slice->by_entity;
	to->same = slice->is_mask ? of_mask(slice->mask[0]) : slice->number[0];
	for (size_t e = 0; slice->by_entity && e < s->entities; e++)
		to->each[e] = slice->is_mask ? of_mask(slice->mask[e]) : slice->number[e];
	return 0;
}

static double at(const taken *of, size_t entity) { return of->by_entity ? of->each[entity] : of->same; }

static double meeting(const sifting *s, const qn_node *node, const taken *of)
{
	qn_sum sum = QN_SUM_START;
	size_t known = 0;
	for (size_t e = 0; e < s->entities; e++)
		if (s->kept[e] && !qn_is_missing(at(of, e)))
			qn_sum_add(&sum, at(of, e)), known++;
	double all = known ? qn_sum_of(sum) : QN_MISSING;
	return node->op == QN_MEAN ? all / (double)known : all;
}

static double value_at(const sifting *s, int end, qn_value *value)
{
	for (uint32_t i = 0; i <= s->root; i++)
		switch (s->kind[i]) {
		case COMPUTED: value[i] = qn_scalar_node(&s->node[i], s->node, value); break;
		case GIVEN: value[i] = qn_scalar_value(&s->node[i], s->taken[end][s->output[i]].same); break;
		case MET: value[i].number = meeting(s, &s->node[i], &s->taken[end][s->output[i]]); break;
		default: break;
		}
	return value[s->root].number;
}

static bool make_room(sifting *s)
{
	s->output = qn_arena_array(&s->arena, (size_t)s->root + 1, sizeof *s->output);
	s->kind = qn_arena_array(&s->arena, (size_t)s->root + 1, sizeof *s->kind);
	s->kept = qn_arena_array(&s->arena, s->entities + 1, sizeof *s->kept);
	if (!s->output || !s->kind || !s->kept)
		return false;
	find_parts(s);
	for (uint32_t i = 0; i < 2 * s->outputs; i++) {
		taken *to = &s->taken[i % 2][i / 2];
		to->same = QN_MISSING;
		if (!(to->each = qn_arena_array(&s->arena, s->entities + 1, sizeof *to->each)))
			return false;
	}
	return true;
}

static int run(sifting *s, qn_panel *panel, const qn_changes *changes, qn_error *err)
{
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	int rc = qn_link(panel->program, panel->catalogue, QN_NONE, s->want, s->outputs, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, s->period[0], err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1 }, s->period[0], take, s, err);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	return rc;
}

int qn_target_alike(qn_panel *panel, const qn_changes *changes, uint32_t target, int from, int to, double value[2], size_t *left, qn_error *err)
{
	uint32_t root = panel->program->target[target].value;
	sifting s = { .node = panel->program->node, .root = root, .outputs = PARTS, .period = { from, to }, .entities = panel->entities,
		.want = { [ITSELF] = { QN_WANT_NODE, root }, [LACKS] = { QN_WANT_LACKS, root } } };
	qn_value *room = make_room(&s) ? qn_arena_array(&s.arena, (size_t)root + 1, sizeof *room) : NULL;
	int rc = room ? run(&s, panel, changes, err) : qn_no_memory(err);
	*left = 0;
	for (size_t e = 0; rc == QN_OK && e < s.entities; e++) {
		s.kept[e] = at(&s.taken[0][LACKS], e) == 0 && at(&s.taken[1][LACKS], e) == 0;
		*left += !s.kept[e];
	}
	for (int end = 0; rc == QN_OK && end < 2; end++)
		value[end] = *left == 0 ? s.taken[end][ITSELF].same : s.whole ? value_at(&s, end, room) : QN_MISSING;
	qn_arena_free(&s.arena);
	return rc;
}
