/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - the table of operations. */
#include "plan/node.h"

static const qn_op_info ops[QN_OPS] = {
	[QN_CONST] = { "const", 0, true, false },
	[QN_INPUT] = { "input", 0, true, false },
	[QN_HOLD] = { "hold", 0, true, false },
	[QN_PARAMETER] = { "parameter", 0, true, false },
	[QN_ASSUME] = { "assume", 0, true, false },
	[QN_ATTRIBUTE] = { "attribute", 0, true, false },
	[QN_YEAR] = { "year", 0, true, false },
	[QN_ADD] = { "add", 2, false, false },
	[QN_SUB] = { "sub", 2, false, false },
	[QN_MUL] = { "mul", 2, false, false },
	[QN_DIV] = { "div", 2, false, false },
	[QN_POW] = { "pow", 2, false, false },
	[QN_MIN] = { "min", 2, false, false },
	[QN_MAX] = { "max", 2, false, false },
	[QN_NEG] = { "neg", 1, false, false },
	[QN_ABS] = { "abs", 1, false, false },
	[QN_SQRT] = { "sqrt", 1, false, false },
	[QN_LOG] = { "log", 1, false, false },
	[QN_EXP] = { "exp", 1, false, false },
	[QN_FLOOR] = { "floor", 1, false, false },
	[QN_CEIL] = { "ceil", 1, false, false },
	[QN_LT] = { "lt", 2, false, false },
	[QN_LE] = { "le", 2, false, false },
	[QN_GT] = { "gt", 2, false, false },
	[QN_GE] = { "ge", 2, false, false },
	[QN_EQ] = { "eq", 2, false, false },
	[QN_NE] = { "ne", 2, false, false },
	[QN_AND] = { "and", 2, false, false },
	[QN_OR] = { "or", 2, false, false },
	[QN_NOT] = { "not", 1, false, false },
	[QN_PRESENT] = { "present", 1, false, false },
	[QN_AS_NUMBER] = { "as_number", 1, false, false },
	[QN_WHERE] = { "where", 3, false, false },
	[QN_FILL] = { "fill", 2, false, false },
	[QN_BARE] = { "bare", 1, false, false },
	[QN_LAG] = { "lag", 1, false, false },
	[QN_TOTAL] = { "total", 1, false, true },
	[QN_MEAN] = { "mean", 1, false, true },
	[QN_COUNT] = { "count", 1, false, true },
	[QN_RANKED] = { "rank", 1, false, true },
	[QN_SHARE] = { "share", 1, false, true },
	[QN_QUANTILE] = { "quantile", 1, false, true },
};

const qn_op_info *qn_op_of(uint16_t op)
{
	return op < QN_OPS ? &ops[op] : NULL;
}
