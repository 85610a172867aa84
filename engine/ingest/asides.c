/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/asides.h"
#include <stdio.h>
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = QN_TIGHT_MOST };

static void hear_unit(void *context, const char *word, qn_unit_said said)
{
	(void)word;
	*(bool *)context = *(bool *)context || said != QN_UNIT_NONE;
}

/* In brackets, as a title has it: 万元, 万美元; not 规上, 2020年不变价. */
static bool is_unit(const qn_units *units, const char *inner)
{
	char bracketed[LONGEST + 2];
	bool heard = false;
	snprintf(bracketed, sizeof bracketed, "(%s)", inner);
	qn_wide_title_units(bracketed, units, hear_unit, &heard);
	return heard || qn_amount_is_unit(inner, units);
}

/* The other words in brackets are the name's own, and gone with it. */
static void take_inner(const qn_units *units, const char *inner, qn_aside *out)
{
	qn_period period;
	if (!qn_when_read(inner, &period))
		out->period = period;
	else if (strlen(inner) < sizeof out->unit && is_unit(units, inner))
		snprintf(out->unit, sizeof out->unit, "%s", inner);
}

/* 2020年不变价: what figures are measured by. */
static bool is_a_basis(const char *behind)
{
	static const char *const bases[] = { "不变价", "可比价", "价", "基期", "为基", "口径", "标准", "prices", " prices", "=", "constant", " constant", NULL };
	return qn_fold_begins(behind, bases) > 0;
}

/* 营业收入/万元 is in it; GDP/人 is another thing than GDP. */
static bool is_quotient(const char *before, const char *left, const char *inner)
{
	return before[strlen(left)] == '/' && !strstr(inner, "元") && !strchr(inner, '%');
}

/* What is left of 2024年(万元) behind its period: the words alone, or NULL. */
static char *unwrapped(char *left)
{
	size_t length = strlen(left);
	if (length <= 2 || *left != '(' || left[length - 1] != ')')
		return NULL;
	left[length - 1] = 0;
	return left + 1;
}

/* 税收_万元, 税收 万元: a unit of signs behind what parts words. NULL: none. */
static char *behind_blank(const qn_units *units, char *left)
{
	size_t length = strlen(left);
	while (length && !strchr(" _", left[length - 1]))
		length--;
	bool is = length > 1 && (left[length] & 0x80) && qn_amount_is_unit(left + length, units);
	if (is)
		left[length - 1] = 0;
	return is ? left + length : NULL;
}

/* One thing off its end or front; false: nothing is left to be said. */
static bool peel(const qn_units *units, char left[LONGEST], qn_aside *out)
{
	char rest[LONGEST], inner[LONGEST], *alone;
	qn_period period;
	if (!qn_when_read(left, &period)) {
		out->period = period;
		return false;
	}
	if (qn_when_split(left, &period, rest, sizeof rest)) {
		out->period = is_a_basis(rest) ? out->period : period;
		memcpy(left, rest, sizeof rest);
		return true;
	}
	if ((alone = unwrapped(left))) {
		take_inner(units, qn_name_unit_word(alone), out);
		return false;
	}
	if ((alone = behind_blank(units, left))) {
		take_inner(units, alone, out);
		return true;
	}
	memcpy(rest, left, sizeof rest);
	if (!qn_name_cut_end(left, inner, sizeof inner))
		return false;
	if (!is_quotient(rest, left, inner))
		take_inner(units, qn_name_unit_word(inner), out);
	return true;
}

bool qn_aside_read(const qn_units *units, const char *written, qn_aside *out)
{
	char left[LONGEST];
	*out = (qn_aside){ .period = QN_NO_PERIOD };
	if (!qn_fold(written, left, sizeof left))
		return false;
	while (*left && peel(units, left, out))
		;
	out->part = out->period == QN_NO_PERIOD && qn_when_disagrees(written, qn_period_of(QN_ANNUAL, 2000, 1), true);
	return *out->unit || out->period != QN_NO_PERIOD || out->part;
}

bool qn_aside_is_of_another(const qn_aside *aside, const char *written, qn_period period)
{
	return aside->period != QN_NO_PERIOD ? aside->period != period : aside->part && qn_when_disagrees(written, period, true);
}
