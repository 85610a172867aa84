/* SPDX-License-Identifier: Apache-2.0 */
/* test_refusals.c - what scripts may not say, and the words in both languages: refusals.txt, each script of which the guest is
 * asked as a pack's, a scenario's or a test's. */
#include <stdio.h>
#include "fixture.h"
#include "base/text.h"
#include "script/host/script.h"

enum { LINE = 4096 };

typedef enum { NAMES, PACK, MISNAMED, SCENARIO, TEST } section;

typedef struct {
	FILE *file;
	section section;
	qn_catalogue catalogue;
	qn_program *names;   /* what scenarios and tests are run against */
	qn_buffer script, told;
	int line, asked, wrong;
} reading;

static int run(reading *r, qn_program **out, qn_error *err)
{
	static const char *const files[] = { "names.lua", "rules.lua", "rules_test.lua", "scenario.lua", "some_test.lua" };
	const qn_script script = { files[r->section], r->script.data, r->script.length };
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "" };
	return qn_script_run(&script, 1, script.path, &r->catalogue, r->section < SCENARIO ? NULL : r->names, &options, out, err);
}

/* A test that cannot be read is told with the others' results. */
static void tell(const qn_program *program, int rc, const qn_error *err, qn_buffer *told)
{
	const char *broken = rc == QN_OK && program->tests ? program->test[0].broken : NULL;
	if (rc < 0)
		qn_buffer_printf(told, "! %s\n! %s\n", err->text, err->chinese);
	else if (broken)
		qn_buffer_printf(told, "! %s\n", broken);
	else
		qn_buffer_text(told, "it passes\n");
}

static void ask(reading *r)
{
	qn_error err = { 0 };
	qn_program *program = NULL;
	qn_buffer told = { 0 };
	int rc = run(r, &program, &err);
	if (r->section == NAMES) {
		if (rc < 0)
			fail_msg("%s", err.text);
		r->names = program;
		return;
	}
	tell(program, rc, &err, &told);
	if (!r->told.data || strcmp(told.data, r->told.data) != 0) {
		print_error("refusals.txt:%d:\n%s%s\n", r->line, r->script.data, told.data);
		r->wrong++;
	}
	r->asked++;
	qn_program_free(program);
	qn_buffer_free(&told);
}

static void end_block(reading *r)
{
	if (r->script.length)
		ask(r);
	qn_buffer_free(&r->script);
	qn_buffer_free(&r->told);
	r->script = r->told = (qn_buffer){ 0 };
}

static section section_of(const char *line)
{
	static const char *const words[] = { "== names\n", "== pack\n", "== pack, named as a test\n", "== scenario\n", "== test\n" };
	section i = NAMES;
	while (i < TEST && strcmp(words[i], line) != 0)
		i++;
	return i;
}

static void read_line(reading *r, const char *line)
{
	r->line++;
	if (line[0] == '\n' || !strncmp(line, "== ", 3))
		end_block(r);
	if (!strncmp(line, "== ", 3))
		r->section = section_of(line);
	else if (line[0] == '!')
		qn_buffer_text(&r->told, line);
	else if (line[0] != '\n' && line[0] != '#')
		qn_buffer_text(&r->script, line);
}

static void test_each_refusal_is_told_in_both_languages(void **state)
{
	char line[LINE];
	reading r = { .file = fopen(SOURCE_DIR "/tests/script/refusals.txt", "r"), .catalogue = fixture_catalogue() };
	(void)state;
	assert_non_null(r.file);
	while (fgets(line, sizeof line, r.file))
		read_line(&r, line);
	end_block(&r);
	fclose(r.file);
	qn_program_free(r.names);
	assert_true(r.asked > 200);
	assert_int_equal(r.wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_refusal_is_told_in_both_languages) };
	return cmocka_run_group_tests_name("script/refusals", tests, NULL, NULL);
}
