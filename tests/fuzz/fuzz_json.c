/* SPDX-License-Identifier: Apache-2.0 */
/* Any text in a report: its JSON is read by a reader of JSON, and no format lets a terminal's control through. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static qn_report *make_report(const char *text, double number)
{
	qn_report *report = qn_report_new(text, text[0] & 1);
	qn_table *table = qn_report_table(report, "t", text);
	qn_table_column(table, "a", text, QN_LEFT);
	qn_table_column(table, "b", "b", QN_RIGHT);
	for (int i = 0; i < 2; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, text);
		if (i)
			qn_row_quantity(row, text, number);
		else
			qn_row_number(row, number, QN_EXACT);
	}
	qn_report_note(report, text);
	return report;
}

static void check_bytes(const qn_buffer *out)
{
	for (size_t i = 0; i < out->length; i++) {
		unsigned char byte = (unsigned char)out->data[i];
		if ((byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') || byte == 0x7F)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const qn_format formats[] = { QN_FORMAT_JSON, QN_FORMAT_CSV, QN_FORMAT_TSV, QN_FORMAT_MD };
	const qn_report_look look = { 0 };
	double number = 0;
	char *text = malloc(size + 1);
	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = 0;
	if (size >= sizeof number)
		memcpy(&number, data, sizeof number);
	qn_report *report = make_report(text, number);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		qn_buffer out = { 0 };
		qn_error err;
		if (qn_report_write(report, formats[i], &look, &out, &err) < 0)
			abort();
		check_bytes(&out);
		if (formats[i] == QN_FORMAT_JSON) {
			json_error_t why;
			json_t *read = json_loadb(out.data, out.length, JSON_ALLOW_NUL, &why);
			if (!read) {
				fprintf(stderr, "%s\n%s\n", why.text, out.data);
				abort();
			}
			json_decref(read);
		}
		qn_buffer_free(&out);
	}
	qn_report_free(report);
	free(text);
	return 0;
}
