/* SPDX-License-Identifier: Apache-2.0 */
/* book_write.c - the parts of a workbook. A sheet goes to a temporary file as it comes, the rest is short. */
#include "book_write.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>
#include "base/arena.h"
#include "book.h"
#include "numfmt.h"
#include "xml_out.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPES "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { NAME_CHARACTERS = 31, MOST_OUT_SHEETS = 250, MOST_OF_A_CELL = 32767 }; /* characters, as UTF-16 counts them */

struct book_out {
	zip_t *zip;
	bool full, no_memory;      /* a temporary file or a buffer failed */
	char *names[MOST_OUT_SHEETS];
	bool commented[MOST_OUT_SHEETS];
	uint32_t sheets;
	FILE *sheet;               /* the one at hand; NULL: none */
	uint32_t row;              /* whose cells come, 0: none yet */
	bool is_protected;
	qn_buffer rules, comments, shapes;
	uint32_t rule_count;
	qn_buffer core;
	struct { uint32_t sheet, row, column; } too_long; /* the first text that no cell holds; sheet 0: none */
};

static bool fits_a_cell(const char *text)
{
	size_t units = 0;
	if (strlen(text) <= MOST_OF_A_CELL)
		return true;
	for (; *text; text++)
		units += ((unsigned char)*text & 0xC0) != 0x80 ? 1 + ((unsigned char)*text >= 0xF0) : 0;
	return units <= MOST_OF_A_CELL;
}

/* A spreadsheet offers to repair a workbook that has a longer one. */
static void measure(book_out *b, uint32_t row, uint32_t column, const char *text)
{
	if (!b->too_long.sheet && !fits_a_cell(text))
		b->too_long.sheet = b->sheets, b->too_long.row = row, b->too_long.column = column;
}

static void print_xml(book_out *b, const char *text)
{
	qn_buffer xml = { 0 };
	xml_add(&xml, text);
	b->no_memory = b->no_memory || xml.failed;
	if (xml.data)
		fputs(xml.data, b->sheet);
	qn_buffer_free(&xml);
}

/* Parts of the zip. */

static int fail_zip(book_out *b, fault *why)
{
	return fail(why, QN_EIO, "cannot be written: %s", "无法写入:%s", zip_strerror(b->zip));
}

static int add_source(book_out *b, const char *part, zip_source_t *source, fault *why)
{
	zip_int64_t index = source ? zip_file_add(b->zip, part, source, ZIP_FL_ENC_UTF_8) : -1;
	if (index < 0) {
		zip_source_free(source);
		return fail_zip(b, why);
	}
	zip_file_set_mtime(b->zip, (zip_uint64_t)index, 315532800, 0); /* 1980-01-01, where a zip's time begins: no clock */
	return QN_OK;
}

/* Takes the text of the buffer. */
static int add_part(book_out *b, const char *part, qn_buffer *text, fault *why)
{
	if (text->failed || !text->data) {
		qn_buffer_free(text);
		return fail_memory(why);
	}
	int rc = add_source(b, part, zip_source_buffer(b->zip, text->data, text->length, 1), why);
	*text = (qn_buffer){ 0 };
	return rc;
}

int book_out_open(const char *path, book_out **out, fault *why)
{
	int code = 0;
	book_out *b = *out = calloc(1, sizeof *b);
	if (!b)
		return fail_memory(why);
	b->zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (b->zip)
		return QN_OK;
	zip_error_t error;
	zip_error_init_with_code(&error, code);
	int rc = fail(why, QN_EIO, "cannot be written: %s", "无法写入:%s", zip_error_strerror(&error));
	zip_error_fini(&error);
	return rc;
}

void book_out_free(book_out *b)
{
	if (!b)
		return;
	if (b->zip)
		zip_discard(b->zip);
	if (b->sheet)
		fclose(b->sheet);
	for (uint32_t i = 0; i < b->sheets; i++)
		free(b->names[i]);
	qn_buffer_free(&b->rules);
	qn_buffer_free(&b->comments);
	qn_buffer_free(&b->shapes);
	qn_buffer_free(&b->core);
	free(b);
}

void book_out_about(book_out *b, const char *title, const char *maker)
{
	qn_buffer_text(&b->core, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
	xml_add(&b->core, title ? title : "");
	qn_buffer_text(&b->core, "</dc:title><dc:creator>");
	xml_add(&b->core, maker ? maker : "");
	qn_buffer_text(&b->core, "</dc:creator></cp:coreProperties>");
}

/* Sheets. */

static bool is_taken(const book_out *b, const char *name)
{
	for (uint32_t i = 0; i < b->sheets; i++)
		if (!strcasecmp(b->names[i], name))
			return true;
	return false;
}

static size_t characters_end(const char *text, size_t characters)
{
	size_t at = 0;
	while (text[at] && (characters || ((unsigned char)text[at] & 0xC0) == 0x80)) {
		if (((unsigned char)text[at] & 0xC0) != 0x80)
			characters--;
		at++;
	}
	return at;
}

/* At most 31 characters, none of []:*?/\, no ' at an end, unlike any other. */
static char *fit_name(const book_out *b, const char *name)
{
	char base[NAME_CHARACTERS * 4 + 1], *out = malloc(sizeof base + 16);
	size_t length = 0;
	for (; *name && length < sizeof base - 1; name++)
		base[length++] = strchr("[]:*?/\\'", *name) || (unsigned char)*name < 0x20 ? ' ' : *name;
	base[length] = 0;
	base[characters_end(base, NAME_CHARACTERS)] = 0;
	if (!out)
		return NULL;
	strcpy(out, base[strspn(base, " ")] ? base : "Sheet");
	for (unsigned number = 2; is_taken(b, out); number++) {
		base[characters_end(base, NAME_CHARACTERS - 4)] = 0;
		sprintf(out, "%s %u", base, number);
	}
	return out;
}

static void print_view(book_out *b, uint32_t rows, uint32_t columns)
{
	char cell[16];
	fprintf(b->sheet, "<sheetViews><sheetView%s workbookViewId=\"0\">", b->sheets == 1 ? " tabSelected=\"1\"" : "");
	if (rows || columns) {
		fputs("<pane", b->sheet);
		if (columns)
			fprintf(b->sheet, " xSplit=\"%u\"", columns);
		if (rows)
			fprintf(b->sheet, " ySplit=\"%u\"", rows);
		const char *pane = rows && columns ? "bottomRight" : rows ? "bottomLeft" : "topRight";
		fprintf(b->sheet, " topLeftCell=\"%s\" activePane=\"%s\" state=\"frozen\"/><selection pane=\"%s\"/>", cell_name(cell, rows + 1, columns + 1), pane, pane);
	}
	fputs("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>", b->sheet);
}

static int add_comments(book_out *b, fault *why);

static int end_sheet(book_out *b, fault *why)
{
	char part[64];
	if (!b->sheet)
		return QN_OK;
	if (b->row)
		fputs("</row>", b->sheet);
	fputs("</sheetData>", b->sheet);
	if (b->is_protected)
		fputs("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>", b->sheet);
	if (b->rule_count)
		fprintf(b->sheet, "<dataValidations count=\"%u\">%s</dataValidations>", b->rule_count, b->rules.failed ? "" : b->rules.data);
	fputs("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\"/>", b->sheet);
	b->commented[b->sheets - 1] = b->comments.length > 0;
	if (b->comments.length)
		fputs("<legacyDrawing r:id=\"rId1\"/>", b->sheet);
	fputs("</worksheet>", b->sheet);
	b->no_memory = b->no_memory || b->rules.failed || b->comments.failed || b->shapes.failed;
	off_t length = fflush(b->sheet) == 0 && !ferror(b->sheet) ? ftello(b->sheet) : -1;
	if (length < 0 || fseeko(b->sheet, 0, SEEK_SET) != 0)
		return fail(why, QN_EIO, "no temporary file to keep it in: the disk is full", "无法写临时文件:磁盘已满");
	snprintf(part, sizeof part, "xl/worksheets/sheet%u.xml", b->sheets);
	int rc = add_source(b, part, zip_source_filep(b->zip, b->sheet, 0, (zip_int64_t)length), why); /* which closes it */
	b->sheet = NULL;
	if (rc == QN_OK && b->comments.length)
		rc = add_comments(b, why);
	b->rules.length = b->comments.length = b->shapes.length = 0;
	b->rule_count = 0;
	return rc;
}

int book_out_sheet(book_out *b, const char *name, const uint32_t *widths, uint32_t count, uint32_t rows, uint32_t columns, bool is_protected, fault *why)
{
	int rc = end_sheet(b, why);
	if (rc < 0)
		return rc;
	if (b->sheets == MOST_OUT_SHEETS)
		return fail(why, QN_EINPUT, "more than %d sheets", "超过 %d 个工作表", MOST_OUT_SHEETS);
	if (!(b->names[b->sheets] = fit_name(b, name)))
		return fail_memory(why);
	b->sheets++;
	if (!(b->sheet = tmpfile()))
		return fail(why, QN_EIO, "no temporary file to keep it in", "无法创建临时文件");
	b->row = 0;
	b->is_protected = is_protected;
	fputs(XML "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">", b->sheet);
	print_view(b, rows, columns);
	if (count)
		fputs("<cols>", b->sheet);
	for (uint32_t c = 0; c < count; c++)
		fprintf(b->sheet, "<col min=\"%u\" max=\"%u\" width=\"%u.7109375\" customWidth=\"1\"/>", c + 1, c + 1, widths[c] ? widths[c] : 10);
	fputs(count ? "</cols><sheetData>" : "<sheetData>", b->sheet);
	return QN_OK;
}

void book_out_row(book_out *b, uint32_t row)
{
	fprintf(b->sheet, "%s<row r=\"%u\">", b->row ? "</row>" : "", row);
	b->row = row;
}

static void begin_cell(book_out *b, uint32_t column, qn_look look)
{
	char cell[16];
	fprintf(b->sheet, "<c r=\"%s\"", cell_name(cell, b->row, column));
	if (look)
		fprintf(b->sheet, " s=\"%d\"", look);
}

void book_out_text(book_out *b, uint32_t column, qn_look look, const char *text)
{
	measure(b, b->row, column, text);
	begin_cell(b, column, look);
	fputs(" t=\"inlineStr\"><is><t xml:space=\"preserve\">", b->sheet);
	print_xml(b, text);
	fputs("</t></is></c>", b->sheet);
}

void book_out_number(book_out *b, uint32_t column, qn_look look, double number)
{
	char text[QN_NUMBER_SIZE];
	begin_cell(b, column, look);
	if (number == number)
		fprintf(b->sheet, "><v>%s</v></c>", qn_number_text(text, number));
	else
		fputs("/>", b->sheet);
}

void book_out_rule(book_out *b, const qn_cell_rule *rule)
{
	static const struct { const char *type, *bounds; } tests[] = {
		[QN_RULE_YES_NO] = { "type=\"list\"", "<formula1>\"yes,no\"</formula1>" }, [QN_RULE_YES_NO_CHINESE] = { "type=\"list\"", "<formula1>\"是,否\"</formula1>" },
		[QN_RULE_WHOLE] = { "type=\"whole\" operator=\"greaterThanOrEqual\"", "<formula1>0</formula1>" },
		[QN_RULE_RANK] = { "type=\"whole\" operator=\"greaterThanOrEqual\"", "<formula1>1</formula1>" },
		[QN_RULE_SHARE] = { "type=\"decimal\" errorStyle=\"warning\" operator=\"between\"", "<formula1>0</formula1><formula2>100</formula2>" },
		[QN_RULE_NUMBER] = { "type=\"decimal\" operator=\"between\"", "<formula1>-1E+300</formula1><formula2>1E+300</formula2>" } };
	char from[16], to[16], title[33 * 4], words[256 * 4];
	/* A title of at most 32 characters, words of at most 255: more brings up a spreadsheet's offer to repair. */
	snprintf(title, sizeof title, "%.*s", (int)characters_end(rule->title, 32), rule->title);
	snprintf(words, sizeof words, "%.*s", (int)characters_end(rule->words, 255), rule->words);
	qn_buffer_printf(&b->rules, "<dataValidation %s allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"", tests[rule->kind].type);
	xml_add(&b->rules, title);
	qn_buffer_text(&b->rules, "\" error=\"");
	xml_add(&b->rules, words);
	qn_buffer_text(&b->rules, "\" promptTitle=\"");
	xml_add(&b->rules, title);
	qn_buffer_text(&b->rules, "\" prompt=\"");
	xml_add(&b->rules, words);
	qn_buffer_printf(&b->rules, "\" sqref=\"%s:%s\">%s</dataValidation>", cell_name(from, rule->row, rule->column), cell_name(to, rule->last_row, rule->last_column), tests[rule->kind].bounds);
	b->rule_count++;
}

/* Comments: their words in one part, the boxes they stand in in another, of an older kind. */

void book_out_comment(book_out *b, uint32_t row, uint32_t column, const char *text)
{
	char cell[16];
	measure(b, row, column, text);
	qn_buffer_printf(&b->comments, "<comment ref=\"%s\" authorId=\"0\"><text><t xml:space=\"preserve\">", cell_name(cell, row, column));
	xml_add(&b->comments, text);
	qn_buffer_text(&b->comments, "</t></text></comment>");
	qn_buffer_printf(&b->shapes, "<v:shape id=\"_x0000_s%u\" type=\"#_x0000_t202\" style=\"position:absolute;width:220pt;height:110pt;visibility:hidden\" fillcolor=\"#ffffe1\">"
		"<v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"
		"<v:textbox style=\"mso-direction-alt:auto\"/><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
		"<x:Anchor>%u, 15, %u, 2, %u, 15, %u, 16</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%u</x:Row><x:Column>%u</x:Column></x:ClientData></v:shape>",
		b->sheets * 1024 + column, column, row, column + 3, row + 6, row - 1, column - 1);
}

static int add_comments(book_out *b, fault *why)
{
	char part[64];
	qn_buffer text = { 0 };
	qn_buffer_text(&text, XML "<comments xmlns=\"" MAIN "\"><authors><author></author></authors><commentList>");
	qn_buffer_add(&text, b->comments.data, b->comments.length);
	qn_buffer_text(&text, "</commentList></comments>");
	snprintf(part, sizeof part, "xl/comments%u.xml", b->sheets);
	int rc = add_part(b, part, &text, why);
	qn_buffer_text(&text, "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">");
	qn_buffer_printf(&text, "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"%u\"/></o:shapelayout>", b->sheets);
	qn_buffer_text(&text, "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"
		"<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>");
	qn_buffer_add(&text, b->shapes.data, b->shapes.length);
	qn_buffer_text(&text, "</xml>");
	snprintf(part, sizeof part, "xl/drawings/vmlDrawing%u.vml", b->sheets);
	if (rc == QN_OK)
		rc = add_part(b, part, &text, why);
	qn_buffer_printf(&text, XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/vmlDrawing\" Target=\"../drawings/vmlDrawing%u.vml\"/>"
		"<Relationship Id=\"rId2\" Type=\"" OFFICE "/comments\" Target=\"../comments%u.xml\"/></Relationships>", b->sheets, b->sheets);
	snprintf(part, sizeof part, "xl/worksheets/_rels/sheet%u.xml.rels", b->sheets);
	if (rc == QN_OK)
		rc = add_part(b, part, &text, why);
	qn_buffer_free(&text);
	return rc;
}

/* What holds the sheets together. */

static int add_text_part(book_out *b, const char *part, const char *text, fault *why)
{
	qn_buffer copy = { 0 };
	qn_buffer_text(&copy, text);
	return add_part(b, part, &copy, why);
}

static int add_workbook(book_out *b, fault *why)
{
	qn_buffer sheets = { 0 }, relations = { 0 }, types = { 0 };
	qn_buffer_text(&sheets, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><bookViews><workbookView/></bookViews><sheets>");
	qn_buffer_text(&relations, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
	qn_buffer_text(&types, XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		"<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"
		"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPES "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPES "styles+xml\"/>"
		"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>");
	for (uint32_t i = 1; i <= b->sheets; i++) {
		qn_buffer_text(&sheets, "<sheet name=\"");
		xml_add(&sheets, b->names[i - 1]);
		qn_buffer_printf(&sheets, "\" sheetId=\"%u\" r:id=\"rId%u\"/>", i, i);
		qn_buffer_printf(&relations, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>", i, i);
		qn_buffer_printf(&types, "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" TYPES "worksheet+xml\"/>", i);
		if (b->commented[i - 1])
			qn_buffer_printf(&types, "<Override PartName=\"/xl/comments%u.xml\" ContentType=\"" TYPES "comments+xml\"/>", i);
	}
	qn_buffer_text(&sheets, "</sheets></workbook>");
	qn_buffer_printf(&relations, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>", b->sheets + 1);
	qn_buffer_text(&types, "</Types>");
	int rc = add_part(b, "[Content_Types].xml", &types, why);
	if (rc == QN_OK)
		rc = add_part(b, "xl/workbook.xml", &sheets, why);
	if (rc == QN_OK)
		rc = add_part(b, "xl/_rels/workbook.xml.rels", &relations, why);
	qn_buffer_free(&sheets);
	qn_buffer_free(&relations);
	qn_buffer_free(&types);
	return rc;
}

int book_out_close(book_out *b, fault *why)
{
	static const char root[] = XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
		"<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
	int rc = end_sheet(b, why);
	if (b->core.length == 0)
		book_out_about(b, "", "");
	if (rc == QN_OK && b->no_memory)
		rc = fail_memory(why);
	if (rc == QN_OK && b->too_long.sheet)
		rc = fail(why, QN_EINPUT, "row %u, column %u of %s: a text of more characters than the %d that a cell holds: write it as CSV or JSON", "第 %u 行第 %u 列(工作表“%s”):文字超过单元格所能容纳的 %d 字:请改写为 CSV 或 JSON",
			b->too_long.row, b->too_long.column, b->names[b->too_long.sheet - 1], MOST_OF_A_CELL);
	if (rc == QN_OK)
		rc = add_workbook(b, why);
	if (rc == QN_OK)
		rc = add_text_part(b, "_rels/.rels", root, why);
	if (rc == QN_OK)
		rc = add_text_part(b, "xl/styles.xml", book_styles, why);
	if (rc == QN_OK)
		rc = add_part(b, "docProps/core.xml", &b->core, why);
	if (rc == QN_OK && zip_close(b->zip) != 0)
		return fail_zip(b, why);
	if (rc == QN_OK)
		b->zip = NULL;
	return rc;
}
