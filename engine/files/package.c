/* SPDX-License-Identifier: Apache-2.0 */
#include "files/package.h"
#include <stdlib.h>
#include "files/texts.h"

typedef struct { qn_outlet outlet; const char *data; qn_outfile *package; qn_outlet *to; qn_buffer out; } packaging;

static void add(qn_buffer *out, const char *before, const char *text, const char *behind)
{
	qn_buffer_text(out, before);
	qn_json_text(out, text);
	qn_buffer_text(out, behind);
}

static int begin(qn_outlet *outlet, const qn_out_about *about, qn_error *err)
{
	packaging *p = (packaging *)outlet;
	qn_buffer_text(&p->out, "{\n \"profile\": \"tabular-data-package\",\n \"name\": \"observations\",\n");
	add(&p->out, " \"title\": ", about->title, ",\n");
	add(&p->out, " \"sources\": [{\"title\": ", about->source, "}],\n");
	add(&p->out, " \"version\": ", about->vintage, ",\n");
	add(&p->out, " \"data\": ", about->mark, ",\n");
	add(&p->out, " \"generator\": ", about->maker, ",\n");
	return p->to->begin(p->to, about, err);
}

static int table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	static const char *const types[] = { [QN_OUT_TEXT] = "string", [QN_OUT_NUMBER] = "number", [QN_OUT_WHOLE] = "integer", [QN_OUT_FLAG] = "boolean", [QN_OUT_DATE] = "date" };
	packaging *p = (packaging *)outlet;
	add(&p->out, " \"resources\": [{\n  \"profile\": \"tabular-data-resource\",\n  \"name\": ", shape->name, ",\n");
	add(&p->out, "  \"title\": ", shape->title, ",\n");
	add(&p->out, "  \"path\": ", p->data, ",\n  \"format\": \"csv\",\n  \"mediatype\": \"text/csv\",\n  \"encoding\": \"utf-8\",\n  \"schema\": {\n   \"fields\": [");
	for (uint32_t c = 0; c < shape->columns; c++) {
		const qn_out_column *column = &shape->column[c];
		add(&p->out, c ? ",\n    {\"name\": " : "\n    {\"name\": ", column->name, "");
		add(&p->out, ", \"type\": ", types[column->type], "");
		if (*column->label)
			add(&p->out, ", \"title\": ", column->label, "");
		if (*column->unit)
			add(&p->out, ", \"unit\": ", column->unit, "");
		if (column->type == QN_OUT_FLAG)
			qn_buffer_text(&p->out, ", \"trueValues\": [\"1\"], \"falseValues\": [\"0\"]");
		qn_buffer_text(&p->out, "}");
	}
	qn_buffer_text(&p->out, "\n   ],\n   \"missingValues\": [\"\"]\n  }\n }]\n}\n");
	return p->to->table(p->to, shape, err);
}

static int row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	packaging *p = (packaging *)outlet;
	return p->to->row(p->to, cell, err);
}

static int end(qn_outlet *outlet, qn_error *err)
{
	packaging *p = (packaging *)outlet;
	FILE *stream;
	int rc = qn_outfile_stream(p->package, &stream, err);
	if (rc < 0)
		return rc;
	if (p->out.failed)
		return qn_no_memory(err);
	if (fwrite(p->out.data, 1, p->out.length, stream) != p->out.length)
		return qn_outfile_fail(p->package, err);
	return p->to->end(p->to, err);
}

static void drop(qn_outlet *outlet)
{
	packaging *p = (packaging *)outlet;
	qn_outlet_free(p->to);
	qn_buffer_free(&p->out);
	free(p);
}

int qn_outlet_packaged(const char *data, qn_outfile *package, qn_outlet *to, qn_outlet **out, qn_error *err)
{
	packaging *p = calloc(1, sizeof *p);
	*out = NULL;
	if (!p) {
		qn_outlet_free(to);
		return qn_no_memory(err);
	}
	*p = (packaging){ .outlet = { begin, table, row, end, drop }, .data = data, .package = package, .to = to };
	*out = &p->outlet;
	return QN_OK;
}
