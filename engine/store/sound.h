/* SPDX-License-Identifier: Apache-2.0 */
/* sound.h - private to the store: does what the tables hold fit together? */
#pragma once
#include "store/care.h"
#include "store/env.h"

/* An entry that does not fit, in words; key: in its table, empty for none in particular. Non-zero stops and is returned. */
typedef int (*qn_unsound)(void *context, qn_db db, const qn_key *key, const qn_both *words);

/* Of a store whose pages are sound. *values: how many cells the columns hold. */
int qn_sound_check(qn_snapshot *snapshot, qn_unsound unsound, void *context, uint64_t *values, qn_error *err);
