/* SPDX-License-Identifier: Apache-2.0 */
/* test_library.c - what a file of the library returns is taken by name alone, and whatever else it returns is told. */
#include <stdio.h>
#include <unistd.h>
#include "fixture.h"
#include "script/host/script.h"

enum { PATH = 256 };

static int run_with(const char *prelude, qn_error *err)
{
	char folder[] = "/tmp/qunce-library-XXXXXX", path[PATH];
	const qn_catalogue catalogue = fixture_catalogue();
	const qn_script script = { "rules.lua", "local x = 1\n", 12 };
	qn_program *program = NULL;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/prelude.lua", folder);
	FILE *file = fopen(path, "w");
	assert_true(file && fputs(prelude, file) >= 0 && fclose(file) == 0);
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = folder, .cache = "" };
	int rc = qn_script_run(&script, 1, script.path, &catalogue, NULL, &options, &program, err);
	qn_program_free(program);
	assert_true(unlink(path) == 0 && rmdir(folder) == 0);
	return rc;
}

static void test_keys_that_are_no_names_are_told(void **state)
{
	static const struct { const char *prelude, *word, *chinese; } cases[] = {
		{ "return { [true] = 1 }", "true", "真" },
		{ "return { 1, 2 }", "a number", "数" },
		{ "return { [1.5] = function() end, name = 1 }", "a number", "数" },
		{ "return { [{}] = 1 }", "a table", "表" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char english[PATH], chinese[PATH];
		qn_error err = { 0 };
		assert_int_equal(run_with(cases[i].prelude, &err), QN_ESCRIPT);
		snprintf(english, sizeof english, "<lib>/prelude.lua: a file of the library returns a table of names, and one of them is %s", cases[i].word);
		snprintf(chinese, sizeof chinese, "<lib>/prelude.lua:库里的文件返回的是名称的表,其中一个名称却是%s", cases[i].chinese);
		assert_string_equal(err.text, english);
		assert_string_equal(err.chinese, chinese);
	}
}

static void test_names_and_nothing_are_taken(void **state)
{
	qn_error err = { 0 };
	(void)state;
	assert_int_equal(run_with("return { twice = function(x) return 2 * x end }", &err), QN_OK);
	assert_int_equal(run_with("local x = 1", &err), QN_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_keys_that_are_no_names_are_told), cmocka_unit_test(test_names_and_nothing_are_taken) };
	return cmocka_run_group_tests_name("script/library", tests, NULL, NULL);
}
