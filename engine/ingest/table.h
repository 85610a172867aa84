/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - a CSV table with a header row: cells by column name. For the tables of a pack and for imports. */
#pragma once
#include "ingest/csv.h"

enum { QN_MOST_COLUMNS = 64 };
typedef struct {
	const char *name;                 /* of the file, for messages */
	const char *column[QN_MOST_COLUMNS]; /* as the caller wants them, ended by NULL */
	int at[QN_MOST_COLUMNS];          /* where each stands in the file, -1 if it does not */
	const qn_csv_row *row;            /* the row at hand */
	size_t heads;                     /* cells of the header, up to the last with a name */
	size_t place;                     /* the cell of the row that a mistake is in, from 1; 0: it is the row's */
	qn_error *err;
} qn_sheet;

/* Reads a table whose header must hold the first `needed` of the columns. Others in the file are for its reader and passed over, but
 * not what may be a misspelt one (of needed 0, which is anybody's table, that too); a row that has more cells than the header is
 * refused. each is called for every row after the header. */
int qn_sheet_read(qn_sheet *sheet, const char *bytes, size_t length, int needed, int (*each)(void *context, qn_sheet *sheet), void *context, qn_error *err);
/* A cell by the column's place in the caller's list; "" if the file has no such column or the row is short. */
const char *qn_sheet_cell(const qn_sheet *sheet, int column);
/* "file:line: " and the words; returns QN_EINPUT. As in error.h: both languages at once, or the Chinese of what has just failed. */
__attribute__((format(printf, 2, 3))) int qn_sheet_fail(const qn_sheet *sheet, const char *format, ...);
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) int qn_sheet_fail_both(const qn_sheet *sheet, const char *chinese, const char *format, ...);
__attribute__((format(printf, 2, 3))) void qn_sheet_fail_chinese(const qn_sheet *sheet, const char *format, ...);
