/* SPDX-License-Identifier: Apache-2.0 */
/* loops.c - inner loops over lanes that stay in the first caches: kernels and random draws, of the portable set and of the
 * best this machine has. */
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

/* sse, avx: ns a lane that are expected of either set. */
typedef struct { const char *name; qn_op op; bool mask_operand, on_masks, mask_out; unsigned wide; double sse, avx; const char *because; } kernel_row;

static const kernel_row kernel_rows[] = {
	{ "kernel sum", QN_ADD, false, false, false, 3, 0.25, 0.12, "two loads, one store, and a blend for what is not finite" },
	{ "kernel product", QN_MUL, false, false, false, 3, 0.25, 0.12, "as a sum" },
	{ "kernel ratio", QN_DIV, false, false, false, 3, 0.55, 0.3, "a division of two or four doubles ends every four to five cycles" },
	{ "kernel comparison", QN_GE, false, false, true, 1, 0.75, 0.23, "two comparisons, and packing 64 bits into a byte" },
	{ "kernel and", QN_AND, true, true, true, 3, 0.04, 0.02, "16 or 32 masks at a time" },
	{ "kernel where", QN_WHERE, false, true, false, 7, 0.8, 0.3, "masks widen from bytes to eight bytes, then three blends, which SSE2 makes of three operations each" },
	{ "kernel fill", QN_FILL, false, false, false, 3, 0.35, 0.1, "one comparison, one blend" },
	{ "kernel log", QN_LOG, false, false, false, 1, 15, 4, "SLEEF without fused operations: one after the other, or four at a time" },
	{ "kernel exp", QN_EXP, false, false, false, 1, 10, 2.5, "as a logarithm, with a shorter polynomial" },
	{ "kernel power", QN_POW, false, false, false, 3, 60, 10, "SLEEF's power carries 106 bits through logarithm and exponential" },
};

static void add_kernel(micro_cases *cases, const kernel_row *row, const operands *o, const char *who, const qn_kernels *set, double expected)
{
	kernel_run *k = micro_memory(sizeof *k);
	size_t size = row->mask_out ? 1 : sizeof(double);
	*k = (kernel_run){ qn_kernel_of(set, row->op, row->mask_operand, row->wide), row->on_masks ? (void *)o->mask : o->x,
		row->op == QN_AND ? (void *)o->mask : o->y, o->x, micro_memory(LANES * size) };
	if (k->kernel)
		micro_add(cases, row->name, (micro_case){ .who = who, .elements = LANES, .unit = "lane", .expected = expected,
			.because = row->because, .run = run_kernel, .context = k, .out = k->out, .out_bytes = LANES * size });
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

typedef struct { const char *name; qn_distribution distribution; double sse, avx; const char *because; } draw_row;

static const draw_row draw_rows[] = {
	{ "draw uniform", { QN_FIXED, 0, 0, 0 }, 3.4, 1.5, "ten rounds of Philox, two products each, for two draws" },
	{ "draw normal", { QN_NORMAL, 0.06, 0.02, 0 }, 8.8, 4.0, "a uniform and the inverse of AS 241: two polynomials, a division, tails apart" },
	{ "draw lognormal", { QN_LOGNORMAL, 0, 0.2, 0 }, 20, 6.5, "a normal and an exponential" },
	{ "draw triangular", { QN_TRIANGULAR, 0.6, 0.8, 1 }, 5.5, 2.7, "a uniform and two square roots" },
};

static void add_draw(micro_cases *cases, const draw_row *row, const char *who, const qn_draws *set, double expected)
{
	draw_run *d = micro_memory(sizeof *d);
	*d = (draw_run){ set, row->distribution, micro_memory(PATHS * sizeof *d->out) };
	micro_add(cases, row->name, (micro_case){ .who = who, .elements = PATHS, .unit = "draw", .expected = expected, .because = row->because,
		.run = run_draw, .context = d, .out = d->out, .out_bytes = PATHS * sizeof *d->out });
}

void add_loops(micro_cases *cases)
{
	operands o = make_operands();
	const qn_loops *sets[QN_LOOPS];
	bool wide = qn_loops_all(sets) > 1;
	for (size_t i = 0; i < sizeof kernel_rows / sizeof *kernel_rows; i++) {
		add_kernel(cases, &kernel_rows[i], &o, "qunce portable", qn_loops_portable.kernels, kernel_rows[i].sse);
		if (wide)
			add_kernel(cases, &kernel_rows[i], &o, "qunce AVX2", sets[1]->kernels, kernel_rows[i].avx);
	}
	for (size_t i = 0; i < sizeof draw_rows / sizeof *draw_rows; i++) {
		add_draw(cases, &draw_rows[i], "qunce portable", qn_loops_portable.draws, draw_rows[i].sse);
		if (wide)
			add_draw(cases, &draw_rows[i], "qunce AVX2", sets[1]->draws, draw_rows[i].avx);
	}
}
