/* SPDX-License-Identifier: Apache-2.0 */
/* install.c - a pack's entities, memberships, names and files into a new store. The pack was checked when it was read. */
#include "ingest/building.h"

typedef struct {
	const qn_pack *pack;
	qn_change_set *change;
	const qn_names *members; /* place in the pack, by kind and id */
	uint32_t *number;        /* in the store, by place in the pack */
	qn_error *err;
} installing;

static int add_memberships(installing *in, size_t place)
{
	const struct qn_pack_entity *e = &in->pack->entity[place];
	const char *at = e->member_of, *part;
	size_t length;
	uint32_t group;
	int rc = QN_OK;
	while (rc == QN_OK && (part = qn_member_next(&at, &length))) {
		if ((rc = qn_members_find(in->members, part, length, &group, in->err)) < 0) /* it was found before */
			return rc;
		qn_membership membership = { e->entity.kind, in->number[place], in->pack->entity[group].entity.kind, in->number[group], e->from, e->until };
		rc = qn_change_add_membership(in->change, &membership, in->err);
	}
	return rc;
}

static int add_alias(installing *in, const struct qn_pack_alias *alias)
{
	qn_buffer name = { 0 };
	uint32_t place;
	qn_buffer_printf(&name, "%s/%s", alias->kind, alias->id);
	int rc = name.failed ? qn_no_memory(in->err) : qn_members_find(in->members, name.data, name.length, &place, in->err);
	qn_buffer_free(&name);
	return rc < 0 ? rc : qn_change_add_alias(in->change, in->pack->entity[place].entity.kind, in->number[place], alias->alias, in->err);
}

static int add_entities(installing *in)
{
	int rc = QN_OK;
	for (size_t i = 0; rc == QN_OK && i < in->pack->entities; i++) {
		qn_entity entity = in->pack->entity[i].entity;
		rc = qn_change_add_entity(in->change, &entity, in->err);
		in->number[i] = entity.number;
	}
	for (size_t i = 0; rc == QN_OK && i < in->pack->entities; i++)
		rc = add_memberships(in, i);
	for (size_t i = 0; rc == QN_OK && i < in->pack->aliases; i++)
		rc = add_alias(in, &in->pack->alias[i]);
	return rc;
}

int qn_pack_install(const qn_pack *pack, qn_change_set *change, qn_date known_on, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_names *members = qn_members_number(pack);
	installing in = { pack, change, members, qn_arena_array(&arena, pack->entities + 1, sizeof *in.number), err };
	int rc = members && in.number ? qn_change_put_catalogue(change, pack->catalogue, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = add_entities(&in);
	if (rc == QN_OK)
		rc = qn_change_put_pack(change, pack->id, pack->file, pack->files, known_on, err);
	qn_names_free(members);
	qn_arena_free(&arena);
	return rc;
}
