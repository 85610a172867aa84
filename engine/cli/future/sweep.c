/* SPDX-License-Identifier: Apache-2.0 */
/* sweep.c - one or two settings over a range of values, everything else and the random numbers the same: what becomes of the
 * targets. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/aim.h"
#include "assess/lever.h"
#include "cli/future/scenario.h"
#include "cli/judge/status.h"
#include "cli/lacking.h"
#include "cli/session.h"
#include "cli/show.h"
#include "plan/print.h"
#include "plan/spoken.h"

enum { MOST_VARIED = 2, USUAL_STEPS = 5, MOST_STEPS = 101 };

typedef struct {
	cli_session *session;
	uint32_t model;
	qn_term *term;
	qn_lever lever[MOST_VARIED];
	int steps[MOST_VARIED], count;
	const char *goal;     /* of --goal: only this target; NULL: all of the pack's own document */
	int only;             /* its index, -1 for all */
} sweeping;

/* What is varied. */

/* "NAME=2%..10%" or "NAME=2%..10%/9" */
static int read_varied(sweeping *s, const char *text, qn_error *err)
{
	const char *equals = strchr(text, '='), *slash = equals ? strrchr(equals, '/') : NULL;
	char *rest = "";
	if (s->count == MOST_VARIED)
		return qn_fail_both(err, QN_EUSAGE, "一次只变动一两项", "one or two settings are varied at a time");
	const char *range = slash ? qn_arena_copy(&s->session->arena, text, (size_t)(slash - text)) : text;
	long steps = slash ? strtol(slash + 1, &rest, 10) : USUAL_STEPS;
	if (!range)
		return qn_no_memory(err);
	int rc = qn_lever_read(s->session->panel, &s->session->changes, &s->session->arena, range, &s->lever[s->count], err);
	if (rc == QN_OK)
		rc = qn_lever_apart(s->lever, (uint32_t)s->count, &s->lever[s->count], err);
	if (rc == QN_OK && (steps < 2 || steps > MOST_STEPS || *rest))
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:可分 2 到 %d 步,如 %s/9", "--vary %s: from 2 to %d steps, as in %s/9", text, MOST_STEPS, range);
	s->steps[s->count++] = (int)steps;
	return rc;
}

/* In its own unit, as it would be typed: steps, not their last bits. */
static double shown_at(const sweeping *s, int i, int step)
{
	const qn_lever *lever = &s->lever[i];
	double value = lever->low + (lever->high - lever->low) * step / (s->steps[i] - 1);
	if (lever->unit != QN_NONE)
		value = qn_unit_from_reference(&s->session->catalogue->units.unit[lever->unit], value);
	return round(value * 1e9) / 1e9;
}

static double value_at(const sweeping *s, int i, int step)
{
	uint32_t unit = s->lever[i].unit;
	double shown = shown_at(s, i, step);
	return unit == QN_NONE ? shown : qn_unit_to_reference(&s->session->catalogue->units.unit[unit], shown);
}

static const char *typed(const sweeping *s, int i, int step)
{
	char number[QN_NUMBER_SIZE];
	cli_session *se = s->session;
	const char *digits = qn_number_text(number, shown_at(s, i, step));
	if (s->lever[i].unit == QN_NONE)
		return qn_arena_text(&se->arena, digits);
	const qn_unit *unit = &se->catalogue->units.unit[s->lever[i].unit];
	bool spoken = unit->kind == QN_UNIT_AMOUNT || unit->kind == QN_UNIT_RATIO || unit->kind == QN_UNIT_SCORE;
	return qn_arena_printf(&se->arena, "%s%s", digits, spoken ? unit->id : "");
}

/* What is asked. */

static int find_goal(sweeping *s, qn_error *err)
{
	uint32_t target = 0;
	size_t name = s->goal ? strcspn(s->goal, "@<>") : 0;
	if (s->goal && s->goal[name])
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:sweep 列出该目标的各个目标值:只写目标,如 %.*s", "--goal %s: sweep shows each goal of the target: write the target alone, as in %.*s", s->goal,
			(int)name, s->goal);
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
	qn_changes changes;
	double value[MOST_VARIED];
	qn_projection_options how = { .model = s->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options), .lacking = true };
	for (int i = 0; i < s->count; i++)
		value[i] = value_at(s, i, step[i]);
	int rc = qn_levers_set(&se->changes, se->panel, s->lever, value, (uint32_t)s->count, &changes, err);
	if (rc < 0)
		return rc;
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
			double q[3];
			if (due < 0 || due >= p->periods)
				continue;
			int rc = qn_projection_quantiles(p, i, due, q, err);
			if (rc < 0)
				return rc;
			qn_row *row = qn_table_row(table);
			for (int v = 0; v < s->count; v++)
				qn_row_quantity(row, typed(s, v, step[v]), shown_at(s, v, step[v]));
			qn_row_text(row, about->id);
			qn_row_text(row, title_of(se, about->title));
			qn_row_text(row, period_text(se, about->goal[k].due));
			qn_row_text(row, unit_text(se, unit));
			for (int n = 0; n < 3; n++)
				quantity_cell(se, row, "", q[n], unit);
			qn_chance chance = qn_projection_chance(p, i, k);
			met_cell(se, row, chance, p->paths);
			qn_row_number(row, chance.unknown, QN_EXACT);
		}
	}
	return QN_OK;
}

/* Once: who lacks figures does not depend on what is varied. */
static void tell_lacking(sweeping *s, qn_report *report, const qn_projection *p)
{
	bool *asked = qn_arena_array(&s->session->arena, (size_t)s->session->program->targets + 1, sizeof *asked);
	for (uint32_t i = 0; asked && i < s->session->program->targets; i++)
		asked[i] = is_asked(s, i);
	if (asked)
		note_lacking(s->session, report, most_lacking(s->session, p, asked));
}

static int sweep_all(sweeping *s, qn_report *report, qn_table *table, qn_error *err)
{
	int step[MOST_VARIED] = { 0 }, rc = QN_OK, second = s->count > 1 ? s->steps[1] : 1;
	for (step[0] = 0; rc == QN_OK && step[0] < s->steps[0]; step[0]++)
		for (step[1] = 0; rc == QN_OK && step[1] < second; step[1]++) {
			qn_projection *p = NULL;
			rc = project_at(s, step, &p, err);
			if (rc == QN_OK)
				rc = add_goals(s, table, p, step, err);
			if (rc == QN_OK && step[0] + step[1] == 0)
				tell_lacking(s, report, p);
			qn_projection_free(p);
			session_progress(s->session, (size_t)(step[0] * second + step[1] + 1), (size_t)(s->steps[0] * second));
		}
	return rc;
}

static int report_sweep(sweeping *s, qn_error *err)
{
	cli_session *se = s->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Targets over %s%s%s", "目标随 %s%s%s 的变化"), s->lever[0].name,
		s->count > 1 ? say(se, " and ", "、") : "", s->count > 1 ? s->lever[1].name : ""));
	qn_table *table = qn_report_table(report, "sweep", "");
	static const char *const ids[MOST_VARIED] = { "first", "second" };
	for (int i = 0; i < s->count; i++)
		qn_table_column(table, ids[i], s->lever[i].name, QN_RIGHT);
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	quantile_columns(table);
	qn_table_column(table, "probability", say(se, "P(met)", "实现概率"), QN_RIGHT);
	qn_table_column(table, "probability_unknown", "", QN_MACHINE);
	int rc = sweep_all(s, report, table, err);
	note_goals_beyond(se, report);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "model \"%s\", %u paths, seed %llu, the same random numbers at every point",
		"模型 %s,%u 条路径,种子 %llu,各点使用同一组随机数"), se->program->model[s->model].id, se->options->paths, (unsigned long long)se->options->seed));
	if (rc == QN_OK)
		rc = scenario_notes(se, report, s->model, err);
	return session_finish(se, report, rc, err);
}

int run_sweep(const cli_options *options, qn_error *err)
{
	cli_session session;
	sweeping s = { .session = &session, .goal = options->goal };
	if (options->varies == 0)
		return qn_fail_both(err, QN_EUSAGE, "sweep 要写变动什么:--vary 名称=起..止,如 growth=2%%..10%%",
			"sweep wants something to vary: --vary NAME=FROM..TO, as in growth=2%%..10%%");
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	for (int i = 0; rc == QN_OK && i < options->varies; i++)
		rc = read_varied(&s, options->vary[i], err);
	if (rc == QN_OK)
		rc = find_goal(&s, err);
	if (rc == QN_OK)
		rc = session_model(&session, &s.model, err);
	if (rc == QN_OK)
		rc = qn_terms(session.panel, &session.changes, &session.arena, &s.term, err);
	if (rc == QN_OK)
		rc = report_sweep(&s, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
