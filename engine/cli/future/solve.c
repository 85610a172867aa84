/* SPDX-License-Identifier: Apache-2.0 */
/* solve.c - what value of a lever, or of several, meets a goal on half of all paths or with a wanted chance. Every trial runs
 * on the same random numbers, so that a chance moves with the lever and not with luck. */
#include "cli/future/solve.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/aim.h"
#include "assess/lever.h"
#include "base/real.h"
#include "cli/lacking.h"
#include "cli/session.h"
#include "cli/show.h"
#include "methods/solve.h"
#include "plan/spoken.h"

/* The chance that is wanted, and the ends of what sampling error makes of it. */
enum { WANTED, LESS, MORE, LEVELS };

/* What was found of one aim at one place: with each of the chances, how far beyond the goal it gets. */
typedef struct { bool known; qn_chance chance; double threshold, reached, beyond[LEVELS]; } outcome;

/* One trial: what was tried, and what came of each aim; the first is where the levers stand. */
typedef struct { double value[QN_MOST_LEVERS]; outcome *of; } trial;

typedef struct {
	cli_session *session;
	uint32_t model;
	qn_term *nobody;         /* no re-review is asked for */
	bool *asked;             /* by target */
	qn_lever lever[QN_MOST_LEVERS];
	uint32_t levers;
	qn_aim *aim;
	uint32_t aims;
	double chance[LEVELS];
	trial *trial;
	uint32_t trials;
	uint32_t lacking;        /* how many lack figures that the aims go over */
	qn_chance *now;          /* of each aim, as things stand: what is drawn is drawn */
	uint32_t about;          /* the aim that is solved now */
	int level;               /* with which of the chances */
} solving;

typedef struct { qn_answer found; outcome there; double from, until; qn_chance now, afresh; } answer; /* from, until: of one lever, where the answer lies to sampling error */

/* value: of the levers, NULL: they are left as they stand. */
static int project_at(solving *s, const double *value, uint64_t seed, bool all, qn_projection **out, qn_error *err)
{
	cli_session *se = s->session;
	qn_changes changes;
	qn_projection_options how = { .model = s->model, .seed = seed, .paths = se->options->paths, .threads = session_threads(se->options), .every = true, .wanted = s->asked, .lacking = all };
	int rc = qn_levers_set(&se->changes, se->panel, s->lever, value, value ? s->levers : 0, &changes, err);
	if (rc < 0)
		return rc;
	for (uint32_t i = 0; i < s->aims; i++)
		s->asked[s->aim[i].target] = all;
	s->asked[s->aim[s->about].target] = true;
	rc = qn_project(se->panel, &changes, s->nobody, &how, out, err);
	qn_changes_free(&changes);
	return rc;
}

static trial *known_trial(const solving *s, const double *value)
{
	for (uint32_t i = 0; i < s->trials; i++)
		if (!memcmp(s->trial[i].value, value, s->levers * sizeof *value))
			return &s->trial[i];
	return NULL;
}

static int add_trial(solving *s, const double *value, trial **out, qn_error *err)
{
	cli_session *se = s->session;
	trial new = { .of = qn_arena_array(&se->arena, (size_t)s->aims + 1, sizeof *new.of) };
	if (!new.of || !qn_grow(&se->arena, (void **)&s->trial, s->trials, sizeof *s->trial))
		return qn_no_memory(err);
	memcpy(new.value, value, s->levers * sizeof *value);
	s->trial[s->trials] = new;
	*out = &s->trial[s->trials++];
	return QN_OK;
}

static int fill_outcome(const solving *s, const qn_projection *p, uint32_t aim, outcome *out, qn_error *err)
{
	double reached;
	int rc = QN_OK;
	*out = (outcome){ .known = true, .chance = qn_aim_chance(p, &s->aim[aim]), .threshold = qn_aim_threshold(p, &s->aim[aim]) };
	for (int i = 0; rc == QN_OK && i < LEVELS; i++) {
		rc = qn_aim_reached(p, &s->aim[aim], s->chance[i], &out->beyond[i], &reached, err);
		out->reached = i == WANTED ? reached : out->reached;
	}
	return rc;
}

/* All aims share the first trials, over the whole range; then each has trials of its own. */
static int try_value(solving *s, const double *value, const outcome **out, qn_error *err)
{
	bool all = s->trials <= QN_SOLVE_GRID;
	trial *at = known_trial(s, value);
	qn_projection *p = NULL;
	int rc = at ? QN_OK : add_trial(s, value, &at, err);
	if (rc < 0 || at->of[s->about].known) {
		*out = rc < 0 ? NULL : &at->of[s->about];
		return rc;
	}
	rc = project_at(s, value, s->session->options->seed, all, &p, err);
	for (uint32_t i = 0; rc == QN_OK && i < s->aims; i++)
		if (s->asked[s->aim[i].target])
			rc = fill_outcome(s, p, i, &at->of[i], err);
	qn_projection_free(p);
	session_progress(s->session, s->trials, (size_t)40 * s->aims);
	*out = &at->of[s->about];
	return rc;
}

static int score(void *context, const double *value, double *out, qn_error *err)
{
	solving *s = context;
	const outcome *at;
	int rc = try_value(s, value, &at, err);
	if (rc == QN_OK)
		*out = at->beyond[s->level];
	return rc;
}

static qn_search search_of(solving *s)
{
	qn_search search = { .levers = s->levers, .score = score, .context = s };
	for (uint32_t k = 0; k < s->levers; k++) {
		search.low[k] = s->lever[k].low, search.high[k] = s->lever[k].high;
		search.now[k] = qn_lever_now(&s->lever[k], &s->session->changes, s->session->panel);
	}
	return search;
}

/* Where the answer would lie if the chance were off by two standard errors, one way and the other. */
static int find_interval(solving *s, answer *a, qn_error *err)
{
	double end[LEVELS] = { QN_MISSING, QN_MISSING, QN_MISSING };
	for (int i = LESS; i <= MORE; i++) {
		qn_search search = search_of(s);
		qn_answer at;
		s->level = i;
		int rc = qn_solve(&search, &at, err);
		if (rc < 0)
			return rc;
		if (at.how == QN_SOLVED)
			end[i] = at.value[0];
	}
	bool swapped = end[LESS] > end[MORE];
	a->from = end[swapped ? MORE : LESS], a->until = end[swapped ? LESS : MORE];
	return QN_OK;
}

/* How likely the goal is where the answer lies, on these random numbers and on others. */
static int check_answer(solving *s, answer *a, qn_error *err)
{
	const outcome *there;
	qn_projection *p = NULL;
	int rc = try_value(s, a->found.value, &there, err);
	if (rc == QN_OK)
		a->there = *there, rc = project_at(s, a->found.value, s->session->options->seed + 1, false, &p, err);
	if (rc == QN_OK)
		a->afresh = qn_aim_chance(p, &s->aim[s->about]);
	qn_projection_free(p);
	return rc;
}

/* How likely each goal is as things stand: whatever the levers are. */
static int find_now(solving *s, qn_error *err)
{
	qn_projection *p = NULL;
	int rc = (s->now = qn_arena_array(&s->session->arena, s->aims, sizeof *s->now)) ? project_at(s, NULL, s->session->options->seed, true, &p, err) : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < s->aims; i++)
		s->now[i] = qn_aim_chance(p, &s->aim[i]);
	s->lacking = rc == QN_OK ? most_lacking(s->session, p, s->asked) : 0;
	qn_projection_free(p);
	return rc;
}

static bool is_told(const answer *a) { return a->found.how != QN_INERT && a->found.how != QN_UNTOLD; }

static int solve_aim(solving *s, uint32_t about, answer *a, qn_error *err)
{
	qn_search search = search_of(s);
	const outcome *there;
	*a = (answer){ .from = QN_MISSING, .until = QN_MISSING, .now = s->now[about], .afresh = { QN_MISSING, QN_MISSING, QN_MISSING } };
	s->about = about, s->level = WANTED;
	int rc = qn_solve(&search, &a->found, err);
	if (rc == QN_OK)
		rc = try_value(s, search.now, &there, err);
	if (rc == QN_OK)
		a->there = *there;
	if (rc == QN_OK && is_told(a))
		rc = check_answer(s, a, err);
	if (rc == QN_OK && a->found.how == QN_SOLVED && !a->found.bound && s->levers == 1)
		rc = find_interval(s, a, err);
	return rc;
}

/* The report. */

static const char *how_word(const answer *a)
{
	return a->found.how == QN_SOLVED ? "solved" : a->found.how == QN_HOLDS ? "holds" : a->found.how == QN_BEYOND ? "beyond" : a->found.how == QN_INERT ? "inert" : "unknown";
}

static const char *holds_text(const cli_session *se, const answer *a, double wanted, bool down)
{
	bool already = a->now.met >= wanted; /* or it is drawn as things stand, and held there in every trial */
	if (a->found.nowhere)
		return say(se, "holds as it stands, nowhere within the bounds; best at", "现值已满足,界内处处不满足;最好在");
	if (!a->found.slack)
		return already ? say(se, "holds already", "已满足") : say(se, "enough to hold it where it stands", "定于现值即可");
	if (down)
		return already ? say(se, "holds already; it would down to", "已满足;可降到") : say(se, "enough to hold it; it would down to", "定于现值即可;可降到");
	return already ? say(se, "holds already; it would up to", "已满足;可升到") : say(se, "enough to hold it; it would up to", "定于现值即可;可升到");
}

/* down: the lever that is told of stands above what it may be. */
static const char *how_text(const cli_session *se, const answer *a, double wanted, bool down)
{
	switch (a->found.how) {
	case QN_SOLVED: return a->found.bound ? say(se, "the nearer bound is enough", "界内最近处已足够") : say(se, "needed", "需要");
	case QN_HOLDS: return holds_text(se, a, wanted, down);
	case QN_BEYOND: return say(se, "not within the bounds; best at", "界内达不到;最好在");
	case QN_UNTOLD: return say(se, "not known: data is missing", "无从得知:缺数据");
	default: return say(se, "does not depend on it", "与之无关");
	}
}

static void answer_columns(solving *s, qn_table *table)
{
	cli_session *se = s->session;
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "target", say(se, "Target", "目标"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "goal", say(se, "Goal", "目标值"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "p_now", say(se, "P(met) now", "现概率"), QN_RIGHT);
	qn_table_column(table, "result", "", QN_MACHINE);
	qn_table_column(table, "how", say(se, "Result", "结果"), QN_LEFT | QN_PEOPLE);
	if (s->levers == 1) {
		qn_table_column(table, "lever_unit", "", QN_MACHINE);
		qn_table_column(table, "value", s->lever[0].name, QN_RIGHT);
		qn_table_column(table, "interval", say(se, "± sampling", "抽样区间"), QN_RIGHT | QN_PEOPLE);
		qn_table_column(table, "value_from", "", QN_MACHINE);
		qn_table_column(table, "value_until", "", QN_MACHINE);
		qn_table_column(table, "monotone", "", QN_MACHINE);
	}
	qn_table_column(table, "reached", s->chance[WANTED] == 0.5 ? say(se, "reaches", "达到") : qn_arena_printf(&se->arena, say(se, "reaches, %s sure", "%s把握达到"),
		share_text(se, s->chance[WANTED])), QN_RIGHT);
	qn_table_column(table, "p_there", say(se, "P(met) there", "届时概率"), QN_RIGHT);
	qn_table_column(table, "p_afresh", say(se, "other numbers", "另一组随机数"), QN_RIGHT);
	qn_table_column(table, "p_now_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_there_unknown", "", QN_MACHINE);
	qn_table_column(table, "p_afresh_unknown", "", QN_MACHINE);
}

static void lever_cells(solving *s, qn_row *row, const answer *a)
{
	cli_session *se = s->session;
	uint32_t unit = s->lever[0].unit;
	const double ends[2] = { a->from, a->until };
	bool shown = a->found.how == QN_SOLVED || a->found.how == QN_BEYOND || a->found.slack || a->found.nowhere;
	bool known = !qn_is_missing(a->from) && !qn_is_missing(a->until);
	qn_row_text(row, unit_text(se, unit));
	quantity_cell(se, row, "", shown ? a->found.value[0] : QN_MISSING, unit);
	qn_row_text(row, known ? qn_arena_printf(&se->arena, "[%s, %s]", quantity_text(se, a->from, unit), quantity_text(se, a->until, unit)) : "");
	for (int i = 0; i < 2; i++)
		qn_row_number(row, unit == QN_NONE ? ends[i] : qn_unit_from_reference(&se->catalogue->units.unit[unit], ends[i]), QN_EXACT);
	qn_row_text(row, a->found.monotone ? "yes" : "no");
}

static void add_answer(solving *s, qn_table *table, const qn_aim *aim, const answer *a)
{
	cli_session *se = s->session;
	const qn_target *about = &se->program->target[aim->target];
	uint32_t unit = qn_node_unit(se->program, se->catalogue, about->value);
	const char *sign = comparison_sign(aim->op);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, period_text(se, qn_panel_period(se->panel, aim->period)));
	qn_row_text(row, sign);
	quantity_cell(se, row, qn_arena_printf(&se->arena, "%s ", sign), a->there.threshold, unit);
	qn_row_text(row, unit_text(se, unit));
	met_cell(se, row, a->now, se->options->paths);
	qn_row_text(row, how_word(a));
	bool down = a->found.value[0] < qn_lever_now(&s->lever[0], &se->changes, se->panel);
	qn_row_text(row, how_text(se, a, s->chance[WANTED], down));
	if (s->levers == 1)
		lever_cells(s, row, a);
	quantity_cell(se, row, "", a->there.reached, unit);
	qn_chance there = is_told(a) ? a->there.chance : (qn_chance){ QN_MISSING, QN_MISSING, QN_MISSING };
	met_cell(se, row, there, se->options->paths);
	met_cell(se, row, a->afresh, se->options->paths);
	qn_row_number(row, a->now.unknown, QN_EXACT);
	qn_row_number(row, there.unknown, QN_EXACT);
	qn_row_number(row, a->afresh.unknown, QN_EXACT);
	qn_row_tone(row, a->found.how == QN_HOLDS ? QN_TONE_GOOD : a->found.how == QN_BEYOND ? QN_TONE_BAD : QN_TONE_PLAIN);
}

static void add_levers(solving *s, qn_report *report, const answer *a)
{
	cli_session *se = s->session;
	qn_search search = search_of(s);
	qn_table *table = qn_report_table(report, "levers", a->found.how == QN_SOLVED ? say(se, "Least effort", "最小调整") : say(se, "As near as the levers get", "各调节项所能达到"));
	qn_table_column(table, "lever", say(se, "Lever", "调节项"), QN_LEFT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "now", say(se, "Now", "现值"), QN_RIGHT);
	qn_table_column(table, "low", say(se, "From", "下限"), QN_RIGHT);
	qn_table_column(table, "high", say(se, "To", "上限"), QN_RIGHT);
	qn_table_column(table, "value", a->found.how == QN_SOLVED ? say(se, "Needed", "需要") : say(se, "Best", "最好"), QN_RIGHT);
	qn_table_column(table, "share", say(se, "Share of its range", "占其区间"), QN_RIGHT);
	for (uint32_t k = 0; k < s->levers; k++) {
		const qn_lever *lever = &s->lever[k];
		const double cells[4] = { search.now[k], lever->low, lever->high, a->found.value[k] };
		double share = (a->found.value[k] - search.now[k]) / (lever->high - lever->low);
		qn_row *row = qn_table_row(table);
		qn_row_text(row, lever->name);
		qn_row_text(row, unit_text(se, lever->unit));
		for (int i = 0; i < 4; i++)
			quantity_cell(se, row, "", cells[i], lever->unit);
		qn_row_quantity(row, qn_arena_printf(&se->arena, "%s%%", signed_text(se, 100 * share, 1)), share);
	}
}

static void add_notes(solving *s, qn_report *report, bool monotone, bool bounded)
{
	cli_session *se = s->session;
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "wanted: the goal met on %s of all paths; model \"%s\", %u paths, seed %llu, %u trials on the same random numbers",
		"要求:在 %s 的路径上实现目标;模型 %s,%u 条路径,种子 %llu,%u 次试算使用同一组随机数"), share_text(se, s->chance[WANTED]), se->program->model[s->model].id,
		se->options->paths, (unsigned long long)se->options->seed, s->trials));
	for (uint32_t k = 0; k < s->levers; k++)
		qn_report_note(report, s->lever[k].grows
			? qn_arena_printf(&se->arena, say(se, "%s: extra growth in every projected period, beyond what the model gives", "%s:每个预测期在模型增速之上的额外增长"), s->lever[k].name)
			: qn_arena_printf(&se->arena, s->lever[k].assumed
				? say(se, "%s stands at %s; it is set to one value and drawn no longer, but for P(met) now", "%s 现为 %s;设为定值,不再抽样(现概率除外)")
				: say(se, "%s stands at %s; it is set to one value", "%s 现为 %s;设为定值"), s->lever[k].name, quantity_text(se, qn_lever_now(&s->lever[k], &se->changes, se->panel), s->lever[k].unit)));
	if (s->levers > 1)
		qn_report_note(report, say(se, "effort: the distance from where the levers stand, each in shares of its range", "调整量:各调节项偏离现值的距离,以占其区间的比例计"));
	if (!monotone)
		qn_report_note(report, say(se, "the chance does not only rise or only fall over the range: the answer nearest to where the lever stands is shown",
			"概率在区间内并非单调:所示为离现值最近的答案"));
	if (bounded)
		qn_report_note(report, say(se, "± sampling: where the answer lies if the chance is off by 1.96 standard errors; other numbers: the same place on the next seed",
			"抽样区间:概率偏离 1.96 个标准误时答案所在;另一组随机数:同一取值换下一个种子"));
}

static int report_solution(solving *s, qn_error *err)
{
	cli_session *se = s->session;
	qn_report *report = session_report(se, say(se, "What it takes", "达标所需"));
	qn_table *table = qn_report_table(report, "answers", "");
	bool monotone = true, solved = false;
	int rc = QN_OK;
	answer_columns(s, table);
	for (uint32_t i = 0; rc == QN_OK && i < s->aims; i++) {
		answer a;
		if ((rc = solve_aim(s, i, &a, err)) < 0)
			break;
		add_answer(s, table, &s->aim[i], &a);
		monotone = monotone && a.found.monotone, solved = solved || a.found.how == QN_SOLVED;
		if (s->levers > 1)
			add_levers(s, report, &a);
	}
	session_progress(se, 1, 1);
	note_lacking(se, report, s->lacking);
	add_notes(s, report, monotone, solved && s->levers == 1);
	return session_finish(se, report, rc, err);
}

/* The question. */

int read_chance(const char *text, double *out, qn_error *err)
{
	char *end;
	*out = strtod(text, &end);
	if (*end == '%')
		*out /= 100, end++;
	if (end == text || *end || !(*out > 0 && *out < 1))
		return qn_fail_both(err, QN_EUSAGE, "--chance %s:要写 0 和 1 之间的份额,如 80%%", "--chance %s: a share between 0 and 1 is wanted, as in 80%%", text);
	return QN_OK;
}

static int read_chances(solving *s, qn_error *err)
{
	const cli_options *options = s->session->options;
	double chance = 0.5;
	int rc = options->chance ? read_chance(options->chance, &chance, err) : QN_OK;
	double spread = 1.96 * sqrt(chance * (1 - chance) / options->paths);
	s->chance[WANTED] = chance, s->chance[LESS] = fmax(chance - spread, 0), s->chance[MORE] = fmin(chance + spread, 1);
	return rc;
}

static int read_question(solving *s, qn_error *err)
{
	cli_session *se = s->session;
	const cli_options *options = se->options;
	int rc = read_chances(s, err);
	if (rc == QN_OK && options->varies > QN_MOST_LEVERS)
		return qn_fail_both(err, QN_EUSAGE, "--vary:最多 %d 个调节项", "--vary: %d levers at the most", QN_MOST_LEVERS);
	for (int i = 0; rc == QN_OK && i < options->varies; i++) {
		qn_lever *lever = &s->lever[s->levers];
		rc = qn_lever_read(se->panel, &se->changes, &se->arena, options->vary[i], lever, err);
		if (rc == QN_OK)
			rc = qn_lever_apart(s->lever, s->levers++, lever, err);
	}
	if (rc == QN_OK && !options->goal)
		rc = qn_aims_own(se->panel, &se->arena, &s->aim, &s->aims, err);
	else if (rc == QN_OK && (s->aim = qn_arena_array(&se->arena, 1, sizeof *s->aim)))
		rc = qn_aim_read(se->panel, options->goal, s->aim, err), s->aims = 1;
	if (rc == QN_OK && s->levers > 1 && s->aims != 1)
		return qn_fail_both(err, QN_EUSAGE, "solve 有几个调节项时要写一个 --goal,如 --goal clusters@2030", "solve with several levers wants one --goal, as in --goal clusters@2030");
	if (rc == QN_OK && s->aims == 0)
		return qn_fail_both(err, QN_EUSAGE, "规则包的目标都不在预测期内:用 --until 延长,或用 --goal '目标 >= 数 @ 时期' 另定",
			"no goal of the pack lies within the projection: --until carries it further, --goal 'TARGET >= NUMBER @ PERIOD' asks for another");
	return rc;
}

/* No re-review is asked for, and which targets are is said with each trial. */
static int ask_only(solving *s, qn_error *err)
{
	cli_session *se = s->session;
	s->nobody = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *s->nobody);
	s->asked = qn_arena_array(&se->arena, (size_t)se->program->targets + 1, sizeof *s->asked);
	return s->nobody && s->asked ? QN_OK : qn_no_memory(err);
}

int run_solve(const cli_options *options, qn_error *err)
{
	cli_session session;
	solving s = { .session = &session };
	if (options->varies == 0)
		return qn_fail_both(err, QN_EUSAGE, "solve 要写调节项:--vary 名称=低..高,如 growth=2%%..20%%,或指标的增速,如 revenue=0%%..30%%",
			"solve wants a lever: --vary NAME=LOW..HIGH, as in growth=2%%..20%%, or the growth of an indicator, revenue=0%%..30%%");
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = session_model(&session, &s.model, err);
	if (rc == QN_OK)
		rc = read_question(&s, err);
	if (rc == QN_OK)
		rc = ask_only(&s, err);
	if (rc == QN_OK)
		rc = find_now(&s, err);
	if (rc == QN_OK)
		rc = report_solution(&s, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
