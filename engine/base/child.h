/* SPDX-License-Identifier: Apache-2.0 */
/* child.h - a helper program of our own beside this one: found, started with two pipes and nothing else of this process
 * (no other descriptor, no environment, no words on standard error), and never left behind. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

typedef struct {
	pid_t pid;
	int to, from; /* its standard input and output; never blocking; -1 once closed */
	bool ended;   /* reaped, or nothing to reap */
	int status;   /* as waitpid tells it, once ended */
} qn_child;
#define QN_NO_CHILD { .to = -1, .from = -1, .ended = true }

/* The path of a program built or installed with this one; free it. NULL with errno ENOENT when it is not there. */
char *qn_child_find(const char *name);
/* Or of anything else installed relative to where this program, or the shared library that this is part of, lies:
 * "../share/qunce/lib". Free it. */
char *qn_child_beside(const char *name);
/* arguments: as for exec, NULL behind the last. file: lent to the program as its descriptor 3; -1: none. 0, or errno; then
 * *out is as QN_NO_CHILD. */
int qn_child_start(const char *path, char *const arguments[], int file, qn_child *out);
/* What can be sent at once: bytes, or 0 for none just now or where it no longer listens (then `to` is closed). */
size_t qn_child_send(qn_child *child, const void *bytes, size_t length);
void qn_child_shut(int *fd); /* closes it and makes it -1 */
/* Closes both pipes and waits. patient: a program that has closed its side gets a moment to say how it ended; then it is
 * killed. */
void qn_child_end(qn_child *child, bool patient);
