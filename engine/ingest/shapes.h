/* SPDX-License-Identifier: Apache-2.0 */
/* shapes.h - rows of a table, from a text or a sheet, to whoever reads tables of their shape: the long form (a row is one value),
 * the wide form that people fill in (a row is one entity, a column one indicator), or a register. Which it is, the header says:
 * the first row that names the columns of one of them; what stands above it are titles. */
#pragma once
#include "ingest/importing.h"

typedef struct qn_shaping qn_shaping;

int qn_shaping_open(qn_importing *i, qn_shaping **out, qn_error *err);
int qn_shaping_row(qn_shaping *s, const qn_csv_row *row, qn_error *err);
/* A workbook's sheet is called so, before its rows: a title of them. */
void qn_shaping_sheet(qn_shaping *s, const char *name);
/* Its name, if it says something of the figures: a period, a unit, that they are synthetic; else NULL. */
const char *qn_shaping_heard_sheet(const qn_shaping *s);
/* Before a row is given: might it be the header, as none before it was, or the upper row of one? Is it the lower row of one? */
bool qn_shaping_is_header(const qn_shaping *s, const qn_csv_row *row);
bool qn_shaping_is_lower(const qn_shaping *s, const qn_csv_row *row);
/* A row that was given with more fields than are its own is but a title: it has only so many. */
void qn_shaping_trim(qn_shaping *s, unsigned line, size_t fields);
/* For qn_csv_taker, as qn_observing_plain. */
size_t qn_shaping_plain(qn_shaping *s, const char *bytes, size_t length, unsigned *line);
/* Cells of a sheet that are one, after its rows: those of which nobody knows what they are of are told as faults. */
void qn_shaping_merged(qn_shaping *s, const qn_merged *cells);
/* Words that a sheet prints on each page, after its rows. */
void qn_shaping_printed(qn_shaping *s, const char *words);
/* After the last row: tells what only the whole shows, admits the import and puts what it brings. */
int qn_shaping_put(qn_shaping *s, qn_error *err);
void qn_shaping_free(qn_shaping *s); /* NULL is fine */
