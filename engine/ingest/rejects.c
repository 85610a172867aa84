/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/rejects.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "files/outfile.h"
#include "ingest/heads.h"
#include "ingest/importing.h"

enum { MOST = 1000000 };

typedef struct { unsigned line, order; int column; bool leaves; const char *words; } reason; /* leaves: what is struck out stays out */

struct qn_rejects {
	reason *reason;
	uint32_t reasons, next;  /* next: of them to be written */
	unsigned first, header;  /* the header's rows, from the first to the last */
	qn_csv_row *head;        /* those that were read, until the last is and the columns are known */
	uint32_t heads;
	size_t columns;          /* of the widest, without that of an earlier why */
	bool again;              /* there is such a one, in the first */
	const char *why;
	char delimiter;          /* parts the fields, as it does in the file that they came from */
	qn_outfile *place;
	FILE *file;              /* lent by it */
	bool failed, left_out;   /* left_out: more than MOST */
	qn_arena arena;
};

int qn_rejects_new(const char *path, bool replace, qn_rejects **out, qn_error *err)
{
	qn_rejects *r = *out = calloc(1, sizeof *r);
	int rc = r ? qn_outfile_open(path, replace, &r->place, err) : qn_no_memory(err);
	if (rc < 0) {
		qn_rejects_free(r);
		*out = NULL;
	}
	return rc;
}

void qn_rejects_clear(qn_rejects *r)
{
	qn_arena_free(&r->arena);
	r->reason = NULL, r->head = NULL;
	r->reasons = r->next = r->heads = r->first = r->header = 0;
	r->failed = r->left_out = false;
}

void qn_rejects_free(qn_rejects *r)
{
	if (!r)
		return;
	qn_outfile_free(r->place);
	qn_rejects_clear(r);
	free(r);
}

void qn_rejects_header(qn_rejects *r, unsigned first, unsigned last) { r->first = first, r->header = last; }

void qn_rejects_add(qn_rejects *r, unsigned line, int column, const char *words)
{
	if (r->reasons == MOST) {
		r->left_out = true;
		return;
	}
	if (!qn_grow(&r->arena, (void **)&r->reason, r->reasons, sizeof *r->reason)) {
		r->failed = true;
		return;
	}
	const char *copy = qn_arena_printf(&r->arena, "%d:%s", column, words);
	r->failed = r->failed || !copy;
	r->reason[r->reasons] = (reason){ line, r->reasons, column, false, copy ? copy : "" };
	r->reasons++;
}

void qn_rejects_leave_struck(qn_rejects *r)
{
	if (r->reasons && !r->left_out)
		r->reason[r->reasons - 1].leaves = true;
}

bool qn_rejects_of_header(const qn_rejects *r)
{
	for (uint32_t k = 0; k < r->reasons; k++)
		if (r->reason[k].line <= r->header)
			return true;
	return false;
}

void qn_rejects_leave_out(qn_rejects *r) { r->left_out = true; }
bool qn_rejects_left_out(const qn_rejects *r) { return r->left_out; }

static int by_line(const void *x, const void *y)
{
	const reason *a = x, *b = y;
	return a->line != b->line ? (a->line > b->line) - (a->line < b->line) : (a->order > b->order) - (a->order < b->order);
}

/* Of what is struck out in a title or a header no file of texts would know. */
static const char *shown_above(const qn_csv_field *field)
{
	const char *left = qn_csv_left(field);
	return left ? left : field->text;
}

/* A guard that came with it is not one of its letters. */
static void write_field(const qn_rejects *r, const char *text, bool first)
{
	FILE *file = r->file;
	text = qn_text_unguarded(text);
	bool guarded = qn_text_wants_guard(text);
	if (!first)
		fputc(r->delimiter, file);
	if (!strpbrk(text, ",\"\r\n;\t|") && *text != ' ' && !guarded) {
		fputs(text, file);
		return;
	}
	fputs(guarded ? "\"'" : "\"", file);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', file);
		fputc(*text, file);
	}
	fputc('"', file);
}

/* Nothing where letters are raised: a ^ is still in it. */
static const char *left_of(const qn_csv_field *field)
{
	const char *left = qn_csv_left(field);
	return !left || strchr(left, '^') ? "" : left;
}

/* A refused 1900 of a cell of dates would be a figure in a file of texts. */
static const char *shown_below(const qn_rejects *r, const qn_csv_row *row, size_t k)
{
	for (uint32_t n = r->next; n < r->reasons && r->reason[n].line == row->line; n++)
		if (r->reason[n].column == (int)k + 1 && r->reason[n].leaves)
			return left_of(&row->field[k]);
		else if (r->reason[n].column == (int)k + 1)
			return qn_csv_figure(&row->field[k]);
	return row->field[k].text;
}

/* Behind the last column stands an earlier why, or nothing. */
static size_t fields_of(const qn_rejects *r, const qn_csv_row *row)
{
	size_t filled = qn_import_heads(row);
	return r->again || filled < r->columns ? r->columns : filled;
}

/* last: what stands in the column behind; NULL: nothing. below: it is no row of the header. */
static void write_row(qn_rejects *r, const qn_csv_row *row, const char *last, bool below)
{
	size_t fields = last && row->fields > r->columns ? fields_of(r, row) : row->fields;
	for (size_t k = 0; k < fields || (last && k < r->columns); k++)
		write_field(r, k >= fields ? "" : below ? shown_below(r, row, k) : shown_above(&row->field[k]), k == 0);
	if (last)
		write_field(r, last, false);
	fputs("\r\n", r->file);
}

int qn_rejects_open(qn_rejects *r, const char *title, const char *why, char delimiter, qn_error *err)
{
	if (r->failed)
		return qn_no_memory(err);
	if (r->reasons)
		qsort(r->reason, r->reasons, sizeof *r->reason, by_line);
	r->why = why, r->delimiter = delimiter ? delimiter : ',', r->next = 0, r->columns = 0, r->heads = 0, r->again = false;
	int rc = qn_outfile_stream(r->place, &r->file, err);
	if (rc == QN_OK)
		fputs("\xEF\xBB\xBF", r->file); /* spreadsheets ask for it */
	if (rc == QN_OK && title)
		write_field(r, title, true), fputs("\r\n", r->file);
	return rc;
}

static bool keep_head(qn_rejects *r, const qn_csv_row *row)
{
	qn_csv_field *field = qn_arena_array(&r->arena, row->fields, sizeof *field);
	if (!field || !qn_grow(&r->arena, (void **)&r->head, r->heads, sizeof *r->head))
		return false;
	for (size_t k = 0; k < row->fields; k++)
		if (!(field[k] = (qn_csv_field){ qn_arena_text(&r->arena, shown_above(&row->field[k])), row->field[k].length, NULL }).text)
			return false;
	if (r->heads == 0)
		r->again = row->fields && qn_head_is_why(row->field[row->fields - 1].text);
	size_t columns = qn_import_heads(row) - (r->heads == 0 && r->again);
	r->columns = columns > r->columns ? columns : r->columns;
	r->head[r->heads++] = (qn_csv_row){ row->line, row->fields, field };
	return true;
}

/* The last column has its name in the first row, where the names of entities stand. */
static int take_head(qn_rejects *r, const qn_csv_row *row, qn_error *err)
{
	if (!keep_head(r, row))
		return qn_no_memory(err);
	for (uint32_t h = 0; h < r->heads && row->line == r->header; h++)
		write_row(r, &r->head[h], h == 0 ? r->why : NULL, false);
	return QN_OK;
}

int qn_rejects_row(void *rejects, const qn_csv_row *row, qn_error *err)
{
	qn_rejects *r = rejects;
	qn_buffer words = { 0 };
	if (row->line < r->first)
		return write_row(r, row, NULL, false), QN_OK;
	if (row->line <= r->header)
		return take_head(r, row, err);
	while (r->next < r->reasons && r->reason[r->next].line < row->line)
		r->next++;
	if (r->next == r->reasons || r->reason[r->next].line != row->line)
		return QN_OK;
	for (uint32_t n = r->next; n < r->reasons && r->reason[n].line == row->line; n++)
		qn_buffer_printf(&words, "%s%s", words.length ? "; " : "", r->reason[n].words);
	if (!words.failed)
		write_row(r, row, words.data ? words.data : "", true);
	bool failed = words.failed;
	qn_buffer_free(&words);
	return failed ? qn_no_memory(err) : QN_OK;
}

int qn_rejects_close(qn_rejects *r, qn_error *err) { return qn_outfile_keep(r->place, err); }
