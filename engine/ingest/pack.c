/* SPDX-License-Identifier: Apache-2.0 */
/* pack.c - a pack's manifest and tables into a catalogue and lists of entities; every mistake is told by file and line. */
#include "ingest/pack.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ingest/table.h"
#include "plan/program.h"

typedef struct { qn_pack *pack; const char *title_zh, *title_en, *subject, *frequency, *data; uint32_t units, kinds, indicators, entities, aliases; } building;

static const char *keep(building *b, const char *text) { return qn_arena_text(&b->pack->arena, text); }
static const char *keep_own(building *b, const char *text) { return qn_arena_text(&b->pack->catalogue->arena, text); }
static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const qn_pack_file *find_file(const qn_pack *pack, const char *path)
{
	for (size_t i = 0; i < pack->files; i++)
		if (!strcmp(pack->file[i].path, path))
			return &pack->file[i];
	return NULL;
}

static qn_label label_of(building *b, const char *zh, const char *en, const char *id)
{
	qn_label label = { or_null(keep_own(b, zh)), or_null(keep_own(b, en)) };
	if (!label.zh && !label.en)
		label.en = keep_own(b, id);
	return label;
}

static int take_manifest(void *context, qn_sheet *sheet)
{
	building *b = context;
	const char *key = qn_sheet_cell(sheet, 0), *value = keep(b, qn_sheet_cell(sheet, 1));
	const struct { const char *key; const char **to; } known[] = { { "id", &b->pack->id }, { "main", &b->pack->main }, { "title_zh", &b->title_zh },
		{ "title_en", &b->title_en }, { "subject", &b->subject }, { "frequency", &b->frequency }, { "data", &b->data } };
	if (!value)
		return qn_no_memory(sheet->err);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].key, key))
			return *known[i].to = value, QN_OK;
	return qn_sheet_fail(sheet, "%s is not known here: id, title_zh, title_en, subject, frequency, main and data are", key);
}

static int read_table(building *b, const char *path, const char *const *columns, int needed, bool optional, int (*each)(void *, qn_sheet *), qn_error *err)
{
	const qn_pack_file *file = find_file(b->pack, path);
	qn_sheet sheet = { .name = path };
	if (!file)
		return optional ? QN_OK : qn_fail(err, QN_ENOTFOUND, "the pack has no %s", path);
	for (int i = 0; columns[i]; i++)
		sheet.column[i] = columns[i];
	return qn_sheet_read(&sheet, file->bytes, file->length, needed, each, b, err);
}

static int read_manifest(building *b, qn_error *err)
{
	static const char *const columns[] = { "key", "value", NULL };
	int rc = read_table(b, "pack.csv", columns, 2, false, take_manifest, err);
	if (rc < 0)
		return rc;
	if (!b->pack->id || !b->pack->main || !b->subject || !b->data)
		return qn_fail(err, QN_EINPUT, "pack.csv: id, main, subject and data are all wanted");
	return QN_OK;
}

static int take_kind(void *context, qn_sheet *sheet)
{
	building *b = context;
	qn_catalogue *c = b->pack->catalogue;
	const char *id = qn_sheet_cell(sheet, 0);
	if (!*id || qn_catalogue_kind(c, id) >= 0)
		return qn_sheet_fail(sheet, *id ? "the kind %s is given twice" : "a kind wants an id%s", id);
	if (!qn_grow(&c->arena, (void **)&c->kind, c->kinds, sizeof *c->kind))
		return qn_no_memory(sheet->err);
	c->kind[c->kinds] = (qn_kind){ keep_own(b, id), label_of(b, qn_sheet_cell(sheet, 1), qn_sheet_cell(sheet, 2), id) };
	return c->kind[c->kinds++].id ? QN_OK : qn_no_memory(sheet->err);
}

static int read_factor(const qn_sheet *sheet, int column, double *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	*out = 1;
	if (*text && (!qn_number_read(text, strlen(text), out) || !(*out > 0)))
		return qn_sheet_fail(sheet, "%s %s: a number above zero is wanted", sheet->column[column], text);
	return QN_OK;
}

static int read_word(const qn_sheet *sheet, int column, const char *const *words, int *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	for (*out = 0; words[*out]; ++*out)
		if (!strcmp(words[*out], text))
			return QN_OK;
	return qn_sheet_fail(sheet, "%s \"%s\" is not known: the first of those that are is %s", sheet->column[column], text, words[0]);
}

static int find_dimension(building *b, const qn_sheet *sheet, const char *name, bool counted, qn_dimension *out)
{
	qn_units *units = &b->pack->catalogue->units;
	int index = qn_units_dimension(units, &b->pack->catalogue->arena, name);
	if (index < 0)
		return qn_sheet_fail(sheet, "%s would be the seventeenth dimension; a pack has sixteen at the most", name);
	units->counted[index] = counted;
	*out = qn_dimension_base(index);
	return QN_OK;
}

static int take_unit(void *context, qn_sheet *sheet)
{
	static const char *const kinds[] = { "amount", "count", "ratio", "rank", "flag", "score", NULL };
	building *b = context;
	qn_units *units = &b->pack->catalogue->units;
	const char *id = qn_sheet_cell(sheet, 0), *dimension = qn_sheet_cell(sheet, 2), *decimals = qn_sheet_cell(sheet, 7);
	int kind;
	qn_unit unit = { 0 };
	double places = 2;
	if (!*id || qn_units_find(units, id) >= 0)
		return qn_sheet_fail(sheet, *id ? "the unit %s is given twice" : "a unit wants an id%s", id);
	int rc = read_word(sheet, 1, kinds, &kind);
	if (rc == QN_OK)
		rc = read_factor(sheet, 5, &unit.multiply);
	if (rc == QN_OK)
		rc = read_factor(sheet, 6, &unit.divide);
	if (rc == QN_OK && *dimension)
		rc = find_dimension(b, sheet, dimension, kind == QN_UNIT_COUNT, &unit.dimension);
	if (rc == QN_OK && *decimals && (!qn_number_read(decimals, strlen(decimals), &places) || places < 0 || places > 9))
		rc = qn_sheet_fail(sheet, "decimals %s: a whole number from 0 to 9 is wanted", decimals);
	if (rc < 0)
		return rc;
	unit.kind = (qn_unit_kind)kind;
	unit.decimals = (int)places;
	unit.id = (char *)(uintptr_t)keep_own(b, id);
	unit.symbol = (char *)(uintptr_t)keep_own(b, qn_sheet_cell(sheet, 3));
	unit.maker = (char *)(uintptr_t)or_null(keep_own(b, qn_sheet_cell(sheet, 4)));
	if (!unit.id || !unit.symbol || !qn_grow(&b->pack->catalogue->arena, (void **)&units->unit, units->units, sizeof unit))
		return qn_no_memory(sheet->err);
	units->unit[units->units++] = unit;
	return QN_OK;
}

static const char *unit_name(const void *context, size_t i) { return ((const qn_units *)context)->unit[i].id; }

static int find_unit(building *b, const qn_sheet *sheet, const char *id, qn_indicator *out)
{
	const qn_units *units = &b->pack->catalogue->units;
	int unit = qn_units_find(units, id);
	if (unit < 0) {
		long near = qn_text_nearest(id, unit_name, units, units->units);
		return qn_sheet_fail(sheet, "no unit is called \"%s\"%s%s: units.csv lists them", id, near < 0 ? "" : ", did you mean ", near < 0 ? "" : unit_name(units, (size_t)near));
	}
	out->unit = (uint32_t)unit;
	out->dimension = units->unit[unit].dimension;
	const char *thing = qn_sheet_cell(sheet, 9);
	if (units->unit[unit].kind == QN_UNIT_COUNT && out->dimension == 0 && *thing)
		return find_dimension(b, sheet, thing, true, &out->dimension);
	return QN_OK;
}

static int take_indicator(void *context, qn_sheet *sheet)
{
	static const char *const kinds[] = { "stock", "flow", "ratio", "rank", "flag", NULL };
	building *b = context;
	qn_catalogue *c = b->pack->catalogue;
	const char *id = qn_sheet_cell(sheet, 0), *better = qn_sheet_cell(sheet, 5), *frequency = qn_sheet_cell(sheet, 4);
	qn_indicator about = { 0 };
	int kind, letter = qn_frequency_read(*frequency ? *frequency : 'A');
	for (uint32_t i = 0; i < c->indicators; i++)
		if (!strcmp(c->indicator[i].id, id))
			return qn_sheet_fail(sheet, "the indicator %s is given twice", id);
	if (!*id || letter < 0)
		return qn_sheet_fail(sheet, *id ? "frequency: A, S, Q, M or Y is wanted" : "an indicator wants an id");
	int rc = read_word(sheet, 2, kinds, &kind);
	if (rc == QN_OK)
		rc = find_unit(b, sheet, qn_sheet_cell(sheet, 1), &about);
	if (rc < 0)
		return rc;
	about.id = keep_own(b, id);
	about.title = label_of(b, qn_sheet_cell(sheet, 3), qn_sheet_cell(sheet, 6), id);
	about.kind = (qn_indicator_kind)kind;
	about.frequency = (qn_frequency)letter;
	about.better = !strcmp(better, "higher") ? 1 : !strcmp(better, "lower") ? -1 : 0;
	about.theme = or_null(keep_own(b, qn_sheet_cell(sheet, 7)));
	about.clause = or_null(keep_own(b, qn_sheet_cell(sheet, 8)));
	about.note = or_null(keep_own(b, qn_sheet_cell(sheet, 10)));
	if (!about.id || !qn_grow(&c->arena, (void **)&c->indicator, c->indicators, sizeof about))
		return qn_no_memory(sheet->err);
	c->indicator[c->indicators++] = about;
	return QN_OK;
}

static int read_day(const qn_sheet *sheet, int column, qn_date otherwise, qn_date *out)
{
	const char *text = qn_sheet_cell(sheet, column);
	*out = otherwise;
	if (*text && !qn_date_read(text, strlen(text), out))
		return qn_sheet_fail(sheet, "%s %s: a day is wanted, as in 2025-07-01", sheet->column[column], text);
	return QN_OK;
}

static const char *kind_name(const void *context, size_t i) { return ((const qn_catalogue *)context)->kind[i].id; }

static int find_kind(const qn_catalogue *c, const qn_sheet *sheet, const char *id, uint32_t *out)
{
	long kind = qn_catalogue_kind(c, id);
	if (kind < 0) {
		long near = qn_text_nearest(id, kind_name, c, c->kinds);
		return qn_sheet_fail(sheet, "no kind is called \"%s\"%s%s: kinds.csv lists them", id, near < 0 ? "" : ", did you mean ", near < 0 ? "" : kind_name(c, (size_t)near));
	}
	*out = (uint32_t)kind;
	return QN_OK;
}

static int take_entity(void *context, qn_sheet *sheet)
{
	building *b = context;
	struct qn_pack_entity e = { 0 };
	const char *id = qn_sheet_cell(sheet, 1);
	int rc = find_kind(b->pack->catalogue, sheet, qn_sheet_cell(sheet, 0), &e.entity.kind);
	if (rc == QN_OK && !*id)
		rc = qn_sheet_fail(sheet, "an entity wants an id");
	if (rc == QN_OK)
		rc = read_day(sheet, 6, INT32_MIN + 1, &e.from);
	if (rc == QN_OK)
		rc = read_day(sheet, 7, QN_END_OF_TIME, &e.until);
	if (rc < 0)
		return rc;
	e.entity.id = keep(b, id), e.entity.code = keep(b, qn_sheet_cell(sheet, 4)), e.entity.note = or_null(keep(b, qn_sheet_cell(sheet, 8)));
	e.entity.title = (qn_label){ or_null(keep(b, qn_sheet_cell(sheet, 2))), or_null(keep(b, qn_sheet_cell(sheet, 3))) };
	if (!e.entity.title.zh && !e.entity.title.en)
		e.entity.title.en = e.entity.id;
	e.member_of = keep(b, qn_sheet_cell(sheet, 5));
	if (!e.entity.id || !e.entity.code || !e.member_of || !qn_grow(&b->pack->arena, (void **)&b->pack->entity, b->entities, sizeof e))
		return qn_no_memory(sheet->err);
	b->pack->entity[b->entities++] = e;
	b->pack->entities = b->entities;
	return QN_OK;
}

static int take_alias(void *context, qn_sheet *sheet)
{
	building *b = context;
	uint32_t kind;
	int rc = find_kind(b->pack->catalogue, sheet, qn_sheet_cell(sheet, 0), &kind);
	if (rc < 0)
		return rc;
	if (!qn_grow(&b->pack->arena, (void **)&b->pack->alias, b->aliases, sizeof *b->pack->alias))
		return qn_no_memory(sheet->err);
	b->pack->alias[b->aliases++] = (struct qn_pack_alias){ keep(b, qn_sheet_cell(sheet, 0)), keep(b, qn_sheet_cell(sheet, 1)), keep(b, qn_sheet_cell(sheet, 2)) };
	b->pack->aliases = b->aliases;
	return QN_OK;
}

/* The members of every kind but the subject, in the order of the table, which is the order of their numbers. */
static int list_members(building *b, qn_error *err)
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
		m->id[m->count] = keep_own(b, e->id);
		m->title[m->count] = (qn_label){ e->title.zh ? keep_own(b, e->title.zh) : NULL, e->title.en ? keep_own(b, e->title.en) : NULL };
		if (!m->id[m->count++])
			return qn_no_memory(err);
	}
	return QN_OK;
}

static int name_programme(building *b, qn_error *err)
{
	qn_catalogue *c = b->pack->catalogue;
	long subject = qn_catalogue_kind(c, b->subject);
	int frequency = qn_frequency_read(b->frequency ? *b->frequency : 'A');
	if (subject < 0)
		return qn_fail(err, QN_EINPUT, "pack.csv: the subject %s is no kind of kinds.csv", b->subject);
	if (frequency < 0)
		return qn_fail(err, QN_EINPUT, "pack.csv: frequency %s: A, S, Q or M is wanted", b->frequency);
	c->subject = (uint32_t)subject;
	c->frequency = (qn_frequency)frequency;
	c->pack = keep_own(b, b->pack->id);
	c->title = label_of(b, b->title_zh ? b->title_zh : "", b->title_en ? b->title_en : "", b->pack->id);
	return c->pack ? QN_OK : qn_no_memory(err);
}

static int build(building *b, qn_error *err)
{
	static const char *const kinds[] = { "id", "name_zh", "name_en", NULL };
	static const char *const units[] = { "id", "kind", "dimension", "symbol", "maker", "multiply", "divide", "decimals", NULL };
	static const char *const indicators[] = { "id", "unit", "kind", "name_zh", "frequency", "better", "name_en", "dimension", "clause", "counts", "note", NULL };
	static const char *const entities[] = { "kind", "id", "name_zh", "name_en", "code", "member_of", "from", "until", "note", NULL };
	static const char *const aliases[] = { "kind", "id", "alias", NULL };
	int rc = read_manifest(b, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/kinds.csv", kinds, 1, false, take_kind, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/units.csv", units, 2, false, take_unit, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/indicators.csv", indicators, 3, false, take_indicator, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/entities.csv", entities, 2, false, take_entity, err);
	if (rc == QN_OK)
		rc = read_table(b, "data/aliases.csv", aliases, 3, true, take_alias, err);
	if (rc == QN_OK)
		rc = name_programme(b, err);
	return rc < 0 ? rc : list_members(b, err);
}

int qn_pack_from_files(const qn_pack_file *file, size_t files, qn_pack **out, qn_error *err)
{
	qn_pack *pack = calloc(1, sizeof *pack);
	building b = { .pack = pack };
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
		rc = build(&b, err);
	if (rc < 0)
		qn_pack_free(pack);
	else
		*out = pack;
	return rc;
}

void qn_pack_free(qn_pack *pack)
{
	if (!pack)
		return;
	qn_catalogue_free(pack->catalogue);
	qn_arena_free(&pack->arena);
	free(pack);
}
