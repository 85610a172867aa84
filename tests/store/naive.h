/* SPDX-License-Identifier: Apache-2.0 */
/* naive.h - random histories of imports, kept once in a store and once in a plain list of everything that was said. */
#pragma once
#include "fixture.h"
#include "store/ranks.h"

enum { SAID = 4000, PLACES = 24, YEARS = 3, DAYS = 6, HISTORY = 9 };

typedef struct { uint32_t entity, import, line; int year; double value; } saying;
typedef struct { saying said[SAID]; uint32_t count; qn_import import[HISTORY + 1]; bool ruling[HISTORY + 1]; uint32_t imports; } naive;

/* Entities of two chunks, on both sides of their border. */
static inline uint32_t place(uint32_t i) { return i < 8 ? i : i < 16 ? QN_CHUNK - 12 + i : QN_CHUNK + 40 * i; }

/* The rank of an import's source: of the rulings on it that the vintage knows, the one known last, then the last; else its own. */
static inline qn_source_rank naive_rank(const naive *n, uint32_t import, qn_vintage at)
{
	const qn_import *last = NULL;
	for (uint32_t i = 1; i <= n->imports; i++) {
		const qn_import *one = &n->import[i];
		if (n->ruling[i] && one->known_on <= at.day && i <= at.imports && !strcmp(one->source, n->import[import].source)
		    && (!last || one->known_on >= last->known_on))
			last = one;
	}
	return last ? last->rank : n->import[import].rank;
}

/* The adopted one of everything said of a cell that a vintage knows; NULL: none. */
static inline const saying *naive_adopted(const naive *n, uint32_t entity, int y, qn_vintage at)
{
	const saying *best = NULL;
	for (uint32_t i = 0; i < n->count; i++) {
		const saying *one = &n->said[i];
		const qn_import *its = &n->import[one->import], *other = best ? &n->import[best->import] : NULL;
		if (one->entity != entity || one->year != y || its->known_on > at.day || one->import > at.imports)
			continue;
		int better = best ? (int)naive_rank(n, best->import, at) - (int)naive_rank(n, one->import, at) : 1;
		if (better > 0 || (better == 0 && (its->known_on > other->known_on
		    || (its->known_on == other->known_on && one->import > best->import))))
			best = one;
	}
	return best;
}

/* A ruling on one of the sources that have told something. */
static inline void naive_ruling(fixture *f, naive *n)
{
	qn_import ruling = { .file = "ruling", .source = n->import[1 + (uint32_t)rand() % n->imports].source, .submitter = "", .rank = (qn_source_rank)(1 + rand() % 3),
		.known_on = rand() % DAYS, .recorded = "" };
	uint64_t moved = 0;
	OK(f, qn_change_rule_rank(f->change, &ruling, &moved, &f->err));
	n->import[ruling.number] = ruling;
	n->ruling[ruling.number] = true;
	n->imports = ruling.number;
}

/* One more import: sources, ranks, days known and values out of few, so that much is repeated and much comes out of order. */
static inline void naive_import(fixture *f, naive *n)
{
	static const char *const sources[] = { "county", "city", "paper" };
	uint32_t line = 2;
	begin(f);
	if (n->imports && rand() % 5 == 0) {
		naive_ruling(f, n);
		commit(f);
		return;
	}
	qn_import import = { .file = "r.csv", .source = sources[rand() % 3], .submitter = "", .rank = (qn_source_rank)(1 + rand() % 3), .known_on = rand() % DAYS,
		.synthetic = rand() % 4 == 0, .recorded = "", .content = qn_sha256_of(&n->imports, sizeof n->imports) };
	OK(f, qn_change_add_import(f->change, &import, &f->err));
	n->import[import.number] = import;
	n->imports = import.number;
	int last = rand() % YEARS; /* not every import speaks of every year */
	for (int y = 0; y <= last; y++) {
		qn_cell cell[PLACES];
		size_t cells = 0;
		for (uint32_t i = 0; i < PLACES; i++) {
			if (rand() % 2)
				continue;
			cell[cells] = (qn_cell){ place(i), line += (uint32_t)rand() % 3 + 1, rand() % 3 };
			assert_true(n->count < SAID);
			n->said[n->count++] = (saying){ place(i), import.number, cell[cells].line, y, cell[cells].value };
			cells++;
		}
		put(f, &import, year(2020 + y), cell, cells);
	}
	commit(f);
}

/* Calls each with a store of a history of its own, committed, and the list of it. */
static inline void naive_histories(fixture *f, int histories, void (*each)(fixture *f, const naive *n))
{
	naive *n = malloc(sizeof *n);
	qn_store_close(f->store), f->store = NULL;
	for (int history = 0; history < histories; history++) {
		memset(n, 0, sizeof *n);
		snprintf(f->path, sizeof f->path, "%s/%d.qn", f->folder, history);
		OK(f, qn_store_create(f->path, &f->store, &f->err));
		for (int i = 0; i < HISTORY; i++)
			naive_import(f, n);
		each(f, n);
		qn_snapshot_close(f->snapshot), f->snapshot = NULL;
		qn_store_close(f->store), f->store = NULL;
	}
	free(n);
}
