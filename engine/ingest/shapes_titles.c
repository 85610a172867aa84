/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/shapes_titles.h"
#include "ingest/fold.h"
#include "ingest/invented.h"
#include "ingest/when.h"
#include "ingest/wide.h"

static void hear(void *context, const char *word, qn_unit_said said)
{
	bool *told = context;
	(void)word;
	*told = *told || said != QN_UNIT_NONE;
}

static bool tells_a_unit(const char *said, const qn_units *units)
{
	bool told = false;
	qn_wide_title_units(said, units, hear, &told);
	return told;
}

bool qn_title_tells_of_figures(const char *said, const qn_units *units)
{
	qn_period here;
	return tells_a_unit(said, units) || qn_text_is_invented(said) || qn_wide_title_period(said, &here) || qn_when_disagrees(said, qn_period_of(QN_ANNUAL, 2000, 1), true);
}

static bool is_wished(const char *said)
{
	static const char *const words[] = { "计划", "规划", "目标", "拟", "预计", "预测", "意向", "plan", "planned", "target", "forecast", "expected", NULL };
	for (const char *at = said; *at; at++)
		if (qn_fold_word_at(said, at, words))
			return true;
	return false;
}

bool qn_title_alters_records(const qn_csv_row *title, const qn_units *units)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next)
		if (tells_a_unit(said, units) || is_wished(said))
			return true;
	return false;
}
