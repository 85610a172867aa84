/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c - tables on a terminal, wide characters aligned. */
#include <errno.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "report/model.h"

static const char *tone_name(qn_tone tone)
{
	return tone == QN_TONE_BAD ? "red" : tone == QN_TONE_WARN ? "yellow" : tone == QN_TONE_GOOD ? "green" : NULL;
}

static int add_columns(struct libscols_table *lines, const qn_table *table, bool synthetic)
{
	for (size_t i = 0; i < table->columns; i++) {
		if (!qn_column_shown(&table->column[i], false))
			continue;
		int flags = (table->column[i].flags & QN_RIGHT ? SCOLS_FL_RIGHT : 0) | (table->column[i].flags & QN_WRAP ? SCOLS_FL_WRAP : 0);
		if (!scols_table_new_column(lines, table->column[i].heading, 0, flags))
			return -1;
	}
	return !synthetic || scols_table_new_column(lines, "data", 0, 0) ? 0 : -1;
}

static int add_row(struct libscols_table *lines, const qn_row *row, bool synthetic)
{
	struct libscols_line *line = scols_table_new_line(lines, NULL);
	char number[64];
	size_t at = 0;
	if (!line)
		return -1;
	for (size_t i = 0; i < row->table->columns; i++) {
		if (!qn_column_shown(&row->table->column[i], false))
			continue;
		if (i < row->cells && scols_line_set_data(line, at, qn_cell_text(&row->cell[i], number)))
			return -1;
		at++;
	}
	if (tone_name(row->tone))
		scols_line_set_color(line, tone_name(row->tone));
	return synthetic ? scols_line_set_data(line, at, row->real ? "真实" : "合成") : 0;
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
static int write_table(const qn_table *table, const qn_report_look *look, qn_buffer *out)
{
	errno = 0;
	struct libscols_table *lines = scols_new_table();
	bool synthetic = table->report->synthetic;
	int rc = lines ? add_columns(lines, table, synthetic) : -1;
	for (const qn_row *row = table->first; rc == 0 && row; row = row->next)
		rc = add_row(lines, row, synthetic);
	if (rc == 0) {
		scols_table_enable_colors(lines, look->color);
		scols_table_set_termforce(lines, look->width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
		if (look->width)
			scols_table_set_termwidth(lines, look->width);
		rc = print_lines(lines, out);
	}
	if (errno == ENOMEM)
		rc = -1;
	scols_unref_table(lines);
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
