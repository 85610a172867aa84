/* SPDX-License-Identifier: Apache-2.0 */
/* annual_province.c - of the whole: the counters that are never mixed, with the bridge from the year before, and every target. */
#include "assess/chances.h"
#include "cli/finding.h"
#include "cli/judge/targets.h"
#include "cli/lacking.h"
#include "cli/policy/annual.h"
#include "cli/show.h"
#include "plan/spoken.h"

typedef struct { size_t is, was, entered, left, unknown, unknown_before; } bridge;

static bridge bridge_of(const annual *a, const counter *c)
{
	bridge b = { 0 };
	for (size_t e = 0; e < a->entities; e++) {
		b.is += c->is[e] == QN_TRUE;
		b.unknown += c->is[e] == QN_UNKNOWN;
		if (!c->was)
			continue;
		b.was += c->was[e] == QN_TRUE;
		b.unknown_before += c->was[e] == QN_UNKNOWN;
		b.entered += c->is[e] == QN_TRUE && c->was[e] != QN_TRUE;
		b.left += c->is[e] != QN_TRUE && c->was[e] == QN_TRUE;
	}
	return b;
}

static const char *year_text(annual *a, int index) { return index < 0 ? "—" : period_text(a->session, qn_panel_period(a->session->panel, index)); }

static void add_counters(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "counters", a->year == 0 ? say(se, "Counts that are never mixed", "不可混用的数")
		: qn_arena_printf(&se->arena, say(se, "Counts that are never mixed, and the bridge from %s", "不可混用的数,与 %s 的衔接"), year_text(a, a->year - 1)));
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "count", say(se, "Count", "口径"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "was", year_text(a, a->year - 1), QN_RIGHT);
	qn_table_column(table, "entered", say(se, "entered", "新增"), QN_RIGHT);
	qn_table_column(table, "left", say(se, "left", "退出"), QN_RIGHT);
	qn_table_column(table, "is", year_text(a, a->year), QN_RIGHT);
	qn_table_column(table, "unknown", say(se, "not known", "未知"), QN_RIGHT);
	qn_table_column(table, "what", say(se, "What it is", "含义"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < a->counters; i++) {
		const counter *c = &a->count[i];
		bridge b = bridge_of(a, c);
		bool is = b.unknown < a->entities, was = c->was && b.unknown_before < a->entities; /* of nobody known is not none */
		qn_row *row = qn_table_row(table);
		qn_row_text(row, c->id);
		qn_row_text(row, title_of(se, c->title));
		qn_row_number(row, was ? (double)b.was : QN_MISSING, 0);
		qn_row_number(row, was && is ? (double)b.entered : QN_MISSING, 0);
		qn_row_number(row, was && is ? (double)b.left : QN_MISSING, 0);
		qn_row_number(row, is ? (double)b.is : QN_MISSING, 0);
		qn_row_number(row, (double)b.unknown, 0);
		qn_row_text(row, title_of(se, c->what));
	}
}

/* Who came and who went. */
static void add_movers(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "movers", say(se, "Who entered and who left", "新增与退出名单"));
	qn_table_column(table, "count", "", QN_MACHINE);
	qn_table_column(table, "of", say(se, "Count", "口径"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "moved", say(se, "moved", "变动"), QN_LEFT);
	subject_columns(se, table);
	for (uint32_t i = 0; i < a->counters; i++)
		for (size_t e = 0; a->count[i].was && e < a->entities; e++) {
			qn_mask was = a->count[i].was[e], is = a->count[i].is[e];
			if ((was == QN_TRUE) == (is == QN_TRUE))
				continue;
			qn_row *row = qn_table_row(table);
			qn_row_text(row, a->count[i].id);
			qn_row_text(row, title_of(se, a->count[i].title));
			qn_row_text(row, is == QN_TRUE ? (was == QN_UNKNOWN ? say(se, "entered, not known before", "新增(此前未知)") : say(se, "entered", "新增"))
				: is == QN_UNKNOWN ? say(se, "left: not known now", "退出(现未知)") : say(se, "left", "退出"));
			subject_cells(se, row, e);
		}
}

/* Targets. */

static double observed(const annual *a, uint32_t target, int index)
{
	const qn_projection *p = a->projection;
	return index < 0 ? QN_MISSING : p->observed[(size_t)target * ((size_t)p->base + 1) + (size_t)index];
}

static void add_goal(annual *a, qn_table *table, uint32_t target, uint32_t goal)
{
	cli_session *se = a->session;
	const qn_target *about = &se->program->target[target];
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	qn_op op = qn_goal_op(se->program, target, goal);
	double was = observed(a, target, a->year - 1), is = observed(a, target, a->year), threshold = a->projection->threshold[target][goal];
	const char *sign = comparison_sign(op);
	int more = decimals_that_tell(se, unit, op, is, threshold);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	qn_row_text(row, sign);
	closer_cell(se, row, qn_is_missing(threshold) ? "" : qn_arena_printf(&se->arena, "%s ", sign), threshold, unit, more);
	quantity_cell(se, row, "", was, unit);
	closer_cell(se, row, "", is, unit, more);
	qn_row_text(row, unit_text(se, unit));
	qn_row_text(row, qn_is_missing(is) || qn_is_missing(threshold) ? say(se, "not known", "未知") : qn_reaches(op, is, threshold) ? say(se, "yes", "是") : say(se, "no", "否"));
	qn_chance chance = qn_projection_chance(a->projection, target, goal);
	met_cell(se, row, chance, a->projection->paths);
	qn_row_text(row, about->clause ? about->clause : "");
	qn_row_number(row, chance.unknown, QN_EXACT);
}

static void add_targets(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "progress", say(se, "Targets", "目标"));
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "goal", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "was", year_text(a, a->year - 1), QN_RIGHT);
	qn_table_column(table, "is", year_text(a, a->year), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "reached", say(se, "Reached", "已达到"), QN_LEFT);
	qn_table_column(table, "probability", say(se, "P(met)", "实现概率"), QN_RIGHT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "probability_unknown", "", QN_MACHINE);
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals && !se->program->target[i].compared; k++)
			add_goal(a, table, i, k);
}

int annual_province(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	(void)err;
	add_counters(a, report);
	add_movers(a, report);
	if (a->projection) {
		add_targets(a, report);
		note_lacking(se, report, most_lacking(se, a->projection, own_targets(se)));
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "chances: model \"%s\", %u paths, seed %llu", "概率:模型 %s,%u 条路径,种子 %llu"),
			se->program->model[a->model].id, a->projection->paths, (unsigned long long)se->options->seed));
	}
	return QN_OK;
}
