/* SPDX-License-Identifier: Apache-2.0 */
/* bytes_text.c - fields as text and back. */
#include "plan/bytes_text.h"
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"

static const char digits[] = "0123456789abcdef";

static bool is_end(const qn_bytes *bytes, const unsigned char *at) { return at >= bytes->end || *at == ' ' || *at == '\n'; }

/* Steps over the blank before a field: false with a fault where there is none. */
static bool begin(qn_bytes *bytes)
{
	if (bytes->why)
		return false;
	if (bytes->at < bytes->end && *bytes->at == ' ') {
		bytes->at++;
		return true;
	}
	qn_bytes_refuse(bytes, "it ends too early");
	return false;
}

/* The field's letters up to the next blank; length 0 with a fault where there are none or too many. */
static const char *word(qn_bytes *bytes, char room[QN_NUMBER_SIZE])
{
	const unsigned char *from;
	room[0] = 0;
	if (!begin(bytes))
		return room;
	for (from = bytes->at; !is_end(bytes, bytes->at); bytes->at++)
		;
	if (bytes->at == from || bytes->at - from >= QN_NUMBER_SIZE) {
		qn_bytes_refuse(bytes, "a number is wanted");
		return room;
	}
	memcpy(room, from, (size_t)(bytes->at - from));
	room[bytes->at - from] = 0;
	return room;
}

static uint64_t read_whole(qn_bytes *bytes, const char *at, uint64_t most)
{
	uint64_t value = 0;
	if (bytes->why)
		return 0;
	if (!*at)
		qn_bytes_refuse(bytes, "a number is wanted");
	for (const char *digit = at; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || value > (most - (uint64_t)(*digit - '0')) / 10) {
			qn_bytes_refuse(bytes, "a number is out of its range");
			return 0;
		}
		value = 10 * value + (uint64_t)(*digit - '0');
	}
	return value;
}

uint64_t qn_text_whole(qn_bytes *bytes, uint64_t value, size_t size)
{
	char room[QN_NUMBER_SIZE];
	if (!bytes->out)
		return read_whole(bytes, word(bytes, room), size < 8 ? ((uint64_t)1 << 8 * size) - 1 : UINT64_MAX);
	qn_buffer_printf(bytes->out, " %llu", (unsigned long long)value);
	return value;
}

int32_t qn_text_i32(qn_bytes *bytes, int32_t value)
{
	char room[QN_NUMBER_SIZE];
	const char *at;
	if (bytes->out) {
		qn_buffer_printf(bytes->out, " %ld", (long)value);
		return value;
	}
	at = word(bytes, room);
	if (*at != '-')
		return (int32_t)read_whole(bytes, at, INT32_MAX);
	return (int32_t)-(int64_t)read_whole(bytes, at + 1, (uint64_t)INT32_MAX + 1);
}

double qn_text_double(qn_bytes *bytes, double value)
{
	char room[QN_NUMBER_SIZE];
	if (bytes->out) {
		qn_number_text(room, value);
		qn_buffer_text(bytes->out, " ");
		qn_buffer_text(bytes->out, *room ? room : "-");
		return value;
	}
	word(bytes, room);
	if (!bytes->why && strcmp(room, "-") != 0 && !qn_number_read(room, strlen(room), &value))
		qn_bytes_refuse(bytes, "a number is wanted");
	return bytes->why || strcmp(room, "-") == 0 ? QN_MISSING : value;
}

static int digit_of(unsigned char letter)
{
	const char *at = letter ? strchr(digits, letter) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* Two digits, or -1. */
static int byte_at(const qn_bytes *bytes, const unsigned char *at)
{
	if (bytes->end - at < 2 || digit_of(at[0]) < 0 || digit_of(at[1]) < 0)
		return -1;
	return digit_of(at[0]) << 4 | digit_of(at[1]);
}

void qn_text_raw(qn_bytes *bytes, unsigned char *value, size_t length)
{
	if (bytes->out) {
		qn_buffer_text(bytes->out, " ");
		for (size_t i = 0; i < length; i++)
			qn_buffer_add(bytes->out, (char[]){ digits[value[i] >> 4], digits[value[i] & 15] }, 2);
		return;
	}
	bool good = begin(bytes);
	for (size_t i = 0; i < length; i++, bytes->at += good ? 2 : 0) {
		int byte = good ? byte_at(bytes, bytes->at) : 0;
		good = good && byte >= 0;
		value[i] = (unsigned char)(good ? byte : 0);
	}
	if (!good || !is_end(bytes, bytes->at))
		qn_bytes_refuse(bytes, "bytes are wanted, two digits each");
}

/* Quoted runs. */

static void quote(qn_buffer *out, const char *run, size_t length)
{
	qn_buffer_text(out, " \"");
	for (size_t at = 0, valid = 0; at < length;) {
		size_t plain = at;
		if (at >= valid)
			valid = at + qn_utf8_valid(run + at, length - at);
		while (plain < valid && (unsigned char)run[plain] >= 0x20 && run[plain] != '"' && run[plain] != '\\' && run[plain] != 0x7F)
			plain++;
		qn_buffer_add(out, run + at, plain - at);
		at = plain;
		if (at == length)
			break;
		unsigned char letter = (unsigned char)run[at++];
		if (letter == '"' || letter == '\\')
			qn_buffer_printf(out, "\\%c", letter);
		else if (letter == '\n' || letter == '\t')
			qn_buffer_text(out, letter == '\n' ? "\\n" : "\\t");
		else
			qn_buffer_printf(out, "\\x%02x", letter);
	}
	qn_buffer_text(out, "\"");
}

/* What stands behind a backslash, or -1; *at is stepped over it. */
static int escaped(const qn_bytes *bytes, const unsigned char **at)
{
	unsigned char letter = *at < bytes->end ? *(*at)++ : 0;
	int byte;
	if (letter == '"' || letter == '\\')
		return letter;
	if (letter == 'n' || letter == 't')
		return letter == 'n' ? '\n' : '\t';
	if (letter != 'x' || (byte = byte_at(bytes, *at)) < 0)
		return -1;
	*at += 2;
	return byte;
}

/* The run behind the opening quote, in the arena; NULL with a fault. */
static char *unquote(qn_bytes *bytes, size_t *length)
{
	const unsigned char *at = bytes->at, *close = at;
	char *room;
	while (close < bytes->end && *close != '"' && *close != '\n')
		close += 1 + (*close == '\\' && close + 1 < bytes->end);
	if (close >= bytes->end || *close != '"') {
		qn_bytes_refuse(bytes, "a quote is not closed");
		return NULL;
	}
	if (!(room = qn_arena_alloc(bytes->arena, (size_t)(close - at) + 1))) {
		qn_bytes_refuse(bytes, qn_bytes_no_memory);
		return NULL;
	}
	for (*length = 0; at < close; ++*length) {
		int byte = *at == '\\' ? (at++, escaped(bytes, &at)) : *at++;
		if (byte < 0) {
			qn_bytes_refuse(bytes, "a backslash with nothing known behind it");
			return NULL;
		}
		room[*length] = (char)byte;
	}
	room[*length] = 0;
	bytes->at = close + 1;
	return room;
}

void qn_bytes_quoted(qn_bytes *bytes, const char **run, size_t *length)
{
	if (bytes->out) {
		quote(bytes->out, *run, *length);
		return;
	}
	*run = NULL;
	*length = 0;
	if (!begin(bytes))
		return;
	if (bytes->at < bytes->end && *bytes->at == '"')
		bytes->at++, *run = unquote(bytes, length);
	else
		qn_bytes_refuse(bytes, "a quote is wanted");
}

void qn_text_text(qn_bytes *bytes, const char **text)
{
	size_t length = bytes->out && *text ? strlen(*text) : 0;
	if (bytes->out && !*text) {
		qn_buffer_text(bytes->out, " -");
		return;
	}
	if (!bytes->out && bytes->end - bytes->at >= 2 && bytes->at[0] == ' ' && bytes->at[1] == '-' && !bytes->why) {
		bytes->at += 2;
		*text = NULL;
		return;
	}
	qn_bytes_quoted(bytes, text, &length);
	if (!bytes->out && *text && strlen(*text) != length) {
		qn_bytes_refuse(bytes, "a text holds control characters");
		*text = NULL;
	}
}
