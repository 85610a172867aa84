/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - the tree of numbers under a verdict, and one lane of a scenario line by line. */
#include "cli/judge/explain.h"
#include <string.h>
#include "assess/explain.h"
#include "assess/moves.h"
#include "assess/when.h"
#include "base/text.h"
#include "cli/finding.h"
#include "cli/future/scenario.h"
#include "cli/judge/pass.h"
#include "cli/rolling.h"
#include "cli/show.h"
#include "cli/trace.h"

/* How many more decimals a line takes so that the comparison above it is seen to be what it is: the two lines one step below it are
 * its sides. */
static int more_decimals(const cli_session *se, const qn_explanation *explanation, uint32_t at)
{
	const qn_line *line = explanation->line, *side[2] = { NULL, NULL };
	uint32_t above = at;
	while (above > 0 && line[above].depth >= line[at].depth)
		above--;
	const qn_node *comparison = &se->program->node[line[above].node];
	for (uint32_t i = above + 1, found = 0; i < explanation->lines && line[i].depth > line[above].depth && found < 2; i++)
		if (line[i].depth == line[above].depth + 1)
			side[found++] = &line[i];
	if (line[above].depth >= line[at].depth || !qn_op_compares(comparison->op) || !side[1] || side[0]->is_mask || side[0]->member || side[0]->unit != side[1]->unit)
		return 0;
	return decimals_that_tell(se, side[0]->unit, (qn_op)comparison->op, side[0]->number, side[1]->number);
}

static const char *line_value(cli_session *se, const qn_line *line, int more)
{
	if (line->is_mask)
		return mask_text(se, line->mask);
	return line->member ? line->member : quantity_closer(se, line->number, line->unit, more);
}

static void line_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "depth", "", QN_MACHINE);
	qn_table_column(table, "rule", say(se, "Rule, part by part", "规则(逐层)"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "value", say(se, "Value", "取值"), QN_RIGHT);
	qn_table_column(table, "number", "", QN_MACHINE);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "written", say(se, "Written in", "规则位置"), QN_LEFT);
}

enum { DEEPEST_SHOWN = 40, LONGEST_SHOWN = 1000 }; /* steps to the right; the depth is told as a number too. Bytes of a formula, whose parts follow it */

static const char *formula_shown(cli_session *se, const char *formula)
{
	size_t length = strlen(formula);
	return length <= LONGEST_SHOWN ? formula : qn_arena_printf(&se->arena, "%.*s…", (int)qn_utf8_valid(formula, LONGEST_SHOWN), formula);
}

static void add_lines(cli_session *se, qn_table *table, const qn_explanation *explanation)
{
	for (uint32_t i = 0; i < explanation->lines; i++) {
		const qn_line *line = &explanation->line[i];
		qn_row *row = qn_table_row(table);
		qn_row_number(row, line->depth, 0);
		qn_row_text(row, qn_arena_printf(&se->arena, "%*s%s", 2 * (line->depth < DEEPEST_SHOWN ? line->depth : DEEPEST_SHOWN), "", formula_shown(se, line->formula)));
		qn_row_text(row, line_value(se, line, line->is_mask || line->member ? 0 : more_decimals(se, explanation, i)));
		quantity_cell(se, row, "", line->member ? QN_MISSING : line->number, line->unit);
		qn_row_text(row, unit_text(se, line->unit));
		qn_row_text(row, line->source);
		qn_row_text(row, written_text(se, line->place));
	}
}

static const char *verdict_line(cli_session *se, const qn_criterion *about, const qn_finding *finding)
{
	const char *words = title_of(se, qn_verdict_label(finding->verdict));
	const char *numbers = "", *decision = "";
	char day[16];
	if (finding->compared && finding->verdict == QN_VERDICT_UNDETERMINED && qn_is_missing(finding->threshold))
		numbers = qn_arena_printf(&se->arena, say(se, ": %s, and no number to hold it against", ":%s,标准未定"), value_text(se, finding));
	else if (finding->compared)
		numbers = qn_arena_printf(&se->arena, say(se, ": %s, wanted %s %s", ":%s,标准 %s %s"), value_text(se, finding),
			comparison_sign(finding->op), threshold_text(se, finding));
	if (finding->compared && finding->verdict != QN_VERDICT_MET && finding->gap > 0)
		numbers = qn_arena_printf(&se->arena, "%s%s%s", numbers, say(se, ", lacking ", ",差 "), gap_text(se, finding));
	if (finding->verdict == QN_VERDICT_BY_WAIVER) {
		qn_date_text(finding->decided_on, day);
		decision = qn_arena_printf(&se->arena, "%s%s %s", say(se, "; decided ", ";决定:"), day, finding->decided_by);
	}
	return qn_arena_printf(&se->arena, "%s — %s%s%s%s%s", title_of(se, about->title), words, numbers, decision,
		about->quote ? say(se, "; text: ", ";原文:") : "", about->quote ? about->quote : "");
}

/* What people read above each tree, for machines. */
static qn_table *verdict_table(qn_report *report)
{
	static const char *const columns[] = { "criterion", "verdict", "value", "op", "threshold", "unit", "gap", "decided_on", "decided_by", "clause", "quote" };
	qn_table *table = qn_report_table(report, "verdicts", "");
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		qn_table_column(table, columns[i], "", QN_MACHINE);
	return table;
}

static void add_verdict(cli_session *se, qn_table *table, const qn_criterion *about, const qn_finding *finding)
{
	bool decided = finding->verdict == QN_VERDICT_BY_WAIVER;
	char day[16] = "";
	qn_row *row = qn_table_row(table);
	if (decided)
		qn_date_text(finding->decided_on, day);
	qn_row_text(row, about->id);
	qn_row_text(row, qn_verdict_word(finding->verdict));
	value_cell(se, row, "", finding);
	qn_row_text(row, finding->compared ? comparison_sign(finding->op) : "");
	threshold_cell(se, row, "", finding);
	qn_row_text(row, finding->compared ? unit_text(se, finding->unit) : "");
	gap_cell(se, row, finding);
	qn_row_text(row, day);
	qn_row_text(row, decided ? finding->decided_by : "");
	qn_row_text(row, about->clause);
	qn_row_text(row, about->quote);
}

static int add_criterion(cli_session *se, qn_report *report, const qn_judgement *judgement, uint32_t criterion, size_t entity,
	spot_list *spots, qn_error *err)
{
	const qn_criterion *about = &se->program->criterion[criterion];
	const qn_finding *finding = &judgement->finding[criterion * judgement->entities + entity];
	const uint32_t root[3] = { about->needs, about->waivable, about->hint };
	qn_explanation *explanation = NULL;
	qn_table *table = qn_report_table(report, about->id, qn_arena_printf(&se->arena, about->clause ? "%s  [%s]" : "%s",
		verdict_line(se, about, finding), about->clause));
	line_columns(se, table);
	int rc = qn_explain(se->panel, &se->changes, QN_NONE, root, 3, entity, se->panel->base, &explanation, err);
	if (rc < 0)
		return rc;
	add_lines(se, table, explanation);
	rc = keep_spots(se, spots, explanation, entity, err);
	qn_explanation_free(explanation);
	if (rc == QN_OK)
		rc = note_bounds(se, report, about, finding, entity, err);
	if (!qn_is_missing(finding->other))
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s: reported %s is used; from its parts it would be %s", "%s:采用上报值 %s;由各部分推算为 %s"),
			title_of(se, about->title), quantity_text(se, finding->value, finding->unit), quantity_text(se, finding->other, finding->unit)));
	if (about->hint_note)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s: %s", title_of(se, about->title), about->hint_note));
	if (about->waiver_note)
		qn_report_note(report, about->waiver_note);
	return rc;
}

static const char *criterion_name(const void *context, size_t i)
{
	return ((const qn_program *)context)->criterion[i].id;
}

static int find_criterion(const cli_session *se, const char *name, long *out, qn_error *err)
{
	*out = -1;
	if (!name)
		return QN_OK;
	*out = qn_program_criterion_called(se->program, name);
	if (*out >= 0)
		return QN_OK;
	long near = qn_text_nearest(name, criterion_name, se->program, se->program->criteria);
	return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有准则“%s”:qunce list 库 criteria 列出全部", "there is no criterion \"%s\": qunce list STORE criteria shows them", name)
		: qn_fail_both(err, QN_EUSAGE, "没有准则“%s”:是不是 %s", "there is no criterion \"%s\": did you mean %s", name, criterion_name(se->program, (size_t)near));
}

static int find_entity(cli_session *se, const char *name, size_t *out, qn_error *err)
{
	qn_entity found;
	int rc = qn_entity_find(se->snapshot, se->catalogue->subject, name, &found, err);
	if (rc == QN_OK)
		*out = (size_t)qn_panel_entity(se->panel, found.number);
	return rc;
}

static int explain_entity(cli_session *se, size_t entity, long only, qn_error *err)
{
	qn_judgement *judgement = NULL;
	int rc = qn_judge(se->panel, &se->changes, se->panel->base, &judgement, err);
	if (rc < 0)
		return rc;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, "%s (%s), %s", title_of(se, qn_panel_who(se->panel, entity)->title),
		qn_panel_who(se->panel, entity)->id, period_text(se, qn_panel_period(se->panel, se->panel->base))));
	bool to_pass = se->options->to_pass;
	spot_list spots = { 0 };
	if (to_pass)
		rc = add_ways_to_pass(se, report, judgement, entity, only, err);
	qn_table *verdicts = to_pass ? NULL : verdict_table(report);
	for (uint32_t i = 0; rc == QN_OK && !to_pass && i < se->program->criteria; i++) {
		if (only < 0 ? se->program->criterion[i].needs == QN_NONE : i != (uint32_t)only)
			continue;
		add_verdict(se, verdicts, &se->program->criterion[i], &judgement->finding[i * judgement->entities + entity]);
		rc = add_criterion(se, report, judgement, i, entity, &spots, err);
	}
	if (rc == QN_OK)
		rc = add_claims(se, report, &spots, err);
	if (rc == QN_OK)
		rc = rolled_beside(se, report, &spots, entity, err);
	qn_judgement_free(judgement);
	return session_finish(se, report, rc, err);
}

int run_explain(const cli_options *options, qn_error *err)
{
	cli_session session;
	size_t entity = 0;
	long criterion = -1;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = find_entity(&session, options->operand[1], &entity, err);
	if (rc == QN_OK)
		rc = find_criterion(&session, options->operands > 2 ? options->operand[2] : NULL, &criterion, err);
	if (rc == QN_OK)
		rc = explain_entity(&session, entity, criterion, err);
	session_phase(&session, "report");
	if (rc == QN_OK)
		rc = write_trace(&session, &(trace_question){ "explain", title_of(&session, qn_panel_who(session.panel, entity)->title), QN_NONE, (long)entity, criterion }, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}

/* CLUSTER@PERIOD */
static int read_at(cli_session *se, size_t *entity, int *index, qn_error *err)
{
	const char *at = strrchr(se->options->at, '@');
	qn_period period;
	char *name = at ? qn_arena_copy(&se->arena, se->options->at, (size_t)(at - se->options->at)) : NULL;
	if (!name || !qn_period_read(at + 1, strlen(at + 1), &period))
		return qn_fail_both(err, QN_EUSAGE, "--at %s:请写“集群@时期”,如 某集群@2027", "--at %s: write CLUSTER@PERIOD, as in some-cluster@2027", se->options->at);
	const char *said = qn_arena_printf(&se->arena, "--at %s", se->options->at);
	int rc = said ? qn_when_own(se->catalogue, said, period, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	*index = qn_panel_index(se->panel, period);
	if (*index < 0)
		return qn_fail_both(err, QN_EUSAGE, "%s:早于库中最早的数据 %s", "%s: that is before the first period of which the store has figures, %s", said,
			period_text(se, qn_panel_period(se->panel, 0)));
	if (*index >= se->panel->periods)
		return qn_fail_both(err, QN_EUSAGE, "--at %s:这个时期超出预测期:可用 --until 延长", "--at %s: the period is beyond the horizon; --until carries it further", se->options->at);
	return find_entity(se, name, entity, err);
}

/* Under what the model says: what the question does to it, strike by strike. */
static int add_strikes(cli_session *se, qn_table *table, const qn_changes *settled, uint32_t indicator, size_t entity, int index, double number, qn_error *err)
{
	uint32_t unit = se->catalogue->indicator[indicator].unit;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	int rc = qn_setup_make(&setup, se->panel, settled, &inputs, err);
	for (size_t i = 0; rc == QN_OK && i < setup.blows; i++) {
		const qn_blow *blow = &setup.blow[i];
		const qn_hit *hit = &settled->hit[setup.of[i]];
		if (blow->indicator != indicator || blow->entity != entity || blow->period != index)
			continue;
		char factor[QN_NUMBER_SIZE];
		number = qn_struck(number, blow->factor, blow->add);
		qn_row *row = qn_table_row(table);
		qn_row_number(row, 0, 0);
		qn_row_text(row, blow->factor != 1 ? qn_arena_printf(&se->arena, "%s: * %s", hit->verb, qn_number_fixed(factor, blow->factor, 6))
			: qn_arena_printf(&se->arena, "%s: %s%s", hit->verb, blow->add > 0 ? "+ " : "", quantity_text(se, blow->add, unit)));
		qn_row_text(row, quantity_text(se, number, unit));
		quantity_cell(se, row, "", number, unit);
		qn_row_text(row, unit_text(se, unit));
		qn_row_text(row, "");
		qn_row_text(row, hit->where);
	}
	qn_setup_free(&setup);
	return rc;
}

static int add_states(cli_session *se, qn_report *report, uint32_t model, size_t entity, int index, qn_error *err)
{
	const qn_model *about = &se->program->model[model];
	qn_settled settled;
	int rc = qn_changes_settle(se->panel, &se->changes, model, &settled, err);
	for (uint32_t i = 0; rc == QN_OK && i < about->states; i++) {
		qn_explanation *explanation = NULL;
		qn_table *table = qn_report_table(report, se->catalogue->indicator[about->state[i].indicator].id,
			title_of(se, se->catalogue->indicator[about->state[i].indicator].title));
		line_columns(se, table);
		rc = qn_explain(se->panel, &settled.changes, model, &about->state[i].node, 1, entity, index, &explanation, err);
		if (rc < 0)
			break;
		add_lines(se, table, explanation);
		rc = add_strikes(se, table, &settled.changes, about->state[i].indicator, entity, index, explanation->line[0].number, err);
		qn_explanation_free(explanation);
	}
	qn_settled_free(&settled);
	return rc;
}

int show_lane(cli_session *se, uint32_t model, const char *title, qn_error *err)
{
	size_t entity = 0;
	int index = 0, rc = read_at(se, &entity, &index, err);
	if (rc < 0)
		return rc;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, "%s: %s, %s", title, title_of(se, qn_panel_who(se->panel, entity)->title),
		period_text(se, qn_panel_period(se->panel, index))));
	qn_report_note(report, say(se, "central path: every draw is its distribution's median", "中位路径:每个随机数取其分布的中位数"));
	rc = index <= se->panel->base ? qn_fail_both(err, QN_EUSAGE, "--at %s:这个时期已有观测值:请用 explain 查看", "--at %s: the period is observed; explain shows it", se->options->at)
		: add_states(se, report, model, entity, index, err);
	if (rc == QN_OK)
		rc = scenario_notes(se, report, model, err);
	return session_finish(se, report, rc, err);
}
