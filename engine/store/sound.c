/* SPDX-License-Identifier: Apache-2.0 */
/* sound.c - what must hold between the tables of a store. */
#include "store/sound.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "plan/program.h"
#include "store/chunk.h"
#include "store/claims.h"
#include "store/fault_words.h"
#include "store/names.h"
#include "store/remarks.h"
#include "store/things.h"

typedef struct {
	qn_snapshot *snapshot;
	qn_unsound unsound;
	void *context;
	qn_error *err;
	uint64_t values;
	bool unruled;            /* a ruling is lost: what counts cannot be told */
	const qn_catalogue *words;
	uint32_t *entities;      /* by kind */
	uint32_t kinds, imports;
	qn_date *known_on;       /* by import; so many have room */
	uint32_t days;
	double value[QN_CHUNK];
	qn_chunk_origins origins;
	qn_patch patch;
	qn_claims claims;
	qn_key first;            /* of the register that is looked through: its first record */
	unsigned char subject[6]; /* whose records are looked through, as in their keys */
	uint32_t arrival, seen;  /* of the last record; how many of the register were seen */
	bool gap;                /* one is missing among them */
	qn_arena arena;          /* of one entry */
} checking;

typedef struct { const checking *c; qn_db db; const qn_key *key; } telling;

static int tell_words(void *context, const qn_both *words)
{
	const telling *t = context;
	return t->c->unsound(t->c->context, t->db, t->key, words);
}

static int tell(checking *c, qn_db db, const MDB_val *key, const char *what)
{
	qn_fault_line line = { 0 };
	qn_key own = { .length = 0 };
	if (what == qn_bytes_no_memory) /* is no fault of the store's */
		return qn_no_memory(c->err);
	if (key && key->mv_size <= QN_KEY_SIZE)
		qn_key_bytes(&own, key->mv_data, key->mv_size);
	qn_fault_of_entry(c->snapshot, db, own.byte, own.length, what, &line);
	telling t = { c, db, &own };
	return qn_fault_tell(&line, tell_words, &t, c->err);
}

static bool has_entity(const checking *c, uint32_t kind, uint32_t number) { return kind < c->kinds && number < c->entities[kind]; }
static bool has_import(const checking *c, uint32_t number) { return number >= 1 && number <= c->imports; }

/* The value as the walk reads it; a fault is in bytes->why. */
static void read_thing(checking *c, const MDB_val *value, void (*walk)(qn_bytes *, void *), void *thing, const char **why)
{
	qn_bytes in = { .at = value->mv_data, .end = (const unsigned char *)value->mv_data + value->mv_size, .arena = &c->arena };
	qn_arena_free(&c->arena);
	walk(&in, thing);
	if (!in.why && in.at != in.end)
		in.why = "something follows its end";
	*why = in.why;
}

/* Calls each for every entry of a sealed table. */
static int each_entry(checking *c, qn_db db, int (*each)(checking *c, const MDB_val *key, const MDB_val *value))
{
	qn_key all = { 0 };
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, c->snapshot, db, &all, c->err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, c->err)) > 0)
		rc = each(c, &scan.key, &scan.value);
	qn_scan_close(&scan);
	return rc;
}

static int check_entity(checking *c, const MDB_val *key, const MDB_val *value)
{
	qn_entity entity = { 0 };
	const char *why = "its key is off", *name[4];
	uint32_t kind, number;
	int rc = QN_OK;
	if (key->mv_size == 6)
		read_thing(c, value, qn_entity_walk, &entity, &why);
	if (why)
		return tell(c, DB_ENTITIES, key, why);
	kind = qn_key_read_u16(key->mv_data), number = qn_key_read_u32((const unsigned char *)key->mv_data + 2);
	if (kind >= c->kinds)
		return tell(c, DB_ENTITIES, key, "its kind is not in the catalogue");
	if (number > qn_env_most(c->snapshot, DB_ENTITIES))
		return tell(c, DB_ENTITIES, key, "its key is off");
	if (number != c->entities[kind])
		rc = tell(c, DB_ENTITIES, key, "the entity before it is not there");
	c->entities[kind] = number + 1;
	name[0] = entity.id, name[1] = entity.code, name[2] = entity.title.zh, name[3] = entity.title.en;
	for (int i = 0; i < 4 && rc == QN_OK; i++) {
		MDB_val bearers;
		qn_key of_name;
		bool found = false;
		if (!name[i] || !*name[i])
			continue;
		qn_name_key(&of_name, kind, name[i], strlen(name[i]));
		int there = qn_env_get(c->snapshot, DB_NAMES, &of_name, &bearers, c->err);
		for (size_t at = 0; there > 0 && at + QN_BEARER_SIZE <= bearers.mv_size; at += QN_BEARER_SIZE) {
			uint32_t bearer;
			qn_name_role role;
			qn_bearer_read((const unsigned char *)bearers.mv_data + at, &bearer, &role);
			found = found || (bearer == number && role == (qn_name_role)i);
		}
		rc = there < 0 ? there : found ? QN_OK : tell(c, DB_ENTITIES, key, "it cannot be found by one of its names");
	}
	return rc;
}

static int check_name(checking *c, const MDB_val *key, const MDB_val *value)
{
	bool good = key->mv_size > 2 && value->mv_size && value->mv_size % QN_BEARER_SIZE == 0;
	for (size_t at = 0; good && at < value->mv_size; at += QN_BEARER_SIZE) {
		uint32_t bearer;
		qn_name_role role;
		qn_bearer_read((const unsigned char *)value->mv_data + at, &bearer, &role);
		good = role <= QN_BY_ALIAS && has_entity(c, qn_key_read_u16(key->mv_data), bearer);
	}
	return good ? QN_OK : tell(c, DB_NAMES, key, "it leads to nobody");
}

static int check_membership(checking *c, const MDB_val *key, const MDB_val *value)
{
	const unsigned char *at = key->mv_data;
	qn_date until;
	const char *why = "its key is off";
	if (key->mv_size == 16)
		read_thing(c, value, qn_membership_walk, &until, &why);
	if (!why && !(has_entity(c, qn_key_read_u16(at), qn_key_read_u32(at + 2)) && has_entity(c, qn_key_read_u16(at + 6), qn_key_read_u32(at + 8))))
		why = "it is of an entity that is not there";
	return why ? tell(c, DB_MEMBERS, key, why) : QN_OK;
}

/* Room for the days of so many imports; of those that are not there, none. */
static bool make_days(checking *c, uint32_t imports)
{
	size_t room = 2 * (size_t)imports;
	if (imports <= c->days)
		return true;
	qn_date *more = realloc(c->known_on, room * sizeof *more);
	if (!more)
		return false;
	for (size_t i = c->days; i < room; i++)
		more[i] = QN_NO_DATE;
	c->known_on = more, c->days = (uint32_t)room;
	return true;
}

static int check_import(checking *c, const MDB_val *key, const MDB_val *value)
{
	qn_import import = { 0 };
	const char *why = NULL;
	uint32_t number = key->mv_size == 4 ? qn_key_read_u32(key->mv_data) : 0, before = c->imports;
	if (number <= before || number > qn_env_most(c->snapshot, DB_IMPORTS))
		return tell(c, DB_IMPORTS, key, "its key is off");
	if (!make_days(c, number))
		return qn_no_memory(c->err);
	read_thing(c, value, qn_import_walk, &import, &why);
	if (!why)
		c->known_on[number - 1] = import.known_on;
	if (!why && number != before + 1)
		why = "the import before it is not there";
	c->imports = number;
	return why ? tell(c, DB_IMPORTS, key, why) : QN_OK;
}

/* Whose rank a ruling changes is in its import. Without it nothing can be said of what counts. */
static int check_meta(checking *c, const MDB_val *key, const MDB_val *value)
{
	static const char ruling[] = "ruling ";
	const unsigned char *at = key->mv_data;
	size_t before = sizeof ruling - 1;
	(void)value;
	if (key->mv_size < before || memcmp(at, ruling, before) != 0)
		return QN_OK;
	if (key->mv_size == before + 4 && has_import(c, qn_key_read_u32(at + before)))
		return QN_OK;
	c->unruled = true;
	return tell(c, DB_META, key, "the import that makes the ruling is not there");
}

/* Columns and what belongs to them. */

static bool read_chunk(const checking *c, const MDB_val *key, qn_chunk *out)
{
	const unsigned char *at = key->mv_data;
	char unused[24];
	if (key->mv_size < 8)
		return false;
	*out = (qn_chunk){ qn_key_read_u16(at), qn_key_read_u16(at + 2), (qn_period)qn_key_read_u16(at + 4), qn_key_read_u16(at + 6) };
	qn_period_text(out->period, unused);
	return out->indicator < c->words->indicators && out->kind < c->kinds && *unused;
}

/* What stands in a column is what all that was ever said of it makes count, by rank, day and number. */
static int check_adopted(checking *c, qn_chunk chunk, const MDB_val *key)
{
	const char *why = NULL;
	int rc = qn_claims_read(c->snapshot, chunk.indicator, chunk.kind, chunk.period, chunk.number, QN_NOW, &c->claims, c->err);
	if (rc == QN_ESTORE || rc == QN_ENOTFOUND)
		why = "its past cannot be read";
	for (uint32_t e = 0; rc >= 0 && e < QN_CHUNK && !why; e++) {
		const qn_claim *claim = qn_claim_adopted(c->claims.claim + c->claims.first[e], c->claims.first[e + 1] - c->claims.first[e]);
		bool present = !qn_is_missing(c->value[e]);
		if (present != (claim != NULL) || (claim && (claim->origin.import != c->origins.import[e] || claim->value != c->value[e])))
			why = "a value is not the one that journal and claims make count";
	}
	qn_claims_free(&c->claims);
	return why ? tell(c, DB_ORIGINS, key, why) : rc < 0 ? rc : QN_OK;
}

static int check_origins(checking *c, const MDB_val *key, const MDB_val *value)
{
	qn_chunk chunk;
	const char *why = key->mv_size == 8 && read_chunk(c, key, &chunk) ? NULL : "its key is off";
	uint64_t cells = 0;
	int rc;
	if (!why && !qn_origins_read(value->mv_data, value->mv_size, &c->origins))
		why = "it cannot be read";
	if (why)
		return tell(c, DB_ORIGINS, key, why);
	if ((rc = qn_chunk_values(c->snapshot, chunk, c->value, QN_CHUNK, c->err)) <= 0)
		return rc < 0 && rc != QN_ESTORE ? rc : tell(c, DB_ORIGINS, key, "there are no values that it could be of");
	for (uint32_t e = 0; e < QN_CHUNK && !why; e++) {
		bool present = !qn_is_missing(c->value[e]);
		cells += present;
		if (present != (c->origins.import[e] != 0))
			why = present ? "a value comes from nowhere" : "a value is missing where one came from somewhere";
		else if (present && !has_import(c, c->origins.import[e]))
			why = "a value comes from an import that is not there";
		else if (present && !has_entity(c, chunk.kind, chunk.number * QN_CHUNK + e))
			why = "a value is of an entity that is not there";
	}
	c->values += cells;
	return why ? tell(c, DB_ORIGINS, key, why) : c->unruled ? QN_OK : check_adopted(c, chunk, key);
}

static int check_columns(checking *c)
{
	MDB_cursor *cursor;
	MDB_val key, value, twin;
	int rc = QN_OK, code = mdb_cursor_open(c->snapshot->txn, c->snapshot->store->db[DB_COLUMNS], &cursor);
	if (code)
		return qn_env_fail(c->snapshot->store->path, code, "reading it", c->err);
	for (code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST); !code && rc == QN_OK; code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
		qn_key own = { .length = 0 };
		if (key.mv_size == 8)
			qn_key_bytes(&own, key.mv_data, key.mv_size);
		int there = own.length ? qn_env_get_raw(c->snapshot, DB_ORIGINS, &own, &twin, c->err) : 0;
		rc = there < 0 ? there : there ? QN_OK : tell(c, DB_COLUMNS, &key, "nothing says where its values came from");
	}
	mdb_cursor_close(cursor);
	return rc || code == MDB_NOTFOUND || !code ? rc : qn_env_fail(c->snapshot->store->path, code, "reading it", c->err);
}

static int check_patch(checking *c, qn_db db, const MDB_val *key, const MDB_val *value)
{
	const unsigned char *at = key->mv_data;
	qn_chunk chunk;
	const char *why = key->mv_size == 16 && read_chunk(c, key, &chunk) ? NULL : "its key is off";
	if (!why && !has_import(c, qn_key_read_u32(at + 12)))
		why = "it is of an import that is not there";
	qn_date day = why ? QN_NO_DATE : c->known_on[qn_key_read_u32(at + 12) - 1];
	if (day != QN_NO_DATE && day != qn_key_read_date(at + 8))
		why = "its day is not the one of its import";
	if (!why && !qn_patch_read(value->mv_data, value->mv_size, &c->patch))
		why = "it cannot be read";
	for (uint32_t e = 0; e < QN_CHUNK && !why; e++)
		if (c->patch.origin.import[e] && !has_import(c, c->patch.origin.import[e]))
			why = "a value comes from an import that is not there";
		else if (c->patch.origin.import[e] && !has_entity(c, chunk.kind, chunk.number * QN_CHUNK + e))
			why = "a value is of an entity that is not there";
	return why ? tell(c, db, key, why) : QN_OK;
}

static int check_journal(checking *c, const MDB_val *key, const MDB_val *value) { return check_patch(c, DB_JOURNAL, key, value); }

static int check_remark(checking *c, const MDB_val *key, const MDB_val *value)
{
	const unsigned char *at = key->mv_data;
	qn_remark remark = { 0 };
	const char *why = "its key is off";
	if (key->mv_size == 20 && qn_key_read_u16(at + 2) < c->words->indicators)
		read_thing(c, value, qn_remark_walk, &remark, &why);
	if (!why && !has_entity(c, qn_key_read_u16(at + 4), qn_key_read_u32(at + 8)))
		why = "it is of an entity that is not there";
	if (!why && !has_import(c, qn_key_read_u32(at + 12)))
		why = "it is of an import that is not there";
	return why ? tell(c, DB_CLAIMS, key, why) : QN_OK;
}

static int check_claims(checking *c, const MDB_val *key, const MDB_val *value)
{
	bool remark = key->mv_size >= 2 && qn_key_read_u16(key->mv_data) == QN_REMARKS_BEHIND;
	return remark ? check_remark(c, key, value) : check_patch(c, DB_CLAIMS, key, value);
}

/* Registers, packs. */

/* Has the register that ends here as many records as it counts, and each subject's in a row? */
static int end_register(checking *c)
{
	uint32_t wanted = 0;
	MDB_val first = { c->first.length, c->first.byte };
	if (!c->first.length)
		return QN_OK;
	int rc = qn_record_count(c->snapshot, (const char *)c->first.byte, &wanted, c->err);
	bool lacks = c->gap || rc == QN_ESTORE || (rc > 0 && c->seen != wanted);
	c->seen = 0, c->gap = false, c->first.length = 0;
	return lacks ? tell(c, DB_RECORDS, &first, "a record of its register is not there") : rc < 0 ? rc : QN_OK;
}

/* One more of the register; name: the bytes of its name. */
static int count_record(checking *c, const MDB_val *key, size_t name)
{
	enum { SUBJECT = 6 };
	const unsigned char *at = key->mv_data;
	const unsigned char *subject = at + name + 1;
	uint32_t arrival = qn_key_read_u32(subject + SUBJECT);
	bool same = c->first.length && !memcmp(c->first.byte, at, name + 1), again = same && !memcmp(c->subject, subject, SUBJECT);
	int rc = same ? QN_OK : end_register(c);
	if (!same)
		qn_key_bytes(&c->first, at, key->mv_size);
	c->gap = c->gap || arrival != (again ? c->arrival + 1 : 0);
	c->seen++, c->arrival = arrival;
	memcpy(c->subject, subject, SUBJECT);
	return rc;
}

static int check_record(checking *c, const MDB_val *key, const MDB_val *value)
{
	const unsigned char *at = key->mv_data;
	size_t name = strnlen(key->mv_data, key->mv_size);
	qn_kept_record record = { 0 };
	const char *why = key->mv_size == name + 11 ? NULL : "its key is off";
	if (!why)
		read_thing(c, value, qn_record_walk, &record, &why);
	if (!why && !has_entity(c, qn_key_read_u16(at + name + 1), qn_key_read_u32(at + name + 3)))
		why = "it is of an entity that is not there";
	if (!why && record.origin.import && !has_import(c, record.origin.import))
		why = "it comes from an import that is not there";
	int rc = key->mv_size == name + 11 ? count_record(c, key, name) : QN_OK;
	return why && rc == QN_OK ? tell(c, DB_RECORDS, key, why) : rc;
}

static int check_pack(checking *c, const MDB_val *key, const MDB_val *value)
{
	qn_pack_version version = { 0 };
	const char *why = "its key is off";
	if (key->mv_size == 8)
		read_thing(c, value, qn_pack_walk, &version, &why);
	for (uint32_t i = 0; !why && i < version.files; i++) {
		MDB_val unused;
		qn_key content = { .length = 0 };
		qn_key_bytes(&content, version.file[i].content.byte, sizeof version.file[i].content.byte);
		int rc = qn_env_get(c->snapshot, DB_CONTENTS, &content, &unused, c->err);
		if (rc < 0)
			return rc;
		why = !rc ? "a file of it is not there" : strncmp(version.file[i].path, QN_LIBRARY, strlen(QN_LIBRARY)) ? NULL : "a file of it is called as the engine's own are";
	}
	return why ? tell(c, DB_PACKS, key, why) : QN_OK;
}

static int check_content(checking *c, const MDB_val *key, const MDB_val *value)
{
	qn_sha256 content = qn_sha256_of(value->mv_data, value->mv_size);
	bool same = key->mv_size == sizeof content.byte && memcmp(key->mv_data, content.byte, sizeof content.byte) == 0;
	return same ? QN_OK : tell(c, DB_CONTENTS, key, "it is not what its name says");
}

static int check_all(checking *c)
{
	static const struct { qn_db db; int (*each)(checking *, const MDB_val *, const MDB_val *); } tables[] = {
		{ DB_ENTITIES, check_entity }, { DB_NAMES, check_name }, { DB_MEMBERS, check_membership }, { DB_IMPORTS, check_import },
		{ DB_META, check_meta },
		{ DB_JOURNAL, check_journal }, { DB_CLAIMS, check_claims }, { DB_ORIGINS, check_origins }, { DB_RECORDS, check_record },
		{ DB_PACKS, check_pack }, { DB_CONTENTS, check_content } };
	int rc = check_columns(c);
	for (size_t i = 0; rc == QN_OK && i < sizeof tables / sizeof *tables; i++)
		rc = each_entry(c, tables[i].db, tables[i].each);
	return rc == QN_OK ? end_register(c) : rc;
}

static int tell_no_catalogue(checking *c)
{
	qn_catalogue *catalogue = NULL;
	int rc = qn_snapshot_catalogue(c->snapshot, &catalogue, c->err);
	qn_catalogue_free(catalogue);
	return rc == QN_ESTORE || rc == QN_ENOTFOUND ? tell(c, DB_CATALOGUE, NULL, "it is not there, or cannot be read")
		: rc ? rc : qn_no_memory(c->err); /* it can be read now, and could not a moment ago */
}

int qn_sound_check(qn_snapshot *snapshot, qn_unsound unsound, void *context, uint64_t *values, qn_error *err)
{
	checking *c = calloc(1, sizeof *c);
	int rc;
	*values = 0;
	if (!c)
		return qn_no_memory(err);
	c->snapshot = snapshot, c->unsound = unsound, c->context = context, c->err = err;
	c->words = qn_snapshot_words(snapshot);
	c->kinds = c->words ? c->words->kinds : 0;
	c->entities = calloc(c->kinds + 1, sizeof *c->entities);
	rc = !c->entities ? qn_no_memory(err) : c->words ? check_all(c) : tell_no_catalogue(c);
	*values = c->values;
	qn_arena_free(&c->arena);
	free(c->entities);
	free(c->known_on);
	free(c);
	return rc;
}
