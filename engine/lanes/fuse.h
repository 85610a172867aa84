/* SPDX-License-Identifier: Apache-2.0 */
/* fuse.h - two operations in one pass over lanes, where nobody else wants the first one's result. The second's result has
 * the bits it would have alone: both round, and what is missing or overflows in the first is missing in the second. */
#pragma once
#include "plan/link.h"

/* (a op b) op c: the inner operation first. Sums and products have the same bits with their operands exchanged. */
typedef enum { QN_ADD_ADD, QN_ADD_MUL, QN_MUL_ADD, QN_MUL_MUL, QN_FUSED } qn_fused;

/* QN_FUSED where the two have no kernel together. */
qn_fused qn_fused_of(uint16_t inner, uint16_t outer);

/* By node. A node that is computed along with another is not run any more. */
typedef struct {
	const uint32_t *root; /* the node whose value it has */
	const bool *known;    /* it is a number already, whatever it was written as */
	const bool *alone;    /* its value is used once, by a node in the same list */
	bool *run;            /* it is computed */
	uint32_t *inner;      /* out: the node computed along with it, or QN_NONE */
} qn_fusing;
void qn_fuse(const qn_graph *graph, const qn_fusing *f);
