/* SPDX-License-Identifier: Apache-2.0 */
/* sweep.c - one or two settings over a range of values, everything else and the random numbers the same: what becomes of the
 * targets. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/aim.h"
#include "assess/value.h"
#include "cli/session.h"
#include "plan/print.h"

enum { MOST_VARIED = 2, USUAL_STEPS = 5, MOST_STEPS = 101 };

typedef struct { const char *name; uint32_t unit; double from, to; int steps; } varied;

typedef struct {
	cli_session *session;
	uint32_t model;
	qn_term *term;
	varied varied[MOST_VARIED];
	int count;
	const char *goal;     /* of --goal: only this target; NULL: all of the pack's own document */
	int only;             /* its index, -1 for all */
} sweeping;

/* What is varied. */

static int unit_of(const cli_session *se, const char *name, uint32_t *unit, qn_error *err)
{
	const qn_program *program = se->program;
	long parameter = qn_program_parameter(program, name), assumption = qn_program_assumption(program, name);
	if (parameter < 0 && assumption < 0)
		return qn_fail(err, QN_EUSAGE, "no parameter or assumption is called \"%s\": qunce list STORE parameters and assumptions show them", name);
	if (parameter >= 0 && program->parameter[parameter].readings)
		return qn_fail(err, QN_EUSAGE, "%s is an open reading, not a number: qunce readings STORE %s compares its readings", name, name);
	*unit = parameter >= 0 ? program->parameter[parameter].unit : program->assumption[assumption].unit;
	return QN_OK;
}

/* "2%..10%" or "2%..10%/9" */
static int read_range(const cli_session *se, varied *v, const char *text, qn_error *err)
{
	const char *dots = strstr(text, ".."), *slash = strrchr(text, '/');
	char *rest;
	int rc = dots ? qn_value_read(se->catalogue, v->unit, text, (size_t)(dots - text), &v->from, err) : QN_EUSAGE;
	if (!dots)
		return qn_fail(err, QN_EUSAGE, "--vary %s=%s: write FROM..TO or FROM..TO/STEPS, as in 2%%..10%%/9", v->name, text);
	if (rc == QN_OK)
		rc = qn_value_read(se->catalogue, v->unit, dots + 2, slash ? (size_t)(slash - dots - 2) : strlen(dots + 2), &v->to, err);
	v->steps = slash ? (int)strtol(slash + 1, &rest, 10) : USUAL_STEPS;
	if (rc == QN_OK && (v->steps < 2 || v->steps > MOST_STEPS || (slash && *rest)))
		return qn_fail(err, QN_EUSAGE, "--vary %s=%s: from 2 to %d steps", v->name, text, MOST_STEPS);
	return rc;
}

static int read_varied(sweeping *s, const char *text, qn_error *err)
{
	const char *equals = strchr(text, '=');
	if (s->count == MOST_VARIED)
		return qn_fail(err, QN_EUSAGE, "one or two settings are varied at a time");
	if (!equals)
		return qn_fail(err, QN_EUSAGE, "--vary %s: write NAME=FROM..TO, as in investment_growth=2%%..10%%", text);
	varied *v = &s->varied[s->count++];
	v->name = qn_arena_copy(&s->session->arena, text, (size_t)(equals - text));
	int rc = v->name ? unit_of(s->session, v->name, &v->unit, err) : qn_no_memory(err);
	return rc == QN_OK ? read_range(s->session, v, equals + 1, err) : rc;
}

static double value_at(const varied *v, int step)
{
	return v->from + (v->to - v->from) * step / (v->steps - 1);
}

/* As it would be typed: the number and its unit. */
static const char *typed(cli_session *se, const varied *v, int step)
{
	char number[QN_NUMBER_SIZE];
	double value = value_at(v, step);
	if (v->unit == QN_NONE)
		return qn_arena_text(&se->arena, qn_number_text(number, value));
	const qn_unit *unit = &se->catalogue->units.unit[v->unit];
	bool spoken = unit->kind == QN_UNIT_AMOUNT || unit->kind == QN_UNIT_RATIO || unit->kind == QN_UNIT_SCORE;
	value = round(qn_unit_from_reference(unit, value) * 1e9) / 1e9; /* steps, not their last bits */
	return qn_arena_printf(&se->arena, "%s%s", qn_number_text(number, value), spoken ? unit->id : "");
}

/* What is asked. */

static int find_goal(sweeping *s, qn_error *err)
{
	uint32_t target = 0;
	int rc = s->goal ? qn_target_find(s->session->program, s->goal, strlen(s->goal), &target, err) : QN_OK;
	s->only = s->goal ? (int)target : -1;
	return rc;
}

static bool is_asked(const sweeping *s, uint32_t target)
{
	return s->only < 0 ? !s->session->program->target[target].compared : (int)target == s->only;
}

/* One point. */

static int project_at(sweeping *s, const int step[MOST_VARIED], qn_projection **out, qn_error *err)
{
	cli_session *se = s->session;
	qn_changes changes = { 0 };
	qn_projection_options how = { .model = s->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options) };
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < se->options->sets; i++)
		rc = qn_changes_set(&changes, se->catalogue, se->program, se->options->set[i], err);
	for (int i = 0; rc == QN_OK && i < se->options->shocks; i++)
		rc = qn_changes_shock(&changes, se->panel, se->options->shock[i], err);
	for (int i = 0; rc == QN_OK && i < s->count; i++)
		rc = qn_changes_set(&changes, se->catalogue, se->program,
			qn_arena_printf(&se->arena, "%s=%s", s->varied[i].name, typed(se, &s->varied[i], step[i])), err);
	if (rc == QN_OK)
		rc = qn_project(se->panel, &changes, s->term, &how, out, err);
	qn_changes_free(&changes);
	return rc;
}

static int add_goals(sweeping *s, qn_table *table, const qn_projection *p, const int step[MOST_VARIED], qn_error *err)
{
	cli_session *se = s->session;
	for (uint32_t i = 0; i < se->program->targets; i++) {
		const qn_target *about = &se->program->target[i];
		uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
		for (uint32_t k = 0; k < about->goals && is_asked(s, i); k++) {
			int due = qn_panel_index(se->panel, about->goal[k].due);
			double q[3], error;
			if (due < 0 || due >= p->periods)
				continue;
			int rc = qn_projection_quantiles(p, i, due, q, err);
			if (rc < 0)
				return rc;
			qn_row *row = qn_table_row(table);
			for (int v = 0; v < s->count; v++) {
				const char *text = typed(se, &s->varied[v], step[v]);
				double value = value_at(&s->varied[v], step[v]);
				qn_row_quantity(row, text, s->varied[v].unit == QN_NONE ? value : qn_unit_from_reference(&se->catalogue->units.unit[s->varied[v].unit], value));
			}
			qn_row_text(row, about->id);
			qn_row_text(row, title_of(se, about->title));
			qn_row_text(row, period_text(se, about->goal[k].due));
			qn_row_text(row, unit_text(se, unit));
			for (int n = 0; n < 3; n++)
				quantity_cell(se, row, "", q[n], unit);
			chance_cell(se, row, qn_projection_probability(p, i, k, &error), p->paths);
		}
	}
	return QN_OK;
}

static int sweep_all(sweeping *s, qn_table *table, qn_error *err)
{
	int step[MOST_VARIED] = { 0 }, rc = QN_OK, second = s->count > 1 ? s->varied[1].steps : 1;
	for (step[0] = 0; rc == QN_OK && step[0] < s->varied[0].steps; step[0]++)
		for (step[1] = 0; rc == QN_OK && step[1] < second; step[1]++) {
			qn_projection *p = NULL;
			rc = project_at(s, step, &p, err);
			if (rc == QN_OK)
				rc = add_goals(s, table, p, step, err);
			qn_projection_free(p);
			session_progress(s->session, (size_t)(step[0] * second + step[1] + 1), (size_t)(s->varied[0].steps * second));
		}
	return rc;
}

static int report_sweep(sweeping *s, qn_error *err)
{
	cli_session *se = s->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Targets over %s%s%s", "目标随 %s%s%s 的变化"), s->varied[0].name,
		s->count > 1 ? say(se, " and ", "、") : "", s->count > 1 ? s->varied[1].name : ""));
	qn_table *table = qn_report_table(report, "sweep", "");
	static const char *const ids[MOST_VARIED] = { "first", "second" };
	for (int i = 0; i < s->count; i++)
		qn_table_column(table, ids[i], s->varied[i].name, QN_RIGHT);
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	quantile_columns(table);
	qn_table_column(table, "probability", say(se, "P(met)", "实现概率"), QN_RIGHT);
	int rc = sweep_all(s, table, err);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "model \"%s\", %u paths, seed %llu, the same random numbers at every point",
		"模型 %s,%u 条路径,种子 %llu,各点使用同一组随机数"), se->program->model[s->model].id, se->options->paths, (unsigned long long)se->options->seed));
	return session_finish(se, report, rc, err);
}

int run_sweep(const cli_options *options, qn_error *err)
{
	cli_session session;
	sweeping s = { .session = &session, .goal = options->goal };
	if (options->varies == 0)
		return qn_fail(err, QN_EUSAGE, "sweep wants something to vary: --vary NAME=FROM..TO, as in investment_growth=2%%..10%%");
	int rc = session_open(&session, options, err);
	for (int i = 0; rc == QN_OK && i < options->varies; i++)
		rc = read_varied(&s, options->vary[i], err);
	if (rc == QN_OK)
		rc = find_goal(&s, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &s.model, err);
	if (rc == QN_OK)
		rc = qn_terms(session.panel, &session.changes, &session.arena, &s.term, err);
	if (rc == QN_OK)
		rc = report_sweep(&s, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
