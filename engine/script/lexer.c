/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.c - cuts Lua source into tokens. */
#include "script/lexer.h"
#include <string.h>

static int peek(const qn_lexer *lexer, size_t ahead)
{
	return lexer->at + ahead < lexer->length ? (unsigned char)lexer->text[lexer->at + ahead] : -1;
}

static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_hex(int c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* Both signs of a line's end, in either order, are one end. */
static void step(qn_lexer *lexer)
{
	int c = (unsigned char)lexer->text[lexer->at++], next = peek(lexer, 0);
	if (c != '\n' && c != '\r')
		return;
	lexer->line++;
	if ((next == '\n' || next == '\r') && next != c)
		lexer->at++;
}

/* At '[': the number of '=' of a long bracket, or -1. */
static long long_level(const qn_lexer *lexer)
{
	size_t level = 0;
	while (peek(lexer, 1 + level) == '=')
		level++;
	return peek(lexer, 1 + level) == '[' ? (long)level : -1;
}

static bool skip_long(qn_lexer *lexer, size_t level)
{
	lexer->at += level + 2;
	while (lexer->at < lexer->length) {
		size_t count = 0;
		if (peek(lexer, 0) != ']') {
			step(lexer);
			continue;
		}
		while (peek(lexer, 1 + count) == '=')
			count++;
		if (count == level && peek(lexer, 1 + count) == ']') {
			lexer->at += level + 2;
			return true;
		}
		lexer->at += count + 1;
	}
	return false;
}

size_t qn_lexer_mark(const char *text, size_t length)
{
	return length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

static bool skip_blanks(qn_lexer *lexer)
{
	if (lexer->at == 0)
		lexer->at = qn_lexer_mark(lexer->text, lexer->length);
	for (;;) {
		int c = peek(lexer, 0);
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			step(lexer);
		} else if (c == '-' && peek(lexer, 1) == '-') {
			lexer->at += 2;
			long level = peek(lexer, 0) == '[' ? long_level(lexer) : -1;
			if (level >= 0 && !skip_long(lexer, (size_t)level))
				return false;
			while (level < 0 && lexer->at < lexer->length && peek(lexer, 0) != '\n' && peek(lexer, 0) != '\r')
				lexer->at++;
		} else {
			return true;
		}
	}
}

static bool skip_string(qn_lexer *lexer)
{
	int quote = peek(lexer, 0);
	lexer->at++;
	while (lexer->at < lexer->length && peek(lexer, 0) != quote) {
		int c = peek(lexer, 0), after = peek(lexer, 1);
		if (c == '\n' || c == '\r')
			return false;
		lexer->at++;
		if (c != '\\' || after < 0)
			continue;
		step(lexer);
		while (after == 'z' && ((peek(lexer, 0) >= '\t' && peek(lexer, 0) <= '\r') || peek(lexer, 0) == ' '))
			step(lexer);
	}
	if (lexer->at >= lexer->length)
		return false;
	lexer->at++;
	return true;
}

static void skip_number(qn_lexer *lexer)
{
	bool hex = peek(lexer, 0) == '0' && (peek(lexer, 1) == 'x' || peek(lexer, 1) == 'X');
	lexer->at += hex ? 2 : 0;
	for (;;) {
		int c = peek(lexer, 0);
		bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
		if (exponent && (peek(lexer, 1) == '+' || peek(lexer, 1) == '-'))
			lexer->at += 2;
		else if (is_hex(c) || is_letter(c) || c == '.')
			lexer->at++;
		else
			return;
	}
}

static qn_token_kind word(const char *text, size_t length)
{
	static const struct { const char *word; qn_token_kind kind; } words[] = {
		{ "and", T_AND }, { "break", T_BREAK }, { "do", T_DO }, { "else", T_ELSE }, { "elseif", T_ELSEIF },
		{ "end", T_ENDWORD }, { "false", T_FALSE }, { "for", T_FOR }, { "function", T_FUNCTION }, { "goto", T_GOTO },
		{ "if", T_IF }, { "in", T_IN }, { "local", T_LOCAL }, { "nil", T_NIL }, { "not", T_NOT }, { "or", T_OR },
		{ "repeat", T_REPEAT }, { "return", T_RETURN }, { "then", T_THEN }, { "true", T_TRUE }, { "until", T_UNTIL },
		{ "while", T_WHILE },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == length && !memcmp(words[i].word, text, length))
			return words[i].kind;
	return T_NAME;
}

static qn_token_kind punctuation(qn_lexer *lexer)
{
	static const char *const pairs[] = { "==", "~=", "<=", ">=", "//", "::", "<<", ">>", ".." };
	int c = peek(lexer, 0);
	if (c == '.' && peek(lexer, 1) == '.' && peek(lexer, 2) == '.') {
		lexer->at += 3;
		return T_DOTS;
	}
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (c == pairs[i][0] && peek(lexer, 1) == pairs[i][1]) {
			lexer->at += 2;
			return T_OTHER;
		}
	lexer->at++;
	return c > 0 && strchr("+-*/%^#&~|<>=(){}[];:,.", c) ? T_OTHER : T_BROKEN;
}

static qn_token_kind scan(qn_lexer *lexer)
{
	int c = peek(lexer, 0);
	size_t start = lexer->at;
	if (c < 0)
		return T_END;
	if (is_letter(c)) {
		while (is_letter(peek(lexer, 0)) || is_digit(peek(lexer, 0)))
			lexer->at++;
		return word(lexer->text + start, lexer->at - start);
	}
	if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
		skip_number(lexer);
		return T_NUMBER;
	}
	if (c == '"' || c == '\'')
		return skip_string(lexer) ? T_STRING : T_BROKEN;
	if (c == '[' && long_level(lexer) >= 0)
		return skip_long(lexer, (size_t)long_level(lexer)) ? T_STRING : T_BROKEN;
	return punctuation(lexer);
}

qn_token qn_lexer_next(qn_lexer *lexer)
{
	qn_token token = { .kind = T_BROKEN };
	if (!skip_blanks(lexer))
		return token;
	token.start = lexer->at;
	token.line = lexer->line;
	token.kind = scan(lexer);
	token.end = lexer->at;
	return token;
}

bool qn_token_is(const qn_lexer *lexer, const qn_token *token, const char *text)
{
	size_t length = strlen(text);
	return token->kind == T_OTHER && token->end - token->start == length && !memcmp(lexer->text + token->start, text, length);
}
