/* SPDX-License-Identifier: Apache-2.0 */
/* days.h - when the records of a register were known: a column says so, as of observations, or the options do. */
#pragma once
#include "ingest/held.h"

typedef struct qn_days qn_days;

qn_days *qn_days_new(qn_importing *i); /* NULL without memory */
/* Is it the column of the day? A second one is none. */
bool qn_days_head(qn_days *days, size_t column, const char *name);
/* The day of a row by its cells; told if that is none. */
qn_date qn_days_of(qn_days *days, unsigned line, const char *const *text);
/* One more record of a day. False without memory. */
bool qn_days_count(qn_days *days, qn_date known_on);
/* What was told on a day becomes an import, day after day; then its number. */
int qn_days_admit(qn_days *days, qn_error *err);
uint32_t qn_days_import(const qn_days *days, qn_date known_on);
/* A day that a record tells of in a field of that name, whose column is counted from 0: those that come after the one on which they were
 * known are told at the end, each column once, by the first record of all. */
void qn_days_hold(qn_days *days, const qn_entry *entry, uint32_t field, const char *name);
void qn_days_tell(qn_days *days);
void qn_days_free(qn_days *days); /* NULL is fine */
