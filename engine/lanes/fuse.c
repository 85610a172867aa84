/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/fuse.h"

static const struct { uint16_t inner, outer; } pairs[QN_FUSED] = {
	[QN_ADD_ADD] = { QN_ADD, QN_ADD }, [QN_ADD_MUL] = { QN_ADD, QN_MUL }, [QN_MUL_ADD] = { QN_MUL, QN_ADD }, [QN_MUL_MUL] = { QN_MUL, QN_MUL },
};

qn_fused qn_fused_of(uint16_t inner, uint16_t outer)
{
	int k = 0;
	while (k < QN_FUSED && (pairs[k].inner != inner || pairs[k].outer != outer))
		k++;
	return (qn_fused)k;
}

static bool fits(const qn_graph *graph, const qn_fusing *f, uint32_t inner, uint32_t outer)
{
	return f->run[inner] && !f->known[inner] && f->alone[inner] && qn_fused_of(graph->node[inner].op, graph->node[outer].op) != QN_FUSED;
}

/* From the last node to the first, so that a chain is cut into pairs from its end. */
void qn_fuse(const qn_graph *graph, const qn_fusing *f)
{
	for (uint32_t n = graph->nodes; n-- > 0;) {
		const qn_node *node = &graph->node[n];
		f->inner[n] = QN_NONE;
		if (!f->run[n] || f->known[n] || qn_fused_of(QN_ADD, node->op) == QN_FUSED)
			continue;
		uint32_t a = f->root[node->a], b = f->root[node->b];
		if (fits(graph, f, a, n))
			f->inner[n] = a;
		else if (fits(graph, f, b, n))
			f->inner[n] = b;
		if (f->inner[n] != QN_NONE)
			f->run[f->inner[n]] = false;
	}
}
