/* SPDX-License-Identifier: Apache-2.0 */
/* importing.h - what an import gathers before anything is put: bad values are told one by one, and any of them stops it all. */
#pragma once
#include "ingest/csv.h"
#include "ingest/import.h"
#include "ingest/xlsx.h"

typedef struct {
	qn_change_set *change;
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	const qn_import_options *options;
	qn_import_report *report;
	const char *name;               /* of the file, for messages */
	qn_import import;               /* as the options have it; of records, the import itself */
	struct { unsigned line; int column; bool shown; } pointed; /* the first 1.234 of a file that semicolons part; that a point is one: 12.5 */
	struct qn_bare *bare;           /* of each indicator, whose numbers have units and whose have none: bare.h; NULL: no figures are read */
	const double *factor;           /* of the mapping file, by indicator; NULL: none */
	const struct qn_mapping *mapping; /* lent; NULL: none */
	struct qn_rejects *rejects;     /* who keeps why rows are refused; NULL: nobody */
	unsigned first_synthetic, first_real; /* lines; 0: none */
	unsigned said_synthetic;        /* the first line of a title, a note or a remark that says it of the figures; 0: none */
	unsigned header_first, header_last; /* the lines of the header; 0: it has not come */
	unsigned unit_asked;            /* the last line of which it was told that its unit is left out */
	bool period_given;              /* a constant of the mapping file is the period of all rows */
	bool period_heeded;             /* a table that does not say its period is of the options' */
	qn_error unasked;               /* why the store could not be asked for a name: then whatever is said of bad values is not to be believed */
} qn_importing;

/* "file:line:column: words", counted, told up to the limit, in the language of the options; the arguments are those of both
 * formats. Always QN_OK: the next row may have more to tell. */
__attribute__((format(printf, 4, 6), format(printf, 5, 6)))
int qn_import_bad(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...);
/* A row that another was told to contradict goes among the rejects with it, since one of the two stays. */
__attribute__((format(printf, 4, 6), format(printf, 5, 6)))
void qn_import_contradicted(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...);
/* The same for what is no fault and should be known. */
__attribute__((format(printf, 4, 6), format(printf, 5, 6)))
void qn_import_note(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...);
/* Columns of a header: those at its end without a name, as spreadsheets leave them, are none. */
size_t qn_import_heads(const qn_csv_row *row);
/* A table's header has come, all of it between the two lines. */
void qn_import_header(qn_importing *i, unsigned first, unsigned last);
/* The words of the options' language. */
const char *qn_import_word(const qn_importing *i, qn_both words);
size_t qn_import_most_told(const qn_importing *i);
/* Are so many told that no more will be? Then the search for a nearest name is for nothing. */
bool qn_import_told_enough(const qn_importing *i);
/* False, and told, when a store keeps no such text, since it holds what turns what is shown into something else, or is what a cell
 * shows and what it holds, ?≠12; prose may have line ends and tabs. */
bool qn_import_keeps(qn_importing *i, unsigned line, int column, const char *text, bool prose);
/* False, and told, when a cell of a workbook that is to be kept as a text is struck out, whole or in part, or raised in part. column: from 1. */
bool qn_import_is_plain(qn_importing *i, unsigned line, int column, const qn_csv_field *field);
/* False, and told, when the row has more fields than the header; empty ones do not count. */
bool qn_import_fits(qn_importing *i, const qn_csv_row *row, size_t columns);
/* Tells that merged cells below the header say something of their first row or column alone. */
void qn_import_merged(qn_importing *i, const qn_merged *cells);
/* Do the words of a source (where a row has none, of the options'), or the options, say that values are synthetic? */
bool qn_import_is_synthetic(const qn_importing *i, const char *source);
/* The same of a row whose column synthetic, from 1, says it too; told, and *good false, where that is no mark or says real against the source. */
bool qn_import_told_synthetic(qn_importing *i, unsigned line, int column, const char *said, const char *source, bool *good);
/* Hears whether what stands beside figures says that they are synthetic. */
void qn_import_hear(qn_importing *i, unsigned line, const char *text);
void qn_import_heard(qn_importing *i, unsigned line); /* it does, in a line */
void qn_import_mark(qn_importing *i, unsigned line, bool synthetic);
/* The kind and number of an entity by one of its names, whole, its blanks, widths and brackets forgiven: of the kind that is
 * judged first, then of any other; or by a group's name, a blank, and the rest of the name: 某市 仪器仪表. */
bool qn_import_entity(qn_importing *i, const char *name, uint32_t *kind, uint32_t *number);
/* Words for an entity that is not known, with the nearest. */
void qn_import_no_entity(qn_importing *i, unsigned line, int column, const char *name);

/* Is an entity of the kind that is judged? False, and told, if a column that promises one names another. */
bool qn_import_is_judged(qn_importing *i, unsigned line, int column, const char *name, uint32_t kind);

/* The rows of a register, its header first: all are checked before any is put. */
typedef struct qn_registering qn_registering;
int qn_registering_open(qn_importing *i, qn_registering **out, qn_error *err);
int qn_registering_row(qn_registering *r, const qn_csv_row *row, qn_error *err);
int qn_registering_put(qn_registering *r, qn_error *err);
void qn_registering_free(qn_registering *r); /* NULL is fine */
/* Called between checking and putting: any bad value, a half-synthetic file or a forbidden mixture stops here. */
int qn_import_check(qn_importing *i, qn_error *err);
/* The same, and what the file told on a day gets the number of an import; for each of its days once. */
int qn_import_admit(qn_importing *i, qn_date known_on, uint64_t rows, qn_error *err);
