/* SPDX-License-Identifier: Apache-2.0 */
/* annual_changes.c - what changed: the verdicts since the year before, as both are known now; and, since an earlier vintage, what became
 * known and what followed from it. */
#include "cli/finding.h"
#include "cli/policy/annual.h"
#include "cli/show.h"

static void verdict_cell(cli_session *se, qn_row *row, const qn_finding *finding)
{
	qn_row_text(row, verdict_text(se, finding->verdict));
	value_cell(se, row, "", finding);
}

static void add_change(annual *a, qn_table *table, uint32_t criterion, size_t e)
{
	cli_session *se = a->session;
	const qn_finding *was = annual_finding(a, 0, criterion, e), *is = annual_finding(a, 1, criterion, e);
	qn_row *row = qn_table_row(table);
	subject_cells(se, row, e);
	qn_row_text(row, se->program->criterion[criterion].id);
	qn_row_text(row, title_of(se, se->program->criterion[criterion].title));
	verdict_cell(se, row, was);
	verdict_cell(se, row, is);
	qn_row_text(row, units_text(se, was, is));
	qn_row_tone(row, is->verdict == QN_VERDICT_UNMET ? QN_TONE_BAD : QN_TONE_PLAIN);
}

static void since_last_year(annual *a, qn_report *report)
{
	cli_session *se = a->session;
	if (!a->judged[0])
		return;
	qn_table *table = qn_report_table(report, "since_last_year", qn_arena_printf(&se->arena, say(se, "Verdicts that changed since %s", "与 %s 相比变化的结论"),
		period_text(se, qn_panel_period(se->panel, a->year - 1))));
	subject_columns(se, table);
	qn_table_column(table, "criterion", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Criterion", "准则"), QN_LEFT);
	qn_table_column(table, "was", period_text(se, qn_panel_period(se->panel, a->year - 1)), QN_LEFT);
	qn_table_column(table, "was_value", "", QN_RIGHT);
	qn_table_column(table, "is", period_text(se, qn_panel_period(se->panel, a->year)), QN_LEFT);
	qn_table_column(table, "is_value", "", QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	for (size_t e = 0; e < a->entities; e++)
		for (uint32_t i = 0; i < a->judged[1]->criteria; i++)
			if (a->numbered[i] && annual_finding(a, 0, i, e)->verdict != annual_finding(a, 1, i, e)->verdict)
				add_change(a, table, i, e);
}

int annual_changes(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	since_last_year(a, report);
	if (!a->pair) {
		qn_report_note(report, say(se, "no earlier vintage was frozen (qunce freeze) or given (--from): what became known since cannot be told",
			"没有更早的冻结版本(qunce freeze),也未指定(--from):无从比较此前所知"));
		return QN_OK;
	}
	qn_report_note(report, beside_note(a->pair));
	return beside_changes(a->pair, report, err);
}
