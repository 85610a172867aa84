/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite.c - W1 to W4 on SQLite's C interface, as its documentation advises: one transaction, prepared statements, WITHOUT
 * ROWID in the order of the file, a cache that holds the work, synchronous=FULL. Names become integers while reading, since
 * SQLite joins integers faster. usage: peer_sqlite JOB SIZE DATA WORK RUNS */
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "harness.h"
#include "work/data.h"

typedef struct { bench_options o; char path[BENCH_PATH]; sqlite3 *db; const char *query; } peer;

static bool run_sql(sqlite3 *db, const char *sql)
{
	char *words = NULL;
	bool good = sqlite3_exec(db, sql, NULL, NULL, &words) == SQLITE_OK;
	if (!good)
		fprintf(stderr, "sqlite: %s: %s\n", sql, words ? words : sqlite3_errmsg(db));
	sqlite3_free(words);
	return good;
}

static bool open_base(peer *p)
{
	return sqlite3_open(p->path, &p->db) == SQLITE_OK && run_sql(p->db, "pragma locking_mode=exclusive; pragma synchronous=full;"
		"pragma cache_size=-262144; pragma mmap_size=4294967296; pragma temp_store=memory");
}

static void close_base(peer *p)
{
	sqlite3_close(p->db);
	p->db = NULL;
}

static int indicator_number(const char *name, int guess)
{
	for (int i = 0; i < WORLD_INDICATORS; i++)
		if (!strcmp(world_indicator_at((guess + i) % WORLD_INDICATORS)->id, name))
			return (guess + i) % WORLD_INDICATORS;
	return -1;
}

/* The columns of one line, in place. */
static bool split(char *line, char *field[static 4])
{
	for (int i = 0; i < 4; i++) {
		field[i] = line;
		line += strcspn(line, ",\n");
		if (i < 3 && *line != ',')
			return false;
		*line++ = 0;
	}
	return true;
}

static bool load(peer *p, const char *csv, const char *sql)
{
	char line[256], *field[4];
	int indicator = 0;
	sqlite3_stmt *put = NULL;
	FILE *file = fopen(csv, "r");
	bool good = file && run_sql(p->db, "begin") && sqlite3_prepare_v2(p->db, sql, -1, &put, NULL) == SQLITE_OK && fgets(line, sizeof line, file);
	while (good && fgets(line, sizeof line, file) && (good = split(line, field))) {
		if (!*field[3])
			continue;
		indicator = indicator_number(field[1], indicator);
		sqlite3_bind_int(put, 1, atoi(field[0] + 1) - 1);
		sqlite3_bind_int(put, 2, indicator);
		sqlite3_bind_int(put, 3, atoi(field[2]));
		sqlite3_bind_double(put, 4, strtod(field[3], NULL));
		good = sqlite3_step(put) == SQLITE_DONE && sqlite3_reset(put) == SQLITE_OK;
	}
	if (file)
		fclose(file);
	sqlite3_finalize(put);
	return run_sql(p->db, good ? "commit" : "rollback") && good;
}

static const char insert[] = "insert into obs values(?,?,?,?)";
static const char upsert[] = "insert into obs values(?,?,?,?) on conflict do update set value=excluded.value";

static bool load_panel(peer *p)
{
	char csv[BENCH_PATH];
	return run_sql(p->db, "create table obs(entity int, indicator int, period int, value real, primary key(entity,indicator,period)) without rowid")
		&& bench_file(csv, &p->o, "panel", ".csv") && load(p, csv, insert);
}

static bool check_values(bench_alternative *a)
{
	peer *p = a->context;
	sqlite3_stmt *get = NULL;
	bool good = p->db && sqlite3_prepare_v2(p->db, "select count(value), total(value) from obs", -1, &get, NULL) == SQLITE_OK && sqlite3_step(get) == SQLITE_ROW;
	if (good)
		snprintf(a->check, BENCH_CHECK, "values=%lld sum=%.6e", (long long)sqlite3_column_int64(get, 0), sqlite3_column_double(get, 1));
	sqlite3_finalize(get);
	close_base(p);
	a->bytes = bench_tree_bytes(p->path);
	return good;
}

static bool start_anew(bench_alternative *a)
{
	peer *p = a->context;
	unlink(p->path);
	return open_base(p);
}

static bool import_panel(bench_alternative *a) { return load_panel(a->context); }

static bool load_more(peer *p, const char *what, const char *sql)
{
	char csv[BENCH_PATH];
	return bench_file(csv, &p->o, what, ".csv") && load(p, csv, sql);
}

static bool start_with_panel(bench_alternative *a) { return start_anew(a) && load_panel(a->context); }
static bool start_with_both(bench_alternative *a) { return start_with_panel(a) && load_more(a->context, "year", insert); }
static bool import_year(bench_alternative *a) { return load_more(a->context, "year", insert); }
static bool import_corrections(bench_alternative *a) { return load_more(a->context, "corrections", upsert); }

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

typedef struct {
	double *value[WORLD_YEARS], *growth, sum, last;
	size_t count[WORLD_YEARS], growths;
	int before; /* the entity whose value of the last year but one came last, or -1 */
} scan;

static void take_row(scan *s, int entity, int year, double value)
{
	s->value[year][s->count[year]++] = value;
	s->sum += value;
	if (year == WORLD_YEARS - 1 && s->before == entity)
		s->growth[s->growths++] = value / s->last - 1;
	s->before = year == WORLD_YEARS - 2 ? entity : -1, s->last = value;
}

/* SQLite has no median of its own: the rows come out by entity and year, C does the rest. */
static bool scan_panel(bench_alternative *a)
{
	peer *p = a->context;
	size_t most = world_entities(p->o.size);
	scan s = { .growth = malloc(most * sizeof(double)), .before = -1 };
	sqlite3_stmt *get = NULL;
	double top = 0, medsum = 0;
	bool good = sqlite3_prepare_v2(p->db, p->query, -1, &get, NULL) == SQLITE_OK;
	for (int y = 0; y < WORLD_YEARS; y++)
		s.value[y] = malloc(most * sizeof(double));
	while (good && sqlite3_step(get) == SQLITE_ROW)
		take_row(&s, sqlite3_column_int(get, 0), sqlite3_column_int(get, 1) - WORLD_FIRST_YEAR, sqlite3_column_double(get, 2));
	sqlite3_finalize(get);
	for (int y = 0; y < WORLD_YEARS; free(s.value[y++]))
		medsum += bench_median(s.value[y], s.count[y]);
	qsort(s.growth, s.growths, sizeof *s.growth, by_value);
	for (size_t i = 0; i < 20 && i < s.growths; i++)
		top += s.growth[s.growths - 1 - i];
	free(s.growth);
	snprintf(a->check, BENCH_CHECK, "sum=%.6e medsum=%.6e top20=%.6f", s.sum, medsum, top);
	return good;
}

static bool look_up(bench_alternative *a)
{
	peer *p = a->context;
	sqlite3_stmt *get = NULL;
	long long n = 0;
	double sum = 0;
	bool good = sqlite3_prepare_v2(p->db, "select period, value from obs where entity=? and indicator=?", -1, &get, NULL) == SQLITE_OK;
	for (uint32_t k = 0; good && k < WORLD_LOOKUPS; k++) {
		uint32_t entity;
		int indicator;
		world_lookup(k, world_entities(p->o.size), &entity, &indicator);
		sqlite3_bind_int(get, 1, (int)entity);
		sqlite3_bind_int(get, 2, indicator);
		for (; sqlite3_step(get) == SQLITE_ROW; n++)
			sum += sqlite3_column_double(get, 1);
		sqlite3_reset(get);
	}
	sqlite3_finalize(get);
	snprintf(a->check, BENCH_CHECK, "n=%lld sum=%.9e", n, sum);
	return good;
}

static bool load_figures(peer *p)
{
	sqlite3_stmt *put = NULL;
	bool good = run_sql(p->db, "create table figures(entity integer primary key, f0,f1,f2,f3,f4,f5,f6,f7,w0,w1,w2,w3); begin")
		&& sqlite3_prepare_v2(p->db, "insert into figures values(?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &put, NULL) == SQLITE_OK;
	for (uint32_t e = 0; good && e < world_judged(p->o.size); e++) {
		sqlite3_bind_int(put, 1, (int)e + 1);
		for (int k = 0; k < WORLD_FIGURES; k++) {
			world_cell cell = world_figure(e, k);
			if (cell.state == WORLD_VALUE)
				sqlite3_bind_double(put, k + 2, world_number(cell));
			else
				sqlite3_bind_null(put, k + 2);
		}
		good = sqlite3_step(put) == SQLITE_DONE && sqlite3_reset(put) == SQLITE_OK;
	}
	sqlite3_finalize(put);
	return run_sql(p->db, "commit") && good;
}

static void criteria_query(char sql[static 4096])
{
	int at = sprintf(sql, "select ");
	for (int r = 0; r < WORLD_RULES; r++)
		at += sprintf(sql + at, "sum(r%d),", r);
	at += sprintf(sql + at, "sum(r0+r1+r2+r3+r4+r5+r6+r7>=2), sum((r0+r1+r2+r3+r4+r5+r6+r7>=2)*entity) from (select entity");
	for (int r = 0; r < WORLD_RULES; r++)
		at += sprintf(sql + at, ", f%d is not null and f%d<%g and (w%d is null or w%d<%g) as r%d", r, r, world_rule_at(r).at_least,
			r % WORLD_WAIVERS, r % WORLD_WAIVERS, world_rule_at(r).waived_from, r);
	strcpy(sql + at, " from figures)");
}

static bool judge(bench_alternative *a)
{
	peer *p = a->context;
	sqlite3_stmt *get = NULL;
	long long n[WORLD_RULES + 2];
	char sql[4096];
	criteria_query(sql);
	bool good = sqlite3_prepare_v2(p->db, sql, -1, &get, NULL) == SQLITE_OK && sqlite3_step(get) == SQLITE_ROW;
	for (int i = 0; good && i < WORLD_RULES + 2; i++)
		n[i] = sqlite3_column_int64(get, i);
	sqlite3_finalize(get);
	if (good)
		snprintf(a->check, BENCH_CHECK, "fails=%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld ge2=%lld idsum=%lld",
			n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
	return good;
}

static bool has_rows(peer *p, const char *table)
{
	sqlite3_stmt *get = NULL;
	char sql[64];
	snprintf(sql, sizeof sql, "select 1 from %s limit 1", table);
	bool there = sqlite3_prepare_v2(p->db, sql, -1, &get, NULL) == SQLITE_OK && sqlite3_step(get) == SQLITE_ROW;
	sqlite3_finalize(get);
	return there;
}

/* The base that W1 left, or one made now. */
static bool open_panel(peer *p) { return open_base(p) && (has_rows(p, "obs") || load_panel(p)); }
static bool open_figures(peer *p) { return open_base(p) && (has_rows(p, "figures") || load_figures(p)); }
static bool open_indexed(peer *p)
{
	return open_panel(p) && run_sql(p->db, "create index if not exists by_indicator on obs(indicator, entity, period, value)");
}

typedef struct { const char *job, *suffix, *query; bool (*open)(peer *), (*open_indexed)(peer *), (*prepare)(bench_alternative *), (*run)(bench_alternative *), (*finish)(bench_alternative *); } work;
static const work works[] = {
	{ "W1", "", NULL, NULL, NULL, start_anew, import_panel, check_values },
	{ "W1 year", "-more", NULL, NULL, NULL, start_with_panel, import_year, check_values },
	{ "W1 corrections", "-more", NULL, NULL, NULL, start_with_both, import_corrections, check_values },
	{ "W2", "", "select entity, period, value from obs where indicator=0 order by entity, period", open_panel, open_indexed, NULL, scan_panel, NULL },
	{ "W3", "", NULL, open_panel, NULL, NULL, look_up, NULL },
	{ "W4", "-figures", NULL, open_figures, NULL, NULL, judge, NULL },
};

static void name_base(peer *p, const char *folder, const char *suffix)
{
	snprintf(p->path, sizeof p->path, "%s/sqlite-%llu%s.db", folder, (unsigned long long)p->o.size, suffix);
}

static int do_work(const work *w, peer *p, const char *folder)
{
	p->query = w->query;
	peer indexed = *p; /* neither is open yet */
	name_base(p, folder, w->suffix), name_base(&indexed, folder, "-indexed");
	if ((w->open && !w->open(p)) || (w->open_indexed && !w->open_indexed(&indexed)))
		return 1;
	bench_alternative a[] = { { .who = "sqlite C api", .threads = 1, .prepare = w->prepare, .run = w->run, .finish = w->finish, .context = p },
		{ .who = "sqlite C api, covering index", .threads = 1, .run = w->run, .context = &indexed } };
	int faults = bench_race(w->job, p->o.size, &p->o, p->o.rounds, a, w->open_indexed ? 2 : 1);
	close_base(p), close_base(&indexed);
	return faults;
}

int main(int argc, char **argv)
{
	if (argc == 6)
		for (size_t i = 0; i < sizeof works / sizeof *works; i++)
			if (!strcmp(argv[1], works[i].job)) {
				peer p = { .o = { .size = strtoull(argv[2], NULL, 10), .data = argv[3], .rounds = atoi(argv[5]), .seconds = 60 } };
				return do_work(&works[i], &p, argv[4]);
			}
	fprintf(stderr, "usage: %s JOB SIZE DATA WORK RUNS; W1, W1 year, W1 corrections, W2, W3, W4 are known\n", argv[0]);
	return 2;
}
