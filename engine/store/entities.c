/* SPDX-License-Identifier: Apache-2.0 */
/* entities.c - entities, aliases, memberships; a kind's roster is read into memory when it is first asked for. */
#include <stdlib.h>
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "store/env.h"

typedef struct { const char *text; uint32_t number; } alias;

struct qn_roster {
	qn_entity *entity;
	uint32_t count;
	alias *alias;
	uint32_t aliases;
	qn_membership *member;
	uint32_t members;
	qn_names *names;      /* every id, code, title and alias, in lower case */
	uint32_t *owner;      /* by name: the entity's number, or several_own_it */
	qn_arena arena;
};

static const uint32_t several_own_it = UINT32_MAX - 1, nobody = UINT32_MAX; /* in place of a number */
enum { STEPS = 6 };

static void roster_free(qn_roster *roster)
{
	if (!roster)
		return;
	qn_names_free(roster->names);
	free(roster->owner);
	qn_arena_free(&roster->arena);
	free(roster);
}

void qn_rosters_forget(qn_snapshot *snapshot)
{
	for (uint32_t i = 0; i < snapshot->rosters; i++)
		roster_free(snapshot->roster[i]);
	free(snapshot->roster);
	snapshot->roster = NULL, snapshot->rosters = 0;
}

/* Calls each for every pair whose key begins with the kind. */
static int walk_kind(qn_snapshot *snapshot, qn_database database, uint32_t kind, int (*each)(qn_roster *, const uint8_t *, MDB_val *, MDB_val *),
	qn_roster *roster, qn_error *err)
{
	MDB_cursor *cursor;
	uint8_t prefix[2];
	MDB_val key = { sizeof prefix, prefix }, value;
	qn_key16(prefix, kind);
	int code = mdb_cursor_open(snapshot->txn, snapshot->store->dbi[database], &cursor), rc = QN_OK;
	if (code != 0)
		return qn_store_fail(snapshot->store, code, "reading", err);
	for (code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE); code == 0 && rc == QN_OK; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size < 6 || memcmp(key.mv_data, prefix, 2) != 0)
			break;
		rc = each(roster, key.mv_data, &key, &value);
	}
	mdb_cursor_close(cursor);
	if (rc < 0)
		return rc == QN_ENOMEM ? qn_no_memory(err) : qn_store_damaged(snapshot->store, "the register of entities", err);
	return code == 0 || code == MDB_NOTFOUND ? QN_OK : qn_store_fail(snapshot->store, code, "reading", err);
}

static const char *keep(qn_roster *roster, const char *text) { return qn_arena_text(&roster->arena, text); }

static int take_entity(qn_roster *roster, const uint8_t *key, MDB_val *whole, MDB_val *value)
{
	(void)whole;
	qn_texts row = { value->mv_data, (const char *)value->mv_data + value->mv_size };
	if (qn_read32(key + 2) != roster->count)
		return QN_ESTORE;
	if (!qn_grow(&roster->arena, (void **)&roster->entity, roster->count, sizeof *roster->entity))
		return QN_ENOMEM;
	const char *id = keep(roster, qn_texts_next(&row)), *code = keep(roster, qn_texts_next(&row));
	const char *zh = keep(roster, qn_texts_next(&row)), *en = keep(roster, qn_texts_next(&row)), *note = keep(roster, qn_texts_next(&row));
	if (!id || !code || !zh || !en || !note)
		return QN_ENOMEM;
	roster->entity[roster->count] = (qn_entity){ .kind = qn_read16(key), .number = roster->count, .id = id, .code = code,
		.title = { *zh ? zh : NULL, *en ? en : NULL }, .note = *note ? note : NULL };
	if (!*zh && !*en)
		roster->entity[roster->count].title.en = id;
	roster->count++;
	return QN_OK;
}

static int take_alias(qn_roster *roster, const uint8_t *key, MDB_val *whole, MDB_val *value)
{
	(void)whole;
	qn_texts row = { value->mv_data, (const char *)value->mv_data + value->mv_size };
	const char *text = keep(roster, qn_texts_next(&row));
	if (!text || !qn_grow(&roster->arena, (void **)&roster->alias, roster->aliases, sizeof *roster->alias))
		return QN_ENOMEM;
	roster->alias[roster->aliases++] = (alias){ text, qn_read32(key + 2) };
	return QN_OK;
}

static int take_member(qn_roster *roster, const uint8_t *key, MDB_val *whole, MDB_val *value)
{
	int32_t until;
	if (whole->mv_size != 16 || value->mv_size != sizeof until)
		return QN_ESTORE;
	if (!qn_grow(&roster->arena, (void **)&roster->member, roster->members, sizeof *roster->member))
		return QN_ENOMEM;
	memcpy(&until, value->mv_data, sizeof until);
	roster->member[roster->members++] = (qn_membership){ qn_read16(key), qn_read32(key + 2), qn_read16(key + 6), qn_read32(key + 8),
		qn_read_date(key + 12), until };
	return QN_OK;
}

static void fold(char *text)
{
	for (; *text; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text + 32);
}

static int name_one(qn_roster *roster, const char *text, uint32_t number)
{
	char *folded = text && *text ? qn_arena_text(&roster->arena, text) : NULL;
	if (!folded)
		return text && *text ? QN_ENOMEM : QN_OK;
	fold(folded);
	uint32_t before = qn_names_count(roster->names), name = qn_names_add(roster->names, folded, strlen(folded));
	if (name == QN_NO_NAME)
		return QN_ENOMEM;
	if (name == before) {
		uint32_t *grown = realloc(roster->owner, ((size_t)before + 1) * sizeof *grown);
		if (!grown)
			return QN_ENOMEM;
		roster->owner = grown;
		roster->owner[name] = number;
	} else if (roster->owner[name] != number) {
		roster->owner[name] = several_own_it;
	}
	return QN_OK;
}

static int name_all(qn_roster *roster)
{
	int rc = (roster->names = qn_names_new()) ? QN_OK : QN_ENOMEM;
	for (uint32_t i = 0; rc == QN_OK && i < roster->count; i++) {
		const char *names[] = { roster->entity[i].id, roster->entity[i].code, roster->entity[i].title.zh, roster->entity[i].title.en };
		for (int k = 0; rc == QN_OK && k < 4; k++)
			rc = name_one(roster, names[k], i);
	}
	for (uint32_t i = 0; rc == QN_OK && i < roster->aliases; i++)
		rc = name_one(roster, roster->alias[i].text, roster->alias[i].number);
	return rc;
}

static int load(qn_snapshot *snapshot, uint32_t kind, qn_roster **out, qn_error *err)
{
	qn_roster *roster = calloc(1, sizeof *roster);
	if (!roster)
		return qn_no_memory(err);
	int rc = walk_kind(snapshot, DB_ENTITIES, kind, take_entity, roster, err);
	if (rc == QN_OK)
		rc = walk_kind(snapshot, DB_ALIASES, kind, take_alias, roster, err);
	if (rc == QN_OK)
		rc = walk_kind(snapshot, DB_MEMBERS, kind, take_member, roster, err);
	if (rc == QN_OK && name_all(roster) < 0)
		rc = qn_no_memory(err);
	if (rc < 0)
		roster_free(roster);
	else
		*out = roster;
	return rc;
}

static int roster_of(qn_snapshot *snapshot, uint32_t kind, qn_roster **out, qn_error *err)
{
	if (kind >= snapshot->rosters) {
		qn_roster **grown = realloc(snapshot->roster, ((size_t)kind + 1) * sizeof(*grown));
		if (!grown)
			return qn_no_memory(err);
		memset(grown + snapshot->rosters, 0, (kind + 1 - snapshot->rosters) * sizeof(*grown));
		snapshot->roster = grown, snapshot->rosters = kind + 1;
	}
	int rc = snapshot->roster[kind] ? QN_OK : load(snapshot, kind, &snapshot->roster[kind], err);
	*out = snapshot->roster[kind];
	return rc;
}

uint32_t qn_entity_count(qn_snapshot *snapshot, uint32_t kind)
{
	qn_roster *roster;
	return roster_of(snapshot, kind, &roster, NULL) == QN_OK ? roster->count : 0;
}

int qn_entity_get(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_entity *out, qn_error *err)
{
	qn_roster *roster;
	int rc = roster_of(snapshot, kind, &roster, err);
	if (rc == QN_OK && number >= roster->count)
		return qn_fail(err, QN_ENOTFOUND, "there is no entity %u of kind %u", number, kind);
	if (rc == QN_OK)
		*out = roster->entity[number];
	return rc;
}

static uint32_t exact(const qn_roster *roster, const char *name, size_t length)
{
	char folded[512];
	if (length == 0 || length >= sizeof folded)
		return nobody;
	memcpy(folded, name, length);
	folded[length] = 0;
	fold(folded);
	uint32_t found = qn_names_find(roster->names, folded, length);
	return found == QN_NO_NAME ? nobody : roster->owner[found];
}

uint32_t qn_entity_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length)
{
	qn_roster *roster;
	uint32_t found = roster_of(snapshot, kind, &roster, NULL) == QN_OK ? exact(roster, name, length) : nobody;
	return found == several_own_it ? UINT32_MAX : found;
}

/* Entities of which a name has the text as a part: how many, and the first three. */
static uint32_t parts(const qn_roster *roster, const char *folded, uint32_t first[3])
{
	uint32_t count = 0, last = nobody;
	for (uint32_t number = 0; number < roster->count; number++)
		for (uint32_t i = 0; i < qn_names_count(roster->names) && last != number; i++)
			if (roster->owner[i] == number && strstr(qn_names_text(roster->names, i), folded)) {
				if (count < 3)
					first[count] = number;
				count++, last = number;
			}
	return count;
}

static const char *title_of(const qn_entity *entity) { return entity->title.zh ? entity->title.zh : entity->title.en; }

static const char *name_at(const void *context, size_t i) { return qn_names_text(((const qn_roster *)context)->names, (uint32_t)i); }

static int not_found(const qn_roster *roster, const char *name, qn_error *err)
{
	long near = qn_text_nearest(name, name_at, roster, qn_names_count(roster->names));
	uint32_t number = near < 0 ? nobody : roster->owner[near];
	if (number >= roster->count)
		return qn_fail(err, QN_ENOTFOUND, "nothing is called \"%s\": qunce list shows the names", name);
	return qn_fail(err, QN_ENOTFOUND, "nothing is called \"%s\": did you mean %s (%s)?", name, roster->entity[number].id, title_of(&roster->entity[number]));
}

static int several(const qn_roster *roster, const char *name, uint32_t count, const uint32_t first[3], qn_error *err)
{
	const qn_entity *e = roster->entity;
	return qn_fail(err, QN_EUSAGE, "\"%s\" could be %u of them: %s (%s), %s (%s)%s: give more of the name, or the id", name, count, e[first[0]].id,
		title_of(&e[first[0]]), e[first[1]].id, title_of(&e[first[1]]), count > 2 ? " …" : "");
}

static int find_in(const qn_roster *roster, const char *name, qn_entity *out, qn_error *err)
{
	char folded[512];
	uint32_t first[3], found = exact(roster, name, strlen(name));
	if (found < roster->count) {
		*out = roster->entity[found];
		return QN_OK;
	}
	if (strlen(name) >= sizeof folded || !*name)
		return not_found(roster, "", err);
	strcpy(folded, name);
	fold(folded);
	uint32_t count = parts(roster, folded, first);
	if (count == 0)
		return not_found(roster, name, err);
	if (count > 1)
		return several(roster, name, count, first, err);
	*out = roster->entity[first[0]];
	return QN_OK;
}

int qn_entity_find(qn_snapshot *snapshot, uint32_t kind, const char *name, qn_entity *out, qn_error *err)
{
	qn_roster *roster;
	enum { KINDS = 64 };
	if (kind != QN_NONE) {
		int rc = roster_of(snapshot, kind, &roster, err);
		return rc < 0 ? rc : find_in(roster, name, out, err);
	}
	for (kind = 0; kind < KINDS; kind++) {
		int rc = roster_of(snapshot, kind, &roster, err);
		uint32_t found = rc < 0 ? nobody : exact(roster, name, strlen(name));
		if (rc < 0)
			return rc;
		if (found < roster->count)
			return *out = roster->entity[found], QN_OK;
	}
	return qn_fail(err, QN_ENOTFOUND, "nothing is called \"%s\"", name);
}

typedef struct { uint32_t kind, number; } place;

/* The groups an entity belongs to on a day, one step up. */
static uint32_t groups_of(qn_snapshot *snapshot, place at, qn_date day, place *out, uint32_t room)
{
	qn_roster *roster;
	uint32_t count = 0;
	if (roster_of(snapshot, at.kind, &roster, NULL) < 0)
		return 0;
	for (uint32_t i = 0; i < roster->members && count < room; i++) {
		const qn_membership *m = &roster->member[i];
		if (m->number == at.number && m->from <= day && day < m->until)
			out[count++] = (place){ m->group_kind, m->group };
	}
	return count;
}

uint32_t qn_entity_group(qn_snapshot *snapshot, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day)
{
	enum { ROOM = 64 };
	place level[ROOM] = { { kind, number } }, above[ROOM];
	uint32_t count = 1;
	for (int step = 0; step < STEPS && count > 0; step++) {
		uint32_t next = 0, best = nobody;
		for (uint32_t i = 0; i < count; i++)
			next += groups_of(snapshot, level[i], day, above + next, ROOM - next);
		for (uint32_t i = 0; i < next; i++)
			if (above[i].kind == group_kind && above[i].number < best)
				best = above[i].number;
		if (best != nobody)
			return best;
		memcpy(level, above, next * sizeof *level);
		count = next;
	}
	return UINT32_MAX;
}

int qn_change_add_entity(qn_change_set *change, qn_entity *entity, qn_error *err)
{
	qn_roster *roster;
	uint8_t key[6];
	qn_buffer row = { 0 };
	int rc = roster_of(&change->view, entity->kind, &roster, err);
	if (rc < 0)
		return rc;
	uint32_t number = roster->count;
	for (uint32_t i = 0; i < number; i++)
		if (!strcmp(roster->entity[i].id, entity->id))
			return qn_fail(err, QN_EINPUT, "the id %s is given twice", entity->id);
	qn_texts_add(&row, entity->id), qn_texts_add(&row, entity->code), qn_texts_add(&row, entity->title.zh);
	qn_texts_add(&row, entity->title.en), qn_texts_add(&row, entity->note);
	qn_key32(qn_key16(key, entity->kind), number);
	rc = row.failed ? qn_no_memory(err) : qn_store_put(change, DB_ENTITIES, key, sizeof key, row.data, row.length, err);
	if (rc == QN_OK) {
		MDB_val value = { row.length, row.data };
		if (take_entity(roster, key, NULL, &value) < 0 || name_one(roster, entity->id, number) < 0)
			rc = qn_no_memory(err);
	}
	qn_buffer_free(&row);
	entity->number = number;
	return rc;
}

int qn_change_add_alias(qn_change_set *change, uint32_t kind, uint32_t number, const char *text, qn_error *err)
{
	qn_roster *roster;
	uint8_t key[10];
	int rc = roster_of(&change->view, kind, &roster, err);
	if (rc < 0)
		return rc;
	if (!qn_grow(&roster->arena, (void **)&roster->alias, roster->aliases, sizeof *roster->alias) || name_one(roster, text, number) < 0)
		return qn_no_memory(err);
	qn_key32(qn_key32(qn_key16(key, kind), number), roster->aliases);
	roster->alias[roster->aliases++] = (alias){ keep(roster, text), number };
	return qn_store_put(change, DB_ALIASES, key, sizeof key, text, strlen(text) + 1, err);
}

int qn_change_add_membership(qn_change_set *change, const qn_membership *m, qn_error *err)
{
	uint8_t key[16];
	int32_t until = m->until;
	uint8_t *at = qn_key32(qn_key16(key, m->kind), m->number);
	qn_key32(qn_key32(qn_key16(at, m->group_kind), m->group), qn_key_date(m->from));
	return qn_store_put(change, DB_MEMBERS, key, sizeof key, &until, sizeof until, err);
}
