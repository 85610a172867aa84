/* SPDX-License-Identifier: Apache-2.0 */
/* test_plain.c - the short way for plain lines and libcsv read every file alike, wherever the pieces of it end. */
#include "fixture.h"
#include "base/sanitized.h"
#include "ways.h"

static size_t assert_alike(fixture *f, const char *bytes, size_t length, size_t piece)
{
	qn_buffer slow = { 0 }, fast = { 0 };
	way_read(f->store, bytes, length, length ? length : 1, false, &slow);
	size_t taken = way_read(f->store, bytes, length, piece, true, &fast);
	if (strcmp(slow.data, fast.data) != 0)
		fail_msg("in pieces of %zu, this file:\n%.*s\nby libcsv:\n%s\nthe short way:\n%s", piece, (int)length, bytes, slow.data, fast.data);
	qn_buffer_free(&slow);
	qn_buffer_free(&fast);
	return taken;
}

#define HEAD "entity,indicator,period,value\n"
#define ROWS "yi-robots,revenue,2024,1\nyi-robots,revenue,2025,2.25\nyi-robots,margin,2024,\nyi-robots,margin,2025,-3.5\n"

static void test_plain_lines_go_the_short_way_but_for_the_last(void **state)
{
	static const char unix_lines[] = HEAD ROWS ROWS ROWS, windows[] = "entity,indicator,period,value\r\nC01,revenue,2024,1\r\nC01,revenue,2025,2\r\n\r\n";
	fixture *f = *state;
	assert_int_equal(assert_alike(f, unix_lines, strlen(unix_lines), 4096), strlen(ROWS) * 3 - strlen("yi-robots,margin,2025,-3.5\n"));
	assert_true(assert_alike(f, windows, strlen(windows), 4096) >= 20);
}

static void test_what_is_not_plain_is_left_to_libcsv(void **state)
{
	static const char *const rows[] = { "\"yi-robots\",revenue,2025,1\n", " yi-robots,revenue,2025,1\n", "yi-robots ,revenue,2025,1\n",
		"yi-robots,\trevenue,2025,1\n", "yi-robots,revenue,2025, 1\n", "yi-robots,revenue,2025,1 \n", "yi-robots,revenue,2025,1,\n",
		"yi-robots,revenue,2025,1\r", "yi-robots,revenue,2025\n", "nobody,revenue,2025,1\n", "yi-robots,nothing,2025,1\n",
		"yi-robots,revenue,25,1\n", "yi-robots,leaders,2025,1.5\n", "yi-robots,revenue,2025,NA\n", "\n", "yi-robots,rev\"enue,2025,1\n" };
	fixture *f = *state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[256];
		snprintf(text, sizeof text, HEAD "%s", rows[i]);
		assert_int_equal(assert_alike(f, text, strlen(text), 4096), 0);
	}
}

/* Forms of numbers; every one must have the bits that qn_number_read gives, or be refused as there. */
static const char *const numbers[] = { "0", "-0", "1", "-1", "+1", "12.5", "5.", ".5", "-.5", ".", "-", "+", "0005", "000.100", "1e3", "1E-3", "0.1",
	"0.0001", "123456789.1234", "9007199254740991", "9007199254740992", "9007199254740993", "900719925474099.3", "123456789012345678",
	"1234567890123456789", "12345678901234567890123", "0.123456789012345678", "0.1234567890123456789", "4503599627370496.5",
	"0.000000000000000001", "99999999999999999.9", "1.7976931348623157e308", "2e308", "1e-400", "", "NA", "..", "1.2.3", "1_0", "１", "0x1", "1-", "--1" };
enum { NUMBERS = sizeof numbers / sizeof *numbers };

static void test_numbers_have_the_bits_of_the_full_reader(void **state)
{
	fixture *f = *state;
	for (size_t i = 0; i < NUMBERS; i++) {
		char text[256];
		snprintf(text, sizeof text, HEAD "yi-robots,revenue,2024,%s\nyi-robots,revenue,2025,%s\nyi-robots,margin,2025,1\n", numbers[i], numbers[i]);
		assert_alike(f, text, strlen(text), 4096);
	}
}

/* A fixed stream, so that a failure can be seen again. */
static uint32_t next(uint32_t *seed, uint32_t below) { return ((*seed = *seed * 1664525u + 1013904223u) >> 8) % below; }

static void test_decimals_of_any_length_have_the_bits_of_the_full_reader(void **state)
{
	fixture *f = *state;
	uint32_t seed = 5;
	for (int round = 0; round < 60; round++) {
		qn_buffer text = { 0 };
		qn_buffer_text(&text, HEAD);
		for (int year = 1900; year < 2000; year++) {
			uint32_t whole = next(&seed, 12), part = next(&seed, 9);
			qn_buffer_printf(&text, "yi-robots,revenue,%d,%s", year, next(&seed, 2) ? "-" : "");
			for (uint32_t k = 0; k < whole; k++)
				qn_buffer_printf(&text, "%u", next(&seed, 10));
			qn_buffer_text(&text, part ? "." : "7");
			for (uint32_t k = 0; k < part; k++)
				qn_buffer_printf(&text, "%u", next(&seed, 10));
			qn_buffer_text(&text, "\n");
		}
		assert_true(assert_alike(f, text.data, text.length, 4096) > text.length / 2);
		qn_buffer_free(&text);
	}
}

static const char *pick(uint32_t *seed, const char *const *from, size_t count) { return from[next(seed, (uint32_t)count)]; }
#define PICK(from) pick(seed, from, sizeof from / sizeof *from)

static void add_row(qn_buffer *text, uint32_t *seed, int shape, bool odd)
{
	static const char *const entities[] = { "yi-robots", "C02", "jia-vehicles", "甲县", "乙县机器人集群", "yi-cables" }, *const indicators[] = { "revenue", "margin",
		"营业收入", "leaders", "place" }, *const periods[] = { "2024", "2025", "2025-Q1", "2025-01", "2023" }, *const sources[] = { "", "a city", "合成", "synthetic" },
		*const odd_fields[] = { "\"yi-robots\"", " C02", "C02\t", "nobody", "\"a\nb\"", "\"a\"\"b\"", "a\"b", "revenue\r", "", ",", "\"", "YI-ROBOTS", "\"\n\n" };
	const char *entity = PICK(entities), *indicator = PICK(indicators), *period = PICK(periods), *source = PICK(sources);
	char plain[16];
	snprintf(plain, sizeof plain, "%u.%u", next(seed, 3), next(seed, 2) * 5);
	const char *value = odd && next(seed, 3) == 0 ? pick(seed, numbers, NUMBERS) : plain;
	if (odd)
		*(const char **[]){ &entity, &indicator, &period, &value, &source }[next(seed, 5)] = PICK(odd_fields);
	if (shape == 0)
		qn_buffer_printf(text, "%s,%s,%s,%s", entity, indicator, period, value);
	else if (shape == 1)
		qn_buffer_printf(text, "%s,%s,%s,%s,%s", period, value, source, entity, indicator);
	else
		qn_buffer_printf(text, "%s,%s,%s,%s,%s,%s", value, entity, "a note", indicator, source, period);
}

static void make_file(qn_buffer *text, uint32_t *seed)
{
	static const char *const heads[] = { "entity,indicator,period,value", "period,value,source,entity,indicator", "value,entity,note,indicator,source,period" },
		*const ends[] = { "\n", "\r\n", "\r", "\n\n", "", " \n" };
	int shape = (int)next(seed, 3), end = (int)next(seed, 3);
	qn_buffer_printf(text, "%s%s", heads[shape], ends[end]);
	uint32_t oddity = next(seed, 3) ? 8 : 1000;
	for (uint32_t rows = next(seed, 30); rows > 0; rows--) {
		add_row(text, seed, shape, next(seed, oddity) == 0);
		qn_buffer_text(text, next(seed, 2 * oddity) ? ends[end] : PICK(ends));
	}
	for (uint32_t changes = next(seed, 3) ? 0 : next(seed, 4); changes > 0; changes--)
		text->data[next(seed, (uint32_t)text->length)] = "\",\n\r\0 \t\xFF"[next(seed, 8)];
}

static void test_files_of_every_kind_are_read_alike_wherever_pieces_end(void **state)
{
	fixture *f = *state;
	uint32_t seed = 1;
	size_t taken = 0;
	for (int round = 0; round < 1500 / QN_PATIENCE; round++) {
		qn_buffer text = { 0 };
		make_file(&text, &seed);
		taken += assert_alike(f, text.data, text.length, text.length + 1);
		assert_alike(f, text.data, text.length, 1 + next(&seed, 3));
		for (int k = 0; k < 3; k++)
			assert_alike(f, text.data, text.length, 1 + next(&seed, 200));
		qn_buffer_free(&text);
	}
	assert_true(taken > 10000 / QN_PATIENCE); /* else the short way was not tried */
}

static void test_a_border_at_every_byte_changes_nothing(void **state)
{
	static const char text[] = HEAD ROWS "\"jia-vehicles\",revenue,2025,1\r\n\r\n" ROWS "yi-robots,\"rev\nenue\",2025,1\nC01,revenue,2020,7\nC01,revenue,2021,8\n";
	fixture *f = *state;
	for (size_t piece = 1; piece < sizeof text; piece++)
		assert_alike(f, text, strlen(text), piece);
}

static void test_a_source_in_every_row_is_none_the_worse(void **state)
{
	fixture *f = *state;
	qn_buffer text = { 0 };
	qn_buffer_text(&text, "entity,indicator,period,value,source\n");
	for (int i = 0; i < 5000; i++)
		qn_buffer_printf(&text, "C01,revenue,2024,1,%s%d\n", i == 4000 ? "synthetic " : "city ", i);
	assert_alike(f, text.data, text.length, 4096);
	qn_buffer_free(&text);
}

static void test_a_few_sources_that_take_turns_go_the_short_way(void **state)
{
	fixture *f = *state;
	qn_buffer text = { 0 };
	qn_buffer_text(&text, "entity,indicator,period,value,source\n");
	for (int i = 0; i < 3000; i++)
		qn_buffer_printf(&text, "C01,revenue,%d,%d,city %d\n", 2000 + i % 20, i % 20, i % 40);
	assert_true(assert_alike(f, text.data, text.length, 4096) > text.length / 2);
	qn_buffer_free(&text);
}

static void test_twins_are_told_in_the_order_of_columns_up_to_the_limit(void **state)
{
	fixture *f = *state;
	qn_buffer text = { 0 };
	qn_buffer_text(&text, HEAD);
	for (int round = 0; round < 3; round++)
		for (int year = 2020; year > 1900; year--)
			qn_buffer_printf(&text, "C01,margin,%d,%d\nC01,revenue,%d,%d\n", year, round, year, round);
	assert_alike(f, text.data, text.length, 4096);
	assert_int_equal(import_bytes(f, text.data, text.length, (qn_import_options){ .most_errors = 2 }), QN_EINPUT);
	assert_int_equal(f->report.error_count, 480);
	assert_string_equal(told(f), "r.csv:481:4: revenue: another value than in line 241 for the same entity and period: keep one of them\n"
		"r.csv:721:4: revenue: another value than in line 241 for the same entity and period: keep one of them\n");
	qn_buffer_free(&text);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_plain_lines_go_the_short_way_but_for_the_last),
		WITH_STORE(test_what_is_not_plain_is_left_to_libcsv),
		WITH_STORE(test_numbers_have_the_bits_of_the_full_reader),
		WITH_STORE(test_decimals_of_any_length_have_the_bits_of_the_full_reader),
		WITH_STORE(test_files_of_every_kind_are_read_alike_wherever_pieces_end),
		WITH_STORE(test_a_border_at_every_byte_changes_nothing),
		WITH_STORE(test_a_source_in_every_row_is_none_the_worse), WITH_STORE(test_a_few_sources_that_take_turns_go_the_short_way),
		WITH_STORE(test_twins_are_told_in_the_order_of_columns_up_to_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
