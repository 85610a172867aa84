/* SPDX-License-Identifier: Apache-2.0 */
/* wide_words.c - words beside a table by which its figures are no levels of its period: targets, growth, one month of several. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = 8192 };

/* What another period than the table's was, wherever a text begins with it. */
static const char *const pasts[] = { "上年", "去年", "上期", "上一年", "前一年", "期初", "last year", "previous year", "prior year", NULL };
/* What is wished for, or what comes of figures: heard anywhere above a column. */
static const char *const kinds[] = { "目标", "计划", "计画", "预计", "预测", "预期", "预算", "增速", "增幅", "增长", "同比", "环比", "比重", "占比", "当月", "本月",
	"当季", "本季", "单月", "累计", "其中", "同期", "人均", "户均", "亩均", "地均", "日均", "月均", "估计", "预估", "估算", "测算", "推算", "试算", "匡算", "projection", "yoy", "y-o-y", "%change", "% change", "percentage change", "target",
	"forecast", "projected", "planned", "growth", "of which", "cumulative", "per capita", "per-capita", NULL };
/* Whose figures stand below, if they are not those of the rows. */
static const char *const wholes[] = { "规上", "规模以上", "限上", "限额以上", "规下", "规模以下", "全县", "全市", "全区", "全省", "全国", "全行业", "above designated size", "countywide", "citywide",
	"provincewide", "nationwide", NULL };
/* The same wherever a title has it, as far as no column is called so. */
static const char *const anywhere[] = { "预计", "预测", "预期值", "预算数", "目标值", "目标数", "目标表", "计划数", "计划值", "计划表", "任务数", "任务表", "任务分解", "规划数", "预估", "估算", "测算数", "测算值", "推算数", "推算值", "力争", "forecast",
	"forecasted", "projected", "target", "targeted", NULL },
	*const derived[] = { "增速", "增幅", "增长率", "同比", "环比", "比重", "占比", "人均", "户均", "每户平均", "亩均", "地均", "月均", "增减额", "增加额", "增量", "净增", "平均值", "平均数", "均值", "完成率", "growth rate", "per capita",
	"per-capita", "per head", "budget", "budgeted", "expected", "yoy", "y-o-y", "%change", "% change", "percentage change", "收入指数", "产值指数", "增加值指数", "日均营业收入", "日均收入",
		"日均产值", "planned revenue", "average revenue", "revenue index", NULL };
/* The same where such a word ends what it is said in. */
static const char *const last[] = { "目标任务", "指标任务", "展望", "projection", "outlook", NULL },
	*const ends[] = { "数", "值", "额", "表", "指标", "分解", "(", ")", "[", "]", ",", ";", ":", "、", "。", " figures", " values", " numbers", " data", " (", NULL };
/* What makes of a level something else above a column, and is the name of nothing: what was added, how it opened, a place among others. */
static const char *const others[] = { "新增", "净增", "增量", "增减", "增加额", "增加数", "年初", "期初", "季初", "月初", "排名", "名次", "位次", "increase", "net change", "ranking", NULL };
/* How a year, or another period, opened; 年初以来 is since then. */
static const char *const openings[] = { "年初", "季初", "月初", NULL }, *const opened[] = { "初", NULL },
	*const since[] = { "步", "期", "级", "创", "中", "以来", "至", "到", "计划", "填", "编", "制", "印", "发布", "公布", "报送", "上报", "修", "更新", "审", NULL };
/* A column of one of these is of what the others say. */
static const char *const growths[] = { "增速", "增幅", "增长", "同比", "环比", "growth", NULL };
/* 规模及增速: of both. */
static const char *const joins[] = { "及", "和", "与", "、", "/", "含", "and ", NULL };
/* 目标任务完成情况 tells what was reached. */
static const char *const reached[] = { "完成", "任务完成", "责任", "考核", NULL };
static const char *const tails[] = { "数", "值", "额", "表", "任务", "情况", "指标", "水平", ")", "]", ",", ";", ":", "、", "。", NULL };

static bool holds(const char *text, const char *word, size_t length)
{
	for (; *text; text++)
		if (!strncasecmp(text, word, length))
			return true;
	return false;
}

/* 2025年1-9月累计, 2025年累计 and 9月当月 are what they say. */
static bool is_of(const char *text, const char *word, qn_period period)
{
	qn_frequency frequency = period == QN_NO_PERIOD ? QN_ANNUAL : qn_period_frequency(period);
	static const char *const sums[] = { "累计", NULL }, *const months[] = { "当月", "本月", NULL }, *const quarters[] = { "当季", "本季", NULL },
		*const years[] = { "年", "年度", "全年", "年末", NULL };
	bool year = frequency == QN_ANNUAL && qn_fold_ends(text, word, years);
	return ((frequency == QN_YEAR_TO_DATE || year) && qn_fold_begins(word, sums)) || (frequency == QN_MONTH && qn_fold_begins(word, months))
		|| (frequency == QN_QUARTER && qn_fold_begins(word, quarters));
}

bool qn_wide_says_too(const char *name, const char *word)
{
	char own[LONGEST];
	if (!qn_fold_words(name, own, sizeof own))
		return false;
	bool too = holds(own, word, strlen(word));
	for (const char *const *growth = growths; *growth && !too && qn_fold_begins(word, growths); growth++)
		too = holds(own, *growth, strlen(*growth));
	return too;
}

/* Is there a word of the list above a name that does not say so itself? */
static bool holds_one(const char *text, const char *const *words, const char *name, qn_period period)
{
	char tight[LONGEST], word[QN_WORD_MOST];
	if (!qn_fold_words(text, tight, sizeof tight))
		return false;
	for (const char *at = tight; *at; at++) {
		size_t length = qn_fold_word_at(tight, at, words);
		snprintf(word, sizeof word, "%.*s", (int)length, at);
		bool both = qn_fold_ends(tight, at, joins) || qn_fold_begins(at + length, reached); /* 规模及增速 is of the one too, 目标完成情况 of what was reached */
		if (length && !both && !is_of(tight, at, period) && !qn_wide_says_too(name, word))
			return true;
	}
	return false;
}

bool qn_wide_another_kind(const char *text, const char *name, qn_period period) { return holds_one(text, kinds, name, period); }
bool qn_wide_another_thing(const char *text, const char *name) { return holds_one(text, others, name, QN_NO_PERIOD); }
bool qn_wide_another_whole(const char *text, const char *name) { return holds_one(text, wholes, name, QN_NO_PERIOD); }

/* Does a word that begins at a place, behind a period or a bracket or at the front, say it of the whole table? */
static size_t of_the_table(const char *text, const char *at, bool fronted, qn_period period)
{
	size_t past = fronted ? qn_fold_word_at(text, at, pasts) : 0, length = qn_fold_word_at(text, at, kinds);
	bool goal = !strncmp(at, "目标", strlen("目标"));
	if (past || !length || is_of(text, at, period) || (goal && qn_fold_begins(at + length, reached)))
		return past;
	return (fronted || goal) && (!at[length] || qn_fold_begins(at + length, tails)) ? length : 0;
}

/* 2025年初, (年初数). */
static size_t opening(const char *text, const char *at, bool fronted)
{
	static const char *const years[] = { "年", NULL };
	size_t length = fronted ? qn_fold_begins(at, openings) : 0;
	length = length || !fronted || !qn_fold_ends(text, at, years) ? length : qn_fold_begins(at, opened);
	return qn_fold_begins(at + length, since) ? 0 : length;
}

/* 2025年F, 2025年E, (预): as it is shortened what somebody expects. */
static size_t shortened(const char *text, const char *at)
{
	static const char *const signs[] = { "预", "估", "预估", NULL }, *const periods[] = { "年", "年度", "全年", "季度", "月", NULL };
	const char *front = at;
	size_t sign = qn_fold_begins(at, signs);
	bool bracketed = at > text && strchr("([", at[-1]);
	if (sign)
		return bracketed && at[sign] && strchr(")]", at[sign]) ? sign : 0;
	if (*at != 'F' && *at != 'E')
		return 0;
	while (front > text && strchr(" ([", front[-1]))
		front--;
	bool year = front == text + 4 && strspn(text, "0123456789") == 4;
	return (year || qn_fold_ends(text, front, periods)) && (!at[1] || strchr(" )],;:", at[1]));
}

static size_t last_word(const char *text, const char *at)
{
	size_t length = qn_fold_word_at(text, at, last);
	const char *behind = at + length + (length && at[length] == 's');
	return !*behind || qn_fold_begins(behind, ends) || qn_fold_is_digit(*behind) || (*behind == ' ' && qn_fold_is_digit(behind[1])) ? length : 0;
}

bool qn_wide_title_kind(const char *text, qn_period period, char word[QN_WORD_MOST])
{
	char tight[LONGEST];
	bool fronted = true;
	qn_period named;
	if (!qn_fold_words(text, tight, sizeof tight))
		return false;
	for (const char *at = tight; *at; at++) {
		size_t length = (at > tight && at[-1] >= '0' && at[-1] <= '9') ? 0 : qn_when_longest(at, &named);
		length = length || !fronted ? length : qn_when_part(2000, at, &named);
		if (length) {
			at += length - 1, fronted = true;
			continue;
		}
		length = qn_fold_word_at(tight, at, anywhere);
		length = length || qn_fold_ends(tight, at, joins) ? length : qn_fold_word_at(tight, at, derived);
		length = length ? length : of_the_table(tight, at, fronted, period);
		length = length ? length : opening(tight, at, fronted);
		length = length ? length : shortened(tight, at);
		length = length || qn_fold_ends(tight, at, joins) ? length : last_word(tight, at);
		if (length && !qn_wide_is_in_passing(tight, at, length)) {
			snprintf(word, QN_WORD_MOST, "%.*s", (int)length, at);
			return true;
		}
		fronted = strchr("([,;:", *at) || (fronted && *at == ' ');
	}
	return false;
}
