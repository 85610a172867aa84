/* SPDX-License-Identifier: Apache-2.0 */
#include "base/janitor.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/counted.h"

/* A byte has come; false: nobody is left at the other end. */
static bool hear(int from)
{
	char byte;
	ssize_t count;
	while ((count = read(from, &byte, 1)) < 0 && errno == EINTR)
		;
	return count == 1;
}

/* One by one where the system cannot do it at once: as many as a process has by default, and the one that must not stay. */
static void close_from(int first, int last)
{
	enum { USUAL = 1024 };
	if (close_range((unsigned)first, ~0U, 0) == 0)
		return;
	for (int i = first; i < USUAL || i <= last; i++)
		close(i);
}

/* Beside its end of the socket and what it was given it keeps nothing open: no lock, and no pipe that somebody reads to its end. */
static _Noreturn void wait_and_clear(const int ends[2], void (*clear)(const void *), const void *what, int kept)
{
	setsid();
	int parent = fcntl(ends[1], F_DUPFD, QN_KEPT + 1); /* out of the way of both */
	if (kept >= 0)
		dup2(kept, QN_KEPT);
	if (parent < 0 || dup2(parent, 0) != 0)
		_exit(0);
	close_from(kept < 0 ? QN_KEPT : QN_KEPT + 1, ends[0]);
	send(0, "", 1, MSG_NOSIGNAL);
	if (!hear(0))
		clear(what);
	qn_write_counters();
	_exit(0);
}

/* It must be out of the reach of signals before there is anything to clear: it is born with all of them blocked, and says when it
 * has a session of its own. */
qn_janitor qn_janitor_begin(void (*clear)(const void *what), const void *what, int kept)
{
	int ends[2];
	sigset_t all, before;
	qn_janitor janitor = { 0 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return janitor;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	pid_t pid = fork();
	if (pid == 0)
		wait_and_clear(ends, clear, what, kept);
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return janitor;
	}
	janitor = (qn_janitor){ pid, ends[0] };
	if (!hear(ends[0]))
		qn_janitor_end(&janitor);
	return janitor;
}

void qn_janitor_end(qn_janitor *janitor)
{
	if (!janitor->pid)
		return;
	send(janitor->to, "", 1, MSG_NOSIGNAL);
	close(janitor->to);
	while (waitpid(janitor->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*janitor = (qn_janitor){ 0 };
}
