/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"

static qn_report *sample(bool synthetic)
{
	qn_report *report = qn_report_new("Title", synthetic);
	qn_table *table = qn_report_table(report, "clusters", "Clusters");
	qn_table_column(table, "name", "名称", QN_LEFT);
	qn_table_column(table, "value", "Value", QN_RIGHT);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, "肥东县");
	qn_row_number(row, 0.1, 2);
	row = qn_table_row(table);
	qn_row_text(row, "x,\"y\"");
	qn_row_number(row, QN_MISSING, 2);
	qn_report_note(report, "a note");
	return report;
}

static void assert_written(qn_report *report, qn_format format, const char *expected)
{
	qn_buffer out = { 0 };
	qn_error err = { 0 };
	assert_int_equal(qn_report_write(report, format, &(qn_report_look){ 0 }, &out, &err), 0);
	assert_string_equal(out.data, expected);
	qn_buffer_free(&out);
	qn_report_free(report);
}

static void test_each_format_has_every_cell(void **state)
{
	(void)state;
	assert_written(sample(false), QN_FORMAT_CSV, "name,value\n肥东县,0.1\n\"x,\"\"y\"\"\",\n");
	assert_written(sample(false), QN_FORMAT_TSV, "name\tvalue\n肥东县\t0.1\nx,\"y\"\t\n");
	assert_written(sample(false), QN_FORMAT_MD,
		"# Title\n\n## Clusters\n\n| 名称 | Value |\n| --- | ---: |\n| 肥东县 | 0.10 |\n| x,\"y\" | — |\n\n- a note\n");
	assert_written(sample(false), QN_FORMAT_JSON,
		"{\n \"title\": \"Title\",\n \"synthetic\": false,\n \"tables\": {\n  \"clusters\": [\n   {\n    \"name\": \"肥东县\",\n"
		"    \"value\": 0.1\n   },\n   {\n    \"name\": \"x,\\\"y\\\"\",\n    \"value\": null\n   }\n  ]\n },\n \"notes\": [\n  \"a note\"\n ]\n}\n");
}

static void test_no_table_takes_the_place_of_another(void **state)
{
	(void)state;
	qn_report *report = qn_report_new("T", false);
	for (int i = 0; i < 3; i++) {
		qn_table *table = qn_report_table(report, "t", "");
		qn_table_column(table, "c", "c", QN_RIGHT);
		qn_row_number(qn_table_row(table), i, 0);
	}
	assert_written(report, QN_FORMAT_JSON, "{\n \"title\": \"T\",\n \"synthetic\": false,\n \"tables\": {\n  \"t\": [\n   {\n    \"c\": 0.0\n   }\n  ],\n"
		"  \"t_2\": [\n   {\n    \"c\": 1.0\n   }\n  ],\n  \"t_3\": [\n   {\n    \"c\": 2.0\n   }\n  ]\n },\n \"notes\": []\n}\n");
}

static void test_synthetic_stands_in_the_title_and_in_each_row(void **state)
{
	(void)state;
	assert_written(sample(true), QN_FORMAT_CSV, "name,value,data\n肥东县,0.1,synthetic 合成\n\"x,\"\"y\"\"\",,synthetic 合成\n");
	assert_written(sample(true), QN_FORMAT_TABLE,
		"Title  [synthetic 合成]\n\nClusters\n名称   Value data\n肥东县  0.10 合成\nx,\"y\"      — 合成\n\n* a note\n");
}

/* Every line of a table is as wide as the others, wide characters counted as two. */
static void test_columns_align_under_wide_characters(void **state)
{
	(void)state;
	qn_buffer out = { 0 };
	qn_error err = { 0 };
	qn_report *report = sample(true);
	assert_int_equal(qn_report_write(report, QN_FORMAT_TABLE, &(qn_report_look){ 0 }, &out, &err), 0);
	char *line = strstr(out.data, "名称"), *end;
	size_t width = 0;
	for (int i = 0; i < 3; i++, line = end + 1) {
		end = strchr(line, '\n');
		*end = 0;
		if (i == 0)
			width = qn_text_width(line);
		assert_int_equal(qn_text_width(line), width);
	}
	qn_buffer_free(&out);
	qn_report_free(report);
}

static qn_report *wide_table(void)
{
	qn_report *report = qn_report_new("T", true);
	qn_table *table = qn_report_table(report, "t", "");
	static const char *const names[] = { "一个名称很长的县域产业集群", "  at a blank, not in a word" };
	qn_table_column(table, "name", "Name", QN_LEFT | QN_WRAP);
	qn_table_column(table, "first", "First", QN_RIGHT);
	qn_table_column(table, "second", "A long heading", QN_RIGHT);
	for (int i = 0; i < 2; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, names[i]);
		qn_row_number(row, 1.5 + i, 1);
		qn_row_number(row, i ? 20 : QN_MISSING, 0);
	}
	return report;
}

static void assert_screen(size_t width, const char *expected)
{
	qn_buffer out = { 0 };
	qn_error err = { 0 };
	qn_report *report = wide_table();
	assert_int_equal(qn_report_write(report, QN_FORMAT_TABLE, &(qn_report_look){ .width = width }, &out, &err), 0);
	assert_string_equal(out.data, expected);
	qn_buffer_free(&out);
	qn_report_free(report);
}

static void test_a_table_fits_the_screen(void **state)
{
	(void)state;
	assert_screen(60, "T  [synthetic 合成]\n\n"
		"Name                        First A long heading data\n"
		"一个名称很长的县域产业集群    1.5              — 合成\n"
		"  at a blank, not in a word   2.5             20 合成\n");
	assert_screen(46, "T  [synthetic 合成]\n\n"
		"Name                 First A long heading data\n"
		"一个名称很长的县域产   1.5              — 合成\n"
		"业集群                                    \n"
		"  at a blank, not in   2.5             20 合成\n"
		"a word                                    \n");
	assert_screen(30, "T  [synthetic 合成]\n\n"
		"Name               First data\n"
		"一个名称很长的县域   1.5 合成\n"
		"产业集群                 \n"
		"  at a blank, not    2.5 合成\n"
		"in a word                \n"
		"\n"
		"Name           A long heading data\n"
		"一个名称很长的              — 合成\n"
		"县域产业集群                  \n"
		"  at a blank,              20 合成\n"
		"not in a word                 \n");
}

static qn_report *drawn(void)
{
	qn_report *report = qn_report_new("T", false);
	qn_table *table = qn_report_table(report, "t", "");
	qn_table_column(table, "n", "n", QN_LEFT);
	qn_table_column(table, "picture", "p5 == o == p95, | goal", QN_LEFT | QN_PICTURE);
	static const double rows[][4] = { { 0, 10, 20, 29 }, { 9, 10, 11, QN_MISSING }, { QN_MISSING, QN_MISSING, QN_MISSING, 0 }, { -5, 29, 40, 29 } };
	qn_axis axis = { 0 };
	qn_axis_reach(&axis, 29), qn_axis_reach(&axis, 0), qn_axis_reach(&axis, QN_MISSING);
	for (int i = 0; i < 4; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_number(row, i, 0);
		qn_row_picture(row, &axis, rows[i][0], rows[i][2], (qn_mark[]){ { rows[i][3], '|' }, { rows[i][1], 'o' } }, 2);
	}
	return report;
}

static void assert_drawn(qn_format format, size_t width, const char *expected)
{
	qn_buffer out = { 0 };
	qn_error err = { 0 };
	qn_report *report = drawn();
	assert_int_equal(qn_report_write(report, format, &(qn_report_look){ .width = width }, &out, &err), 0);
	assert_string_equal(out.data, expected);
	qn_buffer_free(&out);
	qn_report_free(report);
}

static void test_a_span_is_drawn_where_there_is_room(void **state)
{
	(void)state;
	const char *picture = "T\n\nn p5 == o == p95, | goal\n"
		"0 ==========o==========        |\n"
		"1          =o=\n"
		"2 |\n"
		"3 =============================o\n";
	const char *plain = "T\n\nn\n0\n1\n2\n3\n";
	assert_drawn(QN_FORMAT_TABLE, 0, picture);
	assert_drawn(QN_FORMAT_TABLE, 32, picture);
	assert_drawn(QN_FORMAT_TABLE, 31, plain);
	assert_drawn(QN_FORMAT_CSV, 0, "n\n0\n1\n2\n3\n");
	assert_drawn(QN_FORMAT_MD, 0, "# T\n\n| n |\n| --- |\n| 0 |\n| 1 |\n| 2 |\n| 3 |\n");
}

static qn_report *one_cell(const char *text)
{
	qn_report *report = qn_report_new("T", false);
	qn_table *table = qn_report_table(report, "t", "");
	qn_table_column(table, "c", "c", QN_LEFT);
	qn_row_text(qn_table_row(table), text);
	return report;
}

static void test_a_text_never_becomes_a_formula_or_markup(void **state)
{
	(void)state;
	assert_written(one_cell("=1+1"), QN_FORMAT_CSV, "c\n'=1+1\n");
	assert_written(one_cell("@SUM(A1)"), QN_FORMAT_CSV, "c\n'@SUM(A1)\n");
	assert_written(one_cell("-5 of them"), QN_FORMAT_CSV, "c\n'-5 of them\n");
	assert_written(one_cell("-5"), QN_FORMAT_CSV, "c\n-5\n");
	assert_written(one_cell("a|b<c>&d"), QN_FORMAT_MD, "# T\n\n| c |\n| --- |\n| a\\|b&lt;c\\>&d |\n");
	assert_written(one_cell("&lt;i&#62; R&D <5%"), QN_FORMAT_MD, "# T\n\n| c |\n| --- |\n| &amp;lt;i&amp;#62; R&D <5% |\n");
	assert_written(one_cell("~~a~~ $x$ a:b www"), QN_FORMAT_MD, "# T\n\n| c |\n| --- |\n| \\~\\~a\\~\\~ \\$x\\$ a:b www |\n");
	assert_written(one_cell("http://a.b www.a.b a@b.c"), QN_FORMAT_MD, "# T\n\n| c |\n| --- |\n| http&#58;//a.b www&#46;a.b a&#64;b.c |\n");
}

static void test_controls_and_escapes_are_shown_and_not_obeyed(void **state)
{
	(void)state;
	assert_written(one_cell("\x1b[31mred\xff"), QN_FORMAT_CSV, "c\n\\x1B[31mred\\xFF\n");
	assert_written(one_cell("a\u202eb"), QN_FORMAT_CSV, "c\na\\u{202E}b\n");
}

static void test_formats_are_known_by_name(void **state)
{
	(void)state;
	qn_format format;
	assert_true(qn_format_read("json", &format) && format == QN_FORMAT_JSON);
	assert_false(qn_format_read("xml", &format));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_format_has_every_cell),
		cmocka_unit_test(test_synthetic_stands_in_the_title_and_in_each_row),
		cmocka_unit_test(test_no_table_takes_the_place_of_another),
		cmocka_unit_test(test_columns_align_under_wide_characters),
		cmocka_unit_test(test_a_table_fits_the_screen), cmocka_unit_test(test_a_span_is_drawn_where_there_is_room),
		cmocka_unit_test(test_a_text_never_becomes_a_formula_or_markup),
		cmocka_unit_test(test_controls_and_escapes_are_shown_and_not_obeyed),
		cmocka_unit_test(test_formats_are_known_by_name),
	};
	if (qn_report_locale(NULL) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
