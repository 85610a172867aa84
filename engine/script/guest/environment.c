/* SPDX-License-Identifier: Apache-2.0 */
/* environment.c - the names a script finds: chosen parts of Lua's libraries, without clock, chance, addresses or a way
 * out. A name that is not there is an error with the nearest one; nothing can be made global. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"
#include "base/text.h"
#include "script/withheld.h"

#define GLOBALS "qunce.globals"
#define BUILTINS "qunce.builtins"

int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

typedef struct { const char **name; size_t count; } name_list;

/* The builtins' names in order of bytes, so that of equally near ones always the same is offered. */
static name_list list_names(lua_State *L, int table)
{
	guest *g = guest_of(L);
	name_list list = { 0 };
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING && strncmp(lua_tostring(L, -2), "__", 2) != 0) {
			if (!qn_grow(&g->program->arena, (void **)&list.name, (uint32_t)list.count, sizeof *list.name))
				fail_memory(L);
			list.name[list.count++] = lua_tostring(L, -2);
		}
	if (list.count)
		qsort(list.name, list.count, sizeof *list.name, by_text);
	return list;
}

static const char *name_at(const void *context, size_t i) { return ((const char *const *)context)[i]; }

const char *nearest(const char *name, const char *const *names, size_t count)
{
	long found = count ? qn_text_nearest(name, name_at, names, count) : -1;
	return found < 0 ? NULL : names[found];
}

enum { MOST_SEARCHES = 200 }; /* who catches such errors in a loop is no longer told what may have been meant */

/* The nearest of a table's keys that are names. */
static const char *nearest_key(lua_State *L, int table, const char *name)
{
	if (guest_of(L)->searches == MOST_SEARCHES)
		return NULL;
	guest_of(L)->searches++;
	name_list list = list_names(L, table);
	return nearest(name, list.name, list.count);
}

const char *did_you_mean(lua_State *L, const char *near)
{
	qn_arena *arena = &guest_of(L)->program->arena;
	if (!near)
		return "";
	const char *english = qn_arena_printf(arena, ": did you mean %s?", near), *chinese = qn_arena_printf(arena, ":是不是 %s?", near);
	if (!english || !chinese)
		fail_memory(L);
	return chinese_pair(guest_of(L), english, chinese);
}

typedef struct { const char *first; size_t size; } things;
static const char *thing_at(const void *context, size_t i)
{
	const things *of = context;
	const char *id;
	memcpy(&id, of->first + i * of->size, sizeof id);
	return id;
}

const char *did_you_mean_of(lua_State *L, const char *name, const void *first, size_t count, size_t size)
{
	const things all = { first, size };
	long found = count ? qn_text_nearest(name, thing_at, &all, count) : -1;
	return did_you_mean(L, found < 0 ? NULL : thing_at(&all, (size_t)found));
}

static bool is_outside(const char *name)
{
	for (size_t i = 0; i < QN_WITHHELD; i++)
		if (!qn_withheld[i].member && !strcmp(name, qn_withheld[i].name))
			return true;
	return false;
}

static int unknown_global(lua_State *L)
{
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
	if (!strcmp(name, "next"))
		return fail_here(L, "there is no next: go through a table with pairs, in the order of its keys");
	if (!strcmp(name, "sum"))
		return fail_here(L, "nothing is called \"%s\"%s", name, did_you_mean(L, "total"));
	if (is_outside(name))
		return fail_here(L, "there is no %s for scripts: they declare and compute, and reach nothing else", name);
	const char *near = nearest_key(L, 1, name);
	bool in_file = qn_text_ends(guest_of(L)->main, ".lua"); /* a line of the shell has none above */
	return fail_here(L, "nothing is called \"%s\"%s", name, near ? did_you_mean(L, near) : in_file ? ": declare it with local, above this line" : "");
}

static int refuse_global(lua_State *L)
{
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
	return fail_here(L, "%s would be global, seen and changed by every script: write local %s%s", name,
		lua_isfunction(L, 3) ? "function " : "", name);
}

void push_globals(lua_State *L) { lua_getfield(L, LUA_REGISTRYINDEX, GLOBALS); }

/* pairs, in the order of keys: numbers, then texts by bytes, then false and true. */

typedef struct { int kind; bool whole; lua_Integer integer; lua_Number number; const char *text; size_t length; int at; } sort_key;

static int compare_keys(const void *left, const void *right)
{
	const sort_key *a = left, *b = right;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == 1) {
		int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
		return order ? order : (a->length > b->length) - (a->length < b->length);
	}
	if (a->whole && b->whole)
		return (a->integer > b->integer) - (a->integer < b->integer);
	return (a->number > b->number) - (a->number < b->number);
}

static sort_key read_sort_key(lua_State *L, int index)
{
	sort_key key = { 0 };
	switch (lua_type(L, index)) {
	case LUA_TNUMBER:
		key.whole = lua_isinteger(L, index);
		key.integer = lua_tointeger(L, index);
		key.number = lua_tonumber(L, index);
		break;
	case LUA_TSTRING:
		key.kind = 1;
		key.text = lua_tolstring(L, index, &key.length);
		break;
	case LUA_TBOOLEAN:
		key.kind = 2;
		key.number = lua_toboolean(L, index);
		break;
	default:
		fail_here(L, "pairs: a key is %s, which has no order: use numbers or texts as keys", word_for(L, index));
	}
	return key;
}

static int next_pair(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
	for (;;) {
		if (lua_rawgeti(L, lua_upvalueindex(1), ++i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, -1);
		if (lua_rawget(L, lua_upvalueindex(3)) != LUA_TNIL)
			break;
		lua_pop(L, 2); /* removed since */
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	return 2;
}

static int ordered_pairs(lua_State *L)
{
	int count = 0;
	if (!lua_istable(L, 1))
		return fail_here(L, "pairs goes through a table, and this is %s", word_for(L, 1));
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
		count++;
	sort_key *keys = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *keys, 0);
	lua_createtable(L, count, 0);
	int held = 0;
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
		keys[held] = read_sort_key(L, -2);
		keys[held].at = held + 1;
		held++;
		lua_pushvalue(L, -2);
		lua_rawseti(L, -4, held);
	}
	qsort(keys, (size_t)count, sizeof *keys, compare_keys);
	lua_createtable(L, count, 0);
	for (int i = 0; i < count; i++) {
		lua_rawgeti(L, -2, keys[i].at);
		lua_rawseti(L, -2, i + 1);
	}
	lua_pushinteger(L, 0);
	lua_pushvalue(L, 1);
	lua_pushcclosure(L, next_pair, 3);
	return 1;
}

/* What would take a rule's value for a plain one. Called in the frame of what wraps it, so that Lua's messages know its name. */

int call_wrapped(lua_State *L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

static int checked_tonumber(lua_State *L)
{
	if (to_node(L, 1))
		return fail_here(L, "%s is a value of a rule: it has no number yet", formula(L, to_node(L, 1)->index));
	return call_wrapped(L);
}

static int checked_assert(lua_State *L)
{
	luaL_checkany(L, 1);
	if (to_node(L, 1))
		return fail_truth(L, 1);
	if (lua_toboolean(L, 1))
		return lua_gettop(L);
	if (lua_type(L, 2) == LUA_TSTRING)
		return fail_here(L, "%s", lua_tostring(L, 2));
	return fail_here(L, "assertion failed");
}

static int ordered(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, 2, 1);
	return to_node(L, -1) ? fail_truth(L, -1) : 1;
}

static int checked_sort(lua_State *L)
{
	lua_settop(L, 2);
	if (lua_isfunction(L, 2))
		lua_pushcclosure(L, ordered, 1);
	return call_wrapped(L);
}

static void open_library(lua_State *L, const char *name, lua_CFunction opener, const char *const *without)
{
	lua_pushcfunction(L, opener);
	lua_call(L, 0, 1);
	for (; *without; without++) {
		lua_pushnil(L);
		lua_setfield(L, -2, *without);
	}
	lua_setfield(L, -2, name);
}

void wrap(lua_State *L, const char *name, lua_CFunction with)
{
	lua_getfield(L, -1, name);
	lua_pushcclosure(L, with, 1);
	lua_setfield(L, -2, name);
}

static void take_base(lua_State *L)
{
	static const char *const taken[] = { "error", "ipairs", "pcall", "select", "tonumber", "type", "xpcall" };
	lua_pushcfunction(L, luaopen_base);
	lua_call(L, 0, 1);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		lua_getfield(L, -1, taken[i]);
		lua_setfield(L, -3, taken[i]);
	}
	lua_pop(L, 1);
	wrap(L, "tonumber", checked_tonumber);
	lua_pushcfunction(L, ordered_pairs);
	lua_setfield(L, -2, "pairs");
	lua_pushcfunction(L, checked_assert);
	lua_setfield(L, -2, "assert");
}

void open_environment(lua_State *L)
{
	static const char *const all[] = { NULL }, *const chance[] = { "random", "randomseed", NULL }, *const code[] = { "dump", NULL };
	lua_newtable(L); /* globals: stays empty, so that every assignment is noticed */
	lua_newtable(L);
	lua_newtable(L); /* builtins */
	take_base(L);
	open_library(L, "math", luaopen_math, chance);
	open_library(L, "string", luaopen_string, code);
	open_library(L, "table", luaopen_table, all);
	open_library(L, "utf8", luaopen_utf8, all);
	lua_getfield(L, -1, "table");
	wrap(L, "sort", checked_sort);
	lua_getfield(L, -1, "unpack");
	lua_setfield(L, -3, "unpack");
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushcfunction(L, unknown_global);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_setfield(L, LUA_REGISTRYINDEX, BUILTINS);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_global);
	lua_setfield(L, -2, "__newindex");
	lua_setmetatable(L, -2);
	lua_setfield(L, LUA_REGISTRYINDEX, GLOBALS);
}

#define LIBRARY "library" /* the name of one, in its metatable, which no script sees */

/* The libraries, once all is in them: read through an empty table, so that no script leaves anything there for the next. */

static int unknown_member(lua_State *L)
{
	if (lua_type(L, 2) != LUA_TSTRING)
		return 0; /* ("x")[1] is nothing, as ever */
	const char *library = lua_tostring(L, lua_upvalueindex(1)), *name = lua_tostring(L, 2);
	if (!strcmp(name, "random") || !strcmp(name, "randomseed"))
		return fail_here(L, "there is no %s.%s for scripts: declare an assumption with a distribution, and the engine draws it", library, name);
	const char *near = nearest_key(L, 1, name);
	return fail_here(L, "there is no %s.%s for scripts%s", library, name, did_you_mean(L, near));
}

static int refuse_member(lua_State *L)
{
	return fail_here(L, "%s is shared by every script and cannot be changed: keep what is yours in a local name", lua_tostring(L, lua_upvalueindex(1)));
}

static void add_method(lua_State *L, const char *event, const char *library, lua_CFunction method)
{
	lua_pushstring(L, library);
	lua_pushcclosure(L, method, 1);
	lua_setfield(L, -2, event);
}

static void close_libraries(lua_State *L)
{
	static const char *const libraries[] = { "math", "string", "table", "utf8" };
	push_builtins(L);
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
		lua_newtable(L); /* what scripts see */
		lua_newtable(L); /* its metatable */
		lua_getfield(L, -3, libraries[i]);
		lua_newtable(L);
		add_method(L, "__index", libraries[i], unknown_member);
		lua_setmetatable(L, -2);
		lua_setfield(L, -2, "__index");
		add_method(L, "__newindex", libraries[i], refuse_member);
		lua_pushstring(L, libraries[i]);
		lua_setfield(L, -2, LIBRARY);
		lua_setmetatable(L, -2);
		lua_setfield(L, -2, libraries[i]);
	}
	lua_pop(L, 1);
}

const char *library_at(lua_State *L, int index)
{
	if (luaL_getmetafield(L, index, LIBRARY) == LUA_TNIL)
		return NULL;
	const char *name = lua_tostring(L, -1);
	lua_pop(L, 1); /* the library keeps it */
	return name;
}

void push_builtins(lua_State *L) { lua_getfield(L, LUA_REGISTRYINDEX, BUILTINS); }

void add_builtin(lua_State *L, const char *name)
{
	push_builtins(L);
	lua_insert(L, -2);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

void open_all(lua_State *L)
{
	open_environment(L);
	open_text(L);
	open_logic(L);
	open_node(L);
	open_quantity(L);
	open_scope(L);
	open_functions(L);
	open_declare(L);
	open_rules(L);
	open_recognition(L);
	open_ranking(L);
	open_scenario(L);
	open_moves(L);
	open_measures(L);
	open_rollup(L);
	open_tests(L);
	close_libraries(L);
	open_modules(L);
	open_makers(L);
}
