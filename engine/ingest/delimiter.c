/* SPDX-License-Identifier: Apache-2.0 */
/* delimiter.c - what parts the fields of a text: spreadsheets save "Unicode text" with tabs, some countries' with semicolons, databases with bars. */
#include <stdbool.h>
#include "ingest/csv.h"

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

char qn_csv_delimiter(const char *bytes, size_t length)
{
	char first = 0;
	bool waits = true;
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
