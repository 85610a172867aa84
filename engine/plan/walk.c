/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/walk.h"
#include <stdlib.h>

/* Operands stand before their node, and each node is looked into once: so much may be pending. */
int qn_walk_begin(qn_walk *walk, const qn_program *program, uint32_t root, qn_error *err)
{
	size_t nodes = (size_t)root + 1;
	*walk = (qn_walk){ program, calloc(3 * nodes + 1, sizeof *walk->pending), 0, calloc(nodes, sizeof *walk->met) };
	if (!walk->pending || !walk->met)
		return qn_no_memory(err);
	walk->pending[walk->count++] = root;
	return QN_OK;
}

bool qn_walk_next(qn_walk *walk, uint32_t *node)
{
	while (walk->count > 0) {
		*node = walk->pending[--walk->count];
		if (!walk->met[*node])
			return walk->met[*node] = true;
	}
	return false;
}

void qn_walk_into(qn_walk *walk, uint32_t node)
{
	const qn_node *at = &walk->program->node[node];
	const uint32_t operand[3] = { at->c, at->b, at->a };
	for (int i = 0; i < 3; i++)
		if (operand[i] != QN_NONE)
			walk->pending[walk->count++] = operand[i];
}

void qn_walk_end(qn_walk *walk)
{
	free(walk->pending);
	free(walk->met);
}
