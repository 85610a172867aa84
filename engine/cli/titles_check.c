/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/titles_check.h"
#include <string.h>
#include "base/text.h"
#include "cli/show.h"
#include "ingest/dates.h"

enum { MOST = 7, SHORTEST = 4 }; /* of a name that can be taken for another */

/* What recognition reads of a register: the first is a day that is needed; names that it does not know are left alone. */
typedef struct { const char *day, *until; bool of_criterion; const char *known[MOST + 1]; } shape;

static const shape of_titles = { "recognised_on", "valid_until", false, { "recognised_on", "valid_until", "round", "source", "note", NULL } };
static const shape of_waivers = { "decided_on", NULL, true, { "criterion", "decided_on", "by", "source", "note", NULL } };
static const shape of_course = { NULL, NULL, false, { "stage", "on", "by", "year", "evidence", "source", "note", NULL } };

typedef struct { cli_session *se; uint32_t first; const shape *shape; qn_error *err; } checking;

static const char *place_of(const checking *c, qn_origin origin)
{
	qn_import import;
	if (qn_import_get(c->se->snapshot, origin.import, &import, NULL) < 0)
		return say(c->se, "a record", "一条记录");
	const char *place = qn_arena_printf(&c->se->arena, "%s:%u", import.file, origin.line);
	return place ? place : import.file;
}

static int check_subject(const checking *c, const qn_record *record)
{
	const qn_catalogue *catalogue = c->se->catalogue;
	if (record->kind == catalogue->subject)
		return QN_OK;
	const qn_entity *who = qn_entity_borrow(c->se->snapshot, record->kind, record->subject, c->err);
	const qn_kind *kind = &catalogue->kind[catalogue->subject];
	if (!who)
		return qn_failed(c->err);
	return qn_fail_both(c->err, QN_EINPUT, "%s:%s 不是%s,不能记入登记“%s”", "%s: %s is no %s: %s holds nothing else", place_of(c, record->origin), who->id,
		kind->title.zh && c->se->options->language == CHINESE ? kind->title.zh : kind->id, record->register_id);
}

static const char *known_name(const void *context, size_t i) { return ((const shape *)context)->known[i]; }

static bool is_known(const shape *of, const char *name)
{
	for (const char *const *known = of->known; *known; known++)
		if (!strcmp(*known, name))
			return true;
	return false;
}

static int check_names(const checking *c, const qn_record *record)
{
	size_t count = 0;
	while (c->shape->known[count])
		count++;
	for (size_t f = 0; f < record->fields; f++) {
		const char *name = record->field[f].name;
		long near = is_known(c->shape, name) || strlen(name) < SHORTEST ? -1 : qn_text_nearest(name, known_name, c->shape, count);
		if (near >= 0 && !qn_record_field(record, c->shape->known[near]))
			return qn_fail_both(c->err, QN_EINPUT, "%s:登记“%s”没有 %s 一列:是不是 %s?", "%s: %s has no column %s: did you mean %s?", place_of(c, record->origin),
				record->register_id, name, c->shape->known[near]);
	}
	return QN_OK;
}

/* A day that is none makes texts of its whole column: then the others are not to blame. */
static int check_day(const checking *c, const qn_record *record, const char *name, bool needed)
{
	const qn_field *field = name ? qn_record_field(record, name) : NULL;
	char number[QN_NUMBER_SIZE];
	qn_date day;
	if (!field && !needed)
		return QN_OK;
	if (!field)
		return qn_fail_both(c->err, QN_EINPUT, "%s:缺 %s:哪一天,写如 2025-11-14", "%s: %s, the day, is wanted, as in 2025-11-14", place_of(c, record->origin), name);
	if (field->type == QN_FIELD_DATE || (field->type == QN_FIELD_TEXT && qn_day_read(field->text, &day)))
		return QN_OK;
	const char *said = field->type == QN_FIELD_TEXT ? field->text : qn_number_text(number, field->number);
	return qn_fail_both(c->err, QN_EINPUT, "%s:%s:“%s”不是日期,写如 2025-11-14", "%s: %s: \"%s\" is no day: write it as in 2025-11-14", place_of(c, record->origin), name, said);
}

static int check_order(const checking *c, const qn_record *record)
{
	const qn_field *since = qn_record_field(record, c->shape->day), *until = c->shape->until ? qn_record_field(record, c->shape->until) : NULL;
	if (!since || !until || since->type != QN_FIELD_DATE || until->type != QN_FIELD_DATE || until->date >= since->date)
		return QN_OK;
	return qn_fail_both(c->err, QN_EINPUT, "%s:%s 早于 %s", "%s: %s is before %s", place_of(c, record->origin), c->shape->until, c->shape->day);
}

static const char *criterion_name(const void *context, size_t i) { return ((const qn_program *)context)->criterion[i].id; }

static int check_criterion(const checking *c, const qn_record *record)
{
	const qn_program *program = c->se->program;
	const qn_field *field = qn_record_field(record, "criterion");
	const char *name = field && field->type == QN_FIELD_TEXT ? field->text : "";
	if (qn_program_criterion(program, name) >= 0)
		return QN_OK;
	long near = *name ? qn_text_nearest(name, criterion_name, program, program->criteria) : -1;
	const char *place = place_of(c, record->origin);
	if (near < 0)
		return qn_fail_both(c->err, QN_EINPUT, "%s:criterion 一列要写放宽哪一条:“%s”不是标准,用 qunce list 库 criteria 查看",
			"%s: criterion, what is waived, is wanted: \"%s\" is none, and 'qunce list STORE criteria' shows them", place, name);
	return qn_fail_both(c->err, QN_EINPUT, "%s:没有叫“%s”的标准:是不是 %s?", "%s: no criterion is called \"%s\": did you mean %s?", place, name, program->criterion[near].id);
}

static int check_record(void *context, const qn_record *record)
{
	const checking *c = context;
	if (record->origin.import < c->first)
		return QN_OK;
	int rc = check_subject(c, record);
	if (rc == QN_OK)
		rc = check_names(c, record);
	if (rc == QN_OK && c->shape->day)
		rc = check_day(c, record, c->shape->day, true);
	if (rc == QN_OK && c->shape->until)
		rc = check_day(c, record, c->shape->until, false);
	if (rc == QN_OK && c->shape->day)
		rc = check_order(c, record);
	return rc == QN_OK && c->shape->of_criterion ? check_criterion(c, record) : rc;
}

int titles_check(cli_session *session, uint32_t first, qn_error *err)
{
	const qn_recognition *rules = session->program->recognition;
	const struct { const char *id; const shape *shape; } registers[] = { { rules->title_register, &of_titles }, { rules->waiver_register, &of_waivers }, { rules->course_register, &of_course } };
	int rc = QN_OK;
	for (size_t k = 0; rc == QN_OK && k < sizeof registers / sizeof *registers; k++)
		if (registers[k].id)
			rc = qn_record_each(session->snapshot, registers[k].id, check_record, &(checking){ session, first, registers[k].shape, err }, err);
	return rc;
}

/* Registers that something reads by name. */
enum { READ = 6 };
typedef struct { const char *name[READ]; size_t count; } reads;

static void add_name(reads *r, const char *name)
{
	if (name)
		r->name[r->count++] = name;
}

static const char *name_read(const void *context, size_t i) { return ((const reads *)context)->name[i]; }

static reads names_read(const qn_program *program)
{
	const qn_recognition *rules = program->recognition;
	reads r = { .count = 0 };
	add_name(&r, rules ? rules->title_register : NULL);
	add_name(&r, rules ? rules->waiver_register : NULL);
	add_name(&r, rules ? rules->course_register : NULL);
	add_name(&r, program->rounds ? program->rounds->plan_register : NULL);
	add_name(&r, program->measures ? "support" : NULL);
	add_name(&r, program->checks ? "accepted-checks" : NULL);
	return r;
}

static bool is_read(const reads *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->name[i], name))
			return true;
	return false;
}

static void note_unread(cli_session *se, const reads *r, const char *place, const char *name, qn_buffer *notes)
{
	long near = qn_text_nearest(name, name_read, r, r->count);
	qn_buffer_printf(notes, say(se, "%s:1: no rule reads a register \"%s\"", "%s:1:没有规则读取登记“%s”"), place, name);
	if (near >= 0)
		qn_buffer_printf(notes, say(se, " (did you mean %s?)", "(是不是 %s?)"), r->name[near]);
	for (size_t i = 0; near < 0 && i < r->count; i++)
		qn_buffer_printf(notes, "%s%s%s", i ? say(se, ", ", "、") : say(se, " (what they read: ", "(读取的有 "), r->name[i], i + 1 < r->count ? "" : say(se, ")", ")"));
	qn_buffer_text(notes, say(se, ": taken as it is, and nothing follows from it\n", ":照原样收下,不影响任何结论\n"));
}

int titles_note_unread(cli_session *se, uint32_t first, qn_import_report *report, qn_error *err)
{
	const reads r = names_read(se->program);
	const checking c = { .se = se, .first = first };
	qn_buffer *notes = &report->notes[se->options->language == CHINESE];
	for (uint32_t i = 0; i < report->unhelds; i++)
		if (!is_read(&r, report->unheld[i].name))
			note_unread(se, &r, place_of(&c, (qn_origin){ first, report->unheld[i].line }), report->unheld[i].name, notes);
	return notes->failed ? qn_no_memory(err) : QN_OK;
}
