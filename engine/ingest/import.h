/* SPDX-License-Identifier: Apache-2.0 */
/* import.h - a file of text, or a sheet of an .xlsx workbook, into the store, all of it or nothing. Observations in long form: entity, indicator, period, value
 * (aliases of the header in Chinese and English), optional who says it (source, rank, known_on, submitter) and what it says beyond
 * its number (operator, scope, note); or in the wide form that people fill in (wide.h); or records of a
 * register: register, entity, fields. */
#pragma once
#include "store/records.h"

typedef struct {
	const char *source, *submitter; /* NULL: not said */
	qn_source_rank rank;
	qn_date known_on;
	bool synthetic;      /* as if every row said so */
	bool mix;            /* let real and synthetic values into one store */
	const char *recorded; /* ISO 8601 */
	const char *sheet;    /* of a workbook; NULL: the first that is not hidden */
	size_t most_errors;  /* how many bad values are told; 0: 20 */
	const qn_period *period; /* of a wide table that does not say; NULL: not said */
	bool explain;        /* tell what was understood, for a dry run */
	const char *map;     /* path of a mapping file (mapping.h); NULL: none */
	const char *rejects; /* path of the file for rows that are refused; NULL: none is written */
	bool replace;        /* one that is there already */
	bool chinese;        /* the language of what is told */
} qn_import_options;

typedef struct {
	const char *encoding;
	char delimiter;         /* of its fields, if it is no comma */
	char sheet[128];      /* that was read of a workbook; "" for text */
	qn_buffer notes[2];   /* what someone should know of the workbook, in English and Chinese, one line each; free them */
	bool wide;              /* the wide form */
	qn_buffer understood;   /* what was, where the options ask; free it */
	uint64_t passed;        /* rows that the mapping passes over */
	uint64_t rows, missing; /* rows read; of them without a value */
	qn_put_count cells;     /* or records, of a register that tells them apart; of another none */
	uint64_t beside;      /* claims that are no values: bounds, other scopes */
	uint64_t records;
	bool synthetic;
	uint32_t import, imports; /* the first number, and how many: one for each source of the file */
	qn_buffer errors;       /* one line each, "file:line:column: what, why, what to do"; free it */
	uint64_t error_count;
	bool of_header;         /* some of them stand in the header or above it: no rejects were written */
	uint64_t note_count;    /* of the notes that have a line */
	struct qn_unheld { const char *name; unsigned line; } *unheld; /* registers of a pack that declares none: who knows its rules says more */
	uint32_t unhelds;
	qn_arena arena;         /* of these; free it */
} qn_import_report;

void qn_import_report_free(qn_import_report *report);
/* QN_EINPUT when any row was bad: nothing was put, the lines stand in report->errors. */
int qn_import_file(qn_change_set *change, const char *path, const qn_import_options *options, qn_import_report *report, qn_error *err);
