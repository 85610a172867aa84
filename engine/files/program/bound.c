/* SPDX-License-Identifier: Apache-2.0 */
/* bound.c - what this program may use. */
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "base/sanitized.h"
#include "out.h"

static void limit(int what, rlim_t most)
{
	struct rlimit at_most = { most, most };
	fault why;
	if (setrlimit(what, &at_most) != 0)
		out_end(fail(&why, QN_EINTERNAL, "qunce-files could not set its limits", "qunce-files 无法设置自身的资源限制"), &why);
}

void bound(bool writes)
{
	enum { READ_SECONDS = 60, WRITE_SECONDS = 3600 };
	fault why;
	setenv("TZ", "UTC0", 1); /* dates in a zip: no file of the system tells what an hour is */
	tzset();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NPROC, 0);
	limit(RLIMIT_CPU, writes ? WRITE_SECONDS : READ_SECONDS);
	if (!QN_SANITIZED) { /* their reports need a file or two, and their shadow much room */
		limit(RLIMIT_AS, (rlim_t)1 << 30);
		if (!writes)
			limit(RLIMIT_FSIZE, 0);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		out_end(fail(&why, QN_EINTERNAL, "qunce-files could not give up its privileges", "qunce-files 无法放弃自身的权限"), &why);
}

void close_in(void)
{
	static const int allowed[] = { SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mprotect), SCMP_SYS(rt_sigreturn), SCMP_SYS(futex), SCMP_SYS(restart_syscall),
		SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time) }; /* seeds of hash tables */
	static const struct scmp_arg_cmp to_stdout = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = STDOUT_FILENO };
	fault why;
	if (QN_SANITIZED)
		return;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc = filter ? seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, to_stdout) : -1;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed && rc == 0; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	if (rc != 0 || seccomp_load(filter) != 0)
		out_end(fail(&why, QN_EINTERNAL, "qunce-files could not close itself in: this system has no seccomp filters",
			"qunce-files 无法隔离自身:本系统没有 seccomp 过滤器"), &why);
	seccomp_release(filter);
}
