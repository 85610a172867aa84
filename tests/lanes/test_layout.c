/* SPDX-License-Identifier: Apache-2.0 */
/* test_layout.c - planes of a worker's memory: who may have one that another gave back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include "lanes/code.h"

enum { THIS_PERIOD = 3 };

/* The masks of few entities are no larger than a register; a row's register is written again for every entity. */
static void test_a_plane_of_rows_never_takes_the_place_of_a_register(void **state)
{
	qn_layout layout = { 0 };
	qn_arena arena = { 0 };
	(void)state;
	uint32_t first = qn_layout_give(&layout, &arena, 8, INT_MAX);
	qn_layout_take(&layout, first);
	uint32_t rows = qn_layout_give(&layout, &arena, 8, THIS_PERIOD);
	assert_int_not_equal(layout.plane[rows].offset, layout.plane[first].offset);
	assert_int_equal(qn_layout_give(&layout, &arena, 8, INT_MAX), first);
	qn_arena_free(&arena);
}

static void test_a_plane_is_given_again_when_its_period_is_over(void **state)
{
	qn_layout layout = { 0 };
	qn_arena arena = { 0 };
	(void)state;
	uint32_t first = qn_layout_give(&layout, &arena, 48, THIS_PERIOD);
	qn_layout_take_before(&layout, THIS_PERIOD);
	assert_int_not_equal(qn_layout_give(&layout, &arena, 48, THIS_PERIOD), first);
	qn_layout_take_before(&layout, THIS_PERIOD + 1);
	assert_int_equal(qn_layout_give(&layout, &arena, 48, THIS_PERIOD + 1), first);
	assert_int_equal(layout.top, 96);
	qn_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_plane_of_rows_never_takes_the_place_of_a_register),
		cmocka_unit_test(test_a_plane_is_given_again_when_its_period_is_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
