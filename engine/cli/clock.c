/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clock.h"
#include <string.h>
#include <time.h>

qn_date clock_day(void)
{
	time_t now = time(NULL);
	struct tm day;
	localtime_r(&now, &day);
	return qn_date_of(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

void clock_stamp(char out[static 32])
{
	time_t now = time(NULL);
	struct tm utc;
	strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

int read_day(const char *option, const char *text, qn_date otherwise, qn_date *out, qn_error *err)
{
	*out = otherwise;
	if (text && !qn_date_read(text, strlen(text), out))
		return qn_fail_both(err, QN_EUSAGE, "--%s %s:要写日期,如 2026-03-30", "--%s %s: a day is wanted, as in 2026-03-30", option, text);
	return QN_OK;
}
