/* SPDX-License-Identifier: Apache-2.0 */
/* when.c - a year of four digits, then what of it. */
#include "ingest/when.h"
#include <stdio.h>
#include <string.h>
#include "ingest/fold.h"

enum { LONGEST = 64, LONGEST_PART = 40 };

static const qn_both no_period = { "不是时期:请写 2025、2025-Q1、2025-01 或 2025年1-6月", "is not a period: write 2025, 2025-Q1 or 2025-01" };
static const qn_both a_day = { "是一天,不是时期:请写年、季或月", "is a day and no period: write its year, quarter or month" };
static const qn_both a_week = { "是一周:不记录周", "is a week, and weeks are not held" };
static const qn_both no_month = { "没有这个月", "names no month of a year" };
static const qn_both no_quarter = { "没有这个季度", "names no quarter of a year" };
static const qn_both a_decimal = { "像是表格软件或程序把年份写成了小数:请只写年份,如 2025", "looks like a year that a program wrote as a decimal: write the year alone, as in 2025" };
static const qn_both two_ways = { "可能是月份,也可能是小数(2025.1 是 1 月还是 10 月?):请写 2025-01", "may be a month cut short (2025.1 of 2025.10): write 2025-01" };
static const qn_both other_months = { "这几个月不是一季、半年,也不从 1 月起累计:无法记录", "is no quarter, no half and does not begin in January: such a span is not held" };
static const qn_both long_ago = { "的年份早于 1900 年:请更正", "is of a year before 1900: correct it" };
static const qn_both no_year = { "的年份超出可记录的范围", "is of a year that cannot be held" };

/* SDMX's range: from the first of January on, so many months. */
static bool read_range(const char *text, qn_period *out)
{
	int year, months = 12, end = 0, whole = 0;
	bool is_year = sscanf(text, "%4d-01-01/P1Y%n", &year, &whole) == 1 && whole && !text[whole];
	if (!is_year && (sscanf(text, "%4d-01-01/P%2dM%n", &year, &months, &end) != 2 || !end || text[end]))
		return false;
	*out = months == 12 ? qn_period_of(QN_ANNUAL, year, 1) : qn_period_of(QN_YEAR_TO_DATE, year, months);
	return *out != QN_NO_PERIOD;
}

/* A number of one or two digits at the front, moved over; -1: none. */
static int take_number(const char **at)
{
	int number = 0, digits = 0;
	for (; digits < 2 && qn_fold_is_digit(**at); digits++, ++*at)
		number = number * 10 + (**at - '0');
	return digits && !qn_fold_is_digit(**at) ? number : -1;
}

static bool take(const char **at, const char *word)
{
	size_t length = strlen(word);
	if (strncmp(*at, word, length))
		return false;
	*at += length;
	return true;
}

static bool take_dash(const char **at)
{
	return take(at, "-") || take(at, "—") || take(at, "–") || take(at, "~") || take(at, "至") || take(at, "到");
}

static const qn_both *make(qn_frequency frequency, int year, int within, qn_period *out)
{
	*out = qn_period_of(frequency, year, within);
	return *out == QN_NO_PERIOD || year == 0 ? &no_year : NULL;
}

static const qn_both *months(int year, int from, int to, qn_period *out)
{
	if (from < 1 || to > 12 || from > to)
		return &no_month;
	if (from == 1) /* of all twelve months, the year itself */
		return to == 12 ? make(QN_ANNUAL, year, 1, out) : make(QN_YEAR_TO_DATE, year, to, out);
	if (to - from == 2 && from % 3 == 1)
		return make(QN_QUARTER, year, to / 3, out);
	return from == 7 && to == 12 ? make(QN_HALF, year, 2, out) : &other_months;
}

/* 3月, 1-6月; 9月累计, of all months until then. */
static const qn_both *read_months(int year, const char *at, qn_period *out)
{
	int from = take_number(&at), to = from;
	bool month = take(&at, "月"), span = from >= 0 && take_dash(&at);
	if (span) {
		to = take_number(&at);
		month = take(&at, "月");
	}
	if (from < 0 || to < 0 || !month)
		return &no_period;
	if (qn_fold_is_digit(*at))
		return &a_day;
	take(&at, "份");
	bool whole = take(&at, "累计") && !span && from > 1;
	if (*at)
		return &no_period;
	if (span || whole)
		return months(year, whole ? 1 : from, to, out);
	return from < 1 || from > 12 ? &no_month : make(QN_MONTH, year, from, out);
}

/* 前9个月. */
static bool read_first_months(int year, const char *at, qn_period *out)
{
	int count = take(&at, "前") ? take_number(&at) : -1;
	return count > 1 && take(&at, "个月") && !*at && !months(year, 1, count, out);
}

/* 一季度, 第1季度, Q1. */
static int quarter_of(const char *at)
{
	static const char *const chinese[] = { "一", "二", "三", "四" };
	int number = -1;
	take(&at, "第");
	for (int q = 0; q < 4 && number < 0; q++)
		if (take(&at, chinese[q]))
			number = q + 1;
	if (number < 0 && (take(&at, "Q") || take(&at, "q")))
		return (number = take_number(&at)) >= 0 && !*at ? number : -1;
	if (number < 0)
		number = take_number(&at);
	return number >= 0 && take(&at, "季") && (take(&at, "度"), !*at) ? number : -1;
}

static const struct { const char *word; qn_frequency frequency; int within; } words[] = { { "", QN_ANNUAL, 1 }, { "度", QN_ANNUAL, 1 }, { "全年", QN_ANNUAL, 1 }, { "年末", QN_ANNUAL, 1 },
	{ "末", QN_ANNUAL, 1 }, { "底", QN_ANNUAL, 1 }, { "上半年", QN_HALF, 1 }, { "下半年", QN_HALF, 2 }, { "半年度", QN_HALF, 1 }, { "前两季度", QN_YEAR_TO_DATE, 6 }, { "前二季度", QN_YEAR_TO_DATE, 6 },
	{ "前三季度", QN_YEAR_TO_DATE, 9 }, { "前3季度", QN_YEAR_TO_DATE, 9 }, { "1-3季度", QN_YEAR_TO_DATE, 9 }, { "一至三季度", QN_YEAR_TO_DATE, 9 } };

/* What follows 2025年. */
static const qn_both *read_of_year(int year, const char *at, qn_period *out)
{
	int quarter = quarter_of(at);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i].word, at))
			return make(words[i].frequency, year, words[i].within, out);
	if (quarter >= 0)
		return quarter < 1 || quarter > 4 ? &no_quarter : make(QN_QUARTER, year, quarter, out);
	return read_first_months(year, at, out) ? NULL : read_months(year, at, out);
}

/* What follows 2025 and '-', '/' or '.': a month of one or two digits, not a day. */
static const qn_both *read_parted(int year, char sign, const char *at, qn_period *out)
{
	const char *end = at;
	int month = take_number(&end);
	if (sign == '-' && (*at == 'W' || *at == 'w'))
		return &a_week;
	if (sign == '-' && (*at == 'Q' || *at == 'q')) {
		int quarter = quarter_of(at);
		return quarter < 0 ? &no_period : quarter < 1 || quarter > 4 ? &no_quarter : make(QN_QUARTER, year, quarter, out);
	}
	if (month < 0)
		return &no_period;
	if ((*end == '-' || *end == '/' || *end == '.') && qn_fold_is_digit(end[1]))
		return &a_day;
	if (*end)
		return &no_period;
	if (sign == '.' && month == 0)
		return &a_decimal;
	if (sign == '.' && (end - at < 2 || month == 10))
		return &two_ways;
	return month < 1 || month > 12 ? &no_month : make(QN_MONTH, year, month, out);
}

/* Of a text without blanks and full-width letters. */
static const qn_both *read_tight(const char *text, qn_period *out)
{
	int year = 0;
	const char *at = text;
	if (qn_period_read(text, strlen(text), out) && qn_period_year(*out) > 0) {
		bool whole = qn_period_frequency(*out) == QN_YEAR_TO_DATE && qn_period_within(*out) == 12;
		return whole ? make(QN_ANNUAL, qn_period_year(*out), 1, out) : NULL;
	}
	for (; at < text + 4; at++) {
		if (!qn_fold_is_digit(*at))
			return &no_period;
		year = year * 10 + (*at - '0');
	}
	if (take(&at, "年"))
		return read_of_year(year, at, out);
	if (*at == 'Q' || *at == 'q' || !strncmp(at, "第", strlen("第")) || !strcmp(at, "全年") || !strcmp(at, "上半年") || !strcmp(at, "下半年"))
		return read_of_year(year, at, out);
	if (!strcmp(at, "H1") || !strcmp(at, "H2"))
		return make(QN_HALF, year, at[1] - '0', out);
	if (*at == '-' || *at == '/' || *at == '.')
		return read_parted(year, *at, at + 1, out);
	return *at ? &no_period : &no_year;
}

const qn_both *qn_when_read(const char *text, qn_period *out)
{
	char tight[LONGEST];
	const qn_both *why = read_range(text, out) ? NULL : qn_fold_tight(text, tight, sizeof tight) ? read_tight(tight, out) : &no_period;
	if (!why && qn_period_year(*out) < 1900) /* 0025, 1025: nobody keeps figures of then */
		why = &long_ago;
	if (why)
		*out = QN_NO_PERIOD;
	return why;
}

/* Does what stands behind a month make a day of it: 2026年1月15日, 2026-01-15? */
static bool goes_on_to_a_day(const char *period, const char *behind)
{
	bool month = behind - period >= (long)strlen("月") && !strncmp(behind - strlen("月"), "月", strlen("月"));
	return behind > period && ((month && qn_fold_is_digit(*behind)) || (qn_fold_is_digit(behind[-1]) && (*behind == '-' || *behind == '/' || *behind == '.') && qn_fold_is_digit(behind[1])));
}

/* 2025H2, and not the hydrogen of 2025H2能源集群. */
static bool is_hydrogen(const char *at, size_t length)
{
	static const char *const tails[] = { "至", "到", "、", "和", "及", "与", "情况", "数据", "统计", "报表", "指标", "表", NULL };
	return length == strlen("2025H2") && at[4] == 'H' && at[5] == '2' && at[length] && !strchr(")],;:-/", at[length]) && !qn_fold_begins(at + length, tails);
}

size_t qn_when_longest(const char *at, qn_period *out)
{
	char part[LONGEST];
	size_t best = 0;
	if (!qn_fold_is_digit(at[0]) || !qn_fold_is_digit(at[1]) || !qn_fold_is_digit(at[2]) || !qn_fold_is_digit(at[3]) || (strncmp(at + 4, "年", strlen("年")) && !(at[4] && strchr("QH-", at[4]))))
		return 0;
	for (size_t n = 5; n < sizeof part && at[n - 1]; n++) {
		qn_period period;
		if (((unsigned char)at[n] & 0xC0) == 0x80) /* within a character */
			continue;
		snprintf(part, sizeof part, "%.*s", (int)n, at);
		if (!read_tight(part, &period) && (qn_fold_is_digit(part[n - 1]) ? !qn_fold_is_digit(at[n]) : true))
			best = n, *out = period;
	}
	return goes_on_to_a_day(at, at + best) || is_hydrogen(at, best) ? 0 : best;
}

static bool copy_rest(const char *text, size_t length, char *rest, size_t size)
{
	while (length && strchr(" -_:/", text[length - 1]))
		length--;
	while (length && strchr(" -_:/", *text))
		text++, length--;
	return length < size && (snprintf(rest, size, "%.*s", (int)length, text), true);
}

/* May what read_of_year reads begin so? Most places of a title are told at once by their first character. */
static bool may_begin_part(const char *at)
{
	static const char *const fronts[] = { "第", "一", "二", "三", "四", "度", "全", "年", "末", "底", "上", "下", "前", NULL };
	return *at & 0x80 ? qn_fold_begins(at, fronts) > 0 : qn_fold_is_digit(*at) || *at == 'Q' || *at == 'q';
}

size_t qn_when_part(int year, const char *at, qn_period *out)
{
	char part[LONGEST_PART + 1];
	size_t best = 0;
	if (!may_begin_part(at))
		return 0;
	for (size_t n = 1; n < sizeof part && at[n - 1]; n++) {
		qn_period period;
		part[n - 1] = at[n - 1], part[n] = 0;
		if (((unsigned char)at[n] & 0xC0) == 0x80) /* within a character */
			continue;
		if (!read_of_year(year, part, &period) && (qn_period_frequency(period) != QN_ANNUAL || qn_fold_is_digit(*at)))
			best = n, *out = period;
	}
	return best;
}

bool qn_when_split(const char *text, qn_period *out, char *rest, size_t size)
{
	size_t length = strlen(text), front = qn_when_longest(text, out);
	qn_period bare;
	if (front)
		return copy_rest(text + front, length - front, rest, size);
	qn_period last;
	for (size_t from = length > LONGEST ? length - LONGEST : 0; from < length; from++)
		if ((from == 0 || !qn_fold_is_digit(text[from - 1])) && (front = qn_when_longest(text + from, &last)) && from + front == length) {
			*out = last;
			return copy_rest(text, from, rest, size);
		}
	if (length > 4 && !qn_fold_is_digit(text[length - 5]) && qn_period_read(text + length - 4, 4, &bare) && qn_period_year(bare) > 1900) { /* revenue 2025 */
		*out = bare;
		return copy_rest(text, length - 4, rest, size);
	}
	char year[5];
	snprintf(year, sizeof year, "%.4s", text);
	if (strlen(year) == 4 && !qn_fold_is_digit(text[4]) && qn_period_read(year, 4, &bare) && qn_period_year(bare) > 1900) { /* 2025 revenue */
		*out = bare;
		return copy_rest(text + 4, length - 4, rest, size);
	}
	return false;
}
