/* SPDX-License-Identifier: Apache-2.0 */
/* wide_title.c - what is written above a table or below it: the period that it is of, and the units of its numbers. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/unit_phrases.h"
#include "ingest/unit_words.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = 8192, LONGEST_WORD = 64 };

/* In brackets of one kind. */
static void put_brackets(char *tight)
{
	static const struct { const char *from; char to; } brackets[] = { { "【", '[' }, { "】", ']' }, { "〔", '[' }, { "〕", ']' }, { "〈", '[' }, { "〉", ']' } };
	for (size_t b = 0; b < sizeof brackets / sizeof *brackets; b++)
		for (char *at = tight; (at = strstr(at, brackets[b].from)); at++)
			*at = brackets[b].to, memmove(at + 1, at + strlen(brackets[b].from), strlen(at + strlen(brackets[b].from)) + 1);
}

/* And without blanks. */
static bool tighten(const char *text, char tight[LONGEST])
{
	if (!qn_fold_tight(text, tight, LONGEST))
		return false;
	put_brackets(tight);
	return true;
}

int qn_wide_title_period(const char *text, qn_period *out)
{
	char tight[LONGEST];
	return tighten(text, tight) ? qn_when_within(tight, out) : 0;
}

/* A cell that labels what stands in the next one. */
static bool is_label(const char *text)
{
	static const char *const ends[] = { ":", "单位", "日期", "时间", "年月", NULL };
	char tight[LONGEST];
	if (tighten(text, tight))
		for (const char *const *end = ends; *end; end++)
			if (qn_text_ends(tight, *end))
				return true;
	return false;
}

size_t qn_wide_title_said(const qn_csv_row *row, size_t k, qn_wide_said said)
{
	size_t next = k + 1;
	while (next < row->fields && row->field[next].length == 0)
		next++;
	bool label = next < row->fields && is_label(row->field[k].text);
	snprintf(said, sizeof(qn_wide_said), "%s%s", row->field[k].text, label ? row->field[next].text : "");
	return label ? next + 1 : k + 1;
}

typedef struct { const qn_units *units; qn_wide_unit_of *each; void *context; bool told; } listener;

/* In one pass: a list may be as long as the text. */
static void put_commas(char *words)
{
	char *to = words;
	for (const char *at = words; *at;)
		if (!strncmp(at, "、", strlen("、")))
			*to++ = ',', at += strlen("、");
		else
			*to++ = *at++;
	*to = 0;
}

/* The next word of a list; a comma between digits parts nothing, 10,000元. */
static char *next_word(char **rest)
{
	char *word = *rest, *at = word;
	while (*at && !(strchr(",;", *at) && !(at > word && at[-1] >= '0' && at[-1] <= '9' && at[1] >= '0' && at[1] <= '9')))
		at++;
	*rest = *at ? at + 1 : NULL;
	*at = 0;
	return word;
}

/* “万元”, and the full stop of a line. */
static char *unquoted(char *word)
{
	static const char *const quotes[] = { "“", "”", "‘", "’", "「", "」", "\"", "'", ".", NULL };
	for (size_t n; (n = qn_fold_begins(word, quotes));)
		word += n;
	for (size_t n; (n = qn_fold_ends(word, word + strlen(word), quotes));)
		word[strlen(word) - n] = 0;
	return word;
}

/* How sure is it that units follow? Behind 单位 nothing is: it is an office too. Behind 单位: they may be counted, 10万元; and where that
 * stands alone, nothing else follows; an English unit is no office. */
typedef enum { MAY_BE, LIKELY, MUST, SURE } certainty;

/* In a list of units: money of this country, how many places are kept, and who filled in the form and when. */
static bool is_aside(const char *word)
{
	static const char *const money[] = { "币种:人民币", "币种为人民币", "人民币币种", NULL }, *const kept[] = { "保留", "取整数", NULL }, *const places[] = { "小数", "取整数", "位", NULL },
		*const filled_in[] = { "填报人:", "填表人:", "制表人:", "审核人:", "负责人:", "联系人:", "联系电话:", "电话:", "填报日期:", "填表日期:", "制表日期:", "报送日期:", NULL };
	size_t length = qn_fold_begins(word, money);
	return (length && !word[length]) || qn_fold_begins(word, filled_in) || (qn_fold_begins(word, kept) && qn_fold_ends(word, word + strlen(word), places));
}

/* What a list calls units otherwise than numbers do: 位次, per cent, and things that are counted. */
static const char *as_behind_numbers(const listener *t, const char *word, certainty sure)
{
	static const struct { const char *word, *is; } names[] = { { "位次", "位" }, { "rank", "位" }, { "percent", "%" }, { "percentage", "%" }, { "百分比", "%" }, { "persons", "人" }, { "persons", "个" },
		{ "people", "人" }, { "people", "个" }, { "number", "个" }, { "numbers", "个" }, { "enterprises", "个" }, { "companies", "个" } };
	static const char *const anywhere[] = { "百分比", "百分数", NULL };
	if (qn_fold_is_one_of(word, anywhere) && !qn_amount_is_unit(word, t->units))
		return "%";
	for (size_t n = 0; n < sizeof names / sizeof *names && sure >= MUST && !qn_amount_is_unit(word, t->units); n++)
		if (!strcasecmp(names[n].word, word) && qn_amount_is_unit(names[n].is, t->units))
			return names[n].is;
	return word;
}

/* 金额为亿元, 数量单位:家, 营业收入(亿元): the unit that a word ends in behind the name of what it is of; NULL: none. */
static char *behind_name(const listener *t, char *word, certainty sure)
{
	static const char *const signs[] = { "为", ":", "(", NULL };
	size_t length = strlen(word);
	for (char *at = word + length; sure >= MUST && at > word; at--) {
		size_t sign = qn_fold_ends(word, at, signs);
		if (!sign)
			continue;
		char front[LONGEST_WORD];
		snprintf(front, sizeof front, "%.*s", (int)(at - sign - word), word);
		if (at[-1] == '(' && length && word[length - 1] == ')')
			word[--length] = 0;
		else if (at[-1] == '(')
			return NULL;
		bool is = !qn_unit_word_is_measure(front, true) && !qn_amount_is_unit(front, t->units) && qn_amount_is_unit(at, t->units);
		if (!is && at[-1] == '(')
			word[length] = ')';
		return is ? at : NULL;
	}
	return NULL;
}

/* 10万元, 1000元: what figures were divided by; 5万元 is an amount. */
static bool is_power(const char *word)
{
	size_t zeros, length = qn_unit_power_at(word, &zeros);
	return length && qn_unit_word_is_measure(word + length, false);
}

bool qn_wide_is_amount(const char *text)
{
	char tight[LONGEST_WORD];
	return qn_fold_tight(text, tight, sizeof tight) && is_power(tight);
}

static qn_unit_said said_of(const listener *t, const char *word, certainty sure)
{
	if (qn_amount_is_unit(word, t->units))
		return QN_UNIT_TOLD;
	bool strange = qn_unit_word_is_measure(word, sure >= LIKELY) || is_power(word) || (sure == MUST && qn_unit_word_speaks(word)) || (sure == SURE && !qn_amount_is_nothing(word));
	return strange ? QN_UNIT_STRANGE : QN_UNIT_NONE;
}

/* "亿元、家". Words that are no units, as is 万元/人 in a pack that has no such one, are told only where they must be. True where all were. */
static bool tell_units(listener *t, const char *from, size_t length, certainty sure)
{
	static const char *const generic[] = { "金额", "数量", "计数", NULL }; /* of all columns of a kind; 税收(万元) is of one: passed where that is read so */
	bool all = true;
	for (int pass = 0; pass < 2; pass++) {
		char words[LONGEST];
		snprintf(words, sizeof words, "%.*s", (int)length, from);
		put_commas(words);
		for (char *rest = words; rest;) {
			char *item = unquoted(next_word(&rest));
			if (sure >= MUST && is_aside(item))
				continue;
			const char *named = behind_name(t, item, sure), *word = as_behind_numbers(t, named ? named : item, sure);
			qn_unit_said said = named && !qn_fold_begins(item, generic) ? QN_UNIT_IN_PASSING : said_of(t, word, sure);
			all = all && said != QN_UNIT_NONE;
			if (pass == 0 && !all && sure < MUST)
				return false;
			if (pass == 1 && *word && !(said == QN_UNIT_NONE && qn_unit_word_is_office(word)))
				t->told = true, t->each(t->context, word, said);
		}
	}
	return all;
}

static bool has_one(const char *text, size_t length, const char *const *words)
{
	for (const char *const *word = words; *word; word++) {
		const char *found = strstr(text, *word);
		if (found && (size_t)(found - text) < length)
			return true;
	}
	return false;
}

/* What is done by the 单位 that is named behind it. */
static const char *const doings[] = { "填报", "填表", "报送", "上报", "编制", "制表", "责任", "主管", "牵头", "汇总", "审核", "发布", "提供", "主办", "承办", "联系", "来源", NULL };

/* Behind the words of a title too: 2025年情况表 单位:万元, whose blank is a comma by now; behind 联系人:张三 it is whom that one works for. */
static bool stands_alone(const char *text, const char *at)
{
	static const char *const fronts[] = { "(", "[", "计量", "金额", "货币", "数据", NULL }, *const titles[] = { ",", ";", "年", "年度", "月", "季度", "表", "情况", NULL },
		*const people[] = { "人:", "姓名:", "电话:", NULL };
	size_t before = (size_t)(at - text);
	return before == 0 || qn_fold_ends(text, at, fronts) || (qn_fold_ends(text, at, titles) && !qn_fold_ends(text, at, doings) && !has_one(text, before, people));
}

typedef struct { const char *word; certainty sure; } announcer;

/* A word that says that units follow, as at the place; NULL: none is there. */
static const announcer *announced(const char *at)
{
	static const announcer words[] = { { "单位:", MUST }, { "单位为", MAY_BE }, { "单位均为", MAY_BE }, { "单位/", MAY_BE }, { "单位", MAY_BE }, { "unit:", SURE }, { "units:", SURE }, { "计量:", MAY_BE },
		{ "金额:", MAY_BE } };
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (!strncasecmp(at, words[k].word, strlen(words[k].word)))
			return &words[k];
	return NULL;
}

bool qn_wide_is_unit_label(const char *text)
{
	static const char *const kinds[] = { "计量", "金额", "货币", "数据", "(", NULL };
	char tight[LONGEST];
	const char *at = tight;
	if (!tighten(text, tight))
		return false;
	for (const char *const *kind = kinds; *kind; kind++)
		at += strncmp(at, *kind, strlen(*kind)) ? 0 : strlen(*kind);
	const announcer *word = announced(at);
	return word && word->sure >= MUST;
}

/* What was told is not heard again. */
static void rub_out(char *from, size_t length) { memset(from, ' ', length); }

/* 以万元为单位. */
static void tell_behind(listener *t, char *tight)
{
	char *end = strstr(tight, "为单位"), *from = NULL;
	for (char *at = tight; end && (at = strstr(at, "以")) && at < end; at += strlen("以"))
		from = at + strlen("以");
	if (from && tell_units(t, from, (size_t)(end - from), MAY_BE))
		rub_out(from, (size_t)(end - from));
}

/* Of all amounts there are, and not of 出口金额 alone. */
static bool is_of_all(const char *text, const char *at)
{
	static const char *const all[] = { "以下", "以上", "上述", "下列", "本表", "表中", "表内", "所有", "各项", "注:", "说明:", "。", NULL };
	return at == text || strchr("([,;", at[-1]) || qn_fold_ends(text, at, all);
}

/* 以下金额均以万元计: by 均 all of them, where 金额以万元计 is said in passing. */
static void tell_counted_in(listener *t, char *tight)
{
	static const char *const fronts[] = { "金额均以", "金额均按", "金额一律以", "金额都以", NULL }, *const tails[] = { "计算", "计", NULL };
	for (char *at = tight; (at = strstr(at, "金额")); at++) {
		size_t front = qn_fold_begins(at, fronts);
		const char *from = at + front, *end = front && is_of_all(tight, at) ? strstr(from, "计") : NULL;
		if (!end)
			continue;
		const char *behind = end + qn_fold_begins(end, tails);
		if ((!*behind || strchr(")],;.", *behind) || !strncmp(behind, "。", strlen("。"))) && tell_units(t, from, (size_t)(end - from), MAY_BE))
			rub_out(at + front, (size_t)(end - from));
	}
}

/* The words behind a word that says so, or within brackets; of brackets in brackets, the inner ones. */
static size_t announced_words(const char *from, bool bracket)
{
	size_t length = strcspn(from, "()[]");
	const char *stop = strstr(from, "。"), *close = strpbrk(from + length, ")]");
	if (!bracket && close && strchr("([", from[length]) && qn_unit_word_alters(from + length, (int)(close - from - (ptrdiff_t)length)))
		length = (size_t)(close + 1 - from); /* 万元(每户) is one word, 万元(保留两位小数) is not */
	return stop && (size_t)(stop - from) < length ? (size_t)(stop - from) : length;
}

static void tell_announced(listener *t, char *tight)
{
	for (char *at = tight; *at; at++) {
		if (((unsigned char)*at & 0xC0) == 0x80) /* within a character */
			continue;
		const announcer *word = announced(at);
		bool bracket = *at == '(' || *at == '[';
		if (!word && !bracket)
			continue;
		char *from = at + (word ? strlen(word->word) : bracket);
		from += word && word->sure >= MUST && (*from == '(' || *from == '['); /* 单位:(万元) */
		size_t length = announced_words(from, bracket);
		bool closed = bracket && from[length] && strchr(")]", from[length]);
		certainty sure = word ? word->sure : MAY_BE;
		if (sure >= MUST && !stands_alone(tight, at))
			sure = LIKELY;
		bool numbering = bracket && length == 1 && qn_unit_is_numbering(tight, at);
		if ((word || closed) && length && !numbering && (tell_units(t, from, length, sure) || sure >= MUST))
			rub_out(from, length);
	}
}

static const char *const scales[] = { "千", "百万", "万", "亿", NULL };

static size_t scale_at(const char *at)
{
	for (const char *const *scale = scales; *scale; scale++)
		if (!strncmp(at, *scale, strlen(*scale)))
			return strlen(*scale);
	return 0;
}

/* How long a unit with a scale is that a text begins with, 万元, 千吨; 0: none. */
static size_t scaled_at(const qn_units *units, const char *at)
{
	size_t scale = scale_at(at);
	for (uint32_t u = 0; u < units->units && scale; u++) {
		const qn_unit *unit = &units->unit[u];
		const char *stem = unit->symbol && *unit->symbol ? unit->symbol : unit->id;
		stem += scale_at(stem);
		if (unit->kind == QN_UNIT_AMOUNT && (*stem & 0x80) && !strncmp(at + scale, stem, strlen(stem)))
			return scale + strlen(stem);
	}
	return 0;
}

/* 10亿元 is an amount, 百亿元 too; 亿元以上企业 and 万元产值 are sorts of things. */
static bool is_an_amount(const char *text, const char *at, const char *behind)
{
	static const char *const numbers[] = { "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "几", "数", "余", "多", NULL },
		*const things[] = { "以上", "以下", "级", "企业", "项目", "产业", "集群", "产值", "GDP", "增加值", NULL };
	bool is = at > text && ((at[-1] >= '0' && at[-1] <= '9') || at[-1] == '+');
	for (const char *const *number = numbers; *number && !is; number++)
		is = (size_t)(at - text) >= strlen(*number) && !strncmp(at - strlen(*number), *number, strlen(*number));
	for (const char *const *thing = things; *thing && !is; thing++)
		is = !strncasecmp(behind, *thing, strlen(*thing));
	return is;
}

/* 万USD, 千HKD, 万欧: short for money where a scale stands before it and nothing behind. */
static size_t short_currency_at(const char *at)
{
	static const char *const names[] = { "USD", "US$", "EUR", "HKD", "HK$", "JPY", "GBP", "AUD", "CAD", "KRW", "TWD", "SGD", "CHF", "$", "€", "£", "欧", "美刀", NULL };
	size_t scale = scale_at(at);
	scale += scale_at(at + scale);
	size_t name = scale ? qn_fold_begins(at + scale, names) : 0;
	const char *behind = at + scale + name;
	return name && (!*behind || strchr(")],;:", *behind) || !strncmp(behind, "。", strlen("。")) || !strncmp(behind, "、", strlen("、"))) ? scale + name : 0;
}

/* 万美元, where no unit is one: how long; 0: none. */
static size_t currency_at(const qn_units *units, const char *at)
{
	static const char *const names[] = { "美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "澳元", "加元", "韩元", "新台币", "台币", "卢布", "外币", NULL };
	size_t scale = scale_at(at);
	scale += scale_at(at + scale);
	for (const char *const *name = names; *name; name++)
		if (!strncmp(at + scale, *name, strlen(*name))) {
			char word[LONGEST_WORD];
			size_t length = scale + strlen(*name);
			snprintf(word, sizeof word, "%.*s", (int)length, at);
			return qn_amount_is_unit(word, units) ? 0 : length;
		}
	return short_currency_at(at);
}

/* 1美元=7.1元, 美元汇率: a rate. */
static bool is_a_rate(const char *behind)
{
	static const char *const rates[] = { "汇率", "兑", "对", "折", "=", NULL };
	for (const char *const *rate = rates; *rate; rate++)
		if (!strncmp(behind, *rate, strlen(*rate)))
			return true;
	return false;
}

/* 由万元折算为亿元, 外币收入已折算为人民币: what figures were before. 万美元,按汇率折算 is what they are. */
static bool is_made_from(const char *text, const char *at, const char *behind, bool foreign)
{
	static const char *const fronts[] = { "由", "从", "原", "原报", "原为", "原按", NULL }, *const made[] = { "换算", "折算", "折合", NULL },
		*const into[] = { "折算为人民币", "换算为人民币", "折合人民币", "折算成人民币", "折合为人民币", NULL }, *const done[] = { "已折算", "已换算", NULL };
	const char *stop = strstr(behind, "。");
	size_t rest = stop ? (size_t)(stop - behind) : strlen(behind);
	if (foreign)
		return has_one(behind, rest, into) || (!scale_at(at) && has_one(behind, rest, done));
	return qn_fold_ends(text, at, fronts) && has_one(behind, rest, made);
}

/* 出口以美元结算, 欧元区, 出口额按美元统计,未列入: money that no figure here is in. */
static bool is_of_other_figures(const char *at, const char *behind)
{
	static const char *const things[] = { "区", "贬值", "升值", "结算", "贷款", "存款", "债", "基金", "素", "集团", "公司", NULL }, *const left_out[] = { "未列入", "未计入", "不列入", "不计入", NULL };
	const char *next = strchr(behind, ',');
	size_t left = next ? qn_fold_begins(next + 1, left_out) : 0;
	bool last = left && (!next[1 + left] || !strncmp(next + 1 + left, "。", strlen("。"))); /* 未计入退税 is of another thing */
	return last || (!scale_at(at) && qn_fold_begins(behind, things));
}

/* 以元计: without a scale, 元 is a unit only where figures are counted in it. */
static size_t plain_at(const char *text, const char *at)
{
	static const char *const fronts[] = { "以", "按", "用", NULL };
	for (const char *const *front = fronts; *front; front++) {
		size_t length = strlen(*front);
		if ((size_t)(at - text) >= length && !strncmp(at - length, *front, length) && !strncmp(at, "元计", strlen("元计")))
			return strlen("元");
	}
	return 0;
}

static void tell_passing(listener *t, const char *tight)
{
	for (const char *at = tight; *at; at++) {
		char word[LONGEST_WORD];
		if (((unsigned char)*at & 0xC0) != 0xC0) /* all of these words begin with a sign */
			continue;
		size_t foreign = currency_at(t->units, at), length = foreign ? foreign : scaled_at(t->units, at);
		length = length ? length : plain_at(tight, at);
		if (!length)
			continue;
		snprintf(word, sizeof word, "%.*s", (int)length, at);
		const char *behind = at + length;
		bool other = is_made_from(tight, at, behind, foreign > 0) || (foreign && (is_a_rate(behind) || is_of_other_figures(at, behind)));
		if (!is_an_amount(tight, at, behind) && !other)
			t->each(t->context, word, foreign ? QN_UNIT_FOREIGN : QN_UNIT_IN_PASSING);
		at += length - 1;
	}
}

/* A blank parts units, 亿元 家, where they are not one together as 万 元 is, and one from another label, 亿元 币种:人民币: a comma is put there. */
static void part_at_blanks(const qn_units *units, char *folded)
{
	static const char stops[] = " ,;:()[]", *const mark[] = { "、", NULL };
	bool parted = false;
	for (char *at = folded; (at = strchr(at, ' ')); at++) {
		char left[LONGEST_WORD], right[LONGEST_WORD], both[2 * LONGEST_WORD];
		const char *from = at;
		while (from > folded && !strchr(stops, from[-1]) && !qn_fold_ends(folded, from, mark))
			from--;
		size_t length = strcspn(at + 1, stops);
		bool label = at[1 + length] == ':';
		snprintf(left, sizeof left, "%.*s", (int)(at - from), from);
		snprintf(right, sizeof right, "%.*s", (int)length, at + 1);
		snprintf(both, sizeof both, "%s%s", left, right);
		bool behind_unit = qn_amount_is_unit(left, units) && !qn_amount_is_unit(both, units);
		if ((parted && label) || (behind_unit && (label || qn_amount_is_unit(right, units) || is_aside(right))))
			*at = ',', parted = true;
	}
}

/* 2025年情况表 单位:万元 联系人:张三: a comma for the blank before a label of units or of whom to ask, but in 填报 单位, who it is. */
static void part_at_labels(char *folded)
{
	static const char *const labels[] = { "单位:", "单位 :", "unit:", "units:", NULL }, *const others[] = { "填报日期:", "填报时间:", "填表日期:", "制表日期:",
		"报送日期:", "日期:", "时间:", "联系人:", "负责人:", "填报人:", "填表人:", "制表人:", "审核人:", "电话:", "联系电话:", NULL };
	for (char *at = folded; (at = strchr(at, ' ')); at++)
		if (qn_fold_begins(at + 1, others))
			*at = ',';
		else if (qn_fold_begins(at + 1, labels) && !qn_fold_is_letter(at > folded ? at[-1] : 'a') && !qn_fold_ends(folded, at, doings))
			*at = ',';
}

void qn_wide_title_units(const char *text, const qn_units *units, qn_wide_unit_of *each, void *context)
{
	listener t = { units, each, context, false };
	char tight[LONGEST], folded[LONGEST];
	if (!qn_fold(text, folded, sizeof folded))
		return;
	part_at_blanks(units, folded);
	part_at_labels(folded);
	if (!qn_fold_tight_as_written(folded, tight, sizeof tight) || !*tight)
		return;
	put_brackets(tight);
	if (tell_units(&t, tight, strlen(tight), MAY_BE))
		return;
	tell_behind(&t, tight);
	tell_counted_in(&t, tight);
	tell_announced(&t, tight);
	tell_passing(&t, tight);
	if (!t.told)
		qn_unit_phrases(text, units, each, context);
}
