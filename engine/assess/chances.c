/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/chances.h"
#include <math.h>
#include <stdlib.h>
#include "lanes/quantile.h"

bool qn_reaches(qn_op op, double value, double threshold) { return op != QN_NE && qn_scalar_compare(op, value, threshold) == QN_TRUE; }

qn_op qn_goal_op(const qn_program *program, uint32_t target, uint32_t goal)
{
	uint32_t comparison = qn_mask_comparison(program, program->target[target].goal[goal].met);
	return comparison == QN_NONE ? QN_GE : (qn_op)program->node[comparison].op;
}

/* Adds one goal to what is known of each path. */
static void add_goal(const qn_projection *p, uint32_t target, uint32_t goal, qn_together *out, qn_mask *all, double *met)
{
	const qn_mask *of = p->met[target] + (size_t)goal * p->paths;
	qn_chance chance = qn_projection_chance(p, target, goal);
	for (uint32_t i = 0; i < p->paths; i++) {
		met[i] += of[i] == QN_TRUE;
		all[i] = all[i] == QN_FALSE || of[i] == QN_FALSE ? QN_FALSE : all[i] == QN_UNKNOWN ? QN_UNKNOWN : of[i];
	}
	out->goals++, out->unknown += chance.unknown > 0;
	out->product *= chance.unknown > 0 ? QN_MISSING : chance.met;
	if (!qn_is_missing(chance.met) && (out->target == QN_NONE || chance.met < out->least.met))
		out->target = target, out->goal = goal, out->least = chance;
}

int qn_chances_together(const qn_projection *p, const qn_panel *panel, const bool *wanted, qn_period due, qn_together *out, qn_error *err)
{
	static const double probability[3] = { 0.05, 0.5, 0.95 };
	int period = qn_panel_index(panel, due);
	double *met = calloc((size_t)p->paths + 1, sizeof *met);
	qn_mask *all = malloc((size_t)p->paths + 1);
	uint32_t yes = 0, unknown = 0;
	*out = (qn_together){ .product = 1, .target = QN_NONE, .least = { QN_MISSING, QN_MISSING, QN_MISSING } };
	for (uint32_t i = 0; all && i < p->paths; i++)
		all[i] = QN_TRUE;
	for (uint32_t i = 0; met && all && i < p->targets; i++)
		for (uint32_t k = 0; wanted[i] && period >= 0 && period < p->periods && k < panel->program->target[i].goals; k++)
			if (panel->program->target[i].goal[k].due == due)
				add_goal(p, i, k, out, all, met);
	for (uint32_t i = 0; met && all && i < p->paths; i++)
		yes += all[i] == QN_TRUE, unknown += all[i] == QN_UNKNOWN;
	out->all = qn_chance_of(yes, unknown, p->paths);
	for (int i = 0; met && i < 3; i++)
		out->met[i] = qn_quantile(met, p->paths, probability[i]);
	int rc = met && all ? QN_OK : qn_no_memory(err);
	free(met), free(all);
	return rc;
}

uint32_t qn_goal_ahead(const qn_panel *panel, uint32_t target, int period)
{
	const qn_target *about = &panel->program->target[target];
	uint32_t found = QN_NONE;
	for (uint32_t k = 0; k < about->goals; k++)
		if (qn_panel_index(panel, about->goal[k].due) >= period && (found == QN_NONE || about->goal[k].due < about->goal[found].due))
			found = k;
	bool compared = found != QN_NONE && qn_mask_comparison(panel->program, about->goal[found].met) != QN_NONE;
	return compared ? found : QN_NONE;
}

qn_chance qn_chance_in(const qn_projection *p, const qn_program *program, uint32_t target, uint32_t goal, int period)
{
	const double *value = qn_projection_values(p, target, period);
	double threshold = p->threshold[target][goal];
	qn_op op = qn_goal_op(program, target, goal);
	uint32_t yes = 0, known = 0;
	for (uint32_t i = 0; value && !qn_is_missing(threshold) && i < p->paths; i++)
		yes += qn_reaches(op, value[i], threshold), known += !qn_is_missing(value[i]);
	return qn_chance_of(yes, p->paths - known, p->paths);
}

double qn_projection_mean(const qn_projection *p, uint32_t target, int period)
{
	const double *value = qn_projection_values(p, target, period);
	double sum = 0;
	uint32_t known = 0;
	for (uint32_t i = 0; value && i < p->paths; i++)
		if (!qn_is_missing(value[i]))
			sum += value[i], known++;
	return known ? sum / known : QN_MISSING;
}
