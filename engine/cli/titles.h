/* SPDX-License-Identifier: Apache-2.0 */
/* titles.h - what life and calendar share: the course of every title up to a day. */
#pragma once
#include "assess/course.h"
#include "cli/session.h"
#include "ingest/import.h"

typedef struct {
	cli_session *session;
	qn_calendar calendar;
	qn_course course;
	qn_life *life;          /* [count], by number of the entity, replayed to today */
	uint32_t count;
	bool *chosen;           /* [count]: of those that the filters name */
	qn_date today;          /* --today; that of --as-of, else the clock's, if left out */
} cli_titles;

/* After session_open. Everything lives as long as the session. */
int titles_open(cli_session *session, cli_titles *out, qn_error *err);
/* What imports from `first` on recorded of titles, against the rules of the store's own pack, before it is committed; a register that
 * no rule reads is noted in the report. */
int titles_admit(const cli_options *options, qn_change_set *change, uint32_t first, qn_import_report *report, qn_error *err);

const char *date_text(cli_session *session, qn_date date); /* "—" for none */
const char *stage_text(const cli_titles *titles, uint32_t stage);
int entity_cells(cli_session *session, qn_row *row, uint32_t number, qn_error *err); /* the two columns of subject_columns */
