/* SPDX-License-Identifier: Apache-2.0 */
/* print.c - a report to standard output in the format asked for. */
#include "cli/print.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/text.h"
#include "files/outfile.h"
#include "report/workbook.h"

void print_line(const char *format, ...)
{
	char *line = NULL;
	qn_buffer clean = { 0 };
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&line, format, arguments);
	va_end(arguments);
	if (length >= 0)
		qn_text_clean(&clean, line, (size_t)length);
	if (length < 0 || clean.failed) {
		fputs("qunce: there is not enough memory\n", stderr); /* what was done is done; that it was not told is a failure */
		exit(EXIT_NO_MEMORY);
	}
	puts(clean.data ? clean.data : "");
	free(line);
	qn_buffer_free(&clean);
}

static size_t screen_width(void)
{
	struct winsize size;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

static bool wants_color(const cli_options *options)
{
	const char *never = getenv("NO_COLOR"), *terminal = getenv("TERM");
	if (never && *never)
		return false;
	return options->color || (isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0);
}

static int write_words(const cli_options *options, const qn_report *report, qn_outfile *file, qn_error *err)
{
	qn_format format = QN_FORMAT_TABLE;
	qn_report_look look = { .color = !options->output && wants_color(options), .width = options->output ? 0 : screen_width() };
	qn_buffer out = { 0 };
	FILE *to = NULL;
	int rc = QN_OK;
	if (options->format && !qn_format_read(options->format, &format))
		rc = qn_fail_both(err, QN_EUSAGE, "--format %s:请写 table、json、csv、tsv、md 或 xlsx", "--format %s: table, json, csv, tsv, md or xlsx is wanted", options->format);
	if (rc == QN_OK && format == QN_FORMAT_TABLE)
		rc = qn_report_locale(err);
	if (rc == QN_OK)
		rc = qn_report_write(report, format, &look, &out, err);
	if (rc == QN_OK)
		rc = qn_outfile_stream(file, &to, err);
	if (rc == QN_OK && out.length && fwrite(out.data, 1, out.length, to) != out.length)
		rc = qn_outfile_fail(file, err);
	qn_buffer_free(&out);
	return rc;
}

int print_report(const cli_options *options, qn_report *report, qn_error *err)
{
	bool workbook = options->format && !strcmp(options->format, "xlsx");
	qn_outfile *file = NULL;
	int rc = qn_outfile_open(options->output, options->force, &file, err);
	if (rc == QN_OK)
		rc = workbook ? qn_report_draw(report, file, options->output ? options->output : "", "qunce " QUNCE_VERSION, err) : write_words(options, report, file, err);
	if (rc == QN_OK && options->output)
		rc = qn_outfile_keep(file, err);
	qn_outfile_free(file);
	qn_report_free(report);
	return rc;
}
