/* SPDX-License-Identifier: Apache-2.0 */
/* terms.c - reads the register of titles and works out the term of each. */
#include "assess/terms.h"
#include "assess/course.h"

int qn_reviewed_year(qn_date ends, int month, int day)
{
	int year, end_month, end_day;
	qn_date_parts(ends, &year, &end_month, &end_day);
	return qn_date_of(year, month, day) < ends ? year - 1 : year - 2;
}

/* The period whose data a title that ends then is judged by; of one that is not known to end, none. */
static qn_period review_of(qn_date ends, const qn_recognition *rules)
{
	return ends == QN_END_OF_TIME ? QN_NO_PERIOD : qn_period_of(QN_ANNUAL, qn_reviewed_year(ends, rules->report_month, rules->report_day), 1);
}

typedef struct { qn_panel *panel; const qn_recognition *rules; qn_term *term; int years; qn_error *err; } reading;

static int take_record(void *context, const qn_record *record)
{
	reading *r = context;
	const qn_field *on = qn_record_field(record, "recognised_on"), *until = qn_record_field(record, "valid_until");
	long entity = record->kind == r->panel->catalogue->subject ? qn_panel_entity(r->panel, record->subject) : -1;
	if (entity < 0 || !on || on->type != QN_FIELD_DATE)
		return 0;
	qn_term *term = &r->term[entity];
	if (term->titled && on->date < term->recognised)
		return 0;
	term->titled = true;
	term->recognised = on->date;
	term->ends = until && until->type == QN_FIELD_DATE ? until->date : r->years ? qn_date_add_years(on->date, r->years) : QN_END_OF_TIME;
	term->reviewed = review_of(term->ends, r->rules);
	return qn_origin_synthetic(r->panel->snapshot, record->origin, &term->synthetic, r->err);
}

/* A pack that declares stages says by them who holds a title: all that was recorded, however late. */
static int by_course(reading *r, const qn_changes *changes, qn_arena *arena)
{
	qn_course course;
	qn_life *life;
	uint32_t count, at;
	qn_course_under(changes, r->panel, &course);
	int rc = qn_lives_read(r->panel->snapshot, r->panel->catalogue, &course, arena, &life, &count, r->err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		long entity = qn_panel_entity(r->panel, i);
		qn_life_replay(&course, &life[i], QN_END_OF_TIME, arena, &at);
		if (entity < 0 || !life[i].titled)
			continue;
		qn_term *term = &r->term[entity];
		*term = (qn_term){ .titled = true, .recognised = life[i].recognised, .ends = life[i].ends };
		term->reviewed = review_of(term->ends, r->rules);
		for (uint32_t e = 0; e < life[i].events; e++)
			term->synthetic = term->synthetic || life[i].event[e].synthetic;
	}
	return rc;
}

int qn_terms(qn_panel *panel, const qn_changes *changes, qn_arena *arena, qn_term **out, qn_error *err)
{
	const qn_recognition *rules = panel->program->recognition;
	reading r = { .panel = panel, .rules = rules, .err = err };
	r.term = qn_arena_array(arena, panel->entities + 1, sizeof *r.term);
	if (!r.term)
		return qn_no_memory(err);
	*out = r.term;
	if (!rules)
		return QN_OK;
	if (rules->stages)
		return by_course(&r, changes, arena);
	r.years = qn_course_length(qn_changes_parameter(changes, panel, rules->term_years, panel->base).a);
	return qn_record_each(panel->snapshot, rules->title_register, take_record, &r, err);
}

static int held_by_course(qn_panel *panel, const qn_changes *changes, qn_date day, qn_arena *arena, bool *held, qn_error *err)
{
	qn_course course;
	qn_life *life;
	uint32_t count, at;
	qn_course_under(changes, panel, &course);
	int rc = qn_lives_read(panel->snapshot, panel->catalogue, &course, arena, &life, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		long entity = qn_panel_entity(panel, i);
		qn_life_replay(&course, &life[i], day, arena, &at);
		if (entity >= 0)
			held[entity] = qn_life_valid(&course, &life[i]);
	}
	return rc;
}

int qn_titled_on(qn_panel *panel, const qn_changes *changes, const qn_term *term, qn_date day, qn_arena *arena, bool **out, qn_error *err)
{
	const qn_recognition *rules = panel->program->recognition;
	if (!(*out = qn_arena_array(arena, panel->entities + 1, sizeof **out)))
		return qn_no_memory(err);
	if (rules && rules->stages)
		return held_by_course(panel, changes, day, arena, *out, err);
	for (size_t e = 0; e < panel->entities; e++)
		(*out)[e] = term[e].titled && term[e].recognised <= day && day <= term[e].ends;
	return QN_OK;
}
