/* SPDX-License-Identifier: Apache-2.0 */
/* score_one.c - the score of one entity, item by item: what it has, what that is worth, where it is strong and weak. */
#include "assess/criteria.h"
#include "cli/judge/score.h"
#include "cli/show.h"
#include "plan/spoken.h"

enum { NAMED = 3 }; /* strengths, and weaknesses */

/* How many items lead by more than this one does. */
static uint32_t leads_before(const qn_merit *merit, uint32_t item, size_t entity, double sign)
{
	double own = sign * qn_composite_lead(merit->composite, item, entity);
	uint32_t before = 0;
	for (uint32_t i = 0; i < merit->composite->items; i++) {
		double other = sign * qn_composite_lead(merit->composite, i, entity);
		before += other > own || (other == own && i < item);
	}
	return before;
}

static bool is_named(const qn_merit *merit, uint32_t item, size_t entity, double sign)
{
	double lead = sign * qn_composite_lead(merit->composite, item, entity);
	return lead > 0 && leads_before(merit, item, entity, sign) < NAMED;
}

/* Its place among those that have a value of the item. */
static uint32_t place_in(const qn_merit *merit, uint32_t item, size_t entity)
{
	const double *normal = merit->composite->normal + item * merit->composite->entities;
	uint32_t place = 1;
	if (qn_is_missing(normal[entity]))
		return 0;
	for (size_t e = 0; e < merit->composite->entities; e++)
		place += normal[e] > normal[entity];
	return place;
}

static void item_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "theme", say(se, "Head", "方面"), QN_LEFT);
	qn_table_column(table, "item", say(se, "Item", "指标"), QN_LEFT);
	qn_table_column(table, "value", say(se, "Value", "数值"), QN_RIGHT);
	qn_table_column(table, "place", say(se, "Place", "名次"), QN_RIGHT);
	qn_table_column(table, "normal", say(se, "Normalised", "归一化"), QN_RIGHT);
	qn_table_column(table, "weight", say(se, "Weight", "权重"), QN_RIGHT);
	qn_table_column(table, "points", say(se, "Points", "得分"), QN_RIGHT);
	qn_table_column(table, "lead", say(se, "Against the mean", "与平均相比"), QN_RIGHT);
	qn_table_column(table, "is", say(se, "is", "强弱"), QN_LEFT);
}

static void add_item(cli_session *se, qn_table *table, const qn_merit *merit, uint32_t i, size_t e)
{
	const qn_composite *c = merit->composite;
	const qn_item *item = &merit->ranking->item[i];
	uint32_t place = place_in(merit, i, e);
	bool strong = is_named(merit, i, e, 1), weak = is_named(merit, i, e, -1);
	double lead = qn_composite_lead(c, i, e);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, title_of(se, merit->ranking->theme[item->theme].title));
	qn_row_text(row, title_of(se, item->title));
	quantity_cell(se, row, "", merit->of.value[i * c->entities + e], qn_node_unit(se->program, se->catalogue, item->value));
	qn_row_number(row, place ? place : QN_MISSING, 0);
	qn_row_number(row, c->normal[i * c->entities + e], 1);
	percent_cell(se, row, c->item[i].weight, 2);
	qn_row_number(row, qn_composite_points(c, i, e), 2);
	qn_row_quantity(row, signed_text(se, lead, 2), lead);
	qn_row_text(row, strong ? say(se, "strength", "强项") : weak ? say(se, "weakness", "弱项") : "");
	qn_row_tone(row, strong ? QN_TONE_GOOD : weak ? QN_TONE_BAD : QN_TONE_PLAIN);
	score_provenance(se, merit, row, e);
}

int score_one(cli_session *se, qn_report *report, const qn_merit *merit, const qn_rank_interval *interval, size_t entity)
{
	const qn_composite *c = merit->composite;
	const qn_entity *who = qn_panel_who(se->panel, entity);
	qn_table *table = qn_report_table(report, "items", qn_arena_printf(&se->arena, "%s (%s)", title_of(se, who->title), who->id));
	item_columns(se, table);
	for (uint32_t i = 0; i < c->items; i++)
		add_item(se, table, merit, i, entity);
	if (c->rank[entity])
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "score %.1f, rank %u of %u (p5–p95: %s), %s", "得分 %.1f,第 %u 位,共 %u 个(区间 %s),%s"), c->score[entity],
			c->rank[entity], c->ranked, interval_text(se, &interval[entity]), band_text(se, merit, se->panel->base, c->score[entity])));
	else
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "no score: data for %.0f%% of weight alone", "不计分:仅有 %.0f%% 权重的数据"), 100 * c->share[entity]));
	if (merit->method.aggregate != QN_ARITHMETIC)
		qn_report_note(report, say(se, "points are of the arithmetic mean: the score itself is brought together otherwise", "得分构成按算术平均列示,总分按所选方式汇总"));
	return QN_OK;
}
