/* SPDX-License-Identifier: Apache-2.0 */
/* imports.c - what came from where, and when it was known. */
#include <stdlib.h>
#include <string.h>
#include "store/past.h"
#include "store/things.h"

enum { REAL = 1, SYNTHETIC = 2 };

void qn_import_walk(qn_bytes *bytes, void *thing)
{
	qn_import *import = thing;
	uint32_t rank = import->rank;
	qn_bytes_name(bytes, &import->file);
	qn_bytes_line(bytes, &import->source);
	qn_bytes_line(bytes, &import->submitter);
	qn_bytes_index(bytes, &rank, QN_SOURCE_ESTIMATE + 1);
	import->rank = rank;
	if (rank < QN_SOURCE_OFFICIAL)
		qn_bytes_refuse(bytes, "its source has no rank");
	qn_bytes_i32(bytes, &import->known_on);
	qn_bytes_bool(bytes, &import->synthetic);
	qn_bytes_raw(bytes, import->content.byte, sizeof import->content.byte);
	qn_bytes_u64(bytes, &import->rows);
	qn_bytes_line(bytes, &import->recorded);
}

int qn_imports_counted(qn_snapshot *snapshot, uint32_t *out, qn_error *err)
{
	qn_key all = { 0 }, last;
	int rc = qn_env_last(snapshot, DB_IMPORTS, &all, &last, err);
	*out = rc > 0 && last.length == 4 ? qn_key_read_u32(last.byte) : 0;
	bool fits = snapshot->moving ? *out <= qn_env_most(snapshot, DB_IMPORTS) : *out == qn_env_entries(snapshot, DB_IMPORTS);
	return rc < 0 ? rc : fits ? QN_OK : qn_env_damaged_in(snapshot, DB_IMPORTS, err);
}

int qn_change_add_import(qn_change_set *change, qn_import *import, qn_error *err)
{
	qn_key key = { 0 };
	uint32_t last;
	int rc = qn_imports_counted(&change->view, &last, err);
	if (rc || (rc = qn_env_raise_format(change, err)))
		return rc;
	import->number = last + 1;
	qn_key_u32(&key, import->number);
	return qn_env_put_thing(change, DB_IMPORTS, &key, qn_import_walk, import, import->file ? import->file : "an import", err);
}

static int load(qn_snapshot *snapshot, uint32_t number, qn_import **out, qn_error *err)
{
	MDB_val value;
	qn_key key = { 0 };
	int rc;
	qn_key_u32(&key, number);
	if ((rc = qn_env_get(snapshot, DB_IMPORTS, &key, &value, err)) < 0)
		return rc;
	if (rc == 0)
		return qn_fail_both(err, QN_ENOTFOUND, "%s:没有导入 %u", "%s: there is no import %u", snapshot->store->path, number);
	if (number > qn_env_most(snapshot, DB_IMPORTS))
		return qn_env_damaged_in(snapshot, DB_IMPORTS, err);
	if (!(*out = qn_arena_alloc(&snapshot->arena, sizeof **out)))
		return qn_no_memory(err);
	(*out)->number = number;
	return qn_env_read_thing(snapshot, DB_IMPORTS, value, qn_import_walk, *out, err);
}

static bool make_room(qn_snapshot *snapshot, uint32_t number)
{
	size_t room = number < 16 ? 32 : 2 * (size_t)number;
	qn_import **more;
	if (number < snapshot->imports)
		return true;
	if (!(more = realloc(snapshot->import, room * sizeof *more)))
		return false;
	memset(more + snapshot->imports, 0, (room - snapshot->imports) * sizeof *more);
	snapshot->import = more;
	snapshot->imports = (uint32_t)room;
	return true;
}

int qn_import_get(qn_snapshot *snapshot, uint32_t number, qn_import *out, qn_error *err)
{
	qn_import *import = number < snapshot->imports ? snapshot->import[number] : NULL;
	if (!import) { /* only what exists takes room */
		int rc = load(snapshot, number, &import, err);
		if (rc)
			return rc;
		if (!make_room(snapshot, number))
			return qn_no_memory(err);
		snapshot->import[number] = import;
	}
	*out = *import;
	return QN_OK;
}

int qn_origin_synthetic(qn_snapshot *snapshot, qn_origin origin, bool *out, qn_error *err)
{
	qn_import import;
	int rc = origin.import ? qn_import_get(snapshot, origin.import, &import, err) : QN_OK;
	*out = rc >= 0 && origin.import && import.synthetic;
	return rc < 0 ? rc : QN_OK;
}

void qn_imports_forget(qn_snapshot *snapshot)
{
	free(snapshot->import);
	snapshot->import = NULL;
	snapshot->imports = 0;
}

bool qn_import_same_source(const qn_import *a, const qn_import *b)
{
	return a->rank == b->rank && strcmp(a->source, b->source) == 0 && strcmp(a->submitter, b->submitter) == 0;
}

/* What was adopted at all. */

static void adopted_key(qn_key *key)
{
	key->length = 0;
	qn_key_bytes(key, "adopted", 7);
}

static int read_adopted(qn_snapshot *snapshot, uint8_t *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc;
	adopted_key(&key);
	*out = 0;
	if ((rc = qn_env_get(snapshot, DB_META, &key, &value, err)) < 0)
		return rc;
	if (rc > 0 && value.mv_size)
		memcpy(out, value.mv_data, 1);
	return QN_OK;
}

int qn_change_adopted(qn_change_set *change, const qn_import *import, qn_error *err)
{
	uint8_t before, now;
	qn_key key;
	int rc = read_adopted(&change->view, &before, err);
	if (rc)
		return rc;
	now = before | (import->synthetic ? SYNTHETIC : REAL);
	if (now == before)
		return QN_OK;
	adopted_key(&key);
	return qn_env_put(change, DB_META, &key, &now, 1, err);
}

int qn_import_any(qn_snapshot *snapshot, bool synthetic)
{
	uint8_t adopted;
	int rc = read_adopted(snapshot, &adopted, NULL);
	if (rc == QN_OK && snapshot->past && !qn_past_any(snapshot, synthetic))
		return 0;
	return rc ? rc : (adopted & (synthetic ? SYNTHETIC : REAL)) != 0;
}
