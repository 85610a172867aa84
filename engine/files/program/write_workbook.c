/* SPDX-License-Identifier: Apache-2.0 */
/* write_workbook.c - a workbook drawn cell by cell by whoever sends it (files/workbook.h). */
#include <stdlib.h>
#include "book.h"
#include "book_write.h"
#include "formats.h"
#include "in.h"

typedef struct { frames in; book_out *book; bool begun; uint32_t row; fault *why; } drawing;

static int begin_sheet(drawing *d)
{
	const char *name = in_text(&d->in);
	uint32_t rows = in_u32(&d->in), columns = in_u32(&d->in), is_protected = in_u32(&d->in), count = in_u32(&d->in);
	if (d->in.spoilt || !name)
		return in_fail(d->why);
	if (count > MOST_COLUMNS)
		return in_too_wide(d->why, count, MOST_COLUMNS);
	uint32_t *widths = calloc(count + 1, sizeof *widths);
	if (!widths)
		return fail_memory(d->why);
	for (uint32_t c = 0; c < count; c++)
		widths[c] = in_u32(&d->in);
	int rc = d->in.spoilt ? in_fail(d->why) : book_out_sheet(d->book, name, widths, count, rows, columns, is_protected, d->why);
	free(widths);
	d->begun = true;
	d->row = 0;
	return rc;
}

static int draw_cell(drawing *d, uint32_t row, uint32_t column)
{
	uint32_t look = in_u32(&d->in);
	bool is_text = d->in.kind == QN_BOOK_TEXT;
	const char *text = is_text ? in_text(&d->in) : NULL;
	double number = is_text ? 0 : in_number(&d->in);
	if (d->in.spoilt || look >= QN_LOOKS || row < d->row || (is_text && !text))
		return in_fail(d->why);
	if (row > d->row)
		book_out_row(d->book, d->row = row);
	if (is_text)
		book_out_text(d->book, column, (qn_look)look, text);
	else
		book_out_number(d->book, column, (qn_look)look, number);
	return QN_OK;
}

static int add_rule(drawing *d, uint32_t row, uint32_t column)
{
	qn_cell_rule rule = { .row = row, .column = column, .last_row = in_u32(&d->in) };
	rule.last_column = in_u32(&d->in);
	uint32_t kind = in_u32(&d->in);
	rule.title = in_text(&d->in);
	rule.words = in_text(&d->in);
	if (d->in.spoilt || kind >= QN_RULES || !rule.title || !rule.words)
		return in_fail(d->why);
	rule.kind = (qn_rule_kind)kind;
	book_out_rule(d->book, &rule);
	return QN_OK;
}

static int draw(drawing *d)
{
	if (d->in.kind == QN_BOOK_SHEET)
		return begin_sheet(d);
	uint32_t row = in_u32(&d->in), column = in_u32(&d->in);
	if (d->in.spoilt || !d->begun || row == 0 || row > MOST_ROWS || column == 0 || column > MOST_COLUMNS)
		return in_fail(d->why);
	if (d->in.kind == QN_BOOK_TEXT || d->in.kind == QN_BOOK_NUMBER)
		return draw_cell(d, row, column);
	if (d->in.kind == QN_BOOK_RULE)
		return add_rule(d, row, column);
	const char *text = in_text(&d->in);
	if (d->in.kind != QN_BOOK_COMMENT || d->in.spoilt || !text)
		return in_fail(d->why);
	book_out_comment(d->book, row, column, text);
	return QN_OK;
}

static int draw_all(drawing *d)
{
	int rc = in_frame(&d->in, d->why);
	if (rc < 0 || d->in.kind != QN_BOOK_ABOUT)
		return rc < 0 ? rc : in_fail(d->why);
	const char *title = in_text(&d->in), *maker = in_text(&d->in);
	book_out_about(d->book, title, maker);
	while ((rc = in_frame(&d->in, d->why)) == QN_OK && d->in.kind != QN_BOOK_END)
		if ((rc = draw(d)) < 0)
			return rc;
	return rc == QN_OK ? book_out_close(d->book, d->why) : rc;
}

int write_workbook(const char *path, fault *why)
{
	drawing d = { .why = why };
	int rc = book_out_open(path, &d.book, why);
	if (rc == QN_OK)
		rc = draw_all(&d);
	book_out_free(d.book);
	in_free(&d.in);
	return rc;
}
