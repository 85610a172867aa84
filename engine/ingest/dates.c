/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/dates.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/fold.h"

/* A spreadsheet writes a day as its first moment. */
static void cut_midnight(char *text)
{
	static const char *const midnights[] = { " 0:00", " 0:00:00", " 00:00", " 00:00:00", "T00:00", "T00:00:00" };
	for (size_t i = 0; i < sizeof midnights / sizeof *midnights; i++)
		if (qn_text_ends(text, midnights[i])) {
			text[strlen(text) - strlen(midnights[i])] = 0;
			return;
		}
}

bool qn_day_read(const char *given, qn_date *out)
{
	int year, month, day, end = 0, same[3];
	char moment[64], text[64];
	if (qn_date_read(given, strlen(given), out))
		return true;
	if (!qn_fold(given, moment, sizeof moment))
		return false;
	cut_midnight(moment);
	if (!qn_fold_tight(moment, text, sizeof text) || strpbrk(text, "+"))
		return false;
	if (sscanf(text, "%4d年%2d月%2d日%n", &year, &month, &day, &end) != 3 && sscanf(text, "%4d/%2d/%2d%n", &year, &month, &day, &end) != 3
	    && sscanf(text, "%4d.%2d.%2d%n", &year, &month, &day, &end) != 3 && sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3)
		return false;
	if (!end || text[end] || year < 1000 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*out = qn_date_of(year, month, day);
	qn_date_parts(*out, &same[0], &same[1], &same[2]);
	return same[1] == month && same[2] == day; /* and not 31 April */
}

const qn_both qn_day_slip = { "年份写短了:请更正", "has its year cut short: correct it" };

bool qn_day_is_slip(const char *given)
{
	int month, day, end = 0;
	char text[64], sign[2];
	if (*given != '0' || !qn_fold_tight(given, text, sizeof text) || text[1] != '0') /* 0123 is a city's on the telephone */
		return false;
	return strspn(text, "0123456789") == 4 && sscanf(text + 4, "%1[-/.]%2d%1[-/.]%2d%n", sign, &month, sign, &day, &end) == 4 && end && !text[4 + end] && month >= 1
		&& month <= 12 && day >= 1 && day <= 31;
}

const qn_both *qn_day_known(const char *text, qn_date *out)
{
	static const qn_both no_day = { "不是日期:请写成 2026-03-30", "is no day: write it as in 2026-03-30" }, long_ago = { "早于 1900 年:请更正", "is before 1900: correct it" };
	if (!qn_day_read(text, out))
		return &no_day;
	return *out < qn_date_of(1900, 1, 1) ? &long_ago : NULL;
}
