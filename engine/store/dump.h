/* SPDX-License-Identifier: Apache-2.0 */
/* dump.h - private to the store: its tables as lines of text. The first line is "qunce dump 1", the last "end" and how many
 * lines stand between them. Every other is a word and fields as plan/bytes.h writes them in text; numbers of entities count
 * from 0 within their kind, days are counted from 1970-01-01, who repeats a line's first fields belongs to it.
 *
 *   meta KEY BYTES                                              what the store notes of itself, but not its format
 *   catalogue FIELDS                                            units, indicators, kinds
 *   entity KIND NUMBER ID CODE ZH EN NOTE
 *   name KIND NAME ENTITY ROLE                                  NAME folded, as it is looked up; ROLE 0 id … 4 alias
 *   member KIND NUMBER GROUP-KIND GROUP FROM UNTIL
 *   import NUMBER FILE SOURCE SUBMITTER RANK KNOWN-ON …
 *   cell INDICATOR KIND PERIOD ENTITY VALUE IMPORT LINE         the adopted value and where it came from
 *   past INDICATOR KIND PERIOD ENTITY KNOWN-ON BY VALUE IMPORT LINE    what import BY replaced; VALUE "-": it told the same
 *   claim INDICATOR KIND PERIOD ENTITY KNOWN-ON BY VALUE IMPORT LINE   what import BY said and was not adopted
 *   remark INDICATOR KIND PERIOD ENTITY IMPORT LINE OPERATOR VALUE SCOPE NOTE WORDS     OPERATOR 0 =, 1 >, 2 <, 3 ~, 4 >=, 5 <=
 *   record REGISTER KIND ENTITY ARRIVAL IMPORT LINE FIELDS
 *   pack KNOWN-ON ARRIVAL ID FILES                              by path and SHA-256
 *   content SHA-256 BYTES
 *
 * INDICATOR, KIND and PERIOD from `cell` to `remark` are ids, so that the lines can be read by eye. Whatever the store's own
 * format, a dump is of these lines; a table more is a row more in rows[] of dump.c. */
#pragma once
#include "store/care.h"
#include "store/things.h"

typedef struct qn_dump qn_dump;
typedef struct qn_load qn_load;
typedef struct qn_dump_row {
	const char *word;
	qn_db db;
	const char *key;                             /* its fields: see qn_dump_key */
	void (*walk)(qn_bytes *bytes, void *thing);  /* of a qn_thing; NULL: the functions below */
	bool (*is)(const MDB_val *key);              /* which of the table's entries are meant; NULL: all */
	int (*write)(qn_dump *dump, const struct qn_dump_row *row, const MDB_val *key, const MDB_val *value);
	int (*read)(qn_load *load, const struct qn_dump_row *row, qn_bytes *in);
	int (*end)(qn_load *load);                   /* after the last line of the table; NULL: nothing to do */
} qn_dump_row;
extern const qn_dump_row qn_dump_rows[];
extern const size_t qn_dump_row_count;
#define QN_DUMP_FIRST "qunce dump 1"

/* A key's fields in text, out and in: i the id of an indicator, k that of a kind, p a period (2 bytes each), h 2 bytes, w 4 bytes,
 * d a day (4 bytes), z a text with its zero, r the rest; b 2 bytes of ones, of which no word is said. */
void qn_dump_key(qn_bytes *bytes, const char *fields, const qn_catalogue *words, qn_key *key);
/* Is the key as long as such fields are? */
bool qn_dump_key_fits(const char *fields, const MDB_val *key);

/* load.c: lines of the tables that are no things. */
int qn_load_meta(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_catalogue(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_name(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_cell(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_patch(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_content(qn_load *load, const qn_dump_row *row, qn_bytes *in);
int qn_load_names_end(qn_load *load);
int qn_load_cells_end(qn_load *load);
int qn_load_patches_end(qn_load *load);
