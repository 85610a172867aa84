/* SPDX-License-Identifier: Apache-2.0 */
/* sayings.h - what the voices of a file say beyond numbers, in the order in which the store keeps it: its pages are filled one
 * after the other, and a file may say any amount. */
#pragma once
#include "ingest/sorter.h"
#include "store/remarks.h"

typedef struct { uint32_t voice, line; qn_spot place; qn_remark remark; } qn_saying;

int qn_sayings_add(qn_sorter *sayings, const qn_saying *saying, qn_error *err);
/* 1 with the next, whose texts are lent until the next call, 0 at the end. */
int qn_sayings_next(qn_sorter *sayings, qn_saying *out, qn_error *err);
