/* SPDX-License-Identifier: Apache-2.0 */
/* book_write.h - a workbook on its way out, row by row: no formula ever, numbers with all their digits, and the same bytes for
 * the same cells. libxlsxwriter would write 16 digits, and a double may need 17. */
#pragma once
#include "files/workbook.h"
#include "out.h"

typedef struct book_out book_out;
int book_out_open(const char *path, book_out **out, fault *why);
/* Core facts of the file; NULL or "": none. */
void book_out_about(book_out *b, const char *title, const char *maker);
/* A sheet: its name is made fit for one and unlike the others'. widths: of the columns, in characters, 0: usual. The first
 * `rows` rows and `columns` columns stay where they are. Ends the sheet before it. */
int book_out_sheet(book_out *b, const char *name, const uint32_t *widths, uint32_t count, uint32_t rows, uint32_t columns, bool is_protected, fault *why);
/* Cells from left to right, rows from 1 downwards; what is left out is empty. */
void book_out_row(book_out *b, uint32_t row);
void book_out_text(book_out *b, uint32_t column, qn_look look, const char *text);
void book_out_number(book_out *b, uint32_t column, qn_look look, double number); /* missing: an empty cell */
void book_out_rule(book_out *b, const qn_cell_rule *rule);
void book_out_comment(book_out *b, uint32_t row, uint32_t column, const char *text);
int book_out_close(book_out *b, fault *why); /* writes the file; whatever failed on the way is told here */
void book_out_free(book_out *b);             /* NULL is fine */
