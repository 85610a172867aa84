/* SPDX-License-Identifier: Apache-2.0 */
/* numcode.c - the code of a number format, taken to pieces: its sections, and of each what is shown around the number. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "numfmt.h"

typedef enum { PIECE_END, PIECE_SHOWN, PIECE_BLANK, PIECE_PLACE, PIECE_POINT, PIECE_COMMA, PIECE_SLASH, PIECE_PERCENT, PIECE_POWER,
	PIECE_GENERAL, PIECE_TEXT, PIECE_LETTER, PIECE_ELAPSED, PIECE_CONDITION, PIECE_RED, PIECE_STRANGE } piece_kind;
enum { MOST_LEAST = 24 };
typedef struct { piece_kind kind; const char *text; size_t length; } piece; /* text: as it is shown, or a condition's, or a run of one letter */

typedef struct {
	form_section *section;
	bool digits, point, slash, power, text, grouped; /* what was found of a number */
	bool open, close;         /* its brackets */
	int percents, commas, signs; /* commas: since the last place; signs: pieces that show something of their own */
	int behind;               /* places behind a point that is but a sign, 0!.0; -1: there is none */
	bool hours, minutes, seconds, elapsed, named; /* of a date: named: what is not shown in digits */
	bool worded, full;        /* words that a date alone does not say; a pattern that there is no room for */
	char between[FORM_WORDS]; /* what is shown since the last place */
} reading;

/* Pieces. */

static size_t general(const char *code)
{
	static const char chinese[] = "G/通用格式";
	return !strncasecmp(code, "general", 7) ? 7 : !strncmp(code, chinese, sizeof chinese - 1) ? sizeof chinese - 1 : 0;
}

static size_t letter_size(const char *at)
{
	size_t length = *at != 0;
	while ((at[length] & 0xC0) == 0x80)
		length++;
	return length;
}

static bool is_word(const char *text, size_t length, const char *word) { return length == strlen(word) && !strncasecmp(text, word, length); }

/* [$¥-411] is the yen, whose sign is our own. */
static piece currency(const char *text, size_t length)
{
	size_t sign = strcspn(text, "-]");
	const char *place = text + sign + (sign < length);
	bool yen = is_word(text, sign, "¥") || is_word(text, sign, "￥");
	if (yen && ((strtoul(place, NULL, 16) & 0xFFFF) == 0x411 || !strncasecmp(place, "ja", 2)))
		return (piece){ PIECE_SHOWN, "JP¥", strlen("JP¥") };
	return (piece){ PIECE_SHOWN, text, sign };
}

/* What stands in [ ]. */
static piece bracketed(const char *text, size_t length)
{
	static const char *const reds[] = { "red", "红色", "红", "color3", "color 3", "颜色3", "颜色 3" };
	if (*text == '$')
		return currency(text + 1, length - 1);
	if (length && strchr("<>=", *text))
		return (piece){ PIECE_CONDITION, text, length };
	if (length && strspn(text, "hHmMsS") == length)
		return (piece){ PIECE_ELAPSED, text, length };
	for (size_t i = 0; i < sizeof reds / sizeof *reds; i++)
		if (is_word(text, length, reds[i]))
			return (piece){ PIECE_RED, text, 0 };
	return (piece){ PIECE_BLANK, text, 0 };
}

static piece letters(const char *at)
{
	size_t length = 1;
	while (tolower((unsigned char)at[length]) == tolower((unsigned char)*at))
		length++;
	if (!strncasecmp(at, "am/pm", 5) || !strncasecmp(at, "a/p", 3))
		return (piece){ PIECE_BLANK, at, at[1] == '/' ? 3 : 5 };
	bool dated = strchr("ymdhseg", tolower((unsigned char)*at)) || (*at == 'b' && isdigit((unsigned char)at[1])) || (tolower((unsigned char)*at) == 'a' && length > 2);
	return (piece){ dated ? PIECE_LETTER : PIECE_SHOWN, at, length };
}

/* What needs no quotes, and all that means something. */
static piece bare(const char *at, bool digits)
{
	static const struct { char sign; piece_kind kind; } signs[] = { { '0', PIECE_PLACE }, { '#', PIECE_PLACE }, { '?', PIECE_PLACE }, { '.', PIECE_POINT },
		{ ',', PIECE_COMMA }, { '/', PIECE_SLASH }, { '%', PIECE_PERCENT }, { '@', PIECE_TEXT } };
	static const char halves[] = "上午/下午";
	size_t whole = general(at);
	if (whole)
		return (piece){ PIECE_GENERAL, at, whole };
	if (!strncmp(at, halves, sizeof halves - 1))
		return (piece){ PIECE_BLANK, at, sizeof halves - 1 };
	if (digits && tolower((unsigned char)*at) == 'e' && (at[1] == '+' || at[1] == '-'))
		return (piece){ PIECE_POWER, at, 2 };
	if (isalpha((unsigned char)*at))
		return letters(at);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (*at == signs[i].sign)
			return (piece){ signs[i].kind, at, 1 };
	return (piece){ PIECE_SHOWN, at, letter_size(at) };
}

/* The next piece of a section. What is opened and never closed ends it. */
static piece take_piece(const char **at, bool digits)
{
	static const piece end = { PIECE_END, NULL, 0 };
	const char *from = *at, *close = *from == '"' ? strchr(from + 1, '"') : *from == '[' ? strchr(from, ']') : from;
	if (!*from || *from == ';' || !close)
		return end;
	*at = close + 1;
	if (*from == '"')
		return (piece){ PIECE_SHOWN, from + 1, (size_t)(close - from - 1) };
	if (*from == '[')
		return bracketed(from + 1, (size_t)(close - from - 1));
	if (!strchr("\\!_*", *from)) {
		piece found = bare(from, digits);
		*at = from + found.length;
		return found;
	}
	if (!from[1])
		return end;
	*at = from + 1 + letter_size(from + 1);
	if (*from == '*' && !strchr(" *\\", from[1])) /* fills the cell with a letter that may be a digit */
		return (piece){ PIECE_STRANGE, from, 0 };
	return (piece){ *from == '_' || *from == '*' ? PIECE_BLANK : PIECE_SHOWN, from + 1, letter_size(from + 1) };
}

/* Words. */

/* How long a sign that only adorns is: blanks, what parts digits, and our own currency. 亿元, 约, HKD, "mn" and > say more. */
static size_t adornment(const char *word, size_t length, reading *r)
{
	static const char *const ours[] = { "¥", "￥", "CNY", "RMB", "\u00A0", "\u3000" }, *const dashes[] = { "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "─" },
		*const opening[] = { "(", "（" }, *const closing[] = { ")", "）" };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (length >= strlen(ours[i]) && !strncmp(word, ours[i], strlen(ours[i])))
			return strlen(ours[i]);
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (length >= strlen(dashes[i]) && !strncmp(word, dashes[i], strlen(dashes[i])))
			return r->section->minus = true, strlen(dashes[i]);
	for (size_t i = 0; i < 2; i++) {
		bool opens = length >= strlen(opening[i]) && !strncmp(word, opening[i], strlen(opening[i]));
		bool closes = length >= strlen(closing[i]) && !strncmp(word, closing[i], strlen(closing[i]));
		r->open = r->open || opens, r->close = r->close || (closes && r->open);
		if (opens || closes)
			return strlen(opens ? opening[i] : closing[i]);
	}
	return length && strchr(" []{}.,:'\"_", *word) ? 1 : 0;
}

static bool says_more(const char *word, size_t length, reading *r)
{
	reading tried = *r;
	bool minus = r->section->minus;
	size_t passed = 0, step;
	while (passed < length && (step = adornment(word + passed, length - passed, &tried)) != 0)
		passed += step;
	if (passed < length)
		return r->section->minus = minus, true; /* the sign of 1- is a word's own */
	*r = tried;
	return false;
}

/* What there is no room for is cut off: so long a text makes no figure anyway. */
static void add_cut(char words[FORM_WORDS], const char *from, size_t length)
{
	size_t before = strlen(words);
	snprintf(words + before, FORM_WORDS - before, "%.*s", (int)(length < FORM_WORDS ? length : FORM_WORDS), from);
	words[qn_utf8_valid(words, strlen(words))] = 0;
}

static bool names_a_scale(const char *words)
{
	return strstr(words, "千") || strstr(words, "百") || strstr(words, "万") || strstr(words, "亿");
}

/* Numbers. */

static void take_shown(reading *r, piece p)
{
	bool behind = r->digits || r->text;
	add_cut(r->between, p.text, p.length);
	if (says_more(p.text, p.length, r))
		add_cut(behind ? r->section->after : r->section->before, p.text, p.length);
}

/* What stands between digits may part them, and a point there makes the number smaller; anything else makes another of it. */
static void take_place(reading *r, char place)
{
	form_section *s = r->section;
	if (r->digits && !strcmp(r->between, ".") && !r->point && r->behind < 0)
		r->behind = 0;
	else if (r->digits && r->between[strspn(r->between, " ,'")] && strcmp(r->between, "\u00A0") != 0)
		s->kind = FORM_UNKNOWN;
	r->digits = true;
	r->grouped = r->grouped || r->commas;
	s->least += !r->point && (s->least || place == '0');
	r->between[0] = 0;
	r->behind += r->behind >= 0 && !r->point;
	r->commas = 0;
	s->zero = s->zero || place == '0';
}

static void take_point(reading *r)
{
	if (r->point && r->digits)
		r->section->kind = FORM_UNKNOWN;
	r->point = true;
	r->section->hidden += 3 * r->commas;
	r->commas = 0;
}

/* Dates. */

static void take_letter(reading *r, piece p)
{
	form_section *s = r->section;
	char letter = (char)tolower((unsigned char)*p.text);
	s->year = s->year || letter == 'y' || letter == 'e';
	s->day = s->day || letter == 'd' || letter == 'a';
	r->hours = r->hours || letter == 'h';
	r->seconds = r->seconds || letter == 's';
	r->minutes = r->minutes || letter == 'm';
	r->named = r->named || letter == 'a' || letter == 'g' || letter == 'b' || ((letter == 'm' || letter == 'd') && p.length > 2);
}

static char mark_of(piece p)
{
	switch (tolower((unsigned char)*p.text)) {
	case 'y': return p.length > 2 ? MARK_YEAR : MARK_SHORT_YEAR;
	case 'e': return MARK_YEAR;
	case 'm': return p.length > 1 ? MARK_MONTH2 : MARK_MONTH;
	default: return p.length > 1 ? MARK_DAY2 : MARK_DAY;
	}
}

/* Of a date's own words none says more of it. */
static bool is_dates_word(const char *word, size_t length)
{
	static const char *const words[] = { "年", "月", "日", "号", "时", "時", "分", "秒", "上午", "下午", "星期", "周", "T", "Z", " ", "-", "/", ".", ",", ":", "'", "(", ")", "（", "）" };
	for (size_t passed = 0; passed < length;) {
		size_t before = passed;
		for (size_t i = 0; i < sizeof words / sizeof *words && passed == before; i++)
			if (strlen(words[i]) <= length - passed && !strncmp(word + passed, words[i], strlen(words[i])))
				passed += strlen(words[i]);
		if (passed == before)
			return false;
	}
	return true;
}

static void add_pattern(reading *r, piece p)
{
	char mark = p.kind == PIECE_LETTER ? mark_of(p) : 0;
	const char *text = mark ? &mark : p.text;
	size_t length = mark ? 1 : p.kind == PIECE_BLANK ? 0 : p.length, before = strlen(r->section->pattern);
	r->worded = r->worded || (p.kind == PIECE_SHOWN && !is_dates_word(p.text, p.length));
	r->full = r->full || before + length >= FORM_PATTERN;
	if (!r->full)
		memcpy(r->section->pattern + before, text, length);
}

static void end_date(reading *r)
{
	form_section *s = r->section;
	s->time = r->hours || r->seconds;
	s->month = r->minutes && (!s->time || s->year || s->day);
	if (s->month && !s->year && !s->day && !r->worded)
		s->year = s->day = true; /* a month of what year? the date tells */
	if (s->day)
		s->year = s->month = true;
	s->kind = FORM_MOMENT;
	if (r->text || r->percents || (r->digits && !(r->seconds && r->point)) || (r->worded && (r->named || s->time || r->full)))
		s->kind = FORM_UNKNOWN;
	if (!r->worded)
		s->pattern[0] = 0;
	s->before[0] = s->after[0] = 0;
}

/* Sections. */

static void take_condition(form_section *s, piece p)
{
	static const struct { const char *sign; char condition; } signs[] = { { "<=", 'l' }, { ">=", 'g' }, { "<>", 'n' }, { "<", '<' }, { ">", '>' }, { "=", '=' } };
	size_t i = 0;
	while (strncmp(p.text, signs[i].sign, strlen(signs[i].sign)) != 0)
		i++;
	const char *number = p.text + strlen(signs[i].sign), *end = p.text + p.length;
	for (; number < end && *number == ' '; number++)
		;
	for (; end > number && end[-1] == ' '; end--)
		;
	if (s->condition || !qn_number_read(number, (size_t)(end - number), &s->limit))
		s->kind = FORM_UNKNOWN;
	s->condition = signs[i].condition;
}

static void take(reading *r, piece p)
{
	form_section *s = r->section;
	r->signs += p.kind == PIECE_SHOWN || p.kind == PIECE_POINT || p.kind == PIECE_COMMA || p.kind == PIECE_SLASH || p.kind == PIECE_PERCENT;
	bool slashed = r->slash && p.kind == PIECE_SHOWN && p.length == 1 && isdigit((unsigned char)*p.text); /* # ?/16 */
	switch (p.kind) {
	case PIECE_PLACE: take_place(r, *p.text); break;
	case PIECE_POINT: take_point(r); break;
	case PIECE_COMMA: r->commas += r->digits; break;
	case PIECE_SLASH: r->slash = r->slash || r->digits; break;
	case PIECE_PERCENT: r->percents++; break;
	case PIECE_POWER: r->power = true; break;
	case PIECE_GENERAL: r->digits = s->zero = true; break;
	case PIECE_TEXT: r->text = true; break;
	case PIECE_LETTER: take_letter(r, p); break;
	case PIECE_ELAPSED: r->elapsed = true; break;
	case PIECE_CONDITION: take_condition(s, p); return;
	case PIECE_RED: s->red = true; return;
	case PIECE_STRANGE: s->kind = FORM_UNKNOWN; return;
	case PIECE_SHOWN:
		if (!slashed)
			take_shown(r, p);
	default: break;
	}
	add_pattern(r, p);
}

/* Digits beside the number would be read as its own. */
static bool joins_digits(const form_section *s)
{
	size_t before = strlen(s->before);
	return (before && isdigit((unsigned char)s->before[before - 1])) || isdigit((unsigned char)s->after[0]) || (s->after[0] == '.' && isdigit((unsigned char)s->after[1]));
}

static void end_number(reading *r)
{
	form_section *s = r->section;
	s->minus = s->minus || (r->open && r->close);
	s->percent = r->percents == 1;
	s->hidden += 3 * r->commas + (r->behind > 0 ? r->behind : 0);
	s->scaled = s->hidden && !names_a_scale(s->after);
	s->zero = s->zero || r->slash || r->power;
	if (r->grouped || r->point || r->slash || r->power || s->percent || s->hidden || s->least > MOST_LEAST)
		s->least = 0; /* 0,123 is no name of anything */
	s->pattern[0] = 0;
	if (!r->digits && !r->text)
		s->kind = r->signs > 1 && strpbrk(s->before, "0123456789") ? FORM_UNKNOWN : FORM_JUST_WORDS; /* 1.5 comes in three pieces */
	else if (r->percents > 1 || joins_digits(s) || (r->text && (r->digits || s->before[0] || s->after[0])))
		s->kind = FORM_UNKNOWN;
}

/* Reads one section, and returns where the next begins, or NULL. *text: it is for texts, as @ tells. */
static const char *take_section(const char *code, form_section *section, bool *text)
{
	reading r = { .section = section, .behind = -1 };
	*section = (form_section){ 0 };
	for (piece p; (p = take_piece(&code, r.digits)).kind != PIECE_END;)
		take(&r, p);
	*text = r.text;
	bool unknown = section->kind == FORM_UNKNOWN, dated = section->year || section->day || r.hours || r.minutes || r.seconds || r.named;
	if (r.elapsed)
		section->kind = FORM_ELAPSED;
	else if (dated)
		end_date(&r);
	else
		end_number(&r);
	if (unknown)
		section->kind = FORM_UNKNOWN;
	return *code == ';' ? code + 1 : NULL;
}

/* Which section is for a number. */

static bool is_met(const form_section *s, double number)
{
	switch (s->condition) {
	case '<': return number < s->limit;
	case '>': return number > s->limit;
	case '=': return number == s->limit;
	case 'l': return number <= s->limit;
	case 'g': return number >= s->limit;
	default: return number != s->limit;
	}
}

const form_section *form_choose(const number_form *form, double number)
{
	int count = form->sections;
	for (int i = 0; i < count; i++) {
		const form_section *s = &form->section[i];
		bool by_place = i == 0 ? count == 1 || number > 0 || (count == 2 && number == 0) : i == 1 ? count == 2 || number < 0 : true;
		if (s->condition ? is_met(s, number) : by_place)
			return s;
	}
	return NULL;
}

/* A section that is for negative numbers alone does not show their sign, or perhaps not, where it has a condition. */
static void find_negative(number_form *form)
{
	double a = fabs(form->section[0].limit), b = fabs(form->section[1].limit);
	const double tried[] = { 0, a / 2, a, a + 1, b / 2, b, b + 1, (a + b) / 2 };
	int reds = 0;
	for (int i = 0; i < form->sections; i++)
		form->section[i].negative = true, reds += form->section[i].red;
	for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
		const form_section *s = form_choose(form, tried[i]);
		if (s)
			form->section[s - form->section].negative = false;
	}
	for (int i = 0; i < form->sections; i++)
		form->section[i].red = form->section[i].red && reds == 1;
}

number_form form_of_code(const char *code)
{
	number_form form = { 0 };
	const char *at = *code ? code : NULL;
	for (int i = 0; at && i <= FORM_SECTIONS; i++) {
		form_section section;
		bool text;
		at = take_section(at, &section, &text);
		if (text && !at)
			form.text = section;
		if (i < FORM_SECTIONS && (!text || at || i == 0))
			form.section[form.sections++] = section;
	}
	find_negative(&form);
	return form;
}

const number_form *form_of_builtin(unsigned id)
{
	static const number_form number = { 0 }, percent = { .sections = 1, .section = { { .percent = true, .zero = true } } },
		month = { .sections = 1, .section = { { .kind = FORM_MOMENT, .year = true, .month = true } } },
		date = { .sections = 1, .section = { { .kind = FORM_MOMENT, .year = true, .month = true, .day = true } } },
		moment = { .sections = 1, .section = { { .kind = FORM_MOMENT, .year = true, .month = true, .day = true, .time = true } } },
		time = { .sections = 1, .section = { { .kind = FORM_MOMENT, .time = true } } }, elapsed = { .sections = 1, .section = { { .kind = FORM_ELAPSED } } };
	if (id == 9 || id == 10)
		return &percent;
	if (id == 17 || id == 27 || id == 36 || id == 50 || id == 52 || id == 57)
		return &month; /* of Chinese spreadsheets, those from 27 on: 2025年3月 */
	if (id == 22)
		return &moment;
	if (id == 46)
		return &elapsed;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56)
		return &time;
	if ((id >= 14 && id <= 16) || (id >= 28 && id <= 31) || (id >= 51 && id <= 58))
		return &date;
	return &number;
}
