/* SPDX-License-Identifier: Apache-2.0 */
/* ranks.c - rulings, read once by a snapshot, and what a new one does to the cells. */
#include <stdlib.h>
#include <string.h>
#include "plan/program.h"
#include "store/chunk.h"
#include "store/ranks.h"

struct qn_rulings { qn_import *one; uint32_t count; };

static void rulings_key(qn_key *key)
{
	key->length = 0;
	qn_key_bytes(key, "ruling ", 7);
}

static int read_rulings(qn_snapshot *snapshot, struct qn_rulings *out, qn_error *err)
{
	qn_scan scan = { 0 };
	qn_key prefix;
	rulings_key(&prefix);
	int rc = qn_scan_open(&scan, snapshot, DB_META, &prefix, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0) {
		if (scan.key.mv_size != prefix.length + 4)
			rc = qn_env_damaged(snapshot, "a ruling of a source's rank", err);
		else if (!qn_grow(&snapshot->arena, (void **)&out->one, out->count, sizeof *out->one))
			rc = qn_no_memory(err);
		else
			rc = qn_import_get(snapshot, qn_key_read_u32((const unsigned char *)scan.key.mv_data + prefix.length), &out->one[out->count++], err);
	}
	qn_scan_close(&scan);
	return rc;
}

static int rulings_of(qn_snapshot *snapshot, const struct qn_rulings **out, qn_error *err)
{
	struct qn_rulings *rulings = snapshot->rulings;
	int rc = QN_OK;
	if (!rulings) {
		if (!(rulings = qn_arena_alloc(&snapshot->arena, sizeof *rulings)))
			return qn_no_memory(err);
		if ((rc = read_rulings(snapshot, rulings, err)) == QN_OK)
			snapshot->rulings = rulings;
	}
	*out = rulings;
	return rc;
}

/* Of the rulings on the source that are known, the one known last, then the last. */
int qn_rank_in_force(qn_snapshot *snapshot, const qn_import *import, qn_vintage at, qn_source_rank *out, qn_error *err)
{
	const struct qn_rulings *rulings;
	const qn_import *last = NULL;
	int rc = rulings_of(snapshot, &rulings, err);
	*out = import->rank;
	for (uint32_t i = 0; rc == QN_OK && i < rulings->count; i++) {
		const qn_import *one = &rulings->one[i];
		if (one->known_on <= at.day && one->number <= at.imports && !strcmp(one->source, import->source) && (!last || one->known_on >= last->known_on))
			last = one;
	}
	if (last)
		*out = last->rank;
	return rc;
}

int qn_import_rank(qn_snapshot *snapshot, uint32_t number, qn_vintage at, qn_source_rank *out, qn_error *err)
{
	qn_import import;
	int rc = qn_import_get(snapshot, number, &import, err);
	*out = QN_SOURCE_ESTIMATE;
	return rc ? rc : qn_rank_in_force(snapshot, &import, at, out, err);
}

int qn_import_is_ruling(qn_snapshot *snapshot, uint32_t number, qn_error *err)
{
	const struct qn_rulings *rulings;
	int rc = rulings_of(snapshot, &rulings, err);
	for (uint32_t i = 0; rc == QN_OK && i < rulings->count; i++)
		if (rulings->one[i].number == number)
			return 1;
	return rc;
}

/* Ruling. */

static int find_source(qn_snapshot *view, qn_import *ruling, qn_error *err)
{
	uint32_t count;
	int rc = qn_imports_counted(view, &count, err);
	for (uint32_t i = count; rc >= 0 && i > 0; i--) {
		qn_import import;
		if ((rc = qn_import_get(view, i, &import, err)) < 0)
			break;
		if (!strcmp(import.source, ruling->source)) {
			ruling->synthetic = import.synthetic;
			return QN_OK;
		}
	}
	return rc < 0 ? rc : qn_fail_both(err, QN_ENOTFOUND, "没有哪次导入的来源是“%s”", "no import names the source \"%s\"", ruling->source);
}

static int record(qn_change_set *change, qn_import *ruling, qn_error *err)
{
	qn_key key;
	int rc = qn_change_add_import(change, ruling, err);
	if (rc)
		return rc;
	rulings_key(&key);
	qn_key_u32(&key, ruling->number);
	change->view.rulings = NULL; /* there is one more */
	return qn_env_put(change, DB_META, &key, "", 1, err);
}

static int readopt(qn_change_set *change, const qn_import *ruling, qn_chunk chunk, uint64_t *moved, qn_error *err)
{
	const qn_claim **adopted = calloc(QN_CHUNK, sizeof *adopted);
	qn_claims claims = { 0 };
	int rc = adopted ? qn_claims_read(&change->view, chunk.indicator, chunk.kind, chunk.period, chunk.number, QN_NOW, &claims, err) : qn_no_memory(err);
	for (uint32_t at = 0; rc == QN_OK && at < QN_CHUNK; at++)
		adopted[at] = qn_claim_adopted(claims.claim + claims.first[at], claims.first[at + 1] - claims.first[at]);
	if (rc == QN_OK)
		rc = qn_chunk_readopt(change, ruling, chunk, adopted, moved, err);
	qn_claims_free(&claims);
	free(adopted);
	return rc;
}

/* Only of cells of which more than one thing was told: those with a past, or with claims not adopted. */
int qn_change_rule_rank(qn_change_set *change, qn_import *ruling, uint64_t *moved, qn_error *err)
{
	const qn_key any = { .length = 0 };
	qn_chunk_list all = { 0 };
	int rc = find_source(&change->view, ruling, err);
	*moved = 0;
	if (rc == QN_OK)
		rc = record(change, ruling, err);
	if (rc == QN_OK)
		rc = qn_chunks_find(&change->view, DB_JOURNAL, &any, &all, err);
	if (rc == QN_OK)
		rc = qn_chunks_find(&change->view, DB_CLAIMS, &any, &all, err);
	qn_chunks_settle(&all);
	for (uint32_t i = 0; rc == QN_OK && i < all.count; i++)
		rc = readopt(change, ruling, all.one[i], moved, err);
	qn_arena_free(&all.arena);
	return rc;
}
