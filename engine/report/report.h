/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - results as plain tables, and what becomes of them on a screen, in JSON, CSV, TSV and Markdown.
 * A report that rests on synthetic values says so in its title and in each row, in every format. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

typedef struct qn_report qn_report; /* copies every text it is given; running out of memory shows when it is written */
typedef struct qn_table qn_table;   /* lives as long as its report */
typedef struct qn_row qn_row;

/* Of a column. QN_PEOPLE: only where people read (a screen, Markdown); QN_MACHINE: only in JSON, CSV and TSV; QN_PICTURE: only on a
 * screen on which the table has room for it. */
enum { QN_LEFT = 0, QN_RIGHT = 1, QN_WRAP = 2, QN_PEOPLE = 4, QN_MACHINE = 8, QN_PICTURE = 16 };
enum { QN_EXACT = -1 };                          /* decimals: all digits that the number needs */
typedef enum { QN_TONE_PLAIN, QN_TONE_GOOD, QN_TONE_WARN, QN_TONE_BAD } qn_tone;
typedef enum { QN_FORMAT_TABLE, QN_FORMAT_JSON, QN_FORMAT_CSV, QN_FORMAT_TSV, QN_FORMAT_MD } qn_format;

/* Makes the C locale read and write UTF-8 and numbers with a point, whatever the machine is set to. Call it before a table is written;
 * the other formats do not look at it. QN_EIO when it has none, or no room for it: without
 * it names would be shown as bytes. */
int qn_report_locale(qn_error *err);

qn_report *qn_report_new(const char *title, bool synthetic); /* NULL when there is no memory; NULL is fine everywhere below */
void qn_report_free(qn_report *report);
/* Of the column that says what is synthetic, where people read; "data" if nobody says, and always for machines. */
void qn_report_data_heading(qn_report *report, const char *heading);
void qn_report_note(qn_report *report, const char *text);
/* id: a stable name of letters, digits and _ for machines; a second table of one id is ID_2. */
qn_table *qn_report_table(qn_report *report, const char *id, const char *title);
void qn_table_column(qn_table *table, const char *id, const char *heading, int flags);
qn_row *qn_table_row(qn_table *table);
size_t qn_table_keep(qn_table *table, size_t rows); /* the first so many; the rest go: how many */
/* Cells in the order of columns. A missing number is "—" for people, null or empty for machines. */
void qn_row_text(qn_row *row, const char *text);
/* What is there to be read back: CSV and TSV have it as it is in the store. */
void qn_row_kept(qn_row *row, const char *text);
void qn_row_number(qn_row *row, double number, int decimals);
/* People read the text, machines the number. */
void qn_row_quantity(qn_row *row, const char *text, double number);
/* A span from low to high as it lies on the axis of all rows, and marks on it, the last on top; what is missing is not drawn. */
typedef struct { double from, to; bool any; } qn_axis; /* zeroed: nothing is on it yet */
typedef struct { double at; char sign; } qn_mark;
void qn_axis_reach(qn_axis *axis, double value); /* missing: no farther */
void qn_row_picture(qn_row *row, const qn_axis *axis, double low, double high, const qn_mark *mark, size_t marks);
void qn_row_tone(qn_row *row, qn_tone tone);
/* The row rests on nothing synthetic, in a report that otherwise does. */
void qn_row_real(qn_row *row);

bool qn_format_read(const char *name, qn_format *out);
typedef struct { bool color; size_t width; } qn_report_look; /* width: of the screen in columns, 0: as wide as needed */
int qn_report_write(const qn_report *report, qn_format format, const qn_report_look *look, qn_buffer *out, qn_error *err);
