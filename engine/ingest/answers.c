/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/answers.h"
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "ingest/table.h"

enum { ID, CLAUSE, QUOTE, OWNERS, TITLE_EN, CRITERIA, TARGETS, INDICATORS, MEASURES };

typedef struct { const qn_program *program; const qn_catalogue *catalogue; qn_arena *arena; qn_answers *out; qn_names *ids; /* of the replies, by number */ } reading;

/* What a cell of names is about: how one is found, and how they are called. */
typedef struct {
	qn_both what;
	long (*find)(const reading *r, const char *name);
	const char *(*name_at)(const void *reading, size_t i);
	uint32_t (*count)(const reading *r);
} named;

static long find_criterion(const reading *r, const char *name) { return qn_program_criterion(r->program, name); }
static long find_target(const reading *r, const char *name) { return qn_program_target(r->program, name); }
static long find_measure(const reading *r, const char *name) { return qn_program_measure(r->program, name); }
static long find_indicator(const reading *r, const char *name) { return qn_catalogue_indicator(r->catalogue, name); }
static const char *criterion_name(const void *r, size_t i) { return ((const reading *)r)->program->criterion[i].id; }
static const char *target_name(const void *r, size_t i) { return ((const reading *)r)->program->target[i].id; }
static const char *measure_name(const void *r, size_t i) { return ((const reading *)r)->program->measure[i].id; }
static const char *indicator_name(const void *r, size_t i) { return ((const reading *)r)->catalogue->indicator[i].id; }
static uint32_t criteria(const reading *r) { return r->program->criteria; }
static uint32_t targets(const reading *r) { return r->program->targets; }
static uint32_t measures(const reading *r) { return r->program->measures; }
static uint32_t indicators(const reading *r) { return r->catalogue->indicators; }

static const named kinds[] = {
	[CRITERIA] = { { "准则", "criterion" }, find_criterion, criterion_name, criteria }, [TARGETS] = { { "目标", "target" }, find_target, target_name, targets },
	[INDICATORS] = { { "指标", "indicator" }, find_indicator, indicator_name, indicators }, [MEASURES] = { { "措施", "measure" }, find_measure, measure_name, measures },
};

bool qn_serves(const qn_served *served, uint32_t index)
{
	for (uint32_t i = 0; i < served->count; i++)
		if (served->index[i] == index)
			return true;
	return false;
}

static int take_name(const reading *r, qn_sheet *sheet, int column, const char *name, qn_served *out)
{
	const named *kind = &kinds[column];
	long found = kind->find(r, name);
	if (found < 0) {
		long at = qn_text_nearest(name, kind->name_at, r, kind->count(r));
		const char *near = at < 0 ? "" : kind->name_at(r, (size_t)at);
		int rc = qn_sheet_fail(sheet, "%s: there is no %s \"%s\"%s%s", sheet->column[column], kind->what.english, name, at < 0 ? "" : ", did you mean ", near);
		qn_sheet_fail_chinese(sheet, "%s:没有叫“%s”的%s%s%s", sheet->column[column], name, kind->what.chinese, at < 0 ? "" : ":是不是 ", near);
		return rc;
	}
	if (qn_serves(out, (uint32_t)found))
		return qn_sheet_fail_both(sheet, "%s:%s 出现两次", "%s: %s is there twice", sheet->column[column], name);
	if (!qn_grow(r->arena, (void **)&out->index, out->count, sizeof *out->index))
		return qn_no_memory(sheet->err);
	out->index[out->count++] = (uint32_t)found;
	return QN_OK;
}

static int take_names(const reading *r, qn_sheet *sheet, int column, qn_served *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	int rc = QN_OK;
	while (rc == QN_OK && *(text += strspn(text, "; "))) {
		size_t length = strcspn(text, ";"), bare = length;
		while (bare && text[bare - 1] == ' ')
			bare--;
		const char *name = qn_arena_copy(r->arena, text, bare);
		rc = name ? take_name(r, sheet, column, name, out) : qn_no_memory(sheet->err);
		text += length;
	}
	return rc;
}

/* "A;B" as people read it: "A; B". */
static const char *spaced(qn_arena *arena, const char *text)
{
	qn_buffer out = { 0 };
	for (; *text; text++) {
		qn_buffer_add(&out, text, 1);
		if (*text == ';' && text[1] && text[1] != ' ')
			qn_buffer_text(&out, " ");
	}
	return qn_buffer_keep(&out, arena);
}

static int take_reply(void *context, qn_sheet *sheet)
{
	reading *r = context;
	qn_answers *all = r->out;
	const char *id = qn_sheet_cell(sheet, ID), *quote = qn_sheet_cell(sheet, QUOTE), *english = qn_sheet_cell(sheet, TITLE_EN);
	if (!*id || !*quote)
		return qn_sheet_fail_both(sheet, "每条对照要有编号,并在 quote 一列写出原文", "an answer wants an id and the words of the text, in the column quote");
	uint32_t number = qn_names_add(r->ids, id, strlen(id));
	if (number == QN_NO_NAME)
		return qn_no_memory(sheet->err);
	if (number != all->replies)
		return qn_sheet_fail_both(sheet, "%s 出现两次,第一次在第 %u 行", "%s is there twice, first in line %u", id, all->reply[number].line);
	qn_reply reply = { .id = qn_arena_text(r->arena, id), .clause = qn_arena_text(r->arena, qn_sheet_cell(sheet, CLAUSE)),
		.quote = qn_arena_text(r->arena, quote), .owners = spaced(r->arena, qn_sheet_cell(sheet, OWNERS)), .line = sheet->row->line };
	reply.title = (qn_label){ reply.quote, *english ? qn_arena_text(r->arena, english) : reply.quote };
	if (!reply.id || !reply.clause || !reply.quote || !reply.owners || !reply.title.en || !qn_grow(r->arena, (void **)&all->reply, all->replies, sizeof reply))
		return qn_no_memory(sheet->err);
	int rc = take_names(r, sheet, CRITERIA, &reply.criteria);
	if (rc == QN_OK)
		rc = take_names(r, sheet, TARGETS, &reply.targets);
	if (rc == QN_OK)
		rc = take_names(r, sheet, INDICATORS, &reply.indicators);
	if (rc == QN_OK)
		rc = take_names(r, sheet, MEASURES, &reply.measures);
	all->reply[all->replies++] = reply;
	return rc;
}

int qn_answers_read(const qn_pack_file *file, size_t files, const qn_program *program, const qn_catalogue *catalogue, qn_arena *arena,
	qn_answers *out, qn_error *err)
{
	reading r = { program, catalogue, arena, out, qn_names_new() };
	int rc = r.ids ? QN_OK : qn_no_memory(err);
	*out = (qn_answers){ .replies = 0 };
	for (size_t i = 0; rc == QN_OK && i < files; i++) {
		qn_sheet sheet = { .name = file[i].path, .column = { "id", "clause", "quote", "owners", "title_en", "criteria", "targets", "indicators", "measures" } };
		if (!strcmp(file[i].path, "data/answers.csv"))
			rc = qn_sheet_read(&sheet, file[i].bytes, file[i].length, OWNERS + 1, take_reply, &r, err);
	}
	qn_names_free(r.ids);
	return rc;
}
