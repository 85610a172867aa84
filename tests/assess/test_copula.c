/* SPDX-License-Identifier: Apache-2.0 */
/* test_copula.c - correlations as weights of normals: against a matrix taken apart by hand, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "assess/layers.h"

enum { A, B, C, YEARLY };
static qn_assumption assumption[] = { { .id = "a" }, { .id = "b" }, { .id = "c" }, { .id = "yearly", .reach = QN_BY_PERIOD } };
static qn_program program = { .assumption = assumption, .assumptions = 4 };
static const qn_panel panel = { .program = &program };

static qn_bond bond(uint32_t a, uint32_t b, double r) { return (qn_bond){ .a = a, .b = b, .r = r, .a_assumed = true, .b_assumed = true, .where = "x.lua:3" }; }

static int mix(qn_setup *setup, qn_changes *changes, qn_bond *bonds, uint32_t count, qn_error *err)
{
	*changes = (qn_changes){ .bond = bonds, .bonds = count };
	*setup = (qn_setup){ .panel = &panel, .changes = changes };
	return qn_setup_mixes(setup, err);
}

/* L of [1 .5 .3; .5 1 .2; .3 .2 1]: .5, sqrt(.75) · .3, (.2 - .15)/sqrt(.75), what is left. */
static void test_weights_are_those_of_cholesky(void **state)
{
	qn_bond bonds[] = { bond(C, A, 0.3), bond(A, B, 0.5), bond(B, C, 0.2) };
	qn_setup setup;
	qn_changes changes;
	qn_error err;
	(void)state;
	assert_int_equal(mix(&setup, &changes, bonds, 3, &err), QN_OK);
	assert_null(qn_setup_mix(&setup, true, A));
	const qn_mix *b = qn_setup_mix(&setup, true, B), *c = qn_setup_mix(&setup, true, C);
	assert_int_equal(b->parts, 2);
	assert_string_equal(b->name[0], "a");
	assert_true(fabs(b->weight[0] - 0.5) < 1e-15 && fabs(b->weight[1] - sqrt(0.75)) < 1e-15);
	double second = 0.05 / sqrt(0.75);
	assert_int_equal(c->parts, 3);
	assert_true(fabs(c->weight[1] - second) < 1e-15 && fabs(c->weight[2] - sqrt(1 - 0.09 - second * second)) < 1e-15);
	assert_null(qn_setup_mix(&setup, true, YEARLY));
	qn_setup_free(&setup);
}

static void test_what_is_tied_to_one_alone_mixes_with_that_one(void **state)
{
	qn_bond bonds[] = { bond(A, C, 0.5), bond(A, B, 0) };
	qn_setup setup;
	qn_changes changes;
	qn_error err;
	(void)state;
	assert_int_equal(mix(&setup, &changes, bonds, 2, &err), QN_OK);
	assert_null(qn_setup_mix(&setup, true, B));
	assert_int_equal(qn_setup_mix(&setup, true, C)->parts, 2);
	qn_setup_free(&setup);
}

/* With 0.9 and 0.9, the third is at least 0.81 - 0.19. */
static void test_correlations_that_cannot_hold_together_are_refused_with_what_could(void **state)
{
	qn_bond bonds[] = { bond(A, B, 0.9), bond(A, C, 0.9), bond(B, C, 0.5) };
	qn_setup setup;
	qn_changes changes;
	qn_error err;
	(void)state;
	assert_int_equal(mix(&setup, &changes, bonds, 3, &err), QN_ESCRIPT);
	assert_string_equal(err.text, "x.lua:3: these correlations cannot hold together: as the others are given, that of b and c lies between 0.620 and 1.000");
	qn_setup_free(&setup);
}

static void test_what_is_drawn_otherwise_cannot_go_together(void **state)
{
	qn_bond bonds[] = { bond(A, YEARLY, 0.5) };
	qn_setup setup;
	qn_changes changes;
	qn_error err;
	(void)state;
	assert_int_equal(mix(&setup, &changes, bonds, 1, &err), QN_ESCRIPT);
	assert_string_equal(err.text, "x.lua:3: correlate: a is drawn once a path, yearly once a period: only what is drawn alike can go together");
	qn_setup_free(&setup);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weights_are_those_of_cholesky),
		cmocka_unit_test(test_what_is_tied_to_one_alone_mixes_with_that_one),
		cmocka_unit_test(test_correlations_that_cannot_hold_together_are_refused_with_what_could),
		cmocka_unit_test(test_what_is_drawn_otherwise_cannot_go_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
