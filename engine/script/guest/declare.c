/* SPDX-License-Identifier: Apache-2.0 */
/* declare.c - what a pack declares as data: parameters, options, assumptions. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"

void form_refuse_taken(form *f, const char *id)
{
	qn_program *program = f->g->program;
	long parameter = qn_program_parameter(program, id), assumption = qn_program_assumption(program, id);
	if (parameter >= 0)
		form_fail(f, "the name is taken, by %s", place_of(f->g, program->parameter[parameter].place));
	if (assumption >= 0)
		form_fail(f, "the name is taken, by %s", place_of(f->g, program->assumption[assumption].place));
}

static void refuse_twice(form *f)
{
	form_refuse_taken(f, f->id);
	if (!strcmp(f->id, "year"))
		form_fail(f, "p.year is the year judged: choose another name");
}

static qn_dimension dimension_of(form *f, uint32_t unit)
{
	return f->g->catalogue->units.unit[unit].dimension;
}

/* dated values */

static qn_date read_day(form *f)
{
	lua_State *L = f->L;
	qn_date day = QN_NO_DATE;
	qn_period year;
	if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > 0 && lua_tointeger(L, -2) < 10000)
		return qn_date_of((int)lua_tointeger(L, -2), 1, 1);
	if (lua_type(L, -2) != LUA_TSTRING)
		form_fail(f, "values has %s as a day: write [\"2024-01-01\"] = … or [\"2024\"] = …", word_for(L, -2));
	size_t length;
	const char *text = lua_tolstring(L, -2, &length);
	if (qn_date_read(text, length, &day))
		return day;
	if (!qn_period_read(text, length, &year) || qn_period_frequency(year) != QN_ANNUAL)
		form_fail(f, "values: \"%s\" is no day: write [\"2024-01-01\"] = … or [\"2024\"] = …", text);
	return qn_date_of(qn_period_year(year), 1, 1);
}

static int by_day(const void *a, const void *b)
{
	const qn_dated *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

static void read_dated(form *f, qn_parameter *made)
{
	lua_State *L = f->L;
	const char *source = form_text(f, "source");
	if (form_has(f, "value")) {
		*(qn_dated *)NEW(L, made->dated, made->dates) = (qn_dated){ .source = source,
			.value = form_spread(f, -1, "value", made->unit, made->dimension, true, true).a };
		made->dates = 1;
		lua_pop(L, 1);
		if (form_has(f, "values"))
			form_fail(f, "give either value or values");
		return;
	}
	if (!form_has(f, "values"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "values must be a table from days to numbers, and is %s", word_for(L, -1));
	int table = lua_absindex(L, -1);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		qn_dated dated = { .from = read_day(f), .source = source };
		dated.value = form_spread(f, -1, "values", made->unit, made->dimension, true, true).a;
		*(qn_dated *)NEW(L, made->dated, made->dates) = dated;
		made->dates++;
	}
	lua_pop(L, 1);
	if (made->dates)
		qsort(made->dated, made->dates, sizeof *made->dated, by_day);
	for (uint32_t i = 1; i < made->dates; i++)
		if (made->dated[i].from == made->dated[i - 1].from)
			form_fail(f, "values names one day twice");
}

static void read_parameter(form *f)
{
	static const char *const keys[] = { "title", "unit", "value", "values", "clause", "quote", "note", "source", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	refuse_twice(f);
	qn_parameter made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .note = form_text(f, "note"), .unit = form_unit(f) };
	made.dimension = dimension_of(f, made.unit);
	qn_unit_kind kind = f->g->catalogue->units.unit[made.unit].kind;
	if (kind == QN_UNIT_FLAG)
		form_fail(f, "a parameter cannot be a flag: declare an option with two readings");
	made.type = kind == QN_UNIT_RANK ? QN_RANK : QN_NUMBER;
	read_dated(f, &made);
	*(qn_parameter *)NEW(f->L, program->parameter, program->parameters) = made;
	program->parameters++;
}

/* options */

static void read_readings(form *f, qn_parameter *made)
{
	lua_State *L = f->L;
	static const char how[] = "readings must be a list { { \"id\", zh = …, en = … }, … }";
	static const char *const keys[] = { "zh", "en", NULL };
	form under = *f;
	under.items = 1;
	if (!form_has(f, "readings") || !lua_istable(L, -1) || !lua_rawlen(L, -1))
		form_fail(f, "%s", how);
	int table = lua_absindex(L, -1);
	for (lua_Integer i = 1, last = form_list(f, "readings"); i <= last; i++) {
		if (lua_rawgeti(L, table, i) != LUA_TTABLE)
			form_fail(f, "%s", how);
		int one = under.table = lua_absindex(L, -1);
		qn_reading reading = { 0 };
		form_keys(&under, keys);
		lua_rawgeti(L, one, 1);
		reading.id = form_name(f, "a reading", -1);
		if (strchr(reading.id, '@'))
			form_fail(f, "the reading \"%s\" is written on command lines, as in OPTION=READING@PERIOD: leave out the sign @", reading.id);
		lua_pop(L, 1);
		reading.title = form_label_in(f, one, "a reading's title");
		if (!reading.title.zh && !reading.title.en)
			reading.title.en = reading.id;
		for (uint32_t j = 0; j < made->readings; j++)
			if (!strcmp(made->reading[j].id, reading.id))
				form_fail(f, "the reading \"%s\" is there twice", reading.id);
		*(qn_reading *)NEW(L, made->reading, made->readings) = reading;
		made->readings++;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_default(form *f, qn_parameter *made)
{
	const char *id = form_text(f, "default");
	if (!id)
		return;
	for (uint32_t i = 0; i < made->readings; i++) {
		if (strcmp(made->reading[i].id, id) != 0)
			continue;
		*(qn_dated *)NEW(f->L, made->dated, made->dates) = (qn_dated){ .value = i };
		made->dates = 1;
		return;
	}
	form_fail(f, "default: \"%s\" is none of its readings%s", id, did_you_mean_of(f->L, id, made->reading, made->readings, sizeof *made->reading));
}

static void read_option(form *f)
{
	static const char *const keys[] = { "title", "readings", "default", "clause", "quote", "note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	refuse_twice(f);
	qn_parameter made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .note = form_text(f, "note"), .unit = QN_NONE, .type = QN_CATEGORY };
	read_readings(f, &made);
	read_default(f, &made);
	*(qn_parameter *)NEW(f->L, program->parameter, program->parameters) = made;
	program->parameters++;
}

/* assumptions */

static void read_reach(form *f, qn_assumption *made)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	const char *by = form_text(f, "by"), **known = NULL;
	static const struct { const char *name; qn_reach reach; } plain[] = { { "path", QN_BY_PATH }, { "year", QN_BY_PERIOD },
		{ "period", QN_BY_PERIOD }, { "entity", QN_BY_ENTITY } };
	enum { PLAIN = sizeof plain / sizeof *plain };
	made->reach = QN_BY_PATH;
	made->group = QN_NONE;
	if (!by)
		return;
	for (uint32_t i = 0; i < PLAIN; i++) {
		*(const char **)NEW(f->L, known, i) = plain[i].name;
		made->reach = plain[i].reach;
		if (!strcmp(by, plain[i].name))
			return;
	}
	for (uint32_t i = 0; i < catalogue->kinds; i++)
		*(const char **)NEW(f->L, known, PLAIN + i) = catalogue->kind[i].id;
	long kind = qn_catalogue_kind(catalogue, by);
	if (kind < 0)
		form_fail(f, "by: \"%s\" is neither path, year, entity nor a kind of entity%s", by,
			did_you_mean(f->L, nearest(by, known, PLAIN + catalogue->kinds)));
	made->reach = kind == (long)catalogue->subject ? QN_BY_ENTITY : QN_BY_GROUP;
	made->group = made->reach == QN_BY_GROUP ? (uint32_t)kind : QN_NONE;
}

static void read_assumption(form *f)
{
	static const char *const keys[] = { "title", "unit", "usual", "by", "source", "note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	refuse_twice(f);
	qn_assumption made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .source = form_text(f, "source"),
		.note = form_text(f, "note"), .unit = form_unit(f) };
	made.dimension = dimension_of(f, made.unit);
	read_reach(f, &made);
	if (!form_has(f, "usual"))
		form_fail(f, "usual is not there: write usual = normal(mean, sd) or one number");
	made.usual = form_spread(f, -1, "usual", made.unit, made.dimension, true, false);
	lua_pop(f->L, 1);
	*(qn_assumption *)NEW(f->L, program->assumption, program->assumptions) = made;
	program->assumptions++;
}

void open_declare(lua_State *L)
{
	add_declaration(L, "parameter", read_parameter);
	add_declaration(L, "option", read_option);
	add_declaration(L, "assumption", read_assumption);
}
