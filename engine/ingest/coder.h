/* SPDX-License-Identifier: Apache-2.0 */
/* coder.h - the origins of an import's pieces, coded ahead of their putting: by a thread of its own, and by whoever puts and
 * would have to wait. What comes out depends on neither. */
#pragma once
#include "store/columns.h"

typedef struct { const double *value; const uint32_t *line; uint32_t cells; } qn_coding;
typedef struct qn_coder qn_coder;

/* Pieces in the order in which they are put; they stay borrowed, each until it is passed. NULL when
 * there is no memory; without a thread it works as well. */
qn_coder *qn_coder_new(uint32_t import, const qn_coding *piece, size_t pieces);
/* What was made of a piece, valid until it is passed; none before it is left. */
const qn_coded *qn_coder_take(qn_coder *coder, size_t number);
/* It is put, or goes without: nobody reads it any more. Each in turn. */
void qn_coder_pass(qn_coder *coder, size_t number);
void qn_coder_free(qn_coder *coder); /* NULL is fine */
