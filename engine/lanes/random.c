/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/random.h"
#include <string.h>
#include "base/digest.h"

enum { MIXED = 256 }; /* paths that are mixed at a time */

qn_stream qn_stream_of(uint64_t seed, const char *assumption)
{
	return (qn_stream){ qn_hash64(seed, assumption, strlen(assumption)) };
}

/* The standard normals of the streams, weighted and added up in their order, and the chance of each sum. */
void qn_draw_mixed(const qn_draws *draws, uint32_t parts, const qn_stream *part, const double *weight, uint64_t who, uint32_t period, uint32_t first,
	size_t count, double *out)
{
	static const qn_distribution standard = { .kind = QN_NORMAL, .b = 1 };
	double z[MIXED];
	for (size_t done = 0, n; done < count; done += n) {
		n = count - done < MIXED ? count - done : MIXED;
		for (uint32_t k = 0; k < parts; k++) {
			draws->uniforms(part[k], who, period, first + (uint32_t)done, n, z);
			draws->invert(&standard, n, z);
			for (size_t i = 0; i < n; i++)
				out[done + i] = (k ? out[done + i] : 0) + weight[k] * z[i];
		}
	}
	draws->chances(count, out);
}

double qn_median(const qn_distribution *distribution)
{
	double u = 0.5;
	qn_draws_portable.invert(distribution, 1, &u);
	return u;
}
