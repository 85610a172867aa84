/* SPDX-License-Identifier: Apache-2.0 */
/* packing.c - varints, bits, Rice's code. */
#include "store/packing.h"

void qn_pack_varint(qn_buffer *out, uint64_t value)
{
	unsigned char raw[10];
	size_t length = 0;
	do {
		raw[length++] = (unsigned char)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
		value >>= 7;
	} while (value);
	qn_buffer_add(out, raw, length);
}

uint64_t qn_unpack_varint(qn_unpacker *in)
{
	uint64_t value = 0;
	for (int shift = 0; shift < 64 && in->at < in->end; shift += 7) {
		unsigned char byte = *in->at++;
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return value;
	}
	in->bad = true;
	return 0;
}

unsigned char qn_unpack_byte(qn_unpacker *in)
{
	if (in->at < in->end)
		return *in->at++;
	in->bad = true;
	return 0;
}

const unsigned char *qn_unpack_bytes(qn_unpacker *in, size_t length)
{
	const unsigned char *from = in->at;
	if (in->bad || (size_t)(in->end - in->at) < length) {
		in->bad = true;
		return NULL;
	}
	in->at += length;
	return from;
}

static void flush(qn_bit_writer *to)
{
	qn_buffer_add(to->out, to->byte, to->length);
	to->length = 0;
}

void qn_bits_put(qn_bit_writer *to, uint64_t value, int bits)
{
	to->bits |= value << to->count;
	to->count += bits;
	uint64_t whole = htole64(to->bits);
	memcpy(to->byte + to->length, &whole, sizeof whole);
	to->length += (size_t)to->count / 8;
	to->bits >>= to->count & ~7;
	to->count &= 7;
	if (to->length > sizeof to->byte - sizeof whole)
		flush(to);
}

void qn_bits_end(qn_bit_writer *to)
{
	if (to->count)
		to->byte[to->length++] = (unsigned char)to->bits;
	flush(to);
	to->bits = 0, to->count = 0;
}

void qn_rice_put(qn_bit_writer *to, uint64_t value, int low)
{
	uint64_t high = value >> low;
	bool whole = high >= QN_RICE_MOST;
	qn_bits_put(to, ((uint64_t)1 << (whole ? QN_RICE_MOST : high)) - 1, whole ? QN_RICE_MOST : (int)high + 1);
	qn_bits_put(to, whole ? value : value & (((uint64_t)1 << low) - 1), whole ? QN_RICE_WHOLE : low);
}

/* What takes up to 56 bits goes as one, with all that moves in registers; from the first that does not, one by one. */
static size_t put_short(qn_bit_writer *to, const uint64_t *value, size_t count, int low)
{
	uint64_t bits = to->bits, whole, mask = ((uint64_t)1 << low) - 1, most = low <= 32 ? QN_RICE_MOST : 56 - (uint64_t)low;
	int have = to->count;
	size_t length = to->length, i;
	for (i = 0; i < count && value[i] >> low < most && length <= sizeof to->byte - 2 * sizeof whole; i++) {
		int high = (int)(value[i] >> low);
		bits |= ((((value[i] & mask) << 1 << high) | (((uint64_t)1 << high) - 1)) << have);
		have += high + 1 + low;
		whole = htole64(bits);
		memcpy(to->byte + length, &whole, sizeof whole);
		length += (size_t)have / 8;
		bits >>= have & ~7;
		have &= 7;
	}
	to->bits = bits, to->count = have, to->length = length;
	return i;
}

void qn_rice_put_all(qn_bit_writer *to, const uint64_t *value, size_t count, int low)
{
	for (size_t done = 0; done < count;) {
		done += put_short(to, value + done, count - done, low);
		if (to->length > sizeof to->byte / 2)
			flush(to);
		else if (done < count)
			qn_rice_put(to, value[done++], low);
	}
}

/* Whole bytes, as many as there is room for. */
void qn_bits_fill_to_end(qn_bit_reader *from)
{
	while (from->count <= 56 && from->in->at < from->in->end) {
		from->bits |= (uint64_t)*from->in->at++ << from->count;
		from->count += 8;
	}
}

static void drop(qn_bit_reader *from, int bits)
{
	if (bits > from->count)
		from->in->bad = true, bits = from->count;
	from->bits = bits < 64 ? from->bits >> bits : 0;
	from->count -= bits;
}

uint64_t qn_bits_take(qn_bit_reader *from, int bits)
{
	if (from->count < bits)
		qn_bits_fill(from);
	uint64_t value = from->bits & (((uint64_t)1 << bits) - 1);
	drop(from, bits);
	return value;
}

void qn_bits_close(qn_bit_reader *from)
{
	from->in->at -= from->count / 8;
	from->bits = 0, from->count = 0;
}

uint64_t qn_rice_take_rare(qn_bit_reader *from, int low)
{
	if (from->count < QN_RICE_MOST + 1)
		qn_bits_fill(from);
	int high = ~from->bits ? __builtin_ctzll(~from->bits) : 64;
	if (high >= QN_RICE_MOST) {
		drop(from, QN_RICE_MOST);
		return qn_bits_take(from, QN_RICE_WHOLE);
	}
	drop(from, high + 1);
	return (uint64_t)high << low | qn_bits_take(from, low);
}
