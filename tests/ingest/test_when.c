/* SPDX-License-Identifier: Apache-2.0 */
/* test_when.c - periods as people write them, and why others are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>
#include "ingest/when.h"

static void test_what_is_understood(void **state)
{
	static const struct { const char *text, *period; } cases[] = { { "2025", "2025" }, { "２０２５", "2025" }, { " 2025 ", "2025" }, { "2025年", "2025" }, { "2025年度", "2025" },
		{ "2025年全年", "2025" },
		{ "2025-S1", "2025-S1" }, { "2025年上半年", "2025-S1" }, { "2025年下半年", "2025-S2" }, { "2025年7-12月", "2025-S2" }, { "2025-Q1", "2025-Q1" }, { "2025Q1", "2025-Q1" }, { "2025q4", "2025-Q4" },
		{ "2025年一季度", "2025-Q1" }, { "2025年第3季度", "2025-Q3" }, { "2025年4季度", "2025-Q4" }, { "2025年4-6月", "2025-Q2" }, { "2025-01", "2025-01" }, { "2025-M01", "2025-01" }, { "2025-3", "2025-03" },
		{ "2025/3", "2025-03" }, { "2025/12", "2025-12" }, { "2025年3月", "2025-03" }, { "2025年 12 月份", "2025-12" }, { "2025年1-6月", "2025-01..06" }, { "2025年1—2月", "2025-01..02" },
		{ "2025年1月至9月", "2025-01..09" }, { "2025年1-12月", "2025" }, { "2025年前三季度", "2025-01..09" }, { "2025-01..06", "2025-01..06" },
		{ "2025-01-01/P6M", "2025-01..06" }, { "2025-01..12", "2025" }, { "2025-01-01/P12M", "2025" }, { "2025-01-01/P1Y", "2025" }, { "2025年1～6月累计", "2025-01..06" }, { "2025年9月累计", "2025-01..09" },
		{ "2025年12月份累计", "2025" }, { "2025.12", "2025-12" }, { "2025.01", "2025-01" }, { "2025H1", "2025-S1" }, { "2025H2", "2025-S2" }, { "2025全年", "2025" }, { "2025年1月累计", "2025-01" },
		{ "2025上半年", "2025-S1" }, { "2025下半年", "2025-S2" }, { "2025年半年度", "2025-S1" }, { "2025年前9个月", "2025-01..09" }, { "2025年前12个月", "2025" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_period period;
		char text[24];
		const qn_both *why = qn_when_read(cases[i].text, &period);
		qn_period_text(period, text);
		if (why || strcmp(text, cases[i].period) != 0)
			fail_msg("%s: %s %s", cases[i].text, text, why ? why->english : "");
	}
}

/* Beside what any text may be. */
static void test_what_a_cell_may_be(void **state)
{
	static const struct { const char *text, *period; } cases[] = { { "2025", "2025" }, { "二〇二五年", "2025" }, { "二○二五年度", "2025" }, { "二〇二五年十二月", "2025-12" }, { "2025年十二月", "2025-12" },
		{ "2025 年 一月份", "2025-01" }, { "2025年十月", "2025-10" }, { "2025M01", "2025-01" }, { "202512", "2025-12" }, { "1Q2025", "2025-Q1" }, { "Q4 2025", "2025-Q4" }, { "1H2025", "2025-S1" },
		{ "Jan 2025", "2025-01" }, { "September 2025", "2025-09" }, { "Sept. 2025", "2025-09" }, { "May 2025", "2025-05" }, { "2025年12月底", "2025" }, { "二〇二五", "2025" },
		{ "2025年12月末", "2025" }, { "二〇二五年十二月底", "2025" } };
	static const char *const others[] = { "", "202513", "202500", "209912x", "2025012", "123456", "5Q2025", "3H2025", "Q02025", "Jan 25", "Janus 2025",
		"2025年9月底", "2025-12-31", "2025年十三月", "2025年十二", "12月底", "2025M13",
		"2025M1", "二五年", "112025", "二〇二五一" };
	qn_period period;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[24];
		const qn_both *why = qn_when_read_cell(cases[i].text, &period);
		qn_period_text(period, text);
		if (why || strcmp(text, cases[i].period) != 0)
			fail_msg("%s: %s %s", cases[i].text, text, why ? why->english : "");
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!qn_when_read_cell(others[i], &period) || period != QN_NO_PERIOD)
			fail_msg("%s", others[i]);
}

static void test_what_is_refused_and_why(void **state)
{
	static const struct { const char *text, *why; } cases[] = { { "", "is not a period: write 2025, 2025-Q1 or 2025-01" },
		{ "99999", "is not a period: write 2025, 2025-Q1 or 2025-01" }, { "25", "is not a period: write 2025, 2025-Q1 or 2025-01" },
		{ "2025-13", "names no month of a year" }, { "2025年13月", "names no month of a year" }, { "2025年0月", "names no month of a year" },
		{ "2025-Q5", "names no quarter of a year" }, { "2025年第5季度", "names no quarter of a year" },
		{ "2025-W60", "is a week, and weeks are not held" }, { "2025-12-31", "is a day and no period: write its year, quarter or month" },
		{ "2025年12月31日", "is a day and no period: write its year, quarter or month" },
		{ "2025.3.30", "is a day and no period: write its year, quarter or month" }, { "2025.1", "may be a month cut short (2025.1 of 2025.10): write 2025-01" },
		{ "2025.10", "may be a month cut short (2025.1 of 2025.10): write 2025-01" }, { "2025.13", "names no month of a year" },
		{ "0000", "is of a year that cannot be held" },
		{ "9999", "is of a year that cannot be held" }, { "0001-01", "is of a year that cannot be held" },
		{ "2025年3-5月", "is no quarter, no half and does not begin in January: such a span is not held" }, { "2025年6-1月", "names no month of a year" },
		{ "45746", "is not a period: write 2025, 2025-Q1 or 2025-01" },
		{ "2025年1-6", "is not a period: write 2025, 2025-Q1 or 2025-01" }, { "去年", "is not a period: write 2025, 2025-Q1 or 2025-01" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_period period;
		const qn_both *why = qn_when_read(cases[i].text, &period);
		if (!why || strcmp(why->english, cases[i].why) != 0 || period != QN_NO_PERIOD)
			fail_msg("%s: %s", cases[i].text, why ? why->english : "understood");
	}
}

static void test_a_title_has_one_period_or_none(void **state)
{
	qn_period period;
	(void)state;
	assert_int_equal(qn_when_within("安徽省县域集群 2025 年度 情况表(皖政2024号)", &period), 1);
	assert_int_equal(period, qn_period_of(QN_ANNUAL, 2025, 1));
	assert_int_equal(qn_when_within("2025年1-6月集群情况表", &period), 1);
	assert_int_equal(period, qn_period_of(QN_YEAR_TO_DATE, 2025, 6));
	assert_int_equal(qn_when_within("情况表 12025年", &period), 0);
	assert_int_equal(qn_when_within("2024年和2025年", &period), 2);
	assert_int_equal(qn_when_within("集群情况表", &period), 0);
	assert_int_equal(qn_when_within("Figures of the Year 2025, by cluster", &period), 1);
	assert_int_equal(period, qn_period_of(QN_ANNUAL, 2025, 1));
	assert_int_equal(qn_when_within("the year 20255, and 2025 enterprises", &period), 0);
	assert_int_equal(qn_when_within("2025年101个集群情况表", &period), 1);
}

static void test_a_day_a_span_and_a_documents_number_are_no_period_of_a_title(void **state)
{
	static const struct { const char *title; int found; } cases[] = { { "2026年1月15日", 0 }, { "截至2025年12月31日", 0 }, { "2026-01-15", 0 }, { "2026-1-5", 0 }, { "2025年第12号", 0 },
		{ "皖经信2025年12号文附件", 0 }, { "行动方案(2025-2027年)", 2 }, { "2025年—2027年", 2 }, { "2025至2027年", 2 }, { "2025年度情况表(2026年1月15日)", 1 } };
	qn_period period;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (qn_when_within(cases[i].title, &period) != cases[i].found)
			fail_msg("%s", cases[i].title);
}

static void test_a_title_is_of_its_own_period_and_of_one(void **state)
{
	static const struct { const char *title; int found; } cases[] = { { "印发日期2026年3月", 0 }, { "依据2024年方案", 0 }, { "(2026年修订)", 0 }, { "表2025-1", 0 }, { "集群情况表2025-01", 1 }, { "2025年-2026年", 2 },
		{ "2025/2026年度", 2 }, { "2025、2026年度", 2 }, { "2024-12年度", 2 }, { "截至2025年9月底", 0 }, { "截至2025年", 0 }, { "截至2025年底集群情况", 1 }, { "2025年9月末集群情况表", 0 }, { "填报时间:2026年1月", 0 }, { "2026年1月填报", 0 },
		{ "2025年度填报情况表", 1 }, { "关于报送2025年度情况表的函", 1 }, { "《县域集群2024年认定办法》", 0 }, { "《2025年度集群情况表》", 1 }, { "按2020年价格计算", 0 }, { "2025年以来", 0 }, { "Issued on 2026-03", 0 }, { "2025年(1-6月)", 2 },
		{ "2025年度情况表(上半年)", 2 }, { "2025年1月、2月", 2 }, { "2025年3-5月情况表", 2 }, { "2025年上半年(1-6月)情况表", 1 }, { "2025年(1-12月)", 1 }, { "2025年第三季度(7-9月)", 1 },
		{ "2025年度情况表(3月底前报送)", 1 }, { "2025年度情况表(1月15日前报送)", 1 }, { "2025年度情况表(按2024年口径)", 1 }, { "2025年度情况表 制表:2026年1月", 1 },
		{ "2025年半年度", 1 }, { "2025年半年报", 2 }, { "2025年H1情况表", 2 }, { "2025H1情况表", 1 }, { "2025H1-H2", 2 }, { "2025H1、H2情况表", 2 }, { "2025H1至2025H2", 1 },
		{ "2025年上半年(H1)", 1 }, { "2024H1至2025H1", 2 }, { "2025年上半年与全年", 2 }, { "2025年半年度与年度", 2 }, { "2025 H2 energy clusters", 0 }, { "2025H2能源集群", 0 }, { "2025H2情况表", 1 }, { "2025年半年度、全年情况表", 2 },
		{ "2025年1-9月完成全年目标情况", 1 },

		{ "2025年情况表 申报截止日期:2025-10-31", 1 }, { "2025年度集群名单(公示截止日期:2025-09-30)", 1 }, { "2025年情况表 截止日期:2025-09-30", 2 }, { "2025年集群 合同截止2025.06.30", 1 },
		{ "2025年前3个月、后3个月", 2 }, { "2025年前9个月-前12个月", 2 }, { "2025年1-9月(占全年75%)", 1 }, { "2025年前9个月", 1 },
		{ "2025年度情况表(前9个月)", 2 }, { "2025年度情况表(半年度)", 2 }, { "2025年半年度(1-6月)", 1 }, { "2025年1-9月(前9个月)", 1 }, { "2025年1-9月(前6个月)", 2 },
		{ "2025年1-6月(半年度)", 1 }, { "2025年前九个月", 2 }, { "2025年九月", 2 }, { "2025年一至九月", 2 }, { "2025年元月", 2 }, { "2025年首季", 2 },
		{ "2025年Ⅲ季度", 2 }, { "2025年年初以来", 2 }, { "2025年度(九月)", 2 }, { "Year 2025 (Jan-Sep)", 2 }, { "Year 2025 to date", 2 }, { "Year 2025/26", 2 }, { "2025年9月(累计)", 2 }, { "2025年三季报", 2 },
		{ "2025-09 YTD", 2 }, { "2025年三季度累计", 2 }, { "2025年1-9月累计情况表", 1 }, { "2025年9月份月报", 1 }, { "2025年度情况表(二〇二六年一月)", 1 }, { "2025年度(12个月)", 1 }, { "2025年度每半年报送一次", 1 },
		{ "Year 2025, printed March 2026", 1 }, { "Year 2025 (15 March 2026)", 1 }, { "Market figures of the year 2025", 1 }, { "2025年度情况表(截至2025年9月30日)", 2 }, { "2025年度情况表(截至2025年12月31日)", 1 },
		{ "2025年度情况表,截至2026年1月15日", 1 }, { "2025年1-9月(截至9月末)", 1 }, { "2025年度(截至9月末)", 2 }, { "统计截止时间:2025年9月", 0 }, { "2025年度,统计截止时间:2025年9月", 2 }, { "2025年度,报送截止时间:2026年1月", 1 } };
	qn_period period;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int found = qn_when_within(cases[i].title, &period);
		if (found != cases[i].found)
			fail_msg("%s: %d", cases[i].title, found);
	}
}

static void test_a_columns_name_may_begin_or_end_with_a_period(void **state)
{
	static const struct { const char *text, *rest, *period; } cases[] = { { "2025年营业收入", "营业收入", "2025" }, { "营业收入2025年", "营业收入", "2025" }, { "2025年1-6月税收", "税收", "2025-01..06" },
		{ "2025年度 营业收入", "营业收入", "2025" }, { "revenue 2025", "revenue", "2025" }, { "revenue_2025", "revenue", "2025" }, { "2025 revenue", "revenue", "2025" },
		{ "2025-Q1 revenue", "revenue", "2025-Q1" },
		{ "2025年", "", "2025" } };
	qn_period period;
	char rest[64], text[24];
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!qn_when_split(cases[i].text, &period, rest, sizeof rest))
			fail_msg("%s", cases[i].text);
		qn_period_text(period, text);
		assert_string_equal(rest, cases[i].rest);
		assert_string_equal(text, cases[i].period);
	}
	assert_false(qn_when_split("营业收入", &period, rest, sizeof rest));
	assert_false(qn_when_split("专利12345", &period, rest, sizeof rest));
}

/* The time of asking about a title of so many letters. */
static double seconds_for(size_t letters, int times)
{
	char text[8192] = "2025年度情况表";
	size_t front = strlen(text);
	qn_period year = qn_period_of(QN_ANNUAL, 2025, 1);
	memset(text + front, 'k', letters - front);
	text[letters] = 0;
	clock_t began = clock();
	for (int i = 0; i < times; i++)
		assert_false(qn_when_disagrees(text, year, true));
	return (double)(clock() - began) / CLOCKS_PER_SEC;
}

/* Eight times the letters: eight times as long, and not sixty-four times. */
static void test_a_long_title_takes_no_longer_than_its_length(void **state)
{
	(void)state;
	assert_true(seconds_for(8000, 64) < 24 * seconds_for(1000, 64) + 0.05);
	assert_false(qn_when_disagrees("2025年情况表(表号:JQ3表)", qn_period_of(QN_ANNUAL, 2025, 1), true));
	assert_false(qn_when_disagrees("2025年情况表(编号A1Q3)2025年", qn_period_of(QN_ANNUAL, 2025, 1), true));
	assert_true(qn_when_disagrees("2025年情况表(编号A1,Q3)", qn_period_of(QN_ANNUAL, 2025, 1), true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_understood),
		cmocka_unit_test(test_what_a_cell_may_be),
		cmocka_unit_test(test_what_is_refused_and_why),
		cmocka_unit_test(test_a_title_has_one_period_or_none),
		cmocka_unit_test(test_a_day_a_span_and_a_documents_number_are_no_period_of_a_title),
		cmocka_unit_test(test_a_title_is_of_its_own_period_and_of_one),
		cmocka_unit_test(test_a_long_title_takes_no_longer_than_its_length),
		cmocka_unit_test(test_a_columns_name_may_begin_or_end_with_a_period),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
