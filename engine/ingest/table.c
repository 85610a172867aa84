/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/table.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"

typedef struct { qn_sheet *sheet; int needed; bool headed; int (*each)(void *context, qn_sheet *sheet); void *context; } walking;

enum { SHORTEST = 4, LONG = 8 }; /* of a name that can be taken for another, by one edit and by two */

/* A cell behind the last that holds anything is none: a spreadsheet ends all its rows alike. */
static size_t filled(const qn_csv_row *row)
{
	size_t cells = row->fields;
	while (cells && row->field[cells - 1].length == 0)
		cells--;
	return cells;
}

static bool is_known(const qn_sheet *sheet, const char *head)
{
	for (int c = 0; sheet->column[c]; c++)
		if (!strcmp(sheet->column[c], head))
			return true;
	return false;
}

/* A slip of the keyboard, or a name cut short; comment holds "en", and is not meant for it. */
static bool is_nearly(const char *head, const char *name)
{
	size_t length = strlen(head), shorter = length < strlen(name) ? length : strlen(name);
	return shorter >= SHORTEST && (qn_text_edits(head, name) <= (shorter >= LONG ? 2 : 1) || !strncasecmp(name, head, length));
}

/* A column with a name of its own is for the reader; one that is nearly called as a column that is not there may be meant for it. */
static int check_heads(qn_sheet *sheet)
{
	for (size_t i = 0; i < sheet->heads; i++) {
		const char *head = sheet->row->field[i].text;
		sheet->place = i + 1;
		for (int c = 0; sheet->column[c] && !is_known(sheet, head); c++)
			if (sheet->at[c] < 0 && is_nearly(head, sheet->column[c]))
				return qn_sheet_fail_both(sheet, "没有叫“%s”的列:是不是 %s?只供阅读的列请换个名称", "no column is called \"%s\": did you mean %s? One for the reader alone wants another name",
					head, sheet->column[c]);
	}
	sheet->place = 0;
	return QN_OK;
}

static int take_header(qn_sheet *sheet, int needed)
{
	sheet->heads = filled(sheet->row);
	for (int c = 0; sheet->column[c]; c++) {
		sheet->at[c] = -1;
		for (size_t i = 0; i < sheet->row->fields; i++)
			if (!strcmp(sheet->row->field[i].text, sheet->column[c]))
				sheet->at[c] = (int)i;
		if (c < needed && sheet->at[c] < 0)
			return qn_sheet_fail_both(sheet, "表头缺 %s 一列", "the header has no column %s", sheet->column[c]);
	}
	return needed ? check_heads(sheet) : QN_OK;
}

static int check_width(qn_sheet *sheet)
{
	size_t cells = filled(sheet->row);
	if (cells <= sheet->heads)
		return QN_OK;
	sheet->place = sheet->heads + 1;
	return qn_sheet_fail_both(sheet, "这一行有 %zu 个单元格,而表头只有 %zu 个:含逗号的单元格要加引号",
		"the row has %zu cells and the header %zu: put quotes around a cell that holds a comma", cells, sheet->heads);
}

/* Nothing that nobody sees, and a terminal or a reader would act on: no such text can be kept. Notes and quotations may have lines. */
static int check_cell(const qn_sheet *sheet, int column)
{
	const char *name = sheet->column[column], *text = qn_sheet_cell(sheet, column);
	size_t length = strlen(text), run = qn_text_clean_run(text, length);
	if (run < length && (!strcmp(name, "note") || !strcmp(name, "quote")))
		while (text[run] == '\n' || text[run] == '\t')
			run++, run += qn_text_clean_run(text + run, length - run);
	return run == length ? QN_OK
		: qn_sheet_fail_both(sheet, "%s “%s”:以反斜杠显示的字符本来看不见,或是换行:请删去",
			"%s \"%s\": what is shown with a backslash cannot be seen there, or is a line end: take it out", name, text);
}

static int take_row(void *context, const qn_csv_row *row, qn_error *err)
{
	walking *w = context;
	w->sheet->row = row;
	w->sheet->err = err;
	int rc = w->headed ? check_width(w->sheet) : QN_OK;
	for (int c = 0; w->headed && rc == QN_OK && w->sheet->column[c]; c++)
		rc = check_cell(w->sheet, c);
	if (w->headed)
		return rc == QN_OK ? w->each(w->context, w->sheet) : rc;
	w->headed = true;
	return take_header(w->sheet, w->needed);
}

int qn_sheet_read(qn_sheet *sheet, const char *bytes, size_t length, int needed, int (*each)(void *context, qn_sheet *sheet), void *context, qn_error *err)
{
	walking w = { .sheet = sheet, .needed = needed, .each = each, .context = context };
	int rc = qn_csv_read(bytes, length, sheet->name, take_row, &w, err);
	if (rc == QN_OK && !w.headed)
		return qn_fail_both(err, QN_EINPUT, "%s:文件是空的:要有表头和数据行", "%s: the file is empty: it wants a header and rows", sheet->name);
	return rc;
}

const char *qn_sheet_cell(const qn_sheet *sheet, int column)
{
	int at = sheet->at[column];
	return at >= 0 && (size_t)at < sheet->row->fields ? sheet->row->field[at].text : "";
}

static qn_buffer clean_words(const char *format, va_list args)
{
	char words[1024];
	qn_buffer clean = { 0 };
	vsnprintf(words, sizeof words, format, args);
	qn_text_clean(&clean, words, strlen(words));
	return clean;
}

/* ":line" or ":line:column". */
static const char *place_of(const qn_sheet *sheet, char out[64])
{
	int length = snprintf(out, 64, ":%u", sheet->row->line);
	if (sheet->place)
		snprintf(out + length, 64 - (size_t)length, ":%zu", sheet->place);
	return out;
}

static int tell(const qn_sheet *sheet, const char *format, va_list args)
{
	char place[64];
	qn_buffer clean = clean_words(format, args);
	int rc = clean.failed ? qn_no_memory(sheet->err) : qn_fail(sheet->err, QN_EINPUT, "%s%s: %s", sheet->name, place_of(sheet, place), clean.data);
	qn_buffer_free(&clean);
	return rc;
}

static void tell_chinese(const qn_sheet *sheet, const char *format, va_list args)
{
	char place[64];
	qn_buffer clean = clean_words(format, args);
	if (!clean.failed)
		qn_fail_chinese(sheet->err, "%s%s:%s", sheet->name, place_of(sheet, place), clean.data);
	qn_buffer_free(&clean);
}

int qn_sheet_fail(const qn_sheet *sheet, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int rc = tell(sheet, format, args);
	va_end(args);
	return rc;
}

int qn_sheet_fail_both(const qn_sheet *sheet, const char *chinese, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int rc = tell(sheet, format, args);
	va_end(args);
	va_start(args, format);
	if (rc == QN_EINPUT)
		tell_chinese(sheet, chinese, args);
	va_end(args);
	return rc;
}

void qn_sheet_fail_chinese(const qn_sheet *sheet, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (qn_failed(sheet->err) == QN_EINPUT) /* there may have been no memory for the English */
		tell_chinese(sheet, format, args);
	va_end(args);
}
