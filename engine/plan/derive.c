/* SPDX-License-Identifier: Apache-2.0 */
/* derive.c - the one typing rule of plans: what a node is follows from its operands and its symbol, and what does not
 * fit is said in words that show how to write it right. */
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "plan/program.h"

enum { SHOWN = 60, MOST_LAG = 1000 };

struct derive {
	const qn_program *program;
	const qn_catalogue *catalogue;
	qn_node *node;
	qn_error *err;
	qn_arena arena; /* words of messages */
};

static const qn_node *operand(const struct derive *d, uint32_t index) { return &d->program->node[index]; }
static bool is_number(const qn_node *x) { return x->type == QN_NUMBER; }
static bool is_pure(const qn_node *x) { return is_number(x) && x->dimension == 0; }
static bool is_bare(const qn_node *x) { return is_pure(x) && x->bare; }
static bool is_zero(const qn_node *x) { return x->op == QN_CONST && is_bare(x) && (x->value == 0 || qn_is_missing(x->value)); }
static bool is_count(const struct derive *d, const qn_node *x)
{
	return is_number(x) && qn_dimension_is_count(&d->catalogue->units, x->dimension);
}

/* Words. */

static const char *show(struct derive *d, uint32_t index)
{
	qn_buffer text = { 0 };
	const char *out = NULL;
	size_t length, points = 0;
	qn_node_print(d->program, d->catalogue, index, &text);
	if (!text.failed && text.data) {
		for (length = 0; length < text.length; length++)
			if ((text.data[length] & 0xC0) != 0x80 && points++ == SHOWN)
				break;
		out = qn_arena_printf(&d->arena, "%.*s%s", (int)length, text.data, length < text.length ? "…" : "");
	}
	qn_buffer_free(&text);
	return out ? out : "this";
}

static const char *words(struct derive *d, qn_dimension dimension)
{
	const char *text = qn_dimension_text(&d->catalogue->units, dimension, &d->arena);
	return text ? text : "";
}

/* What a value is, to be put into brackets after its formula. */
static const char *kind_of(struct derive *d, const qn_node *x)
{
	switch (x->type) {
	case QN_NUMBER: return words(d, x->dimension);
	case QN_RANK: return "a rank";
	case QN_MASK: return "a condition";
	case QN_CATEGORY: return "a category";
	default: return "a year";
	}
}

static const char *chinese_kind_of(struct derive *d, const qn_node *x)
{
	switch (x->type) {
	case QN_NUMBER: return x->dimension ? words(d, x->dimension) : "纯数";
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

static int fail_pair(struct derive *d, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(d, a), *y = operand(d, b);
	int rc = qn_fail(d->err, QN_ESCRIPT, "%s (%s) and %s (%s) cannot be %s", show(d, a), kind_of(d, x), show(d, b), kind_of(d, y), what);
	qn_fail_chinese(d->err, "%s(%s)与 %s(%s)不能%s", show(d, a), chinese_kind_of(d, x), show(d, b), chinese_kind_of(d, y), chinese_of(what));
	return rc;
}

/* A literal without unit beside something that has one. */
static int fail_bare(struct derive *d, uint32_t measured, uint32_t literal)
{
	const qn_units *units = &d->catalogue->units;
	const qn_node *x = operand(d, measured);
	const qn_unit *unit = NULL;
	char number[QN_NUMBER_SIZE];
	for (uint32_t i = 0; i < units->units && !unit; i++)
		if (units->unit[i].dimension == x->dimension && units->unit[i].maker)
			unit = &units->unit[i];
	qn_number_text(number, operand(d, literal)->value);
	if (!unit)
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 的单位是%s,%s 却是纯数:请给它加上单位 %s",
			"%s is in %s and %s is a pure number: give the number its unit, %s", show(d, measured),
			words(d, x->dimension), number, words(d, x->dimension));
	return qn_fail_both(d->err, QN_ESCRIPT, "%s 的单位是%s,%s 却是纯数:请给它加上单位,如 %s(%s)",
		"%s is in %s and %s is a pure number: give the number its unit, as in %s(%s)",
		show(d, measured), words(d, x->dimension), number, unit->maker, number);
}

static int fail_unlike(struct derive *d, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(d, a), *y = operand(d, b);
	bool adds = strcmp(what, "added") == 0 || strcmp(what, "subtracted") == 0;
	if (is_count(d, x) && is_count(d, y))
		return adds ? qn_fail_both(d->err, QN_ESCRIPT, "不同东西的个数不能相加:%s 与 %s", "counts of unlike things do not add: %s and %s", words(d, x->dimension), words(d, y->dimension))
			: qn_fail_both(d->err, QN_ESCRIPT, "不同东西的个数不能比较:%s 与 %s", "counts of unlike things do not compare: %s and %s", words(d, x->dimension), words(d, y->dimension));
	if (is_bare(y) && y->op == QN_CONST)
		return fail_bare(d, a, b);
	if (is_bare(x) && x->op == QN_CONST)
		return fail_bare(d, b, a);
	return fail_pair(d, a, b, what);
}

static int fail_calculation(struct derive *d, uint32_t index)
{
	const qn_node *x = operand(d, index);
	const char *shown = show(d, index);
	switch (x->type) {
	case QN_RANK:
		return qn_fail_both(d->err, QN_ESCRIPT, "%s:位次只能比较",
			"%s: a rank compares and does nothing else", shown);
	case QN_MASK:
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 是条件,不是数:请用 where(%s, x, y) 选,或数一数",
			"%s is a condition, not a number: choose with where(%s, x, y), or count it", shown, shown);
	case QN_CATEGORY:
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 是类别:只能用 == 和 ~= 比较或用来分组,不能计算",
			"%s is a category: it compares with == and ~= and groups, but does not calculate", shown);
	default:
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 是年份:只能加减纯数,或作比较",
			"%s is a year: add or subtract a plain number, or compare it", shown);
	}
}

/* Checks. */

static int need_number(struct derive *d, uint32_t index)
{
	return is_number(operand(d, index)) ? QN_OK : fail_calculation(d, index);
}

static int need_pure(struct derive *d, uint32_t index, const char *function)
{
	const qn_node *x = operand(d, index);
	int rc = need_number(d, index);
	if (rc != QN_OK || x->dimension == 0)
		return rc;
	return qn_fail_both(d->err, QN_ESCRIPT, "%s 要纯数,%s 的单位却是%s:请除以同单位的量",
		"%s needs a pure number and %s is in %s: divide it by something in the same unit", function,
		show(d, index), words(d, x->dimension));
}

static int need_mask(struct derive *d, uint32_t index)
{
	const qn_node *x = operand(d, index);
	if (x->type == QN_MASK)
		return QN_OK;
	int rc = qn_fail(d->err, QN_ESCRIPT, "a condition is needed and %s is %s%s: compare it with something", show(d, index),
		is_number(x) && x->dimension ? "a number in " : "", kind_of(d, x));
	qn_fail_chinese(d->err, "这里要条件,%s 却是%s:请与什么作比较", show(d, index), chinese_kind_of(d, x));
	return rc;
}

static void become(struct derive *d, qn_type type, qn_dimension dimension, bool bare)
{
	d->node->type = (uint8_t)type;
	d->node->dimension = type == QN_NUMBER ? dimension : 0;
	d->node->bare = type == QN_NUMBER && dimension == 0 && bare;
	d->node->domain = QN_NONE;
}

static void become_like(struct derive *d, const qn_node *x)
{
	become(d, (qn_type)x->type, x->dimension, x->bare);
	d->node->domain = x->domain;
}

/* Do two numbers stand for the same thing? *common is the one with the unit. */
static bool alike(const struct derive *d, const qn_node *x, const qn_node *y, qn_dimension *common, bool *bare)
{
	*common = x->dimension ? x->dimension : y->dimension;
	*bare = x->bare && y->bare;
	if (x->dimension == y->dimension)
		return true;
	if (is_zero(x) || is_zero(y))
		return true;
	return (is_bare(x) && is_count(d, y)) || (is_bare(y) && is_count(d, x));
}

/* Two values of one kind, as comparing, choosing and filling need them: becomes the common kind. */
static int match(struct derive *d, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(d, a), *y = operand(d, b);
	qn_dimension common;
	bool bare;
	if (is_number(x) && is_number(y)) {
		if (!alike(d, x, y, &common, &bare))
			return fail_unlike(d, a, b, what);
		become(d, QN_NUMBER, common, bare);
		return QN_OK;
	}
	if (is_bare(x) && (y->type == QN_RANK || y->type == QN_PERIOD))
		become_like(d, y);
	else if (x->type == y->type || (is_bare(y) && (x->type == QN_RANK || x->type == QN_PERIOD)))
		become_like(d, x);
	else
		return fail_pair(d, a, b, what);
	return x->type == QN_CATEGORY && x->domain != y->domain ? fail_pair(d, a, b, what) : QN_OK;
}

/* Leaves. */

static int derive_category(struct derive *d, uint32_t domain)
{
	uint32_t index = domain & ~QN_OPTION_DOMAIN;
	bool known = domain & QN_OPTION_DOMAIN ? index < d->program->parameters && d->program->parameter[index].readings
	                                       : index < d->catalogue->kinds && index != d->catalogue->subject;
	if (!known)
		return qn_fail(d->err, QN_ESCRIPT, "a category of nothing known: %u", domain);
	become(d, QN_CATEGORY, 0, false);
	d->node->domain = domain;
	return QN_OK;
}

static int derive_member(struct derive *d)
{
	uint32_t domain = d->node->symbol, index = domain & ~QN_OPTION_DOMAIN, count;
	int rc = derive_category(d, domain);
	if (rc != QN_OK)
		return rc;
	count = domain & QN_OPTION_DOMAIN ? d->program->parameter[index].readings : d->catalogue->member[index].count;
	if (d->node->value >= 0 && d->node->value < count && d->node->value == floor(d->node->value))
		return QN_OK;
	return qn_fail(d->err, QN_ESCRIPT, "member %g of a category with %u members", d->node->value, count);
}

static bool known_dimensions(const qn_units *units, qn_dimension dimension)
{
	return units->dimensions >= QN_DIMENSIONS || dimension >> (4 * units->dimensions) == 0;
}

static int derive_const(struct derive *d)
{
	qn_node *node = d->node;
	double value = node->value;
	qn_type type = (qn_type)node->type;
	bool ok = node->type <= QN_PERIOD && !isinf(value);
	if (ok && type == QN_CATEGORY)
		return derive_member(d);
	if (ok && type == QN_MASK)
		ok = qn_is_missing(value) || value == 0 || value == 1;
	if (ok && type == QN_PERIOD)
		ok = qn_is_missing(value) || value == floor(value);
	if (!ok || node->symbol != QN_NONE || !known_dimensions(&d->catalogue->units, node->dimension))
		return qn_fail(d->err, QN_ESCRIPT, "a constant that is none: %g", value);
	become(d, type, node->dimension, node->bare);
	return QN_OK;
}

/* A unit that counts no particular thing ("个") leaves open what is counted. */
static bool counts_anything(const qn_catalogue *catalogue, uint32_t unit)
{
	return catalogue->units.unit[unit].kind == QN_UNIT_COUNT && catalogue->units.unit[unit].dimension == 0;
}

static int derive_indicator(struct derive *d)
{
	const qn_catalogue *catalogue = d->catalogue;
	const qn_indicator *indicator;
	qn_unit_kind kind;
	if (d->node->symbol >= catalogue->indicators)
		return qn_fail(d->err, QN_ESCRIPT, "indicator %u is not in the catalogue", d->node->symbol);
	indicator = &catalogue->indicator[d->node->symbol];
	kind = catalogue->units.unit[indicator->unit].kind;
	bool bare = d->program->is_rolling && counts_anything(catalogue, indicator->unit); /* a register's "个" is of what its roll-up counts */
	become(d, kind == QN_UNIT_RANK ? QN_RANK : kind == QN_UNIT_FLAG ? QN_MASK : QN_NUMBER, indicator->dimension, bare);
	return QN_OK;
}

static int derive_parameter(struct derive *d)
{
	const qn_parameter *parameter;
	if (d->node->symbol >= d->program->parameters)
		return qn_fail(d->err, QN_ESCRIPT, "parameter %u is not declared", d->node->symbol);
	parameter = &d->program->parameter[d->node->symbol];
	if (parameter->type == QN_CATEGORY)
		return derive_category(d, QN_OPTION_DOMAIN | d->node->symbol);
	become(d, parameter->type, parameter->dimension, counts_anything(d->catalogue, parameter->unit));
	return QN_OK;
}

static int derive_assumption(struct derive *d)
{
	const qn_assumption *assumption;
	if (d->node->symbol >= d->program->assumptions)
		return qn_fail(d->err, QN_ESCRIPT, "assumption %u is not declared", d->node->symbol);
	assumption = &d->program->assumption[d->node->symbol];
	become(d, QN_NUMBER, assumption->dimension, counts_anything(d->catalogue, assumption->unit));
	return QN_OK;
}

static int derive_leaf(struct derive *d)
{
	switch (d->node->op) {
	case QN_CONST: return derive_const(d);
	case QN_INPUT:
	case QN_HOLD: return derive_indicator(d);
	case QN_PARAMETER: return derive_parameter(d);
	case QN_ASSUME: return derive_assumption(d);
	case QN_ATTRIBUTE:
		if (d->node->symbol & QN_OPTION_DOMAIN) /* readers take the symbol as it is for a kind */
			return qn_fail(d->err, QN_ESCRIPT, "a category of nothing known: %u", d->node->symbol);
		return derive_category(d, d->node->symbol);
	default: become(d, QN_PERIOD, 0, false); return QN_OK;
	}
}

/* Arithmetic. */

/* A year moves by a plain number; the distance of two years is one. */
static int derive_year(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a), *y = operand(d, d->node->b);
	bool minus = d->node->op == QN_SUB;
	if (minus && x->type == QN_PERIOD && y->type == QN_PERIOD)
		become(d, QN_NUMBER, 0, true);
	else if ((x->type == QN_PERIOD && is_bare(y)) || (!minus && is_bare(x) && y->type == QN_PERIOD))
		become(d, QN_PERIOD, 0, false);
	else
		return fail_pair(d, d->node->a, d->node->b, minus ? "subtracted" : "added");
	return QN_OK;
}

static int derive_sum(struct derive *d)
{
	uint32_t a = d->node->a, b = d->node->b;
	const qn_node *x = operand(d, a), *y = operand(d, b);
	const char *what = d->node->op == QN_ADD ? "added" : d->node->op == QN_SUB ? "subtracted" : "compared";
	qn_dimension common;
	bool bare;
	int rc;
	if ((d->node->op == QN_ADD || d->node->op == QN_SUB) && (x->type == QN_PERIOD || y->type == QN_PERIOD))
		return derive_year(d);
	if ((rc = need_number(d, a)) != QN_OK || (rc = need_number(d, b)) != QN_OK)
		return rc;
	if (!alike(d, x, y, &common, &bare))
		return fail_unlike(d, a, b, what);
	become(d, QN_NUMBER, common, bare);
	return QN_OK;
}

static int derive_product(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a), *y = operand(d, d->node->b);
	bool times = d->node->op == QN_MUL;
	qn_dimension dimension = 0;
	int rc;
	if ((rc = need_number(d, d->node->a)) != QN_OK || (rc = need_number(d, d->node->b)) != QN_OK)
		return rc;
	if (!(times ? qn_dimension_multiply : qn_dimension_divide)(x->dimension, y->dimension, &dimension))
		return fail_pair(d, d->node->a, d->node->b, times ? "multiplied: the powers of a unit go to 7" : "divided: the powers of a unit go to 7");
	become(d, QN_NUMBER, dimension, x->bare && y->bare);
	return QN_OK;
}

static int derive_power(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a), *y = operand(d, d->node->b);
	qn_dimension dimension = 0;
	int rc;
	if ((rc = need_number(d, d->node->a)) != QN_OK || (rc = need_pure(d, d->node->b, "an exponent")) != QN_OK)
		return rc;
	if (x->dimension) {
		bool whole = y->op == QN_CONST && y->value >= -8 && y->value <= 7 && y->value == floor(y->value);
		if (!whole || !qn_dimension_power(x->dimension, (int)y->value, &dimension))
			return qn_fail_both(d->err, QN_ESCRIPT, "%s 的单位是%s:指数应是小的整数,%s 却不是",
				"%s is in %s: its exponent must be a small whole number, and %s is not", show(d, d->node->a),
				words(d, x->dimension), show(d, d->node->b));
	}
	become(d, QN_NUMBER, dimension, x->bare && y->bare);
	return QN_OK;
}

static bool halve(qn_dimension whole, qn_dimension *half)
{
	*half = 0;
	for (int i = 0; i < QN_DIMENSIONS; i++) {
		int power = (int)(whole >> (4 * i) & 15);
		if (power & 1)
			return false;
		power = (power >= 8 ? power - 16 : power) / 2;
		*half |= (qn_dimension)(power & 15) << (4 * i);
	}
	return true;
}

static int derive_root(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a);
	qn_dimension half;
	int rc = need_number(d, d->node->a);
	if (rc != QN_OK)
		return rc;
	if (!halve(x->dimension, &half))
		return qn_fail_both(d->err, QN_ESCRIPT, "sqrt 要平方或纯数,%s 的单位却是%s",
			"sqrt needs a square or a pure number and %s is in %s", show(d, d->node->a), words(d, x->dimension));
	become(d, QN_NUMBER, half, x->bare);
	return QN_OK;
}

/* Whole 亿元 and whole 万元 differ: only pure numbers and counts have whole parts of their own. */
static int derive_rounded(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a);
	const char *name = qn_op_of(d->node->op)->name;
	int rc = need_number(d, d->node->a);
	if (rc != QN_OK)
		return rc;
	if (!is_pure(x) && !is_count(d, x))
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 的单位是%s:请说明按哪个单位取整,如 %s(number_in(%s, \"%s\"))",
			"%s is in %s: say in which unit it is to be whole, as in %s(number_in(%s, \"%s\"))",
			show(d, d->node->a), words(d, x->dimension), name, show(d, d->node->a), words(d, x->dimension));
	become_like(d, x);
	return QN_OK;
}

static int derive_bare(struct derive *d)
{
	const qn_units *units = &d->catalogue->units;
	const qn_node *x = operand(d, d->node->a);
	const qn_unit *unit;
	int rc = need_number(d, d->node->a);
	if (rc != QN_OK)
		return rc;
	if (d->node->symbol >= units->units)
		return qn_fail(d->err, QN_ESCRIPT, "unit %u is not in the catalogue", d->node->symbol);
	unit = &units->unit[d->node->symbol];
	if (unit->kind == QN_UNIT_RANK || unit->kind == QN_UNIT_FLAG || (unit->dimension != x->dimension
	    && !(counts_anything(d->catalogue, d->node->symbol) && is_count(d, x))))
		return qn_fail_both(d->err, QN_ESCRIPT, "%s(%s)不能用 %s 表示",
			"%s (%s) cannot be told in %s", show(d, d->node->a), words(d, x->dimension), unit->id);
	become(d, QN_NUMBER, 0, true);
	d->node->value = qn_unit_from_reference(unit, 1);
	return QN_OK;
}

static int derive_function(struct derive *d)
{
	int rc;
	switch (d->node->op) {
	case QN_SQRT: return derive_root(d);
	case QN_FLOOR:
	case QN_CEIL: return derive_rounded(d);
	case QN_LOG:
	case QN_EXP:
		rc = need_pure(d, d->node->a, qn_op_of(d->node->op)->name);
		break;
	default: rc = need_number(d, d->node->a);
	}
	if (rc == QN_OK)
		become_like(d, operand(d, d->node->a));
	return rc;
}

/* Comparing, choosing. */

static int derive_comparison(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a);
	int rc = match(d, d->node->a, d->node->b, "compared");
	if (rc != QN_OK)
		return rc;
	if (x->type == QN_MASK)
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 本身就是条件:请用 and、or、not 组合",
			"%s is a condition already: combine it with and, or, not", show(d, d->node->a));
	if (x->type == QN_CATEGORY && d->node->op < QN_EQ)
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 是类别:只能用 == 和 ~= 比较",
			"%s is a category: it compares with == and ~= only", show(d, d->node->a));
	become(d, QN_MASK, 0, false);
	return QN_OK;
}

static int derive_logic(struct derive *d)
{
	int rc = need_mask(d, d->node->a);
	if (rc == QN_OK && d->node->b != QN_NONE)
		rc = need_mask(d, d->node->b);
	if (rc == QN_OK)
		become(d, QN_MASK, 0, false);
	return rc;
}

static int derive_choice(struct derive *d)
{
	int rc;
	switch (d->node->op) {
	case QN_PRESENT:
		become(d, QN_MASK, 0, false);
		return QN_OK;
	case QN_AS_NUMBER:
		if ((rc = need_mask(d, d->node->a)) == QN_OK)
			become(d, QN_NUMBER, 0, true);
		return rc;
	case QN_WHERE:
		rc = need_mask(d, d->node->a);
		return rc == QN_OK ? match(d, d->node->b, d->node->c, "chosen between") : rc;
	default: /* fill */
		return match(d, d->node->a, d->node->b, "used for one another");
	}
}

static int derive_lag(struct derive *d)
{
	if (d->node->symbol < 1 || d->node->symbol > MOST_LAG)
		return qn_fail_both(d->err, QN_ESCRIPT, "lag(%s, n) 往前看整期,从 1 到 %d",
			"lag(%s, n) looks back whole periods, from 1 to %d", show(d, d->node->a), MOST_LAG);
	become_like(d, operand(d, d->node->a));
	return QN_OK;
}

/* Across entities. */

static int derive_across(struct derive *d)
{
	const qn_catalogue *catalogue = d->catalogue;
	const qn_node *x = operand(d, d->node->a);
	uint32_t by = d->node->symbol;
	const char *name = qn_op_of(d->node->op)->name;
	int rc = d->node->op == QN_COUNT ? need_mask(d, d->node->a) : need_number(d, d->node->a);
	if (rc != QN_OK)
		return rc;
	if (by != QN_ALL && by >= catalogue->kinds)
		return qn_fail(d->err, QN_ESCRIPT, "%s groups by a kind that is not in the catalogue: %u", name, by);
	if (by == catalogue->subject)
		return qn_fail_both(d->err, QN_ESCRIPT, "%s 按 %s 分组,每组只有一个:请按它所属的分组",
			"%s by %s has groups of one: group by what it belongs to", name, catalogue->kind[by].id);
	if (d->node->op == QN_QUANTILE && !(d->node->value >= 0 && d->node->value <= 1))
		return qn_fail_both(d->err, QN_ESCRIPT, "quantile(%s, q) 的 q 在 0 到 1 之间",
			"quantile(%s, q) needs q from 0 to 1", show(d, d->node->a));
	if (d->node->op == QN_COUNT || d->node->op == QN_SHARE)
		become(d, QN_NUMBER, 0, d->node->op == QN_COUNT);
	else if (d->node->op == QN_RANKED)
		become(d, QN_RANK, 0, false);
	else
		become_like(d, x);
	return QN_OK;
}

static int derive(struct derive *d)
{
	uint16_t op = d->node->op;
	if (qn_op_of(op)->leaf)
		return derive_leaf(d);
	if (qn_op_of(op)->across)
		return derive_across(d);
	if (op == QN_MUL || op == QN_DIV)
		return derive_product(d);
	if (op == QN_POW)
		return derive_power(d);
	if (op <= QN_MAX)
		return derive_sum(d);
	if (op <= QN_CEIL)
		return derive_function(d);
	if (op <= QN_NE)
		return derive_comparison(d);
	if (op <= QN_NOT)
		return derive_logic(d);
	if (op == QN_BARE)
		return derive_bare(d);
	return op == QN_LAG ? derive_lag(d) : derive_choice(d);
}

/* Each operand that the operation has is one of the program's nodes, and no other is there. */
static bool operands_fit(const struct derive *d, const qn_op_info *info)
{
	uint32_t operand_of[3] = { d->node->a, d->node->b, d->node->c };
	for (int i = 0; i < 3; i++)
		if (i < info->operands ? operand_of[i] >= d->program->nodes : operand_of[i] != QN_NONE)
			return false;
	return true;
}

int qn_node_derive(const qn_program *program, const qn_catalogue *catalogue, qn_node *node, qn_error *err)
{
	struct derive d = { .program = program, .catalogue = catalogue, .node = node, .err = err };
	const qn_op_info *info = qn_op_of(node->op);
	int rc;
	if (!info)
		return qn_fail(err, QN_EINPUT, "operation %u does not exist", node->op);
	if (!operands_fit(&d, info))
		return qn_fail(err, QN_EINPUT, "%s: its operands are not nodes before it", info->name);
	rc = derive(&d);
	qn_arena_free(&d.arena);
	return rc;
}
