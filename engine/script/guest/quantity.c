/* SPDX-License-Identifier: Apache-2.0 */
/* quantity.c - numbers with a unit as they stand outside of rules (yi(100)), the missing value and the categories of the
 * twin, and the arithmetic that all of them and a rule's values share. */
#include <math.h>
#include <string.h>
#include "guest.h"

quantity *to_quantity(lua_State *L, int index) { return luaL_testudata(L, index, QUANTITY); }
bool is_missing(lua_State *L, int index) { return lua_type(L, index) == LUA_TUSERDATA && luaL_testudata(L, index, MISSING); }

bool to_plain(lua_State *L, int index, double *out)
{
	quantity *q = to_quantity(L, index);
	if (q)
		*out = q->value;
	else if (is_missing(L, index))
		*out = QN_MISSING;
	else if (lua_type(L, index) == LUA_TNUMBER)
		*out = qn_settle(lua_tonumber(L, index));
	else
		return false;
	return true;
}

int push_quantity(lua_State *L, double value, qn_dimension dimension)
{
	quantity *q = lua_newuserdatauv(L, sizeof *q, 0);
	*q = (quantity){ value, dimension };
	luaL_setmetatable(L, QUANTITY);
	return 1;
}

int push_plain(lua_State *L, double value)
{
	if (isfinite(value)) {
		lua_pushnumber(L, value);
	} else {
		lua_newuserdatauv(L, 1, 0);
		luaL_setmetatable(L, MISSING);
	}
	return 1;
}

int push_value(lua_State *L, uint8_t type, uint32_t domain, qn_value value)
{
	if (type == QN_MASK && value.mask != QN_UNKNOWN) {
		lua_pushboolean(L, value.mask == QN_TRUE);
	} else if (type == QN_MASK || qn_is_missing(value.number)) {
		push_plain(L, QN_MISSING);
	} else if (type == QN_CATEGORY) {
		category *c = lua_newuserdatauv(L, sizeof *c, 0);
		*c = (category){ domain, (uint32_t)value.number };
		luaL_setmetatable(L, CATEGORY);
	} else {
		lua_pushnumber(L, value.number);
	}
	return 1;
}

const char *dimension_words(lua_State *L, qn_dimension dimension)
{
	guest *g = guest_of(L);
	const char *words = dimension ? qn_dimension_text(&g->catalogue->units, dimension, &g->program->arena) : "a pure number";
	if (!words)
		fail_memory(L);
	return words;
}

/* arithmetic */

static int node_arithmetic(lua_State *L, qn_op op)
{
	qn_node made = plain_node(op);
	made.a = operand(L, 1);
	if (op != QN_NEG)
		made.b = operand(L, 2);
	const qn_node *by = op == QN_DIV ? &guest_of(L)->program->node[made.b] : NULL;
	if (by && by->op == QN_CONST && by->value == 0)
		return fail_here(L, "this has no value: did something divide by zero?");
	return append(L, made);
}

static int fail_unlike(lua_State *L, qn_op op, qn_dimension a, qn_dimension b)
{
	return fail_here(L, "%s and %s cannot be %s: give both a unit of one kind", dimension_words(L, a), dimension_words(L, b),
		op == QN_ADD ? "added" : "subtracted");
}

static qn_dimension common_dimension(lua_State *L, qn_op op, qn_dimension a, qn_dimension b, double exponent)
{
	qn_dimension out = a;
	bool fits = true;
	if ((op == QN_ADD || op == QN_SUB) && a != b)
		fail_unlike(L, op, a, b);
	if (op == QN_MUL || op == QN_DIV)
		fits = (op == QN_MUL ? qn_dimension_multiply : qn_dimension_divide)(a, b, &out);
	if (op == QN_POW && a)
		fits = !b && fabs(exponent) < 8 && exponent == floor(exponent) && qn_dimension_power(a, (int)exponent, &out);
	if (!fits)
		fail_here(L, "%s cannot be combined so with %s", dimension_words(L, a), dimension_words(L, b));
	return out;
}

static int arithmetic(lua_State *L, qn_op op)
{
	double a, b = 0;
	if (to_node(L, 1) || to_node(L, 2))
		return node_arithmetic(L, op);
	if (!to_plain(L, 1, &a) || (op != QN_NEG && !to_plain(L, 2, &b)))
		return fail_here(L, "cannot calculate with %s and %s", word_for(L, 1), word_for(L, 2));
	double value = qn_scalar_number(op, a, b);
	if (guest_of(L)->mode == TWIN)
		return push_plain(L, value);
	quantity *x = to_quantity(L, 1), *y = to_quantity(L, 2);
	qn_dimension dimension = common_dimension(L, op, x ? x->dimension : 0, y ? y->dimension : 0, b);
	if (qn_is_missing(value))
		return fail_here(L, "this has no value: did something divide by zero?");
	return push_quantity(L, value, dimension);
}

static int arithmetic_add(lua_State *L) { return arithmetic(L, QN_ADD); }
static int arithmetic_sub(lua_State *L) { return arithmetic(L, QN_SUB); }
static int arithmetic_mul(lua_State *L) { return arithmetic(L, QN_MUL); }
static int arithmetic_div(lua_State *L) { return arithmetic(L, QN_DIV); }
static int arithmetic_pow(lua_State *L) { return arithmetic(L, QN_POW); }
static int arithmetic_unm(lua_State *L) { return arithmetic(L, QN_NEG); }

static int order_lt(lua_State *L) { return compare_values(L, QN_LT); }
static int order_le(lua_State *L) { return compare_values(L, QN_LE); }

/* makers: yi(100) */

static int make(lua_State *L)
{
	guest *g = guest_of(L);
	const qn_unit *unit = &g->catalogue->units.unit[lua_tointeger(L, lua_upvalueindex(1))];
	if (lua_type(L, 1) != LUA_TNUMBER)
		return fail_here(L, "%s(…) gives a plain number its unit, %s, and this is %s", unit->maker, unit->id, word_for(L, 1));
	if (!lua_isnoneornil(L, 2))
		return fail_here(L, "%s(…) takes one number, and a second is given", unit->maker);
	double value = qn_unit_to_reference(unit, lua_tonumber(L, 1));
	if (!isfinite(value))
		return fail_here(L, "%s(…): the number is not finite", unit->maker);
	bool plain = unit->kind == QN_UNIT_RANK || unit->kind == QN_UNIT_FLAG || (unit->kind == QN_UNIT_COUNT && !unit->dimension);
	if (plain || g->mode == TWIN)
		return push_plain(L, value);
	return push_quantity(L, value, unit->dimension);
}

static void refuse_maker(lua_State *L, const qn_unit *unit, int words)
{
	lua_pushstring(L, unit->maker);
	if (lua_rawget(L, words) != LUA_TNIL)
		fail_plain(L, "units.csv: the maker %s of %s is a word that scripts have already: choose another", unit->maker, unit->id);
	lua_pop(L, 1);
}

/* After all else that scripts find by name: one that is there already would be overruled, or overrule it. A pack is told, too, of words
 * that only its scenarios and tests have, which could not run. */
void open_makers(lua_State *L)
{
	const guest *g = guest_of(L);
	const qn_units *units = &g->catalogue->units;
	int top = lua_gettop(L);
	push_builtins(L);
	if (!g->names)
		push_words_elsewhere(L);
	for (uint32_t i = 0; i < units->units; i++) {
		const char *name = units->unit[i].maker;
		if (!name || !*name)
			continue;
		for (int words = top + 1; words <= lua_gettop(L); words++)
			refuse_maker(L, &units->unit[i], words);
		lua_pushinteger(L, i);
		lua_pushcclosure(L, make, 1);
		add_builtin(L, name);
	}
	lua_settop(L, top);
}

/* distributions: normal(0, pct(2)) */

spread *to_spread(lua_State *L, int index) { return luaL_testudata(L, index, SPREAD); }

static void read_argument(lua_State *L, const char *name, int i, spread *s)
{
	quantity *q = to_quantity(L, i + 1);
	if (!q && lua_type(L, i + 1) != LUA_TNUMBER)
		fail_here(L, "%s takes numbers, and argument %d is %s", name, i + 1, word_for(L, i + 1));
	s->of[i] = q ? *q : (quantity){ lua_tonumber(L, i + 1), 0 };
	s->bare[i] = !q;
	if (!isfinite(s->of[i].value))
		fail_here(L, "%s: argument %d is not finite", name, i + 1);
}

static int spread_of(lua_State *L, const char *name, int kind, const char *arguments)
{
	int count = kind == QN_TRIANGULAR ? 3 : 2, given = lua_gettop(L);
	spread *s = lua_newuserdatauv(L, sizeof *s, 0);
	memset(s, 0, sizeof *s);
	luaL_setmetatable(L, SPREAD);
	if (given != count)
		return fail_here(L, "%s takes %d numbers: %s(%s)", name, count, name, arguments);
	s->value.kind = kind;
	for (int i = 0; i < count; i++)
		read_argument(L, name, i, s);
	return 1;
}

static int spread_normal(lua_State *L) { return spread_of(L, "normal", QN_NORMAL, "mean, sd"); }
static int spread_lognormal(lua_State *L) { return spread_of(L, "lognormal", QN_LOGNORMAL, "mu, sigma"); }
static int spread_uniform(lua_State *L) { return spread_of(L, "uniform", QN_UNIFORM, "low, high"); }
static int spread_triangular(lua_State *L) { return spread_of(L, "triangular", QN_TRIANGULAR, "low, mode, high"); }

void open_quantity(lua_State *L)
{
	static const luaL_Reg operators[] = {
		{ "__add", arithmetic_add }, { "__sub", arithmetic_sub }, { "__mul", arithmetic_mul }, { "__div", arithmetic_div },
		{ "__pow", arithmetic_pow }, { "__unm", arithmetic_unm }, { NULL, NULL },
	};
	static const luaL_Reg order[] = { { "__lt", order_lt }, { "__le", order_le }, { NULL, NULL } };
	static const luaL_Reg spreads[] = { { "normal", spread_normal }, { "lognormal", spread_lognormal },
		{ "uniform", spread_uniform }, { "triangular", spread_triangular }, { NULL, NULL } };
	static const char *const kinds[] = { NODE, QUANTITY, MISSING, CATEGORY, SPREAD };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		luaL_newmetatable(L, kinds[i]);
		luaL_setfuncs(L, operators, 0);
		if (i > 0)
			luaL_setfuncs(L, order, 0);
		lua_pop(L, 1);
	}
	push_builtins(L);
	luaL_setfuncs(L, spreads, 0);
	lua_pop(L, 1);
}
