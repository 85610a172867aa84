/* SPDX-License-Identifier: Apache-2.0 */
/* check_rules.c - what each rule's root must give: a condition or a value, of which unit, and resting on what. */
#include <stdlib.h>
#include "base/real.h"
#include "plan/checker.h"
#include "plan/ranking.h"
#include "plan/recognition.h"

static int check_root(qn_checker *k, uint32_t node, uint32_t place, const char *id, uint8_t forbidden)
{
	if (node >= k->program->nodes || !qn_checker_place_fits(k, place))
		return qn_checker_damage(k, "a rule has no root");
	if (k->rests[node] & forbidden & ASSUMES)
		return qn_checker_blame(k, place, "%s:只有模型的 step 依据假设", "%s: only a model's step rests on assumptions", id);
	if (k->rests[node] & forbidden & VARIES)
		return qn_checker_blame(k, place, "%s:每个%s的值各不相同:请用 count(…)、total(…)、mean(…) 合起来",
			"%s: its value differs from one %s to the next: bring them together with count(…), total(…), mean(…)", id,
			k->catalogue->kind[k->catalogue->subject].id);
	if (k->rests[node] & forbidden & PRESENT)
		return qn_checker_blame(k, place, "%s:step 读了它正在推算的这一期的指标", "%s: a step reads an indicator of the period it makes", id);
	return QN_OK;
}

static int check_mask(qn_checker *k, uint32_t node, uint32_t place, const char *id, uint8_t forbidden)
{
	int rc = check_root(k, node, place, id, forbidden);
	if (rc != QN_OK || k->program->node[node].type == QN_MASK)
		return rc;
	return qn_checker_blame(k, place, "%s:这里要条件,如 c.x >= p.y,却是一个值", "%s: a condition is needed, as in c.x >= p.y, and this is a value", id);
}

/* A rule whose result is an indicator: the same type, the same unit. */
static int check_result(qn_checker *k, uint32_t indicator, uint32_t node, uint32_t place, uint8_t forbidden)
{
	qn_node expected = { .op = QN_INPUT, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = indicator, .place = QN_NONE };
	const qn_node *is;
	const char *id;
	qn_arena arena = { 0 };
	int rc;
	if (indicator >= k->catalogue->indicators)
		return qn_checker_damage(k, "a rule's indicator does not exist");
	id = k->catalogue->indicator[indicator].id;
	if ((rc = check_root(k, node, place, id, forbidden)) != QN_OK)
		return rc;
	if ((rc = qn_node_derive(k->program, k->catalogue, &expected, k->err)) != QN_OK)
		return rc;
	is = &k->program->node[node];
	if (is->type != expected.type && !(expected.type == QN_RANK && is->type == QN_NUMBER && is->bare))
		return is->type == QN_MASK ? qn_checker_blame(k, place, "%s:规则得出的是条件,不是数", "%s: the rule gives a condition, not a number", id)
			: qn_checker_blame(k, place, "%s:规则得出的与这个指标不是一类", "%s: the rule gives what this indicator is not", id);
	if (is->dimension == expected.dimension || (is->bare && qn_dimension_is_count(&k->catalogue->units, expected.dimension)))
		return QN_OK;
	rc = qn_checker_blame(k, place, "%s(%s)与规则得出的(%s)不符", "%s (%s) is not what its rule gives (%s)", id, qn_dimension_text(&k->catalogue->units, expected.dimension, &arena),
		qn_dimension_text(&k->catalogue->units, is->dimension, &arena));
	qn_arena_free(&arena);
	return rc;
}

static int check_derivations(qn_checker *k)
{
	const qn_program *program = k->program;
	uint8_t *seen = calloc((size_t)k->catalogue->indicators + 1, 1);
	int rc = seen ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < program->derivations && rc == QN_OK; i++) {
		const qn_derivation *derivation = &program->derivation[i];
		rc = check_result(k, derivation->indicator, derivation->node, derivation->place, ASSUMES);
		if (rc == QN_OK && seen[derivation->indicator]++)
			rc = qn_checker_blame(k, derivation->place, "%s 推导了两次", "%s is derived twice", k->catalogue->indicator[derivation->indicator].id);
	}
	free(seen);
	return rc;
}

static int check_criterion(qn_checker *k, const qn_criterion *criterion)
{
	int rc = QN_OK;
	if (!qn_checker_place_fits(k, criterion->place))
		return qn_checker_damage(k, "a line is not there");
	if (criterion->needs != QN_NONE)
		rc = check_mask(k, criterion->needs, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->waivable != QN_NONE)
		rc = check_mask(k, criterion->waivable, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->hint != QN_NONE)
		rc = check_root(k, criterion->hint, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->hint != QN_NONE && k->program->node[criterion->hint].type > QN_RANK)
		rc = qn_checker_blame(k, criterion->place, "%s:hint 应是数或位次", "%s: a hint is a number or a rank", criterion->id);
	return rc;
}

static int check_check(qn_checker *k, const qn_check *check)
{
	if (!qn_checker_place_fits(k, check->place))
		return qn_checker_damage(k, "a line is not there");
	for (uint32_t i = 0; i < check->abouts; i++)
		if (check->about[i] >= k->catalogue->indicators)
			return qn_checker_damage(k, "a check is about an indicator that does not exist");
	int rc = check_mask(k, check->holds, check->place, check->id, ASSUMES);
	if (rc == QN_OK && !(k->rests[check->holds] & VARIES))
		rc = qn_checker_blame(k, check->place, "%s:校验只看每个%s自己的数,如 c.x <= c.y", "%s: a check is of each %s's own figures, as in c.x <= c.y", check->id, k->catalogue->kind[k->catalogue->subject].id);
	return rc;
}

static int check_models(qn_checker *k)
{
	uint32_t *seen = calloc((size_t)k->catalogue->indicators + 1, sizeof *seen); /* by which model, from 1 */
	int rc = seen ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < k->program->models && rc == QN_OK; i++) {
		const qn_model *model = &k->program->model[i];
		if (!qn_checker_place_fits(k, model->place))
			rc = qn_checker_damage(k, "a line is not there");
		for (uint32_t j = 0; j < model->states && rc == QN_OK; j++) {
			const qn_state *state = &model->state[j];
			rc = check_result(k, state->indicator, state->node, state->place, PRESENT);
			if (rc == QN_OK && seen[state->indicator] == i + 1)
				rc = qn_checker_damage(k, "a model moves an indicator twice");
			if (rc == QN_OK)
				seen[state->indicator] = i + 1;
		}
	}
	free(seen);
	return rc;
}

static int check_published(qn_checker *k, const qn_target *target, const qn_published *published)
{
	if (!qn_checker_period_fits(published->period))
		return qn_checker_damage(k, "a published figure is of no period");
	if (qn_is_missing(published->value))
		return qn_checker_blame(k, target->place, "%s:公布的数不是数,像 0/0:请写出来", "%s: a published figure is no number, as 0/0 is none: write it out", target->id);
	if (published->dimension == k->program->node[target->value].dimension)
		return QN_OK;
	return qn_checker_blame(k, target->place, "%s:公布的数与目标值的单位不同", "%s: a published figure is in another unit than the target's value", target->id);
}

static int check_target(qn_checker *k, const qn_target *target)
{
	int rc = check_root(k, target->value, target->place, target->id, VARIES | ASSUMES);
	if (rc == QN_OK && k->program->node[target->value].type != QN_NUMBER)
		rc = qn_checker_blame(k, target->place, "%s:目标值应是数,如 count(…)", "%s: a target's value is a number, as in count(…)", target->id);
	for (uint32_t i = 0; i < target->publications && rc == QN_OK; i++)
		rc = check_published(k, target, &target->published[i]);
	for (uint32_t i = 0; i < target->goals && rc == QN_OK; i++) {
		if (!qn_checker_period_counts(k, target->goal[i].due))
			return qn_checker_damage(k, "a goal is due in no period of the pack's frequency");
		rc = check_mask(k, target->goal[i].met, target->goal[i].place, target->id, VARIES | ASSUMES);
	}
	return rc;
}

/* A fault that another has found. */
static int blame_told(qn_checker *k, uint32_t place, int rc, const qn_error *why)
{
	return rc == QN_OK ? QN_OK : qn_checker_blame_both(k, place, (qn_both){ why->chinese, why->text });
}

static int check_recognition(qn_checker *k, const qn_recognition *recognition)
{
	qn_error why;
	bool fits = qn_checker_place_fits(k, recognition->place);
	for (uint32_t i = 0; i < recognition->stages; i++)
		fits = fits && qn_checker_place_fits(k, recognition->stage[i].place);
	if (!fits)
		return qn_checker_damage(k, "a line is not there");
	return blame_told(k, recognition->place, qn_recognition_fault(k->program, &k->catalogue->units, &why), &why);
}

/* A plain number is a count of anything. */
static bool target_fits(const qn_checker *k, const qn_item *item)
{
	qn_dimension target = k->program->parameter[item->target].dimension, value = k->program->node[item->value].dimension;
	return target == value || (target == 0 && qn_dimension_is_count(&k->catalogue->units, value));
}

static int check_ranking(qn_checker *k, const qn_ranking *ranking)
{
	qn_error why;
	bool fits = qn_checker_place_fits(k, ranking->place);
	for (uint32_t i = 0; i < ranking->items; i++)
		fits = fits && qn_checker_place_fits(k, ranking->item[i].place);
	if (!fits)
		return qn_checker_damage(k, "a line is not there");
	int rc = blame_told(k, ranking->place, qn_ranking_fault(k->program, &k->catalogue->units, ranking, &why), &why);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, ranking->place, "item", ranking->item, ranking->items, sizeof *ranking->item);
	if (rc == QN_OK)
		rc = qn_checker_ids(k, ranking->place, "theme", ranking->theme, ranking->themes, sizeof *ranking->theme);
	for (uint32_t i = 0; i < ranking->items && rc == QN_OK; i++) {
		const qn_item *item = &ranking->item[i];
		rc = check_root(k, item->value, item->place, item->id, ASSUMES);
		if (rc == QN_OK && k->program->node[item->value].type > QN_RANK)
			rc = qn_checker_blame(k, item->place, "%s:评分项应是数或位次", "%s: an item is a number or a rank", item->id);
		if (rc == QN_OK && !(k->rests[item->value] & VARIES))
			rc = qn_checker_blame(k, item->place, "%s:对每个%s都是同一个值", "%s: its value is the same for every %s", item->id, k->catalogue->kind[k->catalogue->subject].id);
		if (rc == QN_OK && item->target != QN_NONE && !target_fits(k, item))
			rc = qn_checker_blame(k, item->place, "%s:目标 %s 的单位不同", "%s: its target %s is in another unit", item->id, k->program->parameter[item->target].id);
	}
	return rc;
}

static int check_rounds(qn_checker *k, const qn_rounds *rounds)
{
	qn_error why;
	if (!qn_checker_place_fits(k, rounds->place))
		return qn_checker_damage(k, "a line is not there");
	int rc = blame_told(k, rounds->place, qn_rounds_fault(k->program, k->catalogue, rounds, &why), &why);
	if (rc == QN_OK && rounds->needs != QN_NONE)
		rc = check_mask(k, rounds->needs, rounds->place, "rounds", ASSUMES);
	return rc;
}

int qn_checker_rules(qn_checker *k)
{
	const qn_program *program = k->program;
	int rc = check_derivations(k);
	for (uint32_t i = 0; i < program->criteria && rc == QN_OK; i++)
		rc = check_criterion(k, &program->criterion[i]);
	for (uint32_t i = 0; i < program->checks && rc == QN_OK; i++)
		rc = check_check(k, &program->check[i]);
	if (rc == QN_OK)
		rc = check_models(k);
	for (uint32_t i = 0; i < program->targets && rc == QN_OK; i++)
		rc = check_target(k, &program->target[i]);
	for (uint32_t i = 0; i < program->rankings && rc == QN_OK; i++)
		rc = check_ranking(k, &program->ranking[i]);
	if (rc == QN_OK && program->rounds)
		rc = check_rounds(k, program->rounds);
	if (rc == QN_OK && program->recognition)
		rc = check_recognition(k, program->recognition);
	return rc;
}
