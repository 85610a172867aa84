/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - builds reports; every text is cleaned of controls as it comes in, so that no format can be steered by data: but for what is
 * kept for files that are read back, which is what the store lets in. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "report/model.h"

int qn_report_locale(qn_error *err)
{
	bool want = false; /* of memory */
	if (!setlocale(LC_CTYPE, "")) /* no other category is looked at, and each costs files to open */
		want = errno == ENOMEM;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8"))
		want = errno == ENOMEM;
	if (mbtowc(NULL, "群", strlen("群")) > 1) /* the codes are loaded at their first use, and ASCII in their stead without a word */
		return QN_OK;
	if (want)
		return qn_no_memory(err);
	return qn_fail_both(err, QN_EIO, "无法载入绘制表格所需的 UTF-8 语言环境(C.UTF-8):请改用 --format csv、json 或 md",
		"the locale C.UTF-8, in which tables are drawn, cannot be loaded: --format csv, json and md do without");
}

static const char *keep(qn_report *report, const char *text)
{
	qn_buffer clean = { 0 };
	qn_text_clean(&clean, text ? text : "", text ? strlen(text) : 0);
	const char *copy = clean.failed ? NULL : qn_arena_text(&report->arena, clean.data ? clean.data : "");
	qn_buffer_free(&clean);
	if (!copy)
		report->failed = true;
	return copy ? copy : "";
}

static void *take(qn_report *report, size_t size)
{
	void *at = qn_arena_alloc(&report->arena, size);
	if (!at)
		report->failed = true;
	return at;
}

qn_report *qn_report_new(const char *title, bool synthetic)
{
	qn_report *report = calloc(1, sizeof *report);
	if (!report)
		return NULL;
	report->synthetic = synthetic;
	report->title = keep(report, title);
	report->data_heading = "data";
	return report;
}

void qn_report_free(qn_report *report)
{
	if (!report)
		return;
	qn_arena_free(&report->arena);
	free(report);
}

void qn_report_data_heading(qn_report *report, const char *heading)
{
	if (report)
		report->data_heading = keep(report, heading);
}

void qn_report_note(qn_report *report, const char *text)
{
	struct note *note = report ? take(report, sizeof *note) : NULL;
	if (!note)
		return;
	note->text = keep(report, text);
	if (report->last_note)
		report->last_note->next = note;
	else
		report->note = note;
	report->last_note = note;
}

static bool has_table(const qn_report *report, const char *id)
{
	for (const qn_table *table = report->first; table; table = table->next)
		if (!strcmp(table->id, id))
			return true;
	return false;
}

/* Tables are told apart by their ids, in JSON by nothing else. */
static const char *own_id(qn_report *report, const char *id)
{
	const char *own = keep(report, id);
	for (unsigned n = 2; own && *own && has_table(report, own); n++)
		own = qn_arena_printf(&report->arena, "%s_%u", id, n);
	report->failed |= !own;
	return own ? own : "";
}

qn_table *qn_report_table(qn_report *report, const char *id, const char *title)
{
	qn_table *table = report ? take(report, sizeof *table) : NULL;
	if (!table)
		return NULL;
	*table = (qn_table){ .report = report, .id = own_id(report, id), .title = keep(report, title) };
	if (report->last)
		report->last->next = table;
	else
		report->first = table;
	report->last = table;
	return table;
}

void qn_table_column(qn_table *table, const char *id, const char *heading, int flags)
{
	if (!table)
		return;
	if (table->columns == table->room) {
		size_t room = table->room ? table->room * 2 : 8;
		table_column *grown = take(table->report, room * sizeof *grown);
		if (!grown)
			return;
		if (table->columns)
			memcpy(grown, table->column, table->columns * sizeof *grown);
		table->column = grown, table->room = room;
	}
	table->column[table->columns++] = (table_column){ keep(table->report, id), keep(table->report, heading), flags };
}

qn_row *qn_table_row(qn_table *table)
{
	qn_row *row = table ? take(table->report, sizeof *row) : NULL;
	if (!row)
		return NULL;
	*row = (qn_row){ .table = table, .cell = take(table->report, (table->columns + 1) * sizeof *row->cell) };
	if (!row->cell)
		return NULL;
	if (table->last)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	table->rows++;
	return row;
}

size_t qn_table_keep(qn_table *table, size_t rows)
{
	if (!table || table->rows <= rows)
		return 0;
	size_t gone = table->rows - rows;
	qn_row **at = &table->first;
	table->last = NULL;
	for (size_t i = 0; i < rows; i++)
		table->last = *at, at = &(*at)->next;
	*at = NULL;
	table->rows = rows;
	return gone;
}

void qn_row_text(qn_row *row, const char *text)
{
	if (row && row->cells < row->table->columns)
		row->cell[row->cells++] = (table_cell){ .text = keep(row->table->report, text) };
}

void qn_row_kept(qn_row *row, const char *text)
{
	if (!row || row->cells >= row->table->columns)
		return;
	qn_row_text(row, text);
	const char *kept = row->cell[row->cells - 1].kept = qn_arena_text(&row->table->report->arena, text ? text : "");
	row->table->report->failed |= !kept;
}

void qn_row_number(qn_row *row, double number, int decimals)
{
	if (row && row->cells < row->table->columns)
		row->cell[row->cells++] = (table_cell){ .is_number = true, .number = number, .decimals = decimals };
}

void qn_row_quantity(qn_row *row, const char *text, double number)
{
	if (row && row->cells < row->table->columns)
		row->cell[row->cells++] = (table_cell){ .is_number = true, .text = keep(row->table->report, text), .number = number };
}

void qn_row_tone(qn_row *row, qn_tone tone)
{
	if (row)
		row->tone = tone;
}

void qn_row_real(qn_row *row)
{
	if (row)
		row->real = true;
}

bool qn_format_read(const char *name, qn_format *out)
{
	static const char *const names[] = { "table", "json", "csv", "tsv", "md" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], name))
			return *out = (qn_format)i, true;
	return false;
}

int qn_report_write(const qn_report *report, qn_format format, const qn_report_look *look, qn_buffer *out, qn_error *err)
{
	int rc = QN_OK;
	if (!report || report->failed)
		return qn_no_memory(err);
	switch (format) {
	case QN_FORMAT_TABLE: rc = qn_write_screen(report, look, out, err); break;
	case QN_FORMAT_JSON: rc = qn_write_json(report, out, err); break;
	case QN_FORMAT_CSV: qn_write_separated(report, ',', out); break;
	case QN_FORMAT_TSV: qn_write_separated(report, '\t', out); break;
	case QN_FORMAT_MD: qn_write_markdown(report, out); break;
	}
	return rc == QN_OK && out->failed ? qn_no_memory(err) : rc;
}
