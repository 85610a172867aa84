/* SPDX-License-Identifier: Apache-2.0 */
/* model.h - what a report is made of, for the formats. */
#pragma once
#include "report/report.h"

typedef struct { bool is_number; const char *text, *kept; double number; int decimals; } table_cell; /* a number may have a text for people; kept: as it came */
typedef struct { const char *id, *heading; int flags; } table_column;

struct qn_row { qn_table *table; table_cell *cell; size_t cells; qn_tone tone; bool real; qn_row *next; };
struct qn_table {
	qn_report *report;
	const char *id, *title;
	table_column *column;
	size_t columns, room;
	qn_row *first, *last;
	size_t rows;
	qn_table *next;
};
struct qn_report {
	const char *title, *data_heading;
	bool synthetic, failed;
	qn_table *first, *last;
	struct note { const char *text; struct note *next; } *note, *last_note;
	qn_arena arena;
};

#define QN_SYNTHETIC_MARK "synthetic 合成"
#define QN_REAL_MARK "real 真实"

/* Is the column there for those who read this format? */
bool qn_column_shown(const table_column *of, bool machine);
/* Has the table anything for them? */
bool qn_table_shown(const qn_table *table, bool machine);
/* A cell as people read it; NULL row cells are empty. out is overwritten. */
const char *qn_cell_text(const table_cell *cell, char out[64]);
/* By a column's place, where one beyond the last is the mark of synthetic values. */
const char *qn_shown_heading(const qn_table *table, size_t at);
const char *qn_shown_text(const qn_row *row, size_t at, char out[64]);

int qn_write_screen(const qn_report *report, const qn_report_look *look, qn_buffer *out, qn_error *err);
int qn_write_json(const qn_report *report, qn_buffer *out, qn_error *err);
void qn_write_separated(const qn_report *report, char separator, qn_buffer *out);
void qn_write_markdown(const qn_report *report, qn_buffer *out);
