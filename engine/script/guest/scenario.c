/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.c - scenario "title" { … }: changes of what a pack declared, as data. Names and units are checked against
 * the pack's program; nothing is redefined. A base that is a script beside this one is run here, and declares its own. */
#include <string.h>
#include "guest.h"
#include "base/text.h"

static int table_at(form *f, const char *what)
{
	if (!lua_istable(f->L, -1) || library_at(f->L, -1))
		form_fail(f, "%s must be a table, and is %s", what, word_for(f->L, -1));
	return lua_absindex(f->L, -1);
}

const char *nearest_setting(form *f, const char *name)
{
	const qn_program *names = f->g->names;
	const char **all = NULL;
	uint32_t count = 0;
	long parameter = qn_program_parameter_called(names, name), assumption = qn_program_assumption_called(names, name);
	if (parameter >= 0 || assumption >= 0) /* by its title: a script names it by its id */
		return did_you_mean(f->L, parameter >= 0 ? names->parameter[parameter].id : names->assumption[assumption].id);
	for (uint32_t i = 0; i < names->parameters; i++)
		*(const char **)NEW(f->L, all, count) = names->parameter[i].id, count++;
	for (uint32_t i = 0; i < names->assumptions; i++)
		*(const char **)NEW(f->L, all, count) = names->assumption[i].id, count++;
	return did_you_mean(f->L, nearest(name, all, count));
}

static const char *read_reading(form *f, const qn_parameter *option)
{
	const char *given = lua_type(f->L, -1) == LUA_TSTRING ? whole_text(f->L, -1) : NULL;
	if (!given)
		form_fail(f, "%s is an option: give the name of a reading, not %s", option->id, word_for(f->L, -1));
	for (uint32_t i = 0; i < option->readings; i++)
		if (!strcmp(option->reading[i].id, given))
			return keep(f->L, given);
	form_fail(f, "%s: \"%s\" is none of its readings%s", option->id, given, did_you_mean_of(f->L, given, option->reading, option->readings, sizeof *option->reading));
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
	form_names names = form_names_of(f, table, what);
	for (uint32_t i = 0; i < names.count; i++) {
		lua_getfield(L, table, names.name[i]);
		qn_change change = read_change(f, names.name[i]);
		lua_pop(L, 1);
		change.from = from;
		change.until = until;
		*(qn_change *)NEW(L, made->change, made->changes) = change;
		made->changes++;
	}
}

/* Of spans that begin at different times the later decides from there, and of a bare date and a range that begins with it the
 * range; otherwise which of the two was meant is anyone's guess. */
static void refuse_alike(form *f, const qn_scenario *made)
{
	for (uint32_t i = 0; i < made->changes; i++)
		for (uint32_t k = i + 1; k < made->changes; k++) {
			const qn_change *a = &made->change[i], *b = &made->change[k];
			bool alike = a->from != QN_NO_PERIOD && a->from == b->from && (a->until == QN_NO_PERIOD) == (b->until == QN_NO_PERIOD);
			char begin[24];
			if (!alike || strcmp(a->name, b->name) != 0)
				continue;
			qn_period_text(a->from, begin);
			form_fail(f, "from: two spans that begin in %s both set %s, and neither is the exception: let them begin apart", begin, a->name);
		}
}

/* What is coarser than the pack's periods begins with the first that it is made of, and ends with the last. */
static bool in_periods_of_pack(const form *f, qn_period *from, qn_period *until)
{
	qn_frequency frequency = f->g->catalogue->frequency;
	qn_period other;
	return qn_period_parts(*from, frequency, from, &other) && (*until == QN_NO_PERIOD || qn_period_parts(*until, frequency, &other, until));
}

static void read_from(form *f, qn_scenario *made)
{
	if (!form_has(f, "from"))
		return;
	int table = table_at(f, "from");
	form_years(f, table);
	form_names spans = form_names_of(f, table, "from");
	for (uint32_t i = 0; i < spans.count; i++) {
		qn_period from, until;
		bool read = read_span(spans.name[i], &from, &until);
		if (!read && ends_first(from, until))
			form_fail(f, "from: \"%s\" ends before it begins: write [\"%s\"] = { … }", spans.name[i], example_period(f->g, true));
		if (!read)
			form_fail(f, "from: \"%s\" is no period: write [\"%s\"] = { … } or [\"%s\"] = { … }", spans.name[i], example_period(f->g, false), example_period(f->g, true));
		if (!in_periods_of_pack(f, &from, &until))
			form_fail(f, "from: \"%s\" is not of the pack's frequency: write \"%s\"", spans.name[i], example_period(f->g, false));
		lua_getfield(f->L, table, spans.name[i]);
		read_changes(f, made, from, until, "from");
		lua_pop(f->L, 1);
	}
	lua_pop(f->L, 1);
}

/* "revenue:CLUSTER:2027", "revenue:industry:NAME:2027..2028": its three parts, the key is cut up */
static bool split_shock(const form *f, char *key, char **who, char **period)
{
	qn_period begin;
	char *first = strchr(key, ':'), *second = first ? strchr(first + 1, ':') : NULL, *third = second ? strchr(second + 1, ':') : NULL;
	if (!second)
		return false;
	*first = *second = 0;
	bool group = third && (qn_catalogue_kind(f->g->catalogue, first + 1) >= 0 || !qn_period_read(second + 1, (size_t)(third - second - 1), &begin));
	if (group) {
		*second = ':';
		*third = 0;
	}
	*who = first + 1;
	*period = (group ? third : second) + 1;
	return true;
}

static qn_move read_shock(form *f, char *key)
{
	const char *whole = keep(f->L, key);
	char *who = NULL, *period = NULL;
	form at = *f;
	qn_move made = { .kind = QN_SCALE, .verb = "shock", .place = f->place, .peers = QN_NONE };
	if (!split_shock(f, key, &who, &period))
		form_fail(f, "shock: \"%s\" is not understood: write [\"INDICATOR:ENTITY:PERIOD\"] = pct(-20)", whole);
	at.what = qn_arena_printf(&f->g->program->arena, "%s: shock: \"%s\"", f->what, whole);
	if (!at.what)
		fail_memory(f->L);
	made.indicator = form_moved(&at, key);
	made.who = form_who(&at, who);
	form_when(&at, period, &made.from, &made.until);
	made.size = form_strike(&at, -1);
	return made;
}

static void read_shocks(form *f, qn_scenario *made)
{
	if (!form_has(f, "shock"))
		return;
	int table = table_at(f, "shock");
	form_names keys = form_names_of(f, table, "shock");
	for (uint32_t i = 0; i < keys.count; i++) {
		lua_getfield(f->L, table, keys.name[i]);
		char *key = qn_arena_text(&f->g->program->arena, keys.name[i]);
		if (!key)
			fail_memory(f->L);
		*(qn_move *)NEW(f->L, made->move, made->moves) = read_shock(f, key);
		made->moves++;
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
	for (lua_Integer i = 1, last = form_list(f, "ask"); i <= last; i++) {
		lua_rawgeti(L, table, i);
		const char *what = form_clean(f, "ask", -1);
		if (strcmp(what, known[0]) != 0 && strcmp(what, known[1]) != 0)
			form_fail(f, "ask: \"%s\" cannot be asked: \"targets\" and \"at_risk\" can", what);
		*(const char **)NEW(L, made->ask, made->asks) = what;
		made->asks++;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

/* base */

static const char *file_at_work(const guest *g) { return g->required ? g->script[g->requires[g->required - 1]].path : g->main; }

/* The one that was declared while the file ran, wherever the function stands that did it. */
static long scenario_of(const guest *g, const char *file)
{
	for (uint32_t i = 0; i < g->program->scenarios; i++)
		if (!strcmp(g->program->scenario[i].file, file))
			return i;
	return -1;
}

static long script_called(form *f, const char *name)
{
	guest *g = f->g;
	const char *path = qn_arena_printf(&g->program->arena, qn_text_ends(name, ".lua") ? "%s" : "%s.lua", name);
	if (!path)
		fail_memory(f->L);
	for (uint32_t i = 0; i < g->scripts; i++)
		if (!is_library(path) && !strcmp(g->script[i].path, path))
			return i;
	return -1;
}

/* Models and scripts that a base could mean. */
static const char *nearest_base(form *f, const char *name)
{
	guest *g = f->g;
	const char **ids = NULL;
	uint32_t count = 0;
	for (uint32_t i = 0; i < g->names->models; i++)
		*(const char **)NEW(f->L, ids, count) = g->names->model[i].id, count++;
	for (uint32_t i = 0; i < g->scripts; i++) {
		size_t length = strlen(g->script[i].path);
		if (is_library(g->script[i].path) || length < 5 || !strcmp(g->script[i].path, g->main))
			continue;
		char *id = qn_arena_copy(&g->program->arena, g->script[i].path, length - 4);
		if (!id)
			fail_memory(f->L);
		*(const char **)NEW(f->L, ids, count) = id, count++;
	}
	return did_you_mean(f->L, nearest(name, ids, count));
}

static void fail_base_circle(form *f, uint32_t script)
{
	guest *g = f->g;
	qn_buffer chain = { 0 };
	bool inside = false;
	for (int i = 0; i < g->required; i++) {
		inside = inside || (uint32_t)g->requires[i] == script;
		if (inside)
			qn_buffer_printf(&chain, "%s -> ", g->script[g->requires[i]].path);
	}
	const char *text = keep(f->L, chain.data ? chain.data : "");
	qn_buffer_free(&chain);
	form_fail(f, "base goes in a circle: %s%s; a scenario cannot rest on itself", text, g->script[script].path);
}

static void choose_model(form *f, qn_scenario *made, const char *model, const char *from)
{
	if (made->model && strcmp(made->model, model) != 0)
		form_fail(f, "base: %s rests on the model %s, and %s is chosen already: name the model here, first in base", from, model, made->model);
	made->model = model;
}

static const char *behind_mark(const char *name)
{
	static const char mark[] = "model:"; /* no id has a colon */
	return strncmp(name, mark, sizeof mark - 1) ? NULL : name + sizeof mark - 1;
}

/* The id of the model that is meant, or NULL. "model:growth" is a model and "growth.lua" a file; the name alone is whichever of the
 * two there is, but the file that is run: it cannot rest on itself. */
static const char *model_meant(form *f, const char *name)
{
	const guest *g = f->g;
	const char *id = behind_mark(name);
	bool is_model = qn_program_model(g->names, id ? id : name) >= 0;
	if (id || !is_model)
		return is_model ? id : NULL;
	long script = script_called(f, name);
	if (script < 0 || !strcmp(g->script[script].path, file_at_work(g)))
		return name;
	if (!qn_text_ends(name, ".lua"))
		form_fail(f, "base: \"%s\" is a model, and %s lies beside this one: write \"model:%s\" or \"%s\"", name, g->script[script].path, name, g->script[script].path);
	return NULL;
}

static void add_base(form *f, qn_scenario *made, const char *name, bool named)
{
	guest *g = f->g;
	const char *model = model_meant(f, name), *id = behind_mark(name);
	if (model) {
		choose_model(f, made, model, "the list");
		return;
	}
	long script = script_called(f, name);
	if (script < 0)
		form_fail(f, "base: no model and no scenario beside this one is called \"%s\"%s", name, nearest_base(f, id ? id : name));
	if (g->script[script].running)
		fail_base_circle(f, (uint32_t)script);
	if (scenario_of(g, g->script[script].path) < 0)
		ask_script(f->L, (uint32_t)script);
	long base = scenario_of(g, g->script[script].path);
	if (base < 0)
		form_fail(f, "base: %s declares no scenario", g->script[script].path);
	for (uint32_t i = 0; i < made->bases; i++)
		if (made->base[i] == (uint32_t)base)
			form_fail(f, "base names %s twice", name);
	*(uint32_t *)NEW(f->L, made->base, made->bases) = (uint32_t)base;
	made->bases++;
	if (g->program->scenario[base].model && !named)
		choose_model(f, made, g->program->scenario[base].model, name);
}

/* A text, or a list of texts; a model named first decides over the models of bases. */
static void read_base(form *f, qn_scenario *made)
{
	static const char how[] = "base must be a name or a list of names, as in { \"slow_growth\", \"bad_year\" }";
	lua_State *L = f->L;
	if (!form_has(f, "base"))
		return;
	if (lua_type(L, -1) == LUA_TSTRING) {
		add_base(f, made, form_clean(f, "base", -1), false);
		lua_pop(L, 1);
		return;
	}
	if (!lua_istable(L, -1) || !lua_rawlen(L, -1))
		form_fail(f, "%s", how);
	int table = lua_absindex(L, -1);
	bool named = false;
	for (lua_Integer i = 1, last = form_list(f, "base"); i <= last; i++) {
		if (lua_rawgeti(L, table, i) != LUA_TSTRING)
			form_fail(f, "%s", how);
		const char *name = form_clean(f, "base", -1);
		named = named || (i == 1 && model_meant(f, name));
		add_base(f, made, name, named);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_scenario(form *f)
{
	static const char *const keys[] = { "base", "set", "from", "shock", "ask", NULL };
	guest *g = f->g;
	qn_program *program = g->program;
	qn_scenario made = { .title = f->id, .file = file_at_work(g), .place = f->place };
	f->items = LUA_MAXINTEGER;
	form_keys(f, keys);
	if (!is_asked(g))
		form_fail(f, "require gives helpers, and not a scenario: name it in base");
	long other = scenario_of(g, made.file);
	if (other >= 0)
		form_fail(f, "one file asks one question, and %s declares another", place_of(g, program->scenario[other].place));
	read_base(f, &made);
	if (form_has(f, "set")) {
		read_changes(f, &made, QN_NO_PERIOD, QN_NO_PERIOD, "set");
		lua_pop(f->L, 1);
	}
	read_from(f, &made);
	refuse_alike(f, &made);
	read_shocks(f, &made);
	read_verbs(f, &made);
	read_ask(f, &made);
	*(qn_scenario *)NEW(f->L, program->scenario, program->scenarios) = made;
	program->scenarios++;
}

void open_scenario(lua_State *L)
{
	add_declaration(L, "scenario", read_scenario);
}
