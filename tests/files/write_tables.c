/* SPDX-License-Identifier: Apache-2.0 */
/* write_tables.c - FORMAT PATH: two tables of what is awkward, as a file of that format. */
#include <math.h>
#include <stdio.h>
#include "files/outlet.h"

static const qn_out_about about = { "观测值 <&\">", "市工信局", "2026-03-30", "synthetic 合成", "qunce", true };
static const qn_out_column column[] = { { "name", "名称", "", QN_OUT_TEXT, 0 }, { "x", "营业收入", "亿元", QN_OUT_NUMBER, 0 },
	{ "n", "家数", "", QN_OUT_WHOLE, 0 }, { "yes", "", "", QN_OUT_FLAG, 0 }, { "day", "", "", QN_OUT_DATE, 0 } };
static const char *const text[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  blanks  ", "<b>&amp;\"'", "line\nbreak", "_x0041_", "bell\a", "天长市\xF0\xA0\xAE\xB7", "", NULL };
static const double number[] = { 0.1 + 0.2, 1.0 / 3, 1e300, 5e-324, -0.0, 1234567890123456789.0, 100, -12.5, 0.07, 1e15, 123456789.123456789, 2, NAN };
enum { ROWS = sizeof text / sizeof *text };

static int put_table(qn_outlet *outlet, const char *name, const char *title, qn_error *err)
{
	qn_out_table table = { name, title, column, 5, 0 };
	int rc = outlet->table(outlet, &table, err);
	for (int i = 0; rc == QN_OK && i < ROWS; i++) {
		qn_out_cell cell[] = { { text[i], 0 }, { .number = number[i] }, { .number = 1000 + i }, { .number = i % 2 }, { .number = i < ROWS - 1 ? 20000 + i : (double)NAN } };
		rc = outlet->row(outlet, cell, err);
	}
	return rc;
}

int main(int count, char **word)
{
	qn_error err;
	qn_outfile *file = NULL;
	qn_outlet *outlet = NULL;
	int rc = count < 3 ? QN_EUSAGE : qn_outfile_open(word[2], true, &file, &err);
	if (rc == QN_OK)
		rc = qn_outlet_program(word[1], file, word[2], NULL, &outlet, &err);
	if (rc == QN_OK)
		rc = outlet->begin(outlet, &about, &err);
	if (rc == QN_OK)
		rc = put_table(outlet, "a", "表一 [年/度]: a name that is longer than a sheet's may be", &err);
	if (rc == QN_OK)
		rc = put_table(outlet, "b", "表一 [年/度]: a name that is longer than a sheet's may be, too", &err);
	if (rc == QN_OK)
		rc = outlet->end(outlet, &err);
	if (rc == QN_OK)
		rc = qn_outfile_keep(file, &err);
	if (rc < 0)
		fprintf(stderr, "%s\n", err.text);
	qn_outlet_free(outlet);
	qn_outfile_free(file);
	return rc < 0;
}
