/* SPDX-License-Identifier: Apache-2.0 */
/* ensemble.c - W5: the engine, with the model of ensemble.lua as the guest hands it over, beside the same model written out
 * by hand. Expect the raw row to spend nine tenths of its time on draws, which both must make; what is left is the engine's
 * passes over lanes. From an open panel to quantiles of counts and chances; both add up the bits of all last states. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "assess/changes.h"
#include "base/digest.h"
#include "base/real.h"
#include "harness.h"
#include "ingest/pack.h"
#include "lanes/loops.h"
#include "lanes/quantile.h"
#include "script/host/script.h"
#include "work/data.h"
#include "work/ensemble_raw.h"

/* What either side leaves behind. */
typedef struct {
	uint32_t paths;
	double *count, *scratch;
	uint64_t at_line[RAW_MEMBERS], bits;
} answer;

static void tell(const answer *a, char check[BENCH_CHECK])
{
	static const double probability[3] = { 0.05, 0.5, 0.95 };
	double mean[RAW_YEARS] = { 0 }, q[RAW_YEARS][3], chances = 0;
	for (int t = 0; t < RAW_YEARS; t++) {
		memcpy(a->scratch, a->count + (size_t)t * a->paths, a->paths * sizeof *a->scratch);
		for (uint32_t i = 0; i < a->paths; i++)
			mean[t] += a->scratch[i];
		for (int k = 0; k < 3; k++)
			q[t][k] = qn_quantile(a->scratch, a->paths, probability[k]);
	}
	for (int m = 0; m < RAW_MEMBERS; m++)
		chances += (double)a->at_line[m] / a->paths;
	const int last = RAW_YEARS - 1;
	snprintf(check, BENCH_CHECK, "mean6=%.2f p5=%.0f p50=%.0f p95=%.0f psum=%.2f bits=%016llx", mean[last] / a->paths, q[last][0], q[last][1],
		q[last][2], chances, (unsigned long long)a->bits);
}

/* Raw. */

static void make_raw_world(raw_world *w)
{
	*w = (raw_world){ .key_investment = qn_hash64(1, "investment_growth", 17), .key_shock = qn_hash64(1, "own_shock", 9),
		.line = 100, .pass_through = 0.5, .mean = { 0.06, 0 }, .deviation = { 0.02, 0.03 } };
	for (uint32_t m = 0; m < RAW_MEMBERS; m++) {
		char id[WORLD_ID];
		world_id(m, id);
		w->who[m] = qn_hash64(0, id, strlen(id));
		w->revenue[m] = world_number(world_start_revenue(m));
		w->investment[m] = world_number(world_start_investment(m));
	}
	for (int t = 0; t < RAW_YEARS; t++)
		w->ordinal[t] = qn_period_of(QN_ANNUAL, 2025 + t, 1);
}

typedef struct { const raw_world *world; answer answer; } raw_job;

static bool run_raw(bench_alternative *about)
{
	raw_job *job = about->context;
	raw_answer out = { .count = job->answer.count };
	raw_ensemble(job->world, job->answer.paths, about->threads, &out);
	memcpy(job->answer.at_line, out.at_line, sizeof out.at_line);
	job->answer.bits = out.bits;
	tell(&job->answer, about->check);
	return true;
}

/* The engine. */

typedef struct {
	qn_store *store;
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	qn_program *program;
	qn_panel *panel;
	qn_want want[4];
	bool *asked;
	atomic_uint_fast64_t at_line[RAW_MEMBERS], bits; /* threads meet here, a few times a block: whole numbers add in any order */
	answer answer;
} engine;

/* The raw row is written for AVX2: the engine is shown with those loops as well as with the fastest. */
typedef struct { engine *of; const qn_loops *loops; } engine_job;

enum { COUNT, MASK, REVENUE, INVESTMENT, WANTS };

static int take(void *context, const qn_slice *slice)
{
	engine *e = context;
	if (slice->output == COUNT) {
		double *to = e->answer.count + (size_t)(slice->period - e->panel->base - 1) * e->answer.paths + slice->first_path;
		memcpy(to, slice->number, slice->paths * sizeof *to);
		return 0;
	}
	if (slice->output == MASK) {
		for (size_t m = 0; m < RAW_MEMBERS; m++) {
			uint32_t reached = 0;
			for (uint32_t i = 0; i < slice->paths; i++)
				reached += slice->mask[m * slice->paths + i] & 1;
			atomic_fetch_add_explicit(&e->at_line[m], reached, memory_order_relaxed);
		}
		return 0;
	}
	uint64_t sum = 0;
	for (size_t i = 0; i < (size_t)RAW_MEMBERS * slice->paths; i++) {
		uint64_t bits;
		memcpy(&bits, &slice->number[i], sizeof bits);
		sum += bits;
	}
	atomic_fetch_add_explicit(&e->bits, sum, memory_order_relaxed);
	return 0;
}

static bool run_engine(bench_alternative *about)
{
	const engine_job *job = about->context;
	engine *e = job->of;
	qn_changes none = { 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_linked *linked = NULL;
	qn_error err = { 0 };
	atomic_store(&e->bits, 0);
	for (size_t m = 0; m < RAW_MEMBERS; m++)
		atomic_store(&e->at_line[m], 0);
	int rc = qn_link(e->program, e->catalogue, 0, e->want, WANTS, &linked, &err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(e->panel, linked, 0, &err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, e->panel, &none, &inputs, &err);
	qn_run_options options = { .seed = 1, .paths = e->answer.paths, .threads = about->threads, .asked = e->asked, .loops = job->loops };
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &options, 0, take, e, &err);
	e->answer.bits = e->bits;
	for (size_t m = 0; m < RAW_MEMBERS; m++)
		e->answer.at_line[m] = e->at_line[m];
	tell(&e->answer, about->check);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	if (rc < 0)
		fprintf(stderr, "%s\n", err.text);
	return rc == QN_OK;
}

/* A fresh store by the program itself, which the bench then reads like any of its commands. */
static bool make_store(const bench_options *o, const char *pack, char store[BENCH_PATH])
{
	char csv[BENCH_PATH], *command;
	size_t room = 6 * BENCH_PATH;
	bench_name(store, o, "ensemble-store", ".qn");
	if (!bench_file(csv, o, "ensemble", ".csv") || !(command = malloc(room)))
		return false;
	snprintf(command, room, "rm -rf '%s' && " BUILD_DIR "/qunce init '%s' --pack '%s' >&2 && " BUILD_DIR "/qunce import '%s' '%s' >&2", store, store, pack, store, csv);
	bool good = system(command) == 0;
	free(command);
	return good;
}

static void find_wants(engine *e)
{
	uint32_t value = e->program->target[0].value;
	e->want[COUNT] = (qn_want){ QN_WANT_NODE, value };
	e->want[MASK] = (qn_want){ QN_WANT_NODE, e->program->node[value].a };
	e->want[REVENUE] = (qn_want){ QN_WANT_INDICATOR, (uint32_t)qn_catalogue_indicator(e->catalogue, "revenue") };
	e->want[INVESTMENT] = (qn_want){ QN_WANT_INDICATOR, (uint32_t)qn_catalogue_indicator(e->catalogue, "investment") };
	size_t periods = (size_t)e->panel->periods;
	e->asked = calloc(WANTS * periods, sizeof *e->asked);
	for (size_t t = (size_t)e->panel->base + 1; t < periods; t++)
		e->asked[COUNT * periods + t] = true;
	for (size_t i = MASK; i < WANTS; i++)
		e->asked[i * periods + periods - 1] = true;
}

static bool open_engine(engine *e, const bench_options *o)
{
	char folder[BENCH_PATH], store[BENCH_PATH];
	qn_pack *pack = NULL;
	qn_error err = { 0 };
	qn_script script[1];
	if (!bench_file(folder, o, "ensemble-pack", "") || !make_store(o, folder, store))
		return false;
	int rc = qn_store_open(store, false, &e->store, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(e->store, &e->snapshot, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(e->snapshot, &e->catalogue, &err);
	if (rc == QN_OK)
		rc = qn_pack_read(folder, &pack, &err);
	for (size_t i = 0; rc == QN_OK && i < pack->files; i++)
		if (!strcmp(pack->file[i].path, pack->main))
			script[0] = (qn_script){ pack->file[i].path, pack->file[i].bytes, pack->file[i].length };
	if (rc == QN_OK)
		rc = qn_script_run(script, 1, pack->main, e->catalogue, NULL, &(qn_script_options){ .guest = BUILD_DIR "/qunce-guest", .cache = "" }, &e->program, &err);
	if (rc == QN_OK)
		rc = qn_panel_open(e->snapshot, e->catalogue, e->program, QN_NO_PERIOD, qn_period_of(QN_ANNUAL, 2024 + RAW_YEARS, 1), &e->panel, &err);
	qn_pack_free(pack);
	if (rc < 0)
		return fprintf(stderr, "%s\n", err.text), false;
	find_wants(e);
	return true;
}

static void close_engine(engine *e)
{
	free(e->asked);
	qn_panel_free(e->panel);
	qn_program_free(e->program);
	qn_catalogue_free(e->catalogue);
	qn_snapshot_close(e->snapshot);
	qn_store_close(e->store);
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	static engine e;
	static raw_world world;
	uint32_t paths = o.paths < 1u << 27 ? (uint32_t)o.paths : 1u << 27;
	double *room = calloc((size_t)paths * (2 * RAW_YEARS + 1), sizeof *room);
	if (!room || !open_engine(&e, &o))
		return 1;
	make_raw_world(&world);
	e.answer = (answer){ .paths = paths, .count = room, .scratch = room + 2 * RAW_YEARS * (size_t)paths };
	raw_job raw = { .world = &world, .answer = { .paths = paths, .count = room + RAW_YEARS * (size_t)paths, .scratch = e.answer.scratch } };
	const qn_loops *sets[QN_LOOPS];
	engine_job fastest = { &e, NULL }, avx2 = { &e, NULL };
	size_t count = qn_loops_all(sets);
	avx2.loops = sets[count > 1];
	bench_alternative alternatives[] = {
		{ .who = "raw C fused AVX2", .threads = 1, .run = run_raw, .context = &raw },
		{ .who = "qunce step", .threads = 1, .run = run_engine, .context = &fastest },
		{ .who = "qunce step AVX2", .threads = 1, .run = run_engine, .context = &avx2 },
		{ .who = "raw C fused AVX2 2 threads", .threads = 2, .run = run_raw, .context = &raw },
		{ .who = "qunce step 2 threads", .threads = 2, .run = run_engine, .context = &fastest },
		{ .who = "qunce step AVX2 2 threads", .threads = 2, .run = run_engine, .context = &avx2 },
	};
	int failed = bench_race("W5", paths, &o, 15, alternatives, sizeof alternatives / sizeof *alternatives);
	close_engine(&e);
	free(room);
	return failed;
}
