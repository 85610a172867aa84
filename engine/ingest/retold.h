/* SPDX-License-Identifier: Apache-2.0 */
/* retold.h - of a register whose records are told apart: which of those that a file brings are new, which take the place of what the
 * store has, which say the same again, and which stand behind what was known later. */
#pragma once
#include "ingest/importing.h"

typedef struct qn_retold qn_retold;

qn_retold *qn_retold_new(qn_importing *i, const qn_register *of); /* NULL without memory */
/* A record before it is put; those of a subject one behind the other. */
int qn_retold_add(qn_retold *retold, const qn_record *record, qn_date known_on, qn_error *err);
/* Adds to the report's counts, once all were added. */
int qn_retold_count(qn_retold *retold, qn_error *err);
void qn_retold_free(qn_retold *retold); /* NULL is fine */
