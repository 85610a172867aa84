/* SPDX-License-Identifier: Apache-2.0 */
/* moves.c - what verbs are made of: move { kind, verb = …, what = …, who = …, size = …, when = … } and correlate(a, b, r)
 * give values that a scenario's table holds as a list. Verbs are Lua (lib/verbs.lua); here their words are checked, at the
 * line of the analyst who called them. */
#include <math.h>
#include <string.h>
#include "guest.h"

#define CHANGE "change of a scenario"
enum { DEEPEST = 8 };
typedef struct { bool is_tie; qn_move move; qn_tie tie; uint32_t made; } change; /* made: in the guest's own list of all */

/* Texts of the table of a move, NULL if absent. */
static const char *text_of(form *f, const char *key)
{
	if (lua_getfield(f->L, f->table, key) == LUA_TNIL) {
		lua_pop(f->L, 1);
		return NULL;
	}
	const char *text = form_clean(f, key, -1);
	lua_pop(f->L, 1);
	return text;
}

/* what */

uint32_t form_moved(form *f, const char *name)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	long found = name ? qn_catalogue_indicator(catalogue, name) : -1;
	if (!name)
		form_fail(f, "which indicator? its name comes first, as in \"%s\"", catalogue->indicators ? catalogue->indicator[0].id : "revenue");
	if (found < 0)
		form_fail(f, "no indicator is called \"%s\"%s", name, did_you_mean(f->L, qn_catalogue_nearest(catalogue, name)));
	if (catalogue->indicator[found].kind == QN_RANKING || catalogue->indicator[found].kind == QN_FLAGGED)
		form_fail(f, "%s is %s: amounts, counts and ratios can be moved", name, catalogue->indicator[found].kind == QN_RANKING ? "a rank" : "a flag");
	return (uint32_t)found;
}

/* who: "all", "KIND:NAME", or one of those that are judged, whom the host knows by name */

static const char *nearest_kind(form *f, const char *name)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	return did_you_mean_of(f->L, name, catalogue->kind, catalogue->kinds, sizeof *catalogue->kind);
}

static const char *nearest_member(form *f, const struct qn_members *members, const char *name)
{
	const char **names = NULL;
	uint32_t count = 0;
	for (uint32_t i = 0; i < members->count; i++) {
		const char *each[] = { members->id[i], members->title[i].zh, members->title[i].en };
		for (size_t k = 0; k < sizeof each / sizeof *each; k++)
			if (each[k])
				*(const char **)NEW(f->L, names, count) = each[k], count++;
	}
	return did_you_mean(f->L, nearest(name, names, count));
}

const char *form_who(form *f, const char *who)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	const char *colon = who ? strchr(who, ':') : NULL;
	if (!who || !*who)
		form_fail(f, "whom does it concern? write a name, \"KIND:NAME\" for a group, or \"all\"");
	if (!colon)
		return who;
	char *kind = qn_arena_copy(&f->g->program->arena, who, (size_t)(colon - who));
	if (!kind)
		fail_memory(f->L);
	long found = qn_catalogue_kind(catalogue, kind);
	if (found < 0)
		form_fail(f, "\"%s\": there is no kind of entity \"%s\"%s", who, kind, nearest_kind(f, kind));
	if ((uint32_t)found != catalogue->subject && qn_catalogue_member(catalogue, (uint32_t)found, colon + 1) < 0)
		form_fail(f, "no %s is called \"%s\"%s", kind, colon + 1, nearest_member(f, &catalogue->member[found], colon + 1));
	return who;
}

/* when */

const char *example_period(const guest *g, bool span)
{
	switch (g->catalogue->frequency) {
	case QN_HALF: return span ? "2027-S1..2029-S2" : "2027-S1";
	case QN_QUARTER: return span ? "2027-Q1..2029-Q4" : "2027-Q1";
	case QN_MONTH: return span ? "2027-01..2029-12" : "2027-01";
	default: return span ? "2027..2029" : "2027";
	}
}

void form_when(form *f, const char *text, qn_period *from, qn_period *until)
{
	if (text && !read_span(text, from, until) && ends_first(*from, *until))
		form_fail(f, "when? \"%s\" ends before it begins: write \"%s\"", text, example_period(f->g, true));
	if (!text || !read_span(text, from, until))
		form_fail(f, "when? %s%s%swrite \"%s\", or \"%s\" for a bounded time", text ? "\"" : "", text ? text : "", text ? "\" is no period: " : "",
			example_period(f->g, false), example_period(f->g, true));
	if (qn_period_frequency(*from) != f->g->catalogue->frequency)
		form_fail(f, "\"%s\" is not of the pack's frequency: write \"%s\"", text, example_period(f->g, false));
}

static const char *when_text(form *f)
{
	const char *text = NULL;
	lua_getfield(f->L, f->table, "when");
	if (lua_isinteger(f->L, -1))
		text = qn_arena_printf(&f->g->program->arena, "%lld", (long long)lua_tointeger(f->L, -1));
	else if (lua_type(f->L, -1) == LUA_TSTRING)
		text = form_clean(f, "when", -1);
	lua_pop(f->L, 1);
	return text;
}

/* size */

static double share_of(form *f, int index)
{
	quantity *size = to_quantity(f->L, index);
	if (!size || size->dimension)
		form_fail(f, "its size must be a change in per cent, as in pct(-20), and is %s", word_for(f->L, index));
	if (size->value < -1)
		form_fail(f, "nothing can fall by more than 100%%");
	return size->value;
}

/* A literal nothing; that of an assumption is open to change. */
static void refuse_nothing(form *f, double size)
{
	if (size == 0)
		form_fail(f, "its size is 0, and it would change nothing: leave it out");
}

double form_strike(form *f, int index)
{
	double share = share_of(f, index);
	refuse_nothing(f, share);
	return share;
}

static void read_named_size(form *f, qn_move *move)
{
	if (move->kind != QN_SCALE && move->kind != QN_RAISE)
		form_fail(f, "its size must be a number, and is a text");
	move->assumption = keep(f->L, whole_text(f->L, -1));
	if (qn_program_assumption(f->g->names, move->assumption) < 0)
		form_fail(f, "no assumption is called \"%s\"%s", move->assumption, nearest_setting(f, move->assumption));
}

/* No growth is none in any unit: the library, which knows no maker of the pack, writes 0. */
static double pace_of(form *f)
{
	bool none = lua_type(f->L, -1) == LUA_TNUMBER && lua_tonumber(f->L, -1) == 0;
	return none ? 0 : share_of(f, -1);
}

static void read_size(form *f, qn_move *move)
{
	const qn_indicator *about = &f->g->catalogue->indicator[move->indicator];
	lua_getfield(f->L, f->table, "size");
	if (lua_isnil(f->L, -1))
		form_fail(f, "how much? its size is not there");
	if (lua_type(f->L, -1) == LUA_TSTRING) {
		read_named_size(f, move);
	} else if (move->kind == QN_SCALE) {
		move->size = form_strike(f, -1);
	} else if (move->kind == QN_PACE) {
		move->size = pace_of(f);
	} else {
		move->dimension = about->dimension;
		move->size = form_spread(f, -1, about->id, about->unit, about->dimension, false, true).a;
		if (move->kind == QN_RAISE)
			refuse_nothing(f, move->size);
	}
	lua_pop(f->L, 1);
}

/* A share of an amount or a count multiplies; what is in the indicator's own unit is added. */
static qn_move_kind kind_of_event(form *f, uint32_t indicator)
{
	lua_getfield(f->L, f->table, "size");
	quantity *size = to_quantity(f->L, -1);
	bool share = size && !size->dimension && f->g->catalogue->indicator[indicator].kind != QN_RATIO;
	lua_pop(f->L, 1);
	return share ? QN_SCALE : QN_RAISE;
}

static void check_sign(form *f, const qn_move *move)
{
	lua_getfield(f->L, f->table, "sign");
	lua_Integer sign = lua_tointeger(f->L, -1);
	if (!lua_isnil(f->L, -1) && sign != 1 && sign != -1)
		form_fail(f, "sign is 1 or -1, and this is %s", word_for(f->L, -1));
	lua_pop(f->L, 1);
	if (sign && move->size * (double)sign <= 0)
		form_fail(f, "%s: what is %s is written with a %s number", f->g->catalogue->indicator[move->indicator].id, sign < 0 ? "lost" : "gained",
			sign < 0 ? "negative" : "positive");
}

/* kinds */

static const struct { const char *name; qn_move_kind kind; } kinds[] = { { "scale", QN_SCALE }, { "raise", QN_RAISE }, { "event", QN_SCALE },
	{ "reach", QN_REACH }, { "pace", QN_PACE }, { "usual", QN_USUAL }, { "peer", QN_PEER }, { "return", QN_RETURN },
	{ "forecast", QN_FORECAST } };
enum { KINDS = sizeof kinds / sizeof *kinds };

static qn_move_kind read_kind(form *f, const char **name)
{
	lua_rawgeti(f->L, f->table, 1);
	*name = form_clean(f, "its kind", -1);
	lua_pop(f->L, 1);
	for (size_t i = 0; i < KINDS; i++)
		if (!strcmp(kinds[i].name, *name))
			return kinds[i].kind;
	form_fail(f, "there is no kind of move \"%s\": scale, raise, event, reach, pace, usual, peer, return and forecast are", *name);
	return QN_SCALE;
}

static uint32_t read_peers(form *f)
{
	const char *name = text_of(f, "peers");
	long kind = name ? qn_catalogue_kind(f->g->catalogue, name) : -1;
	if (!name)
		form_fail(f, "the best of which peers? name a kind of entity, as in \"%s\"", other_kind(f->g));
	if (kind < 0)
		form_fail(f, "there is no kind of entity \"%s\"%s", name, nearest_kind(f, name));
	if ((uint32_t)kind == f->g->catalogue->subject)
		form_fail(f, "everyone is their own %s: name a kind that has several members", name);
	return (uint32_t)kind;
}

static void read_when(form *f, qn_move *move)
{
	form_when(f, when_text(f), &move->from, &move->until);
	if (move->until != QN_NO_PERIOD)
		return;
	if (move->kind == QN_REACH) {
		move->until = move->from;
		move->from = QN_NO_PERIOD;
	} else if (move->kind == QN_RETURN) {
		form_fail(f, "from when, and back by when? write \"%s\"", example_period(f->g, true));
	}
}

static int push_change(lua_State *L, change made)
{
	guest *g = guest_of(L);
	change *c = lua_newuserdatauv(L, sizeof *c, 0);
	made.made = g->changes;
	*c = made;
	NEW(L, g->change, g->changes);
	g->change[g->changes].taken = 0;
	g->change[g->changes].place = made.is_tie ? made.tie.place : made.move.place;
	g->change[g->changes++].verb = made.is_tie ? "correlate" : made.move.verb;
	luaL_setmetatable(L, CHANGE);
	return 1;
}

static int make_move(lua_State *L)
{
	static const char *const keys[] = { "verb", "what", "who", "size", "when", "peers", "method", "sign", "yearly", NULL };
	guest *g = guest_of(L);
	form f = { .L = L, .g = g, .table = 1, .place = place_here(L), .kind = "move", .what = "move" };
	const char *kind;
	qn_move move = { .place = f.place, .peers = QN_NONE };
	luaL_checktype(L, 1, LUA_TTABLE);
	f.items = 1;
	form_keys(&f, keys);
	const char *verb = text_of(&f, "verb");
	f.what = move.verb = verb && *verb ? verb : "move";
	move.kind = read_kind(&f, &kind);
	move.indicator = form_moved(&f, text_of(&f, "what"));
	if (form_has(&f, "who") && lua_istable(L, -1))
		form_fail(&f, "who is one name or one group, and is a list: write a line for each");
	lua_settop(L, f.table);
	move.who = form_who(&f, text_of(&f, "who"));
	if (!strcmp(kind, "event"))
		move.kind = kind_of_event(&f, move.indicator);
	if (move.kind == QN_PEER)
		move.peers = read_peers(&f);
	if (move.kind == QN_FORECAST && !(move.method = text_of(&f, "method")))
		form_fail(&f, "by which method? name one, as in \"theta\"");
	read_when(&f, &move);
	if (move.kind == QN_SCALE || move.kind == QN_RAISE || move.kind == QN_REACH || move.kind == QN_PACE)
		read_size(&f, &move);
	check_sign(&f, &move);
	move.yearly = form_flag(&f, "yearly");
	return push_change(L, (change){ .move = move });
}

/* What measure NAME of the pack moves: a list of { what = …, kind = …, size = the assumption's name }. */
static int effects_of(lua_State *L)
{
	guest *g = guest_of(L);
	const qn_program *names = g->names;
	if (lua_type(L, 1) == LUA_TNUMBER && !isfinite(lua_tonumber(L, 1)))
		return fail_here(L, "%s is not a finite number", "measure");
	const char *id = whole_text(L, 1);
	long found = id ? qn_program_measure(names, id) : -1;
	if (!id)
		return fail_here(L, "measure: which one? its name comes first, and this is %s", word_for(L, 1));
	if (found < 0)
		return fail_here(L, "measure: the pack declares no measure \"%s\"%s", id, did_you_mean_of(L, id, names->measure, names->measures, sizeof *names->measure));
	const qn_measure *measure = &names->measure[found];
	lua_createtable(L, (int)measure->effects, 0);
	for (uint32_t i = 0; i < measure->effects; i++) {
		lua_createtable(L, 0, 3);
		lua_pushstring(L, g->catalogue->indicator[measure->effect[i].indicator].id);
		lua_setfield(L, -2, "what");
		lua_pushstring(L, measure->effect[i].kind == QN_SCALE ? "scale" : "raise");
		lua_setfield(L, -2, "kind");
		lua_pushstring(L, names->assumption[measure->effect[i].assumption].id);
		lua_setfield(L, -2, "size");
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* correlate("drift", "elasticity", 0.5) */
static const char *drawn_name(form *f, int index)
{
	const qn_program *names = f->g->names;
	if (lua_type(f->L, index) != LUA_TSTRING)
		form_fail(f, "argument %d must be the name of an assumption, and is %s", index, word_for(f->L, index));
	const char *name = keep(f->L, whole_text(f->L, index));
	long parameter = qn_program_parameter(names, name);
	if (parameter >= 0 && names->parameter[parameter].readings)
		form_fail(f, "%s is an option, and only what is drawn is correlated: name an assumption", name);
	if (parameter < 0 && qn_program_assumption(names, name) < 0)
		form_fail(f, "no assumption is called \"%s\"%s", name, nearest_setting(f, name));
	return name;
}

static int make_tie(lua_State *L)
{
	form f = { .L = L, .g = guest_of(L), .place = place_here(L), .kind = "correlate", .what = "correlate" };
	qn_tie tie = { .place = f.place };
	at_most(L, 3, "correlate(a, b, r)");
	lua_settop(L, 3);
	tie.a = drawn_name(&f, 1);
	tie.b = drawn_name(&f, 2);
	if (lua_type(L, 3) != LUA_TNUMBER)
		form_fail(&f, "the correlation must be a number between -1 and 1, as in correlate(\"%s\", \"%s\", 0.5), and is %s", tie.a, tie.b, word_for(L, 3));
	tie.r = lua_tonumber(L, 3);
	if (!strcmp(tie.a, tie.b))
		form_fail(&f, "%s is itself already: name two assumptions", tie.a);
	if (!(tie.r > -1 && tie.r < 1))
		form_fail(&f, "a correlation lies between -1 and 1, both excluded: what moves in step is one assumption, not two");
	return push_change(L, (change){ .is_tie = true, .tie = tie });
}

/* A scenario's list: changes, and lists of them that verbs gave. */

static void take(form *f, qn_scenario *made, const change *c)
{
	f->g->change[c->made].taken = ++f->g->takings;
	if (c->is_tie) {
		*(qn_tie *)NEW(f->L, made->tie, made->ties) = c->tie;
		made->ties++;
	} else {
		*(qn_move *)NEW(f->L, made->move, made->moves) = c->move;
		made->moves++;
	}
}

/* Nothing in it is passed over; beside the outermost stand the scenario's own keys. */
static lua_Integer length_of(form *f, int table, int depth)
{
	lua_State *L = f->L;
	lua_Integer length = (lua_Integer)lua_rawlen(L, table), held = 0;
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		if (lua_isinteger(L, -2))
			held++;
		else if (depth)
			form_fail(f, "%s stands in a list of changes: names belong into the scenario's own table", lua_type(L, -2) == LUA_TSTRING ? whole_text(L, -2) : word_for(L, -2));
	}
	if (held != length)
		form_fail(f, "its list of changes has a gap, and what stands behind it would be passed over");
	return length;
}

static void read_list(form *f, qn_scenario *made, int table, int depth)
{
	lua_State *L = f->L;
	luaL_checkstack(L, 8, NULL);
	if (depth > DEEPEST)
		form_fail(f, "its list is nested more than %d deep", DEEPEST);
	for (lua_Integer i = 1, n = length_of(f, table, depth); i <= n; i++) {
		lua_rawgeti(L, table, i);
		const change *c = luaL_testudata(L, -1, CHANGE);
		if (c)
			take(f, made, c);
		else if (lua_istable(L, -1))
			read_list(f, made, lua_absindex(L, -1), depth + 1);
		else
			form_fail(f, "%s stands there without a name: write name = value, or a verb such as shock(…)", word_for(L, -1));
		lua_pop(L, 1);
	}
}

void read_verbs(form *f, qn_scenario *made)
{
	read_list(f, made, f->table, 0);
}

/* What a module offers, no scenario needs to take. */
static bool is_own_line(const guest *g, uint32_t place)
{
	for (uint32_t i = 0; place < g->program->places && i < g->scripts; i++)
		if (g->script[i].modules && !strcmp(g->script[i].path, g->program->place_of[place].file))
			return true;
	return false;
}

void finish_changes(lua_State *L)
{
	guest *g = guest_of(L);
	for (uint32_t i = 0; i < g->changes && !is_testing(g); i++)
		if (!g->change[i].taken && is_own_line(g, g->change[i].place))
			fail_at(L, g->change[i].place, "%s: it stands in no scenario's table, and would change nothing: write it into scenario \"…\" { … }, or leave it out",
				g->change[i].verb);
}

static const luaL_Reg words[] = { { "move", make_move }, { "correlate", make_tie }, { "effects_of", effects_of }, { NULL, NULL } };

void push_move_words(lua_State *L)
{
	lua_newtable(L);
	luaL_setfuncs(L, words, 0);
}

void open_moves(lua_State *L)
{
	luaL_newmetatable(L, CHANGE);
	lua_pop(L, 1);
	for (const luaL_Reg *word = words; word->name && guest_of(L)->names; word++) {
		lua_pushcfunction(L, word->func);
		add_builtin(L, word->name);
	}
}
