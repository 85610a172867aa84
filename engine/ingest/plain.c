/* SPDX-License-Identifier: Apache-2.0 */
/* plain.c - the short way for plain lines. A line is taken when each of its fields is a text that was looked up before (or
 * can be now) and its value a plain number or nothing; everything else is left to libcsv and the long way, at the line
 * where it stands. So this file decides nothing about the format but what it is sure of: in a line without quotes,
 * carriage returns and zero bytes, commas part fields; and it leaves fields with blanks at either end alone. */
#include "ingest/observing.h"
#include "plan/program.h"

enum { READABLE = 16, MOST_DIGITS = 18, LONGEST = 4096, MOST_SOURCES = 1024 };
static const double power[MOST_DIGITS + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18 };

/* What an indicator means: its number, and whether any number will do for it. */
enum { ANY_NUMBER = 1 };

typedef struct { const char *end; bool missing; double value; } number;

/* The field that stands at `at`: its length if it is plain and something ends it before end, else -1. */
static long plain_length(const char *at, const char *end)
{
	const char *to = at;
	while (to < end && *to != ',' && *to != '\n' && *to != '\r' && *to != '"' && *to)
		to++;
	if (to == end || *to == '"' || !*to || to - at > LONGEST)
		return -1;
	if (to > at && (*at == ' ' || *at == '\t' || to[-1] == ' ' || to[-1] == '\t'))
		return -1;
	return to - at;
}

static bool look_up(qn_observing *o, int column, const char *text, uint64_t *meaning)
{
	const qn_catalogue *c = o->i->catalogue;
	uint32_t kind, entity;
	qn_period period;
	long indicator;
	int place;
	switch (column) {
	case QN_OF_ENTITY:
		if (!qn_import_entity(o->i, text, &kind, &entity))
			return false;
		*meaning = (uint64_t)kind << 32 | entity;
		return true;
	case QN_OF_INDICATOR:
		if ((indicator = qn_catalogue_indicator(c, text)) < 0)
			return false;
		*meaning = (uint64_t)indicator << 1 | (qn_observing_unfit(&c->indicator[indicator], &c->units.unit[c->indicator[indicator].unit], -0.5) ? 0 : ANY_NUMBER);
		return true;
	case QN_OF_PERIOD:
		if (!qn_period_read(text, strlen(text), &period) || (place = qn_cells_place(o->cells, period)) == QN_NO_PLACE)
			return false;
		*meaning = (uint64_t)place;
		return true;
	default:
		*meaning = qn_import_is_synthetic(o->i, text);
		return true;
	}
}

/* A text that is neither the one before nor the one expected. */
__attribute__((noinline)) static qn_memory *seek(qn_observing *o, int column, const char *at, const char *end)
{
	qn_memo *memo = &o->memo[column];
	long length = plain_length(at, end);
	qn_memory *m = length < 0 ? NULL : qn_memo_find(memo, at, (size_t)length);
	uint64_t meaning;
	if (length >= 0 && !m) {
		char text[LONGEST + 1];
		memcpy(text, at, (size_t)length);
		text[length] = '\0';
		if (column == QN_OF_SOURCE && memo->count >= MOST_SOURCES)
			qn_memo_free(memo);
		if (look_up(o, column, text, &meaning))
			m = qn_memo_add(memo, text, (size_t)length, meaning);
	}
	if (m)
		memo->last = memo->last->next = m;
	return m;
}

static inline bool ends(const char *at) { return *at == ',' || *at == '\n' || *at == '\r'; }

static inline qn_memory *recall(qn_observing *o, int column, const char *at, const char *end)
{
	qn_memory *m = o->memo[column].last;
	if (end - at < READABLE)
		return NULL;
	if (m && qn_memory_is(m, at, end) && ends(at + m->length))
		return m;
	if (m && (m = m->next, qn_memory_is(m, at, end)) && ends(at + m->length))
		return o->memo[column].last = m;
	return seek(o, column, at, end);
}

/* Digits to an integer below 2^53, then one division by a power of ten: both exact, so the quotient is the double nearest
 * to the decimal, as qn_number_read has it. False if it is not so short and plain. */
static inline bool read_number(const char *at, number *out)
{
	bool negative = *at == '-';
	const char *begin = at += negative, *point;
	uint64_t whole = 0;
	unsigned digit;
	for (; (digit = (unsigned char)*at - '0') <= 9; at++)
		whole = whole * 10 + digit;
	point = at;
	if (*at == '.')
		for (at++; (digit = (unsigned char)*at - '0') <= 9; at++)
			whole = whole * 10 + digit;
	long decimals = at > point ? at - point - 1 : 0, digits = point - begin + decimals;
	*out = (number){ .end = at, .missing = digits == 0 };
	if (digits == 0)
		return at == begin && !negative;
	if (digits > MOST_DIGITS || whole > (uint64_t)1 << 53)
		return false;
	double value = (double)whole / power[decimals];
	out->value = negative ? -value : value;
	return true;
}

/* Behind the field, over what ends it; NULL if that is not what should. */
static inline const char *step_over(const char *at, bool last)
{
	if (!last)
		return *at == ',' ? at + 1 : NULL;
	if (*at == '\n')
		return at + 1;
	return at[0] == '\r' && at[1] == '\n' ? at + 2 : NULL;
}

static bool fits(const qn_observing *o, const qn_memory *indicator, double value)
{
	const qn_catalogue *c = o->i->catalogue;
	const qn_indicator *about = &c->indicator[indicator->meaning >> 1];
	return indicator->meaning & ANY_NUMBER || !qn_observing_unfit(about, &c->units.unit[about->unit], value);
}

/* A row that is right, into the report and the cells. */
static bool take(qn_observing *o, qn_memory *const m[QN_OBSERVING_COLUMNS], const number *n, unsigned line)
{
	qn_importing *i = o->i;
	if (!n->missing) {
		if (!fits(o, m[QN_OF_INDICATOR], n->value)
		    || !qn_cells_add(o->cells, (uint32_t)(m[QN_OF_INDICATOR]->meaning >> 1), (uint32_t)(m[QN_OF_ENTITY]->meaning >> 32),
		                     (int)m[QN_OF_PERIOD]->meaning, (uint32_t)m[QN_OF_ENTITY]->meaning, line, n->value))
			return false;
	}
	i->report->missing += n->missing;
	i->report->rows++;
	unsigned *first = (m[QN_OF_SOURCE] ? m[QN_OF_SOURCE]->meaning : o->marked) ? &i->first_synthetic : &i->first_real;
	if (!*first)
		*first = line;
	return true;
}

/* Over the line at `at`, or NULL if it is not plain. end is behind a \n, so whatever stops at one stops in time. */
static const char *take_line(qn_observing *o, const int *columns, const char *at, const char *end, unsigned line)
{
	qn_memory *m[QN_OBSERVING_COLUMNS] = { 0 };
	number n = { .end = at };
	for (size_t k = 0; k < o->heads; k++) {
		int column = columns[k];
		if (column == QN_OF_VALUE) {
			if (!read_number(at, &n))
				return NULL;
			at = n.end;
		} else if (column == QN_OF_NOTE) {
			long length = plain_length(at, end);
			if (length < 0)
				return NULL;
			at += length;
		} else {
			if (!(m[column] = recall(o, column, at, end)))
				return NULL;
			at += m[column]->length;
		}
		if (!(at = step_over(at, k + 1 == o->heads)))
			return NULL;
	}
	return take(o, m, &n, line) ? at : NULL;
}

size_t qn_observing_plain(qn_observing *o, const char *bytes, size_t length, unsigned *line)
{
	const char *at = bytes, *end = bytes + length, *next;
	int columns[QN_OBSERVING_COLUMNS];
	if (!o->heads) /* the header is for the long way */
		return 0;
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		if (o->at[c] >= 0)
			columns[o->at[c]] = c;
	o->marked = qn_import_is_synthetic(o->i, "");
	for (unsigned now = *line; at < end && (next = take_line(o, columns, at, end, now)); at = next)
		*line = ++now;
	return (size_t)(at - bytes);
}

void qn_plain_forget(qn_observing *o)
{
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		qn_memo_free(&o->memo[c]);
}
