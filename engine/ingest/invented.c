/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/invented.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include "ingest/fold.h"
#include "ingest/marked.h"

enum { LONGEST = 2048 };

typedef struct { const char *word, *const *denials, *const *goods; bool letters; } language; /* letters: a word ends where they do */

static const char *const not[] = { "non", "non-", "not ", NULL }, *const things[] = { "rubber", "resin", "fibre", "fiber", "leather", "fuel", "biology", "chemistry",
		"ammonia", "diamond", "turf", "grass", "yarn",
	"textile", "aperture", "speech", "voice", "graphite", "marble", "oil", "gas", "drug", NULL };
static const char *const no[] = { "非", "不是", NULL }, *const goods[] = { "树脂", "橡胶", "纤维", "材料", "革", "氨", "油", "气", "药", "生物", "化学", "化工", "燃料", "染料", "香料", "洗涤", "金刚石",
		"机械", "企业", "纸", "皮", "板", "公司", "技术", "制造",
	"工业", "集团", "孔径", NULL };
static const language languages[] = { { "synthetic", not, things, true }, { "合成", no, goods, false } };

static bool ends_with(const char *from, const char *end, const char *word)
{
	size_t length = strlen(word);
	return (size_t)(end - from) >= length && !strncasecmp(end - length, word, length);
}

static bool is_denied(const language *in, const char *from, const char *at)
{
	for (const char *const *word = in->denials; *word; word++)
		if (ends_with(from, at, *word))
			return true;
	return false;
}

static bool is_of_goods(const language *in, const char *behind)
{
	behind += strspn(behind, " -");
	for (const char *const *word = in->goods; *word; word++)
		if (!strncasecmp(behind, *word, strlen(*word)))
			return true;
	return false;
}

/* Of ASCII, whatever the locale. */
static bool is_of_a_word(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9'); }

static bool is_whole(const char *from, const char *at, const char *behind) { return (at == from || !is_of_a_word(at[-1])) && !is_of_a_word(*behind); }

static bool is_said(const language *in, const char *text)
{
	size_t length = strlen(in->word);
	for (const char *at = text; *at; at++)
		if (!strncasecmp(at, in->word, length) && (!in->letters || is_whole(text, at, at + length)) && !is_denied(in, text, at) && !is_of_goods(in, at + length))
			return true;
	return false;
}

/* Words that are said of figures: in signs, which may hold blanks, and in letters, whole ones. */
static const char *const phrases[] = { "合成数据", "模拟数据", "虚构数据", "虚拟数据", "测试数据", "示例数据", "样例数据", "演示数据", "数据为合成", "数据系合成", "数据为虚构", "数据系虚构", NULL };
static const char *const english[] = { "synthetic data", "synthetic figures", "simulated data", "simulated figures", "test data", "dummy data", "mock data",
		"invented data", "invented figures", "example data", "example figures", "fictitious",
	"figures are synthetic", "data are synthetic", "data is synthetic", "synthetic 合成", NULL };
static const char *const marks[] = { "(合成)", "[合成]", "(模拟)", "[模拟]", "(示例)", "[示例]", "(样例)", "[样例]", "(synthetic)", "[synthetic]", NULL };

/* 测试数据中心 is a place, 无模拟数据 and "no test data" say that there are none. */
static bool says_phrase(const char *text, const char *at, size_t length)
{
	static const char *const denials[] = { "非", "不是", "不含", "无", "没有", "不得填报", "剔除", "删除", "去除", "不计", "上年各列是", "上期各列是", "non-", "not ", "no ", "without ", "excluding ", "remove ", "delete ", NULL };
	static const char *const goods_behind[] = { "中心", "线", "库", "芯片", "转换", "采集", "产业", "服务", "平台", "处理", "已剔除", "已删除", " removed", " deleted", " excluded", " cent", NULL };
	return !qn_fold_ends(text, at, denials) && !qn_fold_begins(at + length, goods_behind);
}

/* (合成) behind a table's name or a year; behind 氨 it is of goods. */
static bool is_marked(const char *text, const char *at)
{
	static const char *const tables[] = { "数据", "表", "情况", "年度", "年", "data", "data ", "figures ", "table ", "report ", NULL };
	const char *front = at - (at > text && at[-1] == ' ');
	return at == text || qn_fold_ends(text, at, tables) || (front > text && front[-1] >= '0' && front[-1] <= '9');
}

/* 2025年示例, and nothing behind it. */
static bool is_of_a_year(const char *text, const char *at)
{
	static const char *const words[] = { "合成", "模拟", "示例", "样例", "虚构", NULL }, *const periods[] = { "年", "年度", "全年", "月", "季度", NULL }, *const tables[] = { "表", NULL };
	size_t length = qn_fold_begins(at, words);
	const char *behind = at + length;
	behind += length ? qn_fold_begins(behind, tables) : 0;
	return length && qn_fold_ends(text, at, periods) && (!*behind || strchr(")],;:", *behind));
}

static const char *next_letter(const char *at)
{
	for (at++; ((unsigned char)*at & 0xC0) == 0x80; at++)
		;
	return at;
}

bool qn_text_is_invented(const char *text)
{
	char tight[LONGEST], folded[LONGEST];
	if (!qn_fold_tight(text, tight, sizeof tight) || !qn_fold(text, folded, sizeof folded))
		return false;
	if (qn_word_is_mark(tight))
		return true;
	for (const char *at = tight; *at; at = next_letter(at)) {
		size_t length = qn_fold_begins(at, phrases);
		if ((length && says_phrase(tight, at, length)) || is_of_a_year(tight, at))
			return true;
	}
	for (const char *at = folded; *at; at = next_letter(at)) {
		size_t length = qn_fold_begins(at, english);
		if ((length && is_whole(folded, at, at + length) && says_phrase(folded, at, length)) || (qn_fold_begins(at, marks) && is_marked(folded, at)))
			return true;
	}
	return false;
}

bool qn_source_is_invented(const char *source)
{
	char folded[LONGEST];
	const char *text = qn_fold(source, folded, sizeof folded) ? folded : source;
	return is_said(&languages[0], text) || is_said(&languages[1], text) || qn_text_is_invented(source);
}

const char *qn_source_words(qn_arena *arena, const char *source, bool synthetic)
{
	if (!synthetic || qn_source_is_invented(source))
		return qn_arena_text(arena, source);
	return *source ? qn_arena_printf(arena, "synthetic 合成: %s", source) : "synthetic 合成";
}
