/* SPDX-License-Identifier: Apache-2.0 */
/* repair.c - what can be saved of a damaged store: every entry whose checksum holds goes into a new one as it is. Where the
 * record of an import or an entity is lost, and others rest on its number, one that says so stands in its place; what then
 * does not fit together, such as values of which nothing says where they came from, goes out again. All of it is told. */
#include <stdlib.h>
#include <string.h>
#include "store/chunk.h"
#include "store/fault_words.h"
#include "store/names.h"
#include "store/sound.h"
#include "store/things.h"

typedef struct { qn_db db; qn_key key; } unfit;
typedef struct {
	const char *from;
	qn_told lost;
	void *context;
	qn_health *health;
	qn_error *err;
	qn_store *store;
	qn_change_set *change;
	unfit *unfit;            /* of one round */
	size_t unfits;
	uint32_t imports;        /* the highest number that anything comes from */
	uint32_t *entities;      /* by kind: one more than the highest number that anything is of */
	uint32_t kinds;
	uint32_t most[DATABASES]; /* no number above it is one: what bears it is damaged, and goes out again */
	uint32_t filled;         /* up to which import those that are lost have one in their place */
	qn_date latest;          /* of those that are there */
	qn_chunk_origins origins;
} repairing;

static int tell(void *context, const qn_both *words)
{
	repairing *r = context;
	r->health->findings++;
	return r->lost(r->context, words);
}

static int on_fault(void *context, const qn_page_fault *fault, qn_error *err)
{
	qn_fault_line line = { 0 };
	qn_fault_of_page(fault, &line);
	return qn_fault_tell(&line, tell, context, err);
}

static bool is_key(const MDB_val *key, const char *text) { return key->mv_size == strlen(text) && memcmp(key->mv_data, text, key->mv_size) == 0; }

/* Records are counted anew. */
static bool is_kept(qn_db db, const MDB_val *key)
{
	return db != DB_META || !(key->mv_size > 8 && memcmp(key->mv_data, "records ", 8) == 0);
}

static int put_raw(repairing *r, qn_db db, const qn_key *key, const MDB_val *value)
{
	void *room;
	int rc = qn_env_put_raw(r->change, db, key, value->mv_size, &room, r->err);
	if (rc == QN_OK && value->mv_size)
		memcpy(room, value->mv_data, value->mv_size);
	return rc;
}

/* Days on which lost imports were known, by the keys of a table; day: of those behind r->filled up to last. */
static void find_days(repairing *r, qn_db db, uint32_t last, qn_date *day)
{
	qn_key all = { 0 };
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, &r->change->view, db, &all, NULL);
	while (rc == QN_OK && qn_scan_next(&scan, NULL) > 0) {
		const unsigned char *at = scan.key.mv_data;
		uint32_t number = scan.key.mv_size == 16 ? qn_key_read_u32(at + 12) : 0;
		if (number > r->filled && number <= last)
			day[number - r->filled - 1] = qn_key_read_date(at + 8);
	}
	qn_scan_close(&scan);
}

/* Stands in for an import whose record is lost: of the lowest rank, so that it goes before nobody; synthetic if it may have
 * been; known on the day that the journal tells, else on the last of all. */
static int put_lost_import(repairing *r, uint32_t number, qn_date day)
{
	qn_import import = { .number = number, .file = "record-lost", .source = "来源记录已损 (its record is lost)", .rank = QN_SOURCE_ESTIMATE,
		.known_on = day == QN_NO_DATE ? r->latest : day, .synthetic = qn_import_any(&r->change->view, true) != 0 };
	qn_key key = { .length = 0 };
	qn_key_u32(&key, number);
	return qn_env_put_thing(r->change, DB_IMPORTS, &key, qn_import_walk, &import, "an import", r->err);
}

static int has_import(repairing *r, uint32_t number)
{
	MDB_val there;
	qn_key key = { .length = 0 };
	qn_key_u32(&key, number);
	return qn_env_get_raw(&r->change->view, DB_IMPORTS, &key, &there, r->err);
}

static int put_lost_imports(repairing *r, uint32_t last)
{
	qn_date *day = malloc((last - r->filled) * sizeof *day);
	int rc = day ? QN_OK : qn_no_memory(r->err);
	for (uint32_t i = 0; day && i < last - r->filled; i++)
		day[i] = QN_NO_DATE;
	if (day)
		find_days(r, DB_JOURNAL, last, day), find_days(r, DB_CLAIMS, last, day);
	for (uint32_t number = r->filled + 1; number <= last && rc >= 0; number++)
		if ((rc = has_import(r, number)) == 0)
			rc = put_lost_import(r, number, day[number - r->filled - 1]);
	free(day);
	return rc < 0 ? rc : QN_OK;
}

static int fill_imports(repairing *r)
{
	bool lost = false;
	int rc = QN_OK;
	for (uint32_t number = r->filled + 1; number <= r->imports && rc >= 0; number++) {
		qn_import import = { 0 };
		MDB_val value;
		qn_key key = { .length = 0 };
		qn_key_u32(&key, number);
		rc = qn_env_get(&r->change->view, DB_IMPORTS, &key, &value, r->err);
		lost = lost || rc == 0;
		if (rc > 0 && (rc = qn_env_read_thing(&r->change->view, DB_IMPORTS, value, qn_import_walk, &import, r->err)) == QN_OK)
			r->latest = import.known_on > r->latest ? import.known_on : r->latest;
	}
	if (rc >= 0 && lost)
		rc = put_lost_imports(r, r->imports);
	r->filled = r->imports;
	return rc < 0 ? rc : QN_OK;
}

static void note_import(repairing *r, uint32_t number) { r->imports = number > r->imports && number <= r->most[DB_IMPORTS] ? number : r->imports; }

/* Records go by their arrival without gaps, and are counted: so they arrive anew. */
static int put_record(repairing *r, const MDB_val *key, const MDB_val *value)
{
	enum { SEAL = 4 };
	const unsigned char *at = key->mv_data;
	size_t name = strnlen(key->mv_data, key->mv_size);
	qn_arena arena = { 0 };
	qn_kept_record kept = { 0 };
	qn_bytes in = { .at = (const unsigned char *)value->mv_data + SEAL, .end = (const unsigned char *)value->mv_data + value->mv_size, .arena = &arena };
	int rc = QN_OK;
	qn_record_walk(&in, &kept);
	if (in.why == qn_bytes_no_memory) {
		rc = qn_no_memory(r->err);
	} else if (!in.why && key->mv_size == name + 11) {
		qn_record record = { .register_id = key->mv_data, .kind = qn_key_read_u16(at + name + 1), .subject = qn_key_read_u32(at + name + 3),
			.origin = kept.origin, .field = kept.field, .fields = kept.fields };
		note_import(r, kept.origin.import);
		if (kept.origin.import > r->imports)
			rc = on_fault(r, &(qn_page_fault){ .db = DB_RECORDS, .what = "it comes from an import that is not there", .page = UINT64_MAX, .single = true, .from = *key }, r->err);
		else if ((rc = fill_imports(r)) == QN_OK) /* the record's import is asked for */
			rc = qn_change_add_record(r->change, &record, r->err);
	}
	qn_arena_free(&arena);
	return rc;
}

static int note_entity(repairing *r, uint32_t kind, uint32_t number)
{
	if (kind >= r->kinds) {
		uint32_t *more = realloc(r->entities, (kind + 1) * sizeof *more);
		if (!more)
			return qn_no_memory(r->err);
		memset(more + r->kinds, 0, (kind + 1 - r->kinds) * sizeof *more);
		r->entities = more, r->kinds = kind + 1;
	}
	if (number <= r->most[DB_ENTITIES])
		r->entities[kind] = number >= r->entities[kind] ? number + 1 : r->entities[kind];
	return QN_OK;
}

/* Of the cells of a chunk. */
static int note_origins(repairing *r, const MDB_val *key, const void *bytes, size_t length)
{
	const unsigned char *at = key->mv_data;
	uint32_t cells = 0;
	if (key->mv_size != 8 || !qn_origins_read(bytes, length, &r->origins))
		return QN_OK;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		note_import(r, r->origins.import[e]);
		cells = r->origins.import[e] ? e + 1 : cells;
	}
	return cells ? note_entity(r, qn_key_read_u16(at + 2), qn_key_read_u16(at + 6) * QN_CHUNK + cells - 1) : QN_OK;
}

/* Of those who are called so. */
static int note_bearers(repairing *r, const MDB_val *key, const unsigned char *at, size_t length)
{
	int rc = QN_OK;
	for (; key->mv_size > 2 && length >= QN_BEARER_SIZE && rc == QN_OK; at += QN_BEARER_SIZE, length -= QN_BEARER_SIZE) {
		uint32_t number;
		qn_name_role role;
		qn_bearer_read(at, &number, &role);
		rc = note_entity(r, qn_key_read_u16(key->mv_data), number);
	}
	return rc;
}

/* Which imports and entities must be there, whether their records are or not. */
static int note_needed(repairing *r, qn_db db, const MDB_val *key, const MDB_val *value)
{
	enum { SEAL = 4 };
	const unsigned char *bytes = (const unsigned char *)value->mv_data + SEAL;
	uint32_t number = 0;
	if (db == DB_NAMES)
		return note_bearers(r, key, bytes, value->mv_size - SEAL);
	if (db == DB_ORIGINS)
		return note_origins(r, key, bytes, value->mv_size - SEAL);
	if (db == DB_IMPORTS && key->mv_size == 4)
		number = qn_key_read_u32(key->mv_data);
	if ((db == DB_JOURNAL || db == DB_CLAIMS) && key->mv_size >= 16)
		number = qn_key_read_u32((const unsigned char *)key->mv_data + 12);
	if (db == DB_META && key->mv_size == 11 && memcmp(key->mv_data, "ruling ", 7) == 0)
		number = qn_key_read_u32((const unsigned char *)key->mv_data + 7);
	note_import(r, number);
	return QN_OK;
}

/* What a newer format means nobody here knows. */
static int check_format(repairing *r, const MDB_val *value)
{
	enum { SEAL = 4 };
	const MDB_val word = { value->mv_size - SEAL, (char *)value->mv_data + SEAL };
	uint32_t format;
	return qn_env_read_format(r->from, &word, &format, r->err);
}

static int on_entry(void *context, qn_db db, const MDB_val *key, const MDB_val *value, qn_error *err)
{
	repairing *r = context;
	qn_key own = { .length = 0 };
	(void)err;
	if (db == DB_META && is_key(key, "format"))
		return check_format(r, value);
	if (!is_kept(db, key))
		return QN_OK;
	r->health->entries++;
	int rc = note_needed(r, db, key, value);
	if (rc)
		return rc;
	if (db == DB_RECORDS)
		return put_record(r, key, value);
	qn_key_bytes(&own, key->mv_data, key->mv_size);
	return put_raw(r, db, &own, value);
}

/* What does not fit. */

static int note(repairing *r, qn_db db, const qn_key *key)
{
	unfit *more = (r->unfits & (r->unfits - 1)) == 0 ? realloc(r->unfit, (2 * r->unfits + 1) * sizeof *more) : r->unfit;
	if (!more)
		return qn_no_memory(r->err);
	r->unfit = more;
	r->unfit[r->unfits++] = (unfit){ .db = db, .key = *key };
	return QN_OK;
}

static int on_unsound(void *context, qn_db db, const qn_key *key, const qn_both *words)
{
	repairing *r = context;
	int rc = tell(r, words);
	return rc ? rc : note(r, db, key);
}

static int take_out(repairing *r, qn_db db, const qn_key *key)
{
	MDB_val k = { key->length, (void *)key->byte };
	int code = mdb_del(r->change->view.txn, r->store->db[db], &k, NULL);
	return code && code != MDB_NOTFOUND ? qn_env_fail(r->store->path, code, "writing to it", r->err) : QN_OK;
}

/* An entity that is lost leaves its number: whoever comes behind it keeps his, and so a stranger stands in its place. */
static int fill_entities(repairing *r, uint32_t kind, uint32_t number)
{
	qn_arena arena = { 0 };
	int rc = QN_OK;
	for (uint32_t i = number; i-- > 0 && rc == QN_OK;) {
		MDB_val there;
		qn_key key = { .length = 0 };
		qn_key_u16(&key, kind);
		qn_key_u32(&key, i);
		if ((rc = qn_env_get_raw(&r->change->view, DB_ENTITIES, &key, &there, r->err)))
			break;
		const char *id = qn_arena_printf(&arena, "lost-%u-%u", kind, i);
		qn_entity entity = { .kind = kind, .number = i, .id = id, .code = "", .title = { .zh = "记录已损", .en = "record lost" } };
		rc = id ? qn_env_put_thing(r->change, DB_ENTITIES, &key, qn_entity_walk, &entity, id, r->err) : qn_no_memory(r->err);
		if (rc == QN_OK)
			rc = qn_entity_add_names(r->change, &entity, r->err);
	}
	qn_arena_free(&arena);
	return rc < 0 ? rc : QN_OK;
}

static int forget_count(repairing *r, const qn_key *record)
{
	qn_key key = { .length = 0 };
	qn_key_bytes(&key, "records ", 8);
	qn_key_bytes(&key, record->byte, strnlen((const char *)record->byte, record->length));
	return take_out(r, DB_META, &key);
}

/* An entity out of its names gets them back, one behind a gap keeps its number; everything else that does not fit goes. */
static int mend(repairing *r, const unfit *what)
{
	static const qn_db twins[] = { DB_COLUMNS, DB_ORIGINS };
	qn_entity entity;
	int rc = QN_OK;
	if (what->db == DB_CATALOGUE)
		return qn_fail_both(r->err, QN_ESTORE, "%s:指标目录已丢失,没有它就无从分辨各项内容:请用原始来源或备份重建",
			"%s: its catalogue is lost, and without it nothing can be told apart: make the store anew from its sources or a backup", r->from);
	if (what->db == DB_ENTITIES && what->key.length == 6 && qn_key_read_u32(what->key.byte + 2) <= r->most[DB_ENTITIES]) {
		if ((rc = fill_entities(r, qn_key_read_u16(what->key.byte), qn_key_read_u32(what->key.byte + 2))))
			return rc;
		qn_entities_forget(&r->change->view);
		rc = qn_entity_get(&r->change->view, qn_key_read_u16(what->key.byte), qn_key_read_u32(what->key.byte + 2), &entity, r->err);
		return rc ? rc : qn_entity_add_names(r->change, &entity, r->err);
	}
	if (what->db == DB_RECORDS && (rc = forget_count(r, &what->key)))
		return rc;
	if (what->db != DB_COLUMNS && what->db != DB_ORIGINS)
		return take_out(r, what->db, &what->key);
	for (int i = 0; i < 2 && rc == QN_OK; i++)
		rc = take_out(r, twins[i], &what->key);
	return rc;
}

static int settle(repairing *r)
{
	enum { ROUNDS = 8 };
	int rc;
	r->filled = 0, r->latest = 0; /* with what has come since */
	rc = fill_imports(r);
	if (rc == QN_OK)
		rc = qn_change_mend_catalogue(r->change, r->err);
	for (uint32_t kind = 0; kind < r->kinds && rc == QN_OK; kind++)
		rc = fill_entities(r, kind, r->entities[kind]);
	qn_entities_forget(&r->change->view);
	for (int round = 0; rc == QN_OK && round < ROUNDS; round++) {
		r->unfits = 0;
		rc = qn_sound_check(&r->change->view, on_unsound, r, &r->health->values, r->err);
		for (size_t i = 0; i < r->unfits && rc == QN_OK; i++)
			rc = mend(r, &r->unfit[i]);
		if (r->unfits == 0)
			return rc;
	}
	return rc ? rc : qn_fail_both(r->err, QN_ESTORE, "%s:剩余的内容彼此不相符:请用原始来源或备份重建", "%s: what is left of it does not fit together: make the store anew from its sources or a backup", r->from);
}

static int pass_over(void *context, const qn_page_fault *fault, qn_error *err)
{
	(void)context, (void)fault, (void)err;
	return QN_OK;
}

/* How many sound entries there are says which numbers can be true. */
static int count_first(repairing *r)
{
	const qn_page_visitor counter = { .fault = pass_over };
	qn_page_count count;
	bool older;
	int rc = qn_pages_walk(r->from, 0, &counter, &count, &older, r->err);
	for (int db = 0; rc == QN_OK && db < DATABASES; db++)
		r->most[db] = qn_env_most_of(count.entries[db]);
	return rc;
}

static int save(repairing *r)
{
	const qn_page_visitor visitor = { .context = r, .entry = on_entry, .fault = on_fault };
	qn_page_count count;
	bool older;
	int rc = qn_change_begin(r->store, &r->change, r->err);
	if (rc == QN_OK)
		rc = count_first(r);
	if (rc == QN_OK)
		rc = qn_pages_walk(r->from, 0, &visitor, &count, &older, r->err);
	if (rc == QN_OK && older)
		rc = tell(r, &(qn_both){ "文件的两个头之一已损坏:如果是较新的那个,则最后一次导入已丢失",
			"one of the two headers of its file is damaged: if it was the newer one, the last import is lost" });
	if (rc == QN_OK)
		r->health->pages = count.pages, rc = settle(r);
	if (rc == QN_OK)
		rc = qn_change_commit(r->change, r->err), r->change = NULL;
	qn_change_abort(r->change);
	return rc;
}

int qn_store_repair(const char *from, const char *to, qn_told lost, void *context, qn_health *out, qn_error *err)
{
	repairing *r = calloc(1, sizeof *r);
	int rc;
	*out = (qn_health){ 0 };
	if (!r)
		return qn_no_memory(err);
	r->from = from, r->lost = lost, r->context = context, r->health = out, r->err = err;
	rc = qn_env_check_folder(from, err); /* before anything is made */
	if (rc == QN_OK)
		rc = qn_store_create(to, &r->store, err);
	if (rc == QN_OK)
		rc = save(r);
	(rc ? qn_store_discard : qn_store_close)(r->store);
	free(r->unfit);
	free(r->entities);
	free(r);
	return rc;
}
