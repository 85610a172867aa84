/* SPDX-License-Identifier: Apache-2.0 */
/* simplify.c - hash-consing, folding of constants, and a sweep from the outputs. No algebra: x*0 is not 0 where x is
 * missing, and a sum in another order is another sum. */
#include "plan/simplify.h"
#include <stdlib.h>
#include <string.h>
#include "plan/scalar.h"

/* Equal nodes. */

struct table {
	uint32_t *bucket; /* indices of nodes, QN_NONE where free */
	size_t mask;
};

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ (hash >> 29);
}

static uint64_t bits_of(double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	return qn_is_missing(value) ? UINT64_MAX : bits;
}

static uint64_t hash_of(const qn_node *node)
{
	uint64_t hash = mix(node->op, node->type);
	hash = mix(hash, (uint64_t)node->a << 32 | node->b);
	hash = mix(hash, (uint64_t)node->c << 32 | node->symbol);
	hash = mix(hash, node->domain);
	hash = mix(hash, node->dimension);
	return mix(hash, bits_of(node->value));
}

/* Where a node was written does not matter, nor that a literal came without unit: types are settled by now. */
static bool equal(const qn_node *x, const qn_node *y)
{
	return x->op == y->op && x->type == y->type && x->a == y->a && x->b == y->b && x->c == y->c && x->symbol == y->symbol
	       && x->domain == y->domain && x->dimension == y->dimension && bits_of(x->value) == bits_of(y->value);
}

static bool table_start(struct table *table, uint32_t nodes)
{
	size_t size = 16;
	while (size < 2 * (size_t)nodes)
		size *= 2;
	table->mask = size - 1;
	table->bucket = malloc(size * sizeof *table->bucket);
	if (table->bucket)
		memset(table->bucket, 0xff, size * sizeof *table->bucket);
	return table->bucket != NULL;
}

/* The place of a node equal to this one, or the free place where it belongs. */
static uint32_t *look_up(const struct table *table, const qn_node *nodes, const qn_node *node)
{
	size_t at = hash_of(node) & table->mask;
	while (table->bucket[at] != QN_NONE && !equal(&nodes[table->bucket[at]], node))
		at = (at + 1) & table->mask;
	return &table->bucket[at];
}

/* Constants. */

static bool foldable(const qn_node *node, const qn_node *nodes)
{
	const uint32_t operand[3] = { node->a, node->b, node->c };
	int operands = qn_graph_operands(node);
	if (operands == 0 || node->op == QN_STATE || qn_op_of(node->op)->across)
		return false;
	for (int i = 0; i < operands; i++)
		if (nodes[operand[i]].op != QN_CONST)
			return false;
	return true;
}

static double no_leaf(void *context, const qn_node *node)
{
	(void)context;
	(void)node;
	return QN_MISSING;
}

static void fold(qn_node *node, const qn_node *nodes)
{
	const uint32_t operand[3] = { node->a, node->b, node->c };
	qn_node small[4];
	qn_value value[4];
	uint32_t operands = (uint32_t)qn_graph_operands(node);
	for (uint32_t i = 0; i < operands; i++)
		small[i] = nodes[operand[i]];
	small[operands] = *node;
	small[operands].a = 0;
	small[operands].b = operands > 1 ? 1 : QN_NONE;
	small[operands].c = operands > 2 ? 2 : QN_NONE;
	qn_scalar_run(small, operands + 1, no_leaf, NULL, value);
	node->op = QN_CONST;
	node->a = node->b = node->c = QN_NONE;
	node->symbol = node->type == QN_CATEGORY ? node->domain : QN_NONE;
	if (node->type == QN_MASK)
		node->value = value[operands].mask == QN_UNKNOWN ? QN_MISSING : value[operands].mask == QN_TRUE;
	else
		node->value = value[operands].number;
}

/* One pass over one graph; moved[i] tells where node i went. */

static uint32_t moved_to(const uint32_t *moved, uint32_t index)
{
	return index == QN_NONE ? QN_NONE : moved[index];
}

static bool share(qn_graph *graph, uint32_t *moved)
{
	struct table table;
	uint32_t kept = 0;
	if (!table_start(&table, graph->nodes))
		return false;
	for (uint32_t i = 0; i < graph->nodes; i++) {
		qn_node node = graph->node[i];
		uint32_t *place;
		node.a = moved_to(moved, node.a);
		node.b = moved_to(moved, node.b);
		node.c = moved_to(moved, node.c);
		if (foldable(&node, graph->node))
			fold(&node, graph->node);
		place = look_up(&table, graph->node, &node);
		if (*place == QN_NONE) {
			graph->node[kept] = node;
			*place = kept++;
		}
		moved[i] = *place;
	}
	graph->nodes = kept;
	free(table.bucket);
	return true;
}

static void move_roots(qn_slot *slot, uint32_t slots, const uint32_t *observed, const uint32_t *projected)
{
	for (uint32_t i = 0; i < slots; i++) {
		slot[i].observed = moved_to(observed, slot[i].observed);
		slot[i].projected = moved_to(projected, slot[i].projected);
	}
}

static void move_lags(qn_graph *graph, const uint32_t *moved)
{
	for (uint32_t i = 0; i < graph->nodes; i++)
		if (graph->node[i].op == QN_LAG)
			graph->node[i].domain = moved[graph->node[i].domain];
}

static int by_node(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y; /* observed, projected, index */
	for (int i = 0; i < 3; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* Slots of the same nodes become one, the first of them; returns how many are left, QN_NONE without memory. */
static uint32_t share_slots(qn_linked *linked, uint32_t *moved)
{
	uint32_t (*key)[3] = calloc(linked->slots + 1, sizeof *key), kept = 0;
	if (!key)
		return QN_NONE;
	for (uint32_t i = 0; i < linked->slots; i++)
		memcpy(key[i], (uint32_t[3]){ linked->slot[i].observed, linked->slot[i].projected, i }, sizeof *key);
	qsort(key, linked->slots, sizeof *key, by_node);
	for (uint32_t i = 0; i < linked->slots; i++) {
		bool same = i && key[i][0] == key[i - 1][0] && key[i][1] == key[i - 1][1];
		moved[key[i][2]] = same ? moved[key[i - 1][2]] : key[i][2];
	}
	for (uint32_t i = 0; i < linked->slots; i++) {
		if (moved[i] == i) {
			linked->slot[kept] = linked->slot[i];
			moved[i] = kept++;
		} else {
			moved[i] = moved[moved[i]];
		}
	}
	free(key);
	return kept;
}

struct maps { uint32_t *observed, *projected, *slot; };

/* Sharing slots can make lags equal, and with them more nodes and slots. What is nested deeper than the rounds is run
 * twice, which costs time and nothing else. */
static bool share_all(qn_linked *linked, struct maps maps)
{
	enum { ROUNDS = 16 };
	for (int round = 0; round < ROUNDS; round++) {
		uint32_t slots;
		if (!share(&linked->observed, maps.observed) || !share(&linked->projected, maps.projected))
			return false;
		move_roots(linked->slot, linked->slots, maps.observed, maps.projected);
		move_roots(linked->output, linked->outputs, maps.observed, maps.projected);
		slots = share_slots(linked, maps.slot);
		if (slots == QN_NONE)
			return false;
		move_lags(&linked->observed, maps.slot);
		move_lags(&linked->projected, maps.slot);
		if (slots == linked->slots)
			break;
		linked->slots = slots;
	}
	return true;
}

/* The sweep. Marks are kept in the maps: 0 is dead. A slot is looked into from observed periods (1) or from projected
 * ones too (2): only then is its projected node needed. */

struct marking {
	const qn_linked *linked;
	struct maps live;
	uint32_t *waiting, count; /* nodes found living whose operands were not visited: projected ones after observed ones */
};

static void mark(struct marking *m, bool projected, uint32_t index)
{
	uint32_t *live = projected ? m->live.projected : m->live.observed;
	if (index == QN_NONE || live[index])
		return;
	live[index] = 1;
	m->waiting[m->count++] = index + (projected ? m->linked->observed.nodes : 0);
}

static void mark_slot(struct marking *m, uint32_t index, uint32_t level)
{
	if (m->live.slot[index] >= level)
		return;
	m->live.slot[index] = level;
	mark(m, false, m->linked->slot[index].observed);
	if (level == 2)
		mark(m, true, m->linked->slot[index].projected);
}

static void visit(struct marking *m, uint32_t index)
{
	bool projected = index >= m->linked->observed.nodes;
	const qn_node *node = projected ? &m->linked->projected.node[index - m->linked->observed.nodes] : &m->linked->observed.node[index];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	for (int k = 0; k < qn_graph_operands(node); k++)
		mark(m, projected, operand[k]);
	if (node->op == QN_LAG)
		mark_slot(m, node->domain, projected ? 2 : 1);
}

static bool mark_all(const qn_linked *linked, struct maps live)
{
	struct marking m = { .linked = linked, .live = live };
	m.waiting = malloc(((size_t)linked->observed.nodes + linked->projected.nodes + 1) * sizeof *m.waiting);
	if (!m.waiting)
		return false;
	memset(live.observed, 0, linked->observed.nodes * sizeof *live.observed);
	memset(live.projected, 0, linked->projected.nodes * sizeof *live.projected);
	memset(live.slot, 0, linked->slots * sizeof *live.slot);
	for (uint32_t i = 0; i < linked->outputs; i++) {
		mark(&m, false, linked->output[i].observed);
		mark(&m, true, linked->output[i].projected);
	}
	while (m.count)
		visit(&m, m.waiting[--m.count]);
	free(m.waiting);
	return true;
}

/* Closes the ranks of the living; live[i] becomes where node i went. */
static void sweep(qn_graph *graph, uint32_t *live)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < graph->nodes; i++) {
		qn_node node = graph->node[i];
		if (!live[i])
			continue;
		node.a = moved_to(live, node.a);
		node.b = moved_to(live, node.b);
		node.c = moved_to(live, node.c);
		graph->node[kept] = node;
		live[i] = kept++;
	}
	graph->nodes = kept;
}

static void sweep_slots(qn_linked *linked, struct maps live)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < linked->slots; i++) {
		qn_slot slot = linked->slot[i];
		if (!live.slot[i])
			continue;
		slot.observed = live.observed[slot.observed];
		slot.projected = live.slot[i] < 2 ? QN_NONE : moved_to(live.projected, slot.projected);
		linked->slot[kept] = slot;
		live.slot[i] = kept++;
	}
	linked->slots = kept;
	move_lags(&linked->observed, live.slot);
	move_lags(&linked->projected, live.slot);
	move_roots(linked->output, linked->outputs, live.observed, live.projected);
}

int qn_simplify(qn_linked *linked, qn_error *err)
{
	struct maps maps = { malloc((linked->observed.nodes + 1) * sizeof(uint32_t)),
		malloc((linked->projected.nodes + 1) * sizeof(uint32_t)), malloc((linked->slots + 1) * sizeof(uint32_t)) };
	int rc = QN_OK;
	if (!maps.observed || !maps.projected || !maps.slot || !share_all(linked, maps) || !mark_all(linked, maps)) {
		rc = qn_no_memory(err);
		goto out;
	}
	sweep(&linked->observed, maps.observed);
	sweep(&linked->projected, maps.projected);
	sweep_slots(linked, maps);
out:
	free(maps.observed);
	free(maps.projected);
	free(maps.slot);
	return rc;
}
