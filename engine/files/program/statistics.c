/* SPDX-License-Identifier: Apache-2.0 */
/* statistics.c - Stata's .dta (form 118) and SPSS's .sav: names of variables in ASCII, what they mean in labels, missing as
 * missing. Both want to know beforehand how many rows and how wide texts are. */
#include <ctype.h>
#include <errno.h>
#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/period.h"
#include "base/text.h"
#include "formats.h"
#include "tables.h"

typedef struct {
	int longest_name, longest_label; /* bytes · characters for Stata, bytes for SPSS */
	uint32_t longest_text;
	const char *const *reserved;
	const char *date;
	double epoch, day;               /* what 1970-01-01 is, and a day */
	bool stata;
} kind;

typedef struct { FILE *file; readstat_writer_t *writer; const kind *as; readstat_variable_t **variable; qn_arena arena; fault *why; } writing;

static const char *const stata_words[] = { "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_pi", "_pred", "_rc",
	"_skip", "strl", "using", "with", NULL };
static const char *const spss_words[] = { "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with", NULL };
static const kind stata = { 32, 80, 2045, stata_words, "%td", 3653, 1, true };
static const kind spss = { 64, 255, 32767, spss_words, "SDATE10", 12219379200.0, 86400, false };

static int fail_code(writing *w, readstat_error_t code)
{
	if (code == READSTAT_ERROR_MALLOC)
		return fail_memory(w->why);
	const char *words = errno ? strerror(errno) : readstat_error_message(code);
	return fail(w->why, QN_EIO, "cannot be written: %s", "无法写入:%s", words);
}

static ssize_t put(const void *bytes, size_t length, void *context)
{
	const writing *w = context;
	return fwrite(bytes, 1, length, w->file) == length ? (ssize_t)length : -1;
}

static bool is_taken(const writing *w, uint32_t before, const char *name)
{
	for (size_t i = 0; w->as->reserved[i]; i++)
		if (!strcasecmp(w->as->reserved[i], name))
			return true;
	for (uint32_t c = 0; c < before; c++)
		if (!strcasecmp(w->variable[c]->name, name))
			return true;
	return false;
}

/* Letters, digits and _ alone, a letter first; with a number behind it where that is another's. */
static void make_name(const writing *w, uint32_t c, const char *from, char name[static 80])
{
	size_t length = 0, most = (size_t)w->as->longest_name;
	if (!isalpha((unsigned char)*from) || (unsigned char)*from >= 0x80)
		name[length++] = 'v';
	for (; *from && length < most; from++)
		if (((unsigned char)*from & 0xC0) != 0x80) /* a character's first byte */
			name[length++] = (unsigned char)*from < 0x80 && isalnum((unsigned char)*from) ? *from : '_';
	name[length] = 0;
	for (unsigned number = 2; is_taken(w, c, name); number++) {
		char behind[16];
		size_t more = (size_t)snprintf(behind, sizeof behind, "_%u", number);
		memcpy(name + (length + more > most ? most - more : length), behind, more + 1);
	}
}

/* The label and its unit, cut on a character's border. */
static void make_label(const writing *w, const qn_out_column *column, char label[static 512])
{
	int length = *column->unit ? snprintf(label, 512, "%s (%s)", *column->label ? column->label : column->name, column->unit)
		: snprintf(label, 512, "%s", *column->label ? column->label : column->name);
	size_t most = length < 512 ? (size_t)length : 511, characters = 0, at = 0;
	while (at < most && (w->as->stata ? characters : at) < (size_t)w->as->longest_label) {
		at++;
		while (at < most && ((unsigned char)label[at] & 0xC0) == 0x80)
			at++;
		characters++;
	}
	while (!w->as->stata && at > (size_t)w->as->longest_label)
		at--;
	label[qn_utf8_valid(label, at)] = 0;
}

static readstat_label_set_t *yes_and_no(const writing *w, bool chinese)
{
	readstat_label_set_t *set = readstat_add_label_set(w->writer, READSTAT_TYPE_INT32, "yesno");
	readstat_label_int32_value(set, 0, chinese ? "否" : "no");
	readstat_label_int32_value(set, 1, chinese ? "是" : "yes");
	return set;
}

static int add_variables(writing *w, const qn_out_table *shape, bool chinese)
{
	static const readstat_type_t types[] = { [QN_OUT_TEXT] = READSTAT_TYPE_STRING, [QN_OUT_NUMBER] = READSTAT_TYPE_DOUBLE,
		[QN_OUT_WHOLE] = READSTAT_TYPE_DOUBLE, [QN_OUT_FLAG] = READSTAT_TYPE_INT32, [QN_OUT_DATE] = READSTAT_TYPE_DOUBLE };
	readstat_label_set_t *set = yes_and_no(w, chinese);
	if (!(w->variable = qn_arena_array(&w->arena, (size_t)shape->columns + 1, sizeof *w->variable)))
		return fail_memory(w->why);
	for (uint32_t c = 0; c < shape->columns; c++) {
		const qn_out_column *column = &shape->column[c];
		char name[80], label[512];
		if (column->width > w->as->longest_text)
			return fail(w->why, QN_EINPUT, "%s: a text of %u bytes is longer than the format holds (%u)", "%s:有 %u 字节的文本,超出格式所能容纳(%u)",
				column->name, column->width, w->as->longest_text);
		make_name(w, c, column->name, name);
		make_label(w, column, label);
		w->variable[c] = readstat_add_variable(w->writer, name, types[column->type], column->type == QN_OUT_TEXT ? (column->width ? column->width : 1) : 0);
		readstat_variable_set_label(w->variable[c], label);
		if (column->type == QN_OUT_FLAG)
			readstat_variable_set_label_set(w->variable[c], set);
		if (column->type == QN_OUT_DATE)
			readstat_variable_set_format(w->variable[c], w->as->date);
	}
	return QN_OK;
}

static readstat_error_t put_cell(const writing *w, readstat_variable_t *variable, qn_out_type type, const qn_out_cell *cell)
{
	if (type == QN_OUT_TEXT)
		return readstat_insert_string_value(w->writer, variable, cell->text ? cell->text : "");
	if (cell->number != cell->number)
		return readstat_insert_missing_value(w->writer, variable);
	if (type == QN_OUT_FLAG)
		return readstat_insert_int32_value(w->writer, variable, cell->number != 0);
	return readstat_insert_double_value(w->writer, variable, type == QN_OUT_DATE ? cell->number * w->as->day + w->as->epoch : cell->number);
}

static int put_rows(writing *w, tables *in, const qn_out_table *shape)
{
	const qn_out_cell *cell;
	uint64_t rows = 0;
	int rc;
	while ((rc = tables_row(in, &cell, w->why)) > 0) {
		if (rows++ == shape->rows)
			return fail(w->why, QN_EINTERNAL, "there are more rows than were counted", "行数多于事先所计");
		readstat_error_t code = readstat_begin_row(w->writer);
		for (uint32_t c = 0; code == READSTAT_OK && c < shape->columns; c++)
			code = put_cell(w, w->variable[c], shape->column[c].type, &cell[c]);
		if (code == READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE)
			return fail(w->why, QN_EINPUT, "row %llu holds a number beyond what the format can: leave it out, or choose another format",
				"第 %llu 行有格式容纳不了的数:请不要导出它,或改用别的格式", (unsigned long long)rows);
		if (code == READSTAT_OK)
			code = readstat_end_row(w->writer);
		if (code != READSTAT_OK)
			return fail_code(w, code);
	}
	if (rc == QN_OK && rows != shape->rows)
		return fail(w->why, QN_EINTERNAL, "there are fewer rows than were counted", "行数少于事先所计");
	return rc;
}

/* What the file is about; the clock has no part in it. */
static void describe(const writing *w, const qn_out_about *about)
{
	qn_date day;
	char label[512], note[768];
	make_label(w, &(qn_out_column){ .name = about->title, .label = about->title, .unit = about->mark }, label);
	readstat_writer_set_file_label(w->writer, label);
	snprintf(note, sizeof note, "%.200s; %.200s; %.40s; %.60s; %.60s", about->title, about->source, about->vintage, about->mark, about->maker);
	note[qn_utf8_valid(note, strlen(note))] = 0;
	if (w->as->stata)
		readstat_add_note(w->writer, note);
	bool dated = qn_date_read(about->vintage, strlen(about->vintage), &day);
	readstat_writer_set_file_timestamp(w->writer, dated ? (time_t)day * 86400 : 0);
	if (w->as->stata)
		readstat_writer_set_file_format_version(w->writer, 118);
}

static int write_table(writing *w, tables *in, const qn_out_about *about)
{
	const qn_out_table *shape;
	int rc = tables_next(in, &shape, w->why);
	if (rc == 0)
		return fail(w->why, QN_EINTERNAL, "there is no table to write", "没有可写的表");
	if (rc < 0 || (rc = add_variables(w, shape, about->chinese)) < 0)
		return rc;
	describe(w, about);
	errno = 0;
	readstat_error_t code = w->as->stata ? readstat_begin_writing_dta(w->writer, w, (long)shape->rows) : readstat_begin_writing_sav(w->writer, w, (long)shape->rows);
	if (code != READSTAT_OK || (rc = put_rows(w, in, shape)) < 0)
		return rc < 0 ? rc : fail_code(w, code);
	code = readstat_end_writing(w->writer);
	return code == READSTAT_OK ? QN_OK : fail_code(w, code);
}

static int write_as(const kind *as, const char *path, fault *why)
{
	writing w = { .as = as, .why = why, .writer = readstat_writer_init() };
	const qn_out_about *about;
	const qn_out_table *more;
	tables *in = NULL;
	int rc = w.writer ? tables_open(&in, &about, why) : fail_memory(why);
	errno = 0;
	if (rc == QN_OK && !(w.file = fopen(path, "wb")))
		rc = fail_code(&w, READSTAT_ERROR_OPEN);
	if (rc == QN_OK && readstat_set_data_writer(w.writer, put) != READSTAT_OK)
		rc = fail_memory(why);
	if (rc == QN_OK)
		rc = write_table(&w, in, about);
	if (rc == QN_OK && tables_next(in, &more, why) != 0) /* the end must have come */
		rc = fail(why, QN_EINTERNAL, "such a file holds one table", "此类文件只放一张表");
	if (w.file && fclose(w.file) != 0 && rc == QN_OK)
		rc = fail_code(&w, READSTAT_ERROR_WRITE);
	readstat_writer_free(w.writer);
	qn_arena_free(&w.arena);
	tables_free(in);
	return rc;
}

int write_dta(const char *path, fault *why) { return write_as(&stata, path, why); }
int write_sav(const char *path, fault *why) { return write_as(&spss, path, why); }
