/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/titles.h"
#include <string.h>
#include "cli/clock.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/titles_check.h"
#include "cli/vintage.h"
#include "ingest/holidays.h"
#include "store/vintages.h"

/* The pack's days off, out of the store or the working copy. */
static int read_calendar(cli_session *session, qn_calendar *out, qn_error *err)
{
	qn_pack *pack = NULL;
	qn_script_set unused;
	int rc = session_scripts(session, &pack, &unused, err);
	if (rc == QN_OK)
		rc = qn_holidays_read(pack->file, pack->files, &session->arena, out, err);
	qn_pack_free(pack);
	return rc;
}

static int choose(cli_titles *t, qn_error *err)
{
	cli_session *se = t->session;
	t->chosen = qn_arena_array(&se->arena, (size_t)t->count + 1, sizeof *t->chosen);
	if (!t->chosen)
		return qn_no_memory(err);
	memset(t->chosen, 1, t->count);
	for (int f = 0; f < se->options->filters; f++) {
		qn_entity found;
		uint32_t member;
		int rc = session_filter(se, f, &found, err);
		for (uint32_t i = 0; rc == QN_OK && i < t->count; i++) {
			rc = qn_entity_group(se->snapshot, se->catalogue->subject, i, found.kind, t->today, &member, err);
			t->chosen[i] = t->chosen[i] && member == found.number;
		}
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static int need_stages(const cli_session *session, qn_error *err)
{
	if (session->program->recognition && session->program->recognition->stages)
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "规则包没有声明认定的环节(recognition 的 stages)", "the pack declares no stages of recognition: qunce help recognition");
}

/* --today; else the day of the vintage asked for, which knows of nothing later; else the clock's. */
static int find_today(cli_session *session, qn_date *out, qn_error *err)
{
	const cli_options *options = session->options;
	qn_frozen frozen = { .at.day = QN_NO_DATE };
	int rc = options->as_of && !options->today ? session_vintage(session, options->as_of, &frozen, err) : QN_OK;
	return rc < 0 ? rc : read_day("today", options->today, frozen.at.day == QN_NO_DATE ? clock_day() : frozen.at.day, out, err);
}

int titles_open(cli_session *session, cli_titles *t, qn_error *err)
{
	uint32_t at;
	*t = (cli_titles){ .session = session };
	int rc = need_stages(session, err);
	if (rc == QN_OK)
		rc = find_today(session, &t->today, err);
	for (int i = 0; rc == QN_OK && i < session->options->sets; i++)
		rc = qn_changes_set(&session->changes, session->catalogue, session->program, session->options->set[i], err);
	if (rc == QN_OK)
		rc = qn_course_heard(session->program, &session->changes, t->today, err);
	if (rc == QN_OK)
		rc = read_calendar(session, &t->calendar, err);
	if (rc < 0)
		return rc;
	qn_course_on(session->program, &session->changes, &t->calendar, t->today, &t->course);
	rc = qn_lives_read(session->snapshot, session->catalogue, &t->course, &session->arena, &t->life, &t->count, err);
	for (uint32_t i = 0; rc == QN_OK && i < t->count; i++)
		qn_life_replay(&t->course, &t->life[i], t->today, &session->arena, &at);
	return rc < 0 ? rc : choose(t, err);
}

int titles_admit(const cli_options *options, qn_change_set *change, uint32_t first, qn_import_report *report, qn_error *err)
{
	cli_session session;
	qn_calendar calendar = { 0 };
	qn_course course;
	qn_snapshot *view;
	int rc = qn_change_view(change, &view, err);
	if (rc < 0)
		return rc;
	rc = session_view(&session, options, view, err);
	const qn_recognition *rules = rc == QN_OK ? session.program->recognition : NULL;
	if (rules)
		rc = titles_check(&session, first, err);
	if (rc == QN_OK && rules && rules->stages) {
		rc = read_calendar(&session, &calendar, err);
		qn_course_on(session.program, &session.changes, &calendar, clock_day(), &course);
		if (rc == QN_OK)
			rc = qn_lives_check(session.snapshot, session.catalogue, &course, err);
	}
	if (rc == QN_OK)
		rc = titles_note_unread(&session, first, report, err);
	session_close(&session);
	return rc;
}

const char *date_text(cli_session *session, qn_date date)
{
	char text[16];
	if (date == QN_NO_DATE || date == QN_END_OF_TIME)
		return "—";
	qn_date_text(date, text);
	return qn_arena_text(&session->arena, text);
}

const char *stage_text(const cli_titles *titles, uint32_t stage)
{
	if (stage == QN_START)
		return "—";
	return title_of(titles->session, titles->course.rules->stage[stage].title);
}

int entity_cells(cli_session *session, qn_row *row, uint32_t number, qn_error *err)
{
	const qn_entity *entity = qn_entity_borrow(session->snapshot, session->catalogue->subject, number, err);
	if (!entity)
		return err->status;
	qn_row_text(row, title_of(session, entity->title));
	qn_row_text(row, entity->id);
	return QN_OK;
}
