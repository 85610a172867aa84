/* SPDX-License-Identifier: Apache-2.0 */
/* sink.h - where tables go: whatever takes them row by row. The order of calls: begin, for each table `table` and its rows,
 * end; a sink that was not brought to its end leaves nothing behind. */
#pragma once
#include "base/error.h"
#include "files/outfile.h"
#include "files/tables.h"

typedef struct qn_sink qn_sink;
struct qn_sink {
	int (*begin)(qn_sink *sink, const qn_out_about *about, qn_error *err);
	int (*table)(qn_sink *sink, const qn_out_table *table, qn_error *err); /* table lives until the next, or the end */
	int (*row)(qn_sink *sink, const qn_out_cell *cell, qn_error *err);     /* as many cells as the table has columns */
	int (*end)(qn_sink *sink, qn_error *err);
	void (*free)(qn_sink *sink);
};
void qn_sink_free(qn_sink *sink); /* NULL is fine */

/* The formats that qunce-files writes: "sqlite", "parquet" … into the place where `file` is made; lent. about: for messages. */
int qn_sink_program(const char *format, const qn_outfile *file, const char *about, const char *program, qn_sink **out, qn_error *err);
