/* SPDX-License-Identifier: Apache-2.0 */
/* doubles.h - records that a file tells more than once, found when all of it has been read: the first stays, the same again counts
 * once and is noted, another is a fault. They are told in the order of their lines. */
#pragma once
#include "ingest/held.h"

typedef struct qn_doubles qn_doubles;
qn_doubles *qn_doubles_new(qn_importing *i, const qn_held *held); /* NULL without memory */
/* name: what tells records of a subject apart, each part with a zero behind it. */
int qn_doubles_add(qn_doubles *doubles, const qn_buffer *name, const qn_entry *entry, qn_error *err);
/* Tells them, and adds the first of each to entries. */
int qn_doubles_settle(qn_doubles *doubles, qn_sorter *entries, qn_error *err);
void qn_doubles_free(qn_doubles *doubles); /* NULL is fine */
