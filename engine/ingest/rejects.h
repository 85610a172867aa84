/* SPDX-License-Identifier: Apache-2.0 */
/* rejects.h - the rows of a file that were refused, and those that they contradict, as they came, each with a last field that says
 * why: what stands above the rows comes with them, so that the file can be put right and imported. */
#pragma once
#include <stdbool.h>
#include "ingest/csv.h"

typedef struct qn_rejects qn_rejects;

/* path is where they will be written, if any are: QN_EUSAGE where a file stands that may not be replaced. */
int qn_rejects_new(const char *path, bool replace, qn_rejects **out, qn_error *err);
void qn_rejects_free(qn_rejects *rejects); /* NULL is fine */
void qn_rejects_clear(qn_rejects *rejects);
/* Notes why a row is refused, as long as there are no more than a million. */
void qn_rejects_add(qn_rejects *rejects, unsigned line, int column, const char *words);
/* The cell that the last of them is about stands in the file without what is struck out: that is no mark in a file of texts. */
void qn_rejects_leave_struck(qn_rejects *rejects);
/* There is more than was noted; is there? Then the file has not all of the rows. */
void qn_rejects_leave_out(qn_rejects *rejects);
bool qn_rejects_left_out(const qn_rejects *rejects);
/* The first row of the header, which gets the last column's name, and the last: they and those above are written too. */
void qn_rejects_header(qn_rejects *rejects, unsigned first, unsigned last);
/* Is something wrong in the header or above it? Then no row is put right by itself. */
bool qn_rejects_of_header(const qn_rejects *rejects);
/* Begins the file; then the rows of the table, all of them in order; then its end, and it is there. title: what stands above its rows and in
 * none of them; NULL: nothing. why: the name of the last column; delimiter: what parts the fields of the file they came from, 0: a comma. What a number means may depend on it. */
int qn_rejects_open(qn_rejects *rejects, const char *title, const char *why, char delimiter, qn_error *err);
int qn_rejects_row(void *rejects, const qn_csv_row *row, qn_error *err);
int qn_rejects_close(qn_rejects *rejects, qn_error *err);
