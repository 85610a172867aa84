/* SPDX-License-Identifier: Apache-2.0 */
/* contain.c - a child does the work and says through a pipe how it went; what it prints, it prints itself, line by line, so
 * that what it found before its end is not lost. */
#include "cli/contain.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/whole.h"

typedef struct { int rc; qn_error err; } outcome;

static _Noreturn void work_and_tell(int to, const cli_options *options, int (*work)(const cli_options *, qn_error *))
{
	outcome o = { 0 };
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	o.rc = work(options, &o.err);
	if ((fflush(stdout) != 0 || ferror(stdout)) && o.rc >= 0)
		o.rc = qn_fail_both(&o.err, qn_refused(errno), "无法写出结果:%s", "cannot write the answer: %s", strerror(errno));
	exit(qn_whole_write(to, &o, sizeof o) ? 0 : 1);
}

static int fail_ended(const char *path, int status, qn_error *err)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (number == SIGBUS || number == SIGSEGV || number == SIGABRT || number == SIGFPE || number == SIGILL)
		return qn_fail_both(err, QN_ESTORE, "%s:读到一半被信号 %d(%s)中断:文件已损坏、被截短,或磁盘读不出:请复制一份,对副本执行 repair",
			"%s: reading it was ended by signal %d (%s): it is damaged, was cut short meanwhile, or its disk cannot be read: copy it, and repair the copy",
			path, number, strsignal(number));
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_MEMORY) /* in the midst of telling what it found */
		return qn_no_memory(err);
	return qn_fail_both(err, QN_EIO, "%s:处理它的进程没有回答就结束了(信号 %d)", "%s: the process that looked at it ended without an answer (signal %d)", path, number);
}

int contained(const cli_options *options, const char *path, int (*work)(const cli_options *options, qn_error *err), qn_error *err)
{
	int ends[2], status = 0;
	outcome o;
	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return qn_fail_both(err, qn_refused(errno), "%s:无法处理:%s", "%s: cannot be looked at: %s", path, strerror(errno));
	pid_t pid = fork();
	int why = errno;
	if (pid == 0) {
		close(ends[0]);
		work_and_tell(ends[1], options, work);
	}
	close(ends[1]);
	bool told = pid > 0 && qn_whole_read(ends[0], &o, sizeof o);
	close(ends[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0)
		return qn_fail_both(err, qn_refused(why), "%s:无法启动处理它的进程:%s", "%s: no process can be started to look at it: %s", path, strerror(why));
	if (!told)
		return fail_ended(path, status, err);
	*err = o.err;
	return o.rc;
}
