/* SPDX-License-Identifier: Apache-2.0 */
/* wide_title.c - what is written above a table or below it: the period that it is of, and the units of its numbers. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = 1024 };

/* When a form was filled in is not when it is about: what stands behind these words is passed over. */
static void cut_filling_in(char *tight)
{
	static const char *const words[] = { "填报日期", "填报时间", "填表日期", "填表时间", "报送日期", "报送时间", "上报日期", "上报时间", "制表日期", "制表时间", "打印日期", "打印时间", "导出日期",
		"导出时间", NULL };
	for (const char *const *word = words; *word; word++) {
		char *at = strstr(tight, *word);
		if (at)
			*at = 0;
	}
}

/* Without blanks, in brackets of one kind. */
static bool tighten(const char *text, char tight[LONGEST])
{
	static const struct { const char *from; char to; } brackets[] = { { "【", '[' }, { "】", ']' }, { "〔", '[' }, { "〕", ']' }, { "〈", '[' }, { "〉", ']' } };
	if (!qn_fold_tight(text, tight, LONGEST))
		return false;
	for (size_t b = 0; b < sizeof brackets / sizeof *brackets; b++)
		for (char *at = tight; (at = strstr(at, brackets[b].from)); at++)
			*at = brackets[b].to, memmove(at + 1, at + strlen(brackets[b].from), strlen(at + strlen(brackets[b].from)) + 1);
	return true;
}

int qn_wide_title_period(const char *text, qn_period *out)
{
	char tight[LONGEST];
	if (!tighten(text, tight))
		return 0;
	cut_filling_in(tight);
	return qn_when_within(tight, out);
}

typedef struct { const qn_units *units; qn_wide_unit_of *each; void *context; } listener;

/* "亿元、家". Words that are not known are told only where they must be units: a 单位 is an office too. */
static void tell_units(const listener *t, const char *from, size_t length, bool must)
{
	for (int pass = 0; pass < 2; pass++) {
		char words[LONGEST], *word;
		snprintf(words, sizeof words, "%.*s", (int)length, from);
		for (char *comma; (comma = strstr(words, "、"));)
			memmove(comma + 1, comma + strlen("、"), strlen(comma + strlen("、")) + 1), *comma = ',';
		for (char *rest = words; (word = strsep(&rest, ",;/"));) {
			bool known = qn_amount_is_unit(word, t->units);
			if (pass == 0 && !known && !must)
				return;
			if (pass == 1 && *word)
				t->each(t->context, word, known);
		}
	}
}

static bool stands_alone(const char *text, const char *at)
{
	static const char *const fronts[] = { "(", "[", "计量", "金额", "货币", NULL };
	size_t before = (size_t)(at - text);
	for (const char *const *front = fronts; *front; front++)
		if (before >= strlen(*front) && !strncmp(at - strlen(*front), *front, strlen(*front)))
			return true;
	return before == 0;
}

/* How long a word is that says that units follow, as at the place; 0: none is there. */
static size_t announced(const char *at)
{
	static const char *const words[] = { "单位:", "单位为", "单位均为", "单位", "unit:", "units:", NULL };
	for (const char *const *word = words; *word; word++)
		if (!strncasecmp(at, *word, strlen(*word)))
			return strlen(*word);
	return 0;
}

/* 以万元为单位. */
static void tell_behind(const listener *t, const char *tight)
{
	const char *end = strstr(tight, "为单位"), *from = NULL;
	for (const char *at = tight; end && (at = strstr(at, "以")) && at < end; at += strlen("以"))
		from = at + strlen("以");
	if (from)
		tell_units(t, from, (size_t)(end - from), false);
}

void qn_wide_title_units(const char *text, const qn_units *units, qn_wide_unit_of *each, void *context)
{
	const listener t = { units, each, context };
	char tight[LONGEST];
	if (!tighten(text, tight))
		return;
	tell_behind(&t, tight);
	for (char *at = tight; *at; at++) {
		size_t word = announced(at), bracket = *at == '(' || *at == '[';
		const char *from = at + word + bracket, *stop = strstr(from, "。");
		size_t length = strcspn(from, ")]");
		length = stop && (size_t)(stop - from) < length ? (size_t)(stop - from) : length;
		if ((word || (bracket && from[length])) && length)
			tell_units(&t, from, length, word && stands_alone(tight, at) && from[-1] == ':');
	}
}
