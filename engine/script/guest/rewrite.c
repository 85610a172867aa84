/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.c - a recursive descent through the grammar of Lua 5.4 that copies the source as it goes and puts the helpers'
 * names in. There is no tree: an expression is known by where it begins in the output, and a call is closed around it
 * by inserting there. What is inserted holds no line break, and nothing that was read is left out but operators. */
#include "rewrite.h"
#include <string.h>
#include "base/text.h"
#include "script/lexer.h"

enum { DEPTH = 180, CHAIN = 100 };

/* What an expression turned out to be; it decides how little must be written around it. */
typedef enum { E_OTHER, E_LITERAL, E_CALL, E_COMPARISON } expression;

typedef struct {
	qn_lexer lexer;
	qn_token token;  /* the next one, not yet copied */
	size_t copied;   /* source up to here is in out */
	qn_buffer *out;
	const char *path;
	qn_error *err;
	int depth;
	bool dots;       /* `...` of the function at hand was met */
	int status;      /* 1 while all is well */
} rewriter;

static expression read_expression(rewriter *r, int limit);
static void read_block(rewriter *r);

static bool ok(const rewriter *r) { return r->status == 1; }
static bool at(const rewriter *r, qn_token_kind kind) { return ok(r) && r->token.kind == kind; }
static bool at_text(const rewriter *r, const char *text) { return ok(r) && qn_token_is(&r->lexer, &r->token, text); }

static void give_up(rewriter *r)
{
	if (ok(r))
		r->status = 0;
}

static void refuse_name(rewriter *r)
{
	const char *name = r->lexer.text + r->token.start;
	size_t length = r->token.end - r->token.start;
	if (length == 4 && !memcmp(name, "_ENV", 4))
		r->status = qn_fail_both(r->err, QN_ESCRIPT, "%s:%d:脚本没有 _ENV:请用 local 名称", "%s:%d: _ENV is not there for scripts: use local names", r->path, r->token.line);
	else if (length >= 5 && !memcmp(name, "__qn_", 5))
		r->status = qn_fail_both(r->err, QN_ESCRIPT, "%s:%d:以 __qn_ 开头的名称已被占用:请换一个", "%s:%d: names beginning with __qn_ are taken: choose another", r->path, r->token.line);
}

static unsigned code_of(const char *sign, size_t length)
{
	unsigned code = (unsigned char)*sign & (0xFFu >> (length + 1));
	for (size_t i = 1; i < length; i++)
		code = code << 6 | ((unsigned char)sign[i] & 0x3Fu);
	return code;
}

static bool is_of_name(unsigned char c) { return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* c.营业收入: a name that Lua does not know as one stands in brackets and quotes. */
static bool refuse_member(rewriter *r, const char *sign, size_t left)
{
	size_t length = 0;
	if (sign == r->lexer.text || sign[-1] != '.' || (unsigned char)*sign < 0x80)
		return false;
	while (length < left && is_of_name((unsigned char)sign[length]))
		length++;
	if (qn_utf8_valid(sign, length) != length)
		return false;
	r->status = qn_fail_both(r->err, QN_ESCRIPT, "%s:%d:点后面只能是英文字母的名称:请把 .%.*s 写成 [\"%.*s\"]", "%s:%d: behind a dot stands a name in Latin letters: write [\"%.*s\"] for .%.*s",
		r->path, r->token.line, (int)length, sign, (int)length, sign);
	return true;
}

/* Of another keyboard: “ for ", ( for (. What else is wrong the compiler says. */
static void refuse_sign(rewriter *r)
{
	const char *sign = r->lexer.text + r->token.start;
	size_t left = r->lexer.length - r->token.start, length = left ? 1 : 0;
	while (length && length < left && ((unsigned char)sign[length] & 0xC0) == 0x80)
		length++;
	if (ok(r) && refuse_member(r, sign, left))
		return;
	if (ok(r) && r->token.end > r->token.start && (unsigned char)*sign >= 0x80 && qn_utf8_valid(sign, length) == length)
		r->status = qn_fail_both(r->err, QN_ESCRIPT,
			"%s:%d:文本之外出现了 %.*s(U+%04X),Lua 在这里只认英文键盘的字母和符号,如 \" , ( )",
			"%s:%d: %.*s (U+%04X) stands outside of a text, where Lua knows only the letters and signs of a Latin keyboard, as in \" , ( )",
			r->path, r->token.line, (int)length, sign, code_of(sign, length));
	give_up(r);
}

static void read_token(rewriter *r)
{
	r->token = qn_lexer_next(&r->lexer);
	if (r->token.kind == T_BROKEN)
		refuse_sign(r);
	else if (r->token.kind == T_NAME)
		refuse_name(r);
}

static void copy_to(rewriter *r, size_t end)
{
	if (end <= r->copied)
		return;
	qn_buffer_add(r->out, r->lexer.text + r->copied, end - r->copied);
	r->copied = end;
}

/* Copies blanks and comments before the next token and says where the token will begin. */
static size_t mark(rewriter *r)
{
	copy_to(r, r->token.start);
	return r->out->length;
}

static void take(rewriter *r)
{
	if (!ok(r))
		return;
	copy_to(r, r->token.end);
	read_token(r);
}

static void take_instead(rewriter *r, const char *text)
{
	mark(r);
	qn_buffer_text(r->out, text);
	r->copied = r->token.end;
	read_token(r);
}

static bool take_if(rewriter *r, const char *text)
{
	if (!at_text(r, text))
		return false;
	take(r);
	return true;
}

static void expect(rewriter *r, const char *text)
{
	if (!take_if(r, text))
		give_up(r);
}

static void expect_kind(rewriter *r, qn_token_kind kind)
{
	if (at(r, kind))
		take(r);
	else
		give_up(r);
}

static void insert(rewriter *r, size_t offset, const char *text)
{
	qn_buffer_insert(r->out, offset, text, strlen(text));
}

static bool fits(rewriter *r, int depth)
{
	if (depth > DEPTH && ok(r))
		r->status = qn_fail_both(r->err, QN_ESCRIPT, "%s:%d:嵌套超过 %d 层:请把一部分移到 local 名称或函数里", "%s:%d: nested more than %d levels deep: take parts out into local names or functions",
			r->path, r->token.line, DEPTH);
	return ok(r);
}

static bool enter(rewriter *r) { return fits(r, ++r->depth); }

/* expressions */

static expression read_list(rewriter *r)
{
	expression first = read_expression(r, 0);
	if (!at_text(r, ","))
		return first;
	while (take_if(r, ","))
		read_expression(r, 0);
	return E_OTHER;
}

/* A key may not be a symbol: t[c.year] would silently be nil. */
static void read_key(rewriter *r)
{
	take(r);
	size_t start = mark(r);
	if (read_expression(r, 0) != E_LITERAL) {
		insert(r, start, " __qn_key(");
		qn_buffer_text(r->out, ")");
	}
	expect(r, "]");
}

static bool at_field_name(const rewriter *r)
{
	qn_lexer ahead = r->lexer;
	qn_token next = qn_lexer_next(&ahead);
	return at(r, T_NAME) && qn_token_is(&ahead, &next, "=");
}

static void read_table(rewriter *r)
{
	take(r);
	while (ok(r) && !at_text(r, "}")) {
		if (at_text(r, "[")) {
			read_key(r);
			expect(r, "=");
		} else if (at_field_name(r)) {
			take(r);
			take(r);
		}
		read_expression(r, 0);
		if (!take_if(r, ",") && !take_if(r, ";"))
			break;
	}
	expect(r, "}");
}

static void read_body(rewriter *r)
{
	bool outer = r->dots;
	expect(r, "(");
	while (ok(r) && !at_text(r, ")")) {
		if (at(r, T_DOTS)) {
			take(r);
			break;
		}
		expect_kind(r, T_NAME);
		if (!take_if(r, ","))
			break;
	}
	expect(r, ")");
	read_block(r);
	expect_kind(r, T_ENDWORD);
	r->dots = outer;
}

static void read_arguments(rewriter *r)
{
	if (at(r, T_STRING)) {
		take(r);
	} else if (at_text(r, "{")) {
		read_table(r);
	} else {
		expect(r, "(");
		if (!at_text(r, ")"))
			read_list(r);
		expect(r, ")");
	}
}

static expression read_suffixed(rewriter *r)
{
	expression is = E_OTHER;
	if (take_if(r, "(")) {
		read_expression(r, 0);
		expect(r, ")");
	} else {
		expect_kind(r, T_NAME);
	}
	while (ok(r)) {
		if (take_if(r, ".")) {
			expect_kind(r, T_NAME);
			is = E_OTHER;
		} else if (at_text(r, "[")) {
			read_key(r);
			is = E_OTHER;
		} else if (at_text(r, ":") || at_text(r, "(") || at_text(r, "{") || at(r, T_STRING)) {
			if (take_if(r, ":"))
				expect_kind(r, T_NAME);
			read_arguments(r);
			is = E_CALL;
		} else {
			break;
		}
	}
	return is;
}

static expression read_simple(rewriter *r)
{
	switch (r->token.kind) {
	case T_NUMBER: case T_STRING: case T_NIL: case T_TRUE: case T_FALSE:
		take(r);
		return E_LITERAL;
	case T_DOTS:
		r->dots = true;
		take(r);
		return E_OTHER;
	case T_FUNCTION:
		take(r);
		read_body(r);
		return E_OTHER;
	default:
		if (!at_text(r, "{"))
			return read_suffixed(r);
		read_table(r);
		return E_OTHER;
	}
}

typedef struct { const char *text; int left, right; const char *helper; } binary;

static const binary *binary_at(const rewriter *r)
{
	static const binary operators[] = {
		{ "==", 3, 3, " __qn_eq(" }, { "~=", 3, 3, " __qn_ne(" }, { "<=", 3, 3, " __qn_le(" }, { ">=", 3, 3, " __qn_ge(" },
		{ "<", 3, 3, " __qn_lt(" }, { ">", 3, 3, " __qn_gt(" },
		{ "|", 4, 4, NULL }, { "~", 5, 5, NULL }, { "&", 6, 6, NULL }, { "<<", 7, 7, NULL }, { ">>", 7, 7, NULL },
		{ "..", 9, 8, NULL }, { "+", 10, 10, NULL }, { "-", 10, 10, NULL }, { "*", 11, 11, NULL }, { "/", 11, 11, NULL },
		{ "//", 11, 11, NULL }, { "%", 11, 11, NULL }, { "^", 14, 13, NULL },
	};
	static const binary both = { "and", 2, 2, NULL }, either = { "or", 1, 1, NULL };
	if (at(r, T_AND))
		return &both;
	if (at(r, T_OR))
		return &either;
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (at_text(r, operators[i].text))
			return &operators[i];
	return NULL;
}

/* The right side of and/or waits in a function, so that it is only reached when Lua would reach it. */
static bool read_lazy(rewriter *r, int priority)
{
	static const char opening[] = ", function() return (";
	bool outer = r->dots;
	take_instead(r, ",");
	size_t start = r->out->length;
	r->dots = false;
	if (read_expression(r, priority) != E_LITERAL) {
		insert(r, start, opening + 1);
		if (r->dots)
			insert(r, start + strlen(" function("), "...");
		qn_buffer_text(r->out, ") end");
	}
	bool dots = r->dots;
	r->dots = outer || dots;
	return dots;
}

/* a and b and c: one call, __qn_and(a, b, c). With `...` inside, the helper hands it on. */
static void read_chain(rewriter *r, const binary *operator, size_t start)
{
	bool is_and = operator->text[0] == 'a', dots = false;
	int count = 0;
	do {
		if (read_lazy(r, operator->right))
			dots = true;
	} while (++count < CHAIN && at(r, is_and ? T_AND : T_OR));
	char prefix[40];
	qn_buffer_text(r->out, dots ? ", ...)" : ")");
	if (!dots) {
		insert(r, start, is_and ? " __qn_and(" : " __qn_or(");
		return;
	}
	size_t length = 0;
	for (const char *c = is_and ? " __qn_and_dots(" : " __qn_or_dots("; *c; c++)
		prefix[length++] = *c;
	if (count + 1 >= 100)
		prefix[length++] = (char)('0' + (count + 1) / 100);
	prefix[length++] = (char)('0' + (count + 1) / 10 % 10);
	prefix[length++] = (char)('0' + (count + 1) % 10);
	prefix[length++] = ',';
	prefix[length] = 0;
	insert(r, start, prefix);
}

static expression read_unary(rewriter *r, bool *was)
{
	*was = true;
	if (at(r, T_NOT)) {
		take_instead(r, " __qn_not(");
		read_expression(r, 12);
		qn_buffer_text(r->out, ")");
	} else if (at_text(r, "-") || at_text(r, "#") || at_text(r, "~")) {
		take(r);
		read_expression(r, 12);
	} else {
		*was = false;
	}
	return E_OTHER;
}

static expression read_expression(rewriter *r, int limit)
{
	bool unary;
	if (!enter(r))
		return E_OTHER;
	size_t start = mark(r);
	expression is = read_unary(r, &unary);
	if (!unary)
		is = read_simple(r);
	int around = 0; /* calls, each in the next: a == b == c */
	for (const binary *operator; ok(r) && (operator = binary_at(r)) && operator->left > limit;) {
		is = E_OTHER;
		if ((operator->left <= 2 || operator->helper) && !fits(r, r->depth + ++around))
			break;
		if (operator->left <= 2) {
			read_chain(r, operator, start);
		} else if (operator->helper) {
			take_instead(r, ",");
			read_expression(r, operator->right);
			qn_buffer_text(r->out, ")");
			insert(r, start, operator->helper);
			is = E_COMPARISON;
		} else {
			take(r);
			read_expression(r, operator->right);
		}
	}
	r->depth--;
	return is;
}

/* Where one truth is needed. */
static void read_condition(rewriter *r)
{
	size_t start = mark(r);
	expression is = read_expression(r, 0);
	if (is == E_LITERAL)
		return;
	if (is == E_COMPARISON) {
		insert(r, start + strlen(" __qn_"), "if_");
		return;
	}
	insert(r, start, " __qn_truth(");
	qn_buffer_text(r->out, ")");
}

/* statements */

static void read_if(rewriter *r)
{
	do {
		take(r);
		read_condition(r);
		expect_kind(r, T_THEN);
		read_block(r);
	} while (at(r, T_ELSEIF));
	if (at(r, T_ELSE)) {
		take(r);
		read_block(r);
	}
	expect_kind(r, T_ENDWORD);
}

static void read_for(rewriter *r)
{
	take(r);
	expect_kind(r, T_NAME);
	while (take_if(r, ","))
		expect_kind(r, T_NAME);
	if (!take_if(r, "="))
		expect_kind(r, T_IN);
	read_list(r);
	expect_kind(r, T_DO);
	read_block(r);
	expect_kind(r, T_ENDWORD);
}

static void read_local(rewriter *r)
{
	take(r);
	if (at(r, T_FUNCTION)) {
		take(r);
		expect_kind(r, T_NAME);
		read_body(r);
		return;
	}
	do {
		expect_kind(r, T_NAME);
		if (take_if(r, "<")) {
			expect_kind(r, T_NAME);
			expect(r, ">");
		}
	} while (take_if(r, ","));
	if (take_if(r, "="))
		read_list(r);
}

static void read_function(rewriter *r)
{
	take(r);
	expect_kind(r, T_NAME);
	while (take_if(r, "."))
		expect_kind(r, T_NAME);
	if (take_if(r, ":"))
		expect_kind(r, T_NAME);
	read_body(r);
}

static bool block_ends(const rewriter *r)
{
	return !ok(r) || at(r, T_END) || at(r, T_ENDWORD) || at(r, T_ELSE) || at(r, T_ELSEIF) || at(r, T_UNTIL);
}

/* return f(x) would be a tail call, in which the line that called is lost. */
static void read_return(rewriter *r)
{
	take(r);
	if (!block_ends(r) && !at_text(r, ";")) {
		size_t start = mark(r);
		if (read_list(r) == E_CALL) {
			insert(r, start, " __qn_return(");
			qn_buffer_text(r->out, ")");
		}
	}
	take_if(r, ";");
	if (!block_ends(r))
		give_up(r);
}

static void read_assignment_or_call(rewriter *r)
{
	read_suffixed(r);
	while (take_if(r, ","))
		read_suffixed(r);
	if (take_if(r, "="))
		read_list(r);
}

static void read_loop(rewriter *r)
{
	if (at(r, T_WHILE)) {
		take(r);
		read_condition(r);
		expect_kind(r, T_DO);
		read_block(r);
		expect_kind(r, T_ENDWORD);
	} else {
		take(r);
		read_block(r);
		expect_kind(r, T_UNTIL);
		read_condition(r);
	}
}

static void read_statement(rewriter *r)
{
	switch (r->token.kind) {
	case T_IF: read_if(r); break;
	case T_WHILE: case T_REPEAT: read_loop(r); break;
	case T_DO:
		take(r);
		read_block(r);
		expect_kind(r, T_ENDWORD);
		break;
	case T_FOR: read_for(r); break;
	case T_FUNCTION: read_function(r); break;
	case T_LOCAL: read_local(r); break;
	case T_RETURN: read_return(r); break;
	case T_BREAK: take(r); break;
	case T_GOTO:
		take(r);
		expect_kind(r, T_NAME);
		break;
	default:
		if (take_if(r, ";"))
			break;
		if (take_if(r, "::")) {
			expect_kind(r, T_NAME);
			expect(r, "::");
			break;
		}
		read_assignment_or_call(r);
	}
}

static void read_block(rewriter *r)
{
	if (!enter(r))
		return;
	while (!block_ends(r))
		read_statement(r);
	r->depth--;
}

int qn_rewrite(const char *path, const char *text, size_t length, qn_buffer *out, qn_error *err)
{
	rewriter r = { .lexer = { text, length, 0, 1 }, .copied = qn_lexer_mark(text, length), .out = out, .path = path, .err = err, .status = 1 };
	if (length && text[0] == '#') /* Lua skips such a first line only in files */
		return 0;
	read_token(&r);
	read_block(&r);
	if (ok(&r) && !at(&r, T_END))
		give_up(&r);
	copy_to(&r, ok(&r) ? length : r.copied);
	if (ok(&r) && out->failed)
		return qn_no_memory(err);
	return r.status;
}
