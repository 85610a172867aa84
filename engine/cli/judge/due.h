/* SPDX-License-Identifier: Apache-2.0 */
/* due.h - what falls due on which day, as a table and as iCalendar. */
#pragma once
#include "cli/titles.h"

typedef enum { DUE_STAGE, DUE_REPORT, DUE_TERM } due_kind;
typedef enum { DUE_COMING, DUE_OVER, DUE_DONE } due_state;
typedef struct {
	qn_date day;
	due_kind kind;
	due_state state;
	uint32_t number;     /* of the entity */
	uint32_t stage;      /* that runs out, or whose clause it is */
	int year;            /* of a report */
	bool provisional, synthetic;
} due_item;

const char *due_words(const cli_titles *titles, const due_item *item); /* "yearly report of 2025" */
const char *due_state_words(const cli_titles *titles, const due_item *item);
/* ical.c: RFC 5545, an event of a whole day for each; the same items give the same bytes. */
int due_icalendar(const cli_titles *titles, const due_item *item, uint32_t items, qn_buffer *out, qn_error *err);
