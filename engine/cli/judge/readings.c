/* SPDX-License-Identifier: Apache-2.0 */
/* readings.c - the open readings of the text one at a time: which verdicts and which targets depend on how it is read.
 * Projected on the central path, so that what differs is the reading and nothing else. */
#include <stdlib.h>
#include <string.h>
#include "cli/finding.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/titles.h"
#include "plan/reach.h"
#include "plan/spoken.h"

/* What follows from one way of reading everything. */
typedef struct { qn_judgement *judgement; qn_projection *projection; qn_term *term; } answer; /* term: in the session's memory */

typedef struct {
	cli_session *session;
	uint32_t model;
	answer in_force;
	bool *chosen;
	qn_table *summary, *verdicts, *targets, *titles;
	size_t told, titles_told, most; /* rows of verdicts and of titles: told, and how many of each are wanted */
} comparing;

static void answer_free(answer *a)
{
	qn_judgement_free(a->judgement);
	qn_projection_free(a->projection);
	*a = (answer){ 0 };
}

static int answer_under(comparing *c, const qn_changes *changes, answer *out, qn_error *err)
{
	cli_session *se = c->session;
	qn_projection_options how = { .model = c->model, .paths = 1, .threads = 1, .central = true };
	int rc = qn_terms(se->panel, changes, &se->arena, &out->term, err);
	if (rc == QN_OK)
		rc = qn_judge(se->panel, changes, se->panel->base, &out->judgement, err);
	return rc < 0 || !se->program->models ? rc : qn_project(se->panel, changes, out->term, &how, &out->projection, err);
}

/* By what is answered here: verdicts, targets, terms. */
static bool is_read(cli_session *se, uint32_t option)
{
	const qn_program *program = se->program;
	bool *node = qn_arena_array(&se->arena, (size_t)program->nodes + 1, sizeof *node);
	if (!node || qn_reach_terms(program, option))
		return true;
	qn_reach_answers(program, node);
	return qn_reach_reads(program, node, QN_PARAMETER, option);
}

static bool is_asked(const cli_session *se, uint32_t option)
{
	bool any = se->options->operands > 1;
	for (int i = 1; i < se->options->operands; i++)
		if (!strcmp(se->options->operand[i], se->program->parameter[option].id))
			return true;
	return !any;
}

static const char *reading_in_force(const comparing *c, const qn_parameter *about, uint32_t option, uint32_t *index)
{
	const cli_session *se = c->session;
	double value = qn_changes_parameter(&se->changes, se->panel, option, se->panel->base).a;
	*index = qn_is_missing(value) ? QN_NONE : (uint32_t)value;
	return *index == QN_NONE ? "" : about->reading[*index].id;
}

/* What differs. */

static uint32_t compare_verdicts(comparing *c, const qn_parameter *option, const qn_reading *reading, const qn_judgement *read)
{
	cli_session *se = c->session;
	const qn_judgement *before = c->in_force.judgement;
	uint32_t changed = 0;
	for (uint32_t k = 0; k < before->criteria; k++)
		for (size_t e = 0; e < before->entities; e++) {
			qn_verdict was = before->finding[k * before->entities + e].verdict, is = read->finding[k * read->entities + e].verdict;
			if (!c->chosen[e] || was == is)
				continue;
			changed++;
			if (c->told++ >= c->most)
				continue;
			qn_row *row = qn_table_row(c->verdicts);
			qn_row_text(row, option->id);
			qn_row_text(row, reading->id);
			subject_cells(se, row, e);
			qn_row_text(row, title_of(se, se->program->criterion[k].title));
			qn_row_text(row, verdict_text(se, was));
			qn_row_text(row, verdict_text(se, is));
		}
	return changed;
}

static const char *state_name(const cli_session *se, qn_mask met)
{
	return met == QN_TRUE ? say(se, "met", "实现") : met == QN_FALSE ? say(se, "unmet", "未实现") : say(se, "unknown", "数据缺失");
}

static bool same(double x, double y) { return x == y || (qn_is_missing(x) && qn_is_missing(y)); }

static uint32_t compare_goal(comparing *c, const qn_parameter *option, const qn_reading *reading, const qn_projection *read, uint32_t target,
	uint32_t goal)
{
	cli_session *se = c->session;
	const qn_projection *before = c->in_force.projection;
	const qn_target *about = &se->program->target[target];
	int due = qn_panel_index(se->panel, about->goal[goal].due);
	if (due < 0 || due >= before->periods)
		return 0;
	size_t at = (size_t)target * (size_t)before->periods + (size_t)due;
	double was = before->value[at][0], is = read->value[at][0];
	qn_mask met_before = before->met[target][goal], met_after = read->met[target][goal];
	if (same(was, is) && met_before == met_after)
		return 0;
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	qn_row *row = qn_table_row(c->targets);
	qn_row_text(row, option->id);
	qn_row_text(row, reading->id);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	qn_row_text(row, unit_text(se, unit));
	quantity_cell(se, row, "", was, unit);
	quantity_cell(se, row, "", is, unit);
	qn_row_text(row, state_name(se, met_before));
	qn_row_text(row, state_name(se, met_after));
	return 1;
}

static uint32_t compare_targets(comparing *c, const qn_parameter *option, const qn_reading *reading, const qn_projection *read)
{
	const qn_program *program = c->session->program;
	uint32_t changed = 0;
	for (uint32_t i = 0; read && i < program->targets; i++)
		for (uint32_t k = 0; k < program->target[i].goals && !program->target[i].compared; k++)
			changed += compare_goal(c, option, reading, read, i, k);
	return changed;
}

static uint32_t compare_titles(comparing *c, const qn_parameter *option, const qn_reading *reading, const qn_term *read)
{
	cli_session *se = c->session;
	uint32_t changed = 0;
	for (size_t e = 0; e < se->panel->entities; e++) {
		const qn_term *was = &c->in_force.term[e], *is = &read[e];
		if (!c->chosen[e] || (was->titled == is->titled && was->ends == is->ends && was->reviewed == is->reviewed))
			continue;
		changed++;
		if (c->titles_told++ >= c->most)
			continue;
		qn_row *row = qn_table_row(c->titles);
		qn_row_text(row, option->id);
		qn_row_text(row, reading->id);
		subject_cells(se, row, e);
		qn_row_text(row, was->titled ? date_text(se, was->ends) : "—");
		qn_row_text(row, is->titled ? date_text(se, is->ends) : "—");
		qn_row_text(row, was->titled ? period_text(se, was->reviewed) : "—");
		qn_row_text(row, is->titled ? period_text(se, is->reviewed) : "—");
		if (!was->synthetic)
			qn_row_real(row);
	}
	return changed;
}

static int compare_reading(comparing *c, uint32_t option, uint32_t reading, const char *in_force, qn_error *err)
{
	cli_session *se = c->session;
	const qn_parameter *about = &se->program->parameter[option];
	const char *change = qn_arena_printf(&se->arena, "%s=%s", about->id, about->reading[reading].id);
	qn_changes read = { 0 };
	answer under = { 0 };
	int rc = change ? QN_OK : qn_no_memory(err);
	for (int i = 0; rc == QN_OK && i < se->options->sets; i++)
		rc = qn_changes_set(&read, se->catalogue, se->program, se->options->set[i], err);
	if (rc == QN_OK)
		rc = qn_changes_set_last(&read, se->catalogue, se->program, change, err);
	if (rc == QN_OK)
		rc = answer_under(c, &read, &under, err);
	if (rc == QN_OK) {
		qn_row *row = qn_table_row(c->summary);
		qn_row_text(row, about->id);
		qn_row_text(row, title_of(se, (qn_label){ about->title.zh, about->title.en }));
		qn_row_text(row, in_force);
		qn_row_text(row, about->reading[reading].id);
		qn_row_number(row, compare_verdicts(c, about, &about->reading[reading], under.judgement), 0);
		qn_row_number(row, compare_targets(c, about, &about->reading[reading], under.projection), 0);
		qn_row_number(row, compare_titles(c, about, &about->reading[reading], under.term), 0);
		qn_row_text(row, about->clause ? about->clause : "");
	}
	answer_free(&under);
	qn_changes_free(&read);
	return rc;
}

static int compare_option(comparing *c, uint32_t option, qn_error *err)
{
	const qn_parameter *about = &c->session->program->parameter[option];
	uint32_t now;
	const char *in_force = reading_in_force(c, about, option, &now);
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < about->readings; i++)
		if (i != now)
			rc = compare_reading(c, option, i, in_force, err);
	return rc;
}

/* The report. */

static void columns(comparing *c, qn_report *report)
{
	cli_session *se = c->session;
	const char *option = say(se, "Open reading", "歧义项"), *reading = say(se, "Read as", "读作");
	c->summary = qn_report_table(report, "readings", say(se, "Each open reading, read otherwise", "逐项改换读法"));
	qn_table_column(c->summary, "option", option, QN_LEFT);
	qn_table_column(c->summary, "title", say(se, "Question", "问题"), QN_LEFT | QN_WRAP);
	qn_table_column(c->summary, "in_force", say(se, "In force", "现用"), QN_LEFT);
	qn_table_column(c->summary, "reading", reading, QN_LEFT);
	qn_table_column(c->summary, "verdicts", say(se, "Verdicts that change", "结论变化数"), QN_RIGHT);
	qn_table_column(c->summary, "goals", say(se, "Goals that change", "目标变化数"), QN_RIGHT);
	qn_table_column(c->summary, "titles", say(se, "Titles that change", "称号变化数"), QN_RIGHT);
	qn_table_column(c->summary, "clause", say(se, "Clause", "条款"), QN_LEFT);
	c->verdicts = qn_report_table(report, "verdicts", say(se, "Verdicts that depend on it", "随读法而变的结论"));
	qn_table_column(c->verdicts, "option", option, QN_LEFT);
	qn_table_column(c->verdicts, "reading", reading, QN_LEFT);
	subject_columns(se, c->verdicts);
	qn_table_column(c->verdicts, "criterion", say(se, "Criterion", "准则"), QN_LEFT);
	qn_table_column(c->verdicts, "was", say(se, "Verdict", "现结论"), QN_LEFT);
	qn_table_column(c->verdicts, "is", say(se, "read so", "改读后"), QN_LEFT);
	c->targets = qn_report_table(report, "targets", say(se, "Targets that depend on it, on the central path", "随读法而变的目标(中位路径)"));
	qn_table_column(c->targets, "option", option, QN_LEFT);
	qn_table_column(c->targets, "reading", reading, QN_LEFT);
	qn_table_column(c->targets, "id", "", QN_MACHINE);
	qn_table_column(c->targets, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(c->targets, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(c->targets, "unit", "", QN_MACHINE);
	qn_table_column(c->targets, "was", say(se, "Value", "现值"), QN_RIGHT);
	qn_table_column(c->targets, "is", say(se, "read so", "改读后"), QN_RIGHT);
	qn_table_column(c->targets, "met_was", say(se, "is", "现状"), QN_LEFT);
	qn_table_column(c->targets, "met_is", say(se, "read so", "改读后"), QN_LEFT);
	c->titles = qn_report_table(report, "titles", say(se, "Titles that depend on it", "随读法而变的称号"));
	qn_table_column(c->titles, "option", option, QN_LEFT);
	qn_table_column(c->titles, "reading", reading, QN_LEFT);
	subject_columns(se, c->titles);
	qn_table_column(c->titles, "ends_was", say(se, "Term ends", "期满"), QN_LEFT);
	qn_table_column(c->titles, "ends_is", say(se, "read so", "改读后"), QN_LEFT);
	qn_table_column(c->titles, "reviewed_was", say(se, "Review sees", "复核所见"), QN_LEFT);
	qn_table_column(c->titles, "reviewed_is", say(se, "read so", "改读后"), QN_LEFT);
}

/* Who reads an option that no verdict, goal or term rests on. */
typedef enum { BY_TITLES, BY_ROUNDS, BY_NOTHING } reader;

static reader reader_of(const qn_program *program, uint32_t option)
{
	return qn_reach_titles(program, option) ? BY_TITLES : qn_reach_rankings(program, option) ? BY_ROUNDS : BY_NOTHING;
}

static void note_others(cli_session *se, qn_report *report, reader by, const char *words)
{
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < se->program->parameters; i++)
		if (se->program->parameter[i].readings && !is_read(se, i) && reader_of(se->program, i) == by)
			qn_buffer_printf(&list, "%s%s", list.length ? ", " : "", se->program->parameter[i].id);
	if (list.length)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", words, list.data));
	se->arena.failed |= list.failed;
	qn_buffer_free(&list);
}

static int check_names(const cli_session *se, qn_error *err)
{
	for (int i = 1; i < se->options->operands; i++) {
		long found = qn_program_parameter(se->program, se->options->operand[i]);
		if (found < 0 || !se->program->parameter[found].readings)
			return qn_fail_both(err, QN_EUSAGE, "“%s”不是歧义选项:qunce list 库 options 列出全部", "\"%s\" is no open reading: qunce list STORE options shows them", se->options->operand[i]);
	}
	return QN_OK;
}

static int report_readings(comparing *c, qn_error *err)
{
	cli_session *se = c->session;
	qn_report *report = session_report(se, say(se, "What depends on how the text is read", "结论与目标对条文读法的依赖"));
	int rc = QN_OK;
	columns(c, report);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->parameters; i++)
		if (se->program->parameter[i].readings && is_read(se, i) && is_asked(se, i))
			rc = compare_option(c, i, err);
	size_t verdicts = c->told > c->most ? c->told - c->most : 0, titles = c->titles_told > c->most ? c->titles_told - c->most : 0;
	if (verdicts + titles)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more verdicts and %zu more titles change; --top N shows more",
			"另有 %zu 条结论、%zu 个称号有变化;用 --top N 多列"), verdicts, titles));
	note_others(se, report, BY_TITLES, say(se, "read by the course of titles, as in qunce life STORE --set OPTION=READING: ", "由认定进程读取,如 qunce life 库 --set 选项=读法:"));
	note_others(se, report, BY_ROUNDS, say(se, "read by rounds, as in qunce round STORE --set OPTION=READING: ", "由年度评定读取,如 qunce round 库 --set 选项=读法:"));
	note_others(se, report, BY_NOTHING, say(se, "recorded, and read by no rule: ", "已登记、尚无规则读取:"));
	return session_finish(se, report, rc, err);
}

int run_readings(const cli_options *options, qn_error *err)
{
	cli_session session;
	comparing c = { .session = &session };
	int rc = session_open(&session, options, err);
	c.most = rows_told(&session, 20);
	if (rc == QN_OK)
		rc = check_names(&session, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK && session.program->models)
		rc = session_model(&session, &c.model, err);
	if (rc == QN_OK)
		rc = session_filters(&session, &c.chosen, err);
	if (rc == QN_OK)
		rc = answer_under(&c, &session.changes, &c.in_force, err);
	if (rc == QN_OK)
		rc = report_readings(&c, err);
	answer_free(&c.in_force);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
