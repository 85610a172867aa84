/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a table of any shape: the long form, the wide form, a register. It is taken or refused in words, and what it
 * tells are whole lines. The first byte says what parts the fields. */
#include <stdint.h>
#include <string.h>
#include "fuzz/store.h"
#include "ingest/shapes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(void *context, const qn_csv_row *row, qn_error *err) { return qn_shaping_row(context, row, err); }

static void check_lines(const qn_buffer *told)
{
	if (told->length && told->data[told->length - 1] != '\n')
		abort();
}

static int read_table(qn_importing *i, char delimiter, const char *bytes, size_t length, qn_error *err)
{
	qn_shaping *shaping = NULL;
	qn_csv *csv = NULL;
	int rc = qn_shaping_open(i, &shaping, err);
	if (rc == QN_OK)
		rc = qn_csv_open("t.csv", (qn_csv_taker){ .each = take, .context = shaping, .delimiter = delimiter }, &csv, err);
	if (rc == QN_OK && (rc = qn_csv_feed(csv, bytes, length, err)) == QN_OK && (rc = qn_csv_end(csv, err)) == QN_OK)
		rc = qn_shaping_put(shaping, err);
	qn_csv_free(csv);
	qn_shaping_free(shaping);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static qn_store *store;
	const qn_period period = qn_period_of(QN_ANNUAL, 2025, 1);
	const qn_import_options options = { .known_on = 20000, .mix = true, .explain = true, .period = size > 1 && data[0] & 1 ? &period : NULL };
	qn_import_report report = { 0 };
	qn_change_set *change = NULL;
	qn_catalogue *catalogue = NULL;
	qn_error err = { 0 };
	if (!store)
		store = open_store();
	if (size < 2)
		return 0;
	if (qn_change_begin(store, &change, &err) || qn_snapshot_catalogue(qn_change_snapshot(change), &catalogue, &err))
		abort();
	qn_importing i = { .change = change, .snapshot = qn_change_snapshot(change), .catalogue = catalogue, .options = &options, .report = &report,
		.name = "t.csv", .import = { .file = "t.csv", .source = "", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = options.known_on, .recorded = "" } };
	if (read_table(&i, "\0\t;"[data[0] % 3], (const char *)data + 1, size - 1, &err) < 0 && !*err.text)
		abort();
	check_lines(&report.errors);
	check_lines(&report.notes[0]);
	qn_import_report_free(&report);
	qn_catalogue_free(catalogue);
	qn_change_abort(change);
	return 0;
}
