/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - UTF-8, widths, likeness of names, numbers as text. */
#include "base/text.h"
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"

/* Decodes one character; its length in bytes, or 0 if it is not valid UTF-8. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : at[0] >> 3 == 30 ? 4 : 0;
	if (length == 0 || length > left)
		return 0;
	uint32_t c = length == 1 ? at[0] : at[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (at[i] >> 6 != 2)
			return 0;
		c = c << 6 | (at[i] & 63);
	}
	if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*out = c;
	return length;
}

enum { STRIDE = 64 };

/* Bytes of ASCII at the front: by strides, by words, by bytes. */
static size_t ascii(const char *text, size_t length)
{
	static const uint64_t high = 0x8080808080808080u;
	uint64_t word[STRIDE / 8], any;
	size_t at = 0;
	for (; length - at >= sizeof word; at += sizeof word) {
		memcpy(word, text + at, sizeof word);
		any = 0;
		for (int i = 0; i < STRIDE / 8; i++)
			any |= word[i];
		if (any & high)
			break;
	}
	for (; length - at >= sizeof any; at += sizeof any) {
		memcpy(&any, text + at, sizeof any);
		if (any & high)
			break;
	}
	while (at < length && !(text[at] & 0x80))
		at++;
	return at;
}

/* Most Chinese characters are three bytes from E1 to EC, which have no forbidden neighbours. */
static bool is_common(const unsigned char *at, size_t left)
{
	return left >= 3 && at[0] >= 0xE1 && at[0] <= 0xEC && at[1] >> 6 == 2 && at[2] >> 6 == 2;
}

size_t qn_utf8_valid(const char *text, size_t length)
{
	const unsigned char *byte = (const unsigned char *)text;
	size_t at = 0, step;
	uint32_t c;
	while (at < length) {
		if (byte[at] < 0x80)
			at += ascii(text + at, length - at);
		else if (is_common(byte + at, length - at))
			at += 3;
		else if ((step = decode(byte + at, length - at, &c)) > 0)
			at += step;
		else
			break;
	}
	return at;
}

typedef struct { uint32_t first, last; } range;

static const range wide[] = { { 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x2329, 0x232A }, { 0x23E9, 0x23EC }, { 0x25FD, 0x25FE },
	{ 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x26AA, 0x26AB }, { 0x26BD, 0x26BE }, { 0x2705, 0x2705 }, { 0x274C, 0x274C },
	{ 0x2753, 0x2755 }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0xA4CF }, { 0xA960, 0xA97F },
	{ 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F680, 0x1F6FF }, { 0x1F900, 0x1FAFF }, { 0x20000, 0x3FFFD } };
static const range narrowless[] = { { 0, 0x1F }, { 0x7F, 0x9F }, { 0x300, 0x36F }, { 0x483, 0x489 }, { 0x591, 0x5BD }, { 0x610, 0x61A },
	{ 0x64B, 0x65F }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 },
	{ 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF } };

static bool within(const range *ranges, size_t count, uint32_t c)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && c >= ranges[low].first;
}

bool qn_text_ends(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length > tail && !strcmp(text + length - tail, end);
}

size_t qn_text_width(const char *text)
{
	size_t left = strlen(text), width = 0;
	while (left > 0) {
		uint32_t c;
		size_t step = decode((const unsigned char *)text, left, &c);
		if (step == 0)
			step = 1, width++;
		else if (!within(narrowless, sizeof narrowless / sizeof *narrowless, c))
			width += within(wide, sizeof wide / sizeof *wide, c) ? 2 : 1;
		text += step, left -= step;
	}
	return width;
}

static bool is_hostile(uint32_t c)
{
	static const range hostile[] = { { 0, 0x1F }, { 0x7F, 0x9F }, { 0x61C, 0x61C }, { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x2069 }, { 0xFEFF, 0xFEFF } };
	return within(hostile, sizeof hostile / sizeof *hostile, c);
}

/* Soft hyphens, joiners, fillers, selectors, tags: plain in prose, and no part of a key. */
static bool is_unseen(uint32_t c)
{
	static const range unseen[] = { { 0xAD, 0xAD }, { 0x34F, 0x34F }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180E }, { 0x206A, 0x206F }, { 0x2800, 0x2800 },
		{ 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFFA0, 0xFFA0 }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE01EF } };
	return within(unseen, sizeof unseen / sizeof *unseen, c);
}

bool qn_rare_letter_is_unseen(uint32_t letter) { return is_unseen(letter) || is_hostile(letter); }

/* Neither ASCII nor Chinese: of these some are. */
static inline bool is_rare(uint32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x3164) || c >= 0xFEFF; }

size_t qn_text_clean_run(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		uint32_t c = (unsigned char)text[at];
		size_t step = c >= 0x20 && c < 0x7F ? 1 : decode((const unsigned char *)text + at, length - at, &c);
		if (step == 0 || (is_rare(c) && is_hostile(c)))
			break;
		at += step;
	}
	return at;
}

bool qn_text_is_seen(const char *text)
{
	for (size_t left = strlen(text), step; left > 0; text += step, left -= step) {
		uint32_t c = 0;
		step = decode((const unsigned char *)text, left, &c);
		if (step == 0 || is_hostile(c) || is_unseen(c))
			return false;
	}
	return true;
}

bool qn_text_shows_as_it_is(const char *text)
{
	size_t length = strlen(text);
	return length && qn_text_clean_run(text, length) == length;
}

void qn_text_clean(qn_buffer *out, const char *text, size_t length)
{
	while (length > 0) {
		size_t run = qn_text_clean_run(text, length), step;
		uint32_t c;
		qn_buffer_add(out, text, run);
		text += run, length -= run;
		if (length == 0)
			return;
		if ((step = decode((const unsigned char *)text, length, &c)) == 0)
			qn_buffer_printf(out, "\\x%02X", (unsigned)(unsigned char)text[0]), step = 1;
		else
			qn_buffer_printf(out, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
		text += step, length -= step;
	}
}

enum { LONGEST = 128 }; /* characters of a name that likeness looks at */

static size_t characters(const char *text, uint32_t out[LONGEST])
{
	size_t left = strlen(text), count = 0;
	while (left > 0 && count < LONGEST) {
		uint32_t c;
		size_t step = decode((const unsigned char *)text, left, &c);
		if (step == 0)
			step = 1, c = (unsigned char)text[0];
		out[count++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
		text += step, left -= step;
	}
	return count;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Edits that turn one into the other: insert, delete, replace, swap neighbours. */
static size_t edits(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	size_t row[3][LONGEST + 1];
	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

static bool holds(const uint32_t *text, size_t n, const uint32_t *part, size_t m)
{
	for (size_t i = 0; m > 1 && i + m <= n; i++)
		if (!memcmp(text + i, part, m * sizeof *part))
			return true;
	return false;
}

long qn_text_nearest(const char *name, const char *(*name_at)(const void *context, size_t i), const void *context, size_t count)
{
	uint32_t wanted[LONGEST], other[LONGEST];
	size_t n = characters(name, wanted), best = n / 3 + 1;
	long nearest = -1, containing = -1;
	for (size_t i = 0; i < count; i++) {
		const char *candidate = name_at(context, i);
		size_t m = candidate ? characters(candidate, other) : 0;
		if (m == 0)
			continue;
		size_t distance = edits(wanted, n, other, m);
		if (distance < best)
			best = distance, nearest = (long)i;
		if (containing < 0 && (holds(other, m, wanted, n) || holds(wanted, n, other, m)))
			containing = (long)i;
	}
	return nearest >= 0 ? nearest : containing;
}

size_t qn_text_edits(const char *name, const char *other)
{
	uint32_t a[LONGEST], b[LONGEST];
	size_t n = characters(name, a), m = characters(other, b);
	return edits(a, n, b, m);
}

/* The program that this is a part of may have set a locale with a comma: numbers are written and read with a point all the same. */
static locale_t with_point;
static void make_point(void) { with_point = newlocale(LC_ALL_MASK, "C", NULL); }
static locale_t pointed(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_point);
	return with_point;
}

__attribute__((format(printf, 2, 3))) static int print_number(char out[QN_NUMBER_SIZE], const char *format, ...)
{
	va_list list;
	locale_t before = uselocale(pointed()); /* of this thread alone */
	va_start(list, format);
	int length = vsnprintf(out, QN_NUMBER_SIZE, format, list);
	va_end(list);
	uselocale(before);
	return length;
}

char *qn_number_text(char out[QN_NUMBER_SIZE], double value)
{
	out[0] = 0;
	if (qn_is_missing(value))
		return out;
	for (int digits = 15; digits <= 17; digits++) {
		print_number(out, "%.*g", digits, value);
		if (strtod_l(out, NULL, pointed()) == value)
			break;
	}
	return out;
}

/* A number that is written with one decimal more, and that a five, lies half way: to the even digit, as GB/T 8170 has it. Its bits are
 * a little more or less than that. A tenth of a step away, with the sign of where it goes; 0 where it does not lie so. */
static double off_the_half(double value, int decimals)
{
	char text[QN_NUMBER_SIZE];
	double scaled = fabs(value);
	for (int k = 0; k <= decimals; k++)
		scaled *= 10;
	if (!(fabs(fmod(scaled, 10) - 5) < 1e-3)) /* the most, without writing them out */
		return 0;
	const char *point = strchr(qn_number_text(text, value), '.');
	size_t length = strlen(text);
	if (decimals < 0 || !point || strchr(text, 'e') || strlen(point + 1) != (size_t)decimals + 1 || text[length - 1] != '5')
		return 0;
	char before = text[length - 2] == '.' ? text[length - 3] : text[length - 2], step[16];
	snprintf(step, sizeof step, "1e-%d", decimals + 1);
	return ((before - '0') % 2 ? 1 : -1) * (value < 0 ? -1 : 1) * strtod(step, NULL);
}

char *qn_number_fixed(char out[QN_NUMBER_SIZE], double value, int decimals)
{
	out[0] = 0;
	if (qn_is_missing(value))
		return out;
	int length = print_number(out, "%.*f", decimals, value + off_the_half(value, decimals));
	if (length >= QN_NUMBER_SIZE) /* a number of that size is read by its exponent */
		print_number(out, "%.6g", value);
	if (out[0] == '-' && strspn(out, "-0.") == strlen(out))
		memmove(out, out + 1, strlen(out));
	return out;
}

/* Length of digits at the front. */
static size_t digits(const char *text, size_t length)
{
	size_t n = 0;
	while (n < length && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before or after the point. */
static bool is_number(const char *text, size_t length)
{
	size_t at = length > 0 && (text[0] == '+' || text[0] == '-');
	size_t whole = digits(text + at, length - at), part = 0;
	at += whole;
	if (at < length && text[at] == '.') {
		part = digits(text + at + 1, length - at - 1);
		at += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (at < length && (text[at] == 'e' || text[at] == 'E')) {
		at++;
		at += at < length && (text[at] == '+' || text[at] == '-');
		size_t exponent = digits(text + at, length - at);
		if (exponent == 0)
			return false;
		at += exponent;
	}
	return at == length;
}

bool qn_number_read(const char *text, size_t length, double *out)
{
	char copy[512];
	if (length == 0 || length >= sizeof copy || !is_number(text, length))
		return false;
	memcpy(copy, text, length);
	copy[length] = 0;
	*out = strtod_l(copy, NULL, pointed());
	return isfinite(*out);
}

/* Does it begin as a formula does? */
static bool begins_formula(const char *text)
{
	static const char *const full[] = { "＝", "＋", "－", "＠" };
	if (*text && strchr("=+-@\t\r\n", *text))
		return true;
	for (size_t i = 0; i < sizeof full / sizeof *full; i++)
		if (!strncmp(text, full[i], 3))
			return true;
	return false;
}

bool qn_text_wants_guard(const char *text)
{
	double number;
	size_t guards = strspn(text, "'");
	return begins_formula(text + guards) && (guards || !qn_number_read(text, strlen(text), &number));
}

const char *qn_text_unguarded(const char *text)
{
	size_t guards = strspn(text, "'");
	return guards && begins_formula(text + guards) ? text + 1 : text;
}
