/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lacking.h"
#include "cli/show.h"

uint32_t most_lacking(const cli_session *se, const qn_projection *projection, const bool *wanted)
{
	uint32_t most = 0;
	for (uint32_t i = 0; wanted && i < se->program->targets; i++)
		if (wanted[i] && projection->lacking[i] > most)
			most = projection->lacking[i];
	return most;
}

void note_lacking(cli_session *se, qn_report *report, uint32_t most)
{
	if (most)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "totals and counts are of those whose figures are there: up to %u of %zu lack some in %s (qunce status says how many, by target)",
			"合计与计数只含有数据的:%3$s 最多有 %1$u 个(共 %2$zu 个)缺数据(各目标缺多少见 qunce status)"), most, se->panel->entities, period_text(se, qn_panel_period(se->panel, se->panel->base))));
}
