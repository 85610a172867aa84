/* SPDX-License-Identifier: Apache-2.0 */
/* decide.h - what is settled before a period runs: parameters, options and the year are numbers by then, so many
 * conditions are decided and the branch not taken need not run. Changes no bit of any result. */
#pragma once
#include "base/arena.h"
#include "plan/link.h"
#include "plan/scalar.h"

typedef struct {
	bool *known;      /* by node: value says what it is, for everybody on every path */
	qn_value *value;
	uint32_t *stands; /* by node: the node whose value it takes over as it is; itself for most */
} qn_decided;

/* leaf: true with *number when the leaf is one number in this period. Lives in arena; false without memory. */
bool qn_decide(const qn_graph *graph, bool (*leaf)(const void *context, const qn_node *node, double *number), const void *context,
	qn_arena *arena, qn_decided *out);
