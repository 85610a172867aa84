/* SPDX-License-Identifier: Apache-2.0 */
/* run.h - runs a linked plan over all entities, period by period: observed periods once (lanes are entities), then
 * projected ones in blocks of paths (lanes are paths, all entities of a block together). Between two operations
 * across entities everything runs lane by lane; at them all entities of a block meet. Results are the same bits for
 * any number of threads, lane width and block size. */
#pragma once
#include <stdbool.h>
#include "base/real.h"
#include "lanes/random.h"
#include "plan/link.h"
#include "plan/scalar.h"

/* What a parameter or assumption is in a projected period. */
typedef struct {
	qn_distribution value; /* in reference units; QN_FIXED: a number */
	qn_reach reach;
	uint32_t group;        /* kind, for QN_BY_GROUP */
	const qn_mix *mix;     /* what it is drawn together with, borrowed like the inputs; NULL: nothing */
} qn_setting;

typedef struct { uint32_t indicator, entity; int period; double factor, add; } qn_blow; /* state * factor + add in that period */

/* A column by pieces: entities 0 … QN_PIECE - 1, and so on, so that a store's chunks are read where they lie. */
enum { QN_PIECE = 4092 };
typedef const double *const *qn_pieces;

/* Everything a run reads. Borrowed; periods are indices 0 … periods-1 (0 is the first with data), base is the index of
 * the last observed one, and projected periods follow it up to periods-1. Entities stand in the order of their ids. */
typedef struct {
	size_t entities;
	int periods, base;
	int (*year)(const void *context, int period);
	qn_pieces (*column)(const void *context, uint32_t indicator, int period); /* in reference units; NULL: all missing */
	qn_pieces (*held)(const void *context, uint32_t indicator);               /* last present value up to base; NULL likewise */
	const uint32_t *(*group)(const void *context, uint32_t kind);                 /* [entities]: member, QN_NONE: none */
	uint32_t (*groups)(const void *context, uint32_t kind);                       /* how many members the kind has */
	const uint64_t *entity_hash;                                                  /* [entities]; read when something is drawn by entity */
	uint64_t (*member_hash)(const void *context, uint32_t kind, uint32_t member);
	double (*parameter)(const void *context, uint32_t parameter, int period);     /* observed periods: the number in force */
	qn_setting (*parameter_setting)(const void *context, uint32_t parameter, int period);   /* projected ones */
	qn_setting (*assumption_setting)(const void *context, uint32_t assumption, int period);
	const char *(*parameter_name)(const void *context, uint32_t parameter); /* a parameter that is drawn has a stream too */
	const char *(*assumption_name)(const void *context, uint32_t assumption);
	uint32_t (*ordinal)(const void *context, int period); /* of the period in time: counter of draws, the same for every store */
	const qn_blow *blow; size_t blows;                    /* in canonical order */
	const void *context;
} qn_inputs;

typedef struct {
	uint64_t seed;
	uint32_t paths;    /* 0: observed periods only */
	int threads;       /* at least 1 */
	uint32_t block;    /* paths per block; 0: chosen so that a block's states stay in cache */
	bool central;      /* one path whose every draw is its distribution's median */
	const bool *asked; /* [outputs][periods]: which are told, and so computed; NULL: all in all periods */
	bool unfused;      /* every operation in a pass of its own */
	const struct qn_loops *loops; /* of an instruction set (loops.h); NULL: the fastest */
} qn_run_options;

/* One output of one period. by_entity: values are [entities][paths of the block], else [paths]; observed: paths is 1.
 * mask: the values are qn_mask bytes behind mask, else numbers behind number. Called from several threads, for
 * different blocks at a time; a block's periods come in order. Non-zero stops the run and is its result. */
typedef struct {
	uint32_t output;
	int period;
	uint32_t first_path, paths;
	bool by_entity, is_mask;
	const double *number;
	const qn_mask *mask;
} qn_slice;
typedef int (*qn_sink)(void *context, const qn_slice *slice);

/* Runs observed periods from `from` on (earlier ones too when the plan looks back), then the projected ones. Outputs of
 * observed periods before `from` are not told. */
int qn_run(const qn_linked *linked, const qn_inputs *inputs, const qn_run_options *options, int from,
           qn_sink sink, void *context, qn_error *err);
