/* SPDX-License-Identifier: Apache-2.0 */
/* replay_tables.c - what an edit changes, year by year and one by one. */
#include "assess/terms.h"
#include "cli/judge/replay.h"
#include "cli/show.h"
#include "cli/titles.h"

static const qn_candidate *candidate_of(const replay_view *v, int world, int at, size_t e) { return &v->replay[world]->at[at].round->candidate[e]; }
static size_t entities_of(const replay_view *v) { return v->session[EDITED].panel->entities; }

typedef struct { uint32_t listed, lapsed, entered, left; } year_count;

static year_count count_year(const replay_view *v, int world, int at)
{
	year_count count = { 0 };
	for (size_t e = 0; e < entities_of(v); e++) {
		bool here = candidate_of(v, world, at, e)->proposed, there = candidate_of(v, !world, at, e)->proposed;
		count.listed += here;
		count.entered += here && !there;
		count.left += !here && there;
		count.lapsed += v->replay[world]->at[at].lapsed[e];
	}
	return count;
}

void add_years(const replay_view *v, qn_report *report)
{
	const cli_session *se = &v->session[EDITED];
	qn_table *table = qn_report_table(report, "rounds", say(se, "Year by year", "逐年"));
	qn_table_column(table, "year", say(se, "Round", "年度"), QN_LEFT);
	qn_table_column(table, "stand", say(se, "Stand", "符合条件"), QN_RIGHT);
	qn_table_column(table, "stand_edited", say(se, "edited", "改后"), QN_RIGHT);
	qn_table_column(table, "listed", say(se, "Listed", "入选"), QN_RIGHT);
	qn_table_column(table, "listed_edited", say(se, "edited", "改后"), QN_RIGHT);
	qn_table_column(table, "enter", say(se, "Enter", "新入选"), QN_RIGHT);
	qn_table_column(table, "leave", say(se, "Leave", "落选"), QN_RIGHT);
	qn_table_column(table, "lapse", say(se, "Titles that lapse", "称号失效"), QN_RIGHT);
	qn_table_column(table, "lapse_edited", say(se, "edited", "改后"), QN_RIGHT);
	for (int i = 0; i < v->replay[EDITED]->count; i++) {
		year_count before = count_year(v, IN_FORCE, i), after = count_year(v, EDITED, i);
		qn_row *row = qn_table_row(table);
		qn_row_number(row, v->replay[EDITED]->at[i].year, 0);
		qn_row_number(row, v->replay[IN_FORCE]->at[i].round->standing[QN_STANDS], 0);
		qn_row_number(row, v->replay[EDITED]->at[i].round->standing[QN_STANDS], 0);
		qn_row_number(row, before.listed, 0);
		qn_row_number(row, after.listed, 0);
		qn_row_number(row, after.entered, 0);
		qn_row_number(row, after.left, 0);
		qn_row_number(row, before.lapsed, 0);
		qn_row_number(row, after.lapsed, 0);
	}
}

/* Its place and how firm it is, or why it has none. */
static const char *place_text(const replay_view *v, int world, int at, size_t e)
{
	const cli_session *said = &v->session[EDITED];
	cli_session *se = (cli_session *)&v->session[EDITED];
	const qn_candidate *candidate = candidate_of(v, world, at, e);
	switch (candidate->standing) {
	case QN_STANDS:
		return qn_arena_printf(&se->arena, "%u (%s)%s", candidate->place, interval_text(se, &v->interval[world][at][e]),
			candidate->proposed ? "" : say(said, ", behind the cut", ",线下"));
	case QN_HOLDS_A_TITLE: return say(said, "holds a title", "已有称号");
	case QN_DOES_NOT_MEET: return say(said, "does not meet", "有准则未达到");
	case QN_NOT_SHOWN: return say(said, "data is missing", "数据缺失");
	default: return say(said, "does not stand", "不符合条件");
	}
}

/* The criteria whose verdicts the edit turns from or to unmet. */
static const char *turned_text(const replay_view *v, const qn_judgement *before, const qn_judgement *after, size_t e)
{
	cli_session *se = (cli_session *)&v->session[EDITED];
	const qn_program *program = se->program;
	qn_buffer words = { 0 };
	for (uint32_t i = 0; i < after->criteria; i++) {
		long other = qn_program_criterion(v->session[IN_FORCE].program, program->criterion[i].id);
		qn_verdict is = after->finding[i * after->entities + e].verdict;
		qn_verdict was = other < 0 ? QN_VERDICT_UNDETERMINED : before->finding[(size_t)other * before->entities + e].verdict;
		if (is != was)
			qn_buffer_printf(&words, "%s%s: %s → %s", words.length ? "; " : "", title_of(se, program->criterion[i].title), title_of(se, qn_verdict_label(was)),
				title_of(se, qn_verdict_label(is)));
	}
	return qn_buffer_keep(&words, &se->arena);
}

static void change_row(const replay_view *v, qn_table *table, int at, size_t e, const char *what, qn_tone tone)
{
	cli_session *se = (cli_session *)&v->session[EDITED];
	qn_row *row = qn_table_row(table);
	qn_row_number(row, v->replay[EDITED]->at[at].year, 0);
	qn_row_text(row, what);
	subject_cells(se, row, e);
	qn_row_text(row, place_text(v, IN_FORCE, at, e));
	qn_row_text(row, place_text(v, EDITED, at, e));
	qn_row_text(row, turned_text(v, v->replay[IN_FORCE]->at[at].round->judgement, v->replay[EDITED]->at[at].round->judgement, e));
	qn_row_tone(row, tone);
}

static void add_year_changes(const replay_view *v, qn_table *table, int at)
{
	const cli_session *se = &v->session[EDITED];
	for (size_t e = 0; e < entities_of(v); e++) {
		bool was = candidate_of(v, IN_FORCE, at, e)->proposed, is = candidate_of(v, EDITED, at, e)->proposed;
		if (is && !was)
			change_row(v, table, at, e, say(se, "enters the list", "新入选"), QN_TONE_GOOD);
		if (was && !is)
			change_row(v, table, at, e, say(se, "leaves the list", "落选"), QN_TONE_BAD);
	}
	for (size_t e = 0; e < entities_of(v); e++) {
		bool was = v->replay[IN_FORCE]->at[at].lapsed[e], is = v->replay[EDITED]->at[at].lapsed[e];
		if (is && !was)
			change_row(v, table, at, e, say(se, "title lapses", "称号失效"), QN_TONE_BAD);
		if (was && !is)
			change_row(v, table, at, e, say(se, "title does not lapse", "称号不再失效"), QN_TONE_GOOD);
	}
}

void add_changes(const replay_view *v, qn_report *report)
{
	const cli_session *se = &v->session[EDITED];
	qn_table *table = qn_report_table(report, "changes", say(se, "Who is touched", "受影响的"));
	qn_table_column(table, "year", say(se, "Round", "年度"), QN_LEFT);
	qn_table_column(table, "what", say(se, "What", "变化"), QN_LEFT);
	subject_columns(se, table);
	qn_table_column(table, "before", say(se, "Place in force", "现行名次"), QN_LEFT);
	qn_table_column(table, "after", say(se, "Place as edited", "改后名次"), QN_LEFT);
	qn_table_column(table, "turned", say(se, "Verdicts that turn", "结论变化"), QN_LEFT | QN_WRAP);
	for (int i = 0; i < v->replay[EDITED]->count; i++)
		add_year_changes(v, table, i);
}

static void titles_table(const replay_view *v, qn_report *report, const qn_term *term, const qn_judgement *before, const qn_judgement *after)
{
	cli_session *se = (cli_session *)&v->session[EDITED];
	qn_table *table = qn_report_table(report, "titles", say(se, "Titles of the register, on the latest figures", "登记在册的称号(按最新数据)"));
	uint32_t held = 0;
	subject_columns(se, table);
	qn_table_column(table, "ends", say(se, "Title ends", "期满"), QN_LEFT);
	qn_table_column(table, "before", say(se, "In force", "现行"), QN_LEFT);
	qn_table_column(table, "after", say(se, "As edited", "改后"), QN_LEFT);
	qn_table_column(table, "turned", say(se, "Verdicts that turn", "结论变化"), QN_LEFT | QN_WRAP);
	for (size_t e = 0; e < entities_of(v); e++) {
		bool was = qn_fails(before, e), is = qn_fails(after, e);
		held += term[e].titled;
		if (!term[e].titled || was == is)
			continue;
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, e);
		qn_row_text(row, date_text(se, term[e].ends));
		qn_row_text(row, was ? say(se, "would lapse", "将失效") : say(se, "would be renewed", "可延续"));
		qn_row_text(row, is ? say(se, "would lapse", "将失效") : say(se, "would be renewed", "可延续"));
		qn_row_text(row, turned_text(v, before, after, e));
		qn_row_tone(row, is ? QN_TONE_BAD : QN_TONE_GOOD);
	}
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%u hold a title in the register; those whose re-review would go otherwise on the latest figures are shown",
		"在册称号 %u 个;列出按最新数据复核结果会改变的"), held));
}

int add_titles(replay_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = &v->session[EDITED];
	qn_judgement *judgement[WORLDS] = { NULL };
	qn_term *term = NULL;
	int rc = qn_terms(se->panel, &se->changes, &se->arena, &term, err);
	for (int w = 0; rc == QN_OK && w < WORLDS; w++)
		rc = qn_judge(v->session[w].panel, &v->session[w].changes, v->session[w].panel->base, &judgement[w], err);
	if (rc == QN_OK)
		titles_table(v, report, term, judgement[IN_FORCE], judgement[EDITED]);
	for (int w = 0; w < WORLDS; w++)
		qn_judgement_free(judgement[w]);
	return rc;
}
