/* SPDX-License-Identifier: Apache-2.0 */
/* tally.c - every cell of the store once. */
#include <stdlib.h>
#include "store/chunk.h"
#include "store/remarks.h"
#include "store/tally.h"

typedef struct { qn_snapshot *snapshot; qn_vintage at; qn_tally *tally; uint32_t imports; qn_claims claims; qn_error *err; } counting;

static void count_cell(const counting *c, const qn_claim *claim, size_t claims)
{
	const qn_claim *adopted = qn_claim_adopted(claim, claims);
	for (size_t i = 0; i < claims; i++)
		if (claim[i].known && claim[i].origin.import <= c->imports) {
			c->tally[claim[i].origin.import].told++;
			c->tally[claim[i].origin.import].adopted += &claim[i] == adopted;
		}
}

static int count_chunk(counting *c, const unsigned char *key)
{
	int rc = qn_claims_read(c->snapshot, qn_key_read_u16(key), qn_key_read_u16(key + 2), (qn_period)qn_key_read_u16(key + 4), qn_key_read_u16(key + 6), c->at,
		&c->claims, c->err);
	for (uint32_t at = 0; rc == QN_OK && at < QN_CHUNK; at++)
		count_cell(c, c->claims.claim + c->claims.first[at], c->claims.first[at + 1] - c->claims.first[at]);
	qn_claims_free(&c->claims);
	return rc;
}

static int count_remark(void *context, const qn_remarked *remarked)
{
	const counting *c = context;
	if (!qn_remark_is_exact(&remarked->remark) && remarked->origin.import <= c->imports && qn_snapshot_knows(c->snapshot, remarked->origin.import))
		c->tally[remarked->origin.import].beside++;
	return QN_OK;
}

static int count_all(counting *c)
{
	const qn_catalogue *words;
	qn_scan scan = { 0 };
	int rc = qn_snapshot_need_words(c->snapshot, &words, c->err);
	if (rc == QN_OK)
		rc = qn_scan_open(&scan, c->snapshot, DB_ORIGINS, &(qn_key){ .length = 0 }, c->err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, c->err)) > 0)
		rc = scan.key.mv_size == 8 ? count_chunk(c, scan.key.mv_data) : qn_env_damaged(c->snapshot, "a column", c->err);
	qn_scan_close(&scan);
	for (uint32_t i = 0; rc == QN_OK && i < words->indicators; i++)
		rc = qn_remark_each_of(c->snapshot, i, count_remark, c, c->err);
	return rc;
}

int qn_claims_tally(qn_snapshot *snapshot, qn_vintage at, qn_tally *tally, qn_error *err)
{
	counting *c = calloc(1, sizeof *c);
	if (!c)
		return qn_no_memory(err);
	c->snapshot = snapshot, c->at = at, c->tally = tally, c->err = err;
	int rc = qn_imports_counted(snapshot, &c->imports, err);
	if (rc == QN_OK)
		rc = count_all(c);
	free(c);
	return rc;
}
