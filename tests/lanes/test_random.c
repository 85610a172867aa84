/* SPDX-License-Identifier: Apache-2.0 */
/* test_random.c - draws against Random123, and inverses against published quantiles, in every set of loops. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <Random123/philox.h>
#include "base/real.h"
#include "lanes/loops.h"

static const qn_loops *loops; /* the set that is tested */

/* The header's words, one number at a time. */
static double defined(qn_stream stream, uint64_t who, uint32_t period, uint32_t path)
{
	philox4x32_ctr_t counter = { { path / 128 * 64 + path % 64, period, (uint32_t)who, (uint32_t)(who >> 32) } };
	philox4x32_key_t key = { { (uint32_t)stream.key, (uint32_t)(stream.key >> 32) } };
	philox4x32_ctr_t word = philox4x32(counter, key);
	int first = path % 128 < 64 ? 0 : 2;
	uint64_t w = (uint64_t)word.v[first + 1] << 32 | word.v[first];
	return ((double)(w >> 12) + 0.5) * 0x1p-52;
}

/* Random123's own kat_vectors: philox4x32-10 of the digits of pi. */
static void test_random123_gives_its_published_answer(void **state)
{
	philox4x32_ctr_t counter = { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 } };
	philox4x32_key_t key = { { 0xa4093822, 0x299f31d0 } };
	philox4x32_ctr_t word = philox4x32(counter, key);
	(void)state;
	assert_int_equal(word.v[0], 0xd16cfe09);
	assert_int_equal(word.v[1], 0x94fdcceb);
	assert_int_equal(word.v[2], 0x5001e420);
	assert_int_equal(word.v[3], 0x24126ea1);
}

static void test_known_answers_of_philox_come_out_as_uniforms(void **state)
{
	/* all zero: 6627e8d5 e169c58d bc57ac4c 9b00dbd8 */
	double u[128];
	(void)state;
	loops->draws->uniforms((qn_stream){ 0 }, 0, 0, 0, 128, u);
	assert_true(u[0] == ((double)(UINT64_C(0xe169c58d6627e8d5) >> 12) + 0.5) * 0x1p-52);
	assert_true(u[64] == ((double)(UINT64_C(0x9b00dbd8bc57ac4c) >> 12) + 0.5) * 0x1p-52);
}

static void test_any_run_of_paths_is_what_the_definition_says(void **state)
{
	static const uint32_t first[] = { 0, 1, 63, 64, 127, 128, 200, 4294967200u };
	static const size_t count[] = { 1, 5, 64, 95 };
	qn_stream stream = qn_stream_of(7, "own_shock");
	double u[512];
	(void)state;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		for (size_t j = 0; j < sizeof count / sizeof *count; j++) {
			loops->draws->uniforms(stream, UINT64_C(0x123456789abcdef0), 2027, first[i], count[j], u);
			for (uint32_t k = 0; k < count[j]; k++)
				assert_true(u[k] == defined(stream, UINT64_C(0x123456789abcdef0), 2027, first[i] + k));
		}
	loops->draws->uniforms(stream, 9, 1, 128, 512, u);
	for (uint32_t k = 0; k < 512; k++)
		assert_true(u[k] == defined(stream, 9, 1, 128 + k) && u[k] > 0 && u[k] < 1);
}

static double normal(double u)
{
	loops->draws->invert(&(qn_distribution){ QN_NORMAL, 0, 1, 0 }, 1, &u);
	return u;
}

/* Wichura's check values, and NIST's. */
static void test_normal_quantiles_are_the_published_ones(void **state)
{
	(void)state;
	assert_true(fabs(normal(0.25) - -0.6744897501960817432) < 1e-15);
	assert_true(fabs(normal(0.001) - -3.090232306167813542) < 1e-14);
	assert_true(fabs(normal(1e-20) - -9.262340089798407958) < 1e-13);
	assert_true(fabs(normal(0.975) - 1.959963984540054235) < 1e-15 * 4);
	assert_true(fabs(normal(0.995) - 2.575829303548900761) < 1e-14);
	assert_true(normal(0.5) == 0);
}

/* Phi of the C library leads back to u. */
static void test_normals_invert_the_error_function(void **state)
{
	(void)state;
	for (int i = 1; i < 4000; i++) {
		double u = i / 4000.0, back = 0.5 * erfc(-normal(u) / sqrt(2.0));
		assert_true(fabs(back - u) < 4e-16 + 1e-14 * u);
	}
}

static void test_other_distributions_have_their_quantiles(void **state)
{
	qn_distribution triangular = { QN_TRIANGULAR, 0, 2, 8 }, uniform = { QN_UNIFORM, -1, 3, 0 }, log_normal = { QN_LOGNORMAL, 1, 0.5, 0 };
	qn_distribution point = { QN_TRIANGULAR, 4, 4, 4 }, fixed = { QN_FIXED, 0.04, 0, 0 };
	double u[2] = { 0.25, 0.25 }; /* F(2) = (2-0)/(8-0) = 1/4 */
	(void)state;
	loops->draws->invert(&triangular, 1, u);
	assert_true(fabs(u[0] - 2) < 1e-15);
	assert_true(fabs(qn_median(&triangular) - (8 - sqrt(24))) < 1e-15);
	loops->draws->invert(&uniform, 1, u + 1);
	assert_true(u[1] == 0 && qn_median(&uniform) == 1);
	assert_true(fabs(qn_median(&log_normal) - exp(1)) < 1e-15);
	assert_true(qn_median(&point) == 4 && qn_median(&fixed) == 0.04);
}

static void test_where_a_run_begins_changes_no_bit_of_a_normal(void **state)
{
	enum { PATHS = 1000 };
	qn_stream stream = qn_stream_of(1, "x");
	double all[PATHS], part[PATHS];
	(void)state;
	loops->draws->uniforms(stream, 3, 4, 0, PATHS, all);
	loops->draws->invert(&(qn_distribution){ QN_NORMAL, 0.04, 0.02, 0 }, PATHS, all);
	for (uint32_t first = 0, step = 1; first < PATHS; first += step, step = step % 97 + 13) {
		size_t count = PATHS - first < step ? PATHS - first : step;
		loops->draws->uniforms(stream, 3, 4, first, count, part + first);
		loops->draws->invert(&(qn_distribution){ QN_NORMAL, 0.04, 0.02, 0 }, count, part + first);
	}
	assert_memory_equal(all, part, sizeof all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random123_gives_its_published_answer),
		cmocka_unit_test(test_known_answers_of_philox_come_out_as_uniforms),
		cmocka_unit_test(test_any_run_of_paths_is_what_the_definition_says),
		cmocka_unit_test(test_normal_quantiles_are_the_published_ones),
		cmocka_unit_test(test_normals_invert_the_error_function),
		cmocka_unit_test(test_other_distributions_have_their_quantiles),
		cmocka_unit_test(test_where_a_run_begins_changes_no_bit_of_a_normal),
	};
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	int failed = 0;
	for (size_t i = 0; i < count; i++) {
		loops = sets[i];
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	}
	return failed;
}
