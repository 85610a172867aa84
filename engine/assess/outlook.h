/* SPDX-License-Identifier: Apache-2.0 */
/* outlook.h - what lies ahead of one entity, and so what a measure of the programme would change for it: the figures of the
 * criteria in the period that its next re-review sees, the chance to fail there, and the chance to be among those whom a
 * target counts. Every outlook is drawn from the same random numbers, so that a difference is the change's alone. */
#pragma once
#include "assess/projection.h"

/* A target whose value is how many a mask is true of, and the first of its goals that lies ahead. */
typedef struct { uint32_t target, goal, mask; int due; bool upward; } qn_counting; /* upward: the more the better */

/* The mask that a target counts over all entities; QN_NONE where it counts nothing. */
uint32_t qn_counted_mask(const qn_program *program, uint32_t target);
/* Of the document's own targets, within the horizon. In arena. */
int qn_countings_find(const qn_panel *panel, qn_arena *arena, qn_counting **out, uint32_t *count, qn_error *err);

typedef struct {
	size_t entity;
	int review;              /* index of the period that the re-review sees, a projected one */
	uint32_t model;
	uint64_t seed;
	uint32_t paths;
	int threads;
	const qn_counting *counting; uint32_t countings;
	const uint32_t *comparison; /* [criteria]: the nodes whose sides are followed, QN_NONE among them */
} qn_outlook_options;

typedef struct {
	double *value, *threshold; /* [criteria]: on the central path in the period of the review, reference units; missing: no numbers are compared */
	double fails, fails_or_unknown, on_waiver; /* shares of paths, as in projection.h; missing: a projection sees no review */
	double *counted;         /* [countings]: share of the paths in which it is known that are true; missing: in none */
} qn_outlook;

/* Under the changes. In arena. */
int qn_outlook_make(qn_panel *panel, const qn_changes *changes, const qn_outlook_options *options, qn_arena *arena, qn_outlook *out, qn_error *err);

/* The changes with measures taken for one entity from the first projected period on. *out borrows from changes and is freed with
 * qn_changes_free. */
int qn_measures_take(qn_panel *panel, const qn_changes *changes, const uint32_t *measure, uint32_t measures, size_t entity, qn_changes *out, qn_error *err);
/* Does a measure move anything that a rule rests on? root: a node, QN_NONE: nothing rests on nothing. */
int qn_measure_moves(const qn_program *program, uint32_t measure, uint32_t root, bool *out, qn_error *err);
