/* SPDX-License-Identifier: Apache-2.0 */
/* plain.c - the short way for plain lines. A line is taken when each of its fields is a text that was looked up before (or
 * can be now) and its value a plain number or nothing; everything else is left to libcsv and the long way, at the line
 * where it stands. So this file decides nothing about the format but what it is sure of: where no field has quotes, carriage
 * returns, zero bytes or blanks at either end, commas part fields and line ends rows. */
#include "base/text.h"
#include "ingest/bare.h"
#include "ingest/fences.h"
#include "ingest/observing.h"
#include "ingest/when.h"
#include "plan/bytes.h"
#include "plan/program.h"

enum { READABLE = 16, MOST_DIGITS = 18, LONGEST = 1024, FIRST_RUN = 256 };
static const double power[MOST_DIGITS + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18 };

/* What an indicator means: its number, and in two bits which numbers do for it without asking. */
enum { SOME = 0, ANY = 1, COUNTS = 2 };

typedef struct { uint64_t whole; uint32_t digits, decimals; bool plain; } scanned;
typedef struct { double value; bool missing, counts; } number; /* counts: a whole number, not below zero */

/* A field between two fences: could libcsv see anything else in it than what it says? */
static bool is_plain(const char *at, size_t length)
{
	if (length > LONGEST)
		return false;
	for (size_t i = 0; i < length; i++)
		if (at[i] == '"' || at[i] == '\r' || !at[i])
			return false;
	return length == 0 || !(*at == ' ' || *at == '\t' || at[length - 1] == ' ' || at[length - 1] == '\t');
}

static uint64_t which_do(const qn_indicator *about, const qn_unit *unit)
{
	if (!qn_observing_unfit(about, unit, -0.5))
		return ANY;
	return qn_observing_unfit(about, unit, 0) || qn_observing_unfit(about, unit, 2) ? SOME : COUNTS;
}

static bool look_up(qn_observing *o, int column, const char *text, uint64_t *meaning)
{
	const qn_catalogue *c = o->i->catalogue;
	uint32_t kind, entity, place;
	const qn_both *why;
	qn_period period;
	long indicator;
	switch (column) {
	case QN_OF_ENTITY:
		if (!qn_import_entity(o->i, qn_text_unguarded(text), &kind, &entity) || (o->of_subject && kind != o->i->catalogue->subject))
			return false;
		*meaning = (uint64_t)kind << 32 | entity;
		return true;
	case QN_OF_INDICATOR:
		if ((indicator = qn_observing_indicator(o, text)) < 0)
			return false;
		*meaning = (uint64_t)indicator << 2 | which_do(&c->indicator[indicator], &c->units.unit[c->indicator[indicator].unit]);
		return true;
	case QN_OF_PERIOD:
		if (qn_when_read_cell(text, &period) || (place = qn_voices_place(&o->voices, period)) == QN_NO_PLACE)
			return false;
		*meaning = (uint64_t)place;
		return true;
	default:
		if (!qn_bytes_may_hold(text, false) || qn_observing_is_group(text))
			return false;
		*meaning = qn_import_is_synthetic(o->i, text);
		place = qn_voices_find(&o->voices, &o->i->import, &(qn_row_source){ qn_text_unguarded(text), "", "", "" }, *meaning != 0, &why);
		*meaning |= (uint64_t)place << 1;
		return place < QN_DENSE_VOICES;
	}
}

/* A text that is neither the one before nor the one expected. */
__attribute__((noinline)) static qn_memory *seek(qn_observing *o, int column, const char *at, size_t length)
{
	qn_memo *memo = &o->memo[column];
	qn_memory *m = is_plain(at, length) ? qn_memo_find(memo, at, length) : NULL;
	uint64_t meaning;
	if (!m && is_plain(at, length)) {
		char text[LONGEST + 1];
		memcpy(text, at, length);
		text[length] = '\0';
		if (look_up(o, column, text, &meaning))
			m = qn_memo_add(memo, text, length, meaning);
	}
	if (m)
		memo->last = memo->last->next = m;
	memo->moves = true;
	return m;
}

static inline qn_memory *recall(qn_observing *o, qn_memo *memo, int column, const char *at, size_t length)
{
	qn_memory *m = memo->last;
	if (!m)
		return seek(o, column, at, length);
	if (!memo->moves && qn_memory_is(m, at, length))
		return m;
	if (qn_memory_is(m->next, at, length)) {
		memo->moves = m->next != m;
		return memo->last = m->next;
	}
	if (memo->moves && qn_memory_is(m, at, length)) {
		memo->moves = false;
		return m;
	}
	return seek(o, column, at, length);
}

/* Digit by digit; not plain if anything else stands there, but for one point. */
__attribute__((noinline)) static scanned scan_slowly(const char *at, size_t length)
{
	const char *end = at + length, *begin = at, *point;
	scanned s = { .plain = false };
	unsigned digit;
	if (length > MOST_DIGITS + 1)
		return s;
	for (; at < end && (digit = (unsigned char)*at - '0') <= 9; at++)
		s.whole = s.whole * 10 + digit;
	point = at;
	if (at < end && *at == '.')
		for (at++; at < end && (digit = (unsigned char)*at - '0') <= 9; at++)
			s.whole = s.whole * 10 + digit;
	s.decimals = at > point ? (uint32_t)(at - point - 1) : 0;
	s.digits = (uint32_t)(point - begin) + s.decimals;
	s.plain = at == end;
	return s;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static const uint64_t each = 0x0101010101010101u; /* one in every byte */

/* Not zero in the high half of a byte that is no digit, once '0' was taken from it; right up to the first such. */
static inline uint64_t strangers(uint64_t digits) { return ((digits + 6 * each) | digits) & 0xF0 * each; }

/* Eight digits, the first one lowest: neighbours to pairs, pairs to fours, fours to eight. */
static inline uint64_t eight_digits(uint64_t x)
{
	x = x * 10 + (x >> 8);
	return ((x & 0x000000FF000000FFu) * 0x000F424000000064u + ((x >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u) >> 32;
}

/* The sixteen bytes up to the end at once, without a loop whose length nobody can foretell: what stands before the number
 * becomes zeros, what stands before the point moves up to close its gap. They must be readable. */
static inline scanned scan(const char *at, size_t length)
{
	uint64_t first, last, odd;
	uint32_t decimals = 0, digits = (uint32_t)length;
	if (length > 16 || length == 0)
		return scan_slowly(at, length);
	memcpy(&first, at + length - 16, 8), memcpy(&last, at + length - 8, 8);
	first ^= '0' * each, last ^= '0' * each;
	first = length > 8 ? first & UINT64_MAX << 8 * (16 - length) : 0;
	last = length < 8 ? last & UINT64_MAX << 8 * (8 - length) : last;
	if ((odd = strangers(last))) {
		unsigned point = (unsigned)__builtin_ctzll(odd) & ~7u;
		uint64_t before = ((uint64_t)1 << point) - 1;
		if ((uint8_t)(last >> point) != ('.' ^ '0'))
			return (scanned){ .plain = false };
		last = (last & ~before << 7 << 1) | (last & before) << 8 | first >> 56;
		first <<= 8;
		decimals = 7 - point / 8;
		digits--;
	}
	if (strangers(first) | strangers(last))
		return scan_slowly(at, length);
	return (scanned){ eight_digits(first) * 100000000 + eight_digits(last), digits, decimals, true };
}
#else
static inline scanned scan(const char *at, size_t length) { return scan_slowly(at, length); }
#endif

/* Digits to an integer below 2^53, then one division by a power of ten: both exact, so the quotient is the double nearest
 * to the decimal, as qn_number_read has it. False if it is not so short and plain. near: 16 bytes before its end may be read. */
static inline bool read_number(const char *at, size_t length, bool near, number *out)
{
	if (length == 0) {
		*out = (number){ .missing = true };
		return true;
	}
	bool negative = *at == '-';
	at += negative, length -= negative;
	scanned s = near ? scan(at, length) : scan_slowly(at, length);
	if (!s.plain || s.digits == 0 || s.digits > MOST_DIGITS || s.whole > (uint64_t)1 << 53)
		return false;
	double value = (double)(int64_t)s.whole / power[s.decimals];
	*out = (number){ .value = (negative ? -value : value) + 0.0, /* no zero below zero */ .counts = s.decimals == 0 && !negative };
	return true;
}

static inline bool fits(const qn_observing *o, uint64_t indicator, const number *n)
{
	uint64_t which = indicator & 3;
	if (which == ANY || (which == COUNTS && n->counts))
		return true;
	const qn_indicator *about = &o->i->catalogue->indicator[indicator >> 2];
	return !qn_observing_unfit(about, &o->i->catalogue->units.unit[about->unit], n->value);
}

/* What is the same for all rows of a file, and what is counted over a run of them. */
typedef struct {
	qn_observing *o;
	uint32_t heads, at[QN_OBSERVING_COLUMNS]; /* where each column stands; heads: nowhere */
	const char *bytes;
	qn_cells *cells;       /* of whoever speaks */
	uint64_t missing;
} reading;

typedef struct { const char *at; size_t length; } field;

/* A field between its fences. */
static inline field field_at(const reading *r, const uint16_t *fence, int column)
{
	uint32_t k = r->at[column], from = (uint16_t)(fence[k] + 1);
	return (field){ r->bytes + from, fence[k + 1] - from };
}

static inline qn_memory *recall_at(reading *r, const uint16_t *fence, int column)
{
	field f = field_at(r, fence, column);
	return recall(r->o, &r->o->memo[column], column, f.at, f.length);
}

static void note_source(const reading *r, bool synthetic, unsigned line)
{
	unsigned *first = synthetic ? &r->o->i->first_synthetic : &r->o->i->first_real;
	if (!*first)
		*first = line;
}

/* Are the columns that need not be there plain, if they are? A note is kept, so it goes the long way; a source has cells of
 * its own. */
static bool take_rest(reading *r, const uint16_t *fence, qn_memory **source)
{
	if (r->at[QN_OF_NOTE] < r->heads && field_at(r, fence, QN_OF_NOTE).length)
		return false;
	if (r->at[QN_OF_SOURCE] == r->heads)
		return true;
	if (!(*source = recall_at(r, fence, QN_OF_SOURCE)))
		return false;
	r->cells = r->o->voices.voice[(*source)->meaning >> 1].cells;
	return true;
}

static inline bool parts(const reading *r, const uint16_t *fence)
{
	for (uint32_t k = 1; k < r->heads; k++)
		if (r->bytes[fence[k]] != ',')
			return false;
	return true;
}

/* The row whose fields the fences end, from the one at fence[0] on; false if it is not plain. 16 bytes are readable behind it. */
static inline bool take_row(reading *r, const uint16_t *fence, unsigned line)
{
	qn_memory *entity, *indicator, *period, *source = NULL;
	number n;
	field value = field_at(r, fence, QN_OF_VALUE); /* first, since it takes longest to be ready */
	if (!read_number(value.at, value.length, value.at + value.length >= r->bytes + 16, &n))
		return false;
	if (!parts(r, fence) || !(entity = recall_at(r, fence, QN_OF_ENTITY)) || !(indicator = recall_at(r, fence, QN_OF_INDICATOR))
	    || !(period = recall_at(r, fence, QN_OF_PERIOD)) || (r->heads > QN_OF_VALUE + 1 && !take_rest(r, fence, &source)))
		return false;
	if (n.missing)
		r->missing++;
	else if (!fits(r->o, indicator->meaning, &n)
	         || !qn_cells_add(r->cells, (uint32_t)(indicator->meaning >> 2), (uint32_t)(entity->meaning >> 32), (uint32_t)period->meaning,
	                          (uint32_t)entity->meaning, line, n.value))
		return false;
	qn_bare_number *bare = &r->o->bare[indicator->meaning >> 2].bare;
	if (fabs(n.value) > bare->digits)
		*bare = (qn_bare_number){ fabs(n.value), line, r->o->at[QN_OF_VALUE] + 1 };
	if (source) {
		note_source(r, source->meaning & 1, line);
		r->o->voices.voice[source->meaning >> 1].import.rows++;
	}
	return true;
}

/* The same for a row that ends with \r\n, or with neither. */
static bool take_odd_row(reading *r, uint16_t *fence, unsigned line)
{
	uint16_t *end = fence + r->heads;
	if (r->bytes[*end] != '\n')
		return false;
	*end -= 1;
	bool taken = take_row(r, fence, line);
	*end += 1;
	return taken;
}

/* Rows at the front of a run; sets *good to whether all that are whole in it and far enough from the end were plain. */
static size_t take_run(reading *r, size_t length, size_t readable, unsigned *line, bool *good)
{
	uint16_t room[1 + QN_FENCES + QN_FENCE_SPARE], *fence = room;
	uint32_t fences = qn_fences(r->bytes, length, room + 1), heads = r->heads;
	unsigned now = *line;
	room[0] = UINT16_MAX; /* the one before the first byte */
	*good = true;
	for (; fences >= heads; fences -= heads, fence += heads, now++) {
		const char *end = r->bytes + fence[heads];
		*good = fence[heads] + (size_t)READABLE <= readable && fence[heads] > 0
			&& (end[0] == '\n' && end[-1] != '\r' ? take_row(r, fence, now) : take_odd_row(r, fence, now));
		if (!*good)
			break;
	}
	*line = now;
	return (uint16_t)(*fence + 1);
}

static reading begin_reading(qn_observing *o)
{
	reading r = { .o = o, .heads = (uint32_t)o->heads, .cells = o->voices.voices ? o->voices.voice[0].cells : NULL };
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		r.at[c] = o->at[c] < 0 ? r.heads : (uint32_t)o->at[c];
	return r;
}

/* Do rows say more than the short way reads? */
static bool says_more(const qn_observing *o)
{
	for (int c = QN_OF_RANK; c < QN_OBSERVING_COLUMNS; c++)
		if (o->at[c] >= 0)
			return true;
	return o->passes || *o->value_unit;
}

/* Runs are short at first: after a row that is not plain, what was found behind it is found anew. */
size_t qn_observing_plain(qn_observing *o, const char *bytes, size_t length, unsigned *line)
{
	size_t done = 0, taken = 1, run = FIRST_RUN;
	unsigned before = *line;
	bool good = true;
	if (!o->heads || says_more(o)) /* the header is for the long way */
		return 0;
	reading r = begin_reading(o);
	for (; good && taken > 0; done += taken) {
		size_t left = length - done;
		r.bytes = bytes + done;
		taken = take_run(&r, left < run ? left : run, left, line, &good);
		run = taken && run < QN_FENCES ? 2 * run : QN_FENCES;
	}
	if (*line > before && o->at[QN_OF_SOURCE] < 0) {
		note_source(&r, qn_import_is_synthetic(o->i, ""), before);
		o->voices.voice[0].import.rows += *line - before;
	}
	o->i->report->rows += *line - before;
	o->i->report->missing += r.missing;
	return done;
}

void qn_plain_forget(qn_observing *o)
{
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		qn_memo_free(&o->memo[c]);
}
