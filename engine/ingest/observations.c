/* SPDX-License-Identifier: Apache-2.0 */
/* observations.c - the long form: a row is an entity, an indicator, a period and a value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/amount.h"
#include "ingest/bare.h"
#include "ingest/fold.h"
#include "ingest/observing.h"
#include "ingest/rejects.h"
#include "ingest/when.h"
#include "ingest/wide.h"
#include "plan/program.h"

enum { ENTITY = QN_OF_ENTITY, INDICATOR = QN_OF_INDICATOR, PERIOD = QN_OF_PERIOD, VALUE = QN_OF_VALUE, SOURCE = QN_OF_SOURCE };
enum { MOST_TWINS = 100000 }; /* of a voice, where they are kept for a file of rejects */

typedef qn_observing reading;

static int no_head(const reading *r, const char *name, size_t at, unsigned line, qn_error *err)
{
	const char *near = qn_head_nearest(name);
	qn_period period;
	if (!qn_when_read(name, &period))
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:“%s”:每年一列的表不能直接读:先转置成每年一行、每列一个指标,第一格写 时间,再用映射文件:column,时间,period 和 constant,entity,名称",
			"%s:%u:%zu: \"%s\": a table with a column for each year is not read: turn it, a row for each year and a column for each indicator, with 时间 in its first cell, and give a mapping file: "
			"column,时间,period and constant,entity,NAME", r->i->name, line, at + 1, name);
	if (qn_head_is_part_of_year(name))
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头里不认识“%s”:时期写在一列里,如 2025-12 或 2025年四季度",
			"%s:%u:%zu: the header has an unknown column \"%s\": write the period in one column, as in 2025-12 or 2025-Q4", r->i->name, line, at + 1, name);
	if (!*name)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头的这一列没有名称", "%s:%u:%zu: this column of the header has no name", r->i->name, line, at + 1);
	if (!near)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头里不认识“%s”:认识 集群、指标、时期、数值、来源、备注,以及 单位、来源等级、知悉日期、比较符、口径",
			"%s:%u:%zu: the header has an unknown column \"%s\": entity, indicator, period, value, source and note are known, and unit, rank, known_on, operator and scope", r->i->name, line, at + 1, name);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头里不认识“%s”,是不是 %s?认识 集群、指标、时期、数值、来源、备注,以及 单位、来源等级、知悉日期、比较符、口径",
		"%s:%u:%zu: the header has an unknown column \"%s\", did you mean %s: entity, indicator, period, value, source and note are known, and unit, rank, known_on, operator and scope",
		r->i->name, line, at + 1, name, near);
}

/* 数值(万元): all values are in that, but where a row or a value tells its own. */
static bool take_value_unit(reading *r, const char *name)
{
	char front[QN_TIGHT_MOST], inner[QN_TIGHT_MOST];
	if (!qn_fold(name, front, sizeof front) || !qn_name_cut_end(front, inner, sizeof inner) || qn_head_find(front) != VALUE)
		return false;
	const char *word = qn_name_unit_word(inner);
	if (!qn_amount_is_unit(word, &r->i->catalogue->units) || strlen(word) >= sizeof r->value_unit)
		return false;
	snprintf(r->value_unit, sizeof r->value_unit, "%s", word);
	return true;
}

static int take_head(reading *r, const char *name, size_t at, unsigned line, qn_error *err)
{
	int column = qn_head_find(name);
	if (column < 0 && r->at[VALUE] < 0 && take_value_unit(r, name))
		column = VALUE;
	if (column < 0)
		return no_head(r, name, at, line, err);
	if (at > 0 && r->at[VALUE] == (int)at - 1 && qn_head_is_of_filling_in(name))
		r->beside_value = (int)at;
	if (column == QN_OF_NOTHING || ((column == QN_OF_NAME || column == QN_OF_CITY) && r->at[column] >= 0))
		r->passes = true;
	else if (r->at[column] >= 0)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头两次出现 %s", "%s:%u:%zu: the header names %s a second time", r->i->name, line, at + 1, name);
	else
		r->at[column] = (int)at;
	r->of_subject = r->of_subject || qn_head_is_of_subject(name);
	return QN_OK;
}

/* Where no row names a source, the options' own speaks in all of them that say nothing else. */
bool qn_observing_speak(qn_observing *r)
{
	const qn_row_source as = { "", "", "", "" };
	const qn_both *why;
	return qn_voices_find(&r->voices, &r->i->import, &as, qn_import_is_synthetic(r->i, ""), &why) != QN_NO_VOICE;
}

static int take_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	r->heads = qn_import_heads(row), r->beside_value = -1;
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		r->at[c] = -1;
	for (size_t i = 0; i < r->heads; i++) {
		int rc = take_head(r, row->field[i].text, i, row->line, err);
		if (rc < 0)
			return rc;
	}
	if (*r->value_unit && r->at[QN_OF_UNIT] >= 0)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%d:数值的列名里有单位“%s”,又有一列 单位:只留一个", "%s:%u:%d: the name of the values tells the unit \"%s\", and there is a column unit: keep one of them",
			r->i->name, row->line, r->at[VALUE] + 1, r->value_unit);
	bool by_county = r->at[QN_OF_COUNTY] >= 0 && r->at[QN_OF_PRODUCT] >= 0;
	for (int c = by_county ? INDICATOR : ENTITY; c <= VALUE; c++)
		if (r->at[c] < 0)
			return qn_fail_both(err, QN_EINPUT, "%s:%u:表头缺 %s 一列:长表的表头是 集群,指标,时期,数值",
				"%s:%u: the header has no column %s: the long form is entity,indicator,period,value", r->i->name, row->line, qn_head_name(c));
	qn_import_header(r->i, row->line, row->line);
	return r->at[SOURCE] < 0 && !qn_observing_speak(r) ? qn_no_memory(err) : QN_OK;
}

static bool is_whole(reading *r, const qn_csv_row *row)
{
	if (!qn_import_fits(r->i, row, r->heads))
		return false;
	for (int c = ENTITY; c <= VALUE; c++)
		if (r->at[c] >= 0 && (size_t)r->at[c] >= row->fields) {
			if (c == VALUE)
				qn_import_bad(r->i, row->line, r->at[c] + 1, "这一行到数值之前就结束了:数值不详也要写上逗号",
					"the row ends before its value: end it with a comma if the value is not known");
			else
				qn_import_bad(r->i, row->line, r->at[c] + 1, "这一行到 %s 之前就结束了:每行都要写 集群,指标,时期,数值",
					"the row ends before its %s: write entity, indicator, period and value in every row", qn_head_name(c));
			return false;
		}
	return true;
}

/* What names somebody beside may be of anything; if it is another entity of the kind, the row is in the wrong place. */
static bool is_called(qn_observing *r, const qn_csv_row *row, const qn_spot *who, int column, const char *name)
{
	uint32_t kind, number;
	if (!*name || !qn_import_entity(r->i, name, &kind, &number) || kind != who->kind || number == who->entity)
		return true;
	qn_import_bad(r->i, row->line, r->at[column] + 1, "“%s”与第 %d 列不是同一个", "\"%s\" is another than in column %d", name, r->at[r->at[ENTITY] < 0 ? QN_OF_PRODUCT : ENTITY] + 1);
	return false;
}

/* A county, a city or an industry beside somebody is one that it belongs to, on the day of the file; what is called so nowhere may be anything. */
static bool is_in(qn_observing *r, const qn_csv_row *row, const qn_spot *who, int column)
{
	const char *name = qn_observing_field(r, row, column);
	uint32_t kind, number, group;
	qn_error why;
	if (!*name || !qn_import_entity(r->i, name, &kind, &number) || (column == QN_OF_PRODUCT && kind == who->kind))
		return true;
	if (qn_entity_group(r->i->snapshot, who->kind, who->entity, kind, r->i->options->known_on, &group, &why) < 0)
		return r->i->unasked = why, true;
	if (group == UINT32_MAX || group == number)
		return true;
	int of = r->at[ENTITY] < 0 ? QN_OF_PRODUCT : ENTITY;
	qn_import_bad(r->i, row->line, r->at[column] + 1, "“%s”不是第 %d 列那一个所属的", "\"%s\" is not what the one in column %d belongs to", name, r->at[of] + 1);
	return false;
}

/* The code of a place: of him who the row is of, or of what he belongs to. */
static bool is_coded(qn_observing *r, const qn_csv_row *row, const qn_spot *who)
{
	const char *code = qn_observing_field(r, row, QN_OF_CODE);
	uint32_t kind, number;
	bool own = *code && qn_import_entity(r->i, code, &kind, &number) && kind == who->kind;
	return own ? is_called(r, row, who, QN_OF_CODE, code) : is_in(r, row, who, QN_OF_CODE);
}

/* A county below 集群名称: its figures, or those of a cluster there? */
bool qn_observing_is_of_kind(qn_observing *r, const qn_csv_row *row, int at, const char *name, uint32_t kind)
{
	return !r->of_subject || qn_import_is_judged(r->i, row->line, at + 1, name, kind);
}

bool qn_observing_entity(qn_observing *r, const qn_csv_row *row, qn_spot *out)
{
	char both[1024] = "";
	bool by_county = r->at[ENTITY] < 0;
	int column = by_county ? QN_OF_PRODUCT : ENTITY;
	if (by_county || (r->at[QN_OF_COUNTY] >= 0 && r->at[QN_OF_PRODUCT] >= 0))
		snprintf(both, sizeof both, "%s %s", qn_observing_field(r, row, QN_OF_COUNTY), qn_observing_field(r, row, QN_OF_PRODUCT));
	const char *name = by_county ? both : qn_observing_field(r, row, ENTITY);
	if (!qn_import_entity(r->i, name, &out->kind, &out->entity)) {
		qn_import_no_entity(r->i, row->line, r->at[column] + 1, name);
		return false;
	}
	if (!qn_observing_is_of_kind(r, row, r->at[column], name, out->kind))
		return false;
	bool own = by_county || (is_called(r, row, out, QN_OF_PRODUCT, both) && is_in(r, row, out, QN_OF_COUNTY) && is_in(r, row, out, QN_OF_PRODUCT));
	return own && is_in(r, row, out, QN_OF_CITY) && is_coded(r, row, out) && is_called(r, row, out, QN_OF_NAME, qn_observing_field(r, row, QN_OF_NAME));
}

bool qn_observing_period(qn_observing *r, const qn_csv_row *row, qn_period *out)
{
	const char *text = qn_observing_field(r, row, PERIOD);
	const qn_both *why = qn_when_read_cell(text, out);
	if (why && *text && !qn_when_read_cell(qn_csv_figure(&row->field[r->at[PERIOD]]), out)) /* 02025 in a workbook is the number 2025 */
		return true;
	if (why)
		qn_import_bad(r->i, row->line, r->at[PERIOD] + 1, "“%s”%s", "\"%s\" %s", text, qn_import_word(r->i, *why));
	return !why;
}

static long find_indicator(reading *r, const qn_csv_row *row)
{
	const char *name = qn_observing_field(r, row, INDICATOR);
	long known = qn_observing_indicator_in_unit(r, name, &r->named);
	const char *near = known >= 0 || qn_import_told_enough(r->i) ? NULL : qn_catalogue_nearest(r->i->catalogue, name);
	if (known < 0 && near)
		qn_import_bad(r->i, row->line, r->at[INDICATOR] + 1, "没有叫“%s”的指标:是不是 %s?", "no indicator is called \"%s\": did you mean %s?", name, near);
	else if (known < 0)
		qn_import_bad(r->i, row->line, r->at[INDICATOR] + 1, "没有叫“%s”的指标:用 qunce list 查看名称", "no indicator is called \"%s\": 'qunce list' shows the names", name);
	return known;
}

/* The indicator too if nothing else is right: -1 if it is not known. */
static bool read_keys(reading *r, const qn_csv_row *row, qn_spot *out, long *known)
{
	bool good = qn_observing_entity(r, row, out);
	*known = find_indicator(r, row);
	out->indicator = (uint32_t)*known;
	return qn_observing_period(r, row, &out->period) && qn_observing_frequency(r, row, out->period) && good && *known >= 0;
}

/* What a status of SDMX's code list CL_OBS_STATUS says: L, M, O, Q and H that there is no value, F that it is a forecast. */
static const qn_both *refused_status(const char *status, bool has_value)
{
	static const qn_both no_value = { "表示没有数值,这一行却有", "says that there is no value, and the row has one" }, forecast = { "表示预测:目标和预计不是数据", "says that it is a forecast, which is no figure" },
		unknown = { "不是 SDMX 的状态代码:A、B、D、E、F、G、H、I、J、K、L、M、N、O、P、Q、S、U、V 或 W", "is no status of SDMX: A, B, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, S, U, V or W" };
	if (status[1] || !strchr("ABDEFGHIJKLMNOPQSUVW", *status))
		return &unknown;
	return !has_value ? NULL : strchr("LMOQH", *status) ? &no_value : *status == 'F' ? &forecast : NULL;
}

static bool refuse(const reading *r, const qn_csv_row *row, int column, qn_both why)
{
	qn_import_bad(r->i, row->line, r->at[column] + 1, "%s %s", "%s %s", qn_observing_field(r, row, column), qn_import_word(r->i, why));
	return false;
}

/* Of CL_ACTION: to inform, append, merge and replace is to tell a value; delete is not. Other words are a column's of another kind. */
static bool heed_action(const reading *r, const qn_csv_row *row)
{
	static const char *const takes[] = { "D", "delete", "删除", NULL };
	static const qn_both deletes = { "要求删除:导入从不删除", "asks that a value be deleted: an import deletes nothing" };
	char action[64];
	if (r->at[QN_OF_ACTION] < 0 || !qn_fold(qn_observing_field(r, row, QN_OF_ACTION), action, sizeof action))
		return true;
	action[strcspn(action, ":")] = 0; /* D: Delete */
	return !qn_fold_is_one_of(action, takes) || refuse(r, row, QN_OF_ACTION, deletes);
}

bool qn_observing_sdmx(qn_observing *r, const qn_csv_row *row, const char *text)
{
	const char *status = qn_observing_field(r, row, QN_OF_STATUS);
	const qn_both *why = *status ? refused_status(status, !qn_amount_is_nothing(text)) : NULL;
	if (!heed_action(r, row))
		return false;
	if (why)
		qn_import_bad(r->i, row->line, r->at[QN_OF_STATUS] + 1, "状态 %s %s", "status %s %s", status, qn_import_word(r->i, *why));
	return !why;
}

enum { TELLS_NONE = -1, NOT_KEPT = -2 };

/* By a code, halves and years as they are written too, or in a word. */
static int frequency_told(const char *text)
{
	static const char *const words[][8] = { [QN_ANNUAL] = { "a", "y", "annual", "yearly", "year", "年", "年度", NULL }, [QN_HALF] = { "s", "h", "semi-annual", "half-yearly", "半年", "半年度", NULL },
		[QN_QUARTER] = { "q", "quarterly", "quarter", "季", "季度", NULL }, [QN_MONTH] = { "m", "monthly", "month", "月", "月度", NULL } };
	static const char *const none[] = { "u", "o", "n", "x", "_u", "_o", "_x", "_z", NULL };
	char told[32];
	if (!qn_fold(text, told, sizeof told))
		return NOT_KEPT;
	told[strcspn(told, ":")] = 0; /* A: Annual */
	for (int frequency = QN_ANNUAL; frequency <= QN_MONTH; frequency++)
		if (qn_fold_is_one_of(told, words[frequency]))
			return frequency;
	return qn_amount_is_nothing(told) || qn_fold_is_one_of(told, none) ? TELLS_NONE : NOT_KEPT;
}

bool qn_observing_frequency(const reading *r, const qn_csv_row *row, qn_period period)
{
	static const qn_both another = { "不是时期的频率:改正其中之一", "is not the frequency of the period: correct one of them" },
		not_kept = { "不是能保存的频率:写 A(年)、S(半年)、Q(季)或 M(月)", "is no frequency that is kept: write A, S, Q or M" };
	bool range = strstr(qn_observing_field(r, row, QN_OF_PERIOD), "/P") || qn_period_frequency(period) == QN_YEAR_TO_DATE; /* of as many of the code's as it takes */
	if (r->at[QN_OF_FREQUENCY] < 0 || range)
		return true;
	int told = frequency_told(qn_observing_field(r, row, QN_OF_FREQUENCY));
	return told == TELLS_NONE || told == (int)qn_period_frequency(period) || refuse(r, row, QN_OF_FREQUENCY, told == NOT_KEPT ? not_kept : another);
}

/* Is a text behind the value what a comma of its own cut off it? Where something else than prose stands there, that is told anyway. */
static bool is_split(reading *r, const qn_csv_row *row, const char *text)
{
	static const int prose[] = { SOURCE, QN_OF_NOTE, QN_OF_SCOPE, QN_OF_SUBMITTER };
	size_t behind = (size_t)r->at[VALUE] + 1;
	bool is = r->beside_value > 0 && behind < row->fields && qn_observing_is_split(r->i, text, row->field[behind].text);
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
		is = is || (r->at[prose[i]] == r->at[VALUE] + 1 && behind < row->fields && qn_observing_is_split(r->i, text, row->field[behind].text));
	if (is)
		qn_observing_tell_split(r->i, (qn_spot_of_file){ row->line, r->at[VALUE] + 1 }, text, row->field[behind].text);
	return is;
}

int qn_observing_row(qn_observing *r, const qn_csv_row *row, qn_error *err)
{
	qn_saying now = { .line = row->line };
	qn_unit room;
	const qn_unit *unit;
	long known;
	int rc = QN_OK;
	if (!r->heads)
		return take_header(r, row, err);
	const char *text = qn_observing_field(r, row, VALUE);
	r->i->report->rows++;
	bool said = true, synthetic = qn_observing_synthetic(r, row, &said);
	qn_import_mark(r->i, row->line, synthetic);
	if (!said || !is_whole(r, row) || is_split(r, row, text) || !qn_observing_is_plain(r, row))
		return QN_OK;
	bool good = read_keys(r, row, &now.place, &known) && qn_observing_sdmx(r, row, text);
	now.voice = qn_observing_voice(r, row, synthetic, &rc, err);
	if (now.voice == QN_NO_VOICE)
		return rc;
	r->voices.voice[now.voice].import.rows++;
	if (known < 0 || !qn_observing_unit(r, row, &r->i->catalogue->indicator[known], &room, &unit))
		return QN_OK;
	int told = qn_observing_value(r->i, (qn_spot_of_file){ row->line, r->at[VALUE] + 1 }, &r->i->catalogue->indicator[known], unit, text, &now.remark);
	r->i->report->missing += told == 0;
	if (told != 1 || !good || !qn_observing_heed(r, row, now.place.period) || !qn_observing_remark(r, row, &now.place, &now.remark))
		return QN_OK;
	return qn_voices_take(&r->voices, &now, err);
}

/* Where a value stands, and where else in a row one may, from 0; other -1: nowhere. */
typedef struct { int column, other; } columns;

static columns columns_of(const reading *r, uint32_t indicator, qn_period period)
{
	columns found = { r->at[VALUE] >= 0 ? r->at[VALUE] : 0, -1 };
	if (r->wide)
		found.column = r->column_of(r->wide, indicator, period, &found.other);
	return found;
}

/* Two that stand in one row: the later column is at odds with the one before it. */
static columns in_row(columns found)
{
	return found.other > found.column ? (columns){ found.other, found.column } : found;
}

static void tell_twin(const reading *r, const qn_twin *twin)
{
	columns at = columns_of(r, twin->indicator, twin->period), row = in_row(at);
	const char *id = r->i->catalogue->indicator[twin->indicator].id;
	if (twin->line == twin->before && row.other >= 0) {
		qn_import_bad(r->i, twin->line, row.column + 1, "%s:与本行第 %d 列同一对象、同一时期,数值却不同:只留一个",
			"%s: another value than in column %d of the row for the same entity and period: keep one of them", id, row.other + 1);
		return;
	}
	qn_import_bad(r->i, twin->line, at.column + 1, "%s:与第 %u 行同一对象、同一时期,数值却不同:只留一个", "%s: another value than in line %u for the same entity and period: keep one of them",
		id, twin->before);
	if (twin->line != twin->before)
		qn_import_contradicted(r->i, twin->before, at.column + 1, "%s:与第 %u 行数值不同", "%s: another value in line %u", id, twin->line);
}

/* One cell twice by one source: the same value is taken once and counted as unchanged, two values are an error that names both lines. */
static int tell_twins(void *context, qn_voice *voice, qn_cells *cells, qn_error *err)
{
	reading *r = context;
	size_t told;
	uint64_t all;
	const qn_twin *twin = qn_cells_twins(cells, &told, &all);
	(void)voice, (void)err;
	for (size_t k = 0; k < told; k++)
		tell_twin(r, &twin[k]);
	r->i->report->error_count += all - told;
	if (all > told && r->i->rejects)
		qn_rejects_leave_out(r->i->rejects);
	r->i->report->cells.unchanged += cells->repeated;
	return QN_OK;
}

static void tell_odds(void *context, const qn_spot *place, const unsigned line[2])
{
	const reading *r = context;
	columns at = columns_of(r, place->indicator, place->period), row = in_row(at);
	const char *id = r->i->catalogue->indicator[place->indicator].id;
	if (line[0] == line[1] && row.other >= 0)
		qn_import_note(r->i, line[1], row.column + 1, "%s:与本行第 %d 列是同一来源所说,不可能都对:请核对哪个不对",
			"%s: the same source says in column %d of the row what cannot be true beside this: which of the two is wrong?", id, row.other + 1);
	else
		qn_import_note(r->i, line[1], at.column + 1, "%s:与第 %u 行是同一来源所说,不可能都对:请核对哪个不对",
			"%s: the same source says in line %u what cannot be true beside this: which of the two is wrong?", id, line[0]);
}

int qn_observing_open(qn_importing *i, qn_observing **out, qn_error *err)
{
	qn_observing *r = *out = calloc(1, sizeof *r);
	if (!r)
		return qn_no_memory(err);
	r->i = i;
	if (!(i->bare = r->bare = calloc(i->catalogue->indicators + 1, sizeof *r->bare)))
		return qn_no_memory(err);
	r->voices = (qn_voices){ .indicators = (uint32_t)i->catalogue->indicators, .kinds = (uint32_t)i->catalogue->kinds, .most_told = i->rejects ? MOST_TWINS : qn_import_most_told(i),
		.odds = tell_odds, .context = r };
	return QN_OK;
}

static void note_imports(const reading *r)
{
	qn_import_report *report = r->i->report;
	for (uint32_t v = 0; v < r->voices.voices; v++) {
		uint32_t number = r->voices.voice[v].import.number;
		report->import = report->import ? report->import : number;
		report->imports += number != 0;
	}
}

int qn_observing_put(qn_observing *r, qn_error *err)
{
	int rc = QN_OK;
	if (!r->heads)
		return qn_fail_both(err, QN_EINPUT, "%s:文件是空的:长表的表头是 集群,指标,时期,数值", "%s: the file is empty: the long form begins with entity,indicator,period,value", r->i->name);
	if (r->i->report->rows == 0 && r->i->report->error_count == 0)
		return qn_fail_both(err, QN_EINPUT, "%s:只有表头,没有数据", "%s: the file has a header and no rows", r->i->name);
	qn_bare_check(r->i);
	qn_observing_check_points(r->i);
	if ((rc = qn_voices_each(&r->voices, tell_twins, r, err)) < 0 || (rc = qn_import_check(r->i, err)) < 0)
		return rc;
	if (r->i->options->explain && (rc = qn_observing_understood(r, err)) < 0)
		return rc;
	if ((rc = qn_observing_frequencies(r, err)) < 0)
		return rc;
	qn_voices_sign(&r->voices, r->i->import.content);
	rc = qn_voices_put(&r->voices, r->i->change, &r->i->report->cells, &r->i->report->beside, err);
	note_imports(r);
	return rc;
}

void qn_observing_free(qn_observing *r)
{
	if (!r)
		return;
	qn_plain_forget(r);
	qn_voices_free(&r->voices);
	free(r->bare);
	free(r);
}
