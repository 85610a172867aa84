/* SPDX-License-Identifier: Apache-2.0 */
/* imports.c - what came in: file, source, rank, the day it was known. */
#include <string.h>
#include "store/env.h"

uint32_t qn_import_count(qn_snapshot *snapshot)
{
	MDB_stat about;
	return mdb_stat(snapshot->txn, snapshot->store->dbi[DB_IMPORTS], &about) == 0 ? (uint32_t)about.ms_entries : 0;
}

int qn_change_add_import(qn_change_set *change, qn_import *import, qn_error *err)
{
	uint8_t key[4];
	char content[65];
	qn_buffer row = { 0 };
	import->number = qn_import_count(&change->view) + 1;
	qn_sha256_hex(import->content, content);
	qn_texts_add(&row, import->file), qn_texts_add(&row, import->source), qn_texts_add(&row, import->submitter), qn_texts_add(&row, import->recorded);
	qn_texts_add(&row, content);
	qn_texts_number(&row, import->rank), qn_texts_number(&row, import->known_on), qn_texts_number(&row, import->synthetic);
	qn_texts_number(&row, (long long)import->rows);
	qn_key32(key, import->number);
	int rc = row.failed ? qn_no_memory(err) : qn_store_put(change, DB_IMPORTS, key, sizeof key, row.data, row.length, err);
	qn_buffer_free(&row);
	return rc;
}

static void read_hex(const char *hex, qn_sha256 *out)
{
	static const char digits[] = "0123456789abcdef";
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < 64 && hex[i]; i++) {
		const char *digit = strchr(digits, hex[i]);
		out->byte[i / 2] = (uint8_t)(out->byte[i / 2] << 4 | (digit ? digit - digits : 0));
	}
}

int qn_import_get(qn_snapshot *snapshot, uint32_t number, qn_import *out, qn_error *err)
{
	uint8_t key[4];
	MDB_val value;
	qn_key32(key, number);
	int rc = qn_store_get(snapshot, DB_IMPORTS, key, sizeof key, &value, err);
	if (rc <= 0)
		return rc < 0 ? rc : qn_store_damaged(snapshot->store, "the list of imports", err);
	qn_texts row = { value.mv_data, (const char *)value.mv_data + value.mv_size };
	*out = (qn_import){ .number = number };
	out->file = qn_texts_next(&row), out->source = qn_texts_next(&row);
	out->submitter = qn_texts_next(&row), out->recorded = qn_texts_next(&row);
	read_hex(qn_texts_next(&row), &out->content);
	out->rank = (qn_source_rank)qn_texts_next_number(&row), out->known_on = (qn_date)qn_texts_next_number(&row);
	out->synthetic = qn_texts_next_number(&row) != 0, out->rows = (uint64_t)qn_texts_next_number(&row);
	return QN_OK;
}

int qn_import_any(qn_snapshot *snapshot, bool synthetic)
{
	uint32_t count = qn_import_count(snapshot);
	for (uint32_t i = 1; i <= count; i++) {
		qn_import import;
		int rc = qn_import_get(snapshot, i, &import, NULL);
		if (rc < 0)
			return rc;
		if (import.synthetic == synthetic)
			return 1;
	}
	return 0;
}
