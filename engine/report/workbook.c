/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.c - a report as a workbook: a sheet for each table, its notes below it. Numbers are numbers, unrounded. */
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "report/model.h"
#include "report/workbook.h"

enum { NARROW = 10, WIDE = 40, MOST = 1024, DATA_WIDTH = 16 };

/* Which columns are shown, in order; how many. Those for machines hold numbers where people read words. */
static uint32_t choose(const qn_table *table, size_t shown[MOST])
{
	uint32_t count = 0;
	for (size_t i = 0; i < table->columns && count < MOST - 1; i++)
		if (qn_column_shown(&table->column[i], true))
			shown[count++] = i;
	return count;
}

static uint32_t width_of(const qn_table *table, size_t which)
{
	size_t width = qn_text_width(table->column[which].heading);
	for (const qn_row *row = table->first; row; row = row->next)
		if (which < row->cells && !row->cell[which].is_number && row->cell[which].text) {
			size_t own = qn_text_width(row->cell[which].text);
			width = own > width ? own : width;
		}
	return (uint32_t)(width + 2 < NARROW ? NARROW : width + 2 > WIDE ? WIDE : width + 2);
}

static void draw_row(qn_book *book, uint32_t at, const qn_row *row, const size_t *shown, uint32_t columns)
{
	for (uint32_t c = 0; c < columns; c++) {
		const table_cell *cell = shown[c] < row->cells ? &row->cell[shown[c]] : NULL;
		if (cell && cell->is_number)
			qn_book_number(book, at, c + 1, QN_LOOK_PLAIN, cell->number);
		else if (cell && cell->text && *cell->text)
			qn_book_text(book, at, c + 1, QN_LOOK_PLAIN, cell->text);
	}
	if (row->table->report->synthetic)
		qn_book_text(book, at, columns + 1, QN_LOOK_NOTE, row->real ? QN_REAL_MARK : QN_SYNTHETIC_MARK);
}

static void draw_table(qn_book *book, const qn_table *table)
{
	const qn_report *report = table->report;
	size_t shown[MOST];
	uint32_t width[MOST], columns = choose(table, shown), at = 1;
	for (uint32_t c = 0; c < columns; c++)
		width[c] = width_of(table, shown[c]);
	width[columns] = DATA_WIDTH;
	qn_book_sheet_begin(book, &(qn_book_sheet){ .name = *table->title ? table->title : report->title, .width = width, .columns = columns + report->synthetic,
		.frozen_rows = 2, .frozen_columns = 1 });
	qn_book_text(book, at, 1, QN_LOOK_TITLE, report->title);
	at++;
	for (uint32_t c = 0; c < columns; c++)
		qn_book_text(book, at, c + 1, QN_LOOK_HEAD, table->column[shown[c]].heading);
	if (report->synthetic)
		qn_book_text(book, at, columns + 1, QN_LOOK_HEAD, report->data_heading);
	for (const qn_row *row = table->first; row; row = row->next)
		draw_row(book, ++at, row, shown, columns);
	at++;
	for (const struct note *note = report->note; note; note = note->next)
		qn_book_text(book, ++at, 1, QN_LOOK_NOTE, note->text);
}

int qn_report_draw(const qn_report *report, const qn_outfile *file, const char *about, const char *maker, qn_error *err)
{
	qn_book *book = NULL;
	int rc = !report || report->failed || report->arena.failed ? qn_no_memory(err) : qn_book_open(file, about, report->title, maker, &book, err);
	if (rc < 0)
		return rc;
	for (const qn_table *table = report->first; table; table = table->next)
		if (qn_table_shown(table, true))
			draw_table(book, table);
	rc = qn_book_close(book, err);
	qn_book_free(book);
	return rc;
}
