/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/misfit.h"
#include <string.h>
#include "base/text.h"

enum { SHOWN = 60 };

static const qn_node *operand(const qn_misfit *m, uint32_t index) { return &m->program->node[index]; }

static const char *show(qn_misfit *m, uint32_t index)
{
	qn_buffer text = { 0 };
	const char *out = NULL;
	size_t length, points = 0;
	qn_node_print(m->program, m->catalogue, index, &text);
	if (!text.failed && text.data) {
		for (length = 0; length < text.length; length++)
			if ((text.data[length] & 0xC0) != 0x80 && points++ == SHOWN)
				break;
		out = qn_arena_printf(&m->arena, "%.*s%s", (int)length, text.data, length < text.length ? "…" : "");
	}
	qn_buffer_free(&text);
	return out ? out : "this";
}

static const char *words(qn_misfit *m, qn_dimension dimension)
{
	const char *text = qn_dimension_text(&m->catalogue->units, dimension, &m->arena);
	return text ? text : "";
}

/* What a value is, to be put into brackets after its formula. */
static const char *kind_of(qn_misfit *m, const qn_node *x)
{
	switch (x->type) {
	case QN_NUMBER: return words(m, x->dimension);
	case QN_RANK: return "a rank";
	case QN_MASK: return "a condition";
	case QN_CATEGORY: return "a category";
	default: return "a year";
	}
}

static const char *chinese_kind_of(qn_misfit *m, const qn_node *x)
{
	switch (x->type) {
	case QN_NUMBER: return x->dimension ? words(m, x->dimension) : "纯数";
	case QN_RANK: return "位次";
	case QN_MASK: return "条件";
	case QN_CATEGORY: return "类别";
	default: return "年份";
	}
}

static const char *chinese_of(const char *what)
{
	static const qn_both deeds[] = { { "相加", "added" }, { "相减", "subtracted" }, { "比较", "compared" }, { "二者择一", "chosen between" },
		{ "相乘:单位的幂最多到 7", "multiplied: the powers of a unit go to 7" }, { "相除:单位的幂最多到 7", "divided: the powers of a unit go to 7" } };
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
		if (!strcmp(deeds[i].english, what))
			return deeds[i].chinese;
	return what;
}

int qn_misfit_pair(qn_misfit *m, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(m, a), *y = operand(m, b);
	int rc = qn_fail(m->err, QN_ESCRIPT, "%s (%s) and %s (%s) cannot be %s", show(m, a), kind_of(m, x), show(m, b), kind_of(m, y), what);
	qn_fail_chinese(m->err, "%s(%s)与 %s(%s)不能%s", show(m, a), chinese_kind_of(m, x), show(m, b), chinese_kind_of(m, y), chinese_of(what));
	return rc;
}

/* A literal without unit beside something that has one. */
static int fail_bare(qn_misfit *m, uint32_t measured, uint32_t literal)
{
	const qn_units *units = &m->catalogue->units;
	const qn_node *x = operand(m, measured);
	const qn_unit *unit = NULL;
	char number[QN_NUMBER_SIZE];
	for (uint32_t i = 0; i < units->units && !unit; i++)
		if (units->unit[i].dimension == x->dimension && units->unit[i].maker)
			unit = &units->unit[i];
	qn_number_text(number, operand(m, literal)->value);
	if (!unit)
		return qn_fail_both(m->err, QN_ESCRIPT, "%s 的单位是%s,%s 却是纯数:请给它加上单位 %s",
			"%s is in %s and %s is a pure number: give the number its unit, %s", show(m, measured),
			words(m, x->dimension), number, words(m, x->dimension));
	return qn_fail_both(m->err, QN_ESCRIPT, "%s 的单位是%s,%s 却是纯数:请给它加上单位,如 %s(%s)",
		"%s is in %s and %s is a pure number: give the number its unit, as in %s(%s)",
		show(m, measured), words(m, x->dimension), number, unit->maker, number);
}

int qn_misfit_unlike(qn_misfit *m, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(m, a), *y = operand(m, b);
	bool adds = strcmp(what, "added") == 0 || strcmp(what, "subtracted") == 0;
	if (qn_type_is_count(m->catalogue, x) && qn_type_is_count(m->catalogue, y))
		return adds ? qn_fail_both(m->err, QN_ESCRIPT, "不同东西的个数不能相加:%s 与 %s", "counts of unlike things do not add: %s and %s", words(m, x->dimension), words(m, y->dimension))
			: qn_fail_both(m->err, QN_ESCRIPT, "不同东西的个数不能比较:%s 与 %s", "counts of unlike things do not compare: %s and %s", words(m, x->dimension), words(m, y->dimension));
	if (qn_type_is_bare(y) && y->op == QN_CONST)
		return fail_bare(m, a, b);
	if (qn_type_is_bare(x) && x->op == QN_CONST)
		return fail_bare(m, b, a);
	return qn_misfit_pair(m, a, b, what);
}

int qn_misfit_calculation(qn_misfit *m, uint32_t index)
{
	const qn_node *x = operand(m, index);
	const char *shown = show(m, index);
	switch (x->type) {
	case QN_RANK:
		return qn_fail_both(m->err, QN_ESCRIPT, "%s:位次只能比较",
			"%s: a rank compares and does nothing else", shown);
	case QN_MASK:
		return qn_fail_both(m->err, QN_ESCRIPT, "%s 是条件,不是数:请用 where(%s, x, y) 选,或数一数",
			"%s is a condition, not a number: choose with where(%s, x, y), or count it", shown, shown);
	case QN_CATEGORY:
		return qn_fail_both(m->err, QN_ESCRIPT, "%s 是类别:只能用 == 和 ~= 比较或用来分组,不能计算",
			"%s is a category: it compares with == and ~= and groups, but does not calculate", shown);
	default:
		return qn_fail_both(m->err, QN_ESCRIPT, "%s 是年份:只能加减纯数,或作比较",
			"%s is a year: add or subtract a plain number, or compare it", shown);
	}
}

/* What an operation asks of its operands. */

int qn_misfit_pure(qn_misfit *m, uint32_t index, const char *function)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "%s 要纯数,%s 的单位却是%s:请除以同单位的量",
		"%s needs a pure number and %s is in %s: divide it by something in the same unit", function,
		show(m, index), words(m, operand(m, index)->dimension));
}

int qn_misfit_mask(qn_misfit *m, uint32_t index)
{
	const qn_node *x = operand(m, index);
	int rc = qn_fail(m->err, QN_ESCRIPT, "a condition is needed and %s is %s%s: compare it with something", show(m, index),
		qn_type_is_number(x) && x->dimension ? "a number in " : "", kind_of(m, x));
	qn_fail_chinese(m->err, "这里要条件,%s 却是%s:请与什么作比较", show(m, index), chinese_kind_of(m, x));
	return rc;
}

int qn_misfit_exponent(qn_misfit *m, uint32_t of, uint32_t exponent)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "%s 的单位是%s:指数应是小的整数,%s 却不是",
		"%s is in %s: its exponent must be a small whole number, and %s is not", show(m, of),
		words(m, operand(m, of)->dimension), show(m, exponent));
}

int qn_misfit_root(qn_misfit *m, uint32_t index)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "sqrt 要平方或纯数,%s 的单位却是%s",
		"sqrt needs a square or a pure number and %s is in %s", show(m, index), words(m, operand(m, index)->dimension));
}

int qn_misfit_rounded(qn_misfit *m, uint32_t index, const char *name)
{
	const char *unit = words(m, operand(m, index)->dimension);
	return qn_fail_both(m->err, QN_ESCRIPT, "%s 的单位是%s:请说明按哪个单位取整,如 %s(number_in(%s, \"%s\"))",
		"%s is in %s: say in which unit it is to be whole, as in %s(number_in(%s, \"%s\"))",
		show(m, index), unit, name, show(m, index), unit);
}

int qn_misfit_unit(qn_misfit *m, uint32_t index, const qn_unit *unit)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "%s(%s)不能用 %s 表示",
		"%s (%s) cannot be told in %s", show(m, index), words(m, operand(m, index)->dimension), unit->id);
}

int qn_misfit_compared(qn_misfit *m, uint32_t index)
{
	return operand(m, index)->type == QN_MASK
		? qn_fail_both(m->err, QN_ESCRIPT, "%s 本身就是条件:请用 and、or、not 组合",
			"%s is a condition already: combine it with and, or, not", show(m, index))
		: qn_fail_both(m->err, QN_ESCRIPT, "%s 是类别:只能用 == 和 ~= 比较",
			"%s is a category: it compares with == and ~= only", show(m, index));
}

int qn_misfit_lag(qn_misfit *m, uint32_t index, int most)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "lag(%s, n) 往前看整期,从 1 到 %d",
		"lag(%s, n) looks back whole periods, from 1 to %d", show(m, index), most);
}

int qn_misfit_quantile(qn_misfit *m, uint32_t index)
{
	return qn_fail_both(m->err, QN_ESCRIPT, "quantile(%s, q) 的 q 在 0 到 1 之间",
		"quantile(%s, q) needs q from 0 to 1", show(m, index));
}
