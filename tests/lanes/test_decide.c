/* SPDX-License-Identifier: Apache-2.0 */
/* What is settled before a period runs: known values, branches taken, and what stays open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/real.h"
#include "lanes/decide.h"

enum { MOST = 32, OPTION = 0, UNSET = 1 };

typedef struct { qn_node node[MOST]; qn_graph graph; qn_arena arena; qn_decided decided; } world;

static uint32_t add(world *w, qn_op op, qn_type type, uint32_t a, uint32_t b, uint32_t c)
{
	w->node[w->graph.nodes] = (qn_node){ .op = (uint16_t)op, .type = (uint8_t)type, .a = a, .b = b, .c = c, .symbol = QN_NONE };
	return w->graph.nodes++;
}

static uint32_t constant(world *w, double value)
{
	uint32_t n = add(w, QN_CONST, QN_NUMBER, QN_NONE, QN_NONE, QN_NONE);
	w->node[n].value = value;
	return n;
}

static uint32_t leaf(world *w, qn_op op, qn_type type, uint32_t symbol)
{
	uint32_t n = add(w, op, type, QN_NONE, QN_NONE, QN_NONE);
	w->node[n].symbol = symbol;
	return n;
}

/* The option is 1, the other parameter is not set, everything else differs from entity to entity. */
static bool known_leaf(const void *context, const qn_node *node, double *number)
{
	(void)context;
	*number = node->op == QN_CONST ? node->value : node->symbol == OPTION ? 1 : QN_MISSING;
	return node->op == QN_CONST || node->op == QN_PARAMETER;
}

static void decide(world *w)
{
	w->graph.node = w->node;
	assert_true(qn_decide(&w->graph, known_leaf, NULL, &w->arena, &w->decided));
}

static void test_an_option_decides_the_branch_that_is_taken(void **state)
{
	world w = { 0 };
	(void)state;
	uint32_t x = leaf(&w, QN_INPUT, QN_NUMBER, 5), y = leaf(&w, QN_INPUT, QN_NUMBER, 6), option = leaf(&w, QN_PARAMETER, QN_NUMBER, OPTION);
	uint32_t is_one = add(&w, QN_EQ, QN_MASK, option, constant(&w, 1), QN_NONE), is_not = add(&w, QN_NOT, QN_MASK, is_one, QN_NONE, QN_NONE);
	uint32_t first = add(&w, QN_WHERE, QN_NUMBER, is_one, x, y), second = add(&w, QN_WHERE, QN_NUMBER, is_not, x, y);
	uint32_t nested = add(&w, QN_WHERE, QN_NUMBER, is_not, x, second);
	decide(&w);
	assert_true(w.decided.known[is_one] && w.decided.value[is_one].mask == QN_TRUE && w.decided.value[is_not].mask == QN_FALSE);
	assert_int_equal(w.decided.stands[first], x);
	assert_int_equal(w.decided.stands[second], y);
	assert_int_equal(w.decided.stands[nested], y);
	assert_false(w.decided.known[first]);
	qn_arena_free(&w.arena);
}

static void test_a_decided_side_settles_and_and_or(void **state)
{
	world w = { 0 };
	(void)state;
	uint32_t open = leaf(&w, QN_INPUT, QN_MASK, 5), one = leaf(&w, QN_PARAMETER, QN_NUMBER, OPTION);
	uint32_t yes = add(&w, QN_EQ, QN_MASK, one, one, QN_NONE), no = add(&w, QN_NE, QN_MASK, one, one, QN_NONE);
	uint32_t both = add(&w, QN_AND, QN_MASK, open, no, QN_NONE), passed = add(&w, QN_AND, QN_MASK, yes, open, QN_NONE);
	uint32_t either = add(&w, QN_OR, QN_MASK, yes, open, QN_NONE), left = add(&w, QN_OR, QN_MASK, open, no, QN_NONE);
	decide(&w);
	assert_true(w.decided.known[both] && w.decided.value[both].mask == QN_FALSE);
	assert_true(w.decided.known[either] && w.decided.value[either].mask == QN_TRUE);
	assert_int_equal(w.decided.stands[passed], open);
	assert_int_equal(w.decided.stands[left], open);
	qn_arena_free(&w.arena);
}

static void test_what_is_unknown_decides_nothing(void **state)
{
	world w = { 0 };
	(void)state;
	uint32_t x = leaf(&w, QN_INPUT, QN_NUMBER, 5), y = leaf(&w, QN_INPUT, QN_NUMBER, 6), open = leaf(&w, QN_INPUT, QN_MASK, 7);
	uint32_t unset = leaf(&w, QN_PARAMETER, QN_NUMBER, UNSET), unknown = add(&w, QN_GE, QN_MASK, unset, constant(&w, 1), QN_NONE);
	uint32_t chosen = add(&w, QN_WHERE, QN_NUMBER, unknown, x, y), both = add(&w, QN_AND, QN_MASK, unknown, open, QN_NONE);
	uint32_t total = add(&w, QN_TOTAL, QN_NUMBER, constant(&w, 3), QN_NONE, QN_NONE);
	decide(&w);
	assert_true(w.decided.known[unknown] && w.decided.value[unknown].mask == QN_UNKNOWN);
	assert_int_equal(w.decided.stands[chosen], chosen);
	assert_int_equal(w.decided.stands[both], both);
	assert_false(w.decided.known[chosen] || w.decided.known[both] || w.decided.known[total]);
	qn_arena_free(&w.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_option_decides_the_branch_that_is_taken),
		cmocka_unit_test(test_a_decided_side_settles_and_and_or),
		cmocka_unit_test(test_what_is_unknown_decides_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
