/* SPDX-License-Identifier: Apache-2.0 */
/* test_declared.c - a declaration is what its table held when it was declared: a script may go on filling the table, for the next. */
#include <stdio.h>
#include "rules.h"

static const char lines[] = "parameter \"one\" { unit = \"%\", value = 1 }\n"
	"parameter \"three\" { unit = \"个\", value = 3 }\n"
	"parameter \"five\" { unit = \"个\", value = 5 }\n";

static qn_program *run(const char *then)
{
	char text[4096];
	qn_error err = { 0 };
	qn_program *program = NULL;
	snprintf(text, sizeof text, "%s%s", lines, then);
	if (run_text(text, &program, &err) < 0)
		fail_msg("%s\n%s", text, err.text);
	return program;
}

static void test_a_ranking_has_the_items_it_was_given(void **state)
{
	(void)state;
	qn_program *program = run("local themes = { { \"scale\", weight = \"one\", en = \"Scale\" } }\n"
		"local items = { { \"revenue\", theme = \"scale\", value = function(c) return c.revenue end } }\n"
		"local function rank(id) ranking(id) { source = \"ours\", least = \"one\", spread = \"one\", themes = themes, items = items } end\n"
		"rank \"a\"\n"
		"items[2] = { \"rate\", theme = \"scale\", value = function(c) return c.profit_rate end }\n"
		"items[1].better, themes[1].en, themes[1].nothing = \"lower\", \"Size\", 1\n"
		"themes[1].nothing = nil\n"
		"rank \"b\"\n"
		"items[3], themes[1].nothing = 5, 5\n");
	assert_int_equal(program->ranking[0].items, 1);
	assert_string_equal(program->ranking[0].item[0].id, "revenue");
	assert_false(program->ranking[0].item[0].lower);
	assert_string_equal(program->ranking[0].theme[0].title.en, "Scale");
	assert_int_equal(program->ranking[1].items, 2);
	assert_true(program->ranking[1].item[0].lower);
	assert_string_equal(program->ranking[1].theme[0].title.en, "Size");
	qn_program_free(program);
}

/* Down to the names in a list in a list. */
static void test_a_recognition_is_what_it_was_given(void **state)
{
	(void)state;
	qn_program *program = run("local t = { titles = \"titles\", term = \"three\", report_due = \"03-30\", course = \"course\",\n"
		"  risk = { { \"high\", at_least = \"one\" } },\n"
		"  stages = { { \"submitted\", after = \"start\", grants = true }, { \"left\", after = { \"submitted\" }, ends = true },\n"
		"    { \"ended\", ends = true, expires = true } } }\n"
		"recognition(t)\n"
		"t.term, t.nothing, t.risk[2], t.stages[2].after[1], t.stages[1].grants = \"nothere\", 5, 5, \"nobody\", nil\n");
	assert_int_equal(program->recognition->term_years, 1);
	assert_int_equal(program->recognition->risks, 1);
	assert_int_equal(program->recognition->stages, 3);
	assert_true(program->recognition->stage[0].grants);
	assert_int_equal(program->recognition->stage[1].after[0], 0);
	qn_program_free(program);
}

static void test_rounds_are_what_they_were_given(void **state)
{
	(void)state;
	qn_program *program = run("local t = { by = \"merit\", places = \"three\", tolerance = \"one\" }\n"
		"rounds(t)\n"
		"t.places, t.by, t.needs = \"five\", \"nobody\", function(c) return c.revenue > yi(5) end\n"
		"ranking \"merit\" { source = \"ours\", least = \"one\", spread = \"one\", themes = { { \"scale\", weight = \"one\" } },\n"
		"  items = { { \"revenue\", theme = \"scale\", value = function(c) return c.revenue end } } }\n");
	assert_int_equal(program->rounds->places, 1);
	assert_int_equal(program->rounds->ranking, 0);
	assert_int_equal(program->rounds->needs, QN_NONE);
	qn_program_free(program);
}

/* A table that holds itself is no more than what is read of it. */
static void test_a_table_in_itself_is_refused_as_any(void **state)
{
	qn_error err = { 0 };
	qn_program *program = NULL;
	(void)state;
	assert_int_equal(run_text("local t = { source = \"ours\" } t.themes = t ranking \"a\" (t)", &program, &err), QN_ESCRIPT);
	assert_string_equal(err.text, "rules.lua:1: ranking \"a\": themes must be a list: write themes = { …, … }, without names or gaps");
}

/* Lua has the name first, then makes the table: what a function declares on the way stands before what it is for. */
static void test_a_table_may_declare_what_it_needs(void **state)
{
	(void)state;
	qn_program *program = run("local function at_least(id, line)\n"
		"  parameter(id) { unit = \"亿元\", value = line }\n"
		"  return function(c, p) return c.revenue >= p[id] end\n"
		"end\n"
		"criterion \"a\" { needs = at_least(\"a_min\", yi(5)),\n"
		"  waivable = at_least(\"a_waived\", yi(4)) }\n"
		"local later = criterion \"c\"\n"
		"criterion \"b\" { needs = at_least(\"b_min\", yi(6)) }\n"
		"later { needs = at_least(\"c_min\", yi(7)) }\n");
	assert_int_equal(program->parameters, 7);
	assert_string_equal(program->parameter[3].id, "a_min");
	assert_string_equal(program->parameter[4].id, "a_waived");
	assert_int_equal(program->criteria, 3);
	assert_string_equal(program->criterion[0].id, "a");
	assert_int_equal(program->place_of[program->criterion[0].place].line, 8);
	assert_string_equal(program->criterion[1].id, "b");
	assert_string_equal(program->criterion[2].id, "c");
	assert_int_equal(program->place_of[program->criterion[2].place].line, 10);
	qn_program_free(program);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_ranking_has_the_items_it_was_given),
		cmocka_unit_test(test_a_recognition_is_what_it_was_given), cmocka_unit_test(test_rounds_are_what_they_were_given),
		cmocka_unit_test(test_a_table_in_itself_is_refused_as_any), cmocka_unit_test(test_a_table_may_declare_what_it_needs) };
	return cmocka_run_group_tests_name("script/declared", tests, NULL, NULL);
}
