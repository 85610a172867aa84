/* SPDX-License-Identifier: Apache-2.0 */
/* findings.c - the checks of a pack on what an import brings, before it counts; and the words for one that does not hold. */
#include "cli/store/findings.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/session.h"
#include "cli/show.h"

/* Words. */

enum { MOST_FIGURES = 6, MOST_TOLD = 20, FEW_TOLD = 3 }; /* FEW_TOLD: of one check that is no error */

static void add_figure(cli_session *se, const qn_breach *breach, const qn_looked *look, bool named, qn_buffer *out)
{
	const qn_indicator *about = &se->catalogue->indicator[look->indicator];
	double value = qn_panel_value(se->panel, look->indicator, breach->index - look->back, breach->entity);
	qn_buffer_printf(out, "%s%s%s%s", out->length ? say(se, "; ", ";") : "", named ? title_of(se, about->title) : "", named ? " " : "",
		quantity_text(se, value, about->unit));
	if (look->back)
		qn_buffer_printf(out, say(se, " in %s", "(%s)"), period_text(se, qn_panel_period(se->panel, breach->index - look->back)));
}

const char *findings_figures(cli_session *se, const qn_breaches *breaches, const qn_breach *breach)
{
	const qn_looks *looks = &breaches->looks[breach->check];
	qn_buffer out = { 0 };
	uint32_t told = 0, last = QN_NONE;
	for (uint32_t i = 0; i < looks->count && told < MOST_FIGURES; i++) {
		const qn_looked *look = &looks->at[i];
		if (look->back > breach->index || qn_is_missing(qn_panel_value(se->panel, look->indicator, breach->index - look->back, breach->entity)))
			continue;
		add_figure(se, breach, look, look->indicator != last, &out);
		last = look->indicator;
		told++;
	}
	return qn_buffer_keep(&out, &se->arena);
}

int findings_origin(cli_session *se, const qn_breach *breach, const char **out, qn_error *err)
{
	qn_import import;
	*out = "";
	if (breach->origin.import == 0)
		return QN_OK;
	int rc = qn_import_get(se->snapshot, breach->origin.import, &import, err);
	if (rc == QN_OK && !(*out = qn_arena_printf(&se->arena, "%s:%u", import.file, breach->origin.line)))
		rc = qn_no_memory(err);
	return rc;
}

static int tell_one(cli_session *se, const qn_breaches *breaches, const qn_breach *breach, qn_buffer *told, qn_error *err)
{
	const qn_check *about = &se->program->check[breach->check];
	const qn_entity *who = qn_panel_who(se->panel, breach->entity);
	const char *origin, *figures = findings_figures(se, breaches, breach);
	qn_buffer line = { 0 };
	int rc = findings_origin(se, breach, &origin, err);
	if (rc == QN_OK && !figures)
		rc = qn_no_memory(err);
	if (rc < 0)
		return rc;
	qn_buffer_printf(&line, say(se, "%s: %s: %s (%s), %s: “%s” does not hold [%s]: %s", "%s:%s:%s(%s)%s年:不符合“%s”[%s]:%s"), origin, severity_word(se, about->severity),
		title_of(se, who->title), who->id, period_text(se, qn_panel_period(se->panel, breach->index)), title_of(se, about->title), about->id, figures);
	if (line.data)
		qn_text_clean(told, line.data, line.length);
	qn_buffer_text(told, "\n");
	told->failed = told->failed || line.failed;
	qn_buffer_free(&line);
	return QN_OK;
}

/* What was accepted: records of a register of the engine's own. */

static const char accepted_register[] = "accepted-checks";

typedef struct { cli_session *se; findings_accepted *out; } accepting;

static int take_accepted(void *context, const qn_record *record)
{
	accepting *a = context;
	const qn_field *check = qn_record_field(record, "check"), *period = qn_record_field(record, "period"), *by = qn_record_field(record, "by");
	finding_accepted made = { .entity = record->subject };
	long found = check && check->text ? qn_program_find_check(a->se->program, check->text) : -1;
	if (found < 0 || !period || !period->text || !qn_period_read(period->text, strlen(period->text), &made.period))
		return 0;
	made.check = (uint32_t)found;
	made.by = qn_arena_text(&a->se->arena, by && by->text ? by->text : "?");
	if (!made.by || !qn_grow(&a->se->arena, (void **)&a->out->at, a->out->count, sizeof *a->out->at))
		return QN_ENOMEM;
	a->out->at[a->out->count++] = made;
	return 0;
}

int findings_read_accepted(cli_session *se, findings_accepted *out, qn_error *err)
{
	accepting a = { se, out };
	*out = (findings_accepted){ 0 };
	int rc = qn_record_each(se->snapshot, accepted_register, take_accepted, &a, err);
	return rc == QN_ENOMEM ? qn_no_memory(err) : rc;
}

const char *findings_accepted_by(const cli_session *se, const findings_accepted *accepted, const qn_breach *breach)
{
	for (uint32_t i = accepted->count; i-- > 0;) {
		const finding_accepted *one = &accepted->at[i];
		if (one->check == breach->check && one->entity == qn_panel_number(se->panel, breach->entity) && one->period == qn_panel_period(se->panel, breach->index))
			return one->by;
	}
	return NULL;
}

int findings_accept(qn_change_set *change, const cli_session *se, const qn_breach *breach, const char *by, qn_error *err)
{
	char period[24];
	qn_period_text(qn_panel_period(se->panel, breach->index), period);
	const qn_field field[] = { { .name = "check", .type = QN_FIELD_TEXT, .text = se->program->check[breach->check].id },
		{ .name = "period", .type = QN_FIELD_TEXT, .text = period }, { .name = "by", .type = QN_FIELD_TEXT, .text = by } };
	const qn_record record = { .register_id = accepted_register, .kind = se->catalogue->subject, .subject = qn_panel_number(se->panel, breach->entity),
		.origin = breach->origin, .field = field, .fields = sizeof field / sizeof *field };
	return qn_change_add_record(change, &record, err);
}

/* --accept */

static const char *check_name(const void *context, size_t i)
{
	return ((const qn_program *)context)->check[i].id;
}

static int read_accept(const cli_session *se, bool *accepted, qn_error *err)
{
	const qn_program *program = se->program;
	char name[256];
	for (const char *at = se->options->accept; at && *at;) {
		size_t length = strcspn(at, ",");
		if (length >= sizeof name)
			return qn_fail_both(err, QN_EUSAGE, "--accept:有一个名称太长", "--accept: a name is too long");
		memcpy(name, at, length), name[length] = 0;
		long found = qn_program_find_check(program, name);
		if (found < 0) {
			long near = qn_text_nearest(name, check_name, program, program->checks);
			return near < 0 ? qn_fail_both(err, QN_EUSAGE, "--accept %s:规则包没有这项校验:qunce list 库 checks 列出全部", "--accept %s: the pack has no such check; qunce list STORE checks", name)
				: qn_fail_both(err, QN_EUSAGE, "--accept %s:规则包没有这项校验,是不是 %s:qunce list 库 checks 列出全部", "--accept %s: the pack has no such check: did you mean %s; qunce list STORE checks",
					name, program->check[near].id);
		}
		accepted[found] = true;
		at += length + (at[length] == ',');
	}
	return QN_OK;
}

/* What a change brought. */

typedef struct {
	cli_session se;
	qn_breaches *breaches;
	bool *accepted;         /* by check */
	uint32_t count[3];      /* by severity; errors: those that nobody accepted */
	uint32_t taken;         /* errors that were accepted */
} judging;

static bool refuses(const judging *j, const qn_breach *breach)
{
	return j->se.program->check[breach->check].severity == QN_SEVERITY_ERROR && !j->accepted[breach->check];
}

static void count_breaches(judging *j)
{
	for (uint32_t i = 0; i < j->breaches->count; i++) {
		const qn_breach *breach = &j->breaches->breach[i];
		qn_severity severity = j->se.program->check[breach->check].severity;
		if (severity == QN_SEVERITY_ERROR && j->accepted[breach->check])
			j->taken++;
		else
			j->count[severity]++;
	}
}

static void tell_counts(judging *j, qn_buffer *told)
{
	cli_session *se = &j->se;
	qn_buffer_printf(told, say(se, "  checks: errors %u, accepted %u, warnings %u, notes %u", "  校验:错误 %u,已认可 %u,警告 %u,提示 %u"), j->count[QN_SEVERITY_ERROR],
		j->taken, j->count[QN_SEVERITY_WARNING], j->count[QN_SEVERITY_NOTE]);
	qn_buffer_text(told, j->count[QN_SEVERITY_ERROR] ? "\n" : say(se, "; qunce validate STORE lists all\n", ";用 qunce validate 库 全部列出\n"));
}

/* One check's breaches stand together: errors are told one by one, of the others the first few. */
static int tell_check(judging *j, uint32_t from, uint32_t until, qn_buffer *told, qn_error *err)
{
	cli_session *se = &j->se;
	const qn_check *about = &se->program->check[j->breaches->breach[from].check];
	uint32_t most = about->severity == QN_SEVERITY_ERROR ? MOST_TOLD : FEW_TOLD, end = until - from > most ? from + most : until;
	int rc = QN_OK;
	for (uint32_t i = from; rc == QN_OK && i < end; i++)
		rc = tell_one(se, j->breaches, &j->breaches->breach[i], told, err);
	if (end < until)
		qn_buffer_printf(told, say(se, "  and %u more of [%s]\n", "  [%2$s] 另有 %1$u 条\n"), until - end, about->id);
	return rc;
}

/* The gravest first; notes are counted only. */
static int tell_breaches(judging *j, qn_buffer *told, qn_error *err)
{
	const qn_breach *breach = j->breaches->breach;
	int rc = QN_OK;
	for (int severity = QN_SEVERITY_ERROR; severity >= QN_SEVERITY_WARNING; severity--)
		for (uint32_t from = 0, until; rc == QN_OK && from < j->breaches->count; from = until) {
			for (until = from; until < j->breaches->count && breach[until].check == breach[from].check; until++)
				;
			if ((int)j->se.program->check[breach[from].check].severity == severity)
				rc = tell_check(j, from, until, told, err);
		}
	return rc;
}

static int refuse(judging *j, const char *name, qn_error *err)
{
	qn_buffer names = { 0 };
	uint32_t last = QN_NONE;
	for (uint32_t i = 0; i < j->breaches->count; i++) {
		const qn_breach *breach = &j->breaches->breach[i];
		if (!refuses(j, breach) || breach->check == last)
			continue;
		qn_buffer_printf(&names, "%s%s", last == QN_NONE ? "" : ",", j->se.program->check[breach->check].id);
		last = breach->check;
	}
	const char *all = qn_buffer_keep(&names, &j->se.arena);
	return !all ? qn_no_memory(err) : qn_fail_both(err, QN_EINPUT, "%s:%u 处数字未通过校验,未导入任何内容;请更正,确实无误的用 --accept %s --submitter 姓名 导入",
		"%s: figures that break a check: %u: nothing was imported; correct them, or import with --accept %s --submitter NAME", name, j->count[QN_SEVERITY_ERROR], all);
}

/* Nothing is read from the view any more once this writes. */
static int record_accepted(judging *j, qn_change_set *change, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < j->breaches->count; i++) {
		const qn_breach *breach = &j->breaches->breach[i];
		if (j->se.program->check[breach->check].severity == QN_SEVERITY_ERROR)
			rc = findings_accept(change, &j->se, breach, j->se.options->submitter, err);
	}
	return rc;
}

static int judge(judging *j, qn_change_set *change, uint32_t first, const char *name, qn_buffer *told, qn_error *err)
{
	cli_session *se = &j->se;
	size_t columns;
	const qn_touched *column = qn_change_touched(change, &columns);
	j->accepted = qn_arena_array(&se->arena, (size_t)se->program->checks + 1, sizeof *j->accepted);
	int rc = j->accepted ? read_accept(se, j->accepted, err) : qn_no_memory(err);
	if (rc == QN_OK && se->program->checks)
		rc = qn_panel_open(se->snapshot, se->catalogue, se->program, QN_NO_PERIOD, QN_NO_PERIOD, &se->panel, err);
	if (rc == QN_ENOTFOUND) /* nothing of the frequency that rules are about, such as months alone */
		return QN_OK;
	if (rc == QN_OK && se->program->checks)
		rc = qn_breaches_of(se->panel, &se->changes, first, column, columns, &j->breaches, err);
	if (rc < 0 || !j->breaches || j->breaches->count == 0)
		return rc;
	count_breaches(j);
	tell_counts(j, told);
	rc = tell_breaches(j, told, err);
	if (rc == QN_OK)
		rc = told->failed ? qn_no_memory(err) : session_whole(se, err);
	return rc == QN_OK && j->count[QN_SEVERITY_ERROR] ? refuse(j, name, err) : rc;
}

/* A pack in which nobody wrote the word has no checks, and its rules need not be loaded. */
static int may_have_checks(qn_snapshot *view, qn_error *err)
{
	static const char word[] = "check";
	qn_arena arena = { 0 };
	const char *id;
	qn_pack_file *file;
	size_t files;
	int rc = qn_snapshot_pack(view, &arena, &id, &file, &files, err), found = 0;
	for (size_t i = 0; rc == QN_OK && i < files && !found; i++)
		found = qn_text_ends(file[i].path, ".lua") && memmem(file[i].bytes, file[i].length, word, sizeof word - 1);
	qn_arena_free(&arena);
	return rc < 0 ? rc : found;
}

int findings_of_change(const cli_options *options, qn_change_set *change, uint32_t first, const char *name, qn_buffer *told, qn_error *err)
{
	judging j = { 0 };
	qn_snapshot *view = NULL;
	size_t columns;
	qn_change_touched(change, &columns);
	if (options->accept && !options->submitter)
		return qn_fail_both(err, QN_EUSAGE, "--accept 要有人负责:用 --submitter 姓名 写明是谁", "--accept is somebody's decision: say whose with --submitter NAME");
	if (columns == 0)
		return QN_OK;
	int rc = qn_change_view(change, &view, err);
	if (rc == QN_OK && (rc = may_have_checks(view, err)) <= 0) {
		qn_snapshot_close(view);
		return rc;
	}
	if (rc > 0)
		rc = session_view(&j.se, options, view, err);
	if (rc == QN_OK)
		rc = judge(&j, change, first, name, told, err);
	if (rc == QN_OK && j.taken)
		rc = record_accepted(&j, change, err);
	qn_breaches_free(j.breaches);
	session_close(&j.se);
	return rc;
}
