/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose_coverage.c - the document held against itself, both ways: what is asked that no sentence answers and no measure serves, and
 * which sentences and measures nothing would test. */
#include "cli/policy/diagnose.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/list.h"

typedef struct {
	cli_session *session;
	qn_answers answers;
	qn_buffer unanswered, unserved, uncarried, untested, unnamed; /* lists for the notes */
} coverage;

static void list_one(const coverage *c, qn_buffer *list, const char *name)
{
	qn_buffer_printf(list, "%s%s", list->length ? say(c->session, ", ", "、") : "", name);
}

static void list_cell(const coverage *c, qn_row *row, qn_buffer *list)
{
	const bool none = list->length == 0 && !list->failed;
	const char *names = qn_buffer_keep(list, &c->session->arena);
	qn_row_text(row, none ? say(c->session, "none", "无") : names);
}

/* Clauses. */

static int add_clause(coverage *c, qn_table *table, const diagnosed *asked, qn_error *err)
{
	cli_session *se = c->session;
	qn_buffer sentences = { 0 }, named = { 0 }, moving = { 0 };
	int rc = QN_OK;
	for (uint32_t i = 0; i < c->answers.replies; i++)
		if (answers_to(&c->answers.reply[i], asked))
			list_one(c, &sentences, c->answers.reply[i].id);
	for (uint32_t m = 0; rc == QN_OK && m < se->program->measures; m++) {
		bool is_named = false, moves = false;
		for (uint32_t i = 0; i < c->answers.replies; i++)
			is_named = is_named || (answers_to(&c->answers.reply[i], asked) && qn_serves(&c->answers.reply[i].measures, m));
		rc = qn_measure_moves(se->program, m, asked->rule, &moves, err);
		if (is_named)
			list_one(c, &named, measure_id(se, m));
		if (moves)
			list_one(c, &moving, measure_id(se, m));
	}
	if (sentences.length == 0)
		list_one(c, &c->unanswered, title_of(se, asked->title));
	if (named.length == 0)
		list_one(c, &c->unserved, title_of(se, asked->title));
	qn_row *row = qn_table_row(table);
	qn_row_text(row, asked->of_target ? "target" : "criterion");
	qn_row_text(row, asked->of_target ? say(se, "target", "目标") : say(se, "criterion", "准则"));
	qn_row_text(row, asked->id);
	qn_row_text(row, title_of(se, asked->title));
	qn_row_text(row, asked->clause);
	list_cell(c, row, &sentences);
	list_cell(c, row, &named);
	qn_row_text(row, qn_buffer_keep(&moving, &se->arena));
	return rc;
}

static int add_clauses(coverage *c, qn_report *report, qn_error *err)
{
	cli_session *se = c->session;
	const qn_program *program = se->program;
	int rc = QN_OK;
	qn_table *table = qn_report_table(report, "clauses", say(se, "What is asked, and what serves it", "所求与所助"));
	qn_table_column(table, "kind", "", QN_MACHINE);
	qn_table_column(table, "what", say(se, "Asked by a", "类别"), QN_LEFT | QN_PEOPLE);
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Title", "名称"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "sentences", say(se, "Sentences", "对应举措"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "measures", say(se, "Measures named", "点名的措施"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "moving", say(se, "Measures assumed to move it", "假设有带动的措施"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; rc == QN_OK && i < program->criteria; i++) {
		const qn_criterion *about = &program->criterion[i];
		rc = add_clause(c, table, &(diagnosed){ .index = i, .title = about->title, .id = about->id, .clause = about->clause ? about->clause : "", .rule = about->needs }, err);
	}
	for (uint32_t i = 0; rc == QN_OK && i < program->targets; i++) {
		const qn_target *about = &program->target[i];
		if (!about->compared)
			rc = add_clause(c, table, &(diagnosed){ .of_target = true, .index = i, .title = about->title, .id = about->id, .clause = about->clause ? about->clause : "",
				.rule = about->value }, err);
	}
	return rc;
}

/* Sentences. */

static void add_sentence(coverage *c, qn_table *table, const qn_reply *reply)
{
	cli_session *se = c->session;
	const char *criteria = served_text(se, &reply->criteria, criterion_title), *targets = served_text(se, &reply->targets, target_title);
	qn_row *row = qn_table_row(table);
	if (reply->measures.count == 0)
		list_one(c, &c->uncarried, reply->id);
	qn_row_text(row, reply->id);
	qn_row_text(row, reply->clause);
	qn_row_text(row, title_of(se, reply->title));
	qn_row_text(row, reply->quote);
	qn_row_text(row, reply->owners);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s%s%s", criteria ? criteria : "", criteria && *criteria && targets && *targets ? say(se, ", ", "、") : "", targets ? targets : ""));
	qn_row_text(row, served_text(se, &reply->indicators, indicator_title));
	qn_row_text(row, reply->measures.count ? served_text(se, &reply->measures, measure_id) : say(se, "none", "无"));
}

static void add_sentences(coverage *c, qn_report *report)
{
	cli_session *se = c->session;
	qn_table *table = qn_report_table(report, "sentences", say(se, "Sentences, and what carries them out", "各项举措与落实"));
	qn_table_column(table, "id", say(se, "No.", "编号"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "words", say(se, "Sentence", "举措"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "quote", "", QN_MACHINE);
	qn_table_column(table, "owners", say(se, "Whose task", "责任单位"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "serves", say(se, "Serves", "服务于"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "indicators", say(se, "Shown by", "以何指标检验"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "measures", say(se, "Measures", "赋能措施"), QN_LEFT);
	for (uint32_t i = 0; i < c->answers.replies; i++)
		add_sentence(c, table, &c->answers.reply[i]);
}

/* Measures. */

/* By the sentences that name it: how many, those, and the indicators that any of them is shown by. */
static uint32_t sentences_of(const coverage *c, uint32_t measure, qn_buffer *names, qn_buffer *indicators)
{
	const cli_session *se = c->session;
	uint32_t count = 0;
	for (uint32_t i = 0; i < se->catalogue->indicators; i++) {
		bool shows = false;
		for (uint32_t k = 0; k < c->answers.replies; k++)
			shows = shows || (qn_serves(&c->answers.reply[k].measures, measure) && qn_serves(&c->answers.reply[k].indicators, i));
		if (shows)
			list_one(c, indicators, indicator_title(se, i));
	}
	for (uint32_t k = 0; k < c->answers.replies; k++)
		if (qn_serves(&c->answers.reply[k].measures, measure))
			list_one(c, names, c->answers.reply[k].id), count++;
	return count;
}

static void add_measure(coverage *c, qn_table *table, uint32_t measure)
{
	cli_session *se = c->session;
	const qn_measure *about = &se->program->measure[measure];
	qn_buffer names = { 0 }, indicators = { 0 };
	if (sentences_of(c, measure, &names, &indicators) == 0)
		list_one(c, &c->unnamed, about->id);
	if (indicators.length == 0)
		list_one(c, &c->untested, qn_arena_printf(&se->arena, "%s %s", about->id, title_of(se, about->title)));
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, owners_of(&c->answers, measure, NULL));
	list_cell(c, row, &names);
	list_cell(c, row, &indicators);
	qn_row_text(row, moves_text(se, about));
}

static void add_measures(coverage *c, qn_report *report)
{
	cli_session *se = c->session;
	qn_table *table = qn_report_table(report, "measures", say(se, "Measures, and what would show them", "各项措施与检验"));
	qn_table_column(table, "id", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "title", say(se, "Measure", "措施"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "owners", say(se, "Whose task", "责任单位"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "sentences", say(se, "Sentences", "对应举措"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "indicators", say(se, "Shown by", "以何指标检验"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "moves", say(se, "Assumed to move", "假设的作用"), QN_LEFT | QN_WRAP);
	for (uint32_t m = 0; m < se->program->measures; m++)
		add_measure(c, table, m);
}

static void note_list(coverage *c, qn_report *report, const qn_buffer *list, const char *words)
{
	if (list->length)
		qn_report_note(report, qn_arena_printf(&c->session->arena, "%s%s", words, list->data));
	c->session->arena.failed |= list->failed;
}

static void add_notes(coverage *c, qn_report *report)
{
	cli_session *se = c->session;
	note_list(c, report, &c->unanswered, say(se, "asked, and no sentence answers: ", "有要求而文件没有对应举措:"));
	note_list(c, report, &c->unserved, say(se, "asked, and no measure is named for it: ", "有要求而没有点名的赋能措施:"));
	note_list(c, report, &c->uncarried, say(se, "sentences that no measure carries out: ", "没有赋能措施落实的举措:"));
	note_list(c, report, &c->untested, say(se, "measures that no indicator would show: ", "没有指标可以检验的措施:"));
	note_list(c, report, &c->unnamed, say(se, "measures that no sentence names: ", "没有举措与之对应的措施:"));
}

int report_coverage(cli_session *se, qn_error *err)
{
	coverage c = { .session = se };
	qn_pack *pack = NULL;
	int rc = answers_open(se, &pack, &c.answers, err);
	qn_pack_free(pack);
	if (rc < 0)
		return rc;
	se->synthetic = se->mixed = false; /* nothing here rests on figures */
	qn_report *report = session_report(se, say(se, "The document against itself: clauses, sentences, measures", "文件自查:条款、举措、措施"));
	rc = add_clauses(&c, report, err);
	add_sentences(&c, report);
	add_measures(&c, report);
	add_notes(&c, report);
	qn_buffer_free(&c.unanswered), qn_buffer_free(&c.unserved), qn_buffer_free(&c.uncarried), qn_buffer_free(&c.untested), qn_buffer_free(&c.unnamed);
	return session_finish(se, report, rc, err);
}
