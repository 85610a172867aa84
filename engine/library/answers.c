/* SPDX-License-Identifier: Apache-2.0 */
/* answers.c - verdicts of a period, and futures under a scenario. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "assess/projection.h"
#include "library/folder.h"
#include "library/view.h"
#include "plan/spoken.h"

static_assert((int)QUNCE_UNDETERMINED == (int)QN_VERDICT_UNDETERMINED && (int)QUNCE_BY_WAIVER == (int)QN_VERDICT_BY_WAIVER, "verdicts are those of the engine");

static double in_unit(const qn_catalogue *catalogue, uint32_t unit, double reference)
{
	return qn_unit_told(unit == QN_NONE ? NULL : &catalogue->units.unit[unit], reference);
}

/* Verdicts. */

struct qunce_assessment { qn_judgement *judgement; const qunce_view *view; };

static int judge(qunce_view *view, const char *period, qn_judgement **out, qn_error *err)
{
	qn_changes none = { 0 };
	qn_panel *panel = NULL;
	qn_period base;
	int rc = qunce_read_period(period, &base, err);
	if (rc == QN_OK)
		rc = qn_panel_open(view->snapshot, view->catalogue, view->program, base, QN_NO_PERIOD, &panel, err);
	if (rc == QN_OK)
		rc = qn_judge(panel, &none, panel->base, out, err);
	qn_panel_free(panel);
	return rc;
}

int qunce_assess(qunce_view *view, const char *period, qunce_assessment **out, qunce_error *err)
{
	qn_error why = { 0 };
	qunce_assessment *made = *out = calloc(1, sizeof *made);
	int rc = made ? judge(view, period, &made->judgement, &why) : qn_no_memory(&why);
	if (rc < 0)
		free(made), *out = NULL;
	else
		made->view = view;
	return qunce_tell(err, rc, &why);
}

int qunce_assessment_get(const qunce_assessment *assessment, size_t entity, size_t criterion, qunce_finding *out)
{
	const qn_judgement *all = assessment->judgement;
	if (entity >= all->entities || criterion >= all->criteria)
		return QUNCE_EUSAGE;
	const qn_finding *found = &all->finding[criterion * all->entities + entity];
	const qn_catalogue *catalogue = assessment->view->catalogue;
	bool named = found->compared && found->unit != QN_NONE;
	out->verdict = (qunce_verdict)found->verdict;
	out->value = found->compared ? in_unit(catalogue, found->unit, found->value) : QN_MISSING;
	out->threshold = found->compared ? in_unit(catalogue, found->unit, found->threshold) : QN_MISSING;
	out->unit = named ? catalogue->units.unit[found->unit].id : "";
	return QUNCE_OK;
}

void qunce_assessment_free(qunce_assessment *assessment)
{
	if (!assessment)
		return;
	qn_judgement_free(assessment->judgement);
	free(assessment);
}

const char *qunce_verdict_word(qunce_verdict verdict)
{
	return verdict >= QUNCE_MET && verdict <= QUNCE_UNDETERMINED ? qn_verdict_word((qn_verdict)verdict) : "";
}

/* Futures. */

struct qunce_future {
	qunce_goal *goal;
	size_t goals;
	const char *title;
	qn_arena arena;
};

typedef struct {
	qunce_view *view;
	const qunce_run_options *options;
	qn_program *scenario;
	qn_panel *panel;
	qn_changes changes;
	qn_projection *projection;
	qn_arena arena;
} running;

static int read_scenario(running *r, qn_error *err)
{
	qn_script_folder folder = { .arena = &r->arena };
	int rc = qn_folder_read(&folder, r->options->scenario, err);
	if (rc == QN_OK)
		rc = qn_script_run(folder.script, folder.scripts, folder.script[0].path, r->view->catalogue, r->view->program, NULL, &r->scenario, err);
	if (rc == QN_OK && r->scenario->scenarios == 0)
		return qn_fail(err, QN_ESCRIPT, "%s: the script returned no scenario: end it with return scenario \"title\" { … }", r->options->scenario);
	if (rc == QN_OK)
		rc = qn_changes_scenario(&r->changes, r->panel, r->scenario, err);
	return rc == QN_OK ? qn_changes_stack(&r->changes, r->panel, err) : rc;
}

static const qn_scenario *asked(const running *r) { return r->scenario ? &r->scenario->scenario[r->scenario->scenarios - 1] : NULL; }

static int find_model(const running *r, uint32_t *out, qn_error *err)
{
	const char *wanted = asked(r) ? asked(r)->model : NULL;
	long found = wanted ? qn_program_model(r->view->program, wanted) : 0;
	if (r->view->program->models == 0 || found < 0)
		return qn_fail(err, QN_EUSAGE, "the pack has no model %s%s", wanted ? "called " : "of growth", wanted ? wanted : "");
	*out = (uint32_t)found;
	return QN_OK;
}

static int project(running *r, qn_error *err)
{
	const qunce_view *view = r->view;
	qn_projection_options how = { .seed = r->options->seed, .paths = r->options->paths ? r->options->paths : 10000,
		.threads = r->options->threads > 0 ? r->options->threads : 1 };
	qn_period until;
	qn_term *term = NULL;
	int rc = qunce_read_period(r->options->until, &until, err);
	if (rc == QN_OK)
		rc = qn_panel_open(view->snapshot, view->catalogue, view->program, QN_NO_PERIOD, until == QN_NO_PERIOD ? qn_projection_horizon(view->program) : until, &r->panel, err);
	if (rc == QN_OK && r->options->until)
		rc = qn_panel_reaches(r->panel, r->options->until, until, err);
	if (rc == QN_OK && r->options->scenario)
		rc = read_scenario(r, err);
	if (rc == QN_OK)
		rc = find_model(r, &how.model, err);
	if (rc == QN_OK)
		rc = qn_terms(r->panel, &r->changes, &r->arena, &term, err);
	return rc == QN_OK ? qn_project(r->panel, &r->changes, term, &how, &r->projection, err) : rc;
}

static int tell_goal(const running *r, qunce_future *to, uint32_t target, uint32_t number, qn_error *err)
{
	const qn_target *about = &r->view->program->target[target];
	uint32_t unit = qn_node_unit(r->view->program, r->view->catalogue, about->value);
	qunce_goal *made = &to->goal[to->goals];
	double quantile[3] = { QN_MISSING, QN_MISSING, QN_MISSING };
	int at = qn_panel_index(r->panel, about->goal[number].due), rc = QN_OK;
	if (at >= 0 && at < r->panel->periods)
		rc = qn_projection_quantiles(r->projection, target, at, quantile, err);
	*made = (qunce_goal){ .target = qn_arena_text(&to->arena, about->id), .threshold = in_unit(r->view->catalogue, unit, r->projection->threshold[target][number]),
		.p5 = in_unit(r->view->catalogue, unit, quantile[0]), .p50 = in_unit(r->view->catalogue, unit, quantile[1]), .p95 = in_unit(r->view->catalogue, unit, quantile[2]) };
	qn_period_text(about->goal[number].due, made->due);
	qn_chance chance = qn_projection_chance(r->projection, target, number);
	made->probability = chance.unknown > 0 ? QN_MISSING : chance.met;
	made->standard_error = chance.unknown > 0 ? QN_MISSING : chance.se;
	to->goals++;
	return rc == QN_OK && !made->target ? qn_no_memory(err) : rc;
}

static int tell_future(const running *r, qunce_future *to, qn_error *err)
{
	const qn_program *program = r->view->program;
	size_t goals = 0;
	int rc = QN_OK;
	for (uint32_t t = 0; t < program->targets; t++)
		goals += program->target[t].goals;
	to->goal = qn_arena_array(&to->arena, goals + 1, sizeof *to->goal);
	to->title = qn_arena_text(&to->arena, asked(r) ? asked(r)->title : "");
	if (!to->goal || !to->title)
		return qn_no_memory(err);
	for (uint32_t t = 0; t < program->targets; t++)
		for (uint32_t k = 0; rc == QN_OK && k < program->target[t].goals; k++)
			rc = tell_goal(r, to, t, k, err);
	return rc;
}

int qunce_run(qunce_view *view, const qunce_run_options *options, qunce_future **out, qunce_error *err)
{
	static const qunce_run_options usual = { .seed = 1 };
	running r = { .view = view, .options = options ? options : &usual };
	qn_error why = { 0 };
	*out = calloc(1, sizeof **out);
	int rc = *out ? project(&r, &why) : qn_no_memory(&why);
	if (rc == QN_OK)
		rc = tell_future(&r, *out, &why);
	qn_projection_free(r.projection);
	qn_changes_free(&r.changes);
	qn_panel_free(r.panel);
	qn_program_free(r.scenario);
	qn_arena_free(&r.arena);
	if (rc < 0)
		qunce_future_free(*out), *out = NULL;
	return qunce_tell(err, rc, &why);
}

size_t qunce_future_goals(const qunce_future *future) { return future->goals; }

int qunce_future_goal(const qunce_future *future, size_t index, qunce_goal *out)
{
	if (index >= future->goals)
		return QUNCE_EUSAGE;
	*out = future->goal[index];
	return QUNCE_OK;
}

const char *qunce_future_title(const qunce_future *future) { return future->title; }

void qunce_future_free(qunce_future *future)
{
	if (!future)
		return;
	qn_arena_free(&future->arena);
	free(future);
}
