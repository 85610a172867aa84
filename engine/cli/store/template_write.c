/* SPDX-License-Identifier: Apache-2.0 */
/* template_write.c - a form as CSV or TSV that a Chinese spreadsheet opens well (UTF-8 with BOM, CRLF), or as a workbook. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "cli/places.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/template.h"

/* CSV. A text that a spreadsheet would take for a formula is quoted by an apostrophe: only texts for show may be such. */

static void add_text(qn_buffer *out, const char *text)
{
	const char *guard = qn_text_wants_guard(text) ? "'" : "";
	if (!strpbrk(text, ",\"\r\n\t") && !*guard) {
		qn_buffer_text(out, text);
		return;
	}
	qn_buffer_printf(out, "\"%s", guard);
	for (; *text; text++)
		qn_buffer_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
	qn_buffer_text(out, "\"");
}

static int write_separated(const form *f, qn_outfile *file, char separator, qn_error *err)
{
	qn_buffer out = { 0 };
	char number[QN_NUMBER_SIZE];
	FILE *to;
	int rc = qn_outfile_stream(file, &to, err);
	if (rc < 0)
		return rc;
	qn_buffer_text(&out, "\xEF\xBB\xBF");
	for (uint32_t r = 0; r < f->rows; r++) {
		uint32_t columns = r + 1 < f->head ? 1 : f->columns; /* a title is one cell */
		for (uint32_t c = 0; c < columns; c++) {
			const form_cell *cell = &f->cell[(size_t)r * f->columns + c];
			qn_buffer_add(&out, &separator, c > 0);
			if (cell->text)
				add_text(&out, cell->text);
			else
				qn_buffer_text(&out, qn_number_text(number, cell->number));
		}
		qn_buffer_text(&out, "\r\n");
		if (out.failed) {
			qn_buffer_free(&out);
			return qn_no_memory(err);
		}
		fwrite(out.data, 1, out.length, to);
		out.length = 0;
	}
	qn_buffer_free(&out);
	return QN_OK;
}

/* A workbook: the form, and a sheet that says what each of its columns means. */

static void draw_cells(const form *f, qn_book *book)
{
	for (uint32_t r = 0; r < f->rows; r++)
		for (uint32_t c = 0; c < f->columns; c++) {
			const form_cell *cell = &f->cell[(size_t)r * f->columns + c];
			if (cell->text)
				qn_book_text(book, r + 1, c + 1, cell->look, cell->text);
			else if (r >= f->head)
				qn_book_number(book, r + 1, c + 1, cell->look, cell->number);
		}
}

static void draw_form(const form *f, qn_book *book)
{
	uint32_t width[4096], columns = f->columns < 4096 ? f->columns : 4096;
	for (uint32_t c = 0; c < columns; c++)
		width[c] = f->column[c].width;
	qn_book_sheet_begin(book, &(qn_book_sheet){ .name = say(f->session, "form", "填报"), .width = width, .columns = columns, .frozen_rows = f->head,
		.frozen_columns = 2, .is_protected = true });
	draw_cells(f, book);
	for (uint32_t c = 0; c < columns; c++)
		if (f->column[c].about) {
			const form_column *column = &f->column[c];
			qn_book_rule(book, &(qn_cell_rule){ f->head + 1, c + 1, f->rows, c + 1, column->rule, column->title, column->want });
			qn_book_comment(book, f->head, c + 1, column->about);
		}
}

static void draw_definitions(const form *f, qn_book *book)
{
	static const char *const heads[][2] = { { "indicator", "指标" }, { "id", "编号" }, { "unit", "单位" }, { "to fill in", "填报要求" }, { "clause", "依据" }, { "note", "说明" } };
	static const uint32_t width[] = { 32, 28, 8, 30, 24, 60 };
	cli_session *se = f->session;
	uint32_t row = 1;
	qn_book_sheet_begin(book, &(qn_book_sheet){ .name = say(se, "definitions", "指标说明"), .width = width, .columns = 6, .frozen_rows = 1, .is_protected = true });
	for (uint32_t c = 0; c < 6; c++)
		qn_book_text(book, row, c + 1, QN_LOOK_HEAD, heads[c][se->options->language == CHINESE]);
	for (uint32_t c = 0; c < f->columns; c++) {
		if (!f->column[c].about)
			continue;
		const qn_indicator *about = &se->catalogue->indicator[f->column[c].indicator];
		const char *const text[] = { f->column[c].title, about->id, se->catalogue->units.unit[about->unit].id, f->column[c].want, about->clause, about->note };
		row++;
		for (uint32_t k = 0; k < 6; k++)
			qn_book_text(book, row, k + 1, QN_LOOK_WRAPPED, text[k] ? text[k] : "");
	}
}

static int write_workbook(const form *f, const qn_outfile *file, const char *path, qn_error *err)
{
	qn_book *book = NULL;
	int rc = qn_book_open(file, path, f->cell[0].text, "qunce " QUNCE_VERSION, &book, err);
	if (rc < 0)
		return rc;
	draw_form(f, book);
	draw_definitions(f, book);
	rc = qn_book_close(book, err);
	qn_book_free(book);
	return rc;
}

int form_write(const form *f, const char *path, bool force, qn_error *err)
{
	qn_outfile *file = NULL;
	int rc = qn_outfile_open(path, force, &file, err);
	if (rc == QN_OK)
		rc = path && is_called(path, ".xlsx") ? write_workbook(f, file, path, err) : write_separated(f, file, path && is_called(path, ".tsv") ? '\t' : ',', err);
	if (rc == QN_OK)
		rc = qn_outfile_keep(file, err);
	qn_outfile_free(file);
	return rc;
}

int run_template(const cli_options *options, qn_error *err)
{
	cli_session session;
	form f;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = form_make(&f, &session, err);
	if (rc == QN_OK)
		rc = form_write(&f, options->output, options->force, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
