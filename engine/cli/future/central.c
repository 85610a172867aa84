/* SPDX-License-Identifier: Apache-2.0 */
/* central.c - a baseline beside a changed future without random numbers: one path on which every draw is its median. */
#include "cli/future/comparison.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "plan/spoken.h"

static const char *state_text(const cli_session *se, qn_mask met)
{
	return met == QN_TRUE ? say(se, "met", "实现") : met == QN_FALSE ? say(se, "unmet", "未实现") : say(se, "unknown", "数据缺失");
}

static void add_goal(const comparison *c, qn_table *table, uint32_t target, uint32_t goal)
{
	cli_session *se = c->session;
	const qn_projection *base = c->base, *changed = c->changed;
	const qn_target *about = &se->program->target[target];
	int due = qn_panel_index(se->panel, about->goal[goal].due);
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	if (due < 0 || due >= base->periods)
		return;
	double before = base->value[(size_t)target * (size_t)base->periods + (size_t)due][0];
	double after = changed->value[(size_t)target * (size_t)base->periods + (size_t)due][0];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	qn_row_text(row, unit_text(se, unit));
	quantity_cell(se, row, "", before, unit);
	quantity_cell(se, row, "", after, unit);
	quantity_cell(se, row, after > before ? "+" : "", after - before, unit);
	qn_row_text(row, state_text(se, base->met[target][goal]));
	qn_row_text(row, state_text(se, changed->met[target][goal]));
}

void add_central_targets(const comparison *c, qn_report *report)
{
	cli_session *se = c->session;
	qn_table *table = qn_report_table(report, "targets", c->first ? say(se, "Targets on the central path", "目标(中位路径)")
		: say(se, "Targets on the central path: baseline beside the change", "目标(中位路径):基准与改变后"));
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "baseline", comparison_side(c, false), QN_RIGHT);
	qn_table_column(table, "changed", comparison_side(c, true), QN_RIGHT);
	qn_table_column(table, "difference", say(se, "Difference", "差"), QN_RIGHT);
	qn_table_column(table, "met_baseline", c->first ? qn_arena_printf(&se->arena, say(se, "%s is", "%s"), c->first) : say(se, "Baseline is", "基准"), QN_LEFT);
	qn_table_column(table, "met_changed", c->second ? qn_arena_printf(&se->arena, say(se, "%s is", "%s"), c->second) : say(se, "changed is", "改变后"), QN_LEFT);
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals && !se->program->target[i].compared; k++)
			add_goal(c, table, i, k);
}

enum { PASSES, ON_WAIVER, UNKNOWN, FAILS, UNSEEN };

static int outcome_of(const qn_projection *p, size_t e)
{
	return p->review[e] < 0 ? UNSEEN : p->fails[e] ? FAILS : p->fails_or_unknown[e] ? UNKNOWN : p->on_waiver[e] ? ON_WAIVER : PASSES;
}

static const char *outcome_text(const cli_session *se, int outcome)
{
	static const char *const words[][2] = { { "passes", "通过" }, { "passes on a waiver's facts", "凭放宽条件通过" }, { "unknown", "数据缺失" }, { "fails", "未通过" }, { "—", "—" } };
	return say(se, words[outcome][0], words[outcome][1]);
}

int add_central_outcomes(const comparison *c, qn_report *report, qn_error *err)
{
	cli_session *se = c->session;
	const qn_projection *base = c->base, *changed = c->changed;
	size_t count = 0, others = 0, top = rows_told(se, SIZE_MAX);
	bool *chosen;
	int rc = session_filters(se, &chosen, err);
	if (rc < 0)
		return rc;
	qn_table *table = qn_report_table(report, "risk", title_of_chosen(se, say(se, "Next re-review on the central path: whose outcome changes", "下次复核(中位路径):结论的变化")));
	subject_columns(se, table);
	year_columns(c, table);
	qn_table_column(table, "baseline", comparison_side(c, false), QN_LEFT);
	qn_table_column(table, "changed", comparison_side(c, true), QN_LEFT);
	for (size_t e = 0; e < se->panel->entities; e++) {
		bool changes = outcome_of(base, e) != outcome_of(changed, e);
		others += changes && !chosen[e];
		if (!changes || !chosen[e] || ++count > top)
			continue;
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, e);
		year_cells(c, row, e);
		qn_row_text(row, outcome_text(se, outcome_of(base, e)));
		qn_row_text(row, outcome_text(se, outcome_of(changed, e)));
	}
	if (count > top)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more change; --top N shows more", "另有 %zu 个的结论有变化;用 --top N 多列"), count - top));
	note_unmoved(c, report, chosen, count, title_of_chosen(se, say(se, "no title holder's outcome changes", "没有持称号者的结论发生变化")));
	note_others(se, report, others);
	return QN_OK;
}

const char *central_text(cli_session *se, uint32_t model)
{
	return qn_arena_printf(&se->arena, say(se, "model \"%s\", the central path: every draw is its distribution's median, so nothing here is a chance",
		"模型 %s,中位路径:每个随机数取其分布的中位数,此处没有概率"), se->program->model[model].id);
}
