/* SPDX-License-Identifier: Apache-2.0 */
/* test_loops.c - every set of loops gives the bits of the portable one, and those are the bits of scalar.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/loops.h"

enum { MOST = 301, SHIFT = 3 };
static const qn_loops *tested; /* the set beside the portable one */

static const double odd_numbers[] = { 0, -0.0, 1, -1, 0.5, 2, 3, -8, 1.0 / 3, 100, 1e300, -1e300, 1e-300, 5e-324, 2.2250738585072014e-308,
	709.78, 709.79, -745.2, 1e16, 0.1, 1.0000000000000002, 0.9999999999999999 };

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 11;
}

/* Numbers of every kind: missing ones, odd ones, and any magnitude. */
static void fill_numbers(double *out, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t how = next(&seed) % 8;
		if (how == 0)
			out[i] = QN_MISSING;
		else if (how < 3)
			out[i] = odd_numbers[next(&seed) % (sizeof odd_numbers / sizeof *odd_numbers)];
		else
			out[i] = ldexp((double)next(&seed) * 0x1p-53 - (how == 3 ? 0.5 : 0), (int)(next(&seed) % (how < 6 ? 8 : 600)) - (how < 6 ? 2 : 300));
	}
}

static void fill_masks(qn_mask *out, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (qn_mask)(next(&seed) % 3);
}

typedef struct {
	double number[3][MOST + SHIFT], out[2][MOST + SHIFT];
	qn_mask mask[3][MOST + SHIFT];
} room;

/* In both sets, from unaligned starts, at lengths that fill no vector; what is behind must stay. */
static void compare(qn_kernel one, qn_kernel other, const void *a, const void *b, const void *c, room *r)
{
	static const size_t lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 64, 127, 128, 255, 256, 257, MOST };
	assert_true((one == NULL) == (other == NULL));
	for (size_t i = 0; one && i < sizeof lengths / sizeof *lengths; i++) {
		memset(r->out, 0x5a, sizeof r->out);
		one(lengths[i], r->out[0] + 1, a, b, c);
		other(lengths[i], r->out[1] + 1, a, b, c);
		assert_memory_equal(r->out[0], r->out[1], sizeof r->out[0]);
	}
}

static void fill_room(room *r, uint64_t seed)
{
	for (uint64_t i = 0; i < 3; i++) {
		fill_numbers(r->number[i], MOST + SHIFT, seed + i);
		fill_masks(r->mask[i], MOST + SHIFT, seed + 10 + i);
	}
}

static void test_kernels_give_the_portable_bits(void **state)
{
	const qn_kernels *portable = qn_loops_portable.kernels, *best = tested->kernels;
	room *r = calloc(1, sizeof *r);
	(void)state;
	for (uint64_t round = 0; round < 20; round++) {
		fill_room(r, round * 100);
		for (int op = 0; op < QN_OPS; op++)
			for (unsigned wide = 0; wide < 8; wide++)
				for (size_t shift = 0; shift < SHIFT; shift++) {
					const double *x = r->number[0] + shift, *y = r->number[1] + shift, *z = r->number[2] + shift;
					const qn_mask *k = r->mask[0] + shift, *l = r->mask[1] + shift, *m = r->mask[2] + shift;
					compare(portable->of_numbers[op][wide], best->of_numbers[op][wide], op == QN_WHERE ? (const void *)k : x, y, z, r);
					compare(portable->of_masks[op][wide], best->of_masks[op][wide], k, l, m, r);
					if (op < QN_FUSED)
						compare(portable->fused[op][wide], best->fused[op][wide], x, y, z, r);
					compare(portable->copy_numbers[wide], best->copy_numbers[wide], x, NULL, NULL, r);
					compare(portable->copy_masks[wide], best->copy_masks[wide], k, NULL, NULL, r);
					compare(portable->to_masks[wide], best->to_masks[wide], x, NULL, NULL, r);
				}
	}
	free(r);
}

/* One lane after another by scalar.h, whose every operation has a kernel of each form. */
static void check_against_scalar(const qn_kernels *kernels, qn_op op, bool masks, const room *r)
{
	const int operands = qn_op_of(op)->operands;
	qn_node node[4] = { { 0 } };
	double number[MOST];
	qn_mask mask[MOST];
	qn_value value[4];
	bool gives_mask = op == QN_PRESENT || (op >= QN_LT && op <= QN_NOT) || (masks && op != QN_AS_NUMBER);
	for (int i = 0; i < operands; i++)
		node[i] = (qn_node){ .op = QN_CONST, .type = masks || (op == QN_WHERE && i == 0) ? QN_MASK : QN_NUMBER, .a = QN_NONE };
	node[operands] = (qn_node){ .op = (uint16_t)op, .type = gives_mask ? QN_MASK : QN_NUMBER, .a = 0, .b = operands > 1 ? 1 : QN_NONE, .c = operands > 2 ? 2 : QN_NONE };
	for (unsigned wide = 0; wide < 1u << operands; wide++) {
		qn_kernel kernel = qn_kernel_of(kernels, op, masks, wide);
		assert_non_null(kernel);
		kernel(MOST, gives_mask ? (void *)mask : number, node[0].type == QN_MASK ? (const void *)r->mask[0] : r->number[0],
			masks ? (const void *)r->mask[1] : r->number[1], masks ? (const void *)r->mask[2] : r->number[2]);
		for (size_t lane = 0; lane < MOST; lane++) {
			for (int i = 0; i < operands; i++) {
				size_t at = wide >> i & 1 ? lane : 0;
				qn_mask m = r->mask[i][at];
				node[i].value = node[i].type != QN_MASK ? r->number[i][at] : m == QN_UNKNOWN ? QN_MISSING : m == QN_TRUE;
			}
			qn_scalar_run(node, (uint32_t)operands + 1, NULL, NULL, value);
			if (gives_mask)
				assert_int_equal(mask[lane], value[operands].mask);
			else if (qn_is_missing(value[operands].number))
				assert_true(qn_is_missing(number[lane]));
			else
				assert_memory_equal(&number[lane], &value[operands].number, sizeof(double));
		}
	}
}

static void test_kernels_are_what_scalar_says(void **state)
{
	const qn_kernels *sets[] = { qn_loops_portable.kernels, tested->kernels };
	room *r = calloc(1, sizeof *r);
	(void)state;
	for (uint64_t round = 0; round < 10; round++) {
		fill_room(r, 7000 + round * 100);
		for (size_t set = 0; set < 2; set++)
			for (int op = QN_ADD; op < QN_LAG; op++) {
				if (op != QN_BARE && sets[set]->of_numbers[op][0])
					check_against_scalar(sets[set], (qn_op)op, false, r);
				if (sets[set]->of_masks[op][0])
					check_against_scalar(sets[set], (qn_op)op, true, r);
			}
	}
	free(r);
}

/* Of any numbers, missing ones and such as overflow in between. */
static void test_strikes_are_what_scalar_says(void **state)
{
	const qn_kernels *sets[] = { qn_loops_portable.kernels, tested->kernels };
	static const double states[] = { 0, -0.0, 1, -1, 100, 0.5, 1e308, -1e308, 3, 7 }, factors[] = { 1, 0, 0.7, -1, 1e10, 2 }, adds[] = { 0, -0.0, 5, -5, 1e-300, -1e308, 1e308 };
	enum { STATES = sizeof states / sizeof *states, FACTORS = sizeof factors / sizeof *factors, ADDS = sizeof adds / sizeof *adds };
	(void)state;
	for (size_t one = 0; one < (size_t)2 * FACTORS * ADDS; one++) {
		double factor = factors[one / 2 % FACTORS], add = adds[one / 2 / FACTORS], value[STATES + 1];
		memcpy(value, states, sizeof states);
		value[STATES] = QN_MISSING;
		sets[one % 2]->strike(STATES + 1, value, factor, add);
		for (size_t i = 0; i <= STATES; i++) {
			double wanted = qn_struck(i < STATES ? states[i] : QN_MISSING, factor, add);
			assert_memory_equal(&value[i], &wanted, sizeof wanted);
		}
	}
}

static void test_fused_kernels_are_the_two_one_after_another(void **state)
{
	const qn_kernels *sets[] = { qn_loops_portable.kernels, tested->kernels };
	static double between[MOST], one[MOST], other[MOST];
	static const qn_op ops[] = { QN_ADD, QN_MUL };
	room *r = calloc(1, sizeof *r);
	(void)state;
	for (uint64_t round = 0; round < 200; round++) {
		const qn_kernels *set = sets[round % 2];
		fill_room(r, 31 * round);
		for (int pair = 0; pair < 4; pair++)
			for (unsigned wide = 0; wide < 8; wide++) {
				qn_op inner = ops[pair / 2], outer = ops[pair % 2];
				unsigned wide_between = wide & 3 ? 1 : 0;
				set->of_numbers[inner][wide & 3](wide_between ? MOST : 1, between, r->number[0], r->number[1], NULL);
				set->of_numbers[outer][wide_between | (wide >> 2) << 1](MOST, one, between, r->number[2], NULL);
				set->fused[qn_fused_of((uint16_t)inner, (uint16_t)outer)][wide](MOST, other, r->number[0], r->number[1], r->number[2]);
				assert_memory_equal(one, other, sizeof one);
			}
	}
	free(r);
}

/* ((c * x) + y) * x and x + x: the chain is cut from its end; what is used twice, shown or known stays by itself. */
static void test_pairs_are_fused_where_nobody_else_looks(void **state)
{
	qn_node node[6] = { { .op = QN_ASSUME }, { .op = QN_ASSUME }, { .op = QN_MUL, .a = 0, .b = 0 }, { .op = QN_ADD, .a = 2, .b = 1 },
		{ .op = QN_MUL, .a = 3, .b = 0 }, { .op = QN_ADD, .a = 4, .b = 1 } };
	const qn_graph graph = { .node = node, .nodes = 6 };
	const uint32_t root[6] = { 0, 1, 2, 3, 4, 5 };
	const bool nothing[6] = { false }, alone[6] = { [2] = true, [3] = true, [4] = true };
	uint32_t inner[6];
	(void)state;
	bool run[6] = { true, true, true, true, true, true };
	qn_fuse(&graph, &(qn_fusing){ root, nothing, alone, run, inner });
	assert_true(inner[5] == 4 && inner[3] == 2 && inner[4] == QN_NONE);
	assert_true(run[5] && !run[4] && run[3] && !run[2]);
	bool again[6] = { true, true, true, true, true, true };
	qn_fuse(&graph, &(qn_fusing){ root, (const bool[6]){ [4] = true }, alone, again, inner });
	assert_true(inner[5] == QN_NONE && again[4] && inner[4] == QN_NONE && inner[3] == 2);
	bool apart[6] = { true, true, true, true, true, true };
	qn_fuse(&graph, &(qn_fusing){ root, nothing, nothing, apart, inner });
	for (int i = 0; i < 6; i++)
		assert_true(apart[i] && inner[i] == QN_NONE);
}

static void test_draws_give_the_portable_bits(void **state)
{
	static const qn_distribution kinds[] = { { QN_NORMAL, 0.06, 0.02, 0 }, { QN_NORMAL, 1e308, 1e308, 0 }, { QN_LOGNORMAL, 1, 0.5, 0 },
		{ QN_LOGNORMAL, 700, 30, 0 }, { QN_UNIFORM, -1, 3, 0 }, { QN_TRIANGULAR, 0, 2, 8 }, { QN_TRIANGULAR, 4, 4, 4 }, { QN_FIXED, 0.04, 0, 0 } };
	enum { COUNT = 2000 };
	static double one[COUNT + 4], other[COUNT + 4];
	const qn_draws *portable = qn_loops_portable.draws, *best = tested->draws;
	qn_stream stream = qn_stream_of(3, "luck");
	(void)state;
	for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
		for (uint32_t first = 0; first < 300; first += 37)
			for (size_t count = 1; count <= COUNT; count += count < 200 ? 29 : 571) {
				double *x = one + first % 4, *y = other + first % 4;
				portable->uniforms(stream, first, 2026, first, count, x);
				best->uniforms(stream, first, 2026, first, count, y);
				assert_memory_equal(x, y, count * sizeof *x);
				portable->invert(&kinds[kind], count, x);
				best->invert(&kinds[kind], count, y);
				assert_memory_equal(x, y, count * sizeof *x);
			}
}

/* A meeting of 600 rows, more than bytes can count, some of them narrow; one group's lanes and odd ones. */
static void meet_all(const qn_row_loops *loops, room *r, size_t lanes, double *out)
{
	uint8_t few[MOST] = { 0 }, known[MOST] = { 0 };
	for (size_t i = 0; i < 4 * lanes; i++)
		out[i] = i < 2 * lanes ? QN_MISSING : 0;
	for (uint64_t row = 0; row < 600; row++) {
		bool wide = row % 7 != 0;
		if (row % 50 == 0)
			fill_room(r, row);
		if (row && row % QN_FEW == 0)
			loops->put(lanes, out, few, known);
		loops->count_true(lanes, few, known, r->mask[row % 3] + row % 2, wide);
		loops->add(lanes, out + lanes, out + 3 * lanes, r->number[row % 3] + row % 2, wide);
		loops->count_present(lanes, out + 2 * lanes, r->number[row % 3] + row % 2, wide);
		loops->count_greater(lanes, out + 2 * lanes, r->number[0], r->number[1], wide);
	}
	loops->put(lanes, out, few, known);
}

static void test_meetings_give_the_portable_bits(void **state)
{
	static const size_t lanes[] = { 1, 5, 128, 255, MOST };
	static double one[4 * MOST], other[4 * MOST];
	room *r = calloc(1, sizeof *r);
	(void)state;
	for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++) {
		meet_all(qn_loops_portable.rows, r, lanes[i], one);
		meet_all(tested->rows, r, lanes[i], other);
		assert_memory_equal(one, other, 4 * lanes[i] * sizeof *one);
	}
	free(r);
}

static void test_masks_are_counted_past_what_a_byte_holds(void **state)
{
	const qn_row_loops *loops = tested->rows;
	uint8_t few[3] = { 0 }, known[3] = { 0 };
	double count[3] = { QN_MISSING, QN_MISSING, QN_MISSING };
	(void)state;
	for (int row = 0; row < 1000; row++) {
		if (row && row % QN_FEW == 0)
			loops->put(3, count, few, known);
		loops->count_true(3, few, known, (qn_mask[]){ QN_TRUE, row == 999 ? QN_FALSE : QN_UNKNOWN, QN_UNKNOWN }, true);
	}
	loops->put(3, count, few, known);
	assert_true(count[0] == 1000 && count[1] == 0 && qn_is_missing(count[2]));
}

/* The far tails, where a draw hardly ever comes. */
static void test_inverses_agree_at_any_uniform(void **state)
{
	enum { COUNT = 4096 };
	static double one[COUNT], other[COUNT];
	uint64_t seed = 1;
	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		double u = ldexp((double)next(&seed) * 0x1p-53 + 0x1p-54, -(int)(next(&seed) % 300));
		one[i] = other[i] = next(&seed) % 2 && u > 0x1p-53 ? 1 - u : u;
	}
	qn_loops_portable.draws->invert(&(qn_distribution){ QN_NORMAL, 0, 1, 0 }, COUNT, one);
	tested->draws->invert(&(qn_distribution){ QN_NORMAL, 0, 1, 0 }, COUNT, other);
	assert_memory_equal(one, other, sizeof one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernels_give_the_portable_bits),
		cmocka_unit_test(test_kernels_are_what_scalar_says),
		cmocka_unit_test(test_strikes_are_what_scalar_says),
		cmocka_unit_test(test_fused_kernels_are_the_two_one_after_another),
		cmocka_unit_test(test_pairs_are_fused_where_nobody_else_looks),
		cmocka_unit_test(test_draws_give_the_portable_bits),
		cmocka_unit_test(test_meetings_give_the_portable_bits),
		cmocka_unit_test(test_masks_are_counted_past_what_a_byte_holds),
		cmocka_unit_test(test_inverses_agree_at_any_uniform),
	};
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	int failed = 0;
	for (size_t i = count > 1; i < count; i++) {
		tested = sets[i];
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	}
	return failed;
}
