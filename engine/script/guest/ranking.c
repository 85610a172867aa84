/* SPDX-License-Identifier: Apache-2.0 */
/* ranking.c - ranking "merit" { … }: how entities are scored; rounds { … }: how a yearly list is proposed by it. What they name
 * is looked up at the end, when everything is declared, in a copy of the table; the values of items are traced like any rule. */
#include <math.h>
#include <string.h>
#include "guest.h"

#define KEPT "qunce.rankings" /* in the registry: copies of the tables of rankings in their order, and of rounds by its name */

static int push_kept(lua_State *L)
{
	if (lua_getfield(L, LUA_REGISTRYINDEX, KEPT) == LUA_TNIL) {
		lua_pop(L, 1);
		lua_newtable(L);
		lua_pushvalue(L, -1);
		lua_setfield(L, LUA_REGISTRYINDEX, KEPT);
	}
	return lua_absindex(L, -1);
}

/* One entry of a list, as a form of its own: { "id", key = … }. */
static form entry_form(form *f, int table, const char *what)
{
	form under = *f;
	lua_rawgeti(f->L, table, 1);
	under.table = table, under.items = 1, under.id = form_name(f, what, -1);
	lua_pop(f->L, 1);
	under.what = qn_arena_printf(&f->g->program->arena, "%s: %s \"%s\"", f->what, what, under.id);
	if (!under.what)
		fail_memory(f->L);
	return under;
}

/* Puts entry i of the list that stands at index on the stack; false behind the last. */
static bool next_entry(form *f, int list, lua_Integer i, const char *key, const char *how)
{
	int type = lua_rawgeti(f->L, list, i);
	if (type == LUA_TTABLE)
		return true;
	if (type != LUA_TNIL || i == 1)
		form_fail(f, "%s must be a list %s", key, how);
	lua_pop(f->L, 1);
	return false;
}

static bool has_list(form *f, const char *key, bool needed, const char *how)
{
	if (!form_has(f, key)) {
		if (needed)
			form_fail(f, "%s is not there: write %s = %s", key, key, how);
		return false;
	}
	if (!lua_istable(f->L, -1))
		form_fail(f, "%s must be a list %s", key, how);
	form_list(f, key);
	return true;
}

static qn_label entry_title(form *under, int table)
{
	qn_label title = form_label_in(under, table, "its title");
	if (!title.zh && !title.en)
		title.en = under->id;
	return title;
}

static uint32_t optional_parameter(form *f, const char *key)
{
	const char *name = form_text(f, key);
	return name ? form_parameter(f, key, name) : QN_NONE;
}

static uint32_t needed_parameter(form *f, const char *key) { return form_parameter(f, key, form_need_text(f, key)); }

/* The names of a ranking's themes, or of anything whose items lie size apart and begin with their id. */
static uint32_t named(form *f, const char *key, const char *name, const void *first, uint32_t count, size_t size)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(*(const char *const *)((const char *)first + i * size), name))
			return i;
	return (uint32_t)form_fail(f, "%s: \"%s\" is not declared%s", key, name, did_you_mean_of(f->L, name, first, count, size));
}

static void read_themes(form *f, qn_ranking *made)
{
	static const char *const keys[] = { "zh", "en", "weight", "clause", NULL };
	static const char how[] = "{ { \"scale\", weight = \"PARAMETER\", zh = …, en = … }, … }";
	lua_State *L = f->L;
	has_list(f, "themes", true, how);
	int list = lua_absindex(L, -1);
	for (lua_Integer i = 1; next_entry(f, list, i, "themes", how); i++, lua_pop(L, 1)) {
		int table = lua_absindex(L, -1);
		form under = entry_form(f, table, "theme");
		form_keys(&under, keys);
		*(qn_theme *)NEW(L, made->theme, made->themes) = (qn_theme){ .id = under.id, .clause = form_text(&under, "clause"),
			.title = entry_title(&under, table), .weight = needed_parameter(&under, "weight") };
		made->themes++;
	}
	lua_pop(L, 1);
}

static bool read_lower(form *under)
{
	const char *better = form_text(under, "better");
	if (better && strcmp(better, "higher") && strcmp(better, "lower"))
		form_fail(under, "better is \"higher\" or \"lower\", and this is \"%s\"", better);
	return better && !strcmp(better, "lower");
}

static void read_items(form *f, qn_ranking *made, uint32_t index)
{
	static const char *const keys[] = { "zh", "en", "value", "better", "theme", "weight", "target", "clause", NULL };
	static const char how[] = "{ { \"revenue\", value = function(c, p) return c.revenue end, theme = \"scale\", zh = …, en = … }, … }";
	lua_State *L = f->L;
	has_list(f, "items", true, how);
	int list = lua_absindex(L, -1);
	for (lua_Integer i = 1; next_entry(f, list, i, "items", how); i++, lua_pop(L, 1)) {
		int table = lua_absindex(L, -1);
		form under = entry_form(f, table, "item");
		form_keys(&under, keys);
		qn_item item = { .id = under.id, .place = f->place, .clause = form_text(&under, "clause"), .title = entry_title(&under, table), .value = QN_NONE,
			.lower = read_lower(&under), .weight = optional_parameter(&under, "weight"), .target = optional_parameter(&under, "target") };
		item.theme = named(&under, "theme", form_need_text(&under, "theme"), made->theme, made->themes, sizeof *made->theme);
		form_function(&under, "value", true);
		add_rule(L, (guest_rule){ .kind = RULE_ITEM, .index = index, .goal = made->items, .place = f->place, .name = under.what });
		*(qn_item *)NEW(L, made->item, made->items) = item;
		made->items++;
	}
	lua_pop(L, 1);
}

static void read_bands(form *f, qn_ranking *made)
{
	static const char *const keys[] = { "zh", "en", "at_least", NULL };
	static const char how[] = "{ { \"good\", at_least = \"PARAMETER\", zh = …, en = … }, … }";
	lua_State *L = f->L;
	if (!has_list(f, "bands", false, how))
		return;
	int list = lua_absindex(L, -1);
	for (lua_Integer i = 1; next_entry(f, list, i, "bands", how); i++, lua_pop(L, 1)) {
		int table = lua_absindex(L, -1);
		form under = entry_form(f, table, "band");
		form_keys(&under, keys);
		*(qn_band *)NEW(L, made->band, made->bands) = (qn_band){ .id = under.id, .title = entry_title(&under, table),
			.at_least = needed_parameter(&under, "at_least") };
		made->bands++;
	}
	lua_pop(L, 1);
}

static void read_judgements(form *f, qn_ranking *made)
{
	static const char how[] = "{ { \"scale\", \"innovation\", 2 }, … }";
	static const char *const none[] = { NULL };
	form under = *f;
	under.items = 3;
	lua_State *L = f->L;
	if (!has_list(f, "judgements", false, how))
		return;
	int list = lua_absindex(L, -1);
	for (lua_Integer i = 1; next_entry(f, list, i, "judgements", how); i++, lua_pop(L, 4)) {
		int table = under.table = lua_absindex(L, -1);
		form_keys(&under, none);
		lua_rawgeti(L, table, 1), lua_rawgeti(L, table, 2), lua_rawgeti(L, table, 3);
		if (lua_type(L, -1) != LUA_TNUMBER)
			form_fail(f, "judgements must be a list %s", how);
		qn_judgement_of judgement = { .times = lua_tonumber(L, -1) };
		if (isinf(judgement.times))
			form_fail(f, "%s is not a finite number", "judgements");
		judgement.a = named(f, "judgements", form_clean(f, "judgements", -3), made->theme, made->themes, sizeof *made->theme);
		judgement.b = named(f, "judgements", form_clean(f, "judgements", -2), made->theme, made->themes, sizeof *made->theme);
		*(qn_judgement_of *)NEW(L, made->judgement, made->judgements) = judgement;
		made->judgements++;
	}
	lua_pop(L, 1);
}

static uint32_t choice(form *f, const char *key, const char *const *names, uint32_t count)
{
	const char *word = form_text(f, key);
	return word ? named(f, key, word, names, count, sizeof *names) : 0;
}

static void finish_ranking(form *f, uint32_t index)
{
	qn_ranking made = f->g->program->ranking[index];
	read_themes(f, &made);
	read_items(f, &made, index);
	read_bands(f, &made);
	read_judgements(f, &made);
	made.treat = (qn_treat)choice(f, "treat", qn_treat_names, QN_TREATS);
	made.normalise = (qn_normalisation)choice(f, "normalise", qn_normalisation_names, QN_NORMALISATIONS);
	made.weigh = (qn_weighting)choice(f, "weigh", qn_weighting_names, QN_WEIGHTINGS);
	made.aggregate = (qn_aggregation)choice(f, "aggregate", qn_aggregation_names, QN_AGGREGATIONS);
	made.least = needed_parameter(f, "least");
	made.spread = needed_parameter(f, "spread");
	f->g->program->ranking[index] = made;
}

static uint32_t kind_of(form *f, const char *key)
{
	const char *name = form_text(f, key);
	long kind = name ? qn_catalogue_kind(f->g->catalogue, name) : -1;
	if (name && kind < 0)
		form_fail(f, "%s: there is no kind of entity \"%s\"", key, name);
	return name ? (uint32_t)kind : QN_NONE;
}

static void finish_rounds(form *f)
{
	qn_program *program = f->g->program;
	qn_rounds made = { .place = f->place, .clause = form_text(f, "clause"), .quote = form_text(f, "quote"), .note = form_words(f, "note"),
		.plan_register = form_text(f, "plan"), .named = form_text(f, "named"), .unit_without = form_text(f, "unit_without"),
		.places = needed_parameter(f, "places"), .tolerance = needed_parameter(f, "tolerance"),
		.a_year = optional_parameter(f, "a_year"), .exactly = form_when_reading(f, "exactly"), .by_plan = form_when_reading(f, "by_plan"),
		.unit_left_out = form_when_reading(f, "unit_left_out"), .unit = kind_of(f, "unit"), .industry = kind_of(f, "industry"), .size = QN_NONE, .needs = QN_NONE };
	made.ranking = named(f, "by", form_need_text(f, "by"), program->ranking, program->rankings, sizeof *program->ranking);
	const char *size = form_text(f, "size");
	long indicator = size ? qn_catalogue_indicator(f->g->catalogue, size) : -1;
	if (size && indicator < 0)
		form_fail(f, "size: no indicator is called \"%s\"%s", size, did_you_mean(f->L, qn_catalogue_nearest(f->g->catalogue, size)));
	if (size)
		made.size = (uint32_t)indicator;
	if (made.unit != QN_NONE && (made.industry == QN_NONE || made.size == QN_NONE))
		form_fail(f, "unit goes with industry, a kind, and size, the indicator by which one leads");
	if (form_function(f, "needs", false))
		add_rule(f->L, (guest_rule){ .kind = RULE_ROUND, .place = f->place, .name = "rounds: needs" });
	*program->rounds = made;
}

/* The stack: the table of what is finished. */
static int finish_one(lua_State *L)
{
	guest *g = guest_of(L);
	uint32_t index = (uint32_t)lua_tointeger(L, 2);
	form f = { .L = L, .g = g, .table = 1, .kind = "ranking", .what = "rounds" };
	lua_settop(L, 1);
	f.place = index == QN_NONE ? g->program->rounds->place : g->program->ranking[index].place;
	if (index == QN_NONE) {
		finish_rounds(&f);
		return 0;
	}
	f.id = g->program->ranking[index].id;
	if (!(f.what = qn_arena_printf(&g->program->arena, "ranking \"%s\"", f.id)))
		fail_memory(L);
	finish_ranking(&f, index);
	return 0;
}

static void call_finish(lua_State *L, uint32_t index)
{
	lua_insert(L, -2);
	lua_pushinteger(L, index);
	lua_call(L, 2, 0);
}

void finish_rankings(lua_State *L)
{
	const qn_program *program = guest_of(L)->program;
	int kept = push_kept(L);
	for (uint32_t i = 0; i < program->rankings; i++) {
		lua_rawgeti(L, kept, (lua_Integer)i + 1);
		lua_pushcfunction(L, finish_one);
		call_finish(L, i);
	}
	if (program->rounds) {
		lua_getfield(L, kept, "rounds");
		lua_pushcfunction(L, finish_one);
		call_finish(L, QN_NONE);
	}
	lua_pop(L, 1);
}

static void read_ranking(form *f)
{
	static const char *const keys[] = { "title", "source", "note", "themes", "items", "bands", "judgements", "judged_by", "treat", "normalise", "weigh", "aggregate",
		"least", "spread", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_ranking(program, f->id);
	if (found >= 0)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->ranking[found].place));
	qn_ranking made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .source = form_need_text(f, "source"),
		.note = form_words(f, "note"), .judged_by = form_text(f, "judged_by") };
	*(qn_ranking *)NEW(f->L, program->ranking, program->rankings) = made;
	program->rankings++;
	int kept = push_kept(f->L);
	form_copy(f);
	lua_rawseti(f->L, kept, program->rankings);
	lua_pop(f->L, 1);
}

static void read_rounds(form *f)
{
	static const char *const keys[] = { "by", "places", "tolerance", "needs", "exactly", "a_year", "unit", "industry", "size", "by_plan", "unit_without", "unit_left_out",
		"plan", "named", "clause", "quote", "note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	if (program->rounds)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->rounds->place));
	if (!(program->rounds = qn_arena_alloc(&program->arena, sizeof *program->rounds)))
		fail_memory(f->L);
	program->rounds->place = f->place;
	int kept = push_kept(f->L);
	form_copy(f);
	lua_setfield(f->L, kept, "rounds");
	lua_pop(f->L, 1);
}

void open_ranking(lua_State *L)
{
	add_declaration(L, "ranking", read_ranking);
	add_declaration(L, "rounds", read_rounds);
}
