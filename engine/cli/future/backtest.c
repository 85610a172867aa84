/* SPDX-License-Identifier: Apache-2.0 */
/* backtest.c - the store's last periods hidden and forecast; or a file's, which needs no store. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "assess/foresee.h"
#include "assess/value.h"
#include "cli/future/backtest.h"
#include "cli/session.h"
#include "cli/show.h"

/* Of a file: every series' last values. */

static int file_horizon(const cli_options *options, const file_series *series)
{
	return options->horizon ? options->horizon : series->hidden ? series->hidden : 6;
}

static int longest_horizon(const cli_options *options, const series_file *file)
{
	int longest = 1;
	for (size_t i = 0; i < file->count; i++) {
		int horizon = file_horizon(options, &file->series[i]);
		longest = horizon > longest ? horizon : longest;
	}
	return longest;
}

/* The origin `back` periods before the last one that leaves a whole horizon. */
static int file_trials(cli_session *se, const series_file *file, int back, qn_backtest *backtest, size_t *dropped, qn_error *err)
{
	qn_trial *trial = qn_arena_array(&se->arena, file->count + 1, sizeof *trial);
	double *future = qn_arena_array(&se->arena, file->count * (size_t)backtest->horizon + 1, sizeof *future);
	size_t trials = 0;
	if (!trial || !future)
		return qn_no_memory(err);
	for (size_t i = 0; i < file->count; i++) {
		const file_series *s = &file->series[i];
		int horizon = file_horizon(se->options, s), known = s->count - horizon - back;
		double *hidden = future + trials * (size_t)backtest->horizon;
		if (known < 1) {
			++*dropped;
			continue;
		}
		for (int h = 0; h < backtest->horizon; h++)
			hidden[h] = h < horizon ? s->value[known + h] : QN_MISSING;
		trial[trials++] = (qn_trial){ s->value, known, hidden };
	}
	return qn_backtest_methods(backtest, trial, trials, err);
}

static int report_file(cli_session *se, const series_file *file, const char *path, qn_error *err)
{
	int origins = se->options->origins ? se->options->origins : 1;
	size_t dropped = 0;
	backtest_result result = { .id = "", .title = say(se, "all", "全部") };
	int rc = qn_backtest_new(file->season, longest_horizon(se->options, file), &result.result, err);
	for (int back = 0; rc == QN_OK && back < origins; back++)
		rc = file_trials(se, file, back, result.result, &dropped, err);
	se->synthetic = file->synthetic;
	qn_report *report = rc < 0 ? NULL : session_report(se, qn_arena_printf(&se->arena, say(se, "Backtest of %s: %zu series, %d ahead from %d origin(s)",
		"回测 %s:%zu 个序列,提前 %d 期,%d 个起点"), path, file->count, result.result->horizon, origins));
	if (rc == QN_OK) {
		add_backtests(se, report, &result, 1);
		if (dropped)
			qn_report_note(report, qn_arena_printf(&se->arena, say(se, "left out: %zu series by origins that are no longer than what is to be forecast",
				"未计入:%zu 个(序列×起点)不长于预测期"), dropped));
	}
	rc = session_finish(se, report, rc, err);
	qn_backtest_free(result.result);
	return rc;
}

static int backtest_file(const cli_options *options, qn_error *err)
{
	cli_session session = { .options = options };
	series_file file;
	int rc = options->operands ? qn_fail_both(err, QN_EUSAGE, "--series 读文件,不用库:请去掉“%s”", "--series reads a file and no store: leave out \"%s\"", options->operand[0])
		: read_series(options->series, &file, err);
	if (options->operands)
		return rc;
	if (rc == QN_OK)
		rc = report_file(&session, &file, options->series, err);
	free_series(&file);
	qn_arena_free(&session.arena);
	return rc < 0 ? rc : EXIT_DONE;
}

/* Of a store: every entity's series of an indicator. */

typedef struct {
	cli_session *session;
	int horizon, first;          /* first: index of the first origin */
	bool *chosen;                /* by entity */
	qn_hindcast model;
	bool has_model;
} history;

static int store_origin(history *h, uint32_t indicator, bool moved, int origin, qn_backtest *backtest, qn_error *err)
{
	const qn_panel *panel = h->session->panel;
	size_t n = panel->entities, width = (size_t)origin + 1 + (size_t)h->horizon;
	double *value = malloc((n * width + 1) * sizeof *value);
	qn_trial *trial = malloc((n + 1) * sizeof *trial);
	int rc = value && trial ? QN_OK : qn_no_memory(err);
	for (size_t e = 0; rc == QN_OK && e < n; e++) {
		double *of = value + e * width;
		for (int t = 0; t < (int)width; t++) {
			bool shown = t <= panel->base && (t <= origin || h->chosen[e]);
			of[t] = shown ? qn_panel_value(panel, indicator, t, e) : QN_MISSING;
		}
		trial[e] = (qn_trial){ of, origin + 1, of + origin + 1 };
	}
	if (rc == QN_OK)
		rc = qn_backtest_methods(backtest, trial, n, err);
	if (rc == QN_OK && moved) {
		h->model.indicator = indicator;
		rc = qn_backtest_model(backtest, &h->model, qn_panel_period(panel, origin), trial, n, err);
	}
	free(trial);
	free(value);
	return rc;
}

/* What is being forecast, on a terminal; id NULL wipes it away. */
static void tell_progress(const cli_session *se, const char *id, int origin)
{
	char period[24];
	if (!isatty(STDERR_FILENO))
		return;
	qn_period_text(qn_panel_period(se->panel, origin), period);
	fprintf(stderr, "\r\033[K%s%s%s", id ? id : "", id ? " " : "", id ? period : "");
}

static int store_indicator(history *h, uint32_t indicator, backtest_result *out, qn_error *err)
{
	cli_session *se = h->session;
	h->model.indicator = indicator;
	int rc = qn_panel_load(se->panel, indicator, err), moved = rc == QN_OK && h->has_model ? qn_backtest_moved(&h->model, err) : rc;
	if (moved < 0)
		return moved;
	*out = (backtest_result){ .id = se->catalogue->indicator[indicator].id, .title = title_of(se, se->catalogue->indicator[indicator].title),
		.model = moved ? se->program->model[h->model.model].id : NULL };
	rc = qn_backtest_new(qn_season_of(se->catalogue->frequency), h->horizon, &out->result, err);
	for (int origin = h->first; rc == QN_OK && origin < se->panel->base; origin++) {
		tell_progress(se, out->id, origin);
		rc = store_origin(h, indicator, moved, origin, out->result, err);
	}
	tell_progress(se, NULL, 0);
	if (rc == QN_OK && out->result->trials == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "%s:要预测的各期没有上报数", "%s: nothing was reported in the periods to be forecast", out->id);
	return rc;
}

static int find_indicator(const cli_session *se, const char *name, uint32_t *out, qn_error *err)
{
	long found = qn_catalogue_indicator(se->catalogue, name);
	if (found < 0)
		return qn_no_indicator(se->catalogue, name, err);
	*out = (uint32_t)found;
	return QN_OK;
}

/* Those named, else those that the model moves. */
static int choose(const history *h, uint32_t *indicator, size_t *count, qn_error *err)
{
	const cli_options *options = h->session->options;
	int rc = QN_OK;
	for (int i = 1; rc == QN_OK && i < options->operands; i++)
		if ((rc = find_indicator(h->session, options->operand[i], &indicator[*count], err)) == QN_OK)
			++*count;
	if (rc < 0 || *count)
		return rc;
	if (!h->has_model)
		return qn_fail_both(err, QN_EUSAGE, "规则包没有推动指标的模型:请写明指标,如 qunce backtest 库 revenue",
			"the pack has no model that would move an indicator: name one, as in qunce backtest STORE revenue");
	const qn_model *model = &h->session->program->model[h->model.model];
	for (uint32_t i = 0; i < model->states; i++)
		indicator[(*count)++] = model->state[i].indicator;
	return QN_OK;
}

/* Three periods are the least to learn from; two may be asked for with --origins. */
static int first_origin(const cli_session *se)
{
	int base = se->panel->base, origins = se->options->origins, first = origins ? base - origins : 2;
	return first < 0 ? 0 : first < base ? first : base - 1;
}

static int report_store(history *h, const backtest_result *result, size_t results, qn_error *err)
{
	cli_session *se = h->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Backtest from %s to %s: what was forecast, beside what came",
		"回测:起点 %s 至 %s,预测与实际对照"), period_text(se, qn_panel_period(se->panel, h->first)), period_text(se, qn_panel_period(se->panel, se->panel->base - 1))));
	add_backtests(se, report, result, results);
	if (h->has_model)
		qn_report_note(report, qn_arena_printf(&se->arena,
			say(se, "model \"%s\", %u paths, seed %llu: its forecast is the median of the paths, its CRPS the fair one of a sample; parameters as in force then, assumptions as stated today",
				"模型 %s,%u 条路径,种子 %llu:预测取各路径中位数,CRPS 按样本计(无偏);参数取当时有效值,假设取现值"),
			se->program->model[h->model.model].id, h->model.paths, (unsigned long long)h->model.seed));
	for (size_t i = 0; i < results; i++)
		if (h->has_model && !result[i].model)
			qn_report_note(report, qn_arena_printf(&se->arena, say(se, "the model does not move %s: the methods stand alone", "模型不推动%s:只列各方法"), result[i].title));
	if (!se->vintage_note)
		qn_report_note(report, say(se, "figures are those known today: what was corrected later is not as it looked then", "数据以今日所知为准,后来的更正未还原"));
	return session_finish(se, report, QN_OK, err);
}

static int test_history(history *h, qn_error *err)
{
	cli_session *se = h->session;
	size_t count = 0, most = (size_t)se->options->operands + (h->has_model ? se->program->model[h->model.model].states : 0) + 1;
	uint32_t *indicator = qn_arena_array(&se->arena, most, sizeof *indicator);
	backtest_result *result = qn_arena_array(&se->arena, most, sizeof *result);
	int rc = indicator && result ? choose(h, indicator, &count, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = session_filters(se, &h->chosen, err);
	for (size_t i = 0; rc == QN_OK && i < count; i++)
		rc = store_indicator(h, indicator[i], &result[i], err);
	if (rc == QN_OK)
		rc = report_store(h, result, count, err);
	for (size_t i = 0; result && i < count; i++)
		qn_backtest_free(result[i].result);
	return rc;
}

static int backtest_store(const cli_options *options, qn_error *err)
{
	cli_session session;
	history h = { .session = &session, .horizon = options->horizon ? options->horizon : 3 };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK && (h.has_model = session.program->models > 0))
		rc = session_model(&session, &h.model.model, err);
	if (rc == QN_OK && session.panel->base < 1)
		rc = qn_fail_both(err, QN_EUSAGE, "库里只有一个时期:没有什么可以隐去再预测", "the store knows one period: nothing can be hidden and forecast");
	if (rc == QN_OK) {
		h.first = first_origin(&session);
		h.model = (qn_hindcast){ .snapshot = session.snapshot, .catalogue = session.catalogue, .program = session.program, .changes = &session.changes,
			.model = h.model.model, .seed = options->seed, .paths = options->random ? options->paths : 1000, .threads = session_threads(options) };
		rc = test_history(&h, err);
	}
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}

int run_backtest(const cli_options *options, qn_error *err)
{
	if (options->series)
		return backtest_file(options, err);
	if (options->operands == 0)
		return qn_fail_both(err, QN_EUSAGE, "请写库,或用 --series 写序列文件:例子见 qunce help backtest",
			"give a store, or a file of series with --series: qunce help backtest shows examples");
	return backtest_store(options, err);
}
