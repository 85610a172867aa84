/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.c - one operation on one value. */
#include "plan/scalar.h"

static double number_of_two(qn_op op, double a, double b)
{
	switch (op) {
	case QN_ADD: return a + b;
	case QN_SUB: return a - b;
	case QN_MUL: return a * b;
	case QN_DIV: return a / b;
	case QN_POW: return qn_pow(a, b);
	case QN_MIN: return b < a ? b : a;
	case QN_MAX: return a < b ? b : a;
	case QN_BARE: return a * b;
	default: return QN_MISSING;
	}
}

double qn_scalar_number(qn_op op, double a, double b)
{
	if (qn_is_missing(a))
		return QN_MISSING;
	switch (op) {
	case QN_NEG: return -a;
	case QN_ABS: return fabs(a);
	case QN_SQRT: return qn_settle(sqrt(a));
	case QN_LOG: return a > 0 ? qn_settle(qn_log(a)) : QN_MISSING;
	case QN_EXP: return qn_settle(qn_exp(a));
	case QN_FLOOR: return floor(a);
	case QN_CEIL: return ceil(a);
	default: return qn_is_missing(b) ? QN_MISSING : qn_settle(number_of_two(op, a, b));
	}
}

qn_mask qn_scalar_compare(qn_op op, double a, double b)
{
	if (qn_is_missing(a) || qn_is_missing(b))
		return QN_UNKNOWN;
	switch (op) {
	case QN_LT: return qn_mask_of(a < qn_edge(b, -QN_MARGIN));
	case QN_LE: return qn_mask_of(a <= qn_edge(b, QN_MARGIN));
	case QN_GT: return qn_mask_of(a > qn_edge(b, QN_MARGIN));
	case QN_GE: return qn_mask_of(a >= qn_edge(b, -QN_MARGIN));
	case QN_EQ: return qn_mask_of(a == b);
	case QN_NE: return qn_mask_of(a != b);
	default: return QN_UNKNOWN;
	}
}

qn_value qn_scalar_value(const qn_node *node, double number)
{
	if (node->type != QN_MASK)
		return (qn_value){ .number = qn_settle(number) };
	return (qn_value){ .mask = qn_is_missing(number) ? QN_UNKNOWN : qn_mask_of(number != 0) };
}

static bool is_missing(const qn_node *node, qn_value value)
{
	return node->type == QN_MASK ? value.mask == QN_UNKNOWN : qn_is_missing(value.number);
}

static qn_value where(const qn_node *node, qn_mask mask, qn_value a, qn_value b)
{
	if (mask == QN_TRUE)
		return a;
	if (mask == QN_FALSE)
		return b;
	if (node->type == QN_MASK)
		return (qn_value){ .mask = a.mask == b.mask ? a.mask : QN_UNKNOWN };
	return (qn_value){ .number = a.number == b.number ? a.number : QN_MISSING };
}

/* In a world of one entity. */
static double across(const qn_node *node, qn_value a)
{
	switch (node->op) {
	case QN_COUNT: return a.mask == QN_UNKNOWN ? QN_MISSING : a.mask == QN_TRUE;
	case QN_RANKED: return qn_is_missing(a.number) ? QN_MISSING : 1;
	case QN_SHARE: return qn_scalar_number(QN_DIV, a.number, a.number);
	default: return a.number; /* total, mean, quantile */
	}
}

static qn_value logic(const qn_node *node, const qn_node *nodes, const qn_value *values)
{
	qn_value a = values[node->a];
	switch (node->op) {
	case QN_AND: return (qn_value){ .mask = qn_mask_and(a.mask, values[node->b].mask) };
	case QN_OR: return (qn_value){ .mask = qn_mask_or(a.mask, values[node->b].mask) };
	case QN_NOT: return (qn_value){ .mask = qn_mask_not(a.mask) };
	case QN_PRESENT: return (qn_value){ .mask = qn_mask_of(!is_missing(&nodes[node->a], a)) };
	case QN_AS_NUMBER: return (qn_value){ .number = a.mask == QN_UNKNOWN ? QN_MISSING : a.mask == QN_TRUE };
	case QN_WHERE: return where(node, a.mask, values[node->b], values[node->c]);
	case QN_FILL: return is_missing(node, a) ? values[node->b] : a;
	default: return a; /* lag: nothing changes over time */
	}
}

qn_value qn_scalar_node(const qn_node *node, const qn_node *nodes, const qn_value *values)
{
	double b = node->b == QN_NONE ? node->value : values[node->b].number;
	if (qn_op_compares(node->op))
		return (qn_value){ .mask = qn_scalar_compare((qn_op)node->op, values[node->a].number, b) };
	if (qn_op_of(node->op)->across)
		return (qn_value){ .number = across(node, values[node->a]) };
	if (node->op >= QN_AND && node->op != QN_BARE)
		return logic(node, nodes, values);
	return (qn_value){ .number = qn_scalar_number((qn_op)node->op, values[node->a].number, b) };
}

void qn_scalar_run(const qn_node *node, uint32_t nodes, double (*leaf)(void *context, const qn_node *node), void *context, qn_value *values)
{
	for (uint32_t i = 0; i < nodes; i++) {
		if (node[i].op == QN_CONST)
			values[i] = qn_scalar_value(&node[i], node[i].value);
		else if (node[i].a == QN_NONE) /* also the lag of a linked graph, which looks into a slot */
			values[i] = qn_scalar_value(&node[i], leaf(context, &node[i]));
		else
			values[i] = qn_scalar_node(&node[i], node, values);
	}
}
