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
	for (size_t k = cells->last_column; above && k < w->columns; k++)
		if (w->column[k].under == cells->column - 1u)
			qn_import_bad(w->i, w->header, (int)k + 1, "左边合并的单元格到第 %u 列为止,这一列上面是空的:写明它属于什么",
				"the merged cell at its left ends in column %u, and nothing stands above this one: write what it is of", cells->last_column);
	if (cells->row > w->i->header_last && cells->row <= w->last && is_of_each(w, cells->column - 1u))
		qn_import_merged(w->i, cells);
}
