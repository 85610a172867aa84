/* SPDX-License-Identifier: Apache-2.0 */
/* simplify.h - linked graphs without what is said twice, what is known already, and what nothing needs. */
#pragma once
#include "plan/link.h"

/* How many operands a graph's node has: as the alphabet says, but a QN_LAG has none and a QN_STATE one. */
int qn_graph_operands(const qn_node *node);

/* Shares equal nodes and slots, folds constants with the lanes' own operations and drops what no output needs.
 * Changes no bit of any result; works in place. */
int qn_simplify(qn_linked *linked, qn_error *err);
