/* SPDX-License-Identifier: Apache-2.0 */
/* dump_key.c - the fields of keys as text and back. */
#include <string.h>
#include "store/dump.h"

typedef struct { qn_bytes *bytes; const qn_catalogue *words; qn_key *key; size_t at; } walking;

static void key_whole(walking *w, bool wide)
{
	uint32_t value = 0;
	uint16_t narrow;
	if (w->bytes->out) {
		value = wide ? qn_key_read_u32(w->key->byte + w->at) : qn_key_read_u16(w->key->byte + w->at);
		w->at += wide ? 4 : 2;
	}
	narrow = (uint16_t)value;
	if (wide)
		qn_bytes_u32(w->bytes, &value);
	else
		qn_bytes_u16(w->bytes, &narrow), value = narrow;
	if (!w->bytes->out)
		(wide ? qn_key_u32 : qn_key_u16)(w->key, value);
}

static void key_day(walking *w)
{
	qn_date day = w->bytes->out ? qn_key_read_date(w->key->byte + w->at) : 0;
	qn_bytes_i32(w->bytes, &day);
	w->at += 4;
	if (!w->bytes->out)
		qn_key_date(w->key, day);
}

static void key_run(walking *w, bool zero)
{
	const char *run = (const char *)w->key->byte + w->at;
	size_t length = w->bytes->out ? w->key->length - w->at : 0;
	if (w->bytes->out && zero)
		length = strnlen(run, length);
	qn_bytes_quoted(w->bytes, &run, &length);
	w->at += length + zero;
	if (w->bytes->out || !run)
		return;
	if (length + 16 > QN_KEY_SIZE)
		qn_bytes_refuse(w->bytes, "a key is too long");
	else
		qn_key_bytes(w->key, run, length + zero);
}

/* What number the text is, as an indicator, kind or period; -1: none. */
static long number_of(const walking *w, char field, const char *text)
{
	qn_period period;
	if (field == 'p')
		return qn_period_read(text, strlen(text), &period) ? (long)period : -1;
	if (!w->words)
		return -1;
	return field == 'i' ? qn_catalogue_indicator(w->words, text) : qn_catalogue_kind(w->words, text);
}

static const char *text_of(const walking *w, char field, uint32_t number, char room[24])
{
	if (field == 'i' && number < w->words->indicators)
		return w->words->indicator[number].id;
	if (field == 'k' && number < w->words->kinds)
		return w->words->kind[number].id;
	room[0] = 0;
	if (field == 'p')
		qn_period_text((qn_period)number, room);
	return room;
}

static void key_name(walking *w, char field)
{
	char room[24];
	const char *text = w->bytes->out ? text_of(w, field, qn_key_read_u16(w->key->byte + w->at), room) : NULL;
	long number;
	qn_bytes_name(w->bytes, &text);
	w->at += 2;
	if (w->bytes->out || w->bytes->why)
		return;
	if ((number = number_of(w, field, text)) < 0)
		qn_bytes_refuse(w->bytes, field == 'p' ? "a period is wanted" : "an indicator or a kind is not in the catalogue");
	else
		qn_key_u16(w->key, (uint32_t)number);
}

void qn_dump_key(qn_bytes *bytes, const char *fields, const qn_catalogue *words, qn_key *key)
{
	walking w = { bytes, words, key, 0 };
	for (; *fields && !bytes->why; fields++)
		if (*fields == 'd')
			key_day(&w);
		else if (*fields == 'z' || *fields == 'r')
			key_run(&w, *fields == 'z');
		else if (strchr("ikp", *fields))
			key_name(&w, *fields);
		else if (*fields != 'b')
			key_whole(&w, *fields == 'w');
		else if (bytes->out)
			w.at += 2;
		else
			qn_key_u16(key, UINT16_MAX);
}

bool qn_dump_key_fits(const char *fields, const MDB_val *key)
{
	size_t length = 0;
	bool rest = false;
	for (; *fields; fields++) {
		rest = rest || *fields == 'r';
		if (*fields == 'z')
			length += length < key->mv_size ? strnlen((const char *)key->mv_data + length, key->mv_size - length) + 1 : 1;
		else if (*fields != 'r')
			length += *fields == 'w' || *fields == 'd' ? 4 : 2;
	}
	return key->mv_size <= QN_KEY_SIZE && (rest ? key->mv_size >= length : key->mv_size == length);
}
