/* SPDX-License-Identifier: Apache-2.0 */
/* pack.c - a pack's manifest and tables into a catalogue and lists of entities; every mistake is told by file and line. */
#include "ingest/building.h"
#include "ingest/holidays.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "plan/program.h"

static const char *noted(qn_building *b, const char *text)
{
	b->failed = b->failed || !text;
	return text;
}

const char *qn_building_keep(qn_building *b, const char *text) { return noted(b, qn_arena_text(&b->pack->arena, text)); }
const char *qn_building_keep_own(qn_building *b, const char *text) { return noted(b, qn_arena_text(&b->pack->catalogue->arena, text)); }
const char *qn_building_keep_any(qn_building *b, const char *text) { return *text ? qn_building_keep_own(b, text) : NULL; }

static const qn_pack_file *find_file(const qn_pack *pack, const char *path)
{
	for (size_t i = 0; i < pack->files; i++)
		if (!strcmp(pack->file[i].path, path))
			return &pack->file[i];
	return NULL;
}

qn_label qn_building_label(qn_building *b, const char *zh, const char *en, const char *id)
{
	return (qn_label){ qn_building_keep_any(b, zh), qn_building_keep_any(b, *zh || *en ? en : id) };
}

const char *qn_building_near(const char *name, const char *(*name_at)(const void *context, size_t i), const void *context, size_t count)
{
	long near = qn_text_nearest(name, name_at, context, count);
	return near < 0 ? NULL : name_at(context, (size_t)near);
}

int qn_building_fail_id(const qn_sheet *sheet, qn_both what, const char *id)
{
	int rc = *id ? qn_sheet_fail(sheet, "the %s %s is given twice", what.english, id) : qn_sheet_fail(sheet, "a %s wants an id", what.english);
	if (*id)
		qn_sheet_fail_chinese(sheet, "%s %s 写了两次", what.chinese, id);
	else
		qn_sheet_fail_chinese(sheet, "%s要有编号(id)", what.chinese);
	return rc;
}

int qn_building_fail_unknown(const qn_sheet *sheet, qn_both what, const char *id, const char *near, qn_both advice)
{
	int rc = qn_sheet_fail(sheet, "no %s is called \"%s\"%s%.64s: %s", what.english, id, near ? ", did you mean " : "", near ? near : "", advice.english);
	qn_sheet_fail_chinese(sheet, "没有叫“%s”的%s%s%.64s%s%s", id, what.chinese, near ? ",是不是 " : "", near ? near : "", near ? "?" : ":", advice.chinese);
	return rc;
}

static int take_manifest(void *context, qn_sheet *sheet)
{
	qn_building *b = context;
	const char *key = qn_sheet_cell(sheet, 0), *value = qn_building_keep(b, qn_sheet_cell(sheet, 1));
	const struct { const char *key; const char **to; } known[] = { { "id", &b->pack->id }, { "main", &b->pack->main }, { "title_zh", &b->title_zh },
		{ "title_en", &b->title_en }, { "subject", &b->subject }, { "frequency", &b->frequency }, { "data", &b->data },
		{ "peers", &b->pack->peers }, { "size", &b->pack->size }, { "places", &b->pack->places } };
	if (!value)
		return qn_no_memory(sheet->err);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].key, key))
			return *known[i].to ? qn_sheet_fail_both(sheet, "%s 写了两次", "%s is given twice", key) : (*known[i].to = value, QN_OK);
	return qn_sheet_fail_both(sheet, "这里不认识 %s:认识 id、title_zh、title_en、subject、frequency、main、data、peers、size 和 places",
		"%s is not known here: id, title_zh, title_en, subject, frequency, main, data, peers, size and places are", key);
}

static int read_table(qn_building *b, const char *path, const char *const *columns, int needed, bool optional, int (*each)(void *, qn_sheet *), qn_error *err)
{
	const qn_pack_file *file = find_file(b->pack, path);
	qn_sheet sheet = { .name = path };
	if (!file)
		return optional ? QN_OK : qn_fail_both(err, QN_ENOTFOUND, "规则包没有 %s:qunce new pack 写出的包里有一份可参照", "the pack has no %s: one that qunce new pack writes has it", path);
	for (int i = 0; columns[i]; i++)
		sheet.column[i] = columns[i];
	return qn_sheet_read(&sheet, file->bytes, file->length, needed, each, b, err);
}

static int read_manifest(qn_building *b, qn_error *err)
{
	static const char *const columns[] = { "key", "value", NULL };
	int rc = read_table(b, "pack.csv", columns, 2, false, take_manifest, err);
	if (rc < 0)
		return rc;
	if (!b->pack->id || !b->pack->main || !b->subject || !b->data)
		return qn_fail_both(err, QN_EINPUT, "pack.csv:id、main、subject 和 data 都要写", "pack.csv: id, main, subject and data are all wanted");
	b->pack->data = b->data;
	if (qn_text_ends(b->pack->main, "_test.lua"))
		return qn_fail_both(err, QN_EINPUT, "pack.csv:main %s:以 _test.lua 结尾的是测试文件,请写规则的脚本", "pack.csv: main %s: what ends in _test.lua holds tests: name the script of the rules", b->pack->main);
	if (!find_file(b->pack, b->pack->main))
		return qn_fail_both(err, QN_EINPUT, "pack.csv:main %s:规则包没有这个脚本", "pack.csv: main %s: the pack has no such script", b->pack->main);
	return QN_OK;
}

static int take_kind(void *context, qn_sheet *sheet)
{
	qn_building *b = context;
	qn_catalogue *c = b->pack->catalogue;
	const char *id = qn_sheet_cell(sheet, 0);
	if (!*id || qn_ids_find(&b->kinds, id) >= 0)
		return qn_building_fail_id(sheet, (qn_both){ "类别", "kind" }, id);
	if (!qn_grow(&c->arena, (void **)&c->kind, c->kinds, sizeof *c->kind))
		return qn_no_memory(sheet->err);
	c->kind[c->kinds] = (qn_kind){ qn_building_keep_own(b, id), qn_building_label(b, qn_sheet_cell(sheet, 1), qn_sheet_cell(sheet, 2), id) };
	const qn_kind *new = &c->kind[c->kinds++];
	return new->id && qn_ids_add(&b->kinds, &b->pack->arena, new->id, new->title) ? QN_OK : qn_no_memory(sheet->err);
}

static int read_day(const qn_sheet *sheet, int column, qn_date otherwise, qn_date *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	*out = otherwise;
	if (*text && !qn_date_read(text, strlen(text), out))
		return qn_sheet_fail_both(sheet, "%s %s:应为日期,如 2025-07-01", "%s %s: a day is wanted, as in 2025-07-01", sheet->column[column], text);
	return QN_OK;
}

static const char *kind_name(const void *context, size_t i) { return ((const qn_catalogue *)context)->kind[i].id; }

static int find_kind(const qn_building *b, const qn_sheet *sheet, const char *id, uint32_t *out)
{
	const qn_catalogue *c = b->pack->catalogue;
	long kind = qn_ids_find(&b->kinds, id);
	if (kind < 0)
		return qn_building_fail_unknown(sheet, (qn_both){ "类别", "kind" }, id, qn_building_near(id, kind_name, c, c->kinds),
			(qn_both){ "kinds.csv 列出全部", "kinds.csv lists them" });
	*out = (uint32_t)kind;
	return QN_OK;
}

static int take_entity(void *context, qn_sheet *sheet)
{
	qn_building *b = context;
	struct qn_pack_entity e = { .line = sheet->row->line };
	const char *id = qn_sheet_cell(sheet, 1);
	int rc = find_kind(b, sheet, qn_sheet_cell(sheet, 0), &e.entity.kind);
	if (rc == QN_OK && !*id)
		rc = qn_sheet_fail_both(sheet, "对象要有编号(id)", "an entity wants an id");
	if (rc == QN_OK)
		rc = read_day(sheet, 6, INT32_MIN + 1, &e.from);
	if (rc == QN_OK)
		rc = read_day(sheet, 7, QN_END_OF_TIME, &e.until);
	if (rc == QN_OK && e.from >= e.until)
		rc = qn_sheet_fail_both(sheet, "until %s 不在 from %s 之后", "until %s is not after from %s", qn_sheet_cell(sheet, 7), qn_sheet_cell(sheet, 6));
	if (rc < 0)
		return rc;
	e.entity.id = qn_building_keep(b, id), e.entity.code = qn_building_keep(b, qn_sheet_cell(sheet, 4));
	e.entity.note = qn_building_keep_any(b, qn_sheet_cell(sheet, 8));
	e.entity.title = qn_building_label(b, qn_sheet_cell(sheet, 2), qn_sheet_cell(sheet, 3), id);
	e.member_of = qn_building_keep(b, qn_sheet_cell(sheet, 5));
	if (!e.entity.id || !e.entity.code || !e.member_of || !qn_grow(&b->pack->arena, (void **)&b->pack->entity, b->entities, sizeof e))
		return qn_no_memory(sheet->err);
	b->pack->entity[b->entities++] = e;
	b->pack->entities = b->entities;
	return QN_OK;
}

static int take_alias(void *context, qn_sheet *sheet)
{
	qn_building *b = context;
	uint32_t kind;
	int rc = find_kind(b, sheet, qn_sheet_cell(sheet, 0), &kind);
	if (rc == QN_OK && !*qn_sheet_cell(sheet, 2))
		rc = qn_sheet_fail_both(sheet, "alias 一列要写别名", "a further name is wanted in the column alias");
	if (rc < 0)
		return rc;
	if (!qn_grow(&b->pack->arena, (void **)&b->pack->alias, b->aliases, sizeof *b->pack->alias))
		return qn_no_memory(sheet->err);
	b->pack->alias[b->aliases++] = (struct qn_pack_alias){ qn_building_keep(b, qn_sheet_cell(sheet, 0)), qn_building_keep(b, qn_sheet_cell(sheet, 1)),
		qn_building_keep(b, qn_sheet_cell(sheet, 2)), sheet->row->line };
	b->pack->aliases = b->aliases;
	return QN_OK;
}

/* The members of every kind but the subject, in the order of the table, which is the order of their numbers. */
static int list_members(qn_building *b, qn_error *err)
{
	qn_catalogue *c = b->pack->catalogue;
	c->member = qn_arena_array(&c->arena, (size_t)c->kinds + 1, sizeof *c->member);
	if (!c->member)
		return qn_no_memory(err);
	for (size_t i = 0; i < b->pack->entities; i++) {
		const qn_entity *e = &b->pack->entity[i].entity;
		struct qn_members *m = &c->member[e->kind];
		if (e->kind == c->subject)
			continue;
		if (!qn_grow(&c->arena, (void **)&m->id, m->count, sizeof *m->id) || !qn_grow(&c->arena, (void **)&m->title, m->count, sizeof *m->title))
			return qn_no_memory(err);
		m->id[m->count] = qn_building_keep_own(b, e->id);
		m->title[m->count] = e->title; /* in the catalogue's memory already */
		if (!m->id[m->count++])
			return qn_no_memory(err);
	}
	return QN_OK;
}

/* "city; county": kinds that those who are judged belong to. */
static int check_places(const qn_building *b, qn_error *err)
{
	const qn_catalogue *c = b->pack->catalogue;
	const char *at = b->pack->places ? b->pack->places : "";
	while (*(at += strspn(at, "; "))) {
		char name[64];
		size_t length = strcspn(at, "; ");
		snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), at);
		long kind = length < sizeof name ? qn_catalogue_kind(c, name) : -1;
		const char *near = kind < 0 ? qn_building_near(name, kind_name, c, c->kinds) : NULL;
		if (near)
			return qn_fail_both(err, QN_EINPUT, "pack.csv:places %s:kinds.csv 里没有这一类别,是不是 %s", "pack.csv: places %s: no kind of kinds.csv is called so, did you mean %s", name, near);
		if (kind < 0)
			return qn_fail_both(err, QN_EINPUT, "pack.csv:places %s:kinds.csv 里没有这一类别", "pack.csv: places %s: no kind of kinds.csv is called so", name);
		if (!strcmp(name, b->subject))
			return qn_fail_both(err, QN_EINPUT, "pack.csv:places %s:那是评估对象自己,要写它所属的类别", "pack.csv: places %s: those are who is judged: kinds that they belong to are wanted", name);
		at += length;
	}
	return QN_OK;
}

static int name_programme(qn_building *b, qn_error *err)
{
	qn_catalogue *c = b->pack->catalogue;
	long subject = qn_catalogue_kind(c, b->subject);
	const char *letter = b->frequency && *b->frequency ? b->frequency : "A";
	int frequency = letter[1] ? -1 : qn_frequency_read(*letter);
	if (subject < 0)
		return qn_fail_both(err, QN_EINPUT, "pack.csv:subject %s:kinds.csv 里没有这一类别", "pack.csv: the subject %s is no kind of kinds.csv", b->subject);
	if (frequency < 0)
		return qn_fail_both(err, QN_EINPUT, "pack.csv:frequency %s:应为 A、S、Q 或 M", "pack.csv: frequency %s: A, S, Q or M is wanted", letter);
	if (b->pack->peers && qn_catalogue_kind(c, b->pack->peers) < 0)
		return qn_fail_both(err, QN_EINPUT, "pack.csv:peers %s:kinds.csv 里没有这一类别", "pack.csv: peers %s: no kind of kinds.csv is called so", b->pack->peers);
	if (b->pack->size && qn_catalogue_indicator(c, b->pack->size) < 0)
		return qn_fail_both(err, QN_EINPUT, "pack.csv:size %s:indicators.csv 里没有这一指标", "pack.csv: size %s: no indicator of indicators.csv is called so", b->pack->size);
	int rc = check_places(b, err);
	if (rc < 0)
		return rc;
	c->subject = (uint32_t)subject;
	c->frequency = (qn_frequency)frequency;
	c->pack = qn_building_keep_own(b, b->pack->id);
	c->title = qn_building_label(b, b->title_zh ? b->title_zh : "", b->title_en ? b->title_en : "", b->pack->id);
	return c->pack ? QN_OK : qn_no_memory(err);
}

static int build(qn_building *b, qn_error *err)
{
	static const char *const kinds[] = { "id", "name_zh", "name_en", NULL };
	static const char *const entities[] = { "kind", "id", "name_zh", "name_en", "code", "member_of", "from", "until", "note", NULL };
	static const char *const aliases[] = { "kind", "id", "alias", NULL };
	int rc = read_manifest(b, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/kinds.csv", kinds, 1, false, take_kind, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/units.csv", qn_unit_columns, 2, false, qn_building_unit, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/indicators.csv", qn_indicator_columns, 3, false, qn_building_indicator, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/entities.csv", entities, 2, false, take_entity, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/aliases.csv", aliases, 3, true, take_alias, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/registers.csv", qn_register_columns, 3, true, qn_building_register, err);
	if (rc == QN_OK)
		rc = qn_building_refer(b, err);
	if (rc == QN_OK)
		rc = qn_holidays_read(b->pack->file, b->pack->files, &b->pack->arena, &(qn_calendar){ 0 }, err);
	if (rc == QN_OK)
		rc = name_programme(b, err);
	if (rc == QN_OK)
		rc = b->failed ? qn_no_memory(err) : qn_members_check(b->pack, err);
	return rc < 0 ? rc : list_members(b, err);
}

static int from_files(const qn_pack_file *file, size_t files, int (*fill)(qn_building *b, qn_error *err), qn_pack **out, qn_error *err)
{
	qn_pack *pack = calloc(1, sizeof *pack);
	qn_building b = { .pack = pack };
	int rc = QN_OK;
	if (!pack)
		return qn_no_memory(err);
	pack->catalogue = calloc(1, sizeof *pack->catalogue);
	pack->file = qn_arena_array(&pack->arena, files + 1, sizeof *pack->file);
	if (!pack->catalogue || !pack->file)
		rc = qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < files; i++) {
		pack->file[i] = (qn_pack_file){ qn_arena_text(&pack->arena, file[i].path), qn_arena_copy(&pack->arena, file[i].bytes, file[i].length), file[i].length };
		if (!pack->file[i].path || !pack->file[i].bytes)
			rc = qn_no_memory(err);
		pack->files = i + 1;
	}
	if (rc == QN_OK)
		rc = fill(&b, err);
	qn_names_free(b.called);
	qn_ids_free(&b.kinds);
	qn_ids_free(&b.registers);
	if (rc < 0)
		qn_pack_free(pack);
	else
		*out = pack;
	return rc;
}

int qn_pack_from_files(const qn_pack_file *file, size_t files, qn_pack **out, qn_error *err)
{
	return from_files(file, files, build, out, err);
}

int qn_pack_scripts(const qn_pack_file *file, size_t files, qn_pack **out, qn_error *err)
{
	return from_files(file, files, read_manifest, out, err);
}

void qn_pack_free(qn_pack *pack)
{
	if (!pack)
		return;
	qn_catalogue_free(pack->catalogue);
	qn_arena_free(&pack->arena);
	free(pack);
}
