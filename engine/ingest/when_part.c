/* SPDX-License-Identifier: Apache-2.0 */
/* when_part.c - does a title speak of a part of the year beside its period: 2025年度情况表(上半年)? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/when_named.h"

static const char *const deadlines[] = { "底前", "末前", "前", "初", "上旬", "中旬", "下旬", NULL };

static bool same_months(qn_period a, qn_period b)
{
	int first[2], last[2];
	qn_named_months(a, &first[0], &last[0]);
	qn_named_months(b, &first[1], &last[1]);
	return first[0] == first[1] && last[0] == last[1];
}

static const char *const numbers[] = { "〇", "零", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "元", "首", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "①", "②", "③", "④", "I", "V",
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };

/* Where the number that ends before a place begins: 九, 12, Ⅲ. */
static const char *number_before(const char *text, const char *at)
{
	for (size_t length; (length = qn_fold_ends(text, at, numbers));)
		at -= length;
	return at;
}

/* 三季报 has one, and 2025半年 a year. */
static bool has_number(const char *text, const char *at)
{
	const char *number = number_before(text, at);
	return number < at && !(at - number == 4 && qn_fold_is_digit(*number));
}

/* 二〇二六年一月: of a year of its own. */
static bool has_own_year(const char *text, const char *at)
{
	static const char *const years[] = { "年", NULL };
	size_t year = qn_fold_ends(text, at, years);
	return year && qn_fold_ends(text, at - year, numbers) && !qn_fold_is_digit(at[-(long)year - 1]);
}

/* 2025年中, 2025年中期; 中部 and 中小企业 are other words. */
static bool is_mid_year(const char *text, const char *at)
{
	static const char *const years[] = { "年", NULL }, *const mid[] = { "中", NULL }, *const tails[] = { "期", "报", NULL };
	size_t length = qn_fold_begins(at, mid);
	return length && qn_fold_ends(text, at, years) && (qn_named_ends_a_phrase(at + length) || qn_fold_begins(at + length, tails));
}

/* 2025年春季; 春季广交会 is another thing. */
static bool is_season(const char *text, const char *at)
{
	static const char *const years[] = { "年", "年度", NULL }, *const seasons[] = { "春季", "夏季", "秋季", "冬季", NULL }, *const tails[] = { "数据", "情况", "统计", "报表", "表", "集群", NULL };
	size_t length = qn_fold_begins(at, seasons);
	return length && qn_fold_ends(text, at, years) && (qn_named_ends_a_phrase(at + length) || qn_fold_begins(at + length, tails));
}

/* 截止日期:2025-09-30: a day in digits, in a month of the period's year before its last; not the day by which something is to be done, 申报截止. */
static bool closes_on_a_day(const char *text, const char *at, qn_period period)
{
	size_t close = qn_fold_is_digit(*at) ? qn_fold_ends(text, at, qn_named_closes) : 0;
	int year, month, day, first, last;
	char sign[2], other[2];
	static const char *const figures[] = { "(", "[", ")", "]", ",", ";", "。", "年", "年度", "表", "情况", "数据", "统计", "资料", "指标", NULL };
	if (!close || (at - close > text && !qn_fold_ends(text, at - close, figures)) || sscanf(at, "%4d%1[-/.]%2d%1[-/.]%2d", &year, sign, &month, other, &day) != 5)
		return false;
	qn_named_months(period, &first, &last);
	return year == qn_period_year(period) && month >= 1 && month < last;
}

/* 前九月 of 2025年1-9月. */
static bool is_the_last(const char *number, const char *end, qn_period period)
{
	static const char *const months[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二" };
	if (qn_period_frequency(period) != QN_YEAR_TO_DATE)
		return false;
	const char *own = months[qn_period_within(period) - 1];
	size_t length = (size_t)(end - number);
	return (length == strlen(own) && !strncmp(number, own, length)) || (qn_fold_is_digit(*number) && atoi(number) == qn_period_within(period));
}

/* 上半年与全年: the whole year beside a part of it. */
static bool is_the_year_too(const char *text, const char *at, qn_period period)
{
	static const char *const joins[] = { "与", "和", "及", "、", "暨", "/", "-", "至", NULL }, *const year[] = { "全年", "年度", NULL },
		*const tails[] = { "数据", "情况", "统计", "报表", "表", "集群", "指标", NULL };
	const char *behind = at + qn_fold_begins(at, year);
	if (behind == at || qn_period_frequency(period) == QN_ANNUAL || !qn_fold_ends(text, at, joins))
		return false;
	return qn_named_ends_a_phrase(behind) || qn_fold_begins(behind, tails);
}

/* 九月, 前9个月, 首季, 半年度, 年初以来: a part of the year in words that are not read. */
static bool is_unread_part(const char *text, const char *at, qn_period period)
{
	static const char *const words[] = { "半年", "年初以来", "年初至今", "中报", "中期报告", "季报", "月报", "旬报", NULL }, *const each[] = { "每", NULL },
		*const counts[] = { "个", NULL }, *const all[] = { "12", "十二", NULL }, *const afters[] = { "后", NULL },
		*const parts[] = { "月", "季", NULL };
	size_t length = qn_fold_begins(at, parts);
	if (is_mid_year(text, at) || is_the_year_too(text, at, period) || is_season(text, at) || closes_on_a_day(text, at, period))
		return true;
	if (qn_fold_begins(at, words) && !has_number(text, at))
		return qn_period_frequency(period) == QN_ANNUAL && !qn_fold_ends(text, at, each) && !qn_fold_begins(at + qn_fold_begins(at, words), qn_named_doings);
	if (!length)
		return qn_when_is_part_in_words(text, at, period) && !qn_named_is_led(text, at);
	size_t count = qn_fold_ends(text, at, counts);
	const char *number = number_before(text, at - count), *behind = at + length;
	bool later = count && qn_fold_ends(text, number, afters), whole = count && qn_period_frequency(period) == QN_ANNUAL && qn_fold_ends(text, at - count, all);
	if ((!later && is_the_last(number, at - count, period)) || number == at - count || qn_fold_begins(behind, numbers) || whole || has_own_year(text, number))
		return false;
	return !qn_fold_begins(behind, deadlines) && !qn_fold_begins(behind, qn_named_doings) && !qn_named_is_led(text, number);
}

/* 截至9月末, 截至2025年9月30日: until before the period's own end. */
static bool closes_before(const char *text, const qn_named *part, qn_period period)
{
	static const char *const years[] = { "年", NULL };
	int first, last, end;
	const char *at = part->at - qn_fold_ends(text, part->at, years);
	if (at != part->at && (at - text < 4 || atoi(at -= 4) != qn_period_year(period)))
		return false;
	qn_named_months(period, &first, &end);
	qn_named_months(part->period, &first, &last);
	return qn_fold_ends(text, at, qn_named_closes) && last < end;
}

static bool is_another(const char *text, const qn_named *part, qn_period period)
{
	int first, last;
	qn_named_months(part->period, &first, &last);
	qn_period all = qn_named_runs_on(part) ? qn_period_of(QN_YEAR_TO_DATE, qn_period_year(part->period), last) : part->period;
	if (closes_before(text, part, period))
		return true;
	bool day = qn_fold_is_digit(*part->behind) && strspn(part->behind, "0123456789") != 4; /* and Q235 a steel; Q3 2025 is none, nor 上半年 2025 */
	return !day && !qn_fold_begins(part->behind, deadlines) && !qn_named_is_led(text, part->at) && !qn_fold_ends(text, part->at, qn_named_closes)
		&& !qn_fold_begins(part->behind, qn_named_doings) && !same_months(all, period);
}

/* In words, the period itself: January to December of a year, the first quarter of its first one. The length; 0: not so. */
static size_t itself_at(const char *at, qn_period period)
{
	static const char *const year[] = { "januarytodecember", "january-december", "jan-dec", "jantodec", "twelvemonthstodecember", "twelvemonths", "12months",
		 "一至十二月", "一月至十二月", "1-4季度", "一至四季度", "四个季度", "q1-q4", "q1toq4", NULL };
	static const char *const quarter[4][8] = { { "firstquarter", "quarter1", "q1", "januarytomarch", "january-march", "jan-mar", "jantomar", NULL },
		{ "secondquarter", "quarter2", "q2", "apriltojune", "april-june", "apr-jun", "aprtojun", NULL },
		{ "thirdquarter", "quarter3", "q3", "julytoseptember", "july-september", "jul-sep", "jultosep", NULL },
		{ "fourthquarter", "quarter4", "q4", "octobertodecember", "october-december", "oct-dec", "octtodec", NULL } };
	if (qn_period_frequency(period) == QN_ANNUAL)
		return qn_fold_begins(at, year);
	return qn_period_frequency(period) == QN_QUARTER ? qn_fold_begins(at, quarter[qn_period_within(period) - 1]) : 0;
}

/* A text that is gone through from its front; begin: where the letters and digits begin that go on to the place that was come to. */
typedef struct { const char *text, *begin, *seen; } passing;

/* 表号:JQ01表, 企业编号Q3: a code. Places are asked about in their order, so that no letter is looked at twice. */
static bool is_in_a_code(passing *p, const char *at)
{
	static const char *const codes[] = { "表号", "表号:", "编号", "编号:", "编码", "编码:", "代码", "代码:", NULL };
	for (; p->seen < at; p->seen++)
		if (!qn_fold_is_letter(*p->seen) && !qn_fold_is_digit(*p->seen))
			p->begin = p->seen + 1;
	return qn_fold_ends(p->text, p->begin, codes) > 0;
}

/* Does the text from a place to another speak of a part of the year that is not the period? First what is read: (上半年) beside 2025; else, if
 * all, what is not read and is a part nevertheless: 半年度. Neither the period in other words, January to December, nor a code is one. */
static bool tells_another_part(passing *p, const char *from, const char *to, qn_period period, bool all)
{
	qn_named part;
	for (part.at = from; part.at < to; part.at++) {
		if (((unsigned char)*part.at & 0xC0) == 0x80) /* within a character */
			continue;
		size_t itself = itself_at(part.at, period);
		if (itself || is_in_a_code(p, part.at)) {
			part.at += itself ? itself - 1 : 0;
			continue;
		}
		size_t length = part.at > p->text && qn_fold_is_digit(part.at[-1]) ? 0 : qn_when_part(qn_period_year(period), part.at, &part.period);
		part.behind = part.at + length;
		if (length ? is_another(p->text, &part, period) : all && is_unread_part(p->text, part.at, period))
			return true;
		part.at += length ? length - 1 : 0;
	}
	return false;
}

bool qn_named_another_part(const char *tight, qn_period period, bool all)
{
	const char *from = tight;
	passing p = { tight, tight, tight };
	for (qn_named n; qn_named_next(tight, from, &n); from = n.behind)
		if (tells_another_part(&p, from, n.at, period, all) || (qn_named_is_fine(&n) && qn_period_year(n.period) == qn_period_year(period) && closes_before(tight, &n, period)))
			return true;
	return tells_another_part(&p, from, tight + strlen(tight), period, all);
}

bool qn_when_disagrees(const char *text, qn_period period, bool all)
{
	char tight[QN_NAMED_MOST];
	return qn_fold_tight(text, tight, sizeof tight) && qn_named_another_part(tight, period, all);
}
