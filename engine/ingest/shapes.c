/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/shapes.h"
#include <stdlib.h>
#include <string.h>
#include "ingest/amount.h"
#include "ingest/observing.h"
#include "ingest/shapes_titles.h"
#include "ingest/shapes_units.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { MOST_TITLES = 30 };

struct qn_shaping {
	qn_importing *i;
	qn_observing *observing;
	qn_wide *wide;
	qn_callings *callings;
	qn_registering *registering;
	enum { SEEKING, LONG, WIDE, REGISTER } shape;
	qn_csv_row title[MOST_TITLES]; /* rows above the rows of entities */
	size_t titles;
	qn_csv_field sheet;            /* the name of the workbook's, which is a title too; empty: none */
	unsigned last;                 /* the line of the last row */
	bool pending;                  /* the last of them may be a header, or the upper row of one */
	unsigned header;               /* the first line of the header, once it is known */
	unsigned part;                 /* the line of a title of a part of a year above a long table, 0: none; and of which year, 0: of any */
	int part_year;
	unsigned kind;                 /* the line of one that says that figures are no levels, 0: none, and the word */
	char kind_word[QN_WORD_MOST];
	qn_told_units units;           /* beside the figures of a long table */
	qn_arena arena;
};

int qn_shaping_open(qn_importing *i, qn_shaping **out, qn_error *err)
{
	qn_shaping *s = *out = calloc(1, sizeof *s);
	if (!s)
		return qn_no_memory(err);
	s->i = i;
	int rc = qn_observing_open(i, &s->observing, err);
	s->units = (qn_told_units){ .i = i, .o = s->observing };
	if (rc == QN_OK && !(s->callings = qn_callings_new(i->catalogue)))
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		s->observing->callings = s->callings;
	if (rc < 0) {
		qn_shaping_free(s);
		*out = NULL;
	}
	return rc;
}

void qn_shaping_free(qn_shaping *s)
{
	if (!s)
		return;
	qn_observing_free(s->observing);
	qn_wide_free(s->wide);
	qn_callings_free(s->callings);
	qn_registering_free(s->registering);
	qn_arena_free(&s->arena);
	free(s);
}

/* Lent by the report for as long as there are rows. */
void qn_shaping_sheet(qn_shaping *s, const char *name) { s->sheet = (qn_csv_field){ name, strlen(name), NULL }; }

static qn_csv_row sheet_as_title(qn_shaping *s) { return (qn_csv_row){ 1, s->sheet.length > 0, &s->sheet }; }

const char *qn_shaping_heard_sheet(const qn_shaping *s)
{
	bool heard = (s->shape == LONG || s->shape == WIDE) && s->sheet.length && qn_title_tells_of_figures(s->sheet.text, &s->i->catalogue->units);
	return heard ? s->sheet.text : NULL;
}

static bool is_register(const qn_csv_row *row) { return qn_head_is_register(row->field[0].text); }

static bool has_head(const qn_csv_row *row, int column)
{
	for (size_t k = 0; k < row->fields; k++)
		if (qn_head_find(row->field[k].text) == column)
			return true;
	return false;
}

static bool names_entities(const qn_csv_row *row)
{
	return has_head(row, QN_OF_ENTITY) || (has_head(row, QN_OF_COUNTY) && has_head(row, QN_OF_PRODUCT));
}

static bool keep(qn_shaping *s, const qn_csv_row *row)
{
	qn_csv_row *title = &s->title[s->titles];
	qn_csv_field *field = qn_arena_array(&s->arena, row->fields, sizeof *field);
	if (!field)
		return false;
	*title = (qn_csv_row){ row->line, row->fields, field };
	for (size_t k = 0; k < row->fields; k++) {
		field[k] = (qn_csv_field){ qn_arena_text(&s->arena, row->field[k].text), row->field[k].length, NULL };
		if (!field[k].text)
			return false;
	}
	s->titles++;
	return true;
}

/* Of what stands below it, and of nothing else: a period, another whole, an indicator. */
static bool is_of_columns(const qn_shaping *s, const char *text)
{
	return (qn_wide_head_is_heard(s->callings, text, -1) && !qn_wide_is_unit(s->callings, text)) || qn_wide_another_whole(text, "") || qn_wide_names(s->callings, text);
}

/* An upper row whose corner is empty, since the names of entities stand in the lower one: ,2024年,,2025年, or ,,规上企业. What is
 * labelled, a unit alone and a sentence are titles, put where there is room. */
static bool is_upper(const qn_shaping *s, const qn_csv_row *row, const qn_csv_row *header)
{
	qn_wide_said said;
	bool is = false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = row->field[k].text;
		if (*text && (k >= header->fields || !qn_wide_names(s->callings, header->field[k].text) || qn_wide_title_said(row, k, said) > k + 1 || qn_wide_is_unit_label(text)))
			return false;
		is = is || (*text && is_of_columns(s, text));
	}
	return is;
}

/* The header is the last row kept, or that one above this. */
static int begin_wide(qn_shaping *s, const qn_csv_row *lower, qn_error *err)
{
	const qn_csv_row *last = &s->title[s->titles - 1], *group = lower ? last : NULL;
	size_t titles = s->titles - 1;
	if (!lower && titles > 0 && is_upper(s, last - 1, last))
		group = last - 1, titles--;
	s->shape = WIDE, s->pending = false, s->header = last->line;
	return qn_wide_open(s->observing, s->callings, (qn_wide_top){ sheet_as_title(s), s->title, titles, group, lower ? lower : last }, &s->wide, err);
}

/* Nothing below the names of entities, and elsewhere but indicators and periods? */
static bool is_lower(const qn_shaping *s, const qn_csv_row *upper, const qn_csv_row *row)
{
	bool any = false;
	for (size_t k = 0; k < row->fields; k++) {
		qn_period period;
		if (row->field[k].length == 0)
			continue;
		if ((k < upper->fields && qn_head_find(upper->field[k].text) >= 0)
		    || (qn_when_read(row->field[k].text, &period) && !qn_wide_names(s->callings, row->field[k].text)))
			return false;
		any = true;
	}
	return any;
}

/* 绝对数,增长(%) below 税收, which is merged: nobody's row, and no figure in it, and no units. */
static bool is_unread_lower(const qn_shaping *s, const qn_csv_row *upper, const qn_csv_row *row)
{
	size_t words = 0;
	bool merged = false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = row->field[k].text;
		if (!*text)
			continue;
		bool names = k < upper->fields && qn_head_find(upper->field[k].text) >= 0, figure = !text[strspn(text, "0123456789.,-%() ")];
		if (names || figure || qn_wide_is_unit(s->callings, text) || qn_amount_is_nothing(text) || strstr(text, ":") || strstr(text, "："))
			return false;
		words++, merged = merged || k >= upper->fields || !upper->field[k].length;
	}
	return words > 1 && merged;
}

static int fail_lower(const qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:%u:表头的第二行没有读懂:每列写一个指标的名称,时期写全,如 2025年一季度;不要的列用映射文件略过",
		"%s:%u: the second line of the header is not understood: name an indicator in each column, and write periods whole, as in 2025年一季度; what is not wanted is passed over by a mapping file",
		s->i->name, row->line);
}

/* A title or a header without what is struck out: that is no longer meant. In room, where anything is; NULL without memory. */
static const qn_csv_row *as_meant(qn_shaping *s, const qn_csv_row *row, qn_csv_row *room)
{
	bool struck = false;
	for (size_t k = 0; k < row->fields && !struck; k++)
		struck = qn_csv_left(&row->field[k]) != NULL;
	if (!struck)
		return row;
	qn_csv_field *field = qn_arena_array(&s->arena, row->fields + 1, sizeof *field);
	for (size_t k = 0; field && k < row->fields; k++) {
		const char *left = qn_csv_left(&row->field[k]);
		field[k] = left ? (qn_csv_field){ left, strlen(left), NULL } : row->field[k];
	}
	*room = (qn_csv_row){ row->line, row->fields, field };
	return field ? room : NULL;
}

/* A row after what may be a header. */
static int settle_header(qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	qn_csv_row room;
	const qn_csv_row *meant = as_meant(s, row, &room);
	if (!meant)
		return qn_no_memory(err);
	if (qn_import_heads(meant) && is_lower(s, &s->title[s->titles - 1], meant))
		return begin_wide(s, meant, err);
	if (is_unread_lower(s, &s->title[s->titles - 1], row))
		return fail_lower(s, row, err);
	int rc = begin_wide(s, NULL, err);
	return rc < 0 ? rc : qn_wide_row(s->wide, row, err);
}

/* 2025年1-9月, (上半年). */
static void note_part(qn_shaping *s, const qn_csv_row *title)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next) {
		qn_period here;
		bool fine = qn_wide_title_period(said, &here) == 1 && qn_period_frequency(here) != QN_ANNUAL;
		if (!s->part && (fine || qn_when_is_of_parts(said) || qn_when_disagrees(said, qn_period_of(QN_ANNUAL, 2000, 1), true)))
			s->part = title->line, s->part_year = fine ? qn_period_year(here) : 0;
	}
}

static void note_kind(qn_shaping *s, const qn_csv_row *title)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next) {
		qn_import_hear(s->i, title->line, said);
		if (!s->kind && qn_wide_title_kind(said, QN_NO_PERIOD, s->kind_word))
			s->kind = title->line;
	}
}

/* 2025年目标任务表 above a row of 税收; not above one of 税收目标. Told once. */
static void check_kind(qn_shaping *s, const qn_csv_row *row)
{
	const qn_catalogue *c = s->i->catalogue;
	const char *name = qn_observing_field(s->observing, row, QN_OF_INDICATOR);
	qn_unit unit;
	long number = s->kind ? qn_observing_indicator_in_unit(s->observing, name, &unit) : -1;
	if (number < 0 || qn_wide_says_too(name, s->kind_word))
		return;
	const qn_indicator *about = &c->indicator[number];
	if ((about->title.zh && qn_wide_says_too(about->title.zh, s->kind_word)) || (about->title.en && qn_wide_says_too(about->title.en, s->kind_word)))
		return;
	qn_import_bad(s->i, s->kind, 1, "“%s”:下面的数不是实际水平值(第 %u 行),不能导入;要是确是水平值,就从标题里去掉这个词", "\"%s\": what stands below is no level as it was (line %u), and is not imported; "
		"if it is, take the word out of the title", s->kind_word, row->line);
	s->kind = 0;
}

/* Each row of a long table tells its period, but not the whole of a year whose part the title is of. */
static void check_part(qn_shaping *s, const qn_csv_row *row)
{
	const qn_observing *o = s->observing;
	qn_period period;
	if (!s->part || qn_when_read_cell(qn_observing_field(o, row, QN_OF_PERIOD), &period) || qn_period_frequency(period) != QN_ANNUAL)
		return;
	if (!s->part_year || s->part_year == qn_period_year(period))
		qn_wide_tell_whole(s->i, row->line, o->at[QN_OF_PERIOD] + 1, period, s->part);
}

static void hear_title(qn_shaping *s, const qn_csv_row *title, const qn_csv_row *header)
{
	note_part(s, title);
	note_kind(s, title);
	qn_told_title(&s->units, title, has_head(header, QN_OF_UNIT));
}

static void pass_titles(qn_shaping *s, const qn_csv_row *header)
{
	qn_csv_row sheet = sheet_as_title(s);
	hear_title(s, &sheet, header);
	for (size_t t = 0; t < s->titles; t++) {
		hear_title(s, &s->title[t], header);
		qn_import_note(s->i, s->title[t].line, 1, "当作标题略过", "passed over as a title");
	}
}

/* The first column that is called nothing that is known; NULL: none. */
static const char *stranger(const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields; k++)
		if (row->field[k].length && qn_head_find(row->field[k].text) < 0)
			return row->field[k].text;
	return NULL;
}

static int no_indicator(const qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	const char *name = stranger(row);
	if (!name)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:表头里没有指标:长表的表头是 集群,指标,时期,数值;宽表每列一个指标的名称;登记(如称号)的表头以 register,entity 开头",
			"%s:%u: the header names no indicator: the long form is entity,indicator,period,value, and a wide table has a column for each indicator, by its name; "
			"records of a register, such as titles, begin with register,entity",
			s->i->name, row->line);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:表头里没有指标,“%s”不是:长表的表头是 集群,指标,时期,数值;宽表每列一个指标的名称;登记(如称号)的表头以 register,entity 开头",
		"%s:%u: the header names no indicator, \"%s\" is none: the long form is entity,indicator,period,value, and a wide table has a column for each indicator, by its name; "
		"records of a register, such as titles, begin with register,entity",
		s->i->name, row->line, name);
}

static bool has_figures(const qn_csv_row *row)
{
	bool has = false;
	for (size_t k = 0; k < row->fields && !has; k++)
		has = row->field[k].length && !row->field[k].text[strspn(row->field[k].text, "0123456789.,-% ")];
	return has;
}

/* The column that may say whom a table is of: one that is called nothing that is known, else that of a place. */
static const char *may_be_subject(const qn_shaping *s, const qn_csv_row *row)
{
	const char *place = NULL;
	for (size_t k = 0; k < row->fields; k++) {
		const char *name = row->field[k].text;
		int head = qn_head_find(name);
		if (*name && head < 0 && !qn_wide_names(s->callings, name))
			return name;
		bool is_place = head == QN_OF_COUNTY || head == QN_OF_PRODUCT || head == QN_OF_CITY || head == QN_OF_NAME || head == QN_OF_CODE;
		place = place || !is_place ? place : name;
	}
	return place ? place : "地区";
}

/* 地区,税收: indicators, and nobody whom they are of. */
static int no_subject(const qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	const char *name = may_be_subject(s, row);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:没有一列说各行是谁的:把那一列叫作 集群 或 主体,或用映射文件:column,%s,主体",
		"%s:%u: no column says whom the rows are about: call it 集群 or entity, or give a mapping file: column,%s,entity", s->i->name, row->line, name);
}

/* No row named the columns of a table: the first of those that might have tried is told what it lacks. */
static int no_header(qn_shaping *s, qn_error *err)
{
	const qn_csv_row *row = &s->title[0];
	for (size_t t = 0; t < s->titles; t++)
		if (names_entities(&s->title[t]))
			return no_indicator(s, &s->title[t], err);
	for (size_t t = 0; t < s->titles; t++)
		if (s->title[t].fields > 1 && !has_figures(&s->title[t]) && qn_wide_names_any(s->callings, &s->title[t]))
			return no_subject(s, &s->title[t], err);
	s->shape = LONG;
	return qn_observing_row(s->observing, row, err);
}

bool qn_shaping_is_header(const qn_shaping *s, const qn_csv_row *row)
{
	if (s->shape != SEEKING || s->pending || qn_shaping_is_lower(s, row))
		return false;
	return (s->titles == 0 && is_register(row)) || has_head(row, QN_OF_INDICATOR) || has_head(row, QN_OF_VALUE) || names_entities(row) || qn_wide_names_any(s->callings, row);
}

bool qn_shaping_is_lower(const qn_shaping *s, const qn_csv_row *row)
{
	const qn_csv_row *last = s->titles ? &s->title[s->titles - 1] : NULL;
	return s->shape == SEEKING && last && (s->pending || (names_entities(last) && qn_wide_names_any(s->callings, row))) && is_lower(s, last, row);
}

void qn_shaping_trim(qn_shaping *s, unsigned line, size_t fields)
{
	for (size_t t = 0; t < s->titles; t++)
		if (s->title[t].line == line && s->title[t].fields > fields)
			s->title[t].fields = fields;
}

static int begin_register(qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	for (size_t t = 0; t < s->titles; t++)
		if (qn_title_alters_records(&s->title[t], &s->i->catalogue->units))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:登记的表头须在第一行,上面只能是标题:请去掉说单位、计划、目标的行(单位写在列名后)",
				"%s:%u: the header of a register stands in the first row, or below a mere title: take out what tells units, plans or targets above it "
				"(units stand behind the names of columns)", s->i->name, row->line);
	for (size_t t = 0; t < s->titles; t++) {
		for (size_t k = 0; k < s->title[t].fields; k++)
			qn_import_hear(s->i, s->title[t].line, s->title[t].field[k].text);
		qn_import_note(s->i, s->title[t].line, 1, "当作标题略过", "passed over as a title");
	}
	s->shape = REGISTER;
	int rc = qn_registering_open(s->i, &s->registering, err);
	return rc < 0 ? rc : qn_registering_row(s->registering, row, err);
}

static int seek(qn_shaping *s, const qn_csv_row *given, qn_error *err)
{
	qn_csv_row room;
	const qn_csv_row *row = as_meant(s, given, &room);
	if (!row)
		return qn_no_memory(err);
	if (qn_import_heads(row) == 0)
		return QN_OK;
	bool below_titles = row->fields > 1 && row->field[1].length && !qn_wide_names_any(s->callings, row);
	if (is_register(row) && (s->titles == 0 || below_titles))
		return begin_register(s, row, err);
	if (has_head(row, QN_OF_INDICATOR) || has_head(row, QN_OF_VALUE)) {
		pass_titles(s, row);
		s->shape = LONG, s->header = row->line;
		return qn_observing_row(s->observing, row, err);
	}
	bool indicators = qn_wide_names_any(s->callings, row);
	if (qn_shaping_is_lower(s, row))
		return begin_wide(s, row, err);
	if (s->titles == MOST_TITLES)
		return no_header(s, err);
	s->pending = indicators && names_entities(row);
	return keep(s, row) ? QN_OK : qn_no_memory(err);
}

static int take_long(qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	check_part(s, row);
	check_kind(s, row);
	qn_told_row(&s->units, row);
	return qn_observing_row(s->observing, row, err);
}

int qn_shaping_row(qn_shaping *s, const qn_csv_row *row, qn_error *err)
{
	if (qn_import_heads(row) == 0) /* delimiters alone, as spreadsheets end a table */
		return QN_OK;
	s->last = row->line;
	switch (s->shape) {
	case LONG: return take_long(s, row, err);
	case WIDE: return qn_wide_row(s->wide, row, err);
	case REGISTER: return qn_registering_row(s->registering, row, err);
	default: return s->pending ? settle_header(s, row, err) : seek(s, row, err);
	}
}

/* A table that says of every row what it is of: a cell that is merged over some says it of the first alone. */
void qn_shaping_merged(qn_shaping *s, const qn_merged *cells)
{
	int column = (int)cells->column - 1;
	bool counts = s->shape == REGISTER || (s->shape == LONG && column != s->observing->at[QN_OF_NOTE]);
	if (s->shape == WIDE)
		qn_wide_merged(s->wide, cells);
	else if (counts && s->i->header_last && cells->row > s->i->header_last && cells->row <= s->last)
		qn_import_merged(s->i, cells);
}

void qn_shaping_printed(qn_shaping *s, const char *words)
{
	const qn_csv_field field = { words, strlen(words), NULL };
	qn_import_hear(s->i, 1, words);
	if (s->shape == WIDE)
		qn_wide_heed_printed(s->wide, words);
	else if (s->shape == LONG && s->observing->at[QN_OF_UNIT] < 0)
		qn_told_title(&s->units, &(qn_csv_row){ 1, 1, &field }, false);
}

size_t qn_shaping_plain(qn_shaping *s, const char *bytes, size_t length, unsigned *line)
{
	return s->shape == LONG && !s->part && !s->kind ? qn_observing_plain(s->observing, bytes, length, line) : 0;
}

/* 2025 in a cell of dates. */
static void ask_about_serial(qn_shaping *s, const qn_cells *cells)
{
	for (uint32_t p = 0; cells && p < cells->periods; p++)
		if (cells->period[p] == qn_period_of(QN_ANNUAL, 1905, 1))
			qn_import_note(s->i, s->header, 1, "有 1905 年的数:表格软件把数字 2025 按日期显示就成了 1905,请核对",
				"there are figures of 1905: a spreadsheet shows the number 2025 so in a cell of dates; is it that?");
}

typedef struct { qn_date known_on, day; qn_period period; unsigned line; } early; /* the first row of a period that had not ended; line 0: none */

static void see_early(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line)
{
	early *e = context;
	(void)indicator, (void)kind, (void)entity;
	if (qn_period_end(period) > e->known_on && (!e->line || line < e->line))
		e->line = line, e->period = period, e->day = e->known_on;
}

/* Cell by cell only where some period had not ended; of the first voices, which are all but in files of very many. */
static early first_early(const qn_voices *voices)
{
	early first = { .line = 0 };
	for (uint32_t v = 0; v < voices->voices; v++) {
		const qn_cells *cells = voices->voice[v].cells;
		bool any = false;
		first.known_on = voices->voice[v].import.known_on;
		for (uint32_t p = 0; cells && first.known_on != QN_NO_DATE && p < cells->periods; p++)
			any = any || qn_period_end(cells->period[p]) > first.known_on;
		if (any)
			qn_cells_each(cells, see_early, &first);
	}
	return first;
}

/* Who knew on a day how a period was that had not ended? A target is no figure. */
static void ask_about_days(qn_shaping *s)
{
	const qn_voices *voices = &s->observing->voices;
	int column = s->observing->at[QN_OF_PERIOD] + 1; /* 0: the header or a title tells the period */
	char period[24], day[16];
	ask_about_serial(s, voices->voices ? voices->voice[0].cells : NULL); /* which count the periods of all */
	early first = first_early(voices);
	if (!first.line)
		return;
	qn_period_text(first.period, period), qn_date_text(first.day, day);
	unsigned line = column ? first.line : s->header;
	if (qn_period_begin(first.period) > first.day)
		qn_import_note(s->i, line, column ? column : 1, "时期 %s 在获知日期 %s 之后才开始:请核对哪个不对(目标和预计不是数据)",
			"period %s begins after %s, the day it was known: which of the two is wrong? (A target or a forecast is no figure)", period, day);
	else
		qn_import_note(s->i, line, column ? column : 1, "时期 %s 到获知日期 %s 还没有结束:是整期的数吗?(一年中的一段请写成 2025年1-9月 这样)",
			"period %s ends after %s, the day it was known: is it of the whole of it? (A part of a year is written as in 2025年1-9月)", period, day);
}

/* The only period that the titles tell; line 0: none. */
static unsigned title_period(qn_shaping *s, qn_period *out)
{
	unsigned line = 0;
	qn_wide_said said;
	qn_period here;
	for (size_t t = 0; t < s->titles && s->title[t].line < s->header; t++)
		for (size_t k = 0, next; k < s->title[t].fields && (next = qn_wide_title_said(&s->title[t], k, said)); k = next) {
			int found = qn_wide_title_period(said, &here);
			if (found == 2 || (found == 1 && line && here != *out))
				return 0;
			if (found == 1)
				line = s->title[t].line, *out = here;
		}
	return line;
}

static bool is_of_year(const qn_voices *voices, int year)
{
	const qn_cells *cells = voices->voices ? voices->voice[0].cells : NULL; /* which count the periods of all */
	bool is = !cells || !cells->periods;
	for (uint32_t p = 0; !is && p < cells->periods; p++)
		is = qn_period_year(cells->period[p]) == year;
	return is;
}

/* A table of 2025 in which no row is of 2025: last year's mapping file, or last year's title? */
static void check_title(qn_shaping *s)
{
	qn_period period;
	unsigned line = s->observing->at[QN_OF_PERIOD] >= 0 ? title_period(s, &period) : 0;
	if (!line || is_of_year(&s->observing->voices, qn_period_year(period)))
		return;
	if (s->i->period_given)
		qn_import_bad(s->i, line, 1, "标题说的是 %d 年,映射文件给的时期却不是:改正其中一处", "the title is of %d, and the mapping file's period is not: correct the one that is wrong", qn_period_year(period));
	else
		qn_import_note(s->i, line, 1, "标题说的是 %d 年,各行却都不是:请核对哪个不对", "the title is of %d, and none of the rows is: which of the two is wrong?", qn_period_year(period));
}

int qn_shaping_put(qn_shaping *s, qn_error *err)
{
	int rc = QN_OK;
	if (s->shape == REGISTER)
		return qn_registering_put(s->registering, err);
	if (s->pending && (rc = begin_wide(s, NULL, err)) < 0)
		return rc;
	if (s->shape == SEEKING && s->titles && (rc = no_header(s, err)) < 0)
		return rc;
	if (s->shape == WIDE)
		qn_wide_end(s->wide);
	ask_about_days(s);
	check_title(s);
	return qn_observing_put(s->observing, err);
}
