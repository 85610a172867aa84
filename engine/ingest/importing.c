/* SPDX-License-Identifier: Apache-2.0 */
/* importing.c - what every shape of import needs: the list of what is wrong, who an entity is, synthetic or real. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/importing.h"
#include "ingest/invented.h"
#include "ingest/marked.h"
#include "ingest/rejects.h"
#include "plan/bytes.h"
#include "plan/program.h"

enum { KEPT = 1000 }; /* rows told in full words where they are kept for a file of rejects */

size_t qn_import_most_told(const qn_importing *i) { return i->options->most_errors ? i->options->most_errors : 20; }
bool qn_import_told_enough(const qn_importing *i)
{
	size_t most = qn_import_most_told(i);
	return i->report->error_count >= (i->rejects && most < KEPT ? KEPT : most);
}

const char *qn_import_word(const qn_importing *i, qn_both words) { return i->options->chinese ? words.chinese : words.english; }

/* "file:line:column: words". */
__attribute__((format(printf, 6, 0)))
static void tell(const qn_importing *i, bool chinese, qn_buffer *to, unsigned line, int column, const char *format, va_list args)
{
	char words[1024];
	vsnprintf(words, sizeof words, format, args);
	words[qn_utf8_valid(words, strlen(words))] = 0;
	qn_text_clean(to, i->name, strlen(i->name));
	qn_buffer_printf(to, ":%u:%d:%s", line, column, chinese ? "" : " ");
	qn_text_clean(to, words, strlen(words));
	qn_buffer_text(to, "\n");
}

__attribute__((format(printf, 4, 0)))
static void keep(const qn_importing *i, unsigned line, int column, const char *format, va_list args)
{
	char words[1024];
	vsnprintf(words, sizeof words, format, args);
	words[qn_utf8_valid(words, strlen(words))] = 0;
	qn_rejects_add(i->rejects, line, column, words);
}

size_t qn_import_heads(const qn_csv_row *row)
{
	size_t heads = row->fields;
	while (heads && row->field[heads - 1].length == 0)
		heads--;
	return heads;
}

void qn_import_header(qn_importing *i, unsigned first, unsigned last)
{
	i->header_first = first, i->header_last = last;
	if (i->rejects)
		qn_rejects_header(i->rejects, first, last);
}

int qn_import_bad(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...)
{
	va_list args;
	if (i->rejects) {
		va_start(args, format);
		keep(i, line, column, i->options->chinese ? chinese : format, args);
		va_end(args);
	}
	if (i->report->error_count++ >= qn_import_most_told(i))
		return QN_OK;
	va_start(args, format);
	tell(i, i->options->chinese, &i->report->errors, line, column, i->options->chinese ? chinese : format, args);
	va_end(args);
	return QN_OK;
}

void qn_import_contradicted(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...)
{
	va_list args;
	if (!i->rejects)
		return;
	va_start(args, format);
	keep(i, line, column, i->options->chinese ? chinese : format, args);
	va_end(args);
}

void qn_import_note(qn_importing *i, unsigned line, int column, const char *chinese, const char *format, ...)
{
	va_list args;
	if (i->report->note_count++ >= qn_import_most_told(i))
		return;
	va_start(args, format);
	tell(i, false, &i->report->notes[0], line, column, format, args);
	va_end(args);
	va_start(args, format);
	tell(i, true, &i->report->notes[1], line, column, chinese, args);
	va_end(args);
}

/* As qunce-files writes a number that is not shown, or as another: files/program/numfmt.h. */
static bool is_shown_and_held(const char *text)
{
	const char *sign = text ? strstr(text, "≠") : NULL, *held = sign ? sign + strlen("≠") : NULL;
	double number;
	return sign && strspn(text, "0123456789.,:-+%?eE") == (size_t)(sign - text) && qn_number_read(held, strlen(held), &number);
}

bool qn_import_is_plain(qn_importing *i, unsigned line, int column, const qn_csv_field *field)
{
	const char *left = qn_csv_left(field), *text = field->text;
	if (!left)
		return true;
	if (!*left)
		qn_import_bad(i, line, column, "“%s”带删除线:请清空,或去掉删除线", "\"%s\" is struck out: empty the cell, or take the line away", text + (*text == '^'));
	else
		qn_import_bad(i, line, column, "“%s”在 ^ 处有带删除线或升降为角标的字:请写成普通文字", "\"%s\" has letters at the ^ that are struck out, or raised: write it in plain ones", text);
	if (i->rejects)
		qn_rejects_leave_struck(i->rejects);
	return false;
}

bool qn_import_keeps(qn_importing *i, unsigned line, int column, const char *text, bool prose)
{
	if (is_shown_and_held(text)) {
		qn_import_bad(i, line, column, "“%s”是单元格显示的和实际保存的,两者不同:请改用普通的数字格式,或存为文本",
			"\"%s\" is what its cell shows and what it holds, which differ: choose a plain number format, or store it as text", text);
		return false;
	}
	if (qn_bytes_may_hold(text, prose))
		return true;
	qn_import_bad(i, line, column, "“%s”含有控制字符:请去掉", "\"%s\" holds a control character: take it out", text);
	return false;
}

bool qn_import_fits(qn_importing *i, const qn_csv_row *row, size_t columns)
{
	size_t fields = qn_import_heads(row);
	if (fields > columns)
		qn_import_bad(i, row->line, (int)columns + 1, "这一行有 %zu 个单元格,而表头只有 %zu 个:含逗号的单元格要加引号,数字请写成 1234.5",
			"the row has %zu fields and the header %zu: put quotes around a field that holds a comma, and write numbers plainly, as in 1234.5",
			fields, columns);
	return fields <= columns;
}

void qn_import_merged(qn_importing *i, const qn_merged *cells)
{
	qn_import_bad(i, cells->row, (int)cells->column, "合并到第 %u 行第 %u 列的单元格只算在这一格:取消合并,每格各写各的",
		"a cell merged as far as row %u, column %u counts for this place alone: unmerge it and write what each cell is", cells->last_row, cells->last_column);
}

bool qn_import_is_synthetic(const qn_importing *i, const char *source)
{
	return i->options->synthetic || qn_source_is_invented(*source ? source : i->import.source);
}

bool qn_import_told_synthetic(qn_importing *i, unsigned line, int column, const char *said, const char *source, bool *good)
{
	bool synthetic = qn_import_is_synthetic(i, source);
	qn_mark mark = qn_mark_read(said);
	bool against = mark == QN_MARK_REAL && synthetic && !i->options->synthetic;
	if (against)
		qn_import_bad(i, line, column, "“%s”表示真实,来源“%s”却表示合成:只留一个", "\"%s\" says real, and the source \"%s\" says synthetic: keep one of them", said, *source ? source : i->import.source);
	if (mark == QN_MARK_UNKNOWN)
		qn_import_bad(i, line, column, "“%s”既不是 1(合成)也不是 0(真实)", "\"%s\" is neither 1 for synthetic nor 0 for real", said);
	*good = *good && !against && mark != QN_MARK_UNKNOWN;
	return synthetic || mark == QN_MARK_SYNTHETIC;
}

void qn_import_mark(qn_importing *i, unsigned line, bool synthetic)
{
	unsigned *first = synthetic ? &i->first_synthetic : &i->first_real;
	if (!*first)
		*first = line;
}

void qn_import_heard(qn_importing *i, unsigned line) { i->said_synthetic = i->said_synthetic ? i->said_synthetic : line; }

void qn_import_hear(qn_importing *i, unsigned line, const char *text)
{
	if (!i->said_synthetic && *text && qn_text_is_invented(text))
		qn_import_heard(i, line);
}

static int refuse_mixture(const qn_importing *i, qn_error *err)
{
	if (i->import.synthetic)
		return qn_fail_both(err, QN_EINPUT, "%s:库中是真实数据,本文件是合成数据:请另建库,或用 --mix(同时依据两者的结论都会标明)",
			"%s: the store holds real values and this file synthetic ones: use another store, or --mix, and every verdict that rests on both is marked", i->name);
	return qn_fail_both(err, QN_EINPUT, "%s:库中是合成数据,本文件是真实数据:请另建库,或用 --mix(同时依据两者的结论都会标明)",
		"%s: the store holds synthetic values and this file real ones: use another store, or --mix, and every verdict that rests on both is marked", i->name);
}

/* What becomes one import is all synthetic or not at all; sources that are told apart may be mixed by whom --mix allows it. */
static int admit_mixture(qn_importing *i, bool one, qn_error *err)
{
	if (i->first_synthetic && i->first_real && (one || !i->options->mix))
		return qn_fail_both(err, QN_EINPUT, "%s:第 %u 行标为合成数据,第 %u 行不是:请分成两个文件", "%s: line %u is marked synthetic and line %u is not: split the file", i->name, i->first_synthetic, i->first_real);
	if (i->said_synthetic && i->first_real)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:说数据是合成的,而第 %u 行没有标明:确是合成数据就加 --synthetic(或 合成数据 一列),不是就改正这里", "%s:%u: says that figures are synthetic, and line %u is not marked so: "
			"if they are, give --synthetic (or a column synthetic); if not, correct the words", i->name, i->said_synthetic, i->first_real);
	i->import.synthetic = i->first_synthetic != 0;
	int other = qn_import_any(i->snapshot, !i->import.synthetic);
	if (other < 0)
		return other;
	if (other && !i->options->mix)
		return refuse_mixture(i, err);
	return QN_OK;
}

static int refuse(const qn_importing *i, qn_error *err)
{
	unsigned long long count = i->report->error_count, most = qn_import_most_told(i);
	if (count > most && i->rejects && qn_rejects_of_header(i->rejects))
		return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误(这里列出前 %llu 处,先改表头的):什么都没有导入",
			"%s: %llu bad values (the first %llu are shown; correct those of the header first): nothing was imported", i->name, count, most);
	if (i->rejects && qn_rejects_left_out(i->rejects))
		return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误(这里列出前 %llu 处,--rejects 的文件写不下全部,改好这些再来一次):什么都没有导入",
			"%s: %llu bad values (the first %llu are shown, the file of --rejects has not all of them: correct those and come again): nothing was imported", i->name, count, most);
	if (count > most && i->rejects)
		return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误(这里列出前 %llu 处,--rejects 的文件里有全部):什么都没有导入",
			"%s: %llu bad values (the first %llu are shown, the file of --rejects has all): nothing was imported", i->name, count, most);
	if (count > most)
		return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误(这里列出前 %llu 处,用 --rejects 文件 写出全部):什么都没有导入",
			"%s: %llu bad values (the first %llu are shown, --rejects FILE writes all): nothing was imported", i->name, count, most);
	if (count == 1)
		return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误:什么都没有导入", "%s: %llu bad value: nothing was imported", i->name, count);
	return qn_fail_both(err, QN_EINPUT, "%s:有 %llu 处错误:什么都没有导入", "%s: %llu bad values: nothing was imported", i->name, count);
}

/* With what else is bad, so that the words stay with the rows in a file of rejects. */
static void tell_words_of_synthetic(qn_importing *i)
{
	bool marked = i->options->synthetic || (i->first_synthetic && !i->first_real);
	if (i->said_synthetic > i->header_last && !marked)
		qn_import_bad(i, i->said_synthetic, 1, "说数据是合成的,而数据行没有标明:确是合成数据就加 --synthetic(或 合成数据 一列),不是就改正这里",
			"says that figures are synthetic, and rows are not marked so: if they are, give --synthetic (or a column synthetic); if not, correct the words");
	i->said_synthetic = 0;
}

static int check(qn_importing *i, bool one, qn_error *err)
{
	if (i->unasked.status < 0) {
		if (err)
			*err = i->unasked;
		return i->unasked.status;
	}
	if (i->report->errors.failed || i->report->notes[0].failed || i->report->notes[1].failed)
		return qn_no_memory(err);
	if (i->report->error_count) {
		tell_words_of_synthetic(i);
		return refuse(i, err);
	}
	int rc = admit_mixture(i, one, err);
	if (rc < 0)
		return rc;
	i->report->synthetic = i->import.synthetic;
	return QN_OK;
}

int qn_import_check(qn_importing *i, qn_error *err) { return check(i, false, err); }

int qn_import_admit(qn_importing *i, qn_date known_on, uint64_t rows, qn_error *err)
{
	int rc = i->report->imports ? QN_OK : check(i, true, err);
	if (rc < 0)
		return rc;
	i->import.known_on = known_on;
	i->import.rows = rows;
	rc = qn_change_add_import(i->change, &i->import, err);
	if (i->report->imports++ == 0)
		i->report->import = i->import.number;
	return rc;
}
