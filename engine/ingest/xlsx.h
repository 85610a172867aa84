/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.h - a sheet of an .xlsx workbook as the rows of a table, like those of a CSV: a row's line is its number in the sheet,
 * its fields are as a CSV saved from the sheet has them, but exact: numbers the shortest way that reads back alike, zeros in
 * front as a format shows them (00123), percentages with their sign (2.2%), units and other words that a number format shows
 * (12.5亿元), dates as 2025-03-30 or as much of it as is shown, formulas as last computed, TRUE and FALSE, errors as #N/A.
 * Empty rows are passed over, and empty cells at the end of a row. */
#pragma once
#include <stdbool.h>
#include "ingest/csv.h"

enum { QN_XLSX_HEAD = 8 };
/* Do a file's first bytes say that it is a workbook, of any kind? Then qn_xlsx_read has the words for those it does not read. */
bool qn_xlsx_is(const char *bytes, size_t length);

/* Cells that are one, whose text stands in the first: rows as they are numbered, columns from 1. */
typedef struct { unsigned row, column, last_row, last_column; } qn_merged;

typedef struct {
	const char *sheet;         /* its name in the workbook; NULL: the first one that is not hidden */
	int (*each)(void *context, const qn_csv_row *row, qn_error *err); /* non-zero stops and is returned */
	/* The sheet that is read, before its rows; and before or after them what someone should know. May be NULL. */
	void (*found)(void *context, const char *sheet);
	void (*note)(void *context, const char *english, const char *chinese);
	void (*merged)(void *context, const qn_merged *cells); /* after the rows; may be NULL */
	void (*printed)(void *context, const char *words); /* above or below the cells of each page; after the rows; may be NULL */
	void *context;
} qn_xlsx_taker;

/* file: seekable, lent. name: for messages, "name:row:column: why". */
int qn_xlsx_read(int file, const char *name, const qn_xlsx_taker *taker, qn_error *err);
