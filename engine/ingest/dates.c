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

bool qn_day_read_in_column(const char *given, qn_date *out)
{
	char text[16], parted[16];
	if (qn_day_read(given, out))
		return true;
	if (!qn_fold(given, text, sizeof text) || strspn(text, "0123456789") != 8 || text[8] || (strncmp(text, "19", 2) && strncmp(text, "20", 2)))
		return false;
	snprintf(parted, sizeof parted, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
	return qn_day_read(parted, out);
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

static const qn_both no_day = { "不是日期:请写成 2026-03-30", "is no day: write it as in 2026-03-30" }, long_ago = { "早于 1900 年:请更正", "is before 1900: correct it" };

static const qn_both *check_age(qn_date day) { return day < qn_date_of(1900, 1, 1) ? &long_ago : NULL; }

const qn_both *qn_day_known(const char *text, qn_date *out) { return qn_day_read(text, out) ? check_age(*out) : &no_day; }
const qn_both *qn_day_known_in_column(const char *text, qn_date *out) { return qn_day_read_in_column(text, out) ? check_age(*out) : &no_day; }
