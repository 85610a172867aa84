/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c - cells become text as their sheet shows them, but exactly: numbers the shortest way that reads back alike, a
 * formula as the value that was last computed. A merged cell has its text where it begins and nowhere else, as in a CSV. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "book.h"

/* What is counted to be told, with the first cell of its kind. */
typedef struct { uint32_t count, row, column; } finding;

typedef struct {
	const book *b;
	xml_taker taker;
	uint32_t row, column, filled;   /* of the cell at hand, from 1; columns of the row that are out */
	qn_buffer line;                 /* the row's frame */
	char type;                      /* of the cell: n, s(hared), t(ext), b, e, d; 0: none that is known */
	uint32_t values;                /* that the cell holds: one, or none */
	const number_form *form;
	bool struck;                    /* the cell is, as a whole */
	qn_buffer value, left, formula, marked; /* left: without what is struck out; marked: a text with what its style puts around it */
	text_runs runs;                 /* of a text that stands in its cell */
	bool in_data, in_value, in_formula, in_reading, in_extension, has_formula;
	bool hides_zeros;               /* the sheet does */
	printed_words printed;          /* on its pages */
	finding struck_out, formulas, uncomputed, scaled, unsure, merged, hidden_rows, hidden_columns;
	char merged_where[32];
} reading;

static int stop(reading *r, int rc) { return r->taker.rc = fail_at(r->taker.why, r->row, r->column, rc); }

static void note(finding *f, uint32_t count, uint32_t row, uint32_t column)
{
	if (f->count == 0)
		f->row = row, f->column = column;
	f->count += count;
}

/* Places. */

uint32_t cell_column(const char *place, uint32_t *row)
{
	uint32_t column = 0, number = 0;
	for (; *place >= 'A' && *place <= 'Z' && column < (1 << 20); place++)
		column = column * 26 + (uint32_t)(*place - 'A') + 1;
	for (; *place >= '0' && *place <= '9' && number < (1 << 24); place++)
		number = number * 10 + (uint32_t)(*place - '0');
	*row = number;
	return *place || !number ? 0 : column;
}

char *cell_name(char out[static 16], uint32_t row, uint32_t column)
{
	char letters[8];
	int count = 0;
	for (; column && count < 7; column = (column - 1) / 26)
		letters[count++] = (char)('A' + (column - 1) % 26);
	char *at = out;
	while (count)
		*at++ = letters[--count];
	snprintf(at, 8, "%u", row % 10000000);
	return out;
}

/* The row's frame. */

static void put_number(qn_buffer *to, uint32_t number)
{
	unsigned char bytes[4];
	qn_frame_put(bytes, number);
	qn_buffer_add(to, bytes, sizeof bytes);
}

static void put_cell(reading *r, const char *text, size_t length)
{
	put_number(&r->line, (uint32_t)length);
	qn_buffer_add(&r->line, text, length);
	qn_buffer_add(&r->line, "", 1);
	r->filled++;
}

static int put(reading *r, const char *text, size_t length)
{
	if (length == 0)
		return QN_OK;
	if (r->column > MOST_COLUMNS)
		return stop(r, fail(r->taker.why, QN_EINPUT, "more than %d columns: is this the right sheet?", "超过 %d 列:工作表选对了吗?", MOST_COLUMNS));
	if (strlen(text) > LONGEST_CELL || r->line.length + length + 5 * (size_t)MOST_COLUMNS > QN_FRAME_MOST - QN_FRAME_HEAD)
		return stop(r, fail(r->taker.why, QN_EINPUT, "the text is too long: a cell holds at most %d KiB, a row %d MiB", "文字过长:一个单元格最多 %d KiB,一行最多 %d MiB",
			LONGEST_CELL >> 10, QN_FRAME_MOST >> 20));
	while (r->filled + 1 < r->column)
		put_cell(r, "", 0);
	put_cell(r, text, length);
	return r->line.failed ? stop(r, fail_memory(r->taker.why)) : QN_OK;
}

static int begin_row(reading *r, const char **attributes)
{
	const char *number = xml_attribute(attributes, "r");
	unsigned long told = number ? strtoul(number, NULL, 10) : r->row + 1ul;
	uint32_t row = told > MOST_ROWS ? MOST_ROWS + 1 : (uint32_t)told, before = r->row;
	r->row = row, r->column = r->filled = 0;
	if (row <= before || row > MOST_ROWS)
		return stop(r, fail(r->taker.why, QN_EINPUT, "row %u comes after row %u: damaged", "第 %u 行出现在第 %u 行之后:文件已损坏", row, before));
	if (xml_is_true(xml_attribute(attributes, "hidden")))
		note(&r->hidden_rows, 1, row, 0);
	r->line.length = 0;
	put_number(&r->line, row);
	return QN_OK;
}

static void end_row(reading *r)
{
	if (r->filled && !r->line.failed)
		out_frame(QN_FRAME_ROW, r->line.data, r->line.length);
	r->filled = 0;
}

/* Cells. */

static char type_of(const char *type)
{
	static const struct { const char *name; char type; } types[] = { { "s", 's' }, { "str", 't' }, { "inlineStr", 't' }, { "b", 'b' }, { "e", 'e' }, { "d", 'd' } };
	for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
		if (!strcmp(types[i].name, type))
			return types[i].type;
	return !type || !strcmp(type, "n") ? 'n' : 0;
}

static int begin_cell(reading *r, const char **attributes)
{
	const char *place = xml_attribute(attributes, "r"), *style = xml_attribute(attributes, "s");
	uint32_t row = r->row, column = place ? cell_column(place, &row) : r->column + 1, before = r->column;
	unsigned long form = style ? strtoul(style, NULL, 10) : 0;
	r->column = column;
	if (column <= before || row != r->row)
		return stop(r, fail(r->taker.why, QN_EINPUT, "cell %.20s is out of place: damaged", "单元格 %.20s 位置错乱:文件已损坏", place ? place : "?"));
	r->type = type_of(xml_attribute(attributes, "t"));
	r->form = form < r->b->styles ? r->b->style[form].form : form_of_builtin(0);
	r->struck = form < r->b->styles && r->b->style[form].struck;
	r->value.length = r->left.length = r->formula.length = 0;
	r->values = 0;
	r->runs = (text_runs){ 0 };
	r->has_formula = false;
	return r->type ? QN_OK : stop(r, fail(r->taker.why, QN_EINPUT, "a cell of a type that is not known: damaged", "单元格的类型不认识:文件已损坏"));
}

typedef struct { const char *before, *text, *after; } worded; /* what a style puts around a text */

static void add_worded(qn_buffer *to, worded w)
{
	if (*w.text)
		qn_buffer_text(to, w.before), qn_buffer_text(to, w.text), qn_buffer_text(to, w.after);
}

/* What else is to be known of the cell; beside: as in frame.h. Of one that is struck out nothing is left. */
static void add_beside(reading *r, worded w, const char *beside)
{
	if (r->struck)
		beside = "^";
	if (!*beside)
		return;
	qn_buffer_add(&r->marked, "", 1);
	qn_buffer_add(&r->marked, beside, 1);
	if (*beside == '^')
		w.text = beside + 1, add_worded(&r->marked, w);
	else
		qn_buffer_text(&r->marked, beside + 1);
}

/* A cell that is struck out is no longer meant, as a run is: runs.c. */
static int put_meant(reading *r, worded w, const char *beside)
{
	r->marked.length = 0;
	if (*w.text && r->struck && *w.text != '^')
		qn_buffer_text(&r->marked, "^");
	if (*w.text && r->struck)
		note(&r->struck_out, 1, r->row, r->column);
	add_worded(&r->marked, w);
	if (*w.text)
		add_beside(r, w, beside);
	return r->marked.failed ? stop(r, fail_memory(r->taker.why)) : put(r, r->marked.data, r->marked.length);
}

static int put_bare(reading *r, const char *text, const char *beside) { return put_meant(r, (worded){ "", text, "" }, beside); }
static int put_text(reading *r, const char *text, const char *beside) { return put_meant(r, (worded){ r->form->text.before, text, r->form->text.after }, beside); }

static int put_shared(reading *r)
{
	double number;
	const book *b = r->b;
	if (strspn(r->value.data, "0123456789") != r->value.length || !qn_number_read(r->value.data, r->value.length, &number) || number >= b->text_count)
		return stop(r, fail(r->taker.why, QN_EINPUT, "text %.20s of %u is not there: damaged", "第 %.20s 条文字不存在(共 %u 条):文件已损坏", r->value.data, b->text_count));
	uint32_t k = (uint32_t)number;
	const char *text = b->texts.data + b->text_at[k], *behind = text + strlen(text) + 1, *end = b->texts.data + (k + 1 < b->text_count ? b->text_at[k + 1] : b->texts.length);
	return put_text(r, text, behind < end ? behind : "");
}

static int put_inline(reading *r)
{
	if (!r->runs.marked)
		return put_text(r, r->value.data, "");
	text_unescape(&r->left);
	qn_buffer_insert(&r->left, 0, "^", 1);
	return r->left.failed ? stop(r, fail_memory(r->taker.why)) : put_text(r, r->value.data, r->left.data);
}

static int put_value(reading *r)
{
	char text[FORMED_SIZE], figure[FORMED_SIZE], beside[FORMED_SIZE + 1] = "";
	double number;
	if (!qn_number_read(r->value.data, r->value.length, &number))
		return stop(r, fail(r->taker.why, QN_EINPUT, "\"%.40s\" stands where a number should: damaged", "此处应为数字,却是“%.40s”:文件已损坏", r->value.data));
	form_doubt doubt = form_text(text, figure, r->form, number, r->b->from_1904);
	if (r->hides_zeros && number == 0)
		strcpy(text, "≠0"), doubt = FORM_UNSURE;
	if (doubt != FORM_SURE)
		note(doubt == FORM_SCALED ? &r->scaled : &r->unsure, 1, r->row, r->column);
	else if (*figure)
		snprintf(beside, sizeof beside, "=%s", figure);
	return put_bare(r, text, beside);
}

/* Written as the formula that it is, so that whoever wants a number says what is wrong with it. */
static int put_uncomputed(reading *r)
{
	note(&r->uncomputed, 1, r->row, r->column);
	qn_buffer_insert(&r->formula, 0, "=", 1);
	return put(r, r->formula.failed ? "=" : r->formula.data, r->formula.failed ? 1 : r->formula.length);
}

static int end_cell(reading *r)
{
	if (r->value.failed || r->formula.failed)
		return stop(r, fail_memory(r->taker.why));
	if (r->has_formula)
		note(&r->formulas, 1, r->row, r->column);
	if (r->value.length == 0)
		return r->has_formula && r->type == 'n' ? put_uncomputed(r) : QN_OK;
	if (r->type == 's')
		return put_shared(r);
	if (r->type == 'n')
		return put_value(r);
	if (r->type == 'b')
		return put_bare(r, *r->value.data == '1' ? "TRUE" : "FALSE", "");
	text_unescape(&r->value);
	return r->type == 't' ? put_inline(r) : put_bare(r, r->value.data, "");
}

/* What stands around the rows. */

static void take_columns(reading *r, const char **attributes)
{
	const char *from = xml_attribute(attributes, "min"), *to = xml_attribute(attributes, "max");
	unsigned long first = from ? strtoul(from, NULL, 10) : 0, last = to ? strtoul(to, NULL, 10) : 0;
	if (xml_is_true(xml_attribute(attributes, "hidden")) && first && last >= first && last < 16384) /* all to the right: nothing is hidden there */
		note(&r->hidden_columns, (uint32_t)(last - first + 1), 0, (uint32_t)first);
}

/* A1:C2 */
static void send_merged(const char *where)
{
	char first[16];
	unsigned char bytes[16];
	uint32_t at[4];
	size_t length = strcspn(where, ":");
	if (!where[length] || length >= sizeof first)
		return;
	snprintf(first, sizeof first, "%.*s", (int)length, where);
	at[1] = cell_column(first, &at[0]), at[3] = cell_column(where + length + 1, &at[2]);
	for (int i = 0; i < 4; i++)
		qn_frame_put(bytes + 4 * i, at[i]);
	if (at[1] && at[3])
		out_frame(QN_FRAME_MERGED, bytes, sizeof bytes);
}

static void take_merged(reading *r, const char **attributes)
{
	const char *where = xml_attribute(attributes, "ref");
	if (where)
		send_merged(where);
	note(&r->merged, 1, 0, 0);
	if (r->merged.count == 1 && where)
		snprintf(r->merged_where, sizeof r->merged_where, "%.31s", where);
}

static void begin_value(reading *r, bool bare)
{
	r->in_value = bare;
	if (r->values++)
		stop(r, fail(r->taker.why, QN_EINPUT, "a cell with two values: damaged", "单元格里有两个值:文件已损坏"));
}

static void take_view(reading *r, const char **attributes)
{
	const char *zeros = xml_attribute(attributes, "showZeros");
	r->hides_zeros = r->hides_zeros || (zeros && !xml_is_true(zeros));
}

/* What is no row: before them and behind. */
static void start_around(reading *r, const char *name, const char **attributes)
{
	if (!strcmp(name, "sheetData"))
		r->in_data = true;
	else if (!strcmp(name, "sheetView"))
		take_view(r, attributes);
	else if (!strcmp(name, "col"))
		take_columns(r, attributes);
	else if (!strcmp(name, "mergeCell"))
		take_merged(r, attributes);
	else
		printed_start(&r->printed, name);
}

static void on_start(void *context, const char *name, const char **attributes)
{
	reading *r = context;
	if (!r->in_data)
		start_around(r, name, attributes);
	else if (r->in_extension)
		return;
	else if (!strcmp(name, "extLst"))
		r->in_extension = true;
	else if (!strcmp(name, "row"))
		begin_row(r, attributes);
	else if (!strcmp(name, "c"))
		begin_cell(r, attributes);
	else if (!strcmp(name, "v") || !strcmp(name, "is"))
		begin_value(r, *name == 'v');
	else if (!strcmp(name, "t"))
		r->in_value = !r->in_reading;
	else if (!strcmp(name, "f"))
		r->in_formula = r->has_formula = true;
	else if (!strcmp(name, "rPh"))
		r->in_reading = true;
	else
		runs_start(&r->runs, name, attributes);
}

static void on_end(void *context, const char *name)
{
	reading *r = context;
	if (printed_end(&r->printed))
		return;
	if (!r->in_data)
		return;
	if (!strcmp(name, "sheetData"))
		r->in_data = false;
	else if (!strcmp(name, "extLst"))
		r->in_extension = false;
	else if (r->in_extension)
		return;
	else if (!strcmp(name, "row"))
		end_row(r);
	else if (!strcmp(name, "c"))
		end_cell(r);
	else if (!strcmp(name, "v") || !strcmp(name, "t"))
		r->in_value = false;
	else if (!strcmp(name, "f"))
		r->in_formula = false;
	else if (!strcmp(name, "rPh"))
		r->in_reading = false;
}

static void on_text(void *context, const char *text, size_t length)
{
	reading *r = context;
	printed_add(&r->printed, text, length);
	if (!r->in_data || r->in_extension || (!r->in_value && !r->in_formula))
		return;
	if (r->in_value ? !runs_add(&r->runs, &r->value, &r->left, text, length) : !text_add(&r->formula, text, length))
		stop(r, fail(r->taker.why, QN_EINPUT, "the text is longer than %d KiB: shorten it", "文字超过 %d KiB:请缩短", LONGEST_CELL >> 10));
}

/* What a reader should know. */

static void tell(const reading *r)
{
	char cell[16];
	if (r->uncomputed.count)
		out_note("%u formulas were never computed, the first in %s: open the file in a spreadsheet program and save it",
			"有 %u 个公式从未计算(首个在 %s):请用电子表格软件打开后保存", r->uncomputed.count, cell_name(cell, r->uncomputed.row, r->uncomputed.column));
	if (r->formulas.count > r->uncomputed.count)
		out_note("%u cells hold formulas, the first in %s: the values last computed are read", "有 %u 个单元格是公式(首个在 %s):读取的是上次计算的结果",
			r->formulas.count - r->uncomputed.count, cell_name(cell, r->formulas.row, r->formulas.column));
	if (r->scaled.count)
		out_note("%u cells are shown smaller than they are by their number format (thousands, 万), the first in %s: "
			"each is read as shown≠stored, which is no figure: take the format away, or write the unit into it",
			"有 %u 个单元格的数字格式缩小了显示(千、万),首个在 %s:读作“显示值≠实际值”,不作数字:请去掉这种格式,或在格式里写明单位", r->scaled.count, cell_name(cell, r->scaled.row, r->scaled.column));
	if (r->unsure.count)
		out_note("%u cells hold a number that their number format or the sheet (zeros) hides, or that is shown as another, the first in %s: "
			"each is read as shown≠stored, which is no figure: choose a plain number format, and let zeros be shown",
			"有 %u 个单元格的数字被数字格式或工作表(不显示零值)隐藏,或显示为别的数(首个在 %s):读作“显示值≠实际值”,不作数字:请改用普通数字格式,并显示零值",
			r->unsure.count, cell_name(cell, r->unsure.row, r->unsure.column));
	if (r->struck_out.count)
		out_note("%u cells are struck out, the first is %s: each is read as ^ and its text, which is neither a figure nor a name: empty them, or take the line away",
			"有 %u 个单元格带删除线(首个 %s):读作 ^ 加原文,既不是数字也不是名称:请清空,或去掉删除线", r->struck_out.count, cell_name(cell, r->struck_out.row, r->struck_out.column));
	if (r->merged.count)
		out_note("%u merged ranges, the first %s: each counts for its first cell only", "有 %u 处合并单元格(首处 %s):内容只算在左上角的单元格", r->merged.count, r->merged_where);
	if (r->hidden_rows.count)
		out_note("%u rows are hidden, the first is %u: they are read like any other", "有 %u 行被隐藏(首行为第 %u 行):照常读取", r->hidden_rows.count, r->hidden_rows.row);
	if (r->hidden_columns.count)
		out_note("%u columns are hidden, the first is column %u: they are read like any other", "有 %u 列被隐藏(首列为第 %u 列):照常读取", r->hidden_columns.count, r->hidden_columns.column);
}

int sheet_read(const book *b, const book_sheet *sheet, fault *why)
{
	reading r = { .b = b };
	r.taker = (xml_taker){ .start = on_start, .end = on_end, .text = on_text, .context = &r };
	out_frame(QN_FRAME_SHEET, sheet->name, strlen(sheet->name));
	int rc = package_parse(b->package, sheet->part, &r.taker, why);
	if (rc == QN_OK)
		tell(&r);
	if (rc == QN_OK)
		rc = comments_tell(b->package, sheet->part, why);
	printed_free(&r.printed);
	qn_buffer_free(&r.line);
	qn_buffer_free(&r.value);
	qn_buffer_free(&r.left);
	qn_buffer_free(&r.formula);
	qn_buffer_free(&r.marked);
	return rc;
}
