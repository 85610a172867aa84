/* SPDX-License-Identifier: Apache-2.0 */
/* test_amount.c - every form of number that people write, by the unit it is asked for: its value to the bit, or why not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "ingest/amount.h"

enum { YI, WAN, PER_CENT, COUNT, PERSON, RANK, FLAG, SCORE, TONNE, PURE, YUAN, JIN, HALF, UNITS };
static qn_unit unit[] = {
	[YI] = { .id = "亿元", .symbol = "亿元", .kind = QN_UNIT_AMOUNT, .dimension = 1, .multiply = 1, .divide = 1 },
	[WAN] = { .id = "万元", .symbol = "万元", .kind = QN_UNIT_AMOUNT, .dimension = 1, .multiply = 1, .divide = 10000 },
	[PER_CENT] = { .id = "%", .symbol = "%", .kind = QN_UNIT_RATIO, .multiply = 1, .divide = 100 },
	[COUNT] = { .id = "count", .symbol = "", .kind = QN_UNIT_COUNT, .multiply = 1, .divide = 1 },
	[PERSON] = { .id = "person", .symbol = "人", .kind = QN_UNIT_COUNT, .dimension = 16, .multiply = 1, .divide = 1 },
	[RANK] = { .id = "rank", .symbol = "", .kind = QN_UNIT_RANK, .multiply = 1, .divide = 1 },
	[FLAG] = { .id = "0/1", .symbol = "", .kind = QN_UNIT_FLAG, .multiply = 1, .divide = 1 },
	[SCORE] = { .id = "score", .symbol = "分", .kind = QN_UNIT_SCORE, .dimension = 256, .multiply = 1, .divide = 1 },
	[TONNE] = { .id = "吨", .symbol = "吨", .kind = QN_UNIT_AMOUNT, .dimension = 4096, .multiply = 1, .divide = 1 },
	[YUAN] = { .id = "元", .symbol = "元", .kind = QN_UNIT_AMOUNT, .dimension = 1, .multiply = 1, .divide = 100000000 },
	[JIN] = { .id = "斤", .symbol = "斤", .kind = QN_UNIT_AMOUNT, .dimension = 9, .multiply = 1, .divide = 1 },
	[HALF] = { .id = "公斤", .symbol = "公斤", .kind = QN_UNIT_AMOUNT, .dimension = 9, .multiply = 2, .divide = 1 },
	[PURE] = { .id = "ratio", .symbol = "", .kind = QN_UNIT_RATIO, .multiply = 1, .divide = 1 },
};
static const qn_units units = { .unit = unit, .units = UNITS };

static void test_what_is_understood(void **state)
{
	static const struct { const char *text; int of; double value; qn_claim_op op; } cases[] = {
		{ "12.5", YI, 12.5, 0 }, { "-3", YI, -3, 0 }, { "1e3", YI, 1000, 0 }, { "2.5E-1", YI, 0.25, 0 }, { "+7", YI, 7, 0 }, { ".5", YI, 0.5, 0 },
		{ "1,234.5", YI, 1234.5, 0 }, { "1，234.5", YI, 1234.5, 0 }, { "12,345,678", COUNT, 12345678, 0 }, { "1 234.5", YI, 1234.5, 0 }, { "1\xC2\xA0" "234", YI, 1234, 0 },
		{ "１２３．５", YI, 123.5, 0 }, { "－３", YI, -3, 0 }, { "−3", YI, -3, 0 }, { "负3", YI, -3, 0 }, { "　12　", YI, 12, 0 }, { "- 5", YI, -5, 0 },
		{ "12%", PER_CENT, 12, 0 }, { "１２％", PER_CENT, 12, 0 }, { "12 %", PER_CENT, 12, 0 }, { "2.2", PER_CENT, 2.2, 0 }, { "0.022", PER_CENT, 0.022, 0 }, { "22‰", PER_CENT, 2.2, 0 },
		{ "12%", PURE, 0.12, 0 }, { "0.12", PURE, 0.12, 0 }, { "-1.5%", PER_CENT, -1.5, 0 },
		{ "1.2亿", YI, 1.2, 0 }, { "1.2亿", WAN, 12000, 0 }, { "1.2亿元", YI, 1.2, 0 }, { "1.2亿元", WAN, 12000, 0 }, { "3000万元", YI, 0.3, 0 }, { "3000万元", WAN, 3000, 0 },
		{ "3000万", YI, 0.3, 0 }, { "3千万元", YI, 0.3, 0 }, { "5元", WAN, 0.0005, 0 }, { "1.5万亿元", YI, 15000, 0 }, { "0.7亿元", WAN, 7000, 0 }, { "1.1万元", YI, 0.00011, 0 },
		{ "600 亿元", YI, 600, 0 }, { "600(亿元)", YI, 600, 0 }, { "600（亿元）", YI, 600, 0 }, { "1,234.5万元", WAN, 1234.5, 0 },
		{ "3000万元人民币", YI, 0.3, 0 }, { "12(10,000 yuan)", YI, 0.0012, 0 }, { "12 (RMB 100 million)", YI, 12, 0 },
		{ "35家", COUNT, 35, 0 }, { "35 个", COUNT, 35, 0 }, { "1.2万户", COUNT, 12000, 0 }, { "35人", PERSON, 35, 0 }, { "35名", PERSON, 35, 0 }, { "1.2万人", PERSON, 12000, 0 },
		{ "1.2万", PERSON, 12000, 0 },
		{ "5万吨", TONNE, 50000, 0 }, { "第3", RANK, 3, 0 }, { "第3位", RANK, 3, 0 }, { "3名", RANK, 3, 0 }, { "85分", SCORE, 85, 0 },
		{ "是", FLAG, 1, 0 }, { "否", FLAG, 0, 0 }, { "Yes", FLAG, 1, 0 }, { "√", FLAG, 1, 0 }, { "1", FLAG, 1, 0 }, { "0", FLAG, 0, 0 },
		{ "约600", YI, 600, QN_ABOUT }, { "约600亿元", YI, 600, QN_ABOUT }, { "600左右", YI, 600, QN_ABOUT }, { "约600亿元左右", YI, 600, QN_ABOUT }, { "~600", YI, 600, QN_ABOUT },
		{ "～600", YI, 600, QN_ABOUT }, { "超600", YI, 600, QN_ABOVE }, { "超过600亿元", YI, 600, QN_ABOVE }, { "逾600", YI, 600, QN_ABOVE }, { "突破600亿", YI, 600, QN_ABOVE },
		{ ">600", YI, 600, QN_ABOVE },
		{ "＞600", YI, 600, QN_ABOVE }, { "600余亿元", YI, 600, QN_ABOVE }, { "300多家", COUNT, 300, QN_ABOVE }, { "600+", YI, 600, QN_ABOVE }, { "over 600", YI, 600, QN_ABOVE },
		{ "近300", YI, 300, QN_BELOW }, { "不足300", YI, 300, QN_BELOW }, { "<300", YI, 300, QN_BELOW }, { "nearly 300", YI, 300, QN_BELOW }, { "100亿元以上", YI, 100, QN_AT_LEAST },
		{ ">=100", YI, 100, QN_AT_LEAST }, { "≥100", YI, 100, QN_AT_LEAST }, { "＞＝100", YI, 100, QN_AT_LEAST }, { "至少100", YI, 100, QN_AT_LEAST }, { "≤5%", PER_CENT, 5, QN_AT_MOST },
		{ "不超过5%", PER_CENT, 5, QN_AT_MOST }, { "5%以下", PER_CENT, 5, QN_AT_MOST }, { "=5", YI, 5, 0 },
		{ "-0", YI, 0, 0 }, { "0e99999", YI, 0, 0 }, { "9007199254740992", COUNT, 9007199254740992.0, 0 }, { "1e22", YI, 1e22, 0 }, { "0.1", YI, 0.1, 0 }, { "000123", YI, 123, 0 },
		{ "1000000000000万元", YUAN, 1e16, 0 }, { "-1000000000000万元", YUAN, -1e16, 0 }, { "100000000000000000000元", WAN, 1e16, 0 }, { "90071992547409920", YUAN, 90071992547409920.0, 0 },
		{ "40000000000000000斤", HALF, 2e16, 0 }, { "10000000000000000公斤", JIN, 2e16, 0 },
		{ "–5%", PER_CENT, -5, 0 }, { "–5", YI, -5, 0 }, { "￥115.5亿元", YI, 115.5, 0 }, { "¥115.5亿元", YI, 115.5, 0 }, { "RMB115.5亿元", YI, 115.5, 0 }, { "人民币59000万元", YI, 5.9, 0 },
		{ "约人民币5亿元", YI, 5, QN_ABOUT }, { "1亿1550万元", YI, 1.155, 0 }, { "1亿5万元", YI, 1.0005, 0 }, { "-12亿1550万元", WAN, -121550, 0 }, { "1亿1550万", WAN, 11550, 0 },
		{ "1'155.5", YI, 1155.5, 0 }, { "1'234'567", COUNT, 1234567, 0 }, { "5仟元", YUAN, 5000, 0 }, { "3万圆", YI, 0.0003, 0 } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_amount got;
		const qn_both *why = qn_amount_read(cases[i].text, &units, &unit[cases[i].of], NULL, &got);
		if (why || memcmp(&got.value, &cases[i].value, sizeof got.value) != 0 || got.op != cases[i].op)
			fail_msg("%s in %s: %s, %.17g, %s", cases[i].text, unit[cases[i].of].id, why ? why->english : "", got.value, qn_claim_sign(got.op));
	}
}

static void test_marks_of_nothing_are_missing(void **state)
{
	static const char *const marks[] = { "", " ", "　", "-", "－", "—", "——", "–", "--", "/", "／", "无", "暂无", "不详", "未知", "N/A", "na", "NaN", "NULL", "..", "…", "保密", "待填", "未统计", "None" };
	(void)state;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		qn_amount got;
		assert_null(qn_amount_read(marks[i], &units, &unit[YI], NULL, &got));
		assert_true(qn_is_missing(got.value));
	}
}

static void test_what_is_refused_and_why(void **state)
{
	static const struct { const char *text; int of; const char *why; } cases[] = {
		{ "1,23", YI, "is not parted into threes (1,23 may be 1.23 or 123)" }, { "12,34,567", YI, "is not parted into threes (1,23 may be 1.23 or 123)" },
		{ "0,123", YI, "is not parted into threes (1,23 may be 1.23 or 123)" }, { "1,2345", YI, "is not parted into threes (1,23 may be 1.23 or 123)" },
		{ "1.234,5", YI, "has a comma behind its point (which is the decimal one?)" }, { "1,234 567", YI, "is parted by two kinds of separators" },
		{ "1.2.3", YI, "has two points" }, { "abc", YI, "is no number" }, { "inf", YI, "is no number" }, { "0x10", YI, "has a unit that is not known" },
		{ "(5)", YI, "is in brackets (a minus sign says that it is below zero)" },
		{ "1e400", YI, "is beyond what a number can hold" }, { "1e-400", YI, "is too close to zero to be held" }, { "1e99999", YI, "is beyond what a number can hold" },
		{ "9007199254740993", COUNT, "has more digits than can be kept" }, { "1000000000000001万元", YUAN, "has more digits than can be kept" },
		{ "9007199254740993斤", HALF, "has more digits than can be kept" }, { "90071992547409921元", YUAN, "has more digits than can be kept" },
		{ "12%", YI, "has a unit of another kind than the indicator's" }, { "12%", COUNT, "has a unit of another kind than the indicator's" },
		{ "1.2亿", PER_CENT, "has a unit of another kind than the indicator's" },
		{ "1.2亿%", YI, "has a percent sign and 万 or 亿 too" }, { "35家", YI, "has a unit of another kind than the indicator's" },
		{ "35家", PERSON, "has a unit of another kind than the indicator's" }, { "35人", COUNT, "has a unit of another kind than the indicator's" },
		{ "12吨", YI, "has a unit of another kind than the indicator's" }, { "3亿美元", YI, "has a unit that is not known" }, { "12 foo", YI, "has a unit that is not known" },
		{ "3百分点", PER_CENT, "has a unit of another kind than the indicator's" },
		{ "3-5", YI, "is a range" }, { "3～5", YI, "is a range" }, { "3至5亿元", YI, "is a range" }, { "约5以上", YI, "says two things of its number" },
		{ "=>5", YI, "says two things of its number" }, { ">>5", YI, "says two things of its number" }, { "==5", YI, "says two things of its number" },
		{ "#DIV/0!", YI, "is a spreadsheet's error" }, { "无", FLAG, "may be no or not known" }, { "maybe", FLAG, "is neither 是 nor 否 (1 or 0)" },
		{ "超过", YI, "is no number" }, { "1 2", YI, "is not parted into threes (1,23 may be 1.23 or 123)" },
		{ "人民币5", YI, "is no number" }, { "￥5", YI, "is no number" }, { "人民币5亿", YI, "is no number" }, { "RMB5吨", TONNE, "is no number" }, { "人民币5万美元", YI, "has a unit that is not known" },
		{ "1亿1550", YI, "has a unit that is not known" }, { "1亿15500万元", YI, "has a unit that is not known" }, { "1.5亿1550万元", YI, "has a unit that is not known" },
		{ "1'23", YI, "is not parted into threes (1,23 may be 1.23 or 123)" }, { "1'234,567", YI, "is parted by two kinds of separators" }, { "5'", YI, "has a unit that is not known" },
		{ "–约5", YI, "is no number" }, { "None", FLAG, "may be no or not known" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_amount got;
		const qn_both *why = qn_amount_read(cases[i].text, &units, &unit[cases[i].of], NULL, &got);
		if (!why || strcmp(why->english, cases[i].why) != 0)
			fail_msg("%s in %s: %s, %.17g", cases[i].text, unit[cases[i].of].id, why ? why->english : "understood", got.value);
	}
}

static void test_a_scale_below_that_of_the_header_may_be_of_two(void **state)
{
	static const struct { const char *text; int said; double value; } cases[] = { { "1.2万", YI, 0 }, { "约3千", YI, 0 }, { "3千", WAN, 0 }, { "1.2亿", YI, 1.2 }, { "1.2亿", WAN, 1.2 }, { "3万亿", YI, 30000 },
		{ "3万元", YI, 0.0003 }, { "3万", WAN, 0.0003 } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_amount got;
		const qn_both *why = qn_amount_read(cases[i].text, &units, &unit[YI], &unit[cases[i].said], &got);
		if (cases[i].value != 0 ? why || got.value != cases[i].value : !why || !strstr(why->english, "may be 1万元 or 1万亿元"))
			fail_msg("%s under %s: %s, %.17g", cases[i].text, unit[cases[i].said].id, why ? why->english : "understood", got.value);
	}
}

static void test_a_bare_number_is_in_the_unit_of_its_header_and_one_with_a_unit_is_not(void **state)
{
	qn_amount got;
	(void)state;
	assert_null(qn_amount_read("12000", &units, &unit[YI], &unit[WAN], &got));
	assert_true(got.value == 1.2);
	assert_false(got.plain);
	assert_null(qn_amount_read("3亿元", &units, &unit[YI], &unit[WAN], &got));
	assert_true(got.value == 3);
	assert_null(qn_amount_read("3", &units, &unit[YI], &unit[YI], &got));
	assert_true(got.plain);
}

/* 统计 in hundredths of 万元: every one comes out as the decimal it is, not as a product of roundings. */
static void test_conversion_is_exact(void **state)
{
	(void)state;
	for (int i = 0; i < 200000; i += 7) {
		char text[64], decimal[64];
		qn_amount got;
		double wanted;
		snprintf(text, sizeof text, "%d.%02d万元", i / 100, i % 100);
		snprintf(decimal, sizeof decimal, "%d.%02de-4", i / 100, i % 100);
		sscanf(decimal, "%lf", &wanted);
		assert_null(qn_amount_read(text, &units, &unit[YI], NULL, &got));
		assert_true(got.value == wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_understood),
		cmocka_unit_test(test_marks_of_nothing_are_missing),
		cmocka_unit_test(test_what_is_refused_and_why),
		cmocka_unit_test(test_a_scale_below_that_of_the_header_may_be_of_two),
		cmocka_unit_test(test_a_bare_number_is_in_the_unit_of_its_header_and_one_with_a_unit_is_not),
		cmocka_unit_test(test_conversion_is_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
