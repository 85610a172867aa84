/* SPDX-License-Identifier: Apache-2.0 */
/* conflicts.c - the cells of which sources say what cannot all be true: every claim, who makes it, which one is adopted and why. */
#include <stdlib.h>
#include <string.h>
#include "assess/value.h"
#include "base/text.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/statements.h"
#include "cli/store/list.h"
#include "ingest/when.h"

typedef struct {
	cli_session *session;
	qn_table *table;
	double tolerance;
	qn_period period;    /* QN_NO_PERIOD: all */
	long cells;          /* so far */
	qn_error *err;
} search;

static void columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "entity", "", QN_MACHINE);
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "period", "", QN_MACHINE);
	qn_table_column(table, "about", say(se, "About", "对象"), QN_LEFT | QN_WRAP | QN_PEOPLE);
	statement_columns(se, table);
}

/* People read once what a cell is about. */
static int add_cell(search *s, const qn_spot *at, const qn_entity *who, const qn_statement *statement, uint32_t count)
{
	cli_session *se = s->session;
	const qn_indicator *about = &se->catalogue->indicator[at->indicator];
	const char *period = period_text(se, at->period);
	for (uint32_t i = 0; i < count; i++) {
		qn_row *row = qn_table_row(s->table);
		qn_row_text(row, who->id);
		qn_row_text(row, title_of(se, who->title));
		qn_row_text(row, about->id);
		qn_row_text(row, period);
		qn_row_text(row, i ? "" : qn_arena_printf(&se->arena, "%s %s %s", title_of(se, who->title), title_of(se, about->title), period));
		statement_cells(se, row, &statement[i], about->unit);
		qn_row_tone(row, qn_statement_adopted(&statement[i]) ? QN_TONE_GOOD : QN_TONE_PLAIN);
	}
	s->cells++;
	return QN_OK;
}

static int take_cell(void *context, const qn_spot *at, const qn_statement *statement, uint32_t count)
{
	search *s = context;
	qn_entity who;
	bool in = true;
	if (s->period != QN_NO_PERIOD && at->period != s->period)
		return QN_OK;
	int rc = qn_statements_conflict(statement, count, s->tolerance, s->err);
	if (rc <= 0)
		return rc;
	rc = entity_passes(s->session, at->kind, at->entity, &in, s->err);
	if (rc < 0 || !in)
		return rc;
	if ((size_t)s->cells >= rows_told(s->session, SIZE_MAX)) {
		s->cells++;
		return QN_OK;
	}
	rc = qn_entity_get(s->session->snapshot, at->kind, at->entity, &who, s->err);
	return rc < 0 ? rc : add_cell(s, at, &who, statement, count);
}

static int read_tolerance(const char *text, double *out, qn_error *err)
{
	char *end = NULL;
	*out = text ? strtod(text, &end) : 0;
	bool percent = text && *end == '%';
	if (text && (end == text || end[percent] || !(*out >= 0) || *out > (percent ? 100 : 1)))
		return qn_fail_both(err, QN_EUSAGE, "--tolerance %s:要写份额,如 1%% 或 0.01", "--tolerance %s: a share is wanted, as in 1%% or 0.01", text);
	*out /= percent ? 100 : 1;
	return QN_OK;
}

static int read_period(const char *text, qn_period *out, qn_error *err)
{
	*out = QN_NO_PERIOD;
	if (text && qn_when_read(text, out))
		return qn_fail_both(err, QN_EUSAGE, "--year %s:要写时期,如 2025 或 2025-Q1", "--year %s: a period is wanted, as in 2025 or 2025-Q1", text);
	return QN_OK;
}

static int look_at(search *s, uint32_t indicator)
{
	cli_session *se = s->session;
	return qn_statements_each(se->snapshot, indicator, qn_snapshot_vintage(se->snapshot), take_cell, s, s->err);
}

static int look_at_named(search *s, const char *name)
{
	const qn_catalogue *c = s->session->catalogue;
	long found = qn_catalogue_indicator(c, name);
	if (found < 0)
		return qn_no_indicator(c, name, s->err);
	return look_at(s, (uint32_t)found);
}

static int tell(search *s)
{
	cli_session *se = s->session;
	qn_report *report = session_report(se, say(se, "Where sources contradict each other", "相互矛盾的说法"));
	int rc = QN_OK;
	s->table = qn_report_table(report, "conflicts", "");
	columns(se, s->table);
	for (int i = 1; rc == QN_OK && i < se->options->operands; i++)
		rc = look_at_named(s, se->options->operand[i]);
	for (uint32_t i = 0; rc == QN_OK && se->options->operands == 1 && i < se->catalogue->indicators; i++)
		rc = look_at(s, i);
	qn_report_note(report, qn_arena_printf(&se->arena, s->cells == 1 ? say(se, "%ld figure of which sources contradict each other", "%ld 个数值的说法相互矛盾")
		: say(se, "%ld figures of which sources contradict each other", "%ld 个数值的说法相互矛盾"), s->cells));
	if ((size_t)s->cells > rows_told(se, SIZE_MAX))
		note_left(se, report, (size_t)s->cells - rows_told(se, SIZE_MAX), NULL);
	if (s->cells)
		qn_report_note(report, say(se, "adopted is the exact figure of the best source, then the one known last; a bound, a rough figure or another scope never is; nothing is averaged",
			"采用级别最高的来源所报确数,同级取得知最晚的;界限、约数和其他口径不作为数值;从不取平均"));
	return session_finish(se, report, rc, s->err);
}

int run_conflicts(const cli_options *options, qn_error *err)
{
	cli_session session;
	search s = { .session = &session, .err = err };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = read_tolerance(options->tolerance, &s.tolerance, err);
	if (rc == QN_OK)
		rc = read_period(options->year, &s.period, err);
	if (rc == QN_OK)
		rc = tell(&s);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
