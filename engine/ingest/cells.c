/* SPDX-License-Identifier: Apache-2.0 */
/* cells.c - shelves of columns by indicator and kind, a column for each period met, pieces of it: lists while they hold few
 * cells, as of corrections, then dense ones that grow with the entities in them. A file of one county takes kilobytes, a
 * province's 12 bytes a cell. */
#include "ingest/cells.h"
#include "ingest/coder.h"
#include "ingest/room.h"
#include <stdlib.h>
#include <string.h>

enum {
	LEAST_PERIODS = 16,     /* room for periods, at first */
	MOST_HANDS = 256,       /* periods, the first ones, that have a short way to their cells */
	FEW = 128,              /* a piece is a list as long as it has fewer cells than that, then it is dense */
	LEAST_FEW = 8,          /* room of a list, at first */
	LEAST_ROOM = 128,       /* room of a dense piece, at first */
	REST = 8192,            /* so many cells put anywhere, and what lies in the file of cells is let go from memory */
	RESTED = 256,           /* the same, so many pieces gone through in order */
	WORTH = 64              /* so many whole pieces, and a thread that codes them ahead pays */
};

typedef struct { double value; uint32_t line, at; } few;
typedef struct {
	uint32_t room, count;      /* room 0: a list of count */
	double *value;             /* dense; a value that is missing: no cell */
	uint32_t *line;
	few *list;                 /* ascending; its room is the power of two from LEAST_FEW on that holds count */
} piece;
typedef struct { uint32_t indicator, kind; qn_period period; uint32_t pieces; piece *piece; } column;
typedef struct qn_shelf { column **at; uint32_t places; } shelf; /* by place of the period */

/* All or nothing: without memory the cells stay as they are, and can be asked again. */
static bool make_hands(qn_cells *cells, uint32_t room)
{
	qn_hand *hand = calloc((size_t)cells->indicators * cells->kinds * room + 1, sizeof *hand);
	if (!hand)
		return false;
	free(cells->hand);
	cells->hand = hand;
	cells->room = room;
	return true;
}

static bool make_periods(qn_cells *cells, uint32_t room)
{
	qn_period *period = realloc(cells->period, room * sizeof *period);
	if (!period)
		return false;
	cells->period = period;
	return room > MOST_HANDS || make_hands(cells, room);
}

static qn_cells *new_cells(uint32_t indicators, uint32_t kinds, size_t most, struct qn_room *dense, bool lodges)
{
	qn_cells *cells = calloc(1, sizeof *cells);
	if (!cells || !dense) {
		if (!lodges)
			qn_room_free(dense);
		free(cells);
		return NULL;
	}
	*cells = (qn_cells){ .indicators = indicators, .kinds = kinds, .most = most, .dense = dense, .lodges = lodges };
	if ((cells->shelf = calloc((size_t)indicators * kinds + 1, sizeof *cells->shelf)) && make_periods(cells, LEAST_PERIODS))
		return cells;
	qn_cells_free(cells);
	return NULL;
}

qn_cells *qn_cells_new(uint32_t indicators, uint32_t kinds, size_t most, size_t bound)
{
	return new_cells(indicators, kinds, most, qn_room_new(QN_CHUNK * (sizeof(double) + sizeof(uint32_t)), bound), false);
}

qn_cells *qn_cells_beside(const qn_cells *first)
{
	qn_cells *cells = new_cells(first->indicators, first->kinds, first->most, first->dense, true);
	for (uint32_t i = 0; cells && i < first->periods; i++)
		if (qn_cells_place(cells, first->period[i]) == QN_NO_PLACE) {
			qn_cells_free(cells);
			return NULL;
		}
	return cells;
}

static bool is_whole(const piece *p) { return p->room == QN_CHUNK; }

static void drop_piece(qn_cells *cells, piece *p)
{
	if (is_whole(p))
		qn_room_give(cells->dense, p->value);
	else
		free(p->value);
	free(p->list);
	*p = (piece){ 0 };
}

static void free_column(qn_cells *cells, column *c)
{
	for (uint32_t i = 0; c && i < c->pieces; i++)
		drop_piece(cells, &c->piece[i]);
	if (c)
		free(c->piece);
	free(c);
}

void qn_cells_free(qn_cells *cells)
{
	if (!cells)
		return;
	for (size_t s = 0; cells->shelf && s < (size_t)cells->indicators * cells->kinds; s++) {
		for (uint32_t place = 0; place < cells->shelf[s].places; place++)
			free_column(cells, cells->shelf[s].at[place]);
		free(cells->shelf[s].at);
	}
	if (!cells->lodges)
		qn_room_free(cells->dense);
	free(cells->shelf), free(cells->hand), free(cells->period), free(cells->twin);
	free(cells);
}

uint32_t qn_cells_place(qn_cells *cells, qn_period period)
{
	for (uint32_t i = 0; i < cells->periods; i++)
		if (cells->period[i] == period)
			return i;
	if (cells->periods >= LEAST_PERIODS && (cells->periods & (cells->periods - 1)) == 0 && !make_periods(cells, 2 * cells->periods))
		return QN_NO_PLACE;
	cells->period[cells->periods] = period;
	return cells->periods++;
}

/* Growing. */

static column *new_column(qn_cells *cells, shelf *s, uint32_t indicator, uint32_t kind, uint32_t place)
{
	if (place >= s->places) {
		column **more = realloc(s->at, (place + 1) * sizeof *more);
		if (!more)
			return NULL;
		memset(more + s->places, 0, (place + 1 - s->places) * sizeof *more);
		s->at = more, s->places = place + 1;
	}
	column *c = s->at[place] = calloc(1, sizeof *c);
	if (c)
		*c = (column){ .indicator = indicator, .kind = kind, .period = cells->period[place] };
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
static bool grow(qn_cells *cells, const column *c, piece *p, uint32_t number, uint32_t at)
{
	uint32_t room = p->room ? p->room : LEAST_ROOM;
	double *value;
	uint32_t *line;
	while (room <= at)
		room *= 8;
	if (room > QN_CHUNK || (number && c->piece[number - 1].room == QN_CHUNK))
		room = QN_CHUNK;
	if (!(value = room == QN_CHUNK ? qn_room_take(cells->dense) : malloc(room * (sizeof *value + sizeof *line))))
		return false;
	line = (void *)(value + room);
	if (p->room) {
		memcpy(value, p->value, p->room * sizeof *value);
		memcpy(line, p->line, p->room * sizeof *line);
	}
	for (uint32_t i = p->room; i < room; i++)
		value[i] = QN_MISSING;
	free(p->value);
	p->room = room, p->value = value, p->line = line;
	return true;
}

static void spread(const piece *p, double *value, uint32_t *line)
{
	for (uint32_t i = 0; i < p->count; i++)
		value[p->list[i].at] = p->list[i].value, line[p->list[i].at] = p->list[i].line;
}

static bool make_dense(qn_cells *cells, const column *c, piece *p, uint32_t number, uint32_t at)
{
	uint32_t last = p->count ? p->list[p->count - 1].at : 0;
	if (!grow(cells, c, p, number, at > last ? at : last))
		return false;
	spread(p, p->value, p->line);
	free(p->list);
	p->list = NULL, p->count = 0;
	return true;
}

static column *column_of(qn_cells *cells, uint32_t indicator, uint32_t kind, uint32_t place)
{
	shelf *s = &cells->shelf[(size_t)kind * cells->indicators + indicator];
	return place < s->places && s->at[place] ? s->at[place] : new_column(cells, s, indicator, kind, place);
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

typedef struct { const column *column; uint32_t number, at; unsigned line; double value; } cell;

/* Another value for a cell that holds one. */
static bool meet(qn_cells *cells, const cell *new, double value, uint32_t line)
{
	const column *c = new->column;
	if (value != new->value)
		return note_twin(cells, (qn_twin){ c->indicator, c->kind, new->number * QN_CHUNK + new->at, c->period, new->line, line });
	cells->repeated++;
	return true;
}

static bool add_to_list(qn_cells *cells, piece *p, const cell *new)
{
	uint32_t i = p->count;
	while (i > 0 && p->list[i - 1].at > new->at)
		i--;
	if (i > 0 && p->list[i - 1].at == new->at)
		return meet(cells, new, p->list[i - 1].value, p->list[i - 1].line);
	if (p->count == 0 || (p->count >= LEAST_FEW && (p->count & (p->count - 1)) == 0)) {
		few *more = realloc(p->list, (p->count ? 2 * p->count : LEAST_FEW) * sizeof *more);
		if (!more)
			return false;
		p->list = more;
	}
	memmove(p->list + i + 1, p->list + i, (p->count - i) * sizeof *p->list);
	p->list[i] = (few){ new->value, new->line, new->at };
	p->count++;
	return true;
}

static bool add_to_dense(qn_cells *cells, piece *p, const cell *new)
{
	if (!qn_is_missing(p->value[new->at]))
		return meet(cells, new, p->value[new->at], p->line[new->at]);
	p->value[new->at] = new->value;
	p->line[new->at] = new->line;
	return true;
}

bool qn_cells_add_anywhere(qn_cells *cells, uint32_t indicator, uint32_t kind, uint32_t place, uint32_t entity, unsigned line, double value)
{
	column *c = place < cells->periods ? column_of(cells, indicator, kind, place) : NULL;
	cell new = { c, entity / QN_CHUNK, entity % QN_CHUNK, line, value };
	if (!c || (new.number >= c->pieces && !more_pieces(c, new.number)))
		return false;
	piece *p = &c->piece[new.number];
	if (++cells->wanderings % REST == 0) /* a file in no order touches everything */
		qn_room_rest(cells->dense);
	if (p->room == 0 && p->count < FEW && !(new.number && c->piece[new.number - 1].room == QN_CHUNK))
		return add_to_list(cells, p, &new);
	if (!(p->room == 0 ? make_dense(cells, c, p, new.number, new.at) : new.at < p->room || grow(cells, c, p, new.number, new.at)))
		return false;
	if (place < cells->room)
		cells->hand[((size_t)kind * cells->indicators + indicator) * cells->room + place] = (qn_hand){ p->value, p->line, new.number * QN_CHUNK, p->room };
	return add_to_dense(cells, p, &new);
}

static void each_of_piece(const column *c, uint32_t number, void (*each)(void *, uint32_t, uint32_t, qn_period, uint32_t, unsigned), void *context)
{
	const piece *p = &c->piece[number];
	for (uint32_t i = 0; i < (p->room ? p->room : p->count); i++)
		if (!p->room || !qn_is_missing(p->value[i]))
			each(context, c->indicator, c->kind, c->period, number * QN_CHUNK + (p->room ? i : p->list[i].at), p->room ? p->line[i] : p->list[i].line);
}

void qn_cells_each(const qn_cells *cells, void (*each)(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line), void *context)
{
	uint32_t walked = 0;
	for (size_t s = 0; s < (size_t)cells->indicators * cells->kinds; s++)
		for (uint32_t place = 0; place < cells->shelf[s].places; place++)
			for (uint32_t i = 0; cells->shelf[s].at[place] && i < cells->shelf[s].at[place]->pieces; i++) {
				each_of_piece(cells->shelf[s].at[place], i, each, context);
				if (++walked % RESTED == 0)
					qn_room_rest(cells->dense);
			}
	qn_room_rest(cells->dense);
}

/* Putting. */

static int by_period(const void *x, const void *y)
{
	const column *const *a = x, *const *b = y;
	return by_key((*a)->period, (*b)->period);
}

typedef struct {
	qn_change_set *change;
	const qn_import *import;
	qn_put_count *count;
	qn_coding *whole;          /* the whole pieces, in the order of their putting */
	size_t wholes, now;        /* now: the first of them that is not yet put */
	size_t pieces;             /* that are put */
	qn_coder *coder;           /* NULL: they are too few */
	double value[QN_CHUNK];    /* a list as a chunk */
	uint32_t line[QN_CHUNK];
} putting;

static const qn_coded *take_coded(void *context)
{
	putting *to = context;
	return qn_coder_take(to->coder, to->now);
}

static int put_piece(putting *to, const column *c, uint32_t number, const piece *p, qn_error *err)
{
	const double *value = p->room ? p->value : to->value;
	const uint32_t *line = p->room ? p->line : to->line;
	uint32_t cells = p->room ? p->room : p->count ? p->list[p->count - 1].at + 1 : 0;
	for (uint32_t i = 0; !p->room && i < cells; i++)
		to->value[i] = QN_MISSING;
	spread(p, to->value, to->line);
	qn_coded_ahead ahead = { to->coder && is_whole(p) ? take_coded : NULL, to };
	int rc = cells ? qn_change_put_chunk(to->change, to->import, c->indicator, c->kind, c->period, number, value, line, cells, ahead, to->count, err) : QN_OK;
	if (to->coder && is_whole(p))
		qn_coder_pass(to->coder, to->now++);
	return rc;
}

static int put_column(putting *to, qn_cells *cells, column *c, qn_error *err)
{
	for (uint32_t i = 0; i < c->pieces; i++) {
		piece *p = &c->piece[i];
		int rc = put_piece(to, c, i, p, err);
		if (rc < 0)
			return rc;
		drop_piece(cells, p);
		if (++to->pieces % RESTED == 0) /* the system maps what lies around a page as well */
			qn_room_rest(cells->dense);
	}
	return QN_OK;
}

/* Columns in the order of the store's keys. */
static void sort_shelf(shelf *s)
{
	uint32_t columns = 0;
	for (uint32_t place = 0; place < s->places; place++)
		if (s->at[place])
			s->at[columns++] = s->at[place];
	s->places = columns;
	if (columns)
		qsort(s->at, columns, sizeof *s->at, by_period);
}

static shelf *shelf_at(const qn_cells *cells, uint32_t i) { return &cells->shelf[(size_t)(i % cells->kinds) * cells->indicators + i / cells->kinds]; }

/* Calls for every column, in the order of the store's keys. */
static int each_column(qn_cells *cells, int (*each)(putting *to, qn_cells *cells, column *c, qn_error *err), putting *to, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; i < cells->indicators * cells->kinds; i++) {
		shelf *s = shelf_at(cells, i);
		for (uint32_t k = 0; k < s->places && rc == QN_OK; k++)
			rc = each(to, cells, s->at[k], err);
	}
	return rc;
}

static int count_whole(putting *to, qn_cells *cells, column *c, qn_error *err)
{
	(void)cells, (void)err;
	for (uint32_t i = 0; i < c->pieces; i++)
		to->wholes += is_whole(&c->piece[i]);
	return QN_OK;
}

static int list_whole(putting *to, qn_cells *cells, column *c, qn_error *err)
{
	(void)cells, (void)err;
	for (uint32_t i = 0; i < c->pieces; i++)
		if (is_whole(&c->piece[i]))
			to->whole[to->wholes++] = (qn_coding){ c->piece[i].value, c->piece[i].line, c->piece[i].room };
	return QN_OK;
}

/* Somebody to code whole pieces ahead, where there are some; without memory for it all goes as well. */
static void start_coder(putting *to, qn_cells *cells)
{
	each_column(cells, count_whole, to, NULL);
	if (to->wholes < WORTH || !(to->whole = malloc(to->wholes * sizeof *to->whole)))
		return;
	to->wholes = 0;
	each_column(cells, list_whole, to, NULL);
	to->coder = qn_coder_new(to->import->number, to->whole, to->wholes);
}

int qn_cells_put(qn_cells *cells, qn_change_set *change, const qn_import *import, qn_put_count *count, qn_error *err)
{
	putting *to = malloc(sizeof *to);
	if (!to)
		return qn_no_memory(err);
	to->change = change, to->import = import, to->count = count, to->whole = NULL, to->coder = NULL, to->wholes = to->now = to->pieces = 0;
	for (uint32_t i = 0; i < cells->indicators * cells->kinds; i++)
		sort_shelf(shelf_at(cells, i));
	start_coder(to, cells);
	int rc = each_column(cells, put_column, to, err);
	qn_coder_free(to->coder);
	free(to->whole);
	free(to);
	return rc;
}
