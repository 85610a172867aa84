/* SPDX-License-Identifier: Apache-2.0 */
/* statistics_tables.c - the tables of `statistics`. */
#include <stdlib.h>
#include "base/real.h"
#include "base/sum.h"
#include "cli/judge/statistics.h"
#include "cli/rows.h"
#include "cli/show.h"
#include "lanes/quantile.h"

/* Sums of a period, over those that count: both periods where both is true. */
static double sum_of(const statistics_view *v, const double *value, uint32_t region, uint32_t industry, bool both)
{
	qn_sum sum = QN_SUM_START;
	for (size_t e = 0; e < v->se->panel->entities; e++) {
		if (qn_is_missing(value[e]) || (both && (qn_is_missing(v->before[e]) || qn_is_missing(v->after[e]))))
			continue;
		if ((region == QN_NONE || statistics_region(v, e) == region) && (industry == QN_NONE || statistics_industry(v, e) == industry))
			qn_sum_add(&sum, value[e]);
	}
	return qn_sum_of(sum);
}

/* Location quotients, of each region the highest first. */

typedef struct { uint32_t industry; double value, share, quotient; } quotient_row;

static int highest_first(const void *a, const void *b)
{
	const quotient_row *x = a, *y = b;
	bool unknown = qn_is_missing(x->quotient);
	if (unknown != qn_is_missing(y->quotient))
		return unknown ? 1 : -1;
	if (!unknown && x->quotient != y->quotient)
		return x->quotient < y->quotient ? 1 : -1;
	return (x->industry > y->industry) - (x->industry < y->industry);
}

static int add_region(const statistics_view *v, qn_table *table, uint32_t region, double all, quotient_row *found, qn_error *err)
{
	double whole = sum_of(v, v->after, region, QN_NONE, false);
	uint32_t count = 0;
	for (uint32_t i = 0; i <= v->industries; i++) {
		double value = sum_of(v, v->after, region, i, false);
		double quotient = qn_location_quotient(value, whole, sum_of(v, v->after, QN_NONE, i, false), all);
		if (value > 0 && (v->se->options->all || quotient >= 1))
			found[count++] = (quotient_row){ i, value, whole > 0 ? value / whole : QN_MISSING, quotient };
	}
	if (count)
		qsort(found, count, sizeof *found, highest_first);
	for (uint32_t i = 0; i < count; i++) {
		const char *name = statistics_name(v, v->by, region, err), *industry = statistics_name(v, v->industry, found[i].industry, err);
		if (!name || !industry)
			return qn_failed(err);
		qn_row *row = qn_table_row(table);
		qn_row_text(row, name);
		qn_row_text(row, industry);
		quantity_cell(v->se, row, "", found[i].value, v->unit);
		percent_cell(v->se, row, found[i].share, 1);
		qn_row_number(row, found[i].quotient, 2);
		}
	return QN_OK;
}

int add_quotients(const statistics_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	quotient_row *found = qn_arena_array(&se->arena, (size_t)v->industries + 2, sizeof *found);
	double all = sum_of(v, v->after, QN_NONE, QN_NONE, false);
	const char *title = say(se, "Location quotients", "区位商");
	qn_table *table = qn_report_table(report, "quotients", title);
	int rc = found ? QN_OK : qn_no_memory(err);
	qn_table_column(table, "region", title_of(se, se->catalogue->kind[v->by].title), QN_LEFT);
	qn_table_column(table, "industry", title_of(se, se->catalogue->kind[v->industry].title), QN_LEFT);
	qn_table_column(table, "value", title_of(se, se->catalogue->indicator[v->indicator].title), QN_RIGHT);
	qn_table_column(table, "share", say(se, "Share of the region", "占本地"), QN_RIGHT);
	qn_table_column(table, "quotient", say(se, "LQ", "区位商"), QN_RIGHT);
	for (uint32_t region = 0; rc == QN_OK && region <= v->regions; region++)
		if (statistics_tells(v, region))
			rc = add_region(v, table, region, all, found, err);
	keep_rows(se, report, table, title);
	return rc;
}

/* Shift-share. */

static double goal_over(const statistics_view *v)
{
	int periods = v->to - v->from, a_year = qn_periods_a_year(v->se->catalogue->frequency);
	double grown = 1;
	for (int year = 0; year < periods / a_year; year++)
		grown *= 1 + v->goal;
	if (periods % a_year)
		grown *= qn_pow(1 + v->goal, (double)(periods % a_year) / a_year);
	return grown - 1;
}

static qn_shift shift_of(const statistics_view *v, uint32_t region, double all_before, double all_after)
{
	qn_shift sum = { 0 };
	for (uint32_t i = 0; i <= v->industries; i++) {
		double before = sum_of(v, v->before, region, i, true), after = sum_of(v, v->after, region, i, true);
		if (before == 0 && after == 0)
			continue;
		sum = qn_shift_add(sum, qn_shift_share(before, after, sum_of(v, v->before, QN_NONE, i, true), sum_of(v, v->after, QN_NONE, i, true), all_before, all_after));
	}
	return sum;
}

static void shift_row(const statistics_view *v, qn_table *table, const char *name, const qn_shift *shift)
{
	cli_session *se = v->se;
	bool grows = shift->before > 0; /* from nothing, or from a loss, no rate leads */
	double growth = grows ? qn_settle(shift->after / shift->before - 1) : QN_MISSING;
	const double part[] = { shift->share, shift->mix, shift->own };
	qn_row *row = qn_table_row(table);
	qn_row_text(row, name);
	quantity_cell(se, row, "", shift->before, v->unit);
	quantity_cell(se, row, "", shift->after, v->unit);
	percent_cell(se, row, growth, 1);
	for (int i = 0; i < 3; i++) {
		double points = grows ? qn_settle(part[i] / shift->before) : QN_MISSING;
		quantity_cell(se, row, "", part[i], v->unit);
		qn_row_quantity(row, signed_text(se, 100 * points, 1), points);
	}
	if (!qn_is_missing(v->goal)) {
		double over = growth - goal_over(v), province = grows ? qn_settle(shift->share / shift->before) - goal_over(v) : QN_MISSING;
		qn_row_quantity(row, signed_text(se, 100 * over, 1), over);
		qn_row_quantity(row, signed_text(se, 100 * province, 1), province);
		qn_row_tone(row, over < 0 ? QN_TONE_BAD : QN_TONE_PLAIN);
	}
}

static void shift_columns(const statistics_view *v, qn_table *table)
{
	cli_session *se = v->se;
	qn_table_column(table, "region", title_of(se, se->catalogue->kind[v->by].title), QN_LEFT | QN_WRAP);
	qn_table_column(table, "before", period_text(se, qn_panel_period(se->panel, v->from)), QN_RIGHT);
	qn_table_column(table, "after", period_text(se, qn_panel_period(se->panel, v->to)), QN_RIGHT);
	qn_table_column(table, "growth", say(se, "Growth", "增长"), QN_RIGHT);
	qn_table_column(table, "share", say(se, "All together", "全省"), QN_RIGHT);
	qn_table_column(table, "share_points", say(se, "points", "百分点"), QN_RIGHT);
	qn_table_column(table, "mix", say(se, "Industry mix", "产业结构"), QN_RIGHT);
	qn_table_column(table, "mix_points", say(se, "points", "百分点"), QN_RIGHT);
	qn_table_column(table, "own", say(se, "Own", "自身"), QN_RIGHT);
	qn_table_column(table, "own_points", say(se, "points", "百分点"), QN_RIGHT);
	if (!qn_is_missing(v->goal)) {
		qn_table_column(table, "over_goal", say(se, "Over the goal", "比目标"), QN_RIGHT);
		qn_table_column(table, "share_over_goal", say(se, "of it all together", "其中全省"), QN_RIGHT);
	}
}

int add_shifts(const statistics_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	double before = sum_of(v, v->before, QN_NONE, QN_NONE, true), after = sum_of(v, v->after, QN_NONE, QN_NONE, true);
	qn_table *table = qn_report_table(report, "shift", qn_is_missing(v->goal) ? say(se, "Where growth came from (shift-share)", "增长来自何处(偏离—份额)")
		: qn_arena_printf(&se->arena, say(se, "Where growth came from (shift-share), beside a goal of %s a year", "增长来自何处(偏离—份额),目标年均 %s"), percent_text(se, v->goal, 1)));
	shift_columns(v, table);
	for (uint32_t region = 0; region <= v->regions; region++) {
		qn_shift shift = shift_of(v, region, before, after);
		if (shift.before == 0 && shift.after == 0)
			continue;
		if (!statistics_tells(v, region))
			continue;
		const char *name = statistics_name(v, v->by, region, err);
		if (!name)
			return qn_failed(err);
		shift_row(v, table, name, &shift);
	}
	keep_rows(se, report, table, say(se, "Where growth came from (shift-share)", "增长来自何处(偏离—份额)"));
	const qn_shift all = qn_shift_share(before, after, before, after, before, after);
	if (se->options->filters == 0)
		shift_row(v, table, say(se, "all", "合计"), &all);
	return QN_OK;
}

/* Concentration within each industry, and in all. */

static void concentration_row(const statistics_view *v, qn_table *table, const char *name, double *value, size_t largest)
{
	qn_concentration c = qn_concentration_of(value, v->se->panel->entities);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, name);
	qn_row_number(row, (double)c.n, 0);
	quantity_cell(v->se, row, "", c.n ? c.total : QN_MISSING, v->unit);
	qn_row_number(row, c.hhi, 3);
	qn_row_number(row, c.normalised, 3);
	percent_cell(v->se, row, c.cr4, 1);
	percent_cell(v->se, row, c.cr8, 1);
	qn_row_text(row, largest == SIZE_MAX ? "" : qn_panel_who(v->se->panel, largest)->id);
}

/* The values of an industry, others missing; who has the largest. */
static size_t only_of(const statistics_view *v, uint32_t industry, double *value)
{
	size_t largest = SIZE_MAX;
	for (size_t e = 0; e < v->se->panel->entities; e++) {
		bool counts = industry == QN_NONE || statistics_industry(v, e) == industry;
		value[e] = counts ? v->after[e] : QN_MISSING;
		if (!qn_is_missing(value[e]) && (largest == SIZE_MAX || value[e] > value[largest]))
			largest = e;
	}
	return largest;
}

static bool any_chosen(const statistics_view *v, uint32_t industry)
{
	for (size_t e = 0; e < v->se->panel->entities; e++)
		if (v->chosen[e] && statistics_industry(v, e) == industry)
			return true;
	return false;
}

int add_concentration(const statistics_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	double *value = malloc((se->panel->entities + 1) * sizeof *value);
	if (!value)
		return qn_no_memory(err);
	qn_table *table = qn_report_table(report, "concentration", say(se, "How concentrated each industry is", "各产业集中度"));
	qn_table_column(table, "industry", title_of(se, se->catalogue->kind[v->industry].title), QN_LEFT);
	qn_table_column(table, "n", say(se, "Known", "有数"), QN_RIGHT);
	qn_table_column(table, "total", say(se, "Total", "合计"), QN_RIGHT);
	qn_table_column(table, "hhi", "HHI", QN_RIGHT);
	qn_table_column(table, "normalised", say(se, "normalised", "标准化"), QN_RIGHT);
	qn_table_column(table, "cr4", "CR4", QN_RIGHT);
	qn_table_column(table, "cr8", "CR8", QN_RIGHT);
	qn_table_column(table, "largest", say(se, "Largest", "最大"), QN_LEFT);
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i <= v->industries; i++) {
		const char *name = any_chosen(v, i) ? statistics_name(v, v->industry, i, err) : "";
		if (!name)
			rc = qn_failed(err);
		else if (*name)
			concentration_row(v, table, name, value, only_of(v, i, value));
	}
	if (rc == QN_OK)
		concentration_row(v, table, say(se, "all", "合计"), value, only_of(v, QN_NONE, value));
	free(value);
	return rc;
}

/* Large or small, fast or slow. */

static double growth_of(const statistics_view *v, size_t e) { return v->before[e] > 0 ? qn_settle(v->after[e] / v->before[e] - 1) : QN_MISSING; }

static const char *quadrant_text(const cli_session *se, qn_quadrant quadrant)
{
	switch (quadrant) {
	case QN_LARGE_FAST: return say(se, "large and fast", "大而快");
	case QN_LARGE_SLOW: return say(se, "large and slow", "大而慢");
	case QN_SMALL_FAST: return say(se, "small and fast", "小而快");
	case QN_SMALL_SLOW: return say(se, "small and slow", "小而慢");
	default: return say(se, "not known", "不详");
	}
}

static void list_quadrants(const statistics_view *v, qn_report *report, const qn_quadrant *quadrant)
{
	cli_session *se = v->se;
	qn_table *table = qn_report_table(report, "quadrant_of", say(se, "Who is where", "各在哪一象限"));
	subject_columns(se, table);
	qn_table_column(table, "size", say(se, "Size", "规模"), QN_RIGHT);
	qn_table_column(table, "growth", say(se, "Growth", "增长"), QN_RIGHT);
	qn_table_column(table, "quadrant", say(se, "Quadrant", "象限"), QN_LEFT);
	for (size_t e = 0; e < se->panel->entities; e++) {
		if (!v->chosen[e])
			continue;
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, e);
		quantity_cell(se, row, "", v->after[e], v->unit);
		percent_cell(se, row, growth_of(v, e), 1);
		qn_row_text(row, quadrant_text(se, quadrant[e]));
		}
}

int add_quadrants(const statistics_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	size_t n = se->panel->entities, count[QN_QUADRANT_UNKNOWN + 1] = { 0 }, known[QN_QUADRANT_UNKNOWN + 1] = { 0 };
	double total[QN_QUADRANT_UNKNOWN + 1] = { 0 };
	double *size = qn_arena_array(&se->arena, n + 1, sizeof *size), *growth = qn_arena_array(&se->arena, n + 1, sizeof *growth);
	qn_quadrant *quadrant = qn_arena_array(&se->arena, n + 1, sizeof *quadrant);
	if (!size || !growth || !quadrant)
		return qn_no_memory(err);
	for (size_t e = 0; e < n; e++)
		size[e] = v->after[e], growth[e] = growth_of(v, e);
	double middle = qn_quantile(size, n, 0.5), pace = qn_quantile(growth, n, 0.5);
	for (size_t e = 0; e < n; e++) {
		quadrant[e] = qn_quadrant_of(v->after[e], growth_of(v, e), middle, pace);
		count[quadrant[e]]++;
		known[quadrant[e]] += !qn_is_missing(v->after[e]);
		total[quadrant[e]] += qn_is_missing(v->after[e]) ? 0 : v->after[e];
	}
	qn_table *table = qn_report_table(report, "quadrants", qn_arena_printf(&se->arena, say(se, "Size and growth, beside the medians %s and %s", "规模与增长(中位数 %s、%s)"),
		quantity_text(se, middle, v->unit), percent_text(se, pace, 1)));
	qn_table_column(table, "quadrant", say(se, "Quadrant", "象限"), QN_LEFT);
	qn_table_column(table, "n", say(se, "How many", "个数"), QN_RIGHT);
	qn_table_column(table, "total", say(se, "Total", "合计"), QN_RIGHT);
	for (int q = 0; q <= QN_QUADRANT_UNKNOWN; q++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, quadrant_text(se, (qn_quadrant)q));
		qn_row_number(row, (double)count[q], 0);
		quantity_cell(se, row, "", known[q] || !count[q] ? total[q] : QN_MISSING, v->unit);
		}
	if (se->options->all || se->options->filters)
		list_quadrants(v, report, quadrant);
	return QN_OK;
}
