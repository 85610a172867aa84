/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - what a pack declares as functions: derive, criterion, check, model, target. The functions wait
 * until every file has been read, so that their order in files does not matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "guest.h"

static void wait_for_trace(form *f, qn_rule_kind kind, uint32_t index, uint32_t goal, const char *part)
{
	guest_rule rule = { .kind = kind, .index = index, .goal = goal, .place = f->place };
	rule.name = qn_arena_printf(&f->g->program->arena, "%s: %s", f->what, part);
	if (!rule.name)
		fail_memory(f->L);
	add_rule(f->L, rule);
}

static void refuse_twice(form *f, long found, uint32_t place)
{
	if (found >= 0)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, place));
}

static uint32_t find_indicator(form *f, const char *name, const char *what)
{
	long found = qn_catalogue_indicator(f->g->catalogue, name);
	if (found < 0) {
		const char *near = qn_catalogue_nearest(f->g->catalogue, name);
		form_fail(f, "%s: no indicator is called \"%s\"%s", what, name, did_you_mean(f->L, near));
	}
	return (uint32_t)found;
}

static void read_derive(form *f)
{
	static const char *const keys[] = { "value", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	uint32_t indicator = find_indicator(f, f->id, "derive");
	for (uint32_t i = 0; i < program->derivations; i++)
		if (program->derivation[i].indicator == indicator)
			refuse_twice(f, 0, program->derivation[i].place);
	form_function(f, "value", true);
	wait_for_trace(f, RULE_DERIVE, program->derivations, 0, "value");
	*(qn_derivation *)NEW(f->L, program->derivation, program->derivations) = (qn_derivation){ .indicator = indicator, .node = QN_NONE, .place = f->place };
	program->derivations++;
}

/* Tests tell criteria and checks apart by name alone. */
static void refuse_taken(form *f, long found, const char *kind)
{
	if (found >= 0)
		form_fail(f, "a %s has that name already: choose another", kind);
}

static void read_criterion(form *f)
{
	static const char *const keys[] = { "title", "clause", "quote", "modality", "note", "needs", "waivable", "waiver_note", "hint", "hint_note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_criterion(program, f->id);
	refuse_twice(f, found, found < 0 ? 0 : program->criterion[found].place);
	refuse_taken(f, qn_program_find_check(program, f->id), "check");
	qn_criterion made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .modality = form_text(f, "modality"), .note = form_text(f, "note"),
		.waiver_note = form_text(f, "waiver_note"), .hint_note = form_text(f, "hint_note"), .needs = QN_NONE, .waivable = QN_NONE, .hint = QN_NONE };
	if (form_function(f, "needs", false))
		wait_for_trace(f, RULE_NEEDS, program->criteria, 0, "needs");
	if (form_function(f, "waivable", false))
		wait_for_trace(f, RULE_WAIVABLE, program->criteria, 0, "waivable");
	if (form_function(f, "hint", false))
		wait_for_trace(f, RULE_HINT, program->criteria, 0, "hint");
	*(qn_criterion *)NEW(f->L, program->criterion, program->criteria) = made;
	program->criteria++;
}

static qn_severity read_severity(form *f)
{
	static const char *const words[] = { [QN_SEVERITY_NOTE] = "note", [QN_SEVERITY_WARNING] = "warning", [QN_SEVERITY_ERROR] = "error" };
	const char *word = form_need_text(f, "severity");
	for (int i = QN_SEVERITY_NOTE; i <= QN_SEVERITY_ERROR; i++)
		if (!strcmp(words[i], word))
			return (qn_severity)i;
	return (qn_severity)form_fail(f, "severity is \"error\", \"warning\" or \"note\", and this is \"%s\"", word);
}

static void read_about(form *f, qn_check *made)
{
	lua_State *L = f->L;
	if (!form_has(f, "about"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "about must be a list of indicators, as in { \"revenue\" }, and is %s", word_for(L, -1));
	int table = lua_absindex(L, -1);
	for (lua_Integer i = 1, last = form_list(f, "about"); i <= last; i++) {
		lua_rawgeti(L, table, i);
		*(uint32_t *)NEW(L, made->about, made->abouts) = find_indicator(f, form_clean(f, "about", -1), "about");
		made->abouts++;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_check(form *f)
{
	static const char *const keys[] = { "title", "severity", "holds", "about", "clause", "quote", "note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_find_check(program, f->id);
	refuse_twice(f, found, found < 0 ? 0 : program->check[found].place);
	refuse_taken(f, qn_program_criterion(program, f->id), "criterion");
	qn_check made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .severity = read_severity(f), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .note = form_text(f, "note"), .holds = QN_NONE };
	read_about(f, &made);
	form_function(f, "holds", true);
	wait_for_trace(f, RULE_HOLDS, program->checks, 0, "holds");
	*(qn_check *)NEW(f->L, program->check, program->checks) = made;
	program->checks++;
}

static void read_model(form *f)
{
	static const char *const keys[] = { "title", "note", "step", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_model(program, f->id);
	refuse_twice(f, found, found < 0 ? 0 : program->model[found].place);
	qn_model made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .note = form_text(f, "note") };
	form_function(f, "step", true);
	wait_for_trace(f, RULE_STEP, program->models, 0, "step");
	*(qn_model *)NEW(f->L, program->model, program->models) = made;
	program->models++;
}

/* targets */

static int by_period(const void *a, const void *b)
{
	const qn_goal *x = a, *y = b;
	return (x->due > y->due) - (x->due < y->due);
}

static qn_period read_due(form *f, int index)
{
	size_t length;
	qn_period due = QN_NO_PERIOD;
	if (lua_isinteger(f->L, index))
		due = lua_tointeger(f->L, index) > 0 && lua_tointeger(f->L, index) < 10000
			? qn_period_of(QN_ANNUAL, (int)lua_tointeger(f->L, index), 1) : QN_NO_PERIOD;
	else if (lua_type(f->L, index) == LUA_TSTRING) {
		const char *text = lua_tolstring(f->L, index, &length);
		if (!qn_period_read(text, length, &due))
			form_fail(f, "goals: \"%s\" is no period: write [\"%s\"] = function(v, p) return … end", text, example_period(f->g, false));
	}
	if (due == QN_NO_PERIOD)
		form_fail(f, "goals: %s is no period: write [\"%s\"] = function(v, p) return … end", word_for(f->L, index), example_period(f->g, false));
	if (qn_period_frequency(due) != f->g->catalogue->frequency) {
		char text[24];
		qn_period_text(due, text);
		form_fail(f, "goals: \"%s\" is not of the pack's frequency: write \"%s\"", keep(f->L, text), example_period(f->g, false));
	}
	return due;
}

static void read_goals(form *f, qn_target *made, uint32_t index)
{
	lua_State *L = f->L;
	if (!form_has(f, "goals"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "goals must be a table from periods to functions, and is %s", word_for(L, -1));
	int table = lua_absindex(L, -1);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		qn_goal goal = { .due = read_due(f, -2), .met = QN_NONE, .place = f->place };
		if (!lua_isfunction(L, -1))
			form_fail(f, "goals: a goal must be a function(v, p), and is %s", word_for(L, -1));
		*(qn_goal *)NEW(L, made->goal, made->goals) = goal;
		made->goals++;
	}
	if (made->goals)
		qsort(made->goal, made->goals, sizeof *made->goal, by_period);
	for (uint32_t i = 0; i < made->goals; i++) {
		char text[24];
		qn_period_text(made->goal[i].due, text);
		if (i && made->goal[i].due == made->goal[i - 1].due)
			form_fail(f, "goals names %s twice", text);
		if (lua_getfield(L, table, text) == LUA_TNIL) {
			lua_pop(L, 1);
			lua_rawgeti(L, table, qn_period_year(made->goal[i].due));
		}
		if (!lua_isfunction(L, -1))
			form_fail(f, "goals: write the period as [\"%s\"]", text);
		const char *part = qn_arena_printf(&f->g->program->arena, "goal %s", text);
		wait_for_trace(f, RULE_GOAL, index, i, part ? part : "goal");
	}
	lua_pop(L, 1);
}

static void fail_figure(form *f)
{
	form_fail(f, "published: write { \"2023\", 23, of = \"whose figure\", source = \"where it was published\" }");
}

static qn_published read_figure(form *f, int one)
{
	static const char *const keys[] = { "of", "source", NULL };
	lua_State *L = f->L;
	qn_published made = { .period = QN_NO_PERIOD };
	size_t length;
	lua_rawgeti(L, one, 1), lua_rawgeti(L, one, 2);
	const char *period = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &length) : NULL;
	quantity *value = to_quantity(L, -1);
	if (!period || !qn_period_read(period, length, &made.period) || (!value && lua_type(L, -1) != LUA_TNUMBER))
		fail_figure(f);
	made.value = value ? value->value : lua_tonumber(L, -1);
	made.dimension = value ? value->dimension : 0;
	if (isinf(made.value))
		form_fail(f, "%s is not a finite number", "published");
	lua_pop(L, 2);
	form figure = *f;
	figure.table = one, figure.items = 2;
	form_keys(&figure, keys);
	made.of = form_words(&figure, "of");
	made.source = form_need_text(&figure, "source");
	if (!made.of.zh && !made.of.en)
		form_fail(f, "%s is not there: write %s = \"…\"", "of", "of");
	return made;
}

static void read_published(form *f, qn_target *made)
{
	lua_State *L = f->L;
	if (!form_has(f, "published"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "published must be a list of figures, and is %s", word_for(L, -1));
	int table = lua_absindex(L, -1);
	for (lua_Integer i = 1, last = form_list(f, "published"); i <= last; i++) {
		if (lua_rawgeti(L, table, i) != LUA_TTABLE)
			fail_figure(f);
		*(qn_published *)NEW(L, made->published, made->publications) = read_figure(f, lua_absindex(L, -1));
		made->publications++;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_target(form *f)
{
	static const char *const keys[] = { "title", "clause", "quote", "modality", "document", "note", "compared", "value", "goals", "published", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_target(program, f->id);
	refuse_twice(f, found, found < 0 ? 0 : program->target[found].place);
	qn_target made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .modality = form_text(f, "modality"), .document = form_text(f, "document"),
		.note = form_text(f, "note"), .compared = form_flag(f, "compared"), .value = QN_NONE };
	uint32_t index = program->targets;
	form_function(f, "value", true);
	wait_for_trace(f, RULE_VALUE, index, 0, "value");
	read_goals(f, &made, index);
	read_published(f, &made);
	*(qn_target *)NEW(f->L, program->target, index) = made;
	program->targets++;
}

void open_rules(lua_State *L)
{
	add_declaration(L, "derive", read_derive);
	add_declaration(L, "criterion", read_criterion);
	add_declaration(L, "check", read_check);
	add_declaration(L, "model", read_model);
	add_declaration(L, "target", read_target);
}
