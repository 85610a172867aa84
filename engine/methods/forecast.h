/* SPDX-License-Identifier: Apache-2.0 */
/* forecast.h - a series carried on by itself: the simple methods against which a model must show what it is worth, and
 * that scripts may follow where there is no model. Formulas and starting values as in the papers named in forecast.c.
 *
 * A series is equally spaced values, missing where nothing is known. What is missing before the first value or after
 * the last is cut off; forecasts then start behind the last value. A missing value in the middle is passed over: it moves no
 * level and no trend, time goes on, and no error is counted. */
#pragma once
#include <stdbool.h>
#include "plan/label.h"

typedef enum {
	QN_NAIVE,          /* the last value */
	QN_SEASONAL_NAIVE, /* the value of the same season of the last year */
	QN_DRIFT,          /* the straight line through the first and the last value */
	QN_SES,            /* simple exponential smoothing */
	QN_HOLT,           /* exponential smoothing with a trend */
	QN_DAMPED,         /* the same with a trend that is damped */
	QN_THETA,
	QN_METHODS
} qn_method;

const char *qn_method_id(qn_method method);  /* "naive", "damped" …, as scripts and machines say it */
qn_label qn_method_label(qn_method method);
int qn_method_find(const char *id);          /* -1: none is called that */

typedef struct {
	qn_method method;
	int season;                /* periods of a year: 1, 2, 4, 12 */
	int points, span;          /* values present; periods from the first of them to the last */
	double alpha, beta, phi;   /* smoothing of level and trend, damping; missing where the method has none */
	double level, trend;       /* behind the last value */
	double size;               /* mean absolute value, in which pools of unlike series are measured */
	double squares;            /* of the errors of forecasts one step ahead within the series */
	int freedom;               /* how many such errors beyond what was fitted */
	const char *why, *why_zh;  /* refused, and why; NULL: it is not */
} qn_fit;

/* Fits a method and forecasts `horizon` steps behind the end of value[count] (missing ones at the end count as
 * periods that have passed). 1 with *fit and out[], 0 if it is refused with fit->why, QN_ENOMEM. */
int qn_forecast(qn_method method, const double *value, int count, int season, int horizon, double *out, qn_fit *fit);

/* Standard deviation of a forecast h ≥ 1 steps ahead in units of that of one step. */
double qn_fit_spread(const qn_fit *fit, int h);

/* One error says nothing of spread, and a short series has few: series share theirs, as parts of their sizes. */
enum { QN_FREEDOM_ALONE = 8, QN_FREEDOM_POOLED = 8 };
typedef struct { double squares; int freedom; } qn_pool; /* { 0 } is an empty one */
void qn_pool_add(qn_pool *pool, const qn_fit *fit);
/* Standard deviation of the error one step ahead: the series' own if it has enough errors, else the pool's by its size,
 * else missing. */
double qn_fit_sigma(const qn_fit *fit, const qn_pool *pool);
