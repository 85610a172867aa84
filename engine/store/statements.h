/* SPDX-License-Identifier: Apache-2.0 */
/* statements.h - all that was said of a cell, exact or not, each with who says it and why it counts or does not; and whether
 * sources contradict each other. */
#pragma once
#include "store/claims.h"
#include "store/remarks.h"

/* Why a statement is adopted, or is not. */
typedef enum {
	QN_ADOPTED_ALONE, QN_ADOPTED_BETTER, QN_ADOPTED_LATER, QN_ADOPTED_LAST, /* the only figure; a better source; known later; imported later */
	QN_PASSED_RANK, QN_PASSED_DAY, QN_PASSED_ORDER,                         /* a worse source; known earlier; imported earlier */
	QN_RETOLD,                                                              /* its source has told it anew since */
	QN_BOUND, QN_ROUGH, QN_OTHER_SCOPE                                      /* no figure of the cell */
} qn_standing;

typedef struct {
	qn_claim claim;     /* who told it, where, since when, of what rank */
	qn_remark remark;   /* what it says */
	const char *source, *file; /* borrowed from the snapshot */
	bool synthetic;
	bool last;          /* its source's last word on what it speaks of */
	qn_standing standing;
} qn_statement;

static inline bool qn_statement_adopted(const qn_statement *s) { return s->standing <= QN_ADOPTED_LAST; }

/* What was said of a cell and known at the vintage, the adopted one first, then other figures, best first, then the rest. In the
 * arena, texts borrowed from the snapshot. */
int qn_statements_read(qn_snapshot *snapshot, const qn_spot *spot, qn_vintage at, qn_arena *arena, qn_statement **out, uint32_t *count, qn_error *err);

/* Was anything said of the cell, or of those it is kept with, but what its column holds? 1, 0 or an error; quick. */
int qn_statements_beside(qn_snapshot *snapshot, const qn_spot *spot, qn_error *err);

typedef int qn_statements_taker(void *context, const qn_spot *spot, const qn_statement *statement, uint32_t count);
/* The same for every cell of an indicator of which more than one thing was said, by (kind, period, entity). Non-zero from each
 * stops and is returned. */
int qn_statements_each(qn_snapshot *snapshot, uint32_t indicator, qn_vintage at, qn_statements_taker *each, void *context, qn_error *err);

/* A rough figure contradicts none within a tenth of it. */
#define QN_ROUGHLY 0.1
/* The true values that what is said allows; open: without the end that is finite. */
typedef struct { double low, high; bool open; } qn_range;
qn_range qn_remark_range(const qn_remark *remark);
/* Can both not be true? Bounds are taken at their word; what speaks of different scopes never contradicts. tolerance: a share of
 * the greater figure by which they may miss each other, 0 for none. */
bool qn_statements_contradict(const qn_remark *a, const qn_remark *b, double tolerance);
/* Do the last words of any two sources contradict each other? 1, 0 or QN_ENOMEM. */
int qn_statements_conflict(const qn_statement *statement, uint32_t count, double tolerance, qn_error *err);
