/* SPDX-License-Identifier: Apache-2.0 */
/* round_short.c - the best by score among those that do not stand, and what they lack. */
#include "cli/finding.h"
#include "cli/judge/round.h"
#include "cli/show.h"

enum { SHOWN = 5 };

static const char *lacks_text(const round_view *v, size_t e)
{
	cli_session *se = v->se;
	const qn_judgement *j = v->round->judgement;
	qn_buffer words = { 0 };
	for (uint32_t i = 0; i < j->criteria; i++) {
		const qn_finding *finding = &j->finding[i * j->entities + e];
		bool unknown = finding->verdict == QN_VERDICT_UNKNOWN;
		if (finding->verdict != QN_VERDICT_UNMET && !unknown)
			continue;
		qn_buffer_printf(&words, "%s%s: ", words.length ? say(se, "; ", ";") : "", title_of(se, se->program->criterion[i].title));
		if (unknown || qn_is_missing(finding->gap))
			qn_buffer_printf(&words, "%s", unknown ? say(se, "data missing", "数据缺失") : say(se, "not met", "未达到"));
		else
			qn_buffer_printf(&words, say(se, "lacks %s", "差 %s"), gap_text(se, finding));
	}
	return qn_buffer_keep(&words, &se->arena);
}

static const char *standing_text(const cli_session *se, qn_standing standing)
{
	switch (standing) {
	case QN_NOT_SHOWN: return say(se, "data is missing", "数据缺失");
	case QN_HELD_BACK: return say(se, "is held back by what rounds need", "不满足本评定的其他要求");
	case QN_UNIT_LEFT_OUT: return say(se, "its unit does not count", "所在区划不计");
	default: return say(se, "does not meet", "有准则未达到");
	}
}

static bool may_be_told(qn_standing standing) { return standing == QN_DOES_NOT_MEET || standing == QN_NOT_SHOWN || standing == QN_HELD_BACK || standing == QN_UNIT_LEFT_OUT; }

/* The best one below a score that was told last; ids break ties by order. */
static size_t next_best(const round_view *v, const bool *told)
{
	const double *score = v->round->merit->composite->score;
	size_t best = SIZE_MAX;
	for (size_t e = 0; e < v->se->panel->entities; e++)
		if (!told[e] && may_be_told(v->round->candidate[e].standing) && !qn_is_missing(score[e]) && (best == SIZE_MAX || score[e] > score[best]))
			best = e;
	return best;
}

int add_short(const round_view *v, qn_report *report, qn_error *err)
{
	cli_session *se = v->se;
	bool *told = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *told);
	size_t e = told ? next_best(v, told) : SIZE_MAX;
	if (!told)
		return qn_no_memory(err);
	if (e == SIZE_MAX)
		return QN_OK;
	qn_table *table = qn_report_table(report, "short", say(se, "Best by score of those that do not stand", "得分最高而不符合条件的"));
	subject_columns(se, table);
	qn_table_column(table, "score", say(se, "Score", "得分"), QN_RIGHT);
	qn_table_column(table, "why", say(se, "Why", "原因"), QN_LEFT);
	qn_table_column(table, "lacks", say(se, "Lacks", "差距"), QN_LEFT | QN_WRAP);
	for (int i = 0; i < SHOWN && e != SIZE_MAX; i++, e = next_best(v, told)) {
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, e);
		qn_row_number(row, v->round->merit->composite->score[e], 1);
		qn_row_text(row, standing_text(se, v->round->candidate[e].standing));
		qn_row_text(row, lacks_text(v, e));
		score_provenance(se, v->round->merit, row, e);
		told[e] = true;
	}
	return QN_OK;
}
