/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - a file into the store: its bytes, their encoding and fingerprint, its shape. */
#include "ingest/import.h"
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/importing.h"

/* The shape of a file, by the first column of its header. */
enum { OBSERVATIONS = 1, RECORDS };
static int tell_shape(void *context, const qn_csv_row *row, qn_error *err)
{
	const char *first = row->field[0].text;
	(void)context, (void)err;
	return !strcasecmp(first, "register") || !strcmp(first, "登记") ? RECORDS : OBSERVATIONS;
}

static int import_shape(qn_importing *i, const qn_buffer *text, qn_error *err)
{
	int shape = qn_csv_read(text->data, text->length, i->name, tell_shape, NULL, err);
	if (shape < 0)
		return shape;
	return shape == RECORDS ? qn_import_records(i, text->data, text->length, err) : qn_import_observations(i, text->data, text->length, err);
}

/* What a file says may stand in the words: it must not move the cursor of a terminal. */
static int clean_words(int rc, qn_error *err)
{
	qn_buffer clean = { 0 };
	if (rc >= 0 || !err)
		return rc;
	qn_text_clean(&clean, err->text, strlen(err->text));
	if (clean.data && !clean.failed)
		qn_fail(err, (qn_status)rc, "%s", clean.data);
	qn_buffer_free(&clean);
	return rc;
}

int qn_import_file(qn_change_set *change, const char *path, const qn_import_options *options, qn_import_report *report, qn_error *err)
{
	const char *slash = strrchr(path, '/');
	qn_buffer bytes = { 0 };
	qn_catalogue *catalogue = NULL;
	qn_importing i = { .change = change, .snapshot = qn_change_snapshot(change), .options = options, .report = report,
		.name = !strcmp(path, "-") ? "standard input" : slash ? slash + 1 : path };
	*report = (qn_import_report){ 0 };
	int rc = qn_file_read(path, &bytes, err);
	if (rc < 0)
		goto out;
	i.import = (qn_import){ .file = i.name, .source = options->source ? options->source : "", .submitter = options->submitter ? options->submitter : "",
		.rank = options->rank ? options->rank : QN_SOURCE_OFFICIAL, .known_on = options->known_on,
		.recorded = options->recorded ? options->recorded : "", .content = qn_sha256_of(bytes.data ? bytes.data : "", bytes.length) };
	if ((rc = qn_text_decode(&bytes, i.name, &report->encoding, err)) < 0 || (rc = qn_snapshot_catalogue(i.snapshot, &catalogue, err)) < 0)
		goto out;
	i.catalogue = catalogue;
	rc = clean_words(import_shape(&i, &bytes, err), err);
out:
	qn_catalogue_free(catalogue);
	qn_buffer_free(&bytes);
	return rc;
}
