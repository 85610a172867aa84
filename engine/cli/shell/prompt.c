/* SPDX-License-Identifier: Apache-2.0 */
/* prompt.c - lines: libedit at a terminal, plain reading elsewhere. Only here its header is known; its state is one for the
 * whole process, and so is ours. */
#include <editline/readline.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include "cli/shell/shell.h"

enum { REMEMBERED = 1000 };

struct prompt {
	bool terminal;
	char *line;        /* the last one */
	size_t room, lines; /* of a file, so many are read */
	int failure;
	char history[PATH_MAX]; /* "": none */
	qn_arena arena;    /* of the last completion */
	const char **list;
	size_t count, next;
	void (*candidates)(const char *line, size_t start, qn_arena *arena, const char ***list, size_t *count);
};
static prompt *the_prompt;

/* Ctrl-C ends the reading of a line and nothing more. It is blocked but while a key is waited for, so that none comes
 * between two looks at the flag. */
static volatile sig_atomic_t interrupted;
static void note_interrupt(int number) { interrupted = number; }

static void watch_interrupts(void)
{
	sigset_t blocked;
	sigaction(SIGINT, &(struct sigaction){ .sa_handler = note_interrupt }, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
}

/* One that came while a command was running was the command's. */
static void forget_interrupts(void)
{
	const struct timespec none = { 0 };
	sigset_t blocked;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	while (sigtimedwait(&blocked, NULL, &none) > 0)
		;
	interrupted = 0;
}

/* A byte from the terminal; -1 at the end and when interrupted. */
static int read_byte(void)
{
	struct pollfd terminal = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t open;
	unsigned char byte;
	sigemptyset(&open);
	while (ppoll(&terminal, 1, NULL, &open) < 0)
		if (errno != EINTR || interrupted)
			return -1;
	return read(STDIN_FILENO, &byte, 1) == 1 ? byte : -1;
}

/* A character, as libedit wants it: wide. */
static int read_key(FILE *from)
{
	mbstate_t state = { 0 };
	(void)from;
	for (;;) {
		wchar_t wide;
		int byte = read_byte();
		if (byte < 0)
			return -1;
		size_t length = mbrtowc(&wide, &(char){ (char)byte }, 1, &state);
		if (length != (size_t)-2)
			return length == (size_t)-1 ? '?' : (int)wide;
	}
}

/* $XDG_STATE_HOME/qunce/history, with its folders; false where there is no place for it. */
static bool history_place(char out[PATH_MAX])
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	bool own = state && *state == '/';
	if (!own && !(home && *home == '/'))
		return false;
	int length = own ? snprintf(out, PATH_MAX, "%s/qunce/history", state) : snprintf(out, PATH_MAX, "%s/.local/state/qunce/history", home);
	if (length < 0 || length >= PATH_MAX)
		return false;
	for (char *slash = out + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = 0;
		bool made = mkdir(out, 0700) == 0 || errno == EEXIST;
		*slash = '/';
		if (!made)
			return false;
	}
	return true;
}

static char *next_candidate(const char *word, int state)
{
	(void)word;
	if (!state)
		the_prompt->next = 0;
	return the_prompt->next < the_prompt->count ? strdup(the_prompt->list[the_prompt->next++]) : NULL;
}

/* Of so many characters the bytes: libedit counts the one, its buffer is made of the other. */
static size_t bytes_of(const char *text, int characters)
{
	const char *at = text;
	for (; *at && characters > 0; characters--)
		for (at++; ((unsigned char)*at & 0xc0) == 0x80; at++)
			;
	return (size_t)(at - text);
}

/* libedit asks for the word from `start` on; where nothing is offered it goes on to names of files. */
static char **complete(const char *word, int start, int end)
{
	char *line = strndup(rl_line_buffer, bytes_of(rl_line_buffer, end));
	qn_arena_free(&the_prompt->arena);
	the_prompt->list = NULL, the_prompt->count = 0;
	if (line)
		the_prompt->candidates(line, bytes_of(line, start), &the_prompt->arena, &the_prompt->list, &the_prompt->count);
	free(line);
	return the_prompt->count ? rl_completion_matches(word, next_candidate) : NULL;
}

static void open_terminal(prompt *p)
{
	setlocale(LC_CTYPE, "");
	if (MB_CUR_MAX == 1)
		setlocale(LC_CTYPE, "C.UTF-8"); /* names are Chinese whatever the locale */
	rl_readline_name = "qunce";
	rl_catch_signals = 0;
	rl_getc_function = read_key;
	watch_interrupts();
	rl_initialize();
	rl_attempted_completion_function = complete;
	using_history();
	stifle_history(REMEMBERED);
	if (history_place(p->history))
		(void)read_history(p->history);
	else
		p->history[0] = 0;
}

prompt *prompt_open(void (*candidates)(const char *line, size_t start, qn_arena *arena, const char ***list, size_t *count))
{
	prompt *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	p->candidates = candidates;
	the_prompt = p;
	if (p->terminal)
		open_terminal(p);
	return p;
}

bool prompt_is_terminal(const prompt *from) { return from->terminal; }

const char *prompt_line(prompt *from, const char *text)
{
	if (from->terminal) {
		free(from->line);
		forget_interrupts();
		from->line = readline(text);
		if (from->line && !interrupted)
			return from->line;
		putchar('\n');
		return NULL;
	}
	ssize_t length = getline(&from->line, &from->room, stdin);
	from->lines += length >= 0;
	if (length < 0 || memchr(from->line, 0, (size_t)length)) {
		from->failure = length >= 0 ? EILSEQ : feof(stdin) ? 0 : errno;
		return NULL;
	}
	if (length > 0 && from->line[length - 1] == '\n')
		from->line[--length] = 0;
	if (length > 0 && from->line[length - 1] == '\r')
		from->line[length - 1] = 0;
	return from->line;
}

size_t prompt_lines(const prompt *from) { return from->lines; }

int prompt_failure(const prompt *from) { return from->failure; }

bool prompt_interrupted(prompt *from)
{
	bool was = from->terminal && interrupted;
	interrupted = 0;
	return was;
}

void prompt_remember(prompt *from, const char *command)
{
	if (from->terminal && *command)
		add_history(command);
}

void prompt_close(prompt *from)
{
	if (from->terminal && from->history[0]) {
		mode_t before = umask(0077); /* what somebody asked is theirs */
		(void)write_history(from->history);
		umask(before);
	}
	qn_arena_free(&from->arena);
	free(from->line);
	free(from);
	the_prompt = NULL;
}
