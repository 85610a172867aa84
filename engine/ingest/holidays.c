/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/holidays.h"
#include <string.h>
#include "ingest/table.h"
#include "plan/program.h"

typedef struct { qn_special_day *day; uint32_t days; qn_arena *arena; } reading;

static int take_day(void *context, qn_sheet *sheet)
{
	reading *r = context;
	const char *date = qn_sheet_cell(sheet, 0), *kind = qn_sheet_cell(sheet, 1);
	qn_special_day day = { .works = !strcmp(kind, "workday") };
	if (!qn_date_read(date, strlen(date), &day.day))
		return qn_sheet_fail_both(sheet, "date %s:应为日期,如 2025-10-01", "date %s: a day is wanted, as in 2025-10-01", date);
	if (!day.works && strcmp(kind, "holiday") != 0)
		return qn_sheet_fail_both(sheet, "kind %s:应为 holiday 或 workday", "kind %s: holiday or workday is wanted", kind);
	if (!qn_grow(r->arena, (void **)&r->day, r->days, sizeof day))
		return qn_no_memory(sheet->err);
	r->day[r->days++] = day;
	return QN_OK;
}

int qn_holidays_read(const qn_pack_file *file, size_t files, qn_arena *arena, qn_calendar *out, qn_error *err)
{
	reading r = { .arena = arena };
	qn_date twice;
	int rc = QN_OK;
	for (size_t i = 0; rc == QN_OK && i < files; i++) {
		qn_sheet sheet = { .name = file[i].path, .column = { "date", "kind", "name" } };
		if (!strcmp(file[i].path, "data/holidays.csv"))
			rc = qn_sheet_read(&sheet, file[i].bytes, file[i].length, 2, take_day, &r, err);
	}
	if (rc == QN_OK && !qn_calendar_make(r.day, r.days, out, &twice)) {
		char text[16];
		qn_date_text(twice, text);
		rc = qn_fail_both(err, QN_EINPUT, "data/holidays.csv:%s 出现两次", "data/holidays.csv: %s is there twice", text);
	}
	return rc;
}
