/* SPDX-License-Identifier: Apache-2.0 */
/* filter.h - from now on this process may make a few system calls and no others: whichever else it tries ends it (SIGSYS). */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { QN_FILTER_MOST = 48 };

/* allowed: numbers as of <sys/syscall.h>, QN_FILTER_MOST at the most; `write` goes besides, to standard output alone. Takes no
 * memory, so that it cannot fail for want of it. Wants PR_SET_NO_NEW_PRIVS. false: this system has no such filters. */
bool qn_filter_calls(const int *allowed, size_t count);
