/* SPDX-License-Identifier: Apache-2.0 */
/* hits.c - moves of figures: whom they concern, and the blows that a run strikes. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "assess/foresee.h"
#include "assess/layers.h"
#include "assess/value.h"
#include "assess/when.h"
#include "base/text.h"
#include "lanes/random.h"

/* Whom. */

static const char *kind_name(const void *context, size_t i) { return ((const qn_catalogue *)context)->kind[i].id; }

static int find_kind(const qn_panel *panel, const char *who, size_t length, uint32_t *out, qn_error *err)
{
	char name[128];
	if (length >= sizeof name)
		return qn_fail_both(err, QN_EUSAGE, "“%s”作为名称太长",
			"\"%s\" is too long for a name", who);
	memcpy(name, who, length);
	name[length] = 0;
	long kind = qn_catalogue_kind(panel->catalogue, name);
	if (kind < 0) {
		long near = qn_text_nearest(name, kind_name, panel->catalogue, panel->catalogue->kinds);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "“%s”:没有“%s”这一类", "\"%s\": there is no kind of entity \"%s\"", who, name)
			: qn_fail_both(err, QN_EUSAGE, "“%s”:没有“%s”这一类:是不是 %s?", "\"%s\": there is no kind of entity \"%s\": did you mean %s?", who, name, kind_name(panel->catalogue, (size_t)near));
	}
	*out = (uint32_t)kind;
	return QN_OK;
}

static int check_group(const qn_panel *panel, const char *who, const qn_whom *whom, qn_error *err)
{
	for (size_t e = 0; e < panel->entities; e++)
		if (qn_concerns(whom, e))
			return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "“%s”:没有 %s 属于它",
		"\"%s\": no %s belongs to it", who, panel->catalogue->kind[panel->catalogue->subject].id);
}

/* No entity is called so, or several may be: a group by itself is written with its kind. */
static int blame_group(const qn_catalogue *catalogue, const char *who, int rc, qn_error *err)
{
	for (uint32_t k = 0; k < catalogue->kinds; k++) {
		if (k == catalogue->subject || qn_catalogue_member(catalogue, k, who) < 0)
			continue;
		return qn_fail_both(err, QN_EUSAGE, "“%s”是一组,不是一个:请写 %s:%s", "\"%s\" is a group: write %s:%s", who, catalogue->kind[k].id, who);
	}
	return rc;
}

int qn_whom_find(qn_panel *panel, const char *who, qn_whom *out, qn_error *err)
{
	const char *colon = strchr(who, ':');
	uint32_t kind = panel->catalogue->subject;
	qn_entity found;
	*out = (qn_whom){ .entity = QN_EVERYONE };
	if (!strcmp(who, "all"))
		return QN_OK;
	int rc = colon ? find_kind(panel, who, (size_t)(colon - who), &kind, err) : QN_OK;
	if (rc == QN_OK)
		rc = qn_entity_find(panel->snapshot, kind, colon ? colon + 1 : who, &found, err);
	if (!colon && (rc == QN_EUSAGE || rc == QN_ENOTFOUND))
		return blame_group(panel->catalogue, who, rc, err);
	if (rc == QN_OK && kind == panel->catalogue->subject) {
		out->entity = (size_t)qn_panel_entity(panel, found.number);
		return QN_OK;
	}
	if (rc == QN_OK)
		rc = qn_panel_load_group(panel, kind, err);
	if (rc < 0)
		return rc;
	*out = (qn_whom){ .group = panel->group[kind], .member = found.number };
	return check_group(panel, who, out, err);
}

/* Adding. */

int qn_changes_add_hit(qn_changes *changes, const qn_hit *hit, qn_error *err)
{
	if (!qn_grow(&changes->arena, (void **)&changes->hit, changes->hits, sizeof *changes->hit))
		return qn_no_memory(err);
	changes->hit[changes->hits++] = *hit;
	return QN_OK;
}

/* What is wrong, and where it was asked for. */

const char qn_command_line[] = "the command line";

static int fail_at(qn_error *err, qn_status status, const char *where, const qn_error *why)
{
	qn_fail(err, status, "%s: %s", where, why->text);
	if (why->chinese[0])
		qn_fail_chinese(err, "%s:%s", strcmp(where, qn_command_line) ? where : "命令行", why->chinese);
	return status;
}

int qn_fail_where(qn_error *err, qn_status status, const char *where, const char *chinese, const char *english, ...)
{
	qn_error why = { .status = status };
	va_list args;
	va_start(args, english);
	vsnprintf(why.text, sizeof why.text, english, args);
	va_end(args);
	va_start(args, english);
	vsnprintf(why.chinese, sizeof why.chinese, chinese, args);
	va_end(args);
	return fail_at(err, status, where, &why);
}

static bool is_period(const char *from, const char *to)
{
	qn_period period;
	return qn_period_read(from, (size_t)(to - from), &period);
}

/* INDICATOR:WHO:PERIOD=SIZE, where WHO may be KIND:NAME; cut up in place. */
static bool split_shock(const qn_catalogue *catalogue, char *text, char *part[4])
{
	char *first = strchr(text, ':'), *second = first ? strchr(first + 1, ':') : NULL, *third = second ? strchr(second + 1, ':') : NULL;
	char *size = second ? strchr(second + 1, '=') : NULL;
	if (!size)
		return false;
	*first = *second = *size = 0;
	bool group = third && third < size && (qn_catalogue_kind(catalogue, first + 1) >= 0 || !is_period(second + 1, third));
	if (group)
		*second = ':', *third = 0;
	part[0] = text, part[1] = first + 1, part[2] = (group ? third : second) + 1, part[3] = size + 1;
	return true;
}

int qn_changes_shock(qn_changes *changes, qn_panel *panel, const char *text, qn_error *err)
{
	char *copy = qn_arena_text(&changes->arena, text), *part[4];
	qn_hit hit = { .layer = changes->layers, .where = qn_command_line, .verb = "shock", .peers = QN_NONE };
	if (!copy)
		return qn_no_memory(err);
	if (!split_shock(panel->catalogue, copy, part))
		return qn_fail_both(err, QN_EUSAGE, "--shock %s:请写 INDICATOR:WHO:PERIOD=SIZE,如 revenue:all:2027=-20%%",
			"--shock %s: write INDICATOR:WHO:PERIOD=SIZE, as in revenue:all:2027=-20%%", text);
	long indicator = qn_catalogue_indicator(panel->catalogue, part[0]);
	if (indicator < 0)
		return qn_no_indicator(panel->catalogue, part[0], err);
	if (panel->catalogue->indicator[indicator].kind == QN_RANKING || panel->catalogue->indicator[indicator].kind == QN_FLAGGED)
		return qn_fail_both(err, QN_EUSAGE, "--shock %s:能变动的是金额、个数和比率,不是位次和是非值", "--shock %s: amounts, counts and ratios can be moved, and no rank or flag", text);
	hit.indicator = (uint32_t)indicator;
	long percent = qn_units_find(&panel->catalogue->units, "%");
	int rc = qn_when_strike(panel->catalogue, part[2], &hit.from, &hit.until, err);
	if (rc == QN_OK)
		rc = qn_value_read(panel->catalogue, percent < 0 ? QN_NONE : (uint32_t)percent, part[3], strlen(part[3]), &hit.size, err);
	if (rc == QN_OK)
		rc = qn_whom_find(panel, part[1], &hit.whom, err);
	if (rc < 0)
		return rc;
	if (hit.size < -1)
		return qn_fail_both(err, QN_EUSAGE, "--shock %s:下降不能超过 100%%",
			"--shock %s: nothing can fall by more than 100%%", text);
	return qn_changes_add_hit(changes, &hit, err);
}

/* The assumption that gives a move's size, as its index + 1: in the unit that the move needs. */
static int find_size(const qn_panel *panel, const qn_move *move, const char *where, long *out, qn_error *err)
{
	long found = qn_program_assumption(panel->program, move->assumption);
	qn_dimension wanted = move->kind == QN_RAISE ? panel->catalogue->indicator[move->indicator].dimension : 0;
	if (found < 0)
		return qn_fail_where(err, QN_ESCRIPT, where, "%s:没有叫“%s”的假设", "%s: no assumption is called \"%s\"", move->verb, move->assumption);
	const qn_assumption *size = &panel->program->assumption[found];
	bool same_unit = move->kind == QN_RAISE && size->unit == panel->catalogue->indicator[move->indicator].unit; /* of things counted the unit does not tell which */
	if (size->dimension != wanted && !same_unit)
		return move->kind == QN_RAISE ? qn_fail_where(err, QN_ESCRIPT, where, "%s:假设 %s 的单位与 %s 的不同", "%s: the assumption %s is in another unit than %s",
				move->verb, move->assumption, panel->catalogue->indicator[move->indicator].id)
			: qn_fail_where(err, QN_ESCRIPT, where, "%s:假设 %s 带单位,这里要份额", "%s: the assumption %s is in another unit than a share", move->verb, move->assumption);
	*out = found + 1;
	return QN_OK;
}

static int add_move(qn_changes *changes, qn_panel *panel, const qn_move *move, uint32_t layer, const char *where, qn_error *err)
{
	qn_hit hit = { .kind = move->kind, .indicator = move->indicator, .peers = move->peers, .from = move->from, .until = move->until,
		.size = move->size, .yearly = move->yearly, .layer = layer, .where = where, .verb = move->verb };
	qn_error why;
	int found = move->assumption ? find_size(panel, move, where, &hit.assumption, err) : QN_OK;
	if (found < 0)
		return found;
	qn_method method = QN_NAIVE;
	int rc = move->method ? qn_method_read(move->method, &method, &why) : QN_OK;
	hit.method = (uint32_t)method;
	if (rc == QN_OK)
		rc = qn_whom_find(panel, move->who, &hit.whom, &why);
	if (rc < 0) /* a name that is not there is the script's mistake */
		return fail_at(err, rc == QN_EUSAGE || rc == QN_ENOTFOUND ? QN_ESCRIPT : (qn_status)rc, where, &why);
	return qn_changes_add_hit(changes, &hit, err);
}

static int add_bond(qn_changes *changes, const qn_program *program, const qn_tie *tie, uint32_t layer, const char *where, qn_error *err)
{
	long a = qn_program_assumption(program, tie->a), b = qn_program_assumption(program, tie->b);
	qn_bond bond = { .r = tie->r, .layer = layer, .where = where, .a_assumed = a >= 0, .b_assumed = b >= 0 };
	if (a < 0)
		a = qn_program_parameter(program, tie->a);
	if (b < 0)
		b = qn_program_parameter(program, tie->b);
	if (a < 0 || b < 0)
		return qn_fail_where(err, QN_ESCRIPT, where, "correlate:没有叫“%s”的假设", "correlate: no assumption is called \"%s\"", a < 0 ? tie->a : tie->b);
	bond.a = (uint32_t)a, bond.b = (uint32_t)b;
	if (!qn_grow(&changes->arena, (void **)&changes->bond, changes->bonds, sizeof *changes->bond))
		return qn_no_memory(err);
	changes->bond[changes->bonds++] = bond;
	return QN_OK;
}

/* Layers, each with what it rests on, directly or not. */
static int add_layers(qn_changes *changes, const qn_program *from, qn_error *err)
{
	qn_arena *arena = &changes->arena;
	uint32_t count = from->scenarios;
	changes->layer = qn_arena_array(arena, (size_t)count + 1, sizeof *changes->layer);
	changes->layers = changes->layer ? count : 0;
	for (uint32_t i = 0; i < changes->layers; i++) {
		const qn_scenario *about = &from->scenario[i];
		qn_layer *layer = &changes->layer[i];
		*layer = (qn_layer){ qn_arena_text(arena, about->title), qn_arena_text(arena, about->file), qn_place_text(from, about->place, arena),
			qn_arena_array(arena, (size_t)count + 1, sizeof *layer->over) };
		if (!layer->title || !layer->file || !layer->over || arena->failed)
			return qn_no_memory(err);
		for (uint32_t b = 0; b < about->bases; b++) {
			layer->over[about->base[b]] = true;
			for (uint32_t j = 0; j < count; j++)
				layer->over[j] = layer->over[j] || changes->layer[about->base[b]].over[j];
		}
	}
	return changes->layer ? QN_OK : qn_no_memory(err);
}

int qn_changes_scenario(qn_changes *changes, qn_panel *panel, const qn_program *from, qn_error *err)
{
	int rc = add_layers(changes, from, err);
	for (uint32_t s = 0; rc == QN_OK && s < from->scenarios; s++) {
		const qn_scenario *about = &from->scenario[s];
		rc = qn_changes_overrides(changes, panel->program, from, s, err);
		for (uint32_t i = 0; rc == QN_OK && i < about->moves; i++) {
			const char *where = qn_place_text(from, about->move[i].place, &changes->arena);
			rc = !changes->arena.failed ? add_move(changes, panel, &about->move[i], s, where, err) : qn_no_memory(err);
		}
		for (uint32_t i = 0; rc == QN_OK && i < about->ties; i++) {
			const char *where = qn_place_text(from, about->tie[i].place, &changes->arena);
			rc = !changes->arena.failed ? add_bond(changes, panel->program, &about->tie[i], s, where, err) : qn_no_memory(err);
		}
	}
	return rc == QN_OK ? qn_changes_heard(changes, panel, err) : rc;
}

/* Blows. */

enum { MOST_BLOWS = 4000000 }; /* of a run: 150 MB, and a few seconds */

bool qn_hit_aims(const qn_hit *hit) { return hit->kind != QN_SCALE && hit->kind != QN_RAISE; }

bool qn_hit_when(const qn_hit *hit, const qn_panel *panel, int index)
{
	qn_period period = qn_panel_period(panel, index);
	bool once = !qn_hit_aims(hit) && !hit->yearly && hit->until == QN_NO_PERIOD;
	if (index <= panel->base || (hit->from != QN_NO_PERIOD && period < hit->from))
		return false;
	return once ? period == hit->from : hit->until == QN_NO_PERIOD || period <= hit->until;
}

static double size_of(const qn_setup *setup, const qn_hit *hit, int index)
{
	if (!hit->assumption)
		return hit->size;
	qn_distribution value = qn_changes_assumption(setup->changes, setup->panel, (uint32_t)(hit->assumption - 1), index);
	return qn_median(&value);
}

/* Without a place for it, it is only counted. */
static int add_blow(qn_setup *setup, uint32_t hit, size_t entity, int struck, int told, qn_error *err)
{
	const qn_hit *of = &setup->changes->hit[hit];
	if (!setup->blow)
		return ++setup->blows <= MOST_BLOWS ? QN_OK
			: qn_fail_both(err, of->where == qn_command_line ? QN_EUSAGE : QN_ESCRIPT, "%s:到这里为止,冲击和新增企业打在的数字超过 %d 个(每个集群、每一期各算一个):请写得少一些或短一些",
				"%s: with this, shocks and new firms strike more than %d figures, one a cluster and period: let there be fewer, or shorter ones", of->where, MOST_BLOWS);
	double size = size_of(setup, of, struck);
	setup->blow[setup->blows] = (qn_blow){ .indicator = of->indicator, .entity = (uint32_t)entity, .period = told,
		.factor = of->kind == QN_SCALE ? 1 + size : 1, .add = of->kind == QN_RAISE ? size : 0 };
	setup->of[setup->blows++] = hit;
	return QN_OK;
}

/* A hit in one period: what struck then, and of what nobody carries on what struck before. */
static int strike(qn_setup *setup, uint32_t hit, int told, qn_error *err)
{
	const qn_hit *of = &setup->changes->hit[hit];
	const qn_panel *panel = setup->panel;
	int rc = QN_OK;
	for (int t = of->lasting ? panel->base + 1 : told; rc == QN_OK && t <= told; t++) {
		if (!qn_hit_when(of, panel, t) || !qn_hit_counts(setup->changes, panel, hit, t))
			continue;
		bool one = !of->whom.group && of->whom.entity != QN_EVERYONE;
		for (size_t e = one ? of->whom.entity : 0; rc == QN_OK && e < (one ? of->whom.entity + 1 : panel->entities); e++)
			if (qn_concerns(&of->whom, e))
				rc = add_blow(setup, hit, e, t, told, err);
	}
	return rc;
}

static int strike_all(qn_setup *setup, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < setup->changes->hits; i++)
		for (int t = setup->panel->base + 1; rc == QN_OK && !qn_hit_aims(&setup->changes->hit[i]) && t < setup->panel->periods; t++)
			rc = strike(setup, i, t, err);
	return rc;
}

int qn_setup_blows(qn_setup *setup, qn_error *err)
{
	int rc = strike_all(setup, err);
	if (rc < 0 || !setup->blows)
		return rc;
	setup->blow = qn_arena_array(&setup->arena, setup->blows, sizeof *setup->blow);
	setup->of = qn_arena_array(&setup->arena, setup->blows, sizeof *setup->of);
	setup->blows = 0;
	return setup->blow && setup->of ? strike_all(setup, err) : qn_no_memory(err);
}
