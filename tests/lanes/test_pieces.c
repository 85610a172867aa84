/* SPDX-License-Identifier: Apache-2.0 */
/* test_pieces.c - a flat level reads columns in pieces wherever those lie, and answers what plain loops over one array do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/order.h"
#include "lanes/quantile.h"
#include "lanes/run.h"
#include "lanes/tally.h"

enum { MOST = 2 * QN_PIECE + 1, PERIODS = 2, PIECES = MOST / QN_PIECE + 1 };
enum { TOTAL, MEAN, MEDIAN, COUNT, RANK, SHARE, GROWTH, X, ABOVE, ANSWERS };

/* One indicator x in two years; y = x now over x before, and what is asked of it. */
typedef struct {
	qn_catalogue catalogue;
	qn_indicator indicator;
	qn_kind kind;
	qn_unit unit;
	struct qn_members members;
	qn_program *program;
	uint32_t asked[ANSWERS];
	size_t entities;
	double x[PERIODS][MOST];
	const double *piece[PERIODS][PIECES];
	double *apart[PERIODS][PIECES]; /* each piece has memory of its own, just as long as it must be */
	double number[ANSWERS][MOST];
	qn_mask mask[MOST];
} world;

static uint32_t add(world *w, qn_node node)
{
	qn_error err = { 0 };
	qn_program *p = w->program;
	node.place = QN_NONE;
	if (qn_node_derive(p, &w->catalogue, &node, &err) != QN_OK)
		fail_msg("%s", err.text);
	assert_true(qn_program_room(p, node, nodes));
	p->node[p->nodes] = node;
	return p->nodes++;
}

static uint32_t of(world *w, uint16_t op, uint32_t a, uint32_t b, uint32_t symbol, double value)
{
	return add(w, (qn_node){ .op = op, .a = a, .b = b, .c = QN_NONE, .symbol = symbol, .value = value, .type = QN_NUMBER });
}

static void ask(world *w)
{
	uint32_t x = of(w, QN_INPUT, QN_NONE, QN_NONE, 0, 0), before = of(w, QN_LAG, x, QN_NONE, 1, 0);
	uint32_t half = of(w, QN_CONST, QN_NONE, QN_NONE, QN_NONE, 0.5);
	w->asked[X] = x;
	w->asked[TOTAL] = of(w, QN_TOTAL, x, QN_NONE, QN_ALL, 0);
	w->asked[MEAN] = of(w, QN_MEAN, x, QN_NONE, QN_ALL, 0);
	w->asked[MEDIAN] = of(w, QN_QUANTILE, x, QN_NONE, QN_ALL, 0.5);
	w->asked[RANK] = of(w, QN_RANKED, x, QN_NONE, QN_ALL, 0);
	w->asked[SHARE] = of(w, QN_SHARE, x, QN_NONE, QN_ALL, 0);
	w->asked[GROWTH] = of(w, QN_DIV, x, before, QN_NONE, 0);
	w->asked[ABOVE] = of(w, QN_GE, x, half, QN_NONE, 0);
	w->asked[COUNT] = of(w, QN_COUNT, w->asked[ABOVE], QN_NONE, QN_ALL, 0);
}

static double some(size_t e, int t)
{
	return (e * 37 + (size_t)t) % 23 == 0 ? QN_MISSING : (double)((e * 7919 + (size_t)t * 13) % 1009) / 1000 - 0.2;
}

static void fill(world *w, size_t entities)
{
	w->entities = entities;
	for (int t = 0; t < PERIODS; t++) {
		for (size_t e = 0; e < entities; e++)
			w->x[t][e] = some(e, t);
		for (size_t first = 0; first < entities; first += QN_PIECE) {
			size_t n = entities - first < QN_PIECE ? entities - first : QN_PIECE, i = first / QN_PIECE;
			w->apart[t][i] = malloc(n * sizeof(double));
			memcpy(w->apart[t][i], w->x[t] + first, n * sizeof(double));
			w->piece[t][i] = w->apart[t][i];
		}
	}
}

static void empty(world *w)
{
	for (int t = 0; t < PERIODS; t++)
		for (int i = 0; i < PIECES; i++)
			free(w->apart[t][i]), w->apart[t][i] = NULL;
}

static int make_world(void **state)
{
	world *w = calloc(1, sizeof *w);
	w->unit = (qn_unit){ (char[]){ "x" }, (char[]){ "" }, NULL, QN_UNIT_RATIO, 0, 1, 1, 2 };
	w->indicator = (qn_indicator){ .id = "x", .title = { NULL, "t" }, .kind = QN_FLOW };
	w->kind = (qn_kind){ "thing", { NULL, "Thing" } };
	w->catalogue = (qn_catalogue){ .pack = "p", .title = { NULL, "p" }, .units = { .unit = &w->unit, .units = 1 }, .indicator = &w->indicator,
		.indicators = 1, .kind = &w->kind, .kinds = 1, .member = &w->members };
	w->program = qn_program_new();
	ask(w);
	*state = w;
	return 0;
}

static int free_world(void **state)
{
	world *w = *state;
	empty(w);
	qn_program_free(w->program);
	free(w);
	return 0;
}

static int year(const void *context, int period) { (void)context; return 2020 + period; }
static qn_pieces column(const void *context, uint32_t indicator, int period) { (void)indicator; return ((const world *)context)->piece[period]; }

static int take(void *context, const qn_slice *slice)
{
	world *w = context;
	size_t n = slice->by_entity ? w->entities : 1;
	if (slice->is_mask)
		memcpy(w->mask, slice->mask, n);
	else
		memcpy(w->number[slice->output], slice->number, n * sizeof(double));
	return 0;
}

static void run(world *w)
{
	qn_want want[ANSWERS];
	qn_linked *linked = NULL;
	qn_error err = { 0 };
	qn_inputs in = { .entities = w->entities, .periods = PERIODS, .base = PERIODS - 1, .year = year, .column = column, .context = w };
	for (int i = 0; i < ANSWERS; i++)
		want[i] = (qn_want){ QN_WANT_NODE, w->asked[i] };
	if (qn_link(w->program, &w->catalogue, QN_NONE, want, ANSWERS, &linked, &err) != QN_OK ||
		qn_run(linked, &in, &(qn_run_options){ .threads = 1 }, PERIODS - 1, take, w, &err) != QN_OK)
		fail_msg("%s", err.text);
	qn_linked_free(linked);
}

static void assert_same(double a, double b)
{
	assert_memory_equal(&a, &b, sizeof a);
}

static void assert_sums(world *w)
{
	const double *x = w->x[PERIODS - 1];
	double present = 0, above = 0, sum;
	qn_sum all = QN_SUM_START;
	double *copy = malloc((w->entities + 1) * sizeof *copy);
	for (size_t e = 0; e < w->entities; e++) {
		qn_sum_add(&all, qn_is_missing(x[e]) ? -0.0 : x[e]);
		present += !qn_is_missing(x[e]);
		above += x[e] >= qn_edge(0.5, -QN_MARGIN);
	}
	sum = qn_sum_of(all);
	memcpy(copy, x, w->entities * sizeof *copy);
	assert_same(w->number[TOTAL][0], sum);
	assert_same(w->number[MEAN][0], sum / present);
	assert_same(w->number[COUNT][0], above);
	assert_same(w->number[MEDIAN][0], qn_quantile(copy, w->entities, 0.5));
	free(copy);
}

static void test_answers_are_those_of_plain_loops(void **state)
{
	static const size_t sizes[] = { 3, 2045, 2046, 2047, 4091, 4092, 4093, 8184, 8185 };
	world *w = *state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		const double *x = w->x[PERIODS - 1];
		empty(w);
		fill(w, sizes[i]);
		run(w);
		assert_sums(w);
		for (size_t e = 0; e < w->entities; e++) {
			double rank = 1;
			for (size_t k = 0; k < w->entities; k++)
				rank += x[k] > x[e];
			assert_same(w->number[X][e], x[e]);
			assert_same(w->number[RANK][e], qn_is_missing(x[e]) ? QN_MISSING : rank);
			assert_same(w->number[SHARE][e], x[e] / w->number[TOTAL][0]);
			assert_same(w->number[GROWTH][e], qn_settle(x[e] / w->x[0][e]));
			assert_int_equal(w->mask[e], qn_is_missing(x[e]) ? QN_UNKNOWN : qn_mask_of(x[e] >= qn_edge(0.5, -QN_MARGIN)));
		}
	}
}

static void test_nothing_present_is_missing(void **state)
{
	world *w = *state;
	fill(w, 5);
	for (size_t e = 0; e < 5; e++)
		w->apart[1][0][e] = QN_MISSING;
	run(w);
	assert_true(qn_is_missing(w->number[TOTAL][0]) && qn_is_missing(w->number[MEAN][0]) && qn_is_missing(w->number[COUNT][0]));
	memset(w->piece, 0, sizeof w->piece);
	w->entities = 0;
	run(w);
	assert_true(qn_is_missing(w->number[TOTAL][0]) && qn_is_missing(w->number[COUNT][0]));
}

static void test_masks_are_counted_by_words_and_by_bytes(void **state)
{
	enum { N = 40000 };
	static qn_mask mask[N];
	(void)state;
	for (size_t i = 0; i < N; i++)
		mask[i] = (qn_mask)(i * 7 % 11 % 3);
	for (size_t n = 0; n < N; n += n < 40 ? 1 : 313) {
		qn_tally tally = QN_TALLY_START;
		size_t truths = 0, known = 0;
		for (size_t i = 0; i < n; i++)
			truths += mask[i + 1] == QN_TRUE, known += mask[i + 1] != QN_UNKNOWN;
		qn_tally_masks(&tally, mask + 1, n, true);
		assert_true(n + 1 > N || (tally.truths == truths && tally.present == known));
		qn_tally_masks(&tally, &(qn_mask){ QN_FALSE }, 3, false);
		assert_int_equal(tally.present, known + 3);
		assert_same(qn_tally_result(&tally, QN_COUNT), (double)truths);
	}
}

static void test_few_and_many_are_ranked_alike(void **state)
{
	enum { MANY = 3000 };
	static double value[MANY], rank[MANY], room[4 * MANY];
	(void)state;
	for (size_t n = 1; n <= MANY; n = n * 3 / 2 + 1) {
		for (size_t i = 0; i < n; i++)
			value[i] = i % 7 == 3 ? -0.0 : i % 7 == 4 ? 0.0 : (double)(i * 7919 % 601) / 7 - 30;
		qn_ranks(value, n, rank, room);
		for (size_t i = 0; i < n; i++) {
			double expected = 1;
			for (size_t k = 0; k < n; k++)
				expected += value[k] > value[i];
			assert_true(rank[i] == expected);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_answers_are_those_of_plain_loops, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_nothing_present_is_missing, make_world, free_world),
		cmocka_unit_test(test_masks_are_counted_by_words_and_by_bytes),
		cmocka_unit_test(test_few_and_many_are_ranked_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
