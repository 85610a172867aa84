/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/remarks.h"
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = 128 }; /* longer ones are prose */

/* How much of what a place begins with could be said of a figure alone. */
static size_t plain_word(const char *at)
{
	static const char *const words[] = { "截至", "截止到", "截止", "数据", "数值", "实际数", "实际值", "完成数", "完成值", "统计数", "快报数", "年报数", "快报", "年报", "累计", "合计", "口径", "全年", "年度", "为", "系", "按", "取",
		"用", "的", "数", "值", "额", "年底", "底", "末", "止", "上年", "去年", "上期", "同期", "目标", "计划", "预计", "预测", "预算", "增速", "增幅", "同比", "环比", "当月", "任务", "力争", "估算", "半年", "至",
		"全县", "全市", "全省", "规上", "规模以上", "工业", "企业",
		"lastyear", "previousyear", "target", "forecast", "figures", "figure", "data", "value",
		"ytd", "todate", "jan", "sep", "jun", "mar", "dec", "half", "first", "budget", "estimated", "fy", "-", "(", ")", "[", "]", ":", ",", ";", "。", NULL };
	qn_period period;
	size_t length = qn_when_longest(at, &period), digits = strspn(at, "0123456789");
	length = length ? length : qn_when_part(2000, at, &period);
	length = length || digits != 4 ? length : digits; /* 2024 figure */
	return length ? length : qn_fold_begins(at, words);
}

bool qn_remark_turns(const char *remark, qn_period period)
{
	char tight[LONGEST], word[QN_WORD_MOST];
	qn_period here;
	if (!qn_fold_tight(remark, tight, sizeof tight) || strspn(tight, "0123456789") == strlen(tight)) /* a number may be anything's */
		return false;
	for (const char *at = tight; *at;) {
		size_t length = plain_word(at);
		if (!length)
			return false;
		at += length;
	}
	int found = qn_wide_title_period(tight, &here);
	if (qn_wide_another_whole(remark, "") || qn_when_names_another_year(tight, qn_period_year(period)))
		return true;
	return found == 2 || (found == 1 && here != period) || qn_when_disagrees(tight, period, true) || qn_wide_title_kind(remark, period, word);
}
