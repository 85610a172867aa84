/* SPDX-License-Identifier: Apache-2.0 */
/* cells.c - shelves of columns by indicator and kind, a column for each period met, pieces of it that grow with the
 * entities in them: a file of one county takes kilobytes, a province's takes 12 bytes a cell. */
#include "ingest/cells.h"
#include <stdlib.h>
#include <string.h>
#include "base/real.h"

enum { LEAST_ROOM = 128 };

typedef struct { uint32_t room; double *value; uint32_t *line; } piece; /* a value that is missing: no cell */
typedef struct { uint32_t indicator, kind; qn_period period; uint32_t pieces; piece *piece; } column;
typedef struct { column **at; int places; } shelf; /* by place of the period */

struct qn_cells {
	uint32_t indicators, kinds;
	shelf *shelf;           /* by kind and indicator */
	qn_period *period;      /* by place */
	int periods, room;
	uint32_t columns;
	uint64_t repeated, twins;
	qn_twin *twin;          /* the first ones of all, once sorted; room for twice as many as are told */
	size_t kept, most;
};

qn_cells *qn_cells_new(uint32_t indicators, uint32_t kinds, size_t most)
{
	qn_cells *cells = calloc(1, sizeof *cells);
	if (!cells)
		return NULL;
	cells->indicators = indicators, cells->kinds = kinds, cells->most = most;
	if ((cells->shelf = calloc((size_t)indicators * kinds + 1, sizeof *cells->shelf)))
		return cells;
	free(cells);
	return NULL;
}

static void free_column(column *c)
{
	for (uint32_t i = 0; c && i < c->pieces; i++)
		free(c->piece[i].value);
	if (c)
		free(c->piece);
	free(c);
}

void qn_cells_free(qn_cells *cells)
{
	if (!cells)
		return;
	for (size_t s = 0; s < (size_t)cells->indicators * cells->kinds; s++) {
		for (int place = 0; place < cells->shelf[s].places; place++)
			free_column(cells->shelf[s].at[place]);
		free(cells->shelf[s].at);
	}
	free(cells->shelf), free(cells->period), free(cells->twin);
	free(cells);
}

int qn_cells_place(qn_cells *cells, qn_period period)
{
	for (int i = 0; i < cells->periods; i++)
		if (cells->period[i] == period)
			return i;
	if (cells->periods == cells->room) {
		int room = cells->room ? 2 * cells->room : 16;
		qn_period *more = realloc(cells->period, (size_t)room * sizeof *more);
		if (!more)
			return QN_NO_PLACE;
		cells->period = more, cells->room = room;
	}
	cells->period[cells->periods] = period;
	return cells->periods++;
}

/* Growing. */

static column *new_column(qn_cells *cells, shelf *s, uint32_t indicator, uint32_t kind, int place)
{
	if (place >= s->places) {
		column **more = realloc(s->at, (size_t)(place + 1) * sizeof *more);
		if (!more)
			return NULL;
		memset(more + s->places, 0, (size_t)(place + 1 - s->places) * sizeof *more);
		s->at = more, s->places = place + 1;
	}
	column *c = s->at[place] = calloc(1, sizeof *c);
	if (c) {
		*c = (column){ .indicator = indicator, .kind = kind, .period = cells->period[place] };
		cells->columns++;
	}
	return c;
}

static bool more_pieces(column *c, uint32_t number)
{
	piece *more = realloc(c->piece, (number + 1) * sizeof *more);
	if (!more)
		return false;
	memset(more + c->pieces, 0, (number + 1 - c->pieces) * sizeof *more);
	c->piece = more, c->pieces = number + 1;
	return true;
}

/* Eightfold while small; where a piece before is whole, this one will be. */
static bool grow(const column *c, piece *p, uint32_t number, uint32_t at)
{
	uint32_t room = p->room ? p->room : LEAST_ROOM;
	double *value;
	uint32_t *line;
	while (room <= at)
		room *= 8;
	if (room > QN_CHUNK || (number && c->piece[number - 1].room == QN_CHUNK))
		room = QN_CHUNK;
	if (!(value = malloc(room * (sizeof *value + sizeof *line))))
		return false;
	line = (uint32_t *)(value + room);
	if (p->room) {
		memcpy(value, p->value, p->room * sizeof *value);
		memcpy(line, p->line, p->room * sizeof *line);
	}
	for (uint32_t i = p->room; i < room; i++)
		value[i] = QN_MISSING;
	free(p->value);
	*p = (piece){ room, value, line };
	return true;
}

static piece *piece_of(qn_cells *cells, uint32_t indicator, uint32_t kind, int place, uint32_t number, uint32_t at)
{
	shelf *s = &cells->shelf[(size_t)kind * cells->indicators + indicator];
	column *c = place < s->places ? s->at[place] : NULL;
	if (!c && !(c = new_column(cells, s, indicator, kind, place)))
		return NULL;
	if (number >= c->pieces && !more_pieces(c, number))
		return NULL;
	piece *p = &c->piece[number];
	return at < p->room || grow(c, p, number, at) ? p : NULL;
}

/* Twins. */

static int by_key(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int by_cell(const void *x, const void *y)
{
	const qn_twin *a = x, *b = y;
	int order = by_key(a->indicator, b->indicator);
	order = order ? order : by_key(a->kind, b->kind);
	order = order ? order : by_key(a->period, b->period);
	order = order ? order : by_key(a->entity, b->entity);
	return order ? order : by_key(a->line, b->line);
}

static void keep_first(qn_cells *cells)
{
	if (cells->kept)
		qsort(cells->twin, cells->kept, sizeof *cells->twin, by_cell);
	cells->kept = cells->kept < cells->most ? cells->kept : cells->most;
}

static bool note_twin(qn_cells *cells, qn_twin twin)
{
	if (!cells->twin && !(cells->twin = calloc(2 * cells->most + 1, sizeof *cells->twin)))
		return false;
	cells->twins++;
	cells->twin[cells->kept++] = twin;
	if (cells->kept > 2 * cells->most)
		keep_first(cells);
	return true;
}

const qn_twin *qn_cells_twins(qn_cells *cells, size_t *told, uint64_t *all)
{
	keep_first(cells);
	*told = cells->kept;
	*all = cells->twins;
	return cells->twin;
}

uint64_t qn_cells_repeated(const qn_cells *cells) { return cells->repeated; }

bool qn_cells_add(qn_cells *cells, uint32_t indicator, uint32_t kind, int place, uint32_t entity, unsigned line, double value)
{
	uint32_t number = entity / QN_CHUNK, at = entity % QN_CHUNK;
	piece *p = piece_of(cells, indicator, kind, place, number, at);
	if (!p)
		return false;
	if (qn_is_missing(p->value[at])) {
		p->value[at] = value;
		p->line[at] = line;
		return true;
	}
	if (p->value[at] != value)
		return note_twin(cells, (qn_twin){ indicator, kind, entity, cells->period[place], line, p->line[at] });
	cells->repeated++;
	return true;
}

/* Putting. */

static int by_period(const void *x, const void *y)
{
	const column *const *a = x, *const *b = y;
	return by_key((*a)->period, (*b)->period);
}

static int put_column(column *c, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err)
{
	for (uint32_t i = 0; i < c->pieces; i++) {
		piece *p = &c->piece[i];
		int rc = p->room ? qn_change_put_chunk(change, import, c->indicator, c->kind, c->period, i, p->value, p->line, p->room, count, err) : QN_OK;
		if (rc < 0)
			return rc;
		free(p->value);
		*p = (piece){ 0 };
	}
	return QN_OK;
}

static int put_shelf(shelf *s, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err)
{
	int columns = 0, rc = QN_OK;
	for (int place = 0; place < s->places; place++)
		if (s->at[place])
			s->at[columns++] = s->at[place];
	s->places = columns;
	if (columns)
		qsort(s->at, (size_t)columns, sizeof *s->at, by_period);
	for (int i = 0; i < columns && rc == QN_OK; i++)
		rc = put_column(s->at[i], change, import, count, err);
	return rc;
}

int qn_cells_put(qn_cells *cells, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; i < cells->indicators && rc == QN_OK; i++)
		for (uint32_t kind = 0; kind < cells->kinds && rc == QN_OK; kind++)
			rc = put_shelf(&cells->shelf[(size_t)kind * cells->indicators + i], change, import, count, err);
	return rc;
}
