/* SPDX-License-Identifier: Apache-2.0 */
#include "numfmt.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/period.h"

/* The fewest significant digits that read back as the number, and the power of ten of the first. */
static int digits_of(double number, char digits[static 20])
{
	char text[32];
	for (int places = 14; places <= 16; places++) {
		snprintf(text, sizeof text, "%.*e", places, number);
		if (strtod(text, NULL) == number)
			break;
	}
	int count = 0;
	const char *c = text;
	for (; *c != 'e'; c++)
		if (*c != '.')
			digits[count++] = *c;
	while (count > 1 && digits[count - 1] == '0')
		count--;
	digits[count] = 0;
	return atoi(c + 1);
}

/* A number times so many tens, by moving its point: exact. */
static void moved_text(char out[FORMED_SIZE], double number, int places, const char *behind)
{
	static const char zeros[] = "000000000000000000";
	char digits[20];
	const char *sign = number < 0 ? "-" : "";
	int whole = number == 0 ? (strcpy(digits, "0"), 1) : digits_of(fabs(number), digits) + 1 + places; /* digits before the point */
	int count = (int)strlen(digits);
	if (whole > 18 || whole < -15)
		snprintf(out, FORMED_SIZE, "%s%c%s%se%d%s", sign, digits[0], count > 1 ? "." : "", digits + 1, whole - 1, behind);
	else if (whole <= 0)
		snprintf(out, FORMED_SIZE, "%s0.%.*s%s%s", sign, -whole, zeros, digits, behind);
	else if (whole >= count)
		snprintf(out, FORMED_SIZE, "%s%s%.*s%s", sign, digits, whole - count, zeros, behind);
	else
		snprintf(out, FORMED_SIZE, "%s%.*s.%s%s", sign, whole, digits, digits + whole, behind);
}

/* Day 60 of the 1900 system is a 29 February that never was; days before it are one off. */
static bool is_a_date(double number, bool from_1904)
{
	return number >= (from_1904 ? 0 : 1) && number < (from_1904 ? 2957004 : 2958466) && (from_1904 || floor(number) != 60);
}

/* As its words show it: 2025年1-9月. */
static void pattern_text(char out[FORMED_SIZE], const char *pattern, int year, int month, int day)
{
	size_t length = 0;
	for (const char *at = pattern; *at && length < FORMED_SIZE - 8; at++) {
		int number = *at <= MARK_SHORT_YEAR ? year : *at <= MARK_MONTH2 ? month : day;
		if (*at == MARK_YEAR)
			length += (size_t)snprintf(out + length, FORMED_SIZE - length, "%04d", number);
		else if (*at == MARK_SHORT_YEAR || *at == MARK_MONTH2 || *at == MARK_DAY2)
			length += (size_t)snprintf(out + length, FORMED_SIZE - length, "%02d", number % 100);
		else if (*at == MARK_MONTH || *at == MARK_DAY)
			length += (size_t)snprintf(out + length, FORMED_SIZE - length, "%d", number);
		else
			out[length++] = *at;
	}
	out[length] = 0;
}

static void date_text(char out[FORMED_SIZE], const form_section *form, const char *pattern, double number, bool from_1904)
{
	double seconds = round((number - floor(number)) * 86400);
	long days = (long)floor(number) + (seconds >= 86400), second = seconds >= 86400 ? 0 : (long)seconds;
	int year, month, day, length;
	qn_date_parts((qn_date)(days - (from_1904 ? 24107 : days < 60 ? 25568 : 25569)), &year, &month, &day);
	if (*pattern) {
		pattern_text(out, pattern, year, month, day);
		return;
	}
	if (form->day)
		length = snprintf(out, FORMED_SIZE, "%04d-%02d-%02d", year, month, day);
	else if (form->month)
		length = snprintf(out, FORMED_SIZE, "%04d-%02d", year, month);
	else
		length = snprintf(out, FORMED_SIZE, "%04d", year);
	if (form->time && second)
		snprintf(out + length, FORMED_SIZE - (size_t)length, "T%02ld:%02ld:%02ld", second / 3600, second / 60 % 60, second % 60);
}

/* 2025 in a cell for dates is shown as 1905, the year of that day. */
static bool is_a_year_of_days(const form_section *form, double number)
{
	return form->year && !form->day && !form->time && number >= 1900 && number < 2200 && number == floor(number);
}

static form_doubt time_text(char out[FORMED_SIZE], double days, form_doubt doubt)
{
	if (days < 0 || days > 1e6) {
		strcpy(out, "?");
		return FORM_UNSURE;
	}
	long second = lround(days * 86400);
	snprintf(out, FORMED_SIZE, "%02ld:%02ld:%02ld", second / 3600, second / 60 % 60, second % 60);
	return doubt;
}

static form_doubt moment_text(char out[FORMED_SIZE], const form_section *form, double number, bool from_1904)
{
	bool dated = form->year || form->month;
	if (form->time && !dated)
		return time_text(out, number - floor(fmax(number, 0)), number < 1 ? FORM_SURE : FORM_UNSURE); /* its days are not shown */
	if (!is_a_date(number, from_1904)) {
		if (!*form->pattern)
			return qn_number_text(out, number), FORM_SURE;
		return strcpy(out, "?"), FORM_UNSURE;
	}
	bool years = is_a_year_of_days(form, number);
	date_text(out, form, years ? "" : form->pattern, number, from_1904);
	return years ? FORM_UNSURE : FORM_SURE;
}

/* A number whose sign its section does not show, or shows though there is none, is not what is seen. */
static form_doubt number_text(char out[FORMED_SIZE], const form_section *form, double number)
{
	char bare[FORMED_SIZE];
	bool negative = number < 0 && form->negative, word = strstr(form->before, "负") != NULL; /* the word is read as a minus */
	bool hidden = negative && (word || (!form->minus && !form->red)), turned = !negative && (word || form->minus);
	double shown = hidden ? -number : number;
	if (form->percent || form->hidden)
		moved_text(bare, shown, (form->percent ? 2 : 0) - form->hidden, form->percent ? "%" : "");
	else
		qn_number_text(bare, shown);
	bool sure = !turned && !form->scaled && (!hidden || word);
	snprintf(out, FORMED_SIZE, "%s%.*s%s", sure ? form->before : turned ? "-" : "", (int)(FORMED_SIZE - 2 * FORM_WORDS), bare, sure ? form->after : "");
	return sure ? FORM_SURE : form->scaled ? FORM_SCALED : FORM_UNSURE;
}

/* Words instead of the number; a dash is how accounts show nothing. */
static form_doubt words_text(char out[FORMED_SIZE], const form_section *form, double number)
{
	bool words = form->before[0] || form->after[0];
	if (form->minus && number == 0)
		return snprintf(out, FORMED_SIZE, "%s0%s", form->before, form->after), FORM_SURE;
	snprintf(out, FORMED_SIZE, "%s%s%s", form->minus ? "-" : "", form->before, form->after);
	return words && !form->minus ? FORM_SURE : FORM_UNSURE;
}

static form_doubt section_text(char out[FORMED_SIZE], const form_section *form, double number, bool from_1904)
{
	switch (form->kind) {
	case FORM_NUMBER: return number == 0 && !form->zero ? words_text(out, form, number) : number_text(out, form, number);
	case FORM_MOMENT: return moment_text(out, form, number, from_1904);
	case FORM_ELAPSED: return time_text(out, number, FORM_UNSURE);
	case FORM_JUST_WORDS: return words_text(out, form, number);
	default: return FORM_UNSURE;
	}
}

/* 1900 of 115.5 in a cell of dates; what is written as a date or a time of day is no number anyway. */
static void figure_of_moment(char figure[FORMED_SIZE], const char *shown, const char *stored, bool dated)
{
	if (!dated || !strpbrk(shown, "-:"))
		snprintf(figure, FORMED_SIZE, "%.*s≠%s", QN_NUMBER_SIZE, dated ? shown : "?", stored);
}

/* The zeros in front of 00123, which are a part of a name that looks like a number. */
static void put_zeros(char out[FORMED_SIZE], char figure[FORMED_SIZE], const form_section *form)
{
	size_t at = strlen(form->before), length = strlen(out);
	at += out[at] == '-';
	size_t digits = strspn(out + at, "0123456789"), least = (size_t)form->least;
	if (digits >= least || out[at + digits] == '.' || out[at + digits] == 'e' || length + least - digits >= FORMED_SIZE)
		return;
	strcpy(figure, out);
	memmove(out + at + least - digits, out + at, length + 1 - at);
	memset(out + at, '0', least - digits);
}

form_doubt form_text(char out[FORMED_SIZE], char figure[FORMED_SIZE], const number_form *form, double number, bool from_1904)
{
	char shown[FORMED_SIZE] = "?", stored[QN_NUMBER_SIZE];
	const form_section *section = form_choose(form, number);
	form_doubt doubt = FORM_UNSURE;
	double other = number;
	figure[0] = 0;
	qn_number_text(stored, number);
	if (section)
		doubt = section_text(shown, section, number, from_1904);
	else if (!form->sections)
		strcpy(shown, stored);
	bool reads = section && section->kind != FORM_MOMENT && qn_number_read(shown, strlen(shown), &other); /* 0"E+1" would, as ten times the number */
	if (doubt == FORM_SURE && reads && other != number)
		doubt = FORM_UNSURE;
	if (doubt == FORM_SURE || !strcmp(shown, stored)) {
		strcpy(out, shown);
		if (section && section->kind == FORM_MOMENT)
			figure_of_moment(figure, shown, stored, is_a_date(number, from_1904));
		else if (section && section->kind == FORM_NUMBER)
			put_zeros(out, figure, section);
		return FORM_SURE;
	}
	snprintf(out, FORMED_SIZE, "%.*s≠%s", QN_NUMBER_SIZE, shown, stored);
	return doubt;
}
