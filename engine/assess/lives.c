/* SPDX-License-Identifier: Apache-2.0 */
/* lives.c - events out of the registers: of the course, and of the list of titles where the course says nothing. */
#include "assess/course.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

typedef struct {
	qn_snapshot *snapshot;
	const qn_catalogue *catalogue;
	const qn_course *course;
	qn_life *life;
	uint32_t count;
	bool titles;      /* the register of titles is read */
	qn_arena *arena;
	qn_error *err;
} reading;

/* NULL without memory, "" where nothing is said. */
static const char *text_of(reading *r, const qn_record *record, const char *name)
{
	const qn_field *field = qn_record_field(record, name);
	return field && field->text ? qn_arena_text(r->arena, field->text) : "";
}

static const char *place_of(reading *r, qn_origin origin)
{
	qn_import import;
	if (!origin.import || qn_import_get(r->snapshot, origin.import, &import, NULL) < 0)
		return "a record";
	const char *place = qn_arena_printf(r->arena, "%s:%u", import.file, origin.line);
	return place ? place : import.file;
}

static qn_date day_of(const qn_record *record, const char *name)
{
	const qn_field *field = qn_record_field(record, name);
	return field && field->type == QN_FIELD_DATE ? field->date : QN_NO_DATE;
}

/* Which year a report is of: said, else the one before its day. */
static int report_year(const qn_record *record, qn_date on)
{
	int year, month, day;
	const qn_field *field = qn_record_field(record, "year");
	qn_date_parts(on, &year, &month, &day);
	return field && field->type == QN_FIELD_NUMBER ? (int)field->number : year - 1;
}

static int add_event(reading *r, const qn_record *record, uint32_t stage, qn_date on)
{
	qn_life *life = &r->life[record->subject];
	qn_event event = { .on = on, .stage = stage, .granted = r->titles, .until = r->titles ? day_of(record, "valid_until") : QN_NO_DATE,
		.by = text_of(r, record, "by"), .evidence = text_of(r, record, "evidence"),
		.note = text_of(r, record, "note"), .origin = record->origin };
	if (!event.by || !event.evidence || !event.note)
		return qn_no_memory(r->err);
	if (r->course->rules->stage[stage].reports)
		event.year = report_year(record, on);
	if (!qn_grow(r->arena, (void **)&life->event, life->events, sizeof event))
		return qn_no_memory(r->err);
	life->event[life->events++] = event;
	return qn_origin_synthetic(r->snapshot, record->origin, &life->event[life->events - 1].synthetic, r->err);
}

static const char *stage_name(const void *context, size_t i) { return ((const qn_recognition *)context)->stage[i].id; }

static int no_stage(reading *r, const qn_record *record, const char *name)
{
	const qn_recognition *rules = r->course->rules;
	long near = qn_text_nearest(name, stage_name, rules, rules->stages);
	const char *offered = near < 0 ? rules->stage[0].id : rules->stage[near].id;
	return qn_fail_both(r->err, QN_EINPUT, "%s:没有叫“%s”的环节,是不是 %s?", "%s: no stage is called \"%s\": did you mean %s?", place_of(r, record->origin), name, offered);
}

static int take_course(void *context, const qn_record *record)
{
	reading *r = context;
	if (record->kind != r->catalogue->subject || record->subject >= r->count)
		return QN_OK;
	const qn_field *field = qn_record_field(record, "stage");
	const char *name = field && field->text ? field->text : "";
	long stage = qn_program_stage(r->course->program, name);
	qn_date on = day_of(record, "on");
	if (stage < 0)
		return no_stage(r, record, name);
	if (on == QN_NO_DATE)
		return qn_fail_both(r->err, QN_EINPUT, "%s:缺 on 列:发生在哪一天,写如 2025-11-14", "%s: on, the day it happened, is wanted, as in 2025-11-14", place_of(r, record->origin));
	return add_event(r, record, (uint32_t)stage, on);
}

static uint32_t first_grant(const qn_recognition *rules)
{
	uint32_t i = 0;
	while (i < rules->stages && !rules->stage[i].grants)
		i++;
	return i;
}

/* Does the course itself tell of it? A renewal alone does not: it rests on a grant that the list may know. */
static bool has_grant(const qn_life *life, uint32_t stage)
{
	for (uint32_t i = 0; i < life->events; i++)
		if (!life->event[i].granted && life->event[i].stage == stage)
			return true;
	return false;
}

static int take_title(void *context, const qn_record *record)
{
	reading *r = context;
	uint32_t stage = first_grant(r->course->rules);
	qn_date on = day_of(record, "recognised_on");
	if (record->kind != r->catalogue->subject || record->subject >= r->count || on == QN_NO_DATE || stage == r->course->rules->stages)
		return QN_OK;
	return has_grant(&r->life[record->subject], stage) ? QN_OK : add_event(r, record, stage, on);
}

/* By day; of one day as they came. */
static int by_day(const void *a, const void *b)
{
	const qn_event *x = a, *y = b;
	if (x->on != y->on)
		return (x->on > y->on) - (x->on < y->on);
	if (x->origin.import != y->origin.import)
		return (x->origin.import > y->origin.import) - (x->origin.import < y->origin.import);
	return (x->origin.line > y->origin.line) - (x->origin.line < y->origin.line);
}

int qn_lives_read(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_course *course, qn_arena *arena, qn_life **life, uint32_t *count, qn_error *err)
{
	reading r = { .snapshot = snapshot, .catalogue = catalogue, .course = course, .arena = arena, .err = err };
	int rc = qn_entity_count(snapshot, catalogue->subject, &r.count, err);
	if (rc < 0)
		return rc;
	r.life = *life = qn_arena_array(arena, (size_t)r.count + 1, sizeof **life);
	*count = r.count;
	if (!r.life)
		return qn_no_memory(err);
	rc = qn_record_each(snapshot, course->rules->course_register, take_course, &r, err);
	r.titles = true;
	if (rc == QN_OK)
		rc = qn_record_each(snapshot, course->rules->title_register, take_title, &r, err);
	for (uint32_t i = 0; rc == QN_OK && i < r.count; i++)
		if (r.life[i].events)
			qsort(r.life[i].event, r.life[i].events, sizeof *r.life[i].event, by_day);
	return rc;
}

static int tell_forbidden(reading *r, uint32_t number, const qn_event *event, qn_label why)
{
	char on[16];
	const char *place = place_of(r, event->origin), *stage = r->course->rules->stage[event->stage].id;
	const qn_entity *who = qn_entity_borrow(r->snapshot, r->catalogue->subject, number, r->err);
	if (!who)
		return qn_failed(r->err);
	qn_date_text(event->on, on);
	return qn_fail_both(r->err, QN_EINPUT, "%s:%s:%s(%s)不成立:%s%.0s", "%s: %s: %s on %s cannot be: %.0s%s", place, who->id, stage, on, why.zh, why.en);
}

int qn_lives_check(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_course *course, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_life *life;
	uint32_t count, at;
	reading r = { .snapshot = snapshot, .catalogue = catalogue, .course = course, .arena = &arena, .err = err };
	int rc = qn_lives_read(snapshot, catalogue, course, &arena, &life, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		qn_label why = qn_life_replay(course, &life[i], QN_END_OF_TIME, &arena, &at);
		if (why.zh)
			rc = tell_forbidden(&r, i, &life[i].event[at], why);
	}
	qn_arena_free(&arena);
	return rc;
}
