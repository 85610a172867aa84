/* SPDX-License-Identifier: Apache-2.0 */
/* life.c - where each stands on the way to a title and through its terms; or every event of one, its term and its reports. */
#include "cli/session.h"
#include "cli/show.h"
#include "cli/titles.h"

/* Of the reports due so far. */
static int count_reports(cli_titles *t, const qn_life *life, uint32_t *missing, uint32_t *late, qn_error *err)
{
	qn_yearly_report *report;
	uint32_t count;
	int rc = qn_life_reports(&t->course, life, t->today, &t->session->arena, &report, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		bool come = report[i].on != QN_NO_DATE && report[i].on <= t->today;
		*missing += !come && report[i].late;
		*late += come && report[i].late;
	}
	return rc;
}

static const char *valid_text(const cli_titles *t, const qn_life *life)
{
	cli_session *se = t->session;
	if (!life->titled)
		return "—";
	return qn_life_valid(&t->course, life) ? say(se, "valid", "有效") : say(se, "pending", "待复核");
}

static bool any_synthetic(const qn_life *life)
{
	for (uint32_t i = 0; i < life->events; i++)
		if (life->event[i].synthetic)
			return true;
	return false;
}

static int add_one(cli_titles *t, qn_table *table, uint32_t number, qn_error *err)
{
	cli_session *se = t->session;
	const qn_life *life = &t->life[number];
	uint32_t missing = 0, late = 0;
	qn_row *row = qn_table_row(table);
	int rc = entity_cells(se, row, number, err);
	if (rc == QN_OK)
		rc = count_reports(t, life, &missing, &late, err);
	if (rc < 0)
		return rc;
	qn_row_text(row, stage_text(t, life->stage));
	qn_row_text(row, date_text(se, life->since));
	qn_row_text(row, date_text(se, life->titled ? life->ends : QN_NO_DATE));
	qn_row_text(row, valid_text(t, life));
	qn_row_number(row, missing, 0);
	qn_row_number(row, late, 0);
	if (missing)
		qn_row_tone(row, QN_TONE_WARN);
	if (!any_synthetic(life))
		qn_row_real(row);
	return QN_OK;
}

static int report_all(cli_titles *t, qn_error *err)
{
	cli_session *se = t->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Where every title stands on %s", "各集群认定进程(%s)"), date_text(se, t->today)));
	qn_table *table = qn_report_table(report, "life", "");
	uint32_t without = 0;
	int rc = QN_OK;
	subject_columns(se, table);
	qn_table_column(table, "stage", say(se, "Stands at", "环节"), QN_LEFT);
	qn_table_column(table, "since", say(se, "since", "自"), QN_LEFT);
	qn_table_column(table, "ends", say(se, "Term ends", "期满"), QN_LEFT);
	qn_table_column(table, "title", say(se, "Title", "称号"), QN_LEFT);
	qn_table_column(table, "missing", say(se, "Reports missing", "缺报告"), QN_RIGHT);
	qn_table_column(table, "late", say(se, "late", "迟报"), QN_RIGHT);
	for (uint32_t i = 0; rc == QN_OK && i < t->count; i++) {
		if (!t->chosen[i])
			continue;
		if (t->life[i].stage == QN_START)
			without++;
		else
			rc = add_one(t, table, i, err);
	}
	if (without)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%u have no event by then", "另有 %u 个至此没有任何记录"), without));
	return session_finish(se, report, rc, err);
}

/* One. */

static const char *origin_text(cli_session *se, qn_origin origin)
{
	qn_import import;
	if (!origin.import || qn_import_get(se->snapshot, origin.import, &import, NULL) < 0)
		return "—";
	return qn_arena_printf(&se->arena, "%s:%u", import.file, origin.line);
}

static void add_events(cli_titles *t, qn_report *report, const qn_life *life)
{
	cli_session *se = t->session;
	qn_table *table = qn_report_table(report, "events", say(se, "What happened", "经过"));
	qn_table_column(table, "on", say(se, "Day", "日期"), QN_LEFT);
	qn_table_column(table, "stage", say(se, "Stage", "环节"), QN_LEFT);
	qn_table_column(table, "by", say(se, "By", "由谁"), QN_LEFT);
	qn_table_column(table, "evidence", say(se, "Evidence", "凭据"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "note", say(se, "Note", "备注"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "source", say(se, "Recorded in", "出处"), QN_LEFT);
	for (uint32_t i = 0; i < life->events && life->event[i].on <= t->today; i++) {
		const qn_event *event = &life->event[i];
		qn_row *row = qn_table_row(table);
		qn_row_text(row, date_text(se, event->on));
		qn_row_text(row, event->year ? qn_arena_printf(&se->arena, "%s %d", stage_text(t, event->stage), event->year) : stage_text(t, event->stage));
		qn_row_text(row, event->by);
		qn_row_text(row, event->evidence);
		qn_row_text(row, event->granted ? say(se, "of the list of titles", "取自认定名单") : event->note);
		qn_row_text(row, origin_text(se, event->origin));
		if (!event->synthetic)
			qn_row_real(row);
	}
}

static int add_reports(cli_titles *t, qn_report *report, const qn_life *life, qn_error *err)
{
	cli_session *se = t->session;
	qn_yearly_report *due;
	uint32_t count;
	int rc = qn_life_reports(&t->course, life, t->today, &se->arena, &due, &count, err);
	if (rc < 0 || count == 0)
		return rc;
	qn_table *table = qn_report_table(report, "reports", say(se, "Yearly reports", "年度报告"));
	qn_table_column(table, "year", say(se, "Of", "年度"), QN_LEFT);
	qn_table_column(table, "due", say(se, "Due by", "期限"), QN_LEFT);
	qn_table_column(table, "on", say(se, "Came", "报送"), QN_LEFT);
	qn_table_column(table, "state", say(se, "is", "情况"), QN_LEFT);
	for (uint32_t i = 0; i < count; i++) {
		bool come = due[i].on != QN_NO_DATE && due[i].on <= t->today;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, qn_arena_printf(&se->arena, "%d", due[i].year));
		qn_row_text(row, date_text(se, due[i].due));
		qn_row_text(row, date_text(se, come ? due[i].on : QN_NO_DATE));
		qn_row_text(row, !come ? say(se, "missing", "缺") : due[i].late ? say(se, "late", "迟报") : say(se, "in time", "按时"));
		if (!any_synthetic(life))
			qn_row_real(row);
	}
	return QN_OK;
}

static void add_standing(cli_titles *t, qn_report *report, const qn_life *life)
{
	cli_session *se = t->session;
	if (life->stage != QN_START)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "on %s it stands at: %s, since %s", "%s 处于:%s,自 %s"), date_text(se, t->today),
			stage_text(t, life->stage), date_text(se, life->since)));
	if (life->runs_to != QN_NO_DATE)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "which runs %d working days, to %s%s", "为 %d 个工作日,至 %s 止%s"), t->course.lasts[life->stage],
			date_text(se, life->runs_to), !life->provisional ? "" : say(se, " (provisional: the holidays of that year are not published)", "(暂定:该年节假日安排尚未公布)")));
	if (life->titled)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "title since %s, last granted on %s, term to %s: %s", "称号自 %s,最近一次授予 %s,有效期至 %s:%s"),
			date_text(se, life->first), date_text(se, life->recognised), date_text(se, life->ends), valid_text(t, life)));
}

static int report_one(cli_titles *t, const char *name, qn_error *err)
{
	cli_session *se = t->session;
	qn_entity who;
	int rc = qn_entity_find(se->snapshot, se->catalogue->subject, name, &who, err);
	if (rc < 0)
		return rc;
	const qn_life *life = &t->life[who.number];
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, "%s (%s)", title_of(se, who.title), who.id));
	add_events(t, report, life);
	rc = add_reports(t, report, life, err);
	add_standing(t, report, life);
	return session_finish(se, report, rc, err);
}

int run_life(const cli_options *options, qn_error *err)
{
	cli_session session;
	cli_titles titles;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = titles_open(&session, &titles, err);
	if (rc == QN_OK)
		rc = options->operands > 1 ? report_one(&titles, options->operand[1], err) : report_all(&titles, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
