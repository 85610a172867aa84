/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - a store looked through: first its pages by plain reads, then, if they are sound, what they mean. */
#include <stdlib.h>
#include <string.h>
#include "store/fault_words.h"
#include "store/sound.h"

typedef struct { qn_store *store; qn_snapshot *snapshot; qn_told finding; void *context; qn_health *health; } verifying;

static int tell(void *context, const qn_both *words)
{
	verifying *v = context;
	v->health->findings++;
	return v->finding ? v->finding(v->context, words) : QN_OK;
}

static int on_fault(void *context, const qn_page_fault *fault, qn_error *err)
{
	qn_fault_line line = { 0 };
	qn_fault_of_page(fault, &line);
	return qn_fault_tell(&line, tell, context, err);
}

static int on_unsound(void *context, qn_db db, const qn_key *key, const qn_both *words)
{
	(void)db;
	(void)key;
	return tell(context, words);
}

/* A reader's transaction keeps its pages from being used again while they are looked at. */
static int check_pages(verifying *v, const char *path, qn_error *err)
{
	const qn_page_visitor visitor = { .context = v, .fault = on_fault };
	qn_page_count count;
	bool older;
	int rc = qn_pages_walk(path, mdb_txn_id(v->snapshot->txn), &visitor, &count, &older, err);
	v->health->pages = count.pages;
	for (int db = 0; db < DATABASES; db++)
		v->health->entries += count.entries[db];
	return rc;
}

static int check_meaning(verifying *v, qn_error *err)
{
	int rc = qn_env_open_tables(v->store, v->snapshot, err);
	return rc ? rc : qn_sound_check(v->snapshot, on_unsound, v, &v->health->values, err);
}

int qn_store_verify(const char *path, qn_told finding, void *context, qn_health *out, qn_error *err)
{
	verifying v = { .finding = finding, .context = context, .health = out };
	*out = (qn_health){ 0 };
	int rc = qn_env_open_file(path, &v.store, err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(v.store, &v.snapshot, err);
	if (rc == QN_OK)
		rc = check_pages(&v, path, err);
	if (rc == QN_OK && out->findings == 0)
		rc = check_meaning(&v, err);
	qn_snapshot_close(v.snapshot);
	qn_store_close(v.store);
	return rc;
}
