/* SPDX-License-Identifier: Apache-2.0 */
/* texts.c - the table of shared strings: most texts of a workbook stand there, cells hold their numbers. */
#include <stdlib.h>
#include <string.h>
#include "book.h"

enum { MOST_TEXTS = 1 << 24, TEXTS_BYTES = 128 << 20 };

typedef struct {
	book *b;
	xml_taker taker;
	qn_buffer text, left; /* left: of a text with a ^ */
	text_runs runs;
	uint32_t room;
	bool in_text, in_reading; /* t · rPh: how it is read aloud, no part of it */
} reading;

bool text_add(qn_buffer *to, const char *text, size_t length)
{
	if (to->length + length > LONGEST_CELL)
		return false;
	qn_buffer_add(to, text, length);
	return true;
}

/* _x4E00_: 7 bytes for a character of the basic plane that XML may not hold, or that looks like such an escape. */
static unsigned escape_at(const char *at, size_t left)
{
	unsigned code = 0;
	if (left < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
		return 0;
	for (int i = 2; i < 6; i++) {
		const char *digit = strchr("0123456789ABCDEFabcdef", at[i]);
		if (!digit || !at[i])
			return 0;
		unsigned value = (unsigned)(digit - "0123456789ABCDEFabcdef");
		code = code << 4 | (value > 15 ? value - 6 : value);
	}
	return code >= 0xD800 && code < 0xE000 ? 0 : code;
}

static size_t put_utf8(char *to, unsigned code)
{
	if (code < 0x80)
		return to[0] = (char)code, 1;
	if (code < 0x800)
		return to[0] = (char)(0xC0 | code >> 6), to[1] = (char)(0x80 | (code & 63)), 2;
	return to[0] = (char)(0xE0 | code >> 12), to[1] = (char)(0x80 | (code >> 6 & 63)), to[2] = (char)(0x80 | (code & 63)), 3;
}

void text_unescape(qn_buffer *text)
{
	size_t out = 0;
	for (size_t i = 0; i < text->length; ) {
		unsigned code = escape_at(text->data + i, text->length - i);
		if (code)
			out += put_utf8(text->data + out, code), i += 7;
		else
			text->data[out++] = text->data[i++];
	}
	if (text->length)
		text->data[text->length = out] = 0;
}

static void add_left(reading *r)
{
	text_unescape(&r->left);
	qn_buffer_add(&r->b->texts, "^", 1);
	qn_buffer_add(&r->b->texts, r->left.data ? r->left.data : "", r->left.length);
	qn_buffer_add(&r->b->texts, "", 1);
}

static void keep(reading *r)
{
	book *b = r->b;
	if (b->text_count == r->room) {
		uint32_t room = r->room ? 2 * r->room : 1024;
		size_t *larger = realloc(b->text_at, room * sizeof *larger);
		if (!larger) {
			r->taker.rc = fail_memory(r->taker.why);
			return;
		}
		b->text_at = larger, r->room = room;
	}
	text_unescape(&r->text);
	b->text_at[b->text_count++] = b->texts.length;
	qn_buffer_add(&b->texts, r->text.data ? r->text.data : "", r->text.length);
	qn_buffer_add(&b->texts, "", 1);
	if (r->runs.marked)
		add_left(r);
	if (b->texts.failed || r->text.failed || r->left.failed)
		r->taker.rc = fail_memory(r->taker.why);
	else if (b->texts.length > TEXTS_BYTES || b->text_count >= MOST_TEXTS)
		r->taker.rc = fail(r->taker.why, QN_EINPUT, "more than %d MiB of texts: split the workbook, or save the sheet as CSV",
			"文字超过 %d MiB:请拆分工作簿,或将工作表另存为 CSV", TEXTS_BYTES >> 20);
}

static void on_start(void *context, const char *name, const char **attributes)
{
	reading *r = context;
	runs_start(&r->runs, name, attributes);
	if (!strcmp(name, "si"))
		r->text.length = 0, r->runs = (text_runs){ 0 };
	else if (!strcmp(name, "rPh"))
		r->in_reading = true;
	else if (!strcmp(name, "t"))
		r->in_text = !r->in_reading;
}

static void on_end(void *context, const char *name)
{
	reading *r = context;
	if (!strcmp(name, "si"))
		keep(r);
	else if (!strcmp(name, "rPh"))
		r->in_reading = false;
	else if (!strcmp(name, "t"))
		r->in_text = false;
}

static void on_text(void *context, const char *text, size_t length)
{
	reading *r = context;
	if (r->in_text && !runs_add(&r->runs, &r->text, &r->left, text, length))
		r->taker.rc = fail(r->taker.why, QN_EINPUT, "text %u of the workbook is longer than %d KiB: shorten it", "工作簿中第 %u 条文字超过 %d KiB:请缩短",
			(unsigned)r->b->text_count + 1, LONGEST_CELL >> 10);
}

int book_read_texts(book *b, fault *why)
{
	static const char part[] = "xl/sharedStrings.xml";
	reading r = { .b = b };
	if (!package_has(b->package, part))
		return QN_OK;
	r.taker = (xml_taker){ .start = on_start, .end = on_end, .text = on_text, .context = &r };
	int rc = package_parse(b->package, part, &r.taker, why);
	qn_buffer_free(&r.text);
	qn_buffer_free(&r.left);
	return rc;
}
