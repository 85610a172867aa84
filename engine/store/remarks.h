/* SPDX-License-Identifier: Apache-2.0 */
/* remarks.h - what a claim says beyond its number: that it is a bound ("over 600") or roughly told, that it covers something else
 * than the entity, a note, the words as they were written. A bound and a figure of another scope are shown beside the cell
 * and never enter its column; so a remark carries its own number. */
#pragma once
#include "store/columns.h"

/* How the true value stands to the number told. */
typedef enum { QN_EXACTLY, QN_ABOVE, QN_BELOW, QN_ABOUT, QN_AT_LEAST, QN_AT_MOST } qn_claim_op;
const char *qn_claim_sign(qn_claim_op op); /* "=", ">", "<", "~", ">=", "<=" */

typedef struct { uint32_t indicator, kind, entity; qn_period period; } qn_spot;

typedef struct {
	qn_claim_op op;
	double value;      /* in the indicator's own unit */
	const char *scope; /* what the figure covers if it is not the entity itself; "" or NULL: itself */
	const char *note, *words; /* words: the value as it was written, where that is not the plain number; "" or NULL: nothing */
} qn_remark;

/* Does the claim count as a value of the cell: told exactly, of the entity itself? */
bool qn_remark_is_exact(const qn_remark *remark);
/* Does it say anything beyond its number? */
bool qn_remark_says(const qn_remark *remark);

typedef struct { qn_spot place; qn_origin origin; qn_remark remark; } qn_remarked;

/* Keeps what one line of an import says of one cell; the same line again takes the place of what it said before. An exact
 * number is put as a cell besides: qn_change_put_cells. */
int qn_change_put_remark(qn_change_set *change, const qn_import *import, uint32_t line, const qn_spot *place, const qn_remark *remark, qn_error *err);
/* Calls each for the remarks of one cell, by import and line; texts live as long as the snapshot. Non-zero stops and is returned. */
int qn_remark_each(qn_snapshot *snapshot, const qn_spot *place, int (*each)(void *context, const qn_remarked *remarked), void *context, qn_error *err);
/* The same for all cells of an indicator, by (kind, period, entity, import, line). */
int qn_remark_each_of(qn_snapshot *snapshot, uint32_t indicator, int (*each)(void *context, const qn_remarked *remarked), void *context, qn_error *err);
/* What one line of an import says of a cell: 1, 0 if nothing beyond its number. */
int qn_remark_get(qn_snapshot *snapshot, const qn_spot *place, qn_origin origin, qn_remark *out, qn_error *err);
