/* SPDX-License-Identifier: Apache-2.0 */
/* lint.c - what is doubtful in a pack's rules, before anything runs: line, severity, what, and how to mend it. */
#include "cli/pack/lint.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/places.h"
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/csv.h"
#include "plan/rollup.h"

static const char *const severities[] = { "note", "warning", "error" };

static void add(linting *l, lint_finding made, const char *format, va_list list)
{
	char words[1024];
	qn_arena *arena = &l->se->arena;
	vsnprintf(words, sizeof words, format, list);
	made.what = qn_arena_text(arena, words);
	made.how = qn_arena_text(arena, made.how);
	made.file = qn_arena_text(arena, made.file);
	l->failed = l->failed || !made.what || !made.how || !made.file || !qn_grow(arena, (void **)&l->finding, l->findings, sizeof *l->finding);
	if (!l->failed)
		l->finding[l->findings++] = made;
}

void lint_add(linting *l, lint_severity severity, const char *rule, uint32_t place, const char *how, const char *format, ...)
{
	const qn_program *program = l->se->program;
	va_list list;
	while (place < program->places && program->place_of[place].caller != QN_NONE)
		place = program->place_of[place].caller; /* what a helper declares stands where the helper is called */
	bool known = place < program->places;
	va_start(list, format);
	add(l, (lint_finding){ .severity = severity, .rule = rule, .file = known ? program->place_of[place].file : "", .line = known ? program->place_of[place].line : 0, .how = how },
		format, list);
	va_end(list);
}

void lint_add_line(linting *l, lint_severity severity, const char *rule, const char *file, uint32_t line, const char *how, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	add(l, (lint_finding){ .severity = severity, .rule = rule, .file = file, .line = line, .how = how }, format, list);
	va_end(list);
}

/* Where rules and data are read from. */

typedef struct { qn_pack *pack; qn_program *program; qn_buffer policy; } lint_source;

/* The text of the document, if the pack's folder of tables has it. */
static int read_policy(linting *l, lint_source *from, const char *folder, qn_error *err)
{
	const char *encoding, *path = qn_arena_printf(&l->se->arena, "%s/%s/policy.txt", folder, from->pack->data);
	if (!path || access(path, R_OK) != 0)
		return path ? QN_OK : qn_no_memory(err);
	int rc = qn_file_read(path, &from->policy, err);
	if (rc == QN_OK)
		rc = qn_text_decode(&from->policy, path, &encoding, err);
	l->policy = rc == QN_OK ? from->policy.data : NULL;
	return rc;
}

/* Rules that do not load are a finding, at the line that the words begin with. */
static void add_failure(linting *l, const char *words)
{
	const char *colon = strchr(words, ':');
	char *end = NULL;
	unsigned long line = colon ? strtoul(colon + 1, &end, 10) : 0;
	bool placed = line && end && *end == ':';
	const char *file = placed ? qn_arena_copy(&l->se->arena, words, (size_t)(colon - words)) : "";
	lint_add_line(l, LINT_ERROR, "load", file ? file : "", placed ? (uint32_t)line : 0, say(l->se, "the rest is looked at once the rules load", "规则能载入后才检查其余部分"), "%s",
		placed ? end + 1 + strspn(end + 1, " ") : words);
}

static int open_folder(linting *l, lint_source *from, const char *folder, qn_error *err)
{
	int rc = qn_pack_read(folder, &from->pack, err);
	if (rc < 0)
		return rc;
	l->file = from->pack->file, l->files = from->pack->files;
	lint_sources(l);
	rc = load_program(from->pack, l->se->options, &from->program, err);
	l->se->catalogue = from->pack->catalogue;
	l->se->program = rc == QN_OK ? from->program : NULL;
	if (rc == QN_ESCRIPT || rc == QN_ELIMIT)
		add_failure(l, error_words(l->se, err)), l->unloaded = *err, rc = QN_OK;
	return rc == QN_OK ? read_policy(l, from, folder, err) : rc;
}

static int note_observed(linting *l, qn_error *err)
{
	static const qn_frequency known[] = { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE };
	const qn_catalogue *catalogue = l->se->catalogue;
	l->observed = qn_arena_array(&l->se->arena, (size_t)catalogue->indicators + 1, sizeof *l->observed);
	if (!l->observed)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
			qn_period first, last;
			int rc = qn_column_extent(l->se->snapshot, i, catalogue->subject, known[k], &first, &last, err);
			if (rc < 0)
				return rc;
			l->observed[i] = l->observed[i] || rc > 0;
		}
	return QN_OK;
}

static int open_store(linting *l, lint_source *from, qn_error *err)
{
	const cli_options *options = l->se->options;
	const char *id;
	qn_pack_file *file;
	int rc = session_open(l->se, options, err);
	if (rc == QN_OK && options->pack) {
		rc = qn_pack_read(options->pack, &from->pack, err);
		if (rc == QN_OK)
			l->file = from->pack->file, l->files = from->pack->files, rc = read_policy(l, from, options->pack, err);
	} else if (rc == QN_OK) {
		rc = qn_snapshot_pack(l->se->snapshot, &l->se->arena, &id, &file, &l->files, err);
		l->file = file;
	}
	if (rc == QN_OK)
		lint_sources(l);
	return rc == QN_OK ? note_observed(l, err) : rc;
}

/* Telling. */

static int by_weight(const void *a, const void *b)
{
	const lint_finding *x = a, *y = b;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	int order = strcmp(x->file, y->file);
	if (order)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	order = strcmp(x->rule, y->rule);
	return order ? order : strcmp(x->what, y->what);
}

static void add_findings(linting *l, qn_report *report)
{
	cli_session *se = l->se;
	qn_table *table = qn_report_table(report, "findings", say(se, "Findings", "发现"));
	qn_table_column(table, "place", say(se, "Written in", "位置"), QN_LEFT);
	qn_table_column(table, "severity", say(se, "Severity", "程度"), QN_LEFT);
	qn_table_column(table, "rule", say(se, "Rule", "检查项"), QN_LEFT);
	qn_table_column(table, "what", say(se, "What", "问题"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "how", say(se, "How to mend it", "怎样改"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < l->findings; i++) {
		const lint_finding *f = &l->finding[i];
		qn_row *row = qn_table_row(table);
		qn_row_text(row, f->line ? qn_arena_printf(&se->arena, "%s:%u", f->file, f->line) : f->file);
		qn_row_text(row, severity_word(se, (qn_severity)f->severity));
		qn_row_text(row, f->rule);
		qn_row_text(row, f->what);
		qn_row_text(row, f->how);
		qn_row_tone(row, f->severity == LINT_ERROR ? QN_TONE_BAD : f->severity == LINT_WARNING ? QN_TONE_WARN : QN_TONE_PLAIN);
	}
}

static int tell(linting *l, qn_error *err)
{
	cli_session *se = l->se;
	uint32_t count[3] = { 0 };
	if (l->findings)
		qsort(l->finding, l->findings, sizeof *l->finding, by_weight);
	for (uint32_t i = 0; i < l->findings; i++)
		count[l->finding[i].severity]++;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Lint of %s: errors %u, warnings %u, notes %u", "%s 的静态检查:错误 %u,警告 %u,提示 %u"),
		se->options->operand[0], count[2], count[1], count[0]));
	add_findings(l, report);
	if (!l->observed)
		qn_report_note(report, say(se, "no store was looked at: whether its data can answer the criteria is told by qunce lint STORE", "未查看任何库;数据是否足以回答各准则,用 qunce lint 库 检查"));
	if (!l->policy)
		qn_report_note(report, say(se, "quotes were not held against the document: no policy.txt was at hand (with a store, give --pack DIR)",
			"没有 policy.txt,未核对引文(检查库时可加 --pack 文件夹)"));
	return session_finish(se, report, l->failed ? qn_no_memory(err) : QN_OK, err);
}

static int read_fail_on(const cli_options *options, int *out, qn_error *err)
{
	*out = LINT_ERROR + 1;
	for (int i = 0; options->fail_on && i <= LINT_ERROR; i++)
		if (!strcmp(options->fail_on, severities[i]))
			*out = i;
	return options->fail_on && *out > LINT_ERROR ? qn_fail_both(err, QN_EUSAGE, "--fail-on %s:请写 note、warning 或 error",
		"--fail-on %s: note, warning or error is wanted", options->fail_on) : QN_OK;
}

int run_lint(const cli_options *options, qn_error *err)
{
	cli_session session = { .options = options };
	linting l = { .se = &session };
	lint_source from = { 0 };
	int worst = -1, fail_on, rc = read_fail_on(options, &fail_on, err);
	bool store = holds_store(options->operand[0]);
	if (rc == QN_OK)
		rc = store ? open_store(&l, &from, err) : open_folder(&l, &from, options->operand[0], err);
	if (rc == QN_OK)
		tell_printed(session.program);
	if (rc == QN_OK && session.program)
		rc = qn_program_rollups(session.program, session.catalogue, err);
	if (rc == QN_OK && session.program) {
		lint_declarations(&l);
		lint_thresholds(&l);
		lint_shares(&l);
		lint_answers(&l);
	}
	for (uint32_t i = 0; i < l.findings; i++)
		worst = (int)l.finding[i].severity > worst ? (int)l.finding[i].severity : worst;
	if (rc == QN_OK)
		rc = tell(&l, err);
	if (!store)
		session.catalogue = NULL, session.program = NULL; /* the pack's */
	qn_program_free(from.program);
	qn_pack_free(from.pack);
	qn_buffer_free(&from.policy);
	session_close(&session);
	if (rc == QN_OK && l.unloaded.status) /* the report stands, and yet not all was looked at */
		*err = l.unloaded, rc = l.unloaded.status;
	return rc < 0 ? rc : worst >= fail_on ? EXIT_FINDING : EXIT_DONE;
}
