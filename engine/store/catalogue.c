/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.c - the catalogue of a store: its bytes as plan/ writes them. */
#include <string.h>
#include "store/env.h"

static const char key[] = "catalogue";

int qn_change_put_catalogue(qn_change_set *change, const qn_catalogue *catalogue, qn_error *err)
{
	qn_buffer bytes = { 0 };
	qn_catalogue_write(catalogue, &bytes);
	int rc = bytes.failed ? qn_no_memory(err) : qn_store_put(change, DB_CATALOGUE, key, sizeof key - 1, bytes.data, bytes.length, err);
	qn_buffer_free(&bytes);
	return rc;
}

int qn_snapshot_catalogue(qn_snapshot *snapshot, qn_catalogue **out, qn_error *err)
{
	MDB_val value;
	int rc = qn_store_get(snapshot, DB_CATALOGUE, key, sizeof key - 1, &value, err);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return qn_fail(err, QN_ESTORE, "%s: the store has no pack yet: qunce init --pack makes one that has", snapshot->store->path);
	return qn_catalogue_read(value.mv_data, value.mv_size, out, err);
}
