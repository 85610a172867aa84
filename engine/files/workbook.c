/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.c - cells to qunce-files, a frame each, many at a time. */
#include "files/workbook.h"
#include <stdlib.h>
#include "files/put.h"
#include "files/spawn.h"

enum { ENOUGH = 64 << 10 };

struct qn_book {
	qn_files *files;
	qn_buffer out;
	size_t frame;      /* where the one at hand begins */
	int rc;            /* of what was sent so far */
	qn_error why;
};

static void open_frame(qn_book *book, uint32_t kind)
{
	book->frame = book->out.length;
	qn_put_u32(&book->out, kind);
	qn_put_u32(&book->out, 0);
}

static void send_all(qn_book *book)
{
	if (book->rc == QN_OK)
		book->rc = book->out.failed ? qn_no_memory(&book->why) : qn_files_send(book->files, book->out.data, book->out.length, &book->why);
	book->out.length = 0;
}

static void end_frame(qn_book *book)
{
	if (!book->out.failed)
		qn_frame_put((unsigned char *)book->out.data + book->frame + 4, (uint32_t)(book->out.length - book->frame - QN_FRAME_HEAD));
	if (book->out.length > ENOUGH)
		send_all(book);
}

int qn_book_open(const qn_outfile *file, const char *about, const char *title, const char *maker, qn_book **out, qn_error *err)
{
	qn_files_task task = { .verb = "write", .format = "workbook", .argument = qn_outfile_path(file), .file = qn_outfile_held(file), .about = about };
	qn_book *book = *out = calloc(1, sizeof *book);
	if (!book)
		return qn_no_memory(err);
	int rc = task.argument ? qn_files_start(&task, &book->files, err)
		: qn_fail_both(err, QN_EUSAGE, "工作簿要写到文件:请用 -o 文件.xlsx", "a workbook goes to a file: name it with -o FILE.xlsx");
	if (rc < 0) {
		qn_book_free(book);
		*out = NULL;
		return rc;
	}
	open_frame(book, QN_BOOK_ABOUT);
	qn_put_text(&book->out, title);
	qn_put_text(&book->out, maker);
	end_frame(book);
	return QN_OK;
}

void qn_book_free(qn_book *book)
{
	if (!book)
		return;
	qn_files_free(book->files);
	qn_buffer_free(&book->out);
	free(book);
}

void qn_book_sheet_begin(qn_book *book, const qn_book_sheet *sheet)
{
	open_frame(book, QN_BOOK_SHEET);
	qn_put_text(&book->out, sheet->name);
	qn_put_u32(&book->out, sheet->frozen_rows);
	qn_put_u32(&book->out, sheet->frozen_columns);
	qn_put_u32(&book->out, sheet->is_protected);
	qn_put_u32(&book->out, sheet->columns);
	for (uint32_t c = 0; c < sheet->columns; c++)
		qn_put_u32(&book->out, sheet->width[c]);
	end_frame(book);
}

static void open_cell(qn_book *book, uint32_t kind, uint32_t row, uint32_t column)
{
	open_frame(book, kind);
	qn_put_u32(&book->out, row);
	qn_put_u32(&book->out, column);
}

void qn_book_text(qn_book *book, uint32_t row, uint32_t column, qn_look look, const char *text)
{
	open_cell(book, QN_BOOK_TEXT, row, column);
	qn_put_u32(&book->out, look);
	qn_put_text(&book->out, text);
	end_frame(book);
}

void qn_book_number(qn_book *book, uint32_t row, uint32_t column, qn_look look, double number)
{
	open_cell(book, QN_BOOK_NUMBER, row, column);
	qn_put_u32(&book->out, look);
	qn_put_number(&book->out, number);
	end_frame(book);
}

void qn_book_rule(qn_book *book, const qn_cell_rule *rule)
{
	open_cell(book, QN_BOOK_RULE, rule->row, rule->column);
	qn_put_u32(&book->out, rule->last_row);
	qn_put_u32(&book->out, rule->last_column);
	qn_put_u32(&book->out, rule->kind);
	qn_put_text(&book->out, rule->title);
	qn_put_text(&book->out, rule->words);
	end_frame(book);
}

void qn_book_comment(qn_book *book, uint32_t row, uint32_t column, const char *text)
{
	open_cell(book, QN_BOOK_COMMENT, row, column);
	qn_put_text(&book->out, text);
	end_frame(book);
}

int qn_book_close(qn_book *book, qn_error *err)
{
	qn_frame frame;
	open_frame(book, QN_BOOK_END);
	end_frame(book);
	send_all(book);
	qn_files_sent(book->files);
	if (book->rc < 0) {
		if (err)
			*err = book->why;
		return book->rc;
	}
	int rc;
	while ((rc = qn_files_next(book->files, &frame, err)) > 0)
		;
	return rc;
}
