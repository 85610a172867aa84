/* SPDX-License-Identifier: Apache-2.0 */
/* test_plain.c - outside of rules a script means what Lua means by it, whatever the rewriter makes of it. */
#include <stdio.h>
#include "fixture.h"
#include "script/host/outside.h"
#include "script/host/script.h"
#include "script/withheld.h"

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

static int count(void *context, const qn_outside *found)
{
	(void)found;
	++*(int *)context;
	return 0;
}

static int found_in(const char *text)
{
	int found = 0;
	qn_script_outside(&(qn_script){ "rules.lua", text, strlen(text) }, count, &found);
	return found;
}

/* What lint finds is refused, and the other way round. */
static void test_what_is_withheld_is_found_and_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < QN_WITHHELD; i++) {
		const qn_withheld_name *of = &qn_withheld[i];
		char text[256];
		snprintf(text, sizeof text, "local ok, why = pcall(function() return %s%s%s end) assert(not ok and why:find(\"there is no %s\"), why)", of->name,
			of->member ? "." : "", of->member ? of->member : "", of->name);
		run(text);
		assert_int_equal(found_in(text), 1);
	}
}

static void test_names_of_its_own_are_the_scripts(void **state)
{
	(void)state;
	for (size_t i = 0; i < QN_WITHHELD; i++) {
		static const char *const own[] = { "local function f(c, %s) return %s end assert(f(1, 2) == 2)", "assert((function(%s, ...) return %s end)(2) == 2)",
			"for k, %s in pairs { 2 } do assert(%s == 2) end", "for %s = 2, 2 do assert(%s == 2) end", "local one <const>, %s = 1, 2 assert(%s == 2)",
			"local function %s() return 2 end assert(%s() == 2)", "local t = {} function t.f(%s) return %s end assert(t.f(2) == 2)",
			"local t = {} function t:%s() return 2 end assert(t:%s() == 2)", "local t = { %s = 2 } assert(t.%s == 2)",
			"for i = 1, 2 do if i == 1 then goto %s end ::%s:: end" };
		for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
			char text[256];
			snprintf(text, sizeof text, own[k], qn_withheld[i].name, qn_withheld[i].name);
			run(text);
			assert_int_equal(found_in(text), 0);
		}
	}
	assert_int_equal(found_in("local function f(a) return next(a) end"), 1);
	assert_int_equal(found_in("local a = next, 1 for k in next, a do f(load) end"), 3);
	assert_int_equal(found_in("local x = function(a) end, next"), 1);
}

/* However often it is named. */
static void test_a_long_script_is_looked_through_once(void **state)
{
	enum { LENGTH = 2 << 20 };
	char *text = malloc(LENGTH + 1);
	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < LENGTH; i += 4)
		memcpy(text + i, "io()", 4);
	text[LENGTH] = 0;
	assert_int_equal(found_in(text), LENGTH / 4);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_call_is_one_value_to_an_operator),
		cmocka_unit_test(test_what_is_withheld_is_found_and_refused), cmocka_unit_test(test_names_of_its_own_are_the_scripts),
		cmocka_unit_test(test_a_long_script_is_looked_through_once) };
	return cmocka_run_group_tests_name("script/plain", tests, NULL, NULL);
}
