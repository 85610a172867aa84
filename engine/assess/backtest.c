/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/backtest.h"
#include <stdlib.h>
#include <string.h>
#include "methods/accuracy.h"

/* The normal quantile of 95 %. */
static const double reach = 1.6448536269514722;

int qn_backtest_new(int season, int horizon, qn_backtest **out, qn_error *err)
{
	qn_backtest *backtest = *out = calloc(1, sizeof *backtest);
	if (!backtest)
		return qn_no_memory(err);
	backtest->season = season, backtest->horizon = horizon;
	for (int row = 0; row < QN_BACKTEST_ROWS; row++)
		if (!(backtest->score[row] = qn_arena_array(&backtest->arena, (size_t)horizon, sizeof **backtest->score)))
			return qn_no_memory(err);
	return QN_OK;
}

void qn_backtest_free(qn_backtest *backtest)
{
	if (!backtest)
		return;
	qn_arena_free(&backtest->arena);
	free(backtest);
}

int qn_backtest_refuse(qn_backtest *backtest, int row, const char *why, const char *why_zh, qn_error *err)
{
	for (uint32_t i = 0; i < backtest->refusals; i++)
		if (backtest->refusal[i].row == row && !strcmp(backtest->refusal[i].why, why)) {
			backtest->refusal[i].trials++;
			return QN_OK;
		}
	if (!qn_grow(&backtest->arena, (void **)&backtest->refusal, backtest->refusals, sizeof *backtest->refusal))
		return qn_no_memory(err);
	backtest->refusal[backtest->refusals++] = (qn_refusal){ row, why, why_zh, 1 };
	return QN_OK;
}

static double last_value(const qn_trial *trial)
{
	int t = trial->count - 1;
	while (t >= 0 && qn_is_missing(trial->past[t]))
		t--;
	return t < 0 ? QN_MISSING : trial->past[t];
}

qn_score *qn_backtest_score(qn_backtest *backtest, int row, int h, const qn_trial *trial, double forecast)
{
	qn_score *score = &backtest->score[row][h];
	double actual = trial->future[h], scale = qn_mase_scale(trial->past, trial->count, backtest->season);
	double printed = qn_smape_as_printed(actual, forecast);
	if (qn_is_missing(actual) || qn_is_missing(forecast))
		return NULL;
	score->forecasts++;
	score->smape += qn_smape(actual, forecast);
	score->as_printed += qn_is_missing(printed) ? 0 : printed;
	score->below_zero += forecast < 0 && actual > 0;
	if (!qn_is_missing(scale)) {
		score->scaled++;
		score->error += fabs(actual - forecast) / scale;
		score->naive_error += fabs(actual - last_value(trial)) / scale;
	}
	return score;
}

void qn_score_spread(qn_score *score, const qn_trial *trial, int season, double actual, double low, double high, double crps)
{
	double scale = qn_mase_scale(trial->past, trial->count, season);
	score->intervals++;
	score->covered += low <= actual && actual <= high;
	if (!qn_is_missing(scale)) {
		score->scored++;
		score->crps += crps / scale;
	}
}

/* Forecasts of one method on all trials of an origin, kept until the pool is known. */
typedef struct { qn_fit *fit; double *forecast; qn_pool pool; } fitted;

static int fit_all(const qn_backtest *backtest, qn_method method, const qn_trial *trial, size_t trials, fitted *out, qn_error *err)
{
	size_t horizon = (size_t)backtest->horizon;
	for (size_t i = 0; i < trials; i++) {
		int rc = qn_forecast(method, trial[i].past, trial[i].count, backtest->season, backtest->horizon, out->forecast + i * horizon, &out->fit[i]);
		if (rc < 0)
			return qn_no_memory(err);
		qn_pool_add(&out->pool, &out->fit[i]);
	}
	return QN_OK;
}

static void score_trial(qn_backtest *backtest, const fitted *all, size_t i, const qn_trial *trial)
{
	const qn_fit *fit = &all->fit[i];
	const double *forecast = all->forecast + i * (size_t)backtest->horizon;
	double sigma = qn_fit_sigma(fit, &all->pool);
	int late = 0; /* periods between the last value and the origin */
	while (late < trial->count && qn_is_missing(trial->past[trial->count - 1 - late]))
		late++;
	for (int h = 0; h < backtest->horizon; h++) {
		qn_score *score = qn_backtest_score(backtest, (int)fit->method, h, trial, forecast[h]);
		double deviation = sigma * qn_fit_spread(fit, h + 1 + late);
		if (score && !qn_is_missing(deviation))
			qn_score_spread(score, trial, backtest->season, trial->future[h], forecast[h] - reach * deviation,
				forecast[h] + reach * deviation, qn_crps_normal(trial->future[h], forecast[h], deviation));
	}
	backtest->pooled[fit->method] += !qn_is_missing(sigma) && fit->freedom < QN_FREEDOM_ALONE;
}

/* A trial nothing of whose future is known asks nothing. */
static bool asks(const qn_backtest *backtest, const qn_trial *trial)
{
	for (int h = 0; h < backtest->horizon; h++)
		if (!qn_is_missing(trial->future[h]))
			return true;
	return false;
}

static int run_method(qn_backtest *backtest, qn_method method, const qn_trial *trial, size_t trials, fitted *all, qn_error *err)
{
	all->pool = (qn_pool){ 0 };
	int rc = fit_all(backtest, method, trial, trials, all, err);
	for (size_t i = 0; rc == QN_OK && i < trials; i++) {
		if (!asks(backtest, &trial[i]))
			continue;
		if (all->fit[i].why)
			rc = qn_backtest_refuse(backtest, (int)method, all->fit[i].why, all->fit[i].why_zh, err);
		else
			score_trial(backtest, all, i, &trial[i]);
	}
	return rc;
}

int qn_backtest_methods(qn_backtest *backtest, const qn_trial *trial, size_t trials, qn_error *err)
{
	fitted all = { .fit = calloc(trials + 1, sizeof *all.fit), .forecast = calloc(trials * (size_t)backtest->horizon + 1, sizeof *all.forecast) };
	int rc = all.fit && all.forecast ? QN_OK : qn_no_memory(err);
	for (size_t i = 0; i < trials; i++)
		backtest->trials += asks(backtest, &trial[i]);
	for (int method = 0; rc == QN_OK && method < QN_METHODS; method++)
		if (method != QN_SEASONAL_NAIVE || backtest->season > 1)
			rc = run_method(backtest, (qn_method)method, trial, trials, &all, err);
	free(all.fit);
	free(all.forecast);
	return rc;
}
