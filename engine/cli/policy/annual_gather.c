/* SPDX-License-Identifier: Apache-2.0 */
/* annual_gather.c - what a yearly report tells of, gathered once. */
#include <stdlib.h>
#include <string.h>
#include "assess/evaluate.h"
#include "assess/figures.h"
#include "cli/policy/annual.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/vintage.h"
#include "plan/reach.h"

const char *yearly_words(const cli_session *se, yearly_state state)
{
	static const char *const english[] = { "—", "not due yet", "missing", "late", "in time" }, *const chinese[] = { "—", "未到期", "缺", "迟报", "按时" };
	return say(se, english[state], chinese[state]);
}

static int find_day(annual *a, qn_error *err) { return session_last_day(a->session, &a->day, err); }

/* "city;county" of the manifest. */
static int find_levels(annual *a, qn_error *err)
{
	const qn_catalogue *catalogue = a->session->catalogue;
	const char *at = a->pack->places ? a->pack->places : "";
	int rc = QN_OK;
	while (rc == QN_OK && *(at += strspn(at, "; "))) {
		size_t length = strcspn(at, "; ");
		const char *name = qn_arena_copy(&a->session->arena, at, length);
		long kind = name ? qn_catalogue_kind(catalogue, name) : -1;
		if (!name)
			return qn_no_memory(err);
		if (kind < 0 || (uint32_t)kind == catalogue->subject || a->levels == MOST_LEVELS)
			return qn_fail_both(err, QN_EINPUT, "pack.csv:places %s:要写 %s 所属的对象类别,最多 %d 类,用 ; 隔开",
				"pack.csv: places %s: kinds of entities that the %s belong to are wanted, %d at the most, parted by ;", a->pack->places,
				catalogue->kind[catalogue->subject].id, MOST_LEVELS);
		a->level[a->levels++] = (uint32_t)kind;
		rc = qn_panel_load_group(a->session->panel, (uint32_t)kind, err);
		at += length;
	}
	return rc;
}

/* Titles. */

/* The course of every title up to a day. */
static int replay_to(annual *a, qn_date day, cli_titles *out, qn_error *err)
{
	cli_session *se = a->session;
	const cli_options *own = se->options;
	cli_options options = *own;
	char *text = qn_arena_alloc(&se->arena, 16);
	if (!text)
		return qn_no_memory(err);
	qn_date_text(day, text);
	options.today = text, options.filters = 0, options.sets = 0;
	se->options = &options;
	int rc = titles_open(se, out, err);
	se->options = own;
	return rc;
}

static bool has_course(const annual *a) { return a->session->program->recognition && a->session->program->recognition->stages; }

/* Who holds a title on a day; ends may be NULL. */
static int find_titled(annual *a, qn_date day, bool *titled, qn_date *ends, qn_error *err)
{
	cli_titles t;
	int rc = has_course(a) ? replay_to(a, day, &t, err) : QN_OK;
	for (size_t e = 0; rc == QN_OK && e < a->entities; e++) {
		const qn_life *life = has_course(a) ? &t.life[qn_panel_number(a->session->panel, e)] : NULL;
		titled[e] = life ? qn_life_valid(&t.course, life) : a->term[e].titled && a->term[e].recognised <= day && day <= a->term[e].ends;
		if (ends)
			ends[e] = !titled[e] ? QN_NO_DATE : life ? life->ends : a->term[e].ends;
	}
	return rc;
}

/* The report of the year judged, as it stood on the day of the vintage. */
static int find_yearly(annual *a, qn_error *err)
{
	cli_titles t;
	int year = qn_period_year(qn_panel_period(a->session->panel, a->year));
	int rc = has_course(a) && a->day != QN_NO_DATE ? replay_to(a, a->day, &t, err) : QN_OK;
	for (size_t e = 0; rc == QN_OK && has_course(a) && a->day != QN_NO_DATE && e < a->entities; e++) {
		const qn_life *life = &t.life[qn_panel_number(a->session->panel, e)];
		qn_yearly_report *due;
		uint32_t count;
		rc = qn_life_reports(&t.course, life, qn_date_of(year + 2, 1, 1), &a->session->arena, &due, &count, err);
		for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
			bool come = due[i].on != QN_NO_DATE && due[i].on <= a->day;
			if (due[i].year == year)
				a->yearly[e] = come ? (due[i].late ? YEARLY_LATE : YEARLY_IN_TIME) : a->day > due[i].due ? YEARLY_MISSING : YEARLY_WAITED;
		}
	}
	return rc;
}

/* Counters. */

static int add_counter(annual *a, const counter *one, qn_error *err)
{
	cli_session *se = a->session;
	if (!qn_grow(&se->arena, (void **)&a->count, a->counters, sizeof *one))
		return qn_no_memory(err);
	counter *made = &a->count[a->counters++];
	*made = *one;
	made->is = qn_arena_array(&se->arena, a->entities + 1, sizeof *made->is);
	made->was = a->year > 0 ? qn_arena_array(&se->arena, a->entities + 1, sizeof *made->was) : NULL;
	return made->is && (made->was || a->year == 0) ? QN_OK : qn_no_memory(err);
}

static int count_named(annual *a, qn_error *err)
{
	int rc = add_counter(a, &(counter){ .id = "named", .title = { "列名", "named" }, .what = { "登记在册", "named in the registry" } }, err);
	for (size_t e = 0; rc == QN_OK && e < a->entities; e++) {
		a->count[0].is[e] = QN_TRUE;
		if (a->count[0].was)
			a->count[0].was[e] = QN_TRUE;
	}
	return rc;
}

static int count_titled(annual *a, qn_error *err)
{
	bool *before = qn_arena_array(&a->session->arena, a->entities + 1, sizeof *before);
	int rc = before ? add_counter(a, &(counter){ .id = "recognised", .title = { "已认定", "recognised" }, .what = { "期末持有称号", "hold a title at the end of the period" } }, err) : qn_no_memory(err);
	counter *made = rc == QN_OK ? &a->count[a->counters - 1] : NULL;
	if (rc == QN_OK && made->was)
		rc = find_titled(a, qn_period_end(qn_panel_period(a->session->panel, a->year - 1)), before, NULL, err);
	for (size_t e = 0; rc == QN_OK && e < a->entities; e++) {
		made->is[e] = qn_mask_of(a->titled[e]);
		if (made->was)
			made->was[e] = qn_mask_of(before[e]);
	}
	return rc;
}

static int count_mask(annual *a, const qn_counting *counting, qn_error *err)
{
	cli_session *se = a->session;
	const qn_target *about = &se->program->target[counting->target];
	int rc = add_counter(a, &(counter){ .id = about->id, .title = about->title, .what = { "当期达到,不论是否认定", "reach it in the period, titled or not" } }, err);
	for (int back = 0; rc == QN_OK && back < (a->year > 0 ? 2 : 1); back++) {
		counter *made = &a->count[a->counters - 1];
		qn_values *values = NULL;
		rc = qn_evaluate(se->panel, &se->changes, counting->mask, a->year - back, &values, err);
		if (rc == QN_OK)
			memcpy(back ? made->was : made->is, values->mask, a->entities * sizeof *values->mask);
		qn_values_free(values);
	}
	return rc;
}

static int find_counters(annual *a, qn_error *err)
{
	qn_counting *counting;
	uint32_t countings;
	int rc = qn_countings_find(a->session->panel, &a->session->arena, &counting, &countings, err);
	if (rc == QN_OK)
		rc = count_named(a, err);
	if (rc == QN_OK && a->session->program->recognition)
		rc = count_titled(a, err);
	for (uint32_t i = 0; rc == QN_OK && i < countings; i++)
		if (counting[i].upward)
			rc = count_mask(a, &counting[i], err);
	return rc;
}

/* Figures. */

static int find_sizes(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	long sized = a->pack->size ? qn_catalogue_indicator(se->catalogue, a->pack->size) : -1;
	a->sized = sized < 0 ? QN_NONE : (uint32_t)sized;
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < 2; i++) {
		if (!(a->size[i] = qn_arena_array(&se->arena, a->entities + 1, sizeof *a->size[i])))
			return qn_no_memory(err);
		for (size_t e = 0; e < a->entities; e++)
			a->size[i][e] = QN_MISSING;
		if (a->sized != QN_NONE && a->year - 1 + i >= 0)
			rc = qn_figures(se->panel, &se->changes, QN_NONE, &a->sized, 1, a->year - 1 + i, a->size[i], err);
	}
	return rc;
}

/* Which indicators rules rest on, and who lacks how many of them. */
static int find_missing(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	const qn_program *program = se->program;
	bool *reached = calloc((size_t)program->nodes + 1, sizeof *reached);
	a->read = qn_arena_array(&se->arena, (size_t)se->catalogue->indicators + 1, sizeof *a->read);
	a->missing = qn_arena_array(&se->arena, a->entities + 1, sizeof *a->missing);
	int rc = reached && a->read && a->missing ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK)
		qn_reach_answers(program, reached), qn_reach_operands(program, reached);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->indicators; i++) {
		if (!(a->read[i] = qn_reach_reads(program, reached, QN_INPUT, i)))
			continue;
		a->reads++;
		rc = qn_panel_load(se->panel, i, err);
		for (size_t e = 0; rc == QN_OK && e < a->entities; e++)
			a->missing[e] += qn_is_missing(qn_panel_value(se->panel, i, a->year, e));
	}
	free(reached);
	return rc < 0 ? rc : QN_OK;
}

static int find_numbered(annual *a, qn_error *err)
{
	return qn_criteria_numbered(a->session->panel, &a->session->changes, a->year, &a->session->arena, &a->numbered, err);
}

static int look_ahead(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	int rc = se->program->models ? session_model(se, &a->model, err) : QN_OK;
	qn_projection_options how = { .model = a->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options), .past = true };
	return rc == QN_OK && se->program->models ? qn_project(se->panel, &se->changes, a->term, &how, &a->projection, err) : rc;
}

static int judge_both(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	int rc = qn_judge(se->panel, &se->changes, a->year, &a->judged[1], err);
	return rc == QN_OK && a->year > 0 ? qn_judge(se->panel, &se->changes, a->year - 1, &a->judged[0], err) : rc;
}

/* Nothing to score is no reason to say nothing else. */
static int find_merit(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	if (se->program->rankings == 0)
		return QN_OK;
	qn_method method = qn_merit_method(se->panel, &se->changes, 0, a->year);
	int rc = qn_merit_make(se->panel, &se->changes, 0, a->year, &method, NULL, &a->merit, err);
	return rc == QN_EINPUT ? (a->merit = NULL, QN_OK) : rc;
}

int annual_gather(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	qn_script_set unused;
	a->entities = se->panel->entities, a->year = se->panel->base;
	a->titled = qn_arena_array(&se->arena, a->entities + 1, sizeof *a->titled);
	a->ends = qn_arena_array(&se->arena, a->entities + 1, sizeof *a->ends);
	a->yearly = qn_arena_array(&se->arena, a->entities + 1, sizeof *a->yearly);
	int rc = a->titled && a->ends && a->yearly ? session_scripts(se, &a->pack, &unused, err) : qn_no_memory(err);
	int (*const step[])(annual *, qn_error *) = { find_day, find_levels, judge_both, find_numbered, find_sizes, find_missing, find_merit };
	for (size_t i = 0; rc == QN_OK && i < sizeof step / sizeof *step; i++)
		rc = step[i](a, err);
	if (rc == QN_OK)
		rc = qn_terms(se->panel, &se->changes, &se->arena, &a->term, err);
	if (rc == QN_OK)
		rc = find_titled(a, qn_period_end(qn_panel_period(se->panel, a->year)), a->titled, a->ends, err);
	if (rc == QN_OK)
		rc = find_yearly(a, err);
	if (rc == QN_OK)
		rc = find_counters(a, err);
	return rc == QN_OK ? look_ahead(a, err) : rc;
}

void annual_free(annual *a)
{
	qn_judgement_free(a->judged[0]), qn_judgement_free(a->judged[1]);
	qn_projection_free(a->projection);
	qn_merit_free(a->merit);
	qn_pack_free(a->pack);
}
