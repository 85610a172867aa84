/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - finds the sub-command, reads its options, runs it; the only place that ends the program. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/command.h"

int exit_code_of(int status)
{
	static const struct { int status, code; } codes[] = { { QN_EUSAGE, EXIT_USAGE }, { QN_EINPUT, EXIT_INPUT },
		{ QN_ENOTFOUND, EXIT_NO_INPUT }, { QN_ESTORE, EXIT_STORE }, { QN_EIO, EXIT_IO }, { QN_ENOMEM, EXIT_NO_MEMORY },
		{ QN_EBUSY, EXIT_BUSY }, { QN_ESCRIPT, EXIT_SCRIPT }, { QN_ELIMIT, EXIT_LIMIT } };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].status == status)
			return codes[i].code;
	return EXIT_INTERNAL;
}

static const char *command_name(const void *context, size_t i)
{
	(void)context;
	return commands[i].name;
}

static int unknown_command(const char *name, qn_error *err)
{
	long near = qn_text_nearest(name, command_name, NULL, command_count);
	return qn_fail(err, QN_EUSAGE, "there is no command \"%s\"%s%s: qunce help lists them", name, near < 0 ? "" : ", did you mean ",
		near < 0 ? "" : command_name(NULL, (size_t)near));
}

static int run(int argc, char **argv, qn_error *err)
{
	cli_options options;
	const cli_command *wanted = find_command(argv[1]);
	if (!wanted)
		return unknown_command(argv[1], err);
	int rc = read_options(wanted, argc - 1, argv + 1, &options, err);
	if (rc < 0)
		return rc;
	if (options.help) {
		show_command(wanted, options.language);
		return EXIT_DONE;
	}
	if (options.operands < wanted->fewest || options.operands > wanted->most)
		return qn_fail(err, QN_EUSAGE, "usage: qunce %s %s; qunce help %s shows examples", wanted->name, wanted->operands, wanted->name);
	return wanted->run(&options, err);
}

static bool asks_for_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

/* What an error quotes may come from a stranger's file. */
static void tell_error(const qn_error *err)
{
	qn_buffer clean = { 0 };
	qn_text_clean(&clean, err->text, strlen(err->text));
	fprintf(stderr, "qunce: %s\n", clean.failed || !clean.data ? "there is not enough memory" : clean.data);
	qn_buffer_free(&clean);
}

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

int main(int argc, char **argv)
{
	qn_error err = { 0 };
	int rc = EXIT_DONE;
	if (hold_standard_files() < 0)
		return EXIT_IO;
	signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, told like any other */
	if (argc < 2 || asks_for_help(argv[1])) {
		show_commands(default_language());
		rc = argc < 2 ? EXIT_USAGE : EXIT_DONE;
	} else if (!strcmp(argv[1], "--version")) {
		puts("qunce " QUNCE_VERSION);
	} else {
		rc = run(argc, argv, &err);
	}
	if (rc < 0) {
		tell_error(&err);
		rc = exit_code_of(rc);
	}
	if ((fflush(stdout) != 0 || ferror(stdout)) && rc == EXIT_DONE) {
		fprintf(stderr, "qunce: cannot write the answer: %s\n", strerror(errno));
		rc = EXIT_IO;
	}
	return rc;
}
