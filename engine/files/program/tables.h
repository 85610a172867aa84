/* SPDX-License-Identifier: Apache-2.0 */
/* program/tables.h - the tables that come on standard input, as files/tables.h says, pulled one by one. */
#pragma once
#include "files/tables.h"
#include "out.h"

typedef struct tables tables;

/* Reads what the whole is about. *about lives as long as the tables. */
int tables_open(tables **out, const qn_out_about **about, fault *why);
/* 1 with the next table, after whose rows another may come; 0 at the end, when all came; a negative status. *shape lives until
 * the next table. */
int tables_next(tables *in, const qn_out_table **shape, fault *why);
/* 1 with the cells of the table's next row, until the next call; 0 behind its last. */
int tables_row(tables *in, const qn_out_cell **cell, fault *why);
void tables_free(tables *in); /* NULL is fine */
