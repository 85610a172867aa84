/* SPDX-License-Identifier: Apache-2.0 */
/* usage.c - what a command is called with, in the language asked for. */
#include <stdio.h>
#include <string.h>
#include "cli/command.h"

/* What a place of a usage line stands for; what is typed as it is has small letters. */
static const char *chinese_of(const char *word, size_t length)
{
	static const struct { const char *english, *chinese; } places[] = { { "STORE", "库" }, { "FILE", "文件" }, { "NEW", "新库" }, { "NAME", "名称" },
		{ "INDICATOR", "指标" }, { "CLUSTER", "集群" }, { "ENTITY", "对象" }, { "CRITERION", "准则" }, { "TARGET", "目标" }, { "FOLDER", "文件夹" },
		{ "REGISTER", "登记" }, { "PATH", "路径" }, { "OPTION", "选项" }, { "KIND", "类" }, { "COMMAND", "命令" }, { "WORD", "词" }, { "WHAT", "列表" } };
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strlen(places[i].english) == length && !memcmp(places[i].english, word, length))
			return places[i].chinese;
	return NULL;
}

char *operands_text(char out[USAGE_SIZE], const cli_command *command, cli_language language)
{
	size_t length = 0;
	out[0] = 0;
	for (const char *at = command->operands; *at && length < USAGE_SIZE;) {
		size_t word = 0;
		while (at[word] >= 'A' && at[word] <= 'Z')
			word++;
		const char *chinese = language == CHINESE ? chinese_of(at, word) : NULL;
		size_t taken = word ? word : 1;
		length += (size_t)snprintf(out + length, USAGE_SIZE - length, "%.*s", chinese ? (int)strlen(chinese) : (int)taken, chinese ? chinese : at);
		at += taken;
	}
	return out;
}
