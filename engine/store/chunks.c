/* SPDX-License-Identifier: Apache-2.0 */
/* chunks.c - which chunks there is more to know of than what stands in them. */
#include <stdlib.h>
#include "plan/program.h"
#include "store/chunk.h"

enum { PATCH_KEY = 16 };

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

int qn_chunk_order(const qn_chunk *a, const qn_chunk *b)
{
	int order = compare(a->indicator, b->indicator);
	order = order ? order : compare(a->kind, b->kind);
	order = order ? order : compare(a->period, b->period);
	return order ? order : compare(a->number, b->number);
}

static int in_order(const void *a, const void *b) { return qn_chunk_order(a, b); }

int qn_chunks_add(qn_chunk_list *list, qn_chunk chunk, qn_error *err)
{
	if (list->count && qn_chunk_order(&list->one[list->count - 1], &chunk) == 0)
		return QN_OK;
	if (!qn_grow(&list->arena, (void **)&list->one, list->count, sizeof *list->one))
		return qn_no_memory(err);
	list->one[list->count++] = chunk;
	return QN_OK;
}

int qn_chunks_find(qn_snapshot *snapshot, qn_db db, const qn_key *prefix, qn_chunk_list *list, qn_error *err)
{
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, snapshot, db, prefix, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0) {
		const unsigned char *key = scan.key.mv_data;
		rc = QN_OK;
		if (scan.key.mv_size == PATCH_KEY) /* else a remark */
			rc = qn_chunks_add(list, (qn_chunk){ qn_key_read_u16(key), qn_key_read_u16(key + 2), (qn_period)qn_key_read_u16(key + 4), qn_key_read_u16(key + 6) }, err);
	}
	qn_scan_close(&scan);
	return rc;
}

void qn_chunks_settle(qn_chunk_list *list)
{
	uint32_t kept = 0;
	if (list->count > 1)
		qsort(list->one, list->count, sizeof *list->one, in_order);
	for (uint32_t i = 0; i < list->count; i++)
		if (i == 0 || qn_chunk_order(&list->one[kept - 1], &list->one[i]) != 0)
			list->one[kept++] = list->one[i];
	list->count = kept;
}
