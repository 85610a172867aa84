/* SPDX-License-Identifier: Apache-2.0 */
/* sorter.h - any number of entries in the order of their keys' bytes: packed one behind the other in memory up to a bound, beyond
 * it in an unlinked temporary file, as runs in order that are merged while they are read. Of equal keys the one added first
 * comes first. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

typedef struct qn_sorter qn_sorter;
typedef struct { const char *key, *rest; size_t keyed, length; } qn_sorted; /* keyed: bytes of the key; length: of the rest */

enum { QN_SORTER_BOUND = 32 << 20 };
/* bound: bytes that entries take in memory. NULL when there is none. */
qn_sorter *qn_sorter_new(size_t bound);
/* Before the first is read. */
int qn_sorter_add(qn_sorter *sorter, const qn_sorted *entry, qn_error *err);
/* 1 with the next entry, lent until the next call, 0 at the end. */
int qn_sorter_next(qn_sorter *sorter, qn_sorted *out, qn_error *err);
void qn_sorter_free(qn_sorter *sorter); /* NULL is fine */
