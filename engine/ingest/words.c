/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - what a pack can speak of: the rows of units.csv and indicators.csv into its catalogue. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/building.h"
#include "ingest/wide.h"
#include "plan/program.h"

const char *const qn_unit_columns[] = { "id", "kind", "dimension", "symbol", "maker", "multiply", "divide", "decimals", NULL };
const char *const qn_indicator_columns[] = { "id", "unit", "kind", "name_zh", "frequency", "better", "name_en", "dimension", "clause", "counts", "note", "aliases", NULL };

static int read_factor(const qn_sheet *sheet, int column, double *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	*out = 1;
	if (*text && (!qn_number_read(text, strlen(text), out) || !(*out > 0)))
		return qn_sheet_fail_both(sheet, "%s %s:应为大于 0 的数", "%s %s: a number above zero is wanted", sheet->column[column], text);
	return QN_OK;
}

int qn_building_word(const qn_sheet *sheet, int column, const char *const *words, int *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	char list[128] = "", chinese[128] = "";
	for (*out = 0; words[*out]; ++*out) {
		if (!strcmp(words[*out], text))
			return QN_OK;
		size_t length = strlen(list), of_chinese = strlen(chinese);
		const char *word = words[*out];
		snprintf(list + length, sizeof list - length, "%s%s", !*out ? "" : words[*out + 1] ? ", " : " or ", *word ? word : "nothing");
		snprintf(chinese + of_chinese, sizeof chinese - of_chinese, "%s%s", !*out ? "" : words[*out + 1] ? "、" : " 或 ", *word ? word : "空");
	}
	int rc = qn_sheet_fail(sheet, "%s \"%s\" is not known: %s is wanted", sheet->column[column], text, list);
	qn_sheet_fail_chinese(sheet, "%s 里不认识“%s”:应为 %s", sheet->column[column], text, chinese);
	return rc;
}

static int find_dimension(qn_building *b, const qn_sheet *sheet, const char *name, bool counted, qn_dimension *out)
{
	qn_units *units = &b->pack->catalogue->units;
	int before = units->dimensions, index = qn_units_dimension(units, &b->pack->catalogue->arena, name);
	if (index < 0)
		return qn_sheet_fail_both(sheet, "%s 是第十七种量纲:规则包最多十六种", "%s would be the seventeenth dimension; a pack has sixteen at the most", name);
	if (index < before && units->counted[index] != counted)
		return qn_sheet_fail_both(sheet, "%s 在一处是计数的、在另一处是计量的:请给其中一个换个名称",
			"%s is counted in one place and measured in another: give one of the two another name", name);
	units->counted[index] = counted;
	*out = qn_dimension_base(index);
	return QN_OK;
}

static bool is_keyword(const char *name)
{
	static const char *const keywords[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or",
		"repeat", "return", "then", "true", "until", "while" };
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (!strcmp(keywords[i], name))
			return true;
	return false;
}

/* A maker becomes a function of scripts: a name of Lua, and one unit's only. Which other words scripts have is known where they run. */
static int check_maker(const qn_units *units, const qn_sheet *sheet)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	const char *maker = qn_sheet_cell(sheet, 4);
	if (maker[strspn(maker, letters)] || (*maker >= '0' && *maker <= '9'))
		return qn_sheet_fail_both(sheet, "maker %s:名称只用字母、数字和 _,如 yi", "maker %s: letters, digits and _ make a name, as in yi", maker);
	if (is_keyword(maker))
		return qn_sheet_fail_both(sheet, "maker %s:这是 Lua 自己的词:请换一个", "maker %s: that is a word of Lua itself: choose another", maker);
	for (uint32_t i = 0; *maker && i < units->units; i++)
		if (units->unit[i].maker && !strcmp(units->unit[i].maker, maker))
			return qn_sheet_fail_both(sheet, "maker %s 已属于 %s", "the maker %s is that of %s already", maker, units->unit[i].id);
	return QN_OK;
}

int qn_building_unit(void *building, qn_sheet *sheet)
{
	static const char *const kinds[] = { "amount", "count", "ratio", "rank", "flag", "score", NULL };
	qn_building *b = building;
	qn_units *units = &b->pack->catalogue->units;
	const char *id = qn_sheet_cell(sheet, 0), *dimension = qn_sheet_cell(sheet, 2), *decimals = qn_sheet_cell(sheet, 7);
	int kind;
	qn_unit unit = { 0 };
	double places = 2;
	if (!*id || qn_units_find(units, id) >= 0)
		return qn_building_fail_id(sheet, (qn_both){ "单位", "unit" }, id);
	int rc = qn_building_word(sheet, 1, kinds, &kind);
	if (rc == QN_OK)
		rc = read_factor(sheet, 5, &unit.multiply);
	if (rc == QN_OK)
		rc = read_factor(sheet, 6, &unit.divide);
	if (rc == QN_OK && *dimension && (kind == QN_UNIT_RATIO || kind == QN_UNIT_RANK || kind == QN_UNIT_FLAG))
		rc = qn_sheet_fail_both(sheet, "dimension %s:%s 没有量纲:请留空", "dimension %s: a %s has none: leave it empty", dimension, kinds[kind]);
	if (rc == QN_OK && *dimension)
		rc = find_dimension(b, sheet, dimension, kind == QN_UNIT_COUNT, &unit.dimension);
	if (rc == QN_OK && *decimals && (!qn_number_read(decimals, strlen(decimals), &places) || places < 0 || places > 9 || places != floor(places)))
		rc = qn_sheet_fail_both(sheet, "decimals %s:应为 0 到 9 的整数", "decimals %s: a whole number from 0 to 9 is wanted", decimals);
	if (rc == QN_OK)
		rc = check_maker(units, sheet);
	if (rc < 0)
		return rc;
	unit.kind = (qn_unit_kind)kind;
	unit.decimals = (int)places;
	unit.id = (char *)(uintptr_t)qn_building_keep_own(b, id);
	unit.symbol = (char *)(uintptr_t)qn_building_keep_own(b, qn_sheet_cell(sheet, 3));
	unit.maker = (char *)(uintptr_t)qn_building_keep_any(b, qn_sheet_cell(sheet, 4));
	if (!unit.id || !unit.symbol || !qn_grow(&b->pack->catalogue->arena, (void **)&units->unit, units->units, sizeof unit))
		return qn_no_memory(sheet->err);
	units->unit[units->units++] = unit;
	return QN_OK;
}

static const char *unit_name(const void *context, size_t i) { return ((const qn_units *)context)->unit[i].id; }

int qn_building_unit_of(qn_building *b, const qn_sheet *sheet, const char *id, uint32_t *out)
{
	const qn_units *units = &b->pack->catalogue->units;
	int unit = qn_units_find(units, id);
	if (unit < 0)
		return qn_building_fail_unknown(sheet, (qn_both){ "单位", "unit" }, id, qn_building_near(id, unit_name, units, units->units),
			(qn_both){ "units.csv 列出全部", "units.csv lists them" });
	*out = (uint32_t)unit;
	return QN_OK;
}

static int find_unit(qn_building *b, const qn_sheet *sheet, const char *id, qn_indicator *out)
{
	const qn_units *units = &b->pack->catalogue->units;
	int rc = qn_building_unit_of(b, sheet, id, &out->unit);
	if (rc < 0)
		return rc;
	const qn_unit *unit = &units->unit[out->unit];
	out->dimension = unit->dimension;
	const char *thing = qn_sheet_cell(sheet, 9);
	if (unit->kind == QN_UNIT_COUNT && out->dimension == 0 && *thing)
		return find_dimension(b, sheet, thing, true, &out->dimension);
	return QN_OK;
}

/* A name leads to one indicator, or a column would be guessed at. */
static int take_name(qn_building *b, const qn_sheet *sheet, const char *name)
{
	qn_catalogue *c = b->pack->catalogue;
	char tight[QN_TIGHT_MOST];
	if (!qn_name_tighten(name, tight))
		return QN_OK;
	if (!b->called && !(b->called = qn_names_new()))
		return qn_no_memory(sheet->err);
	uint32_t before = qn_names_count(b->called), number = qn_names_add(b->called, tight, strlen(tight));
	if (number == QN_NO_NAME || (number == before && !qn_grow(&b->pack->arena, (void **)&b->called_of, number, sizeof *b->called_of)))
		return qn_no_memory(sheet->err);
	if (number == before)
		b->called_of[number] = c->indicators;
	if (b->called_of[number] == c->indicators)
		return QN_OK;
	return qn_sheet_fail_both(sheet, "“%s”已是 %s 的名称,列名就分不清了:请换一个", "\"%s\" is a name of %s already, and a column called so would be guessed at: choose another",
		name, c->indicator[b->called_of[number]].id);
}

static int take_aliases(qn_building *b, const qn_sheet *sheet, const char *aliases)
{
	char one[QN_TIGHT_MOST];
	size_t length;
	int rc = QN_OK;
	for (const char *alias; rc == QN_OK && (alias = qn_alias_next(&aliases, &length));) {
		snprintf(one, sizeof one, "%.*s", (int)length, alias);
		rc = take_name(b, sheet, one);
	}
	return rc;
}

int qn_building_indicator(void *building, qn_sheet *sheet)
{
	static const char *const kinds[] = { "stock", "flow", "ratio", "rank", "flag", NULL }, *const ways[] = { "lower", "", "higher", NULL };
	static const int names[] = { 0, 3, 6 };
	qn_building *b = building;
	qn_catalogue *c = b->pack->catalogue;
	const char *id = qn_sheet_cell(sheet, 0), *frequency = qn_sheet_cell(sheet, 4);
	qn_indicator about = { 0 };
	int kind, better, letter = strlen(frequency) > 1 ? -1 : qn_frequency_read(*frequency ? *frequency : 'A');
	for (uint32_t i = 0; i < c->indicators; i++)
		if (!strcmp(c->indicator[i].id, id))
			return qn_sheet_fail_both(sheet, "指标 %s 写了两次", "the indicator %s is given twice", id);
	if (!*id)
		return qn_sheet_fail_both(sheet, "指标要有编号(id)", "an indicator wants an id");
	if (letter < 0)
		return qn_sheet_fail_both(sheet, "frequency %s:应为 A、S、Q、M 或 Y", "frequency %s: A, S, Q, M or Y is wanted", frequency);
	int rc = qn_building_word(sheet, 2, kinds, &kind);
	if (rc == QN_OK)
		rc = qn_building_word(sheet, 5, ways, &better);
	if (rc == QN_OK)
		rc = find_unit(b, sheet, qn_sheet_cell(sheet, 1), &about);
	for (size_t i = 0; rc == QN_OK && i < sizeof names / sizeof *names; i++)
		rc = take_name(b, sheet, qn_sheet_cell(sheet, names[i]));
	if (rc == QN_OK)
		rc = take_aliases(b, sheet, qn_sheet_cell(sheet, 11));
	if (rc < 0)
		return rc;
	about.id = qn_building_keep_own(b, id);
	about.title = qn_building_label(b, qn_sheet_cell(sheet, 3), qn_sheet_cell(sheet, 6), id);
	about.kind = (qn_indicator_kind)kind;
	about.frequency = (qn_frequency)letter;
	about.better = better - 1;
	about.theme = qn_building_keep_any(b, qn_sheet_cell(sheet, 7));
	about.clause = qn_building_keep_any(b, qn_sheet_cell(sheet, 8));
	about.note = qn_building_keep_any(b, qn_sheet_cell(sheet, 10));
	about.aliases = qn_building_keep_any(b, qn_sheet_cell(sheet, 11));
	if (!about.id || !qn_grow(&c->arena, (void **)&c->indicator, c->indicators, sizeof about))
		return qn_no_memory(sheet->err);
	c->indicator[c->indicators++] = about;
	return QN_OK;
}
