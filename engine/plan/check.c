/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - a whole program that came from elsewhere: is everything in it what it says it is? */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/names.h"
#include "base/real.h"
#include "plan/check.h"
#include "plan/ranking.h"
#include "plan/recognition.h"

enum { MOST_CHANGES = 4000, MOST_TESTS = 1000, WORDS = 600 };

/* What a node rests on, told upwards from the leaves in one pass. */
enum {
	VARIES = 1,  /* its value may differ from entity to entity */
	PRESENT = 2, /* it reads an indicator in the period judged, not behind a lag */
	ASSUMES = 4  /* it reads an assumption */
};

struct check {
	qn_program *program;
	const qn_catalogue *catalogue;
	uint8_t *rests; /* by node */
	qn_error *err;
};

/* A fault the author of the script can mend. */
static int blame_both(struct check *k, uint32_t place, qn_both words)
{
	qn_arena arena = { 0 };
	const char *at = qn_place_text(k->program, place, &arena);
	qn_fail(k->err, QN_ESCRIPT, "%s%s%s", at, *at ? ": " : "", words.english);
	qn_fail_chinese(k->err, "%s%s%s", at, *at ? ":" : "", words.chinese);
	qn_arena_free(&arena);
	return QN_ESCRIPT;
}

__attribute__((format(printf, 3, 5), format(printf, 4, 5)))
static int blame(struct check *k, uint32_t place, const char *chinese, const char *english, ...)
{
	char words[2][WORDS];
	va_list list, again;
	va_start(list, english);
	va_copy(again, list);
	vsnprintf(words[0], WORDS, chinese, list);
	vsnprintf(words[1], WORDS, english, again);
	va_end(again);
	va_end(list);
	return blame_both(k, place, (qn_both){ words[0], words[1] });
}

/* A fault no script can make. */
static int damage(struct check *k, const char *what)
{
	return qn_fail(k->err, QN_EINPUT, "the program cannot be used: %s", what);
}

static bool place_fits(const struct check *k, uint32_t place) { return place == QN_NONE || place < k->program->places; }
static bool period_fits(qn_period period)
{
	qn_frequency frequency = qn_period_frequency(period);
	return frequency <= QN_YEAR_TO_DATE && qn_period_of(frequency, qn_period_year(period), qn_period_within(period)) == period;
}
static bool span_fits(qn_period from, qn_period until)
{
	return (from == QN_NO_PERIOD || period_fits(from)) && (until == QN_NO_PERIOD || period_fits(until));
}

static int check_places(struct check *k)
{
	for (uint32_t i = 0; i < k->program->places; i++)
		if (k->program->place_of[i].caller != QN_NONE && k->program->place_of[i].caller >= i)
			return damage(k, "a line is called from a later one");
	return QN_OK;
}

/* Ids: things of one kind lie `size` apart and begin with their id. */

static int check_ids(struct check *k, uint32_t place, const char *what, const void *first, uint32_t count, size_t size)
{
	qn_names *names = qn_names_new();
	int rc = names ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < count && rc == QN_OK; i++) {
		const char *id = *(const char *const *)((const char *)first + i * size);
		uint32_t number = qn_names_add(names, id, strlen(id));
		if (number == QN_NO_NAME)
			rc = qn_no_memory(k->err);
		else if (number != i)
			rc = blame(k, place, "%s \"%s\" 声明了两次", "%s \"%s\" is declared twice", what, id);
	}
	qn_names_free(names);
	return rc;
}

/* Declarations. */

static bool distribution_fits(const qn_distribution *d, bool may_be_unset)
{
	if (d->kind == QN_FIXED)
		return may_be_unset || !qn_is_missing(d->a);
	if (qn_is_missing(d->a) || qn_is_missing(d->b))
		return false;
	switch (d->kind) {
	case QN_UNIFORM: return d->a <= d->b;
	case QN_TRIANGULAR: return d->a <= d->b && d->b <= d->c;
	default: return d->b >= 0;
	}
}

static int check_dates(struct check *k, const qn_parameter *parameter)
{
	for (uint32_t i = 0; i < parameter->dates; i++) {
		double value = parameter->dated[i].value;
		if (i && parameter->dated[i].from <= parameter->dated[i - 1].from)
			return blame(k, parameter->place, "%s:日期没有依次往后", "%s: its dates do not ascend", parameter->id);
		if (qn_is_missing(value))
			return blame(k, parameter->place, "%s:有一个日期没有值", "%s: a dated value is missing", parameter->id);
		if (parameter->readings && !(value >= 0 && value < parameter->readings && value == floor(value)))
			return damage(k, "an option's value is none of its readings");
	}
	return QN_OK;
}

static int check_readings(struct check *k, qn_parameter *parameter)
{
	if (parameter->unit != QN_NONE)
		return damage(k, "an option has a unit");
	parameter->type = QN_CATEGORY;
	parameter->dimension = 0;
	return check_ids(k, parameter->place, "reading", parameter->reading, parameter->readings, sizeof *parameter->reading);
}

static int check_parameter(struct check *k, qn_parameter *parameter)
{
	const qn_units *units = &k->catalogue->units;
	int rc;
	if (!place_fits(k, parameter->place))
		return damage(k, "a line is not there");
	if (parameter->readings) {
		if ((rc = check_readings(k, parameter)) != QN_OK)
			return rc;
		return check_dates(k, parameter);
	}
	if (parameter->unit >= units->units)
		return damage(k, "a parameter's unit does not exist");
	if (units->unit[parameter->unit].kind == QN_UNIT_FLAG)
		return blame(k, parameter->place, "%s:参数不能是是非值:请声明有两种读法的 option", "%s: a parameter cannot be a flag: declare an option with two readings", parameter->id);
	parameter->type = units->unit[parameter->unit].kind == QN_UNIT_RANK ? QN_RANK : QN_NUMBER;
	parameter->dimension = units->unit[parameter->unit].dimension;
	return check_dates(k, parameter);
}

static int check_assumption(struct check *k, qn_assumption *assumption)
{
	const qn_catalogue *catalogue = k->catalogue;
	qn_unit_kind kind;
	bool grouped = assumption->reach == QN_BY_GROUP;
	if (!place_fits(k, assumption->place))
		return damage(k, "a line is not there");
	if (assumption->unit >= catalogue->units.units)
		return damage(k, "an assumption's unit does not exist");
	kind = catalogue->units.unit[assumption->unit].kind;
	if (kind == QN_UNIT_RANK || kind == QN_UNIT_FLAG)
		return blame(k, assumption->place, "%s:假设是数,不是位次或是非值", "%s: an assumption is a number, not a rank or flag", assumption->id);
	if (grouped && (assumption->group >= catalogue->kinds || assumption->group == catalogue->subject))
		return damage(k, "an assumption's groups do not exist");
	if (!distribution_fits(&assumption->usual, true))
		return blame(k, assumption->place, "%s:分布不成立:离散程度不小于 0,low <= mode <= high", "%s: its distribution is none: spread at least 0, low <= mode <= high", assumption->id);
	if (!grouped)
		assumption->group = QN_NONE;
	assumption->dimension = catalogue->units.unit[assumption->unit].dimension;
	return QN_OK;
}

/* Nodes. */

static uint8_t rests_of_leaf(const struct check *k, const qn_node *node)
{
	qn_reach reach;
	switch (node->op) {
	case QN_INPUT: return VARIES | PRESENT;
	case QN_ATTRIBUTE: return VARIES;
	case QN_ASSUME:
		reach = k->program->assumption[node->symbol].reach;
		return reach == QN_BY_GROUP || reach == QN_BY_ENTITY ? ASSUMES | VARIES : ASSUMES;
	default: return 0;
	}
}

static uint8_t rests_of(const struct check *k, const qn_node *node)
{
	uint8_t rests;
	if (qn_op_of(node->op)->leaf)
		return rests_of_leaf(k, node);
	rests = k->rests[node->a];
	if (node->b != QN_NONE)
		rests |= k->rests[node->b];
	if (node->c != QN_NONE)
		rests |= k->rests[node->c];
	if (node->op == QN_LAG)
		rests &= (uint8_t)~PRESENT;
	if (!qn_op_of(node->op)->across)
		return rests;
	if (node->symbol == QN_ALL && node->op != QN_RANKED && node->op != QN_SHARE)
		return rests & (uint8_t)~VARIES;
	return rests | VARIES;
}

static int check_node(struct check *k, uint32_t index)
{
	qn_node *node = &k->program->node[index];
	qn_program before = *k->program; /* a node sees those before it only */
	qn_error why;
	int rc;
	why.text[0] = 0;
	before.nodes = index;
	if (!place_fits(k, node->place))
		return damage(k, "a line is not there");
	if (node->op == QN_HOLD)
		return damage(k, "scripts cannot hold a value");
	if (node->bare > 1)
		return damage(k, "a truth value is neither 0 nor 1");
	rc = qn_node_derive(&before, k->catalogue, node, &why);
	if (rc != QN_OK)
		return rc == QN_ESCRIPT ? blame_both(k, node->place, (qn_both){ *why.chinese ? why.chinese : why.text, why.text }) : damage(k, why.text);
	k->rests[index] = rests_of(k, node);
	return QN_OK;
}

static int check_nodes(struct check *k)
{
	int rc = QN_OK;
	if (k->program->nodes > QN_MOST_NODES)
		return qn_fail_both(k->err, QN_ELIMIT, "规则共有 %u 步运算,超过 %d:请把共同的部分合用,或拆分政策包", "the rules make %u operations, more than %d: share what they have in common, or split the pack",
			k->program->nodes, QN_MOST_NODES);
	if (!(k->rests = calloc((size_t)k->program->nodes + 1, 1)))
		return qn_no_memory(k->err);
	for (uint32_t i = 0; i < k->program->nodes && rc == QN_OK; i++)
		rc = check_node(k, i);
	return rc;
}

/* Roots. */

static int check_root(struct check *k, uint32_t node, uint32_t place, const char *id, uint8_t forbidden)
{
	if (node >= k->program->nodes || !place_fits(k, place))
		return damage(k, "a rule has no root");
	if (k->rests[node] & forbidden & ASSUMES)
		return blame(k, place, "%s:只有模型的 step 依据假设", "%s: only a model's step rests on assumptions", id);
	if (k->rests[node] & forbidden & VARIES)
		return blame(k, place, "%s:每个%s的值各不相同:请用 count(…)、total(…)、mean(…) 合起来",
			"%s: its value differs from one %s to the next: bring them together with count(…), total(…), mean(…)", id,
			k->catalogue->kind[k->catalogue->subject].id);
	if (k->rests[node] & forbidden & PRESENT)
		return blame(k, place, "%s:step 读了它正在推算的这一期的指标", "%s: a step reads an indicator of the period it makes", id);
	return QN_OK;
}

static int check_mask(struct check *k, uint32_t node, uint32_t place, const char *id, uint8_t forbidden)
{
	int rc = check_root(k, node, place, id, forbidden);
	if (rc != QN_OK || k->program->node[node].type == QN_MASK)
		return rc;
	return blame(k, place, "%s:这里要条件,如 c.x >= p.y,却是一个值", "%s: a condition is needed, as in c.x >= p.y, and this is a value", id);
}

/* A rule whose result is an indicator: the same type, the same unit. */
static int check_result(struct check *k, uint32_t indicator, uint32_t node, uint32_t place, uint8_t forbidden)
{
	qn_node expected = { .op = QN_INPUT, .a = QN_NONE, .b = QN_NONE, .c = QN_NONE, .symbol = indicator, .place = QN_NONE };
	const qn_node *is;
	const char *id;
	qn_arena arena = { 0 };
	int rc;
	if (indicator >= k->catalogue->indicators)
		return damage(k, "a rule's indicator does not exist");
	id = k->catalogue->indicator[indicator].id;
	if ((rc = check_root(k, node, place, id, forbidden)) != QN_OK)
		return rc;
	if ((rc = qn_node_derive(k->program, k->catalogue, &expected, k->err)) != QN_OK)
		return rc;
	is = &k->program->node[node];
	if (is->type != expected.type && !(expected.type == QN_RANK && is->type == QN_NUMBER && is->bare))
		return is->type == QN_MASK ? blame(k, place, "%s:规则得出的是条件,不是数", "%s: the rule gives a condition, not a number", id)
			: blame(k, place, "%s:规则得出的与这个指标不是一类", "%s: the rule gives what this indicator is not", id);
	if (is->dimension == expected.dimension || (is->bare && qn_dimension_is_count(&k->catalogue->units, expected.dimension)))
		return QN_OK;
	rc = blame(k, place, "%s(%s)与规则得出的(%s)不符", "%s (%s) is not what its rule gives (%s)", id, qn_dimension_text(&k->catalogue->units, expected.dimension, &arena),
		qn_dimension_text(&k->catalogue->units, is->dimension, &arena));
	qn_arena_free(&arena);
	return rc;
}

static int check_derivations(struct check *k)
{
	const qn_program *program = k->program;
	uint8_t *seen = calloc((size_t)k->catalogue->indicators + 1, 1);
	int rc = seen ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < program->derivations && rc == QN_OK; i++) {
		const qn_derivation *derivation = &program->derivation[i];
		rc = check_result(k, derivation->indicator, derivation->node, derivation->place, ASSUMES);
		if (rc == QN_OK && seen[derivation->indicator]++)
			rc = blame(k, derivation->place, "%s 推导了两次", "%s is derived twice", k->catalogue->indicator[derivation->indicator].id);
	}
	free(seen);
	return rc;
}

static int check_criterion(struct check *k, const qn_criterion *criterion)
{
	int rc = QN_OK;
	if (!place_fits(k, criterion->place))
		return damage(k, "a line is not there");
	if (criterion->needs != QN_NONE)
		rc = check_mask(k, criterion->needs, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->waivable != QN_NONE)
		rc = check_mask(k, criterion->waivable, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->hint != QN_NONE)
		rc = check_root(k, criterion->hint, criterion->place, criterion->id, ASSUMES);
	if (rc == QN_OK && criterion->hint != QN_NONE && k->program->node[criterion->hint].type > QN_RANK)
		rc = blame(k, criterion->place, "%s:hint 应是数或位次", "%s: a hint is a number or a rank", criterion->id);
	return rc;
}

static int check_check(struct check *k, const qn_check *check)
{
	if (!place_fits(k, check->place))
		return damage(k, "a line is not there");
	for (uint32_t i = 0; i < check->abouts; i++)
		if (check->about[i] >= k->catalogue->indicators)
			return damage(k, "a check is about an indicator that does not exist");
	int rc = check_mask(k, check->holds, check->place, check->id, ASSUMES);
	if (rc == QN_OK && !(k->rests[check->holds] & VARIES))
		rc = blame(k, check->place, "%s:校验只看每个%s自己的数,如 c.x <= c.y", "%s: a check is of each %s's own figures, as in c.x <= c.y", check->id, k->catalogue->kind[k->catalogue->subject].id);
	return rc;
}

static int check_models(struct check *k)
{
	uint32_t *seen = calloc((size_t)k->catalogue->indicators + 1, sizeof *seen); /* by which model, from 1 */
	int rc = seen ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < k->program->models && rc == QN_OK; i++) {
		const qn_model *model = &k->program->model[i];
		if (!place_fits(k, model->place))
			rc = damage(k, "a line is not there");
		for (uint32_t j = 0; j < model->states && rc == QN_OK; j++) {
			const qn_state *state = &model->state[j];
			rc = check_result(k, state->indicator, state->node, state->place, PRESENT);
			if (rc == QN_OK && seen[state->indicator] == i + 1)
				rc = damage(k, "a model moves an indicator twice");
			if (rc == QN_OK)
				seen[state->indicator] = i + 1;
		}
	}
	free(seen);
	return rc;
}

static int check_published(struct check *k, const qn_target *target, const qn_published *published)
{
	if (!period_fits(published->period) || qn_is_missing(published->value))
		return damage(k, "a published figure is none");
	if (published->dimension == k->program->node[target->value].dimension)
		return QN_OK;
	return blame(k, target->place, "%s:公布的数与目标值的单位不同", "%s: a published figure is in another unit than the target's value", target->id);
}

static int check_target(struct check *k, const qn_target *target)
{
	int rc = check_root(k, target->value, target->place, target->id, VARIES | ASSUMES);
	if (rc == QN_OK && k->program->node[target->value].type != QN_NUMBER)
		rc = blame(k, target->place, "%s:目标值应是数,如 count(…)", "%s: a target's value is a number, as in count(…)", target->id);
	for (uint32_t i = 0; i < target->publications && rc == QN_OK; i++)
		rc = check_published(k, target, &target->published[i]);
	for (uint32_t i = 0; i < target->goals && rc == QN_OK; i++) {
		if (!period_fits(target->goal[i].due))
			return damage(k, "a goal is due in no period");
		rc = check_mask(k, target->goal[i].met, target->goal[i].place, target->id, VARIES | ASSUMES);
	}
	return rc;
}

/* A fault that another has found. */
static int blame_told(struct check *k, uint32_t place, int rc, const qn_error *why)
{
	return rc == QN_OK ? QN_OK : blame_both(k, place, (qn_both){ why->chinese, why->text });
}

static int check_recognition(struct check *k, const qn_recognition *recognition)
{
	qn_error why;
	bool fits = place_fits(k, recognition->place);
	for (uint32_t i = 0; i < recognition->stages; i++)
		fits = fits && place_fits(k, recognition->stage[i].place);
	if (!fits)
		return damage(k, "a line is not there");
	return blame_told(k, recognition->place, qn_recognition_fault(k->program, &why), &why);
}

/* A plain number is a count of anything. */
static bool target_fits(const struct check *k, const qn_item *item)
{
	qn_dimension target = k->program->parameter[item->target].dimension, value = k->program->node[item->value].dimension;
	return target == value || (target == 0 && qn_dimension_is_count(&k->catalogue->units, value));
}

static int check_ranking(struct check *k, const qn_ranking *ranking)
{
	qn_error why;
	bool fits = place_fits(k, ranking->place);
	for (uint32_t i = 0; i < ranking->items; i++)
		fits = fits && place_fits(k, ranking->item[i].place);
	if (!fits)
		return damage(k, "a line is not there");
	int rc = blame_told(k, ranking->place, qn_ranking_fault(k->program, ranking, &why), &why);
	if (rc == QN_OK)
		rc = check_ids(k, ranking->place, "item", ranking->item, ranking->items, sizeof *ranking->item);
	if (rc == QN_OK)
		rc = check_ids(k, ranking->place, "theme", ranking->theme, ranking->themes, sizeof *ranking->theme);
	for (uint32_t i = 0; i < ranking->items && rc == QN_OK; i++) {
		const qn_item *item = &ranking->item[i];
		rc = check_root(k, item->value, item->place, item->id, ASSUMES);
		if (rc == QN_OK && k->program->node[item->value].type > QN_RANK)
			rc = blame(k, item->place, "%s:评分项应是数或位次", "%s: an item is a number or a rank", item->id);
		if (rc == QN_OK && !(k->rests[item->value] & VARIES))
			rc = blame(k, item->place, "%s:对每个%s都是同一个值", "%s: its value is the same for every %s", item->id, k->catalogue->kind[k->catalogue->subject].id);
		if (rc == QN_OK && item->target != QN_NONE && !target_fits(k, item))
			rc = blame(k, item->place, "%s:目标 %s 的单位不同", "%s: its target %s is in another unit", item->id, k->program->parameter[item->target].id);
	}
	return rc;
}

static int check_rounds(struct check *k, const qn_rounds *rounds)
{
	qn_error why;
	if (!place_fits(k, rounds->place))
		return damage(k, "a line is not there");
	int rc = blame_told(k, rounds->place, qn_rounds_fault(k->program, k->catalogue, rounds, &why), &why);
	if (rc == QN_OK && rounds->needs != QN_NONE)
		rc = check_mask(k, rounds->needs, rounds->place, "rounds", ASSUMES);
	return rc;
}

static bool dimension_fits(const struct check *k, qn_dimension dimension)
{
	const qn_units *units = &k->catalogue->units;
	return units->dimensions >= QN_DIMENSIONS || !(dimension >> (4 * units->dimensions));
}

static int check_change(struct check *k, const qn_change *change)
{
	if (!place_fits(k, change->place) || !span_fits(change->from, change->until) || !dimension_fits(k, change->dimension))
		return damage(k, "a scenario's change leads nowhere");
	if (!change->reading && !distribution_fits(&change->value, true))
		return blame(k, change->place, "%s:分布不成立:离散程度不小于 0,low <= mode <= high", "%s: its distribution is none: spread at least 0, low <= mode <= high", change->name);
	return QN_OK;
}

static int check_move(struct check *k, const qn_move *move)
{
	bool named = move->assumption != NULL, absolute = move->kind == QN_RAISE || move->kind == QN_REACH, begins = move->from != QN_NO_PERIOD;
	if (!place_fits(k, move->place) || (!begins && move->kind != QN_REACH) || !span_fits(move->from, move->until) || move->indicator >= k->catalogue->indicators
	    || (move->kind == QN_PEER && move->peers >= k->catalogue->kinds) || qn_is_missing(move->size))
		return damage(k, "a scenario's move leads nowhere");
	if ((move->kind == QN_REACH || move->kind == QN_RETURN) && move->until == QN_NO_PERIOD)
		return damage(k, "a scenario's move has no end");
	if ((move->kind == QN_FORECAST) != (move->method != NULL))
		return damage(k, "a scenario's move has no method, or one too many");
	if (!named && move->dimension != (absolute ? k->catalogue->indicator[move->indicator].dimension : 0))
		return damage(k, "a scenario's move is in another unit");
	if ((named && move->kind != QN_SCALE && move->kind != QN_RAISE) || (move->kind == QN_SCALE && move->size < -1))
		return damage(k, "a scenario's move has no size");
	return QN_OK;
}

static int blame_extent(struct check *k, uint32_t place)
{
	qn_arena arena = { 0 };
	int rc = qn_fail_both(k->err, QN_ELIMIT, "%s:情景连同它的基础作了 %d 处以上的改动:请对一组(如 \"industry:NAME\")或全体(\"all\")一次改",
		"%s: the scenario makes more than %d changes, with those it rests on: move a group such as \"industry:NAME\", or \"all\", at once",
		qn_place_text(k->program, place, &arena), MOST_CHANGES);
	qn_arena_free(&arena);
	return rc;
}

static int blame_tests(struct check *k, uint32_t place)
{
	qn_arena arena = { 0 };
	int rc = qn_fail_both(k->err, QN_ELIMIT, "%s:一个文件最多 %d 项测试:请分成几个文件", "%s: a file has at most %d tests: split it",
		qn_place_text(k->program, place, &arena), MOST_TESTS);
	qn_arena_free(&arena);
	return rc;
}

/* Each is looked at for every entity and period: what all of a stack say is bounded, so that asking is. */
static int check_extent(struct check *k)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < k->program->scenarios; i++) {
		const qn_scenario *scenario = &k->program->scenario[i];
		count += scenario->changes + scenario->moves;
		if (count > MOST_CHANGES && place_fits(k, scenario->place))
			return blame_extent(k, scenario->place);
	}
	return QN_OK;
}

static int check_scenario(struct check *k, const qn_scenario *scenario, uint32_t index)
{
	int rc = QN_OK;
	if (!place_fits(k, scenario->place))
		return damage(k, "a line is not there");
	for (uint32_t i = 0; i < scenario->bases; i++)
		if (scenario->base[i] >= index)
			return damage(k, "a scenario rests on one behind it");
	for (uint32_t i = 0; i < scenario->changes && rc == QN_OK; i++)
		rc = check_change(k, &scenario->change[i]);
	for (uint32_t i = 0; i < scenario->moves && rc == QN_OK; i++)
		rc = check_move(k, &scenario->move[i]);
	for (uint32_t i = 0; i < scenario->ties && rc == QN_OK; i++)
		if (!place_fits(k, scenario->tie[i].place) || !(scenario->tie[i].r > -1 && scenario->tie[i].r < 1))
			rc = damage(k, "a correlation is none");
	return rc;
}

static int check_measure(struct check *k, const qn_measure *measure)
{
	if (!place_fits(k, measure->place))
		return damage(k, "a line is not there");
	for (uint32_t i = 0; i < measure->effects; i++)
		if (measure->effect[i].indicator >= k->catalogue->indicators || measure->effect[i].assumption >= k->program->assumptions)
			return damage(k, "a measure's effect leads nowhere");
	return QN_OK;
}

static int check_tests(struct check *k)
{
	if (k->program->tests > MOST_TESTS && place_fits(k, k->program->test[MOST_TESTS].place))
		return blame_tests(k, k->program->test[MOST_TESTS].place);
	for (uint32_t i = 0; i < k->program->tests; i++)
		if (!qn_test_fits(&k->program->test[i], k->program->places, k->catalogue->indicators))
			return damage(k, "a test leads nowhere");
	return check_ids(k, QN_NONE, "test", k->program->test, k->program->tests, sizeof *k->program->test);
}

static int check_all_ids(struct check *k)
{
	const qn_program *p = k->program;
	int rc = check_ids(k, QN_NONE, "parameter", p->parameter, p->parameters, sizeof *p->parameter);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "assumption", p->assumption, p->assumptions, sizeof *p->assumption);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "criterion", p->criterion, p->criteria, sizeof *p->criterion);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "check", p->check, p->checks, sizeof *p->check);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "model", p->model, p->models, sizeof *p->model);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "ranking", p->ranking, p->rankings, sizeof *p->ranking);
	if (rc == QN_OK)
		rc = check_ids(k, QN_NONE, "measure", p->measure, p->measures, sizeof *p->measure);
	return rc == QN_OK ? check_ids(k, QN_NONE, "target", p->target, p->targets, sizeof *p->target) : rc;
}

/* Nodes are typed by the declarations, rules by their nodes: in this order. */

static int check_declarations(struct check *k)
{
	int rc = check_places(k);
	for (uint32_t i = 0; i < k->program->parameters && rc == QN_OK; i++)
		rc = check_parameter(k, &k->program->parameter[i]);
	for (uint32_t i = 0; i < k->program->assumptions && rc == QN_OK; i++)
		rc = check_assumption(k, &k->program->assumption[i]);
	return rc == QN_OK ? check_all_ids(k) : rc;
}

static int check_rules(struct check *k)
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
	for (uint32_t i = 0; i < program->measures && rc == QN_OK; i++)
		rc = check_measure(k, &program->measure[i]);
	for (uint32_t i = 0; i < program->scenarios && rc == QN_OK; i++)
		rc = check_scenario(k, &program->scenario[i], i);
	if (rc == QN_OK)
		rc = check_extent(k);
	return rc == QN_OK ? check_tests(k) : rc;
}

int qn_program_check(qn_program *program, const qn_catalogue *catalogue, qn_error *err)
{
	struct check k = { .program = program, .catalogue = catalogue, .err = err };
	int rc = check_declarations(&k);
	if (rc == QN_OK)
		rc = check_nodes(&k);
	if (rc == QN_OK)
		rc = check_rules(&k);
	free(k.rests);
	return rc;
}
