/* SPDX-License-Identifier: Apache-2.0 */
/* held.h - the rows of a register that the pack declares, held to what it says of it: known columns, values of their types,
 * what is needed, and each record once. Whatever is wrong is told by line and column. */
#pragma once
#include "ingest/importing.h"

typedef struct qn_held qn_held;
/* A row taken apart. field[] lives as long as the qn_held; again: as a row before said it; kind QN_NONE: of nobody known. */
typedef struct { unsigned line; uint32_t kind, subject; qn_date known_on; qn_field *field; uint32_t fields; bool again; } qn_held_row;

/* head: the columns of the file as its header in `line` names them; those before `first` are not the register's. */
int qn_held_open(qn_importing *i, const qn_register *of, const char *const *head, size_t columns, size_t first, unsigned line, qn_held **out, qn_error *err);
/* text: a cell for each column. What is bad is told, and left out of *out. */
int qn_held_take(qn_held *held, const char *const *text, qn_held_row *out, qn_error *err);
/* Does a record tell of an event in the field, which was before it could be known? Then the column that it stands in, from 1; 0: no. */
size_t qn_held_event(const qn_held *held, const qn_field *field);
const qn_register *qn_held_to(const qn_held *held);
void qn_held_free(qn_held *held); /* NULL is fine */
