/* SPDX-License-Identifier: Apache-2.0 */
/* place.c - where in the scripts we are: an analyst's line, never one of the library or of C. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "guest.h"
#include "script/wire.h"

enum { CALLERS = 16 };

bool is_library(const char *path) { return !strncmp(path, QN_WIRE_LIBRARY, strlen(QN_WIRE_LIBRARY)); }

/* The helpers behind and/or call functions that stand in the caller's own line: the caller's frame says it again. */
static bool is_lazy(lua_State *L, lua_Debug *frame)
{
	lua_getinfo(L, "f", frame);
	lua_pushvalue(L, -1);
	lua_rawget(L, LUA_REGISTRYINDEX);
	bool lazy = lua_toboolean(L, -1);
	lua_pop(L, 2);
	return lazy;
}

static uint32_t intern(guest *g, const char *file, uint32_t line, uint32_t caller)
{
	qn_program *program = g->program;
	for (uint32_t i = program->places, tried = 0; i-- > 0 && tried < 64; tried++) {
		const qn_place *place = &program->place_of[i];
		if (place->line == line && place->caller == caller && !strcmp(place->file, file))
			return i;
	}
	const char *copy = NULL;
	for (uint32_t i = 0; i < g->scripts; i++)
		if (!strcmp(g->script[i].path, file))
			copy = g->script[i].path;
	if (!copy || !qn_program_room(program, place_of, places))
		return QN_NONE;
	program->place_of[program->places] = (qn_place){ .file = copy, .line = line, .caller = caller };
	return program->places++;
}

uint32_t place_here(lua_State *L)
{
	guest *g = guest_of(L);
	lua_Debug frame;
	struct { const char *file; int line; } chain[CALLERS];
	int count = 0;
	bool skip = false;
	luaL_checkstack(L, 4, NULL);
	for (int level = 0; count < CALLERS && lua_getstack(L, level, &frame); level++) {
		lua_getinfo(L, "Sl", &frame);
		if (frame.what[0] == 'C') {
			skip = count && is_lazy(L, &frame);
			continue;
		}
		if (frame.currentline > 0 && frame.source[0] == '@' && !is_library(frame.source + 1) && !skip) {
			chain[count].file = frame.source + 1;
			chain[count++].line = frame.currentline;
		}
		if (!strcmp(frame.what, "main") && count)
			break;
		skip = false;
	}
	uint32_t place = QN_NONE;
	while (count-- > 0)
		place = intern(g, chain[count].file, (uint32_t)chain[count].line, place);
	return place;
}

bool place_first(lua_State *L, const char **file, int *line)
{
	lua_Debug frame;
	for (int level = 0; lua_getstack(L, level, &frame); level++) {
		lua_getinfo(L, "Sl", &frame);
		if (frame.what[0] != 'C' && frame.currentline > 0 && frame.source[0] == '@' && !is_library(frame.source + 1)) {
			*file = frame.source + 1;
			*line = frame.currentline;
			return true;
		}
	}
	return false;
}

const char *place_of(guest *g, uint32_t place)
{
	if (place >= g->program->places)
		return "?";
	const qn_place *at = &g->program->place_of[place];
	const char *text = qn_arena_printf(&g->program->arena, "%s:%u", at->file, at->line);
	if (!text)
		fail_memory(g->L);
	return text;
}

/* Beside the error that is on top of the stack: the same in Chinese, or nothing. */
static void keep_told(lua_State *L, const char *place, const char *what, qn_buffer *chinese, bool is_told)
{
	guest *g = guest_of(L);
	snprintf(g->told.english, sizeof g->told.english, "%s", lua_tostring(L, -1));
	g->told.chinese[0] = 0;
	if (is_told)
		snprintf(g->told.chinese, sizeof g->told.chinese, "%s%s%s%s%s", place ? place : "", place ? ":" : "", what ? what : "", what ? ":" : "", chinese->data);
	qn_buffer_free(chinese);
}

/* The words of an error, on top of the stack. */
static void push_told(lua_State *L, const char *place, const char *what, const char *format, va_list list)
{
	va_list again;
	qn_buffer chinese = { 0 };
	luaL_checkstack(L, 8, NULL);
	va_copy(again, list);
	bool is_told = chinese_print(guest_of(L), &chinese, format, again), failed = chinese.failed;
	va_end(again);
	if (failed) {
		qn_buffer_free(&chinese);
		fail_memory(L);
	}
	lua_pushfstring(L, "%s%s%s%s", place ? place : "", place ? ": " : "", what ? what : "", what ? ": " : "");
	lua_pushvfstring(L, format, list);
	lua_concat(L, 2);
	keep_told(L, place, what, &chinese, is_told);
}

int fail_with(lua_State *L, const char *place, const char *what, const char *format, va_list list)
{
	push_told(L, place, what, format, list);
	return lua_error(L);
}

/* "criteria.lua:12" of the line that is running, on top of the stack; NULL and nothing where there is none. */
static const char *push_place(lua_State *L)
{
	const char *file;
	int line;
	luaL_checkstack(L, 8, NULL);
	return place_first(L, &file, &line) ? lua_pushfstring(L, "%s:%d", file, line) : NULL;
}

int fail_here(lua_State *L, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int rc = fail_with(L, push_place(L), NULL, format, list);
	va_end(list); /* for the form: it does not come back */
	return rc;
}

int fail_at(lua_State *L, uint32_t place, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int rc = fail_with(L, place_of(guest_of(L), place), NULL, format, list);
	va_end(list); /* for the form: it does not come back */
	return rc;
}

int fail_plain(lua_State *L, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int rc = fail_with(L, NULL, NULL, format, list);
	va_end(list); /* for the form: it does not come back */
	return rc;
}

int fail_told(lua_State *L, const qn_error *err)
{
	return fail_here(L, "%s", chinese_pair(guest_of(L), err->text, err->chinese));
}

int fail_memory(lua_State *L)
{
	sandbox_no_memory(guest_of(L));
}

static bool begins_with_place(guest *g, const char *message)
{
	for (uint32_t i = 0; i < g->scripts; i++) {
		size_t length = strlen(g->script[i].path);
		if (!strncmp(message, g->script[i].path, length) && message[length] == ':')
			return true;
	}
	return !strncmp(message, "...", 3); /* Lua shortens a long path */
}

/* "", or what error("") comes to: "criteria.lua:12: " */
static bool is_empty(const char *message)
{
	size_t length = strlen(message);
	return !length || (length > 2 && !strcmp(message + length - 2, ": "));
}

static void tell_at(lua_State *L, const char *place, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	push_told(L, place, NULL, format, list);
	va_end(list);
}

/* Of a line of the library's: the words alone, which belong to the line that called it. */
static const char *without_library(const char *message)
{
	if (!is_library(message))
		return message;
	size_t place = strcspn(message, " ");
	return message[place] && message[place - 1] == ':' ? message + place + 1 : message;
}

int message_handler(lua_State *L)
{
	const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL, *words, *place;
	if (!message)
		return tell_at(L, push_place(L), "error was called with %s: give it a text", word_for(L, 1)), 1;
	if (is_empty(message))
		return tell_at(L, push_place(L), "error was called with an empty text: say what is wrong"), 1;
	words = without_library(message);
	if ((words == message && begins_with_place(guest_of(L), message)) || !(place = push_place(L)))
		lua_pushstring(L, message);
	else
		tell_at(L, place, "%s", words);
	return 1;
}

const char *whole_text(lua_State *L, int index)
{
	size_t length;
	const char *text = lua_tolstring(L, index, &length);
	if (text && strlen(text) != length)
		fail_here(L, "the name \"%s…\" holds a zero byte: write it anew", text);
	return text;
}

const char *word_for(lua_State *L, int index)
{
	switch (lua_type(L, index)) {
	case LUA_TNONE: case LUA_TNIL: return "nil";
	case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
	case LUA_TNUMBER: return "a number";
	case LUA_TSTRING: return "a text";
	case LUA_TTABLE: return library_at(L, index) ? "a library of Lua" : "a table";
	case LUA_TFUNCTION: return "a function";
	default: break;
	}
	static const char *const kinds[][2] = { { NODE, "a value of a rule" }, { QUANTITY, "a number with a unit" },
		{ SPREAD, "a distribution" }, { MISSING, "a missing value" }, { CATEGORY, "a category" }, { "scope", "c, a or p itself" } };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (luaL_testudata(L, index, kinds[i][0]))
			return kinds[i][1];
	return "a value";
}
