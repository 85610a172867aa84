/* SPDX-License-Identifier: Apache-2.0 */
/* sensitivity.c - which assumptions a target rests on: one at a time (tornado), by elementary effects (Morris), and by shares of
 * variance (Sobol), for which a factor's whole stream of random numbers is drawn anew, its luck by year and entity included. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "cli/lacking.h"
#include "cli/question.h"
#include "cli/session.h"
#include "cli/show.h"
#include "methods/sensitivity.h"
#include "plan/spoken.h"

enum { TRAJECTORIES = 30 };
#define LOW_END 0.1
#define HIGH_END 0.9
#define MORRIS_LOW 0.05  /* a distribution's ends are infinite: its levels go from 5 % to 95 %, evenly between the two values */
#define MORRIS_HIGH 0.95

typedef struct { double mean[2], swing; qn_chance chance[2]; uint32_t factor; } bar;

typedef struct {
	cli_session *session;
	asked_question asked;
	bar *bar;
	double mean;               /* as all are drawn */
	uint32_t lacking;          /* how many lack figures that the goal's target goes over */
	qn_morris_effect *effect;
	qn_sobol_index *of_value, *of_met;
	bool met_varies;
} sensing;

static int run(sensing *s, const qn_changes *changes, bool central, qn_projection **out, qn_error *err)
{
	return question_project(s->session, &s->asked, changes, central, out, err);
}

/* One at a time. */

static int find_mean(sensing *s, qn_error *err)
{
	qn_projection *p = NULL;
	int rc = run(s, &s->asked.changes, false, &p, err);
	if (rc == QN_OK)
		s->mean = qn_projection_mean(p, s->asked.aim.target, s->asked.aim.period), s->lacking = most_lacking(s->session, p, s->asked.wanted);
	qn_projection_free(p);
	return rc;
}

static int stretch(sensing *s, uint32_t factor, int end, qn_error *err)
{
	const qn_factor *f = &s->asked.factor[factor];
	qn_lever lever = qn_factor_lever(f);
	double value = qn_factor_at(f, end ? HIGH_END : LOW_END);
	qn_changes with;
	qn_projection *p = NULL;
	int rc = qn_levers_set(&s->asked.changes, s->session->panel, &lever, &value, 1, &with, err);
	if (rc < 0)
		return rc;
	rc = run(s, &with, false, &p, err);
	if (rc == QN_OK) {
		s->bar[factor].mean[end] = qn_projection_mean(p, s->asked.aim.target, s->asked.aim.period);
		s->bar[factor].chance[end] = qn_aim_chance(p, &s->asked.aim);
	}
	qn_projection_free(p);
	qn_changes_free(&with);
	return rc;
}

static int by_swing(const void *a, const void *b)
{
	const bar *x = a, *y = b;
	double p = fabs(x->swing), q = fabs(y->swing);
	return p != q ? (p < q) - (p > q) : (x->factor > y->factor) - (x->factor < y->factor);
}

static int find_bars(sensing *s, qn_error *err)
{
	int rc = find_mean(s, err);
	for (uint32_t k = 0; rc == QN_OK && k < s->asked.factors; k++) {
		rc = stretch(s, k, 0, err);
		if (rc == QN_OK)
			rc = stretch(s, k, 1, err);
		s->bar[k].factor = k, s->bar[k].swing = s->bar[k].mean[1] - s->bar[k].mean[0];
		session_progress(s->session, k + 1, 2 * (size_t)s->asked.factors);
	}
	qsort(s->bar, s->asked.factors, sizeof *s->bar, by_swing);
	return rc;
}

/* Elementary effects: every factor is set, so that one path is the whole future. */

static double level_at(const qn_factor *factor, double point)
{
	double low = qn_factor_at(factor, MORRIS_LOW), high = qn_factor_at(factor, MORRIS_HIGH);
	return low + (high - low) * point;
}

static int value_at(sensing *s, const double *point, const qn_lever *lever, double *out, qn_error *err)
{
	uint32_t count = s->asked.factors;
	double *value = calloc((size_t)count + 1, sizeof *value);
	qn_changes with;
	qn_projection *p = NULL;
	int rc = value ? QN_OK : qn_no_memory(err);
	for (uint32_t k = 0; rc == QN_OK && k < count; k++)
		value[k] = level_at(&s->asked.factor[k], point[k]);
	if (rc == QN_OK)
		rc = qn_levers_set(&s->asked.changes, s->session->panel, lever, value, count, &with, err);
	free(value);
	if (rc < 0)
		return rc;
	rc = run(s, &with, true, &p, err);
	if (rc == QN_OK)
		*out = qn_projection_mean(p, s->asked.aim.target, s->asked.aim.period);
	qn_projection_free(p);
	qn_changes_free(&with);
	return rc;
}

static int find_effects(sensing *s, qn_error *err)
{
	cli_session *se = s->session;
	uint32_t count = s->asked.factors;
	size_t size = qn_morris_size(TRAJECTORIES, count);
	double *point = qn_arena_array(&se->arena, size * count + 1, sizeof *point), *result = qn_arena_array(&se->arena, size + 1, sizeof *result);
	uint32_t *moved = qn_arena_array(&se->arena, (size_t)TRAJECTORIES * count + 1, sizeof *moved);
	qn_lever *lever = qn_arena_array(&se->arena, (size_t)count + 1, sizeof *lever);
	int rc = point && result && moved && lever ? qn_morris_design(TRAJECTORIES, count, se->options->seed, point, moved, err) : qn_no_memory(err);
	for (uint32_t k = 0; rc == QN_OK && k < count; k++)
		lever[k] = qn_factor_lever(&s->asked.factor[k]);
	for (size_t i = 0; rc == QN_OK && i < size; i++)
		rc = value_at(s, point + i * count, lever, &result[i], err);
	return rc == QN_OK ? qn_morris_estimate(TRAJECTORIES, count, point, moved, result, se->options->seed, s->effect, err) : rc;
}

/* Shares of variance. */

/* The futures in which some factors are drawn anew: the target's value on each, and whether it is met. */
static int draw_anew(sensing *s, const bool *anew, double *value, double *met, qn_error *err)
{
	cli_session *se = s->session;
	qn_changes with = s->asked.changes;
	qn_projection *p = NULL;
	with.stream = qn_factors_anew(se->panel, s->asked.factor, s->asked.factors, anew, &se->arena);
	int rc = with.stream ? run(s, &with, false, &p, err) : qn_no_memory(err);
	const double *values = rc == QN_OK ? qn_projection_values(p, s->asked.aim.target, s->asked.aim.period) : NULL;
	for (uint32_t i = 0; values && i < p->paths; i++) {
		value[i] = values[i];
		met[i] = qn_is_missing(values[i]) ? QN_MISSING : qn_reaches(s->asked.aim.op, values[i], qn_aim_threshold(p, &s->asked.aim));
	}
	qn_projection_free(p);
	return rc;
}

static int find_shares(sensing *s, qn_error *err)
{
	cli_session *se = s->session;
	uint32_t count = s->asked.factors, n = se->options->paths;
	size_t size = qn_sobol_size(n, count);
	double *value = malloc((size + 1) * sizeof *value), *met = malloc((size + 1) * sizeof *met);
	bool *anew = qn_arena_array(&se->arena, (size_t)count + 1, sizeof *anew);
	int rc = value && met && anew ? QN_OK : qn_no_memory(err);
	for (uint32_t k = 0; rc == QN_OK && k < count + 2; k++) { /* none anew · all · one after another */
		for (uint32_t i = 0; i < count; i++)
			anew[i] = k == 1 || i + 2 == k;
		rc = draw_anew(s, anew, value + (size_t)k * n, met + (size_t)k * n, err);
		session_progress(se, count + k, 2 * (size_t)count + 2);
	}
	if (rc == QN_OK)
		rc = qn_sobol_estimate(n, count, value, se->options->seed, s->of_value, err);
	if (rc == QN_OK)
		rc = qn_sobol_estimate(n, count, met, se->options->seed, s->of_met, err);
	s->met_varies = rc == QN_OK && count > 0 && !qn_is_missing(s->of_met[0].total);
	session_progress(se, 1, 1);
	free(value), free(met);
	return rc;
}

/* The report. */

static const char *reach_text(const cli_session *se, const qn_factor *f)
{
	switch (f->reach) {
	case QN_BY_PATH: return say(se, "once a future", "每个未来一次");
	case QN_BY_PERIOD: return say(se, "by period", "逐期");
	case QN_BY_GROUP: return title_of(se, se->catalogue->kind[f->group].title);
	default: return say(se, "each by itself", "逐个对象");
	}
}

static void factor_cells(cli_session *se, qn_row *row, const qn_factor *f)
{
	qn_row_text(row, f->id);
	qn_row_text(row, title_of(se, f->title));
}

static void factor_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "factor", say(se, "Assumption", "假设"), QN_LEFT | QN_WRAP);
}

static qn_axis axis_of_bars(const sensing *s)
{
	qn_axis axis = { 0 };
	qn_axis_reach(&axis, s->mean);
	for (uint32_t i = 0; i < s->asked.factors; i++)
		qn_axis_reach(&axis, s->bar[i].mean[0]), qn_axis_reach(&axis, s->bar[i].mean[1]);
	return axis;
}

static void add_tornado(sensing *s, qn_report *report)
{
	cli_session *se = s->session;
	uint32_t unit = qn_node_unit(se->program, se->catalogue, se->program->target[s->asked.aim.target].value);
	qn_table *table = qn_report_table(report, "tornado", say(se, "One at a time: held at its p10, then at its p90", "逐项:固定在 p10 与 p90"));
	factor_columns(se, table);
	qn_table_column(table, "drawn", say(se, "Drawn", "抽样"), QN_LEFT);
	qn_table_column(table, "p10", "p10", QN_RIGHT);
	qn_table_column(table, "p90", "p90", QN_RIGHT);
	qn_table_column(table, "factor_unit", "", QN_MACHINE);
	qn_table_column(table, "mean_p10", say(se, "mean there", "此时均值"), QN_RIGHT);
	qn_table_column(table, "mean_p90", say(se, "and there", "彼时均值"), QN_RIGHT);
	qn_table_column(table, "swing", say(se, "Swing", "摆幅"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "p_p10", say(se, "P(met)", "概率"), QN_RIGHT);
	qn_table_column(table, "p_p90", say(se, "and there", "彼时"), QN_RIGHT);
	qn_table_column(table, "picture", say(se, "- p10, + p90, | as drawn", "- 在 p10,+ 在 p90,| 照抽样"), QN_LEFT | QN_PICTURE);
	qn_table_column(table, "p_p10_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_p90_unknown", "", QN_MACHINE);
	qn_axis axis = axis_of_bars(s);
	for (uint32_t i = 0; i < s->asked.factors; i++) {
		const bar *b = &s->bar[i];
		const qn_factor *f = &s->asked.factor[b->factor];
		qn_row *row = qn_table_row(table);
		factor_cells(se, row, f);
		qn_row_text(row, reach_text(se, f));
		quantity_cell(se, row, "", qn_factor_at(f, LOW_END), f->unit);
		quantity_cell(se, row, "", qn_factor_at(f, HIGH_END), f->unit);
		qn_row_text(row, unit_text(se, f->unit));
		quantity_cell(se, row, "", b->mean[0], unit);
		quantity_cell(se, row, "", b->mean[1], unit);
		quantity_cell(se, row, b->swing > 0 ? "+" : "", b->swing, unit);
		qn_row_text(row, unit_text(se, unit));
		met_cell(se, row, b->chance[0], se->options->paths);
		met_cell(se, row, b->chance[1], se->options->paths);
		qn_row_picture(row, &axis, b->mean[0], b->mean[1], (qn_mark[]){ { b->mean[0], '-' }, { b->mean[1], '+' }, { s->mean, '|' } }, 3);
		qn_row_number(row, b->chance[0].unknown, QN_EXACT);
		qn_row_number(row, b->chance[1].unknown, QN_EXACT);
	}
}

/* "0.43 [0.41, 0.45]" for people, the three for machines. */
static void range_column(qn_table *table, const char *const *id, const char *heading)
{
	qn_table_column(table, id[0], heading, QN_RIGHT | QN_PEOPLE);
	for (int i = 0; i < 3; i++)
		qn_table_column(table, id[i], "", QN_MACHINE);
}

static void range_cell(cli_session *se, qn_row *row, double value, double low, double high)
{
	char a[QN_NUMBER_SIZE], b[QN_NUMBER_SIZE], c[QN_NUMBER_SIZE];
	qn_row_text(row, qn_is_missing(value) ? "—" : qn_arena_printf(&se->arena, "%s [%s, %s]", qn_number_fixed(a, value, 2), qn_number_fixed(b, low, 2), qn_number_fixed(c, high, 2)));
	qn_row_number(row, value, QN_EXACT);
	qn_row_number(row, low, QN_EXACT);
	qn_row_number(row, high, QN_EXACT);
}

/* Greatest first. */
static void put_in_order(sensing *s)
{
	for (uint32_t i = 0; i < s->asked.factors; i++)
		s->bar[i].swing = s->of_value[s->bar[i].factor].total;
	qsort(s->bar, s->asked.factors, sizeof *s->bar, by_swing);
}

static void add_sobol(sensing *s, qn_report *report)
{
	put_in_order(s);
	static const char *const first[] = { "first", "first_low", "first_high" }, *const total[] = { "total", "total_low", "total_high" };
	static const char *const met_first[] = { "met_first", "met_first_low", "met_first_high" }, *const met_total[] = { "met_total", "met_total_low", "met_total_high" };
	cli_session *se = s->session;
	qn_table *table = qn_report_table(report, "sobol", say(se, "Shares of the variance (Sobol)", "方差分解(Sobol)"));
	factor_columns(se, table);
	range_column(table, first, say(se, "alone", "单独"));
	range_column(table, total, say(se, "with interactions", "含交互"));
	if (s->met_varies) {
		range_column(table, met_first, say(se, "of being met: alone", "能否实现:单独"));
		range_column(table, met_total, say(se, "with interactions", "含交互"));
	}
	for (uint32_t i = 0; i < s->asked.factors; i++) {
		uint32_t k = s->bar[i].factor;
		const qn_sobol_index *v = &s->of_value[k], *m = &s->of_met[k];
		qn_row *row = qn_table_row(table);
		factor_cells(se, row, &s->asked.factor[k]);
		range_cell(se, row, v->first, v->first_low, v->first_high);
		range_cell(se, row, v->total, v->total_low, v->total_high);
		if (s->met_varies)
			range_cell(se, row, m->first, m->first_low, m->first_high), range_cell(se, row, m->total, m->total_low, m->total_high);
	}
}

static void add_morris(sensing *s, qn_report *report)
{
	static const char *const size[] = { "size", "size_low", "size_high" };
	cli_session *se = s->session;
	uint32_t unit = qn_node_unit(se->program, se->catalogue, se->program->target[s->asked.aim.target].value);
	double scale = unit == QN_NONE ? 1 : qn_unit_from_reference(&se->catalogue->units.unit[unit], 1);
	qn_table *table = qn_report_table(report, "morris", say(se, "Effect of going from p5 to p95 (Morris)", "由 p5 到 p95 的基本效应(Morris)"));
	factor_columns(se, table);
	qn_table_column(table, "mean", say(se, "Mean μ", "均值 μ"), QN_RIGHT);
	range_column(table, size, say(se, "Mean size μ*", "绝对均值 μ*"));
	qn_table_column(table, "deviation", say(se, "Spread σ", "标准差 σ"), QN_RIGHT);
	qn_table_column(table, "unit", say(se, "Unit", "单位"), QN_LEFT);
	for (uint32_t i = 0; i < s->asked.factors; i++) {
		const qn_morris_effect *e = &s->effect[s->bar[i].factor];
		qn_row *row = qn_table_row(table);
		factor_cells(se, row, &s->asked.factor[s->bar[i].factor]);
		qn_row_number(row, e->mean * scale, 2);
		range_cell(se, row, e->size * scale, e->size_low * scale, e->size_high * scale);
		qn_row_number(row, e->deviation * scale, 2);
		qn_row_text(row, unit_text(se, unit));
	}
}

static int report_sensitivity(sensing *s, qn_error *err)
{
	cli_session *se = s->session;
	const qn_target *about = &se->program->target[s->asked.aim.target];
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "What \"%s\" in %s rests on", "“%s”(%s)取决于什么"), title_of(se, about->title),
		period_text(se, qn_panel_period(se->panel, s->asked.aim.period))));
	bool tied = s->asked.changes.bonds > 0;
	add_tornado(s, report);
	if (!tied)
		add_sobol(s, report);
	add_morris(s, report);
	if (tied)
		qn_report_note(report, say(se, "assumptions are correlated: shares of variance are defined for independent ones only and are left out",
			"假设之间设有相关:方差分解只对相互独立的假设有定义,从略"));
	note_lacking(se, report, s->lacking);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "model \"%s\", %u paths, seed %llu; intervals: 95 %% of a bootstrap; Morris: %d trajectories on the central path",
		"模型 %s,%u 条路径,种子 %llu;区间为 95%% 自助法;Morris:中位路径上 %d 条轨迹"), se->program->model[s->asked.model].id, se->options->paths,
		(unsigned long long)se->options->seed, (int)TRAJECTORIES));
	qn_report_note(report, say(se, "tornado and Morris hold an assumption at one level in every draw, by year and entity too; shares of variance let it vary as it is drawn",
		"逐项与 Morris 把假设在每次抽样(含逐年、逐个对象)都固定在同一水平;方差分解按其实际抽样方式变动"));
	return session_finish(se, report, QN_OK, err);
}

static int make_room(sensing *s, qn_error *err)
{
	qn_arena *arena = &s->session->arena;
	size_t count = (size_t)s->asked.factors + 1;
	s->bar = qn_arena_array(arena, count, sizeof *s->bar);
	s->effect = qn_arena_array(arena, count, sizeof *s->effect);
	s->of_value = qn_arena_array(arena, count, sizeof *s->of_value);
	s->of_met = qn_arena_array(arena, count, sizeof *s->of_met);
	return s->bar && s->effect && s->of_value && s->of_met ? QN_OK : qn_no_memory(err);
}

int run_sensitivity(const cli_options *options, qn_error *err)
{
	cli_session session;
	sensing s = { .session = &session };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = question_read(&session, &s.asked, err);
	if (rc == QN_OK)
		rc = make_room(&s, err);
	if (rc == QN_OK)
		rc = find_bars(&s, err);
	if (rc == QN_OK && s.asked.changes.bonds == 0)
		rc = find_shares(&s, err);
	if (rc == QN_OK)
		rc = find_effects(&s, err);
	if (rc == QN_OK)
		rc = report_sensitivity(&s, err);
	question_free(&s.asked);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
