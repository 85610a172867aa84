/* SPDX-License-Identifier: Apache-2.0 */
/* wide_notes.c - notes, remarks and lines between the rows of a wide table that would have its figures read otherwise. */
#include "ingest/wide_table.h"
#include <stdio.h>
#include <string.h>
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/remarks.h"
#include "ingest/when.h"

bool qn_wide_is_another_unit(const qn_wide *w, const char *word)
{
	const qn_units *units = &w->i->catalogue->units;
	bool same = false, other = false, unsaid = false;
	for (size_t k = 0; k < w->columns; k++) {
		const qn_wide_column *c = &w->column[k];
		qn_unit unit;
		if (c->head.indicator < 0 || !qn_amount_unit(word, units, &units->unit[w->i->catalogue->indicator[c->head.indicator].unit], &unit))
			continue;
		bool equal = unit.multiply * qn_wide_unit(w, c)->divide == unit.divide * qn_wide_unit(w, c)->multiply;
		same = same || equal, other = other || !equal, unsaid = unsaid || (!equal && !c->head.has_unit);
	}
	return unsaid || (other && !same);
}

static void heed_unit(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said == QN_UNIT_FOREIGN || said == QN_UNIT_STRANGE)
		qn_wide_tell_strange(at, word);
	else if (said != QN_UNIT_NONE && qn_wide_is_another_unit(at->w, word))
		qn_import_bad(at->w->i, at->line, at->column, "表头以下才说单位是“%s”,数字已按别的单位读:把单位写在表的上方或列名后面",
			"the unit \"%s\" is told below the header, and figures were read in another: write it above the table, or behind the names of its columns", word);
}

typedef struct { const qn_wide *w; bool told, fits; } fitting;

static void see_fit(void *context, const char *word, qn_unit_said said)
{
	fitting *l = context;
	const qn_catalogue *c = l->w->i->catalogue;
	qn_unit unit;
	l->told = l->told || said == QN_UNIT_TOLD;
	for (size_t k = 0; k < l->w->columns && !l->fits; k++)
		l->fits = l->w->column[k].head.indicator >= 0 && qn_amount_unit(word, &c->units, &c->units.unit[c->indicator[l->w->column[k].head.indicator].unit], &unit);
}

/* 单位:% below a table of money. */
static void heed_label(qn_wide *w, const char *said, unsigned line, int column)
{
	fitting l = { .w = w };
	if (!qn_wide_is_unit_label(said))
		return;
	qn_wide_title_units(said, &w->i->catalogue->units, see_fit, &l);
	if (l.told && !l.fits)
		qn_import_bad(w->i, line, column, "“%s”不是任何一列的单位:改正它,或把单位写在列名后面", "\"%s\" is the unit of no column: correct it, or write the units behind the names of the columns", said);
}

static void heed_units(qn_wide *w, const char *said, unsigned line, int column)
{
	qn_wide_title_units(said, &w->i->catalogue->units, heed_unit, &(qn_wide_spot){ .w = w, .line = line, .column = column });
	heed_label(w, said, line, column);
}

/* 2024 alone between the rows. */
static bool is_a_year(const char *text, qn_period *out)
{
	return !qn_when_read(text, out) && qn_period_frequency(*out) == QN_ANNUAL && qn_period_year(*out) > 1900;
}

void qn_wide_heed_remark(qn_wide *w, const qn_csv_row *row)
{
	const char *remark = qn_observing_field(w->o, row, QN_OF_NOTE);
	if (*remark && !qn_wide_is_amount(remark))
		heed_units(w, remark, row->line, w->o->at[QN_OF_NOTE] + 1);
}

/* Behind 注:, 注2:, Note 1: of a folded text; NULL: there is no such label. */
static const char *behind_label(const char *folded)
{
	static const char *const words[] = { "注释", "备注", "附注", "说明", "注", "notes", "note", "remarks", "remark", NULL }, *const numbers[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", NULL };
	const char *at = folded + qn_fold_begins(folded, words);
	if (at == folded)
		return NULL;
	at += strspn(at, " ");
	at += strspn(at, "0123456789");
	at += qn_fold_begins(at, numbers);
	at += strspn(at, " ");
	return *at == ':' ? at + 1 + strspn(at + 1, " ") : NULL;
}

/* 注:以上为1-9月数据: of the rows above, where 注:1-9月税收增长 5% is of nothing that was put. */
static bool is_of_rows_above(const char *said)
{
	static const char *const words[] = { "以上为", "以上均", "以上系", "以上数", "以上所有", "上述数", "所有数", "全部数", "上表", "本表为", "本表数", "表中数", "数据为", "数据均", "数据系", "数据截至", "数据截止", "均为", "均系", NULL };
	return qn_wide_begins(said, words);
}

/* Behind 除税收外 and its comma: of all the others. */
static const char *behind_exception(const char *from, const char *to)
{
	static const char *const but[] = { "除", NULL }, *const ends[] = { "外", NULL };
	const char *at = qn_fold_begins(from, but) ? from : to;
	while (at < to && !qn_fold_begins(at, ends))
		at++;
	if (at == to)
		return from;
	at += strlen(*ends);
	return at + (at < to && *at == ',');
}

/* Are the words before a place all figures, or the name of an indicator: 收入为1月至9月? */
static bool is_of_figures(const qn_wide *w, const char *from, const char *to)
{
	static const char *const words[] = { "收入", "数据", "数字", "数值", "金额", "税收", "以上", "上述", "本表", "表中", "各项", "各列", "全部", "所有", "其余", "其他", "指标", "均", "数", "figures", "data", "values",
		"numbers", "all", "the", "above", " ", NULL };
	qn_wide_said front;
	from = behind_exception(from, to);
	snprintf(front, sizeof front, "%.*s", (int)(to - from), from);
	if (qn_wide_names(w->callings, front))
		return true;
	qn_wide_said behind;
	qn_period period;
	bool own = qn_when_split(front, &period, behind, sizeof behind) && period == w->period; /* 2025年数据, of the table's own */
	const char *at = own ? behind : front;
	for (size_t length; (length = qn_fold_begins(at, words));)
		at += length;
	return !*at;
}

/* Behind its number: 二、上年, (二)上年, B. Last year, ①上年; and behind a mark, *上年. */
static const char *behind_number(const char *tight)
{
	static const char *const marks[] = { "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "*", "※", "●", "•", NULL };
	static const char *const numbers[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", NULL }, *const signs[] = { ")", "、", ".", ":", NULL };
	const char *at = tight + (*tight == '(');
	if (qn_fold_begins(tight, marks))
		return tight + qn_fold_begins(tight, marks);
	size_t one = qn_fold_is_letter(*at) ? 1 : strspn(at, "0123456789");
	while (!qn_fold_is_letter(*at) && qn_fold_begins(at + one, numbers))
		one += qn_fold_begins(at + one, numbers);
	size_t sign = one ? qn_fold_begins(at + one, signs) : 0;
	return sign ? at + one + sign : tight;
}

/* Note: Jan-Sep; 注:为目标值; 注:收入为1月至9月: what says of the rows above nothing but that they are not of the period. bare: without a verb too. */
static bool says_no_more(const qn_wide *w, const char *said, bool bare)
{
	static const char *const closing[] = { "四季度", "累计", "数据为累计", "dec", NULL }; /* of a year: as it closed */
	static const char *const verbs[] = { "均为", "为", "系", "是", " are for ", " are ", " cover ", NULL };
	qn_period here;
	if (w->period == QN_NO_PERIOD || (qn_period_frequency(w->period) == QN_ANNUAL && qn_fold_begins(said, closing)))
		return false;
	for (const char *at = said; *at; at++) {
		size_t verb = qn_fold_begins(at, verbs);
		if (verb)
			return is_of_figures(w, said, at) && (qn_remark_turns(at + verb, w->period) || (is_a_year(at + verb, &here) && here != w->period));
	}
	return bare && qn_remark_turns(said, w->period);
}

static bool names_another(const qn_wide *w, const char *said)
{
	qn_period here;
	int found = is_a_year(said, &here) ? 1 : qn_wide_title_period(said, &here);
	return found == 2 || (found == 1 && here != w->period) || (w->period != QN_NO_PERIOD && qn_when_disagrees(said, w->period, true));
}

/* Does a number of a list begin at a place, behind a blank: 2.以上, ②以上? */
static bool is_next_number(const char *at) { return *at == ' ' && behind_number(at + 1) != at + 1; }

/* Of a folded note the next sentence, or what a comma ends; what ended it, 0 at the end. */
static char next_sentence(const char **from, qn_wide_said out)
{
	static const char *const stops[] = { "。", ";", "\n", "!", NULL };
	const char *at = *from;
	size_t stop = 0;
	while (*at && !(stop = qn_fold_begins(at, stops)) && (*at != ',' || (at > *from && behind_exception(*from, at) == at)) && !is_next_number(at) && strncmp(at, ". ", 2) != 0)
		at++;
	snprintf(out, sizeof(qn_wide_said), "%.*s", (int)(at - *from), *from);
	*from = at + (stop ? stop : *at != 0);
	*from += strspn(*from, " ");
	return *at == ',' ? ',' : *at ? '.' : 0;
}

/* 统计截止时间:2025年9月30日. */
static bool tells_its_close(const qn_wide *w, const char *words)
{
	static const char *const labels[] = { "统计截止时间:", "统计截止日期:", "数据截止时间:", "数据截止日期:", "截止时间:", "截止日期:", NULL };
	return w->period != QN_NO_PERIOD && qn_fold_begins(words, labels) && qn_when_disagrees(words, w->period, true);
}

/* 报告期:2025年1-9月, 统计时间为1-9月; of a year, 2025年12月 is how it closed. */
static bool is_of_another_period(const qn_wide *w, const char *words)
{
	static const char *const labels[] = { "报告期间", "报告期", "统计期间", "统计期", "统计时间", "数据统计时间", "统计时段", "统计时点", "数据时点", "数据期间", "数据期", "数据时间", "数据时段", "数据所属期", "所属期", "时间范围",
		"数据年份", "数据年度", "报告年度", "统计年度", "时期", "reporting period", "period", NULL }, *const verbs[] = { ":", "均为", "为", "是", "系", NULL };
	qn_period here;
	size_t length = qn_fold_begins(words, labels), verb = length ? qn_fold_begins(words + length, verbs) : 0;
	const char *told = words + length + verb;
	if (!verb)
		return false;
	bool closes = w->period != QN_NO_PERIOD && qn_period_frequency(w->period) == QN_ANNUAL && qn_wide_title_period(told, &here) == 1
		&& here == qn_period_of(QN_MONTH, qn_period_year(w->period), 12);
	return !closes && names_another(w, told);
}

/* 截至2025年9月底 and nothing else. */
static bool closes_before(const qn_wide *w, const char *words)
{
	static const char *const closes[] = { "截至", "截止", NULL };
	return qn_fold_begins(words, closes) && w->period != QN_NO_PERIOD && qn_remark_turns(words, w->period);
}

/* A sentence of a note: 1.以上数据为2024年, 数据截至2025年9月底, 以上为同比增速(%). */
static bool is_against_rows(const qn_wide *w, const char *sentence, bool labelled, bool first)
{
	static const char *const percents[] = { "(%)", "(‰)", "(百分比)", "(百分点)", NULL };
	qn_wide_said words;
	snprintf(words, sizeof words, "%s", behind_number(sentence) + strspn(behind_number(sentence), " "));
	words[strlen(words) - qn_fold_ends(words, words + strlen(words), percents)] = 0;
	qn_remark_drop_close(words, w->period);
	if (is_of_another_period(w, words) || tells_its_close(w, words) || closes_before(w, words))
		return true;
	bool above = is_of_rows_above(words), numbered = behind_number(sentence) > sentence;
	bool covers = strstr(words, "规上") || strstr(words, "规模以上"); /* whom figures are of, in most offices' words */
	return (above && names_another(w, words)) || (!covers && (labelled || above) && says_no_more(w, words, labelled && (first || numbered)));
}

/* Does a note, in any of its sentences, say of the rows above that they are not of the period? */
static bool is_against_rows_above(const qn_wide *w, const char *said)
{
	qn_wide_said folded, one;
	if (!qn_fold(said, folded, sizeof folded))
		return false;
	const char *label = behind_label(folded), *at = label ? label : folded, *from = at;
	if (behind_number(at) == at && is_against_rows(w, at, label, true))
		return true;
	for (char before = '.', ends = '.'; ends && *from; before = ends) {
		bool first = from == at;
		ends = next_sentence(&from, one);
		if (is_against_rows(w, one, label && before != ',' && ends != ',', first))
			return true;
	}
	return false;
}

/* Whom figures are of, or that they run until the end of a year. */
static bool says_what_all_do(const char *words)
{
	static const char *const usual[] = { "规上", "规模以上", "累计", "四季度", NULL };
	for (const char *const *one = usual; *one; one++)
		if (strstr(words, *one))
			return true;
	return false;
}

bool qn_wide_is_against_title(const qn_wide *w, const char *said)
{
	qn_wide_said folded, one;
	if (!qn_fold(said, folded, sizeof folded))
		return false;
	const char *label = behind_label(folded), *from = label ? label : folded;
	for (char ends = '.'; ends && *from;) {
		ends = next_sentence(&from, one);
		if (!says_what_all_do(one) && says_no_more(w, one, false))
			return true;
	}
	return false;
}

/* 二、营业收入, 规上企业: the head of a section whose figures are of something else. */
static bool heads_a_section(const qn_wide *w, const char *tight)
{
	enum { LONGEST_WHOLE = sizeof "规模以上" };
	static const char *const tails[] = { "企业", "工业", "口径", "合计", "数据", "情况", "指标", "数", NULL };
	const char *words = behind_number(tight);
	size_t length = strlen(words), tail;
	while ((tail = qn_fold_ends(words, words + length, tails)) && tail < length)
		length -= tail;
	char whole[LONGEST_WHOLE];
	snprintf(whole, sizeof whole, "%.*s", (int)length, words);
	return qn_wide_names(w->callings, words) || (length < LONGEST_WHOLE && qn_wide_another_whole(whole, ""));
}

/* Has a line that no rows may follow: another period, or another kind of figures. */
static bool turns(const qn_wide *w, const char *said, bool another, bool sum)
{
	char word[QN_WORD_MOST];
	qn_wide_said tight;
	if (another && qn_wide_needs_period(w))
		return true;
	if (sum || !qn_fold_words(said, tight, sizeof tight))
		return false;
	return qn_wide_title_kind(tight, w->period, word) || qn_wide_title_kind(behind_number(tight), w->period, word) || heads_a_section(w, tight);
}

void qn_wide_heed_note(qn_wide *w, const qn_csv_row *row, bool sum)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < row->fields && (next = qn_wide_title_said(row, k, said)); k = next) {
		qn_import_hear(w->i, row->line, said);
		heed_units(w, said, row->line, (int)k + 1);
		bool another = names_another(w, said);
		if (w->begun && qn_wide_needs_period(w) && is_against_rows_above(w, said))
			qn_import_bad(w->i, row->line, (int)k + 1, "说上面的数据是另一时期的(或不是实际水平值),与标题不同:改正其中一处",
				"says that the rows above are of another period than the title, or no levels of it: correct the one that is wrong");
		another = another || (w->period != QN_NO_PERIOD && qn_when_names_another_year(said, qn_period_year(w->period)));
		if (!w->turned && turns(w, said, another, sum))
			w->turned = row->line;
	}
}

static void heed_printed_unit(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said != QN_UNIT_NONE && (said == QN_UNIT_FOREIGN || said == QN_UNIT_STRANGE || qn_wide_is_another_unit(at->w, word)))
		qn_import_bad(at->w->i, at->line, at->column, "页眉或页脚说单位是“%s”,数字却按别的单位读:把单位写在表的上方或列名后面",
			"the pages' header or footer tells the unit \"%s\", and figures were read in another: write it above the table, or behind the names of its columns", word);
}

void qn_wide_heed_printed(qn_wide *w, const char *words)
{
	char word[QN_WORD_MOST];
	qn_period here;
	int found = qn_wide_title_period(words, &here);
	bool another = found == 1 ? here != w->period : found == 0 && w->period != QN_NO_PERIOD && qn_when_disagrees(words, w->period, true);
	qn_wide_title_units(words, &w->i->catalogue->units, heed_printed_unit, &(qn_wide_spot){ .w = w, .line = w->header, .column = 1 });
	if ((another && qn_wide_needs_period(w)) || qn_wide_title_kind(words, w->period, word))
		qn_import_bad(w->i, w->header, 1, "页眉或页脚“%s”说的不是这张表的时期,或不是实际水平值:改正其中一处",
			"the pages' header or footer says \"%s\", which is another period than the table's, or no level of one: correct the one that is wrong",
			words);
}

void qn_wide_check_turn(qn_wide *w)
{
	if (w->turned)
		qn_import_bad(w->i, w->turned, 1, "提到另一时期(或目标、增速、累计等),下面还有数据:数据是哪一期的?把那部分放进另一个文件",
			"names another period (or targets, growth, a running total), and rows follow it: of which are they? Put them into a file of their own");
	w->turned = 0;
}
