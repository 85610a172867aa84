/* SPDX-License-Identifier: Apache-2.0 */
/* Days that the State Council published, and what follows from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/calendar.h"

static qn_date day(const char *text)
{
	qn_date date;
	assert_true(qn_date_read(text, strlen(text), &date));
	return date;
}

static void free_days(qn_special_day *out, uint32_t *days, const char *from, const char *to)
{
	for (qn_date d = day(from); d <= day(to); d++)
		out[(*days)++] = (qn_special_day){ d, false };
}

/* Notices of 2025 and 2026: gov.cn 202411/content_6986383.htm and 202511/content_7047091.htm; the part around the tests. */
static qn_calendar official(qn_special_day out[static 64])
{
	static const char *const made_up[] = { "2025-09-28", "2025-10-11", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10" };
	uint32_t days = 0;
	qn_calendar calendar;
	qn_date twice;
	for (size_t i = 0; i < sizeof made_up / sizeof *made_up; i++)
		out[days++] = (qn_special_day){ day(made_up[i]), true };
	free_days(out, &days, "2026-10-01", "2026-10-07");
	free_days(out, &days, "2026-09-25", "2026-09-27");
	free_days(out, &days, "2026-02-15", "2026-02-23");
	free_days(out, &days, "2025-10-01", "2025-10-08");
	assert_true(qn_calendar_make(out, days, &calendar, &twice));
	return calendar;
}

static void test_weekdays(void **state)
{
	(void)state;
	assert_int_equal(qn_date_weekday(day("1970-01-01")), 4);
	assert_int_equal(qn_date_weekday(day("1969-12-31")), 3);
	assert_int_equal(qn_date_weekday(day("2000-02-29")), 2);
	assert_int_equal(qn_date_weekday(day("2026-11-25")), 3);
	assert_int_equal(qn_date_weekday(day("0001-01-01")), 1);
}

static void test_five_working_days_pass_over_holidays_and_make_up_days(void **state)
{
	static const struct { const char *from, *to; bool first; } known[] = {
		{ "2025-09-26", "2025-10-10", false }, { "2026-09-21", "2026-09-29", false }, { "2026-09-28", "2026-10-10", false },
		{ "2026-02-10", "2026-02-24", false }, { "2025-09-26", "2025-10-09", true },
		{ "2025-10-04", "2025-10-14", true }, /* a free day does not count, though it is the first */
	};
	qn_special_day room[64];
	qn_calendar calendar = official(room);
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		bool provisional;
		qn_date end = qn_calendar_after(&calendar, day(known[i].from), 5, known[i].first, &provisional);
		assert_int_equal(end, day(known[i].to));
		assert_false(provisional);
	}
}

static void test_an_unpublished_year_is_provisional(void **state)
{
	qn_special_day room[64];
	qn_calendar calendar = official(room), none = { 0 };
	bool provisional;
	(void)state;
	assert_int_equal(qn_calendar_after(&calendar, day("2026-12-29"), 5, false, &provisional), day("2027-01-05"));
	assert_true(provisional);
	assert_int_equal(qn_calendar_after(&calendar, day("2026-12-24"), 5, false, &provisional), day("2026-12-31"));
	assert_false(provisional);
	assert_int_equal(qn_calendar_after(&none, day("2025-09-26"), 1, false, &provisional), day("2025-09-29"));
	assert_true(provisional);
}

static void test_a_day_said_twice_is_refused(void **state)
{
	qn_special_day days[] = { { day("2026-10-10"), true }, { day("2026-10-01"), false }, { day("2026-10-10"), false } };
	qn_calendar calendar;
	qn_date twice = 0;
	(void)state;
	assert_false(qn_calendar_make(days, 3, &calendar, &twice));
	assert_int_equal(twice, day("2026-10-10"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weekdays),
		cmocka_unit_test(test_five_working_days_pass_over_holidays_and_make_up_days),
		cmocka_unit_test(test_an_unpublished_year_is_provisional),
		cmocka_unit_test(test_a_day_said_twice_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
