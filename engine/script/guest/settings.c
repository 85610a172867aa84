/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c - numbers in declarations: a plain number is in the declared unit, one with a unit converts or is refused
 * with both units named; distributions likewise, number by number. */
#include <math.h>
#include <string.h>
#include "guest.h"
#include "base/text.h"

uint32_t form_unit(form *f)
{
	const qn_units *units = &f->g->catalogue->units;
	const char *id = form_need_text(f, "unit");
	int found = qn_units_find(units, id);
	if (found >= 0)
		return (uint32_t)found;
	return (uint32_t)form_fail(f, "no unit is called \"%s\"%s", id, did_you_mean_of(f->L, id, units->unit, units->units, sizeof *units->unit));
}

static const char *with_maker(lua_State *L, const qn_unit *unit, double value)
{
	char number[QN_NUMBER_SIZE];
	const char *text = qn_arena_printf(&guest_of(L)->program->arena, unit->maker ? "%s(%s)" : "%s%s", unit->maker ? unit->maker : "",
		qn_number_text(number, value));
	if (!text)
		fail_memory(L);
	return text;
}

/* How a bare number can be meant: 0.7 where per cents are wanted is seventy of them, or less than one. */
static const char *with_makers(lua_State *L, const qn_unit *unit, double value)
{
	qn_arena *arena = &guest_of(L)->program->arena;
	const char *literally = with_maker(L, unit, value);
	if (unit->kind != QN_UNIT_RATIO || fabs(value) > 1)
		return literally;
	const char *share = with_maker(L, unit, round(qn_unit_from_reference(unit, value) * 1e9) / 1e9);
	const char *english = qn_arena_printf(arena, "%s or %s", share, literally), *chinese = qn_arena_printf(arena, "%s 或 %s", share, literally);
	if (!english || !chinese)
		fail_memory(L);
	return chinese_pair(guest_of(L), english, chinese);
}

static bool needs_maker(const qn_unit *unit) { return unit->dimension != 0 || unit->multiply != unit->divide; }

/* One number in reference units. Zero is the same in every unit. */
static double settle(form *f, const char *what, const qn_unit *unit, qn_dimension dimension, quantity q, bool bare, bool bare_fits)
{
	const char *own = unit->dimension ? unit->id : "pure numbers";
	if (!bare && q.dimension != dimension)
		form_fail(f, "%s is in %s, and %s is in %s", what, dimension ? unit->id : own, "the number given", dimension_words(f->L, q.dimension));
	if (bare && !bare_fits && isfinite(q.value) && q.value != 0 && needs_maker(unit) && unit->kind != QN_UNIT_COUNT)
		form_fail(f, "%s is in %s: write %s", what, unit->id, with_makers(f->L, unit, q.value));
	double value = bare ? qn_unit_to_reference(unit, q.value) : q.value;
	if (!isfinite(value))
		form_fail(f, "%s is not a finite number", what);
	return value;
}

static void check_spread(form *f, const char *what, const qn_distribution *d)
{
	if (d->kind == QN_NORMAL && d->b < 0)
		form_fail(f, "%s: the standard deviation of normal(mean, sd) is negative", what);
	if (d->kind == QN_LOGNORMAL && d->b < 0)
		form_fail(f, "%s: sigma of lognormal(mu, sigma) is negative", what);
	if (d->kind == QN_UNIFORM && d->a > d->b)
		form_fail(f, "%s: uniform(low, high) ends below where it begins", what);
	if (d->kind == QN_TRIANGULAR && (d->a > d->b || d->b > d->c || d->a == d->c))
		form_fail(f, "%s: triangular(low, mode, high) needs low <= mode <= high", what);
}

/* mu is the mean of the logarithm of the number in its unit. */
static void settle_logarithm(form *f, const char *what, const qn_unit *unit, const spread *s, qn_distribution *out)
{
	if (!s->bare[0] || !s->bare[1])
		form_fail(f, "%s: lognormal(mu, sigma) takes pure numbers, of the logarithm", what);
	out->a = s->of[0].value + qn_log(qn_unit_to_reference(unit, 1));
	out->b = s->of[1].value;
}

qn_distribution form_spread(form *f, int index, const char *what, uint32_t unit_index, qn_dimension dimension, bool bare_fits, bool fixed)
{
	lua_State *L = f->L;
	const qn_unit *unit = &f->g->catalogue->units.unit[unit_index];
	spread *s = to_spread(L, index);
	quantity *q = to_quantity(L, index);
	qn_distribution out = { .kind = QN_FIXED };
	if (s && fixed)
		form_fail(f, "%s must be one number, not a distribution", what);
	if (!s && !q && lua_type(L, index) != LUA_TNUMBER)
		form_fail(f, "%s must be a number%s, and is %s", what, fixed ? "" : " or a distribution such as normal(mean, sd)", word_for(L, index));
	if (!s) {
		out.a = settle(f, what, unit, dimension, q ? *q : (quantity){ lua_tonumber(L, index), 0 }, !q, bare_fits);
		return out;
	}
	out.kind = s->value.kind;
	if (s->value.kind == QN_LOGNORMAL) {
		settle_logarithm(f, what, unit, s, &out);
	} else {
		double *to[] = { &out.a, &out.b, &out.c };
		for (int i = 0; i < (s->value.kind == QN_TRIANGULAR ? 3 : 2); i++)
			*to[i] = settle(f, what, unit, dimension, s->of[i], s->bare[i], bare_fits);
	}
	check_spread(f, what, &out);
	return out;
}

void form_years(form *f, int table)
{
	lua_State *L = f->L;
	lua_newtable(L);
	int copy = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		bool year = lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1000 && lua_tointeger(L, -2) <= 9999;
		if (year)
			lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, -2));
		else
			lua_pushvalue(L, -2);
		lua_pushvalue(L, -1);
		if (lua_rawget(L, copy) != LUA_TNIL)
			form_fail(f, "%s stands there twice, as a text and as a number", whole_text(L, -2));
		lua_pop(L, 1);
		lua_pushvalue(L, -2);
		lua_rawset(L, copy);
	}
	lua_replace(L, table);
}

bool ends_first(qn_period from, qn_period until)
{
	return until != QN_NO_PERIOD && qn_period_frequency(from) == qn_period_frequency(until) && from > until;
}

bool read_span(const char *text, qn_period *from, qn_period *until)
{
	const char *gap = strstr(text, ".."), *colon = strchr(text, ':');
	size_t skip = 2;
	*until = QN_NO_PERIOD;
	/* 2025-01..02 is one period of its own, a year to date */
	if (qn_period_read(text, strlen(text), from))
		return true;
	if (!gap)
		gap = colon, skip = 1;
	if (!gap || !qn_period_read(text, (size_t)(gap - text), from) || !qn_period_read(gap + skip, strlen(gap + skip), until))
		return false;
	return qn_period_frequency(*from) == qn_period_frequency(*until) && *from <= *until;
}
