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

void qn_bits_flush(qn_bit_writer *to)
{
	qn_buffer_add(to->out, to->byte, to->length);
	to->length = 0;
}

void qn_bits_end(qn_bit_writer *to)
{
	if (to->count)
		to->byte[to->length++] = (unsigned char)to->bits;
	qn_bits_flush(to);
	to->bits = 0, to->count = 0;
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
