/* SPDX-License-Identifier: Apache-2.0 */
/* printed.c - the header and footer of a sheet's pages: "&L单位:万元&R第 &P 页", left, centre and right, with marks for letters and numbers. */
#include <ctype.h>
#include <string.h>
#include "book.h"

void printed_start(printed_words *p, const char *name)
{
	static const char *const names[] = { "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter" };
	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (!strcmp(names[k], name))
			p->within = true, p->text.length = 0;
}

void printed_add(printed_words *p, const char *text, size_t length)
{
	if (p->within && p->text.length + length <= LONGEST_CELL)
		qn_buffer_add(&p->text, text, length);
}

/* A mark behind its &: how long; &"黑体,Bold" names letters, &12 their size, &K00FF00 their colour. */
static size_t mark_length(const char *at)
{
	const char *close = *at == '"' ? strchr(at + 1, '"') : NULL;
	size_t digits = strspn(at, "0123456789");
	if (close)
		return (size_t)(close + 1 - at);
	if (digits)
		return digits;
	return *at == 'K' ? 1 + strspn(at + 1, "0123456789ABCDEFabcdef+-") : *at != 0;
}

static void send(const char *text, size_t length)
{
	while (length && isspace((unsigned char)*text))
		text++, length--;
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	if (length)
		out_frame(QN_FRAME_PRINTED, text, length);
}

/* Each of the three parts for itself; the marks go, and && is the sign. */
bool printed_end(printed_words *p)
{
	if (!p->within)
		return false;
	char *text = p->text.length && !p->text.failed ? p->text.data : NULL, *to = text;
	for (const char *at = text; at && *at;) {
		bool mark = *at == '&' && at[1] != '&', part = mark && at[1] && strchr("LCR", at[1]);
		if (part)
			send(text, (size_t)(to - text)), to = text;
		if (mark)
			at += 1 + mark_length(at + 1);
		else
			at += *at == '&', *to++ = *at++;
	}
	if (text)
		send(text, (size_t)(to - text));
	p->within = false;
	return true;
}

void printed_free(printed_words *p) { qn_buffer_free(&p->text); }
