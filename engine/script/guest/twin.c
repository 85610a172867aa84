/* SPDX-License-Identifier: Apache-2.0 */
/* twin.c - the second net under tracing: every rule runs again on plain numbers, missing ones included, at fixed points,
 * and must answer as its plan does. What differs looked at the kind of its values, or kept something between calls. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "guest.h"
#include "base/digest.h"

/* A small file is asked more often than a large pack, whose rules would take longer than all the rest. */
enum { FEWEST = 12, MOST = 64, CALLS = 2000 };
static int points_of(const guest *g)
{
	int points = g->rules ? CALLS / (int)g->rules : FEWEST;
	return points < FEWEST ? FEWEST : points > MOST ? MOST : points;
}

static uint32_t members_of(const guest *g, uint32_t domain)
{
	uint32_t index = domain & ~QN_OPTION_DOMAIN;
	return domain & QN_OPTION_DOMAIN ? g->program->parameter[index].readings : g->catalogue->member[index].count;
}

/* Point 0 has everything missing, every fourth something. */
double twin_leaf(void *context, const qn_node *leaf)
{
	static const double scales[] = { 1, 100, 0.05, 3, 1000, 30, 0.5 };
	const guest *g = context;
	uint32_t key[3] = { leaf->op, leaf->symbol, (uint32_t)g->point };
	uint64_t hash = qn_hash64(20250701, key, sizeof key);
	uint64_t pick = hash >> 8 & 0xFFFF;
	uint32_t count;
	if (g->point == 0 || (g->point % 4 == 3 && hash % 3 == 0))
		return QN_MISSING;
	switch (leaf->type) {
	case QN_MASK: return (double)(pick & 1);
	case QN_RANK: return (double)(1 + pick % 12);
	case QN_PERIOD: return (double)(2020 + pick % 15);
	case QN_CATEGORY:
		count = members_of(g, leaf->domain);
		return count ? (double)(pick % count) : QN_MISSING;
	default: return scales[hash % 7] * (0.5 + (double)(hash >> 40) / (1 << 24));
	}
}

static bool is_absent(const qn_node *n, qn_value value)
{
	return n->type == QN_MASK ? value.mask == QN_UNKNOWN : qn_is_missing(value.number);
}

/* Plain Lua computes infinities where a plan has missing values, and its last bits may differ: such points say nothing. */
static bool says_nothing(const guest *g, const qn_value *values, const guest_rule *rule)
{
	for (uint32_t i = rule->first; i < rule->last; i++) {
		const qn_node *nodes = g->program->node, *n = &nodes[i];
		bool calculates = n->op >= QN_ADD && n->op <= QN_CEIL;
		bool compares = qn_op_compares(n->op) && nodes[n->a].type == QN_NUMBER;
		if (!calculates && !compares && n->op != QN_SHARE)
			continue;
		bool whole = !is_absent(&nodes[n->a], values[n->a]) && (n->b == QN_NONE || !is_absent(&nodes[n->b], values[n->b]));
		if (!compares && whole && qn_is_missing(values[i].number))
			return true;
		if (!compares || !whole)
			continue;
		double a = values[n->a].number, b = values[n->b].number;
		if (a != b && fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b)))
			return true;
	}
	return false;
}

static const char *value_words(lua_State *L, const qn_node *n, qn_value value)
{
	char number[40];
	if (is_absent(n, value))
		return n->type == QN_MASK ? "unknown" : "missing";
	if (n->type == QN_MASK)
		return value.mask == QN_TRUE ? "true" : "false";
	lua_Number shown = value.number;
	lua_pushnumber(L, shown);
	luaL_tolstring(L, -1, NULL);
	strncpy(number, lua_tostring(L, -1), sizeof number - 1);
	number[sizeof number - 1] = 0;
	lua_pop(L, 2);
	return keep(L, number);
}

static const char *plain_words(lua_State *L, int index)
{
	if (lua_type(L, index) != LUA_TNUMBER)
		return is_missing(L, index) ? "a missing value" : word_for(L, index);
	lua_pushvalue(L, index);
	const char *words = keep(L, lua_tostring(L, -1));
	lua_pop(L, 1);
	return words;
}

static bool same(lua_State *L, int index, const qn_node *n, qn_value value)
{
	double number;
	if (n->type == QN_MASK) {
		if (value.mask == QN_UNKNOWN)
			return is_missing(L, index);
		return lua_isboolean(L, index) && lua_toboolean(L, index) == (value.mask == QN_TRUE);
	}
	if (!to_plain(L, index, &number))
		return false;
	if (qn_is_missing(value.number) || qn_is_missing(number))
		return qn_is_missing(value.number) && qn_is_missing(number);
	return fabs(number - value.number) <= 1e-9 * fmax(fabs(number), fabs(value.number));
}

static void compare(lua_State *L, const guest_rule *rule, uint32_t root, int index)
{
	guest *g = guest_of(L);
	const qn_node *n = &g->program->node[root];
	/* no rule may give a category, which is said when the program is checked */
	if (n->type == QN_CATEGORY || same(L, index, n, g->values[root]))
		return;
	fail_at(L, n->place == QN_NONE ? rule->place : n->place,
		"%s: on plain numbers it gives %s, and as a plan %s: it must come to the same whatever it is given; does it ask type(x), "
		"catch errors with pcall, or keep something from call to call?", rule->name, plain_words(L, index), value_words(L, n, g->values[root]));
}

static void compare_states(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	const qn_model *model = &g->program->model[rule->index];
	uint32_t count = 0;
	if (!lua_istable(L, -1))
		fail_at(L, rule->place, "%s: on plain numbers it returns %s, and no table", rule->name, word_for(L, -1));
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		long indicator = lua_type(L, -2) == LUA_TSTRING ? qn_catalogue_indicator(g->catalogue, lua_tostring(L, -2)) : -1;
		for (uint32_t i = 0; i < model->states; i++)
			if ((long)model->state[i].indicator == indicator) {
				compare(L, rule, model->state[i].node, lua_gettop(L));
				count++;
			}
	}
	if (count != model->states)
		fail_at(L, rule->place, "%s: on plain numbers it moves other indicators than as a plan", rule->name);
}

static uint32_t root_of(const guest *g, const guest_rule *rule)
{
	const qn_program *program = g->program;
	switch (rule->kind) {
	case RULE_DERIVE: return program->derivation[rule->index].node;
	case RULE_NEEDS: return program->criterion[rule->index].needs;
	case RULE_WAIVABLE: return program->criterion[rule->index].waivable;
	case RULE_HINT: return program->criterion[rule->index].hint;
	case RULE_HOLDS: return program->check[rule->index].holds;
	case RULE_ITEM: return program->ranking[rule->index].item[rule->goal].value;
	case RULE_ROUND: return program->rounds->needs;
	case RULE_VALUE: return program->target[rule->index].value;
	case RULE_ROLL: return program->rollup[rule->index].node;
	default: return program->target[rule->index].goal[rule->goal].met;
	}
}

static void run_twin(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	g->at = rule;
	g->run++;
	g->mode = TWIN;
	lua_settop(L, 0);
	lua_pushcfunction(L, message_handler);
	lua_rawgeti(L, LUA_REGISTRYINDEX, rule->function);
	if (lua_pcall(L, arguments_of(L, rule), 1, 1) != LUA_OK)
		fail_at(L, rule->place, "%s works as a plan and fails on plain numbers: %s", rule->name, lua_tostring(L, -1));
	if (rule->kind == RULE_STEP)
		compare_states(L, rule);
	else
		compare(L, rule, root_of(g, rule), -1);
	g->mode = RESTING;
}

static qn_value *room_for_values(lua_State *L, uint32_t nodes)
{
	qn_value *values = calloc((size_t)nodes + 1, sizeof *values);
	if (!values)
		fail_memory(L);
	return values;
}

/* A rule over a register, whose nodes are its own. */
static void twin_rolled(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	g->mode = TWIN;
	roll_enter(L, rule);
	qn_value *values = room_for_values(L, g->program->nodes);
	g->values = values;
	for (g->point = 0; g->point < points_of(g); g->point++) {
		qn_scalar_run(g->program->node, g->program->nodes, twin_leaf, g, values);
		if (!says_nothing(g, values, rule))
			run_twin(L, rule);
	}
	free(values);
	roll_leave(L, rule);
	g->mode = RESTING;
}

void twin_rules(lua_State *L)
{
	guest *g = guest_of(L);
	qn_value *values = room_for_values(L, g->program->nodes);
	g->values = values;
	for (g->point = 0; g->point < points_of(g); g->point++) {
		qn_scalar_run(g->program->node, g->program->nodes, twin_leaf, g, values);
		for (uint32_t i = 0; i < g->rules; i++)
			if (g->rule[i].kind != RULE_ROLL && !says_nothing(g, values, &g->rule[i]))
				run_twin(L, &g->rule[i]);
	}
	for (uint32_t i = 0; i < g->rules; i++)
		if (g->rule[i].kind == RULE_ROLL)
			twin_rolled(L, &g->rule[i]);
}
