/* SPDX-License-Identifier: Apache-2.0 */
/* separated.c - CSV and TSV: quoted where a reader could take it for something else. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "files/texts.h"

enum { ENOUGH = 64 << 10 };

typedef struct { qn_text_outlet text; qn_separated how; const qn_out_table *shape; } separated;

int qn_text_flush(qn_text_outlet *text, bool all, qn_error *err)
{
	if (text->out.failed)
		return qn_no_memory(err);
	if (!text->out.length || (!all && text->out.length < ENOUGH))
		return QN_OK;
	FILE *stream;
	int rc = qn_outfile_stream(text->file, &stream, err);
	if (rc < 0)
		return rc;
	size_t length = text->out.length;
	text->out.length = 0;
	return fwrite(text->out.data, 1, length, stream) == length ? QN_OK : qn_outfile_fail(text->file, err);
}

int qn_text_end(qn_outlet *outlet, qn_error *err)
{
	return qn_text_flush((qn_text_outlet *)outlet, true, err);
}

void qn_text_free(qn_outlet *outlet)
{
	qn_buffer_free(&((qn_text_outlet *)outlet)->out);
	free(outlet);
}

const char *qn_out_text(qn_out_type type, const qn_out_cell *cell, char *room)
{
	room[0] = 0;
	if (type == QN_OUT_TEXT)
		return cell->text ? cell->text : room;
	if (cell->number != cell->number)
		return room;
	if (type == QN_OUT_DATE)
		qn_date_text((qn_date)cell->number, room);
	else
		qn_number_text(room, cell->number);
	return room;
}

/* Blanks at an end would be lost without quotes. */
static bool wants_quotes(const char *text, size_t length, char separator)
{
	const char special[] = { separator, '"', '\r', '\n', 0 };
	return length && (strpbrk(text, special) || strchr(" \t", text[0]) || strchr(" \t", text[length - 1]));
}

void qn_separated_text(qn_buffer *out, const char *text, char separator)
{
	bool guard = qn_text_wants_guard(text), quotes = wants_quotes(text, strlen(text), separator);
	if (quotes)
		qn_buffer_text(out, "\"");
	if (guard)
		qn_buffer_text(out, "'");
	if (!quotes) {
		qn_buffer_text(out, text);
		return;
	}
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		qn_buffer_add(out, text, (size_t)(quote - text + 1));
		qn_buffer_text(out, "\"");
	}
	qn_buffer_text(out, text);
	qn_buffer_text(out, "\"");
}

static void end_line(separated *s)
{
	qn_buffer_text(&s->text.out, s->how.excel ? "\r\n" : "\n");
}

static int begin(qn_outlet *outlet, const qn_out_about *about, qn_error *err)
{
	separated *s = (separated *)outlet;
	(void)about;
	if (s->how.excel)
		qn_buffer_text(&s->text.out, "\xEF\xBB\xBF");
	return qn_text_flush(&s->text, false, err);
}

static int table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	separated *s = (separated *)outlet;
	if (s->shape)
		end_line(s);
	s->shape = shape;
	for (uint32_t c = 0; c < shape->columns; c++) {
		if (c)
			qn_buffer_add(&s->text.out, &s->how.separator, 1);
		qn_separated_text(&s->text.out, shape->column[c].name, s->how.separator);
	}
	end_line(s);
	return qn_text_flush(&s->text, false, err);
}

static int row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	separated *s = (separated *)outlet;
	char room[QN_NUMBER_SIZE];
	for (uint32_t c = 0; c < s->shape->columns; c++) {
		qn_out_type type = s->shape->column[c].type;
		if (c)
			qn_buffer_add(&s->text.out, &s->how.separator, 1);
		if (type == QN_OUT_TEXT)
			qn_separated_text(&s->text.out, cell[c].text ? cell[c].text : "", s->how.separator);
		else
			qn_buffer_text(&s->text.out, qn_out_text(type, &cell[c], room));
	}
	end_line(s);
	return qn_text_flush(&s->text, false, err);
}

int qn_outlet_separated(qn_separated how, qn_outfile *file, qn_outlet **out, qn_error *err)
{
	separated *s = calloc(1, sizeof *s);
	*out = NULL;
	if (!s)
		return qn_no_memory(err);
	s->text = (qn_text_outlet){ .outlet = { begin, table, row, qn_text_end, qn_text_free }, .file = file };
	s->how = how;
	*out = &s->text.outlet;
	return QN_OK;
}
