/* SPDX-License-Identifier: Apache-2.0 */
/* when_title.c - the period that a title is of, told from the others that it may name by the words around each. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/when.h"

enum { LONGEST = 8192 };

typedef const char *const *word_list;

static bool digit(char letter) { return letter >= '0' && letter <= '9'; }

/* The length of the word of a list that a text begins with; 0: none. */
static size_t begins(const char *text, word_list words)
{
	for (; *words; words++)
		if (!strncasecmp(text, *words, strlen(*words)))
			return strlen(*words);
	return 0;
}

/* The same of the word that ends before a place. */
static size_t ends(const char *text, const char *at, word_list words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if ((size_t)(at - text) >= length && !strncasecmp(at - length, *words, length))
			return length;
	}
	return 0;
}

typedef struct { const char *at, *behind; qn_period period; } named;

/* What is done with a form or a document on some day. */
static const char *const doings[] = { "填报", "填表", "填写", "报送", "上报", "报出", "制表", "打印", "导出", "印发", "发布", "公布", "修订", "修改", "修正", "编制", "编印", "制定", "更新", "审核",
	"审定", "签发", "下发", "提交", "施行", NULL };
static const char *const days[] = { "日期", "时间", "年月", "日", "时", NULL };
static const char *const dates[] = { "日期", "date", "dated", "issued", "revised", "printed", "submitted", "published", "updated", "exported", "filledin", NULL };
/* What figures are measured by, or begin or end with, is not what they are of. */
static const char *const bases[] = { "依据", "根据", "按照", "依照", "参照", "参考", "对照", "基于", "沿用", "执行", "贯彻", "落实", "按", "依", "自", "从", "basedon", "since", NULL };
static const char *const closes[] = { "截至", "截止", "截止至", "截止到", "asof", "until", NULL };
static const char *const links[] = { ":", "《", "(", "为", "于", "在", "至", "到", "on", "in", NULL };
static const char *const documents[] = { "修订", "修改", "修正", "版", "印发", "发布", "公布", "制定", "方案", "行动方案", "实施方案", "工作方案", "办法", "管理办法", "认定办法", "文件", "口径", "标准", "目录",
	"不变价", "可比价", "价格", "以来", "以后", "以前", "之前", "之后", "起", NULL };
static const char *const moments[] = { "底", "末", "初", "上旬", "中旬", "下旬", NULL }, *const deadlines[] = { "底前", "末前", "前", "初", "上旬", "中旬", "下旬", NULL };

/* Do the words before a period say that it is none of a table's: 印发:2026年3月, 印发日期2026年3月? What was done with it is its own: 关于报送
 * 2025年度情况表的函. */
static bool is_led(const char *text, const char *period)
{
	const char *at = period;
	for (size_t link = 1; link; at -= link) {
		size_t day = ends(text, at, days);
		if (ends(text, at, dates) || ends(text, at, bases) || (at < period && ends(text, at, doings)) || (day && ends(text, at - day, doings)))
			return true;
		link = ends(text, at, links);
	}
	return false;
}

/* 《2024年认定办法》 is a document and no table. */
static bool is_in_a_document(const char *text, const char *behind)
{
	static const char *const kinds[] = { "办法", "方案", "意见", "通知", "规定", "规划", "计划", "标准", "目录", "制度", "要点", "措施", "细则", NULL };
	const char *close = strstr(behind, "》"), *open = strstr(behind, "《");
	return close && (!open || open > close) && ends(text, close, kinds);
}

static bool ends_a_phrase(const char *behind) { return !*behind || strchr(")],;:", *behind) || !strncmp(behind, "。", strlen("。")); }

/* The number of a document: 2025年第12号. */
static bool is_numbered(const char *behind)
{
	behind += strncmp(behind, "第", strlen("第")) ? 0 : strlen("第");
	size_t digits = strspn(behind, "0123456789");
	return digits && !strncmp(behind + digits, "号", strlen("号"));
}

/* 表2025-1: the number of a table, where 情况表2025-01 is a month. */
static bool numbers_a_table(const char *text, const char *at, const char *behind)
{
	static const char *const marks[] = { "附表", "附件", "附", "图", "编号", "编号:", "no.", "no", NULL }, *const table[] = { "表", NULL };
	size_t word = ends(text, at, table);
	const char *front = at - word;
	if (!digit(behind[-1]))
		return false;
	return ends(text, at, marks) || (word && (front == text || strchr("([,;:", front[-1])));
}

static bool is_fine(const named *n) { return n->period != QN_NO_PERIOD && qn_period_frequency(n->period) != QN_ANNUAL; }

/* 截至2025年9月底 does not say since when; until the end of a year, since it began. */
static bool is_a_close(const char *text, const named *n)
{
	static const char *const ends_of_year[] = { "底", "末", NULL };
	return ends(text, n->at, closes) && (is_fine(n) || !ends(n->at, n->behind, ends_of_year));
}

static bool is_aside(const char *text, const named *n)
{
	size_t doing = begins(n->behind, doings);
	return is_numbered(n->behind) || numbers_a_table(text, n->at, n->behind) || is_led(text, n->at) || is_a_close(text, n) || is_in_a_document(text, n->behind) || begins(n->behind, documents)
		|| (doing && (is_fine(n) || ends_a_phrase(n->behind + doing))) || (is_fine(n) && begins(n->behind, moments));
}

/* English has a word for it: the year 2025. */
static size_t year_at(const char *text, const char *at, qn_period *out)
{
	bool is_told = at - text >= 4 && !strncasecmp(at - 4, "year", 4) && digit(at[0]) && digit(at[1]) && digit(at[2]) && digit(at[3]) && !digit(at[4]);
	*out = is_told ? qn_period_of(QN_ANNUAL, atoi(at), 1) : QN_NO_PERIOD;
	return *out != QN_NO_PERIOD ? 4 : 0;
}

/* The other end of a span of years, 2025-2027年, or the other of two: 2025/2026年, 2025、2026年. */
static bool ends_a_span(const char *text, const char *at)
{
	static const char *const signs[] = { "-", "—", "–", "~", "/", "、", "至", "到", "和", "及", "与", NULL };
	size_t length = ends(text, at, signs);
	return length && (size_t)(at - text) > length && (digit(at[-(long)length - 1]) || ends_a_span(text, at - length));
}

/* 2024-12年度 begins with no month. */
static bool begins_a_span(const named *n) { return digit(n->behind[-1]) && !strncmp(n->behind, "年", strlen("年")); }

/* The next period from a place on, with the words around it; false at the end. */
static bool next_named(const char *text, const char *from, named *out)
{
	for (out->at = from; *out->at; out->at++) {
		size_t length = out->at > text && digit(out->at[-1]) ? 0 : qn_when_longest(out->at, &out->period);
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

/* Does the text from a place to another speak of a part of the year that is not the period: 2025年度情况表(上半年)? */
static bool tells_another_part(const char *text, const char *from, const char *to, qn_period period)
{
	named part;
	for (part.at = from; part.at < to; part.at++) {
		if (((unsigned char)*part.at & 0xC0) == 0x80) /* within a character */
			continue;
		size_t length = part.at > text && digit(part.at[-1]) ? 0 : qn_when_part(qn_period_year(period), part.at, &part.period);
		part.behind = part.at + length;
		if (!length)
			continue;
		if (!digit(*part.behind) && !begins(part.behind, deadlines) && !is_led(text, part.at) && !ends(text, part.at, closes) && !begins(part.behind, doings) && !same_months(part.period, period))
			return true;
		part.at = part.behind - 1;
	}
	return false;
}

static bool has_another_part(const char *tight, qn_period period)
{
	const char *from = tight;
	for (named n; next_named(tight, from, &n); from = n.behind)
		if (tells_another_part(tight, from, n.at, period))
			return true;
	return tells_another_part(tight, from, tight + strlen(tight), period);
}

bool qn_when_disagrees(const char *text, qn_period period)
{
	char tight[LONGEST];
	return qn_fold_tight(text, tight, sizeof tight) && has_another_part(tight, period);
}

int qn_when_within(const char *text, qn_period *out)
{
	char tight[LONGEST];
	bool found = false;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return 0;
	named n = { .behind = tight };
	while (next_named(tight, n.behind, &n)) {
		if (begins_a_span(&n) || ends_a_span(tight, n.at))
			return 2;
		if (is_aside(tight, &n))
			continue;
		if (found && n.period != *out)
			return 2;
		found = true;
		*out = n.period;
	}
	return !found ? 0 : has_another_part(tight, *out) ? 2 : 1;
}
