/* SPDX-License-Identifier: Apache-2.0 */
/* panel.c - W2: the targets of panel.lua run as a plan, beside loops written by hand over the same chunks of the same file.
 * Expect the textbook's quickselect to spend nine tenths of its time on ten medians; the raw row with the engine's own
 * median shows what is left: about a sixth of a millisecond a year, half of it a chain of additions. "fresh" opens a
 * snapshot and a panel each time and so checks every chunk; the other keeps both. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "lanes/quantile.h"
#include "work/data.h"
#include "work/question.h"
#include "work/raw_scan.h"

typedef struct {
	question q;
	uint32_t entities;
	double *column[2], *scratch; /* of the raw rows */
	double (*median)(double *values, size_t count);
	char *expected;
} raw_job;

static double by_sampling(double *values, size_t count) { return qn_quantile(values, count, 0.5); }

static void tell(char check[BENCH_CHECK], double sum, double medians, double top)
{
	snprintf(check, BENCH_CHECK, "sum=%.6e medsum=%.6e top20=%.6f", sum, medians, top);
}

/* One year's values to scratch, chunk after chunk. */
static bool gather(raw_job *job, int year, double *out)
{
	for (unsigned k = 0; k * QN_CHUNK < job->entities; k++) {
		size_t count, room = job->entities - k * QN_CHUNK < QN_CHUNK ? job->entities - k * QN_CHUNK : QN_CHUNK;
		const double *chunk = question_chunk(&job->q, WORLD_SCANNED, year, k, &count);
		if (!chunk)
			return false;
		memcpy(out + k * QN_CHUNK, chunk, count * sizeof *out);
		for (size_t i = count; i < room; i++)
			out[k * QN_CHUNK + i] = NAN;
	}
	return true;
}

static bool run_raw(bench_alternative *about)
{
	raw_job *job = about->context;
	double sum = 0, medians = 0, means = 0;
	mdb_txn_renew(job->q.view);
	for (int y = 0; y < WORLD_YEARS; y++) {
		size_t present;
		double *column = job->column[y % 2];
		if (!gather(job, WORLD_FIRST_YEAR + y, column))
			return false;
		double of_year = raw_sum(column, job->entities, &present);
		sum += of_year, means += of_year / (double)present;
		memcpy(job->scratch, column, job->entities * sizeof *column);
		medians += job->median(job->scratch, job->entities);
	}
	tell(about->check, sum, medians, raw_top20_growth(job->column[0], job->column[1], job->entities));
	mdb_txn_reset(job->q.view);
	return isfinite(means);
}

/* The engine: targets 0 to 2 in every year, the last one in the last year. */

enum { TOTAL, MEAN, MEDIAN, TOP, TARGETS };
typedef struct { double sum, mean, medians, top; } answer;

static int take(void *context, const qn_slice *slice)
{
	answer *a = context;
	double *const to[TARGETS] = { &a->sum, &a->mean, &a->medians, &a->top };
	*to[slice->output] += *slice->number;
	return 0;
}

static bool ask(question *q, qn_panel *panel, bench_alternative *about)
{
	qn_want want[TARGETS];
	bool asked[TARGETS * WORLD_YEARS];
	answer a = { 0 };
	for (uint32_t i = 0; i < TARGETS; i++)
		want[i] = (qn_want){ QN_WANT_NODE, q->program->target[i].value };
	for (int i = 0; i < TARGETS * WORLD_YEARS; i++)
		asked[i] = i < TOP * WORLD_YEARS || i == TARGETS * WORLD_YEARS - 1;
	if (question_ask(q->catalogue, q->program, want, TARGETS, panel, 0, asked, take, &a) < 0)
		return false;
	tell(about->check, a.sum, a.medians, a.top);
	return isfinite(a.mean);
}

static bool run_open(bench_alternative *about)
{
	question *q = about->context;
	return ask(q, q->panel, about);
}

static bool run_fresh(bench_alternative *about)
{
	question *q = about->context;
	qn_snapshot *snapshot = NULL;
	qn_panel *panel = NULL;
	bool good = qn_snapshot_open(q->store, &snapshot, NULL) == QN_OK
		&& qn_panel_open(snapshot, q->catalogue, q->program, QN_NO_PERIOD, QN_NO_PERIOD, &panel, NULL) == QN_OK && ask(q, panel, about);
	qn_panel_free(panel);
	qn_snapshot_close(snapshot);
	return good;
}

/* The same from the world itself, by sorting. */

static int ascending(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static double sorted_median(double *values, size_t *present, size_t entities)
{
	size_t n = 0;
	for (size_t e = 0; e < entities; e++)
		if (!isnan(values[e]))
			values[n++] = values[e];
	qsort(values, n, sizeof *values, ascending);
	*present = n;
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

static void expect(raw_job *job, char check[BENCH_CHECK])
{
	double sum = 0, medians = 0, top = 0;
	size_t present, n = job->entities;
	for (int y = 0; y < WORLD_YEARS; y++) {
		for (uint32_t e = 0; e < n; e++) {
			double x = world_number(world_at(e, WORLD_SCANNED, WORLD_FIRST_YEAR + y));
			sum += isnan(x) ? 0 : x;
			job->column[y % 2][e] = job->scratch[e] = x;
		}
		medians += sorted_median(job->scratch, &present, n);
	}
	for (size_t e = 0; e < n; e++)
		job->scratch[e] = job->column[1][e] / job->column[0][e] - 1;
	sorted_median(job->scratch, &present, n);
	for (size_t i = present < 20 ? 0 : present - 20; i < present; i++)
		top += job->scratch[i];
	tell(check, sum, medians, top);
}

static bool same_as_world(bench_alternative *about)
{
	const raw_job *job = about->context;
	return question_agrees(job->expected, about->check);
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	char expected[BENCH_CHECK];
	raw_job job = { .entities = world_entities(o.size), .median = raw_quickselect_median, .expected = expected };
	double *room = malloc(3 * (size_t)job.entities * sizeof *room);
	int failed = 1;
	if (room && question_open(&job.q, &o, "panel", "pack", "panel.lua")) {
		job.column[0] = room, job.column[1] = room + job.entities, job.scratch = room + 2 * (size_t)job.entities;
		raw_job sampled = job;
		sampled.median = by_sampling;
		expect(&job, expected);
		bench_alternative alternatives[] = {
			{ .who = "raw C + LMDB column", .threads = 1, .run = run_raw, .finish = same_as_world, .context = &job },
			{ .who = "raw C + LMDB column, sampled median", .threads = 1, .run = run_raw, .context = &sampled },
			{ .who = "qunce plan", .threads = 1, .run = run_open, .context = &job.q },
			{ .who = "qunce plan, fresh snapshot", .threads = 1, .run = run_fresh, .context = &job.q },
		};
		failed = bench_race("W2", o.size, &o, 30, alternatives, sizeof alternatives / sizeof *alternatives);
	}
	question_close(&job.q);
	free(room);
	return failed;
}
