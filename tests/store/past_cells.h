/* SPDX-License-Identifier: Apache-2.0 */
/* past_cells.h - what journal and claims hold of a column, cell by cell, as it lies there. */
#pragma once
#include "fixture.h"
#include "store/chunk.h"

/* What was there before an import, and what an import said that was not adopted. */
typedef struct {
	uint32_t entity, import; /* import: the one that replaced the value · that claims it */
	qn_date known_on;        /* of that import */
	qn_origin origin;        /* of the value */
	bool repeated;           /* the import told the same value again: only the origin changed, value is missing here */
	double value;
} past_cell;
typedef struct { past_cell cell[64]; int count, kept; } pasts; /* kept: the first so many */

static inline void add_past(pasts *to, const unsigned char *key, const qn_patch *patch)
{
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		if (!patch->origin.import[e])
			continue;
		if (to->kept < 64)
			to->cell[to->kept++] = (past_cell){ .entity = qn_key_read_u16(key + 6) * QN_CHUNK + e, .import = qn_key_read_u32(key + 12),
				.known_on = qn_key_read_date(key + 8), .origin = { patch->origin.import[e], patch->origin.line[e] },
				.repeated = !patch->valued[e], .value = patch->valued[e] ? patch->value[e] : QN_MISSING };
		to->count++;
	}
}

/* Of revenue of clusters, in order of (chunk of entities, known-on, import, entity). */
static inline pasts past_of(fixture *f, qn_db db, qn_period period)
{
	pasts all = { .count = 0 };
	qn_patch *patch = malloc(sizeof *patch);
	qn_scan scan = { 0 };
	qn_key prefix;
	OK(f, qn_chunk_key((qn_chunk){ REVENUE, CLUSTER, period, 0 }, &prefix, &f->err));
	prefix.length -= 2; /* of all chunks */
	OK(f, qn_scan_open(&scan, f->snapshot, db, &prefix, &f->err));
	while (qn_scan_next(&scan, &f->err) > 0) {
		assert_true(qn_patch_read(scan.value.mv_data, scan.value.mv_size, patch));
		add_past(&all, scan.key.mv_data, patch);
	}
	qn_scan_close(&scan);
	free(patch);
	return all;
}

static inline pasts journal_of(fixture *f, qn_period period) { return past_of(f, DB_JOURNAL, period); }
static inline pasts claims_of(fixture *f, qn_period period) { return past_of(f, DB_CLAIMS, period); }
