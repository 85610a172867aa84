/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - libcsv says what a row is. It knows no lines, no limits and no NUL, so we hand it one physical line at a time, a
 * very long one in parts, count them, and bound what it gathers. */
#include "ingest/csv.h"
#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_FIELD = 64 << 10, MOST_FIELDS = 4096, PART = 64 << 10 };

struct qn_csv {
	const char *name;
	qn_csv_taker taker;
	struct csv_parser parser;
	bool ready;              /* the parser is to be freed */
	bool unended;            /* the last line came without an end */
	unsigned line, begun;    /* the physical line being read; the one where the row began */
	qn_csv_field *field;
	size_t *offset;          /* of the fields in text, until the row is whole */
	size_t fields;
	qn_buffer text;
	qn_buffer rest;          /* the beginning of a line whose end has not come yet */
	qn_error *err;
	int rc;
};

static int too_long(qn_csv *r)
{
	return qn_fail_both(r->err, QN_EINPUT, "%s:%u:一个单元格超过 %d 字节:是不是引号没有结束?",
		"%s:%u: a field of more than %d bytes: is a quote left open?", r->name, r->begun, LONGEST_FIELD);
}

/* A line that ends within a field ends with \n, however that was written. */
static void add_lines(qn_buffer *to, const char *text, size_t length)
{
	const char *end = text + length;
	for (const char *at; (at = memchr(text, '\r', (size_t)(end - text)));) {
		qn_buffer_add(to, text, (size_t)(at - text));
		qn_buffer_text(to, "\n");
		text = at + 1 < end && at[1] == '\n' ? at + 2 : at + 1;
	}
	qn_buffer_add(to, text, (size_t)(end - text));
}

static void take_field(void *data, size_t length, void *context)
{
	qn_csv *r = context;
	if (r->rc != QN_OK)
		return;
	if (r->fields == MOST_FIELDS) {
		r->rc = qn_fail_both(r->err, QN_EINPUT, "%s:%u:超过 %d 列:这是表格数据吗?", "%s:%u: more than %d columns: is it a table at all?", r->name, r->begun, MOST_FIELDS);
		return;
	}
	if (length > LONGEST_FIELD) {
		r->rc = too_long(r);
		return;
	}
	r->offset[r->fields] = r->text.length;
	if (r->line == r->begun)
		qn_buffer_add(&r->text, data, length);
	else
		add_lines(&r->text, data, length);
	r->field[r->fields].length = r->text.length - r->offset[r->fields];
	r->fields++;
	qn_buffer_add(&r->text, "", 1);
}

static bool is_empty(const qn_csv *r)
{
	return r->fields == 0 || (r->fields == 1 && r->field[0].length == 0);
}

static void take_row(int end, void *context)
{
	qn_csv *r = context;
	(void)end;
	if (r->rc == QN_OK && r->text.failed)
		r->rc = qn_no_memory(r->err);
	for (size_t i = 0; r->rc == QN_OK && i < r->fields; i++)
		r->field[i].text = r->text.data + r->offset[i];
	if (r->rc == QN_OK && !is_empty(r))
		r->rc = r->taker.each(r->taker.context, &(qn_csv_row){ r->begun, r->fields, r->field }, r->err);
	r->fields = 0;
	r->text.length = 0;
	r->begun = r->line + 1;
}

static bool between_rows(const qn_csv *r) { return r->fields == 0 && r->parser.entry_pos == 0 && !r->parser.quoted; }

/* Up to and with the line's end: \n, \r\n or \r alone; 0 if the end is not there, or not sure before more has come. */
static size_t line_length(const char *at, size_t left)
{
	for (size_t i = 0; i < left; i++) {
		if (at[i] == '\n')
			return i + 1;
		if (at[i] == '\r')
			return i + 1 == left ? 0 : at[i + 1] == '\n' ? i + 2 : i + 1;
	}
	return 0;
}

/* Files that were put together bring their byte order marks along; nobody sees one, and before a quote it would stand in its way. */
static size_t marks_of(const qn_csv *r, const char *bytes, size_t length)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t at = 0;
	while (between_rows(r) && length - at >= strlen(mark) && !memcmp(bytes + at, mark, strlen(mark)))
		at += strlen(mark);
	return at;
}

/* Of a row of several lines either may be the one that is wrong. */
static int odd_quote(const qn_csv *r)
{
	if (r->line > r->begun)
		return qn_fail_both(r->err, QN_EINPUT, "%s:%u:从第 %u 行开始的这一行里,引号出现在单元格中间:前面有一个引号没有结束,或者里面的引号没有写两遍",
			"%s:%u: a quote in the middle of a field, of the row that begins in line %u: one before it is left open, or those inside are not doubled", r->name, r->line, r->begun);
	return qn_fail_both(r->err, QN_EINPUT, "%s:%u:引号出现在单元格中间:请给整个单元格加引号,里面的引号写两遍",
		"%s:%u: a quote in the middle of a field: put quotes around the whole field and double those inside", r->name, r->line);
}

/* Of a line, from its beginning on. */
static int take_part(qn_csv *r, const char *bytes, size_t length)
{
	struct csv_parser *parser = &r->parser;
	size_t marks = marks_of(r, bytes, length);
	bytes += marks, length -= marks;
	if (memchr(bytes, 0, length))
		return r->rc = qn_fail_both(r->err, QN_EINPUT, "%s:%u:有空字节(NUL):这不是文本文件,请另存为“CSV UTF-8”或 .xlsx", "%s:%u: a NUL byte: this is not a text file: save it as CSV UTF-8 or .xlsx", r->name, r->line);
	if (csv_parse(parser, bytes, length, take_field, take_row, r) != length && r->rc == QN_OK)
		return r->rc = csv_error(parser) == CSV_ENOMEM ? qn_no_memory(r->err) : odd_quote(r);
	if (parser->entry_pos > LONGEST_FIELD && r->rc == QN_OK)
		return r->rc = too_long(r);
	return r->rc;
}

/* Parts that others follow: how many bytes. They are counted from the line's beginning, however it is fed. */
static size_t take_parts(qn_csv *r, const char *bytes, size_t length)
{
	size_t taken = 0;
	for (; r->rc == QN_OK && length - taken > PART; taken += PART)
		take_part(r, bytes + taken, PART);
	return taken;
}

/* What is left of a line, with its end. */
static int take_line(qn_csv *r, const char *bytes, size_t length)
{
	size_t taken = take_parts(r, bytes, length);
	if (r->rc != QN_OK || take_part(r, bytes + taken, length - taken) != QN_OK)
		return r->rc;
	r->line++;
	if (between_rows(r)) /* a blank line begins none */
		r->begun = r->line;
	return QN_OK;
}

/* What plain lines there are at the front of bytes, of which the first `whole` end a line. */
static size_t take_plain(qn_csv *r, const char *bytes, size_t whole)
{
	if (!r->taker.plain || r->taker.delimiter || whole == 0 || !between_rows(r))
		return 0;
	size_t taken = r->taker.plain(r->taker.context, bytes, whole, &r->line);
	r->begun = r->line;
	return taken;
}

/* The beginning of a line, of which only what makes no whole part is kept. */
static int keep_rest(qn_csv *r, const char *bytes, size_t length)
{
	qn_buffer_add(&r->rest, bytes, length);
	if (r->rest.failed)
		return r->rc = qn_no_memory(r->err);
	size_t taken = take_parts(r, r->rest.data, r->rest.length);
	r->rest.length -= taken;
	memmove(r->rest.data, r->rest.data + taken, r->rest.length);
	return r->rc;
}

/* The line begun by what was fed before: how many bytes more belong to it. */
static size_t take_rest(qn_csv *r, const char *bytes, size_t length)
{
	size_t before = r->rest.length, more;
	if (before == 0)
		return 0;
	if (r->rest.data[before - 1] == '\r')
		more = bytes[0] == '\n';
	else if (!(more = line_length(bytes, length)))
		more = length;
	bool whole = more == 0 || bytes[more - 1] == '\n' || more < length || r->rest.data[before - 1] == '\r';
	if (keep_rest(r, bytes, more) == QN_OK && whole) {
		take_line(r, r->rest.data, r->rest.length);
		r->rest.length = 0;
	}
	return more;
}

int qn_csv_feed(qn_csv *r, const char *bytes, size_t length, qn_error *err)
{
	size_t here;
	r->err = err;
	if (length == 0 || r->rc != QN_OK)
		return r->rc;
	here = take_rest(r, bytes, length);
	bytes += here, length -= here;
	const char *last = length ? memrchr(bytes, '\n', length) : NULL;
	size_t whole = last ? (size_t)(last - bytes) + 1 : 0;
	while (length > 0 && r->rc == QN_OK) {
		if ((here = take_plain(r, bytes, whole)) == 0 && (here = line_length(bytes, length)))
			take_line(r, bytes, here);
		if (here == 0)
			return keep_rest(r, bytes, length);
		bytes += here, length -= here;
		whole -= here < whole ? here : whole;
	}
	return r->rc;
}

/* Old programs end a text with Ctrl-Z. */
static bool is_old_end(const qn_csv *r) { return r->rest.length == 1 && r->rest.data[0] == 0x1A && between_rows(r); }

int qn_csv_end(qn_csv *r, qn_error *err)
{
	r->err = err;
	if (is_old_end(r))
		r->rest.length = 0;
	r->unended = r->rest.length && r->rest.data[r->rest.length - 1] != '\r';
	if (r->rc == QN_OK && r->rest.length)
		take_line(r, r->rest.data, r->rest.length);
	r->rest.length = 0;
	if (r->rc == QN_OK && csv_fini(&r->parser, take_field, take_row, r) != 0)
		r->rc = qn_fail_both(err, QN_EINPUT, "%s:%u:从这里开始的引号没有结束", "%s:%u: the quote that opens here is never closed", r->name, r->begun);
	return r->rc;
}

bool qn_csv_unended(const qn_csv *r) { return r->unended; }

int qn_csv_open(const char *name, qn_csv_taker taker, qn_csv **out, qn_error *err)
{
	qn_csv *r = *out = calloc(1, sizeof *r);
	if (!r)
		return qn_no_memory(err);
	r->name = name, r->taker = taker, r->line = r->begun = 1;
	r->ready = csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) == 0;
	if (r->ready && taker.delimiter)
		csv_set_delim(&r->parser, (unsigned char)taker.delimiter);
	r->field = calloc(MOST_FIELDS, sizeof *r->field);
	r->offset = calloc(MOST_FIELDS, sizeof *r->offset);
	if (r->ready && r->field && r->offset)
		return QN_OK;
	qn_csv_free(r);
	*out = NULL;
	return qn_no_memory(err);
}

void qn_csv_free(qn_csv *r)
{
	if (!r)
		return;
	if (r->ready)
		csv_free(&r->parser);
	qn_buffer_free(&r->text);
	qn_buffer_free(&r->rest);
	free(r->field), free(r->offset);
	free(r);
}

int qn_csv_read(const char *bytes, size_t length, const char *name, int (*each)(void *context, const qn_csv_row *row, qn_error *err), void *context, qn_error *err)
{
	qn_csv *csv;
	int rc = qn_csv_open(name, (qn_csv_taker){ .each = each, .context = context }, &csv, err);
	if (rc == QN_OK && (rc = qn_csv_feed(csv, bytes, length, err)) == QN_OK)
		rc = qn_csv_end(csv, err);
	qn_csv_free(csv);
	return rc;
}
