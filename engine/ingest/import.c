/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - a file into the store: its bytes, their encoding and fingerprint, its shape. */
#include "ingest/import.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "ingest/blocks.h"
#include "ingest/heads.h"
#include "ingest/mapping.h"
#include "ingest/rejects.h"
#include "ingest/shapes.h"
#include "ingest/strangers.h"
#include "ingest/xlsx.h"

enum { PATIENCE = 64 << 20 }; /* bytes looked through behind a fault */

typedef struct {
	qn_importing *i;
	qn_blocks *blocks;
	qn_csv *csv;
	qn_shaping *shaping;
	qn_mapping *mapping;
	size_t most, fields;   /* of all rows that did not come the short way, and of the last one */
	unsigned last;         /* its line; 0: it is none of the table's */
	bool whole;            /* the file was read to its end, and its fingerprint is known */
} reading;

static int take_row(void *context, const qn_csv_row *row, qn_error *err)
{
	reading *r = context;
	qn_csv_row mapped;
	uint64_t before = r->i->report->rows;
	int rc = r->mapping ? qn_mapping_row(r->mapping, r->i, r->shaping, row, &mapped, err) : 1;
	if (rc == 1)
		rc = qn_shaping_row(r->shaping, r->mapping ? &mapped : row, err);
	size_t heads = qn_import_heads(row);
	r->most = heads > r->most ? heads : r->most;
	r->fields = row->fields, r->last = r->i->report->rows > before ? row->line : 0;
	return rc;
}

/* A row that ends before its columns and without the end of its line may have been cut in the middle of a number. */
static void ask_about_end(reading *r)
{
	if (qn_csv_unended(r->csv) && r->last && r->fields < r->most)
		qn_import_note(r->i, r->last, (int)r->fields, "文件到这里为止,这一行没有写完,也没有换行:是不是被截断了?", "the file ends here, before the row's last columns and without a line end: was it cut off?");
}

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
	r->i->header_first = r->i->header_last = 0;
	r->most = r->last = 0;
	if (r->mapping)
		qn_mapping_begin(r->mapping);
	if (r->i->rejects)
		qn_rejects_clear(r->i->rejects);
	return qn_shaping_open(r->i, &r->shaping, err);
}

/* The first block tells what parts the fields. */
static int feed(reading *r, const char *bytes, size_t length, qn_error *err)
{
	int rc = QN_OK;
	if (!r->csv && length) {
		qn_csv_taker taker = { .each = take_row, .plain = r->mapping ? NULL : take_plain, .context = r, .delimiter = qn_csv_delimiter(bytes, length) };
		r->i->report->delimiter = taker.delimiter;
		rc = qn_csv_open(r->i->name, taker, &r->csv, err);
	}
	return rc == QN_OK && r->csv ? qn_csv_feed(r->csv, bytes, length, err) : rc;
}

void qn_import_report_free(qn_import_report *report)
{
	qn_buffer_free(&report->errors);
	qn_buffer_free(&report->understood);
	qn_buffer_free(&report->notes[0]);
	qn_buffer_free(&report->notes[1]);
	qn_arena_free(&report->arena);
	*report = (qn_import_report){ 0 };
}

static void note_file(qn_importing *i, const qn_blocks *blocks)
{
	i->report->encoding = qn_blocks_encoding(blocks);
	i->import.content = qn_blocks_digest(blocks);
}

/* What was read, unless the mapping file let none of it in. */
static int put(reading *r, qn_error *err)
{
	qn_import_report *report = r->i->report;
	report->passed = r->mapping ? qn_mapping_passed(r->mapping) : 0;
	if (report->passed && report->rows == 0 && report->error_count == 0)
		return qn_fail_both(err, QN_EINPUT, "%s:映射文件略过了全部 %llu 行:请对照这些行核对其中的 where(筛选)", "%s: the mapping file passes over all rows, %llu of them: compare its lines of where with what stands there",
			r->i->name, (unsigned long long)report->passed);
	return qn_shaping_put(r->shaping, err);
}

/* Whether the bytes are text at all is said before what is wrong with the text: the first fault waits for the end, unless that
 * is far. */
static int read_text(reading *r, qn_error *err)
{
	const char *bytes;
	size_t length, waited = 0;
	int told, rc = begin(r, err);
	if (rc < 0)
		return rc;
	while (waited < PATIENCE && (told = qn_blocks_next(r->blocks, &bytes, &length, err)) != 0) {
		if (told < 0)
			return told;
		if (told == QN_ANEW)
			rc = begin(r, err), waited = 0;
		else if (rc == QN_OK)
			rc = feed(r, bytes, length, err);
		else
			waited += length;
	}
	r->whole = waited < PATIENCE;
	if (rc == QN_OK && r->csv)
		rc = qn_csv_end(r->csv, err);
	if (rc == QN_OK && r->csv)
		ask_about_end(r);
	note_file(r->i, r->blocks);
	return rc;
}

static int import_text(reading *r, qn_error *err)
{
	int rc = read_text(r, err);
	return rc < 0 ? rc : put(r, err);
}

/* A workbook: rows come from its sheet, and what is not text has no encoding. */

typedef struct { bool workbook; const qn_both *stranger; } nature;

static nature look(const reading *r)
{
	char head[QN_HEAD_OF_FILE];
	ssize_t got = pread(qn_blocks_file(r->blocks), head, sizeof head, 0);
	return got > 0 ? (nature){ qn_xlsx_is(head, (size_t)got), qn_stranger(head, (size_t)got) } : (nature){ 0 };
}

static int refuse_stranger(const reading *r, const qn_both *is, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:%s,不能读取:请另存为“CSV UTF-8”或 .xlsx", "%s: %s, which is not read: save it as CSV UTF-8 or .xlsx",
		r->i->name, qn_import_word(r->i, *is));
}

static void take_sheet(void *context, const char *sheet)
{
	reading *r = context;
	snprintf(r->i->report->sheet, sizeof r->i->report->sheet, "%s", sheet);
	r->i->report->sheet[qn_utf8_valid(r->i->report->sheet, strlen(r->i->report->sheet))] = 0;
	qn_import_hear(r->i, 1, r->i->report->sheet);
	qn_shaping_sheet(r->shaping, r->i->report->sheet);
}

static void take_note(void *context, const char *english, const char *chinese)
{
	reading *r = context;
	qn_buffer_printf(&r->i->report->notes[0], "%s\n", english);
	qn_buffer_printf(&r->i->report->notes[1], "%s\n", chinese);
}

/* What was asked for and is not about this file. */
static void note_unheeded(reading *r, bool workbook)
{
	const qn_import_options *options = r->i->options;
	if (options->sheet && !workbook)
		take_note(r, "--sheet is about workbooks, and this is a text: passed over", "--sheet 只用于工作簿,这是文本:未用");
	if (options->known_on >= qn_date_of(2101, 1, 1))
		take_note(r, "--known-on is a day after 2100: what is known before it will not be adopted in its place; is that the day?", "--known-on 晚于 2100 年:此前获知的数都不会被采用,是这一天吗?");
	if (options->period && !r->i->period_heeded)
		take_note(r, "--period is about a table that does not say its period: passed over", "--period 只用于没有写明时期的表:未用");
}

/* A cell of the column that decides which rows are read decides it of its first row alone. */
static void take_merged(void *context, const qn_merged *cells)
{
	reading *r = context;
	bool below = r->i->header_last && cells->row > r->i->header_last && cells->last_row > cells->row;
	if (below && r->mapping && qn_mapping_filters(r->mapping, cells->column - 1))
		qn_import_merged(r->i, cells);
	else
		qn_shaping_merged(r->shaping, cells);
}

static void take_printed(void *context, const char *words) { qn_shaping_printed(((reading *)context)->shaping, words); }

static int import_workbook(reading *r, qn_error *err)
{
	qn_xlsx_taker taker = { .sheet = r->i->options->sheet, .each = take_row, .found = take_sheet, .note = take_note, .merged = take_merged, .printed = take_printed, .context = r };
	int rc = begin(r, err);
	if (rc == QN_OK)
		rc = qn_blocks_fingerprint(r->blocks, &r->i->import.content, err);
	r->whole = rc == QN_OK;
	if (rc == QN_OK)
		rc = qn_xlsx_read(qn_blocks_file(r->blocks), r->i->name, &taker, err);
	r->i->report->encoding = "XLSX";
	return rc < 0 ? rc : put(r, err);
}

/* The rows once more, as they came, for the file of those that were refused. */

static int changed(const reading *r, qn_error *err)
{
	return qn_fail_both(err, QN_EIO, "%s:读取时文件变了,退回的行没有写成:等写它的程序结束,再导入一次", "%s: it changed while it was read, and the rows that were refused are not written: import it again when nobody writes to it",
		r->i->name);
}

static bool is_as_it_was(const reading *r, qn_sha256 now) { return !r->whole || !memcmp(&now, &r->i->import.content, sizeof now); }

static int reread_text(reading *r, qn_error *err)
{
	qn_csv_taker taker = { .each = qn_rejects_row, .context = r->i->rejects, .delimiter = r->i->report->delimiter };
	const char *bytes;
	size_t length;
	qn_csv *csv;
	int told = 0, rc = qn_blocks_rewind(r->blocks, err);
	if (rc < 0 || (rc = qn_csv_open(r->i->name, taker, &csv, err)) < 0)
		return rc;
	while (rc == QN_OK && (told = qn_blocks_next(r->blocks, &bytes, &length, err)) == 1)
		rc = qn_csv_feed(csv, bytes, length, err);
	if (rc == QN_OK)
		rc = told < 0 ? told : told == QN_ANEW || !is_as_it_was(r, qn_blocks_digest(r->blocks)) ? changed(r, err) : qn_csv_end(csv, err);
	qn_csv_free(csv);
	return rc;
}

static int reread_workbook(reading *r, qn_error *err)
{
	qn_xlsx_taker taker = { .sheet = r->i->options->sheet, .each = qn_rejects_row, .context = r->i->rejects };
	qn_sha256 now;
	int rc = qn_xlsx_read(qn_blocks_file(r->blocks), r->i->name, &taker, err);
	if (rc < 0 || (rc = qn_blocks_fingerprint(r->blocks, &now, err)) < 0)
		return rc;
	return is_as_it_was(r, now) ? rc : changed(r, err);
}

static int write_rejects(reading *r, bool workbook, qn_error *err)
{
	int rc = qn_rejects_open(r->i->rejects, qn_shaping_heard_sheet(r->shaping), r->i->options->chinese ? "原因" : "why", r->i->report->delimiter, err);
	if (rc < 0)
		return rc;
	rc = workbook ? reread_workbook(r, err) : reread_text(r, err);
	return rc < 0 ? rc : qn_rejects_close(r->i->rejects, err);
}

static int import_and_reject(reading *r, qn_error *err)
{
	nature is = look(r);
	bool workbook = is.workbook;
	qn_error refused = { 0 };
	if (is.stranger)
		return refuse_stranger(r, is.stranger, err);
	int rc = workbook ? import_workbook(r, &refused) : import_text(r, &refused);
	if (rc == QN_OK)
		note_unheeded(r, workbook);
	if (r->mapping && (rc == QN_OK || rc == QN_EINPUT))
		rc = qn_mapping_end(r->mapping, r->i, &refused) < 0 ? QN_EINPUT : rc;
	r->i->report->of_header = r->i->rejects && qn_rejects_of_header(r->i->rejects);
	if (rc == QN_EINPUT && r->i->rejects && r->i->report->error_count && !r->i->report->of_header) {
		int written = write_rejects(r, workbook, err);
		if (written < 0)
			return written;
	}
	if (rc < 0 && err)
		*err = refused;
	return rc;
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
		qn_fail_chinese(err, "%s", chinese.data ? chinese.data : "");
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
	if (options->map && ((rc = qn_mapping_open(options->map, &r.mapping, err)) < 0 || (rc = qn_mapping_factors(r.mapping, catalogue, &i.factor, err)) < 0
		|| (rc = qn_mapping_asides(r.mapping, catalogue, err)) < 0))
		goto out;
	i.mapping = r.mapping;
	i.period_given = r.mapping && qn_mapping_gives(r.mapping, QN_OF_PERIOD);
	if (options->rejects && (rc = qn_rejects_new(options->rejects, options->replace, &i.rejects, err)) < 0)
		goto out;
	rc = clean_words(import_and_reject(&r, err), err);
out:
	close_reading(&r);
	qn_mapping_free(r.mapping);
	qn_rejects_free(i.rejects);
	qn_blocks_free(r.blocks);
	qn_catalogue_free(catalogue);
	return rc;
}
