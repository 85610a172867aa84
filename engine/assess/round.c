/* SPDX-License-Identifier: Apache-2.0 */
/* round.c - sorts out who stands, ranks them by the pack's score, and cuts the list at the widest gap that its tolerance allows. */
#include "assess/round.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/evaluate.h"
#include "assess/terms.h"
#include "plan/ranking.h"

static double number_of(const qn_panel *panel, const qn_changes *changes, uint32_t parameter, int index)
{
	return parameter == QN_NONE ? QN_MISSING : qn_changes_parameter(changes, panel, parameter, index).a;
}

static bool reads(const qn_panel *panel, const qn_changes *changes, qn_when when, int index)
{
	return when.option != QN_NONE && number_of(panel, changes, when.option, index) == when.reading;
}

/* Titles at the end of the period. */

/* Of a pack without stages: whose term has begun and not ended. */
static int mark_by_terms(qn_panel *panel, const qn_changes *changes, qn_round *round, qn_error *err)
{
	qn_term *term;
	bool *held;
	int rc = qn_terms(panel, changes, &round->arena, &term, err);
	if (rc == QN_OK)
		rc = qn_titled_on(panel, changes, term, panel->day[round->index], &round->arena, &held, err);
	for (size_t e = 0; rc == QN_OK && e < panel->entities; e++)
		if (held[e])
			round->candidate[e].standing = QN_HOLDS_A_TITLE;
	return rc;
}

static int mark_titles(qn_panel *panel, const qn_changes *changes, const bool *titled, qn_round *round, qn_error *err)
{
	qn_course course;
	qn_life *life;
	uint32_t count, at;
	const qn_recognition *rules = panel->program->recognition;
	for (size_t e = 0; titled && e < panel->entities; e++)
		if (titled[e])
			round->candidate[e].standing = QN_HOLDS_A_TITLE;
	if (titled || !rules)
		return QN_OK;
	if (!rules->stages)
		return mark_by_terms(panel, changes, round, err);
	qn_course_under(changes, panel, &course);
	int rc = qn_lives_read(panel->snapshot, panel->catalogue, &course, &round->arena, &life, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		long entity = qn_panel_entity(panel, i);
		qn_life_replay(&course, &life[i], panel->day[round->index], &round->arena, &at);
		if (entity >= 0 && life[i].titled)
			round->candidate[entity].standing = QN_HOLDS_A_TITLE;
	}
	return rc;
}

/* Criteria. */

static void judge_one(const qn_round *round, qn_candidate *candidate, size_t e)
{
	const qn_judgement *j = round->judgement;
	uint32_t unmet = 0, unknown = 0;
	for (uint32_t i = 0; i < j->criteria; i++) {
		qn_verdict verdict = j->finding[i * j->entities + e].verdict;
		unmet += verdict == QN_VERDICT_UNMET;
		unknown += verdict == QN_VERDICT_UNKNOWN;
		candidate->waivable += verdict == QN_VERDICT_WAIVABLE;
		candidate->by_waiver += verdict == QN_VERDICT_BY_WAIVER;
	}
	if (candidate->standing == QN_STANDS && (unmet || unknown))
		candidate->standing = unmet ? QN_DOES_NOT_MEET : QN_NOT_SHOWN;
}

static int look_at_needs(qn_panel *panel, const qn_changes *changes, const qn_rounds *rules, qn_round *round, qn_error *err)
{
	qn_values *values = NULL;
	int rc = rules->needs == QN_NONE ? QN_OK : qn_evaluate(panel, changes, rules->needs, round->index, &values, err);
	for (size_t e = 0; rc == QN_OK && values && e < panel->entities; e++)
		if (round->candidate[e].standing == QN_STANDS && values->mask[e] != QN_TRUE)
			round->candidate[e].standing = values->mask[e] == QN_FALSE ? QN_HELD_BACK : QN_NOT_SHOWN;
	qn_values_free(values);
	return rc;
}

/* Units, themes and the plan. */

static const char *zh_of(const qn_entity *entity) { return entity->title.zh ? entity->title.zh : entity->title.en ? entity->title.en : ""; }

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), part = strlen(end);
	return length >= part && !strcmp(text + length - part, end);
}

static int look_at_unit(qn_panel *panel, const qn_rounds *rules, bool left_out, qn_candidate *candidate, size_t e, qn_error *err)
{
	uint32_t unit = panel->group[rules->unit][e];
	candidate->theme = "";
	candidate->unit = unit;
	if (unit == QN_NONE)
		return QN_OK;
	const qn_entity *of = qn_entity_borrow(panel->snapshot, rules->unit, unit, err);
	if (!of)
		return qn_failed(err);
	const char *name = zh_of(qn_panel_who(panel, e)), *found = strstr(name, zh_of(of));
	candidate->theme = found ? found + strlen(zh_of(of)) : name;
	if (left_out && candidate->standing == QN_STANDS && rules->unit_without && ends_with(zh_of(of), rules->unit_without))
		candidate->standing = QN_UNIT_LEFT_OUT;
	return QN_OK;
}

/* Who leads each unit: nobody, if the size of one is not known. */
static void compare_in_units(const qn_panel *panel, const qn_rounds *rules, bool by_plan, qn_round *round)
{
	const uint32_t *industry = panel->group[rules->industry];
	for (size_t e = 0; e < panel->entities; e++) {
		qn_candidate *candidate = &round->candidate[e];
		double largest = QN_MISSING;
		bool known = true;
		candidate->leads = SIZE_MAX;
		for (size_t other = 0; candidate->unit != QN_NONE && other < panel->entities; other++) {
			double size = qn_panel_value(panel, rules->size, round->index, other);
			if (round->candidate[other].unit != candidate->unit)
				continue;
			candidate->named_in_unit++;
			known = known && !qn_is_missing(size);
			if (qn_is_missing(largest) || size > largest)
				largest = size, candidate->leads = other;
		}
		if (!known)
			candidate->leads = SIZE_MAX;
		candidate->not_leading = !by_plan && candidate->leads != SIZE_MAX && industry[candidate->leads] != industry[e];
	}
}

static void compare_themes(const qn_panel *panel, qn_round *round)
{
	for (size_t e = 0; e < panel->entities; e++)
		for (size_t other = 0; *round->candidate[e].theme && other < panel->entities; other++)
			if (round->candidate[other].unit != round->candidate[e].unit && !strcmp(round->candidate[other].theme, round->candidate[e].theme))
				round->candidate[e].same_theme++;
}

static int look_at_units(qn_panel *panel, const qn_changes *changes, const qn_rounds *rules, qn_round *round, qn_error *err)
{
	bool left_out = reads(panel, changes, rules->unit_left_out, round->index), by_plan = reads(panel, changes, rules->by_plan, round->index);
	for (size_t e = 0; e < panel->entities; e++)
		round->candidate[e].unit = QN_NONE, round->candidate[e].leads = SIZE_MAX, round->candidate[e].theme = "";
	if (rules->unit == QN_NONE)
		return QN_OK;
	int rc = qn_panel_load_group(panel, rules->unit, err);
	if (rc == QN_OK)
		rc = qn_panel_load_group(panel, rules->industry, err);
	if (rc == QN_OK)
		rc = qn_panel_load(panel, rules->size, err);
	for (size_t e = 0; rc == QN_OK && e < panel->entities; e++)
		rc = look_at_unit(panel, rules, left_out, &round->candidate[e], e, err);
	if (rc < 0)
		return rc;
	compare_in_units(panel, rules, by_plan, round);
	compare_themes(panel, round);
	return QN_OK;
}

typedef struct { qn_panel *panel; qn_round *round; } showing;

static int take_evidence(void *context, const qn_record *record)
{
	showing *s = context;
	long entity = record->kind == s->panel->catalogue->subject ? qn_panel_entity(s->panel, record->subject) : -1;
	if (entity >= 0 && s->round->candidate[entity].plan == QN_PLAN_NOT_KNOWN)
		s->round->candidate[entity].plan = QN_PLAN_SHOWN;
	return 0;
}

static int look_at_plan(qn_panel *panel, const qn_rounds *rules, qn_round *round, qn_error *err)
{
	for (size_t e = 0; e < panel->entities; e++) {
		const char *note = qn_panel_who(panel, e)->note;
		round->candidate[e].plan = rules->named && note && !strcmp(note, rules->named) ? QN_PLAN_NAMED : QN_PLAN_NOT_KNOWN;
	}
	return rules->plan_register ? qn_record_each(panel->snapshot, rules->plan_register, take_evidence, &(showing){ panel, round }, err) : QN_OK;
}

/* The list. */

static int fail_number(const qn_panel *panel, uint32_t parameter, double number, qn_error *err)
{
	const char *id = panel->program->parameter[parameter].id;
	if (parameter == panel->program->rounds->tolerance)
		return qn_fail_both(err, QN_EUSAGE, "%s 现为 %g%%:名额可增减的比例应在 0%% 到 100%% 之间", "%s is %g%%: by which share more or fewer than the places will do lies from 0%% to 100%%", id, 100 * number);
	if (parameter == panel->program->rounds->a_year)
		return qn_fail_both(err, QN_EUSAGE, "%s 现为 %g:一年的轮数应是 0 到 %d 的整数", "%s is %g: a year has a whole number of rounds, from 0 to %d", id, number, QN_PLACES_MOST);
	return qn_fail_both(err, QN_EUSAGE, "%s 现为 %g:一年的名额应是 0 到 %d 的整数", "%s is %g: a year has a whole number of places, from 0 to %d", id, number, QN_PLACES_MOST);
}

static int count_places(const qn_panel *panel, const qn_changes *changes, const qn_rounds *rules, double asked, qn_round *round, qn_error *err)
{
	double year = number_of(panel, changes, rules->places, round->index), rounds = number_of(panel, changes, rules->a_year, round->index);
	double about = number_of(panel, changes, rules->tolerance, round->index);
	if (!qn_is_missing(year) && !qn_places_fit(year))
		return fail_number(panel, rules->places, year, err);
	if (!qn_is_missing(rounds) && !qn_places_fit(rounds))
		return fail_number(panel, rules->a_year, rounds, err);
	if (about < 0 || about > 1)
		return fail_number(panel, rules->tolerance, about, err);
	round->places = !qn_is_missing(asked) ? asked : qn_is_missing(rounds) ? year : rounds >= 1 ? floor(year / rounds) : 0;
	if (qn_is_missing(round->places))
		round->places = 0;
	if (qn_is_missing(about) || !qn_is_missing(asked) || reads(panel, changes, rules->exactly, round->index))
		about = 0;
	round->fewest = (uint32_t)ceil(round->places * (1 - about) - 1e-9);
	round->most = (uint32_t)floor(round->places * (1 + about) + 1e-9);
	return QN_OK;
}

static double score_at(const qn_round *round, uint32_t place) { return round->merit->composite->score[round->order[place]]; }

/* The widest gap from fewest to most; of gaps alike the one nearest to the places. Who is level with the last is not cut off from it. */
static void cut(qn_round *round)
{
	uint32_t all = round->standing[QN_STANDS], best = all;
	double widest = -1;
	round->gap = QN_MISSING;
	if (all > round->most) {
		for (uint32_t k = round->fewest ? round->fewest : 1; k <= round->most; k++) {
			double gap = score_at(round, k - 1) - score_at(round, k);
			if (gap > widest || (gap == widest && fabs(k - round->places) < fabs(best - round->places)))
				widest = gap, best = k;
		}
		while (round->most && best < all && score_at(round, best - 1) == score_at(round, best))
			best++;
		if (round->most == 0)
			best = 0;
	}
	round->proposed = best;
	if (best && best < all)
		round->gap = score_at(round, best - 1) - score_at(round, best);
	for (uint32_t i = 0; i < best; i++)
		round->candidate[round->order[i]].proposed = true;
}

/* In order of rank; of those level in order of their ids. */
static void put_in_order(qn_round *round, size_t entities)
{
	uint32_t at = 0;
	for (uint32_t rank = 1; rank <= round->merit->composite->ranked; rank++)
		for (size_t e = 0; e < entities; e++)
			if (round->merit->composite->rank[e] == rank) {
				round->candidate[e].place = rank;
				round->order[at++] = e;
			}
}

static int rank(qn_panel *panel, const qn_changes *changes, const qn_rounds *rules, const qn_method *method, qn_round *round, qn_error *err)
{
	bool any = false;
	for (size_t e = 0; e < panel->entities; e++)
		any = (round->stands[e] = round->candidate[e].standing == QN_STANDS) || any;
	int rc = any ? qn_merit_make(panel, changes, rules->ranking, round->index, method, round->stands, &round->merit, err) : QN_OK;
	for (size_t e = 0; rc == QN_OK && e < panel->entities; e++) {
		qn_candidate *candidate = &round->candidate[e];
		if (candidate->standing == QN_STANDS && round->merit->composite->rank[e] == 0)
			candidate->standing = QN_NO_SCORE, round->stands[e] = false;
		round->standing[candidate->standing]++;
	}
	if (rc < 0 || !any)
		return rc;
	put_in_order(round, panel->entities);
	cut(round);
	return QN_OK;
}

static int fill(qn_panel *panel, const qn_changes *changes, const qn_method *method, double places, const bool *titled, qn_round *round, qn_error *err)
{
	const qn_rounds *rules = panel->program->rounds;
	size_t n = panel->entities;
	round->gap = QN_MISSING;
	round->candidate = qn_arena_array(&round->arena, n + 1, sizeof *round->candidate);
	round->order = qn_arena_array(&round->arena, n + 1, sizeof *round->order);
	round->stands = qn_arena_array(&round->arena, n + 1, sizeof *round->stands);
	if (!round->candidate || !round->order || !round->stands)
		return qn_no_memory(err);
	int rc = count_places(panel, changes, rules, places, round, err);
	if (rc == QN_OK)
		rc = qn_judge(panel, changes, round->index, &round->judgement, err);
	if (rc == QN_OK)
		rc = mark_titles(panel, changes, titled, round, err);
	for (size_t e = 0; rc == QN_OK && e < n; e++)
		judge_one(round, &round->candidate[e], e);
	if (rc == QN_OK)
		rc = look_at_needs(panel, changes, rules, round, err);
	if (rc == QN_OK)
		rc = look_at_units(panel, changes, rules, round, err);
	if (rc == QN_OK)
		rc = look_at_plan(panel, rules, round, err);
	return rc == QN_OK ? rank(panel, changes, rules, method, round, err) : rc;
}

int qn_round_make(qn_panel *panel, const qn_changes *changes, int index, const qn_method *method, double places, const bool *titled, qn_round **out, qn_error *err)
{
	qn_round *made = calloc(1, sizeof *made);
	if (!made)
		return qn_no_memory(err);
	made->index = index;
	int rc = fill(panel, changes, method, places, titled, made, err);
	if (rc < 0)
		qn_round_free(made);
	else
		*out = made;
	return rc;
}

void qn_round_free(qn_round *round)
{
	if (!round)
		return;
	qn_merit_free(round->merit);
	qn_judgement_free(round->judgement);
	qn_arena_free(&round->arena);
	free(round);
}

double qn_round_head(const qn_round *round, uint32_t theme, size_t entity)
{
	const qn_merit *merit = round->merit;
	double sum = 0;
	for (uint32_t i = 0; i < merit->composite->items; i++) {
		double points = merit->ranking->item[i].theme == theme ? qn_composite_points(merit->composite, i, entity) : 0;
		sum += qn_is_missing(points) ? 0 : points;
	}
	return sum;
}
