/* SPDX-License-Identifier: Apache-2.0 */
#include "report/fit.h"
#include <string.h>
#include "base/text.h"

enum { LEAST_OF_TEXT = 16, LEAST_OF_ANY = 8 }; /* narrower texts are columns of syllables that nobody reads */

/* What is known of the columns that people see: how wide each is, and how narrow it may get. */
typedef struct {
	const qn_table *table;
	size_t *column, *natural, *least, columns;
	size_t lead, tail; /* columns that every part begins and ends with */
} measured;

static size_t at_least(size_t a, size_t b) { return a > b ? a : b; }
static size_t at_most(size_t a, size_t b) { return a < b ? a : b; }

static size_t natural_width(const qn_table *table, size_t at)
{
	char number[64];
	size_t width = qn_text_width(qn_shown_heading(table, at));
	for (const qn_row *row = table->first; row; row = row->next)
		width = at_least(width, qn_text_width(qn_shown_text(row, at, number)));
	return width;
}

static bool same_in_a_row(const qn_table *table, size_t at)
{
	char a[64], b[64];
	for (const qn_row *row = table->first; row && row->next; row = row->next)
		if (!strcmp(qn_shown_text(row, at, a), qn_shown_text(row->next, at, b)))
			return true;
	return false;
}

/* Up to the first name, and one more where neighbours share it. */
static size_t leading(const measured *m)
{
	size_t lead = 0, own = m->columns - m->tail;
	while (lead < own && m->table->column[m->column[lead]].flags & QN_RIGHT)
		lead++;
	if (lead == own)
		return at_most(own, 1);
	lead++;
	return lead < own && same_in_a_row(m->table, m->column[lead - 1]) ? lead + 1 : lead;
}

static bool is_shown(const table_column *of, bool pictures) { return of->flags & QN_PICTURE ? pictures : qn_column_shown(of, false); }

static bool measure(const qn_table *table, measured *m, bool pictures, qn_arena *arena)
{
	size_t all = table->columns + 1;
	*m = (measured){ .table = table, .column = qn_arena_array(arena, all, sizeof *m->column), .natural = qn_arena_array(arena, all, sizeof *m->natural),
		.least = qn_arena_array(arena, all, sizeof *m->least), .tail = table->report->synthetic };
	if (!m->column || !m->natural || !m->least)
		return false;
	for (size_t i = 0; i < table->columns + m->tail; i++) {
		bool own = i < table->columns;
		if (own && !is_shown(&table->column[i], pictures))
			continue;
		size_t at = m->columns++, width = natural_width(table, i);
		bool breaks = own && table->column[i].flags & QN_WRAP;
		m->column[at] = i, m->natural[at] = width;
		m->least[at] = breaks ? at_most(width, at_least(LEAST_OF_TEXT, qn_text_width(table->column[i].heading))) : width;
	}
	m->lead = leading(m);
	return true;
}

/* Of columns beside each other, with what is between them. */
static size_t sum(const size_t *width, size_t from, size_t to)
{
	size_t all = 0;
	for (size_t i = from; i < to; i++)
		all += width[i] + 1;
	return all;
}

/* Columns from..to between those that every part has, each at its least; what is left of the screen goes to the narrowest of those
 * that would be wider. */
static bool add_part(measured *m, size_t from, size_t to, size_t screen, qn_fit_part *out, qn_arena *arena)
{
	size_t used = 0, widths = 0;
	size_t *at = qn_arena_array(arena, m->columns, sizeof *at);
	out->column = qn_arena_array(arena, m->columns, sizeof *out->column);
	if (!at || !out->column)
		return false;
	for (size_t i = 0; i < m->columns; i++) {
		if (i >= m->lead && i < m->columns - m->tail && (i < from || i >= to))
			continue;
		at[widths++] = i;
		out->column[out->columns++] = (qn_fit_column){ m->column[i], m->least[i] };
		used += m->least[i] + 1;
	}
	for (size_t left = screen + 1 > used ? screen + 1 - used : 0; left > 0; left--) {
		size_t narrowest = widths;
		for (size_t k = 0; k < widths; k++)
			if (out->column[k].width < m->natural[at[k]] && (narrowest == widths || out->column[k].width < out->column[narrowest].width))
				narrowest = k;
		if (narrowest == widths)
			break;
		out->column[narrowest].width++;
	}
	for (size_t k = 0; k < widths; k++)
		if (out->column[k].width >= m->natural[at[k]])
			out->column[k].width = 0;
	return true;
}

/* What every part has takes half of the screen at most, so that something can stand beside it. */
static void narrow_lead(measured *m, size_t screen)
{
	while (m->lead > 1 && sum(m->least, 0, m->lead) > screen / 2)
		m->lead--;
	if (sum(m->least, 0, m->lead) > screen / 2 && !(m->table->column[m->column[0]].flags & QN_RIGHT))
		m->least[0] = at_least(screen / 2, LEAST_OF_ANY);
}

/* The columns from one on that still fit, one at least: broken if that one does not. */
static size_t fill(measured *m, size_t from, size_t screen)
{
	size_t own = m->columns - m->tail, to = from + 1;
	size_t used = sum(m->least, 0, m->lead) + sum(m->least, own, m->columns);
	size_t room = screen > used ? screen - used : 0;
	if (m->least[from] > room && !(m->table->column[m->column[from]].flags & QN_RIGHT))
		m->least[from] = at_least(room, LEAST_OF_ANY);
	while (to < own && sum(m->least, from, to + 1) <= room + 1)
		to++;
	return to;
}

/* Where there is no screen, nothing is measured. */
static qn_fit_part *as_it_is(const qn_table *table, qn_arena *arena)
{
	qn_fit_part *part = qn_arena_alloc(arena, sizeof *part);
	if (!part || !(part->column = qn_arena_array(arena, table->columns + 1, sizeof *part->column)))
		return NULL;
	for (size_t i = 0; i < table->columns + table->report->synthetic; i++)
		if (i == table->columns || is_shown(&table->column[i], true))
			part->column[part->columns++].column = i;
	return part;
}

qn_fit_part *qn_fit(const qn_table *table, size_t screen, qn_arena *arena, size_t *parts)
{
	measured m;
	if (screen == 0)
		return *parts = 1, as_it_is(table, arena);
	bool measures = measure(table, &m, true, arena);
	if (measures && sum(m.natural, 0, m.columns) > screen + 1) /* a picture goes first */
		measures = measure(table, &m, false, arena);
	qn_fit_part *part = measures ? qn_arena_array(arena, m.columns + 1, sizeof *part) : NULL;
	size_t own = part ? m.columns - m.tail : 0;
	*parts = 0;
	if (!part)
		return NULL;
	if (sum(m.natural, 0, m.columns) <= screen + 1)
		memcpy(m.least, m.natural, m.columns * sizeof *m.least);
	else if (sum(m.least, 0, m.columns) > screen + 1)
		narrow_lead(&m, screen);
	bool whole = own <= m.lead || sum(m.least, 0, m.columns) <= screen + 1;
	for (size_t from = m.lead, to; *parts == 0 || from < own; from = to) {
		to = whole ? own : fill(&m, from, screen);
		if (!add_part(&m, from, to, screen, &part[(*parts)++], arena))
			return NULL;
	}
	return part;
}

static size_t character(const char *text)
{
	size_t length = 1;
	while (((unsigned char)text[length] & 0xC0) == 0x80)
		length++;
	return length;
}

static size_t width_of(const char *text, size_t length)
{
	char one[8] = { 0 };
	memcpy(one, text, length < sizeof one ? length : sizeof one - 1);
	return qn_text_width(one);
}

static bool closes(const char *text, size_t length)
{
	char one[8] = { 0 };
	memcpy(one, text, length < sizeof one ? length : sizeof one - 1);
	return strstr("、。》”’,;:)!?%\uff0c\uff1b\uff1a\uff09\uff01\uff1f", one);
}

/* How much of the text goes into a line. None begins with what closes. */
static size_t line_length(const char *text, size_t width)
{
	size_t at = strspn(text, " "), used = at, good = 0, first = at;
	bool wide_before = false;
	while (text[at]) {
		size_t length = character(text + at), w = width_of(text + at, length);
		if (at > first && w > 0 && !closes(text + at, length) && (text[at - 1] == ' ' || w == 2 || wide_before))
			good = at;
		if (at > first && used + w > width && text[at] != ' ')
			return good > 0 ? good : at;
		at += length, used += w, wide_before = w == 2;
	}
	return at;
}

const char *qn_fit_text(const char *text, size_t width, qn_arena *arena)
{
	qn_buffer out = { 0 };
	while (*text) {
		size_t length = line_length(text, width), shown = length;
		while (shown > 0 && text[shown - 1] == ' ')
			shown--;
		qn_buffer_add(&out, text, shown);
		text += length + strspn(text + length, " ");
		if (*text)
			qn_buffer_text(&out, "\n");
	}
	return qn_buffer_keep(&out, arena);
}
