/* SPDX-License-Identifier: Apache-2.0 */
/* shell.h - the parts of the prompt: where lines come from, what they are cut into, what Tab offers, what "=" computes. */
#pragma once
#include "base/arena.h"
#include "cli/command.h"

/* prompt.c: lines from a terminal, with history and completion, or from whatever standard input is.
 */
typedef struct prompt prompt;
prompt *prompt_open(void (*candidates)(const char *line, size_t start, qn_arena *arena, const char ***list, size_t *count)); /* NULL: no memory */
bool prompt_is_terminal(const prompt *from);
/* The next line without its end, borrowed until the next; NULL at the end or when interrupted. text: what a terminal shows
 * before it. */
const char *prompt_line(prompt *from, const char *text);
size_t prompt_lines(const prompt *from);                 /* how many were read, 0 at a terminal */
int prompt_failure(const prompt *from);                  /* errno's number where there are lines that could not be read, else 0 */
bool prompt_interrupted(prompt *from);                   /* since it was last asked: by Ctrl-C */
void prompt_remember(prompt *from, const char *command); /* in the history */
void prompt_close(prompt *from);                         /* writes the history */

/* split.c: is more wanted (an open quote, a backslash at the end; after "=" an open bracket too)? */
bool split_unfinished(const char *text);
/* Words as a shell's: '…', "…", \x, # at the start for a comment; *?[ outside of quotes match files. In arena. */
int split_words(const char *text, qn_arena *arena, char ***words, int *count, qn_error *err);

/* complete.c: what may stand where the word begins. store: of the shell. */
void complete_store(const char *store);
void complete_line(const char *line, size_t start, qn_arena *arena, const char ***list, size_t *count);

/* What a shell's Tab asks for: the words after the program's name, the last of them begun; one offer a line on standard output. */
void complete_words(int count, char **word);

/* expression.c: "c.revenue / lag(c.revenue, 1) - 1 @ NAME": an expression of a rule, for all or for one. operand[0] of
 * the options is the store. */
int run_expression(const cli_options *options, const char *text, qn_error *err);
