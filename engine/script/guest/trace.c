/* SPDX-License-Identifier: Apache-2.0 */
/* trace.c - calls every rule once, with symbols in place of numbers, and keeps what comes out as its roots. */
#include <string.h>
#include "guest.h"

void add_rule(lua_State *L, guest_rule rule)
{
	guest *g = guest_of(L);
	rule.function = luaL_ref(L, LUA_REGISTRYINDEX);
	*(guest_rule *)NEW(L, g->rule, g->rules) = rule;
	g->rules++;
}

static uint32_t place_of_root(guest *g, const guest_rule *rule, uint32_t root)
{
	uint32_t place = root < g->program->nodes ? g->program->node[root].place : QN_NONE;
	return place == QN_NONE ? rule->place : place;
}

int arguments_of(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	if (rule->kind == RULE_GOAL) {
		uint32_t value = g->program->target[rule->index].value;
		if (g->mode == TRACING)
			push_node(L, value);
		else
			push_value(L, g->program->node[value].type, g->program->node[value].domain, g->values[value]);
		push_scope(L, 'p');
		return 2;
	}
	push_scope(L, rule->kind == RULE_ROLL ? 'e' : 'c');
	if (rule->kind == RULE_STEP)
		push_scope(L, 'a');
	push_scope(L, 'p');
	return rule->kind == RULE_STEP ? 3 : 2;
}

/* results */

static const char *type_words(lua_State *L, const qn_node *n)
{
	static const char *const words[] = { [QN_RANK] = "a rank", [QN_MASK] = "a mask", [QN_CATEGORY] = "a category", [QN_PERIOD] = "a year" };
	if (n->type != QN_NUMBER)
		return words[n->type];
	return n->dimension ? dimension_words(L, n->dimension) : "a pure number";
}

static const char *part_of(const guest_rule *rule)
{
	const char *part = strrchr(rule->name, ':');
	return part ? part + 2 : rule->name;
}

/* The root of what stands at index; a plain number is a constant. */
static uint32_t read_root(lua_State *L, const guest_rule *rule, int index)
{
	guest *g = guest_of(L);
	if (lua_isnil(L, index))
		return (uint32_t)fail_at(L, rule->place, "%s returned nothing: begin the line with return", rule->name);
	if (lua_isboolean(L, index))
		return (uint32_t)fail_at(L, rule->place, "%s returned %s, which is %s whatever the data: did you compare with a value that is not there?",
			rule->name, word_for(L, index), word_for(L, index));
	bool fits = to_node(L, index) || to_quantity(L, index) || lua_type(L, index) == LUA_TNUMBER;
	if (!fits)
		return (uint32_t)fail_at(L, rule->place, "%s returned %s, not a value of a rule", rule->name, word_for(L, index));
	uint32_t root = operand(L, index);
	g->used[root] = true;
	return root;
}

static uint32_t read_mask(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	uint32_t root = read_root(L, rule, -1);
	const qn_node *n = &g->program->node[root];
	if (n->type != QN_MASK)
		fail_at(L, place_of_root(g, rule, root), "%s gives %s (%s), not a mask: compare it with something", part_of(rule),
			formula(L, root), type_words(L, n));
	return root;
}

static bool fits_indicator(const qn_catalogue *catalogue, const qn_node *expected, const qn_node *n)
{
	if (expected->type == QN_RANK)
		return n->type == QN_RANK || (n->op == QN_CONST && n->type == QN_NUMBER && n->bare);
	if (n->type != expected->type)
		return false;
	bool count = n->bare && (n->dimension == 0) && (expected->dimension == 0 || qn_dimension_is_count(&catalogue->units, expected->dimension));
	return n->type != QN_NUMBER || n->dimension == expected->dimension || count;
}

static uint32_t read_for_indicator(lua_State *L, const guest_rule *rule, uint32_t indicator, int index)
{
	guest *g = guest_of(L);
	qn_node expected = plain_node(QN_INPUT);
	qn_error err;
	expected.symbol = indicator;
	if (qn_node_derive(g->program, g->catalogue, &expected, &err) < 0)
		fail_at(L, rule->place, "%s: %s", rule->name, chinese_pair(g, err.text, err.chinese));
	uint32_t root = read_root(L, rule, index);
	const qn_node *n = &g->program->node[root];
	if (!fits_indicator(g->catalogue, &expected, n))
		fail_at(L, place_of_root(g, rule, root), "%s: %s is in %s, and what is given for it, %s, is in %s", rule->name,
			g->catalogue->indicator[indicator].id, type_words(L, &expected), formula(L, root), type_words(L, n));
	return root;
}

static uint32_t state_indicator(lua_State *L, const guest_rule *rule, const qn_model *model)
{
	guest *g = guest_of(L);
	const char *name = lua_type(L, -2) == LUA_TSTRING ? whole_text(L, -2) : NULL;
	if (!name)
		fail_at(L, rule->place, "%s returns a table { indicator = value, … }, and one of its names is %s", rule->name, word_for(L, -2));
	long found = qn_catalogue_indicator(g->catalogue, name);
	if (found < 0)
		fail_at(L, rule->place, "%s: no indicator is called \"%s\"%s", rule->name, name,
			did_you_mean(L, qn_catalogue_nearest(g->catalogue, name)));
	for (uint32_t i = 0; i < model->states; i++)
		if (model->state[i].indicator == (uint32_t)found)
			fail_at(L, rule->place, "%s gives %s twice", rule->name, g->catalogue->indicator[found].id);
	return (uint32_t)found;
}

/* In the order of names, whatever the table's own. */
static void read_states(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	qn_model *model = &g->program->model[rule->index];
	if (lua_isnil(L, -1))
		fail_at(L, rule->place, "%s returned nothing: begin the line with return", rule->name);
	if (!lua_istable(L, -1))
		fail_at(L, rule->place, "%s returns a table { indicator = value, … }, and this is %s", rule->name, word_for(L, -1));
	int table = lua_absindex(L, -1);
	push_builtins(L);
	lua_getfield(L, -1, "pairs");
	lua_pushvalue(L, table);
	lua_call(L, 1, 1);
	for (;;) {
		lua_pushvalue(L, -1);
		lua_call(L, 0, 2);
		if (lua_isnil(L, -2))
			break;
		qn_state state = { .indicator = state_indicator(L, rule, model) };
		state.node = read_for_indicator(L, rule, state.indicator, -1);
		state.place = place_of_root(g, rule, state.node);
		*(qn_state *)NEW(L, model->state, model->states) = state;
		model->states++;
		lua_pop(L, 2);
	}
	if (!model->states)
		fail_at(L, rule->place, "%s moves nothing: return { indicator = value, … }", rule->name);
	lua_settop(L, table);
}

static bool is_of_one(const guest *g, const qn_node *n)
{
	const qn_op_info *info = qn_op_of(n->op);
	if (info->across)
		return n->symbol != QN_ALL || n->op == QN_SHARE || n->op == QN_RANKED;
	if (info->leaf)
		return n->op == QN_INPUT || n->op == QN_ATTRIBUTE || (n->op == QN_ASSUME && g->program->assumption[n->symbol].reach >= QN_BY_GROUP);
	return (n->a != QN_NONE && g->of_one[n->a]) || (n->b != QN_NONE && g->of_one[n->b]) || (n->c != QN_NONE && g->of_one[n->c]);
}

/* A target is of all entities: which of them would c.revenue be? */
static bool root_of_one(guest *g, uint32_t root)
{
	for (uint32_t i = g->first; i <= root; i++)
		g->of_one[i] = is_of_one(g, &g->program->node[i]);
	return g->of_one[root];
}

static uint32_t read_total(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	uint32_t root = read_root(L, rule, -1);
	const qn_node *n = &g->program->node[root];
	if (n->type != QN_NUMBER)
		fail_at(L, place_of_root(g, rule, root), "%s gives %s (%s), not a number: count(…) counts where it is true", part_of(rule),
			formula(L, root), type_words(L, n));
	if (root_of_one(g, root))
		fail_at(L, place_of_root(g, rule, root), "%s: %s is a number of each one, and a target is of all: write total(…), mean(…) or count(…)",
			rule->name, formula(L, root));
	return root;
}

/* A roll-up is of a group of records. */
static uint32_t read_rolled(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	uint32_t root = read_root(L, rule, -1);
	roll_check(L, rule, root);
	if (root_of_one(g, root))
		fail_at(L, place_of_root(g, rule, root), "%s: %s is a value of each record, and a roll-up is of all of a group: write total(…), mean(…) or count(…)",
			rule->name, formula(L, root));
	return root;
}

/* running */

static void check_used(lua_State *L)
{
	guest *g = guest_of(L);
	for (uint32_t i = g->first; i < g->program->nodes; i++) {
		const qn_node *n = &g->program->node[i];
		bool lagged_input = n->op == QN_LAG && g->at->kind == RULE_STEP && g->program->node[n->a].op == QN_INPUT;
		if (!g->used[i] && !qn_op_of(n->op)->leaf && !lagged_input)
			fail_at(L, place_of_root(g, g->at, i), "the result %s is not used: return it or leave it out", formula(L, i));
	}
}

static void keep_result(lua_State *L, const guest_rule *rule)
{
	qn_program *program = guest_of(L)->program;
	switch (rule->kind) {
	case RULE_DERIVE:
		program->derivation[rule->index].node = read_for_indicator(L, rule, program->derivation[rule->index].indicator, -1);
		break;
	case RULE_NEEDS: program->criterion[rule->index].needs = read_mask(L, rule); break;
	case RULE_WAIVABLE: program->criterion[rule->index].waivable = read_mask(L, rule); break;
	case RULE_HINT: program->criterion[rule->index].hint = read_root(L, rule, -1); break;
	case RULE_HOLDS: program->check[rule->index].holds = read_mask(L, rule); break;
	case RULE_STEP: read_states(L, rule); break;
	case RULE_VALUE: program->target[rule->index].value = read_total(L, rule); break;
	case RULE_ITEM: program->ranking[rule->index].item[rule->goal].value = read_root(L, rule, -1); break;
	case RULE_ROUND: program->rounds->needs = read_mask(L, rule); break;
	case RULE_GOAL: program->target[rule->index].goal[rule->goal].met = read_mask(L, rule); break;
	case RULE_ROLL: program->rollup[rule->index].node = read_rolled(L, rule); break;
	}
}

static void trace(lua_State *L, guest_rule *rule)
{
	guest *g = guest_of(L);
	g->at = rule;
	g->run++;
	g->mode = TRACING;
	roll_enter(L, rule);
	g->first = rule->first = g->program->nodes;
	lua_settop(L, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, rule->function);
	lua_call(L, arguments_of(L, rule), 1);
	keep_result(L, rule);
	check_used(L);
	rule->last = g->program->nodes;
	roll_leave(L, rule);
	g->mode = RESTING;
}

void trace_rules(lua_State *L)
{
	guest *g = guest_of(L);
	finish_declarations(L);
	for (uint32_t i = 0; i < g->rules; i++)
		trace(L, &g->rule[i]);
}
