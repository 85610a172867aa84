/* SPDX-License-Identifier: Apache-2.0 */
/* choose.h - the cheapest choice of so many things, of which no group may give more than its quota. Exact: with two ways of
 * grouping it is a flow of least cost, group to group, each thing an edge. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

enum { QN_MOST_QUOTAS = 2 };

typedef struct {
	size_t count;
	const double *cost;      /* [count]: not negative; missing: cannot be chosen */
	const bool *free_of;     /* [count]: counts for no quota; NULL: all count */
	const uint32_t *group[QN_MOST_QUOTAS]; /* [count], QN_NONE: of no group and bound by no quota; NULL: no such quota */
	uint32_t groups[QN_MOST_QUOTAS];
	const uint32_t *quota[QN_MOST_QUOTAS]; /* by group: how many may still be chosen */
} qn_choice;

/* Chooses `wanted` things, or as many as can be; *chosen is how many. taken: [count]. */
int qn_choose(const qn_choice *choice, size_t wanted, bool *taken, size_t *chosen, double *cost, qn_error *err);
