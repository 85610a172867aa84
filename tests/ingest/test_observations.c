/* SPDX-License-Identifier: Apache-2.0 */
/* test_observations.c - the long form: what is taken, what is missing, and the words for every value that is refused. */
#include "fixture.h"
#include "store/remarks.h"

static void assert_told(fixture *f, const char *rows, const char *words)
{
	char line[1024];
	assert_int_equal(import_rows(f, rows), QN_EINPUT);
	snprintf(line, sizeof line, "r.csv:%s\n", words);
	assert_string_equal(told(f), line);
	assert_int_equal(f->report.error_count, 1);
	assert_string_equal(f->err.text, "r.csv: 1 bad value: nothing was imported");
}

static void assert_refused(fixture *f, const char *text, const char *words)
{
	assert_int_equal(import_text(f, text), QN_EINPUT);
	assert_string_equal(f->err.text, words);
	assert_int_equal(imports_of(look(f)), 0);
}

static void test_values_arrive_with_their_lines(void **state)
{
	fixture *f = *state;
	qn_origin origin;
	OK(f, import_rows(f, "yi-robots,revenue,2025,2.5\njia-vehicles,revenue,2025,100\n\nyi-robots,revenue,2024,-1.25e2\n"));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == 2.5);
	assert_true(value_of(f, REVENUE, CLUSTER, JIA_VEHICLES, 2025) == 100);
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2024) == -125);
	assert_true(qn_is_missing(value_of(f, REVENUE, CLUSTER, YI_CABLES, 2025)));
	assert_int_equal(f->report.rows, 3);
	assert_int_equal(f->report.cells.added, 3);
	OK(f, qn_column_origin(f->snapshot, REVENUE, CLUSTER, qn_period_of(QN_ANNUAL, 2024, 1), YI_ROBOTS, &origin, &f->err));
	assert_int_equal(origin.import, f->report.import);
	assert_int_equal(origin.line, 5);
}

static void test_columns_come_in_any_order_and_under_each_of_their_names(void **state)
{
	static const char *const entity[] = { "entity", "Cluster", "集群", "主体" }, *const indicator[] = { "INDICATOR", "指标" },
		*const period[] = { "period", "year", "时期", "年份", "期间" }, *const value[] = { "value", "值", "数值" },
		*const source[] = { "source", "来源", "数据来源" }, *const note[] = { "note", "备注" };
	fixture *f = *state;
	for (int i = 0; i < 5; i++) {
		char text[512];
		snprintf(text, sizeof text, "%s,%s,%s,%s,%s,%s\nseen by us,%d,2025,a city,revenue,yi-robots\n", note[i % 2], value[i % 3], period[i],
			source[i % 3], indicator[i % 2], entity[i % 4], i + 1);
		OK(f, import_text(f, text));
		assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == i + 1);
	}
}

static void test_an_entity_is_known_by_id_code_either_name_or_alias(void **state)
{
	static const char *const names[] = { "yi-robots", "C02", "乙县机器人集群", "Yi Robots", "机器人谷" };
	fixture *f = *state;
	for (int i = 0; i < 5; i++) {
		char row[128];
		snprintf(row, sizeof row, "%s,营业收入,2025,%d\n", names[i], i + 1);
		OK(f, import_rows(f, row));
		assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == i + 1);
	}
}

static void test_the_kind_that_is_judged_goes_first_and_others_follow(void **state)
{
	fixture *f = *state;
	OK(f, import_rows(f, "甲县,revenue,2025,7\nC01,revenue,2025,8\n"));
	assert_true(value_of(f, REVENUE, COUNTY, 0, 2025) == 7);
	assert_true(value_of(f, REVENUE, CLUSTER, JIA_VEHICLES, 2025) == 8);
}

static void test_marks_of_a_missing_value_are_missing_and_never_zero(void **state)
{
	fixture *f = *state;
	OK(f, import_rows(f, "yi-robots,revenue,2001,\nyi-robots,revenue,2002,-\nyi-robots,revenue,2003,—\nyi-robots,revenue,2004,——\n"
		"yi-robots,revenue,2005,/\nyi-robots,revenue,2006,无\nyi-robots,revenue,2007,不详\nyi-robots,revenue,2008,NA\n"
		"yi-robots,revenue,2009,N/A\nyi-robots,revenue,2010,nan\nyi-robots,revenue,2011,NULL\nyi-robots,revenue,2012,..\nyi-robots,revenue,2013,0\n"));
	assert_int_equal(f->report.rows, 13);
	assert_int_equal(f->report.missing, 12);
	assert_int_equal(f->report.cells.added, 1);
	for (int year = 2001; year <= 2012; year++)
		assert_true(qn_is_missing(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, year)));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2013) == 0);
}

static void test_unknown_names_are_told_with_the_nearest(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robot,revenue,2025,1\n",
		"2:1: nothing is called \"yi-robot\" exactly: did you mean yi-robots (Yi Robots)?");
	assert_told(f, "yi-robtos,revenue,2025,1\n",
		"2:1: no cluster is called \"yi-robtos\": did you mean yi-robots (Yi Robots)? (an import never makes a new entity)");
	assert_told(f, "yi-robots,revenu,2025,1\n", "2:2: no indicator is called \"revenu\": did you mean revenue?");
	assert_told(f, "yi-robots,zzzzzz,2025,1\n", "2:2: no indicator is called \"zzzzzz\": 'qunce list' shows the names");
}

static void test_a_period_is_a_period(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,revenue,2025-13,1\n", "2:3: \"2025-13\" names no month of a year");
	assert_told(f, "yi-robots,revenue,2025-12-31,1\n", "2:3: \"2025-12-31\" is a day and no period: write its year, quarter or month");
	assert_told(f, "yi-robots,revenue,,1\n", "2:3: \"\" is not a period: write 2025, 2025-Q1 or 2025-01");
	OK(f, import_rows(f, "yi-robots,revenue,2025年,1\n"));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == 1);
}

static void test_what_is_no_number_is_told_with_what_would_be(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,revenue,2025,12%\n",
		"2:4: revenue: \"12%\" has a unit of another kind than the indicator's; write it in 亿元, as in 12.5, or leave it empty if it is not known");
	assert_told(f, "yi-robots,leaders,2025,many\n", "2:4: leaders: \"many\" is no number; write whole things, as in 12, or leave it empty if it is not known");
	assert_told(f, "yi-robots,certified,2025,maybe\n",
		"2:4: certified: \"maybe\" is neither 是 nor 否 (1 or 0); write 1 for yes or 0 for no, or leave it empty if it is not known");
	assert_told(f, "yi-robots,leaders,2025,3.5家\n",
		"2:4: leaders: 3.5家 is not a whole number, and things are counted whole: correct it, or leave it empty if it is not known");
}

static void test_a_number_is_understood_by_its_unit_and_its_words_are_kept(void **state)
{
	fixture *f = *state;
	qn_spot place = { REVENUE, CLUSTER, YI_ROBOTS, qn_period_of(QN_ANNUAL, 2025, 1) };
	qn_remark remark;
	OK(f, import_rows(f, "yi-robots,revenue,2025,3000万元\nyi-robots,leaders,2025,１２家\n"));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == 0.3);
	assert_true(value_of(f, LEADERS, CLUSTER, YI_ROBOTS, 2025) == 12);
	assert_int_equal(qn_remark_get(f->snapshot, &place, (qn_origin){ f->report.import, 2 }, &remark, &f->err), 1);
	assert_string_equal(remark.words, "3000万元");
	OK(f, import_rows(f, "yi-robots,revenue,2024,\"1,234.5\"\n"));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2024) == 1234.5);
}

static void test_a_number_told_with_an_operator_stands_beside_the_cell(void **state)
{
	fixture *f = *state;
	qn_spot place = { REVENUE, CLUSTER, YI_ROBOTS, qn_period_of(QN_ANNUAL, 2025, 1) };
	qn_remark remark;
	OK(f, import_rows(f, "yi-robots,revenue,2025,逾600亿元\n"));
	assert_true(qn_is_missing(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025)));
	assert_int_equal(f->report.beside, 1);
	assert_int_equal(qn_remark_get(f->snapshot, &place, (qn_origin){ f->report.import, 2 }, &remark, &f->err), 1);
	assert_int_equal(remark.op, QN_ABOVE);
	assert_true(remark.value == 600);
}

static void test_blanks_widths_and_brackets_of_a_name_are_forgiven(void **state)
{
	static const char *const names[] = { " 乙县 机器人 集群", "乙县　机器人集群", "Ｃ０２", "乙县 机器人", "340102 机器人", "Yi  Robots", "机器人\xC2\xA0谷" };
	fixture *f = *state;
	for (int i = 0; i < 7; i++) {
		char row[128];
		snprintf(row, sizeof row, "%s,营业收入,2025,%d\n", names[i], i + 1);
		OK(f, import_rows(f, row));
		assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == i + 1);
	}
}

static void test_codes_that_a_spreadsheet_spoiled_are_told_as_such(void **state)
{
	fixture *f = *state;
	assert_told(f, "9.11101085513851E+17,revenue,2025,1\n",
		"2:1: \"9.11101085513851E+17\" is a code that a spreadsheet turned into a power of ten: format the column as text and write it again");
	assert_told(f, "914403001922038000,revenue,2025,1\n",
		"2:1: \"914403001922038000\" ends in zeros, as a spreadsheet leaves it that keeps 15 digits: format the column as text and write it again");
	assert_told(f, "91110108551385082P,revenue,2025,1\n",
		"2:1: \"91110108551385082P\" has a wrong check character (GB 32100-2015): compare it with the licence");
	assert_told(f, ",revenue,2025,1\n", "2:1: the row does not say whom it is about");
}

static void test_what_is_told_is_told_in_chinese_too(void **state)
{
	static const char text[] = "entity,indicator,period,value\nyi-robots,revenue,2025,12%\nnobody,revenu,2025-13,1\n";
	fixture *f = *state;
	assert_int_equal(import_bytes(f, text, strlen(text), (qn_import_options){ .chinese = true }), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:2:4:revenue:“12%”的单位与该指标的单位不是同一类;请按亿元写,如 12.5,不详则留空\n"
		"r.csv:3:1:没有叫“nobody”的:用 qunce list 查看名称(导入从不新增对象)\nr.csv:3:2:没有叫“revenu”的指标:是不是 revenue?\nr.csv:3:3:“2025-13”没有这个月\n");
	assert_string_equal(f->err.chinese, "r.csv:有 4 处错误:什么都没有导入");
}

static void test_separators_outside_quotes_do_not_cut_a_number_short(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,revenue,2025,1,234\n",
		"2:5: the row has 5 fields and the header 4: put quotes around a field that holds a comma, and write numbers plainly, as in 1234.5");
	OK(f, import_rows(f, "yi-robots,revenue,2025,1234,,\n"));
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == 1234);
}

static void test_a_row_that_ends_before_its_value_is_not_a_missing_value(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,revenue,2025\n", "2:4: the row ends before its value: end it with a comma if the value is not known");
	assert_told(f, "yi-robots\n", "2:2: the row ends before its indicator: write entity, indicator, period and value in every row");
	assert_int_equal(import_text(f, "note,source,entity,indicator,period,value\nn,s,yi-robots,revenue,2025\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:2:6: the row ends before its value: end it with a comma if the value is not known\n");
}

static void test_flags_counts_and_ranks_are_what_they_can_be(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,certified,2025,2\n", "2:4: certified: 2 is neither 0 nor 1: correct it, or leave it empty if it is not known");
	assert_told(f, "yi-robots,leaders,2025,1.5\n",
		"2:4: leaders: 1.5 is not a whole number, and things are counted whole: correct it, or leave it empty if it is not known");
	assert_told(f, "yi-robots,staff,2025,-3\n", "2:4: staff: -3 is below zero, and a count cannot be: correct it, or leave it empty if it is not known");
	assert_told(f, "yi-robots,place,2025,0\n", "2:4: place: 0 is below 1, and ranks begin at 1: correct it, or leave it empty if it is not known");
	assert_told(f, "yi-robots,place,2025,1.5\n",
		"2:4: place: 1.5 is not a whole number, and things are counted whole: correct it, or leave it empty if it is not known");
	OK(f, import_rows(f, "yi-robots,certified,2025,1\njia-vehicles,certified,2025,0\nyi-robots,place,2025,1\nyi-robots,leaders,2025,0\n"));
	assert_int_equal(f->report.cells.added, 4);
}

static void test_one_cell_with_two_values_names_both_lines(void **state)
{
	fixture *f = *state;
	assert_told(f, "yi-robots,revenue,2025,1\njia-vehicles,revenue,2025,1\nC02,营业收入,2025,2\n",
		"4:4: revenue: another value than in line 2 for the same entity and period: keep one of them");
}

static void test_the_same_value_twice_is_taken_once_and_counted(void **state)
{
	fixture *f = *state;
	OK(f, import_rows(f, "yi-robots,revenue,2025,1\nC02,revenue,2025,1.0\n"));
	assert_int_equal(f->report.rows, 2);
	assert_int_equal(f->report.cells.added, 1);
	assert_int_equal(f->report.cells.unchanged, 1);
}

static void test_one_bad_value_keeps_all_others_out(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_rows(f, "yi-robots,revenue,2024,1\nyi-robots,revenue,2025,x\n"), QN_EINPUT);
	assert_true(qn_is_missing(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2024)));
	assert_int_equal(imports_of(f->snapshot), 0);
}

static void test_twenty_bad_values_are_told_and_all_are_counted(void **state)
{
	fixture *f = *state;
	qn_buffer text = { 0 };
	size_t lines = 0;
	qn_buffer_text(&text, "entity,indicator,period,value\n");
	for (int i = 0; i < 5000; i++)
		qn_buffer_printf(&text, "nobody-%d,revenue,2025,x\n", i);
	assert_int_equal(import_bytes(f, text.data, text.length, (qn_import_options){ 0 }), QN_EINPUT);
	for (const char *at = told(f); *at; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 20);
	assert_int_equal(f->report.error_count, 10000);
	assert_string_equal(f->err.text, "r.csv: 10000 bad values (the first 20 are shown, --rejects FILE writes all): nothing was imported");
	assert_int_equal(import_bytes(f, text.data, text.length, (qn_import_options){ .most_errors = 1 }), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:2:1: no cluster is called \"nobody-0\": 'qunce list' shows the names (an import never makes a new entity)\n");
	qn_buffer_free(&text);
}

static void test_a_header_is_checked_word_by_word(void **state)
{
	fixture *f = *state;
	assert_refused(f, "", "r.csv: the file is empty: the long form begins with entity,indicator,period,value");
	assert_refused(f, "entity,indicator,period,value\n", "r.csv: the file has a header and no rows");
	assert_refused(f, "entity,indicater,period,value\n",
		"r.csv:1:2: the header has an unknown column \"indicater\", did you mean indicator: entity, indicator, period, value, source and note are known, and unit, rank, known_on, operator and scope");
	assert_refused(f, "entity,indicator,period,amount\n",
		"r.csv:1:4: the header has an unknown column \"amount\": entity, indicator, period, value, source and note are known, and unit, rank, known_on, operator and scope");
	assert_refused(f, "entity,indicator,period\n", "r.csv:1: the header has no column value: the long form is entity,indicator,period,value");
	assert_refused(f, "\nentity,集群,indicator,period,value\n", "r.csv:2:2: the header names 集群 a second time");
}

static void test_what_a_file_says_cannot_move_the_cursor_of_a_terminal(void **state)
{
	fixture *f = *state;
	assert_refused(f, "entity,indicator,period,\x1B[2J\n",
		"r.csv:1:4: the header has an unknown column \"\\x1B[2J\": entity, indicator, period, value, source and note are known, and unit, rank, known_on, operator and scope");
	assert_told(f, "yi-robots,revenue,2025,\"a\nb\x1B\"\n",
		"2:4: revenue: \"a\\x0Ab\\x1B\" is no number; write it in 亿元, as in 12.5, or leave it empty if it is not known");
}

static void test_synthetic_rows_make_a_synthetic_import_and_half_of_them_none(void **state)
{
	fixture *f = *state;
	assert_refused(f, "entity,indicator,period,value,source\nC01,revenue,2025,1,\nC02,revenue,2025,1,our 合成 set\n",
		"r.csv: line 3 is marked synthetic and line 2 is not: split the file");
	OK(f, import_text(f, "entity,indicator,period,value,source\nC01,revenue,2025,1,合成\nC02,revenue,2025,1,synthetic set\n"));
	assert_true(f->report.synthetic);
	assert_int_equal(qn_import_any(look(f), true), 1);
	assert_int_equal(qn_import_any(f->snapshot, false), 0);
}

static void test_real_and_synthetic_values_meet_only_when_it_is_asked_for(void **state)
{
	static const char row[] = "entity,indicator,period,value\nC01,revenue,2025,1\n";
	fixture *f = *state;
	OK(f, import_text(f, row));
	assert_int_equal(import_bytes(f, row, strlen(row), (qn_import_options){ .synthetic = true }), QN_EINPUT);
	assert_string_equal(f->err.text, "r.csv: the store holds real values and this file synthetic ones: use another store, or --mix, "
		"and every verdict that rests on both is marked");
	OK(f, import_bytes(f, row, strlen(row), (qn_import_options){ .synthetic = true, .mix = true }));
	assert_true(f->report.synthetic);
}

static const char gb18030[] = "\xBC\xAF\xC8\xBA,\xD6\xB8\xB1\xEA,\xC4\xEA\xB7\xDD,\xCA\xFD\xD6\xB5\n"      /* 集群,指标,年份,数值 */
	"\xD2\xD2\xCF\xD8\xBB\xFA\xC6\xF7\xC8\xCB\xBC\xAF\xC8\xBA,\xD3\xAA\xD2\xB5\xCA\xD5\xC8\xEB,2025,2.5\n"; /* 乙县机器人集群,营业收入 */

static void test_one_file_in_each_encoding_says_the_same(void **state)
{
	static const char utf8[] = "\xEF\xBB\xBF集群,指标,年份,数值\r\n乙县机器人集群,营业收入,2025,2.5\r\n";
	fixture *f = *state;
	OK(f, import_bytes(f, gb18030, strlen(gb18030), (qn_import_options){ 0 }));
	assert_string_equal(f->report.encoding, "GB18030");
	assert_true(value_of(f, REVENUE, CLUSTER, YI_ROBOTS, 2025) == 2.5);
	OK(f, import_text(f, utf8));
	assert_string_equal(f->report.encoding, "UTF-8 with BOM");
	assert_int_equal(f->report.cells.unchanged, 1);
	OK(f, import_text(f, utf8 + 3));
	assert_string_equal(f->report.encoding, "UTF-8");
	assert_int_equal(f->report.cells.unchanged, 1);
}

/* A fixed stream, so that a failure can be seen again. */
static uint32_t next(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }

static void test_damaged_bytes_are_refused_or_read_and_never_a_fault(void **state)
{
	static const char *const whole[] = { gb18030, "entity,indicator,period,value,source\nyi-robots,revenue,2025,1.5,\"a \"\"city\"\"\"\r\nC01,place,2024,3,x\n",
		"register,entity,since,level\ntitle,yi-robots,2025-01-01,2\ntitle,C01,,3\n" };
	static const char odd[] = { '"', ',', '\n', '\r', 0, '\xFF', '\x80', ' ' };
	fixture *f = *state;
	uint32_t seed = 7;
	for (int round = 0; round < 1500; round++) {
		qn_buffer bytes = { 0 };
		qn_import_options options = { .known_on = qn_date_of(2026, 3, 30) };
		qn_import_report report;
		qn_change_set *change = NULL;
		qn_buffer_text(&bytes, whole[round % 3]);
		for (uint32_t changes = 1 + next(&seed) % 6; changes > 0; changes--)
			bytes.data[next(&seed) % bytes.length] = next(&seed) % 2 ? odd[next(&seed) % sizeof odd] : (char)next(&seed);
		FILE *file = fopen(f->file, "wb");
		fwrite(bytes.data, 1, next(&seed) % 4 ? bytes.length : next(&seed) % bytes.length, file);
		fclose(file);
		OK(f, qn_change_begin(f->store, &change, &f->err));
		f->err = (qn_error){ 0 };
		int rc = qn_import_file(change, f->file, &options, &report, &f->err);
		assert_true(rc == QN_OK || rc == QN_EINPUT);
		assert_int_equal(rc, f->err.status);
		qn_import_report_free(&report);
		qn_change_abort(change);
		qn_buffer_free(&bytes);
	}
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_values_arrive_with_their_lines),
		WITH_STORE(test_columns_come_in_any_order_and_under_each_of_their_names),
		WITH_STORE(test_an_entity_is_known_by_id_code_either_name_or_alias),
		WITH_STORE(test_the_kind_that_is_judged_goes_first_and_others_follow),
		WITH_STORE(test_marks_of_a_missing_value_are_missing_and_never_zero),
		WITH_STORE(test_unknown_names_are_told_with_the_nearest),
		WITH_STORE(test_a_period_is_a_period),
		WITH_STORE(test_what_is_no_number_is_told_with_what_would_be),
		WITH_STORE(test_a_number_is_understood_by_its_unit_and_its_words_are_kept),
		WITH_STORE(test_a_number_told_with_an_operator_stands_beside_the_cell),
		WITH_STORE(test_blanks_widths_and_brackets_of_a_name_are_forgiven),
		WITH_STORE(test_codes_that_a_spreadsheet_spoiled_are_told_as_such),
		WITH_STORE(test_what_is_told_is_told_in_chinese_too),
		WITH_STORE(test_separators_outside_quotes_do_not_cut_a_number_short),
		WITH_STORE(test_a_row_that_ends_before_its_value_is_not_a_missing_value),
		WITH_STORE(test_flags_counts_and_ranks_are_what_they_can_be),
		WITH_STORE(test_one_cell_with_two_values_names_both_lines),
		WITH_STORE(test_the_same_value_twice_is_taken_once_and_counted),
		WITH_STORE(test_one_bad_value_keeps_all_others_out),
		WITH_STORE(test_twenty_bad_values_are_told_and_all_are_counted),
		WITH_STORE(test_a_header_is_checked_word_by_word),
		WITH_STORE(test_what_a_file_says_cannot_move_the_cursor_of_a_terminal),
		WITH_STORE(test_synthetic_rows_make_a_synthetic_import_and_half_of_them_none),
		WITH_STORE(test_real_and_synthetic_values_meet_only_when_it_is_asked_for),
		WITH_STORE(test_one_file_in_each_encoding_says_the_same),
		WITH_STORE(test_damaged_bytes_are_refused_or_read_and_never_a_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
