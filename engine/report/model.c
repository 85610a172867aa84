/* SPDX-License-Identifier: Apache-2.0 */
#include "report/model.h"
#include "base/real.h"
#include "base/text.h"

bool qn_column_shown(const table_column *of, bool machine)
{
	return !(of->flags & (machine ? QN_PEOPLE | QN_PICTURE : QN_MACHINE | QN_PICTURE));
}

bool qn_table_shown(const qn_table *table, bool machine)
{
	for (size_t i = 0; i < table->columns; i++)
		if (qn_column_shown(&table->column[i], machine))
			return true;
	return false;
}

const char *qn_cell_text(const table_cell *cell, char out[64])
{
	if (!cell->is_number || cell->text)
		return cell->text ? cell->text : "";
	if (qn_is_missing(cell->number))
		return "—";
	return cell->decimals == QN_EXACT ? qn_number_text(out, cell->number) : qn_number_fixed(out, cell->number, cell->decimals);
}

const char *qn_shown_heading(const qn_table *table, size_t at)
{
	return at < table->columns ? table->column[at].heading : table->report->data_heading;
}

const char *qn_shown_text(const qn_row *row, size_t at, char out[64])
{
	if (at == row->table->columns)
		return row->real ? "真实" : "合成";
	return at < row->cells ? qn_cell_text(&row->cell[at], out) : "";
}
