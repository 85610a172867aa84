/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose_registers.c - what its registers lack, and where they come to something else than it reported. */
#include <math.h>
#include "cli/policy/diagnose.h"
#include "cli/policy/kept.h"
#include "cli/rolling.h"
#include "cli/show.h"
#include "cli/vintage.h"

typedef struct { diagnosis *d; qn_date day; uint32_t number; kept *kept; uint32_t records; } looking;

static void add_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "register", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Register", "登记"), QN_LEFT);
	qn_table_column(table, "records", say(se, "Records", "记录数"), QN_RIGHT);
	qn_table_column(table, "last", say(se, "Newest", "最近"), QN_LEFT);
	qn_table_column(table, "months", say(se, "Months old", "已隔月数"), QN_RIGHT);
	qn_table_column(table, "allowed", say(se, "at the most", "限"), QN_RIGHT);
	qn_table_column(table, "state", say(se, "is", "情况"), QN_LEFT);
}

static void add_register(looking *l, qn_table *table, const qn_register *of, const kept *one)
{
	cli_session *se = l->d->session;
	static const char *const english[] = { "in order", "stale", "not kept" }, *const chinese[] = { "正常", "过期", "未建" };
	kept_state state = kept_state_of(of, one);
	char day[16] = "—";
	if (one->records)
		qn_date_text(one->last, day);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, of->id);
	qn_row_text(row, title_of(se, of->title));
	qn_row_number(row, one->records, 0);
	qn_row_text(row, day);
	qn_row_number(row, one->records ? one->months : QN_MISSING, 0);
	qn_row_number(row, of->months ? of->months : QN_MISSING, 0);
	qn_row_text(row, say(se, english[state], chinese[state]));
	if (state != KEPT_WELL)
		qn_row_tone(row, QN_TONE_WARN);
}

/* Of all registers that are needed; nothing is said of them where nobody has any. */
static int add_kept(looking *l, qn_report *report, qn_holdings *holdings, qn_error *err)
{
	cli_session *se = l->d->session;
	uint32_t subjects, anybody = 0;
	int rc = qn_entity_count(se->snapshot, se->catalogue->subject, &subjects, err);
	l->kept = qn_arena_array(&se->arena, (size_t)subjects + 1, sizeof *l->kept);
	kept *own = qn_arena_array(&se->arena, (size_t)se->catalogue->registers + 1, sizeof *own);
	if (rc == QN_OK && (!l->kept || !own))
		return qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->registers; i++) {
		if (!kept_asked(&se->catalogue->registered[i]) || (rc = kept_read(se, holdings, i, l->day, l->kept, err)) < 0)
			continue;
		own[i] = l->kept[l->number];
		for (uint32_t k = 0; k < subjects; k++)
			anybody += l->kept[k].records;
		l->records += own[i].records;
	}
	if (rc < 0 || anybody == 0)
		return rc;
	qn_table *table = qn_report_table(report, "registers", say(se, "How its registers are kept", "登记建设情况"));
	add_columns(se, table);
	for (uint32_t i = 0; i < se->catalogue->registers; i++)
		if (kept_asked(&se->catalogue->registered[i]))
			add_register(l, table, &se->catalogue->registered[i], &own[i]);
	return QN_OK;
}

/* Roll-ups that differ. */

typedef struct { cli_session *session; cli_rolling *rolling; qn_table *table; uint32_t alike, within, beyond; } comparing;

/* By more than the rounding of what is shown? */
static bool is_another(const cli_session *se, const qn_rollup *about, double reported, double value)
{
	const qn_unit *unit = about->unit == QN_NONE ? NULL : &se->catalogue->units.unit[about->unit];
	double step = unit ? pow(10, -unit->decimals) : 1e-9, apart = fabs(value - reported);
	return (unit ? fabs(qn_unit_from_reference(unit, value) - qn_unit_from_reference(unit, reported)) : apart) > 0.75 * step;
}


static int compare_one(comparing *c, const qn_rollup *about, size_t entity, uint32_t number, qn_error *err)
{
	cli_session *se = c->session;
	const qn_rolled_register *of = NULL;
	const qn_rolled *rolled = about->to == QN_NONE ? NULL : qn_rolled_find(&c->rolling->all, about, &of);
	int rc = rolled ? qn_panel_load(se->panel, about->to, err) : QN_OK;
	if (!rolled || rc < 0)
		return rc;
	double reported = qn_panel_value(se->panel, about->to, se->panel->base, entity), value = rolled->value[number];
	double tolerance = rolled_tolerance(se, about, c->rolling->period);
	if (qn_is_missing(reported) || qn_is_missing(value) || qn_is_missing(tolerance)) /* without one it is another reading, not a twin */
		return QN_OK;
	bool within = rolled_alike(reported, value, tolerance);
	if (!is_another(se, about, reported, value)) {
		c->alike++;
		return QN_OK;
	}
	*(within ? &c->within : &c->beyond) += 1;
	qn_row *row = qn_table_row(c->table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	rolled_cell(se, row, about, reported);
	rolled_cell(se, row, about, value);
	rolled_apart_cell(se, row, about, value, reported);
	qn_row_text(row, unit_text(se, about->unit));
	qn_row_text(row, within ? say(se, "yes", "是") : say(se, "no", "否"));
	qn_row_text(row, rolled_why(se, of, rolled, number, NULL));
	qn_row_tone(row, within ? QN_TONE_PLAIN : QN_TONE_WARN);
	return QN_OK;
}

static int add_differences(looking *l, qn_report *report, cli_rolling *rolling, qn_error *err)
{
	cli_session *se = l->d->session;
	comparing c = { .session = se, .rolling = rolling };
	int rc = QN_OK;
	c.table = qn_report_table(report, "rollups", say(se, "Where registers come to something else than it reported", "登记汇总与上报不符"));
	qn_table_column(c.table, "rollup", "", QN_MACHINE);
	qn_table_column(c.table, "title", say(se, "Figure", "指标"), QN_LEFT);
	qn_table_column(c.table, "reported", say(se, "Reported", "上报"), QN_RIGHT);
	qn_table_column(c.table, "rolled", say(se, "Rolled up", "登记汇总"), QN_RIGHT);
	qn_table_column(c.table, "difference", say(se, "Difference", "相差"), QN_RIGHT);
	qn_table_column(c.table, "unit", "", QN_MACHINE);
	qn_table_column(c.table, "within", say(se, "let pass", "在许可内"), QN_LEFT);
	qn_table_column(c.table, "why", say(se, "Of note", "说明"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->rollups; i++)
		rc = compare_one(&c, &se->program->rollup[i], l->d->entity, l->number, err);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "registers beside its own report: %u figures alike, %u differ by no more than the pack lets them, %u by more",
		"登记与其上报相比:%u 项相符,%u 项相差在规则包所许之内,%u 项超过"), c.alike, c.within, c.beyond));
	return rc;
}

int add_registers(diagnosis *d, qn_report *report, qn_error *err)
{
	cli_session *se = d->session;
	looking l = { .d = d, .number = qn_panel_number(se->panel, d->entity) };
	cli_rolling rolling = { .holdings = NULL };
	int rc = qn_catalogue_registers(se->catalogue, err);
	if (rc < 0 || se->catalogue->registers == 0)
		return rc;
	rc = session_last_day(se, &l.day, err);
	if (rc == QN_OK)
		rc = rolling_open(se, se->catalogue->subject, qn_panel_period(se->panel, se->panel->base), &rolling, err);
	if (rc == QN_OK)
		rc = add_kept(&l, report, rolling.holdings, err);
	if (rc == QN_OK && l.records && se->program->rollups)
		rc = add_differences(&l, report, &rolling, err);
	rolling_close(&rolling);
	return rc;
}
