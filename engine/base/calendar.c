/* SPDX-License-Identifier: Apache-2.0 */
#include "base/calendar.h"
#include <limits.h>
#include <stdlib.h>

enum { WEEK = 7, FRIDAY = 5 };

int qn_date_weekday(qn_date day)
{
	int since = (int)((day % WEEK + WEEK + 3) % WEEK); /* 1970-01-01 was a Thursday */
	return since + 1;
}

static int by_day(const void *a, const void *b)
{
	qn_date left = ((const qn_special_day *)a)->day, right = ((const qn_special_day *)b)->day;
	return (left > right) - (left < right);
}

static int year_of(qn_date date)
{
	int year, month, day;
	qn_date_parts(date, &year, &month, &day);
	return year;
}

bool qn_calendar_make(qn_special_day *day, uint32_t days, qn_calendar *out, qn_date *twice)
{
	*out = (qn_calendar){ .day = day, .days = days, .first = INT_MAX, .last = INT_MIN };
	if (days)
		qsort(day, days, sizeof *day, by_day);
	for (uint32_t i = 0; i < days; i++) {
		int year = year_of(day[i].day);
		if (i && day[i].day == day[i - 1].day) {
			*twice = day[i].day;
			return false;
		}
		if (day[i].works) /* days that make up for the first holiday of a year lie in the year before */
			continue;
		out->first = year < out->first ? year : out->first;
		out->last = year > out->last ? year : out->last;
	}
	return true;
}

bool qn_calendar_works(const qn_calendar *calendar, qn_date day)
{
	uint32_t low = 0, high = calendar->days;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (calendar->day[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < calendar->days && calendar->day[low].day == day)
		return calendar->day[low].works;
	return qn_date_weekday(day) <= FRIDAY;
}

bool qn_calendar_published(const qn_calendar *calendar, qn_date day)
{
	int year = year_of(day);
	return calendar->days && calendar->first <= year && year <= calendar->last;
}

qn_date qn_calendar_after(const qn_calendar *calendar, qn_date from, int working_days, bool first_counts, bool *provisional)
{
	qn_date day = first_counts ? from : from + 1;
	*provisional = false;
	for (int passed = 0;; day++) {
		*provisional = *provisional || !qn_calendar_published(calendar, day);
		passed += qn_calendar_works(calendar, day);
		if (passed >= working_days)
			return day;
	}
}
