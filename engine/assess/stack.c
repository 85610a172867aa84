/* SPDX-License-Identifier: Apache-2.0 */
/* stack.c - layers that speak of the same thing. Who rests on another knows what it changes, and decides; two of which
 * neither knows the other and which disagree are refused, and nothing is merged in silence. */
#include <stdio.h>
#include <string.h>
#include "assess/layers.h"
#include "base/text.h"
#include "methods/forecast.h"
#include "plan/print.h"

bool qn_layer_over(const qn_changes *changes, uint32_t upper, uint32_t lower)
{
	if (upper == lower)
		return false;
	if (upper >= changes->layers) /* the command line */
		return true;
	return lower < changes->layers && changes->layer[upper].over[lower];
}

/* Periods, for messages: "2026..2030". */

typedef struct { int first, last; } stretch;

static const char *stretch_text(qn_changes *changes, const qn_panel *panel, stretch s)
{
	char from[24], until[24];
	qn_period_text(qn_panel_period(panel, s.first), from);
	qn_period_text(qn_panel_period(panel, s.last), until);
	return s.first == s.last ? qn_arena_text(&changes->arena, from) : qn_arena_printf(&changes->arena, "%s..%s", from, until);
}

enum { MOST_TOLD = 100, WHAT = 1024 }; /* nobody reads more: pairs grow with the square of the lines */

/* what: copied. */
static int add_overlap(qn_changes *changes, const char *what, const char *upper, const char *lower, qn_verdict_of_layers how, qn_error *err)
{
	for (uint32_t i = 0; i < changes->overlaps; i++) {
		const qn_overlap *o = &changes->overlap[i];
		if (!strcmp(o->what, what) && !strcmp(o->upper, upper) && !strcmp(o->lower, lower))
			return QN_OK;
	}
	if (changes->overlaps == MOST_TOLD) {
		changes->untold++;
		return QN_OK;
	}
	const char *kept = qn_arena_text(&changes->arena, what);
	if (!kept || !qn_grow(&changes->arena, (void **)&changes->overlap, changes->overlaps, sizeof *changes->overlap))
		return qn_no_memory(err);
	changes->overlap[changes->overlaps++] = (qn_overlap){ kept, upper, lower, how };
	return QN_OK;
}

/* Who can decide, in words: the question itself, a file or the command line. */
static qn_both decider(qn_changes *changes)
{
	const char *file = changes->layers ? changes->layer[changes->layers - 1].file : "(";
	if (file[0] == '(')
		return (qn_both){ "在命令行", "on the command line" };
	return (qn_both){ qn_arena_printf(&changes->arena, "在 %s 里", file), qn_arena_printf(&changes->arena, "in %s itself", file) };
}

/* Settings. */

static bool same_value(const qn_distribution *x, const qn_distribution *y)
{
	return x->kind == y->kind && qn_is_same(x->a, y->a) && qn_is_same(x->b, y->b) && qn_is_same(x->c, y->c);
}

/* Whether nobody above it says anything else of the period: a layer that rests on its own, or a later line of its own. */
static bool stands(const qn_changes *changes, const qn_panel *panel, uint32_t i, int index)
{
	const qn_override *o = &changes->override[i];
	for (uint32_t k = 0; k < changes->overrides; k++) {
		const qn_override *other = &changes->override[k];
		if (other->assumed == o->assumed && other->index == o->index && qn_override_holds(other, panel, index)
		    && (qn_layer_over(changes, other->layer, o->layer) || (other->layer == o->layer && k > i)))
			return false;
	}
	return true;
}

static const char *setting_id(const qn_panel *panel, const qn_override *o)
{
	return o->assumed ? panel->program->assumption[o->index].id : panel->program->parameter[o->index].id;
}

static const char *value_text(qn_changes *changes, const qn_panel *panel, const qn_override *o)
{
	const qn_parameter *parameter = o->assumed ? NULL : &panel->program->parameter[o->index];
	qn_buffer text = { 0 };
	if (parameter && parameter->readings)
		qn_buffer_quote(&text, parameter->reading[(uint32_t)o->value.a].id);
	else
		qn_distribution_print(panel->catalogue, parameter ? parameter->unit : panel->program->assumption[o->index].unit, &o->value, &text);
	return qn_buffer_keep(&text, &changes->arena);
}

static int refuse_settings(qn_changes *changes, const qn_panel *panel, const qn_override *x, const qn_override *y, stretch s, qn_error *err)
{
	const char *id = setting_id(panel, x), *first = value_text(changes, panel, x), *second = value_text(changes, panel, y), *when = stretch_text(changes, panel, s);
	qn_both who = decider(changes);
	qn_fail(err, QN_ESCRIPT, "%s: sets %s to %s, and %s sets it to %s, both in %s: neither rests on the other, so set %s %s, which then decides",
		x->where, id, first, y->where, second, when, id, who.english);
	qn_fail_chinese(err, "%s:把 %s 设为 %s,而 %s 设为 %s,两者都涉及 %s:互不为基础,请%s设 %s,以它为准", x->where, id, first, y->where, second, when, who.chinese, id);
	return QN_ESCRIPT;
}

/* Two of one setting that disagree somewhere. */
static int compare_settings(qn_changes *changes, const qn_panel *panel, uint32_t i, uint32_t j, qn_error *err)
{
	const qn_override *x = &changes->override[i], *y = &changes->override[j];
	bool over = qn_layer_over(changes, y->layer, x->layer);
	stretch clash = { -1, -1 }, covered = { -1, -1 };
	for (int t = x->assumed ? panel->base + 1 : 0; t < panel->periods; t++) { /* observed years draw nothing */
		if (!qn_override_holds(x, panel, t) || !qn_override_holds(y, panel, t))
			continue;
		stretch *s = over ? &covered : stands(changes, panel, i, t) && stands(changes, panel, j, t) ? &clash : NULL;
		if (s)
			*s = (stretch){ s->first < 0 ? t : s->first, t };
	}
	if (clash.first >= 0)
		return refuse_settings(changes, panel, x, y, clash, err);
	return covered.first < 0 ? QN_OK : add_overlap(changes, setting_id(panel, x), y->where, x->where, QN_DECIDES, err);
}

static int compare_all_settings(qn_changes *changes, const qn_panel *panel, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < changes->overrides; i++)
		for (uint32_t j = i + 1; rc == QN_OK && j < changes->overrides; j++) {
			const qn_override *x = &changes->override[i], *y = &changes->override[j];
			if (x->layer != y->layer && x->assumed == y->assumed && x->index == y->index && !same_value(&x->value, &y->value))
				rc = compare_settings(changes, panel, i, j, err);
		}
	return rc;
}

/* Moves. */

static bool same_whom(const qn_whom *x, const qn_whom *y)
{
	return x->group == y->group && (x->group ? x->member == y->member : x->entity == y->entity);
}

/* The same thing said of the same, whatever its size. Growth verbs all say where one path goes. */
static bool same_thing(const qn_hit *x, const qn_hit *y)
{
	if (x->indicator != y->indicator)
		return false;
	if (qn_hit_aims(x) || qn_hit_aims(y))
		return qn_hit_aims(x) && qn_hit_aims(y);
	return x->kind == y->kind && x->yearly == y->yearly && same_whom(&x->whom, &y->whom) && !strcmp(x->verb, y->verb);
}

static bool alike(const qn_hit *x, const qn_hit *y)
{
	return x->kind == y->kind && x->size == y->size && x->assumption == y->assumption && x->peers == y->peers && x->method == y->method && same_whom(&x->whom, &y->whom)
	       && (!qn_hit_aims(x) || (x->from == y->from && x->until == y->until));
}

static bool is_one(const qn_whom *whom) { return !whom->group && whom->entity != QN_EVERYONE; }

static bool in_common(const qn_panel *panel, const qn_hit *x, const qn_hit *y, size_t *who)
{
	if (is_one(&x->whom) || is_one(&y->whom)) {
		*who = is_one(&x->whom) ? x->whom.entity : y->whom.entity;
		return qn_concerns(&x->whom, *who) && qn_concerns(&y->whom, *who);
	}
	if (x->whom.group && x->whom.group == y->whom.group && x->whom.member != y->whom.member)
		return false;
	for (*who = 0; *who < panel->entities; ++*who)
		if (qn_concerns(&x->whom, *who) && qn_concerns(&y->whom, *who))
			return true;
	return false;
}

bool qn_hit_counts(const qn_changes *changes, const qn_panel *panel, uint32_t hit, int index)
{
	const qn_hit *x = &changes->hit[hit];
	for (uint32_t k = 0; changes->layers && k < changes->hits; k++) {
		const qn_hit *y = &changes->hit[k];
		if (y->layer == x->layer || qn_hit_aims(y) || !same_thing(x, y) || !qn_hit_when(y, panel, index))
			continue;
		if (qn_layer_over(changes, y->layer, x->layer) || (k < hit && alike(x, y) && !qn_layer_over(changes, x->layer, y->layer)))
			return false;
	}
	return true;
}

/* Whether a third layer, above both, says it once more for everyone and whenever both do. */
static bool decided(const qn_changes *changes, const qn_panel *panel, const qn_hit *x, const qn_hit *y, int index)
{
	size_t who;
	for (uint32_t k = 0; k < changes->hits; k++) {
		const qn_hit *z = &changes->hit[k];
		bool above = qn_layer_over(changes, z->layer, x->layer) && qn_layer_over(changes, z->layer, y->layer);
		if (above && same_thing(x, z) && qn_hit_when(z, panel, index) && in_common(panel, x, z, &who) && in_common(panel, y, z, &who))
			return true;
	}
	return false;
}

static const char *move_text(char out[WHAT], const qn_panel *panel, const qn_hit *hit, size_t who)
{
	snprintf(out, WHAT, "%s of %s", panel->catalogue->indicator[hit->indicator].id, qn_panel_who(panel, who)->id);
	return out;
}

/* "shock by -30 %", "reach 100 亿元", "halt"; in Chinese without the "by". */
static const char *deed_text(qn_changes *changes, const qn_panel *panel, const qn_hit *hit, bool chinese)
{
	const qn_unit *unit = &panel->catalogue->units.unit[panel->catalogue->indicator[hit->indicator].unit];
	char number[QN_NUMBER_SIZE];
	const char *by = chinese ? "" : "by ";
	if (hit->kind == QN_FORECAST)
		return qn_arena_printf(&changes->arena, "%s %s%s", hit->verb, by, qn_method_id((qn_method)hit->method));
	if (hit->assumption || hit->kind == QN_USUAL || hit->kind == QN_PEER || hit->kind == QN_RETURN)
		return hit->verb;
	if (hit->kind == QN_SCALE || hit->kind == QN_PACE)
		return qn_arena_printf(&changes->arena, "%s %s%s %%", hit->verb, by, qn_number_text(number, 100 * hit->size));
	return qn_arena_printf(&changes->arena, "%s %s %s", hit->verb, qn_quantity_text(number, unit, hit->size), unit->id);
}

static int refuse_moves(qn_changes *changes, const qn_panel *panel, const qn_hit *x, const qn_hit *y, size_t who, stretch s, qn_error *err)
{
	const char *when = stretch_text(changes, panel, s);
	char what[WHAT];
	qn_both decides = decider(changes);
	qn_fail(err, QN_ESCRIPT, "%s: moves %s, %s, and %s moves it otherwise, %s, both in %s: neither rests on the other, so say it %s, which then decides", x->where,
		move_text(what, panel, x, who), deed_text(changes, panel, x, false), y->where, deed_text(changes, panel, y, false), when, decides.english);
	qn_fail_chinese(err, "%s:变动 %s 的 %s(%s),而 %s 另作变动(%s),两者都涉及 %s:互不为基础,请%s写明,以它为准", x->where, qn_panel_who(panel, who)->id,
		panel->catalogue->indicator[x->indicator].id, deed_text(changes, panel, x, true), y->where, deed_text(changes, panel, y, true), when, decides.chinese);
	return QN_ESCRIPT;
}

static int compare_moves(qn_changes *changes, const qn_panel *panel, const qn_hit *x, const qn_hit *y, qn_error *err)
{
	bool same = same_thing(x, y), over = qn_layer_over(changes, y->layer, x->layer), agree = alike(x, y);
	stretch clash = { -1, -1 };
	size_t who;
	char what[WHAT];
	bool meet = false;
	if (x->indicator != y->indicator || (qn_hit_aims(x) != qn_hit_aims(y)) || !in_common(panel, x, y, &who))
		return QN_OK;
	for (int t = panel->base + 1; t < panel->periods; t++) {
		if (!qn_hit_when(x, panel, t) || !qn_hit_when(y, panel, t))
			continue;
		meet = true;
		if (same && !over && !agree && !decided(changes, panel, x, y, t))
			clash = (stretch){ clash.first < 0 ? t : clash.first, t };
	}
	if (clash.first >= 0)
		return refuse_moves(changes, panel, x, y, who, clash, err);
	if (!meet || (same && !over && !agree)) /* the layer that decides tells of both */
		return QN_OK;
	return add_overlap(changes, move_text(what, panel, x, who), y->where, x->where, !same ? QN_BOTH_COUNT : over ? QN_DECIDES : QN_ALIKE, err);
}

static int compare_all_moves(qn_changes *changes, const qn_panel *panel, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < changes->hits; i++)
		for (uint32_t j = i + 1; rc == QN_OK && j < changes->hits; j++)
			if (changes->hit[i].layer != changes->hit[j].layer)
				rc = compare_moves(changes, panel, &changes->hit[i], &changes->hit[j], err);
	return rc;
}

/* Strikes of one layer all count, also one written twice, or one on a group and one on a member of it: that is told, each line with
 * the nearest before it, so that of many lines there are no more pairs than lines. */

static bool same_strike(const qn_hit *x, const qn_hit *y)
{
	return x->layer == y->layer && x->indicator == y->indicator && x->kind == y->kind && x->yearly == y->yearly && x->assumption == y->assumption
	       && !strcmp(x->verb, y->verb);
}

/* [hits][periods]: where a strike holds and no other layer decides over it; NULL without memory. */
static bool *find_counting(qn_changes *changes, const qn_panel *panel)
{
	size_t periods = (size_t)panel->periods;
	bool *counting = qn_arena_array(&changes->arena, changes->hits * periods + 1, sizeof *counting);
	for (uint32_t i = 0; counting && i < changes->hits; i++)
		for (int t = panel->base + 1; t < panel->periods; t++)
			counting[i * periods + (size_t)t] = !qn_hit_aims(&changes->hit[i]) && qn_hit_when(&changes->hit[i], panel, t) && qn_hit_counts(changes, panel, i, t);
	return counting;
}

static bool at_one_time(const qn_panel *panel, const bool *x, const bool *y)
{
	for (int t = panel->base + 1; t < panel->periods; t++)
		if (x[t] && y[t])
			return true;
	return false;
}

static int tell_nearest(qn_changes *changes, const qn_panel *panel, const bool *counting, uint32_t late, qn_error *err)
{
	const qn_hit *y = &changes->hit[late];
	size_t periods = (size_t)panel->periods, who;
	char what[WHAT];
	for (uint32_t i = late; i-- > 0;) {
		const qn_hit *x = &changes->hit[i];
		if (same_strike(x, y) && at_one_time(panel, counting + i * periods, counting + late * periods) && in_common(panel, x, y, &who))
			return add_overlap(changes, move_text(what, panel, x, who), x->where, y->where, QN_BOTH_COUNT, err);
	}
	return QN_OK;
}

static int tell_repeated(qn_changes *changes, const qn_panel *panel, qn_error *err)
{
	const bool *counting = changes->hits < 2 ? NULL : find_counting(changes, panel);
	int rc = counting || changes->hits < 2 ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 1; rc == QN_OK && i < changes->hits; i++)
		rc = tell_nearest(changes, panel, counting, i, err);
	return rc;
}

/* Correlations. */

static bool same_pair(const qn_bond *x, const qn_bond *y)
{
	bool straight = x->a == y->a && x->b == y->b && x->a_assumed == y->a_assumed && x->b_assumed == y->b_assumed;
	return straight || (x->a == y->b && x->b == y->a && x->a_assumed == y->b_assumed && x->b_assumed == y->a_assumed);
}

static const char *bond_name(const qn_panel *panel, bool assumed, uint32_t index)
{
	return assumed ? panel->program->assumption[index].id : panel->program->parameter[index].id;
}

static bool bond_decided(const qn_changes *changes, const qn_bond *x, const qn_bond *y)
{
	for (uint32_t k = 0; k < changes->bonds; k++)
		if (same_pair(x, &changes->bond[k]) && qn_layer_over(changes, changes->bond[k].layer, x->layer) && qn_layer_over(changes, changes->bond[k].layer, y->layer))
			return true;
	return false;
}

static int compare_bonds(qn_changes *changes, const qn_panel *panel, const qn_bond *x, const qn_bond *y, qn_error *err)
{
	char first[QN_NUMBER_SIZE], second[QN_NUMBER_SIZE];
	const char *a = bond_name(panel, x->a_assumed, x->a), *b = bond_name(panel, x->b_assumed, x->b);
	if (!same_pair(x, y) || x->r == y->r)
		return QN_OK;
	if (x->layer == y->layer)
		return qn_fail_where(err, QN_ESCRIPT, y->where, "correlate:%s 与 %s 在 %s 已写了另一个系数:请只留一个", "correlate: %s and %s have another coefficient in %s already: leave one of them out", a, b, x->where);
	if (qn_layer_over(changes, y->layer, x->layer))
		return add_overlap(changes, qn_arena_printf(&changes->arena, "correlation of %s and %s", a, b), y->where, x->where, QN_DECIDES, err);
	if (bond_decided(changes, x, y))
		return QN_OK;
	qn_both who = decider(changes);
	qn_number_text(first, x->r), qn_number_text(second, y->r);
	qn_fail(err, QN_ESCRIPT, "%s: correlates %s and %s by %s, and %s by %s: neither rests on the other, so say it %s, which then decides",
		x->where, a, b, first, y->where, second, who.english);
	qn_fail_chinese(err, "%s:%s 与 %s 相关 %s,而 %s 写的是 %s:互不为基础,请%s写明,以它为准", x->where, a, b, first, y->where, second, who.chinese);
	return QN_ESCRIPT;
}

/* What a correlation's own layer and those below it, or anybody who draws it, make of an assumption in a period. A layer above may
 * fix it again: that is another question than the scenario's. */
static bool is_drawn_in(const qn_changes *changes, const qn_panel *panel, uint32_t layer, bool assumed, uint32_t index, int period)
{
	for (uint32_t i = changes->overrides; i-- > 0;) {
		const qn_override *o = &changes->override[i];
		bool drawn = o->value.kind != QN_FIXED, known = o->layer == layer || qn_layer_over(changes, layer, o->layer);
		if (o->assumed == assumed && o->index == index && (drawn || known) && qn_override_holds(o, panel, period))
			return drawn;
	}
	return assumed && panel->program->assumption[index].usual.kind != QN_FIXED;
}

static bool is_drawn(const qn_changes *changes, const qn_panel *panel, uint32_t layer, bool assumed, uint32_t index)
{
	bool drawn = panel->periods - 1 == panel->base; /* nothing is projected, and nothing to be told */
	for (int t = panel->base + 1; !drawn && t < panel->periods; t++)
		drawn = is_drawn_in(changes, panel, layer, assumed, index, t);
	return drawn;
}

/* One that takes nothing from another, and one of what is not drawn, would change nothing. */
static int check_bond(const qn_changes *changes, const qn_panel *panel, const qn_bond *bond, qn_error *err)
{
	const char *a = bond_name(panel, bond->a_assumed, bond->a), *b = bond_name(panel, bond->b_assumed, bond->b);
	bool parts = false;
	for (uint32_t k = 0; k < changes->bonds; k++)
		parts = parts || (changes->bond[k].r != 0 && same_pair(bond, &changes->bond[k]));
	if (bond->r == 0 && !parts)
		return qn_fail_where(err, QN_ESCRIPT, bond->where, "correlate:%s 与 %s 本来就不相关,系数 0 什么也不改", "correlate: %s and %s are not correlated anyway, and 0 changes nothing", a, b);
	const char *fixed = !is_drawn(changes, panel, bond->layer, bond->a_assumed, bond->a) ? a : !is_drawn(changes, panel, bond->layer, bond->b_assumed, bond->b) ? b : NULL;
	return !fixed ? QN_OK : qn_fail_where(err, QN_ESCRIPT, bond->where, "correlate:%s 是一个数,不是分布,谈不上相关:请先在 set 里写成 normal(…) 之类的分布",
		"correlate: %s is one number and no distribution, and nothing goes together with that: set it to one, such as normal(…)", fixed);
}

int qn_changes_stack(qn_changes *changes, const qn_panel *panel, qn_error *err)
{
	int rc = compare_all_settings(changes, panel, err);
	if (rc == QN_OK)
		rc = compare_all_moves(changes, panel, err);
	if (rc == QN_OK)
		rc = tell_repeated(changes, panel, err);
	for (uint32_t i = 0; rc == QN_OK && i < changes->bonds; i++)
		for (uint32_t j = i + 1; rc == QN_OK && j < changes->bonds; j++)
			rc = compare_bonds(changes, panel, &changes->bond[i], &changes->bond[j], err);
	for (uint32_t i = 0; rc == QN_OK && i < changes->bonds; i++)
		rc = check_bond(changes, panel, &changes->bond[i], err);
	return rc;
}
