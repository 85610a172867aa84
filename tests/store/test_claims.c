/* SPDX-License-Identifier: Apache-2.0 */
/* test_claims.c - every claim of a cell, and which is adopted at a vintage. */
#include "naive.h"

static qn_claims claims_of(fixture *f, qn_period period, uint32_t chunk, qn_vintage at)
{
	qn_claims claims;
	OK(f, qn_claims_read(f->snapshot, REVENUE, CLUSTER, period, chunk, at, &claims, &f->err));
	return claims;
}

static const qn_claim *adopted(const qn_claims *claims, uint32_t at)
{
	return qn_claim_adopted(claims->claim + claims->first[at], claims->first[at + 1] - claims->first[at]);
}

static void test_a_cell_has_every_claim_once(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import first = add_import(f, QN_SOURCE_CHECKED, 100, false), again = add_import(f, QN_SOURCE_CHECKED, 200, false);
	qn_import newspaper = add_import(f, QN_SOURCE_PUBLISHED, 300, false), official = add_import(f, QN_SOURCE_OFFICIAL, 150, false);
	put(f, &first, year(2024), &(qn_cell){ 3, 11, 300 }, 1);
	put(f, &again, year(2024), &(qn_cell){ 3, 12, 300 }, 1);
	put(f, &newspaper, year(2024), &(qn_cell){ 3, 13, 600 }, 1);
	put(f, &official, year(2024), &(qn_cell){ 3, 14, 310 }, 1);
	commit(f);
	look(f);
	qn_claims claims = claims_of(f, year(2024), 0, (qn_vintage){ 250, 3 });
	static const struct { uint32_t line; double value; bool known; } expected[] = { { 11, 300, true }, { 12, 300, true }, { 13, 600, false }, { 14, 310, false } };
	assert_int_equal(claims.first[4] - claims.first[3], 4);
	assert_int_equal(claims.first[QN_CHUNK], 4);
	for (uint32_t i = 0; i < 4; i++) {
		const qn_claim *one = &claims.claim[i];
		assert_int_equal(one->origin.import, i + 1);
		assert_int_equal(one->origin.line, expected[i].line);
		assert_true(one->value == expected[i].value && one->known == expected[i].known);
	}
	assert_int_equal(adopted(&claims, 3)->origin.import, 2);
	assert_null(adopted(&claims, 2));
	qn_claims_free(&claims);
	claims = claims_of(f, year(2024), 0, (qn_vintage){ 99, UINT32_MAX });
	assert_null(adopted(&claims, 3));
	qn_claims_free(&claims);
	claims = claims_of(f, year(2024), 0, QN_NOW);
	assert_int_equal(adopted(&claims, 3)->origin.import, 4);
	qn_claims_free(&claims);
}

/* A value told again three times stands in the journal three times without its number. */
static void test_a_value_told_again_and_again_is_found_through_the_last(void **state)
{
	fixture *f = *state;
	begin(f);
	for (uint32_t i = 1; i <= 4; i++) {
		qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
		put(f, &import, year(2024), &(qn_cell){ QN_CHUNK + 1, i, 7.5 }, 1);
	}
	commit(f);
	look(f);
	qn_claims claims = claims_of(f, year(2024), 1, QN_NOW);
	assert_int_equal(claims.first[QN_CHUNK], 4);
	for (uint32_t i = 0; i < 4; i++)
		assert_true(claims.claim[i].value == 7.5 && claims.claim[i].origin.line == i + 1);
	qn_claims_free(&claims);
}

static void test_what_an_import_replaced_of_its_own_is_no_claim(void **state)
{
	fixture *f = *state;
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 100, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 2, 5 }, 1);
	put(f, &import, year(2024), &(qn_cell){ 0, 3, 6 }, 1);
	commit(f);
	look(f);
	qn_claims claims = claims_of(f, year(2024), 0, QN_NOW);
	assert_int_equal(claims.first[QN_CHUNK], 1);
	assert_true(claims.claim[0].value == 6);
	qn_claims_free(&claims);
}

static void compare_chunk(fixture *f, const naive *n, int y, uint32_t chunk, qn_vintage at)
{
	qn_claims claims = claims_of(f, year(2020 + y), chunk, at);
	uint32_t said = 0;
	for (uint32_t i = 0; i < n->count; i++)
		said += n->said[i].year == y && n->said[i].entity / QN_CHUNK == chunk;
	assert_int_equal(claims.first[QN_CHUNK], said);
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		const qn_claim *held = adopted(&claims, e);
		const saying *expected = naive_adopted(n, chunk * QN_CHUNK + e, y, at);
		assert_int_equal(held != NULL, expected != NULL);
		assert_true(!held || (held->value == expected->value && held->origin.import == expected->import && held->origin.line == expected->line));
	}
	qn_claims_free(&claims);
}

static void compare_history(fixture *f, const naive *n)
{
	look(f);
	for (qn_date day = -1; day <= DAYS; day++)
		for (int y = 0; y < YEARS; y++)
			for (uint32_t chunk = 0; chunk < 2; chunk++)
				compare_chunk(f, n, y, chunk, (qn_vintage){ day, day % 2 ? UINT32_MAX : (uint32_t)rand() % HISTORY + 1 });
}

static void test_random_histories_adopt_like_a_list_of_everything_said(void **state)
{
	srand(20260330);
	naive_histories(*state, 20, compare_history);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_a_cell_has_every_claim_once),
		TEST(test_a_value_told_again_and_again_is_found_through_the_last),
		TEST(test_what_an_import_replaced_of_its_own_is_no_claim),
		TEST(test_random_histories_adopt_like_a_list_of_everything_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
