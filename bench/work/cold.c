/* SPDX-License-Identifier: Apache-2.0 */
/* cold.c - W6 cold: from the start of a process to the answer of a what-if on the shipped data, without random numbers. Everybody is
 * a process of its own, started by posix_spawn, its output read from a file after the clock. The raw row reads the same columns
 * out of an LMDB store, runs the same model for both futures and prints the targets; it judges no re-review.
 *
 * The folder of --data gets cold.qn (init and import by qunce), cold-raw (its columns for the raw row), cold.sqlite. */
#include <fcntl.h>
#include <limits.h>
#include <lmdb.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/real.h"
#include "harness.h"
#include "store/columns.h"
#include "store/entities.h"
#include "work/cold.h"

#define DEMO BENCH_SOURCE "/../datasets/demo/"
#define SCENARIO BENCH_SOURCE "/../scripts/scenarios/slow_investment.lua"
#define QUNCE BUILD_DIR "/qunce"

extern char **environ;

enum { MOST_ARGUMENTS = 12 };
typedef struct { char *argument[MOST_ARGUMENTS]; } command;

static char data[PATH_MAX], store[PATH_MAX], raw[PATH_MAX], sqlite[PATH_MAX], answer[PATH_MAX];

/* Processes. */

static bool call(char *const *argument, const char *output)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status = -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (posix_spawnp(&pid, argument[0], &actions, NULL, argument, environ) == 0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	if (status != 0)
		fprintf(stderr, "%s: failed\n", argument[0]);
	return status == 0;
}

static bool run(bench_alternative *a)
{
	return call(((command *)a->context)->argument, answer);
}

__attribute__((format(printf, 1, 2))) static bool shell(const char *format, ...)
{
	char *line = NULL;
	va_list arguments;
	va_start(arguments, format);
	bool done = vasprintf(&line, format, arguments) >= 0 && system(line) == 0;
	va_end(arguments);
	free(line);
	return done;
}

/* The answer's numbers, "baseline changed" line by line. */

static bool take_raw(bench_alternative *a)
{
	FILE *file = fopen(answer, "r");
	double from, to;
	a->check[0] = 0;
	while (file && fscanf(file, "%lf %lf", &from, &to) == 2)
		snprintf(a->check + strlen(a->check), BENCH_CHECK - strlen(a->check), " %.1f/%.1f", from, to);
	return file && fclose(file) == 0 && a->check[0];
}

/* target,due,…,baseline,changed,… : by the names of the columns. */
static int column_of(const char *head, const char *name)
{
	int column = 0;
	for (const char *at = head; *at; at += strcspn(at, ",\n"), at += *at == ',', column++)
		if (!strncmp(at, name, strlen(name)) && strchr(",\n", at[strlen(name)]))
			return column;
	return -1;
}

static double number_in(const char *line, int column)
{
	for (; column > 0; column--)
		line += strcspn(line, ","), line += *line == ',';
	return atof(line);
}

static bool take_qunce(bench_alternative *a)
{
	char line[4096];
	FILE *file = fopen(answer, "r");
	if (!file || !fgets(line, sizeof line, file))
		return false;
	int baseline = column_of(line, "baseline"), changed = column_of(line, "changed");
	a->check[0] = 0;
	while (fgets(line, sizeof line, file) && *line != '\n')
		snprintf(a->check + strlen(a->check), BENCH_CHECK - strlen(a->check), " %.1f/%.1f", number_in(line, baseline), number_in(line, changed));
	fclose(file);
	return baseline >= 0 && changed >= 0;
}

/* Caches. */

static bool forget_cache(bench_alternative *a)
{
	(void)a;
	return shell("rm -rf '%s/cold-cache'", data);
}

static bool fill_cache(bench_alternative *a)
{
	char *whatif[] = { QUNCE, "whatif", store, "--set", "investment_growth=4%", "--central", NULL };
	return forget_cache(a) && call(whatif, "/dev/null");
}

/* Making what is read. */

static bool make_store(void)
{
	return shell("rm -rf '%s' && '" QUNCE "' init '%s' --pack '" BENCH_SOURCE "/../scripts/anhui' > /dev/null"
		" && '" QUNCE "' import '%s' '" DEMO "observations-2019-2025.csv' '" DEMO "recognition.csv' '" DEMO "waivers.csv' > /dev/null", store, store, store);
}

static bool put_column(MDB_txn *txn, MDB_dbi columns, int column, int year, const double *value, size_t count)
{
	unsigned char bytes[4] = { 0, (unsigned char)column, (unsigned char)(year >> 8), (unsigned char)year };
	MDB_val key = { sizeof bytes, bytes }, room = { count * sizeof *value, (void *)(uintptr_t)value };
	return mdb_put(txn, columns, &key, &room, 0) == 0;
}

/* In the units that rules compute in. */
static bool copy_columns(qn_snapshot *snapshot, const qn_catalogue *catalogue, MDB_txn *txn, MDB_dbi columns)
{
	static const char *const id[COLD_COLUMNS] = { "manufacturing_investment", "tech_upgrade_investment", "revenue", "rd_expenditure",
		"quality_enterprises", "hte_count", "srdi_provincial_plus_count", "common_tech_platforms" };
	uint32_t clusters;
	bool done = qn_entity_count(snapshot, catalogue->subject, &clusters, NULL) >= 0;
	double *value = malloc(((size_t)clusters + 1) * sizeof *value);
	done = done && value;
	for (int c = 0; done && c < COLD_COLUMNS; c++) {
		long indicator = qn_catalogue_indicator(catalogue, id[c]);
		done = indicator >= 0;
		for (int year = 2022; done && year <= 2025; year++) {
			done = qn_column_read(snapshot, (uint32_t)indicator, catalogue->subject, qn_period_of(QN_ANNUAL, year, 1), value, clusters, NULL) >= 0;
			for (uint32_t e = 0; e < clusters; e++)
				value[e] = qn_unit_to_reference(&catalogue->units.unit[catalogue->indicator[indicator].unit], value[e]);
			done = done && put_column(txn, columns, c, year, value, clusters);
		}
	}
	free(value);
	return done;
}

static bool make_raw(void)
{
	qn_store *from = NULL;
	qn_snapshot *snapshot = NULL;
	qn_catalogue *catalogue = NULL;
	MDB_env *env = NULL;
	MDB_txn *txn = NULL;
	MDB_dbi columns;
	bool done = shell("rm -rf '%s'", raw) && mkdir(raw, 0755) == 0 && qn_store_open(store, false, &from, NULL) == QN_OK
		&& qn_snapshot_open(from, &snapshot, NULL) == QN_OK && qn_snapshot_catalogue(snapshot, &catalogue, NULL) == QN_OK
		&& mdb_env_create(&env) == 0 && mdb_env_open(env, raw, 0, 0644) == 0 && mdb_txn_begin(env, NULL, 0, &txn) == 0
		&& mdb_dbi_open(txn, NULL, 0, &columns) == 0 && copy_columns(snapshot, catalogue, txn, columns) && mdb_txn_commit(txn) == 0;
	if (env)
		mdb_env_close(env);
	qn_catalogue_free(catalogue);
	qn_snapshot_close(snapshot);
	qn_store_close(from);
	return done;
}

static bool make_sqlite(void)
{
	return shell("command -v sqlite3 > /dev/null") && shell("rm -f '%s' && '" QUNCE "' export '%s' > '%s/cold.csv' && sqlite3 '%s' "
		"'create table obs (entity text, indicator text, period text, value real, source text, primary key (indicator, period, entity)) without rowid' "
		"'.mode csv' '.import --skip 1 %s/cold.csv obs'", sqlite, store, data, sqlite, data);
}

int main(int argc, char **argv)
{
	bench_options options = bench_read_options(argc, argv);
	char cache[PATH_MAX + 16];
	snprintf(data, sizeof data, "%s", options.data);
	if ((mkdir(data, 0755) != 0 && access(data, W_OK) != 0) || !realpath(options.data, data))
		return fprintf(stderr, "%s: no folder to work in\n", options.data), 1;
	snprintf(store, sizeof store, "%.4000s/cold.qn", data);
	snprintf(raw, sizeof raw, "%.4000s/cold-raw", data);
	snprintf(sqlite, sizeof sqlite, "%.4000s/cold.sqlite", data);
	snprintf(answer, sizeof answer, "%.4000s/cold-answer", data);
	snprintf(cache, sizeof cache, "%s/cold-cache", data);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("QUNCE_LANG", "en", 1);
	fprintf(stderr, "W6 cold: the shipped data, both futures on the central path, from the start of a process\n");
	if (!make_store() || !make_raw() || !fill_cache(NULL))
		return fprintf(stderr, "cannot make the data\n"), 1;
	command raw_c = { { BUILD_DIR "/bench/cold_raw", raw, "0.06", "0.04" } }, nothing = { { "true" } };
	command whatif = { { QUNCE, "whatif", store, "--set", "investment_growth=4%", "--central", "--format", "csv" } };
	command table = { { QUNCE, "whatif", store, "--set", "investment_growth=4%", "--central" } };
	command scenario = { { QUNCE, "run", store, SCENARIO, "--central" } };
	command plain = { { "sqlite3", "-readonly", sqlite, "select sum(value * 1.08 * 1.08 >= 100), sum(value * 1.07 * 1.07 >= 100) from obs "
		"where indicator = 'revenue' and period = '2025'" } };
	bench_alternative alternative[] = {
		{ .who = "raw C + LMDB", .threads = 1, .run = run, .finish = take_raw, .context = &raw_c },
		{ .who = "qunce whatif, cache warm", .threads = 1, .run = run, .finish = take_qunce, .context = &whatif },
		{ .who = "qunce whatif, cache cold", .threads = 1, .prepare = forget_cache, .run = run, .finish = take_qunce, .context = &whatif },
		{ .who = "(qunce whatif, as a table)", .threads = 1, .run = run, .context = &table, .unchecked = true },
		{ .who = "(qunce run, scenario new)", .threads = 1, .prepare = fill_cache, .run = run, .context = &scenario, .unchecked = true },
		{ .who = "(true)", .threads = 1, .run = run, .context = &nothing, .unchecked = true },
		{ .who = "(sqlite3 shell plain query)", .threads = 1, .run = run, .context = &plain, .unchecked = true },
	};
	return bench_race("W6 cold", 101, &options, 100, alternative, sizeof alternative / sizeof *alternative - !make_sqlite());
}
