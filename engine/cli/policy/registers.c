/* SPDX-License-Identifier: Apache-2.0 */
/* registers.c - each register: how many records, of whom they lack, how full and how fresh they are, and what counts twice; or the
 * records of one, each with its file and line, in a form that imports again. */
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "cli/clock.h"
#include "cli/policy/registers_own.h"
#include "cli/rolling.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/list.h"
#include "cli/titles.h"
#include "cli/vintage.h"
#include "ingest/invented.h"
#include "store/vintages.h"

typedef struct {
	cli_session se;
	qn_holdings *holdings;
	qn_date today;
	bool *passes;           /* by subject */
	uint32_t subjects;
} looking;

/* What one subject, or all together, have in a register. */
typedef struct { uint32_t records, shared, unmatched, subjects; uint64_t cells, filled; qn_date known_on; int year; } tally;

/* How full and fresh. */

static bool counts_as_cell(const qn_register_field *field)
{
	return !qn_holds_elsewhere(field->holds) && field->holds != QN_HOLDS_UNTIL && field->holds != QN_HOLDS_TEXT && field->holds > QN_HOLDS_KEY;
}

/* The first register that finds its fields in this one; NULL if none does. */
static const qn_shelf *looked_for_by(const looking *l, const qn_register *of)
{
	const qn_catalogue *c = l->se.catalogue;
	for (uint32_t r = 0; r < c->registers; r++)
		for (uint32_t f = 0; f < c->registered[r].fields; f++)
			if (qn_holds_elsewhere(c->registered[r].field[f].holds) && &c->registered[c->registered[r].field[f].other] == of)
				return l->holdings->shelf[r];
	return NULL;
}

/* Has a key no figures where its register looks for them? Or is it one that no register looks for? */
static bool is_unmatched(const looking *l, const qn_register *of, const qn_holding *one, qn_date day)
{
	const qn_shelf *looking_for = looked_for_by(l, of);
	if (looking_for && (one->key >= looking_for->keys || looking_for->first[one->key] == QN_NONE))
		return true;
	for (uint32_t f = 0; f < of->fields; f++)
		if (of->field[f].holds == QN_HOLDS_FIGURE && !qn_is_missing(qn_holding_value(l->holdings, of, one, f, day, false)))
			return false;
	return qn_register_first(of, QN_HOLDS_FIGURE) != QN_NO_FIELD;
}

/* The last whole year: a figure of this one is not due yet. */
static qn_date last_year_end(qn_date day)
{
	int year, month, date;
	qn_date_parts(day, &year, &month, &date);
	return qn_date_of(year - 1, 12, 31);
}

/* A register by year holds every year; others what holds today. */
static bool is_there(const qn_register *of, const qn_holding *one, qn_date today)
{
	return qn_register_first(of, QN_HOLDS_YEAR) != QN_NO_FIELD ? !one->replaced : qn_holding_holds(of, one, today);
}

static bool is_shared(const qn_shelf *shelf, const qn_holding *one, qn_date today)
{
	for (uint32_t i = one->key < shelf->keys ? shelf->first[one->key] : QN_NONE; i != QN_NONE; i = shelf->holding[i].next)
		if ((shelf->holding[i].subject != one->subject || shelf->holding[i].kind != one->kind) && is_there(shelf->of, &shelf->holding[i], today))
			return true;
	return false;
}

static void add_record(const looking *l, const qn_shelf *shelf, const qn_holding *one, tally *to)
{
	const qn_register *of = shelf->of;
	uint32_t year = qn_register_first(of, QN_HOLDS_YEAR);
	to->records++;
	to->shared += year == QN_NO_FIELD && is_shared(shelf, one, l->today);
	to->unmatched += is_unmatched(l, of, one, last_year_end(l->today));
	for (uint32_t f = 0; f < of->fields; f++)
		if (counts_as_cell(&of->field[f]))
			to->cells++, to->filled += !qn_is_missing(one->value[f]);
	to->known_on = one->known_on > to->known_on ? one->known_on : to->known_on;
	if (year != QN_NO_FIELD && one->value[year] > to->year)
		to->year = (int)one->value[year];
}

static tally count_subject(const looking *l, const qn_shelf *shelf, uint32_t subject)
{
	tally sum = { .known_on = QN_NO_DATE };
	for (uint32_t i = 0; i < shelf->count; i++) {
		const qn_holding *one = &shelf->holding[i];
		if (one->kind == l->se.catalogue->subject && one->subject == subject && is_there(shelf->of, one, l->today))
			add_record(l, shelf, one, &sum);
	}
	sum.subjects = sum.records > 0;
	return sum;
}

static void add_tally(tally *to, const tally *one)
{
	to->records += one->records, to->shared += one->shared, to->unmatched += one->unmatched, to->subjects += one->subjects;
	to->cells += one->cells, to->filled += one->filled;
	to->known_on = one->known_on > to->known_on ? one->known_on : to->known_on;
	to->year = one->year > to->year ? one->year : to->year;
}

/* Whole months from one day to another. */
static int months_between(qn_date from, qn_date to)
{
	int y1, m1, d1, y2, m2, d2;
	qn_date_parts(from, &y1, &m1, &d1), qn_date_parts(to, &y2, &m2, &d2);
	return 12 * (y2 - y1) + m2 - m1 - (d2 < d1);
}

static int age_of(const looking *l, const qn_register *of, const tally *sum)
{
	bool yearly = qn_register_first(of, QN_HOLDS_YEAR) != QN_NO_FIELD;
	return months_between(yearly ? qn_date_of(sum->year, 12, 31) : sum->known_on, l->today);
}

/* Tables of counts. */

static void tally_columns(cli_session *se, qn_table *table, bool summary)
{
	qn_table_column(table, "register", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Register", "登记"), QN_LEFT);
	qn_table_column(table, "records", say(se, "Records", "登记数"), QN_RIGHT);
	if (summary) {
		qn_table_column(table, "subjects", say(se, "Have it", "有登记"), QN_RIGHT);
		qn_table_column(table, "lack", say(se, "Lack it", "无登记"), QN_RIGHT);
	}
	qn_table_column(table, "shared", say(se, "Elsewhere too", "也在他处"), QN_RIGHT);
	qn_table_column(table, "unmatched", say(se, "Unmatched", "对不上"), QN_RIGHT);
	qn_table_column(table, "filled", say(se, "Filled", "填报率"), QN_RIGHT);
	qn_table_column(table, "latest", say(se, "Latest", "最近"), QN_LEFT);
	qn_table_column(table, "months", say(se, "Months", "月数"), QN_RIGHT);
	qn_table_column(table, "state", say(se, "State", "状态"), QN_LEFT);
}

static void tally_cells(looking *l, qn_row *row, const qn_register *of, const tally *sum, bool summary)
{
	cli_session *se = &l->se;
	bool yearly = qn_register_first(of, QN_HOLDS_YEAR) != QN_NO_FIELD, any = sum->records > 0;
	int age = any ? age_of(l, of, sum) : 0;
	bool stale = any && of->months && age > (int)of->months, lacking = of->needed && (summary ? sum->subjects < l->subjects : !any);
	qn_row_text(row, of->id);
	qn_row_text(row, title_of(se, of->title));
	qn_row_number(row, sum->records, 0);
	if (summary) {
		qn_row_number(row, sum->subjects, 0);
		qn_row_number(row, l->subjects - sum->subjects, 0);
	}
	qn_row_number(row, sum->shared, 0);
	qn_row_number(row, sum->unmatched, 0);
	percent_cell(se, row, sum->cells ? (double)sum->filled / (double)sum->cells : QN_MISSING, 1);
	qn_row_text(row, !any ? "" : yearly ? qn_arena_printf(&se->arena, "%d", sum->year) : date_text(se, sum->known_on));
	if (any)
		qn_row_number(row, age, 0);
	else
		qn_row_text(row, "");
	qn_row_text(row, lacking ? summary && any ? say(se, "lacks some", "不全") : say(se, "missing", "缺") : stale ? say(se, "stale", "过期") : any ? say(se, "fresh", "新鲜") : "");
	qn_row_tone(row, lacking || stale ? QN_TONE_WARN : QN_TONE_PLAIN);
}

static int summarise(looking *l, qn_report *report, uint32_t of, qn_table *table, qn_error *err)
{
	const qn_shelf *shelf;
	tally sum = { .known_on = QN_NO_DATE };
	int rc = qn_holdings_shelf(l->holdings, of, &shelf, err);
	(void)report;
	for (uint32_t s = 0; rc == QN_OK && s < l->subjects; s++) {
		tally one = count_subject(l, shelf, s);
		add_tally(&sum, &one);
	}
	if (rc == QN_OK)
		tally_cells(l, qn_table_row(table), shelf->of, &sum, true);
	return rc;
}

static int each_subject(looking *l, uint32_t of, qn_table *table, qn_error *err)
{
	const qn_shelf *shelf;
	const uint32_t *order;
	uint32_t count;
	int rc = qn_holdings_shelf(l->holdings, of, &shelf, err);
	if (rc == QN_OK)
		rc = qn_entity_order(l->se.snapshot, l->se.catalogue->subject, &order, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		uint32_t number = order ? order[i] : i;
		const qn_entity *who = l->passes[number] ? qn_entity_borrow(l->se.snapshot, l->se.catalogue->subject, number, err) : NULL;
		if (!l->passes[number])
			continue;
		if (!who)
			return qn_failed(err);
		tally sum = count_subject(l, shelf, number);
		qn_row *row = qn_table_row(table);
		qn_row_text(row, title_of(&l->se, who->title));
		qn_row_text(row, who->id);
		tally_cells(l, row, shelf->of, &sum, false);
	}
	return rc;
}

/* Records of others than are counted: of a city, say. */
static void note_others(looking *l, qn_report *report, const qn_shelf *shelf)
{
	cli_session *se = &l->se;
	const qn_kind *subject = &se->catalogue->kind[se->catalogue->subject];
	unsigned count = 0;
	for (uint32_t i = 0; i < shelf->count; i++)
		count += shelf->holding[i].kind != se->catalogue->subject && is_there(shelf->of, &shelf->holding[i], l->today);
	if (count)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s: not counted, though listed: %u of others than a %s", "%s:另有 %u 条不属于%s,只列出,不计入"),
			shelf->of->id, count, title_of(se, subject->title)));
}

static int report_counts(looking *l, long only, qn_error *err)
{
	cli_session *se = &l->se;
	bool summary = only < 0 && se->options->filters == 0;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "The registers on %s", "登记情况(%s)"), date_text(se, l->today)));
	qn_table *table = qn_report_table(report, "registers", "");
	const qn_shelf *shelf;
	int rc = QN_OK;
	for (uint32_t r = 0; rc == QN_OK && r < se->catalogue->registers; r++)
		if ((rc = qn_holdings_shelf(l->holdings, r, &shelf, err)) == QN_OK && summary)
			note_others(l, report, shelf);
	if (!summary)
		subject_columns(se, table);
	tally_columns(se, table, summary);
	for (uint32_t r = 0; rc == QN_OK && r < se->catalogue->registers; r++) {
		if (!se->catalogue->registered[r].fields || (only >= 0 && r != (uint32_t)only))
			continue;
		rc = summary ? summarise(l, report, r, table, err) : each_subject(l, r, table, err);
	}
	keep_rows(se, report, table, NULL);
	qn_report_note(report, say(se, "records that hold on that day; elsewhere too: the same code is in another of them, and would count twice in a sum; "
		"unmatched: without figures of the last whole year, or of a code that nobody has; filled: of the cells that a record may fill",
		"当日有效的登记;也在他处:同一代码也在别处,相加会重复;对不上:没有上一整年的数,或代码无人对应;填报率:可填的单元格中填了多少"));
	return session_finish(se, report, rc, err);
}

/* Records. */

typedef struct { looking *l; const qn_register *of; const qn_shelf *shelf; qn_table *table; uint32_t at; qn_error *err; } listing;

static void record_columns(cli_session *se, const qn_register *of, qn_table *table)
{
	qn_table_column(table, "register", "", QN_MACHINE);
	qn_table_column(table, "entity", title_of(se, se->catalogue->kind[se->catalogue->subject].title), QN_LEFT);
	for (uint32_t f = 0; f < of->fields; f++)
		if (!qn_holds_elsewhere(of->field[f].holds))
			qn_table_column(table, of->field[f].id, title_of(se, of->field[f].title), of->field[f].holds == QN_HOLDS_NUMBER ? QN_RIGHT : QN_LEFT);
	qn_table_column(table, "source", "", QN_MACHINE);
	qn_table_column(table, "known_on", "", QN_MACHINE);
	qn_table_column(table, "origin", say(se, "From", "来自"), QN_LEFT);
}

static void field_cell(cli_session *se, qn_row *row, const qn_register_field *about, const qn_field *field)
{
	char number[QN_NUMBER_SIZE];
	if (!field)
		qn_row_text(row, "");
	else if (field->type == QN_FIELD_DATE)
		qn_row_text(row, date_text(se, field->date));
	else if (field->type == QN_FIELD_NUMBER && about->holds == QN_HOLDS_NUMBER)
		qn_row_quantity(row, qn_arena_text(&se->arena, qn_number_text(number, field->number)), field->number);
	else
		qn_row_kept(row, field->type == QN_FIELD_NUMBER ? qn_number_text(number, field->number) : field->text);
}

/* The holdings stand in the order in which records come. */
static int list_record(void *context, const qn_record *record)
{
	listing *g = context;
	cli_session *se = &g->l->se;
	const qn_holding *one = &g->shelf->holding[g->at++];
	qn_import import = { 0 };
	bool passes = record->kind == se->catalogue->subject && g->l->passes[record->subject];
	int rc = record->kind == se->catalogue->subject ? QN_OK : entity_passes(se, record->kind, record->subject, &passes, g->err);
	if (rc < 0 || one->replaced || !passes)
		return rc;
	const qn_entity *who = qn_entity_borrow(se->snapshot, record->kind, record->subject, g->err);
	rc = who ? qn_import_get(se->snapshot, record->origin.import, &import, g->err) : qn_failed(g->err);
	if (rc < 0)
		return rc;
	const qn_field *source = qn_record_field(record, "source");
	qn_row *row = qn_table_row(g->table);
	qn_row_text(row, g->of->id);
	qn_row_text(row, who->id);
	for (uint32_t f = 0; f < g->of->fields; f++)
		if (!qn_holds_elsewhere(g->of->field[f].holds))
			field_cell(se, row, &g->of->field[f], qn_record_field(record, g->of->field[f].id));
	qn_row_kept(row, qn_source_words(&se->arena, source && source->text ? source->text : import.source ? import.source : "", import.synthetic));
	qn_row_text(row, date_text(se, import.known_on));
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", import.file, record->origin.line));
	return 0;
}

static int report_records(looking *l, uint32_t of, qn_error *err)
{
	cli_session *se = &l->se;
	listing g = { .l = l, .of = &se->catalogue->registered[of], .err = err };
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "%s: records", "%s:登记"), title_of(se, g.of->title)));
	g.table = qn_report_table(report, "records", "");
	record_columns(se, g.of, g.table);
	int rc = qn_holdings_shelf(l->holdings, of, &g.shelf, err);
	if (rc == QN_OK)
		rc = qn_record_each(se->snapshot, g.of->id, list_record, &g, err);
	keep_rows(se, report, g.table, NULL);
	return session_finish(se, report, rc, err);
}

/* The whole. */

static const char *register_name(const void *context, size_t i) { return ((const qn_register *)context)[i].id; }

static int read_register(const cli_session *se, long *out, qn_error *err)
{
	const qn_catalogue *c = se->catalogue;
	const char *word = se->options->operands > 1 ? se->options->operand[1] : NULL;
	*out = word ? qn_catalogue_register(c, word) : -1;
	if (!c->registers)
		return qn_fail_both(err, QN_ENOTFOUND, "规则包没有声明登记(registers.csv)", "the pack declares no registers: registers.csv does");
	if (!word || *out >= 0)
		return QN_OK;
	long near = qn_text_nearest(word, register_name, c->registered, c->registers);
	return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有声明登记“%s”", "no register \"%s\" is declared", word)
		: qn_fail_both(err, QN_EUSAGE, "没有声明登记“%s”:是不是 %s?", "no register \"%s\" is declared: did you mean %s?", word, c->registered[near].id);
}

static int find_passing(looking *l, qn_error *err)
{
	cli_session *se = &l->se;
	int rc = qn_entity_count(se->snapshot, se->catalogue->subject, &l->subjects, err);
	if (rc == QN_OK && !(l->passes = qn_arena_array(&se->arena, (size_t)l->subjects + 1, sizeof *l->passes)))
		rc = qn_no_memory(err);
	for (uint32_t s = 0; rc == QN_OK && s < l->subjects; s++)
		rc = entity_passes(se, se->catalogue->subject, s, &l->passes[s], err);
	return rc;
}

static int read_today(looking *l, qn_error *err)
{
	const cli_options *options = l->se.options;
	qn_frozen frozen = { .at.day = QN_NO_DATE };
	int rc = options->as_of && !options->today ? session_vintage(&l->se, options->as_of, &frozen, err) : QN_OK;
	return rc < 0 ? rc : read_day("today", options->today, frozen.at.day == QN_NO_DATE ? clock_day() : frozen.at.day, &l->today, err);
}

int run_registers(const cli_options *options, qn_error *err)
{
	looking l = { .holdings = NULL };
	long only = -1;
	int rc = session_open(&l.se, options, err);
	if (rc == QN_OK)
		rc = qn_catalogue_registers(l.se.catalogue, err);
	if (rc == QN_OK)
		rc = read_register(&l.se, &only, err);
	if (rc == QN_OK && only >= 0 && !l.se.catalogue->registered[only].fields) {
		rc = registers_own(&l.se, &l.se.catalogue->registered[only], err);
		goto out;
	}
	if (rc == QN_OK)
		rc = read_today(&l, err);
	if (rc == QN_OK)
		rc = find_passing(&l, err);
	if (rc == QN_OK)
		rc = qn_holdings_open(l.se.snapshot, l.se.catalogue, &l.holdings, err);
	if (rc == QN_OK)
		rc = only >= 0 && !options->all ? report_records(&l, (uint32_t)only, err) : report_counts(&l, only, err);
out:
	qn_holdings_free(l.holdings);
	session_close(&l.se);
	return rc;
}
