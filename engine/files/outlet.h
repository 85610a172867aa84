/* SPDX-License-Identifier: Apache-2.0 */
/* outlet.h - where tables go: whatever takes them row by row. The order of calls: begin, for each table `table` and its rows,
 * end; an outlet that was not brought to its end leaves nothing behind. */
#pragma once
#include "base/error.h"
#include "files/outfile.h"
#include "files/tables.h"

typedef struct qn_outlet qn_outlet;
struct qn_outlet {
	int (*begin)(qn_outlet *outlet, const qn_out_about *about, qn_error *err);
	int (*table)(qn_outlet *outlet, const qn_out_table *table, qn_error *err); /* table lives until the next, or the end */
	int (*row)(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err);     /* as many cells as the table has columns */
	int (*end)(qn_outlet *outlet, qn_error *err);
	void (*free)(qn_outlet *outlet);
};
void qn_outlet_free(qn_outlet *outlet); /* NULL is fine */

/* The formats that qunce-files writes: "sqlite", "parquet" … into the place where `file` is made; lent. about: for messages. */
int qn_outlet_program(const char *format, const qn_outfile *file, const char *about, const char *program, qn_outlet **out, qn_error *err);
