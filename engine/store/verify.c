/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - a store looked through: first its pages by plain reads, then, if they are sound, what they mean. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "store/pages.h"
#include "store/sound.h"

typedef struct { qn_store *store; qn_snapshot *snapshot; qn_told finding; void *context; qn_health *health; } verifying;

static int tell(verifying *v, const char *words)
{
	v->health->findings++;
	return v->finding ? v->finding(v->context, words) : QN_OK;
}

/* "origins: from the origins of … to …, page 17: what" */
void qn_fault_words(qn_snapshot *snapshot, const qn_page_fault *fault, qn_buffer *out)
{
	if (fault->db == QN_NO_DB)
		qn_buffer_text(out, "the store's own lists");
	else if (fault->single || fault->from.mv_size)
		qn_entry_words(snapshot, (qn_db)fault->db, fault->from.mv_data, fault->from.mv_size, out);
	else
		qn_buffer_printf(out, "the table %s", qn_db_name((qn_db)fault->db));
	if (fault->db != QN_NO_DB && !fault->single && (fault->from.mv_size || fault->until.mv_size)) {
		qn_buffer_text(out, fault->from.mv_size ? ", and all up to " : ", all up to ");
		if (fault->until.mv_size)
			qn_entry_words(snapshot, (qn_db)fault->db, fault->until.mv_data, fault->until.mv_size, out);
		else
			qn_buffer_text(out, "its end");
	}
	if (fault->page != UINT64_MAX)
		qn_buffer_printf(out, " (page %llu)", (unsigned long long)fault->page);
	qn_buffer_printf(out, ": %s", fault->what);
}

static int on_fault(void *context, const qn_page_fault *fault, qn_error *err)
{
	verifying *v = context;
	qn_buffer words = { 0 };
	qn_fault_words(NULL, fault, &words);
	int rc = words.failed ? qn_no_memory(err) : tell(v, words.data);
	qn_buffer_free(&words);
	return rc;
}

static int on_unsound(void *context, qn_db db, const qn_key *key, const char *words)
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
