/* SPDX-License-Identifier: Apache-2.0 */
/* ranks.c - how good a source is. */
#include "store/claims.h"

int qn_import_rank(qn_snapshot *snapshot, uint32_t number, qn_vintage at, qn_source_rank *out, qn_error *err)
{
	qn_import import;
	int rc = qn_import_get(snapshot, number, &import, err);
	(void)at;
	*out = rc ? QN_SOURCE_ESTIMATE : import.rank;
	return rc;
}
