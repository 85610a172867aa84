/* SPDX-License-Identifier: Apache-2.0 */
/* when_words.c - parts of a year in words and signs of which no period is made, at a place of a title without blanks. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/when.h"

static bool is_year_at(const char *at) { return (!strncmp(at, "19", 2) || !strncmp(at, "20", 2)) && strspn(at, "0123456789") == 4; }

/* Behind 2025, whose blank is gone: 2025 9M. */
static bool is_behind_year(const char *text, const char *at)
{
	return at - text >= 4 && (!strncmp(at - 4, "19", 2) || !strncmp(at - 4, "20", 2)) && qn_fold_is_digit(at[-2]) && qn_fold_is_digit(at[-1]) && (at - text == 4 || !qn_fold_is_digit(at[-5]));
}

/* Where signs alone may be a part of a year: at the front, behind a sign or a year. */
static bool is_front(const char *text, const char *at)
{
	static const char *const years[] = { "年", "年度", "至", "—", "–", NULL };
	return at == text || strchr("([,;:-~/_", at[-1]) || qn_fold_ends(text, at, years) || is_behind_year(text, at);
}

/* And may end: at the end, before a sign or a year. */
static bool is_end(const char *at)
{
	static const char *const signs[] = { "至", "—", "–", "、", "。", "累计", "数据", "情况", NULL };
	return !*at || strchr(")],;:-~/_.", *at) || qn_fold_begins(at, signs) || is_year_at(at);
}

/* Jan-Sep, January to September; not a day, 15 March, nor another year's month, March 2026. */
static bool is_month_name(const char *text, const char *at, qn_period period)
{
	static const char *const goes_on[] = { "to", "through", "and", NULL };
	size_t length = at > text && qn_fold_is_letter(at[-1]) && !qn_fold_ends(text, at, goes_on) ? 0 : qn_when_month_name(at);
	const char *behind = at + length + (at[length] == '.' || at[length] == ',');
	if (!length || *behind == '=' || (qn_fold_is_letter(*behind) && !qn_fold_begins(behind, goes_on))) /* sep=; */
		return false;
	size_t digits = strspn(behind, "0123456789");
	bool closes = digits == 4 && atoi(behind) == qn_period_year(period) && at > text && qn_fold_is_digit(at[-1]); /* 30 Sep 2025 is within it */
	if (closes)
		return (*at | 0x20) != 'd';
	bool dated = (digits == 1 || digits == 2) || (digits == 4 && atoi(behind) != qn_period_year(period)) || (at > text && qn_fold_is_digit(at[-1]) && !(at - text >= 4 && qn_fold_is_digit(at[-3])));
	return !dated;
}

size_t qn_when_month_name(const char *at)
{
	static const char *const months[] = { "january", "jan", "february", "feb", "march", "mar", "april", "apr", "may", "june", "jun", "july", "jul", "august", "aug", "september", "sept", "sep", "october",
		"oct", "november", "nov", "december", "dec", NULL };
	return qn_fold_begins(at, months);
}

/* H1, to date. */
static bool is_word(const char *text, const char *at, qn_period period)
{
	static const char *const words[] = { "firsthalf", "secondhalf", "1sthalf", "2ndhalf", "half-year", "halfyear", "firstquarter", "secondquarter", "thirdquarter", "fourthquarter", "1stquarter",
		"2ndquarter", "3rdquarter", "4thquarter", "quarter1", "quarter2", "quarter3", "quarter4", "threequarters", "threemonths", "sixmonths", "ninemonths",
		"three-month", "six-month", "nine-month", "qtr", "interim", NULL },
		*const sums[] = { "todate", "ytd", "cumulative", NULL };
	static const char *const fronts[] = { "年", "年度", "(", NULL }, *const kept[] = { "up", NULL }; /* up to date */
	bool half = (*at == 'H' || *at == 'h') && (at[1] == '1' || at[1] == '2') && (!qn_fold_is_letter(at[2]));
	if (half && qn_period_frequency(period) == QN_HALF) /* 2025H1-H2, where 2025年上半年(H1) is itself */
		return at[1] - '0' != qn_period_within(period) && (at == text || !qn_fold_is_letter(at[-1]));
	if (half && (at == text || qn_fold_is_digit(at[-1]) || qn_fold_ends(text, at, fronts)))
		return at[1] == '1' || at == text || at[-1] != '('; /* (H2) is hydrogen */
	return qn_fold_begins(at, words) || (qn_fold_begins(at, sums) && !qn_fold_ends(text, at, kept) && qn_period_frequency(period) != QN_YEAR_TO_DATE);
}

static bool is_itself(qn_period period, qn_frequency frequency, int within) { return qn_period_frequency(period) == frequency && qn_period_within(period) == within; }

/* The period's own months from January on? */
static bool is_all(qn_period period, int months)
{
	return is_itself(period, QN_YEAR_TO_DATE, months) || (months == 6 && is_itself(period, QN_HALF, 1)) || (months == 3 && is_itself(period, QN_QUARTER, 1));
}

/* 9 months, 9M, 3Q: so many of them, fewer than a year has. */
static bool is_count(const char *text, const char *at, qn_period period)
{
	static const char *const months[] = { "month", "mths", "-month", NULL }, *const weeks[] = { "week", NULL };
	size_t digits = strspn(at, "0123456789");
	const char *behind = at + digits;
	int count = atoi(at);
	if (!digits || digits > 2 || count < 1 || (at > text && qn_fold_is_digit(at[-1]) && !is_behind_year(text, at)))
		return false;
	if (qn_fold_begins(behind, months))
		return count < 12 && !is_all(period, count);
	if (qn_fold_begins(behind, weeks))
		return count < 52;
	bool half = (*behind | 0x20) == 'h' && count <= 2 && digits == 1;
	bool some = (half && !is_itself(period, QN_HALF, count)) || ((*behind | 0x20) == 'm' && count < 12 && !is_all(period, count))
		|| ((*behind | 0x20) == 'q' && count <= 4 && digits == 1 && !is_itself(period, QN_QUARTER, count));
	return some && is_front(text, at) && is_end(behind + 1);
}

/* Q3 2025, M09, M01-M09, W39, week 39. */
static bool is_number_behind_letter(const char *text, const char *at, qn_period period)
{
	static const char *const weeks[] = { "week", "wk", NULL };
	size_t week = qn_fold_begins(at, weeks), front = week ? week : 1, digits = strspn(at + front, "0123456789");
	bool year_behind = digits > 4 && is_year_at(at + front + digits - 4);
	digits -= year_behind ? 4 : 0;
	char letter = (char)(*at | 0x20);
	int number = atoi((char[3]){ at[front], digits == 2 ? at[front + 1] : 0 });
	if (digits < 1 || digits > 2 || number < 1)
		return false;
	if (week)
		return number <= 53;
	bool spans = at[front + digits] && strchr("-~", at[front + digits]); /* M1-M9 */
	bool month = letter == 'm' && number <= 12 && (digits == 2 || spans || is_behind_year(text, at)) && !is_itself(period, QN_MONTH, number);
	bool some = month || (letter == 'q' && number <= 4 && year_behind && !is_itself(period, QN_QUARTER, number)) || (letter == 'w' && (spans || is_behind_year(text, at)));
	return some && is_front(text, at) && is_end(at + front + digits);
}

/* 2025年(1-9), 2025年度1—9: months from the first on, or of a quarter or half; 附表(1-9) are tables. */
static bool is_span(const char *text, const char *at)
{
	static const char *const signs[] = { "-", "—", "–", "~", "至", NULL }, *const fronts[] = { "年", "年度", "年(", "年度(", "年[", "年度[", NULL };
	size_t digits = strspn(at, "0123456789"), sign = digits ? qn_fold_begins(at + digits, signs) : 0, more = sign ? strspn(at + digits + sign, "0123456789") : 0;
	int from = atoi(at), to = more ? atoi(at + digits + sign) : 0;
	if ((!qn_fold_ends(text, at, fronts) && !is_behind_year(text, at)) || digits > 2 || !more || more > 2 || from < 1 || to > 12
		|| from >= to || (from == 1 && to == 12))
		return false;
	return (from == 1 || from % 3 == 1) && (!at[digits + sign + more] || strchr(")],;", at[digits + sign + more]));
}

/* 2025.9, 2025/9, 202509: a month of the period's year before its last; not a day of it, nor when the table was made. */
static bool is_month_in_digits(const char *text, const char *at, qn_period period)
{
	static const char *const made[] = { "制", "修", "期", "版", "号", "印", "填", NULL }, *const fronts[] = { "版本", "版本:", "版次", "版次:", "电话", "电话:", "邮编", "邮编:", NULL };
	size_t digits = strspn(at, "0123456789"), month = digits == 6 ? 4 : 5, length = digits == 6 ? 2 : digits == 4 && at[4] && strchr("./", at[4]) ? strspn(at + 5, "0123456789") : 0;
	if (length < 1 || length > 2 || (at > text && (qn_fold_is_letter(at[-1]) || qn_fold_is_digit(at[-1]) || strchr("./-", at[-1]))))
		return false;
	const char *behind = at + month + length;
	int year = atoi((char[5]){ at[0], at[1], at[2], at[3], 0 }), number = atoi((char[3]){ at[month], length == 2 ? at[month + 1] : 0 });
	bool day = *behind && strchr("./-", *behind) && qn_fold_is_digit(behind[1]), other = qn_fold_begins(behind, made) || qn_fold_ends(text, at, fronts);
	return year == qn_period_year(period) && number >= 1 && number < 12 && !is_itself(period, QN_MONTH, number) && !other && !day;
}

/* 上半, 第39周; not 上半区, 第3周年. */
static bool is_cut_short(const char *at)
{
	static const char *const halves[] = { "上半", "下半", NULL }, *const other[] = { "年", "期", NULL };
	size_t half = qn_fold_begins(at, halves), nth = strncmp(at, "第", strlen("第")) ? 0 : strlen("第"), digits = nth ? strspn(at + nth, "0123456789") : 0;
	if (digits && !strncmp(at + nth + digits, "周", strlen("周")))
		return !qn_fold_begins(at + nth + digits + strlen("周"), other);
	return half && is_end(at + half);
}

bool qn_when_is_part_in_words(const char *text, const char *at, qn_period period)
{
	if (*at & 0x80)
		return is_cut_short(at);
	if (qn_fold_is_digit(*at) && (is_count(text, at, period) || is_month_in_digits(text, at, period) || (qn_period_frequency(period) == QN_ANNUAL && is_span(text, at))))
		return true;
	return is_word(text, at, period) || is_month_name(text, at, period) || (qn_fold_is_letter(*at) && is_number_behind_letter(text, at, period));
}
