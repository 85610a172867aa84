/* SPDX-License-Identifier: Apache-2.0 */
/* registers.c - records of a register: register, entity, then a field for each column. One that the pack declares is held to
 * that; of another a column of days is dates, one of numbers is numbers, anything else is text. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/codes.h"
#include "base/names.h"
#include "ingest/csv.h"
#include "ingest/days.h"
#include "ingest/held.h"
#include "ingest/sources.h"
#include "plan/program.h"

enum { FIRST_FIELD = 2, MOST = 64 };

/* Of a declared register `held` is what the row says, else text is. */
typedef struct { unsigned line; const char **text; uint32_t kind, number; qn_date known_on; qn_held_row held; } entry;

typedef struct qn_registering {
	qn_importing *i;
	const char *head[MOST];
	bool no_date[MOST], no_number[MOST]; /* some value of the column is none */
	bool is_day[MOST];          /* the column says when a record was known */
	size_t columns;
	unsigned header;
	qn_held *held;              /* NULL: the register is not declared, or no row has come */
	qn_names *noted;            /* registers that were said not to be declared */
	qn_days *days;
	entry *entry;
	uint32_t entries;
	qn_arena arena;
} reading;

static bool is_date(const char *text) { qn_date day; return qn_day_read(text, &day); }
static bool is_number(const char *text) { double number; return qn_number_read(text, strlen(text), &number); }
static bool is_source(const char *head) { return !strcasecmp(head, "source") || !strcmp(head, "来源") || !strcmp(head, "数据来源"); }

static bool is_credit_code(const char *head)
{
	static const char *const names[] = { "credit_code", "uscc", "统一社会信用代码", "社会信用代码", "信用代码" };
	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (!strcasecmp(names[k], head))
			return true;
	return false;
}

static void check_code(reading *r, unsigned line, size_t column, const char *code)
{
	static const qn_both no_code = { "不是 18 位的统一社会信用代码", "is no unified social credit code of 18 characters" };
	const qn_both *why = qn_code_spoiled(code);
	if (!why && *code && !qn_code_is_credit(code))
		why = &no_code;
	if (why)
		qn_import_bad(r->i, line, (int)column + 1, "“%s”%s", "\"%s\" %s", code, qn_import_word(r->i, *why));
}

static int take_head(reading *r, size_t column, const qn_csv_row *row, qn_error *err)
{
	const char *name = row->field[column].text;
	if (!*name)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头的这一列没有名称", "%s:%u:%zu: this column of the header has no name", r->i->name, row->line, column + 1);
	for (size_t k = 0; k < column; k++)
		if (!strcasecmp(r->head[k], name))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头两次出现 %s", "%s:%u:%zu: the header names %s a second time", r->i->name, row->line, column + 1, name);
	r->head[column] = qn_arena_text(&r->arena, name);
	r->is_day[column] = column >= FIRST_FIELD && qn_days_head(r->days, column, name);
	return r->head[column] ? QN_OK : qn_no_memory(err);
}

static int take_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	static const char *const entity[] = { "entity", "cluster", "集群", "主体" };
	bool named = false;
	size_t heads = qn_import_heads(row);
	if (heads > MOST || heads < FIRST_FIELD)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:登记表有 %d 到 %d 列", "%s:%u: a register has from %d to %d columns", r->i->name, row->line, FIRST_FIELD, MOST);
	for (size_t k = 0; k < 4; k++)
		named = named || !strcasecmp(row->field[1].text, entity[k]);
	if (!named)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:2:登记表的第二列是 集群,不是“%s”", "%s:%u:2: the second column of a register is entity, not \"%s\"", r->i->name, row->line, row->field[1].text);
	r->columns = heads;
	r->header = row->line;
	qn_import_header(r->i, row->line);
	for (size_t k = 0; k < heads; k++) {
		int rc = take_head(r, k, row, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static void narrow(reading *r, size_t column, const char *text)
{
	r->no_date[column] = r->no_date[column] || !is_date(text);
	r->no_number[column] = r->no_number[column] || !is_number(text);
}

static const char *register_name(const void *context, size_t i) { return ((const qn_register *)context)[i].id; }

/* Said once of each: a misspelt name would be a register of its own. */
static int note_undeclared(reading *r, unsigned line, const char *name, qn_error *err)
{
	const qn_catalogue *c = r->i->catalogue;
	uint32_t before = qn_names_count(r->noted), number = qn_names_add(r->noted, name, strlen(name));
	if (number == QN_NO_NAME)
		return qn_no_memory(err);
	if (number != before || !c->registers || !*name)
		return QN_OK;
	long near = qn_text_nearest(name, register_name, c->registered, c->registers);
	if (near < 0)
		qn_import_note(r->i, line, 1, "政策包没有声明登记“%s”:照原样收下,不作核对", "the pack declares no register \"%s\": taken as it is, held to nothing", name);
	else
		qn_import_note(r->i, line, 1, "政策包没有声明登记“%s”(是不是 %s?):照原样收下,不作核对", "the pack declares no register \"%s\" (did you mean %s?): taken as it is, held to nothing",
			name, c->registered[near].id);
	return QN_OK;
}

/* A file holds the records of one declared register, or of any that are held to nothing. */
static int choose_register(reading *r, const entry *e, qn_error *err)
{
	const char *name = e->text[0];
	long at = qn_catalogue_register(r->i->catalogue, name);
	const qn_register *of = at < 0 ? NULL : &r->i->catalogue->registered[at];
	if (at < 0 && note_undeclared(r, e->line, name, err) < 0)
		return QN_ENOMEM;
	of = of && of->fields ? of : NULL;
	if (r->entries == 1 && of)
		return qn_held_open(r->i, of, r->head, r->columns, FIRST_FIELD, r->header, &r->held, err);
	if ((r->held ? qn_held_to(r->held) : NULL) != of && *name)
		qn_import_bad(r->i, e->line, 1, "“%s”与第 %u 行的“%s”不在一个登记:请分成两个文件", "\"%s\" is another register than line %u, which is of %s: one file for each", name,
			r->entry[0].line, r->entry[0].text[0]);
	return QN_OK;
}

static int copy_texts(reading *r, entry *e, const qn_csv_row *row, qn_error *err)
{
	e->text = qn_arena_array(&r->arena, r->columns, sizeof *e->text);
	for (size_t k = 0; e->text && k < r->columns; k++)
		if (!(e->text[k] = qn_arena_text(&r->arena, k < row->fields ? qn_text_unguarded(row->field[k].text) : "")))
			return qn_no_memory(err);
		else
			qn_import_keeps(r->i, e->line, (int)k + 1, e->text[k], k >= FIRST_FIELD);
	return e->text ? QN_OK : qn_no_memory(err);
}

static void find_subject(reading *r, entry *e)
{
	const char *source = "";
	for (size_t k = 0; k < r->columns; k++)
		source = is_source(r->head[k]) ? e->text[k] : source;
	qn_import_source(r->i, e->line, source);
	if (!*e->text[0])
		qn_import_bad(r->i, e->line, 1, "这一行没有写登记名称:请写在第一列", "the row names no register: write its name in the first column");
	if (qn_import_entity(r->i, e->text[1], &e->kind, &e->number))
		return;
	e->kind = QN_NONE;
	qn_import_no_entity(r->i, e->line, 2, e->text[1]);
}

static void take_guessed(reading *r, const entry *e)
{
	for (size_t k = FIRST_FIELD; k < r->columns; k++) {
		if (*e->text[k])
			narrow(r, k, e->text[k]);
		if (is_credit_code(r->head[k]))
			check_code(r, e->line, k, e->text[k]);
	}
}

int qn_registering_row(qn_registering *r, const qn_csv_row *row, qn_error *err)
{
	if (!r->columns)
		return take_header(r, row, err);
	r->i->report->rows++;
	if (!qn_import_fits(r->i, row, r->columns))
		return QN_OK;
	if (!qn_grow(&r->arena, (void **)&r->entry, r->entries, sizeof *r->entry))
		return qn_no_memory(err);
	entry *e = &r->entry[r->entries++];
	*e = (entry){ .line = row->line };
	int rc = copy_texts(r, e, row, err);
	if (rc == QN_OK)
		rc = choose_register(r, e, err);
	if (rc < 0)
		return rc;
	find_subject(r, e);
	e->known_on = qn_days_of(r->days, e->line, e->text);
	e->held = (qn_held_row){ .line = e->line, .kind = e->kind, .subject = e->number, .known_on = e->known_on };
	if (r->held)
		return qn_held_take(r->held, e->text, &e->held, err);
	take_guessed(r, e);
	return QN_OK;
}

static qn_field make_field(const reading *r, size_t column, const char *text)
{
	qn_field field = { .name = r->head[column], .text = text };
	field.type = !r->no_date[column] ? QN_FIELD_DATE : !r->no_number[column] ? QN_FIELD_NUMBER : QN_FIELD_TEXT;
	if (field.type == QN_FIELD_DATE)
		qn_day_read(text, &field.date);
	else if (field.type == QN_FIELD_NUMBER)
		qn_number_read(text, strlen(text), &field.number);
	return field;
}

/* Of a register that is held to nothing: days by which something ends or is due may lie ahead. */
static bool is_event(const char *name)
{
	static const char *const ahead[] = { "until", "expires", "ends", "end", "due", "valid_until", "expires_on", "有效期至", "到期日", "到期日期", "截止日期" };
	for (size_t k = 0; k < sizeof ahead / sizeof *ahead; k++)
		if (!strcasecmp(ahead[k], name))
			return false;
	return true;
}

/* What a row that no register holds says, in the columns that are not for its reader alone. */
static size_t make_fields(reading *r, const entry *e, qn_field *field)
{
	size_t fields = 0;
	for (size_t k = FIRST_FIELD; k < r->columns; k++) {
		if (!*e->text[k] || r->is_day[k])
			continue;
		field[fields] = make_field(r, k, e->text[k]);
		if (is_event(r->head[k]))
			qn_days_hold(r->days, e->known_on, e->line, &field[fields], k + 1);
		fields++;
	}
	return fields;
}

static int put_entry(reading *r, const entry *e, qn_error *err)
{
	qn_field field[MOST];
	qn_record record = { .register_id = e->text[0], .kind = e->kind, .subject = e->number, .origin = { r->i->import.number, e->line }, .field = field };
	if (e->held.again)
		return QN_OK;
	if (r->held)
		record.register_id = qn_held_to(r->held)->id, record.field = e->held.field, record.fields = e->held.fields;
	else
		record.fields = make_fields(r, e, field);
	for (size_t k = 0, at; r->held && k < record.fields; k++)
		if ((at = qn_held_event(r->held, &record.field[k])))
			qn_days_hold(r->days, e->known_on, e->line, &record.field[k], at);
	r->i->report->records++;
	return qn_change_add_record(r->i->change, &record, err);
}

int qn_registering_open(qn_importing *i, qn_registering **out, qn_error *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return qn_no_memory(err);
	(*out)->i = i;
	(*out)->noted = qn_names_new();
	(*out)->days = qn_days_new(i);
	return (*out)->noted && (*out)->days ? qn_catalogue_registers(i->catalogue, err) : qn_no_memory(err);
}

static int by_day(const void *x, const void *y)
{
	const entry *a = x, *b = y;
	return a->known_on != b->known_on ? (a->known_on > b->known_on) - (a->known_on < b->known_on) : (a->line > b->line) - (a->line < b->line);
}

/* Those known on the day of the first of them are one import: how many. */
static uint32_t of_a_day(const reading *r, uint32_t first)
{
	uint32_t end = first;
	while (end < r->entries && r->entry[end].known_on == r->entry[first].known_on)
		end++;
	return end - first;
}

int qn_registering_put(qn_registering *r, qn_error *err)
{
	int rc = QN_OK;
	if (r->i->report->rows == 0)
		return qn_fail_both(err, QN_EINPUT, "%s:文件里没有登记", "%s: the file has no records", r->i->name);
	if ((rc = qn_import_check(r->i, err)) == QN_OK && r->entries)
		qsort(r->entry, r->entries, sizeof *r->entry, by_day);
	for (uint32_t k = 0, rows; rc == QN_OK && k < r->entries; k += rows) {
		rows = of_a_day(r, k);
		rc = qn_import_admit(r->i, r->entry[k].known_on, rows, err);
		for (uint32_t j = k; rc == QN_OK && j < k + rows; j++)
			rc = put_entry(r, &r->entry[j], err);
	}
	qn_days_tell(r->days);
	return rc;
}

void qn_registering_free(qn_registering *r)
{
	if (!r)
		return;
	qn_held_free(r->held);
	qn_names_free(r->noted);
	qn_days_free(r->days);
	qn_arena_free(&r->arena);
	free(r);
}
