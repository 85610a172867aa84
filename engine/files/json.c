/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - tables as JSON, written as they come: a report's own JSON stands in memory whole, a panel cannot. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "files/texts.h"

typedef struct { qn_text_outlet text; bool lines; const qn_out_table *shape; bool first; } json;

/* U+2028 and U+2029, which some readers of lines take for a line's end. */
static bool parts_lines(const char *at) { return !strncmp(at, "\xE2\x80\xA8", 3) || !strncmp(at, "\xE2\x80\xA9", 3); }

void qn_json_text(qn_buffer *out, const char *text)
{
	qn_buffer_text(out, "\"");
	for (const char *at = text; *at;) {
		const char *from = at;
		while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\' && !(*at == '\xE2' && parts_lines(at)))
			at++;
		qn_buffer_add(out, from, (size_t)(at - from));
		if (!*at)
			break;
		if (*at == '\xE2')
			qn_buffer_text(out, at[2] == '\xA8' ? "\\u2028" : "\\u2029"), at += 2;
		else if (*at == '"' || *at == '\\')
			qn_buffer_printf(out, "\\%c", *at);
		else
			qn_buffer_printf(out, "\\u%04x", (unsigned)(unsigned char)*at);
		at++;
	}
	qn_buffer_text(out, "\"");
}

static void add_member(qn_buffer *out, const char *name, const char *value)
{
	qn_buffer_printf(out, " \"%s\": ", name);
	qn_json_text(out, value);
	qn_buffer_text(out, ",\n");
}

static int begin(qn_outlet *outlet, const qn_out_about *about, qn_error *err)
{
	json *j = (json *)outlet;
	if (j->lines)
		return QN_OK;
	qn_buffer_text(&j->text.out, "{\n");
	add_member(&j->text.out, "title", about->title);
	add_member(&j->text.out, "source", about->source);
	add_member(&j->text.out, "vintage", about->vintage);
	qn_buffer_printf(&j->text.out, " \"synthetic\": %s,\n", *about->mark ? "true" : "false");
	add_member(&j->text.out, "data", about->mark);
	qn_buffer_text(&j->text.out, " \"tables\": {");
	return qn_text_flush(&j->text, false, err);
}

static void end_table(json *j)
{
	if (j->shape && !j->lines)
		qn_buffer_text(&j->text.out, j->first ? "]" : "\n  ]");
}

static int table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	json *j = (json *)outlet;
	end_table(j);
	if (!j->lines) {
		qn_buffer_text(&j->text.out, j->shape ? ",\n  " : "\n  ");
		qn_json_text(&j->text.out, shape->name);
		qn_buffer_text(&j->text.out, ": [");
	}
	j->shape = shape;
	j->first = true;
	return qn_text_flush(&j->text, false, err);
}

static void add_value(qn_buffer *out, qn_out_type type, const qn_out_cell *cell)
{
	char room[QN_NUMBER_SIZE];
	bool missing = type == QN_OUT_TEXT ? !cell->text : cell->number != cell->number;
	if (missing)
		qn_buffer_text(out, "null");
	else if (type == QN_OUT_TEXT || type == QN_OUT_DATE)
		qn_json_text(out, qn_out_text(type, cell, room));
	else if (type == QN_OUT_FLAG)
		qn_buffer_text(out, cell->number != 0 ? "true" : "false");
	else
		qn_buffer_text(out, qn_out_text(type, cell, room));
}

static int row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	json *j = (json *)outlet;
	qn_buffer *out = &j->text.out;
	if (!j->lines)
		qn_buffer_text(out, j->first ? "\n   " : ",\n   ");
	for (uint32_t c = 0; c < j->shape->columns; c++) {
		qn_buffer_text(out, c ? ", " : "{");
		qn_json_text(out, j->shape->column[c].name);
		qn_buffer_text(out, ": ");
		add_value(out, j->shape->column[c].type, &cell[c]);
	}
	qn_buffer_text(out, j->lines ? "}\n" : "}");
	j->first = false;
	return qn_text_flush(&j->text, false, err);
}

static int end(qn_outlet *outlet, qn_error *err)
{
	json *j = (json *)outlet;
	end_table(j);
	if (!j->lines)
		qn_buffer_text(&j->text.out, "\n },\n \"notes\": []\n}\n");
	return qn_text_flush(&j->text, true, err);
}

int qn_outlet_json(bool lines, qn_outfile *file, qn_outlet **out, qn_error *err)
{
	json *j = calloc(1, sizeof *j);
	*out = NULL;
	if (!j)
		return qn_no_memory(err);
	j->text = (qn_text_outlet){ .outlet = { begin, table, row, end, qn_text_free }, .file = file };
	j->lines = lines;
	*out = &j->text.outlet;
	return QN_OK;
}
