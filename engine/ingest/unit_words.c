/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/unit_words.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/fold.h"

static const char *const scales[] = { "十", "百", "千", "万", "亿", "拾", "佰", "仟", NULL };

/* How long a measure with its scales is; 千克 and 千瓦 begin as a scale does. */
static size_t measure_at(const char *at)
{
	static const char *const plain[] = { "元", "圆", "公斤", "千克", "吨", "亩", "公顷", "平方米", "平方公里", "立方米", "千瓦时", "千瓦", "公里", "人次", "辆", NULL },
		*const scaled[] = { "人", "户", "斤", "克", "米", "度", "箱", "标箱", "标准箱", "头", "只", "株", "棵", "升", "桶", "套", "台", "件", NULL };
	size_t scale = 0, one, length;
	while (!(length = qn_fold_begins(at + scale, plain)) && (one = qn_fold_begins(at + scale, scales)))
		scale += one;
	if (!length && scale)
		length = qn_fold_begins(at + scale, scaled);
	return length ? scale + length : 0;
}

bool qn_unit_word_is_measure(const char *word, bool counted)
{
	static const char *const behind[] = { "/", "每", "人民币", NULL };
	const char *at = word + (counted ? strspn(word, "0123456789,.") : 0);
	size_t length = measure_at(at);
	return length && (!at[length] || qn_fold_begins(at + length, behind));
}

bool qn_unit_word_is_office(const char *word)
{
	static const char *const ends[] = { "局", "委", "办", "厅", "部", "处", "科", "室", "站", "所", "院", "校", "会", "社", "司", "团", "厂", "中心", "企业", "政府", "县", "市", "区", "镇", "乡", "村", "街道", "集群",
		"章", NULL };
	return qn_fold_ends(word, word + strlen(word), ends) > 0;
}

bool qn_unit_word_speaks(const char *word)
{
	static const char *const signs[] = { "元", "%", "‰", "/", "每", NULL };
	bool speaks = qn_unit_word_is_measure(word, true);
	if (speaks || qn_unit_word_is_office(word))
		return speaks;
	for (const char *const *sign = signs; *sign && !speaks; sign++)
		speaks = strstr(word, *sign) != NULL;
	return speaks || (*word >= '0' && *word <= '9') || qn_fold_begins(word, scales);
}

bool qn_unit_word_alters(const char *word, int length)
{
	static const char *const signs[] = { "每", "均", "/", "千", "万", "亿", NULL };
	char copy[256];
	bool alters = false;
	snprintf(copy, sizeof copy, "%.*s", length, word);
	for (const char *const *sign = signs; *sign && !alters; sign++)
		alters = strstr(copy, *sign) != NULL;
	return alters;
}
