/* SPDX-License-Identifier: Apache-2.0 */
/* manual.c - the words of scripts in order, found by name, and told at the command line. */
#include "cli/manual/manual.h"
#include <string.h>
#include "base/text.h"

extern const manual_word manual_declarations[], manual_functions[], manual_verbs[], manual_tests[];
const manual_word *const manual_part[] = { manual_declarations, manual_functions, manual_verbs, manual_tests };
const size_t manual_parts = sizeof manual_part / sizeof *manual_part;

enum { WORDS_MOST = 512 };

const manual_word *manual_next(const manual_word *word)
{
	if (!word)
		return manual_part[0];
	if (word[1].name)
		return word + 1;
	for (size_t i = 0; i + 1 < manual_parts; i++)
		for (const manual_word *at = manual_part[i]; at->name; at++)
			if (at == word)
				return manual_part[i + 1];
	return NULL;
}

const manual_word *manual_find(const char *name, const manual_word *after)
{
	const manual_word *word = manual_next(after);
	while (word && strcmp(word->name, name) != 0)
		word = manual_next(word);
	return word;
}

static const char *name_at(const void *context, size_t i)
{
	return ((const char *const *)context)[i];
}

const char *manual_nearest(const char *name)
{
	const char *names[WORDS_MOST];
	size_t count = 0;
	for (const manual_word *word = manual_next(NULL); word && count < WORDS_MOST; word = manual_next(word))
		names[count++] = word->name;
	long near = qn_text_nearest(name, name_at, names, count);
	return near < 0 ? NULL : names[near];
}

static bool is_optional(const char *name)
{
	return name[strlen(name) - 1] == '?';
}

/* "cagr(x, years)", "total(x[, group])", "parameter \"id\" { … }". */
static void show_form(const manual_word *word)
{
	printf("%s", word->name);
	if (word->group == WORD_DECLARATION)
		printf("%s { … }", strcmp(word->name, "recognition") ? " \"id\"" : "");
	if (word->group == WORD_DECLARATION || !word->argument)
		return;
	putchar('(');
	for (const manual_argument *a = word->argument; a->name; a++) {
		int length = (int)strlen(a->name) - is_optional(a->name);
		const char *comma = a == word->argument ? "" : ", ";
		printf(is_optional(a->name) ? "[%s%.*s]" : "%s%.*s", comma, length, a->name);
	}
	putchar(')');
}

static void show_lines(const char *lines, const char *before)
{
	for (const char *at = lines; *at;) {
		size_t length = strcspn(at, "\n");
		printf("%s%.*s\n", before, (int)length, at);
		at += length + (at[length] == '\n');
	}
}

void manual_show(const manual_word *word, cli_language language)
{
	show_form(word);
	printf("\n  %s\n", word->text[language]);
	if (word->argument)
		putchar('\n');
	for (const manual_argument *a = word->argument; a && a->name; a++) {
		int length = (int)strlen(a->name) - is_optional(a->name);
		printf("  %.*s%*s %s%s\n", length, a->name, length < 12 ? 12 - length : 0, "", a->text[language],
			!is_optional(a->name) ? "" : language == CHINESE ? "(可省)" : " (can be left out)");
	}
	puts(language == CHINESE ? "\n例子:" : "\nExample:");
	show_lines(word->example, "  ");
}

static const char *const group_title[WORD_GROUPS][2] = {
	[WORD_DECLARATION] = { "声明", "Declarations" }, [WORD_GIVEN] = { "规则得到什么", "What a rule is given" },
	[WORD_CHOICE] = { "选择与条件", "Choices and conditions" }, [WORD_ARITHMETIC] = { "算术", "Arithmetic" },
	[WORD_TIME] = { "跨时期", "Over periods" }, [WORD_ACROSS] = { "跨集群", "Across clusters" }, [WORD_UNIT] = { "单位", "Units" },
	[WORD_SPREAD] = { "分布", "Distributions" }, [WORD_LUA] = { "Lua 自带", "Lua's own" }, [WORD_VERB] = { "情景的动词", "Verbs of scenarios" },
	[WORD_MADE_OF] = { "动词的原料", "What verbs are made of" }, [WORD_TESTING] = { "测试里的函数", "Functions of tests" },
};

void manual_list(cli_language language)
{
	int last = -1;
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word)) {
		if ((int)word->group != last)
			printf("%s%s\n", last < 0 ? "" : "\n", group_title[word->group][language]);
		last = (int)word->group;
		printf("  %-18s %s\n", word->name, word->text[language]);
	}
	puts(language == CHINESE ? "\n参数和例子: qunce help 词" : "\nArguments and an example of each: qunce help WORD");
}

/* Markdown: a pipe would end a cell of a table. */
static void show_cell(const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			putchar('\\');
		putchar(*text);
	}
}

static void refer(const manual_word *word, cli_language language)
{
	printf("\n### `");
	show_form(word);
	printf("`\n\n%s%s\n", word->text[language], language == CHINESE ? "。" : ".");
	if (word->argument)
		puts(language == CHINESE ? "\n| 名称 | 类型 | 含义 |\n| --- | --- | --- |" : "\n| name | type | meaning |\n| --- | --- | --- |");
	for (const manual_argument *a = word->argument; a && a->name; a++) {
		printf("| `%s` | `", a->name);
		show_cell(a->type);
		printf("` | ");
		show_cell(a->text[language]);
		puts(" |");
	}
	printf("\n```lua\n%s\n```\n", word->example);
}

void manual_reference(cli_language language)
{
	int last = -1;
	puts(language == CHINESE ? "# 脚本能用的每一个词\n\n由 `qunce help --reference --lang zh` 写成,与 `qunce help 词` 和编辑器的提示同出一源:改它要改 `engine/cli/manual/*.c`。\n名称后有 `?` 的可以不写。"
		: "# Every word that a script may use\n\nWritten by `qunce help --reference`, from the same rows as `qunce help WORD` and the annotations for editors: to change it,\n"
		"change `engine/cli/manual/*.c`. What has a `?` behind its name can be left out.");
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word)) {
		if ((int)word->group != last)
			printf("\n## %s\n", group_title[word->group][language]);
		last = (int)word->group;
		refer(word, language);
	}
}

/* Annotations of the Lua language server. */

static void annotate_fields(const manual_word *word, cli_language language)
{
	printf("---@class qunce.%s\n", word->name);
	for (const manual_argument *a = word->argument; a->name; a++)
		printf("---@field %s %s %s\n", a->name, a->type, a->text[language]);
	putchar('\n');
}

static void annotate_declaration(const manual_word *word, cli_language language)
{
	bool named = strcmp(word->name, "recognition") != 0;
	annotate_fields(word, language);
	printf("--- %s\n", word->text[language]);
	if (named)
		printf("---@param id string\n---@return fun(body: qunce.%s)%s%s\nfunction %s(id) end\n\n", word->name, word->returns ? ": " : "",
			word->returns ? word->returns : "", word->name);
	else
		printf("---@param body qunce.%s\nfunction %s(body) end\n\n", word->name, word->name);
}

static void annotate_function(const manual_word *word, cli_language language)
{
	printf("--- %s\n", word->text[language]);
	for (const manual_argument *a = word->argument; a && a->name; a++)
		printf("---@param %s %s %s\n", a->name, a->type, a->text[language]);
	if (word->returns)
		printf("---@return %s\n", word->returns);
	printf("function %s(", word->name);
	for (const manual_argument *a = word->argument; a && a->name; a++)
		printf("%s%.*s", a == word->argument ? "" : ", ", (int)strlen(a->name) - is_optional(a->name), a->name);
	puts(") end\n");
}

void manual_annotations(cli_language language)
{
	puts("---@meta\n-- SPDX-License-Identifier: Apache-2.0");
	puts(language == CHINESE ? "-- 由 qunce help --annotations 写成,供编辑器补全:放在脚本旁边即可。\n" : "-- Written by qunce help --annotations, for editors: put it beside your scripts.\n");
	puts("---@alias distribution table\n---@alias category string\n---@alias rank number\n---@alias change table");
	puts("---@class qunce.entity: { [string]: any }\n---@class qunce.assumptions: { [string]: number }\n---@class qunce.parameters: { [string]: any }\n---@field year number\n");
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word)) {
		if (word->group == WORD_DECLARATION)
			annotate_declaration(word, language);
		else if (word->group != WORD_GIVEN && word->group != WORD_LUA)
			annotate_function(word, language);
	}
}
