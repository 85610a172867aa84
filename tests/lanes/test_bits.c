/* SPDX-License-Identifier: Apache-2.0 */
/* A run's bits do not depend on threads, on the width of a block, or on what has nothing to do with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "lanes/loops.h"
#include "lanes/run.h"
#include "plan/futures.h"

enum { ENTITIES = 7, PERIODS = 6, BASE = 2, PATHS = 1000 };
enum { PER_PATH, PER_ENTITY, PER_PERIOD, ASSUMPTIONS };

/* x' = x * (1 + per path * (per entity + per period)) and y' = y + x', over random-looking columns with a gap. */
typedef struct {
	qn_catalogue catalogue;
	qn_indicator indicator[2];
	qn_kind kind;
	qn_unit unit;
	struct qn_members members;
	qn_program *program;
	qn_state state[2];
	double column[2][PERIODS][ENTITIES], held[2][ENTITIES];
	const double *piece[2][PERIODS], *held_piece[2];
	uint64_t hash[ENTITIES];
	qn_setting setting[ASSUMPTIONS], changed[ASSUMPTIONS];
	uint32_t wanted; /* the state that is looked at */
	bool unfused;
	const qn_loops *loops;
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

static uint32_t leaf(world *w, uint16_t op, uint32_t symbol, double value)
{
	return add(w, (qn_node){ .op = op, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = symbol, .value = value, .type = QN_NUMBER });
}

static uint32_t join(world *w, uint16_t op, uint32_t a, uint32_t b)
{
	return add(w, (qn_node){ .op = op, .a = a, .b = b, .c = QN_NONE, .symbol = QN_NONE });
}

static uint32_t before(world *w, uint32_t indicator)
{
	uint32_t now = leaf(w, QN_INPUT, indicator, 0);
	return add(w, (qn_node){ .op = QN_LAG, .a = now, .b = QN_NONE, .c = QN_NONE, .symbol = 1 });
}

static void make_model(world *w)
{
	qn_program *p = w->program;
	uint32_t luck = join(w, QN_ADD, leaf(w, QN_ASSUME, PER_ENTITY, 0), leaf(w, QN_ASSUME, PER_PERIOD, 0));
	uint32_t growth = join(w, QN_MUL, leaf(w, QN_ASSUME, PER_PATH, 0), luck);
	uint32_t x = join(w, QN_MUL, before(w, 0), join(w, QN_ADD, leaf(w, QN_CONST, QN_NONE, 1), growth));
	uint32_t y = join(w, QN_ADD, before(w, 1), x);
	w->state[0] = (qn_state){ 0, x, QN_NONE };
	w->state[1] = (qn_state){ 1, y, QN_NONE };
	p->model = qn_arena_alloc(&p->arena, sizeof *p->model);
	*p->model = (qn_model){ .id = "m", .title = { NULL, "m" }, .place = QN_NONE, .state = w->state, .states = 2 };
	p->models = 1;
}

static int make_world(void **state)
{
	world *w = calloc(1, sizeof *w);
	w->unit = (qn_unit){ (char[]){ "x" }, (char[]){ "" }, NULL, QN_UNIT_RATIO, 0, 1, 1, 2 };
	for (int i = 0; i < 2; i++)
		w->indicator[i] = (qn_indicator){ .id = i ? "y" : "x", .title = { NULL, "t" }, .kind = QN_FLOW };
	w->kind = (qn_kind){ "thing", { NULL, "Thing" } };
	w->catalogue = (qn_catalogue){ .pack = "p", .title = { NULL, "p" }, .units = { .unit = &w->unit, .units = 1 }, .indicator = w->indicator,
		.indicators = 2, .kind = &w->kind, .kinds = 1, .member = &w->members };
	w->program = qn_program_new();
	static const char *const names[] = { "per_path", "per_entity", "per_period" };
	static const qn_reach reach[] = { QN_BY_PATH, QN_BY_ENTITY, QN_BY_PERIOD };
	for (uint32_t i = 0; i < ASSUMPTIONS; i++) {
		assert_true(qn_program_room(w->program, assumption, assumptions));
		w->setting[i] = (qn_setting){ .value = { QN_NORMAL, 0.5, 0.25, 0 }, .reach = reach[i] };
		w->program->assumption[w->program->assumptions++] = (qn_assumption){ .id = names[i], .title = { NULL, names[i] }, .place = QN_NONE,
			.reach = reach[i], .usual = w->setting[i].value };
	}
	make_model(w);
	w->wanted = 1;
	for (uint32_t e = 0; e < ENTITIES; e++) {
		w->hash[e] = qn_hash64(0, &e, sizeof e);
		for (int i = 0; i < 2; i++) {
			for (int t = 0; t <= BASE; t++)
				w->column[i][t][e] = 10 + e + t * 0.1 + i;
			w->held[i][e] = w->column[i][BASE][e];
		}
	}
	for (int i = 0; i < 2; i++) {
		for (int t = 0; t < PERIODS; t++)
			w->piece[i][t] = w->column[i][t];
		w->held_piece[i] = w->held[i];
	}
	w->column[0][BASE][3] = QN_MISSING;
	*state = w;
	return 0;
}

static int free_world(void **state)
{
	world *w = *state;
	qn_program_free(w->program);
	free(w);
	return 0;
}

static int year(const void *context, int period) { (void)context; return 2020 + period; }
static qn_pieces column(const void *context, uint32_t indicator, int period) { return &((const world *)context)->piece[indicator][period]; }
static qn_pieces held(const void *context, uint32_t indicator) { return &((const world *)context)->held_piece[indicator]; }
static const uint32_t *group(const void *context, uint32_t kind) { (void)context, (void)kind; return NULL; }
static uint32_t groups(const void *context, uint32_t kind) { (void)context, (void)kind; return 0; }
static uint64_t member_hash(const void *context, uint32_t kind, uint32_t member) { (void)context; return kind + member; }
static double parameter(const void *context, uint32_t number, int period) { (void)context, (void)number, (void)period; return 0; }
static qn_setting no_setting(const void *context, uint32_t number, int period) { (void)context, (void)number, (void)period; return (qn_setting){ 0 }; }
static qn_setting setting(const void *context, uint32_t number, int period)
{
	const world *w = context;
	(void)period;
	return number & QN_CHANGED ? w->changed[number & ~QN_CHANGED] : w->setting[number];
}
static const char *no_name(const void *context, uint32_t number) { (void)context, (void)number; return ""; }
static const char *name(const void *context, uint32_t number) { return ((const world *)context)->program->assumption[number & ~QN_CHANGED].id; }
static uint32_t ordinal(const void *context, int period) { (void)context; return 2020u + (uint32_t)period; }

typedef struct { double value[2][PERIODS][ENTITIES][PATHS]; bool told[2][PERIODS]; } result;

static int take(void *context, const qn_slice *slice)
{
	result *r = context;
	if (slice->first_path == 0) /* one thread of them */
		r->told[slice->output][slice->period] = true;
	for (size_t e = 0; slice->period > BASE && e < ENTITIES; e++)
		memcpy(&r->value[slice->output][slice->period][e][slice->first_path], slice->number + e * slice->paths, slice->paths * sizeof(double));
	return 0;
}

static qn_inputs inputs_of(const world *w, const qn_blow *blow, size_t blows)
{
	return (qn_inputs){ .entities = ENTITIES, .periods = PERIODS, .base = BASE, .year = year, .column = column, .held = held, .group = group, .groups = groups,
		.entity_hash = w->hash, .member_hash = member_hash, .parameter = parameter, .parameter_setting = no_setting, .assumption_setting = setting,
		.parameter_name = no_name, .assumption_name = name, .ordinal = ordinal, .blow = blow, .blows = blows, .context = w };
}

static qn_linked *link_world(const world *w)
{
	qn_linked *linked = NULL;
	qn_error err = { 0 };
	if (qn_link(w->program, &w->catalogue, 0, &(qn_want){ QN_WANT_INDICATOR, w->wanted }, 1, &linked, &err) != QN_OK)
		fail_msg("%s", err.text);
	return linked;
}

static result *run_linked(const world *w, const qn_linked *linked, const qn_inputs *in, qn_run_options options)
{
	result *r = calloc(1, sizeof *r);
	qn_error err = { 0 };
	options.seed = 1, options.paths = PATHS, options.loops = w->loops, options.unfused = w->unfused;
	if (qn_run(linked, in, &options, 0, take, r, &err) != QN_OK)
		fail_msg("%s", err.text);
	return r;
}

/* Runs the wanted state; blow may be NULL. The result is the caller's. */
static result *run(world *w, int threads, uint32_t block, const qn_blow *blow)
{
	qn_linked *linked = link_world(w);
	qn_inputs in = inputs_of(w, blow, blow != NULL);
	result *r = run_linked(w, linked, &in, (qn_run_options){ .threads = threads, .block = block });
	qn_linked_free(linked);
	return r;
}

static void test_bits_do_not_depend_on_threads_and_blocks(void **state)
{
	static const uint32_t blocks[] = { 128, 256, 384, 512, 1024 };
	result *one = run(*state, 1, 256, NULL);
	for (int threads = 1; threads <= 3; threads++)
		for (size_t i = 0; i < 5; i++) {
			result *other = run(*state, threads, blocks[i], NULL);
			assert_memory_equal(one, other, sizeof *one);
			free(other);
		}
	free(one);
}

static void test_bits_do_not_depend_on_the_set_of_loops(void **state)
{
	world *w = *state;
	result *best = run(w, 1, 256, NULL);
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	for (size_t i = 0; i < count; i++) {
		w->loops = sets[i];
		result *other = run(w, 2, 384, NULL);
		assert_memory_equal(best, other, sizeof *best);
		free(other);
	}
	free(best);
}

/* What is drawn together is as pure a function as what is drawn alone. */
static void test_bits_of_mixed_draws_do_not_depend_on_threads_blocks_and_loops(void **state)
{
	static const char *const names[] = { "per_path", "another" };
	static const double weight[] = { 0.6, 0.8 };
	const qn_mix mix = { 2, names, weight };
	world *w = *state;
	result *alone = run(w, 1, 256, NULL);
	w->setting[PER_PATH].mix = &mix;
	result *mixed = run(w, 1, 256, NULL), *other;
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	assert_memory_not_equal(alone->value, mixed->value, sizeof alone->value);
	for (size_t i = 0; i < count; i++) {
		w->loops = sets[i];
		other = run(w, 3, 384, NULL);
		assert_memory_equal(mixed, other, sizeof *mixed);
		free(other);
	}
	free(alone), free(mixed);
}

static void test_bits_do_not_depend_on_what_is_fused(void **state)
{
	world *w = *state;
	result *fused = run(w, 1, 256, NULL);
	w->unfused = true;
	result *unfused = run(w, 1, 256, NULL);
	assert_memory_equal(fused, unfused, sizeof *fused);
	free(fused), free(unfused);
}

/* One period's value alone: the same bits, and nothing else is told. */
static void test_what_is_not_asked_for_is_not_told(void **state)
{
	world *w = *state;
	bool asked[PERIODS] = { [BASE] = true, [BASE + 2] = true };
	qn_linked *linked = link_world(w);
	qn_inputs in = inputs_of(w, NULL, 0);
	result *all = run(w, 1, 0, NULL), *some = run_linked(w, linked, &in, (qn_run_options){ .threads = 2, .asked = asked });
	for (int t = 0; t < PERIODS; t++)
		assert_int_equal(some->told[0][t], asked[t]);
	assert_memory_equal(all->value[0][BASE + 2], some->value[0][BASE + 2], sizeof all->value[0][0]);
	qn_linked_free(linked);
	free(all), free(some);
}

static bool differ(const void *context, uint16_t op, uint32_t symbol)
{
	const world *w = context;
	if (op == QN_STATE)
		return symbol == 0;
	return memcmp(&w->setting[symbol], &w->changed[symbol], sizeof *w->setting) != 0;
}

/* The per-entity luck is the same in both futures, the rest of the model is not. */
static void test_two_futures_at_once_are_what_each_is_alone(void **state)
{
	world *w = *state;
	const qn_blow blow[] = { { 0, 2, BASE + 2, 0.8, 0.5 }, { 0 | QN_CHANGED, 1, BASE + 1, 0.5, 0 } }, alone = { 0, 1, BASE + 1, 0.5, 0 };
	qn_error err = { 0 };
	memcpy(w->changed, w->setting, sizeof w->changed);
	w->changed[PER_PATH].value.a = 0.25;
	qn_linked *linked = link_world(w);
	uint32_t nodes = linked->projected.nodes;
	assert_int_equal(qn_futures_join(linked, differ, w, &err), QN_OK);
	assert_int_equal(linked->outputs, 2);
	assert_true(linked->projected.nodes > nodes && linked->projected.nodes < 2 * nodes);
	qn_inputs in = inputs_of(w, blow, 2);
	result *both = run_linked(w, linked, &in, (qn_run_options){ .threads = 2 }), *base = run(w, 1, 0, &blow[0]);
	memcpy(w->setting, w->changed, sizeof w->setting);
	result *changed = run(w, 1, 0, &alone);
	assert_memory_equal(both->value[0], base->value[0], sizeof base->value[0]);
	assert_memory_equal(both->value[1], changed->value[0], sizeof base->value[0]);
	assert_memory_not_equal(both->value[0], both->value[1], sizeof base->value[0]);
	qn_linked_free(linked);
	free(both), free(base), free(changed);
}

static bool same(const void *context, uint16_t op, uint32_t symbol) { (void)context, (void)op, (void)symbol; return false; }

static void test_futures_that_do_not_differ_are_one(void **state)
{
	qn_error err = { 0 };
	qn_linked *linked = link_world(*state);
	uint32_t nodes = linked->projected.nodes + linked->observed.nodes;
	assert_int_equal(qn_futures_join(linked, same, NULL, &err), QN_OK);
	assert_int_equal(linked->projected.nodes + linked->observed.nodes, nodes);
	assert_int_equal(linked->output[0].projected, linked->output[1].projected);
	qn_linked_free(linked);
}

static void test_a_blow_to_one_leaves_the_others_bits(void **state)
{
	const qn_blow blow = { 0, 2, BASE + 2, 0.8, 0.5 };
	((world *)*state)->wanted = 0;
	result *calm = run(*state, 2, 256, NULL), *struck = run(*state, 2, 256, &blow);
	for (int t = BASE + 1; t < PERIODS; t++)
		for (size_t e = 0; e < ENTITIES; e++) {
			bool same = memcmp(calm->value[0][t][e], struck->value[0][t][e], sizeof calm->value[0][t][e]) == 0;
			assert_int_equal(same, e != 2 || t < BASE + 2);
		}
	free(calm), free(struck);
}

/* A path's own number must be the same for every entity: each entity against the run's own definition. */
static void test_every_entity_sees_the_same_draw_of_a_path(void **state)
{
	world *w = *state;
	w->setting[PER_ENTITY].value = (qn_distribution){ QN_FIXED, 0.5, 0, 0 };
	w->setting[PER_PERIOD].value = (qn_distribution){ QN_FIXED, 0.5, 0, 0 };
	result *r = run(w, 1, 256, NULL);
	for (size_t path = 0; path < PATHS; path++) {
		double growth = (r->value[0][BASE + 1][0][path] - w->column[1][BASE][0]) / w->column[0][BASE][0];
		for (size_t e = 1; e < ENTITIES; e++) {
			double own = (r->value[0][BASE + 1][e][path] - w->column[1][BASE][e]) / w->column[0][BASE][e];
			assert_true(e == 3 ? qn_is_missing(own) : fabs(own - growth) < 1e-12);
		}
	}
	free(r);
}

static void test_an_assumption_set_to_its_own_spread_of_nothing_is_its_number(void **state)
{
	world *w = *state;
	for (int i = 0; i < ASSUMPTIONS; i++)
		w->setting[i].value = (qn_distribution){ QN_NORMAL, 0.3, 0, 0 };
	result *drawn = run(w, 1, 256, NULL);
	for (int i = 0; i < ASSUMPTIONS; i++)
		w->setting[i].value = (qn_distribution){ QN_FIXED, 0.3, 0, 0 };
	result *fixed = run(w, 1, 256, NULL);
	assert_memory_equal(drawn, fixed, sizeof *drawn);
	free(drawn), free(fixed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bits_do_not_depend_on_threads_and_blocks, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_bits_do_not_depend_on_the_set_of_loops, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_bits_of_mixed_draws_do_not_depend_on_threads_blocks_and_loops, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_bits_do_not_depend_on_what_is_fused, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_what_is_not_asked_for_is_not_told, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_two_futures_at_once_are_what_each_is_alone, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_futures_that_do_not_differ_are_one, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_a_blow_to_one_leaves_the_others_bits, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_every_entity_sees_the_same_draw_of_a_path, make_world, free_world),
		cmocka_unit_test_setup_teardown(test_an_assumption_set_to_its_own_spread_of_nothing_is_its_number, make_world, free_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
