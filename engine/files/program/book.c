/* SPDX-License-Identifier: Apache-2.0 */
#include "book.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHEETS = 4096, MOST_STYLES = 1 << 16, MOST_FORMATS = 4096, NAME_SIZE = 256 }; /* spreadsheets have 250 formats of their own */

typedef struct { const char *id, *target; bool worksheet; } relation;
typedef struct { unsigned id; const number_form *form; } custom_form;

typedef struct {
	book *b;
	xml_taker taker;
	relation *relation;   /* of the workbook: what an r:id means */
	uint32_t relations;
	custom_form *custom;
	uint32_t customs;
	bool *struck;         /* by font: its text is struck out */
	uint32_t fonts;
	bool in_cell_forms, in_fonts; /* inside cellXfs, and fonts */
} opening;

static int failed(opening *o) { return o->taker.rc = fail_memory(o->taker.why); }

/* Relations: parts by id. A target is a path inside the zip, from xl/ or from its root; nothing outside is ever opened. */

static const char *part_of(opening *o, const char *target)
{
	if (*target == '/')
		return qn_arena_text(&o->b->arena, target + 1);
	while (!strncmp(target, "./", 2))
		target += 2;
	if (!strncmp(target, "../", 3))
		return qn_arena_text(&o->b->arena, target + 3);
	return qn_arena_printf(&o->b->arena, "xl/%s", target);
}

static int add_relation(opening *o, const char *id, const char *target, const char *type)
{
	const char *kind = strrchr(type, '/');
	if (o->relations >= MOST_SHEETS)
		return QN_OK;
	if (!qn_grow(&o->b->arena, (void **)&o->relation, o->relations, sizeof *o->relation))
		return failed(o);
	relation *r = &o->relation[o->relations++];
	*r = (relation){ qn_arena_text(&o->b->arena, id), part_of(o, target), kind && !strcmp(kind, "/worksheet") };
	return r->id && r->target ? QN_OK : failed(o);
}

static void take_relation(void *context, const char *name, const char **attributes)
{
	const char *id = xml_attribute(attributes, "Id"), *target = xml_attribute(attributes, "Target"), *type = xml_attribute(attributes, "Type");
	const char *mode = xml_attribute(attributes, "TargetMode");
	if (!strcmp(name, "Relationship") && id && target && type && !(mode && !strcmp(mode, "External")))
		add_relation(context, id, target, type);
}

/* The workbook. */

static int take_sheet(opening *o, const char **attributes)
{
	const char *name = xml_attribute(attributes, "name"), *id = xml_attribute(attributes, "id"), *state = xml_attribute(attributes, "state");
	book *b = o->b;
	if (!name || b->sheets >= MOST_SHEETS)
		return QN_OK;
	if (!qn_grow(&b->arena, (void **)&b->sheet, b->sheets, sizeof *b->sheet))
		return failed(o);
	book_sheet *sheet = &b->sheet[b->sheets++];
	*sheet = (book_sheet){ .hidden = state && strcmp(state, "visible"), .name = qn_arena_copy(&b->arena, name, strnlen(name, NAME_SIZE)) };
	for (uint32_t i = 0; id && i < o->relations; i++)
		if (!strcmp(o->relation[i].id, id) && o->relation[i].worksheet)
			sheet->part = o->relation[i].target;
	return sheet->name ? QN_OK : failed(o);
}

static void take_workbook(void *context, const char *name, const char **attributes)
{
	opening *o = context;
	if (!strcmp(name, "workbookPr"))
		o->b->from_1904 = xml_is_true(xml_attribute(attributes, "date1904"));
	else if (!strcmp(name, "sheet"))
		take_sheet(o, attributes);
}

/* Styles: a cell's style is a row of cellXfs, which names a number format. */

static int take_format(opening *o, const char **attributes)
{
	const char *id = xml_attribute(attributes, "numFmtId"), *code = xml_attribute(attributes, "formatCode");
	if (!id || !code)
		return QN_OK;
	if (o->customs == MOST_FORMATS)
		return o->taker.rc = fail(o->taker.why, QN_EINPUT, "more than %d formats of numbers: damaged, or hostile", "数字格式超过 %d 种:文件已损坏或有恶意", MOST_FORMATS);
	number_form *form = qn_arena_alloc(&o->b->arena, sizeof *form);
	if (!form || !qn_grow(&o->b->arena, (void **)&o->custom, o->customs, sizeof *o->custom))
		return failed(o);
	*form = form_of_code(code);
	o->custom[o->customs++] = (custom_form){ (unsigned)strtoul(id, NULL, 10), form };
	return QN_OK;
}

static int take_font(opening *o)
{
	if (o->fonts == MOST_STYLES)
		return o->taker.rc = fail(o->taker.why, QN_EINPUT, "more than %d fonts: damaged, or hostile", "字体超过 %d 种:文件已损坏或有恶意", MOST_STYLES);
	if (!qn_grow(&o->b->arena, (void **)&o->struck, o->fonts, sizeof *o->struck))
		return failed(o);
	o->struck[o->fonts++] = false;
	return QN_OK;
}

static int take_cell_form(opening *o, const char **attributes)
{
	const char *id = xml_attribute(attributes, "numFmtId"), *font = xml_attribute(attributes, "fontId");
	unsigned number = id ? (unsigned)strtoul(id, NULL, 10) : 0;
	unsigned long letters = font ? strtoul(font, NULL, 10) : 0;
	book *b = o->b;
	if (b->styles == MOST_STYLES)
		return o->taker.rc = fail(o->taker.why, QN_EINPUT, "more than %d styles of cells: damaged, or hostile", "单元格样式超过 %d 种:文件已损坏或有恶意", MOST_STYLES);
	if (!qn_grow(&b->arena, (void **)&b->style, b->styles, sizeof *b->style))
		return failed(o);
	cell_style *style = &b->style[b->styles++];
	*style = (cell_style){ form_of_builtin(number), letters < o->fonts && o->struck[letters] };
	for (uint32_t i = 0; i < o->customs; i++)
		if (o->custom[i].id == number)
			style->form = o->custom[i].form;
	return QN_OK;
}

static void take_style(void *context, const char *name, const char **attributes)
{
	opening *o = context;
	const char *value = xml_attribute(attributes, "val");
	if (!strcmp(name, "numFmt"))
		take_format(o, attributes);
	else if (!strcmp(name, "fonts"))
		o->in_fonts = true;
	else if (o->in_fonts && !strcmp(name, "font"))
		take_font(o);
	else if (o->in_fonts && o->fonts && !strcmp(name, "strike"))
		o->struck[o->fonts - 1] = !value || xml_is_true(value);
	else if (!strcmp(name, "cellXfs"))
		o->in_cell_forms = true;
	else if (o->in_cell_forms && !strcmp(name, "xf"))
		take_cell_form(o, attributes);
}

static void end_style(void *context, const char *name)
{
	opening *o = context;
	if (!strcmp(name, "cellXfs"))
		o->in_cell_forms = false;
	else if (!strcmp(name, "fonts"))
		o->in_fonts = false;
}

/* All of it. */

int book_open(book *b, const void *bytes, size_t length, fault *why)
{
	opening o = { .b = b };
	*b = (book){ 0 };
	int rc = package_open(bytes, length, &b->package, why);
	o.taker = (xml_taker){ .start = take_relation, .context = &o };
	if (rc == QN_OK)
		rc = package_parse(b->package, "xl/_rels/workbook.xml.rels", &o.taker, why);
	o.taker = (xml_taker){ .start = take_workbook, .context = &o };
	if (rc == QN_OK)
		rc = package_parse(b->package, "xl/workbook.xml", &o.taker, why);
	o.taker = (xml_taker){ .start = take_style, .end = end_style, .context = &o };
	if (rc == QN_OK && package_has(b->package, "xl/styles.xml"))
		rc = package_parse(b->package, "xl/styles.xml", &o.taker, why);
	return rc;
}

void book_close(book *b)
{
	package_free(b->package);
	qn_arena_free(&b->arena);
	qn_buffer_free(&b->texts);
	free(b->text_at);
	*b = (book){ 0 };
}

/* The names of all tables, for a message. */
static void list_sheets(const book *b, char *out, size_t room)
{
	size_t length = 0;
	out[0] = 0;
	for (uint32_t i = 0; i < b->sheets && length < room; i++)
		if (b->sheet[i].part)
			length += (size_t)snprintf(out + length, room - length, "%s%s", length ? ", " : "", b->sheet[i].name);
	if (length >= room)
		out[qn_utf8_valid(out, room - 1)] = 0;
}

int book_choose(const book *b, const char *name, const book_sheet **out, fault *why)
{
	char names[400];
	for (uint32_t i = 0; i < b->sheets; i++)
		if (b->sheet[i].part && (name ? !strcmp(b->sheet[i].name, name) : !b->sheet[i].hidden)) {
			*out = &b->sheet[i];
			return QN_OK;
		}
	list_sheets(b, names, sizeof names);
	if (!*names)
		return fail(why, QN_EINPUT, "the workbook has no sheet with a table", "工作簿中没有表格工作表");
	if (name)
		return fail(why, QN_EINPUT, "there is no sheet \"%s\": there are %s", "没有名为“%s”的工作表:现有 %s", name, names);
	return fail(why, QN_EINPUT, "every sheet is hidden: choose one with --sheet: %s", "所有工作表都已隐藏:请用 --sheet 指定一个:%s", names);
}
