/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/janitor.h"

static char path[64];

static int make_file(void **state)
{
	(void)state;
	strcpy(path, "/tmp/qunce-janitor-XXXXXX");
	int file = mkstemp(path);
	close(file);
	return file < 0;
}

static int drop_file(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

static void take_away(const void *what) { unlink(what); }

/* Whether the file is gone within a second. */
static bool goes(void)
{
	for (int i = 0; i < 100 && access(path, F_OK) == 0; i++)
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	return access(path, F_OK) != 0;
}

/* Ends in the midst of its work: by a signal of its own, or by its own will. */
static void end_by(int number)
{
	pid_t child = fork();
	if (child == 0) {
		qn_janitor_begin(take_away, path, -1);
		if (number)
			raise(number);
		_exit(3);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void test_what_is_unfinished_goes_however_the_process_ends(void **state)
{
	static const int ways[] = { 0, SIGKILL, SIGTERM, SIGXCPU };
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		close(open(path, O_CREAT | O_WRONLY, 0600));
		end_by(ways[i]);
		assert_true(goes());
	}
	(void)state;
}

/* As on a system that does not have it: true if this process can be kept from it. */
static bool lack_close_range(void)
{
	struct sock_filter step[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close_range, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { sizeof step / sizeof *step, step };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

static void test_it_goes_where_files_must_be_closed_one_by_one(void **state)
{
	int status;
	pid_t child = fork();
	(void)state;
	if (child == 0) {
		if (!lack_close_range())
			_exit(77);
		qn_janitor_begin(take_away, path, -1);
		_exit(3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(goes());
}

static void test_a_signal_to_the_whole_group_does_not_reach_the_janitor(void **state)
{
	pid_t child = fork();
	(void)state;
	if (child == 0) {
		setpgid(0, 0);
		qn_janitor_begin(take_away, path, -1);
		kill(0, SIGKILL);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_true(goes());
}

static void test_what_is_finished_stays(void **state)
{
	qn_janitor janitor = qn_janitor_begin(take_away, path, -1);
	(void)state;
	assert_int_not_equal(janitor.pid, 0);
	qn_janitor_end(&janitor);
	qn_janitor_end(&janitor);
	assert_int_equal(janitor.pid, 0);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left over */
}

static void test_a_program_that_writes_it_is_waited_for(void **state)
{
	int held[2];
	char byte;
	(void)state;
	assert_int_equal(pipe(held), 0);
	pid_t child = fork();
	if (child == 0) {
		qn_janitor janitor = qn_janitor_begin(take_away, path, -1);
		if (fork() == 0) { /* the program: ends when the pipe is closed */
			close(held[1]);
			_exit((int)read(held[0], &byte, 1));
		}
		(void)janitor;
		_exit(0);
	}
	close(held[0]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	nanosleep(&(struct timespec){ 0, 50000000 }, NULL);
	assert_int_equal(access(path, F_OK), 0);
	close(held[1]);
	assert_true(goes());
}

static void keep_open(const void *what)
{
	(void)what;
	if (write(QN_KEPT, "x", 1) != 1)
		unlink(path);
}

static void test_it_keeps_one_thing_open_and_nothing_else(void **state)
{
	int kept[2], other[2];
	char byte;
	(void)state;
	assert_int_equal(pipe(kept), 0);
	assert_int_equal(pipe(other), 0);
	pid_t child = fork();
	if (child == 0) {
		qn_janitor_begin(keep_open, path, kept[1]);
		close(other[1]);
		pause();
	}
	close(kept[1]);
	close(other[1]);
	assert_int_equal(read(other[0], &byte, 1), 0); /* though the janitor lives */
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(read(kept[0], &byte, 1), 1);
	assert_int_equal(access(path, F_OK), 0);
	close(kept[0]);
	close(other[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_unfinished_goes_however_the_process_ends, make_file, drop_file),
		cmocka_unit_test_setup_teardown(test_it_goes_where_files_must_be_closed_one_by_one, make_file, drop_file),
		cmocka_unit_test_setup_teardown(test_a_signal_to_the_whole_group_does_not_reach_the_janitor, make_file, drop_file),
		cmocka_unit_test_setup_teardown(test_what_is_finished_stays, make_file, drop_file),
		cmocka_unit_test_setup_teardown(test_a_program_that_writes_it_is_waited_for, make_file, drop_file),
		cmocka_unit_test_setup_teardown(test_it_keeps_one_thing_open_and_nothing_else, make_file, drop_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
