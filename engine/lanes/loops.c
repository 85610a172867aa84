/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/loops.h"
#include <stdlib.h>
#include "base/cpu.h"

const qn_loops qn_loops_portable = { &qn_kernels_portable, &qn_draws_portable, &qn_row_loops_portable };

#ifdef QN_WITH_X86
static const qn_loops avx2 = { &qn_kernels_avx2, &qn_draws_avx2, &qn_row_loops_avx2 };
static const qn_loops avx512 = { &qn_kernels_avx512, &qn_draws_avx512, &qn_row_loops_avx512 };

size_t qn_loops_all(const qn_loops *out[QN_LOOPS])
{
	size_t count = 0;
	out[count++] = &qn_loops_portable;
	if (qn_cpu_has_avx2())
		out[count++] = &avx2;
	if (qn_cpu_has_avx512())
		out[count++] = &avx512;
	return count;
}
#else
size_t qn_loops_all(const qn_loops *out[QN_LOOPS])
{
	out[0] = &qn_loops_portable;
	return 1;
}
#endif

const qn_loops *qn_loops_best(void)
{
	const qn_loops *sets[QN_LOOPS];
	size_t count = qn_loops_all(sets);
	return sets[getenv("QUNCE_PORTABLE") ? 0 : count - 1];
}

qn_kernel qn_kernel_of(const qn_kernels *kernels, qn_op op, bool mask_operand, unsigned wide)
{
	if (op >= QN_OPS)
		return NULL;
	return mask_operand ? kernels->of_masks[op][wide & 7] : kernels->of_numbers[op][wide & 7];
}
