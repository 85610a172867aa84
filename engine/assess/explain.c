/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - asks a run for every node under a rule and lays the answers out as the rule was written. */
#include "assess/explain.h"
#include <stdlib.h>
#include <string.h>
#include "assess/criteria.h"
#include "assess/moves.h"
#include "plan/spoken.h"

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	qn_explanation *explanation;
	size_t entity;
	int index;
	uint32_t *output;  /* by node: output + 1, 0 for none */
	double *number;
	qn_mask *mask;
} telling;

int qn_source_text(qn_panel *panel, uint32_t indicator, int index, size_t entity, qn_arena *arena, const char **text,
	bool *synthetic, qn_error *err)
{
	qn_origin origin;
	qn_import import;
	char day[16];
	*text = "", *synthetic = false;
	if (index > panel->base)
		return QN_OK;
	int rc = qn_column_origin(panel->snapshot, indicator, panel->catalogue->subject, qn_panel_period(panel, index),
		qn_panel_number(panel, entity), &origin, err);
	if (rc >= 0 && origin.import != 0)
		rc = qn_import_get(panel->snapshot, origin.import, &import, err);
	if (rc < 0 || origin.import == 0)
		return rc < 0 ? rc : QN_OK;
	qn_date_text(import.known_on, day);
	*synthetic = import.synthetic;
	*text = qn_arena_printf(arena, "%s:%u (%s)", import.file, origin.line, day);
	return *text ? QN_OK : qn_no_memory(err);
}

static int take(void *context, const qn_slice *slice)
{
	telling *t = context;
	if (slice->period != t->index)
		return 0;
	size_t from = slice->by_entity ? t->entity * slice->paths : 0;
	if (slice->is_mask)
		t->mask[slice->output] = slice->mask[from];
	else
		t->number[slice->output] = slice->number[from];
	return 0;
}

/* A derivation is walked into where nothing was reported. */
static uint32_t below(const telling *t, const qn_node *node)
{
	const qn_panel *panel = t->panel;
	if (node->op != QN_INPUT || t->index > panel->base)
		return QN_NONE;
	bool reported = !qn_is_missing(qn_panel_value(panel, node->symbol, t->index, t->entity));
	return reported ? QN_NONE : qn_program_derivation(panel->program, node->symbol);
}

/* The side of a choice that was not taken is not behind the result. */
static bool is_passed_over(const telling *t, const qn_node *node, int operand)
{
	qn_mask mask = node->op == QN_WHERE ? t->mask[t->output[node->a] - 1] : QN_UNKNOWN;
	return (mask == QN_TRUE && operand == 2) || (mask == QN_FALSE && operand == 1);
}

static uint32_t children(const telling *t, uint32_t at, uint32_t out[3])
{
	const qn_node *node = &t->panel->program->node[at];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	uint32_t count = 0, derived = below(t, node);
	for (int i = 0; node->op != QN_LAG && i < 3; i++) /* what a lag rests on has its value in another period */
		if (operand[i] != QN_NONE && !is_passed_over(t, node, i) && t->panel->program->node[operand[i]].op != QN_CONST)
			out[count++] = operand[i];
	if (derived != QN_NONE)
		out[count++] = derived;
	return count;
}

static const char *member_name(const telling *t, const qn_node *node, double number)
{
	const qn_program *program = t->panel->program;
	if (node->type != QN_CATEGORY || qn_is_missing(number))
		return NULL;
	if (node->domain & QN_OPTION_DOMAIN)
		return program->parameter[node->domain & ~QN_OPTION_DOMAIN].reading[(uint32_t)number].id;
	return t->panel->catalogue->member[node->domain].id[(uint32_t)number];
}

static int describe_leaf(telling *t, const qn_node *node, qn_line *line, qn_error *err)
{
	const qn_program *program = t->panel->program;
	line->source = "";
	int index = t->index;
	if (node->op == QN_LAG && program->node[node->a].op == QN_INPUT && (int)node->symbol <= index)
		index -= (int)node->symbol, node = &program->node[node->a];
	if (node->op == QN_INPUT)
		return qn_source_text(t->panel, node->symbol, index, t->entity, &t->explanation->arena, &line->source, &line->synthetic, err);
	if (node->op == QN_PARAMETER && program->parameter[node->symbol].clause)
		line->source = program->parameter[node->symbol].clause;
	if (node->op == QN_ASSUME && program->assumption[node->symbol].source)
		line->source = program->assumption[node->symbol].source;
	return QN_OK;
}

static int add_line(telling *t, uint32_t at, int depth, qn_error *err)
{
	const qn_program *program = t->panel->program;
	const qn_node *node = &program->node[at];
	qn_explanation *to = t->explanation;
	qn_buffer formula = { 0 };
	if (!qn_grow(&to->arena, (void **)&to->line, to->lines, sizeof *to->line))
		return qn_no_memory(err);
	qn_line *line = &to->line[to->lines++];
	qn_node_print(program, t->panel->catalogue, at, &formula);
	*line = (qn_line){ .depth = depth, .node = at, .is_mask = node->type == QN_MASK, .unit = qn_node_unit(program, t->panel->catalogue, at) };
	line->formula = formula.failed ? NULL : qn_arena_text(&to->arena, formula.data ? formula.data : "");
	line->place = qn_place_text(program, node->place, &to->arena);
	qn_buffer_free(&formula);
	if (!line->formula || to->arena.failed)
		return qn_no_memory(err);
	uint32_t output = t->output[at] - 1;
	line->number = line->is_mask ? QN_MISSING : t->number[output];
	line->mask = line->is_mask ? t->mask[output] : QN_UNKNOWN;
	line->member = member_name(t, node, line->number);
	int rc = describe_leaf(t, node, line, err);
	return rc == QN_OK && to->arena.failed ? qn_no_memory(err) : rc;
}

/* There would be more: an explanation does not end in silence. */
static int add_cut(telling *t, uint32_t root, qn_error *err)
{
	qn_explanation *to = t->explanation;
	if (!qn_grow(&to->arena, (void **)&to->line, to->lines, sizeof *to->line))
		return qn_no_memory(err);
	to->line[to->lines++] = (qn_line){ .node = root, .formula = "…", .mask = QN_UNKNOWN, .number = QN_MISSING, .unit = QN_NONE, .place = "", .source = "" };
	return QN_OK;
}

typedef struct { uint32_t node; int depth; } step;

/* Lines of one root: a bound no rule written by hand reaches, the lower the more criteria may be asked about at once. */
enum { MOST = 1024, LEAST = 256, OF_ALL = 16384 };
static uint32_t most_lines(const qn_program *program)
{
	uint32_t each = OF_ALL / (program->criteria + 1);
	return each > MOST ? MOST : each < LEAST ? LEAST : each;
}

/* Depth first, as written; a shared part is told where it is used. */
static int tell(telling *t, uint32_t root, qn_error *err)
{
	const uint32_t most = most_lines(t->panel->program);
	step *stack = malloc(MOST * sizeof *stack);
	uint32_t depth = 0, told = 0;
	int rc = stack ? QN_OK : qn_no_memory(err);
	if (stack)
		stack[depth++] = (step){ root, 0 };
	while (rc >= 0 && depth > 0 && told++ < most) {
		step at = stack[--depth];
		uint32_t child[4], count = children(t, at.node, child);
		rc = add_line(t, at.node, at.depth, err);
		while (count > 0 && depth < MOST)
			stack[depth++] = (step){ child[--count], at.depth + 1 };
	}
	if (rc >= 0 && depth > 0)
		rc = add_cut(t, root, err);
	free(stack);
	return rc;
}

/* All nodes a root rests on, derivations included, become outputs. */
static int want_below(const telling *t, const uint32_t *root, uint32_t roots, qn_want *want, uint32_t *wants, qn_error *err)
{
	const qn_program *program = t->panel->program;
	uint32_t count = 0, *pending = calloc((size_t)program->nodes + 1, sizeof *pending), depth = 0;
	if (!pending)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < roots; i++)
		if (root[i] != QN_NONE && !t->output[root[i]])
			t->output[root[i]] = 1, pending[depth++] = root[i];
	while (depth > 0) {
		uint32_t at = pending[--depth];
		const qn_node *node = &program->node[at];
		uint32_t next[4] = { node->a, node->b, node->c, node->op == QN_INPUT ? qn_program_derivation(program, node->symbol) : QN_NONE };
		t->output[at] = count + 1;
		want[count++] = (qn_want){ .kind = QN_WANT_NODE, .index = at };
		for (int i = 0; i < 4; i++)
			if (next[i] != QN_NONE && !t->output[next[i]])
				t->output[next[i]] = 1, pending[depth++] = next[i];
	}
	free(pending);
	*wants = count;
	return QN_OK;
}

int qn_explain(qn_panel *panel, const qn_changes *changes, uint32_t model, const uint32_t *root, uint32_t roots, size_t entity,
	int index, qn_explanation **out, qn_error *err)
{
	size_t nodes = panel->program->nodes;
	telling t = { .panel = panel, .changes = changes, .entity = entity, .index = index };
	qn_want *want = calloc(nodes + 1, sizeof *want);
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_settled settled = { .efforts = 0 };
	qn_inputs inputs;
	uint32_t wants = 0;
	int rc = QN_OK, from = index < panel->base ? index : panel->base;
	t.explanation = calloc(1, sizeof *t.explanation);
	t.output = calloc(nodes + 1, sizeof *t.output);
	t.number = calloc(nodes + 1, sizeof *t.number);
	t.mask = calloc(nodes + 1, sizeof *t.mask);
	if (!want || !t.explanation || !t.output || !t.number || !t.mask) {
		rc = qn_no_memory(err);
		goto out;
	}
	if ((rc = want_below(&t, root, roots, want, &wants, err)) < 0 || (rc = qn_link(panel->program, panel->catalogue, model, want, wants, &linked, err)) < 0 ||
		(rc = qn_panel_load_used(panel, linked, from, err)) < 0 || (model != QN_NONE && (rc = qn_changes_settle(panel, changes, model, &settled, err)) < 0) ||
		(rc = qn_setup_make(&setup, panel, model == QN_NONE ? changes : &settled.changes, &inputs, err)) < 0)
		goto out;
	qn_run_options options = { .threads = 1, .paths = model == QN_NONE ? 0 : 1, .central = true };
	rc = qn_run(linked, &inputs, &options, from, take, &t, err);
	for (uint32_t i = 0; rc >= 0 && i < roots; i++)
		rc = root[i] == QN_NONE ? QN_OK : tell(&t, root[i], err);
out:
	free(want), free(t.output), free(t.number), free(t.mask);
	qn_setup_free(&setup);
	qn_settled_free(&settled);
	qn_linked_free(linked);
	if (rc < 0)
		qn_explanation_free(t.explanation);
	else
		*out = t.explanation;
	return rc < 0 ? rc : QN_OK;
}

void qn_explanation_free(qn_explanation *explanation)
{
	if (!explanation)
		return;
	qn_arena_free(&explanation->arena);
	free(explanation);
}
