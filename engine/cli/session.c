/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - opens what a command reads, in order, and closes it. */
#include "cli/session.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "assess/when.h"
#include "base/seconds.h"
#include "base/text.h"
#include "cli/future/scenario.h"
#include "cli/guard.h"
#include "cli/print.h"
#include "cli/show.h"
#include "cli/trace.h"
#include "cli/vintage.h"
#include "ingest/when.h"

qn_script_options script_limits(const cli_options *options)
{
	return (qn_script_options){ .seconds = options->script_seconds, .memory = (size_t)options->script_megabytes << 20,
		.instructions = options->script_instructions };
}

int load_program(const qn_pack *pack, const cli_options *options, qn_program **out, qn_error *err)
{
	const qn_script_options limits = script_limits(options);
	return qn_rules_run(pack, pack->catalogue, &limits, out, err);
}

void tell_printed(const qn_program *program)
{
	for (uint32_t i = 0; program && i < program->prints; i++)
		fprintf(stderr, "%s\n", program->printed[i]);
}

static int own_files(cli_session *session, qn_pack **pack, qn_error *err)
{
	const char *id;
	qn_pack_file *file;
	size_t files;
	int rc = qn_snapshot_pack(session->snapshot, &session->arena, &id, &file, &files, err);
	return rc < 0 ? rc : qn_pack_scripts(file, files, pack, err);
}

int session_scripts(cli_session *session, qn_pack **pack, qn_script_set *out, qn_error *err)
{
	const char *folder = session->options->pack;
	int rc = folder ? qn_pack_read(folder, pack, err) : own_files(session, pack, err);
	return rc < 0 ? rc : qn_rules_scripts(*pack, &session->arena, out, err);
}

/* The pack's rules against the store's own catalogue: numbers of indicators are the store's. */
static int load_rules(cli_session *session, qn_error *err)
{
	const qn_script_options limits = script_limits(session->options);
	const char *folder = session->options->pack;
	qn_pack *pack = NULL;
	if (!folder)
		return qn_rules_own(session->snapshot, session->catalogue, &limits, &session->program, err);
	session->pack_note = qn_arena_printf(&session->arena, "%s: %s", say(session, "rules of the working copy", "规则取自工作副本"), folder);
	int rc = qn_pack_read(folder, &pack, err);
	if (rc == QN_OK)
		rc = qn_rules_run(pack, session->catalogue, &limits, &session->program, err);
	qn_pack_free(pack);
	return rc;
}

/* What is read of an open store, in order. */
static int open_view(cli_session *session, qn_error *err)
{
	int rc = qn_snapshot_open(session->store, &session->snapshot, err);
	if (rc == QN_OK && session->options->as_of)
		rc = session_as_of(session, session->options->as_of, err);
	session_phase(session, "store");
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(session->snapshot, &session->catalogue, err);
	if (rc == QN_OK)
		rc = load_rules(session, err);
	session_phase(session, "rules");
	if (rc < 0)
		return rc;
	session->synthetic = qn_import_any(session->snapshot, true) > 0;
	session->mixed = session->synthetic && qn_import_any(session->snapshot, false) > 0;
	return QN_OK;
}

int session_view(cli_session *session, const cli_options *options, qn_snapshot *view, qn_error *err)
{
	const qn_script_options limits = script_limits(options);
	*session = (__typeof__(*session)){ .options = options, .since = qn_seconds(), .snapshot = view };
	int rc = qn_snapshot_catalogue(session->snapshot, &session->catalogue, err);
	return rc == QN_OK ? qn_rules_own(session->snapshot, session->catalogue, &limits, &session->program, err) : rc;
}

int session_open(cli_session *session, const cli_options *options, qn_error *err)
{
	*session = (__typeof__(*session)){ .options = options, .since = qn_seconds() };
	guard_store(options->operand[0]);
	int rc = qn_store_open(options->operand[0], false, &session->store, err);
	return rc < 0 ? rc : open_view(session, err);
}

int session_open_beside(cli_session *session, const cli_session *other, const cli_options *options, qn_error *err)
{
	*session = (__typeof__(*session)){ .options = options, .store = other->store, .borrowed = true, .since = qn_seconds() };
	return open_view(session, err);
}

/* The period of an option; *said is how it was written, NULL where it was not. */
static int read_period_option(cli_session *session, const char *name, const char *text, const char **said, qn_period *out, qn_error *err)
{
	*out = QN_NO_PERIOD;
	*said = text ? qn_arena_printf(&session->arena, "--%s %s", name, text) : NULL;
	if (text && !*said)
		return qn_no_memory(err);
	if (text && qn_when_read(text, out))
		return qn_fail_both(err, QN_EUSAGE, "%s:要写时期,如 2027", "%s: a period is wanted, as in 2027", *said);
	return QN_OK;
}

static int open_panel(cli_session *session, bool projected, qn_error *err)
{
	const char *year = NULL, *end = NULL;
	qn_period base, until;
	int rc = read_period_option(session, "year", session->options->year, &year, &base, err);
	if (rc == QN_OK)
		rc = read_period_option(session, "until", session->options->until, &end, &until, err);
	if (rc == QN_OK && year)
		rc = qn_when_own(session->catalogue, year, base, err);
	if (rc == QN_OK && end)
		rc = qn_when_end(session->catalogue, end, until, &until, err);
	if (rc < 0)
		return rc;
	qn_period horizon = !projected ? QN_NO_PERIOD : end ? until : qn_projection_horizon(session->program);
	rc = qn_panel_open(session->snapshot, session->catalogue, session->program, base, horizon, &session->panel, err);
	return rc == QN_OK && end ? qn_panel_reaches(session->panel, end, until, err) : rc;
}

const char *fewer_text(cli_session *se, const qn_panel *panel, const qn_reported *reported)
{
	const char *before = period_text(se, qn_panel_period(panel, panel->base - 1));
	if (reported->now >= reported->before)
		return NULL;
	const char *advice = se->options->by_year ? qn_arena_printf(&se->arena, say(se, "; --year %s judges the period before", ";评上期请加 --year %s"), before) : "";
	return qn_arena_printf(&se->arena, say(se, "fewer have reported of %s than of %s: %zu of %zu have any figure of it, %zu had of the other, and nothing is known of the rest%s",
		"%1$s 的上报少于 %2$s:共 %4$zu 个,有数的 %3$zu 个,上期 %5$zu 个,其余一无所知%6$s"), period_text(se, qn_panel_period(panel, panel->base)), before,
		reported->now, panel->entities, reported->before, advice);
}

static int find_fewer(cli_session *session, qn_error *err)
{
	qn_reported reported;
	int rc = qn_reported_count(session->panel, &reported, err);
	session->fewer_note = rc == QN_OK ? fewer_text(session, session->panel, &reported) : NULL;
	return rc;
}

int session_panel(cli_session *session, bool projected, qn_error *err)
{
	const cli_options *options = session->options;
	int rc = open_panel(session, projected, err);
	if (rc == QN_OK)
		rc = find_fewer(session, err);
	if (rc == QN_OK && (session->script || options->bases))
		rc = session_scenario(session, err);
	for (int i = 0; rc == QN_OK && i < options->sets; i++)
		rc = qn_changes_set(&session->changes, session->catalogue, session->program, options->set[i], err);
	for (int i = 0; rc == QN_OK && i < options->shocks; i++)
		rc = qn_changes_shock(&session->changes, session->panel, options->shock[i], err);
	if (rc == QN_OK)
		rc = qn_changes_heard(&session->changes, session->panel, err);
	if (rc == QN_OK && !session->any_size)
		rc = qn_changes_taken(&session->changes, &session->changes, session->panel, err);
	if (rc == QN_OK)
		rc = qn_changes_stack(&session->changes, session->panel, err);
	session_phase(session, "question");
	return rc;
}

void session_close(cli_session *session)
{
	qn_changes_free(&session->changes);
	qn_panel_free(session->panel);
	qn_program_free(session->scenario);
	qn_program_free(session->program);
	qn_catalogue_free(session->catalogue);
	qn_snapshot_close(session->snapshot);
	if (!session->borrowed)
		qn_store_close(session->store);
	qn_arena_free(&session->arena);
}

static bool belongs(const cli_session *session, size_t entity, uint32_t kind, uint32_t member)
{
	const qn_panel *panel = session->panel;
	return kind == panel->catalogue->subject ? qn_panel_number(panel, entity) == member : panel->group[kind][entity] == member;
}

static const char *kind_name(const void *context, size_t i)
{
	return ((const qn_catalogue *)context)->kind[i].id;
}

int session_filter(cli_session *session, int f, qn_entity *found, qn_error *err)
{
	const char *name = session->options->filter[f].kind;
	long kind = qn_catalogue_kind(session->catalogue, name);
	if (kind < 0) {
		long near = qn_text_nearest(name, kind_name, session->catalogue, session->catalogue->kinds);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有选项 --%s,也没有这一类对象:qunce help 命令 列出选项", "there is no option and no kind of entity --%s: qunce help COMMAND lists options", name)
			: qn_fail_both(err, QN_EUSAGE, "没有选项 --%s,也没有这一类对象:是不是 --%s", "there is no option and no kind of entity --%s: did you mean --%s", name, kind_name(session->catalogue, (size_t)near));
	}
	return qn_entity_find(session->snapshot, (uint32_t)kind, session->options->filter[f].name, found, err);
}

int session_filters(cli_session *session, bool **chosen, qn_error *err)
{
	const cli_options *options = session->options;
	size_t n = session->panel->entities;
	bool *keep = qn_arena_array(&session->arena, n + 1, sizeof *keep);
	if (!keep)
		return qn_no_memory(err);
	memset(keep, 1, n);
	for (int f = 0; f < options->filters; f++) {
		qn_entity found;
		int rc = session_filter(session, f, &found, err);
		if (rc == QN_OK)
			rc = qn_panel_load_group(session->panel, found.kind, err);
		if (rc < 0)
			return rc;
		for (size_t e = 0; e < n; e++)
			keep[e] = keep[e] && belongs(session, e, found.kind, found.number);
	}
	*chosen = keep;
	return QN_OK;
}

const char *filters_text(cli_session *session)
{
	const cli_options *options = session->options;
	qn_buffer text = { 0 };
	for (int f = 0; f < options->filters; f++) {
		long kind = qn_catalogue_kind(session->catalogue, options->filter[f].kind);
		qn_buffer_printf(&text, "%s%s %s", f ? say(session, ", ", "、") : "", kind < 0 ? options->filter[f].kind : title_of(session, session->catalogue->kind[kind].title), options->filter[f].name);
	}
	return options->filters ? qn_buffer_keep(&text, &session->arena) : NULL;
}

static const char *model_name(const void *context, size_t i)
{
	return ((const qn_program *)context)->model[i].id;
}

int session_model(const cli_session *session, uint32_t *model, qn_error *err)
{
	const qn_program *program = session->program;
	if (program->models == 0)
		return qn_fail_both(err, QN_EUSAGE, "规则包没有增长模型,无从推演:只看已观测的,用 qunce assess、explain、diagnose;模型的写法见 qunce help model",
			"the pack has no model of growth, so nothing can be projected: qunce assess, explain and diagnose judge what is observed; qunce help model shows how one is written");
	const qn_scenario *scenario = session_asked(session);
	const char *wanted = session->options->model ? session->options->model : scenario ? scenario->model : NULL;
	long found = wanted ? qn_program_model(program, wanted) : 0;
	if (found < 0) {
		long near = qn_text_nearest(wanted, model_name, program, program->models);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有模型“%s”:第一个是 %s", "there is no model \"%s\": the first is %s", wanted, program->model[0].id)
			: qn_fail_both(err, QN_EUSAGE, "没有模型“%s”:是不是 %s", "there is no model \"%s\": did you mean %s", wanted, program->model[near].id);
	}
	*model = (uint32_t)found;
	return QN_OK;
}

int session_threads(const cli_options *options)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return options->threads > 0 ? options->threads : cores > 0 ? (int)cores : 1;
}

qn_report *session_report(cli_session *session, const char *title)
{
	qn_report *report = qn_report_new(title, session->synthetic);
	qn_report_data_heading(report, say(session, "data", "数据"));
	if (report && session->pack_note)
		qn_report_note(report, session->pack_note);
	if (report && session->vintage_note)
		qn_report_note(report, session->vintage_note);
	if (report && session->fewer_note)
		qn_report_note(report, session->fewer_note);
	if (report && session->mixed)
		qn_report_note(report, say(session, "this store mixes real and synthetic values: rows that rest on both are marked",
			"本库混有真实与合成数据:同时依据两者的行已标注"));
	return report;
}

int session_whole(const cli_session *session, qn_error *err)
{
	const qn_status lost = session->panel ? session->panel->lost : QN_OK;
	if (session->arena.failed || lost == QN_ENOMEM)
		return qn_no_memory(err);
	if (lost)
		return qn_fail_both(err, QN_ESTORE, "%s:有一条要列出的记录读不出来:'qunce verify %s' 说明损坏在哪里",
			"%s: the record of one of those told of could not be read: 'qunce verify %s' tells what is damaged",
			session->options->operand[0], session->options->operand[0]);
	return QN_OK;
}

int session_finish(cli_session *session, qn_report *report, int rc, qn_error *err)
{
	if (session->ranged)
		qn_report_note(report, say(session, "a chance a–b: a is the share of all futures that meet the goal; b adds those that do not tell, because a figure is missing; "
			"quantiles, means and differences are of the futures that tell",
			"概率写作 a–b:a 为实现目标的未来占全部未来的比例,b 另计入因缺数据而无从判断的未来;分位数、均值与差只就可判断的未来计算"));
	if (rc == QN_OK)
		rc = session_whole(session, err);
	if (rc == QN_OK)
		return print_report(session->options, report, err);
	qn_report_free(report);
	return rc;
}
