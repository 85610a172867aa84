/* SPDX-License-Identifier: Apache-2.0 */
/* validate.c - the checks of the pack against everything that a store holds. */
#include <stdlib.h>
#include <string.h>
#include "cli/rolling.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/findings.h"

typedef struct {
	cli_session se;
	qn_breaches *breaches;
	findings_accepted accepted;
	bool *chosen;           /* by entity */
	int least, fail_on;     /* severities; fail_on QN_SEVERITY_ERROR + 1: never */
	uint32_t count[3];
	uint32_t printed;       /* the check whose rule stands in `rule`: findings come check by check */
	const char *rule;
	bool failing;
} validating;

enum { MOST_FINDINGS = 200000 }; /* a rule that nothing meets, asked of all that a large store holds */

static int read_severity(const char *option, const char *word, int *out, qn_error *err)
{
	static const char *const words[] = { "note", "warning", "error" };
	for (int i = QN_SEVERITY_NOTE; word && i <= QN_SEVERITY_ERROR; i++)
		if (!strcmp(word, words[i]))
			return *out = i, QN_OK;
	return word ? qn_fail_both(err, QN_EUSAGE, "--%s %s:请写 note、warning 或 error", "--%s %s: note, warning or error is wanted", option, word) : QN_OK;
}

static bool is_wanted(const validating *v, const qn_breach *breach)
{
	bool dated = v->se.options->year != NULL;
	return v->chosen[breach->entity] && (int)v->se.program->check[breach->check].severity >= v->least && (!dated || breach->index == v->se.panel->base);
}

static void add_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "severity", say(se, "Severity", "程度"), QN_LEFT);
	qn_table_column(table, "check", say(se, "Check", "校验"), QN_LEFT);
	subject_columns(se, table);
	qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(table, "title", say(se, "What must hold", "应满足"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "figures", say(se, "Figures", "数字"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "origin", say(se, "From", "来自"), QN_LEFT);
	qn_table_column(table, "accepted", say(se, "Accepted by", "认可人"), QN_LEFT);
	qn_table_column(table, "rule", "", QN_MACHINE);
	qn_table_column(table, "clause", "", QN_MACHINE);
}

static const char *rule_of(validating *v, uint32_t check)
{
	if (v->rule && v->printed == check)
		return v->rule;
	qn_buffer rule = { 0 };
	qn_node_print(v->se.program, v->se.catalogue, v->se.program->check[check].holds, &rule);
	v->printed = check;
	return v->rule = qn_buffer_keep(&rule, &v->se.arena);
}

static int refuse_so_many(const cli_session *se, const qn_breach *breach, qn_error *err)
{
	const char *id = se->program->check[breach->check].id;
	return qn_fail_both(err, QN_EINPUT, "校验结果超过 %d 条,数到“%s”:这项校验写对了吗?用 --severity error、--year 或集群名称缩小范围", "more than %d findings, at the check \"%s\": is it right? "
		"Choose with --severity error, --year or the names of clusters", MOST_FINDINGS, id);
}

static int add_breach(validating *v, qn_table *table, const qn_breach *breach, qn_error *err)
{
	cli_session *se = &v->se;
	const qn_check *about = &se->program->check[breach->check];
	const char *by = findings_accepted_by(se, &v->accepted, breach), *origin, *formula = rule_of(v, breach->check);
	if (v->count[QN_SEVERITY_NOTE] + v->count[QN_SEVERITY_WARNING] + v->count[QN_SEVERITY_ERROR] == MOST_FINDINGS)
		return refuse_so_many(se, breach, err);
	int rc = findings_origin(se, breach, &origin, err);
	if (rc < 0)
		return rc;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, severity_word(se, about->severity));
	qn_row_text(row, about->id);
	subject_cells(se, row, breach->entity);
	qn_row_text(row, period_text(se, qn_panel_period(se->panel, breach->index)));
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, findings_figures(se, v->breaches, breach));
	qn_row_text(row, origin);
	qn_row_text(row, by ? by : "");
	qn_row_text(row, formula);
	qn_row_text(row, about->clause ? about->clause : "");
	qn_row_tone(row, by ? QN_TONE_PLAIN : about->severity == QN_SEVERITY_ERROR ? QN_TONE_BAD : about->severity == QN_SEVERITY_WARNING ? QN_TONE_WARN : QN_TONE_PLAIN);
	v->count[about->severity]++;
	v->failing = v->failing || (!by && (int)about->severity >= v->fail_on);
	return QN_OK;
}

static int tell(validating *v, qn_error *err)
{
	cli_session *se = &v->se;
	uint32_t asked = 0;
	int rc = QN_OK;
	qn_report *report = session_report(se, se->options->year
		? qn_arena_printf(&se->arena, say(se, "Checks of the figures reported for %s", "%s 数据校验"), period_text(se, qn_panel_period(se->panel, se->panel->base)))
		: say(se, "Checks of the figures reported", "数据校验"));
	qn_table *table = qn_report_table(report, "findings", "");
	add_columns(se, table);
	for (int severity = QN_SEVERITY_ERROR; severity >= QN_SEVERITY_NOTE; severity--)
		for (uint32_t i = 0; rc == QN_OK && i < v->breaches->count; i++)
			if ((int)se->program->check[v->breaches->breach[i].check].severity == severity && is_wanted(v, &v->breaches->breach[i]))
				rc = add_breach(v, table, &v->breaches->breach[i], err);
	uint32_t differ = 0;
	if (rc == QN_OK && v->least <= QN_SEVERITY_WARNING)
		rc = rolled_findings(se, report, v->chosen, &differ, err);
	v->count[QN_SEVERITY_WARNING] += differ;
	v->failing = v->failing || (differ && v->fail_on <= QN_SEVERITY_WARNING);
	keep_rows(se, report, table, NULL);
	for (uint32_t i = 0; i < se->program->checks; i++)
		asked += (int)se->program->check[i].severity >= v->least;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "checks asked %u; errors %u, warnings %u, notes %u; a check says nothing where data is missing",
		"校验项 %u;错误 %u,警告 %u,提示 %u;缺数据处不作判断"), asked, v->count[QN_SEVERITY_ERROR], v->count[QN_SEVERITY_WARNING], v->count[QN_SEVERITY_NOTE]));
	return session_finish(se, report, rc, err);
}

int run_validate(const cli_options *options, qn_error *err)
{
	validating v = { .least = QN_SEVERITY_NOTE, .fail_on = QN_SEVERITY_ERROR + 1 };
	cli_session *se = &v.se;
	int rc = session_open(se, options, err);
	if (rc == QN_OK)
		rc = read_severity("severity", options->severity, &v.least, err);
	if (rc == QN_OK)
		rc = read_severity("fail-on", options->fail_on, &v.fail_on, err);
	if (rc == QN_OK)
		rc = session_panel(se, false, err);
	if (rc == QN_OK)
		rc = session_filters(se, &v.chosen, err);
	if (rc == QN_OK)
		rc = findings_read_accepted(se, &v.accepted, err);
	if (rc == QN_OK)
		rc = qn_breaches_find(se->panel, &se->changes, &v.breaches, err);
	if (rc == QN_OK)
		rc = tell(&v, err);
	qn_breaches_free(v.breaches);
	session_close(se);
	return rc < 0 ? rc : v.failing ? EXIT_FINDING : EXIT_DONE;
}
