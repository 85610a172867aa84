/* SPDX-License-Identifier: Apache-2.0 */
/* held.c - a cell of a declared register by the type of its field; then the row as a whole, then the row among the others. */
#include "ingest/held.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/codes.h"
#include "ingest/dates.h"
#include "ingest/fold.h"
#include "ingest/heads.h"
#include "ingest/observing.h"
#include "ingest/when.h"
#include "plan/node.h"

enum { LONGEST = 512, SOURCE = QN_MOST_FIELDS, PASSED = SOURCE + 1 };

struct qn_held {
	qn_importing *i;
	const qn_register *of;
	size_t columns, first;
	uint32_t *field;         /* by column: of the register, SOURCE, or PASSED: a column that is for the reader alone, or cannot be read and was told */
	qn_unit *said;           /* by column: the unit of its header; id NULL: none */
	size_t column[QN_MOST_FIELDS + 1]; /* by field: where it stands, 0 if nowhere */
	qn_arena arena, row;     /* row: texts of the row at hand */
};

const qn_register *qn_held_to(const qn_held *held) { return held->of; }

/* In the language of what is told. */
static const char *name_of(const qn_held *h, const qn_register_field *field)
{
	return h->i->options->chinese && field->title.zh ? field->title.zh : field->id;
}

bool qn_held_is_event(const qn_held *h, size_t column)
{
	return h->field[column] < h->of->fields && h->of->field[h->field[column]].holds != QN_HOLDS_UNTIL;
}

const char *qn_held_name(const qn_held *h, size_t column) { return h->field[column] == SOURCE ? "source" : h->of->field[h->field[column]].id; }

/* The header. */

/* What a listing of records says beside them, or a file of those that were refused; the day is read by days.h. */
static bool is_for_reader(const char *head)
{
	return qn_head_find(head) == QN_OF_KNOWN_ON || qn_head_is_mark(head) || qn_head_is_beside_records(head);
}

/* "营业收入(亿元)": the name, and the unit that the bracket names if the field is a number of that kind. */
static uint32_t find_with_unit(qn_held *h, const char *head, qn_unit *said)
{
	char name[LONGEST], *open, *close;
	const qn_units *units = &h->i->catalogue->units;
	if (!qn_fold(head, name, sizeof name) || !(open = strrchr(name, '(')) || !(close = strrchr(open, ')')) || close[1] || open == name)
		return QN_NO_FIELD;
	*open = *close = 0;
	uint32_t field = qn_register_find(h->of, name);
	if (field == QN_NO_FIELD || h->of->field[field].holds != QN_HOLDS_NUMBER)
		return QN_NO_FIELD;
	return qn_amount_unit(open + 1, units, &units->unit[h->of->field[field].unit], said) ? field : QN_NO_FIELD;
}

static const char *field_name(const void *context, size_t i) { return ((const qn_register_field *)context)[i].id; }

static void tell_unknown(qn_held *h, unsigned line, size_t column, const char *head)
{
	long near = qn_text_nearest(head, field_name, h->of->field, h->of->fields);
	qn_import_bad(h->i, line, (int)column + 1, "“%s”不是登记“%s”的字段%s%s%s", "\"%s\" is no field of %s%s%s%s", head, h->of->id,
		near < 0 ? "" : qn_import_word(h->i, (qn_both){ ":是不是 ", ": did you mean " }), near < 0 ? "" : h->of->field[near].id, near < 0 ? "" : "?");
}

static void tell_elsewhere(qn_held *h, unsigned line, size_t column, const qn_register_field *field)
{
	const char *other = h->i->catalogue->registered[field->other].id;
	qn_import_bad(h->i, line, (int)column + 1, "%s 由登记“%s”按代码查得,不在这里填写", "%s is found in %s by its key: it is no column here", field->id, other);
}

static void take_head(qn_held *h, unsigned line, size_t column, const char *head)
{
	uint32_t field = qn_register_find(h->of, head);
	h->field[column] = PASSED;
	if (field == QN_NO_FIELD)
		field = find_with_unit(h, head, &h->said[column]);
	if (field == QN_NO_FIELD && qn_head_find(head) == QN_OF_SOURCE)
		h->field[column] = SOURCE;
	else if (field == QN_NO_FIELD && is_for_reader(head))
		return;
	else if (field == QN_NO_FIELD)
		tell_unknown(h, line, column, head);
	else if (qn_holds_elsewhere(h->of->field[field].holds))
		tell_elsewhere(h, line, column, &h->of->field[field]);
	else if (h->column[field])
		qn_import_bad(h->i, line, (int)column + 1, "表头两次出现 %s", "the header names %s a second time", h->of->field[field].id);
	else
		h->field[column] = field, h->column[field] = column;
}

static void tell_lacking(qn_held *h, unsigned line)
{
	for (uint32_t f = 0; f < h->of->fields; f++)
		if (h->of->field[f].needed && !h->column[f])
			qn_import_bad(h->i, line, 1, "表头没有 %s,登记“%s”不可缺少", "the header lacks %s, which %s needs", name_of(h, &h->of->field[f]), h->of->id);
}

int qn_held_open(qn_importing *i, const qn_register *of, const char *const *head, size_t columns, size_t first, unsigned line, qn_held **out, qn_error *err)
{
	qn_held *h = *out = calloc(1, sizeof *h);
	if (!h)
		return qn_no_memory(err);
	*h = (qn_held){ .i = i, .of = of, .columns = columns, .first = first };
	h->field = qn_arena_array(&h->arena, columns + 1, sizeof *h->field);
	h->said = qn_arena_array(&h->arena, columns + 1, sizeof *h->said);
	if (!h->field || !h->said)
		return qn_no_memory(err);
	for (size_t k = first; k < columns; k++)
		take_head(h, line, k, head[k]);
	tell_lacking(h, line);
	return QN_OK;
}

/* A cell. */

typedef struct { qn_held *h; unsigned line; size_t column; const qn_register_field *about; const char *text; qn_field *out; } cell;

static bool tell(const cell *c, qn_both why)
{
	qn_import_bad(c->h->i, c->line, (int)c->column + 1, "%s:“%s”%s", "%s: \"%s\" %s", name_of(c->h, c->about), c->text, qn_import_word(c->h->i, why));
	return false;
}

static bool keep_text(const cell *c, const char *text)
{
	c->out->type = QN_FIELD_TEXT;
	c->out->text = qn_arena_text(&c->h->row, text);
	return c->out->text != NULL;
}

static bool take_code(const cell *c)
{
	static const qn_both no_code = { "不是 18 位的统一社会信用代码", "is no unified social credit code of 18 characters" };
	char code[LONGEST];
	if (!qn_fold_tight(c->text, code, sizeof code))
		return tell(c, no_code);
	for (char *at = code; *at; at++)
		*at = *at >= 'a' && *at <= 'z' ? (char)(*at - ('a' - 'A')) : *at;
	const qn_both *why = qn_code_spoiled(code);
	if (why || !qn_code_is_credit(code))
		return tell(c, why ? *why : no_code);
	return keep_text(c, code);
}

/* What tells records apart: cells that were spoiled alike, or that say nothing, would be one record; two that look alike, two. */
static bool take_key(const cell *c)
{
	static const qn_both nothing = { "什么也没说,而登记靠它区分", "says nothing, and it tells records apart" },
		unseen = { "含有换行或看不见的字符,而登记靠它区分:请去掉", "holds a line end or a character that nobody sees, and it tells records apart: take it out" };
	size_t length;
	const char *begin = qn_trim(c->text, &length), *key = qn_arena_printf(&c->h->row, "%.*s", (int)length, begin);
	if (!key)
		return false;
	const qn_both *why = qn_amount_is_nothing(key) ? &nothing : !qn_text_is_seen(key) ? &unseen : qn_key_spoiled(key);
	return why ? tell(c, *why) : keep_text(c, key);
}

static bool take_day(const cell *c)
{
	static const qn_both no_day = { "不是日期:请写成 2025-07-01", "is no day: write it as 2025-07-01" };
	c->out->type = QN_FIELD_DATE;
	return (!qn_day_is_slip(c->text) || tell(c, qn_day_slip)) && (qn_day_read_in_column(c->text, &c->out->date) || tell(c, no_day));
}

static bool take_year(const cell *c)
{
	static const qn_both no_year = { "不是年度:请写成 2025", "is no year: write it as 2025" };
	qn_period period;
	if (qn_when_read(c->text, &period) || qn_period_frequency(period) != QN_ANNUAL)
		return tell(c, no_year);
	c->out->type = QN_FIELD_NUMBER;
	c->out->number = qn_period_year(period);
	return true;
}

/* False too where the text says that nothing is known, which is not told. */
static bool take_number(const cell *c)
{
	static const qn_both nothing = { "什么也没说,而它不可缺少", "says nothing, and it is needed" }, about = { "不是确数:登记只收确数", "is said with an operator: a register holds numbers as they are" };
	const qn_units *units = &c->h->i->catalogue->units;
	const qn_indicator as = { .kind = QN_STOCK };
	const qn_unit *unit = &units->unit[c->about->unit], *said = c->h->said[c->column].id ? &c->h->said[c->column] : NULL;
	qn_amount amount;
	const qn_both *why = qn_amount_read(c->text, units, unit, said, &amount);
	if (!why && qn_is_missing(amount.value))
		return c->about->needed && tell(c, nothing);
	if (!why && amount.op != QN_EXACTLY)
		why = &about;
	if (!why)
		why = qn_observing_unfit(&as, unit, amount.value);
	if (!why)
		why = qn_observing_lone_comma(c->h->i, &as, unit, c->text, amount.value);
	if (why)
		return tell(c, *why);
	c->out->type = QN_FIELD_NUMBER;
	c->out->number = amount.value;
	return true;
}

static bool take_choice(const cell *c)
{
	char word[LONGEST], list[700] = "";
	uint32_t choice = qn_fold_as_written(c->text, word, sizeof word) ? qn_register_choice_find(c->about, word) : QN_NO_FIELD;
	if (choice == QN_NO_FIELD && qn_fold(c->text, word, sizeof word))
		choice = qn_register_choice_find(c->about, word);
	if (choice != QN_NO_FIELD)
		return keep_text(c, c->about->choice[choice].id);
	for (uint32_t k = 0; k < c->about->choices; k++) {
		size_t length = strlen(list);
		snprintf(list + length, sizeof list - length, "%s%s", k ? c->h->i->options->chinese ? "、" : ", " : "",
			c->h->i->options->chinese && c->about->choice[k].zh ? c->about->choice[k].zh : c->about->choice[k].id);
	}
	qn_import_bad(c->h->i, c->line, (int)c->column + 1, "%s:“%s”不是其中一项:%s", "%s: \"%s\" is none of its choices: %s", name_of(c->h, c->about), c->text, list);
	return false;
}

static bool take_cell(const cell *c)
{
	switch (c->about->holds) {
	case QN_HOLDS_CODE: return take_code(c);
	case QN_HOLDS_DATE:
	case QN_HOLDS_SINCE:
	case QN_HOLDS_UNTIL: return take_day(c);
	case QN_HOLDS_YEAR: return take_year(c);
	case QN_HOLDS_NUMBER: return take_number(c);
	case QN_HOLDS_CHOICE: return take_choice(c);
	default: return c->about->tells || c->about->holds == QN_HOLDS_KEY ? take_key(c) : keep_text(c, c->text);
	}
}

static const qn_register_field *about(const qn_held *h, size_t column) { return &h->of->field[h->field[column]]; }

/* A row. */

static const qn_field *find(const qn_held *h, const qn_entry *row, uint32_t field)
{
	for (uint32_t k = 0; field != QN_NO_FIELD && h->column[field] && k < row->fields; k++)
		if (row->column[k] == h->column[field])
			return &row->field[k];
	return NULL;
}

static int take_cells(qn_held *h, const char *const *text, const char *const *figure, qn_entry *out, qn_error *err)
{
	qn_arena_free(&h->row);
	for (size_t k = h->first; k < h->columns; k++) {
		qn_field *field = &out->field[out->fields];
		if (!*text[k] || h->field[k] == PASSED)
			continue;
		out->column[out->fields] = (unsigned char)k;
		if (h->field[k] == SOURCE)
			*field = (qn_field){ .type = QN_FIELD_TEXT, .text = text[k] }, out->fields++;
		else if (take_cell(&(cell){ h, out->line, k, about(h, k), about(h, k)->holds == QN_HOLDS_NUMBER ? figure[k] : text[k], field }))
			out->fields++;
	}
	return h->row.failed ? qn_no_memory(err) : QN_OK;
}

static void check_needed(qn_held *h, const char *const *text, const qn_entry *row)
{
	for (uint32_t f = 0; f < h->of->fields; f++) {
		const qn_register_field *field = &h->of->field[f];
		size_t column = h->column[f];
		if (field->needed && column && !*text[column])
			qn_import_bad(h->i, row->line, (int)column + 1, "%s 不能为空", "%s is needed and is not said", name_of(h, field));
	}
}

static void check_days(qn_held *h, const qn_entry *row)
{
	uint32_t since = qn_register_first(h->of, QN_HOLDS_SINCE), until = qn_register_first(h->of, QN_HOLDS_UNTIL);
	const qn_field *from = find(h, row, since), *to = find(h, row, until);
	char first[16], last[16];
	if (!from || !to || to->date >= from->date)
		return;
	qn_date_text(from->date, first), qn_date_text(to->date, last);
	qn_import_bad(h->i, row->line, (int)h->column[until] + 1, "%s %s 早于 %s %s", "%s %s is before %s %s", name_of(h, &h->of->field[until]), last, name_of(h, &h->of->field[since]), first);
}

int qn_held_take(qn_held *h, const char *const *text, const char *const *figure, qn_entry *out, qn_error *err)
{
	int rc = take_cells(h, text, figure, out, err);
	if (rc < 0)
		return rc;
	check_needed(h, text, out);
	check_days(h, out);
	return QN_OK;
}

/* A row among the others. */

static void write_value(qn_buffer *out, const qn_field *field)
{
	char text[QN_NUMBER_SIZE] = "";
	if (field->type == QN_FIELD_DATE)
		qn_date_text(field->date, text);
	else if (field->type == QN_FIELD_NUMBER)
		qn_number_text(text, field->number);
	const char *shown = field->type == QN_FIELD_TEXT ? field->text : text;
	qn_buffer_add(out, shown, strlen(shown) + 1);
}

bool qn_held_tells(const qn_held *h, const qn_entry *row, qn_buffer *out)
{
	bool any = false;
	if (row->kind == QN_NONE)
		return false;
	for (uint32_t f = 0; f < h->of->fields; f++) {
		const qn_field *field = h->of->field[f].tells ? find(h, row, f) : NULL;
		if (h->of->field[f].tells && !field)
			return false;
		if (!field)
			continue;
		write_value(out, field);
		any = true;
	}
	return any;
}

static bool same_value(const qn_field *a, const qn_field *b)
{
	if (!a || !b || a->type != b->type)
		return !a && !b;
	return a->type == QN_FIELD_TEXT ? !strcmp(a->text, b->text) : a->type == QN_FIELD_DATE ? a->date == b->date : a->number == b->number;
}

bool qn_held_same(const qn_held *h, const qn_entry *a, const qn_entry *b)
{
	for (uint32_t f = 0; f < h->of->fields; f++)
		if (!same_value(find(h, a, f), find(h, b, f)))
			return false;
	return true;
}

void qn_held_free(qn_held *held)
{
	if (!held)
		return;
	qn_arena_free(&held->row);
	qn_arena_free(&held->arena);
	free(held);
}
