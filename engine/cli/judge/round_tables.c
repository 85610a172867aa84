/* SPDX-License-Identifier: Apache-2.0 */
/* round_tables.c - the tables of a round: the list, its cut, and what a reviewer should look at. */
#include <string.h>
#include "cli/judge/round.h"
#include "cli/show.h"

const char *plan_text(const cli_session *se, qn_plan_membership plan)
{
	switch (plan) {
	case QN_PLAN_NAMED: return say(se, "named", "文中列名");
	case QN_PLAN_SHOWN: return say(se, "by evidence", "另有佐证");
	default: return say(se, "not known", "不详");
	}
}

static void mark(const round_view *v, qn_row *row, size_t e) { score_provenance(v->se, v->round->merit, row, e); }

/* What a reviewer should look at, in a few words. */
static const char *flags_text(const round_view *v, const qn_candidate *candidate)
{
	cli_session *se = v->se;
	qn_buffer words = { 0 };
	const char *between = say(se, "; ", ";");
	if (candidate->waivable)
		qn_buffer_printf(&words, "%s", say(se, "○ on a waiver, not decided", "○ 依放宽条款,待决定"));
	if (candidate->by_waiver)
		qn_buffer_printf(&words, "%s%s", words.length ? between : "", say(se, "◇ by a waiver", "◇ 经放宽"));
	if (candidate->not_leading)
		qn_buffer_printf(&words, "%s%s", words.length ? between : "", say(se, "another industry leads its county", "非所在县首位产业"));
	if (candidate->same_theme)
		qn_buffer_printf(&words, "%s", words.length ? between : ""), qn_buffer_printf(&words, say(se, "same theme elsewhere: %u", "同主题另有 %u 个"), candidate->same_theme);
	return qn_buffer_keep(&words, &se->arena);
}

void add_proposed(const round_view *v, qn_report *report)
{
	cli_session *se = v->se;
	const qn_round *r = v->round;
	qn_table *table = qn_report_table(report, "proposed", say(se, "Proposed by merit", "按评分建议的名单"));
	qn_table_column(table, "place", say(se, "Place", "名次"), QN_RIGHT);
	subject_columns(se, table);
	qn_table_column(table, "score", say(se, "Score", "得分"), QN_RIGHT);
	qn_table_column(table, "interval", say(se, "Rank p5–p95", "位次区间"), QN_RIGHT | QN_PEOPLE);
	qn_table_column(table, "p5", "", QN_RIGHT | QN_MACHINE);
	qn_table_column(table, "p95", "", QN_RIGHT | QN_MACHINE);
	qn_table_column(table, "listed", say(se, "P(in the list)", "入选概率"), QN_RIGHT);
	qn_table_column(table, "plan", say(se, "Layout plan", "布局规划"), QN_LEFT);
	qn_table_column(table, "look", say(se, "To look at", "应核对"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < r->proposed; i++) {
		size_t e = r->order[i];
		const qn_candidate *candidate = &r->candidate[e];
		qn_row *row = qn_table_row(table);
		qn_row_number(row, candidate->place, 0);
		subject_cells(se, row, e);
		qn_row_number(row, r->merit->composite->score[e], 1);
		qn_row_text(row, interval_text(se, &v->interval[e]));
		qn_row_number(row, v->interval[e].low, QN_EXACT);
		qn_row_number(row, v->interval[e].high, QN_EXACT);
		chance_cell(se, row, v->interval[e].chance, se->options->paths);
		qn_row_text(row, plan_text(se, candidate->plan));
		qn_row_text(row, flags_text(v, candidate));
		mark(v, row, e);
	}
}

/* The head by which one is furthest before another, or behind: sign -1. */
static const char *head_text(const round_view *v, size_t e, size_t other, double sign)
{
	const qn_ranking *ranking = v->round->merit->ranking;
	double most = 0;
	const char *found = "";
	for (uint32_t t = 0; t < ranking->themes; t++) {
		double lead = qn_round_head(v->round, t, e) - qn_round_head(v->round, t, other);
		if (sign * lead > most) {
			most = sign * lead;
			found = qn_arena_printf(&v->se->arena, "%s %s", title_of(v->se, ranking->theme[t].title), signed_text(v->se, lead, 1));
		}
	}
	return found;
}

enum { AROUND = 3 };

static void cut_row(const round_view *v, qn_table *table, uint32_t at, size_t other)
{
	const qn_round *r = v->round;
	const double *score = r->merit->composite->score;
	size_t e = r->order[at];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, at < r->proposed ? say(v->se, "above", "线上") : say(v->se, "below", "线下"));
	qn_row_number(row, r->candidate[e].place, 0);
	subject_cells(v->se, row, e);
	qn_row_number(row, score[e], 1);
	qn_row_quantity(row, signed_text(v->se, score[e] - score[other], 1), score[e] - score[other]);
	chance_cell(v->se, row, v->interval[e].chance, v->se->options->paths);
	qn_row_text(row, head_text(v, e, other, 1));
	qn_row_text(row, head_text(v, e, other, -1));
	mark(v, row, e);
}

void add_cut(const round_view *v, qn_report *report)
{
	cli_session *se = v->se;
	const qn_round *r = v->round;
	uint32_t all = r->standing[QN_STANDS], first = r->proposed > AROUND ? r->proposed - AROUND : 0, last = r->proposed + AROUND < all ? r->proposed + AROUND : all;
	if (r->proposed == 0 || r->proposed == all)
		return;
	qn_table *table = qn_report_table(report, "cut", say(se, "Just above and just below the cut", "切线上下"));
	qn_table_column(table, "side", say(se, "Side", "位置"), QN_LEFT);
	qn_table_column(table, "place", say(se, "Place", "名次"), QN_RIGHT);
	subject_columns(se, table);
	qn_table_column(table, "score", say(se, "Score", "得分"), QN_RIGHT);
	qn_table_column(table, "to_cut", say(se, "Over the other side", "与对侧相差"), QN_RIGHT);
	qn_table_column(table, "listed", say(se, "P(in the list)", "入选概率"), QN_RIGHT);
	qn_table_column(table, "ahead", say(se, "Ahead by", "领先"), QN_LEFT);
	qn_table_column(table, "behind", say(se, "Behind by", "落后"), QN_LEFT);
	for (uint32_t i = first; i < last; i++)
		cut_row(v, table, i, r->order[i < r->proposed ? r->proposed : r->proposed - 1]);
}

static const char *entity_title(cli_session *se, uint32_t kind, uint32_t number, qn_error *err)
{
	const qn_entity *entity = qn_entity_borrow(se->snapshot, kind, number, err);
	return entity ? title_of(se, entity->title) : NULL;
}

/* Has anyone of the list a unit in which several are named? Told once, at its first. */
static bool first_of_unit(const qn_round *r, uint32_t at)
{
	const qn_candidate *candidate = &r->candidate[r->order[at]];
	if (candidate->unit == QN_NONE || candidate->named_in_unit < 2)
		return false;
	for (uint32_t i = 0; i < at; i++)
		if (r->candidate[r->order[i]].unit == candidate->unit)
			return false;
	return true;
}

static void unit_members(const round_view *v, uint32_t unit, qn_buffer *proposed, qn_buffer *others)
{
	for (size_t e = 0; e < v->se->panel->entities; e++) {
		const qn_candidate *candidate = &v->round->candidate[e];
		qn_buffer *to = candidate->proposed ? proposed : others;
		if (candidate->unit == unit)
			qn_buffer_printf(to, "%s%s%s", to->length ? ", " : "", qn_panel_who(v->se->panel, e)->id, candidate->standing == QN_HOLDS_A_TITLE ? say(v->se, " (titled)", "(已认定)") : "");
	}
}

int add_units(const round_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	const qn_round *r = v->round;
	const qn_rounds *rules = se->program->rounds;
	qn_table *table = NULL;
	for (uint32_t i = 0; i < r->proposed; i++) {
		const qn_candidate *candidate = &r->candidate[r->order[i]];
		qn_buffer proposed = { 0 }, others = { 0 };
		if (!first_of_unit(r, i))
			continue;
		if (!table) {
			table = qn_report_table(report, "units", say(se, "Counties with several named clusters", "有多个列名集群的县"));
			qn_table_column(table, "unit", title_of(se, se->catalogue->kind[rules->unit].title), QN_LEFT);
			qn_table_column(table, "named", say(se, "Named", "列名"), QN_RIGHT);
			qn_table_column(table, "leads", say(se, "Leads", "首位"), QN_LEFT);
			qn_table_column(table, "proposed", say(se, "Proposed", "拟列入"), QN_LEFT | QN_WRAP);
			qn_table_column(table, "others", say(se, "Others", "其他"), QN_LEFT | QN_WRAP);
		}
		const char *title = entity_title(se, rules->unit, candidate->unit, err);
		if (!title)
			return qn_failed(err);
		unit_members(v, candidate->unit, &proposed, &others);
		qn_row *row = qn_table_row(table);
		qn_row_text(row, title);
		qn_row_number(row, candidate->named_in_unit, 0);
		qn_row_text(row, candidate->leads == SIZE_MAX ? say(se, "not known", "不详") : qn_panel_who(se->panel, candidate->leads)->id);
		qn_row_text(row, qn_buffer_keep(&proposed, &se->arena));
		qn_row_text(row, qn_buffer_keep(&others, &se->arena));
	}
	return QN_OK;
}

static bool first_of_theme(const qn_round *r, uint32_t at)
{
	const qn_candidate *candidate = &r->candidate[r->order[at]];
	if (candidate->same_theme == 0)
		return false;
	for (uint32_t i = 0; i < at; i++)
		if (!strcmp(r->candidate[r->order[i]].theme, candidate->theme))
			return false;
	return true;
}

int add_themes(const round_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	const qn_round *r = v->round;
	qn_table *table = NULL;
	(void)err;
	for (uint32_t i = 0; i < r->proposed; i++) {
		const qn_candidate *candidate = &r->candidate[r->order[i]];
		qn_buffer proposed = { 0 }, titled = { 0 }, others = { 0 };
		if (!first_of_theme(r, i))
			continue;
		if (!table) {
			table = qn_report_table(report, "themes", say(se, "The same theme in several counties", "多县同主题"));
			qn_table_column(table, "theme", say(se, "Theme", "主题"), QN_LEFT);
			qn_table_column(table, "proposed", say(se, "Proposed", "拟列入"), QN_LEFT | QN_WRAP);
			qn_table_column(table, "titled", say(se, "Titled", "已认定"), QN_LEFT | QN_WRAP);
			qn_table_column(table, "others", say(se, "Others", "其他"), QN_LEFT | QN_WRAP);
		}
		for (size_t e = 0; e < se->panel->entities; e++) {
			const qn_candidate *other = &r->candidate[e];
			qn_buffer *to = other->proposed ? &proposed : other->standing == QN_HOLDS_A_TITLE ? &titled : &others;
			if (!strcmp(other->theme, candidate->theme))
				qn_buffer_printf(to, "%s%s", to->length ? ", " : "", qn_panel_who(se->panel, e)->id);
		}
		qn_row *row = qn_table_row(table);
		qn_row_text(row, candidate->theme);
		qn_row_text(row, qn_buffer_keep(&proposed, &se->arena));
		qn_row_text(row, qn_buffer_keep(&titled, &se->arena));
		qn_row_text(row, qn_buffer_keep(&others, &se->arena));
	}
	return QN_OK;
}
