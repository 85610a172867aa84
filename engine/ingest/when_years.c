/* SPDX-License-Identifier: Apache-2.0 */
/* when_years.c - years in ways of which no period is made: 二〇二四年, 民国112年度, 31 Dec 23, 2025/26. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/when.h"

enum { CENTURY = 2000, REPUBLIC = 1911, NO_YEAR_OF_ANY = 1900 };

/* A digit of whatever kind: its bytes; 0: none. */
static size_t digit_at(const char *at, int *digit)
{
	static const char *const plain[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" }, *const capital[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" },
		*const zeros[] = { "○", "O", NULL };
	*digit = qn_fold_is_digit(*at) ? *at - '0' : 0;
	if (qn_fold_is_digit(*at) || !*at)
		return *at != 0;
	for (int d = 0; d < 10; d++)
		if (!strncmp(at, plain[d], strlen(plain[d])) || !strncmp(at, capital[d], strlen(capital[d])))
			return *digit = d, strlen(plain[d]);
	return qn_fold_begins(at, zeros);
}

/* 二〇二四年, 贰零贰肆年度, 二0二四年, and 二〇二四 without the word: how many bytes its four digits take; 0: none is there. */
static size_t year_in_signs(const char *at, int *year)
{
	size_t length = 0;
	*year = 0;
	for (int k = 0, digit; k < 4; k++) {
		size_t one = digit_at(at + length, &digit);
		if (!one)
			return 0;
		*year = *year * 10 + digit, length += one;
	}
	int next;
	bool told = !strncmp(at + length, "年", strlen("年")), alone = *year / 100 == CENTURY / 100 && !digit_at(at + length, &next);
	return told || alone ? length : 0;
}

static int number(const char *at, size_t digits)
{
	int value = 0;
	for (size_t k = 0; k < digits && k < 4; k++)
		value = value * 10 + (at[k] - '0');
	return value;
}

/* 民国112年, 112年度. */
static bool is_of_the_republic(const char *text, const char *at, size_t digits)
{
	static const char *const fronts[] = { "民国", NULL };
	return (digits <= 3 && qn_fold_ends(text, at, fronts)) || (digits == 3 && *at == '1' && !strncmp(at + digits, "年度", strlen("年度")));
}

/* Two digits that are a year's last: 24年度, FY24, 24年 at the front, 31 Dec 24. */
static bool is_short(const char *text, const char *at)
{
	static const char *const fy[] = { "fy", NULL };
	if (!strncmp(at + 2, "年度", strlen("年度")) || qn_fold_ends(text, at, fy) || (at == text && !strncmp(at + 2, "年", strlen("年"))))
		return true;
	const char *name = at;
	while (name > text && qn_fold_is_letter(name[-1]))
		name--;
	return name > text && qn_fold_is_digit(name[-1]) && name + qn_when_month_name(name) == at && name < at;
}

/* 2025/26 goes on in the next year. */
static bool runs_into_next(const char *at, size_t digits)
{
	const char *next = at + digits + 1;
	return at[digits] && strchr("/-", at[digits]) && strspn(next, "0123456789") == 2 && number(next, 2) == (number(at, digits) + 1) % 100 && !(next[2] && strchr("/-.", next[2]));
}

/* FY25/26, 25/26. */
static bool is_short_span(const char *text, const char *at)
{
	static const char *const fy[] = { "fy", NULL };
	return (at == text || qn_fold_ends(text, at, fy)) && runs_into_next(at, 2);
}

size_t qn_when_year_told(const char *text, const char *at, int *year)
{
	size_t digits = strspn(at, "0123456789"), signs = digits < 4 ? year_in_signs(at, year) : 0;
	if (signs)
		return signs;
	*year = number(at, digits);
	if (digits == 5 && at > text && (at[-1] | 0x20) == 'q') /* Q3 2024 */
		*year = number(at + 1, 4);
	else if (digits && is_of_the_republic(text, at, digits))
		*year += REPUBLIC;
	else if (digits == 2 && is_short_span(text, at))
		*year = NO_YEAR_OF_ANY;
	else if (digits == 2 && is_short(text, at))
		*year += CENTURY;
	else if (digits == 4 && runs_into_next(at, 4))
		*year = NO_YEAR_OF_ANY; /* it is of neither alone */
	else if (digits != 4 && digits != 6)
		*year = 0;
	return digits;
}
