/* SPDX-License-Identifier: Apache-2.0 */
/* test_prim.c - a box that was put there is found: its bounds, and no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include "base/real.h"
#include "methods/prim.h"

enum { POINTS = 4000, SIDES = 4 };

typedef struct { double at[SIDES][POINTS]; bool happens[POINTS]; qn_box box[QN_MOST_PEELS]; uint32_t boxes; } world;

static double next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (double)(*state >> 11) / 9007199254740992.0;
}

/* It happens where x < 0.4 and y > 0.7, and seldom elsewhere; two sides say nothing. */
static int make(void **state)
{
	world *w = calloc(1, sizeof *w);
	uint64_t seed = 1;
	for (int i = 0; i < POINTS; i++) {
		for (int d = 0; d < SIDES; d++)
			w->at[d][i] = next(&seed);
		w->happens[i] = w->at[0][i] < 0.4 && w->at[1][i] > 0.7 ? next(&seed) < 0.98 : next(&seed) < 0.02;
	}
	*state = w;
	return 0;
}

static int drop(void **state) { free(*state); return 0; }

static qn_cloud cloud_of(const world *w)
{
	return (qn_cloud){ .points = POINTS, .dimensions = SIDES, .at = w->at[0], .happens = w->happens, .alpha = 0.05, .smallest = 0.05 };
}

static void test_the_box_is_found(void **state)
{
	world *w = *state;
	qn_cloud cloud = cloud_of(w);
	qn_error err;
	assert_int_equal(qn_prim_peel(&cloud, w->box, &w->boxes, &err), QN_OK);
	const qn_box *best = NULL;
	for (uint32_t i = 0; i < w->boxes; i++)
		if (w->box[i].coverage > 0.8 && (!best || w->box[i].density > best->density))
			best = &w->box[i];
	assert_non_null(best);
	assert_float_equal(best->high[0], 0.4, 0.03);
	assert_float_equal(best->low[1], 0.7, 0.03);
	assert_true(best->low[0] == -INFINITY && best->high[1] == INFINITY);
	assert_true(best->density > 0.9);
	assert_float_equal(best->mass, 0.12, 0.02);
}

static void test_each_peel_takes_about_a_twentieth(void **state)
{
	world *w = *state;
	qn_cloud cloud = cloud_of(w);
	qn_error err;
	assert_int_equal(qn_prim_peel(&cloud, w->box, &w->boxes, &err), QN_OK);
	assert_true(w->boxes > 30 && w->box[0].mass == 1 && w->box[0].coverage == 1 && w->box[0].restricted == 0);
	for (uint32_t i = 1; i < w->boxes; i++) {
		double left = w->box[i].mass / w->box[i - 1].mass;
		assert_true(left > 0.93 && left < 1 && w->box[i].coverage <= w->box[i - 1].coverage && w->box[i].mass >= 0.05);
	}
}

static void test_pasting_lets_out_what_was_peeled_too_far(void **state)
{
	world *w = *state;
	qn_cloud cloud = cloud_of(w);
	qn_error err;
	qn_box box = { .density = 0 };
	for (int i = 0; i < POINTS; i++)
		w->happens[i] = w->at[0][i] < 0.4 && w->at[1][i] > 0.7;
	for (int d = 0; d < SIDES; d++)
		box.low[d] = -INFINITY, box.high[d] = INFINITY;
	box.high[0] = 0.2, box.low[1] = 0.7, box.low[2] = 0.3;
	assert_int_equal(qn_prim_paste(&cloud, &box, &err), QN_OK);
	assert_float_equal(box.high[0], 0.4, 0.04);
	assert_true(box.low[2] < 0.04 && box.low[0] == -INFINITY && box.high[1] == INFINITY);
	assert_true(box.coverage > 0.9 && box.density == 1);
}

static void test_pruning_drops_what_tells_nothing(void **state)
{
	world *w = *state;
	qn_cloud cloud = cloud_of(w);
	qn_box box = { .density = 0 };
	for (int d = 0; d < SIDES; d++)
		box.low[d] = -INFINITY, box.high[d] = INFINITY;
	box.high[0] = 0.4, box.low[1] = 0.7, box.low[2] = 0.5, box.high[3] = 0.8;
	qn_prim_measure(&cloud, &box);
	qn_prim_prune(&cloud, &box);
	assert_true(box.low[2] == -INFINITY && box.high[3] == INFINITY && box.high[0] == 0.4 && box.low[1] == 0.7);
	assert_int_equal(box.restricted, 2);
}

static void test_what_happens_everywhere_or_nowhere_has_no_box(void **state)
{
	world *w = *state;
	qn_cloud cloud = cloud_of(w);
	qn_error err;
	for (int i = 0; i < POINTS; i++)
		w->happens[i] = true;
	assert_int_equal(qn_prim_peel(&cloud, w->box, &w->boxes, &err), QN_OK);
	assert_int_equal(w->boxes, 1);
	for (int i = 0; i < POINTS; i++)
		w->happens[i] = false;
	assert_int_equal(qn_prim_peel(&cloud, w->box, &w->boxes, &err), QN_OK);
	assert_true(qn_is_missing(w->box[0].coverage));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_box_is_found, make, drop),
		cmocka_unit_test_setup_teardown(test_each_peel_takes_about_a_twentieth, make, drop),
		cmocka_unit_test_setup_teardown(test_pasting_lets_out_what_was_peeled_too_far, make, drop),
		cmocka_unit_test_setup_teardown(test_pruning_drops_what_tells_nothing, make, drop),
		cmocka_unit_test_setup_teardown(test_what_happens_everywhere_or_nowhere_has_no_box, make, drop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
