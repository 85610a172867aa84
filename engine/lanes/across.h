/* SPDX-License-Identifier: Apache-2.0 */
/* across.h - where all entities of a block meet: totals, means, counts, quantiles, ranks and shares, lane by lane.
 * Sums go in the order of entities, whatever the lanes. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "lanes/run.h"
#include "lanes/rows.h"
#include "plan/node.h"

/* The entities by groups of a kind; of all of them: one group. */
typedef struct {
	uint32_t groups;
	const uint32_t *index;  /* [entities]: group; `groups` for an entity in none. NULL: all are in the one group */
	const uint32_t *member; /* entities, group by group, in order. NULL: as they stand */
	const uint32_t *start;  /* [groups + 2]: where each group's entities start in member; the last is those in none */
} qn_grouping;

/* group: member of each entity, QN_NONE for none; NULL: all in one. False without memory. */
bool qn_grouping_make(qn_grouping *out, qn_arena *arena, const uint32_t *group, uint32_t groups, size_t entities);

/* What is met over: row e is at base + e * step bytes and has `lanes` values, or one for all of them. */
typedef struct {
	const char *base;
	qn_pieces piece;       /* if not NULL, row e stands in them, one value each */
	size_t step;
	const uint32_t *index; /* row e is that of index[e]; NULL: its own */
	bool wide;
} qn_rows;

/* Into out: for QN_RANKED and QN_SHARE [entities][lanes]; else [groups][lanes], and where out has a row more (with_none) it is
 * missing, for entities in no group. probability: of QN_QUANTILE. scratch: as many bytes as told. */
void qn_across(const qn_row_loops *loops, qn_op op, double probability, const qn_grouping *grouping, size_t entities, size_t lanes, qn_rows rows,
               bool with_none, double *out, void *scratch);
size_t qn_across_scratch(uint32_t groups, size_t entities, size_t lanes);
/* Whether each entity gets a value of its own. */
bool qn_across_by_entity(qn_op op);
