/* SPDX-License-Identifier: Apache-2.0 */
/* check_scenarios.c - what scenarios change, where measures act, what tests ask; and that there are not too many of them. */
#include <stdlib.h>
#include "base/real.h"
#include "plan/checker.h"
#include "plan/reach.h"

enum { MOST_CHANGES = 4000, MOST_TESTS = 1000 };

static int check_change(qn_checker *k, const qn_change *change)
{
	if (!qn_checker_place_fits(k, change->place) || !qn_checker_span_fits(k, change->from, change->until) || !qn_units_hold(&k->catalogue->units, change->dimension))
		return qn_checker_damage(k, "a scenario's change leads nowhere");
	if (!change->reading && !qn_checker_distribution_fits(&change->value, true))
		return qn_checker_blame(k, change->place, "%s:分布不成立:离散程度不小于 0,low <= mode <= high", "%s: its distribution is none: spread at least 0, low <= mode <= high", change->name);
	return QN_OK;
}

static int check_move(qn_checker *k, const qn_move *move)
{
	bool named = move->assumption != NULL, absolute = move->kind == QN_RAISE || move->kind == QN_REACH, begins = move->from != QN_NO_PERIOD;
	if (!qn_checker_place_fits(k, move->place) || (!begins && move->kind != QN_REACH) || !qn_checker_span_fits(k, move->from, move->until) || move->indicator >= k->catalogue->indicators
	    || (move->kind == QN_PEER && move->peers >= k->catalogue->kinds) || qn_is_missing(move->size))
		return qn_checker_damage(k, "a scenario's move leads nowhere");
	if ((move->kind == QN_REACH || move->kind == QN_RETURN) && move->until == QN_NO_PERIOD)
		return qn_checker_damage(k, "a scenario's move has no end");
	if ((move->kind == QN_FORECAST) != (move->method != NULL))
		return qn_checker_damage(k, "a scenario's move has no method, or one too many");
	if (!named && move->dimension != (absolute ? k->catalogue->indicator[move->indicator].dimension : 0))
		return qn_checker_damage(k, "a scenario's move is in another unit");
	if ((named && move->kind != QN_SCALE && move->kind != QN_RAISE) || (move->kind == QN_SCALE && move->size < -1))
		return qn_checker_damage(k, "a scenario's move has no size");
	return QN_OK;
}

static int blame_extent(qn_checker *k, uint32_t place)
{
	qn_arena arena = { 0 };
	int rc = qn_fail_both(k->err, QN_ELIMIT, "%s:情景连同它的基础作了 %d 处以上的改动:请对一组(如 \"industry:NAME\")或全体(\"all\")一次改",
		"%s: the scenario makes more than %d changes, with those it rests on: move a group such as \"industry:NAME\", or \"all\", at once",
		qn_place_text(k->program, place, &arena), MOST_CHANGES);
	qn_arena_free(&arena);
	return rc;
}

static int blame_tests(qn_checker *k, uint32_t place)
{
	qn_arena arena = { 0 };
	int rc = qn_fail_both(k->err, QN_ELIMIT, "%s:一个文件最多 %d 项测试:请分成几个文件", "%s: a file has at most %d tests: split it",
		qn_place_text(k->program, place, &arena), MOST_TESTS);
	qn_arena_free(&arena);
	return rc;
}

/* Each is looked at for every entity and period: what all of a stack say is bounded, so that asking is. */
static int check_extent(qn_checker *k)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < k->program->scenarios; i++) {
		const qn_scenario *scenario = &k->program->scenario[i];
		count += scenario->changes + scenario->moves;
		if (count > MOST_CHANGES && qn_checker_place_fits(k, scenario->place))
			return blame_extent(k, scenario->place);
	}
	return QN_OK;
}

static int check_scenario(qn_checker *k, const qn_scenario *scenario, uint32_t index)
{
	int rc = QN_OK;
	if (!qn_checker_place_fits(k, scenario->place))
		return qn_checker_damage(k, "a line is not there");
	for (uint32_t i = 0; i < scenario->bases; i++)
		if (scenario->base[i] >= index)
			return qn_checker_damage(k, "a scenario rests on one behind it");
	for (uint32_t i = 0; i < scenario->changes && rc == QN_OK; i++)
		rc = check_change(k, &scenario->change[i]);
	for (uint32_t i = 0; i < scenario->moves && rc == QN_OK; i++)
		rc = check_move(k, &scenario->move[i]);
	for (uint32_t i = 0; i < scenario->ties && rc == QN_OK; i++)
		if (!qn_checker_place_fits(k, scenario->tie[i].place) || !(scenario->tie[i].r > -1 && scenario->tie[i].r < 1))
			rc = qn_checker_damage(k, "a correlation is none");
	return rc;
}

static bool moves(const qn_model *model, uint32_t indicator)
{
	for (uint32_t i = 0; i < model->states; i++)
		if (model->state[i].indicator == indicator)
			return true;
	return false;
}

/* Does what an indicator is derived by rest on what a model moves, and the model not move the indicator itself? */
static bool follows(const qn_program *program, const qn_model *model, uint32_t indicator, const bool *node)
{
	bool reads = false;
	for (uint32_t i = 0; i < model->states; i++)
		reads = reads || qn_reach_reads(program, node, QN_INPUT, model->state[i].indicator);
	return reads && !moves(model, indicator);
}

/* What follows from others in every model, no measure can move. */
static int check_effect(qn_checker *k, const qn_measure *measure, uint32_t indicator)
{
	const qn_program *program = k->program;
	uint32_t derived = qn_program_derivation(program, indicator), following = 0;
	bool *node = derived == QN_NONE ? NULL : calloc((size_t)program->nodes + 1, sizeof *node);
	if (derived == QN_NONE)
		return QN_OK;
	if (!node)
		return qn_no_memory(k->err);
	node[derived] = true;
	qn_reach_below(program, node);
	for (uint32_t i = 0; i < program->models; i++)
		following += follows(program, &program->model[i], indicator, node);
	free(node);
	return !following || following < program->models ? QN_OK
		: qn_checker_blame(k, measure->place, "measure “%s”:%s 由其他指标推算:请变动它所依据的指标", "measure \"%s\": %s follows from others: move what it is made of",
			measure->id, k->catalogue->indicator[indicator].id);
}

static int check_measure(qn_checker *k, const qn_measure *measure)
{
	if (!qn_checker_place_fits(k, measure->place))
		return qn_checker_damage(k, "a line is not there");
	for (uint32_t i = 0; i < measure->effects; i++)
		if (measure->effect[i].indicator >= k->catalogue->indicators || measure->effect[i].assumption >= k->program->assumptions)
			return qn_checker_damage(k, "a measure's effect leads nowhere");
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < measure->effects; i++)
		rc = check_effect(k, measure, measure->effect[i].indicator);
	return rc;
}

static int check_tests(qn_checker *k)
{
	if (k->program->tests > MOST_TESTS && qn_checker_place_fits(k, k->program->test[MOST_TESTS].place))
		return blame_tests(k, k->program->test[MOST_TESTS].place);
	for (uint32_t i = 0; i < k->program->tests; i++)
		if (!qn_test_fits(&k->program->test[i], k->program->places, k->catalogue->indicators))
			return qn_checker_damage(k, "a test leads nowhere");
	return qn_checker_ids(k, QN_NONE, "test", k->program->test, k->program->tests, sizeof *k->program->test);
}

int qn_checker_scenarios(qn_checker *k)
{
	const qn_program *program = k->program;
	int rc = QN_OK;
	for (uint32_t i = 0; i < program->measures && rc == QN_OK; i++)
		rc = check_measure(k, &program->measure[i]);
	for (uint32_t i = 0; i < program->scenarios && rc == QN_OK; i++)
		rc = check_scenario(k, &program->scenario[i], i);
	if (rc == QN_OK)
		rc = check_extent(k);
	return rc == QN_OK ? check_tests(k) : rc;
}
