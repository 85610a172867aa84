/* SPDX-License-Identifier: Apache-2.0 */
/* test_manual.c - the manual tells every word that scripts have, and no other: the guest's own environment is opened here
 * and held against the rows that help, reference and annotations are made from. */
#include <stdio.h>
#include "cli/manual/manual.h"
#include "fixture.h"
#include "script/guest/guest.h"
#include "script/wire.h"

static qn_catalogue catalogue;

static void add_library(guest *g, const char *name)
{
	enum { MOST = 1 << 16 };
	qn_arena *arena = &g->program->arena;
	char *text = qn_arena_alloc(arena, MOST);
	FILE *file = fopen(qn_arena_printf(arena, "%s/scripts/lib/%s", SOURCE_DIR, name), "rb");
	assert_non_null(file);
	size_t length = fread(text, 1, MOST, file);
	assert_true(length > 0 && length < MOST && fclose(file) == 0);
	assert_true(qn_grow(arena, (void **)&g->script, g->scripts, sizeof *g->script));
	g->script[g->scripts++] = (guest_script){ .path = qn_arena_printf(arena, QN_WIRE_LIBRARY "%s", name), .text = text, .length = length };
}

/* As a pack's scripts are run, or with names as a scenario's or a test's. */
typedef enum { OF_PACK, OF_SCENARIO, OF_TESTS, SCRIPTS } script_kind;

static guest *open_guest(script_kind kind)
{
	guest *g = calloc(1, sizeof *g);
	assert_non_null(g);
	catalogue = fixture_catalogue();
	g->catalogue = &catalogue;
	g->program = qn_program_new();
	g->names = kind == OF_PACK ? NULL : qn_program_new();
	g->main = kind == OF_TESTS ? "some_test.lua" : "some.lua";
	g->L = luaL_newstate();
	*(guest **)lua_getextraspace(g->L) = g;
	add_library(g, "prelude.lua");
	add_library(g, "verbs.lua");
	add_library(g, "testing.lua");
	open_all(g->L);
	lua_settop(g->L, 0);
	return g;
}

static void close_guest(guest *g)
{
	lua_close(g->L);
	qn_program_free(g->program);
	qn_program_free(g->names);
	free(g);
}

static bool is_maker(const char *name)
{
	for (uint32_t i = 0; i < catalogue.units.units; i++)
		if (catalogue.units.unit[i].maker && !strcmp(catalogue.units.unit[i].maker, name))
			return true;
	return false;
}

static void test_every_word_of_the_guest_is_in_the_manual(void **state)
{
	(void)state;
	for (script_kind kind = OF_PACK; kind < SCRIPTS; kind++) {
		guest *g = open_guest(kind);
		push_builtins(g->L);
		for (lua_pushnil(g->L); lua_next(g->L, 1); lua_pop(g->L, 1)) {
			const char *name = lua_tostring(g->L, -2);
			if (strncmp(name, "__", 2) != 0 && !is_maker(name) && !manual_find(name, NULL))
				fail_msg("scripts have \"%s\", and engine/cli/manual/*.c does not tell it", name);
		}
		close_guest(g);
	}
}

static bool guest_has(const guest *g, const char *name)
{
	push_builtins(g->L);
	lua_pushstring(g->L, name);
	bool has = lua_rawget(g->L, -2) != LUA_TNIL;
	lua_settop(g->L, 0);
	return has;
}

static void test_no_word_of_the_manual_is_missing_from_the_guest(void **state)
{
	(void)state;
	guest *pack = open_guest(OF_PACK), *scenario = open_guest(OF_SCENARIO), *tests = open_guest(OF_TESTS);
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word))
		if (word->group != WORD_GIVEN && !guest_has(pack, word->name) && !guest_has(scenario, word->name) && !guest_has(tests, word->name))
			fail_msg("the manual tells \"%s\", and scripts do not have it", word->name);
	close_guest(pack), close_guest(scenario), close_guest(tests);
}

/* A word with a pack's and a scenario's meaning: the one that was declared, or the verb. */
static const manual_word *meaning(const char *name, bool verb)
{
	const manual_word *word = manual_find(name, NULL);
	while (word && (word->group == WORD_DECLARATION) == verb)
		word = manual_find(name, word);
	return word;
}

/* What a function of the library calls its arguments, the manual calls them. */
static void check_arguments(script_kind kind)
{
	guest *g = open_guest(kind);
	lua_State *L = g->L;
	push_builtins(L);
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
		const char *name = lua_tostring(L, -2), *parameter;
		const manual_word *word = meaning(name, true);
		if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1))
			continue;
		assert_non_null(word);
		const manual_argument *told = word->argument;
		for (int i = 1; (parameter = lua_getlocal(L, NULL, i)) != NULL; i++, told++)
			if (!told || !told->name || strncmp(told->name, parameter, strlen(parameter)) != 0)
				fail_msg("%s: its argument %d is \"%s\", and the manual says \"%s\"", name, i, parameter, told && told->name ? told->name : "nothing");
		if (told && told->name && strcmp(told->name, "...") != 0)
			fail_msg("%s: it has no argument \"%s\"", name, told->name);
	}
	close_guest(g);
}

static void test_arguments_of_the_library_are_those_of_the_manual(void **state)
{
	(void)state;
	check_arguments(OF_SCENARIO);
	check_arguments(OF_TESTS);
}

/* The guest's words on a key it does not know name all that it does; those of a test are kept with it. */
static const char *keys_of(guest *g, const char *name)
{
	lua_State *L = g->L;
	char source[256];
	bool alone = !strcmp(name, "recognition") || !strcmp(name, "rounds");
	snprintf(source, sizeof source, "%s%s { qqqqqqqqqqqqqqqqqqqqqqqq = 1 }", name, alone ? "" : " \"x\"");
	lua_settop(L, 0);
	assert_int_equal(luaL_loadstring(L, source), LUA_OK);
	push_globals(L);
	lua_setupvalue(L, -2, 1);
	int rc = lua_pcall(L, 0, 0, 0);
	assert_true(rc != LUA_OK || g->program->tests == 1);
	const char *list = strstr(rc == LUA_OK ? g->program->test[0].broken : lua_tostring(L, -1), "it may have ");
	assert_non_null(list);
	return list + strlen("it may have ");
}

static bool tells_key(const manual_word *word, const char *key, size_t length)
{
	for (const manual_argument *a = word->argument; a->name; a++)
		if (strlen(a->name) - (a->name[strlen(a->name) - 1] == '?') == length && !strncmp(a->name, key, length))
			return true;
	return false;
}

static void check_keys(guest *g, const manual_word *word)
{
	size_t known = 0, told = 0;
	const char *at = keys_of(g, word->name);
	for (size_t length; *at; at += length + strspn(at + length, ", ")) {
		length = strcspn(at, ",");
		known++;
		if (!tells_key(word, at, length))
			fail_msg("%s: the manual does not tell \"%.*s\"", word->name, (int)length, at);
	}
	while (word->argument[told].name)
		told++;
	if (told != known)
		fail_msg("%s: the manual tells %zu keys, and there are %zu", word->name, told, known);
}

static void test_keys_of_declarations_are_those_of_the_manual(void **state)
{
	(void)state;
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word)) {
		if (word->group != WORD_DECLARATION)
			continue;
		guest *g = open_guest(!strcmp(word->name, "scenario") ? OF_SCENARIO : !strcmp(word->name, "test") ? OF_TESTS : OF_PACK);
		check_keys(g, word);
		close_guest(g);
	}
}

static void test_every_row_is_whole(void **state)
{
	(void)state;
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word)) {
		assert_true(*word->text[CHINESE] && *word->text[ENGLISH] && *word->example);
		for (const manual_argument *a = word->argument; a && a->name; a++)
			assert_true(a->type && a->text[CHINESE] && a->text[ENGLISH]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_word_of_the_guest_is_in_the_manual),
		cmocka_unit_test(test_no_word_of_the_manual_is_missing_from_the_guest),
		cmocka_unit_test(test_arguments_of_the_library_are_those_of_the_manual),
		cmocka_unit_test(test_keys_of_declarations_are_those_of_the_manual),
		cmocka_unit_test(test_every_row_is_whole),
	};
	return cmocka_run_group_tests_name("script/manual", tests, NULL, NULL);
}
