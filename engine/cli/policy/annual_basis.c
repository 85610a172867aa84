/* SPDX-License-Identifier: Apache-2.0 */
/* annual_basis.c - what a yearly report rests on: how complete the figures are, where sources contradict each other, how the text is read,
 * which rules and which imports. */
#include "cli/policy/annual.h"
#include "cli/show.h"
#include "cli/statements.h"
#include "ingest/operators.h"
#include "store/vintages.h"

/* Completeness. */

static size_t reported(const annual *a, uint32_t indicator, int index)
{
	size_t count = 0;
	for (size_t e = 0; index >= 0 && e < a->entities; e++)
		count += !qn_is_missing(qn_panel_value(a->session->panel, indicator, index, e));
	return count;
}

static void add_completeness(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	size_t there = 0;
	qn_table *table = qn_report_table(report, "completeness", say(se, "Figures that rules read, and how many reported them", "规则所用指标的报送情况"));
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Indicator", "指标"), QN_LEFT);
	qn_table_column(table, "was", a->year > 0 ? period_text(se, qn_panel_period(se->panel, a->year - 1)) : "—", QN_RIGHT);
	qn_table_column(table, "is", period_text(se, qn_panel_period(se->panel, a->year)), QN_RIGHT);
	qn_table_column(table, "of", say(se, "of", "应报"), QN_RIGHT);
	for (uint32_t i = 0; i < se->catalogue->indicators; i++) {
		if (!a->read[i])
			continue;
		size_t now = reported(a, i, a->year);
		qn_row *row = qn_table_row(table);
		there += now;
		qn_row_text(row, se->catalogue->indicator[i].id);
		qn_row_text(row, title_of(se, se->catalogue->indicator[i].title));
		qn_row_number(row, a->year > 0 ? (double)reported(a, i, a->year - 1) : QN_MISSING, 0);
		qn_row_number(row, (double)now, 0);
		qn_row_number(row, (double)a->entities, 0);
		if (now < a->entities)
			qn_row_tone(row, QN_TONE_WARN);
	}
	if (a->reads && a->entities)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "figures that rules read: %u indicators, %s of them reported; one that is missing is nowhere taken for zero",
			"规则所用指标 %u 个,报送率 %s;缺数据一律不当作零"), a->reads, percent_text(se, (double)there / ((double)a->reads * (double)a->entities), 1)));
}

/* Conflicts. */

typedef struct { annual *a; qn_table *table; uint32_t cells; qn_error *err; } conflicting;

static int take_conflict(void *context, const qn_spot *at, const qn_statement *statement, uint32_t count)
{
	conflicting *c = context;
	cli_session *se = c->a->session;
	qn_entity who;
	if (at->kind != se->catalogue->subject || at->period != qn_panel_period(se->panel, c->a->year))
		return QN_OK;
	int rc = qn_statements_conflict(statement, count, 0, c->err);
	if (rc <= 0)
		return rc;
	rc = qn_entity_get(se->snapshot, at->kind, at->entity, &who, c->err);
	c->cells++;
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		qn_row *row = qn_table_row(c->table);
		qn_row_text(row, title_of(se, who.title));
		qn_row_text(row, who.id);
		qn_row_text(row, title_of(se, se->catalogue->indicator[at->indicator].title));
		statement_cells(se, row, &statement[i], se->catalogue->indicator[at->indicator].unit);
		qn_row_tone(row, qn_statement_adopted(&statement[i]) ? QN_TONE_GOOD : QN_TONE_PLAIN);
	}
	return rc;
}

static int add_conflicts(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	conflicting c = { .a = a, .err = err };
	int rc = QN_OK;
	c.table = qn_report_table(report, "conflicts", say(se, "Figures of which sources contradict each other", "说法相互矛盾的数值"));
	subject_columns(se, c.table);
	qn_table_column(c.table, "indicator", say(se, "Indicator", "指标"), QN_LEFT);
	statement_columns(se, c.table);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->indicators; i++)
		rc = qn_statements_each(se->snapshot, i, qn_snapshot_vintage(se->snapshot), take_conflict, &c, err);
	return rc;
}

/* Readings. */

static void add_readings(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "readings", say(se, "How the text is read where it leaves something open", "歧义条文所采用的读法"));
	qn_table_column(table, "option", say(se, "Open reading", "歧义项"), QN_LEFT);
	qn_table_column(table, "title", say(se, "Question", "问题"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "reading", say(se, "Read as", "采用"), QN_LEFT);
	qn_table_column(table, "words", say(se, "that is", "含义"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "others", say(se, "other readings", "其他读法"), QN_RIGHT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	for (uint32_t i = 0; i < se->program->parameters; i++) {
		const qn_parameter *about = &se->program->parameter[i];
		double now = about->readings ? qn_changes_parameter(&se->changes, se->panel, i, a->year).a : QN_MISSING;
		const qn_reading *reading = qn_is_missing(now) ? NULL : &about->reading[(uint32_t)now];
		if (!about->readings)
			continue;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, about->id);
		qn_row_text(row, title_of(se, about->title));
		qn_row_text(row, reading ? reading->id : "—");
		qn_row_text(row, reading ? title_of(se, reading->title) : say(se, "nobody has set it", "无人设定"));
		qn_row_number(row, (double)about->readings - (reading != NULL), 0);
		qn_row_text(row, about->clause ? about->clause : "");
		qn_row_real(row);
	}
}

/* Where all of it comes from. */

static int add_sources(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	uint32_t imports;
	int rc = qn_imports_counted(se->snapshot, &imports, err);
	qn_table *table = qn_report_table(report, "sources", say(se, "Imports that this rests on", "所依据的导入"));
	qn_table_column(table, "import", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "file", say(se, "File", "文件"), QN_LEFT);
	qn_table_column(table, "known_on", say(se, "Known on", "知悉日期"), QN_LEFT);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rank", say(se, "Rank", "级别"), QN_LEFT);
	qn_table_column(table, "submitter", say(se, "Handed in by", "报送人"), QN_LEFT);
	qn_table_column(table, "rows", say(se, "Rows", "行数"), QN_RIGHT);
	for (uint32_t i = 1; rc == QN_OK && i <= imports; i++) {
		qn_import import;
		if (!qn_snapshot_knows(se->snapshot, i) || (rc = qn_import_get(se->snapshot, i, &import, err)) < 0)
			continue;
		qn_row *row = qn_table_row(table);
		qn_row_number(row, i, 0);
		qn_row_text(row, import.file);
		qn_row_text(row, date_text(se, import.known_on));
		qn_row_text(row, import.source ? import.source : "");
		qn_row_text(row, qn_rank_word(import.rank, se->options->language == CHINESE));
		qn_row_text(row, import.submitter ? import.submitter : "");
		qn_row_number(row, (double)import.rows, 0);
		if (!import.synthetic)
			qn_row_real(row);
	}
	return rc;
}

static int note_rules(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	uint32_t arrival;
	qn_date on;
	int rc = qn_snapshot_rules(se->snapshot, qn_snapshot_vintage(se->snapshot).day, &on, &arrival, err);
	if (rc < 0)
		return rc;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "rules: the pack %s (%s), its version of %s; figures known up to %s", "规则:%s(%s),%s 版本;数据截至 %s 所知"), se->catalogue->pack,
		title_of(se, se->catalogue->title), date_text(se, on), date_text(se, a->day)));
	if (se->program->recognition && *title_of(se, se->program->recognition->note))
		qn_report_note(report, title_of(se, se->program->recognition->note));
	return QN_OK;
}

int annual_basis(annual *a, qn_report *report, qn_error *err)
{
	add_completeness(a, report);
	int rc = add_conflicts(a, report, err);
	add_readings(a, report);
	if (rc == QN_OK)
		rc = add_sources(a, report, err);
	return rc == QN_OK ? note_rules(a, report, err) : rc;
}
