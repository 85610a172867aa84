/* SPDX-License-Identifier: Apache-2.0 */
/* portfolio.c - which entities, with how much extra growth, meet the goals that count entities, at the least effort and
 * within quotas: found on the central path, goal by goal in the order of their years, then tried on many futures. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/aim.h"
#include "assess/lift.h"
#include "assess/outlook.h"
#include "base/real.h"
#include "cli/future/solve.h"
#include "cli/judge/status.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "methods/choose.h"
#include "methods/solve.h"

enum { MOST_MORE = 20 }; /* how many more than the goal asks for are lifted at the most */

typedef struct { uint32_t kind, most; uint32_t *left; } quota; /* left: by member */

/* What one goal took. */
typedef struct { qn_aim aim; double wanted; size_t held, unknown, lifted, short_of; double effort; qn_chance before, after; } stage;
typedef struct { size_t entity; uint32_t stage; double growth, without, with; } lifted;

typedef struct {
	cli_session *session;
	uint32_t model;
	qn_term *nobody;
	qn_lever lever;          /* the indicator that grows, for whom nobody is named, and the most it may */
	quota quota[QN_MOST_QUOTAS];
	int quotas;
	bool *chosen;            /* who may be lifted */
	bool *counted;           /* lifted for an earlier goal already */
	stage *stage;
	uint32_t stages;
	lifted *lift;
	uint32_t lifts;
	qn_lever *plan;          /* as levers, one for each lift */
	double *growth;
	double chance, margin;   /* wanted of every goal, 0: nothing is; what it adds to each lift's growth, missing where it does not suffice */
	uint32_t more;           /* how many more than each goal asks for are lifted for it */
} planning;

/* One goal. */

static int add_lift(planning *p, size_t entity, uint32_t at, double growth, double without, double with, qn_error *err)
{
	qn_arena *arena = &p->session->arena;
	qn_lever lever = p->lever;
	lever.whom = (qn_whom){ .entity = entity };
	lever.until = qn_panel_period(p->session->panel, p->stage[at].aim.period);
	if (!qn_grow(arena, (void **)&p->lift, p->lifts, sizeof *p->lift) || !qn_grow(arena, (void **)&p->plan, p->lifts, sizeof *p->plan) ||
		!qn_grow(arena, (void **)&p->growth, p->lifts, sizeof *p->growth))
		return qn_no_memory(err);
	p->lift[p->lifts] = (lifted){ entity, at, growth, without, with };
	p->plan[p->lifts] = lever;
	p->growth[p->lifts++] = growth;
	return QN_OK;
}

static bool within_quota(const planning *p, size_t entity)
{
	for (int k = 0; k < p->quotas; k++) {
		uint32_t member = p->session->panel->group[p->quota[k].kind][entity];
		if (member != QN_NONE && p->quota[k].left[member] == 0)
			return false;
	}
	return true;
}

static int take_chosen(planning *p, uint32_t at, const bool *taken, const double *growth, const double *without, const double *with, qn_error *err)
{
	int rc = QN_OK;
	for (size_t e = 0; rc == QN_OK && e < p->session->panel->entities; e++) {
		if (!taken[e])
			continue;
		for (int k = 0; k < p->quotas && !p->counted[e]; k++) {
			uint32_t member = p->session->panel->group[p->quota[k].kind][e];
			if (member != QN_NONE)
				p->quota[k].left[member]--;
		}
		p->counted[e] = true;
		rc = add_lift(p, e, at, growth[e], without[e], with[e], err);
	}
	return rc;
}

static int choose(planning *p, uint32_t at, const double *growth, const double *without, const double *with, qn_error *err)
{
	cli_session *se = p->session;
	stage *s = &p->stage[at];
	size_t n = se->panel->entities, chosen;
	double *cost = qn_arena_array(&se->arena, n + 1, sizeof *cost);
	bool *taken = qn_arena_array(&se->arena, n + 1, sizeof *taken);
	qn_choice choice = { .count = n, .cost = cost, .free_of = p->counted };
	if (!cost || !taken)
		return qn_no_memory(err);
	for (size_t e = 0; e < n; e++) {
		bool may = growth[e] > 0 && p->chosen[e] && (p->counted[e] || within_quota(p, e));
		s->held += growth[e] == 0;
		s->unknown += qn_is_missing(without[e]);
		cost[e] = may ? with[e] - without[e] : QN_MISSING;
	}
	for (int k = 0; k < p->quotas; k++) {
		choice.group[k] = se->panel->group[p->quota[k].kind];
		choice.groups[k] = se->catalogue->member[p->quota[k].kind].count;
		choice.quota[k] = p->quota[k].left;
	}
	size_t all = (size_t)s->wanted + p->more, wanted = all > s->held ? all - s->held : 0;
	int rc = qn_choose(&choice, wanted, taken, &chosen, &s->effort, err);
	s->lifted = chosen, s->short_of = wanted - chosen;
	return rc == QN_OK ? take_chosen(p, at, taken, growth, without, with, err) : rc;
}

static int plan_stage(planning *p, uint32_t at, qn_error *err)
{
	cli_session *se = p->session;
	size_t n = se->panel->entities;
	double *found = qn_arena_array(&se->arena, 3 * n + 1, sizeof *found);
	qn_lifting about = { .model = p->model, .indicator = p->lever.index, .mask = qn_counted_mask(se->program, p->stage[at].aim.target),
		.due = p->stage[at].aim.period, .most = p->lever.high, .lever = p->plan, .value = p->growth, .levers = p->lifts };
	int rc = found ? qn_lift(se->panel, &se->changes, &about, found, found + n, found + 2 * n, err) : qn_no_memory(err);
	return rc == QN_OK ? choose(p, at, found, found + n, found + 2 * n, err) : rc;
}

/* All goals, and what they come to. */

static int project(planning *p, bool planned, bool central, qn_projection **out, qn_error *err)
{
	cli_session *se = p->session;
	qn_changes with;
	qn_projection_options how = { .model = p->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options), .central = central, .every = true };
	int rc = qn_levers_set(&se->changes, se->panel, p->plan, p->growth, planned ? p->lifts : 0, &with, err);
	if (rc < 0)
		return rc;
	rc = qn_project(se->panel, &with, p->nobody, &how, out, err);
	qn_changes_free(&with);
	return rc;
}

static int by_year(const void *a, const void *b)
{
	const stage *x = a, *y = b;
	if (x->aim.period != y->aim.period)
		return x->aim.period - y->aim.period;
	return (x->wanted > y->wanted) - (x->wanted < y->wanted); /* few high ones first: who is lifted for them counts below too */
}

/* The goals that count entities upward, the earliest and hardest first. */
static int find_stages(planning *p, qn_error *err)
{
	cli_session *se = p->session;
	qn_aim *aim = NULL;
	uint32_t aims = 0;
	qn_projection *central = NULL;
	int rc = QN_OK;
	if (!se->options->goal)
		rc = qn_aims_own(se->panel, &se->arena, &aim, &aims, err);
	else if ((aim = qn_arena_array(&se->arena, 1, sizeof *aim)))
		rc = qn_aim_read(se->panel, se->options->goal, aim, err), aims = 1;
	p->stage = qn_arena_array(&se->arena, (size_t)aims + 1, sizeof *p->stage);
	if (rc == QN_OK && (!aim || !p->stage))
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		rc = project(p, false, true, &central, err);
	for (uint32_t i = 0; rc == QN_OK && i < aims; i++) {
		double threshold = qn_aim_threshold(central, &aim[i]);
		bool upward = aim[i].op == QN_GE || aim[i].op == QN_GT;
		if (upward && qn_counted_mask(se->program, aim[i].target) != QN_NONE && threshold > 0)
			p->stage[p->stages++] = (stage){ .aim = aim[i], .wanted = aim[i].op == QN_GT ? floor(threshold) + 1 : ceil(threshold - 1e-9) };
	}
	qn_projection_free(central);
	qsort(p->stage, p->stages, sizeof *p->stage, by_year);
	if (rc == QN_OK && p->stages == 0 && note_goals_beyond(se, NULL))
		return qn_fail_both(err, QN_EUSAGE, "预测期 %s 内没有按个数计的目标:可用 --until %s 延长", "no goal that counts how many reach something is due up to the horizon, %s: --until %s carries it further",
			period_text(se, qn_panel_period(se->panel, se->panel->periods - 1)), period_text(se, qn_projection_horizon(se->program)));
	if (rc == QN_OK && p->stages == 0)
		return qn_fail_both(err, QN_EUSAGE, "以后没有按个数计的目标(有多少个达到):portfolio 选的是由谁去达到",
			"no goal that counts how many reach something lies ahead: portfolio chooses who is to reach it");
	return rc;
}

static int try_on_futures(planning *p, qn_error *err)
{
	qn_projection *before = NULL, *after = NULL;
	int rc = project(p, false, false, &before, err);
	if (rc == QN_OK)
		rc = project(p, true, false, &after, err);
	for (uint32_t i = 0; rc == QN_OK && i < p->stages; i++) {
		p->stage[i].before = qn_aim_chance(before, &p->stage[i].aim);
		p->stage[i].after = qn_aim_chance(after, &p->stage[i].aim);
	}
	qn_projection_free(before), qn_projection_free(after);
	return rc;
}

/* From the start. */
static int plan_all(planning *p, qn_error *err)
{
	int rc = QN_OK;
	p->lifts = 0;
	memset(p->counted, 0, p->session->panel->entities * sizeof *p->counted);
	for (int k = 0; k < p->quotas; k++)
		for (uint32_t i = 0; i < p->session->catalogue->member[p->quota[k].kind].count; i++)
			p->quota[k].left[i] = p->quota[k].most;
	for (uint32_t i = 0; rc == QN_OK && i < p->stages; i++) {
		p->stage[i].held = p->stage[i].unknown = 0;
		rc = plan_stage(p, i, err);
	}
	return rc;
}

/* What nobody knows has no chance that could be told. */
static double met_for_sure(const qn_projection *projection, const qn_aim *aim)
{
	double met = qn_aim_chance(projection, aim).met;
	return qn_is_missing(met) ? 0 : met;
}

/* The chance of the least likely goal if every lift grows by so much more. */
static int chance_with(void *context, const double *margin, double *out, qn_error *err)
{
	planning *p = context;
	qn_projection *after = NULL;
	double least = 1;
	for (uint32_t i = 0; i < p->lifts; i++)
		p->growth[i] = fmin(p->lift[i].growth + *margin, p->lever.high);
	int rc = project(p, true, false, &after, err);
	for (uint32_t i = 0; rc == QN_OK && i < p->stages; i++)
		least = fmin(least, met_for_sure(after, &p->stage[i].aim));
	qn_projection_free(after);
	*out = least - p->chance;
	return rc;
}

/* One more step for all: the same extra growth on top of each lift, so much that every goal has its chance. */
static int find_margin(planning *p, qn_error *err)
{
	qn_search search = { .levers = 1, .low = { 0 }, .high = { p->lever.high }, .now = { 0 }, .score = chance_with, .context = p };
	qn_answer answer;
	double ignored;
	int rc = qn_solve(&search, &answer, err);
	double margin = rc == QN_OK && answer.how == QN_SOLVED ? answer.value[0] : 0;
	p->margin = rc == QN_OK && answer.how != QN_SOLVED && answer.how != QN_HOLDS ? QN_MISSING : margin;
	return rc == QN_OK ? chance_with(p, &margin, &ignored, err) : rc;
}

/* Lifts more than the goals ask for until some margin does. */
static int plan_with_chance(planning *p, qn_error *err)
{
	double best = -1;
	int rc = QN_OK;
	for (p->more = 0; rc == QN_OK && best < 0 && p->more <= MOST_MORE; p->more++) {
		rc = plan_all(p, err);
		if (rc == QN_OK)
			rc = chance_with(p, &p->lever.high, &best, err);
		session_progress(p->session, p->more, MOST_MORE);
	}
	p->more--;
	session_progress(p->session, MOST_MORE, MOST_MORE);
	return rc == QN_OK ? find_margin(p, err) : rc;
}

/* The report. */

static uint32_t unit_of(const planning *p) { return p->session->catalogue->indicator[p->lever.index].unit; }

static void add_goals(planning *p, qn_report *report)
{
	cli_session *se = p->session;
	qn_table *table = qn_report_table(report, "goals", say(se, "What each goal takes", "各目标所需"));
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "wanted", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "held", say(se, "Get there", "自行达到"), QN_RIGHT);
	qn_table_column(table, "unknown", say(se, "No data", "缺数据"), QN_RIGHT);
	qn_table_column(table, "lifted", say(se, "Lifted", "须带动"), QN_RIGHT);
	qn_table_column(table, "short", say(se, "Short", "仍缺"), QN_RIGHT);
	qn_table_column(table, "effort", say(se, "Effort", "投入量"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "p_before", say(se, "P(met)", "现概率"), QN_RIGHT);
	qn_table_column(table, "p_after", say(se, "with all", "全部实施后"), QN_RIGHT);
	qn_table_column(table, "p_before_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_after_unknown", "", QN_MACHINE);
	for (uint32_t i = 0; i < p->stages; i++) {
		const stage *s = &p->stage[i];
		qn_row *row = qn_table_row(table);
		qn_row_text(row, se->program->target[s->aim.target].id);
		qn_row_text(row, title_of(se, se->program->target[s->aim.target].title));
		qn_row_text(row, period_text(se, qn_panel_period(se->panel, s->aim.period)));
		qn_row_number(row, s->wanted, 0);
		bool known = s->unknown < se->panel->entities;
		qn_row_number(row, known ? (double)s->held : QN_MISSING, 0);
		qn_row_quantity(row, s->unknown ? qn_arena_printf(&se->arena, "%zu", s->unknown) : "", (double)s->unknown);
		qn_row_number(row, (double)s->lifted, 0);
		qn_row_quantity(row, s->short_of ? qn_arena_printf(&se->arena, "%zu", s->short_of) : "", (double)s->short_of);
		quantity_cell(se, row, "", known ? s->effort : QN_MISSING, unit_of(p));
		qn_row_text(row, unit_text(se, unit_of(p)));
		met_cell(se, row, s->before, se->options->paths);
		met_cell(se, row, s->after, se->options->paths);
		qn_row_number(row, s->before.unknown, QN_EXACT);
		qn_row_number(row, s->after.unknown, QN_EXACT);
		qn_row_tone(row, s->short_of ? QN_TONE_BAD : QN_TONE_PLAIN);
	}
}

static void add_lifts(planning *p, qn_report *report)
{
	cli_session *se = p->session;
	qn_table *table = qn_report_table(report, "lifts", say(se, "Who is lifted", "带动对象"));
	uint32_t unit = unit_of(p);
	size_t most = rows_told(se, 30);
	subject_columns(se, table);
	qn_table_column(table, "target", "", QN_MACHINE);
	qn_table_column(table, "goal", say(se, "For", "为达到"), QN_LEFT | QN_WRAP | QN_PEOPLE);
	qn_table_column(table, "due", say(se, "Until", "至"), QN_LEFT);
	qn_table_column(table, "without", say(se, "Without", "不带动"), QN_RIGHT);
	qn_table_column(table, "with", say(se, "With", "带动后"), QN_RIGHT);
	qn_table_column(table, "effort", say(se, "Effort", "投入量"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "growth", say(se, "Extra growth", "额外增速"), QN_RIGHT);
	for (uint32_t i = 0; i < p->lifts && i < most; i++) {
		const lifted *l = &p->lift[i];
		const qn_target *about = &se->program->target[p->stage[l->stage].aim.target];
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, l->entity);
		qn_row_text(row, about->id);
		qn_row_text(row, title_of(se, about->title));
		qn_row_text(row, period_text(se, qn_panel_period(se->panel, p->stage[l->stage].aim.period)));
		quantity_cell(se, row, "", l->without, unit);
		quantity_cell(se, row, "", l->with, unit);
		quantity_cell(se, row, "", l->with - l->without, unit);
		qn_row_text(row, unit_text(se, unit));
		percent_cell(se, row, p->growth[i], 2);
	}
	if (p->lifts > most)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more are lifted; --top N shows more", "另有 %zu 个须带动;用 --top N 多列"), p->lifts - most));
}

static bool any_unknown(const planning *p)
{
	for (uint32_t i = 0; i < p->stages; i++)
		if (p->stage[i].unknown)
			return true;
	return false;
}

static void add_notes(planning *p, qn_report *report)
{
	cli_session *se = p->session;
	double effort = 0;
	for (uint32_t i = 0; i < p->stages; i++)
		effort += p->stage[i].effort;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "effort: the %s added in the year due, on the central path; in all %s for %u lifts, none with more than %s extra growth a period",
		"投入量:中位路径上到期当年多出的%s;合计 %s,带动 %u 次,每期额外增速不超过 %s"), title_of(se, se->catalogue->indicator[p->lever.index].title),
		quantity_text(se, effort, unit_of(p)), p->lifts, percent_text(se, p->lever.high, 0)));
	const char *who = filters_text(se);
	if (who)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "only %s may be lifted; goals, who gets there and what is short are of all", "只可带动 %s;目标、自行达到与仍缺均按全部计"), who));
	if (any_unknown(p))
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "no data: how many have no figure of %s: whether they get there is not known, and by how much they would have to grow",
			"缺数据:没有%s数据的个数:它们能否达到、需增长多少均未知"), title_of(se, se->catalogue->indicator[p->lever.index].title)));
	qn_report_note(report, say(se, "goals are met in the order of their years, the fewest first; each at the least effort there is, given those before it",
		"按期限先后、先少后多逐个满足目标;每个目标都是在前面各步既定之下投入量最小的选法"));
	if (p->chance > 0)
		qn_report_note(report, qn_is_missing(p->margin)
			? qn_arena_printf(&se->arena, say(se, "even %u more than each goal asks for, lifted by as much as is allowed, do not give every goal the wanted chance",
				"每个目标多带动 %u 个、都用足增速上限,仍不能使各目标都达到所要求的概率"), p->more)
			: qn_arena_printf(&se->arena, say(se, "for a chance of %s of every goal, %u more than it asks for are lifted, each by %s more extra growth than it takes to get there, "
				"within the bound; the effort, and what each comes to with it, are without that",
				"为使各目标实现概率不低于 %s:每个目标多带动 %u 个,且每个在所需之上再加 %s 的额外增速(不超上限);投入量与“带动后”均未计此余量"), share_text(se, p->chance), p->more, percent_text(se, p->margin, 2)));
	else
		qn_report_note(report, say(se, "lifted to the threshold and no farther: on half of all futures one falls short of it, and P(met) says what becomes of the goals; --chance adds a margin",
		"只带动到门槛为止:约半数未来里每个对象仍会差一点,概率栏说明目标整体如何;--chance 可加余量"));
	for (int k = 0; k < p->quotas; k++)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "at most %u of each %s", "每个%2$s至多 %1$u 个"), p->quota[k].most, title_of(se, se->catalogue->kind[p->quota[k].kind].title)));
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "chances: model \"%s\", %u paths, seed %llu", "概率:模型 %s,%u 条路径,种子 %llu"),
		se->program->model[p->model].id, se->options->paths, (unsigned long long)se->options->seed));
}

static int report_plan(planning *p, qn_error *err)
{
	cli_session *se = p->session;
	const char *who = filters_text(se), *title = say(se, "Whom to lift, and by how much", "带动哪些对象、各需多少额外增长");
	qn_report *report = session_report(se, who ? qn_arena_printf(&se->arena, say(se, "%s: only %s", "%s:只限 %s"), title, who) : title);
	add_goals(p, report);
	add_lifts(p, report);
	add_notes(p, report);
	return session_finish(se, report, QN_OK, err);
}

/* The question. */

static int read_quota(planning *p, const char *text, qn_error *err)
{
	cli_session *se = p->session;
	const char *equals = strchr(text, '=');
	const char *kind = equals ? qn_arena_copy(&se->arena, text, (size_t)(equals - text)) : NULL, *before = kind ? qn_arena_printf(&se->arena, "--quota %s=", kind) : NULL;
	long found = kind ? qn_catalogue_kind(se->catalogue, kind) : -1;
	unsigned long long most = 0;
	if (equals && !before)
		return qn_no_memory(err);
	if (!equals || equals[1] < '0' || equals[1] > '9')
		return qn_fail_both(err, QN_EUSAGE, "--quota %s:请写“类别=个数”,如 city=3", "--quota %s: write KIND=NUMBER, as in city=3", text);
	if (found < 0 || (uint32_t)found == se->catalogue->subject)
		return qn_fail_both(err, QN_EUSAGE, "--quota %s:“%s”不是可以分组的类别", "--quota %s: \"%s\" is no kind that can be grouped by", text, kind);
	int rc = read_whole(before, equals + 1, 0, MILLION, &most, err);
	if (rc < 0)
		return rc;
	if (p->quotas == QN_MOST_QUOTAS)
		return qn_fail_both(err, QN_EUSAGE, "--quota 最多写 %d 次", "--quota can be given %d times at the most", QN_MOST_QUOTAS);
	quota *q = &p->quota[p->quotas++];
	uint32_t members = se->catalogue->member[found].count;
	*q = (quota){ .kind = (uint32_t)found, .most = (uint32_t)most, .left = qn_arena_array(&se->arena, (size_t)members + 1, sizeof *q->left) };
	for (uint32_t i = 0; q->left && i < members; i++)
		q->left[i] = q->most;
	return q->left ? qn_panel_load_group(se->panel, q->kind, err) : qn_no_memory(err);
}

static int read_question(planning *p, qn_error *err)
{
	cli_session *se = p->session;
	const cli_options *options = se->options;
	int rc = options->chance ? read_chance(options->chance, &p->chance, err) : QN_OK;
	if (rc == QN_OK)
		rc = qn_lever_read(se->panel, &se->changes, &se->arena, options->vary[0], &p->lever, err);
	if (rc == QN_OK && (!p->lever.grows || p->lever.whom.group || p->lever.whom.entity != QN_EVERYONE || p->lever.low != 0))
		return qn_fail_both(err, QN_EUSAGE, "portfolio 要写一个指标的额外增速,从零到每个对象至多能带动的幅度,如 --vary revenue=0%%..30%%",
			"portfolio wants the growth of an indicator from nothing to the most that anyone can be lifted by, as in --vary revenue=0%%..30%%");
	for (int i = 0; rc == QN_OK && i < options->quotas; i++)
		rc = read_quota(p, options->quota[i], err);
	if (rc == QN_OK)
		rc = session_filters(se, &p->chosen, err);
	p->counted = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *p->counted);
	p->nobody = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *p->nobody);
	if (rc == QN_OK && (!p->counted || !p->nobody))
		rc = qn_no_memory(err);
	return rc == QN_OK ? find_stages(p, err) : rc;
}

int run_portfolio(const cli_options *options, qn_error *err)
{
	cli_session session;
	planning p = { .session = &session };
	if (options->varies != 1)
		return qn_fail_both(err, QN_EUSAGE, "portfolio 要写什么增长、至多增长多少:--vary revenue=0%%..30%%",
			"portfolio wants what grows, and by how much at the most: --vary revenue=0%%..30%%");
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &p.model, err);
	if (rc == QN_OK)
		rc = read_question(&p, err);
	if (rc == QN_OK)
		rc = p.chance > 0 ? plan_with_chance(&p, err) : plan_all(&p, err);
	if (rc == QN_OK)
		rc = try_on_futures(&p, err);
	if (rc == QN_OK)
		rc = report_plan(&p, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
