/* SPDX-License-Identifier: Apache-2.0 */
/* cells.h - the cells a file brings, gathered column by column before anything is put: dense pieces of 4,092 entities,
 * made where a value comes, so that memory and time follow the columns touched. One cell twice is seen at once. */
#pragma once
#include "store/columns.h"

typedef struct qn_cells qn_cells;
typedef struct { uint32_t indicator, kind, entity; qn_period period; unsigned line, before; } qn_twin; /* another value than in line `before` */

/* most: how many twins are kept to be told. NULL when there is no memory. */
qn_cells *qn_cells_new(uint32_t indicators, uint32_t kinds, size_t most);
void qn_cells_free(qn_cells *cells); /* NULL is fine */
/* The place of a period, to add with; QN_NO_PLACE when there is no memory. */
enum { QN_NO_PLACE = -1 };
int qn_cells_place(qn_cells *cells, qn_period period);
/* False when there is no memory. The first value of a cell stays; the same again is counted, another is a twin. */
bool qn_cells_add(qn_cells *cells, uint32_t indicator, uint32_t kind, int place, uint32_t entity, unsigned line, double value);
uint64_t qn_cells_repeated(const qn_cells *cells);
/* The first twins by (indicator, kind, period, entity, line), and how many there are of all. */
const qn_twin *qn_cells_twins(qn_cells *cells, size_t *told, uint64_t *all);
/* Puts all, column by column in the order of the store's keys, and forgets them on the way. */
int qn_cells_put(qn_cells *cells, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err);
