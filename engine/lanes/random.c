/* SPDX-License-Identifier: Apache-2.0 */
#include "lanes/random.h"
#include <string.h>
#include "base/digest.h"

qn_stream qn_stream_of(uint64_t seed, const char *assumption)
{
	return (qn_stream){ qn_hash64(seed, assumption, strlen(assumption)) };
}

double qn_median(const qn_distribution *distribution)
{
	double u = 0.5;
	qn_draws_portable.invert(distribution, 1, &u);
	return u;
}
