/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/remarks.h"
#include <stdio.h>
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = 128 }; /* longer ones are prose */

static const char *const chinese[] = { "截至", "截止到", "截止", "数据", "数值", "实际数", "实际值", "完成数", "完成值", "统计数", "快报数", "年报数", "快报", "年报", "半年报", "季报", "累计", "合计", "口径", "全年",
	"年度", "度", "上半", "下半", "为", "系", "均", "仅", "只", "是", "按", "取", "用", "的", "数", "值", "额", "率", "报", "年底", "底", "末", "止", "上年", "去年", "上期", "同期", "目标", "计划", "规划", "预计", "预测", "预期", "预算", "预估",
	"估计", "估算", "测算", "推算", "试算", "匡算", "展望", "增速", "增幅", "增长", "同比", "环比", "比重", "占比", "人均", "户均", "亩均", "地均", "日均", "月均", "平均", "完成率", "指数", "当月", "本月", "单月", "当季", "本季", "任务", "力争", "半年", "至", "前",
	"个月", "月份", "月", "季度", "季", "全县", "全市", "全省", "规上", "规模以上", "工业", "企业", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "两", "首", "考核", "年初", "期初", "季初", "月初", "。", "—", "–", NULL };
static const char *const english[] = { "lastyear", "previousyear", "targeted", "targets", "target", "forecasted", "forecasts", "forecast", "figures", "figure", "data", "values", "value", "numbers",
	"ytd", "todate", "year", "half", "first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th", "budgeted", "budget", "estimated", "expected", "planned", "plan", "projected", "projections",
	"projection", "outlook", "growthrate", "growth", "%growth", "%change", "yoy", "y-o-y", "index", "average", "percapita", "quarters", "quarter", "months", "month", "semi-annual", "semiannual",
	"quarterly", "monthly", "interim", "cumulative", "only", "the", "of", "are", "is", "for", "to", "and", "one", "two", "three", "four", "five", "six", "seven",
	"eight", "nine", "ten", "eleven", "h1", "h2",
	"fy", "-", "(", ")", "[", "]", ":", ",", ";", ".", NULL };

/* Of the Chinese ones, which nearly always differ in the last byte of their first character. */
static size_t chinese_word(const char *at)
{
	for (const char *const *word = chinese; *word; word++)
		if (at[2] == (*word)[2] && at[1] == (*word)[1] && !strncmp(at, *word, strlen(*word)))
			return strlen(*word);
	return 0;
}

/* How much of what a place begins with could be said of a figure alone. */
static size_t plain_word(const char *at)
{
	qn_period period;
	size_t length = qn_when_longest(at, &period), digits = strspn(at, "0123456789");
	length = length ? length : qn_when_part(2000, at, &period);
	length = length ? length : (at[0] & 0x80) && (at[1] & 0x80) && at[2] ? chinese_word(at) : qn_when_month_name(at);
	length = length || (at[0] & 0x80) ? length : qn_fold_begins(at, english);
	bool letter = digits && digits < 3 && at[digits] && strchr("MmQq", at[digits]) && !qn_fold_is_letter(at[digits + 1]); /* 9M */
	return length || digits > 4 || digits == 3 ? length : digits + letter; /* 2024 figure, 9个月 */
}

/* Whoever wrote it does not stand by the figure. */
static bool takes_back(const char *tight)
{
	static const char *const words[] = { "作废", "已作废", "此行作废", "本行作废", "数据作废", "删除", "已删除", "应删除", "待删除", "请删除", "有误", "数据有误", "数字有误", "此数有误", "错误", "数据错误", "无效", "数据无效",
		"void", "invalid", "deleted", "wrong", NULL };
	return qn_fold_is_one_of(tight, words);
}

/* 沿用2024年, 按上年: what was taken instead. */
static const char *taken_instead(const char *tight)
{
	static const char *const words[] = { "沿用", "按照", "按", "采用", "取自", NULL };
	size_t length = qn_fold_begins(tight, words);
	return length && tight[length] ? tight + length : NULL;
}

void qn_remark_drop_close(char *words, qn_period period)
{
	static const char *const begins[] = { "1-", "1—", "1~", "1至", "1月-", "1月—", "1月至", NULL }, *const links[] = { "-", "—", "~", "至", "到", NULL }, *const years[] = { "年", NULL },
		*const tails[] = { "累计", "月报", "快报", NULL };
	char *close = strstr(words, "12月");
	if (!close || period == QN_NO_PERIOD || qn_period_frequency(period) != QN_ANNUAL)
		return;
	char *from = close - qn_fold_ends(words, close, begins), *behind = close + strlen("12月");
	const char *front = from - qn_fold_ends(words, from, years);
	while (front > words && qn_fold_is_digit(front[-1]))
		front--;
	if ((front < from && qn_fold_is_digit(from[-1])) || qn_fold_ends(words, front, links)) /* 11-12月, 10月至2025年12月 */
		return;
	behind += qn_fold_begins(behind, tails);
	memmove(from, behind, strlen(behind) + 1);
}

/* What was taken instead of a figure is another one, 沿用2024年; but its definition, or the report of December, is not. */
static bool is_another_figure(const char *instead, qn_period period)
{
	char words[LONGEST];
	snprintf(words, sizeof words, "%s", instead);
	qn_remark_drop_close(words, period);
	return !strstr(words, "口径") && qn_remark_turns(words, period);
}

bool qn_remark_turns(const char *remark, qn_period period)
{
	static const char *const sources[] = { "季报", "按季报", "月度", "季度", "按计划", "一季一报", "december", NULL }, *const years[] = { "12months", NULL };
	char tight[LONGEST], word[QN_WORD_MOST];
	qn_period here;
	if (!qn_fold_tight(remark, tight, sizeof tight) || strspn(tight, "0123456789.,-") == strlen(tight)) /* a number may be anything's */
		return false;
	if (qn_fold_is_one_of(tight, sources) || qn_fold_begins(tight, years)) /* where it comes from, or all of the year */
		return false;
	if (takes_back(tight))
		return true;
	const char *instead = taken_instead(tight);
	if (instead)
		return is_another_figure(instead, period);
	for (const char *at = tight; *at;) {
		size_t length = plain_word(at);
		if (!length)
			return false;
		at += length;
	}
	int found = qn_wide_title_period(tight, &here);
	if (qn_wide_another_whole(remark, "") || qn_wide_another_thing(remark, "") || (!strstr(tight, "企业") && qn_wide_another_kind(remark, "", period)) || /* 目标企业 are some */
	     qn_when_names_another_year(tight, qn_period_year(period)))
		return true;
	return found == 2 || (found == 1 && here != period) || qn_when_disagrees(tight, period, true) || qn_wide_title_kind(remark, period, word);
}
