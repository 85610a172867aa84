/* SPDX-License-Identifier: Apache-2.0 */
/* entities.c - entities, in and out. */
#include <stdlib.h>
#include <string.h>
#include "store/names.h"
#include "store/things.h"

void qn_entity_walk(qn_bytes *bytes, void *thing)
{
	qn_entity *entity = thing;
	qn_bytes_name(bytes, &entity->id);
	qn_bytes_line(bytes, &entity->code);
	qn_bytes_line(bytes, &entity->title.zh);
	qn_bytes_line(bytes, &entity->title.en);
	qn_bytes_prose(bytes, &entity->note);
	if (!entity->title.zh && !entity->title.en)
		qn_bytes_refuse(bytes, "it has no title");
}

static void entity_key(qn_key *key, uint32_t kind, uint32_t number)
{
	key->length = 0;
	qn_key_u16(key, kind);
	qn_key_u32(key, number);
}

/* The next free number of a kind, since they go without a gap. */
static int count_of(qn_snapshot *snapshot, uint32_t kind, uint32_t *out, qn_error *err)
{
	qn_key prefix = { 0 }, last;
	int rc;
	*out = 0;
	qn_key_u16(&prefix, kind);
	if ((rc = qn_env_last(snapshot, DB_ENTITIES, &prefix, &last, err)) < 0)
		return rc;
	if (rc && last.length == 6)
		*out = qn_key_read_u32(last.byte + 2);
	if (*out > qn_env_most(snapshot, DB_ENTITIES))
		return qn_env_damaged_in(snapshot, DB_ENTITIES, err);
	*out += rc && last.length == 6;
	return QN_OK;
}

/* There are as many as the table says: the last ones of a kind may be hidden by an entry that leads elsewhere. */
static int check_total(qn_snapshot *snapshot, qn_error *err)
{
	const qn_key every = { 0 };
	qn_key last;
	uint64_t all = 0;
	if (snapshot->counted || snapshot->moving)
		return QN_OK;
	int rc = qn_env_last(snapshot, DB_ENTITIES, &every, &last, err);
	if (rc < 0)
		return rc;
	for (uint32_t kind = 0, count; rc > 0 && kind <= qn_key_read_u16(last.byte); kind++, all += count) {
		int failed = count_of(snapshot, kind, &count, err);
		if (failed)
			return failed;
	}
	snapshot->counted = all == qn_env_entries(snapshot, DB_ENTITIES);
	return snapshot->counted ? QN_OK : qn_env_damaged_in(snapshot, DB_ENTITIES, err);
}

int qn_entity_count(qn_snapshot *snapshot, uint32_t kind, uint32_t *out, qn_error *err)
{
	*out = 0;
	int rc = kind > UINT16_MAX ? QN_OK : check_total(snapshot, err);
	return rc || kind > UINT16_MAX ? rc : count_of(snapshot, kind, out, err);
}

int qn_entity_add_names(qn_change_set *change, const qn_entity *entity, qn_error *err)
{
	const char *name[] = { entity->id, entity->code, entity->title.zh, entity->title.en };
	int rc = QN_OK;
	for (int role = QN_BY_ID; role <= QN_BY_EN && rc == QN_OK; role++)
		rc = qn_name_add(change, entity->kind, entity->number, (qn_name_role)role, name[role], err);
	return rc;
}

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

/* One way to say that there is nothing; who has no title is called by the id. */
static void settle_texts(qn_entity *entity)
{
	entity->code = entity->code ? entity->code : "";
	entity->title = (qn_label){ or_null(entity->title.zh), or_null(entity->title.en) };
	if (!entity->title.zh && !entity->title.en)
		entity->title.en = entity->id;
	entity->note = or_null(entity->note);
}

int qn_change_add_entity(qn_change_set *change, qn_entity *entity, qn_error *err)
{
	qn_key key;
	int rc;
	if (entity->kind > UINT16_MAX)
		return qn_fail_both(err, QN_EINPUT, "%s:对象的类别多得库编不下号", "%s: there are more kinds of entities than a store can number", entity->id);
	settle_texts(entity);
	if ((rc = qn_entity_count(&change->view, entity->kind, &entity->number, err)))
		return rc;
	entity_key(&key, entity->kind, entity->number);
	if ((rc = qn_env_put_thing(change, DB_ENTITIES, &key, qn_entity_walk, entity, entity->id ? entity->id : "an entity", err)))
		return rc;
	return qn_entity_add_names(change, entity, err);
}

int qn_change_add_alias(qn_change_set *change, uint32_t kind, uint32_t number, const char *alias, qn_error *err)
{
	return qn_name_add(change, kind, number, QN_BY_ALIAS, alias, err);
}

/* Room for the entity in the snapshot's table. */
static qn_entity **place_of(qn_snapshot *snapshot, uint32_t kind, uint32_t number)
{
	qn_entity_table *table;
	if (kind >= snapshot->tables) {
		qn_entity_table *more = realloc(snapshot->table, (kind + 1) * sizeof *more);
		if (!more)
			return NULL;
		memset(more + snapshot->tables, 0, (kind + 1 - snapshot->tables) * sizeof *more);
		snapshot->table = more;
		snapshot->tables = kind + 1;
	}
	table = &snapshot->table[kind];
	if (number >= table->room) {
		size_t room = number < 64 ? 128 : 2 * (size_t)number;
		qn_entity **more = realloc(table->entity, room * sizeof *more);
		if (!more)
			return NULL;
		memset(more + table->room, 0, (room - table->room) * sizeof *more);
		table->entity = more;
		table->room = (uint32_t)room;
	}
	return &table->entity[number];
}

static int load(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_entity **out, qn_error *err)
{
	qn_entity *entity = qn_arena_alloc(&snapshot->arena, sizeof *entity);
	MDB_val value;
	qn_key key;
	int rc;
	if (!entity)
		return qn_no_memory(err);
	entity_key(&key, kind, number);
	if ((rc = qn_env_get(snapshot, DB_ENTITIES, &key, &value, err)) < 0)
		return rc;
	if (rc == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "%s:没有编号为 %s %u 的对象", "%s: there is no %s of number %u", snapshot->store->path, qn_kind_word(snapshot, kind), number);
	if (number > qn_env_most(snapshot, DB_ENTITIES))
		return qn_env_damaged_in(snapshot, DB_ENTITIES, err);
	if ((rc = qn_env_read_thing(snapshot, DB_ENTITIES, value, qn_entity_walk, entity, err)))
		return rc;
	entity->kind = kind;
	entity->number = number;
	*out = entity;
	return QN_OK;
}

static int find(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_entity **out, qn_error *err)
{
	qn_entity **place;
	int rc;
	*out = kind < snapshot->tables && number < snapshot->table[kind].room ? snapshot->table[kind].entity[number] : NULL;
	if (*out)
		return QN_OK;
	if (kind > UINT16_MAX)
		return qn_fail_both(err, QN_ENOTFOUND, "没有编号为 %u 的类别", "there is no kind of number %u", kind);
	if ((rc = load(snapshot, kind, number, out, err))) /* only what exists takes room */
		return rc;
	if (!(place = place_of(snapshot, kind, number)))
		return qn_no_memory(err);
	*place = *out;
	return QN_OK;
}

int qn_entity_get(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_entity *out, qn_error *err)
{
	qn_entity *entity;
	int rc = find(snapshot, kind, number, &entity, err);
	if (rc == QN_OK)
		*out = *entity;
	return rc;
}

const qn_entity *qn_entity_borrow(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_error *err)
{
	qn_entity *entity;
	return find(snapshot, kind, number, &entity, err) == QN_OK ? entity : NULL;
}

void qn_entities_forget(qn_snapshot *snapshot)
{
	for (uint32_t kind = 0; kind < snapshot->tables; kind++)
		free(snapshot->table[kind].entity);
	free(snapshot->table);
	snapshot->table = NULL;
	snapshot->tables = 0;
}
