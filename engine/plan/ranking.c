/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/ranking.h"
#include <math.h>
#include "base/real.h"
#include "plan/check.h"
#include "plan/recognition.h"

enum { MOST_ITEMS = 256, MOST_JUDGED = 15 };

static void walk_theme(qn_bytes *bytes, void *item)
{
	qn_theme *theme = item;
	qn_bytes_name(bytes, &theme->id);
	qn_label_walk(bytes, &theme->title);
	qn_bytes_line(bytes, &theme->clause);
	qn_bytes_u32(bytes, &theme->weight);
}

static void walk_item(qn_bytes *bytes, void *thing)
{
	qn_item *item = thing;
	qn_bytes_name(bytes, &item->id);
	qn_label_walk(bytes, &item->title);
	qn_bytes_line(bytes, &item->clause);
	qn_bytes_u32(bytes, &item->place);
	qn_bytes_u32(bytes, &item->value);
	qn_bytes_u32(bytes, &item->theme);
	qn_bytes_u32(bytes, &item->weight);
	qn_bytes_u32(bytes, &item->target);
	qn_bytes_bool(bytes, &item->lower);
}

static void walk_band(qn_bytes *bytes, void *item)
{
	qn_band *band = item;
	qn_bytes_name(bytes, &band->id);
	qn_label_walk(bytes, &band->title);
	qn_bytes_u32(bytes, &band->at_least);
}

static void walk_judgement(qn_bytes *bytes, void *item)
{
	qn_judgement_of *judgement = item;
	qn_bytes_u32(bytes, &judgement->a);
	qn_bytes_u32(bytes, &judgement->b);
	qn_bytes_double(bytes, &judgement->times);
}

void qn_ranking_walk(qn_bytes *bytes, void *thing)
{
	qn_ranking *ranking = thing;
	qn_bytes_name(bytes, &ranking->id);
	qn_label_walk(bytes, &ranking->title);
	qn_bytes_prose(bytes, &ranking->source);
	qn_label_walk_words(bytes, &ranking->note);
	qn_bytes_prose(bytes, &ranking->judged_by);
	qn_bytes_u32(bytes, &ranking->place);
	qn_bytes_array(bytes, (void **)&ranking->theme, &ranking->themes, sizeof *ranking->theme, 18, walk_theme);
	qn_bytes_array(bytes, (void **)&ranking->item, &ranking->items, sizeof *ranking->item, 35, walk_item);
	qn_bytes_array(bytes, (void **)&ranking->band, &ranking->bands, sizeof *ranking->band, 17, walk_band);
	qn_bytes_array(bytes, (void **)&ranking->judgement, &ranking->judgements, sizeof *ranking->judgement, 16, walk_judgement);
	qn_bytes_enum(bytes, ranking->treat, QN_TREATS - 1);
	qn_bytes_enum(bytes, ranking->normalise, QN_NORMALISATIONS - 1);
	qn_bytes_enum(bytes, ranking->weigh, QN_WEIGHTINGS - 1);
	qn_bytes_enum(bytes, ranking->aggregate, QN_AGGREGATIONS - 1);
	qn_bytes_u32(bytes, &ranking->least);
	qn_bytes_u32(bytes, &ranking->spread);
}

static void walk_when(qn_bytes *bytes, qn_when *when)
{
	qn_bytes_u32(bytes, &when->option);
	qn_bytes_u32(bytes, &when->reading);
}

void qn_rounds_walk(qn_bytes *bytes, void *thing)
{
	qn_rounds *rounds = thing;
	uint32_t *number[] = { &rounds->place, &rounds->ranking, &rounds->places, &rounds->tolerance, &rounds->a_year, &rounds->unit,
		&rounds->industry, &rounds->size, &rounds->needs };
	qn_bytes_line(bytes, &rounds->clause);
	qn_bytes_prose(bytes, &rounds->quote);
	qn_label_walk_words(bytes, &rounds->note);
	qn_bytes_line(bytes, &rounds->plan_register);
	qn_bytes_line(bytes, &rounds->named);
	qn_bytes_line(bytes, &rounds->unit_without);
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		qn_bytes_u32(bytes, number[i]);
	walk_when(bytes, &rounds->exactly);
	walk_when(bytes, &rounds->by_plan);
	walk_when(bytes, &rounds->unit_left_out);
}

/* Faults. */

static bool is_plain(const qn_program *program, uint32_t parameter)
{
	return parameter < program->parameters && program->parameter[parameter].type == QN_NUMBER && program->parameter[parameter].dimension == 0;
}

/* Of a parameter without a unit: a plain number. */
static qn_unit_kind kind_of_unit(const qn_program *program, const qn_units *units, uint32_t parameter)
{
	uint32_t unit = program->parameter[parameter].unit;
	return unit < units->units ? units->unit[unit].kind : QN_UNIT_COUNT;
}

static int item_fault(const qn_program *program, const qn_ranking *r, const qn_item *item, qn_error *why)
{
	if (item->theme >= r->themes)
		return qn_fail_both(why, QN_ESCRIPT, "%s:评分项 %s 不属于任何主题", "%s: the item %s is of no theme", r->id, item->id);
	if (item->weight != QN_NONE && !is_plain(program, item->weight))
		return qn_fail_both(why, QN_ESCRIPT, "%s:评分项 %s 的权重应是纯数的参数", "%s: the weight of the item %s is no parameter that is a pure number", r->id, item->id);
	if (item->target != QN_NONE && (item->target >= program->parameters || program->parameter[item->target].type > QN_RANK))
		return qn_fail_both(why, QN_ESCRIPT, "%s:评分项 %s 的目标应是数的参数", "%s: the target of the item %s is no parameter that is a number", r->id, item->id);
	if (r->normalise == QN_BY_TARGET && item->target == QN_NONE)
		return qn_fail_both(why, QN_ESCRIPT, "%s:normalise 为 \"target\" 时每个评分项都要有目标,%s 没有写 target", "%s: normalise = \"target\" wants a target of every item, and %s has none", r->id, item->id);
	return QN_OK;
}

/* A weight left out is 1, and beside a weight of 30 % nobody means it so. */
static int weights_fault(const qn_ranking *r, qn_error *why)
{
	for (uint32_t i = 0; i < r->items; i++)
		for (uint32_t k = 0; k < r->items; k++)
			if (r->item[i].theme == r->item[k].theme && r->item[i].weight == QN_NONE && r->item[k].weight != QN_NONE)
				return qn_fail_both(why, QN_ESCRIPT, "%s:评分项 %s 没有写权重,同一主题的 %s 写了:要么都写,要么都不写",
					"%s: the item %s has no weight, and %s of the same theme has one: give all of a theme a weight, or none", r->id, r->item[i].id, r->item[k].id);
	return QN_OK;
}

/* A score is a number of points: no money, and no share of anything. */
static int band_fault(const qn_program *program, const qn_units *units, const qn_ranking *r, const qn_band *band, qn_error *why)
{
	if (band->at_least >= program->parameters || program->parameter[band->at_least].type != QN_NUMBER)
		return qn_fail_both(why, QN_ESCRIPT, "%s:档次 %s 的起点应是数的参数", "%s: the band %s begins at no parameter that is a number", r->id, band->id);
	qn_unit_kind kind = kind_of_unit(program, units, band->at_least);
	if (kind == QN_UNIT_SCORE || (kind == QN_UNIT_COUNT && program->parameter[band->at_least].dimension == 0))
		return QN_OK;
	return qn_fail_both(why, QN_ESCRIPT, "%s:档次 %s 的起点 %s 的单位不同:得分以分或个数计", "%s: the band %s begins at %s, which is in another unit: a score is in points, or a plain number",
		r->id, band->id, program->parameter[band->at_least].id);
}

/* Every pair of themes once, or none. */
static int judgements_fault(const qn_ranking *r, qn_error *why)
{
	bool seen[MOST_JUDGED][MOST_JUDGED] = { { false } };
	if (r->judgements == 0)
		return QN_OK;
	if (r->themes > MOST_JUDGED || r->judgements != r->themes * (r->themes - 1) / 2)
		return qn_fail_both(why, QN_ESCRIPT, "%s:judgements:每两个主题判断一次,主题最多 %d 个", "%s: judgements: every pair of themes is judged once, and of %d at the most", r->id, MOST_JUDGED);
	for (uint32_t i = 0; i < r->judgements; i++) {
		const qn_judgement_of *j = &r->judgement[i];
		if (j->a >= r->themes || j->b >= r->themes || j->a == j->b || !(j->times > 0))
			return qn_fail_both(why, QN_ESCRIPT, "%s:judgements:{ \"a\", \"b\", 3 } 是说主题 a 的重要性是主题 b 的三倍",
				"%s: judgements: { \"a\", \"b\", 3 } says that theme a counts three times as much as theme b", r->id);
		if (seen[j->a][j->b])
			return qn_fail_both(why, QN_ESCRIPT, "%s:judgements:有两个主题判断了两次", "%s: judgements: a pair of themes is judged twice", r->id);
		seen[j->a][j->b] = seen[j->b][j->a] = true;
	}
	return QN_OK;
}

static int parts_fault(const qn_program *program, const qn_units *units, const qn_ranking *r, qn_error *why)
{
	int rc = QN_OK;
	for (uint32_t i = 0; i < r->themes; i++)
		if (!is_plain(program, r->theme[i].weight))
			return qn_fail_both(why, QN_ESCRIPT, "%s:主题 %s 的权重应是纯数的参数", "%s: the weight of the theme %s is no parameter that is a pure number", r->id, r->theme[i].id);
	for (uint32_t i = 0; i < r->items && rc == QN_OK; i++)
		rc = item_fault(program, r, &r->item[i], why);
	for (uint32_t i = 0; i < r->bands && rc == QN_OK; i++)
		rc = band_fault(program, units, r, &r->band[i], why);
	return rc == QN_OK ? weights_fault(r, why) : rc;
}

int qn_ranking_fault(const qn_program *program, const qn_units *units, const qn_ranking *r, qn_error *why)
{
	if (r->items == 0)
		return qn_fail_both(why, QN_ESCRIPT, "%s:没有评分项", "%s: it has no items", r->id);
	if (r->items > MOST_ITEMS)
		return qn_fail_both(why, QN_ESCRIPT, "%s:评分项超过 %d 个", "%s: it has more than %d items", r->id, MOST_ITEMS);
	int rc = parts_fault(program, units, r, why);
	if (rc == QN_OK && (!is_plain(program, r->least) || !is_plain(program, r->spread)))
		return qn_fail_both(why, QN_ESCRIPT, "%s:least 和 spread 应是份额的参数", "%s: least and spread are parameters that are shares", r->id);
	return rc == QN_OK ? judgements_fault(r, why) : rc;
}

static bool is_number(const qn_program *program, uint32_t parameter)
{
	return parameter < program->parameters && program->parameter[parameter].type == QN_NUMBER;
}

bool qn_places_fit(double number)
{
	return number >= 0 && number <= QN_PLACES_MOST && number == floor(number);
}

/* Of a parameter that is a number. */
static int count_fault(const qn_program *program, const qn_units *units, const char *key, uint32_t parameter, qn_error *why)
{
	const qn_parameter *about = &program->parameter[parameter];
	if (kind_of_unit(program, units, parameter) != QN_UNIT_COUNT)
		return qn_fail_both(why, QN_ESCRIPT, "rounds:%s 应是个数的参数,%s 的单位不是个数", "rounds: %s is a parameter that counts, and the unit of %s does not", key, about->id);
	for (uint32_t i = 0; i < about->dates; i++)
		if (!qn_is_missing(about->dated[i].value) && !qn_places_fit(about->dated[i].value))
			return qn_fail_both(why, QN_ESCRIPT, "rounds:%s:%s 应是 0 至 %d 的整数,这里是 %g", "rounds: %s: %s must be a whole number from 0 to %d; it is %g", key, about->id, QN_PLACES_MOST,
				about->dated[i].value);
	return QN_OK;
}

static bool when_fits(const qn_program *program, qn_when when)
{
	return when.option == QN_NONE || (when.option < program->parameters && when.reading < program->parameter[when.option].readings);
}

int qn_rounds_fault(const qn_program *program, const qn_catalogue *catalogue, const qn_rounds *r, qn_error *why)
{
	if (r->ranking >= program->rankings)
		return qn_fail_both(why, QN_ESCRIPT, "rounds:by 没有写评分的名称", "rounds: by names no ranking");
	if (!is_number(program, r->places) || !is_plain(program, r->tolerance))
		return qn_fail_both(why, QN_ESCRIPT, "rounds:places 应是数的参数,tolerance 应是份额的参数", "rounds: places is a parameter that is a number, and tolerance one that is a share");
	if (r->a_year != QN_NONE && !is_number(program, r->a_year))
		return qn_fail_both(why, QN_ESCRIPT, "rounds:a_year 应是数的参数", "rounds: a_year is no parameter that is a number");
	if (!when_fits(program, r->exactly) || !when_fits(program, r->by_plan) || !when_fits(program, r->unit_left_out))
		return qn_fail_both(why, QN_ESCRIPT, "rounds:有一处不是选项的读法", "rounds: a reading is none of an option's");
	if (r->unit != QN_NONE && (r->unit >= catalogue->kinds || r->industry >= catalogue->kinds || r->size >= catalogue->indicators))
		return qn_fail_both(why, QN_ESCRIPT, "rounds:unit、industry 和 size 应是两种类别和一个指标", "rounds: unit, industry and size name two kinds and an indicator");
	int rc = count_fault(program, &catalogue->units, "places", r->places, why);
	return rc == QN_OK && r->a_year != QN_NONE ? count_fault(program, &catalogue->units, "a_year", r->a_year, why) : rc;
}
