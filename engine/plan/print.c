/* SPDX-License-Identifier: Apache-2.0 */
/* print.c - a node as the arithmetic a person would write: brackets only where Lua's precedence needs them, constants
 * in their natural unit. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "plan/print.h"

/* Shared nodes print once for each use, so a small hostile plan could print without end: both are bounded. */
enum { MOST_BYTES = 4096, MOST_DEPTH = 200 };

enum { PREC_OR = 1, PREC_AND, PREC_COMPARE, PREC_SUM, PREC_PRODUCT, PREC_UNARY, PREC_POWER, PREC_ATOM };

struct print {
	const qn_program *program;
	const qn_catalogue *catalogue;
	qn_buffer *out;
	size_t end;  /* where to stop */
	bool step;   /* in a model's step c is the year before: LAG 1 of an input is c.x */
	int depth;
};

static void print_node(struct print *p, uint32_t index, int least);

/* Constants. */

char *qn_quantity_text(char out[QN_NUMBER_SIZE], const qn_unit *unit, double value)
{
	return qn_number_text(out, qn_unit_told(unit, value));
}

/* The unit with a maker in which a number is shortest; NULL if the dimension has none. */
static const qn_unit *natural_unit(const qn_units *units, const qn_node *node, char out[QN_NUMBER_SIZE])
{
	const qn_unit *best = NULL;
	char text[QN_NUMBER_SIZE];
	for (uint32_t i = 0; i < units->units; i++) {
		const qn_unit *unit = &units->unit[i];
		if (!unit->maker || unit->dimension != node->dimension || unit->kind == QN_UNIT_RANK || unit->kind == QN_UNIT_FLAG)
			continue;
		qn_quantity_text(text, unit, node->value);
		if (best && strlen(text) >= strlen(out))
			continue;
		best = unit;
		strcpy(out, text);
	}
	return best;
}

static void print_number(struct print *p, const qn_node *node)
{
	char text[QN_NUMBER_SIZE];
	const qn_unit *unit = node->bare || node->type != QN_NUMBER ? NULL : natural_unit(&p->catalogue->units, node, text);
	qn_arena arena = { 0 };
	if (unit)
		qn_buffer_printf(p->out, "%s(%s)", unit->maker, text);
	else if (node->dimension == 0)
		qn_buffer_text(p->out, qn_number_text(text, node->value));
	else
		qn_buffer_printf(p->out, "%s %s", qn_number_text(text, node->value),
			qn_dimension_text(&p->catalogue->units, node->dimension, &arena));
	p->out->failed |= arena.failed;
	qn_arena_free(&arena);
}

static const char *member_id(const struct print *p, uint32_t domain, double value)
{
	uint32_t member = (uint32_t)value;
	if (domain & QN_OPTION_DOMAIN)
		return p->program->parameter[domain & ~QN_OPTION_DOMAIN].reading[member].id;
	return p->catalogue->member[domain].id[member];
}

static void print_const(struct print *p, const qn_node *node)
{
	if (node->type == QN_CATEGORY)
		qn_buffer_quote(p->out, member_id(p, node->symbol, node->value));
	else if (qn_is_missing(node->value))
		qn_buffer_text(p->out, "missing");
	else if (node->type == QN_MASK)
		qn_buffer_text(p->out, node->value != 0 ? "true" : "false");
	else
		print_number(p, node);
}

/* Names. */

static bool is_identifier(const char *name)
{
	if (!*name || (*name >= '0' && *name <= '9'))
		return false;
	for (; *name; name++)
		if (!((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9') || *name == '_'))
			return false;
	return true;
}

static void print_name(struct print *p, const char *table, const char *name)
{
	if (is_identifier(name)) {
		qn_buffer_printf(p->out, "%s.%s", table, name);
		return;
	}
	qn_buffer_printf(p->out, "%s[", table);
	qn_buffer_quote(p->out, name);
	qn_buffer_text(p->out, "]");
}

static void print_leaf(struct print *p, const qn_node *node)
{
	switch (node->op) {
	case QN_CONST: print_const(p, node); break;
	case QN_INPUT: print_name(p, p->program->is_rolling ? "e" : "c", p->catalogue->indicator[node->symbol].id); break;
	case QN_HOLD: print_name(p, "held", p->catalogue->indicator[node->symbol].id); break;
	case QN_PARAMETER: print_name(p, "p", p->program->parameter[node->symbol].id); break;
	case QN_ASSUME: print_name(p, "a", p->program->assumption[node->symbol].id); break;
	case QN_ATTRIBUTE: print_name(p, p->program->is_rolling ? "e" : "c", p->catalogue->kind[node->symbol].id); break;
	default: qn_buffer_text(p->out, "p.year");
	}
}

/* Operators. */

static const struct { const char *sign; int precedence; } signs[QN_OPS] = {
	[QN_ADD] = { " + ", PREC_SUM },      [QN_SUB] = { " - ", PREC_SUM },     [QN_MUL] = { " * ", PREC_PRODUCT },
	[QN_DIV] = { " / ", PREC_PRODUCT },  [QN_POW] = { " ^ ", PREC_POWER },   [QN_LT] = { " < ", PREC_COMPARE },
	[QN_LE] = { " <= ", PREC_COMPARE },  [QN_GT] = { " > ", PREC_COMPARE },  [QN_GE] = { " >= ", PREC_COMPARE },
	[QN_EQ] = { " == ", PREC_COMPARE },  [QN_NE] = { " ~= ", PREC_COMPARE }, [QN_AND] = { " and ", PREC_AND },
	[QN_OR] = { " or ", PREC_OR },       [QN_FILL] = { " or ", PREC_OR },    [QN_NEG] = { "-", PREC_UNARY },
	[QN_NOT] = { "not ", PREC_UNARY },
};

static int precedence_of(const qn_node *node)
{
	if (node->op == QN_CONST && node->type != QN_CATEGORY && node->type != QN_MASK && node->value < 0 && node->dimension == 0)
		return PREC_UNARY;
	return signs[node->op].sign ? signs[node->op].precedence : PREC_ATOM;
}

static void print_operator(struct print *p, const qn_node *node)
{
	int own = signs[node->op].precedence;
	bool right = node->op == QN_POW; /* a ^ b ^ c is a ^ (b ^ c) */
	if (node->b == QN_NONE) {
		qn_buffer_text(p->out, signs[node->op].sign);
		print_node(p, node->a, own + 1); /* not --x, which begins a comment */
		return;
	}
	print_node(p, node->a, own + (right || own == PREC_COMPARE));
	qn_buffer_text(p->out, signs[node->op].sign);
	print_node(p, node->b, own + !right);
}

/* where(cond, x, missing) was written as only(cond, x). */
static bool is_only(const struct print *p, const qn_node *node)
{
	const qn_node *other = node->op == QN_WHERE && node->c < p->program->nodes ? &p->program->node[node->c] : NULL;
	return other && other->op == QN_CONST && qn_is_missing(other->value);
}

static const char *function_name(const struct print *p, const qn_node *node)
{
	switch (node->op) {
	case QN_WHERE: return is_only(p, node) ? "only" : "where";
	case QN_AS_NUMBER: return "how_many";
	case QN_BARE: return "number_in";
	default: return qn_op_of(node->op)->name;
	}
}

static void print_call(struct print *p, const qn_node *node)
{
	char number[QN_NUMBER_SIZE];
	uint32_t operand[3] = { node->a, node->b, node->c };
	int most = is_only(p, node) ? 2 : 3;
	qn_buffer_printf(p->out, "%s(", function_name(p, node));
	for (int i = 0; i < most && operand[i] != QN_NONE; i++) {
		if (i)
			qn_buffer_text(p->out, ", ");
		print_node(p, operand[i], 0);
	}
	if (node->op == QN_QUANTILE)
		qn_buffer_printf(p->out, ", %s", qn_number_text(number, node->value));
	if (node->op == QN_LAG)
		qn_buffer_printf(p->out, ", %u", node->symbol);
	if (node->op == QN_BARE) {
		qn_buffer_text(p->out, ", ");
		qn_buffer_quote(p->out, p->catalogue->units.unit[node->symbol].id);
	}
	if (qn_op_of(node->op)->across && node->symbol != QN_ALL) {
		qn_buffer_text(p->out, ", ");
		print_name(p, "c", p->catalogue->kind[node->symbol].id);
	}
	qn_buffer_text(p->out, ")");
}

/* c.x of a step looks one period back; what looks back further is its lag. */
static void print_step_input(struct print *p, const qn_node *node)
{
	if (node->symbol > 1)
		qn_buffer_text(p->out, "lag(");
	print_leaf(p, &p->program->node[node->a]);
	if (node->symbol > 1)
		qn_buffer_printf(p->out, ", %u)", node->symbol - 1);
}

static void print_bracketed(struct print *p, const qn_node *node, int least)
{
	bool brackets = precedence_of(node) < least;
	if (brackets)
		qn_buffer_text(p->out, "(");
	if (qn_op_of(node->op)->leaf)
		print_leaf(p, node);
	else if (p->step && node->op == QN_LAG && p->program->node[node->a].op == QN_INPUT)
		print_step_input(p, node);
	else if (signs[node->op].sign)
		print_operator(p, node);
	else
		print_call(p, node);
	if (brackets)
		qn_buffer_text(p->out, ")");
}

static void print_node(struct print *p, uint32_t index, int least)
{
	if (p->out->length > p->end)
		return;
	if (index >= p->program->nodes || p->depth == MOST_DEPTH) {
		qn_buffer_text(p->out, "…");
		return;
	}
	p->depth++;
	print_bracketed(p, &p->program->node[index], least);
	p->depth--;
}

static void print_formula(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, bool step, qn_buffer *out)
{
	struct print p = { .program = program, .catalogue = catalogue, .out = out, .end = out->length + MOST_BYTES, .step = step };
	print_node(&p, node, 0);
	if (out->length > p.end)
		qn_buffer_text(out, "…");
}

void qn_node_print(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, qn_buffer *out)
{
	print_formula(program, catalogue, node, false, out);
}

void qn_step_print(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, qn_buffer *out)
{
	print_formula(program, catalogue, node, true, out);
}
