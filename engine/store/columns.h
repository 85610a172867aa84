/* SPDX-License-Identifier: Apache-2.0 */
/* columns.h - observations: for each (indicator, kind, period) a column of values over the entities of the kind, in the
 * indicator's own unit, missing where nothing is known; beside it the origin of every value.
 * Key (indicator, kind, period, chunk), big-endian; value: 16-byte header (count, CRC-32C), up to 4,092 doubles, cut
 * after the last present one. */
#pragma once
#include "store/store.h"

enum { QN_CHUNK = 4092 };

/* Copies entities 0 … count-1; what is not there is missing. 1 if the column exists, 0 if not (all missing), or an
 * error: a damaged column is QN_ESTORE and names the store and the column. */
int qn_column_read(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, double *out, size_t count, qn_error *err);
/* The periods of one frequency that hold any value of the indicator, ascending. Returns how many, at most max (the first
 * ones), or an error. */
int qn_column_periods(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_period *out, int max, qn_error *err);

/* The first and last of them. 1, 0 if there are none, or an error. */
int qn_column_extent(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_period *first, qn_period *last, qn_error *err);

/* Where a value came from. */
typedef struct { uint32_t import; uint32_t line; } qn_origin; /* import 0: none */
int qn_column_origin(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, qn_origin *out, qn_error *err);

typedef enum { QN_SOURCE_OFFICIAL = 1, QN_SOURCE_CHECKED, QN_SOURCE_PUBLISHED, QN_SOURCE_ESTIMATE } qn_source_rank; /* 1 is best */

typedef struct {
	uint32_t number;       /* from 1; chosen by qn_change_add_import */
	const char *file, *source, *submitter; /* file: its name without folders */
	qn_source_rank rank;
	qn_date known_on;
	bool synthetic;
	qn_sha256 content;
	uint64_t rows;         /* observations or records in it */
	const char *recorded;  /* when it was imported, ISO 8601; display only */
} qn_import;

int qn_change_add_import(qn_change_set *change, qn_import *import, qn_error *err);
int qn_import_get(qn_snapshot *snapshot, uint32_t number, qn_import *out, qn_error *err); /* borrowed texts */
int qn_imports_counted(qn_snapshot *snapshot, uint32_t *out, qn_error *err);
/* The first import in which the same source of the same file told the same: its own number, unless the file came in before. */
int qn_import_first_told(qn_snapshot *snapshot, const qn_import *import, uint32_t *out, qn_error *err);
/* Is what came from there synthetic? What came from no import is not. */
int qn_origin_synthetic(qn_snapshot *snapshot, qn_origin origin, bool *out, qn_error *err);
/* Has any synthetic (real) import been adopted anywhere? */
int qn_import_any(qn_snapshot *snapshot, bool synthetic);

typedef struct { uint32_t entity, line; double value; } qn_cell;
typedef struct { uint64_t added, replaced, unchanged, not_adopted; } qn_put_count;
/* Puts an import's cells of one column, in ascending order of entity. A cell is adopted unless the one there comes from a
 * better source, or an equal one known later; what it replaces goes to the journal, what is not adopted to the claims.
 * The same value again moves the cell's origin when it is adopted, unless it is the same line of the same file known on
 * the same day: that changes nothing. A missing value erases nothing and is not put. Adds to *count. */
int qn_change_put_cells(qn_change_set *change, const qn_import *import, uint32_t indicator, uint32_t kind, qn_period period,
                        const qn_cell *cell, size_t cells, qn_put_count *count, qn_error *err);

/* Where the cells of a chunk come from, as bytes: from value[i] of line[i], those that are not missing, of one import. In any
 * thread; the bytes are of use to qn_change_put_chunk alone. */
typedef struct { qn_buffer bytes; uint32_t present; } qn_coded; /* present: how many values there are */
void qn_chunk_code(uint32_t import, const double *value, const uint32_t *line, uint32_t cells, qn_coded *out);
/* Somebody who codes ahead; take may be NULL. */
typedef struct { const qn_coded *(*take)(void *context); void *context; } qn_coded_ahead;

/* The same as qn_change_put_cells for a chunk of a column: value[i] of line[i] is that of entity QN_CHUNK * chunk + i; missing: no
 * cell. What was coded ahead is taken when nothing is there yet to merge with. */
int qn_change_put_chunk(qn_change_set *change, const qn_import *import, uint32_t indicator, uint32_t kind, qn_period period, uint32_t chunk,
                        const double *value, const uint32_t *line, uint32_t cells, qn_coded_ahead ahead, qn_put_count *count, qn_error *err);
