/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.h - what the files of `qunce coverage` share: the rows of the document, and what the pack's own table claims of
 * each. Two tables of the pack's data folder:
 *
 *   requirements.csv   id,clause,snippet,kind: the document cut into what it asks
 *   coverage.csv       id,status,by,number,test,note: one line for each row of it
 *
 * status is computed, tested, recorded or not_done. by, number and test are lists, parted by "; ". An item of by or number is
 * KIND:NAME: a declaration (criterion:, target:, parameter:, option:, assumption:, derived:, check:, model:, measure:, stage:), an
 * indicator:, an entity of a kind with so many subjects as its members (members:KIND/ID=N), a verb:, a register:, one of its fields
 * (field:REGISTER.FIELD), a rollup:, a table: of the data folder, a text: that holds the row's words, a holiday:DATE, the day
 * report_due:MM-DD. A test is a file: of the pack, or of a folder above it. Nothing of this is believed that can be looked up. */
#pragma once
#include "cli/session.h"

typedef enum { COVER_COMPUTED, COVER_TESTED, COVER_RECORDED, COVER_NOT_DONE, COVER_STATUSES } cover_status;
extern const char *const cover_status_ids[COVER_STATUSES];

typedef struct {
	const char *id, *clause, *snippet, *kind;
	const char *by, *number, *test, *note; /* "" for none */
	unsigned line;                         /* of coverage.csv; 0: it says nothing of this row */
	cover_status status;
	bool real, synthetic;                  /* what it is computed from, as far as that is at hand */
} cover_row;

typedef struct {
	cli_session *se;
	const qn_pack *pack;
	const char *folder;                    /* the pack's; NULL: a store's own copy */
	bool *observed;                        /* by indicator: the store has a value; NULL: no store is looked at */
	cover_row *row; uint32_t rows;
	struct cover_table *table; uint32_t tables; /* of data, as far as they were looked into */
	const char **doubt; uint32_t doubts;   /* what does not hold, each with its line */
	uint32_t absent;                       /* tables and tests that are not at hand, and so were not looked into */
	bool failed;                           /* memory ran out */
} covering;

/* coverage_read.c: both tables; a malformed line is an error, a row that is not spoken of a doubt. */
int cover_read(covering *c, qn_error *err);
__attribute__((format(printf, 3, 4))) void cover_doubt(covering *c, const cover_row *row, const char *format, ...);
/* The next item of a list parted by ";", in the session's arena; NULL behind the last. *at goes on behind it. */
const char *cover_item(covering *c, const char **at);
/* A table or text of the data folder by its path from there: of the pack, else of the disk. 1 with *out, which lives as long as the
 * session; 0 if it is not at hand; a negative qn_status. */
int cover_file(covering *c, const char *path, qn_pack_file *out, qn_error *err);

/* coverage_look.c: looks up whatever a row claims to rest on, row by row. */
int cover_look(covering *c, qn_error *err);
/* coverage_data.c: what a computed row is computed from: does it hold what the rules of the row read, and is it real? */
int cover_data(covering *c, cover_row *row, qn_error *err);
