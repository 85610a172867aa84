/* SPDX-License-Identifier: Apache-2.0 */
/* discover.c - in which ranges of the assumptions a goal is missed, or met, more often than elsewhere: boxes found by peeling
 * and pasting over what each future drew. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "cli/lacking.h"
#include "cli/question.h"
#include "cli/session.h"
#include "cli/show.h"
#include "methods/prim.h"

typedef struct {
	cli_session *session;
	asked_question asked;
	qn_projection *projection;
	double *drawn;           /* [factors][points] */
	bool *happens;
	uint32_t points;
	bool missed;             /* what is looked for: the goal missed, else met */
	qn_chance chance;
	qn_box *box;
	uint32_t boxes, best;
	qn_box pasted;
} discovery;

/* What each future drew, and what became of it: futures in which that is not known are left out. */
static int gather(discovery *d, qn_error *err)
{
	cli_session *se = d->session;
	uint32_t paths = d->projection->paths, factors = d->asked.factors;
	const double *value = d->projection->value[(size_t)d->asked.aim.target * (size_t)d->projection->periods + (size_t)d->asked.aim.period];
	double threshold = qn_aim_threshold(d->projection, &d->asked.aim);
	double *draw = qn_arena_array(&se->arena, (size_t)paths + 1, sizeof *draw);
	d->drawn = qn_arena_array(&se->arena, (size_t)factors * paths + 1, sizeof *d->drawn);
	d->happens = qn_arena_array(&se->arena, (size_t)paths + 1, sizeof *d->happens);
	if (!draw || !d->drawn || !d->happens)
		return qn_no_memory(err);
	d->chance = qn_aim_chance(d->projection, &d->asked.aim);
	d->missed = d->chance.met >= (1 - d->chance.unknown) / 2;
	for (uint32_t i = 0; i < paths; i++)
		d->points += !qn_is_missing(value[i]);
	for (uint32_t k = 0; k < factors; k++) {
		int rc = qn_factor_draws(&d->asked.factor[k], se->panel, se->options->seed, paths, draw, err);
		uint32_t at = 0;
		if (rc < 0)
			return rc;
		for (uint32_t i = 0; i < paths; i++)
			if (!qn_is_missing(value[i]))
				d->drawn[(size_t)k * d->points + at++] = draw[i];
	}
	for (uint32_t i = 0, at = 0; i < paths; i++)
		if (!qn_is_missing(value[i]))
			d->happens[at++] = qn_reaches(d->asked.aim.op, value[i], threshold) != d->missed;
	return QN_OK;
}

static qn_cloud cloud_of(const discovery *d)
{
	return (qn_cloud){ .points = d->points, .dimensions = d->asked.factors, .at = d->drawn, .happens = d->happens, .alpha = 0.05, .smallest = 0.05 };
}

/* Neither a box that holds everything nor one that holds next to nothing: where coverage and density are high together. */
static double worth(const qn_box *box) { return box->coverage + box->density > 0 ? 2 * box->coverage * box->density / (box->coverage + box->density) : 0; }

static int find_boxes(discovery *d, qn_error *err)
{
	qn_cloud cloud = cloud_of(d);
	d->box = qn_arena_array(&d->session->arena, QN_MOST_PEELS, sizeof *d->box);
	int rc = d->box ? qn_prim_peel(&cloud, d->box, &d->boxes, err) : qn_no_memory(err);
	for (uint32_t i = 1; rc == QN_OK && i < d->boxes; i++)
		if (worth(&d->box[i]) > worth(&d->box[d->best]))
			d->best = i;
	if (rc == QN_OK)
		d->pasted = d->box[d->best];
	if (rc == QN_OK && d->best > 0)
		rc = qn_prim_paste(&cloud, &d->pasted, err);
	if (rc == QN_OK && d->best > 0)
		qn_prim_prune(&cloud, &d->pasted);
	return rc;
}

/* The report. */

static const char *event_text(const discovery *d)
{
	return d->missed ? say(d->session, "missed", "未实现") : say(d->session, "met", "实现");
}

/* How often it would happen in the box if one side were not restricted. */
static double density_without(const discovery *d, uint32_t factor)
{
	qn_box open = d->pasted;
	uint32_t inside = 0, happening = 0;
	open.low[factor] = -INFINITY, open.high[factor] = INFINITY;
	for (uint32_t i = 0; i < d->points; i++) {
		bool in = true;
		for (uint32_t k = 0; k < d->asked.factors && in; k++)
			in = d->drawn[(size_t)k * d->points + i] >= open.low[k] && d->drawn[(size_t)k * d->points + i] <= open.high[k];
		inside += in, happening += in && d->happens[i];
	}
	return inside ? (double)happening / inside : QN_MISSING;
}

static double share_within(const discovery *d, uint32_t factor)
{
	uint32_t inside = 0;
	for (uint32_t i = 0; i < d->points; i++)
		inside += d->drawn[(size_t)factor * d->points + i] >= d->pasted.low[factor] && d->drawn[(size_t)factor * d->points + i] <= d->pasted.high[factor];
	return (double)inside / d->points;
}

static void bound_cell(cli_session *se, qn_row *row, double bound, uint32_t unit)
{
	quantity_cell(se, row, "", isfinite(bound) ? bound : QN_MISSING, unit);
}

static void add_bounds(discovery *d, qn_report *report)
{
	cli_session *se = d->session;
	qn_table *table = qn_report_table(report, "box", qn_arena_printf(&se->arena, say(se, "The box in which the goal is %s in %s of futures (of all futures: %s)",
		"目标%s的“盒子”:其中占 %s(总体 %s)"), event_text(d), percent_text(se, d->pasted.density, 1), percent_text(se, d->box[0].density, 1)));
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "factor", say(se, "Assumption", "假设"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "mean", say(se, "As", "取"), QN_LEFT);
	qn_table_column(table, "low", say(se, "From", "自"), QN_RIGHT);
	qn_table_column(table, "high", say(se, "To", "至"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "within", say(se, "Drawn so", "抽到的概率"), QN_RIGHT);
	qn_table_column(table, "density_without", say(se, "without this bound", "不限此项时"), QN_RIGHT);
	for (uint32_t k = 0; k < d->asked.factors; k++) {
		const qn_factor *f = &d->asked.factor[k];
		if (d->pasted.low[k] == -INFINITY && d->pasted.high[k] == INFINITY)
			continue;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, f->id);
		qn_row_text(row, title_of(se, f->title));
		qn_row_text(row, f->reach == QN_BY_PATH ? say(se, "drawn", "抽样值") : say(se, "mean of its draws", "各次抽样的均值"));
		bound_cell(se, row, d->pasted.low[k], f->unit);
		bound_cell(se, row, d->pasted.high[k], f->unit);
		qn_row_text(row, unit_text(se, f->unit));
		percent_cell(se, row, share_within(d, k), 1);
		percent_cell(se, row, density_without(d, k), 1);
	}
}

static void add_box(cli_session *se, qn_table *table, const char *which, const qn_box *box)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, which);
	qn_row_number(row, box->restricted, 0);
	percent_cell(se, row, box->mass, 1);
	percent_cell(se, row, box->coverage, 1);
	percent_cell(se, row, box->density, 1);
}

/* The first box of each tenth of coverage, the chosen one, and what pasting makes of it. */
static void add_trade(discovery *d, qn_report *report)
{
	cli_session *se = d->session;
	qn_table *table = qn_report_table(report, "trade", say(se, "Coverage against density", "覆盖率与密度的取舍"));
	double next = 1;
	qn_table_column(table, "step", say(se, "Peel", "剥离"), QN_RIGHT);
	qn_table_column(table, "restricted", say(se, "Bounds", "界数"), QN_RIGHT);
	qn_table_column(table, "mass", say(se, "Of all futures", "占全部未来"), QN_RIGHT);
	qn_table_column(table, "coverage", qn_arena_printf(&se->arena, say(se, "of those %s", "占“%s”的未来"), event_text(d)), QN_RIGHT);
	qn_table_column(table, "density", qn_arena_printf(&se->arena, say(se, "%s within", "盒内“%s”占比"), event_text(d)), QN_RIGHT);
	for (uint32_t i = 0; i < d->boxes; i++) {
		if (d->box[i].coverage > next && i != d->best)
			continue;
		add_box(se, table, qn_arena_printf(&se->arena, "%u", i), &d->box[i]);
		next = fmin(next, floor(d->box[i].coverage * 10 - 1e-9) / 10);
	}
	add_box(se, table, qn_arena_printf(&se->arena, say(se, "%u, pasted and pruned", "%u,回补并精简后"), d->best), &d->pasted);
}

/* From what to what, where some futures do not tell. */
static const char *met_share(const discovery *d)
{
	cli_session *se = d->session;
	const char *least = percent_text(se, d->chance.met, 1);
	return d->points == 0 || d->chance.unknown == 0 ? least : qn_arena_printf(&se->arena, "%s–%s", least, percent_text(se, d->chance.met + d->chance.unknown, 1));
}

/* The boxes are of those that tell. */
static void note_untold(const discovery *d, qn_report *report)
{
	cli_session *se = d->session;
	if (d->points && d->chance.unknown > 0)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%u paths do not tell whether the goal is met, because a figure is missing: all shares but that of the next note are of the %u that do",
			"有 %u 条路径因缺数据而无从判断目标是否实现:除下一条说明外,各比例均就其余 %u 条计算"), d->projection->paths - d->points, d->points));
}

static int report_discovery(discovery *d, qn_error *err)
{
	cli_session *se = d->session;
	const qn_target *about = &se->program->target[d->asked.aim.target];
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "When \"%s\" in %s is %s", "“%s”(%s)何时%s"), title_of(se, about->title),
		period_text(se, qn_panel_period(se->panel, d->asked.aim.period)), event_text(d)));
	if (d->points == 0)
		qn_report_note(report, say(se, "nothing to be found: no future tells whether the goal is met, because data is missing", "无可发现:缺数据,没有一个未来能判断目标是否实现"));
	else if (d->best == 0 || d->pasted.restricted == 0)
		qn_report_note(report, say(se, "no range of the assumptions makes it more frequent: it happens always, never, or by what no assumption tells; "
			"--vary lets more vary, --goal 'TARGET >= NUMBER @ PERIOD' asks for another number",
			"没有哪段假设区间使其更常发生:总是、从不,或与假设无关;可用 --vary 让更多项变动,或用 --goal 换一个目标值"));
	else
		add_bounds(d, report), add_trade(d, report);
	note_untold(d, report);
	note_lacking(se, report, most_lacking(se, d->projection, d->asked.wanted));
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "the goal is met on %s of %u paths; model \"%s\", seed %llu; peels of 5 %%, no box below 5 %% of futures",
		"目标在 %s 的路径上实现(共 %u 条);模型 %s,种子 %llu;每次剥离 5%%,盒子不小于全部未来的 5%%"), met_share(d), d->projection->paths,
		se->program->model[d->asked.model].id, (unsigned long long)se->options->seed));
	return session_finish(se, report, QN_OK, err);
}

int run_discover(const cli_options *options, qn_error *err)
{
	cli_session session;
	discovery d = { .session = &session };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = question_read(&session, &d.asked, err);
	if (rc == QN_OK && d.asked.changes.bonds > 0)
		rc = qn_fail_both(err, QN_EUSAGE, "discover 逐项看假设,而情景里有的相关:请去掉它的 correlate",
			"discover looks at each assumption by itself, and the scenario correlates some: leave out its correlate");
	if (rc == QN_OK && d.asked.factors > QN_MOST_SIDES)
		rc = qn_fail_both(err, QN_EUSAGE, "discover 最多看 %d 项假设,而随机取值的有 %u 项", "discover takes %d assumptions at the most, and %u are drawn", QN_MOST_SIDES, d.asked.factors);
	if (rc == QN_OK)
		rc = question_project(&session, &d.asked, &d.asked.changes, false, &d.projection, err);
	if (rc == QN_OK)
		rc = gather(&d, err);
	if (rc == QN_OK)
		rc = find_boxes(&d, err);
	if (rc == QN_OK)
		rc = report_discovery(&d, err);
	qn_projection_free(d.projection);
	question_free(&d.asked);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
