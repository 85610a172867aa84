/* SPDX-License-Identifier: Apache-2.0 */
/* ranks.h - how good a source is. An import says so of its own; a ruling says so of a source by name, from its known-on day on and
 * until another one, for whatever that source has told and will tell. A ruling is an import of its own without rows. */
#pragma once
#include "store/claims.h"

/* The rank of the import's source in force at a vintage. */
int qn_rank_in_force(qn_snapshot *snapshot, const qn_import *import, qn_vintage at, qn_source_rank *out, qn_error *err);
/* Is the import a ruling? 1, 0 or an error. */
int qn_import_is_ruling(qn_snapshot *snapshot, uint32_t number, qn_error *err);

/* Rules that the import's source has its rank from its known-on day on, and lets every cell adopt what it now must; what was
 * adopted before goes to the journal. The number is chosen; *moved: how many cells have another claim now. No source of that
 * name: QN_ENOTFOUND. */
int qn_change_rule_rank(qn_change_set *change, qn_import *ruling, uint64_t *moved, qn_error *err);
