/* SPDX-License-Identifier: Apache-2.0 */
/* lint_shares.c - a share compared with a plain number above one: 2 is 200 % there, though a table's 2 is 2 %. */
#include <math.h>
#include "base/text.h"
#include "cli/pack/lint.h"
#include "cli/show.h"
#include "plan/print.h"
#include "plan/spoken.h"

/* How the rates of growth end, in the prelude. */
static bool is_rate(const qn_program *program, const qn_node *node)
{
	return node->op == QN_DIV && program->node[node->a].op == QN_FLOOR && program->node[node->b].op == QN_CONST && program->node[node->b].value == 1e12;
}

/* The pack's first unit of shares, such as %; NULL: it has none. */
static const qn_unit *unit_of_shares(const qn_units *units)
{
	for (uint32_t i = 0; i < units->units; i++)
		if (units->unit[i].kind == QN_UNIT_RATIO && units->unit[i].dimension == 0 && units->unit[i].multiply != units->unit[i].divide)
			return &units->unit[i];
	return NULL;
}

/* The unit that people read it in, where that makes one of it a small share; NULL: it is none, or is read as it is. */
static const qn_unit *read_in(const linting *l, uint32_t at)
{
	const qn_program *program = l->se->program;
	const qn_units *units = &l->se->catalogue->units;
	const qn_node *node = &program->node[at];
	if (node->type != QN_NUMBER || node->dimension != 0)
		return NULL;
	if (node->op == QN_SHARE || is_rate(program, node))
		return unit_of_shares(units);
	uint32_t unit = qn_node_unit(program, l->se->catalogue, at);
	const qn_unit *about = unit == QN_NONE ? NULL : &units->unit[unit];
	return about && about->kind == QN_UNIT_RATIO && about->multiply != about->divide ? about : NULL;
}

static void tell(linting *l, uint32_t place, const qn_unit *unit, double number)
{
	cli_session *se = l->se;
	char bare[QN_NUMBER_SIZE], shown[QN_NUMBER_SIZE];
	qn_number_text(bare, number);
	qn_quantity_text(shown, unit, number);
	const char *how = unit->maker
		? qn_arena_printf(&se->arena, say(se, "write %s(%s), or %s(%s) if that is meant", "请写 %s(%s);若确是那么多,写 %s(%s)"), unit->maker, bare, unit->maker, shown)
		: qn_arena_printf(&se->arena, say(se, "%s %s are %.10g", "%s %s 是 %.10g"), bare, unit->symbol, qn_unit_to_reference(unit, number));
	lint_add(l, LINT_WARNING, "bare-share", place, how ? how : "", say(se, "a share is compared with the plain number %s, which is %s %s", "份额与纯数 %s 相比,那是 %s %s"), bare, shown,
		unit->symbol);
}

void lint_shares(linting *l)
{
	const qn_program *program = l->se->program;
	for (uint32_t i = 0; i < program->nodes; i++) {
		const qn_node *node = &program->node[i];
		if (!qn_op_compares(node->op))
			continue;
		for (int k = 0; k < 2; k++) {
			uint32_t share = k ? node->b : node->a;
			const qn_node *number = &program->node[k ? node->a : node->b];
			const qn_unit *unit = number->op == QN_CONST && number->bare && fabs(number->value) > 1 ? read_in(l, share) : NULL;
			if (unit)
				tell(l, node->place, unit, number->value);
		}
	}
}
