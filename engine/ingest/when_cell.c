/* SPDX-License-Identifier: Apache-2.0 */
/* when_cell.c - ways of writing that a cell of periods has and a title has not, put as when.c reads them. In a title the same signs may be
 * part of a name, a day or a document's number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ingest/fold.h"
#include "ingest/when.h"

enum { LONGEST = 64 };

static bool is_year(const char *at) { return (!strncmp(at, "19", 2) || !strncmp(at, "20", 2)) && qn_fold_is_digit(at[2]) && qn_fold_is_digit(at[3]); }

/* Fewer bytes in the place of so many. */
static void put(char *at, size_t length, const char *words)
{
	size_t bytes = strlen(words);
	memmove(at + bytes, at + length, strlen(at + length) + 1);
	memcpy(at, words, bytes);
}

/* 二〇二五年 to 2025年. */
static void put_year_in_digits(char *text)
{
	char digits[16];
	int year = 0;
	size_t length = qn_fold_is_digit(*text) ? 0 : qn_when_year_told(text, text, &year);
	snprintf(digits, sizeof digits, "%04d", year);
	if (length >= strlen(digits))
		put(text, length, digits);
}

/* 2025年十二月 to 2025年12月; 十二月份 too. */
static void put_month_in_digits(char *text)
{
	static const char *const months[] = { "十二月", "十一月", "十月", "九月", "八月", "七月", "六月", "五月", "四月", "三月", "二月", "一月" };
	char digits[16], *at = is_year(text) && !strncmp(text + 4, "年", strlen("年")) ? text + 4 + strlen("年") : NULL;
	for (int m = 12; at && m > 0; m--) {
		const char *month = months[12 - m];
		if (strncmp(at, month, strlen(month)))
			continue;
		snprintf(digits, sizeof digits, "%d月", m);
		put(at, strlen(month), digits);
		return;
	}
}

/* 2025年12月底: until the end of the year, as 2025年末 is. Of another month nobody knows since when. */
static void cut_end_of_year(char *text)
{
	static const char *const ends[] = { "年12月底", "年12月末", NULL };
	size_t length = strlen(text), end = qn_fold_ends(text, text + length, ends);
	if (end && length == 4 + end && is_year(text))
		text[4] = 0;
}

/* 2025M01, and 202501 alone: two digits that are a month of that year. */
static bool read_month(const char *text, qn_period *out)
{
	const char *month = text + 4 + (is_year(text) && text[4] == 'M');
	if (!is_year(text) || strspn(month, "0123456789") != 2 || month[2])
		return false;
	*out = qn_period_of(QN_MONTH, atoi((char[5]){ text[0], text[1], text[2], text[3], 0 }), atoi(month));
	return *out != QN_NO_PERIOD;
}

/* 1Q2025, Q12025 and 1H2025. */
static bool read_letter(const char *text, qn_period *out)
{
	char letter = qn_fold_is_digit(*text) ? text[1] : *text, digit = qn_fold_is_digit(*text) ? *text : text[1];
	if (strlen(text) != 6 || !strchr("QH", letter) || !qn_fold_is_digit(digit) || !is_year(text + 2) || qn_fold_is_digit(text[0]) == qn_fold_is_digit(text[1]))
		return false;
	*out = qn_period_of(letter == 'Q' ? QN_QUARTER : QN_HALF, atoi(text + 2), digit - '0');
	return *out != QN_NO_PERIOD;
}

/* Jan 2025, January 2025: its blank is gone. */
static bool read_month_name(const char *text, qn_period *out)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
	size_t length = qn_when_month_name(text);
	const char *year = text + length + (text[length] == '.' || text[length] == ',');
	if (!length || !is_year(year) || year[4])
		return false;
	for (int m = 0; m < 12; m++) {
		const char *const one[] = { months[m], NULL };
		if (qn_fold_begins(text, one))
			*out = qn_period_of(QN_MONTH, atoi(year), m + 1);
	}
	return true;
}

const qn_both *qn_when_read_cell(const char *given, qn_period *out)
{
	char text[LONGEST];
	const qn_both *why = qn_when_read(given, out);
	if (!why || !qn_fold_tight(given, text, sizeof text)) /* nearly always right as it is */
		return why;
	if (read_month(text, out) || read_letter(text, out) || read_month_name(text, out))
		return NULL;
	put_year_in_digits(text);
	put_month_in_digits(text);
	cut_end_of_year(text);
	return qn_when_read(text, out) ? why : NULL;
}
