/* SPDX-License-Identifier: Apache-2.0 */
/* wide_table.h - a wide table as it is read: shared by wide.c, which reads its header and its entities, wide_above.c, which reads what
 * stands above it, wide_aside.c, which reads what stands between - units, totals (wide_total.c), notes (wide_notes.c) - and wide_merged.c. */
#pragma once
#include "base/arena.h"
#include "ingest/wide.h"

typedef struct {
	qn_wide_head head;   /* indicator -1: passed over */
	bool nameless;
	bool names;          /* tells who or when a row is of, or its number */
	bool filling_in;     /* tells whom to ask, or when the form was filled in */
	bool by_title;       /* its unit is a title's */
	size_t under;        /* the column whose field of the upper row says something of it too; itself: none but its own */
	bool covered;        /* a merged cell of a sheet reaches over it in the upper row */
	double sum;          /* of what the rows tell exactly */
	uint32_t told, missing, beside; /* beside: told with an operator */
} qn_wide_column;

typedef struct { unsigned line; uint32_t column; double value, half; } qn_wide_total; /* half: of the last digit it was written with */

enum { QN_WHOLES = 16 };

struct qn_wide {
	qn_observing *o;
	qn_importing *i;
	const qn_callings *callings;
	qn_wide_column *column;
	size_t columns, end;   /* end: of what rows say; the column behind it says why a row was refused */
	int second;            /* another column that names the entity; -1: none */
	uint32_t past;         /* columns for the reader alone, and the first of them; its name lives while the header is taken */
	size_t first_past;
	const char *past_name;
	qn_period period;      /* of the title or the options */
	qn_period whole[QN_WHOLES]; /* years that were held against the titles and found right, the last ones */
	unsigned wholes;
	qn_csv_row sheet;      /* its name, of a workbook's, and titles: lent by who opened it */
	const qn_csv_row *title;
	size_t titles;
	char unfit[QN_WORD_MOST]; /* the first unit that a row of titles tells and no column can be in; and is there one that some column can? */
	bool fitting;
	unsigned several;      /* the line where the titles name a second period; 0: nowhere */
	bool begun;            /* a row of an entity has come */
	bool merges;           /* cells of the header's upper row are merged, so that others reach no farther than themselves */
	unsigned header;       /* the first line of it */
	unsigned last;         /* the line of the last row of an entity */
	unsigned turned;       /* the first line below the header that names another period or kind of figures; 0: none */
	qn_wide_total *total;
	uint32_t totals;
	qn_arena arena;
};

typedef struct { qn_wide *w; unsigned line; int column; bool alone; } qn_wide_spot; /* of words of a title or a note; alone: of a unit and nothing else */

static inline const char *qn_wide_text(const qn_csv_row *row, size_t k) { return row && k < row->fields ? row->field[k].text : ""; }

/* wide_above.c. Before the columns are: the period that the titles tell. */
void qn_wide_hear_periods(qn_wide *w);
/* Once the columns are known: the period and the units that the titles tell, and what they may not say. */
void qn_wide_hear_titles(qn_wide *w, const qn_wide_top *top);
/* The table's period, of the titles or the options, if any figure needs it. line: of the header. */
int qn_wide_settle_period(qn_wide *w, unsigned line, qn_error *err);
/* What says that it is of a whole year may not stand below a title of a part of it. */
void qn_wide_check_whole(qn_wide *w, qn_period period, unsigned line, int column);
/* When all that tells units has come: is there one that a title speaks of and no column took? */
void qn_wide_check_titles(qn_wide *w);
/* Does the upper row say there, at an end of it, what is told of the whole table: 单位:万元? */
bool qn_wide_is_of_all(const qn_wide_top *top, size_t g);
/* Refuse a unit that is not known, and one of which nobody knows what it is of. */
void qn_wide_tell_strange(const qn_wide_spot *at, const char *word);
void qn_wide_tell_in_passing(const qn_wide_spot *at, const char *word);
/* Is there a figure whose period neither its column nor its row says? */
bool qn_wide_needs_period(const qn_wide *w);
/* The unit in which a column's figures are read. */
const qn_unit *qn_wide_unit(const qn_wide *w, const qn_wide_column *c);
/* Were no figures read in the unit that could be, or some only because nothing was said of theirs? */
bool qn_wide_is_another_unit(const qn_wide *w, const char *word);
/* Refuses a remark of a row that tells another unit than its figures were read in. */
void qn_wide_heed_remark(qn_wide *w, const qn_csv_row *row);
/* wide_merged.c: after the last row and all merged cells, whose upper row reaches how far. */
void qn_wide_check_reach(qn_wide *w);
/* wide_notes.c. Hears what a note, or a line between the rows, says of figures. sum: it begins as a row of a total does, 其中:一季度, so that 其中
 * says nothing of the rows below. */
void qn_wide_heed_note(qn_wide *w, const qn_csv_row *row, bool sum);
/* Does a title, in any of its sentences, say of the table's figures that they are not of the period that the titles tell: 数据为上年数? */
bool qn_wide_is_against_title(const qn_wide *w, const char *said);
/* An entity comes after a line that names another period, or another kind of figures: is it of that, or of the title's? */
void qn_wide_check_turn(qn_wide *w);
/* wide_total.c. False without memory. */
bool qn_wide_take_total(qn_wide *w, const qn_csv_row *row);
/* wide_aside.c. Does a text begin with one of the words? */
bool qn_wide_begins(const char *text, const char *const *words);
/* 1 when the row was no entity's and is dealt with, 0 when it is one's, or an error. */
int qn_wide_aside(qn_wide *w, const qn_csv_row *row, qn_error *err);
