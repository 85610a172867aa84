/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.c - fields to bytes and back. */
#include <endian.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "plan/bytes.h"
#include "plan/bytes_text.h"

const char qn_bytes_no_memory[] = "there is no memory for it";

#define ABSENT UINT32_MAX /* the length of a text that is not there */

void qn_bytes_refuse(qn_bytes *bytes, const char *why)
{
	if (!bytes->why)
		bytes->why = why;
}

static const unsigned char *take(qn_bytes *bytes, size_t length)
{
	const unsigned char *from = bytes->at;
	if (!bytes->why && (size_t)(bytes->end - bytes->at) < length)
		qn_bytes_refuse(bytes, "it ends too early");
	if (bytes->why)
		return NULL;
	bytes->at += length;
	return from;
}

static inline uint64_t whole(qn_bytes *bytes, uint64_t value, size_t size)
{
	const unsigned char *from;
	uint64_t raw = htole64(value);
	if (__builtin_expect(bytes->text, 0))
		return qn_text_whole(bytes, value, size);
	if (bytes->out) {
		qn_buffer_add(bytes->out, &raw, size);
		return value;
	}
	if (!(from = take(bytes, size)))
		return 0;
	raw = 0;
	memcpy(&raw, from, size);
	return le64toh(raw);
}

void qn_bytes_u8(qn_bytes *bytes, uint8_t *value) { *value = (uint8_t)whole(bytes, *value, 1); }
void qn_bytes_u16(qn_bytes *bytes, uint16_t *value) { *value = (uint16_t)whole(bytes, *value, 2); }
void qn_bytes_u32(qn_bytes *bytes, uint32_t *value) { *value = (uint32_t)whole(bytes, *value, 4); }
void qn_bytes_u64(qn_bytes *bytes, uint64_t *value) { *value = whole(bytes, *value, 8); }

void qn_bytes_i32(qn_bytes *bytes, int32_t *value)
{
	*value = bytes->text ? qn_text_i32(bytes, *value) : (int32_t)(uint32_t)whole(bytes, (uint32_t)*value, 4);
}

void qn_bytes_raw(qn_bytes *bytes, unsigned char *value, size_t length)
{
	const unsigned char *from;
	if (bytes->text)
		qn_text_raw(bytes, value, length);
	else if (bytes->out)
		qn_buffer_add(bytes->out, value, length);
	else if ((from = take(bytes, length)))
		memcpy(value, from, length);
	else
		memset(value, 0, length);
}

void qn_bytes_double(qn_bytes *bytes, double *value)
{
	uint64_t bits;
	memcpy(&bits, value, sizeof bits);
	if (bytes->text)
		*value = qn_text_double(bytes, *value);
	else
		bits = whole(bytes, bits, 8), memcpy(value, &bits, sizeof bits);
	if (isinf(*value)) {
		qn_bytes_refuse(bytes, "a number is infinite");
		*value = 0;
	}
	if (qn_is_missing(*value))
		*value = QN_MISSING; /* the one pattern */
}

void qn_bytes_run(qn_bytes *bytes, const unsigned char **run, uint32_t *length)
{
	qn_bytes_u32(bytes, length);
	if (bytes->out) {
		qn_buffer_add(bytes->out, *run, *length);
		return;
	}
	const unsigned char *from = take(bytes, *length);
	unsigned char *copy = from ? qn_arena_room(bytes->arena, (size_t)*length + 1, 1) : NULL;
	if (copy)
		memcpy(copy, from, *length);
	else
		qn_bytes_refuse(bytes, qn_bytes_no_memory);
	*length = copy ? *length : 0;
	*run = copy;
}

void qn_bytes_index(qn_bytes *bytes, uint32_t *value, uint32_t below)
{
	qn_bytes_u32(bytes, value);
	if (*value < below)
		return;
	qn_bytes_refuse(bytes, "an index leads nowhere");
	*value = 0;
}

void qn_bytes_bool(qn_bytes *bytes, bool *value)
{
	uint8_t byte = *value;
	qn_bytes_u8(bytes, &byte);
	if (byte > 1)
		qn_bytes_refuse(bytes, "a truth value is neither 0 nor 1");
	*value = byte == 1;
}

/* Of valid UTF-8: C0, DEL, C1 (C2 80…9F) and the bidi overrides U+202A…E and U+2066…9 turn what is shown into something
 * else than what is there. */
static bool is_control(const unsigned char *text, const unsigned char *end, bool prose)
{
	if (*text < 0x20)
		return !(prose && (*text == '\n' || *text == '\t'));
	if (*text == 0x7F)
		return true;
	if (*text == 0xC2)
		return end - text > 1 && text[1] < 0xA0;
	if (*text != 0xE2 || end - text < 3)
		return false;
	return (text[1] == 0x80 && text[2] >= 0xAA && text[2] <= 0xAE) || (text[1] == 0x81 && text[2] >= 0xA6 && text[2] <= 0xA9);
}

/* Eight bytes of printable ASCII: in none of them the top bit, nothing below 0x20, no 0x7F. */
static bool is_printable(const unsigned char *text)
{
	const uint64_t each = 0x0101010101010101u;
	uint64_t word;
	memcpy(&word, text, sizeof word);
	return ((word | (word - 0x20 * each) | (word + each)) & 0x80 * each) == 0;
}

/* How many bytes at the start are fine at a glance: printable ASCII, and what three bytes make from U+3000 on, where there
 * are no controls (ED would reach the surrogates). Nearly every text is all of this. */
static size_t plain_length(const unsigned char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		if (length - at >= 8 && is_printable(text + at))
			at += 8;
		else if (text[at] >= 0x20 && text[at] < 0x7F)
			at++;
		else if (text[at] >= 0xE3 && text[at] < 0xF0 && text[at] != 0xED && length - at > 2 && text[at + 1] >> 6 == 2 && text[at + 2] >> 6 == 2)
			at += 3;
		else
			break;
	}
	return at;
}

static void check_text(qn_bytes *bytes, const unsigned char *text, size_t length, bool prose)
{
	size_t plain = plain_length(text, length);
	text += plain, length -= plain;
	if (qn_utf8_valid((const char *)text, length) != length)
		qn_bytes_refuse(bytes, "a text is not UTF-8");
	for (size_t i = 0; i < length && !bytes->why; i++)
		if (is_control(text + i, text + length, prose))
			qn_bytes_refuse(bytes, "a text holds control characters");
}

bool qn_bytes_may_hold(const char *text, bool prose)
{
	qn_bytes bytes = { 0 };
	if (text)
		check_text(&bytes, (const unsigned char *)text, strlen(text), prose);
	return !bytes.why;
}

static void read_text(qn_bytes *bytes, const char **text, bool prose)
{
	const unsigned char *from;
	uint32_t length = 0;
	*text = NULL;
	qn_bytes_u32(bytes, &length);
	if (bytes->why || length == ABSENT || !(from = take(bytes, length)))
		return;
	check_text(bytes, from, length, prose);
	if (!bytes->why && !(*text = qn_arena_copy(bytes->arena, (const char *)from, length)))
		qn_bytes_refuse(bytes, qn_bytes_no_memory);
}

static void text_of(qn_bytes *bytes, const char **text, bool prose)
{
	uint32_t length;
	if (bytes->text) {
		qn_text_text(bytes, text);
		if (!bytes->out && *text)
			check_text(bytes, (const unsigned char *)*text, strlen(*text), prose);
		return;
	}
	if (!bytes->out) {
		read_text(bytes, text, prose);
		return;
	}
	length = *text ? (uint32_t)strlen(*text) : ABSENT;
	qn_bytes_u32(bytes, &length);
	if (*text)
		qn_buffer_add(bytes->out, *text, length);
}

void qn_bytes_line(qn_bytes *bytes, const char **text) { text_of(bytes, text, false); }
void qn_bytes_prose(qn_bytes *bytes, const char **text) { text_of(bytes, text, true); }

void qn_bytes_name(qn_bytes *bytes, const char **text)
{
	text_of(bytes, text, false);
	if (*text && **text)
		return;
	qn_bytes_refuse(bytes, "a name is empty");
	*text = "";
}

static void make_room(qn_bytes *bytes, void **array, uint32_t *count, size_t size, size_t least)
{
	size_t room = 8;
	*array = NULL;
	least = bytes->text ? 1 : least;
	if (*count > (size_t)(bytes->end - bytes->at) / least) {
		qn_bytes_refuse(bytes, "it ends too early");
		*count = 0;
	}
	if (*count == 0)
		return;
	while (room < *count)
		room *= 2;
	if ((*array = qn_arena_room(bytes->arena, room, size))) {
		memset(*array, 0, *count * size);
		return;
	}
	qn_bytes_refuse(bytes, qn_bytes_no_memory);
	*count = 0;
}

void qn_bytes_array(qn_bytes *bytes, void **array, uint32_t *count, size_t size, size_t least, void (*visit)(qn_bytes *bytes, void *item))
{
	qn_bytes_u32(bytes, count);
	if (!bytes->out)
		make_room(bytes, array, count, size, least);
	for (uint32_t i = 0; i < *count; i++)
		visit(bytes, (char *)*array + i * size);
}
