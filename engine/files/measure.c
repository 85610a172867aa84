/* SPDX-License-Identifier: Apache-2.0 */
#include "files/measure.h"
#include <stdlib.h>
#include <string.h>

typedef struct { qn_outlet outlet; qn_measures *measures; const qn_out_table *shape; qn_outlet *to; } measuring;

void qn_measures_free(qn_measures *measures) { qn_arena_free(&measures->arena); }

static int begin(qn_outlet *outlet, const qn_out_about *about, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	return m->to ? m->to->begin(m->to, about, err) : QN_OK;
}

static int end(qn_outlet *outlet, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	return m->to ? m->to->end(m->to, err) : QN_OK;
}

static void drop(qn_outlet *outlet)
{
	qn_outlet_free(((measuring *)outlet)->to);
	free(outlet);
}

static int measure_table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	qn_measures *all = m->measures;
	if (!qn_grow(&all->arena, (void **)&all->table, all->tables, sizeof *all->table))
		return qn_no_memory(err);
	all->table[all->tables].rows = 0;
	all->table[all->tables].width = qn_arena_array(&all->arena, (size_t)shape->columns + 1, sizeof(uint32_t));
	m->shape = shape;
	return all->table[all->tables++].width ? QN_OK : qn_no_memory(err);
}

static int measure_row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	struct qn_measured *table = &m->measures->table[m->measures->tables - 1];
	(void)err;
	table->rows++;
	for (uint32_t c = 0; c < m->shape->columns; c++) {
		size_t width = m->shape->column[c].type == QN_OUT_TEXT && cell[c].text ? strlen(cell[c].text) : 0;
		table->width[c] = width > table->width[c] ? (uint32_t)width : table->width[c];
	}
	return QN_OK;
}

static int pass_table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	qn_measures *all = m->measures;
	if (all->told == all->tables)
		return qn_fail(err, QN_EINTERNAL, "a table came that was not measured");
	const struct qn_measured *table = &all->table[all->told++];
	qn_out_column *column = qn_arena_array(&all->arena, (size_t)shape->columns + 1, sizeof *column);
	qn_out_table *filled = qn_arena_alloc(&all->arena, sizeof *filled);
	if (!column || !filled)
		return qn_no_memory(err);
	*filled = *shape;
	filled->column = column;
	filled->rows = table->rows;
	for (uint32_t c = 0; c < shape->columns; c++) {
		column[c] = shape->column[c];
		column[c].width = table->width[c];
	}
	return m->to->table(m->to, filled, err);
}

static int pass_row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	measuring *m = (measuring *)outlet;
	return m->to->row(m->to, cell, err);
}

static int open_measuring(qn_measures *measures, qn_outlet *to, qn_outlet **out, qn_error *err)
{
	measuring *m = calloc(1, sizeof *m);
	*out = NULL;
	if (!m) {
		qn_outlet_free(to);
		return qn_no_memory(err);
	}
	m->outlet = (qn_outlet){ begin, to ? pass_table : measure_table, to ? pass_row : measure_row, end, drop };
	m->measures = measures;
	m->to = to;
	*out = &m->outlet;
	return QN_OK;
}

int qn_outlet_measure(qn_measures *measures, qn_outlet **out, qn_error *err) { return open_measuring(measures, NULL, out, err); }
int qn_outlet_measured(qn_measures *measures, qn_outlet *to, qn_outlet **out, qn_error *err) { return open_measuring(measures, to, out, err); }
