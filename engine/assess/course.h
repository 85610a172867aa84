/* SPDX-License-Identifier: Apache-2.0 */
/* course.h - how each came to its title and what became of it: events replayed against the stages that a pack declares, and
 * the terms and reports that follow. Whoever is only in the register of titles begins with the grant of it. */
#pragma once
#include "assess/changes.h"
#include "base/calendar.h"
#include "store/records.h"

/* What the course rests on: numbers and readings in force. */
typedef struct {
	const qn_program *program;
	const qn_recognition *rules;
	const qn_calendar *calendar; /* NULL: how long a stage lasts is not looked at */
	int years, renewal;          /* of a term, of a renewed one; 0: how long is not known */
	int lasts[QN_MOST_STAGES];   /* working days, by stage; 0: no set time, or none that is known */
	bool when[QN_WHENS];
} qn_course;

typedef struct {
	qn_date on;
	uint32_t stage;
	int year;                 /* that a report is of; 0: it is none */
	bool granted;             /* it is of the register of titles: a term of its own, whatever went before */
	qn_date until;            /* that the register says it ends; QN_NO_DATE: as terms do */
	bool synthetic;
	const char *by, *evidence, *note; /* "" where nothing is said */
	qn_origin origin;
} qn_event;

typedef struct {
	qn_event *event; uint32_t events; /* in order of day */
	uint32_t stage;           /* where it stands; QN_START: nowhere */
	qn_date since, runs_to;   /* runs_to: the last working day of a stage with a set time, else QN_NO_DATE */
	bool provisional;         /* runs_to rests on a year whose holidays are not published */
	bool titled;              /* granted, and not ended since */
	qn_date first, recognised, ends; /* of all terms · of the last one, whose last day is `ends`; QN_END_OF_TIME: not known */
} qn_life;

/* A year's report of a title holder. */
typedef struct { int year; qn_date due, on; bool late; } qn_yearly_report; /* due: its last day; on QN_NO_DATE: none yet */

/* What a parameter says of years or days: 0 where it is missing. */
int qn_course_length(double value);
/* Refuses a setting that does not hold on a day: where only that day is looked at it would change nothing. */
int qn_course_heard(const qn_program *program, const qn_changes *changes, qn_date day, qn_error *err);
/* Numbers and readings as they are on a day, or in the first period of a panel; both under changes. */
void qn_course_on(const qn_program *program, const qn_changes *changes, const qn_calendar *calendar, qn_date day, qn_course *out);
void qn_course_under(const qn_changes *changes, const qn_panel *panel, qn_course *out);

/* The events of every entity of the subject, by number: life[count], unreplayed, in arena. A record that is no event is
 * QN_EINPUT and names file and line. */
int qn_lives_read(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_course *course, qn_arena *arena, qn_life **life, uint32_t *count, qn_error *err);
/* Replays the events up to a day (QN_END_OF_TIME: all, and no term ends by itself after the last). The first that the rules
 * forbid stops it: *forbidden says which, and the words why, in arena, are returned; zh NULL: none. */
qn_label qn_life_replay(const qn_course *course, qn_life *life, qn_date day, qn_arena *arena, uint32_t *forbidden);
/* Does the title stand on the day it was replayed to? */
bool qn_life_valid(const qn_course *course, const qn_life *life);
/* The yearly reports due up to a day, of all its terms. Returns how many, in arena; or no memory. */
int qn_life_reports(const qn_course *course, const qn_life *life, qn_date day, qn_arena *arena, qn_yearly_report **out, uint32_t *count, qn_error *err);
/* Replays everybody: what the rules forbid is QN_EINPUT, with file and line of the event. */
int qn_lives_check(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_course *course, qn_error *err);

const char *qn_stage_id(const qn_course *course, uint32_t stage); /* "start" for QN_START */
