/* SPDX-License-Identifier: Apache-2.0 */
/* annual_places.c - down from the broadest places to each that is judged. */
#include <stdlib.h>
#include <string.h>
#include "cli/finding.h"
#include "cli/judge/score.h"
#include "cli/policy/annual.h"
#include "cli/show.h"

/* What is added up for a place. */
enum { COUNTED = 16 };
typedef struct {
	size_t all, met, judged, unknown, high, perhaps, missing, yearly[YEARLY_IN_TIME + 1]; /* judged, unknown: verdicts */
	double size; size_t sized;
	size_t counted[COUNTED], uncounted[COUNTED]; /* uncounted: of whom it is not known */
	double score; size_t scored;
} tally;

static bool is_high(const annual *a, size_t e, bool or_unknown) { return risk_level(a->session, annual_fails(a, e, or_unknown)) == 0; }

static void add_up(const annual *a, tally *t, size_t e)
{
	t->all++;
	for (uint32_t i = 0; i < a->judged[1]->criteria; i++) {
		qn_verdict verdict = annual_finding(a, 1, i, e)->verdict;
		t->judged += a->numbered[i] && verdict != QN_VERDICT_UNKNOWN;
		t->unknown += a->numbered[i] && verdict == QN_VERDICT_UNKNOWN;
		t->met += a->numbered[i] && (verdict == QN_VERDICT_MET || verdict == QN_VERDICT_BY_WAIVER);
	}
	t->high += is_high(a, e, false);
	t->perhaps += is_high(a, e, true);
	t->missing += a->missing[e];
	t->yearly[a->yearly[e]]++;
	if (!qn_is_missing(a->size[1][e]))
		t->size += a->size[1][e], t->sized++;
	if (a->merit && !qn_is_missing(a->merit->composite->score[e]))
		t->score += a->merit->composite->score[e], t->scored++;
	for (uint32_t i = 0; i < a->counters && i < COUNTED; i++)
		t->counted[i] += a->count[i].is[e] == QN_TRUE, t->uncounted[i] += a->count[i].is[e] == QN_UNKNOWN;
}

/* The names of the places that an entity lies in, from the broadest down to one level. */
static void place_cells(const annual *a, qn_row *row, uint32_t levels, size_t e)
{
	cli_session *se = a->session;
	for (uint32_t i = 0; i < levels; i++) {
		uint32_t member = se->panel->group[a->level[i]][e];
		qn_row_text(row, member == QN_NONE ? "—" : title_of(se, se->catalogue->member[a->level[i]].title[member]));
	}
}

static void place_columns(const annual *a, qn_table *table, uint32_t levels)
{
	const cli_session *se = a->session;
	for (uint32_t i = 0; i < levels; i++)
		qn_table_column(table, se->catalogue->kind[a->level[i]].id, title_of(se, se->catalogue->kind[a->level[i]].title), QN_LEFT);
}

static double share(double part, double whole) { return whole > 0 ? part / whole : QN_MISSING; }

static void add_place(const annual *a, qn_table *table, uint32_t level, size_t first, const tally *t)
{
	cli_session *se = a->session;
	uint32_t member = se->panel->group[a->level[level]][first];
	qn_row *row = qn_table_row(table);
	place_cells(a, row, level + 1, first);
	qn_row_text(row, member == QN_NONE ? "" : se->catalogue->member[a->level[level]].id[member]);
	for (uint32_t i = 0; i < a->counters && i < COUNTED; i++) {
		qn_row_number(row, t->uncounted[i] == t->all ? QN_MISSING : (double)t->counted[i], 0);
		qn_row_number(row, (double)t->uncounted[i], 0);
	}
	if (a->sized != QN_NONE) {
		quantity_cell(se, row, "", t->sized ? t->size : QN_MISSING, se->catalogue->indicator[a->sized].unit);
		qn_row_number(row, (double)(t->all - t->sized), 0);
	}
	if (a->merit) {
		qn_row_number(row, share(t->score, (double)t->scored), 1);
		qn_row_number(row, t->scored ? t->score : QN_MISSING, 1);
		qn_row_number(row, (double)(t->all - t->scored), 0);
	}
	percent_cell(se, row, share((double)t->met, (double)t->judged), 1);
	qn_row_number(row, (double)t->unknown, 0);
	qn_row_quantity(row, qn_arena_printf(&se->arena, t->high == t->perhaps ? "%zu" : "%zu–%zu", t->high, t->perhaps), (double)t->high);
	qn_row_number(row, (double)t->perhaps, 0);
	for (int i = YEARLY_IN_TIME; i >= YEARLY_WAITED; i--)
		qn_row_number(row, (double)t->yearly[i], 0);
	percent_cell(se, row, a->reads ? 1 - share((double)t->missing, (double)a->reads * (double)t->all) : QN_MISSING, 1);
	if (t->perhaps)
		qn_row_tone(row, QN_TONE_WARN);
}

static void level_columns(const annual *a, qn_table *table, uint32_t level)
{
	cli_session *se = a->session;
	place_columns(a, table, level + 1);
	qn_table_column(table, "id", "", QN_MACHINE);
	for (uint32_t i = 0; i < a->counters && i < COUNTED; i++) {
		qn_table_column(table, a->count[i].id, title_of(se, a->count[i].title), QN_RIGHT);
		qn_table_column(table, qn_arena_printf(&se->arena, "%s_unknown", a->count[i].id), "", QN_MACHINE);
	}
	if (a->sized != QN_NONE) {
		qn_table_column(table, "size", title_of(se, se->catalogue->indicator[a->sized].title), QN_RIGHT);
		qn_table_column(table, "unsized", say(se, "not known of", "未知数"), QN_RIGHT);
	}
	if (a->merit) {
		qn_table_column(table, "score_mean", say(se, "Mean score", "平均得分"), QN_RIGHT);
		qn_table_column(table, "score_total", say(se, "total", "合计得分"), QN_RIGHT);
		qn_table_column(table, "unscored", say(se, "without a score", "无得分"), QN_RIGHT);
	}
	qn_table_column(table, "met", say(se, "Criteria met", "准则达到率"), QN_RIGHT);
	qn_table_column(table, "unknown", say(se, "not known", "结论未知"), QN_RIGHT);
	qn_table_column(table, "high_risk", say(se, "at the highest risk", "最高风险数"), QN_RIGHT);
	qn_table_column(table, "high_risk_or_unknown", "", QN_MACHINE);
	qn_table_column(table, "reports_in_time", say(se, "Reports in time", "年报按时"), QN_RIGHT);
	qn_table_column(table, "reports_late", say(se, "late", "迟报"), QN_RIGHT);
	qn_table_column(table, "reports_missing", say(se, "missing", "缺报"), QN_RIGHT);
	qn_table_column(table, "reports_waited", say(se, "not due yet", "未到期"), QN_RIGHT);
	qn_table_column(table, "complete", say(se, "Figures there", "数据完整率"), QN_RIGHT);
}

/* Entities in the order of their places, level by level by the member's id; who lies nowhere comes last. */
typedef struct { const char *id[MOST_LEVELS]; size_t entity; } placed;

static int by_place(const void *x, const void *y)
{
	const placed *p = x, *q = y;
	for (int i = 0; i < MOST_LEVELS; i++) {
		if (!p->id[i] || !q->id[i]) {
			if (p->id[i] || q->id[i])
				return p->id[i] ? -1 : 1;
			continue;
		}
		int order = strcmp(p->id[i], q->id[i]);
		if (order)
			return order;
	}
	return (p->entity > q->entity) - (p->entity < q->entity);
}

static size_t *put_in_order(const annual *a)
{
	cli_session *se = a->session;
	placed *list = qn_arena_array(&se->arena, a->entities + 1, sizeof *list);
	size_t *order = qn_arena_array(&se->arena, a->entities + 1, sizeof *order);
	if (!list || !order)
		return NULL;
	for (size_t e = 0; e < a->entities; e++) {
		list[e].entity = e;
		for (uint32_t i = 0; i < a->levels; i++) {
			uint32_t member = se->panel->group[a->level[i]][e];
			list[e].id[i] = member == QN_NONE ? NULL : se->catalogue->member[a->level[i]].id[member];
		}
	}
	qsort(list, a->entities, sizeof *list, by_place);
	for (size_t e = 0; e < a->entities; e++)
		order[e] = list[e].entity;
	return order;
}

static bool same_place(const annual *a, uint32_t level, size_t p, size_t q)
{
	for (uint32_t i = 0; i <= level; i++)
		if (a->session->panel->group[a->level[i]][p] != a->session->panel->group[a->level[i]][q])
			return false;
	return true;
}

static void add_level(const annual *a, qn_report *report, uint32_t level, const size_t *order)
{
	cli_session *se = a->session;
	const qn_kind *kind = &se->catalogue->kind[a->level[level]];
	qn_table *table = qn_report_table(report, qn_arena_printf(&se->arena, "by_%s", kind->id), qn_arena_printf(&se->arena, say(se, "By %s", "分%s"), title_of(se, kind->title)));
	level_columns(a, table, level);
	for (size_t from = 0, to; from < a->entities; from = to) {
		tally t = { 0 };
		for (to = from; to < a->entities && same_place(a, level, order[from], order[to]); to++)
			add_up(a, &t, order[to]);
		add_place(a, table, level, order[from], &t);
	}
}

/* Each. */

static void verdict_cells(const annual *a, qn_row *row, size_t e)
{
	cli_session *se = a->session;
	for (uint32_t i = 0; i < a->judged[1]->criteria; i++) {
		const qn_finding *finding = annual_finding(a, 1, i, e);
		bool first = finding->comparison == qn_mask_comparison(se->program, se->program->criterion[i].needs); /* machines are told no unit: numbers are of one part */
		double value = finding->compared && first ? finding->value : QN_MISSING;
		if (!a->numbered[i])
			continue;
		qn_row_quantity(row, qn_arena_printf(&se->arena, "%s %s", qn_verdict_sign(finding->verdict), finding->compared ? value_text(se, finding) : ""),
			qn_unit_told(session_unit(se, finding->unit), value));
		qn_row_text(row, qn_verdict_word(finding->verdict));
	}
}

static void score_cells(const annual *a, qn_row *row, size_t e)
{
	cli_session *se = a->session;
	if (!a->merit)
		return;
	const qn_composite *c = a->merit->composite;
	qn_row_number(row, c->score[e], 1);
	qn_row_number(row, c->rank[e] ? c->rank[e] : QN_MISSING, 0);
	qn_row_text(row, band_text(se, a->merit, a->year, c->score[e]));
}

static void add_each(const annual *a, qn_table *table, size_t e)
{
	cli_session *se = a->session;
	double growth = a->size[0][e] > 0 ? a->size[1][e] / a->size[0][e] - 1 : QN_MISSING, fails = annual_fails(a, e, false), unknown = annual_fails(a, e, true);
	uint32_t paths = a->projection ? a->projection->paths : 1;
	qn_row *row = qn_table_row(table);
	place_cells(a, row, a->levels, e);
	subject_cells(se, row, e);
	qn_row_text(row, a->titled[e] ? say(se, "holds", "已认定") : say(se, "candidate", "申报对象"));
	qn_row_text(row, date_text(se, a->ends[e]));
	verdict_cells(a, row, e);
	if (a->sized != QN_NONE)
		qn_row_quantity(row, qn_is_missing(growth) ? "—" : qn_arena_printf(&se->arena, "%s%%", signed_text(se, 100 * growth, 1)), growth);
	score_cells(a, row, e);
	chance_cell(se, row, fails, paths);
	chance_cell(se, row, unknown, paths);
	qn_row_text(row, risk_text(se, fails, unknown));
	qn_row_text(row, yearly_words(se, a->yearly[e]));
	qn_row_number(row, a->missing[e], 0);
	if (is_high(a, e, true))
		qn_row_tone(row, is_high(a, e, false) ? QN_TONE_BAD : QN_TONE_WARN);
}

static void add_all(const annual *a, qn_report *report, const size_t *order)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "each", qn_arena_printf(&se->arena, say(se, "Each %s", "逐个%s"), title_of(se, se->catalogue->kind[se->catalogue->subject].title)));
	place_columns(a, table, a->levels);
	subject_columns(se, table);
	qn_table_column(table, "title", say(se, "Title", "称号"), QN_LEFT);
	qn_table_column(table, "ends", say(se, "to", "有效期至"), QN_LEFT);
	for (uint32_t i = 0; i < se->program->criteria; i++)
		if (a->numbered[i]) {
			qn_table_column(table, se->program->criterion[i].id, title_of(se, se->program->criterion[i].title), QN_RIGHT);
			qn_table_column(table, qn_arena_printf(&se->arena, "%s_verdict", se->program->criterion[i].id), "", QN_MACHINE);
		}
	if (a->sized != QN_NONE)
		qn_table_column(table, "growth", say(se, "on the period before", "比上期"), QN_RIGHT);
	if (a->merit) {
		qn_table_column(table, "score", say(se, "Score", "得分"), QN_RIGHT);
		qn_table_column(table, "rank", say(se, "Rank", "位次"), QN_RIGHT);
		qn_table_column(table, "band", say(se, "Band", "等次"), QN_LEFT);
	}
	qn_table_column(table, "p_fails", say(se, "P(fails)", "复核未通过概率"), QN_RIGHT);
	qn_table_column(table, "p_fails_or_unknown", say(se, "incl. unknown", "含数据缺失"), QN_RIGHT);
	qn_table_column(table, "risk", say(se, "Risk", "风险"), QN_LEFT);
	qn_table_column(table, "yearly", say(se, "Yearly report", "年度报告"), QN_LEFT);
	qn_table_column(table, "missing", say(se, "Figures missing", "缺数据"), QN_RIGHT);
	for (size_t i = 0; i < a->entities; i++)
		add_each(a, table, order[i]);
}

int annual_places(annual *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	size_t *order = put_in_order(a);
	if (!order)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < a->levels; i++)
		add_level(a, report, i, order);
	add_all(a, report, order);
	if (a->merit)
		score_notes(se, report, a->merit);
	qn_report_note(report, say(se, "✓ met   ✗ unmet   ○ waivable: the waiver's facts hold, nobody has decided   ◇ met by waiver   ? data missing",
		"✓ 达到   ✗ 未达到   ○ 可放宽:符合放宽情形、尚无决定   ◇ 经放宽达到   ? 数据缺失"));
	return QN_OK;
}
