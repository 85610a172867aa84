/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a plan of one entity: 16 bytes of values, then 4 bytes a node (operation, operands); what does not type is left
 * out. Linked, simplified and run by the lanes it gives, bit by bit, what one scalar evaluation as written gives. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/run.h"
#include "plan/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 200, WANTED = 4 };
typedef struct { double value[2]; const double *piece[2]; const qn_node *node; uint32_t want[WANTED]; const qn_value *reference; } world;

static int year(const void *context, int period) { (void)context, (void)period; return 2025; }
static qn_pieces column(const void *context, uint32_t indicator, int period) { (void)period; return &((const world *)context)->piece[indicator]; }
static qn_pieces held(const void *context, uint32_t indicator) { return &((const world *)context)->piece[indicator]; }
static const uint32_t *group(const void *context, uint32_t kind) { (void)context, (void)kind; return NULL; }
static uint32_t groups(const void *context, uint32_t kind) { (void)context, (void)kind; return 0; }
static uint64_t member_hash(const void *context, uint32_t kind, uint32_t member) { (void)context; return kind + member; }
static double parameter(const void *context, uint32_t number, int period) { (void)context, (void)number, (void)period; return 0; }
static qn_setting setting(const void *context, uint32_t number, int period) { (void)context, (void)number, (void)period; return (qn_setting){ 0 }; }
static const char *name(const void *context, uint32_t number) { (void)context, (void)number; return ""; }
static uint32_t ordinal(const void *context, int period) { (void)context, (void)period; return 0; }

static double leaf_value(void *context, const qn_node *leaf) { return ((const world *)context)->value[leaf->symbol]; }

static int compare(void *context, const qn_slice *slice)
{
	const world *w = context;
	const qn_value *wanted = &w->reference[w->want[slice->output]];
	bool same = slice->is_mask ? slice->mask[0] == wanted->mask : qn_is_same(slice->number[0], wanted->number);
	if (same)
		return 0;
	fprintf(stderr, "node %u: %.17g by lanes, %.17g by scalars\n", w->want[slice->output], slice->is_mask ? slice->mask[0] : slice->number[0],
		slice->is_mask ? wanted->mask : wanted->number);
	abort();
}

static void add_node(qn_program *p, const qn_catalogue *catalogue, const uint8_t *at)
{
	static const double numbers[] = { 0, 1, -1, 2, 0.5, 1e-300, 1e300, 1.0 / 3 };
	qn_error err;
	uint16_t op = at[0] % QN_OPS;
	const qn_op_info *info = qn_op_of(op);
	qn_node node = { .op = op, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = QN_NONE, .domain = QN_NONE, .place = QN_NONE };
	if (op == QN_HOLD || op == QN_PARAMETER || op == QN_ASSUME || op == QN_ATTRIBUTE || op == QN_YEAR || op == QN_LAG || op == QN_BARE)
		return; /* what needs more of a world */
	if (op == QN_CONST)
		node.type = QN_NUMBER, node.bare = 1, node.value = at[1] % 9 == 8 ? QN_MISSING : numbers[at[1] % 9];
	else if (info->leaf)
		node.symbol = at[1] % 2;
	uint32_t operand[3] = { at[1], at[2], at[3] };
	for (int i = 0; i < info->operands; i++) {
		if (p->nodes == 0)
			return;
		*(i == 0 ? &node.a : i == 1 ? &node.b : &node.c) = p->nodes - 1 - operand[i] % p->nodes;
	}
	if (info->across)
		node.symbol = QN_ALL, node.value = op == QN_QUANTILE ? 0.25 : 0;
	if (qn_node_derive(p, catalogue, &node, &err) == QN_OK && qn_program_room(p, node, nodes))
		p->node[p->nodes++] = node;
}

static void run(qn_program *p, const qn_catalogue *catalogue, world *w)
{
	static const uint64_t hash;
	qn_want want[WANTED];
	uint32_t wants = 0;
	qn_error err;
	qn_linked *linked = NULL;
	qn_value *reference = calloc(p->nodes + 1, sizeof *reference);
	if (!reference)
		return;
	qn_scalar_run(p->node, p->nodes, leaf_value, w, reference);
	w->reference = reference;
	for (uint32_t i = p->nodes; i-- > 0 && wants < WANTED;)
		if (p->node[i].type == QN_NUMBER || p->node[i].type == QN_MASK) {
			w->want[wants] = i;
			want[wants++] = (qn_want){ QN_WANT_NODE, i };
		}
	const qn_inputs in = { .entities = 1, .periods = 1, .base = 0, .year = year, .column = column, .held = held, .group = group, .groups = groups,
		.entity_hash = &hash, .member_hash = member_hash, .parameter = parameter, .parameter_setting = setting, .assumption_setting = setting,
		.parameter_name = name, .assumption_name = name, .ordinal = ordinal, .context = w };
	if (wants && qn_link(p, catalogue, QN_NONE, want, wants, &linked, &err) == QN_OK)
		if (qn_run(linked, &in, &(qn_run_options){ .threads = 1 }, 0, compare, w, &err) < 0)
			fprintf(stderr, "%s\n", err.text), abort();
	qn_linked_free(linked);
	free(reference);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_unit unit = { (char[]){ "x" }, (char[]){ "" }, NULL, QN_UNIT_RATIO, 0, 1, 1, 2 };
	qn_indicator indicator[2] = { { .id = "x", .title = { NULL, "t" }, .kind = QN_FLOW }, { .id = "y", .title = { NULL, "t" }, .kind = QN_FLOW } };
	qn_kind kind = { "thing", { NULL, "Thing" } };
	struct qn_members members = { 0 };
	const qn_catalogue catalogue = { .pack = "p", .title = { NULL, "p" }, .units = { .unit = &unit, .units = 1 }, .indicator = indicator, .indicators = 2,
		.kind = &kind, .kinds = 1, .member = &members };
	world w = { 0 };
	qn_program *p = size > 16 ? qn_program_new() : NULL;
	if (!p)
		return 0;
	for (int i = 0; i < 2; i++) {
		memcpy(&w.value[i], data + 8 * i, sizeof w.value[i]);
		w.value[i] = qn_settle(w.value[i]);
		w.piece[i] = &w.value[i];
	}
	for (size_t at = 16; at + 4 <= size && p->nodes < MOST; at += 4)
		add_node(p, &catalogue, data + at);
	run(p, &catalogue, &w);
	qn_program_free(p);
	return 0;
}
