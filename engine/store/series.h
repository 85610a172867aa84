/* SPDX-License-Identifier: Apache-2.0 */
/* series.h - an indicator's columns where they lie: a directory of chunks by period, made by one walk over their keys, so that
 * a panel reads columns in place and the values of one entity over time are found without the B-tree. A chunk is checked
 * when a snapshot first touches it, once. Everything lives as long as the snapshot; not for the view of a change, whose
 * columns move. */
#pragma once
#include "store/columns.h"

typedef struct {
	uint32_t indicator, kind;
	qn_period first;         /* of one frequency */
	uint32_t periods;        /* consecutive, from the first with a value to the last; 0: there is none */
	uint32_t chunks;         /* of each period: entities 0 … QN_CHUNK - 1, and so on */
	size_t entities;         /* that chunks reach to: all of the kind, as long as there is a value */
	const double **piece;    /* [chunks][periods]: QN_CHUNK values, of the last chunk as many as are left; NULL until touched */
	struct qn_found *found;  /* [chunks][periods]: where each lies */
	const double ***column;  /* [periods]: [chunks], those of one period; NULL until wanted */
} qn_series;

/* The indicator's series, made the first time it is asked for. Borrowed. */
int qn_series_open(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_frequency frequency, qn_series **out, qn_error *err);
/* One period's chunks as a table [chunks], checked. 1 if there are any, 0 with *out NULL if all are missing. A damaged one
 * is QN_ESTORE and names the store and the column. */
int qn_series_column(qn_snapshot *snapshot, qn_series *series, qn_period period, const double *const **out, qn_error *err);

typedef struct { uint32_t indicator, entity; } qn_series_id;
/* Entities' values in `periods` consecutive periods from first on, into out[count][periods]; what is not there is missing. */
int qn_series_read(qn_snapshot *snapshot, uint32_t kind, qn_period first, uint32_t periods, const qn_series_id *id, size_t count,
                   double *out, qn_error *err);
