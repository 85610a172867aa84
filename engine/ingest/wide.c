/* SPDX-License-Identifier: Apache-2.0 */
/* wide.c - a row is an entity, a column an indicator of a period. */
#include "ingest/wide_table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/when.h"

enum { FEW = 256 };

/* The header. */

static const char *text_at(const qn_csv_row *row, size_t k) { return row && k < row->fields ? row->field[k].text : ""; }
static const char *name_at(const qn_csv_row *row, int k) { return k < 0 ? "" : qn_text_unguarded(text_at(row, (size_t)k)); }

/* 单位:万元 at an end of the upper row is told of the table, as a title tells it. */
static bool is_of_all(const qn_wide_top *top, size_t g)
{
	return *text_at(top->header, g) && qn_wide_is_unit_label(text_at(top->group, g));
}

/* The field of the upper row that reaches over a column: its own, or the last before it where only merged cells lie between. */
static const char *over(const qn_wide_top *top, size_t k)
{
	if (!top->group)
		return "";
	for (size_t g = k + 1; g-- > 0;)
		if (*text_at(top->group, g) && !is_of_all(top, g))
			return g < k && qn_head_find(text_at(top->group, g)) >= 0 ? "" : text_at(top->group, g);
	return "";
}

/* The column where that stands, if it says more of the column than its own name does. */
static size_t under(const qn_wide *w, const qn_wide_top *top, size_t k)
{
	size_t g = k;
	qn_wide_head own = qn_wide_head_read(w->callings, text_at(top->header, k)), head = w->column[k].head;
	while (g > 0 && !*text_at(top->group, g))
		g--;
	bool same = own.indicator == head.indicator && own.period == head.period && own.has_unit == head.has_unit;
	return *over(top, k) && !same ? g : k;
}

static int take_role(qn_wide *w, int role, const char *name, size_t k, unsigned line, qn_error *err)
{
	qn_observing *o = w->o;
	if (role == QN_OF_NOTHING || ((role == QN_OF_NAME || role == QN_OF_CITY) && o->at[role] >= 0))
		return QN_OK;
	if (role == QN_OF_ENTITY && o->at[role] >= 0 && w->second < 0)
		w->second = (int)k;
	else if (o->at[role] >= 0)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头两次出现 %s", "%s:%u:%zu: the header names %s a second time", w->i->name, line, k + 1, name);
	else
		o->at[role] = (int)k;
	return QN_OK;
}

static void tell_unknown(qn_wide *w, unsigned line, size_t k, const char *name, const qn_wide_head *head)
{
	const qn_catalogue *c = w->i->catalogue;
	const char *near = head->wrong_unit || qn_import_told_enough(w->i) ? NULL : qn_catalogue_nearest(c, name);
	if (head->wrong_unit)
		qn_import_bad(w->i, line, (int)k + 1, "“%s”的单位与 %s 的单位(%s)不是同一类", "\"%s\" has a unit of another kind than %s, which is in %s", name,
			c->indicator[head->indicator].id, c->units.unit[c->indicator[head->indicator].unit].id);
	else if (near)
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:是不是 %s?不要这一列就用映射文件略过", "no column is called \"%s\": did you mean %s? A column that is not wanted is passed over by a mapping file",
			name, near);
	else
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:用 qunce list 查看指标名称;不要这一列就用映射文件略过",
			"no column is called \"%s\": 'qunce list' shows the indicators; a column that is not wanted is passed over by a mapping file", name);
}

void qn_wide_tell_strange(const qn_wide_spot *at, const char *word)
{
	qn_import_bad(at->w->i, at->line, at->column, "“%s”是不认识的单位:请先换算成认识的", "\"%s\" is a unit that is not known: convert the figures to one that is", word);
}

static void tell_in_passing(const qn_wide_spot *at, const char *word)
{
	qn_import_bad(at->w->i, at->line, at->column, "提到“%s”,却没有哪一列按它读:写成 单位:%s,或写在列名后面",
		"speaks of \"%s\", and no column is read in it: write 单位:%s, or the unit behind the names of its columns", word, word);
}

/* The upper row of a header tells units of what stands below it, beside those that end its words: 主要指标(万元、家). */
static void hear_above(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	const qn_catalogue *c = at->w->i->catalogue;
	qn_wide_head *head = &at->w->column[at->column - 1].head;
	const qn_unit *own = &c->units.unit[c->indicator[head->indicator].unit];
	qn_unit unit;
	if (said == QN_UNIT_FOREIGN && !head->has_unit)
		qn_wide_tell_strange(at, word);
	if (head->has_unit || !qn_amount_unit(word, &c->units, own, &unit))
		return;
	if (said == QN_UNIT_TOLD)
		head->unit = unit, head->has_unit = true;
	else if (unit.multiply * own->divide != own->multiply * unit.divide)
		tell_in_passing(at, word);
}

static int take_column(qn_wide *w, const qn_wide_top *top, size_t k, qn_error *err)
{
	qn_wide_column *c = &w->column[k];
	const char *name = text_at(top->header, k), *group = over(top, k);
	const char *shown = *name ? name : group;
	unsigned line = top->header->line;
	int role = qn_head_find(*name ? name : text_at(top->group, k));
	c->names = !*shown || role == QN_OF_ENTITY || role == QN_OF_COUNTY || role == QN_OF_PRODUCT || role == QN_OF_CITY || role == QN_OF_PERIOD || role == QN_OF_NOTHING;
	c->head = (qn_wide_head){ .indicator = -1, .period = QN_NO_PERIOD };
	c->nameless = !*shown;
	c->under = k;
	if (c->nameless)
		return QN_OK;
	if (role >= 0 && role != QN_OF_UNIT && role != QN_OF_VALUE && role != QN_OF_INDICATOR)
		return take_role(w, role, shown, k, line, err);
	if (qn_wide_head_is_past(shown) || qn_wide_head_is_past(group)) {
		c->under = qn_wide_head_is_past(shown) ? k : under(w, top, k);
		if (w->past++ == 0)
			w->first_past = k, w->past_name = shown;
		return QN_OK;
	}
	qn_wide_head head = qn_wide_head_read_two(w->callings, group, name);
	if (head.indicator >= 0 && head.why) {
		const char *said = head.above ? group : shown;
		qn_import_bad(w->i, head.above ? top->group->line : line, (int)k + 1, "“%s”%s", "\"%s\" %s", said, qn_import_word(w->i, *head.why));
	} else if (head.indicator < 0 || head.wrong_unit)
		tell_unknown(w, line, k, shown, &head);
	else {
		c->head = head;
		qn_wide_title_units(group, &w->i->catalogue->units, hear_above, &(qn_wide_spot){ w, line, (int)k + 1 });
		c->under = under(w, top, k);
	}
	return QN_OK;
}

/* A form shows last year's value beside each that it asks for: one line for all of them. */
static void tell_past(qn_wide *w, unsigned line)
{
	int at = (int)w->first_past + 1;
	if (w->past == 1)
		qn_import_note(w->i, line, at, "“%s”只供对照,略过", "\"%s\" is for its reader alone and passed over", w->past_name);
	else if (w->past)
		qn_import_note(w->i, line, at, "“%s”等 %u 列只供对照,略过", "\"%s\" and others, %u columns in all, are for their reader alone and passed over", w->past_name, w->past);
}

/* One indicator of one period has one column. */
static int check_twice(qn_wide *w, unsigned line, qn_error *err)
{
	for (size_t k = 0; k < w->columns && k < FEW; k++)
		for (size_t j = 0; j < k && w->column[k].head.indicator >= 0; j++)
			if (w->column[j].head.indicator == w->column[k].head.indicator && w->column[j].head.period == w->column[k].head.period)
				return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:与第 %zu 列是同一指标、同一时期", "%s:%u:%zu: the same indicator and period as column %zu", w->i->name, line, k + 1, j + 1);
	return QN_OK;
}

/* Titles: a period, and "单位:亿元、家". */

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

static void take_unit(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said == QN_UNIT_TOLD && fits_some_column(at->w, word))
		at->w->fitting = true;
	else if (said == QN_UNIT_TOLD && !*at->w->unfit)
		snprintf(at->w->unfit, sizeof at->w->unfit, "%s", word);
	if (said == QN_UNIT_TOLD && !give_unit(at->w, word))
		qn_import_bad(at->w->i, at->line, at->column, "“%s”与前面标题里的单位不同", "\"%s\" is another unit than the titles have told before", word);
	else if (said == QN_UNIT_STRANGE || said == QN_UNIT_FOREIGN)
		qn_wide_tell_strange(at, word);
}

/* Of all units that a row told, not one is that of a column? */
static void check_fit(qn_wide *w, unsigned line)
{
	if (*w->unfit && !w->fitting)
		qn_import_bad(w->i, line, 1, "“%s”不是任何一列的单位:改正它,或写在列名后面", "\"%s\" is the unit of no column: correct it, or write it behind the names of its columns", w->unfit);
	w->fitting = false, *w->unfit = 0;
}

static void take_title(qn_wide *w, const qn_csv_row *title)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next) {
		qn_period here;
		int found = qn_wide_title_period(said, &here);
		if (!w->several && (found == 2 || (found == 1 && w->period != QN_NO_PERIOD && w->period != here)))
			w->several = title->line;
		w->period = found == 1 ? here : w->period;
		qn_wide_title_units(said, &w->i->catalogue->units, take_unit, &(qn_wide_spot){ w, title->line, (int)k + 1 });
	}
	check_fit(w, title->line);
	qn_import_note(w->i, title->line, 1, "当作标题略过", "passed over as a title");
}

/* The same of the upper row of a header, where a cell of it is of the whole table. */
static void take_units_above(qn_wide *w, const qn_wide_top *top)
{
	for (size_t k = 0; top->group && k < top->group->fields; k++)
		if (is_of_all(top, k))
			qn_wide_title_units(text_at(top->group, k), &w->i->catalogue->units, take_unit, &(qn_wide_spot){ w, top->group->line, (int)k + 1 });
	if (top->group)
		check_fit(w, top->group->line);
}

static void hear_in_passing(void *context, const char *word, qn_unit_said said)
{
	const qn_wide_spot *at = context;
	if (said == QN_UNIT_IN_PASSING && qn_wide_is_another_unit(at->w, word))
		tell_in_passing(at, word);
}

/* When all that tells units has come: is there one that a title speaks of and no column took? */
static void check_titles(qn_wide *w)
{
	qn_wide_said said;
	for (size_t t = 0; t < w->titles; t++)
		for (size_t k = 0, next; k < w->title[t].fields && (next = qn_wide_title_said(&w->title[t], k, said)); k = next)
			qn_wide_title_units(said, &w->i->catalogue->units, hear_in_passing, &(qn_wide_spot){ w, w->title[t].line, (int)k + 1 });
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
	qn_wide_said said;
	for (size_t t = 0; t < w->titles; t++) {
		const qn_csv_row *title = &w->title[t];
		qn_period whole;
		for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next)
			if (qn_when_disagrees(said, period, all))
				return title->line;
		if (is_parted(title, said) && (qn_when_disagrees(said, period, all) || (qn_wide_title_period(said, &whole) == 1 && whole != period && qn_period_year(whole) == qn_period_year(period))))
			return title->line;
	}
	return 0;
}

/* A title of 1-9月 above what says that it is of the whole year: the line of the title, 0 if there is none. */
static unsigned title_of_a_part(const qn_wide *w, qn_period year)
{
	qn_wide_said said;
	for (size_t t = 0; t < w->titles; t++)
		for (size_t k = 0, next; k < w->title[t].fields && (next = qn_wide_title_said(&w->title[t], k, said)); k = next) {
			qn_period here;
			if (qn_wide_title_period(said, &here) == 1 && qn_period_frequency(here) != QN_ANNUAL && qn_period_year(here) == qn_period_year(year))
				return w->title[t].line;
		}
	return another_part(w, year, true);
}

void qn_wide_tell_whole(qn_importing *i, unsigned line, int column, qn_period period, unsigned title)
{
	qn_import_bad(i, line, column, "这里是 %d 全年,第 %u 行的标题却说是其中一段:改正其中一处", "says the whole of %d, and the title in line %u a part of it: correct the one that is wrong", qn_period_year(period), title);
}

static void check_whole_year(qn_wide *w, qn_period period, unsigned line, int column)
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
			if (qn_wide_says_too(text_at(upper ? top->group : top->header, k), word))
				return true;
	return false;
}

/* A title that makes of all below it no levels: 2027年目标, or 上年 alone above the names. */
static void check_kinds(qn_wide *w, const qn_wide_top *top)
{
	qn_wide_said said;
	char word[QN_WORD_MOST];
	for (size_t t = 0; t < w->titles; t++)
		for (size_t k = 0, next; k < w->title[t].fields && (next = qn_wide_title_said(&w->title[t], k, said)); k = next)
			if (qn_wide_title_kind(said, w->period, word) && !is_in_header(top, word))
				qn_import_bad(w->i, w->title[t].line, (int)k + 1, "“%s”:“%s”不是该时期的实际水平值,不能导入;要是表里确是水平值,就从标题里去掉这个词,写明时期,如 2025年1-9月",
					"\"%s\": \"%s\" is no level of a period as it was, and is not imported; if the table does hold levels, take the word out of the title and write their period, as in 2025年1-9月", said, word);
}

bool qn_wide_needs_period(const qn_wide *w)
{
	bool needed = false;
	for (size_t k = 0; k < w->columns; k++)
		needed = needed || (w->column[k].head.indicator >= 0 && w->column[k].head.period == QN_NO_PERIOD);
	return needed && w->o->at[QN_OF_PERIOD] < 0;
}

static int settle_period(qn_wide *w, unsigned line, qn_error *err)
{
	qn_period asked = w->i->options->period ? *w->i->options->period : QN_NO_PERIOD;
	qn_period title = w->several ? QN_NO_PERIOD : w->period;
	w->period = asked != QN_NO_PERIOD ? asked : title;
	if (!qn_wide_needs_period(w))
		return QN_OK;
	w->i->period_heeded = true;
	if (asked != QN_NO_PERIOD && ((title != QN_NO_PERIOD && asked != title) || another_part(w, asked, false)))
		return qn_fail_both(err, QN_EINPUT, "%s:标题里的时期与 --period 不同", "%s: its title names another period than --period", w->i->name);
	if (w->period != QN_NO_PERIOD)
		return QN_OK;
	if (w->several)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:标题里不止一个时期,或有一段没有读懂:只留表的那一个,写成 2025年1-9月 这样,或加一列 年份,或用 --period 2025",
			"%s:%u: the titles name more than one period, or a part of a year that is not understood: leave the table's own, as in 2025年1-9月, add a column year, or give --period 2025", w->i->name, w->several);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:不知道是哪一期:在标题里写 2025年度,或加一列 年份,或用 --period 2025",
		"%s:%u: no word of the period: write 2025年度 in the title, add a column year, or give --period 2025", w->i->name, line);
}

int qn_wide_open(qn_observing *o, const qn_callings *callings, qn_wide_top top, qn_wide **out, qn_error *err)
{
	qn_wide *w = *out = calloc(1, sizeof *w);
	int rc = QN_OK;
	if (!w)
		return qn_no_memory(err);
	o->i->report->wide = true;
	w->title = top.title, w->titles = top.titles;
	w->header = top.group ? top.group->line : top.header->line;
	qn_import_header(o->i, w->header, top.header->line);
	w->o = o, w->i = o->i, w->callings = callings, w->second = -1, w->period = QN_NO_PERIOD;
	w->columns = top.group && top.group->fields > top.header->fields ? top.group->fields : top.header->fields;
	if (!(w->column = calloc(w->columns, sizeof *w->column)))
		return qn_no_memory(err);
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		o->at[c] = -1;
	o->heads = w->columns;
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++)
		rc = take_column(w, &top, k, err);
	tell_past(w, top.header->line);
	for (size_t t = 0; t < top.titles && rc == QN_OK; t++)
		take_title(w, &top.title[t]);
	take_units_above(w, &top);
	if (w->period != QN_NO_PERIOD && !w->several)
		w->several = another_part(w, w->period, true);
	check_kinds(w, &top);
	for (size_t k = 0; k < w->columns; k++)
		check_whole_year(w, w->column[k].head.indicator < 0 ? QN_NO_PERIOD : w->column[k].head.period, top.header->line, (int)k + 1);
	if (rc == QN_OK)
		rc = check_twice(w, top.header->line, err);
	if (rc == QN_OK)
		rc = settle_period(w, top.header->line, err);
	return rc == QN_OK && o->at[QN_OF_SOURCE] < 0 && !qn_observing_speak(o) ? qn_no_memory(err) : rc;
}

void qn_wide_free(qn_wide *w)
{
	if (!w)
		return;
	qn_arena_free(&w->arena);
	free(w->column);
	free(w);
}

/* Rows of entities. */

static bool read_entity(qn_wide *w, const qn_csv_row *row, qn_spot *out)
{
	uint32_t kind, number;
	const char *second = name_at(row, w->second);
	if (!*qn_observing_field(w->o, row, QN_OF_ENTITY) && *second) { /* the first of the two may be left empty */
		if (qn_import_entity(w->i, second, &out->kind, &out->entity))
			return true;
		qn_import_no_entity(w->i, row->line, w->second + 1, second);
		return false;
	}
	if (!qn_observing_entity(w->o, row, out))
		return false;
	if (!*second || (qn_import_entity(w->i, second, &kind, &number) && kind == out->kind && number == out->entity))
		return true;
	qn_import_bad(w->i, row->line, w->second + 1, "“%s”与第 %d 列不是同一个", "\"%s\" is another than in column %d", second, w->o->at[QN_OF_ENTITY] + 1);
	return false;
}

typedef struct { qn_spot place; qn_period period; uint32_t voice; bool good; } found;

static int take_cell(qn_wide *w, const qn_csv_row *row, size_t k, const found *f, qn_error *err)
{
	qn_wide_column *c = &w->column[k];
	qn_saying now = { .voice = f->voice, .line = row->line, .place = f->place };
	const qn_indicator *about = &w->i->catalogue->indicator[c->head.indicator];
	int told = qn_observing_value(w->i, (qn_spot_of_file){ row->line, (int)k + 1 }, about, c->head.has_unit ? &c->head.unit : NULL, text_at(row, k), &now.remark);
	w->i->report->missing += told == 0;
	c->missing += told == 0;
	if (told != 1 || !f->good)
		return QN_OK;
	now.place.indicator = (uint32_t)c->head.indicator;
	now.place.period = c->head.period == QN_NO_PERIOD ? f->period : c->head.period;
	if (!qn_observing_remark(w->o, row, &now.place, &now.remark))
		return QN_OK;
	if (now.remark.op == QN_EXACTLY)
		c->sum += now.remark.value, c->told++;
	else
		c->beside++;
	return qn_voices_take(&w->o->voices, &now, err);
}

static bool is_prose(const qn_wide *w, size_t k)
{
	static const int prose[] = { QN_OF_SOURCE, QN_OF_NOTE, QN_OF_SCOPE, QN_OF_SUBMITTER };
	bool is = false;
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
		is = is || w->o->at[prose[i]] == (int)k;
	return is;
}

/* 1,000 without quotes in two columns of figures, since nobody writes a figure as 000; or before a column of prose, which none is. */
static bool is_split(const qn_wide *w, const qn_csv_row *row, size_t k)
{
	bool figures = k + 1 < w->columns && w->column[k + 1].head.indicator >= 0 && *text_at(row, k + 1) == '0';
	return (figures || is_prose(w, k + 1)) && qn_observing_is_split(w->i, text_at(row, k), text_at(row, k + 1));
}

static int take_cells(qn_wide *w, const qn_csv_row *row, const found *f, qn_error *err)
{
	int rc = QN_OK;
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++) {
		if (w->column[k].head.indicator >= 0 && is_split(w, row, k))
			qn_observing_tell_split(w->i, (qn_spot_of_file){ row->line, (int)k + 1 }, text_at(row, k), text_at(row, k + 1));
		else if (w->column[k].head.indicator >= 0)
			rc = take_cell(w, row, k, f, err);
		else if (w->column[k].nameless && *text_at(row, k))
			qn_import_bad(w->i, row->line, (int)k + 1, "“%s”所在的列没有名称", "\"%s\" stands in a column without a name", text_at(row, k));
	}
	return rc;
}

static bool take_period(qn_wide *w, const qn_csv_row *row, qn_period *out)
{
	bool good = qn_observing_period(w->o, row, out);
	if (good)
		check_whole_year(w, *out, row->line, w->o->at[QN_OF_PERIOD] + 1);
	return good;
}

int qn_wide_row(qn_wide *w, const qn_csv_row *row, qn_error *err)
{
	found f = { .period = w->period };
	int rc = qn_wide_aside(w, row, err);
	if (rc)
		return rc < 0 ? rc : QN_OK;
	if (!w->begun)
		check_titles(w);
	w->begun = true;
	w->last = row->line;
	w->i->report->rows++;
	bool said = true, synthetic = qn_observing_synthetic(w->o, row, &said);
	qn_import_mark(w->i, row->line, synthetic);
	if (!said || !qn_import_fits(w->i, row, w->columns))
		return QN_OK;
	qn_wide_heed_remark(w, row);
	f.good = read_entity(w, row, &f.place);
	if (w->o->at[QN_OF_PERIOD] >= 0)
		f.good = take_period(w, row, &f.period) && f.good;
	f.voice = qn_observing_voice(w->o, row, synthetic, &rc, err);
	if (f.voice == QN_NO_VOICE)
		return rc;
	w->o->voices.voice[f.voice].import.rows++;
	return take_cells(w, row, &f, err);
}
