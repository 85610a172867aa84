/* SPDX-License-Identifier: Apache-2.0 */
/* kernels.h - one operation over a run of lanes. An operand is wide (n values) or narrow (one value for all lanes).
 * Numbers are doubles, masks are bytes; out overlaps no operand. The bits are those of scalar.h. */
#pragma once
#include <stddef.h>
#include "plan/scalar.h"

typedef void (*qn_kernel)(size_t n, void *out, const void *a, const void *b, const void *c);

/* Bits of wide: 1 for a, 2 for b, 4 for c. mask_operand: the values worked on (a; of QN_WHERE, b) are masks.
 * NULL for operations that no kernel does. */
qn_kernel qn_kernel_of(qn_op op, bool mask_operand, unsigned wide);
/* a to out, spread over the lanes if it is narrow. */
qn_kernel qn_kernel_copy(bool mask, unsigned wide);
/* Numbers of a column to masks: missing is unknown, 0 false, anything else true. */
qn_kernel qn_kernel_mask(unsigned wide);
