/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - the loops of meetings: one entity's row of lanes met with what has been gathered of those before it. One set of
 * them for every instruction set (base/isa.h). */
#pragma once
#include <stddef.h>
#include "plan/scalar.h"

/* A row is wide (a value for each lane) or narrow (one value for all of them). Sums and counts begin as missing; what the roundings
 * of a sum have lost begins as 0 (base/sum.h). */
typedef struct {
	void (*add)(size_t lanes, double *sum, double *lost, const double *row, bool wide);
	void (*count_present)(size_t lanes, double *count, const double *row, bool wide); /* begins as 0 */
	/* Masks are counted in bytes: at most QN_FEW rows between two calls of put. few and known begin as 0. */
	void (*count_true)(size_t lanes, uint8_t *few, uint8_t *known, const qn_mask *row, bool wide);
	void (*put)(size_t lanes, double *count, uint8_t *few, const uint8_t *known); /* few goes into count and is 0 again */
	void (*count_greater)(size_t lanes, double *rank, const double *own, const double *other, bool wide);
} qn_row_loops;
enum { QN_FEW = 255 };
extern const qn_row_loops qn_row_loops_portable;
#ifdef QN_WITH_X86
extern const qn_row_loops qn_row_loops_avx2, qn_row_loops_avx512;
#endif
