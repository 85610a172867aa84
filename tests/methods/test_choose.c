/* SPDX-License-Identifier: Apache-2.0 */
/* test_choose.c - the cheapest choice within quotas is that of trying every one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/real.h"
#include "methods/choose.h"
#include "plan/node.h"

enum { THINGS = 12, GROUPS = 4 };

typedef struct { double cost[THINGS]; bool free_of[THINGS]; uint32_t group[2][THINGS], quota[2][GROUPS]; } world;

static uint32_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

static world make(uint64_t *state)
{
	world w;
	for (int i = 0; i < THINGS; i++) {
		w.cost[i] = next(state) % 9 == 0 ? QN_MISSING : next(state) % 50;
		w.free_of[i] = next(state) % 7 == 0;
		for (int k = 0; k < 2; k++)
			w.group[k][i] = next(state) % 10 == 0 ? QN_NONE : next(state) % GROUPS;
	}
	for (int k = 0; k < 2; k++)
		for (int g = 0; g < GROUPS; g++)
			w.quota[k][g] = next(state) % 3;
	return w;
}

static bool allowed(const world *w, unsigned set)
{
	uint32_t used[2][GROUPS] = { { 0 } };
	for (int i = 0; i < THINGS; i++) {
		if (!(set >> i & 1))
			continue;
		if (qn_is_missing(w->cost[i]))
			return false;
		for (int k = 0; k < 2 && !w->free_of[i]; k++)
			if (w->group[k][i] != QN_NONE && ++used[k][w->group[k][i]] > w->quota[k][w->group[k][i]])
				return false;
	}
	return true;
}

static void best_of_all(const world *w, size_t wanted, size_t *chosen, double *cost)
{
	*chosen = 0, *cost = 0;
	for (unsigned set = 0; set < 1u << THINGS; set++) {
		size_t size = (size_t)__builtin_popcount(set);
		double sum = 0;
		if (size > wanted || size < *chosen || !allowed(w, set))
			continue;
		for (int i = 0; i < THINGS; i++)
			sum += set >> i & 1 ? w->cost[i] : 0;
		if (size > *chosen || sum < *cost)
			*chosen = size, *cost = sum;
	}
}

static void test_it_is_the_best_of_all_choices(void **state)
{
	uint64_t seed = 20261125;
	(void)state;
	for (int trial = 0; trial < 200; trial++) {
		world w = make(&seed);
		qn_choice c = { .count = THINGS, .cost = w.cost, .free_of = w.free_of, .group = { w.group[0], w.group[1] }, .groups = { GROUPS, GROUPS },
			.quota = { w.quota[0], w.quota[1] } };
		size_t wanted = 1 + next(&seed) % 8, chosen, best;
		bool taken[THINGS];
		unsigned set = 0;
		double cost, least;
		qn_error err;
		assert_int_equal(qn_choose(&c, wanted, taken, &chosen, &cost, &err), QN_OK);
		best_of_all(&w, wanted, &best, &least);
		assert_int_equal(chosen, best);
		assert_float_equal(cost, least, 1e-9);
		for (int i = 0; i < THINGS; i++)
			set |= (unsigned)taken[i] << i;
		assert_int_equal(__builtin_popcount(set), chosen);
		assert_true(allowed(&w, set));
	}
}

static void test_without_quotas_it_takes_the_cheapest(void **state)
{
	const double cost[4] = { 3, 1, QN_MISSING, 2 };
	qn_choice c = { .count = 4, .cost = cost };
	bool taken[4];
	size_t chosen;
	double sum;
	qn_error err;
	(void)state;
	assert_int_equal(qn_choose(&c, 2, taken, &chosen, &sum, &err), QN_OK);
	assert_true(taken[1] && taken[3] && !taken[0] && !taken[2]);
	assert_float_equal(sum, 3, 0);
	assert_int_equal(qn_choose(&c, 9, taken, &chosen, &sum, &err), QN_OK);
	assert_int_equal(chosen, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_it_is_the_best_of_all_choices), cmocka_unit_test(test_without_quotas_it_takes_the_cheapest) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
