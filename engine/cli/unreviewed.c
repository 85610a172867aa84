/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/show.h"
#include "cli/unreviewed.h"

typedef enum { REVIEWED, NO_MODEL, NOT_ANNUAL, NO_END, PAST, BEYOND, REASONS } reason;

static reason reason_of(const cli_session *se, const qn_term *term, const qn_projection *p, size_t e)
{
	if (p && p->review[e] >= 0)
		return REVIEWED;
	if (!p)
		return NO_MODEL;
	if (se->catalogue->frequency != QN_ANNUAL)
		return NOT_ANNUAL;
	if (term[e].reviewed == QN_NO_PERIOD)
		return NO_END;
	return qn_panel_index(se->panel, term[e].reviewed) < 0 ? PAST : BEYOND;
}

static const char *because(cli_session *se, reason why, qn_period last)
{
	const char *horizon = period_text(se, qn_panel_period(se->panel, se->panel->periods - 1));
	switch (why) {
	case NO_MODEL: return say(se, "the pack has no model", "规则包没有模型");
	case NOT_ANNUAL: return say(se, "a re-review sees a year's data, and the pack does not count by the year", "复核以全年数据为依据,而规则包不按年度");
	case NO_END: return say(se, "when their title ends is not known", "称号何时期满未知");
	case PAST: return say(se, "their title ended before there were data", "称号在有数据之前已期满");
	default: return qn_arena_printf(&se->arena, say(se, "their review sees a year beyond the horizon, %s; --until %s carries it further", "复核依据的年份超出预测期 %s,可用 --until %s 延长"),
		horizon, period_text(se, last));
	}
}

size_t find_unreviewed(cli_session *se, qn_report *report, const qn_term *term, const qn_projection *projection, const bool *chosen)
{
	size_t count[REASONS] = { 0 };
	qn_period last = QN_NO_PERIOD;
	for (size_t e = 0; e < se->panel->entities; e++) {
		if (!chosen[e] || !term[e].titled)
			continue;
		reason why = reason_of(se, term, projection, e);
		count[why]++;
		if (why == BEYOND && (last == QN_NO_PERIOD || term[e].reviewed > last))
			last = term[e].reviewed;
	}
	for (int why = REVIEWED + 1; report && why < REASONS; why++)
		if (count[why])
			qn_report_note(report, qn_arena_printf(&se->arena, say(se, "title holders of whom no chance of failing is computed: %zu: %s", "未算未通过概率的持称号者:%zu 个:%s"),
				count[why], because(se, (reason)why, last)));
	return count[NO_MODEL] + count[NOT_ANNUAL] + count[NO_END] + count[BEYOND];
}

void note_unknown(cli_session *se, qn_report *report, const qn_projection *projection, const bool *chosen)
{
	size_t count = 0;
	for (size_t e = 0; e < se->panel->entities; e++)
		count += chosen[e] && projection->review[e] >= 0 && projection->fails_or_unknown[e] > projection->fails[e];
	if (count)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se,
			"title holders of whom figures are missing, so that their chance of failing may be higher than told here: %zu; qunce assess tells it with what is unknown",
			"缺数据、未通过概率可能高于此处所示的持称号者:%zu 个;qunce assess 列出含数据缺失的概率"), count));
}
