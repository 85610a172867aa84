/* SPDX-License-Identifier: Apache-2.0 */
/* cold_raw.c - the limit of W6: a process that opens an LMDB store of plain columns, works out the central path of the
 * shipped model for both futures and prints the targets. usage: cold_raw STORE GROWTH GROWTH. Keys are column and year, two
 * bytes each, values one double for each cluster; `cold` makes the store. */
#include <lmdb.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "work/cold.h"

enum { MOST = 1024, BASE = 2025, LAST = 2030, BACK = 3 };

typedef struct { MDB_txn *txn; MDB_dbi columns; size_t clusters; double value[COLD_COLUMNS][LAST - BASE + BACK + 1][MOST]; } world;
typedef struct { double ge_2027, ge_2030, gt_500, gt_1000, rd, platforms, hte, srdi, below, slow; } answer;

static bool get(world *w, int column, int year)
{
	unsigned char bytes[4] = { 0, (unsigned char)column, (unsigned char)(year >> 8), (unsigned char)year };
	MDB_val key = { sizeof bytes, bytes }, value;
	if (mdb_get(w->txn, w->columns, &key, &value) || value.mv_size > sizeof w->value[0][0])
		return false;
	w->clusters = value.mv_size / sizeof(double);
	memcpy(w->value[column][year - BASE + BACK], value.mv_data, value.mv_size);
	return true;
}

static bool read_all(world *w, const char *path)
{
	MDB_env *env;
	if (mdb_env_create(&env) || mdb_env_set_mapsize(env, (size_t)1 << 30) || mdb_env_open(env, path, MDB_RDONLY | MDB_NOTLS, 0644)
	    || mdb_txn_begin(env, NULL, MDB_RDONLY, &w->txn) || mdb_dbi_open(w->txn, NULL, 0, &w->columns))
		return false;
	for (int c = 0; c < COLD_COLUMNS; c++)
		for (int year = c <= COLD_WORKS || c == COLD_PLATFORMS ? BASE - BACK : BASE; year <= BASE; year++)
			if (!get(w, c, year))
				return false;
	mdb_txn_abort(w->txn);
	mdb_env_close(env);
	return true;
}

/* What no model moves stays at its last known value. */
static void hold(world *w, int column)
{
	double (*value)[MOST] = w->value[column];
	for (int year = BASE - BACK; year < BASE; year++)
		for (size_t e = 0; e < w->clusters; e++)
			if (isnan(value[year + 1 - BASE + BACK][e]))
				value[year + 1 - BASE + BACK][e] = value[year - BASE + BACK][e];
}

static double growth_of(int column, double investment)
{
	double revenue = 0.05 + 0.5 * investment;
	switch (column) {
	case COLD_FACTORIES:
	case COLD_WORKS: return 1 + investment;
	case COLD_REVENUE: return 1 + revenue;
	case COLD_RD: return 1 + 1.1 * revenue;
	case COLD_PLATFORMS: return 1;
	default: return 1.06;
	}
}

static void grow(world *w, double investment)
{
	for (int year = BACK + 1; year <= BACK + LAST - BASE; year++)
		for (int c = 0; c < COLD_COLUMNS; c++) {
			double growth = growth_of(c, investment);
			for (size_t e = 0; e < w->clusters; e++)
				w->value[c][year][e] = w->value[c][year - 1][e] * growth;
		}
}

static double at_least(const world *w, const double *x, double size)
{
	int count = 0;
	for (size_t e = 0; e < w->clusters; e++)
		count += x[e] >= size;
	return count;
}

/* Over those whose value is known. */
static double sum_of(const world *w, const double *x)
{
	double sum = 0;
	for (size_t e = 0; e < w->clusters; e++)
		sum += isnan(x[e]) ? 0 : x[e];
	return sum;
}

static bool fast(const world *w, int column, int year, size_t e)
{
	double pace = pow(w->value[column][year][e] / w->value[column][year - BACK][e], 1.0 / BACK) - 1;
	return round(pace * 1e12) >= round(0.06 * 1e12);
}

static answer ask(const world *w)
{
	int near = BACK + 2027 - BASE, far = BACK + 2030 - BASE;
	const double *revenue = w->value[COLD_REVENUE][near], *rd = w->value[COLD_RD][near];
	double all = 0, known = 0, lacking = 0, below = 0, slow = 0;
	for (size_t e = 0; e < w->clusters; e++) {
		bool both = !isnan(rd[e]) && !isnan(revenue[e]);
		all += both ? rd[e] : 0;
		known += both ? revenue[e] : 0;
		lacking += !(w->value[COLD_PLATFORMS][near][e] >= 1);
		below += !(w->value[COLD_FIRMS][near][e] >= 50);
		slow += !(fast(w, COLD_WORKS, near, e) && fast(w, COLD_FACTORIES, near, e));
	}
	return (answer){ at_least(w, revenue, 100), at_least(w, w->value[COLD_REVENUE][far], 100), at_least(w, revenue, nextafter(500, 501)),
		at_least(w, revenue, nextafter(1000, 1001)), 100 * all / known, lacking, sum_of(w, w->value[COLD_HTE][near]),
		sum_of(w, w->value[COLD_SRDI][near]), below, slow };
}

int main(int argc, char **argv)
{
	static world w;
	answer a[2];
	if (argc != 4 || !read_all(&w, argv[1]))
		return 1;
	hold(&w, COLD_PLATFORMS);
	for (int f = 0; f < 2; f++) {
		grow(&w, atof(argv[2 + f]));
		a[f] = ask(&w);
	}
	const double *from = &a[0].ge_2027, *to = &a[1].ge_2027;
	for (size_t i = 0; i < sizeof a[0] / sizeof *from; i++)
		printf("%.9f %.9f\n", from[i], to[i]);
	return fflush(stdout) != 0;
}
