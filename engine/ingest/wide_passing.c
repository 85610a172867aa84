/* SPDX-License-Identifier: Apache-2.0 */
/* wide_passing.c - words of another kind of figures that are said of something else: 各地均已上报 is no 地均, 不含目标值 no target. */
#include <string.h>
#include "ingest/fold.h"
#include "ingest/wide_table.h"

/* Longer words that hold one. */
static const char *const longer[] = { "同比例", "闭环比", "占比较优势", "增幅器", "预计算模型", "预期值得", "行动计划数据", "行动计划数字", "计划数字化", "规划数字化", "计划数据库", "规划数据库", "项目标", NULL };

static bool is_within(const char *text, const char *at)
{
	for (const char *const *phrase = longer; *phrase; phrase++)
		for (size_t back = 0; back <= (size_t)(at - text) && back < strlen(*phrase); back++)
			if (!strncmp(at - back, *phrase, strlen(*phrase)))
				return true;
	return false;
}

/* 各地均已, 用户均可, 各月均为: all of them, and no mean; 人均不含税收入 is one. */
static bool is_all_of_them(const char *text, const char *behind)
{
	static const char *const means[] = { "均", NULL }, *const verbs[] = { "已", "须", "可", "为", "需", "不", "未", NULL }, *const nouns[] = { "可支配", "需求", "不变价", NULL },
		*const many[] = { "日", "各地", "各月", "每月", "各户", "法人", "用户", "客户", "联系人", "填报人", "负责人", "经办人", "审核人", "责任人", NULL };
	const char *mean = behind - strlen("均");
	return qn_fold_begins(mean, means) && qn_fold_ends(text, mean, many) && qn_fold_begins(behind, verbs) && !qn_fold_begins(behind, nouns);
}

/* Letters before 'no' would make another word of it: casino target. */
static bool is_denied(const char *text, const char *at)
{
	static const char *const signs[] = { "不填", "不填报", "不报", "不含", "不包括", "不得", "不得填报", "非", "无", "勿", "勿填", "勿填报", "剔除", NULL },
		*const letters[] = { "no ", "not ", "not a ", "without ", "excluding ", NULL };
	size_t length = qn_fold_ends(text, at, letters);
	return qn_fold_ends(text, at, signs) || (length && (at - length == text || !qn_fold_is_letter(at[-(long)length - 1])));
}

/* 不得预估、估算. */
static bool is_denied_with_another(const char *text, const char *at)
{
	static const char *const joins[] = { "、", "或", "和", NULL }, *const others[] = { "预估", "估算", "预计", "预测", "目标", "计划", "预计数", "预测数", "目标值", "计划数", "预算数", NULL };
	size_t join = qn_fold_ends(text, at, joins);
	for (const char *const *other = others; join && *other; other++) {
		const char *const one[] = { *other, NULL };
		const char *end = at - join;
		size_t length = qn_fold_ends(text, end, one);
		if (length && is_denied(text, end - length))
			return true;
	}
	return false;
}

/* 增速见另表, 增速由省厅统一计算; not 目标值见下表. */
static bool is_elsewhere(const char *behind)
{
	static const char *const figures[] = { "数", "值", "率", "表", NULL }, *const there[] = { "见", "详见", "另见", "另表", "另附", NULL }, *const here[] = { "下", "本", "右", "左", "上", "以下", NULL },
		*const by[] = { "由省", "由市", "由县", "由统计", "由统一", NULL };
	const char *at = qn_fold_begins(behind, there) || qn_fold_begins(behind, by) ? behind : behind + qn_fold_begins(behind, figures);
	size_t length = qn_fold_begins(at, there);
	return length ? !qn_fold_begins(at + length, here) : qn_fold_begins(at, by) && (strstr(at, "计算") || strstr(at, "核算"));
}

/* 按营业收入增速排序. */
static bool is_an_order(const char *text, const char *at, const char *behind)
{
	static const char *const orders[] = { "排序", "排列", "降序", "升序", "由高到低", "从高到低", "由大到小", "从大到小", NULL }, *const by[] = { "按", NULL },
		*const letters[] = { "ordered by ", "sorted by ", NULL };
	if (qn_fold_ends(text, at, letters))
		return true;
	while (at > text && !strchr("()[],;:", at[-1]) && !qn_fold_begins(at, by))
		at--;
	return qn_fold_begins(at, by) && qn_fold_begins(behind, orders);
}

/* 监测预测处: an office that is called so, and behind it nothing, a sign, a number or what it did. */
static bool is_an_office(const char *text, const char *at, const char *behind)
{
	static const char *const offices[] = { "局", "处", "科", "股", "司", "室", "中心", "办公室", NULL }, *const doings[] = { "填", "报", "制", "编", "汇", "、", "。", NULL },
		*const letters[] = { " office", " department", " division", " bureau", " group", NULL }, *const of[] = { "department of ", "bureau of ", "ministry of ", "office of ", NULL };
	if (qn_fold_begins(behind, letters) || qn_fold_ends(text, at, of))
		return true;
	size_t length = qn_fold_begins(behind, offices);
	return length && (strchr("()[],;:-0123456789", behind[length]) || qn_fold_begins(behind + length, doings));
}

bool qn_wide_is_in_passing(const char *text, const char *at, size_t length)
{
	const char *behind = at + length;
	return is_within(text, at) || is_all_of_them(text, behind) || is_denied(text, at) || is_denied_with_another(text, at) || is_elsewhere(behind)
		|| is_an_order(text, at, behind) || is_an_office(text, at, behind);
}
