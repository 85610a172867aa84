/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.c - what qunce-files reads, taken as input from outside: every length is checked, every text is UTF-8. */
#include "ingest/xlsx.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "files/spawn.h"

enum { MOST_FIELDS = 4096, WORDS = 1600 };

bool qn_xlsx_is(const char *bytes, size_t length)
{
	return length >= 4 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4) || !memcmp(bytes, "\xD0\xCF\x11\xE0", 4));
}

typedef struct { const qn_xlsx_taker *taker; const char *name; qn_csv_field field[MOST_FIELDS]; } reading;

static int fail_garbled(const reading *r, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:读回的行混乱:文件已损坏或有恶意", "%s: the rows came back garbled: the file is damaged, or hostile", r->name);
}

static bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

/* As in a CSV: blanks around a text do not count, nor do the ends of lines that other programs leave there. */
static qn_csv_field trimmed(const char *text, size_t length)
{
	while (length && is_blank(*text))
		text++, length--;
	while (length && is_blank(text[length - 1]))
		length--;
	return (qn_csv_field){ text, length, NULL };
}

/* A zero ends each text; where blanks are cut off behind it, it is put before them. */
static bool take_field(qn_csv_field *out, char **at, const char *end)
{
	if (end - *at < 5)
		return false;
	size_t length = qn_frame_get(*at);
	char *text = *at + 4;
	if (length > (size_t)(end - text) - 1 || text[length] || (length && qn_utf8_valid(text, length) != length))
		return false;
	size_t first = strlen(text);
	const char *beside = first < length ? text + first + 1 : NULL;
	if (beside && (!*beside || !strchr("=^", *beside) || strlen(beside) != length - first - 1))
		return false;
	*out = trimmed(text, first);
	text[(out->text - text) + (ptrdiff_t)out->length] = 0;
	out->beside = beside;
	*at = text + length + 1;
	return true;
}

static int take_row(reading *r, const qn_frame *frame, qn_error *err)
{
	char *at = (char *)frame->bytes + 4; /* ours until the next frame */
	const char *end = frame->bytes + frame->length;
	qn_csv_row row = { .field = r->field };
	if (frame->length < 4)
		return fail_garbled(r, err);
	row.line = qn_frame_get(frame->bytes);
	for (; at < end; row.fields++)
		if (row.fields == MOST_FIELDS || !take_field(&r->field[row.fields], &at, end))
			return fail_garbled(r, err);
	while (row.fields && r->field[row.fields - 1].length == 0)
		row.fields--;
	return row.fields ? r->taker->each(r->taker->context, &row, err) : QN_OK;
}

/* Text of someone else's: made harmless to a terminal. */
static bool clean(qn_buffer *out, const char *text, size_t length)
{
	qn_text_clean(out, text, length < WORDS ? length : WORDS);
	return out->data && !out->failed;
}

static int take_note(const reading *r, const qn_frame *frame, qn_error *err)
{
	const char *chinese = memchr(frame->bytes, 0, frame->length);
	qn_buffer words[2] = { { 0 } };
	if (!r->taker->note || !chinese)
		return QN_OK;
	if (clean(&words[0], frame->bytes, (size_t)(chinese - frame->bytes)) && clean(&words[1], chinese + 1, (size_t)(frame->bytes + frame->length - chinese - 1)))
		r->taker->note(r->taker->context, words[0].data, words[1].data);
	bool failed = words[0].failed || words[1].failed;
	qn_buffer_free(&words[0]);
	qn_buffer_free(&words[1]);
	return failed ? qn_no_memory(err) : QN_OK;
}

static int take_words(const reading *r, const qn_frame *frame, void (*take)(void *context, const char *words), qn_error *err)
{
	qn_buffer words = { 0 };
	if (take && clean(&words, frame->bytes, frame->length))
		take(r->taker->context, words.data);
	bool failed = words.failed;
	qn_buffer_free(&words);
	return failed ? qn_no_memory(err) : QN_OK;
}

static int take_merged(const reading *r, const qn_frame *frame, qn_error *err)
{
	if (frame->length != 16)
		return fail_garbled(r, err);
	const char *at = frame->bytes;
	if (r->taker->merged)
		r->taker->merged(r->taker->context, &(qn_merged){ qn_frame_get(at), qn_frame_get(at + 4), qn_frame_get(at + 8), qn_frame_get(at + 12) });
	return QN_OK;
}

static int take_frames(reading *r, qn_files *files, qn_error *err)
{
	qn_frame frame;
	int rc;
	while ((rc = qn_files_next(files, &frame, err)) == 1) {
		if (frame.kind == QN_FRAME_ROW)
			rc = take_row(r, &frame, err);
		else if (frame.kind == QN_FRAME_NOTE)
			rc = take_note(r, &frame, err);
		else if (frame.kind == QN_FRAME_SHEET)
			rc = take_words(r, &frame, r->taker->found, err);
		else if (frame.kind == QN_FRAME_PRINTED)
			rc = take_words(r, &frame, r->taker->printed, err);
		else if (frame.kind == QN_FRAME_MERGED)
			rc = take_merged(r, &frame, err);
		else
			rc = fail_garbled(r, err);
		if (rc != QN_OK)
			return rc;
	}
	return rc;
}

int qn_xlsx_read(int file, const char *name, const qn_xlsx_taker *taker, qn_error *err)
{
	qn_files_task task = { .verb = "read", .format = "xlsx", .argument = taker->sheet, .file = file, .about = name };
	reading *r = NULL;
	qn_files *files = NULL;
	int rc = qn_files_start(&task, &files, err);
	if (rc == QN_OK && !(r = calloc(1, sizeof *r)))
		rc = qn_no_memory(err);
	if (rc == QN_OK) {
		r->taker = taker, r->name = name;
		rc = take_frames(r, files, err);
	}
	free(r);
	qn_files_free(files);
	return rc;
}
