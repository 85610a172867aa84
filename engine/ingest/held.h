/* SPDX-License-Identifier: Apache-2.0 */
/* held.h - the rows of a register that the pack declares, held to what it says of it: known columns, values of their types,
 * what is needed. Whatever is wrong is told by line and column. */
#pragma once
#include "ingest/entries.h"
#include "ingest/importing.h"

typedef struct qn_held qn_held;
/* head: the columns of the file as its header in `line` names them; those before `first` are not the register's. */
int qn_held_open(qn_importing *i, const qn_register *of, const char *const *head, size_t columns, size_t first, unsigned line, qn_held **out, qn_error *err);
/* text: a cell for each column, figure: as it is read where a number is wanted; lent until the next row is taken. What is bad is told, and left out of the fields of *out; the rest of
 * it is there already. */
int qn_held_take(qn_held *held, const char *const *text, const char *const *figure, qn_entry *out, qn_error *err);
/* Adds what tells records of a subject apart, each part with a zero behind it. False if the row lacks one, or the register has none. */
bool qn_held_tells(const qn_held *held, const qn_entry *row, qn_buffer *out);
bool qn_held_same(const qn_held *held, const qn_entry *a, const qn_entry *b); /* Do they say the same, whoever says it? */
/* Of a column that gave a field: its name; does it tell of something that was before it could be known? */
const char *qn_held_name(const qn_held *held, size_t column);
bool qn_held_is_event(const qn_held *held, size_t column);
const qn_register *qn_held_to(const qn_held *held);
void qn_held_free(qn_held *held); /* NULL is fine */
