/* SPDX-License-Identifier: Apache-2.0 */
/* measure.h - tables told twice: first to be measured, then to a format that wants to know beforehand how many rows there are
 * and how wide their texts. */
#pragma once
#include "base/arena.h"
#include "files/outlet.h"

typedef struct {
	struct qn_measured { uint64_t rows; uint32_t *width; } *table; /* in the order in which they came */
	uint32_t tables, told;
	qn_arena arena;
} qn_measures; /* zeroed: nothing yet */
void qn_measures_free(qn_measures *measures);

/* Takes tables into measures, which are lent. */
int qn_outlet_measure(qn_measures *measures, qn_outlet **out, qn_error *err);
/* Passes the same tables on to another outlet, its own from now on, with what was measured filled in. */
int qn_outlet_measured(qn_measures *measures, qn_outlet *to, qn_outlet **out, qn_error *err);
