/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/grown.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/fold.h"

/* By its names: 营业收入增速, Growth of output. 研发投入强度 is a rate too, and 增长5% no value of it. */
static bool is_growth(const qn_indicator *about, const qn_unit *unit)
{
	static const char *const ends[] = { "增速", "增幅", "增长率", NULL };
	const char *zh = about->title.zh ? about->title.zh : "", *en = about->title.en ? about->title.en : "";
	if (unit->kind != QN_UNIT_RATIO)
		return false;
	return qn_fold_ends(zh, zh + strlen(zh), ends) || !strncasecmp(en, "growth of ", strlen("growth of ")) || qn_text_ends(en, " growth") || qn_text_ends(en, " growth rate");
}

/* Of the year before, as growth without another word is; 环比 is of the month before. */
static const char *behind_year(const char *text)
{
	static const char *const years[] = { "同比", "比上年", "较上年", "与上年", NULL };
	return text + qn_fold_begins(text, years);
}

/* A number and its sign of per cent, and nothing else: 到5% and 5个百分点 are other things. */
static bool is_percent(const char *text)
{
	size_t length = strspn(text, "0123456789.");
	return qn_fold_is_digit(*text) && (!strcmp(text + length, "%") || !strcmp(text + length, "‰"));
}

bool qn_grown_read(const qn_indicator *about, const qn_unit *unit, const char *text, char out[QN_GROWN_MOST])
{
	static const char *const up[] = { "增长", "增加", NULL }, *const down[] = { "下降", "减少", "负增长", NULL };
	char tight[QN_GROWN_MOST];
	if (!(*text & 0x80) || !is_growth(about, unit) || !qn_fold_tight(text, tight, sizeof tight))
		return false;
	const char *at = behind_year(tight);
	size_t rise = qn_fold_begins(at, up), fall = qn_fold_begins(at, down);
	if (!strcmp(at, "持平"))
		return snprintf(out, QN_GROWN_MOST, "0%%"), true;
	if ((!rise && !fall) || !is_percent(at + rise + fall))
		return false;
	return snprintf(out, QN_GROWN_MOST, "%s%.*s", fall ? "-" : "", QN_GROWN_MOST - 2, at + rise + fall), true;
}
