/* SPDX-License-Identifier: Apache-2.0 */
/* loops.h - the inner loops of lanes, one set of them for every instruction set (base/isa.h). All sets give the same bits. */
#pragma once
#include "base/real.h"
#include "lanes/kernels.h"
#include "lanes/random.h"
#include "lanes/rows.h"

typedef struct qn_loops {
	const qn_kernels *kernels;
	const qn_draws *draws;
	const qn_row_loops *rows;
} qn_loops;

extern const qn_loops qn_loops_portable;
enum { QN_LOOPS = 3 };
/* The sets that this machine can run, the portable one first, the fastest last; returns how many. */
size_t qn_loops_all(const qn_loops *out[QN_LOOPS]);
/* The fastest set that this machine can run; the portable one if QUNCE_PORTABLE stands in the environment, so that work can be
 * counted alike on every machine. */
const qn_loops *qn_loops_best(void);
