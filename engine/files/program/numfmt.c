/* SPDX-License-Identifier: Apache-2.0 */
#include "numfmt.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/period.h"
#include <strings.h>

/* Passes over what is shown as it stands: "text", \c, _c, *c, [color]; gives the next letter that means something, 0 at the
 * end of the first section. Elapsed hours and the like, [h], come as their letter. */
static char next_letter(const char **at)
{
	for (const char *c = *at; *c && *c != ';'; c++)
		if (*c == '"') {
			const char *end = strchr(c + 1, '"');
			if (!end)
				break;
			c = end;
		} else if (*c == '\\' || *c == '_' || *c == '*' || *c == '!') {
			if (!c[1])
				break;
			c++;
		} else if (*c == '[') {
			const char *end = strchr(c, ']');
			if (!end)
				break;
			if (strchr("hHmMsS", c[1]) && (end == c + 2 || end == c + 3)) {
				*at = end + 1;
				return 'E'; /* elapsed: a number of hours, no date */
			}
			c = end;
		} else {
			*at = c + 1;
			return (char)tolower((unsigned char)*c);
		}
	return 0;
}

/* How many places a format shows a number smaller by: commas behind the digits are thousands, and digits behind a point that is but
 * a sign, 0!.0, are of no fraction. */
static int places_hidden(const char *code)
{
	int places = 0, behind = -1; /* digits behind such a sign; -1: there is none */
	for (const char *at = code; *at && *at != ';'; at++) {
		bool place = strchr("0#?", *at) != NULL, sign = (*at == '!' || *at == '\\') && at[1] == '.';
		behind += place && behind >= 0;
		behind = sign && behind < 0 ? 0 : behind;
		if (*at == '"' && strchr(at + 1, '"'))
			at = strchr(at + 1, '"');
		else if (place && at[1] == ',' && !strchr("0#?", at[1 + strspn(at + 1, ",")] ? at[1 + strspn(at + 1, ",")] : ' '))
			places += 3 * (int)strspn(at + 1, ",");
		else if (*at == '!' || *at == '\\')
			at += at[1] != 0;
	}
	return places + (behind > 0 ? behind : 0);
}

/* What only adorns is left out: blanks, brackets, what parts digits, and our own currency. 亿元, 约, HKD, "mn" and > say more. */
static bool says_more(const char *word)
{
	static const char *const ours[] = { "¥", "￥", "CNY", "RMB" }, adornments[] = " ()[]{}.,:'\"_";
	word += strspn(word, adornments);
	size_t length = strlen(word);
	while (length && strchr(adornments, word[length - 1]))
		length--;
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (length == strlen(ours[i]) && !strncmp(word, ours[i], length))
			return false;
	return length > 0;
}

/* What there is no room for is cut off: so long a text makes no figure anyway. */
static void add_word(char words[FORM_WORDS], const char *from, size_t length)
{
	char word[FORM_WORDS];
	snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), from);
	word[qn_utf8_valid(word, strlen(word))] = 0;
	size_t before = strlen(words);
	if (says_more(word))
		snprintf(words + before, FORM_WORDS - before, "%s", word);
	words[qn_utf8_valid(words, strlen(words))] = 0;
}

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

/* One piece of a format that is shown as it stands, "text", \\c, [$currency-LOCALE] or a letter without quotes: its length, and what is
 * shown. */
static size_t shown(const char *at, const char **from, size_t *length)
{
	*from = at, *length = 0;
	if (*at == '"' && strchr(at + 1, '"'))
		*from = at + 1, *length = strcspn(at + 1, "\"");
	else if (at[0] == '[' && at[1] == '$')
		*from = at + 2, *length = strcspn(at + 2, "-]");
	else if (*at == '\\' || (*at & 0x80) || strchr("$~<>=", *at)) /* signs that need no quotes */
		*from = at + (*at == '\\'), *length = letter_size(*from);
	const char *end = *from + *length;
	if (*at == '[' && strchr(at, ']'))
		end = strchr(at, ']') + 1;
	else if (*at == '"' && *length + 1 < strlen(at))
		end++;
	else if ((*at == '_' || *at == '*' || *at == '!') && at[1])
		end = at + 2;
	return end > at ? (size_t)(end - at) : 1;
}

static void take_words(const char *code, number_form *form)
{
	const char *from;
	size_t length, whole = general(code);
	bool digits = whole > 0;
	for (const char *at = code + whole; *at && *at != ';';) {
		digits = digits || strchr("0#?", *at);
		size_t piece = shown(at, &from, &length);
		add_word(digits ? form->after : form->before, from, length);
		at += piece;
	}
}

static bool names_a_scale(const char *words)
{
	return strstr(words, "千") || strstr(words, "百") || strstr(words, "万") || strstr(words, "亿");
}

number_form form_of_code(const char *code)
{
	number_form form = { 0 };
	bool minutes = false, hours = false, seconds = false, elapsed = false;
	char letter, before = 0;
	if (general(code))
		take_words(code, &form);
	if (general(code) || !strcmp(code, "@"))
		return form;
	for (const char *at = code; (letter = next_letter(&at)) != 0; before = letter) {
		elapsed = elapsed || letter == 'E';
		form.percent = form.percent || letter == '%';
		form.year = form.year || letter == 'y' || (letter == 'e' && *at != '+' && *at != '-' && before != '0' && before != '#');
		form.day = form.day || letter == 'd';
		hours = hours || letter == 'h';
		seconds = seconds || letter == 's';
		minutes = minutes || letter == 'm';
	}
	if (elapsed)
		return (number_form){ 0 };
	form.time = hours || seconds;
	form.month = minutes && (!form.time || form.year || form.day);
	if (form.month && !form.year && !form.day)
		form.year = form.day = true; /* a month of what year? the date tells */
	if (form.day)
		form.year = form.month = true;
	if (form.year || form.time)
		return form;
	take_words(code, &form);
	form.hidden = places_hidden(code);
	form.scaled = form.hidden && !names_a_scale(form.after);
	return form;
}

number_form form_of_builtin(unsigned id)
{
	static const number_form date = { .year = true, .month = true, .day = true }, month = { .year = true, .month = true },
		time = { .time = true }, moment = { .year = true, .month = true, .day = true, .time = true };
	if (id == 9 || id == 10)
		return (number_form){ .percent = true };
	if (id == 17 || id == 27 || id == 36 || id == 50 || id == 52 || id == 57)
		return month; /* of Chinese spreadsheets, those from 27 on: 2025年3月 */
	if (id == 22)
		return moment;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56)
		return time;
	if ((id >= 14 && id <= 16) || (id >= 28 && id <= 31) || (id >= 51 && id <= 58))
		return date;
	return (number_form){ 0 };
}

/* The fewest significant digits that read back as the number, and the power of ten of the first. */
static int digits_of(double number, char digits[static 20])
{
	char text[32];
	for (int places = 14; places <= 16; places++) {
		snprintf(text, sizeof text, "%.*e", places, number);
		if (strtod(text, NULL) == number)
			break;
	}
	int count = 0;
	const char *c = text;
	for (; *c != 'e'; c++)
		if (*c != '.')
			digits[count++] = *c;
	while (count > 1 && digits[count - 1] == '0')
		count--;
	digits[count] = 0;
	return atoi(c + 1);
}

/* A number times so many tens, by moving its point: exact. */
static void moved_text(char out[FORMED_SIZE], double number, int places, const char *behind)
{
	static const char zeros[] = "000000000000000000";
	char digits[20];
	const char *sign = number < 0 ? "-" : "";
	int whole = number == 0 ? (strcpy(digits, "0"), 1) : digits_of(fabs(number), digits) + 1 + places; /* digits before the point */
	int count = (int)strlen(digits);
	if (whole > 18 || whole < -15)
		snprintf(out, FORMED_SIZE, "%s%c%s%se%d%s", sign, digits[0], count > 1 ? "." : "", digits + 1, whole - 1, behind);
	else if (whole <= 0)
		snprintf(out, FORMED_SIZE, "%s0.%.*s%s%s", sign, -whole, zeros, digits, behind);
	else if (whole >= count)
		snprintf(out, FORMED_SIZE, "%s%s%.*s%s", sign, digits, whole - count, zeros, behind);
	else
		snprintf(out, FORMED_SIZE, "%s%.*s.%s%s", sign, whole, digits, digits + whole, behind);
}

/* Day 60 of the 1900 system is a 29 February that never was; days before it are one off. */
static bool is_a_date(double number, bool from_1904)
{
	return number >= (from_1904 ? 0 : 1) && number < (from_1904 ? 2957004 : 2958466) && (from_1904 || floor(number) != 60);
}

static void date_text(char out[FORMED_SIZE], number_form form, double number, bool from_1904)
{
	double seconds = round((number - floor(number)) * 86400);
	long days = (long)floor(number) + (seconds >= 86400), second = seconds >= 86400 ? 0 : (long)seconds;
	int year, month, day, length;
	qn_date_parts((qn_date)(days - (from_1904 ? 24107 : days < 60 ? 25568 : 25569)), &year, &month, &day);
	if (form.day)
		length = snprintf(out, FORMED_SIZE, "%04d-%02d-%02d", year, month, day);
	else if (form.month)
		length = snprintf(out, FORMED_SIZE, "%04d-%02d", year, month);
	else
		length = snprintf(out, FORMED_SIZE, "%04d", year);
	if (form.time && second)
		snprintf(out + length, FORMED_SIZE - (size_t)length, "T%02ld:%02ld:%02ld", second / 3600, second / 60 % 60, second % 60);
}

static void number_text(char out[FORMED_SIZE], number_form form, double number, bool from_1904)
{
	if ((form.percent || form.hidden) && isfinite(number))
		moved_text(out, number, form.percent ? 2 : -form.hidden, form.percent ? "%" : "");
	else if (form.year && is_a_date(number, from_1904))
		date_text(out, form, number, from_1904);
	else if (form.time && number >= 0 && number < 1) {
		long second = lround(number * 86400);
		snprintf(out, FORMED_SIZE, "%02ld:%02ld:%02ld", second / 3600, second / 60 % 60, second % 60);
	} else
		qn_number_text(out, number);
}

/* 2025 in a cell for dates is shown as 1905, the year of that day. */
static bool is_a_year_of_days(number_form form, double number)
{
	return form.year && !form.day && !form.time && number >= 1900 && number < 2200 && number == floor(number);
}

void form_text(char out[FORMED_SIZE], number_form form, double number, bool from_1904)
{
	char bare[FORMED_SIZE], stored[QN_NUMBER_SIZE];
	number_text(bare, form, number, from_1904);
	bool unsure = form.scaled || is_a_year_of_days(form, number);
	if (unsure && strcmp(bare, qn_number_text(stored, number)) != 0)
		snprintf(out, FORMED_SIZE, "%.*s≠%s", QN_NUMBER_SIZE, bare, stored);
	else
		snprintf(out, FORMED_SIZE, "%s%.*s%s", form.before, (int)(FORMED_SIZE - 2 * FORM_WORDS), bare, form.after);
}
