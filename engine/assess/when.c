/* SPDX-License-Identifier: Apache-2.0 */
/* when.c - reads periods and spans, and says how they are written where they are of another frequency. */
#include "assess/when.h"
#include <string.h>

static int refuse(const qn_catalogue *catalogue, const char *said, qn_period period, qn_error *err)
{
	char text[24];
	qn_period own = QN_NO_PERIOD; /* the one in which it ends */
	for (int within = 1; within <= 12 && (own == QN_NO_PERIOD || qn_period_end(own) < qn_period_end(period)); within++)
		own = qn_period_of(catalogue->frequency, qn_period_year(period), within);
	if (own == QN_NO_PERIOD)
		return qn_fail_both(err, QN_EUSAGE, "%s:超出规则包的频率所能表示的年份:请写近一些的年份", "%s: beyond the years that periods of the pack's frequency reach: write a nearer one", said);
	qn_period_text(own, text);
	return qn_fail_both(err, QN_EUSAGE, "%s:与规则包的频率不符:请写 %s", "%s: not of the pack's frequency: write %s", said, text);
}

int qn_when_own(const qn_catalogue *catalogue, const char *said, qn_period period, qn_error *err)
{
	return qn_period_frequency(period) == catalogue->frequency ? QN_OK : refuse(catalogue, said, period, err);
}

int qn_when_end(const qn_catalogue *catalogue, const char *said, qn_period period, qn_period *out, qn_error *err)
{
	qn_period first;
	return qn_period_parts(period, catalogue->frequency, &first, out) ? QN_OK : refuse(catalogue, said, period, err);
}

static int read_one(const char *text, size_t length, qn_period *out, qn_error *err)
{
	if (!qn_period_read(text, length, out))
		return qn_fail_both(err, QN_EUSAGE, "“%.*s”不是时期:请写 2027、2027-Q1 或 2027-01", "\"%.*s\" is not a period: write 2027, 2027-Q1 or 2027-01", (int)length, text);
	return QN_OK;
}

/* As it is written. A year to date, 2025-01..02, has the dots of a span and is none. */
static int read_span(const char *text, qn_period *from, qn_period *until, qn_error *err)
{
	const char *gap = qn_period_read(text, strlen(text), from) ? NULL : strstr(text, "..");
	size_t gap_length = 2;
	if (!gap)
		gap = strchr(text, ':'), gap_length = 1;
	*until = QN_NO_PERIOD;
	int rc = read_one(text, gap ? (size_t)(gap - text) : strlen(text), from, err);
	return rc == QN_OK && gap ? read_one(gap + gap_length, strlen(gap + gap_length), until, err) : rc;
}

static int check_order(const char *text, qn_period from, qn_period until, qn_error *err)
{
	if (until != QN_NO_PERIOD && until < from)
		return qn_fail_both(err, QN_EUSAGE, "%s 先止后起:请把先的写在前面", "%s ends before it begins: write the earlier one first", text);
	return QN_OK;
}

int qn_when_span(const qn_catalogue *catalogue, const char *text, qn_period *from, qn_period *until, qn_error *err)
{
	qn_period last;
	int rc = read_span(text, from, until, err);
	if (rc == QN_OK && !qn_period_parts(*from, catalogue->frequency, from, &last))
		rc = refuse(catalogue, text, *from, err);
	if (rc == QN_OK && *until != QN_NO_PERIOD)
		rc = qn_when_end(catalogue, text, *until, until, err);
	return rc < 0 ? rc : check_order(text, *from, *until, err);
}

int qn_when_strike(const qn_catalogue *catalogue, const char *text, qn_period *from, qn_period *until, qn_error *err)
{
	int rc = read_span(text, from, until, err);
	if (rc == QN_OK && *until == QN_NO_PERIOD)
		*until = *from;
	if (rc == QN_OK)
		rc = qn_when_own(catalogue, text, *from, err);
	if (rc == QN_OK)
		rc = qn_when_own(catalogue, text, *until, err);
	return rc < 0 ? rc : check_order(text, *from, *until, err);
}
