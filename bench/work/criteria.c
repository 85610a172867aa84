/* SPDX-License-Identifier: Apache-2.0 */
/* criteria.c - W4: the rules of criteria.lua over half a million entities, and the same as one loop by hand. Expect 48 MB of
 * columns to pass through once, as fast as memory gives them, and memory gives them late to whom does not ask ahead: the
 * plan's comparisons do, plain loops do not, those of the second row do. Masks stay in the first cache. "first touch" opens
 * a snapshot and a panel each time, and so checks every chunk. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "work/data.h"
#include "work/question.h"
#include "work/raw_scan.h"

enum { YEAR = 2024, TWICE = WORLD_RULES, MASK, WANTS };

typedef struct {
	question q;
	uint32_t entities;
	const char *expected;
	bool ahead; /* of the raw row */
} job;

typedef struct { job *job; raw_verdicts verdicts; } answer;

static void tell(const raw_verdicts *v, char check[BENCH_CHECK])
{
	size_t at = 0;
	for (int r = 0; r < WORLD_RULES; r++)
		at += (size_t)snprintf(check + at, BENCH_CHECK - at, "%s%llu", r ? "," : "fails=", (unsigned long long)v->fails[r]);
	snprintf(check + at, BENCH_CHECK - at, " ge2=%llu idsum=%llu", (unsigned long long)v->twice, (unsigned long long)v->numbers);
}

/* Raw. */

static const double *padded(const double *chunk, size_t count, size_t room, double *copy)
{
	if (chunk && count >= room && (uintptr_t)chunk % sizeof *chunk == 0)
		return chunk;
	for (size_t i = 0; i < room; i++)
		copy[i] = NAN;
	if (chunk)
		memcpy(copy, chunk, count * sizeof *copy);
	return copy;
}

static bool run_raw(bench_alternative *about)
{
	job *j = about->context;
	static double copy[WORLD_FIGURES][RAW_LANES];
	raw_verdicts v = { 0 };
	mdb_txn_renew(j->q.view);
	for (uint32_t first = 0; first < j->entities; first += QN_CHUNK) {
		const double *figure[WORLD_FIGURES];
		size_t count, n = j->entities - first < QN_CHUNK ? j->entities - first : QN_CHUNK;
		for (unsigned k = 0; k < WORLD_FIGURES; k++) {
			const double *chunk = question_chunk(&j->q, k, YEAR, first / QN_CHUNK, &count);
			figure[k] = padded(chunk, count, n, copy[k]);
		}
		raw_judge(figure, n, first, j->ahead, &v);
	}
	mdb_txn_reset(j->q.view);
	tell(&v, about->check);
	return true;
}

/* The engine. */

static int take(void *context, const qn_slice *slice)
{
	answer *a = context;
	if (slice->output < WORLD_RULES)
		a->verdicts.fails[slice->output] = (uint64_t)*slice->number;
	else if (slice->output == TWICE)
		a->verdicts.twice = (uint64_t)*slice->number;
	else
		a->verdicts.numbers = raw_sum_numbers(slice->mask, a->job->entities);
	return 0;
}

/* The mask that the last target counts is asked for too: who they are. */
static bool ask(job *j, qn_panel *panel, bench_alternative *about)
{
	const qn_program *program = j->q.program;
	answer a = { .job = j };
	qn_want want[WANTS];
	for (uint32_t i = 0; i <= TWICE; i++)
		want[i] = (qn_want){ QN_WANT_NODE, program->target[i].value };
	want[MASK] = (qn_want){ QN_WANT_NODE, program->node[program->target[TWICE].value].a };
	if (question_ask(j->q.catalogue, program, want, WANTS, panel, panel->base, NULL, take, &a) < 0)
		return false;
	tell(&a.verdicts, about->check);
	return true;
}

static bool run_open(bench_alternative *about)
{
	job *j = about->context;
	return ask(j, j->q.panel, about);
}

static bool run_fresh(bench_alternative *about)
{
	job *j = about->context;
	qn_snapshot *snapshot = NULL;
	qn_panel *panel = NULL;
	bool good = qn_snapshot_open(j->q.store, &snapshot, NULL) == QN_OK
		&& qn_panel_open(snapshot, j->q.catalogue, j->q.program, QN_NO_PERIOD, QN_NO_PERIOD, &panel, NULL) == QN_OK && ask(j, panel, about);
	qn_panel_free(panel);
	qn_snapshot_close(snapshot);
	return good;
}

/* One entity after the other, from the world itself. */
static void expect(const job *j, char check[BENCH_CHECK])
{
	raw_verdicts v = { 0 };
	for (uint32_t e = 0; e < j->entities; e++) {
		int fails = 0;
		for (int r = 0; r < WORLD_RULES; r++) {
			world_rule rule = world_rule_at(r);
			double figure = world_number(world_figure(e, r)), waiver = world_number(world_figure(e, WORLD_RULES + r % WORLD_WAIVERS));
			bool failed = figure < rule.at_least && !(waiver >= rule.waived_from);
			v.fails[r] += failed, fails += failed;
		}
		v.twice += fails >= 2;
		v.numbers += fails >= 2 ? e + 1 : 0;
	}
	tell(&v, check);
}

static bool same_as_world(bench_alternative *about)
{
	const job *j = about->context;
	return question_agrees(j->expected, about->check);
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	char expected[BENCH_CHECK];
	job j = { .entities = world_judged(o.size), .expected = expected };
	int failed = 1;
	if (question_open(&j.q, &o, "criteria", "criteria-pack", "criteria.lua")) {
		expect(&j, expected);
		job fetching = j;
		fetching.ahead = true;
		bench_alternative alternatives[] = {
			{ .who = "raw C + LMDB column", .threads = 1, .run = run_raw, .finish = same_as_world, .context = &j },
			{ .who = "raw C + LMDB column, fetching ahead", .threads = 1, .run = run_raw, .context = &fetching },
			{ .who = "qunce rules", .threads = 1, .run = run_open, .context = &j },
			{ .who = "qunce rules, first touch", .threads = 1, .run = run_fresh, .context = &j },
		};
		failed = bench_race("W4", o.size, &o, 30, alternatives, sizeof alternatives / sizeof *alternatives);
	}
	question_close(&j.q);
	return failed;
}
