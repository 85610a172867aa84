/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - values as text: never an address, which would differ from run to run; and what scripts print. */
#include <string.h>
#include "guest.h"
#include "base/text.h"

enum { LINES = 200, BYTES = 64 << 10, LINE = 2000, REPEATED = 64 << 20 };

static void push_quantity_text(lua_State *L, const quantity *q)
{
	guest *g = guest_of(L);
	char number[QN_NUMBER_SIZE];
	const qn_units *units = &g->catalogue->units;
	if (q->dimension == 0) {
		lua_pushstring(L, qn_number_text(number, q->value));
		return;
	}
	const char *words = qn_dimension_text(units, q->dimension, &g->program->arena);
	lua_pushfstring(L, "%s %s", qn_number_text(number, q->value), words ? words : "");
}

static void push_node_text(lua_State *L, uint32_t index)
{
	guest *g = guest_of(L);
	const qn_node *n = &g->program->node[index];
	static const char *const types[] = { [QN_RANK] = "a rank", [QN_MASK] = "a mask", [QN_CATEGORY] = "a category", [QN_PERIOD] = "a year" };
	lua_pushfstring(L, "%s: %s", formula(L, index), n->type == QN_NUMBER ? dimension_words(L, n->dimension) : types[n->type]);
}

static const char MORE[] = "… and more: only the first 200 lines and 64 KiB are kept";

/* Pushes what a person reads. */
static void push_text(lua_State *L, int index)
{
	node *n = luaL_testudata(L, index, NODE);
	quantity *q = to_quantity(L, index);
	switch (lua_type(L, index)) {
	case LUA_TNIL: case LUA_TBOOLEAN: case LUA_TNUMBER: case LUA_TSTRING:
		luaL_tolstring(L, index, NULL);
		break;
	case LUA_TTABLE: lua_pushliteral(L, "table"); break;
	case LUA_TFUNCTION: lua_pushliteral(L, "function"); break;
	default:
		if (n)
			push_node_text(L, n->index);
		else if (q)
			push_quantity_text(L, q);
		else
			lua_pushstring(L, is_missing(L, index) ? "missing" : word_for(L, index));
	}
}

static int text_of(lua_State *L)
{
	luaL_checkany(L, 1);
	push_text(L, 1);
	return 1;
}

static void keep_line(lua_State *L, const char *line, size_t length)
{
	guest *g = guest_of(L);
	qn_program *program = g->program;
	qn_buffer clean = { 0 };
	if (g->printed > BYTES)
		return; /* the last line says so */
	if (length > LINE)
		length = qn_utf8_valid(line, LINE);
	g->printed = program->prints == LINES || g->printed + length > BYTES ? BYTES + 1 : g->printed + length;
	bool most = g->printed > BYTES;
	qn_text_clean(&clean, most ? MORE : line, most ? strlen(MORE) : length);
	const char *kept = clean.failed ? NULL : qn_arena_copy(&program->arena, clean.data ? clean.data : "", clean.length);
	qn_buffer_free(&clean);
	if (!kept || !qn_program_room(program, printed, prints))
		fail_memory(L);
	program->printed[program->prints++] = kept;
}

static int print_values(lua_State *L)
{
	guest *g = guest_of(L);
	int count = lua_gettop(L);
	luaL_Buffer line;
	for (int i = 1; i <= count; i++) {
		node *n = to_node(L, i);
		if (n && g->mode == TRACING)
			g->used[n->index] = true; /* looking at it is a use */
	}
	if (g->mode == TWIN)
		return 0;
	luaL_checkstack(L, 4, NULL);
	luaL_buffinit(L, &line);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addlstring(&line, "  ", 2);
		push_text(L, i);
		luaL_addvalue(&line);
	}
	luaL_pushresult(&line);
	size_t length;
	const char *text = lua_tolstring(L, -1, &length), *end = text + length;
	for (const char *stop; (stop = memchr(text, '\n', (size_t)(end - text))); text = stop + 1)
		keep_line(L, text, (size_t)(stop - text));
	keep_line(L, text, (size_t)(end - text));
	return 0;
}

static int bounded_rep(lua_State *L)
{
	size_t length, between;
	luaL_checklstring(L, 1, &length);
	lua_Integer count = luaL_checkinteger(L, 2);
	luaL_optlstring(L, 3, "", &between);
	if (count > REPEATED || (count > 0 && (length + between) > (size_t)REPEATED / (size_t)count))
		return fail_here(L, "string.rep would make more than %d MiB", REPEATED >> 20);
	return call_wrapped(L);
}

static bool asks_for_address(const char *format, size_t length)
{
	const char *end = format + length;
	while ((format = memchr(format, '%', (size_t)(end - format)))) {
		format++;
		format += strspn(format, "-+ #0123456789."); /* a zero byte ends these, and another the text */
		if (format < end && *format == 'p')
			return true;
		format += format < end;
	}
	return false;
}

static int format_text(lua_State *L)
{
	int count = lua_gettop(L);
	size_t length;
	const char *format = luaL_checklstring(L, 1, &length);
	if (asks_for_address(format, length))
		return fail_here(L, "string.format: %%p, an address, is not there for scripts");
	luaL_checkstack(L, 4, NULL);
	for (int i = 2; i <= count; i++)
		if (lua_type(L, i) >= LUA_TTABLE || lua_type(L, i) == LUA_TLIGHTUSERDATA) {
			push_text(L, i);
			lua_replace(L, i);
		}
	return call_wrapped(L);
}

void open_text(lua_State *L)
{
	push_builtins(L);
	lua_getfield(L, -1, "string");
	wrap(L, "rep", bounded_rep);
	wrap(L, "format", format_text);
	lua_pop(L, 2);
	lua_pushcfunction(L, text_of);
	add_builtin(L, "tostring");
	lua_pushcfunction(L, print_values);
	add_builtin(L, "print");
}
