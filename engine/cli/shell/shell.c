/* SPDX-License-Identifier: Apache-2.0 */
/* shell.c - a prompt over one store: every command without the store's name, "=" and an expression, help. Each command
 * opens the store anew, so that it sees what was imported since; an error ends the command and not the session. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/counted.h"
#include "base/text.h"
#include "cli/session.h"
#include "cli/shell/shell.h"

enum { WORDS_MOST = 1027 };

typedef struct {
	const cli_options *options;
	prompt *prompt;
	char *as_of;     /* --as-of=… for every command; NULL: none */
	size_t line;     /* of a file of commands, where this one begins */
	bool over;
	int failed;      /* the exit code of the first command that failed */
} shell;

static bool takes_store(const cli_command *command)
{
	return !strncmp(command->operands, "STORE", 5) || !strncmp(command->operands, "[STORE", 6);
}

/* Puts the store where the command wants it: first, or for `new` last. A file of series stands for a store. */
static int with_store(const shell *sh, const cli_command *command, char **word, int count, char **out)
{
	int n = 0;
	bool last = !strcmp(command->name, "new") && count < 4, first = takes_store(command), dated = sh->as_of && command_accepts(command, "as-of");
	for (int i = 1; i < count; i++) {
		first = first && strncmp(word[i], "--series", 8) != 0;
		dated = dated && strncmp(word[i], "--as", 4) != 0; /* one of its own wins */
	}
	out[n++] = word[0];
	if (first)
		out[n++] = (char *)sh->options->operand[0];
	if (first && dated)
		out[n++] = sh->as_of;
	for (int i = 1; i < count; i++)
		out[n++] = word[i];
	if (last)
		out[n++] = (char *)sh->options->operand[0];
	out[n] = NULL;
	return n;
}

static void show_help(const shell *sh)
{
	show_commands(sh->options->language);
	puts(sh->options->language == CHINESE ? "\n在这里不写库名:status、assess --city 名称、run 文件。\n"
		"=算式 计算一条规则里的算式:=total(c.revenue)、=c.revenue / lag(c.revenue, 1) - 1 @ 集群@2024\nTab 补全,quit 退出。"
		: "\nHere without the store's name: status, assess --city NAME, run FILE.\n"
		"=EXPRESSION computes one of a rule: =total(c.revenue), =c.revenue / lag(c.revenue, 1) - 1 @ NAME@2024\nTab completes, quit leaves.");
}

static int run_line(shell *sh, const char *line, qn_arena *arena, qn_error *err)
{
	char **word, *with[WORDS_MOST];
	int count, rc = split_words(line, arena, &word, &count, err);
	if (rc < 0 || count == 0)
		return rc;
	if (!strcmp(word[0], "help") && count == 1)
		return show_help(sh), EXIT_DONE;
	const cli_command *command = find_command(word[0]);
	if (command && command->run == run_shell)
		return qn_fail_both(err, QN_EUSAGE, "这里就是 %s 的交互界面:quit 退出", "this is the shell of %s: quit leaves it", sh->options->operand[0]);
	if (!command)
		return run_words(count, word, err);
	count = with_store(sh, command, word, count, with);
	return run_words(count, with, err);
}

/* Of commands that come from a file it is told which one failed. */
static void tell_failed(const shell *sh, qn_error *err)
{
	choose_words(sh->options, err);
	if (!prompt_is_terminal(sh->prompt)) {
		const qn_error said = *err;
		qn_fail(err, said.status, sh->options->language == CHINESE ? "标准输入:%zu:%s" : "standard input:%zu: %s", sh->line, said.text);
	}
	tell_error(err);
}

/* In a process of its own: whatever befalls a command, an interruption or a damaged store, the session goes on. */
_Noreturn static void run_apart(shell *sh, const char *text)
{
	qn_arena arena = { 0 };
	qn_error err = { 0 };
	sigset_t none;
	sigemptyset(&none);
	signal(SIGINT, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int rc = *text == '=' ? run_expression(sh->options, text + 1, &err) : run_line(sh, text, &arena, &err);
	if (rc >= 0 && (fflush(stdout) != 0 || ferror(stdout)))
		rc = qn_fail_both(&err, qn_refused(errno), "无法写出结果:%s", "cannot write the answer: %s", strerror(errno));
	fflush(stdout);
	if (rc < 0)
		tell_failed(sh, &err);
	fflush(stderr);
	qn_write_counters();
	_exit(rc < 0 ? exit_code_of(rc) : rc); /* exit would move the place up to which standard input is read */
}

static void run_one(shell *sh, const char *text)
{
	int status = 0;
	bool chinese = sh->options->language == CHINESE;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		run_apart(sh, text);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	int code = child < 0 ? EXIT_IO : WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_INTERNAL;
	if (child < 0)
		fprintf(stderr, chinese ? "qunce: 无法为命令启动进程:%s\n" : "qunce: no process for the command: %s\n", strerror(errno));
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
		fputs(chinese ? "qunce: 已中断\n" : "qunce: interrupted\n", stderr);
	else if (WIFSIGNALED(status))
		fprintf(stderr, chinese ? "qunce: 命令被信号 %d 终止\n" : "qunce: the command was ended by signal %d\n", WTERMSIG(status));
	if (sh->failed == EXIT_DONE)
		sh->failed = code;
}

static bool is_leaving(const char *text)
{
	size_t length = strcspn(text, " \t\r\n");
	bool alone = !text[length + strspn(text + length, " \t\r\n")]; /* completion leaves a blank behind the word */
	return alone && length == 4 && (!memcmp(text, "quit", 4) || !memcmp(text, "exit", 4));
}

static void tell_end(shell *sh, int rc, qn_error *err)
{
	tell_failed(sh, err);
	sh->failed = sh->failed == EXIT_DONE ? exit_code_of(rc) : sh->failed;
}

/* Lines that are there and cannot be read are told, as well as a command that is cut off. */
static void end_lines(shell *sh, const qn_buffer *command)
{
	qn_error err;
	int number = command->failed ? ENOMEM : prompt_failure(sh->prompt);
	if (number == EILSEQ)
		tell_end(sh, qn_fail_both(&err, QN_EINPUT, "这条命令含有零字节,不是文本:请存成 UTF-8(UTF-16 才有这样的字节)", "the command holds a zero byte, and is no text: save it as UTF-8 (UTF-16 has such bytes)"), &err);
	else if (number)
		tell_end(sh, qn_fail_both(&err, qn_refused(number), "读不到下一条命令:%s", "the next command cannot be read: %s", strerror(number)), &err);
	else if (command->length > 0)
		tell_end(sh, qn_fail_both(&err, QN_EUSAGE, "最后一条命令没有写完:引号或括号没有结束,或以反斜线结尾",
			"the last command is unfinished: a quote or a bracket is open, or a backslash ends it"), &err);
}

/* One command: its line, and while it is unfinished the next ones; empty if it was interrupted. False at the end. */
static bool read_command(shell *sh, const char *text, qn_buffer *command)
{
	sh->line = prompt_lines(sh->prompt) + 1;
	const char *line = prompt_line(sh->prompt, text);
	if (line)
		qn_buffer_text(command, line);
	while (line && !command->failed && command->data && split_unfinished(command->data)) {
		if (command->data[command->length - 1] == '\\')
			command->data[--command->length] = 0; /* the line goes on */
		line = prompt_line(sh->prompt, "  … ");
		qn_buffer_text(command, "\n");
		qn_buffer_text(command, line ? line : "");
	}
	if (line && !command->failed)
		return true;
	bool more = !command->failed && prompt_interrupted(sh->prompt);
	if (!more)
		end_lines(sh, command);
	qn_buffer_free(command);
	return more;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

int run_shell(const cli_options *options, qn_error *err)
{
	shell sh = { .options = options, .failed = EXIT_DONE };
	char text[144];
	qn_arena arena = { 0 };
	cli_session probe;
	int rc = session_open(&probe, options, err); /* a store that cannot be read, or whose rules fail, is told at once */
	session_close(&probe);
	if (rc < 0)
		return rc;
	if (options->as_of && !(sh.as_of = qn_arena_printf(&arena, "--as-of=%s", options->as_of)))
		return qn_no_memory(err);
	if (!(sh.prompt = prompt_open(complete_line))) {
		qn_arena_free(&arena);
		return qn_no_memory(err);
	}
	complete_store(options->operand[0]);
	setenv("QUNCE_LANG", options->language == CHINESE ? "zh" : "en", 1); /* what is asked inside speaks the same */
	snprintf(text, sizeof text, "%.80s%s%.40s> ", base_name(options->operand[0]), sh.as_of ? "@" : "", sh.as_of ? options->as_of : "");
	for (qn_buffer command = { 0 }; !sh.over && read_command(&sh, text, &command); command = (qn_buffer){ 0 }) {
		char *start = command.data ? command.data + strspn(command.data, " \t\r\n") : NULL;
		if (start && *start)
			prompt_remember(sh.prompt, start);
		if (start && is_leaving(start))
			sh.over = true;
		else if (start && *start)
			run_one(&sh, start);
		qn_buffer_free(&command);
	}
	bool terminal = prompt_is_terminal(sh.prompt);
	prompt_close(sh.prompt);
	qn_arena_free(&arena);
	return terminal ? EXIT_DONE : sh.failed;
}
