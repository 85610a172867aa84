/* SPDX-License-Identifier: Apache-2.0 */
/* beside.c - two sessions over one store. The second is the one that speaks: its words, its report. */
#include "cli/beside.h"
#include <string.h>
#include "cli/finding.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/vintage.h"
#include "store/vintages.h"

enum { MOST_SHOWN = 40 };

int beside_open(beside *b, const cli_options *options, const char *const as_of[2], qn_error *err)
{
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < 2; i++) {
		b->options[i] = *options;
		b->options[i].as_of = as_of[i];
		rc = i ? session_open_beside(&b->session[1], &b->session[0], &b->options[1], err) : session_open(&b->session[0], &b->options[0], err);
		b->opened = i + 1;
	}
	if (rc < 0)
		return rc;
	b->session[1].synthetic |= b->session[0].synthetic;
	b->session[1].mixed |= b->session[0].mixed;
	return QN_OK;
}

void beside_close(beside *b)
{
	while (b->opened)
		session_close(&b->session[--b->opened]);
}

static qn_period base_of(const cli_session *se) { return qn_panel_period(se->panel, se->panel->base); }

/* Anew, of another period. */
static int reopen(cli_session *se, cli_options *options, qn_period period, bool projected, qn_error *err)
{
	char *text = qn_arena_alloc(&se->arena, 24);
	if (!text)
		return qn_no_memory(err);
	qn_period_text(period, text);
	options->year = text;
	qn_changes_free(&se->changes);
	qn_panel_free(se->panel), se->panel = NULL;
	return session_panel(se, projected, err);
}

/* From the earlier of their first periods, so that an index means one period in both. */
static int begin_together(beside *b, qn_error *err)
{
	qn_panel *first = b->session[0].panel, *second = b->session[1].panel;
	int rc = qn_panel_begin(first, second->first, err);
	return rc < 0 ? rc : qn_panel_begin(second, first->first, err);
}

int beside_panels(beside *b, bool projected, bool common, qn_error *err)
{
	cli_session *first = &b->session[0], *second = &b->session[1];
	int rc = session_panel(first, projected, err);
	if (rc == QN_OK)
		rc = session_panel(second, projected, err);
	if (rc < 0)
		return rc;
	qn_period one = base_of(first), two = base_of(second), last = one < two ? one : two;
	if (common && one != two)
		rc = one > last ? reopen(first, &b->options[0], last, projected, err) : reopen(second, &b->options[1], last, projected, err);
	return rc < 0 ? rc : begin_together(b, err);
}

int beside_panels_of_second(beside *b, bool projected, qn_error *err)
{
	cli_session *first = &b->session[0], *second = &b->session[1];
	b->options[0].year = NULL;
	int rc = session_panel(first, projected, err);
	if (rc == QN_OK)
		rc = session_panel(second, projected, err);
	if (rc == QN_OK && base_of(first) > base_of(second))
		rc = reopen(first, &b->options[0], base_of(second), projected, err);
	return rc < 0 ? rc : begin_together(b, err);
}

bool beside_same_targets(const beside *b)
{
	const qn_program *one = b->session[0].program, *two = b->session[1].program;
	if (one->targets != two->targets)
		return false;
	for (uint32_t i = 0; i < one->targets; i++) {
		const qn_target *x = &one->target[i], *y = &two->target[i];
		if (strcmp(x->id, y->id) != 0 || x->goals != y->goals)
			return false;
		for (uint32_t k = 0; k < x->goals; k++)
			if (x->goal[k].due != y->goal[k].due)
				return false;
	}
	return true;
}

static const char *vintage_of(cli_session *se)
{
	qn_frozen frozen;
	if (!se->options->as_of || session_vintage(se, se->options->as_of, &frozen, NULL) < 0)
		return say(se, "now", "现在");
	return vintage_text(se, &frozen);
}

/* "A: 2026-03-30, judged in 2025" */
static const char *side_text(beside *b, int i)
{
	cli_session *se = &b->session[i];
	const char *vintage = vintage_of(se), *colon = say(se, ": ", ":");
	bool named = strncmp(vintage, b->name[i], strlen(b->name[i])) != 0;
	return qn_arena_printf(&se->arena, say(se, "%s%s%s, judged in %s", "%s%s%s,以 %s 为准"), named ? b->name[i] : "", named ? colon : "", vintage,
		period_text(se, base_of(se)));
}

const char *beside_note(beside *b)
{
	return qn_arena_printf(&b->session[1].arena, say(&b->session[1], "what was known then: %s; %s", "各按当时所知:%s;%s"), side_text(b, 0), side_text(b, 1));
}

/* Verdicts. */

typedef struct { beside *b; qn_judgement *of[2]; qn_table *table; size_t differ, entities, shown; } judged;

static void verdict_columns(const beside *b, qn_table *table)
{
	const cli_session *se = &b->session[1];
	subject_columns(se, table);
	qn_table_column(table, "criterion", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Criterion", "准则"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "was", b->name[0], QN_LEFT);
	qn_table_column(table, "was_value", "", QN_RIGHT);
	qn_table_column(table, "is", b->name[1], QN_LEFT);
	qn_table_column(table, "is_value", "", QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
}

static void verdict_cells(cli_session *se, qn_row *row, const qn_finding *finding)
{
	qn_row_text(row, verdict_text(se, finding->verdict));
	if (finding->compared && !qn_is_missing(finding->value))
		value_cell(se, row, "", finding);
	else
		qn_row_quantity(row, "", QN_MISSING);
}

static void add_difference(judged *j, const qn_criterion *about, size_t entity, const qn_finding *was, const qn_finding *is)
{
	cli_session *se = &j->b->session[1];
	size_t most = rows_told(se, MOST_SHOWN);
	j->differ++;
	if (j->shown == most)
		return;
	qn_row *row = qn_table_row(j->table);
	j->shown++;
	subject_cells(se, row, entity);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	verdict_cells(se, row, was);
	verdict_cells(se, row, is);
	qn_row_text(row, units_text(se, was, is));
	if (se->synthetic && !was->synthetic && !is->synthetic && (was->real || is->real))
		qn_row_real(row);
}

static int compare_verdicts(judged *j, qn_error *err)
{
	cli_session *first = &j->b->session[0], *second = &j->b->session[1];
	bool *chosen = NULL;
	int rc = session_filters(second, &chosen, err);
	for (size_t e = 0; rc == QN_OK && e < second->panel->entities; e++) {
		size_t before = j->differ;
		for (uint32_t i = 0; chosen[e] && i < second->program->criteria; i++) {
			const qn_criterion *about = &second->program->criterion[i];
			long other = qn_program_criterion(first->program, about->id);
			if (other < 0 || about->needs == QN_NONE)
				continue;
			const qn_finding *was = &j->of[0]->finding[(size_t)other * j->of[0]->entities + e], *is = &j->of[1]->finding[i * j->of[1]->entities + e];
			if (was->verdict != is->verdict)
				add_difference(j, about, e, was, is);
		}
		j->entities += j->differ > before;
	}
	return rc;
}

static void note_verdicts(const judged *j, qn_report *report)
{
	cli_session *se = &j->b->session[1];
	if (j->differ == 0)
		qn_report_note(report, say(se, "no verdict differs", "没有结论不同"));
	else
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "verdicts that differ: %zu, of %zu %s", "%zu 项结论不同,涉及 %zu 个%s"), j->differ, j->entities,
			say(se, se->catalogue->kind[se->catalogue->subject].id, title_of(se, se->catalogue->kind[se->catalogue->subject].title))));
	if (j->differ > j->shown)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more verdicts; --top N shows more", "另有 %zu 项结论;用 --top N 多列"), j->differ - j->shown));
}

int beside_verdicts(beside *b, qn_report *report, qn_error *err)
{
	judged j = { .b = b };
	int rc = QN_OK;
	j.table = qn_report_table(report, "verdicts", say(&b->session[1], "Verdicts that differ", "不同的结论"));
	verdict_columns(b, j.table);
	for (int i = 0; rc == QN_OK && i < 2; i++)
		rc = qn_judge(b->session[i].panel, &b->session[i].changes, b->session[i].panel->base, &j.of[i], err);
	if (rc == QN_OK)
		rc = compare_verdicts(&j, err);
	if (rc == QN_OK)
		note_verdicts(&j, report);
	qn_judgement_free(j.of[0]), qn_judgement_free(j.of[1]);
	return rc;
}
