/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.c - scenario "title" { … }: changes of what a pack declared, as data. Names and units are checked against
 * the pack's program; nothing is redefined. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"

/* Keys of a table in order of bytes, so that the same scenario always gives the same bytes. */
typedef struct { const char **key; uint32_t count; } key_list;

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static key_list keys_of(form *f, int table, const char *what)
{
	key_list list = { 0 };
	for (lua_pushnil(f->L); lua_next(f->L, table); lua_pop(f->L, 1)) {
		if (lua_type(f->L, -2) != LUA_TSTRING)
			form_fail(f, "%s has %s as a name: write [\"…\"] = …", what, word_for(f->L, -2));
		lua_pushvalue(f->L, -2);
		*(const char **)NEW(f->L, list.key, list.count) = form_clean(f, what, -1);
		list.count++;
		lua_pop(f->L, 1);
	}
	if (list.count)
		qsort(list.key, list.count, sizeof *list.key, by_text);
	return list;
}

static int table_at(form *f, const char *what)
{
	if (!lua_istable(f->L, -1))
		form_fail(f, "%s must be a table, and is %s", what, word_for(f->L, -1));
	return lua_absindex(f->L, -1);
}

static const char *nearest_setting(form *f, const char *name)
{
	const qn_program *names = f->g->names;
	const char **all = NULL;
	uint32_t count = 0;
	for (uint32_t i = 0; i < names->parameters; i++)
		*(const char **)NEW(f->L, all, count) = names->parameter[i].id, count++;
	for (uint32_t i = 0; i < names->assumptions; i++)
		*(const char **)NEW(f->L, all, count) = names->assumption[i].id, count++;
	return did_you_mean(f->L, nearest(f->L, name, all, count));
}

static const char *read_reading(form *f, const qn_parameter *option)
{
	const char **ids = NULL, *given = lua_type(f->L, -1) == LUA_TSTRING ? lua_tostring(f->L, -1) : NULL;
	if (!given)
		form_fail(f, "%s is an option: give the name of a reading, not %s", option->id, word_for(f->L, -1));
	for (uint32_t i = 0; i < option->readings; i++) {
		*(const char **)NEW(f->L, ids, i) = option->reading[i].id;
		if (!strcmp(option->reading[i].id, given))
			return keep(f->L, given);
	}
	form_fail(f, "%s: \"%s\" is none of its readings%s", option->id, given, did_you_mean(f->L, nearest(f->L, given, ids, option->readings)));
	return NULL;
}

static qn_change read_change(form *f, const char *name)
{
	const qn_program *names = f->g->names;
	long parameter = qn_program_parameter(names, name), assumption = parameter < 0 ? qn_program_assumption(names, name) : -1;
	qn_change made = { .name = name, .place = f->place, .from = QN_NO_PERIOD, .until = QN_NO_PERIOD };
	if (parameter < 0 && assumption < 0)
		form_fail(f, "no parameter, option or assumption is called \"%s\"%s", name, nearest_setting(f, name));
	if (parameter >= 0 && names->parameter[parameter].readings) {
		made.reading = read_reading(f, &names->parameter[parameter]);
		return made;
	}
	uint32_t unit = parameter < 0 ? names->assumption[assumption].unit : names->parameter[parameter].unit;
	made.dimension = parameter < 0 ? names->assumption[assumption].dimension : names->parameter[parameter].dimension;
	made.value = form_spread(f, -1, name, unit, made.dimension, false, false);
	return made;
}

static void read_changes(form *f, qn_scenario *made, qn_period from, qn_period until, const char *what)
{
	lua_State *L = f->L;
	int table = table_at(f, what);
	key_list names = keys_of(f, table, what);
	for (uint32_t i = 0; i < names.count; i++) {
		lua_getfield(L, table, names.key[i]);
		qn_change change = read_change(f, names.key[i]);
		lua_pop(L, 1);
		change.from = from;
		change.until = until;
		*(qn_change *)NEW(L, made->change, made->changes) = change;
		made->changes++;
	}
}

static void read_from(form *f, qn_scenario *made)
{
	if (!form_has(f, "from"))
		return;
	int table = table_at(f, "from");
	key_list spans = keys_of(f, table, "from");
	for (uint32_t i = 0; i < spans.count; i++) {
		qn_period from, until;
		if (!read_span(spans.key[i], &from, &until))
			form_fail(f, "from: \"%s\" is no period: write [\"2027\"] = { … } or [\"2028..2029\"] = { … }", spans.key[i]);
		lua_getfield(f->L, table, spans.key[i]);
		read_changes(f, made, from, until, "from");
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

/* "revenue:changfeng-nev:2027" */
static qn_shock read_shock(form *f, char *key)
{
	static const char how[] = "shock: \"%s\" is not understood: write [\"INDICATOR:ENTITY:PERIOD\"] = pct(-20)";
	const char *whole = keep(f->L, key);
	char *entity = strchr(key, ':'), *period = entity ? strchr(entity + 1, ':') : NULL;
	qn_shock made = { .place = f->place };
	if (!period)
		form_fail(f, how, whole);
	*entity++ = 0;
	*period++ = 0;
	long indicator = qn_catalogue_indicator(f->g->catalogue, key);
	if (indicator < 0)
		form_fail(f, "shock: no indicator is called \"%s\"%s", key, did_you_mean(f->L, qn_catalogue_nearest(f->g->catalogue, key)));
	if (!*entity || !read_span(period, &made.from, &made.until))
		form_fail(f, how, whole);
	if (made.until == QN_NO_PERIOD)
		made.until = made.from;
	made.indicator = (uint32_t)indicator;
	made.entity = entity;
	quantity *size = to_quantity(f->L, -1);
	if (!size || size->dimension)
		form_fail(f, "shock: \"%s\" must be a change in per cent, as in pct(-20), and is %s", whole, word_for(f->L, -1));
	made.factor = 1 + size->value;
	if (made.factor < 0)
		form_fail(f, "shock: \"%s\": nothing can fall by more than 100%%", whole);
	return made;
}

static void read_shocks(form *f, qn_scenario *made)
{
	if (!form_has(f, "shock"))
		return;
	int table = table_at(f, "shock");
	key_list keys = keys_of(f, table, "shock");
	for (uint32_t i = 0; i < keys.count; i++) {
		lua_getfield(f->L, table, keys.key[i]);
		char *key = qn_arena_text(&f->g->program->arena, keys.key[i]);
		if (!key)
			fail_memory(f->L);
		*(qn_shock *)NEW(f->L, made->shock, made->shocks) = read_shock(f, key);
		made->shocks++;
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

static void read_ask(form *f, qn_scenario *made)
{
	static const char *const known[] = { "targets", "at_risk" };
	lua_State *L = f->L;
	if (!form_has(f, "ask"))
		return;
	int table = table_at(f, "ask");
	for (lua_Integer i = 1; lua_rawgeti(L, table, i) != LUA_TNIL; i++) {
		const char *what = form_clean(f, "ask", -1);
		if (strcmp(what, known[0]) != 0 && strcmp(what, known[1]) != 0)
			form_fail(f, "ask: \"%s\" cannot be asked: \"targets\" and \"at_risk\" can", what);
		*(const char **)NEW(L, made->ask, made->asks) = what;
		made->asks++;
		lua_pop(L, 1);
	}
	lua_pop(L, 2);
}

static void read_base(form *f, qn_scenario *made)
{
	const qn_program *names = f->g->names;
	const char **ids = NULL;
	made->base = form_text(f, "base");
	if (!made->base || qn_program_model(names, made->base) >= 0)
		return;
	for (uint32_t i = 0; i < names->models; i++)
		*(const char **)NEW(f->L, ids, i) = names->model[i].id;
	form_fail(f, "base: no model is called \"%s\"%s", made->base, did_you_mean(f->L, nearest(f->L, made->base, ids, names->models)));
}

static void read_scenario(form *f)
{
	static const char *const keys[] = { "base", "set", "from", "shock", "ask", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	if (program->scenario)
		form_fail(f, "one file asks one question, and %s declares another", place_of(f->g, program->scenario->place));
	qn_scenario *made = qn_arena_alloc(&program->arena, sizeof *made);
	if (!made)
		fail_memory(f->L);
	made->title = f->id;
	made->place = f->place;
	read_base(f, made);
	if (form_has(f, "set")) {
		read_changes(f, made, QN_NO_PERIOD, QN_NO_PERIOD, "set");
		lua_pop(f->L, 1);
	}
	read_from(f, made);
	read_shocks(f, made);
	read_ask(f, made);
	program->scenario = made;
}

void open_scenario(lua_State *L)
{
	add_declaration(L, "scenario", read_scenario);
}
