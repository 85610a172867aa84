/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.h - the tokens of Lua 5.4, each as a stretch of the source; what it means in detail stays Lua's business. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	T_END, T_BROKEN, /* no token of Lua: the compiler says what is wrong */
	T_NAME, T_NUMBER, T_STRING, T_DOTS, T_OTHER, /* T_OTHER: one or two characters that `is` tells apart */
	T_AND, T_BREAK, T_DO, T_ELSE, T_ELSEIF, T_ENDWORD, T_FALSE, T_FOR, T_FUNCTION, T_GOTO, T_IF, T_IN, T_LOCAL, T_NIL,
	T_NOT, T_OR, T_REPEAT, T_RETURN, T_THEN, T_TRUE, T_UNTIL, T_WHILE
} qn_token_kind;

typedef struct { qn_token_kind kind; size_t start, end; int line; } qn_token;

typedef struct { const char *text; size_t length, at; int line; } qn_lexer;

/* Bytes before the source: the mark of UTF-8 that some editors write. */
size_t qn_lexer_mark(const char *text, size_t length);
qn_token qn_lexer_next(qn_lexer *lexer);
bool qn_token_is(const qn_lexer *lexer, const qn_token *token, const char *text);
