/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.c - what the registers come to, beside what was reported, and why the two differ. */
#include "base/text.h"
#include "cli/rolling.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/list.h"

/* What was reported of a group: of one that is judged its figure, of others the sum of theirs, which is none of ratios and ranks. */
static int reported_of(cli_session *se, const cli_rolling *r, const cli_rolling *each, const qn_rollup *about, uint32_t group, rolled_reports *out, qn_error *err)
{
	*out = (rolled_reports){ QN_MISSING, 0, QN_MISSING };
	if (about->to == QN_NONE)
		return QN_OK;
	qn_indicator_kind kind = se->catalogue->indicator[about->to].kind;
	if (r->kind != se->catalogue->subject && kind != QN_STOCK && kind != QN_FLOW)
		return QN_OK;
	return rolled_reported(se, each, about, r->kind, group, out, err);
}

typedef struct { cli_session *se; cli_rolling *r; const cli_rolling *each; qn_table *table; bool all; uint32_t shown, alike, differ; } showing; /* each: of the subjects */

static int add_row(showing *s, const qn_rolled_register *of, const qn_rolled *rolled, uint32_t group, qn_error *err)
{
	cli_session *se = s->se;
	const qn_rollup *about = rolled->about;
	double value = rolled->value[group], tolerance = rolled_tolerance(se, about, s->r->period);
	rolled_reports reports;
	int rc = reported_of(se, s->r, s->each, about, group, &reports, err);
	const qn_entity *who = rc < 0 ? NULL : qn_entity_borrow(se->snapshot, s->r->kind, group, err);
	if (rc < 0 || !who)
		return rc < 0 ? rc : qn_failed(err);
	double reported = reports.sum, theirs = qn_is_missing(reports.theirs) ? 0 : reports.theirs;
	bool both = !qn_is_missing(reported) && !qn_is_missing(value), alike = rolled_alike(reported, value - theirs, tolerance); /* who reported nothing is in one of the two alone */
	s->alike += both && alike;
	s->differ += both && !alike;
	if (!s->all && (!both || alike))
		return QN_OK;
	const char *why = rolled_why(se, of, rolled, group, &reports);
	if (!why)
		return qn_no_memory(err);
	qn_row *row = qn_table_row(s->table);
	qn_row_text(row, who->id);
	qn_row_text(row, title_of(se, who->title));
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, about->to == QN_NONE ? "" : se->catalogue->indicator[about->to].id);
	rolled_cell(se, row, about, reported);
	rolled_cell(se, row, about, value);
	if (both)
		rolled_apart_cell(se, row, about, value, reported);
	else
		qn_row_text(row, "");
	qn_row_text(row, unit_text(se, about->unit));
	qn_row_number(row, of->keys[group], 0);
	qn_row_text(row, why);
	qn_row_text(row, se->catalogue->registered[of->of].id);
	qn_row_tone(row, both && !alike ? QN_TONE_WARN : QN_TONE_PLAIN);
	s->shown++;
	return QN_OK;
}

static void add_columns(cli_session *se, qn_table *table, uint32_t kind)
{
	qn_table_column(table, "entity", "", QN_MACHINE);
	qn_table_column(table, "name", title_of(se, se->catalogue->kind[kind].title), QN_LEFT);
	qn_table_column(table, "rollup", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "What", "指标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "reported", say(se, "Reported", "上报"), QN_RIGHT);
	qn_table_column(table, "rolled", say(se, "Rolled up", "登记汇总"), QN_RIGHT);
	qn_table_column(table, "difference", say(se, "Difference", "相差"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "keys", say(se, "Records", "登记数"), QN_RIGHT);
	qn_table_column(table, "why", say(se, "Of note", "说明"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "register", "", QN_MACHINE);
}

static int add_group(showing *s, uint32_t group, qn_error *err)
{
	bool passes;
	int rc = entity_passes(s->se, s->r->kind, group, &passes, err);
	for (uint32_t i = 0; rc == QN_OK && passes && i < s->se->program->rollups; i++) {
		const qn_rolled_register *of;
		const qn_rolled *rolled = qn_rolled_find(&s->r->all, &s->se->program->rollup[i], &of);
		rc = rolled ? add_row(s, of, rolled, group, err) : QN_OK;
	}
	return rc;
}

static int show(cli_session *se, cli_rolling *r, const cli_rolling *each, qn_error *err)
{
	const uint32_t *order;
	uint32_t count;
	bool whole = r->kind == se->catalogue->subject && se->options->filters == 0 && !se->options->all;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "What the registers come to at the end of %s", "登记汇总(%s 年末)"), period_text(se, r->period)));
	showing s = { .se = se, .r = r, .each = each, .table = qn_report_table(report, "rollups", ""), .all = !whole };
	add_columns(se, s.table, r->kind);
	int rc = qn_entity_order(se->snapshot, r->kind, &order, &count, err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++)
		rc = add_group(&s, order ? order[i] : i, err);
	keep_rows(se, report, s.table, NULL);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "reported and rolled up: %u alike, %u differ by more than the pack lets them", "两者都有:%u 项相符,%u 项相差超过规则包所许"), s.alike, s.differ));
	if (whole)
		qn_report_note(report, say(se, "only those that differ; --all lists every figure", "只列不相符的;--all 全部列出"));
	if (r->kind != se->catalogue->subject)
		qn_report_note(report, say(se, "reported: the sum of what each reported, so that what is in two of them counts twice; rolled up: each code once; "
			"who reported nothing is in the second alone, and left out where the two are compared", "上报数为各自上报之和,同在两处的计两次;登记汇总按代码去重;未上报的只在后者之中,比较二者时不计"));
	return session_finish(se, report, rc, err);
}

/* KIND, else what is judged. */
static int read_kind(const cli_session *se, uint32_t *out, qn_error *err)
{
	const char *word = se->options->operands > 1 ? se->options->operand[1] : NULL;
	long kind = word ? qn_catalogue_kind(se->catalogue, word) : (long)se->catalogue->subject;
	qn_buffer all = { 0 };
	for (uint32_t i = 0; kind < 0 && i < se->catalogue->kinds; i++)
		qn_buffer_printf(&all, "%s%s", i ? ", " : "", se->catalogue->kind[i].id);
	int rc = kind < 0 ? qn_fail_both(err, QN_EUSAGE, "没有“%s”这一类:可写 %s", "there is no kind of entity \"%s\": %s are", word, all.data ? all.data : "") : QN_OK;
	qn_buffer_free(&all);
	*out = (uint32_t)kind;
	return rc;
}

int run_rollup(const cli_options *options, qn_error *err)
{
	cli_session se;
	cli_rolling rolling = { 0 }, each = { 0 };
	uint32_t kind = 0;
	int rc = session_open(&se, options, err);
	if (rc == QN_OK)
		rc = read_kind(&se, &kind, err);
	if (rc == QN_OK)
		rc = session_panel(&se, false, err);
	if (rc == QN_OK)
		rc = rolling_open(&se, kind, qn_panel_period(se.panel, se.panel->base), &rolling, err);
	if (rc == QN_OK && se.program->rollups == 0)
		rc = qn_fail_both(err, QN_ENOTFOUND, "规则包没有声明登记汇总:qunce help rollup 说明写法", "the pack declares no roll-up: qunce help rollup shows how one is written");
	if (rc == QN_OK && kind != se.catalogue->subject)
		rc = rolling_open(&se, se.catalogue->subject, rolling.period, &each, err);
	if (rc == QN_OK)
		rc = show(&se, &rolling, &each, err);
	rolling_close(&each);
	rolling_close(&rolling);
	session_close(&se);
	return rc;
}
