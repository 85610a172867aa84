/* SPDX-License-Identifier: Apache-2.0 */
/* print.c - a report to standard output in the format asked for. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "cli/session.h"

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

int print_report(const cli_options *options, qn_report *report, qn_error *err)
{
	qn_format format = QN_FORMAT_TABLE;
	qn_report_look look = { .color = wants_color(options), .width = screen_width() };
	qn_buffer out = { 0 };
	int rc = QN_OK;
	if (options->format && !qn_format_read(options->format, &format))
		rc = qn_fail(err, QN_EUSAGE, "--format %s: table, json, csv, tsv or md is wanted", options->format);
	if (format == QN_FORMAT_TABLE)
		qn_report_locale();
	if (rc == QN_OK)
		rc = qn_report_write(report, format, &look, &out, err);
	if (rc == QN_OK && out.length && fwrite(out.data, 1, out.length, stdout) != out.length)
		rc = qn_fail(err, QN_EIO, "cannot write the answer: %s", strerror(errno));
	qn_buffer_free(&out);
	qn_report_free(report);
	return rc;
}
