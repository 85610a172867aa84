/* SPDX-License-Identifier: Apache-2.0 */
/* backtest.h - series of a file to try forecasting methods on, and the table that backtests are shown in. */
#pragma once
#include "assess/backtest.h"
#include "cli/session.h"

typedef struct {
	const char *name;
	double *value;       /* [count], missing where a period lacks */
	int count, hidden;   /* hidden: how many at the end the file wants forecast; 0: it does not say */
} file_series;

typedef struct {
	file_series *series; size_t count; /* in the order of their names */
	int season;
	bool synthetic;      /* a row says so */
	qn_arena arena;
} series_file;

/* Long form: one value a row, under series, period, value or their like (unique_id, ds, y; id, year, value; entity,
 * indicator, period, value); days are taken by their months. Wide form, as competitions hand out: a series a row, its name
 * first, then columns headed 1, 2, 3 …; NF, if there, is how many are to be forecast. "-" is standard input. Free it
 * whatever the result. */
int read_series(const char *path, series_file *out, qn_error *err);
void free_series(series_file *file);

typedef struct { const char *id, *title, *model, *unit; qn_backtest *result; } backtest_result; /* model: its id, NULL: none ran */
/* Tables and notes of results that share a horizon. */
void add_backtests(cli_session *session, qn_report *report, const backtest_result *result, size_t results);
