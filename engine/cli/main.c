/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - finds the sub-command, reads its options, runs it; the only place that ends the program. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "cli/command.h"
#include "cli/shell/shell.h"

/* Where the caller has closed one of the three, the next file opened would take its number, and a message overwrite a store.
 * What stands there instead can be neither read from nor written to, so that using it fails as if it were closed. */
static int hold_standard_files(void)
{
	int at = STDIN_FILENO;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			at = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	return at;
}

static bool asks_for_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

/* Whoever reads the answer has had enough of it, as head has: nobody is left to be told. */
static void leave(int number)
{
	(void)number;
	_exit(EXIT_IO);
}

/* What is nested as deep as is allowed must not end in a signal for want of it. */
static bool widen_stack(void)
{
	enum { LEAST = 512 << 10 };
	struct rlimit stack;
	if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= LEAST)
		return true;
	stack.rlim_cur = stack.rlim_max < LEAST ? stack.rlim_max : LEAST;
	if (setrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur == LEAST)
		return true;
	fprintf(stderr, "qunce: the stack may have no more than %llu KB here: allow more, as with 'ulimit -s 8192'\n", (unsigned long long)stack.rlim_cur >> 10);
	return false;
}

int main(int argc, char **argv)
{
	qn_error err = { 0 };
	int rc = EXIT_DONE;
	if (hold_standard_files() < 0)
		return EXIT_IO;
	if (!widen_stack())
		return EXIT_NO_MEMORY;
	signal(SIGPIPE, leave);
	signal(SIGXFSZ, SIG_IGN); /* a limit of size is one that a write is told of */
	if (argc < 2 || asks_for_help(argv[1])) {
		show_commands(asked_language(argc, argv));
		rc = argc < 2 ? EXIT_USAGE : EXIT_DONE;
	} else if (!strcmp(argv[1], "--version")) {
		puts("qunce " QUNCE_VERSION);
	} else if (!strcmp(argv[1], "__complete")) { /* asked by package/completion */
		complete_words(argc - 2, argv + 2);
	} else {
		rc = run_words(argc - 1, argv + 1, &err);
	}
	if (rc < 0) {
		tell_error(&err);
		rc = exit_code_of(rc);
	}
	if ((fflush(stdout) != 0 || ferror(stdout)) && (rc == EXIT_DONE || rc == EXIT_FINDING)) {
		fprintf(stderr, "qunce: cannot write the answer: %s\n", strerror(errno));
		rc = EXIT_IO;
	}
	return rc;
}
