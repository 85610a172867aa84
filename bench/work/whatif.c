/* SPDX-License-Identifier: Apache-2.0 */
/* whatif.c - W6 with many paths: what becomes of the shipped programme if investment grows by 4 % instead of 6 %, from an open
 * panel to every target's paths and every title holder's failures in both futures; the engine with the pack's rules, and the
 * same by hand. Expect half of the raw row's time in draws and a third in cube roots of fixed bits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/projection.h"
#include "base/digest.h"
#include "base/real.h"
#include "base/text.h"
#include "harness.h"
#include "ingest/pack.h"
#include "lanes/random.h"
#include "script/host/script.h"
#include "work/whatif_raw.h"

#define ROOT BENCH_SOURCE "/../"

typedef struct {
	qn_store *store;
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	qn_program *program;
	qn_panel *panel;
	qn_changes changes;
	qn_term *term;
	qn_arena arena;
	uint32_t paths;
} shipped;

/* Both futures' targets of 2027 and 2030, summed over paths, and failures summed over members. */

typedef struct { double sum[RAW_FUTURES][9]; unsigned long long fails[RAW_FUTURES]; } summary;

static void tell(const summary *s, char check[BENCH_CHECK])
{
	size_t length = 0;
	for (int f = 0; f < RAW_FUTURES; f++) {
		for (int i = 0; i < 9; i++)
			length += (size_t)snprintf(check + length, BENCH_CHECK - length, "%.10g ", s->sum[f][i]);
		length += (size_t)snprintf(check + length, BENCH_CHECK - length, "fails=%llu%s", s->fails[f], f ? "" : " ");
	}
}

static double sum_of(const double *x, uint32_t n)
{
	double sum = 0;
	for (uint32_t i = 0; i < n; i++)
		sum += x[i];
	return sum;
}

/* The engine. */

static void summarise(const shipped *s, const qn_projection *p, double sum[9], unsigned long long *fails)
{
	static const char *const name[] = { "clusters_revenue_ge_100", "clusters_revenue_gt_500", "clusters_revenue_gt_1000", "rd_intensity_province",
		"clusters_slow_investment", "clusters_revenue_ge_100", "high_tech_enterprises", "srdi_enterprises", "clusters_below_50_firms" };
	for (int i = 0; i < 9; i++)
		for (uint32_t k = 0; k < p->targets; k++)
			if (!strcmp(s->program->target[k].id, name[i]))
				sum[i] = sum_of(p->value[(size_t)k * (size_t)p->periods + (size_t)p->base + (i == 5 ? 5 : RAW_BY_2027)], p->paths);
	*fails = 0;
	for (size_t e = 0; e < p->entities; e++)
		*fails += p->review[e] > p->base ? p->fails[e] : 0;
}

static bool run_engine(bench_alternative *about)
{
	shipped *s = about->context;
	const qn_changes none = { 0 };
	qn_projection *both[RAW_FUTURES];
	qn_error err;
	summary found = { 0 };
	qn_projection_options options = { .model = 0, .seed = 1, .paths = s->paths, .threads = about->threads };
	if (qn_project_both(s->panel, &none, &s->changes, (const qn_term *const[2]){ s->term, s->term }, &options, &both[0], &both[1], &err) < 0)
		return fprintf(stderr, "%s\n", err.text), false;
	for (int f = 0; f < RAW_FUTURES; f++)
		summarise(s, both[f], found.sum[f], &found.fails[f]);
	tell(&found, about->check);
	qn_projection_free(both[0]), qn_projection_free(both[1]);
	return true;
}

/* Raw. */

typedef struct { raw_anhui a; raw_future future[RAW_FUTURES]; uint32_t paths; size_t room; double *all; } raw_job;
enum { ARRAYS = 9 };

static bool run_raw(bench_alternative *about)
{
	raw_job *job = about->context;
	summary found = { 0 };
	memset(job->all, 0, RAW_FUTURES * ARRAYS * job->room * sizeof *job->all);
	raw_whatif(&job->a, job->paths, about->threads, job->future);
	for (int f = 0; f < RAW_FUTURES; f++) {
		const raw_future *o = &job->future[f], *first = &job->future[0];
		const double *const arrays[9] = { o->over_100, o->over_500, o->over_1000, o->rd_mean, o->slow, o->over_100_in_2030, first->hte, first->srdi, first->few_firms };
		for (int i = 0; i < 9; i++)
			found.sum[f][i] = sum_of(arrays[i], job->paths);
		for (uint32_t m = 0; m < job->a.members; m++)
			found.fails[f] += o->fails[m];
	}
	tell(&found, about->check);
	return true;
}

static uint64_t stream(const char *name) { return qn_stream_of(1, name).key; }

static double *column(shipped *s, const char *id, int index)
{
	double *out = qn_arena_array(&s->arena, s->panel->entities, sizeof *out);
	qn_error err;
	uint32_t indicator = (uint32_t)qn_catalogue_indicator(s->catalogue, id);
	if (!out || qn_panel_load(s->panel, indicator, &err) < 0)
		abort();
	for (size_t e = 0; e < s->panel->entities; e++)
		out[e] = qn_panel_value(s->panel, indicator, index, e);
	return out;
}

/* The last known value, as the engine holds what no model moves. */
static double *held(shipped *s, const char *id)
{
	double *out = column(s, id, 0);
	for (int t = 1; t <= s->panel->base; t++) {
		const double *then = column(s, id, t);
		for (size_t e = 0; e < s->panel->entities; e++)
			out[e] = isnan(then[e]) ? out[e] : then[e];
	}
	return out;
}

static void judge_flat(shipped *s, raw_anhui *a)
{
	const double *province = held(s, "revenue_rank_province"), *nation = held(s, "revenue_rank_national"), *leaders = held(s, "leading_enterprises");
	bool *waived = qn_arena_array(&s->arena, a->members, sizeof *waived), *without = qn_arena_array(&s->arena, a->members, sizeof *without);
	int *review = qn_arena_array(&s->arena, a->members, sizeof *review);
	for (uint32_t m = 0; m < a->members; m++) {
		int index = s->term[m].titled ? qn_panel_index(s->panel, s->term[m].reviewed) : -1;
		waived[m] = province[m] <= 1 || nation[m] <= 5;
		without[m] = leaders[m] < 1;
		review[m] = index > s->panel->base && index < s->panel->periods ? index - s->panel->base - 1 : -1;
	}
	a->waived = waived, a->without_leader = without, a->review = review;
}

static void make_raw(shipped *s, raw_job *job)
{
	int base = s->panel->base;
	qn_error err;
	long industry = qn_catalogue_kind(s->catalogue, "industry");
	if (industry < 0 || qn_panel_load_group(s->panel, (uint32_t)industry, &err) < 0)
		abort();
	uint32_t industries = s->catalogue->member[industry].count;
	uint64_t *who = qn_arena_array(&s->arena, s->panel->entities, sizeof *who), *industry_who = qn_arena_array(&s->arena, industries, sizeof *who);
	for (size_t e = 0; e < s->panel->entities; e++) {
		const char *id = qn_panel_who(s->panel, e)->id;
		who[e] = qn_hash64(0, id, strlen(id));
	}
	for (uint32_t k = 0; k < industries; k++) {
		const char *id = s->catalogue->member[industry].id[k];
		industry_who[k] = qn_hash64(0, id, strlen(id));
	}
	job->a = (raw_anhui){ .members = (uint32_t)s->panel->entities, .industries = industries, .who = who, .industry_who = industry_who,
		.industry = s->panel->group[industry], .provincial = stream("provincial_shock"), .industry_shock = stream("industry_shock"),
		.own = stream("own_shock"), .drift = stream("drift"), .elasticity = stream("elasticity"), .rd_elasticity = stream("rd_elasticity"),
		.firm = stream("firm_growth"), .growth = { 0.06, 0.04 }, .factories = column(s, "manufacturing_investment", base),
		.works = column(s, "tech_upgrade_investment", base), .revenue = column(s, "revenue", base), .rd = column(s, "rd_expenditure", base),
		.quality = column(s, "quality_enterprises", base), .hte = column(s, "hte_count", base), .srdi = column(s, "srdi_provincial_plus_count", base),
		.factories_2024 = column(s, "manufacturing_investment", base - 1), .works_2024 = column(s, "tech_upgrade_investment", base - 1) };
	for (int t = 0; t < RAW_PROJECTED; t++)
		job->a.ordinal[t] = qn_panel_period(s->panel, base + 1 + t);
	judge_flat(s, &job->a);
	job->paths = s->paths;
	job->room = (s->paths + 511) / 256 * 256;
	job->all = calloc(RAW_FUTURES * ARRAYS * job->room, sizeof *job->all);
	for (int f = 0; f < RAW_FUTURES; f++) {
		double *at = job->all + (size_t)f * ARRAYS * job->room;
		raw_future *o = &job->future[f];
		double **const arrays[ARRAYS] = { &o->over_100, &o->over_500, &o->over_1000, &o->rd_mean, &o->slow, &o->over_100_in_2030, &o->hte, &o->srdi, &o->few_firms };
		for (int i = 0; i < ARRAYS; i++)
			*arrays[i] = at + (size_t)i * job->room;
		o->fails = qn_arena_array(&s->arena, job->a.members, sizeof *o->fails);
	}
}

/* Opening. */

static bool make_store(const bench_options *o, char store[BENCH_PATH])
{
	char command[4 * BENCH_PATH];
	bench_name(store, o, "whatif-store", ".qn");
	snprintf(command, sizeof command, "rm -rf '%.4000s' && mkdir -p '%.4000s' && cd " ROOT " && " BUILD_DIR "/qunce init '%.4000s' --pack scripts/anhui >&2", store, o->data, store);
	if (system(command) != 0)
		return false;
	snprintf(command, sizeof command, "cd " ROOT "datasets/demo && " BUILD_DIR "/qunce import '%.4000s' observations-2019-2025.csv recognition.csv waivers.csv >&2", store);
	return system(command) == 0;
}

static int trace(shipped *s, qn_error *err)
{
	qn_pack *pack = NULL;
	qn_script script[64];
	size_t scripts = 0;
	int rc = qn_pack_read(ROOT "scripts/anhui", &pack, err);
	for (size_t i = 0; rc == QN_OK && i < pack->files && scripts < 64; i++)
		if (qn_text_ends(pack->file[i].path, ".lua"))
			script[scripts++] = (qn_script){ pack->file[i].path, pack->file[i].bytes, pack->file[i].length };
	if (rc == QN_OK)
		rc = qn_script_run(script, scripts, pack->main, s->catalogue, NULL, &(qn_script_options){ .guest = BUILD_DIR "/qunce-guest", .cache = "" }, &s->program, err);
	qn_pack_free(pack);
	return rc;
}

static bool open_shipped(shipped *s, const bench_options *o)
{
	char store[BENCH_PATH];
	const qn_changes none = { 0 };
	qn_error err = { 0 };
	if (!make_store(o, store))
		return false;
	int rc = qn_store_open(store, false, &s->store, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(s->store, &s->snapshot, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(s->snapshot, &s->catalogue, &err);
	if (rc == QN_OK)
		rc = trace(s, &err);
	if (rc == QN_OK)
		rc = qn_panel_open(s->snapshot, s->catalogue, s->program, QN_NO_PERIOD, qn_projection_horizon(s->program), &s->panel, &err);
	if (rc == QN_OK)
		rc = qn_terms(s->panel, &none, &s->arena, &s->term, &err);
	if (rc == QN_OK)
		rc = qn_changes_set(&s->changes, s->catalogue, s->program, "investment_growth=4%", &err);
	if (rc < 0)
		fprintf(stderr, "%s\n", err.text);
	return rc == QN_OK;
}

static void close_shipped(shipped *s)
{
	qn_changes_free(&s->changes);
	qn_panel_free(s->panel);
	qn_program_free(s->program);
	qn_catalogue_free(s->catalogue);
	qn_snapshot_close(s->snapshot);
	qn_store_close(s->store);
	qn_arena_free(&s->arena);
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	static shipped s;
	static raw_job raw;
	s.paths = (uint32_t)o.paths;
	if (!open_shipped(&s, &o))
		return 1;
	make_raw(&s, &raw);
	bench_alternative alternatives[] = {
		{ .who = "raw C both futures", .threads = 1, .run = run_raw, .context = &raw },
		{ .who = "qunce whatif", .threads = 1, .run = run_engine, .context = &s },
		{ .who = "raw C both futures 2 threads", .threads = 2, .run = run_raw, .context = &raw },
		{ .who = "qunce whatif 2 threads", .threads = 2, .run = run_engine, .context = &s },
	};
	int failed = bench_race("W6 paths", s.paths, &o, 15, alternatives, sizeof alternatives / sizeof *alternatives);
	free(raw.all);
	close_shipped(&s);
	return failed;
}
