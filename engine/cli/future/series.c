/* SPDX-License-Identifier: Apache-2.0 */
/* series.c - series from a CSV file that no store holds. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "assess/foresee.h"
#include "base/text.h"
#include "cli/future/backtest.h"
#include "ingest/csv.h"
#include "ingest/invented.h"

typedef struct { const char *name; int time; double value; unsigned line; } point;

enum { NAME, INDICATOR, TIME, VALUE, SOURCE, LONG_COLUMNS };
enum { MOST_COLUMNS = 4096, LONGEST = 100000, MOST_GAPS = 16 << 20, MOST_HIDDEN = 1000, LATEST = 1000000 };
typedef struct {
	series_file *out;
	const char *path;
	bool headed, wide;
	int at[LONG_COLUMNS];          /* long form: where each stands, -1: nowhere */
	bool is_value[MOST_COLUMNS];   /* wide form */
	int hidden;                    /* wide form: the column NF, -1: there is none */
	int frequency;                 /* long form: -1 until a row told */
	bool dated;                    /* rows have days and not periods: times are months */
	int step;                      /* of a series, in times */
	point *points; uint32_t count;
	uint32_t series;
	size_t gaps;                   /* periods between first and last values that have none, of all series */
} reading;

static int fail_at(const reading *r, const qn_csv_row *row, qn_both why, const char *what, qn_error *err)
{
	qn_fail(err, QN_EINPUT, "%s:%u: %s%s", r->path, row->line, why.english, what);
	qn_fail_chinese(err, "%s:%u:%s%s", r->path, row->line, why.chinese, what);
	return QN_EINPUT;
}

static const char *cell(const qn_csv_row *row, int column)
{
	return column >= 0 && (size_t)column < row->fields ? row->field[column].text : "";
}

/* Headers. */

static int find(const qn_csv_row *row, const char *const *names)
{
	for (; *names; names++)
		for (size_t i = 0; i < row->fields; i++)
			if (!strcasecmp(row->field[i].text, *names))
				return (int)i;
	return -1;
}

/* "1", "2.0", or "V2" as the M4 competition has it; its V1 is the name. */
static bool heads_value(const char *text)
{
	double number;
	text += *text == 'V';
	return qn_number_read(text, strlen(text), &number);
}

static int take_wide_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	size_t values = 0;
	for (size_t i = 1; i < row->fields && i < MOST_COLUMNS; i++)
		values += r->is_value[i] = heads_value(row->field[i].text);
	if (values == 0)
		return fail_at(r, row, (qn_both){ "表头既没有 series、period 和 value(长表),也没有 1、2、3 … 各列(每行一个序列)",
			"the header has neither series, period and value (long form) nor columns 1, 2, 3 … (a series a row)" }, "", err);
	r->wide = true;
	r->hidden = find(row, (const char *const[]){ "NF", NULL });
	bool quarters = find(row, (const char *const[]){ "Starting Quarter", NULL }) >= 0;
	bool months = find(row, (const char *const[]){ "Starting Month", NULL }) >= 0;
	r->out->season = qn_season_of(quarters ? QN_QUARTER : months ? QN_MONTH : QN_ANNUAL);
	return QN_OK;
}

static int take_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	static const char *const names[LONG_COLUMNS][7] = { { "series", "series_id", "unique_id", "id", "name", "entity", NULL }, { "indicator", NULL },
		{ "period", "timestamp", "ds", "year", "time", "date", NULL }, { "value", "y", NULL }, { "source", "data", "来源", "数据来源", NULL } };
	for (int i = 0; i < LONG_COLUMNS; i++)
		r->at[i] = find(row, names[i]);
	r->headed = true;
	return r->at[NAME] >= 0 && r->at[TIME] >= 0 && r->at[VALUE] >= 0 ? QN_OK : take_wide_header(r, row, err);
}

/* Rows. */

static int read_value(const reading *r, const qn_csv_row *row, const char *text, double *out, qn_error *err)
{
	*out = QN_MISSING;
	if (*text && strcmp(text, "NA") != 0 && !qn_number_read(text, strlen(text), out))
		return fail_at(r, row, (qn_both){ "不是数:", "not a number: " }, text, err);
	return QN_OK;
}

/* Years, periods as the store has them, plain numbers of steps; or days, of which only the month counts. */
static int read_time(reading *r, const qn_csv_row *row, const char *text, int *out, qn_error *err)
{
	qn_period period;
	qn_date date;
	double number;
	int frequency = QN_ANNUAL, year, month, day;
	if (strlen(text) >= 10 && (text[10] == 0 || text[10] == ' ' || text[10] == 'T') && qn_date_read(text, 10, &date)) {
		qn_date_parts(date, &year, &month, &day);
		frequency = QN_MONTH, r->dated = true;
		*out = 12 * year + month - 1;
	} else if (qn_period_read(text, strlen(text), &period)) {
		frequency = (int)qn_period_frequency(period);
		*out = frequency == QN_ANNUAL ? qn_period_year(period) : period;
	} else if (qn_number_read(text, strlen(text), &number) && fabs(number) < LATEST && number == (int)number) {
		*out = (int)number;
	} else {
		return fail_at(r, row, (qn_both){ "不是时期(2025、2025-Q1、2025-01,或第几步):", "not a period (2025, 2025-Q1, 2025-01, or a count of steps): " }, text, err);
	}
	if (frequency == QN_YEAR_TO_DATE)
		return fail_at(r, row, (qn_both){ "累计数不是等步长的序列:", "year-to-date figures are no series of equal steps: " }, text, err);
	if (r->frequency >= 0 && r->frequency != frequency)
		return fail_at(r, row, (qn_both){ "与前面各行的频率不同:", "the rows before are of another frequency: " }, text, err);
	r->frequency = frequency;
	return QN_OK;
}

static const char *long_name(reading *r, const qn_csv_row *row)
{
	const char *name = cell(row, r->at[NAME]), *indicator = cell(row, r->at[INDICATOR]);
	return *indicator ? qn_arena_printf(&r->out->arena, "%s:%s", name, indicator) : qn_arena_text(&r->out->arena, name);
}

static int take_point(reading *r, const qn_csv_row *row, qn_error *err)
{
	point made = { .line = row->line };
	int rc = read_time(r, row, cell(row, r->at[TIME]), &made.time, err);
	if (rc == QN_OK)
		rc = read_value(r, row, cell(row, r->at[VALUE]), &made.value, err);
	if (rc < 0)
		return rc;
	if (!qn_grow(&r->out->arena, (void **)&r->points, r->count, sizeof *r->points) || !(made.name = long_name(r, row)))
		return qn_no_memory(err);
	r->points[r->count++] = made;
	r->out->synthetic = r->out->synthetic || qn_source_is_invented(cell(row, r->at[SOURCE]));
	return QN_OK;
}

static file_series *add_series(reading *r, const char *name, int count)
{
	if (!qn_grow(&r->out->arena, (void **)&r->out->series, r->series, sizeof *r->out->series))
		return NULL;
	file_series *made = &r->out->series[r->series];
	*made = (file_series){ .name = qn_arena_text(&r->out->arena, name), .count = count,
		.value = qn_arena_array(&r->out->arena, (size_t)count + 1, sizeof *made->value) };
	if (!made->name || !made->value)
		return NULL;
	r->out->count = ++r->series;
	return made;
}

static int take_wide_row(reading *r, const qn_csv_row *row, qn_error *err)
{
	double number, value[MOST_COLUMNS];
	int count = 0, present = 0;
	for (size_t i = 1; i < row->fields && i < MOST_COLUMNS; i++) {
		int rc = r->is_value[i] ? read_value(r, row, row->field[i].text, &value[count], err) : QN_OK;
		if (rc < 0)
			return rc;
		count += r->is_value[i];
		present = r->is_value[i] && !qn_is_missing(value[count - 1]) ? count : present;
	}
	file_series *made = add_series(r, cell(row, 0), present);
	if (!made)
		return qn_no_memory(err);
	memcpy(made->value, value, (size_t)present * sizeof *value);
	const char *hidden = cell(row, r->hidden);
	if (*hidden && (!qn_number_read(hidden, strlen(hidden), &number) || number < 1 || number > MOST_HIDDEN || number != (int)number))
		return fail_at(r, row, (qn_both){ "NF 是要预测几个数值,这里是 ", "NF is how many values are to be forecast, and is " }, hidden, err);
	made->hidden = *hidden ? (int)number : 0;
	return QN_OK;
}

static int take_row(void *context, const qn_csv_row *row, qn_error *err)
{
	reading *r = context;
	return !r->headed ? take_header(r, row, err) : r->wide ? take_wide_row(r, row, err) : take_point(r, row, err);
}

/* From points to series. */

static int by_name_and_time(const void *a, const void *b)
{
	const point *x = a, *y = b;
	int names = strcmp(x->name, y->name);
	return names ? names : x->time != y->time ? (x->time > y->time) - (x->time < y->time) : (x->line > y->line) - (x->line < y->line);
}

static int make_series(reading *r, const point *from, uint32_t points, qn_error *err)
{
	int span = (from[points - 1].time - from[0].time) / r->step + 1;
	if (span > LONGEST)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:序列 %s 有 %d 期:最多 %d 期",
			"%s:%u: the series %s runs over %d periods: at most %d are taken", r->path, from->line, from->name, span, LONGEST);
	if ((r->gaps += (size_t)span > points ? (size_t)span - points : 0) > MOST_GAPS)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:超过 %d 期没有数值(到序列 %s 为止):时期写得对吗?",
			"%s:%u: more than %d periods up to the series %s have no value: are the periods those that are meant?", r->path, from->line, MOST_GAPS, from->name);
	file_series *made = add_series(r, from->name, span);
	if (!made)
		return qn_no_memory(err);
	for (int t = 0; t < span; t++)
		made->value[t] = QN_MISSING;
	for (uint32_t i = 0; i < points; i++) {
		if (i > 0 && from[i].time == from[i - 1].time)
			return qn_fail_both(err, QN_EINPUT, "%s:%u:序列 %s 的这一期在第 %u 行已有数值", "%s:%u: the series %s has a value for this period in line %u already", r->path, from[i].line,
				from->name, from[i - 1].line);
		made->value[(from[i].time - from[0].time) / r->step] = from[i].value;
	}
	return QN_OK;
}

/* Days do not say how often: the longest step of a year, half, quarter or month that fits between all of them does. */
static void find_step(reading *r)
{
	static const struct { int months; qn_frequency frequency; } steps[] = { { 12, QN_ANNUAL }, { 6, QN_HALF }, { 3, QN_QUARTER }, { 1, QN_MONTH } };
	size_t at = 0;
	r->step = 1;
	for (uint32_t i = 1; r->dated && i < r->count; i++)
		while (!strcmp(r->points[i].name, r->points[i - 1].name) && (r->points[i].time - r->points[i - 1].time) % steps[at].months != 0)
			at++;
	if (r->dated)
		r->step = steps[at].months, r->frequency = (int)steps[at].frequency;
}

static int group_points(reading *r, qn_error *err)
{
	int rc = QN_OK;
	qsort(r->points, r->count, sizeof *r->points, by_name_and_time);
	find_step(r);
	for (uint32_t i = 0, next; rc == QN_OK && i < r->count; i = next) {
		for (next = i + 1; next < r->count && !strcmp(r->points[next].name, r->points[i].name);)
			next++;
		rc = make_series(r, &r->points[i], next - i, err);
	}
	r->out->season = qn_season_of((qn_frequency)r->frequency);
	return rc;
}

int read_series(const char *path, series_file *out, qn_error *err)
{
	qn_buffer bytes = { 0 };
	const char *encoding;
	reading *r = calloc(1, sizeof *r);
	*out = (series_file){ .season = 1 };
	if (!r)
		return qn_no_memory(err);
	r->out = out, r->path = path, r->frequency = -1;
	int rc = qn_file_read(path, &bytes, err);
	if (rc == QN_OK)
		rc = qn_text_decode(&bytes, path, &encoding, err);
	if (rc == QN_OK)
		rc = qn_csv_read(bytes.data, bytes.length, path, take_row, r, err);
	if (rc == QN_OK && r->count)
		rc = group_points(r, err);
	if (rc == QN_OK && out->count == 0)
		rc = qn_fail_both(err, QN_EINPUT, "%s:里面没有序列:要有表头和数据", "%s: no series in it: it wants a header and rows", path);
	qn_buffer_free(&bytes);
	free(r);
	return rc;
}

void free_series(series_file *file)
{
	qn_arena_free(&file->arena);
}
