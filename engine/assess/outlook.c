/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/outlook.h"
#include <stdlib.h>
#include "assess/chances.h"
#include "assess/lever.h"
#include "assess/survey.h"
#include "plan/reach.h"

uint32_t qn_counted_mask(const qn_program *program, uint32_t target)
{
	const qn_node *value = &program->node[program->target[target].value];
	return value->op == QN_COUNT && value->symbol == QN_ALL ? value->a : QN_NONE;
}

int qn_countings_find(const qn_panel *panel, qn_arena *arena, qn_counting **out, uint32_t *count, qn_error *err)
{
	const qn_program *program = panel->program;
	*out = NULL, *count = 0;
	for (uint32_t i = 0; i < program->targets; i++) {
		uint32_t mask = qn_counted_mask(program, i), goal = mask == QN_NONE || program->target[i].compared ? QN_NONE : qn_goal_ahead(panel, i, panel->base + 1);
		int due = goal == QN_NONE ? -1 : qn_panel_index(panel, program->target[i].goal[goal].due);
		if (due < 0 || due >= panel->periods)
			continue;
		if (!qn_grow(arena, (void **)out, *count, sizeof **out))
			return qn_no_memory(err);
		qn_op op = qn_goal_op(program, i, goal);
		(*out)[(*count)++] = (qn_counting){ i, goal, mask, due, op == QN_GE || op == QN_GT };
	}
	return QN_OK;
}

/* Chances to fail: of a future in which nobody else is reviewed and no target is asked for. */
static int draw_review(qn_panel *panel, const qn_changes *changes, const qn_outlook_options *o, qn_outlook *out, qn_error *err)
{
	qn_term *term = calloc(panel->entities + 1, sizeof *term);
	bool *wanted = calloc((size_t)panel->program->targets + 1, sizeof *wanted);
	qn_projection *p = NULL;
	qn_projection_options how = { .model = o->model, .seed = o->seed, .paths = o->paths, .threads = o->threads, .wanted = wanted };
	int rc = term && wanted ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK) {
		term[o->entity] = (qn_term){ .titled = true, .reviewed = qn_panel_period(panel, o->review) };
		rc = qn_project(panel, changes, term, &how, &p, err);
	}
	out->fails = out->fails_or_unknown = out->on_waiver = QN_MISSING;
	if (rc == QN_OK && p->review[o->entity] >= 0) {
		out->fails = (double)p->fails[o->entity] / p->paths;
		out->fails_or_unknown = (double)p->fails_or_unknown[o->entity] / p->paths;
		out->on_waiver = (double)p->on_waiver[o->entity] / p->paths;
	}
	qn_projection_free(p);
	free(term), free(wanted);
	return rc;
}

static int draw_counts(qn_panel *panel, const qn_changes *changes, const qn_outlook_options *o, qn_outlook *out, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < o->countings; i++) {
		qn_survey_options how = { .model = o->model, .seed = o->seed, .paths = o->paths, .entity = (long)o->entity, .index = o->counting[i].due };
		qn_survey found;
		rc = qn_survey_nodes(panel, changes, &o->counting[i].mask, 1, &how, &found, err);
		out->counted[i] = rc == QN_OK && found.present ? (double)found.met / (double)found.present : QN_MISSING;
	}
	return rc;
}

static bool is_number(const qn_program *program, uint32_t node)
{
	return program->node[node].type == QN_NUMBER || program->node[node].type == QN_RANK;
}

/* Both sides of every comparison at once. */
static int follow_figures(qn_panel *panel, const qn_changes *changes, const qn_outlook_options *o, qn_outlook *out, qn_error *err)
{
	const qn_program *program = panel->program;
	size_t room = 2 * (size_t)program->criteria + 1;
	uint32_t *node = calloc(room, sizeof *node), *criterion = calloc(room, sizeof *criterion), count = 0;
	qn_survey *found = calloc(room, sizeof *found);
	qn_survey_options how = { .model = o->model, .entity = (long)o->entity, .index = o->review };
	int rc = node && criterion && found ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < program->criteria; i++) {
		uint32_t comparison = o->comparison[i];
		out->value[i] = out->threshold[i] = QN_MISSING;
		if (comparison == QN_NONE || !is_number(program, program->node[comparison].a))
			continue;
		node[2 * count] = program->node[comparison].a, node[2 * count + 1] = program->node[comparison].b;
		criterion[count++] = i;
	}
	if (rc == QN_OK)
		rc = qn_survey_nodes(panel, changes, node, 2 * count, &how, found, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++)
		out->value[criterion[i]] = found[2 * i].middle, out->threshold[criterion[i]] = found[2 * i + 1].middle;
	free(node), free(criterion), free(found);
	return rc;
}

int qn_outlook_make(qn_panel *panel, const qn_changes *changes, const qn_outlook_options *o, qn_arena *arena, qn_outlook *out, qn_error *err)
{
	size_t criteria = panel->program->criteria;
	*out = (qn_outlook){ .value = qn_arena_array(arena, criteria + 1, sizeof *out->value), .threshold = qn_arena_array(arena, criteria + 1, sizeof *out->value),
		.counted = qn_arena_array(arena, (size_t)o->countings + 1, sizeof *out->counted) };
	int rc = out->value && out->threshold && out->counted ? follow_figures(panel, changes, o, out, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = draw_review(panel, changes, o, out, err);
	return rc == QN_OK ? draw_counts(panel, changes, o, out, err) : rc;
}

static int take_one(qn_panel *panel, uint32_t measure, size_t entity, qn_changes *out, qn_error *err)
{
	const qn_measure *about = &panel->program->measure[measure];
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < about->effects; i++) {
		const qn_effect *effect = &about->effect[i];
		qn_hit hit = { .kind = effect->kind, .indicator = effect->indicator, .peers = QN_NONE, .whom = { .entity = entity },
			.from = qn_panel_period(panel, panel->base + 1), .until = QN_NO_PERIOD, .assumption = (long)effect->assumption + 1,
			.yearly = effect->kind == QN_SCALE, .layer = out->layers, .where = about->id, .verb = "measure" };
		rc = qn_changes_add_hit(out, &hit, err);
	}
	return rc;
}

int qn_measures_take(qn_panel *panel, const qn_changes *changes, const uint32_t *measure, uint32_t measures, size_t entity, qn_changes *out, qn_error *err)
{
	int rc = qn_levers_set(changes, panel, NULL, NULL, 0, out, err);
	if (rc < 0)
		return rc;
	for (uint32_t i = 0; rc == QN_OK && i < measures; i++)
		rc = take_one(panel, measure[i], entity, out, err);
	if (rc < 0)
		qn_changes_free(out);
	return rc;
}

int qn_measure_moves(const qn_program *program, uint32_t measure, uint32_t root, bool *out, qn_error *err)
{
	const qn_measure *about = &program->measure[measure];
	*out = false;
	if (root == QN_NONE)
		return QN_OK;
	bool *reached = calloc((size_t)program->nodes + 1, sizeof *reached);
	if (!reached)
		return qn_no_memory(err);
	reached[root] = true;
	qn_reach_below(program, reached);
	for (uint32_t i = 0; i < about->effects && !*out; i++)
		*out = qn_reach_reads(program, reached, QN_INPUT, about->effect[i].indicator);
	free(reached);
	return QN_OK;
}
