/* SPDX-License-Identifier: Apache-2.0 */
/* bound.c - what this program may use. */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/filter.h"
#include "base/sanitized.h"
#include "out.h"

static void limit(int what, rlim_t most)
{
	fault why;
	if (!qn_limit_own(what, most))
		out_end(fail(&why, QN_EINTERNAL, "qunce-files could not set its limits", "qunce-files 无法设置自身的资源限制"), &why);
}

void bound(bool writes)
{
	enum { READ_SECONDS = 60, WRITE_SECONDS = 3600 };
	fault why;
	setenv("TZ", "UTC0", 1); /* dates in a zip: no file of the system tells what an hour is */
	tzset();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGXFSZ, SIG_IGN); /* a limit of size is one that a write is told of */
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
	static const int allowed[] = { SYS_exit, SYS_exit_group, SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mprotect,
		SYS_rt_sigreturn, SYS_futex, SYS_restart_syscall, SYS_getrandom, SYS_getpid, SYS_clock_gettime, SYS_gettimeofday, /* seeds of hash tables */
#if defined(SYS_time)
		SYS_time,
#endif
	};
	fault why;
	if (!QN_SANITIZED && !qn_filter_calls(allowed, sizeof allowed / sizeof *allowed))
		out_end(fail(&why, QN_EINTERNAL, "qunce-files could not close itself in: this system has no seccomp filters",
			"qunce-files 无法隔离自身:本系统没有 seccomp 过滤器"), &why);
}
