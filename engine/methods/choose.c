/* SPDX-License-Identifier: Apache-2.0 */
#include "methods/choose.h"
#include <math.h>
#include <stdlib.h>
#include "base/real.h"
#include "plan/node.h"

/* An edge and its way back, one behind the other; room: what may still flow. */
typedef struct { uint32_t from, to, room; double cost; } edge;

/* source · groups of the first kind and one for those of none · likewise of the second · sink. */
typedef struct { edge *edge; size_t edges; uint32_t nodes, first, second, sink; } net;

static void add_edge(net *n, uint32_t from, uint32_t to, uint32_t room, double cost)
{
	n->edge[n->edges++] = (edge){ from, to, room, cost };
	n->edge[n->edges++] = (edge){ to, from, 0, -cost };
}

static uint32_t groups_of(const qn_choice *c, int kind) { return c->group[kind] ? c->groups[kind] : 0; }

static uint32_t node_of(const qn_choice *c, int kind, uint32_t base, size_t thing)
{
	uint32_t none = base + groups_of(c, kind), group = c->group[kind] ? c->group[kind][thing] : QN_NONE;
	return group == QN_NONE || (c->free_of && c->free_of[thing]) ? none : base + group;
}

static void build(const qn_choice *c, net *n)
{
	n->first = 1, n->second = n->first + groups_of(c, 0) + 1, n->sink = n->second + groups_of(c, 1) + 1, n->nodes = n->sink + 1;
	for (size_t i = 0; i < c->count; i++) /* the first edges are the things, in their order */
		add_edge(n, node_of(c, 0, n->first, i), node_of(c, 1, n->second, i), qn_is_missing(c->cost[i]) ? 0 : 1, qn_is_missing(c->cost[i]) ? 0 : c->cost[i]);
	for (uint32_t g = 0; g <= groups_of(c, 0); g++)
		add_edge(n, 0, n->first + g, g < groups_of(c, 0) ? c->quota[0][g] : UINT32_MAX, 0);
	for (uint32_t g = 0; g <= groups_of(c, 1); g++)
		add_edge(n, n->second + g, n->sink, g < groups_of(c, 1) ? c->quota[1][g] : UINT32_MAX, 0);
}

/* The cheapest way from source to sink (Bellman 1958): by[node] is the edge it is reached by. False if there is none. */
static bool cheapest(const net *n, double *far, size_t *by)
{
	bool changed = true;
	for (uint32_t v = 0; v < n->nodes; v++)
		far[v] = v == 0 ? 0 : INFINITY;
	for (uint32_t round = 0; changed && round < n->nodes; round++) {
		changed = false;
		for (size_t i = 0; i < n->edges; i++) {
			const edge *e = &n->edge[i];
			if (e->room > 0 && far[e->from] + e->cost < far[e->to] - 1e-12 * (1 + fabs(far[e->to] < INFINITY ? far[e->to] : 0)))
				far[e->to] = far[e->from] + e->cost, by[e->to] = i, changed = true;
		}
	}
	return far[n->sink] < INFINITY;
}

static void push(net *n, const size_t *by)
{
	for (uint32_t v = n->sink; v != 0; v = n->edge[by[v]].from)
		n->edge[by[v]].room--, n->edge[by[v] ^ 1].room++;
}

int qn_choose(const qn_choice *c, size_t wanted, bool *taken, size_t *chosen, double *cost, qn_error *err)
{
	size_t edges = 2 * (c->count + groups_of(c, 0) + groups_of(c, 1) + 2), nodes = (size_t)groups_of(c, 0) + groups_of(c, 1) + 4;
	net n = { .edge = calloc(edges + 1, sizeof *n.edge) };
	double *far = calloc(nodes, sizeof *far);
	size_t *by = calloc(nodes, sizeof *by);
	int rc = n.edge && far && by ? QN_OK : qn_no_memory(err);
	*chosen = 0, *cost = 0;
	if (rc == QN_OK)
		build(c, &n);
	while (rc == QN_OK && *chosen < wanted && cheapest(&n, far, by))
		push(&n, by), ++*chosen;
	for (size_t i = 0; rc == QN_OK && i < c->count; i++) {
		taken[i] = n.edge[2 * i + 1].room > 0;
		*cost += taken[i] ? c->cost[i] : 0;
	}
	free(n.edge), free(far), free(by);
	return rc;
}
