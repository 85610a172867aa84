/* SPDX-License-Identifier: Apache-2.0 */
/* texts.h - tables as text, written here: CSV and TSV, JSON and NDJSON. The same tables give the same bytes. */
#pragma once
#include "base/arena.h"
#include "base/period.h"
#include "files/outlet.h"

/* For what opens them: a byte order mark in front and CRLF at the ends of lines, as spreadsheets want it. */
typedef struct { char separator; bool excel; } qn_separated;

/* One table, a header of the columns' names; of several, an empty line between two. What a spreadsheet would run as a formula
 * stands behind an apostrophe (base/text.h). file is lent. */
int qn_outlet_separated(qn_separated how, qn_outfile *file, qn_outlet **out, qn_error *err);
/* A text as a field of such a table, which reads back as it is. */
void qn_separated_text(qn_buffer *out, const char *text, char separator);
/* One object: what it is about, and tables of objects by their names; or of one table an object a line. */
int qn_outlet_json(bool lines, qn_outfile *file, qn_outlet **out, qn_error *err);

/* "text" as JSON has it. */
void qn_json_text(qn_buffer *out, const char *text);
/* A cell of a table of columns that may be texts, as text for people and machines: numbers by their shortest form, dates
 * 2025-07-01; "" where missing. room: QN_NUMBER_SIZE bytes. */
const char *qn_out_text(qn_out_type type, const qn_out_cell *cell, char *room);

/* Shared by the outlets of this header: bytes on their way to a file. Put it first in an outlet of your own. */
typedef struct { qn_outlet outlet; qn_outfile *file; qn_buffer out; } qn_text_outlet;
int qn_text_flush(qn_text_outlet *text, bool all, qn_error *err); /* all: or only when enough came together */
int qn_text_end(qn_outlet *outlet, qn_error *err);
void qn_text_free(qn_outlet *outlet);
