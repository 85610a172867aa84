/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - what is due: the ends of publicity and of terms, yearly reports, re-reviews; what is overdue first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cli/clock.h"
#include "cli/judge/due.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "files/outfile.h"

enum { A_YEAR = 366 };

typedef struct {
	cli_titles *titles;
	qn_date from, to;
	bool since_ever;         /* --from was left out: what is overdue is told however old */
	due_item *item;
	uint32_t items;
} listing;

static int add(listing *l, due_item item, qn_error *err)
{
	cli_titles *t = l->titles;
	bool overdue = item.state == DUE_OVER && l->since_ever;
	if (item.day > l->to || (item.day < l->from && !overdue))
		return QN_OK;
	if (!qn_grow(&t->session->arena, (void **)&l->item, l->items, sizeof item))
		return qn_no_memory(err);
	for (uint32_t i = 0; i < t->life[item.number].events; i++)
		item.synthetic = item.synthetic || t->life[item.number].event[i].synthetic;
	l->item[l->items++] = item;
	return QN_OK;
}

static uint32_t reporting_stage(const qn_recognition *rules)
{
	for (uint32_t i = 0; i < rules->stages; i++)
		if (rules->stage[i].reports)
			return i;
	return QN_START;
}

static int add_reports(listing *l, uint32_t number, qn_error *err)
{
	cli_titles *t = l->titles;
	qn_yearly_report *report;
	uint32_t count, stage = reporting_stage(t->course.rules);
	if (stage == QN_START)
		return QN_OK;
	int rc = qn_life_reports(&t->course, &t->life[number], l->to, &t->session->arena, &report, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		bool come = report[i].on != QN_NO_DATE && report[i].on <= t->today;
		rc = add(l, (due_item){ .day = report[i].due, .kind = DUE_REPORT, .number = number, .stage = stage, .year = report[i].year,
			.state = come ? DUE_DONE : report[i].due < t->today ? DUE_OVER : DUE_COMING }, err);
	}
	return rc;
}

/* The end of a term, which calls for a re-review; over when nobody has decided since. */
static int add_term(listing *l, uint32_t number, qn_error *err)
{
	cli_titles *t = l->titles;
	const qn_life *life = &t->life[number];
	uint32_t stage = 0;
	while (stage < t->course.rules->stages && !t->course.rules->stage[stage].expires)
		stage++;
	if (!life->titled)
		return QN_OK;
	return add(l, (due_item){ .day = life->ends, .kind = DUE_TERM, .number = number, .stage = stage, .state = life->ends < t->today ? DUE_OVER : DUE_COMING }, err);
}

static int add_stage(listing *l, uint32_t number, qn_error *err)
{
	const qn_life *life = &l->titles->life[number];
	if (life->stage == QN_START || life->runs_to == QN_NO_DATE)
		return QN_OK;
	return add(l, (due_item){ .day = life->runs_to, .kind = DUE_STAGE, .number = number, .stage = life->stage, .provisional = life->provisional,
		.state = life->runs_to < l->titles->today ? DUE_OVER : DUE_COMING }, err);
}

static int by_day(const void *a, const void *b)
{
	const due_item *x = a, *y = b;
	if (x->day != y->day)
		return (x->day > y->day) - (x->day < y->day);
	if (x->kind != y->kind)
		return (x->kind > y->kind) - (x->kind < y->kind);
	return (x->number > y->number) - (x->number < y->number);
}

static int list_due(listing *l, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < l->titles->count; i++) {
		if (!l->titles->chosen[i])
			continue;
		rc = add_stage(l, i, err);
		if (rc == QN_OK)
			rc = add_reports(l, i, err);
		if (rc == QN_OK)
			rc = add_term(l, i, err);
	}
	if (l->items)
		qsort(l->item, l->items, sizeof *l->item, by_day);
	return rc;
}

const char *due_words(const cli_titles *t, const due_item *item)
{
	cli_session *se = t->session;
	const char *stage = stage_text(t, item->stage);
	if (item->kind == DUE_REPORT)
		return qn_arena_printf(&se->arena, say(se, "%s of %d", "%s(%d 年)"), stage, item->year);
	if (item->kind == DUE_STAGE)
		return qn_arena_printf(&se->arena, say(se, "%s ends%s", "%s期满%s"), stage, item->provisional ? say(se, " (provisional)", "(暂定)") : "");
	return item->state == DUE_OVER ? say(se, "re-review not decided", "复核未决") : say(se, "term ends, re-review", "有效期满,待复核");
}

const char *due_state_words(const cli_titles *t, const due_item *item)
{
	const cli_session *se = t->session;
	return item->state == DUE_DONE ? say(se, "done", "已完成") : item->state == DUE_OVER ? say(se, "overdue", "逾期") : say(se, "due", "待办");
}

static const char *weekday(const cli_session *se, qn_date day)
{
	static const char *const days[2][7] = { { "周一", "周二", "周三", "周四", "周五", "周六", "周日" }, { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" } };
	return days[se->options->language][qn_date_weekday(day) - 1];
}

static int add_row(const listing *l, qn_table *table, const due_item *item, qn_error *err)
{
	cli_session *se = l->titles->session;
	const char *clause = l->titles->course.rules->stage[item->stage].clause;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, date_text(se, item->day));
	qn_row_text(row, weekday(se, item->day));
	qn_row_text(row, due_words(l->titles, item));
	int rc = entity_cells(se, row, item->number, err);
	qn_row_text(row, due_state_words(l->titles, item));
	qn_row_text(row, clause ? clause : "");
	if (item->state == DUE_OVER)
		qn_row_tone(row, QN_TONE_BAD);
	if (!item->synthetic)
		qn_row_real(row);
	return rc;
}

static int report_due(const listing *l, qn_error *err)
{
	cli_session *se = l->titles->session;
	size_t most = rows_told(se, SIZE_MAX);
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "What is due from %s to %s", "%s 至 %s 的待办"), date_text(se, l->from), date_text(se, l->to)));
	qn_table *table = qn_report_table(report, "due", "");
	int rc = QN_OK;
	qn_table_column(table, "day", say(se, "Day", "日期"), QN_LEFT);
	qn_table_column(table, "weekday", "", QN_LEFT | QN_PEOPLE);
	qn_table_column(table, "what", say(se, "What", "事项"), QN_LEFT);
	subject_columns(se, table);
	qn_table_column(table, "state", say(se, "State", "状态"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	for (uint32_t i = 0; rc == QN_OK && i < l->items && i < most; i++)
		rc = add_row(l, table, &l->item[i], err);
	if (most < l->items)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more; --top N shows more", "另有 %zu 项;用 --top N 多列"), l->items - most));
	return session_finish(se, report, rc, err);
}

static int write_icalendar(const listing *l, const cli_options *options, qn_error *err)
{
	qn_buffer out = { 0 };
	int rc = due_icalendar(l->titles, l->item, l->items, &out, err);
	if (rc == QN_OK)
		rc = qn_outfile_put(options->output, options->force, &out, err);
	qn_buffer_free(&out);
	return rc;
}

static int read_span(listing *l, const cli_options *options, qn_error *err)
{
	l->since_ever = !options->from;
	int rc = read_day("from", options->from, l->titles->today, &l->from, err);
	if (rc == QN_OK)
		rc = read_day("to", options->to, l->from + A_YEAR - 1, &l->to, err);
	if (rc == QN_OK && l->to < l->from)
		return qn_fail_both(err, QN_EUSAGE, "--to 早于 --from", "--to is before --from");
	return rc;
}

int run_calendar(const cli_options *options, qn_error *err)
{
	cli_session session;
	cli_titles titles;
	cli_options as_table = *options;
	listing l = { .titles = &titles };
	bool ics = options->format && !strcmp(options->format, "ics");
	if (ics)
		as_table.format = NULL;
	int rc = session_open(&session, &as_table, err);
	if (rc == QN_OK)
		rc = titles_open(&session, &titles, err);
	if (rc == QN_OK)
		rc = read_span(&l, options, err);
	if (rc == QN_OK)
		rc = list_due(&l, err);
	if (rc == QN_OK)
		rc = ics ? write_icalendar(&l, options, err) : report_due(&l, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
