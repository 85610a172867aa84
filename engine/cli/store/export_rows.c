/* SPDX-License-Identifier: Apache-2.0 */
/* export_rows.c - the shapes: long, a row for each value; SDMX-CSV, the same in its standard's words; wide, a row for each
 * entity and period, and for whoever told of it. */
#include <stdlib.h>
#include <string.h>
#include "cli/show.h"
#include "cli/store/export.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

static const qn_entity *entity_at(const export_view *view, uint32_t kind, uint32_t place, uint32_t *number, qn_error *err)
{
	const struct export_people *people = &view->people[kind];
	*number = people->order ? people->order[place] : place;
	return qn_entity_borrow(view->se->snapshot, kind, *number, err);
}

/* One row for each value: the long form and SDMX-CSV differ in their columns alone. */

typedef struct {
	const export_view *view;
	const export_column *column;
	const qn_indicator *indicator;
	const char *unit;
	char period[24], time[32], frequency[2];
	const qn_entity *who;
	const qn_import *import;
	double value;
} fact;

typedef struct { void (*fill)(const fact *of, qn_out_cell *cell); qn_outlet *outlet; } value_rows;

static qn_out_cell day_cell(qn_date day)
{
	return (qn_out_cell){ .number = day == QN_NO_DATE ? QN_MISSING : day };
}

static void fill_long(const fact *of, qn_out_cell *cell)
{
	*cell++ = (qn_out_cell){ .text = of->who->id };
	*cell++ = (qn_out_cell){ .text = of->indicator->id };
	*cell++ = (qn_out_cell){ .text = of->period };
	*cell++ = (qn_out_cell){ .number = of->value };
	*cell++ = (qn_out_cell){ .text = of->unit };
	*cell++ = (qn_out_cell){ .text = of->import->source };
	*cell++ = (qn_out_cell){ .text = export_rank(of->import->rank) };
	*cell++ = day_cell(of->import->known_on);
	*cell++ = (qn_out_cell){ .number = of->import->number };
	*cell = (qn_out_cell){ .number = of->import->synthetic };
}

static void fill_sdmx(const fact *of, qn_out_cell *cell)
{
	*cell++ = (qn_out_cell){ .text = "dataflow" };
	*cell++ = (qn_out_cell){ .text = "QUNCE:OBSERVATIONS(1.0)" };
	*cell++ = (qn_out_cell){ .text = "I" };
	*cell++ = (qn_out_cell){ .text = of->frequency };
	*cell++ = (qn_out_cell){ .text = of->who->id };
	*cell++ = (qn_out_cell){ .text = of->indicator->id };
	*cell++ = (qn_out_cell){ .text = of->time };
	*cell++ = (qn_out_cell){ .number = of->value };
	*cell++ = (qn_out_cell){ .text = of->unit };
	*cell++ = (qn_out_cell){ .text = "A" };
	*cell++ = (qn_out_cell){ .text = of->import->source };
	*cell++ = (qn_out_cell){ .text = export_rank(of->import->rank) };
	*cell++ = day_cell(of->import->known_on);
	*cell = (qn_out_cell){ .number = of->import->synthetic };
}

/* SDMX has no year to date: a time range says the same, by its first day and its length. */
static void describe_period(fact *of, qn_period period)
{
	static const char letters[] = { [QN_ANNUAL] = 'A', [QN_HALF] = 'S', [QN_QUARTER] = 'Q', [QN_MONTH] = 'M', [QN_YEAR_TO_DATE] = 'M' };
	qn_period_text(period, of->period);
	of->frequency[0] = letters[qn_period_frequency(period)];
	if (qn_period_frequency(period) == QN_YEAR_TO_DATE)
		snprintf(of->time, sizeof of->time, "%d-01-01/P%dM", qn_period_year(period), qn_period_within(period));
	else
		memcpy(of->time, of->period, sizeof of->period);
}

static int write_values(const export_view *view, const export_column *column, const export_cells *cells, const value_rows *rows, qn_error *err)
{
	const qn_catalogue *catalogue = view->se->catalogue;
	const qn_indicator *indicator = &catalogue->indicator[column->indicator];
	fact of = { .view = view, .column = column, .indicator = indicator, .unit = unit_text(view->se, indicator->unit) };
	qn_out_cell cell[16];
	int rc = QN_OK;
	describe_period(&of, column->period);
	for (uint32_t place = 0; rc == QN_OK && place < view->people[column->kind].count; place++) {
		uint32_t number;
		if (!(of.who = entity_at(view, column->kind, place, &number, err)))
			return err->status;
		of.value = cells->value[number];
		of.import = export_import(view, cells->origin[number]);
		if (qn_is_missing(of.value))
			continue;
		rows->fill(&of, cell);
		rc = rows->outlet->row(rows->outlet, cell, err);
	}
	return rc;
}

static int each_column(const export_view *view, const value_rows *rows, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t kind = 0; rc == QN_OK && kind < view->se->catalogue->kinds; kind++) {
		export_cells cells;
		rc = export_cells_new(view, kind, &cells, err);
		for (size_t c = 0; rc == QN_OK && c < view->columns; c++) {
			if (view->column[c].kind != kind)
				continue;
			rc = export_load(view, &view->column[c], &cells, err);
			if (rc == QN_OK)
				rc = write_values(view, &view->column[c], &cells, rows, err);
		}
		export_cells_free(&cells);
	}
	return rc;
}

static int write_shape(const export_view *view, const value_rows *rows, qn_out_column *column, uint32_t columns, qn_error *err)
{
	qn_out_table table = { "observations", say(view->se, "Observations", "观测值"), column, columns, 0 };
	int rc = rows->outlet->table(rows->outlet, &table, err);
	return rc == QN_OK ? each_column(view, rows, err) : rc;
}

int export_long(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	const cli_session *se = view->se;
	qn_out_column column[] = { { "entity", say(se, "entity", "主体"), "", QN_OUT_TEXT, 0 },
		{ "indicator", say(se, "indicator", "指标"), "", QN_OUT_TEXT, 0 }, { "period", say(se, "period", "时期"), "", QN_OUT_TEXT, 0 },
		{ "value", say(se, "value", "数值"), "", QN_OUT_NUMBER, 0 }, { "unit", say(se, "unit", "单位"), "", QN_OUT_TEXT, 0 },
		{ "source", say(se, "source", "来源"), "", QN_OUT_TEXT, 0 }, { "rank", say(se, "rank", "来源等级"), "", QN_OUT_TEXT, 0 },
		{ "known_on", say(se, "known_on", "知悉日期"), "", QN_OUT_DATE, 0 }, { "import", say(se, "import", "导入批次"), "", QN_OUT_WHOLE, 0 },
		{ "synthetic", say(se, "synthetic", "合成数据"), "", QN_OUT_FLAG, 0 } };
	return write_shape(view, &(value_rows){ fill_long, outlet }, column, COUNT(column), err);
}

int export_sdmx(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	const cli_session *se = view->se;
	qn_out_column column[] = { { "STRUCTURE", "", "", QN_OUT_TEXT, 0 }, { "STRUCTURE_ID", "", "", QN_OUT_TEXT, 0 },
		{ "ACTION", "", "", QN_OUT_TEXT, 0 }, { "FREQ", say(se, "frequency", "频率"), "", QN_OUT_TEXT, 0 },
		{ "ENTITY", say(se, "entity", "主体"), "", QN_OUT_TEXT, 0 }, { "INDICATOR", say(se, "indicator", "指标"), "", QN_OUT_TEXT, 0 },
		{ "TIME_PERIOD", say(se, "period", "时期"), "", QN_OUT_TEXT, 0 }, { "OBS_VALUE", say(se, "value", "数值"), "", QN_OUT_NUMBER, 0 },
		{ "UNIT_MEASURE", say(se, "unit", "单位"), "", QN_OUT_TEXT, 0 }, { "OBS_STATUS", "", "", QN_OUT_TEXT, 0 },
		{ "SOURCE", say(se, "source", "来源"), "", QN_OUT_TEXT, 0 }, { "RANK", say(se, "rank", "来源等级"), "", QN_OUT_TEXT, 0 },
		{ "KNOWN_ON", say(se, "known_on", "知悉日期"), "", QN_OUT_DATE, 0 }, { "SYNTHETIC", say(se, "synthetic", "合成数据"), "", QN_OUT_FLAG, 0 } };
	return write_shape(view, &(value_rows){ fill_sdmx, outlet }, column, COUNT(column), err);
}

/* The wide form. */

enum { ENTITY, NAME, PERIOD, BEFORE, SOURCE = 0, RANK, KNOWN_ON, SYNTHETIC, BEHIND };

typedef struct {
	const export_view *view;
	qn_outlet *outlet;
	uint32_t *at;         /* by indicator: its column of the table, from 0; QN_NONE: none */
	uint32_t indicators;  /* that have one */
	export_cells *cells;  /* by column, of the present kind and period */
	bool *there, *left;   /* left: of the present entity, those in no row yet */
	qn_out_cell *cell;
} wide;

static bool same_voice(const qn_import *a, const qn_import *b)
{
	return a == b || (a->rank == b->rank && a->known_on == b->known_on && a->synthetic == b->synthetic && !strcmp(a->source, b->source));
}

/* The cells of one entity that the import's voice told: their source, rank and day are the row's, so that nothing is lost where it
 * comes in again. */
static int write_row(wide *w, const qn_entity *who, const char *period, uint32_t number, const qn_import *voice, qn_error *err)
{
	for (uint32_t c = 0; c < w->indicators; c++) {
		bool its = w->left[c] && same_voice(export_import(w->view, w->cells[c].origin[number]), voice);
		w->cell[BEFORE + c].number = its ? w->cells[c].value[number] : QN_MISSING;
		w->left[c] = w->left[c] && !its;
	}
	qn_out_cell *behind = &w->cell[BEFORE + w->indicators];
	w->cell[ENTITY].text = who->id;
	w->cell[NAME].text = title_of(w->view->se, who->title);
	w->cell[PERIOD].text = period;
	behind[SOURCE].text = voice->source;
	behind[RANK].text = export_rank(voice->rank);
	behind[KNOWN_ON] = day_cell(voice->known_on);
	behind[SYNTHETIC].number = voice->synthetic;
	return w->outlet->row(w->outlet, w->cell, err);
}

static int write_entity(wide *w, const qn_entity *who, const char *period, uint32_t number, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t c = 0; c < w->indicators; c++)
		w->left[c] = w->there[c] && !qn_is_missing(w->cells[c].value[number]);
	for (uint32_t c = 0; rc == QN_OK && c < w->indicators; c++)
		if (w->left[c])
			rc = write_row(w, who, period, number, export_import(w->view, w->cells[c].origin[number]), err);
	return rc;
}

static int write_period(wide *w, uint32_t kind, qn_period period, qn_error *err)
{
	char text[24];
	int rc = QN_OK;
	memset(w->there, 0, w->indicators * sizeof *w->there);
	for (size_t c = 0; rc == QN_OK && c < w->view->columns; c++) {
		const export_column *column = &w->view->column[c];
		if (column->kind != kind || column->period != period)
			continue;
		w->there[w->at[column->indicator]] = true;
		rc = export_load(w->view, column, &w->cells[w->at[column->indicator]], err);
	}
	qn_period_text(period, text);
	for (uint32_t place = 0; rc == QN_OK && place < w->view->people[kind].count; place++) {
		uint32_t number;
		const qn_entity *who = entity_at(w->view, kind, place, &number, err);
		rc = who ? write_entity(w, who, text, number, err) : err->status;
	}
	return rc;
}

/* The period of the kind next after one, of any frequency in the order of numbers; QN_NO_PERIOD behind the last. */
static qn_period next_period(const export_view *view, uint32_t kind, int after)
{
	qn_period next = QN_NO_PERIOD;
	for (size_t c = 0; c < view->columns; c++)
		if (view->column[c].kind == kind && view->column[c].period > after && view->column[c].period < next)
			next = view->column[c].period;
	return next;
}

static int write_kind(wide *w, uint32_t kind, qn_error *err)
{
	int rc = QN_OK;
	qn_period period = next_period(w->view, kind, -1);
	if (period == QN_NO_PERIOD)
		return QN_OK;
	for (uint32_t c = 0; rc == QN_OK && c < w->indicators; c++)
		rc = export_cells_new(w->view, kind, &w->cells[c], err);
	for (; rc == QN_OK && period != QN_NO_PERIOD; period = next_period(w->view, kind, period))
		rc = write_period(w, kind, period, err);
	for (uint32_t c = 0; c < w->indicators; c++) {
		export_cells_free(&w->cells[c]);
		w->cells[c] = (export_cells){ 0 };
	}
	return rc;
}

/* The columns of indicators that hold anything, in the catalogue's order. */
static int make_columns(wide *w, qn_out_column **out, qn_error *err)
{
	cli_session *se = w->view->se;
	const qn_catalogue *catalogue = se->catalogue;
	qn_out_column *column = qn_arena_array(&se->arena, (size_t)catalogue->indicators + BEFORE + BEHIND, sizeof *column);
	w->at = qn_arena_array(&se->arena, (size_t)catalogue->indicators + 1, sizeof *w->at);
	if (!(*out = column) || !w->at)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		w->at[i] = QN_NONE;
	for (size_t c = 0; c < w->view->columns; c++)
		w->at[w->view->column[c].indicator] = 0;
	column[ENTITY] = (qn_out_column){ "entity", say(se, "entity", "主体"), "", QN_OUT_TEXT, 0 };
	column[NAME] = (qn_out_column){ "name", say(se, "name", "名称"), "", QN_OUT_TEXT, 0 };
	column[PERIOD] = (qn_out_column){ "period", say(se, "period", "时期"), "", QN_OUT_TEXT, 0 };
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		if (w->at[i] != QN_NONE) {
			const qn_indicator *about = &catalogue->indicator[i];
			w->at[i] = w->indicators++;
			column[BEFORE + w->at[i]] = (qn_out_column){ about->id, title_of(se, about->title), unit_text(se, about->unit), QN_OUT_NUMBER, 0 };
		}
	column += BEFORE + w->indicators;
	column[SOURCE] = (qn_out_column){ "source", say(se, "source", "来源"), "", QN_OUT_TEXT, 0 };
	column[RANK] = (qn_out_column){ "rank", say(se, "rank", "来源等级"), "", QN_OUT_TEXT, 0 };
	column[KNOWN_ON] = (qn_out_column){ "known_on", say(se, "known_on", "知悉日期"), "", QN_OUT_DATE, 0 };
	column[SYNTHETIC] = (qn_out_column){ "synthetic", say(se, "synthetic", "合成数据"), "", QN_OUT_FLAG, 0 };
	return QN_OK;
}

int export_wide(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	wide w = { .view = view, .outlet = outlet };
	qn_out_column *column = NULL;
	int rc = make_columns(&w, &column, err);
	if (rc < 0)
		return rc;
	uint32_t columns = w.indicators + BEFORE + BEHIND;
	qn_out_table table = { "observations", say(view->se, "Observations", "观测值"), column, columns, 0 };
	w.cell = calloc(columns, sizeof *w.cell);
	w.cells = calloc((size_t)w.indicators + 1, sizeof *w.cells);
	w.there = calloc((size_t)w.indicators + 1, sizeof *w.there);
	w.left = calloc((size_t)w.indicators + 1, sizeof *w.left);
	rc = w.cell && w.cells && w.there && w.left ? outlet->table(outlet, &table, err) : qn_no_memory(err);
	for (uint32_t kind = 0; rc == QN_OK && kind < view->se->catalogue->kinds; kind++)
		rc = write_kind(&w, kind, err);
	free(w.cell);
	free(w.cells);
	free(w.there);
	free(w.left);
	return rc;
}
