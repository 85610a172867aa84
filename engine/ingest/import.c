/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - a file into the store: its bytes, their encoding and fingerprint, its shape. */
#include "ingest/import.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "ingest/blocks.h"
#include "ingest/shapes.h"
#include "ingest/xlsx.h"

typedef struct {
	qn_importing *i;
	qn_blocks *blocks;
	qn_csv *csv;
	qn_shaping *shaping;
} reading;

static int take_row(void *context, const qn_csv_row *row, qn_error *err) { return qn_shaping_row(((reading *)context)->shaping, row, err); }

static size_t take_plain(void *context, const char *bytes, size_t length, unsigned *line)
{
	return qn_shaping_plain(((reading *)context)->shaping, bytes, length, line);
}

static void close_reading(reading *r)
{
	qn_csv_free(r->csv);
	qn_shaping_free(r->shaping);
	r->csv = NULL, r->shaping = NULL;
}

/* From the beginning: what an attempt in another encoding left behind is gone. */
static int begin(reading *r, qn_error *err)
{
	close_reading(r);
	qn_import_report_free(r->i->report);
	r->i->first_synthetic = r->i->first_real = 0;
	return qn_shaping_open(r->i, &r->shaping, err);
}

/* The first block tells what parts the fields. */
static int feed(reading *r, const char *bytes, size_t length, qn_error *err)
{
	int rc = QN_OK;
	if (!r->csv && length) {
		qn_csv_taker taker = { .each = take_row, .plain = take_plain, .context = r, .delimiter = qn_csv_delimiter(bytes, length) };
		r->i->report->delimiter = taker.delimiter;
		rc = qn_csv_open(r->i->name, taker, &r->csv, err);
	}
	return rc == QN_OK && r->csv ? qn_csv_feed(r->csv, bytes, length, err) : rc;
}

void qn_import_report_free(qn_import_report *report)
{
	qn_buffer_free(&report->errors);
	qn_buffer_free(&report->notes[0]);
	qn_buffer_free(&report->notes[1]);
	*report = (qn_import_report){ 0 };
}

static void note_file(qn_importing *i, const qn_blocks *blocks)
{
	i->report->encoding = qn_blocks_encoding(blocks);
	i->import.content = qn_blocks_digest(blocks);
}

/* Whether the bytes are text at all is said before what is wrong with the text: the first fault waits for the end. */
static int read_text(reading *r, qn_error *err)
{
	const char *bytes;
	size_t length;
	int told, rc = begin(r, err);
	if (rc < 0)
		return rc;
	while ((told = qn_blocks_next(r->blocks, &bytes, &length, err)) != 0) {
		if (told < 0)
			return told;
		if (told == QN_ANEW)
			rc = begin(r, err);
		else if (rc == QN_OK)
			rc = feed(r, bytes, length, err);
	}
	if (rc == QN_OK && r->csv)
		rc = qn_csv_end(r->csv, err);
	note_file(r->i, r->blocks);
	return rc;
}

static int import_text(reading *r, qn_error *err)
{
	int rc = read_text(r, err);
	return rc < 0 ? rc : qn_shaping_put(r->shaping, err);
}

/* A workbook: rows come from its sheet, and what is not text has no encoding. */

static bool is_workbook(const reading *r)
{
	char head[QN_XLSX_HEAD];
	ssize_t got = pread(qn_blocks_file(r->blocks), head, sizeof head, 0);
	return got > 0 && qn_xlsx_is(head, (size_t)got);
}

static void take_sheet(void *context, const char *sheet)
{
	reading *r = context;
	snprintf(r->i->report->sheet, sizeof r->i->report->sheet, "%s", sheet);
	r->i->report->sheet[qn_utf8_valid(r->i->report->sheet, strlen(r->i->report->sheet))] = 0;
}

static void take_note(void *context, const char *english, const char *chinese)
{
	reading *r = context;
	qn_buffer_printf(&r->i->report->notes[0], "%s\n", english);
	qn_buffer_printf(&r->i->report->notes[1], "%s\n", chinese);
}

static int import_workbook(reading *r, qn_error *err)
{
	qn_xlsx_taker taker = { .sheet = r->i->options->sheet, .each = take_row, .found = take_sheet, .note = take_note, .context = r };
	int rc = begin(r, err);
	if (rc == QN_OK)
		rc = qn_blocks_fingerprint(r->blocks, &r->i->import.content, err);
	if (rc == QN_OK)
		rc = qn_xlsx_read(qn_blocks_file(r->blocks), r->i->name, &taker, err);
	r->i->report->encoding = "XLSX";
	return rc < 0 ? rc : qn_shaping_put(r->shaping, err);
}

/* What a file says may stand in the words: it must not move the cursor of a terminal. */
static int clean_words(int rc, qn_error *err)
{
	qn_buffer text = { 0 }, chinese = { 0 };
	if (rc >= 0 || !err)
		return rc;
	qn_text_clean(&text, err->text, strlen(err->text));
	qn_text_clean(&chinese, err->chinese, strlen(err->chinese));
	if (text.data && !text.failed && !chinese.failed) {
		qn_fail(err, (qn_status)rc, "%s", text.data);
		snprintf(err->chinese, sizeof err->chinese, "%s", chinese.data ? chinese.data : "");
	}
	qn_buffer_free(&text);
	qn_buffer_free(&chinese);
	return rc;
}

int qn_import_file(qn_change_set *change, const char *path, const qn_import_options *options, qn_import_report *report, qn_error *err)
{
	const char *slash = strrchr(path, '/');
	qn_catalogue *catalogue = NULL;
	qn_importing i = { .change = change, .snapshot = qn_change_snapshot(change), .options = options, .report = report,
		.name = !strcmp(path, "-") ? "standard input" : slash ? slash + 1 : path };
	reading r = { .i = &i };
	*report = (qn_import_report){ 0 };
	i.import = (qn_import){ .file = i.name, .source = options->source ? options->source : "", .submitter = options->submitter ? options->submitter : "",
		.rank = options->rank ? options->rank : QN_SOURCE_OFFICIAL, .known_on = options->known_on,
		.recorded = options->recorded ? options->recorded : "" };
	int rc = qn_blocks_open(path, i.name, QN_BLOCK, &r.blocks, err);
	if (rc < 0 || (rc = qn_snapshot_catalogue(i.snapshot, &catalogue, err)) < 0)
		goto out;
	i.catalogue = catalogue;
	rc = clean_words(is_workbook(&r) ? import_workbook(&r, err) : import_text(&r, err), err);
out:
	close_reading(&r);
	qn_blocks_free(r.blocks);
	qn_catalogue_free(catalogue);
	return rc;
}
