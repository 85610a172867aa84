/* SPDX-License-Identifier: Apache-2.0 */
/* test_solve.c - levers end where pencil and paper put them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/real.h"
#include "methods/solve.h"

typedef struct { double (*of)(const double *x); int calls; } condition;

static int score(void *context, const double *value, double *out, qn_error *err)
{
	condition *c = context;
	(void)err;
	c->calls++;
	*out = c->of(value);
	return QN_OK;
}

static qn_answer solve(double (*of)(const double *x), uint32_t levers, double low, double high, double now)
{
	condition c = { .of = of };
	qn_search s = { .levers = levers, .score = score, .context = &c };
	qn_answer a;
	qn_error err;
	for (uint32_t k = 0; k < levers; k++)
		s.low[k] = low, s.high[k] = high, s.now[k] = now;
	assert_int_equal(qn_solve(&s, &a, &err), QN_OK);
	assert_true(c.calls < 200);
	return a;
}

static qn_answer solve_two(double (*of)(const double *x), double now0, double now1)
{
	condition c = { .of = of };
	qn_search s = { .levers = 2, .low = { 0, 0 }, .high = { 1, 1 }, .now = { now0, now1 }, .score = score, .context = &c };
	qn_answer a;
	qn_error err;
	assert_int_equal(qn_solve(&s, &a, &err), QN_OK);
	return a;
}

static double square_is_two(const double *x) { return x[0] * x[0] - 2; }
static double in_steps(const double *x) { return floor(x[0] * 10) - 7; }
static double hill(const double *x) { return 1 - fabs(x[0] - 5); }
static double never(const double *x) { return x[0] - 100; }
static double flat(const double *x) { (void)x; return -1; }
static double unknown_below_three(const double *x) { return x[0] < 3 ? QN_MISSING : x[0] - 3.5; }

static void test_one_lever_ends_on_the_side_where_it_holds(void **state)
{
	(void)state;
	qn_answer a = solve(square_is_two, 1, 0, 3, 0.5);
	assert_int_equal(a.how, QN_SOLVED);
	assert_true(a.monotone);
	assert_true(a.value[0] * a.value[0] >= 2);
	assert_float_equal(a.value[0], sqrt(2), 3e-4);
	a = solve(in_steps, 1, 0, 1, 0);
	assert_true(in_steps(a.value) >= 0);
	assert_float_equal(a.value[0], 0.7, 3e-4);
	a = solve(unknown_below_three, 1, 0, 4, 0);
	assert_float_equal(a.value[0], 3.5, 3e-4);
}

static void test_what_is_not_monotone_is_said_and_the_nearest_taken(void **state)
{
	(void)state;
	qn_answer a = solve(hill, 1, 0, 10, 9);
	assert_false(a.monotone);
	assert_float_equal(a.value[0], 6, 1e-3);
	assert_float_equal(solve(hill, 1, 0, 10, 1).value[0], 4, 1e-3);
}

static void test_what_cannot_be_is_said_with_the_best_there_is(void **state)
{
	(void)state;
	qn_answer a = solve(never, 1, 0, 10, 1);
	assert_int_equal(a.how, QN_BEYOND);
	assert_float_equal(a.value[0], 10, 0);
	assert_float_equal(a.score, -90, 0);
	assert_int_equal(solve(flat, 1, 0, 10, 1).how, QN_INERT);
	assert_int_equal(solve(flat, 2, 0, 10, 1).how, QN_INERT);
	assert_int_equal(solve(never, 3, 0, 10, 1).how, QN_BEYOND);
}

static void test_what_holds_already_tells_its_slack(void **state)
{
	(void)state;
	qn_answer a = solve(square_is_two, 1, 0, 3, 2);
	assert_int_equal(a.how, QN_HOLDS);
	assert_true(a.slack);
	assert_float_equal(a.value[0], sqrt(2), 3e-4);
	assert_int_equal(solve(square_is_two, 2, 0, 3, 2).how, QN_HOLDS);
}

static void test_a_place_outside_the_bounds_is_drawn_to_the_nearer_bound(void **state)
{
	(void)state;
	qn_answer a = solve(square_is_two, 1, 2, 3, 0);
	assert_int_equal(a.how, QN_SOLVED);
	assert_float_equal(a.value[0], 2, 0);
}

/* The nearest point of a half-plane 3x + 4y >= 5 to the origin is (0.6, 0.8). */
static double plane(const double *x) { return 3 * x[0] + 4 * x[1] - 5; }
static double plane_in_steps(const double *x) { return floor(200 * plane(x)) / 200; }
/* Within half of (0.9, 0.2): nearest to the origin on the line to its middle. */
static double island(const double *x) { return 0.25 - ((x[0] - 0.9) * (x[0] - 0.9) + (x[1] - 0.2) * (x[1] - 0.2)); }
/* Only one lever helps. */
static double one_of_three(const double *x) { return x[1] - 0.7 + 0 * x[0] * x[2]; }
static double falls(const double *x) { return -x[0] - 2 * x[1] - 0.5; }

static void test_several_levers_take_the_least_effort(void **state)
{
	(void)state;
	qn_answer a = solve(plane, 2, -2, 2, 0);
	assert_int_equal(a.how, QN_SOLVED);
	assert_float_equal(a.effort * 4, 1, 2e-3);
	assert_float_equal(a.value[0], 0.6, 0.05);
	assert_float_equal(a.value[1], 0.8, 0.05);
	assert_true(plane(a.value) >= 0);
	assert_float_equal(solve(plane_in_steps, 2, -2, 2, 0).effort * 4, 1, 4e-3);
	assert_float_equal(solve(island, 2, -2, 2, 0).effort * 4, sqrt(0.85) - 0.5, 4e-3);
	assert_float_equal(solve(one_of_three, 3, 0, 1, 0).value[1], 0.7, 4e-3);
	assert_float_equal(solve(falls, 2, -1, 1, 0).effort * 2, 0.5 / sqrt(5), 2e-3);
}

/* Levers that stand outside their bounds end within them, as near to where they stand as can be. */
static double sum_is_one_and_a_half(const double *x) { return x[0] + x[1] - 1.5; }
static double sum_is_half_at_most(const double *x) { return 0.5 - x[0] - x[1]; }

static void test_several_levers_outside_their_bounds_end_within(void **state)
{
	(void)state;
	qn_answer a = solve_two(sum_is_one_and_a_half, -1, 0);
	assert_int_equal(a.how, QN_SOLVED);
	assert_true(a.value[0] >= 0 && a.value[1] >= 0 && a.value[0] <= 1 && a.value[1] <= 1);
	assert_float_equal(a.value[0], 0.5, 2e-2); /* the nearest on x + y = 1.5 to (-1, 0) with y <= 1 is (0.5, 1) */
	assert_float_equal(a.value[1], 1, 2e-2);
	assert_float_equal(a.effort, sqrt(1.5 * 1.5 + 1), 1e-2);
	a = solve_two(sum_is_half_at_most, 2, 2);
	assert_int_equal(a.how, QN_SOLVED);
	assert_float_equal(a.value[0] + a.value[1], 0.5, 2e-3);
	a = solve_two(sum_is_half_at_most, -1, -2);
	assert_int_equal(a.how, QN_HOLDS);
	a = solve_two(sum_is_one_and_a_half, 0.9, -1);
	assert_true(a.value[0] <= 1 && a.value[1] >= 0);
	assert_float_equal(a.value[0], 1, 2e-2);
	a = solve_two(plane, 0.9, -9); /* 2.7 - 5 at (0.9, 0): nearest is (1, 0.5) */
	assert_true(a.value[1] >= 0);
	assert_float_equal(a.value[1], 0.5, 2e-2);
}

static void test_where_the_nearest_bound_is_enough_it_is_said(void **state)
{
	(void)state;
	qn_answer a = solve_two(sum_is_half_at_most, 0.1, 9);
	assert_int_equal(a.how, QN_SOLVED);
	assert_false(a.bound);
	a = solve(square_is_two, 1, 2, 3, 0);
	assert_true(a.bound);
	a = solve(square_is_two, 2, 2, 3, 0);
	assert_int_equal(a.how, QN_SOLVED);
	assert_true(a.bound);
	assert_float_equal(a.value[0], 2, 0);
}

static double product(const double *x) { return x[0] * x[1] - 0.25; }
static double product_of_others(const double *x) { return x[0] * (1 - x[1]) - 2; }
static double nothing_known(const double *x) { return QN_MISSING + 0 * x[0]; }
static double flat_two(const double *x) { return -1 + 0 * x[0]; }

static void test_levers_that_help_only_together_are_found(void **state)
{
	(void)state;
	qn_answer a = solve_two(product, 0, 0);
	assert_int_equal(a.how, QN_SOLVED);
	assert_float_equal(a.value[0] * a.value[1], 0.25, 2e-2);
	assert_float_equal(a.effort, sqrt(0.5), 1e-2);
	assert_int_equal(solve_two(product_of_others, 0, 1).how, QN_BEYOND);
	assert_float_equal(solve_two(product_of_others, 0, 1).score, -1, 0);
	assert_int_equal(solve_two(flat_two, 0, 1).how, QN_INERT);
}

static void test_what_is_nowhere_known_is_not_called_without_effect(void **state)
{
	(void)state;
	assert_int_equal(solve(nothing_known, 1, 0, 1, 0).how, QN_UNTOLD);
	assert_int_equal(solve(nothing_known, 2, 0, 1, 0).how, QN_UNTOLD);
	assert_int_equal(solve(unknown_below_three, 1, 0, 2, 0).how, QN_UNTOLD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_lever_ends_on_the_side_where_it_holds),
		cmocka_unit_test(test_what_is_not_monotone_is_said_and_the_nearest_taken),
		cmocka_unit_test(test_what_cannot_be_is_said_with_the_best_there_is),
		cmocka_unit_test(test_what_holds_already_tells_its_slack),
		cmocka_unit_test(test_a_place_outside_the_bounds_is_drawn_to_the_nearer_bound),
		cmocka_unit_test(test_several_levers_take_the_least_effort),
		cmocka_unit_test(test_several_levers_outside_their_bounds_end_within),
		cmocka_unit_test(test_where_the_nearest_bound_is_enough_it_is_said),
		cmocka_unit_test(test_levers_that_help_only_together_are_found),
		cmocka_unit_test(test_what_is_nowhere_known_is_not_called_without_effect),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
