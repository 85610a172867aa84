/* SPDX-License-Identifier: Apache-2.0 */
/* look_back.c - a lag reaches `symbol` periods, and from there as far as what its slot stands for. A circle among slots
 * (recursion) has no end. */
#include "plan/look_back.h"
#include <stdlib.h>
#include <string.h>
#include "plan/simplify.h"

struct reach {
	const qn_linked *linked;
	uint32_t *of;    /* by node of the observed graph: periods it looks back; QN_NONE: not known yet */
	uint32_t *stack, depth;
	bool *open;
};

static int below(const struct reach *r, const qn_node *node, uint32_t out[3])
{
	if (node->op == QN_LAG) {
		out[0] = r->linked->slot[node->domain].observed;
		return 1;
	}
	memcpy(out, (uint32_t[3]){ node->a, node->b, node->c }, 3 * sizeof *out);
	return qn_graph_operands(node);
}

/* False when the top stands on itself. */
static bool reach_step(struct reach *r)
{
	uint32_t top = r->stack[r->depth - 1], next[3], deepest = 0;
	const qn_node *node = &r->linked->observed.node[top];
	int count = below(r, node, next);
	for (int i = 0; i < count; i++) {
		if (r->of[next[i]] == QN_NONE) {
			if (r->open[next[i]])
				return false;
			r->open[next[i]] = true;
			r->stack[r->depth++] = next[i];
			return true;
		}
		deepest = r->of[next[i]] > deepest ? r->of[next[i]] : deepest;
	}
	r->of[top] = deepest + (node->op == QN_LAG ? node->symbol : 0);
	r->depth--;
	return true;
}

static uint32_t reach_of(struct reach *r, uint32_t node)
{
	if (r->of[node] == QN_NONE) {
		r->open[node] = true;
		r->stack[r->depth++] = node;
	}
	while (r->depth)
		if (!reach_step(r))
			return UINT32_MAX;
	return r->of[node];
}

static uint32_t deepest_reach(struct reach *r)
{
	const qn_linked *linked = r->linked;
	uint32_t deepest = 0;
	for (uint32_t i = 0; i < linked->outputs && deepest != UINT32_MAX; i++) {
		uint32_t reach = reach_of(r, linked->output[i].observed);
		deepest = reach > deepest ? reach : deepest;
	}
	for (uint32_t i = 0; i < linked->projected.nodes && deepest != UINT32_MAX; i++) {
		const qn_node *node = &linked->projected.node[i];
		uint32_t reach;
		if (node->op != QN_LAG)
			continue;
		reach = reach_of(r, linked->slot[node->domain].observed);
		if (reach != UINT32_MAX)
			reach += node->symbol;
		deepest = reach > deepest ? reach : deepest;
	}
	return deepest;
}

int qn_look_back(qn_linked *linked, qn_error *err)
{
	size_t nodes = linked->observed.nodes + 1;
	struct reach r = { linked, malloc(nodes * sizeof *r.of), malloc(nodes * sizeof *r.stack), 0, calloc(nodes, sizeof *r.open) };
	int rc = QN_OK;
	if (!r.of || !r.stack || !r.open) {
		rc = qn_no_memory(err);
		goto out;
	}
	memset(r.of, 0xff, nodes * sizeof *r.of);
	linked->look_back = deepest_reach(&r);
out:
	free(r.of);
	free(r.stack);
	free(r.open);
	return rc;
}
