/* SPDX-License-Identifier: Apache-2.0 */
/* smooth.h - exponential smoothing of a level and a trend, and the search for its weights: private to forecast.c. */
#pragma once

typedef struct { double alpha, beta, phi, level, trend; } qn_smoothing;

/* Runs over value[count], missing ones passed over. Leaves level and trend behind the last; returns the sum of squared errors
 * of forecasts one step ahead. */
double qn_smooth(const double *value, int count, qn_smoothing *state);
/* Weights in [0, 1] with the least sum of squares, the start kept: of the level; of level and trend; and damping. The same
 * bits everywhere: fixed grids and steps, no libm. */
enum { QN_FIT_LEVEL = 1, QN_FIT_TREND = 2, QN_FIT_DAMPED = 3 };
void qn_smooth_fit(const double *value, int count, int weights, qn_smoothing *state);
