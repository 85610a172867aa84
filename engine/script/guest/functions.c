/* SPDX-License-Identifier: Apache-2.0 */
/* functions.c - the functions of rules: where, count, total, lag, present, min … Each builds a node while tracing and
 * computes in the twin, where there is one entity and time stands still. */
#include <math.h>
#include <string.h>
#include "guest.h"

static bool tracing(lua_State *L)
{
	qn_mode mode = guest_of(L)->mode;
	if (mode == RESTING)
		fail_here(L, "this works on the values of a rule: use it in a function such as needs, value or step");
	return mode == TRACING;
}

void at_most(lua_State *L, int most, const char *usage)
{
	for (int i = lua_gettop(L); i > most; i--)
		if (!lua_isnil(L, i))
			fail_here(L, "more is given than it takes: write %s", usage);
}

static double plain(lua_State *L, int index)
{
	double value = QN_MISSING;
	if (!to_plain(L, index, &value))
		fail_here(L, "a number is needed, and this is %s", word_for(L, index));
	return value;
}

static qn_mask plain_mask(lua_State *L, int index)
{
	if (is_missing(L, index))
		return QN_UNKNOWN;
	if (!lua_isboolean(L, index))
		fail_here(L, "a mask is needed, and this is %s", word_for(L, index));
	return qn_mask_of(lua_toboolean(L, index));
}

/* min, abs, log …: also Lua's own, of plain numbers */

static bool any_own(lua_State *L)
{
	for (int i = lua_gettop(L); i > 0; i--)
		if (lua_type(L, i) == LUA_TUSERDATA)
			return true;
	return false;
}

static int fold_nodes(lua_State *L, qn_op op, int count)
{
	uint32_t so_far = operand(L, 1);
	for (int i = 2; i <= count; i++) {
		qn_node made = plain_node(op);
		made.a = so_far;
		made.b = operand(L, i);
		append(L, made);
		so_far = to_node(L, -1)->index;
		lua_pop(L, 1);
	}
	if (count == 1 && op != QN_MIN && op != QN_MAX) {
		qn_node made = plain_node(op);
		made.a = so_far;
		return append(L, made);
	}
	return push_node(L, so_far);
}

static int fold_plain(lua_State *L, qn_op op, int count)
{
	double so_far = plain(L, 1);
	if (count == 1 && op != QN_MIN && op != QN_MAX)
		so_far = qn_scalar_number(op, so_far, 0);
	for (int i = 2; i <= count; i++)
		so_far = qn_scalar_number(op, so_far, plain(L, i));
	return push_plain(L, so_far);
}

/* Written amounts outside of rules: their least, their greatest, or one without its sign. */
static bool all_written(lua_State *L, qn_op op, int count)
{
	bool fits = guest_of(L)->mode == RESTING && (op == QN_MIN || op == QN_MAX || op == QN_ABS);
	for (int i = 1; i <= count; i++)
		fits = fits && (to_quantity(L, i) || lua_type(L, i) == LUA_TNUMBER);
	return fits;
}

static int fold_written(lua_State *L, qn_op op, int count)
{
	quantity *first = to_quantity(L, 1);
	qn_dimension dimension = first ? first->dimension : 0;
	for (int i = 2; i <= count; i++) {
		quantity *q = to_quantity(L, i);
		qn_dimension other = q ? q->dimension : 0;
		if (other != dimension)
			return fail_here(L, "cannot compare %s with %s", dimension_words(L, dimension), dimension_words(L, other));
	}
	double so_far = plain(L, 1);
	if (op == QN_ABS)
		so_far = qn_scalar_number(op, so_far, 0);
	for (int i = 2; i <= count; i++)
		so_far = qn_scalar_number(op, so_far, plain(L, i));
	return qn_is_missing(so_far) ? fail_here(L, "this has no value: did something divide by zero?") : push_quantity(L, so_far, dimension);
}

static int numeric(lua_State *L)
{
	qn_op op = (qn_op)lua_tointeger(L, lua_upvalueindex(1));
	int count = lua_gettop(L);
	bool several = op == QN_MIN || op == QN_MAX;
	bool alone = several ? count > 0 : count == 1;
	qn_mode mode = guest_of(L)->mode;
	if (alone && mode == TWIN && (any_own(L) || op == QN_LOG || op == QN_EXP))
		return fold_plain(L, op, count);
	if (any_own(L)) {
		if (!alone)
			return fail_here(L, "%s takes one value of a rule", lua_tostring(L, lua_upvalueindex(3)));
		if (all_written(L, op, count))
			return fold_written(L, op, count);
		return tracing(L) ? fold_nodes(L, op, count) : 0;
	}
	if (!several && count > (op == QN_LOG ? 2 : 1))
		at_most(L, op == QN_LOG ? 2 : 1, lua_tostring(L, lua_upvalueindex(4)));
	return lua_tocfunction(L, lua_upvalueindex(2))(L);
}

static void add_numeric(lua_State *L)
{
	static const struct { const char *name; qn_op op; } functions[] = { { "min", QN_MIN }, { "max", QN_MAX }, { "abs", QN_ABS },
		{ "sqrt", QN_SQRT }, { "log", QN_LOG }, { "exp", QN_EXP }, { "floor", QN_FLOOR }, { "ceil", QN_CEIL } };
	push_builtins(L);
	lua_getfield(L, -1, "math");
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		lua_pushinteger(L, functions[i].op);
		lua_getfield(L, -2, functions[i].name);
		lua_pushstring(L, functions[i].name);
		lua_pushfstring(L, "%s(x)", functions[i].name);
		lua_pushcclosure(L, numeric, 4);
		lua_pushvalue(L, -1);
		lua_setfield(L, -3, functions[i].name);
		add_builtin(L, functions[i].name);
	}
	lua_pop(L, 2);
}

/* where, only, present, as_number, number_in, lag */

static int choose_plain(lua_State *L)
{
	double a, b;
	qn_mask mask = plain_mask(L, 1);
	if (mask != QN_UNKNOWN) {
		lua_pushvalue(L, mask == QN_TRUE ? 2 : 3);
		return 1;
	}
	category *x = luaL_testudata(L, 2, CATEGORY), *y = luaL_testudata(L, 3, CATEGORY);
	bool same = x && y ? x->member == y->member : to_plain(L, 2, &a) && to_plain(L, 3, &b) ? a == b : lua_rawequal(L, 2, 3);
	if (same && !is_missing(L, 2))
		lua_pushvalue(L, 2);
	else
		push_plain(L, QN_MISSING);
	return 1;
}

static int choose(lua_State *L)
{
	qn_node made = plain_node(QN_WHERE);
	if (lua_gettop(L) != 3)
		return fail_here(L, "where takes a condition and two values: where(cond, a, b)");
	if (!tracing(L))
		return choose_plain(L);
	made.a = mask_operand(L, 1);
	bool left = to_node(L, 2) != NULL, right = to_node(L, 3) != NULL;
	made.b = !left && right ? operand_beside(L, 2, to_node(L, 3)->index) : operand(L, 2);
	made.c = left ? operand_beside(L, 3, made.b) : operand(L, 3);
	return append(L, made);
}

/* only(cond, x): x where the condition is true, else missing. */
static int choose_only(lua_State *L)
{
	qn_node made = plain_node(QN_WHERE);
	if (lua_gettop(L) != 2)
		return fail_here(L, "only takes a condition and a value: only(cond, x)");
	if (tracing(L)) {
		made.a = mask_operand(L, 1);
		made.b = operand(L, 2);
		if (guest_of(L)->program->node[made.b].type == QN_CATEGORY)
			return fail_here(L, "only: %s is a category, and is missing for nobody who has one: compare it first", formula(L, made.b));
		made.c = missing_like(L, made.b);
		return append(L, made);
	}
	if (plain_mask(L, 1) != QN_TRUE)
		return push_plain(L, QN_MISSING);
	lua_settop(L, 2);
	return 1;
}

static int ask_present(lua_State *L)
{
	qn_node made = plain_node(QN_PRESENT);
	at_most(L, 1, "present(x)");
	if (tracing(L)) {
		made.a = operand(L, 1);
		return append(L, made);
	}
	double number = 0;
	lua_pushboolean(L, !is_missing(L, 1) && (!to_plain(L, 1, &number) || !qn_is_missing(number)));
	return 1;
}

static int as_number(lua_State *L)
{
	qn_node made = plain_node(QN_AS_NUMBER);
	at_most(L, 1, "as_number(mask)");
	if (tracing(L)) {
		made.a = mask_operand(L, 1);
		return append(L, made);
	}
	qn_mask mask = plain_mask(L, 1);
	return push_plain(L, mask == QN_UNKNOWN ? QN_MISSING : mask == QN_TRUE);
}

static const qn_unit *unit_named(lua_State *L, int index)
{
	guest *g = guest_of(L);
	const qn_units *units = &g->catalogue->units;
	if (lua_type(L, index) != LUA_TSTRING)
		fail_here(L, "number_in takes a value and the name of a unit: number_in(c.NAME, \"UNIT\")");
	int found = qn_units_find(units, whole_text(L, index));
	if (found >= 0)
		return &units->unit[found];
	fail_here(L, "no unit is called \"%s\"%s", lua_tostring(L, index), did_you_mean_of(L, lua_tostring(L, index), units->unit, units->units, sizeof *units->unit));
	return NULL;
}

static int number_in(lua_State *L)
{
	const qn_unit *unit = unit_named(L, 2);
	quantity *q = to_quantity(L, 1);
	at_most(L, 2, "number_in(x, unit)");
	if (q && guest_of(L)->mode != TWIN) {
		if (q->dimension != unit->dimension)
			return fail_here(L, "%s cannot be told in %s", dimension_words(L, q->dimension), unit->id);
		lua_pushnumber(L, qn_unit_from_reference(unit, q->value));
		return 1;
	}
	if (!tracing(L))
		return push_plain(L, plain(L, 1) * qn_unit_from_reference(unit, 1));
	qn_node made = plain_node(QN_BARE);
	made.a = operand(L, 1);
	made.symbol = (uint32_t)(unit - guest_of(L)->catalogue->units.unit);
	return append(L, made);
}

/* Only the library's: what it is given in years it counts in periods. */
static int periods_a_year(lua_State *L)
{
	lua_pushinteger(L, qn_periods_a_year(guest_of(L)->catalogue->frequency));
	return 1;
}

static int lag(lua_State *L)
{
	int whole;
	lua_Integer periods = lua_tointegerx(L, 2, &whole);
	if (!whole || periods < 0 || periods > 1000)
		return fail_here(L, "lag(x, n) looks n whole periods back, from 0 to 1000, and n is %s",
			lua_type(L, 2) == LUA_TNUMBER ? lua_tostring(L, 2) : word_for(L, 2));
	bool builds = tracing(L);
	at_most(L, 2, "lag(x, periods)");
	if (!builds || periods == 0) {
		lua_settop(L, 1);
		return 1;
	}
	qn_node made = plain_node(QN_LAG);
	made.a = operand(L, 1);
	made.symbol = (uint32_t)periods;
	return append(L, made);
}

/* across entities: total(x, c.industry) */

static uint32_t group_of(lua_State *L, int index, const char *name)
{
	guest *g = guest_of(L);
	if (lua_isnoneornil(L, index) && lua_gettop(L) < index)
		return QN_ALL;
	node *by = to_node(L, index);
	const qn_node *n = by ? &g->program->node[by->index] : NULL;
	if (!n || n->op != QN_ATTRIBUTE)
		fail_here(L, "%s: the group is %s, and must be a kind of c, as in c.%s", name, by ? formula(L, by->index) : word_for(L, index), other_kind(g));
	g->used[by->index] = true;
	return n->symbol;
}

static int across_plain(lua_State *L, qn_op op)
{
	if (op == QN_COUNT) {
		qn_mask mask = plain_mask(L, 1);
		return push_plain(L, mask == QN_UNKNOWN ? QN_MISSING : mask == QN_TRUE);
	}
	double x = plain(L, 1);
	if (op == QN_RANKED)
		return push_plain(L, qn_is_missing(x) ? QN_MISSING : 1);
	return push_plain(L, op == QN_SHARE ? qn_scalar_number(QN_DIV, x, x) : x);
}

static const char *across_usage(lua_State *L, qn_op op, const char *name)
{
	const char *usage = qn_arena_printf(&guest_of(L)->program->arena, "%s(%s, c.%s)", name, op == QN_QUANTILE ? "x, q" : op == QN_COUNT ? "mask" : "x", other_kind(guest_of(L)));
	if (!usage)
		fail_memory(L);
	return usage;
}

static int across(lua_State *L)
{
	qn_op op = (qn_op)lua_tointeger(L, lua_upvalueindex(1));
	const char *name = lua_tostring(L, lua_upvalueindex(2));
	int group = op == QN_QUANTILE ? 3 : 2;
	if (op == QN_QUANTILE && lua_type(L, 2) != LUA_TNUMBER)
		return fail_here(L, "quantile(x, q) takes q as a plain number from 0 to 1, and this is %s", word_for(L, 2));
	bool builds = tracing(L);
	if (lua_gettop(L) > group)
		at_most(L, group, across_usage(L, op, name));
	if (!builds)
		return across_plain(L, op);
	qn_node made = plain_node(op);
	made.a = op == QN_COUNT ? mask_operand(L, 1) : operand(L, 1);
	made.symbol = group_of(L, group, name);
	if (op == QN_QUANTILE)
		made.value = lua_tonumber(L, 2);
	return append(L, made);
}

void open_functions(lua_State *L)
{
	static const luaL_Reg functions[] = { { "where", choose }, { "only", choose_only }, { "present", ask_present }, { "as_number", as_number },
		{ "number_in", number_in }, { "lag", lag }, { "__periods_a_year", periods_a_year }, { NULL, NULL } };
	static const struct { const char *name; qn_op op; } over[] = { { "total", QN_TOTAL }, { "mean", QN_MEAN }, { "count", QN_COUNT },
		{ "rank", QN_RANKED }, { "share", QN_SHARE }, { "quantile", QN_QUANTILE } };
	add_numeric(L);
	push_builtins(L);
	luaL_setfuncs(L, functions, 0);
	lua_pop(L, 1);
	for (size_t i = 0; i < sizeof over / sizeof *over; i++) {
		lua_pushinteger(L, over[i].op);
		lua_pushstring(L, over[i].name);
		lua_pushcclosure(L, across, 2);
		add_builtin(L, over[i].name);
	}
}
