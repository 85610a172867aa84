/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/solve.h"
#include <math.h>
#include <string.h>
#include "base/real.h"

enum { HALVINGS = 14, ROUGH_HALVINGS = 9, RAY_STEPS = 8, TURNS = 6 };

static bool holds(double score) { return score >= 0; } /* false of missing */

/* Lower than anything where missing, so that it can be compared. */
static double rank_of(double score) { return qn_is_missing(score) ? -INFINITY : score; }

/* The place between `from`, where it does not hold, and `to`, where it does: on the side on which it holds. */
static int bisect(const qn_search *s, const double *from, double *to, double *score, int halvings, qn_error *err)
{
	double fails[QN_MOST_LEVERS], middle[QN_MOST_LEVERS], at;
	memcpy(fails, from, sizeof fails);
	for (int i = 0; i < halvings; i++) {
		for (uint32_t k = 0; k < s->levers; k++)
			middle[k] = fails[k] + (to[k] - fails[k]) / 2;
		int rc = s->score(s->context, middle, &at, err);
		if (rc < 0)
			return rc;
		if (holds(at))
			memcpy(to, middle, sizeof middle), *score = at;
		else
			memcpy(fails, middle, sizeof middle);
	}
	return QN_OK;
}

/* Where the score is the same everywhere: nothing is known of it, or nothing changes it. */
static int without_effect(double score) { return qn_is_missing(score) ? QN_UNTOLD : QN_INERT; }

/* One lever. */

typedef struct { double value[QN_SOLVE_GRID + 2], score[QN_SOLVE_GRID + 2]; int count, now; } grid;

static int fill_grid(const qn_search *s, grid *g, qn_error *err)
{
	double low = s->low[0], high = s->high[0], now = s->now[0];
	*g = (grid){ .now = -1 };
	for (int i = 0; i <= QN_SOLVE_GRID; i++) {
		double at = low + (high - low) * i / QN_SOLVE_GRID;
		if (now > low && now < at && g->now < 0 && g->value[g->count - 1] < now)
			g->now = g->count, g->value[g->count++] = now;
		if (at == now)
			g->now = g->count;
		g->value[g->count++] = at;
	}
	for (int i = 0; i < g->count; i++) {
		int rc = s->score(s->context, &g->value[i], &g->score[i], err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static bool is_monotone(const grid *g)
{
	bool rises = true, falls = true;
	for (int i = 1; i < g->count; i++) {
		double before = rank_of(g->score[i - 1]), after = rank_of(g->score[i]);
		rises = rises && after >= before, falls = falls && after <= before;
	}
	return rises || falls;
}

/* The neighbours between which the condition begins or ends to hold, nearest to now; the one where it holds first. */
static bool find_border(const qn_search *s, const grid *g, int *in, int *out)
{
	double best = INFINITY;
	for (int i = 0; i + 1 < g->count; i++) {
		if (holds(g->score[i]) == holds(g->score[i + 1]))
			continue;
		double far = fabs((g->value[i] + g->value[i + 1]) / 2 - s->now[0]);
		if (far < best)
			best = far, *in = holds(g->score[i]) ? i : i + 1, *out = holds(g->score[i]) ? i + 1 : i;
	}
	return best < INFINITY;
}

static int solve_one(const qn_search *s, qn_answer *a, qn_error *err)
{
	grid g;
	int in = 0, out = 0, best = 0, rc = fill_grid(s, &g, err);
	if (rc < 0)
		return rc;
	bool inert = true;
	for (int i = 0; i < g.count; i++) {
		inert = inert && rank_of(g.score[i]) == rank_of(a->now_score);
		best = rank_of(g.score[i]) > rank_of(g.score[best]) ? i : best;
	}
	a->monotone = is_monotone(&g);
	bool border = find_border(s, &g, &in, &out);
	a->how = holds(a->now_score) ? QN_HOLDS : inert ? without_effect(a->now_score) : holds(g.score[best]) ? QN_SOLVED : QN_BEYOND;
	a->slack = a->how == QN_HOLDS && border;
	a->nowhere = a->how == QN_HOLDS && !holds(g.score[best]);
	a->bound = a->how == QN_SOLVED && !border;
	/* Where all of the range holds and today does not, it lies outside: the nearer bound is the answer. */
	int start = border ? in : a->how == QN_SOLVED ? (s->now[0] < s->low[0] ? 0 : g.count - 1) : best;
	a->value[0] = g.value[start], a->score = g.score[start];
	return border ? bisect(s, &g.value[out], a->value, &a->score, HALVINGS, err) : QN_OK;
}

/* Several levers. */

/* A search from where the levers stand, or from the place within the bounds that is nearest to it; away: how far the one lies
 * from the other. Lengths and directions are in shares of the ranges. */
typedef struct { qn_search from; double away[QN_MOST_LEVERS]; } course;

/* A direction; how far from where the levers stand it holds along it, INFINITY: not within bounds. */
typedef struct { double way[QN_MOST_LEVERS], far, value[QN_MOST_LEVERS], score; } ray;

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* Whether it begins elsewhere than where the levers stand. */
static bool lay_course(const qn_search *s, course *c)
{
	bool outside = false;
	*c = (course){ .from = *s };
	for (uint32_t k = 0; k < s->levers; k++) {
		c->from.now[k] = clamp(s->now[k], s->low[k], s->high[k]);
		c->away[k] = (c->from.now[k] - s->now[k]) / (s->high[k] - s->low[k]);
		outside = outside || c->away[k] != 0;
	}
	return outside;
}

static void go(const qn_search *s, const double *way, double far, double *value)
{
	for (uint32_t k = 0; k < s->levers; k++)
		value[k] = clamp(s->now[k] + far * way[k] * (s->high[k] - s->low[k]), s->low[k], s->high[k]);
}

static double distance(const course *c, const double *value)
{
	const qn_search *s = &c->from;
	double sum = 0;
	for (uint32_t k = 0; k < s->levers; k++) {
		double share = (value[k] - s->now[k]) / (s->high[k] - s->low[k]) + c->away[k];
		sum += share * share;
	}
	return sqrt(sum);
}

/* How far along a direction of length 1 it is so far from where the levers stand; negative: nowhere. */
static double along(const course *c, const double *way, double far)
{
	double across = 0, outside = 0;
	for (uint32_t k = 0; k < c->from.levers; k++)
		across += c->away[k] * way[k], outside += c->away[k] * c->away[k];
	double square = across * across + far * far - outside;
	return square >= 0 ? sqrt(square) - across : -1;
}

static void normalise(const qn_search *s, double *way)
{
	double length = 0;
	for (uint32_t k = 0; k < s->levers; k++)
		length += way[k] * way[k];
	for (uint32_t k = 0; k < s->levers && length > 0; k++)
		way[k] /= sqrt(length);
}

/* How far a direction leads before every lever stands at its bound. */
static double reach(const qn_search *s, const double *way)
{
	double most = 0;
	for (uint32_t k = 0; k < s->levers; k++) {
		double room = way[k] > 0 ? s->high[k] - s->now[k] : way[k] < 0 ? s->now[k] - s->low[k] : 0;
		most = room > 0 ? fmax(most, room / (s->high[k] - s->low[k]) / fabs(way[k])) : most;
	}
	return fmin(most, 100);
}

/* Walks along a direction until it holds, each lever stopping at its bound, then bisects. Remembers in `best` what comes
 * nearest to holding. */
static int shoot(const course *c, ray *r, int halvings, qn_answer *best, qn_error *err)
{
	const qn_search *s = &c->from;
	double most = reach(s, r->way);
	double before[QN_MOST_LEVERS], at[QN_MOST_LEVERS] = { 0 }, score;
	r->far = INFINITY;
	memcpy(before, s->now, sizeof before);
	for (int i = 1; i <= RAY_STEPS; i++) {
		go(s, r->way, most * i / RAY_STEPS, at);
		int rc = s->score(s->context, at, &score, err);
		if (rc < 0)
			return rc;
		if (rank_of(score) > rank_of(best->score))
			memcpy(best->value, at, sizeof at), best->score = score;
		if (holds(score)) {
			memcpy(r->value, at, sizeof at), r->score = score;
			rc = bisect(s, before, r->value, &r->score, halvings, err);
			r->far = distance(c, r->value);
			return rc;
		}
		memcpy(before, at, sizeof at);
	}
	return QN_OK;
}

/* In which direction the score rises fastest, by one step of each lever either way. */
static int find_slope(const qn_search *s, double now_score, double *way, bool *inert, qn_error *err)
{
	*inert = true;
	for (uint32_t k = 0; k < s->levers; k++) {
		double value[QN_MOST_LEVERS], up, down;
		memcpy(value, s->now, sizeof value);
		value[k] = clamp(s->now[k] + (s->high[k] - s->low[k]) / 4, s->low[k], s->high[k]);
		int rc = s->score(s->context, value, &up, err);
		value[k] = clamp(s->now[k] - (s->high[k] - s->low[k]) / 4, s->low[k], s->high[k]);
		if (rc == QN_OK)
			rc = s->score(s->context, value, &down, err);
		if (rc < 0)
			return rc;
		*inert = *inert && rank_of(up) == rank_of(now_score) && rank_of(down) == rank_of(now_score);
		double gain_up = up - now_score, gain_down = down - now_score;
		way[k] = gain_up > 0 && !(gain_down > gain_up) ? gain_up : gain_down > 0 ? -gain_down : 0;
	}
	normalise(s, way);
	return QN_OK;
}

/* A direction is worth following when it holds along it before the best place is as far. */
static int keep_better(const course *c, ray *best, ray *trial, bool *better, qn_error *err)
{
	const qn_search *s = &c->from;
	normalise(s, trial->way);
	double far = along(c, trial->way, best->far * (1 - 1e-4));
	if (far < 0)
		return QN_OK;
	go(s, trial->way, far, trial->value);
	int rc = s->score(s->context, trial->value, &trial->score, err);
	if (rc < 0 || !holds(trial->score))
		return rc;
	rc = bisect(s, s->now, trial->value, &trial->score, ROUGH_HALVINGS, err);
	trial->far = distance(c, trial->value);
	*best = *trial, *better = true;
	return rc;
}

/* Ever smaller turns of the best direction towards and away from each lever. */
static int turn(const course *c, ray *best, qn_error *err)
{
	double step = 0.5;
	for (int i = 0; i < TURNS; i++, step /= 2) {
		bool better = false;
		for (uint32_t k = 0; k < c->from.levers; k++)
			for (int sign = -1; sign <= 1; sign += 2) {
				ray trial = *best;
				trial.way[k] += sign * step;
				int rc = keep_better(c, best, &trial, &better, err);
				if (rc < 0)
					return rc;
			}
		if (better)
			step *= 2, i += i < TURNS - 1 ? 0 : 1;
	}
	return QN_OK;
}

/* Which way a lever is tried by itself: the one in which the score rises, or the one in which there is room. */
static double lone_way(const qn_search *s, const double *slope, uint32_t k)
{
	return slope[k] < 0 || (slope[k] == 0 && s->now[k] >= s->high[k]) ? -1 : 1;
}

/* Levers that help only together show no slope: before it is said that nothing helps, the best corner of the bounds is looked for,
 * and the way to it. */
static int try_corners(const course *c, ray *best, qn_answer *a, bool *inert, qn_error *err)
{
	const qn_search *s = &c->from;
	double highest = -INFINITY;
	for (uint32_t corner = 0; corner < 1u << s->levers; corner++) {
		double value[QN_MOST_LEVERS] = { 0 }, score;
		for (uint32_t k = 0; k < s->levers; k++)
			value[k] = corner >> k & 1 ? s->high[k] : s->low[k];
		int rc = s->score(s->context, value, &score, err);
		if (rc < 0)
			return rc;
		*inert = *inert && rank_of(score) == rank_of(a->now_score);
		if (!(rank_of(score) > highest))
			continue;
		highest = rank_of(score);
		for (uint32_t k = 0; k < s->levers; k++)
			best->way[k] = (value[k] - s->now[k]) / (s->high[k] - s->low[k]);
	}
	normalise(s, best->way);
	return highest > -INFINITY ? shoot(c, best, ROUGH_HALVINGS, a, err) : QN_OK;
}

/* Up the slope, along each lever by itself, or towards a corner. */
static int first_ray(const course *c, ray *best, qn_answer *a, bool *inert, qn_error *err)
{
	double slope[QN_MOST_LEVERS];
	int rc = find_slope(&c->from, a->score, best->way, inert, err);
	*inert = *inert && rank_of(a->score) == rank_of(a->now_score);
	memcpy(slope, best->way, sizeof slope);
	if (rc == QN_OK && !*inert)
		rc = shoot(c, best, ROUGH_HALVINGS, a, err);
	for (uint32_t k = 0; rc == QN_OK && !*inert && k < c->from.levers; k++) {
		ray alone = { .far = INFINITY };
		alone.way[k] = lone_way(&c->from, slope, k);
		rc = shoot(c, &alone, ROUGH_HALVINGS, a, err);
		*best = alone.far < best->far ? alone : *best;
	}
	return rc == QN_OK && best->far == INFINITY ? try_corners(c, best, a, inert, err) : rc;
}

static int solve_several(const qn_search *s, qn_answer *a, qn_error *err)
{
	course c;
	ray best = { .far = INFINITY };
	bool inert = true, outside = lay_course(s, &c);
	memcpy(a->value, s->now, sizeof a->value), a->score = a->now_score, a->how = QN_HOLDS;
	if (holds(a->now_score))
		return QN_OK;
	memcpy(a->value, c.from.now, sizeof a->value), a->how = QN_SOLVED;
	int rc = outside ? s->score(s->context, a->value, &a->score, err) : QN_OK;
	a->bound = rc == QN_OK && holds(a->score);
	if (rc == QN_OK && !a->bound)
		rc = first_ray(&c, &best, a, &inert, err);
	if (rc < 0 || a->bound)
		return rc;
	if (best.far == INFINITY) {
		a->how = inert ? without_effect(a->now_score) : QN_BEYOND;
		return QN_OK;
	}
	rc = turn(&c, &best, err);
	if (rc == QN_OK)
		rc = bisect(s, c.from.now, best.value, &best.score, HALVINGS, err);
	memcpy(a->value, best.value, sizeof a->value), a->score = best.score;
	return rc;
}

int qn_solve(const qn_search *s, qn_answer *out, qn_error *err)
{
	*out = (qn_answer){ .monotone = true };
	int rc = s->score(s->context, s->now, &out->now_score, err);
	if (rc == QN_OK)
		rc = s->levers == 1 ? solve_one(s, out, err) : solve_several(s, out, err);
	course stands = { .from = *s };
	out->effort = rc == QN_OK ? distance(&stands, out->value) : QN_MISSING;
	return rc;
}
