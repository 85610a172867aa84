/* SPDX-License-Identifier: Apache-2.0 */
/* kernels.h - one operation over a run of lanes. An operand is wide (n values) or narrow (one value for all lanes).
 * Numbers are doubles, masks are bytes; out overlaps no operand. The bits are those of scalar.h. */
#pragma once
#include <stddef.h>
#include "lanes/fuse.h"
#include "plan/scalar.h"

typedef void (*qn_kernel)(size_t n, void *out, const void *a, const void *b, const void *c);

/* Kernels by the bits of what is wide: 1 for a, 2 for b, 4 for c. NULL for operations that no kernel does. */
typedef struct {
	qn_kernel of_numbers[QN_OPS][8], of_masks[QN_OPS][8];
	qn_kernel fused[QN_FUSED][8];
	qn_kernel copy_numbers[8], copy_masks[8]; /* a to out, spread over the lanes if it is narrow */
	void (*strike)(size_t n, double *values, double factor, double add); /* qn_struck, where the values stand */
	qn_kernel to_masks[8];   /* numbers of a column to masks: missing is unknown, 0 false, anything else true */
} qn_kernels;
extern const qn_kernels qn_kernels_portable;
#ifdef QN_WITH_X86
extern const qn_kernels qn_kernels_avx2, qn_kernels_avx512;
#endif

/* mask_operand: the values worked on (a; of QN_WHERE, b) are masks. */
qn_kernel qn_kernel_of(const qn_kernels *kernels, qn_op op, bool mask_operand, unsigned wide);
