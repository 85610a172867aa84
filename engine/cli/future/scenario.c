/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.c - a scenario script, or several stacked from the command line: read with the scripts of their folder, which
 * they may rest on, and what a report says of the stack. */
#include "cli/future/scenario.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assess/layers.h"
#include "assess/moves.h"
#include "base/text.h"
#include "cli/show.h"
#include "ingest/csv.h"
#include "library/folder.h"

static const char stacked[] = "(stacked)"; /* the name of a stack that was asked for on the command line */

/* A base that is neither a model nor a script of the folder is told as any other file that is not there, or is none. */
static int check_base(cli_session *se, const qn_script_folder *folder, const char *base, qn_error *err)
{
	const char *ending = qn_text_ends(base, ".lua") ? "" : ".lua";
	const char *name = qn_arena_printf(&se->arena, "%s%s", qn_folder_name(base), ending), *path = qn_arena_printf(&se->arena, "%s%s", base, ending);
	if (!name || !path)
		return qn_no_memory(err);
	for (size_t i = 0; i < folder->scripts; i++)
		if (!strcmp(folder->script[i].path, name))
			return QN_OK;
	const char *model = qn_folder_name(base), *colon = strchr(model, ':'); /* "growth", "model:growth" */
	if (qn_program_model(se->program, model) >= 0 || (colon && qn_program_model(se->program, colon + 1) >= 0))
		return QN_OK;
	qn_buffer unused = { 0 };
	int rc = qn_file_read(path, &unused, err);
	qn_buffer_free(&unused);
	return rc;
}

/* return scenario "…" { base = { "a.lua", "b.lua" } }, as if it stood beside them. */
static int add_stack(cli_session *se, qn_script_folder *folder, qn_error *err)
{
	const cli_options *options = se->options;
	const char *place = qn_folder_of(options->base[0], &se->arena);
	qn_buffer text = { 0 };
	qn_buffer_text(&text, "return scenario \"stacked\" { base = {");
	for (int i = 0; i < options->bases; i++) {
		const char *own = qn_folder_of(options->base[i], &se->arena), *name = qn_folder_name(options->base[i]);
		if (!own || !place || strcmp(own, place) != 0 || strpbrk(name, "\"\\\n")) {
			qn_buffer_free(&text);
			return !own || !place ? qn_no_memory(err) : qn_fail_both(err, QN_EUSAGE, "--base %s:叠加的情景要放在同一个文件夹",
				"--base %s: scenarios that are stacked lie in one folder", options->base[i]);
		}
		qn_buffer_printf(&text, " \"%s\",", name);
	}
	qn_buffer_text(&text, " } }\n");
	const char *kept = text.failed ? NULL : qn_arena_text(&se->arena, text.data);
	qn_buffer_free(&text);
	if (!kept)
		return qn_no_memory(err);
	folder->script[folder->scripts++] = (qn_script){ stacked, kept, strlen(kept) };
	int rc = qn_folder_add_others(folder, place, options->base[0], "", err);
	for (int i = 0; rc == QN_OK && i < options->bases; i++)
		rc = check_base(se, folder, options->base[i], err);
	return rc;
}

/* Before they are put into a script's text. */
static int check_names(const cli_options *options, qn_error *err)
{
	int rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < options->bases; i++)
		if (*qn_folder_name(options->base[i]))
			rc = qn_script_check_name(qn_folder_name(options->base[i]), err);
	return rc;
}

static int read_folder(cli_session *se, qn_script_folder *folder, qn_error *err)
{
	if (se->script)
		return qn_folder_read(folder, se->script, err);
	int rc = check_names(se->options, err);
	return rc < 0 ? rc : add_stack(se, folder, err);
}

/* What is wrong with a stack stands on the command line, and in no file that somebody wrote. */
static int fail_stack(int rc, qn_error *err)
{
	static const char english[] = "(stacked):1: scenario \"stacked\": base", chinese[] = "(stacked):1:scenario \"stacked\":base";
	if (err && !strncmp(err->text, english, sizeof english - 1) && !strncmp(err->chinese, chinese, sizeof chinese - 1)) {
		const qn_error told = *err;
		qn_fail(err, told.status, "--base%s", told.text + sizeof english - 1);
		qn_fail_chinese(err, "--base%s", told.chinese + sizeof chinese - 1);
	}
	return rc;
}

int session_scenario(cli_session *se, qn_error *err)
{
	const qn_script_options limits = script_limits(se->options);
	qn_script_folder folder = { .arena = &se->arena };
	int rc = read_folder(se, &folder, err);
	if (rc == QN_OK)
		rc = qn_script_run(folder.script, folder.scripts, folder.script[0].path, se->catalogue, se->program, &limits, &se->scenario, err);
	if (rc < 0)
		return fail_stack(rc, err);
	if (!session_asked(se))
		return qn_fail_both(err, QN_ESCRIPT, "%s:脚本没有返回情景:结尾要写 return scenario \"名称\" { … }",
			"%s: the script returned no scenario: end it with return scenario \"title\" { … }", se->script);
	tell_printed(se->scenario);
	return qn_changes_scenario(&se->changes, se->panel, se->scenario, err);
}

const qn_scenario *session_asked(const cli_session *se)
{
	return se->scenario && se->scenario->scenarios ? &se->scenario->scenario[se->scenario->scenarios - 1] : NULL;
}

/* Notes. */

static void tell_stack(cli_session *se, qn_report *report)
{
	const qn_changes *changes = &se->changes;
	qn_buffer text = { 0 };
	if (changes->layers < 2)
		return;
	for (uint32_t i = 0; i + 1 < changes->layers; i++)
		qn_buffer_printf(&text, "%s%s (%s)", i ? ", " : "", changes->layer[i].file, changes->layer[i].title);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "stacked on %s", "叠加在:%s"), text.data ? text.data : ""));
	se->arena.failed |= text.failed;
	qn_buffer_free(&text);
}

/* A line of a script, or the command line by its name. */
static const char *where_text(cli_session *se, const char *where) { return where == qn_command_line ? say(se, where, "命令行") : where; }

static void tell_overlaps(cli_session *se, qn_report *report)
{
	for (uint32_t i = 0; i < se->changes.overlaps; i++) {
		const qn_overlap *o = &se->changes.overlap[i];
		const char *upper = where_text(se, o->upper), *lower = where_text(se, o->lower);
		if (o->how == QN_BOTH_COUNT && !strcmp(upper, lower)) {
			qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s: %s moves it more than once, and all of that counts", "%s:%s 不止一次变动它,每次都起作用"), o->what, upper));
			continue;
		}
		const char *format = o->how == QN_BOTH_COUNT ? say(se, "%s: %s and %s both count", "%s:%s 与 %s 同时起作用")
			: o->how == QN_ALIKE ? say(se, "%s: %s says the same as %s, and it is taken once", "%s:%s 与 %s 相同,只取一次")
			: say(se, "%s: %s decides over %s", "%s:以 %s 为准,不取 %s");
		qn_report_note(report, qn_arena_printf(&se->arena, format, o->what, upper, lower));
	}
	if (se->changes.untold)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%u more pairs of lines that speak of one thing", "另有 %u 对涉及同一事项的写法"), se->changes.untold));
}

static void tell_effort(cli_session *se, qn_report *report, const qn_effort *e)
{
	const char *what = title_of(se, se->catalogue->indicator[e->indicator].title);
	if (e->moved + e->left + e->lacking + e->zero == 0) {
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s, %s (%s): other lines decide wherever it would, and it changes nothing", "%s,%s(%s):处处由别的写法决定,它什么也没改"), e->verb, what, e->where));
		return;
	}
	const char *how = e->moved == 0 ? "" : qn_arena_printf(&se->arena, say(se, ", extra growth %s a period in the middle, from %s to %s", ",每期额外增长中位 %s,自 %s 至 %s"),
		percent_text(se, e->middle, 2), percent_text(se, e->least, 2), percent_text(se, e->most, 2));
	const char *why = !e->why.en || e->lacking == 0 ? "" : qn_arena_printf(&se->arena, say(se, " (%s)", "(%s)"), title_of(se, e->why));
	const char *zero = e->zero == 0 ? "" : qn_arena_printf(&se->arena, say(se, "; %zu stand at zero or below, from which no growth leads", ";为零或负值、无从增长 %zu 个"), e->zero);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s, %s (%s): %zu led%s; %zu get there anyway; %zu lack data%s%s",
		"%s,%s(%s):带动 %zu 个%s;本来就达到 %zu 个;缺数据 %zu 个%s%s"), e->verb, what, e->where, e->moved, how, e->left, e->lacking, why, zero));
}

int scenario_notes(cli_session *se, qn_report *report, uint32_t model, qn_error *err)
{
	qn_settled settled;
	tell_stack(se, report);
	tell_overlaps(se, report);
	int rc = qn_changes_settle(se->panel, &se->changes, model, &settled, err);
	for (uint32_t i = 0; rc == QN_OK && i < settled.efforts; i++)
		tell_effort(se, report, &settled.effort[i]);
	qn_settled_free(&settled);
	return rc;
}
