/* SPDX-License-Identifier: Apache-2.0 */
/* projection.h - many futures of all entities at once: what becomes of every target, and how often each title holder
 * would fail its next re-review. */
#pragma once
#include "assess/criteria.h"
#include "assess/terms.h"

typedef struct {
	uint32_t model;    /* index in the program */
	uint64_t seed;
	uint32_t paths;    /* at least 1 */
	int threads;
	bool central;      /* one path on which every draw is its median; paths and seed mean nothing then */
	bool past;         /* targets of observed periods are wanted too */
	bool lacking;      /* how many lack figures is wanted; with past it is there anyway */
	bool every;        /* targets of every projected period are kept, not only where a goal is due */
	const bool *wanted; /* by target: the others are left out, missing and unknown; NULL: all */
} qn_projection_options;

typedef struct {
	uint32_t paths;
	int periods, base;       /* of the panel */
	uint32_t targets;
	double *observed;        /* [targets][base + 1]; missing where it was not wanted */
	double **value;          /* [targets][periods]: [paths] where a goal is due, or every projected one was wanted, NULL elsewhere; up to the base every path is the observed value */
	qn_mask **met;           /* [targets][goals]: [paths], NULL when the goal is due beyond the horizon or before the data */
	uint32_t *lacking;       /* [targets]: where it was wanted, in the base period, entities that lack what the target's totals and counts go over */
	double **threshold;      /* [targets][goals]: what the goal compares with, in reference units; missing likewise */
	size_t entities;
	/* Paths in which the entity's next re-review finds a numbered criterion unmet, unmet or unknown, or passed only
	 * because a waiver is decided or its facts hold; review: index of the period it sees, -1 for none (no title, or beyond the horizon). */
	int *review;
	uint32_t *fails, *fails_or_unknown, *on_waiver;
	bool *moved, *held;      /* by indicator, as in qn_linked */
	qn_arena arena;
} qn_projection;

/* term: of every entity. A move that the model cannot follow is an error (moves.h). *out is the caller's. */
int qn_project(qn_panel *panel, const qn_changes *changes, const qn_term *term, const qn_projection_options *options,
	qn_projection **out, qn_error *err);
/* Two futures on one set of draws: what the changes leave alone is computed once. Each is what it would be alone. term: of either,
 * since a change may say how long a title lasts. */
int qn_project_both(qn_panel *panel, const qn_changes *none, const qn_changes *changes, const qn_term *const term[2],
	const qn_projection_options *options, qn_projection **base, qn_projection **changed, qn_error *err);
void qn_projection_free(qn_projection *projection); /* NULL is fine */

/* A target's value on each path in a period; NULL where none of its goals is due. */
const double *qn_projection_values(const qn_projection *projection, uint32_t target, int period);
/* p5, p50, p95 of a target in a period, over paths; missing where none of its goals is due. */
int qn_projection_quantiles(const qn_projection *projection, uint32_t target, int period, double out[3], qn_error *err);
/* Of a chance over paths: a path on which it is not known is neither met nor missed, so that the chance lies between met and
 * met + unknown. met: the share of all paths on which it is met, missing where it is known on none; unknown: of those on which it
 * is not known; se: standard error of met. */
typedef struct { double met, unknown, se; } qn_chance;
qn_chance qn_chance_of(uint32_t yes, uint32_t unknown, uint32_t paths);
/* That a goal is met. Known on no path if the goal is out of reach of the run. */
qn_chance qn_projection_chance(const qn_projection *projection, uint32_t target, uint32_t goal);
/* Changed minus base, path by path over those on which both are known, which are `known` of all: the mean and its standard error. */
typedef struct { double mean, se, known; } qn_difference;
/* Of a target's value; a goal is due in the period. */
qn_difference qn_projection_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, int period);
/* The same for whether a goal is met. */
qn_difference qn_projection_goal_difference(const qn_projection *base, const qn_projection *changed, uint32_t target, uint32_t goal);
/* The default horizon: the last goal due among targets of the pack's own document. */
qn_period qn_projection_horizon(const qn_program *program);
