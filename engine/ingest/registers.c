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
#include "ingest/dates.h"
#include "ingest/days.h"
#include "ingest/doubles.h"
#include "ingest/fold.h"
#include "ingest/heads.h"
#include "ingest/retold.h"
#include "plan/program.h"

enum { FIRST_FIELD = 2, MOST = QN_MOST_HEADS };

typedef struct qn_registering {
	qn_importing *i;
	const char *head[MOST];
	bool no_date[MOST], no_number[MOST]; /* some value of the column is none */
	enum { A_FIELD, A_CODE, THE_DAY, WHY_REFUSED, BESIDE_RECORDS, A_MARK } is[MOST]; /* the column; THE_DAY: when a record was known */
	size_t columns, source, mark; /* source: the column that says where a record comes from; mark: that says whether it is synthetic; 0: none */
	unsigned header;
	bool of_subject;            /* whom a record is of is one of those who are judged, says the column's name */
	bool declared;              /* the register of the row at hand is, though it may hold whatever it wants */
	qn_held *held;              /* NULL: the register is not declared, or no row has come */
	qn_doubles *doubles;        /* of held */
	qn_retold *retold;          /* of held, while its records are put; NULL: nothing tells them apart */
	qn_names *noted;            /* registers that were said not to be declared */
	qn_days *days;
	qn_sorter *entries;         /* what is to be put */
	const char *first;          /* the first register named, and its line; NULL: no row has come */
	unsigned first_line;
	const char *text[MOST], *figure[MOST]; /* the row at hand, as numbers too, and as an entry: of a register that is not declared all its fields are texts */
	qn_entry now;
	qn_arena arena;
} reading;

/* 20250305 is a day in a column that is called one, and else a number. */
static bool is_day(const reading *r, size_t column, const char *text, qn_date *out)
{
	static const char *const ends[] = { "_on", "date", "日期", NULL };
	const char *name = r->head[column];
	return qn_fold_ends(name, name + strlen(name), ends) ? qn_day_read_in_column(text, out) : qn_day_read(text, out);
}

static bool is_number(const char *text) { double number; return qn_number_read(text, strlen(text), &number); }

static void check_code(reading *r, unsigned line, size_t column, const char *code)
{
	static const qn_both no_code = { "不是 18 位的统一社会信用代码", "is no unified social credit code of 18 characters" };
	const qn_both *why = qn_code_spoiled(code);
	if (!why && *code && !qn_code_is_credit(code))
		why = &no_code;
	if (why)
		qn_import_bad(r->i, line, (int)column + 1, "“%s”%s", "\"%s\" %s", code, qn_import_word(r->i, *why));
}

/* Two could say two things of one record: which of them is true, and is it synthetic? */
static int take_source(reading *r, size_t column, unsigned line, qn_error *err)
{
	if (r->source)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:“%s”和“%s”都是来源:只留一列", "%s:%u:%zu: \"%s\" is the source, and so is \"%s\": keep one of them", r->i->name, line, column + 1,
			r->head[column], r->head[r->source]);
	r->source = column;
	return QN_OK;
}

static int take_head(reading *r, size_t column, const qn_csv_row *row, qn_error *err)
{
	const char *name = row->field[column].text;
	if (!*name)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头的这一列没有名称", "%s:%u:%zu: this column of the header has no name", r->i->name, row->line, column + 1);
	for (size_t k = 0; k < column; k++)
		if (!strcasecmp(r->head[k], name) && !qn_head_is_why(name))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头两次出现 %s", "%s:%u:%zu: the header names %s a second time", r->i->name, row->line, column + 1, name);
	if (!(r->head[column] = qn_arena_text(&r->arena, name)))
		return qn_no_memory(err);
	r->is[column] = column >= FIRST_FIELD && qn_days_head(r->days, column, name) ? THE_DAY : qn_head_is_credit_code(name) ? A_CODE
		: qn_head_is_why(name) ? WHY_REFUSED : qn_head_is_mark(name) ? A_MARK : qn_head_is_beside_records(name) ? BESIDE_RECORDS : A_FIELD;
	r->mark = r->is[column] == A_MARK ? column : r->mark;
	return qn_head_find(name) == QN_OF_SOURCE ? take_source(r, column, row->line, err) : QN_OK;
}

static int take_header(reading *r, const qn_csv_row *row, qn_error *err)
{
	size_t heads = qn_import_heads(row);
	if (heads > MOST || heads < FIRST_FIELD)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:登记表有 %d 到 %d 列", "%s:%u: a register has from %d to %d columns", r->i->name, row->line, FIRST_FIELD, MOST);
	if (qn_head_find(row->field[1].text) != QN_OF_ENTITY)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:2:登记表的第二列是 集群,不是“%s”", "%s:%u:2: the second column of a register is entity, not \"%s\"", r->i->name, row->line, row->field[1].text);
	r->columns = heads;
	r->of_subject = qn_head_is_of_subject_in_register(row->field[1].text);
	r->header = row->line;
	qn_import_header(r->i, row->line, row->line);
	for (size_t k = 0; k < heads; k++) {
		int rc = take_head(r, k, row, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

/* What a column of a register that is held to nothing may still hold. */
static void narrow(reading *r, unsigned line, size_t column, const char *text)
{
	qn_date day;
	r->no_date[column] = r->no_date[column] || !is_day(r, column, text, &day);
	if (qn_day_is_slip(text))
		qn_import_bad(r->i, line, (int)column + 1, "“%s”%s", "\"%s\" %s", text, qn_import_word(r->i, qn_day_slip));
	r->no_number[column] = r->no_number[column] || !is_number(text) || strcmp(text, r->figure[column]) != 0; /* 00123 is a code, 1900 of a cell of dates no number */
}

static const char *register_name(const void *context, size_t i) { return ((const qn_register *)context)[i].id; }

static int keep_unheld(qn_import_report *report, unsigned line, const char *name, qn_error *err)
{
	const char *kept = qn_arena_text(&report->arena, name);
	if (!kept || !qn_grow(&report->arena, (void **)&report->unheld, report->unhelds, sizeof *report->unheld))
		return qn_no_memory(err);
	report->unheld[report->unhelds++] = (struct qn_unheld){ kept, line };
	return QN_OK;
}

/* Said once of each: a misspelt name would be a register of its own. Where none is declared, the rules say which they read. */
static int note_undeclared(reading *r, unsigned line, const char *name, qn_error *err)
{
	const qn_catalogue *c = r->i->catalogue;
	uint32_t before = qn_names_count(r->noted), number = qn_names_add(r->noted, name, strlen(name));
	if (number == QN_NO_NAME)
		return qn_no_memory(err);
	if (number != before)
		return QN_OK;
	if (!c->registers)
		return keep_unheld(r->i->report, line, name, err);
	long near = qn_text_nearest(name, register_name, c->registered, c->registers);
	if (near < 0)
		qn_import_note(r->i, line, 1, "规则包没有声明登记“%s”:照原样收下,不作核对", "the pack declares no register \"%s\": taken as it is, held to nothing", name);
	else
		qn_import_note(r->i, line, 1, "规则包没有声明登记“%s”(是不是 %s?):照原样收下,不作核对", "the pack declares no register \"%s\" (did you mean %s?): taken as it is, held to nothing",
			name, c->registered[near].id);
	return QN_OK;
}

static int hold(reading *r, const qn_register *of, qn_error *err)
{
	int rc = qn_held_open(r->i, of, r->head, r->columns, FIRST_FIELD, r->header, &r->held, err);
	if (rc == QN_OK && !(r->doubles = qn_doubles_new(r->i, r->held)))
		rc = qn_no_memory(err);
	return rc;
}

/* Why a row was refused is no field, though of a register that is held to nothing anything else would be. */
static void note_passed(reading *r)
{
	for (size_t k = FIRST_FIELD; k < r->columns; k++)
		if (r->is[k] == WHY_REFUSED)
			qn_import_note(r->i, r->header, (int)k + 1, "“%s”只供对照,略过", "\"%s\" is for its reader alone and passed over", r->head[k]);
}

/* A file holds the records of one declared register, or of any that are held to nothing. */
static int choose_register(reading *r, qn_error *err)
{
	const char *name = r->text[0];
	if (!*name) /* which is told */
		return QN_OK;
	long at = qn_catalogue_register(r->i->catalogue, name);
	const qn_register *of = at < 0 ? NULL : &r->i->catalogue->registered[at];
	if (at < 0 && note_undeclared(r, r->now.line, name, err) < 0)
		return QN_ENOMEM;
	r->declared = of != NULL;
	of = of && of->fields ? of : NULL;
	if (!r->first && !of)
		note_passed(r);
	if (!r->first) {
		r->first = qn_arena_text(&r->arena, name), r->first_line = r->now.line;
		return !r->first ? qn_no_memory(err) : of ? hold(r, of, err) : QN_OK;
	}
	if ((r->held ? qn_held_to(r->held) : NULL) != of)
		qn_import_bad(r->i, r->now.line, 1, "“%s”与第 %u 行的“%s”不在一个登记:请分成两个文件", "\"%s\" is another register than line %u, which is of %s: one file for each", name,
			r->first_line, r->first);
	return QN_OK;
}

/* False where one of them is no text that can be kept. */
static bool take_texts(reading *r, const qn_csv_row *row)
{
	bool good = true;
	for (size_t k = 0; k < r->columns; k++) {
		r->text[k] = k < row->fields ? qn_text_unguarded(row->field[k].text) : "";
		r->figure[k] = k < row->fields ? qn_text_unguarded(qn_csv_figure(&row->field[k])) : "";
		if (k < row->fields && r->is[k] != WHY_REFUSED)
			good = qn_import_is_plain(r->i, row->line, (int)k + 1, &row->field[k]) && qn_import_keeps(r->i, row->line, (int)k + 1, r->text[k], k >= FIRST_FIELD) && good;
	}
	return good;
}

static void find_subject(reading *r)
{
	bool good = true;
	qn_import_mark(r->i, r->now.line, qn_import_told_synthetic(r->i, r->now.line, (int)r->mark + 1, r->mark ? r->text[r->mark] : "", r->source ? r->text[r->source] : "", &good));
	if (!*r->text[0])
		qn_import_bad(r->i, r->now.line, 1, "这一行没有写登记名称:请写在第一列", "the row names no register: write its name in the first column");
	bool known = qn_import_entity(r->i, r->text[1], &r->now.kind, &r->now.subject);
	if (known && (!r->of_subject || qn_import_is_judged(r->i, r->now.line, 2, r->text[1], r->now.kind)))
		return;
	r->now.kind = QN_NONE;
	if (!known)
		qn_import_no_entity(r->i, r->now.line, 2, r->text[1]);
}

/* A listing of a register whose columns are its own says beside them where its records came from. */
static bool is_for_reader(const reading *r, size_t k)
{
	return r->is[k] == THE_DAY || r->is[k] == WHY_REFUSED || r->is[k] == A_MARK || (r->declared && r->is[k] == BESIDE_RECORDS);
}

/* What it says in the columns that are not for its reader alone; of which types these are only the last row shows. */
static void take_guessed(reading *r)
{
	qn_entry *e = &r->now;
	for (size_t k = FIRST_FIELD; k < r->columns; k++) {
		if (*r->text[k])
			narrow(r, e->line, k, r->text[k]);
		if (r->is[k] == A_CODE)
			check_code(r, e->line, k, r->text[k]);
		if (!*r->text[k] || is_for_reader(r, k))
			continue;
		e->field[e->fields] = (qn_field){ .type = QN_FIELD_TEXT, .text = r->text[k] };
		e->column[e->fields++] = (unsigned char)k;
	}
}

static int take_held(reading *r, qn_error *err)
{
	qn_buffer name = { 0 };
	int rc = qn_held_take(r->held, r->text, r->figure, &r->now, err);
	r->now.register_id = qn_held_to(r->held)->id;
	bool tells = rc == QN_OK && qn_held_tells(r->held, &r->now, &name);
	if (name.failed)
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		rc = tells ? qn_doubles_add(r->doubles, &name, &r->now, err) : qn_entries_add(r->entries, &r->now, err);
	qn_buffer_free(&name);
	return rc;
}

int qn_registering_row(qn_registering *r, const qn_csv_row *row, qn_error *err)
{
	if (!r->columns)
		return take_header(r, row, err);
	r->i->report->rows++;
	if (!qn_import_fits(r->i, row, r->columns))
		return QN_OK;
	if (!take_texts(r, row))
		return QN_OK;
	r->now.line = row->line, r->now.fields = 0, r->now.register_id = r->text[0];
	int rc = choose_register(r, err);
	if (rc < 0)
		return rc;
	find_subject(r);
	r->now.known_on = qn_days_of(r->days, row->line, r->text);
	if (!qn_days_count(r->days, r->now.known_on))
		return qn_no_memory(err);
	if (r->held)
		return take_held(r, err);
	take_guessed(r);
	return qn_entries_add(r->entries, &r->now, err);
}

/* Puts what was read. */

static void guess_type(const reading *r, size_t column, qn_field *field)
{
	const char *text = field->text;
	if (!r->no_date[column] && is_day(r, column, text, &field->date))
		field->type = QN_FIELD_DATE;
	else if (!r->no_number[column] && qn_number_read(text, strlen(text), &field->number))
		field->type = QN_FIELD_NUMBER;
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

static void name_field(reading *r, qn_entry *e, uint32_t k)
{
	const size_t column = e->column[k];
	e->field[k].name = r->held ? qn_held_name(r->held, column) : column == r->source ? qn_head_name(QN_OF_SOURCE) : r->head[column];
	if (!r->held)
		guess_type(r, column, &e->field[k]);
	if (r->held ? qn_held_is_event(r->held, column) : is_event(e->field[k].name))
		qn_days_hold(r->days, e, k, e->field[k].name);
}

static int put_entry(reading *r, qn_entry *e, qn_error *err)
{
	const qn_record record = { .register_id = e->register_id, .kind = e->kind, .subject = e->subject, .origin = { qn_days_import(r->days, e->known_on), e->line },
		.field = e->field, .fields = e->fields };
	for (uint32_t k = 0; k < e->fields; k++)
		name_field(r, e, k);
	r->i->report->records++;
	int rc = r->retold ? qn_retold_add(r->retold, &record, e->known_on, err) : QN_OK;
	return rc < 0 ? rc : qn_change_add_record(r->i->change, &record, err);
}

static bool are_told_apart(const qn_register *of)
{
	for (uint32_t f = 0; f < of->fields; f++)
		if (of->field[f].tells)
			return true;
	return false;
}

enum { MOST_RETOLD = 1 << 18 }; /* records of the store: those of more would have to come through memory */

/* Begins to tell new records from those that others stood for, where something tells them apart. */
static int begin_retold(reading *r, qn_error *err)
{
	uint32_t kept = 0;
	const qn_register *of = r->held ? qn_held_to(r->held) : NULL;
	if (!of || !are_told_apart(of))
		return QN_OK;
	int rc = qn_record_count(r->i->snapshot, of->id, &kept, err);
	if (rc < 0 || kept > MOST_RETOLD)
		return rc < 0 ? rc : QN_OK;
	return (r->retold = qn_retold_new(r->i, of)) ? QN_OK : qn_no_memory(err);
}

static int put_entries(reading *r, qn_error *err)
{
	int rc = begin_retold(r, err);
	while (rc == QN_OK && (rc = qn_entries_next(r->entries, &r->now, err)) > 0)
		rc = put_entry(r, &r->now, err);
	return rc == QN_OK && r->retold ? qn_retold_count(r->retold, err) : rc;
}

int qn_registering_open(qn_importing *i, qn_registering **out, qn_error *err)
{
	*out = NULL;
	if (i->factor)
		return qn_fail_both(err, QN_EINPUT, "%s:映射文件的倍数只用于指标:登记表的单位写在表头,如 营业收入(万元)",
			"%s: a factor of the mapping file is for indicators: a register has its units in the header, as in revenue(万元)", i->name);
	*out = calloc(1, sizeof **out);
	if (!*out)
		return qn_no_memory(err);
	(*out)->i = i;
	(*out)->noted = qn_names_new();
	(*out)->days = qn_days_new(i);
	(*out)->entries = qn_sorter_new(QN_SORTER_BOUND);
	return (*out)->noted && (*out)->days && (*out)->entries ? qn_catalogue_registers(i->catalogue, err) : qn_no_memory(err);
}

int qn_registering_put(qn_registering *r, qn_error *err)
{
	int rc = QN_OK;
	if (r->i->report->rows == 0 && r->i->report->error_count == 0)
		return qn_fail_both(err, QN_EINPUT, "%s:文件里没有登记", "%s: the file has no records", r->i->name);
	if (r->doubles)
		rc = qn_doubles_settle(r->doubles, r->entries, err);
	qn_doubles_free(r->doubles);
	r->doubles = NULL;
	if (rc < 0 || (rc = qn_import_check(r->i, err)) < 0 || (rc = qn_days_admit(r->days, err)) < 0)
		return rc;
	rc = put_entries(r, err);
	qn_days_tell(r->days);
	return rc;
}

void qn_registering_free(qn_registering *r)
{
	if (!r)
		return;
	qn_doubles_free(r->doubles);
	qn_retold_free(r->retold);
	qn_held_free(r->held);
	qn_names_free(r->noted);
	qn_days_free(r->days);
	qn_sorter_free(r->entries);
	qn_arena_free(&r->arena);
	free(r);
}
