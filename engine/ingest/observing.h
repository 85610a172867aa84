/* SPDX-License-Identifier: Apache-2.0 */
/* observing.h - observations on their way from rows to cells. Rows come by two ways that mean the same: any row through
 * qn_observing_row, which has words for whatever is wrong, and lines that say nothing new but their number through
 * qn_observing_plain, which takes only what is right. */
#pragma once
#include "ingest/heads.h"
#include "ingest/importing.h"
#include "ingest/memo.h"
#include "ingest/sources.h"

typedef struct {
	qn_importing *i;
	const struct qn_callings *callings; /* lent: indicators by any way of writing their names; NULL: only as they are */
	int at[QN_OBSERVING_COLUMNS];    /* where each column stands, -1 if it does not */
	bool of_subject;                 /* who a row is of is one of those who are judged, says a column's name */
	bool passes;                     /* some column is for its reader alone */
	int beside_value;                /* right behind the values, whom to ask or when the form was filled in; -1: nothing of the kind */
	char value_unit[64];             /* of 数值(万元), the header's own; "": it tells none */
	qn_unit named;                   /* and the one of the row at hand whose indicator has one behind its name, 税收(万元); id NULL: none */
	size_t heads;                    /* columns of the header; 0: not yet read */
	struct qn_bare *bare;            /* of each indicator: bare.h */
	qn_voices voices;                /* who speaks, and the cells of each */
	int (*column_of)(const void *wide, uint32_t indicator, qn_period period, int *other); /* where figures stand in a wide table; other: and where else in a row, -1 if nowhere */
	const void *wide;                /* that one, lent; NULL: there is none */
	char scope[1024];                /* of the row at hand, without blanks at its ends */
	qn_memo memo[QN_OBSERVING_COLUMNS]; /* of the short way, by column of the long form */
} qn_observing;

int qn_observing_open(qn_importing *i, qn_observing **out, qn_error *err);
/* The header, then every row that did not come the short way. */
int qn_observing_row(qn_observing *o, const qn_csv_row *row, qn_error *err);
/* For qn_csv_taker: whole plain lines of known names, known periods and plain numbers, as far as they go. */
size_t qn_observing_plain(qn_observing *o, const char *bytes, size_t length, unsigned *line);
/* After the last row: tells of cells with two values, admits the import, puts its cells. */
int qn_observing_put(qn_observing *o, qn_error *err);
void qn_observing_free(qn_observing *o); /* NULL is fine */

/* Takes a row's keys: the entity and the period, told if they are none. */
bool qn_observing_speak(qn_observing *o); /* where no column names a source: the options' own. False without memory */
bool qn_observing_entity(qn_observing *o, const qn_csv_row *row, qn_spot *out);
/* Is a name, in a column of its row, of the kind that the names of the columns tell? False, and told, if not. */
bool qn_observing_is_of_kind(qn_observing *o, const qn_csv_row *row, int column, const char *name, uint32_t kind);
bool qn_observing_period(qn_observing *o, const qn_csv_row *row, qn_period *out);

/* SDMX's status and action of a row whose value is the text: false when they were told to be wrong; D asks that a value be deleted. */
bool qn_observing_sdmx(qn_observing *o, const qn_csv_row *row, const char *text);
/* False, and told, when its code of a frequency is not the period's. */
bool qn_observing_frequency(const qn_observing *o, const qn_csv_row *row, qn_period period);

/* understood.c. Words for what the cells gathered are, into the report. */
int qn_observing_understood(qn_observing *o, qn_error *err);

/* frequencies.c. A note where figures are of another frequency than the catalogue says. */
int qn_observing_frequencies(qn_observing *o, qn_error *err);

/* telling.c. A field of the long form, "" where the row or the header has none. */
const char *qn_observing_field(const qn_observing *o, const qn_csv_row *row, int column);
/* The indicator of a name as people write it, tax revenue with other blanks, widths and letters; -1: none. */
long qn_observing_indicator(const qn_observing *o, const char *name);
/* The same, or with a unit behind its name, 税收(万元), which goes to *unit; its id is NULL where there is none. */
long qn_observing_indicator_in_unit(const qn_observing *o, const char *name, qn_unit *unit);
/* What the row says of its unit, or the header of all values, folded as amounts are. */
enum { QN_UNIT_WORD_MOST = 256 };
const char *qn_observing_unit_word(const qn_observing *o, const qn_csv_row *row, char room[QN_UNIT_WORD_MOST]);
/* Is the row synthetic, by its source or a column that says so? False, and told, in *good when that column says neither, or
 * real where the source says synthetic. */
bool qn_observing_synthetic(qn_observing *o, const qn_csv_row *row, bool *good);
/* The unit that a row says its value is in, in room: NULL if it says none; false, and told, when it is none of its kind. */
bool qn_observing_unit(qn_observing *o, const qn_csv_row *row, const qn_indicator *about, qn_unit *room, const qn_unit **out);
/* False, and told, when a text of the row that is to be kept, or its period or unit, is struck out. */
bool qn_observing_is_plain(qn_observing *o, const qn_csv_row *row);
/* Whose a row is. QN_NO_VOICE when what is wrong with it was told; *rc says so when there is no memory. */
uint32_t qn_observing_voice(qn_observing *o, const qn_csv_row *row, bool synthetic, int *rc, qn_error *err);
/* False, and told, when the row's remark says that its figures are none of the period. */
bool qn_observing_heed(qn_observing *o, const qn_csv_row *row, qn_period period);
/* What the columns of the row say of its number, whose value, op and words the caller has filled in (op QN_EXACTLY: as the
 * number itself has it). False when what is wrong was told. */
bool qn_observing_remark(qn_observing *o, const qn_csv_row *row, const qn_spot *place, qn_remark *remark);

/* valuing.c. The words of a cell as a value: 1 with value, op and words of *out (lent) filled in, 0 if they say that nothing is
 * known, QN_EINPUT when what is wrong was told. said: the unit of the column's name, or NULL. */
typedef struct { unsigned line; int column; } qn_spot_of_file;
int qn_observing_value(qn_importing *i, qn_spot_of_file at, const qn_indicator *about, const qn_unit *said, const char *text, qn_remark *out);
/* Shared between the two ways: what is wrong with a number for an indicator, or NULL. */
const qn_both *qn_observing_unfit(const qn_indicator *about, const qn_unit *unit, double value);
/* 1,234 where semicolons part the fields, since commas are points there: why it can be read in two ways, or NULL. value: as read. */
const qn_both *qn_observing_lone_comma(const qn_importing *i, const qn_indicator *about, const qn_unit *unit, const char *text, double value);
/* After the last row: 1.234 where semicolons part the file may be 1234, unless another number shows that its points are decimal. */
void qn_observing_check_points(qn_importing *i);
/* 1,234 that nobody put quotes around: does what stands behind a number look like its next three digits? */
bool qn_observing_is_group(const char *behind);
/* The same of two neighbours, in a file whose fields a comma parts. */
bool qn_observing_is_split(const qn_importing *i, const char *front, const char *behind);
void qn_observing_tell_split(qn_importing *i, qn_spot_of_file at, const char *front, const char *behind);
void qn_plain_forget(qn_observing *o);
