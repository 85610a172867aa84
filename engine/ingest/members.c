/* SPDX-License-Identifier: Apache-2.0 */
/* members.c - what the rows of entities.csv and aliases.csv say of one another: each entity once, each reference known. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ingest/building.h"

const char *qn_member_next(const char **at, size_t *length)
{
	const char *part = *at + strspn(*at, "; ");
	*length = strcspn(part, ";");
	*at = part + *length;
	while (*length && part[*length - 1] == ' ')
		--*length;
	return *length ? part : NULL;
}

/* Ids are told apart as the store does it: without regard to the case of ASCII letters. */
static void fold(qn_buffer *out, const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char letter = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + ('a' - 'A')) : name[i];
		qn_buffer_add(out, &letter, 1);
	}
}

static uint32_t number_one(qn_names *members, const qn_pack *pack, const qn_entity *entity)
{
	const char *kind = pack->catalogue->kind[entity->kind].id;
	qn_buffer name = { 0 };
	fold(&name, kind, strlen(kind));
	qn_buffer_text(&name, "/");
	fold(&name, entity->id, strlen(entity->id));
	uint32_t number = name.failed ? QN_NO_NAME : qn_names_add(members, name.data, name.length);
	qn_buffer_free(&name);
	return number;
}

qn_names *qn_members_number(const qn_pack *pack)
{
	qn_names *members = qn_names_new();
	for (size_t i = 0; members && i < pack->entities; i++)
		if (number_one(members, pack, &pack->entity[i].entity) == QN_NO_NAME) {
			qn_names_free(members);
			return NULL;
		}
	return members;
}

int qn_members_find(const qn_names *members, const char *name, size_t length, uint32_t *number, qn_error *err)
{
	qn_buffer folded = { 0 };
	fold(&folded, name, length);
	int rc = folded.failed ? qn_no_memory(err) : QN_OK;
	*number = rc == QN_OK && folded.data ? qn_names_find(members, folded.data, folded.length) : QN_NO_NAME;
	qn_buffer_free(&folded);
	return rc;
}

static int check_once(const qn_pack *pack, qn_error *err)
{
	qn_names *seen = qn_names_new();
	int rc = seen ? QN_OK : qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < pack->entities; i++) {
		const struct qn_pack_entity *e = &pack->entity[i];
		uint32_t number = number_one(seen, pack, &e->entity);
		if (number == QN_NO_NAME)
			rc = qn_no_memory(err);
		else if (number != i)
			rc = qn_fail_both(err, QN_EINPUT, "data/entities.csv:%u:%s %s 写了两次,第一次在第 %u 行", "data/entities.csv:%u: the %s %s is given twice, first in line %u", e->line,
				pack->catalogue->kind[e->entity.kind].id, e->entity.id, pack->entity[number].line);
	}
	qn_names_free(seen);
	return rc;
}

static const char *member_name(const void *members, size_t i) { return qn_names_text(members, (uint32_t)i); }

/* "file:line: doing KIND/ID: there is no such entity". */
static int no_such(const qn_names *members, const char *file, unsigned line, qn_both column, const char *name, qn_error *err)
{
	const char *near = qn_building_near(name, member_name, members, qn_names_count(members));
	int rc = qn_fail(err, QN_EINPUT, "data/%s:%u: %s %s: there is no such entity%s%.64s", file, line, column.english, name, near ? ", did you mean " : "", near ? near : "");
	qn_fail_chinese(err, "data/%s:%u:%s %s:没有这个对象%s%.64s", file, line, column.chinese, name, near ? ":是不是 " : "", near ? near : "");
	return rc;
}

/* One of what a member_of names: somebody else who is there, and the only one of its kind. */
static int check_group(const qn_pack *pack, const qn_names *members, size_t entity, const char *name, uint32_t *group_of, qn_error *err)
{
	const struct qn_pack_entity *e = &pack->entity[entity];
	uint32_t group;
	if (!strchr(name, '/'))
		return qn_fail_both(err, QN_EINPUT, "data/entities.csv:%u:member_of %s:请写 类别/编号,如 industry/textiles",
			"data/entities.csv:%u: member_of %s: write KIND/ID, as in industry/textiles", e->line, name);
	int rc = qn_members_find(members, name, strlen(name), &group, err);
	if (rc < 0)
		return rc;
	if (group == QN_NO_NAME)
		return no_such(members, "entities.csv", e->line, (qn_both){ "member_of", "member_of" }, name, err);
	if (group == entity)
		return qn_fail_both(err, QN_EINPUT, "data/entities.csv:%u:member_of %s:不能属于自己", "data/entities.csv:%u: member_of %s: nobody is a member of itself", e->line, name);
	uint32_t kind = pack->entity[group].entity.kind;
	if (group_of[kind])
		return qn_fail_both(err, QN_EINPUT, "data/entities.csv:%u:member_of %s:前面已有 %s,同一类别只能属于一个", "data/entities.csv:%u: member_of %s: it is of %s already, and of one kind it can be of one",
			e->line, name, pack->entity[group_of[kind] - 1].entity.id);
	group_of[kind] = group + 1;
	return QN_OK;
}

static int check_member_of(const qn_pack *pack, const qn_names *members, size_t entity, qn_error *err)
{
	const char *at = pack->entity[entity].member_of, *part;
	qn_arena arena = { 0 };
	uint32_t *group_of = qn_arena_array(&arena, (size_t)pack->catalogue->kinds + 1, sizeof *group_of); /* by kind: number + 1 */
	int rc = group_of ? QN_OK : qn_no_memory(err);
	size_t length;
	while (rc == QN_OK && (part = qn_member_next(&at, &length))) {
		const char *name = qn_arena_copy(&arena, part, length);
		rc = name ? check_group(pack, members, entity, name, group_of, err) : qn_no_memory(err);
	}
	qn_arena_free(&arena);
	return rc;
}

/* Who is a member of whom leads up and never round. A walk from each, with the way so far on a stack: whom it meets again
 * while it is on the way is in a circle. */
typedef struct { size_t entity; const char *rest; } step;
enum { NEW, ON_THE_WAY, SEEN };

static int walk_up(const qn_pack *pack, const qn_names *members, size_t from, step *way, unsigned char *state, qn_error *err)
{
	size_t depth = 0, length;
	way[depth++] = (step){ from, pack->entity[from].member_of };
	state[from] = ON_THE_WAY;
	while (depth) {
		step *now = &way[depth - 1];
		const char *part = qn_member_next(&now->rest, &length);
		uint32_t group;
		if (!part) {
			state[now->entity] = SEEN, depth--;
			continue;
		}
		int rc = qn_members_find(members, part, length, &group, err);
		if (rc < 0)
			return rc;
		if (state[group] == ON_THE_WAY)
			return qn_fail_both(err, QN_EINPUT, "data/entities.csv:%u:member_of %.*s:绕了一圈,它又属于 %s", "data/entities.csv:%u: member_of %.*s: it goes in a circle, for that is a member of %s",
				pack->entity[now->entity].line, (int)length, part, pack->entity[now->entity].entity.id);
		if (state[group] == NEW) {
			state[group] = ON_THE_WAY;
			way[depth++] = (step){ group, pack->entity[group].member_of };
		}
	}
	return QN_OK;
}

static int check_circles(const qn_pack *pack, const qn_names *members, qn_error *err)
{
	step *way = calloc(pack->entities + 1, sizeof *way);
	unsigned char *state = calloc(pack->entities + 1, 1);
	int rc = way && state ? QN_OK : qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < pack->entities; i++)
		if (state[i] == NEW)
			rc = walk_up(pack, members, i, way, state, err);
	free(way);
	free(state);
	return rc;
}

static int check_alias(const qn_names *members, const struct qn_pack_alias *alias, qn_error *err)
{
	qn_buffer name = { 0 };
	uint32_t number;
	qn_buffer_printf(&name, "%s/%s", alias->kind, alias->id);
	int rc = name.failed ? qn_no_memory(err) : qn_members_find(members, name.data, name.length, &number, err);
	if (rc == QN_OK && number == QN_NO_NAME)
		rc = no_such(members, "aliases.csv", alias->line, (qn_both){ "别名所属的", "the alias of" }, name.data, err);
	qn_buffer_free(&name);
	return rc;
}

int qn_members_check(const qn_pack *pack, qn_error *err)
{
	int rc = check_once(pack, err);
	qn_names *members = rc == QN_OK ? qn_members_number(pack) : NULL;
	if (rc == QN_OK && !members)
		rc = qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < pack->entities; i++)
		rc = check_member_of(pack, members, i, err);
	if (rc == QN_OK)
		rc = check_circles(pack, members, err);
	for (size_t i = 0; rc == QN_OK && i < pack->aliases; i++)
		rc = check_alias(members, &pack->alias[i], err);
	qn_names_free(members);
	return rc;
}
