/* SPDX-License-Identifier: Apache-2.0 */
/* test_csv.c - rows stand where their physical lines are, bounds hold, and each encoding is told from the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "ingest/csv.h"

typedef struct { qn_buffer seen; int stop_at; } sight;

/* "line:field|field;" for every row. */
static int see(void *context, const qn_csv_row *row, qn_error *err)
{
	sight *s = context;
	(void)err;
	qn_buffer_printf(&s->seen, "%u:", row->line);
	for (size_t i = 0; i < row->fields; i++) {
		assert_int_equal(strlen(row->field[i].text), row->field[i].length);
		qn_buffer_printf(&s->seen, "%s%s", i ? "|" : "", row->field[i].text);
	}
	qn_buffer_text(&s->seen, ";");
	return s->stop_at && row->line >= (unsigned)s->stop_at ? 7 : 0;
}

static void assert_rows(const char *text, const char *wanted)
{
	sight s = { 0 };
	qn_error err = { 0 };
	if (qn_csv_read(text, strlen(text), "t.csv", see, &s, &err) != QN_OK)
		fail_msg("%s", err.text);
	assert_string_equal(s.seen.data ? s.seen.data : "", wanted);
	qn_buffer_free(&s.seen);
}

static void assert_refused(const void *bytes, size_t length, const char *words)
{
	sight s = { 0 };
	qn_error err = { 0 };
	assert_int_equal(qn_csv_read(bytes, length, "t.csv", see, &s, &err), QN_EINPUT);
	assert_string_equal(err.text, words);
	qn_buffer_free(&s.seen);
}

/* RFC 4180, section 2: its own examples. */
static void test_rows_are_those_of_rfc_4180(void **state)
{
	(void)state;
	assert_rows("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "1:aaa|bbb|ccc;2:zzz|yyy|xxx;");
	assert_rows("aaa,bbb,ccc\r\nzzz,yyy,xxx", "1:aaa|bbb|ccc;2:zzz|yyy|xxx;");
	assert_rows("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", "1:aaa|bbb|ccc;2:zzz|yyy|xxx;");
	assert_rows("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", "1:aaa|b\nbb|ccc;3:zzz|yyy|xxx;"); /* but for its line, which ends as ours do */
	assert_rows("\"aaa\",\"b\"\"bb\",\"ccc\"", "1:aaa|b\"bb|ccc;");
}

static void test_a_row_stands_where_it_begins_whatever_ends_its_lines(void **state)
{
	(void)state;
	assert_rows("a\nb\nc\n", "1:a;2:b;3:c;");
	assert_rows("a\r\nb\r\nc\r\n", "1:a;2:b;3:c;");
	assert_rows("a\rb\rc\r", "1:a;2:b;3:c;");
	assert_rows("a,\"x\ny\r\nz\rw\",b\nnext\n", "1:a|x\ny\nz\nw|b;5:next;");
	assert_rows("\"\n\nx\"\nnext", "1:\n\nx;4:next;");
}

static void test_empty_lines_are_passed_over_and_counted(void **state)
{
	(void)state;
	assert_rows("\n\na\n\n  \nb\n", "3:a;6:b;");
	assert_rows("\r\n\r\na\r\n", "3:a;");
	assert_rows("", "");
	assert_rows("\n", "");
	assert_rows("a,,\n,,\n", "1:a||;2:||;");
}

static void test_blanks_outside_quotes_are_cut_off_and_those_inside_kept(void **state)
{
	(void)state;
	assert_rows(" a ,\tb\t,\" c \" , d e\n", "1:a|b| c |d e;");
}

static void test_a_bad_quote_is_told_with_its_own_line(void **state)
{
	static const char *const files[] = { "a,b\nc,d\ne,f\"g\n", "a,b\r\nc,d\r\ne,f\"g\r\n", "a,b\rc,d\re,f\"g\r", "a,\"b\n\"\ne,\"f\"g\n" };
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		assert_refused(files[i], strlen(files[i]),
			"t.csv:3: a quote in the middle of a field: put quotes around the whole field and double those inside");
}

static void test_a_quote_left_open_is_told_where_its_row_begins(void **state)
{
	(void)state;
	assert_refused("a,b\nc,\"d\ne,f\n", 13, "t.csv:2: the quote that opens here is never closed");
	assert_refused("a\n\n\"", 4, "t.csv:3: the quote that opens here is never closed");
}

static void test_a_nul_is_refused(void **state)
{
	(void)state;
	assert_refused("a,b\nc\0d,e\n", 10, "t.csv:2: a NUL byte: this is not a text file: save it as CSV UTF-8 or .xlsx");
}

static void test_a_field_has_64_kib_and_not_a_byte_more(void **state)
{
	enum { MOST = 64 << 10 };
	char *text = malloc(MOST + 8);
	sight s = { 0 };
	qn_error err = { 0 };
	(void)state;
	memset(text, 'x', MOST + 8);
	text[MOST] = '\n';
	assert_int_equal(qn_csv_read(text, MOST + 1, "t.csv", see, &s, &err), QN_OK);
	text[0] = '\n', text[MOST] = 'x', text[MOST + 2] = '\n';
	assert_refused(text, MOST + 3, "t.csv:2: a field of more than 65536 bytes: is a quote left open?");
	for (size_t i = 0; i < MOST + 8; i += 2) /* never closed: found long before the file's end */
		memcpy(text + i, i ? "\nx" : "\n\"", 2);
	text[MOST + 7] = text[MOST + 6] = 'x';
	assert_refused(text, MOST + 8, "t.csv:2: a field of more than 65536 bytes: is a quote left open?");
	qn_buffer_free(&s.seen);
	free(text);
}

static void test_a_row_has_4096_columns_and_not_one_more(void **state)
{
	char text[4100];
	sight s = { 0 };
	qn_error err = { 0 };
	(void)state;
	memset(text, ',', sizeof text);
	text[0] = '\n', text[4096] = '\n';
	assert_int_equal(qn_csv_read(text, 4097, "t.csv", see, &s, &err), QN_OK);
	text[4096] = ',', text[4097] = '\n';
	assert_refused(text, 4098, "t.csv:2: more than 4096 columns: is it a table at all?");
	qn_buffer_free(&s.seen);
}

/* Feeds a text so many bytes at a time; *fed: how many it took to be done with it. */
static int feed(const char *text, size_t length, size_t step, size_t *fed, qn_buffer *seen, qn_error *err)
{
	sight s = { 0 };
	qn_csv *csv;
	int rc = qn_csv_open("t.csv", (qn_csv_taker){ .each = see, .context = &s }, &csv, err);
	for (*fed = 0; rc == QN_OK && *fed < length; *fed += step < length - *fed ? step : length - *fed)
		rc = qn_csv_feed(csv, text + *fed, step < length - *fed ? step : length - *fed, err);
	if (rc == QN_OK)
		rc = qn_csv_end(csv, err);
	qn_csv_free(csv);
	*seen = s.seen;
	return rc;
}

static void assert_same_in_any_steps(const char *text, size_t length)
{
	static const size_t steps[] = { 4999, 65535, 65536, 131073 };
	qn_buffer whole, seen;
	qn_error words = { 0 }, err = { 0 };
	size_t fed;
	int rc = feed(text, length, length, &fed, &whole, &words);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		assert_int_equal(feed(text, length, steps[i], &fed, &seen, &err), rc);
		assert_string_equal(rc < 0 ? err.text : "", rc < 0 ? words.text : "");
		assert_int_equal(seen.length, whole.length);
		assert_true(seen.length == 0 || !memcmp(seen.data, whole.data, seen.length));
		qn_buffer_free(&seen);
	}
	qn_buffer_free(&whole);
}

enum { LONG = 140000 };

/* A line of fields of 999 bytes; `at`: what stands in it. */
static char *long_line(size_t at, const char *what, const char *end)
{
	char *text = malloc(LONG + 16);
	memset(text, 'x', LONG);
	for (size_t i = 999; i < LONG; i += 1000)
		text[i] = ',';
	memcpy(text + at, what, strlen(what) ? strlen(what) : 1);
	strcpy(text + LONG, end);
	return text;
}

static void test_a_very_long_line_is_the_same_in_parts(void **state)
{
	static const char *const whats[] = { "x", "\"", ",,,", "", "   ", "\n", "\r", "\r\n" }, *const ends[] = { "", "\n", "\r", "\r\nnext" };
	static const size_t places[] = { 3, 65534, 65535, 65536, 65537, 131071, 131072, 139000 };
	(void)state;
	for (size_t w = 0; w < sizeof whats / sizeof *whats; w++)
		for (size_t p = 0; p < sizeof places / sizeof *places; p++)
			for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
				char *text = long_line(places[p], whats[w], ends[e]);
				assert_same_in_any_steps(text, LONG + strlen(ends[e]));
				free(text);
			}
}

/* Whatever follows: a line that goes on for gigabytes is not kept. */
static void test_a_line_without_an_end_is_refused_long_before_it(void **state)
{
	enum { ENDLESS = 1 << 20, SOON = 200000 };
	char *text = malloc(ENDLESS);
	qn_buffer seen;
	qn_error err = { 0 };
	size_t fed;
	(void)state;
	memset(text, 'x', ENDLESS);
	assert_int_equal(feed(text, ENDLESS, 1000, &fed, &seen, &err), QN_EINPUT);
	assert_string_equal(err.text, "t.csv:1: a field of more than 65536 bytes: is a quote left open?");
	assert_in_range(fed, 0, SOON);
	memset(text, ',', ENDLESS);
	assert_int_equal(feed(text, ENDLESS, 1000, &fed, &seen, &err), QN_EINPUT);
	assert_string_equal(err.text, "t.csv:1: more than 4096 columns: is it a table at all?");
	assert_in_range(fed, 0, SOON);
	free(text);
}

static void test_a_reader_can_stop(void **state)
{
	sight s = { .stop_at = 2 };
	qn_error err = { 0 };
	(void)state;
	assert_int_equal(qn_csv_read("a\nb\nc\nd", 7, "t.csv", see, &s, &err), 7);
	assert_string_equal(s.seen.data, "1:a;2:b;");
	qn_buffer_free(&s.seen);
}

static int decode(const char *bytes, size_t length, qn_buffer *out, const char **found, qn_error *err)
{
	*out = (qn_buffer){ 0 };
	qn_buffer_add(out, bytes, length);
	return qn_text_decode(out, "t.csv", found, err);
}

static void assert_decoded(const char *bytes, size_t length, const char *encoding, const char *text)
{
	qn_buffer out;
	qn_error err = { 0 };
	const char *found;
	assert_int_equal(decode(bytes, length, &out, &found, &err), QN_OK);
	assert_string_equal(found, encoding);
	assert_int_equal(out.length, strlen(text));
	assert_string_equal(out.data ? out.data : "", text);
	qn_buffer_free(&out);
}

static void assert_undecoded(const char *bytes, size_t length, const char *words)
{
	qn_buffer out;
	qn_error err = { 0 };
	const char *found;
	assert_int_equal(decode(bytes, length, &out, &found, &err), QN_EINPUT);
	assert_string_equal(err.text, words);
	qn_buffer_free(&out);
}

/* D6 D0 CE C4 is the GB 2312 code of 中文; 95 32 82 36 the four bytes of U+20000 in GB 18030's own table. */
static void test_each_encoding_is_known_by_its_bytes(void **state)
{
	(void)state;
	assert_decoded("", 0, "UTF-8", "");
	assert_decoded("plain", 5, "UTF-8", "plain");
	assert_decoded("中文", 6, "UTF-8", "中文");
	assert_decoded("\xEF\xBB\xBF" "中文", 9, "UTF-8 with BOM", "中文");
	assert_decoded("\xEF\xBB\xBF", 3, "UTF-8 with BOM", "");
	assert_decoded("\xD6\xD0\xCE\xC4", 4, "GB18030", "中文");
	assert_decoded("\x95\x32\x82\x36", 4, "GB18030", "\xF0\xA0\x80\x80");
	assert_decoded("\xFF\xFE" "a\0\x2D\x4E\x40\xD8\0\xDC", 10, "UTF-16LE", "a中\xF0\xA0\x80\x80"); /* U+20000 as D840 DC00 */
	assert_decoded("\xFE\xFF" "\0a\x4E\x2D\xD8\x40\xDC\0", 10, "UTF-16BE", "a中\xF0\xA0\x80\x80");
	assert_decoded("\xFF\xFE", 2, "UTF-16LE", "");
}

static void test_a_long_file_of_gb18030_is_decoded_whole(void **state)
{
	enum { TIMES = 20000 };
	qn_buffer bytes = { 0 };
	qn_error err = { 0 };
	const char *found;
	(void)state;
	for (int i = 0; i < TIMES; i++)
		qn_buffer_add(&bytes, "x\xD6\xD0", 3);
	assert_int_equal(qn_text_decode(&bytes, "t.csv", &found, &err), QN_OK);
	assert_int_equal(bytes.length, 4 * TIMES);
	for (int i = 0; i < TIMES; i++)
		assert_memory_equal(bytes.data + 4 * i, "x中", 4);
	qn_buffer_free(&bytes);
}

static void test_what_cannot_be_decoded_is_told_with_its_line_and_a_way_out(void **state)
{
	(void)state;
	assert_undecoded("\xFF\xFE" "a\0\n\0b", 7, "t.csv:2: the file says it is UTF-16 and is not: save it as CSV UTF-8"); /* half a character */
	assert_undecoded("\xFF\xFE\r\0\n\0\n\n\n\0\0\xDC" "a\0", 14, "t.csv:3: the file says it is UTF-16 and is not: save it as CSV UTF-8"); /* U+0A0A is no line */
	assert_undecoded("\xFE\xFF\0\n\xD8\x40\0a", 8, "t.csv:2: the file says it is UTF-16 and is not: save it as CSV UTF-8"); /* half a pair */
	assert_undecoded("\xEF\xBB\xBF" "a\nb\n\xD6\xD0", 9, "t.csv:3: the file says it is UTF-8 and is not: save it as CSV UTF-8");
	assert_undecoded("a\r\nb\r\nc\xFF\xFF\n", 10, "t.csv:3: neither UTF-8 nor GB18030: save the file as CSV UTF-8");
	assert_undecoded("a\rb\rc\xFF\xFF\r", 8, "t.csv:3: neither UTF-8 nor GB18030: save the file as CSV UTF-8");
	assert_undecoded("a\n\xD6", 3, "t.csv:2: neither UTF-8 nor GB18030: save the file as CSV UTF-8");
	assert_undecoded("集群\n指标\n\xD6\xD0\n", 18, "t.csv:3: the file is UTF-8 up to this line, which is not (two encodings put together, or cut off?): save it as CSV UTF-8");
}

static void test_what_parts_fields_is_found_from_the_header(void **state)
{
	static const struct { const char *text; char found; } cases[] = { { "", 0 }, { "a\n", 0 }, { "a,b;c\td,e\n", 0 }, { "a\tb\tc\n1,2\t3,4\t5,6,7\n", '\t' },
		{ "a;b;c\n", ';' }, { "a;b\n1,5;2,5\n", 0 }, { "a;b\n", ';' }, { "\"a;b;c\",d\n", 0 }, { "title; in 100 million\na,b,c\n", 0 },
		{ "\"a title\nwith, a, comma, more\"\ta\tb\n", '\t' }, { "title\r\n\r\na\tb\tc\r\n", '\t' }, { "a\tb\r", '\t' },
		{ "a|b|c\n1,5|2|3\n", '|' }, { "a|b,c,d\n", 0 },
		{ "2025;title;of it\n集群,税收\n", 0 }, { "2025|title|of it\nentity;revenue\n", ';' }, { "a\tb\tc, d\n\"集 群\"|\"税收\"\r\n", '|' },
		{ "单位;万元;家\n产业,所在县,税收\n", 0 }, { "\xEF\xBB\xBF" "entity;a,b,c,d\n", ';' }, { "entity\na;b;c\n", ';' } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(qn_csv_delimiter(cases[i].text, strlen(cases[i].text)), cases[i].found);
}

static void test_a_file_that_is_not_there_is_told(void **state)
{
	qn_buffer out = { 0 };
	qn_error err = { 0 };
	(void)state;
	assert_int_equal(qn_file_read("/nowhere/at/all.csv", &out, &err), QN_ENOTFOUND);
	assert_string_equal(err.text, "/nowhere/at/all.csv: No such file or directory");
	assert_int_equal(qn_file_read("/tmp", &out, &err), QN_EIO);
	assert_string_equal(err.text, "/tmp: Is a directory");
	qn_buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_those_of_rfc_4180),
		cmocka_unit_test(test_a_row_stands_where_it_begins_whatever_ends_its_lines),
		cmocka_unit_test(test_empty_lines_are_passed_over_and_counted),
		cmocka_unit_test(test_blanks_outside_quotes_are_cut_off_and_those_inside_kept),
		cmocka_unit_test(test_a_bad_quote_is_told_with_its_own_line),
		cmocka_unit_test(test_a_quote_left_open_is_told_where_its_row_begins),
		cmocka_unit_test(test_a_nul_is_refused),
		cmocka_unit_test(test_a_field_has_64_kib_and_not_a_byte_more),
		cmocka_unit_test(test_a_row_has_4096_columns_and_not_one_more),
		cmocka_unit_test(test_a_very_long_line_is_the_same_in_parts),
		cmocka_unit_test(test_a_line_without_an_end_is_refused_long_before_it),
		cmocka_unit_test(test_a_reader_can_stop),
		cmocka_unit_test(test_each_encoding_is_known_by_its_bytes),
		cmocka_unit_test(test_a_long_file_of_gb18030_is_decoded_whole),
		cmocka_unit_test(test_what_cannot_be_decoded_is_told_with_its_line_and_a_way_out),
		cmocka_unit_test(test_what_parts_fields_is_found_from_the_header),
		cmocka_unit_test(test_a_file_that_is_not_there_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
