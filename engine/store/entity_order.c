/* SPDX-License-Identifier: Apache-2.0 */
/* entity_order.c - entities in the order of their ids: one walk over the kind, reading nothing else of them. Ids neither change
 * nor go, so that what a walk has found in order needs no second one in the same process. */
#include <stdlib.h>
#include <string.h>
#include "store/entities.h"
#include "store/env.h"

typedef struct { const char *text; uint32_t length, number; } id;
typedef struct { id *at; uint32_t count, room; bool in_order; } ids;

static int compare(const id *a, const id *b)
{
	uint32_t least = a->length < b->length ? a->length : b->length;
	int rc = memcmp(a->text, b->text, least);
	return rc ? rc : (a->length > b->length) - (a->length < b->length);
}

static int by_id(const void *a, const void *b) { return compare(a, b); }

/* Takes the id off the front of an entity's fields; see walk_entity. */
static bool read_id(const MDB_val *value, id *out)
{
	if (value->mv_size < sizeof out->length)
		return false;
	memcpy(&out->length, value->mv_data, sizeof out->length);
	out->text = (const char *)value->mv_data + sizeof out->length;
	return out->length <= value->mv_size - sizeof out->length;
}

static int note(ids *all, const qn_scan *scan, qn_error *err)
{
	const unsigned char *key = scan->key.mv_data;
	id one = { .number = all->count };
	if (scan->key.mv_size != 6 || qn_key_read_u32(key + 2) != all->count || all->count == all->room || !read_id(&scan->value, &one))
		return qn_env_damaged(scan->snapshot, "the register of its entities", err);
	all->in_order = all->in_order && (all->count == 0 || compare(&all->at[all->count - 1], &one) < 0);
	all->at[all->count++] = one;
	return QN_OK;
}

static int walk(qn_snapshot *snapshot, uint32_t kind, ids *all, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key prefix = { 0 };
	int rc;
	qn_key_u16(&prefix, kind);
	if ((rc = qn_scan_open(&scan, snapshot, DB_ENTITIES, &prefix, err)))
		return rc;
	while ((rc = qn_scan_next(&scan, err)) > 0 && (rc = note(all, &scan, err)) == QN_OK)
		;
	qn_scan_close(&scan);
	return rc || all->count == all->room ? rc : qn_env_damaged(snapshot, "the register of its entities", err);
}

static int sort(qn_snapshot *snapshot, ids *all, const uint32_t **order, qn_error *err)
{
	uint32_t *number = qn_arena_array(&snapshot->arena, (size_t)all->count + 1, sizeof *number);
	if (!number)
		return qn_no_memory(err);
	qsort(all->at, all->count, sizeof *all->at, by_id);
	for (uint32_t i = 0; i < all->count; i++)
		number[i] = all->at[i].number;
	*order = number;
	return QN_OK;
}

int qn_entity_order(qn_snapshot *snapshot, uint32_t kind, const uint32_t **order, uint32_t *count, qn_error *err)
{
	ids all = { .in_order = true };
	uint64_t known = atomic_load(&snapshot->store->in_order);
	int rc = qn_entity_count(snapshot, kind, count, err);
	*order = NULL;
	if (rc)
		return rc;
	all.room = *count;
	if (kind > UINT16_MAX || all.room == 0 || (known >> 32 == kind && (uint32_t)known >= all.room))
		return QN_OK;
	if (!(all.at = malloc(((size_t)all.room + 1) * sizeof *all.at)))
		return qn_no_memory(err);
	rc = walk(snapshot, kind, &all, err);
	if (rc == QN_OK && all.in_order && !snapshot->moving)
		atomic_store(&snapshot->store->in_order, (uint64_t)kind << 32 | all.count);
	if (rc == QN_OK && !all.in_order)
		rc = sort(snapshot, &all, order, err);
	free(all.at);
	return rc;
}
