/* SPDX-License-Identifier: Apache-2.0 */
/* export.c - observations in long form, each row with its source, ready to be imported again. */
#include <string.h>
#include "base/text.h"
#include "cli/session.h"

static int add_column(cli_session *se, qn_table *table, uint32_t indicator, int index, const bool *chosen, qn_error *err)
{
	const qn_panel *panel = se->panel;
	const qn_indicator *about = &se->catalogue->indicator[indicator];
	qn_period period = qn_panel_period(panel, index);
	for (size_t e = 0; e < panel->entities; e++) {
		qn_origin origin;
		qn_import import = { 0 };
		double value = qn_panel_value(panel, indicator, index, e);
		if (!chosen[e] || qn_is_missing(value))
			continue;
		int rc = qn_column_origin(se->snapshot, indicator, se->catalogue->subject, period, qn_panel_number(panel, e), &origin, err);
		if (rc >= 0 && origin.import)
			rc = qn_import_get(se->snapshot, origin.import, &import, err);
		if (rc < 0)
			return rc;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, qn_panel_who(panel, e)->id);
		qn_row_text(row, about->id);
		qn_row_text(row, period_text(se, period));
		qn_row_number(row, qn_unit_from_reference(&se->catalogue->units.unit[about->unit], value), QN_EXACT);
		qn_row_text(row, import.synthetic ? "synthetic 合成" : import.source ? import.source : "");
	}
	return QN_OK;
}

static int choose_indicators(cli_session *se, bool **out, qn_error *err)
{
	const cli_options *options = se->options;
	bool *wanted = qn_arena_array(&se->arena, se->catalogue->indicators + 1, sizeof *wanted);
	if (!wanted)
		return qn_no_memory(err);
	memset(wanted, options->operands == 1, se->catalogue->indicators);
	for (int i = 1; i < options->operands; i++) {
		long found = qn_catalogue_indicator(se->catalogue, options->operand[i]);
		const char *near = found < 0 ? qn_catalogue_nearest(se->catalogue, options->operand[i]) : NULL;
		if (found < 0)
			return qn_fail(err, QN_EUSAGE, "no indicator is called \"%s\"%s%s", options->operand[i], near ? ": did you mean " : "", near ? near : "");
		wanted[found] = true;
	}
	*out = wanted;
	return QN_OK;
}

static int export_all(cli_session *se, qn_error *err)
{
	static const char *const heads[] = { "entity", "indicator", "period", "value", "source" };
	bool *chosen = NULL, *wanted = NULL;
	int rc = session_filters(se, &chosen, err);
	if (rc == QN_OK)
		rc = choose_indicators(se, &wanted, err);
	if (rc < 0)
		return rc;
	qn_report *report = qn_report_new(say(se, "Observations", "观测值"), false); /* each row names its source itself */
	qn_table *table = qn_report_table(report, "observations", "");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		qn_table_column(table, heads[i], heads[i], i == 3 ? QN_RIGHT : QN_LEFT);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->indicators; i++) {
		rc = wanted[i] ? qn_panel_load(se->panel, i, err) : QN_OK;
		for (int t = se->options->year ? se->panel->base : 0; rc == QN_OK && wanted[i] && t <= se->panel->base; t++)
			rc = add_column(se, table, i, t, chosen, err);
	}
	return session_finish(se, report, rc, err);
}

int run_export(const cli_options *options, qn_error *err)
{
	cli_session session;
	cli_options as_csv = *options;
	if (!as_csv.format)
		as_csv.format = "csv";
	int rc = session_open(&session, &as_csv, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = export_all(&session, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
