/* SPDX-License-Identifier: Apache-2.0 */
/* test_origins.c - origins and patches as bytes: they come back, stay small, and tampered ones do no harm. */
#include "fixture.h"
#include "store/origins.h"

static uint32_t random_state = 11;
static uint32_t any(uint32_t below) { return (random_state = random_state * 1664525 + 1013904223) / 4096 % below; }

static void fill(qn_patch *patch, int form)
{
	uint32_t line = 2;
	qn_patch_clear(patch);
	for (uint32_t e = 0; e < QN_CHUNK; e++, line += form == 2 ? any(1u << 20) : 240 - any(4)) {
		if (form == 1 ? any(90) != 0 : any(30) == 0)
			continue;
		patch->origin.import[e] = form == 2 ? 1 + any(3) : 1;
		patch->origin.line[e] = line;
		patch->valued[e] = form == 0 || any(2);
		patch->value[e] = e * 1.5;
	}
}

static void assert_same(const qn_patch *a, const qn_patch *b)
{
	assert_memory_equal(a->origin.import, b->origin.import, sizeof a->origin.import);
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		if (!a->origin.import[e])
			continue;
		assert_int_equal(a->origin.line[e], b->origin.line[e]);
		assert_int_equal(a->valued[e], b->valued[e]);
		assert_true(!a->valued[e] || a->value[e] == b->value[e]);
	}
}

static void assert_rewrites(const qn_patch *patch)
{
	static qn_patch back;
	qn_buffer bytes = { 0 };
	qn_patch_write(patch, &bytes);
	assert_true(qn_patch_read(bytes.data, bytes.length, &back));
	assert_memory_equal(patch->origin.import, back.origin.import, sizeof back.origin.import);
	qn_buffer_free(&bytes);
}

static void test_patches_come_back_and_tampered_ones_do_no_harm(void **state)
{
	qn_patch *patch = calloc(1, sizeof *patch), *back = calloc(1, sizeof *back);
	(void)state;
	for (int round = 0; round < 90; round++) {
		qn_buffer bytes = { 0 };
		fill(patch, round % 3);
		qn_patch_write(patch, &bytes);
		assert_true(qn_patch_read(bytes.data, bytes.length, back));
		assert_same(patch, back);
		for (int i = 0; i < 60; i++) {
			size_t length = i % 4 ? bytes.length : any((uint32_t)bytes.length);
			char *tampered = malloc(length + 1); /* of its exact size, so that a step too far is seen */
			memcpy(tampered, bytes.data, length);
			tampered = realloc(tampered, length ? length : 1);
			for (int k = 0; k < 3 && length; k++)
				tampered[any((uint32_t)(i % 2 ? length : length < 40 ? length : 40))] = (char)any(256);
			if (qn_patch_read(tampered, length, back)) /* what is let in can be written again */
				assert_rewrites(back);
			free(tampered);
		}
		qn_buffer_free(&bytes);
	}
	free(patch);
	free(back);
}

static size_t size_of(const qn_chunk_origins *origins)
{
	qn_buffer bytes = { 0 };
	qn_origins_write(origins, &bytes);
	size_t length = bytes.length;
	qn_buffer_free(&bytes);
	return length;
}

static void test_a_file_in_order_takes_a_few_bytes_and_one_with_gaps_less_than_one_a_value(void **state)
{
	qn_chunk_origins *origins = calloc(1, sizeof *origins);
	(void)state;
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		origins->import[e] = 1, origins->line[e] = 2 + e * 240;
	assert_true(size_of(origins) < 16);
	for (uint32_t e = 1; e < QN_CHUNK; e++)
		origins->line[e] = origins->line[e - 1] + 232 + any(8);
	assert_true(size_of(origins) < QN_CHUNK);
	free(origins);
}

/* Rows are left out at random, two in a hundred, and so are values: two chunks share a page of 4,096 bytes. */
static void test_a_file_in_order_with_rows_left_out_takes_less_than_half_a_byte_a_value(void **state)
{
	qn_chunk_origins *origins = calloc(1, sizeof *origins);
	uint32_t line = 2;
	(void)state;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		for (int k = 0; k < 240; k++)
			line += any(50) != 0;
		if (any(25))
			origins->import[e] = 1, origins->line[e] = line;
	}
	assert_true(size_of(origins) < 2000);
	free(origins);
}

static void test_every_step_and_jump_comes_back(void **state)
{
	qn_patch *patch = calloc(1, sizeof *patch), *back = calloc(1, sizeof *back);
	(void)state;
	for (uint32_t form = 0; form < 40; form++) {
		qn_buffer bytes = { 0 };
		uint32_t jump = form < 32 ? 1u << form : UINT32_MAX;
		qn_patch_clear(patch);
		for (uint32_t e = 0; e < QN_CHUNK; e++)
			if (form % 3 == 0 || any(1 + form) == 0) {
				patch->origin.import[e] = 1 + (form % 4 == 0 ? any(2) : 0);
				patch->origin.line[e] = form % 2 ? any(2) * jump : e * 7 + (any(100) == 0 ? jump : 0);
			}
		qn_patch_write(patch, &bytes);
		assert_true(qn_patch_read(bytes.data, bytes.length, back));
		assert_same(patch, back);
		qn_buffer_free(&bytes);
	}
	free(patch);
	free(back);
}

/* As format 1 wrote them: lines 10, 251, 490; then, one entity missing, 10, 491, 730. */
static void test_packed_offsets_of_older_stores_are_read(void **state)
{
	static const unsigned char all[] = { 0, 3, 1, 10, 0xE0, 3, 4, 0x12 }, holes[] = { 2, 4, 1, 10, 0xE0, 3, 0x84, 0x0D, 0x12 };
	qn_chunk_origins *back = calloc(1, sizeof *back);
	(void)state;
	assert_true(qn_origins_read(all, sizeof all, back));
	assert_int_equal(back->line[0], 10);
	assert_int_equal(back->line[1], 251);
	assert_int_equal(back->line[2], 490);
	assert_true(qn_origins_read(holes, sizeof holes, back));
	assert_int_equal(back->import[0], 0);
	assert_int_equal(back->line[2], 10);
	assert_int_equal(back->import[3], 0);
	assert_int_equal(back->line[4], 491);
	assert_int_equal(back->line[5], 730);
	free(back);
}

static void lay(qn_chunk_origins *now, uint32_t import, uint32_t most, qn_buffer *bytes)
{
	uint16_t at[QN_CHUNK];
	uint32_t cells = 0, line = any(2) ? UINT32_MAX - any(9) : 2;
	for (uint32_t e = any(QN_CHUNK / 2); e < QN_CHUNK && cells < most; e += 1 + any(1 + QN_CHUNK / most)) {
		now->import[e] = import;
		now->line[e] = line;
		line = any(7) ? line + any(5) : any(1u << 19) << 12;
		at[cells++] = (uint16_t)e;
	}
	qn_layer_write(now, at, cells, bytes);
	now->laid += cells;
}

/* Layers on nothing, on a file in order, on each other; behind them nothing but layers is read. */
static void test_layers_lie_over_what_was_there_and_tampered_ones_do_no_harm(void **state)
{
	qn_chunk_origins *now = calloc(1, sizeof *now), *back = calloc(1, sizeof *back);
	(void)state;
	for (uint32_t round = 0; round < 60; round++) {
		qn_buffer bytes = { 0 };
		memset(now, 0, sizeof *now);
		for (uint32_t e = 0; round % 3 && e < QN_CHUNK; e++)
			now->import[e] = 1, now->line[e] = 2 + e * 240;
		qn_origins_write(now, &bytes);
		for (uint32_t import = 2; import < 4 + round % 5; import++)
			lay(now, import, 1 + any(round % 2 ? 300 : 3), &bytes);
		assert_true(qn_origins_read(bytes.data, bytes.length, back));
		assert_int_equal(back->laid, now->laid);
		for (uint32_t e = 0; e < QN_CHUNK; e++) {
			assert_int_equal(back->import[e], now->import[e]);
			assert_int_equal(back->line[e], now->line[e]);
		}
		for (int i = 0; i < 200; i++) {
			size_t length = i % 4 ? bytes.length : any((uint32_t)bytes.length);
			char *tampered = memcpy(malloc(length + 1), bytes.data, length);
			tampered = realloc(tampered, length ? length : 1);
			for (int k = 0; k < 2 && length; k++)
				tampered[any((uint32_t)(i % 2 ? length : length < 40 ? length : 40))] = (char)any(256);
			qn_origins_read(tampered, length, back);
			free(tampered);
		}
		qn_buffer_add(&bytes, "\0\1\1\5\0\0", 6); /* entity 0 from line 5, as a segment */
		assert_false(qn_origins_read(bytes.data, bytes.length, back));
		qn_buffer_free(&bytes);
	}
	free(now);
	free(back);
}

static void test_layers_pay_for_few_cells_and_not_for_ever(void **state)
{
	qn_chunk_origins *origins = calloc(1, sizeof *origins);
	(void)state;
	assert_false(qn_layer_pays(origins, 1));
	for (uint32_t e = 0; e < 800; e++)
		origins->import[e] = 1;
	assert_true(qn_layer_pays(origins, 100));
	assert_false(qn_layer_pays(origins, 101));
	origins->laid = 700;
	assert_true(qn_layer_pays(origins, 100));
	origins->laid = 701;
	assert_false(qn_layer_pays(origins, 100));
	free(origins);
}

static void test_few_cells_far_apart_take_a_few_bytes_each(void **state)
{
	qn_chunk_origins *origins = calloc(1, sizeof *origins);
	(void)state;
	for (uint32_t e = 0; e < QN_CHUNK; e += 50 + any(100))
		origins->import[e] = 1, origins->line[e] = 2 + e * 240 + any(50);
	assert_true(size_of(origins) < 20 + 3 * QN_CHUNK / 100);
	free(origins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patches_come_back_and_tampered_ones_do_no_harm),
		cmocka_unit_test(test_a_file_in_order_takes_a_few_bytes_and_one_with_gaps_less_than_one_a_value),
		cmocka_unit_test(test_a_file_in_order_with_rows_left_out_takes_less_than_half_a_byte_a_value),
		cmocka_unit_test(test_every_step_and_jump_comes_back),
		cmocka_unit_test(test_packed_offsets_of_older_stores_are_read),
		cmocka_unit_test(test_layers_lie_over_what_was_there_and_tampered_ones_do_no_harm),
		cmocka_unit_test(test_layers_pay_for_few_cells_and_not_for_ever),
		cmocka_unit_test(test_few_cells_far_apart_take_a_few_bytes_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
