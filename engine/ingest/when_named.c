/* SPDX-License-Identifier: Apache-2.0 */
/* when_named.c - the words around a period: do they say that it is of the making of the table, of a document, of a span? */
#include "ingest/when_named.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"

/* What is done with a form or a document on some day. */
const char *const qn_named_doings[] = { "填报", "填表", "填写", "报送", "上报", "报出", "制表", "打印", "导出", "印发", "发布", "公布", "修订", "修改", "修正", "编制", "编印", "制定", "更新", "审核",
	"审定", "签发", "下发", "提交", "施行", NULL };
static const char *const days[] = { "日期", "时间", "年月", "日", "时", NULL };
static const char *const dates[] = { "date", "dated", "issued", "revised", "printed", "submitted", "published", "updated", "exported", "filledin", "有效期", "有效期至", "有效期至:", NULL };
/* What figures are measured by, or begin or end with, is not what they are of. */
static const char *const bases[] = { "依据", "根据", "按照", "依照", "参照", "参考", "对照", "基于", "沿用", "执行", "贯彻", "落实", "按", "依", "自", "从", "basedon", "since", NULL };
const char *const qn_named_closes[] = { "截至", "截止", "截止至", "截止到", "截止时间", "截止时间:", "截止日期", "截止日期:", "asof", "until", NULL };
static const char *const links[] = { ":", "《", "(", "为", "于", "在", "至", "到", "on", "in", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
	"november", "december", NULL };
static const char *const documents[] = { "修订", "修改", "修正", "版", "印发", "发布", "公布", "制定", "方案", "行动方案", "实施方案", "工作方案", "办法", "管理办法", "认定办法", "文件", "口径", "标准", "目录",
	"不变价", "可比价", "价格", "以来", "以后", "以前", "之前", "之后", "起", "认定", "入库", "批次",
	"首批", "获批", "授牌", "命名", "培育对象", NULL };
static const char *const moments[] = { "底", "末", "初", "上旬", "中旬", "下旬", NULL };

/* 汇总时间:2026年1月 is of the making, 统计时间 and 数据日期 of the figures. */
static bool is_of_the_making(const char *text, const char *at)
{
	static const char *const times[] = { "日期", "时间", NULL }, *const figures[] = { "统计", "数据", "所属", "报告", "截止", "截至", "期间", NULL };
	size_t length = qn_fold_ends(text, at, times);
	bool alone = length && ((size_t)(at - text) == length || strchr("([,;:", at[-(long)length - 1]));
	return length && (alone ? !strncmp(at - length, "日期", length) : !qn_fold_ends(text, at - length, figures));
}

bool qn_named_is_led(const char *text, const char *period)
{
	const char *at = period;
	for (size_t link = 1; link; at -= link) {
		size_t day = qn_fold_ends(text, at, days);
		if (is_of_the_making(text, at) || qn_fold_ends(text, at, dates) || qn_fold_ends(text, at, bases)
		    || (at < period && qn_fold_ends(text, at, qn_named_doings)) || (day && qn_fold_ends(text, at - day, qn_named_doings)))
			return true;
		link = qn_fold_ends(text, at, links);
	}
	return false;
}

bool qn_named_is_in_a_document(const char *text, const char *behind)
{
	static const char *const kinds[] = { "办法", "方案", "意见", "通知", "规定", "规划", "计划", "标准", "目录", "制度", "要点", "措施", "细则", NULL };
	const char *close = strstr(behind, "》"), *open = strstr(behind, "《");
	const char *end = close;
	if (close && close > text && close[-1] == ')')
		while (end > text && *end != '(')
			end--;
	return close && (!open || open > close) && qn_fold_ends(text, end, kinds);
}

bool qn_named_ends_a_phrase(const char *behind) { return !*behind || strchr(")],;:", *behind) || !strncmp(behind, "。", strlen("。")); }

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

bool qn_named_is_fine(const qn_named *n) { return n->period != QN_NO_PERIOD && qn_period_frequency(n->period) != QN_ANNUAL; }

/* 截至2025年9月底 does not say since when; until the end of a year, since it began. */
static bool is_a_close(const char *text, const qn_named *n)
{
	static const char *const ends_of_year[] = { "底", "末", NULL };
	return qn_fold_ends(text, n->at, qn_named_closes) && (qn_named_is_fine(n) || !qn_fold_ends(n->at, n->behind, ends_of_year));
}

/* 2026年3月制 */
static bool is_made(const char *behind)
{
	static const char *const makings[] = { "编制", "编印", "印制", "编", "制", "印", NULL };
	size_t length = qn_fold_begins(behind, makings);
	return length && qn_named_ends_a_phrase(behind + length);
}

bool qn_named_is_aside(const char *text, const qn_named *n)
{
	size_t doing = qn_fold_begins(n->behind, qn_named_doings);
	return is_made(n->behind) || is_numbered(n->behind) || numbers_a_table(text, n->at, n->behind) || qn_named_is_led(text, n->at) || is_a_close(text, n)
		|| qn_named_is_in_a_document(text, n->behind) || qn_fold_begins(n->behind, documents)
		|| (doing && (qn_named_is_fine(n) || qn_named_ends_a_phrase(n->behind + doing))) || (qn_named_is_fine(n) && qn_fold_begins(n->behind, moments));
}

/* English has a word for it: the year 2025. */
static size_t year_at(const char *text, const char *at, qn_period *out)
{
	bool is_told = at - text >= 4 && !strncasecmp(at - 4, "year", 4) && qn_fold_is_digit(at[0]) && qn_fold_is_digit(at[1])
		&& qn_fold_is_digit(at[2]) && qn_fold_is_digit(at[3]) && !qn_fold_is_digit(at[4]);
	*out = is_told ? qn_period_of(QN_ANNUAL, atoi(at), 1) : QN_NO_PERIOD;
	return *out != QN_NO_PERIOD ? 4 : 0;
}

bool qn_named_ends_a_span(const char *text, const char *at)
{
	static const char *const signs[] = { "-", "—", "–", "~", "/", "、", "至", "到", "和", "及", "与", NULL };
	size_t length = qn_fold_ends(text, at, signs);
	return length && (size_t)(at - text) > length && (qn_fold_is_digit(at[-(long)length - 1]) || qn_named_ends_a_span(text, at - length));
}

bool qn_named_begins_a_span(const qn_named *n)
{
	return qn_fold_is_digit(n->behind[-1]) && (!strncmp(n->behind, "年", strlen("年")) || (*n->behind && strchr("/-", *n->behind) && qn_fold_is_digit(n->behind[1])));
}

bool qn_named_next(const char *text, const char *from, qn_named *out)
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

void qn_named_months(qn_period period, int *first, int *last)
{
	static const int lengths[] = { [QN_ANNUAL] = 12, [QN_HALF] = 6, [QN_QUARTER] = 3, [QN_MONTH] = 1, [QN_YEAR_TO_DATE] = 1 };
	qn_frequency frequency = qn_period_frequency(period);
	*last = qn_period_within(period) * lengths[frequency];
	*first = frequency == QN_YEAR_TO_DATE ? 1 : *last - lengths[frequency] + 1;
}

bool qn_named_same_span(qn_period a, qn_period b)
{
	int first[2], last[2];
	qn_named_months(a, &first[0], &last[0]);
	qn_named_months(b, &first[1], &last[1]);
	return qn_period_year(a) == qn_period_year(b) && first[0] == first[1] && last[0] == last[1];
}

bool qn_named_runs_on(const qn_named *n)
{
	static const char *const sums[] = { "止", "累计", "(累计", "cumulative", "(cumulative", NULL }, *const quarters[] = { "季", NULL };
	if (!qn_named_is_fine(n) || qn_period_frequency(n->period) == QN_YEAR_TO_DATE || qn_period_within(n->period) < 2)
		return false;
	return qn_fold_begins(n->behind, sums) || (qn_fold_ends(n->at, n->behind, quarters) && !strncmp(n->behind, "报", strlen("报")));
}
