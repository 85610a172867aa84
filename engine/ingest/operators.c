/* SPDX-License-Identifier: Apache-2.0 */
/* operators.c - two small dictionaries. */
#include <string.h>
#include <strings.h>
#include "ingest/operators.h"

typedef struct { const char *word; int meaning; } entry;

static const entry operators[] = { { "", QN_EXACTLY }, { "=", QN_EXACTLY }, { "==", QN_EXACTLY }, { "＝", QN_EXACTLY }, { "exact", QN_EXACTLY }, { "等于", QN_EXACTLY }, { "为", QN_EXACTLY },
	{ ">", QN_ABOVE }, { "＞", QN_ABOVE }, { "over", QN_ABOVE }, { "above", QN_ABOVE }, { "more than", QN_ABOVE }, { "超", QN_ABOVE }, { "超过", QN_ABOVE }, { "逾", QN_ABOVE }, { "突破", QN_ABOVE },
	{ "大于", QN_ABOVE }, { "多于", QN_ABOVE }, { "高于", QN_ABOVE }, { "余", QN_ABOVE }, { "多", QN_ABOVE },
	{ "<", QN_BELOW }, { "＜", QN_BELOW }, { "under", QN_BELOW }, { "below", QN_BELOW }, { "less than", QN_BELOW }, { "nearly", QN_BELOW }, { "近", QN_BELOW }, { "接近", QN_BELOW }, { "将近", QN_BELOW },
	{ "不足", QN_BELOW }, { "不到", QN_BELOW }, { "小于", QN_BELOW }, { "少于", QN_BELOW }, { "低于", QN_BELOW },
	{ "~", QN_ABOUT }, { "～", QN_ABOUT }, { "≈", QN_ABOUT }, { "about", QN_ABOUT }, { "约", QN_ABOUT }, { "大约", QN_ABOUT }, { "约为", QN_ABOUT }, { "左右", QN_ABOUT }, { "上下", QN_ABOUT },
	{ ">=", QN_AT_LEAST }, { "≥", QN_AT_LEAST }, { "≧", QN_AT_LEAST }, { "at least", QN_AT_LEAST }, { "至少", QN_AT_LEAST }, { "不少于", QN_AT_LEAST }, { "不低于", QN_AT_LEAST }, { "以上", QN_AT_LEAST },
	{ "<=", QN_AT_MOST }, { "≤", QN_AT_MOST }, { "≦", QN_AT_MOST }, { "at most", QN_AT_MOST }, { "至多", QN_AT_MOST }, { "不超过", QN_AT_MOST }, { "不高于", QN_AT_MOST }, { "以下", QN_AT_MOST } };

static const entry ranks[] = { { "official", QN_SOURCE_OFFICIAL }, { "官方", QN_SOURCE_OFFICIAL }, { "正式上报", QN_SOURCE_OFFICIAL }, { "上报", QN_SOURCE_OFFICIAL },
	{ "checked", QN_SOURCE_CHECKED }, { "核实", QN_SOURCE_CHECKED }, { "审核", QN_SOURCE_CHECKED }, { "市级核实", QN_SOURCE_CHECKED },
	{ "published", QN_SOURCE_PUBLISHED }, { "公开报道", QN_SOURCE_PUBLISHED }, { "公开", QN_SOURCE_PUBLISHED }, { "报道", QN_SOURCE_PUBLISHED }, { "公布", QN_SOURCE_PUBLISHED },
	{ "estimate", QN_SOURCE_ESTIMATE }, { "估计", QN_SOURCE_ESTIMATE }, { "估算", QN_SOURCE_ESTIMATE }, { "推算", QN_SOURCE_ESTIMATE } };

static int find(const entry *list, size_t entries, const char *text)
{
	size_t length = strlen(text);
	while (length && *text == ' ')
		text++, length--;
	while (length && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < entries; i++)
		if (strlen(list[i].word) == length && !strncasecmp(list[i].word, text, length))
			return list[i].meaning;
	return -1;
}

bool qn_claim_op_read(const char *text, qn_claim_op *out)
{
	int found = find(operators, sizeof operators / sizeof *operators, text);
	if (found >= 0)
		*out = (qn_claim_op)found;
	return found >= 0;
}

bool qn_rank_read(const char *text, qn_source_rank *out)
{
	int found = find(ranks, sizeof ranks / sizeof *ranks, text);
	if (found >= 0)
		*out = (qn_source_rank)found;
	return found >= 0;
}

const char *qn_rank_word(qn_source_rank rank, bool chinese)
{
	static const char *const words[][2] = { { "", "" }, { "official", "官方" }, { "checked", "核实" }, { "published", "公开报道" }, { "estimate", "估计" } };
	return words[rank <= QN_SOURCE_ESTIMATE ? rank : 0][chinese];
}
