/* SPDX-License-Identifier: Apache-2.0 */
/* mapping_own.h - what the three parts of a mapping share: its file (mapping.c), what the names say that it replaces
 * (mapping_names.c), and the tables it is put in front of (mapping_rows.c). */
#pragma once
#include "ingest/asides.h"
#include "ingest/heads.h"
#include "ingest/mapping.h"

enum { QN_MAP_FIELDS = 4096 + 64, QN_MAP_LONGEST = 256 };
typedef enum { QN_MAP_COLUMN, QN_MAP_PASS, QN_MAP_WHERE, QN_MAP_CONSTANT, QN_MAP_FACTOR, QN_MAP_MEANING } qn_map_verb;
typedef struct {
	qn_map_verb verb;
	int head;             /* the column that a meaning or a constant is about */
	const char *from, *to;
	const char *folded;   /* what is looked for in a cell, as a keyboard may write it: of a meaning from, of a filter to */
	double number;        /* the same as one; missing: it is none */
	double factor;
	unsigned line;
} qn_map_entry;

typedef struct {
	int role;                     /* as qn_head_find has it; -1: another */
	bool of_origin, mark;         /* by its own name or its new one: it says where a row comes from or whether it is synthetic · the latter */
	const qn_map_entry *filter;   /* the first that filters by it; NULL: none */
	const qn_map_entry *rename;   /* the one that renames it; NULL: none */
	const qn_map_entry *part;     /* that which passes it over though it is of a part of the year, 月份; NULL: none */
} qn_map_column;

struct qn_mapping {
	const char *name;              /* the file, and its lines */
	qn_map_entry *entry;
	uint32_t entries;
	size_t note;                   /* the column for its reader, behind the three; 0: none */
	bool means[QN_OF_NOTHING + 1]; /* of each column of the long form, whether a line says what stands in it */
	double *factor;                /* of each indicator; NULL: there are none */
	const qn_map_entry **gave;     /* which line gave it */
	qn_aside *aside;               /* of each entry that renames, what its old name says beside itself; NULL: none of them anything */

	bool begun;                    /* some row of the table has come */
	bool headed;                   /* the table: its header has come (of the mapping's own file too, while that is read) */
	unsigned line;                 /* where */
	bool wide;
	size_t columns, why;           /* why: the column that says why a row was refused, which says nothing of the row; beyond all: there is none */
	qn_map_column *column;
	bool passes_parts;             /* some column has one */
	size_t values;                 /* the column of values, where it is renamed; beyond all: it is not */
	const char *unit;              /* that the old name of the column of values tells; "": none */
	bool adds_unit;                /* a column of units is put behind the constants */
	uint64_t passed;
	qn_csv_field field[QN_MAP_FIELDS];
	qn_arena arena;
};

/* A cell as people may write it: of full width, with other blanks, another way of writing its number. */
typedef struct { char folded[QN_MAP_LONGEST]; double number; } qn_map_asked;
qn_map_asked qn_map_ask(const char *text);
bool qn_map_is_written_so(const qn_map_entry *entry, const qn_map_asked *cell);
/* Which line says what a cell of a column means, and which gives a column that the table does not have; NULL: none. */
const qn_map_entry *qn_map_meant(const qn_mapping *mapping, int role, const char *text);
const qn_map_entry *qn_map_constant(const qn_mapping *mapping, int head);
/* The field of a column of the long form in the row at hand, or its constant; NULL: there is none. *at: of the field. */
const char *qn_map_told_in(const qn_mapping *mapping, int head, size_t fields, size_t *at);

/* A column's new name as if it said what the old one does beside it; lent, NULL without memory. */
const char *qn_map_with_aside(qn_mapping *mapping, const qn_catalogue *catalogue, const qn_map_entry *entry, bool of_register);
/* Of a long table, once its header is known: what the old name of its column of values says. */
int qn_map_hear_values(qn_mapping *mapping, const qn_importing *i, unsigned line, qn_error *err);
/* Of a row of a long table: what the old names say against what it says itself is bad. The unit they tell, or "". */
const char *qn_map_hear_row(qn_mapping *mapping, qn_importing *i, const qn_csv_row *row);
