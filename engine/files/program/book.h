/* SPDX-License-Identifier: Apache-2.0 */
/* book.h - a workbook while it is read: which sheets there are, what its styles mean, its shared texts. */
#pragma once
#include "base/arena.h"
#include "numfmt.h"
#include "package.h"

enum { LONGEST_CELL = 64 << 10, MOST_COLUMNS = 4096, MOST_ROWS = 1 << 20 };

typedef struct { const char *name, *part; bool hidden; } book_sheet; /* part: NULL for what is no table, such as a chart */

/* What a style of cells means. struck: its text is struck out. */
typedef struct { const number_form *form; bool struck; } cell_style;

typedef struct {
	package *package;
	qn_arena arena;
	book_sheet *sheet;
	uint32_t sheets;
	cell_style *style;
	uint32_t styles;
	bool from_1904;
	qn_buffer texts;    /* of all shared strings, each with a zero behind it; of one with a ^ in it then another ^, what is left, a zero */
	size_t *text_at;
	uint32_t text_count;
} book;

/* book.c: sheets and styles. texts.c: shared strings. */
int book_open(book *b, const void *bytes, size_t length, fault *why);
int book_read_texts(book *b, fault *why);
void book_close(book *b);
/* The sheet of that name, or for NULL the first one that is to be seen. */
int book_choose(const book *b, const char *name, const book_sheet **out, fault *why);

/* Collects a text that comes in pieces; past LONGEST_CELL it is too long. What stands as _x000A_ is the character itself. */
bool text_add(qn_buffer *to, const char *text, size_t length);
void text_unescape(qn_buffer *text);

/* runs.c: a text of runs in letters of their own. A raised 1 behind 12.3 is a footnote's and what is struck out is no longer meant: so
 * that neither becomes part of a figure, a ^ comes before it. A zeroed one begins a text. */
typedef struct { bool raised, struck, fresh, before, marked; } text_runs; /* of the run at hand; before: the last was raised; marked: a ^ has come */
void runs_start(text_runs *runs, const char *name, const char **attributes);
/* As text_add, in the run at hand. left: once a ^ has come, the same without what is struck out. */
bool runs_add(text_runs *runs, qn_buffer *to, qn_buffer *left, const char *text, size_t length);

/* printed.c: words that a sheet prints above and below the cells of each page. Zeroed before the sheet's first element. */
typedef struct { bool within; qn_buffer text; } printed_words;
void printed_start(printed_words *p, const char *name);
void printed_add(printed_words *p, const char *text, size_t length);
bool printed_end(printed_words *p); /* sends them, if an element of them ends here */
void printed_free(printed_words *p);

/* comments.c: how many comments there are to the cells of a sheet, which nobody reads here, and what the first of them says. */
int comments_tell(package *p, const char *part, fault *why);

/* sheet.c: rows of a sheet as frames, and notes on what a reader should know. */
int sheet_read(const book *b, const book_sheet *sheet, fault *why);
/* The place of a cell, "BC12": column and row from 1; 0 if it is none. */
uint32_t cell_column(const char *place, uint32_t *row);
char *cell_name(char out[static 16], uint32_t row, uint32_t column);
