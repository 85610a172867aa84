/* SPDX-License-Identifier: Apache-2.0 */
/* entries.c - the key is the register with a zero, then numbers, big-endian; the rest for each field a byte of its column, one of its
 * type, and its value: a text with a zero, a number or a day as they are. */
#include "ingest/entries.h"
#include <endian.h>
#include <string.h>

typedef struct { uint32_t kind, subject, known_on, line; } numbers;
#define BEFORE_ALL 0x80000000u /* turns the sign of a day, so that those before 1970 come first */

static void write_field(const qn_field *field, unsigned char column, qn_buffer *to)
{
	const unsigned char head[] = { column, (unsigned char)field->type };
	qn_buffer_add(to, head, sizeof head);
	if (field->type == QN_FIELD_TEXT)
		qn_buffer_add(to, field->text, strlen(field->text) + 1);
	else if (field->type == QN_FIELD_NUMBER)
		qn_buffer_add(to, &field->number, sizeof field->number);
	else
		qn_buffer_add(to, &field->date, sizeof field->date);
}

void qn_entry_write(const qn_entry *entry, qn_buffer *key, qn_buffer *rest)
{
	numbers n = { htobe32(entry->kind), htobe32(entry->subject), htobe32((uint32_t)entry->known_on ^ BEFORE_ALL), htobe32(entry->line) };
	qn_buffer_add(key, entry->register_id, strlen(entry->register_id) + 1);
	qn_buffer_add(key, &n, sizeof n);
	for (uint32_t k = 0; k < entry->fields; k++)
		write_field(&entry->field[k], entry->column[k], rest);
}

static const char *read_field(const char *at, qn_field *out)
{
	*out = (qn_field){ .type = (unsigned char)at[1] };
	at += 2;
	if (out->type == QN_FIELD_TEXT) {
		out->text = at;
		return at + strlen(at) + 1;
	}
	if (out->type == QN_FIELD_NUMBER)
		return memcpy(&out->number, at, sizeof out->number), at + sizeof out->number;
	return memcpy(&out->date, at, sizeof out->date), at + sizeof out->date;
}

void qn_entry_read(const qn_sorted *from, qn_entry *out)
{
	numbers n;
	memcpy(&n, from->key + from->keyed - sizeof n, sizeof n);
	out->register_id = from->key;
	out->kind = be32toh(n.kind), out->subject = be32toh(n.subject), out->line = be32toh(n.line);
	out->known_on = (qn_date)(be32toh(n.known_on) ^ BEFORE_ALL);
	out->fields = 0;
	for (const char *at = from->rest; at < from->rest + from->length; out->fields++) {
		out->column[out->fields] = (unsigned char)*at;
		at = read_field(at, &out->field[out->fields]);
	}
}

int qn_entries_add(qn_sorter *entries, const qn_entry *entry, qn_error *err)
{
	qn_buffer key = { 0 }, rest = { 0 };
	qn_entry_write(entry, &key, &rest);
	int rc = key.failed || rest.failed ? qn_no_memory(err) : qn_sorter_add(entries, &(qn_sorted){ key.data, rest.data, key.length, rest.length }, err);
	qn_buffer_free(&key);
	qn_buffer_free(&rest);
	return rc;
}

int qn_entries_next(qn_sorter *entries, qn_entry *out, qn_error *err)
{
	qn_sorted next;
	int rc = qn_sorter_next(entries, &next, err);
	if (rc > 0)
		qn_entry_read(&next, out);
	return rc;
}
