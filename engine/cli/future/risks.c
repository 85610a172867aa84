/* SPDX-License-Identifier: Apache-2.0 */
/* risks.c - of two futures, whose chance of failing the next re-review changes: either may see another year, since a change may say
 * how long a title lasts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "cli/future/comparison.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/unreviewed.h"

/* by: what is known to fail · with: and what would, if all that is unknown did. known: both sides tell at all. */
typedef struct { size_t entity; double by, with; bool known; } shifted;

static int by_shift(const void *a, const void *b)
{
	const shifted *x = a, *y = b;
	double p = qn_is_missing(x->by) ? 1 : fabs(x->by), q = qn_is_missing(y->by) ? 1 : fabs(y->by); /* has a title on one side */
	return p != q ? (p < q) - (p > q) : (x->entity > y->entity) - (x->entity < y->entity);
}

/* Missing: no review is seen, or no path tells. */
static qn_chance chance_of(const qn_projection *p, size_t e)
{
	return p->review[e] < 0 ? (qn_chance){ QN_MISSING, QN_MISSING, QN_MISSING } : qn_chance_of(p->fails[e], p->fails_or_unknown[e] - p->fails[e], p->paths);
}

static shifted shift_of(const comparison *c, size_t e)
{
	const qn_projection *was = c->base, *is = c->changed;
	bool known = !qn_is_missing(chance_of(was, e).met) && !qn_is_missing(chance_of(is, e).met);
	if (was->review[e] < 0 || is->review[e] < 0)
		return (shifted){ e, QN_MISSING, QN_MISSING, false };
	return (shifted){ e, ((double)is->fails[e] - was->fails[e]) / was->paths, ((double)is->fails_or_unknown[e] - was->fails_or_unknown[e]) / was->paths, known };
}

/* The year of a review. */

static const char *year_of(const comparison *c, bool second, size_t e)
{
	const qn_projection *p = second ? c->changed : c->base;
	return p->review[e] < 0 ? "" : period_text(c->session, qn_panel_period(c->session->panel, p->review[e]));
}

static bool moves(const comparison *c, size_t e)
{
	return c->base->review[e] >= 0 && c->changed->review[e] >= 0 && c->base->review[e] != c->changed->review[e];
}

void year_columns(const comparison *c, qn_table *table)
{
	qn_table_column(table, "data_year", "", QN_MACHINE);
	qn_table_column(table, "data_year_changed", "", QN_MACHINE);
	qn_table_column(table, "data_years", say(c->session, "Data of", "数据年份"), QN_LEFT | QN_PEOPLE);
}

void year_cells(const comparison *c, qn_row *row, size_t entity)
{
	const char *was = year_of(c, false, entity), *is = year_of(c, true, entity);
	qn_row_text(row, was);
	qn_row_text(row, is);
	qn_row_text(row, moves(c, entity) ? qn_arena_printf(&c->session->arena, "%s → %s", was, is) : *is ? is : was);
}

/* Notes. */

/* That nothing changes is said of what was computed; of whom nothing was is said beside it. */
void note_unmoved(const comparison *c, qn_report *report, const bool *chosen, size_t moved, const char *words)
{
	cli_session *se = c->session;
	size_t computed = 0, titled = 0, other = 0, lone = 0;
	for (size_t e = 0; e < se->panel->entities; e++) {
		titled += chosen[e] && c->term[1][e].titled, computed += chosen[e] && c->changed->review[e] >= 0;
		other += chosen[e] && moves(c, e), lone += chosen[e] && (c->base->review[e] < 0) != (c->changed->review[e] < 0);
	}
	if (moved == 0 && (computed || !titled))
		qn_report_note(report, words);
	if (other)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "title holders whose next re-review sees different years on the two sides: %zu; each side is told of its own year",
			"两侧下次复核所依据的年份不同的持称号者:%zu 个;每侧所列的是该侧年份的"), other));
	if (lone)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "title holders whose next re-review one side sees and the other does not before its last year: %zu; — stands for the latter",
			"只有一侧在预测期内看得到下次复核的持称号者:%zu 个;看不到的一侧写作 —"), lone));
	find_unreviewed(se, report, c->term[1], c->changed, chosen);
}

const char *title_of_chosen(cli_session *se, const char *title)
{
	const char *who = filters_text(se);
	return who ? qn_arena_printf(&se->arena, say(se, "%s, of %s", "%s(仅 %s)"), title, who) : title;
}

void note_others(cli_session *se, qn_report *report, size_t others)
{
	const char *who = filters_text(se);
	if (who)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "only %s is looked at for re-reviews; of the others %zu change too, and targets are of all",
			"复核只看 %s,其余有变化的 %zu 个未列;目标仍是全部的"), who, others));
}

/* Where nobody is told, of how many figures are missing; what is told of somebody says so itself. */
static void note_ranges(const comparison *c, qn_report *report, const bool *chosen, size_t told, size_t ranged)
{
	cli_session *se = c->session;
	if (told == 0)
		note_unknown(se, report, c->changed, chosen);
	if (ranged)
		qn_report_note(report, say(se, "a chance of failing a–b: a is the share of all futures in which the re-review is failed; "
			"b adds those that do not tell, because a figure is missing or none can be computed; — where none tells",
			"未通过概率写作 a–b:a 为复核未通过的未来占全部未来的比例,b 另计入因缺数据或算不出而无从判断的未来;— 表示没有一个未来可以判断"));
}

/* The table. */

static void risk_columns(const comparison *c, qn_table *table)
{
	cli_session *se = c->session;
	subject_columns(se, table);
	year_columns(c, table);
	qn_table_column(table, "p_baseline", c->first ? qn_arena_printf(&se->arena, say(se, "P(fails) %s", "未通过概率 %s"), c->first) : say(se, "P(fails)", "基准概率"), QN_RIGHT);
	qn_table_column(table, "p_changed", c->second ? c->second : say(se, "changed", "改变后"), QN_RIGHT);
	qn_table_column(table, "p_difference", say(se, "points", "百分点"), QN_RIGHT);
	qn_table_column(table, "p_baseline_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_changed_unknown", "", QN_MACHINE);
}

/* Two numbers where what is unknown would move it otherwise than what is known. */
static const char *points_text(cli_session *se, const shifted *of)
{
	const char *by = signed_text(se, 100 * of->by, 1), *with = signed_text(se, 100 * of->with, 1);
	if (!of->known)
		return "—";
	return !by || !with || !strcmp(by, with) ? by : qn_arena_printf(&se->arena, say(se, "%s to %s", "%s 至 %s"), by, with);
}

static bool add_risk(const comparison *c, qn_table *table, const shifted *of)
{
	cli_session *se = c->session;
	qn_chance was = chance_of(c->base, of->entity), is = chance_of(c->changed, of->entity);
	qn_row *row = qn_table_row(table);
	subject_cells(se, row, of->entity);
	year_cells(c, row, of->entity);
	failing_cell(se, row, was, c->base->paths);
	failing_cell(se, row, is, c->changed->paths);
	qn_row_quantity(row, points_text(se, of), of->known ? of->by : QN_MISSING);
	qn_row_number(row, was.unknown, QN_EXACT);
	qn_row_number(row, is.unknown, QN_EXACT);
	return was.unknown > 0 || is.unknown > 0;
}

static bool changes(const comparison *c, size_t e)
{
	qn_chance was = chance_of(c->base, e), is = chance_of(c->changed, e);
	return !qn_is_same(was.met, is.met) || !qn_is_same(was.unknown, is.unknown);
}

int add_risks(comparison *c, qn_report *report, qn_error *err)
{
	cli_session *se = c->session;
	size_t n = se->panel->entities, count = 0, others = 0, ranged = 0;
	shifted *list = qn_arena_array(&se->arena, n + 1, sizeof *list);
	bool *chosen = NULL;
	int rc = list ? session_filters(se, &chosen, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	for (size_t e = 0; e < n; e++) {
		bool differs = changes(c, e);
		others += differs && !chosen[e];
		if (differs && chosen[e])
			list[count++] = shift_of(c, e);
	}
	qsort(list, count, sizeof *list, by_shift);
	qn_table *table = qn_report_table(report, "risk", title_of_chosen(se, say(se, "Next re-review: whose chance of failing changes", "下次复核:未通过概率的变化")));
	risk_columns(c, table);
	size_t top = rows_told(se, 15);
	for (size_t i = 0; i < count && i < top; i++)
		ranged += add_risk(c, table, &list[i]);
	if (count > top)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more change; --top N shows more", "另有 %zu 个的概率有变化;用 --top N 多列"), count - top));
	note_unmoved(c, report, chosen, count, title_of_chosen(se, say(se, "no title holder's chance of failing changes", "没有持称号者的未通过概率发生变化")));
	note_others(se, report, others);
	note_ranges(c, report, chosen, count, ranged);
	return QN_OK;
}
