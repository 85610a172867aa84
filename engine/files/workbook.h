/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.h - a workbook drawn cell by cell, for people: a form to fill in, a report. Tables of data go through an outlet (outlet.h).
 * It is written by qunce-files; what fails is told at the end. Rows and columns count from 1. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "files/outfile.h"

/* How a cell looks, and what may be typed into it once its sheet is protected. */
typedef enum {
	QN_LOOK_PLAIN, QN_LOOK_TITLE, QN_LOOK_HEAD, QN_LOOK_NOTE, QN_LOOK_DATE, QN_LOOK_WHOLE,
	QN_LOOK_SHOWN,                        /* grey: to be looked at */
	QN_LOOK_INPUT, QN_LOOK_INPUT_WHOLE,   /* to be filled in */
	QN_LOOK_WRAPPED, QN_LOOKS
} qn_look;

/* What a range of cells may hold; the words are shown where one is chosen, and where something else is typed. */
typedef enum {
	QN_RULE_YES_NO, QN_RULE_YES_NO_CHINESE, /* chosen from a list */
	QN_RULE_WHOLE,  /* from 0 on */
	QN_RULE_RANK,   /* from 1 on */
	QN_RULE_SHARE,  /* 0 to 100, and beyond when asked once more */
	QN_RULE_NUMBER, QN_RULES
} qn_rule_kind;
typedef struct { uint32_t row, column, last_row, last_column; qn_rule_kind kind; const char *title, *words; } qn_cell_rule;

typedef struct {
	const char *name;          /* made fit for a sheet, and unlike the others' */
	const uint32_t *width;     /* of the columns, in characters; 0: usual */
	uint32_t columns;
	uint32_t frozen_rows, frozen_columns;
	bool is_protected;         /* without a password: against slips, not against people */
} qn_book_sheet;

typedef struct qn_book qn_book;
/* file: the place where it is made; lent. about: for messages. title, maker: facts of the file. */
int qn_book_open(const qn_outfile *file, const char *about, const char *title, const char *maker, qn_book **out, qn_error *err);
void qn_book_sheet_begin(qn_book *book, const qn_book_sheet *sheet); /* whose cells come next, row by row */
void qn_book_text(qn_book *book, uint32_t row, uint32_t column, qn_look look, const char *text);
void qn_book_number(qn_book *book, uint32_t row, uint32_t column, qn_look look, double number); /* missing: an empty cell */
void qn_book_rule(qn_book *book, const qn_cell_rule *rule);
void qn_book_comment(qn_book *book, uint32_t row, uint32_t column, const char *text);
int qn_book_close(qn_book *book, qn_error *err); /* QN_OK: the file is whole, and can be kept */
void qn_book_free(qn_book *book);                /* NULL is fine */

enum { QN_BOOK_ABOUT = 32, QN_BOOK_SHEET, QN_BOOK_TEXT, QN_BOOK_NUMBER, QN_BOOK_RULE, QN_BOOK_COMMENT, QN_BOOK_END }; /* frames */
