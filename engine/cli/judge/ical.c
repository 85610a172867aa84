/* SPDX-License-Identifier: Apache-2.0 */
/* ical.c - RFC 5545: lines end with CRLF, are folded at 75 octets between characters, and texts escape \ ; , and line ends. */
#include <string.h>
#include "base/text.h"
#include "cli/judge/due.h"
#include "cli/show.h"

enum { LONGEST_LINE = 75 };

static size_t characters_within(const char *text, size_t most)
{
	size_t length = strlen(text);
	if (length <= most)
		return length;
	size_t end = most;
	while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	return end ? end : most; /* no character is so long: what is none is cut anywhere, and never not at all */
}

static void add_line(qn_buffer *out, const char *line)
{
	size_t room = LONGEST_LINE, take;
	for (; strlen(line) > room; line += take, room = LONGEST_LINE - 1) { /* the blank of a folded line counts */
		take = characters_within(line, room);
		qn_buffer_add(out, line, take);
		qn_buffer_text(out, "\r\n ");
	}
	qn_buffer_text(out, line);
	qn_buffer_text(out, "\r\n");
}

static void add_text(qn_buffer *out, const char *name, const char *text)
{
	qn_buffer line = { 0 };
	qn_buffer_text(&line, name);
	for (; *text; text++) {
		if (strchr("\\;,", *text))
			qn_buffer_add(&line, "\\", 1);
		qn_buffer_add(&line, *text == '\n' ? "\\n" : text, *text == '\n' ? 2 : 1);
	}
	if (line.failed)
		out->failed = true;
	else
		add_line(out, line.data);
	qn_buffer_free(&line);
}

static void add_day(qn_buffer *out, const char *name, qn_date date, const char *rest)
{
	int year, month, day;
	qn_buffer line = { 0 };
	qn_date_parts(date, &year, &month, &day);
	qn_buffer_printf(&line, "%s%04d%02d%02d%s", name, year, month, day, rest);
	if (line.failed)
		out->failed = true;
	else
		add_line(out, line.data);
	qn_buffer_free(&line);
}

static int add_item(const cli_titles *t, const due_item *item, qn_buffer *out, qn_error *err)
{
	static const char *const kinds[] = { "stage", "report", "term" };
	cli_session *se = t->session;
	const qn_entity *who = qn_entity_borrow(se->snapshot, se->catalogue->subject, item->number, err);
	const char *clause = t->course.rules->stage[item->stage].clause;
	if (!who)
		return err->status;
	const char *name = title_of(se, who->title);
	const char *uid = qn_arena_printf(&se->arena, "%s-%s-%s-%s@qunce", who->id, kinds[item->kind], t->course.rules->stage[item->stage].id, date_text(se, item->day));
	const char *summary = qn_arena_printf(&se->arena, "%s%s: %s", item->synthetic ? say(se, "[synthetic] ", "[合成] ") : "", name ? name : who->id, due_words(t, item));
	if (!uid || !summary)
		return qn_no_memory(err);
	add_line(out, "BEGIN:VEVENT");
	add_text(out, "UID:", uid);
	add_day(out, "DTSTAMP:", t->today, "T000000Z");
	add_day(out, "DTSTART;VALUE=DATE:", item->day, "");
	add_day(out, "DTEND;VALUE=DATE:", item->day + 1, "");
	add_text(out, "SUMMARY:", summary);
	if (clause)
		add_text(out, "DESCRIPTION:", clause);
	add_text(out, "CATEGORIES:", due_state_words(t, item));
	add_line(out, "TRANSP:TRANSPARENT");
	add_line(out, "END:VEVENT");
	return QN_OK;
}

int due_icalendar(const cli_titles *t, const due_item *item, uint32_t items, qn_buffer *out, qn_error *err)
{
	int rc = QN_OK;
	add_line(out, "BEGIN:VCALENDAR");
	add_line(out, "VERSION:2.0");
	add_line(out, "PRODID:-//qunce//calendar//EN");
	add_line(out, "CALSCALE:GREGORIAN");
	for (uint32_t i = 0; rc == QN_OK && i < items; i++)
		rc = add_item(t, &item[i], out, err);
	add_line(out, "END:VCALENDAR");
	return rc == QN_OK && out->failed ? qn_no_memory(err) : rc;
}
