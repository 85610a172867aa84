/* SPDX-License-Identifier: Apache-2.0 */
/* cells.h - the cells a file brings, gathered column by column before anything is put: dense pieces of 4,092 entities,
 * made where a value comes, so that memory and time follow the columns touched. One cell twice is seen at once. */
#pragma once
#include "base/real.h"
#include "store/columns.h"

typedef struct { uint32_t indicator, kind, entity; qn_period period; unsigned line, before; } qn_twin; /* another value than in line `before` */
typedef struct { double *value; uint32_t *line; uint32_t first, room; } qn_hand; /* the piece that took a column's last value: entities from first on */

typedef struct {
	qn_hand *hand;          /* [kinds][indicators][room]: a short way to where the next value of a column is likely to go, for the first `room` periods */
	uint32_t indicators, kinds;
	qn_period *period;      /* by place */
	uint32_t periods, room;
	struct qn_shelf *shelf; /* [kinds][indicators] */
	uint64_t repeated, twins;
	qn_twin *twin;          /* the first ones of all, once sorted; room for twice as many as are told */
	size_t kept, most;
	struct qn_room *dense;  /* for pieces of QN_CHUNK entities */
	bool lodges;            /* the room is another's */
	uint64_t wanderings;    /* values that did not go where the one before went */
} qn_cells;

/* most: how many twins are kept to be told; bound: bytes of dense pieces beyond which they lie in a temporary file. NULL when
 * there is no memory. */
enum { QN_CELLS_BOUND = 144 << 20 };
qn_cells *qn_cells_new(uint32_t indicators, uint32_t kinds, size_t most, size_t bound);
/* Others of the same shape that share the room and count the same periods; free them before the first. */
qn_cells *qn_cells_beside(const qn_cells *first);
void qn_cells_free(qn_cells *cells); /* NULL is fine */
/* The place of a period, to add with; QN_NO_PLACE when there is no memory. */
#define QN_NO_PLACE UINT32_MAX
uint32_t qn_cells_place(qn_cells *cells, qn_period period);
/* The first twins by (indicator, kind, period, entity, line), and how many there are of all. */
const qn_twin *qn_cells_twins(qn_cells *cells, size_t *told, uint64_t *all);
/* Calls each with every cell gathered, column by column. */
void qn_cells_each(const qn_cells *cells, void (*each)(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line), void *context);
/* Puts all, column by column in the order of the store's keys, and forgets them on the way. */
int qn_cells_put(qn_cells *cells, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err);

bool qn_cells_add_anywhere(qn_cells *cells, uint32_t indicator, uint32_t kind, uint32_t place, uint32_t entity, unsigned line, double value);
/* A file in the order of its entities walks through hundreds of columns at once, more than a processor foresees: what lies
 * behind a cell is sent for when it is met. */
static inline void qn_cells_fetch(const void *cell)
{
	enum { NEXT = 64 };
	__builtin_prefetch((const void *)((uintptr_t)cell + NEXT), 1);
}

/* False with errno when there is neither memory nor a temporary file. The first value of a cell stays; the same again is counted in `repeated`, another is a twin. */
static inline bool qn_cells_add(qn_cells *cells, uint32_t indicator, uint32_t kind, uint32_t place, uint32_t entity, unsigned line, double value)
{
	if (place >= cells->room)
		return qn_cells_add_anywhere(cells, indicator, kind, place, entity, line, value);
	const qn_hand *hand = &cells->hand[((size_t)kind * cells->indicators + indicator) * cells->room + place];
	uint32_t at = entity - hand->first;
	if (at >= hand->room || !qn_is_missing(hand->value[at]))
		return qn_cells_add_anywhere(cells, indicator, kind, place, entity, line, value);
	hand->value[at] = value;
	hand->line[at] = line;
	qn_cells_fetch(hand->value + at), qn_cells_fetch(hand->line + at);
	return true;
}
