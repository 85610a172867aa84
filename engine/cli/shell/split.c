/* SPDX-License-Identifier: Apache-2.0 */
/* split.c - a line of the prompt as words. */
#include <ctype.h>
#include <glob.h>
#include <string.h>
#include "cli/shell/shell.h"

enum { WORDS_MOST = 1024 };

bool split_unfinished(const char *text)
{
	bool expression = text[strspn(text, " \t")] == '=';
	int open = 0;
	for (const char *at = text; *at; at++) {
		if (*at == '\\' && !at[1])
			return true;
		if (*at == '\\')
			at++;
		else if (*at == '"' || (*at == '\'')) {
			char quote = *at;
			for (at++; *at && *at != quote; at++)
				if (*at == '\\' && quote == '"' && at[1])
					at++;
			if (!*at)
				return true;
		} else if (expression)
			open += (*at == '(' || *at == '{' || *at == '[') - (*at == ')' || *at == '}' || *at == ']');
	}
	return open > 0;
}

typedef struct { qn_arena *arena; char **word; int count; } word_list;

static int add(word_list *list, const char *word, qn_error *err)
{
	if (list->count + 1 == WORDS_MOST)
		return qn_fail_both(err, QN_EUSAGE, "一行超过 %d 个词", "more than %d words in a line", WORDS_MOST - 2);
	char *own = qn_arena_text(list->arena, word);
	if (!own)
		return qn_no_memory(err);
	list->word[list->count++] = own;
	return QN_OK;
}

/* Files that match, in order; the word itself if none does. */
static int add_matches(word_list *list, const char *pattern, qn_error *err)
{
	glob_t found;
	int rc = QN_OK;
	if (glob(pattern, GLOB_NOCHECK, NULL, &found) != 0)
		return add(list, pattern, err);
	for (size_t i = 0; rc == QN_OK && i < found.gl_pathc; i++)
		rc = add(list, found.gl_pathv[i], err);
	globfree(&found);
	return rc;
}

/* One word from *at, unquoted, into `to`; says whether it is a pattern of file names. */
static bool read_word(const char **at, char *to)
{
	bool pattern = false;
	char quote = 0;
	const char *from = *at;
	for (; *from && (quote || !isspace((unsigned char)*from)); from++) {
		if (*from == quote)
			quote = 0;
		else if (!quote && (*from == '"' || *from == '\''))
			quote = *from;
		else if (*from == '\\' && quote != '\'' && from[1])
			*to++ = *++from;
		else {
			pattern = pattern || (!quote && strchr("*?[", *from));
			*to++ = *from;
		}
	}
	*to = 0;
	*at = from;
	return pattern;
}

int split_words(const char *text, qn_arena *arena, char ***words, int *count, qn_error *err)
{
	word_list list = { arena, qn_arena_array(arena, WORDS_MOST, sizeof(char *)), 0 };
	char *word = qn_arena_alloc(arena, strlen(text) + 1);
	int rc = list.word && word ? QN_OK : qn_no_memory(err);
	while (rc == QN_OK) {
		text += strspn(text, " \t\r\n");
		if (!*text || *text == '#')
			break;
		rc = read_word(&text, word) ? add_matches(&list, word, err) : add(&list, word, err);
	}
	*words = list.word;
	*count = list.count;
	return rc;
}
