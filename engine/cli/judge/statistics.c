/* SPDX-License-Identifier: Apache-2.0 */
/* statistics.c - what regional economics asks of the figures in hand: where an industry sits, where growth came from, how much of it
 * a few have, who is large and fast. */
#include "cli/judge/statistics.h"
#include <string.h>
#include "assess/figures.h"
#include "assess/value.h"
#include "assess/when.h"
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/when.h"
#include "plan/program.h"

static uint32_t member_or(uint32_t member, uint32_t none) { return member == QN_NONE ? none : member; }

uint32_t statistics_region(const statistics_view *v, size_t entity)
{
	return v->by == v->se->catalogue->subject ? (uint32_t)entity : member_or(v->se->panel->group[v->by][entity], v->regions);
}

uint32_t statistics_industry(const statistics_view *v, size_t entity) { return member_or(v->se->panel->group[v->industry][entity], v->industries); }

bool statistics_tells(const statistics_view *v, uint32_t region)
{
	for (size_t e = 0; e < v->se->panel->entities; e++)
		if (v->chosen[e] && statistics_region(v, e) == region)
			return true;
	return false;
}

const char *statistics_name(const statistics_view *v, uint32_t kind, uint32_t member, qn_error *err)
{
	if (member == (kind == v->by ? v->regions : v->industries))
		return say(v->se, "not told", "未说明");
	uint32_t number = kind == v->se->catalogue->subject ? qn_panel_number(v->se->panel, member) : member;
	const qn_entity *entity = qn_entity_borrow(v->se->snapshot, kind, number, err);
	return entity ? title_of(v->se, entity->title) : NULL;
}

/* The question. */

static int find_indicator(statistics_view *v, qn_error *err)
{
	const cli_session *se = v->se;
	const qn_rounds *rounds = se->program->rounds;
	long found = se->options->of ? qn_catalogue_indicator(se->catalogue, se->options->of) : rounds && rounds->size != QN_NONE ? (long)rounds->size : -1;
	if (found < 0 && se->options->of) {
		const char *near = qn_catalogue_nearest(se->catalogue, se->options->of);
		return near ? qn_fail_both(err, QN_EUSAGE, "--of %s:没有这个指标,是不是 %s", "--of %s: no indicator is called so, did you mean %s", se->options->of, near)
			: qn_fail_both(err, QN_EUSAGE, "--of %s:没有这个指标", "--of %s: no indicator is called so", se->options->of);
	}
	if (found < 0)
		return qn_fail_both(err, QN_EUSAGE, "统计哪个指标?用 --of 指标", "of which indicator? say it with --of INDICATOR");
	v->indicator = (uint32_t)found;
	v->unit = se->catalogue->indicator[found].unit;
	qn_indicator_kind kind = se->catalogue->indicator[found].kind;
	if (kind != QN_STOCK && kind != QN_FLOW)
		return qn_fail_both(err, QN_EUSAGE, "%s 不能相加:份额和分解只对总量和数量有意义", "%s does not add up: shares and shifts are of amounts and counts", se->catalogue->indicator[found].id);
	return QN_OK;
}

static int find_kinds(statistics_view *v, qn_error *err)
{
	const cli_session *se = v->se;
	const qn_rounds *rounds = se->program->rounds;
	const char *by = se->options->by ? se->options->by : "city";
	long industry = rounds && rounds->industry != QN_NONE ? (long)rounds->industry : qn_catalogue_kind(se->catalogue, "industry"), region = qn_catalogue_kind(se->catalogue, by);
	if (industry < 0)
		return qn_fail_both(err, QN_EUSAGE, "规则包没有产业这一类别:请在 rounds 里写 industry", "the pack has no kind for industries: say it in rounds { industry = … }");
	if (region < 0)
		return qn_fail_both(err, QN_EUSAGE, "--by %s:没有这一类别", "--by %s: there is no kind of entity of that name", by);
	v->industry = (uint32_t)industry, v->by = (uint32_t)region;
	int rc = qn_panel_load_group(se->panel, v->industry, err);
	if (rc == QN_OK && v->by != se->catalogue->subject)
		rc = qn_panel_load_group(se->panel, v->by, err);
	if (rc == QN_OK)
		rc = qn_entity_count(se->snapshot, v->industry, &v->industries, err);
	if (rc == QN_OK && v->by != se->catalogue->subject)
		rc = qn_entity_count(se->snapshot, v->by, &v->regions, err);
	if (v->by == se->catalogue->subject)
		v->regions = (uint32_t)se->panel->entities;
	return rc;
}

static int find_periods(statistics_view *v, qn_error *err)
{
	const cli_session *se = v->se;
	qn_period from = QN_NO_PERIOD;
	v->to = se->panel->base;
	v->from = v->to - 1;
	if (!se->options->from)
		return QN_OK;
	if (qn_when_read(se->options->from, &from))
		return qn_fail_both(err, QN_EUSAGE, "--from %s:要写时期,如 2024", "--from %s: a period is wanted, as in 2024", se->options->from);
	const char *said = qn_arena_printf(&v->se->arena, "--from %s", se->options->from);
	int rc = said ? qn_when_own(se->catalogue, said, from, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	v->from = qn_panel_index(se->panel, from);
	if (v->from < 0 || v->from >= v->to)
		return qn_fail_both(err, QN_EUSAGE, "--from %s:要早于所评时期且库里有数据", "--from %s: a period before the one judged is wanted, of which there is data", se->options->from);
	return QN_OK;
}

/* --goal 6%, or the name of a parameter. */
static int find_goal(statistics_view *v, qn_error *err)
{
	const cli_session *se = v->se;
	const char *text = se->options->goal;
	v->goal = QN_MISSING;
	if (!text)
		return QN_OK;
	long parameter = qn_program_parameter(se->program, text);
	if (parameter >= 0 && se->program->parameter[parameter].type == QN_NUMBER && se->program->parameter[parameter].dimension == 0)
		return v->goal = qn_changes_parameter(&se->changes, se->panel, (uint32_t)parameter, v->to).a, QN_OK;
	long percent = qn_units_find(&se->catalogue->units, "%");
	return qn_value_read(se->catalogue, percent < 0 ? QN_NONE : (uint32_t)percent, text, strlen(text), &v->goal, err);
}

static int read_values(statistics_view *v, qn_error *err)
{
	cli_session *se = v->se;
	size_t n = se->panel->entities;
	v->before = qn_arena_array(&se->arena, n + 1, sizeof *v->before);
	v->after = qn_arena_array(&se->arena, n + 1, sizeof *v->after);
	if (!v->before || !v->after)
		return qn_no_memory(err);
	for (size_t e = 0; e < n; e++)
		v->before[e] = QN_MISSING;
	int rc = v->from < 0 ? QN_OK : qn_figures(se->panel, &se->changes, QN_NONE, &v->indicator, 1, v->from, v->before, err);
	return rc == QN_OK ? qn_figures(se->panel, &se->changes, QN_NONE, &v->indicator, 1, v->to, v->after, err) : rc;
}

static void note_base(const statistics_view *v, qn_report *report)
{
	cli_session *se = v->se;
	size_t known = 0, both = 0, losses = 0;
	for (size_t e = 0; e < se->panel->entities; e++) {
		known += !qn_is_missing(v->after[e]);
		both += !qn_is_missing(v->after[e]) && !qn_is_missing(v->before[e]);
		losses += v->before[e] < 0;
	}
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "the base of every share is what the store has of this kind, %zu of %zu with a figure, "
		"and not the whole economy: location quotients compare with those alone",
		"各项份额以库内对象为底数(%zu 个有数,共 %zu 个),不是全部经济:区位商只与它们比较"), known, se->panel->entities));
	if (v->from >= 0)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "growth is of the %zu that have a figure in both %s and %s", "增长只计两期都有数的 %zu 个(%s、%s)"), both,
			period_text(se, qn_panel_period(se->panel, v->from)), period_text(se, qn_panel_period(se->panel, v->to))));
	if (losses)
		qn_report_note(report, say(se, "— where growth is of a loss: it has no rate, and no parts", "— 为自亏损起算:没有增速,也无从分解"));
	if (!se->options->all)
		qn_report_note(report, say(se, "--all: quotients below 1, and everybody's quadrant", "--all:列出小于 1 的区位商和每个对象的象限"));
}

static int tell(statistics_view *v, qn_error *err)
{
	cli_session *se = v->se;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "%s: statistics of %s", "%s:%s 统计"), title_of(se, se->catalogue->indicator[v->indicator].title),
		period_text(se, qn_panel_period(se->panel, v->to))));
	int rc = v->by == v->industry ? QN_OK : add_quotients(v, report, err);
	if (rc == QN_OK && v->from >= 0)
		rc = add_shifts(v, report, err);
	if (rc == QN_OK)
		rc = add_concentration(v, report, err);
	if (rc == QN_OK && v->from >= 0)
		rc = add_quadrants(v, report, err);
	note_base(v, report);
	return session_finish(se, report, rc, err);
}

int run_statistics(const cli_options *options, qn_error *err)
{
	cli_session session;
	statistics_view v = { .se = &session };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = find_indicator(&v, err);
	if (rc == QN_OK)
		rc = find_kinds(&v, err);
	if (rc == QN_OK)
		rc = find_periods(&v, err);
	if (rc == QN_OK)
		rc = find_goal(&v, err);
	if (rc == QN_OK)
		rc = session_filters(&session, &v.chosen, err);
	if (rc == QN_OK)
		rc = read_values(&v, err);
	if (rc == QN_OK)
		rc = tell(&v, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
