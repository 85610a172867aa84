/* SPDX-License-Identifier: Apache-2.0 */
/* explain_claims.c - behind a verdict: what else was said of its figures, and what a bound says where there is no figure. A bound
 * decides nothing: the verdict stays unknown, and the reader sees what it would be. */
#include "base/text.h"
#include "cli/explain_claims.h"
#include "cli/show.h"

/* The cell that a line of an explanation rests on. */
static bool spot_of(const cli_session *se, const qn_line *line, size_t entity, qn_spot *out)
{
	const qn_node *node = &se->program->node[line->node];
	int index = se->panel->base;
	if (node->op == QN_LAG && se->program->node[node->a].op == QN_INPUT)
		index -= (int)node->symbol, node = &se->program->node[node->a];
	if (node->op != QN_INPUT || index < 0)
		return false;
	*out = (qn_spot){ node->symbol, se->catalogue->subject, qn_panel_number(se->panel, entity), qn_panel_period(se->panel, index) };
	return true;
}

static int keep_spot(cli_session *se, spot_list *list, const qn_spot *spot, qn_error *err)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->spot[i].indicator == spot->indicator && list->spot[i].period == spot->period)
			return QN_OK;
	if (!qn_grow(&se->arena, (void **)&list->spot, list->count, sizeof *list->spot))
		return qn_no_memory(err);
	list->spot[list->count++] = *spot;
	return QN_OK;
}

int keep_spots(cli_session *se, spot_list *list, const qn_explanation *explanation, size_t entity, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < explanation->lines; i++) {
		qn_spot spot;
		if (spot_of(se, &explanation->line[i], entity, &spot))
			rc = keep_spot(se, list, &spot, err);
	}
	return rc;
}

static int read_spot(cli_session *se, const qn_spot *spot, qn_statement **all, uint32_t *count, qn_error *err)
{
	int rc = qn_statements_beside(se->snapshot, spot, err);
	*count = 0;
	return rc <= 0 ? rc : qn_statements_read(se->snapshot, spot, qn_snapshot_vintage(se->snapshot), &se->arena, all, count, err);
}

/* What a source said before it said something else is history. */
static uint32_t drop_retold(qn_statement *all, uint32_t count)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < count; i++)
		if (all[i].last)
			all[kept++] = all[i];
	return kept;
}

static void add_rows(cli_session *se, qn_table *table, const qn_spot *spot, const qn_statement *all, uint32_t count)
{
	const qn_indicator *about = &se->catalogue->indicator[spot->indicator];
	const char *period = period_text(se, spot->period);
	for (uint32_t i = 0; i < count; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, about->id);
		qn_row_text(row, period);
		qn_row_text(row, i ? "" : qn_arena_printf(&se->arena, "%s %s", title_of(se, about->title), period));
		statement_cells(se, row, &all[i], about->unit);
	}
}

int add_claims(cli_session *se, qn_report *report, const spot_list *list, qn_error *err)
{
	qn_table *table = NULL;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < list->count; i++) {
		qn_statement *all = NULL;
		uint32_t count;
		rc = read_spot(se, &list->spot[i], &all, &count, err);
		count = rc < 0 ? 0 : drop_retold(all, count);
		if ( count == 0 || (count == 1 && qn_statement_adopted(&all[0])))
			continue;
		if (!table) {
			table = qn_report_table(report, "claims", say(se, "What else was said of these figures", "这些数值的各种说法"));
			qn_table_column(table, "indicator", "", QN_MACHINE);
			qn_table_column(table, "period", "", QN_MACHINE);
			qn_table_column(table, "about", say(se, "About", "对象"), QN_LEFT | QN_WRAP | QN_PEOPLE);
			statement_columns(se, table);
		}
		add_rows(se, table, &list->spot[i], all, count);
	}
	return rc;
}

/* By the bound alone: 1 the comparison holds, -1 it does not, 0 it may or may not. */
static int decided(qn_op op, qn_range range, double threshold)
{
	bool above = range.low > threshold || (range.low == threshold && range.open), not_below = range.low >= threshold;
	bool below = range.high < threshold || (range.high == threshold && range.open), not_above = range.high <= threshold;
	switch (op) {
	case QN_GE: return not_below ? 1 : below ? -1 : 0;
	case QN_GT: return above ? 1 : not_above ? -1 : 0;
	case QN_LE: return not_above ? 1 : above ? -1 : 0;
	case QN_LT: return below ? 1 : not_below ? -1 : 0;
	default: return 0;
	}
}

int note_bounds(cli_session *se, qn_report *report, const qn_criterion *about, const qn_finding *finding, size_t entity, qn_error *err)
{
	if (!finding->compared || !qn_is_missing(finding->value) || qn_is_missing(finding->threshold) || finding->indicator == QN_NONE)
		return QN_OK;
	const qn_spot spot = { finding->indicator, se->catalogue->subject, qn_panel_number(se->panel, entity), qn_panel_period(se->panel, se->panel->base) };
	uint32_t unit = se->catalogue->indicator[spot.indicator].unit;
	double threshold = qn_unit_from_reference(&se->catalogue->units.unit[unit], finding->threshold);
	qn_statement *all;
	uint32_t count;
	int rc = read_spot(se, &spot, &all, &count, err);
	for (uint32_t i = 0; rc >= 0 && i < count; i++) {
		int holds = all[i].standing == QN_BOUND && all[i].last ? decided(finding->op, qn_remark_range(&all[i].remark), threshold) : 0;
		if (holds)
			qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s: no exact figure is known; %s says %s (%s:%u), by which it would be %s: the verdict stays as it is",
				"%s:没有确数;%s称 %s(%s:%u),据此应为%s,结论不因此改变"), title_of(se, about->title), *all[i].source ? all[i].source : say(se, "a source without a name", "未注明的来源"),
				statement_text(se, &all[i], unit), all[i].file, all[i].claim.origin.line,
				title_of(se, qn_verdict_label(holds > 0 ? QN_VERDICT_MET : QN_VERDICT_UNMET))));
	}
	return rc < 0 ? rc : QN_OK;
}
