/* SPDX-License-Identifier: Apache-2.0 */
/* test_scalar.c - missing is carried, unknown follows Kleene, nothing is ever infinite. */
#include "fixture.h"
#include "plan/scalar.h"

/* Kleene's strong three-valued logic (Introduction to Metamathematics, 1952, section 64), rows and columns T F U. */
static const qn_mask tfu[3] = { QN_TRUE, QN_FALSE, QN_UNKNOWN };

static void test_and_or_not_are_kleenes_tables(void **state)
{
	static const char *and = "TFUFFFUFU", *or = "TTTTFUTUU", *not = "FTU";
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(qn_mask_not(tfu[i]), tfu[strcspn("TFU", (char[]){ not[i], 0 })]);
		for (int j = 0; j < 3; j++) {
			assert_int_equal(qn_mask_and(tfu[i], tfu[j]), tfu[strcspn("TFU", (char[]){ and[3 * i + j], 0 })]);
			assert_int_equal(qn_mask_or(tfu[i], tfu[j]), tfu[strcspn("TFU", (char[]){ or[3 * i + j], 0 })]);
		}
	}
}

static void test_what_has_no_value_is_missing_and_never_infinite(void **state)
{
	(void)state;
	assert_true(qn_is_missing(qn_scalar_number(QN_DIV, 1, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_DIV, 0, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_LOG, 0, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_LOG, -1, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_SQRT, -1, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_EXP, 1000, 0)));
	assert_true(qn_is_missing(qn_scalar_number(QN_MUL, 1e300, 1e300)));
	assert_true(qn_is_missing(qn_scalar_number(QN_POW, 0, -1)));
}

static void test_missing_goes_through_every_operation(void **state)
{
	(void)state;
	for (int op = QN_ADD; op <= QN_CEIL; op++) {
		assert_true(qn_is_missing(qn_scalar_number((qn_op)op, QN_MISSING, 2)));
		if (op <= QN_MAX)
			assert_true(qn_is_missing(qn_scalar_number((qn_op)op, 2, QN_MISSING)));
	}
	for (int op = QN_LT; op <= QN_NE; op++) {
		assert_int_equal(qn_scalar_compare((qn_op)op, QN_MISSING, 2), QN_UNKNOWN);
		assert_int_equal(qn_scalar_compare((qn_op)op, 2, QN_MISSING), QN_UNKNOWN);
	}
}

static void test_arithmetic_is_arithmetic(void **state)
{
	(void)state;
	assert_true(qn_scalar_number(QN_ADD, 1, 2) == 3 && qn_scalar_number(QN_SUB, 1, 2) == -1);
	assert_true(qn_scalar_number(QN_MUL, 3, 2) == 6 && qn_scalar_number(QN_DIV, 3, 2) == 1.5);
	assert_true(qn_scalar_number(QN_POW, 2, 10) == 1024 && qn_scalar_number(QN_SQRT, 9, 0) == 3);
	assert_true(qn_scalar_number(QN_MIN, 3, 2) == 2 && qn_scalar_number(QN_MAX, 3, 2) == 3);
	assert_true(qn_scalar_number(QN_FLOOR, -1.5, 0) == -2 && qn_scalar_number(QN_CEIL, -1.5, 0) == -1);
	assert_true(qn_scalar_number(QN_NEG, 3, 0) == -3 && qn_scalar_number(QN_ABS, -3, 0) == 3);
	assert_true(qn_scalar_number(QN_EXP, 0, 0) == 1 && qn_scalar_number(QN_LOG, 1, 0) == 0);
	assert_int_equal(qn_scalar_compare(QN_GE, 0.1 + 0.7, 0.8), QN_TRUE); /* the sum is a bit less */
	assert_int_equal(qn_scalar_compare(QN_LT, 0.1 + 0.7, 0.8), QN_FALSE);
	assert_int_equal(qn_scalar_compare(QN_GT, 0.1 + 0.2, 0.3), QN_FALSE); /* and this a bit more */
	assert_int_equal(qn_scalar_compare(QN_LE, 0.1 + 0.2, 0.3), QN_TRUE);
	assert_int_equal(qn_scalar_compare(QN_EQ, 0.1 + 0.2, 0.3), QN_FALSE);
	assert_int_equal(qn_scalar_compare(QN_GE, 99.999999, 100), QN_FALSE);
	assert_int_equal(qn_scalar_compare(QN_GE, -1e-300, 0), QN_FALSE);
	assert_int_equal(qn_scalar_compare(QN_LE, 2, 2), QN_TRUE);
	assert_int_equal(qn_scalar_compare(QN_LT, 2, 2), QN_FALSE);
	assert_int_equal(qn_scalar_compare(QN_NE, 2, 3), QN_TRUE);
}

static double inputs(void *context, const qn_node *node)
{
	return ((const double *)context)[node->symbol];
}

static qn_value run_last(struct world *w, double *input)
{
	qn_value values[64];
	qn_scalar_run(w->program->node, w->program->nodes, inputs, input, values);
	return values[w->program->nodes - 1];
}

static void test_where_with_an_unknown_condition_is_what_both_branches_agree_on(void **state)
{
	struct world w = world_make();
	double input[INDICATORS] = { [REVENUE] = 5, [RESEARCH] = 5, [HAS_PLAN] = QN_MISSING };
	uint32_t plan = leaf(&w, QN_INPUT, HAS_PLAN), a = leaf(&w, QN_INPUT, REVENUE), b = leaf(&w, QN_INPUT, RESEARCH);
	(void)state;
	where(&w, plan, a, b);
	assert_true(run_last(&w, input).number == 5);
	input[RESEARCH] = 6;
	assert_true(qn_is_missing(run_last(&w, input).number));
	input[HAS_PLAN] = 0;
	assert_true(run_last(&w, input).number == 6);
	input[HAS_PLAN] = 1;
	assert_true(run_last(&w, input).number == 5);
	qn_program_free(w.program);
}

static void test_filling_and_presence_tell_missing_from_zero(void **state)
{
	struct world w = world_make();
	double input[INDICATORS] = { [REVENUE] = QN_MISSING };
	uint32_t a = leaf(&w, QN_INPUT, REVENUE), filled = two(&w, QN_FILL, a, yi(&w, 7)), there = one(&w, QN_PRESENT, a, QN_NONE);
	qn_value values[64];
	(void)state;
	qn_scalar_run(w.program->node, w.program->nodes, inputs, input, values);
	assert_true(values[filled].number == 7);
	assert_int_equal(values[there].mask, QN_FALSE);
	input[REVENUE] = 0;
	qn_scalar_run(w.program->node, w.program->nodes, inputs, input, values);
	assert_true(values[filled].number == 0);
	assert_int_equal(values[there].mask, QN_TRUE);
	qn_program_free(w.program);
}

static void test_in_a_world_of_one_what_is_missing_has_no_total_no_count_and_no_rank(void **state)
{
	struct world w = world_make();
	double input[INDICATORS] = { [REVENUE] = QN_MISSING };
	uint32_t a = leaf(&w, QN_INPUT, REVENUE), total = one(&w, QN_TOTAL, a, QN_ALL), rank = one(&w, QN_RANKED, a, QN_ALL);
	uint32_t share = one(&w, QN_SHARE, a, QN_ALL), count = one(&w, QN_COUNT, two(&w, QN_GE, a, yi(&w, 1)), QN_ALL);
	uint32_t money = one(&w, QN_BARE, a, WAN);
	qn_value values[64];
	(void)state;
	qn_scalar_run(w.program->node, w.program->nodes, inputs, input, values);
	assert_true(qn_is_missing(values[total].number) && qn_is_missing(values[count].number));
	assert_true(qn_is_missing(values[rank].number) && qn_is_missing(values[share].number));
	input[REVENUE] = 4;
	qn_scalar_run(w.program->node, w.program->nodes, inputs, input, values);
	assert_true(values[total].number == 4 && values[count].number == 1 && values[rank].number == 1 && values[share].number == 1);
	assert_true(values[money].number == 40000);
	qn_program_free(w.program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_and_or_not_are_kleenes_tables),
		cmocka_unit_test(test_what_has_no_value_is_missing_and_never_infinite),
		cmocka_unit_test(test_missing_goes_through_every_operation),
		cmocka_unit_test(test_arithmetic_is_arithmetic),
		cmocka_unit_test(test_where_with_an_unknown_condition_is_what_both_branches_agree_on),
		cmocka_unit_test(test_filling_and_presence_tell_missing_from_zero),
		cmocka_unit_test(test_in_a_world_of_one_what_is_missing_has_no_total_no_count_and_no_rank),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
