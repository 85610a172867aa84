/* SPDX-License-Identifier: Apache-2.0 */
/* test_ranks.c - rulings on the ranks of sources: what they let count, from when on, and that nothing is lost by them. */
#include "fixture.h"
#include "store/ranks.h"

static qn_import from(fixture *f, const char *source, qn_source_rank rank, qn_date known_on)
{
	qn_import import = { .file = "r.csv", .source = source, .submitter = "", .rank = rank, .known_on = known_on, .recorded = "" };
	import.content = qn_sha256_of(&f->imports, sizeof f->imports);
	f->imports++;
	OK(f, qn_change_add_import(f->change, &import, &f->err));
	return import;
}

static uint64_t rule(fixture *f, const char *source, qn_source_rank rank, qn_date known_on)
{
	qn_import ruling = { .file = "sources", .source = source, .submitter = "office", .rank = rank, .known_on = known_on, .recorded = "" };
	uint64_t moved;
	OK(f, qn_change_rule_rank(f->change, &ruling, &moved, &f->err));
	return moved;
}

static void put_one(fixture *f, const qn_import *import, uint32_t entity, double value)
{
	put(f, import, year(2024), &(qn_cell){ entity, 2 + entity, value }, 1);
}

static double now(fixture *f, uint32_t entity, uint32_t *import)
{
	static double value[QN_CHUNK + 1000];
	qn_snapshot *view = f->change ? qn_change_snapshot(f->change) : look(f);
	qn_origin origin;
	OK(f, qn_column_read(view, REVENUE, CLUSTER, year(2024), value, QN_CHUNK + 1000, &f->err));
	OK(f, qn_column_origin(view, REVENUE, CLUSTER, year(2024), entity, &origin, &f->err));
	*import = origin.import;
	return value[entity];
}

static const qn_claim *on(fixture *f, qn_claims *claims, uint32_t entity, qn_date day)
{
	OK(f, qn_claims_read(look(f), REVENUE, CLUSTER, year(2024), entity / QN_CHUNK, (qn_vintage){ day, UINT32_MAX }, claims, &f->err));
	entity %= QN_CHUNK;
	return qn_claim_adopted(claims->claim + claims->first[entity], claims->first[entity + 1] - claims->first[entity]);
}

/* Two papers, the second known later; then the first is found to be the better one. */
static void two_papers(fixture *f)
{
	begin(f);
	qn_import first = from(f, "People's Daily", QN_SOURCE_PUBLISHED, 100), second = from(f, "Press News", QN_SOURCE_PUBLISHED, 200);
	put_one(f, &first, 3, 84);
	put_one(f, &second, 3, 202.87);
	put_one(f, &first, QN_CHUNK + 1, 7);
	put_one(f, &second, QN_CHUNK + 1, 7); /* the two agree */
	put_one(f, &second, 5, 1);            /* the first does not speak of it */
	commit(f);
}

static void test_a_better_source_is_adopted_and_what_it_replaces_is_kept(void **state)
{
	fixture *f = *state;
	uint32_t import;
	qn_claims claims;
	two_papers(f);
	assert_true(now(f, 3, &import) == 202.87 && import == 2);
	begin(f);
	assert_int_equal(rule(f, "People's Daily", QN_SOURCE_CHECKED, 300), 2);
	commit(f);
	assert_true(now(f, 3, &import) == 84 && import == 1);
	assert_true(now(f, QN_CHUNK + 1, &import) == 7 && import == 1);
	assert_true(now(f, 5, &import) == 1 && import == 2);
	assert_int_equal(on(f, &claims, 3, 300)->origin.import, 1);
	qn_claims_free(&claims);
	assert_int_equal(on(f, &claims, 3, 299)->origin.import, 2); /* the day before, the papers were alike */
	assert_int_equal(claims.first[4] - claims.first[3], 2);
	qn_claims_free(&claims);
}

static void test_a_ruling_holds_for_what_the_source_tells_later_and_until_the_next(void **state)
{
	fixture *f = *state;
	uint32_t import;
	two_papers(f);
	begin(f);
	rule(f, "Press News", QN_SOURCE_ESTIMATE, 300);
	assert_true(now(f, 3, &import) == 84);
	qn_import again = from(f, "Press News", QN_SOURCE_OFFICIAL, 400);
	put_one(f, &again, 3, 203); /* whatever it says of itself */
	assert_true(now(f, 3, &import) == 84 && import == 1);
	assert_int_equal(rule(f, "Press News", QN_SOURCE_PUBLISHED, 500), 2);
	assert_true(now(f, 3, &import) == 203 && import == again.number);
	commit(f);
	assert_true(now(f, 3, &import) == 203);
	assert_int_equal(qn_import_is_ruling(f->snapshot, 3, &f->err), 1);
	assert_int_equal(qn_import_is_ruling(f->snapshot, again.number, &f->err), 0);
}

static void test_a_ruling_that_was_known_before_another_does_not_undo_it(void **state)
{
	fixture *f = *state;
	qn_claims claims;
	uint32_t import;
	two_papers(f);
	begin(f);
	rule(f, "People's Daily", QN_SOURCE_CHECKED, 500);
	assert_int_equal(rule(f, "People's Daily", QN_SOURCE_ESTIMATE, 400), 0); /* told late, of an earlier day */
	commit(f);
	assert_true(now(f, 3, &import) == 84);
	assert_int_equal(on(f, &claims, 3, 450)->origin.import, 2);
	qn_claims_free(&claims);
}

static void test_a_ruling_on_nobody_is_refused(void **state)
{
	fixture *f = *state;
	qn_import ruling = { .file = "sources", .source = "Nobody", .submitter = "", .rank = QN_SOURCE_CHECKED, .known_on = 1, .recorded = "" };
	uint64_t moved;
	two_papers(f);
	begin(f);
	assert_int_equal(qn_change_rule_rank(f->change, &ruling, &moved, &f->err), QN_ENOTFOUND);
	assert_string_equal(f->err.text, "no import names the source \"Nobody\"");
}

/* Any order of imports and rulings: the column is what a list of all claims and all rulings says. */
static uint32_t random_state = 5;
static uint32_t any(uint32_t below) { return (random_state = random_state * 1664525 + 1013904223) / 4096 % below; }

enum { SOURCES = 3, STEPS = 30, CELLS = 4 };
typedef struct { int source, rank, known_on, number; double value[CELLS]; } told;
static const char *const names[SOURCES] = { "A", "B", "C" };

static int rank_of(const told *ruling, int rulings, const told *import)
{
	int known = -1, rank = import->rank;
	for (int i = 0; i < rulings; i++)
		if (ruling[i].source == import->source && ruling[i].known_on >= known)
			known = ruling[i].known_on, rank = ruling[i].rank;
	return rank;
}

static bool better(int rank, const told *a, int other_rank, const told *b)
{
	if (rank != other_rank)
		return rank < other_rank;
	return a->known_on != b->known_on ? a->known_on > b->known_on : a->number > b->number;
}

static void test_any_order_of_imports_and_rulings_gives_what_all_of_them_say(void **state)
{
	fixture *f = *state;
	for (int round = 0; round < 25; round++) {
		told import[STEPS], ruling[STEPS];
		int imports = 0, rulings = 0;
		begin(f);
		for (int step = 0; step < STEPS; step++) {
			told one = { .source = (int)any(SOURCES), .rank = 1 + (int)any(4), .known_on = 100 + (int)any(20) };
			if (imports > 2 && any(3) == 0 && one.source == import[any((uint32_t)imports)].source) {
				rule(f, names[one.source], (qn_source_rank)one.rank, one.known_on);
				ruling[rulings++] = one;
			} else {
				qn_import made = from(f, names[one.source], (qn_source_rank)one.rank, one.known_on);
				one.number = (int)made.number;
				for (uint32_t cell = 0; cell < CELLS; cell++)
					if ((one.value[cell] = any(3) ? any(4) + 1 : 0) > 0)
						put_one(f, &made, cell * 1500, one.value[cell]);
				import[imports++] = one;
			}
			for (uint32_t cell = 0; cell < CELLS; cell++) {
				const told *best = NULL;
				uint32_t number;
				for (int i = 0; i < imports; i++)
					if (import[i].value[cell] > 0 && (!best || better(rank_of(ruling, rulings, &import[i]), &import[i], rank_of(ruling, rulings, best), best)))
						best = &import[i];
				double value = now(f, cell * 1500, &number);
				if (best ? value != best->value[cell] || number != (uint32_t)best->number : number != 0)
					fail_msg("round %d, step %d, cell %u: %g of import %u, and not %g of %d", round, step, cell, value, number, best ? best->value[cell] : 0, best ? best->number : 0);
			}
		}
		qn_change_abort(f->change), f->change = NULL;
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_a_better_source_is_adopted_and_what_it_replaces_is_kept), TEST(test_a_ruling_holds_for_what_the_source_tells_later_and_until_the_next),
		TEST(test_a_ruling_that_was_known_before_another_does_not_undo_it), TEST(test_a_ruling_on_nobody_is_refused),
		TEST(test_any_order_of_imports_and_rulings_gives_what_all_of_them_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
