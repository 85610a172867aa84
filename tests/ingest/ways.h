/* SPDX-License-Identifier: Apache-2.0 */
/* ways.h - one CSV file of observations read in two ways: by libcsv alone, and with the short way for plain lines, in pieces
 * of any size. Whatever an import tells or keeps is written down as text, so that the two can be held against each other. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ingest/observing.h"
#include "plan/program.h"

typedef struct { qn_observing *observing; bool plain; size_t taken; } way; /* taken: bytes that went the short way */

static inline int way_row(void *context, const qn_csv_row *row, qn_error *err)
{
	return qn_observing_row(((way *)context)->observing, row, err);
}

static inline size_t way_plain(void *context, const char *bytes, size_t length, unsigned *line)
{
	way *w = context;
	size_t taken = w->plain ? qn_observing_plain(w->observing, bytes, length, line) : 0;
	w->taken += taken;
	return taken;
}

static inline int way_feed(qn_csv *csv, const char *bytes, size_t length, size_t piece, qn_error *err)
{
	int rc = QN_OK;
	for (size_t at = 0; at < length && rc == QN_OK; at += piece) {
		size_t here = length - at < piece ? length - at : piece;
		char *copy = malloc(here); /* of its exact size, so that a step too far is seen */
		memcpy(copy, bytes + at, here);
		rc = qn_csv_feed(csv, copy, here, err);
		free(copy);
	}
	return rc ? rc : qn_csv_end(csv, err);
}

static inline void way_tell_column(qn_snapshot *view, uint32_t indicator, uint32_t kind, qn_period period, qn_buffer *out)
{
	double value[8];
	qn_column_read(view, indicator, kind, period, value, 8, NULL);
	for (uint32_t e = 0; e < 8; e++) {
		qn_origin origin = { 0 };
		qn_column_origin(view, indicator, kind, period, e, &origin, NULL);
		if (origin.import)
			qn_buffer_printf(out, "%u %u %u %u: %a, line %u\n", indicator, kind, period, e, value[e], origin.line);
	}
}

static inline void way_tell_store(qn_snapshot *view, const qn_catalogue *catalogue, qn_buffer *out)
{
	qn_period period[64];
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		for (uint32_t kind = 0; kind < catalogue->kinds; kind++)
			for (int frequency = QN_ANNUAL; frequency <= QN_YEAR_TO_DATE; frequency++) {
				int periods = qn_column_periods(view, i, kind, (qn_frequency)frequency, period, 64, NULL);
				for (int k = 0; k < periods; k++)
					way_tell_column(view, i, kind, period[k], out);
			}
}

/* Everything the import of the bytes says or does, and how many bytes went the short way. The store stays as it was. */
static inline size_t way_read(qn_store *store, const char *bytes, size_t length, size_t piece, bool plain, qn_buffer *out)
{
	qn_import_options options = { .known_on = 20000, .mix = true };
	qn_import_report report = { 0 };
	qn_change_set *change = NULL;
	qn_catalogue *catalogue = NULL;
	qn_csv *csv = NULL;
	qn_error err = { 0 };
	way w = { .plain = plain };
	int rc = qn_change_begin(store, &change, &err);
	if (rc || (rc = qn_snapshot_catalogue(qn_change_snapshot(change), &catalogue, &err)))
		abort();
	qn_importing i = { .change = change, .snapshot = qn_change_snapshot(change), .catalogue = catalogue, .options = &options,
		.report = &report, .name = "f.csv", .import = { .file = "f.csv", .source = "", .submitter = "", .rank = QN_SOURCE_OFFICIAL,
		.known_on = options.known_on, .recorded = "" } };
	if (qn_observing_open(&i, &w.observing, &err) || qn_csv_open(i.name, (qn_csv_taker){ .each = way_row, .plain = way_plain, .context = &w }, &csv, &err))
		abort();
	if ((rc = way_feed(csv, bytes, length, piece, &err)) == QN_OK)
		rc = qn_observing_put(w.observing, &err);
	qn_buffer_printf(out, "%d %s\n%s%llu errors, %llu rows, %llu missing, %u synthetic, %u real, %llu added, %llu unchanged\n", rc, err.text,
		report.errors.data ? report.errors.data : "", (unsigned long long)report.error_count, (unsigned long long)report.rows,
		(unsigned long long)report.missing, i.first_synthetic, i.first_real, (unsigned long long)report.cells.added,
		(unsigned long long)report.cells.unchanged);
	if (rc == QN_OK)
		way_tell_store(i.snapshot, catalogue, out);
	qn_import_report_free(&report);
	qn_csv_free(csv);
	qn_observing_free(w.observing);
	qn_catalogue_free(catalogue);
	qn_change_abort(change);
	return w.taken;
}
