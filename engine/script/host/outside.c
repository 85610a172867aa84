/* SPDX-License-Identifier: Apache-2.0 */
#include "script/host/outside.h"
#include <string.h>
#include "script/lexer.h"
#include "script/withheld.h"

/* What to write for it. */
static qn_label instead_of(const char *kind)
{
	static const struct { const char *kind; qn_label words; } instead[] = {
		{ "chance", { "写成 assumption,用分布;随机数由引擎抽取", "declare an assumption with a distribution: the engine draws it" } },
		{ "clock", { "评估的年份是 p.year,没有当前时间", "the year judged is p.year, and there is no now" } },
		{ "order", { "用 pairs,它按键的顺序走", "use pairs, which goes in the order of keys" } },
		{ "outside", { "脚本只声明和计算,够不到外面", "scripts declare and compute, and reach nothing else" } },
	};
	size_t i = 0;
	while (strcmp(instead[i].kind, kind) != 0 && i + 1 < sizeof instead / sizeof *instead)
		i++;
	return instead[i].words;
}

static bool is_word(const qn_lexer *lexer, const qn_token *token, const char *word)
{
	size_t length = strlen(word);
	return token->kind == T_NAME && token->end - token->start == length && !memcmp(lexer->text + token->start, word, length);
}

/* Where a name stands that is a script's own from there on. LISTING: one of a list is next, as in local a, … · LISTED: it is this one */
typedef enum { ELSEWHERE, LISTING, LISTED, FUNCTION, OWN_FUNCTION, PARAMETERS } stretch;

static stretch stretch_after(stretch now, const qn_lexer *lexer, const qn_token *token)
{
	bool function = now == FUNCTION || now == OWN_FUNCTION, listed = token->kind == T_NAME || qn_token_is(lexer, token, ",");
	if (token->kind == T_FUNCTION)
		return now == LISTING ? OWN_FUNCTION : FUNCTION;
	if (token->kind == T_LOCAL || token->kind == T_FOR)
		return LISTING;
	if (function)
		return qn_token_is(lexer, token, "(") ? PARAMETERS : now;
	if (now == LISTING)
		return token->kind == T_NAME ? LISTED : ELSEWHERE;
	if (now == LISTED && (qn_token_is(lexer, token, ",") || qn_token_is(lexer, token, "<"))) /* local a <const> */
		return LISTING;
	if (now == LISTED && qn_token_is(lexer, token, ">"))
		return LISTED;
	return now == PARAMETERS && (listed || token->kind == T_DOTS) ? PARAMETERS : ELSEWHERE;
}

/* A script that has such a name of its own, as a local name, a parameter or what a loop counts, means its own. */
static void find_own(const qn_script *script, bool own[QN_WITHHELD])
{
	qn_lexer lexer = { .text = script->text, .length = script->length, .line = 1 };
	stretch now = ELSEWHERE;
	for (qn_token token = qn_lexer_next(&lexer); token.kind != T_END && token.kind != T_BROKEN; token = qn_lexer_next(&lexer)) {
		now = stretch_after(now, &lexer, &token);
		for (int i = 0; token.kind == T_NAME && (now == LISTED || now == OWN_FUNCTION || now == PARAMETERS) && i < QN_WITHHELD; i++)
			own[i] = own[i] || is_word(&lexer, &token, qn_withheld[i].name);
	}
}

static int member_refused(const qn_lexer *lexer, const qn_token *name, const qn_token *member)
{
	for (int i = 0; i < QN_WITHHELD; i++)
		if (is_word(lexer, name, qn_withheld[i].name) && (!qn_withheld[i].member || (member && is_word(lexer, member, qn_withheld[i].member))))
			return i;
	return -1;
}

int qn_script_outside(const qn_script *script, int (*each)(void *context, const qn_outside *found), void *context)
{
	qn_lexer lexer = { .text = script->text, .length = script->length, .line = 1 };
	qn_token before = { .kind = T_END };
	bool own[QN_WITHHELD] = { false };
	int rc = 0;
	find_own(script, own);
	for (qn_token token = qn_lexer_next(&lexer); rc == 0 && token.kind != T_END && token.kind != T_BROKEN; before = token, token = qn_lexer_next(&lexer)) {
		bool field = qn_token_is(&lexer, &before, ".") || qn_token_is(&lexer, &before, ":");
		if (token.kind != T_NAME || field || before.kind == T_GOTO)
			continue;
		qn_lexer ahead = lexer;
		qn_token next = qn_lexer_next(&ahead), member = qn_lexer_next(&ahead);
		if (qn_token_is(&lexer, &before, "::") && qn_token_is(&lexer, &next, "::")) /* a label */
			continue;
		bool dotted = qn_token_is(&lexer, &next, "."), key = qn_token_is(&lexer, &next, "=");
		int i = key ? -1 : member_refused(&lexer, &token, dotted ? &member : NULL);
		if (i < 0 || own[i])
			continue;
		char name[64];
		size_t length = (dotted && member.kind == T_NAME ? member.end : token.end) - token.start;
		length = length < sizeof name ? length : sizeof name - 1;
		memcpy(name, script->text + token.start, length);
		name[length] = 0;
		rc = each(context, &(qn_outside){ token.line, name, qn_withheld[i].kind, instead_of(qn_withheld[i].kind) });
	}
	return rc;
}
