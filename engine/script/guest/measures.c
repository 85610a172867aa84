/* SPDX-License-Identifier: Apache-2.0 */
/* measures.c - measure "5" { … moves = { INDICATOR = size } }: what a measure of the programme is assumed to move. Every
 * size becomes an assumption of its own, measure.5.INDICATOR, open to --set like any other. */
#include <stdlib.h>
#include <string.h>
#include "guest.h"

static uint32_t per_cent(form *f)
{
	int found = qn_units_find(&f->g->catalogue->units, "%");
	if (found < 0)
		form_fail(f, "moves: a share needs the unit %%, and the pack has none");
	return (uint32_t)found;
}

/* Of its titles in both languages: "5: 技改投资". */
static qn_label label_of(form *f, const qn_indicator *about)
{
	qn_arena *arena = &f->g->program->arena;
	qn_label label = { about->title.zh ? qn_arena_printf(arena, "%s: %s", f->id, about->title.zh) : NULL,
		about->title.en ? qn_arena_printf(arena, "%s: %s", f->id, about->title.en) : NULL };
	if (!label.zh && !label.en)
		fail_memory(f->L);
	return label;
}

/* An assumption of the pack's own may stand there already. */
static void refuse_taken(const form *f, const char *id)
{
	form named = *f;
	named.what = qn_arena_printf(&f->g->program->arena, "%s: assumption \"%s\"", f->what, id);
	if (!named.what)
		fail_memory(f->L);
	form_refuse_taken(&named, id);
}

/* A share of an amount or a count is growth a year; what is in the indicator's own unit comes once. */
static qn_effect read_effect(form *f, const char *name, uint32_t indicator, const char *source)
{
	qn_program *program = f->g->program;
	const qn_indicator *about = &f->g->catalogue->indicator[indicator];
	quantity *size = to_quantity(f->L, -1);
	bool share = size && !size->dimension && about->kind != QN_RATIO;
	qn_assumption made = { .id = qn_arena_printf(&program->arena, "measure.%s.%s", f->id, about->id), .title = label_of(f, about),
		.source = source, .place = f->place, .unit = share ? per_cent(f) : about->unit, .group = QN_NONE };
	if (!made.id)
		fail_memory(f->L);
	refuse_taken(f, made.id);
	made.dimension = share ? 0 : about->dimension;
	made.usual = form_spread(f, -1, name, made.unit, made.dimension, false, true);
	*(qn_assumption *)NEW(f->L, program->assumption, program->assumptions) = made;
	return (qn_effect){ share ? QN_SCALE : QN_RAISE, indicator, program->assumptions++ };
}

/* By its id and a title, or two titles. */
static void refuse_double(form *f, const qn_measure *made, uint32_t indicator)
{
	for (uint32_t i = 0; i < made->effects; i++)
		if (made->effect[i].indicator == indicator)
			form_fail(f, "moves: %s is there twice, by two names", f->g->catalogue->indicator[indicator].id);
}

static void read_moves(form *f, qn_measure *made, const char *source)
{
	lua_State *L = f->L;
	const char **name = NULL;
	uint32_t count = 0;
	if (!form_has(f, "moves") || !lua_istable(L, -1))
		form_fail(f, "moves is not there: write moves = { INDICATOR = pct(1) }, or moves = {} for a measure that moves nothing that is counted");
	int table = lua_absindex(L, -1);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			form_fail(f, "moves has %s as a name: write INDICATOR = size", word_for(L, -2));
		*(const char **)NEW(L, name, count) = keep(L, whole_text(L, -2));
		count++;
	}
	if (count)
		qsort(name, count, sizeof *name, by_text);
	for (uint32_t i = 0; i < count; i++) {
		lua_getfield(L, table, name[i]);
		uint32_t indicator = form_moved(f, name[i]);
		refuse_double(f, made, indicator);
		qn_effect effect = read_effect(f, name[i], indicator, source);
		*(qn_effect *)NEW(L, made->effect, made->effects) = effect;
		made->effects++;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_measure(form *f)
{
	static const char *const keys[] = { "title", "clause", "quote", "source", "note", "moves", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long other = qn_program_measure(program, f->id);
	if (other >= 0)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->measure[other].place));
	qn_measure made = { .id = f->id, .place = f->place, .title = form_label(f, "title"), .clause = form_text(f, "clause"),
		.quote = form_text(f, "quote"), .note = form_text(f, "note") };
	read_moves(f, &made, form_need_text(f, "source"));
	*(qn_measure *)NEW(f->L, program->measure, program->measures) = made;
	program->measures++;
}

void open_measures(lua_State *L)
{
	add_declaration(L, "measure", read_measure);
}
