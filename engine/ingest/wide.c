/* SPDX-License-Identifier: Apache-2.0 */
/* wide.c - a row is an entity, a column an indicator of a period. */
#include "ingest/wide_table.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/mapping.h"
#include "ingest/when.h"

/* The header. */

static const char *name_at(const qn_csv_row *row, int k) { return k < 0 ? "" : qn_text_unguarded(qn_wide_text(row, (size_t)k)); }

/* The field of the upper row that reaches over a column: its own, or the last before it where only merged cells lie between. */
static const char *over(const qn_wide_top *top, size_t k)
{
	if (!top->group)
		return "";
	for (size_t g = k + 1; g-- > 0;)
		if (*qn_wide_text(top->group, g) && !qn_wide_is_of_all(top, g))
			return g < k && qn_head_find(qn_wide_text(top->group, g)) >= 0 ? "" : qn_wide_text(top->group, g);
	return "";
}

/* The column where that stands, if it says more of the column than its own name does. */
static size_t under(const qn_wide *w, const qn_wide_top *top, size_t k)
{
	size_t g = k;
	qn_wide_head own = qn_wide_head_read(w->callings, qn_wide_text(top->header, k)), head = w->column[k].head;
	while (g > 0 && !*qn_wide_text(top->group, g))
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
	o->of_subject = o->of_subject || qn_head_is_of_subject(name);
	return QN_OK;
}

static void tell_unknown(qn_wide *w, unsigned line, size_t k, const char *name, const qn_wide_head *head)
{
	const qn_catalogue *c = w->i->catalogue;
	const char *near = head->wrong_unit || qn_import_told_enough(w->i) ? NULL : qn_catalogue_nearest(c, name);
	if (head->wrong_unit)
		qn_import_bad(w->i, line, (int)k + 1, "“%s”的单位与 %s 的单位(%s)不是同一类", "\"%s\" has a unit of another kind than %s, which is in %s", name,
			c->indicator[head->indicator].id, c->units.unit[c->indicator[head->indicator].unit].id);
	else if (qn_head_is_part_of_year(name))
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:时期写在一列里,如 年份 一列写 2025-12 或 2025年四季度",
			"no column is called \"%s\": write the period in one column, as in 2025-12 or 2025-Q4 in that of the year", name);
	else if (near)
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:是不是 %s?不要这一列就用映射文件略过", "no column is called \"%s\": did you mean %s? A column that is not wanted is passed over by a mapping file",
			name, near);
	else
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:用 qunce list 查看指标名称;不要这一列就用映射文件略过",
			"no column is called \"%s\": 'qunce list' shows the indicators; a column that is not wanted is passed over by a mapping file", name);
}

/* The upper row of a header tells units of what stands below it, beside those that end its words: 主要指标(万元、家). */
typedef struct { qn_wide_spot spot; bool told, fits; } above;

static void hear_above(void *context, const char *word, qn_unit_said said)
{
	above *of = context;
	const qn_wide_spot *at = &of->spot;
	const qn_catalogue *c = at->w->i->catalogue;
	qn_wide_head *head = &at->w->column[at->column - 1].head;
	const qn_unit *own = &c->units.unit[c->indicator[head->indicator].unit];
	qn_unit unit;
	if ((said == QN_UNIT_FOREIGN || said == QN_UNIT_STRANGE) && !head->has_unit)
		qn_wide_tell_strange(at, word);
	bool fits = qn_amount_unit(word, &c->units, own, &unit);
	of->told = of->told || said == QN_UNIT_TOLD, of->fits = of->fits || fits;
	if (head->has_unit || !fits)
		return;
	if (said == QN_UNIT_TOLD)
		head->unit = unit, head->has_unit = true;
	else if (unit.multiply * own->divide != own->multiply * unit.divide)
		qn_wide_tell_in_passing(at, word);
}

/* (万元) and Year 2024 above columns are heard as 万元 and 2024 are. */
static bool is_heard(const qn_callings *callings, const char *group, long indicator)
{
	char folded[QN_TIGHT_MOST], *at = folded;
	size_t length = qn_fold(group, folded, sizeof folded) ? strlen(folded) : 0;
	if (length > 2 && strchr("([", *at) && strcspn(at + 1, "()[]") == length - 2) {
		at[length - 1] = 0;
		at++;
	}
	return qn_wide_head_is_heard(callings, strncasecmp(at, "year ", strlen("year ")) ? at : at + strlen("year "), indicator);
}

/* None of them is of its kind, right above a column: % above 税收. */
static void hear_units_above(qn_wide *w, const qn_wide_top *top, size_t k)
{
	const char *group = over(top, k);
	const qn_catalogue *c = w->i->catalogue;
	bool own_unit = w->column[k].head.has_unit;
	above of = { .spot = { .w = w, .line = top->group ? top->group->line : top->header->line, .column = (int)k + 1 } };
	static const char *const times[] = { "倍", "(倍)", NULL };
	qn_wide_title_units(group, &c->units, hear_above, &of);
	of.told = of.told || qn_fold_is_one_of(group, times);
	if (of.told && !of.fits && !own_unit && group == qn_wide_text(top->group, k))
		qn_import_bad(w->i, of.spot.line, of.spot.column, "“%s”不是下面这一列(%s)的单位:改正它,或删去", "\"%s\" is no unit of the column below it, which is of %s: correct it, or take it out", group,
			c->indicator[w->column[k].head.indicator].id);
}

/* The name of the column, which the upper row gives it where the lower one does not. */
static const char *shown_at(const qn_wide_top *top, size_t k)
{
	const char *name = qn_wide_text(top->header, k);
	return *name ? name : over(top, k);
}

static void take_past(qn_wide *w, const qn_wide_top *top, size_t k)
{
	const char *shown = shown_at(top, k);
	w->column[k].under = qn_wide_head_is_past(shown) ? k : under(w, top, k);
	if (w->past++ == 0)
		w->first_past = k, w->past_name = shown;
}

static void take_indicator(qn_wide *w, const qn_wide_top *top, size_t k)
{
	const char *name = qn_wide_text(top->header, k), *group = over(top, k), *shown = shown_at(top, k);
	unsigned line = top->header->line;
	qn_wide_head head = qn_wide_head_read_two(w->callings, group, name, w->i->options->period ? *w->i->options->period : w->period);
	if (head.indicator >= 0 && head.why) {
		qn_import_bad(w->i, head.above ? top->group->line : line, (int)k + 1, "“%s”%s", "\"%s\" %s", head.above ? group : shown, qn_import_word(w->i, *head.why));
		return;
	}
	if (head.indicator < 0 || head.wrong_unit) {
		tell_unknown(w, line, k, shown, &head);
		return;
	}
	w->column[k].head = head;
	if (*group && group == qn_wide_text(top->group, k))
		qn_import_hear(w->i, top->group->line, group);
	if (*name && *group && group == qn_wide_text(top->group, k) && !is_heard(w->callings, group, head.indicator))
		qn_import_note(w->i, top->group->line, (int)k + 1, "“%s”当作分组的名称略过", "\"%s\" is passed over as the name of a group of columns", group);
	hear_units_above(w, top, k);
	w->column[k].under = under(w, top, k);
}

/* Of a role that figures have none of: who, when, by whom. */
static bool is_beside(int role) { return role >= 0 && role != QN_OF_UNIT && role != QN_OF_VALUE && role != QN_OF_INDICATOR; }

static int take_column(qn_wide *w, const qn_wide_top *top, size_t k, qn_error *err)
{
	const char *name = qn_wide_text(top->header, k), *shown = shown_at(top, k);
	int role = qn_head_find(*name ? name : qn_wide_text(top->group, k));
	bool names = !*shown || role == QN_OF_ENTITY || role == QN_OF_COUNTY || role == QN_OF_PRODUCT || role == QN_OF_CITY || role == QN_OF_CODE || role == QN_OF_PERIOD || role == QN_OF_NOTHING;
	w->column[k] = (qn_wide_column){ .names = names, .filling_in = qn_head_is_of_filling_in(shown), .nameless = !*shown, .under = k, .head = { .indicator = -1, .period = QN_NO_PERIOD } };
	if (!*shown)
		return QN_OK;
	if (is_beside(role))
		return take_role(w, role, shown, k, top->header->line, err);
	if (qn_wide_head_is_past(shown) || qn_wide_head_is_past(over(top, k)))
		take_past(w, top, k);
	else
		take_indicator(w, top, k);
	return QN_OK;
}

/* Where a row ends: a file of rejects has a last column that says why, which is none of the table's. */
static size_t end_of(const qn_wide *w, const qn_wide_top *top)
{
	size_t k = w->columns;
	while (k > 0 && !*shown_at(top, k - 1))
		k--;
	return k > 0 && qn_head_is_why(shown_at(top, k - 1)) ? k - 1 : w->columns;
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
	for (size_t k = 0; k < w->columns; k++)
		for (size_t j = 0; j < k && w->column[k].head.indicator >= 0; j++)
			if (w->column[j].head.indicator == w->column[k].head.indicator && w->column[j].head.period == w->column[k].head.period)
				return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:与第 %zu 列是同一指标、同一时期", "%s:%u:%zu: the same indicator and period as column %zu", w->i->name, line, k + 1, j + 1);
	return QN_OK;
}

/* By a column of the period if there is one, else by that of the rows' or the title's; some tables have both. */
static int column_of(const void *wide, uint32_t indicator, qn_period period, int *other)
{
	const qn_wide *w = wide;
	int own = -1, any = -1;
	for (size_t k = 0; k < w->columns; k++) {
		const qn_wide_head *head = &w->column[k].head;
		if (head->indicator == (long)indicator && head->period == period)
			own = (int)k;
		else if (head->indicator == (long)indicator && head->period == QN_NO_PERIOD && any < 0)
			any = (int)k;
	}
	*other = own >= 0 ? any : -1;
	return own >= 0 ? own : any >= 0 ? any : 0;
}

/* 1-9月税收 that a mapping file calls 税收, among figures of a whole year. */
static void check_old_names(qn_wide *w, qn_period period, unsigned line)
{
	for (size_t k = 0; k < w->columns && period != QN_NO_PERIOD; k++) {
		const char *old = w->column[k].head.indicator >= 0 && w->column[k].head.period == QN_NO_PERIOD ? qn_mapping_part(w->i->mapping, k) : NULL;
		if (old && qn_when_disagrees(old, period, true))
			qn_import_bad(w->i, line, (int)k + 1, "“%s”说的是一年中的一段,而映射文件给它的名称没有说:在新名里写明时期,如 2025年1-9月税收",
				"\"%s\" is of a part of a year, and the name that the mapping file gives it does not say so: write the period into the new name, as in 2025年1-9月税收", old);
	}
}

int qn_wide_open(qn_observing *o, const qn_callings *callings, qn_wide_top top, qn_wide **out, qn_error *err)
{
	qn_wide *w = *out = calloc(1, sizeof *w);
	int rc = QN_OK;
	if (!w)
		return qn_no_memory(err);
	o->i->report->wide = true;
	w->sheet = top.sheet, w->title = top.title, w->titles = top.titles;
	w->header = top.group ? top.group->line : top.header->line;
	qn_import_header(o->i, w->header, top.header->line);
	o->wide = w, o->column_of = column_of;
	w->o = o, w->i = o->i, w->callings = callings, w->second = -1, w->period = QN_NO_PERIOD;
	w->columns = top.group && top.group->fields > top.header->fields ? top.group->fields : top.header->fields;
	if (!(w->column = calloc(w->columns, sizeof *w->column)))
		return qn_no_memory(err);
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		o->at[c] = -1;
	o->heads = w->columns;
	qn_wide_hear_periods(w);
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++)
		rc = take_column(w, &top, k, err);
	w->end = end_of(w, &top);
	tell_past(w, top.header->line);
	qn_wide_hear_titles(w, &top);
	if (rc == QN_OK)
		rc = check_twice(w, top.header->line, err);
	if (rc == QN_OK)
		rc = qn_wide_settle_period(w, top.header->line, err);
	if (rc == QN_OK && w->i->mapping)
		check_old_names(w, w->o->at[QN_OF_PERIOD] < 0 ? w->period : QN_NO_PERIOD, top.header->line);
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
			return qn_observing_is_of_kind(w->o, row, w->second, second, out->kind);
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
	int told = qn_observing_value(w->i, (qn_spot_of_file){ row->line, (int)k + 1 }, about, c->head.has_unit ? &c->head.unit : NULL, k < row->fields ? qn_csv_figure(&row->field[k]) : "", &now.remark);
	w->i->report->missing += told == 0;
	c->missing += told == 0;
	if (told != 1 || !f->good)
		return QN_OK;
	now.place.indicator = (uint32_t)c->head.indicator;
	now.place.period = c->head.period == QN_NO_PERIOD ? f->period : c->head.period;
	if (!qn_observing_frequency(w->o, row, now.place.period) || !qn_observing_remark(w->o, row, &now.place, &now.remark))
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
	bool is = k < w->columns && w->column[k].filling_in;
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
		is = is || w->o->at[prose[i]] == (int)k;
	return is;
}

/* 1,000 without quotes in two columns of figures, since nobody writes a figure as 000; or before a column of prose, which none is. */
static bool is_split(const qn_wide *w, const qn_csv_row *row, size_t k)
{
	bool figures = k + 1 < w->columns && w->column[k + 1].head.indicator >= 0 && *qn_wide_text(row, k + 1) == '0';
	return (figures || is_prose(w, k + 1)) && qn_observing_is_split(w->i, qn_wide_text(row, k), qn_wide_text(row, k + 1));
}

static int take_cells(qn_wide *w, const qn_csv_row *row, const found *f, qn_error *err)
{
	int rc = QN_OK;
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++) {
		if (w->column[k].head.indicator >= 0 && is_split(w, row, k))
			qn_observing_tell_split(w->i, (qn_spot_of_file){ row->line, (int)k + 1 }, qn_wide_text(row, k), qn_wide_text(row, k + 1));
		else if (w->column[k].head.indicator >= 0)
			rc = take_cell(w, row, k, f, err);
		else if (w->column[k].nameless && *qn_wide_text(row, k))
			qn_import_bad(w->i, row->line, (int)k + 1, "“%s”所在的列没有名称", "\"%s\" stands in a column without a name", qn_wide_text(row, k));
	}
	return rc;
}

static bool take_period(qn_wide *w, const qn_csv_row *row, qn_period *out)
{
	bool good = qn_observing_period(w->o, row, out);
	if (good)
		qn_wide_check_whole(w, *out, row->line, w->o->at[QN_OF_PERIOD] + 1);
	if (good && w->i->mapping)
		check_old_names(w, *out, row->line);
	return good;
}

/* "" where there is none: a dash is no figure. Asked where a status may contradict it. */
static const char *first_figure(const qn_wide *w, const qn_csv_row *row)
{
	for (size_t k = 0; w->o->at[QN_OF_STATUS] >= 0 && k < w->columns; k++)
		if (w->column[k].head.indicator >= 0 && !qn_amount_is_nothing(qn_wide_text(row, k)))
			return qn_wide_text(row, k);
	return "";
}

/* A line of one cell is a note, which says nothing where it is struck out; who is struck out as the first of a row is refused below. */
static int hear_aside(qn_wide *w, const qn_csv_row *row, qn_error *err)
{
	size_t heads = qn_import_heads(row), k = 0;
	while (k + 1 < heads && row->field[k].length == 0)
		k++;
	const char *left = heads && k + 1 == heads ? qn_csv_left(&row->field[k]) : NULL;
	if (!left || !heads)
		return heads ? qn_wide_aside(w, row, err) : 1;
	qn_csv_field *field = qn_arena_array(&w->arena, heads, sizeof *field);
	if (!field)
		return qn_no_memory(err);
	memcpy(field, row->field, heads * sizeof *field);
	field[k] = (qn_csv_field){ left, strlen(left), NULL };
	return *left ? qn_wide_aside(w, &(qn_csv_row){ row->line, heads, field }, err) : 1;
}

int qn_wide_row(qn_wide *w, const qn_csv_row *row, qn_error *err)
{
	found f = { .period = w->period };
	qn_csv_row own = { row->line, row->fields < w->end ? row->fields : w->end, row->field };
	int rc = hear_aside(w, &own, err);
	if (rc)
		return rc < 0 ? rc : QN_OK;
	if (!w->begun)
		qn_wide_check_titles(w);
	w->begun = true;
	w->last = row->line;
	w->i->report->rows++;
	bool said = true, synthetic = qn_observing_synthetic(w->o, row, &said);
	qn_import_mark(w->i, row->line, synthetic);
	if (!said || !qn_import_fits(w->i, row, w->columns) || !qn_observing_is_plain(w->o, row))
		return QN_OK;
	qn_wide_heed_remark(w, row);
	f.good = read_entity(w, row, &f.place) && qn_observing_sdmx(w->o, row, first_figure(w, row));
	if (w->o->at[QN_OF_PERIOD] >= 0)
		f.good = take_period(w, row, &f.period) && f.good;
	if (f.good && f.period != QN_NO_PERIOD)
		f.good = qn_observing_heed(w->o, row, f.period);
	f.voice = qn_observing_voice(w->o, row, synthetic, &rc, err);
	if (f.voice == QN_NO_VOICE)
		return rc;
	w->o->voices.voice[f.voice].import.rows++;
	return take_cells(w, row, &f, err);
}
