/* SPDX-License-Identifier: Apache-2.0 */
/* test_caught.c - a declaration that fails leaves nothing behind, where the script catches the error and goes on: what is declared
 * afterwards is what a script without it declares. */
#include <stdio.h>
#include "fixture.h"
#include "script/host/script.h"

static const char rules[] = "parameter \"share\" { unit = \"%\", value = 5 }\n"
	"criterion \"y\" { needs = function(c) return c.revenue < c.revenue end }\n"
	"target \"all\" { value = function(c) return count(c.revenue >= yi(1)) end, goals = { [\"2027\"] = function(v) return v >= 2 end } }\n";

static const char future[] = "return scenario \"again\" { set = { share = pct(7) } }\n";

static qn_program *run(const qn_program *names, const char *failing, const char *then)
{
	static qn_catalogue catalogue;
	char text[2048];
	qn_error err = { 0 };
	qn_program *program = NULL;
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "" };
	static const char base[] = "local s = scenario \"base\" { set = { share = pct(9) } } error(\"behind it\")";
	catalogue = fixture_catalogue();
	snprintf(text, sizeof text, "%s%s%s\n%s", *failing ? "assert(not pcall(function() return " : "", failing, *failing ? " end))" : "", then);
	const qn_script script[] = { { "rules.lua", text, strlen(text) }, { "base.lua", base, sizeof base - 1 } };
	if (qn_script_run(script, 2, "rules.lua", &catalogue, names, &options, &program, &err) < 0)
		fail_msg("%s\n%s", text, err.text);
	return program;
}

/* Nodes bear the places of lines, and those of what failed are known too. */
static void same_nodes(const qn_program *a, const qn_program *b)
{
	assert_int_equal(a->nodes, b->nodes);
	for (uint32_t i = 0; i < a->nodes; i++) {
		qn_node one = a->node[i], other = b->node[i];
		one.place = other.place = QN_NONE;
		assert_memory_equal(&one, &other, sizeof one);
	}
}

static void same(const qn_program *a, const qn_program *b)
{
	same_nodes(a, b);
	assert_int_equal(a->parameters, b->parameters);
	assert_int_equal(a->assumptions, b->assumptions);
	assert_int_equal(a->derivations, b->derivations);
	assert_int_equal(a->criteria, b->criteria);
	assert_int_equal(a->checks, b->checks);
	assert_int_equal(a->models, b->models);
	assert_int_equal(a->targets, b->targets);
	assert_int_equal(a->measures, b->measures);
	assert_int_equal(a->rankings, b->rankings);
	assert_int_equal(a->rollups, b->rollups);
	assert_int_equal(a->rollings, b->rollings);
	assert_int_equal(a->scenarios, b->scenarios);
	assert_true(!a->rounds == !b->rounds && !a->recognition == !b->recognition);
}

static void test_rules_that_fail_leave_nothing(void **state)
{
	static const char *const failing[] = {
		"criterion \"x\" { needs = function(c) return c.revenue > yi(1) end, waivable = 5 }",
		"criterion \"x\" { needs = function(c) return c.revenue > yi(1) end, waivable = function(c) return present(c.revenue) end, hint = 5 }",
		"target \"x\" { value = function(c) return count(c.revenue > yi(1)) end, goals = { [\"2027\"] = function(v) return v > 1 end }, published = 5 }",
		"target \"x\" { value = function(c) return count(c.revenue > yi(1)) end, goals = { [\"2027\"] = function(v) return v > 1 end, [\"2028\"] = 1 } }",
		"check \"x\" { severity = \"error\", about = { \"revenue\" }, holds = 5 }",
		"model \"x\" { step = 5 }",
		"derive \"rd_intensity\" { value = 5 }",
		"parameter \"x\" { unit = \"%\", value = pct(1), values = {} }",
		"option \"x\" { readings = { { \"a\" }, { \"b\" } }, default = \"c\" }",
		"assumption \"x\" { unit = \"%\", usual = normal(0, -1) }",
		"measure \"5\" { source = \"ours\", moves = { leading_enterprises = 1, revenue = \"much\" } }",
		"ranking \"x\" { source = \"ours\", judged_by = 5 }",
		"recognition(5)",
		"rounds { nothing = 1 }",
		"5, criterion \"x\" (5)",
	};
	(void)state;
	qn_program *plain = run(NULL, "", rules);
	for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
		qn_program *caught = run(NULL, failing[i], rules);
		same(plain, caught);
		assert_int_equal(caught->criterion[0].waivable, QN_NONE);
		assert_int_equal(caught->criterion[0].hint, QN_NONE);
		qn_program_free(caught);
	}
	qn_program_free(plain);
}

static void test_goals_of_a_target_that_fails_are_no_one_elses(void **state)
{
	static const int many[] = { 20, 200, 400 };
	char failing[512];
	(void)state;
	qn_program *plain = run(NULL, "", rules);
	for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
		snprintf(failing, sizeof failing, "(function() local g = {} for i = 1, %d do g[2026 + i] = function(v) return v > i end end "
			"target \"x\" { value = function(c) return count(c.revenue > yi(1)) end, goals = g, published = 5 } end)()", many[i]);
		qn_program *caught = run(NULL, failing, rules);
		same(plain, caught);
		qn_program_free(caught);
	}
	qn_program_free(plain);
}

static void test_scenarios_that_fail_leave_nothing(void **state)
{
	static const char *const failing[] = {
		"scenario \"a\" { base = \"base\" }",
		"scenario \"a\" { set = { share = pct(8) }, ask = { \"nonsense\" } }",
		"scenario \"a\" { shock = { [\"revenue:all:2027\"] = pct(-20) }, ask = 5 }",
	};
	(void)state;
	qn_program *names = run(NULL, "", rules), *plain = run(names, "", future);
	for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
		qn_program *caught = run(names, failing[i], future);
		same(plain, caught);
		assert_int_equal(caught->scenarios, 1);
		assert_string_equal(caught->scenario[0].title, "again");
		assert_int_equal(caught->scenario[0].bases, 0);
		qn_program_free(caught);
	}
	qn_program_free(plain), qn_program_free(names);
}

/* The change was made, and stands in no scenario that is there. */
static void test_a_change_that_a_failed_scenario_took_is_in_none(void **state)
{
	qn_catalogue catalogue = fixture_catalogue();
	qn_error err = { 0 };
	qn_program *program = NULL, *names = run(NULL, "", rules);
	static const char text[] = "pcall(function() return scenario \"a\" { shock(\"revenue\", \"all\", pct(-20), \"2027\"), ask = 5 } end)\n"
		"return scenario \"again\" { set = { share = pct(7) } }\n";
	const qn_script script = { "rules.lua", text, sizeof text - 1 };
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "" };
	(void)state;
	assert_int_equal(qn_script_run(&script, 1, "rules.lua", &catalogue, names, &options, &program, &err), QN_ESCRIPT);
	assert_non_null(strstr(err.text, "rules.lua:1: shock: it stands in no scenario's table"));
	qn_program_free(names);
}

/* Scripts have 16 MiB, and the guest 64 more for itself: sixty times two would not fit. */
static void test_modules_that_do_not_compile_leave_nothing(void **state)
{
	static const struct { const char *end, *told; } broken[] = { { "\" _ENV = 1", "_ENV is not there" }, { "\" local x <strange> = 1", "unknown attribute" }, { "\" 1 + 1", "unexpected symbol" } };
	enum { LENGTH = 2 << 20 };
	qn_catalogue catalogue = fixture_catalogue();
	char *text = malloc(LENGTH), asking[512];
	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		qn_error err = { 0 };
		qn_program *program = NULL;
		size_t end = strlen(broken[i].end);
		memset(text, 'a', LENGTH);
		memcpy(text, "local s = \"", 11);
		memcpy(text + LENGTH - end, broken[i].end, end);
		snprintf(asking, sizeof asking, "for i = 1, 60 do local ok, why = pcall(require, \"broken\") assert(not ok and why:find(\"%s\"), why) end", broken[i].told);
		const qn_script script[] = { { "rules.lua", asking, strlen(asking) }, { "broken.lua", text, LENGTH } };
		const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "", .memory = 16 << 20, .seconds = 60 };
		if (qn_script_run(script, 2, "rules.lua", &catalogue, NULL, &options, &program, &err) < 0)
			fail_msg("%s", err.text);
		qn_program_free(program);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rules_that_fail_leave_nothing),
		cmocka_unit_test(test_goals_of_a_target_that_fails_are_no_one_elses), cmocka_unit_test(test_scenarios_that_fail_leave_nothing),
		cmocka_unit_test(test_a_change_that_a_failed_scenario_took_is_in_none),
		cmocka_unit_test(test_modules_that_do_not_compile_leave_nothing) };
	return cmocka_run_group_tests_name("script/caught", tests, NULL, NULL);
}
