/* SPDX-License-Identifier: Apache-2.0 */
/* form.c - declarations: kind "id" { … }, and the reading of their tables: every key known, every value of its kind, and
 * the words of an error name the declaration and its line. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "guest.h"
#include "base/text.h"

enum { ID_MOST = 200, TEXT_MOST = 16000 };
typedef struct { const char *kind; declare read; } declaration;

const char *keep(lua_State *L, const char *text)
{
	const char *kept = qn_arena_text(&guest_of(L)->program->arena, text);
	if (!kept)
		fail_memory(L);
	return kept;
}

void *room(lua_State *L, void **array, uint32_t count, size_t size)
{
	if (!qn_grow(&guest_of(L)->program->arena, array, count, size))
		fail_memory(L);
	return (char *)*array + (size_t)count * size;
}

int form_fail(form *f, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int rc = fail_with(f->L, place_of(f->g, f->place), f->what, format, list);
	va_end(list);
	return rc;
}

/* keys */

static bool is_known(const char *key, const char *const *known)
{
	for (; *known; known++)
		if (!strcmp(key, *known))
			return true;
	return false;
}

void form_keys(form *f, const char *const *known)
{
	lua_State *L = f->L;
	const char *unknown = NULL;
	size_t count = 0;
	while (known[count])
		count++;
	for (lua_pushnil(L); lua_next(L, f->table); lua_pop(L, 1)) {
		if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= f->items)
			continue;
		if (lua_type(L, -2) != LUA_TSTRING)
			form_fail(f, "%s stands there without a name: write name = value", word_for(L, -1));
		const char *key = whole_text(L, -2);
		if (!is_known(key, known) && (!unknown || strcmp(key, unknown) < 0))
			unknown = key;
	}
	if (!unknown)
		return;
	const char *near = nearest(unknown, known, count);
	qn_buffer all = { 0 };
	for (size_t i = 0; i < count; i++)
		qn_buffer_printf(&all, "%s%s", i ? ", " : "", known[i]);
	const char *list = qn_arena_text(&f->g->program->arena, all.data ? all.data : "");
	qn_buffer_free(&all);
	form_fail(f, "\"%s\" is not known here%s%s", unknown, near ? did_you_mean(L, near) : ": it may have ", near || !list ? "" : list);
}

/* An unquoted word that happens to be a library's name: an empty table to look at, and never what was meant. */
static void refuse_library(form *f, const char *key, int index)
{
	const char *library = library_at(f->L, index);
	if (library)
		form_fail(f, "%s is not to be %s, which is a library of Lua: put a text in quotes, as in \"%s\", or write { … }", key, library, library);
}

bool form_has(form *f, const char *key)
{
	luaL_checkstack(f->L, 8, NULL);
	if (lua_getfield(f->L, f->table, key) != LUA_TNIL) {
		refuse_library(f, key, -1);
		return true;
	}
	lua_pop(f->L, 1);
	return false;
}

/* texts */


/* Line breaks become one space: a quotation may run over several lines of a script. */
static size_t fold_lines(char *text)
{
	char *to = text;
	for (const char *at = text; *at;) {
		size_t blank = strspn(at, " \t\r\n");
		if (blank && memchr(at, '\n', blank)) {
			if (to > text && at[blank])
				*to++ = ' ';
			at += blank;
		} else {
			*to++ = *at++;
		}
	}
	*to = 0;
	return (size_t)(to - text);
}

/* Without controls, escapes of a terminal and overrides of direction. */
static bool is_clean(const char *text)
{
	size_t length = strlen(text);
	return qn_text_clean_run(text, length) == length;
}

const char *form_clean(form *f, const char *key, int index)
{
	size_t length;
	if (lua_type(f->L, index) != LUA_TSTRING)
		form_fail(f, "%s must be a text, and is %s", key, word_for(f->L, index));
	const char *text = lua_tolstring(f->L, index, &length);
	if (length > TEXT_MOST)
		form_fail(f, "%s has more than %d bytes", key, TEXT_MOST);
	if (qn_utf8_valid(text, length) != length || strlen(text) != length)
		form_fail(f, "%s is not UTF-8 text", key);
	char *kept = qn_arena_copy(&f->g->program->arena, text, length);
	if (!kept)
		fail_memory(f->L);
	fold_lines(kept);
	if (!is_clean(kept))
		form_fail(f, "%s holds a control character", key);
	return kept;
}

const char *form_name(form *f, const char *key, int index)
{
	const char *name = form_clean(f, key, index);
	if (!name[strspn(name, " ")])
		form_fail(f, "%s is empty: give it a name", key);
	return name;
}

const char *form_text(form *f, const char *key)
{
	if (!form_has(f, key))
		return NULL;
	const char *text = form_clean(f, key, -1);
	lua_pop(f->L, 1);
	return text;
}

const char *form_need_text(form *f, const char *key)
{
	const char *text = form_text(f, key);
	if (!text || !*text)
		form_fail(f, "%s is not there: write %s = \"…\"", key, key);
	return text;
}

bool form_flag(form *f, const char *key)
{
	if (!form_has(f, key))
		return false;
	if (!lua_isboolean(f->L, -1))
		form_fail(f, "%s must be true or false, and is %s", key, word_for(f->L, -1));
	bool flag = lua_toboolean(f->L, -1);
	lua_pop(f->L, 1);
	return flag;
}

/* names in a table */

/* Folded, two of them could be one. */
static void refuse_broken(form *f, const char *what, int index)
{
	const char *name = form_clean(f, what, index);
	if (strchr(lua_tostring(f->L, index), '\n'))
		form_fail(f, "%s: the name \"%s\" holds a line break: write it in one line", what, name);
}

form_names form_names_of(form *f, int table, const char *what)
{
	form_names list = { 0 };
	for (lua_pushnil(f->L); lua_next(f->L, table); lua_pop(f->L, 1)) {
		if (lua_type(f->L, -2) != LUA_TSTRING)
			form_fail(f, "%s has %s as a name: write [\"…\"] = …", what, word_for(f->L, -2));
		refuse_broken(f, what, -2);
		lua_pushvalue(f->L, -2);
		*(const char **)NEW(f->L, list.name, list.count) = form_clean(f, what, -1);
		list.count++;
		lua_pop(f->L, 1);
	}
	if (list.count)
		qsort(list.name, list.count, sizeof *list.name, by_text);
	return list;
}

/* lists */

lua_Integer form_list(form *f, const char *key)
{
	lua_State *L = f->L;
	lua_Integer last = (lua_Integer)lua_rawlen(L, -1), held = 0;
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		held++;
	if (held != last)
		form_fail(f, "%s must be a list: write %s = { …, … }, without names or gaps", key, key);
	return last;
}

/* what waits until all is declared */

enum { DEEPEST = 4 }; /* that a declaration is read: recognition, stages, one of them, the names it comes after */

/* A copy of the table at index, with the tables in it. A library stays what it is, which is refused by its name. */
static void push_copy(lua_State *L, int table, int depth)
{
	luaL_checkstack(L, 6, NULL);
	lua_newtable(L);
	int copy = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		lua_pushvalue(L, -2);
		if (lua_istable(L, -2) && depth > 1 && !library_at(L, -2))
			push_copy(L, lua_gettop(L) - 1, depth - 1);
		else
			lua_pushvalue(L, -2);
		lua_rawset(L, copy);
	}
}

void form_copy(form *f) { push_copy(f->L, f->table, DEEPEST); }

/* titles */

static bool has_han(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c >= 0xE3)
			return true;
	return false;
}

static void check_title(form *f, const char *key, int table)
{
	lua_State *L = f->L;
	if (!lua_istable(L, table))
		form_fail(f, "%s must be a text or { zh = …, en = … }", key);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		const char *name = lua_type(L, -2) == LUA_TSTRING ? whole_text(L, -2) : "";
		if ((strcmp(name, "zh") != 0 && strcmp(name, "en") != 0) || lua_type(L, -1) != LUA_TSTRING)
			form_fail(f, "%s must be a text or { zh = …, en = … }", key);
	}
}

static qn_label words_in(form *f, int table, const char *what)
{
	qn_label label = { 0 };
	if (lua_getfield(f->L, table, "zh") != LUA_TNIL)
		label.zh = form_clean(f, what, -1);
	if (lua_getfield(f->L, table, "en") != LUA_TNIL)
		label.en = form_clean(f, what, -1);
	lua_pop(f->L, 2);
	return label;
}

/* A title stands in each row of a table. */
static qn_label titled(form *f, const char *key, qn_label label)
{
	enum { TITLE_MOST = 1000 };
	if ((label.zh && strlen(label.zh) > TITLE_MOST) || (label.en && strlen(label.en) > TITLE_MOST))
		form_fail(f, "%s has more than %d bytes", key, TITLE_MOST);
	return label;
}

qn_label form_label_in(form *f, int table, const char *what) { return titled(f, what, words_in(f, table, what)); }

qn_label form_words(form *f, const char *key)
{
	qn_label label = { 0 };
	if (!form_has(f, key))
		return label;
	if (lua_type(f->L, -1) == LUA_TSTRING) {
		const char *text = form_clean(f, key, -1);
		*(has_han(text) ? &label.zh : &label.en) = text;
	} else {
		check_title(f, key, lua_absindex(f->L, -1));
		label = words_in(f, lua_absindex(f->L, -1), key);
	}
	lua_pop(f->L, 1);
	return label;
}

qn_label form_label(form *f, const char *key)
{
	qn_label label = titled(f, key, form_words(f, key));
	if (!label.zh && !label.en)
		label.en = f->id;
	return label;
}

bool form_function(form *f, const char *key, bool needed)
{
	if (!form_has(f, key)) {
		if (needed)
			form_fail(f, "%s is not there: write %s = function(…) return … end", key, key);
		return false;
	}
	if (!lua_isfunction(f->L, -1))
		form_fail(f, "%s must be a function, and is %s: write %s = function(…) return … end", key, word_for(f->L, -1), key);
	return true;
}

/* kind "id" { … } */

/* An id is written on command lines, as in ID=VALUE@PERIOD and WHAT:WHO:WHEN. Titles are not, nor is what derive names, which
 * is the catalogue's. */
static void check_addressed(lua_State *L, const char *kind, const char *id)
{
	bool titled = !strcmp(kind, "scenario") || !strcmp(kind, "test") || !strcmp(kind, "derive");
	if (titled || (!strpbrk(id, "=@: ") && !strstr(id, "\u00a0") && !strstr(id, "\u3000")))
		return;
	const char *what = qn_arena_printf(&guest_of(L)->program->arena, "%s \"%s\"", kind, id);
	if (!what)
		fail_memory(L);
	fail_here(L, "%s: an id is written on command lines, as in ID=VALUE@PERIOD: leave out blanks and the signs = @ :", what);
}

static const char *check_id(lua_State *L, const char *kind, int index)
{
	size_t length;
	if (lua_type(L, index) != LUA_TSTRING)
		fail_here(L, "%s begins with its name: write %s \"name\" { … }", kind, kind);
	const char *id = lua_tolstring(L, index, &length);
	bool fine = length && length <= ID_MOST && strlen(id) == length && qn_utf8_valid(id, length) == length;
	if (!fine || !is_clean(id))
		fail_here(L, "%s: a name is one line of 1 to %d bytes of UTF-8, without controls", kind, ID_MOST);
	check_addressed(L, kind, id);
	return keep(L, id);
}

/* What stood there before a declaration. A script may catch what is wrong with it and go on, and then nothing of it may be left:
 * neither what it had put down already, nor rules that wait for it, nor the scenarios it rests on. */
typedef struct { qn_program program; uint32_t rules, changes, takings, begins; } before;

static before look_around(const guest *g) { return (before){ *g->program, g->rules, g->changes, g->takings, g->begins }; }

/* Lines that are known, and what was printed, are no one's declaration; what its bases began, and changes that they made, are gone
 * with them. */
static void take_back(guest *g, const before *was)
{
	qn_program now = *g->program;
	*g->program = was->program;
	g->program->arena = now.arena;
	g->program->place_of = now.place_of, g->program->places = now.places;
	g->program->printed = now.printed, g->program->prints = now.prints;
	g->rules = was->rules;
	for (uint32_t i = was->begins; i < g->begins; i++)
		g->begun[i].has_table = true;
	for (uint32_t i = 0; i < g->changes; i++)
		if (i >= was->changes)
			g->change[i].taken = was->takings + 1;
		else if (g->change[i].taken > was->takings)
			g->change[i].taken = 0;
}

typedef struct { const declaration *of; const char *id; uint32_t place; } declared;

/* The stack: the table, and what is declared. */
static int read_declared(lua_State *L)
{
	guest *g = guest_of(L);
	const declared *d = lua_touserdata(L, 2);
	form f = { .L = L, .g = g, .table = 1, .place = d->place, .kind = d->of->kind, .id = d->id };
	f.what = d->id ? qn_arena_printf(&g->program->arena, "%s \"%s\"", d->of->kind, d->id) : d->of->kind;
	if (!f.what)
		fail_memory(L);
	lua_settop(L, 1);
	if (!lua_istable(L, 1) || library_at(L, 1))
		form_fail(&f, "what follows must be a table { … }, and is %s", word_for(L, 1));
	d->of->read(&f);
	return 0;
}

static void read_declaration(lua_State *L, declared d)
{
	guest *g = guest_of(L);
	before was = look_around(g);
	lua_settop(L, 1);
	luaL_checkstack(L, 4, NULL);
	lua_pushcfunction(L, read_declared);
	lua_insert(L, 1);
	lua_pushlightuserdata(L, &d);
	if (lua_pcall(L, 2, 0, 0) == LUA_OK)
		return;
	take_back(g, &was);
	lua_error(L);
}

static void refuse_in_rule(lua_State *L, const char *kind)
{
	if (guest_of(L)->mode != RESTING)
		fail_here(L, "%s cannot be declared inside a rule", kind);
}

static int declare_table(lua_State *L)
{
	const declaration *of = lua_touserdata(L, lua_upvalueindex(1));
	refuse_in_rule(L, of->kind); /* the name may have been kept for it */
	guest_of(L)->begun[lua_tointeger(L, lua_upvalueindex(4))].has_table = true;
	read_declaration(L, (declared){ of, lua_touserdata(L, lua_upvalueindex(2)), (uint32_t)lua_tointeger(L, lua_upvalueindex(3)) });
	return 0;
}

static void check_allowed(lua_State *L, const char *kind)
{
	guest *g = guest_of(L);
	bool is_scenario = !strcmp(kind, "scenario"), is_test = !strcmp(kind, "test");
	refuse_in_rule(L, kind);
	if (is_test && !is_testing(g))
		fail_here(L, "a test stands in a file of its own, called …_test.lua");
	if (is_scenario && is_testing(g))
		fail_here(L, "scenario: a file called …_test.lua holds tests and nothing else: give the scenario's file another name, and leave tests out of it");
	if (!is_test && is_testing(g))
		fail_here(L, "%s: a file of tests declares nothing but tests", kind);
	if (is_test && !g->names)
		fail_here(L, "a file of tests is no pack's main script: in pack.csv give main a name that does not end in _test.lua");
	if (g->names && !is_scenario && !is_test)
		fail_here(L, "%s: a scenario changes assumptions; rules belong to the pack", kind);
	if (!g->names && is_scenario)
		fail_here(L, "a scenario is a file of its own, run against a pack: take it out of the pack's scripts");
}

/* Lua has the name before it makes the table, in which others may be declared: at_least("size_min", yi(5)). */
static uint32_t begin(lua_State *L, const char *kind, const char *id, uint32_t place)
{
	guest *g = guest_of(L);
	NEW(L, g->begun, g->begins);
	g->begun[g->begins].what = qn_arena_printf(&g->program->arena, "%s \"%s\"", kind, id);
	g->begun[g->begins].place = place;
	g->begun[g->begins].has_table = false;
	if (!g->begun[g->begins].what)
		fail_memory(L);
	return g->begins++;
}

void refuse_begun(lua_State *L, uint32_t first)
{
	const guest *g = guest_of(L);
	for (uint32_t i = first; i < g->begins; i++)
		if (!g->begun[i].has_table)
			fail_at(L, g->begun[i].place, "%s has no table: write %s { … }", g->begun[i].what, g->begun[i].what);
}

static int declare_named(lua_State *L)
{
	declaration *of = lua_touserdata(L, lua_upvalueindex(1));
	check_allowed(L, of->kind);
	uint32_t place = place_here(L);
	if (!strcmp(of->kind, "recognition") || !strcmp(of->kind, "rounds")) {
		read_declaration(L, (declared){ of, NULL, place });
		return 0;
	}
	const char *id = check_id(L, of->kind, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_pushlightuserdata(L, (void *)(uintptr_t)id);
	lua_pushinteger(L, place);
	lua_pushinteger(L, begin(L, of->kind, id, place));
	lua_pushcclosure(L, declare_table, 4);
	return 1;
}

void add_declaration(lua_State *L, const char *kind, declare read)
{
	declaration *of = lua_newuserdatauv(L, sizeof *of, 0);
	*of = (declaration){ kind, read };
	lua_pushcclosure(L, declare_named, 1);
	add_builtin(L, kind);
}
