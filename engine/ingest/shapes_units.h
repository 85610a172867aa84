/* SPDX-License-Identifier: Apache-2.0 */
/* shapes_units.h - what tells a unit beside the figures of a long table, where each row has its own or is in its indicator's: a title, the
 * rows above one that leaves its unit out, a remark. What would have a figure read otherwise is a fault. */
#pragma once
#include "ingest/observing.h"
#include "ingest/wide.h"

typedef struct { char word[64]; unsigned line; qn_unit_said said; } qn_told_unit;
enum { QN_TOLD_MOST = 8 };
typedef struct {
	qn_importing *i;
	const qn_observing *o;
	qn_told_unit above[QN_TOLD_MOST];
	size_t titles;                    /* units told above */
	qn_told_unit before;              /* the last that a row told */
} qn_told_units;                          /* zeroed but for i and o: nothing was told */

/* has_column: the table has a column of units, so that a title's may be what all rows tell; else it is refused. */
void qn_told_title(qn_told_units *t, const qn_csv_row *title, bool has_column);
/* Of each row behind the header. */
void qn_told_row(qn_told_units *t, const qn_csv_row *row);
