/* SPDX-License-Identifier: Apache-2.0 */
/* rolled.c - roll-ups in words, and beside what other commands show. */
#include <math.h>
#include <string.h>
#include "base/sum.h"
#include "cli/rolling.h"
#include "cli/show.h"

/* Under --set, where the panel has the period. */
static double parameter_in(const cli_session *se, uint32_t parameter, qn_period period)
{
	int index = qn_panel_index(se->panel, period);
	if (index >= 0 && index < se->panel->periods)
		return qn_changes_parameter(&se->changes, se->panel, parameter, index).a;
	return qn_parameter_at(&se->program->parameter[parameter], qn_period_end(period));
}

int rolling_open(cli_session *se, uint32_t kind, qn_period period, cli_rolling *out, qn_error *err)
{
	double *parameter = qn_arena_array(&se->arena, (size_t)se->program->parameters + 1, sizeof *parameter);
	if (!parameter)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < se->program->parameters; i++)
		parameter[i] = parameter_in(se, i, period);
	out->kind = kind, out->period = period;
	int rc = qn_program_rollups(se->program, se->catalogue, err);
	if (rc == QN_OK)
		rc = qn_holdings_open(se->snapshot, se->catalogue, &out->holdings, err);
	return rc < 0 ? rc : qn_rollup_all(out->holdings, se->program, parameter, kind, period, &out->all, err);
}

void rolling_close(cli_rolling *rolling)
{
	qn_rolled_all_free(&rolling->all);
	qn_holdings_free(rolling->holdings);
}

void rolled_cell(cli_session *se, qn_row *row, const qn_rollup *about, double value)
{
	const qn_unit *unit = qn_rollup_unit(se->catalogue, about);
	if (unit && unit->kind == QN_UNIT_FLAG && !qn_is_missing(value))
		qn_row_quantity(row, value != 0 ? say(se, "yes", "是") : say(se, "no", "否"), value);
	else
		quantity_cell(se, row, "", value, about->unit);
}

void rolled_apart_cell(cli_session *se, qn_row *row, const qn_rollup *about, double rolled, double reported)
{
	const qn_unit *unit = qn_rollup_unit(se->catalogue, about);
	if (unit && unit->kind == QN_UNIT_FLAG)
		qn_row_text(row, "");
	else
		apart_cell(se, row, NULL, rolled, reported, about->unit);
}

static void part(cli_session *se, qn_buffer *out)
{
	if (out->length)
		qn_buffer_text(out, say(se, "; ", ";"));
}

static bool lies_in(cli_session *se, size_t entity, uint32_t kind, uint32_t group, qn_period period, int *rc, qn_error *err)
{
	uint32_t member = qn_panel_number(se->panel, entity);
	if (kind != QN_NONE && kind != se->catalogue->subject)
		*rc = qn_entity_group(se->snapshot, se->catalogue->subject, member, kind, qn_period_end(period), &member, err);
	return kind == QN_NONE || (*rc == QN_OK && member == group);
}

int rolled_reported(cli_session *se, const cli_rolling *each, const qn_rollup *about, uint32_t kind, uint32_t group, rolled_reports *out, qn_error *err)
{
	const qn_rolled_register *of;
	const qn_rolled *rolled = qn_rolled_find(&each->all, about, &of);
	qn_sum sum = QN_SUM_START, theirs = QN_SUM_START;
	bool any = false, any_theirs = false;
	int rc = qn_panel_load(se->panel, about->to, err);
	*out = (rolled_reports){ QN_MISSING, 0, QN_MISSING };
	for (size_t e = 0; rc == QN_OK && e < se->panel->entities; e++) {
		double value = qn_panel_value(se->panel, about->to, se->panel->base, e), own = rolled ? rolled->value[qn_panel_number(se->panel, e)] : QN_MISSING;
		if (!lies_in(se, e, kind, group, each->period, &rc, err))
			continue;
		if (!qn_is_missing(value))
			qn_sum_add(&sum, value), any = true;
		else if (out->silent++, !qn_is_missing(own))
			qn_sum_add(&theirs, own), any_theirs = true;
	}
	out->sum = any ? qn_sum_of(sum) : QN_MISSING;
	out->theirs = any_theirs ? qn_sum_of(theirs) : QN_MISSING;
	return rc;
}

static void silent_part(cli_session *se, qn_buffer *out, const qn_rollup *about, const rolled_reports *reports)
{
	part(se, out);
	qn_buffer_printf(out, say(se, "not reported by %u", "%u 个未上报"), reports->silent);
	if (!qn_is_missing(reports->theirs))
		qn_buffer_printf(out, say(se, " (%s here)", "(此处为 %s)"), quantity_text(se, reports->theirs, about->unit));
}

const char *rolled_why(cli_session *se, const qn_rolled_register *of, const qn_rolled *rolled, uint32_t group, const rolled_reports *reports)
{
	qn_buffer out = { 0 };
	double lacking = rolled->lacking[group];
	if (of->keys[group] == 0)
		qn_buffer_text(&out, say(se, "no record", "无登记"));
	if (reports && reports->silent && !qn_is_missing(reports->sum))
		silent_part(se, &out, rolled->about, reports);
	if (lacking > 0)
		part(se, &out), qn_buffer_printf(&out, say(se, "no data of %u", "%u 个缺数据"), (unsigned)lacking);
	if (of->doubled[group])
		part(se, &out), qn_buffer_printf(&out, say(se, "%u in several of it, once here", "%u 个在其中多处,此处只计一次"), of->doubled[group]);
	if (of->shared[group])
		part(se, &out), qn_buffer_printf(&out, say(se, "%u counted elsewhere too", "%u 个也计入他处"), of->shared[group]);
	if (!qn_is_missing(rolled->value[group]) && rolled->ever[group] != rolled->value[group])
		part(se, &out), qn_buffer_printf(&out, say(se, "%s if lapsed titles counted", "若计入已失效称号则为 %s"), quantity_text(se, rolled->ever[group], rolled->about->unit));
	return qn_buffer_keep(&out, &se->arena);
}

bool rolled_alike(double reported, double value, double tolerance)
{
	return qn_is_missing(reported) || qn_is_missing(value) || qn_is_missing(tolerance) || fabs(value - reported) <= tolerance * fabs(reported) + 1e-9 * fabs(reported);
}

double rolled_tolerance(const cli_session *se, const qn_rollup *about, qn_period period)
{
	return about->within == QN_NONE ? QN_MISSING : parameter_in(se, about->within, period);
}

/* Beside what was reported, in other commands. */

static void finding_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "severity", say(se, "Severity", "程度"), QN_LEFT);
	subject_columns(se, table);
	qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(table, "rollup", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "What", "指标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "reported", say(se, "Reported", "上报"), QN_RIGHT);
	qn_table_column(table, "rolled", say(se, "Rolled up", "登记汇总"), QN_RIGHT);
	qn_table_column(table, "why", say(se, "Of note", "说明"), QN_LEFT | QN_WRAP);
}

/* all: those too that the pack lets be. */
static int add_finding(cli_session *se, const cli_rolling *r, qn_table *table, const qn_rollup *about, size_t entity, bool all, uint32_t *count, qn_error *err)
{
	const qn_rolled_register *of;
	const qn_rolled *rolled = qn_rolled_find(&r->all, about, &of);
	uint32_t group = qn_panel_number(se->panel, entity);
	double reported = qn_panel_value(se->panel, about->to, se->panel->base, entity);
	bool alike = !rolled || rolled_alike(reported, rolled->value[group], rolled_tolerance(se, about, r->period));
	if (!rolled || (all ? qn_is_missing(rolled->value[group]) : alike))
		return QN_OK;
	const char *why = rolled_why(se, of, rolled, group, NULL);
	if (!why)
		return qn_no_memory(err);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, alike ? "" : severity_word(se, QN_SEVERITY_WARNING));
	subject_cells(se, row, entity);
	qn_row_text(row, period_text(se, r->period));
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	rolled_cell(se, row, about, reported);
	rolled_cell(se, row, about, rolled->value[group]);
	qn_row_text(row, why);
	qn_row_tone(row, alike ? QN_TONE_PLAIN : QN_TONE_WARN);
	++*count;
	return QN_OK;
}

static int stop(void *context, const qn_record *record)
{
	(void)context, (void)record;
	return 1;
}

int rolled_any(qn_snapshot *snapshot, qn_catalogue *catalogue, qn_error *err)
{
	int rc = qn_catalogue_registers(catalogue, err);
	for (uint32_t i = 0; rc == QN_OK && i < catalogue->registers; i++)
		if (catalogue->registered[i].fields)
			rc = qn_record_each(snapshot, catalogue->registered[i].id, stop, NULL, err);
	return rc;
}

int rolled_findings(cli_session *se, qn_report *report, const bool *chosen, uint32_t *count, qn_error *err)
{
	cli_rolling r = { 0 };
	int rc = rolled_any(se->snapshot, se->catalogue, err);
	*count = 0;
	if (rc <= 0)
		return rc;
	rc = rolling_open(se, se->catalogue->subject, qn_panel_period(se->panel, se->panel->base), &r, err);
	if (rc == QN_OK) {
		qn_table *table = qn_report_table(report, "registers", say(se, "Registers against what was reported", "登记汇总与上报不符"));
		finding_columns(se, table);
		for (uint32_t i = 0; rc == QN_OK && i < se->program->rollups; i++) {
			const qn_rollup *about = &se->program->rollup[i];
			if (about->to == QN_NONE || about->within == QN_NONE)
				continue;
			rc = qn_panel_load(se->panel, about->to, err);
			for (size_t e = 0; rc == QN_OK && e < se->panel->entities; e++)
				rc = chosen[e] ? add_finding(se, &r, table, about, e, false, count, err) : QN_OK;
		}
	}
	if (rc == QN_OK)
		rc = rolled_contested(se, &r, report, chosen, count, err);
	rolling_close(&r);
	return rc;
}

int rolled_beside(cli_session *se, qn_report *report, const spot_list *list, size_t entity, qn_error *err)
{
	cli_rolling r = { 0 };
	uint32_t count = 0;
	qn_table *table = NULL;
	int rc = list->count ? rolled_any(se->snapshot, se->catalogue, err) : QN_OK;
	if (rc <= 0)
		return rc;
	rc = rolling_open(se, se->catalogue->subject, qn_panel_period(se->panel, se->panel->base), &r, err);
	if (rc == QN_OK) {
		table = qn_report_table(report, "registers", say(se, "What the registers come to, beside these figures", "登记汇总,与这些数值并列"));
		finding_columns(se, table);
	}
	for (uint32_t i = 0; rc == QN_OK && table && i < list->count; i++)
		for (uint32_t k = 0; rc == QN_OK && list->spot[i].period == r.period && k < se->program->rollups; k++)
			if (se->program->rollup[k].to == list->spot[i].indicator)
				rc = add_finding(se, &r, table, &se->program->rollup[k], entity, true, &count, err);
	rolling_close(&r);
	return rc;
}

/* Targets. */

/* The indicator that a target adds up; QN_NONE if it does something else. */
static uint32_t added_up(const qn_program *program, const qn_target *target)
{
	const qn_node *value = &program->node[target->value];
	bool sum = value->op == QN_TOTAL && value->symbol == QN_ALL && program->node[value->a].op == QN_INPUT;
	return sum ? program->node[value->a].symbol : QN_NONE;
}

static int add_target(cli_session *se, const cli_rolling *r, const cli_rolling *each, qn_table *table, const qn_target *target, qn_error *err)
{
	uint32_t indicator = added_up(se->program, target);
	const qn_rollup *about = indicator == QN_NONE ? NULL : qn_rollup_of_indicator(se->program, indicator);
	const qn_rolled_register *of;
	const qn_rolled *rolled = about ? qn_rolled_find(&r->all, about, &of) : NULL;
	rolled_reports reports;
	if (!rolled || qn_is_missing(rolled->value[0]))
		return QN_OK;
	int rc = rolled_reported(se, each, about, QN_NONE, 0, &reports, err);
	const char *why = rc == QN_OK ? rolled_why(se, of, rolled, 0, &reports) : NULL;
	if (!why)
		return rc < 0 ? rc : qn_no_memory(err);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, target->id);
	qn_row_text(row, title_of(se, target->title));
	rolled_cell(se, row, about, reports.sum);
	rolled_cell(se, row, about, rolled->value[0]);
	rolled_cell(se, row, about, rolled->ever[0]);
	qn_row_text(row, unit_text(se, about->unit));
	qn_row_text(row, why);
	return QN_OK;
}

int rolled_targets(cli_session *se, qn_report *report, qn_error *err)
{
	cli_rolling r = { 0 }, each = { 0 };
	int rc = rolled_any(se->snapshot, se->catalogue, err);
	if (rc <= 0)
		return rc;
	rc = rolling_open(se, QN_NONE, qn_panel_period(se->panel, se->panel->base), &r, err);
	if (rc == QN_OK)
		rc = rolling_open(se, se->catalogue->subject, r.period, &each, err);
	if (rc == QN_OK) {
		qn_table *table = qn_report_table(report, "distinct", say(se, "Targets that are sums, by the registers: each code once", "按登记去重的目标值"));
		qn_table_column(table, "id", "", QN_MACHINE);
		qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
		qn_table_column(table, "reported", say(se, "Reported, added up", "上报之和"), QN_RIGHT);
		qn_table_column(table, "rolled", say(se, "By code", "按代码去重"), QN_RIGHT);
		qn_table_column(table, "ever", say(se, "Ever held", "曾经获得"), QN_RIGHT);
		qn_table_column(table, "unit", "", QN_MACHINE);
		qn_table_column(table, "why", say(se, "Of note", "说明"), QN_LEFT | QN_WRAP);
		for (uint32_t i = 0; rc == QN_OK && i < se->program->targets; i++)
			rc = se->program->target[i].compared ? QN_OK : add_target(se, &r, &each, table, &se->program->target[i], err);
	}
	rolling_close(&each);
	rolling_close(&r);
	return rc;
}
