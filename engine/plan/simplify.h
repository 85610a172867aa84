/* SPDX-License-Identifier: Apache-2.0 */
/* simplify.h - linked graphs without what is said twice, what is known already, and what nothing needs. */
#pragma once
#include "plan/link.h"

/* How many operands a graph's node has: as the alphabet says, but a QN_LAG has none and a QN_STATE one. */
static inline int qn_graph_operands(const qn_node *node)
{
	return node->op == QN_STATE ? 1 : node->op == QN_LAG ? 0 : qn_op_of(node->op)->operands;
}

/* Shares equal nodes and slots, folds constants with the lanes' own operations and drops what no output needs.
 * Changes no bit of any result; works in place. */
int qn_simplify(qn_linked *linked, qn_error *err);
