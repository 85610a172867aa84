/* SPDX-License-Identifier: Apache-2.0 */
/* wide_above.c - what stands above a wide table for all of it: its period, the units of its columns ("单位:亿元、家"), and what makes of
 * its figures no levels of a period. */
#include "ingest/wide_table.h"
#include <stdio.h>
#include <string.h>
#include "ingest/amount.h"
#include "ingest/when.h"
#include "ingest/when_named.h"

/* Of the sheet's name and all titles one after another, what each says: zeroed, at the first. */
typedef struct { size_t title, next; unsigned line; int column; qn_wide_said said; } saying;

static const qn_csv_row *title_at(const qn_wide *w, size_t k) { return k ? &w->title[k - 1] : &w->sheet; }

static bool next_saying(const qn_wide *w, saying *s)
{
	while (s->title <= w->titles && s->next >= title_at(w, s->title)->fields)
		s->title++, s->next = 0;
	if (s->title > w->titles)
		return false;
	s->line = title_at(w, s->title)->line, s->column = (int)s->next + 1;
	s->next = qn_wide_title_said(title_at(w, s->title), s->next, s->said);
	return true;
}

void qn_wide_tell_strange(const qn_wide_spot *at, const char *word)
{
	if (strchr(word, '/'))
		qn_import_bad(at->w->i, at->line, at->column, "“%s”是不认识的单位(一个单位除以另一个):请先换算成认识的;要说的是几个单位,中间就写 、",
			"\"%s\" is a unit that is not known, one divided by another: convert the figures to one that is; between several units write a comma", word);
	else
		qn_import_bad(at->w->i, at->line, at->column, "“%s”是不认识的单位:请先换算成认识的", "\"%s\" is a unit that is not known: convert the figures to one that is", word);
}

void qn_wide_tell_in_passing(const qn_wide_spot *at, const char *word)
{
	qn_import_bad(at->w->i, at->line, at->column, "提到“%s”,却没有哪一列按它读:写成 单位:%s,或写在列名后面",
		"speaks of \"%s\", and no column is read in it: write 单位:%s, or the unit behind the names of its columns", word, word);
}

/* 单位:万元 at an end of the upper row is told of the table, as a title tells it. */
bool qn_wide_is_of_all(const qn_wide_top *top, size_t g)
{
	return *qn_wide_text(top->header, g) && qn_wide_is_unit_label(qn_wide_text(top->group, g));
}

/* False where another title has told another. */
static bool give_unit(qn_wide *w, const char *word)
{
	const qn_units *units = &w->i->catalogue->units;
	bool agrees = true;
	for (size_t k = 0; k < w->columns; k++) {
		qn_wide_column *c = &w->column[k];
		qn_unit unit;
		if (c->head.indicator < 0 || (c->head.has_unit && !c->by_title)
		    || !qn_amount_unit(word, units, &units->unit[w->i->catalogue->indicator[c->head.indicator].unit], &unit))
			continue;
		agrees = agrees && (!c->by_title || unit.multiply * c->head.unit.divide == unit.divide * c->head.unit.multiply);
		c->head.has_unit = c->by_title = true;
		c->head.unit = unit;
	}
	return agrees;
}

static bool fits_some_column(const qn_wide *w, const char *word)
{
	const qn_catalogue *c = w->i->catalogue;
	qn_unit unit;
	for (size_t k = 0; k < w->columns; k++)
		if (w->column[k].head.indicator >= 0 && qn_amount_unit(word, &c->units, &c->units.unit[c->indicator[w->column[k].head.indicator].unit], &unit))
			return true;
	return false;
}

/* 万元 alone above one of several columns that it could be of, neither at the left nor at the right of the table. */
static bool is_above_one(const qn_wide_spot *at, const char *word)
{
	const qn_wide *w = at->w;
	const qn_units *units = &w->i->catalogue->units;
	size_t k = (size_t)at->column - 1, could = 0;
	qn_unit unit;
	if (!at->alone || k == 0 || k + 1 >= w->columns || w->column[k].head.indicator < 0)
		return false;
	for (size_t c = 0; c < w->columns; c++) {
		const qn_wide_head *head = &w->column[c].head;
		could += head->indicator >= 0 && (!head->has_unit || w->column[c].by_title) && qn_amount_unit(word, units, &units->unit[w->i->catalogue->indicator[head->indicator].unit], &unit);
	}
	return could > 1;
}

static void take_unit(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said == QN_UNIT_TOLD && is_above_one(at, word))
		qn_import_bad(at->w->i, at->line, at->column, "“%s”是这一列的,还是整张表的?写在列名后面,或写成 单位:%s", "is \"%s\" the unit of this column or of the table? Write it behind the column's name, or 单位:%s", word, word);
	if (said == QN_UNIT_TOLD && fits_some_column(at->w, word))
		at->w->fitting = true;
	else if (said == QN_UNIT_TOLD && !*at->w->unfit)
		snprintf(at->w->unfit, sizeof at->w->unfit, "%s", word);
	if (said == QN_UNIT_TOLD && !give_unit(at->w, word))
		qn_import_bad(at->w->i, at->line, at->column, "“%s”与前面标题里的单位不同", "\"%s\" is another unit than the titles have told before", word);
	else if (said == QN_UNIT_STRANGE || said == QN_UNIT_NONE || said == QN_UNIT_FOREIGN)
		qn_wide_tell_strange(at, word);
}

/* Of all units that a row told, not one is that of a column? */
static void check_fit(qn_wide *w, unsigned line)
{
	if (*w->unfit && !w->fitting)
		qn_import_bad(w->i, line, 1, "“%s”不是任何一列的单位:改正它,或写在列名后面", "\"%s\" is the unit of no column: correct it, or write it behind the names of its columns", w->unfit);
	w->fitting = false, *w->unfit = 0;
}

void qn_wide_hear_periods(qn_wide *w)
{
	saying s = { .title = 0 };
	qn_period here;
	while (next_saying(w, &s)) {
		int found = qn_wide_title_period(s.said, &here);
		if (!w->several && (found == 2 || (found == 1 && w->period != QN_NO_PERIOD && w->period != here)))
			w->several = s.line;
		w->period = found == 1 ? here : w->period;
	}
}

static void take_title(qn_wide *w, const qn_csv_row *title)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next) {
		qn_wide_title_units(said, &w->i->catalogue->units, take_unit,
			&(qn_wide_spot){ .w = w, .line = title->line, .column = (int)k + 1, .alone = qn_wide_is_unit(w->callings, said) });
		qn_import_hear(w->i, title->line, said);
	}
	check_fit(w, title->line);
}

/* The same of the upper row of a header, where a cell of it is of the whole table. */
static void take_units_above(qn_wide *w, const qn_wide_top *top)
{
	for (size_t k = 0; top->group && k < top->group->fields; k++)
		if (qn_wide_is_of_all(top, k))
			qn_wide_title_units(qn_wide_text(top->group, k), &w->i->catalogue->units, take_unit, &(qn_wide_spot){ .w = w, .line = top->group->line, .column = (int)k + 1 });
	if (top->group)
		check_fit(w, top->group->line);
}

static void hear_in_passing(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said == QN_UNIT_IN_PASSING && qn_wide_is_another_unit(at->w, word))
		qn_wide_tell_in_passing(at, word);
}

/* When all that tells units has come: is there one that a title speaks of and no column took? */
void qn_wide_check_titles(qn_wide *w)
{
	saying s = { .title = 0 };
	while (next_saying(w, &s))
		qn_wide_title_units(s.said, &w->i->catalogue->units, hear_in_passing, &(qn_wide_spot){ .w = w, .line = s.line, .column = s.column });
}

/* A row of one period in cells: 2025年 | 第 | 3 | 季度. */
static bool is_parted(const qn_csv_row *title, qn_wide_said together)
{
	size_t length = 0, numbers = 0;
	*together = 0;
	for (size_t k = 0; k < title->fields && length < sizeof(qn_wide_said); k++) {
		const char *text = title->field[k].text;
		numbers += *text && strspn(text, "0123456789") == strlen(text) && strlen(text) <= 2;
		length += (size_t)snprintf(together + length, sizeof(qn_wide_said) - length, "%s", text);
	}
	return numbers > 0 && length < sizeof(qn_wide_said);
}

/* The year in one title, a part of it in another: 集群情况表(2025年), (1-9月). The line of the first such one; 0: none. What is not
 * understood counts if all. */
static unsigned another_part(const qn_wide *w, qn_period period, bool all)
{
	saying s = { .title = 0 };
	qn_period whole;
	while (next_saying(w, &s))
		if (qn_when_disagrees(s.said, period, all))
			return s.line;
	for (size_t t = 0; t < w->titles; t++) {
		bool parted = is_parted(&w->title[t], s.said);
		if (parted && (qn_when_disagrees(s.said, period, all) || (qn_wide_title_period(s.said, &whole) == 1 && whole != period && qn_period_year(whole) == qn_period_year(period))))
			return w->title[t].line;
	}
	return 0;
}

/* A title of 1-9月 above what says that it is of the whole year: the line of the title, 0 if there is none. */
static unsigned title_of_a_part(const qn_wide *w, qn_period year)
{
	saying s = { .title = 0 };
	qn_period here;
	while (next_saying(w, &s)) {
		int found = qn_wide_title_period(s.said, &here);
		if ((found == 1 && qn_period_frequency(here) != QN_ANNUAL && qn_period_year(here) == qn_period_year(year)) || (found == 2 && qn_when_is_of_parts(s.said)))
			return s.line;
	}
	return another_part(w, year, true);
}

void qn_wide_tell_whole(qn_importing *i, unsigned line, int column, qn_period period, unsigned title)
{
	qn_import_bad(i, line, column, "这里是 %d 全年,第 %u 行的标题却说是其中一段:改正其中一处", "says the whole of %d, and the title in line %u a part of it: correct the one that is wrong", qn_period_year(period), title);
}

void qn_wide_check_whole(qn_wide *w, qn_period period, unsigned line, int column)
{
	unsigned title = 0;
	if (period == QN_NO_PERIOD || qn_period_frequency(period) != QN_ANNUAL)
		return;
	for (unsigned k = 0; k < w->wholes && k < QN_WHOLES; k++)
		if (w->whole[k] == period)
			return;
	if ((title = title_of_a_part(w, period)))
		qn_wide_tell_whole(w->i, line, column, period, title);
	else
		w->whole[w->wholes++ % QN_WHOLES] = period;
}

static bool is_in_header(const qn_wide_top *top, const char *word)
{
	for (int upper = 0; upper < 2; upper++)
		for (size_t k = 0; k < top->header->fields; k++)
			if (qn_wide_says_too(qn_wide_text(upper ? top->group : top->header, k), word))
				return true;
	return false;
}

/* A title that makes of all below it no levels: 2027年目标, 上年 alone above the names, 数据为上年数. */
static void check_kinds(qn_wide *w, const qn_wide_top *top)
{
	saying s = { .title = 0 };
	char word[QN_WORD_MOST];
	while (next_saying(w, &s)) {
		if (qn_wide_title_kind(s.said, w->period, word) && (!word[1] || !is_in_header(top, word))) /* any name has the E of 2025E */
			qn_import_bad(w->i, s.line, s.column, "“%s”:“%s”不是该时期的实际水平值,不能导入;要是表里确是水平值,就从标题里去掉这个词,写明时期,如 2025年1-9月",
				"\"%s\": \"%s\" is no level of a period as it was, and is not imported; if the table does hold levels, take the word out of the title and write their period, as in 2025年1-9月", s.said, word);
		else if (qn_wide_needs_period(w) && qn_wide_is_against_title(w, s.said))
			qn_import_bad(w->i, s.line, s.column, "说表里的数据是另一时期的(或不是实际水平值),与标题里的时期不符:改正其中一处",
				"says that the figures are of another period than the titles', or no levels of it: correct the one that is wrong");
	}
}

/* 2024年, 1-9月, 万元; Sheet1 says nothing. */
static void take_sheet(qn_wide *w)
{
	const char *name = qn_wide_text(&w->sheet, 0);
	qn_period here;
	take_title(w, &w->sheet);
	if (qn_wide_title_period(name, &here) || qn_when_disagrees(name, qn_period_of(QN_ANNUAL, 2000, 1), true) || qn_wide_is_unit(w->callings, name))
		qn_import_note(w->i, 1, 1, "工作表名“%s”当作标题读", "the sheet's name, \"%s\", is read as a title", name);
}

void qn_wide_hear_titles(qn_wide *w, const qn_wide_top *top)
{
	take_sheet(w);
	for (size_t t = 0; t < w->titles; t++) {
		take_title(w, &w->title[t]);
		qn_import_note(w->i, w->title[t].line, 1, "当作标题略过", "passed over as a title");
	}
	take_units_above(w, top);
	if (w->period != QN_NO_PERIOD && !w->several)
		w->several = another_part(w, w->period, true);
	check_kinds(w, top);
	for (size_t k = 0; k < w->columns; k++)
		qn_wide_check_whole(w, w->column[k].head.indicator < 0 ? QN_NO_PERIOD : w->column[k].head.period, top->header->line, (int)k + 1);
}

/* 季末, 6月30日: how a part of a year closed. */
static bool is_a_close(const char *text, qn_period asked)
{
	static const char *const closes[] = { "季末", "季度末", "月末", "3月31日", "03月31日", "6月30日", "06月30日", "9月30日", "09月30日", NULL };
	return qn_period_frequency(asked) == QN_ANNUAL && qn_wide_begins(text, closes);
}

/* What no period was made of, and says nevertheless that the table is of another than was asked for. */
static bool disagrees_with(const qn_wide *w, qn_period asked)
{
	saying s = { .title = 0 };
	qn_period here;
	while (next_saying(w, &s))
		if (qn_when_names_a_part(s.said, asked) || is_a_close(s.said, asked) || (!qn_wide_title_period(s.said, &here) && qn_when_names_another_year(s.said, qn_period_year(asked))))
			return true;
	return another_part(w, asked, true) != 0;
}

/* The line of a title that tells a part of a year, of which no option makes the whole; 0: there is none. */
static unsigned a_part_alone(const qn_wide *w)
{
	saying s = { .title = 0 };
	qn_period here, year = qn_period_of(QN_ANNUAL, w->period == QN_NO_PERIOD ? 2000 : qn_period_year(w->period), 1), latest = qn_period_of(QN_ANNUAL, 2099, 1);
	while (next_saying(w, &s))
		if (qn_wide_title_period(s.said, &here) == 2 && qn_when_names_a_part(s.said, latest))
			return s.line;
	return another_part(w, year, true);
}

bool qn_wide_needs_period(const qn_wide *w)
{
	bool needed = false;
	for (size_t k = 0; k < w->columns; k++)
		needed = needed || (w->column[k].head.indicator >= 0 && w->column[k].head.period == QN_NO_PERIOD);
	return needed && w->o->at[QN_OF_PERIOD] < 0;
}

int qn_wide_settle_period(qn_wide *w, unsigned line, qn_error *err)
{
	qn_period asked = w->i->options->period ? *w->i->options->period : QN_NO_PERIOD;
	qn_period title = w->several ? QN_NO_PERIOD : w->period;
	w->period = asked != QN_NO_PERIOD ? asked : title;
	if (!qn_wide_needs_period(w))
		return QN_OK;
	w->i->period_heeded = true;
	if (asked != QN_NO_PERIOD && ((title != QN_NO_PERIOD && !qn_named_same_span(asked, title)) || disagrees_with(w, asked)))
		return qn_fail_both(err, QN_EINPUT, "%s:标题里的时期与 --period 不同", "%s: its title names another period than --period", w->i->name);
	if (w->period != QN_NO_PERIOD)
		return QN_OK;
	unsigned part = a_part_alone(w);
	if (part)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:标题说的是一年中的一段,没有读懂:写成 2025年1-9月 这样,或加一列 年份",
			"%s:%u: a title tells a part of a year that is not understood: write it as in 2025年1-9月, or add a column year", w->i->name, part);
	if (w->several)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:标题里不止一个时期,或有一段没有读懂:只留表的那一个,写成 2025年1-9月 这样,或加一列 年份,或用 --period 2025",
			"%s:%u: the titles name more than one period, or a part of a year that is not understood: leave the table's own, as in 2025年1-9月, add a column year, or give --period 2025", w->i->name, w->several);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:不知道是哪一期:在标题里写 2025年度,或加一列 年份,或用 --period 2025",
		"%s:%u: no word of the period: write 2025年度 in the title, add a column year, or give --period 2025", w->i->name, line);
}
