/* SPDX-License-Identifier: Apache-2.0 */
/* write_xlsx.c - the tables that come on standard input as a workbook: a sheet each, its header frozen; where they come from on a
 * last sheet, so that each table is nothing but a table and can be read back. */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "book.h"
#include "book_write.h"
#include "formats.h"
#include "tables.h"

enum { WIDEST = 40, NARROWEST = 8, DATE_WIDTH = 11, EPOCH = 25569 }; /* EPOCH: 1970-01-01 as a spreadsheet counts days */

static char *head_of(const qn_out_column *column, qn_buffer *out)
{
	out->length = 0;
	qn_buffer_text(out, *column->label ? column->label : column->name);
	if (*column->unit)
		qn_buffer_printf(out, " (%s)", column->unit);
	return out->failed ? NULL : out->data;
}

static uint32_t width_of(const qn_out_column *column, const char *head)
{
	size_t own = column->type == QN_OUT_DATE ? DATE_WIDTH : column->type == QN_OUT_TEXT ? column->width : NARROWEST, width = qn_text_width(head) + 2;
	width = width > own ? width : own;
	return (uint32_t)(width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width);
}

static int write_head(book_out *b, const qn_out_table *shape, const char *name, fault *why)
{
	qn_buffer head = { 0 };
	uint32_t *widths = calloc(shape->columns + 1, sizeof *widths);
	int rc = widths ? QN_OK : fail_memory(why);
	for (uint32_t c = 0; rc == QN_OK && c < shape->columns; c++)
		if (!head_of(&shape->column[c], &head))
			rc = fail_memory(why);
		else
			widths[c] = width_of(&shape->column[c], head.data);
	if (rc == QN_OK)
		rc = book_out_sheet(b, name, widths, shape->columns, 1, 0, false, why);
	if (rc == QN_OK)
		book_out_row(b, 1);
	for (uint32_t c = 0; rc == QN_OK && c < shape->columns; c++)
		if (head_of(&shape->column[c], &head))
			book_out_text(b, c + 1, QN_LOOK_HEAD, head.data);
	free(widths);
	qn_buffer_free(&head);
	return rc;
}

static void write_cell(book_out *b, uint32_t column, qn_out_type type, const qn_out_cell *cell)
{
	if (type == QN_OUT_TEXT && cell->text)
		book_out_text(b, column, QN_LOOK_PLAIN, cell->text);
	else if (type == QN_OUT_TEXT || cell->number != cell->number)
		return;
	else if (type == QN_OUT_DATE && cell->number + EPOCH >= 61) /* before that, spreadsheets count a day that never was */
		book_out_number(b, column, QN_LOOK_DATE, cell->number + EPOCH);
	else
		book_out_number(b, column, type == QN_OUT_WHOLE ? QN_LOOK_WHOLE : QN_LOOK_PLAIN, cell->number);
}

static int write_table(book_out *b, tables *in, const qn_out_table *shape, fault *why)
{
	const qn_out_cell *cell;
	const char *title = *shape->title ? shape->title : shape->name;
	int rc = write_head(b, shape, title, why);
	for (uint32_t row = 2; rc == QN_OK && (rc = tables_row(in, &cell, why)) > 0; row++) {
		if (row > MOST_ROWS)
			return fail(why, QN_EINPUT, "more rows than the %d of a sheet: export fewer, or as CSV or Parquet", "行数超过工作表的 %d 行:请减少导出内容,或导出为 CSV 或 Parquet", MOST_ROWS);
		book_out_row(b, row);
		for (uint32_t c = 0; c < shape->columns; c++)
			write_cell(b, c + 1, shape->column[c].type, &cell[c]);
		rc = QN_OK;
	}
	return rc;
}

static int write_about(book_out *b, const qn_out_about *about, fault *why)
{
	bool zh = about->chinese;
	const char *const rows[][2] = { { zh ? "标题" : "title", about->title }, { zh ? "来源" : "source", about->source }, { zh ? "数据截至" : "known until", about->vintage },
		{ zh ? "性质" : "kind", about->mark }, { zh ? "软件" : "made by", about->maker } };
	static const uint32_t widths[] = { 14, 60 };
	uint32_t row = 0;
	int rc = book_out_sheet(b, zh ? "说明" : "about", widths, 2, 0, 0, false, why);
	for (size_t i = 0; rc == QN_OK && i < sizeof rows / sizeof *rows; i++)
		if (rows[i][1] && *rows[i][1]) {
			book_out_row(b, ++row);
			book_out_text(b, 1, QN_LOOK_HEAD, rows[i][0]);
			book_out_text(b, 2, QN_LOOK_PLAIN, rows[i][1]);
		}
	return rc;
}

int write_xlsx(const char *path, fault *why)
{
	const qn_out_about *about;
	const qn_out_table *shape;
	tables *in = NULL;
	book_out *b = NULL;
	int rc = tables_open(&in, &about, why);
	if (rc == QN_OK)
		rc = book_out_open(path, &b, why);
	if (rc == QN_OK)
		book_out_about(b, about->title, about->maker);
	while (rc == QN_OK && (rc = tables_next(in, &shape, why)) > 0)
		rc = write_table(b, in, shape, why);
	if (rc == QN_OK)
		rc = write_about(b, about, why);
	if (rc == QN_OK)
		rc = book_out_close(b, why);
	book_out_free(b);
	tables_free(in);
	return rc;
}
