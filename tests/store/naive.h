/* SPDX-License-Identifier: Apache-2.0 */
/* naive.h - random histories of imports, kept once in a store and once in a plain list of everything that was said. */
#pragma once
#include "fixture.h"
#include "store/claims.h"

enum { SAID = 4000, PLACES = 24, YEARS = 3, DAYS = 6, HISTORY = 9 };

typedef struct { uint32_t entity, import, line; int year; double value; } saying;
typedef struct { saying said[SAID]; uint32_t count; qn_import import[HISTORY + 1]; uint32_t imports; } naive;

/* Entities of two chunks, on both sides of their border. */
static inline uint32_t place(uint32_t i) { return i < 8 ? i : i < 16 ? QN_CHUNK - 12 + i : QN_CHUNK + 40 * i; }

/* The adopted one of everything said of a cell that a vintage knows; NULL: none. */
static inline const saying *naive_adopted(const naive *n, uint32_t entity, int y, qn_vintage at)
{
	const saying *best = NULL;
	for (uint32_t i = 0; i < n->count; i++) {
		const saying *one = &n->said[i];
		const qn_import *its = &n->import[one->import], *other = best ? &n->import[best->import] : NULL;
		if (one->entity != entity || one->year != y || its->known_on > at.day || one->import > at.imports)
			continue;
		if (!best || its->rank < other->rank || (its->rank == other->rank && (its->known_on > other->known_on
		    || (its->known_on == other->known_on && one->import > best->import))))
			best = one;
	}
	return best;
}

/* One more import: ranks, days known and values out of few, so that much is repeated and much comes out of order. */
static inline void naive_import(fixture *f, naive *n)
{
	uint32_t line = 2;
	begin(f);
	qn_import import = add_import(f, (qn_source_rank)(1 + rand() % 3), rand() % DAYS, rand() % 4 == 0);
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
