/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_look.c - does what a row claims to rest on exist? Declarations among the rules, entities in the registry, tables in
 * the pack's data folder, verbs among the commands, tests beside the rules or in a folder above them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/pack/coverage.h"
#include "cli/show.h"
#include "ingest/holidays.h"
#include "plan/rollup.h"

enum { HIGHEST = 6, NOT_THERE = 0, FOUND = 1, NOT_AT_HAND = 2 }; /* what a look-up answers, or a negative qn_status */

/* Declarations. */

static int find_parameter(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	long found = qn_program_parameter(c->se->program, name);
	(void)row, (void)err;
	return found >= 0 && !c->se->program->parameter[found].readings;
}

static int find_option(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	long found = qn_program_parameter(c->se->program, name);
	(void)row, (void)err;
	return found >= 0 && c->se->program->parameter[found].readings;
}

static int find_stage(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	(void)row, (void)err;
	return c->se->program->recognition && qn_program_stage(c->se->program, name) >= 0;
}

/* By its id alone: a name could be that of another one tomorrow. */
static long indicator_of(const covering *c, const char *name)
{
	long found = qn_catalogue_indicator(c->se->catalogue, name);
	return found >= 0 && !strcmp(c->se->catalogue->indicator[found].id, name) ? found : -1;
}

static int find_indicator(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	(void)row, (void)err;
	return indicator_of(c, name) >= 0;
}

static int find_derived(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	long found = indicator_of(c, name);
	(void)row, (void)err;
	for (uint32_t i = 0; i < c->se->program->derivations; i++)
		if ((long)c->se->program->derivation[i].indicator == found)
			return FOUND;
	return NOT_THERE;
}

static int find_report_due(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	const qn_recognition *rules = c->se->program->recognition;
	const char *due = rules ? qn_arena_printf(&c->se->arena, "%02d-%02d", rules->report_month, rules->report_day) : "";
	(void)row;
	return due ? !strcmp(due, name) : qn_no_memory(err);
}

/* The pack's tables. */

static int find_table(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	qn_pack_file file;
	int rc = cover_file(c, name, &file, err);
	(void)row;
	return rc == 0 && !c->folder ? NOT_AT_HAND : rc;
}

static int find_text(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	qn_pack_file file;
	int rc = cover_file(c, name, &file, err);
	if (rc == 0)
		return c->folder ? NOT_THERE : NOT_AT_HAND;
	if (rc > 0 && !strstr(file.bytes, row->snippet))
		cover_doubt(c, row, say(c->se, "%s does not hold the words %s", "%s 中没有“%s”"), name, row->snippet);
	return rc;
}

static int find_holiday(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	qn_calendar calendar;
	qn_date day;
	int rc = qn_date_read(name, strlen(name), &day) ? qn_holidays_read(c->pack->file, c->pack->files, &c->se->arena, &calendar, err) : NOT_THERE;
	(void)row;
	for (uint32_t i = 0; rc == QN_OK && qn_date_read(name, strlen(name), &day) && i < calendar.days; i++)
		if (calendar.day[i].day == day)
			return FOUND;
	return rc;
}

/* A register that the pack's table declares, or one that the rules of titles keep. */
static int find_register(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	const qn_recognition *rules = c->se->program->recognition;
	const char *known[] = { rules ? rules->title_register : NULL, rules ? rules->waiver_register : NULL, rules ? rules->course_register : NULL };
	int rc = qn_catalogue_registers(c->se->catalogue, err);
	(void)row;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i] && !strcmp(known[i], name))
			return FOUND;
	return rc < 0 ? rc : qn_catalogue_register(c->se->catalogue, name) >= 0;
}

/* "support.amount" */
static int find_field(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	const char *dot = strchr(name, '.');
	const char *id = dot ? qn_arena_copy(&c->se->arena, name, (size_t)(dot - name)) : "";
	int rc = id ? qn_catalogue_registers(c->se->catalogue, err) : qn_no_memory(err);
	long found = rc == QN_OK && *id ? qn_catalogue_register(c->se->catalogue, id) : -1;
	(void)row;
	if (rc < 0)
		return rc;
	return found >= 0 && qn_register_find(&c->se->catalogue->registered[found], dot + 1) != QN_NO_FIELD;
}

static bool is_member(covering *c, const struct qn_pack_entity *entity, const char *group)
{
	const char *at = entity->member_of;
	if (entity->entity.kind != c->se->catalogue->subject)
		return false;
	for (const char *name; (name = cover_item(c, &at));)
		if (!strcmp(name, group))
			return true;
	return false;
}

/* "industry/industry-1=14": so many subjects, no more and no fewer. */
static int find_members(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	const char *equals = strchr(name, '=');
	char *group = qn_arena_copy(&c->se->arena, name, equals ? (size_t)(equals - name) : strlen(name)), *end = NULL;
	uint32_t count = 0;
	if (!group)
		return qn_no_memory(err);
	for (size_t i = 0; i < c->pack->entities; i++)
		count += is_member(c, &c->pack->entity[i], group);
	if (!count || !equals)
		return NOT_THERE;
	if (strtoul(equals + 1, &end, 10) != count || *end)
		cover_doubt(c, row, say(c->se, "%s has %u members, and not %s", "%s 有 %u 个成员,不是 %s 个"), group, count, equals + 1);
	return FOUND;
}

static int find_verb(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	(void)c, (void)row, (void)err;
	return find_command(name) != NULL;
}

static int find_rollup(covering *c, const cover_row *row, const char *name, qn_error *err)
{
	(void)row;
	int rc = qn_program_rollups(c->se->program, c->se->catalogue, err);
	return rc < 0 ? rc : qn_program_rollup(c->se->program, name) >= 0;
}

typedef struct {
	const char *kind;
	long (*declared)(const qn_program *, const char *); /* -1 if it is not; NULL: find */
	int (*find)(covering *, const cover_row *, const char *, qn_error *);
} look_up_row;

static const look_up_row kinds[] = {
	{ "criterion", qn_program_criterion, NULL }, { "target", qn_program_target, NULL }, { "assumption", qn_program_assumption, NULL },
	{ "check", qn_program_find_check, NULL }, { "model", qn_program_model, NULL }, { "measure", qn_program_measure, NULL },
	{ "parameter", NULL, find_parameter }, { "option", NULL, find_option }, { "stage", NULL, find_stage }, { "indicator", NULL, find_indicator },
	{ "derived", NULL, find_derived }, { "report_due", NULL, find_report_due }, { "table", NULL, find_table }, { "text", NULL, find_text },
	{ "holiday", NULL, find_holiday }, { "register", NULL, find_register }, { "field", NULL, find_field }, { "members", NULL, find_members }, { "verb", NULL, find_verb },
	{ "rollup", NULL, find_rollup },
};

static const look_up_row *kind_of(const char *item, size_t length)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strlen(kinds[i].kind) == length && !strncmp(kinds[i].kind, item, length))
			return &kinds[i];
	return NULL;
}

static int look_up(covering *c, const cover_row *row, const char *item, qn_error *err)
{
	const char *colon = strchr(item, ':');
	const look_up_row *kind = colon ? kind_of(item, (size_t)(colon - item)) : NULL;
	if (!kind) {
		cover_doubt(c, row, say(c->se, "%s: KIND:NAME is wanted, as in criterion:revenue", "%s:应写作 类别:名称,如 criterion:revenue"), item);
		return QN_OK;
	}
	int rc = kind->declared ? kind->declared(c->se->program, colon + 1) >= 0 : kind->find(c, row, colon + 1, err);
	if (rc == NOT_THERE)
		cover_doubt(c, row, say(c->se, "there is no %s", "没有 %s"), item);
	c->absent += rc == NOT_AT_HAND;
	return rc < 0 ? rc : QN_OK;
}

static int look_through(covering *c, const cover_row *row, const char *list, qn_error *err)
{
	int rc = QN_OK;
	for (const char *item; rc == QN_OK && (item = cover_item(c, &list));)
		rc = look_up(c, row, item, err);
	return rc;
}

/* Tests. */

static bool in_pack(const covering *c, const char *path)
{
	for (size_t i = 0; i < c->pack->files; i++)
		if (!strcmp(c->pack->file[i].path, path))
			return true;
	return false;
}

static bool is_there(const covering *c, const char *base, const char *path, size_t length)
{
	const char *whole = qn_arena_printf(&c->se->arena, "%s/%.*s", base, (int)length, path);
	return whole && access(whole, F_OK) == 0;
}

/* Beside the rules, else where the command runs or in a folder above the pack, as far as a folder of the path's first name stands there. */
static int find_test(covering *c, const char *path)
{
	const char *slash = strchr(path, '/'), *base = c->folder;
	bool stands = false;
	if (in_pack(c, path))
		return FOUND;
	if (!slash)
		return NOT_THERE;
	for (int up = 0; base && up < HIGHEST; up++, base = qn_arena_printf(&c->se->arena, "%s/..", base)) {
		if (is_there(c, base, path, strlen(path)))
			return FOUND;
		stands = stands || is_there(c, base, path, (size_t)(slash - path));
	}
	if (is_there(c, ".", path, strlen(path)))
		return FOUND;
	return stands || is_there(c, ".", path, (size_t)(slash - path)) ? NOT_THERE : NOT_AT_HAND;
}

static void look_for_tests(covering *c, const cover_row *row)
{
	const char *list = row->test;
	for (const char *item; (item = cover_item(c, &list));) {
		int found = find_test(c, item);
		if (found == NOT_THERE)
			cover_doubt(c, row, say(c->se, "there is no test %s", "没有测试 %s"), item);
		c->absent += found == NOT_AT_HAND;
	}
}

/* What a status asks for. */
static void look_at_status(covering *c, const cover_row *row)
{
	bool claims = row->status == COVER_COMPUTED || row->status == COVER_TESTED;
	if (row->status != COVER_NOT_DONE && !*row->by)
		cover_doubt(c, row, say(c->se, "%s, and by names nothing", "%s,但 by 为空"), cover_status_ids[row->status]);
	if (claims && !*row->test)
		cover_doubt(c, row, say(c->se, "%s, and no test holds it", "%s,但没有测试"), cover_status_ids[row->status]);
	if (row->status == COVER_NOT_DONE && (*row->test || *row->number))
		cover_doubt(c, row, "%s", say(c->se, "not_done has no test and no number", "not_done 不应有测试和数量"));
}

int cover_look(covering *c, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < c->rows; i++) {
		cover_row *row = &c->row[i];
		if (!row->line)
			continue;
		look_at_status(c, row);
		rc = look_through(c, row, row->by, err);
		if (rc == QN_OK)
			rc = look_through(c, row, row->number, err);
		look_for_tests(c, row);
		if (rc == QN_OK && row->status == COVER_COMPUTED)
			rc = cover_data(c, row, err);
	}
	return c->failed ? qn_no_memory(err) : rc;
}
