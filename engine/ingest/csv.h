/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - a CSV file as rows of UTF-8 fields with their physical lines. libcsv says what a row is; we find the encoding
 * (encoding.h), count lines and bound sizes. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

/* text: zero-terminated; blanks around it and outside quotes cut off; \n ends its lines. beside: what else is to be known of a workbook's cell,
 * as in files/frame.h; NULL: nothing. */
typedef struct { const char *text; size_t length; const char *beside; } qn_csv_field;
typedef struct { unsigned line; size_t fields; const qn_csv_field *field; } qn_csv_row; /* line: where the row begins, from 1; borrowed */

/* What a figure is read from: of 2025 in a cell of dates 2025≠45658, which is none. */
static inline const char *qn_csv_figure(const qn_csv_field *field) { return field->beside && *field->beside == '=' ? field->beside + 1 : field->text; }
/* What is left where something is struck out; else NULL. */
static inline const char *qn_csv_left(const qn_csv_field *field) { return field->beside && *field->beside == '^' ? field->beside + 1 : NULL; }

/* Bytes of a whole file, read once. "-" is standard input. */
int qn_file_read(const char *path, qn_buffer *out, qn_error *err);
/* What it says of anything but a file: a folder, a pipe, a device. Where nothing is there, there is nothing to say. */
int qn_file_check(const char *path, qn_error *err);
/* Converts to UTF-8 without BOM, in place; *found names what it was (encoding.h). name is for messages. */
int qn_text_decode(qn_buffer *bytes, const char *name, const char **found, qn_error *err);
/* Rows in order; empty lines are passed over. Non-zero from each stops and is returned. A bad quote, a NUL, an open
 * quote, a field over 64 KiB, over 4,096 columns: "name:line: why". */
int qn_csv_read(const char *bytes, size_t length, const char *name, int (*each)(void *context, const qn_csv_row *row, qn_error *err), void *context, qn_error *err);

/* What parts the fields of a text: '\t', ';', '|', or 0: a comma. Only its first twenty lines are looked at. First, the sign that parts the
 * header, which is the first line with the name of a column that tables have: 集群;指标 is parted by a semicolon, whatever its title holds.
 * Else, the sign that a line has most of outside quotes: of the first line that has two of it, as in a|b|c; else of the first one that has
 * any, for a single comma may be one of a title's. */
char qn_csv_delimiter(const char *bytes, size_t length);

/* The same in pieces that end anywhere. plain may be NULL; else it is offered what stands between two rows and may take
 * whole lines off the front, as many as it understands as libcsv would: it returns how many bytes (0: none) and adds to
 * *line, which is the number of the first. What it is offered ends with a \n. */
typedef struct qn_csv qn_csv;
typedef struct {
	int (*each)(void *context, const qn_csv_row *row, qn_error *err);
	size_t (*plain)(void *context, const char *bytes, size_t length, unsigned *line);
	void *context;
	char delimiter; /* 0: a comma; with any other no line is plain */
} qn_csv_taker;
int qn_csv_open(const char *name, qn_csv_taker taker, qn_csv **out, qn_error *err);
int qn_csv_feed(qn_csv *csv, const char *bytes, size_t length, qn_error *err);
int qn_csv_end(qn_csv *csv, qn_error *err);
bool qn_csv_unended(const qn_csv *csv); /* at its end: did the last line come without one? */
void qn_csv_free(qn_csv *csv); /* NULL is fine */
