/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - one year after the other: re-reviews that are due, then the round. */
#include "assess/replay.h"
#include <stdlib.h>
#include "assess/terms.h"

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	int *ends;              /* [entities]: the year in which a title's term ends; 0: none */
	int *lag;               /* [entities]: how many years before that the year is of which its re-review sees the figures */
	bool *titled;           /* [entities]: who is no candidate this year */
	qn_error *err;
} replaying;

bool qn_fails(const qn_judgement *judgement, size_t entity)
{
	for (uint32_t i = 0; i < judgement->criteria; i++)
		if (judgement->finding[i * judgement->entities + entity].verdict == QN_VERDICT_UNMET)
			return true;
	return false;
}

enum { NOT_KNOWN = 1 << 24 }; /* years: a term that nobody knows the length of is never reviewed */

static int years_of(const replaying *r, bool renewal, int index)
{
	const qn_recognition *rules = r->panel->program->recognition;
	if (!rules)
		return 0;
	uint32_t parameter = renewal && rules->renewal_years != QN_NONE ? rules->renewal_years : rules->term_years;
	int years = qn_course_length(qn_changes_parameter(r->changes, r->panel, parameter, index).a);
	return years ? years : NOT_KNOWN;
}

/* A round judges the last whole year: of shorter periods only the one that ends it is judged. */
static bool ends_a_year(const qn_panel *panel, int index)
{
	qn_period period = qn_panel_period(panel, index);
	return qn_period_within(period) == qn_periods_a_year(qn_period_frequency(period));
}

/* A term ends in the year of its last day. */
static void begin_title(replaying *r, size_t entity, qn_date ends)
{
	const qn_recognition *rules = r->panel->program->recognition;
	int month, day;
	qn_date_parts(ends, &r->ends[entity], &month, &day);
	r->lag[entity] = r->ends[entity] - qn_reviewed_year(ends, rules->report_month, rules->report_day);
}

/* The same of a pack without stages. */
static int begin_by_terms(replaying *r, int first, qn_arena *arena)
{
	qn_term *term;
	bool *held;
	int rc = qn_terms(r->panel, r->changes, arena, &term, r->err);
	if (rc == QN_OK)
		rc = qn_titled_on(r->panel, r->changes, term, r->panel->day[first], arena, &held, r->err);
	for (size_t e = 0; rc == QN_OK && e < r->panel->entities; e++) {
		if (held[e] && term[e].ends != QN_END_OF_TIME)
			begin_title(r, e, term[e].ends);
		else if (held[e])
			r->ends[e] = NOT_KNOWN;
	}
	return rc;
}

/* What the register has at the end of the first period judged. */
static int begin(replaying *r, int first, qn_arena *arena)
{
	const qn_recognition *rules = r->panel->program->recognition;
	qn_course course;
	qn_life *life;
	uint32_t count, at;
	if (!rules)
		return QN_OK;
	if (!rules->stages)
		return begin_by_terms(r, first, arena);
	qn_course_under(r->changes, r->panel, &course);
	int rc = qn_lives_read(r->panel->snapshot, r->panel->catalogue, &course, arena, &life, &count, r->err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		long entity = qn_panel_entity(r->panel, i);
		qn_life_replay(&course, &life[i], r->panel->day[first], arena, &at);
		if (entity >= 0 && life[i].titled && life[i].ends != QN_NO_DATE)
			begin_title(r, (size_t)entity, life[i].ends);
	}
	return rc;
}

static bool is_due(const replaying *r, size_t entity, int year) { return r->ends[entity] > 0 && r->ends[entity] <= year; }

/* Of the titles whose re-review sees the figures of a period. */
static int review_on(replaying *r, int index, qn_replayed *made)
{
	int sees = qn_period_year(qn_panel_period(r->panel, index)), rc = QN_OK;
	qn_judgement *judgement = NULL;
	for (size_t e = 0; rc == QN_OK && e < r->panel->entities; e++) {
		if (!is_due(r, e, made->year) || r->ends[e] - r->lag[e] != sees)
			continue;
		if (!judgement && (rc = qn_judge(r->panel, r->changes, index, &judgement, r->err)) < 0)
			break;
		made->lapsed[e] = qn_fails(judgement, e);
	}
	if (judgement)
		qn_judgement_free(judgement);
	return rc;
}

/* Titles whose term ends this year are re-reviewed; who lapses may stand again next year. */
static int review(replaying *r, int index, qn_replayed *made)
{
	int renewal = years_of(r, true, index), rc = QN_OK;
	for (int at = index; rc == QN_OK && at >= 0; at -= qn_periods_a_year(r->panel->catalogue->frequency))
		rc = review_on(r, at, made);
	for (size_t e = 0; rc == QN_OK && e < r->panel->entities; e++) {
		r->titled[e] = r->ends[e] > 0;
		if (!is_due(r, e, made->year))
			continue;
		made->renewed[e] = !made->lapsed[e];
		r->ends[e] = made->lapsed[e] ? 0 : made->year + renewal;
	}
	return rc;
}

static int hold(replaying *r, int index, qn_replayed *made)
{
	int term = years_of(r, false, index);
	int rc = qn_round_make(r->panel, r->changes, index, NULL, QN_MISSING, r->titled, &made->round, r->err);
	for (size_t e = 0; rc == QN_OK && term && e < r->panel->entities; e++)
		if (made->round->candidate[e].proposed)
			r->ends[e] = made->year + term, r->lag[e] = 1;
	return rc;
}

static int run(replaying *r, int first, int last, qn_replay *made)
{
	size_t n = r->panel->entities;
	made->at = qn_arena_array(&made->arena, (size_t)(last - first) + 1, sizeof *made->at);
	r->ends = qn_arena_array(&made->arena, n + 1, sizeof *r->ends);
	r->lag = qn_arena_array(&made->arena, n + 1, sizeof *r->lag);
	r->titled = qn_arena_array(&made->arena, n + 1, sizeof *r->titled);
	if (!made->at || !r->ends || !r->lag || !r->titled)
		return qn_no_memory(r->err);
	while (first <= last && !ends_a_year(r->panel, first))
		first++;
	if (first > last)
		return qn_fail_both(r->err, QN_EUSAGE, "还没有一个完整年度的数据,无从重演", "there are figures of no whole year yet: no round can be held again");
	int rc = begin(r, first, &made->arena);
	for (int index = first; rc == QN_OK && index <= last; index += qn_periods_a_year(r->panel->catalogue->frequency)) {
		qn_replayed *at = &made->at[made->count++];
		at->year = qn_period_year(qn_panel_period(r->panel, index)) + 1;
		at->renewed = qn_arena_array(&made->arena, n + 1, sizeof *at->renewed);
		at->lapsed = qn_arena_array(&made->arena, n + 1, sizeof *at->lapsed);
		if (!at->renewed || !at->lapsed)
			return qn_no_memory(r->err);
		rc = review(r, index, at);
		if (rc == QN_OK)
			rc = hold(r, index, at);
	}
	return rc;
}

int qn_replay_make(qn_panel *panel, const qn_changes *changes, int first, int last, qn_replay **out, qn_error *err)
{
	replaying r = { .panel = panel, .changes = changes, .err = err };
	qn_replay *made = calloc(1, sizeof *made);
	if (!made)
		return qn_no_memory(err);
	int rc = run(&r, first, last, made);
	if (rc < 0)
		qn_replay_free(made);
	else
		*out = made;
	return rc;
}

void qn_replay_free(qn_replay *replay)
{
	if (!replay)
		return;
	for (int i = 0; i < replay->count; i++)
		qn_round_free(replay->at[i].round);
	qn_arena_free(&replay->arena);
	free(replay);
}
