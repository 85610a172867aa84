/* SPDX-License-Identifier: Apache-2.0 */
/* annual_registers.c - how the registers are kept, and how often they come to something else than was reported. */
#include "cli/policy/annual.h"
#include "cli/policy/kept.h"
#include "cli/rolling.h"
#include "cli/show.h"

typedef struct { uint32_t kept[KEPT_NOT + 1], records; } keeping;

static int look_at(annual *a, qn_holdings *holdings, uint32_t of, kept *room, keeping *out, qn_error *err)
{
	int rc = kept_read(a->session, holdings, of, a->day, room, err);
	for (size_t e = 0; rc == QN_OK && e < a->entities; e++) {
		out->kept[kept_state_of(&a->session->catalogue->registered[of], &room[e])]++;
		out->records += room[e].records;
	}
	return rc;
}

static int add_kept(annual *a, qn_report *report, qn_holdings *holdings, uint32_t *records, qn_error *err)
{
	cli_session *se = a->session;
	const qn_catalogue *catalogue = se->catalogue;
	keeping *of = qn_arena_array(&se->arena, (size_t)catalogue->registers + 1, sizeof *of);
	kept *room = qn_arena_array(&se->arena, a->entities + 1, sizeof *room);
	int rc = of && room ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < catalogue->registers; i++)
		if (kept_asked(&catalogue->registered[i]) && (rc = look_at(a, holdings, i, room, &of[i], err)) == QN_OK)
			*records += of[i].records;
	if (rc < 0 || *records == 0)
		return rc;
	qn_table *table = qn_report_table(report, "registers", say(se, "How registers are kept", "登记建设情况"));
	qn_table_column(table, "register", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Register", "登记"), QN_LEFT);
	qn_table_column(table, "records", say(se, "Records", "记录数"), QN_RIGHT);
	qn_table_column(table, "well", say(se, "in order", "正常"), QN_RIGHT);
	qn_table_column(table, "stale", say(se, "stale", "过期"), QN_RIGHT);
	qn_table_column(table, "none", say(se, "not kept", "未建"), QN_RIGHT);
	for (uint32_t i = 0; i < catalogue->registers; i++) {
		if (!kept_asked(&catalogue->registered[i]))
			continue;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, catalogue->registered[i].id);
		qn_row_text(row, title_of(se, catalogue->registered[i].title));
		qn_row_number(row, of[i].records, 0);
		for (int k = KEPT_WELL; k <= KEPT_NOT; k++)
			qn_row_number(row, of[i].kept[k], 0);
	}
	return QN_OK;
}

/* By roll-up: of how many both are known, and of how many they differ by more than the pack lets them. */
static int add_rollups(annual *a, qn_report *report, const cli_rolling *rolling, qn_error *err)
{
	cli_session *se = a->session;
	int rc = QN_OK;
	qn_table *table = qn_report_table(report, "rollups", say(se, "Registers beside what was reported", "登记汇总与上报对照"));
	qn_table_column(table, "rollup", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Figure", "指标"), QN_LEFT);
	qn_table_column(table, "both", say(se, "Known both ways", "两者都有"), QN_RIGHT);
	qn_table_column(table, "differ", say(se, "differ", "不符"), QN_RIGHT);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->rollups; i++) {
		const qn_rollup *about = &se->program->rollup[i];
		const qn_rolled_register *of = NULL;
		const qn_rolled *rolled = about->to == QN_NONE ? NULL : qn_rolled_find(&rolling->all, about, &of);
		uint32_t both = 0, differ = 0;
		if (!rolled || (rc = qn_panel_load(se->panel, about->to, err)) < 0)
			continue;
		for (size_t e = 0; e < a->entities; e++) {
			double reported = qn_panel_value(se->panel, about->to, a->year, e), value = rolled->value[qn_panel_number(se->panel, e)];
			both += !qn_is_missing(reported) && !qn_is_missing(value);
			differ += !rolled_alike(reported, value, rolled_tolerance(se, about, rolling->period));
		}
		qn_row *row = qn_table_row(table);
		qn_row_text(row, about->id);
		qn_row_text(row, title_of(se, about->title));
		qn_row_number(row, both, 0);
		qn_row_number(row, differ, 0);
		if (differ)
			qn_row_tone(row, QN_TONE_WARN);
	}
	return rc < 0 ? rc : QN_OK;
}

int annual_registers(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	cli_rolling rolling = { .holdings = NULL };
	uint32_t records = 0;
	int rc = qn_catalogue_registers(se->catalogue, err);
	if (rc < 0 || se->catalogue->registers == 0)
		return rc;
	rc = rolling_open(se, se->catalogue->subject, qn_panel_period(se->panel, a->year), &rolling, err);
	if (rc == QN_OK)
		rc = add_kept(a, report, rolling.holdings, &records, err);
	if (rc == QN_OK && records && se->program->rollups)
		rc = add_rollups(a, report, &rolling, err);
	rolling_close(&rolling);
	return rc;
}
