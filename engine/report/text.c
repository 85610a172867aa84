/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - CSV and TSV for machines, Markdown for documents. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "base/real.h"
#include "base/text.h"
#include "files/texts.h"
#include "report/model.h"

static void add_field(qn_buffer *out, const char *text, char separator)
{
	bool formula = qn_text_wants_guard(text);
	bool quoted = separator == ',' && strpbrk(text, ",\"\r\n");
	if (quoted)
		qn_buffer_text(out, "\"");
	if (formula)
		qn_buffer_text(out, "'");
	for (; *text; text++) {
		if (*text == '"' && quoted)
			qn_buffer_text(out, "\"");
		qn_buffer_add(out, separator == '\t' && strchr("\t\r\n", *text) ? " " : text, 1);
	}
	if (quoted)
		qn_buffer_text(out, "\"");
}

static void add_cell(qn_buffer *out, const table_cell *cell, char separator)
{
	char number[QN_NUMBER_SIZE];
	if (cell->is_number)
		qn_buffer_text(out, qn_number_text(number, cell->number));
	else if (cell->kept)
		qn_separated_text(out, cell->kept, separator);
	else
		add_field(out, cell->text ? cell->text : "", separator);
}

static void write_separated_table(const qn_table *table, char separator, qn_buffer *out)
{
	bool synthetic = table->report->synthetic;
	for (size_t i = 0, shown = 0; i < table->columns; i++) {
		if (!qn_column_shown(&table->column[i], true))
			continue;
		if (shown++)
			qn_buffer_add(out, &separator, 1);
		add_field(out, table->column[i].id, separator);
	}
	if (synthetic)
		qn_buffer_printf(out, "%cdata", separator);
	qn_buffer_text(out, "\n");
	for (const qn_row *row = table->first; row; row = row->next) {
		for (size_t i = 0, shown = 0; i < table->columns; i++) {
			if (!qn_column_shown(&table->column[i], true))
				continue;
			if (shown++)
				qn_buffer_add(out, &separator, 1);
			if (i < row->cells)
				add_cell(out, &row->cell[i], separator);
		}
		if (synthetic)
			qn_buffer_printf(out, "%c%s", separator, row->real ? QN_REAL_MARK : QN_SYNTHETIC_MARK);
		qn_buffer_text(out, "\n");
	}
}

void qn_write_separated(const qn_report *report, char separator, qn_buffer *out)
{
	for (const qn_table *table = report->first; table; table = table->next) {
		if (table != report->first)
			qn_buffer_text(out, "\n");
		write_separated_table(table, separator, out);
	}
}

/* Does a tag or an entity begin here? "<5%" and "R&D" are neither. */
static bool begins_markup(const char *text)
{
	if (*text == '<')
		return isalpha((unsigned char)text[1]) || (text[1] && strchr("/!?", text[1]));
	return *text == '&' && text[1 + strspn(text + 1, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] == ';';
}

/* What begins a tag, or makes a link of an address, goes as an entity: not every reader of Markdown knows a backslash before it.
 * NULL: it goes as it is. */
static const char *entity_of(const char *begin, const char *at)
{
	if (begins_markup(at))
		return *at == '<' ? "&lt;" : "&amp;";
	if (*at == ':' && at[1] == '/' && at[2] == '/')
		return "&#58;";
	if (*at == '.' && at - begin >= 3 && !strncasecmp(at - 3, "www", 3))
		return "&#46;";
	return *at == '@' ? "&#64;" : NULL;
}

static void add_escaped(qn_buffer *out, const char *text)
{
	for (const char *begin = text; *text; text++) {
		const char *entity = entity_of(begin, text);
		if (entity) {
			qn_buffer_text(out, entity);
			continue;
		}
		if (strchr("|\\`*_>[]~$", *text))
			qn_buffer_text(out, "\\");
		qn_buffer_add(out, *text == '\n' ? " " : text, 1);
	}
}

static void write_markdown_row(const qn_row *row, bool synthetic, qn_buffer *out)
{
	char number[64];
	for (size_t i = 0; i < row->table->columns; i++) {
		if (!qn_column_shown(&row->table->column[i], false))
			continue;
		qn_buffer_text(out, "| ");
		if (i < row->cells)
			add_escaped(out, qn_cell_text(&row->cell[i], number));
		qn_buffer_text(out, " ");
	}
	qn_buffer_text(out, !synthetic ? "|\n" : row->real ? "| 真实 |\n" : "| 合成 |\n");
}

static void write_markdown_table(const qn_table *table, qn_buffer *out)
{
	bool synthetic = table->report->synthetic;
	if (*table->title) {
		qn_buffer_text(out, "\n## ");
		add_escaped(out, table->title);
		qn_buffer_text(out, "\n");
	}
	qn_buffer_text(out, "\n");
	for (size_t i = 0; i < table->columns; i++) {
		if (!qn_column_shown(&table->column[i], false))
			continue;
		qn_buffer_text(out, "| ");
		add_escaped(out, table->column[i].heading);
		qn_buffer_text(out, " ");
	}
	if (synthetic)
		qn_buffer_printf(out, "| %s ", table->report->data_heading);
	qn_buffer_text(out, "|\n");
	for (size_t i = 0; i < table->columns; i++)
		if (qn_column_shown(&table->column[i], false))
			qn_buffer_text(out, table->column[i].flags & QN_RIGHT ? "| ---: " : "| --- ");
	qn_buffer_text(out, synthetic ? "| --- |\n" : "|\n");
	for (const qn_row *row = table->first; row; row = row->next)
		write_markdown_row(row, synthetic, out);
}

void qn_write_markdown(const qn_report *report, qn_buffer *out)
{
	qn_buffer_text(out, "# ");
	add_escaped(out, report->title);
	qn_buffer_text(out, report->synthetic ? " (" QN_SYNTHETIC_MARK ")\n" : "\n");
	for (const qn_table *table = report->first; table; table = table->next)
		if (qn_table_shown(table, false))
			write_markdown_table(table, out);
	for (const struct note *note = report->note; note; note = note->next) {
		qn_buffer_text(out, note == report->note ? "\n- " : "- ");
		add_escaped(out, note->text);
		qn_buffer_text(out, "\n");
	}
}
