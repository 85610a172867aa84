/* SPDX-License-Identifier: Apache-2.0 */
/* pass.c - explain --to-pass: the smallest change after which one entity would meet each criterion that it does not. */
#include "cli/judge/pass.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "assess/ways.h"
#include "base/text.h"
#include "cli/finding.h"
#include "cli/show.h"

static const char *kind_word(const qn_way *way)
{
	static const char *const words[] = { "figure", "part", "report", "evidence", "fact" };
	return words[way->kind];
}

static const char *indicator_title(const cli_session *se, uint32_t indicator)
{
	return indicator == QN_NONE ? "" : title_of(se, se->catalogue->indicator[indicator].title);
}

enum { LONGEST_FACT = 160 };

/* An expression that a helper of years wrote may fill pages. */
static const char *shown_fact(cli_session *se, const char *text)
{
	char front[LONGEST_FACT + 1];
	if (!text || strlen(text) <= LONGEST_FACT)
		return text ? text : "";
	snprintf(front, sizeof front, "%.*s", LONGEST_FACT, text);
	front[qn_utf8_valid(front, strlen(front))] = 0;
	return qn_arena_printf(&se->arena, say(se, "%s… ('qunce plan' shows it whole)", "%s…(全文见 qunce plan)"), front);
}

static const char *way_text(cli_session *se, const qn_way *way)
{
	const char *what = way->indicator == QN_NONE ? way->text : indicator_title(se, way->indicator);
	switch (way->kind) {
	case QN_WAY_PART: return qn_arena_printf(&se->arena, way->anew ? say(se, "%s, and %s reported anew", "%s(并重新上报%s)") : say(se, "%s, for %s", "%s(影响%s)"), what, indicator_title(se, way->through));
	case QN_WAY_REPORT: return qn_arena_printf(&se->arena, say(se, "%s: report it", "%s:补报"), what);
	case QN_WAY_EVIDENCE: return qn_arena_printf(&se->arena, way->holds ? say(se, "waiver, which a reviewer decides: %s", "放宽(事实已具备,待决定):%s")
		: say(se, "evidence for the waiver: %s", "放宽所需佐证:%s"), what);
	case QN_WAY_FACT: return qn_arena_printf(&se->arena, say(se, "a fact: %s", "事实:%s"), shown_fact(se, what));
	default: return what;
	}
}

static const char *change_text(cli_session *se, const qn_way *way)
{
	double change = way->needed - way->now;
	int more = decimals_that_tell(se, way->unit, QN_NE, way->needed, way->now);
	if (qn_is_missing(change) || way->kind == QN_WAY_EVIDENCE || way->kind == QN_WAY_REPORT)
		return "";
	const qn_unit *unit = way->unit == QN_NONE ? NULL : &se->catalogue->units.unit[way->unit];
	const char *sign = change < 0 ? "-" : "+";
	char number[QN_NUMBER_SIZE];
	if (!unit || unit->kind != QN_UNIT_RATIO)
		return qn_arena_printf(&se->arena, "%s%s", sign, quantity_closer(se, fabs(change), way->unit, more));
	return qn_arena_printf(&se->arena, say(se, "%s%s points", "%s%s个点"), sign, qn_number_fixed(number, qn_unit_from_reference(unit, fabs(change)), unit->decimals + more));
}

/* Where a figure is and where it has to be are never told as one. */
static void amount_cell(cli_session *se, qn_row *row, const char *before, const qn_way *way, double amount)
{
	int more = way->kind == QN_WAY_EVIDENCE ? 0 : decimals_that_tell(se, way->unit, QN_NE, way->needed, way->now);
	closer_cell(se, row, before, amount, way->unit, more);
}

static void add_way(cli_session *se, qn_table *table, const qn_criterion *about, const qn_way *way, bool first)
{
	bool bound = way->kind == QN_WAY_EVIDENCE || way->kind == QN_WAY_REPORT;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, first ? title_of(se, about->title) : say(se, "  or", "  或"));
	qn_row_number(row, way->group + 1, 0);
	qn_row_text(row, kind_word(way));
	qn_row_text(row, way_text(se, way));
	qn_row_text(row, way->indicator == QN_NONE ? "" : se->catalogue->indicator[way->indicator].id);
	qn_row_text(row, way->through == QN_NONE ? "" : se->catalogue->indicator[way->through].id);
	amount_cell(se, row, "", way, way->now);
	qn_row_text(row, bound ? comparison_sign(way->op) : "");
	amount_cell(se, row, bound && !qn_is_missing(way->needed) ? qn_arena_printf(&se->arena, "%s ", comparison_sign(way->op)) : "", way, way->needed);
	apart_cell(se, row, change_text(se, way), way->needed, way->now, way->unit);
	qn_row_text(row, unit_text(se, way->unit));
	qn_row_text(row, about->clause ? about->clause : "");
}

static void columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "criterion", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Criterion", "准则"), QN_LEFT);
	qn_table_column(table, "group", "", QN_MACHINE);
	qn_table_column(table, "kind", "", QN_MACHINE);
	qn_table_column(table, "what", say(se, "What would have to change, alone", "单独改变哪一项即可"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "through", "", QN_MACHINE);
	qn_table_column(table, "now", say(se, "Now", "现值"), QN_RIGHT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "needed", say(se, "Needed", "需要"), QN_RIGHT);
	qn_table_column(table, "change", say(se, "Change", "变化"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
}

static bool fails(qn_verdict verdict)
{
	return verdict == QN_VERDICT_UNMET || verdict == QN_VERDICT_UNKNOWN || verdict == QN_VERDICT_WAIVABLE;
}

static int add_criterion(cli_session *se, qn_table *table, uint32_t criterion, size_t entity, qn_error *err)
{
	const qn_criterion *about = &se->program->criterion[criterion];
	qn_way *way;
	uint32_t ways;
	int rc = qn_ways_to_pass(se->panel, &se->changes, criterion, entity, se->panel->base, &se->arena, &way, &ways, err);
	for (uint32_t i = 0; rc == QN_OK && i < ways; i++)
		add_way(se, table, about, &way[i], i == 0 || way[i].group != way[i - 1].group);
	return rc;
}

int add_ways_to_pass(cli_session *se, qn_report *report, const qn_judgement *judgement, size_t entity, long only, qn_error *err)
{
	qn_table *table = qn_report_table(report, "to_pass", say(se, "The smallest change to pass", "达标所需的最小变化"));
	uint32_t failing = 0;
	int rc = QN_OK;
	columns(se, table);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->criteria; i++) {
		if (!fails(judgement->finding[i * judgement->entities + entity].verdict) || (only >= 0 && i != (uint32_t)only))
			continue;
		failing++;
		rc = add_criterion(se, table, i, entity, err);
	}
	if (failing == 0)
		qn_report_note(report, say(se, "every criterion with a number is met or decided", "凡有数值的准则均已达到或已作出决定"));
	else
		qn_report_note(report, say(se, "each criterion needs one of its rows, all else as it is; figures are moved only to where they are better",
			"每项准则满足其中一行即可,其余不变;各项指标只向更优的方向改变"));
	return rc;
}
