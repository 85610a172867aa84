/* SPDX-License-Identifier: Apache-2.0 */
/* test_plain.c - outside of rules a script means what Lua means by it, whatever the rewriter makes of it. */
#include <stdio.h>
#include "fixture.h"
#include "script/host/script.h"

static void run(const char *text)
{
	const qn_catalogue catalogue = fixture_catalogue();
	const qn_script script = { "rules.lua", text, strlen(text) };
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "" };
	qn_error err = { 0 };
	qn_program *program = NULL;
	if (qn_script_run(&script, 1, "rules.lua", &catalogue, NULL, &options, &program, &err) < 0)
		fail_msg("%s\n%s", text, err.text);
	qn_program_free(program);
}

/* A call, and `...`, are one value to an operator: the first, or nil. */
static void test_a_call_is_one_value_to_an_operator(void **state)
{
	(void)state;
	run("local function none() end\n"
		"local function three() return 1, 2, 3 end\n"
		"local function dots(...)\n"
		"  return nil == ..., nil ~= ..., ... == nil, not ..., ... or 7, 7 and ..., (... and 1) == nil\n"
		"end\n"
		"assert(nil == none() and none() == nil and none() == none() and not (nil ~= none()) and 1 ~= none() and false ~= none())\n"
		"assert(1 == three() and three() == 1 and three() == three() and 1 <= three() and 2 > three() and not (2 == three()) and 2 ~= three())\n"
		"if nil ~= none() then error(\"if\") end\n"
		"if 1 < three() or 1 > three() then error(\"if\") end\n"
		"while 3 == three() do error(\"while\") end\n"
		"repeat local again = 2 until 1 == three()\n"
		"assert(not none() and not not three() and (none() or 7) == 7 and (7 and none()) == nil and (7 and three()) == 1)\n"
		"assert(select(\"#\", (7 and three())) == 1 and select(\"#\", none() or three()) == 1 and select(\"#\", not three()) == 1 and select(\"#\", 1 == three()) == 1)\n"
		"assert(({ [three()] = 5 })[1] == 5 and ({ 5 })[three()] == 5 and not pcall(function() return 1 < none() end))\n"
		"local a, b, c, d, e, f, g = dots()\n"
		"assert(a == true and b == false and c == true and d == true and e == 7 and f == nil and g == true)\n"
		"a, b, c, d, e, f, g = dots(5, nil, 6)\n"
		"assert(a == false and b == true and c == false and d == false and e == 5 and f == 5 and g == false)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_call_is_one_value_to_an_operator) };
	return cmocka_run_group_tests_name("script/plain", tests, NULL, NULL);
}
