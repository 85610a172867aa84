/* SPDX-License-Identifier: Apache-2.0 */
/* wide.h - the form that people fill in: titles, a header of one row or two (merged cells above), then a row for each entity and a
 * column for each indicator; totals and notes.
 *
 *   2025年度县域集群情况表
 *   单位:亿元
 *   序号,集群名称,营业收入,税收(万元),高新技术企业数(家),2024年营业收入
 *   1,某市仪器仪表,600,12000,35,551.2
 *   合计,,600,12000,35,551.2
 *   注:……
 *
 * A column is an indicator by its id or name, its unit in brackets behind it, its period in front of it or behind. What names no
 * period takes that of the row's own column, else of the row of the header above, else of the title, else of the options.
 * In a sheet the row of the header above reaches as far as its cells are merged: a column beyond has to say for itself, and a figure
 * merged over rows is a fault.
 * A unit may be told by a title too (单位:万元, 情况表(万元)), or by a row below the header, which may not contradict the columns' names;
 * a unit that a title only speaks of and no column took, or that none can be in, a note or a remark that tells another, or a line between the rows that names
 * another period, is a fault: figures were read otherwise. So is what is meant as a unit, wherever it is told, and is none that is known.
 * What makes of figures no levels of their period as it was, a target, growth, one month of several, is a fault wherever it is said of them:
 * above a column, in a title, in a line between the rows or, if it is all that it says, in a row's remark; so is another whole than the
 * rows are of, 全县, above a column. Whatever else stands above columns is told as passed over.
 * Above the header such an upper row may leave its corner empty, ,2024年,,2025年; below it the numbers of columns (甲,1,2) and the header once
 * more are passed over, and the head of a section of other figures (二、营业收入) turns like a line of another period.
 * A column whose name begins with 上年 or "last year" is for its reader alone; any other that is not known is a fault. Rows
 * of a total are held against the sum of theirs, and a difference is told. */
#pragma once
#include "ingest/observing.h"

typedef struct qn_wide qn_wide;
/* What stands above the rows. sheet: the name of the workbook's, of one field or none; group: the upper row of a header of two, or NULL. */
typedef struct { qn_csv_row sheet; const qn_csv_row *title; size_t titles; const qn_csv_row *group, *header; } qn_wide_top;

/* A name as columns are compared, without blanks, in letters of one width and case. False: nothing of it is left, or it is too long. */
enum { QN_TIGHT_MOST = 512 };
bool qn_name_tighten(const char *text, char tight[QN_TIGHT_MOST]);

/* Indicators by what columns call them: their names, tightened. */
typedef struct qn_callings qn_callings;
qn_callings *qn_callings_new(const qn_catalogue *catalogue); /* NULL without memory; borrows the catalogue */
void qn_callings_free(qn_callings *callings); /* NULL is fine */
/* The indicator that a text is a name of, and nothing else; -1: none. */
long qn_callings_find(const qn_callings *callings, const char *text);
/* Is it a unit and nothing else, in brackets or not? */
bool qn_wide_is_unit(const qn_callings *callings, const char *text);
/* Does the text name an indicator? */
bool qn_wide_names(const qn_callings *callings, const char *text);
/* Does some field of the row name an indicator? */
bool qn_wide_names_any(const qn_callings *callings, const qn_csv_row *row);
/* Borrows o, callings and the titles, and the rows of the header during the call. Columns that are not known are told. */
int qn_wide_open(qn_observing *o, const qn_callings *callings, qn_wide_top top, qn_wide **out, qn_error *err);
int qn_wide_row(qn_wide *w, const qn_csv_row *row, qn_error *err);
void qn_wide_merged(qn_wide *w, const qn_merged *cells); /* wide_merged.c: after the last row, cells of a sheet that are one */
void qn_wide_heed_printed(qn_wide *w, const char *words); /* wide_notes.c: after the last row, what a sheet prints on each page */
void qn_wide_end(qn_wide *w); /* after the last row: holds totals against sums */
void qn_wide_free(qn_wide *w); /* NULL is fine */
/* Refuses what is said to be of a whole year below a title of a part of it. */
void qn_wide_tell_whole(qn_importing *i, unsigned line, int column, qn_period period, unsigned title);

/* wide_title.c. The period that a title is of: 1 with the only one, 0: none, 2: several. */
int qn_wide_title_period(const char *text, qn_period *out);
/* What a row of a title or a note says from a field on: its text, or that of a label, 单位:, and of the cell that it labels. The field
 * behind what was said. */
typedef char qn_wide_said[8192];
size_t qn_wide_title_said(const qn_csv_row *row, size_t k, qn_wide_said said);
/* Calls each for every unit beside a table: told (单位:亿元、家; (万元); a cell of units alone; figures in t), strange: one that is not known
 * (单位:仟元, (kg)), none, where one must stand, said in passing (金额以万元计), where nobody can know which figures it is of, or foreign (万美元,
 * RMB bn), of money that no unit is of. */
typedef enum { QN_UNIT_TOLD, QN_UNIT_STRANGE, QN_UNIT_NONE, QN_UNIT_IN_PASSING, QN_UNIT_FOREIGN } qn_unit_said;
typedef void qn_wide_unit_of(void *context, const char *word, qn_unit_said said);
void qn_wide_title_units(const char *text, const qn_units *units, qn_wide_unit_of *each, void *context);
/* Is it 10万元 and nothing else, which above a table is a unit and in a row's remark an amount? */
bool qn_wide_is_amount(const char *text);
/* Does it begin with a word that units follow, 单位:万元? */
bool qn_wide_is_unit_label(const char *text);

/* wide_head.c. What a column's name says: an indicator, with unit and period where they stand there. */
typedef struct {
	long indicator;      /* -1: none is called so */
	qn_unit unit;        /* of the numbers below, if has_unit */
	bool has_unit;
	qn_period period;    /* QN_NO_PERIOD: it does not say */
	bool wrong_unit;     /* what stands in brackets is a unit of another kind */
	const qn_both *why;  /* what it says cannot be, or NULL */
	bool above;          /* and it is the upper row that says so */
} qn_wide_head;
qn_wide_head qn_wide_head_read(const qn_callings *callings, const char *text);
/* The words in brackets, or behind a colon, that end a folded name: cut off it and copied. And those without 单位: in front. */
bool qn_name_cut_end(char *name, char *inner, size_t size);
const char *qn_name_unit_word(const char *inner);
/* The same of a header's two rows, of a table that is of a period (QN_NO_PERIOD: not known). */
qn_wide_head qn_wide_head_read_two(const qn_callings *callings, const char *group, const char *text, qn_period table);
/* Is all that the upper row says a period, units or the column's own indicator, so that it is heard? */
bool qn_wide_head_is_heard(const qn_callings *callings, const char *group, long indicator);
/* Is it a column that shows last year's value to whoever fills in the form? */
bool qn_wide_head_is_past(const char *text);

/* wide_words.c. Does the text above a column of a name say that its figures are no levels of the period: 目标, 增速, 其中? Not where the
 * name says so itself. */
bool qn_wide_another_kind(const char *text, const char *name, qn_period period);
/* The same of words by which they are no levels, and of which no title is: 新增, 年初, 排名. */
bool qn_wide_another_thing(const char *text, const char *name);
/* The same of words for another whole, or a part, than the rows are of: 规上企业, 全县. */
bool qn_wide_another_whole(const char *text, const char *name);
/* Does a name hold such a word, or another for the same: growth? */
bool qn_wide_says_too(const char *name, const char *word);
/* The same of a title, or of a line between the rows, that is of the whole table: the word goes to word. */
enum { QN_WORD_MOST = 32 };
bool qn_wide_title_kind(const char *text, qn_period period, char word[QN_WORD_MOST]);
/* wide_passing.c. Is such a word at a place said of something else, denied, or the name of an office? */
bool qn_wide_is_in_passing(const char *text, const char *at, size_t length);
