/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_read.c - the document's rows and what the pack's table says of each. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/pack/coverage.h"
#include "cli/show.h"
#include "ingest/csv.h"
#include "ingest/table.h"

const char *const cover_status_ids[COVER_STATUSES] = { "computed", "tested", "recorded", "not_done" };

void cover_doubt(covering *c, const cover_row *row, const char *format, ...)
{
	char words[1024];
	qn_arena *arena = &c->se->arena;
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	const char *whole = row->line ? qn_arena_printf(arena, "data/coverage.csv:%u: %s: %s", row->line, row->id, words)
		: qn_arena_printf(arena, "data/coverage.csv: %s: %s", row->id, words);
	c->failed = c->failed || !whole || !qn_grow(arena, (void **)&c->doubt, c->doubts, sizeof *c->doubt);
	if (!c->failed)
		c->doubt[c->doubts++] = whole;
}

const char *cover_item(covering *c, const char **at)
{
	*at += strspn(*at, "; ");
	size_t length = strcspn(*at, ";"), kept = length;
	if (!length)
		return NULL;
	while (kept && (*at)[kept - 1] == ' ')
		kept--;
	const char *item = qn_arena_copy(&c->se->arena, *at, kept);
	*at += length;
	c->failed = c->failed || !item;
	return item;
}

static int read_disk(covering *c, const char *path, qn_pack_file *out, qn_error *err)
{
	qn_arena *arena = &c->se->arena;
	const char *found, *whole = qn_arena_printf(arena, "%s/%s/%s", c->folder, c->pack->data, path);
	qn_buffer bytes = { 0 };
	if (!whole)
		return qn_no_memory(err);
	if (access(whole, R_OK) != 0)
		return 0;
	int rc = qn_file_read(whole, &bytes, err);
	if (rc == QN_OK)
		rc = qn_text_decode(&bytes, whole, &found, err);
	if (rc == QN_OK) {
		*out = (qn_pack_file){ path, qn_arena_copy(arena, bytes.data ? bytes.data : "", bytes.length), bytes.length };
		rc = out->bytes ? 1 : qn_no_memory(err);
	}
	qn_buffer_free(&bytes);
	return rc;
}

int cover_file(covering *c, const char *path, qn_pack_file *out, qn_error *err)
{
	for (size_t i = 0; i < c->pack->files; i++)
		if (!strncmp(c->pack->file[i].path, "data/", 5) && !strcmp(c->pack->file[i].path + 5, path))
			return *out = c->pack->file[i], 1;
	return c->folder ? read_disk(c, path, out, err) : 0;
}

static const char *keep(covering *c, const qn_sheet *sheet, int column)
{
	const char *text = qn_arena_text(&c->se->arena, qn_sheet_cell(sheet, column));
	c->failed = c->failed || !text;
	return text;
}

static cover_row *find_row(covering *c, const char *id)
{
	for (uint32_t i = 0; i < c->rows; i++)
		if (!strcmp(c->row[i].id, id))
			return &c->row[i];
	return NULL;
}

static int take_requirement(void *context, qn_sheet *sheet)
{
	covering *c = context;
	const char *id = qn_sheet_cell(sheet, 0);
	if (!*id || find_row(c, id))
		return qn_sheet_fail(sheet, *id ? "the row %s is given twice" : "a row of the document wants an id%s", id);
	if (!qn_grow(&c->se->arena, (void **)&c->row, c->rows, sizeof *c->row))
		return qn_no_memory(sheet->err);
	c->row[c->rows++] = (cover_row){ .id = keep(c, sheet, 0), .clause = keep(c, sheet, 1), .snippet = keep(c, sheet, 2), .kind = keep(c, sheet, 3),
		.by = "", .number = "", .test = "", .note = "", .status = COVER_NOT_DONE };
	return c->failed ? qn_no_memory(sheet->err) : QN_OK;
}

static const char *row_id(const void *context, size_t i) { return ((const cover_row *)context)[i].id; }

static int unknown_row(const covering *c, const qn_sheet *sheet, const char *id)
{
	long near = qn_text_nearest(id, row_id, c->row, c->rows);
	return qn_sheet_fail(sheet, "requirements.csv has no row %s%s%s", id, near < 0 ? "" : ", did you mean ", near < 0 ? "" : c->row[near].id);
}

static int take_claim(void *context, qn_sheet *sheet)
{
	covering *c = context;
	const char *id = qn_sheet_cell(sheet, 0), *status = qn_sheet_cell(sheet, 1);
	cover_row *row = find_row(c, id);
	int found = COVER_STATUSES;
	if (!row)
		return unknown_row(c, sheet, id);
	if (row->line)
		return qn_sheet_fail(sheet, "%s is spoken of twice, the first time in line %u", id, row->line);
	for (int i = 0; i < COVER_STATUSES; i++)
		if (!strcmp(cover_status_ids[i], status))
			found = i;
	if (found == COVER_STATUSES)
		return qn_sheet_fail(sheet, "status %s: computed, tested, recorded or not_done is wanted", status);
	row->status = (cover_status)found;
	row->by = keep(c, sheet, 2), row->number = keep(c, sheet, 3), row->test = keep(c, sheet, 4), row->note = keep(c, sheet, 5);
	row->line = sheet->row->line;
	return c->failed ? qn_no_memory(sheet->err) : QN_OK;
}

static int read_table(covering *c, const char *path, const char *const *columns, int needed, int (*each)(void *, qn_sheet *), qn_error *err)
{
	qn_pack_file file;
	qn_sheet sheet = { .name = qn_arena_printf(&c->se->arena, "data/%s", path) };
	int rc = sheet.name ? cover_file(c, path, &file, err) : qn_no_memory(err);
	for (int i = 0; columns[i]; i++)
		sheet.column[i] = columns[i];
	if (rc == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "规则包没有 data/%s:该表说明文件的每一条由什么实现", "the pack has no data/%s, the table that says what each row of its document is met by", path);
	return rc < 0 ? rc : qn_sheet_read(&sheet, file.bytes, file.length, needed, each, c, err);
}

int cover_read(covering *c, qn_error *err)
{
	static const char *const requirements[] = { "id", "clause", "snippet", "kind", NULL };
	static const char *const claims[] = { "id", "status", "by", "number", "test", "note", NULL };
	int rc = read_table(c, "requirements.csv", requirements, 4, take_requirement, err);
	if (rc == QN_OK)
		rc = read_table(c, "coverage.csv", claims, 5, take_claim, err);
	for (uint32_t i = 0; rc == QN_OK && i < c->rows; i++)
		if (!c->row[i].line)
			cover_doubt(c, &c->row[i], "%s", say(c->se, "the table says nothing of this row", "表中没有这一条"));
	return c->failed ? qn_no_memory(err) : rc;
}
