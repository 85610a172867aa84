/* SPDX-License-Identifier: Apache-2.0 */
/* tests.c - test "name" { given = { … }, expect = { … } }: what a pack's rules must answer, as data. What is wrong with a
 * test itself is told as that test's failure and leaves the others alone. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"
#include "base/text.h"
#include "plan/print.h"

bool is_testing(const guest *g)
{
	return g->main && qn_text_ends(g->main, "_test.lua");
}

static int table_of(form *f, const char *what)
{
	if (!lua_istable(f->L, -1))
		form_fail(f, "%s must be a table, and is %s", what, word_for(f->L, -1));
	return lua_absindex(f->L, -1);
}

static qn_period period_of(form *f, const char *what, const char *text)
{
	qn_period period;
	if (!qn_period_read(text, strlen(text), &period))
		form_fail(f, "%s: \"%s\" is no period: write [\"%s\"] = …", what, text, example_period(f->g, false));
	return period;
}

static qn_period own_period(form *f, const char *what, const char *text)
{
	qn_period period = period_of(f, what, text);
	if (qn_period_frequency(period) != f->g->catalogue->frequency)
		form_fail(f, "\"%s\" is not of the pack's frequency: write \"%s\"", text, example_period(f->g, false));
	return period;
}

/* A period at the top, as a text or a whole number. */
static qn_period read_period(form *f, const char *what)
{
	if (lua_isinteger(f->L, -1))
		lua_pushfstring(f->L, "%I", lua_tointeger(f->L, -1));
	else
		lua_pushvalue(f->L, -1);
	qn_period period = own_period(f, what, form_clean(f, what, -1));
	lua_pop(f->L, 1);
	return period;
}

/* The year judged, which is one, wherever a test says it. */
static void take_period(form *f, qn_test *made)
{
	qn_period period = read_period(f, "period");
	if (made->period != QN_NO_PERIOD && made->period != period)
		form_fail(f, "period is said twice, and differently: a test judges one");
	made->period = period;
}

static void fail_criterion(form *f, const char *name)
{
	const qn_program *names = f->g->names;
	form_fail(f, "no criterion is called \"%s\"%s", name, did_you_mean_of(f->L, name, names->criterion, names->criteria, sizeof *names->criterion));
}

static uint32_t find_indicator(form *f, const char *name)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	long found = qn_catalogue_indicator(catalogue, name);
	if (found < 0)
		form_fail(f, "no indicator is called \"%s\"%s", name, did_you_mean_of(f->L, name, catalogue->indicator, catalogue->indicators, sizeof *catalogue->indicator));
	return (uint32_t)found;
}

/* A number at the top that is the indicator's: with a unit, or bare in its own, as a table has it; true and false for flags. */
static double indicator_number(form *f, uint32_t indicator)
{
	const qn_indicator *about = &f->g->catalogue->indicator[indicator];
	if (lua_isboolean(f->L, -1) && f->g->catalogue->units.unit[about->unit].kind == QN_UNIT_FLAG)
		return lua_toboolean(f->L, -1);
	return form_spread(f, -1, about->id, about->unit, about->dimension, true, true).a;
}

/* given */

/* QN_NO_PERIOD: whatever the period. */
static void refuse_double(form *f, const qn_test_entity *to, uint32_t indicator, qn_period period)
{
	for (uint32_t i = 0; i < to->givens; i++)
		if (to->given[i].indicator == indicator && (period == QN_NO_PERIOD || to->given[i].period == period))
			form_fail(f, "%s is given twice: by two names, or for a period in two spellings", f->g->catalogue->indicator[indicator].id);
}

static void add_given(form *f, qn_test_entity *to, uint32_t indicator, qn_period period)
{
	refuse_double(f, to, indicator, period);
	qn_given made = { .indicator = indicator, .period = period, .value = indicator_number(f, indicator) };
	*(qn_given *)NEW(f->L, to->given, to->givens) = made;
	to->givens++;
}

static void read_figure(form *f, qn_test_entity *to, const char *name)
{
	uint32_t indicator = find_indicator(f, name);
	refuse_double(f, to, indicator, QN_NO_PERIOD);
	if (!lua_istable(f->L, -1)) {
		add_given(f, to, indicator, QN_NO_PERIOD);
		return;
	}
	int table = lua_absindex(f->L, -1);
	form_years(f, table);
	form_names periods = form_names_of(f, table, name);
	for (uint32_t i = 0; i < periods.count; i++) {
		lua_getfield(f->L, table, periods.name[i]);
		add_given(f, to, indicator, own_period(f, name, periods.name[i]));
		lua_pop(f->L, 1);
	}
}

static void read_entity(form *f, qn_test *made, const char *what)
{
	int table = table_of(f, what);
	form_names names = form_names_of(f, table, what);
	qn_test_entity entity = { 0 };
	for (uint32_t i = 0; i < names.count; i++) {
		lua_getfield(f->L, table, names.name[i]);
		if (!strcmp(names.name[i], "period"))
			take_period(f, made);
		else
			read_figure(f, &entity, names.name[i]);
		lua_pop(f->L, 1);
	}
	*(qn_test_entity *)NEW(f->L, made->entity, made->entities) = entity;
	made->entities++;
}

static void read_entities(form *f, qn_test *made, const char *several)
{
	bool one = form_has(f, "given");
	if (one) {
		read_entity(f, made, "given");
		lua_pop(f->L, 1);
	}
	if (!form_has(f, several))
		return;
	if (one)
		form_fail(f, "give either given or %s", several);
	if (made->who)
		form_fail(f, "%s says whose figures given are: %s are the registry's, from the first on", f->g->catalogue->kind[f->g->catalogue->subject].id, several);
	int table = table_of(f, several);
	for (lua_Integer i = 1, last = form_list(f, several); i <= last; i++) {
		lua_rawgeti(f->L, table, i);
		read_entity(f, made, several);
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

/* set, waived */

/* What scenarios take, in the words of --set; a text or a bare number is that already. */
static const char *written(form *f, const char *name)
{
	const qn_program *names = f->g->names;
	if (!to_quantity(f->L, -1) && !to_spread(f->L, -1))
		return NULL;
	long parameter = qn_program_parameter(names, name), assumption = parameter < 0 ? qn_program_assumption(names, name) : -1;
	if (parameter < 0 && assumption < 0)
		form_fail(f, "no parameter, option or assumption is called \"%s\"%s", name, nearest_setting(f, name));
	if (parameter >= 0 && names->parameter[parameter].readings)
		form_fail(f, "%s is an option: give the name of a reading, not %s", name, word_for(f->L, -1));
	uint32_t unit = parameter < 0 ? names->assumption[assumption].unit : names->parameter[parameter].unit;
	qn_dimension dimension = parameter < 0 ? names->assumption[assumption].dimension : names->parameter[parameter].dimension;
	qn_distribution value = form_spread(f, -1, name, unit, dimension, false, false);
	qn_buffer text = { 0 };
	qn_distribution_print(f->g->catalogue, unit, &value, &text);
	const char *kept = text.failed ? NULL : qn_arena_text(&f->g->program->arena, text.data);
	qn_buffer_free(&text);
	if (!kept)
		fail_memory(f->L);
	return kept;
}

static void read_set(form *f, qn_test *made)
{
	if (!form_has(f, "set"))
		return;
	int table = table_of(f, "set");
	form_names names = form_names_of(f, table, "set");
	for (uint32_t i = 0; i < names.count; i++) {
		int type = lua_getfield(f->L, table, names.name[i]);
		const char *amount = written(f, names.name[i]);
		if (!amount && type != LUA_TSTRING && type != LUA_TNUMBER)
			form_fail(f, "set: %s is %s: write it as --set has it, as in %s = \"5%%\"", names.name[i], word_for(f->L, -1), names.name[i]);
		lua_pushfstring(f->L, "%s=%s", names.name[i], amount ? amount : lua_tostring(f->L, -1));
		*(const char **)NEW(f->L, made->set, made->sets) = form_clean(f, "set", -1);
		made->sets++;
		lua_pop(f->L, 2);
	}
	lua_pop(f->L, 1);
}

static void read_waived(form *f, qn_test *made)
{
	if (!form_has(f, "waived"))
		return;
	int table = table_of(f, "waived");
	for (lua_Integer i = 1, last = form_list(f, "waived"); i <= last; i++) {
		lua_rawgeti(f->L, table, i);
		const char *name = form_clean(f, "waived", -1);
		if (qn_program_criterion(f->g->names, name) < 0)
			fail_criterion(f, name);
		*(const char **)NEW(f->L, made->waived, made->waivers) = name;
		made->waivers++;
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

/* expect */

static void add_expect(form *f, qn_test *made, qn_expect expect)
{
	*(qn_expect *)NEW(f->L, made->expect, made->expects) = expect;
	made->expects++;
}

/* A number over all entities: with a unit, or bare. */
static double plain_number(form *f, const char *what, qn_dimension dimension)
{
	quantity *q = to_quantity(f->L, -1);
	double value = 0;
	bool fits = !q || q->dimension == dimension;
	if (!q && lua_type(f->L, -1) != LUA_TNUMBER)
		form_fail(f, "%s must be a number or \"missing\", and is %s", what, word_for(f->L, -1));
	to_plain(f->L, -1, &value);
	if (qn_is_missing(value))
		form_fail(f, "%s is not a finite number", what);
	if (!fits && value != 0)
		form_fail(f, "%s is %s, and the number given is %s", what, dimension_words(f->L, dimension), dimension_words(f->L, q->dimension));
	return value;
}

typedef struct { uint32_t indicator; qn_dimension dimension; } measured; /* indicator QN_NONE: the dimension says it */

static double any_number(form *f, const char *what, measured of)
{
	return of.indicator == QN_NONE ? plain_number(f, what, of.dimension) : indicator_number(f, of.indicator);
}

/* Only whoever runs the test knows in which unit a target is told. */
static bool is_bare(lua_State *L, measured of) { return of.indicator == QN_NONE && !to_quantity(L, -1); }

/* A number, near(number, within), or "missing". */
static void read_value(form *f, const char *what, measured of, qn_expect *to)
{
	lua_State *L = f->L;
	to->value = QN_MISSING;
	if (lua_type(L, -1) == LUA_TSTRING && !strcmp(lua_tostring(L, -1), "missing"))
		return;
	if (!lua_istable(L, -1)) {
		to->bare = is_bare(L, of);
		to->value = any_number(f, what, of);
		return;
	}
	lua_getfield(L, -1, "value");
	to->bare = is_bare(L, of);
	to->value = any_number(f, what, of);
	lua_getfield(L, -2, "within");
	if (to->bare != is_bare(L, of))
		form_fail(f, "%s: near(value, within): give both a unit or none", what);
	to->within = any_number(f, what, of);
	lua_pop(L, 2);
	if (to->within < 0)
		form_fail(f, "%s: near(value, within): within is negative", what);
}

static void read_reached(form *f, qn_test *made, qn_expect expect)
{
	lua_State *L = f->L;
	expect.kind = QN_EXPECT_REACHED;
	bool unknown = lua_type(L, -1) == LUA_TSTRING && !strcmp(lua_tostring(L, -1), "unknown");
	if (!unknown && !lua_isboolean(L, -1))
		form_fail(f, "%s: reached is true, false or \"unknown\", and this is %s", expect.name, word_for(L, -1));
	expect.word = unknown ? "unknown" : lua_toboolean(L, -1) ? "yes" : "no";
	add_expect(f, made, expect);
}

/* { ["2027"] = … } */
static void read_by_due(form *f, qn_test *made, const char *key, const char *name)
{
	if (lua_getfield(f->L, -1, key) != LUA_TNIL) {
		int table = table_of(f, key);
		form_years(f, table);
		form_names dues = form_names_of(f, table, key);
		if (!dues.count)
			form_fail(f, "%s: %s = {} expects nothing, and so cannot fail: write %s = { [\"%s\"] = … }, or leave it out", name, key, key, example_period(f->g, false));
		for (uint32_t i = 0; i < dues.count; i++) {
			qn_expect expect = { .kind = QN_EXPECT_CHANCE, .name = name, .due = period_of(f, key, dues.name[i]) };
			lua_getfield(f->L, table, dues.name[i]);
			if (!strcmp(key, "reached")) {
				read_reached(f, made, expect);
			} else {
				read_value(f, key, (measured){ QN_NONE, 0 }, &expect);
				add_expect(f, made, expect);
			}
			lua_pop(f->L, 1);
		}
	}
	lua_pop(f->L, 1);
}

/* The target's table, on top. */
static void refuse_empty(form *f, const char *name)
{
	lua_pushnil(f->L);
	if (!lua_next(f->L, -2))
		form_fail(f, "%s = {} expects nothing, and so cannot fail: write what it is, as in { now = 1 }, or leave it out", name);
	lua_pop(f->L, 2);
}

static void read_target(form *f, qn_test *made, const char *name)
{
	static const char *const known[] = { "now", "lacking", "reached", "chance", NULL };
	const guest *g = f->g;
	long target = qn_program_target(g->names, name);
	if (target < 0)
		form_fail(f, "no target is called \"%s\"%s", name, did_you_mean_of(f->L, name, g->names->target, g->names->targets, sizeof *g->names->target));
	form inside = *f;
	inside.table = lua_absindex(f->L, -1);
	form_keys(&inside, known);
	refuse_empty(f, name);
	qn_expect expect = { .kind = QN_EXPECT_NOW, .name = name, .due = QN_NO_PERIOD };
	if (form_has(&inside, "now")) {
		read_value(f, name, (measured){ QN_NONE, g->names->node[g->names->target[target].value].dimension }, &expect);
		add_expect(f, made, expect);
		lua_pop(f->L, 1);
	}
	if (form_has(&inside, "lacking")) {
		expect = (qn_expect){ .kind = QN_EXPECT_LACKING, .name = name, .due = QN_NO_PERIOD, .value = plain_number(f, "lacking", 0) };
		add_expect(f, made, expect);
		lua_pop(f->L, 1);
	}
	read_by_due(f, made, "reached", name);
	read_by_due(f, made, "chance", name);
}

static bool is_near(lua_State *L)
{
	if (!lua_istable(L, -1))
		return false;
	bool near = lua_getfield(L, -1, "within") != LUA_TNIL;
	lua_pop(L, 1);
	return near;
}

/* An indicator, unless the name is one of what has no number. */
static uint32_t find_measured(form *f, const char *name)
{
	if (qn_catalogue_indicator(f->g->catalogue, name) < 0 && qn_program_find_check(f->g->names, name) >= 0)
		form_fail(f, "%s is a check: write \"holds\", \"broken\" or \"unknown\"", name);
	if (qn_catalogue_indicator(f->g->catalogue, name) < 0 && qn_program_criterion(f->g->names, name) >= 0)
		form_fail(f, "%s is a criterion: write its verdict, as in \"met\"", name);
	if (qn_catalogue_indicator(f->g->catalogue, name) < 0 && qn_program_target(f->g->names, name) >= 0)
		form_fail(f, "%s is a target: write what it is now, as in { now = 1 }", name);
	return find_indicator(f, name);
}

static void read_one(form *f, qn_test *made, const char *name)
{
	lua_State *L = f->L;
	qn_expect expect = { .kind = QN_EXPECT_VALUE, .name = name, .due = QN_NO_PERIOD };
	bool near = is_near(L), word = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "missing") != 0;
	if (word && qn_program_find_check(f->g->names, name) >= 0) {
		expect.kind = QN_EXPECT_CHECK;
		expect.word = form_clean(f, name, -1);
		add_expect(f, made, expect);
	} else if (word) {
		if (qn_program_criterion(f->g->names, name) < 0)
			fail_criterion(f, name);
		expect.kind = QN_EXPECT_VERDICT;
		expect.word = form_clean(f, name, -1);
		add_expect(f, made, expect);
	} else if (lua_istable(L, -1) && !near) {
		read_target(f, made, name);
	} else {
		read_value(f, name, (measured){ find_measured(f, name), 0 }, &expect);
		add_expect(f, made, expect);
	}
}

/* Of what stands at the top: read_error has taken it, if it can be. */
static void check_error(form *f, const qn_test *made)
{
	if (!*form_clean(f, "error", -1))
		form_fail(f, "error is empty, and any would do: write some of its words");
	if (!made->error)
		form_fail(f, "error comes instead of answers: expect nothing beside it");
}

static void read_expect(form *f, qn_test *made)
{
	if (!form_has(f, "expect"))
		return;
	int table = table_of(f, "expect");
	form_names names = form_names_of(f, table, "expect");
	for (uint32_t i = 0; i < names.count; i++) {
		lua_getfield(f->L, table, names.name[i]);
		if (!strcmp(names.name[i], "error"))
			check_error(f, made);
		else
			read_one(f, made, names.name[i]);
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

/* The model gives figures: verdicts and targets are of what is given, and of years of their own. */
static void refuse_after(form *f, const qn_test *made)
{
	for (uint32_t i = 0; made->after != QN_NO_PERIOD && i < made->expects; i++) {
		const qn_expect *e = &made->expect[i];
		if (e->kind == QN_EXPECT_VERDICT || e->kind == QN_EXPECT_CHECK)
			form_fail(f, "after says when the model gives a figure, and %s is judged in the year of what is given: expect it in a test without after", e->name);
		if (e->kind != QN_EXPECT_VALUE)
			form_fail(f, "after says when the model gives a figure, and %s is a target, whose years are those in which its goals are due: expect it in a test without after", e->name);
	}
}

/* The error that is expected, before anything can go wrong: no words, or words beside other answers, are none, lest what is
 * said of them be taken for it. */
static void read_error(form *f, qn_test *made)
{
	lua_State *L = f->L;
	lua_getfield(L, f->table, "expect");
	if (lua_istable(L, -1) && lua_getfield(L, -1, "error") == LUA_TSTRING && *lua_tostring(L, -1)) {
		const char *words = keep(L, lua_tostring(L, -1));
		int held = 0;
		lua_pop(L, 1);
		for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
			held++;
		made->error = held == 1 && lua_getfield(L, f->table, "golden") == LUA_TNIL ? words : NULL;
	}
	lua_settop(L, f->table);
}

/* test */

static uint32_t read_paths(form *f)
{
	if (!form_has(f, "paths"))
		return 0;
	lua_Integer paths = lua_isinteger(f->L, -1) ? lua_tointeger(f->L, -1) : 0;
	if (paths < 1 || paths > QN_MOST_FUTURES)
		form_fail(f, "paths is a whole number from 1 to %d", QN_MOST_FUTURES);
	lua_pop(f->L, 1);
	return (uint32_t)paths;
}

/* clusters, facilities. */
static const char *several_of(form *f, const char *one)
{
	size_t length = strlen(one);
	bool turns = length > 1 && one[length - 1] == 'y' && !strchr("aeiou", one[length - 2]);
	const char *several = turns ? qn_arena_printf(&f->g->program->arena, "%.*sies", (int)length - 1, one) : qn_arena_printf(&f->g->program->arena, "%ss", one);
	if (!several)
		fail_memory(f->L);
	return several;
}

static void read_all(form *f, qn_test *made)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	const char *one = catalogue->kind[catalogue->subject].id, *several = several_of(f, one);
	const char *const keys[] = { "given", one, several, "period", "set", "waived", "expect", "after", "scenario", "golden", "paths", NULL };
	form_keys(f, keys);
	if (form_has(f, "period")) {
		take_period(f, made);
		lua_pop(f->L, 1);
	}
	if (form_has(f, "after")) {
		made->after = read_period(f, "after");
		lua_pop(f->L, 1);
	}
	made->who = form_text(f, one);
	made->scenario = form_text(f, "scenario");
	made->golden = form_text(f, "golden");
	made->paths = read_paths(f);
	read_entities(f, made, several);
	read_set(f, made);
	read_waived(f, made);
	read_expect(f, made);
	refuse_after(f, made);
	if (!made->expects && !made->error && !made->golden)
		form_fail(f, "it expects nothing, and so cannot fail: write expect = { … }");
}

typedef struct { form *f; qn_test *made; } reading;

static int read_guarded(lua_State *L)
{
	reading *r = lua_touserdata(L, 2);
	r->f->table = 1;
	lua_settop(L, 1);
	read_all(r->f, r->made);
	return 0;
}

static void read_test(form *f)
{
	lua_State *L = f->L;
	qn_program *program = f->g->program;
	for (uint32_t i = 0; i < program->tests; i++)
		if (!strcmp(program->test[i].name, f->id))
			form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->test[i].place));
	qn_test made = { .name = f->id, .place = f->place, .period = QN_NO_PERIOD, .after = QN_NO_PERIOD };
	reading r = { f, &made };
	read_error(f, &made);
	lua_pushcfunction(L, read_guarded);
	lua_pushvalue(L, f->table);
	lua_pushlightuserdata(L, &r);
	if (lua_pcall(L, 2, 0, 0) != LUA_OK) {
		made.broken = keep(L, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "the test cannot be read");
		if (f->g->told.chinese[0] && !strcmp(made.broken, f->g->told.english))
			made.broken_chinese = keep(L, f->g->told.chinese);
	}
	*(qn_test *)NEW(L, program->test, program->tests) = made;
	program->tests++;
}

void open_tests(lua_State *L)
{
	add_declaration(L, "test", read_test);
}
