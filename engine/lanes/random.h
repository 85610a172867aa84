/* SPDX-License-Identifier: Apache-2.0 */
/* random.h - counter-based random numbers: a draw is a pure function of (seed, assumption's name, path, period,
 * who), so that no draw depends on threads, lane widths, order, or on which other assumptions exist.
 * Philox4x32-10. Paths r and r+64 of each 128 share one counter: the low and the high half of its 128 bits. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "plan/program.h"

typedef struct { uint64_t key; } qn_stream;
qn_stream qn_stream_of(uint64_t seed, const char *assumption);

/* What is drawn together: a standard normal that is a sum of those of other streams, weighted, so that its own distribution
 * stays and its ranks go with theirs (a Gaussian copula). Of streams that are mixed none draws otherwise than alone. */
typedef struct { uint32_t parts; const char *const *name; const double *weight; } qn_mix; /* squares of weights add up to 1 */

/* One set of these for every instruction set (base/isa.h). */
typedef struct {
	/* out[i] = a number strictly between 0 and 1 for path first + i. period: 0 for a draw by path; who: qn_hash64 of the
	 * entity's or group member's id, 0 for everyone. */
	void (*uniforms)(qn_stream stream, uint64_t who, uint32_t period, uint32_t first, size_t count, double *out);
	/* Inverse of each distribution, in place: u in (0, 1) to a value. Normal: Wichura's AS 241 (1988). */
	void (*invert)(const qn_distribution *distribution, size_t count, double *u);
	/* Chances of standard normals, in place: z to a u in (0, 1). Hart's rational function (1968, no. 5666). */
	void (*chances)(size_t count, double *z);
} qn_draws;
extern const qn_draws qn_draws_portable;
#ifdef QN_WITH_X86
extern const qn_draws qn_draws_avx2, qn_draws_avx512;
#endif

/* Uniforms as above, of the streams mixed by their weights. */
void qn_draw_mixed(const qn_draws *draws, uint32_t parts, const qn_stream *part, const double *weight, uint64_t who, uint32_t period, uint32_t first,
	size_t count, double *out);

double qn_median(const qn_distribution *distribution); /* at u = 1/2 */
