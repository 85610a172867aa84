/* SPDX-License-Identifier: Apache-2.0 */
/* period.c - days of the proleptic Gregorian calendar, and periods packed so that numbers sort as time does. */
#include "base/period.h"
#include <stdio.h>
#include <string.h>

/* Days are counted in eras of 400 years that begin on 1 March, so that the leap day comes last. */
qn_date qn_date_of(int year, int month, int day)
{
	year -= month <= 2;
	int era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void qn_date_parts(qn_date date, int *year, int *month, int *day)
{
	int64_t shifted = (int64_t)date + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097, of_era = shifted - era * 146097;
	int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * years + years / 4 - years / 100), shifted_month = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * shifted_month + 2) / 5 + 1);
	*month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
	*year = (int)(years + era * 400 + (*month <= 2));
}

static bool read_digits(const char *text, int count, int *out)
{
	*out = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*out = *out * 10 + (text[i] - '0');
	}
	return true;
}

bool qn_date_read(const char *text, size_t length, qn_date *out)
{
	int year, month, day, check[3];
	if (length != 10 || text[4] != '-' || text[7] != '-' || !read_digits(text, 4, &year) || !read_digits(text + 5, 2, &month) ||
		!read_digits(text + 8, 2, &day) || month < 1 || month > 12 || day < 1)
		return false;
	*out = qn_date_of(year, month, day);
	qn_date_parts(*out, &check[0], &check[1], &check[2]);
	return check[0] == year && check[1] == month && check[2] == day; /* no 30 February */
}

void qn_date_text(qn_date date, char out[16])
{
	int year, month, day;
	qn_date_parts(date, &year, &month, &day);
	snprintf(out, 16, "%04d-%02u-%02u", year % 1000000, (unsigned)month % 100, (unsigned)day % 100);
}

qn_date qn_date_add_years(qn_date date, int years)
{
	int year, month, day;
	qn_date_parts(date, &year, &month, &day);
	year += years;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (month == 2 && day == 29 && !leap)
		day = 28;
	return qn_date_of(year, month, day);
}

/* Ordinals count from a first year of their own, so that 13 bits reach far enough: annual 0, the others 1700. */
enum { ORDINALS = 1 << 13, FIRST_YEAR = 1700 };
static const int per_year[] = { [QN_ANNUAL] = 1, [QN_HALF] = 2, [QN_QUARTER] = 4, [QN_MONTH] = 12, [QN_YEAR_TO_DATE] = 12 };

int qn_periods_a_year(qn_frequency frequency) { return per_year[frequency]; }

static int first_year(qn_frequency frequency) { return frequency == QN_ANNUAL ? 0 : FIRST_YEAR; }
static int ordinal_of(qn_period period) { return period & (ORDINALS - 1); }

qn_period qn_period_of(qn_frequency frequency, int year, int within)
{
	int first = first_year(frequency);
	if (within < 1 || within > per_year[frequency] || year < first || year - first >= ORDINALS / per_year[frequency])
		return QN_NO_PERIOD;
	return (qn_period)(frequency << 13 | ((year - first) * per_year[frequency] + within - 1));
}

qn_frequency qn_period_frequency(qn_period period) { return (qn_frequency)(period >> 13); }

int qn_period_year(qn_period period)
{
	qn_frequency frequency = qn_period_frequency(period);
	return first_year(frequency) + ordinal_of(period) / per_year[frequency];
}

int qn_period_within(qn_period period)
{
	return ordinal_of(period) % per_year[qn_period_frequency(period)] + 1;
}

qn_period qn_period_add(qn_period period, int count)
{
	int64_t ordinal = (int64_t)ordinal_of(period) + count;
	if (ordinal < 0 || ordinal >= ORDINALS)
		return QN_NO_PERIOD;
	return (qn_period)((period & ~(ORDINALS - 1)) | (int)ordinal);
}

int qn_period_distance(qn_period from, qn_period to) { return ordinal_of(to) - ordinal_of(from); }

bool qn_period_parts(qn_period whole, qn_frequency frequency, qn_period *first, qn_period *last)
{
	qn_frequency own = qn_period_frequency(whole);
	*first = *last = whole;
	if (own == frequency)
		return true;
	if (own > QN_MONTH || frequency > QN_MONTH || per_year[frequency] < per_year[own])
		return false;
	int parts = per_year[frequency] / per_year[own], year = qn_period_year(whole), end = qn_period_within(whole) * parts;
	qn_period begin = qn_period_of(frequency, year, end - parts + 1);
	if (begin == QN_NO_PERIOD) /* a year that only whole years reach */
		return false;
	*first = begin;
	*last = qn_period_of(frequency, year, end);
	return true;
}

qn_date qn_period_begin(qn_period period)
{
	qn_frequency frequency = qn_period_frequency(period);
	int month = frequency == QN_YEAR_TO_DATE ? 1 : (qn_period_within(period) - 1) * (12 / per_year[frequency]) + 1;
	return qn_date_of(qn_period_year(period), month, 1);
}

qn_date qn_period_end(qn_period period)
{
	int year = qn_period_year(period);
	int month = qn_period_within(period) * (12 / per_year[qn_period_frequency(period)]);
	return qn_date_of(year + month / 12, month % 12 + 1, 1) - 1;
}

static bool make(qn_frequency frequency, int year, int within, qn_period *out)
{
	*out = qn_period_of(frequency, year, within);
	return *out != QN_NO_PERIOD;
}

/* What follows the year and its dash: S1, Q1, M01, A1, 01, 01..02. */
static bool read_within(int year, const char *text, size_t length, qn_period *out)
{
	int within;
	if (length == 2 && memchr("ASQ", text[0], 3) && read_digits(text + 1, 1, &within))
		return make((qn_frequency)qn_frequency_read(text[0]), year, within, out);
	if (length == 3 && text[0] == 'M' && read_digits(text + 1, 2, &within))
		return make(QN_MONTH, year, within, out);
	if (length == 2 && read_digits(text, 2, &within))
		return make(QN_MONTH, year, within, out);
	if (length == 6 && !memcmp(text, "01..", 4) && read_digits(text + 4, 2, &within))
		return make(QN_YEAR_TO_DATE, year, within, out);
	return false;
}

bool qn_period_read(const char *text, size_t length, qn_period *out)
{
	int year;
	*out = QN_NO_PERIOD;
	if (length < 4 || !read_digits(text, 4, &year))
		return false;
	if (length == 4)
		return make(QN_ANNUAL, year, 1, out);
	return text[4] == '-' && read_within(year, text + 5, length - 5, out);
}

void qn_period_text(qn_period period, char out[24])
{
	int year, within;
	if (period == QN_NO_PERIOD || qn_period_frequency(period) > QN_YEAR_TO_DATE) {
		snprintf(out, 24, "—");
		return;
	}
	year = qn_period_year(period), within = qn_period_within(period);
	switch (qn_period_frequency(period)) {
	case QN_ANNUAL: snprintf(out, 24, "%04d", year); break;
	case QN_HALF: snprintf(out, 24, "%04d-S%d", year, within); break;
	case QN_QUARTER: snprintf(out, 24, "%04d-Q%d", year, within); break;
	case QN_MONTH: snprintf(out, 24, "%04d-%02d", year, within); break;
	case QN_YEAR_TO_DATE: snprintf(out, 24, "%04d-01..%02d", year, within); break;
	}
}

static const char letters[] = "ASQMY";

char qn_frequency_letter(qn_frequency frequency) { return letters[frequency]; }

int qn_frequency_read(char letter)
{
	const char *at = letter ? strchr(letters, letter) : NULL;
	return at ? (int)(at - letters) : -1;
}
