/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c - tables on a terminal, wide characters aligned. */
#include <errno.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "report/fit.h"

static const char *tone_name(qn_tone tone)
{
	return tone == QN_TONE_BAD ? "red" : tone == QN_TONE_WARN ? "yellow" : tone == QN_TONE_GOOD ? "green" : NULL;
}

static int add_column(struct libscols_table *lines, const qn_table *table, const qn_fit_column *of)
{
	bool right = of->column < table->columns && table->column[of->column].flags & QN_RIGHT;
	struct libscols_column *made = scols_table_new_column(lines, qn_shown_heading(table, of->column), 0,
		(right ? SCOLS_FL_RIGHT : 0) | (of->width ? SCOLS_FL_WRAP : 0));
	if (!made || !of->width)
		return made ? 0 : -1;
	return scols_column_set_safechars(made, "\n") ? -1 : scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
}

static int add_row(struct libscols_table *lines, const qn_row *row, const qn_fit_part *part, qn_arena *arena)
{
	struct libscols_line *line = scols_table_new_line(lines, NULL);
	char number[64];
	if (!line)
		return -1;
	for (size_t i = 0; i < part->columns; i++) {
		const char *text = qn_shown_text(row, part->column[i].column, number);
		if (part->column[i].width)
			text = qn_fit_text(text, part->column[i].width, arena);
		if (!text || scols_line_set_data(line, i, text))
			return -1;
	}
	if (tone_name(row->tone))
		scols_line_set_color(line, tone_name(row->tone));
	return 0;
}

static ssize_t add_to(void *out, const char *bytes, size_t length)
{
	qn_buffer_add(out, bytes, length);
	return (ssize_t)length;
}

/* Not as a string of the library's: it would be cut without a word where there is no memory for it. */
static int print_lines(struct libscols_table *lines, qn_buffer *out)
{
	FILE *stream = fopencookie(out, "w", (cookie_io_functions_t){ .write = add_to });
	if (!stream)
		return -1;
	scols_table_set_stream(lines, stream);
	int rc = scols_print_table(lines);
	return fclose(stream) != 0 ? -1 : rc;
}

/* Where the library lacks memory it may leave a cell empty and tell nothing of it; but errno remembers. */
static int write_part(const qn_table *table, const qn_fit_part *part, const qn_report_look *look, qn_arena *arena, qn_buffer *out)
{
	errno = 0;
	struct libscols_table *lines = scols_new_table();
	int rc = lines ? 0 : -1;
	for (size_t i = 0; rc == 0 && i < part->columns; i++)
		rc = add_column(lines, table, &part->column[i]);
	for (const qn_row *row = table->first; rc == 0 && row; row = row->next)
		rc = add_row(lines, row, part, arena);
	if (rc == 0) {
		scols_table_enable_colors(lines, look->color);
		scols_table_enable_noencoding(lines, true); /* texts come clean (table.c): what says \x0A already would say it twice */
		scols_table_set_termforce(lines, SCOLS_TERMFORCE_NEVER); /* it was made to fit */
		rc = print_lines(lines, out);
	}
	if (errno == ENOMEM)
		rc = -1;
	scols_unref_table(lines);
	return rc;
}

static int write_table(const qn_table *table, const qn_report_look *look, qn_buffer *out)
{
	qn_arena arena = { 0 };
	size_t parts;
	const qn_fit_part *part = qn_fit(table, look->width, &arena, &parts);
	int rc = part ? 0 : -1;
	for (size_t i = 0; rc == 0 && i < parts; i++) {
		if (i > 0)
			qn_buffer_text(out, "\n");
		rc = write_part(table, &part[i], look, &arena, out);
	}
	qn_arena_free(&arena);
	return rc;
}

int qn_write_screen(const qn_report *report, const qn_report_look *look, qn_buffer *out, qn_error *err)
{
	qn_buffer_printf(out, "%s%s\n", report->title, report->synthetic ? "  [" QN_SYNTHETIC_MARK "]" : "");
	for (const qn_table *table = report->first; table; table = table->next) {
		if (!qn_table_shown(table, false))
			continue;
		qn_buffer_text(out, "\n");
		if (*table->title)
			qn_buffer_printf(out, "%s\n", table->title);
		if (table->rows == 0)
			qn_buffer_text(out, "—\n");
		else if (write_table(table, look, out) != 0)
			return qn_no_memory(err);
	}
	for (const struct note *note = report->note; note; note = note->next)
		qn_buffer_printf(out, "%s* %s\n", note == report->note ? "\n" : "", note->text);
	return QN_OK;
}
