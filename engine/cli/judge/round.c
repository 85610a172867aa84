/* SPDX-License-Identifier: Apache-2.0 */
/* round.c - the list that a yearly round would propose by the pack's score, and how firm it is. */
#include "cli/judge/round.h"
#include <string.h>
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/when.h"

static int need_rounds(const cli_session *se, qn_error *err)
{
	if (se->program->rounds)
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "规则包没有声明年度评定(rounds)", "the pack declares no rounds: qunce help rounds");
}

/* The round of a year judges the figures at the end of the year before, the last whole one. */
static int judged_year(cli_session *se, char text[24], cli_options *out, qn_error *err)
{
	const char *asked = se->options->year;
	qn_period period = QN_NO_PERIOD, first;
	*out = *se->options;
	if (!asked)
		return QN_OK;
	if ((!qn_period_read(asked, strlen(asked), &period) && qn_when_read(asked, &period)) || qn_period_frequency(period) != QN_ANNUAL)
		return qn_fail_both(err, QN_EUSAGE, "--year %s:要写哪一年的评定,如 2026", "--year %s: the year of a round is wanted, as in 2026", asked);
	period = qn_period_add(period, -1);
	if (period == QN_NO_PERIOD || !qn_period_parts(period, se->catalogue->frequency, &first, &period))
		return qn_fail_both(err, QN_EUSAGE, "--year %s:此前一年无从评起", "--year %s: there is no year before it to judge", asked);
	qn_period_text(period, text);
	out->year = text;
	return QN_OK;
}

static const char *share_of(cli_session *se, const qn_round *r, qn_standing standing, const char *english, const char *chinese)
{
	return r->standing[standing] ? qn_arena_printf(&se->arena, say(se, english, chinese), r->standing[standing]) : "";
}

static void note_cut(const round_view *v, qn_report *report)
{
	cli_session *se = v->se;
	const qn_round *r = v->round;
	uint32_t all = r->standing[QN_STANDS];
	if (r->fewest != r->most && r->proposed < all)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%.0f places; from %u to %u will do: cut at %u, where the gap between two scores, %.2f, is the widest",
			"名额 %.0f 个,%u—%u 均可:取 %u 个,此处相邻得分相差最大(%.2f)"), r->places, r->fewest, r->most, r->proposed, r->gap));
	else
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%.0f places (%u to %u): proposed %u of %u that stand", "名额 %.0f 个(%u—%u):建议 %u 个,符合条件的共 %u 个"), r->places,
			r->fewest, r->most, r->proposed, all));
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "of %zu: %u stand%s%s%s%s%s%s", "共 %zu 个:符合条件 %u 个%s%s%s%s%s%s"), se->panel->entities, all,
		share_of(se, r, QN_HOLDS_A_TITLE, ", %u hold a title", ",已有称号 %u 个"), share_of(se, r, QN_DOES_NOT_MEET, ", %u do not meet a criterion", ",有准则未达到 %u 个"),
		share_of(se, r, QN_NOT_SHOWN, ", of %u data is missing", ",数据缺失 %u 个"), share_of(se, r, QN_HELD_BACK, ", %u are held back by what rounds need besides", ",不满足其他要求 %u 个"),
		share_of(se, r, QN_UNIT_LEFT_OUT, ", %u are of a unit that does not count", ",所在区划不计 %u 个"),
		share_of(se, r, QN_NO_SCORE, ", of %u too little is known for a score", ",不足以计分 %u 个")));
}

static void note_rest(const round_view *v, qn_report *report, double spread)
{
	cli_session *se = v->se;
	const qn_rounds *rules = se->program->rounds;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "ranks over %u draws (seed %llu) among those that stand: weights %.0f%% up or down, normalisation, mean and missing values drawn too",
		"位次区间:在符合条件者中抽取 %u 次(种子 %llu):权重上下浮动 %.0f%%,归一化、平均方式和缺失值也随机"), se->options->paths, (unsigned long long)se->options->seed, 100 * spread));
	if (rules->plan_register)
		qn_report_note(report, say(se, "layout plan: named in its text, shown by other evidence, or not known; its map is not in hand, so never no",
			"布局规划:文中列名、另有佐证或不详;规划图未在手,从不判为“否”"));
	if (*title_of(se, rules->note))
		qn_report_note(report, title_of(se, rules->note));
	if (v->round->merit)
		score_notes(se, report, v->round->merit);
}

static int tell(const round_view *v, double spread, qn_error *err)
{
	cli_session *se = v->se;
	int rc = QN_OK;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Round of %d, on the figures of %s", "%d 年度评定(依据 %s 年数据)"), v->year,
		period_text(se, qn_panel_period(se->panel, v->round->index))));
	if (v->round->merit) {
		add_proposed(v, report);
		add_cut(v, report);
		rc = add_short(v, report, err);
		if (rc == QN_OK)
			rc = add_units(v, report, err);
		if (rc == QN_OK)
			rc = add_themes(v, report, err);
	}
	note_cut(v, report);
	note_rest(v, report, spread);
	return session_finish(se, report, rc, err);
}

static int propose(cli_session *se, qn_error *err)
{
	const qn_rounds *rules = se->program->rounds;
	double spread = qn_changes_parameter(&se->changes, se->panel, se->program->ranking[rules->ranking].spread, se->panel->base).a;
	qn_rank_question question = { .seed = se->options->seed, .draws = se->options->paths, .spread = qn_is_missing(spread) ? 0 : spread, .choices = true, .missing = true };
	qn_rank_interval *interval = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *interval);
	qn_round *round = NULL;
	qn_method method;
	int rc = interval ? score_method(se, rules->ranking, se->panel->base, &method, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_round_make(se->panel, &se->changes, se->panel->base, &method, se->options->places ? se->options->places : QN_MISSING, NULL, &round, err);
	if (rc == QN_OK && round->merit) {
		question.first = round->proposed;
		rc = qn_merit_intervals(se->panel, round->merit, &question, interval, err);
	}
	const round_view view = { se, round, interval, qn_period_year(qn_panel_period(se->panel, se->panel->base)) + 1 };
	if (rc == QN_OK)
		rc = tell(&view, question.spread, err);
	qn_round_free(round);
	return rc;
}

int run_round(const cli_options *options, qn_error *err)
{
	cli_session session = { 0 };
	cli_options judged;
	char year[24];
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = need_rounds(&session, err);
	if (rc == QN_OK)
		rc = judged_year(&session, year, &judged, err);
	if (rc == QN_OK)
		session.options = &judged;
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = propose(&session, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
