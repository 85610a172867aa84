/* SPDX-License-Identifier: Apache-2.0 */
/* retold.c - the records of the file's subjects, those of the store among them, sorted by what tells them apart, their day and their
 * arrival: each stands behind the one whose place it takes. */
#include "ingest/retold.h"
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include "base/digest.h"
#include "ingest/sorter.h"

typedef struct { uint32_t kind, subject; } who;
typedef struct { uint32_t known_on, arrival[2]; } turn;   /* big-endian, the last bytes of a key */
typedef struct { bool kept; qn_sha256 said; } version;    /* kept: by the store, before the file came */

struct qn_retold {
	qn_importing *i;
	const qn_register *of;
	qn_sorter *versions;
	uint32_t kind, subject;   /* whose records of the store are among them */
	bool any, asked;          /* any: it has some; asked: the first subject has come */
	uint64_t arrivals;
	uint32_t import;          /* that was looked up last, and its day */
	qn_date known_on;
	qn_buffer name, said;     /* scratch; while counting, name is whose versions these are */
	qn_put_count open;        /* of them, until it is known what stands behind */
	qn_error *err;
};

qn_retold *qn_retold_new(qn_importing *i, const qn_register *of)
{
	qn_retold *r = calloc(1, sizeof *r);
	if (!r)
		return NULL;
	*r = (qn_retold){ .i = i, .of = of, .versions = qn_sorter_new(QN_SORTER_BOUND) };
	if (r->versions)
		return r;
	qn_retold_free(r);
	return NULL;
}

void qn_retold_free(qn_retold *r)
{
	if (!r)
		return;
	qn_sorter_free(r->versions);
	qn_buffer_free(&r->name), qn_buffer_free(&r->said);
	free(r);
}

enum { SAYS_NOTHING = 0xff };

/* Its type and what it says, so that none is the beginning of another. field: NULL if the record has none. */
static void write_field(qn_buffer *out, const qn_field *field)
{
	const unsigned char type = field ? (unsigned char)field->type : SAYS_NOTHING;
	qn_buffer_add(out, &type, sizeof type);
	if (field && field->type == QN_FIELD_TEXT)
		qn_buffer_add(out, field->text, strlen(field->text) + 1);
	else if (field && field->type == QN_FIELD_NUMBER)
		qn_buffer_add(out, &field->number, sizeof field->number);
	else if (field)
		qn_buffer_add(out, &field->date, sizeof field->date);
}

/* What tells it apart. False if it lacks some of it, as one may that came under other rules. */
static bool write_name(const qn_register *of, const qn_record *record, qn_buffer *out)
{
	const who about = { htobe32(record->kind), htobe32(record->subject) };
	bool any = false;
	out->length = 0;
	qn_buffer_add(out, &about, sizeof about);
	for (uint32_t f = 0; f < of->fields; f++) {
		const qn_field *field = of->field[f].tells ? qn_record_field(record, of->field[f].id) : NULL;
		if (of->field[f].tells && !field)
			return false;
		if (field)
			write_field(out, field), any = true;
	}
	return any;
}

/* What it says in the register's fields, whoever says it. */
static void write_said(const qn_register *of, const qn_record *record, qn_buffer *out)
{
	out->length = 0;
	for (uint32_t f = 0; f < of->fields; f++)
		write_field(out, qn_record_field(record, of->field[f].id));
}

/* Days before 1970 come first. */
static turn turn_of(qn_date known_on, uint64_t arrival)
{
	return (turn){ htobe32((uint32_t)known_on ^ 0x80000000u), { htobe32((uint32_t)(arrival >> 32)), htobe32((uint32_t)arrival) } };
}

static int add(qn_retold *r, const qn_record *record, qn_date known_on, bool kept, qn_error *err)
{
	const turn at = turn_of(known_on, r->arrivals++);
	version of;
	write_said(r->of, record, &r->said);
	qn_buffer_add(&r->name, &at, sizeof at);
	if (r->name.failed || r->said.failed)
		return qn_no_memory(err);
	memset(&of, 0, sizeof of);
	of.kept = kept, of.said = qn_sha256_of(r->said.data, r->said.length);
	return qn_sorter_add(r->versions, &(qn_sorted){ r->name.data, (const char *)&of, r->name.length, sizeof of }, err);
}

static int add_kept(void *context, const qn_record *record)
{
	qn_retold *r = context;
	qn_import import = { 0 };
	int rc = QN_OK;
	r->any = true;
	if (record->origin.import != r->import) {
		rc = qn_import_get(r->i->snapshot, record->origin.import, &import, r->err);
		r->import = record->origin.import, r->known_on = import.known_on;
	}
	return rc < 0 || !write_name(r->of, record, &r->name) ? rc : add(r, record, r->import ? r->known_on : (qn_date){ 0 }, true, r->err);
}

/* Of a subject that comes for the first time all are new, unless one file tells of several days. */
int qn_retold_add(qn_retold *r, const qn_record *record, qn_date known_on, qn_error *err)
{
	int rc = QN_OK;
	if (!r->asked || r->kind != record->kind || r->subject != record->subject) {
		r->asked = true, r->any = false, r->err = err;
		r->kind = record->kind, r->subject = record->subject;
		rc = qn_record_each_of(r->i->snapshot, r->of->id, r->kind, r->subject, add_kept, r, err);
	}
	if (rc < 0)
		return rc;
	if ((r->any || r->i->report->imports > 1) && write_name(r->of, record, &r->name))
		return add(r, record, known_on, false, err);
	r->i->report->cells.added++;
	return QN_OK;
}

static void close_name(qn_retold *r)
{
	qn_put_count *to = &r->i->report->cells;
	to->added += r->open.added, to->replaced += r->open.replaced, to->unchanged += r->open.unchanged;
	r->open = (qn_put_count){ 0 };
}

/* What the store has of a later day stays. */
static void stand_behind(qn_retold *r)
{
	r->i->report->cells.not_adopted += r->open.added + r->open.replaced + r->open.unchanged;
	r->open = (qn_put_count){ 0 };
}

int qn_retold_count(qn_retold *r, qn_error *err)
{
	version before = { 0 }, now;
	qn_sorted next;
	int rc;
	r->name.length = 0;
	while ((rc = qn_sorter_next(r->versions, &next, err)) > 0) {
		size_t named = next.keyed - sizeof(turn);
		bool first = r->name.length != named || memcmp(r->name.data, next.key, named);
		memcpy(&now, next.rest, sizeof now);
		if (first) {
			close_name(r);
			r->name.length = 0;
			qn_buffer_add(&r->name, next.key, named);
		}
		if (r->name.failed)
			return qn_no_memory(err);
		if (now.kept)
			stand_behind(r);
		else if (first)
			r->open.added++;
		else if (memcmp(&before.said, &now.said, sizeof now.said))
			r->open.replaced++;
		else
			r->open.unchanged++;
		before = now;
	}
	close_name(r);
	return rc;
}
