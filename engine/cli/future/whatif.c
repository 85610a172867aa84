/* SPDX-License-Identifier: Apache-2.0 */
/* whatif.c - two futures on the same random numbers, side by side: whatif takes its changes from the command line,
 * run from a scenario script. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/future/comparison.h"
#include "cli/future/scenario.h"
#include "cli/judge/explain.h"
#include "cli/judge/status.h"
#include "cli/judge/targets.h"
#include "cli/lacking.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/trace.h"
#include "plan/spoken.h"

/* Each side on its own panel: the draws are the same, since they go by assumption, path, entity and period. */
static int project_apart(comparison *c, qn_projection_options *how, qn_error *err)
{
	const char *model = c->session->program->model[c->model].id;
	const qn_changes *changes[2] = { &c->none, &c->session->changes };
	qn_projection **out[2] = { &c->base, &c->changed };
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < 2; i++) {
		cli_session *se = &c->pair->session[i];
		how->model = (uint32_t)qn_program_model(se->program, model);
		rc = qn_terms(se->panel, changes[i], &se->arena, &c->term[i], err);
		if (rc == QN_OK)
			rc = qn_project(se->panel, changes[i], c->term[i], how, out[i], err);
	}
	return rc;
}

int comparison_project(comparison *c, qn_error *err)
{
	cli_session *se = c->session;
	qn_projection_options how = { .model = c->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options), .central = se->options->central,
		.lacking = c->targets };
	if (c->pair)
		return project_apart(c, &how, err);
	int rc = qn_terms(se->panel, &c->none, &se->arena, &c->term[0], err);
	if (rc == QN_OK)
		rc = qn_terms(se->panel, &se->changes, &se->arena, &c->term[1], err);
	return rc < 0 ? rc : qn_project_both(se->panel, &c->none, &se->changes, (const qn_term *const[2]){ c->term[0], c->term[1] }, &how, &c->base, &c->changed, err);
}

void comparison_free(comparison *c)
{
	qn_projection_free(c->base), qn_projection_free(c->changed);
}

const char *comparison_side(const comparison *c, bool second)
{
	const char *name = second ? c->second : c->first;
	return name ? name : second ? say(c->session, "Changed", "改变后") : say(c->session, "Baseline", "基准");
}

static const char *range_text(cli_session *se, const double q[3], uint32_t unit)
{
	return qn_arena_printf(&se->arena, "%s [%s, %s]", quantity_text(se, q[1], unit), quantity_text(se, q[0], unit), quantity_text(se, q[2], unit));
}

static double in_unit(const cli_session *se, double reference, uint32_t unit)
{
	return unit == QN_NONE ? reference : qn_unit_from_reference(&se->catalogue->units.unit[unit], reference);
}

/* People read "median [p5, p95]", machines the three. */
static void range_cells(cli_session *se, qn_row *row, const double q[3], uint32_t unit)
{
	qn_row_text(row, range_text(se, q, unit));
	for (int i = 0; i < 3; i++)
		qn_row_number(row, in_unit(se, q[i], unit), QN_EXACT);
}

/* People read "difference ± standard error", and of how many futures where not all tell; machines the two. */
static void difference_cells(cli_session *se, qn_row *row, double difference, double error, double known, double scale)
{
	char number[QN_NUMBER_SIZE];
	const char *of = known < 1 ? qn_arena_printf(&se->arena, say(se, " of %s", "(%s 的未来)"), percent_text(se, known, 1)) : "";
	qn_row_text(row, qn_is_missing(difference) ? "—"
		: qn_arena_printf(&se->arena, "%s ± %s%s", signed_text(se, scale * difference, 2), qn_number_fixed(number, scale * error, 2), of));
	qn_row_number(row, difference, QN_EXACT);
	qn_row_number(row, error, QN_EXACT);
}

static int add_goal(comparison *c, qn_table *table, uint32_t target, uint32_t goal, qn_error *err)
{
	cli_session *se = c->session;
	const qn_target *about = &se->program->target[target];
	int due = qn_panel_index(se->panel, about->goal[goal].due);
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	double before[3], after[3];
	if (due < 0 || due >= c->base->periods)
		return QN_OK;
	int rc = qn_projection_quantiles(c->base, target, due, before, err);
	if (rc == QN_OK)
		rc = qn_projection_quantiles(c->changed, target, due, after, err);
	if (rc < 0)
		return rc;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	qn_row_text(row, unit_text(se, unit));
	range_cells(se, row, before, unit);
	range_cells(se, row, after, unit);
	qn_difference value = qn_projection_difference(c->base, c->changed, target, due), met = qn_projection_goal_difference(c->base, c->changed, target, goal);
	qn_chance was = qn_projection_chance(c->base, target, goal), is = qn_projection_chance(c->changed, target, goal);
	difference_cells(se, row, in_unit(se, value.mean, unit), in_unit(se, value.se, unit), value.known, 1);
	met_cell(se, row, was, c->base->paths);
	met_cell(se, row, is, c->changed->paths);
	difference_cells(se, row, met.mean, met.se, met.known, 100);
	const double known[] = { was.unknown, is.unknown, value.known, met.known };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		qn_row_number(row, known[i], QN_EXACT);
	return QN_OK;
}

/* A column for people, and what it is made of for machines. */
static void composite_column(qn_table *table, const char *id, const char *heading, const char *const *parts, size_t count)
{
	qn_table_column(table, id, heading, QN_RIGHT | QN_PEOPLE);
	for (size_t i = 0; i < count; i++)
		qn_table_column(table, parts[i], "", QN_MACHINE);
}

static void target_columns(const comparison *c, qn_table *table)
{
	cli_session *se = c->session;
	static const char *const baseline[] = { "baseline_p5", "baseline_p50", "baseline_p95" };
	static const char *const changed[] = { "changed_p5", "changed_p50", "changed_p95" };
	static const char *const difference[] = { "difference", "difference_se" }, *const points[] = { "p_difference", "p_difference_se" };
	static const char *const known[] = { "p_baseline_unknown", "p_changed_unknown", "difference_known", "p_difference_known" };
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	composite_column(table, "baseline", qn_arena_printf(&se->arena, "%s p50 [p5, p95]", comparison_side(c, false)), baseline, 3);
	composite_column(table, "changed", qn_arena_printf(&se->arena, "%s p50 [p5, p95]", comparison_side(c, true)), changed, 3);
	composite_column(table, "mean_difference", say(se, "Mean difference ± s.e.", "平均差 ± 标准误"), difference, 2);
	qn_table_column(table, "p_baseline", c->first ? qn_arena_printf(&se->arena, say(se, "P(met) %s", "概率 %s"), c->first) : say(se, "P(met)", "基准概率"), QN_RIGHT);
	qn_table_column(table, "p_changed", c->second ? c->second : say(se, "changed", "改变后"), QN_RIGHT);
	composite_column(table, "points", say(se, "points ± s.e.", "百分点 ± 标准误"), points, 2);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		qn_table_column(table, known[i], "", QN_MACHINE);
}

static int add_targets(comparison *c, qn_report *report, qn_error *err)
{
	cli_session *se = c->session;
	qn_table *table = qn_report_table(report, "targets", c->first ? say(se, "Targets", "目标") : say(se, "Targets: baseline beside the change", "目标:基准与改变后"));
	target_columns(c, table);
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals && !se->program->target[i].compared; k++) {
			int rc = add_goal(c, table, i, k, err);
			if (rc < 0)
				return rc;
		}
	return QN_OK;
}

/* What the first side's scenario says of itself, where it has one. */
static int first_notes(comparison *c, qn_report *report, qn_error *err)
{
	cli_session *se = c->pair ? &c->pair->session[0] : c->session;
	qn_changes second = se->changes;
	se->changes = c->none;
	int rc = scenario_notes(se, report, c->model, err);
	se->changes = second;
	return rc;
}

/* What the command line says of both sides is told once. */
static void forget_told(qn_changes *changes, const qn_changes *told)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < changes->overlaps; i++) {
		const qn_overlap *o = &changes->overlap[i];
		bool again = false;
		for (uint32_t k = 0; k < told->overlaps; k++)
			again = again || (!strcmp(o->what, told->overlap[k].what) && !strcmp(o->upper, told->overlap[k].upper) && !strcmp(o->lower, told->overlap[k].lower));
		if (!again)
			changes->overlap[kept++] = *o;
	}
	changes->overlaps = kept;
}

/* Under the changes that each side makes. */
static int add_verdicts(comparison *c, qn_report *report, qn_error *err)
{
	cli_session *first = &c->pair->session[0];
	first->changes = c->none;
	int rc = beside_verdicts(c->pair, report, err);
	first->changes = (qn_changes){ 0 };
	return rc;
}

int comparison_report(comparison *c, qn_error *err)
{
	cli_session *se = c->session;
	qn_report *report = session_report(se, c->title);
	bool central = se->options->central;
	int rc = QN_OK;
	if (c->targets && central)
		add_central_targets(c, report);
	else if (c->targets)
		rc = add_targets(c, report, err);
	const bool *own = c->targets ? own_targets(se) : NULL;
	if (own)
		note_goals_beyond(se, report), note_lacking(se, report, most_lacking(se, c->changed, own));
	if (rc == QN_OK && c->at_risk)
		rc = central ? add_central_outcomes(c, report, err) : add_risks(c, report, err);
	if (rc == QN_OK && c->pair)
		rc = add_verdicts(c, report, err);
	qn_report_note(report, central ? central_text(se, c->model) : qn_arena_printf(&se->arena, say(se, "model \"%s\", %u paths, seed %llu, the same random numbers on both sides",
		"模型 %s,%u 条路径,种子 %llu,两侧使用同一组随机数"), se->program->model[c->model].id, c->base->paths, (unsigned long long)se->options->seed));
	if (rc == QN_OK && c->first)
		rc = first_notes(c, report, err);
	if (c->first)
		forget_told(&se->changes, &c->none);
	if (rc == QN_OK)
		rc = scenario_notes(se, report, c->model, err);
	const char *held = held_text(se, c->changed);
	if (held)
		qn_report_note(report, held);
	return session_finish(se, report, rc, err);
}

static const char *change_title(cli_session *se)
{
	qn_buffer text = { 0 };
	qn_buffer_text(&text, say(se, "What if", "假设分析:"));
	for (int i = 0; i < se->options->bases; i++)
		qn_buffer_printf(&text, " %s", se->options->base[i]);
	for (int i = 0; i < se->options->sets; i++)
		qn_buffer_printf(&text, " %s", se->options->set[i]);
	for (int i = 0; i < se->options->shocks; i++)
		qn_buffer_printf(&text, " %s", se->options->shock[i]);
	return qn_buffer_keep(&text, &se->arena);
}

int run_whatif(const cli_options *options, qn_error *err)
{
	cli_session session;
	comparison c = { .session = &session, .targets = true, .at_risk = true };
	if (options->sets == 0 && options->shocks == 0 && options->bases == 0)
		return qn_fail_both(err, QN_EUSAGE, "whatif 要写改变什么:--set 名称=值、--shock 指标:谁:时期=幅度,或 --base 情景.lua",
			"whatif wants a change: --set NAME=VALUE, --shock INDICATOR:WHO:PERIOD=SIZE, or --base SCENARIO.lua");
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &c.model, err);
	if (rc == QN_OK)
		rc = comparison_project(&c, err);
	if (rc == QN_OK) {
		c.title = change_title(&session);
		rc = comparison_report(&c, err);
	}
	comparison_free(&c);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}

static int choose_asked(comparison *c, qn_error *err)
{
	const qn_program *from = c->session->scenario;
	const qn_scenario *scenario = session_asked(c->session);
	c->targets = c->at_risk = scenario->asks == 0;
	for (uint32_t i = 0; i < scenario->asks; i++) {
		if (!strcmp(scenario->ask[i], "targets"))
			c->targets = true;
		else if (!strcmp(scenario->ask[i], "at_risk"))
			c->at_risk = true;
		else
			return qn_fail_both(err, QN_ESCRIPT, "%s:ask = \"%s\" 不认识:可写 \"targets\" 和 \"at_risk\"", "%s: ask = \"%s\" is not known: \"targets\" and \"at_risk\" are",
				qn_place_text(from, scenario->place, &c->session->arena), scenario->ask[i]);
	}
	return QN_OK;
}

int run_scenario(const cli_options *options, qn_error *err)
{
	cli_session session;
	comparison c = { .session = &session };
	int rc = session_open(&session, options, err);
	session.script = options->operand[1];
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = choose_asked(&c, err);
	if (rc == QN_OK)
		rc = session_model(&session, &c.model, err);
	if (rc == QN_OK)
		c.title = session_asked(&session)->title;
	if (rc == QN_OK && options->at) {
		rc = show_lane(&session, c.model, c.title, err);
	} else if (rc == QN_OK && (rc = comparison_project(&c, err)) == QN_OK) {
		session_phase(&session, "futures");
		rc = comparison_report(&c, err);
	}
	session_phase(&session, "report");
	if (rc == QN_OK)
		rc = write_trace(&session, &(trace_question){ "run", c.title, c.model, -1, -1 }, err);
	comparison_free(&c);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
