/* SPDX-License-Identifier: Apache-2.0 */
/* seconds.h - how long something takes. */
#pragma once
#include <time.h>

/* Of a clock that only goes on. */
static inline double qn_seconds(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}
