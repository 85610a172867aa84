/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/days.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "ingest/heads.h"
#include "ingest/sources.h"
#include "store/columns.h"

enum { MOST = 64 };

/* The first of a column, and how many. */
typedef struct { const char *name; qn_date day, known_on; unsigned line; int column; uint32_t count; } early;

struct qn_days {
	qn_importing *i;
	size_t column;         /* from 1; 0: there is none */
	early early[MOST];
	uint32_t columns;
};

qn_days *qn_days_new(qn_importing *i)
{
	qn_days *days = calloc(1, sizeof *days);
	if (days)
		days->i = i;
	return days;
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
	static const qn_both no_day = { "不是日期:请写成 2026-03-30", "is no day: write it as in 2026-03-30" };
	qn_date day = days->i->options->known_on;
	const char *said = days->column ? text[days->column - 1] : "";
	if (*said && !qn_day_read(said, &day))
		qn_import_bad(days->i, line, (int)days->column, "“%s”%s", "\"%s\" %s", said, qn_import_word(days->i, no_day));
	return day;
}

void qn_days_hold(qn_days *days, qn_date known_on, unsigned line, const qn_field *field, size_t column)
{
	uint32_t k = 0;
	if (field->type != QN_FIELD_DATE || field->date <= known_on)
		return;
	while (k < days->columns && days->early[k].column != (int)column)
		k++;
	if (k == MOST)
		return;
	if (k == days->columns)
		days->early[days->columns++] = (early){ field->name, field->date, known_on, line, (int)column, 0 };
	days->early[k].count++;
}

void qn_days_tell(qn_days *days)
{
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

void qn_days_free(qn_days *days) { free(days); }
