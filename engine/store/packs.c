/* SPDX-License-Identifier: Apache-2.0 */
/* packs.c - a pack's files, kept once for each content, by version. */
#include <string.h>
#include "base/text.h"
#include "store/things.h"

typedef qn_pack_version version;

static void walk_file(qn_bytes *bytes, void *item)
{
	qn_source *file = item;
	qn_bytes_name(bytes, &file->path);
	qn_bytes_raw(bytes, file->content.byte, sizeof file->content.byte);
}

void qn_pack_walk(qn_bytes *bytes, void *thing)
{
	version *v = thing;
	qn_bytes_name(bytes, &v->pack_id);
	qn_bytes_array(bytes, (void **)&v->file, &v->files, sizeof *v->file, 36, walk_file);
}

static void content_key(qn_key *key, qn_sha256 content)
{
	key->length = 0;
	qn_key_bytes(key, content.byte, sizeof content.byte);
}

static int put_content(qn_change_set *change, const qn_pack_file *file, qn_sha256 *content, qn_error *err)
{
	MDB_val there;
	qn_key key;
	int rc;
	*content = qn_sha256_of(file->bytes, file->length);
	content_key(&key, *content);
	if ((rc = qn_env_get(&change->view, DB_CONTENTS, &key, &there, err)) != 0)
		return rc < 0 ? rc : QN_OK;
	return qn_env_put(change, DB_CONTENTS, &key, file->bytes, file->length, err);
}

static int version_key(qn_change_set *change, qn_date known_on, qn_key *key, qn_error *err)
{
	qn_key last;
	uint32_t arrival = 0;
	int rc;
	key->length = 0;
	qn_key_date(key, known_on);
	if ((rc = qn_env_last(&change->view, DB_PACKS, key, &last, err)) < 0)
		return rc;
	if (rc && last.length == 8)
		arrival = qn_key_read_u32(last.byte + 4) + 1;
	qn_key_u32(key, arrival);
	return QN_OK;
}

/* A name that messages can show, and that is the same wherever it is written. */
int qn_pack_check_path(const char *path, qn_error *err)
{
	if (qn_text_shows_as_it_is(path))
		return QN_OK;
	qn_buffer name = { 0 };
	qn_text_clean(&name, path, strlen(path)); /* an error keeps text alone */
	int rc = name.failed ? qn_no_memory(err) : qn_fail_both(err, QN_EINPUT, "规则包里有文件名“%s”:不是 UTF-8,或含看不见的字符:请改名",
		"the pack has a file called \"%s\", which is no UTF-8 or holds what nobody sees: rename it", name.data ? name.data : "");
	qn_buffer_free(&name);
	return rc;
}

int qn_change_put_pack(qn_change_set *change, const char *pack_id, const qn_pack_file *file, size_t files, qn_date known_on, qn_error *err)
{
	qn_arena arena = { 0 };
	version v = { .pack_id = pack_id, .file = qn_arena_array(&arena, files + 1, sizeof *v.file), .files = (uint32_t)files };
	qn_key key;
	int rc = v.file ? version_key(change, known_on, &key, err) : qn_no_memory(err);
	for (size_t i = 0; i < files && rc == QN_OK; i++) {
		v.file[i].path = file[i].path;
		rc = qn_pack_check_path(file[i].path, err);
		if (rc == QN_OK)
			rc = put_content(change, &file[i], &v.file[i].content, err);
	}
	if (rc == QN_OK)
		rc = qn_env_put_thing(change, DB_PACKS, &key, qn_pack_walk, &v, pack_id, err);
	qn_arena_free(&arena);
	return rc;
}

/* The last version up to a day, or the first one: its key's parts; QN_NO_DATE if there is none. */
static int last_until(qn_snapshot *snapshot, qn_date day, qn_date *on, uint32_t *arrival, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key all = { 0 };
	int rc = qn_scan_open(&scan, snapshot, DB_PACKS, &all, err);
	*on = QN_NO_DATE;
	*arrival = 0;
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0) {
		const unsigned char *key = scan.key.mv_data;
		rc = scan.key.mv_size == 8 ? QN_OK : qn_env_damaged(snapshot, "an entry of its packs", err);
		if (rc == QN_OK && *on != QN_NO_DATE && qn_key_read_date(key) > day)
			break;
		if (rc == QN_OK)
			*on = qn_key_read_date(key), *arrival = qn_key_read_u32(key + 4);
	}
	qn_scan_close(&scan);
	return rc;
}

int qn_snapshot_rules(qn_snapshot *snapshot, qn_date day, qn_date *on, uint32_t *arrival, qn_error *err)
{
	*on = snapshot->frozen.rules_on;
	*arrival = snapshot->frozen.rules;
	return *on == QN_NO_DATE ? last_until(snapshot, day < snapshot->frozen.at.day ? day : snapshot->frozen.at.day, on, arrival, err) : QN_OK;
}

/* The version that the snapshot goes by: 1 with its value, 0 if there is none. */
static int find_version(qn_snapshot *snapshot, version *out, qn_error *err)
{
	qn_date on;
	uint32_t arrival;
	MDB_val value;
	qn_key key = { 0 };
	int rc = qn_snapshot_rules(snapshot, QN_END_OF_TIME, &on, &arrival, err);
	if (rc < 0 || on == QN_NO_DATE)
		return rc;
	qn_key_date(&key, on);
	qn_key_u32(&key, arrival);
	*out = (version){ 0 };
	if ((rc = qn_env_get(snapshot, DB_PACKS, &key, &value, err)) <= 0)
		return rc;
	rc = qn_env_read_thing(snapshot, DB_PACKS, value, qn_pack_walk, out, err);
	return rc ? rc : 1;
}

static int read_file(qn_snapshot *snapshot, const qn_source *from, qn_arena *arena, qn_pack_file *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc;
	content_key(&key, from->content);
	if ((rc = qn_env_get(snapshot, DB_CONTENTS, &key, &value, err)) < 0)
		return rc;
	if (rc == 0)
		return qn_env_damaged(snapshot, "its pack", err);
	out->path = qn_arena_text(arena, from->path);
	out->bytes = qn_arena_copy(arena, value.mv_data, value.mv_size);
	out->length = value.mv_size;
	return out->path && out->bytes ? QN_OK : qn_no_memory(err);
}

static int version_of(qn_snapshot *snapshot, version *out, qn_error *err)
{
	int rc = find_version(snapshot, out, err);
	if (rc == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "%s:库里没有规则包:请用 'qunce init 库 --pack 文件夹' 建立",
			"%s: the store holds no pack: make one with 'qunce init STORE --pack DIR'", snapshot->store->path);
	return rc < 0 ? rc : QN_OK;
}

int qn_snapshot_pack_sources(qn_snapshot *snapshot, const qn_source **source, size_t *sources, qn_error *err)
{
	version v;
	int rc = version_of(snapshot, &v, err);
	if (rc == QN_OK)
		*source = v.file, *sources = v.files;
	return rc;
}

int qn_snapshot_pack(qn_snapshot *snapshot, qn_arena *arena, const char **pack_id, qn_pack_file **file, size_t *files, qn_error *err)
{
	version v;
	int rc = version_of(snapshot, &v, err);
	if (rc < 0)
		return rc;
	*pack_id = qn_arena_text(arena, v.pack_id);
	*file = qn_arena_array(arena, v.files + 1, sizeof **file);
	*files = v.files;
	if (!*pack_id || !*file)
		return qn_no_memory(err);
	rc = QN_OK;
	for (uint32_t i = 0; i < v.files && rc == QN_OK; i++)
		rc = read_file(snapshot, &v.file[i], arena, &(*file)[i], err);
	return rc;
}
