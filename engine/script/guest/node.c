/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - a rule's value as Lua sees it: a userdata that stands for a node of the program. Every operator on one adds
 * a node; what cannot be added says why in the words of qn_node_derive. */
#include <math.h>
#include "guest.h"

node *to_node(lua_State *L, int index)
{
	node *n = luaL_testudata(L, index, NODE);
	if (n && (n->run != guest_of(L)->run || guest_of(L)->mode != TRACING))
		fail_here(L, "%s was made by another rule: make it again in this one, in a function that both call", formula(L, n->index));
	return n;
}

int push_node(lua_State *L, uint32_t index)
{
	luaL_checkstack(L, 4, NULL);
	node *n = lua_newuserdatauv(L, sizeof *n, 0);
	*n = (node){ index, guest_of(L)->run };
	luaL_setmetatable(L, NODE);
	return 1;
}

qn_node plain_node(qn_op op)
{
	return (qn_node){ .op = (uint16_t)op, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = QN_NONE, .domain = QN_NONE, .place = QN_NONE };
}

static uint32_t add(lua_State *L, qn_node made)
{
	guest *g = guest_of(L);
	qn_program *program = g->program;
	uint32_t operands[] = { made.a, made.b, made.c };
	qn_error err;
	if (g->mode != TRACING)
		fail_here(L, "this works on the values of a rule: use it in a function such as needs, value or step");
	if (program->nodes >= NODES_MOST)
		fail_here(L, "the rules are larger than %d operations: is there a loop that builds too much?", NODES_MOST);
	if (!qn_program_room(program, node, nodes))
		fail_memory(L);
	if (qn_node_derive(program, g->catalogue, &made, &err) < 0)
		fail_told(L, &err);
	made.place = place_here(L);
	for (int i = 0; i < 3; i++)
		if (operands[i] != QN_NONE)
			g->used[operands[i]] = true;
	g->used[program->nodes] = false; /* a rule over a register has had nodes of its own by the same numbers */
	program->node[program->nodes] = made;
	return program->nodes++;
}

int append(lua_State *L, qn_node made)
{
	return push_node(L, add(L, made));
}

const char *formula(lua_State *L, uint32_t index)
{
	guest *g = guest_of(L);
	qn_buffer text = { 0 };
	qn_node_print(g->program, g->catalogue, index, &text);
	size_t length = text.length, cut = 0;
	for (size_t i = 0, points = 0; i < length && points <= 60; i++)
		if (((unsigned char)text.data[i] & 0xC0) != 0x80 && ++points == 60)
			cut = i;
	const char *kept = text.failed ? NULL : cut ? qn_arena_printf(&g->program->arena, "%.*s…", (int)cut, text.data)
	                                            : qn_arena_copy(&g->program->arena, text.data ? text.data : "", length);
	qn_buffer_free(&text);
	if (!kept)
		fail_memory(L);
	return kept;
}

int fail_truth(lua_State *L, int index)
{
	uint32_t at = to_node(L, index)->index;
	static const char *const kinds[] = { "number", "rank", "mask", "category", "year" };
	return fail_here(L, "%s is a rule's %s, not one truth: write where(cond, a, b)", formula(L, at), kinds[guest_of(L)->program->node[at].type]);
}

int fail_boolean(lua_State *L, int index)
{
	return fail_here(L, "%s is %s whatever the data: did you compare with a value that is not there?", word_for(L, index), word_for(L, index));
}

static uint32_t constant(lua_State *L, double value, qn_dimension dimension, bool bare)
{
	qn_node made = plain_node(QN_CONST);
	if (!isfinite(value))
		fail_here(L, "a number here is %s: did something divide by zero?", isnan(value) ? "not a number" : "infinite");
	made.value = value;
	made.dimension = dimension;
	made.bare = bare;
	made.type = QN_NUMBER;
	return add(L, made);
}

uint32_t operand(lua_State *L, int index)
{
	node *n = to_node(L, index);
	quantity *q = to_quantity(L, index);
	if (n)
		return n->index;
	if (q)
		return constant(L, q->value, q->dimension, false);
	if (lua_type(L, index) == LUA_TNUMBER)
		return constant(L, lua_tonumber(L, index), 0, true);
	if (lua_isboolean(L, index))
		return (uint32_t)fail_boolean(L, index);
	if (lua_isnil(L, index))
		return (uint32_t)fail_here(L, "nil, a value that is not there, is used in a rule: is a name misspelt?");
	if (lua_type(L, index) == LUA_TSTRING)
		return (uint32_t)fail_here(L, "the text \"%s\" is used as a value: only a category, such as that of c.KIND, compares with a text",
			lua_tostring(L, index));
	return (uint32_t)fail_here(L, "%s cannot be used in a rule: a number or a value of c, a or p is needed", word_for(L, index));
}

uint32_t missing_like(lua_State *L, uint32_t like)
{
	const qn_node *n = &guest_of(L)->program->node[like];
	qn_node made = plain_node(QN_CONST);
	made.value = QN_MISSING;
	made.type = n->type;
	made.dimension = n->dimension;
	made.bare = n->bare;
	return add(L, made);
}

uint32_t operand_beside(lua_State *L, int index, uint32_t beside)
{
	guest *g = guest_of(L);
	qn_node made = plain_node(QN_CONST);
	uint32_t member;
	qn_error err;
	made.type = QN_CATEGORY;
	made.symbol = g->program->node[beside].domain;
	if (lua_type(L, index) != LUA_TSTRING || g->program->node[beside].type != QN_CATEGORY)
		return operand(L, index);
	if (qn_domain_member(g->program, g->catalogue, made.symbol, whole_text(L, index), &member, &err) < 0)
		fail_told(L, &err);
	made.value = member;
	return add(L, made);
}

uint32_t mask_operand(lua_State *L, int index)
{
	if (lua_isboolean(L, index))
		return (uint32_t)fail_boolean(L, index);
	uint32_t at = operand(L, index);
	if (guest_of(L)->program->node[at].type != QN_MASK)
		fail_here(L, "%s is %s, not a mask: compare it with something", formula(L, at),
			guest_of(L)->program->node[at].type == QN_NUMBER ? "a number" : "a value");
	return at;
}

/* What cannot be asked of a value whose number is not known yet. */
static int refuse(lua_State *L)
{
	const char *what = lua_tostring(L, lua_upvalueindex(1));
	int index = luaL_testudata(L, 1, NODE) ? 1 : 2;
	node *n = to_node(L, index);
	return fail_here(L, "%s: %s", n ? formula(L, n->index) : "a value of a rule", what);
}

static int native_order(lua_State *L)
{
	compare_values(L, (qn_op)lua_tointeger(L, lua_upvalueindex(1)));
	return to_node(L, -1) ? fail_truth(L, -1) : 1;
}

void open_node(lua_State *L)
{
	static const char *const refused[][2] = {
		{ "__index", "a value of a rule has no fields" }, { "__newindex", "a value of a rule has no fields" },
		{ "__call", "a value of a rule is no function" }, { "__len", "a value of a rule has no length" },
		{ "__concat", "it has no text yet: print(value) shows its formula" },
		{ "__mod", "% is not there for values of rules: use floor" }, { "__idiv", "// is not there for values of rules: use floor(a / b)" },
		{ "__band", "& is not there for masks: write and" }, { "__bor", "| is not there for masks: write or" },
		{ "__bnot", "~ is not there for masks: write not" }, { "__bxor", "~ is not there for masks: write ~= between values" },
		{ "__shl", "<< is not there for values of rules" }, { "__shr", ">> is not there for values of rules" },
	};
	luaL_newmetatable(L, NODE);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		lua_pushstring(L, refused[i][1]);
		lua_pushcclosure(L, refuse, 1);
		lua_setfield(L, -2, refused[i][0]);
	}
	lua_pushinteger(L, QN_LT);
	lua_pushcclosure(L, native_order, 1);
	lua_setfield(L, -2, "__lt");
	lua_pushinteger(L, QN_LE);
	lua_pushcclosure(L, native_order, 1);
	lua_setfield(L, -2, "__le");
	lua_pop(L, 1);
}
