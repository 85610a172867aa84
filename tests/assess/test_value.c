/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/value.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/real.h"

enum { YI, WAN, PERCENT, RANK, COUNT, UNITS };

/* A catalogue of nothing but units. */
static int make_catalogue(void **state)
{
	static qn_unit unit[UNITS] = {
		[YI] = { "亿元", "亿元", "yi", QN_UNIT_AMOUNT, 1, 1, 1, 2 },
		[WAN] = { "万元", "万元", "wan", QN_UNIT_AMOUNT, 1, 1, 10000, 0 },
		[PERCENT] = { "%", "%", "pct", QN_UNIT_RATIO, 0, 1, 100, 2 },
		[RANK] = { "rank", "", NULL, QN_UNIT_RANK, 0, 1, 1, 0 },
		[COUNT] = { "count", "", NULL, QN_UNIT_COUNT, 0, 1, 1, 0 },
	};
	static qn_catalogue catalogue;
	catalogue = (qn_catalogue){ .units = { .dimension = { "money" }, .dimensions = 1, .unit = unit, .units = UNITS } };
	*state = &catalogue;
	return 0;
}

static double read_in(const qn_catalogue *catalogue, uint32_t unit, const char *text)
{
	qn_error err = { 0 };
	double value = 0;
	if (qn_value_read(catalogue, unit, text, strlen(text), &value, &err) < 0)
		fail_msg("%s: %s", text, err.text);
	return value;
}

static void test_units_convert_to_the_reference_exactly(void **state)
{
	assert_true(read_in(*state, YI, "80亿元") == 80);
	assert_true(read_in(*state, YI, "5000 万元") == 0.5);
	assert_true(read_in(*state, PERCENT, "2.2%") == 2.2 / 100);
	assert_true(read_in(*state, QN_NONE, "0.5") == 0.5);
	assert_true(read_in(*state, PERCENT, "-20%") == -20.0 / 100);
	assert_true(read_in(*state, PERCENT, "２．２％") == 2.2 / 100);
	assert_true(read_in(*state, YI, "1,200亿元") == 1200);
	assert_true(read_in(*state, YI, "-1,234,567.5亿元") == -1234567.5);
	assert_true(read_in(*state, COUNT, "40家") == 40);
	assert_true(read_in(*state, QN_NONE, "60个") == 60);
}

static void assert_refused(const qn_catalogue *catalogue, uint32_t unit, const char *text, const char *words)
{
	qn_error err = { 0 };
	qn_distribution out;
	assert_int_equal(qn_distribution_read(catalogue, unit, text, strlen(text), &out, &err), QN_EUSAGE);
	assert_string_equal(err.text, words);
}

static void test_a_number_without_its_unit_is_refused_in_words(void **state)
{
	assert_refused(*state, PERCENT, "4", "4 has no unit: write 4%");
	assert_refused(*state, YI, "80", "80 has no unit: write 80亿元");
	assert_refused(*state, PERCENT, "4亿元", "4亿元 is in 亿元, and % is wanted");
	assert_refused(*state, PERCENT, "4 apples", "\"apples\" is not a unit of this pack: % is wanted");
	assert_refused(*state, PERCENT, "four", "\"four\" is not a number: write it as in 4% or normal(4%, 2%)");
	assert_refused(*state, QN_NONE, "four", "\"four\" is not a number: write it as in 4 or normal(4, 2)");
	assert_refused(*state, COUNT, "40只鸡", "\"只鸡\" is not a unit of this pack: a number alone is wanted");
	assert_refused(*state, YI, "1,20亿元", "\",20亿元\" is not a unit of this pack: 亿元 is wanted");
}

static void test_distributions_carry_the_unit_in_each_number(void **state)
{
	qn_error err;
	qn_distribution out;
	assert_int_equal(qn_distribution_read(*state, PERCENT, " normal(4%, 2%) ", 16, &out, &err), 0);
	assert_int_equal(out.kind, QN_NORMAL);
	assert_true(out.a == 4.0 / 100 && out.b == 2.0 / 100);
	assert_int_equal(qn_distribution_read(*state, QN_NONE, "triangular(1,2,4)", 17, &out, &err), 0);
	assert_true(out.a == 1 && out.b == 2 && out.c == 4);
	assert_int_equal(qn_distribution_read(*state, PERCENT, "lognormal(0, 0.5)", 17, &out, &err), 0); /* one per cent in the middle */
	assert_true(out.kind == QN_LOGNORMAL && out.a == qn_log(0.01) && out.b == 0.5);
}

static void test_distributions_that_cannot_be_are_refused(void **state)
{
	assert_refused(*state, QN_NONE, "normal(1)", "2 numbers are wanted: write normal(mean, sd)");
	assert_refused(*state, QN_NONE, "normal(1,2,3)", "too many numbers: write normal(mean, sd)");
	assert_refused(*state, QN_NONE, "uniform(2,1)", "uniform(2,1): the numbers must rise");
	assert_refused(*state, QN_NONE, "normal(1,-1)", "normal(1,-1): the spread must not be negative");
	assert_refused(*state, QN_NONE, "beta(1,1)", "beta is no distribution: normal, lognormal, uniform, triangular and between are");
	assert_refused(*state, QN_NONE, "normal(1,1", "normal(1,1 lacks its closing bracket");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_units_convert_to_the_reference_exactly),
		cmocka_unit_test(test_a_number_without_its_unit_is_refused_in_words),
		cmocka_unit_test(test_distributions_carry_the_unit_in_each_number),
		cmocka_unit_test(test_distributions_that_cannot_be_are_refused),
	};
	return cmocka_run_group_tests(tests, make_catalogue, NULL);
}
