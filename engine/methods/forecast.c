/* SPDX-License-Identifier: Apache-2.0 */
/* forecast.c - each method from its paper.
 *
 * naive      Makridakis and Hibon (2000), IJF 16, 451-476: Naive 2 of a series without seasons.
 * drift      Hyndman and Athanasopoulos, Forecasting: principles and practice, 3rd ed., section 5.2.
 * ses        Brown (1959); S(0) = X(1), alpha by least squares of errors one step ahead, as in Makridakis, Wheelwright and
 *            Hyndman (1998), section 4/3/1.
 * holt       Holt (1957), and
 * damped     Gardner and McKenzie (1985), Management Science 31, 1237-1246:
 *              S(t) = alpha X(t) + (1 - alpha) (S(t-1) + phi T(t-1)),
 *              T(t) = beta (S(t) - S(t-1)) + (1 - beta) phi T(t-1),
 *              X^(t+m) = S(t) + (phi + … + phi^m) T(t); holt: phi = 1.
 *            S(0) and T(0) by regression of the series on time, weights in [0, 1] by least squares of errors one step
 *            ahead (Gardner 1985, J. of Forecasting 4, 1-28).
 * theta      Assimakopoulos and Nikolopoulos (2000), IJF 16, 521-530: the mean of theta lines 0 and 2. Line 0 is the
 *            regression on time, drawn on; line 2 is 2 X(t) - line 0, carried on by simple exponential smoothing that starts
 *            at its first value. Hyndman and Billah (2003), IJF 19, 287-290: this is simple exponential smoothing with
 *            half the slope as drift, whence its spread.
 * Spreads: naive, seasonal naive and drift as in Hyndman and Athanasopoulos, section 5.5; the others of the state space
 * models, Hyndman, Koehler, Ord and Snyder (2008), table 6.1. */
#include "methods/forecast.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "methods/smooth.h"

/* Below so many points a method is refused: as many as it fits numbers, and three where it fits any. */
static const struct { const char *id; qn_label label; int fewest; const char *why, *why_zh; } methods[] = {
	[QN_NAIVE] = { "naive", { "末值", "naive" }, 1, "no value yet", "尚无数值" },
	[QN_SEASONAL_NAIVE] = { "seasonal_naive", { "同季末值", "seasonal naive" }, 1, "no value of the same season a year before", "上年同季无数值" },
	[QN_DRIFT] = { "drift", { "漂移", "drift" }, 3, "fewer than 3 points for a straight line", "不足 3 点,不能定直线" },
	[QN_SES] = { "ses", { "单指数平滑", "simple smoothing" }, 3, "fewer than 3 points for a weight", "不足 3 点,不能定权重" },
	[QN_HOLT] = { "holt", { "霍尔特趋势", "Holt" }, 4, "fewer than 4 points for two weights and a line", "不足 4 点,不能定两个权重和直线" },
	[QN_DAMPED] = { "damped", { "阻尼趋势", "damped trend" }, 5, "fewer than 5 points for three weights and a line", "不足 5 点,不能定三个权重和直线" },
	[QN_THETA] = { "theta", { "Theta", "theta" }, 3, "fewer than 3 points for a line and a weight", "不足 3 点,不能定直线和权重" },
};

const char *qn_method_id(qn_method method) { return methods[method].id; }
qn_label qn_method_label(qn_method method) { return methods[method].label; }

int qn_method_find(const char *id)
{
	for (int i = 0; i < QN_METHODS; i++)
		if (!strcmp(methods[i].id, id))
			return i;
	return -1;
}

/* A series without what is missing at its ends. */
typedef struct { const double *value; int count, late; } series; /* late: periods behind the last value */

static series trim(const double *value, int count)
{
	series s = { value, count, 0 };
	while (s.count > 0 && qn_is_missing(s.value[s.count - 1]))
		s.count--, s.late++;
	while (s.count > 0 && qn_is_missing(s.value[0]))
		s.value++, s.count--;
	return s;
}

static int refuse(qn_fit *fit, const char *why, const char *why_zh)
{
	fit->why = why, fit->why_zh = why_zh;
	return 0;
}

/* The regression of what is present on time, which is 1 at the first value. */
typedef struct { double level, slope; } line;

static line regress(const series *s)
{
	double n = 0, time = 0, value = 0, square = 0, product = 0;
	for (int t = 0; t < s->count; t++)
		if (!qn_is_missing(s->value[t]))
			n++, time += t + 1, value += s->value[t];
	time /= n, value /= n;
	for (int t = 0; t < s->count; t++) {
		double x = t + 1 - time;
		if (!qn_is_missing(s->value[t]))
			square += x * x, product += x * (s->value[t] - value);
	}
	double slope = square > 0 ? product / square : 0;
	return (line){ value - slope * time, slope };
}

static void fit_steps(const series *s, qn_fit *fit, int lag, double slope)
{
	for (int t = lag; t < s->count; t++) {
		double error = s->value[t] - s->value[t - lag] - slope;
		if (qn_is_missing(error))
			continue;
		fit->squares += error * error;
		fit->freedom++;
	}
}

static int fit_naive(const series *s, int horizon, double *out, qn_fit *fit)
{
	fit->level = s->value[s->count - 1];
	fit_steps(s, fit, 1, 0);
	for (int h = 0; h < horizon; h++)
		out[h] = fit->level;
	return 1;
}

static int fit_seasonal(const series *s, int horizon, double *out, qn_fit *fit)
{
	if (fit->season < 2)
		return refuse(fit, "the series has no seasons", "该序列没有季节");
	for (int h = 0; h < horizon; h++) {
		int at = s->count - fit->season + h % fit->season;
		out[h] = at < 0 ? QN_MISSING : s->value[at];
		if (qn_is_missing(out[h]))
			return refuse(fit, methods[QN_SEASONAL_NAIVE].why, methods[QN_SEASONAL_NAIVE].why_zh);
	}
	fit_steps(s, fit, fit->season, 0);
	return 1;
}

static int fit_drift(const series *s, int horizon, double *out, qn_fit *fit)
{
	fit->level = s->value[s->count - 1];
	fit->trend = (fit->level - s->value[0]) / (s->count - 1);
	fit_steps(s, fit, 1, fit->trend);
	fit->freedom--;
	for (int h = 0; h < horizon; h++)
		out[h] = fit->level + (h + 1) * fit->trend;
	return 1;
}

static int fit_ses(const series *s, int horizon, double *out, qn_fit *fit)
{
	qn_smoothing state = { .level = s->value[0], .phi = 1 };
	qn_smooth_fit(s->value, s->count, QN_FIT_LEVEL, &state);
	fit->squares = qn_smooth(s->value, s->count, &state);
	fit->freedom = fit->points - 2; /* the first is the start and no error; alpha is fitted */
	fit->alpha = state.alpha, fit->level = state.level;
	for (int h = 0; h < horizon; h++)
		out[h] = state.level;
	return 1;
}

static int fit_trend(const series *s, int horizon, double *out, qn_fit *fit, int weights)
{
	line start = regress(s);
	qn_smoothing state = { .level = start.level, .trend = start.slope, .phi = 1 };
	qn_smooth_fit(s->value, s->count, weights, &state);
	fit->squares = qn_smooth(s->value, s->count, &state);
	fit->freedom = fit->points - weights - 2;
	fit->alpha = state.alpha, fit->beta = state.beta, fit->phi = state.phi;
	fit->level = state.level, fit->trend = state.trend;
	double damping = 1, sum = 0;
	for (int h = 0; h < horizon; h++) {
		damping *= state.phi, sum += damping;
		out[h] = state.level + sum * state.trend;
	}
	return 1;
}

static int fit_theta(const series *s, int horizon, double *out, qn_fit *fit)
{
	line zero = regress(s);
	double *two = malloc((size_t)s->count * sizeof *two);
	if (!two)
		return QN_ENOMEM;
	for (int t = 0; t < s->count; t++)
		two[t] = 2 * s->value[t] - (zero.level + zero.slope * (t + 1));
	qn_smoothing state = { .level = two[0], .phi = 1 };
	qn_smooth_fit(two, s->count, QN_FIT_LEVEL, &state);
	fit->squares = qn_smooth(two, s->count, &state) / 4; /* line 0 is without error: half that of line 2 is the mean's */
	free(two);
	fit->freedom = fit->points - 3;
	fit->alpha = state.alpha, fit->trend = zero.slope / 2;
	fit->level = (state.level + zero.level + zero.slope * s->count) / 2;
	for (int h = 0; h < horizon; h++)
		out[h] = fit->level + (h + 1) * fit->trend;
	return 1;
}

static int fit_method(const series *s, int horizon, double *out, qn_fit *fit)
{
	switch (fit->method) {
	case QN_NAIVE: return fit_naive(s, horizon, out, fit);
	case QN_SEASONAL_NAIVE: return fit_seasonal(s, horizon, out, fit);
	case QN_DRIFT: return fit_drift(s, horizon, out, fit);
	case QN_SES: return fit_ses(s, horizon, out, fit);
	case QN_HOLT: return fit_trend(s, horizon, out, fit, QN_FIT_TREND);
	case QN_DAMPED: return fit_trend(s, horizon, out, fit, QN_FIT_DAMPED);
	default: return fit_theta(s, horizon, out, fit);
	}
}

static void measure(const series *s, qn_fit *fit)
{
	double size = 0;
	for (int t = 0; t < s->count; t++)
		if (!qn_is_missing(s->value[t]))
			fit->points++, size += fabs(s->value[t]);
	fit->span = s->count;
	fit->size = fit->points ? size / fit->points : QN_MISSING;
}

/* Forecasts behind the last value, of which those that fall behind the end of the series are wanted. */
static int fit_late(const series *s, int horizon, double *out, qn_fit *fit)
{
	double *all = malloc((size_t)(s->late + horizon) * sizeof *all);
	int rc = all ? fit_method(s, s->late + horizon, all, fit) : QN_ENOMEM;
	if (rc > 0)
		memcpy(out, all + s->late, (size_t)horizon * sizeof *out);
	free(all);
	return rc;
}

int qn_forecast(qn_method method, const double *value, int count, int season, int horizon, double *out, qn_fit *fit)
{
	series s = trim(value, count);
	*fit = (qn_fit){ .method = method, .season = season, .alpha = QN_MISSING, .beta = QN_MISSING, .phi = QN_MISSING,
		.level = QN_MISSING, .trend = QN_MISSING };
	measure(&s, fit);
	if (fit->points < methods[method].fewest)
		return refuse(fit, methods[method].why, methods[method].why_zh);
	int rc = s.late ? fit_late(&s, horizon, out, fit) : fit_method(&s, horizon, out, fit);
	for (int h = 0; rc > 0 && h < horizon; h++)
		if (!isfinite(out[h]))
			return refuse(fit, "the numbers grow out of bounds", "数值越界");
	return rc;
}

/* Sum of the squares of what an error leaves behind after 1 … h-1 steps. */
static double trend_variance(const qn_fit *fit, int h)
{
	double variance = 1, damping = 1, sum = 0;
	for (int j = 1; j < h; j++) {
		damping *= fit->phi, sum += damping;
		double left = fit->alpha * (1 + fit->beta * sum);
		variance += left * left;
	}
	return variance;
}

double qn_fit_spread(const qn_fit *fit, int h)
{
	switch (fit->method) {
	case QN_NAIVE: return sqrt(h);
	case QN_SEASONAL_NAIVE: return sqrt((h - 1) / fit->season + 1);
	case QN_DRIFT: return sqrt(h * (1 + (double)h / (fit->span - 1)));
	case QN_HOLT:
	case QN_DAMPED: return sqrt(trend_variance(fit, h));
	default: return sqrt(1 + (h - 1) * fit->alpha * fit->alpha);
	}
}

void qn_pool_add(qn_pool *pool, const qn_fit *fit)
{
	if (fit->why || fit->freedom < 1 || !(fit->size > 0))
		return;
	pool->squares += fit->squares / (fit->size * fit->size);
	pool->freedom += fit->freedom;
}

double qn_fit_sigma(const qn_fit *fit, const qn_pool *pool)
{
	if (fit->freedom >= QN_FREEDOM_ALONE)
		return sqrt(fit->squares / fit->freedom);
	return pool->freedom >= QN_FREEDOM_POOLED ? fit->size * sqrt(pool->squares / pool->freedom) : QN_MISSING;
}
