/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c - a store as lines of text, table by table: dump.h says how. */
#include "store/dump.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "store/chunk.h"
#include "store/names.h"

enum { PIECE = 1 << 16 };

struct qn_dump {
	qn_snapshot *snapshot;
	const qn_catalogue *words;
	int (*write)(void *context, const char *bytes, size_t length, qn_error *err);
	void *context;
	qn_error *err;
	qn_buffer text;
	qn_bytes bytes;          /* into text */
	uint64_t lines;
	double value[QN_CHUNK];
	qn_chunk_origins origins;
	qn_patch patch;
};

static int write_meta(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);
static int write_catalogue(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);
static int write_name(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);
static int write_cells(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);
static int write_patch(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);
static int write_content(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value);

static bool is_remark(const MDB_val *key) { return key->mv_size >= 2 && qn_key_read_u16(key->mv_data) == QN_REMARKS_BEHIND; }
static bool is_claim(const MDB_val *key) { return !is_remark(key); }
static bool is_catalogue(const MDB_val *key) { return !qn_catalogue_is_twin(key); }

const qn_dump_row qn_dump_rows[] = {
	{ .word = "meta", .db = DB_META, .write = write_meta, .read = qn_load_meta },
	{ .word = "catalogue", .db = DB_CATALOGUE, .is = is_catalogue, .write = write_catalogue, .read = qn_load_catalogue },
	{ .word = "entity", .db = DB_ENTITIES, .key = "hw", .walk = qn_entity_walk },
	{ .word = "name", .db = DB_NAMES, .write = write_name, .read = qn_load_name, .end = qn_load_names_end },
	{ .word = "member", .db = DB_MEMBERS, .key = "hwhwd", .walk = qn_membership_walk },
	{ .word = "import", .db = DB_IMPORTS, .key = "w", .walk = qn_import_walk },
	{ .word = "cell", .db = DB_ORIGINS, .write = write_cells, .read = qn_load_cell, .end = qn_load_cells_end },
	{ .word = "past", .db = DB_JOURNAL, .write = write_patch, .read = qn_load_patch, .end = qn_load_patches_end },
	{ .word = "claim", .db = DB_CLAIMS, .is = is_claim, .write = write_patch, .read = qn_load_patch, .end = qn_load_patches_end },
	{ .word = "remark", .db = DB_CLAIMS, .is = is_remark, .key = "bikpwww", .walk = qn_remark_walk },
	{ .word = "record", .db = DB_RECORDS, .key = "zhww", .walk = qn_record_walk },
	{ .word = "pack", .db = DB_PACKS, .key = "dw", .walk = qn_pack_walk },
	{ .word = "content", .db = DB_CONTENTS, .write = write_content, .read = qn_load_content },
};
const size_t qn_dump_row_count = sizeof qn_dump_rows / sizeof *qn_dump_rows;

/* Lines. */

static int flush(qn_dump *dump, size_t least)
{
	if (dump->text.failed)
		return qn_no_memory(dump->err);
	if (dump->text.length <= least)
		return QN_OK;
	int rc = dump->write(dump->context, dump->text.data, dump->text.length, dump->err);
	dump->text.length = 0;
	return rc;
}

static void begin_line(qn_dump *dump, const qn_dump_row *row) { qn_buffer_text(&dump->text, row->word); }

static int end_line(qn_dump *dump)
{
	qn_buffer_text(&dump->text, "\n");
	dump->lines++;
	if (dump->bytes.why)
		return qn_env_damaged(dump->snapshot, "an entry", dump->err);
	return flush(dump, PIECE);
}

static void put_u32(qn_dump *dump, uint32_t value) { qn_bytes_u32(&dump->bytes, &value); }

static int damaged(qn_dump *dump, const qn_dump_row *row) { return qn_env_damaged_in(dump->snapshot, row->db, dump->err); }

/* Tables of things. */
static int write_thing(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	qn_thing thing;
	qn_arena arena = { 0 };
	qn_bytes in = { .at = value->mv_data, .end = (const unsigned char *)value->mv_data + value->mv_size, .arena = &arena };
	qn_key own = { .length = 0 };
	int rc;
	memset(&thing, 0, sizeof thing);
	row->walk(&in, &thing);
	if (in.why || in.at != in.end || !qn_dump_key_fits(row->key, key)) {
		rc = in.why == qn_bytes_no_memory ? qn_no_memory(dump->err) : damaged(dump, row);
	} else {
		qn_key_bytes(&own, key->mv_data, key->mv_size);
		begin_line(dump, row);
		qn_dump_key(&dump->bytes, row->key, dump->words, &own);
		row->walk(&dump->bytes, &thing);
		rc = end_line(dump);
	}
	qn_arena_free(&arena);
	return rc;
}

static int write_meta(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	const char *name = key->mv_data, *bytes = value->mv_data;
	size_t name_length = key->mv_size, length = value->mv_size;
	if (name_length == 6 && memcmp(name, "format", 6) == 0)
		return QN_OK;
	begin_line(dump, row);
	qn_bytes_quoted(&dump->bytes, &name, &name_length);
	qn_bytes_quoted(&dump->bytes, &bytes, &length);
	return end_line(dump);
}

static int write_catalogue(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	qn_catalogue walked = *dump->words; /* writing changes nothing behind it */
	(void)key;
	(void)value;
	walked.arena = (qn_arena){ 0 };
	int rc = qn_catalogue_registers(&walked, dump->err);
	begin_line(dump, row);
	if (rc == QN_OK)
		qn_catalogue_walk(&dump->bytes, &walked);
	qn_arena_free(&walked.arena);
	return rc == QN_OK ? end_line(dump) : rc;
}

static int write_name(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	int rc = key->mv_size > 2 ? QN_OK : damaged(dump, row);
	for (size_t at = 0; rc == QN_OK && at + QN_BEARER_SIZE <= value->mv_size; at += QN_BEARER_SIZE) {
		const char *name = (const char *)key->mv_data + 2;
		size_t length = key->mv_size - 2;
		uint32_t number;
		qn_name_role role;
		qn_bearer_read((const unsigned char *)value->mv_data + at, &number, &role);
		begin_line(dump, row);
		put_u32(dump, qn_key_read_u16(key->mv_data));
		qn_bytes_quoted(&dump->bytes, &name, &length);
		put_u32(dump, number);
		put_u32(dump, role);
		rc = end_line(dump);
	}
	return rc;
}

static bool read_chunk(const qn_dump *dump, const MDB_val *key, size_t length, qn_chunk *out)
{
	const unsigned char *at = key->mv_data;
	if (key->mv_size != length)
		return false;
	*out = (qn_chunk){ qn_key_read_u16(at), qn_key_read_u16(at + 2), (qn_period)qn_key_read_u16(at + 4), qn_key_read_u16(at + 6) };
	return out->indicator < dump->words->indicators && out->kind < dump->words->kinds;
}

static void begin_cell(qn_dump *dump, const qn_dump_row *row, qn_chunk chunk, uint32_t at)
{
	qn_key key = { .length = 0 };
	qn_key_u16(&key, chunk.indicator);
	qn_key_u16(&key, chunk.kind);
	qn_key_u16(&key, chunk.period);
	begin_line(dump, row);
	qn_dump_key(&dump->bytes, "ikp", dump->words, &key);
	put_u32(dump, chunk.number * QN_CHUNK + at);
}

static int end_cell(qn_dump *dump, double value, uint32_t import, uint32_t line)
{
	qn_bytes_double(&dump->bytes, &value);
	put_u32(dump, import);
	put_u32(dump, line);
	return end_line(dump);
}

static int write_cells(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	qn_chunk chunk;
	int rc;
	if (!read_chunk(dump, key, 8, &chunk) || !qn_origins_read(value->mv_data, value->mv_size, &dump->origins))
		return damaged(dump, row);
	if ((rc = qn_chunk_values(dump->snapshot, chunk, dump->value, QN_CHUNK, dump->err)) <= 0)
		return rc ? rc : damaged(dump, row);
	rc = QN_OK;
	for (uint32_t at = 0; at < QN_CHUNK && rc == QN_OK; at++) {
		if (!dump->origins.import[at] && qn_is_missing(dump->value[at]))
			continue;
		begin_cell(dump, row, chunk, at);
		rc = end_cell(dump, dump->value[at], dump->origins.import[at], dump->origins.line[at]);
	}
	return rc;
}

static int write_patch(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	const unsigned char *raw = key->mv_data;
	const qn_patch *patch = &dump->patch;
	qn_chunk chunk;
	int rc = QN_OK;
	if (!read_chunk(dump, key, 16, &chunk) || !qn_patch_read(value->mv_data, value->mv_size, &dump->patch))
		return damaged(dump, row);
	for (uint32_t at = 0; at < QN_CHUNK && rc == QN_OK; at++) {
		qn_date known_on = qn_key_read_date(raw + 8);
		if (!patch->origin.import[at])
			continue;
		begin_cell(dump, row, chunk, at);
		qn_bytes_i32(&dump->bytes, &known_on);
		put_u32(dump, qn_key_read_u32(raw + 12));
		rc = end_cell(dump, patch->valued[at] ? patch->value[at] : QN_MISSING, patch->origin.import[at], patch->origin.line[at]);
	}
	return rc;
}

static int write_content(qn_dump *dump, const qn_dump_row *row, const MDB_val *key, const MDB_val *value)
{
	unsigned char content[32];
	const char *bytes = value->mv_data;
	size_t length = value->mv_size;
	if (key->mv_size != sizeof content)
		return damaged(dump, row);
	memcpy(content, key->mv_data, sizeof content);
	begin_line(dump, row);
	qn_bytes_raw(&dump->bytes, content, sizeof content);
	qn_bytes_quoted(&dump->bytes, &bytes, &length);
	return end_line(dump);
}

/* All of it. */

static int write_table(qn_dump *dump, const qn_dump_row *row)
{
	qn_key all = { 0 };
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, dump->snapshot, row->db, &all, dump->err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, dump->err)) > 0)
		rc = row->is && !row->is(&scan.key) ? QN_OK : (row->write ? row->write : write_thing)(dump, row, &scan.key, &scan.value);
	qn_scan_close(&scan);
	return rc;
}

/* Columns are written by way of their origins: as many of the one as of the other, or something is lost. */
static int check_twins(qn_dump *dump)
{
	MDB_stat columns, origins;
	const qn_store *store = dump->snapshot->store;
	int code = mdb_stat(dump->snapshot->txn, store->db[DB_COLUMNS], &columns);
	if (!code)
		code = mdb_stat(dump->snapshot->txn, store->db[DB_ORIGINS], &origins);
	if (code)
		return qn_env_fail(store->path, code, "reading it", dump->err);
	return columns.ms_entries == origins.ms_entries ? QN_OK : qn_env_damaged(dump->snapshot, "a column", dump->err);
}

static int write_all(qn_dump *dump)
{
	int rc = check_twins(dump);
	qn_buffer_text(&dump->text, QN_DUMP_FIRST "\n");
	for (size_t i = 0; i < qn_dump_row_count && rc == QN_OK; i++)
		rc = write_table(dump, &qn_dump_rows[i]);
	qn_buffer_printf(&dump->text, "end %llu\n", (unsigned long long)dump->lines);
	return rc ? rc : flush(dump, 0);
}

int qn_store_dump(qn_snapshot *snapshot, int (*write)(void *context, const char *bytes, size_t length, qn_error *err), void *context, qn_error *err)
{
	qn_dump *dump = calloc(1, sizeof *dump);
	int rc;
	if (!dump)
		return qn_no_memory(err);
	dump->snapshot = snapshot, dump->write = write, dump->context = context, dump->err = err;
	dump->bytes = (qn_bytes){ .out = &dump->text, .text = true };
	rc = qn_snapshot_need_words(snapshot, &dump->words, err);
	if (rc == QN_OK)
		rc = write_all(dump);
	qn_buffer_free(&dump->text);
	free(dump);
	return rc;
}
