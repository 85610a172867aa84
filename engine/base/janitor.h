/* SPDX-License-Identifier: Apache-2.0 */
/* janitor.h - takes away what a process was making if it ends before that is whole, however it ends: a child, out of reach of
 * the terminal's signals, which waits until its parent is gone. It begins before the thing is there. */
#pragma once
#include <sys/types.h>

typedef struct { pid_t pid; int to; } qn_janitor; /* zeroed: none. to: a program that holds it open too is waited for as well */

/* clear is called in the child with what, as both were now, and may do only what a signal handler may, or, where this process
 * has one thread, anything. The child keeps nothing open but kept, as its descriptor QN_KEPT; -1: nothing. Where no child can be
 * started there is none, and a killed process leaves what it made. */
enum { QN_KEPT = 1 };
qn_janitor qn_janitor_begin(void (*clear)(const void *what), const void *what, int kept);
/* What was made is whole, or taken away already. */
void qn_janitor_end(qn_janitor *janitor);
