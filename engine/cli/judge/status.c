/* SPDX-License-Identifier: Apache-2.0 */
/* status.c - where the province stands: the counts that are never mixed, every target with its observed and required
 * growth, its projection and the chance of meeting it. */
#include "cli/judge/status.h"
#include <stdlib.h>
#include <string.h>
#include "assess/alike.h"
#include "assess/outlook.h"
#include "base/real.h"
#include "cli/finding.h"
#include "cli/judge/targets.h"
#include "cli/rolling.h"
#include "cli/show.h"
#include "methods/growth.h"
#include "plan/spoken.h"

typedef struct { cli_session *session; qn_term *term; qn_projection *projection; bool left_out; } standing; /* left_out: somebody, of a growth */

static int project(standing *s, uint32_t model, qn_error *err)
{
	const cli_options *options = s->session->options;
	qn_projection_options how = { .model = model, .seed = options->seed, .paths = options->paths, .threads = session_threads(options), .past = true };
	int rc = qn_terms(s->session->panel, &s->session->changes, &s->session->arena, &s->term, err);
	return rc < 0 ? rc : qn_project(s->session->panel, &s->session->changes, s->term, &how, &s->projection, err);
}

static double observed(const standing *s, uint32_t target, int index)
{
	const qn_projection *p = s->projection;
	return p->observed[(size_t)target * ((size_t)p->base + 1) + (size_t)index];
}

static void add_count(qn_table *table, const char *what, double number, const char *note)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, what);
	qn_row_number(row, number, 0);
	qn_row_text(row, note);
}

/* The first target that counts those which get somewhere; QN_NONE: no target does. */
static uint32_t first_count(const qn_program *program)
{
	for (uint32_t i = 0; i < program->targets; i++) {
		qn_op op = program->target[i].goals ? qn_goal_op(program, i, 0) : QN_GE;
		if (!program->target[i].compared && qn_counted_mask(program, i) != QN_NONE && (op == QN_GE || op == QN_GT))
			return i;
	}
	return QN_NONE;
}

/* Named, holding a title: two different counts; how many reach a size is a target and stands below. */
static int add_counts(standing *s, qn_report *report, qn_error *err)
{
	cli_session *se = s->session;
	uint32_t counting = first_count(se->program);
	qn_table *table = qn_report_table(report, "counts", counting == QN_NONE ? say(se, "Two counts that are never mixed", "两个不可混用的数")
		: say(se, "Three counts that are never mixed", "三个不可混用的数"));
	bool *held = NULL;
	size_t titled = 0;
	int rc = qn_titled_on(se->panel, &se->changes, s->term, qn_period_end(qn_panel_period(se->panel, se->panel->base)), &se->arena, &held, err);
	for (size_t e = 0; rc == QN_OK && e < se->panel->entities; e++)
		titled += held[e];
	qn_table_column(table, "count", say(se, "Count", "口径"), QN_LEFT);
	qn_table_column(table, "number", say(se, "Number", "数量"), QN_RIGHT);
	qn_table_column(table, "note", say(se, "What it is", "含义"), QN_LEFT | QN_WRAP);
	add_count(table, say(se, "named", "列名"), (double)se->panel->entities, say(se, "named in the registry", "登记在册"));
	add_count(table, say(se, "recognised", "已认定"), (double)titled, say(se, "hold a title at the end of the period judged", "所评时期末持有称号"));
	if (counting != QN_NONE)
		add_count(table, title_of(se, se->program->target[counting].title), observed(s, counting, s->projection->base),
			say(se, "reach the size in the year judged, titled or not", "当年达到规模,不论是否认定"));
	return rc;
}

static void target_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "goal", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "now", period_text(se, qn_panel_period(se->panel, se->panel->base)), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "lacking", say(se, "No data", "缺数据"), QN_RIGHT);
	qn_table_column(table, "reached", "", QN_MACHINE);
	qn_table_column(table, "observed_growth", say(se, "Growth p.a.", "年均增速"), QN_RIGHT);
	qn_table_column(table, "growth_from", "", QN_MACHINE);
	qn_table_column(table, "growth_of", "", QN_MACHINE); /* how many lack nothing at either end */
	qn_table_column(table, "required_growth", say(se, "Needed p.a.", "所需增速"), QN_RIGHT);
	quantile_columns(table);
	qn_table_column(table, "probability", say(se, "P(met)", "实现概率"), QN_RIGHT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "probability_unknown", "", QN_MACHINE);
}

/* What is found by the period is told by the year. */
static double a_year(const cli_session *se, double rate)
{
	int periods = qn_periods_a_year(se->catalogue->frequency);
	return periods == 1 ? rate : qn_pow(1 + rate, periods) - 1;
}

static int growth_cells(standing *s, qn_row *row, uint32_t target, bool reached, double goal, int due, qn_error *err)
{
	cli_session *se = s->session;
	int base = s->projection->base, rc = QN_OK;
	const char *why = NULL;
	size_t left = 0;
	double end[2] = { QN_MISSING, QN_MISSING };
	const double *value = &s->projection->observed[(size_t)target * ((size_t)base + 1)];
	qn_growth growth = qn_growth_observed(value, base + 1, qn_periods_a_year(se->catalogue->frequency), &why);
	if (!why)
		rc = qn_target_alike(se->panel, &se->changes, target, growth.from, growth.to, end, &left, err);
	s->left_out |= left > 0;
	double rate = a_year(se, qn_growth_required(end[0], end[1], growth.to - growth.from));
	double required = reached ? QN_MISSING : a_year(se, qn_growth_required(observed(s, target, base), goal, due - base));
	qn_row_quantity(row, why ? say(se, "too few points", "点数不足") : percent_text(se, rate, 1), rate);
	qn_row_text(row, qn_is_missing(rate) ? "" : period_text(se, qn_panel_period(se->panel, growth.from)));
	qn_row_number(row, qn_is_missing(rate) ? QN_MISSING : (double)(se->panel->entities - left), 0);
	qn_row_quantity(row, reached ? say(se, "reached", "已达到") : percent_text(se, required, 1), required);
	return rc;
}

static int add_goal(standing *s, qn_table *table, uint32_t target, uint32_t goal, qn_error *err)
{
	cli_session *se = s->session;
	const qn_target *about = &se->program->target[target];
	const qn_projection *p = s->projection;
	int due = qn_panel_index(se->panel, about->goal[goal].due);
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value), comparison = qn_mask_comparison(se->program, about->goal[goal].met);
	qn_op op = qn_goal_op(se->program, target, goal);
	double quantile[3] = { QN_MISSING, QN_MISSING, QN_MISSING }, threshold = p->threshold[target][goal], now = observed(s, target, p->base);
	bool within = due >= 0 && due < p->periods, reached = qn_reaches(op, now, threshold);
	int rc = within ? qn_projection_quantiles(p, target, due, quantile, err) : QN_OK;
	if (rc < 0)
		return rc;
	qn_chance chance = within ? qn_projection_chance(p, target, goal) : (qn_chance){ QN_MISSING, QN_MISSING, QN_MISSING };
	const char *sign = comparison == QN_NONE ? "" : comparison_sign(op);
	int more = comparison == QN_NONE ? 0 : decimals_that_tell(se, unit, op, now, threshold);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	qn_row_text(row, sign);
	closer_cell(se, row, comparison == QN_NONE ? "" : qn_arena_printf(&se->arena, "%s ", sign), threshold, unit, more);
	closer_cell(se, row, "", now, unit, more);
	qn_row_text(row, unit_text(se, unit));
	qn_row_quantity(row, p->lacking[target] ? qn_arena_printf(&se->arena, "%u", p->lacking[target]) : "", p->lacking[target]);
	qn_row_text(row, qn_is_missing(now) ? "unknown" : reached ? "yes" : "no");
	if ((rc = growth_cells(s, row, target, reached, threshold, due, err)) < 0)
		return rc;
	for (int i = 0; i < 3; i++)
		quantity_cell(se, row, "", quantile[i], unit);
	met_cell(se, row, chance, p->paths);
	qn_row_text(row, about->clause ? about->clause : "");
	qn_row_number(row, chance.unknown, QN_EXACT);
	return QN_OK;
}

static int add_targets(standing *s, qn_report *report, bool compared, qn_error *err)
{
	cli_session *se = s->session;
	qn_table *table = qn_report_table(report, compared ? "earlier_targets" : "targets",
		compared ? say(se, "Targets of earlier or other documents, for comparison", "较早或其他文件的目标(对照)") : say(se, "Targets", "目标"));
	target_columns(se, table);
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals && se->program->target[i].compared == compared; k++) {
			int rc = add_goal(s, table, i, k, err);
			if (rc < 0)
				return rc;
		}
	return QN_OK;
}

/* Real figures of another list, so that nobody takes the store's for them. */
static void add_published(standing *s, qn_report *report)
{
	cli_session *se = s->session;
	const qn_program *program = se->program;
	qn_table *table = NULL;
	for (uint32_t i = 0; i < program->targets; i++)
		for (uint32_t k = 0; k < program->target[i].publications; k++) {
			const qn_published *figure = &program->target[i].published[k];
			if (!table) {
				table = qn_report_table(report, "published", say(se, "Published figures of other lists, for comparison: nothing is fitted to them", "其他口径的公开数(对照,未据以拟合)"));
				qn_table_column(table, "id", "", QN_MACHINE);
				qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
				qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
				qn_table_column(table, "value", say(se, "Published", "公开数"), QN_RIGHT);
				qn_table_column(table, "unit", "", QN_MACHINE);
				qn_table_column(table, "of", say(se, "Of", "口径"), QN_LEFT | QN_WRAP);
				qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
			}
			uint32_t unit = qn_node_unit(program, se->catalogue, program->target[i].value);
			qn_row *row = qn_table_row(table);
			qn_row_text(row, program->target[i].id);
			qn_row_text(row, title_of(se, program->target[i].title));
			qn_row_text(row, period_text(se, figure->period));
			quantity_cell(se, row, "", figure->value, unit);
			qn_row_text(row, unit_text(se, unit));
			qn_row_text(row, title_of(se, figure->of));
			qn_row_text(row, figure->source);
			qn_row_real(row);
		}
}

/* What the model leaves where it is must not look projected. */
const char *held_text(cli_session *se, const qn_projection *projection)
{
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < se->catalogue->indicators; i++)
		if (projection->held[i])
			qn_buffer_printf(&list, "%s%s", list.length ? say(se, ", ", "、") : "", title_of(se, se->catalogue->indicator[i].title));
	char *text = list.length ? qn_arena_printf(&se->arena, "%s%s", say(se, "held at their last observed values, because no model moves them: ",
		"没有模型推动、保持最后观测值的指标:"), list.data) : NULL;
	se->arena.failed |= list.failed;
	qn_buffer_free(&list);
	return text;
}

bool note_goals_beyond(cli_session *se, qn_report *report)
{
	qn_period last = qn_panel_period(se->panel, se->panel->periods - 1), farthest = QN_NO_PERIOD;
	size_t count = 0;
	for (uint32_t i = 0; i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals && !se->program->target[i].compared; k++) {
			qn_period due = se->program->target[i].goal[k].due;
			count += due > last;
			farthest = due > last && (farthest == QN_NO_PERIOD || due > farthest) ? due : farthest;
		}
	if (count && report)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "goals due beyond the horizon, %s, of which nothing is computed: %zu; --until %s carries it further",
			"超出预测期 %s 而未计算的目标:%zu 项,可用 --until %s 延长"), period_text(se, last), count, period_text(se, farthest)));
	return count > 0;
}

static int report_standing(standing *s, uint32_t model, qn_error *err)
{
	cli_session *se = s->session;
	const qn_model *about = &se->program->model[model];
	qn_report *report = session_report(se, say(se, "Where the programme stands", "目标进度"));
	bool *own = own_targets(se);
	int rc = own ? add_counts(s, report, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = add_targets(s, report, false, err);
	if (rc == QN_OK)
		rc = add_together(se, report, s->projection, own, err);
	if (rc == QN_OK)
		rc = rolled_targets(se, report, err);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->targets; i++)
		if (se->program->target[i].compared) {
			rc = add_targets(s, report, true, err);
			break;
		}
	if (rc == QN_OK)
		add_published(s, report);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "projection: model \"%s\" (%s), %u paths, seed %llu; p5–p95 of the year due",
		"预测:模型 %s(%s),%u 条路径,种子 %llu;p5–p95 为到期年份的区间"), about->id, title_of(se, about->title), s->projection->paths,
		(unsigned long long)se->options->seed));
	for (uint32_t i = 0; i < se->program->targets; i++)
		if (s->projection->lacking[i]) {
			qn_report_note(report, say(se, "no data: how many lack a figure that the target goes over; its totals and counts are of the others",
				"缺数据:缺少该目标所需数据的个数;合计与计数只含其余"));
			break;
		}
	if (s->left_out)
		qn_report_note(report, say(se, "growth p.a.: of those that lack nothing of the target in the first and in the last period with data; — where there is none to tell",
			"年均增速:只计首末两期都不缺该目标数据的对象;无从计算的为 —"));
	note_goals_beyond(se, report);
	const char *held = held_text(se, s->projection);
	if (held)
		qn_report_note(report, held);
	return session_finish(se, report, rc, err);
}

int run_status(const cli_options *options, qn_error *err)
{
	cli_session session;
	standing s = { .session = &session };
	uint32_t model = 0;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &model, err);
	if (rc == QN_OK)
		rc = project(&s, model, err);
	if (rc == QN_OK)
		rc = report_standing(&s, model, err);
	qn_projection_free(s.projection);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
