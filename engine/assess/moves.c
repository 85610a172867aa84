/* SPDX-License-Identifier: Apache-2.0 */
/* moves.c - settles moves that say where the central path goes. A pace fixes the growth of
 * each period; a path to a value takes one factor in each of its periods. Both are found by running the central path anew
 * until it goes where it should: models that multiply get there at once, others after a few rounds. */
#include "assess/moves.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/foresee.h"
#include "assess/layers.h"
#include "base/real.h"
#include "lanes/quantile.h"
#include "methods/growth.h"

enum { ROUNDS = 200 };
#define CLOSE 1e-13

/* A path of one entity: the same factor in every period from … until. */
typedef struct { uint32_t hit, of; size_t entity; int from, until; double want, log_factor, last_factor, last_value; } path;

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	uint32_t model;
	qn_linked *linked;
	qn_changes *out;
	uint32_t *led;          /* indicators that growth verbs move */
	uint32_t leds;
	uint32_t *owner;        /* [leds][entities][periods]: hit + 1 that says where it goes; 0: none */
	double *factor;         /* likewise */
	double *value, *model_value, *free_value; /* likewise: of the last run · before any strike · of a run without moves */
	double *rate;           /* [hits][entities], of paces */
	double **level;         /* [hits]: [entities][periods], of forecasts */
	qn_label *refused;      /* [hits]: why some have none */
	uint8_t *state;         /* [hits][entities]: what became of it */
	path *path;
	uint32_t paths;
	bool after_paces;       /* paths are settled too */
	qn_arena arena;
} settling;
enum { ALONE, MOVED, LEFT, LACKING, ZERO };

static size_t at(const settling *s, uint32_t led, size_t entity, int period)
{
	return ((size_t)led * s->panel->entities + entity) * (size_t)s->panel->periods + (size_t)period;
}

static uint8_t *state_of(const settling *s, uint32_t hit, size_t entity) { return &s->state[(size_t)hit * s->panel->entities + entity]; }
static bool is_path(const qn_hit *hit) { return hit->kind == QN_REACH || hit->kind == QN_RETURN; }

static qn_status blame(const settling *s, const qn_hit *hit) { return qn_move_blame(s->changes, hit); }
static const char *id_of(const settling *s, const qn_hit *hit) { return s->panel->catalogue->indicator[hit->indicator].id; }

/* Linking: of what is led, what the model says and what comes out; of the rest, whether anything moves it. */

static long led_index(const settling *s, uint32_t indicator)
{
	for (uint32_t i = 0; i < s->leds; i++)
		if (s->led[i] == indicator)
			return i;
	return -1;
}

static int link_wanted(settling *s, qn_error *err)
{
	const qn_changes *changes = s->changes;
	qn_want *want = qn_arena_array(&s->arena, 2 * (size_t)changes->hits + 1, sizeof *want);
	uint32_t wants = 0;
	s->led = qn_arena_array(&s->arena, (size_t)changes->hits + 1, sizeof *s->led);
	if (!want || !s->led)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < changes->hits; i++) {
		const qn_state *state = qn_state_moved(s->panel->program, s->model, changes->hit[i].indicator);
		if (!state || !qn_hit_aims(&changes->hit[i]) || led_index(s, changes->hit[i].indicator) >= 0)
			continue;
		s->led[s->leds++] = changes->hit[i].indicator;
		want[wants++] = (qn_want){ .kind = QN_WANT_INDICATOR, .index = changes->hit[i].indicator };
		want[wants++] = (qn_want){ .kind = QN_WANT_NODE, .index = state->node };
	}
	for (uint32_t i = 0; i < changes->hits; i++)
		if (led_index(s, changes->hit[i].indicator) < 0)
			want[wants++] = (qn_want){ .kind = QN_WANT_INDICATOR, .index = changes->hit[i].indicator };
	return qn_link(s->panel->program, s->panel->catalogue, s->model, want, wants, &s->linked, err);
}

/* Runs. */

typedef struct { settling *s; double *value; } telling;

static int take(void *context, const qn_slice *slice)
{
	telling *t = context;
	settling *s = t->s;
	double *to = slice->output % 2 ? s->model_value : t->value;
	if (slice->output >= 2 * s->leds || slice->is_mask)
		return 0;
	for (size_t e = 0; e < s->panel->entities; e++)
		to[at(s, slice->output / 2, e, slice->period)] = slice->number[slice->by_entity ? e : 0];
	return 0;
}

static int run_central(settling *s, const qn_changes *changes, double *value, qn_error *err)
{
	telling t = { s, value };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_run_options options = { .threads = 1, .paths = 1, .central = true };
	int rc = qn_setup_make(&setup, s->panel, changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(s->linked, &inputs, &options, s->panel->base, take, &t, err);
	qn_setup_free(&setup);
	return rc;
}

/* The strikes so far, in front of those that were there: what a growth verb leads is what the model says. */
static int write_strikes(settling *s, qn_error *err)
{
	qn_changes *out = s->out;
	uint32_t before = out->hits;
	const qn_hit *plain = out->hit;
	out->hit = NULL, out->hits = 0;
	for (uint32_t i = 0; i < s->leds; i++)
		for (size_t e = 0; e < s->panel->entities; e++)
			for (int t = s->panel->base + 1; t < s->panel->periods; t++) {
				uint32_t owner = s->owner[at(s, i, e, t)];
				double factor = s->factor[at(s, i, e, t)];
				qn_period period = qn_panel_period(s->panel, t);
				if (!owner || factor == 1)
					continue;
				const qn_hit *by = &s->changes->hit[owner - 1];
				qn_hit hit = { .indicator = s->led[i], .whom.entity = e, .from = period, .until = period, .size = factor - 1, .layer = by->layer,
					.where = by->where, .verb = by->verb, .peers = QN_NONE };
				if (qn_changes_add_hit(out, &hit, err) < 0)
					return QN_ENOMEM;
			}
	for (uint32_t i = 0; i < before; i++)
		if (qn_changes_add_hit(out, &plain[i], err) < 0)
			return QN_ENOMEM;
	return QN_OK;
}

/* The arena of trials is thrown away with each, so that many rounds need no more memory than one. */
static int run_trial(settling *s, qn_error *err)
{
	qn_changes plain = *s->out;
	s->out->arena = (qn_arena){ 0 };
	int rc = write_strikes(s, err);
	if (rc == QN_OK)
		rc = run_central(s, s->out, s->value, err);
	qn_arena_free(&s->out->arena);
	*s->out = plain;
	return rc;
}

/* Rates of paces: fixed, one's own, or the best of one's peers. */

static double observed_rate(const settling *s, uint32_t indicator, size_t entity, double *series)
{
	const char *why;
	for (int t = 0; t <= s->panel->base; t++)
		series[t] = qn_panel_value(s->panel, indicator, t, entity);
	return qn_growth_observed(series, s->panel->base + 1, qn_periods_a_year(s->panel->catalogue->frequency), &why).rate;
}

static int find_rates(settling *s, uint32_t index, qn_error *err)
{
	const qn_hit *hit = &s->changes->hit[index];
	size_t n = s->panel->entities;
	double *rate = &s->rate[index * n], *own = qn_arena_array(&s->arena, n + 1, sizeof *own);
	double *series = qn_arena_array(&s->arena, (size_t)s->panel->base + 2, sizeof *series);
	int rc = own && series ? qn_panel_load(s->panel, hit->indicator, err) : qn_no_memory(err);
	if (rc == QN_OK && hit->kind == QN_PEER)
		rc = qn_panel_load_group(s->panel, hit->peers, err);
	if (rc < 0)
		return rc;
	for (size_t e = 0; e < n; e++)
		rate[e] = own[e] = hit->kind == QN_PACE ? hit->size : observed_rate(s, hit->indicator, e, series);
	const uint32_t *group = hit->kind == QN_PEER ? s->panel->group[hit->peers] : NULL;
	for (size_t e = 0; group && e < n; e++) {
		rate[e] = QN_MISSING;
		for (size_t other = 0; group[e] != QN_NONE && other < n; other++)
			if (group[other] == group[e] && !(own[other] <= rate[e]) && !qn_is_missing(own[other]))
				rate[e] = own[other];
	}
	return QN_OK;
}

/* The same method sees the same, whoever is asked about. */
static bool find_again(settling *s, uint32_t index)
{
	const qn_hit *hit = &s->changes->hit[index];
	for (uint32_t i = 0; i < index; i++) {
		const qn_hit *other = &s->changes->hit[i];
		if (s->level[i] && other->indicator == hit->indicator && other->method == hit->method) {
			s->level[index] = s->level[i];
			s->refused[index] = s->refused[i];
			return true;
		}
	}
	return false;
}

static int find_levels(settling *s, uint32_t index, qn_error *err)
{
	const qn_hit *hit = &s->changes->hit[index];
	if (find_again(s, index))
		return QN_OK;
	s->level[index] = qn_arena_array(&s->arena, s->panel->entities * (size_t)s->panel->periods + 1, sizeof **s->level);
	return s->level[index] ? qn_foresee(s->panel, hit->indicator, (qn_method)hit->method, s->level[index], &s->refused[index], err) : qn_no_memory(err);
}

/* Who decides where a figure goes: the last that speaks of it. */

static int check_whole(const settling *s, const path *p, qn_error *err)
{
	for (int t = p->from; t <= p->until; t++) {
		const qn_hit *hit = &s->changes->hit[p->hit], *other = &s->changes->hit[s->owner[at(s, p->of, p->entity, t)] - 1];
		if (other != hit)
			return qn_fail_where(err, blame(s, hit), hit->where, "%s(%s)的路径被 %s 截断,见 %s:请提前结束,或去掉一个",
				"the path of %s of %s is cut by %s, %s: end it before, or leave one out", id_of(s, hit), qn_panel_who(s->panel, p->entity)->id, other->verb, other->where);
	}
	return QN_OK;
}

static int add_path(settling *s, uint32_t hit, uint32_t led, size_t entity, qn_error *err)
{
	const qn_hit *about = &s->changes->hit[hit];
	const qn_panel *panel = s->panel;
	int from = about->from == QN_NO_PERIOD ? panel->base + 1 : qn_panel_index(panel, about->from);
	if (!qn_grow(&s->arena, (void **)&s->path, s->paths, sizeof *s->path))
		return qn_no_memory(err);
	s->path[s->paths++] = (path){ .hit = hit, .of = led, .entity = entity, .from = from, .until = qn_panel_index(panel, about->until) };
	return QN_OK;
}

/* A path that another replaces from its first period to its last is none. */
static bool any_left(const settling *s, const path *p)
{
	for (int t = p->from; t <= p->until; t++)
		if (s->owner[at(s, p->of, p->entity, t)] == p->hit + 1)
			return true;
	return false;
}

static int find_paths(settling *s, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < s->changes->hits; i++)
		for (size_t e = 0; rc == QN_OK && is_path(&s->changes->hit[i]) && e < s->panel->entities; e++) {
			if (!qn_concerns(&s->changes->hit[i].whom, e))
				continue;
			rc = add_path(s, i, (uint32_t)led_index(s, s->changes->hit[i].indicator), e, err);
			if (rc == QN_OK && !any_left(s, &s->path[s->paths - 1]))
				s->paths--;
			else if (rc == QN_OK)
				rc = check_whole(s, &s->path[s->paths - 1], err);
		}
	return rc;
}

static int find_owners(settling *s, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < s->changes->hits; i++) {
		const qn_hit *hit = &s->changes->hit[i];
		if (!qn_hit_aims(hit))
			continue;
		uint32_t led = (uint32_t)led_index(s, hit->indicator);
		for (size_t e = 0; e < s->panel->entities; e++)
			for (int t = s->panel->base + 1; qn_concerns(&hit->whom, e) && t < s->panel->periods; t++)
				if (qn_hit_when(hit, s->panel, t))
					s->owner[at(s, led, e, t)] = i + 1;
		if (hit->kind == QN_FORECAST)
			rc = find_levels(s, i, err);
		else if (!is_path(hit))
			rc = find_rates(s, i, err);
	}
	return rc == QN_OK ? find_paths(s, err) : rc;
}

/* Rounds. */

static bool settle_pace(settling *s, uint32_t led, size_t e, int t)
{
	size_t here = at(s, led, e, t);
	uint32_t owner = s->owner[here] - 1;
	double before = s->value[at(s, led, e, t - 1)], says = s->model_value[here], rate = s->rate[owner * s->panel->entities + e];
	double goal = s->level[owner] ? s->level[owner][e * (size_t)s->panel->periods + (size_t)t] : (1 + rate) * before;
	double factor = qn_settle(goal / says);
	*state_of(s, owner, e) = MOVED;
	if (qn_is_missing(factor) || factor < 0) {
		*state_of(s, owner, e) = qn_is_missing(goal) || qn_is_missing(says) ? LACKING : ZERO;
		factor = 1;
	}
	bool close = fabs(factor - s->factor[here]) <= CLOSE * factor;
	s->factor[here] = factor;
	return close;
}

static void set_path(settling *s, const path *p)
{
	for (int t = p->from; t <= p->until; t++)
		s->factor[at(s, p->of, p->entity, t)] = qn_exp(p->log_factor);
}

/* Newton on logarithms: the slope is the number of periods where the model multiplies, else what the last two rounds say. */
static bool settle_path(settling *s, path *p)
{
	double value = qn_log(s->value[at(s, p->of, p->entity, p->until)]), off = qn_log(p->want) - value, slope = p->until - p->from + 1;
	if (*state_of(s, p->hit, p->entity) != MOVED || fabs(off) <= CLOSE)
		return true;
	double moved = p->log_factor - p->last_factor, seen = moved != 0 ? (value - p->last_value) / moved : slope;
	if (seen > slope / 100 && seen < slope * 100)
		slope = seen;
	p->last_factor = p->log_factor;
	p->last_value = value;
	p->log_factor += off / slope;
	set_path(s, p);
	return false;
}

static bool settle_round(settling *s)
{
	bool done = true;
	for (uint32_t i = 0; i < s->leds; i++)
		for (size_t e = 0; e < s->panel->entities; e++)
			for (int t = s->panel->base + 1; t < s->panel->periods; t++) {
				uint32_t owner = s->owner[at(s, i, e, t)];
				if (owner && !is_path(&s->changes->hit[owner - 1]))
					done = settle_pace(s, i, e, t) && done;
			}
	for (uint32_t i = 0; s->after_paces && i < s->paths; i++)
		done = settle_path(s, &s->path[i]) && done;
	return done;
}

static int settle_rounds(settling *s, qn_error *err)
{
	for (int round = 0; round < ROUNDS; round++) {
		int rc = run_trial(s, err);
		if (rc < 0)
			return rc;
		if (settle_round(s))
			return QN_OK;
	}
	const qn_hit *hit = &s->changes->hit[s->paths ? s->path[0].hit : 0];
	return qn_fail_where(err, blame(s, hit), hit->where, "%s %s:在这个模型里,均匀增长到不了那里", "%s of %s: no even growth leads there in this model", hit->verb, id_of(s, hit));
}

/* What a path wants, and whether it is there already without it. */
static void choose_path(settling *s, path *p)
{
	const qn_hit *hit = &s->changes->hit[p->hit];
	double now = s->value[at(s, p->of, p->entity, p->until)];
	int better = s->panel->catalogue->indicator[hit->indicator].better;
	p->want = hit->kind == QN_REACH ? hit->size : s->free_value[at(s, p->of, p->entity, p->until)];
	bool lacks = qn_is_missing(now) || qn_is_missing(p->want) || now <= 0 || p->want <= 0;
	bool there = hit->kind == QN_REACH ? (better < 0 ? now <= p->want : now >= p->want) : !lacks && fabs(qn_log(p->want) - qn_log(now)) <= CLOSE;
	bool zero = now <= 0 && !qn_is_missing(p->want);
	*state_of(s, p->hit, p->entity) = there ? LEFT : zero ? ZERO : lacks ? LACKING : MOVED;
}

static int settle(settling *s, qn_error *err)
{
	qn_changes still = *s->out;
	still.hits = 0;
	int rc = settle_rounds(s, err);
	if (rc == QN_OK && s->paths)
		rc = run_central(s, &still, s->free_value, err);
	for (uint32_t i = 0; rc == QN_OK && i < s->paths; i++)
		choose_path(s, &s->path[i]);
	s->after_paces = true;
	return rc == QN_OK && s->paths ? settle_rounds(s, err) : rc;
}

/* Efforts. */

/* The mean extra growth a period of what a hit leads of one entity. */
static double effort_of(const settling *s, uint32_t hit, uint32_t led, size_t entity)
{
	double sum = 0;
	int periods = 0;
	for (int t = s->panel->base + 1; t < s->panel->periods; t++)
		if (s->owner[at(s, led, entity, t)] == hit + 1)
			sum += qn_log(s->factor[at(s, led, entity, t)]), periods++;
	return qn_exp(sum / periods) - 1;
}

static int add_effort(settling *s, qn_settled *out, uint32_t hit, qn_error *err)
{
	const qn_hit *about = &s->changes->hit[hit];
	uint32_t led = (uint32_t)led_index(s, about->indicator);
	qn_effort effort = { .where = about->where, .verb = about->verb, .indicator = about->indicator, .why = s->refused[hit], .least = QN_MISSING, .middle = QN_MISSING, .most = QN_MISSING };
	double *each = qn_arena_array(&s->arena, s->panel->entities + 1, sizeof *each);
	if (!each || !qn_grow(&out->changes.arena, (void **)&out->effort, out->efforts, sizeof *out->effort))
		return qn_no_memory(err);
	for (size_t e = 0; e < s->panel->entities; e++) {
		uint8_t state = *state_of(s, hit, e);
		if (state == MOVED)
			each[effort.moved++] = effort_of(s, hit, led, e);
		effort.left += state == LEFT;
		effort.lacking += state == LACKING;
		effort.zero += state == ZERO;
	}
	if (effort.moved) {
		effort.least = qn_quantile(each, effort.moved, 0);
		effort.middle = qn_quantile(each, effort.moved, 0.5);
		effort.most = qn_quantile(each, effort.moved, 1);
	}
	out->effort[out->efforts++] = effort;
	return QN_OK;
}

static int make_room(settling *s, qn_error *err)
{
	size_t cells = (size_t)s->leds * s->panel->entities * (size_t)s->panel->periods + 1, each = (size_t)s->changes->hits * s->panel->entities + 1;
	s->owner = qn_arena_array(&s->arena, cells, sizeof *s->owner);
	double **cell[] = { &s->factor, &s->value, &s->model_value, &s->free_value };
	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++)
		if (!(*cell[i] = qn_arena_array(&s->arena, cells, sizeof **cell[i])))
			return qn_no_memory(err);
	s->rate = qn_arena_array(&s->arena, each, sizeof *s->rate);
	s->state = qn_arena_array(&s->arena, each, 1);
	s->level = qn_arena_array(&s->arena, (size_t)s->changes->hits + 1, sizeof *s->level);
	s->refused = qn_arena_array(&s->arena, (size_t)s->changes->hits + 1, sizeof *s->refused);
	for (size_t i = 0; i < cells; i++)
		s->factor[i] = 1;
	return s->owner && s->rate && s->state && s->level && s->refused ? QN_OK : qn_no_memory(err);
}

/* The moves that strike, period by period where a layer above says part of it otherwise. */
static int copy_plain(settling *s, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < s->changes->hits; i++) {
		qn_hit hit = s->changes->hit[i];
		bool whole = true;
		if ((rc = qn_move_check(s->panel, s->changes, s->model, s->linked, &hit, err)) < 0 || qn_hit_aims(&hit))
			continue;
		for (int t = s->panel->base + 1; t < s->panel->periods; t++)
			whole = whole && (!qn_hit_when(&hit, s->panel, t) || qn_hit_counts(s->changes, s->panel, i, t));
		if (whole)
			rc = qn_changes_add_hit(s->out, &hit, err);
		for (int t = s->panel->base + 1; rc == QN_OK && !whole && t < s->panel->periods; t++) {
			qn_hit one = hit;
			one.from = one.until = qn_panel_period(s->panel, t);
			if (qn_hit_when(&hit, s->panel, t) && qn_hit_counts(s->changes, s->panel, i, t))
				rc = qn_changes_add_hit(s->out, &one, err);
		}
	}
	return rc;
}

int qn_changes_settle(qn_panel *panel, const qn_changes *changes, uint32_t model, qn_settled *out, qn_error *err)
{
	settling s = { .panel = panel, .changes = changes, .model = model, .out = &out->changes };
	*out = (qn_settled){ .changes = *changes };
	out->changes.arena = (qn_arena){ 0 };
	out->changes.hit = NULL, out->changes.hits = out->changes.layers = 0;
	if (changes->hits == 0)
		return QN_OK;
	int rc = link_wanted(&s, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, s.linked, 0, err);
	if (rc == QN_OK)
		rc = copy_plain(&s, err);
	if (rc == QN_OK && s.leds)
		rc = make_room(&s, err);
	if (rc == QN_OK && s.leds && (rc = find_owners(&s, err)) == QN_OK && (rc = settle(&s, err)) == QN_OK)
		rc = write_strikes(&s, err);
	for (uint32_t i = 0; rc == QN_OK && i < changes->hits; i++)
		if (qn_hit_aims(&changes->hit[i]))
			rc = add_effort(&s, out, i, err);
	qn_linked_free(s.linked);
	qn_arena_free(&s.arena);
	return rc;
}

void qn_settled_free(qn_settled *settled)
{
	qn_arena_free(&settled->changes.arena);
	*settled = (qn_settled){ 0 };
}
