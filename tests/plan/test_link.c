/* SPDX-License-Identifier: Apache-2.0 */
/* test_link.c - what names stand for in observed and projected periods, circles, and that simplifying changes nothing. */
#include "fixture.h"
#include "plan/link.h"
#include "plan/scalar.h"
#include "plan/simplify.h"

enum { MOST = 8 };
static qn_derivation derivation_room[MOST];
static qn_state state_room[MOST];
static qn_model model_room[1];

static void derive(struct world *w, uint32_t indicator, uint32_t node, uint32_t place)
{
	w->program->derivation = derivation_room;
	derivation_room[w->program->derivations++] = (qn_derivation){ indicator, node, place };
}

static void model(struct world *w)
{
	model_room[0] = (qn_model){ .id = "growth", .place = QN_NONE, .state = state_room, .states = 0 };
	w->program->model = model_room;
	w->program->models = 1;
}

static void state(struct world *w, uint32_t indicator, uint32_t node)
{
	state_room[w->program->model->states++] = (qn_state){ indicator, node, QN_NONE };
}

static qn_linked *link_node(struct world *w, uint32_t node, uint32_t with)
{
	qn_linked *linked = NULL;
	if (qn_link(w->program, &w->catalogue, with, &(qn_want){ QN_WANT_NODE, node }, 1, &linked, &w->err) != QN_OK)
		fail_msg("%s", w->err.text);
	return linked;
}

static qn_linked *link_indicator(struct world *w, uint32_t indicator, uint32_t with)
{
	qn_linked *linked = NULL;
	if (qn_link(w->program, &w->catalogue, with, &(qn_want){ QN_WANT_INDICATOR, indicator }, 1, &linked, &w->err) != QN_OK)
		fail_msg("%s", w->err.text);
	return linked;
}

static void done(struct world *w, qn_linked *linked)
{
	qn_linked_free(linked);
	qn_program_free(w->program);
}

static uint32_t lag(struct world *w, uint32_t node, uint32_t periods) { return one(w, QN_LAG, node, periods); }

static void test_an_observed_indicator_is_reported_or_else_derived(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t research = leaf(&w, QN_INPUT, RESEARCH), revenue = leaf(&w, QN_INPUT, REVENUE);
	derive(&w, INTENSITY, two(&w, QN_DIV, research, revenue), QN_NONE);
	qn_linked *linked = link_indicator(&w, INTENSITY, QN_NONE);
	const qn_node *top = &linked->observed.node[linked->output[0].observed];
	assert_int_equal(top->op, QN_FILL);
	assert_int_equal(linked->observed.node[top->a].op, QN_INPUT);
	assert_int_equal(linked->observed.node[top->a].symbol, INTENSITY);
	assert_int_equal(linked->observed.node[top->b].op, QN_DIV);
	assert_int_equal(linked->output[0].projected, QN_NONE);
	assert_true(linked->used[RESEARCH] && linked->used[REVENUE] && linked->used[INTENSITY] && !linked->used[PROFIT_RATE]);
	done(&w, linked);
}

/* What is held can be struck. */
static const qn_node *held(const qn_node *node, uint32_t index)
{
	assert_int_equal(node[index].op, QN_STATE);
	assert_int_equal(node[node[index].a].op, QN_HOLD);
	assert_int_equal(node[index].symbol, node[node[index].a].symbol);
	return &node[index];
}

static void test_in_projected_years_a_state_moves_what_rests_on_it_and_the_rest_is_held(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t revenue = leaf(&w, QN_INPUT, REVENUE), research = leaf(&w, QN_INPUT, RESEARCH);
	derive(&w, INTENSITY, two(&w, QN_DIV, research, revenue), QN_NONE);
	model(&w);
	state(&w, REVENUE, two(&w, QN_MUL, lag(&w, revenue, 1), bare(&w, 1.05)));
	qn_linked *linked = link_indicator(&w, INTENSITY, 0);
	const qn_node *node = linked->projected.node, *top = &node[linked->output[0].projected];
	assert_int_equal(top->op, QN_DIV); /* what was reported of it belongs to the past */
	assert_int_equal(held(node, top->a)->symbol, RESEARCH);
	assert_int_equal(node[top->b].op, QN_STATE);
	assert_int_equal(node[top->b].symbol, REVENUE);
	const qn_node *product = &node[node[top->b].a];
	assert_int_equal(product->op, QN_MUL);
	assert_int_equal(node[product->a].op, QN_LAG);
	const qn_slot *slot = &linked->slot[node[product->a].domain];
	assert_int_equal(linked->observed.node[slot->observed].op, QN_INPUT);
	assert_int_equal(slot->projected, top->b);
	assert_true(linked->moved[REVENUE] && linked->moved[INTENSITY] && !linked->moved[RESEARCH]);
	assert_true(linked->held[RESEARCH] && !linked->held[REVENUE] && !linked->held[INTENSITY]);
	assert_int_equal(linked->look_back, 1);
	done(&w, linked);
}

static void test_a_derived_value_that_nothing_moves_is_held_or_derived_from_what_is_held(void **context)
{
	struct world w = world_make();
	(void)context;
	derive(&w, INTENSITY, two(&w, QN_DIV, leaf(&w, QN_INPUT, RESEARCH), leaf(&w, QN_INPUT, REVENUE)), QN_NONE);
	model(&w);
	qn_linked *linked = link_indicator(&w, INTENSITY, 0);
	const qn_node *node = linked->projected.node, *top = &node[linked->output[0].projected];
	assert_int_equal(top->op, QN_FILL);
	held(node, top->a);
	held(node, node[top->b].a);
	assert_true(linked->held[INTENSITY] && linked->held[RESEARCH]);
	done(&w, linked);
}

static void test_a_circle_names_its_members_and_their_lines(void **context)
{
	struct world w = world_make();
	qn_linked *linked = NULL;
	(void)context;
	world_declare(&w);
	uint32_t intensity = leaf(&w, QN_INPUT, INTENSITY), rate = leaf(&w, QN_INPUT, PROFIT_RATE);
	derive(&w, INTENSITY, two(&w, QN_MUL, rate, bare(&w, 2)), 0);
	derive(&w, PROFIT_RATE, two(&w, QN_MUL, intensity, bare(&w, 3)), 2);
	qn_want want = { QN_WANT_INDICATOR, INTENSITY };
	assert_int_equal(qn_link(w.program, &w.catalogue, QN_NONE, &want, 1, &linked, &w.err), QN_ESCRIPT);
	assert_string_equal(w.err.text, "derivations go round in a circle: rd_intensity (pack.lua:3) needs profit_rate (growth.lua:7) needs "
		"rd_intensity; a value of the year before, lag(x, 1), would be fine");
	assert_null(linked);
	qn_program_free(w.program);
}

static void test_a_circle_through_a_lag_is_recursion_from_the_first_year(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t rate = leaf(&w, QN_INPUT, PROFIT_RATE);
	derive(&w, PROFIT_RATE, two(&w, QN_MUL, lag(&w, rate, 1), bare(&w, 1.1)), QN_NONE);
	qn_linked *linked = link_indicator(&w, PROFIT_RATE, QN_NONE);
	assert_int_equal(linked->look_back, UINT32_MAX);
	assert_int_equal(linked->slots, 1);
	done(&w, linked);
}

static void test_looking_back_adds_up_over_nested_lags(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t revenue = leaf(&w, QN_INPUT, REVENUE), two_back = lag(&w, revenue, 2);
	qn_linked *linked = link_node(&w, lag(&w, two(&w, QN_SUB, revenue, two_back), 3), QN_NONE);
	assert_int_equal(linked->look_back, 5);
	done(&w, linked);
}

static void test_what_is_written_twice_is_there_once(void **context)
{
	struct world w = world_make();
	(void)context;
	world_declare(&w);
	uint32_t first = two(&w, QN_MUL, lag(&w, leaf(&w, QN_INPUT, PROFIT_RATE), 1), bare(&w, 2));
	uint32_t second = two(&w, QN_MUL, lag(&w, leaf(&w, QN_INPUT, PROFIT_RATE), 1), bare(&w, 2));
	w.program->node[second].place = 1;
	qn_linked *linked = link_node(&w, two(&w, QN_ADD, first, second), QN_NONE);
	const qn_node *top = &linked->observed.node[linked->output[0].observed];
	assert_int_equal(top->a, top->b);
	assert_int_equal(linked->observed.nodes, 5); /* lag, 2, product, sum, and the input that the slot stands for */
	assert_int_equal(linked->slots, 1);
	done(&w, linked);
}

static void test_constants_are_folded_and_missing_ones_stay_missing(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t none = two(&w, QN_DIV, bare(&w, 1), bare(&w, 0)), sum = two(&w, QN_ADD, bare(&w, 2), bare(&w, 3));
	qn_linked *linked = link_node(&w, two(&w, QN_FILL, none, sum), QN_NONE);
	assert_int_equal(linked->observed.nodes, 1);
	assert_true(linked->observed.node[0].value == 5);
	qn_linked_free(linked);
	linked = link_node(&w, two(&w, QN_LT, none, sum), QN_NONE);
	assert_true(linked->observed.nodes == 1 && linked->observed.node[0].type == QN_MASK && qn_is_missing(linked->observed.node[0].value));
	done(&w, linked);
}

static void test_nothing_times_a_missing_value_is_not_nothing(void **context)
{
	struct world w = world_make();
	(void)context;
	qn_linked *linked = link_node(&w, two(&w, QN_MUL, leaf(&w, QN_INPUT, PROFIT_RATE), bare(&w, 0)), QN_NONE);
	assert_int_equal(linked->observed.node[linked->output[0].observed].op, QN_MUL);
	done(&w, linked);
}

static void test_two_states_that_are_computed_alike_stay_two(void **context)
{
	struct world w = world_make();
	qn_linked *linked = NULL;
	(void)context;
	uint32_t grown = two(&w, QN_MUL, lag(&w, leaf(&w, QN_INPUT, PROFIT_RATE), 1), bare(&w, 2));
	model(&w);
	state(&w, PROFIT_RATE, grown);
	state(&w, INTENSITY, grown);
	qn_want want[2] = { { QN_WANT_INDICATOR, PROFIT_RATE }, { QN_WANT_INDICATOR, INTENSITY } };
	assert_int_equal(qn_link(w.program, &w.catalogue, 0, want, 2, &linked, &w.err), QN_OK);
	assert_int_not_equal(linked->output[0].projected, linked->output[1].projected);
	done(&w, linked);
}

static double revenue_is(void *context, const qn_node *node)
{
	return node->symbol == REVENUE ? *(double *)context : 1;
}

/* How many lack something, in a world of one entity whose revenue is this. */
static double lacking(struct world *w, uint32_t rule, double revenue)
{
	qn_linked *linked = NULL;
	qn_value values[64];
	if (qn_link(w->program, &w->catalogue, QN_NONE, &(qn_want){ QN_WANT_LACKING, rule }, 1, &linked, &w->err) != QN_OK)
		fail_msg("%s", w->err.text);
	assert_true(linked->observed.nodes <= 64);
	qn_scalar_run(linked->observed.node, linked->observed.nodes, revenue_is, &revenue, values);
	double count = values[linked->output[0].observed].number;
	qn_linked_free(linked);
	return count;
}

static void test_who_is_missing_from_a_total_is_counted_also_where_the_rule_goes_on_without(void **context)
{
	struct world w = world_make();
	(void)context;
	uint32_t revenue = leaf(&w, QN_INPUT, REVENUE), large = two(&w, QN_GE, revenue, yi(&w, 100));
	uint32_t total = one(&w, QN_TOTAL, revenue, QN_ALL), count = one(&w, QN_COUNT, large, QN_ALL);
	uint32_t shown = two(&w, QN_AND, one(&w, QN_PRESENT, large, QN_NONE), large);
	uint32_t not_shown = one(&w, QN_COUNT, one(&w, QN_NOT, shown, QN_NONE), QN_ALL);
	const uint32_t rules[] = { total, count, not_shown, two(&w, QN_DIV, total, total) };
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		assert_true(lacking(&w, rules[i], QN_MISSING) == 1);
		assert_true(lacking(&w, rules[i], 5) == 0);
	}
	assert_true(lacking(&w, large, QN_MISSING) == 0); /* meets nobody */
	qn_program_free(w.program);
}

static void test_a_rule_may_be_as_deep_as_a_program_is_long(void **context)
{
	enum { DEEP = 65000 };
	struct world w = world_make();
	(void)context;
	uint32_t node = leaf(&w, QN_INPUT, PROFIT_RATE);
	for (uint32_t i = 0; i < DEEP; i++)
		node = i % 100 == 99 ? lag(&w, node, 1) : one(&w, i & 1 ? QN_NEG : QN_ABS, node, QN_NONE);
	qn_linked *linked = link_node(&w, node, QN_NONE);
	assert_int_equal(linked->look_back, DEEP / 100);
	assert_int_equal(linked->observed.nodes, DEEP + 1);
	done(&w, linked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_observed_indicator_is_reported_or_else_derived),
		cmocka_unit_test(test_in_projected_years_a_state_moves_what_rests_on_it_and_the_rest_is_held),
		cmocka_unit_test(test_a_derived_value_that_nothing_moves_is_held_or_derived_from_what_is_held),
		cmocka_unit_test(test_a_circle_names_its_members_and_their_lines),
		cmocka_unit_test(test_a_circle_through_a_lag_is_recursion_from_the_first_year),
		cmocka_unit_test(test_looking_back_adds_up_over_nested_lags),
		cmocka_unit_test(test_what_is_written_twice_is_there_once),
		cmocka_unit_test(test_constants_are_folded_and_missing_ones_stay_missing),
		cmocka_unit_test(test_nothing_times_a_missing_value_is_not_nothing),
		cmocka_unit_test(test_two_states_that_are_computed_alike_stay_two),
		cmocka_unit_test(test_who_is_missing_from_a_total_is_counted_also_where_the_rule_goes_on_without),
		cmocka_unit_test(test_a_rule_may_be_as_deep_as_a_program_is_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
