/* SPDX-License-Identifier: Apache-2.0 */
/* logic.c - the helpers that the rewriter calls: comparisons, and, or, not, conditions, keys. On plain values they are
 * Lua's own operators; on a rule's values they build masks; in the twin they follow Kleene with a missing value. */
#include <math.h>
#include "guest.h"

static bool is_text(lua_State *L, int index) { return lua_type(L, index) == LUA_TSTRING; }
static bool is_absent(lua_State *L, int index)
{
	return is_missing(L, index) || (lua_type(L, index) == LUA_TNUMBER && !isfinite(lua_tonumber(L, index)));
}
static bool is_own(lua_State *L, int index) { return lua_type(L, index) == LUA_TUSERDATA; }

/* comparisons */

/* Does the text alone say it: a number, a parameter, what is made of them? */
static bool is_given(const qn_program *program, uint32_t at, int depth)
{
	const qn_node *about = &program->node[at];
	const uint32_t below[] = { about->a, about->b, about->c };
	if (about->op == QN_CONST || about->op == QN_PARAMETER)
		return true;
	if (depth == 0 || qn_ops[about->op].leaf || qn_ops[about->op].across)
		return false;
	for (int i = 0; i < 3; i++)
		if (below[i] != QN_NONE && !is_given(program, below[i], depth - 1))
			return false;
	return true;
}

static uint16_t turned(uint16_t op)
{
	static const uint16_t other[QN_OPS] = { [QN_LT] = QN_GT, [QN_LE] = QN_GE, [QN_GT] = QN_LT, [QN_GE] = QN_LE, [QN_EQ] = QN_EQ, [QN_NE] = QN_NE };
	return other[op];
}

/* What is judged stands on the left, what it is held against on the right, however it was written: all that shows a comparison goes by that. */
static void judged_first(const qn_program *program, qn_node *made)
{
	uint32_t line = made->a;
	if (!is_given(program, line, 3) || is_given(program, made->b, 3))
		return;
	made->a = made->b, made->b = line, made->op = turned(made->op);
}

static int compare_nodes(lua_State *L, qn_op op)
{
	qn_node made = plain_node(op);
	int from = to_node(L, 1) ? 1 : 2, other = 3 - from;
	if (lua_isnil(L, other))
		return fail_here(L, "%s is compared with nil, a value that is not there: is a name misspelt? To ask whether it is missing write present(%s)",
			formula(L, to_node(L, from)->index), formula(L, to_node(L, from)->index));
	uint32_t beside = to_node(L, from)->index;
	if (lua_isboolean(L, other) && guest_of(L)->program->node[beside].type == QN_MASK)
		return fail_here(L, "%s is a mask itself: write %s, or not (%s)", formula(L, beside), formula(L, beside), formula(L, beside));
	uint32_t that = operand_beside(L, other, beside);
	made.a = from == 1 ? beside : that;
	made.b = from == 1 ? that : beside;
	judged_first(guest_of(L)->program, &made);
	return append(L, made);
}

static bool compare_numbers(qn_op op, double a, double b) { return qn_scalar_compare(op, a, b) == QN_TRUE; }

static int member_of(lua_State *L, int index, const category *beside)
{
	guest *g = guest_of(L);
	uint32_t member;
	qn_error err;
	category *same = luaL_testudata(L, index, CATEGORY);
	if (same)
		return same->domain == beside->domain ? (int)same->member : -1;
	if (!is_text(L, index) || qn_domain_member(g->program, g->catalogue, beside->domain, whole_text(L, index), &member, &err) < 0)
		return -1;
	return (int)member;
}

static int compare_categories(lua_State *L, qn_op op, int from)
{
	category *left = luaL_testudata(L, from, CATEGORY);
	bool same = member_of(L, 3 - from, left) == (int)left->member;
	lua_pushboolean(L, (op == QN_EQ) == same);
	return 1;
}

static int compare_quantities(lua_State *L, qn_op op)
{
	quantity *a = to_quantity(L, 1), *b = to_quantity(L, 2);
	double x, y;
	if (!to_plain(L, 1, &x) || !to_plain(L, 2, &y)) {
		if (op != QN_EQ && op != QN_NE)
			return fail_here(L, "cannot compare %s with %s", word_for(L, 1), word_for(L, 2));
		lua_pushboolean(L, op == QN_NE);
		return 1;
	}
	qn_dimension left = a ? a->dimension : 0, right = b ? b->dimension : 0;
	if (left != right && guest_of(L)->mode != TWIN)
		return fail_here(L, "cannot compare %s with %s", dimension_words(L, left), dimension_words(L, right));
	lua_pushboolean(L, compare_numbers(op, x, y));
	return 1;
}

static int compare_own(lua_State *L, qn_op op)
{
	if (to_node(L, 1) || to_node(L, 2))
		return compare_nodes(L, op);
	if (is_absent(L, 1) || is_absent(L, 2)) {
		push_plain(L, QN_MISSING);
		return 1;
	}
	if (luaL_testudata(L, 1, CATEGORY))
		return compare_categories(L, op, 1);
	if (luaL_testudata(L, 2, CATEGORY))
		return compare_categories(L, op, 2);
	return compare_quantities(L, op);
}

/* As the engine compares. */
static int compare_twins(lua_State *L, qn_op op)
{
	if (is_absent(L, 1) || is_absent(L, 2))
		return push_plain(L, QN_MISSING);
	lua_pushboolean(L, compare_numbers(op, lua_tonumber(L, 1), lua_tonumber(L, 2)));
	return 1;
}

/* A call that stands on the right hands on all that it returns, of which a comparison takes the first, and nil for none. */
int compare_values(lua_State *L, qn_op op)
{
	lua_settop(L, 2);
	int left = lua_type(L, 1), right = lua_type(L, 2);
	bool swapped = op == QN_GT || op == QN_GE;
	if (left == LUA_TUSERDATA || right == LUA_TUSERDATA)
		return compare_own(L, op);
	if (left == LUA_TNUMBER && right == LUA_TNUMBER && guest_of(L)->mode == TWIN)
		return compare_twins(L, op);
	if (op == QN_EQ || op == QN_NE) {
		lua_pushboolean(L, lua_rawequal(L, 1, 2) == (op == QN_EQ));
		return 1;
	}
	if (left != right || (left != LUA_TNUMBER && left != LUA_TSTRING))
		return fail_here(L, "cannot compare %s with %s", word_for(L, 1), word_for(L, 2));
	lua_pushboolean(L, lua_compare(L, swapped ? 2 : 1, swapped ? 1 : 2, op == QN_LT || op == QN_GT ? LUA_OPLT : LUA_OPLE));
	return 1;
}

static int helper_eq(lua_State *L) { return compare_values(L, QN_EQ); }
static int helper_ne(lua_State *L) { return compare_values(L, QN_NE); }
static int helper_lt(lua_State *L) { return compare_values(L, QN_LT); }
static int helper_le(lua_State *L) { return compare_values(L, QN_LE); }
static int helper_gt(lua_State *L) { return compare_values(L, QN_GT); }
static int helper_ge(lua_State *L) { return compare_values(L, QN_GE); }

/* one truth */

static int one_truth(lua_State *L, int index)
{
	if (is_own(L, index)) {
		if (to_node(L, index))
			return fail_truth(L, index);
		if (is_missing(L, index))
			return fail_here(L, "a missing value is used as one truth: write where(cond, a, b)");
	}
	lua_pushboolean(L, lua_toboolean(L, index));
	return 1;
}

static int helper_truth(lua_State *L)
{
	lua_settop(L, 1);
	return one_truth(L, 1);
}

static int compare_then(lua_State *L, qn_op op)
{
	compare_values(L, op);
	return one_truth(L, -1);
}

static int helper_if_eq(lua_State *L) { return compare_then(L, QN_EQ); }
static int helper_if_ne(lua_State *L) { return compare_then(L, QN_NE); }
static int helper_if_lt(lua_State *L) { return compare_then(L, QN_LT); }
static int helper_if_le(lua_State *L) { return compare_then(L, QN_LE); }
static int helper_if_gt(lua_State *L) { return compare_then(L, QN_GT); }
static int helper_if_ge(lua_State *L) { return compare_then(L, QN_GE); }

/* and, or */

/* Puts the value of the right side in place: it waits in a function, or is a literal. */
static void force(lua_State *L, int index, int from, int dots)
{
	if (lua_isfunction(L, index)) {
		luaL_checkstack(L, dots + 2, NULL);
		lua_pushvalue(L, index);
		for (int i = 0; i < dots; i++)
			lua_pushvalue(L, from + i);
		lua_call(L, dots, 1);
	} else {
		lua_pushvalue(L, index);
	}
}

static int fail_choice(lua_State *L, uint32_t index)
{
	const char *shown = formula(L, index);
	return fail_here(L, "%s is %s, not a mask, and cannot stand before and: compare it, ask present(%s), or choose with where(cond, a, b)", shown,
		guest_of(L)->program->node[index].type == QN_NUMBER ? "a number" : "a value", shown);
}

static uint32_t joined(lua_State *L, int index)
{
	return lua_isboolean(L, index) ? (uint32_t)fail_boolean(L, index) : mask_operand(L, index);
}

/* -2 op -1, of which -2 is a rule's value. */
static void join_nodes(lua_State *L, bool is_and)
{
	uint32_t left = to_node(L, -2)->index;
	qn_node made = plain_node(is_and ? QN_AND : QN_OR);
	made.a = left;
	if (guest_of(L)->program->node[left].type == QN_MASK) {
		made.b = joined(L, -1);
	} else if (is_and) {
		fail_choice(L, left);
	} else {
		made.op = QN_FILL;
		made.b = operand_beside(L, -1, left);
	}
	append(L, made);
}

/* A missing left side in the twin: of masks unknown, of numbers to be filled. */
static void join_missing(lua_State *L, bool is_and)
{
	bool decided = lua_isboolean(L, -1) && lua_toboolean(L, -1) != is_and;
	if (decided || (!is_and && !lua_isboolean(L, -1) && !is_missing(L, -1)))
		lua_pushvalue(L, -1);
	else
		push_plain(L, QN_MISSING);
}

/* Takes the value at -1 as left side; leaves the result. Says whether a plain value has ended the chain. */
static bool join(lua_State *L, bool is_and, int right, int from, int dots)
{
	bool of_rule = to_node(L, -1) != NULL, missing = is_absent(L, -1) && guest_of(L)->mode == TWIN;
	if (!of_rule && !missing) {
		if ((bool)lua_toboolean(L, -1) != is_and)
			return true;
		lua_pop(L, 1);
		force(L, right, from, dots);
		return false;
	}
	force(L, right, from, dots);
	if (of_rule)
		join_nodes(L, is_and);
	else
		join_missing(L, is_and);
	lua_replace(L, -3);
	lua_pop(L, 1);
	return false;
}

static int chain(lua_State *L, bool is_and, int first, int count, int dots)
{
	luaL_checkstack(L, 12, NULL);
	lua_pushvalue(L, first);
	for (int i = 1; i < count; i++)
		if (join(L, is_and, first + i, first + count, dots))
			break;
	return 1;
}

static int helper_and(lua_State *L) { return chain(L, true, 1, lua_gettop(L), 0); }
static int helper_or(lua_State *L) { return chain(L, false, 1, lua_gettop(L), 0); }

static int chain_dots(lua_State *L, bool is_and)
{
	int count = (int)lua_tointeger(L, 1);
	return chain(L, is_and, 2, count, lua_gettop(L) - 1 - count);
}

static int helper_and_dots(lua_State *L) { return chain_dots(L, true); }
static int helper_or_dots(lua_State *L) { return chain_dots(L, false); }

static int helper_not(lua_State *L)
{
	lua_settop(L, 1);
	if (is_own(L, 1) && to_node(L, 1)) {
		qn_node made = plain_node(QN_NOT);
		made.a = mask_operand(L, 1);
		return append(L, made);
	}
	if (is_missing(L, 1))
		return push_plain(L, QN_MISSING);
	lua_pushboolean(L, !lua_toboolean(L, 1));
	return 1;
}

/* keys and returns */

static int helper_key(lua_State *L)
{
	lua_settop(L, 1);
	if (is_own(L, 1) && to_node(L, 1))
		return fail_here(L, "%s is a value of a rule and no key of a table: choose with where(cond, a, b)", formula(L, to_node(L, 1)->index));
	return 1;
}

static int helper_return(lua_State *L) { return lua_gettop(L); }

void open_logic(lua_State *L)
{
	static const luaL_Reg helpers[] = {
		{ "__qn_eq", helper_eq }, { "__qn_ne", helper_ne }, { "__qn_lt", helper_lt }, { "__qn_le", helper_le },
		{ "__qn_gt", helper_gt }, { "__qn_ge", helper_ge }, { "__qn_truth", helper_truth },
		{ "__qn_if_eq", helper_if_eq }, { "__qn_if_ne", helper_if_ne }, { "__qn_if_lt", helper_if_lt },
		{ "__qn_if_le", helper_if_le }, { "__qn_if_gt", helper_if_gt }, { "__qn_if_ge", helper_if_ge },
		{ "__qn_not", helper_not }, { "__qn_key", helper_key }, { "__qn_return", helper_return }, { NULL, NULL },
	};
	static const luaL_Reg lazy[] = { { "__qn_and", helper_and }, { "__qn_or", helper_or }, { "__qn_and_dots", helper_and_dots },
		{ "__qn_or_dots", helper_or_dots }, { NULL, NULL } };
	push_builtins(L);
	luaL_setfuncs(L, helpers, 0);
	luaL_setfuncs(L, lazy, 0);
	for (const luaL_Reg *helper = lazy; helper->name; helper++) {
		lua_pushcfunction(L, helper->func); /* place.c knows them by this */
		lua_pushboolean(L, 1);
		lua_rawset(L, LUA_REGISTRYINDEX);
	}
	lua_pop(L, 1);
}
