/* SPDX-License-Identifier: Apache-2.0 */
/* loops.c - inner loops over lanes that stay in the first caches: kernels and random draws, of every set that this
 * machine can run. */
#include <string.h>
#include "lanes/loops.h"
#include "micro.h"

enum { LANES = 2048 };

typedef struct { qn_kernel kernel; const void *a, *b, *c; void *out; } kernel_run;

static uint64_t run_kernel(void *context)
{
	const kernel_run *k = context;
	k->kernel(LANES, k->out, k->a, k->b, k->c);
	return LANES;
}

typedef struct { double *x, *y; qn_mask *mask; } operands;

static operands make_operands(void)
{
	operands o = { micro_memory(LANES * sizeof *o.x), micro_memory(LANES * sizeof *o.y), micro_memory(LANES) };
	for (uint64_t i = 0; i < LANES; i++) {
		o.x[i] = i % 50 == 7 ? QN_MISSING : 0.1 + 100 * micro_number(i);
		o.y[i] = i % 50 == 9 ? QN_MISSING : 0.1 + 2 * micro_number(i + LANES);
		o.mask[i] = (qn_mask)(i * 7 % 3);
	}
	return o;
}

const char *const micro_set_names[MICRO_SETS] = { "qunce portable", "qunce AVX2", "qunce AVX-512" };

size_t micro_sets(const qn_loops *out[MICRO_SETS])
{
	const qn_loops *all[QN_LOOPS], *best = qn_loops_best();
	size_t count = qn_loops_all(all), taken = 0;
	while (taken < count && taken < MICRO_SETS && (taken == 0 || out[taken - 1] != best)) {
		out[taken] = all[taken];
		taken++;
	}
	return taken;
}

/* expected: ns a lane of each set. */
typedef struct { const char *name; qn_op op; bool mask_operand, on_masks, mask_out; unsigned wide; double expected[MICRO_SETS]; const char *because; } kernel_row;

static const kernel_row kernel_rows[] = {
	{ "kernel sum", QN_ADD, false, false, false, 3, { 0.25, 0.12, 0.072 }, "two loads, one store, and a blend for what is not finite" },
	{ "kernel product", QN_MUL, false, false, false, 3, { 0.25, 0.12, 0.072 }, "as a sum" },
	{ "kernel ratio", QN_DIV, false, false, false, 3, { 0.55, 0.3, 0.18 }, "a division of two or four doubles ends every four to five cycles" },
	{ "kernel comparison", QN_GE, false, false, true, 1, { 0.75, 0.23, 0.14 }, "two comparisons, and packing 64 bits into a byte" },
	{ "kernel and", QN_AND, true, true, true, 3, { 0.04, 0.02, 0.012 }, "16 or 32 masks at a time" },
	{ "kernel where", QN_WHERE, false, true, false, 7, { 0.8, 0.3, 0.18 }, "masks widen from bytes to eight bytes, then three blends, which SSE2 makes of three operations each" },
	{ "kernel fill", QN_FILL, false, false, false, 3, { 0.35, 0.1, 0.06 }, "one comparison, one blend" },
	{ "kernel log", QN_LOG, false, false, false, 1, { 15, 4, 2.4 }, "SLEEF without fused operations: one after the other, or four at a time" },
	{ "kernel exp", QN_EXP, false, false, false, 1, { 10, 2.5, 1.5 }, "as a logarithm, with a shorter polynomial" },
	{ "kernel power", QN_POW, false, false, false, 3, { 60, 10, 6 }, "SLEEF's power carries 106 bits through logarithm and exponential" },
};

static void add_kernel(micro_cases *cases, const kernel_row *row, const operands *o, size_t set, const qn_kernels *kernels)
{
	kernel_run *k = micro_memory(sizeof *k);
	size_t size = row->mask_out ? 1 : sizeof(double);
	*k = (kernel_run){ qn_kernel_of(kernels, row->op, row->mask_operand, row->wide), row->on_masks ? (void *)o->mask : o->x,
		row->op == QN_AND ? (void *)o->mask : o->y, o->x, micro_memory(LANES * size) };
	if (k->kernel)
		micro_add(cases, row->name, (micro_case){ .who = micro_set_names[set], .elements = LANES, .unit = "lane",
			.expected = row->expected[set], .because = row->because, .run = run_kernel, .context = k, .out = k->out, .out_bytes = LANES * size });
}

enum { PATHS = 8192 };
typedef struct { const qn_draws *draws; qn_distribution distribution; double *out; } draw_run;

static uint64_t run_draw(void *context)
{
	const draw_run *d = context;
	d->draws->uniforms(qn_stream_of(1, "shock"), 77, 2027, 0, PATHS, d->out);
	if (d->distribution.kind != QN_FIXED)
		d->draws->invert(&d->distribution, PATHS, d->out);
	return PATHS;
}

typedef struct { const char *name; qn_distribution distribution; double expected[MICRO_SETS]; const char *because; } draw_row;

static const draw_row draw_rows[] = {
	{ "draw uniform", { QN_FIXED, 0, 0, 0 }, { 3.4, 1.5, 0.9 }, "ten rounds of Philox, two products each, for two draws" },
	{ "draw normal", { QN_NORMAL, 0.06, 0.02, 0 }, { 8.8, 4.0, 2.4 }, "a uniform and the inverse of AS 241: two polynomials, a division, tails apart" },
	{ "draw lognormal", { QN_LOGNORMAL, 0, 0.2, 0 }, { 20, 6.5, 3.9 }, "a normal and an exponential" },
	{ "draw triangular", { QN_TRIANGULAR, 0.6, 0.8, 1 }, { 5.5, 2.7, 1.6 }, "a uniform and two square roots" },
};

static void add_draw(micro_cases *cases, const draw_row *row, size_t set, const qn_draws *draws)
{
	draw_run *d = micro_memory(sizeof *d);
	*d = (draw_run){ draws, row->distribution, micro_memory(PATHS * sizeof *d->out) };
	micro_add(cases, row->name, (micro_case){ .who = micro_set_names[set], .elements = PATHS, .unit = "draw", .expected = row->expected[set],
		.because = row->because, .run = run_draw, .context = d, .out = d->out, .out_bytes = PATHS * sizeof *d->out });
}

void add_loops(micro_cases *cases)
{
	operands o = make_operands();
	const qn_loops *set[MICRO_SETS];
	size_t sets = micro_sets(set);
	for (size_t i = 0; i < sizeof kernel_rows / sizeof *kernel_rows; i++)
		for (size_t s = 0; s < sets; s++)
			add_kernel(cases, &kernel_rows[i], &o, s, set[s]->kernels);
	for (size_t i = 0; i < sizeof draw_rows / sizeof *draw_rows; i++)
		for (size_t s = 0; s < sets; s++)
			add_draw(cases, &draw_rows[i], s, set[s]->draws);
}
