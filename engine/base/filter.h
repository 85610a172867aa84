/* SPDX-License-Identifier: Apache-2.0 */
/* filter.h - from now on this process may make a few system calls and no others: whichever else it tries ends it (SIGSYS); and it
 * may use so much of what there is, and no more. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { QN_FILTER_MOST = 48 };

/* allowed: numbers as of <sys/syscall.h>, QN_FILTER_MOST at the most; `write` goes besides, to standard output alone. Takes no
 * memory, so that it cannot fail for want of it. Wants PR_SET_NO_NEW_PRIVS. false: this system has no such filters. */
bool qn_filter_calls(const int *allowed, size_t count);
/* A limit of this process (RLIMIT_AS, …) for good: most, or what it has already where that is less. */
bool qn_limit_own(int what, unsigned long long most);
