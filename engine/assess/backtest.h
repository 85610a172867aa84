/* SPDX-License-Identifier: Apache-2.0 */
/* backtest.h - forecasts of what is known already, scored: from one origin after another (rolling-origin evaluation,
 * Tashman 2000, IJF 16, 437-450) the values behind it are hidden, forecast and compared. Methods and the pack's model are
 * scored alike, by horizon. Every interval is from the 5 to the 95 % quantile. */
#pragma once
#include "assess/projection.h"
#include "methods/forecast.h"

/* One series seen from one origin. Borrowed. */
typedef struct {
	const double *past;      /* [count]: up to and with the origin */
	int count;
	const double *future;    /* [horizon of the backtest]: missing where it is not known */
} qn_trial;

/* Sums over forecasts; means are these by their counts. */
typedef struct {
	uint64_t forecasts;      /* that met a value */
	double smape, as_printed;/* accuracy.h */
	uint64_t scaled;         /* of them with a scale (MASE): scaled errors, and those of the naive method on the same points */
	double error, naive_error, crps;
	uint64_t below_zero;     /* forecasts of something positive that are not */
	uint64_t intervals, covered;
	uint64_t scored;         /* of the scaled ones, with a distribution: what crps sums over */
} qn_score;

enum { QN_MODEL_ROW = QN_METHODS, QN_BACKTEST_ROWS };
typedef struct { int row; const char *why, *why_zh; uint64_t trials; } qn_refusal;

typedef struct {
	int season, horizon;
	qn_score *score[QN_BACKTEST_ROWS]; /* [horizon], h = 1 first */
	uint64_t trials;         /* series by origins */
	uint64_t pooled[QN_BACKTEST_ROWS]; /* trials whose interval comes from the pool */
	qn_refusal *refusal;     /* trials refused, by row and reason */
	uint32_t refusals;
	qn_arena arena;
} qn_backtest;

int qn_backtest_new(int season, int horizon, qn_backtest **out, qn_error *err);
void qn_backtest_free(qn_backtest *backtest); /* NULL is fine */
/* Scores every method on trials that share an origin, and their errors where they are too few alone. */
int qn_backtest_methods(qn_backtest *backtest, const qn_trial *trial, size_t trials, qn_error *err);

/* The pack's model from the origin of an index on: with what the store holds up to it, and nothing later. trial: one for
 * each entity of a panel, in its order. Refused where the model gives no value. */
typedef struct {
	qn_snapshot *snapshot;
	const qn_catalogue *catalogue;
	const qn_program *program;
	const qn_changes *changes;
	uint32_t model, indicator;
	uint64_t seed;
	uint32_t paths;
	int threads;
} qn_hindcast;
int qn_backtest_model(qn_backtest *backtest, const qn_hindcast *of, qn_period origin, const qn_trial *trial, size_t trials, qn_error *err);
/* Does the model move it, itself or what it is derived from? 1, 0, or an error. */
int qn_backtest_moved(const qn_hindcast *of, qn_error *err);

/* Shared between the two files. A forecast of one trial h steps ahead (h = 1: 0) into the row's sums; NULL if it met no value. */
qn_score *qn_backtest_score(qn_backtest *backtest, int row, int h, const qn_trial *trial, double forecast);
/* What else it said, by the same trial: an interval, and the score of its distribution in the unit of the values. */
void qn_score_spread(qn_score *score, const qn_trial *trial, int season, double actual, double low, double high, double crps);
int qn_backtest_refuse(qn_backtest *backtest, int row, const char *why, const char *why_zh, qn_error *err);
