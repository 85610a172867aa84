/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/tests.h"
#include "base/real.h"
#include "plan/node.h"

static void walk_given(qn_bytes *bytes, void *item)
{
	qn_given *given = item;
	qn_bytes_u32(bytes, &given->indicator);
	qn_bytes_u16(bytes, &given->period);
	qn_bytes_double(bytes, &given->value);
}

static void walk_entity(qn_bytes *bytes, void *item)
{
	qn_test_entity *entity = item;
	qn_bytes_array(bytes, (void **)&entity->given, &entity->givens, sizeof *entity->given, 14, walk_given);
}

static void walk_text(qn_bytes *bytes, void *item) { qn_bytes_name(bytes, item); }

static void walk_expect(qn_bytes *bytes, void *item)
{
	qn_expect *expect = item;
	qn_bytes_enum(bytes, expect->kind, QN_EXPECT_CHANCE);
	qn_bytes_name(bytes, &expect->name);
	qn_bytes_line(bytes, &expect->word);
	qn_bytes_u16(bytes, &expect->due);
	qn_bytes_bool(bytes, &expect->bare);
	qn_bytes_double(bytes, &expect->value);
	qn_bytes_double(bytes, &expect->within);
}

void qn_test_walk(qn_bytes *bytes, void *item)
{
	qn_test *test = item;
	qn_bytes_name(bytes, &test->name);
	qn_bytes_line(bytes, &test->broken);
	qn_bytes_line(bytes, &test->broken_chinese);
	qn_bytes_line(bytes, &test->error);
	qn_bytes_line(bytes, &test->who);
	qn_bytes_line(bytes, &test->scenario);
	qn_bytes_line(bytes, &test->golden);
	qn_bytes_u32(bytes, &test->place);
	qn_bytes_u32(bytes, &test->paths);
	qn_bytes_u16(bytes, &test->period);
	qn_bytes_u16(bytes, &test->after);
	qn_bytes_array(bytes, (void **)&test->entity, &test->entities, sizeof *test->entity, 4, walk_entity);
	qn_bytes_array(bytes, (void **)&test->set, &test->sets, sizeof *test->set, 5, walk_text);
	qn_bytes_array(bytes, (void **)&test->waived, &test->waivers, sizeof *test->waived, 5, walk_text);
	qn_bytes_array(bytes, (void **)&test->expect, &test->expects, sizeof *test->expect, 32, walk_expect);
}

static bool period_fits(qn_period period)
{
	qn_frequency frequency = qn_period_frequency(period);
	return period == QN_NO_PERIOD || (frequency <= QN_YEAR_TO_DATE && qn_period_of(frequency, qn_period_year(period), qn_period_within(period)) == period);
}

static bool entity_fits(const qn_test_entity *entity, uint32_t indicators)
{
	for (uint32_t i = 0; i < entity->givens; i++)
		if (entity->given[i].indicator >= indicators || qn_is_missing(entity->given[i].value) || !period_fits(entity->given[i].period))
			return false;
	return true;
}

static bool expect_fits(const qn_expect *expect)
{
	bool worded = expect->kind == QN_EXPECT_VERDICT || expect->kind == QN_EXPECT_CHECK || expect->kind == QN_EXPECT_REACHED;
	bool dated = expect->kind == QN_EXPECT_REACHED || expect->kind == QN_EXPECT_CHANCE;
	return period_fits(expect->due) && worded == (expect->word != NULL) && dated == (expect->due != QN_NO_PERIOD) && expect->within >= 0;
}

bool qn_test_fits(const qn_test *test, uint32_t places, uint32_t indicators)
{
	if ((test->place != QN_NONE && test->place >= places) || !period_fits(test->period) || !period_fits(test->after) || test->paths > QN_MOST_FUTURES)
		return false;
	for (uint32_t i = 0; i < test->entities; i++)
		if (!entity_fits(&test->entity[i], indicators))
			return false;
	for (uint32_t i = 0; i < test->expects; i++)
		if (!expect_fits(&test->expect[i]))
			return false;
	return true;
}
