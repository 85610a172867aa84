/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rows.h"
#include "cli/show.h"

size_t rows_told(const cli_session *session, size_t usual)
{
	return session->options->top >= 0 ? (size_t)session->options->top : for_machines(session) ? SIZE_MAX : usual;
}

void note_left(cli_session *session, qn_report *report, size_t left, const char *what)
{
	if (left)
		qn_report_note(report, qn_arena_printf(&session->arena, say(session, "%s%s%zu more; --top N shows more", "%s%s另有 %zu 行;用 --top N 多列"), what ? what : "",
			what ? say(session, ": ", ":") : "", left));
}

void keep_rows(cli_session *session, qn_report *report, qn_table *table, const char *what)
{
	note_left(session, report, qn_table_keep(table, rows_told(session, SIZE_MAX)), what);
}
