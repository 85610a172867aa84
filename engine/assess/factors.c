/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/factors.h"
#include <stdlib.h>
#include <string.h>
#include "lanes/random.h"

/* Marks what roots rest on. */
static void mark(const qn_program *program, const bool *root, bool *reached)
{
	memcpy(reached, root, program->nodes);
	for (uint32_t i = program->nodes; i-- > 0;) {
		const qn_node *node = &program->node[i];
		const uint32_t operand[3] = { node->a, node->b, node->c };
		for (int k = 0; reached[i] && k < 3; k++)
			if (operand[k] != QN_NONE)
				reached[operand[k]] = true;
	}
}

static bool is_read(const qn_program *program, const bool *reached, uint16_t op, uint32_t symbol)
{
	for (uint32_t i = 0; i < program->nodes; i++)
		if (reached[i] && program->node[i].op == op && program->node[i].symbol == symbol)
			return true;
	return false;
}

static void add_assumptions(const qn_panel *panel, const qn_changes *changes, const bool *reached, qn_factor *out, uint32_t *count)
{
	const qn_program *program = panel->program;
	for (uint32_t i = 0; i < program->assumptions; i++) {
		const qn_assumption *about = &program->assumption[i];
		qn_factor f = { .assumed = true, .index = i, .unit = about->unit, .id = about->id, .title = about->title, .reach = about->reach, .group = about->group,
			.value = qn_changes_assumption(changes, panel, i, panel->base + 1) };
		if (f.value.kind != QN_FIXED && is_read(program, reached, QN_ASSUME, i))
			out[(*count)++] = f;
	}
}

static void add_parameters(const qn_panel *panel, const qn_changes *changes, const bool *reached, qn_factor *out, uint32_t *count)
{
	const qn_program *program = panel->program;
	for (uint32_t i = 0; i < program->parameters; i++) {
		const qn_parameter *about = &program->parameter[i];
		qn_factor f = { .index = i, .unit = about->unit, .id = about->id, .title = about->title, .reach = QN_BY_PATH,
			.value = qn_changes_parameter(changes, panel, i, panel->base + 1) };
		if (f.value.kind != QN_FIXED && is_read(program, reached, QN_PARAMETER, i))
			out[(*count)++] = f;
	}
}

int qn_factors_find(const qn_panel *panel, const qn_changes *changes, uint32_t model, uint32_t target, qn_arena *arena, qn_factor **out, uint32_t *count, qn_error *err)
{
	const qn_program *program = panel->program;
	const qn_model *about = &program->model[model];
	bool *root = calloc((size_t)program->nodes + 1, 1), *reached = calloc((size_t)program->nodes + 1, 1);
	*count = 0;
	*out = qn_arena_array(arena, (size_t)program->assumptions + program->parameters + 1, sizeof **out);
	int rc = root && reached && *out ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK) {
		root[program->target[target].value] = true;
		for (uint32_t i = 0; i < program->target[target].goals; i++)
			root[program->target[target].goal[i].met] = true;
		for (uint32_t i = 0; i < about->states; i++)
			root[about->state[i].node] = true;
		mark(program, root, reached);
		add_assumptions(panel, changes, reached, *out, count);
		add_parameters(panel, changes, reached, *out, count);
	}
	free(root), free(reached);
	return rc;
}

double qn_factor_at(const qn_factor *factor, double share)
{
	qn_draws_portable.invert(&factor->value, 1, &share);
	return share;
}

qn_lever qn_factor_lever(const qn_factor *factor)
{
	return (qn_lever){ .name = factor->id, .assumed = factor->assumed, .index = factor->index, .unit = factor->unit, .whom.entity = QN_EVERYONE,
		.from = QN_NO_PERIOD, .until = QN_NO_PERIOD };
}

const char **qn_factors_anew(const qn_panel *panel, const qn_factor *factor, uint32_t count, const bool *anew, qn_arena *arena)
{
	const qn_program *program = panel->program;
	const char **name = qn_arena_array(arena, (size_t)program->assumptions + program->parameters + 1, sizeof *name);
	for (uint32_t i = 0; name && i < count; i++) {
		uint32_t at = factor[i].assumed ? factor[i].index : program->assumptions + factor[i].index;
		if (anew[i] && !(name[at] = qn_arena_printf(arena, "%s, anew", factor[i].id)))
			return NULL;
	}
	return name;
}

/* Draws of everyone in a period, added up. */
static void add_draws(const qn_factor *factor, qn_stream stream, const uint64_t *who, size_t whos, uint32_t period, uint32_t paths, double *draw, double *sum)
{
	for (size_t w = 0; w < whos; w++) {
		qn_draws_portable.uniforms(stream, who ? who[w] : 0, period, 0, paths, draw);
		qn_draws_portable.invert(&factor->value, paths, draw);
		for (uint32_t i = 0; i < paths; i++)
			sum[i] += draw[i];
	}
}

int qn_factor_draws(const qn_factor *factor, const qn_panel *panel, uint64_t seed, uint32_t paths, double *out, qn_error *err)
{
	double *draw = malloc(((size_t)paths + 1) * sizeof *draw);
	qn_stream stream = qn_stream_of(seed, factor->id);
	const uint64_t *who = factor->reach == QN_BY_ENTITY ? panel->entity_hash : factor->reach == QN_BY_GROUP ? panel->member_hash[factor->group] : NULL;
	size_t whos = factor->reach == QN_BY_ENTITY ? panel->entities : factor->reach == QN_BY_GROUP ? panel->catalogue->member[factor->group].count : 1;
	int first = factor->reach == QN_BY_PATH ? panel->periods - 1 : panel->base + 1;
	if (!draw)
		return qn_no_memory(err);
	memset(out, 0, paths * sizeof *out);
	for (int t = first; t < panel->periods; t++)
		add_draws(factor, stream, who, whos, factor->reach == QN_BY_PATH ? 0 : qn_panel_period(panel, t), paths, draw, out);
	for (uint32_t i = 0; i < paths; i++)
		out[i] /= (double)whos * (panel->periods - first);
	free(draw);
	return QN_OK;
}
