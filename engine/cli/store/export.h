/* SPDX-License-Identifier: Apache-2.0 */
/* export.h - what `qunce export` takes out of a store: which columns, of whom, and in which shape. */
#pragma once
#include "cli/session.h"
#include "files/outlet.h"

typedef struct { uint32_t indicator, kind; qn_period period; } export_column;

typedef struct {
	cli_session *se;
	bool *wanted;            /* by indicator */
	export_column *column;   /* that hold any value, by indicator, kind and period */
	size_t columns;
	struct export_people {   /* by kind */
		uint32_t count;
		const uint32_t *order; /* numbers in the order of ids; NULL: as they stand */
		bool *keep;            /* those the filters leave; NULL: all */
	} *people;
	qn_import *import;       /* by number, from 1; the words of their sources never hide that they are synthetic */
	uint32_t imports;
	qn_date vintage;         /* the last day on which anything here was known; QN_NO_DATE: nothing is */
} export_view;

/* What --year, the operands and the filters name. In the session's arena. */
int export_open(export_view *view, cli_session *session, qn_error *err);

/* One column's values and origins, of all entities of its kind; missing, and no origin, of those that the filters drop. */
typedef struct { double *value; qn_origin *origin; } export_cells;
int export_cells_new(const export_view *view, uint32_t kind, export_cells *out, qn_error *err);
void export_cells_free(export_cells *cells);
int export_load(const export_view *view, const export_column *column, export_cells *out, qn_error *err);

/* The import of an origin; one that says nothing where there is none. */
const qn_import *export_import(const export_view *view, qn_origin origin);
const char *export_rank(qn_source_rank rank);

/* Each writes its tables: the long form · a row per entity, period and voice · SDMX-CSV · the registers beside the long form. */
int export_long(const export_view *view, qn_outlet *outlet, qn_error *err);
int export_wide(const export_view *view, qn_outlet *outlet, qn_error *err);
int export_sdmx(const export_view *view, qn_outlet *outlet, qn_error *err);
int export_registers(const export_view *view, qn_outlet *outlet, qn_error *err);
