/* SPDX-License-Identifier: Apache-2.0 */
/* test_filter.c - behind the filter, what is allowed goes on and everything else ends the process. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/filter.h"

enum { NOT_CLOSED = 99, ALLOWED = 7 };

/* How a process ends that makes this call behind a filter of `count` calls, exit_group and getppid the last of them. */
static int end_after(size_t count, long call, long first, long second)
{
	int status = 0, allowed[QN_FILTER_MOST];
	for (size_t i = 0; i < count; i++)
		allowed[i] = (int)(1000 + i); /* nobody's numbers */
	allowed[count - 2] = SYS_getppid;
	allowed[count - 1] = SYS_exit_group;
	pid_t pid = fork();
	if (pid == 0) {
		int empty = open("/dev/null", O_WRONLY);
		if (empty < 0 || dup2(empty, STDOUT_FILENO) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !qn_filter_calls(allowed, count))
			_exit(NOT_CLOSED);
		syscall(call, first, second, 1L);
		syscall(SYS_exit_group, (long)ALLOWED);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void assert_goes_on(int status)
{
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ALLOWED);
}

static void assert_ends(int status)
{
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

static void test_a_limit_below_ours_is_kept(void **state)
{
	struct rlimit limit;
	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	rlim_t before = limit.rlim_max;
	if (before < 4096)
		skip();
	assert_true(qn_limit_own(RLIMIT_CORE, 4096));
	assert_true(qn_limit_own(RLIMIT_CORE, 8192));
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_max, 4096);
	assert_true(limit.rlim_cur <= 4096);
}

static const size_t counts[] = { 2, 12, QN_FILTER_MOST };

static void test_what_is_allowed_goes_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		assert_goes_on(end_after(counts[i], SYS_getppid, 0, 0));
		assert_goes_on(end_after(counts[i], SYS_write, STDOUT_FILENO, (long)"x"));
	}
}

static void test_what_is_not_allowed_ends_the_process(void **state)
{
	static const long calls[] = { SYS_getpid, SYS_openat, SYS_read, SYS_socket, SYS_execve, SYS_kill, SYS_prctl };
	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		for (size_t c = 0; c < sizeof calls / sizeof *calls; c++)
			assert_ends(end_after(counts[i], calls[c], 0, 0));
}

static void test_only_standard_output_is_written_to(void **state)
{
	static const long others[] = { STDIN_FILENO, STDERR_FILENO, 17, (long)(1ULL << 32 | STDOUT_FILENO) };
	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		for (size_t o = 0; o < sizeof others / sizeof *others; o++)
			assert_ends(end_after(counts[i], SYS_write, others[o], (long)"x"));
}

/* The numbers that x86 gives its x32 kind are the same calls under another name. */
static void test_numbers_of_another_kind_of_program_are_not_allowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_ends(end_after(counts[i], SYS_getppid | 0x40000000L, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_limit_below_ours_is_kept), cmocka_unit_test(test_what_is_allowed_goes_on), cmocka_unit_test(test_what_is_not_allowed_ends_the_process),
		cmocka_unit_test(test_only_standard_output_is_written_to), cmocka_unit_test(test_numbers_of_another_kind_of_program_are_not_allowed) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
