/* SPDX-License-Identifier: Apache-2.0 */
/* bench.c - starts the benches, which stand beside the build (programs) or in the source tree (scripts), hands them the
 * words after the suite's name, and ends as they end. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/command.h"

extern char **environ;

static const char *const micro[] = { "micro", NULL };
static const char *const work[] = { "import", "panel", "lookup", "criteria", "ensemble", "whatif", "cold", NULL };
typedef struct { const char *name; const char *const *program; const char *script; } suite;
static const suite suites[] = { { "micro", micro, NULL }, { "work", work, NULL }, { "peers", NULL, "peers/run.py" },
	{ "gate", NULL, "gate/run.py" } };
enum { SUITES = sizeof suites / sizeof *suites };

static const char *suite_name(const void *context, size_t i)
{
	(void)context;
	return suites[i].name;
}

static const char *work_name(const void *context, size_t i)
{
	(void)context;
	return work[i];
}

/* The folder of this program and then `inside`; false if there is nothing of that kind. */
static bool beside(char path[static PATH_MAX], const char *inside, int mode)
{
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
	path[length > 0 ? length : 0] = 0;
	char *slash = strrchr(path, '/');
	if (!slash || (size_t)(slash - path) + strlen(inside) + 2 > PATH_MAX)
		return false;
	strcpy(slash + 1, inside);
	return access(path, mode) == 0;
}

static int not_here(const char *what, qn_error *err)
{
	return qn_fail_both(err, QN_ENOTFOUND, "%s 不在这里:性能测试属于源码,与它一起构建:'cmake --preset release && cmake --build --preset release'",
		"%s is not here: the benches belong to the source tree, and are built with it by 'cmake --preset release && cmake --build --preset release'", what);
}

/* Runs one to its end; its exit code. words: NULL after the last. */
static int run_one(const char **words, qn_error *err)
{
	pid_t child;
	int status, rc;
	fflush(stdout);
	signal(SIGPIPE, SIG_DFL); /* whoever writes the rows may end when nobody reads them */
	if ((rc = posix_spawnp(&child, words[0], NULL, NULL, (char **)words, environ)) != 0)
		return qn_fail_both(err, rc == ENOENT ? QN_ENOTFOUND : QN_EIO, "%s 无法启动:%s", "%s cannot be started: %s", words[0], strerror(rc));
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return qn_fail_both(err, qn_refused(errno), "等待 %s 时出错:%s", "waiting for %s: %s", words[0], strerror(errno));
	if (WIFSIGNALED(status))
		return qn_fail(err, QN_EINTERNAL, "%s was brought down by signal %d", words[0], WTERMSIG(status));
	return WEXITSTATUS(status);
}

static int run_script(const suite *about, const char *const *rest, int count, qn_error *err)
{
	char path[PATH_MAX], build[PATH_MAX], shared[64];
	const char *words[MOST_LISTED + 5] = { "python3", path, "--build", build };
	snprintf(path, sizeof path, "%s/%s", QUNCE_BENCH_DIR, about->script);
	snprintf(shared, sizeof shared, "../share/qunce/bench/%s", about->script);
	if (access(path, R_OK) != 0 && !beside(path, shared, R_OK))
		return not_here(about->script, err);
	if (!beside(build, "", R_OK))
		return not_here("the build", err);
	memcpy(words + 4, rest, (size_t)count * sizeof *rest);
	return run_one(words, err);
}

static bool is_asked(const char *program, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(names[i], program))
			return true;
	return count == 0;
}

static int check_names(const char *const *names, int count, qn_error *err)
{
	for (int i = 0; i < count; i++) {
		size_t known = 0;
		while (work[known] && strcmp(work[known], names[i]))
			known++;
		long near = work[known] ? 0 : qn_text_nearest(names[i], work_name, NULL, known);
		if (!work[known])
			return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的任务:可写 import、panel、lookup、criteria、ensemble、whatif 和 cold",
					"there is no work called \"%s\": import, panel, lookup, criteria, ensemble, whatif and cold are", names[i])
				: qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的任务,是不是 %s:可写 import、panel、lookup、criteria、ensemble、whatif 和 cold",
					"there is no work called \"%s\", did you mean %s: import, panel, lookup, criteria, ensemble, whatif and cold are", names[i], work[near]);
	}
	return QN_OK;
}

/* All programs of a suite, or those named before the first option; the exit code of the first that fails. */
static int run_programs(const suite *about, const char *const *rest, int count, qn_error *err)
{
	int named = 0, code = EXIT_DONE;
	while (about->program == work && named < count && rest[named][0] != '-')
		named++;
	int rc = check_names(rest, named, err);
	for (const char *const *program = about->program; rc == QN_OK && *program; program++) {
		char path[PATH_MAX], inside[64];
		const char *words[MOST_LISTED + 2] = { path };
		if (!is_asked(*program, rest, named))
			continue;
		snprintf(inside, sizeof inside, "bench/%s", *program);
		if (!beside(path, inside, X_OK))
			return not_here(inside, err);
		memcpy(words + 1, rest + named, (size_t)(count - named) * sizeof *rest);
		int ended = run_one(words, err);
		if (ended < 0)
			return ended;
		code = code == EXIT_DONE ? ended : code;
	}
	return rc < 0 ? rc : code;
}

int run_bench(const cli_options *options, qn_error *err)
{
	const char *name = options->operand[0];
	for (size_t i = 0; i < SUITES; i++)
		if (!strcmp(suites[i].name, name))
			return (suites[i].script ? run_script : run_programs)(&suites[i], options->operand + 1, options->operands - 1, err);
	long near = qn_text_nearest(name, suite_name, NULL, SUITES);
	return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有套件“%s”:可写 micro、work、peers 和 gate", "there is no suite \"%s\": micro, work, peers and gate are", name)
		: qn_fail_both(err, QN_EUSAGE, "没有套件“%s”,是不是 %s:可写 micro、work、peers 和 gate", "there is no suite \"%s\", did you mean %s: micro, work, peers and gate are",
			name, suites[near].name);
}
