/* SPDX-License-Identifier: Apache-2.0 */
/* provenance.h - which kinds of observations a rule's value rests on: real ones, synthetic ones, or both. Follows a value that
 * was not reported to what it is derived from, a lag to its period, and a rank or total to all entities. */
#pragma once
#include "assess/panel.h"

enum { QN_RESTS_ON_REAL = 1, QN_RESTS_ON_SYNTHETIC = 2 };

typedef struct qn_provenance qn_provenance;
/* Borrows the panel. */
qn_provenance *qn_provenance_new(qn_panel *panel); /* NULL when there is no memory */
void qn_provenance_free(qn_provenance *provenance); /* NULL is fine */
/* Adds what a node of the program rests on in the observed period of an index, for every entity, to rests[entities]. */
int qn_provenance_add(qn_provenance *provenance, uint32_t node, int index, unsigned char *rests, qn_error *err);
