/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - W1: a long CSV file into a durable store that knows its entities; then one more year; then corrections. Each run is a
 * child of its own on a fresh copy of the store before it, so that its memory is its own. Afterwards every value is held against
 * the generated world, outside the clock. Expectation: 1.5 times the raw rows for the file, twice for what follows; columns of
 * 8.6 bytes a value, origins of 1, 40 a changed value in the journal; 300 MB for 10,000,000 rows. */
#include <fcntl.h>
#include <lmdb.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "harness.h"
#include "ingest/import.h"
#include "ingest/pack.h"
#include "work/data.h"
#include "work/import_raw.h"

typedef struct { char csv[BENCH_PATH], before[BENCH_PATH], after[BENCH_PATH]; } part; /* before: the store that a run begins with */
enum { PANEL, YEAR, CORRECTIONS, PARTS };
static const char *const files[PARTS] = { "panel", "year", "corrections" }, *const jobs[PARTS] = { "W1", "W1 year", "W1 corrections" };

typedef struct { bool raw, alone; int part; const part *at; const bench_options *o; } side;

/* Making and copying stores, outside the clock. */

static bool command(const char *format, const char *a, const char *b)
{
	char line[2 * BENCH_PATH + 64];
	snprintf(line, sizeof line, format, a, b);
	return system(line) == 0;
}

static bool copy_store(const char *from, const char *to)
{
	return command("rm -rf '%s'", to, "") && command("cp -r '%s' '%s'", from, to) && command("sync -f '%s'", to, ""); /* its pages are clean, as after a pause */
}

static bool told(int rc, const qn_error *err)
{
	if (rc < 0)
		fprintf(stderr, "%s\n", err->text);
	return rc >= 0;
}

static bool create_engine(const char *folder, const bench_options *o)
{
	char path[BENCH_PATH];
	qn_pack *pack = NULL;
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	qn_error err = { 0 };
	bench_name(path, o, "pack", "");
	int rc = qn_pack_read(path, &pack, &err);
	if (rc == QN_OK && (rc = qn_store_create(folder, &store, &err)) == QN_OK && (rc = qn_change_begin(store, &change, &err)) == QN_OK
	    && (rc = qn_pack_install(pack, change, 20000, &err)) == QN_OK)
		rc = qn_change_commit(change, &err), change = NULL;
	qn_change_abort(change);
	qn_store_close(store);
	qn_pack_free(pack);
	return told(rc, &err);
}

/* The job. */

static bool import_engine(const char *folder, const char *csv, qn_date known_on)
{
	const qn_import_options options = { .known_on = known_on, .synthetic = true };
	qn_import_report report = { 0 };
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	qn_error err = { 0 };
	int rc = qn_store_open(folder, true, &store, &err);
	if (rc == QN_OK && (rc = qn_change_begin(store, &change, &err)) == QN_OK && (rc = qn_import_file(change, csv, &options, &report, &err)) == QN_OK)
		rc = qn_change_commit(change, &err), change = NULL;
	qn_change_abort(change);
	qn_store_close(store);
	qn_buffer_free(&report.errors);
	return told(rc, &err);
}

static bool import_part(const side *s, const char *folder)
{
	if (!s->raw)
		return import_engine(folder, s->at->csv, 20001 + s->part);
	return s->part == CORRECTIONS ? raw_correct(folder, s->at->csv, 3) : raw_import(folder, s->at->csv);
}

static bool prepare(bench_alternative *a)
{
	const side *s = a->context;
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	return (!s->alone || sched_setaffinity(0, sizeof one, &one) == 0) && copy_store(s->at->before, s->at->after);
}

static bool run(bench_alternative *a)
{
	const side *s = a->context;
	return import_part(s, s->at->after);
}

/* Checking. */

typedef struct { int part; uint64_t values, wrong; double sum; } tally;

static world_cell expected(int after, uint32_t entity, int indicator, int year)
{
	bool corrected;
	return after == CORRECTIONS && year < WORLD_FIRST_YEAR + WORLD_YEARS ? world_corrected(entity, indicator, year, &corrected) : world_at(entity, indicator, year);
}

static void take(void *context, int indicator, int year, uint32_t entity, double value)
{
	tally *t = context;
	t->values++;
	t->sum += value;
	t->wrong += value != world_number(expected(t->part, entity, indicator, year));
}

static bool visit_engine(const char *folder, uint32_t entities, tally *t)
{
	qn_store *store = NULL;
	qn_snapshot *view = NULL;
	qn_catalogue *words = NULL;
	qn_error err = { 0 };
	double *column = malloc(entities * sizeof *column);
	int rc = qn_store_open(folder, false, &store, &err);
	if (rc == QN_OK && (rc = qn_snapshot_open(store, &view, &err)) == QN_OK)
		rc = qn_snapshot_catalogue(view, &words, &err);
	for (int i = 0; rc == QN_OK && i < WORLD_INDICATORS; i++)
		for (int y = WORLD_FIRST_YEAR; rc >= 0 && y <= WORLD_FIRST_YEAR + WORLD_YEARS; y++) {
			long number = qn_catalogue_indicator(words, world_indicator_at(i)->id);
			rc = qn_column_read(view, (uint32_t)number, words->subject, qn_period_of(QN_ANNUAL, y, 1), column, entities, &err);
			for (uint32_t e = 0; rc >= 0 && e < entities; e++)
				if (!isnan(column[e]))
					take(t, i, y, e, column[e]);
			rc = rc < 0 ? rc : QN_OK;
		}
	qn_catalogue_free(words);
	qn_snapshot_close(view);
	qn_store_close(store);
	free(column);
	return told(rc, &err);
}

static bool finish(bench_alternative *a)
{
	const side *s = a->context;
	tally t = { .part = s->part };
	char data[BENCH_PATH + 16];
	bool good = s->raw ? raw_visit(s->at->after, take, &t) : visit_engine(s->at->after, world_entities(s->o->size), &t);
	snprintf(data, sizeof data, "%s/data.mdb", s->at->after);
	a->bytes = bench_tree_bytes(data);
	snprintf(a->check, sizeof a->check, "values=%llu sum=%.6e", (unsigned long long)t.values, t.sum);
	if (t.wrong)
		fprintf(stderr, "%s: %llu values are not those of the world\n", a->who, (unsigned long long)t.wrong);
	return good && !t.wrong;
}

/* Pages of the engine's databases, in words. */

static void tell_size(MDB_txn *txn, const char *name, double by, const char *of)
{
	MDB_dbi db;
	MDB_stat stat;
	if (by == 0 || mdb_dbi_open(txn, name, 0, &db) || mdb_stat(txn, db, &stat))
		return;
	double pages = (double)(stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages);
	fprintf(stderr, "%s: %.3f bytes a %s\n", name, pages * stat.ms_psize / by, of);
}

static void tell_sizes(const char *folder, double values, double changed)
{
	MDB_env *env;
	MDB_txn *txn;
	if (mdb_env_create(&env))
		return;
	if (mdb_env_set_maxdbs(env, 16) == 0 && mdb_env_open(env, folder, MDB_RDONLY | MDB_NOLOCK, 0644) == 0 && mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) == 0) {
		tell_size(txn, "columns", values, "value");
		tell_size(txn, "origins", values, "value");
		tell_size(txn, "journal", changed, "changed value");
		mdb_txn_abort(txn);
	}
	mdb_env_close(env);
}

/* The stores that runs begin with: of nothing but entities, with the panel, with one more year. */
static bool in_child(const side *s, const char *folder)
{
	int status;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(!import_part(s, folder));
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool make_before(part at[PARTS], bool raw, const bench_options *o)
{
	for (int p = 0; p < PARTS; p++) {
		snprintf(at[p].before, BENCH_PATH, "%s/import-%s-%d", o->data, raw ? "raw" : "engine", p);
		snprintf(at[p].after, BENCH_PATH, "%s/import-%s", o->data, raw ? "raw" : "engine");
		if (!bench_file(at[p].csv, o, files[p], ".csv"))
			return false;
	}
	if (!command("rm -rf '%s'", at[0].before, "") || (raw && !command("mkdir -p '%s'", at[0].before, "")))
		return false;
	if (!(raw ? raw_create(at[0].before, world_entities(o->size)) : create_engine(at[0].before, o)))
		return false;
	for (int p = 1; p < PARTS; p++)
		if (!copy_store(at[p - 1].before, at[p].before) || !in_child(&(side){ .raw = raw, .part = p - 1, .at = &at[p - 1], .o = o }, at[p].before))
			return false;
	return true;
}

static int race(int p, const part *raw, const part *engine, const bench_options *o)
{
	side sides[] = { { .raw = true, .part = p, .at = raw, .o = o }, { .part = p, .at = engine, .o = o }, { .alone = true, .part = p, .at = engine, .o = o } };
	bench_alternative alternatives[] = {
		{ .who = "raw C + raw LMDB", .threads = 1, .context = &sides[0] },
		{ .who = "qunce import", .threads = 2, .context = &sides[1] },
		{ .who = "qunce import, one processor", .threads = 1, .context = &sides[2] },
	};
	for (size_t i = 0; i < sizeof alternatives / sizeof *alternatives; i++) {
		bench_alternative *a = &alternatives[i];
		a->prepare = prepare, a->run = run, a->finish = finish, a->apart = true;
	}
	int failed = bench_race(jobs[p], o->size, o, 5, alternatives, sizeof alternatives / sizeof *alternatives);
	double values = 0, changed = 0;
	sscanf(alternatives[1].check, "values=%lf", &values);
	for (uint32_t e = 0; p == CORRECTIONS && e < world_entities(o->size); e++)
		for (int i = 0; i < WORLD_INDICATORS; i++)
			for (int y = WORLD_FIRST_YEAR; y < WORLD_FIRST_YEAR + WORLD_YEARS; y++) {
				bool corrected = false;
				world_corrected(e, i, y, &corrected);
				changed += corrected;
			}
	fprintf(stderr, "%s: after it, by pages of the engine's store:\n", jobs[p]);
	tell_sizes(engine->after, values, changed);
	return failed;
}

int main(int argc, char **argv)
{
	const bench_options o = bench_read_options(argc, argv);
	static part raw[PARTS], engine[PARTS];
	char pack[BENCH_PATH];
	int failed = 0;
	if (!bench_file(pack, &o, "pack", "") || !make_before(raw, true, &o) || !make_before(engine, false, &o))
		return 1;
	for (int p = 0; p < PARTS; p++)
		failed |= race(p, &raw[p], &engine[p], &o);
	for (int p = 0; p < PARTS; p++)
		command("rm -rf '%s' '%s'", raw[p].before, engine[p].before);
	command("rm -rf '%s' '%s'", raw[0].after, engine[0].after);
	return failed;
}
