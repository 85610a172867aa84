/* SPDX-License-Identifier: Apache-2.0 */
/* tally.h - how much of what each import told counts. */
#pragma once
#include "store/claims.h"

typedef struct { uint64_t told, adopted, beside; } qn_tally; /* figures; of them those that count; bounds, rough figures, other scopes */

/* Adds to tally[number] of each import known at the vintage; tally has room for qn_imports_counted + 1. */
int qn_claims_tally(qn_snapshot *snapshot, qn_vintage at, qn_tally *tally, qn_error *err);
