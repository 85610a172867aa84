/* SPDX-License-Identifier: Apache-2.0 */
/* when_title.c - the period that a title is of, told from the others that it may name by the words around each. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/when.h"

enum { LONGEST = 8192 };

typedef struct { const char *at, *behind; qn_period period; } named;

/* What is done with a form or a document on some day. */
static const char *const doings[] = { "填报", "填表", "填写", "报送", "上报", "报出", "制表", "打印", "导出", "印发", "发布", "公布", "修订", "修改", "修正", "编制", "编印", "制定", "更新", "审核",
	"审定", "签发", "下发", "提交", "施行", NULL };
static const char *const days[] = { "日期", "时间", "年月", "日", "时", NULL };
static const char *const dates[] = { "date", "dated", "issued", "revised", "printed", "submitted", "published", "updated", "exported", "filledin", "有效期", "有效期至", "有效期至:", NULL };
/* What figures are measured by, or begin or end with, is not what they are of. */
static const char *const bases[] = { "依据", "根据", "按照", "依照", "参照", "参考", "对照", "基于", "沿用", "执行", "贯彻", "落实", "按", "依", "自", "从", "basedon", "since", NULL };
static const char *const closes[] = { "截至", "截止", "截止至", "截止到", "截止时间", "截止时间:", "截止日期", "截止日期:", "asof", "until", NULL };
static const char *const links[] = { ":", "《", "(", "为", "于", "在", "至", "到", "on", "in", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
	"november", "december", NULL };
static const char *const documents[] = { "修订", "修改", "修正", "版", "印发", "发布", "公布", "制定", "方案", "行动方案", "实施方案", "工作方案", "办法", "管理办法", "认定办法", "文件", "口径", "标准", "目录",
	"不变价", "可比价", "价格", "以来", "以后", "以前", "之前", "之后", "起", "认定", "入库", "批次",
	"首批", "获批", "授牌", "命名", "培育对象", NULL };
static const char *const moments[] = { "底", "末", "初", "上旬", "中旬", "下旬", NULL }, *const deadlines[] = { "底前", "末前", "前", "初", "上旬", "中旬", "下旬", NULL };

/* 汇总时间:2026年1月 is of the making, 统计时间 and 数据日期 of the figures. */
static bool is_of_the_making(const char *text, const char *at)
{
	static const char *const times[] = { "日期", "时间", NULL }, *const figures[] = { "统计", "数据", "所属", "报告", "截止", "截至", "期间", NULL };
	size_t length = qn_fold_ends(text, at, times);
	bool alone = length && ((size_t)(at - text) == length || strchr("([,;:", at[-(long)length - 1]));
	return length && (alone ? !strncmp(at - length, "日期", length) : !qn_fold_ends(text, at - length, figures));
}

/* Do the words before a period say that it is none of a table's: 印发:2026年3月, 印发日期2026年3月? What was done with it is its own: 关于报送
 * 2025年度情况表的函. */
static bool is_led(const char *text, const char *period)
{
	const char *at = period;
	for (size_t link = 1; link; at -= link) {
		size_t day = qn_fold_ends(text, at, days);
		if (is_of_the_making(text, at) || qn_fold_ends(text, at, dates) || qn_fold_ends(text, at, bases) || (at < period && qn_fold_ends(text, at, doings)) || (day && qn_fold_ends(text, at - day, doings)))
			return true;
		link = qn_fold_ends(text, at, links);
	}
	return false;
}

/* 《2024年认定办法》 is a document and no table; so is 《行动方案(2025—2027年)》. */
static bool is_in_a_document(const char *text, const char *behind)
{
	static const char *const kinds[] = { "办法", "方案", "意见", "通知", "规定", "规划", "计划", "标准", "目录", "制度", "要点", "措施", "细则", NULL };
	const char *close = strstr(behind, "》"), *open = strstr(behind, "《");
	const char *end = close;
	if (close && close > text && close[-1] == ')')
		while (end > text && *end != '(')
			end--;
	return close && (!open || open > close) && qn_fold_ends(text, end, kinds);
}

static bool ends_a_phrase(const char *behind) { return !*behind || strchr(")],;:", *behind) || !strncmp(behind, "。", strlen("。")); }

/* The number of a document: 2025年第12号. */
static bool is_numbered(const char *behind)
{
	behind += strncmp(behind, "第", strlen("第")) ? 0 : strlen("第");
	size_t digits = strspn(behind, "0123456789");
	static const char *const counted[] = { "号", "期", NULL };
	return digits && qn_fold_begins(behind + digits, counted);
}

/* 表2025-1: the number of a table, where 情况表2025-01 is a month. */
static bool numbers_a_table(const char *text, const char *at, const char *behind)
{
	static const char *const marks[] = { "附表", "附件", "附", "图", "编号", "编号:", "表号", "表号:", "table", "no.", "no", NULL }, *const table[] = { "表", NULL };
	size_t word = qn_fold_ends(text, at, table);
	const char *front = at - word;
	if (!qn_fold_is_digit(behind[-1]))
		return false;
	return qn_fold_ends(text, at, marks) || (word && (front == text || strchr("([,;:", front[-1])));
}

static bool is_fine(const named *n) { return n->period != QN_NO_PERIOD && qn_period_frequency(n->period) != QN_ANNUAL; }

/* 截至2025年9月底 does not say since when; until the end of a year, since it began. */
static bool is_a_close(const char *text, const named *n)
{
	static const char *const ends_of_year[] = { "底", "末", NULL };
	return qn_fold_ends(text, n->at, closes) && (is_fine(n) || !qn_fold_ends(n->at, n->behind, ends_of_year));
}

/* 2026年3月制 */
static bool is_made(const char *behind)
{
	static const char *const makings[] = { "编制", "编印", "印制", "编", "制", "印", NULL };
	size_t length = qn_fold_begins(behind, makings);
	return length && ends_a_phrase(behind + length);
}

static bool is_aside(const char *text, const named *n)
{
	size_t doing = qn_fold_begins(n->behind, doings);
	return is_made(n->behind) || is_numbered(n->behind) || numbers_a_table(text, n->at, n->behind) || is_led(text, n->at) || is_a_close(text, n)
		|| is_in_a_document(text, n->behind) || qn_fold_begins(n->behind, documents)
		|| (doing && (is_fine(n) || ends_a_phrase(n->behind + doing))) || (is_fine(n) && qn_fold_begins(n->behind, moments));
}

/* English has a word for it: the year 2025. */
static size_t year_at(const char *text, const char *at, qn_period *out)
{
	bool is_told = at - text >= 4 && !strncasecmp(at - 4, "year", 4) && qn_fold_is_digit(at[0]) && qn_fold_is_digit(at[1])
		&& qn_fold_is_digit(at[2]) && qn_fold_is_digit(at[3]) && !qn_fold_is_digit(at[4]);
	*out = is_told ? qn_period_of(QN_ANNUAL, atoi(at), 1) : QN_NO_PERIOD;
	return *out != QN_NO_PERIOD ? 4 : 0;
}

/* The other end of a span of years, 2025-2027年, or the other of two: 2025/2026年, 2025、2026年. */
static bool ends_a_span(const char *text, const char *at)
{
	static const char *const signs[] = { "-", "—", "–", "~", "/", "、", "至", "到", "和", "及", "与", NULL };
	size_t length = qn_fold_ends(text, at, signs);
	return length && (size_t)(at - text) > length && (qn_fold_is_digit(at[-(long)length - 1]) || ends_a_span(text, at - length));
}

/* 2024-12年度 begins with no month, and 2025/26 ends in another year. */
static bool begins_a_span(const named *n)
{
	return qn_fold_is_digit(n->behind[-1]) && (!strncmp(n->behind, "年", strlen("年")) || (*n->behind && strchr("/-", *n->behind) && qn_fold_is_digit(n->behind[1])));
}

/* The next period from a place on, with the words around it; false at the end. */
static bool next_named(const char *text, const char *from, named *out)
{
	for (out->at = from; *out->at; out->at++) {
		size_t length = out->at > text && qn_fold_is_digit(out->at[-1]) ? 0 : qn_when_longest(out->at, &out->period);
		length = length ? length : year_at(text, out->at, &out->period);
		out->behind = out->at + length;
		if (length)
			return true;
	}
	return false;
}

/* From its first month to its last. */
static void months_of(qn_period period, int *first, int *last)
{
	static const int lengths[] = { [QN_ANNUAL] = 12, [QN_HALF] = 6, [QN_QUARTER] = 3, [QN_MONTH] = 1, [QN_YEAR_TO_DATE] = 1 };
	qn_frequency frequency = qn_period_frequency(period);
	*last = qn_period_within(period) * lengths[frequency];
	*first = frequency == QN_YEAR_TO_DATE ? 1 : *last - lengths[frequency] + 1;
}

static bool same_months(qn_period a, qn_period b)
{
	int first[2], last[2];
	months_of(a, &first[0], &last[0]);
	months_of(b, &first[1], &last[1]);
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
	return length && qn_fold_ends(text, at, years) && (ends_a_phrase(at + length) || qn_fold_begins(at + length, tails));
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

/* 九月, 前9个月, 首季, 半年度, 年初以来: a part of the year in words that are not read. */
static bool is_unread_part(const char *text, const char *at, qn_period period)
{
	static const char *const words[] = { "半年", "年初以来", "年初至今", "中报", "中期报告", "季报", "月报", "旬报", NULL }, *const each[] = { "每", NULL },
		*const counts[] = { "个", NULL }, *const all[] = { "12", "十二", NULL },
		*const parts[] = { "月", "季", NULL };
	size_t length = qn_fold_begins(at, parts);
	if (is_mid_year(text, at))
		return true;
	if (qn_fold_begins(at, words) && !has_number(text, at))
		return qn_period_frequency(period) == QN_ANNUAL && !qn_fold_ends(text, at, each) && !qn_fold_begins(at + qn_fold_begins(at, words), doings);
	if (!length)
		return qn_when_is_part_in_words(text, at, period) && !is_led(text, at);
	size_t count = qn_fold_ends(text, at, counts);
	const char *number = number_before(text, at - count), *behind = at + length;
	if (is_the_last(number, at - count, period) || number == at - count || qn_fold_begins(behind, numbers) || (count && qn_fold_ends(text, at - count, all)) || has_own_year(text, number))
		return false;
	return !qn_fold_begins(behind, deadlines) && !qn_fold_begins(behind, doings) && !is_led(text, number);
}

/* 截至9月末, 截至2025年9月30日: until before the period's own end. */
static bool closes_before(const char *text, const named *part, qn_period period)
{
	static const char *const years[] = { "年", NULL };
	int first, last, end;
	const char *at = part->at - qn_fold_ends(text, part->at, years);
	if (at != part->at && (at - text < 4 || atoi(at -= 4) != qn_period_year(period)))
		return false;
	months_of(period, &first, &end);
	months_of(part->period, &first, &last);
	return qn_fold_ends(text, at, closes) && last < end;
}

/* 三季报 and 9月(累计) are of all months until then. */
static bool runs_on(const named *n)
{
	static const char *const sums[] = { "累计", "(累计", "cumulative", "(cumulative", NULL }, *const quarters[] = { "季", NULL };
	if (!is_fine(n) || qn_period_frequency(n->period) == QN_YEAR_TO_DATE || qn_period_within(n->period) < 2)
		return false;
	return qn_fold_begins(n->behind, sums) || (qn_fold_ends(n->at, n->behind, quarters) && !strncmp(n->behind, "报", strlen("报")));
}

static bool is_another(const char *text, const named *part, qn_period period)
{
	int first, last;
	months_of(part->period, &first, &last);
	qn_period all = runs_on(part) ? qn_period_of(QN_YEAR_TO_DATE, qn_period_year(part->period), last) : part->period;
	if (closes_before(text, part, period))
		return true;
	bool day = qn_fold_is_digit(*part->behind) && strspn(part->behind, "0123456789") != 4; /* and Q235 a steel; Q3 2025 is none, nor 上半年 2025 */
	return !day && !qn_fold_begins(part->behind, deadlines) && !is_led(text, part->at) && !qn_fold_ends(text, part->at, closes)
		&& !qn_fold_begins(part->behind, doings) && !same_months(all, period);
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

/* 表号:JQ01表, 企业编号Q3: a code. */
static bool is_in_a_code(const char *text, const char *at)
{
	static const char *const codes[] = { "表号", "表号:", "编号", "编号:", "编码", "编码:", "代码", "代码:", NULL };
	while (at > text && (qn_fold_is_letter(at[-1]) || qn_fold_is_digit(at[-1])))
		at--;
	return qn_fold_ends(text, at, codes) > 0;
}

/* Does the text from a place to another speak of a part of the year that is not the period: 2025年度情况表(上半年)? One that is not
 * understood is another, if all: 半年度. */
static bool tells_another_part(const char *text, const char *from, const char *to, qn_period period, bool all)
{
	named part;
	for (part.at = from; part.at < to; part.at++) {
		if (((unsigned char)*part.at & 0xC0) == 0x80) /* within a character */
			continue;
		size_t itself = itself_at(part.at, period);
		if (itself || is_in_a_code(text, part.at)) {
			part.at += itself ? itself - 1 : 0;
			continue;
		}
		size_t length = part.at > text && qn_fold_is_digit(part.at[-1]) ? 0 : qn_when_part(qn_period_year(period), part.at, &part.period);
		part.behind = part.at + length;
		if (length ? is_another(text, &part, period) : all && is_unread_part(text, part.at, period))
			return true;
		part.at += length ? length - 1 : 0;
	}
	return false;
}

static bool has_another_part(const char *tight, qn_period period, bool all)
{
	const char *from = tight;
	for (named n; next_named(tight, from, &n); from = n.behind)
		if (tells_another_part(tight, from, n.at, period, all) || (is_fine(&n) && qn_period_year(n.period) == qn_period_year(period) && closes_before(tight, &n, period)))
			return true;
	return tells_another_part(tight, from, tight + strlen(tight), period, all);
}

bool qn_when_disagrees(const char *text, qn_period period, bool all)
{
	char tight[LONGEST];
	return qn_fold_tight(text, tight, sizeof tight) && has_another_part(tight, period, all);
}

/* 2025年1月-2025年12月, 2025年一季度至2025年四季度: where the two ends make up their year, which *n becomes. */
static void join_year(const char *text, named *n)
{
	static const char *const signs[] = { "-", "—", "–", "~", "至", "到", NULL };
	int first[2], last[2];
	named end;
	if (!next_named(text, n->behind, &end) || qn_fold_begins(n->behind, signs) != (size_t)(end.at - n->behind) || qn_period_year(n->period) != qn_period_year(end.period))
		return;
	months_of(n->period, &first[0], &last[0]);
	months_of(end.period, &first[1], &last[1]);
	if (first[0] == 1 && last[1] == 12)
		n->behind = end.behind, n->period = qn_period_of(QN_ANNUAL, qn_period_year(n->period), 1);
}

bool qn_when_is_of_parts(const char *text)
{
	char tight[LONGEST];
	bool parts = false;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (named n = { .behind = tight }; next_named(tight, n.behind, &n);) {
		join_year(tight, &n);
		bool said = !is_in_a_document(tight, n.behind) && !is_aside(tight, &n);
		if (said && !is_fine(&n))
			return false;
		parts = parts || said;
	}
	return parts;
}

bool qn_when_names_a_part(const char *text, qn_period period)
{
	char tight[LONGEST];
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (named n = { .behind = tight }; next_named(tight, n.behind, &n);) {
		join_year(tight, &n);
		bool made_later = qn_period_year(n.period) > qn_period_year(period) && !ends_a_span(tight, n.at);
		if (is_fine(&n) && n.period != period && !made_later && !is_in_a_document(tight, n.behind) && !is_aside(tight, &n))
			return true;
	}
	return false;
}

int qn_when_within(const char *text, qn_period *out)
{
	char tight[LONGEST];
	qn_period only = QN_NO_PERIOD;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return 0;
	named n = { .behind = tight };
	while (next_named(tight, n.behind, &n)) {
		join_year(tight, &n);
		if (is_in_a_document(tight, n.behind))
			continue;
		if (begins_a_span(&n) || ends_a_span(tight, n.at))
			return 2;
		if (is_aside(tight, &n))
			continue;
		if ((only != QN_NO_PERIOD && n.period != only) || runs_on(&n))
			return 2;
		only = n.period;
	}
	if (only == QN_NO_PERIOD)
		return 0;
	*out = only;
	return has_another_part(tight, only, true) ? 2 : 1;
}

bool qn_when_names_another_year(const char *text, int year)
{
	static const char *const years[] = { "年度", "年", NULL };
	char tight[LONGEST];
	size_t length;
	int said;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (const char *at = tight; *at; at += length ? length : 1) {
		length = qn_when_year_told(tight, at, &said);
		named n = { .at = at, .behind = at + length, .period = QN_NO_PERIOD };
		n.behind += qn_fold_begins(n.behind, years);
		if (length && said >= 1900 && said < 2100 && said != year && !is_aside(tight, &n))
			return true;
	}
	return false;
}
