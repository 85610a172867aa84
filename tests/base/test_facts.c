/* SPDX-License-Identifier: Apache-2.0 */
/* What others published, and what this floor makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "base/names.h"
#include "base/period.h"
#include "base/real.h"
#include "base/text.h"
#include "base/unit.h"

/* FIPS 180-2, B.1 and B.2. */
static void test_sha256_gives_the_standards_examples(void **state)
{
	(void)state;
	char hex[65];
	qn_sha256_hex(qn_sha256_of("abc", 3), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	qn_hasher *hasher = qn_hasher_new();
	qn_hasher_add(hasher, "abcdbcdecdefdefgefghfghigh", 26);
	qn_hasher_add(hasher, "ijhijkijkljklmklmnlmnomnopnopq", 30);
	qn_sha256_hex(qn_hasher_end(hasher), hex);
	assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* RFC 3720, B.4. */
static void test_crc32c_is_the_same_by_instruction_and_by_table(void **state)
{
	enum { MOST = 3 * 4080 + 100 };
	static unsigned char bytes[MOST + 8];
	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(qn_hash64(i, "", 0) >> 11);
	for (size_t length = 0; length <= MOST; length += length < 64 || length % 4080 > 4070 ? 1 : 7) {
		const unsigned char *from = bytes + length % 8;
		uint32_t crc = (uint32_t)length * 77;
		assert_int_equal(qn_crc32c(crc, from, length), qn_crc32c_portable(crc, from, length));
		assert_int_equal(qn_crc32c(qn_crc32c(crc, from, length / 3), from + length / 3, length - length / 3), qn_crc32c(crc, from, length));
	}
}

static void test_crc32c_gives_the_standards_examples(void **state)
{
	(void)state;
	uint8_t zero[32] = { 0 }, ones[32], rising[32];
	memset(ones, 0xFF, sizeof ones);
	for (int i = 0; i < 32; i++)
		rising[i] = (uint8_t)i;
	assert_int_equal(qn_crc32c(0, "123456789", 9), 0xE3069283);
	assert_int_equal(qn_crc32c(0, zero, 32), 0x8A9136AA);
	assert_int_equal(qn_crc32c(0, ones, 32), 0x62A8AB43);
	assert_int_equal(qn_crc32c(0, rising, 32), 0x46DD794E);
	assert_int_equal(qn_crc32c(qn_crc32c(0, rising, 5), rising + 5, 27), 0x46DD794E);
}

static void assert_date(const char *text, qn_date days)
{
	qn_date date;
	char back[16];
	assert_true(qn_date_read(text, strlen(text), &date));
	assert_int_equal(date, days);
	qn_date_text(date, back);
	assert_string_equal(back, text);
}

static void test_days_are_those_of_the_calendar(void **state)
{
	(void)state;
	qn_date day;
	assert_date("1970-01-01", 0);
	assert_date("2000-03-01", 11017);
	assert_date("1969-12-31", -1);
	assert_date("2025-07-01", 20270);
	assert_date("2400-02-29", 157113);
	for (qn_date d = -800000; d < 800000; d += 997) {
		int year, month, d_of_month;
		qn_date_parts(d, &year, &month, &d_of_month);
		assert_int_equal(qn_date_of(year, month, d_of_month), d);
	}
	assert_false(qn_date_read("2025-02-29", 10, &day));
	assert_false(qn_date_read("1900-02-29", 10, &day));
	assert_false(qn_date_read("2025-7-1", 8, &day));
	assert_false(qn_date_read("2025-07-01x", 11, &day));
	assert_int_equal(qn_date_add_years(qn_date_of(2024, 2, 29), 1), qn_date_of(2025, 2, 28));
	assert_int_equal(qn_date_add_years(qn_date_of(2025, 11, 14), 3), qn_date_of(2028, 11, 14));
}

static void test_periods_are_those_of_sdmx(void **state)
{
	(void)state;
	static const struct { const char *text, *same, *end; } good[] = { { "2025", "2025", "2025-12-31" }, { "2025-A1", "2025", "2025-12-31" },
		{ "2025-S1", "2025-S1", "2025-06-30" }, { "2025-Q3", "2025-Q3", "2025-09-30" }, { "2024-02", "2024-02", "2024-02-29" },
		{ "2024-M12", "2024-12", "2024-12-31" }, { "2025-01..02", "2025-01..02", "2025-02-28" } };
	static const char *const bad[] = { "", "25", "2025-13", "2025-00", "2025-Q5", "2025-Q0", "2025-S3", "2025-1", "2025-W01", "2025 ", "2025-02..03", "20250" };
	qn_period period;
	char text[24];
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(qn_period_read(good[i].text, strlen(good[i].text), &period));
		qn_period_text(period, text);
		assert_string_equal(text, good[i].same);
		qn_date_text(qn_period_end(period), text);
		assert_string_equal(text, good[i].end);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(qn_period_read(bad[i], strlen(bad[i]), &period));
	assert_false(qn_period_read("2025-\0001", 7, &period)); /* a zero byte once ended the list of letters and passed for one */
	assert_int_equal(qn_period_distance(qn_period_of(QN_QUARTER, 2024, 4), qn_period_of(QN_QUARTER, 2026, 1)), 5);
	assert_int_equal(qn_period_add(qn_period_of(QN_MONTH, 2024, 12), 1), qn_period_of(QN_MONTH, 2025, 1));
	assert_int_equal(qn_period_add(qn_period_of(QN_ANNUAL, 0, 1), -1), QN_NO_PERIOD);
}

static void test_widths_are_those_of_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(qn_text_width("肥东县"), 6);
	assert_int_equal(qn_text_width("R&D 2.2%"), 8);
	assert_int_equal(qn_text_width("\uFF08亿元\uFF09"), 8);
	assert_int_equal(qn_text_width("e\u0301"), 1);
	assert_int_equal(qn_utf8_valid("a\xC0\x80", 3), 1);
	assert_int_equal(qn_utf8_valid("\xED\xA0\x80", 3), 0);
	assert_int_equal(qn_utf8_valid("\xF4\x90\x80\x80", 4), 0);
	assert_int_equal(qn_utf8_valid("\xF0\xA0\xAE\xB7", 4), 4);
}

/* Table 3-7 of the Unicode standard: well-formed sequences. Length of the one at the front, or 0. */
static size_t well_formed(const unsigned char *at, size_t left)
{
	static const struct { unsigned char first, last, low, high; size_t length; } rows[] = { { 0x00, 0x7F, 0, 0, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 },
		{ 0xE0, 0xE0, 0xA0, 0xBF, 3 }, { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
		{ 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (at[0] < rows[i].first || at[0] > rows[i].last || rows[i].length > left)
			continue;
		if (rows[i].length > 1 && (at[1] < rows[i].low || at[1] > rows[i].high))
			return 0;
		for (size_t k = 2; k < rows[i].length; k++)
			if (at[k] >> 6 != 2)
				return 0;
		return rows[i].length;
	}
	return 0;
}

static void test_utf8_is_valid_as_the_standard_has_it_wherever_it_breaks(void **state)
{
	static const unsigned char odd[] = { 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };
	uint32_t seed = 3;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		unsigned char text[200];
		size_t length = 0, wanted = 0, step;
		while (length < sizeof text - 70) {
			uint32_t r = (seed = seed * 1664525u + 1013904223u) >> 8;
			if (r % 4 == 0)
				memset(text + length, 'a', r / 4 % 70), length += r / 4 % 70;
			else if (r % 4 == 1)
				memcpy(text + length, "\xE4\xB8\xAD", 3), length += 3;
			else if (r % 64 == 2)
				text[length++] = odd[r / 64 % sizeof odd];
			else if (r % 64 == 3)
				memcpy(text + length, "\xF0\xA0\x80\x80", 4), length += 4;
		}
		length -= seed >> 8 & 3;
		while (wanted < length && (step = well_formed(text + wanted, length - wanted)) > 0)
			wanted += step;
		assert_int_equal(qn_utf8_valid((char *)text, length), wanted);
	}
}

static void test_numbers_are_written_as_short_as_they_read_back(void **state)
{
	(void)state;
	static const char *const texts[] = { "0.1", "2.2", "1203", "-0.5", "1e+22", "0.30000000000000004", "9007199254740993" };
	char out[QN_NUMBER_SIZE];
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(qn_number_text(out, strtod(texts[i], NULL)), texts[i]);
	assert_string_equal(qn_number_text(out, QN_MISSING), "");
	assert_string_equal(qn_number_fixed(out, -0.001, 2), "0.00");
	static const struct { double value; int decimals; const char *text; } halves[] = { { 2.675, 2, "2.68" }, { 1.005, 2, "1.00" }, { -2.675, 2, "-2.68" },
		{ 1.015, 2, "1.02" }, { 0.125, 2, "0.12" }, { 0.375, 2, "0.38" }, { 2.5, 0, "2" }, { 3.5, 0, "4" }, { 0.5, 0, "0" }, { 2.6751, 2, "2.68" },
		{ 9.995, 2, "10.00" }, { 2.67, 2, "2.67" }, { 0.05, 1, "0.0" }, { -0.05, 1, "0.0" } };
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
		assert_string_equal(qn_number_fixed(out, halves[i].value, halves[i].decimals), halves[i].text);
	double number;
	static const char *const bad[] = { "", ".", "-", "1,5", " 1", "1 ", "0x10", "inf", "nan", "1e", "1e999", "1.2.3", "12%" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(qn_number_read(bad[i], strlen(bad[i]), &number));
	assert_true(qn_number_read("-1.5e3", 6, &number) && number == -1500);
}

static const char *indicator(const void *context, size_t i) { return ((const char *const *)context)[i]; }

static void test_the_nearest_name_is_the_one_meant(void **state)
{
	(void)state;
	static const char *const names[] = { "revenue", "profit_total", "rd_intensity", "集群营业收入" };
	assert_int_equal(qn_text_nearest("revenu", indicator, names, 4), 0);
	assert_int_equal(qn_text_nearest("REVENEU", indicator, names, 4), 0);
	assert_int_equal(qn_text_nearest("profit", indicator, names, 4), 1);
	assert_int_equal(qn_text_nearest("营业收入", indicator, names, 4), 3);
	assert_int_equal(qn_text_nearest("zebra", indicator, names, 4), -1);
	assert_int_equal(qn_text_edits("Direction", "dimension"), 3);
}

static void test_what_overflows_or_has_no_value_is_missing(void **state)
{
	(void)state;
	assert_true(qn_is_missing(qn_exp(1000)) && qn_is_missing(qn_log(0)) && qn_is_missing(qn_log(-1)) && qn_is_missing(qn_pow(-8, 1.0 / 3)));
	assert_true(fabs(qn_exp(1) - 2.718281828459045) < 1e-15 && fabs(qn_log(10) - 2.302585092994046) < 1e-15);
	assert_true(qn_pow(2, 10) == 1024);
}

static void test_dimensions_multiply_and_divide_and_do_not_overflow(void **state)
{
	(void)state;
	qn_dimension money = qn_dimension_base(0), firm = qn_dimension_base(15), each, back;
	assert_true(qn_dimension_divide(money, firm, &each) && qn_dimension_multiply(each, firm, &back) && back == money);
	assert_true(qn_dimension_power(money, 7, &back));
	assert_false(qn_dimension_multiply(back, money, &each));
	assert_true(qn_dimension_power(money, -8, &back));
	assert_false(qn_dimension_divide(back, money, &each));
}

static void test_names_keep_their_numbers_while_the_table_grows(void **state)
{
	(void)state;
	qn_names *names = qn_names_new();
	char name[16];
	for (uint32_t i = 0; i < 50000; i++) {
		int length = snprintf(name, sizeof name, "E%07u", i);
		assert_int_equal(qn_names_add(names, name, (size_t)length), i);
	}
	for (uint32_t i = 0; i < 50000; i += 61) {
		int length = snprintf(name, sizeof name, "E%07u", i);
		assert_int_equal(qn_names_find(names, name, (size_t)length), i);
		assert_string_equal(qn_names_text(names, i), name);
	}
	assert_int_equal(qn_names_find(names, "E", 1), QN_NO_NAME);
	qn_names_free(names);
}

static void test_an_arena_gives_zeroed_memory_that_does_not_overlap(void **state)
{
	(void)state;
	qn_arena arena = { 0 };
	unsigned char *piece[200];
	for (size_t i = 0; i < 200; i++) {
		piece[i] = qn_arena_alloc(&arena, i * 37 + 1);
		assert_int_equal((uintptr_t)piece[i] % 16, 0);
		for (size_t k = 0; k <= i * 37; k++)
			assert_int_equal(piece[i][k], 0);
		memset(piece[i], (int)i, i * 37 + 1);
	}
	for (size_t i = 0; i < 200; i++)
		assert_int_equal(piece[i][i * 37], i);
	assert_null(qn_arena_array(&arena, SIZE_MAX / 2, 4));
	assert_true(arena.failed);
	qn_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256_gives_the_standards_examples),
		cmocka_unit_test(test_crc32c_is_the_same_by_instruction_and_by_table),
		cmocka_unit_test(test_crc32c_gives_the_standards_examples),
		cmocka_unit_test(test_days_are_those_of_the_calendar),
		cmocka_unit_test(test_periods_are_those_of_sdmx),
		cmocka_unit_test(test_widths_are_those_of_a_terminal),
		cmocka_unit_test(test_utf8_is_valid_as_the_standard_has_it_wherever_it_breaks),
		cmocka_unit_test(test_numbers_are_written_as_short_as_they_read_back),
		cmocka_unit_test(test_the_nearest_name_is_the_one_meant),
		cmocka_unit_test(test_what_overflows_or_has_no_value_is_missing),
		cmocka_unit_test(test_dimensions_multiply_and_divide_and_do_not_overflow),
		cmocka_unit_test(test_names_keep_their_numbers_while_the_table_grows),
		cmocka_unit_test(test_an_arena_gives_zeroed_memory_that_does_not_overlap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
