/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file to import, of whatever form: observations, the wide form, records of registers, with a mapping file in
 * front of a NUL or without. It is refused in words and lines, or taken, and then all that the store holds fits together. */
#include <stdint.h>
#include <string.h>
#include "fuzz/store.h"
#include "ingest/import.h"
#include "store/sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int never(void *context, qn_db db, const qn_key *key, const qn_both *words)
{
	(void)context, (void)db, (void)key;
	fprintf(stderr, "%s\n", words->english);
	abort();
}

static const char *put_file(const char *name, const uint8_t *bytes, size_t length)
{
	static char path[2][64];
	char *at = path[*name == 'm'];
	snprintf(at, sizeof path[0], "%s/%s", folder, name);
	FILE *out = fopen(at, "wb");
	if (!out || fwrite(bytes, 1, length, out) != length || fclose(out) != 0)
		abort();
	return at;
}

static void check_told(int rc, const qn_import_report *report, const qn_error *err)
{
	if (rc < 0 ? !*err->text : report->error_count || report->errors.length) {
		fprintf(stderr, "%d: %s: %s\n", rc, err->text, report->errors.data ? report->errors.data : "");
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static qn_store *store;
	qn_import_options options = { .source = "x", .rank = QN_SOURCE_PUBLISHED, .known_on = 20100, .recorded = "2026-01-01T00:00:00Z", .mix = true, .explain = true };
	qn_import_report report = { 0 };
	qn_change_set *change = NULL;
	uint64_t values;
	qn_error err = { 0 };
	if (!store)
		store = open_store();
	const uint8_t *end = size ? memchr(data, 0, size) : NULL;
	if (end) {
		options.map = put_file("m.csv", data, (size_t)(end - data));
		size -= (size_t)(end + 1 - data), data = end + 1;
	}
	const char *path = put_file("t.csv", data, size);
	if (qn_change_begin(store, &change, &err) < 0)
		abort();
	int rc = qn_import_file(change, path, &options, &report, &err);
	check_told(rc, &report, &err);
	if (rc >= 0 && qn_sound_check(qn_change_snapshot(change), never, NULL, &values, &err) < 0)
		abort();
	qn_import_report_free(&report);
	qn_change_abort(change);
	return 0;
}
