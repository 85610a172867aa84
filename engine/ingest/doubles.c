/* SPDX-License-Identifier: Apache-2.0 */
/* doubles.c - entries sorted by whom they are about, their day and what tells them apart: those that are one record stand beside each
 * other, the first line first. */
#include "ingest/doubles.h"
#include <endian.h>
#include <stdlib.h>
#include <string.h>

struct qn_doubles {
	qn_importing *i;
	const qn_held *held;
	qn_sorter *named;         /* by (kind, subject, day, name, line): an entry, its key in front */
	qn_sorter *told;          /* by line: what is to be told */
	qn_buffer key, rest;      /* scratch; while settling, key is whose record `first` is */
	qn_buffer first;          /* the first entry of a record, as it stands in `named` */
	qn_entry one, other;
};

typedef struct { uint32_t kind, subject, known_on; } who;
typedef struct { uint32_t line, before; bool same; } twice; /* line: big-endian, before its name in the key */

void qn_doubles_free(qn_doubles *d)
{
	if (!d)
		return;
	qn_sorter_free(d->named), qn_sorter_free(d->told);
	qn_buffer_free(&d->key), qn_buffer_free(&d->rest), qn_buffer_free(&d->first);
	free(d);
}

qn_doubles *qn_doubles_new(qn_importing *i, const qn_held *held)
{
	qn_doubles *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	*d = (qn_doubles){ .i = i, .held = held, .named = qn_sorter_new(QN_SORTER_BOUND), .told = qn_sorter_new(QN_SORTER_BOUND) };
	if (d->named && d->told)
		return d;
	qn_doubles_free(d);
	return NULL;
}

int qn_doubles_add(qn_doubles *d, const qn_buffer *name, const qn_entry *entry, qn_error *err)
{
	const who about = { htobe32(entry->kind), htobe32(entry->subject), (uint32_t)entry->known_on }; /* days in any order: they only must stand together */
	const uint32_t line = htobe32(entry->line);
	qn_buffer own = { 0 };
	uint32_t keyed;
	d->key.length = d->rest.length = 0;
	qn_buffer_add(&d->key, &about, sizeof about);
	qn_buffer_add(&d->key, name->data, name->length);
	qn_buffer_add(&d->key, &line, sizeof line);
	qn_entry_write(entry, &own, &d->rest);
	keyed = (uint32_t)own.length;
	qn_buffer_insert(&d->rest, 0, own.data, own.length);
	qn_buffer_insert(&d->rest, 0, &keyed, sizeof keyed);
	bool failed = own.failed || d->key.failed || d->rest.failed;
	qn_buffer_free(&own);
	return failed ? qn_no_memory(err) : qn_sorter_add(d->named, &(qn_sorted){ d->key.data, d->rest.data, d->key.length, d->rest.length }, err);
}

/* The entry within what stands in `named`. */
static qn_sorted entry_in(const char *rest, size_t length)
{
	uint32_t keyed;
	memcpy(&keyed, rest, sizeof keyed);
	return (qn_sorted){ rest + sizeof keyed, rest + sizeof keyed + keyed, keyed, length - sizeof keyed - keyed };
}

static size_t name_end(const qn_sorted *entry) { return entry->keyed - sizeof(uint32_t); }

static bool is_same_record(const qn_doubles *d, const qn_sorted *entry)
{
	return d->key.length == name_end(entry) && !memcmp(d->key.data, entry->key, name_end(entry));
}

static int keep_first(qn_doubles *d, const qn_sorted *entry, qn_sorter *entries, qn_error *err)
{
	const qn_sorted own = entry_in(entry->rest, entry->length);
	d->key.length = d->first.length = 0;
	qn_buffer_add(&d->key, entry->key, name_end(entry));
	qn_buffer_add(&d->first, entry->rest, entry->length);
	return d->key.failed || d->first.failed ? qn_no_memory(err) : qn_sorter_add(entries, &own, err);
}

static int note_again(qn_doubles *d, const qn_sorted *entry, qn_error *err)
{
	const qn_sorted first = entry_in(d->first.data, d->first.length), own = entry_in(entry->rest, entry->length);
	qn_entry_read(&first, &d->one);
	qn_entry_read(&own, &d->other);
	twice t;
	memset(&t, 0, sizeof t);
	t.line = htobe32(d->other.line), t.before = d->one.line, t.same = qn_held_same(d->held, &d->one, &d->other);
	return qn_sorter_add(d->told, &(qn_sorted){ (const char *)&t, entry->key + sizeof(who), sizeof t, name_end(entry) - sizeof(who) }, err);
}

/* Its parts with a blank between them. */
static int tell(qn_doubles *d, const qn_sorted *next, qn_error *err)
{
	qn_buffer name = { 0 };
	twice t;
	memcpy(&t, next->key, sizeof t);
	qn_buffer_add(&name, next->rest, next->length - 1);
	if (name.failed)
		return qn_no_memory(err);
	for (size_t k = 0; k < name.length; k++)
		name.data[k] = name.data[k] ? name.data[k] : ' ';
	if (t.same)
		qn_import_note(d->i, be32toh(t.line), 1, "与第 %u 行是同一条登记(%s):只计一次", "the same record as line %u (%s): it counts once", t.before, name.data);
	else {
		qn_import_bad(d->i, be32toh(t.line), 1, "与第 %u 行是同一条登记(%s),内容却不同:只留一条", "the same record as line %u (%s) with other contents: keep one of them", t.before, name.data);
		qn_import_contradicted(d->i, t.before, 1, "与第 %u 行是同一条登记", "the same record as line %u", be32toh(t.line));
	}
	qn_buffer_free(&name);
	return QN_OK;
}

int qn_doubles_settle(qn_doubles *d, qn_sorter *entries, qn_error *err)
{
	qn_sorted next;
	int rc;
	d->key.length = 0;
	while ((rc = qn_sorter_next(d->named, &next, err)) > 0) {
		rc = is_same_record(d, &next) ? note_again(d, &next, err) : keep_first(d, &next, entries, err);
		if (rc < 0)
			return rc;
	}
	while (rc == 0 && (rc = qn_sorter_next(d->told, &next, err)) > 0)
		rc = tell(d, &next, err);
	return rc;
}
