/* SPDX-License-Identifier: Apache-2.0 */
/* find.c - the entity a person means: by exact name, by a unique part of one, or none with the nearest name offered. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "plan/node.h"
#include "store/names.h"

enum { MOST_FOUND = 6 };

typedef struct { uint32_t kind, number; } bearer;
typedef struct { bearer at[MOST_FOUND]; size_t count; } crowd; /* count stays at MOST_FOUND when there are more */

typedef struct { const char *text; bearer who; } called;
typedef struct { called *at; size_t count, room; qn_arena arena; } every_name;

static bool goes_before(bearer a, bearer b) { return a.kind != b.kind ? a.kind < b.kind : a.number < b.number; }

/* In order of numbers, each once. */
static void join(crowd *found, uint32_t kind, uint32_t number)
{
	bearer one = { kind, number };
	size_t at = 0;
	while (at < found->count && goes_before(found->at[at], one))
		at++;
	if (found->count == MOST_FOUND || (at < found->count && !goes_before(one, found->at[at])))
		return;
	memmove(&found->at[at + 1], &found->at[at], (found->count - at) * sizeof one);
	found->at[at] = one;
	found->count++;
}

int qn_entity_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length, uint32_t *number, qn_error *err)
{
	int rc = qn_name_exact(snapshot, kind, name, length, number, err);
	return rc < 0 ? rc : rc == 1;
}

/* Everyone who bears the name scanned; the scan stands on it. */
static void join_bearers(crowd *found, const qn_scan *scan)
{
	uint32_t kind = qn_key_read_u16(scan->key.mv_data), number;
	qn_name_role role;
	for (size_t i = 0; i + QN_BEARER_SIZE <= scan->value.mv_size; i += QN_BEARER_SIZE) {
		qn_bearer_read((const unsigned char *)scan->value.mv_data + i, &number, &role);
		join(found, kind, number);
	}
}

static void kind_prefix(qn_key *prefix, uint32_t kind)
{
	prefix->length = 0;
	if (kind != QN_NONE)
		qn_key_u16(prefix, kind);
}

/* Everyone of the kind, or of any, who is called exactly so. */
static int find_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, crowd *found, qn_error *err)
{
	qn_key key = { 0 }, last;
	uint32_t first = kind, end = kind, number;
	int rc = 1;
	if (kind == QN_NONE) {
		if ((rc = qn_env_last(snapshot, DB_NAMES, &key, &last, err)) <= 0)
			return rc;
		first = 0, end = qn_key_read_u16(last.byte);
	}
	for (uint32_t k = first; k <= end && rc >= 0; k++) {
		MDB_val value;
		qn_name_key(&key, k, name, strlen(name));
		rc = qn_name_exact(snapshot, k, name, strlen(name), &number, err);
		if (rc == 1)
			join(found, k, number);
		else if (rc > 1 && (rc = qn_env_get(snapshot, DB_NAMES, &key, &value, err)) > 0)
			join_bearers(found, &(qn_scan){ .key = { key.length, key.byte }, .value = value });
	}
	return rc < 0 ? rc : QN_OK;
}

static int find_part(qn_snapshot *snapshot, uint32_t kind, const char *part, size_t length, crowd *found, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key prefix;
	int rc;
	kind_prefix(&prefix, kind);
	if ((rc = qn_scan_open(&scan, snapshot, DB_NAMES, &prefix, err)))
		return rc;
	while (found->count < MOST_FOUND && (rc = qn_scan_next(&scan, err)) > 0)
		if (scan.key.mv_size > 2 && memmem((const char *)scan.key.mv_data + 2, scan.key.mv_size - 2, part, length))
			join_bearers(found, &scan);
	qn_scan_close(&scan);
	return rc < 0 ? rc : QN_OK;
}

static bool is_chinese(const char *name)
{
	while (*name && (unsigned char)*name < 0x80)
		name++;
	return *name != 0;
}

/* Words for messages in either language: CLUSTER (某县新能源汽车集群). Who asked in Chinese knows the Chinese name. */
static int describe(qn_snapshot *snapshot, bearer who, const char *asked, qn_buffer *english, qn_buffer *chinese, qn_error *err)
{
	qn_entity entity;
	int rc = qn_entity_get(snapshot, who.kind, who.number, &entity, err);
	if (rc < 0)
		return rc;
	const char *zh = entity.title.zh ? entity.title.zh : entity.title.en, *en = entity.title.en && !is_chinese(asked) ? entity.title.en : zh;
	qn_buffer_printf(english, "%s%s (%s)", english->length ? ", " : "", entity.id, en);
	qn_buffer_printf(chinese, "%s%s (%s)", chinese->length ? "、" : "", entity.id, zh);
	return english->failed || chinese->failed ? qn_no_memory(err) : QN_OK;
}

static int several(qn_snapshot *snapshot, const char *name, const crowd *found, qn_error *err)
{
	bool more = found->count == MOST_FOUND;
	size_t shown = more ? MOST_FOUND - 1 : found->count;
	qn_buffer english = { 0 }, chinese = { 0 };
	int rc = QN_OK;
	for (size_t i = 0; i < shown && rc == QN_OK; i++)
		rc = describe(snapshot, found->at[i], name, &english, &chinese, err);
	if (rc == QN_OK) {
		rc = qn_fail(err, QN_EUSAGE, "\"%s\" may be %s%s: write more of the name, or an id", name, english.data, more ? " or others" : "");
		qn_fail_chinese(err, "“%s”可能是 %s%s:请写得更全,或写编号", name, chinese.data, more ? " 或别的" : "");
	}
	qn_buffer_free(&english);
	qn_buffer_free(&chinese);
	return rc;
}

/* None is called so. */

static const char *text_at(const void *context, size_t i) { return ((const every_name *)context)->at[i].text; }

static bool note(every_name *all, const qn_scan *scan)
{
	const unsigned char *key = scan->key.mv_data;
	uint32_t number;
	qn_name_role role;
	called *at;
	if (all->count == all->room) {
		size_t room = all->room ? 2 * all->room : 256;
		called *more = qn_arena_array(&all->arena, room, sizeof *more);
		if (!more)
			return false;
		if (all->count)
			memcpy(more, all->at, all->count * sizeof *more);
		all->at = more;
		all->room = room;
	}
	qn_bearer_read(scan->value.mv_data, &number, &role);
	at = &all->at[all->count];
	at->who = (bearer){ qn_key_read_u16(key), number };
	at->text = qn_arena_copy(&all->arena, (const char *)key + 2, scan->key.mv_size - 2);
	all->count += at->text != NULL;
	return at->text != NULL;
}

static int list_names(qn_snapshot *snapshot, uint32_t kind, every_name *all, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key prefix;
	int rc;
	kind_prefix(&prefix, kind);
	if ((rc = qn_scan_open(&scan, snapshot, DB_NAMES, &prefix, err)))
		return rc;
	while ((rc = qn_scan_next(&scan, err)) > 0)
		if (scan.key.mv_size > 2 && scan.value.mv_size >= QN_BEARER_SIZE && !note(all, &scan)) {
			rc = qn_no_memory(err);
			break;
		}
	qn_scan_close(&scan);
	return rc;
}

static int none(qn_snapshot *snapshot, uint32_t kind, const char *name, const char *folded, qn_error *err)
{
	every_name all = { 0 };
	qn_buffer near = { 0 }, chinese = { 0 };
	const qn_catalogue *words;
	int rc = kind == QN_NONE ? QN_OK : qn_snapshot_need_words(snapshot, &words, err);
	const char *no = kind == QN_NONE ? "nothing" : "no ", *word = kind == QN_NONE ? "" : qn_kind_word(snapshot, kind);
	if (rc != QN_ENOMEM) /* a store without a catalogue has a word for everything */
		rc = list_names(snapshot, kind, &all, err);
	long nearest = rc ? -1 : qn_text_nearest(folded, text_at, &all, all.count);
	if (nearest >= 0)
		rc = describe(snapshot, all.at[nearest].who, name, &near, &chinese, err);
	if (rc == QN_OK && near.data)
		rc = qn_fail(err, QN_ENOTFOUND, "%s%s is called \"%s\": did you mean %s?", no, word, name, near.data);
	else if (rc == QN_OK)
		rc = qn_fail(err, QN_ENOTFOUND, "%s%s is called \"%s\": 'qunce list' shows the names", no, word, name);
	if (rc == QN_ENOTFOUND && near.data)
		qn_fail_chinese(err, "没有叫“%s”的:是不是 %s?", name, chinese.data);
	else if (rc == QN_ENOTFOUND)
		qn_fail_chinese(err, "没有叫“%s”的:用 qunce list 查看名称", name);
	qn_buffer_free(&near);
	qn_buffer_free(&chinese);
	qn_arena_free(&all.arena);
	return rc;
}

int qn_entity_find(qn_snapshot *snapshot, uint32_t kind, const char *name, qn_entity *out, qn_error *err)
{
	crowd found = { 0 };
	qn_buffer folded = { 0 };
	int rc = kind == QN_NONE || kind <= UINT16_MAX ? QN_OK : qn_fail(err, QN_EINTERNAL, "there is no kind of number %u", kind);
	qn_name_fold(&folded, name, strlen(name));
	if (folded.failed)
		rc = qn_no_memory(err);
	if (rc == QN_OK && *name)
		rc = find_exact(snapshot, kind, name, &found, err);
	if (rc == QN_OK && *name && found.count == 0)
		rc = find_part(snapshot, kind, folded.data, folded.length, &found, err);
	if (rc == QN_OK && found.count == 0)
		rc = none(snapshot, kind, name, *name ? folded.data : "", err);
	else if (rc == QN_OK)
		rc = found.count > 1 ? several(snapshot, name, &found, err)
			: qn_entity_get(snapshot, found.at[0].kind, found.at[0].number, out, err);
	qn_buffer_free(&folded);
	return rc;
}
