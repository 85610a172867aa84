/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.c - a scenario script, or several stacked from the command line: read with the scripts of their folder, which
 * they may rest on, and what a report says of the stack. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "assess/moves.h"
#include "base/text.h"
#include "cli/session.h"

enum { MOST_SCRIPTS = 256, MOST_BYTES = 4 << 20 };
static const char stacked[] = "(stacked)"; /* the name of a stack that was asked for on the command line */

typedef struct { qn_script script[MOST_SCRIPTS + 1]; size_t scripts, bytes; qn_arena *arena; } script_folder;

static int add_script(script_folder *folder, const char *path, const char *name, qn_error *err)
{
	qn_buffer text = { 0 };
	int rc = qn_file_read(path, &text, err);
	if (rc == QN_OK && folder->scripts == MOST_SCRIPTS)
		rc = qn_fail(err, QN_EINPUT, "%s: more than %d scripts lie beside it, and a scenario may rest on any: keep scenarios in a folder of their own", path, MOST_SCRIPTS);
	folder->bytes += text.length;
	if (rc == QN_OK && folder->bytes > MOST_BYTES)
		rc = qn_fail(err, QN_EINPUT, "%s: the scripts beside it have more than %d MiB: keep scenarios in a folder of their own", path, MOST_BYTES >> 20);
	char *known = rc == QN_OK ? qn_arena_text(folder->arena, name) : NULL, *kept = known ? qn_arena_copy(folder->arena, text.data ? text.data : "", text.length) : NULL;
	if (kept)
		folder->script[folder->scripts++] = (qn_script){ known, kept, text.length };
	else if (rc == QN_OK)
		rc = qn_no_memory(err);
	qn_buffer_free(&text);
	return rc;
}

static int is_script(const struct dirent *entry) { return entry->d_name[0] != '.' && qn_text_ends(entry->d_name, ".lua"); }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

/* The scripts of a folder but one. What cannot be read is not there. */
static int add_others(script_folder *folder, const char *path, const char *but, qn_error *err)
{
	struct dirent **entry = NULL;
	int count = scandir(path, &entry, is_script, by_bytes), rc = QN_OK;
	for (int i = 0; i < count; i++) {
		char *file = qn_arena_printf(folder->arena, "%s/%s", path, entry[i]->d_name);
		struct stat about;
		if (!file)
			rc = qn_no_memory(err);
		else if (rc == QN_OK && strcmp(entry[i]->d_name, but) != 0 && stat(file, &about) == 0 && S_ISREG(about.st_mode))
			rc = add_script(folder, file, entry[i]->d_name, err);
		free(entry[i]);
	}
	free(entry);
	return rc;
}

const char *folder_of(const char *path, qn_arena *arena)
{
	const char *slash = strrchr(path, '/');
	return slash ? qn_arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* return scenario "…" { base = { "a.lua", "b.lua" } }, as if it stood beside them. */
static int add_stack(cli_session *se, script_folder *folder, qn_error *err)
{
	const cli_options *options = se->options;
	const char *place = folder_of(options->base[0], &se->arena);
	qn_buffer text = { 0 };
	qn_buffer_text(&text, "return scenario \"stacked\" { base = {");
	for (int i = 0; i < options->bases; i++) {
		const char *own = folder_of(options->base[i], &se->arena), *name = name_of(options->base[i]);
		if (!own || !place || strcmp(own, place) != 0 || strpbrk(name, "\"\\\n")) {
			qn_buffer_free(&text);
			return qn_fail(err, QN_EUSAGE, "--base %s: scenarios that are stacked lie in one folder", options->base[i]);
		}
		qn_buffer_printf(&text, " \"%s\",", name);
	}
	qn_buffer_text(&text, " } }\n");
	const char *kept = text.failed ? NULL : qn_arena_text(&se->arena, text.data);
	qn_buffer_free(&text);
	if (!kept)
		return qn_no_memory(err);
	folder->script[folder->scripts++] = (qn_script){ stacked, kept, strlen(kept) };
	return add_others(folder, place, "", err);
}

static int read_folder(cli_session *se, script_folder *folder, qn_error *err)
{
	if (!se->script)
		return add_stack(se, folder, err);
	int rc = add_script(folder, se->script, name_of(se->script), err);
	const char *place = rc == QN_OK ? folder_of(se->script, &se->arena) : NULL;
	return place ? add_others(folder, place, name_of(se->script), err) : rc < 0 ? rc : qn_no_memory(err);
}

int session_scenario(cli_session *se, qn_error *err)
{
	const qn_script_options limits = script_limits(se->options);
	script_folder folder = { .arena = &se->arena };
	int rc = read_folder(se, &folder, err);
	if (rc == QN_OK)
		rc = qn_script_run(folder.script, folder.scripts, folder.script[0].path, se->catalogue, se->program, &limits, &se->scenario, err);
	if (rc == QN_OK && !session_asked(se))
		return qn_fail(err, QN_ESCRIPT, "%s: the script returned no scenario: end it with return scenario \"title\" { … }", se->script);
	for (uint32_t i = 0; rc == QN_OK && i < se->scenario->prints; i++)
		fprintf(stderr, "%s\n", se->scenario->printed[i]);
	return rc == QN_OK ? qn_changes_scenario(&se->changes, se->panel, se->scenario, err) : rc;
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

static void tell_overlaps(cli_session *se, qn_report *report)
{
	for (uint32_t i = 0; i < se->changes.overlaps; i++) {
		const qn_overlap *o = &se->changes.overlap[i];
		const char *format = o->how == QN_BOTH_COUNT ? say(se, "%s: %s and %s both count", "%s:%s 与 %s 同时起作用")
			: o->how == QN_ALIKE ? say(se, "%s: %s says the same as %s, and it is taken once", "%s:%s 与 %s 相同,只取一次")
			: say(se, "%s: %s decides over %s", "%s:以 %s 为准,不取 %s");
		qn_report_note(report, qn_arena_printf(&se->arena, format, o->what, o->upper, o->lower));
	}
}

static void tell_effort(cli_session *se, qn_report *report, const qn_effort *e)
{
	const char *what = title_of(se, se->catalogue->indicator[e->indicator].title);
	const char *how = e->moved == 0 ? "" : qn_arena_printf(&se->arena, say(se, ", extra growth %s a period in the middle, from %s to %s", ",每期额外增长中位 %s,自 %s 至 %s"),
		percent_text(se, e->middle, 2), percent_text(se, e->least, 2), percent_text(se, e->most, 2));
	const char *why = !e->why.en || e->lacking == 0 ? "" : qn_arena_printf(&se->arena, say(se, " (%s)", "(%s)"), title_of(se, e->why));
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%s, %s (%s): %zu led%s; %zu get there anyway; %zu lack data%s",
		"%s,%s(%s):带动 %zu 个%s;本来就达到 %zu 个;缺数据 %zu 个%s"), e->verb, what, e->where, e->moved, how, e->left, e->lacking, why));
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
