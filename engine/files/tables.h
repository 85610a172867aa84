/* SPDX-License-Identifier: Apache-2.0 */
/* tables.h - tables on their way out: what they are, then their columns, then row by row; missing is missing. And the form
 * in which they go to qunce-files: frames (frame.h) ABOUT, then for each table TABLE and any number of ROWS, then END, without
 * which nothing is whole. In a frame a text is its length + 1 (4 bytes; 0: missing), its bytes and a zero; a number 8 bytes,
 * missing a NaN; other integers 4 bytes, of rows 8; all little-endian. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QN_OUT_ABOUT = 16, QN_OUT_TABLE, QN_OUT_ROWS, QN_OUT_END };

typedef enum {
	QN_OUT_TEXT,
	QN_OUT_NUMBER,
	QN_OUT_WHOLE,  /* a number without decimals, exact up to 2^53 */
	QN_OUT_FLAG,   /* 0 or 1 */
	QN_OUT_DATE    /* days since 1970-01-01 */
} qn_out_type;

typedef struct {
	const char *name;   /* for machines; mostly ASCII letters, digits and _ */
	const char *label;  /* for people, in their language; "" if there is none */
	const char *unit;   /* "亿元"; "" if there is none */
	qn_out_type type;
	uint32_t width;     /* of texts: bytes of the longest, of numbers 0; 0 too where nobody measured */
} qn_out_column;

typedef struct {
	const char *name;   /* "observations" */
	const char *title;
	const qn_out_column *column;
	uint32_t columns;
	uint64_t rows;      /* as measured; 0 where nobody did */
} qn_out_table;

typedef struct {
	const char *title;   /* of the whole */
	const char *source;  /* where it comes from, in words */
	const char *vintage; /* the day whose knowledge it holds, 2026-03-30; "" for an empty store */
	const char *mark;    /* "synthetic 合成", a word for a mixture, or "" for what is real */
	const char *maker;   /* the program and its version */
	bool chinese;        /* the language of labels and titles */
} qn_out_about;

/* By the column's type; text NULL, or a number that is NaN: missing. */
typedef struct { const char *text; double number; } qn_out_cell;

enum { QN_OUT_COLUMNS = 4096 }; /* at most */
