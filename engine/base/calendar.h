/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - working days: Monday to Friday, but for the days that a government makes free or makes up for, which are
 * published year by year. Where a year is not published yet, weekends alone are known, and what rests on it is provisional. */
#pragma once
#include "base/arena.h"
#include "base/period.h"

typedef struct { qn_date day; bool works; } qn_special_day;

typedef struct {
	const qn_special_day *day; /* ascending */
	uint32_t days;
	int first, last;           /* years that are published: those with a free day */
} qn_calendar; /* { 0 } knows weekends */

/* Sorts the days in place; they stay the caller's. False when one day is said twice, then *twice. */
bool qn_calendar_make(qn_special_day *day, uint32_t days, qn_calendar *out, qn_date *twice);
bool qn_calendar_works(const qn_calendar *calendar, qn_date day);
bool qn_calendar_published(const qn_calendar *calendar, qn_date day);
/* The working day on which so many (at least 1) have passed from a day on; the day itself counts only where first_counts,
 * and if it is one. *provisional: one of the days counted over is of a year not published. */
qn_date qn_calendar_after(const qn_calendar *calendar, qn_date from, int working_days, bool first_counts, bool *provisional);
int qn_date_weekday(qn_date day); /* 1 Monday … 7 Sunday */
