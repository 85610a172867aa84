/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - the blast radius of an edit: all past rounds and re-reviews held again under a changed number, reading or script, beside
 * the same under the rules in force. */
#include "cli/judge/replay.h"
#include <string.h>
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/when.h"

static int open_worlds(replay_view *v, const cli_options *options, qn_error *err)
{
	v->options[IN_FORCE] = v->options[EDITED] = *options;
	v->options[IN_FORCE].sets = 0;
	v->options[IN_FORCE].pack = NULL;
	if (options->sets == 0 && !options->pack)
		return qn_fail_both(err, QN_EUSAGE, "改了什么?用 --set 名称=值 或 --pack 文件夹", "what is edited? say it with --set NAME=VALUE or --pack DIR");
	for (int w = 0; w < WORLDS; w++) {
		int rc = w ? session_open_beside(&v->session[w], &v->session[0], &v->options[w], err) : session_open(&v->session[w], &v->options[w], err);
		v->opened = w + 1;
		if (rc == QN_OK && !v->session[w].program->rounds)
			rc = qn_fail_both(err, QN_EUSAGE, "规则包没有声明年度评定(rounds)", "the pack declares no rounds: qunce help rounds");
		if (rc == QN_OK)
			rc = session_panel(&v->session[w], false, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static void close_worlds(replay_view *v)
{
	for (int w = 0; w < WORLDS; w++)
		qn_replay_free(v->replay[w]);
	while (v->opened)
		session_close(&v->session[--v->opened]);
}

/* The year of a round stands for the index of the end of the year before. */
static int read_year(const replay_view *v, const char *option, const char *text, int otherwise, int *out, qn_error *err)
{
	const qn_panel *panel = v->session[EDITED].panel;
	qn_period period, first, judged;
	*out = otherwise;
	if (!text)
		return QN_OK;
	if (qn_when_read(text, &period) || qn_period_frequency(period) != QN_ANNUAL)
		return qn_fail_both(err, QN_EUSAGE, "--%s %s:要写年份,如 2025", "--%s %s: a year is wanted, as in 2025", option, text);
	*out = -1;
	if (qn_period_parts(qn_period_add(period, -1), panel->catalogue->frequency, &first, &judged))
		*out = qn_panel_index(panel, judged);
	if (*out >= 0 && *out <= panel->base)
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "--%s %s:可重演 %d 至 %d 年的评定", "--%s %s: rounds from %d to %d can be held again", option, text,
		qn_period_year(qn_panel_period(panel, 0)) + 1, qn_period_year(qn_period_add(qn_panel_period(panel, panel->base), 1)));
}

static int find_years(replay_view *v, qn_error *err)
{
	const cli_options *o = &v->options[EDITED];
	int rc = read_year(v, "from", o->from, 0, &v->first, err);
	if (rc == QN_OK)
		rc = read_year(v, "to", o->to, v->session[EDITED].panel->base, &v->last, err);
	if (rc == QN_OK && v->first > v->last)
		rc = qn_fail_both(err, QN_EUSAGE, "--from 要不晚于 --to", "--from is not after --to");
	return rc;
}

static int draw_intervals(replay_view *v, int w, qn_error *err)
{
	cli_session *se = &v->session[w];
	const qn_ranking *ranking = &se->program->ranking[se->program->rounds->ranking];
	v->interval[w] = qn_arena_array(&se->arena, (size_t)v->replay[w]->count + 1, sizeof *v->interval[w]);
	int rc = v->interval[w] ? QN_OK : qn_no_memory(err);
	for (int i = 0; rc == QN_OK && i < v->replay[w]->count; i++) {
		const qn_round *round = v->replay[w]->at[i].round;
		double spread = qn_changes_parameter(&se->changes, se->panel, ranking->spread, round->index).a;
		const qn_rank_question question = { .seed = se->options->seed, .draws = se->options->paths, .spread = qn_is_missing(spread) ? 0 : spread, .choices = true,
			.missing = true, .first = round->proposed };
		if (!round->merit)
			continue;
		if (!(v->interval[w][i] = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof **v->interval[w])))
			return qn_no_memory(err);
		rc = qn_merit_intervals(se->panel, round->merit, &question, v->interval[w][i], err);
	}
	return rc;
}

static void add_notes(const replay_view *v, cli_session *se, qn_report *report)
{
	qn_buffer edits = { 0 };
	for (int i = 0; i < se->options->sets; i++)
		qn_buffer_printf(&edits, "%s%s", edits.length ? ", " : "", se->options->set[i]);
	const char *edited = qn_buffer_keep(&edits, &se->arena);
	if (edited && *edited)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", say(se, "edited: ", "改动:"), edited));
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "each round judges the figures of the year before, among those without a title of an earlier round of this replay; "
		"ranks over %u draws (seed %llu)", "每轮依据上一年数据,在本次重演中尚无称号者中评选;位次区间抽取 %u 次(种子 %llu)"), se->options->paths, (unsigned long long)se->options->seed));
	qn_report_note(report, say(se, "a title lapses at the end of its term where a criterion is unmet on the last whole year whose report is due before that; missing data takes nothing away",
		"期满复核时,在届满前最后一个已到上报期限的完整年度里有准则未达到的,称号失效;缺数据不致失效"));
	if (*title_of(se, se->program->rounds->note))
		qn_report_note(report, title_of(se, se->program->rounds->note));
	(void)v;
}

static int tell(replay_view *v, qn_error *err)
{
	cli_session *se = &v->session[EDITED];
	const qn_replay *r = v->replay[EDITED];
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Rounds of %d to %d held again", "重演 %d 至 %d 年评定"), r->at[0].year, r->at[r->count - 1].year));
	add_years(v, report);
	add_changes(v, report);
	int rc = add_titles(v, report, err);
	add_notes(v, se, report);
	return session_finish(se, report, rc, err);
}

int run_replay(const cli_options *options, qn_error *err)
{
	replay_view v = { .opened = 0 };
	int rc = open_worlds(&v, options, err);
	if (rc == QN_OK)
		rc = find_years(&v, err);
	for (int w = 0; rc == QN_OK && w < WORLDS; w++) {
		rc = qn_replay_make(v.session[w].panel, &v.session[w].changes, v.first, v.last, &v.replay[w], err);
		if (rc == QN_OK)
			rc = draw_intervals(&v, w, err);
	}
	if (rc == QN_OK)
		rc = tell(&v, err);
	close_worlds(&v);
	return rc < 0 ? rc : EXIT_DONE;
}
