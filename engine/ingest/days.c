/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/days.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/names.h"
#include "ingest/dates.h"
#include "ingest/heads.h"
#include "store/columns.h"

/* The first of a column by day and line, and how many. */
typedef struct { const char *name; qn_date day, known_on; unsigned line; int column; uint32_t count; } early;
typedef struct { qn_date day; uint32_t import; uint64_t rows; } told;

struct qn_days {
	qn_importing *i;
	size_t column;         /* from 1; 0: there is none */
	early early[QN_MOST_HEADS];
	uint32_t columns;
	qn_names *known;       /* days, until they are admitted */
	told *told;            /* by number in known; in order once they are admitted */
	uint32_t room;
};

qn_days *qn_days_new(qn_importing *i)
{
	qn_days *days = calloc(1, sizeof *days);
	if (!days)
		return NULL;
	days->i = i;
	if ((days->known = qn_names_new()))
		return days;
	qn_days_free(days);
	return NULL;
}

bool qn_days_head(qn_days *days, size_t column, const char *name)
{
	if (days->column || qn_head_find(name) != QN_OF_KNOWN_ON)
		return false;
	days->column = column + 1;
	return true;
}

qn_date qn_days_of(qn_days *days, unsigned line, const char *const *text)
{
	qn_date day = days->i->options->known_on;
	const char *said = days->column ? text[days->column - 1] : "";
	const qn_both *why = *said ? qn_day_known_in_column(said, &day) : NULL;
	if (why)
		qn_import_bad(days->i, line, (int)days->column, "“%s”%s", "\"%s\" %s", said, qn_import_word(days->i, *why));
	return day;
}

bool qn_days_count(qn_days *days, qn_date known_on)
{
	uint32_t before = qn_names_count(days->known), number = qn_names_add(days->known, (const char *)&known_on, sizeof known_on);
	if (number == before && number == days->room) {
		uint32_t room = number ? 2 * number : 16;
		told *more = realloc(days->told, room * sizeof *more);
		if (!more)
			return false;
		days->told = more, days->room = room;
	}
	if (number == QN_NO_NAME)
		return false;
	if (number == before)
		days->told[number] = (told){ .day = known_on };
	days->told[number].rows++;
	return true;
}

static int by_day(const void *x, const void *y)
{
	const told *a = x, *b = y;
	return (a->day > b->day) - (a->day < b->day);
}

int qn_days_admit(qn_days *days, qn_error *err)
{
	uint32_t count = qn_names_count(days->known);
	int rc = QN_OK;
	if (count)
		qsort(days->told, count, sizeof *days->told, by_day);
	for (uint32_t k = 0; rc == QN_OK && k < count; k++) {
		rc = qn_import_admit(days->i, days->told[k].day, days->told[k].rows, err);
		days->told[k].import = days->i->import.number;
	}
	return rc;
}

uint32_t qn_days_import(const qn_days *days, qn_date known_on)
{
	const told *found = bsearch(&(told){ .day = known_on }, days->told, qn_names_count(days->known), sizeof *days->told, by_day);
	return found ? found->import : 0;
}

static bool goes_before(const early *a, const early *b)
{
	if (a->known_on != b->known_on)
		return a->known_on < b->known_on;
	return a->line != b->line ? a->line < b->line : a->column < b->column;
}

void qn_days_hold(qn_days *days, const qn_entry *entry, uint32_t field, const char *name)
{
	const early now = { name, entry->field[field].date, entry->known_on, entry->line, entry->column[field] + 1, 1 };
	uint32_t k = 0;
	if (entry->field[field].type != QN_FIELD_DATE || now.day <= now.known_on)
		return;
	while (k < days->columns && days->early[k].column != now.column)
		k++;
	uint32_t count = k < days->columns ? days->early[k].count : 0;
	if (count == 0 || goes_before(&now, &days->early[k]))
		days->early[k] = now;
	days->early[k].count = count + 1;
	days->columns += count == 0;
}

static int by_first(const void *x, const void *y) { return goes_before(y, x) - goes_before(x, y); }

void qn_days_tell(qn_days *days)
{
	if (days->columns)
		qsort(days->early, days->columns, sizeof *days->early, by_first);
	for (uint32_t k = 0; k < days->columns; k++) {
		const early *one = &days->early[k];
		char day[16], known_on[16];
		qn_date_text(one->day, day), qn_date_text(one->known_on, known_on);
		if (one->count == 1)
			qn_import_note(days->i, one->line, one->column, "%s %s 晚于获知日期 %s:请核对哪个日期不对", "%s %s is after %s, the day it was known: which of the two days is wrong?", one->name, day, known_on);
		else
			qn_import_note(days->i, one->line, one->column, "%s %s 晚于获知日期 %s(共 %u 条):请核对哪个日期不对", "%s %s is after %s, the day it was known (%u records in all): which of the two days is wrong?",
				one->name, day, known_on, one->count);
	}
}

void qn_days_free(qn_days *days)
{
	if (!days)
		return;
	qn_names_free(days->known);
	free(days->told);
	free(days);
}
