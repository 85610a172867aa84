/* SPDX-License-Identifier: Apache-2.0 */
/* when.c - preloaded: the clock of days stands at WHEN, in seconds since 1970. The one that measures goes on. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t when(void) { return (time_t)strtoll(getenv("WHEN"), NULL, 10); }

time_t time(time_t *out)
{
	if (out)
		*out = when();
	return when();
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	(void)zone;
	*out = (struct timeval){ when(), 0 };
	return 0;
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
	int (*call)(clockid_t, struct timespec *);
	*(void **)&call = dlsym(RTLD_NEXT, "clock_gettime");
	if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
		return call(clock, out);
	*out = (struct timespec){ when(), 0 };
	return 0;
}
