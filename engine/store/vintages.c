/* SPDX-License-Identifier: Apache-2.0 */
/* vintages.c - days that have a name. */
#include <string.h>
#include "base/text.h"
#include "store/past.h"

enum { LONGEST_NAME = 100 };
static const char prefix[] = "vintage ";

static void walk_frozen(qn_bytes *bytes, void *thing)
{
	qn_frozen *frozen = thing;
	qn_bytes_i32(bytes, &frozen->at.day);
	qn_bytes_u32(bytes, &frozen->at.imports);
	qn_bytes_i32(bytes, &frozen->rules_on);
	qn_bytes_u32(bytes, &frozen->rules);
	qn_bytes_line(bytes, &frozen->recorded);
}

static void name_key(qn_key *key, const char *name)
{
	key->length = 0;
	qn_key_bytes(key, prefix, sizeof prefix - 1);
	qn_key_bytes(key, name, strlen(name));
}

static bool is_name(const char *name)
{
	size_t length = strlen(name);
	qn_date unused;
	if (length == 0 || length > LONGEST_NAME || qn_date_read(name, length, &unused))
		return false;
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 127 || strchr("=,/@\"'\\", *at))
			return false;
	return *name != '-';
}

int qn_frozen_find(qn_snapshot *snapshot, const char *name, qn_frozen *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc;
	*out = (qn_frozen){ .at = QN_NOW, .rules_on = QN_NO_DATE };
	if (!is_name(name))
		return 0;
	name_key(&key, name);
	if ((rc = qn_env_get(snapshot, DB_META, &key, &value, err)) <= 0)
		return rc;
	if (!(out->name = qn_arena_text(&snapshot->arena, name)))
		return qn_no_memory(err);
	rc = qn_env_read_thing(snapshot, DB_META, value, walk_frozen, out, err);
	return rc ? rc : 1;
}

int qn_frozen_each(qn_snapshot *snapshot, int (*each)(void *context, const qn_frozen *frozen), void *context, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key all;
	name_key(&all, "");
	int rc = qn_scan_open(&scan, snapshot, DB_META, &all, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0) {
		qn_frozen frozen = { .name = qn_arena_copy(&snapshot->arena, (const char *)scan.key.mv_data + all.length, scan.key.mv_size - all.length) };
		rc = frozen.name ? qn_env_read_thing(snapshot, DB_META, scan.value, walk_frozen, &frozen, err) : qn_no_memory(err);
		if (rc == QN_OK)
			rc = qn_called(each(context, &frozen), err);
	}
	qn_scan_close(&scan);
	return rc;
}

/* Freezing. */

static int check_name(qn_snapshot *snapshot, const char *name, qn_error *err)
{
	qn_frozen there;
	char day[16];
	int rc = is_name(name) ? qn_frozen_find(snapshot, name, &there, err)
		: qn_fail_both(err, QN_EUSAGE, "“%s”不能作版本的名称:要写字母、数字、- _ 和 .,最多 %d 字节,不能是日期,如 2025-annual",
			"\"%s\" is no name for a vintage: letters, digits, - _ and . up to %d bytes, and no date: 2025-annual", name, LONGEST_NAME);
	if (rc <= 0)
		return rc;
	qn_date_text(there.at.day, day);
	return qn_fail_both(err, QN_EUSAGE, "%s 已冻结,截至 %s:冻结的版本不再改动,请换个名称", "%s is frozen already, as of %s: a vintage is never moved, so take another name", name, day);
}

/* The first and the last day on which anything was known. */
static int known_days(qn_snapshot *snapshot, uint32_t count, qn_date *first, qn_date *last, qn_error *err)
{
	*first = QN_END_OF_TIME, *last = QN_NO_DATE;
	for (uint32_t number = 1; number <= count; number++) {
		qn_import import;
		int rc = qn_import_get(snapshot, number, &import, err);
		if (rc < 0)
			return rc;
		*first = import.known_on < *first ? import.known_on : *first;
		*last = import.known_on > *last ? import.known_on : *last;
	}
	return count ? QN_OK : qn_fail_both(err, QN_EUSAGE, "%s:还没有导入过数据,没有可冻结的", "%s: nothing was imported yet, so that there is nothing to freeze", snapshot->store->path);
}

static int check_day(qn_date day, qn_date first, const char *path, qn_error *err)
{
	char text[16], from[16];
	if (day >= first)
		return QN_OK;
	qn_date_text(day, text), qn_date_text(first, from);
	return qn_fail_both(err, QN_EUSAGE, "%s:%s 时还一无所知:第一次导入的知悉日是 %s", "%s: nothing was known on %s yet: its first import was known on %s", path, text, from);
}

int qn_change_freeze(qn_change_set *change, const char *name, qn_date day, const char *recorded, qn_frozen *out, qn_error *err)
{
	qn_frozen frozen = { .name = name, .at = { .day = day }, .recorded = recorded };
	qn_date first, last;
	qn_key key;
	int rc = check_name(&change->view, name, err);
	if (rc < 0 || (rc = qn_imports_counted(&change->view, &frozen.at.imports, err)) < 0
	    || (rc = known_days(&change->view, frozen.at.imports, &first, &last, err)) < 0)
		return rc;
	if (day == QN_END_OF_TIME)
		frozen.at.day = last;
	if ((rc = check_day(frozen.at.day, first, change->view.store->path, err)) < 0
	    || (rc = qn_snapshot_rules(&change->view, frozen.at.day, &frozen.rules_on, &frozen.rules, err)) < 0)
		return rc;
	name_key(&key, name);
	if (out)
		*out = frozen;
	return qn_env_put_thing(change, DB_META, &key, walk_frozen, &frozen, name, err);
}

int qn_snapshot_as_of(qn_snapshot *snapshot, const qn_frozen *frozen, qn_error *err)
{
	if (snapshot->moving || snapshot->past || snapshot->series_room)
		return qn_fail(err, QN_EINTERNAL, "a vintage was asked for after its snapshot was read");
	snapshot->frozen = *frozen;
	return qn_past_open(snapshot, err);
}

qn_vintage qn_snapshot_vintage(const qn_snapshot *snapshot) { return snapshot->frozen.at; }
