/* SPDX-License-Identifier: Apache-2.0 */
/* tally.h - sums and counts over all entities of a flat level, kept while its rows run, so that what is summed need not be
 * kept. Entity by entity in their order: the bits are those of across.h with one lane. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/sum.h"
#include "plan/scalar.h"

typedef struct { qn_sum sum; size_t present, truths; } qn_tally;
#define QN_TALLY_START { QN_SUM_START, 0, 0 }

/* n values more, or n times the same one. */
void qn_tally_numbers(qn_tally *tally, const double *value, size_t n, bool wide);
void qn_tally_masks(qn_tally *tally, const qn_mask *mask, size_t n, bool wide);
/* QN_TOTAL, QN_MEAN of numbers, QN_COUNT of masks: missing if nothing was present. */
double qn_tally_result(const qn_tally *tally, qn_op op);
