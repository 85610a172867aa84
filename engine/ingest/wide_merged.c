/* SPDX-License-Identifier: Apache-2.0 */
/* wide_merged.c - merged cells of a wide table in a sheet: how far the upper row of its header reaches, and figures of nobody knows
 * how many. */
#include "ingest/wide_table.h"

/* A row and its neighbours may share who they are of and be told so; not what they say. */
static bool is_of_each(const qn_wide *w, size_t k)
{
	static const int roles[] = { QN_OF_PERIOD, QN_OF_SOURCE, QN_OF_RANK, QN_OF_KNOWN_ON, QN_OF_SUBMITTER, QN_OF_OPERATOR, QN_OF_SCOPE, QN_OF_UNIT, QN_OF_SYNTHETIC };
	bool is = k < w->columns && w->column[k].head.indicator >= 0;
	for (size_t r = 0; r < sizeof roles / sizeof *roles; r++)
		is = is || w->o->at[roles[r]] == (int)k;
	return is;
}

void qn_wide_merged(qn_wide *w, const qn_merged *cells)
{
	bool above = cells->row <= w->header && w->header <= cells->last_row;
	w->merges = w->merges || (above && cells->last_column > cells->column);
	for (size_t k = cells->column - 1u; above && k < cells->last_column && k < w->columns; k++)
		w->column[k].covered = true;
	if (cells->row > w->i->header_last && cells->row <= w->last && is_of_each(w, cells->column - 1u))
		qn_import_merged(w->i, cells);
}

void qn_wide_check_reach(qn_wide *w)
{
	for (size_t k = 0; k < w->columns && w->merges; k++)
		if (w->column[k].under != k && !w->column[k].covered)
			qn_import_bad(w->i, w->header, (int)k + 1, "这一列上面是空的,左边第 %zu 列的单元格没有合并到这里:写明它属于什么",
				"nothing stands above this column, and the cell of column %zu at its left is not merged as far: write what it is of", w->column[k].under + 1);
}
