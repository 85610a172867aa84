/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose_answers.c - from a shortfall to the sentence of the document that answers, whose task it is, and the measures. */
#include <string.h>
#include "cli/policy/diagnose.h"
#include "cli/session.h"
#include "cli/show.h"

int answers_open(cli_session *se, qn_pack **pack, qn_answers *out, qn_error *err)
{
	qn_script_set unused;
	int rc = session_scripts(se, pack, &unused, err);
	return rc < 0 ? rc : qn_answers_read((*pack)->file, (*pack)->files, se->program, se->catalogue, &se->arena, out, err);
}

bool answers_to(const qn_reply *reply, const diagnosed *shortfall)
{
	return qn_serves(shortfall->of_target ? &reply->targets : &reply->criteria, shortfall->index);
}

const char *criterion_title(const cli_session *se, uint32_t index) { return title_of(se, se->program->criterion[index].title); }
const char *target_title(const cli_session *se, uint32_t index) { return title_of(se, se->program->target[index].title); }
const char *indicator_title(const cli_session *se, uint32_t index) { return title_of(se, se->catalogue->indicator[index].title); }
const char *measure_id(const cli_session *se, uint32_t index) { return se->program->measure[index].id; }

const char *served_text(cli_session *se, const qn_served *served, const char *(*name)(const cli_session *session, uint32_t index))
{
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < served->count; i++)
		qn_buffer_printf(&list, "%s%s", i ? say(se, ", ", "、") : "", name(se, served->index[i]));
	return qn_buffer_keep(&list, &se->arena);
}

const char *owners_of(const qn_answers *answers, uint32_t measure, const diagnosed *shortfall)
{
	const char *found = "";
	for (uint32_t i = 0; i < answers->replies; i++) {
		const qn_reply *reply = &answers->reply[i];
		if (!qn_serves(&reply->measures, measure))
			continue;
		if (shortfall && answers_to(reply, shortfall))
			return reply->owners;
		found = *found ? found : reply->owners;
	}
	return found;
}

static void add_reply(cli_session *se, qn_table *table, const diagnosed *shortfall, const qn_reply *reply, bool first)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, shortfall->id);
	qn_row_text(row, first ? title_of(se, shortfall->title) : "");
	qn_row_text(row, reply->id);
	qn_row_text(row, title_of(se, reply->title));
	qn_row_text(row, reply->quote);
	qn_row_text(row, reply->clause);
	qn_row_text(row, reply->owners);
	qn_row_text(row, reply->measures.count ? served_text(se, &reply->measures, measure_id) : say(se, "none", "无"));
	if (reply->measures.count == 0)
		qn_row_tone(row, QN_TONE_WARN);
	qn_row_real(row); /* it is of the document */
}

static void add_silence(cli_session *se, qn_table *table, const diagnosed *shortfall)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, shortfall->id);
	qn_row_text(row, title_of(se, shortfall->title));
	qn_row_text(row, "—");
	qn_row_text(row, say(se, "no sentence of the text answers", "文件没有对应的举措"));
	qn_row_tone(row, QN_TONE_BAD);
	qn_row_real(row);
}

int add_answers(diagnosis *d, qn_report *report, qn_error *err)
{
	cli_session *se = d->session;
	(void)err;
	if (d->answers.replies == 0)
		return QN_OK;
	qn_table *table = qn_report_table(report, "answers", say(se, "What the document answers", "文件如何回应"));
	qn_table_column(table, "shortfall", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Shortfall", "短板"), QN_LEFT);
	qn_table_column(table, "sentence", say(se, "No.", "编号"), QN_LEFT);
	qn_table_column(table, "words", say(se, "Sentence", "举措"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "quote", "", QN_MACHINE);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "owners", say(se, "Whose task", "责任单位"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "measures", say(se, "Measures", "赋能措施"), QN_LEFT);
	for (uint32_t i = 0; i < d->shortfalls; i++) {
		bool any = false;
		for (uint32_t k = 0; k < d->answers.replies; k++)
			if (answers_to(&d->answers.reply[k], &d->shortfall[i]))
				add_reply(se, table, &d->shortfall[i], &d->answers.reply[k], !any), any = true;
		if (!any)
			add_silence(se, table, &d->shortfall[i]);
	}
	return QN_OK;
}
