/* SPDX-License-Identifier: Apache-2.0 */
/* lacking.c - who is missing from a rule's totals and counts. */
#include <stdlib.h>
#include "base/real.h"
#include "plan/linker.h"

/* What one of them is missing makes an entity lack: operands of the outermost meetings below the root, and of `present`
 * below those. Values of other periods are their own affair. */
static bool find_lacked(const qn_program *program, uint32_t root, bool *lacked)
{
	enum { ABOVE = 1, WITHIN = 2 };
	unsigned char *at = calloc((size_t)root + 1, 1);
	if (at)
		at[root] = ABOVE;
	for (uint32_t i = root + 1; at && i-- > 0;) {
		const qn_node *node = &program->node[i];
		const uint32_t operand[3] = { node->a, node->b, node->c };
		bool meets = qn_op_of(node->op)->across;
		if (!at[i] || node->op == QN_LAG || (meets && !(at[i] & ABOVE)))
			continue;
		for (int k = 0; k < 3; k++)
			if (operand[k] != QN_NONE)
				at[operand[k]] |= meets ? WITHIN : at[i];
		if (meets || (node->op == QN_PRESENT && at[i] & WITHIN))
			lacked[node->a] = true;
	}
	free(at);
	return at != NULL;
}

static uint32_t emit_mask(qn_linker *l, qn_op op, uint32_t a, uint32_t b)
{
	qn_node node = { .op = (uint16_t)op, .type = QN_MASK, .a = a, .b = b, .c = QN_NONE, .symbol = QN_NONE, .domain = QN_NONE, .place = QN_NONE };
	return a == QN_NONE ? QN_NONE : qn_linker_emit(l, OBSERVED, &node);
}

static uint32_t emit_absent(qn_linker *l, uint32_t node)
{
	return emit_mask(l, QN_NOT, emit_mask(l, QN_PRESENT, l->node[OBSERVED][node], QN_NONE), QN_NONE);
}

/* only(cond, x) is missing for whoever the condition leaves out, and that is no lack: what they lack is the condition, or x where it
 * holds. */
static uint32_t emit_lack(qn_linker *l, uint32_t index)
{
	const qn_node *node = &l->program->node[index], *other = node->op == QN_WHERE ? &l->program->node[node->c] : NULL;
	if (!other || other->op != QN_CONST || !qn_is_missing(other->value))
		return emit_absent(l, index);
	uint32_t unknown = emit_absent(l, node->a), without = emit_absent(l, node->b);
	if (unknown == QN_NONE || without == QN_NONE)
		return QN_NONE;
	return emit_mask(l, QN_OR, unknown, emit_mask(l, QN_AND, l->node[OBSERVED][node->a], without));
}

/* How many lack something, or which do. */
static uint32_t emit_lacking(qn_linker *l, uint32_t root, const bool *lacked, bool each)
{
	qn_node number = { .op = QN_CONST, .type = each ? QN_MASK : QN_NUMBER, .bare = 1, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = QN_NONE,
		.domain = QN_NONE, .place = QN_NONE };
	uint32_t any = QN_NONE;
	for (uint32_t i = 0; i < root; i++) {
		if (!lacked[i])
			continue;
		uint32_t absent = emit_lack(l, i);
		if (absent == QN_NONE)
			return QN_NONE;
		any = any == QN_NONE ? absent : emit_mask(l, QN_OR, absent, any);
		if (any == QN_NONE)
			return QN_NONE;
	}
	if (any != QN_NONE && each)
		return any;
	if (any != QN_NONE) {
		number.op = QN_COUNT;
		number.a = any;
		number.symbol = QN_ALL;
	}
	return qn_linker_emit(l, OBSERVED, &number);
}

int qn_linker_lacking(qn_linker *l, uint32_t root, bool each, qn_slot *out)
{
	bool *lacked = calloc((size_t)root + 1, sizeof *lacked);
	bool found = lacked && find_lacked(l->program, root, lacked);
	*out = (qn_slot){ found ? emit_lacking(l, root, lacked, each) : QN_NONE, QN_NONE };
	free(lacked);
	return out->observed == QN_NONE ? qn_no_memory(l->err) : QN_OK;
}
