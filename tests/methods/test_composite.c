/* SPDX-License-Identifier: Apache-2.0 */
/* test_composite.c - composite indicators against numbers that others published: scikit-criteria, COINr, textbooks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "base/real.h"
#include "methods/composite.h"
#include "methods/rankings.h"
#include "methods/weights.h"

#define NA QN_MISSING
static const qn_method plain = { .normalise = QN_BY_MINMAX, .weigh = QN_WEIGH_GIVEN, .aggregate = QN_ARITHMETIC, .least = 0.5 };

static qn_composite *composite_of(const qn_scoring *of, qn_method method)
{
	qn_composite *made;
	qn_error err;
	assert_int_equal(qn_composite_make(of, &method, &made, &err), QN_OK);
	return made;
}

/* skcriteria, tests of TOPSIS: Tzeng and Huang (2011), Multiple attribute decision making. */
static void test_topsis_of_tzeng_and_huang(void **state)
{
	(void)state;
	const double value[] = { 5, 7, 8, 7, 8, 6, 8, 4, 4, 8, 6, 6 }, weight[] = { 0.3, 0.4, 0.3 };
	const double similarity[] = { 50.37, 65.81, 74.82, 33.40 };
	const uint32_t rank[] = { 3, 2, 1, 4 };
	qn_method method = plain;
	method.normalise = QN_BY_VECTOR, method.aggregate = QN_TOPSIS;
	qn_composite *made = composite_of(&(qn_scoring){ .items = 3, .entities = 4, .value = value, .weight = weight }, method);
	for (int e = 0; e < 4; e++) {
		assert_float_equal(made->score[e], similarity[e], 0.01);
		assert_int_equal(made->rank[e], rank[e]);
	}
	qn_composite_free(made);
}

/* Diakoulaki, Mavrotas and Papayannakis (1995), as skcriteria tests it. */
static const double diakoulaki[] = { 61, 20.7, 16.3, 9, 5.4, 4, -6.1, -34.6, 1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31,
	4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.10, 0.98 };

static void test_critic_weights_of_diakoulaki(void **state)
{
	(void)state;
	qn_method method = plain;
	method.weigh = QN_WEIGH_CRITIC;
	qn_composite *made = composite_of(&(qn_scoring){ .items = 3, .entities = 8, .value = diakoulaki }, method);
	assert_float_equal(made->item[0].weight, 0.20222554, 1e-8);
	assert_float_equal(made->item[1].weight, 0.48090173, 1e-8);
	assert_float_equal(made->item[2].weight, 0.31687273, 1e-8);
	qn_composite_free(made);
}

/* skcriteria, test_EntropyWeighter_simple_matrix. */
static void test_entropy_weights(void **state)
{
	(void)state;
	const double value[] = { 1, 4, 2, 16 }, with_a_gap[] = { 1, 4, NA, 2, NA, 16 };
	qn_method method = plain;
	method.weigh = QN_WEIGH_ENTROPY;
	qn_composite *made = composite_of(&(qn_scoring){ .items = 2, .entities = 2, .value = value }, method);
	assert_float_equal(made->item[0].weight, 0.358889, 1e-6);
	assert_float_equal(made->item[1].weight, 0.641111, 1e-6);
	qn_composite_free(made);
	made = composite_of(&(qn_scoring){ .items = 2, .entities = 3, .value = with_a_gap }, method); /* what is missing is no zero */
	assert_float_equal(made->item[1].weight, 0.641111, 1e-6);
	qn_composite_free(made);
}

/* Jiang Qiyuan, Mathematical models (姜启源《数学模型》), choice of a place to travel: lambda 5.073, CR 0.016. */
static void test_ahp_of_a_place_to_travel(void **state)
{
	(void)state;
	const double matrix[] = { 1, 0.5, 4, 3, 3, 2, 1, 7, 5, 5, 0.25, 1.0 / 7, 1, 0.5, 1.0 / 3, 1.0 / 3, 0.2, 2, 1, 1, 1.0 / 3, 0.2, 3, 1, 1 };
	const double weight[] = { 0.263, 0.475, 0.055, 0.099, 0.110 };
	qn_judged judged;
	qn_error err;
	assert_int_equal(qn_ahp(matrix, 5, &judged, &err), QN_OK);
	assert_float_equal(judged.lambda, 5.073, 0.0011);
	assert_float_equal(judged.index, 0.018, 0.0005);
	assert_float_equal(judged.ratio, 0.016, 0.0005);
	for (int i = 0; i < 5; i++)
		assert_float_equal(judged.weight[i], weight[i], 0.002);
}

/* The leader of an organisation: experience, education, charisma, age (the usual introduction to AHP): 0.547, 0.127, 0.270, 0.056. */
static void test_ahp_of_a_leader(void **state)
{
	(void)state;
	const double matrix[] = { 1, 4, 3, 7, 0.25, 1, 1.0 / 3, 3, 1.0 / 3, 3, 1, 5, 1.0 / 7, 1.0 / 3, 0.2, 1 };
	const double weight[] = { 0.547, 0.127, 0.270, 0.056 };
	qn_judged judged;
	qn_error err;
	assert_int_equal(qn_ahp(matrix, 4, &judged, &err), QN_OK);
	for (int i = 0; i < 4; i++)
		assert_float_equal(judged.weight[i], weight[i], 0.0006);
	assert_float_equal(judged.ratio, 0.044, 0.001);
}

static void test_ahp_of_consistent_judgements_gives_their_ratios(void **state)
{
	(void)state;
	const double matrix[] = { 1, 2, 6, 0.5, 1, 3, 1.0 / 6, 1.0 / 3, 1 }, odd[] = { 1, 2, 2, 1 };
	qn_judged judged;
	qn_error err;
	assert_int_equal(qn_ahp(matrix, 3, &judged, &err), QN_OK);
	assert_float_equal(judged.weight[0], 0.6, 1e-12);
	assert_float_equal(judged.weight[1], 0.3, 1e-12);
	assert_float_equal(judged.ratio, 0, 1e-12);
	assert_int_equal(qn_ahp(odd, 2, &judged, &err), QN_EINPUT);
	assert_int_equal(qn_ahp(matrix, 16, &judged, &err), QN_ELIMIT);
}

/* COINr's own tests of Treat: 1..10 with 100 is pulled to 10; what one point does not mend is logged, from what it was. */
static void test_outliers_as_coinr_treats_them(void **state)
{
	(void)state;
	double value[68], out[68];
	qn_item_score item;
	qn_error err;
	for (int i = 0; i < 10; i++)
		value[i] = i + 1;
	value[10] = 100;
	assert_int_equal(qn_items_treat(&(qn_scoring){ .items = 1, .entities = 11, .value = value }, QN_TREAT_OUTLIERS, out, &item, &err), QN_OK);
	assert_true(out[10] == 10 && out[9] == 10 && out[0] == 1 && item.pulled == 1 && !item.logged);
	/* eight far ones are more than five mend: the logarithm of what was there */
	for (int i = 0; i < 68; i++)
		value[i] = i < 60 ? i : 1000 * (i - 59);
	assert_int_equal(qn_items_treat(&(qn_scoring){ .items = 1, .entities = 68, .value = value }, QN_TREAT_OUTLIERS, out, &item, &err), QN_OK);
	assert_true(item.logged && item.pulled == 0);
	assert_float_equal(out[67], log(8000 + 80), 1e-12);
	assert_float_equal(out[0], log(80), 1e-12);
}

/* Only as many are pulled as it takes, and the low ones where the tail is low; of less-is-better the sign is turned after that. */
static void test_a_low_tail_is_pulled_up(void **state)
{
	(void)state;
	const double value[] = { -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -30, -100 };
	const bool lower[] = { true };
	double out[12];
	qn_item_score item;
	qn_error err;
	assert_int_equal(qn_items_treat(&(qn_scoring){ .items = 1, .entities = 12, .value = value, .lower = lower }, QN_TREAT_OUTLIERS, out, &item, &err), QN_OK);
	assert_true(item.pulled == 1 && out[11] == 30 && out[10] == 30 && out[0] == 1);
	assert_int_equal(qn_items_treat(&(qn_scoring){ .items = 1, .entities = 12, .value = value }, QN_TREAT_NONE, out, &item, &err), QN_OK);
	assert_true(item.pulled == 0 && out[11] == -100);
}

/* Skewness and kurtosis of Excel's own help: SKEW(3,4,5,2,3,4,5,6,4,7) = 0.359543, KURT of the same = -0.151799637. */
static void test_shape_as_spreadsheets_have_it(void **state)
{
	(void)state;
	const double value[] = { 3, 4, 5, 2, NA, 3, 4, 5, 6, 4, 7 };
	double skewness, kurtosis;
	qn_shape(value, 11, &skewness, &kurtosis);
	assert_float_equal(skewness, 0.359543, 1e-6);
	assert_float_equal(kurtosis, -0.151799637, 1e-9);
}

/* COINr's tests of n_dist2targ: 0, 5, 11 to 10; and -1, 1, 10 to 0 where less is better, both capped. */
static void test_distance_to_target(void **state)
{
	(void)state;
	const double value[] = { 0, 5, 11, -1, 1, 10 }, target[] = { 10, 0 };
	const bool lower[] = { false, true };
	qn_method method = plain;
	method.normalise = QN_BY_TARGET;
	qn_composite *made = composite_of(&(qn_scoring){ .items = 2, .entities = 3, .value = value, .target = target, .lower = lower }, method);
	const double expected[] = { 0, 50, 100, 100, 90, 0 };
	for (int i = 0; i < 6; i++)
		assert_float_equal(made->normal[i], expected[i], 1e-12);
	qn_composite_free(made);
}

static void test_normalisations(void **state)
{
	(void)state;
	const double value[] = { 1, 2, 2, 4, NA };
	const struct { qn_normalisation how; double expected[4]; } cases[] = {
		{ QN_BY_MINMAX, { 0, 100.0 / 3, 100.0 / 3, 100 } }, { QN_BY_RANK, { 0, 100.0 / 3, 100.0 / 3, 100 } },
		{ QN_BY_ZSCORE, { 50 - 10 * 1.25 / 1.2583057392117916, 50 - 10 * 0.25 / 1.2583057392117916, 50 - 10 * 0.25 / 1.2583057392117916, 50 + 10 * 1.75 / 1.2583057392117916 } },
		{ QN_BY_VECTOR, { 20, 40, 40, 80 } }, { QN_BY_TARGET, { 0, 100.0 / 3, 100.0 / 3, 100 } }, /* no target: as min-max */
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		qn_method method = plain;
		method.normalise = cases[i].how;
		qn_composite *made = composite_of(&(qn_scoring){ .items = 1, .entities = 5, .value = value }, method);
		for (int e = 0; e < 4; e++)
			assert_float_equal(made->normal[e], cases[i].expected[e], 1e-12);
		assert_true(qn_is_missing(made->normal[4]) && qn_is_missing(made->score[4]) && made->rank[4] == 0 && made->ranked == 4);
		assert_true(made->rank[0] == 4 && made->rank[1] == 2 && made->rank[2] == 2 && made->rank[3] == 1);
		qn_composite_free(made);
	}
}

static void test_geometric_mean_does_not_let_one_item_hide_another(void **state)
{
	(void)state;
	const double value[] = { 100, 60, 0, 0, 60, 100 };
	qn_method method = plain;
	qn_composite *arithmetic = composite_of(&(qn_scoring){ .items = 2, .entities = 3, .value = value }, method);
	method.aggregate = QN_GEOMETRIC;
	qn_composite *geometric = composite_of(&(qn_scoring){ .items = 2, .entities = 3, .value = value }, method);
	assert_float_equal(arithmetic->score[0], 50, 1e-12);
	assert_float_equal(geometric->score[0], 10, 1e-12);       /* of 1 and 100 */
	assert_float_equal(geometric->score[1], 1 + 0.99 * 60, 1e-12);
	assert_true(geometric->rank[1] == 1 && arithmetic->rank[1] == 1);
	qn_composite_free(arithmetic), qn_composite_free(geometric);
	qn_error err;
	qn_composite *none;
	method.normalise = QN_BY_VECTOR;
	assert_int_equal(qn_composite_make(&(qn_scoring){ .items = 2, .entities = 3, .value = value }, &method, &none, &err), QN_EINPUT);
}

static void test_items_that_say_nothing_are_left_out(void **state)
{
	(void)state;
	const double value[] = { 1, 2, 3, NA, NA, NA, 7, 7, NA };
	qn_composite *made = composite_of(&(qn_scoring){ .items = 3, .entities = 3, .value = value }, plain);
	assert_int_equal(made->item[0].state, QN_ITEM_COUNTS);
	assert_int_equal(made->item[1].state, QN_ITEM_EMPTY);
	assert_int_equal(made->item[2].state, QN_ITEM_FLAT);
	assert_true(made->item[0].weight == 1 && made->item[1].weight == 0 && made->item[2].weight == 0);
	assert_float_equal(made->score[2], 100, 0);
	qn_composite_free(made);
	qn_error err;
	assert_int_equal(qn_composite_make(&(qn_scoring){ .items = 2, .entities = 3, .value = value + 3 }, &plain, &made, &err), QN_EINPUT);
}

/* A theme keeps its weight when one of its items is left out; a score wants half of all weight. */
static void test_themes_and_missing_items(void **state)
{
	(void)state;
	const double value[] = { 0, 10, 5, NA, 0, 10, NA, NA, 1, 1, 1, 1, 0, 10, NA, 10 }, theme_weight[] = { 0.6, 0.4 };
	const uint32_t theme[] = { 0, 0, 0, 1 };
	const double weight[] = { 1, 2, 5, 1 };
	qn_scoring of = { .items = 4, .themes = 2, .entities = 4, .value = value, .theme = theme, .theme_weight = theme_weight, .weight = weight };
	qn_composite *made = composite_of(&of, plain);
	assert_float_equal(made->item[0].weight, 0.2, 1e-12);
	assert_float_equal(made->item[1].weight, 0.4, 1e-12);
	assert_int_equal(made->item[2].state, QN_ITEM_FLAT);
	assert_float_equal(made->item[3].weight, 0.4, 1e-12);
	assert_float_equal(made->share[2], 0.2, 1e-12);
	assert_true(qn_is_missing(made->score[2]) && qn_is_missing(made->score[3]));
	qn_composite_free(made);
	qn_method lax = plain;
	lax.least = 0.2;
	made = composite_of(&of, lax);
	assert_float_equal(made->score[2], 50, 1e-12);
	assert_float_equal(made->score[3], 100, 1e-12);
	assert_float_equal(qn_composite_points(made, 0, 1), 20, 1e-12);
	assert_float_equal(qn_composite_lead(made, 0, 1), 10, 1e-12);
	qn_composite_free(made);
}

static void test_who_is_not_among_them_sets_the_scale_and_has_no_rank(void **state)
{
	(void)state;
	const double value[] = { 0, 5, 10 };
	const bool among[] = { true, true, false };
	qn_composite *made = composite_of(&(qn_scoring){ .items = 1, .entities = 3, .value = value, .among = among }, plain);
	assert_true(made->score[1] == 50 && made->rank[1] == 1 && made->rank[0] == 2 && made->rank[2] == 0 && made->ranked == 2);
	qn_composite_free(made);
}

/* Rankings. */

enum { MANY = 8 };
static const double three[3 * MANY] = { 90, 80, 70, 60, 50, 40, 30, 20, 85, 90, 60, 70, 40, 50, NA, 10, 10, 20, 60, 30, 90, 95, 20, 15 };

static void test_nothing_drawn_moves_nothing(void **state)
{
	(void)state;
	const qn_scoring of = { .items = 3, .entities = MANY, .value = three };
	const qn_rank_question question = { .seed = 1, .draws = 200, .first = 3 };
	qn_rank_interval interval[MANY];
	qn_error err;
	qn_composite *made = composite_of(&of, plain);
	assert_int_equal(qn_rank_intervals(&of, &plain, &question, interval, &err), QN_OK);
	for (int e = 0; e < MANY; e++) {
		assert_true(interval[e].low == made->rank[e] && interval[e].high == made->rank[e]);
		assert_true(interval[e].chance == (made->rank[e] <= 3));
	}
	qn_composite_free(made);
}

static void test_intervals_hold_the_rank_and_come_again(void **state)
{
	(void)state;
	const qn_scoring of = { .items = 3, .entities = MANY, .value = three };
	const qn_rank_question question = { .seed = 1, .draws = 1000, .spread = 0.25, .choices = true, .missing = true, .first = 3 };
	qn_rank_interval interval[MANY], again[MANY];
	qn_error err;
	double listed = 0;
	assert_int_equal(qn_rank_intervals(&of, &plain, &question, interval, &err), QN_OK);
	assert_int_equal(qn_rank_intervals(&of, &plain, &question, again, &err), QN_OK);
	assert_memory_equal(interval, again, sizeof interval);
	for (int e = 0; e < MANY; e++) {
		assert_true(interval[e].low <= interval[e].median && interval[e].median <= interval[e].high);
		listed += interval[e].chance;
	}
	assert_float_equal(listed, 3, 0.01);         /* three places are taken in every draw */
	assert_true(interval[6].high - interval[6].low >= 1); /* who lacks a value may stand here or there */
	assert_true(interval[7].low == 8);           /* the last in all but one */
}

/* An even draw of a weight from 0.75 to 1.25 times its own: two items, two entities, and the order flips at equal weights. */
static void test_weights_are_drawn_evenly(void **state)
{
	(void)state;
	const double value[] = { 1, 0, 0, 1 }, weight[] = { 1, 1 }, apart[] = { 1, 0.5 };
	qn_scoring of = { .items = 2, .entities = 2, .value = value, .weight = weight };
	const qn_rank_question question = { .seed = 3, .draws = 20000, .spread = 0.25, .first = 1 };
	qn_rank_interval interval[2];
	qn_error err;
	assert_int_equal(qn_rank_intervals(&of, &plain, &question, interval, &err), QN_OK);
	assert_float_equal(interval[0].chance, 0.5, 0.01);
	of.weight = apart; /* 0.75 … 1.25 against 0.375 … 0.625: never */
	assert_int_equal(qn_rank_intervals(&of, &plain, &question, interval, &err), QN_OK);
	assert_true(interval[0].chance == 1);
	const qn_rank_question endless = { .seed = 3, .draws = UINT32_MAX, .spread = 0.25, .first = 1 };
	assert_int_equal(qn_rank_intervals(&of, &plain, &endless, interval, &err), QN_ELIMIT);
}

/* Two items alike and one against them: without it nobody moves, without one of the two all stand alike. */
static void test_what_moves_ranks_the_most_comes_first(void **state)
{
	(void)state;
	const double value[] = { 4, 3, 2, 1, 4, 3, 2, 1, 1, 2, 3, 4 }, target[] = { 4, 4, 4 };
	qn_scoring of = { .items = 3, .entities = 4, .value = value };
	qn_rank_move move[QN_MOST_RANK_MOVES];
	uint32_t moves;
	qn_error err;
	assert_int_equal(qn_rank_moves(&of, &plain, 2, move, &moves, &err), QN_OK);
	assert_int_equal(moves, 3 + 1 + 2 + 3 + 2); /* not by target: none has one */
	of.target = target;
	assert_int_equal(qn_rank_moves(&of, &plain, 2, move, &moves, &err), QN_OK);
	assert_int_equal(moves, 3 + 1 + 3 + 3 + 2); /* items, treatment, normalisations, weightings, aggregations */
	assert_true(move[0].what == QN_LEFT_OUT && move[0].which == 0 && move[1].what == QN_LEFT_OUT && move[1].which == 1);
	assert_float_equal(move[0].shift, (0 + 1 + 2 + 3) / 4.0, 1e-12);
	assert_true(move[0].most == 3 && move[0].from == 4 && move[0].to == 1 && move[0].changed == 0);
	for (uint32_t i = 2; i < moves; i++) {
		assert_true(move[i].shift <= move[i - 1].shift);
		if (move[i].what == QN_LEFT_OUT)
			assert_float_equal(move[i].shift, 0, 0);
	}
}

/* Who sets an end of the scale decides between two others: with C the first column is long, and what A leads by there is little. */
static void test_dropping_one_turns_two_others(void **state)
{
	(void)state;
	const double value[] = { 40, 30, 100, 50, 70, 0 }, weight[] = { 0.55, 0.45 };
	const qn_scoring of = { .items = 2, .entities = 3, .value = value, .weight = weight };
	qn_reversal reversal[3];
	uint32_t reversals;
	qn_error err;
	qn_composite *made = composite_of(&of, plain);
	assert_float_equal(made->score[0], 40, 1e-12);
	assert_float_equal(made->score[1], 45, 1e-12);
	qn_composite_free(made);
	assert_int_equal(qn_rank_reversals(&of, &plain, reversal, &reversals, &err), QN_OK);
	assert_true(reversals >= 1 && reversal[reversals - 1].dropped == 2 && reversal[reversals - 1].pairs == 1);
	assert_true(reversal[reversals - 1].above == 1 && reversal[reversals - 1].below == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_topsis_of_tzeng_and_huang), cmocka_unit_test(test_critic_weights_of_diakoulaki), cmocka_unit_test(test_entropy_weights),
		cmocka_unit_test(test_ahp_of_a_place_to_travel), cmocka_unit_test(test_ahp_of_a_leader), cmocka_unit_test(test_ahp_of_consistent_judgements_gives_their_ratios),
		cmocka_unit_test(test_outliers_as_coinr_treats_them), cmocka_unit_test(test_a_low_tail_is_pulled_up), cmocka_unit_test(test_shape_as_spreadsheets_have_it),
		cmocka_unit_test(test_distance_to_target), cmocka_unit_test(test_normalisations), cmocka_unit_test(test_geometric_mean_does_not_let_one_item_hide_another),
		cmocka_unit_test(test_items_that_say_nothing_are_left_out), cmocka_unit_test(test_themes_and_missing_items),
		cmocka_unit_test(test_who_is_not_among_them_sets_the_scale_and_has_no_rank), cmocka_unit_test(test_nothing_drawn_moves_nothing),
		cmocka_unit_test(test_intervals_hold_the_rank_and_come_again), cmocka_unit_test(test_weights_are_drawn_evenly),
		cmocka_unit_test(test_what_moves_ranks_the_most_comes_first), cmocka_unit_test(test_dropping_one_turns_two_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
