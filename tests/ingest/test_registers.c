/* SPDX-License-Identifier: Apache-2.0 */
/* test_registers.c - records of a register: types come from a whole column, empty cells are absent, and nothing is lost. */
#include "fixture.h"

static int write_record(void *context, const qn_record *record)
{
	qn_buffer *out = context;
	qn_buffer_printf(out, "%u/%u:%u", record->kind, record->subject, record->origin.line);
	for (size_t i = 0; i < record->fields; i++) {
		const qn_field *field = &record->field[i];
		char text[QN_NUMBER_SIZE] = "";
		if (field->type == QN_FIELD_DATE)
			qn_date_text(field->date, text);
		else if (field->type == QN_FIELD_NUMBER)
			qn_number_text(text, field->number);
		qn_buffer_printf(out, " %s=%s%s", field->name, field->type == QN_FIELD_DATE ? "day " : field->type == QN_FIELD_NUMBER ? "number " : "text ",
			field->type == QN_FIELD_TEXT ? field->text : text);
	}
	qn_buffer_text(out, "\n");
	return 0;
}

static void assert_records(fixture *f, const char *id, const char *wanted)
{
	qn_buffer seen = { 0 };
	OK(f, qn_record_each(look(f), id, write_record, &seen, &f->err));
	assert_string_equal(seen.data ? seen.data : "", wanted);
	qn_buffer_free(&seen);
}

static void test_a_column_of_days_is_days_and_one_of_numbers_numbers(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,since,level,place\ntitle,yi-robots,2025-11-14,2,valley\ntitle,C01,2024-02-29,1.5,7\n"));
	assert_int_equal(f->report.records, 2);
	assert_records(f, "title", "1/0:3 since=day 2024-02-29 level=number 1.5 place=text 7\n1/1:2 since=day 2025-11-14 level=number 2 place=text valley\n");
}

static void test_a_column_of_days_and_numbers_is_text_whichever_comes_first(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,a,b\nmixed,C01,2025-01-01,5\nmixed,C02,5,2025-01-01\n"));
	assert_records(f, "mixed", "1/0:2 a=text 2025-01-01 b=text 5\n1/1:3 a=text 5 b=text 2025-01-01\n");
}

static void test_an_empty_cell_is_an_absent_field_and_decides_no_type(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,a,b,c\nr,C01,,2025-01-01,\nr,C02,3\n"));
	assert_records(f, "r", "1/0:2 b=day 2025-01-01\n1/1:3 a=number 3\n");
}

static void test_a_register_is_known_in_chinese_quoted_or_after_empty_lines(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "\n\"登记\",集群,等级\n称号,甲县汽车集群,1\n"));
	OK(f, import_text(f, " Register ,ENTITY,x\nr,甲县,1\n"));
	assert_records(f, "称号", "1/0:3 等级=number 1\n");
	assert_records(f, "r", "0/0:2 x=number 1\n");
}

static void test_bad_records_are_told_and_nothing_is_put(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_text(f, "register,entity,x\nr,C01,1\n,C01,1\nr,yi-robtos,1\nr,C02,1,2\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:3:1: the row names no register: write its name in the first column\n"
		"r.csv:4:2: no cluster is called \"yi-robtos\": did you mean yi-robots (Yi Robots)? (an import never makes a new entity)\n"
		"r.csv:5:4: the row has 4 fields and the header 3: put quotes around a field that holds a comma, and write numbers plainly, as in 1234.5\n");
	assert_string_equal(f->err.text, "r.csv: 3 bad values: nothing was imported");
	assert_records(f, "r", "");
}

static void assert_refused(fixture *f, const char *text, const char *words)
{
	assert_int_equal(import_text(f, text), QN_EINPUT);
	assert_string_equal(f->err.text, words);
}

static void test_the_header_of_a_register_is_checked(void **state)
{
	fixture *f = *state;
	assert_refused(f, "register,x\nr,C01\n", "r.csv:1:2: the second column of a register is entity, not \"x\"");
	assert_refused(f, "register\nr\n", "r.csv:1: a register has from 2 to 64 columns");
	assert_refused(f, "register,entity,x,X\nr,C01,1,2\n", "r.csv:1:4: the header names X a second time");
	assert_refused(f, "register,entity,,x\nr,C01,1,2\n", "r.csv:1:3: this column of the header has no name");
	assert_refused(f, "register,entity,x\n", "r.csv: the file has no records");
}

static void test_synthetic_records_and_real_ones_are_kept_apart(void **state)
{
	fixture *f = *state;
	assert_refused(f, "register,entity,source\nr,C01,合成\nr,C02,\n", "r.csv: line 2 is marked synthetic and line 3 is not: split the file");
	OK(f, import_text(f, "register,entity,数据来源\nr,C01,合成\n"));
	assert_true(f->report.synthetic);
	assert_refused(f, "register,entity\nr,C01\n", "r.csv: the store holds synthetic values and this file real ones: use another store, or --mix, "
		"and every verdict that rests on both is marked");
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

static void test_credit_codes_of_a_register_are_checked(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_text(f, "register,entity,统一社会信用代码\nshops,yi-robots,91110108551385082Q\nshops,yi-robots,\nshops,yi-robots,9.11101E+17\n"
		"shops,yi-robots,911101085513850000\nshops,yi-robots,12345\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:4:3: \"9.11101E+17\" is a code that a spreadsheet turned into a power of ten: format the column as text and write it again\n"
		"r.csv:5:3: \"911101085513850000\" ends in zeros, as a spreadsheet leaves it that keeps 15 digits: format the column as text and write it again\n"
		"r.csv:6:3: \"12345\" is no unified social credit code of 18 characters\n");
}

/* A register that the pack declares (tiny/tables/registers.csv). */

#define FIRM "91110108551385082Q"

static void test_a_declared_register_is_read_by_the_types_of_its_fields(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,统一社会信用代码,name,类别,入群日期,Staff,注册资本（万元）,来源\nFirms,C01,91110108551385082q,甲厂,制造,2020-01-01,\"1,200\",3000万元,某县\n"));
	assert_records(f, "firms", "1/0:2 code=text " FIRM " name=text 甲厂 kind=text maker joined=day 2020-01-01 staff=number 1200 capital=number 0.3 source=text 某县\n");
	OK(f, import_text(f, "register,entity,code,year,sales\n年度数据,C01," FIRM ",2025年度,12.5\n"));
	assert_records(f, "firm_years", "1/0:2 code=text " FIRM " year=number 2025 sales=number 12.5\n");
	OK(f, import_text(f, "register,entity,code,name,staff,capital\nfirms,C02," FIRM ",乙厂,—,\n"));
	assert_records(f, "firms", "1/0:2 code=text " FIRM " name=text 甲厂 kind=text maker joined=day 2020-01-01 staff=number 1200 capital=number 0.3 source=text 某县\n"
		"1/1:2 code=text " FIRM " name=text 乙厂\n");
}

static void test_values_that_a_field_cannot_hold_are_told(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_text(f, "register,entity,code,name,kind,joined,left,visited,staff,capital\n"
		"firms,C01,91110108551385082R,a,marker,2020-1-32,,,-1,\n"
		"firms,C02,12345,,maker,2020-01-01,2019-12-31,2020-02-30,1.5,约3\n"
		"firms,C03,,b,,,,,many,3吨\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:2:3: code: \"91110108551385082R\" has a wrong check character (GB 32100-2015): compare it with the licence\n"
		"r.csv:2:5: kind: \"marker\" is none of its choices: maker, seller\n"
		"r.csv:2:6: joined: \"2020-1-32\" is no day: write it as 2025-07-01\n"
		"r.csv:2:9: staff: \"-1\" is below zero, and a count cannot be\n"
		"r.csv:3:3: code: \"12345\" is no unified social credit code of 18 characters\n"
		"r.csv:3:8: visited: \"2020-02-30\" is no day: write it as 2025-07-01\n"
		"r.csv:3:9: staff: \"1.5\" is not a whole number, and things are counted whole\n"
		"r.csv:3:10: capital: \"约3\" is said with an operator: a register holds numbers as they are\n"
		"r.csv:3:4: name is needed and is not said\n"
		"r.csv:3:7: left 2019-12-31 is before joined 2020-01-01\n"
		"r.csv:4:9: staff: \"many\" is no number\n"
		"r.csv:4:10: capital: \"3吨\" has a unit that is not known\n"
		"r.csv:4:3: code is needed and is not said\n");
	assert_records(f, "firms", "");
	assert_int_equal(import_text(f, "register,entity,code,year,sales\nfirm_years,C01," FIRM ",2025-Q1,—\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:2:4: year: \"2025-Q1\" is no year: write it as 2025\nr.csv:2:5: sales: \"—\" says nothing, and it is needed\n");
}

static void test_the_header_of_a_declared_register_names_its_fields(void **state)
{
	fixture *f = *state;
	assert_int_equal(import_text(f, "register,entity,code,capitol,honoured,统一社会信用代码\nfirms,C01," FIRM ",1,1,\nhonours,C01,,,,\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:1:4: \"capitol\" is no field of firms: did you mean capital?\n"
		"r.csv:1:5: honoured is found in honours by its key: it is no column here\n"
		"r.csv:1:6: the header names code a second time\n"
		"r.csv:1:1: the header lacks name, which firms needs\n"
		"r.csv:3:1: \"honours\" is another register than line 2, which is of firms: one file for each\n"
		"r.csv:3:3: code is needed and is not said\n");
}

static void test_a_record_is_there_once_in_a_file(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,code,name\nfirms,C01," FIRM ",a\nfirms,C02," FIRM ",a\nfirms,C01," FIRM ",a\n"));
	assert_int_equal(f->report.records, 2);
	assert_string_equal(f->report.notes[0].data, "r.csv:4:1: the same record as line 2 (" FIRM "): it counts once\n");
	assert_int_equal(import_text(f, "register,entity,code,name\nfirms,C01," FIRM ",a\nfirms,C01," FIRM ",b\n"), QN_EINPUT);
	assert_string_equal(told(f), "r.csv:3:1: the same record as line 2 (" FIRM ") with other contents: keep one of them\n");
	OK(f, import_text(f, "register,entity,code,honour,granted\nhonours,C01," FIRM ",gold,2020-01-01\nhonours,C01," FIRM ",gold,2023-01-01\nhonours,C01," FIRM ",silver,2020-01-01\n"));
	assert_int_equal(f->report.records, 3);
}

static void test_a_register_that_is_not_declared_is_noted_and_taken_as_it_is(void **state)
{
	fixture *f = *state;
	OK(f, import_text(f, "register,entity,code\nfirm,C01,x\nfirm,C02,y\nopen,C02,z\n"));
	assert_string_equal(f->report.notes[0].data, "r.csv:2:1: the pack declares no register \"firm\" (did you mean firms?): taken as it is, held to nothing\n");
	assert_string_equal(f->report.notes[1].data, "r.csv:2:1:规则包没有声明登记“firm”(是不是 firms?):照原样收下,不作核对\n");
	assert_records(f, "firm", "1/0:2 code=text x\n1/1:3 code=text y\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(test_a_declared_register_is_read_by_the_types_of_its_fields),
		WITH_STORE(test_values_that_a_field_cannot_hold_are_told),
		WITH_STORE(test_the_header_of_a_declared_register_names_its_fields),
		WITH_STORE(test_a_record_is_there_once_in_a_file),
		WITH_STORE(test_a_register_that_is_not_declared_is_noted_and_taken_as_it_is),
		WITH_STORE(test_credit_codes_of_a_register_are_checked),
		WITH_STORE(test_a_column_of_days_is_days_and_one_of_numbers_numbers),
		WITH_STORE(test_a_column_of_days_and_numbers_is_text_whichever_comes_first),
		WITH_STORE(test_an_empty_cell_is_an_absent_field_and_decides_no_type),
		WITH_STORE(test_a_register_is_known_in_chinese_quoted_or_after_empty_lines),
		WITH_STORE(test_bad_records_are_told_and_nothing_is_put),
		WITH_STORE(test_the_header_of_a_register_is_checked),
		WITH_STORE(test_synthetic_records_and_real_ones_are_kept_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
