/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.c - the catalogue in the store: kept without members, given out with those that the entities make. */
#include <string.h>
#include "store/env.h"

/* Without it nothing else can be told apart: it is there twice, and the second copy is for repair alone. */
enum { CATALOGUE, TWIN, COPIES };

static void catalogue_key(qn_key *key, int copy)
{
	key->length = 0;
	if (copy == CATALOGUE)
		qn_key_bytes(key, "catalogue", 9);
	else
		qn_key_bytes(key, "twin", 4);
}

bool qn_catalogue_is_twin(const MDB_val *key) { return key->mv_size == 4 && memcmp(key->mv_data, "twin", 4) == 0; }

/* 1 with the catalogue as it is kept, 0 if there is none yet. */
static int read_bare(qn_snapshot *snapshot, qn_catalogue **out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc;
	*out = NULL;
	catalogue_key(&key, CATALOGUE);
	if ((rc = qn_env_get(snapshot, DB_CATALOGUE, &key, &value, err)) <= 0)
		return rc;
	if ((rc = qn_catalogue_read(value.mv_data, value.mv_size, out, err)) == QN_ENOMEM)
		return rc;
	return rc ? qn_env_damaged(snapshot, "its catalogue", err) : 1;
}

/* Columns and entities go by numbers: a catalogue that comes later may add, never move. */
static int check_order(const qn_catalogue *old, const qn_catalogue *catalogue, qn_error *err)
{
	for (uint32_t i = 0; i < old->indicators; i++)
		if (i >= catalogue->indicators || strcmp(old->indicator[i].id, catalogue->indicator[i].id) != 0)
			return qn_fail_both(err, QN_EINPUT, "指标 %s 在目录中应保持第 %u 位:新增的请放在最后", "indicator %s: it must keep place %u in the catalogue: add new ones at the end",
				old->indicator[i].id, i + 1);
	for (uint32_t i = 0; i < old->kinds; i++)
		if (i >= catalogue->kinds || strcmp(old->kind[i].id, catalogue->kind[i].id) != 0)
			return qn_fail_both(err, QN_EINPUT, "类别 %s 在目录中应保持第 %u 位:新增的请放在最后", "kind %s: it must keep place %u in the catalogue: add new ones at the end",
				old->kind[i].id, i + 1);
	return QN_OK;
}

static int check_old(qn_change_set *change, const qn_catalogue *catalogue, qn_error *err)
{
	qn_catalogue *old;
	int rc = read_bare(&change->view, &old, err);
	if (rc <= 0)
		return rc;
	rc = check_order(old, catalogue, err);
	qn_catalogue_free(old);
	return rc;
}

int qn_change_put_catalogue(qn_change_set *change, const qn_catalogue *catalogue, qn_error *err)
{
	qn_catalogue bare = *catalogue, *again = NULL;
	qn_arena arena = { 0 };
	qn_buffer bytes = { 0 };
	qn_key key;
	int rc = check_old(change, catalogue, err);
	if (rc)
		return rc;
	if (!(bare.member = qn_arena_array(&arena, bare.kinds + 1, sizeof *bare.member)))
		return qn_no_memory(err);
	qn_catalogue_write(&bare, &bytes);
	rc = bytes.failed ? qn_no_memory(err) : qn_catalogue_read(bytes.data, bytes.length, &again, err);
	if (rc == QN_OK)
		rc = qn_catalogue_registers(again, err);
	for (int copy = 0; copy < COPIES && rc == QN_OK; copy++) {
		catalogue_key(&key, copy);
		rc = qn_env_put(change, DB_CATALOGUE, &key, bytes.data, bytes.length, err);
	}
	if (rc == QN_OK) {
		qn_catalogue_free(change->view.catalogue);
		change->view.catalogue = again;
	} else {
		qn_catalogue_free(again);
	}
	qn_buffer_free(&bytes);
	qn_arena_free(&arena);
	return rc;
}

int qn_change_mend_catalogue(qn_change_set *change, qn_error *err)
{
	qn_buffer bytes = { 0 };
	qn_key key[COPIES];
	MDB_val value[COPIES];
	int there[COPIES];
	for (int copy = 0; copy < COPIES; copy++) {
		catalogue_key(&key[copy], copy);
		if ((there[copy] = qn_env_get(&change->view, DB_CATALOGUE, &key[copy], &value[copy], err)) < 0)
			return there[copy];
	}
	if (there[CATALOGUE] == there[TWIN])
		return QN_OK;
	int sound = there[CATALOGUE] ? CATALOGUE : TWIN;
	qn_buffer_add(&bytes, value[sound].mv_data, value[sound].mv_size);
	int rc = bytes.failed ? qn_no_memory(err) : qn_env_put(change, DB_CATALOGUE, &key[!sound], bytes.data, bytes.length, err);
	qn_buffer_free(&bytes);
	return rc;
}

static int fill_members(qn_snapshot *snapshot, qn_catalogue *catalogue, uint32_t kind, qn_error *err)
{
	struct qn_members *member = &catalogue->member[kind];
	uint32_t count;
	int counted = qn_entity_count(snapshot, kind, &count, err);
	if (counted || count == 0)
		return counted;
	member->id = qn_arena_array(&catalogue->arena, count, sizeof *member->id);
	member->title = qn_arena_array(&catalogue->arena, count, sizeof *member->title);
	if (!member->id || !member->title)
		return qn_no_memory(err);
	for (; member->count < count; member->count++) {
		qn_entity entity;
		qn_label *title = &member->title[member->count];
		int rc = qn_entity_get(snapshot, kind, member->count, &entity, err);
		if (rc)
			return rc;
		member->id[member->count] = qn_arena_text(&catalogue->arena, entity.id);
		title->zh = entity.title.zh ? qn_arena_text(&catalogue->arena, entity.title.zh) : NULL;
		title->en = entity.title.en ? qn_arena_text(&catalogue->arena, entity.title.en) : NULL;
		if (catalogue->arena.failed)
			return qn_no_memory(err);
	}
	return QN_OK;
}

int qn_snapshot_catalogue(qn_snapshot *snapshot, qn_catalogue **out, qn_error *err)
{
	int rc = read_bare(snapshot, out, err);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "%s:库里还没有指标目录:请用 'qunce init 库 --pack 文件夹' 建立",
			"%s: the store has no catalogue yet: make one with 'qunce init STORE --pack DIR'", snapshot->store->path);
	rc = QN_OK;
	for (uint32_t kind = 0; kind < (*out)->kinds && rc == QN_OK; kind++)
		if (kind != (*out)->subject)
			rc = fill_members(snapshot, *out, kind, err);
	if (rc == QN_OK)
		return QN_OK;
	qn_catalogue_free(*out);
	*out = NULL;
	return rc;
}

const qn_catalogue *qn_snapshot_words(qn_snapshot *snapshot)
{
	if (!snapshot->catalogue && read_bare(snapshot, &snapshot->catalogue, NULL) < 0)
		snapshot->catalogue = NULL;
	return snapshot->catalogue;
}

int qn_snapshot_need_words(qn_snapshot *snapshot, const qn_catalogue **out, qn_error *err)
{
	int rc = snapshot->catalogue ? 1 : read_bare(snapshot, &snapshot->catalogue, err);
	*out = snapshot->catalogue;
	return rc < 0 ? rc : *out ? QN_OK : qn_env_damaged(snapshot, "its catalogue", err);
}

const char *qn_kind_word(qn_snapshot *snapshot, uint32_t kind)
{
	const qn_catalogue *words = qn_snapshot_words(snapshot);
	return words && kind < words->kinds ? words->kind[kind].id : "entity";
}
