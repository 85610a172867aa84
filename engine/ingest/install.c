/* SPDX-License-Identifier: Apache-2.0 */
/* install.c - a pack's entities, memberships, names and files into a new store. */
#include <string.h>
#include "ingest/pack.h"
#include "plan/program.h"

static long find_entity(const qn_pack *pack, uint32_t kind, const char *id, size_t length)
{
	for (size_t i = 0; i < pack->entities; i++) {
		const qn_entity *e = &pack->entity[i].entity;
		if (e->kind == kind && strlen(e->id) == length && !memcmp(e->id, id, length))
			return (long)i;
	}
	return -1;
}

static int add_membership(const qn_pack *pack, qn_change_set *change, const struct qn_pack_entity *e, const qn_entity *member,
	const uint32_t *number, const char *part, size_t length, qn_error *err)
{
	const char *slash = memchr(part, '/', length);
	char kind_id[64];
	size_t kind_length = slash ? (size_t)(slash - part) : 0;
	if (!slash || kind_length >= sizeof kind_id)
		return qn_fail(err, QN_EINPUT, "entities.csv: %s: member_of %.*s: write KIND/ID, as in county/340121", member->id, (int)length, part);
	memcpy(kind_id, part, kind_length);
	kind_id[kind_length] = 0;
	long kind = qn_catalogue_kind(pack->catalogue, kind_id);
	long group = kind < 0 ? -1 : find_entity(pack, (uint32_t)kind, slash + 1, length - kind_length - 1);
	if (group < 0)
		return qn_fail(err, QN_EINPUT, "entities.csv: %s: member_of %.*s: there is no such entity", member->id, (int)length, part);
	qn_membership membership = { member->kind, number[e - pack->entity], (uint32_t)kind, number[group], e->from, e->until };
	return qn_change_add_membership(change, &membership, err);
}

static int add_memberships(const qn_pack *pack, qn_change_set *change, const struct qn_pack_entity *e, const uint32_t *number, qn_error *err)
{
	int rc = QN_OK;
	for (const char *part = e->member_of; rc == QN_OK && *part;) {
		part += strspn(part, "; ");
		size_t length = strcspn(part, ";"), trimmed = length;
		while (trimmed && part[trimmed - 1] == ' ')
			trimmed--;
		if (trimmed)
			rc = add_membership(pack, change, e, &e->entity, number, part, trimmed, err);
		part += length;
	}
	return rc;
}

static int add_entities(const qn_pack *pack, qn_change_set *change, qn_error *err)
{
	qn_arena arena = { 0 };
	uint32_t *number = qn_arena_array(&arena, pack->entities + 1, sizeof *number);
	int rc = number ? QN_OK : qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < pack->entities; i++) {
		qn_entity entity = pack->entity[i].entity;
		rc = qn_change_add_entity(change, &entity, err);
		number[i] = entity.number;
	}
	for (size_t i = 0; rc == QN_OK && i < pack->entities; i++)
		rc = add_memberships(pack, change, &pack->entity[i], number, err);
	for (size_t i = 0; rc == QN_OK && i < pack->aliases; i++) {
		const struct qn_pack_alias *alias = &pack->alias[i];
		long kind = qn_catalogue_kind(pack->catalogue, alias->kind), found = find_entity(pack, (uint32_t)kind, alias->id, strlen(alias->id));
		rc = found < 0 ? qn_fail(err, QN_EINPUT, "aliases.csv: %s %s: there is no such entity", alias->kind, alias->id)
			: qn_change_add_alias(change, (uint32_t)kind, number[found], alias->alias, err);
	}
	qn_arena_free(&arena);
	return rc;
}

int qn_pack_install(const qn_pack *pack, qn_change_set *change, qn_date known_on, qn_error *err)
{
	int rc = qn_change_put_catalogue(change, pack->catalogue, err);
	if (rc == QN_OK)
		rc = add_entities(pack, change, err);
	return rc < 0 ? rc : qn_change_put_pack(change, pack->id, pack->file, pack->files, known_on, err);
}
