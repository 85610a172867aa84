/* SPDX-License-Identifier: Apache-2.0 */
#include "script/host/outside.h"
#include <string.h>
#include "script/lexer.h"

static const qn_label drawn = { "写成 assumption,用分布;随机数由引擎抽取", "declare an assumption with a distribution: the engine draws it" };
static const qn_label dated = { "评估的年份是 p.year,没有当前时间", "the year judged is p.year, and there is no now" };
static const qn_label ordered = { "用 pairs,它按键的顺序走", "use pairs, which goes in the order of keys" };
static const qn_label nothing = { "脚本只声明和计算,够不到外面", "scripts declare and compute, and reach nothing else" };

static const struct { const char *name, *member, *kind; const qn_label *instead; } refused[] = {
	{ "math", "random", "chance", &drawn }, { "math", "randomseed", "chance", &drawn },
	{ "os", "time", "clock", &dated }, { "os", "date", "clock", &dated }, { "os", "clock", "clock", &dated }, { "os", NULL, "outside", &nothing },
	{ "next", NULL, "order", &ordered }, { "io", NULL, "outside", &nothing }, { "debug", NULL, "outside", &nothing },
	{ "package", NULL, "outside", &nothing }, { "coroutine", NULL, "outside", &nothing }, { "load", NULL, "outside", &nothing },
	{ "loadstring", NULL, "outside", &nothing }, { "loadfile", NULL, "outside", &nothing }, { "dofile", NULL, "outside", &nothing },
	{ "collectgarbage", NULL, "outside", &nothing }, { "rawget", NULL, "outside", &nothing }, { "rawset", NULL, "outside", &nothing },
	{ "getmetatable", NULL, "outside", &nothing }, { "setmetatable", NULL, "outside", &nothing },
};
enum { REFUSED = sizeof refused / sizeof *refused };

static bool is_word(const qn_lexer *lexer, const qn_token *token, const char *word)
{
	size_t length = strlen(word);
	return token->kind == T_NAME && token->end - token->start == length && !memcmp(lexer->text + token->start, word, length);
}

/* A script that has such a name of its own means its own. */
static bool is_own(const qn_script *script, const char *name)
{
	qn_lexer lexer = { .text = script->text, .length = script->length, .line = 1 };
	bool local = false;
	for (qn_token token = qn_lexer_next(&lexer); token.kind != T_END && token.kind != T_BROKEN; token = qn_lexer_next(&lexer)) {
		if (local && is_word(&lexer, &token, name))
			return true;
		local = token.kind == T_LOCAL || (local && token.kind == T_FUNCTION) || (local && qn_token_is(&lexer, &token, ","))
			|| (local && token.kind == T_NAME);
	}
	return false;
}

static int member_refused(const qn_lexer *lexer, const qn_token *name, const qn_token *member)
{
	for (int i = 0; i < REFUSED; i++)
		if (is_word(lexer, name, refused[i].name) && (!refused[i].member || (member && is_word(lexer, member, refused[i].member))))
			return i;
	return -1;
}

int qn_script_outside(const qn_script *script, int (*each)(void *context, const qn_outside *found), void *context)
{
	qn_lexer lexer = { .text = script->text, .length = script->length, .line = 1 };
	qn_token before = { .kind = T_END };
	int rc = 0;
	for (qn_token token = qn_lexer_next(&lexer); rc == 0 && token.kind != T_END && token.kind != T_BROKEN; before = token, token = qn_lexer_next(&lexer)) {
		bool field = qn_token_is(&lexer, &before, ".") || qn_token_is(&lexer, &before, ":");
		if (token.kind != T_NAME || field)
			continue;
		qn_lexer ahead = lexer;
		qn_token next = qn_lexer_next(&ahead), member = qn_lexer_next(&ahead);
		bool dotted = qn_token_is(&lexer, &next, "."), key = qn_token_is(&lexer, &next, "=");
		int i = key ? -1 : member_refused(&lexer, &token, dotted ? &member : NULL);
		if (i < 0 || is_own(script, refused[i].name))
			continue;
		char name[64];
		size_t length = (dotted && member.kind == T_NAME ? member.end : token.end) - token.start;
		length = length < sizeof name ? length : sizeof name - 1;
		memcpy(name, script->text + token.start, length);
		name[length] = 0;
		rc = each(context, &(qn_outside){ token.line, name, refused[i].kind, *refused[i].instead });
	}
	return rc;
}
