/* SPDX-License-Identifier: Apache-2.0 */
/* wide_aside.c - the rows of a wide table that are no entity's: units below the header, totals (wide_total.c), notes (wide_notes.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/dates.h"
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide_table.h"

static size_t filled(const qn_csv_row *row)
{
	size_t fields = 0;
	for (size_t k = 0; k < row->fields; k++)
		fields += row->field[k].length > 0;
	return fields;
}

static size_t first_filled(const qn_csv_row *row)
{
	size_t k = 0;
	while (k + 1 < row->fields && row->field[k].length == 0)
		k++;
	return k;
}

/* Words of letters are whole ones: sum, not Summary; those of signs may hold blanks: 合 计. */
bool qn_wide_begins(const char *text, const char *const *words)
{
	char front[256], folded[256], tight[256];
	snprintf(front, sizeof front, "%s", text);
	front[qn_utf8_valid(front, strlen(front))] = 0;
	if (!qn_fold(front, folded, sizeof folded) || !qn_fold_tight(front, tight, sizeof tight))
		return false;
	for (; *words; words++) {
		size_t length = strlen(*words);
		bool letters = qn_fold_is_letter(**words);
		if (!strncasecmp(letters ? folded : tight, *words, length) && !(letters && qn_fold_is_letter((*words)[length - 1]) && qn_fold_is_letter(folded[length])))
			return true;
	}
	return false;
}

/* Does the row name somebody who is known, of the kind in *kind? Then it is no note, whatever else it says. Nor is it a total if he is one
 * of those who are judged; beside any other name it may be one: 某市, 小计. */
static bool is_of_somebody(const qn_wide *w, const qn_csv_row *row, uint32_t *kind)
{
	char both[1024];
	uint32_t number;
	const char *second = w->second >= 0 && (size_t)w->second < row->fields ? qn_text_unguarded(row->field[w->second].text) : "";
	snprintf(both, sizeof both, "%s %s", qn_observing_field(w->o, row, QN_OF_COUNTY), qn_observing_field(w->o, row, QN_OF_PRODUCT));
	const char *first = w->o->at[QN_OF_ENTITY] >= 0 ? qn_observing_field(w->o, row, QN_OF_ENTITY) : both;
	return qn_import_entity(w->i, first, kind, &number) || (*second && qn_import_entity(w->i, second, kind, &number));
}

static bool has_figures(const qn_wide *w, const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields && k < w->columns; k++)
		if (w->column[k].head.indicator >= 0 && row->field[k].text[strcspn(row->field[k].text, "0123456789")])
			return true;
	return false;
}

enum { LONGEST_NAME = 256 };
enum { NO_TOTAL, A_PART, THE_WHOLE, AN_AVERAGE };

/* 全省合计 is of all rows, 某市合计 of some; one of somebody who is judged may be his own figure. */
static int is_total_at_the_end(const qn_wide *w, const char *text)
{
	static const char *const ends[] = { "合计", "总计", "共计", "小计", NULL }, *const wholes[] = { "总", "全省", "全市", "全县", "全区", "全部", "集群", NULL };
	char tight[LONGEST_NAME];
	if (!qn_fold_tight(text, tight, sizeof tight))
		return NO_TOTAL;
	size_t all = strlen(tight), length = qn_fold_ends(tight, tight + all, ends), whole = length ? qn_fold_ends(tight, tight + all - length, wholes) : 0;
	if (!length)
		return NO_TOTAL;
	if (whole && whole + length == all)
		return !strcmp(tight + whole, "小计") ? A_PART : THE_WHOLE;
	uint32_t kind, number;
	tight[all - length] = 0;
	return qn_import_entity(w->i, tight, &kind, &number) && kind == w->i->catalogue->subject ? NO_TOTAL : A_PART;
}

/* 全省, 计: the whole of a name, and nobody's. */
static bool is_whole(const qn_wide *w, const char *text)
{
	static const char *const words[] = { "全省", "累计", "总数", "∑", "Σ", "计", NULL };
	char tight[LONGEST_NAME];
	uint32_t kind, number;
	return qn_fold_tight(text, tight, sizeof tight) && qn_fold_is_one_of(tight, words) && !qn_import_entity(w->i, text, &kind, &number);
}

/* 平均, 同比增长(%): the whole of a name. */
static bool is_average(const char *text)
{
	static const char *const words[] = { "平均值", "平均数", "平均", "均值", "同比增长率", "同比增长", "同比增幅", "同比", "比上年增长", "增长率", "增速", "增幅", "average", "mean", "growth", NULL };
	char tight[LONGEST_NAME];
	size_t length = qn_fold_tight(text, tight, sizeof tight) ? qn_fold_begins(tight, words) : 0;
	return length && (!tight[length] || !strcmp(tight + length, "%") || !strcmp(tight + length, "(%)"));
}

static int total_of(const qn_wide *w, const qn_csv_row *row, const char *text)
{
	static const char *const wholes[] = { "合计", "总计", "共计", "total", "grand total", "sum", NULL }, *const parts[] = { "小计", "subtotal", "其中", NULL };
	if (qn_wide_begins(text, parts) || qn_wide_begins(text, wholes))
		return qn_wide_begins(text, parts) ? A_PART : THE_WHOLE;
	if (!has_figures(w, row))
		return NO_TOTAL;
	return is_whole(w, text) ? THE_WHOLE : is_average(text) ? AN_AVERAGE : is_total_at_the_end(w, text);
}

/* By a column of names. */
static int is_total(const qn_wide *w, const qn_csv_row *row)
{
	uint32_t kind;
	int is = NO_TOTAL;
	for (size_t k = 0; k < row->fields && k < w->columns && !is; k++)
		if (w->column[k].names)
			is = total_of(w, row, row->field[k].text);
	return is && is_of_somebody(w, row, &kind) && kind == w->i->catalogue->subject ? NO_TOTAL : is;
}

/* 其中:某县新能源汽车集群 is a part by its words and somebody who is judged by its name: told, and no row of either. */
static bool is_named_part(const qn_wide *w, const qn_csv_row *row)
{
	static const char *const words[] = { "其中", NULL };
	char folded[256];
	uint32_t kind, number;
	for (size_t k = 0; k < row->fields && k < w->columns; k++) {
		const char *text = row->field[k].text;
		if (!w->column[k].names || !qn_wide_begins(text, words) || !qn_fold_tight(text, folded, sizeof folded))
			continue;
		const char *name = folded + strlen("其中");
		while (*name == ':' || *name == ',' || *name == '-' || !strncmp(name, "—", strlen("—")))
			name += *name & 0x80 ? strlen("—") : 1;
		if (!qn_import_entity(w->i, name, &kind, &number) || kind != w->i->catalogue->subject)
			continue;
		qn_import_bad(w->i, row->line, (int)k + 1, "“%s”:是“%s”自己的数就只写名称,不入库就删去这一行", "\"%s\": if the figures are those of \"%s\" write its name alone, else take the row out", text, name);
		return true;
	}
	return false;
}

enum { LONGEST_UNIT = 64 };

static char *unbracketed(char *word)
{
	size_t length = strlen(word);
	if (length <= 2 || !strchr("([", *word) || !strchr(")]", word[length - 1]))
		return word;
	word[length - 1] = 0;
	return word + 1;
}

/* A word that may be a unit: without blanks, brackets of its own and the label of one, (单位:亿元). */
static const char *bare(const char *text, char out[LONGEST_UNIT])
{
	static const char *const labels[] = { "单位:", "计量单位:", "unit:", NULL };
	if (!qn_fold_tight(text, out, LONGEST_UNIT))
		return out;
	char *word = unbracketed(out);
	size_t label = qn_fold_begins(word, labels);
	return label ? unbracketed(word + label) : word;
}

/* A number or a unit below an indicator's name is meant for somebody. */
static bool is_meant(const qn_wide *w, size_t k, const char *text)
{
	char word[LONGEST_UNIT];
	return k < w->columns && w->column[k].head.indicator >= 0 && (text[strcspn(text, "0123456789")] || qn_amount_is_unit(bare(text, word), &w->i->catalogue->units));
}

/* 甲,1,2 or 栏次,(1),(2) below the header: the numbers of the columns. */
static bool is_numbers_of_columns(const qn_wide *w, const qn_csv_row *row)
{
	static const char *const words[] = { "甲", "乙", "丙", "丁", "栏次", "行次", "列次", NULL };
	char word[LONGEST_UNIT];
	long last = -1;
	bool named = false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = bare(row->field[k].text, word);
		bool number = *text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 5, figure = k < w->columns && w->column[k].head.indicator >= 0;
		if (number ? last >= 0 && atol(text) != last + 1 : figure || (*text && qn_fold_begins(text, words) != strlen(text)))
			return false;
		last = number ? atol(text) : last;
		named = named || (*text && !number);
	}
	return !w->begun && named && last > 0;
}

static bool is_in(const qn_wide *w, const qn_wide_column *c, const qn_wide_head *here)
{
	const qn_unit *unit = qn_wide_unit(w, c);
	return !here->has_unit || here->unit.multiply * unit->divide == unit->multiply * here->unit.divide;
}

/* The header once more, at the top of a page. */
static bool is_header_again(const qn_wide *w, const qn_csv_row *row)
{
	bool any = false;
	for (size_t k = 0; k < row->fields && k < w->columns; k++) {
		const qn_wide_head *head = &w->column[k].head;
		qn_wide_head here = qn_wide_head_read(w->callings, row->field[k].text);
		bool same = here.indicator == head->indicator && here.period == head->period && !here.why;
		if (head->indicator >= 0 ? !same || !is_in(w, &w->column[k], &here) : here.indicator >= 0 || (row->field[k].length && qn_head_find(row->field[k].text) < 0))
			return false;
		any = any || head->indicator >= 0;
	}
	return any && row->fields <= w->columns;
}

static const char *const notes[] = { "注:", "注1", "注释", "备注:", "说明:", "填表", "填报", "制表", "审核", "负责人", "单位负责人", "经办人", "联系", "数据来源", "资料来源", "日期:", "note", "source:", NULL };

/* 注 and 日期 with a cell of their own. */
static bool is_alone(const char *text)
{
	static const char *const alone[] = { "注", "日期", NULL };
	char tight[LONGEST_NAME];
	return qn_fold_tight(text, tight, sizeof tight) && *tight && qn_fold_begins(tight, alone) == strlen(tight);
}

static bool is_note_word(const char *text) { return qn_wide_begins(text, notes) || is_alone(text); }

/* What no words make a note of: 日期,5. */
static bool has_numbers(const qn_wide *w, const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields && k < w->columns; k++)
		if (w->column[k].head.indicator >= 0 && row->field[k].length && !row->field[k].text[strspn(row->field[k].text, "0123456789.,% ")])
			return true;
	return false;
}

static bool is_day_or_page(const char *text)
{
	static const char *const pages[] = { "第", "共", NULL };
	char tight[LONGEST_NAME];
	qn_date day;
	if (!qn_day_known(text, &day))
		return true;
	size_t length = qn_fold_tight(text, tight, sizeof tight) ? qn_fold_begins(tight, pages) : 0, digits = length ? strspn(tight + length, "0123456789") : 0;
	return digits && !strncmp(tight + length + digits, "页", strlen("页"));
}

/* The foot of a table: 张三,,2026年1月15日 or ,填表人:张三,,联系电话:0123-6666. A name that may be misspelt makes a label below an indicator's name no foot. */
static bool is_foot(const qn_wide *w, const qn_csv_row *row)
{
	static const char *const labels[] = { "电话", "手机", "传真", "邮箱", "报出", "报送", NULL };
	bool named = false, day = false, label = false;
	if (has_numbers(w, row)) /* nearly every row */
		return false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = row->field[k].text;
		bool here = is_day_or_page(text), labelled = is_note_word(text) || qn_wide_begins(text, labels);
		if ((here && w->o->at[QN_OF_KNOWN_ON] == (int)k) || (is_meant(w, k, text) && !here && !labelled))
			return false;
		day = day || here, label = label || labelled;
		named = named || (k < w->columns && w->column[k].names && *text && !here && !labelled);
	}
	uint32_t kind;
	return (day || (label && !named)) && !is_of_somebody(w, row, &kind);
}

/* 一、汽车产业, (二)装备制造. */
static bool is_numbered(const char *text)
{
	static const char *const numbers[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", NULL }, *const signs[] = { "、", ")", NULL };
	char tight[LONGEST_NAME];
	const char *at = qn_fold_tight(text, tight, sizeof tight) ? tight : "";
	at += *at == '(';
	const char *number = at;
	for (size_t length; (length = qn_fold_begins(at, numbers));)
		at += length;
	return at > number && (!*at || qn_fold_begins(at, signs));
}

/* The head of a section with nothing beside it but its number. */
static bool is_section(const qn_wide *w, const qn_csv_row *row)
{
	uint32_t kind;
	bool heads = false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = row->field[k].text;
		if (qn_amount_is_nothing(text))
			continue;
		if (k >= w->columns || !w->column[k].names || !is_numbered(text))
			return false;
		heads = heads || strstr(text, "、") || strpbrk(text, ")") || strstr(text, "）");
	}
	return heads && !is_of_somebody(w, row, &kind);
}

static bool is_note(qn_wide *w, const qn_csv_row *row)
{
	size_t at = first_filled(row);
	const char *first = row->field[at].text;
	uint32_t kind, number;
	if (is_alone(first) && !has_numbers(w, row))
		return !is_of_somebody(w, row, &kind);
	if (qn_wide_begins(first, notes) && (filled(row) == 1 || at >= w->columns || w->column[at].names || !has_figures(w, row)))
		return !is_of_somebody(w, row, &kind);
	if (is_foot(w, row) || is_section(w, row))
		return true;
	bool known = qn_import_entity(w->i, first, &kind, &number) && !(w->o->of_subject && kind != w->i->catalogue->subject); /* 某市 heads its clusters */
	return filled(row) == 1 && !is_meant(w, at, first) && !known;
}

const qn_unit *qn_wide_unit(const qn_wide *w, const qn_wide_column *c)
{
	return c->head.has_unit ? &c->head.unit : &w->i->catalogue->units.unit[w->i->catalogue->indicator[c->head.indicator].unit];
}

static bool unit_below(const qn_wide *w, const qn_csv_row *row, size_t k, qn_unit *out)
{
	const qn_catalogue *c = w->i->catalogue;
	char word[LONGEST_UNIT];
	return k < w->columns && w->column[k].head.indicator >= 0
		&& qn_amount_unit(bare(row->field[k].text, word), &c->units, &c->units.unit[c->indicator[w->column[k].head.indicator].unit], out);
}

/* It goes before a title's, and may not be another than its column's own name says. */
static void take_unit_below(qn_wide *w, const qn_csv_row *row, size_t k)
{
	qn_wide_column *c = &w->column[k];
	qn_unit unit;
	unit_below(w, row, k, &unit);
	if (c->head.has_unit && !c->by_title && unit.multiply * c->head.unit.divide != c->head.unit.multiply * unit.divide)
		qn_import_bad(w->i, row->line, (int)k + 1, "“%s”与列名里的单位不同:只留对的那一个", "\"%s\" is another unit than the column's name tells: keep the one that is right", row->field[k].text);
	c->head.unit = unit, c->head.has_unit = true, c->by_title = false;
}

/* 单位 or (单位) below 集群名称. */
static bool says_unit(const qn_wide *w, const qn_csv_row *row, size_t k)
{
	static const char *const words[] = { "单位", "计量单位", "数据单位", "指标单位", "units", "unit", NULL };
	char tight[LONGEST_UNIT];
	const char *word = bare(row->field[k].text, tight);
	size_t length = k < w->columns && w->column[k].names ? qn_fold_begins(word, words) : 0;
	return length && !word[length + (word[length] == ':')];
}

/* A row of units below the header: 亿元,(家),%. */
static bool take_units(qn_wide *w, const qn_csv_row *row)
{
	qn_unit unit;
	size_t told = 0;
	for (size_t k = 0; k < row->fields && !w->begun; k++) {
		bool is = row->field[k].length && unit_below(w, row, k, &unit), none = k < w->columns && row->field[k].length && qn_amount_is_nothing(row->field[k].text);
		if (row->field[k].length && !is && !none && !says_unit(w, row, k))
			return false;
		told += is;
	}
	if (!told)
		return false;
	for (size_t k = 0; k < row->fields; k++)
		if (row->field[k].length && unit_below(w, row, k, &unit))
			take_unit_below(w, row, k);
	qn_import_header(w->i, w->header, row->line);
	return true;
}

/* Before the rows, what stands below names of indicators alone is meant as their units. The first column of one that is none; as many as there
 * are: no such row. A longer text is a note. */
static size_t strange_below(const qn_wide *w, const qn_csv_row *row)
{
	size_t found = w->columns;
	char word[LONGEST_UNIT];
	if (w->begun || has_figures(w, row))
		return w->columns;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = row->field[k].text;
		if (!row->field[k].length || says_unit(w, row, k))
			continue;
		if (k >= w->columns || w->column[k].head.indicator < 0)
			return w->columns;
		if (found == w->columns && !is_meant(w, k, text) && *bare(text, word) && !qn_amount_is_nothing(text) && !is_note_word(text))
			found = k;
	}
	return found;
}

static void tell_strange_below(qn_wide *w, const qn_csv_row *row, size_t k)
{
	qn_import_bad(w->i, row->line, (int)k + 1, "“%s”不是认识的单位:列名之下、数据之上写的是这一列的单位;改正它,或删去这一行",
		"\"%s\" is no unit that is known: what stands below the name of a column and above the rows is its unit; correct it, or take the row out", row->field[k].text);
}

static void pass_over(qn_wide *w, const qn_csv_row *row, int sum)
{
	if (sum == AN_AVERAGE)
		qn_import_note(w->i, row->line, (int)first_filled(row) + 1, "平均或增长行,不入库", "averages or growth, not put");
	else if (sum)
		qn_import_note(w->i, row->line, (int)first_filled(row) + 1, "合计行,不入库", "a total, not put");
	else
		qn_import_note(w->i, row->line, (int)first_filled(row) + 1, "当作表注略过", "passed over as a note");
}

int qn_wide_aside(qn_wide *w, const qn_csv_row *row, qn_error *err)
{
	int sum;
	if (take_units(w, row))
		return 1;
	if (is_numbers_of_columns(w, row)) {
		qn_import_note(w->i, row->line, 1, "当作栏次略过", "passed over as the numbers of the columns");
		return 1;
	}
	if (is_header_again(w, row)) {
		qn_import_note(w->i, row->line, 1, "当作重复的表头略过", "passed over as the header once more");
		return 1;
	}
	if (is_named_part(w, row))
		return 1;
	if ((sum = is_total(w, row))) {
		if (!has_figures(w, row))
			qn_wide_heed_note(w, row, true);
		pass_over(w, row, sum);
		return sum != THE_WHOLE || qn_wide_take_total(w, row) ? 1 : qn_no_memory(err);
	}
	size_t strange = strange_below(w, row);
	if (is_note(w, row)) {
		uint64_t errors = w->i->report->error_count;
		qn_wide_heed_note(w, row, false);
		if (!w->turned && w->i->report->error_count == errors && strange < w->columns)
			tell_strange_below(w, row, strange);
		pass_over(w, row, NO_TOTAL);
		return 1;
	}
	if (strange < w->columns) {
		tell_strange_below(w, row, strange);
		return 1;
	}
	qn_wide_check_turn(w);
	return 0;
}
