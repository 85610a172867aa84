/* SPDX-License-Identifier: Apache-2.0 */
/* sources.h - who speaks in a file. Rows of one source, rank, day and submitter are one import; a file with several becomes as
 * many, numbered in the order in which they first appear. What rows leave out, the options give. */
#pragma once
#include "ingest/cells.h"
#include "ingest/memo.h"
#include "ingest/sayings.h"

/* As a row says it; "" where it does not. */
typedef struct { const char *source, *rank, *known_on, *submitter; } qn_row_source;

/* A spreadsheet's error, #REF!, names nobody. */
bool qn_source_is_fault(const char *source);

typedef struct {
	qn_import import;       /* its number is 0 until the file is admitted, and remains so where others have rows and it has none */
	qn_cells *cells;        /* of the first voices; NULL: of the others a list */
	struct qn_few *few;
	uint32_t listed;
	uint32_t told_first;    /* the import that told first what this one repeats; 0: not yet sought */
} qn_voice;

/* A file has a few sources with many figures, or many with a few: only the first ones get cells that are quick to fill. */
enum { QN_DENSE_VOICES = 64, QN_MOST_VOICES = 65536 };
#define QN_NO_VOICE UINT32_MAX

typedef struct {
	qn_voice *voice;
	uint32_t voices;
	uint32_t indicators, kinds; /* of the catalogue */
	size_t most_told;
	qn_memo memo;               /* what a row says of its source, as a number of the voice */
	qn_sorter *sayings;         /* beside or instead of cells; NULL: none yet */
	void (*odds)(void *context, const qn_spot *place, const unsigned line[2]); /* told, while they are put, of two lines that cannot both be true; NULL: nobody is */
	void *context;
	qn_buffer text;             /* scratch */
	qn_arena arena;
} qn_voices;                    /* zeroed but for indicators, kinds and most_told: an empty one */

void qn_voices_free(qn_voices *voices);
/* The voice that speaks as `usual` does but for what the row says: found, or made. QN_NO_VOICE, after why is set, for a name, a
 * rank or a day that is none, or too many voices; why NULL: there is no memory. synthetic: of the row. */
uint32_t qn_voices_find(qn_voices *voices, const qn_import *usual, const qn_row_source *row, bool synthetic, const qn_both **why);
/* The place of a period, the same for all voices that have cells; QN_NO_PLACE where none has, or without memory. */
uint32_t qn_voices_place(qn_voices *voices, qn_period period);
/* Takes what a voice says: exact numbers into its cells, what says more among the sayings. */
int qn_voices_take(qn_voices *voices, const qn_saying *saying, qn_error *err);
/* Calls each with every voice and its cells, in order; anything but QN_OK stops and is returned. */
int qn_voices_each(qn_voices *voices, int (*each)(void *context, qn_voice *voice, qn_cells *cells, qn_error *err), void *context, qn_error *err);
/* The file's fingerprint, which is known when all of it has been read: before the voices are put. */
void qn_voices_sign(qn_voices *voices, qn_sha256 content);
/* Gives every voice that has rows (without any: every voice) its number and puts it, in order; counts claims that are no values. */
int qn_voices_put(qn_voices *voices, qn_change_set *change, qn_put_count *count, uint64_t *beside, qn_error *err);
