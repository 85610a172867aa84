/* SPDX-License-Identifier: Apache-2.0 */
/* test_report.c - results for other programs: TAP version 14 on standard output, JUnit's XML into a file. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "cli/pack/test.h"
#include "files/outfile.h"

/* XML 1.0 knows no controls; names of tests hold none. */
static void add_escaped(qn_buffer *out, const char *text)
{
	static const struct { char sign; const char *as; } escapes[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" } };
	for (; *text; text++) {
		size_t i = 0;
		while (i < 4 && escapes[i].sign != *text)
			i++;
		if (i < 4)
			qn_buffer_text(out, escapes[i].as);
		else
			qn_buffer_add(out, text, 1);
	}
}

static void add_case(qn_buffer *out, const test_case *test)
{
	qn_buffer_text(out, "    <testcase classname=\"");
	add_escaped(out, test->file);
	qn_buffer_text(out, "\" name=\"");
	add_escaped(out, test->test->name);
	qn_buffer_printf(out, "\" line=\"%u\" time=\"%.6f\"", test->line, test->seconds);
	if (!test->why) {
		qn_buffer_text(out, "/>\n");
		return;
	}
	qn_buffer_text(out, ">\n      <failure message=\"");
	add_escaped(out, test->why);
	qn_buffer_text(out, "\">");
	add_escaped(out, test->place);
	qn_buffer_text(out, "</failure>\n    </testcase>\n");
}

static void add_suite(qn_buffer *out, const test_run *run, uint32_t first, uint32_t next)
{
	uint32_t failed = 0;
	for (uint32_t i = first; i < next; i++)
		failed += run->test[i].why != NULL;
	qn_buffer_text(out, "  <testsuite name=\"");
	add_escaped(out, run->test[first].file);
	qn_buffer_printf(out, "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n", next - first, failed);
	for (uint32_t i = first; i < next; i++)
		add_case(out, &run->test[i]);
	qn_buffer_text(out, "  </testsuite>\n");
}

int write_junit(const test_run *run, const char *path, qn_error *err)
{
	qn_buffer out = { 0 };
	qn_buffer_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"qunce\">\n");
	for (uint32_t i = 0, next; i < run->tests; i = next) {
		for (next = i + 1; next < run->tests && run->test[next].file == run->test[i].file;)
			next++;
		add_suite(&out, run, i, next);
	}
	qn_buffer_text(&out, "</testsuites>\n");
	int rc = out.failed ? qn_no_memory(err) : qn_outfile_put(path, true, &out, err);
	qn_buffer_free(&out);
	return rc;
}

/* In a description a # would begin a directive. */
static void print_description(const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
}

/* As a YAML text in single quotes. */
static void print_quoted(const char *key, const char *text)
{
	printf("  %s: '", key);
	for (; *text; text++) {
		if (*text == '\'')
			putchar('\'');
		putchar(*text);
	}
	puts("'");
}

int write_tap(const test_run *run)
{
	printf("TAP version 14\n1..%u\n", run->tests);
	for (uint32_t i = 0; i < run->tests; i++) {
		const test_case *test = &run->test[i];
		printf("%s %u - ", test->why ? "not ok" : "ok", i + 1);
		print_description(test->test->name);
		putchar('\n');
		if (!test->why)
			continue;
		puts("  ---");
		print_quoted("at", test->place);
		print_quoted("message", test->why);
		puts("  ...");
	}
	return QN_OK;
}
