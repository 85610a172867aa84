/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/smooth.h"
#include <stdbool.h>
#include "base/real.h"

double qn_smooth(const double *value, int count, qn_smoothing *state)
{
	double squares = 0, level = state->level, trend = state->trend;
	double gain = state->alpha * state->beta;
	for (int t = 0; t < count; t++) {
		double forecast = level + state->phi * trend, error = value[t] - forecast;
		bool there = !qn_is_missing(error);
		level = there ? forecast + state->alpha * error : forecast;
		trend = there ? state->phi * trend + gain * error : state->phi * trend;
		squares += there ? error * error : 0;
	}
	state->level = level, state->trend = trend;
	return squares;
}

typedef struct { const double *value; int count; qn_smoothing start; int weights; } problem;

static double try(const problem *of, const double *weight)
{
	qn_smoothing state = of->start;
	state.alpha = weight[0];
	if (of->weights > 1)
		state.beta = weight[1];
	if (of->weights > 2)
		state.phi = weight[2];
	return qn_smooth(of->value, of->count, &state);
}

/* The sum of squares may have several valleys: every point of a grid is looked at first. Where the series does not decide (3, 3, 4
 * says nothing of alpha), the last value counts in full, its trend is not believed more than the rest, and is not damped. */
static double search_grid(const problem *of, double *best)
{
	enum { STEPS = 20 };
	double least = HUGE_VAL;
	int last[3] = { STEPS, of->weights > 1 ? STEPS : 0, of->weights > 2 ? STEPS : 0 };
	for (int i = 0; i <= last[0]; i++)
		for (int k = 0; k <= last[1]; k++)
			for (int m = 0; m <= last[2]; m++) {
				double weight[3] = { 1 - i / (double)STEPS, k / (double)STEPS, 1 - m / (double)STEPS }, squares = try(of, weight);
				if (squares < least) {
					least = squares;
					best[0] = weight[0], best[1] = weight[1], best[2] = weight[2];
				}
			}
	return least;
}

/* One step each way along each weight; true if one of them was better. */
static bool look_around(const problem *of, double step, double *best, double *least)
{
	bool better = false;
	for (int w = 0; w < of->weights; w++)
		for (int sign = -1; sign <= 1; sign += 2) {
			double before = best[w], moved = before + sign * step;
			best[w] = moved < 0 ? 0 : moved > 1 ? 1 : moved;
			double squares = try(of, best);
			if (squares < *least)
				*least = squares, better = true;
			else
				best[w] = before;
		}
	return better;
}

/* Compass search (Kolda, Lewis and Torczon 2003): steps are halved where none of them helps. */
void qn_smooth_fit(const double *value, int count, int weights, qn_smoothing *state)
{
	enum { MOST = 2000 };
	const problem of = { value, count, *state, weights };
	double best[3] = { 0 }, least = search_grid(&of, best), step = 0x1p-6;
	for (int tries = 0; tries < MOST && step >= 0x1p-26; tries++)
		if (!look_around(&of, step, best, &least))
			step /= 2;
	state->alpha = best[0];
	if (weights > 1)
		state->beta = best[1];
	if (weights > 2)
		state->phi = best[2];
}
