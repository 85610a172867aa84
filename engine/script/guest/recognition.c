/* SPDX-License-Identifier: Apache-2.0 */
/* recognition.c - recognition { … }: who holds a title, for how long, by which stages, and levels of risk. What it names
 * is looked up at the end, when every parameter and option is known, in a copy of the table. */
#include <string.h>
#include "guest.h"

uint32_t form_parameter(form *f, const char *key, const char *name)
{
	const qn_program *program = f->g->program;
	long found = qn_program_parameter(program, name);
	if (found >= 0)
		return (uint32_t)found;
	return (uint32_t)form_fail(f, "%s: no parameter is called \"%s\"%s", key, name,
		did_you_mean_of(f->L, name, program->parameter, program->parameters, sizeof *program->parameter));
}

static void read_report_due(form *f, qn_recognition *made)
{
	const char *due = form_need_text(f, "report_due");
	qn_date day = QN_NO_DATE;
	char text[16] = "2024-";
	if (strlen(due) == 5)
		memcpy(text + 5, due, 6);
	if (strlen(due) != 5 || !qn_date_read(text, 10, &day))
		form_fail(f, "report_due: \"%s\" is no day of a year: write \"03-30\"", due);
	int year;
	qn_date_parts(day, &year, &made->report_month, &made->report_day);
}

static void read_risk(form *f, qn_recognition *made)
{
	lua_State *L = f->L;
	static const char *const keys[] = { "at_least", "zh", "en", NULL };
	static const char how[] = "risk must be a list { { \"high\", at_least = \"PARAMETER\", zh = …, en = … }, … }";
	form under = *f;
	under.items = 1;
	if (!form_has(f, "risk"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "%s", how);
	int table = lua_absindex(L, -1);
	for (lua_Integer i = 1, last = form_list(f, "risk"); i <= last; i++) {
		if (lua_rawgeti(L, table, i) != LUA_TTABLE)
			form_fail(f, "%s", how);
		int one = under.table = lua_absindex(L, -1);
		form_keys(&under, keys);
		uint32_t at = made->risks++;
		lua_rawgeti(L, one, 1);
		const char *id = form_name(f, "a level of risk", -1);
		if (lua_getfield(L, one, "at_least") != LUA_TSTRING)
			form_fail(f, "%s", how);
		uint32_t parameter = form_parameter(f, "risk", whole_text(L, -1));
		qn_label title = form_label_in(f, one, "a level's title");
		if (!title.zh && !title.en)
			title.en = id;
		*(const char **)NEW(L, made->risk_id, at) = id;
		*(qn_label *)NEW(L, made->risk_title, at) = title;
		*(uint32_t *)NEW(L, made->risk_at_least, at) = parameter;
		lua_pop(L, 3);
	}
	lua_pop(L, 1);
}

/* "pub.count=included": a reading of an option. */
qn_when form_when_reading(form *f, const char *key)
{
	const qn_when never = { QN_NONE, QN_NONE };
	const qn_program *program = f->g->program;
	const char *text = form_text(f, key), *equals = text ? strchr(text, '=') : NULL;
	if (!text)
		return never;
	if (!equals)
		return form_fail(f, "%s: write \"OPTION=READING\"", key), never;
	const char *name = qn_arena_copy(&f->g->program->arena, text, (size_t)(equals - text));
	if (!name)
		fail_memory(f->L);
	uint32_t option = form_parameter(f, key, name);
	const qn_parameter *about = &program->parameter[option];
	for (uint32_t i = 0; i < about->readings; i++)
		if (!strcmp(about->reading[i].id, equals + 1))
			return (qn_when){ option, i };
	return form_fail(f, "%s: %s has no reading \"%s\"", key, name, equals + 1), never;
}

static void read_whens(form *f, qn_recognition *made)
{
	form under = *f;
	const char *known[QN_WHENS + 1] = { NULL };
	for (int i = 0; i < QN_WHENS; i++) {
		made->when[i] = (qn_when){ QN_NONE, QN_NONE };
		known[i] = qn_when_names[i];
	}
	if (!form_has(f, "readings"))
		return;
	if (!lua_istable(f->L, -1))
		form_fail(f, "readings must be a table { first_day_counts = \"OPTION=READING\", … }");
	under.table = lua_absindex(f->L, -1);
	form_keys(&under, known);
	for (int i = 0; i < QN_WHENS; i++)
		made->when[i] = form_when_reading(&under, qn_when_names[i]);
	lua_pop(f->L, 1);
}

static uint32_t stage_named(form *f, const qn_recognition *made, const char *key, const char *name)
{
	for (uint32_t i = 0; i < made->stages; i++)
		if (!strcmp(made->stage[i].id, name))
			return i;
	return (uint32_t)form_fail(f, "%s: no stage is called \"%s\"%s", key, name, did_you_mean_of(f->L, name, made->stage, made->stages, sizeof *made->stage));
}

static void add_after(form *f, const qn_recognition *made, qn_stage *stage, const char *name)
{
	*(uint32_t *)NEW(f->L, stage->after, stage->afters) = strcmp(name, "start") ? stage_named(f, made, "after", name) : QN_START;
	stage->afters++;
}

/* What it comes after: one name or a list. */
static void read_after(form *f, const qn_recognition *made, qn_stage *stage)
{
	lua_State *L = f->L;
	if (!form_has(f, "after"))
		return;
	int after = lua_absindex(L, -1);
	if (lua_type(L, after) == LUA_TSTRING)
		add_after(f, made, stage, form_clean(f, "after", after));
	else if (lua_istable(L, after)) {
		for (lua_Integer i = 1, last = form_list(f, "after"); i <= last; i++) {
			lua_rawgeti(L, after, i);
			add_after(f, made, stage, form_clean(f, "after", -1));
			lua_pop(L, 1);
		}
	} else
		form_fail(f, "after must be the name of a stage or a list of names");
	lua_pop(L, 1);
}

static form stage_form(form *f, int table, const char *id)
{
	form under = *f;
	under.table = table, under.items = 1, under.id = id;
	under.what = qn_arena_printf(&f->g->program->arena, "recognition: stage \"%s\"", id);
	if (!under.what)
		fail_memory(f->L);
	return under;
}

/* Its words; what it comes after waits until all stages are known. */
static qn_stage read_stage(form *f, int table)
{
	static const char *const keys[] = { "zh", "en", "after", "by", "clause", "quote", "back", "lasts", "waits", "within", "stays", "grants", "ends", "reports",
		"expires", NULL };
	lua_rawgeti(f->L, table, 1);
	const char *id = form_name(f, "a stage's name", -1), *lasts;
	form under = stage_form(f, table, id);
	lua_pop(f->L, 1);
	form_keys(&under, keys);
	qn_stage stage = { .id = id, .place = f->place, .title = form_label_in(&under, table, "a stage's title"), .by = form_text(&under, "by"),
		.clause = form_text(&under, "clause"), .quote = form_text(&under, "quote"), .back = QN_NONE, .lasts = QN_NONE,
		.waits = form_flag(&under, "waits"), .within = form_flag(&under, "within"), .stays = form_flag(&under, "stays"),
		.grants = form_flag(&under, "grants"), .ends = form_flag(&under, "ends"), .reports = form_flag(&under, "reports"),
		.expires = form_flag(&under, "expires") };
	if (!stage.title.zh && !stage.title.en)
		stage.title.en = id;
	if ((lasts = form_text(&under, "lasts")))
		stage.lasts = form_parameter(&under, "lasts", lasts);
	return stage;
}

static void read_stages(form *f, qn_recognition *made)
{
	static const char how[] = "stages must be a list { { \"submitted\", after = \"start\", zh = …, en = … }, … }";
	lua_State *L = f->L;
	if (!form_has(f, "stages"))
		return;
	if (!lua_istable(L, -1))
		form_fail(f, "%s", how);
	int list = lua_absindex(L, -1);
	for (lua_Integer i = 1, last = form_list(f, "stages"); i <= last; i++) {
		if (lua_rawgeti(L, list, i) != LUA_TTABLE)
			form_fail(f, "%s", how);
		*(qn_stage *)NEW(L, made->stage, made->stages) = read_stage(f, lua_absindex(L, -1));
		made->stages++;
		lua_pop(L, 1);
	}
	for (uint32_t i = 0; i < made->stages; i++) {
		lua_rawgeti(L, list, (lua_Integer)i + 1);
		form under = stage_form(f, lua_absindex(L, -1), made->stage[i].id);
		const char *back = form_text(&under, "back");
		if (back)
			made->stage[i].back = stage_named(&under, made, "back", back);
		read_after(&under, made, &made->stage[i]);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void finish_recognition(form *f)
{
	qn_recognition made = { .place = f->place, .title_register = form_need_text(f, "titles"), .waiver_register = form_text(f, "waivers"),
		.course_register = form_text(f, "course"), .note = form_words(f, "note") };
	const char *renewal = form_text(f, "renewal");
	made.term_years = form_parameter(f, "term", form_need_text(f, "term"));
	made.renewal_years = renewal ? form_parameter(f, "renewal", renewal) : QN_NONE;
	read_report_due(f, &made);
	read_risk(f, &made);
	read_whens(f, &made);
	read_stages(f, &made);
	*f->g->program->recognition = made;
}

static int finish_later(lua_State *L)
{
	guest *g = guest_of(L);
	form f = { .L = L, .g = g, .table = 1, .kind = "recognition", .what = "recognition", .place = g->program->recognition->place };
	finish_recognition(&f);
	return 0;
}

static void read_recognition(form *f)
{
	static const char *const keys[] = { "titles", "waivers", "term", "renewal", "report_due", "note", "risk", "course", "stages", "readings", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	if (program->recognition)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->recognition->place));
	program->recognition = qn_arena_alloc(&program->arena, sizeof *program->recognition);
	if (!program->recognition)
		fail_memory(f->L);
	program->recognition->place = f->place;
	form_copy(f);
	lua_setfield(f->L, LUA_REGISTRYINDEX, "qunce.recognition");
}

void finish_declarations(lua_State *L)
{
	finish_rankings(L);
	if (!guest_of(L)->program->recognition)
		return;
	lua_pushcfunction(L, finish_later);
	lua_getfield(L, LUA_REGISTRYINDEX, "qunce.recognition");
	lua_call(L, 1, 0);
}

void open_recognition(lua_State *L) { add_declaration(L, "recognition", read_recognition); }
