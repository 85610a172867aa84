/* SPDX-License-Identifier: Apache-2.0 */
/* test_world.c - the generated world is the same everywhere and what its header says; the harness believes nobody. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "harness.h"
#include "work/data.h"

static void test_the_world_is_the_same_on_every_machine(void **state)
{
	uint64_t digest = 0;
	(void)state;
	for (uint32_t e = 0; e < 500; e++)
		for (int i = 0; i < WORLD_INDICATORS; i++)
			for (int y = WORLD_FIRST_YEAR; y <= WORLD_FIRST_YEAR + WORLD_YEARS; y++) {
				world_cell cell = world_at(e, i, y);
				digest = digest * 1099511628211u ^ (uint64_t)cell.state ^ (uint64_t)cell.mantissa << 2;
			}
	assert_int_equal(digest, 0xe3e5c23c8a310f4f);
}

static void test_numbers_are_the_doubles_nearest_to_their_text(void **state)
{
	char text[32];
	(void)state;
	for (uint32_t e = 0; e < 2000; e++) {
		world_cell cell = world_at(e, (int)(e % WORLD_INDICATORS), 2020);
		long long scale = 1;
		for (int i = 0; i < cell.decimals; i++)
			scale *= 10;
		if (cell.state != WORLD_VALUE) {
			assert_true(isnan(world_number(cell)));
			continue;
		}
		snprintf(text, sizeof text, "%lld.%0*lld", cell.mantissa / scale, cell.decimals, cell.mantissa % scale);
		assert_true(world_number(cell) == strtod(text, NULL));
		assert_in_range(cell.decimals, 0, 4);
		assert_true(cell.mantissa > 0);
	}
}

static void test_two_in_a_hundred_are_absent_and_two_blank(void **state)
{
	int count[3] = { 0 }, corrections = 0;
	(void)state;
	for (uint32_t e = 0; e < 1000; e++)
		for (int i = 0; i < WORLD_INDICATORS; i++)
			for (int y = WORLD_FIRST_YEAR; y < WORLD_FIRST_YEAR + WORLD_YEARS; y++) {
				bool corrected;
				world_cell now = world_corrected(e, i, y, &corrected), before = world_at(e, i, y);
				count[before.state]++;
				corrections += corrected;
				assert_int_equal(corrected, now.mantissa != before.mantissa);
			}
	assert_in_range(count[WORLD_ABSENT], 4500, 5100);
	assert_in_range(count[WORLD_BLANK], 4500, 5100);
	assert_in_range(corrections, 2150, 2460);
}

static void test_ids_and_sizes(void **state)
{
	char id[WORLD_ID];
	(void)state;
	world_id(0, id);
	assert_string_equal(id, "E0000001");
	world_id(499999, id);
	assert_string_equal(id, "E0500000");
	assert_int_equal(world_entities(10000000), 42517);
	assert_int_equal(world_judged(10000000), 500000);
	assert_int_equal(world_entities(1), 1);
	for (uint32_t k = 0; k < 10000; k++) {
		uint32_t entity;
		int indicator;
		world_lookup(k, 7, &entity, &indicator);
		assert_in_range(entity, 0, 6);
		assert_in_range(indicator, 0, WORLD_INDICATORS - 1);
	}
}

static void test_medians_are_type_7(void **state)
{
	double odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 };
	(void)state;
	assert_true(bench_median(odd, 3) == 2);
	assert_true(bench_median(even, 4) == 2.5);
	assert_true(isnan(bench_median(odd, 0)));
	assert_true(bench_least(even, 4) == 1 && bench_greatest(even, 4) == 4);
}

static void test_a_row_is_one_line_of_json(void **state)
{
	double ms[] = { 2, 1, 4 }, cpu[] = { 1, 1, 1 };
	bench_alternative a = { .who = "raw \"C\"\\", .threads = 1, .ms = ms, .cpu = cpu, .runs = 3, .check = "a\nb" };
	char line[512] = "";
	FILE *file = tmpfile();
	(void)state;
	bench_print(file, "W2", 1000, &a);
	rewind(file);
	assert_non_null(fgets(line, sizeof line, file));
	fclose(file);
	assert_string_equal(line, "{\"job\":\"W2\",\"who\":\"raw \\\"C\\\"\\\\\",\"threads\":1,\"size\":1000,\"runs\":3,\"median_ms\":2.0000,\"min_ms\":1.0000,"
		"\"max_ms\":4.0000,\"cpu_ms\":1.0000,\"rss_mb\":0.0,\"bytes\":0,\"check\":\"a\\u000ab\"}\n");
}

static bool answer_one(bench_alternative *a) { return strcpy(a->check, "n=1"), true; }
static bool answer_two(bench_alternative *a) { return strcpy(a->check, "n=2"), true; }
static bool answer_nothing(bench_alternative *a) { return (void)a, false; }

/* Rows go to stdout: send them elsewhere while racing. */
static int race_quietly(bench_alternative *a, size_t alternatives)
{
	const bench_options o = { .size = 1, .seconds = 10, .rounds = 3 };
	fflush(stdout);
	int kept = dup(1), result;
	assert_non_null(freopen("/dev/null", "w", stdout));
	result = bench_race("job", 1, &o, 3, a, alternatives);
	fflush(stdout);
	dup2(kept, 1);
	close(kept);
	return result;
}

static void test_who_answers_otherwise_is_not_believed(void **state)
{
	bench_alternative same[] = { { .who = "raw C", .run = answer_one }, { .who = "qunce", .run = answer_one, .apart = true } };
	bench_alternative other[] = { { .who = "raw C", .run = answer_one }, { .who = "qunce", .run = answer_two } };
	bench_alternative none[] = { { .who = "raw C", .run = answer_one }, { .who = "qunce", .run = answer_nothing, .apart = true } };
	(void)state;
	assert_int_equal(race_quietly(same, 2), 0);
	assert_int_equal(same[1].runs, 3);
	assert_int_equal(race_quietly(other, 2), 1);
	assert_int_equal(race_quietly(none, 2), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_world_is_the_same_on_every_machine),
		cmocka_unit_test(test_numbers_are_the_doubles_nearest_to_their_text),
		cmocka_unit_test(test_two_in_a_hundred_are_absent_and_two_blank),
		cmocka_unit_test(test_ids_and_sizes),
		cmocka_unit_test(test_medians_are_type_7),
		cmocka_unit_test(test_a_row_is_one_line_of_json),
		cmocka_unit_test(test_who_answers_otherwise_is_not_believed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
