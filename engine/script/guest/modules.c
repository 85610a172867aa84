/* SPDX-License-Identifier: Apache-2.0 */
/* modules.c - scripts and require: text only, rewritten before Lua compiles it. A pack, and each scenario, runs a module that
 * it requires once, and finds nothing in it of what another left there. What the library's file prelude.lua returns is there
 * for every script by name, what verbs.lua returns for every scenario, and what testing.lua returns for tests. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"
#include "rewrite.h"
#include "script/lexer.h"
#include "script/wire.h"

enum { SCRIPT_MOST = 2 << 20, REQUIRES = 32, NAME_MOST = 200 };

static int compile(lua_State *L, const guest_script *script, const char *text, size_t length)
{
	lua_pushfstring(L, "@%s", script->path);
	const char *name = lua_tostring(L, -1);
	int rc = luaL_loadbufferx(L, text, length, name, "t");
	lua_remove(L, -2);
	return rc;
}

/* What Lua says about a source that does not compile; about the original where that does not compile either. */
static void fail_compile(lua_State *L, const guest_script *script, bool told)
{
	if (script->length && (script->text[0] == 0x1b || memchr(script->text, 0, script->length)))
		fail_plain(L, "%s: this is not the text of a script: save it as plain text in UTF-8", script->path);
	size_t mark = qn_lexer_mark(script->text, script->length);
	if (compile(L, script, script->text + mark, script->length - mark) == LUA_OK)
		lua_pop(L, 1); /* rewriting nested it too deep */
	else
		told = true;
	if (told)
		lua_error(L);
	fail_plain(L, "%s: this does not compile", script->path);
}

/* The text that is compiled is no memory of Lua's: it is given back before anything can fail, which leaves this for good. */
static int compile_rewritten(lua_State *L, const guest_script *script, int *compiled, qn_error *err)
{
	qn_buffer rewritten = { 0 };
	int rc = qn_rewrite(script->path, script->text, script->length, &rewritten, err);
	if (rc > 0)
		*compiled = compile(L, script, rewritten.data ? rewritten.data : "", rewritten.length);
	qn_buffer_free(&rewritten);
	return rc;
}

static void load_script(lua_State *L, const guest_script *script)
{
	qn_error err;
	int compiled = LUA_OK;
	guest_of(L)->compiling = script->path;
	if (script->length > SCRIPT_MOST)
		fail_plain(L, "%s: a script has at most %d MiB", script->path, SCRIPT_MOST >> 20);
	int rc = compile_rewritten(L, script, &compiled, &err);
	if (rc < 0)
		fail_plain(L, "%s", chinese_pair(guest_of(L), err.text, err.chinese));
	if (rc == 0)
		fail_compile(L, script, false);
	if (compiled != LUA_OK)
		fail_compile(L, script, true);
	guest_of(L)->compiling = NULL;
	push_globals(L);
	if (!lua_setupvalue(L, -2, 1))
		lua_pop(L, 1); /* a source that names nothing outside has no environment */
}

static void fail_circle(lua_State *L, uint32_t script)
{
	guest *g = guest_of(L);
	luaL_Buffer words;
	luaL_buffinit(L, &words);
	bool inside = false;
	for (int i = 0; i < g->required; i++) {
		inside = inside || (uint32_t)g->requires[i] == script;
		if (inside) {
			luaL_addstring(&words, g->script[g->requires[i]].path);
			luaL_addstring(&words, " -> ");
		}
	}
	luaL_addstring(&words, g->script[script].path);
	luaL_pushresult(&words);
	fail_here(L, "require goes in a circle: %s", lua_tostring(L, -1));
}

/* What it begins to declare it declares: a table that has not come by its end does not come. */
static int run_script(lua_State *L)
{
	uint32_t begins = guest_of(L)->begins;
	load_script(L, lua_touserdata(L, 1));
	lua_call(L, 0, 1);
	refuse_begun(L, begins);
	return 1;
}

/* Leaves its result. */
static void call_script(lua_State *L, uint32_t index)
{
	guest *g = guest_of(L);
	guest_script *script = &g->script[index];
	if (script->running)
		fail_circle(L, index);
	if (g->required == REQUIRES)
		fail_here(L, "require goes more than %d files deep", REQUIRES);
	luaL_checkstack(L, 10, NULL);
	script->running = true;
	g->requires[g->required++] = (int)index;
	lua_pushcfunction(L, message_handler);
	lua_pushcfunction(L, run_script);
	lua_pushlightuserdata(L, script);
	int rc = lua_pcall(L, 1, 1, -3);
	g->required--; /* also where the one who asked catches the error and goes on */
	script->running = script->asked = false;
	g->compiling = NULL;
	if (rc != LUA_OK)
		lua_error(L);
	lua_remove(L, -2);
}

void ask_script(lua_State *L, uint32_t index)
{
	guest_script *script = &guest_of(L)->script[index];
	if (script->running)
		fail_circle(L, index);
	luaL_checkstack(L, 4, NULL);
	lua_newtable(L);
	script->modules = luaL_ref(L, LUA_REGISTRYINDEX);
	script->asked = true;
	call_script(L, index);
	lua_pop(L, 1);
}

bool is_asked(const guest *g) { return g->script[g->requires[g->required - 1]].asked; }

/* The script asked that is at work, the innermost; inside a rule, when all have run, the main one. NULL: a file of the library's
 * own, before any is asked. */
static const guest_script *asked_now(const guest *g)
{
	for (int i = g->required - 1; i >= 0; i--)
		if (g->script[g->requires[i]].asked)
			return &g->script[g->requires[i]];
	for (uint32_t i = 0; i < g->scripts; i++)
		if (g->script[i].modules && !strcmp(g->script[i].path, g->main))
			return &g->script[i];
	return NULL;
}

/* The results of the modules that it has required so far. */
static void push_modules(lua_State *L)
{
	const guest_script *asked = asked_now(guest_of(L));
	if (asked)
		lua_rawgeti(L, LUA_REGISTRYINDEX, asked->modules);
	else
		lua_newtable(L);
}

/* Each is run once for each script that is asked, so that what one scenario leaves in it does not reach the next; and before rules
 * are, which run many times. */
static int call_module(lua_State *L, uint32_t index)
{
	luaL_checkstack(L, 4, NULL);
	push_modules(L);
	if (lua_rawgeti(L, -1, (lua_Integer)index) != LUA_TNIL)
		return 1;
	lua_pop(L, 1);
	if (guest_of(L)->mode != RESTING)
		return fail_here(L, "%s is required inside a rule alone, and a rule runs many times: write local x = require \"x\" at the top of the file", lua_tostring(L, 1));
	call_script(L, index);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, 1);
	}
	lua_pushvalue(L, -1);
	lua_rawseti(L, -3, (lua_Integer)index);
	return 1;
}

/* "sub.x" or "sub.x.lua" as a path: sub/x.lua. */
static const char *path_of(lua_State *L, const char *name)
{
	char *path = qn_arena_printf(&guest_of(L)->program->arena, "%s.lua", name);
	if (!path)
		fail_memory(L);
	size_t length = strlen(name);
	for (size_t i = 0; i < length; i++)
		if (path[i] == '.')
			path[i] = '/';
	return path;
}

static int require_script(lua_State *L)
{
	guest *g = guest_of(L);
	if (lua_type(L, 1) != LUA_TSTRING)
		return fail_here(L, "require takes a name, as in require \"criteria\", and this is %s", word_for(L, 1));
	if (lua_rawlen(L, 1) > NAME_MOST)
		return fail_here(L, "require: a name has at most %d bytes", NAME_MOST);
	const char *path = path_of(L, whole_text(L, 1)), **paths = NULL;
	uint32_t count = 0;
	for (uint32_t i = 0; i < g->scripts; i++) {
		if (is_library(g->script[i].path))
			continue; /* what it holds is there by name */
		if (!strcmp(g->script[i].path, path))
			return call_module(L, i);
		*(const char **)NEW(L, paths, count) = g->script[i].path;
		count++;
	}
	return fail_here(L, "there is no script %s beside this one%s", path, did_you_mean(L, nearest(path, paths, count)));
}

/* "shock(what, who, size, when)": a function as it is written, what it takes by name. */
static const char *usage_of(lua_State *L, const char *name, int takes)
{
	qn_arena *arena = &guest_of(L)->program->arena;
	const char *text = name;
	lua_pushvalue(L, lua_upvalueindex(1));
	for (int i = 1; text && i <= takes; i++)
		text = qn_arena_printf(arena, "%s%s%s", text, i == 1 ? "(" : ", ", lua_getlocal(L, NULL, i));
	lua_pop(L, 1);
	text = text ? qn_arena_printf(arena, "%s)", text) : NULL;
	if (!text)
		fail_memory(L);
	return text;
}

/* A function of the library's: what it would drop is refused. */
static int call_library(lua_State *L)
{
	lua_Debug of;
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_getinfo(L, ">u", &of);
	if (!of.isvararg && lua_gettop(L) > of.nparams)
		at_most(L, of.nparams, usage_of(L, lua_tostring(L, lua_upvalueindex(2)), of.nparams));
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	return lua_gettop(L);
}

typedef void (*found_word)(lua_State *L); /* its name and value on top: it takes the value */

static void each_word(lua_State *L, const char *path, found_word found)
{
	guest *g = guest_of(L);
	for (uint32_t i = 0; i < g->scripts; i++) {
		if (strcmp(g->script[i].path, path) != 0)
			continue;
		int top = lua_gettop(L);
		call_script(L, i);
		for (lua_pushnil(L); lua_istable(L, -2) && lua_next(L, -2);) {
			if (lua_type(L, -2) != LUA_TSTRING)
				fail_plain(L, "%s: a file of the library returns a table of names, and one of them is %s", path, word_for(L, -2));
			found(L);
		}
		lua_settop(L, top);
	}
}

static void open_word(lua_State *L)
{
	if (lua_isfunction(L, -1)) {
		lua_pushvalue(L, -2);
		lua_pushcclosure(L, call_library, 2);
	}
	add_builtin(L, lua_tostring(L, -2));
}

/* What a file of the library returns is there by name. */
static void open_library(lua_State *L, const char *path) { each_word(L, path, open_word); }

/* Into the table below the file's own. */
static void note_word(lua_State *L) { lua_setfield(L, -4, lua_tostring(L, -2)); }

void push_words_elsewhere(lua_State *L)
{
	push_move_words(L);
	each_word(L, QN_WIRE_LIBRARY "verbs.lua", note_word);
	each_word(L, QN_WIRE_LIBRARY "testing.lua", note_word);
}

void open_modules(lua_State *L)
{
	lua_pushcfunction(L, require_script);
	add_builtin(L, "require");
	open_library(L, QN_WIRE_LIBRARY "prelude.lua");
	if (is_testing(guest_of(L)))
		open_library(L, QN_WIRE_LIBRARY "testing.lua");
	else if (guest_of(L)->names)
		open_library(L, QN_WIRE_LIBRARY "verbs.lua");
}
