/* SPDX-License-Identifier: Apache-2.0 */
/* observations.c - the long form: a row is an entity, an indicator, a period and a value. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/observing.h"
#include "plan/program.h"

enum { ENTITY = QN_OF_ENTITY, INDICATOR = QN_OF_INDICATOR, PERIOD = QN_OF_PERIOD, VALUE = QN_OF_VALUE, SOURCE = QN_OF_SOURCE, NOTE = QN_OF_NOTE,
	COLUMNS = QN_OBSERVING_COLUMNS };
static const struct { const char *name; int column; } heads[] = { { "entity", ENTITY }, { "cluster", ENTITY }, { "集群", ENTITY }, { "主体", ENTITY },
	{ "indicator", INDICATOR }, { "指标", INDICATOR }, { "period", PERIOD }, { "year", PERIOD }, { "时期", PERIOD }, { "年份", PERIOD }, { "期间", PERIOD },
	{ "value", VALUE }, { "值", VALUE }, { "数值", VALUE }, { "source", SOURCE }, { "来源", SOURCE }, { "数据来源", SOURCE }, { "note", NOTE }, { "备注", NOTE },
	{ "cluster_id", ENTITY }, { "metric", INDICATOR }, { "rank", QN_OF_RANK }, { "来源等级", QN_OF_RANK }, { "known_on", QN_OF_KNOWN_ON }, { "知悉日期", QN_OF_KNOWN_ON },
	{ "submitter", QN_OF_SUBMITTER }, { "填报人", QN_OF_SUBMITTER }, { "operator", QN_OF_OPERATOR }, { "op", QN_OF_OPERATOR }, { "比较符", QN_OF_OPERATOR },
	{ "scope", QN_OF_SCOPE }, { "口径", QN_OF_SCOPE }, { "范围", QN_OF_SCOPE } };
enum { HEADS = sizeof heads / sizeof *heads };

typedef qn_observing reading;

static const char *head_name(const void *context, size_t i)
{
	(void)context;
	return heads[i].name;
}

static int take_head(reading *r, const char *name, size_t at, unsigned line, qn_error *err)
{
	for (size_t i = 0; i < HEADS; i++)
		if (!strcasecmp(heads[i].name, name)) {
			if (r->at[heads[i].column] >= 0)
				return qn_fail(err, QN_EINPUT, "%s:%u:%zu: the header names %s a second time", r->i->name, line, at + 1, name);
			r->at[heads[i].column] = (int)at;
			return QN_OK;
		}
	long near = qn_text_nearest(name, head_name, NULL, HEADS);
	return qn_fail(err, QN_EINPUT, "%s:%u:%zu: the header has an unknown column \"%s\"%s%s: entity, indicator, period, value, source and note are known",
		r->i->name, line, at + 1, name, near < 0 ? "" : ", did you mean ", near < 0 ? "" : heads[near].name);
}

/* Where no row names a source, the options' own speaks in all of them that say nothing else. */
static bool speak(reading *r)
{
	const qn_row_source as = { "", "", "", "" };
	const char *why;
	return qn_voices_find(&r->voices, &r->i->import, &as, qn_import_is_synthetic(r->i, ""), &why) != QN_NO_VOICE;
}

static const char *const needed[] = { "entity", "indicator", "period", "value" };

static int take_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	r->heads = row->fields;
	for (int c = 0; c < COLUMNS; c++)
		r->at[c] = -1;
	for (size_t i = 0; i < row->fields; i++) {
		int rc = take_head(r, row->field[i].text, i, row->line, err);
		if (rc < 0)
			return rc;
	}
	for (int c = ENTITY; c <= VALUE; c++)
		if (r->at[c] < 0)
			return qn_fail(err, QN_EINPUT, "%s:%u: the header has no column %s: the long form is entity,indicator,period,value", r->i->name, row->line, needed[c]);
	return r->at[SOURCE] < 0 && !speak(r) ? qn_no_memory(err) : QN_OK;
}

static bool is_missing_mark(const char *text)
{
	static const char *const marks[] = { "", "-", "—", "——", "–", "/", "无", "不详", "NA", "N/A", "nan", "null", ".." };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (!strcasecmp(marks[i], text))
			return true;
	return false;
}

const char *qn_observing_unfit(const qn_indicator *about, const qn_unit *unit, double value)
{
	if (about->kind == QN_FLAGGED || unit->kind == QN_UNIT_FLAG)
		return value == 0 || value == 1 ? NULL : "is neither 0 nor 1";
	if (unit->kind == QN_UNIT_RANK && value < 1)
		return "is below 1, and ranks begin at 1";
	if ((unit->kind == QN_UNIT_COUNT || unit->kind == QN_UNIT_RANK) && value != floor(value))
		return "is not a whole number, and things are counted whole";
	if (unit->kind == QN_UNIT_COUNT && value < 0)
		return "is below zero, and a count cannot be";
	return NULL;
}

/* How a number of the unit is written: "亿元, as in 12.5". */
static const char *shape_of(const qn_unit *unit, char shape[static 96])
{
	if (unit->kind == QN_UNIT_FLAG)
		return "0 for no and 1 for yes";
	if (unit->kind == QN_UNIT_COUNT || unit->kind == QN_UNIT_RANK)
		return "whole things, as in 12";
	snprintf(shape, 96, "%.64s, as in 12.5", unit->id);
	return shape;
}

static bool read_value(reading *r, const qn_csv_row *row, const qn_indicator *about, const char *text, double *out)
{
	const qn_unit *unit = &r->i->catalogue->units.unit[about->unit];
	int column = r->at[VALUE] + 1;
	char shape[96];
	if (qn_number_read(text, strlen(text), out)) {
		const char *why = qn_observing_unfit(about, unit, *out);
		if (why)
			qn_import_bad(r->i, row->line, column, "%s: %s %s: correct it, or leave it empty if it is not known", about->id, text, why);
		return !why;
	}
	if (strchr(text, ',') || strstr(text, "，"))
		qn_import_bad(r->i, row->line, column, "%s: \"%s\" has separators: write the number plainly, as in 1234.5", about->id, text);
	else
		qn_import_bad(r->i, row->line, column, "%s: \"%s\" is not a plain number: write it in %s, or leave it empty if it is not known",
			about->id, text, shape_of(unit, shape));
	return false;
}

static bool is_whole(reading *r, const qn_csv_row *row)
{
	if (!qn_import_fits(r->i, row, r->heads))
		return false;
	for (int c = ENTITY; c <= VALUE; c++)
		if ((size_t)r->at[c] >= row->fields) {
			qn_import_bad(r->i, row->line, r->at[c] + 1, "the row ends before its %s: %s", needed[c],
				c == VALUE ? "end it with a comma if the value is not known" : "write entity, indicator, period and value in every row");
			return false;
		}
	return true;
}

/* The indicator too if nothing else is right: -1 if it is not known. */
static bool read_keys(reading *r, const qn_csv_row *row, qn_spot *out, long *known)
{
	const char *entity = qn_observing_field(r, row, ENTITY), *indicator = qn_observing_field(r, row, INDICATOR), *period = qn_observing_field(r, row, PERIOD);
	bool good = qn_import_entity(r->i, entity, &out->kind, &out->entity);
	if (!good)
		qn_import_no_entity(r->i, row->line, r->at[ENTITY] + 1, entity);
	*known = qn_catalogue_indicator(r->i->catalogue, indicator);
	if (*known < 0) {
		const char *near = qn_import_told_enough(r->i) ? NULL : qn_catalogue_nearest(r->i->catalogue, indicator);
		qn_import_bad(r->i, row->line, r->at[INDICATOR] + 1, "no indicator is called \"%s\": %s%s%s", indicator,
			near ? "did you mean " : "'qunce list' shows the names", near ? near : "", near ? "?" : "");
	}
	out->indicator = (uint32_t)*known;
	bool dated = qn_period_read(period, strlen(period), &out->period);
	if (!dated)
		qn_import_bad(r->i, row->line, r->at[PERIOD] + 1, "\"%s\" is not a period: write 2025, 2025-Q1 or 2025-01", period);
	return good && *known >= 0 && dated;
}

int qn_observing_row(qn_observing *r, const qn_csv_row *row, qn_error *err)
{
	qn_said now = { .line = row->line };
	long known;
	int rc = QN_OK;
	if (!r->heads)
		return take_header(r, row, err);
	const char *text = qn_observing_field(r, row, VALUE);
	r->i->report->rows++;
	qn_import_source(r->i, row->line, qn_observing_field(r, row, SOURCE));
	if (!is_whole(r, row))
		return QN_OK;
	bool good = read_keys(r, row, &now.place, &known);
	uint32_t voice = qn_observing_voice(r, row, &rc, err);
	if (voice == QN_NO_VOICE)
		return rc;
	r->voices.voice[voice].import.rows++;
	if (is_missing_mark(text)) {
		r->i->report->missing++;
		return QN_OK;
	}
	if (known < 0 || !read_value(r, row, &r->i->catalogue->indicator[known], text, &now.remark.value) || !good
	    || !qn_observing_remark(r, row, &now.place, &now.remark))
		return QN_OK;
	return qn_voices_take(&r->voices, voice, &now) ? QN_OK : qn_no_memory(err);
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
		qn_import_bad(r->i, twin[k].line, r->at[VALUE] + 1, "%s: another value than in line %u for the same entity and period: keep one of them",
			r->i->catalogue->indicator[twin[k].indicator].id, twin[k].before);
	r->i->report->error_count += all - told;
	r->i->report->cells.unchanged += cells->repeated;
	return QN_OK;
}

int qn_observing_open(qn_importing *i, qn_observing **out, qn_error *err)
{
	qn_observing *r = *out = calloc(1, sizeof *r);
	if (!r)
		return qn_no_memory(err);
	r->i = i;
	r->voices = (qn_voices){ .indicators = (uint32_t)i->catalogue->indicators, .kinds = (uint32_t)i->catalogue->kinds, .most_told = qn_import_most_told(i) };
	return QN_OK;
}

int qn_observing_put(qn_observing *r, qn_error *err)
{
	int rc = QN_OK;
	if (!r->heads)
		return qn_fail(err, QN_EINPUT, "%s: the file is empty: the long form begins with entity,indicator,period,value", r->i->name);
	if (r->i->report->rows == 0)
		return qn_fail(err, QN_EINPUT, "%s: the file has a header and no rows", r->i->name);
	if ((rc = qn_voices_each(&r->voices, tell_twins, r, err)) < 0 || (rc = qn_import_check(r->i, err)) < 0)
		return rc;
	rc = qn_voices_put(&r->voices, r->i->change, &r->i->report->cells, &r->i->report->beside, err);
	r->i->report->import = r->voices.voice[0].import.number;
	r->i->report->imports = r->voices.voices;
	return rc;
}

void qn_observing_free(qn_observing *r)
{
	if (!r)
		return;
	qn_plain_forget(r);
	qn_voices_free(&r->voices);
	free(r);
}
