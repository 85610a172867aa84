/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - libcsv says what a row is. It knows no lines, no limits and no NUL, so we hand it one physical line at a time,
 * count them, and bound what it gathers. */
#include "ingest/csv.h"
#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_FIELD = 64 << 10, MOST_FIELDS = 4096 };

typedef struct {
	const char *name;
	unsigned line, begun;    /* the physical line being read; the one where the row began */
	qn_csv_field *field;
	size_t *offset;          /* of the fields in text, until the row is whole */
	size_t fields;
	qn_buffer text;
	int (*each)(void *context, const qn_csv_row *row, qn_error *err);
	void *context;
	qn_error *err;
	int rc;
} reading;

static void take_field(void *data, size_t length, void *context)
{
	reading *r = context;
	if (r->rc != QN_OK)
		return;
	if (r->fields == MOST_FIELDS) {
		r->rc = qn_fail(r->err, QN_EINPUT, "%s:%u: more than %d columns: is it a table of long form?", r->name, r->begun, MOST_FIELDS);
		return;
	}
	if (length > LONGEST_FIELD) {
		r->rc = qn_fail(r->err, QN_EINPUT, "%s:%u: a field of more than %d bytes: is a quote left open?", r->name, r->begun, LONGEST_FIELD);
		return;
	}
	r->offset[r->fields] = r->text.length;
	r->field[r->fields++].length = length;
	qn_buffer_add(&r->text, data, length);
	qn_buffer_add(&r->text, "", 1);
}

static bool is_empty(const reading *r)
{
	return r->fields == 0 || (r->fields == 1 && r->field[0].length == 0);
}

static void take_row(int end, void *context)
{
	reading *r = context;
	(void)end;
	if (r->rc == QN_OK && r->text.failed)
		r->rc = qn_no_memory(r->err);
	for (size_t i = 0; r->rc == QN_OK && i < r->fields; i++)
		r->field[i].text = r->text.data + r->offset[i];
	if (r->rc == QN_OK && !is_empty(r))
		r->rc = r->each(r->context, &(qn_csv_row){ r->begun, r->fields, r->field }, r->err);
	r->fields = 0;
	r->text.length = 0;
	r->begun = r->line + 1;
}

/* Up to and with the line's end: \n, \r\n or \r alone. */
static size_t line_length(const char *at, size_t left)
{
	for (size_t i = 0; i < left; i++) {
		if (at[i] == '\n')
			return i + 1;
		if (at[i] == '\r')
			return i + 1 < left && at[i + 1] == '\n' ? i + 2 : i + 1;
	}
	return left;
}

static int feed(reading *r, struct csv_parser *parser, const char *bytes, size_t length)
{
	while (length > 0 && r->rc == QN_OK) {
		size_t here = line_length(bytes, length);
		const char *nul = memchr(bytes, 0, here);
		if (nul)
			return qn_fail(r->err, QN_EINPUT, "%s:%u: a NUL byte: this is not a text file", r->name, r->line);
		if (csv_parse(parser, bytes, here, take_field, take_row, r) != here && r->rc == QN_OK)
			return csv_error(parser) == CSV_ENOMEM ? qn_no_memory(r->err)
				: qn_fail(r->err, QN_EINPUT, "%s:%u: a quote in the middle of a field: put quotes around the whole field and double those inside",
					r->name, r->line);
		if (parser->entry_pos > LONGEST_FIELD && r->rc == QN_OK)
			return qn_fail(r->err, QN_EINPUT, "%s:%u: a field of more than %d bytes: is a quote left open?", r->name, r->begun, LONGEST_FIELD);
		bytes += here, length -= here;
		r->line++;
		if (r->fields == 0 && parser->entry_pos == 0 && !parser->quoted) /* between rows: a blank line begins none */
			r->begun = r->line;
	}
	return r->rc;
}

int qn_csv_read(const char *bytes, size_t length, const char *name, int (*each)(void *context, const qn_csv_row *row, qn_error *err), void *context, qn_error *err)
{
	struct csv_parser parser;
	reading r = { .name = name, .line = 1, .begun = 1, .each = each, .context = context, .err = err };
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return qn_no_memory(err);
	r.field = calloc(MOST_FIELDS, sizeof *r.field);
	r.offset = calloc(MOST_FIELDS, sizeof *r.offset);
	int rc = r.field && r.offset ? feed(&r, &parser, bytes, length) : qn_no_memory(err);
	if (rc == QN_OK && csv_fini(&parser, take_field, take_row, &r) != 0)
		rc = qn_fail(err, QN_EINPUT, "%s:%u: the quote that opens here is never closed", name, r.begun);
	if (rc == QN_OK)
		rc = r.rc;
	csv_free(&parser);
	qn_buffer_free(&r.text);
	free(r.field), free(r.offset);
	return rc;
}
