/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/loops.h"
#include <stdlib.h>
#include "base/cpu.h"

const qn_loops qn_loops_portable = { &qn_kernels_portable, &qn_draws_portable, &qn_row_loops_portable };

#ifdef QN_WITH_AVX2
static const qn_loops avx2 = { &qn_kernels_avx2, &qn_draws_avx2, &qn_row_loops_avx2 };

const qn_loops *qn_loops_best(void)
{
	return qn_cpu_has_avx2() && !getenv("QUNCE_PORTABLE") ? &avx2 : &qn_loops_portable;
}
#else
const qn_loops *qn_loops_best(void)
{
	return &qn_loops_portable;
}
#endif

qn_kernel qn_kernel_of(const qn_kernels *kernels, qn_op op, bool mask_operand, unsigned wide)
{
	if (op >= QN_OPS)
		return NULL;
	return mask_operand ? kernels->of_masks[op][wide & 7] : kernels->of_numbers[op][wide & 7];
}
