/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/marked.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"

enum { LONGEST = 96 };

static const char *const words[] = { "合成", "模拟", "示例", "样例", "虚构", "编造", "杜撰", "synthetic", "simulated", "invented", "mock", "dummy", "fictitious", "fabricated", "fake", NULL };

static const char *behind_label(const char *at)
{
	static const char *const labels[] = { "数据来源", "资料来源", "数据出处", "数据性质", "数据类型", "数据", "来源", "出处", "注释", "附注", "备注", "说明", "注", "datasource", "sources", "source", "notes", "note", "remarks",
		"remark", "data", "figures", NULL }, *const verbs[] = { ":", "均为", "为", "均系", "系", "是", NULL };
	size_t label = qn_fold_begins(at, labels), verb;
	if (!label)
		return NULL;
	at += label;
	at += strspn(at, "0123456789");
	verb = qn_fold_begins(at, verbs);
	return verb ? at + verb : NULL;
}

bool qn_word_is_mark(const char *tight)
{
	static const char *const stops[] = { "。", ".", ")", "]", "】", NULL }, *const fronts[] = { "(", "[", "【", NULL };
	char text[LONGEST];
	size_t length = strlen(tight);
	if (length >= sizeof text)
		return false;
	memcpy(text, tight, length + 1);
	for (size_t stop; (stop = qn_fold_ends(text, text + length, stops));)
		text[length -= stop] = 0;
	const char *at = text + qn_fold_begins(text, fronts);
	for (const char *next; (next = behind_label(at));)
		at = next;
	size_t word = qn_fold_begins(at, words);
	return word && !at[word];
}

qn_mark qn_mark_read(const char *cell)
{
	static const char *const marks[2][6] = { { "0", "false", "no", "real", "否", "真实" }, { "1", "true", "yes", "synthetic", "是", "合成" } };
	for (size_t k = 0; k < 12; k++)
		if (!strcasecmp(marks[k / 6][k % 6], cell))
			return k / 6 ? QN_MARK_SYNTHETIC : QN_MARK_REAL;
	return *cell ? QN_MARK_UNKNOWN : QN_MARK_NONE;
}
