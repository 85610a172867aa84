/* SPDX-License-Identifier: Apache-2.0 */
/* export_view.c - which columns a store has of what was asked for, and their cells as they were told: in the indicator's own
 * unit and period, so that nothing is computed between an import and an export. */
#include <stdlib.h>
#include <string.h>
#include "assess/panel.h"
#include "assess/value.h"
#include "cli/session.h"
#include "cli/store/export.h"
#include "ingest/invented.h"
#include "ingest/when.h"
#include "store/vintages.h"

enum { MOST_PERIODS = 1 << 13 }; /* of one frequency: see base/period.h */

static int choose_indicators(export_view *view, qn_error *err)
{
	const cli_options *options = view->se->options;
	const qn_catalogue *catalogue = view->se->catalogue;
	view->wanted = qn_arena_array(&view->se->arena, (size_t)catalogue->indicators + 1, sizeof *view->wanted);
	if (!view->wanted)
		return qn_no_memory(err);
	memset(view->wanted, options->operands == 1, catalogue->indicators);
	for (int i = 1; i < options->operands; i++) {
		long found = qn_catalogue_indicator(catalogue, options->operand[i]);
		if (found < 0)
			return qn_no_indicator(catalogue, options->operand[i], err);
		view->wanted[found] = true;
	}
	return QN_OK;
}

/* A year takes what lies in it, of any frequency. */
static bool lies_in(qn_period period, qn_period asked)
{
	return asked == QN_NO_PERIOD || period == asked
		|| (qn_period_frequency(asked) == QN_ANNUAL && qn_period_year(period) == qn_period_year(asked));
}

typedef struct { export_view *view; qn_period asked; size_t room; qn_period *period; bool any; } finding;

static int note_column(finding *f, export_column column, qn_error *err)
{
	export_view *view = f->view;
	f->any = true;
	if (!view->wanted[column.indicator] || !lies_in(column.period, f->asked))
		return QN_OK;
	if (view->columns == f->room) {
		size_t room = f->room ? 2 * f->room : 64;
		export_column *more = qn_arena_array(&view->se->arena, room, sizeof *more);
		if (!more)
			return qn_no_memory(err);
		if (view->columns)
			memcpy(more, view->column, view->columns * sizeof *more);
		view->column = more;
		f->room = room;
	}
	view->column[view->columns++] = column;
	return QN_OK;
}

static int find_columns(finding *f, qn_error *err)
{
	const qn_catalogue *catalogue = f->view->se->catalogue;
	int rc = QN_OK;
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		for (uint32_t k = 0; k < catalogue->kinds; k++)
			for (int frequency = QN_ANNUAL; frequency <= QN_YEAR_TO_DATE; frequency++) {
				int found = qn_column_periods(f->view->se->snapshot, i, k, (qn_frequency)frequency, f->period, MOST_PERIODS, err);
				if (found < 0)
					return found;
				for (int p = 0; rc == QN_OK && p < found; p++)
					rc = note_column(f, (export_column){ i, k, f->period[p] }, err);
			}
	return rc;
}

static int list_columns(export_view *view, qn_period asked, qn_error *err)
{
	finding f = { .view = view, .asked = asked, .period = malloc(MOST_PERIODS * sizeof *f.period) };
	int rc = f.period ? find_columns(&f, err) : qn_no_memory(err);
	free(f.period);
	if (rc == QN_OK && !f.any)
		rc = qn_no_figures(view->se->snapshot, false, err);
	return rc;
}

/* The day of memberships: the end of the year asked for, or of the last that is taken out. */
static qn_date day_of(const export_view *view, qn_period asked)
{
	qn_date last = asked == QN_NO_PERIOD ? QN_NO_DATE : qn_period_end(asked);
	for (size_t c = 0; asked == QN_NO_PERIOD && c < view->columns; c++) {
		qn_date end = qn_period_end(view->column[c].period);
		last = end > last ? end : last;
	}
	return last;
}

static int filter_kind(export_view *view, uint32_t kind, const qn_entity *group, qn_date day, qn_error *err)
{
	struct export_people *people = &view->people[kind];
	if (!people->keep) {
		people->keep = qn_arena_array(&view->se->arena, (size_t)people->count + 1, sizeof *people->keep);
		if (!people->keep)
			return qn_no_memory(err);
		memset(people->keep, 1, people->count);
	}
	for (uint32_t e = 0; e < people->count; e++) {
		uint32_t member = e;
		int rc = kind == group->kind || !people->keep[e] ? QN_OK
			: qn_entity_group(view->se->snapshot, kind, e, group->kind, day, &member, err);
		if (rc < 0)
			return rc;
		people->keep[e] = people->keep[e] && member == group->number;
	}
	return QN_OK;
}

static int filter_people(export_view *view, qn_date day, qn_error *err)
{
	const cli_options *options = view->se->options;
	for (int f = 0; f < options->filters; f++) {
		qn_entity group;
		int rc = session_filter(view->se, f, &group, err);
		for (uint32_t k = 0; rc == QN_OK && k < view->se->catalogue->kinds; k++)
			rc = filter_kind(view, k, &group, day, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static int count_people(export_view *view, qn_error *err)
{
	uint32_t kinds = view->se->catalogue->kinds;
	int rc = QN_OK;
	if (!(view->people = qn_arena_array(&view->se->arena, (size_t)kinds + 1, sizeof *view->people)))
		return qn_no_memory(err);
	for (uint32_t k = 0; rc == QN_OK && k < kinds; k++)
		rc = qn_entity_order(view->se->snapshot, k, &view->people[k].order, &view->people[k].count, err);
	return rc;
}

static int read_imports(export_view *view, qn_error *err)
{
	int counted = qn_imports_counted(view->se->snapshot, &view->imports, err);
	if (counted < 0)
		return counted;
	view->import = qn_arena_array(&view->se->arena, (size_t)view->imports + 1, sizeof *view->import);
	view->vintage = QN_NO_DATE;
	if (!view->import)
		return qn_no_memory(err);
	view->import[0] = (qn_import){ .source = "", .known_on = QN_NO_DATE };
	for (uint32_t number = 1; number <= view->imports; number++) {
		qn_import *import = &view->import[number];
		int rc = qn_import_get(view->se->snapshot, number, import, err);
		if (rc < 0)
			return rc;
		if (!qn_snapshot_knows(view->se->snapshot, number)) {
			*import = view->import[0];
			continue;
		}
		if (!(import->source = qn_source_words(&view->se->arena, import->source ? import->source : "", import->synthetic)))
			return qn_no_memory(err);
		view->vintage = import->known_on > view->vintage ? import->known_on : view->vintage;
	}
	return QN_OK;
}

static int read_year(const char *text, qn_period *out, qn_error *err)
{
	*out = QN_NO_PERIOD;
	if (text && qn_when_read(text, out))
		return qn_fail_both(err, QN_EUSAGE, "--year %s:要写时期,如 2027", "--year %s: a period is wanted, as in 2027", text);
	return QN_OK;
}

int export_open(export_view *view, cli_session *session, qn_error *err)
{
	qn_period asked;
	*view = (export_view){ .se = session };
	int rc = read_year(session->options->year, &asked, err);
	if (rc == QN_OK)
		rc = choose_indicators(view, err);
	if (rc == QN_OK)
		rc = list_columns(view, asked, err);
	if (rc == QN_OK)
		rc = count_people(view, err);
	if (rc == QN_OK)
		rc = filter_people(view, day_of(view, asked), err);
	return rc == QN_OK ? read_imports(view, err) : rc;
}

/* Cells. */

int export_cells_new(const export_view *view, uint32_t kind, export_cells *out, qn_error *err)
{
	size_t count = (size_t)view->people[kind].count + 1;
	*out = (export_cells){ calloc(count, sizeof *out->value), calloc(count, sizeof *out->origin) };
	return out->value && out->origin ? QN_OK : qn_no_memory(err);
}

void export_cells_free(export_cells *cells)
{
	free(cells->value);
	free(cells->origin);
}

int export_load(const export_view *view, const export_column *column, export_cells *out, qn_error *err)
{
	qn_snapshot *snapshot = view->se->snapshot;
	const struct export_people *people = &view->people[column->kind];
	int rc = qn_column_read(snapshot, column->indicator, column->kind, column->period, out->value, people->count, err);
	for (uint32_t e = 0; rc >= 0 && e < people->count; e++) {
		if (people->keep && !people->keep[e])
			out->value[e] = QN_MISSING;
		if (!qn_is_missing(out->value[e]))
			rc = qn_column_origin(snapshot, column->indicator, column->kind, column->period, e, &out->origin[e], err);
	}
	return rc < 0 ? rc : QN_OK;
}

const qn_import *export_import(const export_view *view, qn_origin origin)
{
	return &view->import[origin.import <= view->imports ? origin.import : 0];
}

const char *export_rank(qn_source_rank rank)
{
	static const char *const names[] = { [QN_SOURCE_OFFICIAL] = "official", [QN_SOURCE_CHECKED] = "checked",
		[QN_SOURCE_PUBLISHED] = "published", [QN_SOURCE_ESTIMATE] = "estimate" };
	return rank >= QN_SOURCE_OFFICIAL && rank <= QN_SOURCE_ESTIMATE ? names[rank] : "";
}
