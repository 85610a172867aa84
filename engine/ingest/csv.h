/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - a CSV file as rows of UTF-8 fields with their physical lines. libcsv says what a row is; we find the encoding
 * (BOM, strict UTF-8, else GB18030), count lines and bound sizes. */
#pragma once
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

typedef struct { const char *text; size_t length; } qn_csv_field; /* zero-terminated; blanks around it and outside quotes cut off */
typedef struct { unsigned line; size_t fields; const qn_csv_field *field; } qn_csv_row; /* line: where the row begins, from 1; borrowed */

/* Bytes of a whole file, read once. "-" is standard input. */
int qn_file_read(const char *path, qn_buffer *out, qn_error *err);
/* Converts to UTF-8 without BOM, in place; *found names what it was: "UTF-8", "UTF-8 with BOM", "GB18030". name is for messages. */
int qn_text_decode(qn_buffer *bytes, const char *name, const char **found, qn_error *err);
/* Rows in order; empty lines are passed over. Non-zero from each stops and is returned. A bad quote, a NUL, an open
 * quote, a field over 64 KiB, over 4,096 columns: "name:line: why". */
int qn_csv_read(const char *bytes, size_t length, const char *name, int (*each)(void *context, const qn_csv_row *row, qn_error *err), void *context, qn_error *err);
