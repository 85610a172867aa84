/* SPDX-License-Identifier: Apache-2.0 */
/* groups.c - memberships, in and out. They are few and asked for all at once: the first question reads them all. */
#include <stdlib.h>
#include <string.h>
#include "plan/program.h"
#include "store/names.h"
#include "store/things.h"

enum { MOST_STEPS = 6 }; /* from an entity to its group */

struct qn_memberships {
	qn_membership *at; /* in the order of their keys: kind, number, group's kind, group, from */
	uint32_t count;
	/* Of one question, by where an entity's first membership stands: the number of the question that it was met in, and those to be
	 * looked at. */
	uint32_t *met, *next, question;
	qn_arena arena;
};

void qn_membership_walk(qn_bytes *bytes, void *thing) { qn_bytes_i32(bytes, thing); }

int qn_change_add_membership(qn_change_set *change, const qn_membership *membership, qn_error *err)
{
	qn_date until = membership->until;
	qn_key key = { 0 };
	if (membership->from >= until)
		return qn_fail_both(err, QN_EINPUT, "%s %u 的隶属关系还没开始就结束了", "a membership of %s %u ends before it begins", qn_kind_word(&change->view, membership->kind),
			membership->number);
	qn_key_u16(&key, membership->kind);
	qn_key_u32(&key, membership->number);
	qn_key_u16(&key, membership->group_kind);
	qn_key_u32(&key, membership->group);
	qn_key_date(&key, membership->from);
	qn_memberships_forget(&change->view);
	return qn_env_put_thing(change, DB_MEMBERS, &key, qn_membership_walk, &until, "a membership", err);
}

void qn_memberships_forget(qn_snapshot *snapshot)
{
	if (!snapshot->memberships)
		return;
	qn_arena_free(&snapshot->memberships->arena);
	free(snapshot->memberships);
	snapshot->memberships = NULL;
}

static int add(qn_memberships *all, const qn_scan *scan, qn_error *err)
{
	const unsigned char *key = scan->key.mv_data;
	qn_date until;
	if (scan->key.mv_size != 16)
		return qn_env_damaged(scan->snapshot, "a membership", err);
	int rc = qn_env_read_thing(scan->snapshot, DB_MEMBERS, scan->value, qn_membership_walk, &until, err);
	if (rc != QN_OK)
		return rc;
	if (!qn_grow(&all->arena, (void **)&all->at, all->count, sizeof *all->at))
		return qn_no_memory(err);
	all->at[all->count++] = (qn_membership){ qn_key_read_u16(key), qn_key_read_u32(key + 2), qn_key_read_u16(key + 6), qn_key_read_u32(key + 8),
		qn_key_read_date(key + 12), until };
	return QN_OK;
}

/* All of the store, read once. */
static int read_all(qn_snapshot *snapshot, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key every = { 0 };
	if (snapshot->memberships)
		return QN_OK;
	if (!(snapshot->memberships = calloc(1, sizeof *snapshot->memberships)))
		return qn_no_memory(err);
	int rc = qn_scan_open(&scan, snapshot, DB_MEMBERS, &every, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0)
		rc = add(snapshot->memberships, &scan, err);
	qn_scan_close(&scan);
	if (rc >= 0) {
		qn_memberships *all = snapshot->memberships;
		all->met = qn_arena_array(&all->arena, (size_t)all->count + 1, sizeof *all->met);
		all->next = qn_arena_array(&all->arena, (size_t)all->count + 1, sizeof *all->next);
		rc = all->met && all->next ? QN_OK : qn_no_memory(err);
	}
	if (rc < 0)
		qn_memberships_forget(snapshot);
	return rc;
}

/* The first membership of the entity, or where it would stand. */
static uint32_t first_of(const qn_memberships *all, uint32_t kind, uint32_t number)
{
	uint32_t low = 0, high = all->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const qn_membership *m = &all->at[middle];
		if (m->kind < kind || (m->kind == kind && m->number < number))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool holds(const qn_membership *m, qn_date day) { return m->from <= day && day < m->until; }

/* Notes that the memberships of an entity are to be looked at, once; how many are noted. */
static uint32_t meet(qn_memberships *all, uint32_t kind, uint32_t number, uint32_t noted)
{
	uint32_t first = first_of(all, kind, number);
	if (first == all->count || all->at[first].kind != kind || all->at[first].number != number || all->met[first] == all->question)
		return noted;
	all->met[first] = all->question;
	all->next[noted] = first;
	return noted + 1;
}

static bool is_of(const qn_memberships *all, const qn_membership *m, const qn_membership *first)
{
	return m < all->at + all->count && m->kind == first->kind && m->number == first->number;
}

/* The least number of the group's kind that the noted ones are members of themselves; UINT32_MAX: none is. */
static uint32_t least_of(const qn_memberships *all, uint32_t begin, uint32_t end, uint32_t group_kind, qn_date day)
{
	uint32_t least = UINT32_MAX;
	for (; begin < end; begin++) {
		const qn_membership *first = &all->at[all->next[begin]];
		for (const qn_membership *m = first; is_of(all, m, first); m++)
			if (m->group_kind == group_kind && m->group < least && holds(m, day))
				least = m->group;
	}
	return least;
}

static uint32_t meet_groups(qn_memberships *all, uint32_t begin, uint32_t end, qn_date day)
{
	uint32_t noted = end;
	for (; begin < end; begin++) {
		const qn_membership *first = &all->at[all->next[begin]];
		for (const qn_membership *m = first; is_of(all, m, first); m++)
			if (holds(m, day))
				noted = meet(all, m->group_kind, m->group, noted);
	}
	return noted;
}

/* The least number of the group's kind that the fewest memberships lead to. */
static uint32_t nearest(qn_memberships *all, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day)
{
	all->question++;
	uint32_t begin = 0, end = meet(all, kind, number, 0), least = UINT32_MAX;
	for (int steps = 1; steps <= MOST_STEPS && begin < end; steps++) {
		if ((least = least_of(all, begin, end, group_kind, day)) != UINT32_MAX)
			break;
		uint32_t noted = meet_groups(all, begin, end, day);
		begin = end, end = noted;
	}
	return least;
}

int qn_entity_group(qn_snapshot *snapshot, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day, uint32_t *out, qn_error *err)
{
	*out = kind == group_kind ? number : UINT32_MAX;
	if (kind == group_kind || kind > UINT16_MAX || group_kind > UINT16_MAX)
		return QN_OK;
	int rc = read_all(snapshot, err);
	if (rc == QN_OK)
		*out = nearest(snapshot->memberships, kind, number, group_kind, day);
	return rc;
}
