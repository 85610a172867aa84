/* SPDX-License-Identifier: Apache-2.0 */
/* delimiter.c - what parts the fields of a text: spreadsheets save "Unicode text" with tabs, some countries' with semicolons, databases with bars. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "ingest/csv.h"
#include "ingest/heads.h"

enum { LINES = 20, FEW = 1 };

typedef struct { size_t comma, tab, semicolon, bar; } counts;

/* Counts over a row, which ends where a line does outside quotes; how many bytes it took. */
static size_t count_row(const char *at, size_t length, counts *c)
{
	bool quoted = false;
	size_t i = 0;
	*c = (counts){ 0 };
	for (; i < length && (quoted || (at[i] != '\n' && at[i] != '\r')); i++) {
		quoted ^= at[i] == '"';
		c->comma += !quoted && at[i] == ',';
		c->tab += !quoted && at[i] == '\t';
		c->semicolon += !quoted && at[i] == ';';
		c->bar += !quoted && at[i] == '|';
	}
	return i < length ? i + 1 : i;
}

static char most_of(const counts *c, size_t *most)
{
	*most = c->comma;
	char found = 0;
	if (c->tab > *most)
		*most = c->tab, found = '\t';
	if (c->semicolon > *most)
		*most = c->semicolon, found = ';';
	if (c->bar > *most)
		*most = c->bar, found = '|';
	return found;
}

/* Is it the name of a column that no table is without? */
static bool is_head(const char *at, size_t length)
{
	char name[64];
	if (length >= 2 && at[0] == '"' && at[length - 1] == '"')
		at++, length -= 2;
	if (length >= sizeof name)
		return false;
	snprintf(name, sizeof name, "%.*s", (int)length, at);
	int head = qn_head_find(name);
	return head == QN_OF_ENTITY || head == QN_OF_INDICATOR || head == QN_OF_PRODUCT || head == QN_OF_VALUE || qn_head_is_register(name);
}

/* How many such names a row has, if a sign parts its fields; none if it parts nothing. */
static size_t heads_of(const char *at, size_t length, char sign)
{
	size_t heads = 0;
	const char *end = at + length, *next;
	if (!memchr(at, sign, length))
		return 0;
	for (; at <= end; at = next + 1) {
		next = memchr(at, sign, (size_t)(end - at));
		next = next ? next : end;
		heads += is_head(at, (size_t)(next - at));
	}
	return heads;
}

/* The sign that parts a header, among the first lines; false if none is seen to be one. Titles hold any signs. */
static bool by_heads(const char *bytes, size_t length, char *out)
{
	static const char signs[] = { ',', '\t', ';', '|' };
	static const char mark[] = "\xEF\xBB\xBF";
	while (length >= 3 && !memcmp(bytes, mark, 3))
		bytes += 3, length -= 3;
	for (int line = 0; line < LINES && length > 0; line++) {
		counts c;
		size_t most = 0, taken = count_row(bytes, length, &c), row = taken;
		while (row && (bytes[row - 1] == '\n' || bytes[row - 1] == '\r'))
			row--;
		for (size_t s = 0; s < sizeof signs; s++) {
			size_t heads = heads_of(bytes, row, signs[s]);
			if (heads > most)
				most = heads, *out = signs[s] == ',' ? 0 : signs[s];
		}
		if (most)
			return true;
		bytes += taken, length -= taken;
	}
	return false;
}

char qn_csv_delimiter(const char *bytes, size_t length)
{
	char first = 0;
	bool waits = true;
	if (by_heads(bytes, length, &first))
		return first;
	for (int line = 0; line < LINES && length > 0; line++) {
		counts c;
		size_t most, taken = count_row(bytes, length, &c);
		char found = most_of(&c, &most);
		if (most > FEW)
			return found;
		if (most > 0 && waits)
			first = found, waits = false;
		bytes += taken, length -= taken;
	}
	return first;
}
