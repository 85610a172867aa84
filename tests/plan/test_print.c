/* SPDX-License-Identifier: Apache-2.0 */
/* test_print.c - formulas are Lua: brackets where precedence needs them, constants in their natural unit. */
#include "fixture.h"

static void prints(struct world *w, uint32_t node, const char *formula)
{
	qn_buffer out = { 0 };
	qn_node_print(w->program, &w->catalogue, node, &out);
	assert_false(out.failed);
	assert_string_equal(out.data, formula);
	qn_buffer_free(&out);
}

static void test_formulas_bracket_as_lua_reads(void **state)
{
	struct world w = world_make();
	uint32_t x = leaf(&w, QN_INPUT, PROFIT_RATE), y = leaf(&w, QN_INPUT, INTENSITY);
	(void)state;
	prints(&w, two(&w, QN_SUB, x, two(&w, QN_SUB, y, x)), "c.profit_rate - (c.rd_intensity - c.profit_rate)");
	prints(&w, two(&w, QN_SUB, two(&w, QN_SUB, x, y), x), "c.profit_rate - c.rd_intensity - c.profit_rate");
	prints(&w, two(&w, QN_MUL, two(&w, QN_ADD, x, y), x), "(c.profit_rate + c.rd_intensity) * c.profit_rate");
	prints(&w, two(&w, QN_ADD, two(&w, QN_MUL, x, y), x), "c.profit_rate * c.rd_intensity + c.profit_rate");
	prints(&w, one(&w, QN_NEG, two(&w, QN_POW, x, y), QN_NONE), "-c.profit_rate ^ c.rd_intensity");
	prints(&w, two(&w, QN_POW, one(&w, QN_NEG, x, QN_NONE), y), "(-c.profit_rate) ^ c.rd_intensity");
	prints(&w, two(&w, QN_POW, x, two(&w, QN_POW, y, x)), "c.profit_rate ^ c.rd_intensity ^ c.profit_rate");
	prints(&w, two(&w, QN_POW, two(&w, QN_POW, x, y), x), "(c.profit_rate ^ c.rd_intensity) ^ c.profit_rate");
	prints(&w, one(&w, QN_NEG, bare(&w, -1), QN_NONE), "-(-1)");
	prints(&w, two(&w, QN_FILL, x, bare(&w, 0)), "c.profit_rate or 0");
	qn_program_free(w.program);
}

static void test_conditions_bracket_as_lua_reads(void **state)
{
	struct world w = world_make();
	uint32_t x = leaf(&w, QN_INPUT, HAS_PLAN), y = two(&w, QN_GE, leaf(&w, QN_INPUT, REVENUE), yi(&w, 100));
	(void)state;
	prints(&w, two(&w, QN_OR, two(&w, QN_AND, x, y), x), "c.has_plan and c.revenue >= yi(100) or c.has_plan");
	prints(&w, two(&w, QN_AND, x, two(&w, QN_OR, y, x)), "c.has_plan and (c.revenue >= yi(100) or c.has_plan)");
	prints(&w, one(&w, QN_NOT, y, QN_NONE), "not (c.revenue >= yi(100))");
	qn_program_free(w.program);
}

static void test_constants_come_in_the_unit_that_is_shortest(void **state)
{
	struct world w = world_make();
	(void)state;
	prints(&w, yi(&w, 100), "yi(100)");
	prints(&w, yi(&w, 0.00012), "wan(1.2)");
	prints(&w, constant(&w, QN_NUMBER, 2.2 / 100, 0, false), "pct(2.2)");
	prints(&w, constant(&w, QN_NUMBER, 7.0 / 100, 0, false), "pct(7)");
	prints(&w, bare(&w, 0.06), "0.06");
	prints(&w, constant(&w, QN_NUMBER, 5, 0x10, false), "5 enterprise");
	prints(&w, constant(&w, QN_NUMBER, QN_MISSING, 0, false), "missing");
	prints(&w, constant(&w, QN_MASK, 1, 0, false), "true");
	qn_program_free(w.program);
}

static void test_names_and_functions_print_as_scripts_write_them(void **state)
{
	struct world w = world_make();
	uint32_t x, option;
	(void)state;
	world_declare(&w);
	x = leaf(&w, QN_INPUT, REVENUE);
	option = two(&w, QN_EQ, leaf(&w, QN_PARAMETER, 1), member(&w, QN_OPTION_DOMAIN | 1, 0));
	prints(&w, where(&w, option, x, yi(&w, 1)), "where(p[\"growth.avg\"] == \"cagr\", c.revenue, yi(1))");
	prints(&w, two(&w, QN_EQ, leaf(&w, QN_ATTRIBUTE, CITY), member(&w, CITY, 0)), "c.city == \"hefei\"");
	prints(&w, one(&w, QN_TOTAL, x, INDUSTRY), "total(c.revenue, c.industry)");
	prints(&w, one(&w, QN_RANKED, x, QN_ALL), "rank(c.revenue)");
	prints(&w, quantile(&w, x, 0.25, CITY), "quantile(c.revenue, 0.25, c.city)");
	prints(&w, one(&w, QN_LAG, x, 2), "lag(c.revenue, 2)");
	prints(&w, one(&w, QN_BARE, x, WAN), "number_in(c.revenue, \"万元\")");
	prints(&w, two(&w, QN_ADD, leaf(&w, QN_ASSUME, 0), leaf(&w, QN_ASSUME, 1)), "a.shock + a.own_shock");
	qn_program_free(w.program);
}

static void test_sharing_and_depth_do_not_print_without_end(void **state)
{
	struct world w = world_make();
	uint32_t x = leaf(&w, QN_INPUT, PROFIT_RATE), deep = x;
	qn_buffer out = { 0 };
	(void)state;
	for (int i = 0; i < 100; i++)
		x = two(&w, QN_ADD, x, x);
	for (int i = 0; i < 60000; i++)
		deep = one(&w, QN_ABS, deep, QN_NONE);
	qn_node_print(w.program, &w.catalogue, x, &out);
	assert_in_range(out.length, 4096, 8192); /* the brackets still open are closed */
	qn_node_print(w.program, &w.catalogue, deep, &out);
	assert_non_null(strstr(out.data, "abs(…)"));
	qn_buffer_free(&out);
	qn_program_free(w.program);
}

static void test_a_program_prints_each_rule_with_units_and_line(void **state)
{
	struct world w = world_make();
	qn_buffer out = { 0 };
	qn_criterion criterion = { .id = "revenue", .clause = "第三条(一)", .modality = "原则上", .title = { "收入", "Revenue" }, .place = 1, .waivable = QN_NONE, .hint = QN_NONE };
	qn_state states[1] = { { REVENUE, 0, 2 } };
	qn_model model = { .id = "growth", .title = { NULL, "Growth" }, .place = 2, .state = states, .states = 1 };
	uint32_t revenue, shock;
	(void)state;
	world_declare(&w);
	w.program->parameters = 1;
	w.program->assumptions = 1;
	revenue = leaf(&w, QN_INPUT, REVENUE);
	criterion.needs = two(&w, QN_GE, revenue, leaf(&w, QN_PARAMETER, 0));
	shock = leaf(&w, QN_ASSUME, 0);
	shock = two(&w, QN_ADD, bare(&w, 1), shock);
	states[0].node = two(&w, QN_MUL, one(&w, QN_LAG, revenue, 1), shock);
	w.program->criterion = &criterion;
	w.program->model = &model;
	w.program->criteria = w.program->models = 1;
	qn_program_print(w.program, &w.catalogue, NULL, false, &out);
	assert_string_equal(out.data,
		"parameter entry_revenue  准入 / Entry\n"
		"  clause    第三条\n"
		"  value     80 亿元 from 2022-01-08\n"
		"  value     100 亿元 from 2024-10-04\n"
		"  at        pack.lua:3\n"
		"\n"
		"assumption shock  冲击 / Shock\n"
		"  usual     normal(0 %, 2 %)\n"
		"  by        period\n"
		"  source    ours\n"
		"  at        growth.lua:7\n"
		"\n"
		"criterion revenue  收入 / Revenue\n"
		"  clause    第三条(一)\n"
		"  modality  原则上\n"
		"  needs     c.revenue >= p.entry_revenue\n"
		"  units     c.revenue 亿元, p.entry_revenue 亿元\n"
		"  at        criteria.lua:12, called from pack.lua:3\n"
		"\n"
		"model growth  Growth\n"
		"  revenue' = c.revenue * (1 + a.shock)\n"
		"  units     c.revenue 亿元, a.shock %\n"
		"  at        growth.lua:7\n");
	qn_buffer_free(&out);
	qn_program_free(w.program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formulas_bracket_as_lua_reads),
		cmocka_unit_test(test_conditions_bracket_as_lua_reads),
		cmocka_unit_test(test_constants_come_in_the_unit_that_is_shortest),
		cmocka_unit_test(test_names_and_functions_print_as_scripts_write_them),
		cmocka_unit_test(test_sharing_and_depth_do_not_print_without_end),
		cmocka_unit_test(test_a_program_prints_each_rule_with_units_and_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
