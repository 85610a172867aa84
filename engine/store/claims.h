/* SPDX-License-Identifier: Apache-2.0 */
/* claims.h - everything that was ever said about the cells of a chunk, by whom, and which of it counts at a vintage: the
 * current value with its origin, those that were replaced, those that were never adopted. What is no exact number of the
 * cell itself (a bound, another scope) is no claim to adopt and stands in remarks.h alone. */
#pragma once
#include "base/arena.h"
#include "store/columns.h"
#include "store/vintages.h"

typedef struct {
	qn_origin origin;    /* its import and line */
	qn_date known_on;    /* of the import */
	qn_source_rank rank; /* of its source, in force at the vintage */
	bool known;          /* at the vintage */
	double value;        /* never missing */
} qn_claim;

/* Of one chunk of a column: entity i of the chunk has claim[first[i]] … claim[first[i + 1] - 1], by import and line. */
typedef struct { qn_claim *claim; uint32_t first[QN_CHUNK + 1]; qn_arena arena; } qn_claims;

/* Every claim of entities QN_CHUNK * chunk and on, known at the vintage or not. Free *out, also after a failure. A value
 * told again unchanged is a claim of its own; one that brings in the same line of the same file again is none. */
int qn_claims_read(qn_snapshot *snapshot, uint32_t indicator, uint32_t kind, qn_period period, uint32_t chunk, qn_vintage at,
                   qn_claims *out, qn_error *err);
void qn_claims_free(qn_claims *claims); /* a zeroed one is fine */

/* Which of a cell's claims is adopted: of those known, that of the best source, then the latest known, then of the
 * latest import. NULL: none. */
const qn_claim *qn_claim_adopted(const qn_claim *claim, size_t count);
/* Does a go before b in this order? Both are known. */
bool qn_claim_beats(const qn_claim *a, const qn_claim *b);

/* The rank of an import's source that is in force at a vintage. */
int qn_import_rank(qn_snapshot *snapshot, uint32_t number, qn_vintage at, qn_source_rank *out, qn_error *err);
