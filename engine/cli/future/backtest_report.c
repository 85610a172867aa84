/* SPDX-License-Identifier: Apache-2.0 */
/* backtest_report.c - scores by method and horizon, refusals with their reasons, and what the numbers mean. */
#include <string.h>
#include "base/text.h"
#include "cli/future/backtest.h"
#include "cli/show.h"

enum { MOST_SHOWN = 8 }; /* horizons that people see one by one; machines see all */

static qn_score all_horizons(const qn_backtest *of, int row)
{
	qn_score sum = { 0 };
	for (int h = 0; h < of->horizon; h++) {
		const qn_score *s = &of->score[row][h];
		sum.forecasts += s->forecasts, sum.smape += s->smape, sum.as_printed += s->as_printed;
		sum.scaled += s->scaled, sum.error += s->error, sum.naive_error += s->naive_error, sum.below_zero += s->below_zero;
		sum.intervals += s->intervals, sum.covered += s->covered, sum.scored += s->scored, sum.crps += s->crps;
	}
	return sum;
}

static double mean(double sum, uint64_t count)
{
	return count ? sum / (double)count : QN_MISSING;
}

static double ratio(double a, double b)
{
	return b > 0 ? a / b : QN_MISSING;
}

static const char *row_title(cli_session *se, const backtest_result *of, int row)
{
	return row == QN_MODEL_ROW ? qn_arena_printf(&se->arena, "%s %s", say(se, "model", "模型"), of->model) : title_of(se, qn_method_label((qn_method)row));
}

static const char *row_id(const backtest_result *of, int row)
{
	return row == QN_MODEL_ROW ? of->model : qn_method_id((qn_method)row);
}

/* Trials refused by one method for one reason, over all results. */
static uint64_t refused(const backtest_result *result, size_t results, int row, const char *why)
{
	uint64_t trials = 0;
	for (size_t i = 0; i < results; i++)
		for (uint32_t k = 0; k < result[i].result->refusals; k++) {
			const qn_refusal *refusal = &result[i].result->refusal[k];
			if (refusal->row == row && (!why || !strcmp(refusal->why, why)))
				trials += refusal->trials;
		}
	return trials;
}

static bool ran(const backtest_result *of, int row)
{
	return row == QN_MODEL_ROW ? of->model != NULL : row != QN_SEASONAL_NAIVE || of->result->season > 1;
}

static void horizon_columns(cli_session *se, qn_table *table, const char *what, int horizon, int shown)
{
	for (int h = 1; h <= horizon; h++)
		qn_table_column(table, qn_arena_printf(&se->arena, "%s_%d", what, h), qn_arena_printf(&se->arena, "h=%d", h), QN_RIGHT | (h <= shown ? 0 : QN_MACHINE));
}

static void columns(cli_session *se, qn_table *table, int horizon)
{
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Series", "序列"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "method", "", QN_MACHINE);
	qn_table_column(table, "name", say(se, "Method", "方法"), QN_LEFT);
	horizon_columns(se, table, "smape", horizon, MOST_SHOWN);
	qn_table_column(table, "smape", "sMAPE", QN_RIGHT);
	qn_table_column(table, "smape_as_printed", "", QN_MACHINE);
	qn_table_column(table, "mase", "MASE", QN_RIGHT);
	qn_table_column(table, "against_naive", say(se, "To naive", "与末值比"), QN_RIGHT);
	qn_table_column(table, "coverage", say(se, "In p5–p95", "落入 p5–p95"), QN_RIGHT);
	qn_table_column(table, "crps", "CRPS", QN_RIGHT);
	qn_table_column(table, "forecasts", say(se, "Forecasts", "预测数"), QN_RIGHT);
	qn_table_column(table, "refused", say(se, "Refused", "拒绝"), QN_RIGHT);
	qn_table_column(table, "below_zero", "", QN_MACHINE);
	horizon_columns(se, table, "mase", horizon, 0);
	horizon_columns(se, table, "coverage", horizon, 0);
	horizon_columns(se, table, "crps", horizon, 0);
	horizon_columns(se, table, "forecasts", horizon, 0);
}

static void number_cell(cli_session *se, qn_row *row, double value, int decimals)
{
	char text[QN_NUMBER_SIZE];
	qn_row_quantity(row, qn_is_missing(value) ? "—" : qn_arena_text(&se->arena, qn_number_fixed(text, value, decimals)), value);
}

static void add_row(cli_session *se, qn_table *table, const backtest_result *of, int index)
{
	const qn_backtest *b = of->result;
	const qn_score all = all_horizons(b, index), *each = b->score[index];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, of->id);
	qn_row_text(row, of->title);
	qn_row_text(row, row_id(of, index));
	qn_row_text(row, row_title(se, of, index));
	for (int h = 0; h < b->horizon; h++)
		number_cell(se, row, mean(each[h].smape, each[h].forecasts), 2);
	number_cell(se, row, mean(all.smape, all.forecasts), 2);
	qn_row_number(row, mean(all.as_printed, all.forecasts), QN_EXACT);
	number_cell(se, row, mean(all.error, all.scaled), 3);
	number_cell(se, row, ratio(all.error, all.naive_error), 3);
	percent_cell(se, row, mean((double)all.covered, all.intervals), 1);
	number_cell(se, row, mean(all.crps, all.scored), 3);
	qn_row_number(row, (double)all.forecasts, 0);
	qn_row_number(row, (double)refused(of, 1, index, NULL), 0);
	qn_row_number(row, (double)all.below_zero, 0);
	for (int h = 0; h < b->horizon; h++)
		qn_row_number(row, mean(each[h].error, each[h].scaled), QN_EXACT);
	for (int h = 0; h < b->horizon; h++)
		qn_row_number(row, mean((double)each[h].covered, each[h].intervals), QN_EXACT);
	for (int h = 0; h < b->horizon; h++)
		qn_row_number(row, mean(each[h].crps, each[h].scored), QN_EXACT);
	for (int h = 0; h < b->horizon; h++)
		qn_row_number(row, (double)each[h].forecasts, 0);
}

static bool told_before(const backtest_result *result, size_t before, const qn_refusal *refusal)
{
	return refused(result, before, refusal->row, refusal->why) > 0;
}

static void add_refusal(cli_session *se, qn_table *table, const backtest_result *result, size_t results, const backtest_result *of, const qn_refusal *refusal)
{
	uint64_t trials = 0;
	for (size_t i = 0; i < results; i++)
		trials += ran(&result[i], refusal->row) ? result[i].result->trials : 0;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, row_id(of, refusal->row));
	qn_row_text(row, row_title(se, of, refusal->row));
	qn_row_number(row, (double)refused(result, results, refusal->row, refusal->why), 0);
	qn_row_number(row, (double)trials, 0);
	qn_row_text(row, say(se, refusal->why, refusal->why_zh));
}

static void add_refusals(cli_session *se, qn_report *report, const backtest_result *result, size_t results)
{
	qn_table *table = qn_report_table(report, "refused", say(se, "Refused, and why (series by origins)", "拒绝预测及原因(序列×起点)"));
	qn_table_column(table, "method", "", QN_MACHINE);
	qn_table_column(table, "name", say(se, "Method", "方法"), QN_LEFT);
	qn_table_column(table, "trials", say(se, "Refused", "拒绝"), QN_RIGHT);
	qn_table_column(table, "of", say(se, "Of", "共"), QN_RIGHT);
	qn_table_column(table, "why", say(se, "Why", "原因"), QN_LEFT | QN_WRAP);
	for (int row = 0; row < QN_BACKTEST_ROWS; row++)
		for (size_t i = 0; i < results; i++)
			for (uint32_t k = 0; k < result[i].result->refusals; k++) {
				const qn_refusal *refusal = &result[i].result->refusal[k];
				if (refusal->row == row && !told_before(result, i, refusal))
					add_refusal(se, table, result, results, &result[i], refusal);
			}
}

static void note_below_zero(cli_session *se, qn_report *report, const backtest_result *of)
{
	for (int row = 0; row < QN_BACKTEST_ROWS; row++) {
		const qn_score all = all_horizons(of->result, row);
		char text[QN_NUMBER_SIZE];
		if (all.below_zero == 0)
			continue;
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s, %s: %llu forecasts below zero of what is above; with y + f below the line, as printed in 2000, its sMAPE is %s",
			"%s,%s:%llu 个预测为负而实际为正;分母按 2000 年原文取 y + f 时 sMAPE 为 %s"), of->title, row_title(se, of, row), (unsigned long long)all.below_zero,
			qn_number_fixed(text, mean(all.as_printed, all.forecasts), 2)));
	}
}

static bool any_pooled(const backtest_result *result, size_t results)
{
	for (size_t i = 0; i < results; i++)
		for (int row = 0; row < QN_METHODS; row++)
			if (result[i].result->pooled[row])
				return true;
	return false;
}

void add_backtests(cli_session *se, qn_report *report, const backtest_result *result, size_t results)
{
	qn_table *table = qn_report_table(report, "backtest", say(se, "Errors by method; h = periods ahead", "各方法误差;h 为提前期数"));
	columns(se, table, result[0].result->horizon);
	for (size_t i = 0; i < results; i++) {
		if (result[i].model)
			add_row(se, table, &result[i], QN_MODEL_ROW);
		for (int row = 0; row < QN_METHODS; row++)
			if (ran(&result[i], row))
				add_row(se, table, &result[i], row);
	}
	add_refusals(se, report, result, results);
	qn_report_note(report, say(se, "columns h and sMAPE: mean of 200 |y − f| / (|y| + |f|) in per cent (Makridakis and Hibon 2000)",
		"h 各列与 sMAPE:200 |y − f| / (|y| + |f|) 的均值,单位 %(Makridakis 与 Hibon 2000)"));
	qn_report_note(report, say(se, "MASE: error by the mean step of the series before the origin (Hyndman and Koehler 2006)",
		"MASE:误差除以起点前序列的平均步长(Hyndman 与 Koehler 2006)"));
	qn_report_note(report, say(se, "to naive: its errors by those of the naive method on the same points, below 1 is better; compare methods by this where they refuse different series",
		"与末值比:同样各点上的误差之比,小于 1 为优;各方法拒绝的序列不同时以此比较"));
	qn_report_note(report, say(se, "in p5–p95: 90% is right; CRPS: of the whole distribution, in steps as MASE, smaller is better",
		"落入 p5–p95:90% 为准;CRPS:对整个分布评分,单位同 MASE,越小越好"));
	if (any_pooled(result, results))
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "a series with fewer than %d errors of its own takes its interval from all series of the origin together, as parts of their size (pooled)",
			"自身误差不足 %d 个的序列,区间取自同一起点全部序列的合并离散度(按各自规模)"), QN_FREEDOM_ALONE));
	for (size_t i = 0; i < results; i++)
		note_below_zero(se, report, &result[i]);
}
