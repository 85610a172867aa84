/* SPDX-License-Identifier: Apache-2.0 */
/* test_seed.c - how Lua lays out a table is the same in each run, so that no script can draw lots by it (guest/seed.c). */
#include "rules.h"

enum { RUNS = 8 };

/* Lists with gaps between names that come and go: their lengths say where names lie. */
static void test_lengths_of_lists_with_gaps_are_the_same(void **state)
{
	(void)state;
	static const char text[] = "local state, sum = 7, 0\n"
		"local function draw(n) state = state * 1103515245 % 2147483648 + 12345; return state // 65536 % n + 1 end\n"
		"for n = 1, 3000 do\n"
		"  local t, most = {}, draw(20) + 3\n"
		"  for k = 1, draw(50) + 10 do\n"
		"    local key = draw(2) == 1 and draw(most) or (\"k\" .. draw(most))\n"
		"    if draw(100) < 35 then t[key] = nil else t[key] = k end\n"
		"  end\n"
		"  sum = (sum * 31 + #t) % 1000003\n"
		"end\n"
		"parameter \"sum\" { unit = \"个\", value = sum }\n";
	double first = 0;
	for (int i = 0; i < RUNS; i++) {
		qn_error err = { 0 };
		qn_program *program = NULL;
		if (run_text(text, &program, &err) < 0)
			fail_msg("%s", err.text);
		double sum = program->parameter[0].dated[0].value;
		qn_program_free(program);
		if (i)
			assert_true(sum == first);
		first = sum;
	}
}

static void test_of_several_mistakes_the_same_is_told(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"parameter \"q\" { unit = \"个\", values = { aaaa = 1, bbbb = 2, cccc = 3, dddd = 4, eeee = 5 } }\n",
		"scenario \"q\" { { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6 } }\n",
		"target \"q\" { value = function(p) return p.year end, goals = { aaaa = 1, bbbb = 2, cccc = 3, dddd = 4 } }\n" };
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		char first[sizeof ((qn_error *)NULL)->text] = "";
		for (int i = 0; i < RUNS; i++) {
			qn_error err = { 0 };
			qn_program *program = NULL;
			assert_int_equal(run_text(wrong[k], &program, &err), QN_ESCRIPT);
			if (i)
				assert_string_equal(err.text, first);
			memcpy(first, err.text, sizeof first);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_lengths_of_lists_with_gaps_are_the_same),
		cmocka_unit_test(test_of_several_mistakes_the_same_is_told) };
	return cmocka_run_group_tests_name("script/seed", tests, NULL, NULL);
}
