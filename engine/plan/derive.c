/* SPDX-License-Identifier: Apache-2.0 */
/* derive.c - the one typing rule of plans: what a node is follows from its operands and its symbol. */
#include "base/real.h"
#include "plan/misfit.h"

enum { MOST_LAG = 1000 };

struct derive {
	const qn_program *program;
	const qn_catalogue *catalogue;
	qn_node *node;
	qn_error *err;
	qn_misfit misfit;
};

static const qn_node *operand(const struct derive *d, uint32_t index) { return &d->program->node[index]; }
static bool is_pure(const qn_node *x) { return qn_type_is_number(x) && x->dimension == 0; }
static bool is_zero(const qn_node *x) { return x->op == QN_CONST && qn_type_is_bare(x) && (x->value == 0 || qn_is_missing(x->value)); }
/* Checks. */

static int need_number(struct derive *d, uint32_t index)
{
	return qn_type_is_number(operand(d, index)) ? QN_OK : qn_misfit_calculation(&d->misfit, index);
}

static int need_pure(struct derive *d, uint32_t index, const char *function)
{
	const qn_node *x = operand(d, index);
	int rc = need_number(d, index);
	if (rc != QN_OK || x->dimension == 0)
		return rc;
	return qn_misfit_pure(&d->misfit, index, function);
}

static int need_mask(struct derive *d, uint32_t index)
{
	return operand(d, index)->type == QN_MASK ? QN_OK : qn_misfit_mask(&d->misfit, index);
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
	return (qn_type_is_bare(x) && qn_type_is_count(d->catalogue, y)) || (qn_type_is_bare(y) && qn_type_is_count(d->catalogue, x));
}

/* Two values of one kind, as comparing, choosing and filling need them: becomes the common kind. */
static int match(struct derive *d, uint32_t a, uint32_t b, const char *what)
{
	const qn_node *x = operand(d, a), *y = operand(d, b);
	qn_dimension common;
	bool bare;
	if (qn_type_is_number(x) && qn_type_is_number(y)) {
		if (!alike(d, x, y, &common, &bare))
			return qn_misfit_unlike(&d->misfit, a, b, what);
		become(d, QN_NUMBER, common, bare);
		return QN_OK;
	}
	if (qn_type_is_bare(x) && (y->type == QN_RANK || y->type == QN_PERIOD))
		become_like(d, y);
	else if (x->type == y->type || (qn_type_is_bare(y) && (x->type == QN_RANK || x->type == QN_PERIOD)))
		become_like(d, x);
	else
		return qn_misfit_pair(&d->misfit, a, b, what);
	return x->type == QN_CATEGORY && x->domain != y->domain ? qn_misfit_pair(&d->misfit, a, b, what) : QN_OK;
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
	if (!ok || node->symbol != QN_NONE || !qn_units_hold(&d->catalogue->units, node->dimension))
		return qn_fail_both(d->err, QN_ESCRIPT, "有个常数不是数:%g", "a constant that is none: %g", value);
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
	else if ((x->type == QN_PERIOD && qn_type_is_bare(y)) || (!minus && qn_type_is_bare(x) && y->type == QN_PERIOD))
		become(d, QN_PERIOD, 0, false);
	else
		return qn_misfit_pair(&d->misfit, d->node->a, d->node->b, minus ? "subtracted" : "added");
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
		return qn_misfit_unlike(&d->misfit, a, b, what);
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
		return qn_misfit_pair(&d->misfit, d->node->a, d->node->b, times ? "multiplied: the powers of a unit go to 7" : "divided: the powers of a unit go to 7");
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
			return qn_misfit_exponent(&d->misfit, d->node->a, d->node->b);
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
		return qn_misfit_root(&d->misfit, d->node->a);
	become(d, QN_NUMBER, half, x->bare);
	return QN_OK;
}

/* Whole 亿元 and whole 万元 differ: only pure numbers and counts have whole parts of their own. */
static int derive_rounded(struct derive *d)
{
	const qn_node *x = operand(d, d->node->a);
	int rc = need_number(d, d->node->a);
	if (rc != QN_OK)
		return rc;
	if (!is_pure(x) && !qn_type_is_count(d->catalogue, x))
		return qn_misfit_rounded(&d->misfit, d->node->a, qn_op_of(d->node->op)->name);
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
	    && !(counts_anything(d->catalogue, d->node->symbol) && qn_type_is_count(d->catalogue, x))))
		return qn_misfit_unit(&d->misfit, d->node->a, unit);
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
	if (x->type == QN_MASK || (x->type == QN_CATEGORY && d->node->op < QN_EQ))
		return qn_misfit_compared(&d->misfit, d->node->a);
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
		return qn_misfit_lag(&d->misfit, d->node->a, MOST_LAG);
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
		return qn_misfit_quantile(&d->misfit, d->node->a);
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
	struct derive d = { .program = program, .catalogue = catalogue, .node = node, .err = err, .misfit = { .program = program, .catalogue = catalogue, .err = err } };
	const qn_op_info *info = qn_op_of(node->op);
	int rc;
	if (!info)
		return qn_fail(err, QN_EINPUT, "operation %u does not exist", node->op);
	if (!operands_fit(&d, info))
		return qn_fail(err, QN_EINPUT, "%s: its operands are not nodes before it", info->name);
	rc = derive(&d);
	qn_arena_free(&d.misfit.arena);
	return rc;
}
