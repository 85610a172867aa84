/* SPDX-License-Identifier: Apache-2.0 */
/* targets.c - every target year by year as a distribution, and the chance of meeting all goals of a year at once. */
#include "cli/judge/targets.h"
#include <string.h>
#include "assess/aim.h"
#include "cli/judge/status.h"
#include "cli/lacking.h"
#include "cli/show.h"
#include "plan/spoken.h"

typedef struct { cli_session *session; qn_term *term; qn_projection *projection; bool *wanted; } outlook;

/* All goals of one year. */

static void together_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "goals", say(se, "Goals", "目标数"), QN_RIGHT);
	qn_table_column(table, "met", say(se, "met, p50 [p5, p95]", "实现数 p50 [p5, p95]"), QN_RIGHT | QN_PEOPLE);
	qn_table_column(table, "met_p5", "", QN_MACHINE);
	qn_table_column(table, "met_p50", "", QN_MACHINE);
	qn_table_column(table, "met_p95", "", QN_MACHINE);
	qn_table_column(table, "p_all", say(se, "P(all)", "全部实现概率"), QN_RIGHT);
	qn_table_column(table, "p_all_se", "", QN_MACHINE);
	qn_table_column(table, "p_independent", say(se, "were they independent", "假如互不相关"), QN_RIGHT);
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "least", say(se, "Least likely", "最难实现"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "p_least", say(se, "P(met)", "实现概率"), QN_RIGHT);
	qn_table_column(table, "goals_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_all_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_least_unknown", "", QN_MACHINE);
}

static void add_together_row(cli_session *se, qn_table *table, qn_period due, const qn_together *t, uint32_t paths)
{
	qn_row *row = qn_table_row(table);
	const qn_target *least = t->target == QN_NONE ? NULL : &se->program->target[t->target];
	qn_row_text(row, period_text(se, due));
	qn_row_quantity(row, t->unknown ? qn_arena_printf(&se->arena, say(se, "%u (%u not fully known)", "%u(%u 个未尽知)"), t->goals, t->unknown)
		: qn_arena_printf(&se->arena, "%u", t->goals), t->goals);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s [%s, %s]", quantity_text(se, t->met[1], QN_NONE), quantity_text(se, t->met[0], QN_NONE),
		quantity_text(se, t->met[2], QN_NONE)));
	for (int i = 0; i < 3; i++)
		qn_row_number(row, t->met[i], QN_EXACT);
	met_cell(se, row, t->all, paths);
	qn_row_number(row, t->all.se, QN_EXACT);
	percent_cell(se, row, t->product, 1);
	qn_row_text(row, least ? least->id : "");
	qn_row_text(row, least ? title_of(se, least->title) : "");
	met_cell(se, row, t->least, paths);
	qn_row_number(row, t->unknown, 0);
	qn_row_number(row, t->all.unknown, QN_EXACT);
	qn_row_number(row, t->least.unknown, QN_EXACT);
}

static bool is_due(const cli_session *se, const bool *wanted, qn_period period)
{
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; wanted[i] && k < se->program->target[i].goals; k++)
			if (se->program->target[i].goal[k].due == period)
				return true;
	return false;
}

int add_together(cli_session *se, qn_report *report, const qn_projection *projection, const bool *wanted, qn_error *err)
{
	qn_table *table = NULL;
	for (int t = projection->base; t < projection->periods; t++) {
		qn_period due = qn_panel_period(se->panel, t);
		qn_together all;
		if (!is_due(se, wanted, due))
			continue;
		int rc = qn_chances_together(projection, se->panel, wanted, due, &all, err);
		if (rc < 0)
			return rc;
		if (!table) {
			table = qn_report_table(report, "together", say(se, "All goals of a period together", "同期到期的目标全部实现"));
			together_columns(se, table);
		}
		add_together_row(se, table, due, &all, projection->paths);
	}
	return QN_OK;
}

bool *own_targets(cli_session *se)
{
	bool *own = qn_arena_array(&se->arena, (size_t)se->program->targets + 1, sizeof *own);
	for (uint32_t i = 0; own && i < se->program->targets; i++)
		own[i] = !se->program->target[i].compared;
	return own;
}

/* Year by year. */

static void yearly_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	quantile_columns(table);
	qn_table_column(table, "mean", say(se, "Mean", "均值"), QN_RIGHT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "goal", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "probability", say(se, "P(reached)", "达到概率"), QN_RIGHT);
	qn_table_column(table, "probability_se", "", QN_MACHINE);
	qn_table_column(table, "picture", say(se, "p5 == o == p95, | goal", "p5 == o == p95,| 目标值"), QN_LEFT | QN_PICTURE);
	qn_table_column(table, "probability_unknown", "", QN_MACHINE);
}

/* Of the goal that is next due in a period; missing where none is. */
static double threshold_in(const outlook *o, uint32_t target, int period)
{
	uint32_t goal = qn_goal_ahead(o->session->panel, target, period);
	return goal == QN_NONE ? QN_MISSING : o->projection->threshold[target][goal];
}

static qn_chance goal_cells(outlook *o, qn_row *row, uint32_t target, int period, uint32_t unit)
{
	cli_session *se = o->session;
	const qn_projection *p = o->projection;
	uint32_t goal = qn_goal_ahead(se->panel, target, period);
	double threshold = threshold_in(o, target, period);
	bool known = !qn_is_missing(threshold);
	qn_chance chance = known ? qn_chance_in(p, se->program, target, goal, period) : (qn_chance){ QN_MISSING, QN_MISSING, QN_MISSING };
	const char *sign = known ? comparison_sign(qn_goal_op(se->program, target, goal)) : "";
	qn_row_text(row, sign);
	quantity_cell(se, row, known ? qn_arena_printf(&se->arena, "%s ", sign) : "", threshold, unit);
	qn_row_text(row, known ? period_text(se, se->program->target[target].goal[goal].due) : "");
	met_cell(se, row, chance, p->paths);
	qn_row_number(row, chance.se, QN_EXACT);
	return chance;
}

static void add_year(outlook *o, qn_table *table, uint32_t target, int period, const double q[3], const qn_axis *axis)
{
	cli_session *se = o->session;
	const qn_target *about = &se->program->target[target];
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, qn_panel_period(se->panel, period)));
	qn_row_text(row, unit_text(se, unit));
	for (int i = 0; i < 3; i++)
		quantity_cell(se, row, "", q[i], unit);
	quantity_cell(se, row, "", qn_projection_mean(o->projection, target, period), unit);
	qn_chance chance = goal_cells(o, row, target, period, unit);
	qn_row_picture(row, axis, q[0], q[2], (qn_mark[]){ { threshold_in(o, target, period), '|' }, { q[1], 'o' } }, 2);
	qn_row_number(row, chance.unknown, QN_EXACT);
}

/* All years of a target are drawn on one axis, with the goals that they are held against. */
static int add_target(outlook *o, qn_table *table, uint32_t target, qn_error *err)
{
	const qn_projection *p = o->projection;
	double(*q)[3] = qn_arena_array(&o->session->arena, (size_t)p->periods, sizeof *q);
	qn_axis axis = { 0 };
	int rc = q ? QN_OK : qn_no_memory(err);
	for (int t = p->base + 1; rc == QN_OK && t < p->periods; t++) {
		rc = qn_projection_quantiles(p, target, t, q[t], err);
		if (rc == QN_OK)
			qn_axis_reach(&axis, q[t][0]), qn_axis_reach(&axis, q[t][2]), qn_axis_reach(&axis, threshold_in(o, target, t));
	}
	for (int t = p->base + 1; rc == QN_OK && t < p->periods; t++)
		add_year(o, table, target, t, q[t], &axis);
	return rc;
}

static int add_years(outlook *o, qn_report *report, qn_error *err)
{
	cli_session *se = o->session;
	qn_table *table = qn_report_table(report, "years", say(se, "Targets period by period", "目标逐期分布"));
	int rc = QN_OK;
	yearly_columns(se, table);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->targets; i++)
		rc = o->wanted[i] ? add_target(o, table, i, err) : QN_OK;
	return rc;
}

/* The command. */

static int choose_targets(outlook *o, qn_error *err)
{
	cli_session *se = o->session;
	uint32_t found;
	if (!(o->wanted = own_targets(se)))
		return qn_no_memory(err);
	for (uint32_t i = 0; i < se->program->targets; i++)
		o->wanted[i] = o->wanted[i] && se->options->operands == 1;
	for (int i = 1; i < se->options->operands; i++) {
		int rc = qn_target_find(se->program, se->options->operand[i], strlen(se->options->operand[i]), &found, err);
		if (rc < 0)
			return rc;
		o->wanted[found] = true;
	}
	return QN_OK;
}

static int report_outlook(outlook *o, uint32_t model, qn_error *err)
{
	cli_session *se = o->session;
	qn_report *report = session_report(se, say(se, "Targets and their chances", "目标与实现概率"));
	int rc = add_together(se, report, o->projection, o->wanted, err);
	if (rc == QN_OK)
		rc = add_years(o, report, err);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "projection: model \"%s\", %u paths, seed %llu; a year's goal is the next one due",
		"预测:模型 %s,%u 条路径,种子 %llu;每年对照其后最近到期的目标值"), se->program->model[model].id, o->projection->paths,
		(unsigned long long)se->options->seed));
	note_lacking(se, report, most_lacking(se, o->projection, o->wanted));
	const char *held = held_text(se, o->projection);
	if (held)
		qn_report_note(report, held);
	return session_finish(se, report, rc, err);
}

int run_targets(const cli_options *options, qn_error *err)
{
	cli_session session;
	outlook o = { .session = &session };
	uint32_t model = 0;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = choose_targets(&o, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &model, err);
	if (rc == QN_OK)
		rc = qn_terms(session.panel, &session.changes, &session.arena, &o.term, err);
	qn_projection_options how = { .model = model, .seed = options->seed, .paths = options->paths, .threads = session_threads(options), .every = true, .lacking = true };
	if (rc == QN_OK)
		rc = qn_project(session.panel, &session.changes, o.term, &how, &o.projection, err);
	if (rc == QN_OK)
		rc = report_outlook(&o, model, err);
	qn_projection_free(o.projection);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
