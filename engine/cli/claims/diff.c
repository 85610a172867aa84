/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - what changed between two vintages: imports, cells, and the verdicts and targets that changed with them. */
#include <stdlib.h>
#include <string.h>
#include "cli/beside.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/operators.h"
#include "plan/spoken.h"
#include "store/vintages.h"

enum { PERIODS = 8192, SHOWN = 40 };

typedef struct {
	beside *b;
	qn_table *table;
	qn_spot at;            /* the cell that is looked at; its entity runs */
	qn_period *period[2];
	double *value[2];
	uint32_t room;         /* entities that the two have room for */
	size_t added, corrected, gone, again, shown;
	qn_error *err;
} diff;

static const char *or_empty(const char *text) { return text ? text : ""; }

/* Imports. */

static int add_imports(diff *d, qn_report *report)
{
	cli_session *first = &d->b->session[0], *se = &d->b->session[1];
	qn_table *table = qn_report_table(report, "imports", say(se, "Imports that only one of the two knows", "只有一方所知的导入"));
	qn_table_column(table, "import", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "known_to", say(se, "Known to", "所知一方"), QN_LEFT);
	qn_table_column(table, "file", say(se, "File", "文件"), QN_LEFT);
	qn_table_column(table, "known_on", say(se, "Known on", "知悉日期"), QN_LEFT);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rank", say(se, "Rank", "级别"), QN_LEFT);
	qn_table_column(table, "rows", say(se, "Rows", "行数"), QN_RIGHT);
	uint32_t imports;
	int counted = qn_imports_counted(se->snapshot, &imports, d->err);
	if (counted < 0)
		return counted;
	for (uint32_t i = 1; i <= imports; i++) {
		bool then = qn_snapshot_knows(first->snapshot, i), now = qn_snapshot_knows(se->snapshot, i);
		qn_import import;
		char day[16];
		if (then == now)
			continue;
		int rc = qn_import_get(se->snapshot, i, &import, d->err);
		if (rc < 0)
			return rc;
		qn_row *row = qn_table_row(table);
		qn_date_text(import.known_on, day);
		qn_row_number(row, i, 0);
		qn_row_text(row, d->b->name[now]);
		qn_row_text(row, import.file);
		qn_row_text(row, day);
		qn_row_text(row, or_empty(import.source));
		qn_row_text(row, qn_rank_word(import.rank, se->options->language == CHINESE));
		qn_row_number(row, (double)import.rows, 0);
		if (!import.synthetic)
			qn_row_real(row);
	}
	return QN_OK;
}

/* Cells. */

static void cell_columns(const diff *d, qn_table *table)
{
	const cli_session *se = &d->b->session[1];
	qn_table_column(table, "entity", say(se, "Entity", "对象"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "indicator", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Indicator", "指标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(table, "was", d->b->name[0], QN_RIGHT);
	qn_table_column(table, "is", d->b->name[1], QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "change", say(se, "Change", "变化"), QN_RIGHT);
	qn_table_column(table, "import", say(se, "Import", "导入"), QN_RIGHT);
	qn_table_column(table, "where", say(se, "File and line", "文件与行"), QN_LEFT);
}

/* Where the value comes from: the later one's, or the earlier one's where it is gone. */
static int origin_cells(diff *d, qn_row *row, bool gone)
{
	cli_session *se = &d->b->session[gone ? 0 : 1];
	qn_origin origin;
	qn_import import = { 0 };
	int rc = qn_column_origin(se->snapshot, d->at.indicator, d->at.kind, d->at.period, d->at.entity, &origin, d->err);
	if (rc >= 0 && origin.import)
		rc = qn_import_get(se->snapshot, origin.import, &import, d->err);
	if (rc < 0)
		return rc;
	qn_row_number(row, origin.import, 0);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", or_empty(import.file), origin.line));
	if (!import.synthetic)
		qn_row_real(row);
	return QN_OK;
}

static int add_cell(diff *d, double was, double is)
{
	cli_session *se = &d->b->session[1];
	const qn_indicator *about = &se->catalogue->indicator[d->at.indicator];
	const qn_unit *unit = &se->catalogue->units.unit[about->unit];
	const qn_entity *who = qn_entity_borrow(se->snapshot, d->at.kind, d->at.entity, d->err);
	size_t most = rows_told(se, SHOWN);
	if (!who)
		return d->err->status;
	*(qn_is_missing(was) ? &d->added : qn_is_missing(is) ? &d->gone : &d->corrected) += 1;
	if (d->shown == most)
		return QN_OK;
	qn_row *row = qn_table_row(d->table);
	d->shown++;
	qn_row_text(row, title_of(se, who->title));
	qn_row_text(row, who->id);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, d->at.period));
	quantity_cell(se, row, "", qn_unit_to_reference(unit, was), about->unit);
	quantity_cell(se, row, "", qn_unit_to_reference(unit, is), about->unit);
	qn_row_text(row, unit->id);
	bool relative = was > 0 && unit->kind != QN_UNIT_RATIO && unit->kind != QN_UNIT_RANK && unit->kind != QN_UNIT_FLAG;
	qn_row_quantity(row, relative && !qn_is_missing(is) ? qn_arena_printf(&se->arena, "%s%%", signed_text(se, 100 * (is / was - 1), 1)) : "", relative ? is / was - 1 : QN_MISSING);
	return origin_cells(d, row, qn_is_missing(is));
}

/* Was a value that stayed told again by another import? */
static int note_again(diff *d)
{
	qn_origin origin[2];
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < 2; i++)
		rc = qn_column_origin(d->b->session[i].snapshot, d->at.indicator, d->at.kind, d->at.period, d->at.entity, &origin[i], d->err);
	d->again += rc == QN_OK && (origin[0].import != origin[1].import || origin[0].line != origin[1].line);
	return rc;
}

static int compare_column(diff *d, uint32_t entities, const bool *chosen)
{
	int rc = QN_OK;
	for (int i = 0; rc >= 0 && i < 2; i++)
		rc = qn_column_read(d->b->session[i].snapshot, d->at.indicator, d->at.kind, d->at.period, d->value[i], entities, d->err);
	rc = rc < 0 ? rc : QN_OK;
	for (d->at.entity = 0; rc == QN_OK && d->at.entity < entities; d->at.entity++) {
		double was = d->value[0][d->at.entity], is = d->value[1][d->at.entity];
		if (chosen && !chosen[d->at.entity])
			continue;
		if (!qn_is_same(was, is))
			rc = add_cell(d, was, is);
		else if (!qn_is_missing(is))
			rc = note_again(d);
	}
	return rc;
}

/* The periods that either has, ascending, in period[0]; or an error. */
static int join_periods(diff *d, qn_frequency frequency)
{
	int count[2], at[2] = { 0, 0 }, joined = 0;
	qn_period *out = d->period[0] + PERIODS;
	for (int i = 0; i < 2; i++)
		if ((count[i] = qn_column_periods(d->b->session[i].snapshot, d->at.indicator, d->at.kind, frequency, d->period[i], PERIODS, d->err)) < 0)
			return count[i];
	while (at[0] < count[0] || at[1] < count[1]) {
		qn_period one = at[0] < count[0] ? d->period[0][at[0]] : QN_NO_PERIOD, two = at[1] < count[1] ? d->period[1][at[1]] : QN_NO_PERIOD;
		out[joined++] = one < two ? one : two;
		at[0] += one <= two, at[1] += two <= one;
	}
	return joined;
}

static int compare_indicator(diff *d, uint32_t entities, const bool *chosen)
{
	static const qn_frequency known[] = { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE };
	int rc = QN_OK;
	for (size_t f = 0; rc == QN_OK && f < sizeof known / sizeof *known; f++) {
		int periods = join_periods(d, known[f]);
		rc = periods < 0 ? periods : QN_OK;
		for (int i = 0; rc == QN_OK && i < periods; i++) {
			d->at.period = d->period[0][PERIODS + i];
			rc = compare_column(d, entities, chosen);
		}
	}
	return rc;
}

/* The entities of the subject's kind that the filters choose, by number; NULL: all. */
static int choose(diff *d, const bool **out)
{
	cli_session *se = &d->b->session[1];
	bool *by_place, *by_number;
	*out = NULL;
	if (se->options->filters == 0)
		return QN_OK;
	int rc = session_filters(se, &by_place, d->err);
	if (rc < 0)
		return rc;
	if (!(by_number = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *by_number)))
		return qn_no_memory(d->err);
	for (size_t e = 0; e < se->panel->entities; e++)
		by_number[qn_panel_number(se->panel, e)] = by_place[e];
	*out = by_number;
	return QN_OK;
}

static int make_room(diff *d, uint32_t entities)
{
	qn_arena *arena = &d->b->session[1].arena;
	for (int i = 0; i < 2 && entities > d->room; i++)
		if (!(d->value[i] = qn_arena_array(arena, entities, sizeof *d->value[i])))
			return qn_no_memory(d->err);
	for (int i = 0; i < 2 && !d->period[i]; i++)
		if (!(d->period[i] = qn_arena_array(arena, 3 * PERIODS, sizeof *d->period[i])))
			return qn_no_memory(d->err);
	d->room = entities > d->room ? entities : d->room;
	return QN_OK;
}

static int compare_cells(diff *d)
{
	cli_session *se = &d->b->session[1];
	const bool *chosen;
	int rc = choose(d, &chosen);
	for (uint32_t kind = 0; rc == QN_OK && kind < se->catalogue->kinds; kind++) {
		uint32_t entities;
		if (chosen && kind != se->catalogue->subject)
			continue;
		if ((rc = qn_entity_count(se->snapshot, kind, &entities, d->err)) == QN_OK)
			rc = make_room(d, entities);
		d->at.kind = kind;
		for (d->at.indicator = 0; rc == QN_OK && entities && d->at.indicator < se->catalogue->indicators; d->at.indicator++)
			rc = compare_indicator(d, entities, chosen);
	}
	return rc;
}

static void note_cells(const diff *d, qn_report *report)
{
	cli_session *se = &d->b->session[1];
	size_t all = d->added + d->corrected + d->gone;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "values: %zu new, %zu corrected, %zu gone; %zu more told again unchanged",
		"数值:新增 %zu,更正 %zu,失去 %zu;另有 %zu 个重报未变"), d->added, d->corrected, d->gone, d->again));
	if (all > d->shown)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more values; --top N shows more", "另有 %zu 个数值;用 --top N 多列"), all - d->shown));
}

/* Targets. */

static double now_of(const qn_projection *p, uint32_t target) { return p->observed[(size_t)target * ((size_t)p->base + 1) + (size_t)p->base]; }

static void target_columns(const diff *d, qn_table *table)
{
	cli_session *se = &d->b->session[1];
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "goal", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "was", d->b->name[0], QN_RIGHT);
	qn_table_column(table, "is", d->b->name[1], QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "p_was", qn_arena_printf(&se->arena, say(se, "P(met) %s", "概率 %s"), d->b->name[0]), QN_RIGHT);
	qn_table_column(table, "p_is", d->b->name[1], QN_RIGHT);
	qn_table_column(table, "p_was_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_is_unknown", "", QN_MACHINE);
}

static void add_target(diff *d, qn_table *table, qn_projection *const p[2], uint32_t target, uint32_t goal)
{
	cli_session *se = &d->b->session[1];
	const qn_target *about = &se->program->target[target];
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	qn_chance chance[2];
	for (int i = 0; i < 2; i++)
		chance[i] = qn_projection_chance(p[i], target, goal);
	if (qn_is_missing(p[1]->threshold[target][goal])) /* due beyond the horizon */
		return;
	if (qn_is_same(now_of(p[0], target), now_of(p[1], target)) && qn_is_same(chance[0].met, chance[1].met) && chance[0].unknown == chance[1].unknown)
		return;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, about->goal[goal].due));
	quantity_cell(se, row, qn_arena_printf(&se->arena, "%s ", comparison_sign(qn_goal_op(se->program, target, goal))), p[1]->threshold[target][goal], unit);
	for (int i = 0; i < 2; i++)
		quantity_cell(se, row, "", now_of(p[i], target), unit);
	qn_row_text(row, unit_text(se, unit));
	for (int i = 0; i < 2; i++)
		met_cell(se, row, chance[i], p[i]->paths);
	for (int i = 0; i < 2; i++)
		qn_row_number(row, chance[i].unknown, QN_EXACT);
}

static int project(cli_session *se, uint32_t model, qn_projection **out, qn_error *err)
{
	const cli_options *options = se->options;
	qn_projection_options how = { .model = model, .seed = options->seed, .paths = options->paths, .threads = session_threads(options), .past = true };
	qn_term *term;
	int rc = qn_terms(se->panel, &se->changes, &se->arena, &term, err);
	return rc < 0 ? rc : qn_project(se->panel, &se->changes, term, &how, out, err);
}

static int add_targets(diff *d, qn_report *report)
{
	cli_session *se = &d->b->session[1];
	qn_projection *p[2] = { NULL, NULL };
	uint32_t model = 0;
	int rc = QN_OK;
	if (!se->program->targets || !se->program->models || !d->b->session[0].program->models)
		return QN_OK;
	if (!beside_same_targets(d->b))
		return qn_report_note(report, say(se, "the rules themselves changed, so that targets cannot be put side by side", "规则本身已变,目标不能并列")), QN_OK;
	for (int i = 0; rc == QN_OK && i < 2; i++)
		if ((rc = session_model(&d->b->session[i], &model, d->err)) == QN_OK)
			rc = project(&d->b->session[i], model, &p[i], d->err);
	qn_table *table = qn_report_table(report, "targets", say(se, "Targets that changed with them", "随之变化的目标"));
	target_columns(d, table);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->targets; i++)
		for (uint32_t k = 0; k < se->program->target[i].goals; k++)
			add_target(d, table, p, i, k);
	qn_projection_free(p[0]), qn_projection_free(p[1]);
	return rc;
}

int beside_changes(beside *b, qn_report *report, qn_error *err)
{
	cli_session *se = &b->session[1];
	diff d = { .b = b, .err = err };
	int rc = add_imports(&d, report);
	d.table = qn_report_table(report, "values", say(se, "Values that changed", "变化的数值"));
	cell_columns(&d, d.table);
	if (rc == QN_OK && (rc = compare_cells(&d)) == QN_OK)
		note_cells(&d, report);
	if (rc == QN_OK)
		rc = beside_verdicts(b, report, err);
	return rc == QN_OK ? add_targets(&d, report) : rc;
}

int run_diff(const cli_options *options, qn_error *err)
{
	beside b = { .opened = 0 };
	if (!options->from)
		return qn_fail_both(err, QN_EUSAGE, "diff 要写 --from 日期或冻结版本的名称,--to 同样;不写 --to 就与现在所知的全部相比",
			"diff wants --from DATE or the name of a frozen vintage, and --to likewise; without --to, everything known now");
	int rc = beside_open(&b, options, (const char *const[2]){ options->from, options->to }, err);
	b.name[0] = options->from, b.name[1] = options->to ? options->to : say(&(cli_session){ .options = options }, "now", "现在");
	if (rc == QN_OK)
		rc = beside_panels(&b, true, true, err);
	if (rc == QN_OK) {
		cli_session *se = &b.session[1];
		se->vintage_note = beside_note(&b);
		qn_report *report = session_report(se, say(se, "What changed", "前后变化"));
		rc = session_finish(se, report, beside_changes(&b, report, err), err);
	}
	beside_close(&b);
	return rc < 0 ? rc : EXIT_DONE;
}
