/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a title: what may follow what, when terms end, which reports are due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "assess/course.h"

enum { LISTED, PUBLICITY, OBJECTED, DISMISSED, RECOGNISED, REPORTED, EXPIRED, RENEWED, LAPSED, STAGES };
enum { DAYS, YEARS };

static uint32_t after_listed[] = { QN_START, LAPSED }, after_publicity[] = { LISTED }, after_objected[] = { PUBLICITY }, after_dismissed[] = { OBJECTED },
	after_recognised[] = { PUBLICITY }, after_reported[] = { RECOGNISED, RENEWED, EXPIRED }, after_decided[] = { EXPIRED };
static qn_stage stages[STAGES] = {
	{ .id = "listed", .after = after_listed, .afters = 2, .back = QN_NONE, .lasts = QN_NONE },
	{ .id = "publicity", .after = after_publicity, .afters = 1, .back = QN_NONE, .lasts = DAYS, .clause = "5(3)" },
	{ .id = "objected", .after = after_objected, .afters = 1, .back = QN_NONE, .lasts = QN_NONE, .within = true },
	{ .id = "dismissed", .after = after_dismissed, .afters = 1, .back = PUBLICITY, .lasts = QN_NONE },
	{ .id = "recognised", .after = after_recognised, .afters = 1, .back = QN_NONE, .lasts = QN_NONE, .waits = true, .grants = true, .clause = "5(3)", .quote = "5 days" },
	{ .id = "reported", .after = after_reported, .afters = 3, .back = QN_NONE, .lasts = QN_NONE, .stays = true, .reports = true },
	{ .id = "expired", .back = QN_NONE, .lasts = QN_NONE, .expires = true },
	{ .id = "renewed", .after = after_decided, .afters = 1, .back = QN_NONE, .lasts = QN_NONE, .grants = true },
	{ .id = "lapsed", .after = after_decided, .afters = 1, .back = QN_NONE, .lasts = QN_NONE, .ends = true },
};
static qn_recognition rules = { .stage = stages, .stages = STAGES, .report_month = 3, .report_day = 30 };

static qn_date day(const char *text)
{
	qn_date date;
	assert_true(qn_date_read(text, strlen(text), &date));
	return date;
}

typedef struct { qn_arena arena; qn_life life; qn_course course; qn_calendar calendar; qn_special_day room[16]; } world;

/* The national holidays of October 2025 and the days that made up for them. */
static void open_world(world *w)
{
	qn_date twice;
	uint32_t days = 0;
	*w = (world){ 0 };
	for (qn_date d = day("2025-10-01"); d <= day("2025-10-08"); d++)
		w->room[days++] = (qn_special_day){ d, false };
	w->room[days++] = (qn_special_day){ day("2025-09-28"), true };
	assert_true(qn_calendar_make(w->room, days, &w->calendar, &twice));
	w->course = (qn_course){ .rules = &rules, .calendar = &w->calendar, .years = 3, .renewal = 3, .lasts = { [PUBLICITY] = 5 } };
}

static void add(world *w, uint32_t stage, const char *on, int year)
{
	assert_true(qn_grow(&w->arena, (void **)&w->life.event, w->life.events, sizeof *w->life.event));
	w->life.event[w->life.events++] = (qn_event){ .on = day(on), .stage = stage, .year = year, .until = QN_NO_DATE, .by = "", .evidence = "", .note = "" };
}

static const char *replay(world *w, const char *until)
{
	uint32_t at;
	return qn_life_replay(&w->course, &w->life, until ? day(until) : QN_END_OF_TIME, &w->arena, &at).en;
}

static void recognise(world *w)
{
	add(w, LISTED, "2025-09-20", 0);
	add(w, PUBLICITY, "2025-09-26", 0);
	add(w, RECOGNISED, "2025-10-13", 0);
}

static void test_a_whole_life(void **state)
{
	world w;
	qn_yearly_report *report;
	uint32_t reports;
	(void)state;
	open_world(&w);
	recognise(&w);
	assert_null(replay(&w, "2025-10-01"));
	assert_int_equal(w.life.stage, PUBLICITY);
	assert_int_equal(w.life.runs_to, day("2025-10-10"));
	assert_false(w.life.titled);
	add(&w, REPORTED, "2026-03-30", 2025);
	add(&w, REPORTED, "2027-04-02", 2026);
	add(&w, REPORTED, "2028-03-01", 2027);
	add(&w, LAPSED, "2028-12-20", 0);
	assert_null(replay(&w, "2028-10-13"));
	assert_int_equal(w.life.stage, RECOGNISED);
	assert_int_equal(w.life.ends, day("2028-10-13"));
	assert_null(replay(&w, "2028-10-14"));
	assert_int_equal(w.life.stage, EXPIRED);
	assert_false(qn_life_valid(&w.course, &w.life));
	assert_int_equal(qn_life_reports(&w.course, &w.life, day("2028-10-14"), &w.arena, &report, &reports, NULL), QN_OK);
	assert_int_equal(reports, 3);
	assert_false(report[0].late);
	assert_true(report[1].late);
	assert_false(report[2].late);
	assert_null(replay(&w, NULL));
	assert_int_equal(w.life.stage, LAPSED);
	assert_false(w.life.titled);
	add(&w, LISTED, "2029-09-01", 0);
	assert_null(replay(&w, NULL));
	qn_arena_free(&w.arena);
}

static void test_what_the_rules_forbid_is_told(void **state)
{
	world w;
	(void)state;
	open_world(&w);
	add(&w, RECOGNISED, "2025-10-13", 0);
	assert_string_equal(replay(&w, NULL), "nothing is recorded before it, and recognised comes after publicity (5(3): 5 days)");
	w.life.events = 0;
	add(&w, LISTED, "2025-09-20", 0);
	add(&w, PUBLICITY, "2025-09-26", 0);
	add(&w, RECOGNISED, "2025-10-10", 0);
	assert_string_equal(replay(&w, NULL), "publicity runs 5 working days, to 2025-10-10, and recognised comes only after that (5(3): 5 days)");
	w.life.events = 2;
	add(&w, OBJECTED, "2025-10-11", 0);
	assert_string_equal(replay(&w, NULL), "publicity ran 5 working days, to 2025-10-10, and objected comes only within them");
	w.life.events = 0;
	recognise(&w);
	add(&w, RENEWED, "2027-01-10", 0);
	assert_string_equal(replay(&w, NULL), "it stands at recognised since 2025-10-13, and renewed comes after expired");
	w.life.events = 3;
	add(&w, EXPIRED, "2028-10-14", 0);
	assert_string_equal(replay(&w, NULL), "expired comes with the end of a term alone: no event brings it");
	qn_arena_free(&w.arena);
}

static void test_an_objection_dismissed_lets_publicity_go_on(void **state)
{
	world w;
	(void)state;
	open_world(&w);
	add(&w, LISTED, "2025-09-20", 0);
	add(&w, PUBLICITY, "2025-09-26", 0);
	add(&w, OBJECTED, "2025-09-29", 0);
	add(&w, DISMISSED, "2025-10-20", 0);
	add(&w, RECOGNISED, "2025-10-21", 0);
	assert_null(replay(&w, "2025-10-20"));
	assert_int_equal(w.life.stage, PUBLICITY);
	assert_int_equal(w.life.runs_to, day("2025-10-10"));
	assert_null(replay(&w, NULL));
	assert_true(w.life.titled);
	qn_arena_free(&w.arena);
}

static void test_readings_change_when_terms_end(void **state)
{
	world w;
	(void)state;
	open_world(&w);
	recognise(&w);
	add(&w, RENEWED, "2029-01-15", 0);
	replay(&w, NULL);
	assert_int_equal(w.life.ends, day("2031-10-13"));
	w.course.when[QN_RENEWED_FROM_DECISION] = true;
	replay(&w, NULL);
	assert_int_equal(w.life.ends, day("2032-01-15"));
	w.course.when[QN_CALENDAR_YEARS] = true;
	w.life.events = 3;
	replay(&w, "2027-12-31");
	assert_int_equal(w.life.ends, day("2027-12-31"));
	assert_int_equal(w.life.stage, RECOGNISED);
	replay(&w, "2028-01-01");
	assert_int_equal(w.life.stage, EXPIRED);
	w.course.when[QN_VALID_UNTIL_DECIDED] = true;
	assert_true(qn_life_valid(&w.course, &w.life));
	qn_arena_free(&w.arena);
}

static void test_a_reading_counts_the_first_day_and_one_wants_reports(void **state)
{
	world w;
	(void)state;
	open_world(&w);
	w.course.when[QN_FIRST_DAY_COUNTS] = true;
	add(&w, LISTED, "2025-09-20", 0);
	add(&w, PUBLICITY, "2025-09-26", 0);
	add(&w, RECOGNISED, "2025-10-10", 0);
	assert_null(replay(&w, NULL));
	w.course.when[QN_REPORTS_NEEDED] = true;
	add(&w, REPORTED, "2026-03-30", 2025);
	add(&w, REPORTED, "2028-03-30", 2027);
	add(&w, RENEWED, "2028-12-01", 0);
	assert_string_equal(replay(&w, NULL), "the yearly report of 2026 is missing, and who lacks one is not renewed");
	w.course.when[QN_REPORTS_NEEDED] = false;
	assert_null(replay(&w, NULL));
	w.course.when[QN_REPORT_BEFORE] = true;
	qn_yearly_report *report;
	uint32_t reports;
	assert_int_equal(qn_life_reports(&w.course, &w.life, day("2026-04-01"), &w.arena, &report, &reports, NULL), QN_OK);
	assert_int_equal(reports, 1);
	assert_true(report[0].late);
	qn_arena_free(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_life),
		cmocka_unit_test(test_what_the_rules_forbid_is_told),
		cmocka_unit_test(test_an_objection_dismissed_lets_publicity_go_on),
		cmocka_unit_test(test_readings_change_when_terms_end),
		cmocka_unit_test(test_a_reading_counts_the_first_day_and_one_wants_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
