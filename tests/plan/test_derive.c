/* SPDX-License-Identifier: Apache-2.0 */
/* test_derive.c - the typing rule, and the exact words in which it refuses. */
#include "fixture.h"

static void says(struct world *w, qn_node node, const char *words)
{
	assert_int_equal(world_try(w, node), QN_ESCRIPT);
	assert_string_equal(w->err.text, words);
}

static qn_node pair(qn_op op, uint32_t a, uint32_t b) { return node_of(op, a, b, QN_NONE, QN_NONE); }
static qn_node single(qn_op op, uint32_t a, uint32_t symbol) { return node_of(op, a, QN_NONE, QN_NONE, symbol); }
static const qn_node *last(const struct world *w) { return &w->program->node[w->program->nodes - 1]; }

static int world_open(void **state)
{
	struct world *w = malloc(sizeof *w);
	assert_non_null(w);
	*w = world_make();
	world_declare(w);
	*state = w;
	return 0;
}

static int world_close(void **state)
{
	struct world *w = *state;
	qn_program_free(w->program);
	free(w);
	return 0;
}

static void test_a_bare_number_beside_an_amount_is_told_to_take_a_unit(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE), number = bare(w, 5000), marks = leaf(w, QN_INPUT, MARKS);
	says(w, pair(QN_GE, revenue, number), "c.revenue is in 亿元 and 5000 is a pure number: give the number its unit, as in yi(5000)");
	says(w, pair(QN_ADD, number, revenue), "c.revenue is in 亿元 and 5000 is a pure number: give the number its unit, as in yi(5000)");
	says(w, pair(QN_GE, marks, number), "c.marks is in 分 and 5000 is a pure number: give the number its unit, 分");
	assert_int_equal(world_try(w, pair(QN_GE, revenue, yi(w, 5000))), QN_OK);
	assert_int_equal(world_try(w, pair(QN_MUL, revenue, number)), QN_OK);
	assert_int_equal(last(w)->dimension, 1);
}

static void test_zero_means_the_same_in_every_unit(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE);
	two(w, QN_FILL, revenue, bare(w, 0));
	assert_int_equal(last(w)->dimension, 1);
	two(w, QN_GT, revenue, bare(w, 0));
	assert_int_equal(last(w)->type, QN_MASK);
}

static void test_different_units_do_not_add_or_compare(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE), rate = leaf(w, QN_INPUT, PROFIT_RATE);
	uint32_t leaders = leaf(w, QN_INPUT, LEADERS), platforms = leaf(w, QN_INPUT, PLATFORMS);
	says(w, pair(QN_ADD, revenue, rate), "c.revenue (亿元) and c.profit_rate (a pure number) cannot be added");
	says(w, pair(QN_SUB, revenue, rate), "c.revenue (亿元) and c.profit_rate (a pure number) cannot be subtracted");
	says(w, pair(QN_LT, revenue, rate), "c.revenue (亿元) and c.profit_rate (a pure number) cannot be compared");
	says(w, pair(QN_ADD, leaders, platforms), "counts of unlike things do not add: enterprise and platform");
	says(w, pair(QN_LT, leaders, platforms), "counts of unlike things do not compare: enterprise and platform");
	assert_int_equal(world_try(w, pair(QN_ADD, revenue, leaf(w, QN_INPUT, RESEARCH))), QN_OK);
}

static void test_a_bare_number_takes_on_a_count(void **state)
{
	struct world *w = *state;
	uint32_t leaders = leaf(w, QN_INPUT, LEADERS), enough = leaf(w, QN_PARAMETER, 5), many;
	two(w, QN_ADD, leaders, bare(w, 1));
	assert_int_equal(last(w)->dimension, 0x10);
	many = two(w, QN_GE, leaders, enough);
	assert_int_equal(last(w)->type, QN_MASK);
	two(w, QN_GE, one(w, QN_COUNT, many, QN_ALL), enough);
	assert_int_equal(last(w)->type, QN_MASK);
	says(w, pair(QN_GE, leaders, leaf(w, QN_INPUT, PROFIT_RATE)),
		"c.leading_enterprises (enterprise) and c.profit_rate (a pure number) cannot be compared");
}

static void test_a_rank_compares_and_does_nothing_else(void **state)
{
	struct world *w = *state;
	uint32_t standing = leaf(w, QN_INPUT, STANDING), revenue = leaf(w, QN_INPUT, REVENUE), ranked = one(w, QN_RANKED, revenue, QN_ALL);
	two(w, QN_LE, standing, bare(w, 3));
	two(w, QN_LE, ranked, leaf(w, QN_PARAMETER, 2));
	two(w, QN_FILL, standing, bare(w, 99));
	assert_int_equal(last(w)->type, QN_RANK);
	says(w, pair(QN_ADD, standing, bare(w, 1)), "c.rank_in_province: a rank compares and does nothing else");
	says(w, pair(QN_MUL, bare(w, 2), ranked), "rank(c.revenue): a rank compares and does nothing else");
	says(w, single(QN_TOTAL, standing, QN_ALL), "c.rank_in_province: a rank compares and does nothing else");
	says(w, pair(QN_LE, standing, yi(w, 3)), "c.rank_in_province (a rank) and yi(3) (亿元) cannot be compared");
}

static void test_conditions_and_numbers_do_not_stand_for_one_another(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE), mask = two(w, QN_GE, revenue, yi(w, 100));
	says(w, pair(QN_AND, mask, revenue), "a condition is needed and c.revenue is a number in 亿元: compare it with something");
	says(w, single(QN_COUNT, leaf(w, QN_INPUT, STANDING), QN_ALL),
		"a condition is needed and c.rank_in_province is a rank: compare it with something");
	says(w, pair(QN_ADD, mask, revenue),
		"c.revenue >= yi(100) is a condition, not a number: choose with where(c.revenue >= yi(100), x, y), or count it");
	says(w, pair(QN_EQ, mask, mask), "c.revenue >= yi(100) is a condition already: combine it with and, or, not");
	one(w, QN_NOT, leaf(w, QN_INPUT, HAS_PLAN), QN_NONE);
	assert_int_equal(last(w)->type, QN_MASK);
	one(w, QN_AS_NUMBER, mask, QN_NONE);
	assert_true(last(w)->bare);
}

static void test_a_category_compares_with_its_own_members_only(void **state)
{
	struct world *w = *state;
	uint32_t city = leaf(w, QN_ATTRIBUTE, CITY), industry = leaf(w, QN_ATTRIBUTE, INDUSTRY), option = leaf(w, QN_PARAMETER, 1), found;
	two(w, QN_EQ, city, member(w, CITY, 1));
	two(w, QN_NE, option, member(w, QN_OPTION_DOMAIN | 1, 0));
	says(w, pair(QN_EQ, industry, member(w, CITY, 1)), "c.industry (a category) and \"wuhu\" (a category) cannot be compared");
	says(w, pair(QN_LT, city, city), "c.city is a category: it compares with == and ~= only");
	says(w, pair(QN_ADD, city, city), "c.city is a category: it compares with == and ~= and groups, but does not calculate");
	assert_int_equal(qn_domain_member(w->program, &w->catalogue, CITY, "芜湖市", &found, &w->err), QN_OK);
	assert_int_equal(found, 1);
	assert_int_equal(qn_domain_member(w->program, &w->catalogue, CITY, "hefai", &found, &w->err), QN_ESCRIPT);
	assert_string_equal(w->err.text, "\"hefai\" is no known city: did you mean \"hefei\"?");
	assert_int_equal(qn_domain_member(w->program, &w->catalogue, QN_OPTION_DOMAIN | 1, "cage", &found, &w->err), QN_ESCRIPT);
	assert_string_equal(w->err.text, "\"cage\" is no reading of growth.avg: did you mean \"cagr\"?");
}

static void test_years_move_by_plain_numbers_and_their_distance_is_one(void **state)
{
	struct world *w = *state;
	uint32_t year = leaf(w, QN_YEAR, QN_NONE);
	two(w, QN_GE, year, bare(w, 2027));
	two(w, QN_SUB, year, bare(w, 1));
	assert_int_equal(last(w)->type, QN_PERIOD);
	two(w, QN_SUB, year, last(w) - w->program->node);
	assert_int_equal(last(w)->type, QN_NUMBER);
	says(w, pair(QN_ADD, year, year), "p.year (a year) and p.year (a year) cannot be added");
	says(w, pair(QN_MUL, year, year), "p.year is a year: add or subtract a plain number, or compare it");
}

static void test_products_carry_units_and_roots_halve_them(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE), leaders = leaf(w, QN_INPUT, LEADERS), each = two(w, QN_DIV, revenue, leaders), square;
	assert_int_equal(last(w)->dimension, 0xF1);
	says(w, pair(QN_GE, each, bare(w, 5)),
		"c.revenue / c.leading_enterprises is in 亿元/enterprise and 5 is a pure number: give the number its unit, 亿元/enterprise");
	square = two(w, QN_POW, each, bare(w, 2));
	assert_int_equal(last(w)->dimension, 0xE2);
	one(w, QN_SQRT, square, QN_NONE);
	assert_int_equal(last(w)->dimension, 0xF1);
	says(w, single(QN_SQRT, revenue, QN_NONE), "sqrt needs a square or a pure number and c.revenue is in 亿元");
	says(w, single(QN_LOG, revenue, QN_NONE), "log needs a pure number and c.revenue is in 亿元: divide it by something in the same unit");
	says(w, pair(QN_POW, revenue, bare(w, 0.5)), "c.revenue is in 亿元: its exponent must be a small whole number, and 0.5 is not");
	says(w, pair(QN_POW, bare(w, 2), revenue), "an exponent needs a pure number and c.revenue is in 亿元: divide it by something in the same unit");
	says(w, single(QN_FLOOR, revenue, QN_NONE),
		"c.revenue is in 亿元: say in which unit it is to be whole, as in floor(number_in(c.revenue, \"亿元\"))");
}

static void test_number_in_drops_a_unit_it_has(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE);
	one(w, QN_BARE, revenue, WAN);
	assert_true(last(w)->bare && last(w)->value == 10000);
	one(w, QN_BARE, leaf(w, QN_INPUT, LEADERS), PIECES);
	says(w, single(QN_BARE, revenue, PERCENT), "c.revenue (亿元) cannot be told in %");
}

static void test_groups_lags_and_quantiles_stay_within_reason(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE);
	qn_node high = single(QN_QUANTILE, revenue, QN_ALL);
	one(w, QN_SHARE, revenue, INDUSTRY);
	assert_int_equal(last(w)->dimension, 0);
	says(w, single(QN_TOTAL, revenue, CLUSTER), "total by cluster has groups of one: group by what it belongs to");
	says(w, single(QN_LAG, revenue, 0), "lag(c.revenue, n) looks back whole periods, from 1 to 1000");
	high.value = 95;
	says(w, high, "quantile(c.revenue, q) needs q from 0 to 1");
}

static void test_where_and_fill_need_one_kind(void **state)
{
	struct world *w = *state;
	uint32_t mask = leaf(w, QN_INPUT, HAS_PLAN), revenue = leaf(w, QN_INPUT, REVENUE), rate = leaf(w, QN_INPUT, PROFIT_RATE);
	says(w, node_of(QN_WHERE, mask, revenue, rate, QN_NONE), "c.revenue (亿元) and c.profit_rate (a pure number) cannot be chosen between");
	says(w, pair(QN_FILL, revenue, bare(w, 7)), "c.revenue is in 亿元 and 7 is a pure number: give the number its unit, as in yi(7)");
	where(w, mask, leaf(w, QN_INPUT, LEADERS), bare(w, 2));
	assert_int_equal(last(w)->dimension, 0x10);
	where(w, mask, mask, mask);
	assert_int_equal(last(w)->type, QN_MASK);
}

static void test_long_operands_are_cut_on_a_character(void **state)
{
	struct world *w = *state;
	uint32_t sum = leaf(w, QN_INPUT, REVENUE);
	for (int i = 0; i < 10; i++)
		sum = two(w, QN_ADD, sum, yi(w, 1));
	says(w, single(QN_LOG, sum, QN_NONE), "log needs a pure number and "
		"c.revenue + yi(1) + yi(1) + yi(1) + yi(1) + yi(1) + yi(1) + …"
		" is in 亿元: divide it by something in the same unit");
}

static void test_operands_that_are_not_there_are_refused(void **state)
{
	struct world *w = *state;
	uint32_t revenue = leaf(w, QN_INPUT, REVENUE);
	assert_int_equal(world_try(w, pair(QN_ADD, revenue, 7)), QN_EINPUT);
	assert_int_equal(world_try(w, node_of(QN_NEG, revenue, revenue, QN_NONE, QN_NONE)), QN_EINPUT);
	assert_int_equal(world_try(w, node_of(QN_OPS, revenue, revenue, QN_NONE, QN_NONE)), QN_EINPUT);
	assert_int_equal(world_try(w, node_of(QN_INPUT, QN_NONE, QN_NONE, QN_NONE, INDICATORS)), QN_ESCRIPT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_bare_number_beside_an_amount_is_told_to_take_a_unit),
		TEST(test_zero_means_the_same_in_every_unit),
		TEST(test_different_units_do_not_add_or_compare),
		TEST(test_a_bare_number_takes_on_a_count),
		TEST(test_a_rank_compares_and_does_nothing_else),
		TEST(test_conditions_and_numbers_do_not_stand_for_one_another),
		TEST(test_a_category_compares_with_its_own_members_only),
		TEST(test_years_move_by_plain_numbers_and_their_distance_is_one),
		TEST(test_products_carry_units_and_roots_halve_them),
		TEST(test_number_in_drops_a_unit_it_has),
		TEST(test_groups_lags_and_quantiles_stay_within_reason),
		TEST(test_where_and_fill_need_one_kind),
		TEST(test_long_operands_are_cut_on_a_character),
		TEST(test_operands_that_are_not_there_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
