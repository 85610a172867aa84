/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c - W3: series of ten years of random entities and indicators, by the engine's directory of chunks and by one made
 * by hand. Expect ten cache misses each, which only fetching ahead hides: 150 to 250 ns together, half of it memory. One
 * at a time is that without the fetching; ten gets through the B-tree take ten times as long. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "store/series.h"
#include "work/data.h"
#include "work/question.h"

enum { BATCH = 512, AHEAD = 8 };

typedef struct {
	question q;
	uint32_t entities, chunks;
	qn_series_id *id;
	const double **piece; /* [indicators][chunks][years] */
	double (*out)[WORLD_YEARS]; /* [BATCH] */
	const char *expected;
} job;

typedef struct { size_t values; double sum; } answer;

static void tell(const answer *a, char check[BENCH_CHECK])
{
	snprintf(check, BENCH_CHECK, "n=%zu sum=%.9e", a->values, a->sum);
}

static inline void add(answer *a, double x)
{
	a->values += !isnan(x);
	a->sum += isnan(x) ? 0 : x;
}

static void add_rows(answer *a, const double (*row)[WORLD_YEARS], size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		for (int t = 0; t < WORLD_YEARS; t++)
			add(a, row[i][t]);
}

/* Raw: pointers of a long read transaction; a short chunk is copied once. */

static const double *raw_piece(job *j, unsigned indicator, int year, unsigned number)
{
	size_t count, room = j->entities - number * QN_CHUNK < QN_CHUNK ? j->entities - number * QN_CHUNK : QN_CHUNK;
	const double *chunk = question_chunk(&j->q, indicator, year, number, &count);
	if (chunk && count >= room && (uintptr_t)chunk % sizeof *chunk == 0)
		return chunk;
	double *copy = malloc(room * sizeof *copy);
	for (size_t i = 0; copy && i < room; i++)
		copy[i] = NAN;
	if (copy && chunk)
		memcpy(copy, chunk, count * sizeof *copy);
	return copy;
}

static bool make_directory(job *j)
{
	size_t at = 0;
	j->chunks = (j->entities + QN_CHUNK - 1) / QN_CHUNK;
	j->piece = calloc((size_t)WORLD_INDICATORS * j->chunks * WORLD_YEARS, sizeof *j->piece);
	mdb_txn_renew(j->q.view);
	for (unsigned i = 0; i < WORLD_INDICATORS; i++)
		for (unsigned k = 0; k < j->chunks; k++)
			for (int y = 0; y < WORLD_YEARS; y++)
				if (!(j->piece[at++] = raw_piece(j, i, WORLD_FIRST_YEAR + y, k)))
					return false;
	return true;
}

static inline const double *const *row_of(const job *j, qn_series_id id)
{
	return j->piece + ((size_t)id.indicator * j->chunks + id.entity / QN_CHUNK) * WORLD_YEARS;
}

static bool run_raw(bench_alternative *about)
{
	const job *j = about->context;
	answer a = { 0 };
	for (size_t k = 0; k < WORLD_LOOKUPS; k++) {
		if (k + AHEAD < WORLD_LOOKUPS) {
			qn_series_id next = j->id[k + AHEAD];
			const double *const *row = row_of(j, next);
			for (int t = 0; t < WORLD_YEARS; t++)
				__builtin_prefetch(row[t] + next.entity % QN_CHUNK);
		}
		const double *const *row = row_of(j, j->id[k]);
		for (int t = 0; t < WORLD_YEARS; t++)
			add(&a, row[t][j->id[k].entity % QN_CHUNK]);
	}
	tell(&a, about->check);
	return true;
}

static bool run_raw_singly(bench_alternative *about)
{
	const job *j = about->context;
	answer a = { 0 };
	for (size_t k = 0; k < WORLD_LOOKUPS; k++) {
		const double *const *row = row_of(j, j->id[k]);
		for (int t = 0; t < WORLD_YEARS; t++)
			add(&a, row[t][j->id[k].entity % QN_CHUNK]);
	}
	tell(&a, about->check);
	return true;
}

/* The engine. */

static bool look_up(job *j, bench_alternative *about, size_t batch)
{
	qn_period first = qn_period_of(QN_ANNUAL, WORLD_FIRST_YEAR, 1);
	answer a = { 0 };
	qn_error err;
	for (size_t k = 0; k < WORLD_LOOKUPS; k += batch) {
		size_t n = WORLD_LOOKUPS - k < batch ? WORLD_LOOKUPS - k : batch;
		if (qn_series_read(j->q.snapshot, 0, first, WORLD_YEARS, j->id + k, n, j->out[0], &err) < 0)
			return fprintf(stderr, "%s\n", err.text), false;
		add_rows(&a, (const double (*)[WORLD_YEARS])j->out, n);
	}
	tell(&a, about->check);
	return true;
}

static bool run_batch(bench_alternative *about) { return look_up(about->context, about, BATCH); }
static bool run_singly(bench_alternative *about) { return look_up(about->context, about, 1); }

static void expect(const job *j, char check[BENCH_CHECK])
{
	answer a = { 0 };
	for (size_t k = 0; k < WORLD_LOOKUPS; k++)
		for (int t = 0; t < WORLD_YEARS; t++)
			add(&a, world_number(world_at(j->id[k].entity, (int)j->id[k].indicator, WORLD_FIRST_YEAR + t)));
	tell(&a, check);
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
	job j = { .entities = world_entities(o.size), .expected = expected };
	int failed = 1;
	j.id = malloc(WORLD_LOOKUPS * sizeof *j.id);
	j.out = malloc(BATCH * sizeof *j.out);
	if (j.id && j.out && question_open(&j.q, &o, "panel", "pack", NULL) && make_directory(&j)) {
		for (uint32_t k = 0; k < WORLD_LOOKUPS; k++) {
			int indicator;
			world_lookup(k, j.entities, &j.id[k].entity, &indicator);
			j.id[k].indicator = (uint32_t)indicator;
		}
		expect(&j, expected);
		bench_alternative alternatives[] = {
			{ .who = "raw C + LMDB column cached pointers", .threads = 1, .run = run_raw, .finish = same_as_world, .context = &j },
			{ .who = "raw C + LMDB column cached pointers, no prefetch", .threads = 1, .run = run_raw_singly, .context = &j },
			{ .who = "qunce series, batches", .threads = 1, .run = run_batch, .context = &j },
			{ .who = "qunce series, one at a time", .threads = 1, .run = run_singly, .context = &j },
		};
		failed = bench_race("W3", o.size, &o, 10, alternatives, sizeof alternatives / sizeof *alternatives);
	}
	question_close(&j.q);
	free(j.piece), free(j.id), free(j.out);
	return failed;
}
